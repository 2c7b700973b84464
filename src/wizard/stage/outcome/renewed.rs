//! A token that was brought along to be renewed: made to last again, in no need of it, or past it.

use jiff::{SignedDuration, Timestamp};

use crate::{
    journey::{Datum, INSTAGRAM, INSTAGRAM_LOGIN, PAGE, USER},
    model::{Expiry, TokenKind},
};

use super::{Outcome, Takings, Wizard, findings::SHUT_OUT};
use crate::wizard::{
    adoption::Renewal,
    dates,
    effect::Copyable,
    facts::LastingInstagram,
    record::Life,
    trouble::{self, Way},
    view::{Standing, Tone},
};

/// How long a fresh Instagram token lasts (facts: graph-api 7.5).
const INSTAGRAM_LIFE: SignedDuration = SignedDuration::from_hours(60 * 24);
/// How old it must be before it can be refreshed.
const INSTAGRAM_REST: SignedDuration = SignedDuration::from_hours(24);
/// How long a fresh user token lasts, and how long Meta gives it no other end (facts: graph-api 2.1).
const USER_LIFE: SignedDuration = SignedDuration::from_hours(60 * 24);
const USER_REST: SignedDuration = SignedDuration::from_hours(24);
/// What lasts no longer than this is not called done.
const SHORT: SignedDuration = SignedDuration::from_hours(2);
/// Meta's "60 days" are some seconds short of it.
const SLACK: SignedDuration = SignedDuration::from_mins(10);

impl Wizard {
    /// What came of renewing.
    pub(super) fn renewed_outcome(&self, now: Timestamp) -> Outcome {
        if self.brought.fault.is_some() {
            return self.past_renewal(now);
        }
        if let Some(lasting) = &self.facts.instagram_long {
            return self.renewed_instagram(lasting, now);
        }
        match self.renewal(now) {
            Renewal::NothingToDo => self.nothing_to_do(now),
            Renewal::Elsewhere => self.past_renewal(now),
            Renewal::Exchange | Renewal::Unknown => self.renewed_user(now),
        }
    }

    fn renewed_user(&self, now: Timestamp) -> Outcome {
        let mut outcome = self.user_outcome_without_instagram(now);
        if outcome.is_proved() {
            match self.end_without_new_time() {
                Some(end) => self.take_back_renewal(&mut outcome, end.duration_since(self.meta_time(now))),
                None => outcome.headline = outcome.headline.replace("Proved: this ", "Renewed: the "),
            }
        }
        let lasting = self.facts.long_inspection.as_ref();
        if outcome.standing != Standing::NotDone && lasting.is_some_and(|seen| self.is_shut_out(seen, now)) {
            caution_about_data_access(&mut outcome);
            outcome.ways = vec![Way::Begin(&USER), Way::Begin(&PAGE), Way::Menu];
        }
        outcome
    }

    /// The end of the token that the exchange gave, where that is no later than the one it had: Meta moves it once a day at
    /// most (facts: graph-api 2.1).
    fn end_without_new_time(&self) -> Option<Timestamp> {
        let before = self.facts.inspection.as_ref()?.inspection.expires;
        match (before, self.facts.long_inspection.as_ref()?.expires) {
            (Expiry::At(before), Expiry::At(after)) => (after.duration_since(before) <= SLACK).then_some(after),
            _ => None,
        }
    }

    /// The exchange went well and nothing was gained: the token that was brought along is as good as the one that came.
    fn take_back_renewal(&self, outcome: &mut Outcome, left: SignedDuration) {
        let is_young = left >= USER_LIFE.saturating_sub(USER_REST);
        let (tone, headline, words) = if is_young {
            (
                Tone::Good,
                "Not due yet: this token got its time less than a day ago",
                "Meta gives it new time once a day at most.",
            )
        } else {
            (
                Tone::Careful,
                "Meta gave this token no new time",
                "It goes on working until then. Try again tomorrow, or sign in again for a new one.",
            )
        };
        outcome.standing = Standing::Found(tone);
        headline.clone_into(&mut outcome.headline);
        outcome.sentence = format!(
            "Meta gave it back with the same end, {} from now. {words}",
            dates::span(left)
        );
        outcome.takings.token = None;
        outcome
            .facts
            .retain(|fact| fact.copyable != Some(Copyable::Datum(Datum::Token)));
        outcome.summary = format!(
            "{} of {}: not renewed. {headline}",
            super::upper_first(self.kind_of_long()),
            outcome.label
        );
        outcome.enders = None;
        outcome.ways = if is_young {
            vec![Way::Menu]
        } else {
            vec![Way::Begin(&USER), Way::Begin(&PAGE), Way::Menu]
        };
    }

