//! From bytes to meaning: what is an answer, what is a "no", and what is neither.
//!
//! Tolerant where Meta varies (numbers as strings, missing fields, unknown fields, any content type), strict where it
//! matters: a token is taken only from a whole, well-formed answer.

use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use serde_json::Value;
use zeroize::Zeroizing;

use crate::model::{Id, IdKind, Permission, SafeText, Secret, SecretKind, is_token_character};

use super::{Failure, NoAnswer, Response, refusal};

/// The longest token that is believed. Meta sets no maximum (facts: graph-api 10.1); those seen are under 300.
const LONGEST_TOKEN: usize = 4096;

/// Reads a whole answer as `T`, or says why it is none.
pub(super) fn answer<T: DeserializeOwned>(response: &Response, expected: &'static str) -> Result<T, Failure> {
    if response
        .headers
        .content_encoding
        .as_ref()
        .is_some_and(|name| name.as_str() != "identity")
    {
        return Err(Failure::NoAnswer(NoAnswer::Compressed));
    }
    let body = response.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&response.body);
    let mended = mend_surrogates(body);
    let body = mended.as_deref().map_or(body, Vec::as_slice);
    let Ok(Shape { is_object }) = serde_json::from_slice::<Shape>(body) else {
        return Err(Failure::NoAnswer(not_json(response)));
    };
    if is_object && let Some(refusal) = refusal::read(response, body) {
        return Err(Failure::Refused(refusal));
    }
    if response.status >= 500 {
        return Err(Failure::NoAnswer(NoAnswer::NotJson(response.status)));
    }
    if response.status != 200 || !is_object {
        return Err(Failure::NoAnswer(NoAnswer::Unexpected(expected)));
    }
    serde_json::from_slice(body).map_err(|_| Failure::NoAnswer(NoAnswer::Unexpected(expected)))
}

/// Reads a `T` that stands bare, or as the first entry of a list called `data`: Instagram documents its answers in the
/// list and sends them bare (facts: graph-api 7.4, 7.6).
pub(super) fn bare_or_listed<T: DeserializeOwned>(response: &Response, expected: &'static str) -> Result<T, Failure> {
    #[derive(Deserialize)]
    struct Listed {
        data: Vec<Value>,
    }
    match answer::<Listed>(response, expected) {
        Ok(Listed { data }) => data
            .into_iter()
            .next()
            .and_then(|entry| T::deserialize(entry).ok())
            .ok_or(Failure::NoAnswer(NoAnswer::Unexpected(expected))),
        Err(Failure::NoAnswer(NoAnswer::Unexpected(_))) => answer(response, expected),
        Err(failure) => Err(failure),
    }
}

/// Half a surrogate pair stands for no character, and no JSON reader takes it; Meta's names can hold one all the same.
/// The body with each replaced, if there is any.
fn mend_surrogates(body: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let half = |at: usize| -> Option<u32> {
        let escape = body.get(at..at.checked_add(6)?)?;
        let digits = std::str::from_utf8(escape.strip_prefix(b"\\u")?).ok()?;
        u32::from_str_radix(digits, 16)
            .ok()
            .filter(|unit| (0xd800..0xe000).contains(unit))
    };
    let mut mended: Option<Zeroizing<Vec<u8>>> = None;
    let mut at = 0_usize;
    while let Some(found) = body
        .get(at..)
        .and_then(|rest| rest.iter().position(|byte| *byte == b'\\'))
    {
        at = at.saturating_add(found);
        let next = at.saturating_add(6);
        match (half(at), half(next)) {
            (Some(0xd800..0xdc00), Some(0xdc00..0xe000)) => at = next.saturating_add(6),
            (Some(_), _) => {
                let copy = mended.get_or_insert_with(|| Zeroizing::new(body.to_vec()));
                if let Some(escape) = copy.get_mut(at..next) {
                    escape.copy_from_slice(b"\\ufffd");
                }
                at = next;
            }
            (None, _) => at = at.saturating_add(2),
        }
    }
    mended
}

/// Whether a text is JSON at all, and an object; nothing of it is kept.
struct Shape {
    is_object: bool,
}

