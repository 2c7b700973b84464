//! Business portfolios and their Pages: need `business_management` in force.

use super::accounts;
use super::bearer::{Bearer, Held};
use super::node::{plain_wishes, wishes};
use super::page;
use crate::simulator::asked::Asked;
use crate::simulator::json::Json;
use crate::simulator::plan::Page;
use crate::simulator::refusal::{self, Refusal};
use crate::simulator::world::{World, has, is_managed};

/// `/me/businesses`: portfolios that hold a Page of this person.
pub(super) fn list(world: &World, node: &str, bearer: &Bearer) -> Result<Json, Refusal> {
    let held = manager(bearer)?;
    if node != "me" && node != held.grant.person {
        return Err(refusal::unsupported_get(node));
    }
    let entries = world
        .plan
        .businesses
        .iter()
        .filter(|business| {
            world
                .plan
                .pages
                .iter()
                .any(|page| page.business.as_ref() == Some(&business.id) && is_managed(&held.grant, page))
        })
        .map(|business| {
            let json = Json::object([("id", Json::id(&business.id)), ("name", Json::text(&business.name))]);
            (business.id.clone(), json)
        });
    Ok(accounts::envelope(entries.collect()))
}

/// `/{business}/owned_pages` and `/{business}/client_pages`; Pages that were not ticked come without a token.
pub(super) fn pages(
    world: &mut World,
    asked: &Asked,
    business: &str,
    bearer: &Bearer,
    are_clients: bool,
) -> Result<Json, Refusal> {
    let held = manager(bearer)?;
    if !world.plan.businesses.iter().any(|known| known.id == business) {
        return Err(refusal::unsupported_get(business));
    }
    let wished = wishes(asked)?;
    let default = plain_wishes(&["name", "id"]);
    let wished = if wished.is_empty() { default } else { wished };
    let pages: Vec<Page> = world
        .plan
        .pages
        .iter()
        .filter(|page| {
            page.business.as_deref() == Some(business)
                && page.belongs_to_client == are_clients
                && !page.is_unpublished
                && is_managed(&held.grant, page)
        })
        .cloned()
        .collect();
    let mut entries = Vec::new();
    let without_token: Vec<_> = wished
        .iter()
        .filter(|wish| wish.name != "access_token")
        .cloned()
        .collect();
    for page in &pages {
        let wished = if page.has_no_token_in_portfolio {
            &without_token
        } else {
            &wished
        };
        entries.push((page.id.clone(), page::entry(world, held, page, wished)?));
    }
    Ok(accounts::envelope(entries))
}

fn manager(bearer: &Bearer) -> Result<&Held, Refusal> {
    match bearer {
        Bearer::Held(held) if held.is_page() => Err(refusal::nonexisting_field("businesses", "Page")),
        Bearer::Held(held) if held.is_in_force && has(&held.grant, "business_management") => Ok(held),
        Bearer::Held(_) => Err(refusal::missing_permission()),
        Bearer::App(_) => Err(refusal::no_active_token()),
    }
}
