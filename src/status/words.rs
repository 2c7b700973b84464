//! The list in words, for a person.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};

use crate::{
    model::{Expiry, Held, Record},
    terminal::measure::wrap,
    wizard::{anew, dates},
};

use super::Line;

/// Where the values begin, in columns.
const INDENT: usize = 15;
/// The least room for a value, in columns: below it rows are longer than the terminal rather than one letter wide.
const LEAST: usize = 12;

const NOTHING_YET: &str = "\
No token was made here yet. This begins it:

  evertoken

The same without an account, against a simulated Meta:

  evertoken demo
";

/// The list in words, as many columns wide; as long as each line takes where no width is given.
pub fn to_words(lines: &[Line], now: Timestamp, zone: &TimeZone, width: Option<usize>) -> String {
    let heading = match lines.len() {
        0 => return NOTHING_YET.to_owned(),
        1 => "1 token was made here.".to_owned(),
        count => format!("{count} tokens were made here. The one that ends first comes first."),
    };
    let mut page = Page {
        text: String::new(),
        width,
    };
    page.at(0, &heading);
    for line in lines {
        page.text.push('\n');
        one(&mut page, line, now, zone);
    }
    page.text
}

fn one(page: &mut Page, line: &Line, now: Timestamp, zone: &TimeZone) {
    let record = &line.record;
    page.at(0, record.label.as_str());
    page.at(2, &headline(record, now, zone));
    match &record.server {
        Some(server) => page.at(2, &format!("made with test server {server}")),
        None if line.is_test => page.at(2, "made with a test server"),
        None => {}
    }
    page.row("Token", &format!("{}, by the journey {}", record.kind, record.journey));
    if let Some(app) = &record.app {
        page.row("App", app.as_str());
    }
    match (&record.instagram_name, &record.instagram) {
        (Some(name), Some(id)) => page.row("Instagram", &format!("@{name} ({id})")),
        (Some(name), None) => page.row("Instagram", &format!("@{name}")),
        (None, Some(id)) => page.row("Instagram", id.as_str()),
        (None, None) => {}
    }
    if let Some(words) = data_access(record, now, zone) {
        page.row("Data access", &words);
    }
    page.row("Made", &dates::day(record.made, zone));
    for (index, (place, held)) in line.places().enumerate() {
        let label = if index == 0 { "Saved in" } else { "" };
        match &place.name {
            Some(name) => page.row(label, &format!("{} as {name}", place.file)),
            None => page.row(label, &place.file),
        }
        match held {
            Held::Another => page.row("", "(this token is not in it any more)"),
            Held::Gone => page.row("", "(the file is gone)"),
            Held::This | Held::Unclear => {}
        }
    }
    if record.saved.is_empty() {
        page.row("Saved in", "no file");
    }
    if let Some(words) = next_step(line, now) {
        page.row("Next", &words);
    }
    page.row("Fingerprint", &record.fingerprint);
}

/// What makes a token that is of no use any more anew, unless something else has taken its place everywhere.
fn next_step(line: &Line, now: Timestamp) -> Option<String> {
    let record = &line.record;
    let journey = anew::journey_of(record);
    // Of a Page token alone, the access to data takes nothing along.
    let needs_access = record.page.is_none() || record.journey == "instagram";
    let is_over = record.expires.is_over(now) || needs_access && record.data_access_ends.is_over(now);
    let mut places = line.places();
    let place = places.find(|(_, held)| matches!(held, Held::This | Held::Unclear));
    if !is_over || line.is_test || (place.is_none() && !record.saved.is_empty()) {
        return None;
    }
    let place = place.map(|(place, _)| (place.file.as_str(), place.name.as_deref()));
    Some(anew::way(journey, place))
}

/// What matters most: "59 days left, until 24 Jan 2027".
fn headline(record: &Record, now: Timestamp, zone: &TimeZone) -> String {
    match (record.expires, record.data_access_ends) {
        (Expiry::At(end), _) => distance(end, now, zone),
        (Expiry::Never, Expiry::At(end)) if end <= now => {
            format!("never expires; data access {}", distance(end, now, zone))
        }
        (Expiry::Never, Expiry::At(end)) => {
            let left = dates::span(end.duration_since(now));
            format!("never expires; data access until {}, {left} left", date(end, now, zone))
        }
        (Expiry::Never, Expiry::Never) => "never expires".to_owned(),
        (Expiry::Never, Expiry::Unknown) => "never expires; the end of data access is unknown".to_owned(),
        (Expiry::Unknown, _) => "the end is unknown".to_owned(),
    }
}

