//! Several Pages at once: marks, proofs side by side, one line for each, and what becomes of each token.

use crate::{
    meta::{Meta, PAGE as PAGE_ID, PAGE_TOKEN, refusal},
    walker::Walker,
};
use evertoken::{
    graph_api::{NoAnswer, Request, Response},
    journey::{Datum, PAGE, USER},
    model::PageId,
    wizard::{
        effect::{Copyable, Effect, Ending},
        event::{CopyReport, Event},
        trouble::Way,
        view::{Body, Standing, Taken},
    },
};
use serde_json::{Value, json};

fn token(id: &str) -> String {
    format!("EAAJpageToken{id}abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
}

fn page(id: &str) -> Value {
    json!({"id": id, "name": format!("Page {id}"), "access_token": token(id)})
}

fn id(id: &str) -> PageId {
    id.parse().unwrap()
}

/// At the list of these Pages, each of which has its token, and of one that has none.
fn at_list(ids: &[&str]) -> (Walker, Meta) {
    let mut pages: Vec<Value> = ids.iter().map(|id| page(id)).collect();
    pages.push(json!({"id": "203456789012345", "name": "Night Market"}));
    let meta = Meta {
        pages,
        ..Meta::default()
    };
    let mut walker = Walker::new();
    walker.walk_from_explorer(&PAGE, &meta);
    (walker, meta)
}

fn marked(walker: &Walker) -> Vec<String> {
    match walker.view().body {
        Body::Choice(choice) => choice.marked.iter().map(ToString::to_string).collect(),
        _ => panic!("no list: {}", walker.screen()),
    }
}

/// Name, standing and delivery of each row.
fn rows(walker: &Walker) -> Vec<(String, Standing, bool)> {
    match walker.view().body {
        Body::Results(results) => {
            let rows = results.rows.iter();
            rows.map(|row| (row.name.to_owned(), row.standing, row.taken > Taken::No))
                .collect()
        }
        _ => panic!("no results: {}", walker.screen()),
    }
}

/// All of these proved but one, whose calls are refused.
fn all_but_one() -> (Walker, Meta) {
    all_but_one_with(|| {
        refusal(
            190,
            None,
            "This Page access token belongs to a Page that is not accessible.",
        )
    })
}

fn all_but_one_with(fault: impl Fn() -> Result<Response, NoAnswer>) -> (Walker, Meta) {
    let (mut walker, meta) = at_list(&["301", "302", "303"]);
    for page in ["301", "302", "303"] {
        walker.give(Event::Mark(id(page)));
    }
    walker.give(Event::Pick(id("301"))).answer_with(|request| {
        if carries(request, "302") && request.path.ends_with("/me") {
            fault()
        } else {
            meta.reply(request)
        }
    });
    (walker, meta)
}

fn carries(request: &Request, page: &str) -> bool {
    let token = token(page);
    request.secrets().any(|secret| secret == token)
}

#[test]
fn a_mark_comes_and_goes_and_a_page_without_a_token_takes_none() {
    let (mut walker, _) = at_list(&["301", "302"]);
    walker.give(Event::Mark(id("302"))).give(Event::Mark(id("301")));
    assert_eq!(marked(&walker), ["301", "302"]);
    walker.give(Event::Mark(id("302")));
    assert_eq!(marked(&walker), ["301"]);
    walker
        .give(Event::Mark(id("203456789012345")))
        .give(Event::Mark(id("999")));
    assert_eq!(marked(&walker), ["301"]);
    let mut walker = Walker::new();
    walker.give(Event::Choose(&USER)).give(Event::Mark(id(PAGE_ID)));
    assert_eq!(
        walker.screen(),
        "guide",
        "and where there is no list, a mark is nothing"
    );
}

#[test]
fn a_page_without_a_token_says_in_full_why_and_what_helps() {
    let (mut walker, meta) = at_list(&["301"]);
    walker.answer_all(&meta).give(Event::Pick(id("203456789012345")));
    assert_eq!(walker.screen(), "trouble page-unusable-two-factor");
    match walker.view().body {
        Body::Trouble(view) => {
            assert!(view.trouble.cause.contains("Night Market (203456789012345)"));
            assert!(view.trouble.remedy.contains("Two-factor authentication"));
        }
        other => panic!("{other:?}"),
    }
    walker.give(Event::Back);
    assert_eq!(walker.screen(), "choice");
}

#[test]
fn marks_come_back_with_the_list() {
    let (mut walker, meta) = at_list(&["301", "302", "303"]);
    walker
        .give(Event::Mark(id("301")))
        .give(Event::Mark(id("303")))
        .give(Event::Back)
        .give(Event::Back);
    assert_eq!(walker.screen(), "guide");
    walker.give(Event::Next).give(Event::Next).answer_all(&meta);
    assert_eq!(marked(&walker), ["301", "303"]);
}

#[test]
fn with_marks_the_marked_pages_are_chosen_and_not_the_one_under_the_cursor() {
    let (mut walker, meta) = at_list(&["301", "302", "303"]);
    walker
        .give(Event::Mark(id("301")))
        .give(Event::Mark(id("303")))
        .give(Event::Pick(id("302")))
        .answer_all(&meta);
    assert_eq!(walker.screen(), "results: All 2 are proved");
    assert_eq!(
        rows(&walker),
        [
            ("Page 301 (301)".to_owned(), Standing::Proved, false),
            ("Page 303 (303)".to_owned(), Standing::Proved, false),
        ]
    );
}

#[test]
fn one_marked_page_is_one_outcome_and_no_list_of_results() {
    let (mut walker, meta) = at_list(&["301", "302"]);
    walker
        .give(Event::Mark(id("302")))
        .give(Event::Pick(id("301")))
        .answer_all(&meta);
    assert_eq!(walker.screen(), "proved");
    assert_eq!(walker.copy(Copyable::Datum(Datum::PageId)).as_deref(), Some("302"));
}

#[test]
fn no_more_than_six_calls_are_under_way_and_each_page_is_asked_with_its_own_token() {
    let ids: Vec<String> = (0..20).map(|number| format!("3{number:02}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let (mut walker, meta) = at_list(&ids);
    for page in &ids {
        walker.give(Event::Mark(id(page)));
    }
    let before = walker.sent.len();
    walker.give(Event::Pick(id("300")));
    let mut most = 0;
    while let Some((ticket, request)) = walker.pending.pop_front() {
        most = most.max(walker.pending.len() + 1);
        assert_eq!(
            ids.iter().filter(|page| carries(&request, page)).count(),
            1,
            "{}",
            request.path
        );
        let reply = meta.reply(&request);
        walker.give(Event::Answered(ticket, reply));
    }
    assert_eq!((most, walker.sent.len() - before), (6, 40));
    assert_eq!(walker.screen(), "results: All 20 are proved");
}

#[test]
fn one_page_that_fails_spoils_nothing_for_the_others() {
    let (mut walker, _) = all_but_one();
    assert_eq!(walker.screen(), "results: 2 of 3 are proved");
    let standings: Vec<Standing> = rows(&walker).into_iter().map(|(_, standing, _)| standing).collect();
    assert_eq!(standings, [Standing::Proved, Standing::NotDone, Standing::Proved]);
    walker.give(Event::ShowResult(1));
    assert_eq!(walker.screen(), "not done yet");
    walker.give(Event::Back).give(Event::ShowResult(2));
    assert_eq!(walker.screen(), "proved");
    assert_eq!(walker.copy(Copyable::Datum(Datum::Token)), Some(token("303")));
}

#[test]
fn a_page_that_cannot_be_reached_at_all_spoils_nothing_either() {
    let (mut walker, meta) = at_list(&["301", "302"]);
    walker
        .give(Event::Mark(id("301")))
        .give(Event::Mark(id("302")))
        .give(Event::Pick(id("301")))
        .answer_with(|request| {
            if carries(request, "301") {
                Err(NoAnswer::ConnectionRefused)
            } else {
                meta.reply(request)
            }
        });
    assert_eq!(walker.screen(), "results: 1 of 2 are proved");
}

#[test]
fn a_result_that_is_not_there_is_not_shown_and_back_from_one_leads_to_the_list_of_them() {
    let (mut walker, _) = all_but_one();
    walker.give(Event::ShowResult(3));
    assert_eq!(walker.screen(), "results: 2 of 3 are proved");
    walker.give(Event::ShowResult(0)).give(Event::ShowResult(1));
    assert_eq!(
        walker.copy(Copyable::Datum(Datum::PageId)).as_deref(),
        Some("301"),
        "the first stays"
    );
    walker.give(Event::Back);
    assert_eq!(walker.screen(), "results: 2 of 3 are proved");
    walker.give(Event::Back);
    assert_eq!(walker.screen(), "choice");
}

#[test]
fn each_token_is_delivered_for_itself_and_leaving_asks_while_one_is_not() {
    let (mut walker, meta) = at_list(&["301", "302"]);
    walker
        .give(Event::Mark(id("301")))
        .give(Event::Mark(id("302")))
        .give(Event::Pick(id("301")))
        .answer_all(&meta);
    walker.give(Event::Copied(Copyable::Datum(Datum::Token), CopyReport::Copied));
    assert_eq!(
        rows(&walker)
            .iter()
            .filter(|(_, _, is_delivered)| *is_delivered)
            .count(),
        0,
        "on the list nothing is meant by a copy"
    );
    let deliver = |walker: &mut Walker, place| {
        walker.give(Event::ShowResult(place)).save_shown().give(Event::Back);
    };
    deliver(&mut walker, 1);
    let delivered: Vec<bool> = rows(&walker)
        .into_iter()
        .map(|(_, _, is_delivered)| is_delivered)
        .collect();
    assert_eq!(delivered, [false, true]);
    walker.give(Event::Leave);
    assert_eq!(
        walker.view().question.unwrap().text,
        "Not every token has been saved, copied or shown yet. What was not is gone once you leave"
    );
    walker.give(Event::Decline);
    deliver(&mut walker, 0);
    walker.give(Event::Leave);
    let ended: Vec<_> = walker
        .others
        .iter()
        .filter(|effect| matches!(effect, Effect::Exit(_)))
        .collect();
    let [Effect::Exit(Ending::Finished(lines))] = ended.as_slice() else {
        panic!("{ended:?}")
    };
    assert_eq!(
        lines,
        &[
            "Page token for Page 301 (301): proved, it never expires.",
            "Saved in /home/maria/.env",
            "Page token for Page 302 (302): proved, it never expires.",
            "Saved in /home/maria/.env",
        ]
    );
}

#[test]
fn proving_again_keeps_what_was_delivered_and_asks_before_what_was_not_is_lost() {
    let (mut walker, meta) = all_but_one_with(|| Err(NoAnswer::ConnectionRefused));
    walker
        .give(Event::ShowResult(0))
        .give(Event::Copied(Copyable::Datum(Datum::Token), CopyReport::Copied))
        .give(Event::Back)
        .give(Event::ShowResult(1));
    assert!(walker.ways().contains(&Way::Retry), "{:?}", walker.ways());
    walker.give(Event::Take(Way::Retry));
    assert_eq!(walker.screen(), "progress");
    walker.give(Event::Leave);
    assert!(walker.view().question.is_some(), "a proved token would be lost");
    walker.give(Event::Decline).answer_all(&meta);
    assert_eq!(walker.screen(), "results: All 3 are proved");
    let delivered: Vec<bool> = rows(&walker)
        .into_iter()
        .map(|(_, _, is_delivered)| is_delivered)
        .collect();
    assert_eq!(delivered, [true, false, false]);
}

#[test]
fn another_page_can_be_chosen_from_the_results_with_the_list_as_it_was() {
    let (mut walker, meta) = all_but_one();
    let before = walker.sent.len();
    walker.give(Event::Take(Way::OtherPage));
    assert_eq!((walker.screen().as_str(), walker.sent.len()), ("choice", before));
    assert_eq!(marked(&walker), ["301", "302", "303"], "the marks are where they were");
    for page in ["301", "302", "303"] {
        walker.give(Event::Mark(id(page)));
    }
    walker.give(Event::Pick(id("302"))).answer_all(&meta);
    assert_eq!(walker.screen(), "proved");
}

#[test]
fn a_token_that_was_delivered_from_an_earlier_outcome_is_delivered_when_it_is_proved_once_more() {
    let mut walker = Walker::new();
    let meta = Meta::default();
    walker
        .go_to_outcome(&meta)
        .save_shown()
        .give(Event::Back)
        .give(Event::Pick(id(PAGE_ID)))
        .answer_all(&meta);
    assert_eq!(walker.copy(Copyable::Datum(Datum::Token)).as_deref(), Some(PAGE_TOKEN));
    walker.give(Event::Leave);
    assert!(walker.view().question.is_none());
    let ended = walker.others.iter().rev().find_map(|effect| match effect {
        Effect::Exit(ending) => Some(ending),
        _ => None,
    });
    let Some(Ending::Finished(lines)) = ended else {
        panic!("{ended:?}")
    };
    assert_eq!(
        lines,
        &[
            "Page token for Harbour Bakery (103456789012345): proved, it never expires.",
            "Saved in /home/maria/.env",
        ]
    );
}
