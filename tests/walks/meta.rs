//! Meta in one function: a request in, the answer's bytes out. For tests of the pure core; real HTTP is tested against
//! the simulator.

use evertoken::graph_api::{Headers, Host, NoAnswer, Request, Response};
use serde_json::{Value, json};
use zeroize::Zeroizing;

pub(crate) const APP: &str = "701234567890123";
pub(crate) const SECRET: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
pub(crate) const SHORT: &str =
    "EAAJcanaryShortZAZBZCabcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghijZD";
/// Another one that a person may paste.
pub(crate) const OTHER_TOKEN: &str = "EAAJanotherTokenaltogether0123456789abcdefghijklmnopqrstuvwxyz0123456789ZD";
pub(crate) const LONG: &str =
    "EAAJcanaryLongZAZBZCabcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghijkZD";
pub(crate) const PAGE_TOKEN: &str =
    "EAAJcanaryPageZAZBZCabcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghijkZD";
pub(crate) const PAGE: &str = "103456789012345";
pub(crate) const USER_ID: &str = "1207059";
pub(crate) const INSTAGRAM_ID: &str = "17841405822304914";
pub(crate) const INSTAGRAM_APP: &str = "801234567890123";
pub(crate) const INSTAGRAM_SECRET: &str = "1a2b3c4d5e6f708192a3b4c5d6e7f809";
pub(crate) const INSTAGRAM_SHORT: &str =
    "IGAAJcanaryInstagramShortabcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghijklmnZD";
pub(crate) const INSTAGRAM_LONG: &str =
    "IGAAJcanaryInstagramLongabcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghijklmnoZD";
