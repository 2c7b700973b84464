//! Where the doctor looks, how far, and with which token.

use super::{empty, list_of, names, page, with_portfolios};
use crate::{
    meta::{APP, INSTAGRAM_ID, LONG, Meta, PAGE as PAGE_ID, PAGE_TOKEN, SECRET, SHORT, answer},
    walker::Walker,
};
use evertoken::{
    graph_api::{NoAnswer, Request, Response},
    journey::{Field, INSTAGRAM, PAGE, USER},
    wizard::{
        event::Event,
        trouble::Way,
        view::{Body, Listing, PageState, Tone},
    },
};
use serde_json::{Value, json};

/// Up to the Page list, where Meta answers like this.
fn list(reply: impl FnMut(&Request) -> Result<Response, NoAnswer>) -> Walker {
    let mut walker = Walker::new();
    walker
        .begin(&PAGE, 0)
        .fill(Field::Token, SHORT)
        .answer_all(&Meta::default())
        .fill(Field::AppId, APP)
        .fill(Field::AppSecret, SECRET)
        .give(Event::Next)
        .answer_with(reply);
    walker
}

fn asked(walker: &Walker, ends_with: &str) -> usize {
    walker.sent.iter().filter(|path| path.ends_with(ends_with)).count()
}

#[test]
fn pages_that_the_token_names_and_the_list_does_not_are_asked_for_one_by_one() {
    let meta = Meta {
        targets: Some(vec![PAGE_ID, "901234567890123", "902234567890123"]),
        hidden_pages: vec![page("901234567890123")],
        ..Meta::default()
    };
    let mut walker = list_of(&meta);
    assert_eq!(
        names(&walker),
        ["Harbour Bakery", "Night Market", "Page 901234567890123"]
    );
    assert_eq!(
        (asked(&walker, "/901234567890123"), asked(&walker, "/902234567890123")),
        (1, 1)
    );
    walker
        .give(Event::Pick("901234567890123".parse().unwrap()))
        .answer_all(&meta);
    assert_eq!(walker.screen(), "proved");
}

#[test]
fn no_more_than_fifty_are_asked_for_and_six_at_once() {
    let ids: Vec<&'static str> = (0..60).map(|number| &*format!("9{number:03}").leak()).collect();
    let meta = Meta {
        targets: Some(ids),
        ..empty()
    };
    let mut walker = Walker::new();
    walker
        .begin(&PAGE, 0)
        .fill(Field::Token, SHORT)
        .answer_all(&meta)
        .fill(Field::AppSecret, SECRET)
        .give(Event::Next);
    let mut most = 0;
    while let Some((ticket, request)) = walker.pending.pop_front() {
        let of_doctor = |path: &str| path.contains("/v25.0/9");
        most = most.max(
            walker
                .pending
                .iter()
                .filter(|(_, other)| of_doctor(&other.path))
                .count(),
        );
        let reply = meta.reply(&request);
        walker.give(Event::Answered(ticket, reply));
        most = most.max(
            walker
                .pending
                .iter()
                .filter(|(_, other)| of_doctor(&other.path))
                .count(),
        );
    }
    let fetched = walker.sent.iter().filter(|path| path.starts_with("/9")).count();
    assert_eq!((fetched, most), (50, 6));
    assert_eq!(walker.screen(), "trouble no-pages");
}

#[test]
fn portfolios_are_looked_into_only_with_the_permission_for_it() {
    let meta = Meta {
        portfolio_pages: vec![page("901234567890123")],
        ..empty()
    };
    let walker = list_of(&meta);
    assert_eq!(
        (walker.screen().as_str(), asked(&walker, "/me/businesses")),
        ("trouble no-pages", 0)
    );
    let meta = with_portfolios(meta);
    let mut walker = list_of(&meta);
    assert_eq!(names(&walker), ["Page 901234567890123"]);
    assert_eq!(
        (
            asked(&walker, "/me/businesses"),
            asked(&walker, "/50/owned_pages"),
            asked(&walker, "/50/client_pages")
        ),
        (1, 1, 1)
    );
    walker
        .give(Event::Pick("901234567890123".parse().unwrap()))
        .answer_all(&meta);
    assert_eq!(walker.screen(), "proved");
}

