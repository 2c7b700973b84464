//! What the tests beside the calls share, and the one rule that holds for all calls together.

use zeroize::Zeroizing;

use super::{
    GraphFacebook, GraphVersion, Headers, Method, Request, Response, access_token, app, business, debug_token,
    draft::Draft, instagram_account, instagram_login, me, pages,
};
use crate::model::{
    AppId, AppSecret, AppToken, BusinessId, InstagramAppId, InstagramAppSecret, InstagramToken, LoginCode, PageId,
    PageToken, PastedToken, RedirectAddress, UserToken,
};

/// The texts of all the secrets that the calls are tested with.
const SECRETS: [&str; 7] = [
    "user-token",
    "page-token",
    "pasted-token",
    "instagram-token",
    "app-secret",
    "instagram-secret",
    "login-code",
];

/// An answer with status 200 and this body.
pub(super) fn reply(body: &str) -> Response {
    Response {
        status: 200,
        headers: Headers::default(),
        body: Zeroizing::new(body.as_bytes().to_vec()),
    }
}

/// An answer with status 400 and this body.
pub(super) fn refused(body: &str) -> Response {
    Response {
        status: 400,
        ..reply(body)
    }
}

/// The whole request on one line: `GET host/path?query`, then ` form` and ` bearer` where there are any.
pub(super) fn written(request: &Request) -> String {
    let verb = match request.method {
        Method::Get => "GET",
        Method::Post => "POST",
    };
    let mut line = format!("{verb} {}{}", request.host.name(), request.path);
    let (query, form) = (request.encoded_query(), request.encoded_form());
    for (before, part) in [("?", &*query), (" form ", &*form)] {
        if !part.is_empty() {
            line.push_str(before);
            line.push_str(part);
        }
    }
    if let Some(token) = &request.bearer {
        line.push_str(" bearer ");
        line.push_str(token.expose());
    }
    line
}

pub(super) fn version() -> GraphVersion {
    GraphVersion::default()
}

pub(super) fn user() -> UserToken {
    UserToken::new("user-token".to_owned())
}

pub(super) fn page_token() -> PageToken {
    PageToken::new("page-token".to_owned())
}

pub(super) fn pasted() -> PastedToken {
    PastedToken::new("pasted-token".to_owned())
}

pub(super) fn instagram_token() -> InstagramToken {
    InstagramToken::new("instagram-token".to_owned())
}

pub(super) fn secret() -> AppSecret {
    AppSecret::new("app-secret".to_owned())
}

pub(super) fn instagram_secret() -> InstagramAppSecret {
    InstagramAppSecret::new("instagram-secret".to_owned())
}

pub(super) fn code() -> LoginCode {
    LoginCode::new("login-code".to_owned())
}

pub(super) fn app() -> AppId {
    "701234567890123".parse().unwrap()
}

pub(super) fn instagram_app() -> InstagramAppId {
    "801234567890123".parse().unwrap()
}

pub(super) fn page() -> PageId {
    "103456789012345".parse().unwrap()
}

pub(super) fn business() -> BusinessId {
    "203456789012345".parse().unwrap()
}

pub(super) fn redirect() -> RedirectAddress {
    RedirectAddress::parse("https://www.example.com/cb?x=1").unwrap()
}

/// One request of every call there is.
fn every_request() -> Vec<Request> {
    let (version, user, page_token, secret) = (version(), user(), page_token(), secret());
    let (page, business, instagram) = (page(), business(), "17841400000000001".parse().unwrap());
    let proof = Some(&secret);
    let options = pages::ListOptions {
        with_instagram: true,
        in_small_parts: false,
    };
    vec![
        access_token::extend(&version, &app(), &secret, &pasted()),
        access_token::extend_system_user(&version, &app(), &secret, &pasted()),
        access_token::redeem(&version, &app(), &secret, &redirect(), &code()),
        app::check(&version, &app(), &AppToken::from_parts(&app(), &secret)),
        debug_token::of_itself(&version, &user, proof),
        debug_token::by_app(&version, &page_token, &AppToken::from_parts(&app(), &secret)),
        me::who(&version, &user, proof),
        me::permissions(&version, &user, proof),
        pages::list(&version, &user, proof, options, None),
        pages::fetch(&version, &page, &user, proof, true),
        pages::fetch_token(&version, &page, &user, proof),
        pages::instagram_of_page(&version, &page, &page_token, proof),
        business::list(&version, &user, proof, None),
        business::owned_pages(&version, &business, &user, proof, true, None),
        business::client_pages(&version, &business, &user, proof, true, None),
        instagram_account::account(&version, &instagram, &page_token, proof),
        instagram_account::publishing_limit(&version, &instagram, &page_token, proof),
        instagram_login::redeem(&instagram_app(), &instagram_secret(), &redirect(), &code()),
        instagram_login::extend(&instagram_secret(), &instagram_token()),
        instagram_login::refresh(&instagram_token()),
        instagram_login::me(&version, &instagram_token()),
    ]
}

/// The names of parameters in the address whose value is a secret, whether or not the request knows it for one.
fn shown_in_address(request: &Request) -> Vec<String> {
    let address = request.encoded_query();
    url::form_urlencoded::parse(address.as_bytes())
        .filter(|(_, value)| SECRETS.into_iter().any(|secret| value.contains(secret)))
        .map(|(name, _)| name.into_owned())
        .collect()
}

#[test]
fn exactly_two_calls_have_a_secret_in_their_address() {
    for request in every_request() {
        let listed: &[&str] = match (request.host.name(), request.path.as_str()) {
            ("graph.facebook.com", "/v25.0/debug_token") => &["input_token"],
            ("graph.instagram.com", "/access_token") => &["client_secret"],
            _ => &[],
        };
        let line = written(&request);
        assert_eq!(request.secrets_in_target().collect::<Vec<_>>(), listed, "{line}");
        assert_eq!(shown_in_address(&request), listed, "{line}");
    }
}

#[test]
fn a_secret_that_slips_into_an_address_as_plain_text_is_noticed() {
    let request = Draft::<GraphFacebook>::get("/v25.0/me")
        .with_query("access_token", user().expose())
        .ready();
    assert_eq!(request.secrets_in_target().count(), 0);
    assert_eq!(shown_in_address(&request), ["access_token"]);
}

#[test]
fn every_path_holds_nothing_that_could_change_an_address() {
    for request in every_request() {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/._".contains(&byte);
        assert!(
            request.path.starts_with('/') && request.path.bytes().all(is_plain),
            "{}",
            request.path
        );
    }
}
