//! What answers the last thing the person did, above the keys.

use ratatui::{buffer::Buffer, layout::Rect, text::Line, widgets::Widget};

use crate::{
    terminal::measure,
    tui::{look::Look, theme::Role},
    wizard::view::{Hint, Notice, OtherWay},
};

/// `✓ OK: the sentence`, on at most four rows.
pub(crate) struct NoticeLine<'a> {
    pub(crate) look: &'a Look,
    pub(crate) notice: Option<&'a Notice>,
}

const MOST_ROWS: usize = 4;
/// Later rows start under the word.
const INDENT: usize = 2;

impl NoticeLine<'_> {
    /// The rows it takes in so many columns: at least one, so that the body does not jump.
    pub(crate) fn height(&self, width: u16) -> u16 {
        let rows = self.notice.map_or(1, |notice| self.rows(notice, width).len());
        u16::try_from(rows.clamp(1, MOST_ROWS)).unwrap_or(1)
    }

    fn rows(&self, notice: &Notice, width: u16) -> Vec<String> {
        let used = measure::width(&self.prefix(notice)).saturating_sub(INDENT);
        measure::wrap_after(&words(notice), usize::from(width).saturating_sub(INDENT), used)
    }

    fn prefix(&self, notice: &Notice) -> String {
        let mark = self.look.tone(notice.tone);
        format!("{} {}: ", mark.sign, mark.word)
    }
}

/// All of it, with the keys of the full screen.
fn words(notice: &Notice) -> String {
    let mut words = notice.text.clone();
    for hint in &notice.hints {
        words.push_str(". ");
        match hint {
            Hint::CheckCopy => words.push_str("Press p and paste to check"),
            Hint::Instead(other) => words.push_str(instead(*other)),
            Hint::IfMissing(other) => {
                words.push_str("If it is not there: ");
                words.push_str(&lower_first(instead(*other)));
            }
            Hint::OpenElsewhere => words.push_str("F6 shows the address alone, to be opened on any machine"),
        }
    }
    if let Some(copied) = &notice.copied {
        words.push_str(": ");
        words.push_str(copied);
    }
    words
}

/// As it stands behind other words; the name of a key stays as it is.
fn lower_first(words: &str) -> String {
    let mut letters = words.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(letters).collect(),
        _ => words.to_owned(),
    }
}

/// How it can be taken otherwise.
const fn instead(other: OtherWay) -> &'static str {
    match other {
        OtherWay::Address => "F6 shows the address alone",
        OtherWay::Permissions => "F7 shows the list alone",
        OtherWay::Command => "The same key shows it alone on the screen",
        OtherWay::Token => "Press s to save it, or v to see the token alone on the screen",
    }
}

impl Widget for &NoticeLine<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let Some(notice) = self.notice else { return };
        let role = self.look.tone(notice.tone).role;
        let mut rows = self.rows(notice, area.width);
        let room = usize::from(area.height);
        if rows.len() > room {
            rows.truncate(room);
            if let Some(last) = rows.last_mut() {
                last.push_str(self.look.glyphs.cut);
            }
        }
        let mut prefix = Some(self.prefix(notice));
        for (row, text) in area.rows().zip(rows) {
            let before = prefix.take().unwrap_or_else(|| " ".repeat(INDENT));
            let spans = vec![self.look.span(before, role), self.look.span(text, Role::Text)];
            Line::from(spans).render(row, buffer);
        }
    }
}
