//! The journey `instagram-login`: a code or a token of the dashboard, and the account that answers to it.

use crate::{
    meta::{
        CODE, INSTAGRAM_APP, INSTAGRAM_ID, INSTAGRAM_LONG, INSTAGRAM_SECRET, INSTAGRAM_SHORT, Meta, REDIRECT, answer,
        refusal,
    },
    walker::Walker,
};
use evertoken::{
    graph_api::{Host, NoAnswer},
    journey::{Datum, Field, INSTAGRAM, INSTAGRAM_HOUR, INSTAGRAM_LOGIN, INSTAGRAM_UNATTENDED},
    wizard::{
        effect::{Copyable, Effect},
        event::Event,
        trouble::Way,
        view::{Body, Tone},
    },
};
use serde_json::{Value, json};

/// Signed in, and about to turn the code into a token.
fn signed_in() -> Walker {
    let mut walker = Walker::new();
    walker
        .go_to_instagram_sign_in()
        .listen("first-state", None)
        .fill(Field::InstagramLanding, CODE)
        .give(Event::Next);
    walker
}

fn headline(walker: &Walker) -> String {
    match walker.view().body {
        Body::Outcome(outcome) => outcome.headline.to_owned(),
        _ => walker.screen(),
    }
}

#[test]
fn the_code_is_taken_in_each_of_the_four_shapes_of_its_answer() {
    let bare = json!({"access_token": INSTAGRAM_SHORT, "user_id": 9_007_199_254_740_993_u64});
    let with_list = json!({"access_token": INSTAGRAM_SHORT, "user_id": "9007199254740993",
        "permissions": ["instagram_business_basic"]});
    let with_text = json!({"access_token": INSTAGRAM_SHORT, "user_id": "9007199254740993",
        "permissions": "instagram_business_basic"});
    let shapes: [Value; 4] = [bare.clone(), with_list.clone(), with_text, json!({"data": [with_list]})];
    for shape in shapes {
        let meta = Meta::default();
        let mut walker = signed_in();
        walker.answer_with(|request| match request.host {
            Host::ApiInstagram => answer(200, &shape),
            Host::GraphInstagram | Host::GraphFacebook => meta.reply(request),
        });
        assert_eq!(
            headline(&walker),
            "Proved: this Instagram token lasts 60 days",
            "{shape}"
        );
        assert_eq!(walker.sent, ["/oauth/access_token", "/access_token", "/me"]);
    }
}

#[test]
fn numbers_that_no_float_can_hold_are_shown_to_the_last_digit() {
    let mut walker = signed_in();
    walker.answer_with(|request| {
        if request.path.ends_with("/me") {
            let body = r#"{"id":9007199254740993,"user_id":17841405822304915123,"username":"harbourbakery"}"#;
            return Ok(evertoken::graph_api::Response {
                status: 200,
                headers: evertoken::graph_api::Headers::default(),
                body: zeroize::Zeroizing::new(body.as_bytes().to_vec()),
            });
        }
        Meta::default().reply(request)
    });
    assert_eq!(walker.fact("Instagram ID").as_deref(), Some("17841405822304915123"));
    assert_eq!(walker.fact("ID for this app").as_deref(), Some("9007199254740993"));
}

#[test]
fn what_comes_of_it_can_be_taken_along_and_the_way_to_a_token_without_an_end_is_offered() {
    let mut walker = signed_in();
    walker.answer_all(&Meta::default());
    for (datum, text) in [
        (Datum::Token, INSTAGRAM_LONG),
        (Datum::InstagramId, INSTAGRAM_ID),
        (Datum::InstagramName, "@harbourbakery"),
    ] {
        assert_eq!(walker.copy(Copyable::Datum(datum)).as_deref(), Some(text), "{datum:?}");
    }
    assert_eq!(
        walker.copy(Copyable::Named(&INSTAGRAM_LOGIN.names[0])),
        Some(format!(
            "INSTAGRAM_ACCESS_TOKEN={INSTAGRAM_LONG}\nINSTAGRAM_USER_ID={INSTAGRAM_ID}"
        ))
    );
    assert_eq!(walker.fact("Account").as_deref(), Some("professional, business"));
    assert_eq!(walker.ways(), [Way::Begin(&INSTAGRAM)]);
    walker.give(Event::Take(Way::Begin(&INSTAGRAM)));
    assert_eq!(walker.view().rail.unwrap().title, INSTAGRAM.title);
}

