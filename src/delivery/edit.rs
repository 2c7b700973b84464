//! Changing what a file holds: pure, from the old bytes to the new ones.
//!
//! Started with the kind of file, the entries, and what the file holds so far; ends in an [`Edit`], or in the
//! [`ContentFault`] that says why nothing can be changed without loss. Bytes that were not asked for stay as they are.

use std::ops::Range;

use zeroize::Zeroizing;

use crate::model::is_token_character;

use super::{
    Change, ChangeKind, ContentFault, Entry, FileKind, check_name, env_file, json_file, options_file, token_file,
};

/// The most bytes that are taken for a file of assignments, members or options: 8 MiB.
const LARGEST: usize = 8 * 1024 * 1024;

/// The fewest characters of which the last four may be shown: as with `Secret::masked`.
const SHOWS_ITS_END: usize = 24;

/// What a file is to hold, and what that changes.
#[derive(Debug)]
pub struct Edit {
    /// The whole new content; wiped when it is dropped, and never moved while it grew.
    pub bytes: Zeroizing<Vec<u8>>,
    /// One change an entry, in the order of the entries. It speaks of the value alone: the bytes around it may differ
    /// where it says [`ChangeKind::Same`] of a token file, whose line end is taken away.
    pub changes: Vec<Change>,
}

/// What becomes of one entry, and the bytes with it.
pub(super) type Step = Result<(Zeroizing<Vec<u8>>, ChangeKind), ContentFault>;

/// Puts every entry into what the file holds so far (`None`: there is no file yet), and keeps every other byte
/// (facts: safety F77, F78, T56). One exception: before something is added behind a last line without an end, that line is
/// given one.
///
/// Faults where the old content is not of that kind or cannot be kept, and where a name or a value holds what could
/// break out of its place (facts: safety T24, T57).
pub fn edit(kind: FileKind, entries: &[Entry], old: Option<&[u8]>) -> Result<Edit, ContentFault> {
    for entry in entries {
        check_entry(kind, entry)?;
    }
    let old = old.unwrap_or_default();
    let put: fn(&[u8], &str, &str) -> Step = match kind {
        FileKind::Env => env_file::put,
        FileKind::Json => json_file::put,
        FileKind::Options => options_file::put,
        FileKind::Token => return token_file::fill(entries, old),
    };
    check_text(old)?;
    let mut bytes = copy(old);
    let mut changes = Vec::with_capacity(entries.len());
    for Entry { name, payload } in entries {
        let (next, kind) = put(&bytes, name, payload.expose())?;
        bytes = next;
        let name = name.clone();
        changes.push(Change { name, kind });
    }
    Ok(Edit { bytes, changes })
}

/// Only what a token or an Instagram name consists of: no quote, no blank, no line end, nothing a shell acts on.
fn check_entry(kind: FileKind, entry: &Entry) -> Result<(), ContentFault> {
    check_name(kind, &entry.name).map_err(|_| ContentFault::OddName)?;
    let value = entry.payload.expose();
    let reads_as_option = kind == FileKind::Options && value.starts_with('-');
    if value.is_empty() || reads_as_option || !value.chars().all(is_token_character) {
        return Err(ContentFault::OddValue);
    }
    Ok(())
}

fn check_text(old: &[u8]) -> Result<(), ContentFault> {
    if old.len() > LARGEST {
        return Err(ContentFault::TooLarge);
    }
    // UTF-16 without a single Latin letter has no byte 0, and still its mark.
    if old.contains(&0) || old.starts_with(b"\xff\xfe") || old.starts_with(b"\xfe\xff") {
        return Err(ContentFault::NotText);
    }
    Ok(())
}

/// What becomes of a value that stood there so far.
pub(super) fn replaced(before: &[u8], places: usize) -> ChangeKind {
    ChangeKind::Replaced {
        before: end_of(before),
        places,
    }
}

