//! api.instagram.com: an Instagram login code for a token of an hour, and the old address of the authorise page
//! (facts: graph-api 7.4). Its errors have a shape of their own.

use super::answer::Answer;
use super::asked::Asked;
use super::clock;
use super::dialog;
use super::fault;
use super::json::{Json, Writing};
use super::plan::{CallName, CodeAnswer, TesterRole};
use super::redirect;
use super::refusal;
use super::version;
use super::world::{CodeFor, InstagramToken, World};

const HOUR: i64 = 60 * 60;
const KIND: &str = "application/json; charset=utf-8";

/// The answer to a request to api.instagram.com.
pub(crate) fn answer(world: &mut World, asked: &Asked) -> Answer {
    let oldest = version::oldest_usable(&clock::as_date(world.now()));
    match (asked.verb().as_str(), asked.path.trim_end_matches('/')) {
        ("get", "/oauth/authorize") => Answer::redirect(dialog::instagram_address(asked)),
        ("post", "/oauth/access_token") => {
            let writing = world.writing();
            let strike = fault::strike(world, CallName::InstagramCode, "", asked, oldest, writing);
            strike.around(|| match redeem(world, asked) {
                Ok(json) => Answer::plain(200, KIND, json.write(writing)),
                Err(words) => Answer::instagram_refusal(&words),
            })
        }
        _ => {
            let refusal = refusal::unknown_path(&asked.path).of_kind(refusal::INSTAGRAM);
            Answer::refusal(&refusal, oldest, Writing::default(), &mut world.dice)
        }
    }
}

/// The token for a code, or the words of the refusal. Only the body is read: parameters in the address do not count.
fn redeem(world: &mut World, asked: &Asked) -> Result<Json, String> {
    let field = |name: &str| {
        let value = asked.form_parameter(name).filter(|value| !value.is_empty());
        value.ok_or_else(|| format!("Missing required field {name}"))
    };
    let id = field("client_id")?;
    let app = world.app_with_instagram_id(id).ok_or_else(|| match world.app(id) {
        Some(_) => "Invalid platform app",
        None => "Invalid Client ID",
    })?;
    if world.instagram_secret(&app.id) != Some(field("client_secret")?) {
        return Err("Invalid Client Secret".to_owned());
    }
    if field("grant_type")? != "authorization_code" {
        return Err("Invalid grant_type".to_owned());
    }
    let redirect = field("redirect_uri")?;
    if !redirect::instagram_accepts(app, redirect) {
        return Err("Invalid redirect_uri".to_owned());
    }
    let text = field("code")?;
    let token = check(world, text, redirect, &app.id)?;
    world.spend_code(text);
    Ok(given(world, token))
}

/// The token that a code gives.
fn check(world: &World, text: &str, redirect: &str, app: &str) -> Result<InstagramToken, String> {
    let gone = || "Matching code was not found or was already used".to_owned();
    let code = world.code(text).filter(|code| !code.is_spent).ok_or_else(gone)?;
    let CodeFor::Instagram {
        app: made_for,
        account,
        permissions,
    } = &code.gives
    else {
        return Err(gone());
    };
    let now = world.now();
    let is_old = code.made_at.is_some_and(|made_at| made_at.saturating_add(HOUR) <= now);
    if made_for != app || is_old {
        return Err(gone());
    }
    if code.redirect.as_ref().is_some_and(|bound| bound != redirect) {
        return Err("Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request".to_owned());
    }
    let is_refused = world
        .login_account(account)
        .is_none_or(|account| account.tester_role == TesterRole::Refused);
    if is_refused {
        return Err("Insufficient developer role".to_owned());
    }
    Ok(InstagramToken {
        app: app.to_owned(),
        account: account.clone(),
        permissions: permissions.clone(),
        renewed_at: now,
        ends_at: Some(now.saturating_add(HOUR)),
        is_long: false,
        dead: None,
    })
}

/// The four shapes of the answer.
fn given(world: &mut World, token: InstagramToken) -> Json {
    let permissions = token.permissions.clone();
    let id = world.login_account(&token.account).map(|account| account.id.clone());
    let id = id.unwrap_or_default();
    let text = Json::Text(world.mint_instagram(token));
    let number = id.parse().map_or_else(|_| Json::id(&id), Json::Number);
    let joined = Json::Text(permissions.join(","));
    match world.plan.instagram.code {
        CodeAnswer::List => Json::object([
            ("access_token", text),
            ("user_id", number),
            (
                "permissions",
                Json::List(permissions.into_iter().map(Json::Text).collect()),
            ),
        ]),
        CodeAnswer::Text => Json::object([
            ("access_token", text),
            ("user_id", Json::id(id)),
            ("permissions", joined),
        ]),
        CodeAnswer::Wrapped => {
            let entry = Json::object([
                ("access_token", text),
                ("user_id", Json::id(id)),
                ("permissions", joined),
            ]);
            Json::object([("data", Json::List(vec![entry]))])
        }
        CodeAnswer::Old => Json::object([("access_token", text), ("user_id", number)]),
    }
}
