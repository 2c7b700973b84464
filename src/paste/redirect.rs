//! The address a login sends the browser back to: kept to the letter, because Meta compares it byte for byte.
//!
//! Starts with the text of the field; ends in a [`Reading`]. Only what cannot be a part of an address goes: white space
//! and quotes around it, a name before it, line breaks inside.

use url::form_urlencoded;
use zeroize::Zeroizing;

use super::{
    Fault, Foreign, Reading, Value, Wanted, login_address,
    repair::{Repair, Repairs},
    value::{self, is_quote},
};
use crate::model::{RedirectAddress, RedirectError};

/// Parameters that only the answer of a login has (facts: graph-api 6.2).
const OF_ANSWERS: [&str; 6] = ["code", "state", "error", "error_code", "access_token", "error_message"];

/// Reads the text of the redirect field.
pub(super) fn read(text: &str, base: &Repairs) -> Reading {
    let mut repairs = base.clone();
    let inner = without_surroundings(text, &mut repairs);
    let joined = value::without_white_space(inner, &mut repairs);
    if joined.is_empty() {
        return Reading::empty(repairs);
    }
    if let Some(wanted) = out_of_dialog(&joined) {
        return parsed(&wanted, repairs.with(Repair::TakenFromUrl));
    }
    parsed(&joined, repairs)
}

fn parsed(text: &str, repairs: Repairs) -> Reading {
    let wanted = Wanted::RedirectAddress;
    if is_answer(text) {
        return Reading::refused(Fault::Misplaced(Foreign::Landing, wanted), repairs);
    }
    match RedirectAddress::parse(text) {
        Ok(address) => Reading::found(Value::RedirectAddress(address), None, repairs),
        Err(RedirectError::Fragment) => Reading::refused(Fault::AddressWithFragment, repairs),
        Err(RedirectError::NotSecure) => Reading::refused(Fault::AddressNotSecure, repairs),
        Err(RedirectError::NoAddress) => {
            let foreign = super::instead_of_address(text, wanted);
            Reading::refused(foreign.unwrap_or(Fault::NoAddress), repairs)
        }
    }
}

/// The text without what stands around the address. A `/` at its end is a part of it.
fn without_surroundings<'a>(text: &'a str, repairs: &mut Repairs) -> &'a str {
    let around = |character: char| character.is_whitespace() || is_quote(character) || matches!(character, '<' | '>');
    let mut inner = text
        .trim_matches(around)
        .trim_end_matches([',', ';'])
        .trim_matches(around);
    let begin = inner.find("http://").or_else(|| inner.find("https://"));
    let name = begin
        .and_then(|begin| inner.get(..begin))
        .unwrap_or("")
        .trim_end_matches(around);
    if name.ends_with(['=', ':']) && !name.contains(['?', '/']) {
        repairs.note(Repair::TakenFromAssignment);
        inner = begin.and_then(|begin| inner.get(begin..)).unwrap_or(inner);
    }
    let lost = |is_kind: fn(char) -> bool| {
        text.chars().filter(|c| is_kind(*c)).count() > inner.chars().filter(|c| is_kind(*c)).count()
    };
    if lost(is_quote) {
        repairs.note(Repair::QuotesRemoved);
    }
    if lost(|character| matches!(character, '<' | '>' | ',' | ';')) {
        repairs.note(Repair::TrailingPunctuationRemoved);
    }
    let white = text.len().saturating_sub(text.trim().len());
    repairs.note(Repair::BlanksRemoved(white));
    inner
}

/// The `redirect_uri` of a dialog's address: the dashboard offers that one to copy.
fn out_of_dialog(address: &str) -> Option<Zeroizing<String>> {
    let (place, query) = address.split_once('?')?;
    if !login_address::is_dialog(place) {
        return None;
    }
    let (_, redirect) = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "redirect_uri")?;
    Some(Zeroizing::new(redirect.into_owned()))
}

fn is_answer(address: &str) -> bool {
    address
        .split(['?', '#'])
        .skip(1)
        .flat_map(|part| form_urlencoded::parse(part.as_bytes()))
        .any(|(name, _)| OF_ANSWERS.contains(&name.as_ref()))
}
