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
mod judge;
mod named;
mod pick;
mod repair;
mod value;
mod words;

pub use fault::{Amount, Fault};
pub use repair::Repair;

use pick::{Candidate, Role};
use repair::Repairs;

use crate::model::{AppId, AppSecret, PastedToken};

/// The longest text that is read, in bytes.
pub const LONGEST: usize = 64 * 1024;

/// What a field wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// The token of a person, a Page or a system user, `EAA…`.
    FacebookToken,
    /// The number of a Meta app.
    AppId,
    /// The secret of a Meta app.
    AppSecret,
}

impl Wanted {
    fn noun(self) -> &'static str {
        match self {
            Self::FacebookToken => "access token",
            Self::AppId => "App ID",
            Self::AppSecret => "App secret",
        }
    }
}

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

/// A value of the kind a field wants.
#[derive(Debug)]
pub enum Value {
    /// A token, of which only Meta can say whose it is.
    Token(PastedToken),
    /// The number of an app.
    AppId(AppId),
    /// The secret of an app, in small letters.
    AppSecret(AppSecret),
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
            Some(Fault::SeveralTokens(_) | Fault::MoreThanOne(_) | Fault::ErrorAnswer)
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
        Ok(seen) => structured(&seen, wanted, &base).unwrap_or_else(|| words::read(&seen, wanted, &base)),
        Err(fault) => Reading::refused(fault, base),
    }
}

/// The reading of a text that has a structure, if it has one.
fn structured(text: &str, wanted: Wanted, base: &Repairs) -> Option<Reading> {
    let nothing = || Reading::refused(Fault::NothingInside(wanted), base.clone());
    if let Some(candidates) = answer::candidates(text) {
        return Some(pick::pick(&candidates, wanted, base).unwrap_or_else(nothing));
    }
    if named::is_curl(text) {
        let candidates = in_command(text);
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
fn in_command(text: &str) -> Vec<Candidate> {
    let mut candidates: Vec<Candidate> = named::header(text).into_iter().collect();
    candidates.extend(named::known_names(text));
    for candidate in &mut candidates {
        candidate.repairs = Repairs::default().with(Repair::TakenFromCurl);
    }
    candidates
}

fn in_header(text: &str, wanted: Wanted, base: &Repairs) -> Option<Reading> {
    let candidate = named::header(text)?;
    // A log or a page of code may hold more than the header.
    let mut candidates = named::known_names(text);
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
    let (assigned, known) = (named::assignments(text), named::known_names(text));
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
        if other.role == Role::Other || candidates.iter().all(|known| known.role != other.role) {
            candidates.push(other);
        }
    }
    if candidates.is_empty() {
        return None;
    }
    let nothing = || Reading::refused(Fault::NothingInside(wanted), base.clone());
    Some(pick::pick(&candidates, wanted, base).unwrap_or_else(nothing))
}
