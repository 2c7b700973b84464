//! Where the assignments of a `.env` file are, as two families of readers see it.
//!
//! Started by `env_file`. Readers agree about lines and disagree about quotes: to a shell (and to dotenvy) a quote opens
//! anywhere and runs on over line ends, and a backslash joins lines; to python-dotenv and its kin only a value that begins
//! with a quote is quoted, and an apostrophe inside is a character like any other. So a file is read both ways, and only
//! what both ways find in the same place is changed; anything else ends in a [`ContentFault`] that names the line.

use std::ops::Range;

use super::{
    ContentFault,
    edit::{is_blank, line_of, mark_length},
};

/// How a reader takes quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// Quotes count only where a value begins with one.
    Lines,
    /// Quotes and backslashes count everywhere.
    Shell,
}

/// One assignment of the name that was looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Assignment {
    /// What is to be replaced: the value with its quotes, or an empty place behind the `=`.
    pub(super) place: Range<usize>,
    /// The quote around it.
    pub(super) quote: Option<u8>,
}

/// What the two readings found.
#[derive(Debug)]
pub(super) struct Assignments {
    /// Every assignment of the name, from the top.
    pub(super) found: Vec<Assignment>,
    /// Why nothing can be added at the end; `None` where it can.
    pub(super) end: Option<ContentFault>,
}

/// The assignments of `name`, where every reader agrees about them.
pub(super) fn assignments(bytes: &[u8], name: &str) -> Result<Assignments, ContentFault> {
    let lines = scan(bytes, name.as_bytes(), Reading::Lines);
    let shell = scan(bytes, name.as_bytes(), Reading::Shell);
    if let Some(at) = lines.unclear {
        let line = line_of(bytes, at);
        return Err(ContentFault::Unclear { line });
    }
    if lines.places != shell.places {
        return Err(shell.end.unwrap_or_else(|| disagreement(bytes, &lines, &shell)));
    }
    let found = lines
        .places
        .into_iter()
        .map(|place| as_assignment(bytes, place))
        .collect::<Result<_, _>>()?;
    Ok(Assignments { found, end: shell.end })
}

/// What one way of reading found.
struct Scan {
    places: Vec<Range<usize>>,
    /// The first byte from which on readers disagree beyond these two ways.
    unclear: Option<usize>,
    end: Option<ContentFault>,
}

fn scan(bytes: &[u8], name: &[u8], reading: Reading) -> Scan {
    let mut scan = Scan {
        places: Vec::new(),
        unclear: None,
        end: None,
    };
    let mut at = mark_length(bytes);
    while at < bytes.len() {
        let head = Head::read(bytes, at);
        let from = head.value.unwrap_or(at);
        let stretch = match reading {
            Reading::Shell => Stretch::as_shell(bytes, from),
            Reading::Lines if head.value.is_some() => Stretch::as_value(bytes, from),
            Reading::Lines => Stretch::as_line(bytes, from, from),
        };
        if head.is_odd(bytes, name) || has_stray_return(bytes, at, from, &stretch) {
            scan.unclear = scan.unclear.or(Some(at));
        }
        if head.value.is_some() && bytes.get(head.name) == Some(name) {
            scan.places.push(stretch.text);
        }
        scan.end = stretch.end;
        at = stretch.next;
    }
    scan
}

/// A return that no line feed follows ends a line for some readers and is a character to others. Between quotes it
/// divides nothing.
fn has_stray_return(bytes: &[u8], start: usize, from: usize, stretch: &Stretch) -> bool {
    [start..from, stretch.unquoted_from.max(from)..stretch.next]
        .into_iter()
        .any(|range| {
            let text = bytes.get(range).unwrap_or_default();
            let text = text.strip_suffix(b"\n").unwrap_or(text);
            let trailing = text.iter().rev().take_while(|byte| **byte == b'\r').count();
            text.get(..text.len().saturating_sub(trailing))
                .unwrap_or_default()
                .contains(&b'\r')
        })
}

