//! A "no" from Meta, in whichever of its shapes (facts: graph-api 9.1), and the failures a call can end in.

use jiff::SignedDuration;

use serde::{Deserialize, Deserializer};

use crate::model::{SafeText, is_token_character};

use super::{
    NoAnswer, Response,
    read::{seconds, text, truth},
};

/// How a call failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// Meta answered, and said no.
    Refused(Refusal),
    /// There was no answer of Meta's.
    NoAnswer(NoAnswer),
}

/// An error object of Meta's. Texts are safe to show, with every secret of the request taken out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Refusal {
    /// The HTTP status; decides nothing by itself (facts: graph-api 9.2).
    pub status: u16,
    /// `code`; answers before 2012 have none.
    pub code: Option<i64>,
    /// `error_subcode`, or `subcode` inside `debug_token`.
    pub subcode: Option<i64>,
    /// `type`, such as `OAuthException`.
    pub kind: Option<SafeText>,
    /// `message`, in English.
    pub message: SafeText,
    /// `error_user_title`, meant to be shown.
    pub user_title: Option<SafeText>,
    /// `error_user_msg`, meant to be shown.
    pub user_message: Option<SafeText>,
    /// `is_transient`
    pub is_transient: bool,
    /// `fbtrace_id`: safe to show, useful in a report.
    pub trace: Option<SafeText>,
    /// How long to wait, when the headers say so.
    pub wait: Option<SignedDuration>,
}

impl Failure {
    /// The same failure with every occurrence of these secrets taken out of its texts.
    #[must_use]
    pub fn without(self, secrets: &[&str]) -> Self {
        match self {
            Self::Refused(refusal) => Self::Refused(refusal.without(secrets)),
            Self::NoAnswer(_) => self,
        }
    }

    /// Whether Meta said that the token itself is no good (facts: graph-api 9.3, code 190 and its kin).
    pub fn is_about_the_token(&self) -> bool {
        matches!(
            self,
            Self::Refused(Refusal {
                code: Some(190 | 102),
                ..
            })
        )
    }
}

impl Refusal {
    #[must_use]
    fn without(mut self, secrets: &[&str]) -> Self {
        for text in [
            Some(&mut self.message),
            self.user_title.as_mut(),
            self.user_message.as_mut(),
        ]
        .into_iter()
        .flatten()
        {
            *text = secrets.iter().fold(text.clone(), |text, secret| text.without(secret));
        }
        self
    }
}

/// The fields of every shape of error that Meta's servers are known to send.
#[derive(Deserialize)]
struct Fields {
    #[serde(
        default,
        deserialize_with = "text",
        alias = "error_message",
        alias = "error_msg",
        alias = "error_description"
    )]
    message: Option<SafeText>,
    #[serde(default, rename = "type", alias = "error_type", deserialize_with = "text")]
    kind: Option<SafeText>,
    #[serde(default, alias = "error_code", deserialize_with = "seconds")]
    code: Option<i64>,
    #[serde(default, alias = "subcode", deserialize_with = "seconds")]
    error_subcode: Option<i64>,
    #[serde(default, deserialize_with = "truth")]
    is_transient: Option<bool>,
    #[serde(default, deserialize_with = "text")]
    error_user_title: Option<SafeText>,
    #[serde(default, deserialize_with = "text")]
    error_user_msg: Option<SafeText>,
    #[serde(default, deserialize_with = "text")]
    fbtrace_id: Option<SafeText>,
}

