//! Instagram Login: a code becomes a token of an hour, that one a token of 60 days, which is refreshed for ever while it
//! is refreshed in time (facts: graph-api 7.4 to 7.6).
//!
//! Everything here goes to Instagram's servers with the App ID and the secret of the app's Instagram half. No call has a
//! proof: `appsecret_proof` is Facebook's (facts: graph-api 5).

use serde::Deserialize;

use crate::model::{
    InstagramAppId, InstagramAppSecret, InstagramId, InstagramProfile, InstagramScopedId, InstagramToken, LoginCode,
    Permission, RedirectAddress, SafeText,
};

use super::{
    ApiInstagram, Failure, GraphInstagram, GraphVersion, NoAnswer, Request, Response,
    draft::{Draft, OnlyInTarget},
    read::{bare_or_listed, id, number, permissions, text, token},
};

/// Asks for the token that a login code stands for. `redirect` is the address that the login was sent to, to the letter.
/// A form, because parameters in the address are not taken (facts: graph-api 7.4).
pub fn redeem(
    app: &InstagramAppId,
    secret: &InstagramAppSecret,
    redirect: &RedirectAddress,
    code: &LoginCode,
) -> Request {
    Draft::<ApiInstagram>::post("/oauth/access_token")
        .with_form("client_id", app.as_str())
        .with_secret_form("client_secret", secret)
        .with_form("grant_type", "authorization_code")
        .with_form("redirect_uri", redirect.as_str())
        .with_secret_form("code", code)
        .ready()
}

/// A token that a login code was turned into. It lives about an hour; Meta does not say how long.
#[derive(Debug)]
pub struct Redeemed {
    /// The token.
    pub token: InstagramToken,
    /// The account, by the number that only this app sees.
    pub scoped_id: Option<InstagramScopedId>,
    /// What the person ticked, when Meta says: it may be less than was asked for.
    pub permissions: Option<Vec<Permission>>,
}

/// Reads the answer in any of its four shapes (facts: graph-api 7.4).
pub fn read_redeemed(response: &Response) -> Result<Redeemed, Failure> {
    #[derive(Deserialize)]
    struct Answer {
        #[serde(default, deserialize_with = "token")]
        access_token: Option<InstagramToken>,
        #[serde(default, deserialize_with = "id")]
        user_id: Option<InstagramScopedId>,
        #[serde(default, deserialize_with = "permissions")]
        permissions: Option<Vec<Permission>>,
    }
    let answer: Answer = bare_or_listed(response, A_TOKEN)?;
    Ok(Redeemed {
        token: answer.access_token.ok_or(NO_TOKEN)?,
        scoped_id: answer.user_id,
        permissions: answer.permissions,
    })
}

/// Asks for a token of 60 days in place of one of an hour. Meta documents this call with GET only, so the secret stands in
/// the address (facts: graph-api 7.5): one of the two exceptions to "no secret in an address"; the other is
/// `debug_token`. The token travels in the header (facts: graph-api 1.3).
pub fn extend(secret: &InstagramAppSecret, token: &InstagramToken) -> Request {
    Draft::<GraphInstagram>::get("/access_token")
        .with_query("grant_type", "ig_exchange_token")
        .with_secret_in_target(OnlyInTarget::ClientSecret, secret)
        .with_bearer(token)
        .ready()
}

/// Asks for another 60 days: for a token that is at least a day old and has not ended (facts: graph-api 7.5).
pub fn refresh(token: &InstagramToken) -> Request {
    Draft::<GraphInstagram>::get("/refresh_access_token")
        .with_query("grant_type", "ig_refresh_token")
        .with_bearer(token)
        .ready()
}

/// A token of 60 days.
#[derive(Debug)]
pub struct Lasting {
    /// The token; after a refresh it may be the same string as before (facts: graph-api 7.5).
    pub token: InstagramToken,
    /// Seconds until it ends, when Meta says. Missing is unknown: no Instagram token lasts for ever.
    pub expires_in: Option<i64>,
    /// The permissions on it, when Meta says.
    pub permissions: Option<Vec<Permission>>,
}

/// Reads the answer of [`extend`] and of [`refresh`].
pub fn read_token(response: &Response) -> Result<Lasting, Failure> {
    #[derive(Deserialize)]
    struct Answer {
        #[serde(default, deserialize_with = "token")]
        access_token: Option<InstagramToken>,
        #[serde(default, deserialize_with = "number")]
        expires_in: Option<i64>,
        #[serde(default, deserialize_with = "permissions")]
        permissions: Option<Vec<Permission>>,
    }
    let answer: Answer = bare_or_listed(response, A_TOKEN)?;
    Ok(Lasting {
        token: answer.access_token.ok_or(NO_TOKEN)?,
        expires_in: answer.expires_in,
        permissions: answer.permissions,
    })
}

