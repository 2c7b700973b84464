//! The menu: what this program does, the goals, and what the selected one needs.

use crate::{
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
    let first = usize::from(menu.unfinished.is_some());
    if let Some(unfinished) = &menu.unfinished {
        write_line(
            sheet,
            &unfinished.title,
            &unfinished.sentence,
            selected == 0,
            height >= ROOMY,
        );
    }
    for (index, journey) in (first..).zip(menu.journeys) {
        if index > 0 && height >= ROOMY {
            sheet.blank();
        }
        let ends = format!("ends with {}", journey.ends_with);
        write_line(sheet, journey.title, &ends, index == selected, height >= ROOMY);
    }
    if let Some(journey) = selected.checked_sub(first).and_then(|at| menu.journeys.get(at)) {
        sheet.gap();
        sheet.prose("Have ready:", Role::Heading);
        for need in journey.needs {
            let dot = sheet.look.span(format!("{} ", sheet.look.glyphs.dot), Role::Quiet);
            sheet.hang(vec![dot], need, Role::Text);
        }
    }
}

/// A line of the menu, and what it comes to.
fn write_line(sheet: &mut Sheet<'_>, title: &str, meaning: &str, is_selected: bool, is_roomy: bool) {
    let look = sheet.look;
    let start = sheet.height();
    let (sign, role) = if is_selected {
        (look.glyphs.selected, Role::Selected)
    } else {
        (" ", Role::Heading)
    };
    sheet.hang(vec![look.span(format!("{sign} "), role)], title, role);
    if is_selected || is_roomy {
        sheet.hang(vec![look.span("  ", Role::Quiet)], meaning, Role::Quiet);
    }
    if is_selected {
        sheet.put_cursor(start, 0);
        sheet.focus_from(start);
    }
}