/// Finds an error in a JSON object: `{"error":{…}}`, `{"error":"…","error_description":"…"}`,
/// `{"error_type":…,"code":…,"error_message":…}`, `{"message":…,"status":"fail"}`, and `{"code":…,"message":…}` bare.
pub(super) fn read(response: &Response, body: &[u8]) -> Option<Refusal> {
    #[derive(Deserialize)]
    struct Envelope {
        error: Option<serde_json::Value>,
        error_type: Option<serde_json::Value>,
        error_message: Option<serde_json::Value>,
        error_msg: Option<serde_json::Value>,
        error_code: Option<serde_json::Value>,
        status: Option<serde_json::Value>,
        code: Option<serde_json::Value>,
        message: Option<serde_json::Value>,
    }
    let envelope: Envelope = serde_json::from_slice(body).ok()?;
    let fields = match envelope.error {
        Some(error @ serde_json::Value::Object(_)) => serde_json::from_value::<Fields>(error).ok()?,
        Some(serde_json::Value::Null) | None => {
            let is_error = envelope.error_type.is_some()
                || envelope.error_message.is_some()
                || envelope.error_msg.is_some()
                || envelope.error_code.is_some()
                || envelope.status.as_ref().and_then(serde_json::Value::as_str) == Some("fail")
                || (response.status >= 400 && envelope.message.is_some() && envelope.code.is_some());
            if !is_error {
                return None;
            }
            serde_json::from_slice::<Fields>(body).ok()?
        }
        Some(other) => {
            let mut fields = serde_json::from_slice::<Fields>(body).ok()?;
            fields.message = fields.message.or_else(|| other.as_str().map(SafeText::new));
            fields
        }
    };
    Some(Refusal {
        wait: wait(response),
        status: response.status,
        ..fields.into()
    })
}

impl From<Fields> for Refusal {
    fn from(fields: Fields) -> Self {
        Self {
            status: 200,
            code: fields.code,
            subcode: fields.error_subcode,
            kind: fields.kind,
            message: redacted(&fields.message.unwrap_or_default()),
            user_title: fields.error_user_title.as_ref().map(redacted),
            user_message: fields.error_user_msg.as_ref().map(redacted),
            is_transient: fields.is_transient.unwrap_or(false),
            trace: fields.fbtrace_id,
            wait: None,
        }
    }
}

/// Reads an error object that stands inside an answer, as `debug_token` has it.
pub(super) fn inner<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Refusal>, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    Ok(serde_json::from_value::<Fields>(value).ok().map(Refusal::from))
}

/// How long the headers say to wait, an hour at most (facts: graph-api 11; safety F51).
fn wait(response: &Response) -> Option<SignedDuration> {
    let seconds = response
        .headers
        .retry_after
        .as_ref()
        .and_then(|text| text.as_str().parse::<i64>().ok());
    let minutes = response.headers.business_usage.as_deref().and_then(minutes_to_regain);
    let told = minutes
        .map(|minutes| minutes.saturating_mul(60))
        .or(seconds)
        .filter(|told| *told > 0)?;
    Some(SignedDuration::from_secs(told.min(3600)))
}

/// The longest `estimated_time_to_regain_access` in the header's JSON, in minutes.
fn minutes_to_regain(header: &str) -> Option<i64> {
    let usage: serde_json::Value = serde_json::from_str(header).ok()?;
    usage
        .as_object()?
        .values()
        .filter_map(serde_json::Value::as_array)
        .flatten()
        .filter_map(|entry| entry.get("estimated_time_to_regain_access")?.as_i64())
        .max()
}

/// A text with everything that looks like a token, an app token or an App secret taken out (facts: graph-api 9.5).
pub(super) fn redacted(text: &SafeText) -> SafeText {
    let text = text.as_str();
    let mut safe = String::with_capacity(text.len());
    let mut run = String::new();
    for character in text.chars().chain(std::iter::once(' ')) {
        if is_token_character(character) {
            run.push(character);
            continue;
        }
        safe.push_str(if looks_secret(&run) { "[hidden]" } else { &run });
        run.clear();
        safe.push(character);
    }
    SafeText::new(&safe)
}

/// How tokens of Meta's begin (facts: graph-api 10.1).
const FAMILIES: [&str; 6] = ["EAA", "IGAA", "IGQ", "THAA", "THQ", "CAA"];

