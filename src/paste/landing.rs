//! Where a browser ended after a login: the answer in its address, or in whatever piece of it was copied.
//!
//! Starts with the text of the landing field; ends in a [`Reading`] with a [`Landing`], or in what the text is instead:
//! the page where the login starts, an address without an answer, a secret that belongs elsewhere
//! (facts: graph-api 6.2, 7.3).

use std::fmt;

use super::{
    Fault, Foreign, Reading, Value, Wanted, answer,
    family::Family,
    judge::judge,
    login_address::{self, Arrival},
    named,
    pick::{Candidate, Role},
    repair::{Repair, Repairs},
    value, words,
};
use crate::model::{LoginCode, LoginProvider, LoginState, PastedToken, SafeText, is_token_character};

/// Under this many characters nothing is a login code.
const SHORTEST_CODE: usize = 20;
/// The longest code that is believed; those seen are under 500 characters (facts: graph-api 10.1).
const LONGEST_CODE: usize = 4_096;
/// A longer run of token characters in the words of an error is shown to nobody.
const LONGEST_WORD: usize = 20;

/// Where a browser ended after a login: what the address said. `Debug` shows nothing of it.
pub struct Landing {
    /// `scheme://host[:port]/path` of the address, without query and fragment; `None` for a bare code, and for an address
    /// whose beginning is missing.
    pub place: Option<String>,
    /// The state that came back, if any.
    pub state: Option<LoginState>,
    /// How the login ended.
    pub end: LandingEnd,
}

/// How a login ended.
pub enum LandingEnd {
    /// With a code that can be turned into a token once.
    Code(LoginCode),
    /// The person said no: `error=access_denied` (facts: graph-api 6.2, 7.3).
    Denied,
    /// Another failure that the address reports.
    Failed {
        /// Meta's number for it, if there is one.
        code: Option<i64>,
        /// Meta's words, without anything in them that could be a secret.
        words: SafeText,
    },
    /// With a token of Facebook's instead of a code: `#access_token=…` (facts: graph-api 6.2).
    Token(PastedToken),
}

impl fmt::Debug for Landing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Landing")
            .field("has_place", &self.place.is_some())
            .field("state", &self.state)
            .field("end", &self.end)
            .finish()
    }
}

impl fmt::Debug for LandingEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => code.fmt(f),
            Self::Denied => f.write_str("Denied"),
            // The words came out of an address that anybody may have made.
            Self::Failed { code, words: _ } => f.debug_struct("Failed").field("code", code).finish_non_exhaustive(),
            Self::Token(token) => token.fmt(f),
        }
    }
}

/// What a piece of the text turned out to be, the best first.
enum Found {
    Good(Value, Option<Fault>, Repairs),
    Bad(Fault, Repairs),
}

/// Reads the text of a landing field.
pub(super) fn read(text: &str, provider: LoginProvider, base: &Repairs) -> Reading {
    let wanted = match provider {
        LoginProvider::Facebook => Wanted::FacebookLanding,
        LoginProvider::Instagram => Wanted::InstagramLanding,
    };
    let (arrivals, left) = login_address::arrivals(text);
    let mut found: Vec<Found> = arrivals
        .iter()
        .filter_map(|arrival| in_address(arrival, wanted))
        .collect();
    if !has_good(&found) {
        found.extend(candidates(text, wanted).iter().map(|candidate| {
            let repairs = candidate.repairs.clone();
            code_alone(&candidate.text, repairs, wanted)
        }));
    }
    // A code beside an address counts too: if it is another one, nobody can tell which is wanted.
    let codes = words::codes(&left);
    found.extend(codes.iter().map(|(code, is_alone)| {
        let repairs = Repairs::default();
        let repairs = if *is_alone {
            repairs
        } else {
            repairs.with(Repair::TakenFromText)
        };
        code_alone(code, repairs, wanted)
    }));
    if let Some(reading) = choose(found, base) {
        return reading;
    }
    let instead = without_code(text, wanted, base);
    match arrivals.first() {
        Some(first) if instead.is_tentative() => Reading::refused(in_vain(first), base.clone()),
        _ => instead,
    }
}

fn has_good(found: &[Found]) -> bool {
    found.iter().any(|found| matches!(found, Found::Good(..)))
}

/// The codes and tokens that stand under their names, in JSON, code or a settings file.
fn candidates(text: &str, wanted: Wanted) -> Vec<Candidate> {
    let mut candidates = answer::candidates(text).unwrap_or_else(|| named::known_names(text, wanted));
    candidates.retain(|candidate| candidate.role == Role::Code && !candidate.text.is_empty());
    candidates
}

