//! The names under which other programs know what a journey ends with.

/// A set of names that one program, or one family of programs, uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Naming {
    /// Whose names they are, as a label: "For Agoras".
    pub title: &'static str,
    /// How they are written.
    pub spelling: Spelling,
    /// Each name and what it stands for, in order.
    pub pairs: &'static [(&'static str, Datum)],
}

/// How a name and its value are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spelling {
    /// `NAME=value`, one a line.
    Variables,
    /// `--name value`, all on one line.
    Options,
}

/// One thing a journey can end with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Datum {
    /// The token.
    Token,
    /// The Page's number.
    PageId,
    /// The Instagram account's number.
    InstagramId,
    /// The Instagram account's name.
    InstagramName,
    /// The person's number.
    UserId,
}

impl Datum {
    /// What it is called on the screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::PageId => "Page ID",
            Self::InstagramId => "Instagram ID",
            Self::InstagramName => "Instagram name",
            Self::UserId => "user ID",
        }
    }
}
