//! The calls a stage can make: what each needs, what it fills, and whether it may be repeated.

use super::{Slot, SlotSet};

/// One exchange with Meta.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Call {
    /// `oauth/access_token` with the code of Facebook Login.
    RedeemCode,
    /// `debug_token` on the pasted token, asked with that same token.
    InspectPasted,
    /// `debug_token` on the pasted token, asked with `APP_ID|APP_SECRET`: where Meta does not answer to the token itself.
    InspectByApp,
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
    /// `me` with the long-lived token: one real read.
    ReadAsUser,
    /// `me/accounts` with the long-lived token, all cursors followed.
    ListPages,
    /// `{page}?fields=access_token`: why a Page came without a token, or its token after all.
    FetchPageToken,
    /// `{page}?fields=id,name,access_token,…`: a Page that no list shows.
    FetchPage,
    /// `me/businesses`: the portfolios that Pages may be in.
    ListBusinesses,
    /// `{business}/owned_pages`.
    ListOwnedPages,
    /// `{business}/client_pages`.
    ListClientPages,
    /// `debug_token` on the Page token, asked with `APP_ID|APP_SECRET`.
    InspectPage,
    /// `me` with the Page token: one real read.
    ReadAsPage,
    /// The Page's node with the Page token: the Instagram account behind it.
    FindInstagram,
    /// The Instagram account's node with the Page token: one real read.
    ReadInstagramAsPage,
    /// The Instagram account's node with the long-lived user token: one real read.
    ReadInstagramAsUser,
    /// `content_publishing_limit` with the long-lived user token.
    ReadPublishing,
    /// `api.instagram.com/oauth/access_token` with the code of Instagram Login.
    RedeemInstagramCode,
    /// `ig_exchange_token`: the one-hour Instagram token becomes one of 60 days.
    ExtendInstagram,
    /// `ig_refresh_token`: a 60-day Instagram token gets 60 new days.
    RefreshInstagram,
    /// `graph.instagram.com/me` with the pasted Instagram token.
    ReadPastedProfile,
    /// `graph.instagram.com/me` with the Instagram token that lasts: one real read.
    ReadProfile,
}

impl Call {
    /// Every call.
    pub const ALL: &[Self] = &[
        Self::RedeemCode,
        Self::InspectPasted,
        Self::InspectByApp,
        Self::ReadOwner,
        Self::ReadPermissions,
        Self::CheckApp,
        Self::Extend,
        Self::InspectLong,
        Self::ReadAsUser,
        Self::ListPages,
        Self::FetchPageToken,
        Self::FetchPage,
        Self::ListBusinesses,
        Self::ListOwnedPages,
        Self::ListClientPages,
        Self::InspectPage,
        Self::ReadAsPage,
        Self::FindInstagram,
        Self::ReadInstagramAsPage,
        Self::ReadInstagramAsUser,
        Self::ReadPublishing,
        Self::RedeemInstagramCode,
        Self::ExtendInstagram,
        Self::RefreshInstagram,
        Self::ReadPastedProfile,
        Self::ReadProfile,
    ];

    /// What must be known before it can start.
    pub const fn needs(self) -> SlotSet {
        match self {
            Self::RedeemCode => SlotSet::of(&[Slot::LoginCode, Slot::AppId, Slot::AppSecret, Slot::FacebookRedirect]),
            Self::InspectPasted | Self::ReadOwner | Self::ReadPermissions => SlotSet::of(&[Slot::PastedToken]),
            Self::CheckApp => SlotSet::of(&[Slot::AppId, Slot::AppSecret]),
            Self::InspectByApp | Self::Extend => SlotSet::of(&[Slot::PastedToken, Slot::AppId, Slot::AppSecret]),
            Self::InspectLong
            | Self::ReadAsUser
            | Self::ListPages
            | Self::FetchPageToken
            | Self::FetchPage
            | Self::ListBusinesses
            | Self::ListOwnedPages
            | Self::ListClientPages => SlotSet::of(&[Slot::App, Slot::LongToken]),
            Self::InspectPage | Self::ReadAsPage | Self::FindInstagram => SlotSet::of(&[Slot::App, Slot::ChosenPage]),
            Self::ReadInstagramAsPage => SlotSet::of(&[Slot::App, Slot::ChosenPage, Slot::ChosenInstagram]),
            Self::ReadInstagramAsUser | Self::ReadPublishing => {
                SlotSet::of(&[Slot::App, Slot::LongToken, Slot::ChosenInstagram])
            }
            Self::RedeemInstagramCode => SlotSet::of(&[
                Slot::InstagramCode,
                Slot::InstagramAppId,
                Slot::InstagramAppSecret,
                Slot::InstagramRedirect,
            ]),
            Self::ExtendInstagram => SlotSet::of(&[Slot::InstagramShort, Slot::InstagramAppSecret]),
            Self::RefreshInstagram | Self::ReadPastedProfile => SlotSet::of(&[Slot::InstagramPasted]),
            Self::ReadProfile => SlotSet::of(&[Slot::InstagramLong]),
        }
    }

