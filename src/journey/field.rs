//! The fields a form can have.

use super::{Datum, Slot, SlotSet};

/// A value that a person is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// A user token of Facebook's, one hour old at most.
    Token,
    /// A token of either family, to be looked at or made to last again.
    AnyToken,
    /// The number of the app it was made with.
    AppId,
    /// That app's secret.
    AppSecret,
    /// Where Facebook Login sends the browser; this machine when it is left empty.
    FacebookRedirect,
    /// The address at which the browser ended after Facebook Login.
    FacebookLanding,
    /// The number of the app's Instagram half.
    InstagramAppId,
    /// The secret of the app's Instagram half.
    InstagramAppSecret,
    /// Where Instagram Login sends the browser.
    InstagramRedirect,
    /// The address at which the browser ended after Instagram Login.
    InstagramLanding,
    /// A token that the app's dashboard made.
    InstagramToken,
    /// A token of an hour, as a login of Instagram's gives it.
    InstagramHourToken,
    /// The number of a Page that no list shows.
    PageId,
    /// The file in which something is saved.
    SavePath,
    /// The name under which a program knows this.
    NameOf(Datum),
    /// The permission bits of that file.
    SaveMode,
    /// The group of that file.
    SaveGroup,
    /// What was copied, pasted to see whether it arrived.
    CopyCheck,
}

impl Field {
    /// Every field.
    pub const ALL: &[Self] = &[
        Self::Token,
        Self::AnyToken,
        Self::AppId,
        Self::AppSecret,
        Self::FacebookRedirect,
        Self::FacebookLanding,
        Self::InstagramAppId,
        Self::InstagramAppSecret,
        Self::InstagramRedirect,
        Self::InstagramLanding,
        Self::InstagramToken,
        Self::InstagramHourToken,
        Self::PageId,
        Self::SavePath,
        Self::NameOf(Datum::Token),
        Self::NameOf(Datum::PageId),
        Self::NameOf(Datum::InstagramId),
        Self::NameOf(Datum::InstagramName),
        Self::NameOf(Datum::UserId),
        Self::SaveMode,
        Self::SaveGroup,
        Self::CopyCheck,
    ];

    /// What can be known once it is filled: one of these, or more.
    pub const fn slots(self) -> SlotSet {
        match self {
            Self::Token => SlotSet::of(&[Slot::PastedToken]),
            Self::AnyToken => SlotSet::of(&[Slot::PastedToken, Slot::InstagramPasted]),
            Self::AppId => SlotSet::of(&[Slot::AppId]),
            Self::AppSecret => SlotSet::of(&[Slot::AppSecret]),
            Self::FacebookRedirect => SlotSet::of(&[Slot::FacebookRedirect]),
            Self::FacebookLanding => SlotSet::of(&[Slot::LoginCode, Slot::PastedToken]),
            Self::InstagramAppId => SlotSet::of(&[Slot::InstagramAppId]),
            Self::InstagramAppSecret => SlotSet::of(&[Slot::InstagramAppSecret]),
            Self::InstagramRedirect => SlotSet::of(&[Slot::InstagramRedirect]),
            Self::InstagramLanding => SlotSet::of(&[Slot::InstagramCode, Slot::InstagramPasted]),
            // What the dashboard makes lasts already (facts: graph-api 7.5).
            Self::InstagramToken => SlotSet::of(&[Slot::InstagramPasted, Slot::InstagramLong]),
            Self::InstagramHourToken => SlotSet::of(&[Slot::InstagramShort]),
            Self::PageId | Self::SavePath | Self::NameOf(_) | Self::SaveMode | Self::SaveGroup | Self::CopyCheck => {
                SlotSet::EMPTY
            }
        }
    }

    /// Its label.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Token | Self::AnyToken => "Access token",
            Self::AppId => "App ID",
            Self::AppSecret => "App secret",
            Self::FacebookRedirect | Self::InstagramRedirect => "Redirect address",
            Self::FacebookLanding | Self::InstagramLanding => "Final address",
            Self::InstagramAppId => "Instagram App ID",
            Self::InstagramAppSecret => "Instagram secret",
            Self::InstagramToken | Self::InstagramHourToken => "Instagram token",
            Self::PageId => "Page ID",
            Self::SavePath => "File",
            Self::NameOf(Datum::Token) => "Token as",
            Self::NameOf(Datum::PageId) => "Page ID as",
            Self::NameOf(Datum::InstagramId) => "Instagram ID as",
            Self::NameOf(Datum::InstagramName) => "Account name as",
            Self::NameOf(Datum::UserId) => "User ID as",
            Self::SaveMode => "Permissions",
            Self::SaveGroup => "Group",
            Self::CopyCheck => "The copy",
        }
    }

    /// Where its value is found.
    pub const fn hint(self) -> &'static str {
        match self {
            Self::Token => "The text in the Access Token box of the Graph API Explorer",
            Self::AnyToken => "Any token of Facebook (EAA…) or of Instagram Login (IGAA…)",
            Self::AppId => "In the app's dashboard: App settings, Basic",
            Self::AppSecret => "Beside the App ID: App settings, Basic, then Show",
            Self::FacebookRedirect => "Leave it empty to come back to this machine",
            Self::FacebookLanding | Self::InstagramLanding => "The whole address the browser shows after the login",
            Self::InstagramAppId => "Instagram, API setup with Instagram login; not the App ID of App settings",
            Self::InstagramAppSecret => "Beside the Instagram App ID, then Show",
            Self::InstagramRedirect => "One of the addresses in Business login settings, to the letter",
            Self::InstagramToken => "Instagram, API setup with Instagram login, Generate token",
            Self::InstagramHourToken => "The token of an hour that a login gave; it begins with IGAA",
            Self::PageId => "On the Page: About, Page transparency",
            Self::SavePath => "In the current folder, or a whole path; ~/ is your home",
            Self::NameOf(_) => "The name that your program looks for",
            Self::SaveMode => "As chmod writes them: 600 lets only you read it",
            Self::SaveGroup => "Leave it empty to change nothing about the group",
            Self::CopyCheck => "What you copied, to see whether all of it arrived",
        }
    }

    /// Whether its text is hidden while it is typed.
    pub const fn is_secret(self) -> bool {
        match self {
            Self::Token
            | Self::AnyToken
            | Self::AppSecret
            | Self::FacebookLanding
            | Self::InstagramAppSecret
            | Self::InstagramLanding
            | Self::InstagramToken
            | Self::InstagramHourToken
            | Self::CopyCheck => true,
            Self::AppId
            | Self::FacebookRedirect
            | Self::InstagramAppId
            | Self::InstagramRedirect
            | Self::PageId
            | Self::SavePath
            | Self::NameOf(_)
            | Self::SaveMode
            | Self::SaveGroup => false,
        }
    }

    /// Whether a form can be sent without it.
    pub const fn is_optional(self) -> bool {
        matches!(self, Self::FacebookRedirect | Self::SaveGroup)
    }

    /// Whether it takes a token that is looked at as soon as it is there.
    pub const fn is_token(self) -> bool {
        matches!(
            self,
            Self::Token | Self::AnyToken | Self::InstagramToken | Self::InstagramHourToken
        )
    }
}