impl<'de> Deserialize<'de> for Shape {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Look;
        impl<'de> serde::de::Visitor<'de> for Look {
            type Value = Shape;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("any JSON")
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Shape, A::Error> {
                while map
                    .next_entry::<serde::de::IgnoredAny, serde::de::IgnoredAny>()?
                    .is_some()
                {}
                Ok(Shape { is_object: true })
            }
            fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut seq: A) -> Result<Shape, A::Error> {
                while seq.next_element::<serde::de::IgnoredAny>()?.is_some() {}
                Ok(Shape { is_object: false })
            }
            fn visit_str<E>(self, _: &str) -> Result<Shape, E> {
                Ok(Shape { is_object: false })
            }
            fn visit_bool<E>(self, _: bool) -> Result<Shape, E> {
                Ok(Shape { is_object: false })
            }
            fn visit_i64<E>(self, _: i64) -> Result<Shape, E> {
                Ok(Shape { is_object: false })
            }
            fn visit_u64<E>(self, _: u64) -> Result<Shape, E> {
                Ok(Shape { is_object: false })
            }
            fn visit_f64<E>(self, _: f64) -> Result<Shape, E> {
                Ok(Shape { is_object: false })
            }
            fn visit_unit<E>(self) -> Result<Shape, E> {
                Ok(Shape { is_object: false })
            }
        }
        deserializer.deserialize_any(Look)
    }
}

fn not_json(response: &Response) -> NoAnswer {
    let says_html = response
        .headers
        .content_type
        .as_ref()
        .is_some_and(|kind| kind.as_str().to_ascii_lowercase().contains("html"));
    let looks_html = response.body.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<');
    if says_html || looks_html {
        NoAnswer::WebPage(response.status)
    } else {
        NoAnswer::NotJson(response.status)
    }
}

/// A whole number (seconds, a code, a count) as a number or a string; anything else is "not said".
pub(super) fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.trim().parse().ok(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    })
}

/// A true or false and nothing else: `is_valid` decides whether a token works (facts: graph-api 3.4).
pub(super) fn strict_truth<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    Ok(Value::deserialize(deserializer)?.as_bool())
}

/// A true or false, also as text; anything else is "not said".
pub(super) fn truth<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Bool(value) => Some(value),
        Value::String(text) => text.parse().ok(),
        Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => None,
    })
}

/// Text from outside, made safe; anything else is "not said", and so is an empty text.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<SafeText>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(text) => Some(refusal::redacted(&SafeText::new(&text))),
        Value::Number(number) => Some(SafeText::new(&number.to_string())),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
    .filter(|text| !text.is_empty()))
}

/// An id as a string or a number; anything else is "not said".
pub(super) fn id<'de, D: Deserializer<'de>, K: IdKind>(deserializer: D) -> Result<Option<Id<K>>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(text) => text.parse().ok(),
        Value::Number(number) => number.to_string().parse().ok(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    })
}

/// A token: a text of token characters and nothing else; anything else is "not there".
pub(super) fn token<'de, D: Deserializer<'de>, K: SecretKind>(deserializer: D) -> Result<Option<Secret<K>>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(text)
            if !text.is_empty() && text.len() <= LONGEST_TOKEN && text.chars().all(is_token_character) =>
        {
            Some(Secret::new(text))
        }
        _ => None,
    })
}

/// A list of texts; what is no text is left out, and so is what is no list.
pub(super) fn texts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Array(items) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => Vec::new(),
    })
}

/// Permission names, as a list or as one text with commas (facts: graph-api 7.4); what is no name is left out, and
/// anything else is "not said".
pub(super) fn permissions<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<Permission>>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Array(names) => Some(
            names
                .iter()
                .filter_map(Value::as_str)
                .filter_map(Permission::new)
                .collect(),
        ),
        Value::String(names) => Some(names.split([',', ' ']).filter_map(Permission::new).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => None,
    })
}

/// A `T` where one can be read; anything else is "not said", and spoils nothing around it.
pub(super) fn lenient<'de, D: Deserializer<'de>, T: DeserializeOwned>(deserializer: D) -> Result<Option<T>, D::Error> {
    Ok(T::deserialize(Value::deserialize(deserializer)?).ok())
}

/// A list of `T`; entries that are none are left out, and so is what is no list.
pub(super) fn entries<'de, D: Deserializer<'de>, T: DeserializeOwned>(deserializer: D) -> Result<Vec<T>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Array(items) => items.into_iter().filter_map(|item| T::deserialize(item).ok()).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => Vec::new(),
    })
}
