//! What is said is true of the token at hand: of its kind, its origin, its end, and of what it cannot do.

use crate::{
    doctor::{findings, list_of, page, with_portfolios},
    meta::{
        CODE, INSTAGRAM_APP, INSTAGRAM_LONG, INSTAGRAM_SECRET, INSTAGRAM_SHORT, LONG, Meta, NOW, PAGE as PAGE_ID,
        REDIRECT, SECRET, SHORT, answer, refusal,
    },
    walker::{Walker, settings},
};
use evertoken::{
    graph_api::{Host, NoAnswer, Request, Response},
    journey::{CHECK, Field, INSTAGRAM, INSTAGRAM_LOGIN, Journey, PAGE, RENEW, USER},
    wizard::{
        Wizard,
        effect::Link,
        event::Event,
        trouble::Way,
        view::{Body, FindingState, Tone},
    },
};
use serde_json::{Value, json};

/// What the outcome says would end the token.
fn enders(walker: &Walker) -> String {
    match walker.view().body {
        Body::Outcome(outcome) => outcome.enders.unwrap_or_default().to_owned(),
        _ => panic!("no outcome: {}", walker.screen()),
    }
}

/// Value and meaning of the outcome's line about this date.
fn date(walker: &Walker, label: &str) -> (String, String) {
    let Body::Outcome(outcome) = walker.view().body else {
        panic!("no outcome: {}", walker.screen())
    };
    let line = outcome.dates.iter().find(|line| line.label == label).unwrap();
    (line.value.clone(), line.meaning.clone().unwrap_or_default())
}

fn headline(walker: &Walker) -> String {
    match walker.view().body {
        Body::Outcome(outcome) => outcome.headline.to_owned(),
        _ => walker.screen(),
    }
}

fn sentence(walker: &Walker) -> String {
    match walker.view().body {
        Body::Outcome(outcome) => outcome.sentence.to_owned(),
        _ => walker.screen(),
    }
}

/// A whole walk with a token in the one field there is.
fn with_token(journey: &'static Journey, token: &str, meta: &Meta) -> Walker {
    let mut walker = Walker::new();
    walker
        .begin(journey, 0)
        .fill(Field::AnyToken, token)
        .answer_all(meta)
        .give(Event::Next)
        .answer_all(meta);
    walker
}

/// Meta, where the token that lasts belongs to a system user.
fn of_system_user(meta: &Meta, request: &Request) -> Result<Response, NoAnswer> {
    let is_about_long = request.secrets().any(|sent| sent == LONG);
    if request.path.ends_with("/debug_token") && is_about_long {
        let life = json!({"app_id": crate::meta::APP, "type": "SYSTEM_USER", "application": "My Poster",
            "is_valid": true, "expires_at": NOW + 5_183_944, "scopes": meta.scopes, "user_id": "1207059"});
        return answer(200, &json!({ "data": life }));
    }
    meta.reply(request)
}

fn without(permission: &str) -> Meta {
    let mut meta = Meta::default();
    meta.scopes.retain(|scope| *scope != permission);
    meta
}

#[test]
fn a_page_token_that_cannot_post_on_instagram_is_proved_and_says_so() {
    let meta = without("instagram_content_publish");
    for (status, door, words, way) in [
        (
            None,
            0,
            "Posting will fail: instagram_content_publish is not on it. To post, get a new token and allow it",
            Way::NewToken,
        ),
        (
            Some("declined"),
            1,
            "Posting will fail: instagram_content_publish was declined. To post, sign in again and allow it",
            Way::SignInAgain,
        ),
    ] {
        let reply = |request: &Request| match (request.path.trim_start_matches("/v25.0"), status) {
            ("/me/permissions", Some(status)) => answer(
                200,
                &json!({"data": [{"permission": "instagram_content_publish", "status": status}]}),
            ),
            _ => meta.reply(request),
        };
        let mut walker = Walker::new();
        if door == 0 {
            walker.walk_from_explorer(&INSTAGRAM, &meta);
        } else {
            walker
                .go_to_sign_in(&INSTAGRAM)
                .listen("first-state", Some(40_000))
                .fill(Field::FacebookLanding, CODE)
                .give(Event::Next)
                .answer_with(reply);
        }
        walker.give(Event::Pick(PAGE_ID.parse().unwrap())).answer_with(reply);
        assert_eq!(walker.screen(), "proved");
        let checks = walker.checks();
        assert!(checks.contains(&(Tone::Careful, words.to_owned())), "{checks:?}");
        assert_eq!(walker.ways().first(), Some(&way));
        walker.give(Event::Take(way));
        assert_ne!(walker.screen(), "proved", "and the way leads there");
    }
    let meta = Meta::default();
    let mut walker = Walker::new();
    walker
        .walk_from_explorer(&INSTAGRAM, &meta)
        .give(Event::Pick(PAGE_ID.parse().unwrap()))
        .answer_all(&meta);
    assert!(walker.checks().iter().all(|(tone, _)| *tone == Tone::Good));
}

