//! The list of Pages, and what is known of each.

use std::collections::BTreeSet;

use crate::{
    model::{PageId, SafeText},
    wizard::view::Message,
};

/// The Page list.
#[derive(Debug)]
pub struct ChoiceView<'a> {
    /// What to do here.
    pub title: &'static str,
    /// The Pages, sorted by name; usable ones and others.
    pub pages: &'a [PageLine],
    /// A number that changes whenever one of these lines does: the same number means the same lines.
    pub revision: u64,
    /// How the list stands.
    pub listing: Listing,
    /// A sentence about the list, when there is something to say.
    pub remark: Option<Message<'a>>,
    /// Whether the rest of the list can be asked for: `Way::Retry` does it.
    pub can_load_rest: bool,
    /// Whether several can be marked (`Event::Mark`) and chosen at once.
    pub takes_several: bool,
    /// The marked ones, by number.
    pub marked: &'a BTreeSet<PageId>,
    /// The app of the walk by name or number, where the chain app - Page - Instagram account is to be shown.
    pub chain_from: Option<&'a str>,
    /// Whether `Way::FindMissing` can look for a Page that is not on the list.
    pub can_find_missing: bool,
}

/// How the Page list stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listing {
    /// More are on their way.
    Loading,
    /// All of them are here.
    Whole,
    /// It ended before its end; the remark says why.
    Part,
}

/// One Page in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageLine {
    /// Its number.
    pub id: PageId,
    /// Its name, as it came; may be empty: show "(no name)".
    pub name: SafeText,
    /// Its category.
    pub category: Option<SafeText>,
    /// What the person may do on it, in words: "post, moderate"; empty when Meta did not say.
    pub may: String,
    /// The Instagram account behind it.
    pub instagram: InstagramLink,
    /// Whether another Page in the list has a name that looks the same.
    pub has_double: bool,
    /// Whether it can be chosen.
    pub state: PageState,
}

/// The Instagram account behind a Page: "@name", or its number.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum InstagramLink {
    /// Meta was not asked.
    NotAsked,
    /// None is linked.
    Missing,
    /// Meta names none, and may hide one: it has closed the access to the person's data.
    Hidden,
    /// One that programs cannot use, because it is a personal account.
    Personal(String),
    /// A professional account.
    Professional(String),
}

impl InstagramLink {
    /// The account's name or number, if there is one.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Personal(name) | Self::Professional(name) => Some(name),
            Self::NotAsked | Self::Missing | Self::Hidden => None,
        }
    }
}

/// Whether a Page can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageState {
    /// Its token is here.
    Ready,
    /// Meta gave no token with the list and is being asked why.
    Asking,
    /// It cannot be chosen, for this reason.
    Unusable(String),
}
