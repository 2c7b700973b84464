//! What becomes of the token: copies, the plain view, and leaving with or without it.

use jiff::Timestamp;

use crate::model::{Expiry, Payload, SafeText, Secret};

use super::{
    Asking, Delivered, Delivery, KeptOutcome, Question, Wizard,
    clipboard::LONGEST_IN_NOTICE,
    dates,
    effect::{Copyable, Effect, Ending, Link, PlainText},
    event::Event,
    stage::outcome::{Outcome, Outcomes},
    trouble::Way,
    view::{Hint, Notice, Standing, Tone},
};

impl Wizard {
    /// The journey's permissions as one line.
    pub(super) fn permission_list(&self) -> String {
        let names: Vec<&str> = self
            .journey
            .map(|journey| journey.permissions().collect())
            .unwrap_or_default();
        names.join(",")
    }

    pub(super) fn show_plain(&mut self, effects: &mut Vec<Effect>) {
        let Some(outcome) = self.outcomes.current() else {
            return;
        };
        if let Some(token) = &outcome.takings.token {
            effects.push(Effect::ShowPlain(PlainText {
                label: format!("{} for {}", outcome.takings.kind, outcome.label),
                text: Payload::Secret(token.share()),
                is_for_phones: false,
            }));
            self.delivery_before_showing = Some(outcome.delivery);
            // At once, because a signal may end the run while it stands there.
            self.deliver(Delivery::Shown);
        }
    }

    /// The plain view was not shown after all: nothing has become of the token by it.
    pub(super) fn take_back_showing(&mut self) {
        if let (Some(before), Some(outcome)) = (self.delivery_before_showing.take(), self.outcomes.current_mut()) {
            outcome.delivery = before;
        }
        self.say(Tone::Bad, "It was not shown, because what it goes to takes nothing");
    }

    /// An address, a command or the permission list alone, outside the full screen, where the terminal breaks no line of it.
    pub(super) fn show_bare(&mut self, what: &Copyable, effects: &mut Vec<Effect>) {
        let label = match what {
            Copyable::Link(_) => "The address",
            Copyable::Permissions => "The permission list",
            Copyable::Command(label) => label,
            Copyable::Datum(_) | Copyable::Named(_) => return,
        };
        if let Some(text) = self.payload(what) {
            effects.push(Effect::ShowPlain(PlainText {
                label: label.to_owned(),
                text,
                is_for_phones: match what {
                    // The browser has to come back to this machine.
                    Copyable::Link(Link::Login(_)) => !self.is_listening(),
                    Copyable::Link(_) => true,
                    _ => false,
                },
            }));
        }
    }

    pub(super) fn opened(&mut self, link: &Link, has_opened: bool) {
        let address = link.url();
        let plain = |text: &str| Notice::new(Tone::Calm, text);
        self.notice = Some(match () {
            () if has_opened => plain("Opened in your browser"),
            () if address.chars().count() <= LONGEST_IN_NOTICE => Notice {
                copied: Some(address),
                ..plain("No browser can be opened from here. Open this address on any machine")
            },
            () => Notice {
                hints: vec![Hint::OpenElsewhere],
                ..plain("No browser can be opened from here")
            },
        });
    }

    pub(super) fn deliver(&mut self, delivery: Delivery) {
        if let Some(outcome) = self.outcomes.current_mut() {
            outcome.delivery = outcome.delivery.max(delivery);
        }
    }

    /// The person walks away from the outcomes: what was delivered is remembered, and what is not known to be anywhere is
    /// kept.
    pub(super) fn put_outcomes_aside(&mut self) {
        let journey = self.journey;
        for outcome in std::mem::take(&mut self.outcomes).all {
            let Some(token) = &outcome.takings.token else {
                continue;
            };
            if outcome.delivery == Delivery::Sure || !outcome.is_proved() && outcome.delivery > Delivery::Undelivered {
                self.earlier.delivered.push(Delivered {
                    fingerprint: token.fingerprint(),
                    line: format!("{}.", outcome.summary),
                    delivery: outcome.delivery,
                    saved: outcome.saved.clone(),
                });
            } else if let (true, Some(journey)) = (outcome.is_proved(), journey) {
                let door = self.door;
                self.earlier
                    .kept
                    .retain(|kept| kept.outcome.fingerprint() != outcome.fingerprint());
                self.earlier.kept.push(KeptOutcome { journey, door, outcome });
            }
        }
    }

