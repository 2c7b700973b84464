//! A form: its fields, the button, what Facebook says about the token, and where the focused value is found.

use jiff::{SignedDuration, tz::TimeZone};
use ratatui::text::Span;

use crate::{
    model::Expiry,
    tui::{
        form_desk::{Focus, FormDesk},
        measure,
        theme::Role,
        when,
        widget::{Sheet, TextField},
    },
    wizard::{
        dates,
        view::{FieldView, FormView, Look as Answer, PermissionTick, Seen, Weight},
    },
};

use super::guide::write_sample;

/// The widest state of a permission, with its sign and a blank on each side.
const TICK: usize = 12;
/// From this height on the fields stand apart.
const ROOMY: u16 = 26;

/// ```text
/// > Access token  [••••••••••••••••                ] EAA… received
///
///   App ID        [                                ]
///                 where it is found
///   [ Continue ]  still needed: App ID
///
/// User token of its owner for the app
/// 54 min left, until 22 Nov 2026, 23:10
/// ✓ granted   pages_show_list         ✗ missing   pages_manage_posts
///
/// Where the focused value is found, or its sample
/// ```
pub(super) fn write(sheet: &mut Sheet<'_>, form: &FormView<'_>, desk: &FormDesk, height: u16) {
    for (index, view) in form.fields.iter().enumerate() {
        if index > 0 && height >= ROOMY {
            sheet.blank();
        }
        TextField {
            view,
            typed: desk.typed(view.field),
            is_focused: desk.focus() == Focus::Field(view.field),
        }
        .write(sheet);
    }
    sheet.gap();
    write_button(sheet, form, desk);
    sheet.gap();
    write_answer(sheet, &form.look);
    if let Some(field) = desk.focused(form) {
        write_source(sheet, field);
    }
}

fn write_button(sheet: &mut Sheet<'_>, form: &FormView<'_>, desk: &FormDesk) {
    let look = sheet.look;
    let start = sheet.height();
    let is_focused = desk.focus() == Focus::Button;
    let (sign, role) = if is_focused {
        (look.glyphs.selected, Role::Selected)
    } else {
        (" ", Role::Text)
    };
    let words = if form.can_submit || form.missing.is_empty() {
        String::new()
    } else {
        format!("still needed: {}", form.missing.join(", "))
    };
    sheet.hang(
        vec![
            look.span(format!("{sign} "), Role::Key),
            look.span("[ Continue ]", role),
            look.span("  ", Role::Text),
        ],
        &words,
        Role::Quiet,
    );
    if is_focused {
        sheet.put_cursor(start, 0);
        sheet.focus_from(start);
    }
}

/// What Facebook says about the pasted token.
fn write_answer(sheet: &mut Sheet<'_>, answer: &Answer<'_>) {
    let look = sheet.look;
    match answer {
        Answer::Nothing => {}
        Answer::Looking => {
            let before = look.span(format!("{} asking: ", look.glyphs.running), Role::Calm);
            sheet.hang(vec![before], "Facebook is looking at the token.", Role::Text);
        }
        Answer::Cannot(why) => {
            let before = look.span(format!("{} not seen yet: ", look.glyphs.dot), Role::Calm);
            sheet.hang(vec![before], why, Role::Text);
        }
        Answer::Seen(seen) => write_seen(sheet, seen),
    }
}

fn write_seen(sheet: &mut Sheet<'_>, seen: &Seen<'_>) {
    let kind = sheet.look.span(format!("{} ", seen.kind), Role::Heading);
    let mut parts = Vec::new();
    parts.extend(seen.owner.map(|owner| format!("of {owner}")));
    parts.extend(seen.app.map(|app| format!("for the app {app}")));
    sheet.hang_at(2, vec![kind], &parts.join(" "), Role::Text);
    let (words, role) = ending(seen, &sheet.look.time_zone);
    sheet.prose(&words, role);
    write_ticks(sheet, &seen.ticks);
    for remark in &seen.remarks {
        sheet.message(0, *remark);
    }
}

/// When the token ends, in words: a countdown when it is near, a date when it is far.
fn ending(seen: &Seen<'_>, zone: &TimeZone) -> (String, Role) {
    let end = match seen.expires {
        Expiry::Never => return ("It never expires".to_owned(), Role::Good),
        Expiry::Unknown => return ("Facebook does not say when it ends".to_owned(), Role::Careful),
        Expiry::At(end) => end,
    };
    match seen.left {
        Some(left) if !left.is_positive() => (
            format!("It ended on {}", when::date_and_distance(end, seen.left, zone)),
            Role::Bad,
        ),
        Some(left) if left < SignedDuration::from_hours(48) => {
            let words = format!("{}, until {}", when::countdown(left), dates::moment(end, zone));
            (words, Role::Text)
        }
        _ => (
            format!("It ends on {}", when::date_and_distance(end, seen.left, zone)),
            Role::Text,
        ),
    }
}

/// The needed permissions side by side where two fit, then the others.
fn write_ticks(sheet: &mut Sheet<'_>, ticks: &[PermissionTick<'_>]) {
    let (needed, others): (Vec<_>, Vec<_>) = ticks.iter().partition(|tick| tick.weight == Weight::Required);
    let longest = needed.iter().map(|tick| measure::width(tick.permission.as_str())).max();
    let column = longest.unwrap_or(0).saturating_add(TICK).saturating_add(2);
    let is_double = sheet.width() >= column.saturating_mul(2);
    for pair in needed.chunks(if is_double { 2 } else { 1 }) {
        let spans = pair.iter().flat_map(|tick| tick_spans(sheet, tick, column)).collect();
        sheet.row(spans);
    }
    for tick in others {
        let mut spans = tick_spans(sheet, tick, 0);
        spans.push(sheet.look.span(" (optional)", Role::Quiet));
        sheet.row(spans);
    }
}

/// Sign, word and name, filled up to a column.
fn tick_spans(sheet: &Sheet<'_>, tick: &PermissionTick<'_>, column: usize) -> Vec<Span<'static>> {
    let mark = sheet.look.permission(tick.state, tick.weight == Weight::Required);
    let state = measure::fit(&format!("{} {}", mark.sign, mark.word), TICK, "");
    let name = tick.permission.as_str();
    let room = measure::width(name).max(column.saturating_sub(TICK));
    vec![
        sheet.look.span(state, mark.role),
        sheet.look.span(measure::fit(name, room, ""), Role::Text),
    ]
}

/// Where the value of the focused field is found: the page, and in the demo the value itself.
fn write_source(sheet: &mut Sheet<'_>, field: &FieldView<'_>) {
    if let Some(sample) = field.sample {
        sheet.gap();
        write_sample(sheet, sample, "F2 pastes it");
    }
    if let Some(link) = &field.link {
        sheet.gap();
        let words = format!("Page for {}: ", field.label);
        let before = sheet.look.span(words, Role::Heading);
        sheet.hang(vec![before], "F4 copies the address, F3 opens it", Role::Quiet);
        sheet.bare(&link.url(), Role::Link);
    }
}
