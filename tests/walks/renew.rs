//! The journey `renew`: what gets new time, what needs none, and what leads elsewhere.

use crate::{
    meta::{APP, INSTAGRAM_LONG, INSTAGRAM_SECRET, INSTAGRAM_SHORT, LONG, Meta, NOW, SECRET, SHORT, answer, refusal},
    walker::Walker,
};
use evertoken::{
    graph_api::{Host, Request},
    journey::{Datum, Field, INSTAGRAM_HOUR, INSTAGRAM_LOGIN, PAGE, RENEW, USER},
    wizard::{
        effect::Copyable,
        event::Event,
        trouble::Way,
        view::{Body, Standing, Tone},
    },
};
use serde_json::json;

/// The journey with this token in its field, and everything answered that is asked while it is typed.
fn with_token(token: &str, meta: &Meta) -> Walker {
    let mut walker = Walker::new();
    walker.begin(&RENEW, 0).fill(Field::AnyToken, token).answer_all(meta);
    walker
}

/// Standing, headline and sentence of the outcome.
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

fn stages(walker: &Walker) -> (Vec<&'static str>, usize) {
    walker
        .view()
        .rail
        .map(|rail| (rail.stages, rail.at))
        .unwrap_or_default()
}

#[test]
fn the_stages_that_only_some_walks_come_to_are_named_only_on_those() {
    let meta = Meta::default();
    let mut walker = with_token(INSTAGRAM_SHORT, &meta);
    let (before, at) = stages(&walker);
    assert_eq!((before.len(), at), (3, 0), "{before:?}");
    walker.give(Event::Next).answer_all(&meta);
    assert_eq!(stages(&walker), (before.clone(), 2));

    let mut walker = with_token(SHORT, &meta);
    assert_eq!(stages(&walker), (before, 0));
    walker.give(Event::Next).answer_all(&meta);
    let (all, at) = stages(&walker);
    assert_eq!((all.len(), all[at]), (5, "Details"), "{all:?}");
}

#[test]
fn an_exchange_that_moves_no_end_is_not_called_a_renewal() {
    let day = 86_400;
    let same = "Meta gave it back with the same end, ";
    for (before, after, standing, headline, sentence) in [
        (
            20 * day,
            60 * day,
            Standing::Proved,
            "Renewed: the user token lasts 60 days",
            String::new(),
        ),
        (
            60 * day - 3_600,
            60 * day - 3_600,
            Standing::Found(Tone::Good),
            "Not due yet: this token got its time less than a day ago",
            format!("{same}60 days from now. Meta gives it new time once a day at most."),
        ),
        (
            20 * day,
            20 * day,
            Standing::Found(Tone::Careful),
            "Meta gave this token no new time",
            format!(
                "{same}20 days from now. It goes on working until then. Try again tomorrow, or sign in again for a new one."
            ),
        ),
    ] {
        let meta = Meta {
            pasted_ends: NOW + before,
            ..Meta::default()
        };
        let mut walker = with_token(SHORT, &meta);
        walker
            .give(Event::Next)
            .fill(Field::AppSecret, SECRET)
            .give(Event::Next)
            .answer_with(|request| {
                let mut reply = meta.reply(request)?;
                let text = String::from_utf8(reply.body.to_vec()).unwrap();
                let text = text.replace(
                    &format!("\"expires_at\":{}", NOW + 5_183_944),
                    &format!("\"expires_at\":{}", NOW + after),
                );
                *reply.body = text.into_bytes();
                Ok(reply)
            });
        let (found, said, why) = verdict(&walker);
        assert_eq!((found, said.as_str()), (standing, headline));
        if standing != Standing::Proved {
            assert_eq!(why, sentence);
            assert_eq!(
                walker.copy(Copyable::Datum(Datum::Token)),
                None,
                "the old one is as good"
            );
        }
    }
}

fn exchanges(walker: &Walker) -> usize {
    walker.sent.iter().filter(|path| *path == "/oauth/access_token").count()
}

