//! The journey `user`: a user token of 60 days with the Instagram account it reaches.

use crate::{
    meta::{INSTAGRAM_ID, LONG, Meta, NOW, PAGE as PAGE_ID, PAGE_TOKEN, USER_ID, answer, refusal},
    walker::Walker,
};
use evertoken::{
    journey::{Datum, USER},
    wizard::{
        effect::Copyable,
        event::Event,
        trouble::Way,
        view::{Body, Tone},
    },
};
use serde_json::{Value, json};

fn page(id: &str, account: Option<&str>) -> Value {
    json!({"id": id, "name": format!("Page {id}"), "access_token": PAGE_TOKEN,
        "instagram_business_account": account.map(|account| json!({"id": account, "username": format!("at{account}")}))})
}

fn with_pages(pages: Vec<Value>) -> Meta {
    Meta {
        pages,
        ..Meta::default()
    }
}

fn headline(walker: &Walker) -> String {
    match walker.view().body {
        Body::Outcome(outcome) => outcome.headline.to_owned(),
        _ => walker.screen(),
    }
}

#[test]
fn the_only_account_is_chosen_by_itself_and_everything_about_it_can_be_taken_along() {
    let mut walker = Walker::new();
    walker.walk_from_explorer(&USER, &Meta::default());
    assert_eq!(headline(&walker), "Proved: this user token lasts 60 days");
    assert_eq!(
        walker.view().notice.map(|notice| notice.text.as_str()),
        Some("Harbour Bakery is the only Page here that can be used, so it was taken")
    );
    for (datum, text) in [
        (Datum::Token, LONG),
        (Datum::UserId, USER_ID),
        (Datum::InstagramId, INSTAGRAM_ID),
        (Datum::InstagramName, "@harbourbakery"),
    ] {
        assert_eq!(walker.copy(Copyable::Datum(datum)).as_deref(), Some(text), "{datum:?}");
    }
    assert_eq!(
        walker.copy(Copyable::Named(&USER.names[0])),
        Some(format!(
            "INSTAGRAM_ACCESS_TOKEN={LONG}\nINSTAGRAM_USER_ID={INSTAGRAM_ID}"
        ))
    );
    assert!(
        walker.checks().contains(&(
            Tone::Good,
            "It may publish on Instagram: 3 of 50 posts used in 24 hours".to_owned()
        )),
        "{:?}",
        walker.checks()
    );
}

#[test]
fn of_several_accounts_one_is_chosen_and_the_others_are_named_as_well() {
    let meta = with_pages(vec![
        page("301", Some("11")),
        page(PAGE_ID, Some(INSTAGRAM_ID)),
        page("303", None),
    ]);
    let mut walker = Walker::new();
    walker.walk_from_explorer(&USER, &meta);
    {
        let view = walker.view();
        let Body::Choice(choice) = view.body else {
            panic!("{view:?}")
        };
        assert_eq!(
            (choice.title, choice.takes_several),
            ("Which Instagram account is it for?", false)
        );
    }
    walker.give(Event::Pick(PAGE_ID.parse().unwrap())).answer_all(&meta);
    assert_eq!(headline(&walker), "Proved: this user token lasts 60 days");
    assert_eq!(walker.fact("Also reachable").as_deref(), Some("@at11 (11)"));
    assert_eq!(walker.ways(), [Way::OtherPage]);
}

#[test]
fn without_any_account_the_token_is_there_and_the_chain_shows_what_is_missing() {
    let meta = with_pages(vec![page("303", None)]);
    let mut walker = Walker::new();
    walker.walk_from_explorer(&USER, &meta);
    assert_eq!(headline(&walker), "None of your Pages has an Instagram account");
    assert_eq!(walker.copy(Copyable::Datum(Datum::Token)).as_deref(), Some(LONG));
    let view = walker.view();
    let Body::Outcome(outcome) = view.body else {
        panic!("{view:?}")
    };
    let chain: Vec<_> = outcome
        .chain
        .iter()
        .map(|link| (link.label, link.name.as_str(), link.holds))
        .collect();
    assert_eq!(
        chain,
        [
            ("App", "My Poster (701234567890123)", true),
            ("Page", "1 Page", true),
            ("Instagram", "no professional account linked", false),
        ]
    );
}

#[test]
fn an_account_is_chosen_by_itself_only_when_no_other_can_turn_up() {
    // The second Page has an account and no token yet: it may still become a choice.
    let mut waiting = page("203", Some("22"));
    waiting["access_token"] = Value::Null;
    let meta = with_pages(vec![page(PAGE_ID, Some(INSTAGRAM_ID)), waiting]);
    let mut walker = Walker::new();
    walker.walk_from_explorer(&USER, &Meta::default());
    assert_eq!(walker.screen(), "proved", "Meta's reason has ruled the other Page out");
    let mut walker = Walker::new();
    walker
        .begin(&USER, 0)
        .fill(evertoken::journey::Field::Token, crate::meta::SHORT)
        .answer_all(&meta)
        .fill(evertoken::journey::Field::AppSecret, crate::meta::SECRET)
        .give(Event::Next)
        .answer_with(|request| {
            if request.path.ends_with("/203") {
                return answer(200, &json!({"id": "203", "access_token": PAGE_TOKEN}));
            }
            meta.reply(request)
        });
    assert_eq!(walker.screen(), "choice");
}

