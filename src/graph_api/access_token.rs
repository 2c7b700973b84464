//! `oauth/access_token`: a one-hour user token becomes one of about 60 days, and a login code becomes a token (facts:
//! graph-api 2.1, 2.2).
//!
//! Sent as a POST form, which keeps the App secret, the token and the code out of addresses and so out of proxies' logs.
//! There is no way back to GET: a server that refuses the POST is a trouble that is shown.

use serde::Deserialize;

use crate::model::{AppId, AppSecret, LoginCode, PastedToken, RedirectAddress, Secret, SecretKind, UserToken};

use super::{
    Failure, GraphFacebook, GraphVersion, NoAnswer, Request, Response,
    draft::Draft,
    read::{answer, number, token},
};

/// Asks for a long-lived token.
pub fn extend(version: &GraphVersion, app: &AppId, secret: &AppSecret, token: &PastedToken) -> Request {
    exchange(version, app, secret, token).ready()
}

/// Asks for another 60 days of a system user's token that ends; Meta documents that with the last parameter only
/// (facts: graph-api 12).
pub fn extend_system_user(version: &GraphVersion, app: &AppId, secret: &AppSecret, token: &PastedToken) -> Request {
    exchange(version, app, secret, token)
        .with_form("set_token_expires_in_60_days", "true")
        .ready()
}

fn exchange(version: &GraphVersion, app: &AppId, secret: &AppSecret, token: &PastedToken) -> Draft<GraphFacebook> {
    Draft::post(format!("/{version}/oauth/access_token"))
        .with_form("grant_type", "fb_exchange_token")
        .with_form("client_id", app.as_str())
        .with_secret_form("client_secret", secret)
        .with_secret_form("fb_exchange_token", token)
}

/// A token that was handed out.
#[derive(Debug)]
pub struct Extended {
    /// The token: another string than the one that was sent.
    pub token: UserToken,
    /// Seconds until it ends, when Meta says. Missing is unknown, never "never".
    pub expires_in: Option<i64>,
}

/// Reads the answer of an exchange. A token counts only if it stands whole in a well-formed answer.
pub fn read(response: &Response) -> Result<Extended, Failure> {
    let (token, expires_in) = token_and_life(response)?;
    Ok(Extended { token, expires_in })
}

/// Asks for the token that a login code stands for. `redirect` is the address that the login was sent to, to the letter;
/// there is no `grant_type` (facts: graph-api 2.2).
pub fn redeem(
    version: &GraphVersion,
    app: &AppId,
    secret: &AppSecret,
    redirect: &RedirectAddress,
    code: &LoginCode,
) -> Request {
    Draft::<GraphFacebook>::post(format!("/{version}/oauth/access_token"))
        .with_form("client_id", app.as_str())
        .with_form("redirect_uri", redirect.as_str())
        .with_secret_form("client_secret", secret)
        .with_secret_form("code", code)
        .ready()
}

/// A token that a login code was turned into.
#[derive(Debug)]
pub struct Redeemed {
    /// The token: one hour or about 60 days, as Meta likes (facts: graph-api 2.2), so it is looked at like a pasted one.
    pub token: PastedToken,
    /// Seconds until it ends, when Meta says. Missing is unknown, never "never".
    pub expires_in: Option<i64>,
}

/// Reads the answer of a login code. A token counts only if it stands whole in a well-formed answer.
pub fn read_redeemed(response: &Response) -> Result<Redeemed, Failure> {
    let (token, expires_in) = token_and_life(response)?;
    Ok(Redeemed { token, expires_in })
}

