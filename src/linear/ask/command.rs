//! The words that begin with a colon: they mean the same everywhere they make sense. Pure.

use crate::{
    linear::line::{Line, prose},
    wizard::view::{Body, View},
};

use super::rows::Means;

/// A command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Command {
    Back,
    Quit,
    Help,
    Again,
    Copy,
    Save,
    Show,
    Open,
    Sample,
    More,
    Rest,
    Missing,
    Id,
}

/// Every command and its word.
const ALL: &[(&str, Command)] = &[
    (":back", Command::Back),
    (":quit", Command::Quit),
    (":help", Command::Help),
    (":again", Command::Again),
    (":copy", Command::Copy),
    (":save", Command::Save),
    (":show", Command::Show),
    (":open", Command::Open),
    (":sample", Command::Sample),
    (":more", Command::More),
    (":rest", Command::Rest),
    (":missing", Command::Missing),
    (":id", Command::Id),
];

/// What a command does here.
const fn meaning(command: Command, view: &View<'_>, means: Means) -> &'static str {
    match (command, &view.body) {
        (Command::Back, _) => "goes back; what was typed stays",
        (Command::Quit, _) => "leaves",
        (Command::Help, _) => "says what can be typed here",
        (Command::Again, _) => "says everything here once more",
        (Command::Copy, Body::Outcome(_)) => "copies the token",
        (Command::Copy, _) => "copies the address",
        (Command::Save, Body::Form(_)) => "chooses where the token will be saved",
        (Command::Save, Body::Results(_)) => "saves all tokens",
        (Command::Save, _) => "saves the token",
        (Command::Show, _) if means.shows_elsewhere => "writes the token to standard output",
        (Command::Show, _) => "shows the token alone on its line",
        (Command::Open, _) => "opens the address in a browser",
        (Command::Sample, _) => "takes the sample",
        (Command::More, _) => "lists more Pages",
        (Command::Rest, _) => "asks for the rest of the list",
        (Command::Missing, _) => "looks for a Page that is not on the list",
        (Command::Id, _) => "asks for a Page by its ID",
    }
}

/// What a line that begins with a colon is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spoken {
    /// No command at all.
    Answer,
    /// This one.
    Command(Command),
    /// A colon, and nothing that is known.
    Unknown,
}

/// Reads a line.
pub(super) fn spoken(text: &str) -> Spoken {
    let text = text.trim();
    if !text.starts_with(':') {
        return Spoken::Answer;
    }
    let found = ALL.iter().find(|(word, _)| word.eq_ignore_ascii_case(text));
    found.map_or(Spoken::Unknown, |(_, command)| Spoken::Command(*command))
}

/// Whether this is a command that makes sense while something is under way, when there is nothing to answer yet.
pub(in crate::linear) fn may_cut_in(text: &str) -> bool {
    matches!(
        spoken(text),
        Spoken::Command(Command::Back | Command::Quit | Command::Help)
    )
}

/// Whether a command can do something here.
pub(super) fn is_usable(command: Command, view: &View<'_>) -> bool {
    let token = matches!(&view.body, Body::Outcome(outcome) if outcome.token.is_some());
    let link = super::link(view).is_some();
    let choice = match &view.body {
        Body::Choice(choice) => Some(choice),
        _ => None,
    };
    match command {
        Command::Quit | Command::Help | Command::Again => true,
        Command::Back => view.can_go_back,
        Command::Copy => token || link,
        Command::Save => {
            token
                || matches!(view.body, Body::Results(_))
                || matches!(&view.body, Body::Form(form) if form.can_choose_place)
        }
        Command::Show => token,
        Command::Open => link,
        Command::Sample => {
            matches!(&view.body, Body::Form(form) if form.fields.iter().any(|field| field.sample.is_some()))
        }
        Command::More => choice.is_some(),
        Command::Rest => choice.is_some_and(|choice| choice.can_load_rest),
        Command::Missing | Command::Id => choice.is_some_and(|choice| choice.can_find_missing),
    }
}

/// What can be typed here.
pub(super) fn help(view: &View<'_>, means: Means) -> Vec<Line> {
    let mut lines = vec![prose(
        "Answer with a line of text and Enter. Commands begin with a colon. These can be typed here:",
    )];
    for (word, command) in ALL {
        if is_usable(*command, view) {
            lines.push(prose(format!("{word} {}.", meaning(*command, view, means))));
        }
    }
    lines.push(prose(
        "What is secret is not shown while you type or paste it. Backspace and Ctrl-U take it out again.",
    ));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_only_at_its_question_waits_for_it() {
        for text in [":back", " :QUIT ", ":help"] {
            assert!(may_cut_in(text), "{text}");
        }
        for text in [":sample", ":save", ":unknown", "back", "", "1"] {
            assert!(!may_cut_in(text), "{text}");
        }
    }

    #[test]
    fn a_line_is_a_command_by_its_colon_alone() {
        assert_eq!(spoken(" :back "), Spoken::Command(Command::Back));
        assert_eq!(spoken(":QUIT"), Spoken::Command(Command::Quit));
        assert_eq!(spoken("back"), Spoken::Answer);
        assert_eq!(spoken(":backwards"), Spoken::Unknown);
        assert_eq!(spoken(""), Spoken::Answer);
    }
}
