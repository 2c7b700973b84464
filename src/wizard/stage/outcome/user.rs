//! A 60-day user token: proved when Meta says what it is and when it ends, the person answered to it, and so did the
//! Instagram account it is for.

use jiff::{SignedDuration, Timestamp};

use crate::{
    journey::Datum,
    model::{Expiry, Inspection, TokenKind},
};

use super::{Outcome, Takings, Wizard, enders, proof::instagram_in_words};
use crate::wizard::{
    dates,
    record::Life,
    trouble::{self, Trouble, Way},
    view::{Standing, Tone},
};

impl Wizard {
    /// What came of the user token.
    pub(super) fn user_outcome(&self, now: Timestamp) -> Outcome {
        let seen = self.facts.long_inspection.as_ref();
        let mut outcome = match self.user_fault(now) {
            None => {
                let account = self.facts.first_chosen().and_then(|page| self.facts.instagram_of(page));
                let reader = if self.is_of_system_user() {
                    self.person_in_words()
                } else {
                    "you".to_owned()
                };
                let who = account.map(instagram_in_words).unwrap_or_default();
                Outcome::new(
                    Standing::Proved,
                    self.lasting_headline(
                        self.kind_of_long(),
                        seen.map_or(Expiry::Unknown, |seen| seen.expires),
                        now,
                    ),
                    format!("Meta says so, and {reader} and {who} answered to it just now."),
                )
            }
            Some(trouble) => self.not_done(trouble),
        };
        if outcome.is_proved() {
            let end = seen.map_or(Expiry::Unknown, |seen| seen.expires);
            outcome.enders = Some(enders::of_yours(seen.and_then(|seen| seen.kind.as_ref()), end));
            outcome.ways = self.has_other_pages().then_some(Way::OtherPage).into_iter().collect();
        }
        outcome.life = seen.map(Life::of);
        outcome.takings = Takings::of(self.kind_of_long(), self.label_of_long(), self.facts.long.as_ref());
        outcome.label = self.person_in_words();
        outcome.summary = format!(
            "{} of {}: {}",
            super::upper_first(self.kind_of_long()),
            outcome.label,
            super::lower_first(&outcome.headline)
        );
        self.add_user_facts(&mut outcome, now);
        outcome
    }

    /// "Proved: this user token lasts 60 days".
    pub(super) fn lasting_headline(&self, what: &str, end: Expiry, now: Timestamp) -> String {
        match end {
            Expiry::At(end) => {
                let left = end.duration_since(self.meta_time(now));
                format!("Proved: this {what} lasts {}", dates::span(left))
            }
            Expiry::Never => format!("Proved: this {what} never expires"),
            Expiry::Unknown => format!("Proved: this {what} works"),
        }
    }

