//! How a run ends: what is said, where, and with which code. The only place that ends the process, because the thread
//! that reads the terminal, and one that hangs in a clipboard, can never be joined.

use std::io::{self, Write};

use crate::{
    runtime::{
        outlet,
        signals::{self, Deadly},
    },
    wizard::effect::Ending,
};

/// What a run can end with, beside the death by a signal: the one list that help, docs and scripts go by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// What was asked for was done.
    Done,
    /// It was not, and words on stderr say why.
    Failed,
    /// The arguments make no sense, or something is missing.
    Misused,
    /// The token works and ends soon.
    EndsSoon,
    /// There is nothing to renew yet.
    NotDue,
    /// The token does not work any more.
    Dead,
    /// Nothing says whether it works.
    CannotTell,
    /// The person left before the end.
    Left,
}

impl Code {
    /// Every code, in the order of its number.
    pub const ALL: [Self; 8] = [
        Self::Done,
        Self::Failed,
        Self::Misused,
        Self::EndsSoon,
        Self::NotDue,
        Self::Dead,
        Self::CannotTell,
        Self::Left,
    ];

    /// What a shell sees.
    pub const fn number(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Misused => 2,
            Self::EndsSoon => 10,
            Self::NotDue => 11,
            Self::Dead => 20,
            Self::CannotTell => 30,
            Self::Left => 130,
        }
    }

    /// What it means, in a sentence.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Done => {
                "Done. `check`: the token works and does not end within `--within` days. `renew`: it was renewed and saved."
            }
            Self::Failed => "Failed, and words on stderr say why. Nothing was written to stdout as a result.",
            Self::Misused => "The arguments make no sense, or something is missing; stderr lists all of it.",
            Self::EndsSoon => "`check`: the token works and ends within `--within` days.",
            Self::NotDue => "`renew`: nothing to do yet, or ever. The file was not touched.",
            Self::Dead => "`check`: the token does not work any more. `renew`: sign in again, it cannot be renewed.",
            Self::CannotTell => {
                "`check` and `renew`: nothing says whether the token works, because Meta was not reached, asks to wait, or answers only to the app. `check`: also where it works and nothing says until when."
            }
            Self::Left => "The person left before the end, or Ctrl-C did.",
        }
    }

    /// What a shell sees where a signal ended it, and what that means.
    pub const SIGNALLED: (&str, &str) = (
        "128 + n",
        "A signal of that number ended it: 129 the terminal is gone, 143 `kill`.",
    );

    /// The table of the documentation, in Markdown: `docs/exit-codes.md` holds it, and a test compares the two.
    pub fn table() -> String {
        let rows = Self::ALL.map(|code| format!("| {} | {} |\n", code.number(), code.meaning()));
        let (number, meaning) = Self::SIGNALLED;
        format!(
            "| code | meaning |\n|---|---|\n{}| {number} | {meaning} |\n",
            rows.concat()
        )
    }
}

/// The end of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Departure {
    /// The person asked to be told something, and was: it goes to stdout.
    Told(String),
    /// Done; lines without secrets.
    Finished(Vec<String>),
    /// Failed; a sentence that says why.
    Failed(String),
    /// The arguments make no sense; a sentence that says why.
    Misused(String),
    /// The person left before the end.
    Left(Vec<String>),
    /// A run without a person came to a conclusion; lines without secrets, for stderr.
    Concluded(Code, Vec<String>),
    /// A signal said so; lines without secrets about what is lost and how to begin again.
    Killed(Deadly, Vec<String>),
}

impl From<Ending> for Departure {
    fn from(ending: Ending) -> Self {
        match ending {
            Ending::Finished(lines) => Self::Finished(lines),
            Ending::Left(lines) => Self::Left(lines),
        }
    }
}

