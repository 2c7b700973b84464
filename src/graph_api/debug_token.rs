//! `GET /debug_token`: what a token is (facts: graph-api 3).
//!
//! Meta documents the call with GET only, so the token that is looked at stands in the address: one of the two exceptions
//! to "no secret in an address"; the other is `instagram_login::extend`. The token that asks travels in the header.

use jiff::Timestamp;
use serde::Deserialize;

use crate::model::{
    AppId, AppSecret, AppToken, Expiry, GranularScope, Inspection, PageId, Permission, SafeText, Secret, TokenKind,
    UserId,
};

use super::{
    Failure, GraphFacebook, GraphVersion, MayGoTo, NoAnswer, Refusal, Request, Response,
    draft::{Draft, OnlyInTarget},
    read::{answer, id, permissions, seconds, strict_truth, text},
    refusal,
};

/// A token that looks at itself: works while its owner has a role on the app (facts: graph-api 3.1).
pub fn of_itself<K: MayGoTo<GraphFacebook>>(
    version: &GraphVersion,
    token: &Secret<K>,
    secret: Option<&AppSecret>,
) -> Request {
    ask(version, token, token).with_proof(token, secret).ready()
}

/// A token looked at by the app that issued it.
pub fn by_app<K: MayGoTo<GraphFacebook>>(version: &GraphVersion, token: &Secret<K>, app: &AppToken) -> Request {
    ask(version, token, app).ready()
}

fn ask<K: MayGoTo<GraphFacebook>, A: MayGoTo<GraphFacebook>>(
    version: &GraphVersion,
    token: &Secret<K>,
    asker: &Secret<A>,
) -> Draft<GraphFacebook> {
    Draft::get(format!("/{version}/debug_token"))
        .with_bearer(asker)
        .with_secret_in_target(OnlyInTarget::InputToken, token)
}

/// What Meta said about a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Debugged {
    /// The token's properties.
    pub inspection: Inspection,
    /// Why it is not valid, when Meta says.
    pub fault: Option<Refusal>,
}

/// Reads the answer. `is_valid: false` is an answer, not a failure.
pub fn read(response: &Response) -> Result<Debugged, Failure> {
    const EXPECTED: &str = "what kind of token it is";
    #[derive(Deserialize)]
    struct Envelope {
        data: Properties,
    }
    let Envelope { data } = answer(response, EXPECTED)?;
    let Some(is_valid) = data.is_valid else {
        return Err(Failure::NoAnswer(NoAnswer::Unexpected(EXPECTED)));
    };
    Ok(Debugged {
        inspection: Inspection {
            is_valid,
            kind: data.kind.map(kind),
            app: data.app_id,
            app_name: data.application,
            expires: Expiry::from_seconds(data.expires_at),
            data_access: Expiry::from_seconds(data.data_access_expires_at),
            issued: data.issued_at.and_then(|at| Timestamp::from_second(at).ok()),
            permissions: data.scopes,
            granular: data.granular_scopes.into_iter().filter_map(Granular::known).collect(),
            user: data.user_id,
            page: data.profile_id,
        },
        fault: data.error,
    })
}

#[derive(Deserialize)]
struct Properties {
    #[serde(default, deserialize_with = "strict_truth")]
    is_valid: Option<bool>,
    #[serde(default, rename = "type", deserialize_with = "text")]
    kind: Option<SafeText>,
    #[serde(default, deserialize_with = "id")]
    app_id: Option<AppId>,
    #[serde(default, deserialize_with = "text")]
    application: Option<SafeText>,
    #[serde(default, deserialize_with = "seconds")]
    expires_at: Option<i64>,
    #[serde(default, deserialize_with = "seconds")]
    data_access_expires_at: Option<i64>,
    #[serde(default, deserialize_with = "seconds")]
    issued_at: Option<i64>,
    #[serde(default, deserialize_with = "permissions")]
    scopes: Vec<Permission>,
    #[serde(default)]
    granular_scopes: Vec<Granular>,
    #[serde(default, deserialize_with = "id")]
    user_id: Option<UserId>,
    #[serde(default, deserialize_with = "id")]
    profile_id: Option<PageId>,
    #[serde(default, deserialize_with = "refusal::inner")]
    error: Option<Refusal>,
}

#[derive(Deserialize)]
struct Granular {
    #[serde(default)]
    scope: String,
    #[serde(default)]
    target_ids: Option<Vec<SafeText>>,
}

impl Granular {
    fn known(self) -> Option<GranularScope> {
        Some(GranularScope {
            permission: Permission::new(&self.scope)?,
            targets: self.target_ids,
        })
    }
}

fn kind(name: SafeText) -> TokenKind {
    match name.as_str() {
        "USER" => TokenKind::User,
        "PAGE" => TokenKind::Page,
        "SYSTEM_USER" => TokenKind::SystemUser,
        "APP" => TokenKind::App,
        _ => TokenKind::Other(name),
    }
}