    /// What is known once it has succeeded. The first is what it is made for: once that is known, there is no need for it.
    const fn filled(self) -> &'static [Slot] {
        match self {
            Self::RedeemCode => &[Slot::PastedToken, Slot::App],
            Self::InspectPasted | Self::InspectByApp => &[Slot::PastedInspection],
            Self::ReadOwner => &[Slot::Owner],
            Self::ReadPermissions => &[Slot::Permissions],
            Self::CheckApp => &[Slot::App],
            Self::Extend => &[Slot::LongToken, Slot::App],
            Self::InspectLong => &[Slot::LongInspection],
            Self::ReadAsUser => &[Slot::UserRead],
            Self::ListPages => &[Slot::Pages],
            Self::FetchPageToken
            | Self::FetchPage
            | Self::ListBusinesses
            | Self::ListOwnedPages
            | Self::ListClientPages => &[],
            Self::InspectPage => &[Slot::PageInspection],
            Self::ReadAsPage => &[Slot::PageRead],
            Self::FindInstagram => &[Slot::ChosenInstagram],
            Self::ReadInstagramAsPage | Self::ReadInstagramAsUser => &[Slot::InstagramRead],
            Self::ReadPublishing => &[Slot::Publishing],
            Self::RedeemInstagramCode => &[Slot::InstagramShort],
            Self::ExtendInstagram | Self::RefreshInstagram => &[Slot::InstagramLong],
            Self::ReadPastedProfile | Self::ReadProfile => &[Slot::InstagramProfile],
        }
    }

    /// What is known once it has succeeded.
    pub const fn fills(self) -> SlotSet {
        SlotSet::of(self.filled())
    }

    /// What it is made for: once that is known, there is no need for it.
    pub const fn purpose(self) -> Option<Slot> {
        match self.filled() {
            [purpose, ..] => Some(*purpose),
            [] => None,
        }
    }

    /// Whether the same request may be sent again by itself when its outcome is unknown (facts: safety 4.1). A code works once:
    /// sent twice, it would be spent without a token.
    pub const fn is_repeatable(self) -> bool {
        !matches!(self, Self::RedeemCode | Self::RedeemInstagramCode)
    }

    /// Whether it is made once for each chosen Page.
    pub const fn is_for_each_page(self) -> bool {
        matches!(
            self,
            Self::InspectPage | Self::ReadAsPage | Self::FindInstagram | Self::ReadInstagramAsPage
        )
    }

    /// Whether what it brings is a token that would be lost if its answer were dropped.
    pub const fn brings_token(self) -> bool {
        matches!(
            self,
            Self::RedeemCode
                | Self::Extend
                | Self::RedeemInstagramCode
                | Self::ExtendInstagram
                | Self::RefreshInstagram
        )
    }

    /// What it does, in words, as a line of progress.
    pub const fn words(self) -> &'static str {
        match self {
            Self::RedeemCode | Self::RedeemInstagramCode => "Turn the login code into a token",
            Self::InspectPasted => "Look at the token",
            Self::InspectByApp => "Ask about the token as the app",
            Self::ReadOwner => "Ask whose it is",
            Self::ReadPermissions => "Read its permissions",
            Self::CheckApp => "Check App ID and secret",
            Self::Extend | Self::ExtendInstagram => "Make the token last 60 days",
            Self::InspectLong => "Look at the 60-day token",
            Self::ReadAsUser => "Read your name with it",
            Self::ListPages => "List your Pages",
            Self::FetchPageToken => "Ask for the Page's token",
            Self::FetchPage => "Ask for a Page by its ID",
            Self::ListBusinesses => "Look for business portfolios",
            Self::ListOwnedPages => "List a portfolio's own Pages",
            Self::ListClientPages => "List a portfolio's client Pages",
            Self::InspectPage => "Ask Meta when it ends",
            Self::ReadAsPage => "Read the Page with its token",
            Self::FindInstagram => "Find the Instagram account",
            Self::ReadInstagramAsPage | Self::ReadInstagramAsUser => "Read the Instagram account",
            Self::ReadPublishing => "Ask what it may publish",
            Self::RefreshInstagram => "Refresh the Instagram token",
            Self::ReadPastedProfile => "Ask whose Instagram it is",
            Self::ReadProfile => "Read the account with it",
        }
    }

    /// The name of the place by which `assets/troubles.toml` knows it.
    pub const fn place(self) -> &'static str {
        match self {
            Self::RedeemCode => "redeem-code",
            Self::InspectPasted => "inspect-pasted",
            Self::InspectByApp => "inspect-by-app",
            Self::ReadOwner => "read-owner",
            Self::ReadPermissions => "read-permissions",
            Self::CheckApp => "check-app",
            Self::Extend => "extend",
            Self::InspectLong => "inspect-long",
            Self::ReadAsUser => "read-as-user",
            Self::ListPages => "list-pages",
            Self::FetchPageToken => "fetch-page-token",
            Self::FetchPage => "fetch-page",
            Self::ListBusinesses => "list-businesses",
            Self::ListOwnedPages => "list-owned-pages",
            Self::ListClientPages => "list-client-pages",
            Self::InspectPage => "inspect-page",
            Self::ReadAsPage => "read-as-page",
            Self::FindInstagram => "find-instagram",
            Self::ReadInstagramAsPage => "read-instagram-as-page",
            Self::ReadInstagramAsUser => "read-instagram-as-user",
            Self::ReadPublishing => "read-publishing",
            Self::RedeemInstagramCode => "redeem-instagram-code",
            Self::ExtendInstagram => "extend-instagram",
            Self::RefreshInstagram => "refresh-instagram",
            Self::ReadPastedProfile => "read-pasted-profile",
            Self::ReadProfile => "read-profile",
        }
    }
}
