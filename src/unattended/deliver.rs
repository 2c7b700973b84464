//! What becomes of the result: saved by the wizard, and handed to standard output.
//!
//! Started with an outcome that is proved; ends with the token where it was wanted, or in a departure that says where it is not.
//! Before anything is sent, each place is tried with a stand-in for the token (safety L2).

use zeroize::Zeroizing;

use crate::{
    delivery::{Access, Entry as SavedEntry, FileKind, Mode, Order, Prospect, SaveFault},
    exit::{Code, Departure},
    journey::{Datum, Field},
    model::Payload,
    runtime::{clock, outlet},
    wizard::{
        effect::{Copyable, Effect, Ticket},
        event::{CopyReport, Entry, Event},
        view::Body,
        words_of_caution,
    },
};

use super::{
    arguments::Place,
    json::Made,
    step::{sentence, words_of},
    teller::warn,
    walk::Walk,
};

/// The number of our own looks at a place; the wizard counts from the other end.
const OURS: Ticket = Ticket(u64::MAX);

/// How something is saved.
pub(super) struct Manner {
    pub(super) names: Vec<(Datum, String)>,
    pub(super) mode: Option<Mode>,
    pub(super) group: Option<String>,
    /// Whether what is said about the place is agreed to.
    pub(super) agrees: bool,
}

impl Manner {
    fn name_of(&self, datum: Datum) -> Option<&str> {
        let named = self.names.iter().rev().find(|(other, _)| *other == datum);
        named.map(|(_, name)| name.as_str())
    }
}

impl Walk {
    /// Tries a place before anything is sent, and says what there is to agree to.
    pub(super) async fn try_place(&mut self, place: &Place, manner: &Manner) -> Result<Prospect, Departure> {
        let usual = match place.kind {
            FileKind::Env => "FACEBOOK_PAGE_TOKEN",
            FileKind::Json => "access_token",
            FileKind::Token => "",
            FileKind::Options => "--access-token",
        };
        let order = Order {
            path: place.path.clone(),
            kind: place.kind,
            entries: vec![SavedEntry {
                name: manner.name_of(Datum::Token).unwrap_or(usual).to_owned(),
                payload: Payload::Plain("0".to_owned()),
            }],
            access: Access {
                mode: manner.mode.unwrap_or(Mode::PRIVATE),
                group: manner.group.clone(),
            },
        };
        let prospect = self.look_at(order).await?.map_err(|fault| self.cannot_save(&fault))?;
        let mut open = false;
        for caution in &prospect.cautions {
            let words = sentence(&words_of_caution(caution).1);
            open |= caution.needs_consent() && !manner.agrees;
            if caution.needs_consent() {
                warn(&words);
            } else {
                self.teller.say(&words);
            }
        }
        if open {
            return Err(Departure::ended(
                Code::Failed,
                "Nothing was sent, and nothing was saved. --yes agrees to this.",
            ));
        }
        Ok(prospect)
    }

    /// What saving there would do.
    pub(super) async fn look_at(&mut self, order: Order) -> Result<Result<Prospect, SaveFault>, Departure> {
        self.carry_out(Effect::Probe(OURS, order));
        loop {
            if let Event::Probed(OURS, found) = self.wait().await? {
                return Ok(found);
            }
        }
    }

    pub(super) fn cannot_save(&self, fault: &SaveFault) -> Departure {
        Departure::Ended(Code::Failed, words_of(&self.wizard.trouble_of_saving(fault)))
    }

