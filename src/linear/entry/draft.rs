//! The line that is being typed or pasted, and what of it is shown. Pure: what is to be written to the terminal is an answer.
//!
//! No limit of a terminal's line applies here, which cuts at 4,095 bytes (facts: needs 41): keys come one by one. A marked paste
//! is one answer, whatever line breaks it holds; without marks, the first line break ends the answer.
//!
//! What is written only ever adds to the window, but for a blank over what is rubbed out on the row where the line ends. What
//! looks like a secret is not shown at a question that shows its answers either.

use crossterm::event::{KeyCode, KeyModifiers};
use unicode_segmentation::UnicodeSegmentation;
use zeroize::{Zeroize, Zeroizing};

use crate::{
    model::{SafeText, looks_secret},
    terminal::{
        decode::{LONGEST_PASTE, Typed},
        measure,
    },
};

/// What a key or a paste did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::linear) enum Did {
    /// Nothing worth a word.
    Nothing,
    /// The first of something that is not shown is there.
    Arrived,
    /// What was not shown is not there any more.
    Emptied,
    /// What arrived looks like a secret, and is not shown.
    Covered,
    /// What was shown so far looks like a secret now: it is rubbed out, and the rest is not shown.
    RubbedOut,
    /// The same, but a part of it stands in a row that is out of reach.
    Exposed,
    /// Something arrived that answers nothing, because nothing is asked.
    Early,
    /// The answer is whole.
    Done,
    /// Ctrl-C.
    Interrupt,
    /// Ctrl-D where nothing was typed.
    End,
    /// Ctrl-Z.
    Suspend,
}

/// How much of a line is shown.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(in crate::linear) enum Shown {
    /// Nothing: the question is about a secret.
    #[default]
    Never,
    /// Commands, and nothing else: nothing is asked yet, and what is pasted too early may be a secret.
    Commands,
    /// All of it, unless it looks like a secret.
    Whole,
}

/// The line. Its `Debug` shows nothing of it.
#[derive(Default)]
pub(in crate::linear) struct Draft {
    text: Zeroizing<String>,
    shown: Shown,
    /// It looks like a secret, and is not shown until it is empty again.
    is_covered: bool,
}

impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.text.is_empty() { "<empty>" } else { "<typed>" })
    }
}

impl Draft {
    /// An empty line.
    pub(in crate::linear) fn new(shown: Shown) -> Self {
        Self {
            shown,
            ..Self::default()
        }
    }

    /// Whether nothing was typed.
    pub(in crate::linear) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Whether what is typed now stands in the window.
    fn is_seen(&self) -> bool {
        match self.shown {
            Shown::Never => false,
            Shown::Commands => !self.is_covered && (self.text.is_empty() || self.text.starts_with(':')),
            Shown::Whole => !self.is_covered,
        }
    }

    /// What of it stands in the window.
    pub(in crate::linear) fn in_window(&self) -> Zeroizing<String> {
        if self.is_seen() {
            as_shown(&self.text)
        } else {
            Zeroizing::default()
        }
    }

    /// Takes one thing that was typed, in a window of so many columns; adds to `echo` what is to be written.
    pub(in crate::linear) fn take(&mut self, typed: &Typed, columns: usize, echo: &mut String) -> Did {
        let before = self.in_window();
        let was_empty = self.text.is_empty();
        match typed {
            Typed::Paste(pasted) | Typed::Burst(pasted) => pasted.0.chars().for_each(|c| self.push(c)),
            Typed::Key(key) => {
                let is_control = key.modifiers.contains(KeyModifiers::CONTROL);
                match key.code {
                    KeyCode::Enter => return self.end(echo),
                    // A line feed, as an unmarked paste may hold it.
                    KeyCode::Char('j' | 'm') if is_control => return self.end(echo),
                    KeyCode::Char('c') if is_control => return Did::Interrupt,
                    KeyCode::Char('d') if is_control && was_empty => return Did::End,
                    KeyCode::Char('z') if is_control => return Did::Suspend,
                    KeyCode::Char('u') if is_control => self.text.zeroize(),
                    KeyCode::Char('w') if is_control => self.rub_out_word(),
                    KeyCode::Char('h') if is_control => self.rub_out(),
                    KeyCode::Backspace => self.rub_out(),
                    KeyCode::Char(c) if !is_control && !key.modifiers.contains(KeyModifiers::ALT) => self.push(c),
                    _ => {}
                }
            }
            Typed::Attributes(_) | Typed::FocusLost => {}
        }
        let did = self.cover(was_empty, !before.is_empty());
        let is_rubbed_out = change(&before, &self.in_window(), columns, echo);
        match did {
            Did::RubbedOut if !is_rubbed_out => Did::Exposed,
            other => other,
        }
    }