#[test]
fn an_instagram_token_that_cannot_post_is_proved_and_says_so() {
    for (permissions, says) in [
        (json!(["instagram_business_basic"]), true),
        (
            json!(["instagram_business_basic", "instagram_business_content_publish"]),
            false,
        ),
        (json!(null), false),
    ] {
        let walker = signed_in_to_instagram(&permissions, &json!(5_183_944));
        assert_eq!(walker.screen(), "proved");
        let words =
            "Posting will fail: instagram_business_content_publish is not on it. To post, sign in again and allow it";
        let checks = walker.checks();
        assert_eq!(checks.contains(&(Tone::Careful, words.to_owned())), says, "{checks:?}");
        assert_eq!(walker.ways().contains(&Way::SignInAgain), says);
    }
}

/// Signed in with Instagram, whose answers name these permissions and this life.
fn signed_in_to_instagram(permissions: &Value, life: &Value) -> Walker {
    let meta = Meta::default();
    let mut walker = Walker::new();
    walker
        .go_to_instagram_sign_in()
        .listen("first-state", None)
        .fill(Field::InstagramLanding, CODE)
        .give(Event::Next)
        .answer_with(|request| match (request.host, request.path.as_str()) {
            (Host::ApiInstagram, _) => answer(
                200,
                &json!({"access_token": INSTAGRAM_SHORT, "user_id": 1, "permissions": permissions}),
            ),
            (Host::GraphInstagram, "/access_token") => {
                answer(200, &json!({"access_token": INSTAGRAM_LONG, "expires_in": life}))
            }
            _ => meta.reply(request),
        });
    walker
}

#[test]
fn an_instagram_token_of_a_login_is_not_said_to_come_from_the_dashboard() {
    let walker = signed_in_to_instagram(&json!(["instagram_business_basic"]), &json!(null));
    assert!(
        sentence(&walker).ends_with("Instagram did not say when it ends; as a rule that is 60 days from now."),
        "{}",
        sentence(&walker)
    );
    let meta = Meta::default();
    let mut walker = Walker::new();
    walker
        .begin(&INSTAGRAM_LOGIN, 1)
        .fill(Field::InstagramToken, INSTAGRAM_LONG)
        .answer_all(&meta)
        .give(Event::Next)
        .answer_all(&meta);
    assert!(sentence(&walker).contains("from the dashboard it lasts 60 days"));
}

#[test]
fn what_ends_a_user_token_is_told_by_whose_it_is_and_whether_it_has_a_date() {
    for (kind, ends, headline_is, person, date) in [
        (
            "USER",
            NOW + 5_000_000,
            "Proved: this user token lasts 58 days",
            true,
            true,
        ),
        ("USER", 0, "Proved: this user token never expires", true, false),
        (
            "SYSTEM_USER",
            NOW + 5_000_000,
            "Proved: this system user's token lasts 58 days",
            false,
            true,
        ),
        (
            "SYSTEM_USER",
            0,
            "Proved: this system user's token never expires",
            false,
            false,
        ),
    ] {
        let meta = Meta {
            pasted_kind: kind,
            pasted_ends: ends,
            ..Meta::default()
        };
        let mut walker = Walker::new();
        walker.walk_from_explorer(&USER, &meta);
        assert_eq!(headline(&walker), headline_is);
        let words = enders(&walker);
        assert_eq!(words.contains("password"), person, "{words}");
        assert_eq!(words.contains("system user is removed"), !person, "{words}");
        assert_eq!(words.contains("Before its date"), date, "{words}");
        let good = |words: &str| walker.checks().contains(&(Tone::Good, words.to_owned()));
        assert_eq!(good("It is a user token"), person);
        assert_eq!(good("It is a system user's token"), !person);
        assert_eq!(good("Your name could be read with it"), person);
        assert_eq!(good("The system user could be read with it"), !person);
        assert_eq!(sentence(&walker).contains("and you and @"), person);
        assert_eq!(walker.fact("Person").is_some(), person);
    }
}

