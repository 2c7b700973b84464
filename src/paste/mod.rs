//! Reading what was typed or pasted into a field: what it is, what was repaired, what is wrong.
//!
//! Starts with the text of one field, whatever it is: a token with line breaks, a whole address, a whole answer, a
//! settings file, the wrong secret. Ends in a [`Reading`]. Pure: no clock, no network, no file. No text of a fault or a
//! repair holds any part of what was read (facts: graph-api 10.4, terminal 2.2, safety T30 to T32).

mod address;
mod answer;
mod arrival;
mod family;
mod fault;
mod free;
mod judge;
mod landing;
mod login_address;
mod named;
mod page;
mod pick;
mod redirect;
mod repair;
mod sentence;
mod unattended;
mod value;
mod wanted;
mod words;

use std::fmt;

pub use fault::{Amount, Fault, Foreign};
pub use landing::{Landing, LandingEnd};
pub use repair::Repair;
pub use wanted::Wanted;

use pick::{Candidate, Role};
use repair::Repairs;

use crate::model::{
    AppId, AppSecret, InstagramAppId, InstagramAppSecret, InstagramToken, LoginProvider, PageId, PastedToken,
    RedirectAddress, Secret, kind,
};

/// The longest text that is read, in bytes.
pub const LONGEST: usize = 64 * 1024;

/// What was made of a text.
///
/// A value without a fault is fine; with a fault it is usable and doubtful; neither means that the field is empty.
#[derive(Debug)]
pub struct Reading {
    /// What the field wants, if it is there.
    pub value: Option<Value>,
    /// What was put right, one entry per kind, in the order of [`Repair`].
    pub repairs: Vec<Repair>,
    /// What is wrong or doubtful.
    pub fault: Option<Fault>,
}

/// A value of the kind a field wants. `Debug` names the kind and shows nothing of what was read.
pub enum Value {
    /// A token, of which only Meta can say whose it is.
    Token(PastedToken),
    /// The number of an app.
    AppId(AppId),
    /// The secret of an app, in small letters.
    AppSecret(AppSecret),
    /// A token of Instagram Login.
    InstagramToken(InstagramToken),
    /// The number of an app's Instagram half.
    InstagramAppId(InstagramAppId),
    /// The secret of an app's Instagram half, in small letters.
    InstagramAppSecret(InstagramAppSecret),
    /// The number of a Page.
    PageId(PageId),
    /// Where a login sends the browser back to.
    RedirectAddress(RedirectAddress),
    /// Where a browser ended after a login.
    Landing(Landing),
    /// A path, a name, or another text that is not secret.
    Text(String),
    /// What arrived of a copy.
    Copy(Secret<kind::Sent>),
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token(token) => token.fmt(f),
            Self::AppSecret(secret) => secret.fmt(f),
            Self::InstagramToken(token) => token.fmt(f),
            Self::InstagramAppSecret(secret) => secret.fmt(f),
            Self::Landing(landing) => landing.fmt(f),
            Self::Copy(copy) => copy.fmt(f),
            Self::Text(_) => f.write_str("<text>"),
            Self::AppId(_) => f.write_str("<App ID>"),
            Self::InstagramAppId(_) => f.write_str("<Instagram App ID>"),
            Self::PageId(_) => f.write_str("<Page ID>"),
            Self::RedirectAddress(_) => f.write_str("<redirect address>"),
        }
    }
}

impl Reading {
    fn empty(repairs: Repairs) -> Self {
        Self {
            value: None,
            repairs: repairs.in_order(),
            fault: None,
        }
    }

    fn refused(fault: Fault, repairs: Repairs) -> Self {
        Self {
            value: None,
            repairs: repairs.in_order(),
            fault: Some(fault),
        }
    }

    fn found(value: Value, doubt: Option<Fault>, repairs: Repairs) -> Self {
        Self {
            value: Some(value),
            repairs: repairs.in_order(),
            fault: doubt,
        }
    }

    /// Whether a later way of reading may do better: nothing was found, and nothing certain is known.
    fn is_tentative(&self) -> bool {
        let is_vague = !matches!(
            self.fault,
            Some(
                Fault::SeveralTokens(_)
                    | Fault::MoreThanOne(_)
                    | Fault::ErrorAnswer
                    | Fault::Misplaced(Foreign::MetaApp, _)
            )
        );
        self.value.is_none() && is_vague
    }
}

/// Reads the text of a field. Text over [`LONGEST`] is refused without being looked at.
pub fn read(text: &str, wanted: Wanted) -> Reading {
    if text.len() > LONGEST {
        return Reading::refused(Fault::TooLong, Repairs::default());
    }
    let mut base = Repairs::default();
    match arrival::without_additions(text, &mut base) {
        Ok(seen) if seen.trim().is_empty() => Reading::empty(Repairs::default()),
        Ok(seen) => match wanted {
            Wanted::FacebookLanding => landing::read(&seen, LoginProvider::Facebook, &base),
            Wanted::InstagramLanding => landing::read(&seen, LoginProvider::Instagram, &base),
            Wanted::RedirectAddress => redirect::read(&seen, &base),
            Wanted::Path | Wanted::Word => free::read(&seen, wanted, &base),
            Wanted::Copy => free::copied(text),
            Wanted::PageId => page::read(&seen, &base).unwrap_or_else(|| value_in(&seen, wanted, &base)),
            Wanted::FacebookToken
            | Wanted::InstagramToken
            | Wanted::AnyToken
            | Wanted::AppId
            | Wanted::AppSecret
            | Wanted::InstagramAppId
            | Wanted::InstagramAppSecret => value_in(&seen, wanted, &base),
        },
        Err(fault) => Reading::refused(fault, base),
    }
}