/// The beginning of a line: a name, and where its value begins if it is an assignment.
struct Head {
    name: Range<usize>,
    value: Option<usize>,
}

impl Head {
    fn read(bytes: &[u8], line: usize) -> Self {
        let start = skip_blanks(bytes, line);
        let exported = bytes
            .get(start..)
            .filter(|rest| rest.starts_with(b"export"))
            .map(|_| (start.saturating_add(6), skip_blanks(bytes, start.saturating_add(6))))
            // `export=1` and `export = 1` assign to a variable of that name.
            .filter(|(word, after)| after > word && bytes.get(*after) != Some(&b'='))
            .map(|(_, after)| after);
        let start = exported.unwrap_or(start);
        let length = bytes
            .get(start..)
            .unwrap_or_default()
            .iter()
            .take_while(|byte| !matches!(byte, b'=' | b' ' | b'\t' | b'\r' | b'\n' | b'#' | b'"' | b'\'' | b'`'))
            .count();
        let end = start.saturating_add(length);
        let sign = skip_blanks(bytes, end);
        let is_assignment = length > 0 && bytes.get(sign) == Some(&b'=');
        Self {
            name: start..end,
            value: is_assignment.then_some(sign.saturating_add(1)),
        }
    }

    /// `NAME: value` is an assignment to some readers, `NAME+=value` to others.
    fn is_odd(&self, bytes: &[u8], name: &[u8]) -> bool {
        bytes
            .get(self.name.clone())
            .and_then(|own| own.strip_prefix(name))
            .is_some_and(|rest| matches!(rest, b":" | b"+"))
    }
}

/// From one place of a line to where the next line begins, which may be several lines on.
struct Stretch {
    /// The value with its quotes, without the blanks around it and the comment behind it.
    text: Range<usize>,
    /// From here on nothing is quoted.
    unquoted_from: usize,
    /// Where the next line begins.
    next: usize,
    /// Why the next line would still belong to this one.
    end: Option<ContentFault>,
}

impl Stretch {
    /// A value of which only the first character can open a quote, and only one that is closed somewhere.
    fn as_value(bytes: &[u8], from: usize) -> Self {
        let first = skip_blanks(bytes, from);
        match closing_quote(bytes, first) {
            Some(close) => Self::as_line(bytes, from, close.saturating_add(1)),
            None => Self::as_line(bytes, from, from),
        }
    }

    /// To the end of the line, of which everything before `quoted` is quoted.
    fn as_line(bytes: &[u8], from: usize, quoted: usize) -> Self {
        let mut walk = Walk { bytes, at: quoted };
        let content = loop {
            match walk.peek() {
                None | Some(b'\n') => break walk.at,
                Some(b'#') if walk.is_behind_blank() => break walk.at,
                Some(_) => walk.step(),
            }
        };
        Self {
            text: trimmed(bytes, from, quoted, content),
            unquoted_from: quoted,
            next: next_line(bytes, content),
            end: None,
        }
    }

    /// To the end of the line as a shell sees it.
    fn as_shell(bytes: &[u8], from: usize) -> Self {
        let mut walk = Walk { bytes, at: from };
        // The last byte that is quoted or escaped: blanks before it belong to the value.
        let mut quoted = from;
        let mut end = None;
        let content = loop {
            let start = walk.at;
            match walk.peek() {
                None | Some(b'\n') => break walk.at,
                Some(b'#') if walk.is_behind_blank() => break walk.at,
                Some(b'\\') => {
                    walk.step();
                    walk.step();
                    quoted = walk.at;
                    let joins = matches!(bytes.get(start.saturating_add(1)), None | Some(b'\n'));
                    if joins && walk.at >= bytes.len() {
                        let line = line_of(bytes, start);
                        end = Some(ContentFault::Unclear { line });
                    }
                }
                Some(quote @ (b'"' | b'\'' | b'`')) => {
                    walk.step();
                    if !walk.skip_to_closing(quote, quote != b'\'') {
                        let line = line_of(bytes, start);
                        end = Some(ContentFault::OpenQuote { line });
                    }
                    quoted = walk.at;
                }
                Some(_) => walk.step(),
            }
        };
        Self {
            text: trimmed(bytes, from, quoted, content),
            unquoted_from: quoted,
            next: next_line(bytes, content),
            end,
        }
    }
}

