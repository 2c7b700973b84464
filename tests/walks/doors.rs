//! The doors of a journey: where they are chosen, and what stays when another one is taken.

use crate::{
    meta::{APP, Meta, PAGE as PAGE_ID, SECRET, SHORT},
    walker::Walker,
};
use evertoken::{
    journey::{ALL, Field, INSTAGRAM_LOGIN, Journey, PAGE},
    wizard::{
        event::Event,
        view::{Body, Look},
    },
};

/// The titles of the doors on the guide, and which of them is open.
fn doors(walker: &Walker) -> (Vec<&'static str>, usize) {
    match walker.view().body {
        Body::Guide(guide) => (guide.doors.clone(), guide.door),
        _ => panic!("no guide: {}", walker.screen()),
    }
}

fn stages(walker: &Walker) -> Vec<&'static str> {
    walker.view().rail.map(|rail| rail.stages).unwrap_or_default()
}

#[test]
fn each_journey_with_several_doors_shows_them_on_its_guides() {
    let journeys: Vec<&Journey> = ALL.iter().copied().filter(|journey| journey.doors.len() > 1).collect();
    assert_eq!(journeys.len(), 4);
    for journey in journeys {
        let journey: &'static Journey = ALL.iter().find(|other| other.name == journey.name).unwrap();
        let titles: Vec<&str> = journey.doors.iter().map(|door| door.title).collect();
        let mut walker = Walker::new();
        walker.give(Event::Choose(journey));
        for place in [0, 1, 0] {
            walker.give(Event::Door(place));
            assert_eq!(doors(&walker), (titles.clone(), place), "{}", journey.name);
            let path: Vec<&str> = journey.path(place).map(evertoken::journey::Stage::name).collect();
            assert_eq!(stages(&walker), path);
        }
        walker.give(Event::Door(titles.len())).give(Event::Door(usize::MAX));
        assert_eq!(doors(&walker).1, 0, "a door that is not there is not taken");
    }
}

#[test]
fn another_door_keeps_what_was_typed_behind_this_one() {
    let mut walker = Walker::new();
    walker
        .begin(&PAGE, 0)
        .fill(Field::Token, SHORT)
        .answer_all(&Meta::default())
        .fill(Field::AppId, APP)
        .fill(Field::AppSecret, SECRET)
        .give(Event::Back)
        .give(Event::Door(1))
        .give(Event::Next);
    {
        let view = walker.view();
        let Body::Form(form) = view.body else {
            panic!("{view:?}")
        };
        let held: Vec<_> = form
            .fields
            .iter()
            .map(|field| (field.field, field.received, field.tidied))
            .collect();
        assert_eq!(
            held,
            [
                (Field::AppId, None, Some(APP)),
                (Field::AppSecret, Some("App secret received"), None),
                (Field::FacebookRedirect, None, None),
            ]
        );
        assert!(form.can_submit);
    }
    walker
        .give(Event::Back)
        .give(Event::Door(0))
        .give(Event::Next)
        .answer_all(&Meta::default());
    let view = walker.view();
    let Body::Form(form) = view.body else {
        panic!("{view:?}")
    };
    assert!(form.can_submit && matches!(form.look, Look::Seen(_)), "{form:?}");
}

#[test]
fn a_token_that_was_pasted_behind_another_door_is_not_taken_for_the_login_s() {
    let mut walker = Walker::new();
    walker
        .begin(&PAGE, 0)
        .fill(Field::Token, SHORT)
        .answer_all(&Meta::default())
        .fill(Field::AppId, APP)
        .fill(Field::AppSecret, SECRET)
        .give(Event::Back)
        .give(Event::Door(1))
        .give(Event::Next)
        .give(Event::Next)
        .give(Event::Next);
    assert_eq!(walker.screen(), "form", "the login is still to come");
    assert_eq!(walker.view().notice.unwrap().text, "Final address is still missing");
}

#[test]
fn doors_are_taken_on_the_guide_and_nowhere_else() {
    type Step = fn(&mut Walker);
    let steps: [(&str, Step); 5] = [
        ("the form", |walker| {
            walker.go_to_form();
        }),
        ("the exchange", |walker| {
            walker.go_to_exchange(&Meta::default());
        }),
        ("the choice", |walker| {
            walker.go_to_choice(&Meta::default());
        }),
        ("the outcome", |walker| {
            walker.go_to_choice(&Meta::default());
            walker
                .give(Event::Pick(PAGE_ID.parse().unwrap()))
                .answer_all(&Meta::default());
        }),
        ("the login", |walker| {
            walker.go_to_sign_in(&PAGE);
        }),
    ];
    for (name, go) in steps {
        let mut walker = Walker::new();
        go(&mut walker);
        let before = (walker.screen(), stages(&walker), walker.sent.len(), walker.others.len());
        walker.give(Event::Door(0)).give(Event::Door(1));
        let after = (walker.screen(), stages(&walker), walker.sent.len(), walker.others.len());
        assert_eq!(after, before, "{name}");
    }
    let mut walker = Walker::new();
    walker.give(Event::Door(1)).give(Event::Choose(&INSTAGRAM_LOGIN));
    assert_eq!(doors(&walker).1, 0, "a door before the journey is none");
}
