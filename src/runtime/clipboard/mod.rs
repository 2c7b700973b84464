//! Copies: by the first way that works here, and with a report that claims no more than is known.
//!
//! Started by `Effect::Copy`, which only a key press causes; ends in `Event::Copied`, or in bytes that the skin writes
//! to the terminal between two frames.

mod local;
pub mod osc52;
pub mod screen;
mod situation;
mod tmux;

use std::sync::Arc;

use tokio::sync::mpsc::Sender;
use zeroize::Zeroizing;

use crate::{
    model::Payload,
    wizard::{
        effect::Copyable,
        event::{CopyReport, Event},
    },
};

use super::{Handover, environment::Environment};

pub use situation::{ClipboardChoice, Da1, Multiplexer, Platform, Route, Situation, Terminal, decide};

/// The clipboard of this run.
pub(super) struct Clipboard {
    environment: Environment,
    situation: Situation,
    local: local::Local,
    outbox: Sender<Event>,
    handovers: Sender<Handover>,
}

impl Clipboard {
    pub(super) fn new(
        environment: Environment,
        situation: Situation,
        outbox: Sender<Event>,
        handovers: Sender<Handover>,
    ) -> Self {
        Self {
            environment,
            situation,
            local: local::Local::default(),
            outbox,
            handovers,
        }
    }

    /// What the surroundings say.
    pub(super) fn environment(&self) -> &Environment {
        &self.environment
    }

    /// What the terminal said about clipboard writes.
    pub(super) fn terminal_said(&mut self, da1: Da1) {
        self.situation.da1 = da1;
    }

    /// Copies a text. Bytes for the terminal come back at once when the terminal is the first way; everything else is
    /// reported later.
    pub(super) fn copy(&self, what: Copyable, text: Payload) -> Option<Handover> {
        let routes = decide(&self.situation);
        if let Some(first) = routes.first()
            && let Some((bytes, report)) = for_terminal(*first, text.expose())
        {
            return Some(handover(bytes, what, report));
        }
        let attempt = Attempt {
            environment: self.environment.clone(),
            native_report: self.situation.native_report(),
            local: self.local.clone(),
            text: Arc::new(text),
        };
        let (outbox, handovers) = (self.outbox.clone(), self.handovers.clone());
        tokio::spawn(async move {
            // Nobody listens any more when the run ends; then there is nobody to tell.
            match attempt.make(&routes).await {
                Outcome::Done(report) => {
                    let _ = outbox.send(Event::Copied(what, report)).await;
                }
                Outcome::Terminal(bytes, report) => {
                    let _ = handovers.send(handover(bytes, what, report)).await;
                }
            }
        });
        None
    }

    /// Empties the local clipboard if it still holds a secret of ours; two seconds at most. Only where the text would go
    /// with us anyway: elsewhere "copied" means that it can be pasted after we have left.
    pub(super) async fn clear_if_ours(&self) {
        if self.situation.native_report() == CopyReport::CopiedUntilExit {
            self.local.clear_if_ours().await;
        }
    }
}

/// One copy on its way through the ways that there are.
struct Attempt {
    environment: Environment,
    native_report: CopyReport,
    local: local::Local,
    text: Arc<Payload>,
}

enum Outcome {
    Done(CopyReport),
    Terminal(Zeroizing<Vec<u8>>, CopyReport),
}

impl Attempt {
    async fn make(&self, routes: &[Route]) -> Outcome {
        for route in routes {
            if let Some(outcome) = self.try_one(*route).await {
                return outcome;
            }
        }
        Outcome::Done(CopyReport::NoClipboard)
    }

    async fn try_one(&self, route: Route) -> Option<Outcome> {
        match route {
            Route::Native => {
                let is_there = self.local.put(Arc::clone(&self.text)).await;
                is_there.then_some(Outcome::Done(self.native_report))
            }
            Route::Tmux => tmux::put(self.environment.clone(), Arc::clone(&self.text))
                .await
                .map(Outcome::Done),
            Route::Screen | Route::FarMultiplexer | Route::Osc52 { .. } => {
                let (bytes, report) = for_terminal(route, self.text.expose())?;
                Some(Outcome::Terminal(bytes, report))
            }
        }
    }
}

/// The bytes of a way that goes through the terminal, and what may be said once they are written.
fn for_terminal(route: Route, text: &str) -> Option<(Zeroizing<Vec<u8>>, CopyReport)> {
    match route {
        Route::Native | Route::Tmux => None,
        Route::Screen => Some((screen::pieces(text), CopyReport::SentThroughScreen)),
        Route::FarMultiplexer => Some((screen::plain_and_pieces(text), CopyReport::SentToFarMultiplexer)),
        Route::Osc52 { accepted: true } => Some((osc52::sequence(text), CopyReport::SentAccepted)),
        Route::Osc52 { accepted: false } => Some((osc52::sequence(text), CopyReport::SentUnknown)),
    }
}

fn handover(bytes: Zeroizing<Vec<u8>>, what: Copyable, report: CopyReport) -> Handover {
    Handover::WriteToTerminal {
        bytes,
        then: Event::Copied(what, report),
    }
}
