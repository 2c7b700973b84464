//! A text as it may stand in a log: without what looks like a secret, on one line, without anything that acts.

use crate::model::{is_token_character, looks_secret};

/// What stands in the place of a secret.
const HIDDEN: &str = "[hidden]";
/// As many hexadecimal digits in a row are an App secret, or a proof made with one (facts: graph-api 5, 10.1).
const SECRET_DIGITS: usize = 32;
/// Longer runs of letters of both kinds and digits are random, and nothing random belongs in a log.
const LONGEST_RANDOM: usize = 40;

/// The text without secrets, with everything spelled out that cannot be seen or that acts, as `\u{1b}`.
pub(super) fn without_secrets(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut run = String::new();
    // How many digits of a percent-encoded character are still to come: they are no part of what follows it.
    let mut of_percent = 0_u8;
    for character in text.chars() {
        let is_digit_of_percent = of_percent > 0 && character.is_ascii_hexdigit();
        of_percent = of_percent.saturating_sub(1);
        if is_token_character(character) && !is_digit_of_percent {
            run.push(character);
        } else {
            if character == '%' {
                of_percent = 2;
            }
            close(&mut safe, &mut run);
            if character == ' ' || character.is_ascii_graphic() || character.is_alphanumeric() {
                safe.push(character);
            } else {
                safe.extend(character.escape_unicode());
            }
        }
    }
    close(&mut safe, &mut run);
    safe
}

/// Ends a run of characters that could be a secret.
fn close(safe: &mut String, run: &mut String) {
    safe.push_str(if is_secret(run) { HIDDEN } else { run });
    run.clear();
}

fn is_secret(run: &str) -> bool {
    // A token may hang on something else: `tok-EAA…`.
    let joints = run
        .char_indices()
        .filter(|(_, character)| !character.is_ascii_alphanumeric())
        .filter_map(|(at, character)| run.get(at.saturating_add(character.len_utf8())..));
    std::iter::once(run).chain(joints).any(looks_secret) || has_long_hex(run) || is_random(run)
}

fn has_long_hex(run: &str) -> bool {
    run.split(|character: char| !character.is_ascii_hexdigit())
        .any(|digits| digits.len() >= SECRET_DIGITS)
}

fn is_random(run: &str) -> bool {
    let has = |is_of_kind: fn(&u8) -> bool| run.bytes().any(|byte| is_of_kind(&byte));
    run.len() > LONGEST_RANDOM && has(u8::is_ascii_digit) && has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_secret_stays_as_it_is() {
        for text in [
            "/v25.0/104857392016485/accounts",
            "/home/mia/projects/shop-2026/production.env",
            "FACEBOOK_PAGE_TOKEN",
            "Aq1XPBho9",
            "Zürich, 東京",
            "permission denied (os error 13)",
        ] {
            assert_eq!(without_secrets(text), text);
        }
    }

    #[test]
    fn what_acts_or_cannot_be_seen_is_spelled_out() {
        for (text, expected) in [
            ("a\nb", "a\\u{a}b"),
            ("\u{1b}[31m", "\\u{1b}[31m"),
            ("\u{202e}x\u{200b}", "\\u{202e}x\\u{200b}"),
            ("\u{9b}", "\\u{9b}"),
        ] {
            assert_eq!(without_secrets(text), expected);
        }
    }
}