#[test]
fn a_page_of_a_portfolio_is_asked_for_its_instagram_account_before_anything_is_said_of_it() {
    let mut found = page("901234567890123");
    found["instagram_business_account"] = json!({"id": INSTAGRAM_ID, "username": "harbourbakery"});
    let mut listed = found.clone();
    listed["instagram_business_account"] = Value::Null;
    let meta = with_portfolios(empty());
    for journey in [&INSTAGRAM, &USER] {
        let mut walker = Walker::new();
        let mut reply = |request: &Request| match request.path.trim_start_matches("/v25.0") {
            "/50/owned_pages" => answer(200, &json!({"data": [listed]})),
            "/901234567890123" => answer(200, &found),
            "/debug_token" | "/me" => Meta {
                portfolio_pages: vec![found.clone()],
                ..meta.clone()
            }
            .reply(request),
            _ => meta.reply(request),
        };
        walker
            .begin(journey, 0)
            .fill(Field::Token, SHORT)
            .answer_with(&mut reply)
            .fill(Field::AppSecret, SECRET)
            .give(Event::Next)
            .answer_with(&mut reply);
        if walker.screen() == "choice" {
            {
                let view = walker.view();
                let Body::Choice(choice) = view.body else {
                    panic!("{view:?}")
                };
                assert_eq!(choice.pages[0].state, PageState::Ready);
            }
            walker
                .give(Event::Pick("901234567890123".parse().unwrap()))
                .answer_with(&mut reply);
        }
        assert_eq!(walker.screen(), "proved", "{}", journey.name);
        assert_eq!(walker.fact("Instagram ID").as_deref(), Some(INSTAGRAM_ID));
    }
}

#[test]
fn a_portfolio_never_takes_away_what_the_list_has_said() {
    let mut without = page("301");
    without["access_token"] = Value::Null;
    without["instagram_business_account"] = json!({"id": "11", "username": "a"});
    let meta = with_portfolios(Meta {
        pages: vec![without],
        portfolio_pages: vec![page("301"), page("901234567890123")],
        ..Meta::default()
    });
    let mut walker = Walker::new();
    walker.walk_from_explorer(&INSTAGRAM, &meta);
    walker.give(Event::Take(Way::FindMissing)).answer_all(&meta);
    walker.give(Event::Take(Way::GoOn));
    let view = walker.view();
    let Body::Choice(choice) = view.body else {
        panic!("{view:?}")
    };
    let lines: Vec<_> = choice
        .pages
        .iter()
        .map(|line| (line.id.as_str(), line.instagram.name(), &line.state))
        .collect();
    assert_eq!(
        lines,
        [
            ("301", Some("@a"), &PageState::Ready),
            ("901234567890123", None, &PageState::Ready)
        ]
    );
}

#[test]
fn a_portfolio_whose_list_never_ends_is_left_after_twenty_parts() {
    let meta = with_portfolios(empty());
    let mut part = 0;
    let walker = list_with(&meta, |request| {
        request.path.ends_with("/50/owned_pages").then(|| {
            part += 1;
            answer(200, &json!({"data": [], "paging": {"cursors": {"after": format!("C{part}")}, "next": "https://example.com"}}))
        })
    });
    assert_eq!(
        (asked(&walker, "/50/owned_pages"), asked(&walker, "/50/client_pages")),
        (20, 1)
    );
    assert_eq!(walker.screen(), "trouble no-pages-with-portfolios");
}

#[test]
fn a_portfolio_that_sends_the_same_cursor_again_is_left_at_once() {
    let meta = with_portfolios(empty());
    let walker = list_with(&meta, |request| {
        request.path.ends_with("/50/client_pages").then(|| {
            answer(
                200,
                &json!({"data": [], "paging": {"cursors": {"after": "C"}, "next": "https://example.com"}}),
            )
        })
    });
    assert_eq!(asked(&walker, "/50/client_pages"), 2);
}

#[test]
fn no_more_than_twenty_five_portfolios_are_looked_into() {
    let meta = with_portfolios(empty());
    let many: Vec<Value> = (0..40)
        .map(|number| json!({"id": format!("5{number:02}"), "name": "P"}))
        .collect();
    let walker = list_with(&meta, |request| {
        let path = request.path.trim_start_matches("/v25.0");
        match path {
            "/me/businesses" => Some(answer(200, &json!({ "data": many }))),
            _ if path.ends_with("_pages") => Some(answer(200, &json!({"data": []}))),
            _ => None,
        }
    });
    assert_eq!(
        (asked(&walker, "/owned_pages"), asked(&walker, "/client_pages")),
        (25, 25)
    );
}

/// Up to the Page list of this world, with some answers of its own.
fn list_with(meta: &Meta, mut own: impl FnMut(&Request) -> Option<Result<Response, NoAnswer>>) -> Walker {
    let mut walker = Walker::new();
    walker
        .begin(&PAGE, 0)
        .fill(Field::Token, SHORT)
        .answer_all(meta)
        .fill(Field::AppSecret, SECRET)
        .give(Event::Next)
        .answer_with(|request| own(request).unwrap_or_else(|| meta.reply(request)));
    walker
}

#[test]
fn whatever_the_doctor_asks_it_asks_with_the_same_user_token() {
    let meta = with_portfolios(Meta {
        targets: Some(vec!["901234567890123"]),
        ..empty()
    });
    let mut looked = Vec::new();
    list_with(&meta, |request| {
        let path = request.path.trim_start_matches("/v25.0").to_owned();
        if [
            "/901234567890123",
            "/me/businesses",
            "/50/owned_pages",
            "/50/client_pages",
        ]
        .contains(&path.as_str())
        {
            let secrets: Vec<&str> = request.secrets().collect();
            assert!(secrets.contains(&LONG), "{path}");
            assert!(
                !secrets
                    .iter()
                    .any(|secret| [SHORT, PAGE_TOKEN, SECRET].contains(secret)),
                "{path}"
            );
            assert!(
                !secrets.iter().any(|secret| secret.contains('|')),
                "never as the app: {path}"
            );
            looked.push(path);
        }
        None
    });
    looked.sort();
    assert_eq!(
        looked,
        [
            "/50/client_pages",
            "/50/owned_pages",
            "/901234567890123",
            "/me/businesses"
        ]
    );
}

