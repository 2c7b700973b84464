//! How everything before an end is told: a guide, a form with what Meta says about a token, calls, a list of Pages.

use jiff::{SignedDuration, tz::TimeZone};

use crate::{
    linear::line::{prose, sentence},
    model::Expiry,
    wizard::{
        dates,
        view::{
            Body, CallLine, CallState, ChoiceView, FieldView, FormView, GuideView, Listing, Look, PermissionTick,
            PreludeView, Seen, TickState, Tone, Weight,
        },
    },
};

use super::{Items, sentence_as_is, tone};

/// The way to a token: its steps, its address, and the permissions it is about.
pub(super) fn guide(guide: &GuideView<'_>, items: &mut Items) {
    if guide.doors.len() > 1 {
        let door = guide.doors.get(guide.door).copied().unwrap_or_default();
        items.say(format!("This way to a token: {}", sentence(door)));
    }
    items.say_if(guide.title);
    items.say_if(guide.intro);
    if let Some(limit) = guide.limit {
        items.say(format!("Note: {}", sentence(limit)));
    }
    items.bare("The address:", &guide.link.url());
    steps(guide.steps, items);
    if !guide.permissions.is_empty() {
        let names: Vec<_> = guide.permissions.iter().map(|line| line.name).collect();
        items.bare("The permissions, as one line:", &names.join(","));
        items.say("What each is for:");
    }
    for line in &guide.permissions {
        let word = match line.weight {
            Weight::Required => "needed",
            Weight::Wanted => "wanted",
            Weight::Helpful => "helps",
        };
        let why = if line.why.is_empty() {
            String::new()
        } else {
            format!(": {}", line.why)
        };
        items.say(sentence_as_is(&format!("{}, {word}{why}", line.name)));
    }
    notes("If the page looks different:", guide.notes, items);
}

fn steps(steps: &[String], items: &mut Items) {
    for (index, step) in steps.iter().enumerate() {
        items.say(format!("To do, {}: {}", index.saturating_add(1), sentence(step)));
    }
}

fn notes(heading: &str, notes: &[String], items: &mut Items) {
    if !notes.is_empty() {
        items.say(heading);
    }
    for note in notes {
        items.say_if(note);
    }
}

pub(super) fn form(form: &FormView<'_>, zone: &TimeZone, items: &mut Items) {
    if let Some(view) = &form.prelude {
        prelude(view, items);
    }
    for view in &form.fields {
        items.turn_to(Some(view.field));
        field(view, items);
    }
    items.turn_to(None);
    if let Some(saving) = &form.saving {
        // In one piece: what is said of the place as it is now replaces all that was said of the last one.
        let lines = saving.lines.iter().map(|(how, line)| prose(saving_line(*how, line)));
        items.block(lines.collect());
    }
    let token = form.fields.iter().map(|view| view.field).find(|field| field.is_token());
    items.turn_to(token);
    look(&form.look, zone, items);
    items.turn_to(None);
}

/// What a save would do.
fn saving_line(how: Tone, line: &str) -> String {
    format!("{}: {}", tone(how), sentence_as_is(line))
}

/// What to know before a question whether to save, beside what it names itself: it was said further up, and may be counted.
pub(super) fn before_question<'a>(question: &'a str, body: &'a Body<'_>) -> impl Iterator<Item = String> + 'a {
    let saving = match body {
        Body::Form(form) => form.saving.as_ref(),
        _ => None,
    };
    let lines = saving.into_iter().flat_map(|saving| &saving.lines);
    let careful = lines.filter(|(how, _)| *how == Tone::Careful);
    let is_named = |line: &str| question.contains(line);
    let is_about_saving = careful.clone().any(|(_, line)| is_named(line));
    careful
        .filter(move |(_, line)| is_about_saving && !is_named(line))
        .map(|(how, line)| saving_line(*how, line))
}

fn prelude(view: &PreludeView<'_>, items: &mut Items) {
    items.say_if(view.title);
    items.say_if(view.intro);
    steps(view.steps, items);
    if let Some(link) = &view.link {
        items.bare("The address:", &link.url());
        items.say(if view.is_listening {
            "This window waits for your browser and goes on by itself. If the browser is on another machine, paste the \
             address it ends on."
        } else {
            "Paste the address that the browser ends on. The page there need not load."
        });
    }
    notes("If something else shows up:", view.notes, items);
}

/// What a field holds and what there is to say about it, once that is settled.
fn field(view: &FieldView<'_>, items: &mut Items) {
    if !view.is_settled {
        return;
    }
    match (view.received, view.tidied) {
        // "App secret received" names it already.
        (Some(received), _) if received.starts_with(view.label) => items.say(sentence_as_is(received)),
        (Some(received), _) => items.say(format!("{}: {}", view.label, sentence_as_is(received))),
        (None, Some(tidied)) => items.say(format!("{}: {tidied}", view.label)),
        (None, None) => {}
    }
    if let Some(message) = view.message {
        items.message(&format!("{}. ", view.label), message);
    }
}

