//! Facebook's login dialog (facts: graph-api 6.1 to 6.5): checks the app, the role, the redirect and the permissions,
//! each with its full-page error, then asks. Ends in a redirect with a code or a token, or with the refusal.

use super::html::Page;
use super::{act, error_page, scopes};
use crate::simulator::answer::Answer;
use crate::simulator::asked::Asked;
use crate::simulator::permission;
use crate::simulator::plan::{App, AppState, DialogAnswer, DialogTrouble, Mode};
use crate::simulator::redirect;
use crate::simulator::world::{Code, CodeFor, Question, World};

/// What Meta puts behind every redirect that has no fragment of its own.
const MARK: &str = "#_=_";
/// Life of a token that comes in a fragment, in seconds.
const FRAGMENT_LIFE: i64 = 5180;

/// The dialog.
pub(super) fn dialog(world: &mut World, asked: &Asked) -> Answer {
    let (app, question) = match checked(world, asked) {
        Ok(checked) => checked,
        Err(page) => return *page,
    };
    let redirect = asked.parameter("redirect_uri").unwrap_or_default();
    match act(asked, world.plan.dialog.answer) {
        DialogAnswer::Page => Answer::page(200, ask(world, &app, &question, redirect)),
        DialogAnswer::Continue => go_on(world, asked, &question, redirect),
        DialogAnswer::Cancel => {
            let refusal = [
                ("error", "access_denied"),
                ("error_code", "200"),
                ("error_description", "Permissions error"),
                ("error_reason", "user_denied"),
            ];
            back(asked, redirect, &refusal)
        }
        DialogAnswer::Fail => {
            let words = "App not set up: This app is still in development mode.";
            back(asked, redirect, &[("error_code", "1349126"), ("error_message", words)])
        }
    }
}

/// Answers that stand in the query, `state` with them.
fn back(asked: &Asked, redirect: &str, answer: &[(&str, &str)]) -> Answer {
    let state = asked.parameter("state").map(|state| ("state", state));
    let answer: Vec<_> = answer.iter().copied().chain(state).collect();
    Answer::redirect(redirect::with_query(redirect, &answer, MARK))
}

const INVALID_APP: &str = "Invalid App ID: The provided app ID does not look like a valid app ID.";
const NOT_ACTIVE: &str = "App not active: This app is not currently accessible and the app developer is aware of the issue. You will be able to log in when the app is reactivated.";
const UNAVAILABLE: &str = "Feature Unavailable: Facebook Login is currently unavailable for this app, since we are updating additional details for this app.";
const BLOCKED: &str = "URL Blocked: This redirect failed because the redirect URI is not whitelisted in the app's Client OAuth Settings. Make sure Client and Web OAuth Login are on and add all your app domains as Valid OAuth Redirect URIs.";

/// What is shown in place of the question: boxed, because it is large beside the unit it takes the place of.
type Instead = Box<Answer>;

fn instead<T>(title: &str, text: &str) -> Result<T, Instead> {
    Err(Box::new(error_page(title, text)))
}

/// The app and the question, or the page that is shown in place of it.
fn checked(world: &World, asked: &Asked) -> Result<(App, Question), Instead> {
    let app = asked.parameter("client_id").and_then(|id| world.app(id));
    let Some(app) = app else {
        return instead("Invalid App ID", INVALID_APP);
    };
    let has_role = app.roles.contains(&world.person_in_browser());
    check_state(world, app, has_role)?;
    check_redirect(app, asked)?;
    let (valid, invalid): (Vec<_>, Vec<_>) = wished(app, asked)?.into_iter().partition(|name| is_valid(app, name));
    if has_role && !invalid.is_empty() {
        let text = format!(
            "Invalid Scopes: {}. This message is only shown to developers. Users of your app will ignore these permissions if present. Please read the documentation for valid permissions at: https://developers.facebook.com/docs/facebook-login/permissions",
            invalid.join(", ")
        );
        return instead("Invalid Scopes", &text);
    }
    let is_rerequest = asked.parameter("auth_type") == Some("rerequest");
    Ok((app.clone(), world.question(&app.id, &valid, is_rerequest)))
}

fn check_state(world: &World, app: &App, has_role: bool) -> Result<(), Instead> {
    let trouble = world.plan.dialog.trouble;
    let is_closed = app.mode == Mode::Development && !has_role;
    if app.state != AppState::Active || is_closed || trouble == Some(DialogTrouble::AppNotActive) {
        return instead("App not active", NOT_ACTIVE);
    }
    if trouble == Some(DialogTrouble::FeatureUnavailable) {
        return instead("Feature Unavailable", UNAVAILABLE);
    }
    Ok(())
}

