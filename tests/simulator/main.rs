//! The simulator over real HTTP: each call's success and error shapes, the order of checks, logins, faults on the wire,
//! the log, and that every scenario begins and ends as it says.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    reason = "tests fail loudly, in their helpers too"
)]

mod device;
mod dialog;
mod exchange;
mod faults;
mod headers;
mod independence;
mod inspection;
mod instagram_code;
mod instagram_dialog;
mod instagram_tokens;
mod instagram_walks;
mod line;
mod login_code;
mod nodes;
mod paging;
mod proof;
mod road;
mod scenarios;
mod server;
mod switches;
mod troubles;
mod walks;
