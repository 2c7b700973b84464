//! The last row: the keys that matter most, as many as fit.

use ratatui::{buffer::Buffer, layout::Rect, text::Line, widgets::Widget};

use crate::{
    terminal::measure,
    tui::{keys::Action, look::Look, theme::Role},
};

/// One key and what it does here and now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Offer {
    /// What it does, in meaning.
    pub(crate) action: Action,
    /// The key's name; several for the help screen.
    pub(crate) keys: String,
    /// The first of them.
    pub(crate) key: String,
    /// What it does.
    pub(crate) words: String,
    /// Whether the footer may name it.
    pub(crate) is_in_footer: bool,
    /// Which of the ways it takes, if it takes one.
    pub(crate) way: Option<usize>,
}

/// `Enter go on  Esc back  F1 help`: where it is narrow what does not fit is left out, but never the first one, which is cut
/// short instead, nor the way to the help.
pub(crate) struct KeyBar<'a> {
    pub(crate) look: &'a Look,
    /// Most important first.
    pub(crate) offers: &'a [Offer],
}

const BETWEEN: usize = 2;

impl KeyBar<'_> {
    /// The offers that fit into so many columns.
    fn fitting(&self, room: usize) -> Vec<&Offer> {
        let shown: Vec<_> = self.offers.iter().filter(|offer| offer.is_in_footer).collect();
        let help = shown
            .iter()
            .find(|offer| offer.action == Action::Help)
            .map_or(0, |offer| columns(offer));
        let mut left = room.saturating_add(BETWEEN);
        let mut has_help = help == 0;
        let mut kept = Vec::new();
        for offer in shown {
            let is_help = offer.action == Action::Help;
            has_help |= is_help;
            let reserved = if has_help { 0 } else { help };
            let fits = columns(offer).saturating_add(reserved) <= left;
            if is_help || fits || kept.is_empty() {
                left = left.saturating_sub(columns(offer));
                kept.push(offer);
            }
        }
        kept
    }
}

fn columns(offer: &Offer) -> usize {
    measure::width(&offer.key)
        .saturating_add(1)
        .saturating_add(measure::width(&offer.words))
        .saturating_add(BETWEEN)
}

impl Widget for &KeyBar<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let look = self.look;
        let mut spans = Vec::new();
        let offers = self.fitting(usize::from(area.width));
        // Only the first can be too long: it gives way to those behind it.
        let behind = offers
            .iter()
            .skip(1)
            .fold(0_usize, |sum, offer| sum.saturating_add(columns(offer)));
        let room = usize::from(area.width).saturating_sub(behind);
        for offer in offers {
            let words = if spans.is_empty() {
                let room = room.saturating_sub(measure::width(&offer.key).saturating_add(1));
                measure::cut(&offer.words, room, look.glyphs.cut)
            } else {
                spans.push(look.span(" ".repeat(BETWEEN), Role::Text));
                offer.words.clone()
            };
            spans.push(look.span(offer.key.clone(), Role::Key));
            spans.push(look.span(format!(" {words}"), Role::Quiet));
        }
        Line::from(spans).render(area, buffer);
    }
}