    /// Goes back to what was walked away from, as it was then.
    fn return_to_kept(&mut self, effects: &mut Vec<Effect>) {
        let Some(KeptOutcome {
            journey,
            door,
            mut outcome,
        }) = self.earlier.kept.pop()
        else {
            return;
        };
        if self.journey.is_some() {
            self.go_to_menu(effects);
        }
        // What it was made from is not known any more: it can be taken along, and nothing else.
        outcome.ways = vec![Way::Menu];
        self.journey = Some(journey);
        self.door = door;
        self.at = self.path().count().saturating_sub(1);
        self.seen.clear();
        self.outcomes = Outcomes::of(vec![outcome]);
        self.fit_commands();
        self.say(Tone::Calm, "This was proved before. It is still here to be taken along");
    }

    /// What became of a token when an earlier outcome was about it: it was proved once more, and is where it was.
    pub(super) fn take_earlier_delivery(&mut self, outcome: &mut Outcome) {
        let fingerprint = outcome.takings.token.as_ref().map(Secret::fingerprint);
        let delivered = &mut self.earlier.delivered;
        let index = delivered
            .iter()
            .position(|earlier| Some(&earlier.fingerprint) == fingerprint.as_ref());
        if let Some(earlier) = index.map(|index| delivered.remove(index)) {
            outcome.delivery = earlier.delivery;
            outcome.saved = earlier.saved;
        }
        let kept = &mut self.earlier.kept;
        let index = kept.iter().position(|kept| kept.outcome.fingerprint() == fingerprint);
        if let Some(KeptOutcome { outcome: earlier, .. }) = index.map(|index| kept.remove(index)) {
            outcome.delivery = earlier.delivery;
            outcome.saved = earlier.saved;
        }
    }

    /// The tokens of the present outcomes, by what became of them.
    fn deliveries(&self) -> impl Iterator<Item = Delivery> {
        self.outcomes
            .all
            .iter()
            .filter(|outcome| outcome.takings.token.is_some())
            .map(|outcome| outcome.delivery)
    }

    pub(super) fn leave(&mut self, effects: &mut Vec<Effect>) {
        let has = |delivery| self.deliveries().any(|other| other == delivery);
        let is_one = self.deliveries().count() == 1;
        let text = match () {
            () if has(Delivery::Undelivered) && is_one => {
                Some("The token has not been saved, copied or shown yet. It is gone once you leave")
            }
            () if has(Delivery::Undelivered) => {
                Some("Not every token has been saved, copied or shown yet. What was not is gone once you leave")
            }
            () if has(Delivery::Shown) => {
                Some("The token was shown, and nothing says that you have it. It is gone once you leave")
            }
            () if has(Delivery::Sent) => {
                Some("The token was sent to your terminal, and nothing says that it arrived. It is gone once you leave")
            }
            () if has(Delivery::Copied) && self.can_clear_clipboard() => {
                Some("The token is on the clipboard, which is emptied when you leave. Paste it first where it belongs")
            }
            () if has(Delivery::Copied) => Some(
                "The token was copied, and is not on the clipboard any more. If you have not pasted it, it is gone once you leave",
            ),
            () => None,
        };
        match text {
            None if !self.earlier.kept.is_empty() => {
                // From the menu there is no other way back to it; from a walk, the walk leads there.
                let is_at_menu = self.journey.is_none();
                self.asking = if is_at_menu { Asking::LeaveKept } else { Asking::Leave };
                self.question = Some(Question {
                    text: self.words_about_kept().to_owned(),
                    yes: "leave",
                    no: if is_at_menu { "go back to it" } else { "stay" },
                });
            }
            None => self.exit(effects),
            Some(text) => {
                self.asking = Asking::Leave;
                self.question = Some(Question {
                    text: text.to_owned(),
                    yes: "leave",
                    no: "stay",
                });
            }
        }
    }