/// The one token, number or secret in a text.
fn value_in(text: &str, wanted: Wanted, base: &Repairs) -> Reading {
    structured(text, wanted, base).unwrap_or_else(|| {
        if has_secret_beside_token(text) {
            return Reading::refused(Fault::SecretBesideToken, base.clone());
        }
        words::read(text, wanted, base)
    })
}

/// Whether a bare token and, on a line of its own, a bare App secret were copied together. Joined as the lines of a torn token
/// are, the secret would go where the token goes.
fn has_secret_beside_token(text: &str) -> bool {
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    let is_secret = |line: &str| line.len() == 32 && family::is_hex(line);
    let is_token = |line: &str| line.len() > 32 && (line.starts_with("EAA") || line.starts_with("IGAA"));
    lines().any(is_secret) && lines().any(is_token)
}

/// What stands in a text instead of an address, if it can be named.
fn instead_of_address(text: &str, wanted: Wanted) -> Option<Fault> {
    let reading = value_in(text, Wanted::AnyToken, &Repairs::default());
    match (reading.value, reading.fault) {
        (_, Some(Fault::Misplaced(foreign, _))) => Some(Fault::Misplaced(foreign, wanted)),
        (_, Some(named @ (Fault::StillHidden | Fault::Shortened | Fault::OldBasicDisplayToken))) => Some(named),
        (_, Some(Fault::UnknownPrefix)) => None,
        (Some(Value::Token(_)), _) => Some(Fault::Misplaced(Foreign::FacebookToken, wanted)),
        (Some(Value::InstagramToken(_)), _) => Some(Fault::Misplaced(Foreign::InstagramToken, wanted)),
        _ => None,
    }
}

/// The reading of a text that has a structure, if it has one.
fn structured(text: &str, wanted: Wanted, base: &Repairs) -> Option<Reading> {
    let nothing = || Reading::refused(Fault::NothingInside(wanted), base.clone());
    if let Some(candidates) = answer::candidates(text) {
        return Some(pick::pick(&candidates, wanted, base).unwrap_or_else(nothing));
    }
    if named::is_curl(text) {
        let candidates = in_command(text, wanted);
        return Some(pick::pick(&candidates, wanted, base).unwrap_or_else(nothing));
    }
    let mut first: Option<Reading> = None;
    for reader in [in_header, in_address, in_names] {
        if let Some(reading) = reader(text, wanted, base) {
            if !reading.is_tentative() {
                return Some(reading);
            }
            first.get_or_insert(reading);
        }
    }
    let first = first?;
    let among_words = words::read(text, wanted, base);
    Some(if among_words.value.is_some() {
        among_words
    } else {
        first
    })
}

/// Everything a curl command carries, in its header, its address and its parameters.
fn in_command(text: &str, wanted: Wanted) -> Vec<Candidate> {
    let mut candidates: Vec<Candidate> = named::header(text).into_iter().collect();
    candidates.extend(named::known_names(text, wanted));
    for candidate in &mut candidates {
        candidate.repairs = Repairs::default().with(Repair::TakenFromCurl);
    }
    candidates
}

fn in_header(text: &str, wanted: Wanted, base: &Repairs) -> Option<Reading> {
    let candidate = named::header(text)?;
    // A log or a page of code may hold more than the header.
    let mut candidates = named::known_names(text, wanted);
    candidates.retain(|other| other.role != Role::Token);
    candidates.push(candidate.clone());
    pick::pick(&candidates, wanted, base).or_else(|| Some(pick::alone(&candidate, wanted, base)))
}

fn in_address(text: &str, wanted: Wanted, base: &Repairs) -> Option<Reading> {
    if !address::is_inside(text) {
        return None;
    }
    let nothing = || Reading::refused(Fault::NothingInside(wanted), base.clone());
    Some(pick::pick(&address::candidates(text), wanted, base).unwrap_or_else(nothing))
}

fn in_names(text: &str, wanted: Wanted, base: &Repairs) -> Option<Reading> {
    let (assigned, known) = (named::assignments(text, wanted), named::known_names(text, wanted));
    // A single value is read whatever its name says: what is in the wrong field is named then.
    let only = match (assigned.as_slice(), known.as_slice()) {
        ([assigned], [known]) if known.text.is_empty() => Some(assigned),
        ([_], [only]) | ([only], []) => Some(only),
        _ => None,
    };
    if let Some(only) = only.filter(|only| only.role != Role::Error) {
        return Some(pick::alone(only, wanted, base));
    }
    let mut candidates = known;
    for other in assigned {
        let is_new = candidates.iter().all(|known| !known.role.is_like(other.role, wanted));
        if other.role == Role::Other || is_new {
            candidates.push(other);
        }
    }
    if candidates.is_empty() {
        return None;
    }
    let nothing = || Reading::refused(Fault::NothingInside(wanted), base.clone());
    Some(pick::pick(&candidates, wanted, base).unwrap_or_else(nothing))
}