#[test]
fn a_list_that_goes_round_in_circles_ends_with_what_there_is() {
    let circle =
        |data: Value| json!({"data": data, "paging": {"cursors": {"after": "SAME"}, "next": "https://example.com"}});
    let full = circle(json!([page("301")]));
    let walker = list(|request| {
        if request.path.ends_with("/me/accounts") {
            answer(200, &full)
        } else {
            Meta::default().reply(request)
        }
    });
    {
        let view = walker.view();
        let Body::Choice(choice) = view.body else {
            panic!("{view:?}")
        };
        let remark = choice.remark.map(|remark| (remark.tone, remark.text));
        assert_eq!(
            (choice.listing, remark),
            (
                Listing::Part,
                Some((
                    Tone::Careful,
                    "Meta kept sending the same part of the list. These are the Pages that came"
                ))
            )
        );
    }
    let bare = circle(json!([]));
    let walker = list(|request| {
        if request.path.ends_with("/me/accounts") {
            answer(200, &bare)
        } else {
            Meta::default().reply(request)
        }
    });
    assert_eq!(walker.screen(), "trouble list-cut-short");
}

/// The word that stands under the list.
fn notice(walker: &Walker) -> String {
    walker
        .view()
        .notice
        .map(|notice| notice.text.clone())
        .unwrap_or_default()
}

#[test]
fn a_page_that_a_search_has_found_is_told_of_on_the_list() {
    let meta = with_portfolios(Meta {
        pages: vec![page("301")],
        portfolio_pages: vec![page("901234567890123")],
        ..Meta::default()
    });
    let mut walker = Walker::new();
    walker.walk_from_explorer(&PAGE, &meta);
    walker.give(Event::Take(Way::FindMissing)).answer_all(&meta);
    assert_eq!(walker.screen(), "choice");
    assert_eq!(notice(&walker), "One more Page was found. It is on the list now");
    // A second search finds nothing more, and says what can keep a Page off the list.
    walker.give(Event::Take(Way::FindMissing)).answer_all(&meta);
    assert_eq!(walker.screen(), "trouble page-missing");
}

#[test]
fn where_no_listed_page_is_of_use_portfolios_are_looked_into_without_being_asked() {
    let mut found = page("901234567890123");
    found["instagram_business_account"] = json!({"id": INSTAGRAM_ID, "username": "harbourbakery"});
    let meta = with_portfolios(Meta {
        pages: vec![page("301")],
        portfolio_pages: vec![found],
        ..Meta::default()
    });
    for (journey, expected) in [(&INSTAGRAM, "choice"), (&USER, "proved")] {
        let mut walker = Walker::new();
        walker.walk_from_explorer(journey, &meta);
        assert_eq!(walker.screen(), expected, "{}", journey.name);
        if expected == "choice" {
            walker
                .give(Event::Pick("901234567890123".parse().unwrap()))
                .answer_all(&meta);
        }
        assert_eq!(walker.fact("Instagram ID").as_deref(), Some(INSTAGRAM_ID));
    }
}

#[test]
fn a_list_of_which_nothing_can_be_chosen_is_explained_once_by_its_cause() {
    let mut personal = page("302");
    personal["connected_instagram_account"] = json!({"id": "12", "username": "b"});
    let over = |mut meta: Meta| {
        meta.data_access_ends = Some(1_000_000_000);
        meta
    };
    let with = |pages: Vec<Value>| Meta {
        pages,
        ..Meta::default()
    };
    for (meta, cause) in [
        (with(vec![page("301")]), "trouble no-instagram-account"),
        (with(vec![page("301"), personal]), "trouble instagram-is-personal"),
        (over(with(vec![page("301")])), "trouble data-access-over"),
    ] {
        let mut walker = Walker::new();
        walker.walk_from_explorer(&INSTAGRAM, &meta);
        assert_eq!(walker.screen(), cause);
        walker.give(Event::Back);
        assert_eq!(walker.screen(), "choice", "the list is there to be read");
        walker.give(Event::Mark("301".parse().unwrap()));
        assert!(notice(&walker).starts_with("This Page cannot be used: "));
        walker.give(Event::Pick("301".parse().unwrap()));
        let of_the_page = cause.replace("no-instagram-account", "page-without-instagram");
        let is_its_own = walker.screen() == of_the_page || walker.screen() == "trouble page-without-instagram";
        assert!(is_its_own, "and says why not, and what helps: {}", walker.screen());
        walker.give(Event::Back);
        assert_eq!(walker.screen(), "choice");
    }
}
