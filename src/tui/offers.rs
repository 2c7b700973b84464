//! Which lines of the key table hold right now, and in which words.

use crate::{
    journey::Datum,
    wizard::{
        effect::{Copyable, Link},
        trouble::Way,
        view::{Body, FormView, OutcomeView, View},
    },
};

use super::{
    form_desk::{Focus, FormDesk},
    keys::{self, Action, Binding, Place, WayKind},
    widget::Offer,
};

/// What the offers depend on besides the view.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Situation<'a> {
    pub(crate) place: Place,
    pub(crate) desk: &'a FormDesk,
    /// Whether something is typed to filter the list.
    pub(crate) has_filter: bool,
    /// Whether a line of the list is selected.
    pub(crate) has_choice: bool,
}

/// The keys of a situation, most important first.
pub(crate) fn offers(situation: Situation<'_>, view: &View<'_>) -> Vec<Offer> {
    let mut offers: Vec<_> = keys::bindings(situation.place)
        .filter_map(|binding| offer(binding, situation, view))
        .collect();
    order_ways(&mut offers);
    // What is not done yet is done first.
    if let Body::Outcome(outcome) = &view.body
        && !outcome.is_proved()
        && let Some(main) = offers.iter().position(|offer| offer.action == Action::Main)
    {
        offers.get_mut(..=main).unwrap_or_default().rotate_right(1);
    }
    offers
}

/// Puts the ways into the order in which they were given: the best first.
fn order_ways(offers: &mut Vec<Offer>) {
    let Some(first) = offers.iter().position(is_way) else {
        return;
    };
    let mut ways: Vec<_> = offers.extract_if(first.., |offer| is_way(offer)).collect();
    ways.sort_by_key(|offer| offer.way);
    offers.splice(first..first, ways);
}

fn is_way(offer: &Offer) -> bool {
    matches!(offer.action, Action::Take(_) | Action::OpenNumber(_))
}

fn offer(binding: &Binding, situation: Situation<'_>, view: &View<'_>) -> Option<Offer> {
    let words = words(binding, situation, view)?;
    Some(Offer {
        action: binding.action,
        keys: keys::key_names(binding, |name| name),
        key: binding.keys.first().map_or_else(String::new, |key| key.name()),
        words,
        is_in_footer: binding.is_in_footer,
        way: way_of(binding.action, view),
    })
}

/// The place of the way that an action takes.
fn way_of(action: Action, view: &View<'_>) -> Option<usize> {
    match action {
        Action::Main if main_is_way(view) => (!ways(view).is_empty()).then_some(0),
        Action::Take(kind) => first_of(ways(view), kind).map(|(index, _)| index),
        Action::OpenNumber(number) => link_way(ways(view), number).map(|(index, _)| index),
        _ => None,
    }
}

/// What a line of the table does here and now; `None` where it can do nothing.
fn words(binding: &Binding, situation: Situation<'_>, view: &View<'_>) -> Option<String> {
    let words = match binding.action {
        Action::Main => main_words(situation, view)?,
        Action::No => view.question?.no,
        Action::Yes => view.question?.yes,
        Action::Back => match situation.place {
            Place::Choice if situation.has_filter => "clear the filter",
            _ if !view.can_go_back => return None,
            Place::Progress => "stop",
            _ => binding.words,
        },
        Action::PasteSample => form(view)
            .and_then(|form| situation.desk.focused(form)?.sample)
            .map(|_| binding.words)?,
        Action::CopyLink | Action::OpenLink => link(situation.desk, view).map(|_| binding.words)?,
        Action::CopyPageId => outcome(view)
            .filter(|outcome| can_copy(outcome, &Copyable::Datum(Datum::PageId)))
            .map(|_| binding.words)?,
        Action::LoadRest => match &view.body {
            Body::Choice(choice) if choice.can_load_rest => binding.words,
            _ => return None,
        },
        Action::Take(kind) => {
            let (index, way) = first_of(ways(view), kind)?;
            // The first way is taken with Enter.
            let is_main = index == 0 && main_is_way(view);
            return (!is_main).then(|| way.words().to_owned());
        }
        Action::OpenNumber(number) => link_way(ways(view), number)?.1.words(),
        _ => binding.words,
    };
    Some(words.to_owned())
}

