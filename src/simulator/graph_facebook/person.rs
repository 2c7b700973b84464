//! The person, or system user, that a token belongs to.

use super::bearer::Held;
use super::node::{object, plain_wishes};
use crate::simulator::fields::Field;
use crate::simulator::json::Json;
use crate::simulator::plan::TokenKind;
use crate::simulator::refusal::{self, Refusal};
use crate::simulator::world::{World, has};

/// The wished-for fields; name and id without a wish.
pub(super) fn read(world: &World, held: &Held, wishes: &[Field]) -> Result<Json, Refusal> {
    let id = &held.grant.person;
    let person = world.person(id).ok_or_else(|| refusal::unsupported_get(id))?;
    let default = plain_wishes(&["name", "id"]);
    let wishes = if wishes.is_empty() { &default } else { wishes };
    object(id, wishes, |wish| match wish.name.as_str() {
        "name" => Ok(Some(Json::text(&person.name))),
        "first_name" => Ok(person.name.split_whitespace().next().map(Json::text)),
        "last_name" => Ok(person.name.split_whitespace().last().map(Json::text)),
        "email" => Ok(has(&held.grant, "email").then(|| Json::text("person@example.com"))),
        "picture" => Ok(Some(picture(id))),
        "client_business_id" if held.token.kind == TokenKind::SystemUser => {
            Ok(person.client_business.as_ref().map(Json::id))
        }
        other => Err(refusal::nonexisting_field(other, "User")),
    })
}

/// A profile picture of the documented form.
pub(super) fn picture(id: &str) -> Json {
    let address = format!("https://platform-lookaside.fbsbx.com/platform/profilepic/?asid={id}");
    Json::object([(
        "data",
        Json::object([
            ("height", Json::Number(50)),
            ("is_silhouette", Json::Bool(false)),
            ("url", Json::Text(address)),
            ("width", Json::Number(50)),
        ]),
    )])
}