#[test]
fn where_the_list_does_not_name_accounts_the_page_is_asked_so_that_the_walk_goes_on() {
    let meta = Meta {
        pages: vec![page(PAGE_ID, None)],
        ..Meta::default()
    };
    let mut walker = Walker::new();
    walker
        .begin(&USER, 0)
        .fill(evertoken::journey::Field::Token, crate::meta::SHORT)
        .answer_all(&meta)
        .fill(evertoken::journey::Field::AppSecret, crate::meta::SECRET)
        .give(Event::Next)
        .answer_with(|request| {
            let fields = request.query.iter().find(|(name, _)| *name == "fields");
            if request.path.ends_with("/me/accounts")
                && fields.is_some_and(|(_, fields)| fields.expose().contains("instagram"))
            {
                return refusal(10, None, "(#10) not this");
            }
            meta.reply(request)
        });
    assert_eq!(headline(&walker), "Proved: this user token lasts 60 days");
    assert_eq!(walker.fact("Instagram ID").as_deref(), Some(INSTAGRAM_ID));
}

#[test]
fn whether_it_may_publish_is_said_and_spoils_nothing() {
    for (reply, check) in [
        (
            Ok(json!({"data": [{"quota_usage": 7}]})),
            (Tone::Good, "It may publish on Instagram: 7 posts used in 24 hours"),
        ),
        (
            Err(10),
            (
                Tone::Careful,
                "Meta does not say whether it may publish on Instagram: it lacks the permission to publish on Instagram",
            ),
        ),
    ] {
        let meta = Meta::default();
        let mut walker = Walker::new();
        walker
            .begin(&USER, 0)
            .fill(evertoken::journey::Field::Token, crate::meta::SHORT)
            .answer_all(&meta)
            .fill(evertoken::journey::Field::AppSecret, crate::meta::SECRET)
            .give(Event::Next)
            .answer_with(
                |request| match (&reply, request.path.ends_with("content_publishing_limit")) {
                    (Ok(body), true) => answer(200, body),
                    (Err(code), true) => refusal(
                        *code,
                        None,
                        "(#10) Requires instagram_content_publish permission to manage the object",
                    ),
                    (_, false) => meta.reply(request),
                },
            );
        assert_eq!(walker.screen(), "proved");
        assert_eq!(
            walker.checks().last().map(|(tone, words)| (*tone, words.as_str())),
            Some(check)
        );
    }
}

#[test]
fn a_wanted_permission_is_asked_about_once_and_the_proof_says_what_is_missing() {
    let meta = Meta {
        scopes: vec!["pages_show_list", "pages_read_engagement", "instagram_basic"],
        ..Meta::default()
    };
    let mut walker = Walker::new();
    walker.walk_from_explorer(&USER, &meta);
    assert_eq!(walker.screen(), "trouble missing-permissions");
    walker.give(Event::Take(Way::GoOn)).answer_all(&meta);
    assert_eq!(walker.screen(), "proved");
    let checks = walker.checks();
    assert!(
        checks.contains(&(
            Tone::Careful,
            "You went on without instagram_content_publish".to_owned()
        )) && checks.contains(&(Tone::Careful, "It cannot publish on Instagram".to_owned())),
        "{checks:?}"
    );
    walker.give(Event::Back).give(Event::Next).answer_all(&meta);
    assert_eq!(walker.screen(), "proved", "it is not asked about again");
}

#[test]
fn a_user_token_that_is_no_better_than_before_is_not_called_done() {
    for (what, data, expected) in [
        ("short", json!({"expires_at": NOW + 5_400}), "The token still ends soon"),
        (
            "unsaid",
            json!({"expires_at": null}),
            "Meta did not say when the token ends",
        ),
        (
            "other app",
            json!({"app_id": "999"}),
            "This token was made with another app",
        ),
        ("dead", json!({"is_valid": false}), "This user token does not work"),
    ] {
        let meta = Meta::default();
        let mut walker = Walker::new();
        walker
            .begin(&USER, 0)
            .fill(evertoken::journey::Field::Token, crate::meta::SHORT)
            .answer_all(&meta)
            .fill(evertoken::journey::Field::AppSecret, crate::meta::SECRET)
            .give(Event::Next)
            .answer_with(|request| {
                let is_about_it =
                    request.path.ends_with("/debug_token") && request.secrets().any(|secret| secret == LONG);
                if !is_about_it {
                    return meta.reply(request);
                }
                let mut said = json!({"app_id": crate::meta::APP, "type": "USER", "application": "My Poster",
                    "is_valid": true, "expires_at": NOW + 5_183_944, "scopes": meta.scopes, "user_id": USER_ID});
                for (name, value) in data.as_object().unwrap() {
                    said[name] = value.clone();
                }
                answer(200, &json!({ "data": said }))
            });
        assert_eq!(headline(&walker), expected, "{what}");
    }
}
