//! Who is asking: the token of a request, checked in the service's order (present, app token, shape, app, life,
//! proof of the secret). Started by every call except `oauth/access_token`; ends in a `Bearer` or a refusal.

use std::fmt::Write as _;

use ring::hmac;

use crate::simulator::asked::Asked;
use crate::simulator::plan::{AppState, Grant, TokenKind};
use crate::simulator::refusal::{self, Refusal};
use crate::simulator::world::{Token, World};

/// How far `appsecret_time` may lie from now, in seconds.
const PROOF_LIFE: u64 = 5 * 60;

/// Who is asking.
#[derive(Debug, Clone)]
pub(super) enum Bearer {
    /// An app, by its id.
    App(String),
    /// A person, a system user, or a Page.
    Held(Box<Held>),
}

/// A live token and the grant it stands on.
#[derive(Debug, Clone)]
pub(super) struct Held {
    /// The token as text.
    pub(super) text: String,
    /// Its state.
    pub(super) token: Token,
    /// What was granted, as of now.
    pub(super) grant: Grant,
    /// Whether what was granted is in force.
    pub(super) is_in_force: bool,
    /// Whether the data-access window has ended.
    pub(super) is_data_access_over: bool,
}

impl Held {
    /// Whether it speaks for a Page.
    pub(super) fn is_page(&self) -> bool {
        self.token.kind == TokenKind::Page
    }
}

impl Bearer {
    /// The app the token belongs to.
    pub(super) fn app(&self) -> &str {
        match self {
            Self::App(app) => app,
            Self::Held(held) => &held.grant.app,
        }
    }
}

/// Reads and checks the token of a request; `is_about_me` for paths that begin with `/me`.
pub(super) fn read(world: &World, asked: &Asked, is_about_me: bool) -> Result<Bearer, Refusal> {
    let Some(text) = asked.token() else {
        return Err(if is_about_me {
            refusal::no_active_token()
        } else {
            refusal::token_required()
        });
    };
    if text.contains('|') {
        let app = world.app_of(text).ok_or_else(refusal::wrong_signature)?;
        check_app_state(world, &app.id)?;
        check_proof(world, asked, text, &app.id, false)?;
        return Ok(Bearer::App(app.id.clone()));
    }
    let token = world.token(text).ok_or_else(|| world.refuse_unknown(text))?;
    let state = world.grant(token.grant).ok_or_else(refusal::cannot_parse)?;
    check_app_state(world, &state.grant.app)?;
    if let Some(trouble) = world.trouble_of(token) {
        return Err(trouble);
    }
    check_page(world, token)?;
    let requires_proof = world.app(&state.grant.app).is_some_and(|app| app.requires_proof);
    check_proof(world, asked, text, &state.grant.app, requires_proof)?;
    Ok(Bearer::Held(Box::new(Held {
        text: text.to_owned(),
        token: token.clone(),
        is_in_force: world.is_in_force(&state.grant),
        is_data_access_over: token.data_access_ends_at != 0 && token.data_access_ends_at <= world.now(),
        grant: state.grant.clone(),
    })))
}

/// Whether the token of a request is `APP_ID|CLIENT_TOKEN`.
pub(super) fn is_client_token(world: &World, asked: &Asked) -> bool {
    asked.token().is_some_and(|text| client_of(world, text).is_some())
}

/// The app whose client token this is.
pub(super) fn client_of<'a>(world: &World, text: &'a str) -> Option<&'a str> {
    let (app, tail) = text.split_once('|')?;
    (world.client_token(app) == Some(tail)).then_some(app)
}

fn check_app_state(world: &World, app: &str) -> Result<(), Refusal> {
    match world.app(app).map(|app| app.state) {
        Some(AppState::Deleted) => Err(super::oauth::app_deleted()),
        Some(AppState::Blocked) => Err(refusal::api_blocked()),
        Some(AppState::Active) | None => Ok(()),
    }
}

/// A Page token stops when its Page is unpublished.
fn check_page(world: &World, token: &Token) -> Result<(), Refusal> {
    let Some(page) = &token.page else {
        return Ok(());
    };
    match world.page(page) {
        Some(page) if !page.is_unpublished => Ok(()),
        _ => Err(refusal::page_not_accessible()),
    }
}

fn check_proof(world: &World, asked: &Asked, text: &str, app: &str, is_required: bool) -> Result<(), Refusal> {
    let Some(proof) = asked.parameter("appsecret_proof") else {
        return if is_required {
            Err(refusal::proof_required())
        } else {
            Ok(())
        };
    };
    let message = match asked.parameter("appsecret_time") {
        None => text.to_owned(),
        Some(time) => {
            let is_near = time
                .parse::<i64>()
                .is_ok_and(|time| time.abs_diff(world.now()) <= PROOF_LIFE);
            if !is_near {
                return Err(refusal::proof_wrong());
            }
            format!("{text}|{time}")
        }
    };
    if world.secret(app).map(|secret| proof_of(secret, &message)).as_deref() == Some(proof) {
        return Ok(());
    }
    Err(refusal::proof_wrong())
}

/// Lower-case hex of HMAC-SHA256 over the message, keyed with the App secret.
fn proof_of(secret: &str, message: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let tag = hmac::sign(&key, message.as_bytes());
    let mut hex = String::new();
    for byte in tag.as_ref() {
        // Writing into a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_proof_is_the_documented_one() {
        assert_eq!(
            proof_of("foo_secret", "foo_token"),
            "df4256903ba4e23636cc142117aa632133d75c642bd2a68955be1443bd14deb9"
        );
    }
}
