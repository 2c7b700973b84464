//! The chain from an app over a Page to an Instagram account, with the link at which it breaks.

use ratatui::text::Span;

use crate::tui::theme::Role;

use super::{Sheet, columns};

/// Where the chain takes a row for each link, names stand in a column behind sign and label.
const LABEL: usize = 12;

/// One link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Link<'a> {
    /// What it is, such as "Page".
    pub(crate) label: &'a str,
    /// Its name, or what is missing.
    pub(crate) name: &'a str,
    pub(crate) hold: Hold,
}

/// Whether a link holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hold {
    Holds,
    /// The chain breaks here.
    Broken,
    /// It was not tried.
    Unknown,
}

/// Writes the chain on one row, or where that does not fit on a row for each link:
///
/// ```text
/// ✓ App Bakery Poster ─ ✓ Page Alpenblick ─ ✗ broken at Instagram: no account is linked
///
/// ✓ App       Bakery Poster
/// ✗ broken at Instagram: no account is linked
/// ```
pub(crate) fn chain(sheet: &mut Sheet<'_>, links: &[Link<'_>]) {
    let look = sheet.look;
    let [_, _, _, _, flat, _] = look.glyphs.frame;
    let between = format!(" {flat} ");
    let mut row = Vec::new();
    for (index, link) in links.iter().enumerate() {
        if index > 0 {
            row.push(look.span(between.clone(), Role::Quiet));
        }
        row.extend(before(sheet, link));
        row.push(look.span(format!(" {}", link.name), Role::Text));
    }
    if columns(&row) <= sheet.width() {
        return sheet.row(row);
    }
    for link in links {
        let mut before = before(sheet, link);
        let blanks = LABEL.saturating_sub(columns(&before)).max(1);
        before.push(look.span(" ".repeat(blanks), Role::Text));
        sheet.hang_at(LABEL, before, link.name, Role::Text);
    }
}

/// Sign and label, or at the broken link that it is broken there.
fn before(sheet: &Sheet<'_>, link: &Link<'_>) -> Vec<Span<'static>> {
    let look = sheet.look;
    match link.hold {
        Hold::Holds => vec![
            look.span(format!("{} ", look.glyphs.tick), Role::Good),
            look.span(link.label.to_owned(), Role::Quiet),
        ],
        Hold::Broken => vec![look.span(format!("{} broken at {}:", look.glyphs.cross, link.label), Role::Bad)],
        Hold::Unknown => vec![
            look.span(format!("{} ", look.glyphs.dot), Role::Quiet),
            look.span(link.label.to_owned(), Role::Quiet),
        ],
    }
}

#[cfg(test)]
mod tests {
    use ratatui::{buffer::Buffer, layout::Rect};

    use super::*;
    use crate::tui::widget::test_look;

    #[test]
    fn no_size_makes_it_panic() {
        let look = test_look();
        for (width, height) in [(0, 0), (1, 1), (3, 2), (40, 15)] {
            let mut sheet = Sheet::new(&look, width);
            let link = |hold| Link {
                label: "Instagram",
                name: "no professional account is linked to this Page",
                hold,
            };
            chain(&mut sheet, &[Hold::Holds, Hold::Broken, Hold::Unknown].map(link));
            let area = Rect::new(0, 0, width, height);
            sheet.draw_clipped(area, &mut Buffer::empty(area));
        }
    }
}
