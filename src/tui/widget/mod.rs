//! The pieces that screens are made of.
//!
//! What stays in its place is a ratatui `Widget`; what may scroll with the body writes rows into a [`Sheet`].

mod call_list;
mod chain;
mod finding_list;
mod key_bar;
mod notice_line;
mod panel;
mod pick_list;
mod prose;
mod text_field;
mod title_bar;
mod way_list;

pub(crate) use call_list::call_list;
pub(crate) use chain::{Hold, Link, chain};
pub(crate) use finding_list::finding_list;
pub(crate) use key_bar::{KeyBar, Offer};
pub(crate) use notice_line::NoticeLine;
pub(crate) use panel::panel;
pub(crate) use pick_list::{PickList, about, name as page_name, name_room};
pub(crate) use prose::{Sheet, SheetWindow, columns};
pub(crate) use text_field::{TextField, hides};
pub(crate) use title_bar::{RailBar, TitleBar};
pub(crate) use way_list::way_list;

/// A look for tests: no colours, and signs that are letters.
#[cfg(test)]
pub(crate) fn test_look() -> super::Look {
    super::Look {
        theme: super::Theme::plain(),
        glyphs: super::Glyphs::ascii(),
        time_zone: std::sync::Arc::new(std::sync::LazyLock::new(|| jiff::tz::TimeZone::UTC)),
    }
}
