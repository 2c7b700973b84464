//! A field: its label, its text or a mask, what arrived, and a sentence below.

use ratatui::text::Span;

use crate::{
    journey::Field,
    model::{is_token_character, looks_secret},
    terminal::measure,
    tui::{edit_buffer::EditBuffer, theme::Role},
    wizard::view::FieldView,
};

use super::Sheet;

/// Wide enough for label, box and words on one row.
const WIDE: usize = 60;
/// The longest label, with the sign before it and a blank behind it.
const LABEL: usize = 19;
const BOX: usize = 34;
/// The mask is this wide whatever it hides.
const MASK: usize = 16;
/// Text this long without a blank can be a secret in the wrong place; ids have at most 20 digits.
const LONGEST_SHOWN: usize = 24;
/// A part of an address before its `?` can be longer; tokens are longer than any name of a host.
const LONGEST_IN_ADDRESS: usize = 63;

/// A field with what was typed into it.
pub(crate) struct TextField<'a> {
    pub(crate) view: &'a FieldView<'a>,
    pub(crate) typed: Option<&'a EditBuffer>,
    pub(crate) is_focused: bool,
    /// Whether a field of which nothing is to be said takes one row: there are many on this form, and all are filled.
    pub(crate) is_compact: bool,
}

/// Whether a text must not be shown, because a run in it is long enough to be a token or an App secret.
pub(crate) fn hides(text: &str) -> bool {
    let has_run = |text: &str, length| {
        text.split(|character| !is_token_character(character))
            .any(|run| run.len() >= length)
    };
    let (place, rest) = match text.split_once("://") {
        Some(("http" | "https", address)) => address.split_once(['?', '#']).unwrap_or((address, "")),
        _ => ("", text),
    };
    has_run(place, LONGEST_IN_ADDRESS.saturating_add(1)) || has_run(rest, LONGEST_SHOWN)
}

impl TextField<'_> {
    /// Writes the field into a sheet, and the cursor if it has the focus:
    ///
    /// ```text
    /// > Access token     [••••••••••••••••                ] EAA… received
    ///                    ✓ OK: Two line breaks were taken out.
    /// ```
    pub(crate) fn write(&self, sheet: &mut Sheet<'_>) {
        let start = sheet.height();
        let is_wide = sheet.width() >= WIDE;
        let look = sheet.look;
        let role = if self.is_focused { Role::Heading } else { Role::Text };
        let sign = if self.is_focused { look.glyphs.selected } else { " " };
        let label = measure::fit(&format!("{sign} {}", self.view.label), LABEL, look.glyphs.cut);
        let indent = if is_wide { LABEL } else { 2 };
        let width = BOX.min(sheet.width().saturating_sub(indent));
        let room = sheet
            .width()
            .saturating_sub(indent.saturating_add(width).saturating_add(1));
        let (received, received_role) = match self.received() {
            "" if self.view.is_optional => ("(optional)", Role::Quiet),
            received => (received, Role::Good),
        };
        let mut spans = vec![look.span(label, role)];
        if is_wide {
            self.write_box(&mut spans, sheet, width);
            spans.push(look.span(
                format!(" {}", measure::cut(received, room, look.glyphs.cut)),
                received_role,
            ));
            sheet.row(spans);
        } else {
            let room = sheet.width().saturating_sub(LABEL);
            spans.push(look.span(measure::cut(received, room, look.glyphs.cut), received_role));
            sheet.row(spans);
            let mut spans = vec![Span::raw("  ")];
            self.write_box(&mut spans, sheet, width);
            sheet.row(spans);
        }
        if self.is_focused {
            let row = sheet.height().saturating_sub(1);
            let column = indent
                .saturating_add(1)
                .saturating_add(self.shown(width.saturating_sub(2)).1);
            sheet.put_cursor(row, column);
        }
        self.write_below(sheet, indent, width.saturating_sub(2));
        if self.is_focused {
            sheet.focus_from(start);
        }
    }

    fn write_box(&self, spans: &mut Vec<Span<'static>>, sheet: &Sheet<'_>, width: usize) {
        let room = width.saturating_sub(2);
        let (text, _) = self.shown(room);
        let text = if self.is_masked() {
            sheet.look.glyphs.mask.repeat(MASK.min(room.saturating_sub(1)))
        } else {
            text
        };
        let frame = if self.is_focused { Role::Key } else { Role::Frame };
        spans.push(sheet.look.span("[", frame));
        spans.push(
            sheet
                .look
                .span(measure::fit(&text, room, sheet.look.glyphs.cut), Role::Text),
        );
        spans.push(sheet.look.span("]", frame));
    }

    /// What arrived, or that the value was found out.
    fn received(&self) -> &str {
        let is_typed = self.typed.is_some_and(|typed| !typed.is_empty());
        match (self.view.received, self.view.known) {
            (Some(received), _) => received,
            (None, Some(_)) if !is_typed => "filled in for you",
            (None, _) => "",
        }
    }

    /// Whether there is text, and it must not be seen.
    fn is_masked(&self) -> bool {
        let typed = self.typed.map_or("", EditBuffer::text);
        if self.view.is_secret {
            !typed.is_empty() || self.view.received.is_some()
        } else {
            match self.view.field {
                // A path and a name may be as long as they like.
                Field::SavePath | Field::NameOf(_) | Field::SaveMode | Field::SaveGroup => looks_secret(typed),
                _ => hides(typed),
            }
        }
    }

    /// The text of a field that hides nothing: what was typed, or what is known.
    fn open_text(&self) -> Option<&str> {
        let typed = self.typed.map(EditBuffer::text).filter(|typed| !typed.is_empty());
        typed.or(self.view.known).filter(|_| !self.view.is_secret)
    }

    /// The text to show in so many columns, and the column of the cursor in it. For hidden text, no text and the end of
    /// the mask.
    fn shown(&self, room: usize) -> (String, usize) {
        if self.is_masked() {
            return (String::new(), MASK.min(room.saturating_sub(1)));
        }
        match self.typed {
            Some(typed) if !typed.is_empty() && !self.view.is_secret && self.is_focused => {
                window(typed.text(), typed.column(), room)
            }
            Some(typed) if !typed.is_empty() && !self.view.is_secret => (typed.text().to_owned(), 0),
            _ => (self.view.known.unwrap_or_default().to_owned(), 0),
        }
    }

    /// What is said about the field; else the whole of an open text that the box is too small for, to be compared to the
    /// letter; else where the value is found.
    fn write_below(&self, sheet: &mut Sheet<'_>, indent: usize, room: usize) {
        let is_empty = self.received().is_empty();
        let open = self
            .open_text()
            .filter(|text| measure::width(text) > room && !self.is_masked());
        match self.view.message {
            Some(message) => sheet.message(indent, message),
            None if open.is_some() => sheet.bare(open.unwrap_or_default(), Role::Quiet),
            None if self.is_compact && !self.is_focused => {}
            None if is_empty || self.is_compact => {
                sheet.hang(vec![Span::raw(" ".repeat(indent))], self.view.hint, Role::Quiet);
            }
            None => sheet.blank(),
        }
    }
}

