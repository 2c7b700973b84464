//! Lists that come in parts, and where the next part begins (facts: graph-api 4.3).

use serde::{Deserialize, de::DeserializeOwned};

use super::{
    Failure, Response,
    draft::Draft,
    host::Server,
    read::{answer, lenient},
};

/// Where the next part of a list begins. Taken from the cursor, never from `next`: that address holds the token.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor(Box<str>);

impl Cursor {
    fn new(text: &str) -> Option<Self> {
        let fits = !text.is_empty() && text.len() <= 2048 && text.bytes().all(|byte| byte.is_ascii_graphic());
        fits.then(|| Self(text.into()))
    }
}

impl<S: Server> Draft<S> {
    /// Asks for what comes after a cursor; without one, for the start of the list.
    pub(super) fn after(self, cursor: Option<&Cursor>) -> Self {
        match cursor {
            Some(Cursor(cursor)) => self.with_query("after", &**cursor),
            None => self,
        }
    }
}

/// One part of a list.
pub(super) struct Part<T> {
    /// The entries in it, in Meta's order.
    pub(super) entries: Vec<T>,
    /// Where the next part begins; `None` on the last.
    pub(super) next: Option<Cursor>,
    /// Meta says that there is more, and not where.
    pub(super) is_cut: bool,
}

/// Reads one part. Entries that are no `T` are left out.
pub(super) fn read_part<T: DeserializeOwned>(response: &Response, expected: &'static str) -> Result<Part<T>, Failure> {
    #[derive(Deserialize)]
    struct Answer {
        data: Vec<serde_json::Value>,
        #[serde(default, deserialize_with = "lenient")]
        paging: Option<Paging>,
    }
    #[derive(Deserialize)]
    struct Paging {
        #[serde(default, deserialize_with = "lenient")]
        cursors: Option<Cursors>,
        next: Option<serde::de::IgnoredAny>,
    }
    #[derive(Deserialize)]
    struct Cursors {
        #[serde(default, deserialize_with = "lenient")]
        after: Option<String>,
    }
    let Answer { data, paging } = answer(response, expected)?;
    let has_more = paging.as_ref().is_some_and(|paging| paging.next.is_some());
    let next = paging
        .and_then(|paging| Cursor::new(&paging.cursors?.after?))
        .filter(|_| has_more);
    Ok(Part {
        entries: data
            .into_iter()
            .filter_map(|entry| T::deserialize(entry).ok())
            .collect(),
        is_cut: has_more && next.is_none(),
        next,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph_api::tests::reply;

    #[test]
    fn the_next_part_is_known_by_its_cursor_and_only_while_meta_says_that_there_is_one() {
        for (paging, next, is_cut) in [
            (
                r#"{"cursors":{"after":"QVFI"},"next":"https://x/?access_token=EAA"}"#,
                Some("QVFI"),
                false,
            ),
            (r#"{"cursors":{"after":"QVFI"}}"#, None, false),
            (r#"{"next":"https://x/?access_token=EAA"}"#, None, true),
            (r#"{"cursors":{"after":7},"next":"https://x/"}"#, None, true),
            (r#"{"cursors":{"after":"a b"},"next":"https://x/"}"#, None, true),
            ("null", None, false),
            ("[]", None, false),
        ] {
            let part = read_part::<u8>(
                &reply(&format!(r#"{{"data":[1,"no",2],"paging":{paging}}}"#)),
                "numbers",
            )
            .unwrap();
            let cursor = part.next.as_ref().map(|Cursor(text)| &**text);
            assert_eq!(
                (part.entries, cursor, part.is_cut),
                (vec![1, 2], next, is_cut),
                "{paging}"
            );
        }
    }
}
