//! Moving through lists and texts, and editing.

use super::{Action, Binding, Key, KeyCode, Place, Places, further};

/// Keys that the help names last.
pub(super) const MOVEMENT: &[Binding] = &[
    further(
        Places::LISTS.and(Places::SCROLLED),
        &[Key::Named(KeyCode::Up)],
        Action::Up,
        "one line up",
    ),
    further(
        Places::LISTS.and(Places::SCROLLED),
        &[Key::Named(KeyCode::Down)],
        Action::Down,
        "one line down",
    ),
    further(
        Places::LISTS.and(Places::SCROLLED).and(Places::FORM),
        &[Key::Named(KeyCode::PageUp)],
        Action::PageUp,
        "one page up",
    ),
    further(
        Places::LISTS.and(Places::SCROLLED).and(Places::FORM),
        &[Key::Named(KeyCode::PageDown)],
        Action::PageDown,
        "one page down",
    ),
    further(
        Places::LISTS.and(Places::SCROLLED),
        &[Key::Named(KeyCode::Home)],
        Action::First,
        "to the start",
    ),
    further(
        Places::LISTS.and(Places::SCROLLED),
        &[Key::Named(KeyCode::End)],
        Action::Last,
        "to the end",
    ),
    further(
        Places::one(Place::Field),
        &[Key::Named(KeyCode::Left)],
        Action::Left,
        "one character to the left",
    ),
    further(
        Places::one(Place::Field),
        &[Key::Named(KeyCode::Right)],
        Action::Right,
        "one character to the right",
    ),
    further(
        Places::one(Place::Field),
        &[Key::Named(KeyCode::Home)],
        Action::TextStart,
        "to the start of the text",
    ),
    further(
        Places::one(Place::Field),
        &[Key::Named(KeyCode::End)],
        Action::TextEnd,
        "to the end of the text",
    ),
    further(
        Places::TEXTS,
        &[Key::Named(KeyCode::Backspace), Key::Ctrl('h')],
        Action::Backspace,
        "take out the last character",
    ),
    further(
        Places::one(Place::Field),
        &[Key::Named(KeyCode::Delete)],
        Action::Delete,
        "take out the character at the cursor",
    ),
    further(Places::TEXTS, &[Key::Ctrl('u')], Action::Clear, "clear the text"),
];
