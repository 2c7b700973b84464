//! Nothing that was typed or found at a cost is lost on the way back.

use crate::{
    meta::{Meta, PAGE as PAGE_ID, refusal},
    walker::Walker,
};
use evertoken::{
    journey::{Datum, Field, PAGE},
    wizard::{effect::Copyable, event::Event, trouble::Way, view::Body},
};

#[test]
fn back_keeps_what_was_typed_and_forgets_what_was_found() {
    let meta = Meta::default();
    let mut walker = Walker::new();
    walker.go_to_choice(&meta).give(Event::Back);
    assert_eq!(walker.screen(), "form");
    {
        let view = walker.view();
        let Body::Form(form) = view.body else {
            panic!("{view:?}")
        };
        assert!(form.can_submit);
    }
    let before = walker.sent.len();
    walker.give(Event::Next).answer_all(&meta);
    assert_eq!(walker.screen(), "choice");
    assert!(
        walker.sent[before..].contains(&"/me/accounts".to_owned()),
        "the list is asked for anew"
    );
}

#[test]
fn a_token_that_arrives_after_the_person_went_back_is_kept_and_announced() {
    let meta = Meta::default();
    let mut walker = Walker::new();
    walker.go_to_exchange(&meta);
    let (ticket, request) = walker.pending.pop_front().unwrap();
    assert!(request.path.ends_with("/oauth/access_token"));
    walker.give(Event::Back);
    walker.give(Event::Answered(ticket, meta.reply(&request)));
    assert!(walker.view().notice.unwrap().text.contains("kept"));
    let before = walker.sent.len();
    walker.give(Event::Next).answer_all(&meta);
    assert_eq!(walker.screen(), "choice");
    assert!(
        !walker.sent[before..].contains(&"/oauth/access_token".to_owned()),
        "it is used, not fetched again"
    );
}

#[test]
fn events_that_do_not_belong_here_do_nothing() {
    let mut walker = Walker::new();
    for event in [
        Event::Next,
        Event::Back,
        Event::Pick(PAGE_ID.parse().unwrap()),
        Event::Take(Way::Retry),
        Event::Copy(Copyable::Datum(Datum::Token)),
        Event::ShowPlain,
        Event::PlainShown,
        Event::Confirm,
        Event::Settle(Field::Token),
    ] {
        walker.give(event);
    }
    assert_eq!(walker.screen(), "menu");
    assert!(
        walker.sent.is_empty() && walker.others.is_empty(),
        "{:?}",
        walker.others
    );
    walker.give(Event::Choose(&PAGE)).give(Event::Choose(&PAGE));
    assert_eq!(walker.screen(), "guide");
}

#[test]
fn the_menu_forgets_what_was_found_so_that_the_next_walk_begins_anew() {
    let meta = Meta::default();
    let mut walker = Walker::new();
    walker
        .go_to_exchange(&meta)
        .answer_with(|_| refusal(101, None, "Error validating application. Invalid application ID."));
    walker.give(Event::Take(Way::Menu));
    assert_eq!(walker.screen(), "menu");
    walker.go_to_form().answer_all(&meta).give(Event::Next);
    assert_ne!(walker.screen(), "menu");
}
