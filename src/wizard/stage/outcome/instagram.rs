//! A token of Instagram Login: proved when the account answered to it. It always ends 60 days after it was made or
//! refreshed; there is no other kind (facts: graph-api 7.5).

use jiff::{SignedDuration, Timestamp};

use crate::{
    journey::{Datum, INSTAGRAM, INSTAGRAM_HOUR},
    model::Expiry,
};

use super::{Outcome, Takings, Wizard};
use crate::wizard::{
    record::Life,
    trouble::{self, Way},
    view::{FactLine, Standing, Tone},
};

/// What would end it, and how it goes on.
const ENDERS: &str = "No token of Instagram login is without an end date. Once it is a day old, and before it ends, \
                      \"Make a token last again\" gives it 60 new days. It would end sooner if you change the password or remove the app.";

/// What is known of the end of a token that was pasted: Instagram says when a token ends only where it gives one.
const PASTED_END: &str = "Meta does not tell when it ends: from the dashboard it lasts 60 days from the day it was made, from a login one hour.";

impl Wizard {
    /// What came of Instagram's token.
    pub(super) fn instagram_outcome(&self, now: Timestamp) -> Outcome {
        let end = self.instagram_end();
        let is_short = matches!(end, Expiry::At(end)
            if end.duration_since(self.meta_time(now)) <= SignedDuration::from_hours(2));
        let mut outcome = if self.facts.profile.is_some() && !is_short {
            let headline = match end {
                Expiry::Unknown => "Proved: this Instagram token works".to_owned(),
                end => self.lasting_headline("Instagram token", end, now),
            };
            let sentence = match end {
                // One that a login gave was exchanged just now; any other one was made in the dashboard.
                Expiry::Unknown if self.facts.instagram_short.is_some() => format!(
                    "{} answered to it just now. Instagram did not say when it ends; as a rule that is 60 days from now.",
                    self.profile_in_words()
                ),
                Expiry::Unknown if self.facts.instagram_pasted.is_some() => format!(
                    "{} answered to it just now. {PASTED_END} If it is of an hour, make it last by the way below.",
                    self.profile_in_words()
                ),
                Expiry::Unknown => format!("{} answered to it just now.", self.profile_in_words()),
                _ => format!(
                    "Instagram says so, and {} answered to it just now.",
                    self.profile_in_words()
                ),
            };
            let mut outcome = Outcome::new(Standing::Proved, headline, sentence);
            outcome.enders = Some(ENDERS);
            outcome.ways = vec![Way::Begin(&INSTAGRAM)];
            if end == Expiry::Unknown && self.facts.instagram_pasted.is_some() {
                outcome.ways.insert(0, Way::Begin(&INSTAGRAM_HOUR));
            }
            outcome
        } else {
            self.not_done(trouble::named("instagram-token-short", &self.words(), None))
        };
        outcome.life = Some(self.life_of_instagram(now));
        let token = self.facts.instagram_long.as_ref().map(|lasting| &lasting.token);
        outcome.takings = Takings::of("Instagram token", "Instagram token", token);
        outcome.label = self.profile_in_words();
        outcome.summary = format!(
            "Instagram token of {}: {}",
            outcome.label,
            super::lower_first(&outcome.headline)
        );
        self.add_instagram_facts(&mut outcome, now);
        self.caution_about_posting(&mut outcome, self.facts.instagram_permissions.as_deref());
        outcome
    }

    /// How long it lasts and what it may do, as far as Instagram said. Access to data ends with the token.
    pub(super) fn life_of_instagram(&self, now: Timestamp) -> Life {
        let end = self.instagram_end();
        Life {
            since: now,
            expires: end,
            data_access: end,
            permissions: self.facts.instagram_permissions.clone().unwrap_or_default(),
        }
    }

    /// When Instagram's token ends, as far as it said.
    pub(super) fn instagram_end(&self) -> Expiry {
        let lasting = self.facts.instagram_long.as_ref();
        let end = lasting.and_then(|lasting| {
            let seconds = lasting.expires_in.filter(|seconds| *seconds > 0)?;
            Timestamp::from_second(lasting.since.saturating_add(seconds)).ok()
        });
        end.map_or(Expiry::Unknown, Expiry::At)
    }

    /// The account by name and number.
    pub(super) fn profile_in_words(&self) -> String {
        match &self.facts.profile {
            Some(profile) => match &profile.username {
                Some(name) => format!("@{name} ({})", profile.id),
                None => profile.id.to_string(),
            },
            None => "the account".to_owned(),
        }
    }

    /// What Instagram's answers tell about the account and its token.
    pub(super) fn add_instagram_facts(&self, outcome: &mut Outcome, now: Timestamp) {
        let end = self.instagram_end();
        outcome.dates.push(match end {
            Expiry::Unknown => FactLine {
                label: "Expires",
                value: "not said".to_owned(),
                meaning: Some(
                    if self.facts.instagram_pasted.is_some() {
                        "60 days after it was made, or one hour if a login gave it. Meta does not tell."
                    } else {
                        "60 days after it was made or refreshed. Instagram does not tell the day."
                    }
                    .to_owned(),
                ),
                copyable: None,
            },
            end => self.expires_line(end, now),
        });
        outcome.add_token_line();
        if let Some(profile) = &self.facts.profile {
            outcome.add_datum("Instagram ID", Datum::InstagramId, profile.id.to_string());
            if let Some(name) = &profile.username {
                outcome.add_datum("Instagram name", Datum::InstagramName, format!("@{name}"));
            }
            if let Some(id) = profile
                .scoped_id
                .as_ref()
                .filter(|id| id.as_str() != profile.id.as_str())
            {
                outcome.add_fact("ID for this app", id.to_string());
            }
            if let Some(kind) = &profile.account_type {
                outcome.add_fact("Account", account_type(kind.as_str()).to_owned());
            }
        }
        let permissions = self.facts.instagram_permissions.as_deref();
        if let Some(permissions) = permissions {
            outcome.add_fact("Permissions", self.permissions_in_words(permissions));
            for required in self
                .preset
                .required
                .iter()
                .filter(|wanted| !permissions.contains(wanted))
            {
                outcome
                    .checks
                    .push((Tone::Careful, format!("{required} was not named among its permissions")));
            }
        }
        outcome.check(
            self.facts.profile.is_some(),
            "The account could be read with it",
            "The account could not be read with it",
        );
        match end {
            Expiry::At(end) => {
                let is_long = end.duration_since(self.meta_time(now)) > SignedDuration::from_hours(2);
                outcome.check(is_long, "It lasts longer than the first hour", "It ends soon");
            }
            Expiry::Never | Expiry::Unknown => {}
        }
    }
}

/// Meta's word for a kind of account, in either spelling, in plain words (facts: graph-api 7.6).
fn account_type(word: &str) -> &str {
    match word.to_ascii_uppercase().as_str() {
        "BUSINESS" => "professional, business",
        "MEDIA_CREATOR" => "professional, creator",
        "PERSONAL" => "personal",
        _ => word,
    }
}
