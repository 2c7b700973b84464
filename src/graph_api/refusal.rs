//! A "no" from Meta, in whichever of its shapes (facts: graph-api 9.1), and the failures a call can end in.

use jiff::SignedDuration;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::model::{SafeText, is_token_character};

use super::{
    NoAnswer, Response,
    read::{number, text, truth},
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

    /// Whether Meta said that the token itself is no good (facts: graph-api 9.3, code 190).
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
    /// The error that an answer holds, whatever its call was.
    pub fn of(response: &Response) -> Option<Self> {
        read(response, &response.body)
    }

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

/// The fields of every shape of error that Meta's servers are known to send, under every name they are known to have. Each
/// name is a field of its own: an answer may hold two of them.
#[derive(Deserialize)]
struct Fields {
    #[serde(default, deserialize_with = "text")]
    message: Option<SafeText>,
    #[serde(default, deserialize_with = "text")]
    error_message: Option<SafeText>,
    #[serde(default, deserialize_with = "text")]
    error_msg: Option<SafeText>,
    #[serde(default, deserialize_with = "text")]
    error_description: Option<SafeText>,
    #[serde(default, rename = "type", deserialize_with = "text")]
    kind: Option<SafeText>,
    #[serde(default, deserialize_with = "text")]
    error_type: Option<SafeText>,
    #[serde(default, deserialize_with = "number")]
    code: Option<i64>,
    #[serde(default, deserialize_with = "number")]
    error_code: Option<i64>,
    #[serde(default, deserialize_with = "number")]
    error_subcode: Option<i64>,
    #[serde(default, deserialize_with = "number")]
    subcode: Option<i64>,
    #[serde(default, deserialize_with = "truth")]
    is_transient: Option<bool>,
    #[serde(default, deserialize_with = "text")]
    error_user_title: Option<SafeText>,
    #[serde(default, deserialize_with = "text")]
    error_user_msg: Option<SafeText>,
    #[serde(default, deserialize_with = "trace")]
    fbtrace_id: Option<SafeText>,
}

/// Finds an error in a JSON object: `{"error":{…}}`, `{"error":"…","error_description":"…"}`,
/// `{"error_type":…,"code":…,"error_message":…}` of api.instagram.com, `{"message":…,"status":"fail"}` of instagram.com,
/// `{"error_code":…,"error_msg":…}` of old, and `{"code":…,"message":…}` bare (facts: graph-api 9.1).
pub(super) fn read(response: &Response, body: &[u8]) -> Option<Refusal> {
    let whole: Value = serde_json::from_slice(body).ok()?;
    let fields = match whole.get("error") {
        Some(error @ Value::Object(_)) => Fields::deserialize(error).ok()?,
        Some(Value::Null) | None => {
            let has = |name| whole.get(name).is_some_and(|value| !value.is_null());
            let is_error = ["error_type", "error_message", "error_msg", "error_code"]
                .into_iter()
                .any(has)
                || whole.get("status").and_then(Value::as_str) == Some("fail")
                || (response.status >= 400 && has("message") && has("code"));
            if !is_error {
                return None;
            }
            Fields::deserialize(&whole).ok()?
        }
        Some(other) => {
            let mut fields = Fields::deserialize(&whole).ok()?;
            let word = || other.as_str().map(SafeText::new);
            fields.message = fields.message.or_else(|| fields.error_description.take()).or_else(word);
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
        let messages = [
            fields.message,
            fields.error_message,
            fields.error_msg,
            fields.error_description,
        ];
        let message = messages.into_iter().flatten().next().unwrap_or_default();
        Self {
            status: 200,
            code: fields.code.or(fields.error_code),
            subcode: fields.error_subcode.or(fields.subcode),
            kind: fields.kind.or(fields.error_type),
            message: redacted(&message),
            user_title: fields.error_user_title.as_ref().map(redacted),
            user_message: fields.error_user_msg.as_ref().map(redacted),
            is_transient: fields.is_transient.unwrap_or(false),
            trace: fields.fbtrace_id,
            wait: None,
        }
    }
}

/// A trace: 11 characters or 23 that begin with `A` (facts: graph-api 1.4). Shown whole, though some begin as login codes
/// do; so what is longer than any trace is not taken for one.
fn trace<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<SafeText>, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let is_trace = |text: &&str| {
        (1..=24).contains(&text.len())
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"+/_-".contains(&byte))
    };
    Ok(value.as_str().filter(is_trace).map(SafeText::new))
}

/// Reads an error object that stands inside an answer, as `debug_token` has it.
pub(super) fn inner<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Refusal>, D::Error> {
    let value = Value::deserialize(deserializer)?;
    Ok(Fields::deserialize(value).ok().map(Refusal::from))
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
    let usage: Value = serde_json::from_str(header).ok()?;
    usage
        .as_object()?
        .values()
        .filter_map(Value::as_array)
        .flatten()
        .filter_map(|entry| entry.get("estimated_time_to_regain_access")?.as_i64())
        .max()
}

/// A text with everything that looks like a token, an app token, a login code or an App secret taken out
/// (facts: graph-api 9.5, 10.1).
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

