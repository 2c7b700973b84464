//! The menu: what this program does, the goals, and what the selected one needs.

use crate::{
    tui::{theme::Role, widget::Sheet},
    wizard::view::MenuView,
};

/// ```text
/// What this program does, in a sentence or two.
///
/// > Post to and manage a Facebook Page
///   ends with a Page token that never expires
///
/// Have ready:
/// · a Facebook account that manages the Page
/// ```
pub(super) fn write(sheet: &mut Sheet<'_>, menu: &MenuView, selected: usize) {
    let look = sheet.look;
    sheet.prose(menu.intro, Role::Text);
    sheet.gap();
    for (index, journey) in menu.journeys.iter().enumerate() {
        let is_selected = index == selected;
        let start = sheet.height();
        let (sign, role) = if is_selected {
            (look.glyphs.selected, Role::Selected)
        } else {
            (" ", Role::Heading)
        };
        sheet.hang(vec![look.span(format!("{sign} "), role)], journey.title, role);
        let ends = format!("ends with {}", journey.ends_with);
        sheet.hang(vec![look.span("  ", Role::Quiet)], &ends, Role::Quiet);
        if is_selected {
            sheet.put_cursor(start, 0);
            sheet.focus_from(start);
        }
    }
    if let Some(journey) = menu.journeys.get(selected) {
        sheet.gap();
        sheet.prose("Have ready:", Role::Heading);
        for need in journey.needs {
            sheet.hang(
                vec![look.span(format!("{} ", look.glyphs.dot), Role::Quiet)],
                need,
                Role::Text,
            );
        }
    }
}
