//! A node by id, `/me` or `/app`: finds what it is and hands over to the reader of that kind. Also builds the object
//! of wished-for fields that every kind answers with.

use super::bearer::{Bearer, Held};
use super::{app, instagram_account, is_number, page, person};
use crate::simulator::asked::Asked;
use crate::simulator::fields::{self, Field};
use crate::simulator::json::Json;
use crate::simulator::refusal::{self, Refusal};
use crate::simulator::world::World;

/// Reads a node.
pub(super) fn read(world: &mut World, asked: &Asked, node: &str, bearer: &Bearer) -> Result<Json, Refusal> {
    let wishes = wishes(asked)?;
    match (node, bearer) {
        ("me", Bearer::App(_)) => Err(refusal::no_active_token()),
        ("me", Bearer::Held(held)) => me(world, held, &wishes),
        ("app", bearer) => app::read(world, bearer.app(), bearer, &wishes),
        (id, _) if !is_number(id) => Err(refusal::unknown_alias(id)),
        (id, bearer) if world.app(id).is_some() => app::read(world, id, bearer, &wishes),
        (id, bearer) if world.page(id).is_some() => page::read(world, id, bearer, &wishes),
        (id, bearer) if world.instagram(id).is_some() => instagram_account::read(world, id, bearer, &wishes),
        (id, Bearer::Held(held)) if held.grant.person == id && !held.is_page() => person::read(world, held, &wishes),
        (id, _) => Err(refusal::unsupported_get(id)),
    }
}

fn me(world: &mut World, held: &Held, wishes: &[Field]) -> Result<Json, Refusal> {
    match &held.token.page {
        Some(id) => page::read(world, id, &Bearer::Held(Box::new(held.clone())), wishes),
        None => person::read(world, held, wishes),
    }
}

/// The `fields` parameter, empty when left out.
pub(super) fn wishes(asked: &Asked) -> Result<Vec<Field>, Refusal> {
    fields::read(asked.parameter("fields").unwrap_or("")).ok_or_else(refusal::fields_syntax)
}

/// The wished-for fields in their order, `id` last when it was not wished for; `value` gives each one, or nothing
/// where the service leaves the field out.
pub(super) fn object(
    id: &str,
    wishes: &[Field],
    mut value: impl FnMut(&Field) -> Result<Option<Json>, Refusal>,
) -> Result<Json, Refusal> {
    let mut entries: Vec<(String, Json)> = Vec::new();
    for wish in wishes {
        if entries.iter().any(|(key, _)| *key == wish.name) {
            continue;
        }
        let json = if wish.name == "id" {
            Some(Json::id(id))
        } else {
            value(wish)?
        };
        if let Some(json) = json {
            entries.push((wish.name.clone(), json));
        }
    }
    if !entries.iter().any(|(key, _)| key == "id") {
        entries.push(("id".to_owned(), Json::id(id)));
    }
    Ok(Json::Object(entries))
}

/// Wishes with these names and nothing in braces.
pub(super) fn plain_wishes(names: &[&str]) -> Vec<Field> {
    names
        .iter()
        .map(|name| Field {
            name: (*name).to_owned(),
            inside: Vec::new(),
        })
        .collect()
}
