//! Nothing that was typed or found at a cost is lost on the way back.

use crate::{
    meta::{
        APP, CODE, INSTAGRAM_APP, INSTAGRAM_SECRET, INSTAGRAM_SHORT, Meta, OTHER_TOKEN, PAGE as PAGE_ID, REDIRECT,
        SECRET, SHORT, refusal,
    },
    walker::Walker,
};
use evertoken::{
    graph_api::Request,
    journey::{ALL, CHECK, Datum, Field, INSTAGRAM, INSTAGRAM_LOGIN, Journey, PAGE, RENEW, USER},
    wizard::{
        effect::Copyable,
        event::Event,
        trouble::Way,
        view::{Body, Look},
    },
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

/// What each field of the form holds, in words that give nothing away.
fn held(walker: &Walker) -> Vec<(Field, Option<String>)> {
    let Body::Form(form) = walker.view().body else {
        panic!("no form: {}", walker.screen())
    };
    let fields = form.fields.iter();
    fields
        .map(|field| (field.field, field.received.or(field.tidied).map(str::to_owned)))
        .collect()
}

/// A form that is filled by hand: its journey, its door, and what is typed.
type Filled = (&'static Journey, usize, Vec<(Field, &'static str)>);

/// Every one of them.
fn forms() -> Vec<Filled> {
    let explorer = vec![(Field::Token, SHORT), (Field::AppId, APP), (Field::AppSecret, SECRET)];
    let login = vec![
        (Field::AppId, APP),
        (Field::AppSecret, SECRET),
        (Field::FacebookRedirect, REDIRECT),
    ];
    let mut forms = Vec::new();
    for journey in [&PAGE, &INSTAGRAM, &USER] {
        forms.push((journey, 0, explorer.clone()));
        forms.push((journey, 1, login.clone()));
    }
    let instagram = vec![
        (Field::InstagramAppId, INSTAGRAM_APP),
        (Field::InstagramAppSecret, INSTAGRAM_SECRET),
        (Field::InstagramRedirect, REDIRECT),
    ];
    forms.push((&INSTAGRAM_LOGIN, 0, instagram));
    forms.push((&INSTAGRAM_LOGIN, 1, vec![(Field::InstagramToken, INSTAGRAM_SHORT)]));
    forms.push((
        &INSTAGRAM_LOGIN,
        2,
        vec![
            (Field::InstagramHourToken, INSTAGRAM_SHORT),
            (Field::InstagramAppSecret, INSTAGRAM_SECRET),
        ],
    ));
    forms.push((&RENEW, 0, vec![(Field::AnyToken, SHORT)]));
    forms.push((&CHECK, 0, vec![(Field::AnyToken, INSTAGRAM_SHORT)]));
    forms
}

#[test]
fn what_was_typed_is_there_again_whichever_way_the_form_is_left_and_come_back_to() {
    type Trip = fn(&mut Walker, &'static Journey, usize);
    let trips: [(&str, Trip); 3] = [
        ("back and on", |walker, _, _| {
            walker.give(Event::Next).give(Event::Back);
        }),
        ("through the menu", |walker, journey, door| {
            while walker.screen() != "menu" {
                walker.give(Event::Back);
            }
            walker.begin(journey, door);
        }),
        ("through every other journey", |walker, journey, door| {
            for other in ALL {
                while walker.screen() != "menu" {
                    walker.give(Event::Back);
                }
                walker.begin(other, 0);
            }
            while walker.screen() != "menu" {
                walker.give(Event::Back);
            }
            walker.begin(journey, door);
        }),
    ];
    for (journey, door, values) in forms() {
        for (name, trip) in trips {
            let mut walker = Walker::new();
            walker.begin(journey, door);
            for (field, text) in &values {
                walker.fill(*field, text);
            }
            let before = held(&walker);
            assert!(before.iter().all(|(_, held)| held.is_some()), "{before:?}");
            trip(&mut walker, journey, door);
            assert_eq!(held(&walker), before, "{} by door {door}, {name}", journey.name);
        }
    }
}

#[test]
fn what_was_typed_is_there_again_after_a_trouble() {
    let fields = |walker: &Walker| match walker.screen().as_str() {
        "form" => held(walker).into_iter().map(|(field, _)| field).collect(),
        _ => Vec::new(),
    };
    let refuse = |_: &Request| refusal(4, None, "(#4) Application request limit reached");
    for (journey, door, values) in forms() {
        let mut walker = Walker::new();
        walker.begin(journey, door);
        for (field, text) in &values {
            walker.fill(*field, text);
        }
        let before = held(&walker);
        let form = fields(&walker);
        walker.answer_with(refuse).give(Event::Next);
        if let [landing @ (Field::FacebookLanding | Field::InstagramLanding)] = fields(&walker).as_slice() {
            walker
                .listen("first-state", None)
                .fill(*landing, CODE)
                .give(Event::Next);
        }
        walker.answer_with(refuse);
        assert!(
            walker.screen().starts_with("trouble "),
            "{}: {}",
            journey.name,
            walker.screen()
        );
        while fields(&walker) != form {
            assert_ne!(walker.screen(), "menu", "{} by door {door}", journey.name);
            walker.give(Event::Back);
        }
        assert_eq!(held(&walker), before, "{} by door {door}", journey.name);
    }
}

#[test]
fn a_token_that_is_come_back_to_is_looked_at_again_and_asked_about_like_before() {
    let meta = Meta {
        scopes: vec!["pages_show_list", "pages_read_engagement"],
        ..Meta::default()
    };
    let mut walker = Walker::new();
    walker
        .go_to_form()
        .fill(Field::Token, SHORT)
        .answer_all(&meta)
        .fill(Field::AppSecret, SECRET)
        .give(Event::Back)
        .give(Event::Next)
        .answer_all(&meta)
        .give(Event::Next);
    assert_eq!(walker.screen(), "trouble missing-permissions");
}

#[test]
fn the_menu_takes_no_finding_about_one_token_into_a_journey_with_another() {
    let meta = Meta::default();
    let dead = |_: &Request| refusal(190, Some(463), "Session has expired on Friday");
    let mut walker = Walker::new();
    walker
        .go_to_form()
        .fill(Field::Token, SHORT)
        .fill(Field::AppSecret, SECRET)
        .answer_all(&meta)
        .give(Event::Back)
        .give(Event::Back);
    walker
        .begin(&CHECK, 0)
        .fill(Field::AnyToken, OTHER_TOKEN)
        .answer_with(dead);
    walker.give(Event::Next).answer_with(dead);
    walker
        .give(Event::Take(Way::Menu))
        .go_to_form()
        .answer_all(&meta)
        .give(Event::Next)
        .answer_all(&meta);
    assert_eq!(walker.screen(), "choice", "the good token is still good");

    let mut walker = Walker::new();
    walker.begin(&CHECK, 0).fill(Field::AnyToken, SHORT).answer_all(&meta);
    walker
        .give(Event::Next)
        .answer_all(&meta)
        .give(Event::Take(Way::Menu))
        .go_to_form();
    let view = walker.view();
    let Body::Form(form) = view.body else {
        panic!("{view:?}")
    };
    assert!(
        matches!(form.look, Look::Nothing),
        "nothing was pasted here: {:?}",
        form.look
    );
}
