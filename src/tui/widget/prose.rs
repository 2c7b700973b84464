//! A body as rows: written by a screen for one width, and shown through a window that scrolls.

use std::ops::Range;

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
    text::{Line, Span},
    widgets::Widget,
};

use crate::{
    terminal::measure,
    tui::{look::Look, scroll::Scroll, theme::Role},
    wizard::view::Message,
};

/// Sentences are not drawn wider than this: longer rows are hard to read.
const MEASURE: usize = 78;

/// The rows of a body, none wider than the body.
#[derive(Debug)]
pub(crate) struct Sheet<'a> {
    pub(crate) look: &'a Look,
    width: usize,
    rows: Vec<Line<'static>>,
    focus: Option<Range<usize>>,
    cursor: Option<(usize, usize)>,
}

impl<'a> Sheet<'a> {
    pub(crate) fn new(look: &'a Look, width: u16) -> Self {
        Self {
            look,
            width: usize::from(width),
            rows: Vec::new(),
            focus: None,
            cursor: None,
        }
    }

    /// The columns there are.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// How many rows are written.
    pub(crate) fn height(&self) -> usize {
        self.rows.len()
    }

    /// An empty row, unless the sheet is empty or already ends in one.
    pub(crate) fn gap(&mut self) {
        if self.rows.last().is_some_and(|row| row.width() > 0) {
            self.blank();
        }
    }

    /// An empty row.
    pub(crate) fn blank(&mut self) {
        self.rows.push(Line::default());
    }

    /// One row as it is. What does not fit is cut when it is drawn.
    pub(crate) fn row(&mut self, spans: Vec<Span<'static>>) {
        self.rows.push(Line::from(spans));
    }

    /// Sentences, wrapped.
    pub(crate) fn prose(&mut self, text: &str, role: Role) {
        self.hang(vec![], text, role);
    }

    /// Sentences behind something that stands once, with later rows aligned to the first.
    pub(crate) fn hang(&mut self, before: Vec<Span<'static>>, text: &str, role: Role) {
        let indent = columns(&before);
        self.hang_at(indent, before, text, role);
    }

    /// Sentences behind something that stands once, with later rows from the column `indent` on.
    pub(crate) fn hang_at(&mut self, indent: usize, before: Vec<Span<'static>>, text: &str, role: Role) {
        let used = columns(&before).saturating_sub(indent);
        let style = self.look.style(role);
        let room = self.width.min(MEASURE).saturating_sub(indent);
        let mut before = Some(before);
        for row in measure::wrap_after(text, room, used) {
            let mut spans = before.take().unwrap_or_else(|| vec![Span::raw(" ".repeat(indent))]);
            spans.push(Span::styled(row, style));
            self.row(spans);
        }
    }

    /// A sentence with the sign and the word of its tone.
    pub(crate) fn message(&mut self, indent: usize, message: Message<'_>) {
        let mark = self.look.tone(message.tone);
        let before = vec![
            Span::raw(" ".repeat(indent)),
            self.look.span(format!("{} {}: ", mark.sign, mark.word), mark.role),
        ];
        self.hang_at(indent.saturating_add(2), before, message.text, Role::Text);
    }

    /// A text that people copy: from the first column, alone on its rows, with nothing put in.
    pub(crate) fn bare(&mut self, text: &str, role: Role) {
        for row in measure::chunks(text, self.width) {
            let row = self.look.span(row, role);
            self.row(vec![row]);
        }
    }

    /// All rows of another sheet of the same width.
    pub(crate) fn append(&mut self, mut other: Self) {
        self.rows.append(&mut other.rows);
    }

    /// Marks the rows from `start` on as the ones that must stay in view.
    pub(crate) fn focus_from(&mut self, start: usize) {
        self.focus = Some(start..self.height());
    }

    /// Draws as many rows as fit, for sheets that never scroll. Where rows are missing, the last one ends in a sign.
    pub(crate) fn draw_clipped(&self, area: Rect, buffer: &mut Buffer) {
        for (row, line) in area.rows().zip(&self.rows) {
            line.render(row, buffer);
        }
        if let (true, Some(last)) = (self.rows.len() > usize::from(area.height), area.rows().next_back()) {
            let sign = self.look.span(self.look.glyphs.cut, Role::Quiet);
            Line::from(sign).right_aligned().render(last, buffer);
        }
    }

    /// Puts the terminal's cursor into a row and column of the sheet.
    pub(crate) fn put_cursor(&mut self, row: usize, column: usize) {
        self.cursor = Some((row, column));
    }
}

/// The columns that spans take beside one another.
pub(crate) fn columns(spans: &[Span<'_>]) -> usize {
    spans
        .iter()
        .map(|span| measure::width(&span.content))
        .fold(0, usize::saturating_add)
}

/// A window onto a sheet. When there is more than fits, its last row says so.
pub(crate) struct SheetWindow<'a> {
    pub(crate) sheet: &'a Sheet<'a>,
    pub(crate) scroll: &'a Scroll,
}

impl SheetWindow<'_> {
    /// Draws it, and says where the cursor belongs, if it is in view.
    pub(crate) fn draw(&self, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let sheet = self.sheet;
        let total = sheet.height();
        let room = usize::from(area.height);
        let overflows = total > room;
        let visible = if overflows { room.saturating_sub(1) } else { room };
        let top = self.scroll.settle(total, visible, sheet.focus.as_ref());
        for (row, line) in area.rows().take(visible).zip(sheet.rows.iter().skip(top)) {
            line.render(row, buffer);
        }
        if let (true, Some(last)) = (overflows, area.rows().next_back()) {
            let has_below = top.saturating_add(visible) < total;
            more(sheet.look, top > 0, has_below).render(last, buffer);
        }
        let (row, column) = sheet.cursor?;
        let row = row.checked_sub(top).filter(|row| *row < visible)?;
        position(area, row, column)
    }
}

/// The line that says in which directions there is more.
pub(crate) fn more(look: &Look, has_above: bool, has_below: bool) -> Line<'static> {
    let glyphs = look.glyphs;
    let words = match (has_above, has_below) {
        (true, true) => format!("{}{} more above and below: PgUp, PgDn", glyphs.up, glyphs.down),
        (true, false) => format!("{} more above: PgUp", glyphs.up),
        (false, true) => format!("{} more below: PgDn", glyphs.down),
        (false, false) => String::new(),
    };
    Line::from(look.span(words, Role::Quiet))
}

/// A place inside an area, kept within it.
pub(crate) fn position(area: Rect, row: usize, column: usize) -> Option<Position> {
    if area.is_empty() {
        return None;
    }
    let x = u16::try_from(column)
        .unwrap_or(u16::MAX)
        .min(area.width.saturating_sub(1));
    let y = u16::try_from(row)
        .unwrap_or(u16::MAX)
        .min(area.height.saturating_sub(1));
    Some(Position::new(area.x.saturating_add(x), area.y.saturating_add(y)))
}
