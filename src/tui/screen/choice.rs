//! The Page list.

use ratatui::{
    Frame,
    layout::{Constraint, Layout, Position, Rect},
    text::Line,
};

use crate::{
    tui::{
        look::Look,
        measure,
        page_cursor::PageCursor,
        theme::Role,
        widget::{PickList, Sheet, about, hides, name_room, page_name},
    },
    wizard::view::{ChoiceView, Listing, Message, PageLine, PageState, Tone},
};

/// From this height on the selected Page is shown in full below the list.
const ROOMY: u16 = 16;

/// ```text
/// Choose the Page                                       37 Pages
/// Filter: bak_
///
/// > Name of the Page      ID 1234567890  Bakery · @insta
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
    let top = top(look, choice, cursor, area.width);
    let selected = cursor.index().and_then(|index| choice.pages.get(index));
    let name_room = name_room(area.width, cursor.longest_id());
    let below = below(look, selected, area, name_room);
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
    }
    .draw(list, frame.buffer_mut())
}

/// The heading, the filter and what there is to say about the list.
fn top<'a>(look: &'a Look, choice: &ChoiceView<'_>, cursor: &PageCursor, width: u16) -> Sheet<'a> {
    let mut sheet = Sheet::new(look, width);
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
    if let Some(remark) = choice.remark {
        sheet.message(0, remark);
    }
    sheet.blank();
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
        Listing::Loading => "Facebook is being asked for your Pages.".to_owned(),
        Listing::Whole | Listing::Part => "No Page is here.".to_owned(),
    }
}

/// Everything about the selected Page.
fn below<'a>(look: &'a Look, page: Option<&PageLine>, area: Rect, name_room: usize) -> Sheet<'a> {
    let mut sheet = Sheet::new(look, area.width);
    let Some(page) = page else { return sheet };
    let is_roomy = area.height >= ROOMY;
    if is_roomy {
        sheet.blank();
    }
    if is_roomy || measure::width(page_name(page)) > name_room {
        sheet.prose(page_name(page), Role::Heading);
    }
    let mut parts = vec![about(page, look.glyphs.between)];
    if !page.may.is_empty() {
        parts.push(format!("you may {}", page.may));
    }
    parts.retain(|part| !part.is_empty());
    if !parts.is_empty() {
        sheet.prose(&parts.join(&format!(" {} ", look.glyphs.between)), Role::Text);
    }
    if page.has_double {
        sheet.message(
            0,
            Message {
                tone: Tone::Careful,
                text: "another Page has a name that looks the same. Compare the IDs.",
            },
        );
    }
    match &page.state {
        PageState::Ready => {}
        PageState::Asking => sheet.message(
            0,
            Message {
                tone: Tone::Calm,
                text: "no token came with this Page; Facebook is being asked why.",
            },
        ),
        PageState::Unusable(reason) => sheet.message(
            0,
            Message {
                tone: Tone::Careful,
                text: reason,
            },
        ),
    }
    sheet
}
