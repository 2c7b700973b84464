//! Instagram Login as a scenario describes it: accounts, their tokens, and how the hosts word their answers.

use serde::Deserialize;

use super::length::{End, Length};
use super::token::Death;

/// A professional account that can log in with Instagram.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LoginAccount {
    /// The app-scoped id.
    pub(crate) id: String,
    /// The id of the account itself, `17841…`.
    pub(crate) user_id: String,
    pub(crate) username: String,
    #[serde(default)]
    pub(crate) name: Option<String>,
    #[serde(default = "business")]
    pub(crate) account_type: String,
    #[serde(default)]
    pub(crate) tester_role: TesterRole,
}

fn business() -> String {
    "BUSINESS".to_owned()
}

/// An account's role on the apps of a scenario.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum TesterRole {
    #[default]
    Accepted,
    /// Login and exchanges work, every read fails.
    Missing,
    /// The login itself is refused.
    Refused,
}

/// An Instagram token that exists when the simulator starts.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct InstagramTokenPlan {
    pub(crate) name: String,
    /// The account's username.
    pub(crate) account: String,
    #[serde(default = "all_permissions")]
    pub(crate) permissions: Vec<String>,
    pub(crate) ends: End,
    /// A long-lived one, from an exchange or from the dashboard's button.
    #[serde(default)]
    pub(crate) is_long: bool,
    /// How long ago it was made or last refreshed.
    #[serde(default)]
    pub(crate) age: Length,
    #[serde(default)]
    pub(crate) dead: Option<Death>,
}

/// Every permission of Instagram Login.
pub(crate) fn all_permissions() -> Vec<String> {
    [
        "instagram_business_basic",
        "instagram_business_content_publish",
        "instagram_business_manage_comments",
        "instagram_business_manage_messages",
        "instagram_business_manage_insights",
    ]
    .map(str::to_owned)
    .to_vec()
}

/// How the Instagram hosts word their answers.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct InstagramAnswers {
    pub(crate) code: CodeAnswer,
    pub(crate) me: MeAnswer,
    /// `user_id` of `/me` as a number.
    pub(crate) has_number_ids: bool,
}

/// The four shapes in which a code is answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum CodeAnswer {
    /// Flat, `user_id` a number, `permissions` an array.
    #[default]
    List,
    /// In a `data` array, `permissions` a string.
    Wrapped,
    /// Flat, `permissions` a string.
    Text,
    /// Flat, `user_id` a number, no `permissions`.
    Old,
}

/// The two shapes of `/me`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum MeAnswer {
    #[default]
    Flat,
    /// In a `data` array.
    Wrapped,
}