/// `…` and the last four characters, where there are enough of them and they cannot act on a terminal.
fn end_of(before: &[u8]) -> String {
    let text = std::str::from_utf8(before).unwrap_or_default();
    let length = text.chars().count();
    let tail = || text.chars().skip(length.saturating_sub(4));
    if length >= SHOWS_ITS_END && tail().all(is_token_character) {
        std::iter::once('…').chain(tail()).collect()
    } else {
        "…".to_owned()
    }
}

/// A wiped copy.
pub(super) fn copy(bytes: &[u8]) -> Zeroizing<Vec<u8>> {
    splice(bytes, &(0..0), &[])
}

/// A wiped copy in which `parts` stand where `place` was. Reserved in one piece: a buffer that grows leaves the secret
/// behind in the block it grew out of.
pub(super) fn splice(bytes: &[u8], place: &Range<usize>, parts: &[&[u8]]) -> Zeroizing<Vec<u8>> {
    let kept = bytes.len().saturating_sub(place.len());
    let length = parts.iter().fold(kept, |sum, part| sum.saturating_add(part.len()));
    let mut spliced = Zeroizing::new(Vec::with_capacity(length));
    spliced.extend_from_slice(bytes.get(..place.start).unwrap_or_default());
    for part in parts {
        spliced.extend_from_slice(part);
    }
    spliced.extend_from_slice(bytes.get(place.end..).unwrap_or_default());
    spliced
}

/// The length of the mark that some editors put before UTF-8 text.
pub(super) fn mark_length(bytes: &[u8]) -> usize {
    if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 }
}

/// The number of the line in which a byte stands, from 1.
pub(super) fn line_of(bytes: &[u8], at: usize) -> usize {
    bytes
        .iter()
        .take(at)
        .filter(|byte| **byte == b'\n')
        .count()
        .saturating_add(1)
}

/// The line end of the neighbourhood: that of the last finished line.
pub(super) fn line_end(bytes: &[u8]) -> &'static [u8] {
    let last = bytes.iter().rposition(|byte| *byte == b'\n');
    let before = last.and_then(|at| at.checked_sub(1)).and_then(|at| bytes.get(at));
    if before == Some(&b'\r') { b"\r\n" } else { b"\n" }
}

/// What must be added so that the last line is finished; nothing where it is, or where there is none.
pub(super) fn finish(bytes: &[u8]) -> &'static [u8] {
    match bytes.get(mark_length(bytes)..).and_then(<[u8]>::last) {
        None | Some(b'\n') => b"",
        Some(b'\r') => b"\n",
        Some(_) => line_end(bytes),
    }
}

/// Whether a byte is a blank or a tabulator.
pub(super) const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_an_old_value_shows_only_where_it_is_long_and_harmless() {
        assert_eq!(end_of(b"EAAG0123456789012345673fZD"), "…3fZD");
        assert_eq!(end_of(b"0123456789012345678901a"), "…");
        assert_eq!(end_of("EAAG01234567890123456789é".as_bytes()), "…");
        assert_eq!(end_of(b"EAAG01234567890123456789\x1b[2J"), "…");
        assert_eq!(end_of(b"EAAG01234567890123456789\xff\xff\xff\xffabcd"), "…");
    }

    #[test]
    fn a_splice_fills_exactly_what_was_reserved() {
        let spliced = splice(b"a=old\n", &(2..5), &[b"'", b"new", b"'"]);
        assert_eq!(spliced.as_slice(), b"a='new'\n");
        assert_eq!(spliced.capacity(), spliced.len());
    }

    #[test]
    fn a_last_line_is_finished_as_its_neighbours_are() {
        assert_eq!(finish(b""), b"");
        assert_eq!(finish(b"\xef\xbb\xbf"), b"");
        assert_eq!(finish(b"a"), b"\n");
        assert_eq!(finish(b"a\r\nb"), b"\r\n");
        assert_eq!(finish(b"a\r\nb\r"), b"\n");
        assert_eq!(finish(b"a\n"), b"");
    }
}
