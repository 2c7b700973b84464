//! What was copied: what became of it, whether all of it arrived, and when it is taken off the clipboard again
//! (facts: safety T40, T41).

use jiff::{SignedDuration, Timestamp};

use crate::{
    journey::{Datum, Field},
    model::{Payload, Secret, kind},
};

use super::{
    Aside, Delivery, Wizard,
    effect::{Copyable, Effect},
    event::{ClearReport, CopyReport},
    view::{Hint, Notice, OtherWay, Tone},
};

/// How long a token stays on the clipboard of this machine.
const STAYS: SignedDuration = SignedDuration::from_secs(45);

/// The longest text that stands whole in a notice, in characters: on one row of it, also on 40 columns.
pub(super) const LONGEST_IN_NOTICE: usize = 38;

/// A secret that was put on a clipboard.
#[derive(Debug)]
pub(super) struct Copied {
    /// What it was.
    payload: Secret<kind::Sent>,
    /// When it is taken off this machine's clipboard; `None` where it went to a terminal's.
    empties_at: Option<Timestamp>,
    /// Whether it may still be there.
    is_there: bool,
}

impl Wizard {
    pub(super) fn copy(&mut self, what: Copyable, effects: &mut Vec<Effect>) {
        // Where it cannot be copied, the same key shows it alone instead.
        if self.failed_copy.take().as_ref() == Some(&what) && matches!(what, Copyable::Command(_)) {
            return self.show_bare(&what, effects);
        }
        if let Some(payload) = self.payload(&what) {
            effects.push(Effect::Copy(what, payload));
        }
    }

    /// The text of something that can be copied.
    pub(super) fn payload(&self, what: &Copyable) -> Option<Payload> {
        let outcome = self.outcomes.current();
        let takings = outcome.map(|outcome| &outcome.takings);
        match what {
            Copyable::Datum(datum) => takings?.text(*datum),
            Copyable::Named(naming) => takings?.named(naming),
            Copyable::Command(label) => {
                let line = outcome?.commands.iter().find(|line| line.label == *label)?;
                Some(Payload::Plain(line.value.clone()))
            }
            Copyable::Permissions => Some(Payload::Plain(self.permission_list())),
            Copyable::Link(link) => Some(Payload::Plain(link.url())),
        }
    }

    /// What became of a copy.
    pub(super) fn copied(&mut self, what: &Copyable, report: CopyReport, now: Timestamp) {
        let payload = self.payload(what);
        let is_secret = payload.as_ref().is_some_and(Payload::is_secret);
        if report.is_on_a_clipboard() {
            // Whatever was there before is not there any more.
            self.on_clipboard = None;
        }
        if let (Some(Payload::Secret(payload)), true) = (&payload, report.is_on_a_clipboard()) {
            self.on_clipboard = Some(Copied {
                payload: payload.share(),
                empties_at: report.is_sure().then(|| now.checked_add(STAYS).ok()).flatten(),
                is_there: true,
            });
        }
        if holds_token(what) && report.went_somewhere() {
            self.deliver(match report {
                CopyReport::HandedOver => Delivery::Sure,
                _ if report.is_sure() => Delivery::Copied,
                _ => Delivery::Sent,
            });
        }
        self.failed_copy = (!report.went_somewhere()).then(|| what.clone());
        let instead = payload.filter(|payload| !payload.is_secret());
        let instead = instead.map(|payload| payload.expose().to_owned());
        self.notice = Some(copy_notice(what, instead, report, is_secret));
    }

    /// Whether there is something to be taken off a clipboard.
    pub(super) fn can_clear_clipboard(&self) -> bool {
        self.on_clipboard.as_ref().is_some_and(|copied| copied.is_there)
    }

    /// Whether there is something that a paste can be compared with.
    pub(super) const fn can_check_copy(&self) -> bool {
        self.on_clipboard.is_some()
    }

    /// When what was copied is taken off the clipboard by itself.
    pub(super) fn clipboard_empties_at(&self) -> Option<Timestamp> {
        self.on_clipboard.as_ref()?.empties_at
    }

    /// Takes off the clipboard what has been there long enough.
    pub(super) fn empty_clipboard_in_time(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let copied = self.on_clipboard.as_mut();
        let is_due = copied.is_some_and(|copied| copied.empties_at.take_if(|at| *at <= now).is_some());
        if is_due {
            effects.push(Effect::ClearClipboard);
        }
    }

    /// The person wants the clipboard empty.
    pub(super) fn clear_clipboard(&mut self, effects: &mut Vec<Effect>) {
        if self.can_clear_clipboard() {
            effects.push(Effect::ClearClipboard);
        }
    }

    /// What became of that.
    pub(super) fn clipboard_cleared(&mut self, report: ClearReport) {
        let Some(copied) = &mut self.on_clipboard else {
            return;
        };
        copied.empties_at = None;
        copied.is_there = report == ClearReport::Failed;
        let (tone, words) = match report {
            ClearReport::Emptied => (Tone::Good, "The clipboard was emptied: it still held the token"),
            ClearReport::HeldSomethingElse => (
                Tone::Calm,
                "The clipboard holds something else by now, so it was left alone",
            ),
            ClearReport::AskedTerminal => (
                Tone::Calm,
                "Your terminal was asked to empty its clipboard. Some terminals ignore this",
            ),
            ClearReport::Failed => (
                Tone::Careful,
                "The clipboard could not be emptied. Copy something else to take the token off it",
            ),
        };
        self.say(tone, words);
    }

