//! The calls a stage can make: what each needs, what it fills, and whether it may be repeated.

use super::{Slot, SlotSet};

/// One exchange with Meta.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Call {
    /// `debug_token` on the pasted token, asked with that same token.
    InspectPasted,
    /// `me` with the pasted token.
    ReadOwner,
    /// `me/permissions` with the pasted token.
    ReadPermissions,
    /// The app's own node, asked with `APP_ID|APP_SECRET`: proves the pair.
    CheckApp,
    /// `fb_exchange_token`: the pasted user token becomes one of about 60 days. Proves the pair as well.
    Extend,
    /// `debug_token` on the long-lived token, asked with `APP_ID|APP_SECRET`.
    InspectLong,
    /// `me/accounts` with the long-lived token, all cursors followed.
    ListPages,
    /// `{page}?fields=access_token`: why a Page came without a token, or its token after all.
    FetchPageToken,
    /// `debug_token` on the Page token, asked with `APP_ID|APP_SECRET`.
    InspectPage,
    /// `me` with the Page token: one real read.
    ReadAsPage,
}

impl Call {
    /// What must be known before it can start.
    pub const fn needs(self) -> SlotSet {
        match self {
            Self::InspectPasted | Self::ReadOwner | Self::ReadPermissions => SlotSet::of(&[Slot::PastedToken]),
            Self::CheckApp => SlotSet::of(&[Slot::AppId, Slot::AppSecret]),
            Self::Extend => SlotSet::of(&[Slot::PastedToken, Slot::AppId, Slot::AppSecret]),
            Self::InspectLong | Self::ListPages | Self::FetchPageToken => SlotSet::of(&[Slot::App, Slot::LongToken]),
            Self::InspectPage | Self::ReadAsPage => SlotSet::of(&[Slot::App, Slot::ChosenPage]),
        }
    }

    /// What is known once it has succeeded.
    pub const fn fills(self) -> SlotSet {
        match self {
            Self::InspectPasted => SlotSet::of(&[Slot::PastedInspection]),
            Self::ReadOwner => SlotSet::of(&[Slot::Owner]),
            Self::ReadPermissions => SlotSet::of(&[Slot::Permissions]),
            Self::CheckApp => SlotSet::of(&[Slot::App]),
            Self::Extend => SlotSet::of(&[Slot::App, Slot::LongToken]),
            Self::InspectLong => SlotSet::of(&[Slot::LongInspection]),
            Self::ListPages => SlotSet::of(&[Slot::Pages]),
            Self::FetchPageToken => SlotSet::EMPTY,
            Self::InspectPage => SlotSet::of(&[Slot::PageInspection]),
            Self::ReadAsPage => SlotSet::of(&[Slot::PageRead]),
        }
    }

    /// What it is made for: once that is known, there is no need for it.
    pub const fn purpose(self) -> Option<Slot> {
        match self {
            Self::InspectPasted => Some(Slot::PastedInspection),
            Self::ReadOwner => Some(Slot::Owner),
            Self::ReadPermissions => Some(Slot::Permissions),
            Self::CheckApp => Some(Slot::App),
            Self::Extend => Some(Slot::LongToken),
            Self::InspectLong => Some(Slot::LongInspection),
            Self::ListPages => Some(Slot::Pages),
            Self::FetchPageToken => None,
            Self::InspectPage => Some(Slot::PageInspection),
            Self::ReadAsPage => Some(Slot::PageRead),
        }
    }

    /// Whether the same request may be sent again by itself when its outcome is unknown (safety 4.1).
    pub const fn is_repeatable(self) -> bool {
        match self {
            Self::InspectPasted
            | Self::ReadOwner
            | Self::ReadPermissions
            | Self::CheckApp
            | Self::Extend
            | Self::InspectLong
            | Self::ListPages
            | Self::FetchPageToken
            | Self::InspectPage
            | Self::ReadAsPage => true,
        }
    }

    /// What it does, in words, as a line of progress.
    pub const fn words(self) -> &'static str {
        match self {
            Self::InspectPasted => "Look at the token",
            Self::ReadOwner => "Ask whose it is",
            Self::ReadPermissions => "Read its permissions",
            Self::CheckApp => "Check App ID and secret",
            Self::Extend => "Make the token last 60 days",
            Self::InspectLong => "Look at the 60-day token",
            Self::ListPages => "List your Pages",
            Self::FetchPageToken => "Ask for the Page's token",
            Self::InspectPage => "Ask Meta when it ends",
            Self::ReadAsPage => "Read the Page with its token",
        }
    }

    /// The name of the place by which `assets/troubles.toml` knows it.
    pub const fn place(self) -> &'static str {
        match self {
            Self::InspectPasted => "inspect-pasted",
            Self::ReadOwner => "read-owner",
            Self::ReadPermissions => "read-permissions",
            Self::CheckApp => "check-app",
            Self::Extend => "extend",
            Self::InspectLong => "inspect-long",
            Self::ListPages => "list-pages",
            Self::FetchPageToken => "fetch-page-token",
            Self::InspectPage => "inspect-page",
            Self::ReadAsPage => "read-as-page",
        }
    }
}
