//! Grants and tokens of the Facebook family, as a scenario describes them.

use serde::Deserialize;

use super::length::{End, Length};

/// What a person ticked in one login.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Grant {
    pub(crate) name: String,
    pub(crate) person: String,
    pub(crate) app: String,
    pub(crate) granted: Vec<String>,
    #[serde(default)]
    pub(crate) declined: Vec<String>,
    #[serde(default)]
    pub(crate) lapsed: Vec<String>,
    /// Ticked Pages; left out for all, present and future.
    #[serde(default)]
    pub(crate) pages: Option<Vec<String>>,
}

/// The kind of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum TokenKind {
    User,
    Page,
    SystemUser,
}

/// Why a token does not work any more, besides its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Death {
    AppRemoved,
    Checkpoint,
    PasswordChanged,
    Unconfirmed,
    Revoked,
    LoggedOut,
    SessionChanged,
    RoleLost,
    DataAccessOver,
}

/// A token that exists when the simulator starts.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TokenPlan {
    pub(crate) name: String,
    pub(crate) kind: TokenKind,
    pub(crate) grant: String,
    #[serde(default)]
    pub(crate) page: Option<String>,
    pub(crate) ends: End,
    /// A long-lived one.
    #[serde(default)]
    pub(crate) is_long: bool,
    /// How long ago it was made.
    #[serde(default)]
    pub(crate) age: Length,
    #[serde(default)]
    pub(crate) dead: Option<Death>,
    /// The exchange gives a token back that ends no later than this one.
    #[serde(default)]
    pub(crate) cannot_be_extended: bool,
    /// End of the data-access window; 90 days when left out.
    #[serde(default)]
    pub(crate) data_access_ends: Option<Length>,
}
