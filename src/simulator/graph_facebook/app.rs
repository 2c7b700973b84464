//! An app as a node: the cheap proof that an App ID and a secret belong together.

use super::bearer::Bearer;
use super::node::{object, plain_wishes};
use crate::simulator::fields::Field;
use crate::simulator::json::Json;
use crate::simulator::refusal::{self, Refusal};
use crate::simulator::world::World;

/// The wished-for fields of an app; only its own tokens may read it.
pub(super) fn read(world: &World, id: &str, bearer: &Bearer, wishes: &[Field]) -> Result<Json, Refusal> {
    let app = world
        .app(id)
        .filter(|app| app.id == bearer.app())
        .ok_or_else(|| refusal::unsupported_get(id))?;
    let default = plain_wishes(&["category", "link", "name", "id"]);
    let wishes = if wishes.is_empty() { &default } else { wishes };
    object(id, wishes, |wish| match wish.name.as_str() {
        "name" => Ok(Some(Json::text(&app.name))),
        "category" => Ok(Some(Json::text(&app.category))),
        "link" => Ok(Some(Json::text(&app.link))),
        "namespace" | "icon_url" | "logo_url" | "description" => Ok(None),
        other => Err(refusal::nonexisting_field(other, "Application")),
    })
}
