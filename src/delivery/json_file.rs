//! One member of a JSON object changed or added, every other byte kept (facts: safety F78).
//!
//! Started by [`super::edit()`] for each entry; ends in the new bytes and what changed, or in a fault.
//!
//! Whether the file is JSON is for serde_json to say, which reads it without keeping a value: numbers of any size pass,
//! and nothing nested can exhaust the stack. Comments and commas too many are refused with their line; they would be
//! kept, but the reader of the file might not be one that takes them. In what is known to be JSON the members of the
//! outermost object are found by counting brackets. `jsonc-parser` with its syntax tree was weighed: it holds every text
//! of the file, other secrets too, in shared plain strings, and would be asked for no more than where a value begins
//! and ends.

use std::ops::Range;

use serde::de::IgnoredAny;

use super::{
    ChangeKind, ContentFault,
    edit::{Step, copy, line_of, mark_length, replaced, splice},
};

/// How far a member is moved in where there is none to look at.
const INDENTATION: &[u8] = b"  ";

/// Makes the member `name` stand for `value`.
pub(super) fn put(bytes: &[u8], name: &str, value: &str) -> Step {
    let start = mark_length(bytes);
    if bytes.get(start..).unwrap_or_default().trim_ascii().is_empty() {
        let end = bytes.len()..bytes.len();
        return put(&splice(bytes, &end, &[b"{}\n"]), name, value);
    }
    check(bytes, start)?;
    let object = Object::read(bytes, start, name).ok_or(ContentFault::NotAnObject)?;
    match object.named.as_slice() {
        [] => Ok((object.with(bytes, name, value), ChangeKind::Added)),
        [place] => replace(bytes, place, value),
        [_, second, ..] => Err(ContentFault::OddMember {
            line: line_of(bytes, second.start),
        }),
    }
}

fn check(bytes: &[u8], start: usize) -> Result<(), ContentFault> {
    let text = bytes.get(start..).unwrap_or_default();
    if let Err(error) = std::str::from_utf8(text) {
        let line = line_of(text, error.valid_up_to());
        return Err(ContentFault::NotJson { line });
    }
    match serde_json::from_slice::<IgnoredAny>(text) {
        Ok(IgnoredAny) => Ok(()),
        Err(error) => Err(ContentFault::NotJson {
            line: error.line().max(1),
        }),
    }
}

fn replace(bytes: &[u8], place: &Range<usize>, value: &str) -> Step {
    let before = bytes.get(place.clone()).unwrap_or_default();
    let inner = match before.first() {
        Some(b'"') => before.get(1..before.len().saturating_sub(1)).unwrap_or_default(),
        Some(b'n') => b"",
        _ => {
            let line = line_of(bytes, place.start);
            return Err(ContentFault::OddMember { line });
        }
    };
    if inner == value.as_bytes() {
        return Ok((copy(bytes), ChangeKind::Same));
    }
    // An escape is no character of a token, and its digits are not the end of the value.
    let shown: &[u8] = if inner.contains(&b'\\') { b"" } else { inner };
    let spliced = splice(bytes, place, &[b"\"", value.as_bytes(), b"\""]);
    Ok((spliced, replaced(shown, 1)))
}

/// The outermost object of what is known to be JSON.
struct Object {
    /// Behind its opening bracket.
    inside: usize,
    /// Its closing bracket.
    close: usize,
    /// The values of the members that have the name looked for.
    named: Vec<Range<usize>>,
    last: Option<Member>,
}

struct Member {
    /// Where the blanks before its name begin.
    start: usize,
    name: Range<usize>,
    value: Range<usize>,
}

impl Object {
    /// `None` where the outermost value is something else.
    fn read(bytes: &[u8], start: usize, name: &str) -> Option<Self> {
        let open = skip_space(bytes, start);
        (bytes.get(open) == Some(&b'{')).then_some(())?;
        let inside = open.saturating_add(1);
        let mut object = Self {
            inside,
            close: inside,
            named: Vec::new(),
            last: None,
        };
        let mut at = inside;
        loop {
            let key = skip_space(bytes, at);
            if bytes.get(key)? == &b'}' {
                object.close = key;
                return Some(object);
            }
            let key_end = value_end(bytes, key)?;
            let colon = skip_space(bytes, key_end);
            let value = skip_space(bytes, colon.saturating_add(1));
            let member = Member {
                start: at,
                name: key..key_end,
                value: value..value_end(bytes, value)?,
            };
            if is_named(bytes.get(key..key_end)?, name) {
                object.named.push(member.value.clone());
            }
            let after = skip_space(bytes, member.value.end);
            at = if bytes.get(after)? == &b',' {
                after.saturating_add(1)
            } else {
                after
            };
            object.last = Some(member);
        }
    }

    /// The bytes with one member more, written as the last one is.
    fn with(&self, bytes: &[u8], name: &str, value: &str) -> zeroize::Zeroizing<Vec<u8>> {
        let name = serde_json::Value::from(name).to_string();
        let between = |range: Range<usize>| bytes.get(range).unwrap_or_default();
        if let Some(last) = &self.last {
            let blanks = between(last.start..last.name.start);
            let colon = between(last.name.end..last.value.start);
            let end = last.value.end..last.value.end;
            let parts = [
                b",",
                one_line(blanks),
                name.as_bytes(),
                colon,
                b"\"",
                value.as_bytes(),
                b"\"",
            ];
            return splice(bytes, &end, &parts);
        }
        let line_end: &[u8] = if bytes.contains(&b'\r') { b"\r\n" } else { b"\n" };
        let has_line = between(self.inside..self.close).contains(&b'\n');
        let after = if has_line { b"" } else { line_end };
        let parts = [
            line_end,
            INDENTATION,
            name.as_bytes(),
            b": \"",
            value.as_bytes(),
            b"\"",
            after,
        ];
        splice(bytes, &(self.inside..self.inside), &parts)
    }
}

/// Blanks with at most one line end: an empty line above the last member is not repeated.
fn one_line(blanks: &[u8]) -> &[u8] {
    let Some(last) = blanks.iter().rposition(|byte| *byte == b'\n') else {
        return blanks;
    };
    let has_return = last.checked_sub(1).and_then(|at| blanks.get(at)) == Some(&b'\r');
    blanks
        .get(last.saturating_sub(usize::from(has_return))..)
        .unwrap_or_default()
}

/// Whether a name as it is written, with its quotes and perhaps with escapes, is this one.
fn is_named(written: &[u8], name: &str) -> bool {
    serde_json::from_slice::<String>(written).is_ok_and(|read| read == name)
}

fn skip_space(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default().iter();
    at.saturating_add(
        rest.take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'))
            .count(),
    )
}

/// Behind the value that begins here.
fn value_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = start;
    loop {
        match bytes.get(at)? {
            b'"' => at = text_end(bytes, at)?,
            b'{' | b'[' => {
                depth = depth.saturating_add(1);
                at = at.saturating_add(1);
            }
            b'}' | b']' if depth > 0 => {
                depth = depth.saturating_sub(1);
                at = at.saturating_add(1);
            }
            b',' | b':' | b'}' | b']' | b' ' | b'\t' | b'\r' | b'\n' if depth == 0 => return Some(at),
            _ => {
                at = at.saturating_add(1);
                continue;
            }
        }
        if depth == 0 {
            return Some(at);
        }
    }
}

/// Behind the text that begins with a quote here.
fn text_end(bytes: &[u8], open: usize) -> Option<usize> {
    let mut at = open.saturating_add(1);
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at.saturating_add(1)),
            b'\\' => at = at.saturating_add(2),
            _ => at = at.saturating_add(1),
        }
    }
}