/// The one thing that was found; two different codes are a fault.
fn choose(found: Vec<Found>, base: &Repairs) -> Option<Reading> {
    let mut best: Option<(Value, Option<Fault>, Repairs)> = None;
    let mut bad = None;
    for found in found {
        match (found, &best) {
            (Found::Bad(fault, repairs), _) => {
                bad.get_or_insert((fault, repairs));
            }
            (Found::Good(value, _, _), Some((known, _, _))) if is_other_code(&value, known) => {
                return Some(Reading::refused(Fault::SeveralCodes, base.clone()));
            }
            (Found::Good(value, ..), Some((known, ..))) if rank(&value) >= rank(known) => {}
            (Found::Good(value, doubt, repairs), _) => best = Some((value, doubt, repairs)),
        }
    }
    match (best, bad) {
        (Some((value, doubt, repairs)), _) => Some(Reading::found(value, doubt, base.clone().and(&repairs))),
        (None, Some((fault, repairs))) => Some(Reading::refused(fault, base.clone().and(&repairs))),
        (None, None) => None,
    }
}

fn code_in(value: &Value) -> Option<&LoginCode> {
    match value {
        Value::Landing(Landing {
            end: LandingEnd::Code(code),
            ..
        }) => Some(code),
        _ => None,
    }
}

fn is_other_code(left: &Value, right: &Value) -> bool {
    match (code_in(left), code_in(right)) {
        (Some(left), Some(right)) => !left.is_same_as(right),
        _ => false,
    }
}

/// A code is worth more than a token, and both more than a failure: the person may have tried twice.
fn rank(value: &Value) -> u8 {
    match value {
        Value::Landing(landing) => match landing.end {
            LandingEnd::Code(_) => 0,
            LandingEnd::Token(_) => 1,
            LandingEnd::Denied | LandingEnd::Failed { .. } => 2,
        },
        _ => 1,
    }
}

/// What the address says about the end of the login; `None` when it says nothing.
fn in_address(arrival: &Arrival, wanted: Wanted) -> Option<Found> {
    let mut repairs = arrival.repairs.clone();
    let landing = |end| {
        Value::Landing(Landing {
            place: arrival.place.clone(),
            state: arrival.get("state").map(state),
            end,
        })
    };
    let has_failed = ["error", "error_code", "error_message"]
        .iter()
        .any(|name| arrival.get(name).is_some());
    if let Some(raw) = arrival.get("code").filter(|_| !has_failed) {
        return Some(match code(raw, wanted, &mut repairs) {
            Ok((code, doubt)) => Found::Good(landing(LandingEnd::Code(code)), doubt, repairs),
            Err(fault) => Found::Bad(fault, repairs),
        });
    }
    if let Some(raw) = arrival.get("access_token") {
        let reading = judge(raw, Wanted::AnyToken, repairs);
        return token(reading, wanted, landing);
    }
    has_failed.then(|| {
        let is_denied =
            arrival.get("error") == Some("access_denied") || arrival.get("error_reason") == Some("user_denied");
        let end = if is_denied {
            LandingEnd::Denied
        } else {
            failure(arrival)
        };
        Found::Good(landing(end), None, repairs)
    })
}

fn failure(arrival: &Arrival) -> LandingEnd {
    let number = |name| arrival.get(name).and_then(|text| text.trim().parse::<i64>().ok());
    let words = ["error_message", "error_description", "error_reason", "error"]
        .iter()
        .find_map(|name| arrival.get(name))
        .unwrap_or("");
    LandingEnd::Failed {
        code: number("error_code").or_else(|| number("code")),
        words: without_secrets(words),
    }
}

/// The words of an error without whatever could be a token, a code or a secret.
fn without_secrets(words: &str) -> SafeText {
    let mut kept = String::with_capacity(words.len());
    for piece in words.split_inclusive(|character| !is_token_character(character)) {
        let run = piece.trim_end_matches(|character| !is_token_character(character));
        let is_mixed = run.contains(|character: char| character.is_ascii_digit())
            || (run.contains(|character: char| character.is_ascii_uppercase())
                && run.contains(|character: char| character.is_ascii_lowercase()));
        if run.len() >= LONGEST_WORD && is_mixed {
            kept.push_str("[hidden]");
            kept.push_str(piece.get(run.len()..).unwrap_or(""));
        } else {
            kept.push_str(piece);
        }
    }
    SafeText::new(&kept)
}

/// The state as it went out: without the sign that Meta hangs on the address.
fn state(text: &str) -> LoginState {
    let text = text.trim();
    LoginState::new(text.split_once('#').map_or(text, |(before, _)| before))
}

fn code_alone(raw: &str, mut repairs: Repairs, wanted: Wanted) -> Found {
    match code(raw, wanted, &mut repairs) {
        Ok((code, doubt)) => Found::Good(bare(LandingEnd::Code(code)), doubt, repairs),
        Err(fault) => Found::Bad(fault, repairs),
    }
}

fn bare(end: LandingEnd) -> Value {
    Value::Landing(Landing {
        place: None,
        state: None,
        end,
    })
}

