//! How a run ends: what is said, where, and with which code. The only place that ends the process, because the thread
//! that reads the terminal, and one that hangs in a clipboard, can never be joined.

use std::io::{self, Write};

use crate::{
    runtime::signals::{self, Deadly},
    wizard::effect::Ending,
};

/// The codes that a shell may see, and what each means. They are promised: none changes its meaning.
pub const CODES: &[(u8, &str)] = &[
    (0, "Done."),
    (1, "Failed; what failed is said on stderr."),
    (2, "The arguments make no sense."),
    (130, "The person left before the end."),
];

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
            Self::Told(_) | Self::Finished(_) => 0,
            Self::Failed(_) => 1,
            Self::Misused(_) => 2,
            Self::Left(_) => 130,
            Self::Killed(deadly, _) => deadly.exit_code(),
        }
    }

    /// Says it and ends the process. What was asked for and cannot be written is a failure; last words that nobody hears are
    /// none.
    pub fn depart(self) -> ! {
        match &self {
            Self::Told(text) => {
                if let Err(error) = tell(&mut io::stdout(), text) {
                    say(
                        &mut io::stderr(),
                        [&format!("The output could not be written: {error}.")],
                    );
                    end(1);
                }
            }
            Self::Finished(lines) | Self::Left(lines) => say(&mut io::stderr(), lines),
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

/// Writes what was asked for, to its last byte or with an error.
fn tell(out: &mut impl Write, text: &str) -> io::Result<()> {
    writeln!(out, "{}", text.trim_end())?;
    out.flush()
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
    fn nothing_that_failed_ends_with_0() {
        let codes = [
            Departure::Told(String::new()),
            Departure::Finished(Vec::new()),
            Departure::Failed(String::new()),
            Departure::Misused(String::new()),
            Departure::Left(Vec::new()),
            Departure::Killed(Deadly::Hangup, Vec::new()),
            Departure::Killed(Deadly::Terminate, Vec::new()),
        ]
        .map(|departure| departure.code());
        assert_eq!(codes, [0, 0, 1, 2, 130, 129, 143]);
    }
}
