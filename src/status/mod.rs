//! `evertoken status`: what was made here and how long it lasts, in words or as JSON. Pure: the time, the zone and the
//! width are given.
//!
//! Started by the command with the records that were read; ends in a text for stdout, without any escape sequence.

mod json;
mod words;

use std::cmp::Ordering;

use jiff::Timestamp;

use crate::model::{Expiry, Held, Record, SavedPlace};

pub use json::to_json;
pub use words::to_words;

/// A record, and whose server the token came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What was kept of the token.
    pub record: Record,
    /// Whether a test server stood in Meta's place: such a token is good for nothing else.
    pub is_test: bool,
    /// What each of its places holds now, in their order; unclear where there is no answer.
    pub held: Vec<Held>,
}

impl Line {
    /// Each place, and what it holds now.
    fn places(&self) -> impl Iterator<Item = (&SavedPlace, Held)> {
        let held = self.held.iter().copied().chain(std::iter::repeat(Held::Unclear));
        self.record.saved.iter().zip(held)
    }
}

/// Puts the soonest end first, those already over before all; then those that never expire, by the end of their data
/// access; then those of which the end is unknown.
pub fn sort(lines: &mut [Line]) {
    lines.sort_by(|a, b| order(&a.record, &b.record));
}

fn order(a: &Record, b: &Record) -> Ordering {
    let key = |record: &Record| match record.expires {
        Expiry::At(end) => (0, rank(Expiry::At(end))),
        Expiry::Never => (1, rank(record.data_access_ends)),
        Expiry::Unknown => (2, rank(Expiry::Unknown)),
    };
    key(a)
        .cmp(&key(b))
        .then_with(|| b.made.cmp(&a.made))
        .then_with(|| a.fingerprint.cmp(&b.fingerprint))
}

/// A moment before no end, and no end before an unknown one.
fn rank(end: Expiry) -> (u8, Timestamp) {
    match end {
        Expiry::At(end) => (0, end),
        Expiry::Never => (1, Timestamp::MAX),
        Expiry::Unknown => (2, Timestamp::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SafeText;

    pub(super) fn line(fingerprint: &str, expires: &str, data_access_ends: &str) -> Line {
        let end = |text: &str| serde_json::from_value(text.into()).unwrap();
        Line {
            record: Record {
                fingerprint: fingerprint.to_owned(),
                journey: "page".to_owned(),
                kind: "Page token".to_owned(),
                label: SafeText::new("Harbour Bakery (104857392016485)"),
                app: Some("482915730264718".parse().unwrap()),
                page: Some("104857392016485".parse().unwrap()),
                instagram: None,
                instagram_name: None,
                user: None,
                permissions: Vec::new(),
                made: "2026-11-25T22:10:03Z".parse().unwrap(),
                expires: end(expires),
                data_access_ends: end(data_access_ends),
                saved: Vec::new(),
                server: None,
            },
            is_test: false,
            held: Vec::new(),
        }
    }

    #[test]
    fn the_soonest_end_comes_first_then_those_that_never_expire_and_then_the_unknown() {
        let (early, middle, late) = ("2026-11-01T00:00:00Z", "2027-01-24T00:00:00Z", "2027-02-23T00:00:00Z");
        let expected = [
            line("00000001", early, late),
            line("00000002", middle, "unknown"),
            line("00000003", late, early),
            line("00000004", "never", early),
            line("00000005", "never", late),
            line("00000006", "never", "never"),
            line("00000007", "never", "unknown"),
            line("00000008", "unknown", early),
            line("00000009", "unknown", late),
        ];
        let mut lines: Vec<Line> = expected.iter().rev().cloned().collect();
        sort(&mut lines);
        assert_eq!(lines, expected);
        lines.rotate_left(4);
        sort(&mut lines);
        assert_eq!(lines, expected);
    }
}
