//! The proof of a Page token: what is not called done.

use crate::{
    meta::{Meta, NOW, PAGE as PAGE_ID, answer},
    walker::Walker,
};
use evertoken::wizard::event::Event;
use serde_json::json;

#[test]
fn a_page_token_that_ends_is_not_called_done() {
    let meta = Meta {
        page_ends: NOW + 3_600,
        ..Meta::default()
    };
    let mut walker = Walker::new();
    walker.go_to_outcome(&meta);
    assert_eq!(walker.screen(), "not done yet");
}

#[test]
fn a_page_token_of_another_page_is_caught() {
    let meta = Meta::default();
    let mut walker = Walker::new();
    walker
        .go_to_choice(&meta)
        .give(Event::Pick(PAGE_ID.parse().unwrap()))
        .answer_with(|request| {
            if request.path.ends_with("/me") {
                answer(200, &json!({"id": "999", "name": "Somebody else"}))
            } else {
                meta.reply(request)
            }
        });
    assert_eq!(walker.screen(), "not done yet");
}