struct Walk<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Walk<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn step(&mut self) {
        self.at = self.at.saturating_add(1).min(self.bytes.len());
    }

    /// Whether a blank stands before, or the line begins: there a `#` begins a comment.
    fn is_behind_blank(&self) -> bool {
        let before = self.at.checked_sub(1).and_then(|before| self.bytes.get(before));
        before.is_none_or(|before| is_blank(*before) || *before == b'\n') || self.at == mark_length(self.bytes)
    }

    /// Goes behind the closing quote; `false` at the end of the file, where there is none.
    fn skip_to_closing(&mut self, quote: u8, has_escapes: bool) -> bool {
        while let Some(byte) = self.peek() {
            self.step();
            match byte {
                b'\\' if has_escapes => self.step(),
                byte if byte == quote => return true,
                _ => {}
            }
        }
        false
    }
}

/// The place of the quote that closes the one at `open`, if there is one there and it is closed.
fn closing_quote(bytes: &[u8], open: usize) -> Option<usize> {
    let quote = bytes
        .get(open)
        .copied()
        .filter(|byte| matches!(byte, b'"' | b'\'' | b'`'))?;
    let mut walk = Walk {
        bytes,
        at: open.saturating_add(1),
    };
    walk.skip_to_closing(quote, true).then(|| walk.at.saturating_sub(1))
}

/// A value without the blanks around it; behind the `=` where there is none, so that a comment keeps its blank.
fn trimmed(bytes: &[u8], from: usize, quoted: usize, content: usize) -> Range<usize> {
    let start = skip_blanks(bytes, from);
    let trailing = bytes
        .get(quoted..content)
        .unwrap_or_default()
        .iter()
        .rev()
        .take_while(|byte| is_blank(**byte) || **byte == b'\r')
        .count();
    let end = content.saturating_sub(trailing);
    if start < end { start..end } else { from..from }
}

fn skip_blanks(bytes: &[u8], at: usize) -> usize {
    let blanks = bytes.get(at..).unwrap_or_default().iter();
    at.saturating_add(blanks.take_while(|byte| is_blank(**byte)).count())
}

fn next_line(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    match rest.iter().position(|byte| *byte == b'\n') {
        Some(length) => at.saturating_add(length).saturating_add(1),
        None => bytes.len(),
    }
}

/// The fault that names the first assignment which only one way of reading finds there.
fn disagreement(bytes: &[u8], lines: &Scan, shell: &Scan) -> ContentFault {
    let (lines, shell) = (&lines.places, &shell.places);
    let same = lines.iter().zip(shell).take_while(|(a, b)| a == b).count();
    let next = [lines.get(same), shell.get(same)];
    let at = next.into_iter().flatten().map(|place| place.start).min();
    ContentFault::Unclear {
        line: line_of(bytes, at.unwrap_or_default()),
    }
}

/// A value that is on one line, and either quoted as a whole or not begun with a quote.
fn as_assignment(bytes: &[u8], place: Range<usize>) -> Result<Assignment, ContentFault> {
    let line = || line_of(bytes, place.start);
    let text = bytes.get(place.clone()).unwrap_or_default();
    if text.contains(&b'\n') {
        return Err(ContentFault::SeveralLines { line: line() });
    }
    let quote = text.first().copied().filter(|byte| matches!(byte, b'"' | b'\'' | b'`'));
    let is_clear = match quote {
        Some(_) => closing_quote(bytes, place.start) == place.end.checked_sub(1),
        // `NAME=value; export NAME`: to a shell there is more on this line than a value.
        None => !text.iter().any(|byte| matches!(byte, b';' | b'&')),
    };
    if is_clear {
        Ok(Assignment { place, quote })
    } else {
        Err(ContentFault::Unclear { line: line() })
    }
}
