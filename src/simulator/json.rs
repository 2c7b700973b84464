//! JSON as the stood-in service writes it: keys in the order they were put in, ids as strings (or numbers, as
//! old answers had them), slashes and other scripts plain or escaped. Started by every answer; ends in text.

use std::fmt::Write as _;

/// One JSON value whose object keys keep their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Json {
    /// A string.
    Text(String),
    /// A number.
    Number(i64),
    /// A number that old answers sent as a string.
    Seconds(i64),
    /// An id: a string, or a number in old answers.
    Id(String),
    /// `true` or `false`.
    Bool(bool),
    /// An array.
    List(Vec<Json>),
    /// An object, in writing order.
    Object(Vec<(String, Json)>),
}

/// How values are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Writing {
    /// `/` as `\/` and everything beyond ASCII as `\uXXXX`.
    pub(crate) is_escaped: bool,
    /// Ids as numbers, seconds as strings.
    pub(crate) has_legacy_numbers: bool,
}

impl Json {
    /// A string value.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// An id.
    pub(crate) fn id(id: impl Into<String>) -> Self {
        Self::Id(id.into())
    }

    /// An object with these keys, in this order.
    pub(crate) fn object<const N: usize>(entries: [(&str, Json); N]) -> Self {
        Self::Object(
            entries
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect(),
        )
    }

    /// The value as text.
    pub(crate) fn write(&self, writing: Writing) -> String {
        let mut out = String::new();
        self.write_into(&mut out, writing);
        out
    }

    fn write_into(&self, out: &mut String, writing: Writing) {
        match self {
            Self::Text(text) => write_text(out, text, writing),
            Self::Seconds(number) if writing.has_legacy_numbers => {
                write_text(out, &number.to_string(), writing);
            }
            Self::Number(number) | Self::Seconds(number) => out.push_str(&number.to_string()),
            Self::Id(id) if writing.has_legacy_numbers && is_plain_number(id) => out.push_str(id),
            Self::Id(id) => write_text(out, id, writing),
            Self::Bool(true) => out.push_str("true"),
            Self::Bool(false) => out.push_str("false"),
            Self::List(items) => {
                out.push('[');
                for (place, item) in items.iter().enumerate() {
                    if place > 0 {
                        out.push(',');
                    }
                    item.write_into(out, writing);
                }
                out.push(']');
            }
            Self::Object(entries) => {
                out.push('{');
                for (place, (key, value)) in entries.iter().enumerate() {
                    if place > 0 {
                        out.push(',');
                    }
                    write_text(out, key, writing);
                    out.push(':');
                    value.write_into(out, writing);
                }
                out.push('}');
            }
        }
    }
}

fn is_plain_number(id: &str) -> bool {
    !id.is_empty() && !id.starts_with('0') && id.bytes().all(|byte| byte.is_ascii_digit())
}

fn write_text(out: &mut String, text: &str, writing: Writing) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '/' if writing.is_escaped => out.push_str("\\/"),
            control if control < ' ' => write_escape(out, control),
            foreign if writing.is_escaped && !foreign.is_ascii() => write_escape(out, foreign),
            plain => out.push(plain),
        }
    }
    out.push('"');
}

fn write_escape(out: &mut String, letter: char) {
    let mut units = [0_u16; 2];
    for unit in letter.encode_utf16(&mut units) {
        // Writing into a String cannot fail.
        let _ = write!(out, "\\u{unit:04x}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Json {
        Json::object([
            ("link", Json::text("https://example.com/é😀\u{1b}")),
            ("id", Json::id("103456789012345")),
            ("expires_in", Json::Seconds(60)),
            ("data", Json::List(vec![Json::Bool(true), Json::Number(-1)])),
        ])
    }

    #[test]
    fn values_are_written_in_the_order_they_were_put_in() {
        assert_eq!(
            sample().write(Writing::default()),
            "{\"link\":\"https://example.com/é😀\\u001b\",\"id\":\"103456789012345\",\"expires_in\":60,\"data\":[true,-1]}"
        );
    }

    #[test]
    fn the_old_style_escapes_slashes_and_other_scripts_and_swaps_number_types() {
        let writing = Writing {
            is_escaped: true,
            has_legacy_numbers: true,
        };
        assert_eq!(
            sample().write(writing),
            "{\"link\":\"https:\\/\\/example.com\\/\\u00e9\\ud83d\\ude00\\u001b\",\"id\":103456789012345,\"expires_in\":\"60\",\"data\":[true,-1]}"
        );
    }
}