/// The part of a text that holds the cursor. It moves by half the room, so that most keys change one cell.
fn window(text: &str, cursor: usize, room: usize) -> (String, usize) {
    let half = (room / 2).max(1);
    let excess = cursor.saturating_add(1).saturating_sub(room);
    let start = excess.div_ceil(half).saturating_mul(half);
    let rest = measure::chunks(text, start.max(1)).first().map_or(0, String::len);
    let skipped = if start == 0 { 0 } else { rest };
    let text = text.get(skipped..).unwrap_or_default();
    let shown = measure::chunks(text, room).into_iter().next().unwrap_or_default();
    (shown, cursor.saturating_sub(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_part_that_is_shown_holds_the_cursor_and_moves_by_half_a_box() {
        for (cursor, expected) in [
            (0, ("0123456789", 0)),
            (9, ("0123456789", 9)),
            (10, ("56789abcde", 5)),
            (16, ("abcdefg", 6)),
        ] {
            let (text, column) = window("0123456789abcdefg", cursor, 10);
            assert_eq!((text.as_str(), column), expected, "cursor at {cursor}");
        }
    }

    #[test]
    fn an_address_is_shown_and_a_code_or_a_token_in_it_is_not() {
        assert!(!hides(
            "https://bakery-poster.example.com/auth/come-back-from-the-login"
        ));
        assert!(hides("https://bakery.example/?code=AQDsecretsecretsecretsecret"));
        assert!(hides(
            "https://bakery.example/#access_token=EAABsecretsecretsecretsecret"
        ));
        assert!(hides(&format!("https://EAAB{}", "secret".repeat(20))));
    }

    #[test]
    fn an_id_is_shown_and_a_secret_in_the_wrong_field_is_not() {
        assert!(!hides("12345678901234567890"));
        assert!(hides("0123456789abcdef0123456789abcdef"));
        assert!(hides("my token is EAABsecretsecretsecretsecret"));
        assert!(!hides("a name of several words that goes on for long"));
    }
}
