//! `me/accounts` and a Page's own node: the Pages of a person, with their tokens and the Instagram accounts linked to them
//! (facts: graph-api 4.3 to 4.7).

use serde::Deserialize;

use crate::model::{
    AppSecret, InstagramAccount, InstagramId, Page, PageId, PageToken, SafeText, Secret, Task, UserToken,
};

use super::{
    Failure, GraphFacebook, GraphVersion, MayGoTo, NoAnswer, Request, Response,
    draft::Draft,
    paging::{Part, read_part},
    read::{answer, id, lenient, text, texts, token},
};

pub use super::paging::Cursor;

/// The fields of a Page that name Instagram accounts.
const LINKED_INSTAGRAM: &str = "instagram_business_account{id,username},connected_instagram_account{id,username}";

/// What is asked of the Page list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListOptions {
    /// The linked Instagram accounts as well.
    pub with_instagram: bool,
    /// 25 Pages at once, Meta's default, instead of 100. More than 100 is capped or refused (facts: graph-api 4.3).
    pub in_small_parts: bool,
}

/// Asks for the Pages, from the start or after a cursor. Instagram accounts come along only when the token may see them.
pub fn list(
    version: &GraphVersion,
    user: &UserToken,
    secret: Option<&AppSecret>,
    options: ListOptions,
    after: Option<&Cursor>,
) -> Request {
    let fields = with_linked("id,name,access_token,tasks,category", options.with_instagram);
    Draft::<GraphFacebook>::get(format!("/{version}/me/accounts"))
        .with_bearer(user)
        .with_query("fields", fields)
        .with_query("limit", if options.in_small_parts { "25" } else { "100" })
        .with_proof(user, secret)
        .after(after)
        .ready()
}

/// These fields of a Page, and those that name its Instagram accounts where they are wanted.
pub(super) fn with_linked(fields: &str, with_instagram: bool) -> String {
    if with_instagram {
        format!("{fields},{LINKED_INSTAGRAM}")
    } else {
        fields.to_owned()
    }
}

/// One part of the Page list.
#[derive(Debug)]
pub struct PageList {
    /// The Pages in it, in Meta's order.
    pub pages: Vec<Page>,
    /// Where the next part begins; `None` on the last.
    pub next: Option<Cursor>,
    /// Meta says that there is more, and not where.
    pub is_cut: bool,
}

/// Reads one part. Entries without an id are left out; an entry without a token stays.
pub fn read_list(response: &Response) -> Result<PageList, Failure> {
    let Part { entries, next, is_cut } = read_part::<Entry>(response, "a list of Pages")?;
    Ok(PageList {
        pages: entries.into_iter().filter_map(Entry::page).collect(),
        next,
        is_cut,
    })
}

#[derive(Deserialize)]
struct Entry {
    #[serde(default, deserialize_with = "id")]
    id: Option<PageId>,
    #[serde(default, deserialize_with = "text")]
    name: Option<SafeText>,
    #[serde(default, deserialize_with = "text")]
    category: Option<SafeText>,
    #[serde(default, deserialize_with = "texts")]
    tasks: Vec<String>,
    // The name before 2018 (facts: graph-api 4.3).
    #[serde(default, deserialize_with = "texts")]
    perms: Vec<String>,
    #[serde(default, deserialize_with = "token")]
    access_token: Option<PageToken>,
    #[serde(default, deserialize_with = "lenient")]
    instagram_business_account: Option<Instagram>,
    #[serde(default, deserialize_with = "lenient")]
    connected_instagram_account: Option<Instagram>,
}

#[derive(Deserialize)]
struct Instagram {
    #[serde(default, deserialize_with = "id")]
    id: Option<InstagramId>,
    #[serde(default, deserialize_with = "text")]
    username: Option<SafeText>,
}

impl Instagram {
    fn account(self) -> Option<InstagramAccount> {
        Some(InstagramAccount {
            id: self.id?,
            username: self.username,
        })
    }
}

impl Entry {
    fn page(self) -> Option<Page> {
        let names = self.tasks.iter().chain(&self.perms);
        let mut tasks: Vec<Task> = names.filter_map(|name| Task::from_name(name)).collect();
        tasks.sort_unstable();
        tasks.dedup();
        Some(Page {
            id: self.id?,
            name: self.name.unwrap_or_default(),
            category: self.category,
            tasks,
            token: self.access_token,
            instagram: self.instagram_business_account.and_then(Instagram::account),
            connected_instagram: self.connected_instagram_account.and_then(Instagram::account),
        })
    }
}

