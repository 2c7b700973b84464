//! `oauth/access_token`: a short token for a long one, an app token, a login code for a token. The order of checks is
//! client_id, app, secret, then what is exchanged. Ends in a new token or in a refusal.

use super::Given;
use crate::simulator::asked::Asked;
use crate::simulator::json::Json;
use crate::simulator::plan::{AppState, TokenKind};
use crate::simulator::refusal::{self, Refusal};
use crate::simulator::world::{Token, World};

const DAY: i64 = 24 * 60 * 60;
const SIXTY_DAYS: i64 = 60 * DAY;

/// Answers one of the three grants.
pub(super) fn access_token(world: &mut World, asked: &Asked) -> Result<Given, Refusal> {
    let app = check_app(world, asked)?;
    match asked.parameter("grant_type") {
        Some("fb_exchange_token") => exchange(world, asked, &app),
        Some("client_credentials") => {
            let token = world.app_token(&app);
            Ok(Given::Json(Json::object([
                ("access_token", Json::text(token)),
                ("token_type", Json::text("bearer")),
            ])))
        }
        None | Some("" | "authorization_code") => super::login_code::redeem(world, asked, &app),
        Some(other) => Err(Refusal::new(1, format!("Invalid grant_type: {other}"))),
    }
}

/// An app whose registration is gone.
pub(super) fn app_deleted() -> Refusal {
    invalid_app("Application has been deleted.")
}

fn invalid_app(why: &str) -> Refusal {
    Refusal::new(101, format!("Error validating application. {why}"))
}

/// The app that asks: by parameters, or by `Authorization: Basic`, the way of OAuth libraries.
fn check_app(world: &World, asked: &Asked) -> Result<String, Refusal> {
    let (basic_id, basic_secret) = asked.basic().unzip();
    let id = asked.parameter("client_id").or(basic_id.as_deref());
    let id = id
        .filter(|id| !id.is_empty())
        .ok_or_else(|| Refusal::new(101, "Missing client_id parameter."))?;
    let Some(app) = world.app(id) else {
        return Err(invalid_app(match world.app_with_instagram_id(id) {
            Some(_) => "Cannot get application info due to a system error.",
            None => "Invalid application ID.",
        }));
    };
    match app.state {
        AppState::Deleted => return Err(app_deleted()),
        AppState::Blocked => return Err(refusal::api_blocked()),
        AppState::Active => {}
    }
    let secret = asked.parameter("client_secret").or(basic_secret.as_deref());
    let secret = secret.ok_or_else(|| Refusal::new(1, "Missing client_secret parameter."))?;
    if world.secret(&app.id) != Some(secret) {
        return Err(Refusal::new(1, "Error validating client secret."));
    }
    Ok(app.id.clone())
}

fn exchange(world: &mut World, asked: &Asked, app: &str) -> Result<Given, Refusal> {
    let text = asked
        .parameter("fb_exchange_token")
        .filter(|text| !text.is_empty())
        .ok_or_else(|| Refusal::new(1, "fb_exchange_token parameter not specified"))?
        .to_owned();
    let token = world.token(&text).cloned().ok_or_else(|| world.refuse_unknown(&text))?;
    let owner = world.grant(token.grant).map(|state| state.grant.app.as_str());
    if owner != Some(app) {
        return Err(Refusal::new(
            100,
            format!("The access token does not belong to application {app}"),
        ));
    }
    if let Some(trouble) = world.trouble_of(&token) {
        return Err(trouble);
    }
    let wants_end = asked.is_on("set_token_expires_in_60_days");
    let (text, expires_in) = lengthen(world, text, &token, wants_end);
    Ok(given(world, text, expires_in))
}

/// The new token and what the answer says about its life in seconds, if it says anything.
fn lengthen(world: &mut World, text: String, token: &Token, wants_end: bool) -> (String, Option<i64>) {
    let now = world.now();
    let life = world.plan.exchange.life_seconds;
    let renewed = |ends_at: i64, is_long: bool| Token {
        issued_at: now,
        ends_at: Some(ends_at),
        is_long,
        ..token.clone()
    };
    match token.kind {
        TokenKind::SystemUser if wants_end => {
            let ends_at = now.saturating_add(SIXTY_DAYS);
            (world.mint(renewed(ends_at, true)), Some(SIXTY_DAYS))
        }
        TokenKind::Page | TokenKind::SystemUser => (text, None),
        TokenKind::User if token.cannot_be_extended => {
            let ends_at = token.ends_at.unwrap_or(now);
            let left = ends_at.saturating_sub(now);
            (world.mint(renewed(ends_at, false)), Some(left))
        }
        // A long token is renewed at most once a day, and the answer then names no life.
        TokenKind::User if token.is_long && now.saturating_sub(token.issued_at) < DAY => (text, None),
        TokenKind::User if token.is_long => (world.mint(renewed(now.saturating_add(life), true)), None),
        TokenKind::User => (world.mint(renewed(now.saturating_add(life), true)), Some(life)),
    }
}

/// A token as the exchanges answer with one.
pub(super) fn given(world: &World, text: String, expires_in: Option<i64>) -> Given {
    let expires_in = expires_in.filter(|_| !world.plan.exchange.without_expires_in);
    if world.plan.exchange.as_query_string {
        let end = expires_in.map_or_else(String::new, |seconds| format!("&expires={seconds}"));
        return Given::Text(format!("access_token={text}{end}"));
    }
    let mut entries = vec![
        ("access_token".to_owned(), Json::Text(text)),
        ("token_type".to_owned(), Json::text("bearer")),
    ];
    if let Some(seconds) = expires_in {
        entries.push(("expires_in".to_owned(), Json::Seconds(seconds)));
    }
    Given::Json(Json::Object(entries))
}
