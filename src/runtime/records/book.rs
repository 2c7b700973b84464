//! What stands in the file of records: `{"version":1,"records":[…]}`, with whatever a later release added. Pure.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::model::{Expiry, Record, SavedPlace};

/// The version that is written. A later release that only adds fields keeps this number.
const VERSION: u64 = 1;
/// The most records that are kept: more than anyone makes in years.
const MOST: usize = 500;

/// Why bytes are no book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Misread {
    /// They never were one, or something happened to them.
    Damaged,
    /// They are one of a later version.
    Later,
}

/// The records, and what else the file held.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Book {
    entries: Vec<Entry>,
    /// What stands beside the records and is not known here.
    beside: Map<String, Value>,
}

/// One entry, as it stood in the file, and as a record where it is one.
#[derive(Debug, Clone, PartialEq)]
struct Entry {
    written: Value,
    record: Option<Record>,
}

impl Book {
    /// Reads the bytes of a file.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Misread> {
        let mut beside: Map<String, Value> = serde_json::from_slice(bytes).map_err(|_| Misread::Damaged)?;
        match beside.remove("version").as_ref().and_then(Value::as_u64) {
            Some(VERSION) => {}
            Some(later) if later > VERSION => return Err(Misread::Later),
            Some(_) | None => return Err(Misread::Damaged),
        }
        let Some(Value::Array(entries)) = beside.remove("records") else {
            return Err(Misread::Damaged);
        };
        let entries = entries.into_iter().map(Entry::read).collect();
        Ok(Self { entries, beside })
    }

    /// The bytes of the file. `None` never happens: every key is a text.
    pub(super) fn to_bytes(&self) -> Option<Vec<u8>> {
        let mut whole = self.beside.clone();
        let entries = self.entries.iter().map(|entry| entry.written.clone()).collect();
        whole.insert("version".to_owned(), json!(VERSION));
        whole.insert("records".to_owned(), Value::Array(entries));
        let mut bytes = serde_json::to_vec_pretty(&whole).ok()?;
        bytes.push(b'\n');
        Some(bytes)
    }

    /// Those that can be read, and how many cannot.
    pub(super) fn into_records(self) -> (Vec<Record>, usize) {
        let all = self.entries.len();
        let records: Vec<Record> = self.entries.into_iter().filter_map(|entry| entry.record).collect();
        let unreadable = all.saturating_sub(records.len());
        (records, unreadable)
    }

    /// Adds a record in the place of those about the same token. Their places stay, and so does what is not known here.
    pub(super) fn put(&mut self, record: &Record) {
        // As it will be read again, so that a place is known as the same one; what cannot be read again is of no use.
        let again = serde_json::to_value(record).and_then(serde_json::from_value::<Record>);
        let Ok(mut record) = again else { return };
        let mut written = Map::new();
        let mut places = Vec::new();
        while let Some(earlier) = self.take_entry(&record.fingerprint) {
            let (unknown, saved) = earlier.apart();
            written.extend(unknown);
            for (place, text) in saved {
                if !record.saved.contains(&place) {
                    record.saved.push(place);
                    places.push(text);
                }
            }
        }
        let fresh = record.saved.len().saturating_sub(places.len());
        if let Ok(Value::Object(own)) = serde_json::to_value(&record) {
            written.extend(own);
        }
        if let Some(Value::Array(saved)) = written.get_mut("saved") {
            // The earlier ones as they stood, in case a later release knows more about them.
            saved.truncate(fresh);
            saved.extend(places);
        }
        self.entries.push(Entry {
            written: Value::Object(written),
            record: Some(record),
        });
    }

    /// Takes the records about a token out, and hands the first back.
    pub(super) fn take(&mut self, fingerprint: &str) -> Option<Record> {
        let first = self.take_entry(fingerprint)?.record;
        while self.take_entry(fingerprint).is_some() {}
        first
    }

    /// Takes a place out of the records about a token. Whether it was in one.
    pub(super) fn forget_place(&mut self, fingerprint: &str, place: &SavedPlace) -> bool {
        let mut was_there = false;
        for entry in &mut self.entries {
            let Some(record) = &mut entry.record else { continue };
            let at = record.saved.iter().position(|other| other == place);
            let Some(at) = at.filter(|_| record.fingerprint == fingerprint) else {
                continue;
            };
            record.saved.remove(at);
            if let Some(Value::Array(saved)) = entry.written.get_mut("saved")
                && at < saved.len()
            {
                saved.remove(at);
            }
            was_there = true;
        }
        was_there
    }

    fn take_entry(&mut self, fingerprint: &str) -> Option<Entry> {
        let is_it = |entry: &Entry| {
            let record = entry.record.as_ref();
            record.is_some_and(|record| record.fingerprint == fingerprint)
        };
        let at = self.entries.iter().position(is_it)?;
        Some(self.entries.remove(at))
    }

    /// Lets go of what is too much: first those whose token has ended, the longest ago first, then those that were made
    /// the longest ago. What cannot be read is not judged, so it stays.
    pub(super) fn drop_beyond_limit(&mut self, now: Timestamp) {
        let excess = self.entries.len().saturating_sub(MOST);
        for _ in 0..excess {
            let candidates = self.entries.iter().enumerate();
            let least = candidates
                .filter_map(|(at, entry)| Some((worth(entry.record.as_ref()?, now), at)))
                .min();
            let Some((_, at)) = least else { return };
            self.entries.remove(at);
        }
    }
}