    /// The user token, whatever it reaches.
    fn user_outcome_without_instagram(&self, now: Timestamp) -> Outcome {
        let seen = self.facts.long_inspection.as_ref();
        let end = seen.map_or(Expiry::Unknown, |seen| seen.expires);
        let is_good = seen.is_some_and(|seen| seen.is_valid) && self.facts.user_read.is_some();
        let lasts = match end {
            Expiry::At(end) => end.duration_since(self.meta_time(now)) > SignedDuration::from_hours(24),
            Expiry::Never => true,
            Expiry::Unknown => false,
        };
        let mut outcome = if is_good && lasts {
            Outcome::new(
                Standing::Proved,
                self.lasting_headline(self.kind_of_long(), end, now),
                format!("Meta says so, and {} answered to it just now.", self.person_in_words()),
            )
        } else {
            let id = if is_good { "still-short" } else { "user-token-invalid" };
            self.not_done(trouble::named(id, &self.words(), self.facts.app_id.as_ref()))
        };
        outcome.life = seen.map(Life::of);
        outcome.takings = Takings::of(self.kind_of_long(), self.label_of_long(), self.facts.long.as_ref());
        outcome.label = self.person_in_words();
        outcome.summary = format!(
            "{} of {}: renewed",
            super::upper_first(self.kind_of_long()),
            outcome.label
        );
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
        if let Some(app) = self.app_in_words() {
            outcome.add_fact("App", app);
        }
        if let Some(seen) = seen {
            outcome.add_fact("Permissions", names(&seen.permissions));
        }
        let read = if self.is_of_system_user() {
            "The system user could be read with it"
        } else {
            "You could be read with it"
        };
        outcome.check(is_good, read, "It could not be read with it");
        outcome
    }

    fn renewed_instagram(&self, lasting: &LastingInstagram, now: Timestamp) -> Outcome {
        let end = self.instagram_end();
        let left = match end {
            Expiry::At(end) => Some(end.duration_since(self.meta_time(now))),
            Expiry::Never | Expiry::Unknown => None,
        };
        let fresh = INSTAGRAM_LIFE.saturating_sub(SLACK);
        let is_fresh = left.is_some_and(|left| left >= fresh);
        let mut outcome = match left {
            Some(left) if lasting.is_unchanged && !is_fresh => self.not_refreshed(left, now),
            Some(left) if left <= SHORT => {
                let trouble = trouble::named("instagram-token-short", &self.words(), None);
                let mut outcome = Outcome::of_trouble(Standing::NotDone, &trouble);
                outcome.ways = vec![Way::Begin(&INSTAGRAM_LOGIN), Way::Menu];
                outcome
            }
            Some(left) => Outcome::new(
                Standing::Proved,
                format!("Renewed: the Instagram token lasts {}", dates::span(left)),
                format!(
                    "Instagram says so, and {} answered to it just now.",
                    self.profile_in_words()
                ),
            ),
            None => Outcome::new(
                Standing::Proved,
                "Renewed: the Instagram token was refreshed".to_owned(),
                format!("{} answered to it just now.", self.profile_in_words()),
            ),
        };
        outcome.life = Some(self.life_of_instagram(now));
        if outcome.is_proved() || !lasting.is_unchanged {
            outcome.takings = Takings::of("Instagram token", "Instagram token", Some(&lasting.token));
        }
        outcome.label = self.profile_in_words();
        outcome.summary = format!(
            "Instagram token of {}: {}",
            outcome.label,
            super::lower_first(&outcome.headline)
        );
        self.add_instagram_facts(&mut outcome, now);
        outcome
    }

