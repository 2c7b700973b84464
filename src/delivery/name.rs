//! Names under which values stand in files.

use thiserror::Error;

use super::FileKind;

/// Why a name cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NameFault {
    /// Characters that no such name has.
    #[error("characters that no such name has")]
    OddCharacters,
}

impl NameFault {
    /// What is wrong, in a sentence.
    pub fn sentence(self) -> &'static str {
        "A name here has letters, digits and _ only"
    }
}

/// Whether a name can stand in a file of this kind.
pub fn check_name(kind: FileKind, name: &str) -> Result<(), NameFault> {
    let _ = kind;
    let fits = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    fits.then_some(()).ok_or(NameFault::OddCharacters)
}
