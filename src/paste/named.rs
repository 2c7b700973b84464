//! Values with a name beside them: settings files, headers, commands, pieces of JSON or code.

use std::ops::Range;

use zeroize::Zeroizing;

use super::{
    Wanted, family,
    pick::{Candidate, MOST_CANDIDATES, Role},
    repair::Repair,
    value::{is_line_break, is_quote},
    words,
};
use crate::model::is_token_character;

/// The longest text before `=` or `:` that is still a name.
const LONGEST_NAME: usize = 40;
/// What may stand before a name on its line.
const BEFORE_NAMES: [&str; 14] = [
    "export ",
    "set ",
    "declare -x ",
    "const ",
    "let ",
    "var ",
    "$env:",
    "$Env:",
    "env ",
    "ENV ",
    "- ",
    "-e ",
    "--env ",
    "--",
];

/// Whether a text is a curl command.
pub(super) fn is_curl(text: &str) -> bool {
    let command = text
        .trim_start_matches(|character: char| character.is_whitespace() || matches!(character, '$' | '>' | '#' | '%'));
    let word = command.split_whitespace().next().unwrap_or("");
    (word == "curl" || word == "curl.exe") && word.len() < command.trim_end().len()
}

/// The value behind `Bearer` or `OAuth`, as a header has it.
pub(super) fn header(text: &str) -> Option<Candidate> {
    let start = text.trim_start_matches(|character: char| character.is_whitespace() || is_quote(character));
    let lower = Zeroizing::new(start.to_ascii_lowercase());
    let is_header = ["bearer", "oauth", "authorization"]
        .iter()
        .any(|word| lower.starts_with(word));
    for word in ["bearer", "oauth"] {
        for (at, _) in lower.match_indices(word).take(MOST_CANDIDATES) {
            let is_word = lower
                .get(..at)
                .and_then(|before| before.chars().next_back())
                .is_none_or(|before| !before.is_alphanumeric());
            let after = start.get(at.saturating_add(word.len())..).unwrap_or("");
            let value = after.trim_start_matches([':', ' ', '\t', '\u{a0}']);
            if !is_word || value.len() == after.len() {
                continue;
            }
            let value = bare_value(value);
            if family::begins_as_token(value) || (is_header && at <= "authorization: ".len() && !value.is_empty()) {
                return Some(Candidate::new(Role::Token, value, Repair::TakenFromHeader));
            }
        }
    }
    None
}

/// Every value whose name says that it is a token, an App ID or an App secret, wherever in the text it is. Lines that are
/// comments count only when there is nothing else.
pub(super) fn known_names(text: &str, wanted: Wanted) -> Vec<Candidate> {
    let found = names_in(text, wanted, false);
    if found.is_empty() {
        names_in(text, wanted, true)
    } else {
        found
    }
}

fn names_in(text: &str, wanted: Wanted, with_comments: bool) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut name_from: Option<usize> = None;
    let mut is_comment = !with_comments && begins_comment(text);
    for (at, character) in text.char_indices() {
        if character.is_ascii_alphanumeric() || matches!(character, '_' | '-') {
            name_from.get_or_insert(at);
            continue;
        }
        let from = name_from.take();
        if is_line_break(character) {
            is_comment = !with_comments && begins_comment(text.get(at..).unwrap_or("").trim_start());
        }
        let Some(from) = from.filter(|_| !is_comment) else {
            continue;
        };
        let name = text.get(from..at).unwrap_or("");
        let role = if name.len() <= LONGEST_NAME {
            Role::in_field(name, wanted)
        } else {
            Role::Other
        };
        let (Some((is_quoted, rest)), false) = (after_sign(text.get(at..).unwrap_or("")), role == Role::Other) else {
            continue;
        };
        let repair = if is_quoted {
            Repair::TakenFromJson
        } else {
            Repair::TakenFromAssignment
        };
        found.push(Candidate::new(role, value(rest), repair));
        if found.len() >= MOST_CANDIDATES {
            break;
        }
    }
    found
}

/// Every line that gives a value to a name, as settings files do.
pub(super) fn assignments(text: &str, wanted: Wanted) -> Vec<Candidate> {
    // The role, the way and the bytes of each value; a torn value grows by the lines that belong to it.
    let mut found: Vec<(Role, Repair, usize, usize)> = Vec::new();
    let mut is_open = false;
    let mut next_line = 0_usize;
    for whole_line in text.split_inclusive(is_line_break) {
        let line = whole_line.trim();
        let indent = whole_line.len().saturating_sub(whole_line.trim_start().len());
        let start = next_line.saturating_add(indent);
        next_line = next_line.saturating_add(whole_line.len());
        let has_value = found.last().is_some_and(|(_, _, from, to)| from < to);
        if line.is_empty() {
            is_open = is_open && !has_value;
        } else if begins_comment(line) {
            is_open = false;
        } else if let Some((name, value, repair)) = assignment(line) {
            if found.len() >= MOST_CANDIDATES {
                break;
            }
            let from = start.saturating_add(value.start);
            found.push((
                Role::in_field(name, wanted),
                repair,
                from,
                start.saturating_add(value.end),
            ));
            is_open = value.end == line.len();
        } else if let Some((_, _, from, to)) = found.last_mut().filter(|_| is_open && is_continuation(line, has_value))
        {
            if !has_value {
                *from = start;
            }
            *to = start.saturating_add(line.len());
        } else {
            is_open = false;
        }
    }
    let candidate = |(role, repair, from, to)| {
        let value: &str = text.get(from..to).unwrap_or("");
        Candidate::new(role, value.trim_matches(is_quote), repair)
    };
    found.into_iter().map(candidate).collect()
}

fn begins_comment(line: &str) -> bool {
    line.starts_with('#') || line.starts_with("//")
}

