//! The doctor of empty and short Page lists.

mod findings;
mod page_id;
mod search;

use std::collections::BTreeMap;

use crate::{meta::Meta, walker::Walker};
use evertoken::{
    journey::PAGE,
    wizard::{
        event::Event,
        trouble::Way,
        view::{Body, FindingState},
    },
};
use serde_json::{Value, json};

pub(super) fn page(id: &str) -> Value {
    json!({"id": id, "name": format!("Page {id}"), "access_token": format!("EAAJpageToken{id}abcdefghijklmnopqrstuvwxyz")})
}

pub(super) fn empty() -> Meta {
    Meta {
        pages: Vec::new(),
        ..Meta::default()
    }
}

pub(super) fn with_portfolios(mut meta: Meta) -> Meta {
    meta.scopes.push("business_management");
    meta
}

/// The same where the look at the token tells the same as everything else.
pub(super) fn list_of(meta: &Meta) -> Walker {
    let mut walker = Walker::new();
    walker.walk_from_explorer(&PAGE, meta);
    if walker.screen() == "trouble missing-permissions" {
        walker.give(Event::Take(Way::GoOn)).answer_all(meta);
    }
    walker
}

pub(super) fn findings(walker: &Walker) -> BTreeMap<&'static str, FindingState> {
    let Body::Trouble(trouble) = walker.view().body else {
        panic!("no trouble: {}", walker.screen())
    };
    let states: Vec<FindingState> = trouble.findings.iter().map(|finding| finding.state).collect();
    assert!(states.is_sorted(), "the certain ones come first: {states:?}");
    trouble
        .findings
        .iter()
        .map(|finding| (finding.cause, finding.state))
        .collect()
}

pub(super) fn names(walker: &Walker) -> Vec<String> {
    let Body::Choice(choice) = walker.view().body else {
        panic!("no list: {}", walker.screen())
    };
    choice.pages.iter().map(|line| line.name.to_string()).collect()
}
