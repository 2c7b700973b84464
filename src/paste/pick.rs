//! The one value a field wants, out of several that a larger text holds.
//!
//! Starts with the candidates an answer, an address, a command or a settings file has; ends in a [`Reading`].

use zeroize::Zeroizing;

use super::{
    Fault, Foreign, Reading, Value, Wanted,
    family::{self, Family},
    judge::judge,
    repair::{Repair, Repairs},
    value::clean,
    wanted::Form,
};

/// More candidates than any real text has; the rest is not looked at.
pub(super) const MOST_CANDIDATES: usize = 100;

/// Which half of an app a number or a secret belongs to (facts: graph-api 7.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Half {
    /// Nothing says it.
    Unsaid,
    /// The Meta app itself.
    Meta,
    /// Its Instagram half.
    Instagram,
}

/// What the name beside a value says it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// `access_token` and its relatives.
    Token,
    /// `long_lived_token`, which comes beside an `access_token` (facts: graph-api 6.2).
    LongLivedToken,
    /// `client_id`, `app_id`, `FACEBOOK_APP_ID`.
    AppId(Half),
    /// `client_secret`, `app_secret`.
    AppSecret(Half),
    /// `page_id`.
    PageId,
    /// `code` of a login.
    Code,
    /// `error` and its relatives.
    Error,
    /// Any other name, or none.
    Other,
}

impl Role {
    /// What a name says. Case, dashes and blanks make no difference, nor what stands before the last words.
    pub(super) fn of(name: &str) -> Self {
        let mut plain = String::with_capacity(name.len());
        for character in name.trim().chars() {
            plain.push(if character.is_ascii_alphanumeric() {
                character.to_ascii_lowercase()
            } else {
                '_'
            });
        }
        let name = plain.trim_matches('_');
        let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
        if ends(&["long_lived_token"]) {
            Self::LongLivedToken
        } else if ends(&["client_token", "verify_token", "csrf_token", "machine_token"]) {
            Self::Other
        } else if ends(&["token", "authorization"]) || name.contains("access_token") {
            Self::Token
        } else if ends(&["app_id", "appid", "client_id", "clientid", "application_id"]) {
            Self::AppId(Half::of(name))
        } else if ends(&["secret"]) {
            Self::AppSecret(Half::of(name))
        } else if ends(&["page_id", "pageid"]) {
            Self::PageId
        } else if matches!(name, "code" | "login_code" | "auth_code" | "u0026code") {
            Self::Code
        } else if name.starts_with("error")
            && matches!(
                name,
                "error" | "error_code" | "error_message" | "error_type" | "error_reason"
            )
        {
            Self::Error
        } else {
            Self::Other
        }
    }

    /// What a name says to a field: a Page's number is nothing by itself to those that do not want one.
    pub(super) fn in_field(name: &str, wanted: Wanted) -> Self {
        match Self::of(name) {
            Self::PageId if wanted != Wanted::PageId => Self::Other,
            role => role,
        }
    }

    fn is_of(self, wanted: Wanted) -> bool {
        match wanted {
            Wanted::FacebookToken | Wanted::InstagramToken | Wanted::AnyToken => {
                matches!(self, Self::Token | Self::LongLivedToken)
            }
            Wanted::AppId => matches!(self, Self::AppId(_)),
            Wanted::AppSecret => matches!(self, Self::AppSecret(_)),
            Wanted::InstagramAppId => matches!(self, Self::AppId(Half::Unsaid | Half::Instagram)),
            Wanted::InstagramAppSecret => matches!(self, Self::AppSecret(Half::Unsaid | Half::Instagram)),
            Wanted::PageId => self == Self::PageId,
            Wanted::RedirectAddress
            | Wanted::FacebookLanding
            | Wanted::InstagramLanding
            | Wanted::Path
            | Wanted::Word
            | Wanted::Copy => false,
        }
    }

    /// Whether it is surely what belongs to an app's Instagram half.
    fn is_of_instagram_half(self) -> bool {
        matches!(self, Self::AppId(Half::Instagram) | Self::AppSecret(Half::Instagram))
    }

