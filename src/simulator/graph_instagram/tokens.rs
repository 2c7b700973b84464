//! An hour's token for one of sixty days, and sixty more days for a token that is a day old.

use super::bearer;
use crate::simulator::asked::Asked;
use crate::simulator::json::Json;
use crate::simulator::plan::{EarlyRefresh, RefreshGives, SessionKeyInvalid};
use crate::simulator::refusal::{self, Refusal};
use crate::simulator::world::{InstagramToken, World};

const DAY: i64 = 24 * 60 * 60;
/// Life of a long token, in seconds.
const LIFE: i64 = 5_183_944;

/// `ig_exchange_token`: a short token for a long one. One that is long already, such as the dashboard's, is refused.
pub(super) fn exchange(world: &mut World, asked: &Asked) -> Result<Json, Refusal> {
    check_grant_type(asked, "ig_exchange_token")?;
    let secret = asked.parameter("client_secret").filter(|secret| !secret.is_empty());
    let secret = secret.ok_or_else(|| refusal::parameter_required("client_secret"))?;
    let (_, token) = bearer::read(world, asked)?;
    if world.instagram_secret(&token.app) != Some(secret) {
        return Err(Refusal::new(1, "Error validating client secret."));
    }
    if token.is_long {
        return Err(session_key_invalid(world.plan.switches.session_key_invalid));
    }
    bearer::check_permission(&token)?;
    let text = world.mint_instagram(renewed(world, &token));
    Ok(given(text, LIFE))
}

/// `ig_refresh_token`: a new end for a long token; within its first day nothing changes, or it is refused.
pub(super) fn refresh(world: &mut World, asked: &Asked) -> Result<Json, Refusal> {
    check_grant_type(asked, "ig_refresh_token")?;
    let (text, token) = bearer::read(world, asked)?;
    bearer::check_permission(&token)?;
    if !token.is_long {
        return Err(session_key_invalid(world.plan.switches.session_key_invalid));
    }
    let now = world.now();
    if now.saturating_sub(token.renewed_at) < DAY {
        return match world.plan.switches.early_refresh {
            EarlyRefresh::SameToken => {
                let left = token.ends_at.map_or(LIFE, |end| end.saturating_sub(now));
                Ok(given(text, left))
            }
            EarlyRefresh::Refused => Err(Refusal::new(
                190,
                "Error validating access token: The access token can only be refreshed when it is at least 24 hours old.",
            )),
        };
    }
    let renewed = renewed(world, &token);
    let text = match world.plan.switches.refresh_gives {
        RefreshGives::NewToken => world.mint_instagram(renewed),
        RefreshGives::SameToken => {
            world.renew_instagram(&text, renewed);
            text
        }
    };
    Ok(given(text, LIFE))
}

fn check_grant_type(asked: &Asked, right: &str) -> Result<(), Refusal> {
    match asked.parameter("grant_type") {
        Some(grant_type) if grant_type == right => Ok(()),
        Some(_) => Err(Refusal::new(100, "Invalid parameter")),
        None => Err(refusal::parameter_required("grant_type")),
    }
}

fn renewed(world: &World, token: &InstagramToken) -> InstagramToken {
    let now = world.now();
    InstagramToken {
        renewed_at: now,
        ends_at: Some(now.saturating_add(LIFE)),
        is_long: true,
        ..token.clone()
    }
}

fn given(text: String, life: i64) -> Json {
    Json::object([
        ("access_token", Json::Text(text)),
        ("token_type", Json::text("bearer")),
        ("expires_in", Json::Seconds(life)),
    ])
}

fn session_key_invalid(form: SessionKeyInvalid) -> Refusal {
    let words = "Session key invalid. This could be because the session key has an incorrect format, or because the user has revoked this session";
    match form {
        SessionKeyInvalid::Subcode => Refusal::new(190, words).with_subcode(452),
        SessionKeyInvalid::Code => Refusal::new(452, words),
        SessionKeyInvalid::Bare => Refusal::new(190, words),
    }
}
