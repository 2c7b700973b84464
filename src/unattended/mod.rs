//! The walk without a person: `evertoken get`, `check` and `renew`. A third skin over the same wizard and runtime: forms are
//! answered from what was given, guides are passed, and what only a person could decide ends the run.
//!
//! Started by `run` with the arguments; ends in a [`Departure`]. A result is the only thing that reaches standard output, and
//! only whole and proved; everything else is said on stderr. What a walk needs is known before anything is sent: all that is
//! missing is listed at once, and the places where the result goes are tried first (facts: safety L2, T01, T60).

mod arguments;
mod check;
mod deliver;
mod gather;
mod get;
mod inputs;
mod json;
mod pages;
mod remedy;
mod renew;
mod schedule;
mod step;
mod teller;
mod walk;
mod will;

use std::sync::{Arc, LazyLock};

use jiff::tz::TimeZone;

use crate::{
    exit::Departure,
    runtime::{StateDir, event_loop, log::Log},
    wizard::dates::Zone,
};

pub use arguments::{Check, DoorName, Get, Place, Reach, Renew};

/// Walks a journey to a token, and hands it over.
pub fn get(arguments: &Get, log: Log) -> Departure {
    within_a_loop(get::run(arguments, log))
}

/// Says whether a token works, and for how long.
pub fn check(arguments: &Check, log: Log) -> Departure {
    if arguments.cron {
        return schedule::of_check(arguments);
    }
    within_a_loop(check::run(arguments, log))
}

/// Makes a saved token last again, where it stands.
pub fn renew(arguments: &Renew, log: Log) -> Departure {
    if arguments.cron {
        return schedule::of_renew(arguments);
    }
    within_a_loop(renew::run(arguments, log))
}

/// The one event loop of the run.
fn within_a_loop(run: impl Future<Output = Result<Departure, Departure>>) -> Departure {
    match event_loop::new() {
        // On the heap: the whole of the walk is in it.
        Ok(tokio) => tokio.block_on(Box::pin(run)).unwrap_or_else(|departure| departure),
        Err(error) => Departure::failed(format!("evertoken cannot start: {error}.")),
    }
}

/// The time zone of this machine, looked up when a date is first said.
fn zone() -> Zone {
    Arc::new(LazyLock::new(TimeZone::system))
}

/// Where records of what was made are kept: apart where the server is not Meta.
const fn state_of(reach: &Reach) -> StateDir {
    match reach.api_root {
        Some(_) => StateDir::TestServer,
        None => StateDir::Platform,
    }
}
