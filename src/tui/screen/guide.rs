//! A guide: numbered steps on the web, the link, and what to tick there.

use crate::{
    tui::{measure, theme::Role, widget::Sheet},
    wizard::view::{GuideView, PermissionLine, Sample, Weight},
};

/// ```text
/// Heading
/// What it is about.
///
/// https://developers.facebook.com/tools/explorer/
///
/// 1 First step
/// 2 Second step
///
/// Permissions to tick (c copies the list)
/// pages_show_list          needed: why it is asked
/// ```
pub(super) fn write(sheet: &mut Sheet<'_>, guide: &GuideView<'_>) {
    let look = sheet.look;
    sheet.prose(guide.title, Role::Heading);
    sheet.prose(guide.intro, Role::Text);
    sheet.gap();
    sheet.bare(&guide.link.url(), Role::Link);
    sheet.gap();
    for (index, step) in guide.steps.iter().enumerate() {
        let number = format!("{:>2} ", index.saturating_add(1));
        sheet.hang(vec![look.span(number, Role::Key)], step, Role::Text);
    }
    write_permissions(sheet, &guide.permissions);
    if !guide.notes.is_empty() {
        sheet.gap();
        sheet.prose("If the page looks different", Role::Heading);
    }
    for note in guide.notes {
        sheet.hang(
            vec![look.span(format!("{} ", look.glyphs.dot), Role::Quiet)],
            note,
            Role::Text,
        );
    }
}

/// A value of the simulator's, alone on its rows.
pub(super) fn write_sample(sheet: &mut Sheet<'_>, sample: Sample<'_>, words: &str) {
    let label = sheet.look.span(format!("{}: ", sample.label), Role::Heading);
    sheet.hang(vec![label], words, Role::Quiet);
    sheet.bare(sample.value, Role::Link);
}

fn write_permissions(sheet: &mut Sheet<'_>, permissions: &[PermissionLine<'_>]) {
    if permissions.is_empty() {
        return;
    }
    sheet.gap();
    sheet.prose("Permissions to tick (c copies them as one line)", Role::Heading);
    let names = permissions
        .iter()
        .map(|line| measure::width(line.name))
        .max()
        .unwrap_or(0);
    let is_wide = sheet.width() >= names.saturating_add(40);
    for line in permissions {
        let word = if line.weight == Weight::Required {
            "needed"
        } else {
            "helps"
        };
        let why = format!("{word}: {}", line.why);
        if is_wide {
            let name = measure::fit(line.name, names.saturating_add(2), "");
            let name = sheet.look.span(name, Role::Text);
            sheet.hang(vec![name], &why, Role::Quiet);
        } else {
            sheet.prose(line.name, Role::Text);
            sheet.hang(vec![sheet.look.span("  ", Role::Quiet)], &why, Role::Quiet);
        }
    }
}