fn look(look: &Look<'_>, zone: &TimeZone, items: &mut Items) {
    match look {
        Look::Nothing => {}
        Look::Looking => items.say("Meta is asked about the token."),
        Look::Cannot(why) => items.say(format!("The token was not seen yet. {}", sentence(why))),
        Look::Seen(view) => seen(view, zone, items),
    }
}

fn seen(seen: &Seen<'_>, zone: &TimeZone, items: &mut Items) {
    let app = seen.app.map_or(String::new(), |app| format!(" for the app {app}"));
    items.say(sentence_as_is(&format!("Meta says: {}{app}", seen.kind)));
    // Known a moment later, and then the rest is not said again.
    if let Some(owner) = seen.owner {
        items.say(sentence_as_is(&format!("It belongs to {owner}")));
    }
    let ending = ending(seen, zone);
    items.keyed(&format!("{:?}", seen.expires), sentence(&ending));
    ticks(&seen.ticks, items);
    for remark in &seen.remarks {
        items.message("", *remark);
    }
}

fn ending(seen: &Seen<'_>, zone: &TimeZone) -> String {
    let end = match seen.expires {
        Expiry::Never => return "It never expires".to_owned(),
        Expiry::Unknown => return "Meta does not say when it ends".to_owned(),
        Expiry::At(end) => end,
    };
    match seen.left {
        Some(left) if !left.is_positive() => {
            format!("It ended on {}", dates::date_and_distance(end, seen.left, zone))
        }
        Some(left) if left < SignedDuration::from_hours(48) => {
            format!("{}, until {}", dates::countdown(left), dates::moment(end, zone))
        }
        _ => format!("It ends on {}", dates::date_and_distance(end, seen.left, zone)),
    }
}

/// The permissions by what became of them, what is missing and needed first.
fn ticks(ticks: &[PermissionTick<'_>], items: &mut Items) {
    for (state, word) in [
        (TickState::Missing, "Missing"),
        (TickState::Declined, "Declined"),
        (TickState::Lapsed, "Lapsed"),
        (TickState::Granted, "Granted"),
    ] {
        for (weight, kind) in [
            (Weight::Required, "needed"),
            (Weight::Wanted, "wanted"),
            (Weight::Helpful, "optional"),
        ] {
            let of = ticks.iter().filter(|tick| tick.state == state && tick.weight == weight);
            let names: Vec<_> = of.map(|tick| tick.permission.as_str()).collect();
            if !names.is_empty() {
                items.say(sentence_as_is(&format!("{word}, {kind}: {}", names.join(", "))));
            }
        }
    }
}

/// More Pages than these at once are not told apart: nobody listens to that.
const MOST_PAGES: usize = 6;

/// A call by what it does; where it is made for several Pages at once, each of them by its name as well.
pub(super) fn by_page<'a>(call: &'a CallLine<'a>) -> Vec<(String, &'a CallLine<'a>)> {
    let pages = call.pages.len();
    match pages {
        0 => vec![(call.words.to_owned(), call)],
        1..=MOST_PAGES => {
            let pages = call.pages.iter();
            pages
                .map(|(page, own)| (format!("{}, {page}", call.words), own))
                .collect()
        }
        _ => vec![(format!("{}, {pages} Pages", call.words), call)],
    }
}

/// One line for each change of a call.
pub(super) fn calls<'a>(calls: impl Iterator<Item = &'a CallLine<'a>>, items: &mut Items) {
    for (name, call) in calls.flat_map(by_page) {
        if let Some(words) = call_in_words(&name, call) {
            items.keyed(&format!("{name} {:?}", call.state), words);
        }
    }
}

/// How a call stands; nothing where it was not made.
pub(super) fn call_in_words(name: &str, call: &CallLine<'_>) -> Option<String> {
    // Less than a tenth of a second is no news.
    let took = call.elapsed.filter(|length| length.as_millis() >= 100);
    let took = took.map_or(String::new(), |length| format!(" in {}", dates::elapsed(length, true)));
    let words = match call.state {
        CallState::Waiting => return None,
        CallState::Running(1) => format!("{}: asking {}.", name, call.host),
        CallState::Running(number) => format!("{}: asking {}, try {number}.", name, call.host),
        CallState::AboutToRetry(number) => format!("{name}: no luck, try {number} comes soon."),
        CallState::Done => format!("{name}: done{took}."),
        CallState::Failed => format!("{name}: failed{took}."),
    };
    let result = call
        .result
        .map_or(String::new(), |result| format!(" {}", sentence(result)));
    Some(format!("{words}{result}"))
}

pub(super) fn choice(choice: &ChoiceView<'_>, items: &mut Items) {
    items.say_if(choice.title);
    match choice.listing {
        Listing::Loading => items.say("Meta is asked for your Pages."),
        Listing::Whole => items.say(format!("{}.", count(choice.pages.len()))),
        Listing::Part => items.say(format!("{}, not all.", count(choice.pages.len()))),
    }
    if let Some(remark) = choice.remark {
        items.message("", remark);
    }
}

/// "1 Page", "37 Pages".
fn count(pages: usize) -> String {
    match pages {
        1 => "1 Page".to_owned(),
        other => format!("{other} Pages"),
    }
}
