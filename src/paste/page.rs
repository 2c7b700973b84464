//! The number of a Page in an address of facebook.com, or the name that stands in its place.
//!
//! Starts with any text in the Page ID field; ends in a [`Reading`] when an address of Facebook is in it.

use url::form_urlencoded;

use super::{
    Fault, Foreign, Reading, Wanted, family,
    pick::{self, Candidate, MOST_CANDIDATES, Role},
    repair::{Repair, Repairs},
    value::is_quote,
};

/// Parameters that hold the number of a Page: `profile.php?id=`, Meta Business Suite's `asset_id=`.
const PARAMETERS: [&str; 3] = ["id", "page_id", "asset_id"];
/// First parts of a path behind which a Page's name and number stand.
const BEFORE_PAGES: [&str; 5] = ["pages", "people", "pg", "p", "profile"];
/// First parts of a path that lead to something else than a Page.
const NO_PAGES: [&str; 14] = [
    "groups",
    "events",
    "watch",
    "marketplace",
    "dialog",
    "login",
    "login.php",
    "help",
    "share",
    "sharer",
    "hashtag",
    "reel",
    "business",
    "latest",
];
/// `Corner-Bakery-103456789012345`: from this many digits on the end of a name is a number.
const SHORTEST_TAIL: usize = 8;

/// What an address says about a Page.
enum Said<'a> {
    Number(std::borrow::Cow<'a, str>),
    Name,
    Nothing,
}

/// The reading of the addresses of facebook.com in a text; `None` when there are none that speak of a Page.
pub(super) fn read(text: &str, base: &Repairs) -> Option<Reading> {
    let mut numbers = Vec::new();
    let mut has_name = false;
    for word in text.split_whitespace().take(MOST_CANDIDATES) {
        match said_by(word) {
            Said::Number(number) => numbers.push(Candidate::new(Role::PageId, &number, Repair::TakenFromUrl)),
            Said::Name => has_name = true,
            Said::Nothing => {}
        }
    }
    let named = || Reading::refused(Fault::Misplaced(Foreign::PageName, Wanted::PageId), base.clone());
    pick::pick(&numbers, Wanted::PageId, base).or_else(|| has_name.then(named))
}

fn said_by(word: &str) -> Said<'_> {
    let Some(rest) = after_host(word) else {
        return Said::Nothing;
    };
    let end = rest.find(|character| is_quote(character) || matches!(character, '<' | '>' | ')' | ']' | '}' | ','));
    let rest = end.and_then(|end| rest.get(..end)).unwrap_or(rest);
    let (path, query) = rest.split_once(['?', '#']).unwrap_or((rest, ""));
    let in_query = form_urlencoded::parse(query.as_bytes())
        .find(|(name, value)| PARAMETERS.contains(&name.as_ref()) && family::is_digits(value));
    if let Some((_, number)) = in_query {
        return Said::Number(number);
    }
    let mut parts = path.split('/').filter(|part| !part.is_empty() && !is_version(part));
    let Some(first) = parts.next() else {
        return Said::Nothing;
    };
    if NO_PAGES.contains(&first) {
        return Said::Nothing;
    }
    if BEFORE_PAGES.contains(&first) {
        return match parts.rev().find_map(number_at_end) {
            Some(number) => Said::Number(number.into()),
            None => Said::Name,
        };
    }
    match number_at_end(first) {
        Some(number) => Said::Number(number.into()),
        // `permalink.php` and its like, without a number in the query.
        None if first.contains(".php") => Said::Nothing,
        None => Said::Name,
    }
}

/// What stands behind `facebook.com/`, on any of its hosts where Pages are shown.
fn after_host(word: &str) -> Option<&str> {
    let (before, rest) = word
        .split_once("facebook.com/")
        .or_else(|| word.split_once("fb.com/"))?;
    let host = before.rsplit(|character: char| character == '/' || is_quote(character) || character == '(');
    let host = host.into_iter().next().unwrap_or("").to_ascii_lowercase();
    matches!(
        host.trim_end_matches('.'),
        "" | "www" | "m" | "mbasic" | "web" | "touch" | "business" | "graph"
    )
    .then_some(rest)
}

fn is_version(part: &str) -> bool {
    part.strip_prefix('v')
        .is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit()) && rest.contains('.'))
}

fn number_at_end(part: &str) -> Option<&str> {
    if family::is_digits(part) {
        return Some(part);
    }
    let (_, tail) = part.rsplit_once('-')?;
    (family::is_digits(tail) && tail.len() >= SHORTEST_TAIL).then_some(tail)
}
