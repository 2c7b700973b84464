//! A Page as a node and as an entry of a list: which fields a token may see, and the Page token it may have.

use super::bearer::{Bearer, Held};
use super::instagram_account::{self, Shown};
use super::node::{object, plain_wishes};
use super::person::picture;
use crate::simulator::fields::Field;
use crate::simulator::json::Json;
use crate::simulator::plan::Page;
use crate::simulator::refusal::{self, Refusal};
use crate::simulator::world::{World, covers, has};

/// Permissions of which one suffices to act as a Page.
const PAGE_PERMISSIONS: &[&str] = &[
    "pages_read_engagement",
    "pages_manage_metadata",
    "pages_read_user_content",
    "pages_manage_ads",
    "pages_show_list",
    "pages_messaging",
];

/// A Page by its id.
pub(super) fn read(world: &mut World, id: &str, bearer: &Bearer, wishes: &[Field]) -> Result<Json, Refusal> {
    let page = world
        .page(id)
        .filter(|page| !page.is_unpublished)
        .cloned()
        .ok_or_else(|| refusal::unsupported_get(id))?;
    let Bearer::Held(held) = bearer else {
        return Err(refusal::page_not_readable());
    };
    let default = plain_wishes(&["name", "id"]);
    let wishes = if wishes.is_empty() { &default } else { wishes };
    check_reader(world, held, &page, wishes)?;
    object(id, wishes, |wish| {
        if wish.name == "access_token" {
            return Ok(Some(token_for(world, held, &page)));
        }
        field(world, held, &page, wish)
    })
}

/// Whether this token may read this Page: its own Page with `pages_read_engagement`, or one it covers.
fn check_reader(world: &World, held: &Held, page: &Page, wishes: &[Field]) -> Result<(), Refusal> {
    if held.is_page() {
        let is_own = held.token.page.as_deref() == Some(page.id.as_str());
        let may_read = held.is_in_force && has(&held.grant, "pages_read_engagement");
        return if is_own && may_read {
            Ok(())
        } else {
            Err(refusal::page_not_readable())
        };
    }
    let wants_token = wishes.iter().any(|wish| wish.name == "access_token");
    let has_any = PAGE_PERMISSIONS.iter().any(|name| has(&held.grant, name));
    if !has_any {
        return Err(if wants_token {
            refusal::no_page_permission()
        } else {
            refusal::page_not_readable()
        });
    }
    if !covers(&held.grant, page) {
        return Err(refusal::page_not_readable());
    }
    // Without a role on the app only the list acts, so nothing beyond what the list shows can be read.
    let is_listed = |wish: &Field| matches!(wish.name.as_str(), "id" | "name" | "access_token" | "tasks");
    if !held.is_in_force && !wishes.iter().all(is_listed) {
        return Err(refusal::page_not_readable());
    }
    if wants_token && lacks_two_factor(world, held, page) {
        return Err(refusal::may_not_impersonate());
    }
    Ok(())
}

/// A Page as an entry of a list: the token is left out where it may not be had.
pub(super) fn entry(world: &mut World, held: &Held, page: &Page, wishes: &[Field]) -> Result<Json, Refusal> {
    object(&page.id, wishes, |wish| {
        if wish.name == "access_token" {
            let may_have = covers(&held.grant, page) && !lacks_two_factor(world, held, page);
            return Ok(may_have.then(|| token_for(world, held, page)));
        }
        field(world, held, page, wish)
    })
}

fn token_for(world: &mut World, held: &Held, page: &Page) -> Json {
    if held.is_page() {
        return Json::text(&held.text);
    }
    Json::Text(world.page_token(&held.text, &held.token, page))
}

fn lacks_two_factor(world: &World, held: &Held, page: &Page) -> bool {
    let has_it = world
        .person(&held.grant.person)
        .is_some_and(|person| person.has_two_factor);
    page.needs_two_factor && !has_it
}

fn field(world: &World, held: &Held, page: &Page, wish: &Field) -> Result<Option<Json>, Refusal> {
    let business = || {
        let business = page.business.as_ref()?;
        let business = world.plan.businesses.iter().find(|known| known.id == *business)?;
        Some(Json::object([
            ("id", Json::id(&business.id)),
            ("name", Json::text(&business.name)),
        ]))
    };
    Ok(match wish.name.as_str() {
        "name" => Some(Json::text(&page.name)),
        "category" => Some(Json::text(&page.category)),
        "category_list" => Some(Json::List(vec![Json::object([
            ("id", Json::id(&page.category_id)),
            ("name", Json::text(&page.category)),
        ])])),
        "tasks" => Some(Json::List(page.tasks.iter().map(Json::text).collect())),
        "link" => Some(Json::Text(format!("https://www.facebook.com/{}", page.id))),
        "is_published" => Some(Json::Bool(!page.is_unpublished)),
        "fan_count" | "followers_count" => Some(Json::Number(1204)),
        "picture" => Some(picture(&page.id)),
        "username" => None,
        "business" | "owner_business" => business(),
        "instagram_business_account" => instagram_account::of_page(world, held, page, wish, Shown::Professional)?,
        "connected_instagram_account" => instagram_account::of_page(world, held, page, wish, Shown::Connected)?,
        other => return Err(refusal::nonexisting_field(other, "Page")),
    })
}
