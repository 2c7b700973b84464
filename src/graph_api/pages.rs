//! `me/accounts` and a Page's own node: the Pages of a person, with their tokens (facts: graph-api 4.3 to 4.5).

use serde::Deserialize;

use crate::model::{AppSecret, InstagramAccount, InstagramId, Page, PageId, PageToken, SafeText, Task, UserToken};

use super::{
    Failure, GraphFacebook, GraphVersion, NoAnswer, Request, Response,
    draft::Draft,
    read::{answer, id, text, texts, token},
};

/// What is asked of the Page list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListOptions {
    /// The linked Instagram accounts as well.
    pub with_instagram: bool,
    /// 25 Pages at once, Meta's default, instead of 100. More than 100 is capped or refused (facts: graph-api 4.3).
    pub in_small_parts: bool,
}

/// Where the next part of a list begins. Taken from the cursor, never from `next`: that address holds the token.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor(Box<str>);

impl Cursor {
    fn new(text: &str) -> Option<Self> {
        let fits = !text.is_empty() && text.len() <= 2048 && text.bytes().all(|byte| byte.is_ascii_graphic());
        fits.then(|| Self(text.into()))
    }
}

/// Asks for the Pages, from the start or after a cursor. Instagram accounts come along only when the token may see them.
pub fn list(
    version: &GraphVersion,
    user: &UserToken,
    secret: &AppSecret,
    options: ListOptions,
    after: Option<&Cursor>,
) -> Request {
    let fields = if options.with_instagram {
        "id,name,access_token,tasks,category,instagram_business_account{id,username}"
    } else {
        "id,name,access_token,tasks,category"
    };
    let request = Draft::<GraphFacebook>::get(format!("/{version}/me/accounts"))
        .with_bearer(user)
        .with_query("fields", fields)
        .with_query("limit", if options.in_small_parts { "25" } else { "100" })
        .with_proof(user, Some(secret));
    match after {
        Some(Cursor(cursor)) => request.with_query("after", &**cursor).ready(),
        None => request.ready(),
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
    #[derive(Deserialize)]
    struct Answer {
        data: Vec<serde_json::Value>,
        #[serde(default)]
        paging: Paging,
    }
    #[derive(Deserialize, Default)]
    #[serde(default)]
    struct Paging {
        cursors: Cursors,
        next: Option<serde::de::IgnoredAny>,
    }
    #[derive(Deserialize, Default)]
    #[serde(default)]
    struct Cursors {
        after: Option<String>,
    }
    let Answer { data, paging } = answer(response, "a list of Pages")?;
    let has_more = paging.next.is_some();
    let next = paging
        .cursors
        .after
        .as_deref()
        .and_then(Cursor::new)
        .filter(|_| has_more);
    Ok(PageList {
        pages: data
            .into_iter()
            .filter_map(|entry| Entry::deserialize(entry).ok()?.page())
            .collect(),
        is_cut: has_more && next.is_none(),
        next,
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
    #[serde(default, alias = "perms", deserialize_with = "texts")]
    tasks: Vec<String>,
    #[serde(default, deserialize_with = "token")]
    access_token: Option<PageToken>,
    #[serde(default)]
    instagram_business_account: Option<Instagram>,
    #[serde(default)]
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
        let mut tasks: Vec<Task> = self.tasks.iter().filter_map(|name| Task::from_name(name)).collect();
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

/// Asks one Page for its token.
pub fn fetch_token(version: &GraphVersion, page: &PageId, user: &UserToken, secret: &AppSecret) -> Request {
    Draft::<GraphFacebook>::get(format!("/{version}/{page}"))
        .with_bearer(user)
        .with_query("fields", "access_token")
        .with_proof(user, Some(secret))
        .ready()
}

/// Reads a Page's token; `None` when Meta answers without one, which means "not entitled" (facts: graph-api 4.5).
pub fn read_token(response: &Response, page: &PageId) -> Result<Option<PageToken>, Failure> {
    const EXPECTED: &str = "the Page";
    #[derive(Deserialize)]
    struct Answer {
        #[serde(default, deserialize_with = "id")]
        id: Option<PageId>,
        #[serde(default, deserialize_with = "token")]
        access_token: Option<PageToken>,
    }
    let Answer { id, access_token } = answer(response, EXPECTED)?;
    if id.as_ref() == Some(page) {
        Ok(access_token)
    } else {
        Err(Failure::NoAnswer(NoAnswer::Unexpected(EXPECTED)))
    }
}
