//! The numbered lines of a view, and what Enter alone does there. Pure.

use crate::{
    journey::Datum,
    linear::line::{Line, lower_first, prose, sentence},
    wizard::{
        effect::Copyable,
        trouble::Way,
        view::{Body, FormView, GuideView, MenuView, OutcomeView, ResultLine, ResultsView, Standing, Taken, Tone},
    },
};

use super::act::Act;

/// One numbered line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// What it does or is, in words.
    pub(super) words: String,
    /// An address that belongs to it.
    pub(super) bare: Option<String>,
    pub(super) act: Act,
}

/// What can be chosen now.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub(super) rows: Vec<Row>,
    /// What Enter alone does, in a few words.
    pub(super) enter: Option<(String, Act)>,
}

impl Rows {
    fn add(&mut self, words: impl Into<String>, act: Act) {
        let bare = match &act {
            Act::Take(Way::Open(link)) => Some(link.url()),
            _ => None,
        };
        let words = words.into();
        self.rows.push(Row { words, bare, act });
    }

    fn enter(&mut self, words: impl Into<String>, act: Act) {
        self.enter = Some((words.into(), act));
    }

    /// The numbered lines.
    pub(super) fn lines(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        for (index, row) in self.rows.iter().enumerate() {
            lines.push(prose(format!("{}. {}", index.saturating_add(1), sentence(&row.words))));
            lines.extend(row.bare.clone().map(Line::Bare));
        }
        lines
    }

    /// How to answer.
    pub(super) fn prompt(&self) -> String {
        let enter = self.enter.as_ref().map(|(words, _)| format!("Enter: {words}."));
        let numbers = match self.rows.len() {
            0 => None,
            1 => Some("Or type 1.".to_owned()),
            last => Some(format!("Or type a number, 1 to {last}.")),
        };
        match (enter, numbers) {
            (Some(enter), Some(numbers)) => format!("{enter} {numbers}"),
            (Some(enter), None) => enter,
            (None, Some(numbers)) => sentence(numbers.trim_start_matches("Or ")),
            (None, None) => "Nothing can be chosen here. Type :back or :quit.".to_owned(),
        }
    }

    /// What the numbers are, for an answer that is none of them.
    pub(super) fn range(&self) -> String {
        match self.rows.len() {
            0 => "Press Enter alone, or type a command such as :help.".to_owned(),
            1 => "Only 1 can be chosen by number.".to_owned(),
            last => format!("Type a number from 1 to {last}, or a command such as :help."),
        }
    }
}

/// The numbered lines of everything but lists of Pages and fields that are typed into.
pub(super) fn rows(body: &Body<'_>) -> Rows {
    let mut rows = Rows::default();
    match body {
        Body::Menu(view) => menu(view, &mut rows),
        Body::Guide(view) => guide(view, &mut rows),
        Body::Form(view) => review(view, &mut rows),
        Body::Kinds(kinds) => {
            for row in &kinds.rows {
                rows.add(format!("{}: {}", row.title, row.meaning), Act::SaveAs(row.kind));
            }
            if let Some(row) = kinds.rows.get(kinds.at) {
                rows.enter(row.title, Act::SaveAs(row.kind));
            }
        }
        Body::Outcome(view) => outcome(view, &mut rows),
        Body::Results(view) => results(view, &mut rows),
        Body::Trouble(view) => {
            for way in &view.trouble.ways {
                rows.add(way.words(), Act::Take(way.clone()));
            }
            if let Some(way) = view.trouble.ways.first() {
                rows.enter(way.words(), Act::Take(way.clone()));
            }
        }
        Body::Progress(_) | Body::Choice(_) => {}
    }
    rows
}

/// What was broken off stands last, so that the numbers of the journeys never move.
fn menu(menu: &MenuView, rows: &mut Rows) {
    for journey in menu.journeys {
        let needs = journey.needs.join("; ");
        rows.add(
            format!(
                "{} Ends with {}. Have ready: {needs}",
                sentence(journey.title),
                journey.ends_with
            ),
            Act::Choose(journey),
        );
    }
    if let Some(unfinished) = &menu.unfinished {
        rows.add(
            format!("{} {}", sentence(&unfinished.title), unfinished.sentence),
            Act::Resume,
        );
    }
}

