//! The wizard's update, event by event: given what is known, what is asked, what is shown, what is kept.

use crate::{
    meta::{APP, Meta, NOW, PAGE as PAGE_ID, SECRET, SHORT, answer, refusal},
    walker::Walker,
};
use evertoken::{
    graph_api::NoAnswer,
    journey::{Datum, Field, PAGE},
    wizard::{
        effect::{Copyable, Effect, Ending},
        event::{CopyReport, Entry, Event},
        trouble::Way,
        view::{Body, CallState, Look, PageState, TickState},
    },
};
use serde_json::json;

fn exits(walker: &Walker) -> Vec<&Ending> {
    walker
        .others
        .iter()
        .filter_map(|effect| {
            if let Effect::Exit(ending) = effect {
                Some(ending)
            } else {
                None
            }
        })
        .collect()
}

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
    let view = walker.view();
    let Body::Form(form) = view.body else {
        panic!("{view:?}")
    };
    assert_eq!(form.attention.map(|(_, field)| field), Some(Field::AppId));
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
    {
        let view = walker.view();
        let Body::Form(form) = view.body else {
            panic!("{view:?}")
        };
        let Look::Seen(seen) = form.look else {
            panic!("{:?}", form.look)
        };
        assert!(
            seen.remarks
                .iter()
                .any(|remark| remark.text.contains("999999999999999")),
            "{:?}",
            seen.remarks
        );
    }
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
fn a_page_token_needs_neither_exchange_nor_list() {
    let meta = Meta {
        pasted_kind: "PAGE",
        pasted_ends: 0,
        ..Meta::default()
    };
    let mut walker = Walker::new();
    walker
        .go_to_form()
        .fill(Field::Token, crate::meta::PAGE_TOKEN)
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
fn a_page_token_that_ends_is_not_called_done() {
    let meta = Meta {
        page_ends: NOW + 3_600,
        ..Meta::default()
    };
    let mut walker = Walker::new();
    walker.go_to_outcome(&meta);
    assert_eq!(walker.screen(), "not done yet");
}

#[test]
fn a_page_token_of_another_page_is_caught() {
    let meta = Meta::default();
    let mut walker = Walker::new();
    walker
        .go_to_choice(&meta)
        .give(Event::Pick(PAGE_ID.parse().unwrap()))
        .answer_with(|request| {
            if request.path.ends_with("/me") {
                answer(200, &json!({"id": "999", "name": "Somebody else"}))
            } else {
                meta.reply(request)
            }
        });
    assert_eq!(walker.screen(), "not done yet");
}

#[test]
fn a_page_without_a_token_stays_in_the_list_with_metas_reason() {
    let mut walker = Walker::new();
    walker.go_to_choice(&Meta::default());
    let view = walker.view();
    let Body::Choice(choice) = view.body else {
        panic!("{view:?}")
    };
    assert_eq!(choice.pages.len(), 2);
    assert_eq!(choice.pages[0].state, PageState::Ready);
    assert!(matches!(&choice.pages[1].state, PageState::Unusable(reason) if !reason.is_empty()));
}

#[test]
fn an_empty_list_is_explained_and_never_chosen_from() {
    let meta = Meta {
        pages: Vec::new(),
        ..Meta::default()
    };
    let mut walker = Walker::new();
    walker.go_to_choice(&meta);
    assert_eq!(walker.screen(), "trouble no-pages");
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
fn a_second_enter_while_the_calls_run_sends_nothing() {
    let mut walker = Walker::new();
    walker.go_to_exchange(&Meta::default());
    let before = walker.sent.len();
    walker.give(Event::Next).give(Event::Next);
    assert_eq!(walker.sent.len(), before);
}

#[test]
fn leaving_with_an_undelivered_token_asks_once_and_a_sure_copy_needs_no_question() {
    let mut walker = Walker::new();
    walker.go_to_outcome(&Meta::default()).give(Event::Leave);
    assert!(walker.view().question.is_some() && exits(&walker).is_empty());
    walker
        .give(Event::Decline)
        .give(Event::Copied(Copyable::Datum(Datum::Token), CopyReport::SentUnknown))
        .give(Event::Leave);
    assert!(walker.view().question.is_some(), "sent is not delivered");
    walker
        .give(Event::Decline)
        .give(Event::Copied(Copyable::Datum(Datum::Token), CopyReport::Copied))
        .give(Event::Leave);
    assert!(matches!(exits(&walker).as_slice(), [Ending::Finished(_)]));
}

#[test]
fn copying_the_page_id_delivers_no_token() {
    let mut walker = Walker::new();
    walker
        .go_to_outcome(&Meta::default())
        .give(Event::Copied(Copyable::Datum(Datum::PageId), CopyReport::Copied))
        .give(Event::Leave);
    assert!(walker.view().question.is_some());
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
fn a_list_that_meta_refuses_with_instagram_accounts_is_asked_for_without_them() {
    let meta = Meta {
        scopes: vec![
            "pages_show_list",
            "pages_read_engagement",
            "pages_manage_posts",
            "instagram_basic",
        ],
        ..Meta::default()
    };
    for code in [10, 100, 200] {
        let mut walker = Walker::new();
        let mut fields = Vec::new();
        walker.go_to_exchange(&meta).answer_with(|request| {
            let asked = request
                .query
                .iter()
                .find(|(name, _)| *name == "fields")
                .map(|(_, value)| value.expose().to_owned());
            let asks_for_instagram = asked.as_ref().is_some_and(|fields| fields.contains("instagram"));
            if request.path.ends_with("/me/accounts") {
                fields.push(asks_for_instagram);
            }
            if asks_for_instagram {
                refusal(code, None, "(#10) not this")
            } else {
                meta.reply(request)
            }
        });
        assert_eq!(
            (walker.screen().as_str(), fields),
            ("choice", vec![true, false]),
            "{code}"
        );
    }
}

#[test]
fn a_list_that_is_too_big_is_asked_for_in_smaller_parts() {
    let meta = Meta::default();
    let mut walker = Walker::new();
    let mut limits = Vec::new();
    walker.go_to_exchange(&meta).answer_with(|request| {
        let limit = request
            .query
            .iter()
            .find(|(name, _)| *name == "limit")
            .map(|(_, value)| value.expose().to_owned());
        limits.extend(limit.clone());
        if limit.as_deref() == Some("100") {
            return refusal(
                1,
                None,
                "Please reduce the amount of data you're asking for, then retry your request",
            );
        }
        meta.reply(request)
    });
    assert_eq!(
        (walker.screen().as_str(), limits),
        ("choice", vec!["100".to_owned(), "25".to_owned()])
    );
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
    walker.fill(Field::Token, support_token());
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
    walker.give(Event::Next).fill(Field::Token, support_token());
    assert!(
        walker.pending.iter().all(|(_, request)| !has_proof(request)),
        "Meta has refused this secret"
    );
}

fn support_token() -> &'static str {
    "EAAJanotherTokenaltogether0123456789abcdefghijklmnopqrstuvwxyz0123456789ZD"
}

#[test]
fn leaving_without_the_token_is_not_called_a_success() {
    let mut walker = Walker::new();
    walker
        .go_to_outcome(&Meta::default())
        .give(Event::Leave)
        .give(Event::Confirm);
    let ended = exits(&walker);
    let [Ending::Left(lines)] = ended.as_slice() else {
        panic!("{ended:?}")
    };
    assert!(lines.iter().any(|line| line.contains("gone")), "{lines:?}");
}

#[test]
fn a_proved_token_that_was_walked_away_from_is_still_asked_about() {
    let mut walker = Walker::new();
    walker
        .go_to_outcome(&Meta::default())
        .give(Event::Back)
        .give(Event::Leave);
    assert!(walker.view().question.is_some());
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
fn half_a_character_in_a_name_and_an_entry_that_is_none_do_not_spoil_the_list() {
    let mut walker = Walker::new();
    let meta = Meta::default();
    walker.go_to_exchange(&meta).answer_with(|request| {
        if request.path.ends_with("/me/accounts") {
            let body = format!(
                r#"{{"data":[null,{{"id":"{PAGE_ID}","name":"Cut \ud83d here","access_token":"{}","tasks":{{"a":1}}}},{{"name":"no id"}}]}}"#,
                crate::meta::PAGE_TOKEN
            );
            return Ok(evertoken::graph_api::Response {
                status: 200,
                headers: evertoken::graph_api::Headers::default(),
                body: zeroize::Zeroizing::new(body.into_bytes()),
            });
        }
        meta.reply(request)
    });
    let view = walker.view();
    let Body::Choice(choice) = view.body else {
        panic!("{view:?}")
    };
    assert_eq!(choice.pages.len(), 1);
    assert_eq!(choice.pages[0].name.as_str(), "Cut \u{fffd} here");
}

#[test]
fn the_rest_of_a_list_is_asked_for_from_the_part_that_failed() {
    let meta = Meta::default();
    let first = json!({
        "data": [{"id": PAGE_ID, "name": "Harbour Bakery", "access_token": crate::meta::PAGE_TOKEN}],
        "paging": {"cursors": {"after": "NEXT"}, "next": "https://example.com"}
    });
    let after = |request: &evertoken::graph_api::Request| request.query.iter().any(|(name, _)| *name == "after");
    let mut walker = Walker::new();
    walker
        .go_to_exchange(&meta)
        .answer_with(|request| match request.path.ends_with("/me/accounts") {
            true if after(request) => refusal(32, None, "(#32) Page request limit reached"),
            true => answer(200, &first),
            false => meta.reply(request),
        });
    {
        let view = walker.view();
        let Body::Choice(choice) = view.body else {
            panic!("{view:?}")
        };
        assert!(choice.can_load_rest && choice.pages.len() == 1);
    }
    let before = walker.sent.len();
    walker.give(Event::Take(Way::Retry));
    assert_eq!(walker.sent[before..], ["/me/accounts"]);
    assert!(
        walker.pending.iter().all(|(_, request)| after(request)),
        "not from the start"
    );
    walker.answer_all(&meta);
    let view = walker.view();
    let Body::Choice(choice) = view.body else {
        panic!("{view:?}")
    };
    assert!(!choice.can_load_rest && choice.pages.len() == 2);
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
    walker.fill(Field::Token, support_token()).answer_with(expired);
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
