//! What came of a journey: the verdict, the chain, the dates, the facts, the checks, and the ways out.

use crate::{
    terminal::measure,
    tui::{
        at_hand::numbered,
        theme::Role,
        widget::{Hold, Link, Offer, Sheet, chain, way_list},
    },
    wizard::view::{ChainLink, FactLine, OutcomeView, Standing},
};

/// Labels stand in a column of this width.
const LABEL: usize = 18;
/// Numbers stand in front of them.
const NUMBER: usize = 2;

/// ```text
/// ✓ The verdict in one line
/// What that means.
///
/// ✓ App Bakery Poster ─ ✓ Page Alpenblick ─ ✓ Instagram @alpenblick
///
/// A number in front of a line copies it
///   Expires           never  one sentence of meaning
///   Page              Name
/// 1 Page ID           100000000000001
///
/// ✓ OK        what was checked
///
/// What would still end it.
///
/// c      copy Page token
/// ```
pub(super) fn write(sheet: &mut Sheet<'_>, outcome: &OutcomeView<'_>, offers: &[Offer]) {
    let look = sheet.look;
    let mark = look.standing(outcome.standing);
    let before = match outcome.standing {
        Standing::Proved | Standing::Found(_) => format!("{} ", mark.sign),
        Standing::NotDone => format!("{} Not done yet: ", mark.sign),
    };
    sheet.hang_at(2, vec![look.span(before, mark.role)], outcome.headline, Role::Heading);
    if !outcome.sentence.is_empty() {
        sheet.prose(outcome.sentence, Role::Text);
    }
    write_revealed(sheet, outcome);
    write_chain(sheet, outcome.chain);
    write_facts(sheet, outcome);
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
    write_commands(sheet, outcome);
    sheet.gap();
    way_list(sheet, offers, outcome.ways);
}

/// The token itself, as long as it is revealed.
fn write_revealed(sheet: &mut Sheet<'_>, outcome: &OutcomeView<'_>) {
    if let Some(token) = outcome.revealed {
        sheet.gap();
        sheet.prose("Hidden again after ten seconds, or with r:", Role::Quiet);
        sheet.bare(token.expose(), Role::Heading);
    }
}

/// Commands for the other side, each whole, so that it can be selected as well.
fn write_commands(sheet: &mut Sheet<'_>, outcome: &OutcomeView<'_>) {
    if outcome.commands.is_empty() {
        return;
    }
    sheet.gap();
    sheet.prose("On the other side", Role::Heading);
    for (number, line) in numbered(outcome).into_iter().skip(first_command(outcome)) {
        let look = sheet.look;
        let number = number.map(|number| number.to_string()).unwrap_or_default();
        let start = vec![
            look.span(measure::fit(&number, NUMBER, ""), Role::Key),
            look.span(format!("{}: ", line.label), Role::Quiet),
        ];
        sheet.hang_at(NUMBER, start, line.meaning.as_deref().unwrap_or_default(), Role::Text);
        sheet.bare(&line.value, Role::Link);
    }
}

/// The place of the first command among the lines that can have a number.
fn first_command(outcome: &OutcomeView<'_>) -> usize {
    outcome.dates.len().saturating_add(outcome.facts.len())
}

/// Behind the link at which it breaks, nothing is known of the chain.
fn write_chain(sheet: &mut Sheet<'_>, links: &[ChainLink]) {
    if links.is_empty() {
        return;
    }
    let broken = links.iter().position(|link| !link.holds).unwrap_or(links.len());
    let links: Vec<_> = links
        .iter()
        .enumerate()
        .map(|(index, link)| Link {
            label: link.label,
            name: &link.name,
            hold: match index.cmp(&broken) {
                std::cmp::Ordering::Less => Hold::Holds,
                std::cmp::Ordering::Equal => Hold::Broken,
                std::cmp::Ordering::Greater => Hold::Unknown,
            },
        })
        .collect();
    sheet.gap();
    chain(sheet, &links);
}

fn write_facts(sheet: &mut Sheet<'_>, outcome: &OutcomeView<'_>) {
    sheet.gap();
    let lines = numbered(outcome);
    let has_numbers = lines.iter().any(|(number, _)| number.is_some());
    if has_numbers {
        sheet.prose("A number in front of a line copies it", Role::Quiet);
    }
    for (number, line) in lines.into_iter().take(first_command(outcome)) {
        let before = match number {
            Some(number) => measure::fit(&number.to_string(), NUMBER, ""),
            None if has_numbers => " ".repeat(NUMBER),
            None => String::new(),
        };
        write_fact(sheet, &before, line);
    }
}

/// The meaning stands behind the value where it fits, else below.
fn write_fact(sheet: &mut Sheet<'_>, before: &str, line: &FactLine) {
    let look = sheet.look;
    let is_wide = sheet.width() >= 60;
    let label = if is_wide {
        measure::fit(line.label, LABEL, look.glyphs.cut)
    } else {
        format!("{}: ", line.label)
    };
    let indent = if is_wide {
        LABEL.saturating_add(before.len())
    } else {
        before.len().max(2)
    };
    let start = vec![look.span(before.to_owned(), Role::Key), look.span(label, Role::Quiet)];
    let Some(meaning) = &line.meaning else {
        return sheet.hang_at(indent, start, &line.value, Role::Heading);
    };
    let needed = [&line.value, meaning]
        .map(|text| measure::width(text))
        .iter()
        .sum::<usize>();
    if is_wide && needed.saturating_add(indent).saturating_add(2) <= sheet.width() {
        let value = look.span(line.value.clone(), Role::Heading);
        let meaning = look.span(format!("  {meaning}"), Role::Text);
        return sheet.row([start, vec![value, meaning]].concat());
    }
    sheet.hang_at(indent, start, &line.value, Role::Heading);
    sheet.hang(vec![look.span(" ".repeat(indent), Role::Text)], meaning, Role::Text);
}
