//! What came of a journey: the verdict, the dates, the facts, the checks, and the ways out.

use crate::{
    tui::{
        measure,
        theme::Role,
        widget::{Offer, Sheet, way_list},
    },
    wizard::view::{FactLine, OutcomeView},
};

/// Labels stand in a column of this width.
const LABEL: usize = 18;

/// ```text
/// ✓ The verdict in one line
/// What that means.
///
/// Expires           never  one sentence of meaning
/// Page              Name
///
/// ✓ OK        what was checked
///
/// What would still end it.
///
/// c      copy the token
/// ```
pub(super) fn write(sheet: &mut Sheet<'_>, outcome: &OutcomeView<'_>, offers: &[Offer]) {
    let look = sheet.look;
    let (sign, role) = if outcome.is_proved() {
        (format!("{} ", look.glyphs.tick), Role::Good)
    } else {
        (format!("{} Not done yet: ", look.glyphs.careful), Role::Careful)
    };
    sheet.hang_at(2, vec![look.span(sign, role)], outcome.headline, Role::Heading);
    if !outcome.sentence.is_empty() {
        sheet.prose(outcome.sentence, Role::Text);
    }
    sheet.gap();
    for line in outcome.dates.iter().chain(outcome.facts) {
        write_fact(sheet, line);
    }
    if !outcome.checks.is_empty() {
        sheet.gap();
    }
    for (tone, check) in outcome.checks {
        let mark = look.tone(*tone);
        let before = measure::fit(&format!("{} {}", mark.sign, mark.word), 11, "");
        sheet.hang(vec![look.span(before, mark.role)], check, Role::Text);
    }
    if let Some(enders) = outcome.enders {
        sheet.gap();
        sheet.prose(enders, Role::Quiet);
    }
    sheet.gap();
    way_list(sheet, offers, outcome.ways);
}

/// The meaning stands behind the value where it fits, else below.
fn write_fact(sheet: &mut Sheet<'_>, line: &FactLine) {
    let look = sheet.look;
    let is_wide = sheet.width() >= 60;
    let label = if is_wide {
        measure::fit(line.label, LABEL, look.glyphs.cut)
    } else {
        format!("{}: ", line.label)
    };
    let indent = if is_wide { LABEL } else { 2 };
    let label = look.span(label, Role::Quiet);
    let Some(meaning) = &line.meaning else {
        return sheet.hang_at(indent, vec![label], &line.value, Role::Heading);
    };
    let needed = [&line.value, meaning]
        .map(|text| measure::width(text))
        .iter()
        .sum::<usize>();
    if is_wide && needed.saturating_add(LABEL).saturating_add(2) <= sheet.width() {
        let value = look.span(line.value.clone(), Role::Heading);
        let meaning = look.span(format!("  {meaning}"), Role::Text);
        return sheet.row(vec![label, value, meaning]);
    }
    sheet.hang_at(indent, vec![label], &line.value, Role::Heading);
    sheet.hang(vec![look.span(" ".repeat(indent), Role::Text)], meaning, Role::Text);
}
