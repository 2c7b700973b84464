//! A Page that no list shows, by its number.

use super::{empty, findings, list_of, names, page, with_portfolios};
use crate::{
    meta::{Meta, PAGE as PAGE_ID},
    walker::Walker,
};
use evertoken::{
    journey::Field,
    wizard::{event::Event, trouble::Way, view::Body},
};

/// At the field for a Page's number, from the empty list.
fn at_page_id(meta: &Meta) -> Walker {
    let mut walker = list_of(meta);
    assert_eq!(walker.screen(), "trouble no-pages");
    walker.give(Event::Take(Way::TypePageId));
    assert_eq!(walker.screen(), "form");
    walker
}

#[test]
fn a_page_that_answers_to_its_number_is_on_the_list_from_then_on() {
    let meta = Meta {
        hidden_pages: vec![page("901234567890123")],
        ..empty()
    };
    let mut walker = at_page_id(&meta);
    walker.fill(Field::PageId, "901234567890123").give(Event::Next);
    assert_eq!(
        walker.view().notice.unwrap().text,
        "Meta is being asked for this Page. One moment"
    );
    walker.answer_all(&meta);
    assert_eq!(names(&walker), ["Page 901234567890123"]);
    walker
        .give(Event::Pick("901234567890123".parse().unwrap()))
        .answer_all(&meta);
    assert_eq!(walker.screen(), "proved");
}

#[test]
fn a_page_that_does_not_answer_is_said_at_the_field_and_its_number_stays_there() {
    let meta = empty();
    let mut walker = at_page_id(&meta);
    walker
        .fill(Field::PageId, "904234567890123")
        .give(Event::Next)
        .answer_all(&meta);
    assert_eq!(walker.screen(), "form");
    let said = walker.said_at(Field::PageId).unwrap();
    assert!(said.starts_with("Meta shows no Page under this ID. "), "{said}");
    {
        let view = walker.view();
        let Body::Form(form) = view.body else {
            panic!("{view:?}")
        };
        assert_eq!(
            (form.fields[0].tidied, form.attention.map(|(_, field)| field)),
            (Some("904234567890123"), Some(Field::PageId))
        );
    }
    let before = walker.sent.len();
    walker.give(Event::Next);
    assert_eq!(walker.sent[before..], ["/904234567890123"], "asking again asks again");
    walker.answer_all(&meta).give(Event::Back);
    assert_eq!(walker.screen(), "trouble no-pages", "back is where it came from");
    assert!(!findings(&walker).is_empty());
}

#[test]
fn a_page_that_is_listed_already_is_not_asked_for() {
    let meta = Meta::default();
    let mut walker = list_of(&meta);
    walker.give(Event::Take(Way::FindMissing)).answer_all(&meta);
    walker.give(Event::Take(Way::TypePageId)).fill(Field::PageId, PAGE_ID);
    let before = walker.sent.len();
    walker.give(Event::Next);
    assert_eq!((walker.screen().as_str(), walker.sent.len()), ("choice", before));
}

#[test]
fn the_number_of_a_page_can_be_typed_from_the_list_as_well_and_back_leads_to_the_list() {
    let meta = Meta {
        hidden_pages: vec![page("901234567890123")],
        ..Meta::default()
    };
    let mut walker = list_of(&meta);
    walker.give(Event::Take(Way::TypePageId));
    assert_eq!(walker.screen(), "form");
    walker.give(Event::Back);
    assert_eq!(walker.screen(), "choice");
    walker
        .give(Event::Take(Way::TypePageId))
        .fill(Field::PageId, "901234567890123")
        .give(Event::Next)
        .answer_all(&meta);
    assert_eq!(
        names(&walker),
        ["Harbour Bakery", "Night Market", "Page 901234567890123"]
    );
}

#[test]
fn what_was_looked_for_is_said_after_the_person_has_typed_and_never_in_between() {
    let meta = with_portfolios(Meta::default());
    for is_answered_first in [true, false] {
        let mut walker = list_of(&meta);
        walker
            .give(Event::Take(Way::FindMissing))
            .give(Event::Take(Way::TypePageId));
        if is_answered_first {
            walker.answer_all(&meta);
            assert_eq!(walker.screen(), "form");
        }
        walker.give(Event::Back).answer_all(&meta);
        assert_eq!(walker.screen(), "trouble page-missing");
    }
}
