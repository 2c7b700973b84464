//! Somebody who reads what the program says from top to bottom and answers what it asks.

use std::fmt::Display;

use portable_pty::ExitStatus;
use rustix::{
    process::Signal,
    termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr},
};

use super::pty::Pty;

pub(crate) struct Reader {
    pty: Pty,
    /// How much of what was said is read.
    read: usize,
}

/// What was said, as one line: the width of the window breaks no sentence for whoever looks for it.
fn in_one_line(log: &[u8]) -> String {
    let text = String::from_utf8_lossy(log).replace('\r', "").replace('\n', " ");
    text.replace("\x1b[?2004h", "").replace("\x1b[?2004l", "")
}

impl Reader {
    pub(crate) fn of(pty: Pty) -> Self {
        Self { pty, read: 0 }
    }

    /// Reads on until this was said.
    pub(crate) fn until(&mut self, words: &str) {
        let (from, mut to) = (self.read, 0);
        self.pty.wait_for_bytes(words, |log| {
            let text = in_one_line(log);
            to = text.get(from..).and_then(|text| text.find(words)).unwrap_or(usize::MAX);
            to != usize::MAX
        });
        self.read = from + to + words.len();
    }

    /// Reads on until this was said, and answers.
    pub(crate) fn answer(&mut self, words: &str, answer: &str) {
        self.until(words);
        self.send_line(answer);
    }

    pub(crate) fn send(&self, text: impl AsRef<[u8]>) {
        self.pty.send(text);
    }

    pub(crate) fn send_line(&self, text: impl Display) {
        self.pty.send(format!("{text}\r"));
    }

    pub(crate) fn paste(&self, text: &str) {
        self.pty.paste(text);
    }

    pub(crate) fn signal(&self, signal: Signal) {
        self.pty.signal(signal);
    }

    /// Makes the terminal echo, as a program does that forgets not to.
    pub(crate) fn echo(&self) {
        let device = std::fs::File::open(self.pty.device()).unwrap();
        let mut modes = tcgetattr(&device).unwrap();
        modes.local_modes |= LocalModes::ECHO;
        tcsetattr(&device, OptionalActions::Now, &modes).unwrap();
    }

    pub(crate) fn log(&self) -> Vec<u8> {
        self.pty.log()
    }

    /// Everything that was said so far, each row on its line.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.pty.log()).replace('\r', "")
    }

    /// The number of the choice with these words, as it was listed last.
    pub(crate) fn number_of(&self, words: &str) -> String {
        let text = self.text();
        let line = text.lines().rfind(|line| line.contains(words)).unwrap();
        line.split('.').next().unwrap().to_owned()
    }

    pub(crate) fn exit(&mut self) -> ExitStatus {
        self.pty.wait_exit()
    }

    /// Nothing but text was written, and no row of prose is wider than the window.
    pub(crate) fn is_plain(&self, columns: usize) {
        let text = self.text().replace("\x1b[?2004h", "").replace("\x1b[?2004l", "");
        let text = text.split("\x1b_end").next().unwrap();
        assert!(!text.contains('\x1b'), "{text:?}");
        for line in text.lines().filter(|line| line.chars().count() > columns) {
            let is_one_word = !line.trim().contains(' ');
            let is_command = line.contains(" | ");
            assert!(is_one_word || is_command, "too wide: {line}");
        }
    }

    pub(crate) fn is_given_back(&self) {
        assert_eq!(self.pty.modes(), self.pty.found_modes());
        self.pty.look(|screen| assert!(!screen.bracketed_paste()));
    }
}
