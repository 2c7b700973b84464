//! What the conclusions have in common: checks, and the lines of dates, permissions and the chain to Instagram.

use jiff::{SignedDuration, Timestamp};

use super::{Outcome, Wizard};
use crate::{
    journey::Stage,
    model::{Expiry, Inspection, InstagramAccount, Permission, PermissionStatus, TokenKind},
    wizard::{
        dates,
        facts::ChosenPage,
        page_book::PageBook,
        readings::count_of_pages,
        trouble::Way,
        view::{ChainLink, FactLine, InstagramLink, Tone},
    },
};

impl Wizard {
    pub(super) fn permissions_not_on<'a>(&'a self, seen: &Inspection) -> Vec<&'a str> {
        self.preset
            .required
            .iter()
            .filter(|permission| !seen.has(permission))
            .map(Permission::as_str)
            .collect()
    }

    pub(super) fn check_permissions(&self, outcome: &mut Outcome, seen: &Inspection) {
        let missing = self.permissions_not_on(seen);
        outcome.check(
            missing.is_empty(),
            "It carries the permissions for this",
            &format!("It lacks {}", missing.join(", ")),
        );
        let unwanted: Vec<&str> = self
            .preset
            .wanted
            .iter()
            .filter(|permission| !seen.has(permission))
            .map(Permission::as_str)
            .collect();
        if !unwanted.is_empty() {
            let words = format!("You went on without {}", unwanted.join(", "));
            outcome.checks.push((Tone::Careful, words));
        }
    }

    /// What reading does without and posting does not: where it lacks, the proof stands, and says so. Nothing is said
    /// where Meta named no permissions.
    pub(super) fn caution_about_posting(&self, outcome: &mut Outcome, permissions: Option<&[Permission]>) {
        let posting = self.journey.map(|journey| journey.posts_with).unwrap_or_default();
        let Some(permissions) = permissions else {
            return;
        };
        for name in posting {
            if permissions.iter().any(|permission| permission == *name) {
                continue;
            }
            let declined = self
                .facts
                .permissions
                .iter()
                .flatten()
                .any(|entry| entry.permission == **name && entry.status == PermissionStatus::Declined);
            let why = if declined { "was declined" } else { "is not on it" };
            let how = if self.has_stage(|stage| matches!(stage, Stage::SignIn { .. })) {
                "sign in again"
            } else {
                "get a new token"
            };
            let words = format!("Posting will fail: {name} {why}. To post, {how} and allow it");
            outcome.checks.push((Tone::Careful, words));
            if outcome.is_proved() {
                outcome.ways.insert(0, Way::NewToken);
                self.fit_ways(&mut outcome.ways);
            }
        }
    }

    pub(super) fn check_life(&self, outcome: &mut Outcome, seen: &Inspection, now: Timestamp) {
        outcome
            .checks
            .push(match (seen.is_valid, seen.expires.is_over(self.meta_time(now))) {
                (true, false) => (Tone::Good, "Meta accepts it".to_owned()),
                (true, true) => (Tone::Bad, "Its end has passed".to_owned()),
                (false, _) => (Tone::Bad, "Meta does not accept it".to_owned()),
            });
    }

    /// The permissions this is about, and how many more there are.
    pub(super) fn permissions_in_words(&self, permissions: &[Permission]) -> String {
        let preset = &self.preset;
        if preset.weighed().next().is_none() {
            return super::renewed::names(permissions);
        }
        let about = preset.required.iter().chain(&preset.wanted).chain(&preset.helpful);
        let names: Vec<&str> = about
            .filter(|permission| permissions.contains(permission))
            .map(Permission::as_str)
            .collect();
        match (names.is_empty(), permissions.len().saturating_sub(names.len())) {
            (true, 0) => "none".to_owned(),
            (true, others) => format!("{others}, none of them for this"),
            (false, 0) => names.join(", "),
            (false, others) => format!("{} and {others} more", names.join(", ")),
        }
    }

    /// The app by name and number.
    pub(super) fn app_in_words(&self) -> Option<String> {
        let app = self.facts.app_id.as_ref()?;
        Some(match self.facts.app_name() {
            Some(name) => format!("{name} ({app})"),
            None => app.to_string(),
        })
    }

    /// The line of a token's end.
    pub(super) fn expires_line(&self, end: Expiry, now: Timestamp) -> FactLine {
        let (value, meaning) = match end {
            Expiry::Never => ("never".to_owned(), "It has no end date."),
            Expiry::At(end) => (self.with_span(end, now), "After that it stops working."),
            Expiry::Unknown => ("unknown".to_owned(), "Meta did not say. That is not the same as never."),
        };
        FactLine {
            label: "Expires",
            value,
            meaning: Some(meaning.to_owned()),
            copyable: None,
        }
    }

    /// The line of a token's end. One that Meta does not accept has ended, whatever date it has.
    pub(super) fn expires_line_of(&self, seen: Option<&Inspection>, now: Timestamp) -> FactLine {
        let mut line = self.expires_line(seen.map_or(Expiry::Unknown, |seen| seen.expires), now);
        if seen.is_some_and(|seen| !seen.is_valid) {
            line.meaning = Some("Meta does not accept it, whatever its date.".to_owned());
            if seen.is_some_and(|seen| !matches!(seen.expires, Expiry::At(_))) {
                "it has ended".clone_into(&mut line.value);
            }
        }
        line
    }

    /// The line of the data-access end: what hangs on it depends on the permissions and on the kind of token
    /// (facts: graph-api 10.3).
    pub(super) fn data_access_line(&self, seen: Option<&Inspection>, now: Timestamp) -> FactLine {
        let end = seen.map_or(Expiry::Unknown, |seen| seen.data_access);
        let needs_instagram = self.needs_instagram();
        let is_page = seen.is_some_and(|seen| seen.kind == Some(TokenKind::Page));
        let (value, meaning) = match end {
            Expiry::Never => ("no date".to_owned(), "Nothing to do."),
            Expiry::At(end) if end <= self.meta_time(now) => (
                self.with_span(end, now),
                "Log in with the app once more, as for a new token, to open it again.",
            ),
            Expiry::At(end) if needs_instagram => (
                self.with_span(end, now),
                "Instagram may answer only until then. Log in with the app once more before that day, as for a new token.",
            ),
            Expiry::At(end) if is_page => (
                self.with_span(end, now),
                "The Page goes on after it. For Instagram or personal data, log in with the app once more before then.",
            ),
            Expiry::At(end) => (
                self.with_span(end, now),
                "After it Instagram and personal data are closed. Log in with the app once more before that day.",
            ),
            Expiry::Unknown if is_page && !needs_instagram => (
                "unknown".to_owned(),
                "Meta did not say. The Page does not depend on it.",
            ),
            Expiry::Unknown => (
                "unknown".to_owned(),
                "Meta did not say. Log in with the app once every 90 days to be safe.",
            ),
        };
        FactLine {
            label: "Data access",
            value,
            meaning: Some(meaning.to_owned()),
            copyable: None,
        }
    }

    /// Whether the access to data has ended, and something of this token with it.
    pub(in crate::wizard) fn is_shut_out(&self, seen: &Inspection, now: Timestamp) -> bool {
        seen.hangs_on_data_access() && seen.data_access.is_over(self.meta_time(now))
    }

    /// A moment with the time until then: `21 Jan 2027, 14:05 CET (in 60 days)`.
    pub(super) fn with_span(&self, at: Timestamp, now: Timestamp) -> String {
        let left = at.duration_since(self.meta_time(now));
        let moment = dates::moment(at, &self.settings.zone);
        if left <= SignedDuration::ZERO {
            format!("{moment} (over)")
        } else {
            format!("{moment} (in {})", dates::span(left))
        }
    }

    /// The chain from the app to the Instagram account behind a Page; where there is none to choose, behind all of them.
    pub(super) fn chain(&self, page: Option<&ChosenPage>) -> Vec<ChainLink> {
        let link = |label, name: Option<String>, missing: &str| ChainLink {
            label,
            holds: name.is_some(),
            name: name.unwrap_or_else(|| missing.to_owned()),
        };
        let account = page.and_then(|page| self.facts.instagram_of(page));
        let listed = self.facts.pages.as_ref().map(|book| count_of_pages(book.len()));
        let pages = page.map(|page| self.label_of_page(&page.id)).or(listed);
        let mut lines = self.facts.pages.iter().flat_map(PageBook::lines);
        let is_hidden = match page {
            Some(page) => lines.any(|line| line.id == page.id && line.instagram == InstagramLink::Hidden),
            None => lines.any(|line| line.instagram == InstagramLink::Hidden),
        };
        let missing = if is_hidden {
            "not shown, 90 days after the last login"
        } else {
            "no professional account linked"
        };
        vec![
            link("App", self.app_in_words(), "not known"),
            link("Page", pages, "not known"),
            link("Instagram", account.map(instagram_in_words), missing),
        ]
    }
}

/// An Instagram account by name and number.
pub(super) fn instagram_in_words(account: &InstagramAccount) -> String {
    match &account.username {
        Some(name) => format!("@{name} ({})", account.id),
        None => account.id.to_string(),
    }
}
