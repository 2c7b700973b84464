//! Text of several words without any structure: a wrapped token, a token among labels, a token in a sentence.
//!
//! Starts with what no other reader claimed; ends in a [`Reading`]. It also finds the addresses in a text, which wrap in
//! the same way.

use zeroize::Zeroizing;

use super::{
    Fault, Reading, Wanted,
    family::{self, Family},
    judge::judge,
    pick::{self, Candidate, Half, Role},
    repair::{Repair, Repairs},
    value::{clean, is_line_break, is_quote},
    wanted::Form,
};
use crate::model::is_token_character;

/// A later word is the start of a token only from this length on; the first word always may be.
const SHORTEST_START: usize = 20;
/// From this length on a token can stand alone, and what follows may be a sentence.
const WHOLE_TOKEN: usize = 60;
/// Words of buttons and labels that stand beside a token on Meta's pages.
const LABELS: [&str; 13] = [
    "copy", "copied", "debug", "extend", "expires", "show", "hide", "info", "done", "cancel", "submit", "generate",
    "token",
];

/// A word of a text.
#[derive(Clone, Copy)]
pub(super) struct Word<'a> {
    /// The white space before it.
    pub(super) gap: &'a str,
    /// Its characters.
    pub(super) text: &'a str,
}

/// Reads a text that has no structure of its own.
pub(super) fn read(text: &str, wanted: Wanted, base: &Repairs) -> Reading {
    let words = split(text);
    if words.len() < 2 {
        return judge(text, wanted, base.clone());
    }
    let whole = Family::of(&clean(text, &mut Repairs::default()));
    let is_whole = match whole {
        Family::Digits(_) | Family::Secret | Family::Empty => true,
        Family::Hidden => words.iter().all(|word| word.text.chars().all(family::is_mask)),
        Family::AppToken => words.len() <= 4,
        _ => false,
    };
    if is_whole {
        return judge(text, wanted, base.clone());
    }
    let telling = telling(&words);
    let starts: Vec<usize> = telling
        .iter()
        .enumerate()
        .filter(|(at, word)| starts_token(word.text, *at == 0))
        .map(|(at, _)| at)
        .collect();
    if !starts.is_empty() {
        // A `\` that continues a line belongs to the break after it.
        let count = words.iter().filter(|word| word.text != "\\").count();
        return among_words(text, &telling, &starts, count, wanted, base);
    }
    if let Some(reading) = exact_word(&telling, wanted, base) {
        return reading;
    }
    if telling.iter().any(|word| family::is_hidden(word.text)) {
        return Reading::refused(Fault::StillHidden, base.clone());
    }
    let is_one_value = telling.len() < 3 || whole.is_named_token() || whole == Family::LoginCode;
    if is_one_value || telling.iter().all(|word| is_piece(word.text) && !is_prose(word.text)) {
        return judge(text, wanted, base.clone());
    }
    Reading::refused(Fault::NothingInside(wanted), base.clone())
}

/// The words that hold more than signs. A line break before a dropped sign counts for the word after it.
fn telling<'a>(words: &[Word<'a>]) -> Vec<Word<'a>> {
    let mut telling = Vec::with_capacity(words.len());
    let mut break_before: Option<&'a str> = None;
    for (nth, word) in words.iter().enumerate() {
        if word.gap.contains(is_line_break) {
            break_before = Some(word.gap);
        }
        // A token may be torn just before its last characters, and `-` and `_` can be those.
        let closes_text = nth.saturating_add(1) == words.len();
        let is_tail =
            closes_text && break_before.is_some() && matches!(word.text, "-" | "_" | "--" | "__" | "-_" | "_-");
        if is_telling(word.text) || is_tail {
            telling.push(Word {
                gap: break_before.take().unwrap_or(word.gap),
                text: word.text,
            });
        }
    }
    telling
}

