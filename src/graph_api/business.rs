//! Business portfolios and the Pages in them: a way to Pages that `me/accounts` leaves out (facts: graph-api 4.6).

use serde::Deserialize;

use crate::model::{AppSecret, Business, BusinessId, SafeText, UserToken};

use super::{
    Failure, GraphFacebook, GraphVersion, Request, Response,
    draft::Draft,
    pages::{Cursor, with_linked},
    paging::{Part, read_part},
    read::{id, text},
};

/// Asks for the portfolios of the person, from the start or after a cursor. Needs `business_management`.
pub fn list(version: &GraphVersion, user: &UserToken, secret: Option<&AppSecret>, after: Option<&Cursor>) -> Request {
    Draft::<GraphFacebook>::get(format!("/{version}/me/businesses"))
        .with_bearer(user)
        .with_query("fields", "id,name")
        .with_proof(user, secret)
        .after(after)
        .ready()
}

/// One part of the list of portfolios.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BusinessList {
    /// The portfolios in it, in Meta's order.
    pub businesses: Vec<Business>,
    /// Where the next part begins; `None` on the last.
    pub next: Option<Cursor>,
    /// Meta says that there is more, and not where.
    pub is_cut: bool,
}

/// Reads one part. Entries without an id are left out.
pub fn read_list(response: &Response) -> Result<BusinessList, Failure> {
    #[derive(Deserialize)]
    struct Entry {
        #[serde(default, deserialize_with = "id")]
        id: Option<BusinessId>,
        #[serde(default, deserialize_with = "text")]
        name: Option<SafeText>,
    }
    let Part { entries, next, is_cut } = read_part::<Entry>(response, "a list of business portfolios")?;
    Ok(BusinessList {
        businesses: entries
            .into_iter()
            .filter_map(|Entry { id, name }| Some(Business { id: id?, name }))
            .collect(),
        next,
        is_cut,
    })
}

/// Asks for the Pages that a portfolio owns. `pages::read_list` reads the answer; a Page may come without its token, and
/// none comes with its tasks. With their Instagram accounts only where the token may see them, as in `pages::list`.
pub fn owned_pages(
    version: &GraphVersion,
    business: &BusinessId,
    user: &UserToken,
    secret: Option<&AppSecret>,
    with_instagram: bool,
    after: Option<&Cursor>,
) -> Request {
    let path = format!("/{version}/{business}/owned_pages");
    pages_at(&path, user, secret, with_instagram, after)
}

/// Asks for the Pages that others share with a portfolio, its clients' Pages. Read like [`owned_pages`].
pub fn client_pages(
    version: &GraphVersion,
    business: &BusinessId,
    user: &UserToken,
    secret: Option<&AppSecret>,
    with_instagram: bool,
    after: Option<&Cursor>,
) -> Request {
    let path = format!("/{version}/{business}/client_pages");
    pages_at(&path, user, secret, with_instagram, after)
}

fn pages_at(
    path: &str,
    user: &UserToken,
    secret: Option<&AppSecret>,
    with_instagram: bool,
    after: Option<&Cursor>,
) -> Request {
    Draft::<GraphFacebook>::get(path)
        .with_bearer(user)
        .with_query("fields", with_linked("id,name,access_token,category", with_instagram))
        .with_proof(user, secret)
        .after(after)
        .ready()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph_api::{
        pages,
        tests::{business, refused, reply, secret, user, version, written},
    };

    #[test]
    fn portfolios_and_their_pages_are_asked_for_from_the_start_and_after_a_cursor() {
        let body = r#"{"data":[],"paging":{"cursors":{"after":"QVFI"},"next":"https://graph.facebook.com/"}}"#;
        let next = read_list(&reply(body)).unwrap().next;
        let (version, business, user) = (version(), business(), user());
        for (request, line) in [
            (
                list(&version, &user, None, None),
                "GET graph.facebook.com/v25.0/me/businesses?fields=id%2Cname bearer user-token",
            ),
            (
                list(&version, &user, None, next.as_ref()),
                "GET graph.facebook.com/v25.0/me/businesses?fields=id%2Cname&after=QVFI bearer user-token",
            ),
            (
                owned_pages(&version, &business, &user, None, false, None),
                "GET graph.facebook.com/v25.0/203456789012345/owned_pages?fields=id%2Cname%2Caccess_token%2Ccategory \
                 bearer user-token",
            ),
            (
                client_pages(&version, &business, &user, None, false, next.as_ref()),
                "GET graph.facebook.com/v25.0/203456789012345/client_pages?fields=id%2Cname%2Caccess_token%2Ccategory\
                 &after=QVFI bearer user-token",
            ),
        ] {
            assert_eq!(written(&request), line);
        }
        assert!(written(&list(&version, &user, Some(&secret()), None)).contains("appsecret_proof="));
        for list in [owned_pages, client_pages] {
            let with_instagram = written(&list(&version, &business, &user, None, true, None));
            assert!(
                with_instagram.contains("instagram_business_account"),
                "{with_instagram}"
            );
        }
    }

    #[test]
    fn portfolios_are_read_in_order_and_what_has_no_number_is_left_out() {
        let body = r#"{"data":[{"id":"203456789012345","name":"Tea Group"},{"name":"no id"},{"id":303456789012345}]}"#;
        let named = |id: &str, name: Option<&str>| Business {
            id: id.parse().unwrap(),
            name: name.map(SafeText::new),
        };
        assert_eq!(
            read_list(&reply(body)),
            Ok(BusinessList {
                businesses: vec![
                    named("203456789012345", Some("Tea Group")),
                    named("303456789012345", None)
                ],
                next: None,
                is_cut: false
            })
        );
    }

    #[test]
    fn pages_of_a_portfolio_are_read_with_and_without_their_tokens() {
        let body = r#"{"data":[{"id":"1","name":"Tea Shop","access_token":"EAAGpage"},{"id":"2","name":"Second"}]}"#;
        let list = pages::read_list(&reply(body)).unwrap();
        let read: Vec<_> = list
            .pages
            .iter()
            .map(|page| (page.id.as_str(), page.name.as_str(), page.token.is_some()))
            .collect();
        assert_eq!(read, [("1", "Tea Shop", true), ("2", "Second", false)]);
    }

    #[test]
    fn portfolios_that_the_token_may_not_see_are_refused() {
        let body = r#"{"error":{"message":"(#100) Missing Permission","type":"OAuthException","code":100}}"#;
        let Failure::Refused(refusal) = read_list(&refused(body)).unwrap_err() else {
            panic!("not a refusal");
        };
        assert_eq!(
            (refusal.code, refusal.message.as_str()),
            (Some(100), "(#100) Missing Permission")
        );
    }
}
