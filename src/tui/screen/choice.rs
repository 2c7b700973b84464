//! The Page list.

use ratatui::{
    Frame,
    layout::{Constraint, Layout, Position, Rect},
    text::Line,
};

use crate::{
    terminal::measure,
    tui::{
        look::Look,
        page_cursor::PageCursor,
        theme::Role,
        widget::{PickList, Sheet, hides, name_room},
    },
    wizard::view::{ChoiceView, Listing},
};

use super::chosen::chosen;

/// From this height on there is an empty row above the list.
const ROOMY: u16 = 16;

/// ```text
/// Choose the Page                                       37 Pages
/// Filter: bak_
/// 2 marked; Enter goes on with them
///
/// > [x] Name of the Page      ID 1234567890  Bakery · @insta
///   [ ] Another Page          ID 1234567891  Bakery
///
/// Everything about the selected Page
/// ```
///
/// Says where the cursor belongs: on the selected line.
pub(super) fn draw(
    look: &Look,
    choice: &ChoiceView<'_>,
    cursor: &PageCursor,
    frame: &mut Frame<'_>,
    area: Rect,
) -> Option<Position> {
    let top = top(look, choice, cursor, area);
    let selected = cursor.index().and_then(|index| choice.pages.get(index));
    let name_room = name_room(area.width, cursor.longest_id(), choice.takes_several);
    let below = chosen(look, choice, selected, area, name_room);
    let list_least = 3;
    let spare = usize::from(area.height).saturating_sub(list_least);
    let below_height = below.height().min(spare / 2);
    let top_height = top.height().min(spare.saturating_sub(below_height));
    let [top_area, list, below_area] = Layout::vertical([
        Constraint::Length(u16::try_from(top_height).unwrap_or(u16::MAX)),
        Constraint::Fill(1),
        Constraint::Length(u16::try_from(below_height).unwrap_or(u16::MAX)),
    ])
    .areas(area);
    top.draw_clipped(top_area, frame.buffer_mut());
    below.draw_clipped(below_area, frame.buffer_mut());
    if cursor.count() == 0 {
        let words = measure::cut(&empty(choice, cursor), usize::from(list.width), look.glyphs.cut);
        frame.render_widget(Line::from(look.span(words, Role::Quiet)), list);
        let column = u16::try_from("Filter: ".len().saturating_add(cursor.filter_column())).unwrap_or(u16::MAX);
        return (!area.is_empty()).then(|| {
            Position::new(
                area.x.saturating_add(column.min(area.width.saturating_sub(1))),
                area.y.saturating_add(1).min(area.bottom().saturating_sub(1)),
            )
        });
    }
    PickList {
        look,
        pages: choice.pages,
        cursor,
        marked: choice.takes_several.then_some(choice.marked),
        is_about_instagram: choice.chain_from.is_some(),
    }
    .draw(list, frame.buffer_mut())
}

/// The heading, the filter, the marks and what there is to say about the list.
fn top<'a>(look: &'a Look, choice: &ChoiceView<'_>, cursor: &PageCursor, area: Rect) -> Sheet<'a> {
    let mut sheet = Sheet::new(look, area.width);
    let count = count(choice, cursor);
    let room = sheet.width().saturating_sub(measure::width(&count));
    let title = measure::fit(
        &measure::cut(choice.title, room.saturating_sub(1), look.glyphs.cut),
        room,
        "",
    );
    sheet.row(vec![look.span(title, Role::Heading), look.span(count, Role::Quiet)]);
    let filter = cursor.filter();
    if filter.is_empty() {
        sheet.row(vec![
            look.span("Filter: ", Role::Heading),
            look.span("type to filter", Role::Quiet),
        ]);
    } else {
        let room = sheet.width().saturating_sub(8);
        let shown = if hides(filter) {
            look.glyphs.mask.repeat(8)
        } else {
            measure::cut(filter, room, look.glyphs.cut)
        };
        sheet.row(vec![look.span("Filter: ", Role::Heading), look.span(shown, Role::Text)]);
    }
    let has_marks_row = choice.takes_several && !choice.pages.is_empty();
    if has_marks_row {
        let (words, role) = match (choice.marked.len(), cursor.hidden(choice.marked)) {
            (0, _) => ("Tab marks several".to_owned(), Role::Quiet),
            (count, 0) => (format!("{count} marked; Enter goes on with them"), Role::Good),
            (1, _) => ("1 marked, hidden by the filter".to_owned(), Role::Careful),
            (count, hidden) => (
                format!("{count} marked, {hidden} of them hidden by the filter"),
                Role::Careful,
            ),
        };
        sheet.prose(&words, role);
    }
    if let Some(remark) = choice.remark {
        sheet.message(0, remark);
    }
    if !has_marks_row || area.height >= ROOMY {
        sheet.blank();
    }
    sheet
}

/// How many there are, and whether that is all.
fn count(choice: &ChoiceView<'_>, cursor: &PageCursor) -> String {
    let all = choice.pages.len();
    let pages = if all == 1 {
        "1 Page".to_owned()
    } else {
        format!("{all} Pages")
    };
    let shown = if cursor.filter().is_empty() {
        pages
    } else {
        format!("{} of {pages}", cursor.count())
    };
    match choice.listing {
        Listing::Loading => format!("{shown}, more coming"),
        Listing::Whole => shown,
        Listing::Part => format!("{shown}, not all"),
    }
}

fn empty(choice: &ChoiceView<'_>, cursor: &PageCursor) -> String {
    if !choice.pages.is_empty() && !cursor.filter().is_empty() {
        return "No Page matches. Esc clears the filter.".to_owned();
    }
    match choice.listing {
        Listing::Loading => "Meta is being asked for your Pages.".to_owned(),
        Listing::Whole | Listing::Part if choice.can_find_missing => "No Page is here. F6 looks further.".to_owned(),
        Listing::Whole | Listing::Part => "No Page is here.".to_owned(),
    }
}
