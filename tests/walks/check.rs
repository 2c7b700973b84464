//! The journey `check`: what a token is, and what is said when that cannot be told.

use crate::{
    meta::{APP, INSTAGRAM_SHORT, Meta, NOW, SECRET, SHORT, answer, refusal},
    walker::Walker,
};
use evertoken::{
    graph_api::{Host, NoAnswer, Response},
    journey::{CHECK, Field, PAGE, RENEW, USER},
    wizard::{
        event::Event,
        trouble::Way,
        view::{Body, Standing, Tone},
    },
};
use serde_json::json;

fn with_token(token: &str) -> Walker {
    let mut walker = Walker::new();
    walker.begin(&CHECK, 0).fill(Field::AnyToken, token);
    walker
}

fn verdict(walker: &Walker) -> (Standing, String, String) {
    match walker.view().body {
        Body::Outcome(outcome) => (
            outcome.standing,
            outcome.headline.to_owned(),
            outcome.sentence.to_owned(),
        ),
        _ => panic!("no outcome: {}", walker.screen()),
    }
}

/// What Meta says where a token may not look at itself.
fn not_by_itself() -> Result<Response, NoAnswer> {
    refusal(
        100,
        None,
        "(#100) You must provide an app access token, or a user access token that is an owner or developer of the app",
    )
}

#[test]
fn a_token_is_asked_about_itself_first_and_everything_that_is_said_stands_there() {
    let meta = Meta {
        targets: Some(vec!["103456789012345", "203456789012345"]),
        ..Meta::default()
    };
    let mut walker = with_token(SHORT);
    walker.answer_all(&meta).give(Event::Next).answer_all(&meta);
    assert_eq!(walker.sent, ["/debug_token", "/me", "/me/permissions"]);
    assert_eq!(
        verdict(&walker),
        (
            Standing::Found(Tone::Careful),
            "This user token works for 1 h 12 min more".to_owned(),
            "It acts as Alex Baker, for the app My Poster.".to_owned()
        )
    );
    let facts: Vec<_> = walker
        .facts()
        .into_iter()
        .filter(|(label, _)| *label != "Token")
        .collect();
    let fact = |label, value: &str| (label, value.to_owned());
    assert_eq!(
        facts,
        [
            fact("Kind", "user token"),
            fact("App", "My Poster (701234567890123)"),
            fact("Owner", "Alex Baker (1207059)"),
            fact(
                "Permissions",
                "pages_show_list, pages_read_engagement, pages_manage_posts, instagram_basic, instagram_content_publish, public_profile"
            ),
            fact("Limited", "pages_show_list to 103456789012345, 203456789012345"),
        ]
    );
    let view = walker.view();
    let Body::Outcome(outcome) = view.body else {
        panic!("{view:?}")
    };
    let dates: Vec<_> = outcome
        .dates
        .iter()
        .map(|line| (line.label, line.value.as_str()))
        .collect();
    assert_eq!(
        dates,
        [
            ("Expires", "22 Nov 2026, 13:12 UTC (in 1 h 12 min)"),
            ("Data access", "unknown"),
        ]
    );
    assert_eq!(outcome.token, None, "the person has it already");
}

#[test]
fn the_permissions_are_held_against_every_journey() {
    let meta = Meta {
        scopes: vec!["pages_show_list", "pages_read_engagement", "instagram_basic"],
        ..Meta::default()
    };
    let mut walker = with_token(SHORT);
    walker.answer_all(&meta).give(Event::Next).answer_all(&meta);
    let careful = |words: &str| (Tone::Careful, words.to_owned());
    assert_eq!(
        walker.checks(),
        [
            (Tone::Good, "Meta accepts it".to_owned()),
            careful("Post to and manage a Facebook Page: it lacks pages_manage_posts"),
            careful(
                "Use Instagram through its Facebook Page: to read, not to post; it lacks instagram_content_publish"
            ),
            careful("A 60-day user token, with the Instagram user ID: it lacks instagram_content_publish"),
        ]
    );
    assert_eq!(walker.ways(), [Way::Begin(&RENEW), Way::Begin(&PAGE), Way::Menu]);
}