/// The tokens that start at `starts`, with the words that belong to each.
fn among_words(
    text: &str,
    telling: &[Word<'_>],
    starts: &[usize],
    count: usize,
    wanted: Wanted,
    base: &Repairs,
) -> Reading {
    let mut candidates = Vec::new();
    let mut used = 0_usize;
    for (nth, start) in starts.iter().enumerate() {
        let end = starts.get(nth.saturating_add(1)).copied().unwrap_or(telling.len());
        let Some((first, tail)) = telling.get(*start..end).and_then(<[Word<'_>]>::split_first) else {
            continue;
        };
        let kept = tail.get(..belonging(first.text, tail)).unwrap_or(&[]);
        used = used.saturating_add(kept.len()).saturating_add(1);
        candidates.push(Candidate {
            role: Role::Token,
            text: joined(first, kept),
            repairs: Repairs::default(),
            is_aside: false,
        });
    }
    if used == count && starts.len() == 1 {
        return judge(text, wanted, base.clone());
    }
    if starts.len() == 1 {
        for candidate in &mut candidates {
            candidate.repairs.note(Repair::TakenFromText);
        }
    }
    match (candidates.as_slice(), wanted.form()) {
        ([only], _) => pick::alone(only, wanted, base),
        ([first, ..], Form::Number | Form::Secret | Form::Text) => pick::alone(first, wanted, base),
        (several @ [_, ..], Form::Token) => {
            let read = |base: &Repairs| {
                let nothing = || Reading::refused(Fault::NothingInside(wanted), base.clone());
                pick::pick(several, wanted, base).unwrap_or_else(nothing)
            };
            let reading = read(base);
            if reading.value.is_none() {
                return reading;
            }
            read(&base.clone().with(Repair::RepeatsRemoved))
        }
        ([], _) => Reading::refused(Fault::NothingInside(wanted), base.clone()),
    }
}

/// How many of the words after the start of a token belong to it.
fn belonging(first: &str, tail: &[Word<'_>]) -> usize {
    let pieces = tail.iter().take_while(|word| is_piece(word.text)).count();
    let mut kept = pieces;
    while kept > 0 && tail.get(kept.saturating_sub(1)).is_some_and(|word| is_label(word.text)) {
        kept = kept.saturating_sub(1);
    }
    let part = tail.get(..kept).unwrap_or(&[]);
    let is_sentence = pieces >= 2 || pieces < tail.len();
    if first.len() >= WHOLE_TOKEN && is_sentence && part.iter().all(|word| is_prose(word.text)) {
        return 0;
    }
    let length = part
        .iter()
        .fold(first.len(), |length, word| length.saturating_add(word.text.len()));
    // Too little to be a token: then the foreign words are rather a part of it that was spoilt.
    if length < WHOLE_TOKEN { tail.len() } else { kept }
}

/// The only word that is exactly what a field for a number or a secret wants.
fn exact_word(words: &[Word<'_>], wanted: Wanted, base: &Repairs) -> Option<Reading> {
    let is_wanted = |text: &str| {
        let inner = text.trim_matches(|character: char| !character.is_ascii_alphanumeric());
        match wanted.form() {
            Form::Token | Form::Text => false,
            Form::Number => family::is_digits(inner) && (12..=17).contains(&inner.len()),
            Form::Secret => family::is_hex(inner) && inner.len() == 32,
        }
    };
    let role = match (wanted.form(), wanted) {
        (Form::Number, Wanted::PageId) => Role::PageId,
        (Form::Number, _) => Role::AppId(Half::Unsaid),
        (Form::Secret, _) => Role::AppSecret(Half::Unsaid),
        (Form::Token | Form::Text, _) => Role::Token,
    };
    let candidates: Vec<Candidate> = words
        .iter()
        .filter(|word| is_wanted(word.text))
        .take(pick::MOST_CANDIDATES)
        .map(|word| Candidate::new(role, word.text, Repair::TakenFromText))
        .collect();
    if candidates.is_empty() {
        None
    } else {
        pick::pick(&candidates, wanted, base)
    }
}

/// The login codes among the words of a text, and whether each is all there is.
pub(super) fn codes(text: &str) -> Vec<(Zeroizing<String>, bool)> {
    let telling = telling(&split(text));
    let starts: Vec<usize> = telling
        .iter()
        .enumerate()
        .filter(|(_, word)| starts_code(word.text))
        .map(|(at, _)| at)
        .take(pick::MOST_CANDIDATES)
        .collect();
    let mut codes = Vec::new();
    for (nth, start) in starts.iter().enumerate() {
        let end = starts.get(nth.saturating_add(1)).copied().unwrap_or(telling.len());
        let Some((first, tail)) = telling.get(*start..end).and_then(<[Word<'_>]>::split_first) else {
            continue;
        };
        let kept = tail.get(..belonging_to_code(first.text, tail)).unwrap_or(&[]);
        let is_alone = kept.len().saturating_add(1) == telling.len();
        codes.push((joined(first, kept), is_alone));
    }
    codes
}

/// How many of the words after the start of a login code belong to it: what stands alone on the next lines, up to the
/// sign that Meta hangs on.
fn belonging_to_code(first: &str, tail: &[Word<'_>]) -> usize {
    let mut kept = 0_usize;
    let mut has_ended = first.contains('#');
    while let Some(word) = tail.get(kept).filter(|_| !has_ended) {
        let next = tail.get(kept.saturating_add(1));
        let closes_line = next.is_none_or(|next| next.gap.contains(is_line_break));
        let fits = if word.gap.contains(is_line_break) {
            closes_line
        } else {
            !is_prose(word.text)
        };
        let (code, sign) = word.text.split_once('#').unwrap_or((word.text, ""));
        if !fits || is_label(word.text) || !(is_piece(code) || code.is_empty()) {
            break;
        }
        has_ended = !sign.is_empty();
        kept = kept.saturating_add(1);
    }
    kept
}

/// Whether a login code begins with a word, or within its quotes and brackets.
pub(super) fn starts_code(word: &str) -> bool {
    let inner = without_edges(word);
    inner.starts_with("AQ")
        && inner
            .chars()
            .take_while(|character| is_token_character(*character))
            .count()
            >= SHORTEST_START
}

/// Whether a text is one value, however often it was torn.
pub(super) fn is_one_value(text: &str) -> bool {
    let words = split(text);
    let telling = telling(&words);
    telling.len() < 2 || telling.iter().all(|word| is_piece(word.text) && !is_prose(word.text))
}

/// The addresses in a text. A line break that tore one apart stays inside its run.
pub(super) fn addresses(text: &str) -> Vec<&str> {
    let mut runs: Vec<&str> = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    let mut at = 0_usize;
    let words = split(text);
    for (nth, word) in words.iter().enumerate() {
        let start = at.saturating_add(word.gap.len());
        let end = start.saturating_add(word.text.len());
        at = end;
        let next = words.get(nth.saturating_add(1));
        let closes_line = next.is_none_or(|next| next.gap.contains(is_line_break));
        match open {
            Some((from, _)) if continues_address(word, closes_line) => open = Some((from, end)),
            _ => {
                runs.extend(open.and_then(|(from, to)| text.get(from..to)));
                let is_address = word.text.contains(['?', '#', '/']) || word.text.contains("%3");
                open = is_address.then_some((start, end));
            }
        }
    }
    runs.extend(open.and_then(|(from, to)| text.get(from..to)));
    runs
}

fn continues_address(word: &Word<'_>, closes_line: bool) -> bool {
    let in_address = |character: char| {
        is_token_character(character)
            || matches!(
                character,
                '&' | '=' | '%' | '#' | '~' | '+' | '"' | '\'' | '>' | ')' | ',' | ';'
            )
    };
    let name = word.text.split_once('=').map_or("", |(name, _)| name);
    let is_setting = !name.is_empty() && !name.bytes().any(|byte| byte.is_ascii_lowercase() || byte == b'&');
    let is_own = word.text.len() >= SHORTEST_START && family::begins_as_token(word.text);
    let fits = word.text.chars().all(in_address) && !is_setting && !is_own && !is_label(word.text);
    if word.gap.contains(is_line_break) {
        fits && closes_line
    } else {
        fits && !is_prose(word.text) && !word.text.starts_with(['-', '&', '"', '\'', '#', '>'])
    }
}

/// The words of a text.
pub(super) fn split(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut rest = text;
    loop {
        let start = rest.find(|character: char| !character.is_whitespace());
        let Some((gap, from)) = start.and_then(|start| rest.split_at_checked(start)) else {
            return words;
        };
        let end = from.find(char::is_whitespace).unwrap_or(from.len());
        let Some((text, after)) = from.split_at_checked(end) else {
            return words;
        };
        words.push(Word { gap, text });
        rest = after;
    }
}

/// Words with the white space between them, in memory that is wiped.
pub(super) fn joined(first: &Word<'_>, tail: &[Word<'_>]) -> Zeroizing<String> {
    let length = tail.iter().fold(first.text.len(), |length, word| {
        length.saturating_add(word.gap.len()).saturating_add(word.text.len())
    });
    let mut text = Zeroizing::new(String::with_capacity(length));
    text.push_str(first.text);
    for word in tail {
        text.push_str(word.gap);
        text.push_str(word.text);
    }
    text
}

fn without_edges(word: &str) -> &str {
    word.trim_matches(|character: char| !character.is_alphanumeric() && !matches!(character, '_' | '-'))
}

/// Whether a word holds anything but signs: the bullets, prompts and bars around a value do not.
fn is_telling(word: &str) -> bool {
    word.chars().any(char::is_alphanumeric)
        || family::is_hidden(word) && word.chars().count() > 2
        || family::is_shortened(word)
}

fn starts_token(word: &str, is_first: bool) -> bool {
    let inner = without_edges(word);
    family::begins_as_token(inner) && (is_first || inner.len() >= SHORTEST_START)
}

/// Whether a word is made of what tokens are made of, apart from quotes and punctuation at its end.
fn is_piece(word: &str) -> bool {
    let inner = word.trim_end_matches(|character| {
        is_quote(character) || matches!(character, ',' | ';' | '.' | ')' | '\\' | '%' | '}' | ']' | '>')
    });
    !inner.is_empty() && inner.chars().all(is_token_character)
}

/// Whether a word looks like one of a sentence: all small, all capitals, a capital at the front, or a short number.
pub(super) fn is_prose(word: &str) -> bool {
    let inner = without_edges(word);
    if inner.chars().count() > 14 {
        return false;
    }
    let after_first = inner.chars().skip(1);
    let is_word = inner.chars().all(char::is_alphabetic) && after_first.clone().all(char::is_lowercase);
    let is_number = inner.len() <= 4 && family::is_digits(inner);
    is_word || is_number || inner.is_empty()
}

/// Whether a word stands on a button or beside a value on Meta's pages.
pub(super) fn is_label(word: &str) -> bool {
    let inner = without_edges(word);
    LABELS.iter().any(|label| inner.eq_ignore_ascii_case(label))
}