/// Asks whose token it is: the one proof there is that it works, since Instagram has no `debug_token`
/// (facts: graph-api 3.5, 7.6).
pub fn me(version: &GraphVersion, token: &InstagramToken) -> Request {
    Draft::<GraphInstagram>::get(format!("/{version}/me"))
        .with_query("fields", "id,user_id,username,account_type")
        .with_bearer(token)
        .ready()
}

/// Reads the account. `user_id` is the number that other calls name it by; where it is missing, `id` stands in for it
/// (facts: graph-api 7.2).
pub fn read_me(response: &Response) -> Result<InstagramProfile, Failure> {
    const EXPECTED: &str = "an Instagram account";
    #[derive(Deserialize)]
    struct Answer {
        #[serde(default, deserialize_with = "id")]
        id: Option<InstagramScopedId>,
        #[serde(default, deserialize_with = "id")]
        user_id: Option<InstagramId>,
        #[serde(default, deserialize_with = "text")]
        username: Option<SafeText>,
        #[serde(default, deserialize_with = "text")]
        account_type: Option<SafeText>,
    }
    let answer: Answer = bare_or_listed(response, EXPECTED)?;
    let only_number = || answer.id.as_ref()?.as_str().parse().ok();
    Ok(InstagramProfile {
        id: answer
            .user_id
            .or_else(only_number)
            .ok_or(Failure::NoAnswer(NoAnswer::Unexpected(EXPECTED)))?,
        scoped_id: answer.id,
        username: answer.username,
        account_type: answer.account_type,
    })
}

