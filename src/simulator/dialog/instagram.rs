//! Instagram's authorise page (facts: graph-api 7.3, 7.4). Its refusals are JSON in the shape of api.instagram.com, but
//! for the one about the platform app, which is a page.

use super::html::Page;
use super::{act, error_page, scopes};
use crate::simulator::answer::Answer;
use crate::simulator::asked::Asked;
use crate::simulator::permission;
use crate::simulator::plan::{App, DialogAnswer, LoginAccount, TesterRole, all_permissions};
use crate::simulator::redirect;
use crate::simulator::world::{Code, CodeFor, World};

/// What Instagram puts behind a redirect that brings a code.
const MARK: &str = "#_";

/// The page.
pub(super) fn authorize(world: &mut World, asked: &Asked) -> Answer {
    let (app, account) = match checked(world, asked) {
        Ok((app, account)) => (app.clone(), account.clone()),
        Err(refusal) => return *refusal,
    };
    let redirect = asked.parameter("redirect_uri").unwrap_or_default();
    let state = asked.parameter("state").map(|state| ("state", state));
    let is_left = |name: &String| !world.plan.instagram_dialog.declines.contains(name);
    let (granted, declined): (Vec<_>, Vec<_>) = scopes(asked).into_iter().partition(is_left);
    match act(asked, world.plan.instagram_dialog.answer) {
        DialogAnswer::Page => Answer::page(200, ask(&app, &account, &granted, &declined, redirect)),
        DialogAnswer::Continue => {
            let code = world.make_code(Code {
                gives: CodeFor::Instagram {
                    app: app.id,
                    account: account.username,
                    permissions: granted,
                },
                redirect: Some(redirect.to_owned()),
                made_at: Some(world.now()),
                is_spent: false,
            });
            let answer: Vec<_> = [("code", code.as_str())].into_iter().chain(state).collect();
            Answer::redirect(redirect::with_query(redirect, &answer, MARK))
        }
        DialogAnswer::Cancel | DialogAnswer::Fail => {
            let refusal = [
                ("error", "access_denied"),
                ("error_reason", "user_denied"),
                ("error_description", "The user denied your request"),
            ];
            let state = state.filter(|_| world.plan.switches.instagram_cancel_has_state);
            let answer: Vec<_> = refusal.into_iter().chain(state).collect();
            Answer::redirect(redirect::with_query(redirect, &answer, ""))
        }
    }
}

/// The app that asks and the account that is logged in, or what is answered in place of the page.
fn checked<'a>(world: &'a World, asked: &Asked) -> Result<(&'a App, &'a LoginAccount), Box<Answer>> {
    let id = asked.parameter("client_id").unwrap_or_default();
    let Some(app) = world.app_with_instagram_id(id) else {
        let words = match world.app(id) {
            Some(_) => "Invalid Request: Request parameters are invalid: Invalid platform app",
            None => "Invalid Request: Request parameters are invalid: Invalid Client ID",
        };
        return Err(Box::new(error_page("Invalid Request", words)));
    };
    let refuse = |words: &str| Err(Box::new(Answer::instagram_refusal(words)));
    let redirect = asked.parameter("redirect_uri").unwrap_or_default();
    if !redirect::instagram_accepts(app, redirect) {
        return refuse("Invalid redirect_uri");
    }
    if asked.parameter("response_type") != Some("code") {
        return refuse("Invalid response_type");
    }
    let names = scopes(asked);
    if let Some(dead) = names.iter().find(|name| permission::is_dead_on_instagram(name)) {
        return refuse(&format!("Invalid scope: {dead}"));
    }
    let known = all_permissions();
    if names.iter().any(|name| !known.contains(name)) {
        return Err(Box::new(Answer::plain(
            400,
            "application/json; charset=utf-8",
            "{\"message\":\"Business and user permissions are mutually exclusive\",\"status\":\"fail\"}",
        )));
    }
    let planned = &world.plan.instagram_dialog.account;
    let account = match planned {
        Some(username) => world.login_account(username),
        None => world.plan.instagram_accounts.first(),
    };
    match account {
        Some(account) if account.tester_role != TesterRole::Refused => Ok((app, account)),
        Some(_) | None => refuse("Insufficient developer role"),
    }
}

fn ask(app: &App, account: &LoginAccount, granted: &[String], declined: &[String], redirect: &str) -> String {
    let permissions = granted.iter().cloned();
    let declined = declined.iter().map(|name| format!("{name} (not ticked)"));
    Page::new(&format!("{} asks for access", app.name))
        .paragraph(&format!("You are logged in as {}. It asks for:", account.username))
        .list(permissions.chain(declined))
        .paragraph(&format!("Afterwards you go to {redirect}"))
        .buttons()
        .finish()
}
