//! The end of a journey: a verdict, what was proved and what was not, and what can be taken along
//! (product 3; facts: graph-api 8.2, 10.3).
//!
//! One file for each prize draws its conclusion; what they share is here.

mod findings;
mod instagram;
mod page;
mod renewed;
mod user;

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use crate::{
    journey::{Datum, Naming, Prize, Spelling},
    model::{Expiry, Inspection, Permission, Secret, SecretKind, kind},
};

use super::super::{
    Delivery, Wizard, dates,
    effect::{CopyText, Copyable},
    facts::ChosenPage,
    trouble::Way,
    view::{Body, ChainLink, FactLine, OutcomeView, ResultLine, ResultsView, Standing, Tone},
};

/// One outcome, as it stood when the last answer came.
#[derive(Debug)]
pub(in super::super) struct Outcome {
    pub(in super::super) standing: Standing,
    pub(in super::super) headline: String,
    sentence: String,
    chain: Vec<ChainLink>,
    facts: Vec<FactLine>,
    dates: Vec<FactLine>,
    enders: Option<&'static str>,
    checks: Vec<(Tone, String)>,
    pub(in super::super) ways: Vec<Way>,
    /// What it is about, such as a Page's name and number.
    pub(in super::super) label: String,
    /// What it is, without secrets and without a full stop, for after the screen.
    pub(in super::super) summary: String,
    /// What can be taken along.
    pub(in super::super) takings: Takings,
    pub(in super::super) delivery: Delivery,
}

impl Outcome {
    /// An outcome with nothing but a verdict.
    fn new(standing: Standing, headline: String, sentence: String) -> Self {
        Self {
            standing,
            headline,
            sentence,
            chain: Vec::new(),
            facts: Vec::new(),
            dates: Vec::new(),
            enders: None,
            checks: Vec::new(),
            ways: Vec::new(),
            label: String::new(),
            summary: String::new(),
            takings: Takings::default(),
            delivery: Delivery::default(),
        }
    }

    /// Whether everything was proved.
    pub(in super::super) fn is_proved(&self) -> bool {
        self.standing == Standing::Proved
    }

    fn view(&self) -> OutcomeView<'_> {
        OutcomeView {
            standing: self.standing,
            token: self.takings.token.as_ref().map(|_| self.takings.kind),
            chain: &self.chain,
            headline: &self.headline,
            sentence: &self.sentence,
            facts: &self.facts,
            dates: &self.dates,
            enders: self.enders,
            checks: &self.checks,
            ways: &self.ways,
        }
    }

    /// A line for a token: masked, with its fingerprint, and what else is to be said of it.
    fn add_token_line(&mut self) {
        if let Some(token) = &self.takings.token {
            let value = format!("{}   fingerprint {}", token.masked(), token.fingerprint());
            self.facts.push(FactLine {
                label: self.takings.label,
                value,
                meaning: None,
                copyable: Some(Copyable::Datum(Datum::Token)),
            });
        }
    }

    /// A line for something that can be copied as it stands.
    fn add_datum(&mut self, label: &'static str, datum: Datum, value: String) {
        self.facts.push(FactLine {
            label,
            value: value.clone(),
            meaning: None,
            copyable: Some(Copyable::Datum(datum)),
        });
        self.takings.plain.insert(datum, value);
    }

    fn add_fact(&mut self, label: &'static str, value: String) {
        self.facts.push(FactLine {
            label,
            value,
            meaning: None,
            copyable: None,
        });
    }

    fn check(&mut self, is_good: bool, good: &str, bad: &str) {
        self.checks.push(if is_good {
            (Tone::Good, good.to_owned())
        } else {
            (Tone::Bad, bad.to_owned())
        });
    }

    /// One line for each set of names that programs know these things by, where all of them are there.
    fn add_names(&mut self, names: &'static [Naming]) {
        for naming in names {
            let has_all = naming.pairs.iter().all(|(_, datum)| self.takings.has(*datum));
            if !has_all {
                continue;
            }
            let pairs: Vec<String> = naming
                .pairs
                .iter()
                .map(|(name, datum)| match naming.spelling {
                    Spelling::Variables => format!("{name} = {}", datum.label()),
                    Spelling::Options => format!("{name} {}", datum.label()),
                })
                .collect();
            self.facts.push(FactLine {
                label: naming.title,
                value: pairs.join(", "),
                meaning: None,
                copyable: Some(Copyable::Named(naming)),
            });
        }
    }
}