fn check_redirect(app: &App, asked: &Asked) -> Result<(), Instead> {
    let redirect = asked.parameter("redirect_uri").unwrap_or_default();
    if redirect.is_empty() {
        return instead("Error", "The parameter redirect_uri is required");
    }
    if redirect::facebook_accepts(app, redirect) {
        return Ok(());
    }
    if app.redirects.as_ref().is_some_and(Vec::is_empty) {
        return instead("Can't Load URL", redirect::CANNOT_LOAD);
    }
    instead("URL Blocked", BLOCKED)
}

/// The permissions of the saved configuration, else those in the address.
fn wished(app: &App, asked: &Asked) -> Result<Vec<String>, Instead> {
    let Some(configuration) = asked.parameter("config_id") else {
        return Ok(scopes(asked));
    };
    match app.configurations.get(configuration) {
        Some(saved) => Ok(saved.clone()),
        None => instead(
            "It looks like this app isn't available",
            "This app needs at least one supported permission",
        ),
    }
}

fn is_valid(app: &App, name: &str) -> bool {
    permission::is_of_facebook(name) && !app.without_permissions.iter().any(|missing| missing == name)
}

fn ask(world: &World, app: &App, question: &Question, redirect: &str) -> String {
    let person = world.person(&question.person).map_or("", |person| person.name.as_str());
    let permissions = question.shown.iter().map(|(name, is_ticked)| {
        let tick = if *is_ticked { "" } else { " (not ticked)" };
        format!("{name}{tick}")
    });
    let pages: Vec<String> = match &question.pages {
        None => vec!["All current and future Pages".to_owned()],
        Some(pages) => {
            let pages = pages.iter().filter_map(|id| world.page(id));
            pages.map(|page| page.name.clone()).collect()
        }
    };
    Page::new(&format!("{} asks for access", app.name))
        .paragraph(&format!(
            "You are logged in as {person}. Besides your public profile it asks for:"
        ))
        .list(permissions)
        .paragraph("For these Pages:")
        .list(pages)
        .paragraph(&format!("Afterwards you go to {redirect}"))
        .buttons()
        .finish()
}

/// What the redirect brings: a code in the query, or a token, with a code if it is wished for, in the fragment.
fn go_on(world: &mut World, asked: &Asked, question: &Question, redirect: &str) -> Answer {
    let grant = world.log_in(question);
    let response = asked.parameter("response_type").unwrap_or("code");
    let response: Vec<_> = response.split([' ', ',', '+']).collect();
    let wants_token = response.contains(&"token");
    let mut answer = if wants_token { token(world, grant) } else { Vec::new() };
    if !wants_token || response.contains(&"code") {
        let code = Code {
            gives: CodeFor::Facebook { grant },
            redirect: Some(redirect.to_owned()),
            made_at: Some(world.now()),
            is_spent: false,
        };
        answer.push(("code", world.make_code(code)));
    }
    if response.contains(&"granted_scopes") || asked.is_on("return_scopes") {
        let named = |is_ticked: bool| {
            let names = question.shown.iter().filter(|(_, ticked)| *ticked == is_ticked);
            names.map(|(name, _)| name.as_str()).collect::<Vec<_>>()
        };
        let granted = [named(true), vec!["public_profile"]].concat();
        answer.push(("granted_scopes", granted.join(",")));
        answer.push(("denied_scopes", named(false).join(",")));
    }
    let answer: Vec<_> = answer.iter().map(|(name, value)| (*name, value.as_str())).collect();
    if wants_token {
        let state = asked.parameter("state").map(|state| ("state", state));
        let answer: Vec<_> = answer.into_iter().chain(state).collect();
        return Answer::redirect(redirect::with_fragment(redirect, &answer));
    }
    back(asked, redirect, &answer)
}

/// A short token and the long one beside it.
fn token(world: &mut World, grant: usize) -> Vec<(&'static str, String)> {
    let token = world.mint_user_token(grant, FRAGMENT_LIFE, false);
    let long = world.mint_user_token(grant, world.plan.exchange.life_seconds, true);
    let data_access = world.token(&token).map_or(0, |token| token.data_access_ends_at);
    vec![
        ("access_token", token),
        ("data_access_expiration_time", data_access.to_string()),
        ("expires_in", FRAGMENT_LIFE.to_string()),
        ("long_lived_token", long),
    ]
}
