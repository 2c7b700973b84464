//! What a clean value looks like: which family of tokens, a secret, a number, or none of them (facts: graph-api 10.1).

use crate::model::is_token_character;

/// What a value looks like, whatever field it is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// Nothing there.
    Empty,
    /// `EAA…`.
    Facebook,
    /// `CAA…`, `AAA…`, `BAA…`.
    OldFacebook,
    /// `IGAA…`.
    Instagram,
    /// `IGQV…`, `IGQW…`.
    BasicDisplay,
    /// `THAA…`, `THQV…`.
    Threads,
    /// Digits, a `|`, and more.
    AppToken,
    /// `AQ…`.
    LoginCode,
    /// 32 hexadecimal characters, or a few less or more.
    Secret,
    /// So many digits and nothing else.
    Digits(usize),
    /// Made of characters tokens are made of, and begins like none.
    TokenLike,
    /// Bullets or asterisks.
    Hidden,
    /// Dots where something was left out.
    Shortened,
    /// So many characters that no token has.
    Stray(usize),
}

impl Family {
    /// The family of a value from which blanks and quotes are gone.
    pub(super) fn of(value: &str) -> Self {
        if value.is_empty() {
            return Self::Empty;
        }
        if is_hidden(value) {
            return Self::Hidden;
        }
        if is_shortened(value) {
            return Self::Shortened;
        }
        let stray = value
            .chars()
            .filter(|character| !is_token_character(*character))
            .count();
        if stray > 0 {
            return Self::Stray(stray);
        }
        if is_digits(value) {
            return Self::Digits(value.len());
        }
        if value.contains('|') {
            return match halves(value) {
                Some(_) => Self::AppToken,
                None => Self::Stray(value.matches('|').count()),
            };
        }
        if is_hex(value) && (28..=36).contains(&value.len()) {
            return Self::Secret;
        }
        Self::by_prefix(value)
    }

    fn by_prefix(value: &str) -> Self {
        let begins = |prefixes: &[&str]| prefixes.iter().any(|prefix| value.starts_with(prefix));
        if begins(&["EAA"]) {
            Self::Facebook
        } else if begins(&["IGAA"]) {
            Self::Instagram
        } else if begins(&["IGQV", "IGQW"]) {
            Self::BasicDisplay
        } else if begins(&["THAA", "THQV"]) {
            Self::Threads
        } else if begins(&["CAA", "AAA", "BAA"]) && value.len() >= 60 {
            Self::OldFacebook
        } else if begins(&["AQ"]) && value.len() >= 20 {
            Self::LoginCode
        } else {
            Self::TokenLike
        }
    }

    /// Whether it is a token of one of the families a prefix names surely.
    pub(super) fn is_named_token(self) -> bool {
        matches!(
            self,
            Self::Facebook | Self::Instagram | Self::BasicDisplay | Self::Threads
        )
    }
}

/// Whether a text begins as a token of a sure family does.
pub(super) fn begins_as_token(text: &str) -> bool {
    Family::by_prefix(text).is_named_token()
}

/// The number and the rest of `APP_ID|…`.
pub(super) fn halves(value: &str) -> Option<(&str, &str)> {
    let (number, rest) = value.split_once('|')?;
    (is_digits(number) && !rest.is_empty() && !rest.contains('|')).then_some((number, rest))
}

/// Whether it is hexadecimal digits and nothing else.
pub(super) fn is_hex(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether it is decimal digits and nothing else.
pub(super) fn is_digits(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a character stands for a hidden one.
pub(super) fn is_mask(character: char) -> bool {
    matches!(
        character,
        '*' | '•' | '●' | '∙' | '·' | '▪' | '■' | '⬤' | '◦' | '‧' | '⚫' | '＊' | '✱' | '█' | '∗' | '⁎'
    )
}

/// Whether three masks stand in a row, or nothing but masks is there.
pub(super) fn is_hidden(value: &str) -> bool {
    let mut in_a_row = 0_usize;
    let three = value.chars().any(|character| {
        in_a_row = if is_mask(character) {
            in_a_row.saturating_add(1)
        } else {
            0
        };
        in_a_row >= 3
    });
    three || (!value.is_empty() && value.chars().all(is_mask))
}

/// Whether dots stand for something left out.
pub(super) fn is_shortened(value: &str) -> bool {
    value.contains(['…', '‥', '⋯']) || value.contains("..")
}