fn token_and_life<K: SecretKind>(response: &Response) -> Result<(Secret<K>, Option<i64>), Failure> {
    const EXPECTED: &str = "a token";
    #[derive(Deserialize)]
    #[serde(bound = "")]
    struct Answer<K: SecretKind> {
        #[serde(default, deserialize_with = "token")]
        access_token: Option<Secret<K>>,
        #[serde(default, deserialize_with = "number")]
        expires_in: Option<i64>,
        // The name before v2.3 (facts: graph-api 2.1).
        #[serde(default, deserialize_with = "number")]
        expires: Option<i64>,
    }
    let Answer {
        access_token,
        expires_in,
        expires,
    } = answer::<Answer<K>>(response, EXPECTED)?;
    let token = access_token.ok_or(Failure::NoAnswer(NoAnswer::Unexpected(EXPECTED)))?;
    Ok((token, expires_in.or(expires)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph_api::tests::{app, code, pasted, redirect, refused, reply, secret, version, written};

    #[test]
    fn an_exchange_is_a_form_and_only_a_system_user_asks_for_sixty_days() {
        const EXCHANGE: &str = "POST graph.facebook.com/v25.0/oauth/access_token form grant_type=fb_exchange_token\
             &client_id=701234567890123&client_secret=app-secret&fb_exchange_token=pasted-token";
        assert_eq!(written(&extend(&version(), &app(), &secret(), &pasted())), EXCHANGE);
        assert_eq!(
            written(&extend_system_user(&version(), &app(), &secret(), &pasted())),
            format!("{EXCHANGE}&set_token_expires_in_60_days=true")
        );
    }

    #[test]
    fn a_code_is_redeemed_with_the_very_address_of_the_login_and_without_a_grant_type() {
        assert_eq!(
            written(&redeem(&version(), &app(), &secret(), &redirect(), &code())),
            "POST graph.facebook.com/v25.0/oauth/access_token form client_id=701234567890123\
             &redirect_uri=https%3A%2F%2Fwww.example.com%2Fcb%3Fx%3D1&client_secret=app-secret&code=login-code"
        );
    }

    #[test]
    fn a_life_is_read_as_number_or_text_under_both_names_and_missing_is_unknown() {
        for (body, life) in [
            (
                r#"{"access_token":"EAAGnew","token_type":"bearer","expires_in":5183944}"#,
                Some(5_183_944),
            ),
            (r#"{"access_token":"EAAGnew","expires":"5183999"}"#, Some(5_183_999)),
            (r#"{"access_token":"EAAGnew","expires":"1","expires_in":2}"#, Some(2)),
            (r#"{"access_token":"EAAGnew","expires_in":"soon"}"#, None),
            (r#"{"access_token":"EAAGnew","machine_id":"x"}"#, None),
        ] {
            let Extended { token, expires_in } = read(&reply(body)).unwrap();
            assert_eq!((token.expose(), expires_in), ("EAAGnew", life), "{body}");
            let Redeemed { token, expires_in } = read_redeemed(&reply(body)).unwrap();
            assert_eq!((token.expose(), expires_in), ("EAAGnew", life), "{body}");
        }
    }

    #[test]
    fn what_is_no_token_is_not_taken_for_one() {
        for body in [
            "{}",
            r#"{"access_token":""}"#,
            r#"{"access_token":"two words"}"#,
            r#"{"access_token":7}"#,
            r#"{"data":{"access_token":"EAAGnew"}}"#,
        ] {
            let failure = read_redeemed(&reply(body)).unwrap_err();
            assert_eq!(failure, Failure::NoAnswer(NoAnswer::Unexpected("a token")), "{body}");
        }
    }

    #[test]
    fn a_code_that_differs_from_its_login_is_refused_with_its_subcode() {
        let body = r#"{"error":{"message":"Error validating verification code. AQBcanarycanarycanary","type":"OAuthException","code":100,"error_subcode":36008}}"#;
        let Failure::Refused(refusal) = read_redeemed(&refused(body)).unwrap_err() else {
            panic!("not a refusal");
        };
        assert_eq!(
            (refusal.code, refusal.subcode, refusal.message.as_str()),
            (Some(100), Some(36008), "Error validating verification code. [hidden]")
        );
    }
}
