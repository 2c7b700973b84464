//! Every key there is, on one list of four parts: what each screen does, what an end offers, what holds everywhere, and
//! what moves and edits.

use crossterm::event::KeyCode;

use super::{Action, Binding, Key, Place, Places, WayKind};

mod ends;
mod everywhere;
mod movement;
mod screens;

const ENTER: Key = Key::Named(KeyCode::Enter);
const ESC: Key = Key::Named(KeyCode::Esc);

/// A line that the footer names.
const fn shown(places: Places, keys: &'static [Key], action: Action, words: &'static str) -> Binding {
    Binding {
        places,
        keys,
        action,
        words,
        is_in_footer: true,
    }
}

/// A line that only the help names.
const fn further(places: Places, keys: &'static [Key], action: Action, words: &'static str) -> Binding {
    Binding {
        places,
        keys,
        action,
        words,
        is_in_footer: false,
    }
}

/// Every key, most important first.
pub fn table() -> impl Iterator<Item = &'static Binding> {
    [screens::SCREENS, ends::ENDS, everywhere::EVERYWHERE, movement::MOVEMENT]
        .into_iter()
        .flatten()
}
