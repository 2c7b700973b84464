//! What is done on each screen but the ends.

use super::{Action, Binding, ENTER, ESC, Key, KeyCode, Place, Places, WayKind, further, shown};

const GUIDE: Places = Places::one(Place::Guide);

/// Question, help, menu, guide, form, Page list and list of results.
pub(super) const SCREENS: &[Binding] = &[
    shown(
        Places::one(Place::Question),
        &[ENTER, ESC, Key::Char('n')],
        Action::No,
        "the safe answer",
    ),
    shown(Places::one(Place::Question), &[Key::Char('y')], Action::Yes, "yes"),
    shown(
        Places::one(Place::Help),
        &[ESC, ENTER, Key::F(1), Key::Char('?')],
        Action::CloseHelp,
        "close the help",
    ),
    shown(
        Places::one(Place::Field),
        &[Key::F(2)],
        Action::PasteSample,
        "paste sample",
    ),
    shown(
        Places::of(&[
            Place::Menu,
            Place::Guide,
            Place::Field,
            Place::Button,
            Place::Choice,
            Place::Kinds,
            Place::Results,
        ]),
        &[ENTER],
        Action::Main,
        "go on",
    ),
    shown(GUIDE, &[Key::Char('o')], Action::OpenLink, "open link"),
    shown(GUIDE, &[Key::Char('l')], Action::CopyLink, "copy link"),
    shown(GUIDE, &[Key::Char('c')], Action::CopyPermissions, "copy permissions"),
    shown(
        GUIDE,
        &[Key::Named(KeyCode::Tab), Key::Named(KeyCode::Right)],
        Action::NextDoor,
        "another way",
    ),
    further(
        GUIDE,
        &[Key::Named(KeyCode::BackTab), Key::Named(KeyCode::Left)],
        Action::PreviousDoor,
        "the way before",
    ),
    shown(
        GUIDE,
        &[Key::Char('b')],
        Action::Take(WayKind::Begin),
        "begin the other journey",
    ),
    further(GUIDE, &[Key::F(6)], Action::ShowBare, "show link alone"),
    further(GUIDE, &[Key::F(7)], Action::ShowPermissions, "show permissions alone"),
];
