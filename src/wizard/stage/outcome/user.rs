//! A 60-day user token: proved when Meta says what it is and when it ends, the person answered to it, and so did the
//! Instagram account it is for.

use jiff::{SignedDuration, Timestamp};

use crate::{
    journey::Datum,
    model::{Expiry, Inspection, TokenKind},
};

use super::{Outcome, Takings, Wizard, proof::instagram_in_words};
use crate::wizard::{
    dates,
    trouble::{self, Trouble, Way},
    view::{Standing, Tone},
};

/// What would end a user token before its date (facts: graph-api 10.3).
const ENDERS: &str = "It would end sooner if you change your Facebook password, remove the app in Business integrations, \
                      or if the app is switched off. Before its date, \"Make a token last again\" gives it 60 new days.";

impl Wizard {
    /// What came of the user token.
    pub(super) fn user_outcome(&self, now: Timestamp) -> Outcome {
        let seen = self.facts.long_inspection.as_ref();
        let mut outcome = match self.user_fault(now) {
            None => {
                let account = self.facts.first_chosen().and_then(|page| self.facts.instagram_of(page));
                let who = account.map(instagram_in_words).unwrap_or_default();
                Outcome::new(
                    Standing::Proved,
                    self.lasting_headline("user token", seen.map_or(Expiry::Unknown, |seen| seen.expires), now),
                    format!("Meta says so, and you and {who} answered to it just now."),
                )
            }
            Some(trouble) => self.not_done(trouble),
        };
        if outcome.is_proved() {
            outcome.enders = Some(ENDERS);
            outcome.ways = self.has_other_pages().then_some(Way::OtherPage).into_iter().collect();
        }
        outcome.takings = Takings::of("user token", "User token", self.facts.long.as_ref());
        outcome.label = self.person_in_words();
        outcome.summary = format!(
            "User token of {}: {}",
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
        let end = seen.map_or(Expiry::Unknown, |seen| seen.expires);
        let data_access = seen.map_or(Expiry::Unknown, |seen| seen.data_access);
        outcome.dates = vec![self.expires_line(end, now), self.data_access_line(data_access, now)];
        outcome.add_fact("Person", self.person_in_words());
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
            "It is a user token",
            "It is not a user token",
        );
        outcome.check(
            self.is_this_app(seen),
            "It belongs to your app",
            "It belongs to another app",
        );
        self.check_permissions(outcome, seen);
        outcome.check(
            self.facts.user_read.is_some(),
            "Your name could be read with it",
            "Your name could not be read with it",
        );
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
