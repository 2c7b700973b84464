//! Who is asking: the Instagram token of a request, checked for its presence, its family and its life.

use super::unsupported_request;
use crate::simulator::asked::Asked;
use crate::simulator::plan::AppState;
use crate::simulator::refusal::{self, Refusal};
use crate::simulator::world::{InstagramToken, World};

/// The text and the state of a live token; the header counts like the parameter.
pub(super) fn read(world: &World, asked: &Asked) -> Result<(String, InstagramToken), Refusal> {
    let text = asked.token().ok_or_else(refusal::token_required)?;
    // Tokens of the Basic Display API, which has ended.
    if text.starts_with("IGQ") {
        return Err(unsupported_request("get"));
    }
    let token = world.instagram_token(text).ok_or_else(refusal::cannot_parse)?;
    match world.app(&token.app).map(|app| app.state) {
        Some(AppState::Blocked | AppState::Deleted) => return Err(refusal::api_blocked()),
        Some(AppState::Active) | None => {}
    }
    if let Some(trouble) = world.trouble_of_instagram(token) {
        return Err(trouble);
    }
    Ok((text.to_owned(), token.clone()))
}

/// Every call wants `instagram_business_basic`.
pub(super) fn check_permission(token: &InstagramToken) -> Result<(), Refusal> {
    if token.permissions.iter().any(|name| name == "instagram_business_basic") {
        return Ok(());
    }
    let words = "(#10) Application does not have permission for this action";
    Err(Refusal::new(10, words).of_kind(refusal::INSTAGRAM))
}
