//! Text against columns: widths, cutting, filling up and wrapping, by what a terminal shows and never by bytes.
//!
//! Control and zero-width characters take no column here and are not drawn by ratatui either.

use ratatui::buffer::CellWidth;
use unicode_segmentation::UnicodeSegmentation;

/// The columns a text takes.
pub fn width(text: &str) -> usize {
    text.graphemes(true).map(columns).fold(0, usize::saturating_add)
}

/// The columns one grapheme takes: none if it is not drawn.
pub fn columns(grapheme: &str) -> usize {
    if grapheme.contains(char::is_control) {
        0
    } else {
        usize::from(grapheme.cell_width())
    }
}

/// As much of a text as fits into `room` columns, with `mark` at its end when something had to go.
pub fn cut(text: &str, room: usize, mark: &str) -> String {
    if width(text) <= room {
        return text.to_owned();
    }
    let mark = if width(mark) <= room { mark } else { "" };
    let room = room.saturating_sub(width(mark));
    let mut kept = first_columns(text, room).0.trim_end().to_owned();
    kept.push_str(mark);
    kept
}

/// A text cut or filled up with blanks to exactly `room` columns.
pub fn fit(text: &str, room: usize, mark: &str) -> String {
    let mut fitted = cut(text, room, mark);
    let missing = room.saturating_sub(width(&fitted));
    fitted.extend(std::iter::repeat_n(' ', missing));
    fitted
}

/// The text in rows of at most `room` columns, broken at blanks; a word that is longer than a row is broken anywhere.
/// Line breaks in the text start a new row.
pub fn wrap(text: &str, room: usize) -> Vec<String> {
    wrap_after(text, room, 0)
}

/// As [`wrap`], when the first `used` columns of the first row are taken.
pub fn wrap_after(text: &str, room: usize, used: usize) -> Vec<String> {
    let room = room.max(1);
    let mut rows = Vec::new();
    let mut used = used;
    for paragraph in text.split('\n') {
        let mut row = String::new();
        let mut filled = used;
        let mut blank = 0;
        used = 0;
        for word in paragraph.split(' ') {
            let wide = width(word);
            if filled.saturating_add(blank).saturating_add(wide) <= room {
                row.extend(std::iter::repeat_n(' ', blank));
                filled = filled.saturating_add(blank);
            } else if filled > 0 {
                rows.push(std::mem::take(&mut row));
                filled = 0;
            }
            blank = 1;
            let mut rest = word;
            while filled.saturating_add(width(rest)) > room {
                let (head, tail) = first_row(rest, room.saturating_sub(filled));
                if head.is_empty() {
                    break;
                }
                row.push_str(head);
                rows.push(std::mem::take(&mut row));
                filled = 0;
                rest = tail;
            }
            row.push_str(rest);
            filled = filled.saturating_add(width(rest));
        }
        rows.push(row);
    }
    rows
}

/// The text in full rows of `room` columns, with nothing put in and nothing taken out: for what people copy.
pub fn chunks(text: &str, room: usize) -> Vec<String> {
    let mut rows = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (head, tail) = first_row(rest, room.max(1));
        if head.is_empty() {
            break;
        }
        rows.push(head.to_owned());
        rest = tail;
    }
    rows
}

/// Splits a text after what stands on a row of `room` columns: what fits, or one grapheme that is wider than the row.
fn first_row(text: &str, room: usize) -> (&str, &str) {
    let (head, tail) = first_columns(text, room);
    if !head.is_empty() {
        return (head, tail);
    }
    let first = text.graphemes(true).next().map_or(0, str::len);
    text.split_at_checked(first).unwrap_or((text, ""))
}

/// Splits a text after the graphemes that fit into `room` columns.
fn first_columns(text: &str, room: usize) -> (&str, &str) {
    let mut filled = 0_usize;
    let split = text
        .grapheme_indices(true)
        .find(|(_, grapheme)| {
            filled = filled.saturating_add(columns(grapheme));
            filled > room
        })
        .map_or(text.len(), |(at, _)| at);
    text.split_at_checked(split).unwrap_or((text, ""))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_cut_never_splits_a_character_and_says_that_it_cut() {
        for (text, room, expected) in [
            ("Bakery", 6, "Bakery"),
            ("Bakery", 5, "Bake…"),
            ("日本語テキスト", 5, "日本…"),
            ("日本語", 4, "日…"),
            ("👩‍👩‍👧‍👦 family", 4, "👩‍👩‍👧‍👦…"),
            ("abc", 0, ""),
        ] {
            assert_eq!(cut(text, room, "…"), expected, "{text} in {room}");
        }
    }

    #[test]
    fn wrapping_breaks_at_blanks_and_breaks_long_words_anywhere() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("a 1234567890 b", 4), ["a", "1234", "5678", "90 b"]);
        assert_eq!(wrap("first\nsecond", 20), ["first", "second"]);
        assert_eq!(wrap_after("one two", 7, 4), ["one", "two"]);
        assert_eq!(wrap("", 7), [""]);
        assert_eq!(wrap("  y  yes", 9), ["  y  yes"], "blanks that align are kept");
    }

    #[test]
    fn a_character_that_is_wider_than_a_row_stands_on_one_of_its_own_and_takes_nothing_along() {
        // A wide letter with a mark beside it: three columns.
        assert_eq!(width("ㄅ𖽑"), 3);
        assert_eq!(wrap("ㄅ𖽑ab", 2), ["ㄅ𖽑", "ab"]);
        assert_eq!(chunks("aㄅ𖽑b", 2).concat(), "aㄅ𖽑b", "nothing is lost");
    }

    #[test]
    fn chunks_joined_are_the_text() {
        let text = "EAAGm0PX4ZCpsBAKZCexamplexamplexample";
        assert_eq!(chunks(text, 10).concat(), text);
        assert_eq!(chunks(text, 10).first().map(String::len), Some(10));
    }

    proptest! {
        #[test]
        fn what_is_cut_or_fitted_never_exceeds_its_room(text in any::<String>(), room in 0_usize..40) {
            prop_assert!(width(&cut(&text, room, "…")) <= room);
            prop_assert_eq!(width(&fit(&text, room, "…")), room);
        }

        #[test]
        fn no_wrapped_row_exceeds_its_room(text in any::<String>(), room in 2_usize..40) {
            for row in wrap(&text, room) {
                // A character wider than the room stands on a row of its own.
                let is_one_character = row.graphemes(true).count() == 1;
                prop_assert!(width(&row) <= room || is_one_character, "{row:?}");
            }
        }
    }
}
