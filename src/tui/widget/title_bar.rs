//! The two rows at the top: what this is, and where in the journey the person stands.

use ratatui::{
    buffer::Buffer,
    layout::Rect,
    text::{Line, Span},
    widgets::Widget,
};

use crate::{
    terminal::measure,
    tui::{look::Look, theme::Role},
    wizard::view::Rail,
};

/// `evertoken · Post to and manage a Facebook Page              demo server`
pub(crate) struct TitleBar<'a> {
    pub(crate) look: &'a Look,
    pub(crate) title: Option<&'a str>,
    pub(crate) banner: Option<&'a str>,
}

impl Widget for &TitleBar<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let look = self.look;
        let room = usize::from(area.width);
        // The banner is a warning, so it is never what gives way.
        let banner = self
            .banner
            .map(|banner| measure::cut(&format!(" {banner} "), room, look.glyphs.cut));
        let banner_width = banner.as_deref().map_or(0, measure::width);
        let room = room.saturating_sub(banner_width.saturating_add(usize::from(banner_width > 0)));
        let name = measure::cut("evertoken", room, "");
        let rest = room.saturating_sub(measure::width(&name));
        let title = match self.title {
            Some(title) if rest > 6 => {
                measure::cut(&format!(" {} {title}", look.glyphs.between), rest, look.glyphs.cut)
            }
            _ => String::new(),
        };
        Line::from(vec![look.span(name, Role::Brand), look.span(title, Role::Text)]).render(area, buffer);
        if let Some(banner) = banner {
            Line::from(look.span(banner, Role::Banner))
                .right_aligned()
                .render(area, buffer);
        }
    }
}

/// `✓ Get a token › 2 Details › 3 Exchange`, without the numbers ahead where that does not fit, or else
/// `Step 2 of 6: Details`.
pub(crate) struct RailBar<'a> {
    pub(crate) look: &'a Look,
    pub(crate) rail: &'a Rail,
}

impl RailBar<'_> {
    /// The whole rail on one row.
    fn row(&self, has_numbers: bool) -> Line<'static> {
        let mut spans = Vec::new();
        for (index, name) in self.rail.stages.iter().enumerate() {
            if index > 0 {
                let then = format!(" {} ", self.look.glyphs.then);
                spans.push(self.look.span(then, Role::Quiet));
            }
            spans.push(self.stage(index, name, has_numbers));
        }
        Line::from(spans)
    }

    fn stage(&self, index: usize, name: &str, has_numbers: bool) -> Span<'static> {
        let number = index.saturating_add(1);
        let look = self.look;
        match index.cmp(&self.rail.at) {
            std::cmp::Ordering::Less => look.span(format!("{} {name}", look.glyphs.tick), Role::Good),
            std::cmp::Ordering::Equal => look.span(format!(" {number} {name} "), Role::Selected),
            std::cmp::Ordering::Greater if !has_numbers => look.span(name.to_owned(), Role::Quiet),
            std::cmp::Ordering::Greater => look.span(format!("{number} {name}"), Role::Quiet),
        }
    }
}

impl Widget for &RailBar<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let look = self.look;
        for has_numbers in [true, false] {
            let rail = self.row(has_numbers);
            if rail.width() <= usize::from(area.width) {
                return rail.render(area, buffer);
            }
        }
        let name = self.rail.stages.get(self.rail.at).copied().unwrap_or_default();
        let step = format!(
            "Step {} of {}: ",
            self.rail.at.saturating_add(1),
            self.rail.stages.len()
        );
        let room = usize::from(area.width).saturating_sub(measure::width(&step));
        let name = measure::cut(name, room, look.glyphs.cut);
        Line::from(vec![look.span(step, Role::Quiet), look.span(name, Role::Heading)]).render(area, buffer);
    }
}
