//! Saving by the real runtime on real files: what is looked at, what is written, what never is. Where another account, a
//! full disk or a killed process is needed, `examples/saver.rs` saves, and the same checks fail for its careless twins.

#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::arithmetic_side_effects,
    reason = "a test that meets something unexpected stops there, and one that is skipped says so loudly"
)]

mod changes;
mod desk;
mod disks;
mod git;
mod kills;
#[path = "../support/pty.rs"]
mod pty;
mod readers;
mod shapes;
mod together;