    /// It came back as it was: under a day old, it cannot be refreshed yet; older, Instagram did not give it new time.
    fn not_refreshed(&self, left: SignedDuration, now: Timestamp) -> Outcome {
        let age = INSTAGRAM_LIFE.saturating_sub(left);
        let due = INSTAGRAM_REST.saturating_sub(age);
        let (tone, headline, words) = if due.is_positive() {
            let when = now.checked_add(due).unwrap_or(now);
            (
                Tone::Good,
                "Not due yet: this Instagram token is less than a day old",
                format!(
                    "It can be refreshed from {} on.",
                    dates::moment(when, &self.settings.zone)
                ),
            )
        } else {
            (
                Tone::Careful,
                "Instagram gave this token no new time",
                "It goes on working until then. Try again tomorrow, or sign in with Instagram for a new one."
                    .to_owned(),
            )
        };
        let mut outcome = Outcome::new(
            Standing::Found(tone),
            headline.to_owned(),
            format!(
                "Instagram gave it back with the same end, {} from now. {words}",
                dates::span(left)
            ),
        );
        if tone == Tone::Careful {
            outcome.ways = vec![Way::Begin(&INSTAGRAM_LOGIN), Way::Menu];
        }
        outcome
    }

    fn nothing_to_do(&self, now: Timestamp) -> Outcome {
        let seen = self.facts.inspection.as_ref().map(|seen| &seen.inspection);
        let kind = match seen.and_then(|seen| seen.kind.as_ref()) {
            Some(TokenKind::Page) => "Page token",
            Some(TokenKind::SystemUser) => "system user's token",
            _ => "token",
        };
        let mut outcome = Outcome::new(
            Standing::Found(Tone::Good),
            format!("Nothing to do: this {kind} never expires"),
            "Meta gives it no end date, so there is nothing to renew.".to_owned(),
        );
        outcome.summary = format!("{kind}: nothing to do, it never expires");
        self.add_findings(&mut outcome, now);
        outcome.ways = vec![Way::Menu];
        if let Some(seen) = seen.filter(|seen| self.is_shut_out(seen, now)) {
            let is_page = seen.kind == Some(TokenKind::Page);
            outcome.standing = Standing::Found(Tone::Careful);
            caution_about_data_access(&mut outcome);
            outcome
                .ways
                .insert(0, Way::Begin(if is_page { &INSTAGRAM } else { &PAGE }));
        }
        outcome
    }

    /// It cannot be renewed; the way to a new one.
    fn past_renewal(&self, now: Timestamp) -> Outcome {
        let seen = self.facts.inspection.as_ref().map(|seen| &seen.inspection);
        let kind = seen.and_then(|seen| seen.kind.as_ref());
        let is_alive = self.brought.fault.is_none() && seen.is_some_and(|seen| seen.is_valid);
        let id = match kind {
            Some(TokenKind::Page) if is_alive => "page-token-not-renewable",
            Some(TokenKind::App) if is_alive => "app-token-pasted",
            Some(TokenKind::Other(_)) | None if is_alive => "token-not-renewable",
            _ => "token-past-renewal",
        };
        let trouble = match &self.brought.fault {
            Some(failure) => trouble::explain(
                failure,
                self.place_of_look(),
                &self.words(),
                self.facts.app_id.as_ref(),
                now,
            ),
            None => trouble::named(id, &self.words(), self.facts.app_id.as_ref()),
        };
        let mut outcome = self.not_done(trouble);
        outcome.ways = if self.facts.instagram_pasted.is_some() {
            vec![Way::Begin(&INSTAGRAM_LOGIN), Way::Menu]
        } else if kind == Some(&TokenKind::Page) {
            vec![Way::Begin(&PAGE), Way::Menu]
        } else {
            vec![Way::Begin(&USER), Way::Begin(&PAGE), Way::Menu]
        };
        outcome.summary = format!("Token: not renewed. {}", outcome.headline);
        self.add_findings(&mut outcome, now);
        outcome
    }
}

/// Says of a token that has time that the access to data is over all the same, which new time does not mend.
fn caution_about_data_access(outcome: &mut Outcome) {
    outcome.headline.push_str(", but its data access is over");
    outcome.sentence = format!("{} {SHUT_OUT}", outcome.sentence);
    let words = "Instagram and personal data stay closed until there is a new token";
    outcome.checks.push((Tone::Careful, words.to_owned()));
}

/// Permissions as a list.
pub(super) fn names(permissions: &[crate::model::Permission]) -> String {
    if permissions.is_empty() {
        return "none".to_owned();
    }
    let names: Vec<&str> = permissions.iter().map(crate::model::Permission::as_str).collect();
    names.join(", ")
}