#[test]
fn a_token_of_the_dashboard_lasts_already_and_is_not_exchanged() {
    let meta = Meta::default();
    let mut by_dashboard = Walker::new();
    by_dashboard
        .begin(&INSTAGRAM_LOGIN, 1)
        .fill(Field::InstagramToken, INSTAGRAM_LONG);
    let mut by_landing = Walker::new();
    by_landing
        .go_to_instagram_sign_in()
        .listen("first-state", None)
        .fill(Field::InstagramLanding, INSTAGRAM_LONG);
    for (name, walker) in [("dashboard", &mut by_dashboard), ("landing", &mut by_landing)] {
        walker.answer_all(&meta).give(Event::Next).answer_all(&meta);
        assert_eq!(headline(walker), "Proved: this Instagram token works", "{name}");
        assert_eq!(walker.sent, ["/me"], "{name}");
        assert_eq!(
            walker.copy(Copyable::Datum(Datum::Token)).as_deref(),
            Some(INSTAGRAM_LONG)
        );
        let view = walker.view();
        let Body::Outcome(outcome) = view.body else {
            panic!("{view:?}")
        };
        assert_eq!(outcome.dates[0].value, "not said");
        // Which of the two it is nobody tells, so neither is said to be so, and the way for the other one is named.
        let both = "from the dashboard it lasts 60 days from the day it was made, from a login one hour.";
        assert!(outcome.sentence.contains(both), "{name}: {}", outcome.sentence);
        let meaning = outcome.dates[0].meaning.as_deref();
        assert!(
            meaning.is_some_and(|words| words.contains("one hour if a login gave it")),
            "{name}"
        );
        assert!(outcome.ways.contains(&Way::Begin(&INSTAGRAM_HOUR)), "{name}");
        // It is taken along: only the secret has to be typed.
        walker
            .give(Event::Take(Way::Begin(&INSTAGRAM_HOUR)))
            .give(Event::Next)
            .fill(Field::InstagramAppSecret, INSTAGRAM_SECRET)
            .give(Event::Next);
        let (_, request) = walker.pending.back().unwrap();
        assert_eq!(request.path, "/access_token", "{name}");
    }
}

#[test]
fn where_nobody_knows_where_a_token_comes_from_it_is_refreshed_whichever_way_it_came() {
    let meta = Meta::default();
    let mut by_dashboard = Walker::new();
    by_dashboard
        .begin(&INSTAGRAM_UNATTENDED, 1)
        .fill(Field::InstagramToken, INSTAGRAM_SHORT);
    let mut by_landing = Walker::new();
    by_landing
        .begin(&INSTAGRAM_UNATTENDED, 0)
        .fill(Field::InstagramAppId, INSTAGRAM_APP)
        .fill(Field::InstagramAppSecret, INSTAGRAM_SECRET)
        .fill(Field::InstagramRedirect, REDIRECT)
        .give(Event::Next)
        .listen("first-state", None)
        .fill(Field::InstagramLanding, INSTAGRAM_SHORT);
    for (name, walker) in [("dashboard", &mut by_dashboard), ("landing", &mut by_landing)] {
        walker.answer_all(&meta).give(Event::Next).answer_all(&meta);
        let end: Vec<&str> = walker.sent.iter().map(String::as_str).rev().take(2).collect();
        assert_eq!(end, ["/me", "/refresh_access_token"], "{name}: {:?}", walker.sent);
        assert_eq!(headline(walker), "Proved: this Instagram token lasts 60 days", "{name}");
        assert_eq!(
            walker.copy(Copyable::Datum(Datum::Token)).as_deref(),
            Some(INSTAGRAM_LONG),
            "{name}"
        );
    }
}

