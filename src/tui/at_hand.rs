//! What a view puts at hand for keys: the ways on, the link, and the lines of a result that can be copied.

use crate::wizard::{
    effect::{Copyable, Link},
    trouble::Way,
    view::{Body, FactLine, OutcomeView, View},
};

use super::{form_desk::FormDesk, keys::WayKind};

/// What a Page list offers beside its Pages.
const REST: &[Way] = &[Way::Retry];
const MISSING: &[Way] = &[Way::FindMissing, Way::TypePageId];
const REST_AND_MISSING: &[Way] = &[Way::Retry, Way::FindMissing, Way::TypePageId];

/// The most lines of a result that have a number: as many as there are digits.
const MOST_NUMBERED: usize = 9;

/// What the person can do about a trouble, an outcome or a list.
pub(crate) fn ways<'a>(view: &'a View<'_>) -> &'a [Way] {
    match &view.body {
        Body::Trouble(trouble) => &trouble.trouble.ways,
        Body::Outcome(outcome) => outcome.ways,
        Body::Choice(choice) => match (choice.can_load_rest, choice.can_find_missing) {
            (false, false) => &[],
            (true, false) => REST,
            (false, true) => MISSING,
            (true, true) => REST_AND_MISSING,
        },
        Body::Results(results) => &results.ways,
        Body::Guide(guide) => &guide.ways,
        Body::Menu(_) | Body::Form(_) | Body::Progress(_) | Body::Kinds(_) => &[],
    }
}

/// Whether Enter takes the first way.
pub(crate) fn main_is_way(view: &View<'_>) -> bool {
    match &view.body {
        Body::Trouble(_) => true,
        Body::Outcome(outcome) => !outcome.is_proved(),
        Body::Menu(_)
        | Body::Guide(_)
        | Body::Form(_)
        | Body::Progress(_)
        | Body::Choice(_)
        | Body::Kinds(_)
        | Body::Results(_) => false,
    }
}

/// The way with this number, counted from 1 among those of a kind, and its place among all.
pub(crate) fn nth_of(ways: &[Way], kind: WayKind, number: u8) -> Option<(usize, &Way)> {
    ways.iter()
        .enumerate()
        .filter(|(_, way)| WayKind::of(way) == kind)
        .nth(usize::from(number).checked_sub(1)?)
}

/// The way with this number, counted from 1 among those of a kind.
pub(crate) fn way<'a>(view: &'a View<'_>, kind: WayKind, number: u8) -> Option<&'a Way> {
    nth_of(ways(view), kind, number).map(|(_, way)| way)
}

/// The link that the link keys mean here.
pub(crate) fn link(desk: &FormDesk, view: &View<'_>) -> Option<Link> {
    match &view.body {
        Body::Guide(guide) => Some(guide.link.clone()),
        Body::Form(form) => {
            let login = form.prelude.as_ref().and_then(|prelude| prelude.link.clone());
            login.or_else(|| desk.focused(form)?.link.clone())
        }
        Body::Trouble(_) | Body::Outcome(_) => ways(view).iter().find_map(link_of),
        Body::Menu(_) | Body::Progress(_) | Body::Choice(_) | Body::Kinds(_) | Body::Results(_) => None,
    }
}

fn link_of(way: &Way) -> Option<Link> {
    match way {
        Way::Open(link) => Some(link.clone()),
        Way::Retry
        | Way::Edit(_)
        | Way::NewToken
        | Way::SignInAgain
        | Way::TypePageId
        | Way::FindMissing
        | Way::Begin(_)
        | Way::OtherPage
        | Way::GoOn
        | Way::LeaveSaving
        | Way::PutBack
        | Way::Menu => None,
    }
}

/// The lines of an outcome in the order in which they are drawn, each with its number if it can be copied.
pub(crate) fn numbered<'a>(outcome: &OutcomeView<'a>) -> Vec<(Option<usize>, &'a FactLine)> {
    let mut last = 0_usize;
    outcome
        .dates
        .iter()
        .chain(outcome.facts)
        .chain(outcome.commands)
        .map(|line| {
            let has_number = line.copyable.is_some() && last < MOST_NUMBERED;
            last = last.saturating_add(usize::from(has_number));
            (has_number.then_some(last), line)
        })
        .collect()
}

/// The line with this number, and what is copied of it.
pub(crate) fn line_with<'a>(outcome: &OutcomeView<'a>, number: u8) -> Option<(&'a FactLine, &'a Copyable)> {
    let (_, line) = numbered(outcome)
        .into_iter()
        .find(|(its_number, _)| *its_number == Some(usize::from(number)))?;
    Some((line, line.copyable.as_ref()?))
}

/// What the number of a line copies.
pub(crate) fn copyable(view: &View<'_>, number: u8) -> Option<Copyable> {
    match &view.body {
        Body::Outcome(outcome) => Some(line_with(outcome, number)?.1.clone()),
        Body::Menu(_)
        | Body::Guide(_)
        | Body::Form(_)
        | Body::Progress(_)
        | Body::Choice(_)
        | Body::Kinds(_)
        | Body::Results(_)
        | Body::Trouble(_) => None,
    }
}
