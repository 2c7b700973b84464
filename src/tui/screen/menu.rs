//! The menu: what this program does, the goals, and what the selected one needs.

use crate::{
    journey::Journey,
    tui::{theme::Role, widget::Sheet},
    wizard::view::MenuView,
};

/// From this height on every goal says what it ends with, and stands apart.
const ROOMY: u16 = 30;

/// ```text
/// What this program does, in a sentence or two.
///
/// > Post to and manage a Facebook Page
///   ends with a Page token that never expires
///   Use Instagram through its Facebook Page
///
/// Have ready:
/// · a Facebook account that manages the Page
/// ```
pub(super) fn write(sheet: &mut Sheet<'_>, menu: &MenuView, selected: usize, height: u16) {
    sheet.prose(menu.intro, Role::Text);
    sheet.gap();
    for (index, journey) in menu.journeys.iter().enumerate() {
        if index > 0 && height >= ROOMY {
            sheet.blank();
        }
        write_goal(sheet, journey, index == selected, height >= ROOMY);
    }
    if let Some(journey) = menu.journeys.get(selected) {
        sheet.gap();
        sheet.prose("Have ready:", Role::Heading);
        for need in journey.needs {
            let dot = sheet.look.span(format!("{} ", sheet.look.glyphs.dot), Role::Quiet);
            sheet.hang(vec![dot], need, Role::Text);
        }
    }
}

fn write_goal(sheet: &mut Sheet<'_>, journey: &Journey, is_selected: bool, is_roomy: bool) {
    let look = sheet.look;
    let start = sheet.height();
    let (sign, role) = if is_selected {
        (look.glyphs.selected, Role::Selected)
    } else {
        (" ", Role::Heading)
    };
    sheet.hang(vec![look.span(format!("{sign} "), role)], journey.title, role);
    if is_selected || is_roomy {
        let ends = format!("ends with {}", journey.ends_with);
        sheet.hang(vec![look.span("  ", Role::Quiet)], &ends, Role::Quiet);
    }
    if is_selected {
        sheet.put_cursor(start, 0);
        sheet.focus_from(start);
    }
}
