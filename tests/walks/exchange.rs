//! The exchange: which calls are made, what becomes of their faults, and what retrying repeats.

use crate::{
    meta::{APP, Meta, NOW, PAGE_TOKEN, SECRET, SHORT, answer, refusal},
    walker::Walker,
};
use evertoken::{
    graph_api::NoAnswer,
    journey::Field,
    wizard::{
        effect::{Link, Ticket},
        event::Event,
        trouble::Way,
        view::{Body, CallState, Look},
    },
};
use serde_json::json;

#[test]
fn the_happy_walk_ends_in_a_proof_with_the_fewest_calls() {
    let mut walker = Walker::new();
    walker.go_to_outcome(&Meta::default());
    assert_eq!(walker.screen(), "proved");
    assert_eq!(
        walker.sent,
        [
            "/debug_token",
            "/me",
            "/me/permissions",     // while the person types
            "/oauth/access_token", // round trip 1
            "/me/accounts",
            "/debug_token",     // round trip 2
            "/203456789012345", // why one Page came without a token
            "/debug_token",
            "/me", // the proof, at once
        ]
    );
}

#[test]
fn a_wrong_secret_is_sent_once_and_leads_back_to_its_field_with_the_rest_kept() {
    let wrong = "ffffffffffffffffffffffffffffffff";
    let meta = Meta::default();
    let mut walker = Walker::new();
    walker
        .go_to_form()
        .fill(Field::Token, SHORT)
        .answer_all(&meta)
        .fill(Field::AppSecret, wrong)
        .give(Event::Next);
    let mut carried = 0;
    walker.answer_with(|request| {
        carried += usize::from(request.secrets().any(|secret| secret.contains(wrong)));
        meta.reply(request)
    });
    assert_eq!(carried, 1, "the wrong secret travels once");
    assert_eq!(walker.screen(), "trouble wrong-secret-for-token");
    walker.give(Event::Next);
    assert_eq!(walker.screen(), "form");
    {
        let view = walker.view();
        let Body::Form(form) = view.body else {
            panic!("{view:?}")
        };
        assert_eq!(form.attention.map(|(_, field)| field), Some(Field::AppSecret));
        assert!(form.fields[0].received.is_some(), "the token is still there");
        assert!(matches!(form.look, Look::Seen(_)), "and what was seen of it");
    }
    let before = walker.sent.len();
    walker.give(Event::Next);
    assert_eq!(walker.sent.len(), before, "the same secret is not sent again");
    walker
        .fill(Field::AppSecret, SECRET)
        .give(Event::Next)
        .answer_all(&meta);
    assert_eq!(walker.screen(), "choice");
}

#[test]
fn a_wrong_app_id_leads_to_its_field() {
    let meta = Meta::default();
    let mut walker = Walker::new();
    walker
        .go_to_exchange(&meta)
        .answer_with(|_| refusal(101, None, "Error validating application. Invalid application ID."));
    walker.give(Event::Next);
    let wanted = |walker: &Walker| {
        let view = walker.view();
        let Body::Form(form) = view.body else {
            panic!("{view:?}")
        };
        form.attention
    };
    let first = wanted(&walker);
    assert_eq!(first.map(|(_, field)| field), Some(Field::AppId));
    let Body::Form(form) = walker.view().body else {
        panic!("{}", walker.screen())
    };
    let field = form.fields.iter().find(|field| field.field == Field::AppId);
    assert_eq!(
        field.unwrap().link.as_ref().map(Link::url).as_deref(),
        Some("https://developers.facebook.com/apps/"),
        "of an app that is not known there is no page"
    );
    walker.give(Event::Next);
    let again = wanted(&walker);
    assert_eq!(
        again.map(|(_, field)| field),
        Some(Field::AppId),
        "sent once more as it is"
    );
    assert_ne!(first, again);
}

#[test]
fn a_page_token_needs_neither_exchange_nor_list() {
    let meta = Meta {
        pasted_kind: "PAGE",
        pasted_ends: 0,
        ..Meta::default()
    };
    let mut walker = Walker::new();
    walker
        .go_to_form()
        .fill(Field::Token, PAGE_TOKEN)
        .answer_all(&meta)
        .fill(Field::AppSecret, SECRET)
        .give(Event::Next)
        .answer_all(&meta);
    assert_eq!(walker.screen(), "proved");
    assert!(
        !walker.sent.contains(&"/me/accounts".to_owned()) && !walker.sent.contains(&"/oauth/access_token".to_owned())
    );
}