impl Departure {
    /// The same end with one more line, where lines are said.
    #[must_use]
    pub fn saying_last(mut self, line: Option<&str>) -> Self {
        if let Self::Finished(lines) | Self::Left(lines) = &mut self {
            lines.extend(line.map(str::to_owned));
        }
        self
    }

    /// The code a shell sees.
    pub const fn code(&self) -> u8 {
        match self {
            Self::Told(_) | Self::Finished(_) => Code::Done.number(),
            Self::Failed(_) => Code::Failed.number(),
            Self::Misused(_) => Code::Misused.number(),
            Self::Left(_) => Code::Left.number(),
            Self::Concluded(code, _) => code.number(),
            Self::Killed(deadly, _) => deadly.exit_code(),
        }
    }

    /// Says it and ends the process. What was asked for and cannot be written is a failure; last words that nobody hears are
    /// none.
    pub fn depart(self) -> ! {
        match &self {
            Self::Told(text) => {
                if let Err(error) = outlet::write(format!("{}\n", text.trim_end()).as_bytes()) {
                    say(
                        &mut io::stderr(),
                        [&format!("The output could not be written: {}.", error.kind())],
                    );
                    end(Code::Failed.number());
                }
            }
            Self::Finished(lines) | Self::Left(lines) | Self::Concluded(_, lines) => say(&mut io::stderr(), lines),
            Self::Failed(sentence) | Self::Misused(sentence) => say(&mut io::stderr(), [sentence]),
            Self::Killed(deadly, lines) => {
                // After a hang-up there is nobody to tell.
                if *deadly != Deadly::Hangup {
                    say(&mut io::stderr(), lines);
                }
                signals::die_of(*deadly);
            }
        }
        end(self.code())
    }
}

fn say<'a>(out: &mut impl Write, lines: impl IntoIterator<Item = &'a String>) {
    for line in lines {
        let _ = writeln!(out, "{}", line.trim_end());
    }
    let _ = out.flush();
}

#[expect(clippy::exit, reason = "the one place; see the module's words")]
fn end(code: u8) -> ! {
    std::process::exit(i32::from(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn last_words_come_behind_the_others_and_only_where_lines_are_said() {
        let word = || "first".to_owned();
        let both = vec![word(), "last".to_owned()];
        let after = |departure: Departure| departure.saying_last(Some("last"));
        assert_eq!(
            after(Departure::Finished(vec![word()])),
            Departure::Finished(both.clone())
        );
        assert_eq!(after(Departure::Left(vec![word()])), Departure::Left(both));
        assert_eq!(after(Departure::Told(word())), Departure::Told(word()));
        assert_eq!(
            Departure::Left(vec![word()]).saying_last(None),
            Departure::Left(vec![word()])
        );
    }

    #[test]
    fn the_documentation_holds_the_table_of_the_codes() {
        let told = include_str!("../docs/exit-codes.md");
        assert!(
            told.contains(&Code::table()),
            "docs/exit-codes.md lacks:\n{}",
            Code::table()
        );
        assert!(
            !told.replace("143", "144").contains(&Code::table()),
            "another table passes"
        );
    }

    #[test]
    fn each_code_has_its_own_number_and_only_what_was_done_has_0() {
        let numbers = Code::ALL.map(Code::number);
        assert_eq!(numbers, [0, 1, 2, 10, 11, 20, 30, 130]);
    }

    #[test]
    fn nothing_that_failed_ends_with_0() {
        let codes = [
            Departure::Told(String::new()),
            Departure::Finished(Vec::new()),
            Departure::Failed(String::new()),
            Departure::Misused(String::new()),
            Departure::Left(Vec::new()),
            Departure::Concluded(Code::CannotTell, Vec::new()),
            Departure::Killed(Deadly::Hangup, Vec::new()),
            Departure::Killed(Deadly::Terminate, Vec::new()),
        ]
        .map(|departure| departure.code());
        assert_eq!(codes, [0, 0, 1, 2, 130, 30, 129, 143]);
    }
}
