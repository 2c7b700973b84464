//! A frame with a title, around text that is somebody else's, or around a question.

use crate::{terminal::measure, tui::theme::Role};

use super::Sheet;

/// Writes a framed text into a sheet. Each row is filled up to the frame by what it shows, whatever it holds.
pub(crate) fn panel(sheet: &mut Sheet<'_>, title: &str, rows: &[(String, Role)]) {
    let look = sheet.look;
    let width = sheet.width().min(80);
    let [top_left, top_right, bottom_right, bottom_left, flat, upright] = look.glyphs.frame;
    let inner = width.saturating_sub(4);
    let title = measure::cut(title, inner.saturating_sub(2), look.glyphs.cut);
    let rest = width.saturating_sub(measure::width(&title).saturating_add(5));
    sheet.row(vec![
        look.span(format!("{top_left}{flat} "), Role::Frame),
        look.span(title, Role::Heading),
        look.span(format!(" {}{top_right}", flat.repeat(rest)), Role::Frame),
    ]);
    for (text, role) in rows {
        for row in measure::wrap(text, inner) {
            let row = measure::fit(&row, inner, look.glyphs.cut);
            sheet.row(vec![
                look.span(format!("{upright} "), Role::Frame),
                look.span(row, *role),
                look.span(format!(" {upright}"), Role::Frame),
            ]);
        }
    }
    let rest = width.saturating_sub(2);
    sheet.row(vec![look.span(
        format!("{bottom_left}{}{bottom_right}", flat.repeat(rest)),
        Role::Frame,
    )]);
}
