//! What the paste reader makes of real shapes of pastes: every row is one text in one field, with the whole reading.

#![expect(clippy::unwrap_used, reason = "tests fail loudly")]

mod faults;
mod fields;
mod landing;
mod limits;
mod properties;
mod redirect;
mod shapes;

use evertoken::paste::{Fault, Foreign, LandingEnd, Reading, Repair, Value, Wanted, read};

/// A made-up user token.
const TOKEN: &str = "EAAGU8JZpDE0iGXlD6gNCFbaEPFjbD0kH8Oool8DklZDOCj2ISaJiHkTj0rLGlkoZCMXGjtEkDnNfribxUdl7dXTPyLsxPFkThf4VucSmEHgaKwVJ7faC9qEwjky40ZBUVsWmflzdE1F8ResqEDusTpkr0cStY4qWB8dWKnHfDNxSIvPZZZDZD";
/// A made-up Page token.
const OTHER: &str = "EAAG63fFKcZjR4I0b3jRtaWr4Y9OJFLJOqOAf1lLQSAJaiXnkU8Is2g8nprvDd53x83rzjZZZZGeoZDMENcKHVmDGAkJiG8XnBE3NnYJoQ9WmXeHH2fdeeTFJGvVvQe1sKhBN88hXJsi6BwhTp3Fs2QhX6ZD";
/// A made-up token of Instagram Login.
const INSTAGRAM: &str = "IGAAKWxOiixgVoOnzyw2MzP0ZvzOMhfWuBByReQMsm9Wcz7uW9XFOGOeMVNen5n1Ae6pWzpF1qH6YytwMe4LbyoVFz8uZdZv8FuKKIBJl5dzpJn0meq7WJjjIBAzupGhv7Ib3M03NBQNSgPwlUQia1ID6vZD";
/// A made-up login code.
const CODE: &str = "AQDW5dql05ha064gIiJhgB3cxLmAxzJLJenuHjDUrhhjeyxG4jDPMRCxGgcjBw56EcUngmgMsRcgizeg8Psh4487Q7j58M1cIaHZcUE_qPbENqTyH5xJ8tpqXJQ4I9dOv8GZ4fKq1OKtbgZVaMWUFuXBVj-dctBYVhnSg9EH6yO4GFQRC5xLRwI0b26r08QZJi6";
/// A made-up App secret.
const SECRET: &str = "fa2815d2802827283e0ad84173581569";
/// A made-up App ID.
const APP: &str = "123456789012345";

const SECRET_FOR_TOKEN: Fault = Fault::Misplaced(Foreign::AppSecret, Wanted::FacebookToken);
const APP_FOR_TOKEN: Fault = Fault::Misplaced(Foreign::AppId, Wanted::FacebookToken);
const APP_TOKEN_FOR_TOKEN: Fault = Fault::Misplaced(Foreign::AppToken, Wanted::FacebookToken);
const CODE_FOR_TOKEN: Fault = Fault::Misplaced(Foreign::LoginCode, Wanted::FacebookToken);
const INSTAGRAM_FOR_TOKEN: Fault = Fault::Misplaced(Foreign::InstagramToken, Wanted::FacebookToken);
const THREADS_FOR_TOKEN: Fault = Fault::Misplaced(Foreign::ThreadsToken, Wanted::FacebookToken);
const TOKEN_FOR_APP: Fault = Fault::Misplaced(Foreign::AnyToken, Wanted::AppId);
const TOKEN_FOR_SECRET: Fault = Fault::Misplaced(Foreign::AnyToken, Wanted::AppSecret);
const SECRET_FOR_APP: Fault = Fault::Misplaced(Foreign::AppSecret, Wanted::AppId);
const APP_FOR_SECRET: Fault = Fault::Misplaced(Foreign::AppId, Wanted::AppSecret);

/// The fields of which every kind of text is looked at one by one.
const FIELDS: [Wanted; 3] = [Wanted::FacebookToken, Wanted::AppId, Wanted::AppSecret];
/// Every field there is.
const ALL: [Wanted; 11] = [
    Wanted::FacebookToken,
    Wanted::InstagramToken,
    Wanted::AnyToken,
    Wanted::AppId,
    Wanted::AppSecret,
    Wanted::InstagramAppId,
    Wanted::InstagramAppSecret,
    Wanted::PageId,
    Wanted::RedirectAddress,
    Wanted::FacebookLanding,
    Wanted::InstagramLanding,
];

