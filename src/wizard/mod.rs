//! The wizard: a state machine that walks any journey. No clock, no socket, no key and no colour in it.

pub mod effect;
pub mod event;
pub mod trouble;
pub mod view;
