//! The Page list: its parts, what it is asked for without, and what it says of each Page.

use crate::{
    meta::{Meta, PAGE as PAGE_ID, PAGE_TOKEN, answer, refusal},
    walker::Walker,
};
use evertoken::wizard::{
    event::Event,
    trouble::Way,
    view::{Body, PageState},
};
use serde_json::json;

#[test]
fn a_page_without_a_token_stays_in_the_list_with_metas_reason() {
    let mut walker = Walker::new();
    walker.go_to_choice(&Meta::default());
    let view = walker.view();
    let Body::Choice(choice) = view.body else {
        panic!("{view:?}")
    };
    assert_eq!(choice.pages.len(), 2);
    assert_eq!(choice.pages[0].state, PageState::Ready);
    assert!(matches!(&choice.pages[1].state, PageState::Unusable(reason) if !reason.is_empty()));
}

#[test]
fn an_empty_list_is_explained_and_never_chosen_from() {
    let meta = Meta {
        pages: Vec::new(),
        ..Meta::default()
    };
    let mut walker = Walker::new();
    walker.go_to_choice(&meta);
    assert_eq!(walker.screen(), "trouble no-pages");
}

#[test]
fn a_list_that_meta_refuses_with_instagram_accounts_is_asked_for_without_them() {
    let meta = Meta {
        scopes: vec![
            "pages_show_list",
            "pages_read_engagement",
            "pages_manage_posts",
            "instagram_basic",
        ],
        ..Meta::default()
    };
    for code in [10, 100, 200] {
        let mut walker = Walker::new();
        let mut fields = Vec::new();
        walker.go_to_exchange(&meta).answer_with(|request| {
            let asked = request
                .query
                .iter()
                .find(|(name, _)| *name == "fields")
                .map(|(_, value)| value.expose().to_owned());
            let asks_for_instagram = asked.as_ref().is_some_and(|fields| fields.contains("instagram"));
            if request.path.ends_with("/me/accounts") {
                fields.push(asks_for_instagram);
            }
            if asks_for_instagram {
                refusal(code, None, "(#10) not this")
            } else {
                meta.reply(request)
            }
        });
        assert_eq!(
            (walker.screen().as_str(), fields),
            ("choice", vec![true, false]),
            "{code}"
        );
    }
}

#[test]
fn a_list_that_is_too_big_is_asked_for_in_smaller_parts() {
    let meta = Meta::default();
    let mut walker = Walker::new();
    let mut limits = Vec::new();
    walker.go_to_exchange(&meta).answer_with(|request| {
        let limit = request
            .query
            .iter()
            .find(|(name, _)| *name == "limit")
            .map(|(_, value)| value.expose().to_owned());
        limits.extend(limit.clone());
        if limit.as_deref() == Some("100") {
            return refusal(
                1,
                None,
                "Please reduce the amount of data you're asking for, then retry your request",
            );
        }
        meta.reply(request)
    });
    assert_eq!(
        (walker.screen().as_str(), limits),
        ("choice", vec!["100".to_owned(), "25".to_owned()])
    );
}

#[test]
fn half_a_character_in_a_name_and_an_entry_that_is_none_do_not_spoil_the_list() {
    let mut walker = Walker::new();
    let meta = Meta::default();
    walker.go_to_exchange(&meta).answer_with(|request| {
        if request.path.ends_with("/me/accounts") {
            let body = format!(
                r#"{{"data":[null,{{"id":"{PAGE_ID}","name":"Cut \ud83d here","access_token":"{PAGE_TOKEN}","tasks":{{"a":1}}}},{{"name":"no id"}}]}}"#
            );
            return Ok(evertoken::graph_api::Response {
                status: 200,
                headers: evertoken::graph_api::Headers::default(),
                body: zeroize::Zeroizing::new(body.into_bytes()),
            });
        }
        meta.reply(request)
    });
    let view = walker.view();
    let Body::Choice(choice) = view.body else {
        panic!("{view:?}")
    };
    assert_eq!(choice.pages.len(), 1);
    assert_eq!(choice.pages[0].name.as_str(), "Cut \u{fffd} here");
}

#[test]
fn the_rest_of_a_list_is_asked_for_from_the_part_that_failed() {
    let meta = Meta::default();
    let first = json!({
        "data": [{"id": PAGE_ID, "name": "Harbour Bakery", "access_token": PAGE_TOKEN}],
        "paging": {"cursors": {"after": "NEXT"}, "next": "https://example.com"}
    });
    let after = |request: &evertoken::graph_api::Request| request.query.iter().any(|(name, _)| *name == "after");
    let mut walker = Walker::new();
    walker
        .go_to_exchange(&meta)
        .answer_with(|request| match request.path.ends_with("/me/accounts") {
            true if after(request) => refusal(32, None, "(#32) Page request limit reached"),
            true => answer(200, &first),
            false => meta.reply(request),
        });
    {
        let view = walker.view();
        let Body::Choice(choice) = view.body else {
            panic!("{view:?}")
        };
        assert!(choice.can_load_rest && choice.pages.len() == 1);
    }
    let before = walker.sent.len();
    walker.give(Event::Take(Way::Retry));
    assert_eq!(walker.sent[before..], ["/me/accounts"]);
    assert!(
        walker.pending.iter().all(|(_, request)| after(request)),
        "not from the start"
    );
    walker.answer_all(&meta);
    let view = walker.view();
    let Body::Choice(choice) = view.body else {
        panic!("{view:?}")
    };
    assert!(!choice.can_load_rest && choice.pages.len() == 2);
}
