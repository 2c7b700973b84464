//! Keys of a result and of a trouble.

use evertoken::{
    journey::{self, Field},
    wizard::{effect::Link, trouble::Way, view::Body},
};

use super::*;

/// One way of every kind, and as many as can be told apart of those that come in numbers.
fn every_way() -> Vec<Way> {
    vec![
        Way::Retry,
        Way::Edit(Field::Token),
        Way::Edit(Field::AppId),
        Way::Edit(Field::AppSecret),
        Way::Edit(Field::InstagramRedirect),
        Way::NewToken,
        Way::SignInAgain,
        Way::TypePageId,
        Way::FindMissing,
        Way::Begin(&journey::PAGE),
        Way::Begin(&journey::RENEW),
        Way::Begin(&journey::USER),
        Way::Open(Link::Explorer),
        Way::Open(Link::Apps),
        Way::Open(Link::Facebook),
        Way::OtherPage,
        Way::GoOn,
        Way::Menu,
    ]
}

fn keys_that_type() -> impl Iterator<Item = char> {
    ('a'..='z').chain('0'..='9')
}

#[test]
fn every_way_has_a_key_of_its_own_in_a_trouble_and_in_a_result() {
    let mut outcome = views::outcome_not_done();
    if let Body::Outcome(outcome) = &mut outcome.body {
        outcome.ways = views::kept(every_way());
    }
    for view in [views::trouble_of(every_way(), None), outcome] {
        let taken: Vec<_> = keys_that_type()
            .map(|character| pressed(&view, letter(character)))
            .collect();
        for way in every_way() {
            let expected = match way {
                Way::Begin(journey) => format!("Begin({})", journey.name),
                way => format!("Take({way:?})"),
            };
            assert_eq!(taken.iter().filter(|told| **told == expected).count(), 1, "{expected}");
        }
        let lines = drawn(&views::interaction(), &view, 80, 120);
        for way in every_way() {
            assert!(lines.contains(way.words()), "{way:?} is listed: {lines}");
        }
    }
}

#[test]
fn the_ways_out_have_the_same_keys_whatever_the_verdict() {
    let mut outcomes = [views::outcome(), views::outcome_not_done()];
    for outcome in &mut outcomes {
        if let Body::Outcome(outcome) = &mut outcome.body {
            outcome.ways = views::kept(every_way());
            outcome.can_check_copy = true;
            outcome.can_clear_clipboard = true;
        }
        for (key, expected) in [
            (letter('c'), "Copy(Datum(Token))"),
            (letter('s'), "Save"),
            (letter('v'), "ShowPlain"),
            (letter('r'), "Reveal"),
            (letter('t'), "TestCall"),
            (letter('p'), "CheckCopy"),
            (key(KeyCode::Delete), "ClearClipboard"),
        ] {
            assert_eq!(pressed(outcome, key), expected, "{key:?}");
        }
    }
}

#[test]
fn without_a_token_there_is_no_way_out_and_without_a_copy_none_to_check() {
    let mut found = views::outcome_check_alive();
    if let Body::Outcome(outcome) = &mut found.body {
        outcome.token = None;
    }
    for key in [
        letter('c'),
        letter('s'),
        letter('v'),
        letter('r'),
        letter('t'),
        letter('p'),
        key(KeyCode::Delete),
    ] {
        assert_eq!(pressed(&found, key), "nothing", "{key:?}");
    }
    for key in [letter('p'), key(KeyCode::Delete)] {
        assert_eq!(pressed(&views::outcome(), key), "nothing", "{key:?}");
    }
}

#[test]
fn the_number_of_a_line_copies_what_the_line_holds() {
    let view = views::outcome_instagram();
    let shown = drawn(&views::interaction(), &view, 120, 40);
    for (number, label, expected) in [
        ('1', "Page token", "Copy(Datum(Token))"),
        ('2', "Page ID", "Copy(Datum(PageId))"),
        ('3', "Instagram ID", "Copy(Datum(InstagramId))"),
        ('4', "Instagram name", "Copy(Datum(InstagramName))"),
        ('5', "For Agoras", "Copy(For Agoras)"),
        ('6', "As variables", "Copy(As variables)"),
    ] {
        assert!(shown.contains(&format!("\"{number} {label} ")), "{number}: {shown}");
        assert_eq!(pressed(&view, letter(number)), expected);
    }
    for unused in ['0', '7', '8', '9'] {
        assert_eq!(pressed(&view, letter(unused)), "nothing", "{unused}");
    }
}

#[test]
fn where_there_is_no_token_nothing_copies_or_shows_one() {
    for view in [
        views::outcome_nothing_to_do(),
        views::outcome_check_alive(),
        views::outcome_check_dead(),
    ] {
        for letter_of_token in ['c', 'v', '1'] {
            assert_eq!(pressed(&view, letter(letter_of_token)), "nothing", "{letter_of_token}");
        }
    }
    assert_eq!(
        pressed(&views::outcome_check_alive(), key(KeyCode::Enter)),
        "Begin(renew)"
    );
    assert_eq!(pressed(&views::outcome_check_alive(), letter('j')), "Begin(page)");
    assert_eq!(
        pressed(&views::outcome_nothing_to_do(), key(KeyCode::Enter)),
        "Take(Menu)"
    );
}
