//! The kinds of file that something can be saved in.

use crate::{
    tui::{theme::Role, widget::Sheet},
    wizard::view::KindsView,
};

/// ```text
/// Save the token: in which kind of file?
///
/// > Variables (.env)
///   NAME=value lines. One value is changed …
///   JSON
///   One object. …
/// ```
pub(super) fn write(sheet: &mut Sheet<'_>, kinds: &KindsView, selected: usize) {
    sheet.prose(kinds.title, Role::Heading);
    sheet.gap();
    for (index, row) in kinds.rows.iter().enumerate() {
        let look = sheet.look;
        let start = sheet.height();
        let (sign, role) = if index == selected {
            (look.glyphs.selected, Role::Selected)
        } else {
            (" ", Role::Heading)
        };
        sheet.hang(vec![look.span(format!("{sign} "), role)], row.title, role);
        sheet.hang(vec![look.span("  ", Role::Quiet)], row.meaning, Role::Quiet);
        if index == selected {
            sheet.put_cursor(start, 0);
            sheet.focus_from(start);
        }
    }
    sheet.gap();
    sheet.prose(
        "The next screen asks where, and shows what would be changed. Nothing is written before you say so.",
        Role::Text,
    );
}
