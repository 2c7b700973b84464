//! What Meta says about the pasted token: whose it is, when it ends, and what it may do.

use jiff::{SignedDuration, tz::TimeZone};
use ratatui::text::Span;

use crate::{
    model::Expiry,
    terminal::measure,
    tui::{theme::Role, widget::Sheet},
    wizard::{
        dates,
        view::{Look as Answer, PermissionTick, Seen, TickState, Weight},
    },
};

/// The widest state of a permission, with its sign and a blank on each side.
const TICK: usize = 12;

/// What Meta says about the pasted token.
pub(super) fn write(sheet: &mut Sheet<'_>, answer: &Answer<'_>) {
    let look = sheet.look;
    match answer {
        Answer::Nothing => {}
        Answer::Looking => {
            let before = look.span(format!("{} asking: ", look.glyphs.running), Role::Calm);
            sheet.hang(vec![before], "Meta is looking at the token.", Role::Text);
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
        Expiry::Unknown => return ("Meta does not say when it ends".to_owned(), Role::Careful),
        Expiry::At(end) => end,
    };
    match seen.left {
        Some(left) if !left.is_positive() => (
            format!("It ended on {}", dates::date_and_distance(end, seen.left, zone)),
            Role::Bad,
        ),
        Some(left) if left < SignedDuration::from_hours(48) => {
            let words = format!("{}, until {}", dates::countdown(left), dates::moment(end, zone));
            (words, Role::Text)
        }
        _ => (
            format!("It ends on {}", dates::date_and_distance(end, seen.left, zone)),
            Role::Text,
        ),
    }
}

/// The needed permissions side by side where two fit, then those that most are after, then the others by what became of
/// them.
fn write_ticks(sheet: &mut Sheet<'_>, ticks: &[PermissionTick<'_>]) {
    let of = |weight| ticks.iter().filter(move |tick| tick.weight == weight);
    let needed: Vec<_> = of(Weight::Required).collect();
    let longest = needed.iter().map(|tick| measure::width(tick.permission.as_str())).max();
    let column = longest.unwrap_or(0).saturating_add(TICK).saturating_add(2);
    let is_double = sheet.width() >= column.saturating_mul(2);
    for pair in needed.chunks(if is_double { 2 } else { 1 }) {
        let spans = pair.iter().flat_map(|tick| tick_spans(sheet, tick, column)).collect();
        sheet.row(spans);
    }
    for tick in of(Weight::Wanted) {
        let mut spans = tick_spans(sheet, tick, 0);
        spans.push(sheet.look.span(" (wanted)", Role::Quiet));
        sheet.row(spans);
    }
    for state in [
        TickState::Granted,
        TickState::Missing,
        TickState::Declined,
        TickState::Lapsed,
    ] {
        let names: Vec<_> = of(Weight::Helpful)
            .filter(|tick| tick.state == state)
            .map(|tick| tick.permission.as_str())
            .collect();
        if !names.is_empty() {
            let before = state_span(sheet, state, Weight::Helpful);
            sheet.hang(vec![before], &format!("{} (optional)", names.join(", ")), Role::Quiet);
        }
    }
}

/// Sign, word and name, filled up to a column.
fn tick_spans(sheet: &Sheet<'_>, tick: &PermissionTick<'_>, column: usize) -> Vec<Span<'static>> {
    let name = tick.permission.as_str();
    let room = measure::width(name).max(column.saturating_sub(TICK));
    vec![
        state_span(sheet, tick.state, tick.weight),
        sheet.look.span(measure::fit(name, room, ""), Role::Text),
    ]
}

fn state_span(sheet: &Sheet<'_>, state: TickState, weight: Weight) -> Span<'static> {
    let mark = sheet.look.permission(state, weight);
    let words = measure::fit(&format!("{} {}", mark.sign, mark.word), TICK, "");
    sheet.look.span(words, mark.role)
}
