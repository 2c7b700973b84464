//! The verdict: what was proved about the token, and what was not (product 3; facts: graph-api 8.2, 10.3).

use jiff::{SignedDuration, Timestamp};

use crate::model::{Expiry, Inspection, Permission, TokenKind};

use super::super::{
    Delivery, Wizard, dates,
    effect::Copyable,
    trouble::{self, Way},
    view::{Body, FactLine, OutcomeView, Tone},
};

/// What would still end a token without an end date (facts: graph-api 10.3).
const ENDERS: &str = "It would still end if you change your Facebook password, remove the app in Business integrations, \
                      lose your role on the Page, or if the app is switched off.";

/// The same where the Page was reached through a system user (facts: graph-api 12).
const ENDERS_OF_SYSTEM_USER: &str = "It would still end if the system user loses the Page or is removed from the \
                                     business portfolio, or if the app is switched off.";

/// The outcome, as it stood when the last answer came.
#[derive(Debug)]
pub(in super::super) struct Outcome {
    pub(in super::super) is_proved: bool,
    headline: String,
    sentence: String,
    facts: Vec<FactLine>,
    dates: Vec<FactLine>,
    checks: Vec<(Tone, String)>,
    pub(in super::super) ways: Vec<Way>,
    /// What it is, without secrets and without a full stop, for after the screen.
    pub(in super::super) summary: String,
}

impl Outcome {
    /// What Enter does: the first way while something is missing; nothing more to do once all is proved.
    pub(in super::super) fn next_way(&self) -> Option<&Way> {
        self.ways.first().filter(|_| !self.is_proved)
    }
}