/// Asks for one Page by its number, as the list would have it: for a Page that is missing there, or that the person named
/// (facts: graph-api 4.6). What the person may do on it is not among its fields.
pub fn fetch(
    version: &GraphVersion,
    page: &PageId,
    user: &UserToken,
    secret: Option<&AppSecret>,
    with_instagram: bool,
) -> Request {
    let fields = with_linked("id,name,category,access_token", with_instagram);
    of_page(version, page, user, secret, &fields)
}

/// Reads one Page; the answer must be about this Page.
pub fn read_page(response: &Response, page: &PageId) -> Result<Page, Failure> {
    answer::<Entry>(response, THE_PAGE)?
        .page()
        .filter(|read| read.id == *page)
        .ok_or(NOT_THE_PAGE)
}

/// Asks one Page for its token.
pub fn fetch_token(version: &GraphVersion, page: &PageId, user: &UserToken, secret: Option<&AppSecret>) -> Request {
    of_page(version, page, user, secret, "access_token")
}

/// Reads a Page's token; `None` when Meta answers without one, which means "not entitled" (facts: graph-api 4.5).
pub fn read_token(response: &Response, page: &PageId) -> Result<Option<PageToken>, Failure> {
    read_page(response, page).map(|page| page.token)
}

/// Asks a Page for the Instagram accounts linked to it, with the Page's own token.
pub fn instagram_of_page(
    version: &GraphVersion,
    page: &PageId,
    token: &PageToken,
    secret: Option<&AppSecret>,
) -> Request {
    of_page(version, page, token, secret, LINKED_INSTAGRAM)
}

/// The Instagram accounts linked to a Page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedInstagram {
    /// The professional account: the one that programs can use.
    pub professional: Option<InstagramAccount>,
    /// The account that the Page's settings name; may be a personal one, which programs cannot use
    /// (facts: graph-api 4.7).
    pub connected: Option<InstagramAccount>,
}

/// Reads the linked accounts; the answer must be about this Page. Where none is linked the fields are missing, which is no
/// failure (facts: graph-api 4.7).
pub fn read_instagram_of_page(response: &Response, page: &PageId) -> Result<LinkedInstagram, Failure> {
    let page = read_page(response, page)?;
    Ok(LinkedInstagram {
        professional: page.instagram,
        connected: page.connected_instagram,
    })
}

fn of_page<K: MayGoTo<GraphFacebook>>(
    version: &GraphVersion,
    page: &PageId,
    token: &Secret<K>,
    secret: Option<&AppSecret>,
    fields: &str,
) -> Request {
    Draft::<GraphFacebook>::get(format!("/{version}/{page}"))
        .with_bearer(token)
        .with_query("fields", fields)
        .with_proof(token, secret)
        .ready()
}