#[test]
fn a_lasting_user_token_is_not_exchanged_and_the_app_is_checked_instead() {
    let meta = Meta {
        pasted_ends: NOW + 5_000_000,
        ..Meta::default()
    };
    let mut walker = Walker::new();
    walker.go_to_exchange(&meta);
    assert_eq!(walker.sent.last().unwrap(), &format!("/{APP}"));
    walker.answer_all(&meta);
    assert_eq!(walker.screen(), "choice");
    assert!(!walker.sent.contains(&"/oauth/access_token".to_owned()));
}

#[test]
fn a_passing_fault_is_tried_three_times_and_then_explained() {
    let meta = Meta::default();
    let mut walker = Walker::new();
    let mut tries = 0;
    walker.go_to_exchange(&meta).answer_with(|_| {
        tries += 1;
        refusal(
            2,
            None,
            "An unexpected error has occurred. Please retry your request later.",
        )
    });
    assert_eq!(tries, 3);
    assert!(walker.screen().starts_with("trouble"));
    walker.give(Event::Take(Way::Retry)).answer_all(&meta);
    assert_eq!(
        walker.screen(),
        "choice",
        "retry repeats the failed call and the walk goes on"
    );
}

#[test]
fn retry_repeats_the_failed_call_only() {
    let meta = Meta::default();
    let mut walker = Walker::new();
    walker.go_to_exchange(&meta).answer_with(|request| {
        if request.path.ends_with("/me/accounts") {
            refusal(4, None, "(#4) Application request limit reached")
        } else {
            meta.reply(request)
        }
    });
    assert!(walker.screen().starts_with("trouble"), "{}", walker.screen());
    let before = walker.sent.len();
    walker.give(Event::Take(Way::Retry));
    assert_eq!(walker.sent[before..], ["/me/accounts"]);
}

#[test]
fn a_second_enter_while_the_calls_run_sends_nothing() {
    let mut walker = Walker::new();
    walker.go_to_exchange(&Meta::default());
    let before = walker.sent.len();
    walker.give(Event::Next).give(Event::Next);
    assert_eq!(walker.sent.len(), before);
}

#[test]
fn each_failure_without_an_answer_has_its_own_words() {
    let meta = Meta::default();
    let mut headlines = std::collections::BTreeSet::new();
    let failures = [
        NoAnswer::NameNotFound,
        NoAnswer::NoRoute,
        NoAnswer::ConnectionRefused,
        NoAnswer::ConnectTimedOut,
        NoAnswer::Tls(evertoken::graph_api::TlsFault::Expired),
        NoAnswer::NoReply,
        NoAnswer::CutOff,
        NoAnswer::Redirected(None),
        NoAnswer::WebPage(200),
        NoAnswer::NotJson(200),
        NoAnswer::TooLarge,
    ];
    let count = failures.len();
    for failure in failures {
        let mut walker = Walker::new();
        walker.go_to_exchange(&meta).answer_with(|_| Err(failure.clone()));
        let view = walker.view();
        let Body::Trouble(trouble) = view.body else {
            panic!("{failure:?}: {view:?}")
        };
        assert!(!trouble.trouble.ways.is_empty());
        assert!(trouble.calls.iter().any(|call| call.state == CallState::Failed));
        headlines.insert(trouble.trouble.headline.clone());
    }
    assert_eq!(headlines.len(), count);
}

#[test]
fn a_trouble_offers_only_ways_that_lead_somewhere_from_here() {
    let meta = Meta::default();
    let mut walker = Walker::new();
    walker.go_to_exchange(&meta).answer_with(|request| {
        if request.path.ends_with("/me/accounts") {
            refusal(32, None, "(#32) Page request limit reached")
        } else {
            meta.reply(request)
        }
    });
    let view = walker.view();
    let Body::Trouble(trouble) = view.body else {
        panic!("{view:?}")
    };
    assert!(
        !trouble.trouble.ways.contains(&Way::OtherPage),
        "there is no list to choose from"
    );
    assert!(!trouble.trouble.ways.contains(&Way::GoOn));
}

#[test]
fn a_second_answer_to_the_same_call_does_nothing() {
    let meta = Meta::default();
    let mut walker = Walker::new();
    walker.go_to_exchange(&meta).answer_with(|request| {
        if request.path.ends_with("/me/accounts") {
            return refusal(4, None, "(#4) Application request limit reached");
        }
        meta.reply(request)
    });
    let before = (walker.screen(), walker.sent.len());
    for ticket in 1..20 {
        let list = json!({"data": [{"id": "301", "name": "Twice"}]});
        walker.give(Event::Answered(Ticket(ticket), answer(200, &list)));
    }
    assert_eq!((walker.screen(), walker.sent.len()), before);
    walker.give(Event::Take(Way::Retry)).answer_all(&meta);
    assert_eq!(walker.screen(), "choice");
}
