//! The list as JSON, for a program. `docs/status.md` describes it; a field that is there stays.

use jiff::Timestamp;
use serde::Serialize;

use crate::model::{AppId, Expiry, Held, InstagramId, PageId, Permission, SafeText, UserId};

use super::Line;

/// Changes when a field goes or means something else.
const VERSION: u8 = 1;
const DAY: i64 = 86_400;

#[derive(Serialize)]
struct Status<'a> {
    version: u8,
    now: String,
    tokens: Vec<Token<'a>>,
    unreadable: usize,
}

/// Every field is always there; what is not known is null.
#[derive(Serialize)]
struct Token<'a> {
    fingerprint: &'a str,
    journey: &'a str,
    kind: &'a str,
    label: &'a SafeText,
    app: Option<&'a AppId>,
    page: Option<&'a PageId>,
    instagram: Option<&'a InstagramId>,
    instagram_name: Option<&'a SafeText>,
    user: Option<&'a UserId>,
    permissions: &'a [Permission],
    made: String,
    expires: Expiry,
    days_left: Option<i64>,
    seconds_left: Option<i64>,
    data_access_ends: Expiry,
    data_access_days_left: Option<i64>,
    saved: Vec<Place<'a>>,
    is_test: bool,
    server: Option<&'a str>,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    name: Option<&'a str>,
    holds: Held,
}

/// The list as one JSON object, in its order. Times are RFC 3339 in whole seconds, UTC; what is left is in whole seconds
/// and in whole days, rounded down, and negative once it is over. `unreadable` entries are only counted.
pub fn to_json(lines: &[Line], unreadable: usize, now: Timestamp) -> serde_json::Result<String> {
    let status = Status {
        version: VERSION,
        now: whole_seconds(now),
        tokens: lines.iter().map(|line| token(line, now)).collect(),
        unreadable,
    };
    Ok(format!("{}\n", serde_json::to_string_pretty(&status)?))
}

fn token(line: &Line, now: Timestamp) -> Token<'_> {
    let record = &line.record;
    let left = seconds_left(record.expires, now);
    Token {
        fingerprint: &record.fingerprint,
        journey: &record.journey,
        kind: &record.kind,
        label: &record.label,
        app: record.app.as_ref(),
        page: record.page.as_ref(),
        instagram: record.instagram.as_ref(),
        instagram_name: record.instagram_name.as_ref(),
        user: record.user.as_ref(),
        permissions: &record.permissions,
        made: whole_seconds(record.made),
        expires: record.expires,
        days_left: left.map(whole_days),
        seconds_left: left,
        data_access_ends: record.data_access_ends,
        data_access_days_left: seconds_left(record.data_access_ends, now).map(whole_days),
        saved: line
            .places()
            .map(|(place, held)| Place {
                file: &place.file,
                name: place.name.as_deref(),
                holds: held,
            })
            .collect(),
        is_test: line.is_test,
        server: record.server.as_deref(),
    }
}

fn whole_seconds(moment: Timestamp) -> String {
    Timestamp::from_second(moment.as_second()).unwrap_or(moment).to_string()
}

fn seconds_left(end: Expiry, now: Timestamp) -> Option<i64> {
    match end {
        Expiry::At(end) => Some(end.as_second().saturating_sub(now.as_second())),
        Expiry::Never | Expiry::Unknown => None,
    }
}

const fn whole_days(seconds: i64) -> i64 {
    seconds.div_euclid(DAY)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{model::SavedPlace, status::tests::line};

    #[test]
    fn the_object_has_every_field_and_whole_numbers() {
        let now: Timestamp = "2026-11-26T10:00:00.5Z".parse().unwrap();
        let mut full = line("0903a420", "2027-01-24T09:59:59Z", "2026-11-26T09:00:00Z");
        full.is_test = true;
        full.held = vec![Held::Gone];
        full.record.server = Some("127.0.0.1:8080".to_owned());
        full.record.permissions = vec![Permission::new("pages_show_list").unwrap()];
        full.record.saved = vec![SavedPlace {
            file: "/home/ada/token".to_owned(),
            name: None,
        }];
        let text = to_json(&[full, line("89abcdef", "never", "unknown")], 2, now).unwrap();
        let expected = r#"{
  "version": 1,
  "now": "2026-11-26T10:00:00Z",
  "tokens": [
    {
      "fingerprint": "0903a420",
      "journey": "page",
      "kind": "Page token",
      "label": "Harbour Bakery (104857392016485)",
      "app": "482915730264718",
      "page": "104857392016485",
      "instagram": null,
      "instagram_name": null,
      "user": null,
      "permissions": [
        "pages_show_list"
      ],
      "made": "2026-11-25T22:10:03Z",
      "expires": "2027-01-24T09:59:59Z",
      "days_left": 58,
      "seconds_left": 5097599,
      "data_access_ends": "2026-11-26T09:00:00Z",
      "data_access_days_left": -1,
      "saved": [
        {
          "file": "/home/ada/token",
          "name": null,
          "holds": "gone"
        }
      ],
      "is_test": true,
      "server": "127.0.0.1:8080"
    },
    {
      "fingerprint": "89abcdef",
      "journey": "page",
      "kind": "Page token",
      "label": "Harbour Bakery (104857392016485)",
      "app": "482915730264718",
      "page": "104857392016485",
      "instagram": null,
      "instagram_name": null,
      "user": null,
      "permissions": [],
      "made": "2026-11-25T22:10:03Z",
      "expires": "never",
      "days_left": null,
      "seconds_left": null,
      "data_access_ends": "unknown",
      "data_access_days_left": null,
      "saved": [],
      "is_test": false,
      "server": null
    }
  ],
  "unreadable": 2
}
"#;
        assert_eq!(text, expected);
    }
}