fn main_words(situation: Situation<'_>, view: &View<'_>) -> Option<&'static str> {
    Some(match &view.body {
        Body::Menu(_) => "choose",
        Body::Guide(_) => "go on",
        Body::Form(form) => match situation.desk.focus() {
            Focus::Field(field) if !FormDesk::is_last(form, field) => "next field",
            Focus::Field(_) | Focus::Button => "go on",
        },
        Body::Progress(_) => return None,
        Body::Results(_) => "look at it",
        Body::Choice(_) => situation.has_choice.then_some("choose")?,
        Body::Outcome(outcome) => match outcome.ways.first() {
            Some(way) if !outcome.is_proved() => way.words(),
            _ => "finish",
        },
        Body::Trouble(trouble) => trouble.trouble.ways.first()?.words(),
    })
}

/// Whether Enter takes the first way.
fn main_is_way(view: &View<'_>) -> bool {
    match &view.body {
        Body::Trouble(_) => true,
        Body::Outcome(outcome) => !outcome.is_proved(),
        Body::Menu(_) | Body::Guide(_) | Body::Form(_) | Body::Progress(_) | Body::Choice(_) | Body::Results(_) => {
            false
        }
    }
}

/// What the person can do about a trouble or an outcome.
pub(crate) fn ways<'a>(view: &'a View<'_>) -> &'a [Way] {
    match &view.body {
        Body::Trouble(trouble) => &trouble.trouble.ways,
        Body::Outcome(outcome) => outcome.ways,
        Body::Menu(_) | Body::Guide(_) | Body::Form(_) | Body::Progress(_) | Body::Choice(_) | Body::Results(_) => &[],
    }
}

/// The first way of a kind, and its place.
pub(crate) fn first_of(ways: &[Way], kind: WayKind) -> Option<(usize, &Way)> {
    ways.iter().enumerate().find(|(_, way)| WayKind::of(way) == kind)
}

/// The way that opens the link with this number, counted from 1 among the links.
pub(crate) fn link_way(ways: &[Way], number: u8) -> Option<(usize, &Way)> {
    ways.iter()
        .enumerate()
        .filter(|(_, way)| WayKind::of(way) == WayKind::Open)
        .nth(usize::from(number).checked_sub(1)?)
}

/// The link that the link keys mean here.
pub(crate) fn link(desk: &FormDesk, view: &View<'_>) -> Option<Link> {
    match &view.body {
        Body::Guide(guide) => Some(guide.link.clone()),
        Body::Form(form) => desk.focused(form)?.link.clone(),
        Body::Trouble(_) | Body::Outcome(_) => ways(view).iter().find_map(|way| match way {
            Way::Open(link) => Some(link.clone()),
            _ => None,
        }),
        Body::Menu(_) | Body::Progress(_) | Body::Choice(_) | Body::Results(_) => None,
    }
}

/// Whether a line of the outcome offers something for copying.
fn can_copy(outcome: &OutcomeView<'_>, what: &Copyable) -> bool {
    outcome
        .facts
        .iter()
        .chain(outcome.dates)
        .any(|line| line.copyable.as_ref() == Some(what))
}

fn form<'a, 'v>(view: &'a View<'v>) -> Option<&'a FormView<'v>> {
    match &view.body {
        Body::Form(form) => Some(form),
        _ => None,
    }
}

fn outcome<'a, 'v>(view: &'a View<'v>) -> Option<&'a OutcomeView<'v>> {
    match &view.body {
        Body::Outcome(outcome) => Some(outcome),
        _ => None,
    }
}
