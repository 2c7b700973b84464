//! The help: what a screen is for, and all its keys.

use crate::{
    journey::Field,
    terminal::measure,
    tui::{
        keys::Place,
        look::Look,
        theme::Role,
        widget::{Offer, Sheet},
    },
    wizard::view::{Body, View},
};

/// ```text
/// What this screen is for.
///
/// Enter       go on
/// Esc         back
/// ```
pub(super) fn sheet<'a>(look: &'a Look, width: u16, (place, purpose): (Place, &str), offers: &[Offer]) -> Sheet<'a> {
    let mut sheet = Sheet::new(look, width);
    sheet.prose("Help for this screen", Role::Heading);
    sheet.prose(purpose, Role::Text);
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

/// What a screen is for: on a form, what its fields ask for.
pub(super) fn purpose(place: Place, view: &View<'_>) -> &'static str {
    let Body::Form(form) = &view.body else {
        return place.purpose();
    };
    if form.saving.is_some() {
        return "Every field has its value already; change what you want to have otherwise. Below them stands what would be \
                changed, who could read it, and what to know first. Nothing is written before you go on from the button.";
    }
    let asks_for = |is_meant: fn(Field) -> bool| form.fields.iter().any(|view| is_meant(view.field));
    if asks_for(Field::is_token) {
        place.purpose()
    } else if asks_for(|field| matches!(field, Field::FacebookLanding | Field::InstagramLanding)) {
        "Sign in with the browser first, as the steps say. It ends on an address that holds a code. Where this window does \
         not go on by itself then, copy that whole address and paste it here. The code works once and is sent to Meta and \
         nowhere else."
    } else if asks_for(|field| field == Field::CopyCheck) {
        "Paste what you copied. It stays hidden, is compared with what was copied, and goes nowhere else."
    } else if asks_for(|field| field == Field::PageId) {
        "Paste or type the number of the Page, or its address on Facebook where the number is part of it. Meta is asked \
         about this one Page when you go on."
    } else {
        "Paste or type each value. Hidden values stay hidden, and go to Meta and nowhere else. A paste never goes on by \
         itself."
    }
}

fn key(sheet: &mut Sheet<'_>, keys: &str, words: &str) {
    let keys = measure::fit(keys, keys.len().saturating_add(1).max(16), "");
    let keys = sheet.look.span(keys, Role::Key);
    sheet.hang(vec![keys], words, Role::Text);
}
