//! A trouble: a failure that is explained. Its words come from `assets/troubles.toml`.

use jiff::Timestamp;

use crate::{journey::Field, model::SafeText};

use super::effect::Link;

/// A failure that is explained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Its name in the catalogue.
    pub id: String,
    /// What happened, in one line.
    pub headline: String,
    /// Why.
    pub cause: String,
    /// What to do now.
    pub remedy: String,
    /// Meta's own words, when they add something; shown inside a frame that says whose they are.
    pub quote: Option<SafeText>,
    /// Codes and numbers for a report, each with its label.
    pub details: Vec<(&'static str, SafeText)>,
    /// What the person can do, the best first.
    pub ways: Vec<Way>,
    /// Until when waiting is advised.
    pub wait_until: Option<Timestamp>,
}

/// One thing a person can do about a trouble, or at an outcome that is not done yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// Do the failed call again, and nothing else.
    Retry,
    /// Go to a field of the form, with the rest kept.
    Edit(Field),
    /// Go to the guide for a new token; what was typed stays.
    NewToken,
    /// Choose another Page.
    OtherPage,
    /// Go on in spite of it.
    GoOn,
    /// Open a page in a browser, or copy its address.
    Open(Link),
    /// Go to the menu.
    Menu,
}

impl Way {
    /// What it does, in a few words that follow its key.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Retry => "try again",
            Self::Edit(Field::Token) => "change the token",
            Self::Edit(Field::AppId) => "change the App ID",
            Self::Edit(Field::AppSecret) => "change the App secret",
            Self::NewToken => "get a new token",
            Self::OtherPage => "choose another Page",
            Self::GoOn => "go on anyway",
            Self::Open(Link::Explorer) => "open the Graph API Explorer",
            Self::Open(Link::AppSettings(_)) => "open the app's settings",
            Self::Open(Link::AppRoles(_)) => "open the app's roles",
            Self::Open(Link::RoleRequests) => "open the role invitations",
            Self::Open(Link::BusinessIntegrations) => "open Business integrations",
            Self::Open(Link::Facebook) => "open facebook.com",
            Self::Menu => "back to the menu",
        }
    }
}