/// The other end, where it is another one and not in the headline.
fn data_access(record: &Record, now: Timestamp, zone: &TimeZone) -> Option<String> {
    match (record.expires, record.data_access_ends) {
        (Expiry::Never, _) | (_, Expiry::Unknown) => None,
        (_, Expiry::Never) => Some("has no end".to_owned()),
        (Expiry::At(end), Expiry::At(access)) if date(end, now, zone) == date(access, now, zone) => None,
        (Expiry::At(_) | Expiry::Unknown, Expiry::At(access)) => Some(distance(access, now, zone)),
    }
}

fn distance(end: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let left = end.duration_since(now);
    let date = date(end, now, zone);
    if left.is_positive() {
        format!("{} left, until {date}", dates::span(left))
    } else {
        format!("ended {} ago, on {date}", dates::span(left.abs()))
    }
}

/// The day, and the time of day where it is near enough to matter.
fn date(end: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    if end.duration_since(now).abs() < SignedDuration::from_hours(48) {
        dates::moment(end, zone)
    } else {
        dates::day(end, zone)
    }
}

/// A text that grows downwards.
struct Page {
    text: String,
    width: Option<usize>,
}

impl Page {
    /// A text that begins at this column.
    fn at(&mut self, column: usize, text: &str) {
        self.put(column, &" ".repeat(column), text);
    }

    /// A label and a value beside it.
    fn row(&mut self, label: &str, value: &str) {
        let first = format!("  {label:width$}", width = INDENT.saturating_sub(2));
        self.put(INDENT, &first, value);
    }