    /// Whether it is surely what belongs to the Meta app, in a field for its Instagram half.
    fn is_of_other_half(self, wanted: Wanted) -> bool {
        match wanted {
            Wanted::InstagramAppId => self == Self::AppId(Half::Meta),
            Wanted::InstagramAppSecret => self == Self::AppSecret(Half::Meta),
            _ => false,
        }
    }

    /// Whether both say the same to a field. Only the fields of the Instagram half tell the halves apart.
    pub(super) fn is_like(self, other: Self, wanted: Wanted) -> bool {
        if wanted.is_of_instagram_app() {
            self == other
        } else {
            std::mem::discriminant(&self) == std::mem::discriminant(&other)
        }
    }

    /// This role, where the place it stood in says which half of an app it is about.
    pub(super) fn in_half(self, half: Half) -> Self {
        match self {
            Self::AppId(Half::Unsaid) => Self::AppId(half),
            Self::AppSecret(Half::Unsaid) => Self::AppSecret(half),
            other => other,
        }
    }
}

impl Half {
    /// What a name in small letters, or the beginning of an address, says.
    pub(super) fn of(name: &str) -> Self {
        let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
        if has(&["instagram"]) || name.starts_with("ig_") {
            Self::Instagram
        } else if has(&["facebook", "meta_app"]) || name.starts_with("fb_") {
            Self::Meta
        } else {
            Self::Unsaid
        }
    }
}

/// A value that may be the one.
#[derive(Clone)]
pub(super) struct Candidate {
    /// What the name beside it says.
    pub(super) role: Role,
    /// The raw value, not yet clean.
    pub(super) text: Zeroizing<String>,
    /// How it was reached.
    pub(super) repairs: Repairs,
    /// Whether it only accompanies an answer, as the token in a paging address does.
    pub(super) is_aside: bool,
}

impl Candidate {
    /// A value found under a name, in the way `repair` says.
    pub(super) fn new(role: Role, text: &str, repair: Repair) -> Self {
        Self {
            role,
            text: Zeroizing::new(text.trim().to_owned()),
            repairs: Repairs::default().with(repair),
            is_aside: false,
        }
    }

    fn family(&self) -> Family {
        Family::of(&clean(&self.text, &mut Repairs::default()))
    }

    fn is_relevant(&self, wanted: Wanted) -> bool {
        if self.role.is_of(wanted) {
            return true;
        }
        match wanted.form() {
            Form::Token => {
                let is_login_code = self.role == Role::Code && self.family() == Family::LoginCode;
                is_login_code || self.family().is_named_token()
            }
            Form::Number | Form::Secret => self.role == Role::Token && self.family() == Family::AppToken,
            Form::Text => false,
        }
    }
}

/// Reads the candidates as what the field wants. `None` when there are none at all.
pub(super) fn pick(candidates: &[Candidate], wanted: Wanted, base: &Repairs) -> Option<Reading> {
    let has_error = candidates.iter().any(|candidate| candidate.role == Role::Error);
    let relevant = relevant(candidates, wanted);
    let direct: Vec<&Candidate> = relevant
        .iter()
        .copied()
        .filter(|candidate| !candidate.is_aside)
        .collect();
    let chosen = choose(&direct, wanted, base);
    let reading = match chosen {
        Some(reading) if reading.value.is_some() || reading.fault.is_some() => Some(reading),
        other => choose(&relevant, wanted, base).or(other),
    };
    if reading.is_some() {
        return reading;
    }
    if has_error {
        return Some(Reading::refused(Fault::ErrorAnswer, base.clone()));
    }
    misplaced(candidates, wanted).map(|fault| Reading::refused(fault, base.clone()))
}

/// Reads a value that stands alone in the text, whatever its name says.
pub(super) fn alone(candidate: &Candidate, wanted: Wanted, base: &Repairs) -> Reading {
    let repairs = base.clone().and(&candidate.repairs);
    if candidate.role.is_of_other_half(wanted) {
        return Reading::refused(Fault::Misplaced(Foreign::MetaApp, wanted), repairs);
    }
    judge(&candidate.text, wanted, repairs)
}

