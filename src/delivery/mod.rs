//! What stands in a file when a token is saved, and in which words that is spoken of: pure. The runtime reads and
//! writes.
//!
//! Started by an [`Order`], which the wizard makes from what the person chose. The runtime tries the place and answers
//! with a [`Prospect`]; it writes when the person agrees, and answers with a [`Saved`] or a [`SaveFault`].

mod access;
mod edit;
mod order;
mod prospect;

pub use access::{Access, Mode};
pub use edit::{Edit, edit};
pub use order::{Entry, FileKind, Order};
pub use prospect::{Caution, Change, ChangeKind, ContentFault, Prospect, SaveFault, Saved, Stamp};