/// What can be taken along from an outcome.
#[derive(Debug, Default)]
pub(in super::super) struct Takings {
    /// The token.
    pub(in super::super) token: Option<Secret<kind::Sent>>,
    /// What kind of token it is, in a sentence: "user token".
    pub(in super::super) kind: &'static str,
    /// The same as a label.
    label: &'static str,
    /// The rest, by what it is.
    pub(in super::super) plain: BTreeMap<Datum, String>,
}

impl Takings {
    fn of<K: SecretKind>(kind: &'static str, label: &'static str, token: Option<&Secret<K>>) -> Self {
        Self {
            token: token.map(Secret::read_as),
            kind,
            label,
            plain: BTreeMap::new(),
        }
    }

    fn has(&self, datum: Datum) -> bool {
        match datum {
            Datum::Token => self.token.is_some(),
            _ => self.plain.contains_key(&datum),
        }
    }

    /// The text of one thing.
    pub(in super::super) fn text(&self, datum: Datum) -> Option<CopyText> {
        match datum {
            Datum::Token => self.token.as_ref().map(|token| CopyText::Secret(token.share())),
            _ => self.plain.get(&datum).cloned().map(CopyText::Plain),
        }
    }

    /// The text of several things under their names, ready to be pasted.
    pub(in super::super) fn named(&self, naming: &Naming) -> Option<CopyText> {
        CopyText::named(naming, |datum| self.text(datum))
    }
}

/// The outcomes of a walk: one, or one for each of several Pages.
#[derive(Debug, Default)]
pub(in super::super) struct Outcomes {
    pub(in super::super) all: Vec<Outcome>,
    /// The one that is looked at, where there are several.
    shown: Option<usize>,
    headline: String,
}

impl Outcomes {
    fn of(all: Vec<Outcome>) -> Self {
        let proved = all.iter().filter(|outcome| outcome.is_proved()).count();
        let headline = if proved == all.len() {
            format!("All {proved} are proved")
        } else {
            format!("{proved} of {} are proved", all.len())
        };
        Self {
            all,
            shown: None,
            headline,
        }
    }

    /// The outcome on the screen; none while a list of several is.
    pub(in super::super) fn current(&self) -> Option<&Outcome> {
        match self.all.as_slice() {
            [only] => Some(only),
            several => several.get(self.shown?),
        }
    }

    /// The outcome on the screen, to be changed.
    pub(in super::super) fn current_mut(&mut self) -> Option<&mut Outcome> {
        match self.all.as_mut_slice() {
            [only] => Some(only),
            several => several.get_mut(self.shown?),
        }
    }

    /// Whether there is nothing.
    pub(in super::super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Looks at one of several.
    pub(in super::super) fn show(&mut self, place: usize) {
        if self.all.len() > 1 && place < self.all.len() && self.shown.is_none() {
            self.shown = Some(place);
        }
    }

    /// Goes back to the list of several. Says whether one was looked at.
    pub(in super::super) fn close(&mut self) -> bool {
        self.shown.take().is_some()
    }

    /// What Enter does: the first way while something is missing; nothing more to do once all is proved.
    pub(in super::super) fn next_way(&self) -> Option<&Way> {
        self.current()
            .filter(|outcome| !outcome.is_proved())
            .and_then(|outcome| outcome.ways.first())
    }
}

impl Wizard {
    pub(super) fn outcome_body(&self) -> Body<'_> {
        match self.outcomes.current() {
            Some(outcome) => Body::Outcome(outcome.view()),
            None => Body::Results(ResultsView {
                headline: &self.outcomes.headline,
                rows: self.outcomes.all.iter().map(result_line).collect(),
            }),
        }
    }

