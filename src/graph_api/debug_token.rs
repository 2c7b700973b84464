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
    read::{answer, entries, id, number, permissions, strict_truth, text},
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
            permissions: data.scopes.unwrap_or_default(),
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
    #[serde(default, deserialize_with = "number")]
    expires_at: Option<i64>,
    #[serde(default, deserialize_with = "number")]
    data_access_expires_at: Option<i64>,
    #[serde(default, deserialize_with = "number")]
    issued_at: Option<i64>,
    #[serde(default, deserialize_with = "permissions")]
    scopes: Option<Vec<Permission>>,
    #[serde(default, deserialize_with = "entries")]
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph_api::tests::{app, page_token, pasted, refused, reply, secret, user, version, written};

    #[test]
    fn any_token_of_facebooks_can_look_at_itself_and_the_app_can_look_at_any() {
        let app_token = AppToken::new("app-token".to_owned());
        for (request, line) in [
            (
                of_itself(&version(), &user(), None),
                "GET graph.facebook.com/v25.0/debug_token?input_token=user-token bearer user-token",
            ),
            (
                of_itself(&version(), &pasted(), None),
                "GET graph.facebook.com/v25.0/debug_token?input_token=pasted-token bearer pasted-token",
            ),
            (
                by_app(&version(), &page_token(), &app_token),
                "GET graph.facebook.com/v25.0/debug_token?input_token=page-token bearer app-token",
            ),
        ] {
            assert_eq!(written(&request), line);
        }
        assert!(written(&of_itself(&version(), &user(), Some(&secret()))).contains("appsecret_proof="));
    }

    #[test]
    fn a_token_is_read_with_every_property_and_numbers_as_texts() {
        let body = r#"{"data":{"app_id":701234567890123,"type":"PAGE","application":"My Poster","is_valid":true,
            "expires_at":"0","data_access_expires_at":1735689600,"issued_at":1725494400,
            "scopes":["pages_show_list","Not A Name"],"user_id":1207059,"profile_id":"103456789012345",
            "granular_scopes":[{"scope":"pages_show_list","target_ids":["103456789012345",7]},{"scope":"instagram_basic"},
            {"scope":"email","target_ids":"all"},{}, 7]}}"#;
        let permission = |name| Permission::new(name).unwrap();
        let at = |seconds| Timestamp::from_second(seconds).unwrap();
        let expected = Debugged {
            inspection: Inspection {
                is_valid: true,
                kind: Some(TokenKind::Page),
                app: Some(app()),
                app_name: Some(SafeText::new("My Poster")),
                expires: Expiry::Never,
                data_access: Expiry::At(at(1_735_689_600)),
                issued: Some(at(1_725_494_400)),
                permissions: vec![permission("pages_show_list")],
                granular: vec![
                    GranularScope {
                        permission: permission("pages_show_list"),
                        targets: Some(vec![SafeText::new("103456789012345"), SafeText::new("7")]),
                    },
                    GranularScope {
                        permission: permission("instagram_basic"),
                        targets: None,
                    },
                ],
                user: Some("1207059".parse().unwrap()),
                page: Some("103456789012345".parse().unwrap()),
            },
            fault: None,
        };
        assert_eq!(read(&reply(body)), Ok(expected));
    }

    #[test]
    fn a_token_that_is_not_valid_is_an_answer_that_says_why() {
        let body = r#"{"data":{"is_valid":false,"scopes":null,"granular_scopes":null,
            "error":{"code":190,"message":"Session has expired","subcode":463}}}"#;
        let Debugged { inspection, fault } = read(&reply(body)).unwrap();
        let fault = fault.unwrap();
        assert_eq!((inspection.is_valid, inspection.expires), (false, Expiry::Unknown));
        assert_eq!((fault.code, fault.subcode), (Some(190), Some(463)));
    }

    #[test]
    fn without_a_plain_yes_or_no_nothing_is_known() {
        for body in [
            r#"{"data":{"is_valid":"true"}}"#,
            r#"{"data":{}}"#,
            r#"{"data":[]}"#,
            "{}",
        ] {
            assert_eq!(
                read(&reply(body)),
                Err(Failure::NoAnswer(NoAnswer::Unexpected("what kind of token it is"))),
                "{body}"
            );
        }
    }

    #[test]
    fn a_token_of_another_app_is_refused() {
        let body = r#"{"error":{"message":"(#100) The App_id in the input_token did not match the Viewing App","type":"OAuthException","code":100}}"#;
        let Failure::Refused(refusal) = read(&refused(body)).unwrap_err() else {
            panic!("not a refusal");
        };
        assert_eq!((refusal.code, refusal.subcode), (Some(100), None));
    }
}
