//! What the doctor finds: each known cause, and whether it is so.

use std::collections::BTreeMap;

use super::{empty, findings, list_of, page, with_portfolios};
use crate::{
    meta::{APP, Meta, SECRET, SHORT, refusal},
    walker::Walker,
};
use evertoken::{
    graph_api::Request,
    journey::{Field, PAGE},
    wizard::{
        event::Event,
        trouble::Way,
        view::{
            Body,
            FindingState::{self, CannotTell, Found, RuledOut},
        },
    },
};
use serde_json::Value;

const TICKS: &str = "The Page was not ticked";
const REPLACED: &str = "A later login replaced your choice";
const PORTFOLIO: &str = "The Page is in a business portfolio";
const LISTING: &str = "pages_show_list is missing";
const ACCOUNT: &str = "Another Facebook account is logged in";
const PAGE_ROLE: &str = "The account has no role on the Page";
const TWO_FACTOR: &str = "The Page asks for two-factor login";
const APP_ROLE: &str = "The account has no role on the app";

fn words(walker: &Walker, cause: &str) -> String {
    let Body::Trouble(trouble) = walker.view().body else {
        panic!("no trouble: {}", walker.screen())
    };
    let finding = trouble.findings.iter().find(|finding| finding.cause == cause);
    finding.unwrap().words.clone()
}

fn expected(states: [FindingState; 8]) -> BTreeMap<&'static str, FindingState> {
    [
        TICKS, REPLACED, PORTFOLIO, LISTING, ACCOUNT, PAGE_ROLE, TWO_FACTOR, APP_ROLE,
    ]
    .into_iter()
    .zip(states)
    .collect()
}

#[test]
fn each_cause_of_an_empty_list_is_found_ruled_out_or_left_open() {
    let worlds: [(&str, Meta, [FindingState; 8]); 6] = [
        (
            "everything shared, no portfolios to be seen",
            empty(),
            [
                RuledOut, RuledOut, Found, RuledOut, CannotTell, CannotTell, CannotTell, RuledOut,
            ],
        ),
        (
            "everything shared, portfolios empty",
            with_portfolios(empty()),
            [
                RuledOut, RuledOut, RuledOut, RuledOut, CannotTell, CannotTell, CannotTell, RuledOut,
            ],
        ),
        (
            "nothing ticked",
            Meta {
                targets: Some(vec![]),
                ..empty()
            },
            [
                Found, CannotTell, Found, RuledOut, CannotTell, CannotTell, CannotTell, RuledOut,
            ],
        ),
        (
            "one ticked that does not answer",
            Meta {
                targets: Some(vec!["903234567890123"]),
                ..empty()
            },
            [
                Found, CannotTell, Found, RuledOut, CannotTell, CannotTell, CannotTell, RuledOut,
            ],
        ),
        (
            "targets not said",
            Meta {
                hides_targets: true,
                ..empty()
            },
            [
                CannotTell, CannotTell, Found, RuledOut, CannotTell, CannotTell, CannotTell, RuledOut,
            ],
        ),
        (
            "without the permission to list",
            Meta {
                hides_targets: true,
                scopes: vec!["pages_read_engagement", "pages_manage_posts"],
                ..empty()
            },
            [
                CannotTell, CannotTell, Found, Found, CannotTell, CannotTell, CannotTell, RuledOut,
            ],
        ),
    ];
    for (name, meta, states) in worlds {
        let walker = list_of(&meta);
        assert_eq!(findings(&walker), expected(states), "{name}");
    }
}

#[test]
fn where_meta_says_nothing_about_the_token_nothing_is_claimed() {
    let meta = empty();
    let mut walker = Walker::new();
    walker
        .begin(&PAGE, 0)
        .fill(Field::Token, SHORT)
        .fill(Field::AppId, APP)
        .fill(Field::AppSecret, SECRET);
    let reply = |request: &Request| {
        if request.path.ends_with("/debug_token") {
            refusal(
                100,
                None,
                "(#100) You must provide an app access token, or a user access token that is an owner or developer of the app",
            )
        } else {
            meta.reply(request)
        }
    };
    walker.answer_with(reply).give(Event::Next).answer_with(reply);
    assert_eq!(walker.screen(), "trouble no-pages");
    assert_eq!(
        findings(&walker),
        expected([
            CannotTell, CannotTell, CannotTell, CannotTell, CannotTell, CannotTell, CannotTell, CannotTell
        ])
    );
}

#[test]
fn two_factor_is_found_where_a_page_has_no_token_for_that_reason_and_ruled_out_where_each_has_one() {
    let without = |id| {
        let mut page = page(id);
        page["access_token"] = Value::Null;
        page
    };
    for (pages, state) in [
        (vec![page("301"), without("203")], Found),
        (vec![page("301"), without("303")], CannotTell),
        (vec![page("301"), page("302")], RuledOut),
    ] {
        let meta = Meta {
            pages,
            ..Meta::default()
        };
        let mut walker = list_of(&meta);
        walker.give(Event::Take(Way::FindMissing)).answer_all(&meta);
        assert_eq!(walker.screen(), "trouble page-missing");
        assert_eq!(findings(&walker).get(TWO_FACTOR), Some(&state));
        walker.give(Event::Take(Way::GoOn));
        assert_eq!(walker.screen(), "choice", "and the list is still there");
    }
}

#[test]
fn portfolios_that_could_not_be_looked_into_are_not_ruled_out() {
    for refused in ["/me/businesses", "/50/owned_pages", "/50/client_pages"] {
        let meta = with_portfolios(empty());
        let mut walker = Walker::new();
        walker
            .begin(&PAGE, 0)
            .fill(Field::Token, SHORT)
            .answer_all(&meta)
            .fill(Field::AppSecret, SECRET)
            .give(Event::Next)
            .answer_with(|request| {
                if request.path.ends_with(refused) {
                    refusal(200, None, "(#200) Permissions error")
                } else {
                    meta.reply(request)
                }
            });
        assert_eq!(walker.screen(), "trouble no-pages-with-portfolios");
        assert_eq!(findings(&walker).get(PORTFOLIO), Some(&CannotTell), "{refused}");
    }
}

#[test]
fn whose_token_it_is_stands_with_the_question_about_the_account() {
    let walker = list_of(&empty());
    assert_eq!(
        words(&walker, ACCOUNT),
        "This token belongs to Alex Baker. Is that the account that manages the Page?"
    );
}