    /// Draws the conclusion from what is known now.
    pub(in super::super) fn conclude(&mut self, now: Timestamp) {
        let names = self.journey.map(|journey| journey.names).unwrap_or_default();
        let mut all = match self.prize() {
            Some(Prize::PageToken | Prize::PageTokenForInstagram) => {
                let pages = self.facts.chosen.iter();
                pages.map(|page| self.page_outcome(page, now)).collect()
            }
            Some(Prize::UserToken) => vec![self.user_outcome(now)],
            Some(Prize::InstagramToken) => vec![self.instagram_outcome(now)],
            Some(Prize::Renewed) => vec![self.renewed_outcome(now)],
            Some(Prize::Findings) => vec![self.findings_outcome(now)],
            None => Vec::new(),
        };
        for outcome in &mut all {
            outcome.add_names(names);
        }
        self.outcomes = Outcomes::of(all);
    }

    fn permissions_not_on<'a>(&'a self, seen: &Inspection) -> Vec<&'a str> {
        self.preset
            .required
            .iter()
            .filter(|permission| !seen.has(permission))
            .map(Permission::as_str)
            .collect()
    }

    fn check_permissions(&self, outcome: &mut Outcome, seen: &Inspection) {
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

    fn check_life(&self, outcome: &mut Outcome, seen: &Inspection, now: Timestamp) {
        outcome
            .checks
            .push(match (seen.is_valid, seen.expires.is_over(self.meta_time(now))) {
                (true, false) => (Tone::Good, "Meta accepts it".to_owned()),
                (true, true) => (Tone::Bad, "Its end has passed".to_owned()),
                (false, _) => (Tone::Bad, "Meta does not accept it".to_owned()),
            });
    }

    /// The permissions this is about, and how many more there are.
    fn permissions_in_words(&self, permissions: &[Permission]) -> String {
        let preset = &self.preset;
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
    fn app_in_words(&self) -> Option<String> {
        let app = self.facts.app_id.as_ref()?;
        Some(match self.facts.app_name() {
            Some(name) => format!("{name} ({app})"),
            None => app.to_string(),
        })
    }

    /// The line of a token's end.
    fn expires_line(&self, end: Expiry, now: Timestamp) -> FactLine {
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

    /// The line of the data-access end: what hangs on it depends on the permissions (facts: graph-api 10.3).
    fn data_access_line(&self, end: Expiry, now: Timestamp) -> FactLine {
        let needs_instagram = self.needs_instagram();
        let (value, meaning) = match end {
            Expiry::Never => ("no date".to_owned(), "Nothing to do."),
            Expiry::At(end) if end <= self.meta_time(now) => {
                (self.with_span(end, now), "Log in to the app once to open it again.")
            }
            Expiry::At(end) if needs_instagram => (
                self.with_span(end, now),
                "Instagram may answer only until then. Log in to the app once before that day.",
            ),
            Expiry::At(end) => (
                self.with_span(end, now),
                "The Page goes on after it. For Instagram or personal data, log in to the app once before then.",
            ),
            Expiry::Unknown if needs_instagram => (
                "unknown".to_owned(),
                "Meta did not say. Log in to the app once every 90 days to be safe.",
            ),
            Expiry::Unknown => (
                "unknown".to_owned(),
                "Meta did not say. The Page does not depend on it.",
            ),
        };
        FactLine {
            label: "Data access",
            value,
            meaning: Some(meaning.to_owned()),
            copyable: None,
        }
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

    /// The chain from the app to the Instagram account behind a Page.
    fn chain(&self, page: &ChosenPage) -> Vec<ChainLink> {
        let link = |label, name: Option<String>, missing: &str| ChainLink {
            label,
            holds: name.is_some(),
            name: name.unwrap_or_else(|| missing.to_owned()),
        };
        let account = self.facts.instagram_of(page);
        vec![
            link("App", self.app_in_words(), "not known"),
            link("Page", Some(self.label_of_page(&page.id)), ""),
            link(
                "Instagram",
                account.map(instagram_in_words),
                "no professional account linked",
            ),
        ]
    }
}

/// An Instagram account by name and number.
fn instagram_in_words(account: &crate::model::InstagramAccount) -> String {
    match &account.username {
        Some(name) => format!("@{name} ({})", account.id),
        None => account.id.to_string(),
    }
}

fn result_line(outcome: &Outcome) -> ResultLine<'_> {
    ResultLine {
        name: &outcome.label,
        standing: outcome.standing,
        headline: &outcome.headline,
        is_delivered: outcome.delivery > Delivery::Undelivered,
    }
}
