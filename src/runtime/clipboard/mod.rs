//! Copies: by the first way that works here, and with a report that claims no more than is known.
//!
//! Started by `Effect::Copy`, which only a key press causes; ends in `Event::Copied`, or in bytes that the skin writes
//! to the terminal between two frames. `Effect::ClearClipboard` follows the last secret to where it went, and ends in
//! `Event::ClipboardCleared` in the same two ways; leaving empties the clipboard of this machine and no other.

mod local;
pub mod osc52;
pub mod screen;
mod situation;
mod tmux;

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::mpsc::Sender;
use zeroize::Zeroizing;

use crate::{
    model::Payload,
    wizard::{
        effect::Copyable,
        event::{ClearReport, CopyReport, Event},
    },
};

use super::{Handover, environment::Environment, outbox::Outbox};

pub use situation::{ClipboardChoice, Da1, Multiplexer, Platform, Route, Situation, Terminal, decide};

/// The clipboard of this run.
pub(super) struct Clipboard {
    environment: Environment,
    situation: Situation,
    local: local::Local,
    last_secret: LastSecret,
    outbox: Outbox,
    handovers: Sender<Handover>,
}

impl Clipboard {
    pub(super) fn new(
        environment: Environment,
        situation: Situation,
        outbox: Outbox,
        handovers: Sender<Handover>,
    ) -> Self {
        Self {
            environment,
            situation,
            local: local::Local::default(),
            last_secret: LastSecret::default(),
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
            if text.is_secret() {
                self.last_secret.went(*first);
            }
            return Some(handover(bytes, what, report));
        }
        let attempt = Attempt {
            environment: self.environment.clone(),
            native_report: self.situation.native_report(),
            local: self.local.clone(),
            last_secret: self.last_secret.clone(),
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

    /// Empties the clipboard that the last secret went to. Bytes for the terminal come back at once; everything else is
    /// reported later.
    pub(super) fn clear(&self) -> Option<Handover> {
        let route = self.last_secret.place();
        if let Some(bytes) = route.and_then(|route| self.emptying_bytes(route)) {
            return Some(Handover::WriteToTerminal {
                bytes,
                then: Event::ClipboardCleared(ClearReport::AskedTerminal),
            });
        }
        let (environment, local, outbox) = (self.environment.clone(), self.local.clone(), self.outbox.clone());
        tokio::spawn(async move {
            let report = match route {
                Some(Route::Native) => local.empty().await.unwrap_or(ClearReport::Failed),
                Some(Route::Tmux) => tmux::empty(environment).await,
                Some(Route::Screen | Route::FarTmux | Route::FarMultiplexer | Route::Osc52 { .. }) | None => {
                    ClearReport::Failed
                }
            };
            let _ = outbox.send(Event::ClipboardCleared(report)).await;
        });
        None
    }

    /// What asks a terminal to empty its clipboard (facts: terminal 1.2). An empty text does that in a terminal; a
    /// multiplexer ignores one, so there a space takes the secret's place.
    fn emptying_bytes(&self, route: Route) -> Option<Zeroizing<Vec<u8>>> {
        const NOTHING: &str = "";
        const NEXT_TO_NOTHING: &str = " ";
        match (route, self.situation.multiplexer) {
            (Route::Native | Route::Tmux, _) => None,
            (Route::Screen, _) => Some(screen::pieces(NOTHING)),
            (Route::FarTmux | Route::FarMultiplexer, _) => Some(screen::plain_and_pieces(NEXT_TO_NOTHING)),
            (Route::Osc52 { .. }, Multiplexer::None) => Some(osc52::sequence(NOTHING)),
            (Route::Osc52 { .. }, _) => Some(osc52::sequence(NEXT_TO_NOTHING)),
        }
    }

    /// Empties the clipboard of this machine if it still holds a secret of ours; two seconds at most. Never a terminal's:
    /// what that holds cannot be asked, so only a person may decide to lose it.
    pub(super) async fn leave(&self) -> ClipboardLeft {
        match (self.local.empty().await, self.situation.platform) {
            (Some(ClearReport::Emptied), _) => ClipboardLeft::Emptied,
            (Some(ClearReport::Failed), Platform::Desktop) => ClipboardLeft::PerhapsOurs,
            (Some(ClearReport::Failed | ClearReport::HeldSomethingElse | ClearReport::AskedTerminal) | None, _) => {
                ClipboardLeft::AsItWas
            }
        }
    }
}

/// How the clipboard of this machine was left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClipboardLeft {
    /// It held no secret of ours, or holds none once this process has ended.
    AsItWas,
    /// It held a secret of ours, and is empty now.
    Emptied,
    /// It could not be emptied, and may still hold a secret of ours.
    PerhapsOurs,
}

impl ClipboardLeft {
    /// What the person should know about it once the run has ended.
    pub const fn words(self) -> Option<&'static str> {
        match self {
            Self::AsItWas => None,
            Self::Emptied => Some("The clipboard was emptied."),
            Self::PerhapsOurs => Some("The clipboard could not be emptied. It may still hold what was copied."),
        }
    }
}

/// The way that the last secret went. Shared with copies that are under way.
#[derive(Clone, Default)]
struct LastSecret(Arc<Mutex<Option<Route>>>);

impl LastSecret {
    fn went(&self, route: Route) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(route);
    }

    fn place(&self) -> Option<Route> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One copy on its way through the ways that there are.
struct Attempt {
    environment: Environment,
    native_report: CopyReport,
    local: local::Local,
    last_secret: LastSecret,
    text: Arc<Payload>,
}

enum Outcome {
    Done(CopyReport),
    Terminal(Zeroizing<Vec<u8>>, CopyReport),
}

impl Outcome {
    const fn report(&self) -> CopyReport {
        match self {
            Self::Done(report) | Self::Terminal(_, report) => *report,
        }
    }
}

impl Attempt {
    async fn make(&self, routes: &[Route]) -> Outcome {
        for route in routes {
            let Some(outcome) = self.try_one(*route).await else {
                continue;
            };
            if self.text.is_secret() && outcome.report().went_somewhere() {
                self.last_secret.went(*route);
            }
            return outcome;
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
            Route::Screen | Route::FarTmux | Route::FarMultiplexer | Route::Osc52 { .. } => {
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
        Route::FarTmux | Route::FarMultiplexer if screen::drops_plain(text) => {
            Some((screen::plain_and_pieces(text), CopyReport::SentToFarMultiplexer))
        }
        // A long text goes only in the form that the likelier one takes: screen would print the other.
        Route::FarTmux => Some((osc52::sequence(text), CopyReport::SentToFarMultiplexer)),
        Route::Screen | Route::FarMultiplexer => Some((screen::pieces(text), CopyReport::SentThroughScreen)),
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
