//! A text on its way out, which may be secret.

use std::fmt;

use super::{Secret, kind};

/// A text on its way out: to a clipboard, a file, or the plain view.
pub enum Payload {
    /// A secret: kept out of histories and lists, wiped where it was held.
    Secret(Secret<kind::Sent>),
    /// Nothing secret.
    Plain(String),
}

impl Payload {
    /// The text.
    pub fn expose(&self) -> &str {
        match self {
            Self::Secret(secret) => secret.expose(),
            Self::Plain(text) => text,
        }
    }

    /// Whether it is a secret.
    pub const fn is_secret(&self) -> bool {
        matches!(self, Self::Secret(_))
    }

    /// Another handle on the same text; of a secret, nothing is copied.
    #[must_use]
    pub fn share(&self) -> Self {
        match self {
            Self::Secret(secret) => Self::Secret(secret.share()),
            Self::Plain(text) => Self::Plain(text.clone()),
        }
    }
}

impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Secret(secret) => fmt::Debug::fmt(secret, f),
            Self::Plain(text) => fmt::Debug::fmt(text, f),
        }
    }
}
