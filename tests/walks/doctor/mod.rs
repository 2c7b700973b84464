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

/// A Page with its token.
pub(super) fn page(id: &str) -> Value {
    json!({"id": id, "name": format!("Page {id}"), "access_token": format!("EAAJpageToken{id}abcdefghijklmnopqrstuvwxyz")})
}

/// A world whose Page list is empty.
pub(super) fn empty() -> Meta {
    Meta {
        pages: Vec::new(),
        ..Meta::default()
    }
}

/// The same with the permission to look into portfolios.
pub(super) fn with_portfolios(mut meta: Meta) -> Meta {
    meta.scopes.push("business_management");
    meta
}

/// Up to the Page list of this world, going on without whatever the token lacks.
pub(super) fn list_of(meta: &Meta) -> Walker {
    let mut walker = Walker::new();
    walker.walk_from_explorer(&PAGE, meta);
    if walker.screen() == "trouble missing-permissions" {
        walker.give(Event::Take(Way::GoOn)).answer_all(meta);
    }
    walker
}

/// What was found about each cause; the certain ones come first on the screen.
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

/// The names on the Page list.
pub(super) fn names(walker: &Walker) -> Vec<String> {
    let Body::Choice(choice) = walker.view().body else {
        panic!("no list: {}", walker.screen())
    };
    choice.pages.iter().map(|line| line.name.to_string()).collect()
}
