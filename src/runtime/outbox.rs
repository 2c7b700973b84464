//! The way back: everything that the runtime tells the skin goes through here, and is noted on its way.
//!
//! Started by whoever has something to report; ends in the one channel of the run.

use tokio::sync::mpsc::{Sender, error::SendError};

use crate::wizard::event::Event;

use super::log::{Log, Note};

/// One end of the channel.
#[derive(Debug, Clone)]
pub(super) struct Outbox {
    sender: Sender<Event>,
    log: Log,
}

impl Outbox {
    pub(super) const fn new(sender: Sender<Event>, log: Log) -> Self {
        Self { sender, log }
    }

    /// Notes and reports it. The error is that nobody listens any more.
    pub(super) async fn send(&self, event: Event) -> Result<(), SendError<Event>> {
        note(&self.log, &event);
        self.sender.send(event).await
    }
}

/// Writes down what an event says about the world. What a person does is none of that, and calls are noted where they end.
pub(super) fn note(log: &Log, event: &Event) {
    let note = match event {
        Event::Copied(what, report) => Note::Copied(what, *report),
        Event::ClipboardCleared(report) => Note::Cleared(*report),
        Event::Probed(ticket, found) => Note::Probed(ticket.0, found.as_ref().map(|prospect| prospect.file.as_path())),
        Event::Saved(ticket, saved) => Note::Saved(ticket.0, saved.as_ref().map(|saved| saved.file.as_path())),
        Event::Restored(ticket, restored) => Note::Saved(ticket.0, restored.as_ref().map(|()| "".as_ref())),
        Event::Ignored(ticket, rule) => Note::Saved(ticket.0, rule.as_ref().map(AsRef::as_ref)),
        Event::Opened(link, is_open) => Note::Opened(link, *is_open),
        Event::Listening(_, listening) => Note::Listening(listening.port),
        Event::Landed(..) => Note::Landed,
        _ => return,
    };
    log.note(&note);
}
