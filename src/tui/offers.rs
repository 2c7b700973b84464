//! Which lines of the key table hold right now, and in which words.

use crate::{
    journey::Datum,
    terminal::measure,
    wizard::{
        effect::Copyable,
        view::{Body, ChoiceView, FormView, GuideView, OutcomeView, View},
    },
};

use super::{
    at_hand::{line_with, link, main_is_way, nth_of, ways},
    form_desk::{Focus, FormDesk},
    keys::{self, Action, Binding, Place},
    widget::Offer,
};

/// More of a Page's name would leave no room for the other keys.
const LONGEST_NAME: usize = 20;

/// What the offers depend on besides the view.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
pub(crate) struct Situation<'a> {
    pub(crate) place: Place,
    /// Whether a browser that is started on this machine would not be seen.
    pub(crate) lacks_browser: bool,
    pub(crate) desk: &'a FormDesk,
    /// Whether something is typed to filter the list.
    pub(crate) has_filter: bool,
    /// Whether a line of the list is selected.
    pub(crate) has_choice: bool,
    /// Whether the filter hides a marked line.
    pub(crate) hides_marks: bool,
}

/// The keys of a situation, most important first.
pub(crate) fn offers(situation: Situation<'_>, view: &View<'_>) -> Vec<Offer> {
    let mut offers: Vec<_> = keys::bindings(situation.place)
        .filter_map(|binding| offer(binding, situation, view))
        .collect();
    order_ways(&mut offers);
    if situation.lacks_browser {
        // The address is opened somewhere else then.
        offers.retain(|offer| offer.action != Action::OpenLink);
        for offer in offers.iter_mut().filter(|offer| offer.action == Action::ShowBare) {
            offer.is_in_footer = true;
        }
    }
    if let Body::Form(form) = &view.body
        && form.prelude.as_ref().is_some_and(|prelude| prelude.link.is_some())
        && !form.can_submit
    {
        // Nothing can be pasted before the address was opened.
        offers.sort_by_key(|offer| match offer.action {
            Action::PasteSample => 0,
            Action::OpenLink => 1,
            // Where no browser can be opened, not much can be copied to either.
            Action::ShowBare if situation.lacks_browser => 2,
            Action::CopyLink => 3,
            Action::ShowBare => 4,
            _ => 5,
        });
    }
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
    matches!(offer.action, Action::Take(_) | Action::TakeNumber(_, _))
}

fn offer(binding: &Binding, situation: Situation<'_>, view: &View<'_>) -> Option<Offer> {
    let words = words(binding, situation, view)?;
    let key = binding.keys.first().map_or_else(String::new, |key| key.name());
    // A blank is a character of the filter once there is one.
    let is_first_alone = binding.action == Action::Mark && situation.has_filter;
    Some(Offer {
        action: binding.action,
        keys: if is_first_alone {
            key.clone()
        } else {
            keys::key_names(binding, |name| name)
        },
        key,
        words,
        is_in_footer: binding.is_in_footer,
        way: way_of(binding.action, view),
    })
}

/// The place of the way that an action takes.
fn way_of(action: Action, view: &View<'_>) -> Option<usize> {
    match action {
        Action::Main if main_is_way(view) => (!ways(view).is_empty()).then_some(0),
        Action::Take(kind) => nth_of(ways(view), kind, 1).map(|(index, _)| index),
        Action::TakeNumber(kind, number) => nth_of(ways(view), kind, number).map(|(index, _)| index),
        _ => None,
    }
}

/// What a line of the table does here and now; `None` where it can do nothing.
fn words(binding: &Binding, situation: Situation<'_>, view: &View<'_>) -> Option<String> {
    let words = match binding.action {
        Action::Main => return main_words(situation, view),
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
        Action::CopyLink | Action::OpenLink | Action::ShowBare => link(situation.desk, view).map(|_| binding.words)?,
        Action::NextDoor | Action::PreviousDoor => guide(view)
            .filter(|guide| guide.doors.len() > 1)
            .map(|_| binding.words)?,
        Action::CopyPermissions | Action::ShowPermissions => guide(view)
            .filter(|guide| !guide.permissions.is_empty())
            .map(|_| binding.words)?,
        Action::Mark => choice(view)
            .filter(|choice| choice.takes_several && situation.has_choice)
            .map(|_| binding.words)?,
        Action::Save => match &view.body {
            Body::Results(_) => "save all",
            _ => outcome(view)?.token.map(|_| binding.words)?,
        },
        Action::Reveal => outcome(view)?.token.map(|_| {
            if outcome(view).is_some_and(|outcome| outcome.revealed.is_some()) {
                "hide it"
            } else {
                binding.words
            }
        })?,
        Action::TestCall => outcome(view)?.token.map(|_| binding.words)?,
        Action::CheckCopy => outcome(view)?.can_check_copy.then_some(binding.words)?,
        Action::ClearClipboard => outcome(view)?.can_clear_clipboard.then_some(binding.words)?,
        Action::ChoosePlace => form(view)?.can_choose_place.then_some(binding.words)?,
        Action::KeepOutOfGit => form(view)?
            .saving
            .as_ref()?
            .can_keep_out_of_git
            .then_some(binding.words)?,
        Action::CopyToken => return Some(format!("copy {}", outcome(view)?.token?)),
        Action::ShowPlain => outcome(view)?.token.map(|_| binding.words)?,
        Action::CopyLine(number) => return copy_words(outcome(view)?, number),
        Action::Take(kind) => return way_words(binding, view, nth_of(ways(view), kind, 1)?.0),
        Action::TakeNumber(kind, number) => return way_words(binding, view, nth_of(ways(view), kind, number)?.0),
        _ => binding.words,
    };
    Some(words.to_owned())
}

