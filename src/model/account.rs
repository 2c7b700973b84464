//! People, Pages, and what a person may do on a Page.

use super::{BusinessId, InstagramId, InstagramScopedId, PageId, SafeText, Secret, UserId, kind};

/// A token that acts as one Page.
pub type PageToken = Secret<kind::Page>;

/// Whom a token belongs to: the answer of `me`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// The app-scoped id.
    pub id: UserId,
    /// The name, when Meta gives one.
    pub name: Option<SafeText>,
}

/// One Page of the person, as `me/accounts` lists it (facts: graph-api 4.3).
#[derive(Debug)]
pub struct Page {
    /// The Page's number.
    pub id: PageId,
    /// Its name; any Unicode, made safe; may be empty.
    pub name: SafeText,
    /// Its category, in the language Meta chose.
    pub category: Option<SafeText>,
    /// What the person may do on it.
    pub tasks: Vec<Task>,
    /// Its token; missing when the person is not entitled to one.
    pub token: Option<PageToken>,
    /// The professional Instagram account linked to it: the one that programs can use.
    pub instagram: Option<InstagramAccount>,
    /// The Instagram account that the Page's settings name; may be a personal one, which programs cannot use
    /// (facts: graph-api 4.7).
    pub connected_instagram: Option<InstagramAccount>,
}

/// An Instagram professional account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstagramAccount {
    /// Its number.
    pub id: InstagramId,
    /// Its name without the `@`, when it was given.
    pub username: Option<SafeText>,
}

/// An Instagram account as it answers to its own token (facts: graph-api 7.6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstagramProfile {
    /// The professional account's number, `17841…`: what other calls and webhooks name it by.
    pub id: InstagramId,
    /// The number that only this app sees.
    pub scoped_id: Option<InstagramScopedId>,
    /// Its name without the `@`.
    pub username: Option<SafeText>,
    /// `BUSINESS`, `MEDIA_CREATOR`, `PERSONAL`, in whichever spelling.
    pub account_type: Option<SafeText>,
}

/// How much an Instagram account may still publish (facts: graph-api 4.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublishingLimit {
    /// Posts published in the present window.
    pub used: i64,
    /// Posts that may be published in a window, when Meta says.
    pub total: Option<i64>,
}

/// A business portfolio.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Business {
    /// Its number.
    pub id: BusinessId,
    /// Its name, when Meta gives one.
    pub name: Option<SafeText>,
}

/// Something a person may do on a Page (facts: graph-api 4.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Task {
    /// Everything.
    FullControl,
    /// Manage the Page and its settings.
    Manage,
    /// Create posts.
    CreateContent,
    /// Answer and moderate comments.
    Moderate,
    /// Answer messages.
    Messaging,
    /// Read insights.
    Analyze,
    /// Run ads.
    Advertise,
}

impl Task {
    /// Reads Meta's name of a task, with or without the prefix of the New Pages Experience. Names that matter to no
    /// journey are `None`.
    pub fn from_name(name: &str) -> Option<Self> {
        match name.strip_prefix("PROFILE_PLUS_").unwrap_or(name) {
            "FULL_CONTROL" => Some(Self::FullControl),
            "MANAGE" => Some(Self::Manage),
            "CREATE_CONTENT" => Some(Self::CreateContent),
            "MODERATE" | "MODERATE_DELEGATE_COMMUNITY" => Some(Self::Moderate),
            "MESSAGING" => Some(Self::Messaging),
            "ANALYZE" => Some(Self::Analyze),
            "ADVERTISE" => Some(Self::Advertise),
            _ => None,
        }
    }

    /// The task in words that fit after "may".
    pub fn words(self) -> &'static str {
        match self {
            Self::FullControl => "do everything",
            Self::Manage => "manage",
            Self::CreateContent => "post",
            Self::Moderate => "moderate",
            Self::Messaging => "answer messages",
            Self::Analyze => "read insights",
            Self::Advertise => "advertise",
        }
    }
}