/// At the door for a token of an hour, and about to make it last.
fn with_hour_token() -> Walker {
    let mut walker = Walker::new();
    walker
        .begin(&INSTAGRAM_LOGIN, 2)
        .fill(Field::InstagramHourToken, INSTAGRAM_SHORT)
        .fill(Field::InstagramAppSecret, INSTAGRAM_SECRET)
        .give(Event::Next);
    walker
}

#[test]
fn a_token_of_an_hour_is_exchanged_and_proved_as_that_of_a_login_is() {
    let meta = Meta::default();
    let mut walker = with_hour_token();
    walker.answer_with(|request| {
        assert_eq!(request.host, Host::GraphInstagram, "{}", request.path);
        meta.reply(request)
    });
    assert_eq!(headline(&walker), "Proved: this Instagram token lasts 60 days");
    assert_eq!(walker.sent, ["/access_token", "/me"]);
    assert_eq!(
        walker.copy(Copyable::Datum(Datum::Token)).as_deref(),
        Some(INSTAGRAM_LONG)
    );
    assert_eq!(walker.ways(), [Way::Begin(&INSTAGRAM)]);
}

#[test]
fn what_keeps_a_token_of_an_hour_from_lasting_is_named() {
    let session = "Session key invalid. This could be because the session key has an incorrect format";
    let unknown = "Error validating application. Cannot get application info due to a system error.";
    for (code, subcode, message, expected) in [
        (190, Some(452), session, "instagram-already-long"),
        (190, None, session, "instagram-already-long"),
        (452, None, session, "instagram-already-long"),
        (1, None, "Error validating client secret.", "wrong-instagram-secret"),
        (101, None, "Error validating client secret.", "wrong-instagram-secret"),
        (190, None, "Error validating client secret.", "wrong-instagram-secret"),
        (101, None, unknown, "wrong-instagram-secret"),
        (
            190,
            Some(463),
            "Error validating access token: Session has expired on Wednesday",
            "instagram-token-expired",
        ),
        (
            190,
            None,
            "Invalid OAuth access token - Cannot parse access token",
            "instagram-token-damaged",
        ),
    ] {
        let meta = Meta::default();
        let mut walker = with_hour_token();
        walker.answer_with(|request| match request.path.as_str() {
            "/access_token" => refusal(code, subcode, message),
            _ => meta.reply(request),
        });
        assert_eq!(walker.screen(), format!("trouble {expected}"), "{code} {message}");
        assert_eq!(walker.sent, ["/access_token"], "{code} {message}");
        if expected == "wrong-instagram-secret" {
            assert_eq!(walker.ways()[0], Way::Edit(Field::InstagramAppSecret));
            walker.give(Event::Next);
            walker
                .fill(Field::InstagramAppSecret, "ffffffffffffffffffffffffffffffff")
                .give(Event::Next)
                .answer_all(&meta);
            assert_eq!(walker.screen(), "proved");
        }
    }
}

#[test]
fn a_token_of_an_hour_that_was_changed_is_the_one_that_is_exchanged() {
    let meta = Meta::default();
    let mut walker = with_hour_token();
    walker
        .give(Event::Back)
        .fill(Field::InstagramHourToken, INSTAGRAM_LONG)
        .give(Event::Next);
    let (_, request) = walker.pending.back().unwrap();
    assert_eq!(request.path, "/access_token");
    assert!(
        request
            .bearer
            .as_ref()
            .is_some_and(|bearer| bearer.expose() == INSTAGRAM_LONG)
    );
    walker.answer_all(&meta);
    assert_eq!(walker.screen(), "proved");
}

#[test]
fn a_token_that_lives_an_hour_all_the_same_is_not_done() {
    let meta = Meta::default();
    for (life, expected) in [
        (3_600, "This Instagram token does not last"),
        (7_200, "This Instagram token does not last"),
        (7_201, "Proved: this Instagram token lasts 2 h 0 min"),
    ] {
        let mut walker = signed_in();
        walker.answer_with(|request| {
            if request.path.ends_with("/access_token") && request.host == Host::GraphInstagram {
                return answer(
                    200,
                    &json!({"access_token": INSTAGRAM_LONG, "token_type": "bearer", "expires_in": life}),
                );
            }
            meta.reply(request)
        });
        assert_eq!(headline(&walker), expected, "{life}");
    }
}

