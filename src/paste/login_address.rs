//! The addresses in a text at the end of a login: whole, torn by a terminal, escaped by a shell, encoded once too often.
//!
//! Starts with any text; ends in what each address says, decoded: its place and its parameters
//! (facts: graph-api 6.2, 7.3).

use std::borrow::Cow;

use url::{Url, form_urlencoded};
use zeroize::Zeroizing;

use super::{
    address,
    pick::MOST_CANDIDATES,
    repair::{Repair, Repairs},
    value::{self, is_line_break, is_quote},
    words::{self, Word},
};
use crate::model::is_token_character;

/// How deep an address inside an address is followed.
const DEEPEST: u8 = 2;
/// How often a whole address may have been encoded.
const MOST_ENCODINGS: u8 = 3;
/// Parameters of which any says that a login ended here.
const ANSWERS: [&str; 5] = ["code", "error", "error_code", "error_message", "access_token"];

/// What one address says.
pub(super) struct Arrival {
    /// `scheme://host[:port]/path`, when the address has its beginning.
    pub(super) place: Option<String>,
    parameters: Vec<(String, Zeroizing<String>)>,
    /// What was put right on the way.
    pub(super) repairs: Repairs,
}

impl Arrival {
    /// The first value under a name that is not blank.
    pub(super) fn get(&self, wanted: &str) -> Option<&str> {
        let mut values = self.parameters.iter().filter(|(name, _)| name == wanted);
        values
            .find(|(_, value)| !value.trim().is_empty())
            .map(|(_, value)| value.as_str())
    }

    /// Whether it holds what a login ends with.
    pub(super) fn has_answer(&self) -> bool {
        ANSWERS.iter().any(|name| self.get(name).is_some())
    }

    /// Whether it is a page of the login itself.
    pub(super) fn is_before_end(&self) -> bool {
        self.place
            .as_deref()
            .is_some_and(|place| is_dialog(place) || is_login_page(place))
    }

    /// Whether it is the page that Facebook offers to those without a site of their own (facts: graph-api 6.3).
    pub(super) fn is_login_success(&self) -> bool {
        self.place
            .as_deref()
            .is_some_and(|place| place.contains("facebook.com/connect/"))
    }
}

/// Whether a place is Facebook's or Instagram's dialog (facts: graph-api 6.1, 7.3).
pub(super) fn is_dialog(place: &str) -> bool {
    (place.contains("facebook.com/") && place.contains("/dialog/"))
        || (place.contains("instagram.com/") && place.contains("/oauth/authorize"))
}

fn is_login_page(place: &str) -> bool {
    let is_metas = place.contains("facebook.com/") || place.contains("instagram.com/");
    let pages = [
        "/login",
        "/checkpoint",
        "/consent",
        "/two_step",
        "/two_factor",
        "/challenge",
    ];
    is_metas && !place.contains("/connect/") && pages.iter().any(|page| place.contains(page))
}

/// Every address in a text, and every piece that holds the parameters of one; with the words that belong to none.
pub(super) fn arrivals(text: &str) -> (Vec<Arrival>, Zeroizing<String>) {
    let (runs, left) = runs(text);
    let mut found = Vec::new();
    for (run, repairs) in runs {
        for piece in glued(&run) {
            if found.len() < MOST_CANDIDATES {
                found.extend(read(piece, 0, &repairs));
            }
        }
    }
    (found, left)
}

/// The text of an address with the breaks inside taken out, and what that took.
type Run = (Zeroizing<String>, Repairs);

/// The runs of words that make up an address each, and what is left of the text without them.
fn runs(text: &str) -> (Vec<Run>, Zeroizing<String>) {
    let words = words::split(text);
    let mut runs = Vec::new();
    let mut left = Zeroizing::new(String::with_capacity(text.len()));
    let mut rest = words.as_slice();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if runs.len() >= MOST_CANDIDATES || !begins(first.text) {
            left.push_str(first.gap);
            left.push_str(first.text);
            continue;
        }
        let tail = belonging(first, after);
        let (taken, others) = after.split_at_checked(tail).unwrap_or((after, &[]));
        let mut repairs = Repairs::default();
        let whole = words::joined(first, taken);
        runs.push((value::without_white_space(&whole, &mut repairs), repairs));
        left.push('\n');
        rest = others;
    }
    (runs, left)
}