const A_TOKEN: &str = "a token";
const NO_TOKEN: Failure = Failure::NoAnswer(NoAnswer::Unexpected(A_TOKEN));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph_api::tests::{
        code, instagram_app, instagram_secret, instagram_token, redirect, refused, reply, version, written,
    };

    #[test]
    fn a_code_travels_in_a_form_to_the_server_for_codes() {
        assert_eq!(
            written(&redeem(&instagram_app(), &instagram_secret(), &redirect(), &code())),
            "POST api.instagram.com/oauth/access_token form client_id=801234567890123&client_secret=instagram-secret\
             &grant_type=authorization_code&redirect_uri=https%3A%2F%2Fwww.example.com%2Fcb%3Fx%3D1&code=login-code"
        );
    }

    #[test]
    fn the_token_travels_in_the_header_and_only_the_exchange_shows_its_secret_in_the_address() {
        for (request, line) in [
            (
                extend(&instagram_secret(), &instagram_token()),
                "GET graph.instagram.com/access_token?grant_type=ig_exchange_token&client_secret=instagram-secret \
                 bearer instagram-token",
            ),
            (
                refresh(&instagram_token()),
                "GET graph.instagram.com/refresh_access_token?grant_type=ig_refresh_token bearer instagram-token",
            ),
            (
                me(&version(), &instagram_token()),
                "GET graph.instagram.com/v25.0/me?fields=id%2Cuser_id%2Cusername%2Caccount_type bearer instagram-token",
            ),
        ] {
            assert_eq!(written(&request), line);
        }
    }

    fn names(permissions: Option<&Vec<Permission>>) -> Option<Vec<&str>> {
        permissions.map(|all| all.iter().map(Permission::as_str).collect())
    }

    #[test]
    fn a_redeemed_token_is_read_in_all_of_its_shapes_and_no_number_is_rounded() {
        let both = Some(vec!["instagram_business_basic", "instagram_business_content_publish"]);
        for (body, scoped_id, permissions) in [
            (
                r#"{"data":[{"access_token":"IGAAnew","user_id":"9000000000000001","permissions":"instagram_business_basic,instagram_business_content_publish"}]}"#,
                Some("9000000000000001"),
                both.clone(),
            ),
            (
                r#"{"access_token":"IGAAnew","user_id":9007199254740993,"permissions":["instagram_business_basic","instagram_business_content_publish"]}"#,
                Some("9007199254740993"),
                both.clone(),
            ),
            (
                r#"{"access_token":"IGAAnew","user_id":"9000000000000001","permissions":"instagram_business_basic, instagram_business_content_publish"}"#,
                Some("9000000000000001"),
                both,
            ),
            (
                r#"{"access_token":"IGAAnew","user_id":18446744073709551615}"#,
                Some("18446744073709551615"),
                None,
            ),
            (
                r#"{"access_token":"IGAAnew","user_id":null,"permissions":""}"#,
                None,
                Some(Vec::new()),
            ),
            (
                r#"{"access_token":"IGAAnew","user_id":1e3,"permissions":{}}"#,
                None,
                None,
            ),
        ] {
            let read = read_redeemed(&reply(body)).unwrap();
            assert_eq!(
                (
                    read.token.expose(),
                    read.scoped_id.as_ref().map(InstagramScopedId::as_str),
                    names(read.permissions.as_ref())
                ),
                ("IGAAnew", scoped_id, permissions),
                "{body}"
            );
        }
    }

    #[test]
    fn an_answer_without_a_whole_token_is_none() {
        for body in [
            "{}",
            r#"{"data":[]}"#,
            r#"{"data":[{"user_id":"1"}]}"#,
            r#"{"data":[7]}"#,
            r#"{"access_token":"a b"}"#,
        ] {
            assert_eq!(read_redeemed(&reply(body)).unwrap_err(), NO_TOKEN, "{body}");
            assert_eq!(read_token(&reply(body)).unwrap_err(), NO_TOKEN, "{body}");
        }
    }

    #[test]
    fn a_lasting_token_is_read_with_its_life_and_its_permissions_when_they_are_said() {
        for (body, life, permissions) in [
            (
                r#"{"access_token":"IGAAnew","token_type":"bearer","expires_in":5183944}"#,
                Some(5_183_944),
                None,
            ),
            (
                r#"{"access_token":"IGAAnew","token_type":"bearer","expires_in":"5183944","permissions":"instagram_business_basic"}"#,
                Some(5_183_944),
                Some(vec!["instagram_business_basic"]),
            ),
            (r#"{"access_token":"IGAAnew"}"#, None, None),
        ] {
            let read = read_token(&reply(body)).unwrap();
            assert_eq!(
                (read.token.expose(), read.expires_in, names(read.permissions.as_ref())),
                ("IGAAnew", life, permissions),
                "{body}"
            );
        }
    }

    #[test]
    fn an_account_is_read_bare_and_listed_and_by_whichever_number_there_is() {
        for (body, id, scoped_id) in [
            (
                r#"{"user_id":"17841400000000001","username":"shop","account_type":"BUSINESS","id":"9000000000000001"}"#,
                "17841400000000001",
                Some("9000000000000001"),
            ),
            (
                r#"{"data":[{"user_id":17841400000000001,"username":"shop","account_type":"BUSINESS"}]}"#,
                "17841400000000001",
                None,
            ),
            (
                r#"{"id":"9000000000000001","username":"shop","account_type":"BUSINESS"}"#,
                "9000000000000001",
                Some("9000000000000001"),
            ),
        ] {
            let expected = InstagramProfile {
                id: id.parse().unwrap(),
                scoped_id: scoped_id.map(|digits| digits.parse().unwrap()),
                username: Some(SafeText::new("shop")),
                account_type: Some(SafeText::new("BUSINESS")),
            };
            assert_eq!(read_me(&reply(body)), Ok(expected), "{body}");
        }
        assert_eq!(
            read_me(&reply(r#"{"username":"shop"}"#)),
            Err(Failure::NoAnswer(NoAnswer::Unexpected("an Instagram account")))
        );
    }

    #[test]
    fn a_refusal_keeps_its_code_in_both_of_instagrams_shapes() {
        for (body, code, message) in [
            (
                r#"{"error_type":"OAuthException","code":400,"error_message":"Matching code was not found or was already used"}"#,
                400,
                "Matching code was not found or was already used",
            ),
            (
                r#"{"error":{"message":"Unsupported request - method type: get","type":"IGApiException","code":100,"fbtrace_id":"Azq1XPBho9"}}"#,
                100,
                "Unsupported request - method type: get",
            ),
        ] {
            let failures = [
                read_redeemed(&refused(body)).map(drop),
                read_token(&refused(body)).map(drop),
                read_me(&refused(body)).map(drop),
            ];
            for failure in failures {
                let Err(Failure::Refused(refusal)) = failure else {
                    panic!("{body}: {failure:?}");
                };
                assert_eq!(
                    (refusal.code, refusal.message.as_str()),
                    (Some(code), message),
                    "{body}"
                );
            }
        }
    }
}
