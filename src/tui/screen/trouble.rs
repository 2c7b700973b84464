//! A failure that is explained: where it happened, what, why, what to do now, and the keys for it.

use jiff::SignedDuration;

use crate::{
    terminal::measure,
    tui::{
        theme::Role,
        widget::{Offer, Sheet, call_list, finding_list, panel, way_list},
    },
    wizard::{
        dates,
        view::{CallState, TroubleView},
    },
};

/// From this height on every call is shown with everything about it; below, only that it failed.
const ROOMY: u16 = 18;
/// The most of somebody else's text that is shown, in characters.
const LONGEST_QUOTE: usize = 300;

/// ```text
/// ✗ failed     Make the token last 60 days    graph.facebook.com  0.4 s
///
/// ✗ What happened
/// Why.
/// What to do now.
///
/// What was looked into
/// ! found        A possible cause
///
/// ┌─ Meta says ──────────┐
/// │ their words          │
/// └──────────────────────┘
///
/// Enter  try again
/// t      change the token
/// ```
pub(super) fn write(sheet: &mut Sheet<'_>, view: &TroubleView<'_>, offers: &[Offer], height: u16) {
    let look = sheet.look;
    let trouble = view.trouble;
    if height >= ROOMY {
        call_list(sheet, &view.calls);
    } else {
        for call in view.calls.iter().filter(|call| call.state == CallState::Failed) {
            let mark = look.call(call.state);
            let before = look.span(format!("{} {}: ", mark.sign, mark.word), mark.role);
            sheet.hang_at(2, vec![before], call.words, Role::Text);
        }
    }
    sheet.gap();
    let sign = look.span(format!("{} ", look.glyphs.cross), Role::Bad);
    sheet.hang(vec![sign], &trouble.headline, Role::Heading);
    for text in [&trouble.cause, &trouble.remedy] {
        if !text.is_empty() {
            sheet.prose(text, Role::Text);
        }
    }
    if let Some(wait) = view.wait.filter(SignedDuration::is_positive) {
        let before = look.span(format!("{} Waiting helps: ", look.glyphs.dot), Role::Calm);
        sheet.hang(vec![before], &dates::countdown(wait), Role::Text);
    }
    write_findings_and_ways(sheet, view, offers, height);
    if let Some(quote) = &trouble.quote {
        sheet.gap();
        let quote = measure::cut(quote.as_str(), LONGEST_QUOTE, look.glyphs.cut);
        panel(sheet, "Meta says", &[(quote, Role::Text)]);
    }
    if !trouble.details.is_empty() {
        sheet.gap();
        sheet.prose("For a report", Role::Heading);
    }
    for (label, value) in &trouble.details {
        sheet.hang(
            vec![look.span(format!("{label}: "), Role::Quiet)],
            value.as_str(),
            Role::Text,
        );
    }
}

/// The findings stand before the ways where both fit; else the keys are not pushed out of sight by them.
fn write_findings_and_ways(sheet: &mut Sheet<'_>, view: &TroubleView<'_>, offers: &[Offer], height: u16) {
    let width = u16::try_from(sheet.width()).unwrap_or(u16::MAX);
    let mut findings = Sheet::new(sheet.look, width);
    finding_list(&mut findings, view.findings);
    let mut ways = Sheet::new(sheet.look, width);
    way_list(&mut ways, offers, &view.trouble.ways);
    let gaps = 2;
    let both = findings.height().saturating_add(ways.height()).saturating_add(gaps);
    let has_room = sheet.height().saturating_add(both) <= usize::from(height);
    let parts = if has_room { [findings, ways] } else { [ways, findings] };
    for part in parts {
        if part.height() > 0 {
            sheet.gap();
            sheet.append(part);
        }
    }
}
