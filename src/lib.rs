//! evertoken: from a one-hour Facebook or Instagram access token to one that lasts, proved.
//!
//! Imports point one way: `model` <- {`assets`, `delivery`, `graph_api`, `journey`, `paste`} <- `wizard` <- `runtime` <- {`tui` <- {`linear`,
//! `status`}, `unattended`};
//! `cli` and `main` see all. `simulator` imports nothing of ours. `tests/architecture.rs` holds this.

pub mod assets;
pub mod cli;
pub mod delivery;
pub mod exit;
pub mod graph_api;
pub mod journey;
pub mod linear;
pub mod model;
pub mod paste;
pub mod run;
pub mod runtime;
pub mod simulator;
pub mod status;
pub mod terminal;
pub mod tui;
pub mod unattended;
pub mod wizard;
