//! A stand-in for Meta on 127.0.0.1: one HTTP server that plays graph.facebook.com and its neighbours, every request
//! for host H arriving as `ROOT/H/…`. Started by `demo`, `simulate` and tests with a scenario; ends when dropped.
//!
//! It is an independent witness: it shares no line with the part that asks, so that a misreading cannot hide on both
//! sides. Tokens, secrets and codes are random per start; Pages, people and ids are those of the scenario.

mod answer;
mod api_instagram;
mod asked;
mod clock;
mod dialog;
mod dice;
mod exchange;
mod fault;
mod fields;
mod graph_facebook;
mod graph_instagram;
mod json;
mod permission;
mod plan;
mod redirect;
mod refusal;
mod samples;
mod scenario;
mod server;
mod version;
mod wire;
mod world;

pub use exchange::Exchange;
pub use samples::Samples;
pub use scenario::{Scenario, ScenarioError, ScenarioName};
pub use server::{Running, start};
