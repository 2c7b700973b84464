//! The form: what is typed, what is said about it, and the live look at the token.

use crate::{
    meta::{APP, Meta, OTHER_TOKEN, SECRET, SHORT, refusal},
    walker::Walker,
};
use evertoken::{
    graph_api::NoAnswer,
    journey::{Field, PAGE, USER},
    model::Remembered,
    wizard::{
        event::{Entry, Event},
        trouble::Way,
        view::{Body, Look, TickState, Tone},
    },
};

#[test]
fn inspecting_the_token_runs_while_the_secret_is_still_to_be_typed() {
    let mut walker = Walker::new();
    walker.go_to_form().fill(Field::Token, SHORT);
    assert_eq!(walker.sent, ["/debug_token", "/me", "/me/permissions"]);
    walker.answer_all(&Meta::default());
    let view = walker.view();
    let Body::Form(form) = view.body else {
        panic!("{view:?}")
    };
    let Look::Seen(seen) = form.look else {
        panic!("{:?}", form.look)
    };
    assert_eq!(
        (seen.kind, seen.app),
        ("User token", Some("My Poster (701234567890123)"))
    );
    assert_eq!(seen.owner.unwrap().as_str(), "Alex Baker");
    assert_eq!(seen.left.unwrap().as_secs(), 4_320);
    assert_eq!(form.fields[1].known, Some(APP), "the App ID comes from the token");
}

#[test]
fn a_declined_permission_is_told_from_one_that_was_never_asked_for() {
    let meta = Meta {
        scopes: vec!["pages_show_list", "pages_read_engagement"],
        ..Meta::default()
    };
    let mut walker = Walker::new();
    walker.go_to_form().fill(Field::Token, SHORT).answer_all(&meta);
    let view = walker.view();
    let Body::Form(form) = view.body else {
        panic!("{view:?}")
    };
    let Look::Seen(seen) = form.look else {
        panic!("{:?}", form.look)
    };
    let states: Vec<_> = seen
        .ticks
        .iter()
        .map(|tick| (tick.permission.as_str(), tick.state))
        .collect();
    assert_eq!(
        states,
        [
            ("pages_show_list", TickState::Granted),
            ("pages_read_engagement", TickState::Granted),
            ("pages_manage_posts", TickState::Declined),
            ("business_management", TickState::Missing),
        ]
    );
    walker.fill(Field::AppSecret, SECRET).give(Event::Next);
    assert_eq!(walker.screen(), "trouble missing-permissions");
    walker.give(Event::Take(Way::GoOn));
    assert_eq!(walker.screen(), "progress");
}

