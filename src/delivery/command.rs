//! Commands for the other side. None of them ever holds a secret.

use super::FileKind;

/// Where a token was saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedAt {
    /// The kind of file.
    pub kind: FileKind,
    /// The file, absolute.
    pub file: String,
    /// The name it stands under; empty where the file holds a token alone.
    pub name: String,
}

/// Prints the fingerprint of the token that was saved there.
pub fn compare_command(place: &SavedAt) -> String {
    format!("sha256sum < '{}' | cut -c 1-8", place.file)
}

/// Prints the fingerprint of a token that is pasted on the other side.
pub fn compare_typed_command() -> String {
    "read -rs t; printf %s \"$t\" | sha256sum | cut -c 1-8; unset t".to_owned()
}

/// Reads `url` once with the token that was saved there, or that is pasted where it was not saved.
pub fn test_command(place: Option<&SavedAt>, url: &str) -> String {
    match place {
        Some(place) => format!(
            "sed 's/^/Authorization: Bearer /' '{}' | curl -sS -H @- '{url}'",
            place.file
        ),
        None => format!("read -rs t; printf 'Authorization: Bearer %s\\n' \"$t\" | curl -sS -H @- '{url}'; unset t"),
    }
}
