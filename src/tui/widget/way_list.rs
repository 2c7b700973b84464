//! What a person can do next, each with its key.

use crate::{
    terminal::measure,
    tui::{keys::Action, theme::Role},
    wizard::trouble::Way,
};

use super::{Offer, Sheet};

/// Writes the keys for taking the token along and the ways, each on its line, and under a way that opens a page the
/// page's address, alone from the first column.
pub(crate) fn way_list(sheet: &mut Sheet<'_>, offers: &[Offer], ways: &[Way]) {
    let look = sheet.look;
    let mut says_how_to_copy = true;
    for offer in offers {
        let is_out = matches!(
            offer.action,
            Action::Main
                | Action::CopyToken
                | Action::Save
                | Action::ShowPlain
                | Action::Reveal
                | Action::TestCall
                | Action::CheckCopy
                | Action::ClearClipboard
        );
        let way = offer.way.and_then(|index| ways.get(index));
        if !is_out && way.is_none() {
            continue;
        }
        let key = look.span(measure::fit(&offer.key, 7, ""), Role::Key);
        if let Some(Way::Open(link)) = way {
            let how = if says_how_to_copy {
                " (l copies the address)"
            } else {
                ""
            };
            says_how_to_copy = false;
            sheet.hang(vec![key], &format!("{}{how}", offer.words), Role::Text);
            sheet.bare(&link.url(), Role::Link);
        } else {
            sheet.hang(vec![key], &offer.words, Role::Text);
        }
    }
}
