//! Lines of plain text: what is one, where it is broken, and which characters it may hold. Pure.
//!
//! Prose is broken between words and never inside one; what people copy stands alone on one logical line that only the
//! terminal itself breaks, so that it is selected whole.

use crate::terminal::measure;

/// Something said.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Line {
    /// A sentence or more, broken between words where a row ends.
    Prose(String),
    /// Something to be copied, alone and never broken: an address, a command, a list of permissions, an id.
    Bare(String),
}

impl Line {
    /// Its text, in one piece.
    pub fn text(&self) -> &str {
        match self {
            Self::Prose(text) | Self::Bare(text) => text,
        }
    }
}

/// A line of prose.
pub(super) fn prose(text: impl Into<String>) -> Line {
    Line::Prose(text.into())
}

/// Whether the text ends in something to be copied: a full stop straight behind it would be copied along.
fn ends_in_copied(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or_default();
    last.contains("://") || last.ends_with('/')
}

/// Programs that sentences begin with.
const PROGRAMS: &[&str] = &["evertoken", "git", "tmux"];

/// The text as a sentence of its own: with a capital letter, unless a name begins it, and a full stop, unless it has an end
/// or ends in something to be copied.
pub(super) fn sentence(text: &str) -> String {
    let text = text.trim();
    let mut letters = text.chars();
    // The name of a permission is written as it is, and so are an address and a program.
    let first = text.split(' ').next().unwrap_or_default();
    let is_name = first.contains('_') || first.contains("://") || PROGRAMS.contains(&first);
    let mut words: String = match letters.next() {
        Some(_) if is_name => text.to_owned(),
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => return String::new(),
    };
    if !words.ends_with(['.', '?', '!', ':']) && !ends_in_copied(text) {
        words.push('.');
    }
    words
}

/// The text as it stands behind other words: without its capital letter.
pub(super) fn lower_first(words: &str) -> String {
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// What the reader's window and locale can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paper {
    /// Its columns; `None` where lines are for a program and stay whole.
    pub columns: Option<usize>,
    /// Whether only ASCII can be shown.
    pub is_ascii: bool,
}

impl Paper {
    /// The rows that a line takes. Signs that a screen reader spells out become words or punctuation.
    pub fn rows(&self, line: &Line) -> Vec<String> {
        match (line, self.columns) {
            (Line::Bare(text), _) => vec![text.clone()],
            (Line::Prose(text), None) => vec![wrap(&self.plain(text), usize::MAX).join(" ")],
            (Line::Prose(text), Some(columns)) => wrap(&self.plain(text), columns),
        }
    }

    fn plain(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for character in text.chars() {
            match character {
                '·' | '•' => out.push(','),
                '→' => out.push_str("to"),
                '…' if self.is_ascii => out.push_str("..."),
                '–' | '—' if self.is_ascii => out.push('-'),
                '‘' | '’' if self.is_ascii => out.push('\''),
                '“' | '”' | '«' | '»' if self.is_ascii => out.push('"'),
                other if self.is_ascii && !other.is_ascii() => out.push('?'),
                other => out.push(other),
            }
        }
        out
    }
}

/// The text in rows of at most `columns`, broken at blanks alone: a word that is wider has a row of its own.
fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut rows = Vec::new();
    for paragraph in text.split('\n') {
        let mut row = String::new();
        let mut filled = 0_usize;
        for word in paragraph.split(' ').filter(|word| !word.is_empty()) {
            let wide = measure::width(word);
            if filled > 0 && filled.saturating_add(1).saturating_add(wide) > columns {
                rows.push(std::mem::take(&mut row));
                filled = 0;
            }
            if filled > 0 {
                row.push(' ');
                filled = filled.saturating_add(1);
            }
            row.push_str(word);
            filled = filled.saturating_add(wide);
        }
        rows.push(row);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    const NARROW: Paper = Paper {
        columns: Some(12),
        is_ascii: false,
    };

    #[test]
    fn prose_is_broken_between_words_and_a_long_word_is_never_broken() {
        assert_eq!(
            NARROW.rows(&prose("one two three pages_manage_posts four")),
            ["one two", "three", "pages_manage_posts", "four"]
        );
        assert_eq!(NARROW.rows(&prose("")), [""]);
    }

    #[test]
    fn what_is_copied_is_never_broken() {
        let address = "https://example.test/a very/long address";
        assert_eq!(NARROW.rows(&Line::Bare(address.to_owned())), [address]);
    }

    #[test]
    fn lines_for_a_program_stay_whole() {
        let paper = Paper {
            columns: None,
            is_ascii: false,
        };
        assert_eq!(paper.rows(&prose("word ".repeat(40))).len(), 1);
    }

    #[test]
    fn where_only_ascii_can_be_shown_nothing_else_is() {
        let paper = Paper {
            columns: None,
            is_ascii: true,
        };
        assert_eq!(
            paper.rows(&prose("“EAA… received” · Zoë’s")),
            ["\"EAA... received\" , Zo?'s"]
        );
    }

    #[test]
    fn a_sentence_has_a_capital_and_an_end() {
        assert_eq!(sentence("try again"), "Try again.");
        assert_eq!(sentence("Really?"), "Really?");
        assert_eq!(sentence("pages_show_list is missing"), "pages_show_list is missing.");
        assert_eq!(sentence("http://localhost works"), "http://localhost works.");
        assert_eq!(sentence("tmux cannot reach it"), "tmux cannot reach it.");
        assert_eq!(sentence(" "), "");
        for copied in [
            "Open this address on any machine: https://example.test/apps/",
            "Open example.test/apps/",
        ] {
            assert_eq!(sentence(copied), copied);
        }
        assert_eq!(sentence("Until 21 Jan 2027"), "Until 21 Jan 2027.");
    }
}
