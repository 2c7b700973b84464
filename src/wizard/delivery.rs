//! What becomes of the token: copies, the plain view, and leaving with or without it.

use crate::model::{Expiry, Permission};

use super::{
    Delivery, Notice, Question, Wizard, dates,
    effect::{CopyText, Copyable, Effect, Ending, Link, PlainText},
    event::{CopyReport, Event},
    view::Tone,
};

impl Wizard {
    pub(super) fn copy(&mut self, what: Copyable, effects: &mut Vec<Effect>) {
        let text = match &what {
            Copyable::Token => match self.facts.page_token() {
                Some(token) if self.outcome.is_some() => CopyText::Secret(token.read_as()),
                Some(_) | None => return,
            },
            Copyable::PageId => match &self.facts.chosen {
                Some(page) => CopyText::Plain(page.to_string()),
                None => return,
            },
            Copyable::Permissions => CopyText::Plain(self.permission_list()),
            Copyable::Link(link) => CopyText::Plain(link.url()),
        };
        effects.push(Effect::Copy(what, text));
    }

    /// The journey's permissions as one line.
    fn permission_list(&self) -> String {
        let names: Vec<&str> = self
            .preset
            .required
            .iter()
            .chain(&self.preset.helpful)
            .map(Permission::as_str)
            .collect();
        names.join(",")
    }

    pub(super) fn show_plain(&mut self, effects: &mut Vec<Effect>) {
        if self.outcome.is_none() {
            return;
        }
        if let Some(token) = self.facts.page_token() {
            effects.push(Effect::ShowPlain(PlainText {
                label: format!("Page token for {}", self.page_label()),
                secret: token.read_as(),
            }));
        }
    }

    pub(super) fn opened(&mut self, link: &Link, has_opened: bool) {
        let text = if has_opened {
            "Opened in your browser".to_owned()
        } else {
            format!(
                "No browser can be opened from here. Open this address on any machine: {}",
                link.url()
            )
        };
        self.say(Tone::Calm, text);
    }

    pub(super) fn copied(&mut self, what: &Copyable, report: CopyReport) {
        if *what == Copyable::Token && report.went_somewhere() {
            self.deliver(if report.is_sure() {
                Delivery::Sure
            } else {
                Delivery::Sent
            });
        }
        let instead = match what {
            Copyable::Token => None,
            Copyable::PageId => self.facts.chosen.as_ref().map(ToString::to_string),
            Copyable::Permissions => Some(self.permission_list()),
            Copyable::Link(link) => Some(link.url()),
        };
        self.notice = Some(copy_notice(what, instead, report));
    }

    pub(super) fn deliver(&mut self, delivery: Delivery) {
        if self.outcome.is_some() {
            self.delivery = self.delivery.max(delivery);
        }
    }

    /// The person walks away from the outcome: what was delivered is remembered, and what was not as well.
    pub(super) fn put_outcome_aside(&mut self) {
        if let Some(outcome) = self.outcome.take() {
            match self.delivery {
                Delivery::Undelivered => self.earlier.has_undelivered |= outcome.is_proved,
                Delivery::Sent | Delivery::Sure => self.earlier.delivered.push(format!("{}.", outcome.summary)),
            }
        }
        self.delivery = Delivery::Undelivered;
    }

    pub(super) fn leave(&mut self, effects: &mut Vec<Effect>) {
        let text = match (&self.outcome, self.delivery) {
            (Some(_), Delivery::Undelivered) => {
                Some("The token has not been copied or shown yet. It is gone once you leave")
            }
            (Some(_), Delivery::Sent) => {
                Some("The token was sent to your terminal, and nothing says that it arrived. It is gone once you leave")
            }
            (None, _) if self.earlier.has_undelivered => {
                Some("A token that was proved has not been copied or shown. It is gone once you leave")
            }
            (Some(_), Delivery::Sure) | (None, _) => None,
        };
        match text {
            None => effects.push(Effect::Exit(self.ending())),
            Some(text) => {
                self.question = Some(Question {
                    text: text.to_owned(),
                    yes: "leave",
                    no: "stay",
                });
            }
        }
    }

    pub(super) fn answer_question(&mut self, event: &Event, effects: &mut Vec<Effect>) {
        match event {
            Event::Confirm => {
                self.question = None;
                effects.push(Effect::Exit(self.ending()));
            }
            Event::Decline | Event::Back | Event::Next => self.question = None,
            // A second wish to leave is an answer too: nobody is held here.
            Event::Leave => effects.push(Effect::Exit(self.ending())),
            _ => {}
        }
    }

    /// How the run ends if it ends now: lines without secrets, for after the screen.
    fn ending(&self) -> Ending {
        let mut lines = self.earlier.delivered.clone();
        let is_done = match &self.outcome {
            Some(outcome) => {
                lines.push(format!("{}.", outcome.summary));
                lines.extend(match self.delivery {
                    Delivery::Sure => None,
                    Delivery::Sent => Some("It was sent to your terminal's clipboard.".to_owned()),
                    Delivery::Undelivered => Some("It was not copied or shown, so it is gone.".to_owned()),
                });
                outcome.is_proved && self.delivery > Delivery::Undelivered
            }
            None => !self.earlier.delivered.is_empty(),
        };
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

/// What was done about a copy, in words that claim no more than is known (facts: terminal 1.7).
fn copy_notice(what: &Copyable, instead: Option<String>, report: CopyReport) -> Notice {
    let thing = match what {
        Copyable::Token => "Token",
        Copyable::PageId => "Page ID",
        Copyable::Permissions => "Permission list",
        Copyable::Link(_) => "Address",
    };
    let otherwise = match instead {
        None => "Press v to see the token alone on the screen".to_owned(),
        Some(text) => format!("Select it here instead: {text}"),
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
                "{thing} sent to your terminal. Some terminals ignore this: paste it somewhere to check. {otherwise} if it is not there"
            ),
        ),
        CopyReport::NoClipboard => (Tone::Careful, format!("This terminal cannot take a copy. {otherwise}")),
    };
    Notice { tone, text }
}
