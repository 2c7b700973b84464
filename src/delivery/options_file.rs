//! One option changed or added in a file of command-line options, every other byte kept.
//!
//! Such files are read by argparse (`fromfile_prefix_chars`), where each line is one argument: the option on a line, its
//! value on the next. Programs with a reader of their own also take `--name=value` and `--name value`; both are kept where
//! they are found. Started by [`super::edit()`] for each entry; ends in the new bytes and what changed, or in a fault that
//! names the line which is neither an option nor the value of one.

use std::ops::Range;

use super::{
    ChangeKind, ContentFault,
    edit::{Step, copy, finish, is_blank, line_end, mark_length, replaced, splice},
};

/// Makes the option `name` stand for `value`.
pub(super) fn put(bytes: &[u8], name: &str, value: &str) -> Step {
    let places = places(bytes, name.as_bytes())?;
    // The last one counts for those who read it.
    let Some(place) = places.last() else {
        return Ok((append(bytes, name, value), ChangeKind::Added));
    };
    let before = bytes.get(place.clone()).unwrap_or_default();
    if before == value.as_bytes() {
        return Ok((copy(bytes), ChangeKind::Same));
    }
    let spliced = splice(bytes, place, &[value.as_bytes()]);
    Ok((spliced, replaced(before, places.len())))
}

fn append(bytes: &[u8], name: &str, value: &str) -> zeroize::Zeroizing<Vec<u8>> {
    let end = bytes.len()..bytes.len();
    let new_line = line_end(bytes);
    let parts = [finish(bytes), name.as_bytes(), new_line, value.as_bytes(), new_line];
    splice(bytes, &end, &parts)
}

/// An option on a line of its own, whose value may be the next line.
#[derive(Clone, Copy)]
struct Waiting {
    line: usize,
    is_wanted: bool,
}

/// Where the values of the option stand, without quotes around them.
fn places(bytes: &[u8], name: &[u8]) -> Result<Vec<Range<usize>>, ContentFault> {
    let mut places = Vec::new();
    let mut waiting: Option<Waiting> = None;
    let mut start = mark_length(bytes);
    let lines = bytes
        .get(start..)
        .unwrap_or_default()
        .split_inclusive(|byte| *byte == b'\n');
    for (line, whole) in (1_usize..).zip(lines) {
        let text = trimmed(bytes, start..start.saturating_add(whole.len()));
        start = start.saturating_add(whole.len());
        let content = bytes.get(text.clone()).unwrap_or_default();
        if content.contains(&b'\r') {
            return Err(ContentFault::NotOptions { line });
        }
        if !content.starts_with(b"--") {
            match waiting.take() {
                Some(option) if !option.is_wanted => {}
                Some(_) if !content.is_empty() => places.push(unquoted(bytes, text)),
                None if content.is_empty() => {}
                Some(_) | None => return Err(ContentFault::NotOptions { line }),
            }
            continue;
        }
        has_value(waiting)?;
        let length = option_length(content).ok_or(ContentFault::NotOptions { line })?;
        let is_wanted = content.get(..length) == Some(name);
        if content.len() == length {
            waiting = Some(Waiting { line, is_wanted });
        } else {
            waiting = None;
            if is_wanted {
                // Behind the `=`, or behind the first blank and those that follow it.
                let value = text.start.saturating_add(length).saturating_add(1)..text.end;
                places.push(unquoted(bytes, trimmed(bytes, value)));
            }
        }
    }
    has_value(waiting)?;
    Ok(places)
}

/// Any other option may be one without a value; the one that is to hold the token may not.
fn has_value(waiting: Option<Waiting>) -> Result<(), ContentFault> {
    match waiting {
        Some(Waiting { line, is_wanted: true }) => Err(ContentFault::NotOptions { line }),
        _ => Ok(()),
    }
}

/// How long the name of the option is that a line begins with, its hyphens included.
fn option_length(content: &[u8]) -> Option<usize> {
    let name = content.strip_prefix(b"--")?;
    let length = name
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
        .count();
    let begins_well = name.first().is_some_and(u8::is_ascii_alphanumeric);
    let ends_well = name.get(length).is_none_or(|byte| *byte == b'=' || is_blank(*byte));
    (begins_well && ends_well).then(|| length.saturating_add(2))
}

fn trimmed(bytes: &[u8], range: Range<usize>) -> Range<usize> {
    let is_outside = |byte: &&u8| is_blank(**byte) || matches!(byte, b'\r' | b'\n');
    let text = bytes.get(range.clone()).unwrap_or_default();
    let leading = text.iter().take_while(|byte| is_blank(**byte)).count();
    let rest = text.get(leading..).unwrap_or_default();
    let trailing = rest.iter().rev().take_while(is_outside).count();
    let start = range.start.saturating_add(leading);
    start..start.saturating_add(rest.len().saturating_sub(trailing))
}

/// What stands between two quotes of a kind, where they stand around all of it.
fn unquoted(bytes: &[u8], range: Range<usize>) -> Range<usize> {
    match bytes.get(range.clone()).unwrap_or_default() {
        [b'"', .., b'"'] | [b'\'', .., b'\''] => range.start.saturating_add(1)..range.end.saturating_sub(1),
        _ => range,
    }
}
