//! The proof of a Page token: what is not called done.

use crate::{
    meta::{APP, Meta, NOW, PAGE as PAGE_ID, SECRET, SHORT, answer, refusal},
    walker::Walker,
};
use evertoken::{
    journey::Field,
    wizard::{event::Event, view::Body},
};
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

#[test]
fn where_the_app_demands_proof_no_command_is_offered_that_meta_would_refuse() {
    let meta = Meta::default();
    let offers_a_try = |walker: &Walker| {
        let Body::Outcome(outcome) = walker.view().body else {
            panic!("{:?}", walker.view())
        };
        let says = outcome
            .checks
            .iter()
            .any(|(_, words)| words.contains("appsecret_proof"));
        let tries = outcome.commands.iter().any(|line| line.label == "Try with curl");
        (says, tries)
    };
    let mut walker = Walker::new();
    walker.go_to_outcome(&meta);
    assert_eq!(offers_a_try(&walker), (false, true));
    let mut walker = Walker::new();
    walker
        .go_to_form()
        .fill(Field::Token, SHORT)
        .answer_with(|_| {
            refusal(
                100,
                None,
                "API calls from the server require an appsecret_proof argument",
            )
        })
        .fill(Field::AppId, APP)
        .fill(Field::AppSecret, SECRET)
        .give(Event::Next)
        .answer_all(&meta)
        .give(Event::Pick(PAGE_ID.parse().unwrap()))
        .answer_all(&meta);
    assert_eq!(walker.screen(), "proved");
    assert_eq!(offers_a_try(&walker), (true, false));
}