fn guide(guide: &GuideView<'_>, rows: &mut Rows) {
    rows.enter("go on", Act::Next);
    rows.add("copy the address", Act::Copy(Copyable::Link(guide.link.clone())));
    rows.add("open the address in a browser", Act::Open(guide.link.clone()));
    if !guide.permissions.is_empty() {
        rows.add("copy the permissions as one line", Act::Copy(Copyable::Permissions));
    }
    for (index, door) in guide.doors.iter().enumerate() {
        if index != guide.door {
            rows.add(format!("another way to a token: {door}"), Act::Door(index));
        }
    }
    for way in &guide.ways {
        rows.add(way.words(), Act::Take(way.clone()));
    }
}

/// A form of which every field was asked for.
fn review(form: &FormView<'_>, rows: &mut Rows) {
    let button = form.saving.as_ref().map_or("go on", |saving| saving.button);
    if form.can_submit {
        rows.enter(button.to_lowercase(), Act::Next);
    }
    for field in &form.fields {
        let held = match (field.is_secret, field.tidied.or(field.known)) {
            (false, Some(value)) => format!(", now {value}"),
            (true, _) if field.received.is_some() => ", which is filled in".to_owned(),
            _ => ", which is empty".to_owned(),
        };
        rows.add(format!("change {}{held}", field.label), Act::Edit(field.field));
    }
    if form.saving.as_ref().is_some_and(|saving| saving.can_keep_out_of_git) {
        rows.add("add a line to .gitignore that keeps the file out", Act::KeepOutOfGit);
    }
}

fn outcome(outcome: &OutcomeView<'_>, rows: &mut Rows) {
    let first = outcome.ways.first().filter(|_| !outcome.is_proved());
    match first {
        Some(way) => rows.enter(way.words(), Act::Take(way.clone())),
        None => rows.enter("finish", Act::Leave),
    }
    if let Some(token) = outcome.token {
        rows.add("save it", Act::Save);
        rows.add(format!("copy the {token}"), Act::copy_token());
        rows.add("show it alone on its line", Act::ShowAlone);
        rows.add("try it with one live read", Act::TestCall);
    }
    if outcome.can_check_copy {
        rows.add("compare a paste with what was copied", Act::CheckCopy);
    }
    if outcome.can_clear_clipboard {
        rows.add("empty the clipboard", Act::ClearClipboard);
    }
    let lines = outcome.dates.iter().chain(outcome.facts).chain(outcome.commands);
    for (line, what) in lines.filter_map(|line| Some((line, line.copyable.as_ref()?))) {
        match what {
            Copyable::Datum(Datum::Token) => {}
            Copyable::Datum(datum) => rows.add(format!("copy {}", datum.label()), Act::Copy(what.clone())),
            Copyable::Named(naming) => rows.add(
                format!("copy all {}", lower_first(naming.title)),
                Act::Copy(what.clone()),
            ),
            Copyable::Command(label) => rows.add(format!("copy the command: {label}"), Act::Copy(what.clone())),
            Copyable::Permissions | Copyable::Link(_) => {
                rows.add(format!("copy {}", line.label), Act::Copy(what.clone()));
            }
        }
    }
    for way in outcome.ways {
        rows.add(way.words(), Act::Take(way.clone()));
    }
}

fn results(results: &ResultsView<'_>, rows: &mut Rows) {
    for (index, row) in results.rows.iter().enumerate() {
        rows.add(result(row), Act::ShowResult(index));
    }
    rows.add("save all of them", Act::Save);
    for way in &results.ways {
        rows.add(way.words(), Act::Take(way.clone()));
    }
    rows.enter("finish", Act::Leave);
}

fn result(row: &ResultLine<'_>) -> String {
    let standing = match row.standing {
        Standing::Proved => "proved",
        Standing::NotDone => "not done yet",
        Standing::Found(Tone::Bad) => "found, with a problem",
        Standing::Found(Tone::Good | Tone::Calm | Tone::Careful) => "found",
    };
    let went = match (row.taken, row.standing) {
        (Taken::Yes, _) => " It was taken along.",
        (Taken::Perhaps, _) => " It was shown or copied, and nothing says that it arrived.",
        (Taken::No, Standing::Proved) => " It was not taken along yet.",
        (Taken::No, Standing::NotDone | Standing::Found(_)) => "",
    };
    format!("{}, {standing}. {}{went}", row.name, sentence(row.headline))
}
