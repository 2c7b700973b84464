//! What has to be done in a browser before a field can be filled: steps, the address where a login begins, and how it
//! comes back from there.

use crate::{
    tui::{theme::Role, widget::Sheet},
    wizard::view::PreludeView,
};

use super::guide::{write_notes, write_steps};

/// ```text
/// Heading
/// What it is about.
///
///  1 First step
///
/// The address: F3 opens it, F4 copies it, F6 shows it alone
/// https://www.facebook.com/v25.0/dialog/oauth?client_id=…
///
/// ▸ waiting: This window waits for your browser and goes on by itself.
/// ```
pub(super) fn write(sheet: &mut Sheet<'_>, prelude: &PreludeView<'_>) {
    sheet.prose(prelude.title, Role::Heading);
    sheet.prose(prelude.intro, Role::Text);
    sheet.gap();
    // Where nothing has to be done on the web, no address is to be waited for.
    if prelude.steps.is_empty() && prelude.link.is_none() {
        return;
    }
    write_steps(sheet, prelude.steps);
    sheet.gap();
    write_address(sheet, prelude);
    sheet.gap();
}

fn write_address(sheet: &mut Sheet<'_>, prelude: &PreludeView<'_>) {
    let look = sheet.look;
    let Some(link) = &prelude.link else {
        let before = look.span(format!("{} making: ", look.glyphs.running), Role::Calm);
        return sheet.hang_at(2, vec![before], "The address is being made. One moment.", Role::Text);
    };
    sheet.hang(
        vec![look.span("The address: ", Role::Heading)],
        "F3 opens it, F4 copies it, F6 shows it alone",
        Role::Quiet,
    );
    sheet.bare(&link.url(), Role::Link);
    sheet.gap();
    let (before, words) = if prelude.is_listening {
        (
            look.span(format!("{} waiting: ", look.glyphs.running), Role::Calm),
            "This window waits for your browser and goes on by itself. If the browser is on another machine, paste the \
             address it ends on.",
        )
    } else {
        (
            look.span(format!("{} then: ", look.glyphs.dot), Role::Calm),
            "Paste the address that the browser ends on. The page there need not load.",
        )
    };
    sheet.hang_at(2, vec![before], words, Role::Text);
}

/// What stands below the field.
pub(super) fn write_after(sheet: &mut Sheet<'_>, prelude: &PreludeView<'_>) {
    write_notes(sheet, "If something else shows up", prelude.notes);
}
