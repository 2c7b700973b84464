//! Journeys: constant data that says which stages a person walks, and which calls each stage makes.
//!
//! A journey begins at one of its [`Door`]s and goes on through its [`Stage`]s. It holds no code: what a call needs and
//! fills is known from [`Call`], and the compiler walks every journey through every door, so that a call that needs a slot
//! nobody fills stops the build.

mod call;
mod check;
mod door;
mod field;
mod inspect;
mod instagram;
mod instagram_login;
mod naming;
mod page;
mod renew;
mod slot;
mod user;

use std::fmt;

use crate::model::LoginProvider;

pub use call::Call;
pub use door::Door;
pub use field::Field;
pub use inspect::CHECK;
pub use instagram::INSTAGRAM;
pub use instagram_login::{INSTAGRAM_HOUR, INSTAGRAM_LOGIN, INSTAGRAM_UNATTENDED};
pub use naming::{Datum, Naming, Spelling};
pub use page::PAGE;
pub use renew::RENEW;
pub use slot::{Slot, SlotSet};
pub use user::USER;

/// Every journey, in the order of the menu. Other journeys lead to [`INSTAGRAM_HOUR`], the fourth by another door.
pub const ALL: &[&Journey] = &[&PAGE, &INSTAGRAM, &USER, &INSTAGRAM_LOGIN, &RENEW, &CHECK];

/// The same journeys, by their names, where nobody is there to be asked.
pub const UNATTENDED: &[&Journey] = &[&PAGE, &INSTAGRAM, &USER, &INSTAGRAM_UNATTENDED, &RENEW, &CHECK];

/// One way from a goal to a token. Its `Debug` is its name: it never changes, and it stands in whatever leads to it.
#[derive(PartialEq, Eq)]
pub struct Journey {
    /// Its name on the command line.
    pub name: &'static str,
    /// The goal in the person's words, as the menu shows it.
    pub title: &'static str,
    /// What it ends with, in one line.
    pub ends_with: &'static str,
    /// What beginning it does, in a few words that follow a key.
    pub invitation: &'static str,
    /// What the person must have at hand.
    pub needs: &'static [&'static str],
    /// Permissions without which the goal cannot be reached.
    pub required: &'static [&'static str],
    /// Permissions that most people on this journey are after: the person is asked before going on without one.
    pub wanted: &'static [&'static str],
    /// Permissions that help in some situations.
    pub helpful: &'static [&'static str],
    /// Permissions that reading does without and posting does not: a token that lacks one is proved with that caution.
    pub posts_with: &'static [&'static str],
    /// The ways to its first token, the best known first; never empty.
    pub doors: &'static [Door],
    /// The stages behind every door, in order.
    pub stages: &'static [Stage],
    /// The names under which programs know what it ends with.
    pub names: &'static [Naming],
    /// What it cannot give, for those who may be after just that.
    pub limit: Option<Limit>,
}

/// Something that a journey cannot give, and the journey that can.
#[derive(Debug, PartialEq, Eq)]
pub struct Limit {
    /// What it cannot give, in a sentence.
    pub words: &'static str,
    /// The journey that can.
    pub instead: &'static Journey,
}

impl fmt::Debug for Journey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<journey {}>", self.name)
    }
}

impl Journey {
    /// All stages of a walk through this door, in order. An unknown door has none of its own.
    pub fn path(&self, door: usize) -> impl DoubleEndedIterator<Item = &'static Stage> + Clone {
        let own: &'static [Stage] = self.doors.get(door).map_or(&[], |door| door.stages);
        own.iter().chain(self.stages)
    }

    /// What it ends with.
    pub fn prize(&self) -> Option<Prize> {
        match self.stages.last() {
            Some(Stage::Outcome(prize)) => Some(*prize),
            Some(_) | None => None,
        }
    }

    /// Every permission it is about, the most important first.
    pub fn permissions(&self) -> impl Iterator<Item = &'static str> {
        self.required.iter().chain(self.wanted).chain(self.helpful).copied()
    }
}

/// A kind of screen, with what this journey puts on it.
#[derive(Debug, PartialEq, Eq)]
pub enum Stage {
    /// How to get something on the web.
    Guide {
        /// The name of its text in `assets/guides`.
        text: &'static str,
        /// The page where it happens.
        page: WebPage,
    },
    /// Fields to fill, and calls that start as soon as what they need is typed.
    Form {
        /// The fields, in order.
        fields: &'static [Field],
        /// What is asked while the person types. None of these is needed to go on.
        calls: &'static [Call],
    },
    /// A login in a browser: the address where it begins, and a field for the address where it ended.
    SignIn {
        /// Whose login.
        provider: LoginProvider,
        /// The name of its text in `assets/guides`.
        text: &'static str,
        /// The field for where it ended.
        fields: &'static [Field],
    },
    /// Calls that are made while the person watches.
    Exchange {
        /// What is being done.
        title: &'static str,
        /// Its name on the rail.
        name: &'static str,
        /// The calls, each started as soon as what it needs is known.
        calls: &'static [Call],
        /// What must be known before the stage is over: all of one of these sets.
        until: &'static [SlotSet],
    },
    /// A choice among the Pages that were listed.
    Choice(Choice),
    /// The verdict and the ways out.
    Outcome(Prize),
}

/// A page of Meta's where a guide begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WebPage {
    /// The Graph API Explorer.
    Explorer,
    /// The settings of Facebook Login in the app's dashboard.
    LoginSettings,
    /// The list of the person's apps, each with its dashboard.
    Apps,
}

/// What is chosen among the Pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// One Page, or several.
    Pages,
    /// The same, where only a Page with an Instagram account is of use.
    PagesWithInstagram,
    /// One Instagram account, by the Page it is linked to; chosen by itself where there is only one.
    InstagramAccount,
}

impl Choice {
    /// Whether a Page without an Instagram account is of no use here.
    pub const fn needs_instagram(self) -> bool {
        !matches!(self, Self::Pages)
    }

    /// Whether several can be chosen at once.
    pub const fn takes_several(self) -> bool {
        !matches!(self, Self::InstagramAccount)
    }
}

/// What a journey ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prize {
    /// A Page token without an end date.
    PageToken,
    /// The same, with the Instagram account it reaches.
    PageTokenForInstagram,
    /// A user token of 60 days, with the Instagram account it reaches.
    UserToken,
    /// A token of Instagram Login, of 60 days.
    InstagramToken,
    /// The token that was brought along, made to last again, or the word that there is nothing to do.
    Renewed,
    /// What a token is.
    Findings,
}

impl Stage {
    /// Its short name on the rail.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Guide { .. } => "Get a token",
            Self::Form { .. } => "Details",
            Self::SignIn { .. } => "Sign in",
            Self::Exchange { name, .. } => name,
            Self::Choice(Choice::InstagramAccount) => "Account",
            Self::Choice(Choice::Pages | Choice::PagesWithInstagram) => "Page",
            Self::Outcome(_) => "Result",
        }
    }

    /// The calls made on it.
    pub const fn calls(&self) -> &'static [Call] {
        match self {
            Self::Form { calls, .. } | Self::Exchange { calls, .. } => calls,
            Self::Guide { .. } | Self::SignIn { .. } | Self::Choice(_) | Self::Outcome(_) => &[],
        }
    }

    /// The fields on it.
    pub const fn fields(&self) -> &'static [Field] {
        match self {
            Self::Form { fields, .. } | Self::SignIn { fields, .. } => fields,
            Self::Guide { .. } | Self::Exchange { .. } | Self::Choice(_) | Self::Outcome(_) => &[],
        }
    }
}
