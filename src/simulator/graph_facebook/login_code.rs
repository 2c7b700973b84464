//! A login code for a token (facts: graph-api 2.2): once, soon, and with the redirect it was made for.

use super::{Given, oauth};
use crate::simulator::asked::Asked;
use crate::simulator::plan::{CodeGives, SpentCode};
use crate::simulator::redirect;
use crate::simulator::refusal::Refusal;
use crate::simulator::world::{CodeFor, World};

/// Life of a short token, in seconds.
const SHORT_LIFE: i64 = 5_400;

/// Answers with a token for `code`; the app and its secret are already checked.
pub(super) fn redeem(world: &mut World, asked: &Asked, app: &str) -> Result<Given, Refusal> {
    let text = asked.parameter("code").filter(|code| !code.is_empty());
    let text = text.ok_or_else(|| Refusal::new(1, "Missing authorization code"))?;
    let redirect = asked.parameter("redirect_uri");
    let redirect = redirect.ok_or_else(|| Refusal::new(191, "Missing redirect_uri parameter."))?;
    if !is_well_formed(text) {
        return Err(Refusal::new(100, "Invalid verification code format."));
    }
    if world
        .app(app)
        .is_some_and(|app| !redirect::facebook_accepts(app, redirect))
    {
        return Err(Refusal::new(191, redirect::CANNOT_LOAD));
    }
    let grant = check(world, text, redirect, app)?;
    world.spend_code(text);
    let (life, is_long) = match world.plan.switches.facebook_code_gives {
        CodeGives::SixtyDays => (world.plan.exchange.life_seconds, true),
        CodeGives::Hours => (SHORT_LIFE, false),
    };
    let token = world.mint_user_token(grant, life, is_long);
    Ok(oauth::given(world, token, Some(life)))
}

/// The grant a code was made for.
fn check(world: &World, text: &str, redirect: &str, app: &str) -> Result<usize, Refusal> {
    let switches = &world.plan.switches;
    let spent = || match switches.spent_code {
        SpentCode::Used => dated(world, "This authorization code has been used.", 36_009),
        SpentCode::RedirectDiffers => redirect_differs(),
    };
    // A code that nobody made, or that Instagram made, is taken for one spent long ago.
    let Some(code) = world.code(text) else {
        return Err(spent());
    };
    let CodeFor::Facebook { grant } = code.gives else {
        return Err(spent());
    };
    if code.is_spent {
        return Err(spent());
    }
    let is_of_app = world.grant(grant).is_some_and(|state| state.grant.app == app);
    if !is_of_app || code.redirect.as_ref().is_some_and(|bound| bound != redirect) {
        return Err(redirect_differs());
    }
    let life = switches.facebook_code_life.seconds();
    if code
        .made_at
        .is_some_and(|made_at| made_at.saturating_add(life) <= world.now())
    {
        return Err(dated(world, "This authorization code has expired.", 36_007));
    }
    Ok(grant)
}

/// A refusal whose subcode is known from one source only.
fn dated(world: &World, words: &str, subcode: i64) -> Refusal {
    let refusal = Refusal::new(100, words);
    if world.plan.switches.code_refusals_have_subcodes {
        refusal.with_subcode(subcode)
    } else {
        refusal
    }
}

fn redirect_differs() -> Refusal {
    Refusal::new(
        100,
        "Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request",
    )
    .with_subcode(36_008)
}

fn is_well_formed(code: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    code.starts_with("AQ") && code.bytes().all(is_plain)
}