/// How many of the words after the beginning of an address belong to it.
fn belonging(first: &Word<'_>, after: &[Word<'_>]) -> usize {
    let mut count = 0_usize;
    let mut has_ended = is_over(first.text);
    let mut before = first;
    while let Some(word) = after.get(count) {
        let next = after.get(count.saturating_add(1));
        let closes_line = next.is_none_or(|next| next.gap.contains(is_line_break) || next.text == "\\");
        // The sign at the end may be torn too.
        let is_sign = matches!(word.text, "_" | "=_" | "_=_" | "#_" | "#_=_");
        let is_next_code = words::starts_code(word.text) && !before.text.ends_with('=');
        if (has_ended && !is_sign) || is_next_code || !continues(word, closes_line) {
            break;
        }
        has_ended = has_ended || is_over(word.text);
        before = word;
        count = count.saturating_add(1);
    }
    count
}

/// Whether an address begins with a word, or the parameters of one.
fn begins(word: &str) -> bool {
    let holds = |piece: &str| word.contains(piece);
    let has_scheme =
        holds("://") || holds("%3A%2F%2F") || holds("%3a%2f%2f") || holds("%253A%252F") || holds(":\\/\\/");
    let has_answer = ANSWERS.iter().any(|name| {
        let mut places = word.match_indices(name);
        places.any(|(at, _)| {
            let after = word.get(at.saturating_add(name.len())..).unwrap_or("");
            let before = word.get(..at).and_then(|before| before.chars().next_back());
            let is_name =
                before.is_none_or(|before| matches!(before, '?' | '#' | '&' | '\\' | ';') || is_quote(before));
            is_name && ["=", "\\=", "%3D", "%3d"].iter().any(|sign| after.starts_with(sign))
        })
    });
    let is_host = (word.starts_with("www.") || word.starts_with("localhost:")) && holds("/");
    has_scheme || has_answer || is_host
}

/// Whether the sign stands at the end of a word that Meta hangs on every such address.
fn is_over(word: &str) -> bool {
    word.ends_with("#_=_") || word.ends_with("#_") || word.ends_with("#_=")
}

/// Whether a later word belongs to the address before it.
fn continues(word: &Word<'_>, closes_line: bool) -> bool {
    let in_address = |character: char| {
        is_token_character(character)
            || is_quote(character)
            || matches!(
                character,
                '&' | '=' | '%' | '#' | '~' | '+' | '/' | ':' | '?' | '@' | '>' | ')' | ',' | ';' | '\\'
            )
    };
    let name = word.text.split_once('=').map_or("", |(name, _)| name);
    let is_setting = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
    let has_own_scheme = word.text.contains("://") && !word.text.contains("=http");
    // A `\` that continues a line belongs to the break after it.
    if word.text == "\\" {
        return closes_line;
    }
    let is_foreign = is_setting || has_own_scheme || words::is_label(word.text) || !word.text.chars().all(in_address);
    if is_foreign {
        false
    } else if word.gap.contains(is_line_break) {
        closes_line
    } else {
        let is_way = word.text.contains('/') || word.text.starts_with(['-', '"', '\'', '#', '>']);
        !words::is_prose(word.text) && !is_way
    }
}

/// The addresses in a run in which one was pasted behind the other without anything between.
fn glued(run: &str) -> Vec<&str> {
    let mut cuts: Vec<usize> = ["https://", "http://"]
        .iter()
        .flat_map(|scheme| run.match_indices(scheme))
        .map(|(at, _)| at)
        .filter(|at| *at > 0 && !run.get(..*at).unwrap_or("").ends_with(['=', '?', '#', '/']))
        .collect();
    cuts.sort_unstable();
    let mut pieces = Vec::new();
    let mut from = 0_usize;
    for cut in cuts {
        pieces.extend(run.get(from..cut).filter(|piece| begins(piece)));
        from = cut;
    }
    pieces.extend(run.get(from..));
    pieces
}