fn relevant(candidates: &[Candidate], wanted: Wanted) -> Vec<&Candidate> {
    let mut relevant: Vec<&Candidate> = candidates
        .iter()
        .take(MOST_CANDIDATES)
        .filter(|candidate| candidate.is_relevant(wanted))
        .collect();
    // A value under its own name beats the half of a pair.
    if relevant.iter().any(|candidate| candidate.role.is_of(wanted)) && wanted.form() != Form::Token {
        relevant.retain(|candidate| candidate.role.is_of(wanted));
    }
    let is_told_apart = relevant.iter().any(|candidate| candidate.role.is_of_instagram_half());
    if is_told_apart && wanted.is_of_instagram_app() {
        relevant.retain(|candidate| candidate.role.is_of_instagram_half());
    }
    let has_token = relevant
        .iter()
        .any(|candidate| candidate.role == Role::Token && !candidate.is_aside);
    if has_token {
        relevant.retain(|candidate| candidate.role != Role::LongLivedToken);
    }
    relevant
}

/// The best reading among the candidates; several different ones that are equally good are a fault.
fn choose(candidates: &[&Candidate], wanted: Wanted, base: &Repairs) -> Option<Reading> {
    let mut readings: Vec<Reading> = candidates
        .iter()
        .map(|candidate| alone(candidate, wanted, base))
        .collect();
    let best = readings.iter().map(rank).min()?;
    readings.retain(|reading| rank(reading) == best);
    let mut different: Vec<Reading> = Vec::new();
    for reading in readings {
        if !different.iter().any(|known| is_same(known, &reading)) {
            different.push(reading);
        }
    }
    let count = different.len();
    let first = different.into_iter().next()?;
    if count > 1 && first.value.is_some() {
        let fault = match wanted.form() {
            Form::Token => Fault::SeveralTokens(count),
            Form::Number | Form::Secret | Form::Text => Fault::MoreThanOne(wanted),
        };
        return Some(Reading::refused(fault, base.clone()));
    }
    Some(first)
}

fn rank(reading: &Reading) -> u8 {
    match (&reading.value, &reading.fault) {
        (Some(_), None) => 0,
        (Some(_), Some(_)) => 1,
        (None, Some(_)) => 2,
        (None, None) => 3,
    }
}

fn is_same(left: &Reading, right: &Reading) -> bool {
    match (&left.value, &right.value) {
        (Some(Value::Token(left)), Some(Value::Token(right))) => left.is_same_as(right),
        (Some(Value::InstagramToken(left)), Some(Value::InstagramToken(right))) => left.is_same_as(right),
        (Some(Value::AppId(left)), Some(Value::AppId(right))) => left == right,
        (Some(Value::InstagramAppId(left)), Some(Value::InstagramAppId(right))) => left == right,
        (Some(Value::PageId(left)), Some(Value::PageId(right))) => left == right,
        (Some(Value::AppSecret(left)), Some(Value::AppSecret(right))) => left.is_same_as(right),
        (Some(Value::InstagramAppSecret(left)), Some(Value::InstagramAppSecret(right))) => left.is_same_as(right),
        (None, None) => true,
        _ => false,
    }
}

/// What is there instead of what the field wants.
fn misplaced(candidates: &[Candidate], wanted: Wanted) -> Option<Fault> {
    let has_token = candidates
        .iter()
        .any(|candidate| family::begins_as_token(&candidate.text));
    if candidates
        .iter()
        .any(|candidate| candidate.role.is_of_other_half(wanted))
    {
        return Some(Fault::Misplaced(Foreign::MetaApp, wanted));
    }
    let has_app = candidates
        .iter()
        .any(|candidate| matches!(candidate.role, Role::AppId(_)));
    match wanted.form() {
        Form::Number if has_app && wanted == Wanted::PageId => Some(Fault::Misplaced(Foreign::AppId, wanted)),
        Form::Number | Form::Secret if has_token => Some(Fault::Misplaced(Foreign::AnyToken, wanted)),
        Form::Token | Form::Number | Form::Secret | Form::Text => None,
    }
}
