//! What was asked of the world and has no answer yet. Pure.
//!
//! Answers that come through a pipe do not wait to see what became of the one before; so they are not read before
//! everything that the last one began has ended.

use std::collections::BTreeSet;

use crate::wizard::{
    effect::{Effect, Ticket},
    event::Event,
};

/// What is still to be answered.
#[derive(Debug, Default)]
pub(super) struct Pending {
    tickets: BTreeSet<Ticket>,
    reports: usize,
}

impl Pending {
    /// Whether everything was answered.
    pub(super) fn is_empty(&self) -> bool {
        self.tickets.is_empty() && self.reports == 0
    }

    /// Something was asked.
    pub(super) fn asked(&mut self, effect: &Effect) {
        match effect {
            Effect::Send { ticket, .. }
            | Effect::Probe(ticket, _)
            | Effect::Save(ticket, ..)
            | Effect::Restore(ticket, _)
            | Effect::Ignore(ticket, _)
            | Effect::MakeState(ticket)
            | Effect::Listen(ticket) => {
                self.tickets.insert(*ticket);
            }
            Effect::Abandon(ticket) | Effect::StopListening(ticket) => {
                self.tickets.remove(ticket);
            }
            Effect::Copy(..) | Effect::ClearClipboard | Effect::Open(_) => {
                self.reports = self.reports.saturating_add(1);
            }
            // Nothing comes back from these, or nothing that changes a question.
            Effect::Warm(_)
            | Effect::Record(_)
            | Effect::ForgetPlace(..)
            | Effect::Recall
            | Effect::Remember(_)
            | Effect::ShowPlain(_)
            | Effect::Exit(_) => {}
        }
    }

    /// Something was answered.
    pub(super) fn happened(&mut self, event: &Event) {
        match event {
            Event::Answered(ticket, _)
            | Event::Probed(ticket, _)
            | Event::Saved(ticket, _)
            | Event::Restored(ticket, _)
            | Event::Ignored(ticket, _)
            | Event::Listening(ticket, _) => {
                self.tickets.remove(ticket);
            }
            Event::Copied(..) | Event::ClipboardCleared(_) | Event::Opened(..) => {
                self.reports = self.reports.saturating_sub(1);
            }
            Event::Choose(_)
            | Event::Door(_)
            | Event::Answer(..)
            | Event::Settle(_)
            | Event::Next
            | Event::Back
            | Event::Mark(_)
            | Event::Pick(_)
            | Event::ShowResult(_)
            | Event::Take(_)
            | Event::Copy(_)
            | Event::Open(_)
            | Event::ShowPlain
            | Event::ShowBare(_)
            | Event::Reveal
            | Event::Hide
            | Event::CheckCopy
            | Event::ClearClipboard
            | Event::TestCall
            | Event::Save
            | Event::SaveAs(_)
            | Event::SaveTo(_)
            | Event::KeepOutOfGit
            | Event::Begun
            | Event::Resume
            | Event::PlainShown
            | Event::PlainNotShown
            | Event::Leave
            | Event::Confirm
            | Event::Decline
            | Event::Recorded(_)
            | Event::Landed(..)
            | Event::Recalled(_)
            | Event::Tick => {}
        }
    }
}
