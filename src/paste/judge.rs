//! A value against the field it is in.
//!
//! Starts with the raw text of one value; ends in a [`Reading`]: the value, a doubt, or the fault that says what it
//! looks like instead.

use zeroize::Zeroizing;

use super::{
    Amount, Fault, Foreign, Reading, Value, Wanted,
    family::{self, Family},
    repair::{Repair, Repairs},
    value::clean,
};
use crate::model::{AppSecret, InstagramAppSecret, InstagramToken, PastedToken};

/// Under this many characters nothing is a token.
const SHORTEST_TOKEN: usize = 20;
/// Under this many characters a token is doubted (facts: graph-api 10.1).
const USUAL_TOKEN: usize = 60;
/// How many digits can be an App ID at all: early apps have ten, our ids hold twenty.
const POSSIBLE_DIGITS: std::ops::RangeInclusive<usize> = 10..=20;
/// How many digits App IDs have (facts: graph-api 10.1).
const USUAL_DIGITS: std::ops::RangeInclusive<usize> = 12..=17;
/// How many digits can be a Page ID at all: old Pages have the numbers of early accounts.
const POSSIBLE_PAGE_DIGITS: std::ops::RangeInclusive<usize> = 5..=20;
/// How many digits Page IDs have (facts: graph-api 10.1).
const USUAL_PAGE_DIGITS: std::ops::RangeInclusive<usize> = 10..=17;
/// An App secret has exactly this many characters.
const SECRET_LENGTH: usize = 32;

/// Reads one value as what the field wants.
pub(super) fn judge(raw: &str, wanted: Wanted, mut repairs: Repairs) -> Reading {
    let value = clean(raw, &mut repairs);
    let family = Family::of(&value);
    match family {
        Family::Empty => Reading::empty(repairs),
        Family::Hidden => Reading::refused(Fault::StillHidden, repairs),
        Family::Shortened => Reading::refused(Fault::Shortened, repairs),
        _ => match wanted {
            Wanted::FacebookToken | Wanted::InstagramToken | Wanted::AnyToken => {
                as_token(value, family, wanted, repairs)
            }
            Wanted::AppId | Wanted::InstagramAppId | Wanted::PageId => as_number(&value, family, wanted, repairs),
            Wanted::AppSecret | Wanted::InstagramAppSecret => as_app_secret(&value, family, wanted, repairs),
            // Addresses and free texts have readers of their own; what comes here is none.
            Wanted::RedirectAddress
            | Wanted::FacebookLanding
            | Wanted::InstagramLanding
            | Wanted::Path
            | Wanted::Word
            | Wanted::Copy => Reading::refused(Fault::NothingInside(wanted), repairs),
        },
    }
}

/// The longest token that is believed. Meta sets no maximum, and those seen are under 300 characters; far beyond that it
/// is something else (facts: graph-api 10.1).
const LONGEST_TOKEN: usize = 4_096;

fn as_token(mut value: Zeroizing<String>, family: Family, wanted: Wanted, repairs: Repairs) -> Reading {
    let fault = match (family, wanted) {
        (Family::Instagram, Wanted::FacebookToken) => Some(misplaced(Foreign::InstagramToken, wanted)),
        (Family::Facebook | Family::OldFacebook, Wanted::InstagramToken) => {
            Some(misplaced(Foreign::FacebookToken, wanted))
        }
        _ => token_fault(&value, family, wanted),
    };
    match fault {
        Some(fault) if fault.is_blocking() => Reading::refused(fault, repairs),
        doubt => {
            let text = std::mem::take(&mut *value);
            let value = if family == Family::Instagram {
                Value::InstagramToken(InstagramToken::new(text))
            } else {
                Value::Token(PastedToken::new(text))
            };
            Reading::found(value, doubt, repairs)
        }
    }
}

/// What is wrong with a token, or with what stands in its place.
fn token_fault(value: &str, family: Family, wanted: Wanted) -> Option<Fault> {
    let length = value.len();
    match family {
        Family::Facebook | Family::Instagram | Family::TokenLike | Family::OldFacebook if length > LONGEST_TOKEN => {
            Some(Fault::TooLong)
        }
        Family::Facebook | Family::Instagram | Family::TokenLike | Family::OldFacebook if length < SHORTEST_TOKEN => {
            Some(Fault::TooShort)
        }
        Family::Facebook | Family::Instagram if length < USUAL_TOKEN => Some(Fault::LooksShort),
        Family::Facebook | Family::Instagram => None,
        Family::OldFacebook => Some(Fault::OldFacebookToken),
        Family::BasicDisplay => Some(Fault::OldBasicDisplayToken),
        Family::Threads => Some(misplaced(Foreign::ThreadsToken, wanted)),
        Family::AppToken => Some(misplaced(Foreign::AppToken, wanted)),
        Family::LoginCode => Some(misplaced(Foreign::LoginCode, wanted)),
        Family::Secret | Family::Digits(SECRET_LENGTH) => Some(misplaced(Foreign::AppSecret, wanted)),
        Family::Digits(count) if POSSIBLE_DIGITS.contains(&count) => Some(misplaced(Foreign::AppId, wanted)),
        Family::Digits(count) if count < *POSSIBLE_DIGITS.start() => Some(Fault::TooShort),
        Family::Stray(count) => Some(Fault::StrayCharacters(count)),
        Family::TokenLike | Family::Digits(_) | Family::Empty | Family::Hidden | Family::Shortened => {
            Some(if wanted == Wanted::InstagramToken {
                Fault::NoInstagramPrefix
            } else {
                Fault::UnknownPrefix
            })
        }
    }
}

