//! `/me/permissions`: what was granted, declined or has lapsed; and taking it back, which kills tokens.

use super::bearer::{Bearer, Held};
use crate::simulator::asked::Asked;
use crate::simulator::json::Json;
use crate::simulator::plan::TokenKind;
use crate::simulator::refusal::{self, Refusal};
use crate::simulator::world::World;

/// The list, filtered by `permission=` and `status=`; never paged.
pub(super) fn list(world: &World, asked: &Asked, node: &str, bearer: &Bearer) -> Result<Json, Refusal> {
    let held = owner(node, bearer)?;
    if world.person(&held.grant.person).is_none() || held.token.kind == TokenKind::SystemUser {
        return Ok(Json::object([("data", Json::List(Vec::new()))]));
    }
    let grant = &held.grant;
    let all = grant
        .granted
        .iter()
        .map(|name| (name.as_str(), "granted"))
        .chain([("public_profile", "granted")])
        .chain(grant.declined.iter().map(|name| (name.as_str(), "declined")))
        .chain(grant.lapsed.iter().map(|name| (name.as_str(), "expired")));
    let entries = all
        .filter(|(name, status)| {
            asked.parameter("permission").is_none_or(|wanted| wanted == *name)
                && asked.parameter("status").is_none_or(|wanted| wanted == *status)
        })
        .map(|(name, status)| Json::object([("permission", Json::text(name)), ("status", Json::text(status))]));
    Ok(Json::object([("data", Json::List(entries.collect()))]))
}

/// Takes one permission back, or the whole grant.
pub(super) fn remove(
    world: &mut World,
    node: &str,
    permission: Option<&str>,
    bearer: &Bearer,
) -> Result<Json, Refusal> {
    let held = owner(node, bearer)?;
    match permission {
        None => world.remove_grant(held.token.grant),
        Some(permission) => {
            if let Some(state) = world.grant_mut(held.token.grant) {
                state.grant.granted.retain(|granted| granted != permission);
            }
        }
    }
    Ok(Json::object([("success", Json::Bool(true))]))
}

/// Permissions belong to people.
fn owner<'a>(node: &str, bearer: &'a Bearer) -> Result<&'a Held, Refusal> {
    match bearer {
        Bearer::App(_) if node == "me" => Err(refusal::no_active_token()),
        Bearer::Held(held) if held.is_page() => Err(refusal::nonexisting_field("permissions", "Page")),
        Bearer::Held(held) if node == "me" || held.grant.person == node => Ok(held),
        Bearer::App(_) | Bearer::Held(_) => Err(refusal::unsupported_get(node)),
    }
}