#[test]
fn an_instagram_token_gets_sixty_new_days_from_instagram_alone() {
    let meta = Meta::default();
    let mut walker = with_token(INSTAGRAM_SHORT, &meta);
    walker.give(Event::Next).answer_with(|request| {
        assert_eq!(request.host, Host::GraphInstagram, "{}", request.path);
        meta.reply(request)
    });
    assert_eq!(
        verdict(&walker),
        (
            Standing::Proved,
            "Renewed: the Instagram token lasts 60 days".to_owned(),
            "Instagram says so, and @harbourbakery (17841405822304914) answered to it just now.".to_owned()
        )
    );
    assert_eq!(
        walker.copy(Copyable::Datum(Datum::Token)).as_deref(),
        Some(INSTAGRAM_LONG)
    );
    assert_eq!(walker.sent, ["/me", "/refresh_access_token"]);
}

#[test]
fn a_refresh_is_judged_by_the_end_it_brings_and_not_by_the_token_alone() {
    const DAY: i64 = 86_400;
    let same = "Instagram gave it back with the same end, ";
    for (left, standing, headline, sentence) in [
        (
            60 * DAY - 60,
            Standing::Proved,
            "Renewed: the Instagram token lasts 60 days",
            "Instagram says so, and @harbourbakery (17841405822304914) answered to it just now.".to_owned(),
        ),
        (
            59 * DAY + DAY / 2,
            Standing::Found(Tone::Good),
            "Not due yet: this Instagram token is less than a day old",
            format!("{same}60 days from now. It can be refreshed from 23 Nov 2026, 00:00 UTC on."),
        ),
        (
            30 * DAY,
            Standing::Found(Tone::Careful),
            "Instagram gave this token no new time",
            format!(
                "{same}30 days from now. It goes on working until then. Try again tomorrow, or sign in with Instagram for a new one."
            ),
        ),
    ] {
        let meta = Meta {
            refresh_leaves: Some(left),
            ..Meta::default()
        };
        let mut walker = with_token(INSTAGRAM_SHORT, &meta);
        walker.give(Event::Next).answer_all(&meta);
        assert_eq!(verdict(&walker), (standing, headline.to_owned(), sentence), "{left}");
    }
}

#[test]
fn a_new_instagram_token_that_ends_within_two_hours_is_not_called_renewed() {
    let meta = Meta::default();
    let mut walker = with_token(INSTAGRAM_SHORT, &meta);
    walker.give(Event::Next).answer_with(|request| {
        if request.path == "/refresh_access_token" {
            return answer(200, &json!({"access_token": INSTAGRAM_LONG, "expires_in": 3_600}));
        }
        meta.reply(request)
    });
    let (standing, headline, _) = verdict(&walker);
    assert_eq!(
        (standing, headline.as_str()),
        (Standing::NotDone, "This Instagram token does not last")
    );
    assert_eq!(walker.ways(), [Way::Begin(&INSTAGRAM_LOGIN), Way::Menu]);
    assert_eq!(
        walker.copy(Copyable::Datum(Datum::Token)).as_deref(),
        Some(INSTAGRAM_LONG),
        "and is not lost all the same"
    );
}

#[test]
fn a_refusal_without_a_reason_is_told_from_a_token_that_has_ended() {
    let meta = Meta::default();
    let mut young = with_token(INSTAGRAM_SHORT, &meta);
    young.give(Event::Next).answer_with(|request| {
        if request.path == "/refresh_access_token" {
            return refusal(190, None, "Words nobody has seen");
        }
        meta.reply(request)
    });
    assert_eq!(young.screen(), "trouble instagram-too-young");
    assert_eq!(young.ways(), [Way::Menu, Way::Retry, Way::Begin(&INSTAGRAM_LOGIN)]);

    let mut ended = Walker::new();
    ended
        .begin(&RENEW, 0)
        .fill(Field::AnyToken, INSTAGRAM_SHORT)
        .answer_with(|_| {
            refusal(
                190,
                Some(463),
                "Error validating access token: Session has expired on Wednesday",
            )
        });
    ended.give(Event::Next).answer_all(&meta);
    assert_eq!(verdict(&ended).0, Standing::NotDone);
    assert_eq!(ended.ways(), [Way::Begin(&INSTAGRAM_LOGIN), Way::Menu]);
    ended.give(Event::Next);
    assert_eq!(ended.view().rail.unwrap().title, INSTAGRAM_LOGIN.title);
}

