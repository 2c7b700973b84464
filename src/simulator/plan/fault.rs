//! What a scenario lets happen to some requests.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::length::Length;

/// Calls a fault can befall.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum CallName {
    Any,
    Exchange,
    AppToken,
    Code,
    DebugToken,
    Me,
    Permissions,
    Accounts,
    Businesses,
    OwnedPages,
    ClientPages,
    Page,
    InstagramAccount,
    PublishingLimit,
    App,
    /// The start of a device login.
    Device,
    /// A question whether a device login was approved.
    DeviceStatus,
    /// The login dialog of Facebook.
    Dialog,
    /// The authorise page of Instagram.
    InstagramDialog,
    /// An Instagram login code for a token.
    InstagramCode,
    /// A short Instagram token for a long one.
    InstagramExchange,
    /// A long Instagram token for a later end.
    InstagramRefresh,
    /// An account on graph.instagram.com.
    InstagramMe,
    /// None of the others.
    Other,
}

/// Something that happens to some requests in place of, or before, the right answer.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fault {
    pub(crate) call: CallName,
    /// Only requests for this node id.
    #[serde(default)]
    pub(crate) node: Option<String>,
    /// Requests let through before it begins.
    #[serde(default)]
    pub(crate) after: u32,
    /// How many requests it befalls; left out for all.
    #[serde(default)]
    pub(crate) times: Option<u32>,
    /// Befalls one in so many of those requests, at random; left out for each.
    #[serde(default)]
    pub(crate) one_in: Option<u32>,
    pub(crate) answer: FaultAnswer,
    /// Headers on that answer.
    #[serde(default)]
    pub(crate) headers: BTreeMap<String, String>,
}

/// What a fault does.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum FaultAnswer {
    /// A Graph error object.
    GraphError(GraphErrorPlan),
    /// An error of api.instagram.com with this message.
    InstagramError(String),
    /// A page of HTML from the edge, with this status.
    Html(u16),
    /// A redirect (302) to this address.
    Redirect(String),
    /// A body that breaks off half-way.
    CutOff,
    /// Status 200 and a body that is no JSON.
    NotJson,
    /// Status 200 and an empty body.
    Empty,
    /// A JSON body of more than 4 MiB.
    TooLarge,
    /// Nothing, until the client leaves.
    NoAnswer,
    /// The right answer, this much later.
    Slow(Length),
    /// The right answer, with the fault's headers.
    OnlyHeaders,
}

/// A Graph error written out in a scenario; `{token}` in the message stands for the token that was sent.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GraphErrorPlan {
    #[serde(default = "bad_request")]
    pub(crate) status: u16,
    pub(crate) code: i64,
    #[serde(default)]
    pub(crate) subcode: Option<i64>,
    #[serde(default = "oauth_exception")]
    pub(crate) kind: String,
    pub(crate) message: String,
    #[serde(default)]
    pub(crate) transient: Option<bool>,
    #[serde(default)]
    pub(crate) user_words: Option<UserWordsPlan>,
}

/// `error_user_title` and `error_user_msg`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UserWordsPlan {
    pub(crate) title: String,
    pub(crate) message: String,
}

fn bad_request() -> u16 {
    400
}

fn oauth_exception() -> String {
    crate::simulator::refusal::OAUTH.to_owned()
}
