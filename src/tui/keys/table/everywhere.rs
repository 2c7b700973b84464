//! Back, on within a form or a list, the link, help and leaving.

use super::{Action, Binding, ESC, Key, KeyCode, Place, Places, WayKind, further, shown};

const CHOICE: Places = Places::one(Place::Choice);

/// What every screen can do, and what is named behind it in the footer.
pub(super) const EVERYWHERE: &[Binding] = &[
    shown(Places::SCREENS, &[ESC], Action::Back, "back"),
    shown(Places::ENDS, &[Key::Char('l')], Action::CopyLink, "copy link"),
    shown(
        CHOICE,
        &[Key::Named(KeyCode::Tab), Key::Char(' ')],
        Action::Mark,
        "mark",
    ),
    shown(CHOICE, &[Key::F(5)], Action::Take(WayKind::Retry), "load the rest"),
    shown(
        CHOICE,
        &[Key::F(6)],
        Action::Take(WayKind::FindMissing),
        "a Page is missing",
    ),
    shown(
        CHOICE,
        &[Key::F(7)],
        Action::Take(WayKind::TypePageId),
        "type a Page ID",
    ),
    further(
        Places::FORM,
        &[Key::Named(KeyCode::Tab), Key::Named(KeyCode::Down)],
        Action::NextField,
        "next field or button",
    ),
    further(
        Places::FORM,
        &[Key::Named(KeyCode::BackTab), Key::Named(KeyCode::Up)],
        Action::PreviousField,
        "the one before",
    ),
    shown(Places::FORM, &[Key::F(4)], Action::CopyLink, "copy link"),
    shown(Places::FORM, &[Key::F(3)], Action::OpenLink, "open link"),
    shown(Places::FORM, &[Key::F(6)], Action::ShowBare, "show link alone"),
    shown(Places::FORM, &[Key::F(8)], Action::ChoosePlace, "where to save it"),
    shown(Places::FORM, &[Key::F(9)], Action::KeepOutOfGit, "keep it out of git"),
    shown(Places::SCREENS, &[Key::Ctrl('c')], Action::Leave, "leave"),
    shown(Places::TEXTS, &[Key::F(1)], Action::Help, "help"),
    shown(
        Places::SCREENS.without(Places::TEXTS),
        &[Key::F(1), Key::Char('?')],
        Action::Help,
        "help",
    ),
    further(
        Places::of(&[Place::Question, Place::Help]),
        &[Key::Ctrl('c')],
        Action::Leave,
        "leave",
    ),
    further(Places::ALL, &[Key::Ctrl('l')], Action::Repaint, "draw the screen again"),
    further(
        Places::ALL,
        &[Key::Ctrl('z')],
        Action::Suspend,
        "back to the shell for now (fg returns)",
    ),
];