pub(crate) const CODE: &str = "AQBJcanaryCodeabcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
pub(crate) const REDIRECT: &str = "https://www.example.com/callback/";
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
    /// Ids to which `pages_show_list` is limited.
    pub(crate) targets: Option<Vec<&'static str>>,
    /// Whether Meta keeps to itself what permissions are limited to.
    pub(crate) hides_targets: bool,
    /// Pages that answer to their number and stand on no list.
    pub(crate) hidden_pages: Vec<Value>,
    /// Pages that only a portfolio shows.
    pub(crate) portfolio_pages: Vec<Value>,
    /// When the access to the person's data ends, where Meta says so.
    pub(crate) data_access_ends: Option<i64>,
    /// How long the token lasts that a login code becomes.
    pub(crate) redeemed_life: i64,
    /// Whether a refresh gives the same token back with this much time left.
    pub(crate) refresh_leaves: Option<i64>,
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
                "instagram_basic",
                "instagram_content_publish",
                "public_profile",
            ],
            page_ends: 0,
            pages: vec![
                json!({"id": PAGE, "name": "Harbour Bakery", "access_token": PAGE_TOKEN, "category": "Bakery", "tasks": ["CREATE_CONTENT", "MANAGE"],
                    "instagram_business_account": {"id": INSTAGRAM_ID, "username": "harbourbakery"}}),
                json!({"id": "203456789012345", "name": "Night Market", "category": "Market", "tasks": []}),
            ],
            targets: None,
            hides_targets: false,
            hidden_pages: Vec::new(),
            portfolio_pages: Vec::new(),
            data_access_ends: None,
            redeemed_life: 5_183_944,
            refresh_leaves: None,
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
        let granular = match &self.targets {
            _ if self.hides_targets => json!([]),
            Some(targets) => json!([{"scope": "pages_show_list", "target_ids": targets}]),
            None => json!([{"scope": "pages_show_list"}]),
        };
        if request.host != Host::GraphFacebook {
            return self.instagram(request);
        }
        if let Some(reply) = self.page(path, &has) {
            return reply;
        }
        match path {
            "/debug_token" if has(LONG) => answer(
                200,
                &json!({"data": {
                "app_id": APP, "type": "USER", "application": "My Poster", "is_valid": true, "expires_at": NOW + 5_183_944,
                "data_access_expires_at": self.data_access_ends,
                "issued_at": NOW, "scopes": self.scopes, "user_id": USER_ID, "granular_scopes": granular}}),
            ),
            "/debug_token" => {
                let mut data = json!({
                    "app_id": self.pasted_app, "type": self.pasted_kind, "application": "My Poster", "is_valid": true,
                    "expires_at": self.pasted_ends, "data_access_expires_at": self.data_access_ends, "scopes": self.scopes, "user_id": USER_ID, "granular_scopes": granular});
                if self.pasted_kind == "PAGE" {
                    data["profile_id"] = json!(PAGE);
                }
                answer(200, &json!({ "data": data }))
            }
            "/me" if self.pasted_kind == "PAGE" => answer(200, &json!({"id": PAGE, "name": "Harbour Bakery"})),
            "/me" => answer(200, &json!({"id": "1207059", "name": "Alex Baker"})),
            "/me/permissions" => answer(
                200,
                &json!({"data": [{"permission": "pages_manage_posts", "status": "declined"}]}),
            ),
            "/oauth/access_token" if has(CODE) => answer(
                200,
                &json!({"access_token": SHORT, "token_type": "bearer", "expires_in": self.redeemed_life}),
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
            "/me/businesses" => answer(200, &json!({"data": [{"id": "50", "name": "Harbour Group"}]})),
            "/50/owned_pages" => answer(200, &json!({ "data": self.portfolio_pages })),
            "/50/client_pages" => answer(200, &json!({ "data": [] })),
            _ if path == format!("/{INSTAGRAM_ID}") => {
                answer(200, &json!({"id": INSTAGRAM_ID, "username": "harbourbakery"}))
            }
            _ if path == format!("/{INSTAGRAM_ID}/content_publishing_limit") => answer(
                200,
                &json!({"data": [{"config": {"quota_total": 50, "quota_duration": 86400}, "quota_usage": 3}]}),
            ),
            _ if path == format!("/{PAGE}") => answer(
                200,
                &json!({"id": PAGE, "name": "Harbour Bakery", "access_token": PAGE_TOKEN,
                    "instagram_business_account": {"id": INSTAGRAM_ID, "username": "harbourbakery"}}),
            ),
            _ if path == format!("/{APP}") => answer(200, &json!({"id": APP, "name": "My Poster"})),
            _ if path.starts_with("/20") => refusal(
                190,
                Some(492),
                "The user must be an administrator, editor, or moderator of the page in order to impersonate it.",
            ),
            _ if path.bytes().skip(1).all(|byte| byte.is_ascii_digit()) => refusal(
                100,
                Some(33),
                "Unsupported get request. Object with ID '1' does not exist, cannot be loaded due to missing permissions, \
                 or does not support this operation.",
            ),
            _ => refusal(2500, None, "Unknown path components"),
        }
    }

    /// The answer to a Page's token, or about a Page by its number.
    fn page(&self, path: &str, has: &dyn Fn(&str) -> bool) -> Option<Result<Response, NoAnswer>> {
        let harbour = json!({"id": PAGE, "name": "Harbour Bakery", "access_token": PAGE_TOKEN});
        let lists = [&self.pages, &self.portfolio_pages, &self.hidden_pages];
        let known = || lists.into_iter().flatten().chain(std::iter::once(&harbour));
        let by_token = known().find(|page| page["access_token"].as_str().is_some_and(has));
        let by_number =
            known().find(|page| page["id"].as_str() == path.strip_prefix('/') && !page["access_token"].is_null());
        match (path, by_token, by_number) {
            ("/debug_token", Some(page), _) => Some(answer(
                200,
                &json!({"data": {
                "app_id": APP, "type": "PAGE", "application": "My Poster", "is_valid": true, "expires_at": self.page_ends,
                "data_access_expires_at": NOW + 7_776_000, "issued_at": NOW, "profile_id": page["id"], "user_id": "1207059",
                "scopes": self.scopes}}),
            )),
            ("/me", Some(page), _) => Some(answer(200, &json!({"id": page["id"], "name": page["name"]}))),
            (_, None, Some(page)) => Some(answer(200, page)),
            _ => None,
        }
    }

    /// The answer of Instagram's two hosts.
    fn instagram(&self, request: &Request) -> Result<Response, NoAnswer> {
        let has = |secret: &str| request.secrets().any(|sent| sent == secret);
        assert!(
            !request.secrets().any(|sent| sent.starts_with("EAA")),
            "a Facebook token never goes to Instagram's hosts"
        );
        match request.path.trim_start_matches("/v25.0") {
            "/oauth/access_token" if has(CODE) && has(INSTAGRAM_SECRET) => answer(
                200,
                &json!({"access_token": INSTAGRAM_SHORT, "user_id": 9_007_199_254_740_993_u64,
                    "permissions": ["instagram_business_basic", "instagram_business_content_publish"]}),
            ),
            "/oauth/access_token" => answer(
                400,
                &json!({"error_type": "OAuthException", "code": 400,
                    "error_message": "Matching code was not found or was already used"}),
            ),
            "/access_token" => answer(
                200,
                &json!({"access_token": INSTAGRAM_LONG, "token_type": "bearer", "expires_in": 5_183_944}),
            ),
            "/refresh_access_token" => match self.refresh_leaves {
                Some(left) => answer(
                    200,
                    &json!({"access_token": INSTAGRAM_SHORT, "token_type": "bearer", "expires_in": left}),
                ),
                None => answer(
                    200,
                    &json!({"access_token": INSTAGRAM_LONG, "token_type": "bearer", "expires_in": 5_183_944}),
                ),
            },
            "/me" => answer(
                200,
                &json!({"id": "9007199254740993", "user_id": INSTAGRAM_ID, "username": "harbourbakery",
                    "account_type": "BUSINESS"}),
            ),
            _ => refusal(2500, None, "Unknown path components"),
        }
    }
}