#[test]
fn a_field_that_is_emptied_says_nothing_of_what_was_there() {
    let mut walker = Walker::new();
    walker.go_to_form().fill(Field::AppSecret, SECRET);
    let received = |walker: &Walker| match walker.view().body {
        Body::Form(form) => {
            let field = form.fields.into_iter().find(|field| field.field == Field::AppSecret);
            field.unwrap().received.map(str::to_owned)
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(received(&walker).as_deref(), Some("App secret received"));
    walker.give(Event::Answer(Field::AppSecret, Entry(String::new().into())));
    assert_eq!(received(&walker), None, "also before the person goes on from it");
}

fn remarks(walker: &Walker) -> Vec<(Tone, String)> {
    let view = walker.view();
    let Body::Form(form) = view.body else {
        panic!("{view:?}")
    };
    let Look::Seen(seen) = form.look else {
        panic!("{:?}", form.look)
    };
    let remarks = seen.remarks.iter();
    remarks.map(|remark| (remark.tone, remark.text.to_owned())).collect()
}

#[test]
fn a_token_of_another_app_than_last_time_is_remarked_upon_until_one_is_chosen() {
    let meta = Meta {
        pasted_app: "999999999999999",
        ..Meta::default()
    };
    let kept = Remembered {
        app_id: Some(APP.parse().unwrap()),
        ..Remembered::default()
    };
    let mut walker = Walker::new();
    walker
        .give(Event::Begun)
        .give(Event::Recalled(kept))
        .go_to_form()
        .fill(Field::Token, SHORT)
        .answer_all(&meta);
    let said = remarks(&walker);
    assert!(
        matches!(&*said, [(Tone::Careful, text)] if text.contains("999999999999999)") && text.contains(&format!("not with {APP} as last time"))),
        "{said:?}"
    );
    walker.fill(Field::AppId, "999999999999999");
    assert_eq!(remarks(&walker), []);
}

#[test]
fn of_a_page_token_it_is_said_at_once_whether_anything_can_be_made_of_it() {
    let ends_soon = Meta::default().pasted_ends;
    for (journey, ends, tone, words) in [
        (&PAGE, 0, Tone::Calm, "It will be checked as it is"),
        (&PAGE, ends_soon, Tone::Bad, "a Page token cannot be made to last"),
        (&USER, 0, Tone::Bad, "a user token is needed here"),
    ] {
        let meta = Meta {
            pasted_kind: "PAGE",
            pasted_ends: ends,
            ..Meta::default()
        };
        let mut walker = Walker::new();
        walker.begin(journey, 0).fill(Field::Token, SHORT).answer_all(&meta);
        let said = remarks(&walker);
        assert!(
            matches!(&*said, [(said, text)] if *said == tone && text.contains(words)),
            "{words}: {said:?}"
        );
    }
}

#[test]
fn a_token_of_another_app_is_remarked_upon_before_the_secret_is_typed() {
    let meta = Meta {
        pasted_app: "999999999999999",
        ..Meta::default()
    };
    let mut walker = Walker::new();
    walker
        .go_to_form()
        .fill(Field::Token, SHORT)
        .answer_all(&meta)
        .fill(Field::AppId, APP);
    let said = remarks(&walker);
    assert!(
        said.iter()
            .any(|(tone, text)| *tone == Tone::Bad && text.contains("999999999999999)") && text.contains(APP)),
        "{said:?}"
    );
    walker
        .fill(Field::AppSecret, SECRET)
        .give(Event::Next)
        .answer_with(|_| {
            refusal(
                100,
                None,
                "The access token does not belong to application 701234567890123",
            )
        });
    assert_eq!(walker.screen(), "trouble other-app");
}

#[test]
fn an_expired_token_is_named_in_the_form_and_stops_there() {
    let mut walker = Walker::new();
    walker.go_to_form().fill(Field::Token, SHORT).answer_with(|_| {
        refusal(
            190,
            Some(463),
            "Error validating access token: Session has expired on Friday",
        )
    });
    walker
        .fill(Field::AppId, APP)
        .fill(Field::AppSecret, SECRET)
        .give(Event::Next);
    assert_eq!(walker.screen(), "trouble token-expired");
    walker.give(Event::Next);
    assert_eq!(walker.screen(), "guide");
}

#[test]
fn an_answer_to_a_call_that_was_given_up_does_nothing() {
    let meta = Meta::default();
    let mut walker = Walker::new();
    walker.go_to_form().fill(Field::Token, SHORT);
    let (ticket, request) = walker.pending.pop_front().unwrap();
    walker.fill(
        Field::Token,
        "EAAJanotherTokenaltogether0123456789abcdefghijklmnopqrstuvwxyz0123456789ZD",
    );
    walker.give(Event::Answered(ticket, meta.reply(&request)));
    let view = walker.view();
    let Body::Form(form) = view.body else {
        panic!("{view:?}")
    };
    assert!(matches!(form.look, Look::Looking), "{:?}", form.look);
}

#[test]
fn what_meta_said_about_a_token_is_taken_back_when_it_says_otherwise() {
    let meta = Meta::default();
    let mut walker = Walker::new();
    walker
        .go_to_form()
        .fill(Field::Token, SHORT)
        .answer_with(|_| refusal(190, Some(467), "The session is invalid because the user logged out."));
    walker
        .fill(Field::AppId, APP)
        .fill(Field::AppSecret, SECRET)
        .give(Event::Next);
    assert_eq!(walker.screen(), "trouble logged-out");
    walker.give(Event::Take(Way::Retry)).answer_all(&meta);
    let view = walker.view();
    let Body::Form(form) = view.body else {
        panic!("{view:?}")
    };
    assert_eq!(form.fields[0].message, None);
    assert!(matches!(form.look, Look::Seen(_)));
}

#[test]
fn the_proof_goes_with_calls_of_the_form_once_the_secret_is_known_and_never_from_a_refused_one() {
    let meta = Meta::default();
    let has_proof =
        |request: &evertoken::graph_api::Request| request.query.iter().any(|(name, _)| *name == "appsecret_proof");
    let mut walker = Walker::new();
    walker.go_to_choice(&meta).give(Event::Back);
    walker.fill(Field::Token, OTHER_TOKEN);
    assert!(
        walker.pending.iter().all(|(_, request)| has_proof(request)),
        "the secret is known and good"
    );

    let mut walker = Walker::new();
    let wrong = "ffffffffffffffffffffffffffffffff";
    walker
        .go_to_form()
        .fill(Field::Token, SHORT)
        .answer_all(&meta)
        .fill(Field::AppSecret, wrong)
        .give(Event::Next)
        .answer_all(&meta);
    walker.give(Event::Next).fill(Field::Token, OTHER_TOKEN);
    assert!(
        walker.pending.iter().all(|(_, request)| !has_proof(request)),
        "Meta has refused this secret"
    );
}

#[test]
fn while_the_person_types_what_is_said_about_a_field_stands_still() {
    let mut walker = Walker::new();
    walker.go_to_form();
    for text in ["4", "48", "48x"] {
        walker.give(Event::Answer(
            Field::AppSecret,
            Entry(zeroize::Zeroizing::new(text.to_owned())),
        ));
        let view = walker.view();
        let Body::Form(form) = view.body else {
            panic!("{view:?}")
        };
        assert_eq!(
            (
                form.fields[2].message,
                form.fields[2].received,
                form.fields[2].is_settled
            ),
            (None, None, false)
        );
    }
    walker.give(Event::Settle(Field::AppSecret));
    let view = walker.view();
    let Body::Form(form) = view.body else {
        panic!("{view:?}")
    };
    assert!(form.fields[2].message.is_some());
}

#[test]
fn a_paste_that_is_far_too_long_for_a_token_is_named_and_nothing_is_sent() {
    let mut walker = Walker::new();
    walker
        .go_to_form()
        .fill(Field::Token, &format!("EAA{}", "x".repeat(5_000)));
    let view = walker.view();
    let Body::Form(form) = view.body else {
        panic!("{view:?}")
    };
    assert!(
        form.fields[0]
            .message
            .is_some_and(|message| message.text.contains("too long"))
    );
    assert!(walker.sent.is_empty());
}

#[test]
fn a_token_that_turns_out_bad_calls_the_person_back_unless_they_fill_something_else() {
    let meta = Meta::default();
    let expired = |_: &evertoken::graph_api::Request| refusal(190, Some(463), "Session has expired on Friday");
    let attention = |walker: &Walker| {
        let view = walker.view();
        let Body::Form(form) = view.body else {
            panic!("{view:?}")
        };
        form.attention.map(|(_, field)| field)
    };
    let mut walker = Walker::new();
    walker
        .go_to_form()
        .fill(Field::Token, SHORT)
        .answer_all(&meta)
        .fill(Field::AppSecret, SECRET);
    walker.fill(Field::Token, OTHER_TOKEN).answer_with(expired);
    assert_eq!(attention(&walker), Some(Field::Token), "also when the rest is filled");
    let mut walker = Walker::new();
    walker
        .go_to_form()
        .fill(Field::Token, SHORT)
        .fill(Field::AppSecret, SECRET)
        .answer_with(expired);
    assert_eq!(attention(&walker), None);
}

#[test]
fn a_look_without_an_answer_says_so_and_blames_nobody() {
    let mut walker = Walker::new();
    walker
        .go_to_form()
        .fill(Field::Token, SHORT)
        .answer_with(|_| Err(NoAnswer::NoReply));
    let view = walker.view();
    let Body::Form(form) = view.body else {
        panic!("{view:?}")
    };
    let Look::Cannot(words) = form.look else {
        panic!("{:?}", form.look)
    };
    assert!(words.contains("No answer"), "{words}");
}

#[test]
fn an_app_id_is_shown_without_what_was_taken_off_it() {
    let mut walker = Walker::new();
    walker.go_to_form().fill(Field::AppId, &format!("App ID: {APP} "));
    let view = walker.view();
    let Body::Form(form) = view.body else {
        panic!("{view:?}")
    };
    assert_eq!(form.fields[1].tidied, Some(APP));
}