    /// What the lasting token acts as, in words that stand in a sentence.
    pub(super) fn kind_of_long(&self) -> &'static str {
        if self.is_of_system_user() {
            "system user's token"
        } else {
            "user token"
        }
    }

    /// The same as a label.
    pub(super) fn label_of_long(&self) -> &'static str {
        if self.is_of_system_user() {
            "Token"
        } else {
            "User token"
        }
    }

    /// Whether the lasting token belongs to a system user.
    pub(super) fn is_of_system_user(&self) -> bool {
        let seen = self.facts.long_inspection.as_ref();
        seen.is_some_and(|seen| seen.kind == Some(TokenKind::SystemUser))
    }

    /// The person by name and number.
    pub(super) fn person_in_words(&self) -> String {
        match self.facts.user_read.as_ref().or(self.facts.owner.as_ref()) {
            Some(owner) => match &owner.name {
                Some(name) => format!("{name} ({})", owner.id),
                None => owner.id.to_string(),
            },
            None => "its owner".to_owned(),
        }
    }

    fn user_fault(&self, now: Timestamp) -> Option<Trouble> {
        let named = |id| Some(trouble::named(id, &self.words(), self.facts.app_id.as_ref()));
        let Some(seen) = &self.facts.long_inspection else {
            return named("expiry-unknown");
        };
        let is_user = matches!(seen.kind, Some(TokenKind::User | TokenKind::SystemUser));
        let lasts = match seen.expires {
            Expiry::At(end) => end.duration_since(self.meta_time(now)) > SignedDuration::from_hours(2),
            Expiry::Never => true,
            Expiry::Unknown => return named("expiry-unknown"),
        };
        match () {
            () if !seen.is_valid || !is_user => named("user-token-invalid"),
            () if !self.is_this_app(seen) => named("other-app"),
            () if !lasts => named("still-short"),
            () if self.facts.user_read.is_none() => named("user-token-invalid"),
            () if !self.permissions_not_on(seen).is_empty() => named("permissions-not-on-user-token"),
            () if self.facts.has_no_instagram => Some(self.why_none_can_be_chosen()),
            () if self
                .facts
                .first_chosen()
                .is_none_or(|page| page.instagram_read.is_none()) =>
            {
                named("instagram-unread")
            }
            () => None,
        }
    }

    fn add_user_facts(&self, outcome: &mut Outcome, now: Timestamp) {
        let seen = self.facts.long_inspection.as_ref();
        outcome.dates = vec![self.expires_line_of(seen, now), self.data_access_line(seen, now)];
        let person = if self.is_of_system_user() {
            "System user"
        } else {
            "Person"
        };
        outcome.add_fact(person, self.person_in_words());
        outcome.add_token_line();
        if let Some(owner) = &self.facts.user_read {
            outcome.add_datum("User ID", Datum::UserId, owner.id.to_string());
        }
        outcome.chain = self.chain(self.facts.first_chosen());
        let chosen = self.facts.first_chosen();
        if let Some(account) = chosen.and_then(|page| self.facts.instagram_of(page)) {
            outcome.add_datum("Instagram ID", Datum::InstagramId, account.id.to_string());
            if let Some(name) = &account.username {
                outcome.add_datum("Instagram name", Datum::InstagramName, format!("@{name}"));
            }
        }
        if let Some(others) = self.other_instagram_accounts() {
            outcome.add_fact("Also reachable", others);
        }
        if let Some(app) = self.app_in_words() {
            outcome.add_fact("App", app);
        }
        if let Some(seen) = seen {
            outcome.add_fact("Permissions", self.permissions_in_words(&seen.permissions));
            self.add_user_checks(outcome, seen, now);
        }
    }

    /// The other Instagram accounts that the token reaches, by name and number.
    fn other_instagram_accounts(&self) -> Option<String> {
        let chosen = self.facts.first_chosen().map(|page| &page.id);
        let pages = self.facts.pages.as_ref()?.pages();
        let others: Vec<String> = pages
            .filter(|page| Some(&page.id) != chosen)
            .filter_map(|page| page.instagram.as_ref())
            .map(instagram_in_words)
            .collect();
        (!others.is_empty()).then(|| others.join(", "))
    }

    fn add_user_checks(&self, outcome: &mut Outcome, seen: &Inspection, now: Timestamp) {
        self.check_life(outcome, seen, now);
        outcome.check(
            matches!(seen.kind, Some(TokenKind::User | TokenKind::SystemUser)),
            &format!("It is a {}", self.kind_of_long()),
            "It is not a user token",
        );
        outcome.check(
            self.is_this_app(seen),
            "It belongs to your app",
            "It belongs to another app",
        );
        self.check_permissions(outcome, seen);
        let (read, unread) = if self.is_of_system_user() {
            (
                "The system user could be read with it",
                "The system user could not be read with it",
            )
        } else {
            ("Your name could be read with it", "Your name could not be read with it")
        };
        outcome.check(self.facts.user_read.is_some(), read, unread);
        let account = self.facts.first_chosen().and_then(|page| page.instagram_read.as_ref());
        outcome.check(
            account.is_some(),
            "The Instagram account could be read with it",
            "No Instagram account could be read with it",
        );
        outcome.checks.extend(self.publishing_check());
    }

    /// Whether the account may be published to with the token.
    fn publishing_check(&self) -> Option<(Tone, String)> {
        if self.preset.wanted.iter().any(|permission| {
            self.facts
                .long_inspection
                .as_ref()
                .is_some_and(|seen| !seen.has(permission))
        }) {
            return Some((Tone::Careful, "It cannot publish on Instagram".to_owned()));
        }
        Some(match self.facts.publishing.as_ref()? {
            Ok(limit) => {
                let words = match limit.total {
                    Some(total) => format!(
                        "It may publish on Instagram: {} of {total} posts used in 24 hours",
                        limit.used
                    ),
                    None => format!("It may publish on Instagram: {} posts used in 24 hours", limit.used),
                };
                (Tone::Good, words)
            }
            Err(why) => (
                Tone::Careful,
                format!(
                    "Meta does not say whether it may publish on Instagram: {}",
                    super::lower_first(why)
                ),
            ),
        })
    }
}
