//! Login from devices (facts: graph-api 6.6): a code for the person, then a question every few seconds whether they have
//! approved it. Its errors carry no type and no trace id.

use super::bearer;
use crate::simulator::asked::Asked;
use crate::simulator::json::Json;
use crate::simulator::permission;
use crate::simulator::plan::{AppState, DeviceAnswer};
use crate::simulator::refusal::{self, Refusal};
use crate::simulator::world::{DeviceState, World};

/// Seconds to wait between two questions.
const INTERVAL: i64 = 5;
/// How much sooner a question may come without being too soon, in milliseconds: clocks and lines differ.
const LENIENCE: i64 = 500;
/// Life of the token, in seconds.
const LIFE: i64 = 5_183_996;

/// The two calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// `device/login`.
    Begin,
    /// `device/login_status`.
    Status,
}

/// Answers one of the two calls.
pub(super) fn answer(world: &mut World, asked: &Asked, verb: &str, step: Step) -> Result<Json, Refusal> {
    if verb != "post" {
        return Err(switched_off());
    }
    let text = asked.token().ok_or_else(refusal::token_required)?;
    let of_secret = world.app_of(text).map(|app| app.id.as_str());
    let app = bearer::client_of(world, text).or(of_secret);
    let app = app.and_then(|id| world.app(id)).ok_or_else(refusal::wrong_signature)?;
    match app.state {
        AppState::Active if app.refuses_device_login => return Err(switched_off()),
        AppState::Active => {}
        AppState::Blocked => return Err(refusal::api_blocked()),
        AppState::Deleted => return Err(super::oauth::app_deleted()),
    }
    let app = app.id.clone();
    match step {
        Step::Begin => Ok(begin(world, asked, &app)),
        Step::Status => status(world, asked, &app),
    }
}

fn begin(world: &mut World, asked: &Asked, app: &str) -> Json {
    let scope = asked.parameter("scope").unwrap_or("");
    let names = scope.split([',', ' ']).filter(|name| permission::is_of_facebook(name));
    let names = names.map(str::to_owned).collect();
    let login = world.begin_device_login(app, names);
    let life = login.ends_at.saturating_sub(world.now());
    Json::object([
        ("code", Json::text(login.code)),
        ("user_code", Json::text(login.user_code)),
        ("verification_uri", Json::text("https://www.facebook.com/device")),
        ("expires_in", Json::Number(life)),
        ("interval", Json::Number(INTERVAL)),
    ])
}

fn status(world: &mut World, asked: &Asked, app: &str) -> Result<Json, Refusal> {
    let code = asked.parameter("code").filter(|code| !code.is_empty());
    let code = code.ok_or_else(|| refusal::parameter_required("code"))?.to_owned();
    let (now, moment) = (world.now(), world.now_milliseconds());
    let plan = world.plan.device.clone();
    let login = world
        .device_login(&code)
        .filter(|login| login.code == code && login.app == app);
    let Some(login) = login else {
        return Err(expired());
    };
    if login.ends_at <= now || login.state == DeviceState::Done {
        return Err(expired());
    }
    let last = login.asked_about_at.replace(moment);
    let soonest = INTERVAL.saturating_mul(1000).saturating_sub(LENIENCE);
    if last.is_some_and(|last| moment.saturating_sub(last) < soonest) {
        return Err(too_fast());
    }
    if login.state == DeviceState::Waiting && login.pending >= plan.pending {
        match plan.answer {
            DeviceAnswer::Page => {}
            DeviceAnswer::Approve => world.approve_device(&code),
            DeviceAnswer::Decline => login.state = DeviceState::Declined,
        }
    }
    let Some(login) = world.device_login(&code) else {
        return Err(expired());
    };
    match login.state {
        DeviceState::Waiting => {
            login.pending = login.pending.saturating_add(1);
            Err(pending())
        }
        DeviceState::Declined => Err(declined()),
        DeviceState::Done => Err(expired()),
        DeviceState::Approved { grant } => {
            login.state = DeviceState::Done;
            Ok(token(world, grant))
        }
    }
}

fn token(world: &mut World, grant: usize) -> Json {
    let text = world.mint_user_token(grant, LIFE, true);
    let data_access = world.token(&text).map_or(0, |token| token.data_access_ends_at);
    Json::object([
        ("access_token", Json::Text(text)),
        ("data_access_expiration_time", Json::Seconds(data_access)),
        ("expires_in", Json::Seconds(LIFE)),
    ])
}

/// "Login from Devices" is off, or the verb is not POST.
fn switched_off() -> Refusal {
    Refusal::new(3, "Invalid API method")
}

fn bare(code: i64, subcode: i64, message: &str, title: &str, words: &str) -> Refusal {
    Refusal::new(code, message)
        .of_kind("")
        .with_subcode(subcode)
        .with_user_words(title, words)
}

fn pending() -> Refusal {
    bare(
        31,
        1_349_174,
        "This request requires the user to take a pending action",
        "Device Login Authorization Pending",
        "User has not yet authorized your application. Continue polling.",
    )
}

fn too_fast() -> Refusal {
    bare(
        17,
        1_349_172,
        "User request limit reached",
        "OAuth Device Excessive Polling",
        "Your device is polling too frequently. Space your requests with a minium interval of 5 seconds.",
    )
}

fn expired() -> Refusal {
    bare(
        463,
        1_349_152,
        "The session has expired",
        "Activation Code Expired",
        "The code you entered has expired. Please go back to your device for a new code and try again.",
    )
}

/// Only the subcode is known; code and words are this simulator's.
fn declined() -> Refusal {
    bare(
        100,
        1_349_173,
        "The user declined the login",
        "Device Login Declined",
        "You declined the login on your device.",
    )
}
