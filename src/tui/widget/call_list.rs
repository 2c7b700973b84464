//! Calls as lines: how each stands, what it does, who is asked, how long it took, what came of it.

use ratatui::text::Span;

use crate::{
    terminal::measure,
    tui::theme::Role,
    wizard::{
        dates,
        view::{CallLine, CallState},
    },
};

use super::Sheet;

/// The widest word of a state, with its sign and a blank on each side.
const STATE: usize = 13;
/// Where the words fit beside the host.
const WIDE: usize = 72;
const WORDS: usize = 30;

/// Writes the lines into a sheet:
///
/// ```text
/// ✓ done       Make the token last 60 days    graph.facebook.com  0.4 s
///              60 days, until 21 Jan 2027
/// ```
pub(crate) fn call_list(sheet: &mut Sheet<'_>, calls: &[CallLine<'_>]) {
    for call in calls {
        let mark = sheet.look.call(call.state);
        let state = measure::fit(&format!("{} {}", mark.sign, mark.word), STATE, "");
        let state = sheet.look.span(state, mark.role);
        let role = match call.state {
            CallState::Waiting => Role::Quiet,
            CallState::Running(_) | CallState::AboutToRetry(_) | CallState::Done | CallState::Failed => Role::Text,
        };
        if sheet.width() >= WIDE {
            let words = sheet
                .look
                .span(measure::fit(call.words, WORDS, sheet.look.glyphs.cut), role);
            let host = sheet.look.span(format!(" {}", particulars(call)), Role::Quiet);
            sheet.row(vec![state, words, host]);
        } else {
            sheet.hang(vec![state], call.words, role);
            if call.elapsed.is_some() {
                let particulars = particulars(call);
                sheet.hang(vec![Span::raw(" ".repeat(STATE))], &particulars, Role::Quiet);
            }
        }
        let results = [attempt(call), call.result.map(str::to_owned)];
        for result in results.into_iter().flatten() {
            sheet.hang(vec![Span::raw(" ".repeat(STATE))], &result, Role::Text);
        }
    }
}

/// Who is asked, and how long it has taken.
fn particulars(call: &CallLine<'_>) -> String {
    let is_over = match call.state {
        CallState::Done | CallState::Failed => true,
        CallState::Waiting | CallState::Running(_) | CallState::AboutToRetry(_) => false,
    };
    let mut words = call.host.to_owned();
    if let Some(elapsed) = call.elapsed {
        words.push_str("  ");
        words.push_str(&dates::elapsed(elapsed, is_over));
    }
    words
}

/// Which try it is, once there is more than one.
fn attempt(call: &CallLine<'_>) -> Option<String> {
    match call.state {
        CallState::Running(number) if number > 1 => Some(format!("try {number}")),
        CallState::AboutToRetry(number) => Some(format!("try {number} comes next")),
        CallState::Waiting | CallState::Running(_) | CallState::Done | CallState::Failed => None,
    }
}
