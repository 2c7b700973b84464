//! The help: what a screen is for, and all its keys.

use crate::tui::{
    keys::Place,
    look::Look,
    measure,
    theme::Role,
    widget::{Offer, Sheet},
};

/// ```text
/// What this screen is for.
///
/// Enter       go on
/// Esc         back
/// ```
pub(super) fn sheet<'a>(look: &'a Look, width: u16, place: Place, offers: &[Offer]) -> Sheet<'a> {
    let mut sheet = Sheet::new(look, width);
    sheet.prose("Help for this screen", Role::Heading);
    sheet.prose(place.purpose(), Role::Text);
    sheet.gap();
    if place.takes_text() {
        let words = match place {
            Place::Choice => "filters the list",
            _ => "is text in the field, every one of them",
        };
        key(&mut sheet, "any letter", words);
    }
    for offer in offers {
        key(&mut sheet, &offer.keys, &offer.words);
    }
    sheet.gap();
    sheet.prose(
        "The mouse stays yours: select and copy with it as in any other program.",
        Role::Quiet,
    );
    sheet
}

fn key(sheet: &mut Sheet<'_>, keys: &str, words: &str) {
    let keys = measure::fit(keys, keys.len().saturating_add(1).max(16), "");
    let keys = sheet.look.span(keys, Role::Key);
    sheet.hang(vec![keys], words, Role::Text);
}
