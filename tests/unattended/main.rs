//! `evertoken get`, `check` and `renew`: the real program without a person, against the built-in simulator.
//! `/proc`, `/dev/full` and `setsid`, by which it is watched, are Linux's.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests fail loudly")]

mod check;
mod codes;
#[expect(dead_code, reason = "the table of all faces; here without a login in a browser")]
#[path = "../journeys/expected.rs"]
mod expected;
mod get;
mod logs;
mod objects;
mod places;
#[path = "../support/pty.rs"]
mod pty;
mod renew;
mod scenarios;
mod secrecy;
mod sources;
mod streams;
mod support;
mod told;