#[test]
fn the_result_waits_for_every_answer_about_the_token_whatever_comes_first() {
    let meta = Meta::default();
    for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
        for is_early in [true, false] {
            let mut walker = with_token(SHORT);
            if is_early {
                walker.give(Event::Next);
            }
            let calls: Vec<_> = walker.pending.drain(..).collect();
            for (count, index) in order.into_iter().enumerate() {
                if count == 2 && !is_early {
                    walker.give(Event::Next);
                    assert_eq!(walker.screen(), "progress");
                }
                let (ticket, request) = &calls[index];
                walker.give(Event::Answered(*ticket, meta.reply(request)));
            }
            assert_eq!(
                walker.fact("Owner").as_deref(),
                Some("Alex Baker (1207059)"),
                "{order:?}"
            );
        }
    }
}

#[test]
fn app_and_secret_are_asked_for_only_where_meta_insists_and_then_the_app_asks() {
    let meta = Meta::default();
    let mut walker = with_token(SHORT);
    walker.answer_with(|request| {
        if request.path.ends_with("/debug_token") {
            return not_by_itself();
        }
        meta.reply(request)
    });
    assert_eq!(walker.screen(), "form");
    walker.give(Event::Next).answer_all(&meta);
    {
        let view = walker.view();
        let Body::Form(form) = view.body else {
            panic!("{view:?}")
        };
        let fields: Vec<Field> = form.fields.iter().map(|field| field.field).collect();
        assert_eq!(fields, [Field::AppId, Field::AppSecret]);
    }
    let before = walker.sent.len();
    walker
        .fill(Field::AppId, APP)
        .fill(Field::AppSecret, SECRET)
        .give(Event::Next);
    assert_eq!(walker.sent[before..], ["/debug_token"]);
    let app_token = format!("{APP}|{SECRET}");
    assert!(walker.pending[0].1.secrets().any(|secret| secret == app_token));
    walker.answer_all(&meta);
    assert_eq!(verdict(&walker).1, "This user token works for 1 h 12 min more");
    assert_eq!(walker.fact("Owner").as_deref(), Some("Alex Baker (1207059)"));
}

#[test]
fn a_dead_token_is_what_was_found_and_no_trouble() {
    for (code, subcode, message, headline) in [
        (
            190,
            Some(463),
            "Error validating access token: Session has expired on Friday",
            "This token has expired",
        ),
        (
            190,
            Some(467),
            "The session is invalid because the user logged out.",
            "Meta says the person has logged out",
        ),
    ] {
        let mut walker = with_token(SHORT);
        walker
            .answer_with(|_| refusal(code, subcode, message))
            .give(Event::Next)
            .answer_with(|_| refusal(code, subcode, message));
        let (standing, said, _) = verdict(&walker);
        assert_eq!((standing, said.as_str()), (Standing::Found(Tone::Bad), headline));
        assert_eq!(walker.ways(), [Way::Begin(&PAGE), Way::Begin(&USER), Way::Menu]);
        assert_eq!(
            walker.fact("Meta's code"),
            subcode.map(|subcode| format!("{code}/{subcode}"))
        );
    }
}

#[test]
fn a_token_that_meta_calls_invalid_is_found_dead_with_its_dates() {
    let meta = Meta::default();
    let said = json!({"data": {"app_id": APP, "type": "USER", "application": "My Poster", "is_valid": false,
        "expires_at": NOW - 3_600, "data_access_expires_at": NOW + 86_400, "scopes": ["pages_show_list"],
        "error": {"code": 190, "subcode": 463, "message": "Error validating access token: Session has expired"}}});
    let mut walker = with_token(SHORT);
    walker.give(Event::Next).answer_with(|request| {
        if request.path.ends_with("/debug_token") {
            return answer(200, &said);
        }
        meta.reply(request)
    });
    assert_eq!(verdict(&walker).0, Standing::Found(Tone::Bad));
    let view = walker.view();
    let Body::Outcome(outcome) = view.body else {
        panic!("{view:?}")
    };
    let dates: Vec<_> = outcome.dates.iter().map(|line| line.value.as_str()).collect();
    assert_eq!(
        dates,
        ["22 Nov 2026, 11:00 UTC (over)", "23 Nov 2026, 12:00 UTC (in 1 day 0 h)"]
    );
}