/// What is worth less goes first.
fn worth(record: &Record, now: Timestamp) -> (bool, Timestamp) {
    match record.expires {
        Expiry::At(end) if end <= now => (false, end),
        Expiry::At(_) | Expiry::Never | Expiry::Unknown => (true, record.made),
    }
}

impl Entry {
    fn read(written: Value) -> Self {
        let record = serde_json::from_value(written.clone()).ok();
        Self { written, record }
    }

    /// What is not known here, and the places, each with the text it stood as.
    fn apart(self) -> (Map<String, Value>, Vec<(SavedPlace, Value)>) {
        let (Value::Object(mut unknown), Some(record)) = (self.written, self.record) else {
            return (Map::new(), Vec::new());
        };
        let saved = match unknown.get("saved") {
            Some(Value::Array(texts)) => record.saved.iter().cloned().zip(texts.iter().cloned()).collect(),
            Some(_) | None => Vec::new(),
        };
        if let Ok(Value::Object(known)) = serde_json::to_value(&record) {
            unknown.retain(|name, _| !known.contains_key(name));
        }
        (unknown, saved)
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;
    use crate::model::SafeText;

    fn now() -> Timestamp {
        "2026-11-26T00:00:00Z".parse().unwrap()
    }

    /// Made so many days ago, with an end so many days from now.
    fn record(number: u32, made: i64, expires: Option<i64>) -> Record {
        let day = |days: i64| {
            now()
                .checked_add(SignedDuration::from_hours(days.saturating_mul(24)))
                .unwrap()
        };
        Record {
            fingerprint: format!("{number:08x}"),
            journey: "page".to_owned(),
            kind: "Page token".to_owned(),
            label: SafeText::new("Harbour Bakery (1)"),
            app: None,
            page: None,
            instagram: None,
            instagram_name: None,
            user: None,
            permissions: Vec::new(),
            made: day(made.saturating_neg()),
            expires: expires.map_or(Expiry::Never, |days| Expiry::At(day(days))),
            data_access_ends: Expiry::Unknown,
            saved: Vec::new(),
            server: None,
        }
    }

    fn place(file: &str) -> SavedPlace {
        SavedPlace {
            file: file.to_owned(),
            name: Some("TOKEN".to_owned()),
        }
    }

    fn read_again(book: &Book) -> Book {
        Book::read(&book.to_bytes().unwrap()).unwrap()
    }

    #[test]
    fn what_is_written_is_read_again() {
        let mut book = Book::default();
        assert_eq!(read_again(&book), book);
        book.put(&record(1, 0, None));
        book.put(&record(2, 0, Some(60)));
        assert_eq!(read_again(&book), book);
        assert_eq!(
            book.into_records(),
            (vec![record(1, 0, None), record(2, 0, Some(60))], 0)
        );
    }

    #[test]
    fn a_later_record_of_the_same_token_takes_the_place_of_the_earlier_one_and_adds_to_its_places() {
        let mut book = Book::default();
        let mut earlier = record(1, 5, Some(60));
        earlier.saved = vec![place("/a"), place("/b")];
        earlier.app = Some("1".parse().unwrap());
        book.put(&earlier);
        book.put(&record(2, 4, None));
        let mut later = record(1, 0, Some(59));
        later.saved = vec![place("/c"), place("/b")];
        book.put(&later);
        later.saved = vec![place("/c"), place("/b"), place("/a")];
        assert_eq!(read_again(&book), book);
        assert_eq!(book.into_records(), (vec![record(2, 4, None), later], 0));
    }

    #[test]
    fn what_a_later_release_added_and_what_cannot_be_read_is_written_back() {
        let mut known = serde_json::to_value(record(1, 0, None)).unwrap();
        known["mood"] = json!({ "of": "the token" });
        known["saved"] = json!([{ "file": "/a", "copies": 2 }]);
        let file = json!({
            "version": 1,
            "sealed_by": "a later release",
            "records": [known, "not a record", { "fingerprint": "00000002" }],
        });
        let mut book = Book::read(file.to_string().as_bytes()).unwrap();
        let mut later = record(1, 0, None);
        later.saved = vec![place("/b")];
        book.put(&later);
        let written: Value = serde_json::from_slice(&book.to_bytes().unwrap()).unwrap();
        let mut expected = serde_json::to_value(record(1, 0, None)).unwrap();
        expected["mood"] = json!({ "of": "the token" });
        expected["saved"] = json!([{ "file": "/b", "name": "TOKEN" }, { "file": "/a", "copies": 2 }]);
        assert_eq!(
            written,
            json!({
                "version": 1,
                "sealed_by": "a later release",
                "records": ["not a record", { "fingerprint": "00000002" }, expected],
            })
        );
        assert_eq!(book.into_records().1, 2);
    }

    #[test]
    fn a_field_that_is_known_is_not_kept_from_the_earlier_record() {
        let mut book = Book::default();
        let mut earlier = record(1, 0, None);
        earlier.server = Some("127.0.0.1:1".to_owned());
        book.put(&earlier);
        book.put(&record(1, 0, None));
        assert_eq!(read_again(&book).into_records(), (vec![record(1, 0, None)], 0));
    }

    #[test]
    fn a_place_with_a_character_that_is_not_seen_is_the_same_place_the_next_time() {
        let mut book = Book::default();
        let mut odd = record(1, 0, None);
        odd.saved = vec![place("/a\u{1b}b")];
        book.put(&odd);
        book.put(&odd);
        odd.saved = vec![place("/a\\u{1b}b")];
        assert_eq!(book.into_records(), (vec![odd], 0));
    }

    #[test]
    fn what_is_no_book_is_told_from_one_of_a_later_version() {
        for (text, misread) in [
            ("", Misread::Damaged),
            ("{", Misread::Damaged),
            ("[]", Misread::Damaged),
            ("{}", Misread::Damaged),
            (r#"{"version":"1","records":[]}"#, Misread::Damaged),
            (r#"{"version":0,"records":[]}"#, Misread::Damaged),
            (r#"{"version":1}"#, Misread::Damaged),
            (r#"{"version":1,"records":{}}"#, Misread::Damaged),
            (r#"{"version":2,"tokens":[]}"#, Misread::Later),
        ] {
            assert_eq!(Book::read(text.as_bytes()), Err(misread), "{text}");
        }
    }

    #[test]
    fn beyond_the_limit_the_oldest_ended_ones_go_first_and_then_those_made_the_longest_ago() {
        let most = u32::try_from(MOST).unwrap();
        let mut book = Book::default();
        book.put(&record(most, 900, Some(-1)));
        book.put(&record(most + 1, 10, Some(-300)));
        book.put(&record(most + 2, 800, None));
        book.put(&record(most + 3, 700, Some(60)));
        book.entries.push(Entry::read(json!("not a record")));
        for number in 0..most - 2 {
            book.put(&record(number, 0, None));
        }
        let is_there = |book: &Book, number: u32| book.clone().take(&format!("{number:08x}")).is_some();
        book.drop_beyond_limit(now());
        let left = [most, most + 1, most + 2, most + 3].map(|number| is_there(&book, number));
        assert_eq!(left, [false, false, false, true]);
        book.put(&record(most + 4, 0, None));
        book.drop_beyond_limit(now());
        assert!(!is_there(&book, most + 3));
        assert_eq!(book.entries.len(), MOST);
        assert_eq!(book.into_records().1, 1, "what cannot be read stays");
    }
}