fn looks_secret(run: &str) -> bool {
    let run = run.trim_matches(['.', '-', '|']);
    let is_token = run.len() >= 13 && FAMILIES.iter().any(|family| run.starts_with(family));
    let is_app_token = run
        .split_once('|')
        .is_some_and(|(id, rest)| id.len() >= 8 && id.bytes().all(|byte| byte.is_ascii_digit()) && rest.len() >= 16);
    let is_app_secret = run.len() == 32 && run.bytes().all(|byte| byte.is_ascii_hexdigit());
    let has = |is_of_kind: fn(&u8) -> bool| run.bytes().any(|byte| is_of_kind(&byte));
    let is_random =
        run.len() >= 32 && has(u8::is_ascii_digit) && has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase);
    is_token || is_app_token || is_app_secret || is_random || run.len() >= 120
}

#[cfg(test)]
mod tests {
    use zeroize::Zeroizing;

    use super::*;
    use crate::graph_api::Headers;

    fn refusal(status: u16, body: &str) -> Option<Refusal> {
        let response = Response {
            status,
            headers: Headers::default(),
            body: Zeroizing::new(body.as_bytes().to_vec()),
        };
        read(&response, body.as_bytes())
    }

    #[test]
    fn every_known_shape_of_error_is_recognised() {
        let shapes = [
            (
                r#"{"error":{"message":"gone","type":"OAuthException","code":190,"error_subcode":463}}"#,
                Some(190),
                Some(463),
            ),
            (r#"{"error":{"message":"gone","type":"OAuthException"}}"#, None, None),
            (r#"{"error":{"message":"gone","code":"190"}}"#, Some(190), None),
            (
                r#"{"error_type":"OAuthException","code":400,"error_message":"gone"}"#,
                Some(400),
                None,
            ),
            (r#"{"message":"gone","status":"fail"}"#, None, None),
            (r#"{"error":"invalid_grant","error_description":"gone"}"#, None, None),
            (r#"{"error_code":190,"error_msg":"gone"}"#, Some(190), None),
            (r#"{"code":2,"message":"gone"}"#, Some(2), None),
        ];
        for (body, code, subcode) in shapes {
            let refusal = refusal(400, body).unwrap_or_else(|| panic!("{body}"));
            assert_eq!(
                (refusal.code, refusal.subcode, refusal.message.as_str()),
                (code, subcode, "gone"),
                "{body}"
            );
        }
    }

    #[test]
    fn an_answer_that_happens_to_have_a_code_is_no_error() {
        assert_eq!(refusal(200, r#"{"code":"AQB","message":"hello"}"#), None);
        assert_eq!(refusal(200, r#"{"data":[],"error":null}"#), None);
    }

    #[test]
    fn what_looks_like_a_secret_is_taken_out_of_messages() {
        for (said, shown) in [
            (
                "Malformed access token EAAGabcdefghijklmno",
                "Malformed access token [hidden]",
            ),
            ("bad 1234567890|abcdefghijklmnopqrstuvwxyz1 pair", "bad [hidden] pair"),
            ("secret 0123456789abcdef0123456789abcdef.", "secret [hidden]"),
            (
                "The user has not authorized application 1234567890.",
                "The user has not authorized application 1234567890.",
            ),
        ] {
            assert_eq!(redacted(&SafeText::new(said)).as_str(), shown, "{said}");
        }
    }

    #[test]
    fn the_wait_comes_from_the_usage_header_in_minutes_and_never_exceeds_an_hour() {
        let mut response = Response {
            status: 403,
            headers: Headers {
                business_usage: Some(r#"{"1":[{"type":"pages","estimated_time_to_regain_access":7}]}"#.to_owned()),
                ..Headers::default()
            },
            body: Zeroizing::new(Vec::new()),
        };
        assert_eq!(wait(&response), Some(SignedDuration::from_mins(7)));
        response.headers.business_usage = None;
        response.headers.retry_after = Some(SafeText::new("999999"));
        assert_eq!(wait(&response), Some(SignedDuration::from_hours(1)));
        response.headers.retry_after = Some(SafeText::new("soon"));
        assert_eq!(wait(&response), None);
    }
}
