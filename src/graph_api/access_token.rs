//! `oauth/access_token`: a one-hour user token becomes one of about 60 days (facts: graph-api 2.1).
//!
//! Sent as a POST form, which keeps the App secret and the token out of addresses and so out of proxies' logs. There is
//! no way back to GET: a server that refuses the POST is a trouble that is shown.

use serde::Deserialize;

use crate::model::{AppId, AppSecret, PastedToken, UserToken};

use super::{
    Failure, GraphFacebook, GraphVersion, NoAnswer, Request, Response,
    draft::Draft,
    read::{answer, seconds, token},
};

/// Asks for a long-lived token.
pub fn extend(version: &GraphVersion, app: &AppId, secret: &AppSecret, token: &PastedToken) -> Request {
    Draft::<GraphFacebook>::post(format!("/{version}/oauth/access_token"))
        .with_form("grant_type", "fb_exchange_token")
        .with_form("client_id", app.as_str())
        .with_secret_form("client_secret", secret)
        .with_secret_form("fb_exchange_token", token)
        .ready()
}

/// A token that was handed out.
#[derive(Debug)]
pub struct Extended {
    /// The token: another string than the one that was sent.
    pub token: UserToken,
    /// Seconds until it ends, when Meta says. Missing is unknown, never "never".
    pub expires_in: Option<i64>,
}

/// Reads the answer. A token counts only if it stands whole in a well-formed answer.
pub fn read(response: &Response) -> Result<Extended, Failure> {
    const EXPECTED: &str = "a token";
    #[derive(Deserialize)]
    struct Answer {
        #[serde(default, deserialize_with = "token")]
        access_token: Option<UserToken>,
        #[serde(default, alias = "expires", deserialize_with = "seconds")]
        expires_in: Option<i64>,
    }
    let Answer {
        access_token,
        expires_in,
    } = answer(response, EXPECTED)?;
    let token = access_token.ok_or(Failure::NoAnswer(NoAnswer::Unexpected(EXPECTED)))?;
    Ok(Extended { token, expires_in })
}
