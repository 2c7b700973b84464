//! What becomes of the token: copies, the plain view, and leaving with or without it.

use jiff::Timestamp;

use crate::{
    journey::Datum,
    model::{Expiry, Payload, Secret},
};

use super::{
    Asking, Delivered, Delivery, Notice, Question, Wizard, dates,
    effect::{Copyable, Effect, Ending, Link, PlainText},
    event::{CopyReport, Event},
    stage::outcome::{Outcome, lower_first},
    view::{Standing, Tone},
};

impl Wizard {
    pub(super) fn copy(&mut self, what: Copyable, effects: &mut Vec<Effect>) {
        let takings = self.outcomes.current().map(|outcome| &outcome.takings);
        let text = match &what {
            Copyable::Datum(datum) => takings.and_then(|takings| takings.text(*datum)),
            Copyable::Named(naming) => takings.and_then(|takings| takings.named(naming)),
            Copyable::Permissions => Some(Payload::Plain(self.permission_list())),
            Copyable::Link(link) => Some(Payload::Plain(link.url())),
        };
        effects.extend(text.map(|text| Effect::Copy(what, text)));
    }

    /// The journey's permissions as one line.
    fn permission_list(&self) -> String {
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
            }));
        }
    }

    /// An address or the permission list alone, outside the full screen, where the terminal breaks no line of it.
    pub(super) fn show_bare(&mut self, what: &Copyable, effects: &mut Vec<Effect>) {
        let (label, text) = match what {
            Copyable::Link(link) => ("The address", link.url()),
            Copyable::Permissions => ("The permission list", self.permission_list()),
            Copyable::Datum(_) | Copyable::Named(_) => return,
        };
        effects.push(Effect::ShowPlain(PlainText {
            label: label.to_owned(),
            text: Payload::Plain(text),
        }));
    }

    /// The person has come back from the plain view; it may have shown an address instead of the token.
    pub(super) fn plain_shown(&mut self) {
        self.deliver(Delivery::Sure);
    }

    pub(super) fn opened(&mut self, link: &Link, has_opened: bool) {
        let address = link.url();
        let text = match () {
            () if has_opened => "Opened in your browser".to_owned(),
            () if address.chars().count() <= LONGEST_IN_NOTICE => {
                format!("No browser can be opened from here. Open this address on any machine: {address}")
            }
            () => {
                "No browser can be opened from here. F6 shows the address alone, to be opened on any machine".to_owned()
            }
        };
        self.say(Tone::Calm, text);
    }

    pub(super) fn copied(&mut self, what: &Copyable, report: CopyReport) {
        let holds_token = match what {
            Copyable::Datum(datum) => *datum == Datum::Token,
            Copyable::Named(naming) => naming.pairs.iter().any(|(_, datum)| *datum == Datum::Token),
            Copyable::Permissions | Copyable::Link(_) => false,
        };
        if holds_token && report.went_somewhere() {
            self.deliver(if report.is_sure() {
                Delivery::Sure
            } else {
                Delivery::Sent
            });
        }
        let plain = |datum| self.outcomes.current()?.takings.plain.get(datum).cloned();
        let instead = match what {
            Copyable::Datum(datum) => plain(datum),
            Copyable::Named(_) => None,
            Copyable::Permissions => Some(self.permission_list()),
            Copyable::Link(link) => Some(link.url()),
        };
        self.notice = Some(copy_notice(what, instead, report));
    }

    pub(super) fn deliver(&mut self, delivery: Delivery) {
        if let Some(outcome) = self.outcomes.current_mut() {
            outcome.delivery = outcome.delivery.max(delivery);
        }
    }

    /// The person walks away from the outcomes: what was delivered is remembered, and what was not as well.
    pub(super) fn put_outcomes_aside(&mut self) {
        for outcome in std::mem::take(&mut self.outcomes).all {
            let Some(token) = &outcome.takings.token else {
                continue;
            };
            match outcome.delivery {
                Delivery::Undelivered => self.earlier.has_undelivered |= outcome.is_proved(),
                Delivery::Sent | Delivery::Sure => self.earlier.delivered.push(Delivered {
                    fingerprint: token.fingerprint(),
                    line: format!("{}.", outcome.summary),
                    delivery: outcome.delivery,
                }),
            }
        }
    }

    /// What became of a token when an earlier outcome was about it: it was proved once more, and is where it was.
    pub(super) fn take_earlier_delivery(&mut self, outcome: &Outcome) -> Delivery {
        let fingerprint = outcome.takings.token.as_ref().map(Secret::fingerprint);
        let delivered = &mut self.earlier.delivered;
        let index = delivered
            .iter()
            .position(|earlier| Some(&earlier.fingerprint) == fingerprint.as_ref());
        index.map(|index| delivered.remove(index).delivery).unwrap_or_default()
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
                Some("The token has not been copied or shown yet. It is gone once you leave")
            }
            () if has(Delivery::Undelivered) => {
                Some("Not every token has been copied or shown yet. What was not is gone once you leave")
            }
            () if has(Delivery::Sent) => {
                Some("The token was sent to your terminal, and nothing says that it arrived. It is gone once you leave")
            }
            () if self.deliveries().next().is_none() && self.earlier.has_undelivered => {
                Some("A token that was proved has not been copied or shown. It is gone once you leave")
            }
            () => None,
        };
        match text {
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

    pub(super) fn answer_question(&mut self, event: &Event, now: Timestamp, effects: &mut Vec<Effect>) {
        match event {
            Event::Confirm => {
                self.question = None;
                match self.asking {
                    Asking::Leave => self.exit(effects),
                    Asking::EndLogin => self.go_back(now, effects),
                }
            }
            Event::Decline | Event::Back | Event::Next => self.question = None,
            // A second wish to leave is an answer too: nobody is held here.
            Event::Leave if self.asking == Asking::Leave => self.exit(effects),
            Event::Leave => {
                self.question = None;
                self.leave(effects);
            }
            _ => {}
        }
    }

    fn exit(&mut self, effects: &mut Vec<Effect>) {
        self.leave_login(effects);
        effects.push(Effect::Exit(self.ending()));
    }

    /// How the run ends if it ends now: lines without secrets, for after the screen.
    fn ending(&self) -> Ending {
        let earlier = self.earlier.delivered.iter();
        let mut lines: Vec<String> = earlier.map(|delivered| delivered.line.clone()).collect();
        let mut is_done = !lines.is_empty();
        if !self.outcomes.is_empty() {
            is_done = self.outcomes.all.iter().all(is_finished);
        }
        for outcome in &self.outcomes.all {
            lines.push(format!("{}.", outcome.summary));
            lines.extend(match outcome.delivery {
                _ if outcome.takings.token.is_none() => None,
                Delivery::Sure => None,
                Delivery::Sent => Some("It was sent to your terminal's clipboard.".to_owned()),
                Delivery::Undelivered => Some("It was not copied or shown, so it is gone.".to_owned()),
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
fn is_finished(outcome: &Outcome) -> bool {
    match outcome.standing {
        Standing::Proved => outcome.delivery > Delivery::Undelivered,
        Standing::Found(_) => true,
        Standing::NotDone => false,
    }
}

/// The longest text that stands whole in a notice, in characters: on one row of it, also on 40 columns.
const LONGEST_IN_NOTICE: usize = 38;

/// What was done about a copy, in words that claim no more than is known (facts: terminal 1.7).
fn copy_notice(what: &Copyable, instead: Option<String>, report: CopyReport) -> Notice {
    let thing = match what {
        Copyable::Datum(Datum::Token) => "Token",
        Copyable::Datum(Datum::PageId) => "Page ID",
        Copyable::Datum(Datum::InstagramId) => "Instagram ID",
        Copyable::Datum(Datum::InstagramName) => "Instagram name",
        Copyable::Datum(Datum::UserId) => "User ID",
        Copyable::Named(_) => "Token with its names",
        Copyable::Permissions => "Permission list",
        Copyable::Link(_) => "Address",
    };
    // What is longer than a row or two would be cut here, and half an address is worse than none.
    let instead = instead.filter(|text| text.chars().count() <= LONGEST_IN_NOTICE);
    let otherwise = match (what, instead) {
        (_, Some(text)) => format!("Select it here instead: {text}"),
        (Copyable::Link(_), None) => "F6 shows the address alone".to_owned(),
        (Copyable::Permissions, None) => "F7 shows the list alone".to_owned(),
        (Copyable::Datum(_) | Copyable::Named(_), None) => "Press v to see the token alone on the screen".to_owned(),
    };
    let (tone, text) = match report {
        CopyReport::Copied => (Tone::Good, format!("{thing} copied")),
        CopyReport::CopiedUntilExit => (
            Tone::Good,
            format!("{thing} copied. It is on the clipboard until you leave evertoken"),
        ),
        CopyReport::SentThroughTmux => (Tone::Calm, format!("{thing} sent to your terminal through tmux")),
        CopyReport::TmuxCannotReach => (
            Tone::Careful,
            format!("tmux cannot reach your terminal's clipboard. {otherwise}"),
        ),
        CopyReport::SentThroughScreen => (
            Tone::Calm,
            format!("{thing} sent to your terminal through screen. Paste it somewhere to check"),
        ),
        CopyReport::SentToFarMultiplexer => (
            Tone::Calm,
            format!("{thing} sent to your tmux or screen. tmux passes it on only after: tmux set -s set-clipboard on"),
        ),
        CopyReport::SentAccepted => (
            Tone::Calm,
            format!("{thing} sent to your terminal, which accepts clipboard writes"),
        ),
        CopyReport::SentUnknown => (
            Tone::Calm,
            format!(
                "{thing} sent to your terminal. Paste it somewhere to check. If it is not there: {}",
                lower_first(&otherwise)
            ),
        ),
        CopyReport::NoClipboard => (Tone::Careful, format!("This terminal cannot take a copy. {otherwise}")),
    };
    Notice { tone, text }
}
