//! The app's own node: proves that an App ID and an App secret belong together (facts: graph-api 2.7).

use serde::Deserialize;

use crate::model::{AppId, AppToken, SafeText};

use super::{
    Failure, GraphFacebook, GraphVersion, NoAnswer, Request, Response,
    draft::Draft,
    read::{answer, id, text},
};

/// Asks for the app's name as the app itself.
pub fn check(version: &GraphVersion, app: &AppId, token: &AppToken) -> Request {
    Draft::<GraphFacebook>::get(format!("/{version}/{app}"))
        .with_bearer(token)
        .with_query("fields", "name")
        .ready()
}

/// Reads the app's name; the answer must be about this app.
pub fn read(response: &Response, app: &AppId) -> Result<Option<SafeText>, Failure> {
    const EXPECTED: &str = "the app's name";
    #[derive(Deserialize)]
    struct Answer {
        #[serde(default, deserialize_with = "id")]
        id: Option<AppId>,
        #[serde(default, deserialize_with = "text")]
        name: Option<SafeText>,
    }
    let answer: Answer = answer(response, EXPECTED)?;
    match answer.id {
        Some(id) if id == *app => Ok(answer.name),
        Some(_) | None => Err(Failure::NoAnswer(NoAnswer::Unexpected(EXPECTED))),
    }
}
