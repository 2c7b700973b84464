//! An Instagram account linked to a Page: as a field of the Page, as a node, and its publishing limit.

use super::bearer::{Bearer, Held};
use super::node::{object, plain_wishes};
use super::person::picture;
use crate::simulator::fields::Field;
use crate::simulator::json::Json;
use crate::simulator::plan::{InstagramAccount, InstagramFieldUnpermitted, Page};
use crate::simulator::refusal::{self, Refusal};
use crate::simulator::world::{World, covers, has};

/// Which of a Page's two fields is wished for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// `instagram_business_account`: professional accounts only.
    Professional,
    /// `connected_instagram_account`: personal ones too.
    Connected,
}

/// The account as a field of its Page; left out where there is none or the token may not see it.
pub(super) fn of_page(
    world: &World,
    held: &Held,
    page: &Page,
    wish: &Field,
    shown: Shown,
) -> Result<Option<Json>, Refusal> {
    let has_basic = has(&held.grant, "instagram_basic");
    if !has_basic && world.plan.switches.instagram_field_unpermitted == InstagramFieldUnpermitted::Refused {
        return Err(no_permission());
    }
    let may_see = held.is_in_force
        && has_basic
        && has(&held.grant, "pages_read_engagement")
        && !has_lost_data_access(world, held);
    let account = page
        .instagram
        .as_ref()
        .filter(|account| may_see && !(shown == Shown::Professional && account.is_personal));
    account.map(|account| show(account, &wish.inside)).transpose()
}

/// `instagram_*` permissions hang on the data-access window, Page permissions do not (facts: graph-api 10.3).
fn has_lost_data_access(world: &World, held: &Held) -> bool {
    held.is_data_access_over && world.plan.switches.instagram_stops_with_data_access
}

fn no_permission() -> Refusal {
    Refusal::new(10, "(#10) Application does not have permission for this action")
}

/// The account by its id.
pub(super) fn read(world: &World, id: &str, bearer: &Bearer, wishes: &[Field]) -> Result<Json, Refusal> {
    let account = seen(world, id, bearer)?;
    show(account, wishes)
}

/// How much may be published today.
pub(super) fn publishing_limit(world: &World, id: &str, bearer: &Bearer) -> Result<Json, Refusal> {
    seen(world, id, bearer)?;
    if let Bearer::Held(held) = bearer
        && !has(&held.grant, "instagram_content_publish")
    {
        return Err(Refusal::new(
            10,
            "(#10) Requires instagram_content_publish permission to manage the object",
        ));
    }
    let config = Json::object([
        ("quota_total", Json::Number(100)),
        ("quota_duration", Json::Number(86_400)),
    ]);
    let entry = Json::object([("config", config), ("quota_usage", Json::Number(0))]);
    Ok(Json::object([("data", Json::List(vec![entry]))]))
}

/// The account, if this token may see it.
fn seen<'a>(world: &'a World, id: &str, bearer: &Bearer) -> Result<&'a InstagramAccount, Refusal> {
    let (page, account) = world.instagram(id).ok_or_else(|| refusal::unsupported_get(id))?;
    let Bearer::Held(held) = bearer else {
        return Err(refusal::unsupported_get(id));
    };
    let is_own = match &held.token.page {
        Some(own) => *own == page.id,
        None => covers(&held.grant, page),
    };
    if !is_own {
        return Err(refusal::unsupported_get(id));
    }
    if !has(&held.grant, "instagram_basic") || !held.is_in_force {
        return Err(no_permission());
    }
    if has_lost_data_access(world, held) {
        return Err(refusal::data_access_over());
    }
    if account.is_personal {
        return Err(Refusal::new(10, "(#10) The user is not an Instagram Business"));
    }
    Ok(account)
}

fn show(account: &InstagramAccount, wishes: &[Field]) -> Result<Json, Refusal> {
    let default = plain_wishes(&["id"]);
    let wishes = if wishes.is_empty() { &default } else { wishes };
    object(&account.id, wishes, |wish| {
        Ok(match wish.name.as_str() {
            "username" => Some(Json::text(&account.username)),
            "name" => account.name.as_ref().map(Json::text),
            "profile_picture_url" => Some(picture_address(&account.id)),
            "followers_count" => Some(Json::Number(873)),
            "follows_count" => Some(Json::Number(112)),
            "media_count" => Some(Json::Number(64)),
            "biography" | "website" => None,
            "ig_id" => Some(Json::id(&account.id)),
            other => return Err(refusal::nonexisting_field(other, "IGUser")),
        })
    })
}

fn picture_address(id: &str) -> Json {
    match picture(id) {
        Json::Object(_) => Json::Text(format!("https://scontent.cdninstagram.com/v/t51/{id}.jpg")),
        other => other,
    }
}
