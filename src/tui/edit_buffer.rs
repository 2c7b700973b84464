//! The text in a field while it is edited: wiped when it is dropped, and never moved while it grows.

use std::fmt;

use unicode_segmentation::UnicodeSegmentation;
use zeroize::{Zeroize, Zeroizing};

use crate::terminal::measure;

/// The most characters a field takes: room for a whole command line or a JSON answer around a token.
pub const MOST_CHARACTERS: usize = 65_536;
/// Bytes reserved up front: growing would leave a copy of the text behind, for the allocator to wipe.
const CAPACITY: usize = 4_096;

/// Whether a text found room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// All of it is in.
    Whole,
    /// The field is full: what came after that was left out.
    Cut,
}

/// A text and the place in it where the next character goes.
pub struct EditBuffer {
    text: Zeroizing<String>,
    at: usize,
}

impl EditBuffer {
    /// An empty one.
    pub fn new() -> Self {
        Self {
            text: Zeroizing::new(String::with_capacity(CAPACITY)),
            at: 0,
        }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// A copy of the text, itself wiped when dropped.
    pub fn copy(&self) -> Zeroizing<String> {
        Zeroizing::new(self.text.as_str().to_owned())
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The column of the cursor, counted from the start of the text.
    pub fn column(&self) -> usize {
        measure::width(self.before())
    }

    /// Puts a text in at the cursor.
    pub fn insert(&mut self, text: &str) -> Fit {
        let room = MOST_CHARACTERS.saturating_sub(self.text.chars().count());
        let end = text.char_indices().nth(room).map_or(text.len(), |(at, _)| at);
        let fits = text.get(..end).unwrap_or_default();
        self.text.insert_str(self.at, fits);
        self.at = self.at.saturating_add(fits.len());
        if fits.len() == text.len() { Fit::Whole } else { Fit::Cut }
    }

    /// Puts a text in the place of what was there.
    pub fn replace(&mut self, text: &str) -> Fit {
        self.clear();
        self.insert(text)
    }

    /// Takes out everything and wipes it.
    pub fn clear(&mut self) {
        self.text.zeroize();
        self.at = 0;
    }

    /// Takes out the character before the cursor. Says whether there was one.
    pub fn backspace(&mut self) -> bool {
        let end = self.at;
        self.left() && {
            self.text.replace_range(self.at..end, "");
            true
        }
    }

    /// Takes out the character at the cursor. Says whether there was one.
    pub fn delete(&mut self) -> bool {
        let end = self.next_boundary();
        let is_any = end > self.at;
        if is_any {
            self.text.replace_range(self.at..end, "");
        }
        is_any
    }

    /// One character to the left. Says whether that was possible.
    pub fn left(&mut self) -> bool {
        let before = self.before();
        let to = before.grapheme_indices(true).next_back().map_or(self.at, |(at, _)| at);
        self.go_to(to)
    }

    /// One character to the right. Says whether that was possible.
    pub fn right(&mut self) -> bool {
        self.go_to(self.next_boundary())
    }

    /// To the start. Says whether it was elsewhere.
    pub fn jump_to_start(&mut self) -> bool {
        self.go_to(0)
    }

    /// To the end. Says whether it was elsewhere.
    pub fn jump_to_end(&mut self) -> bool {
        self.go_to(self.text.len())
    }

    fn go_to(&mut self, at: usize) -> bool {
        std::mem::replace(&mut self.at, at) != at
    }

    fn before(&self) -> &str {
        self.text.get(..self.at).unwrap_or_default()
    }

    fn next_boundary(&self) -> usize {
        let after = self.text.get(self.at..).unwrap_or_default();
        let length = after.graphemes(true).next().map_or(0, str::len);
        self.at.saturating_add(length)
    }
}

impl Default for EditBuffer {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for EditBuffer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_empty() {
            "EditBuffer(empty)"
        } else {
            "EditBuffer(something)"
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn typing_moving_and_taking_out_work_by_whole_characters() {
        let mut buffer = EditBuffer::new();
        buffer.insert("ab👩‍👩‍👧‍👦c");
        assert_eq!(buffer.column(), 5);
        assert!(buffer.left() && buffer.backspace());
        assert_eq!(buffer.text(), "abc");
        assert!(buffer.jump_to_start() && buffer.delete());
        assert_eq!((buffer.text(), buffer.column()), ("bc", 0));
        assert!(!buffer.backspace() && !buffer.left());
    }

    #[test]
    fn a_full_buffer_keeps_what_it_has() {
        let mut buffer = EditBuffer::new();
        assert_eq!(buffer.insert(&"é".repeat(MOST_CHARACTERS)), Fit::Whole);
        assert_eq!(buffer.insert("x"), Fit::Cut);
        assert_eq!(buffer.text().chars().count(), MOST_CHARACTERS);
        assert_eq!(buffer.replace(&"😀".repeat(MOST_CHARACTERS + 5)), Fit::Cut);
    }

    #[test]
    fn debug_shows_nothing_of_the_text() {
        let mut buffer = EditBuffer::new();
        buffer.insert("EAABsecret");
        assert_eq!(format!("{buffer:?}"), "EditBuffer(something)");
    }

    proptest! {
        #[test]
        fn no_order_of_edits_panics(steps in prop::collection::vec((0_u8..8, any::<String>()), 0..40)) {
            let mut buffer = EditBuffer::new();
            for (step, text) in steps {
                match step {
                    0 | 1 => { buffer.insert(&text); }
                    2 => { buffer.backspace(); }
                    3 => { buffer.delete(); }
                    4 => { buffer.left(); }
                    5 => { buffer.right(); }
                    6 => { buffer.jump_to_start(); }
                    _ => { buffer.jump_to_end(); }
                }
                prop_assert!(buffer.column() <= measure::width(buffer.text()));
            }
        }
    }
}