#[test]
fn where_meta_cannot_be_reached_nothing_is_said_about_the_token() {
    for failure in [NoAnswer::NameNotFound, NoAnswer::NoReply, NoAnswer::WebPage(502)] {
        for token in [SHORT, INSTAGRAM_SHORT] {
            let mut walker = with_token(token);
            walker
                .answer_with(|_| Err(failure.clone()))
                .give(Event::Next)
                .answer_with(|_| Err(failure.clone()));
            assert!(
                walker.screen().starts_with("trouble "),
                "{failure:?}: {}",
                walker.screen()
            );
            assert_eq!(walker.ways().first(), Some(&Way::Retry), "{failure:?}");
            walker.give(Event::Take(Way::Retry)).answer_all(&Meta::default());
            assert!(
                walker.screen().starts_with("found: This "),
                "{failure:?}: {}",
                walker.screen()
            );
        }
    }
}

#[test]
fn an_instagram_token_goes_to_instagram_alone_and_its_account_answers() {
    let meta = Meta::default();
    let mut walker = with_token(INSTAGRAM_SHORT);
    walker.give(Event::Next).answer_with(|request| {
        assert_eq!(request.host, Host::GraphInstagram, "{}", request.path);
        meta.reply(request)
    });
    assert_eq!(
        verdict(&walker),
        (
            Standing::Found(Tone::Good),
            "This Instagram token works".to_owned(),
            "@harbourbakery (17841405822304914) answered to it just now. Instagram has no way to ask when it ends."
                .to_owned()
        )
    );
    assert_eq!(
        walker.checks(),
        [(
            Tone::Calm,
            "Instagram without a Facebook Page: Instagram does not name the permissions".to_owned()
        )]
    );
    assert_eq!(walker.ways(), [Way::Begin(&RENEW), Way::Menu]);
}

#[test]
fn what_was_checked_is_taken_along_into_the_journey_that_uses_it() {
    let meta = Meta::default();
    let mut walker = with_token(SHORT);
    walker.answer_all(&meta).give(Event::Next).answer_all(&meta);
    walker
        .give(Event::Take(Way::Begin(&PAGE)))
        .give(Event::Next)
        .answer_all(&meta);
    walker
        .fill(Field::AppSecret, SECRET)
        .give(Event::Next)
        .answer_all(&meta);
    assert_eq!(walker.screen(), "choice");
    let mut walker = with_token(SHORT);
    walker.answer_all(&meta).give(Event::Next).answer_all(&meta);
    walker
        .give(Event::Take(Way::Begin(&RENEW)))
        .answer_all(&meta)
        .give(Event::Next);
    walker
        .fill(Field::AppSecret, SECRET)
        .give(Event::Next)
        .answer_all(&meta);
    assert_eq!(walker.screen(), "proved");
}

#[test]
fn back_from_the_result_leads_past_a_form_that_was_never_shown() {
    let meta = Meta::default();
    let mut walker = Walker::new();
    walker
        .begin(&PAGE, 0)
        .fill(Field::AppId, APP)
        .fill(Field::AppSecret, SECRET)
        .give(Event::Back)
        .give(Event::Back);
    walker.begin(&CHECK, 0).fill(Field::AnyToken, SHORT).answer_all(&meta);
    walker.give(Event::Next).answer_all(&meta).give(Event::Back);
    let view = walker.view();
    let Body::Form(form) = view.body else {
        panic!("{view:?}")
    };
    assert_eq!(form.fields[0].field, Field::AnyToken);
}

#[test]
fn a_token_whose_access_to_data_is_over_is_good_for_no_instagram_and_new_time_is_not_offered() {
    let meta = Meta {
        data_access_ends: Some(NOW - 86_400),
        ..Meta::default()
    };
    let mut walker = with_token(SHORT);
    walker.answer_all(&meta).give(Event::Next).answer_all(&meta);
    let (standing, headline, sentence) = verdict(&walker);
    assert_eq!(standing, Standing::Found(Tone::Careful));
    assert_eq!(
        headline,
        "This user token works for 1 h 12 min more, but its data access is over"
    );
    assert!(sentence.ends_with("a new token does."), "{sentence}");
    let Body::Outcome(outcome) = walker.view().body else {
        panic!("{}", walker.screen());
    };
    assert_eq!(outcome.ways, [Way::Begin(&PAGE), Way::Begin(&USER), Way::Menu]);
    let closed = outcome
        .checks
        .iter()
        .filter(|(_, words)| words.ends_with(": its data access is over"));
    assert_eq!(closed.count(), 2, "{:?}", outcome.checks);
}
