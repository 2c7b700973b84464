//! Values with a name beside them: settings files, headers, commands, pieces of JSON or code.

use zeroize::Zeroizing;

use super::{
    family,
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
pub(super) fn known_names(text: &str) -> Vec<Candidate> {
    let found = names_in(text, false);
    if found.is_empty() { names_in(text, true) } else { found }
}

fn names_in(text: &str, with_comments: bool) -> Vec<Candidate> {
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
            Role::of(name)
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
pub(super) fn assignments(text: &str) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    let mut is_open = false;
    for line in text.split(is_line_break).map(str::trim) {
        if line.is_empty() {
            is_open = is_open && found.last().is_some_and(|last| last.text.is_empty());
        } else if begins_comment(line) {
            is_open = false;
        } else if let Some((name, value, repair)) = assignment(line) {
            if found.len() >= MOST_CANDIDATES {
                break;
            }
            found.push(Candidate::new(Role::of(name), value, repair));
            is_open = true;
        } else if let Some(last) = found.last_mut().filter(|_| is_open && is_continuation(line)) {
            let mut text = Zeroizing::new(String::with_capacity(
                last.text.len().saturating_add(line.len()).saturating_add(1),
            ));
            text.push_str(&last.text);
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(line);
            last.text = text;
        } else {
            is_open = false;
        }
    }
    for candidate in &mut found {
        let bare = Zeroizing::new(candidate.text.trim_matches(is_quote).to_owned());
        candidate.text = bare;
    }
    found
}

fn begins_comment(line: &str) -> bool {
    line.starts_with('#') || line.starts_with("//")
}

/// The name and value of one line.
fn assignment(line: &str) -> Option<(&str, &str, Repair)> {
    let mut line = line.trim_start_matches(['$', '>', '{', ' ']);
    while let Some(rest) = BEFORE_NAMES.iter().find_map(|word| line.strip_prefix(word)) {
        line = rest.trim_start();
    }
    let at = line.find(['=', ':', '：'])?;
    let name = line.get(..at)?.trim_end_matches(['?', '+', ' ']);
    let is_quoted = name.starts_with(is_quote) && name.ends_with(is_quote) && name.chars().count() > 2;
    let name = name.trim_matches(|character| is_quote(character) || character == ' ');
    let in_name = |character: char| {
        character.is_ascii_alphanumeric() || matches!(character, '_' | '-' | '.' | ' ' | '(' | ')' | '\'')
    };
    let begins = name.starts_with(|character: char| character.is_ascii_alphabetic() || character == '_');
    if !begins || name.len() > LONGEST_NAME || !name.chars().all(in_name) {
        return None;
    }
    let is_json = is_quoted && line.get(at..)?.starts_with(':');
    let value = line.get(at..)?.trim_start_matches(['=', ':', '：', '>']).trim();
    if value.starts_with("//") {
        return None;
    }
    let repair = if is_json {
        Repair::TakenFromJson
    } else {
        Repair::TakenFromAssignment
    };
    Some((name, without_comment(value), repair))
}

fn without_comment(value: &str) -> &str {
    if let Some(quote) = value.chars().next().filter(|first| is_quote(*first)) {
        let inner = value.get(quote.len_utf8()..).unwrap_or("");
        let closing = closing_of(quote);
        return match inner.find(closing) {
            Some(end) => inner.get(..end).unwrap_or(inner),
            None => value,
        };
    }
    let comment = [" #", "\t#", " //"].iter().filter_map(|sign| value.find(sign)).min();
    comment.and_then(|end| value.get(..end)).unwrap_or(value)
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
fn is_continuation(line: &str) -> bool {
    let inner =
        line.trim_end_matches(|character| is_quote(character) || matches!(character, ',' | ';' | ')' | '}' | '\\'));
    let inner = inner.trim_start_matches(is_quote);
    is_rest(inner)
        && inner
            .chars()
            .all(|character| is_token_character(character) || family::is_mask(character) || character == '…')
}

/// Whether a word may be the rest of a value: no option, no label of a button, no token of its own.
fn is_rest(word: &str) -> bool {
    let is_own = word.starts_with('-') || words::is_label(word) || family::begins_as_token(word);
    !word.is_empty() && !is_own
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
            || matches!(character, '&' | ',' | ';' | '}' | ')' | ']' | '<' | '>' | '\\' | '#')
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
