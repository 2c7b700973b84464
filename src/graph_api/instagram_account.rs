//! An Instagram professional account behind a Page, at graph.facebook.com: its name, and how much it may still publish
//! (facts: graph-api 4.7).

use serde::Deserialize;

use crate::model::{AppSecret, InstagramAccount, InstagramId, PublishingLimit, SafeText, Secret};

use super::{
    Failure, GraphFacebook, GraphVersion, MayGoTo, NoAnswer, Request, Response,
    draft::Draft,
    read::{answer, bare_or_listed, id, lenient, number, text},
};

/// Asks for the account, with a token of the Page or of the person: the live read that shows whether its rights are in
/// force (facts: graph-api 8.2).
pub fn account<K: MayGoTo<GraphFacebook>>(
    version: &GraphVersion,
    account: &InstagramId,
    token: &Secret<K>,
    secret: Option<&AppSecret>,
) -> Request {
    Draft::<GraphFacebook>::get(format!("/{version}/{account}"))
        .with_bearer(token)
        .with_query("fields", "id,username")
        .with_proof(token, secret)
        .ready()
}

/// Reads the account; the answer must be about this account.
pub fn read_account(response: &Response, account: &InstagramId) -> Result<InstagramAccount, Failure> {
    const EXPECTED: &str = "the Instagram account";
    #[derive(Deserialize)]
    struct Answer {
        #[serde(default, deserialize_with = "id")]
        id: Option<InstagramId>,
        #[serde(default, deserialize_with = "text")]
        username: Option<SafeText>,
    }
    let Answer { id, username } = answer(response, EXPECTED)?;
    match id {
        Some(id) if id == *account => Ok(InstagramAccount { id, username }),
        Some(_) | None => Err(Failure::NoAnswer(NoAnswer::Unexpected(EXPECTED))),
    }
}

/// Asks how much the account may still publish: an answer is also the proof that it may publish at all.
pub fn publishing_limit<K: MayGoTo<GraphFacebook>>(
    version: &GraphVersion,
    account: &InstagramId,
    token: &Secret<K>,
    secret: Option<&AppSecret>,
) -> Request {
    Draft::<GraphFacebook>::get(format!("/{version}/{account}/content_publishing_limit"))
        .with_bearer(token)
        .with_query("fields", "config,quota_usage")
        .with_proof(token, secret)
        .ready()
}

/// Reads the limit.
pub fn read_publishing_limit(response: &Response) -> Result<PublishingLimit, Failure> {
    const EXPECTED: &str = "how much may be published";
    #[derive(Deserialize)]
    struct Answer {
        #[serde(default, deserialize_with = "number")]
        quota_usage: Option<i64>,
        #[serde(default, deserialize_with = "lenient")]
        config: Option<Config>,
    }
    #[derive(Deserialize)]
    struct Config {
        #[serde(default, deserialize_with = "number")]
        quota_total: Option<i64>,
    }
    let Answer { quota_usage, config } = bare_or_listed(response, EXPECTED)?;
    Ok(PublishingLimit {
        used: quota_usage.ok_or(Failure::NoAnswer(NoAnswer::Unexpected(EXPECTED)))?,
        total: config.and_then(|config| config.quota_total),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph_api::tests::{page_token, refused, reply, secret, user, version, written};

    fn id() -> InstagramId {
        "17841405822304914".parse().unwrap()
    }

    #[test]
    fn an_account_is_asked_with_the_pages_token_or_the_persons() {
        for (request, line) in [
            (
                account(&version(), &id(), &page_token(), None),
                "GET graph.facebook.com/v25.0/17841405822304914?fields=id%2Cusername bearer page-token",
            ),
            (
                publishing_limit(&version(), &id(), &user(), None),
                "GET graph.facebook.com/v25.0/17841405822304914/content_publishing_limit\
                 ?fields=config%2Cquota_usage bearer user-token",
            ),
        ] {
            assert_eq!(written(&request), line);
        }
        assert!(written(&account(&version(), &id(), &user(), Some(&secret()))).contains("appsecret_proof="));
    }

    #[test]
    fn an_account_is_read_only_when_it_is_the_one_that_was_asked_for() {
        let body = r#"{"id":17841405822304914,"username":"tea.shop"}"#;
        assert_eq!(
            read_account(&reply(body), &id()),
            Ok(InstagramAccount {
                id: id(),
                username: Some(SafeText::new("tea.shop"))
            })
        );
        for body in [r#"{"id":"17841405822304915"}"#, r#"{"username":"tea.shop"}"#] {
            assert_eq!(
                read_account(&reply(body), &id()),
                Err(Failure::NoAnswer(NoAnswer::Unexpected("the Instagram account"))),
                "{body}"
            );
        }
    }

    #[test]
    fn a_limit_is_read_with_and_without_its_total() {
        for (body, used, total) in [
            (
                r#"{"data":[{"config":{"quota_total":50,"quota_duration":86400},"quota_usage":3}]}"#,
                3,
                Some(50),
            ),
            (r#"{"data":[{"quota_usage":"3"}]}"#, 3, None),
            (r#"{"data":[{"quota_usage":0,"config":null}]}"#, 0, None),
        ] {
            assert_eq!(
                read_publishing_limit(&reply(body)),
                Ok(PublishingLimit { used, total }),
                "{body}"
            );
        }
        for body in [r#"{"data":[]}"#, r#"{"data":[{"config":{"quota_total":50}}]}"#, "{}"] {
            assert_eq!(
                read_publishing_limit(&reply(body)),
                Err(Failure::NoAnswer(NoAnswer::Unexpected("how much may be published"))),
                "{body}"
            );
        }
    }

    #[test]
    fn an_account_that_is_not_professional_is_refused() {
        let body =
            r#"{"error":{"message":"(#10) The user is not an Instagram Business","type":"OAuthException","code":10}}"#;
        for failure in [
            read_account(&refused(body), &id()).unwrap_err(),
            read_publishing_limit(&refused(body)).unwrap_err(),
        ] {
            let Failure::Refused(refusal) = failure else {
                panic!("not a refusal");
            };
            assert_eq!(refusal.code, Some(10));
        }
    }
}