/// What Instagram answers to the refresh of a token of an hour.
const SESSION_KEY: &str = "Session key invalid. This could be because the session key has an incorrect format, or because the user has revoked this session";

#[test]
fn a_token_of_an_hour_is_told_from_one_that_has_ended_whichever_answer_comes_first() {
    let meta = Meta::default();
    for (code, subcode) in [(190, Some(452)), (190, None), (452, None)] {
        for is_look_first in [true, false] {
            let mut walker = Walker::new();
            walker
                .begin(&RENEW, 0)
                .fill(Field::AnyToken, INSTAGRAM_SHORT)
                .give(Event::Next);
            let (look, question) = walker.pending.pop_front().unwrap();
            let (refresh, _) = walker.pending.pop_front().unwrap();
            let look = Event::Answered(look, meta.reply(&question));
            let refresh = Event::Answered(refresh, refusal(code, subcode, SESSION_KEY));
            let [first, second] = if is_look_first {
                [look, refresh]
            } else {
                [refresh, look]
            };
            walker.give(first).give(second);
            assert_eq!(
                (walker.screen(), walker.ways()),
                (
                    "trouble instagram-one-hour".to_owned(),
                    vec![Way::Begin(&INSTAGRAM_HOUR), Way::Begin(&INSTAGRAM_LOGIN), Way::Menu]
                ),
                "{code} {subcode:?} {is_look_first}"
            );
        }
    }
}

#[test]
fn where_the_token_does_not_answer_either_it_has_ended() {
    let mut walker = Walker::new();
    walker
        .begin(&RENEW, 0)
        .fill(Field::AnyToken, INSTAGRAM_SHORT)
        .give(Event::Next)
        .answer_with(|_| refusal(190, Some(452), SESSION_KEY));
    let view = walker.view();
    let headline = match view.body {
        Body::Outcome(outcome) => outcome.headline.to_owned(),
        Body::Trouble(trouble) => trouble.trouble.headline.clone(),
        _ => walker.screen(),
    };
    assert_eq!(headline, "Instagram no longer accepts this token");
}

#[test]
fn another_refusal_of_the_refresh_stays_what_it_is_though_the_token_answered() {
    let meta = Meta::default();
    let mut walker = with_token(INSTAGRAM_SHORT, &meta);
    walker.give(Event::Next).answer_with(|request| {
        if request.path == "/refresh_access_token" {
            return refusal(
                190,
                Some(460),
                "The session has been invalidated because the user changed their password",
            );
        }
        meta.reply(request)
    });
    assert_eq!(walker.screen(), "trouble instagram-token-ended");
}

#[test]
fn a_token_of_an_hour_is_taken_along_to_where_it_is_made_to_last() {
    let meta = Meta::default();
    let mut walker = with_token(INSTAGRAM_SHORT, &meta);
    walker.give(Event::Next).answer_with(|request| {
        if request.path == "/refresh_access_token" {
            return refusal(190, Some(452), SESSION_KEY);
        }
        meta.reply(request)
    });
    // What is here needs no guide; it is one step back.
    walker.give(Event::Next);
    assert_eq!(walker.screen(), "form");
    walker.give(Event::Back);
    {
        let view = walker.view();
        let Body::Guide(guide) = view.body else {
            panic!("{view:?}")
        };
        assert_eq!(guide.doors[guide.door], "One-hour token");
    }
    let before = walker.sent.len();
    walker
        .give(Event::Next)
        .fill(Field::InstagramAppSecret, INSTAGRAM_SECRET)
        .give(Event::Next)
        .answer_all(&meta);
    assert_eq!(walker.screen(), "proved");
    assert_eq!(walker.sent[before..], ["/access_token", "/me"]);
}