fn read(piece: &str, depth: u8, repairs: &Repairs) -> Option<Arrival> {
    let mut repairs = repairs.clone();
    let plain = unescaped(piece, &mut repairs);
    let whole = plain.trim_start_matches(|character| is_quote(character) || matches!(character, '<' | '(' | '['));
    let (before, query) = halves(whole);
    let query = with_signs(query, &mut repairs);
    let mut arrival = Arrival {
        place: place(before),
        parameters: parameters(&query),
        repairs,
    };
    if arrival.place.is_none() && !arrival.has_answer() && !begins(whole) {
        return None;
    }
    if depth < DEEPEST && !arrival.has_answer() {
        let inner = arrival
            .parameters
            .iter()
            .filter(|(_, value)| value.contains("://"))
            .filter_map(|(_, value)| read(value, depth.saturating_add(1), &arrival.repairs))
            .find(Arrival::has_answer);
        arrival = inner.unwrap_or(arrival);
    }
    Some(arrival)
}

/// The address as a browser has it, without what a shell, JSON or a web page made of it.
fn unescaped(piece: &str, repairs: &mut Repairs) -> Zeroizing<String> {
    let mut plain = address::with_plain_ampersands(piece);
    if plain.contains('\\') {
        plain = Zeroizing::new(plain.replace('\\', ""));
    }
    for _ in 0..MOST_ENCODINGS {
        if plain.contains("://") || plain.contains('=') {
            break;
        }
        let Some(decoded) = value::percent_decoded(&plain) else {
            break;
        };
        repairs.note(Repair::PercentDecoded);
        plain = decoded;
    }
    plain
}

/// What stands before the first `?` or `#`, and what stands behind. Parameters without an address stand behind.
fn halves(whole: &str) -> (&str, &str) {
    let from = whole
        .find("https://")
        .or_else(|| whole.find("http://"))
        .unwrap_or_default();
    let whole = whole.get(from..).unwrap_or(whole);
    let end = whole.find(|character| is_quote(character) || matches!(character, '<' | '>' | '{' | '}' | '|' | ' '));
    let whole = end.and_then(|end| whole.get(..end)).unwrap_or(whole);
    let whole = whole.trim_end_matches([')', ']', ',', ';', '*']);
    let whole = match whole.strip_suffix('.') {
        Some(before) if !before.ends_with('.') => before,
        _ => whole,
    };
    match whole.find(['?', '#']) {
        Some(at) if whole.get(..at).is_some_and(|before| before.contains('=')) => ("", whole),
        Some(at) => whole.split_at_checked(at).unwrap_or((whole, "")),
        None if whole.contains("://") => (whole, ""),
        None => ("", whole),
    }
}

/// Parameters of which the very signs between them were encoded.
fn with_signs<'a>(query: &'a str, repairs: &mut Repairs) -> Cow<'a, str> {
    if query.contains('=') && ANSWERS.iter().any(|name| query.contains(&format!("{name}="))) {
        return Cow::Borrowed(query);
    }
    if !(query.contains("%3D") || query.contains("%3d")) {
        return Cow::Borrowed(query);
    }
    let Some(decoded) = value::percent_decoded(query) else {
        return Cow::Borrowed(query);
    };
    let is_better = ANSWERS.iter().any(|name| {
        ["?", "#", "&"]
            .iter()
            .any(|sign| decoded.starts_with(&format!("{sign}{name}=")) || decoded.contains(&format!("{sign}{name}=")))
    });
    if !is_better || decoded.contains("://") {
        return Cow::Borrowed(query);
    }
    repairs.note(Repair::PercentDecoded);
    Cow::Owned(decoded.as_str().to_owned())
}

fn parameters(query: &str) -> Vec<(String, Zeroizing<String>)> {
    query
        .split(['?', '#'])
        .flat_map(|part| form_urlencoded::parse(part.as_bytes()))
        .take(MOST_CANDIDATES)
        .map(|(name, value)| {
            let name = name.trim_start_matches(|character: char| !character.is_ascii_alphanumeric());
            (name.to_owned(), Zeroizing::new(value.into_owned()))
        })
        .collect()
}

fn place(before: &str) -> Option<String> {
    let address = Url::parse(before)
        .ok()
        .filter(|address| matches!(address.scheme(), "http" | "https"))?;
    address.host_str()?;
    Some(format!("{}{}", address.origin().ascii_serialization(), address.path()))
}
