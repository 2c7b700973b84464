//! A guide: numbered steps on the web, the link, and which permissions it is about.

use ratatui::text::Span;

use crate::{
    terminal::measure,
    tui::{
        theme::Role,
        widget::{Sheet, columns},
    },
    wizard::view::{GuideView, Message, PermissionLine, Sample, Tone, Weight},
};

/// ```text
/// This way: > Graph API Explorer   Other way (Tab): Sign in with the browser
///
/// Heading
/// What it is about.
///
/// https://developers.facebook.com/tools/explorer/
///
/// 1 First step
/// 2 Second step
///
/// Permissions (c copies the list as one line)
/// pages_show_list          needed: why it is asked
/// ```
pub(super) fn write(sheet: &mut Sheet<'_>, guide: &GuideView<'_>) {
    write_doors(sheet, guide);
    sheet.prose(guide.title, Role::Heading);
    sheet.prose(guide.intro, Role::Text);
    write_limit(sheet, guide);
    sheet.gap();
    sheet.bare(&guide.link.url(), Role::Link);
    sheet.gap();
    write_steps(sheet, guide.steps);
    write_permissions(sheet, &guide.permissions);
    write_notes(sheet, "If the page looks different", guide.notes);
}

/// What this journey cannot give, and the key that leads to the one that can.
fn write_limit(sheet: &mut Sheet<'_>, guide: &GuideView<'_>) {
    let Some(limit) = guide.limit else {
        return;
    };
    sheet.gap();
    sheet.message(
        0,
        Message {
            tone: Tone::Calm,
            text: limit,
        },
    );
    for way in &guide.ways {
        sheet.hang(vec![sheet.look.span("b  ", Role::Key)], way.words(), Role::Text);
    }
}

/// The ways to a first token, the present one marked: on one row where they fit.
fn write_doors(sheet: &mut Sheet<'_>, guide: &GuideView<'_>) {
    if guide.doors.len() < 2 {
        return;
    }
    let between = sheet.look.span("  ", Role::Text);
    let doors: Vec<_> = (0..guide.doors.len())
        .map(|index| door_spans(sheet, guide, index, "Other way (Tab): "))
        .collect();
    let row = doors.join(&between);
    if columns(&row) <= sheet.width() {
        sheet.row(row);
    } else {
        for (index, door) in doors.into_iter().enumerate() {
            let fits = columns(&door) <= sheet.width();
            let door = if fits {
                door
            } else {
                door_spans(sheet, guide, index, "Tab: ")
            };
            sheet.row(door);
        }
    }
    sheet.blank();
}

fn door_spans(sheet: &Sheet<'_>, guide: &GuideView<'_>, index: usize, other: &str) -> Vec<Span<'static>> {
    let look = sheet.look;
    let title = guide.doors.get(index).copied().unwrap_or_default();
    if index == guide.door {
        vec![
            look.span("This way: ", Role::Quiet),
            look.span(format!("{} {title}", look.glyphs.selected), Role::Selected),
        ]
    } else {
        vec![look.span(other.to_owned(), Role::Quiet), look.span(title, Role::Text)]
    }
}

/// Steps with their numbers.
pub(super) fn write_steps(sheet: &mut Sheet<'_>, steps: &[String]) {
    for (index, step) in steps.iter().enumerate() {
        let number = format!("{:>2} ", index.saturating_add(1));
        let number = sheet.look.span(number, Role::Key);
        sheet.hang(vec![number], step, Role::Text);
    }
}

/// Sentences for when something looks different, under their heading.
pub(super) fn write_notes(sheet: &mut Sheet<'_>, heading: &str, notes: &[String]) {
    if notes.is_empty() {
        return;
    }
    sheet.gap();
    sheet.prose(heading, Role::Heading);
    for note in notes {
        let dot = sheet.look.span(format!("{} ", sheet.look.glyphs.dot), Role::Quiet);
        sheet.hang(vec![dot], note, Role::Text);
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
    sheet.prose("Permissions (c copies the list as one line)", Role::Heading);
    let names = permissions
        .iter()
        .map(|line| measure::width(line.name))
        .max()
        .unwrap_or(0);
    let is_wide = sheet.width() >= names.saturating_add(40);
    for line in permissions {
        let word = match line.weight {
            Weight::Required => "needed",
            Weight::Wanted => "wanted",
            Weight::Helpful => "helps",
        };
        let why = if line.why.is_empty() {
            word.to_owned()
        } else {
            format!("{word}: {}", line.why)
        };
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
