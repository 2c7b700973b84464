//! The account behind an Instagram token: `/me`, or one of its two ids.

use super::{bearer, unsupported_request};
use crate::simulator::asked::Asked;
use crate::simulator::fields::{self, Field};
use crate::simulator::json::Json;
use crate::simulator::plan::{LoginAccount, MeAnswer, TesterRole};
use crate::simulator::refusal::{self, Refusal};
use crate::simulator::world::World;

/// Reads the account, flat or in a `data` array.
pub(super) fn read(world: &World, asked: &Asked, node: &str) -> Result<Json, Refusal> {
    let (_, token) = bearer::read(world, asked)?;
    let account = world.login_account(&token.account);
    let account = account.filter(|account| account.tester_role == TesterRole::Accepted);
    let account = account.ok_or_else(|| unsupported_request("get"))?;
    bearer::check_permission(&token)?;
    if !["me", account.id.as_str(), account.user_id.as_str()].contains(&node) {
        return Err(refusal::unsupported_get(node).of_kind(refusal::INSTAGRAM));
    }
    let fields = fields::read(asked.parameter("fields").unwrap_or(""));
    let fields = fields.ok_or_else(|| refusal::fields_syntax().of_kind(refusal::INSTAGRAM))?;
    let answers = &world.plan.instagram;
    let mut entries: Vec<(String, Json)> = Vec::new();
    for field in &fields {
        if entries.iter().any(|(name, _)| *name == field.name) {
            continue;
        }
        if let Some(value) = value(account, field, answers.has_number_ids)? {
            entries.push((field.name.clone(), value));
        }
    }
    match answers.me {
        MeAnswer::Flat => {
            if !entries.iter().any(|(name, _)| name == "id") {
                entries.push(("id".to_owned(), Json::id(&account.id)));
            }
            Ok(Json::Object(entries))
        }
        // The documentation's sample holds what was asked for and no more.
        MeAnswer::Wrapped => Ok(Json::object([("data", Json::List(vec![Json::Object(entries)]))])),
    }
}

fn value(account: &LoginAccount, field: &Field, has_number_ids: bool) -> Result<Option<Json>, Refusal> {
    Ok(match field.name.as_str() {
        "id" => Some(Json::id(&account.id)),
        "user_id" => match account.user_id.parse() {
            Ok(number) if has_number_ids => Some(Json::Number(number)),
            Ok(_) | Err(_) => Some(Json::id(&account.user_id)),
        },
        "username" => Some(Json::text(&account.username)),
        "name" => account.name.as_ref().map(Json::text),
        "account_type" => Some(Json::text(&account.account_type)),
        "profile_picture_url" => {
            let address = format!("https://scontent.cdninstagram.com/v/t51/{}.jpg", account.user_id);
            Some(Json::Text(address))
        }
        "followers_count" => Some(Json::Number(873)),
        "follows_count" => Some(Json::Number(112)),
        "media_count" => Some(Json::Number(64)),
        other => return Err(refusal::nonexisting_field(other, "IGUser").of_kind(refusal::INSTAGRAM)),
    })
}
