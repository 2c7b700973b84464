//! One value made clean: what stands around it goes, blanks and line breaks inside go, percent signs are decoded.
//!
//! Starts with the piece of text that is, or was picked as, the value; ends in a text that [`super::family`] can name.

use zeroize::Zeroizing;

use super::{
    family,
    repair::{Repair, Repairs},
};

/// The shortest text that may count as one of several copies in a row: no token is shorter.
const SHORTEST_REPEAT: usize = 60;
/// How many layers of quotes, brackets and blanks are peeled off one value.
const MOST_LAYERS: usize = 16;

/// The value in `raw`, with every repair noted.
pub(super) fn clean(raw: &str, repairs: &mut Repairs) -> Zeroizing<String> {
    let bare = without_surroundings(before_next_parameter(raw, repairs), repairs);
    let bare = after_scheme_word(bare, repairs);
    let mut value = without_white_space(bare, repairs);
    if let Some(decoded) = percent_decoded(&value) {
        repairs.note(Repair::PercentDecoded);
        let bare = after_scheme_word(without_surroundings(&decoded, repairs), repairs);
        value = without_white_space(bare, repairs);
    }
    if let Some(one) = one_of_repeats(&value) {
        repairs.note(Repair::RepeatsRemoved);
        value = Zeroizing::new(one.to_owned());
    }
    value
}

/// Whether a character is a quote of some kind.
pub(super) fn is_quote(character: char) -> bool {
    matches!(
        character,
        '"' | '\''
            | '`'
            | '´'
            | '“'
            | '”'
            | '„'
            | '‟'
            | '‘'
            | '’'
            | '‚'
            | '‛'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '＂'
            | '＇'
            | '″'
            | '′'
    )
}

/// Whether a character breaks a line.
pub(super) fn is_line_break(character: char) -> bool {
    matches!(
        character,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// `EAA…&expires_in=…`, copied from behind the `=` of an address: what stands before the `&`.
fn before_next_parameter<'a>(raw: &'a str, repairs: &mut Repairs) -> &'a str {
    let Some((value, rest)) = raw.split_once('&') else {
        return raw;
    };
    let name: &str = rest.split_once('=').map_or("", |(name, _)| name);
    let is_name = !name.is_empty()
        && name
            .chars()
            .all(|character| character.is_ascii_alphanumeric() || character == '_' || character == ';');
    if is_name && !value.trim().is_empty() {
        repairs.note(Repair::TakenFromUrl);
        return value;
    }
    raw
}

/// The value without white space, quotes and punctuation on either side.
fn without_surroundings<'a>(raw: &'a str, repairs: &mut Repairs) -> &'a str {
    let mut inner = raw;
    for _ in 0..MOST_LAYERS {
        let before = inner;
        let started = inner.trim_start();
        inner = started.trim_end();
        let white_before = before.chars().take_while(|character| character.is_whitespace()).count();
        let white_after = started
            .chars()
            .rev()
            .take_while(|character| character.is_whitespace())
            .count();
        repairs.note(Repair::BlanksRemoved(white_before.saturating_add(white_after)));
        let unquoted = inner.trim_matches(is_quote);
        if unquoted.len() < inner.len() {
            repairs.note(Repair::QuotesRemoved);
        }
        inner = without_punctuation(unquoted, repairs);
        if inner.len() == before.len() {
            break;
        }
    }
    inner
}

fn without_punctuation<'a>(text: &'a str, repairs: &mut Repairs) -> &'a str {
    if family::is_hidden(text) {
        return text;
    }
    let leading = |character: char| {
        matches!(
            character,
            '(' | '[' | '{' | '<' | '=' | ':' | ',' | ';' | '>' | '|' | '#' | '?' | '&' | '\\'
        )
    };
    let trailing = |character: char| {
        matches!(
            character,
            ',' | ';'
                | ':'
                | '\\'
                | ')'
                | ']'
                | '}'
                | '<'
                | '>'
                | '!'
                | '?'
                | '%'
                | '$'
                | '#'
                | '&'
                | '|'
                | '/'
                | '='
                | '^'
        )
    };
    // What Facebook hangs on its redirect addresses.
    let mut inner = text
        .strip_suffix("#_=_")
        .or_else(|| text.strip_suffix("#_"))
        .unwrap_or(text);
    inner = inner.trim_start_matches(leading).trim_end_matches(trailing);
    // One full stop ends a sentence; two mean that something was left out, which must stay to be seen.
    if !inner.ends_with("..") {
        inner = inner.strip_suffix('.').unwrap_or(inner);
    }
    let emphasis = inner.trim_matches('*');
    if inner.starts_with('*') && inner.ends_with('*') && !emphasis.is_empty() {
        inner = emphasis;
    }
    if inner.len() < text.len() {
        repairs.note(Repair::TrailingPunctuationRemoved);
    }
    inner
}

