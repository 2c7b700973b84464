//! Web addresses that were pasted: redirects, Explorer links, paging links, pages of the app dashboard.

use std::borrow::Cow;

use url::form_urlencoded;
use zeroize::Zeroizing;

use super::{
    family,
    pick::{Candidate, Half, MOST_CANDIDATES, Role},
    repair::Repair,
    value::is_quote,
    words,
};

/// How deep an address inside an address is followed.
const DEEPEST: u8 = 2;

/// Whether a text holds an address with something in it.
pub(super) fn is_inside(text: &str) -> bool {
    if text.contains("://") || text.contains("%3A%2F%2F") || text.contains("%3a%2f%2f") {
        return true;
    }
    // Without a scheme: `graph.facebook.com/me?access_token=…`, `#access_token=…`.
    text.split_whitespace().enumerate().any(|(nth, word)| {
        let Some((before, query)) = word.split_once(['?', '#']) else {
            return false;
        };
        let name = query
            .trim_start_matches(['?', '#'])
            .split_once('=')
            .map_or("", |(name, _)| name);
        let in_name = |character: char| character.is_ascii_lowercase() || matches!(character, '_' | '-');
        // A line of a settings file may begin with `#` too.
        let can_begin = nth == 0 || !before.is_empty() || word.starts_with('?');
        can_begin
            && name.contains(|character: char| character.is_ascii_lowercase())
            && name.chars().all(in_name)
            && !word.starts_with(is_quote)
    })
}

/// The parameters of every address in the text that may be wanted.
pub(super) fn candidates(text: &str) -> Vec<Candidate> {
    let mut found = Vec::new();
    for run in words::addresses(text) {
        read(run, 0, &mut found);
    }
    found
}

fn read(address: &str, depth: u8, found: &mut Vec<Candidate>) {
    if let Some(id) = app_id_in_path(address) {
        found.push(Candidate::new(Role::AppId(Half::Meta), id, Repair::TakenFromUrl));
    }
    let address = address.trim_matches(|character| {
        is_quote(character) || matches!(character, '<' | '>' | '(' | ')' | '[' | ']' | ',' | ';')
    });
    let plain = with_plain_ampersands(address);
    let Some(at) = plain.find(['?', '#']) else {
        return;
    };
    let half = Half::of(plain.get(..at).unwrap_or(""));
    let parameters = plain.get(at..).unwrap_or("");
    for part in parameters.split(['?', '#']) {
        for (name, value) in form_urlencoded::parse(part.as_bytes()) {
            if found.len() >= MOST_CANDIDATES {
                return;
            }
            keep(&name, value, half, depth, found);
        }
    }
}

/// The address as a browser has it: JSON and web pages write `&` in their own ways.
pub(super) fn with_plain_ampersands(address: &str) -> Zeroizing<String> {
    let mut plain = Zeroizing::new(address.to_owned());
    for (written, meant) in [("\\u0026", "&"), ("\\u003d", "="), ("&amp;", "&")] {
        if plain.contains(written) {
            plain = Zeroizing::new(plain.replace(written, meant));
        }
    }
    plain
}

fn keep(name: &str, value: Cow<'_, str>, half: Half, depth: u8, found: &mut Vec<Candidate>) {
    let was_decoded = matches!(value, Cow::Owned(_));
    let value = Zeroizing::new(value.into_owned());
    if value.contains("://") && depth < DEEPEST {
        read(&value, depth.saturating_add(1), found);
        return;
    }
    let role = Role::of(name).in_half(half);
    let end = value
        .find(|character| is_quote(character) || matches!(character, '<' | '>' | '\\' | '{' | '}'))
        .unwrap_or(value.len());
    let value = value.get(..end).unwrap_or("");
    if role != Role::Other || family::begins_as_token(value.trim()) {
        let mut candidate = Candidate::new(role, value, Repair::TakenFromUrl);
        if was_decoded {
            candidate.repairs.note(Repair::PercentDecoded);
        }
        found.push(candidate);
    }
}

/// The App ID in an address of the dashboard: `developers.facebook.com/apps/123…/settings`.
fn app_id_in_path(address: &str) -> Option<&str> {
    let (_, rest) = address.split_once("/apps/")?;
    let end = rest
        .find(|character: char| !character.is_ascii_digit())
        .unwrap_or(rest.len());
    rest.get(..end).filter(|digits| !digits.is_empty())
}
