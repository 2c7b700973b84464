//! The pure core, walked without a network: event by event, and at random.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test that meets something unexpected stops there"
)]

mod check;
mod doctor;
mod doors;
mod exchange;
mod form;
mod instagram;
mod instagram_login;
mod kept;
mod leaving;
mod list;
mod login;
mod meta;
mod proof;
mod renew;
mod said;
mod saving;
mod seventh;
mod several;
mod user;
mod walker;
mod wandering;
