//! Where answers come from: the terminal, or standard input.

mod draft;
mod pipe;
mod terminal;

use std::{io, sync::Arc, time::Instant};

use zeroize::Zeroizing;

use crate::terminal::keyboard::Leaving;

use super::choose::Source;
use pipe::Ahead;
use terminal::Lines;
pub(super) use terminal::{Expected, Hold};

/// One thing that was entered. Its `Debug` shows no text.
pub(super) enum Entered {
    /// An answer.
    Line(Zeroizing<String>),
    /// The first of a hidden answer is there.
    Something,
    /// A hidden answer was taken out again.
    Emptied,
    /// What arrived at a question that shows its answers looks like a secret, and is not shown.
    Covered,
    /// The same, once a part of it stood in the window.
    RubbedOut,
    /// Something that looks like a secret stands in the window, and cannot be rubbed out.
    Exposed,
    /// Something arrived while nothing is asked, and is not shown.
    Early,
    /// More came behind the end of an answer, and was thrown away.
    MoreLines,
    /// The window has another size.
    #[cfg(not(unix))]
    Resized,
    /// Ctrl-C.
    Interrupt,
    /// Ctrl-Z.
    Suspend,
    /// Ctrl-D; the person may still answer.
    End,
    /// Nothing can come any more, because the input has ended.
    Over,
    /// Nothing can come any more, because the terminal is gone.
    Gone,
}

impl std::fmt::Debug for Entered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("<entered>")
    }
}

/// The place that answers come from.
#[derive(Debug)]
pub(super) enum Entry {
    /// The terminal.
    Terminal(Box<Lines>),
    /// Standard input.
    Input(Ahead),
}

impl Entry {
    /// Opens it. The error is a sentence without an end.
    pub(super) fn open(source: Source, is_able: bool) -> Result<Self, String> {
        match source {
            Source::Terminal => Lines::open(is_able)
                .map(|lines| Self::Terminal(Box::new(lines)))
                .map_err(|error| error.to_string()),
            Source::Input => pipe::listen().map(Self::Input).map_err(|error| error.to_string()),
        }
    }

    /// The terminal, where it is one.
    pub(super) fn hold(&self) -> Option<&Arc<Hold>> {
        match self {
            Self::Terminal(lines) => Some(lines.hold()),
            Self::Input(_) => None,
        }
    }

    /// Whether a person is at the other end.
    pub(super) const fn is_terminal(&self) -> bool {
        matches!(self, Self::Terminal(_))
    }

    /// Something is asked. Says whether something was typed that answers nothing any more, and is forgotten.
    pub(super) fn expect(&mut self, expected: Expected) -> io::Result<bool> {
        match self {
            Self::Terminal(lines) => lines.expect(expected),
            Self::Input(_) => Ok(false),
        }
    }

    /// Makes way for something that is said while a line is typed.
    pub(super) fn step_aside(&mut self) -> io::Result<()> {
        match self {
            Self::Terminal(lines) => lines.step_aside(),
            Self::Input(_) => Ok(()),
        }
    }

    /// Begins a row behind what the terminal itself has written for Ctrl-C.
    #[cfg(unix)]
    pub(super) fn end_row(&self) -> io::Result<()> {
        match self {
            Self::Terminal(lines) => lines.end_row(),
            Self::Input(_) => Ok(()),
        }
    }

    /// Shows once more what was typed before that.
    pub(super) fn step_back(&mut self) -> io::Result<()> {
        match self {
            Self::Terminal(lines) => lines.step_back(),
            Self::Input(_) => Ok(()),
        }
    }

    /// Stops and goes on with the terminal's own modes.
    pub(super) fn pause(&mut self) {
        if let Self::Terminal(lines) = self {
            lines.pause();
        }
    }

    /// Listens again after `pause`. Says whether something had been typed before it, which is forgotten.
    pub(super) fn go_on(&mut self) -> bool {
        match self {
            Self::Terminal(lines) => lines.go_on(),
            Self::Input(_) => false,
        }
    }

    /// Gives back what was taken.
    pub(super) fn give_back(&mut self, leaving: Leaving) {
        if let Self::Terminal(lines) = self {
            lines.give_back(leaving);
        }
    }

    /// The next thing that was entered. Dropping the future loses none.
    ///
    /// At a terminal everything is taken at once. Lines of standard input wait as long as something is under way, but for
    /// one that came after `busy_since` and may be taken before its turn.
    pub(super) async fn next(&mut self, busy_since: Option<Instant>, may_cut_in: impl Fn(&str) -> bool) -> Entered {
        match (self, busy_since) {
            (Self::Terminal(lines), _) => lines.next().await,
            (Self::Input(lines), None) => lines.next().await.map_or(Entered::Over, Entered::Line),
            (Self::Input(lines), Some(since)) => Entered::Line(lines.cut_in(since, may_cut_in).await),
        }
    }
}
