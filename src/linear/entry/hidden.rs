//! A line that is typed or pasted unseen. Pure.
//!
//! No limit of a terminal's line applies here, which cuts at 4,095 bytes (facts: needs): keys come one by one. A marked paste
//! is one answer, whatever line breaks it holds; without marks, the first line break ends the answer.

use crossterm::event::{KeyCode, KeyModifiers};
use zeroize::{Zeroize, Zeroizing};

use crate::terminal::decode::{LONGEST_PASTE, Typed};

/// What a key or a paste did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::linear) enum Did {
    /// Nothing worth a word.
    Nothing,
    /// The first of something is there.
    Arrived,
    /// What was there is not there any more.
    Emptied,
    /// The answer is whole.
    Done,
    /// Ctrl-C.
    Interrupt,
    /// Ctrl-D where nothing was typed.
    End,
    /// Ctrl-Z.
    Suspend,
}

/// The line. Its `Debug` shows nothing of it.
#[derive(Default)]
pub(in crate::linear) struct Hidden(Zeroizing<String>);

impl std::fmt::Debug for Hidden {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0.is_empty() { "<empty>" } else { "<typed>" })
    }
}

impl Hidden {
    /// Takes one thing that was typed.
    pub(in crate::linear) fn take(&mut self, typed: &Typed) -> Did {
        let was_empty = self.0.is_empty();
        match typed {
            Typed::Paste(pasted) | Typed::Burst(pasted) => pasted.0.chars().for_each(|c| self.push(c)),
            Typed::Key(key) => {
                let is_control = key.modifiers.contains(KeyModifiers::CONTROL);
                match key.code {
                    KeyCode::Enter => return Did::Done,
                    // A line feed, as an unmarked paste may hold it.
                    KeyCode::Char('j' | 'm') if is_control => return Did::Done,
                    KeyCode::Char('c') if is_control => return Did::Interrupt,
                    KeyCode::Char('d') if is_control && was_empty => return Did::End,
                    KeyCode::Char('z') if is_control => return Did::Suspend,
                    KeyCode::Char('u') if is_control => self.0.zeroize(),
                    KeyCode::Char('h') if is_control => drop(self.0.pop()),
                    KeyCode::Backspace => drop(self.0.pop()),
                    KeyCode::Char(c) if !is_control && !key.modifiers.contains(KeyModifiers::ALT) => self.push(c),
                    _ => {}
                }
            }
            Typed::Attributes(_) | Typed::FocusLost => {}
        }
        match (was_empty, self.0.is_empty()) {
            (true, false) => Did::Arrived,
            (false, true) => Did::Emptied,
            (true, true) | (false, false) => Did::Nothing,
        }
    }

    /// The answer, which is not here any more then.
    pub(in crate::linear) fn finish(&mut self) -> Zeroizing<String> {
        std::mem::take(&mut self.0)
    }

    /// Whatever is longer than the longest paste is no token, and is not kept.
    fn push(&mut self, c: char) {
        if self.0.capacity() == 0 {
            // In one piece, so that growing leaves no copies behind.
            self.0.reserve(LONGEST_PASTE);
        }
        if self.0.len() < LONGEST_PASTE {
            self.0.push(c);
        }
    }
}

#[cfg(test)]
mod tests {
    use crossterm::event::KeyEvent;

    use super::*;
    use crate::terminal::decode::Pasted;

    fn key(c: char) -> Typed {
        Typed::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE))
    }

    fn control(c: char) -> Typed {
        Typed::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::CONTROL))
    }

    fn code(code: KeyCode) -> Typed {
        Typed::Key(KeyEvent::new(code, KeyModifiers::NONE))
    }

    fn paste(text: &str) -> Typed {
        Typed::Paste(Pasted(Zeroizing::new(text.to_owned())))
    }

    #[test]
    fn a_word_is_said_about_the_first_thing_that_arrives_and_when_nothing_is_left() {
        let mut line = Hidden::default();
        assert_eq!(line.take(&key('a')), Did::Arrived);
        assert_eq!(line.take(&key('b')), Did::Nothing);
        assert_eq!(line.take(&code(KeyCode::Backspace)), Did::Nothing);
        assert_eq!(line.take(&code(KeyCode::Backspace)), Did::Emptied);
        assert_eq!(line.take(&paste("one\ntwo")), Did::Arrived);
        assert_eq!(line.take(&control('u')), Did::Emptied);
        assert_eq!(line.take(&paste("one\ntwo")), Did::Arrived);
        assert_eq!(line.take(&code(KeyCode::Enter)), Did::Done);
        assert_eq!(line.finish().as_str(), "one\ntwo", "a marked paste is one answer");
        assert_eq!(line.finish().as_str(), "");
    }

    #[test]
    fn the_keys_of_a_terminal_do_what_they_do_elsewhere() {
        let mut line = Hidden::default();
        assert_eq!(line.take(&control('d')), Did::End);
        assert_eq!(line.take(&control('c')), Did::Interrupt);
        assert_eq!(line.take(&control('z')), Did::Suspend);
        assert_eq!(line.take(&control('j')), Did::Done);
        line.take(&key('a'));
        assert_eq!(line.take(&control('d')), Did::Nothing);
    }

    #[test]
    fn more_than_any_token_is_cut_and_debug_shows_nothing() {
        let mut line = Hidden::default();
        line.take(&paste(&"canary".repeat(20_000)));
        assert_eq!(format!("{line:?}"), "<typed>");
        assert_eq!(line.finish().len(), LONGEST_PASTE);
    }
}