/// One text in one field, and everything that must come of it.
struct Row {
    text: String,
    wanted: Wanted,
    value: Option<String>,
    repairs: Vec<Repair>,
    fault: Option<Fault>,
}

/// The token field: exactly [`TOKEN`], without a doubt.
fn token(text: impl Into<String>, repairs: &[Repair]) -> Row {
    found(Wanted::FacebookToken, text, TOKEN, repairs)
}

fn app(text: impl Into<String>, repairs: &[Repair]) -> Row {
    found(Wanted::AppId, text, APP, repairs)
}

fn secret(text: impl Into<String>, repairs: &[Repair]) -> Row {
    found(Wanted::AppSecret, text, SECRET, repairs)
}

fn found(wanted: Wanted, text: impl Into<String>, value: &str, repairs: &[Repair]) -> Row {
    Row {
        text: text.into(),
        wanted,
        value: Some(value.to_owned()),
        repairs: repairs.to_vec(),
        fault: None,
    }
}

fn refused(wanted: Wanted, text: impl Into<String>, fault: Fault, repairs: &[Repair]) -> Row {
    Row {
        text: text.into(),
        wanted,
        value: None,
        repairs: repairs.to_vec(),
        fault: Some(fault),
    }
}

/// The token field, refused.
fn no_token(text: impl Into<String>, fault: Fault, repairs: &[Repair]) -> Row {
    refused(Wanted::FacebookToken, text, fault, repairs)
}

fn doubtful(wanted: Wanted, text: impl Into<String>, value: &str, fault: Fault) -> Row {
    Row {
        fault: Some(fault),
        ..found(wanted, text, value, &[])
    }
}

fn empty(wanted: Wanted, text: impl Into<String>, repairs: &[Repair]) -> Row {
    Row {
        text: text.into(),
        wanted,
        value: None,
        repairs: repairs.to_vec(),
        fault: None,
    }
}

fn exposed(reading: &Reading) -> Option<String> {
    reading.value.as_ref().map(|value| match value {
        Value::Text(text) => text.clone(),
        Value::Copy(copy) => copy.expose().to_owned(),
        Value::Token(token) => token.expose().to_owned(),
        Value::AppId(id) => id.to_string(),
        Value::AppSecret(secret) => secret.expose().to_owned(),
        Value::InstagramToken(token) => token.expose().to_owned(),
        Value::InstagramAppId(id) => id.to_string(),
        Value::InstagramAppSecret(secret) => secret.expose().to_owned(),
        Value::PageId(id) => id.to_string(),
        Value::RedirectAddress(address) => address.to_string(),
        Value::Landing(landing) => match &landing.end {
            LandingEnd::Code(code) => code.expose().to_owned(),
            LandingEnd::Token(token) => token.expose().to_owned(),
            LandingEnd::Denied => "denied".to_owned(),
            LandingEnd::Failed { code, words } => format!("failed {code:?} {words}"),
        },
    })
}

/// Reads every row and shows all that differ at once.
fn check(rows: &[Row]) {
    let mut different = Vec::new();
    for (nth, row) in rows.iter().enumerate() {
        let reading = read(&row.text, row.wanted);
        let seen = (exposed(&reading), reading.repairs.clone(), reading.fault);
        let expected = (row.value.clone(), row.repairs.clone(), row.fault);
        if seen != expected {
            different.push(format!(
                "row {nth} {:?} {:?}\n  expected {expected:?}\n  seen     {seen:?}",
                row.wanted, row.text
            ));
        }
        if let Some(fault) = reading.fault {
            assert_eq!(fault.is_blocking(), reading.value.is_none(), "row {nth}: {fault:?}");
        }
        assert_no_leak(&row.text, &reading);
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
}

/// No sentence, word or `Debug` form holds eight characters in a row of any secret in the text.
fn assert_no_leak(text: &str, reading: &Reading) {
    let mut said = format!("{reading:?}");
    for repair in &reading.repairs {
        said.push_str(&repair.words());
    }
    if let Some(fault) = reading.fault {
        said.push_str(&fault.sentence());
    }
    for secret in [TOKEN, OTHER, INSTAGRAM, CODE, SECRET] {
        for window in secret.as_bytes().windows(8) {
            let window = std::str::from_utf8(window).unwrap();
            assert!(!said.contains(window), "{window} of {text} is in {said}");
        }
    }
}

fn cut(text: &str, every: usize, between: &str) -> String {
    let pieces: Vec<String> = text
        .as_bytes()
        .chunks(every)
        .map(|piece| String::from_utf8(piece.to_vec()).unwrap())
        .collect();
    pieces.join(between)
}