#[test]
fn a_user_token_is_exchanged_again_and_app_and_secret_are_asked_for_only_then() {
    let meta = Meta {
        pasted_ends: NOW + 5_000_000,
        ..Meta::default()
    };
    let mut walker = with_token(SHORT, &meta);
    walker.give(Event::Next);
    {
        let view = walker.view();
        let Body::Form(form) = view.body else {
            panic!("{view:?}")
        };
        let fields: Vec<Field> = form.fields.iter().map(|field| field.field).collect();
        assert_eq!(fields, [Field::AppId, Field::AppSecret]);
        assert_eq!(form.fields[0].known, Some(APP), "the token has said which app");
    }
    assert_eq!(exchanges(&walker), 0);
    walker
        .fill(Field::AppSecret, SECRET)
        .give(Event::Next)
        .answer_all(&meta);
    let (standing, headline, sentence) = verdict(&walker);
    assert_eq!(
        (standing, headline.as_str(), sentence.as_str()),
        (
            Standing::Proved,
            "Renewed: the user token lasts 60 days",
            "Meta says so, and Alex Baker (1207059) answered to it just now."
        )
    );
    assert_eq!(
        walker.sent[3..],
        ["/oauth/access_token", "/debug_token", "/me"],
        "what is known of the token is not asked again because a secret was typed"
    );
    assert_eq!(walker.copy(Copyable::Datum(Datum::Token)).as_deref(), Some(LONG));
}

#[test]
fn a_system_users_token_is_asked_to_last_sixty_days_in_so_many_words() {
    for (kind, asks) in [("SYSTEM_USER", true), ("USER", false)] {
        let meta = Meta {
            pasted_kind: kind,
            pasted_ends: NOW + 5_000_000,
            ..Meta::default()
        };
        let mut walker = with_token(SHORT, &meta);
        walker
            .give(Event::Next)
            .fill(Field::AppSecret, SECRET)
            .give(Event::Next);
        let asks_for_days = |request: &Request| {
            let mut named = request.form.iter().map(|(name, _)| *name);
            named.any(|name| name == "set_token_expires_in_60_days")
        };
        let exchange = walker
            .pending
            .iter()
            .find(|(_, request)| request.path.ends_with("/oauth/access_token"));
        assert_eq!(
            exchange.map(|(_, request)| asks_for_days(request)),
            Some(asks),
            "{kind}"
        );
    }
}

#[test]
fn what_never_ends_needs_nothing_and_nothing_is_exchanged() {
    for (kind, words) in [
        ("PAGE", "Page token"),
        ("SYSTEM_USER", "system user's token"),
        ("USER", "token"),
    ] {
        let meta = Meta {
            pasted_kind: kind,
            pasted_ends: 0,
            ..Meta::default()
        };
        let mut walker = with_token(SHORT, &meta);
        walker.give(Event::Next).answer_all(&meta);
        assert_eq!(
            verdict(&walker),
            (
                Standing::Found(Tone::Good),
                format!("Nothing to do: this {words} never expires"),
                "Meta gives it no end date, so there is nothing to renew.".to_owned()
            )
        );
        assert_eq!(walker.sent, ["/debug_token", "/me", "/me/permissions"], "{kind}");
    }
}

#[test]
fn what_cannot_be_renewed_leads_to_the_journey_that_makes_a_new_one() {
    let of_user = vec![Way::Begin(&USER), Way::Begin(&PAGE), Way::Menu];
    for (kind, ends, headline, ways) in [
        (
            "PAGE",
            NOW + 3_600,
            "A Page token gets no new time",
            vec![Way::Begin(&PAGE), Way::Menu],
        ),
        (
            "ODD",
            NOW + 3_600,
            "This kind of token gets no new time",
            of_user.clone(),
        ),
        (
            "USER",
            NOW - 60,
            "This token has ended, so it gets no new time",
            of_user,
        ),
    ] {
        let meta = Meta {
            pasted_kind: kind,
            pasted_ends: ends,
            ..Meta::default()
        };
        let mut walker = with_token(SHORT, &meta);
        walker.give(Event::Next).answer_all(&meta);
        let (standing, said, _) = verdict(&walker);
        assert_eq!(
            (standing, said.as_str(), walker.ways()),
            (Standing::NotDone, headline, ways),
            "{kind}"
        );
        assert_eq!(exchanges(&walker), 0);
    }
}

