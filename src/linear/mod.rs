//! The second face: the same wizard and the same runtime, line by line.
//!
//! Started by [`run`] with a wizard and its runtime; ends in a [`Departure`] after the terminal was given back. Nothing is
//! ever written over: no cursor moves, no frame, no sign that only eyes read. The state is said first, then what is new, then
//! how to answer; one question at a time.
//!
//! Questions and talk go to stderr, and a token that is to be shown goes to stdout, alone on its line. So a person at a
//! terminal reads both in order, a program that answers through pipes can tell talk from result, and
//! `token=$(evertoken --plain)` captures exactly what was asked to be shown. Where stderr is no terminal and answers come from
//! one, talk goes to that terminal: whoever is asked must be able to read the question.
//!
//! What is pure stands apart: a view becomes lines (`tell`), a view and an answer become events (`ask`).

mod ask;
mod choose;
mod entry;
mod line;
mod pending;
mod session;
mod tell;
mod voice;

use std::io::{self, IsTerminal};

use tokio::sync::mpsc::Receiver;

use crate::{
    exit::Departure,
    runtime::{Runtime, signals::Signals},
    wizard::{Wizard, dates::Zone, event::Event},
};

use entry::Entry;
use session::Session;
use voice::Voice;

pub use ask::{Asker, Means, Question, Reply};
pub use choose::{Choice, Input, Source, Surroundings};
pub use line::{Line, Paper};
pub use tell::Teller;

/// What a run needs to know about its reader.
#[derive(Debug, Clone)]
pub struct Reader {
    /// Where answers come from.
    pub source: Source,
    /// The columns that the environment asks for.
    pub columns: Option<usize>,
    /// Whether only ASCII can be shown.
    pub is_ascii: bool,
    /// Whether the terminal can do nothing but print.
    pub is_dumb: bool,
    /// The person's time zone.
    pub zone: Zone,
}

/// Drives the wizard until the run ends.
pub async fn run(wizard: Wizard, runtime: (Runtime, Receiver<Event>), reader: Reader) -> Departure {
    let failed = |error: &dyn std::fmt::Display| Departure::failed(format!("evertoken cannot start: {error}."));
    let entry = match Entry::open(reader.source, !reader.is_dumb) {
        Ok(entry) => entry,
        Err(error) => return failed(&error),
    };
    let signals = match Signals::listen() {
        Ok(signals) => signals,
        Err(error) => return failed(&error),
    };
    let voice = Voice::new(entry.hold().cloned(), reader.columns, reader.is_ascii, reader.is_dumb);
    let asker = Asker::new(Means {
        shows_elsewhere: !io::stdout().is_terminal(),
        lacks_browser: !runtime.0.can_open_browser(),
    });
    Box::pin(Session::new(wizard, runtime, signals, entry, voice, asker, reader.zone).run()).await
}