/// The name on a line, and the bytes of the line that are its value.
fn assignment(line: &str) -> Option<(&str, Range<usize>, Repair)> {
    let mut rest = line.trim_start_matches(['$', '>', '{', ' ']);
    while let Some(after) = BEFORE_NAMES.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = after.trim_start();
    }
    let (name, _) = rest.split_once(['=', ':', '：'])?;
    let signed = rest.get(name.len()..)?;
    let name = name.trim_end_matches(['?', '+', ' ']);
    let is_quoted = name.starts_with(is_quote) && name.ends_with(is_quote) && name.chars().count() > 2;
    let name = name.trim_matches(|character| is_quote(character) || character == ' ');
    let in_name = |character: char| {
        character.is_ascii_alphanumeric() || matches!(character, '_' | '-' | '.' | ' ' | '(' | ')' | '\'')
    };
    let begins = name.starts_with(|character: char| character.is_ascii_alphabetic() || character == '_');
    if !begins || name.len() > LONGEST_NAME || !name.chars().all(in_name) {
        return None;
    }
    let value = signed.trim_start_matches(['=', ':', '：', '>']).trim_start();
    if value.starts_with("//") {
        return None;
    }
    let repair = if is_quoted && signed.starts_with(':') {
        Repair::TakenFromJson
    } else {
        Repair::TakenFromAssignment
    };
    let start = line.len().saturating_sub(value.len());
    let within = without_comment(value);
    let range = start.saturating_add(within.start)..start.saturating_add(within.end);
    Some((name, range, repair))
}

/// The bytes of a value without its quotes, or without the comment behind it.
fn without_comment(value: &str) -> Range<usize> {
    if let Some(quote) = value.chars().next().filter(|first| is_quote(*first)) {
        let open = quote.len_utf8();
        let inner = value.get(open..).unwrap_or("");
        return match inner.find(closing_of(quote)) {
            Some(end) => open..open.saturating_add(end),
            None => 0..value.len(),
        };
    }
    let comment = [" #", "\t#", " //"].iter().filter_map(|sign| value.find(sign)).min();
    0..comment.unwrap_or(value.len())
}

fn closing_of(quote: char) -> char {
    match quote {
        '“' | '„' => '”',
        '‘' | '‚' => '’',
        '«' => '»',
        '‹' => '›',
        other => other,
    }
}

/// Whether a line can be the rest of a value that was torn apart: one word of a token, perhaps with what closes it.
fn is_continuation(line: &str, has_value: bool) -> bool {
    let inner =
        line.trim_end_matches(|character| is_quote(character) || matches!(character, ',' | ';' | ')' | '}' | '\\'));
    let inner = inner.trim_start_matches(is_quote);
    (is_rest(inner) || !has_value)
        && inner
            .chars()
            .all(|character| is_token_character(character) || family::is_mask(character) || character == '…')
}

/// Whether a word may be the rest of a value: no ruled line, no label of a button, no token of its own.
fn is_rest(word: &str) -> bool {
    let is_ruled = word.len() >= 3 && !word.contains(|character: char| character.is_ascii_alphanumeric());
    !word.is_empty() && !is_ruled && !words::is_label(word) && !family::begins_as_token(word)
}

/// Whether a name ended here (perhaps with a quote), and what stands behind `=`, `:` or `=>`.
fn after_sign(rest: &str) -> Option<(bool, &str)> {
    let rest = rest.strip_prefix('\\').unwrap_or(rest);
    let unquoted = rest.strip_prefix(is_quote);
    let rest = unquoted.unwrap_or(rest).trim_start_matches([' ', '\t']);
    let value = rest
        .strip_prefix("=>")
        .or_else(|| rest.strip_prefix(":="))
        .or_else(|| rest.strip_prefix(['=', ':']))?;
    let is_json = unquoted.is_some() && rest.starts_with(':');
    Some((is_json, value.trim_start_matches([' ', '\t'])))
}

/// The value at the start of a text: what is quoted, or what stands there up to a sign that no value has.
fn value(rest: &str) -> &str {
    let start = rest.strip_prefix('\\').unwrap_or(rest);
    if let Some(quote) = start.chars().next().filter(|first| is_quote(*first)) {
        let inner = start.get(quote.len_utf8()..).unwrap_or("");
        let end = inner.find([closing_of(quote), '\\']);
        return end
            .and_then(|end| inner.get(..end))
            .unwrap_or_else(|| bare_value(inner));
    }
    bare_value(start)
}

/// What stands at the start of a text without quotes. A line that was torn apart belongs to it as a whole.
fn bare_value(text: &str) -> &str {
    let ends = |character: char| {
        character.is_whitespace()
            || is_quote(character)
            || matches!(
                character,
                '&' | '=' | '?' | ',' | ';' | '}' | ')' | ']' | '<' | '>' | '\\' | '#'
            )
    };
    let mut length = text.find(ends).unwrap_or(text.len());
    loop {
        let rest = text.get(length..).unwrap_or("");
        let next = rest.trim_start();
        let gap = rest.len().saturating_sub(next.len());
        let broke = rest.get(..gap).is_some_and(|gap| gap.contains(is_line_break));
        let piece = next.find(ends).unwrap_or(next.len());
        let word = next.get(..piece).unwrap_or("");
        let after = next.get(piece..).unwrap_or("");
        let closes = after.is_empty()
            || after.starts_with(|character: char| is_quote(character) || matches!(character, '&' | ',' | '}'))
            || after.trim_start_matches([' ', '\t']).starts_with(is_line_break);
        let is_piece = is_rest(word) && word.chars().all(is_token_character);
        if length == 0 || !broke || !is_piece || !closes {
            return text.get(..length).unwrap_or("");
        }
        length = length.saturating_add(gap).saturating_add(piece);
    }
}
