//! Possible causes as a checklist: what was found for each.

use crate::{
    terminal::measure,
    tui::theme::Role,
    wizard::view::{Finding, FindingState},
};

use super::Sheet;

/// The widest word of a state, with its sign and a blank on each side.
const STATE: usize = 15;
/// From this width on the causes stand beside their states.
const WIDE: usize = 60;

/// Writes the causes into a sheet:
///
/// ```text
/// What was looked into
/// ! found        The Page was not ticked
///                Only 1 Page is shared with the app.
/// ```
pub(crate) fn finding_list(sheet: &mut Sheet<'_>, findings: &[Finding]) {
    if findings.is_empty() {
        return;
    }
    let look = sheet.look;
    sheet.gap();
    sheet.prose("What was looked into", Role::Heading);
    let is_wide = sheet.width() >= WIDE;
    let indent = if is_wide { STATE } else { 2 };
    for finding in findings {
        let mark = look.finding(finding.state);
        let state = format!("{} {}", mark.sign, mark.word);
        let state = if is_wide {
            measure::fit(&state, STATE, "")
        } else {
            format!("{state}: ")
        };
        let role = match finding.state {
            FindingState::Found => Role::Heading,
            FindingState::CannotTell | FindingState::RuledOut => Role::Text,
        };
        sheet.hang_at(indent, vec![look.span(state, mark.role)], finding.cause, role);
        let before = look.span(" ".repeat(indent), Role::Text);
        sheet.hang(vec![before], &finding.words, Role::Quiet);
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
            let finding = |state| Finding {
                state,
                cause: "The Page was not ticked",
                words: "Make a new token and tick every Page you want.".to_owned(),
            };
            let states = [FindingState::Found, FindingState::CannotTell, FindingState::RuledOut];
            finding_list(&mut sheet, &states.map(finding));
            let area = Rect::new(0, 0, width, height);
            sheet.draw_clipped(area, &mut Buffer::empty(area));
        }
    }
}