/// The code in a raw value, without what was glued on it.
fn code(raw: &str, wanted: Wanted, repairs: &mut Repairs) -> Result<(LoginCode, Option<Fault>), Fault> {
    let clean = value::clean(raw, repairs);
    let cut = clean
        .split_once(['#', '&', '?'])
        .map_or(clean.as_str(), |(code, _)| code);
    let once = one_of_repeats(cut);
    if once.is_some() {
        repairs.note(Repair::RepeatsRemoved);
    }
    let code = once.unwrap_or(cut);
    let family = Family::of(code);
    let doubt = match family {
        Family::Hidden => return Err(Fault::StillHidden),
        Family::Shortened => return Err(Fault::Shortened),
        Family::Stray(_) | Family::AppToken => return Err(Fault::SpoiltCode),
        Family::BasicDisplay | Family::Facebook | Family::Instagram | Family::Threads => {
            return Err(Fault::Misplaced(Foreign::AnyToken, wanted));
        }
        Family::LoginCode => None,
        Family::Empty | Family::OldFacebook | Family::Secret | Family::Digits(_) | Family::TokenLike => {
            Some(Fault::UnusualCode)
        }
    };
    if code.len() < SHORTEST_CODE {
        Err(Fault::CodeTooShort)
    } else if code.len() > LONGEST_CODE {
        Err(Fault::TooLong)
    } else {
        Ok((LoginCode::new(code.to_owned()), doubt))
    }
}

/// The code, when the text is that code several times in a row.
fn one_of_repeats(text: &str) -> Option<&str> {
    (2..=16).rev().find_map(|times| {
        value::repeated_unit(text, times).filter(|unit| unit.len() >= SHORTEST_CODE && unit.starts_with("AQ"))
    })
}

/// A token that came in the place of a code.
fn token(reading: Reading, wanted: Wanted, landing: impl FnOnce(LandingEnd) -> Value) -> Option<Found> {
    let repairs = Repairs::from(reading.repairs);
    Some(match (reading.value, reading.fault) {
        (Some(Value::InstagramToken(token)), doubt) if wanted == Wanted::InstagramLanding => {
            Found::Good(Value::InstagramToken(token), doubt, repairs)
        }
        (Some(Value::InstagramToken(_)), _) => Found::Bad(Fault::Misplaced(Foreign::InstagramToken, wanted), repairs),
        (Some(Value::Token(token)), doubt) if wanted == Wanted::FacebookLanding => {
            Found::Good(landing(LandingEnd::Token(token)), doubt, repairs)
        }
        (Some(Value::Token(_)), _) => Found::Bad(Fault::Misplaced(Foreign::FacebookToken, wanted), repairs),
        (_, Some(Fault::Misplaced(foreign, _))) => Found::Bad(Fault::Misplaced(foreign, wanted), repairs),
        (_, Some(fault)) => Found::Bad(fault, repairs),
        (_, None) => return None,
    })
}

/// The reading of a text in which no code stands under its name or begins like one.
fn without_code(text: &str, wanted: Wanted, base: &Repairs) -> Reading {
    let mut repairs = base.clone();
    let whole = value::clean(text, &mut repairs);
    let is_one = words::is_one_value(text);
    if is_one && Family::of(&whole) == Family::TokenLike && !whole.contains('.') {
        return match code(text, wanted, &mut base.clone()) {
            Ok((code, doubt)) => Reading::found(bare(LandingEnd::Code(code)), doubt, repairs),
            Err(fault) => Reading::refused(fault, repairs),
        };
    }
    let reading = super::value_in(text, Wanted::AnyToken, base);
    if reading.value.is_none() && reading.fault.is_none() {
        return reading;
    }
    let nothing = Reading::refused(Fault::NothingInside(wanted), base.clone());
    if matches!(reading.fault, Some(Fault::UnknownPrefix | Fault::NothingInside(_))) {
        return nothing;
    }
    if matches!(reading.fault, Some(Fault::TooShort)) && is_one {
        return Reading::refused(Fault::CodeTooShort, reading_repairs(&reading));
    }
    if matches!(reading.fault, Some(Fault::StrayCharacters(_) | Fault::TooShort)) {
        return nothing_or_spoilt(&whole, nothing);
    }
    match token(reading, wanted, bare) {
        Some(Found::Good(value, doubt, repairs)) => Reading::found(value, doubt, repairs),
        Some(Found::Bad(fault, repairs)) => Reading::refused(fault, repairs),
        None => nothing,
    }
}

fn nothing_or_spoilt(whole: &str, nothing: Reading) -> Reading {
    if whole.starts_with("AQ") && whole.len() >= SHORTEST_CODE {
        Reading {
            fault: Some(Fault::SpoiltCode),
            ..nothing
        }
    } else {
        nothing
    }
}

fn reading_repairs(reading: &Reading) -> Repairs {
    Repairs::from(reading.repairs.clone())
}

/// Why an address is no use.
fn in_vain(arrival: &Arrival) -> Fault {
    if arrival.is_before_end() {
        Fault::LoginNotDone
    } else if arrival.is_login_success() {
        Fault::AddressEmptied
    } else {
        Fault::NoLoginInAddress
    }
}