fn misplaced(foreign: Foreign, wanted: Wanted) -> Fault {
    Fault::Misplaced(foreign, wanted)
}

fn as_number(value: &str, family: Family, wanted: Wanted, repairs: Repairs) -> Reading {
    match family {
        Family::Digits(count) => number_of(value, count, wanted, repairs),
        Family::AppToken => match (family::halves(value), wanted) {
            (Some((number, _)), Wanted::AppId) => {
                number_of(number, number.len(), wanted, repairs.with(Repair::TakenFromPair))
            }
            // The app's own number: not the one of its Instagram half, and no Page's.
            (Some(_), Wanted::InstagramAppId) => Reading::refused(misplaced(Foreign::MetaApp, wanted), repairs),
            (Some(_), Wanted::PageId) => Reading::refused(misplaced(Foreign::AppToken, wanted), repairs),
            _ => Reading::refused(Fault::NotDigits(wanted), repairs),
        },
        Family::Secret => Reading::refused(misplaced(Foreign::AppSecret, wanted), repairs),
        _ if looks_like_token(value, family) => Reading::refused(misplaced(Foreign::AnyToken, wanted), repairs),
        _ if wanted == Wanted::PageId && value.contains(char::is_alphabetic) => {
            Reading::refused(misplaced(Foreign::PageName, wanted), repairs)
        }
        _ => Reading::refused(Fault::NotDigits(wanted), repairs),
    }
}

fn number_of(digits: &str, count: usize, wanted: Wanted, repairs: Repairs) -> Reading {
    let (possible, usual) = match wanted {
        Wanted::PageId => (POSSIBLE_PAGE_DIGITS, USUAL_PAGE_DIGITS),
        _ => (POSSIBLE_DIGITS, USUAL_DIGITS),
    };
    let refused = |amount, repairs| Reading::refused(Fault::WrongDigitCount(wanted, amount), repairs);
    if count < *possible.start() {
        return refused(Amount::TooLittle, repairs);
    }
    let value = match wanted {
        Wanted::PageId => digits.parse().map(Value::PageId),
        Wanted::InstagramAppId => digits.parse().map(Value::InstagramAppId),
        _ => digits.parse().map(Value::AppId),
    };
    match value {
        Ok(value) => {
            let doubt = (!usual.contains(&count)).then_some(Fault::UnusualDigitCount(wanted));
            Reading::found(value, doubt, repairs)
        }
        Err(_) => refused(Amount::TooMuch, repairs),
    }
}

fn as_app_secret(value: &str, family: Family, wanted: Wanted, mut repairs: Repairs) -> Reading {
    let wrong_length = |amount, repairs| Reading::refused(Fault::SecretWrongLength(wanted, amount), repairs);
    if let Some((_, secret)) = family::halves(value) {
        if family::is_hex(secret) && secret.len() == SECRET_LENGTH {
            return if wanted == Wanted::AppSecret {
                app_secret_of(secret, wanted, repairs.with(Repair::TakenFromPair))
            } else {
                Reading::refused(misplaced(Foreign::MetaApp, wanted), repairs)
            };
        }
        return Reading::refused(misplaced(Foreign::AnyToken, wanted), repairs);
    }
    if let Family::Digits(count) = family
        && POSSIBLE_DIGITS.contains(&count)
    {
        return Reading::refused(misplaced(Foreign::AppId, wanted), repairs);
    }
    if family::is_hex(value) {
        return match value.len().cmp(&SECRET_LENGTH) {
            std::cmp::Ordering::Equal => app_secret_of(value, wanted, repairs),
            std::cmp::Ordering::Less => wrong_length(Amount::TooLittle, repairs),
            std::cmp::Ordering::Greater => match half_of_repeated_secret(value) {
                Some(secret) => {
                    repairs.note(Repair::RepeatsRemoved);
                    app_secret_of(secret, wanted, repairs)
                }
                None => wrong_length(Amount::TooMuch, repairs),
            },
        };
    }
    if looks_like_token(value, family) {
        return Reading::refused(misplaced(Foreign::AnyToken, wanted), repairs);
    }
    let foreign = value.chars().filter(|character| !character.is_ascii_hexdigit()).count();
    Reading::refused(Fault::NotHex(wanted, foreign), repairs)
}

/// The secret, when the text is that secret several times in a row.
fn half_of_repeated_secret(value: &str) -> Option<&str> {
    let secret = value.get(..SECRET_LENGTH)?;
    value
        .as_bytes()
        .chunks(SECRET_LENGTH)
        .all(|chunk| chunk == secret.as_bytes())
        .then_some(secret)
}

fn app_secret_of(hex: &str, wanted: Wanted, mut repairs: Repairs) -> Reading {
    let mut secret = hex.to_owned();
    if secret.bytes().any(|byte| byte.is_ascii_uppercase()) {
        repairs.note(Repair::Lowercased);
        secret.make_ascii_lowercase();
    }
    let value = if wanted == Wanted::InstagramAppSecret {
        Value::InstagramAppSecret(InstagramAppSecret::new(secret))
    } else {
        Value::AppSecret(AppSecret::new(secret))
    };
    Reading::found(value, None, repairs)
}

fn looks_like_token(value: &str, family: Family) -> bool {
    let length = value.len();
    match family {
        Family::LoginCode | Family::OldFacebook => true,
        Family::Stray(_) => length >= USUAL_TOKEN && family::begins_as_token(value),
        Family::TokenLike => length >= USUAL_TOKEN,
        other => other.is_named_token() && length >= SHORTEST_TOKEN,
    }
}