#[test]
fn a_system_users_renewed_token_is_called_that() {
    let meta = Meta {
        pasted_kind: "SYSTEM_USER",
        pasted_ends: NOW + 5_000_000,
        ..Meta::default()
    };
    let mut walker = with_token(&RENEW, SHORT, &meta);
    walker
        .fill(Field::AppSecret, SECRET)
        .give(Event::Next)
        .answer_with(|request| of_system_user(&meta, request));
    assert_eq!(headline(&walker), "Renewed: the system user's token lasts 60 days");
    let view = walker.view();
    let Body::Outcome(outcome) = view.body else {
        panic!("{view:?}")
    };
    assert_eq!(outcome.token, Some("system user's token"));
}

#[test]
fn what_would_end_a_found_token_is_told_by_its_kind() {
    for (kind, says, never) in [
        ("USER", "changes the Facebook password", "role on the Page"),
        ("PAGE", "role on the Page", "system user"),
        ("SYSTEM_USER", "system user", "password"),
        ("APP", "App secret is reset", "password"),
    ] {
        let meta = Meta {
            pasted_kind: kind,
            pasted_ends: 0,
            ..Meta::default()
        };
        let words = enders(&with_token(&CHECK, SHORT, &meta));
        assert!(words.contains(says) && !words.contains(never), "{kind}: {words}");
    }
}

#[test]
fn only_a_page_token_is_told_that_the_page_goes_on() {
    for (kind, is_page) in [("USER", false), ("SYSTEM_USER", false), ("PAGE", true)] {
        for data_access in [json!(NOW + 7_000_000), json!(null)] {
            let meta = Meta {
                pasted_kind: kind,
                ..Meta::default()
            };
            let mut walker = Walker::new();
            walker.begin(&CHECK, 0).fill(Field::AnyToken, SHORT);
            let reply = |request: &Request| {
                if request.path.ends_with("/debug_token") {
                    let data = json!({"app_id": "1", "type": kind, "is_valid": true, "expires_at": NOW + 5_000_000,
                        "profile_id": PAGE_ID, "data_access_expires_at": data_access, "scopes": ["pages_show_list"]});
                    return answer(200, &json!({ "data": data }));
                }
                meta.reply(request)
            };
            walker.answer_with(reply).give(Event::Next).answer_with(reply);
            let (_, meaning) = date(&walker, "Data access");
            assert_eq!(meaning.contains("The Page"), is_page, "{kind}: {meaning}");
        }
    }
}

#[test]
fn a_token_that_meta_does_not_accept_never_never_expires() {
    let meta = Meta::default();
    let mut walker = Walker::new();
    walker
        .walk_from_explorer(&PAGE, &meta)
        .give(Event::Pick(PAGE_ID.parse().unwrap()))
        .answer_with(|request| {
            if request.path.ends_with("/debug_token") {
                let data = json!({"app_id": crate::meta::APP, "type": "PAGE", "is_valid": false, "expires_at": 0,
                    "profile_id": PAGE_ID, "scopes": meta.scopes});
                return answer(200, &json!({ "data": data }));
            }
            meta.reply(request)
        });
    assert_eq!(walker.screen(), "not done yet");
    assert_eq!(
        date(&walker, "Expires"),
        (
            "it has ended".to_owned(),
            "Meta does not accept it, whatever its date.".to_owned()
        )
    );
}

#[test]
fn the_permissions_of_a_renewed_instagram_token_are_named() {
    let meta = Meta::default();
    let mut walker = Walker::new();
    walker
        .begin(&RENEW, 0)
        .fill(Field::AnyToken, INSTAGRAM_SHORT)
        .answer_all(&meta)
        .give(Event::Next)
        .answer_with(|request| {
            if request.path == "/refresh_access_token" {
                let body = json!({"access_token": INSTAGRAM_LONG, "expires_in": 5_183_944,
                    "permissions": "instagram_business_basic,instagram_business_content_publish"});
                return answer(200, &body);
            }
            meta.reply(request)
        });
    assert_eq!(
        walker.fact("Permissions").as_deref(),
        Some("instagram_business_basic, instagram_business_content_publish")
    );
}

#[test]
fn the_port_of_an_earlier_login_is_not_filled_in() {
    let mut walker = Walker::new();
    walker
        .go_to_sign_in(&PAGE)
        .listen("first-state", Some(40_000))
        .give(Event::Back);
    let view = walker.view();
    let Body::Form(form) = view.body else {
        panic!("{view:?}")
    };
    let known: Vec<_> = form.fields.iter().map(|field| (field.field, field.known)).collect();
    assert!(known.contains(&(Field::FacebookRedirect, None)), "{known:?}");
}