/// The value with blanks and line breaks taken out; a `\` that continues a line goes with the break.
pub(super) fn without_white_space(text: &str, repairs: &mut Repairs) -> Zeroizing<String> {
    let mut kept = Zeroizing::new(String::with_capacity(text.len()));
    let mut blanks = 0_usize;
    let mut breaks = 0_usize;
    let mut gap_blanks = 0_usize;
    let mut gap_breaks = false;
    for character in text.chars() {
        if character.is_whitespace() {
            if is_line_break(character) {
                if !gap_breaks && kept.ends_with('\\') {
                    kept.pop();
                }
                gap_breaks = true;
            } else {
                gap_blanks = gap_blanks.saturating_add(1);
            }
            continue;
        }
        if gap_breaks {
            breaks = breaks.saturating_add(1);
        } else {
            blanks = blanks.saturating_add(gap_blanks);
        }
        gap_blanks = 0;
        gap_breaks = false;
        kept.push(character);
    }
    repairs.note(Repair::LineBreaksJoined(breaks));
    repairs.note(Repair::BlanksRemoved(blanks));
    kept
}

/// The text with `%XX` decoded once, if there is any and what comes out is text.
pub(super) fn percent_decoded(text: &str) -> Option<Zeroizing<String>> {
    if !text.contains('%') {
        return None;
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut decoded_any = false;
    let mut rest = text.as_bytes();
    while let Some((first, others)) = rest.split_first() {
        if *first == b'%'
            && let [high, low, after @ ..] = others
            && let (Some(high), Some(low)) = (hex_digit(*high), hex_digit(*low))
        {
            bytes.push((high << 4) | low);
            decoded_any = true;
            rest = after;
        } else {
            bytes.push(*first);
            rest = others;
        }
    }
    let decoded = std::str::from_utf8(&bytes).ok()?;
    // What `arrival` would have refused must not come in by this door.
    let is_plain = !decoded
        .chars()
        .any(|character| character.is_control() && !character.is_whitespace());
    (decoded_any && is_plain).then(|| Zeroizing::new(decoded.to_owned()))
}

fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// `Bearer EAA…`, also without the blank, which is easily lost on the way.
fn after_scheme_word<'a>(value: &'a str, repairs: &mut Repairs) -> &'a str {
    let token = ["Bearer", "bearer", "BEARER", "OAuth", "oauth"]
        .iter()
        .find_map(|word| value.strip_prefix(word))
        .map(|rest| rest.trim_start_matches(|character: char| character == ':' || character.is_whitespace()))
        .filter(|rest| family::begins_as_token(rest));
    if token.is_some() {
        repairs.note(Repair::TakenFromHeader);
    }
    token.unwrap_or(value)
}

/// The unit of a value that is the same token several times in a row: a hidden field gives no sign, so people paste
/// again.
fn one_of_repeats(value: &str) -> Option<&str> {
    if !family::begins_as_token(value) || !value.is_ascii() {
        return None;
    }
    (2..=16).rev().find_map(|times| {
        let unit = repeated_unit(value, times)?;
        let is_long = unit.len() >= SHORTEST_REPEAT;
        (is_long && (2..=unit.len()).all(|parts| repeated_unit(unit, parts).is_none())).then_some(unit)
    })
}

pub(super) fn repeated_unit(value: &str, times: usize) -> Option<&str> {
    let length = value.len().checked_div(times)?;
    if length == 0 || length.checked_mul(times)? != value.len() {
        return None;
    }
    let unit = value.get(..length)?;
    value
        .as_bytes()
        .chunks(length)
        .all(|chunk| chunk == unit.as_bytes())
        .then_some(unit)
}
