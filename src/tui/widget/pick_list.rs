//! The Page list: as many lines as fit, and the whole of the selected Page below them.

use std::collections::BTreeSet;

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
    text::{Line, Span},
    widgets::Widget,
};

use crate::{
    model::{PageId, SafeText},
    terminal::measure,
    tui::{look::Look, page_cursor::PageCursor, theme::Role},
    wizard::view::{InstagramLink, PageLine, PageState},
};

use super::prose::{more, position};

/// Where category and Instagram fit beside name and ID.
const WIDE: usize = 66;

/// The columns of a mark, with the blank behind it.
const MARK: usize = 4;

/// The lines of the list.
pub(crate) struct PickList<'a> {
    pub(crate) look: &'a Look,
    pub(crate) pages: &'a [PageLine],
    pub(crate) cursor: &'a PageCursor,
    /// The marked Pages; `None` where only one can be chosen.
    pub(crate) marked: Option<&'a BTreeSet<PageId>>,
    /// Whether the Instagram account is what the choice is about.
    pub(crate) is_about_instagram: bool,
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
    fn of(width: usize, id: usize, has_marks: bool) -> Self {
        let id = id.clamp(4, 20);
        let mark = if has_marks { MARK } else { 0 };
        // Two for the sign of the selected line, four for " ID ".
        let free = width.saturating_sub(6).saturating_sub(id).saturating_sub(mark);
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
pub(crate) fn name_room(width: u16, longest_id: usize, has_marks: bool) -> usize {
    Columns::of(usize::from(width), longest_id, has_marks).name
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
        let columns = Columns::of(usize::from(area.width), self.cursor.longest_id(), self.marked.is_some());
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
            PageState::Ready => (
                "",
                about(page, look.glyphs.between, self.is_about_instagram),
                Role::Quiet,
            ),
            PageState::Asking => (look.glyphs.running, "asking Meta about it".to_owned(), Role::Calm),
            PageState::Unusable(reason) => (look.glyphs.cross, format!("not usable: {reason}"), Role::Careful),
        };
        let blank = if state_sign.is_empty() { "" } else { " " };
        let name = measure::fit(&format!("{state_sign}{blank}{}", name(page)), columns.name, cut);
        let mut spans = vec![
            look.span(format!("{sign} "), Role::Key),
            self.mark(page),
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

    /// The box of a Page that can be marked.
    fn mark(&self, page: &PageLine) -> Span<'static> {
        let look = self.look;
        let [marked, unmarked] = look.glyphs.marks;
        match (self.marked, &page.state) {
            (None, _) => Span::default(),
            (Some(pages), _) if pages.contains(&page.id) => look.span(format!("{marked} "), Role::Good),
            (Some(_), PageState::Ready) => look.span(format!("{unmarked} "), Role::Quiet),
            (Some(_), PageState::Asking | PageState::Unusable(_)) => Span::raw(" ".repeat(MARK)),
        }
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

/// Category and Instagram account, as far as they are known; the account first where the choice is about it.
pub(crate) fn about(page: &PageLine, between: &str, is_about_instagram: bool) -> String {
    let category = page.category.as_ref().map(SafeText::as_str);
    let instagram = match &page.instagram {
        InstagramLink::Professional(name) | InstagramLink::Personal(name) => Some(name.as_str()),
        InstagramLink::Missing if is_about_instagram => Some("no Instagram account"),
        InstagramLink::Missing | InstagramLink::Hidden | InstagramLink::NotAsked => None,
    };
    let mut known = [category, instagram];
    if is_about_instagram {
        known.reverse();
    }
    let known: Vec<_> = known.into_iter().flatten().filter(|text| !text.is_empty()).collect();
    known.join(&format!(" {between} "))
}