fn main_words(situation: Situation<'_>, view: &View<'_>) -> Option<String> {
    let words = match &view.body {
        Body::Menu(_) | Body::Kinds(_) => "choose",
        Body::Guide(_) => "go on",
        Body::Form(form) => match situation.desk.focus() {
            Focus::Field(field) if !FormDesk::is_last(form, field) => "next field",
            Focus::Field(_) | Focus::Button if form.saving.is_some() => {
                return form.saving.as_ref().map(|saving| lower_first(saving.button));
            }
            Focus::Field(_) | Focus::Button => "go on",
        },
        Body::Progress(_) => return None,
        Body::Results(results) => (!results.rows.is_empty()).then_some("look at it")?,
        Body::Choice(_) if situation.hides_marks => "show what is marked",
        Body::Choice(choice) if !choice.marked.is_empty() => return Some(go_on_with(choice)),
        Body::Choice(_) => situation.has_choice.then_some("choose")?,
        Body::Outcome(outcome) => match outcome.ways.first() {
            Some(way) if !outcome.is_proved() => way.words(),
            _ => "finish",
        },
        Body::Trouble(trouble) => trouble.trouble.ways.first()?.words(),
    };
    Some(words.to_owned())
}

/// With which Pages Enter goes on: one by its name, several by their number.
fn go_on_with(choice: &ChoiceView<'_>) -> String {
    let name = match choice.marked.first() {
        Some(id) if choice.marked.len() == 1 => choice.pages.iter().find(|page| page.id == *id),
        _ => None,
    };
    match name.map(|page| page.name.as_str()).filter(|name| !name.is_empty()) {
        Some(name) => format!("go on with {}", measure::cut(name, LONGEST_NAME, "…")),
        None => format!("go on with {}", choice.marked.len()),
    }
}

/// What a way does: in its own words, or on a list in the list's. The first way of an end is taken with Enter.
fn way_words(binding: &Binding, view: &View<'_>, index: usize) -> Option<String> {
    if index == 0 && main_is_way(view) {
        return None;
    }
    let words = match &view.body {
        Body::Choice(_) | Body::Results(_) => binding.words,
        _ => ways(view).get(index)?.words(),
    };
    Some(words.to_owned())
}

/// What the number of a line copies: "copy Page ID", "copy all for Agoras".
fn copy_words(outcome: &OutcomeView<'_>, number: u8) -> Option<String> {
    let (line, copyable) = line_with(outcome, number)?;
    let thing = match copyable {
        Copyable::Datum(Datum::Token) => outcome.token.unwrap_or(Datum::Token.label()).to_owned(),
        Copyable::Datum(datum) => datum.label().to_owned(),
        Copyable::Named(naming) => format!("all {}", lower_first(naming.title)),
        Copyable::Command(label) => format!("\"{label}\""),
        Copyable::Permissions | Copyable::Link(_) => line.label.to_owned(),
    };
    Some(format!("copy {thing}"))
}

fn lower_first(words: &str) -> String {
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}

fn guide<'a, 'v>(view: &'a View<'v>) -> Option<&'a GuideView<'v>> {
    match &view.body {
        Body::Guide(guide) => Some(guide),
        _ => None,
    }
}

fn form<'a, 'v>(view: &'a View<'v>) -> Option<&'a FormView<'v>> {
    match &view.body {
        Body::Form(form) => Some(form),
        _ => None,
    }
}

fn choice<'a, 'v>(view: &'a View<'v>) -> Option<&'a ChoiceView<'v>> {
    match &view.body {
        Body::Choice(choice) => Some(choice),
        _ => None,
    }
}

fn outcome<'a, 'v>(view: &'a View<'v>) -> Option<&'a OutcomeView<'v>> {
    match &view.body {
        Body::Outcome(outcome) => Some(outcome),
        _ => None,
    }
}