impl Wizard {
    pub(super) fn outcome_body(&self) -> Body<'_> {
        let outcome = self.outcome.as_ref();
        Body::Outcome(OutcomeView {
            is_proved: outcome.is_some_and(|outcome| outcome.is_proved),
            headline: outcome.map(|outcome| outcome.headline.as_str()).unwrap_or_default(),
            sentence: outcome.map(|outcome| outcome.sentence.as_str()).unwrap_or_default(),
            facts: outcome.map(|outcome| outcome.facts.as_slice()).unwrap_or_default(),
            dates: outcome.map(|outcome| outcome.dates.as_slice()).unwrap_or_default(),
            enders: outcome.filter(|outcome| outcome.is_proved).map(|_| self.enders()),
            checks: outcome.map(|outcome| outcome.checks.as_slice()).unwrap_or_default(),
            ways: outcome.map(|outcome| outcome.ways.as_slice()).unwrap_or_default(),
        })
    }

    fn enders(&self) -> &'static str {
        let seen = self.facts.long_inspection.as_ref();
        let is_system_user = seen.is_some_and(|seen| seen.kind == Some(TokenKind::SystemUser));
        if is_system_user { ENDERS_OF_SYSTEM_USER } else { ENDERS }
    }

    /// Draws the conclusion from what is known now.
    pub(in super::super) fn conclude(&mut self, now: Timestamp) {
        self.delivery = Delivery::Undelivered;
        let fault = self.first_fault(now);
        let checks = self.checks(now);
        let (is_proved, headline, sentence, ways) = match fault {
            None => (
                true,
                "Proved: this Page token never expires".to_owned(),
                format!("Meta says so, and {} answered to it just now.", self.page_label()),
                self.has_other_pages().then_some(Way::OtherPage).into_iter().collect(),
            ),
            Some(id) => {
                let trouble = trouble::named(id, &self.words(), self.facts.app_id.as_ref());
                let ways = trouble.ways.into_iter().filter(|way| *way != Way::GoOn).collect();
                (
                    false,
                    trouble.headline,
                    format!("{} {}", trouble.cause, trouble.remedy),
                    ways,
                )
            }
        };
        let end = self.page_seen().map_or(Expiry::Unknown, |seen| seen.expires);
        let summary = if is_proved {
            format!("Page token for {}: proved, it never expires", self.page_label())
        } else {
            format!("Page token for {}: not done yet. {headline}", self.page_label())
        };
        self.outcome = Some(Outcome {
            is_proved,
            headline,
            sentence,
            facts: self.fact_lines(),
            dates: self.date_lines(end, now),
            checks,
            ways,
            summary,
        });
    }

    fn page_seen(&self) -> Option<&Inspection> {
        self.facts.page_inspection.as_ref().map(|seen| &seen.inspection)
    }

    /// The first thing that keeps the token from being what was wanted, by its name in the catalogue.
    fn first_fault(&self, now: Timestamp) -> Option<&'static str> {
        let Some(seen) = self.page_seen() else {
            return Some("page-token-invalid");
        };
        let belongs_here = self.is_this_page(seen) && self.is_this_app(seen) && self.answers_as_itself() != Some(false);
        match seen.expires {
            _ if !seen.is_valid || seen.expires.is_over(self.meta_time(now)) => Some("page-token-invalid"),
            _ if !belongs_here => Some("page-token-belongs-elsewhere"),
            _ if self.answers_as_itself().is_none() => Some("not-in-force"),
            Expiry::At(_) => Some("page-token-short"),
            Expiry::Unknown => Some("expiry-unknown"),
            Expiry::Never if !self.permissions_not_on(seen).is_empty() => Some("permissions-not-on-token"),
            Expiry::Never => None,
        }
    }

    fn is_this_page(&self, seen: &Inspection) -> bool {
        seen.kind == Some(TokenKind::Page) && seen.page.is_some() && seen.page == self.facts.chosen
    }

    fn is_this_app(&self, seen: &Inspection) -> bool {
        seen.app.is_some() && seen.app == self.facts.app_id
    }

    /// Whether the Page's own answer to its token names that Page; `None` when there was no answer.
    fn answers_as_itself(&self) -> Option<bool> {
        let (id, _) = self.facts.page_read.as_ref()?;
        Some(Some(id) == self.facts.chosen.as_ref())
    }

    fn permissions_not_on<'a>(&'a self, seen: &Inspection) -> Vec<&'a Permission> {
        self.preset
            .required
            .iter()
            .filter(|permission| !seen.has(permission))
            .collect()
    }

    fn checks(&self, now: Timestamp) -> Vec<(Tone, String)> {
        let Some(seen) = self.page_seen() else {
            return vec![(Tone::Bad, "Meta did not say what this token is".to_owned())];
        };
        let verdict = |is_good: bool, good: &str, bad: &str| {
            if is_good {
                (Tone::Good, good.to_owned())
            } else {
                (Tone::Bad, bad.to_owned())
            }
        };
        let alive = match (seen.is_valid, seen.expires.is_over(self.meta_time(now))) {
            (true, false) => (Tone::Good, "Meta accepts it".to_owned()),
            (true, true) => (Tone::Bad, "Its end has passed".to_owned()),
            (false, _) => (Tone::Bad, "Meta does not accept it".to_owned()),
        };
        let endless = match seen.expires {
            Expiry::Never => (Tone::Good, "It has no end date".to_owned()),
            Expiry::At(_) => (Tone::Bad, "It has an end date".to_owned()),
            Expiry::Unknown => (Tone::Bad, "Meta did not say when it ends".to_owned()),
        };
        let missing: Vec<&str> = self
            .permissions_not_on(seen)
            .iter()
            .map(|permission| permission.as_str())
            .collect();
        vec![
            alive,
            verdict(
                self.is_this_page(seen),
                "It is a Page token, and of this Page",
                "It is not a token of this Page",
            ),
            verdict(
                self.is_this_app(seen),
                "It belongs to your app",
                "It belongs to another app",
            ),
            endless,
            if missing.is_empty() {
                (Tone::Good, "It carries the permissions for this".to_owned())
            } else {
                (Tone::Bad, format!("It lacks {}", missing.join(", ")))
            },
            match self.answers_as_itself() {
                Some(true) => (Tone::Good, "The Page could be read with it".to_owned()),
                Some(false) => (Tone::Bad, "Another Page answered to it".to_owned()),
                None => (Tone::Bad, "The Page could not be read with it".to_owned()),
            },
        ]
    }

    fn fact_lines(&self) -> Vec<FactLine> {
        let line = |label, value: String, copyable| FactLine {
            label,
            value,
            meaning: None,
            copyable,
        };
        let mut lines = Vec::new();
        if let Some(id) = &self.facts.chosen {
            let name = self
                .facts
                .pages
                .as_ref()
                .and_then(|book| book.page(id))
                .map(|page| page.name.to_string());
            let answered = self
                .facts
                .page_read
                .as_ref()
                .and_then(|(_, name)| name.as_ref())
                .map(ToString::to_string);
            let name = name
                .filter(|name| !name.is_empty())
                .or(answered)
                .unwrap_or_else(|| "(no name)".to_owned());
            lines.push(line("Page", name, None));
            lines.push(line("Page ID", id.to_string(), Some(Copyable::PageId)));
        }
        if let Some(token) = self.facts.page_token() {
            let value = format!("{}   fingerprint {}", token.masked(), token.fingerprint());
            lines.push(line("Page token", value, Some(Copyable::Token)));
        }
        if let Some(app) = &self.facts.app_id {
            let value = self
                .facts
                .app_name()
                .map_or_else(|| app.to_string(), |name| format!("{name} ({app})"));
            lines.push(line("App", value, None));
        }
        if let Some(seen) = self.page_seen() {
            lines.push(line("Permissions", self.permissions_in_words(seen), None));
        }
        lines
    }

    /// The permissions this is about, and how many more there are.
    fn permissions_in_words(&self, seen: &Inspection) -> String {
        let wanted = self.preset.required.iter().chain(&self.preset.helpful);
        let names: Vec<&str> = wanted
            .filter(|permission| seen.has(permission))
            .map(Permission::as_str)
            .collect();
        match (names.is_empty(), seen.permissions.len().saturating_sub(names.len())) {
            (true, 0) => "none".to_owned(),
            (true, others) => format!("{others}, none of them for this"),
            (false, 0) => names.join(", "),
            (false, others) => format!("{} and {others} more", names.join(", ")),
        }
    }

    fn date_lines(&self, end: Expiry, now: Timestamp) -> Vec<FactLine> {
        let (value, meaning) = match end {
            Expiry::Never => ("never".to_owned(), "It has no end date."),
            Expiry::At(end) => (self.with_span(end, now), "After that it stops working."),
            Expiry::Unknown => ("unknown".to_owned(), "Meta did not say. That is not the same as never."),
        };
        let expires = FactLine {
            label: "Expires",
            value,
            meaning: Some(meaning.to_owned()),
            copyable: None,
        };
        let (value, meaning) = match self.page_seen().map_or(Expiry::Unknown, |seen| seen.data_access) {
            Expiry::Never => ("no date".to_owned(), "Nothing to do."),
            Expiry::At(end) if end <= self.meta_time(now) => {
                (self.with_span(end, now), "Log in to the app once to open it again.")
            }
            Expiry::At(end) => (
                self.with_span(end, now),
                "The Page goes on after it. For Instagram or personal data, log in to the app once before then.",
            ),
            Expiry::Unknown => (
                "unknown".to_owned(),
                "Meta did not say. The Page does not depend on it.",
            ),
        };
        let data_access = FactLine {
            label: "Data access",
            value,
            meaning: Some(meaning.to_owned()),
            copyable: None,
        };
        vec![expires, data_access]
    }

    /// A moment with the time until then: `21 Jan 2027, 14:05 CET (in 60 days)`.
    fn with_span(&self, at: Timestamp, now: Timestamp) -> String {
        let left = at.duration_since(self.meta_time(now));
        let moment = dates::moment(at, &self.settings.zone);
        if left <= SignedDuration::ZERO {
            format!("{moment} (over)")
        } else {
            format!("{moment} (in {})", dates::span(left))
        }
    }
}