/// How tokens of Meta's begin, each with the fewest characters of one that anybody would call a token. Login codes begin
/// with two letters only, so more is asked of them.
const FAMILIES: [(&str, usize); 7] = [
    ("EAA", 13),
    ("IGAA", 13),
    ("IGQ", 13),
    ("THAA", 13),
    ("THQ", 13),
    ("CAA", 13),
    ("AQ", 20),
];

fn looks_secret(run: &str) -> bool {
    let run = run.trim_matches(['.', '-', '|']);
    let is_app_token = run
        .split_once('|')
        .is_some_and(|(id, rest)| id.len() >= 8 && id.bytes().all(|byte| byte.is_ascii_digit()) && rest.len() >= 16);
    let is_app_secret = run.len() == 32 && run.bytes().all(|byte| byte.is_ascii_hexdigit());
    let has = |is_of_kind: fn(&u8) -> bool| run.bytes().any(|byte| is_of_kind(&byte));
    let is_random =
        run.len() >= 32 && has(u8::is_ascii_digit) && has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase);
    holds_token(run) || is_app_token || is_app_secret || is_random || run.len() >= 120
}

/// Whether a token or a login code begins in this run: at its start, or behind something that joined it to a word. A word
/// in capitals is none.
fn holds_token(run: &str) -> bool {
    FAMILIES.iter().any(|(family, fewest)| {
        run.match_indices(family).any(|(at, _)| {
            let (before, token) = run.split_at_checked(at).unwrap_or((run, ""));
            let is_start = !before.ends_with(|character: char| character.is_ascii_alphanumeric());
            let is_word = token
                .bytes()
                .all(|byte| byte.is_ascii_uppercase() || !byte.is_ascii_alphanumeric());
            is_start && token.len() >= *fewest && !is_word
        })
    })
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
            (
                r#"{"error":{"message":"gone","error_message":"left","code":190,"error_code":1,"error_subcode":463,"subcode":2}}"#,
                Some(190),
                Some(463),
            ),
            (
                r#"{"error":null,"error_type":"OAuthException","code":400,"error_message":"gone","message":""}"#,
                Some(400),
                None,
            ),
            (r#"{"error":"gone"}"#, None, None),
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
        assert_eq!(refusal(200, r#"{"data":[],"error_code":null,"status":"ok"}"#), None);
    }

    #[test]
    fn the_error_of_a_token_that_is_not_valid_stands_inside_the_answer() {
        let read: Option<Refusal> =
            inner(serde_json::json!({"code": 190, "message": "expired", "subcode": 463})).unwrap();
        let expected = Refusal {
            status: 200,
            code: Some(190),
            subcode: Some(463),
            message: SafeText::new("expired"),
            ..Refusal::default()
        };
        assert_eq!(read, Some(expected));
        assert_eq!(inner(serde_json::json!("gone")).unwrap(), None);
    }

    #[test]
    fn what_looks_like_a_secret_is_taken_out_of_messages() {
        for (said, shown) in [
            (
                "Malformed access token EAAGabcdefghijklmno",
                "Malformed access token [hidden]",
            ),
            ("bad IGAAabcdefghij_-klmno, sorry", "bad [hidden], sorry"),
            ("old IGQVabcdefghijklmno", "old [hidden]"),
            ("threads THAAabcdefghijklmno", "threads [hidden]"),
            ("token.EAAGabcdefghijklmno", "[hidden]"),
            ("code=AQBcdefghijklmnopqrs_-t#_", "code=[hidden]#_"),
            ("code AQBcdefghijklmnopqrs", "code [hidden]"),
            ("code AQBcdefghijklmnopqr", "code AQBcdefghijklmnopqr"),
            ("bad 1234567890|abcdefghijklmnopqrstuvwxyz1 pair", "bad [hidden] pair"),
            ("secret 0123456789abcdef0123456789abcdef.", "secret [hidden]"),
            (
                "client_secret=0123456789ABCDEF0123456789abcdef&x",
                "client_secret=[hidden]&x",
            ),
        ] {
            assert_eq!(redacted(&SafeText::new(said)).as_str(), shown, "{said}");
        }
    }

    #[test]
    fn words_and_numbers_of_messages_stay() {
        for said in [
            "The user has not authorized application 1234567890.",
            "Matching code was not found or was already used",
            "EAAG is how it begins",
            "AQUARIUM-SHOP-AMSTERDAM-CENTRE",
            "IGNORE-THE-INSTAGRAM-APP",
            "Requires instagram_business_content_publish permission",
            "Object with ID '166353470416259' does not exist",
        ] {
            assert_eq!(redacted(&SafeText::new(said)).as_str(), said);
        }
    }

    #[test]
    fn a_trace_is_shown_whole_even_where_it_begins_as_a_login_code_does() {
        for (trace, shown) in [
            ("AQt_hJ68vFybS4TnupatNtX", Some("AQt_hJ68vFybS4TnupatNtX")),
            ("F0n/KYH+Z5K", Some("F0n/KYH+Z5K")),
            ("EAAGabcdefghijklmnopqrstuvwxyz", None),
            ("two words", None),
        ] {
            let body = format!(r#"{{"error":{{"message":"gone","code":1,"fbtrace_id":"{trace}"}}}}"#);
            let read = refusal(400, &body).unwrap().trace;
            assert_eq!(read, shown.map(SafeText::new), "{trace}");
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
