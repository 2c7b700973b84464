//! What a result and a trouble offer. A trouble's ways have the same letters in a result, but for those that are taken
//! there: `s`, `r` and `t` are kept for saving, revealing and trying the token.

use super::{Action, Binding, ENTER, Key, KeyCode, Place, Places, WayKind, further, shown};

const OUTCOME: Places = Places::one(Place::Outcome);
const TROUBLE: Places = Places::one(Place::Trouble);
const BOTH: Places = Places::ENDS;

/// A way by its letter.
const fn way(places: Places, keys: &'static [Key], kind: WayKind, words: &'static str) -> Binding {
    shown(places, keys, Action::Take(kind), words)
}

/// One of several ways of a kind, by its number among them.
const fn nth(places: Places, keys: &'static [Key], kind: WayKind, number: u8, words: &'static str) -> Binding {
    further(places, keys, Action::TakeNumber(kind, number), words)
}

/// A line of a result, by its number.
const fn line(keys: &'static [Key], number: u8) -> Binding {
    further(
        OUTCOME,
        keys,
        Action::CopyLine(number),
        "copy what the line with this number holds",
    )
}

/// Result and trouble.
pub(super) const ENDS: &[Binding] = &[
    shown(OUTCOME, &[Key::Char('c')], Action::CopyToken, "copy the token"),
    shown(
        OUTCOME.and(Places::one(Place::Results)),
        &[Key::Char('s')],
        Action::Save,
        "save",
    ),
    shown(OUTCOME, &[Key::Char('v')], Action::ShowPlain, "show it alone"),
    shown(OUTCOME, &[Key::Char('r')], Action::Reveal, "reveal for 10 s"),
    shown(OUTCOME, &[Key::Char('t')], Action::TestCall, "test call"),
    shown(OUTCOME, &[Key::Char('p')], Action::CheckCopy, "check the copy"),
    shown(
        OUTCOME,
        &[Key::Named(KeyCode::Delete)],
        Action::ClearClipboard,
        "empty the clipboard",
    ),
    shown(BOTH, &[ENTER], Action::Main, "go on"),
    line(&[Key::Char('1')], 1),
    line(&[Key::Char('2')], 2),
    line(&[Key::Char('3')], 3),
    line(&[Key::Char('4')], 4),
    line(&[Key::Char('5')], 5),
    line(&[Key::Char('6')], 6),
    line(&[Key::Char('7')], 7),
    line(&[Key::Char('8')], 8),
    line(&[Key::Char('9')], 9),
    way(TROUBLE, &[Key::Char('r')], WayKind::Retry, "try again"),
    way(OUTCOME, &[Key::Char('y')], WayKind::Retry, "try again"),
    way(
        OUTCOME.and(Places::one(Place::Results)),
        &[Key::Char('n')],
        WayKind::OtherPage,
        "another Page",
    ),
    way(TROUBLE, &[Key::Char('n')], WayKind::NewToken, "get a new token"),
    way(OUTCOME, &[Key::Char('k')], WayKind::NewToken, "get a new token"),
    way(BOTH, &[Key::Char('i')], WayKind::SignInAgain, "sign in again"),
    way(TROUBLE, &[Key::Char('t')], WayKind::EditToken, "change the token"),
    way(OUTCOME, &[Key::Char('e')], WayKind::EditToken, "change the token"),
    way(BOTH, &[Key::Char('a')], WayKind::EditAppId, "change the App ID"),
    way(
        TROUBLE,
        &[Key::Char('s')],
        WayKind::EditAppSecret,
        "change the App secret",
    ),
    way(
        OUTCOME,
        &[Key::Char('x')],
        WayKind::EditAppSecret,
        "change the App secret",
    ),
    way(
        BOTH,
        &[Key::Char('u')],
        WayKind::EditRedirect,
        "change the redirect address",
    ),
    way(TROUBLE, &[Key::Char('p')], WayKind::OtherPage, "choose another Page"),
    way(BOTH, &[Key::Char('f')], WayKind::FindMissing, "look for a missing Page"),
    way(BOTH, &[Key::Char('d')], WayKind::TypePageId, "type a Page ID"),
    way(BOTH, &[Key::Char('b')], WayKind::Begin, "begin another journey"),
    nth(BOTH, &[Key::Char('j')], WayKind::Begin, 2, "begin the second one"),
    nth(BOTH, &[Key::Char('z')], WayKind::Begin, 3, "begin the third one"),
    way(BOTH, &[Key::Char('g')], WayKind::GoOn, "go on anyway"),
    way(BOTH, &[Key::Char('o')], WayKind::Open, "open the link"),
    nth(TROUBLE, &[Key::Char('2')], WayKind::Open, 2, "open the second link"),
    nth(TROUBLE, &[Key::Char('3')], WayKind::Open, 3, "open the third link"),
    nth(OUTCOME, &[Key::Char('w')], WayKind::Open, 2, "open the second link"),
    nth(OUTCOME, &[Key::Char('h')], WayKind::Open, 3, "open the third link"),
    way(TROUBLE, &[Key::Char('e')], WayKind::EditPlace, "choose another place"),
    way(
        TROUBLE,
        &[Key::Char('c')],
        WayKind::LeaveSaving,
        "copy it or show it instead",
    ),
    way(
        OUTCOME.and(Places::one(Place::Results)),
        &[Key::F(9)],
        WayKind::PutBack,
        "put the file back as it was",
    ),
    way(BOTH, &[Key::Char('m')], WayKind::Menu, "back to the menu"),
    further(BOTH, &[Key::F(6)], Action::ShowBare, "show link alone"),
];