    /// Has the wizard save what the outcome on the screen holds.
    pub(super) async fn save(&mut self, place: &Place, manner: &Manner) -> Result<(), Departure> {
        self.give(Event::Save);
        if let Body::Kinds(kinds) = self.wizard.view(clock::now()).body
            && !kinds.rows.iter().any(|row| row.kind == place.kind)
        {
            return Err(Departure::ended(
                Code::Failed,
                "The result does not fit in a file of that kind.",
            ));
        }
        self.give(Event::SaveAs(place.kind));
        self.answer(Field::SavePath, &place.path);
        for (datum, name) in manner.names.clone() {
            self.answer(Field::NameOf(datum), &name);
        }
        if let Some(mode) = manner.mode {
            self.answer(Field::SaveMode, &mode.to_string());
        }
        if let Some(group) = &manner.group {
            self.answer(Field::SaveGroup, group);
        }
        self.give(Event::Next);
        self.see_it_saved(manner).await
    }

    /// Sees the form of saving to its end: agrees to what is asked, where that was said, and waits until it was written.
    async fn see_it_saved(&mut self, manner: &Manner) -> Result<(), Departure> {
        let mut is_saved = false;
        loop {
            let view = self.wizard.view(clock::now());
            if view.question.is_some() {
                if !manner.agrees {
                    return Err(Departure::ended(
                        Code::Failed,
                        "Nothing was saved. --yes agrees to what was said.",
                    ));
                }
                self.give(Event::Confirm);
                continue;
            }
            match &view.body {
                Body::Outcome(_) | Body::Results(_) if !is_saved => {
                    return Err(Departure::ended(Code::Failed, "There was nothing to save."));
                }
                Body::Outcome(_) | Body::Results(_) => {
                    if let Some(notice) = view.notice {
                        self.teller.say(&sentence(&notice.text));
                    }
                    return Ok(());
                }
                Body::Trouble(trouble) => {
                    return Err(Departure::Ended(Code::Failed, words_of(trouble.trouble)));
                }
                Body::Form(form) => {
                    let bad = self.faults_of(form);
                    if !bad.is_empty() {
                        return Err(Departure::Ended(Code::Failed, bad));
                    }
                }
                _ => {}
            }
            let event = self.wait().await?;
            is_saved |= matches!(event, Event::Saved(_, Ok(_)));
            self.give(event);
        }
    }

    /// Answers a field of saving that is there.
    fn answer(&mut self, field: Field, text: &str) {
        let Body::Form(form) = self.wizard.view(clock::now()).body else {
            return;
        };
        if form.fields.iter().any(|other| other.field == field) {
            self.give(Event::Answer(field, Entry(Zeroizing::new(text.to_owned()))));
            self.give(Event::Settle(field));
        }
    }

    /// Every token that the walk ended with, in order.
    pub(super) fn made(&mut self) -> Vec<Made> {
        let count = match self.wizard.view(clock::now()).body {
            Body::Results(results) => results.rows.len(),
            _ => return self.made_here().into_iter().collect(),
        };
        let mut made = Vec::with_capacity(count);
        for place in 0..count {
            self.give(Event::ShowResult(place));
            made.extend(self.made_here());
            self.give(Event::Back);
        }
        made
    }

    /// The token of the outcome on the screen.
    fn made_here(&mut self) -> Option<Made> {
        let report = self.wizard.report(clock::now())?;
        self.copied = None;
        self.give(Event::Copy(Copyable::Datum(Datum::Token)));
        Some(Made {
            report,
            token: self.copied.take()?,
        })
    }

    /// Standard output has taken all of it: so the wizard has a record kept of each token.
    pub(super) fn was_handed_over(&mut self) {
        let report = || Event::Copied(Copyable::Datum(Datum::Token), CopyReport::HandedOver);
        let count = match self.wizard.view(clock::now()).body {
            Body::Results(results) => results.rows.len(),
            _ => return self.give(report()),
        };
        for place in 0..count {
            self.give(Event::ShowResult(place));
            self.give(report());
            self.give(Event::Back);
        }
    }
}

/// Writes a result to standard output, whole, or says that it did not arrive.
pub(super) fn print(bytes: &[u8]) -> Result<(), Departure> {
    outlet::write(bytes).map_err(|error| {
        Departure::ended(
            Code::Failed,
            format!("The result could not be written to standard output: {}.", error.kind()),
        )
    })
}
