//! Which face a run gets: the full screen, lines, or none. Pure, but for [`Surroundings::look`].

use std::io::{self, IsTerminal};

use crate::{runtime::Environment, terminal::device::Device};

/// What standard input is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// A terminal.
    Terminal,
    /// A pipe or a file: answers wait there.
    Answers,
    /// Closed, or nothing to be read from.
    Nothing,
}

/// Where lines are read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The terminal device.
    Terminal,
    /// Standard input, one answer a line.
    Input,
}

/// The face of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// The full screen.
    Screens,
    /// Line by line.
    Lines(Source),
    /// Nobody can be asked anything.
    Nobody,
}

/// What decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Surroundings {
    /// `--plain`, or `ACCESSIBLE` that is set and not empty.
    pub is_plain_wanted: bool,
    /// `TERM` says that the terminal can do nothing but print, or says nothing.
    pub is_dumb: bool,
    /// Whether the terminal device can be opened.
    pub has_device: bool,
    /// What standard input is.
    pub input: Input,
}

impl Surroundings {
    /// Looks at this process.
    pub fn look(is_plain_wanted: bool, environment: &Environment) -> Self {
        Self {
            is_plain_wanted: is_plain_wanted || environment.has("ACCESSIBLE"),
            is_dumb: environment.text("TERM").is_none_or(|term| term == "dumb"),
            has_device: Device::open_for_lines().is_ok(),
            input: input(),
        }
    }

    /// Decides. What is piped in is read: whoever pipes answers into a program means them. The full screen draws on the
    /// device, so a redirected output alone changes nothing.
    pub const fn choose(self) -> Choice {
        match (self.input, self.has_device) {
            (Input::Answers, _) => Choice::Lines(Source::Input),
            (Input::Terminal | Input::Nothing, false) => Choice::Nobody,
            (Input::Terminal | Input::Nothing, true) if self.is_plain_wanted || self.is_dumb => {
                Choice::Lines(Source::Terminal)
            }
            (Input::Terminal | Input::Nothing, true) => Choice::Screens,
        }
    }
}

#[cfg(unix)]
fn input() -> Input {
    use rustix::fs::{FileType, fstat};

    let stdin = io::stdin();
    if stdin.is_terminal() {
        return Input::Terminal;
    }
    match fstat(&stdin).map(|stat| FileType::from_raw_mode(stat.st_mode)) {
        Ok(FileType::Fifo | FileType::RegularFile | FileType::Socket) => Input::Answers,
        Ok(_) | Err(_) => Input::Nothing,
    }
}

#[cfg(not(unix))]
fn input() -> Input {
    if io::stdin().is_terminal() {
        Input::Terminal
    } else {
        Input::Answers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_surrounding_gets_its_face() {
        let choose = |is_plain_wanted, is_dumb, has_device, input| {
            Surroundings {
                is_plain_wanted,
                is_dumb,
                has_device,
                input,
            }
            .choose()
        };
        let (lines, answers) = (Choice::Lines(Source::Terminal), Choice::Lines(Source::Input));
        for (is_plain, is_dumb, has_device, input, expected) in [
            (false, false, true, Input::Terminal, Choice::Screens),
            (false, false, true, Input::Nothing, Choice::Screens),
            (true, false, true, Input::Terminal, lines),
            (false, true, true, Input::Terminal, lines),
            (true, false, true, Input::Nothing, lines),
            (false, false, true, Input::Answers, answers),
            (true, true, false, Input::Answers, answers),
            (true, false, false, Input::Nothing, Choice::Nobody),
            (false, true, false, Input::Nothing, Choice::Nobody),
        ] {
            assert_eq!(
                choose(is_plain, is_dumb, has_device, input),
                expected,
                "{is_plain} {is_dumb} {has_device} {input:?}"
            );
        }
    }
}
