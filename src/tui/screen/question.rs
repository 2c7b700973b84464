//! A question that waits for yes or no, over the lower part of the body.

use ratatui::{
    Frame,
    layout::{Position, Rect},
    widgets::{Clear, Widget},
};

use crate::{
    tui::{
        look::Look,
        scroll::Scroll,
        theme::Role,
        widget::{Sheet, SheetWindow, panel},
    },
    wizard::view::Question,
};

/// ```text
/// ┌─ Please answer first ───────────┐
/// │ The question.                   │
/// │                                 │
/// │ > Enter  stay                   │
/// │   y      leave without it       │
/// └─────────────────────────────────┘
/// ```
///
/// Says where the cursor belongs: on the safe answer.
pub(super) fn draw(look: &Look, question: &Question, frame: &mut Frame<'_>, area: Rect) -> Option<Position> {
    let mut sheet = Sheet::new(look, area.width);
    let safe = format!("{} Enter  {}", look.glyphs.selected, question.no);
    panel(
        &mut sheet,
        "Please answer first",
        &[
            (question.text.clone(), Role::Text),
            (String::new(), Role::Text),
            (safe, Role::Selected),
            // Blanks that do not break keep the line from being folded to the left.
            (format!("\u{a0}\u{a0}y      {}", question.yes), Role::Text),
        ],
    );
    let height = u16::try_from(sheet.height()).unwrap_or(u16::MAX).min(area.height);
    let panel_area = Rect {
        y: area.bottom().saturating_sub(height),
        height,
        ..area
    };
    Clear.render(panel_area, frame.buffer_mut());
    sheet.put_cursor(sheet.height().saturating_sub(3), 2);
    let scroll = Scroll::default();
    sheet.focus_from(sheet.height());
    SheetWindow {
        sheet: &sheet,
        scroll: &scroll,
    }
    .draw(panel_area, frame.buffer_mut())
}
