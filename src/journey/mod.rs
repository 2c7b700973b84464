//! Journeys: constant data that says which stages a person walks, and which calls each stage makes.
//!
//! A journey is a list of [`Stage`]s. It holds no code: what a call needs and fills is known from [`Call`], and the
//! compiler walks every journey, so that a call that needs a slot nobody fills stops the build.

mod call;
mod check;
mod field;
mod page;
mod slot;

pub use call::Call;
pub use field::Field;
pub use page::PAGE;
pub use slot::{Slot, SlotSet};

/// Every journey, in the order of the menu.
pub const ALL: &[&Journey] = &[&PAGE];

/// One way from a goal to a token.
#[derive(Debug, PartialEq, Eq)]
pub struct Journey {
    /// Its name on the command line.
    pub name: &'static str,
    /// The goal in the person's words, as the menu shows it.
    pub title: &'static str,
    /// What it ends with, in one line.
    pub ends_with: &'static str,
    /// What the person must have at hand.
    pub needs: &'static [&'static str],
    /// Permissions without which the goal cannot be reached.
    pub required: &'static [&'static str],
    /// Permissions that help in some situations.
    pub helpful: &'static [&'static str],
    /// The stages, in order.
    pub stages: &'static [Stage],
}

/// A kind of screen, with what this journey puts on it.
#[derive(Debug, PartialEq, Eq)]
pub enum Stage {
    /// How to get something on the web. The name of its text in `assets/guides`.
    Guide(&'static str),
    /// Fields to fill, and calls that start as soon as what they need is typed.
    Form {
        /// The fields, in order.
        fields: &'static [Field],
        /// What is asked while the person types. None of these is needed to go on.
        calls: &'static [Call],
    },
    /// Calls that are made while the person watches.
    Exchange {
        /// What is being done.
        title: &'static str,
        /// Its name on the rail.
        name: &'static str,
        /// The calls, each started as soon as what it needs is known.
        calls: &'static [Call],
        /// What must be known before the stage is over.
        until: SlotSet,
    },
    /// A choice among Pages.
    ChoosePage,
    /// The verdict and the ways out.
    Outcome,
}

impl Stage {
    /// Its short name on the rail.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Guide(_) => "Get a token",
            Self::Form { .. } => "Details",
            Self::Exchange { name, .. } => name,
            Self::ChoosePage => "Page",
            Self::Outcome => "Result",
        }
    }

    /// The calls made on it.
    pub const fn calls(&self) -> &'static [Call] {
        match self {
            Self::Form { calls, .. } | Self::Exchange { calls, .. } => calls,
            Self::Guide(_) | Self::ChoosePage | Self::Outcome => &[],
        }
    }
}
