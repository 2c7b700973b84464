//! An app as a scenario describes it.

use std::collections::BTreeMap;

use serde::Deserialize;

/// An app registered at Meta.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a setting of its own, on or off")]
pub(crate) struct App {
    pub(crate) id: String,
    pub(crate) name: String,
    #[serde(default = "business_category")]
    pub(crate) category: String,
    #[serde(default = "example_link")]
    pub(crate) link: String,
    #[serde(default)]
    pub(crate) state: AppState,
    /// Whether people without a role get what they granted.
    #[serde(default)]
    pub(crate) access: Access,
    /// People with a role on the app.
    #[serde(default)]
    pub(crate) roles: Vec<String>,
    /// "Require App Secret" is on.
    #[serde(default)]
    pub(crate) requires_proof: bool,
    /// "Native or desktop app" is on: app tokens are refused.
    #[serde(default)]
    pub(crate) is_native: bool,
    /// The app's other id, for Instagram Login.
    #[serde(default)]
    pub(crate) instagram_app_id: Option<String>,
    #[serde(default)]
    pub(crate) mode: Mode,
    /// "Valid OAuth Redirect URIs"; left out for every address that could be listed.
    #[serde(default)]
    pub(crate) redirects: Option<Vec<String>>,
    /// The same for Instagram Login.
    #[serde(default)]
    pub(crate) instagram_redirects: Option<Vec<String>>,
    /// Configurations of Login for Business: their permissions by `config_id`.
    #[serde(default)]
    pub(crate) configurations: BTreeMap<String, Vec<String>>,
    /// Permissions that are not added to the app's use case.
    #[serde(default)]
    pub(crate) without_permissions: Vec<String>,
    /// "Login from Devices" is off.
    #[serde(default)]
    pub(crate) refuses_device_login: bool,
    /// The App secret was replaced when the simulator started.
    #[serde(default)]
    pub(crate) secret_was_reset: bool,
}

fn business_category() -> String {
    "Business".to_owned()
}

fn example_link() -> String {
    "https://example.com/".to_owned()
}

/// What Meta has done to an app.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum AppState {
    #[default]
    Active,
    Blocked,
    Deleted,
}

/// Who may log in to an app.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Mode {
    /// People with a role on it.
    #[default]
    Development,
    /// Everybody.
    Live,
}

/// The access level of an app's permissions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Access {
    /// In force for people with a role only.
    #[default]
    Standard,
    /// In force for everybody.
    Advanced,
}
