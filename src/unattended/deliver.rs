//! What becomes of the result: saved by the wizard, and handed to standard output.
//!
//! Started with an outcome that is proved; ends with the token where it was wanted, or in a departure that says where it is not.
//! Before anything is sent, each place is tried with a stand-in for the token (facts: safety L2).

use std::io;

use crate::{
    delivery::{Access, Mode, Prospect, SaveFault},
    exit::{Code, Departure},
    journey::Datum,
    model::{Payload, SafeText},
    runtime::{clock, outlet},
    wizard::{
        SavePlan,
        effect::{Copyable, Effect},
        event::{CopyReport, Event},
        view::{Body, Tone},
        words_of_caution, words_of_change,
    },
};

use super::{
    arguments::Place,
    json::Made,
    step::{sentence, words_of},
    teller::warn,
    walk::Walk,
};

/// How something is saved.
pub(super) struct Manner {
    pub(super) names: Vec<(Datum, String)>,
    pub(super) mode: Option<Mode>,
    pub(super) group: Option<String>,
    /// Whether what is said about the place is agreed to.
    pub(super) agrees: bool,
}

impl Manner {
    /// The same as the wizard takes it, for one place.
    fn plan(&self, place: &Place) -> SavePlan {
        SavePlan {
            path: place.path.clone(),
            kind: place.kind,
            // Of two names for the same thing the last one counts.
            names: self.names.iter().cloned().collect(),
            access: Access {
                mode: self.mode.unwrap_or(Mode::PRIVATE),
                group: self.group.clone(),
            },
        }
    }
}

impl Walk {
    /// Tries a place before anything is sent, and says what there is to agree to.
    pub(super) async fn try_place(&mut self, place: &Place, manner: &Manner) -> Result<Prospect, Departure> {
        let prospect = self.look_at(place, manner).await?;
        let mut open = false;
        for change in &prospect.changes {
            let (tone, words) = words_of_change(change, place.kind);
            if tone == Tone::Careful {
                self.teller
                    .say(&format!("{}: {}", SafeText::new(&place.path), sentence(&words)));
            }
        }
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

    /// What saving there would do at the end of the walk.
    pub(super) async fn look_at(&mut self, place: &Place, manner: &Manner) -> Result<Prospect, Departure> {
        let pages = &self.will.pages;
        let several = (pages.count() > 1).then(|| pages.ids.clone());
        let looked = self
            .wizard
            .look_ahead(self.will.journey, &manner.plan(place), several.as_deref());
        let (ticket, order) = looked.map_err(|why| Departure::misused(sentence(why)))?;
        self.carry_out(Effect::Probe(ticket, order));
        loop {
            if let Event::Probed(asked, found) = self.wait().await?
                && asked == ticket
            {
                return found.map_err(|fault| self.cannot_save(&fault));
            }
        }
    }

    fn cannot_save(&self, fault: &SaveFault) -> Departure {
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
        self.give(Event::SaveTo(manner.plan(place)));
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

    /// The end of a run that has made a token, with what became of that: where it is, or that it is gone.
    pub(super) fn with_last_words(&self, departure: Departure) -> Departure {
        match departure {
            Departure::Ended(..) => departure.saying_last(self.wizard.last_words()),
            // They are among the words of the one, and not wanted from the other.
            Departure::Killed(..) | Departure::Told(_) => departure,
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
        let count = match self.wizard.view(clock::now()).body {
            Body::Results(results) => results.rows.len(),
            _ => return self.report_handed_over(),
        };
        for place in 0..count {
            self.give(Event::ShowResult(place));
            self.report_handed_over();
            self.give(Event::Back);
        }
    }

    fn report_handed_over(&mut self) {
        let report = Event::Copied(Copyable::Datum(Datum::Token), CopyReport::HandedOver);
        self.runtime.note_done(&report);
        self.give(report);
    }
}

/// Writes a result to standard output, whole, or says that it did not arrive.
pub(super) fn print(bytes: &[u8]) -> Result<(), Departure> {
    taken(outlet::write(bytes))
}

/// Writes a token to standard output, alone on its line, or says that it did not arrive.
pub(super) fn print_alone(token: &Payload) -> Result<(), Departure> {
    taken(outlet::write_alone(token))
}

fn taken(written: io::Result<()>) -> Result<(), Departure> {
    written.map_err(|error| {
        Departure::failed(format!(
            "The result could not be written to standard output: {}.",
            error.kind()
        ))
    })
}