    /// Opens the field in which a copy is pasted to see whether it arrived.
    pub(super) fn begin_copy_check(&mut self) {
        if self.can_check_copy() && self.trouble.is_none() && self.aside.is_none() && self.outcomes.current().is_some()
        {
            self.answers.empty(Field::CopyCheck);
            self.attention = None;
            self.aside = Some(Aside {
                field: Field::CopyCheck,
                from: None,
            });
        }
    }

    /// Compares what was pasted with what was copied.
    pub(super) fn check_copy(&mut self) {
        if self.first_missing(&[Field::CopyCheck]).is_some() {
            return;
        }
        let (Some(copied), Some(arrived)) = (&self.on_clipboard, self.answers.copy()) else {
            return;
        };
        let (sent, arrived) = (&copied.payload, arrived.share());
        let found = if arrived.is_same_as(sent) {
            None
        } else if sent.begins_with(&arrived) {
            Some(
                "Only the beginning arrived; the rest was cut off. Take the token another way: save it, or show it alone",
            )
        } else if arrived.contains(sent) {
            Some("All of it arrived, with something else around it. Where it goes, paste it alone")
        } else {
            Some("This is something else than what was copied. Copy the token again, or take it another way")
        };
        self.answers.empty(Field::CopyCheck);
        if let Some(words) = found {
            self.answers.refuse(Field::CopyCheck, words.to_owned());
            self.attend(Field::CopyCheck);
            return;
        }
        self.aside = None;
        self.deliver(Delivery::Sure);
        self.say(Tone::Good, "Copied and checked: all of it arrived");
    }
}

/// Whether the token is in it.
fn holds_token(what: &Copyable) -> bool {
    match what {
        Copyable::Datum(datum) => *datum == Datum::Token,
        Copyable::Named(naming) => naming.pairs.iter().any(|(_, datum)| *datum == Datum::Token),
        Copyable::Command(_) | Copyable::Permissions | Copyable::Link(_) => false,
    }
}

/// What was done about a copy, in words that claim no more than is known (facts: terminal 1.7).
fn copy_notice(what: &Copyable, instead: Option<String>, report: CopyReport, is_secret: bool) -> Notice {
    let thing = match what {
        Copyable::Datum(Datum::Token) => "Token",
        Copyable::Datum(Datum::PageId) => "Page ID",
        Copyable::Datum(Datum::InstagramId) => "Instagram ID",
        Copyable::Datum(Datum::InstagramName) => "Instagram name",
        Copyable::Datum(Datum::UserId) => "User ID",
        Copyable::Named(_) => "Token with its names",
        Copyable::Command(_) => "Command",
        Copyable::Permissions => "Permission list",
        Copyable::Link(_) => "Address",
    };
    // What is longer than a row or two would be cut here, and half an address is worse than none.
    let instead = instead.filter(|text| text.chars().count() <= LONGEST_IN_NOTICE);
    let other = match what {
        Copyable::Link(_) => OtherWay::Address,
        Copyable::Permissions => OtherWay::Permissions,
        Copyable::Command(_) => OtherWay::Command,
        Copyable::Datum(_) | Copyable::Named(_) => OtherWay::Token,
    };
    // What is short stands in the notice itself.
    let otherwise = |text: String| match &instead {
        Some(short) => Notice {
            copied: Some(short.clone()),
            ..Notice::new(Tone::Careful, format!("{text}. Select it here instead"))
        },
        None => Notice {
            hints: vec![Hint::Instead(other)],
            ..Notice::new(Tone::Careful, text)
        },
    };
    let good = |text: String| Notice::new(Tone::Good, text);
    let to_check = |text: String| {
        if is_secret {
            Notice {
                hints: vec![Hint::CheckCopy],
                ..Notice::new(Tone::Calm, text)
            }
        } else {
            Notice::new(Tone::Calm, format!("{text}. Paste it somewhere to check"))
        }
    };
    match report {
        CopyReport::Copied | CopyReport::CopiedUntilExit if is_secret => good(format!(
            "{thing} copied. The clipboard is emptied 45 seconds from now, or when you leave"
        )),
        CopyReport::Copied => good(format!("{thing} copied")),
        CopyReport::CopiedUntilExit => good(format!(
            "{thing} copied. It is on the clipboard until you leave evertoken"
        )),
        CopyReport::SentThroughTmux => to_check(format!(
            "{thing} sent to your terminal through tmux. The terminal must allow it"
        )),
        CopyReport::TmuxCannotReach => otherwise("tmux cannot reach your terminal's clipboard".to_owned()),
        CopyReport::SentThroughScreen => to_check(format!(
            "{thing} sent to your terminal through screen. The terminal must allow it"
        )),
        CopyReport::SentToFarMultiplexer => Notice {
            copied: Some("tmux set -s set-clipboard on".to_owned()),
            ..Notice::new(
                Tone::Calm,
                format!("{thing} sent to your tmux or screen. tmux passes it on only after"),
            )
        },
        CopyReport::SentAccepted => to_check(format!("{thing} sent to your terminal, which accepts clipboard writes")),
        CopyReport::SentUnknown => {
            let mut notice = to_check(format!("{thing} sent to your terminal, which must allow it"));
            match instead {
                Some(short) => {
                    notice.text.push_str(". If it is not there: select it here instead");
                    notice.copied = Some(short);
                }
                None => notice.hints.push(Hint::IfMissing(other)),
            }
            notice
        }
        CopyReport::HandedOver => good(format!("{thing} written to standard output")),
        CopyReport::NoClipboard => otherwise("No clipboard here".to_owned()),
    }
}
