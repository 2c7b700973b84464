//! What came of several Pages: a line for each, and the whole of the selected one below them.

use crate::{
    tui::{measure, theme::Role, widget::Sheet},
    wizard::view::{ResultLine, ResultsView},
};

/// From this width on a result takes one row.
const WIDE: usize = 72;
/// The widest standing, with its sign and a blank on each side.
const STATE: usize = 12;
/// The longest word about where the token went.
const WENT: usize = 14;

/// ```text
/// 2 of 3 Pages are proved
///
/// > ✓ proved    Alpenblick (100000000000001)  Proved: this Page tok…  copied or shown
///   ! not done  Bakery (100000000000003)      The Page token ends i…  not yet taken
///
/// Alpenblick (100000000000001)
/// Proved: this Page token never expires
/// ```
pub(super) fn write(sheet: &mut Sheet<'_>, results: &ResultsView<'_>, selected: usize) {
    sheet.prose(results.headline, Role::Heading);
    sheet.gap();
    let names = results
        .rows
        .iter()
        .map(|row| measure::width(row.name))
        .max()
        .unwrap_or(0);
    for (index, row) in results.rows.iter().enumerate() {
        let is_selected = index == selected;
        let start = sheet.height();
        if sheet.width() >= WIDE {
            write_wide(sheet, row, is_selected, names);
        } else {
            write_narrow(sheet, row, is_selected);
        }
        if is_selected {
            sheet.put_cursor(start, 0);
            sheet.focus_from(start);
        }
    }
    if let Some(row) = results.rows.get(selected) {
        sheet.gap();
        sheet.prose(row.name, Role::Heading);
        sheet.prose(row.headline, Role::Text);
    }
}

/// Names are compared whole, so the verdict gives way: it stands in full below.
fn write_wide(sheet: &mut Sheet<'_>, row: &ResultLine<'_>, is_selected: bool, names: usize) {
    let look = sheet.look;
    let cut = look.glyphs.cut;
    // Two for the sign of the selected line, two between columns.
    let free = sheet
        .width()
        .saturating_sub(STATE.saturating_add(WENT).saturating_add(6));
    let name = names.min(free.saturating_mul(2) / 3);
    let verdict = free.saturating_sub(name);
    let mark = look.standing(row.standing);
    let (sign, role) = signs(sheet, is_selected);
    let went = look.span(measure::fit(went(row), WENT, ""), went_role(row));
    sheet.row(vec![
        look.span(format!("{sign} "), role),
        look.span(
            measure::fit(&format!("{} {}", mark.sign, mark.word), STATE, ""),
            mark.role,
        ),
        look.span(measure::fit(row.name, name, cut), text_role(is_selected)),
        look.span(format!("  {}", measure::fit(row.headline, verdict, cut)), Role::Text),
        look.span("  ", Role::Text),
        went,
    ]);
}

fn write_narrow(sheet: &mut Sheet<'_>, row: &ResultLine<'_>, is_selected: bool) {
    let look = sheet.look;
    let mark = look.standing(row.standing);
    let (sign, role) = signs(sheet, is_selected);
    let room = sheet.width().saturating_sub(2);
    sheet.row(vec![
        look.span(format!("{sign} "), role),
        look.span(measure::cut(row.name, room, look.glyphs.cut), text_role(is_selected)),
    ]);
    sheet.row(vec![
        look.span(format!("  {} {}", mark.sign, mark.word), mark.role),
        look.span(format!(" {} ", look.glyphs.between), Role::Quiet),
        look.span(went(row), went_role(row)),
    ]);
}

fn signs(sheet: &Sheet<'_>, is_selected: bool) -> (&'static str, Role) {
    if is_selected {
        (sheet.look.glyphs.selected, Role::Key)
    } else {
        (" ", Role::Text)
    }
}

const fn text_role(is_selected: bool) -> Role {
    if is_selected { Role::Selected } else { Role::Text }
}

/// Whether the token went somewhere. Where there is none to take, nothing is said.
const fn went(row: &ResultLine<'_>) -> &'static str {
    if row.is_delivered {
        "taken along"
    } else {
        "not yet taken"
    }
}

const fn went_role(row: &ResultLine<'_>) -> Role {
    if row.is_delivered { Role::Good } else { Role::Careful }
}