#[test]
fn an_app_token_is_named_and_leads_to_a_user_token() {
    let meta = Meta {
        pasted_kind: "APP",
        pasted_ends: 0,
        ..Meta::default()
    };
    let mut walker = with_token(SHORT, &meta);
    walker.give(Event::Next).answer_all(&meta);
    let (standing, ..) = verdict(&walker);
    assert_eq!(
        (standing, walker.ways()),
        (Standing::NotDone, vec![Way::Begin(&USER), Way::Begin(&PAGE), Way::Menu])
    );
}

#[test]
fn the_next_journey_begins_with_what_is_known() {
    // A Page token with an end is of use nowhere else as it is, but its app is known, and so is what was typed.
    let meta = Meta {
        pasted_kind: "PAGE",
        pasted_ends: NOW + 3_600,
        ..Meta::default()
    };
    let mut walker = Walker::new();
    walker
        .begin(&PAGE, 0)
        .fill(Field::AppId, APP)
        .fill(Field::AppSecret, SECRET)
        .give(Event::Back)
        .give(Event::Back);
    walker.begin(&RENEW, 0).fill(Field::AnyToken, SHORT).answer_all(&meta);
    walker.give(Event::Next).answer_all(&meta);
    walker.give(Event::Take(Way::Begin(&PAGE)));
    let view = walker.view();
    assert_eq!(
        view.notice.map(|notice| notice.text.as_str()),
        Some("The token is taken along")
    );
    let Body::Form(form) = view.body else {
        panic!("{view:?}")
    };
    let received: Vec<_> = form
        .fields
        .iter()
        .map(|field| (field.field, field.received, field.tidied))
        .collect();
    assert_eq!(
        received,
        [
            (Field::Token, Some("EAA… received"), None),
            (Field::AppId, None, Some(APP)),
            (Field::AppSecret, Some("App secret received"), None),
        ]
    );
}

#[test]
fn a_look_that_failed_beside_the_refresh_takes_nothing_away_when_it_is_tried_again() {
    let meta = Meta::default();
    let mut walker = Walker::new();
    walker
        .begin(&RENEW, 0)
        .fill(Field::AnyToken, INSTAGRAM_SHORT)
        .give(Event::Next);
    let (look, _) = walker.pending.pop_front().unwrap();
    let (refresh, request) = walker.pending.pop_front().unwrap();
    assert_eq!(request.path, "/refresh_access_token");
    walker.give(Event::Answered(refresh, meta.reply(&request)));
    walker.give(Event::Answered(
        look,
        refusal(4, None, "(#4) Application request limit reached"),
    ));
    assert_eq!(walker.screen(), "trouble app-limit");
    walker.answer_all(&meta).give(Event::Take(Way::Retry)).answer_all(&meta);
    assert_eq!(walker.screen(), "proved");
}

#[test]
fn new_time_that_leaves_the_access_to_data_closed_says_so_and_leads_to_a_new_token() {
    let meta = Meta {
        data_access_ends: Some(NOW - 86_400),
        ..Meta::default()
    };
    let mut walker = with_token(SHORT, &meta);
    walker
        .give(Event::Next)
        .fill(Field::AppSecret, SECRET)
        .give(Event::Next)
        .answer_all(&meta);
    let (standing, headline, sentence) = verdict(&walker);
    assert_eq!(standing, Standing::Proved);
    assert_eq!(
        headline,
        "Renewed: the user token lasts 60 days, but its data access is over"
    );
    assert!(
        sentence.ends_with("making it last again opens neither: a new token does."),
        "{sentence}"
    );
    let Body::Outcome(outcome) = walker.view().body else {
        panic!("{}", walker.screen());
    };
    assert_eq!(outcome.ways, [Way::Begin(&USER), Way::Begin(&PAGE), Way::Menu]);
    assert!(outcome.checks.iter().any(|(tone, _)| *tone == Tone::Careful));
}
