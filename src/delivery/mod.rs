//! What stands in a file when a token is saved, and in which words that is spoken of: pure. The runtime reads and
//! writes.
//!
//! Started by an [`Order`], which the wizard makes from what the person chose. The runtime tries the place and answers
//! with a [`Prospect`]; it writes when the person agrees, and answers with a [`Saved`] or a [`SaveFault`].

mod access;
mod command;
mod edit;
mod env_file;
mod env_reading;
mod json_file;
mod name;
mod options_file;
mod order;
mod prospect;
mod token_file;
mod value;

pub use access::{Access, Mode};
pub use command::{SavedAt, compare_command, compare_typed_command, test_command};
pub use edit::{Edit, edit};
pub use name::{NameFault, check_name};
pub use order::{Entry, FileKind, Order};
pub use prospect::{Caution, Change, ChangeKind, ContentFault, Prospect, SaveFault, Saved, Stamp};
pub use value::value_in;