    /// What became of it: a line that looks like a secret is covered, and an empty one shows again what is typed.
    fn cover(&mut self, was_empty: bool, was_in_window: bool) -> Did {
        if self.text.is_empty() {
            self.is_covered = false;
            return if was_empty || was_in_window {
                Did::Nothing
            } else {
                Did::Emptied
            };
        }
        if self.is_seen() {
            if !looks_secret(&self.text) {
                return Did::Nothing;
            }
            self.is_covered = true;
            return if was_in_window { Did::RubbedOut } else { Did::Covered };
        }
        match self.shown {
            Shown::Never if was_empty => Did::Arrived,
            Shown::Commands if was_empty => Did::Early,
            Shown::Never | Shown::Commands | Shown::Whole => Did::Nothing,
        }
    }

    fn end(&self, echo: &mut String) -> Did {
        if self.is_seen() {
            echo.push('\n');
        }
        Did::Done
    }

    /// The answer, which is not here any more then.
    pub(in crate::linear) fn finish(&mut self) -> Zeroizing<String> {
        self.is_covered = false;
        std::mem::take(&mut self.text)
    }

    /// Whatever is longer than the longest paste is no token, and is not kept.
    fn push(&mut self, c: char) {
        if self.text.capacity() == 0 {
            // In one piece, so that growing leaves no copies behind.
            self.text.reserve(LONGEST_PASTE);
        }
        if self.text.len() < LONGEST_PASTE {
            self.text.push(c);
        }
    }

    /// Takes the last character as a person counts them, and what nobody sees behind it.
    fn rub_out(&mut self) {
        let mut kept = self.text.len();
        for character in self.text.graphemes(true).rev() {
            kept = kept.saturating_sub(character.len());
            if !as_shown(character).is_empty() {
                break;
            }
        }
        self.keep(kept);
    }

    /// Takes the last word and the blanks behind it.
    fn rub_out_word(&mut self) {
        let words = self.text.trim_end();
        let kept = words
            .char_indices()
            .rfind(|(_, c)| c.is_whitespace())
            .map_or(0, |(at, blank)| at.saturating_add(blank.len_utf8()));
        self.keep(kept);
    }

    fn keep(&mut self, length: usize) {
        if length == 0 {
            self.text.zeroize();
        } else {
            self.text.truncate(length);
        }
    }
}

/// A text as it can stand in the window: it takes one row after the other, and nothing in it acts on the terminal.
fn as_shown(text: &str) -> Zeroizing<String> {
    let mut shown = Zeroizing::new(String::with_capacity(text.len()));
    for character in text.graphemes(true) {
        if character.contains(char::is_whitespace) {
            shown.push(' ');
        } else {
            shown.push_str(SafeText::new(character).as_str());
        }
    }
    shown
}

/// What makes the one text the other, which is the same up to where one of them ends. Says whether nothing else is left of it.
fn change(before: &str, after: &str, columns: usize, echo: &mut String) -> bool {
    if let Some(added) = after.strip_prefix(before) {
        echo.push_str(added);
        return true;
    }
    let (from, to) = (end_of(before, columns), end_of(after, columns));
    let is_in_reach = from.0 == to.0 && before.starts_with(after) && from.1 < columns;
    if is_in_reach {
        let wide = from.1.saturating_sub(to.1);
        (0..wide).for_each(|_| echo.push_str("\x08 \x08"));
    } else {
        // The row above is out of reach: the line begins anew.
        echo.push('\n');
        echo.push_str(after);
    }
    is_in_reach
}