#[test]
fn what_is_said_while_a_page_is_looked_for_goes_once_that_is_done() {
    let meta = with_portfolios(Meta::default());
    let mut walker = list_of(&meta);
    walker.give(Event::Take(Way::FindMissing));
    assert!(
        walker
            .view()
            .notice
            .unwrap()
            .text
            .starts_with("Looking in business portfolios")
    );
    walker.answer_all(&meta);
    assert_eq!(walker.screen(), "trouble page-missing");
    assert_eq!(walker.view().notice, None);
    assert!(words(&walker, "The Page is in a business portfolio").starts_with("Looked into 1 portfolio:"));
}

fn words(walker: &Walker, cause: &str) -> String {
    let Body::Trouble(trouble) = walker.view().body else {
        panic!("no trouble: {}", walker.screen())
    };
    let finding = trouble.findings.iter().find(|finding| finding.cause == cause);
    finding.unwrap().words.clone()
}

#[test]
fn an_account_without_portfolios_is_told_so() {
    let meta = with_portfolios(Meta::default());
    let mut walker = list_of(&meta);
    walker.give(Event::Take(Way::FindMissing)).answer_with(|request| {
        if request.path.ends_with("/me/businesses") {
            return answer(200, &json!({"data": []}));
        }
        meta.reply(request)
    });
    assert_eq!(
        words(&walker, "The Page is in a business portfolio"),
        "This account has no portfolio to look into."
    );
}

#[test]
fn a_failed_look_into_portfolios_carries_its_reason() {
    let meta = with_portfolios(Meta {
        pages: Vec::new(),
        ..Meta::default()
    });
    let mut walker = Walker::new();
    walker.go_to_exchange(&meta).answer_with(|request| {
        if request.path.ends_with("/50/owned_pages") {
            return refusal(200, None, "(#200) Permissions error");
        }
        meta.reply(request)
    });
    let Body::Trouble(trouble) = walker.view().body else {
        panic!("no trouble: {}", walker.screen())
    };
    let failed: Vec<_> = trouble
        .calls
        .iter()
        .filter(|call| call.state == evertoken::wizard::view::CallState::Failed)
        .collect();
    assert_eq!(failed.len(), 1);
    assert!(failed[0].result.is_some(), "{failed:?}");
}

#[test]
fn a_permission_that_was_declined_is_called_declined() {
    let mut meta = without("pages_manage_posts");
    let mut walker = Walker::new();
    walker.walk_from_explorer(&PAGE, &meta);
    let cause = |walker: &Walker| match walker.view().body {
        Body::Trouble(view) => view.trouble.cause.clone(),
        _ => panic!("no trouble: {}", walker.screen()),
    };
    assert_eq!(
        cause(&walker),
        "Missing on this token: pages_manage_posts (declined in the window)."
    );
    meta.scopes.retain(|scope| *scope != "pages_read_engagement");
    let mut walker = Walker::new();
    walker.walk_from_explorer(&PAGE, &meta);
    assert!(cause(&walker).ends_with("(not asked for, or switched off in the window)."));
}

#[test]
fn where_no_page_has_an_instagram_account_it_is_said_how_to_link_one() {
    let cause = "No Page here has an Instagram account";
    let meta = with_portfolios(Meta {
        pages: vec![page("301")],
        ..Meta::default()
    });
    let mut walker = Walker::new();
    walker.walk_from_explorer(&INSTAGRAM, &meta);
    assert_eq!(walker.screen(), "trouble no-instagram-account");
    assert!(
        findings(&walker).values().all(|state| *state == FindingState::Found),
        "what could be does not bury what is"
    );
    walker
        .give(Event::Back)
        .give(Event::Take(Way::FindMissing))
        .answer_all(&meta);
    assert_eq!(walker.screen(), "trouble page-missing");
    assert_eq!(findings(&walker).get(cause), Some(&FindingState::Found));
    assert!(words(&walker, cause).contains("open Settings, Linked accounts, Instagram"));
    assert!(walker.ways().contains(&Way::Open(Link::Facebook)));

    let mut walker = list_of(&meta);
    walker.give(Event::Take(Way::FindMissing)).answer_all(&meta);
    assert_eq!(findings(&walker).get(cause), None, "no account is wanted there");
}

