//! How a run ends: what is said, where, and with which code. The only place that ends the process, because the thread
//! that reads the terminal, and one that hangs in a clipboard, can never be joined.

use std::{
    io::{self, Write},
    time::Duration,
};

use crate::{
    runtime::{
        held, outlet,
        signals::{self, Deadly, Notice, Signals},
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
            Self::Failed => {
                "Failed, and words on stderr say why, also where it is a mistake in the program. Nothing was written to stdout as a result."
            }
            Self::Misused => {
                "The arguments make no sense, a file that was named cannot be read or holds no token, or something is missing; stderr lists all of it."
            }
            Self::EndsSoon => {
                "`check`: the token works and ends within `--within` days, or its data access does and something hangs on that."
            }
            Self::NotDue => "`renew`, and `get renew`: nothing to do yet, or ever. No file was touched.",
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

/// How long tidying up may take once the terminal is given back; less when whoever ends us may lose patience.
const TIDYING: Duration = Duration::from_secs(3);
const TIDYING_WHEN_KILLED: Duration = Duration::from_millis(500);

async fn another(signals: &mut Signals) {
    while !matches!(signals.next().await, Notice::Die(_)) {}
}

/// The end of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Departure {
    /// The person asked to be told something, and was: it goes to stdout.
    Told(String),
    /// It came to this; lines without secrets, for stderr.
    Ended(Code, Vec<String>),
    /// A signal said so; lines without secrets about what is lost and how to begin again.
    Killed(Deadly, Vec<String>),
}

impl From<Ending> for Departure {
    fn from(ending: Ending) -> Self {
        match ending {
            Ending::Finished(lines) => Self::Ended(Code::Done, lines),
            Ending::Left(lines) => Self::Ended(Code::Left, lines),
        }
    }
}

impl Departure {
    /// An end of which one sentence says why.
    pub fn ended(code: Code, sentence: impl Into<String>) -> Self {
        Self::Ended(code, vec![sentence.into()])
    }

    /// It failed; a sentence that says why.
    pub fn failed(sentence: impl Into<String>) -> Self {
        Self::ended(Code::Failed, sentence)
    }

    /// The arguments make no sense; a sentence that says why.
    pub fn misused(sentence: impl Into<String>) -> Self {
        Self::ended(Code::Misused, sentence)
    }

    /// The same end with more lines behind those that are said on stderr.
    #[must_use]
    pub fn saying_last(mut self, more: impl IntoIterator<Item = String>) -> Self {
        match &mut self {
            Self::Ended(_, lines) | Self::Killed(_, lines) => lines.extend(more),
            Self::Told(_) => {}
        }
        self
    }

    /// The same end, once what still had to be tidied up is, or took too long; with a sentence about it, if there is one.
    /// Whoever sends another signal meanwhile means it.
    pub async fn after(self, tidying: impl Future<Output = Option<&'static str>>, signals: &mut Signals) -> Self {
        let patience = match self {
            Self::Killed(..) => TIDYING_WHEN_KILLED,
            Self::Told(_) | Self::Ended(..) => TIDYING,
        };
        let words = tokio::select! {
            biased;
            () = another(signals) => None,
            done = tokio::time::timeout(patience, tidying) => done.ok().flatten(),
        };
        self.saying_last(words.map(str::to_owned))
    }

    /// The code a shell sees.
    pub const fn code(&self) -> u8 {
        match self {
            Self::Told(_) => Code::Done.number(),
            Self::Ended(code, _) => code.number(),
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
            Self::Ended(_, lines) => say(&mut io::stderr(), lines),
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

/// From now on a panic in any thread gives the terminal back, says where, and ends the run. What the panic says is not shown: it
/// may quote a secret (facts: safety T08).
pub fn on_panic() {
    std::panic::set_hook(Box::new(|panic| {
        held::give_back();
        let place = panic
            .location()
            .map_or_else(String::new, |place| format!(" at {}:{}", place.file(), place.line()));
        Departure::failed(format!(
            "evertoken has stopped because of a mistake in the program{place}.\n\
             Nothing was changed on your account. Please report this line."
        ))
        .depart();
    }));
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
        let after = |departure: Departure| departure.saying_last(["last".to_owned()]);
        assert_eq!(
            after(Departure::ended(Code::Left, word())),
            Departure::Ended(Code::Left, both.clone())
        );
        assert_eq!(
            after(Departure::Killed(Deadly::Terminate, vec![word()])),
            Departure::Killed(Deadly::Terminate, both)
        );
        assert_eq!(after(Departure::Told(word())), Departure::Told(word()));
        assert_eq!(Departure::failed(word()).saying_last([]), Departure::failed(word()));
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
            Ending::Finished(Vec::new()).into(),
            Departure::failed(""),
            Departure::misused(""),
            Ending::Left(Vec::new()).into(),
            Departure::Ended(Code::CannotTell, Vec::new()),
            Departure::Killed(Deadly::Hangup, Vec::new()),
            Departure::Killed(Deadly::Terminate, Vec::new()),
        ]
        .map(|departure| departure.code());
        assert_eq!(codes, [0, 0, 1, 2, 130, 30, 129, 143]);
    }
}
