//! A file that holds a token and nothing else.
//!
//! Its bytes are exactly the token, without a line end: PHP's `file_get_contents` hands a line end on, `$(cat file)`
//! does not miss it. Started by [`super::edit()`]; ends in an [`Edit`], or in a fault where the file holds something else.

use super::{Change, ChangeKind, ContentFault, Edit, Entry, edit};

/// The most bytes a file of a token may have so far: 64 KiB.
const LARGEST: usize = 64 * 1024;

pub(super) fn fill(entries: &[Entry], old: &[u8]) -> Result<Edit, ContentFault> {
    let before = token_of(old)?;
    let [entry] = entries else {
        // A place can be tried before there is a token.
        return if entries.is_empty() {
            Ok(Edit {
                bytes: edit::copy(old),
                changes: Vec::new(),
            })
        } else {
            Err(ContentFault::OddValue)
        };
    };
    let value = entry.payload.expose().as_bytes();
    let kind = if before.is_empty() {
        ChangeKind::Added
    } else if before == value {
        ChangeKind::Same
    } else {
        edit::replaced(before, 1)
    };
    Ok(Edit {
        bytes: edit::copy(value),
        changes: vec![Change {
            name: String::new(),
            kind,
        }],
    })
}

/// What the file holds but for the blanks around it. A `.env` or a page of notes has what no token has, and would be
/// lost as a whole.
fn token_of(old: &[u8]) -> Result<&[u8], ContentFault> {
    let text = old.get(edit::mark_length(old)..).unwrap_or_default().trim_ascii();
    let is_token = text
        .iter()
        .all(|byte| crate::model::is_token_character(char::from(*byte)));
    if old.len() <= LARGEST && is_token {
        Ok(text)
    } else {
        Err(ContentFault::NotAToken)
    }
}
