//! Every key there is, on one list.

use crossterm::event::KeyCode;

use super::{Action, Binding, Key, Place, Places, WayKind};

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
pub const TABLE: &[Binding] = &[
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
        Places::one(Place::Choice),
        &[Key::F(5)],
        Action::LoadRest,
        "load the rest",
    ),
    shown(
        Places::one(Place::Outcome),
        &[Key::Char('c')],
        Action::CopyToken,
        "copy token",
    ),
    shown(
        Places::one(Place::Outcome),
        &[Key::Char('v')],
        Action::ShowPlain,
        "show it alone",
    ),
    shown(
        Places::one(Place::Outcome),
        &[Key::Char('i')],
        Action::CopyPageId,
        "copy Page ID",
    ),
    shown(
        Places::of(&[
            Place::Menu,
            Place::Guide,
            Place::Field,
            Place::Button,
            Place::Choice,
            Place::Outcome,
            Place::Trouble,
        ]),
        &[ENTER],
        Action::Main,
        "go on",
    ),
    shown(
        Places::one(Place::Guide),
        &[Key::Char('c')],
        Action::CopyPermissions,
        "copy permissions",
    ),
    shown(
        Places::one(Place::Guide),
        &[Key::Char('l')],
        Action::CopyLink,
        "copy link",
    ),
    shown(
        Places::one(Place::Guide),
        &[Key::Char('o')],
        Action::OpenLink,
        "open link",
    ),
    shown(
        Places::ENDS,
        &[Key::Char('r')],
        Action::Take(WayKind::Retry),
        "try again",
    ),
    shown(
        Places::one(Place::Outcome),
        &[Key::Char('n')],
        Action::Take(WayKind::OtherPage),
        "another Page",
    ),
    shown(
        Places::one(Place::Trouble),
        &[Key::Char('n')],
        Action::Take(WayKind::NewToken),
        "get a new token",
    ),
    shown(
        Places::one(Place::Outcome),
        &[Key::Char('k')],
        Action::Take(WayKind::NewToken),
        "get a new token",
    ),
    shown(
        Places::ENDS,
        &[Key::Char('t')],
        Action::Take(WayKind::EditToken),
        "change the token",
    ),
    shown(
        Places::ENDS,
        &[Key::Char('a')],
        Action::Take(WayKind::EditAppId),
        "change the App ID",
    ),
    shown(
        Places::ENDS,
        &[Key::Char('s')],
        Action::Take(WayKind::EditAppSecret),
        "change the App secret",
    ),
    shown(
        Places::one(Place::Trouble),
        &[Key::Char('p')],
        Action::Take(WayKind::OtherPage),
        "choose another Page",
    ),
    shown(
        Places::ENDS,
        &[Key::Char('g')],
        Action::Take(WayKind::GoOn),
        "go on anyway",
    ),
    shown(
        Places::ENDS,
        &[Key::Char('o')],
        Action::Take(WayKind::Open),
        "open the link",
    ),
    shown(
        Places::ENDS,
        &[Key::Char('m')],
        Action::Take(WayKind::Menu),
        "back to the menu",
    ),
    further(
        Places::ENDS,
        &[Key::Char('2')],
        Action::OpenNumber(2),
        "open the second link",
    ),
    further(
        Places::ENDS,
        &[Key::Char('3')],
        Action::OpenNumber(3),
        "open the third link",
    ),
    shown(Places::ENDS, &[Key::Char('l')], Action::CopyLink, "copy link"),
    shown(Places::SCREENS, &[ESC], Action::Back, "back"),
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
    shown(Places::one(Place::Field), &[Key::F(4)], Action::CopyLink, "copy link"),
    shown(Places::one(Place::Field), &[Key::F(3)], Action::OpenLink, "open link"),
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
    further(Places::ALL, &[Key::Ctrl('l')], Action::Repaint, "draw the screen again"),
    further(
        Places::ALL,
        &[Key::Ctrl('z')],
        Action::Suspend,
        "back to the shell for now (fg returns)",
    ),
];
