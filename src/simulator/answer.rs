//! An answer before it is sent: status, headers, body, and what the connection does with it.
//! Started by a virtual host; ends as an HTTP response with the headers the service really sends.

use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode};

use super::clock;
use super::dice::Dice;
use super::json::{Json, Writing};
use super::refusal::Refusal;

/// What the connection does with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// Sends it whole.
    Whole,
    /// Sends the head and this many bytes of the body, then closes.
    CutAfter(u16),
    /// Sends nothing and holds the connection.
    Never,
}

/// An answer before it is sent.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    /// HTTP status.
    pub(crate) status: u16,
    /// Headers, in their order.
    pub(crate) headers: Vec<(String, String)>,
    /// The body.
    pub(crate) body: Vec<u8>,
    /// What the connection does with it.
    pub(crate) manner: Manner,
    /// Waited before it is sent.
    pub(crate) wait: Duration,
}

impl Answer {
    /// An answer with a body of this content type and no other header.
    pub(crate) fn plain(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: vec![("Content-Type".to_owned(), content_type.to_owned())],
            body: body.into(),
            manner: Manner::Whole,
            wait: Duration::ZERO,
        }
    }

    /// A success as the Graph API sends it.
    pub(crate) fn graph(json: &Json, version: u16, writing: Writing, dice: &mut Dice) -> Self {
        let body = json.write(writing);
        let mut answer = Self::plain(200, "application/json; charset=UTF-8", body);
        answer.set("ETag", format!("\"{}\"", dice.hex(40)));
        answer.set("facebook-api-version", format!("v{version}.0"));
        answer.set_usual(dice);
        answer.set("x-fb-request-id", dice.trace());
        answer.set("Cache-Control", "private, no-cache, no-store, must-revalidate");
        answer
    }

    /// An error as the Graph API sends it.
    pub(crate) fn refusal(refusal: &Refusal, version: u16, writing: Writing, dice: &mut Dice) -> Self {
        let trace = dice.trace();
        let body = refusal.body(trace.clone()).write(writing);
        let mut answer = Self::plain(refusal.status, "application/json; charset=UTF-8", body);
        answer.set("WWW-Authenticate", refusal.challenge());
        answer.set("facebook-api-version", format!("v{version}.0"));
        answer.set_usual(dice);
        answer.set("x-fb-request-id", trace);
        answer.set("Cache-Control", "no-store");
        answer
    }

    /// An error as api.instagram.com sends it: a shape of its own.
    pub(crate) fn instagram_refusal(message: &str) -> Self {
        let body = Json::object([
            ("error_type", Json::text("OAuthException")),
            ("code", Json::Number(400)),
            ("error_message", Json::text(message)),
        ]);
        Self::plain(400, "application/json; charset=utf-8", body.write(Writing::default()))
    }

    /// A page for people, with nothing in it that is loaded from elsewhere.
    pub(crate) fn page(status: u16, html: impl Into<Vec<u8>>) -> Self {
        let mut answer = Self::plain(status, "text/html; charset=utf-8", html);
        answer.set("Cache-Control", "private, no-cache, no-store, must-revalidate");
        answer
    }

    /// A redirect to another address.
    pub(crate) fn redirect(address: impl Into<String>) -> Self {
        let mut answer = Self::page(302, "");
        answer.set("Location", address);
        answer
    }

    fn set_usual(&mut self, dice: &mut Dice) {
        self.set("Strict-Transport-Security", "max-age=15552000; preload");
        self.set("Pragma", "no-cache");
        self.set("x-fb-rev", "1029384756");
        self.set("Access-Control-Allow-Origin", "*");
        self.set("x-fb-trace-id", dice.short_trace());
        self.set("Expires", "Sat, 01 Jan 2000 00:00:00 GMT");
    }

    /// Sets a header, in place of one of that name.
    pub(crate) fn set(&mut self, name: &str, value: impl Into<String>) {
        self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self.headers.push((name.to_owned(), value.into()));
    }

    /// Whether a header of this name is set.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(name))
    }

    /// The HTTP response, dated `now` in unix seconds.
    pub(crate) fn into_response(mut self, now: i64) -> Response<Body> {
        self.set("Date", clock::as_http_date(now));
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::BAD_REQUEST);
        for (name, value) in &self.headers {
            if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
                response.headers_mut().append(name, value);
            }
        }
        response
    }
}
