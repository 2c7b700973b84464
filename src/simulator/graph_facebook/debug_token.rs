//! `debug_token`: what a token is. A dead token is a success with `is_valid:false`; only a wrong asker or another
//! app's token is an error. Started with the asker already checked.

use super::bearer::Bearer;
use crate::simulator::asked::Asked;
use crate::simulator::json::Json;
use crate::simulator::plan::{Grant, InstagramTokenInspected, TokenKind};
use crate::simulator::refusal::{self, Refusal};
use crate::simulator::world::{Token, World, is_managed};

/// The answer about `input_token`.
pub(super) fn inspect(world: &World, asked: &Asked, bearer: &Bearer) -> Result<Json, Refusal> {
    let input = asked
        .parameter("input_token")
        .filter(|input| !input.is_empty())
        .ok_or_else(|| refusal::parameter_required("input_token"))?;
    check_asker(world, bearer)?;
    if input.contains('|') {
        return inspect_app_token(world, input, bearer);
    }
    let is_refused = world.plan.switches.instagram_token_inspected == InstagramTokenInspected::Refused;
    if input.starts_with("IG") && is_refused {
        return Err(refusal::cannot_parse());
    }
    let Some(token) = world.token(input) else {
        return Ok(invalid(&world.refuse_unknown(input)));
    };
    let Some(state) = world.grant(token.grant) else {
        return Ok(invalid(&refusal::cannot_parse()));
    };
    if state.grant.app != bearer.app() {
        return Err(refusal::other_viewing_app());
    }
    Ok(Json::object([("data", describe(world, token, &state.grant))]))
}

/// An app may look at its tokens; a person only with a role on the app.
fn check_asker(world: &World, bearer: &Bearer) -> Result<(), Refusal> {
    match bearer {
        Bearer::App(_) => Ok(()),
        Bearer::Held(held) => {
            let has_role = world
                .app(&held.grant.app)
                .is_some_and(|app| app.roles.contains(&held.grant.person));
            if has_role {
                Ok(())
            } else {
                Err(refusal::not_owner_or_developer())
            }
        }
    }
}

fn inspect_app_token(world: &World, input: &str, bearer: &Bearer) -> Result<Json, Refusal> {
    let Some(app) = world.app_of(input) else {
        return Ok(invalid(&refusal::wrong_signature()));
    };
    if app.id != bearer.app() {
        return Err(refusal::other_viewing_app());
    }
    Ok(Json::object([(
        "data",
        Json::object([
            ("app_id", Json::id(&app.id)),
            ("type", Json::text("APP")),
            ("application", Json::text(&app.name)),
            ("is_valid", Json::Bool(true)),
            ("scopes", Json::List(Vec::new())),
        ]),
    )]))
}

fn invalid(refusal: &Refusal) -> Json {
    Json::object([(
        "data",
        Json::object([
            ("error", refusal.inner()),
            ("is_valid", Json::Bool(false)),
            ("scopes", Json::List(Vec::new())),
        ]),
    )])
}

fn describe(world: &World, token: &Token, grant: &Grant) -> Json {
    let kind = match token.kind {
        TokenKind::User => "USER",
        TokenKind::Page => "PAGE",
        TokenKind::SystemUser => "SYSTEM_USER",
    };
    let application = world.app(&grant.app).map_or("", |app| app.name.as_str());
    let mut entries: Vec<(&str, Json)> = vec![
        ("app_id", Json::id(&grant.app)),
        ("type", Json::text(kind)),
        ("application", Json::text(application)),
        ("data_access_expires_at", Json::Number(token.data_access_ends_at)),
        ("expires_at", Json::Number(token.ends_at.unwrap_or(0))),
    ];
    let trouble = world.trouble_of(token);
    entries.push(("is_valid", Json::Bool(trouble.is_none())));
    if let Some(trouble) = trouble {
        entries.push(("error", trouble.inner()));
    }
    if token.is_long {
        entries.push(("issued_at", Json::Number(token.issued_at)));
    }
    if let Some(page) = &token.page {
        entries.push(("profile_id", Json::id(page)));
    }
    entries.push(("scopes", scopes(grant)));
    entries.push(("granular_scopes", granular_scopes(world, grant)));
    entries.push(("user_id", Json::id(&grant.person)));
    Json::Object(
        entries
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect(),
    )
}

fn scopes(grant: &Grant) -> Json {
    let names = grant.granted.iter().map(String::as_str);
    Json::List(names.chain(["public_profile"]).map(Json::text).collect())
}

/// Scopes that are granted for single things; without `target_ids` they hold for all, present and future.
fn granular_scopes(world: &World, grant: &Grant) -> Json {
    let granular = grant.granted.iter().filter(|scope| is_granular(scope));
    let entries = granular.map(|scope| {
        let mut entry = vec![("scope".to_owned(), Json::text(scope))];
        if let Some(targets) = targets_of(world, grant, scope) {
            let ids = targets.into_iter().map(Json::Id).collect();
            entry.push(("target_ids".to_owned(), Json::List(ids)));
        }
        Json::Object(entry)
    });
    Json::List(entries.collect())
}

fn is_granular(scope: &str) -> bool {
    let families = ["pages_", "instagram_", "business_management", "read_insights"];
    families.iter().any(|family| scope.starts_with(family))
}

/// The ids a granular scope was granted for; `None` for all.
fn targets_of(world: &World, grant: &Grant, scope: &str) -> Option<Vec<String>> {
    let ticked = grant.pages.as_ref()?;
    let pages = world
        .plan
        .pages
        .iter()
        .filter(|page| ticked.contains(&page.id) && is_managed(grant, page));
    let ids: Vec<String> = if scope.starts_with("instagram_") {
        pages
            .filter_map(|page| page.instagram.as_ref())
            .map(|account| account.id.clone())
            .collect()
    } else if scope == "business_management" {
        pages.filter_map(|page| page.business.clone()).collect()
    } else {
        ticked.clone()
    };
    (!ids.is_empty()).then_some(ids)
}
