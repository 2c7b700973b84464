//! One assignment of a `.env` file changed or added, every other byte kept (facts: safety F77, T24, T56, T57).
//!
//! Started by [`super::edit()`] for each entry; ends in the new bytes and what changed, or in a fault.
//!
//! * The last assignment of a name is the one that counts for bash, python-dotenv, ruby-dotenv, direnv and Node, so it is
//!   the one changed. (dotenvy's `load` takes the first; `places` is there to tell the person.)
//! * Its quotes and its comment stay. Back quotes become single ones: a shell would run the token as a command and print
//!   it. A value is quoted anew only where it holds `|`, which a shell acts on; single quotes, in which no reader changes
//!   anything.
//! * A new assignment comes last, with the line end of its neighbours. A last line without an end is given one first:
//!   that is the one byte outside the assignment which is not as it was.
//!
//! The crate `adotenv` was looked at (1.1.2): it edits `&str`, so it refuses a file with one Latin-1 letter in a comment;
//! it refuses a name that is assigned twice; it hands the whole file back as a plain `String`, and keeps every value
//! decoded in others; and it is 13,000 lines for one replaced range. So the range is found here, over bytes.

use super::{
    ChangeKind,
    edit::{Step, copy, finish, line_end, replaced, splice},
    env_reading::{Assignment, assignments},
};

/// Makes `name` stand for `value`.
pub(super) fn put(bytes: &[u8], name: &str, value: &str) -> Step {
    let all = assignments(bytes, name)?;
    if let Some(last) = all.found.last() {
        return Ok(replace(bytes, last, all.found.len(), value));
    }
    match all.end {
        Some(fault) => Err(fault),
        None => Ok((append(bytes, name, value), ChangeKind::Added)),
    }
}

fn replace(bytes: &[u8], last: &Assignment, places: usize, value: &str) -> (zeroize::Zeroizing<Vec<u8>>, ChangeKind) {
    let before = bytes.get(last.place.clone()).unwrap_or_default();
    let before = match last.quote {
        Some(_) => before.get(1..before.len().saturating_sub(1)).unwrap_or_default(),
        None => before,
    };
    let quote = quote_for(last.quote, value);
    let is_quoted_well = quote == quote_bytes(last.quote);
    if before == value.as_bytes() && is_quoted_well {
        return (copy(bytes), ChangeKind::Same);
    }
    let spliced = splice(bytes, &last.place, &[quote, value.as_bytes(), quote]);
    (spliced, replaced(before, places))
}

fn append(bytes: &[u8], name: &str, value: &str) -> zeroize::Zeroizing<Vec<u8>> {
    let quote = quote_for(None, value);
    let end = bytes.len()..bytes.len();
    splice(
        bytes,
        &end,
        &[
            finish(bytes),
            name.as_bytes(),
            b"=",
            quote,
            value.as_bytes(),
            quote,
            line_end(bytes),
        ],
    )
}

const fn quote_bytes(quote: Option<u8>) -> &'static [u8] {
    match quote {
        None => b"",
        Some(b'"') => b"\"",
        Some(b'`') => b"`",
        Some(_) => b"'",
    }
}

fn quote_for(old: Option<u8>, value: &str) -> &'static [u8] {
    match old {
        Some(b'`') => b"'",
        None if value.contains('|') => b"'",
        other => quote_bytes(other),
    }
}
