//! The fields a form can have.

use super::Slot;

/// A value that a person is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// A user token, one hour old at most.
    Token,
    /// The number of the app it was made with.
    AppId,
    /// That app's secret.
    AppSecret,
}

impl Field {
    /// What is known once it is filled.
    pub const fn slot(self) -> Slot {
        match self {
            Self::Token => Slot::PastedToken,
            Self::AppId => Slot::AppId,
            Self::AppSecret => Slot::AppSecret,
        }
    }

    /// Its label.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Token => "Access token",
            Self::AppId => "App ID",
            Self::AppSecret => "App secret",
        }
    }

    /// Where its value is found.
    pub const fn hint(self) -> &'static str {
        match self {
            Self::Token => "The text in the Access Token box of the Graph API Explorer",
            Self::AppId => "In the app's dashboard: App settings, Basic",
            Self::AppSecret => "Beside the App ID: App settings, Basic, then Show",
        }
    }

    /// Whether its text is hidden while it is typed.
    pub const fn is_secret(self) -> bool {
        match self {
            Self::Token | Self::AppSecret => true,
            Self::AppId => false,
        }
    }
}
