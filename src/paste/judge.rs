//! A value against the field it is in.
//!
//! Starts with the raw text of one value; ends in a [`Reading`]: the value, a doubt, or the fault that says what it
//! looks like instead.

use zeroize::Zeroizing;

use super::{
    Amount, Fault, Reading, Value, Wanted,
    family::{self, Family},
    repair::{Repair, Repairs},
    value::clean,
};
use crate::model::{AppId, AppSecret, PastedToken};

/// Under this many characters nothing is a token.
const SHORTEST_TOKEN: usize = 20;
/// Under this many characters a token is doubted (facts: graph-api 10.1).
const USUAL_TOKEN: usize = 60;
/// How many digits can be an App ID at all: early apps have ten, our ids hold twenty.
const POSSIBLE_DIGITS: std::ops::RangeInclusive<usize> = 10..=20;
/// How many digits App IDs have (facts: graph-api 10.1).
const USUAL_DIGITS: std::ops::RangeInclusive<usize> = 12..=17;
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
            Wanted::FacebookToken => as_token(value, family, repairs),
            Wanted::AppId => as_app_id(&value, family, repairs),
            Wanted::AppSecret => as_app_secret(&value, family, repairs),
        },
    }
}

/// The longest token that is believed. Meta sets no maximum, and those seen are under 300 characters; far beyond that it
/// is something else (facts: graph-api 10.1).
const LONGEST_TOKEN: usize = 4_096;

fn as_token(mut value: Zeroizing<String>, family: Family, repairs: Repairs) -> Reading {
    let length = value.len();
    let fault = match family {
        Family::Facebook | Family::TokenLike | Family::OldFacebook if length > LONGEST_TOKEN => Some(Fault::TooLong),
        Family::Facebook | Family::TokenLike | Family::OldFacebook if length < SHORTEST_TOKEN => Some(Fault::TooShort),
        Family::Facebook if length < USUAL_TOKEN => Some(Fault::LooksShort),
        Family::Facebook => None,
        Family::OldFacebook => Some(Fault::OldFacebookToken),
        Family::Instagram => Some(Fault::InstagramTokenInFacebookField),
        Family::BasicDisplay => Some(Fault::OldBasicDisplayToken),
        Family::Threads => Some(Fault::ThreadsToken),
        Family::AppToken => Some(Fault::AppTokenInTokenField),
        Family::LoginCode => Some(Fault::LoginCodeInTokenField),
        Family::Secret | Family::Digits(SECRET_LENGTH) => Some(Fault::AppSecretInTokenField),
        Family::Digits(count) if POSSIBLE_DIGITS.contains(&count) => Some(Fault::AppIdInTokenField),
        Family::Digits(count) if count < *POSSIBLE_DIGITS.start() => Some(Fault::TooShort),
        Family::Stray(count) => Some(Fault::StrayCharacters(count)),
        Family::TokenLike | Family::Digits(_) | Family::Empty | Family::Hidden | Family::Shortened => {
            Some(Fault::UnknownPrefix)
        }
    };
    match fault {
        Some(fault) if fault.is_blocking() => Reading::refused(fault, repairs),
        doubt => Reading::found(
            Value::Token(PastedToken::new(std::mem::take(&mut *value))),
            doubt,
            repairs,
        ),
    }
}

fn as_app_id(value: &str, family: Family, repairs: Repairs) -> Reading {
    match family {
        Family::Digits(count) => app_id_of(value, count, repairs),
        Family::AppToken => match family::halves(value) {
            Some((number, _)) => app_id_of(number, number.len(), repairs.with(Repair::TakenFromPair)),
            None => Reading::refused(Fault::NotDigits, repairs),
        },
        Family::Secret => Reading::refused(Fault::SecretInAppIdField, repairs),
        _ if looks_like_token(value, family) => Reading::refused(Fault::TokenInAppIdField, repairs),
        _ => Reading::refused(Fault::NotDigits, repairs),
    }
}

fn app_id_of(digits: &str, count: usize, repairs: Repairs) -> Reading {
    let refused = |amount, repairs| Reading::refused(Fault::WrongDigitCount(amount), repairs);
    if count < *POSSIBLE_DIGITS.start() {
        return refused(Amount::TooLittle, repairs);
    }
    match digits.parse::<AppId>() {
        Ok(id) => {
            let doubt = (!USUAL_DIGITS.contains(&count)).then_some(Fault::UnusualDigitCount);
            Reading::found(Value::AppId(id), doubt, repairs)
        }
        Err(_) => refused(Amount::TooMuch, repairs),
    }
}

fn as_app_secret(value: &str, family: Family, mut repairs: Repairs) -> Reading {
    if let Some((_, secret)) = family::halves(value) {
        if family::is_hex(secret) && secret.len() == SECRET_LENGTH {
            return app_secret_of(secret, repairs.with(Repair::TakenFromPair));
        }
        return Reading::refused(Fault::TokenInSecretField, repairs);
    }
    if let Family::Digits(count) = family
        && POSSIBLE_DIGITS.contains(&count)
    {
        return Reading::refused(Fault::AppIdInSecretField, repairs);
    }
    if family::is_hex(value) {
        return match value.len().cmp(&SECRET_LENGTH) {
            std::cmp::Ordering::Equal => app_secret_of(value, repairs),
            std::cmp::Ordering::Less => Reading::refused(Fault::SecretWrongLength(Amount::TooLittle), repairs),
            std::cmp::Ordering::Greater => match half_of_repeated_secret(value) {
                Some(secret) => {
                    repairs.note(Repair::RepeatsRemoved);
                    app_secret_of(secret, repairs)
                }
                None => Reading::refused(Fault::SecretWrongLength(Amount::TooMuch), repairs),
            },
        };
    }
    if looks_like_token(value, family) {
        return Reading::refused(Fault::TokenInSecretField, repairs);
    }
    let foreign = value.chars().filter(|character| !character.is_ascii_hexdigit()).count();
    Reading::refused(Fault::NotHex(foreign), repairs)
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

fn app_secret_of(hex: &str, mut repairs: Repairs) -> Reading {
    let mut secret = hex.to_owned();
    if secret.bytes().any(|byte| byte.is_ascii_uppercase()) {
        repairs.note(Repair::Lowercased);
        secret.make_ascii_lowercase();
    }
    Reading::found(Value::AppSecret(AppSecret::new(secret)), None, repairs)
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
