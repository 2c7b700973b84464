//! A token or an address alone on its line, outside the full screen, to be selected with the mouse. Pure: what to write
//! and how many rows that takes; the terminal writes and wipes it.

use ratatui::layout::Size;
use unicode_width::UnicodeWidthStr;
use zeroize::Zeroizing;

use super::code::Code;
use crate::{terminal::measure, wizard::effect::PlainText};

const WAY_BACK: &str = "Press Enter to go back. This text is wiped from the screen then.";

/// What is shown: sentences broken between words, and the text on one logical line that the terminal wraps itself, so
/// that a selection has no breaks.
pub struct Plain {
    bytes: Zeroizing<Vec<u8>>,
    widths: Vec<usize>,
}

impl std::fmt::Debug for Plain {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Plain")
            .field("lines", &self.widths.len())
            .finish_non_exhaustive()
    }
}

impl Plain {
    /// The label's lines, the text between two empty lines, and the way back, for a window of this size; below the text its
    /// code, where one is wanted and there is room.
    ///
    /// Where there is room, empty lines stand above: a window made narrower needs more rows, and tmux moves as many from
    /// the top of the screen into its history, where nobody can wipe them. There are enough for half the width.
    pub fn new(text: &PlainText, with_code: bool, size: Size) -> Self {
        let bare = Self::below(text, size.width, 0, None);
        let (rows, narrow) = (bare.rows(size.width), bare.rows((size.width / 2).saturating_sub(1)));
        let room = size.height.saturating_sub(rows).saturating_sub(1);
        let beside = Size::new(size.width, room.saturating_sub(1));
        match with_code.then(|| Code::new(text.text.expose(), beside)).flatten() {
            Some(code) => Self::below(text, size.width, 0, Some(&code)),
            None => Self::below(text, size.width, narrow.saturating_sub(rows).min(room), None),
        }
    }

    fn below(text: &PlainText, columns: u16, empty: u16, code: Option<&Code>) -> Self {
        let columns = usize::from(columns);
        let (above, below) = (measure::wrap(&text.label, columns), measure::wrap(WAY_BACK, columns));
        let mut lines: Vec<(&str, usize)> = vec![("", 0); usize::from(empty)];
        lines.extend(above.iter().map(|line| (line.as_str(), line.width())));
        let alone = text.text.expose();
        lines.extend([("", 0), (alone, alone.width()), ("", 0)]);
        if let Some(code) = code {
            lines.extend(code.rows().iter().map(|row| (row.as_str(), code.columns())));
            lines.push(("", 0));
        }
        lines.extend(below.iter().map(|line| (line.as_str(), line.width())));
        let length = lines.iter().map(|(line, _)| line.len().saturating_add(2)).sum();
        let mut bytes = Zeroizing::new(Vec::with_capacity(length));
        for (place, (line, _)) in lines.iter().enumerate() {
            if place > 0 {
                bytes.extend_from_slice(b"\r\n");
            }
            bytes.extend_from_slice(line.as_bytes());
        }
        Self {
            bytes,
            widths: lines.into_iter().map(|(_, width)| width).collect(),
        }
    }

    /// What to write.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// How many rows it takes in a window of this many columns.
    pub fn rows(&self, columns: u16) -> u16 {
        let columns = usize::from(columns.max(1));
        let rows: usize = self.widths.iter().map(|width| width.div_ceil(columns).max(1)).sum();
        u16::try_from(rows).unwrap_or(u16::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Payload, Secret};

    fn plain(label: &str, text: Payload) -> Plain {
        plain_in(200, label, text)
    }

    fn plain_in(columns: u16, label: &str, text: Payload) -> Plain {
        let label = label.to_owned();
        // Too low a window for empty lines above.
        let text = PlainText {
            label,
            text,
            is_for_phones: false,
        };
        Plain::new(&text, false, Size::new(columns, 1))
    }

    fn secret(text: &str) -> Payload {
        Payload::Secret(Secret::new(text.to_owned()))
    }

    #[test]
    fn a_token_or_an_address_stands_alone_on_one_line_that_the_terminal_wraps() {
        let address = format!("https://www.facebook.com/dialog/oauth?state={}", "x".repeat(400));
        for (label, alone, text) in [
            ("Page token\nof A Page", "x".repeat(200), secret(&"x".repeat(200))),
            ("The address", address.clone(), Payload::Plain(address)),
        ] {
            let shown = plain(label, text);
            let shown = String::from_utf8(shown.bytes().to_vec()).unwrap();
            let lines: Vec<_> = shown.split("\r\n").collect();
            let above: Vec<_> = label.lines().collect();
            assert_eq!(lines, [above.as_slice(), &["", alone.as_str(), "", WAY_BACK]].concat());
        }
    }

    #[test]
    fn sentences_are_broken_between_words_and_the_text_is_not() {
        let token = "x".repeat(200);
        let label = "User token, good until 23 January 2026, for Harbour Bakery";
        let shown = plain_in(40, label, secret(&token));
        let shown = String::from_utf8(shown.bytes().to_vec()).unwrap();
        let lines: Vec<_> = shown.split("\r\n").collect();
        assert!(lines.contains(&token.as_str()), "{shown}");
        let sentences: Vec<_> = lines.iter().filter(|line| **line != token).copied().collect();
        assert!(sentences.iter().all(|line| line.len() <= 40), "{shown}");
        assert_eq!(
            sentences.join(" "),
            format!("{label}   {WAY_BACK}"),
            "no word is broken"
        );
    }

    #[test]
    fn the_rows_it_takes_follow_from_the_width_of_the_window() {
        let shown = plain("Label", secret(&"x".repeat(160)));
        assert_eq!(shown.rows(200), 5);
        assert_eq!(shown.rows(80), 6);
        assert_eq!(shown.rows(79), 7);
        assert_eq!(shown.rows(0), u16::try_from(5 + 160 + WAY_BACK.len() + 2).unwrap());
    }

    #[test]
    fn above_it_there_is_room_for_the_rows_it_takes_at_half_the_width_if_the_window_has_it() {
        let text = PlainText {
            label: "Label".to_owned(),
            text: secret(&"x".repeat(200)),
            is_for_phones: false,
        };
        let rows = |height| Plain::new(&text, false, Size::new(80, height)).rows(80);
        assert_eq!(rows(1), 7);
        assert_eq!(rows(8), 7);
        assert_eq!(rows(10), 9);
        assert_eq!(rows(24), 7 + 4);
        let narrow = Plain::new(&text, false, Size::new(80, 1)).rows(39);
        assert_eq!(rows(24), narrow);
    }

    #[test]
    fn below_an_address_stands_its_code_where_there_is_room() {
        let text = PlainText {
            label: "The address".to_owned(),
            text: Payload::Plain("https://developers.facebook.com/tools/explorer/".to_owned()),
            is_for_phones: true,
        };
        let has_code = |columns, rows| {
            let shown = Plain::new(&text, true, Size::new(columns, rows));
            assert!(shown.rows(columns) < rows, "it all stands in the window");
            String::from_utf8(shown.bytes().to_vec()).unwrap().contains('▀')
        };
        assert!(has_code(80, 24));
        assert!(!has_code(80, 23) && !has_code(40, 15));
    }

    #[test]
    fn debug_shows_nothing_of_it() {
        assert!(!format!("{:?}", plain("Label", secret("canary"))).contains("canary"));
    }
}