    /// What is kept, and would be lost.
    fn words_about_kept(&self) -> &'static str {
        let mut kept = self.earlier.kept.iter();
        if kept.any(|kept| kept.outcome.delivery == Delivery::Undelivered) {
            "A token that was proved has not been saved, copied or shown. It is gone once you leave"
        } else {
            "A token that was proved was copied or shown, and nothing says that you have it. It is gone once you leave"
        }
    }

    pub(super) fn answer_question(&mut self, event: &Event, now: Timestamp, effects: &mut Vec<Effect>) {
        match event {
            Event::Confirm => {
                self.question = None;
                match self.asking {
                    Asking::Leave | Asking::LeaveKept => self.exit(effects),
                    Asking::EndLogin => {
                        self.go_back(now, effects);
                        // It was let go in words.
                        self.earlier.kept.clear();
                    }
                    Asking::Save => self.agree_to_save(effects),
                }
            }
            Event::Decline | Event::Back | Event::Next => {
                self.question = None;
                if self.asking == Asking::LeaveKept {
                    self.return_to_kept(effects);
                }
            }
            // A second wish to leave is an answer too: nobody is held here.
            Event::Leave if matches!(self.asking, Asking::Leave | Asking::LeaveKept) => self.exit(effects),
            Event::Leave => {
                self.question = None;
                self.leave(effects);
            }
            _ => {}
        }
    }

    fn exit(&mut self, effects: &mut Vec<Effect>) {
        self.leave_login(effects);
        self.forget_progress(effects);
        effects.push(Effect::Exit(self.ending()));
    }

    /// What is lost if the run ends now, and how to begin again; nothing before a walk has begun (facts: safety L4).
    pub fn last_words(&self) -> Vec<String> {
        match self.ending() {
            Ending::Finished(lines) | Ending::Left(lines) => lines,
        }
    }

    /// How the run ends if it ends now: lines without secrets, for after the screen.
    fn ending(&self) -> Ending {
        let earlier = self.earlier.delivered.iter();
        let mut lines: Vec<String> = earlier.map(|delivered| delivered.line.clone()).collect();
        let mut is_done = !lines.is_empty() || !self.earlier.kept.is_empty();
        if !self.outcomes.is_empty() {
            is_done = self.outcomes.all.iter().all(is_finished);
        }
        let kept = self.earlier.kept.iter().map(|kept| &kept.outcome);
        is_done &= self.earlier.kept.iter().all(|kept| is_finished(&kept.outcome));
        for outcome in self.outcomes.all.iter().chain(kept) {
            lines.push(format!("{}.", outcome.summary));
            lines.extend(
                outcome
                    .saved
                    .iter()
                    .map(|place| format!("Saved in {}", SafeText::new(&place.file))),
            );
            lines.extend(match outcome.delivery {
                _ if outcome.takings.token.is_none() => None,
                Delivery::Sure => None,
                Delivery::Sent => Some("It was sent to your terminal's clipboard.".to_owned()),
                Delivery::Copied => Some("It was copied to the clipboard.".to_owned()),
                Delivery::Shown => Some("It was shown.".to_owned()),
                Delivery::Undelivered => Some("It was not saved, copied or shown, so it is gone.".to_owned()),
            });
        }
        if is_done {
            return Ending::Finished(lines);
        }
        lines.extend(self.way_back());
        Ending::Left(lines)
    }

    /// What to say when the person leaves before the end: how long the token they pasted still works.
    fn way_back(&self) -> Vec<String> {
        let expires = self.facts.inspection.as_ref().map(|seen| seen.inspection.expires);
        match expires {
            Some(Expiry::At(end)) if self.settings.samples.is_none() => vec![
                format!(
                    "The token you pasted works until {}.",
                    dates::moment(end, &self.settings.zone)
                ),
                "Until then you can start again with it.".to_owned(),
            ],
            Some(Expiry::At(_) | Expiry::Never | Expiry::Unknown) | None => Vec::new(),
        }
    }
}

/// Whether an outcome leaves nothing to be done: proved and delivered, or found out where there was nothing to deliver.
pub(super) fn is_finished(outcome: &Outcome) -> bool {
    match outcome.standing {
        Standing::Proved => outcome.delivery > Delivery::Undelivered,
        Standing::Found(_) => true,
        Standing::NotDone => false,
    }
}