const THE_PAGE: &str = "the Page";
const NOT_THE_PAGE: Failure = Failure::NoAnswer(NoAnswer::Unexpected(THE_PAGE));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph_api::tests::{page, page_token, refused, reply, secret, user, version, written};

    const PROOF: &str = "appsecret_proof=";

    fn account(id: &str, username: Option<&str>) -> InstagramAccount {
        InstagramAccount {
            id: id.parse().unwrap(),
            username: username.map(SafeText::new),
        }
    }

    #[test]
    fn the_list_asks_for_both_instagram_accounts_only_when_they_are_wanted() {
        let asked = |with_instagram, in_small_parts| {
            let options = ListOptions {
                with_instagram,
                in_small_parts,
            };
            written(&list(&version(), &user(), None, options, None))
        };
        assert_eq!(
            asked(false, false),
            "GET graph.facebook.com/v25.0/me/accounts?fields=id%2Cname%2Caccess_token%2Ctasks%2Ccategory&limit=100 \
             bearer user-token"
        );
        assert_eq!(
            asked(true, true),
            "GET graph.facebook.com/v25.0/me/accounts?fields=id%2Cname%2Caccess_token%2Ctasks%2Ccategory\
             %2Cinstagram_business_account%7Bid%2Cusername%7D%2Cconnected_instagram_account%7Bid%2Cusername%7D&limit=25 \
             bearer user-token"
        );
    }

    #[test]
    fn a_page_is_asked_with_whichever_token_there_is_and_proved_once_the_secret_is_known() {
        let (version, page, user, secret) = (version(), page(), user(), secret());
        for (request, line) in [
            (
                fetch(&version, &page, &user, None, false),
                "GET graph.facebook.com/v25.0/103456789012345?fields=id%2Cname%2Ccategory%2Caccess_token bearer user-token",
            ),
            (
                fetch_token(&version, &page, &user, None),
                "GET graph.facebook.com/v25.0/103456789012345?fields=access_token bearer user-token",
            ),
            (
                instagram_of_page(&version, &page, &page_token(), None),
                "GET graph.facebook.com/v25.0/103456789012345?fields=instagram_business_account%7Bid%2Cusername%7D\
                 %2Cconnected_instagram_account%7Bid%2Cusername%7D bearer page-token",
            ),
        ] {
            assert_eq!(written(&request), line);
        }
        assert!(written(&fetch(&version, &page, &user, Some(&secret), true)).contains(PROOF));
        assert!(written(&instagram_of_page(&version, &page, &page_token(), Some(&secret))).contains(PROOF));
    }

    #[test]
    fn a_page_is_read_whole_and_only_when_it_is_the_one_that_was_asked_for() {
        let body = r#"{"id":"103456789012345","name":"Tea Shop","category":"Shop","access_token":"EAAGpage",
            "instagram_business_account":{"id":"17841405822304914","username":"tea.shop"},
            "connected_instagram_account":{"id":17841405822304914}}"#;
        let read = read_page(&reply(body), &page()).unwrap();
        assert_eq!(
            (read.id, read.name.as_str(), read.category, read.tasks),
            (page(), "Tea Shop", Some(SafeText::new("Shop")), Vec::new())
        );
        assert_eq!(read.token.unwrap().expose(), "EAAGpage");
        assert_eq!(read.instagram, Some(account("17841405822304914", Some("tea.shop"))));
        assert_eq!(read.connected_instagram, Some(account("17841405822304914", None)));
        let other = "203456789012345".parse().unwrap();
        assert_eq!(read_page(&reply(body), &other).unwrap_err(), NOT_THE_PAGE);
        assert_eq!(read_token(&reply(body), &other).unwrap_err(), NOT_THE_PAGE);
        assert_eq!(read_instagram_of_page(&reply(body), &other).unwrap_err(), NOT_THE_PAGE);
    }

    #[test]
    fn a_page_without_token_or_accounts_is_an_answer_and_no_failure() {
        let bare = reply(r#"{"id":"103456789012345"}"#);
        assert!(read_page(&bare, &page()).unwrap().token.is_none());
        assert!(read_token(&bare, &page()).unwrap().is_none());
        assert_eq!(
            read_instagram_of_page(&bare, &page()),
            Ok(LinkedInstagram {
                professional: None,
                connected: None
            })
        );
    }

    #[test]
    fn an_account_in_an_odd_form_spoils_neither_its_page_nor_the_list() {
        let entry = r#"{"id":"103456789012345","instagram_business_account":"none","connected_instagram_account":{"id":"17841405822304914"}}"#;
        let list = read_list(&reply(&format!(r#"{{"data":[{entry},7,{{"name":"no id"}}]}}"#))).unwrap();
        assert_eq!(list.pages.len(), 1);
        assert_eq!(
            read_instagram_of_page(&reply(entry), &page()),
            Ok(LinkedInstagram {
                professional: None,
                connected: Some(account("17841405822304914", None))
            })
        );
    }

    #[test]
    fn a_page_token_that_asks_for_its_pages_is_told_apart() {
        let body = r#"{"error":{"message":"(#100) Tried accessing nonexisting field (accounts) on node type (Page)","type":"OAuthException","code":100}}"#;
        let Failure::Refused(refusal) = read_list(&refused(body)).unwrap_err() else {
            panic!("not a refusal");
        };
        assert_eq!((refusal.code, refusal.subcode, refusal.status), (Some(100), None, 400));
    }
}