/// The row and the column behind a text that began on an empty row.
fn end_of(text: &str, columns: usize) -> (usize, usize) {
    let (mut row, mut column) = (0_usize, 0_usize);
    for character in text.graphemes(true) {
        let wide = measure::columns(character);
        if column.saturating_add(wide) > columns {
            row = row.saturating_add(1);
            column = 0;
        }
        column = column.saturating_add(wide);
    }
    (row, column)
}

#[cfg(test)]
mod tests {
    use crossterm::event::KeyEvent;

    use super::*;
    use crate::terminal::decode::Pasted;

    const COLUMNS: usize = 10;

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

    fn take(line: &mut Draft, typed: &Typed) -> (Did, String) {
        let mut echo = String::new();
        let did = line.take(typed, COLUMNS, &mut echo);
        (did, echo)
    }

    fn did(line: &mut Draft, typed: &Typed) -> Did {
        let (did, echo) = take(line, typed);
        assert_eq!(echo, "", "a hidden line writes nothing");
        did
    }

    #[test]
    fn a_word_is_said_about_the_first_thing_that_arrives_and_when_nothing_is_left() {
        let mut line = Draft::new(Shown::Never);
        assert_eq!(did(&mut line, &key('a')), Did::Arrived);
        assert_eq!(did(&mut line, &key('b')), Did::Nothing);
        assert_eq!(did(&mut line, &code(KeyCode::Backspace)), Did::Nothing);
        assert_eq!(did(&mut line, &code(KeyCode::Backspace)), Did::Emptied);
        assert_eq!(did(&mut line, &paste("one\ntwo")), Did::Arrived);
        assert_eq!(did(&mut line, &control('u')), Did::Emptied);
        assert_eq!(did(&mut line, &paste("one\ntwo")), Did::Arrived);
        assert_eq!(did(&mut line, &code(KeyCode::Enter)), Did::Done);
        assert_eq!(line.finish().as_str(), "one\ntwo", "a marked paste is one answer");
        assert_eq!(line.finish().as_str(), "");
    }

    #[test]
    fn the_keys_of_a_terminal_do_what_they_do_elsewhere() {
        let mut line = Draft::new(Shown::Never);
        assert_eq!(did(&mut line, &control('d')), Did::End);
        assert_eq!(did(&mut line, &control('c')), Did::Interrupt);
        assert_eq!(did(&mut line, &control('z')), Did::Suspend);
        assert_eq!(did(&mut line, &control('j')), Did::Done);
        did(&mut line, &key('a'));
        assert_eq!(did(&mut line, &control('d')), Did::Nothing);
    }

    #[test]
    fn more_than_any_token_is_cut_and_debug_shows_nothing() {
        let mut line = Draft::new(Shown::Never);
        did(&mut line, &paste(&"canary".repeat(20_000)));
        assert_eq!(format!("{line:?}"), "<typed>");
        assert_eq!(line.finish().len(), LONGEST_PASTE);
    }

    #[test]
    fn what_is_rubbed_out_goes_with_all_its_columns() {
        let rub = "\x08 \x08";
        for (typed, by, left, expected) in [
            ("ab", code(KeyCode::Backspace), "a", rub.to_owned()),
            ("aé", code(KeyCode::Backspace), "a", rub.to_owned()),
            ("ae\u{301}", code(KeyCode::Backspace), "a", rub.to_owned()),
            ("a日", code(KeyCode::Backspace), "a", rub.repeat(2)),
            ("", code(KeyCode::Backspace), "", String::new()),
            ("ab cd ", control('w'), "ab ", rub.repeat(3)),
            ("abcd", control('w'), "", rub.repeat(4)),
            ("ab 日", control('u'), "", rub.repeat(5)),
            ("a\u{200b}", code(KeyCode::Backspace), "", rub.to_owned()),
            // The row above is out of reach: the line is written anew.
            (
                "0123456789a",
                code(KeyCode::Backspace),
                "0123456789",
                "\n0123456789".to_owned(),
            ),
            (
                "0123456789",
                code(KeyCode::Backspace),
                "012345678",
                "\n012345678".to_owned(),
            ),
            ("0123456789ab", code(KeyCode::Backspace), "0123456789a", rub.to_owned()),
            (
                "012345678日",
                code(KeyCode::Backspace),
                "012345678",
                "\n012345678".to_owned(),
            ),
            ("0123456789ab", control('u'), "", "\n".to_owned()),
        ] {
            let mut line = Draft::new(Shown::Whole);
            take(&mut line, &paste(typed));
            let (did, echo) = take(&mut line, &by);
            assert_eq!((did, echo), (Did::Nothing, expected), "{typed:?}");
            assert_eq!(line.finish().as_str(), left, "{typed:?}");
        }
    }

