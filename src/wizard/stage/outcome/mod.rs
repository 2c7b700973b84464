//! The end of a journey: a verdict, what was proved and what was not, and what can be taken along
//! (facts: graph-api 8.2, 10.3).
//!
//! One file for each prize draws its conclusion; what they share is here.

mod enders;
mod findings;
mod instagram;
mod page;
mod places;
mod proof;
mod renewed;
mod several;
mod takings;
mod user;

use jiff::Timestamp;

use crate::{
    delivery::SavedAt,
    journey::{Datum, Naming, Prize, Spelling},
    model::Record,
};

use super::super::{
    Asking, Delivery, Wizard,
    effect::Copyable,
    record::Life,
    trouble::{Bearing, Trouble, Way},
    view::{ChainLink, FactLine, OutcomeView, Standing, Tone},
};

pub(in crate::wizard) use several::Outcomes;
pub(in crate::wizard) use takings::Takings;

/// One outcome, as it stood when the last answer came.
#[derive(Debug)]
pub(in crate::wizard) struct Outcome {
    pub(in crate::wizard) standing: Standing,
    pub(in crate::wizard) headline: String,
    sentence: String,
    /// The sentence for a run without a person, where it is another one.
    unattended: Option<String>,
    /// What is held against the token, where something is.
    pub(in crate::wizard) bearing: Option<Bearing>,
    chain: Vec<ChainLink>,
    facts: Vec<FactLine>,
    dates: Vec<FactLine>,
    enders: Option<&'static str>,
    checks: Vec<(Tone, String)>,
    pub(in crate::wizard) ways: Vec<Way>,
    /// What it is about, such as a Page's name and number.
    pub(in crate::wizard) label: String,
    /// What it is, without secrets and without a full stop, for after the screen.
    pub(in crate::wizard) summary: String,
    /// What can be taken along.
    pub(in crate::wizard) takings: Takings,
    pub(in crate::wizard) delivery: Delivery,
    /// Where it was saved, the latest last.
    pub(in crate::wizard) saved: Vec<SavedAt>,
    /// Commands for the other side.
    pub(in crate::wizard) commands: Vec<FactLine>,
    /// How long the token lasts, and what it may do; `None` where that is not known.
    pub(in crate::wizard) life: Option<Life>,
    /// What was kept of it last.
    pub(in crate::wizard) recorded: Option<Record>,
}

impl Outcome {
    /// An outcome with nothing but a verdict.
    fn new(standing: Standing, headline: String, sentence: String) -> Self {
        Self {
            standing,
            headline,
            sentence,
            unattended: None,
            bearing: None,
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
            saved: Vec::new(),
            commands: Vec::new(),
            life: None,
            recorded: None,
        }
    }

    /// An outcome that a trouble explains.
    fn of_trouble(standing: Standing, trouble: &Trouble) -> Self {
        let words = |remedy: &str| format!("{} {remedy}", trouble.cause);
        let mut outcome = Self::new(standing, trouble.headline.clone(), words(&trouble.remedy));
        outcome.unattended = Some(words(&trouble.unattended));
        outcome.bearing = Some(trouble.bearing);
        outcome
    }

    /// Whether everything was proved.
    pub(in crate::wizard) fn is_proved(&self) -> bool {
        self.standing == Standing::Proved
    }

    fn view<'a>(&'a self, wizard: &Wizard, now: Timestamp) -> OutcomeView<'a> {
        OutcomeView {
            revealed: self.takings.token.as_ref().filter(|_| wizard.is_revealed(now)),
            commands: &self.commands,
            can_check_copy: self.takings.token.is_some() && wizard.can_check_copy(),
            can_clear_clipboard: wizard.can_clear_clipboard(),
            standing: self.standing,
            token: self.takings.token.as_ref().map(|_| self.takings.kind),
            chain: &self.chain,
            headline: &self.headline,
            sentence: &self.sentence,
            unattended: self.unattended.as_ref().unwrap_or(&self.sentence),
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

impl Wizard {
    /// Draws the conclusion from what is known now.
    pub(in crate::wizard) fn conclude(&mut self, now: Timestamp) {
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
        if let ([only], Some(trouble)) = (all.as_mut_slice(), &self.gone_past) {
            self.take_back_proof(only, trouble.clone());
        }
        for outcome in &mut all {
            outcome.add_names(names);
            self.take_earlier_delivery(outcome);
            if let Some(life) = &mut outcome.life {
                life.since = now;
            }
        }
        self.outcomes = Outcomes::of(all);
        self.fit_commands();
        if self.asking == Asking::EndLogin && self.question.take().is_some() {
            // It asked about something that was still to come.
            self.say(Tone::Calm, "The token is here now. Going back would give it up");
        }
    }

    /// Something kept the token from being proved, and the person went on with it all the same: it is there, unproved.
    fn take_back_proof(&self, outcome: &mut Outcome, trouble: Trouble) {
        let unproved = self.not_done(trouble);
        outcome.standing = unproved.standing;
        outcome.headline = unproved.headline;
        outcome.sentence = format!("The token is here, and was not proved. {}", unproved.sentence);
        outcome.unattended = unproved
            .unattended
            .map(|sentence| format!("The token is there, and was not proved. {sentence}"));
        outcome.bearing = unproved.bearing;
        outcome.ways = unproved.ways;
        outcome.enders = None;
        outcome.summary = format!(
            "{} of {}: not proved. {}",
            outcome.takings.label, outcome.label, outcome.headline
        );
    }

    /// An outcome that is not done, with the words of what keeps it from being so, and the ways from here.
    fn not_done(&self, trouble: Trouble) -> Outcome {
        let mut outcome = Outcome::of_trouble(Standing::NotDone, &trouble);
        outcome.ways = trouble.ways;
        // Going on leads nowhere from the end.
        outcome.ways.retain(|way| *way != Way::GoOn);
        self.fit_ways(&mut outcome.ways);
        outcome
    }
}

/// Words as they begin a line.
fn upper_first(words: &str) -> String {
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// A sentence as it stands behind a colon.
pub(in crate::wizard) fn lower_first(words: &str) -> String {
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}
