//! What came of several Pages: a line for each, and the whole of the selected one below them.

use crate::{
    terminal::measure,
    tui::{theme::Role, widget::Sheet},
    wizard::view::{ResultLine, ResultsView, Standing, Taken},
};

/// From this width on a result takes one row.
const WIDE: usize = 72;
/// From this width on the verdict stands in it.
const WIDEST: usize = 100;
/// The widest standing, with its sign and a blank on each side.
const STATE: usize = 12;
/// The longest word about where the token went.
const WENT: usize = 14;

/// ```text
/// 2 of 3 Pages are proved
///
/// > ✓ proved    Alpenblick (100000000000001)  Proved: this Page tok…  taken along
///   ! not done  Bakery (100000000000003)      The Page token ends i…
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
        .saturating_sub(STATE.saturating_add(WENT).saturating_add(4));
    let has_verdict = sheet.width() >= WIDEST;
    let name = names.min(if has_verdict { free / 2 } else { free });
    let mark = look.standing(row.standing);
    let (sign, role) = signs(sheet, is_selected);
    let mut spans = vec![
        look.span(format!("{sign} "), role),
        look.span(
            measure::fit(&format!("{} {}", mark.sign, mark.word), STATE, ""),
            mark.role,
        ),
        look.span(measure::fit(row.name, name, cut), text_role(is_selected)),
    ];
    if has_verdict {
        let room = free.saturating_sub(name).saturating_sub(2);
        let verdict = measure::fit(row.headline, room, cut);
        spans.push(look.span(format!("  {verdict}"), Role::Text));
    }
    spans.push(look.span(format!("  {}", went(row)), went_role(row)));
    sheet.row(spans);
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
    let mut spans = vec![look.span(format!("  {} {}", mark.sign, mark.word), mark.role)];
    if !went(row).is_empty() {
        spans.push(look.span(format!(" {} ", look.glyphs.between), Role::Quiet));
        spans.push(look.span(went(row), went_role(row)));
    }
    sheet.row(spans);
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

/// Whether the token went somewhere. Nobody needs to take one that was not proved.
const fn went(row: &ResultLine<'_>) -> &'static str {
    match (row.taken, row.standing) {
        (Taken::Yes, _) => "taken along",
        (Taken::Perhaps, _) => "perhaps taken",
        (Taken::No, Standing::Proved) => "not yet taken",
        (Taken::No, Standing::NotDone | Standing::Found(_)) => "",
    }
}

const fn went_role(row: &ResultLine<'_>) -> Role {
    match row.taken {
        Taken::Yes => Role::Good,
        Taken::No | Taken::Perhaps => Role::Careful,
    }
}

#[cfg(test)]
mod tests {
    use ratatui::{buffer::Buffer, layout::Rect};

    use super::*;
    use crate::tui::widget::test_look;

    #[test]
    fn no_size_makes_it_panic() {
        let look = test_look();
        for (width, height) in [(0, 0), (1, 1), (3, 2), (40, 15)] {
            let mut sheet = Sheet::new(&look, width);
            let row = |standing| ResultLine {
                name: "Alpenblick (100000000000001)",
                standing,
                headline: "Proved: this Page token never expires",
                taken: Taken::Yes,
            };
            let results = ResultsView {
                headline: "1 of 2 Page tokens is proved",
                rows: vec![row(Standing::Proved), row(Standing::NotDone)],
                ways: Vec::new(),
            };
            write(&mut sheet, &results, 1);
            let area = Rect::new(0, 0, width, height);
            sheet.draw_clipped(area, &mut Buffer::empty(area));
        }
    }
}