    #[test]
    fn what_is_shown_takes_one_row_after_the_other_and_cannot_act() {
        let mut line = Draft::new(Shown::Whole);
        assert_eq!(take(&mut line, &key('a')), (Did::Nothing, "a".to_owned()));
        assert_eq!(
            take(&mut line, &paste("b\nc\td\x1b[2Je\u{202e}")),
            (Did::Nothing, "b c d[2Je".to_owned())
        );
        assert_eq!(take(&mut line, &code(KeyCode::Enter)), (Did::Done, "\n".to_owned()));
    }

    #[test]
    fn what_looks_like_a_secret_is_not_shown_where_answers_are() {
        let (token, secret) = (format!("EAA{}", "q".repeat(180)), "0f".repeat(16));
        for pasted in [
            &token,
            &secret,
            &format!("1048573\n{secret}"),
            &format!("token={token}"),
        ] {
            let mut line = Draft::new(Shown::Whole);
            assert_eq!(take(&mut line, &paste(pasted)), (Did::Covered, String::new()));
            assert_eq!(take(&mut line, &key('x')), (Did::Nothing, String::new()));
            assert_eq!(take(&mut line, &control('u')), (Did::Emptied, String::new()));
            assert_eq!(take(&mut line, &key('x')), (Did::Nothing, "x".to_owned()));
        }
        let mut line = Draft::new(Shown::Whole);
        take(&mut line, &paste("EAAG"));
        assert_eq!(
            take(&mut line, &paste(&token)),
            (Did::RubbedOut, "\x08 \x08".repeat(4)),
            "in two pieces"
        );
        take(&mut line, &code(KeyCode::Enter));
        line.finish();
        assert_eq!(
            take(&mut line, &key('x')),
            (Did::Nothing, "x".to_owned()),
            "the next is shown"
        );
    }

    #[test]
    fn a_secret_that_is_out_of_reach_is_not_said_to_be_rubbed_out() {
        let mut line = Draft::new(Shown::Whole);
        take(&mut line, &paste("0123456789ab"));
        let rest = paste(&"0f".repeat(10));
        assert_eq!(take(&mut line, &rest), (Did::Exposed, "\n".to_owned()));
    }

    #[test]
    fn while_nothing_is_asked_only_commands_are_shown() {
        let mut line = Draft::new(Shown::Commands);
        assert_eq!(take(&mut line, &key('0')), (Did::Early, String::new()));
        assert_eq!(take(&mut line, &key('f')), (Did::Nothing, String::new()));
        assert_eq!(take(&mut line, &control('u')), (Did::Emptied, String::new()));
        assert_eq!(take(&mut line, &paste("secret")), (Did::Early, String::new()));
        assert_eq!(take(&mut line, &code(KeyCode::Enter)), (Did::Done, String::new()));
        line.finish();
        assert_eq!(take(&mut line, &paste(":bac")), (Did::Nothing, ":bac".to_owned()));
        assert_eq!(take(&mut line, &key('k')), (Did::Nothing, "k".to_owned()));
        assert_eq!(take(&mut line, &code(KeyCode::Enter)), (Did::Done, "\n".to_owned()));
    }
}
