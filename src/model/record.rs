//! What is kept of a token that was made here, so that `evertoken status` can say how long it lasts: nothing secret.
//!
//! It is written and read as JSON, in a shape that a person can read: times as RFC 3339 in whole seconds, an end as
//! `"never"`, `"unknown"` or a time. A person may have edited it, so every text in it is made safe to show once more.

use std::str::FromStr;

use jiff::{Timestamp, Unit};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use super::{AppId, Expiry, InstagramId, PageId, Permission, SafeText, UserId, safe_text};

/// One token that was made here and taken along.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct Record {
    /// The first eight hexadecimal digits of its SHA-256: tells two tokens apart, and nothing about either.
    #[serde(deserialize_with = "fingerprint")]
    pub fingerprint: String,
    /// The journey's name.
    #[serde(with = "shown")]
    pub journey: String,
    /// What kind of token it is: "Page token".
    #[serde(with = "shown")]
    pub kind: String,
    /// Whom it is for, by name and number.
    pub label: SafeText,
    /// The app it was made with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app: Option<AppId>,
    /// The Page it acts as.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<PageId>,
    /// The Instagram account it reaches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instagram: Option<InstagramId>,
    /// That account's name, without the `@`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instagram_name: Option<SafeText>,
    /// The person it acts as.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<UserId>,
    /// What it is allowed to do.
    #[serde(default)]
    pub permissions: Vec<Permission>,
    /// When it was proved.
    #[serde(with = "seconds")]
    pub made: Timestamp,
    /// When it ends.
    pub expires: Expiry,
    /// When Meta closes its access to the person's data.
    pub data_access_ends: Expiry,
    /// The files it was saved in.
    #[serde(default)]
    pub saved: Vec<SavedPlace>,
    /// The server it was made with, where that was not Meta.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "shown_if_any")]
    pub server: Option<String>,
}

/// A file that a token was saved in.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct SavedPlace {
    /// The file, absolute.
    #[serde(with = "shown")]
    pub file: String,
    /// The name it stands under there; `None` where the file holds a token alone.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "shown_if_any")]
    pub name: Option<String>,
}

/// What became of a file that a token was saved in, as far as can be told without the token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Held {
    /// It holds this token.
    This,
    /// It is there, and this token is not in it any more.
    Another,
    /// It is not there any more.
    Gone,
    /// It was not looked into.
    Unclear,
}

impl Record {
    /// Reads a fingerprint as a person may write it; `None` unless it is eight hexadecimal digits.
    pub fn fingerprint_of(text: &str) -> Option<String> {
        let is_one = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_one.then(|| text.to_ascii_lowercase())
    }
}

fn fingerprint<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    Record::fingerprint_of(&text).ok_or_else(|| D::Error::custom("not a fingerprint"))
}

impl Serialize for Expiry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Never => serializer.serialize_str("never"),
            Self::Unknown => serializer.serialize_str("unknown"),
            Self::At(moment) => seconds::serialize(moment, serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Expiry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match text.as_str() {
            "never" => Ok(Self::Never),
            "unknown" => Ok(Self::Unknown),
            moment => Timestamp::from_str(moment)
                .map(Self::At)
                .map_err(|_| D::Error::custom("neither a time nor \"never\" nor \"unknown\"")),
        }
    }
}

/// A moment, as RFC 3339 in whole seconds.
mod seconds {
    use super::{Deserialize as _, Deserializer, FromStr as _, Serializer, Timestamp, Unit};

    pub(super) fn serialize<S: Serializer>(moment: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        let rounding = jiff::TimestampRound::new()
            .smallest(Unit::Second)
            .mode(jiff::RoundMode::Floor);
        serializer.collect_str(&moment.round(rounding).unwrap_or(*moment))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
        let text = String::deserialize(deserializer)?;
        Timestamp::from_str(&text).map_err(|_| serde::de::Error::custom("not a time"))
    }
}

/// A text of which every character can be seen, on the way out and on the way back: a path must come back the same, so
/// nothing is taken out of it as [`SafeText`] does.
mod shown {
    use super::{Deserialize as _, Deserializer, Serializer, safe_text};

    pub(super) fn serialize<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&safe_text::with_hidden_spelled_out(text))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
        let text = String::deserialize(deserializer)?;
        Ok(safe_text::with_hidden_spelled_out(&text).into_owned())
    }
}

/// The same where there may be none.
mod shown_if_any {
    use super::{Deserialize as _, Deserializer, Serializer, safe_text, shown};

