//! The words that people read, and the lists behind them, kept in `assets/` and built into the program.
//!
//! Each file is read once, when somebody first asks. Tests read every file and check every text; should a file be
//! malformed all the same, the program goes on with an empty list and the one explanation that needs no file.

mod guide;
mod permissions;
mod troubles;

pub use guide::{Guide, guide};
pub use permissions::{DeadPermission, dead_permission, permission_needs, permission_why};
pub use troubles::{Explanation, Repeat, Symptom, WayName, explanation, explanation_of, explanations, fill};