    /// A text after what stands before it, and under itself from this column on.
    fn put(&mut self, column: usize, before: &str, text: &str) {
        let rows = match self.width {
            Some(width) => wrap(text, width.saturating_sub(column).max(LEAST)),
            None => vec![text.to_owned()],
        };
        let under = " ".repeat(column);
        for (index, row) in rows.iter().enumerate() {
            self.text.push_str(if index == 0 { before } else { &under });
            self.text.push_str(row);
            self.text.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        model::{SafeText, SavedPlace},
        status::tests::line,
        terminal::measure,
    };

    fn now() -> Timestamp {
        "2026-11-26T10:00:00Z".parse().unwrap()
    }

    fn full() -> Line {
        let mut line = line("0903a420", "2027-01-24T10:00:00Z", "2027-02-23T22:10:00Z");
        line.record.kind = "User token".to_owned();
        line.record.journey = "user".to_owned();
        line.record.instagram = Some("17841405793087218".parse().unwrap());
        line.record.instagram_name = Some(SafeText::new("harbour.bakery"));
        line.record.saved = vec![
            SavedPlace {
                file: "/home/ada/sites/harbour-bakery/.env".to_owned(),
                name: Some("FACEBOOK_PAGE_TOKEN".to_owned()),
            },
            SavedPlace {
                file: "/home/ada/token".to_owned(),
                name: None,
            },
        ];
        line
    }

    #[test]
    fn a_record_is_told_with_both_its_ends_and_every_place() {
        let mut test = line("89abcdef", "never", "never");
        test.record.server = Some("127.0.0.1:8080".to_owned());
        test.is_test = true;
        let expected = "\
2 tokens were made here. The one that ends first comes first.

Harbour Bakery (104857392016485)
  59 days left, until 24 Jan 2027
  Token        User token, by the journey user
  App          482915730264718
  Instagram    @harbour.bakery (17841405793087218)
  Data access  90 days left, until 23 Feb 2027
  Made         25 Nov 2026
  Saved in     /home/ada/sites/harbour-bakery/.env as FACEBOOK_PAGE_TOKEN
               /home/ada/token
  Fingerprint  0903a420

Harbour Bakery (104857392016485)
  never expires
  made with test server 127.0.0.1:8080
  Token        Page token, by the journey page
  App          482915730264718
  Made         25 Nov 2026
  Saved in     no file
  Fingerprint  89abcdef
";
        assert_eq!(to_words(&[full(), test], now(), &TimeZone::UTC, None), expected);
    }

    #[test]
    fn a_token_that_has_ended_says_how_it_is_made_anew_unless_another_has_taken_its_place() {
        let mut line = full();
        line.record.expires = Expiry::At("2026-11-20T10:00:00Z".parse().unwrap());
        let way =
            "  Next         run evertoken, choose \"A 60-day user token, with the Instagram user ID\", and save over ";
        for (held, file) in [
            (
                vec![],
                Some("/home/ada/sites/harbour-bakery/.env (FACEBOOK_PAGE_TOKEN)"),
            ),
            (vec![Held::Another, Held::This], Some("/home/ada/token")),
            (vec![Held::Another, Held::Gone], None),
        ] {
            line.held = held;
            let text = to_words(&[line.clone()], now(), &TimeZone::UTC, None);
            let next = text.lines().find(|row| row.starts_with("  Next"));
            assert_eq!(
                next.map(str::to_owned),
                file.map(|file| format!("{way}{file}")),
                "{text}"
            );
        }
        let text = to_words(&[full()], now(), &TimeZone::UTC, None);
        assert!(!text.contains("  Next"), "{text}");
    }

    #[test]
    fn a_place_that_does_not_hold_the_token_any_more_says_so() {
        let mut line = full();
        line.held = vec![Held::Another, Held::Gone];
        let text = to_words(&[line], now(), &TimeZone::UTC, None);
        let expected = "
  Saved in     /home/ada/sites/harbour-bakery/.env as FACEBOOK_PAGE_TOKEN
               (this token is not in it any more)
               /home/ada/token
               (the file is gone)
";
        assert!(text.contains(expected), "{text}");
        let mut line = full();
        line.held = vec![Held::This];
        let unclear = to_words(&[full()], now(), &TimeZone::UTC, None);
        assert_eq!(to_words(&[line], now(), &TimeZone::UTC, None), unclear);
    }

    #[test]
    fn on_forty_columns_nothing_is_wider_and_nothing_is_lost() {
        let expected = "\
1 token was made here.

Harbour Bakery (104857392016485)
  59 days left, until 24 Jan 2027
  Token        User token, by the
               journey user
  App          482915730264718
  Instagram    @harbour.bakery
               (17841405793087218)
  Data access  90 days left, until 23
               Feb 2027
  Made         25 Nov 2026
  Saved in     /home/ada/sites/harbour-b
               akery/.env as
               FACEBOOK_PAGE_TOKEN
               /home/ada/token
  Fingerprint  0903a420
";
        assert_eq!(to_words(&[full()], now(), &TimeZone::UTC, Some(40)), expected);
        for width in [27, 40, 80, 120] {
            let text = to_words(&[full()], now(), &TimeZone::UTC, Some(width));
            assert!(text.lines().all(|row| measure::width(row) <= width), "{width}\n{text}");
        }
    }

    #[test]
    fn each_end_has_its_words() {
        for (expires, access, headline, row) in [
            (
                "2027-01-24T10:00:00Z",
                "unknown",
                "59 days left, until 24 Jan 2027",
                None,
            ),
            (
                "2027-01-24T10:00:00Z",
                "2027-01-24T11:00:00Z",
                "59 days left, until 24 Jan 2027",
                None,
            ),
            (
                "2027-01-24T10:00:00Z",
                "never",
                "59 days left, until 24 Jan 2027",
                Some("has no end"),
            ),
            (
                "2026-11-27T12:00:00Z",
                "2026-11-23T10:00:00Z",
                "1 day 2 h left, until 27 Nov 2026, 12:00 UTC",
                Some("ended 3 days ago, on 23 Nov 2026"),
            ),
            (
                "2026-11-23T10:00:00Z",
                "unknown",
                "ended 3 days ago, on 23 Nov 2026",
                None,
            ),
            (
                "2026-11-26T10:00:00Z",
                "unknown",
                "ended 0 s ago, on 26 Nov 2026, 10:00 UTC",
                None,
            ),
            (
                "never",
                "2027-02-24T10:00:00Z",
                "never expires; data access until 24 Feb 2027, 90 days left",
                None,
            ),
            (
                "never",
                "2026-11-23T10:00:00Z",
                "never expires; data access ended 3 days ago, on 23 Nov 2026",
                None,
            ),
            ("never", "never", "never expires", None),
            (
                "never",
                "unknown",
                "never expires; the end of data access is unknown",
                None,
            ),
            (
                "unknown",
                "2027-02-24T10:00:00Z",
                "the end is unknown",
                Some("90 days left, until 24 Feb 2027"),
            ),
        ] {
            let record = line("0903a420", expires, access).record;
            let told = (
                super::headline(&record, now(), &TimeZone::UTC),
                data_access(&record, now(), &TimeZone::UTC),
            );
            assert_eq!(
                told,
                (headline.to_owned(), row.map(str::to_owned)),
                "{expires} {access}"
            );
        }
    }

    #[test]
    fn nothing_made_yet_is_told_with_how_to_begin() {
        assert_eq!(to_words(&[], now(), &TimeZone::UTC, None), NOTHING_YET);
    }
}
