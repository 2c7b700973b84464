//! The Page list: as many lines as fit, and the whole of the selected Page below them.

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
    text::Line,
    widgets::Widget,
};

use crate::{
    model::SafeText,
    tui::{look::Look, measure, page_cursor::PageCursor, theme::Role},
    wizard::view::{PageLine, PageState},
};

use super::prose::{more, position};

/// Where category and Instagram fit beside name and ID.
const WIDE: usize = 66;

/// The lines of the list.
pub(crate) struct PickList<'a> {
    pub(crate) look: &'a Look,
    pub(crate) pages: &'a [PageLine],
    pub(crate) cursor: &'a PageCursor,
}

/// The columns of the list.
#[derive(Debug, Clone, Copy)]
struct Columns {
    name: usize,
    id: usize,
    rest: usize,
}

impl Columns {
    /// Names are found by their start, ids are compared whole: so the id keeps its width and the name gives way.
    fn of(width: usize, id: usize) -> Self {
        let id = id.clamp(4, 20);
        // Two for the mark, four for " ID ".
        let free = width.saturating_sub(6).saturating_sub(id);
        if width < WIDE {
            return Self {
                name: free,
                id,
                rest: 0,
            };
        }
        let name = (free / 2).min(44);
        Self {
            name,
            id,
            rest: free.saturating_sub(name).saturating_sub(2),
        }
    }
}

/// The columns that a name has in a list of this width.
pub(crate) fn name_room(width: u16, longest_id: usize) -> usize {
    Columns::of(usize::from(width), longest_id).name
}

impl PickList<'_> {
    /// Draws the list, and says where the cursor belongs.
    pub(crate) fn draw(&self, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let room = usize::from(area.height);
        let overflows = self.cursor.count() > room;
        let visible = if overflows { room.saturating_sub(1) } else { room };
        let lines: Vec<_> = self
            .cursor
            .window(visible)
            .into_iter()
            .filter_map(|(is_selected, index)| Some((is_selected, self.pages.get(index)?)))
            .collect();
        let columns = Columns::of(usize::from(area.width), self.cursor.longest_id());
        let mut cursor = None;
        for (index, (row, (is_selected, page))) in area.rows().zip(lines).enumerate() {
            self.line(page, is_selected, columns).render(row, buffer);
            if is_selected {
                buffer.set_style(row, self.look.style(Role::Selected));
                cursor = position(area, index, 0);
            }
        }
        if let (true, Some(last)) = (overflows, area.rows().next_back()) {
            let (above, below) = self.cursor.beyond();
            more(self.look, above > 0, below > 0).render(last, buffer);
        }
        cursor
    }

    fn line(&self, page: &PageLine, is_selected: bool, columns: Columns) -> Line<'static> {
        let look = self.look;
        let cut = look.glyphs.cut;
        let sign = if is_selected { look.glyphs.selected } else { " " };
        let role = match page.state {
            PageState::Ready => Role::Text,
            PageState::Asking | PageState::Unusable(_) => Role::Quiet,
        };
        let (state_sign, rest, rest_role) = match &page.state {
            PageState::Ready => ("", about(page, look.glyphs.between), Role::Quiet),
            PageState::Asking => (look.glyphs.running, "asking Facebook about it".to_owned(), Role::Calm),
            PageState::Unusable(reason) => (look.glyphs.cross, format!("not usable: {reason}"), Role::Careful),
        };
        let blank = if state_sign.is_empty() { "" } else { " " };
        let name = measure::fit(&format!("{state_sign}{blank}{}", name(page)), columns.name, cut);
        let mut spans = vec![
            look.span(format!("{sign} "), Role::Key),
            look.span(name, role),
            // The letters keep digits from joining a name that is written from right to left.
            look.span(" ID ", Role::Quiet),
            look.span(measure::fit(page.id.as_str(), columns.id, ""), role),
        ];
        if columns.rest > 0 {
            spans.push(look.span(format!("  {}", measure::cut(&rest, columns.rest, cut)), rest_role));
        }
        Line::from(spans)
    }
}

/// The name, or that there is none.
pub(crate) fn name(page: &PageLine) -> &str {
    if page.name.is_empty() {
        "(no name)"
    } else {
        page.name.as_str()
    }
}

/// Category and Instagram account, as far as they are known.
pub(crate) fn about(page: &PageLine, between: &str) -> String {
    let category = page.category.as_ref().map(SafeText::as_str);
    let instagram = page.instagram.name();
    let known: Vec<_> = [category, instagram]
        .into_iter()
        .flatten()
        .filter(|text| !text.is_empty())
        .collect();
    known.join(&format!(" {between} "))
}