#[test]
fn a_page_token_that_ends_although_its_parent_lasts_is_not_advised_to_be_made_the_same_way() {
    let meta = Meta {
        page_ends: NOW + 5_183_944,
        ..Meta::default()
    };
    let mut walker = Walker::new();
    walker.go_to_outcome(&meta);
    assert_eq!(headline(&walker), "This Page token ends, although it should not");
    let words = sentence(&walker);
    assert!(
        words.contains("It ends on 21 Jan 2027")
            && words.contains("It works until then")
            && words.contains("system user"),
        "{words}"
    );
    assert!(!walker.ways().contains(&Way::NewToken), "{:?}", walker.ways());
}

/// The steps above the field of a login.
fn steps(walker: &Walker) -> String {
    match walker.view().body {
        Body::Form(form) => form.prelude.unwrap().steps.join("\n"),
        _ => panic!("no form: {}", walker.screen()),
    }
}

#[test]
fn a_login_says_that_it_goes_on_by_itself_only_where_somebody_waits_for_its_browser() {
    let mut walker = Walker::new();
    walker.go_to_sign_in(&PAGE);
    assert!(steps(&walker).contains("by itself"));
    walker.listen("first-state", Some(40_000));
    assert!(steps(&walker).contains("by itself"));
    let mut walker = Walker::new();
    walker.go_to_sign_in(&PAGE).listen("first-state", None);
    assert!(!steps(&walker).contains("by itself"));
    let mut walker = Walker::new();
    walker
        .begin(&PAGE, 1)
        .fill(Field::AppId, crate::meta::APP)
        .fill(Field::AppSecret, SECRET)
        .fill(Field::FacebookRedirect, REDIRECT)
        .give(Event::Next);
    for _ in 0..2 {
        assert!(!steps(&walker).contains("by itself") && steps(&walker).contains("whole address"));
        walker.listen("first-state", None);
    }
}

#[test]
fn instagram_takes_no_http_address_but_where_its_dialog_is_on_this_machine() {
    let here = "http://127.0.0.1:4711/ended";
    for (root, takes) in [(None, false), (Some("http://127.0.0.1:4711"), true)] {
        let mut settings = settings();
        settings.root = root.map(Into::into);
        let mut walker = Walker::new();
        walker.wizard = Wizard::new(settings);
        walker
            .begin(&INSTAGRAM_LOGIN, 0)
            .fill(Field::InstagramAppId, INSTAGRAM_APP)
            .fill(Field::InstagramAppSecret, INSTAGRAM_SECRET)
            .fill(Field::InstagramRedirect, here);
        let said = walker.said_at(Field::InstagramRedirect);
        assert_eq!(said.is_none_or(|said| !said.contains("begins with https://")), takes);
        walker.give(Event::Next);
        assert_eq!(
            walker
                .others
                .iter()
                .any(|effect| matches!(effect, evertoken::wizard::effect::Effect::MakeState(_))),
            takes
        );
        if !takes {
            walker.fill(Field::InstagramRedirect, REDIRECT);
            assert_eq!(walker.said_at(Field::InstagramRedirect), None);
        }
    }
}

#[test]
fn several_results_stand_in_the_order_of_the_list() {
    let named = |id: &str, name: &str| {
        let mut page = page(id);
        page["name"] = json!(name);
        page
    };
    let meta = Meta {
        pages: vec![named("303", "Alpha"), named("302", "Beta"), named("301", "Gamma")],
        ..Meta::default()
    };
    let mut walker = list_of(&meta);
    let listed = crate::doctor::names(&walker);
    for id in ["301", "302", "303"] {
        walker.give(Event::Mark(id.parse().unwrap()));
    }
    walker.give(Event::Pick("301".parse().unwrap())).answer_all(&meta);
    let view = walker.view();
    let Body::Results(results) = view.body else {
        panic!("{view:?}")
    };
    let rows: Vec<_> = results
        .rows
        .iter()
        .map(|row| row.name.split(" (").next().unwrap_or_default())
        .collect();
    assert_eq!(rows, listed);
    assert_eq!(rows, ["Alpha", "Beta", "Gamma"]);
}

#[test]
fn the_menu_speaks_of_both_families() {
    let walker = Walker::new();
    let view = walker.view();
    let Body::Menu(menu) = view.body else {
        panic!("{view:?}")
    };
    assert!(menu.intro.starts_with("Facebook and Instagram hand out tokens"));
}
