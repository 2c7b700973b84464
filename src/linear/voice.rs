//! What is said, and where: talk goes to stderr, or to the terminal itself where stderr is not one; a token that is to be
//! shown goes to stdout, alone on its line, so that it can be captured.

use std::{
    io::{self, IsTerminal, Write},
    sync::Arc,
};

use crate::{
    model::Payload,
    runtime::outlet::{self, Outlet},
    terminal::device::Device,
};

use super::{
    entry::Hold,
    line::{Line, Paper},
};

/// The way out for talk.
#[derive(Debug)]
enum Out {
    Stderr,
    Terminal(Arc<Hold>),
}

/// Says lines.
#[derive(Debug)]
pub(super) struct Voice {
    out: Out,
    paper: Paper,
    /// The columns that the person has asked for.
    columns: Option<usize>,
    hold: Option<Arc<Hold>>,
    /// Whether what is said is read on a terminal that understands more than text.
    takes_sequences: bool,
}

impl Voice {
    /// A voice in these surroundings: the terminal that is read, if one is, the width that is asked for, and whether only
    /// ASCII can be shown.
    pub(super) fn new(hold: Option<Arc<Hold>>, columns: Option<usize>, is_ascii: bool, is_dumb: bool) -> Self {
        let is_terminal = io::stderr().is_terminal();
        let out = match &hold {
            Some(hold) if !is_terminal => Out::Terminal(Arc::clone(hold)),
            Some(_) | None => Out::Stderr,
        };
        let has_reader = is_terminal || hold.is_some();
        let mut voice = Self {
            out,
            paper: Paper {
                columns: has_reader.then_some(80),
                is_ascii,
            },
            columns,
            hold,
            takes_sequences: has_reader && !is_dumb,
        };
        voice.fit();
        voice
    }

    /// Whether sequences that print nothing can be written.
    pub(super) const fn takes_sequences(&self) -> bool {
        self.takes_sequences
    }

    /// Takes the width of the window as it is now.
    pub(super) fn fit(&mut self) {
        if self.paper.columns.is_none() {
            return;
        }
        let window = || match &self.hold {
            Some(hold) => usize::from(hold.device().size().width),
            None => crossterm::terminal::size().map_or(80, |(width, _)| usize::from(width)),
        };
        self.paper.columns = Some(self.columns.unwrap_or_else(window).max(1));
    }

    /// Sentences as rows that fit, for whoever says them later.
    pub(super) fn rows(&self, sentences: Vec<String>) -> Vec<String> {
        let lines = sentences.into_iter().map(Line::Prose);
        lines.flat_map(|line| self.paper.rows(&line)).collect()
    }

    /// Says lines, in one write.
    pub(super) fn say(&self, lines: &[Line]) -> io::Result<()> {
        let mut text = String::new();
        for row in lines.iter().flat_map(|line| self.paper.rows(line)) {
            text.push_str(&row);
            text.push('\n');
        }
        if text.is_empty() {
            Ok(())
        } else {
            self.write(text.as_bytes())
        }
    }

    /// Writes bytes to where the talk goes.
    pub(super) fn write(&self, bytes: &[u8]) -> io::Result<()> {
        match &self.out {
            Out::Stderr => {
                let mut stderr = io::stderr().lock();
                stderr.write_all(bytes)?;
                stderr.flush()
            }
            Out::Terminal(hold) => Device::write_all(hold.device(), bytes),
        }
    }

    /// Writes something to be taken away to stdout, alone on its line. Where that leads nowhere, it is an error.
    pub(super) fn hand_out(text: &Payload) -> io::Result<()> {
        if matches!(outlet::standard_output(), Outlet::Nowhere | Outlet::Abandoned) {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        outlet::write_alone(text)
    }
}
