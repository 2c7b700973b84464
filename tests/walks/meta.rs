//! Meta in one function: a request in, the answer's bytes out. For tests of the pure core; real HTTP is tested against
//! the simulator.

use evertoken::graph_api::{Headers, NoAnswer, Request, Response};
use serde_json::{Value, json};
use zeroize::Zeroizing;

pub(crate) const APP: &str = "701234567890123";
pub(crate) const SECRET: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
pub(crate) const SHORT: &str =
    "EAAJcanaryShortZAZBZCabcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghijZD";
pub(crate) const LONG: &str =
    "EAAJcanaryLongZAZBZCabcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghijkZD";
pub(crate) const PAGE_TOKEN: &str =
    "EAAJcanaryPageZAZBZCabcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghijkZD";
pub(crate) const PAGE: &str = "103456789012345";
/// 22 November 2026, 12:00 UTC.
pub(crate) const NOW: i64 = 1_795_348_800;

/// What kind of world answers. The default is the happy one.
#[derive(Debug, Clone)]
pub(crate) struct Meta {
    pub(crate) pasted_kind: &'static str,
    pub(crate) pasted_ends: i64,
    pub(crate) pasted_app: &'static str,
    pub(crate) scopes: Vec<&'static str>,
    pub(crate) page_ends: i64,
    pub(crate) pages: Vec<Value>,
}

impl Default for Meta {
    fn default() -> Self {
        Self {
            pasted_kind: "USER",
            pasted_ends: NOW + 4_320,
            pasted_app: APP,
            scopes: vec![
                "pages_show_list",
                "pages_read_engagement",
                "pages_manage_posts",
                "public_profile",
            ],
            page_ends: 0,
            pages: vec![
                json!({"id": PAGE, "name": "Harbour Bakery", "access_token": PAGE_TOKEN, "category": "Bakery", "tasks": ["CREATE_CONTENT", "MANAGE"]}),
                json!({"id": "203456789012345", "name": "Night Market", "category": "Market", "tasks": []}),
            ],
        }
    }
}

/// A whole answer, as the wizard is given one.
#[expect(clippy::unnecessary_wraps, reason = "has the shape of what the runtime reports")]
pub(crate) fn answer(status: u16, body: &Value) -> Result<Response, NoAnswer> {
    Ok(Response {
        status,
        headers: Headers {
            date: Some(NOW),
            ..Headers::default()
        },
        body: Zeroizing::new(body.to_string().into_bytes()),
    })
}

pub(crate) fn refusal(code: i64, subcode: Option<i64>, message: &str) -> Result<Response, NoAnswer> {
    answer(
        400,
        &json!({"error": {"message": message, "type": "OAuthException", "code": code, "error_subcode": subcode, "fbtrace_id": "AbCdEfGhIjK"}}),
    )
}

impl Meta {
    /// The answer to a request, told by its path and by which secrets it carries.
    pub(crate) fn reply(&self, request: &Request) -> Result<Response, NoAnswer> {
        let has = |secret: &str| request.secrets().any(|sent| sent == secret);
        let path = request.path.trim_start_matches("/v25.0");
        match path {
            "/debug_token" if has(PAGE_TOKEN) => answer(
                200,
                &json!({"data": {
                "app_id": APP, "type": "PAGE", "application": "My Poster", "is_valid": true, "expires_at": self.page_ends,
                "data_access_expires_at": NOW + 7_776_000, "issued_at": NOW, "profile_id": PAGE, "user_id": "1207059",
                "scopes": self.scopes}}),
            ),
            "/debug_token" if has(LONG) => answer(
                200,
                &json!({"data": {
                "app_id": APP, "type": "USER", "application": "My Poster", "is_valid": true, "expires_at": NOW + 5_183_944,
                "issued_at": NOW, "scopes": self.scopes, "user_id": "1207059"}}),
            ),
            "/debug_token" => {
                let mut data = json!({
                    "app_id": self.pasted_app, "type": self.pasted_kind, "application": "My Poster", "is_valid": true,
                    "expires_at": self.pasted_ends, "scopes": self.scopes, "user_id": "1207059"});
                if self.pasted_kind == "PAGE" {
                    data["profile_id"] = json!(PAGE);
                }
                answer(200, &json!({ "data": data }))
            }
            "/me" if has(PAGE_TOKEN) || self.pasted_kind == "PAGE" => {
                answer(200, &json!({"id": PAGE, "name": "Harbour Bakery"}))
            }
            "/me" => answer(200, &json!({"id": "1207059", "name": "Alex Baker"})),
            "/me/permissions" => answer(
                200,
                &json!({"data": [{"permission": "pages_manage_posts", "status": "declined"}]}),
            ),
            "/oauth/access_token" if !has(SECRET) => refusal(1, None, "Error validating client secret."),
            "/oauth/access_token" => answer(
                200,
                &json!({"access_token": LONG, "token_type": "bearer", "expires_in": 5_183_944}),
            ),
            "/me/accounts" => answer(
                200,
                &json!({"data": self.pages, "paging": {"cursors": {"before": "B", "after": "A"}}}),
            ),
            _ if path == format!("/{APP}") => answer(200, &json!({"id": APP, "name": "My Poster"})),
            _ if path.starts_with("/20") => refusal(
                190,
                Some(492),
                "The user must be an administrator, editor, or moderator of the page in order to impersonate it.",
            ),
            _ => refusal(2500, None, "Unknown path components"),
        }
    }
}
