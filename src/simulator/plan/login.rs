//! Logins as a scenario plays them: what the person in the browser does, on a device's page, and codes made earlier.

use serde::Deserialize;

use super::length::Length;

/// The login dialog of Facebook.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct DialogPlan {
    /// Who is logged in in the browser; left out for the one whose token comes first among the samples.
    pub(crate) person: Option<String>,
    pub(crate) answer: DialogAnswer,
    /// Permissions the person takes the tick from when they are asked the first time.
    pub(crate) declines: Vec<String>,
    /// Pages the person ticks the first time; left out for all, present and future.
    pub(crate) pages: Option<Vec<String>>,
    /// What the dialog shows in place of its question.
    pub(crate) trouble: Option<DialogTrouble>,
}

/// The authorise page of Instagram.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct InstagramDialogPlan {
    /// Username of the account that is logged in; left out for the first.
    pub(crate) account: Option<String>,
    pub(crate) answer: DialogAnswer,
    /// Permissions the person takes the tick from.
    pub(crate) declines: Vec<String>,
}

/// What the person does with a dialog.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum DialogAnswer {
    /// Whoever looks at the page decides.
    #[default]
    Page,
    /// Continues at once.
    Continue,
    /// Cancels at once.
    Cancel,
    /// Is sent back at once with an error of Meta's.
    Fail,
}

/// Full-page errors that no request causes by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum DialogTrouble {
    FeatureUnavailable,
    AppNotActive,
}

/// Login for devices.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct DevicePlan {
    pub(crate) answer: DeviceAnswer,
    /// Questions answered with "pending" before the person's answer counts; not for `page`.
    pub(crate) pending: u32,
    /// Life of a code.
    pub(crate) life: Length,
}

impl Default for DevicePlan {
    fn default() -> Self {
        Self {
            answer: DeviceAnswer::default(),
            pending: 1,
            life: Length::of_minutes(7),
        }
    }
}

/// What the person does with a device's code.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum DeviceAnswer {
    /// Whoever opens www.facebook.com/device decides.
    #[default]
    Page,
    Approve,
    Decline,
}

/// A login code that exists when the simulator starts.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CodePlan {
    pub(crate) name: String,
    /// A code of Facebook Login for what this grant holds.
    #[serde(default)]
    pub(crate) grant: Option<String>,
    /// A code of Instagram Login for the account with this username.
    #[serde(default)]
    pub(crate) account: Option<String>,
    /// The redirect it was made for; left out for any.
    #[serde(default)]
    pub(crate) redirect: Option<String>,
    /// Left out for one that is always fresh.
    #[serde(default)]
    pub(crate) age: Option<Length>,
    #[serde(default)]
    pub(crate) is_spent: bool,
}
