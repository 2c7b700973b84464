//! `evertoken get`, `check` and `renew`: the real program without a person, against the built-in simulator.

#![cfg(unix)]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests fail loudly")]

mod check;
mod codes;
mod get;
mod places;
#[path = "../support/pty.rs"]
mod pty;
mod renew;
mod secrecy;
mod sources;
mod streams;
mod support;
