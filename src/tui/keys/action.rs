//! What keys do, in meaning.

use crate::{journey::Field, wizard::trouble::Way};

/// What a key does, in meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// The main thing of the place: go on, choose, take the first way.
    Main,
    /// The safe answer to a question.
    No,
    /// The other answer.
    Yes,
    /// Close the help.
    CloseHelp,
    /// Clear the filter, or go one stage back.
    Back,
    /// Leave the program.
    Leave,
    /// Show the help.
    Help,
    /// To the next field or the button.
    NextField,
    /// To the field before.
    PreviousField,
    /// One line up.
    Up,
    /// One line down.
    Down,
    /// One page up.
    PageUp,
    /// One page down.
    PageDown,
    /// To the first line.
    First,
    /// To the last line.
    Last,
    /// One character to the left.
    Left,
    /// One character to the right.
    Right,
    /// To the start of the text.
    TextStart,
    /// To the end of the text.
    TextEnd,
    /// Take out the character before the cursor.
    Backspace,
    /// Take out the character at the cursor.
    Delete,
    /// Take out the whole text.
    Clear,
    /// Paste the sample value.
    PasteSample,
    /// Copy the token.
    CopyToken,
    /// Copy what the line of the result with this number holds, counted from 1 among those that can be copied.
    CopyLine(u8),
    /// Copy the permission list.
    CopyPermissions,
    /// Show the permission list alone.
    ShowPermissions,
    /// Copy the link of the place.
    CopyLink,
    /// Open the link of the place.
    OpenLink,
    /// Show the link of the place alone.
    ShowBare,
    /// To the next of several ways to a token.
    NextDoor,
    /// To the one before.
    PreviousDoor,
    /// Mark the selected Page, or take its mark back.
    Mark,
    /// Show the token alone.
    ShowPlain,
    /// Show the token here for a few seconds.
    Reveal,
    /// Save to a file.
    Save,
    /// Try the token.
    TestCall,
    /// Compare a paste with what was copied.
    CheckCopy,
    /// Empty the clipboard.
    ClearClipboard,
    /// Choose where the token will be saved.
    ChoosePlace,
    /// Keep the file out of git.
    KeepOutOfGit,
    /// Take the first way of this kind.
    Take(WayKind),
    /// Take the way with this number, counted from 1 among those of this kind.
    TakeNumber(WayKind, u8),
    /// Stop the program for now, as shells do.
    Suspend,
    /// Draw everything again.
    Repaint,
}

/// A [`Way`] without what it carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WayKind {
    /// Try again.
    Retry,
    /// Change the token.
    EditToken,
    /// Change the App ID.
    EditAppId,
    /// Change the App secret.
    EditAppSecret,
    /// Change the redirect address.
    EditRedirect,
    /// Get a new token.
    NewToken,
    /// Sign in again.
    SignInAgain,
    /// Type a Page ID.
    TypePageId,
    /// Look for a missing Page.
    FindMissing,
    /// Begin another journey.
    Begin,
    /// Choose another Page.
    OtherPage,
    /// Go on anyway.
    GoOn,
    /// Open a link.
    Open,
    /// Change the place or the name something is saved under.
    EditPlace,
    /// Leave saving.
    LeaveSaving,
    /// Put a file back as it was.
    PutBack,
    /// Back to the menu.
    Menu,
}

impl WayKind {
    /// The kind of a way.
    pub const fn of(way: &Way) -> Self {
        match way {
            Way::Retry => Self::Retry,
            Way::Edit(Field::AppId | Field::InstagramAppId) => Self::EditAppId,
            Way::Edit(Field::AppSecret | Field::InstagramAppSecret) => Self::EditAppSecret,
            Way::Edit(Field::FacebookRedirect | Field::InstagramRedirect) => Self::EditRedirect,
            Way::Edit(
                Field::Token
                | Field::AnyToken
                | Field::InstagramToken
                | Field::InstagramHourToken
                | Field::FacebookLanding
                | Field::InstagramLanding
                | Field::PageId,
            ) => Self::EditToken,
            Way::Edit(Field::SavePath | Field::NameOf(_) | Field::SaveMode | Field::SaveGroup | Field::CopyCheck) => {
                Self::EditPlace
            }
            Way::LeaveSaving => Self::LeaveSaving,
            Way::PutBack => Self::PutBack,
            Way::NewToken => Self::NewToken,
            Way::SignInAgain => Self::SignInAgain,
            Way::TypePageId => Self::TypePageId,
            Way::FindMissing => Self::FindMissing,
            Way::Begin(_) => Self::Begin,
            Way::OtherPage => Self::OtherPage,
            Way::GoOn => Self::GoOn,
            Way::Open(_) => Self::Open,
            Way::Menu => Self::Menu,
        }
    }
}
