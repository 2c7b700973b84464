//! What stands in a window that is too small for anything else. Everything typed is kept.

use ratatui::Frame;

use crate::{
    tui::{
        look::Look,
        scroll::Scroll,
        theme::Role,
        widget::{Sheet, SheetWindow},
    },
    wizard::view::Question,
};

/// A question stands before anything else: it could not be answered unseen.
pub(super) fn draw(look: &Look, frame: &mut Frame<'_>, question: Option<&Question>) {
    let area = frame.area();
    let mut sheet = Sheet::new(look, area.width);
    if let Some(question) = question {
        sheet.prose(&format!("Enter: {}. y: {}.", question.no, question.yes), Role::Heading);
        sheet.prose(&question.text, Role::Text);
    } else {
        sheet.prose(
            &format!(
                "Please enlarge the window to at least {}x{}, now {}x{}. Nothing is lost.",
                super::LEAST.0,
                super::LEAST.1,
                area.width,
                area.height
            ),
            Role::Text,
        );
        sheet.prose("Ctrl-C leaves.", Role::Quiet);
    }
    SheetWindow {
        sheet: &sheet,
        scroll: &Scroll::default(),
    }
    .draw(area, frame.buffer_mut());
}