#[test]
fn an_end_that_instagram_does_not_say_is_unknown_and_never_never() {
    let meta = Meta::default();
    for life in [json!(null), json!(0)] {
        let mut walker = signed_in();
        walker.answer_with(|request| {
            if request.path.ends_with("/access_token") && request.host == Host::GraphInstagram {
                return answer(200, &json!({"access_token": INSTAGRAM_LONG, "expires_in": life}));
            }
            meta.reply(request)
        });
        assert_eq!(headline(&walker), "Proved: this Instagram token works", "{life}");
        let view = walker.view();
        let Body::Outcome(outcome) = view.body else {
            panic!("{view:?}")
        };
        assert_eq!(outcome.dates[0].value, "not said");
    }
}

#[test]
fn an_account_that_never_answered_proves_nothing() {
    let meta = Meta::default();
    let mut walker = signed_in();
    walker.answer_with(|request| {
        if request.path.ends_with("/me") {
            return refusal(100, None, "Unsupported request - method type: get");
        }
        meta.reply(request)
    });
    assert_eq!(walker.screen(), "trouble instagram-role-missing");
}

#[test]
fn a_permission_that_was_not_ticked_is_named_with_care() {
    let meta = Meta::default();
    let mut walker = signed_in();
    walker.answer_with(|request| match request.host {
        Host::ApiInstagram => answer(
            200,
            &json!({"access_token": INSTAGRAM_SHORT, "user_id": 1, "permissions": ["instagram_business_content_publish"]}),
        ),
        Host::GraphInstagram | Host::GraphFacebook => meta.reply(request),
    });
    assert!(
        walker.checks().contains(&(
            Tone::Careful,
            "instagram_business_basic was not named among its permissions".to_owned()
        )),
        "{:?}",
        walker.checks()
    );
}

#[test]
fn when_the_exchange_fails_only_the_exchange_is_made_again_and_the_code_is_not_sent_twice() {
    let meta = Meta::default();
    let mut walker = signed_in();
    walker.answer_with(|request| match request.path.as_str() {
        "/access_token" => Err(NoAnswer::NoReply),
        _ => meta.reply(request),
    });
    assert_eq!(walker.screen(), "trouble no-reply");
    let before = walker.sent.len();
    walker.give(Event::Take(Way::Retry));
    assert_eq!(walker.sent[before..], ["/access_token"]);
    walker.answer_all(&meta);
    assert_eq!(walker.screen(), "proved");
}

#[test]
fn a_token_that_is_here_is_kept_where_its_account_does_not_answer() {
    let meta = Meta::default();
    let mut walker = signed_in();
    walker.answer_with(|request| match request.path.as_str() {
        path if path.ends_with("/me") => refusal(190, None, "Invalid OAuth access token - Cannot parse access token"),
        _ => meta.reply(request),
    });
    assert!(walker.screen().starts_with("trouble "), "{}", walker.screen());
    // Going back asks before it gives the token up, and staying keeps the trouble with its ways on.
    walker.give(Event::Back);
    assert!(walker.view().question.is_some());
    walker.give(Event::Decline);
    assert!(walker.screen().starts_with("trouble "), "{}", walker.screen());
    assert!(walker.ways().contains(&Way::GoOn), "{:?}", walker.ways());
    walker.give(Event::Take(Way::GoOn));
    assert_eq!(walker.screen(), "not done yet");
    walker.give(Event::Copy(Copyable::Datum(Datum::Token)));
    assert!(
        walker.others.iter().any(|effect| matches!(effect, Effect::Copy(..))),
        "the token can be taken along"
    );
}

#[test]
fn going_back_from_what_a_login_brought_asks_first() {
    let meta = Meta::default();
    let mut walker = signed_in();
    walker.answer_all(&meta);
    assert_eq!(walker.screen(), "proved");
    walker.give(Event::Back).give(Event::Decline);
    assert_eq!(walker.screen(), "proved");
    walker.give(Event::Back).give(Event::Confirm);
    assert_eq!(walker.screen(), "form", "a new login");
    assert!(walker.view().question.is_none());
}