    #[expect(clippy::ref_option, reason = "serde hands over the field as it is")]
    pub(super) fn serialize<S: Serializer>(text: &Option<String>, serializer: S) -> Result<S::Ok, S::Error> {
        match text {
            Some(text) => shown::serialize(text, serializer),
            None => serializer.serialize_none(),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        Ok(text.map(|text| safe_text::with_hidden_spelled_out(&text).into_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full() -> Record {
        Record {
            fingerprint: "0903a420".to_owned(),
            journey: "instagram".to_owned(),
            kind: "Page token".to_owned(),
            label: SafeText::new("Harbour Bakery (104857392016485)"),
            app: Some("482915730264718".parse().unwrap()),
            page: Some("104857392016485".parse().unwrap()),
            instagram: Some("17841405793087218".parse().unwrap()),
            instagram_name: Some(SafeText::new("harbour.bakery")),
            user: Some("122104857392016".parse().unwrap()),
            permissions: vec![Permission::new("pages_show_list").unwrap()],
            made: "2026-11-25T22:10:03Z".parse().unwrap(),
            expires: Expiry::Never,
            data_access_ends: Expiry::At("2027-02-23T22:10:00Z".parse().unwrap()),
            saved: vec![
                SavedPlace {
                    file: "/home/ada/my  site/.env".to_owned(),
                    name: Some("FACEBOOK_PAGE_TOKEN".to_owned()),
                },
                SavedPlace {
                    file: "/home/ada/token".to_owned(),
                    name: None,
                },
            ],
            server: Some("127.0.0.1:8080".to_owned()),
        }
    }

    #[test]
    fn a_record_is_written_so_that_a_person_can_read_it_and_comes_back_the_same() {
        let text = serde_json::to_string_pretty(&full()).unwrap();
        let expected = r#"{
  "fingerprint": "0903a420",
  "journey": "instagram",
  "kind": "Page token",
  "label": "Harbour Bakery (104857392016485)",
  "app": "482915730264718",
  "page": "104857392016485",
  "instagram": "17841405793087218",
  "instagram_name": "harbour.bakery",
  "user": "122104857392016",
  "permissions": [
    "pages_show_list"
  ],
  "made": "2026-11-25T22:10:03Z",
  "expires": "never",
  "data_access_ends": "2027-02-23T22:10:00Z",
  "saved": [
    {
      "file": "/home/ada/my  site/.env",
      "name": "FACEBOOK_PAGE_TOKEN"
    },
    {
      "file": "/home/ada/token"
    }
  ],
  "server": "127.0.0.1:8080"
}"#;
        assert_eq!(text, expected);
        assert_eq!(serde_json::from_str::<Record>(&text).unwrap(), full());
    }

    #[test]
    fn an_end_is_a_time_in_whole_seconds_or_a_word() {
        let moment: Timestamp = "2027-01-24T10:00:00.999Z".parse().unwrap();
        for (end, text, back) in [
            (Expiry::Never, "\"never\"", Expiry::Never),
            (Expiry::Unknown, "\"unknown\"", Expiry::Unknown),
            (
                Expiry::At(moment),
                "\"2027-01-24T10:00:00Z\"",
                Expiry::At("2027-01-24T10:00:00Z".parse().unwrap()),
            ),
        ] {
            assert_eq!(serde_json::to_string(&end).unwrap(), text);
            assert_eq!(serde_json::from_str::<Expiry>(text).unwrap(), back);
        }
        for text in ["\"soon\"", "0", "null", "\"\"", "\"2027-13-01T00:00:00Z\""] {
            assert!(serde_json::from_str::<Expiry>(text).is_err(), "{text}");
        }
    }

    #[test]
    fn no_text_of_a_record_that_somebody_edited_can_act_on_a_terminal() {
        let hostile = "a\u{1b}[31mb\u{202e}c\u{7}";
        let mut value = serde_json::to_value(full()).unwrap();
        for field in ["journey", "kind", "label", "instagram_name", "server"] {
            value[field] = hostile.into();
        }
        value["saved"][0] = serde_json::json!({ "file": hostile, "name": hostile });
        let record: Record = serde_json::from_value(value).unwrap();
        let spelled_out = "a\\u{1b}[31mb\\u{202e}c\\u{7}";
        assert_eq!(record.label.as_str(), "a[31mbc");
        assert_eq!(record.instagram_name.unwrap().as_str(), "a[31mbc");
        assert_eq!([&record.journey, &record.kind], [spelled_out, spelled_out]);
        assert_eq!(record.server.as_deref(), Some(spelled_out));
        let place = SavedPlace {
            file: spelled_out.to_owned(),
            name: Some(spelled_out.to_owned()),
        };
        assert_eq!(record.saved[0], place);
    }

    #[test]
    fn what_is_no_id_no_time_or_no_fingerprint_is_no_record() {
        for (field, value) in [
            ("fingerprint", "0903a42"),
            ("fingerprint", "0903a42g"),
            ("app", "../etc"),
            ("page", "1\u{1b}"),
            ("made", "yesterday"),
            ("expires", "in a while"),
        ] {
            let mut record = serde_json::to_value(full()).unwrap();
            record[field] = value.into();
            assert!(serde_json::from_value::<Record>(record).is_err(), "{field} {value}");
        }
    }
}
