//! The numbered lines of a view, and what Enter alone does there. Pure.

use crate::{
    journey::Datum,
    linear::line::{Line, lower_first, prose, sentence},
    wizard::{
        effect::Copyable,
        trouble::Way,
        view::{
            Body, FormView, GuideView, MenuView, OutcomeView, ResultLine, ResultsView, SavingView, Standing, Taken,
            Tone,
        },
    },
};

use super::{act::Act, form::is_found_wrong};

/// One numbered line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// What it does or is, in words.
    pub(super) words: String,
    /// What it would change, as it is now.
    pub(super) now: Option<String>,
    /// An address that belongs to it.
    pub(super) bare: Option<String>,
    pub(super) act: Act,
}

/// What there is besides the lines themselves.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Means {
    /// A token that is shown goes to standard output, and that is not the window.
    pub shows_elsewhere: bool,
    /// A browser that is started here would not be seen.
    pub lacks_browser: bool,
}

impl Means {
    /// What Enter alone does of these ways: the first that can work.
    fn first_way(self, ways: &[Way]) -> Option<&Way> {
        ways.iter()
            .find(|way| !self.lacks_browser || !matches!(way, Way::Open(_)))
    }
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
        self.rows.push(Row {
            words,
            now: None,
            bare,
            act,
        });
    }

    /// A value that can be changed.
    fn change(&mut self, words: String, now: &str, act: Act) {
        self.rows.push(Row {
            words,
            now: Some(now.to_owned()),
            bare: None,
            act,
        });
    }

    fn enter(&mut self, words: impl Into<String>, act: Act) {
        self.enter = Some((words.into(), act));
    }

    /// The numbered lines.
    pub(super) fn lines(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        for (index, row) in self.rows.iter().enumerate() {
            let words = sentence(&row.words);
            let words = match &row.now {
                // Without a full stop, because people copy it.
                Some(now) => format!("{}, now {now}", words.trim_end_matches('.')),
                None => words,
            };
            lines.push(prose(format!("{}. {words}", index.saturating_add(1))));
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
            2 => Some("Or type 1 or 2.".to_owned()),
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
            2 => "Type 1 or 2, or a command such as :help.".to_owned(),
            last => format!("Type a number from 1 to {last}, or a command such as :help."),
        }
    }
}

/// The numbered lines of everything but lists of Pages and fields that are typed into.
pub(super) fn rows(body: &Body<'_>, means: Means) -> Rows {
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
        Body::Outcome(view) => outcome(view, means, &mut rows),
        Body::Results(view) => results(view, &mut rows),
        Body::Trouble(view) => {
            for way in &view.trouble.ways {
                rows.add(way.words(), Act::Take(way.clone()));
            }
            if let Some(way) = means.first_way(&view.trouble.ways) {
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
    let is_refused = |saving: &SavingView| saving.lines.iter().any(|(tone, _)| *tone == Tone::Bad);
    let button = match &form.saving {
        None if form.fields.iter().any(is_found_wrong) => "go on all the same".to_owned(),
        None => "go on".to_owned(),
        // Whatever kept it from being saved may be over by now.
        Some(saving) if is_refused(saving) => "try this place again".to_owned(),
        Some(saving) => saving.button.to_lowercase(),
    };
    if form.can_submit {
        rows.enter(button, Act::Next);
    }
    for field in &form.fields {
        let act = Act::Edit(field.field);
        let words = format!("change {}", field.label);
        match field.tidied.or(field.known).filter(|_| !field.is_secret) {
            Some(value) => rows.change(words, value, act),
            None if field.is_secret && field.received.is_some() => {
                rows.add(format!("{words}, which is filled in"), act);
            }
            None => rows.add(format!("{words}, which is empty"), act),
        }
    }
    if form.saving.as_ref().is_some_and(|saving| saving.can_keep_out_of_git) {
        rows.add("add a line to .gitignore that keeps the file out", Act::KeepOutOfGit);
    }
}

fn outcome(outcome: &OutcomeView<'_>, means: Means, rows: &mut Rows) {
    let first = means.first_way(outcome.ways).filter(|_| !outcome.is_proved());
    match first {
        Some(way) => rows.enter(way.words(), Act::Take(way.clone())),
        None => rows.enter("finish", Act::Leave),
    }
    if let Some(token) = outcome.token {
        rows.add("save it", Act::Save);
        rows.add(format!("copy the {token}"), Act::copy_token());
        rows.add(
            if means.shows_elsewhere {
                "write it to standard output"
            } else {
                "show it alone on its line"
            },
            Act::ShowAlone,
        );
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
