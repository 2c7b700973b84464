//! A scenario file as it is written in TOML: the world, the samples, the faults. Unknown keys are refused, so that a
//! misspelt one cannot silently do nothing. Started by `Scenario::parse`; ends in the world of a running simulator.

mod app;
mod fault;
mod instagram;
mod length;
mod login;
mod place;
mod samples;
mod switches;
mod token;

use std::collections::BTreeMap;

use serde::Deserialize;

pub(crate) use app::{Access, App, AppState, Mode};
pub(crate) use fault::{CallName, Fault, FaultAnswer, GraphErrorPlan};
pub(crate) use instagram::{
    CodeAnswer, InstagramAnswers, InstagramTokenPlan, LoginAccount, MeAnswer, TesterRole, all_permissions,
};
pub(crate) use length::{End, Length};
pub(crate) use login::{
    CodePlan, DeviceAnswer, DevicePlan, DialogAnswer, DialogPlan, DialogTrouble, InstagramDialogPlan,
};
pub(crate) use place::{Business, InstagramAccount, Page, PageSeries, Person};
pub(crate) use samples::{SampleSecret, SampleToken, SamplesPlan};
pub(crate) use switches::{
    AboveMostPages, CodeGives, EarlyRefresh, InstagramFieldUnpermitted, InstagramTokenInspected, RefreshGives,
    SessionKeyInvalid, SpentCode, Switches,
};
pub(crate) use token::{Death, Grant, TokenKind, TokenPlan};

/// A whole scenario file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Plan {
    pub(crate) title: String,
    pub(crate) about: String,
    /// Added to real time.
    #[serde(default)]
    pub(crate) clock_ahead: Length,
    /// Waited before each answer.
    #[serde(default)]
    pub(crate) delay: Length,
    #[serde(default)]
    pub(crate) answers: Answers,
    #[serde(default)]
    pub(crate) exchange: ExchangePlan,
    #[serde(default)]
    pub(crate) switches: Switches,
    #[serde(default)]
    pub(crate) page_list: PageListPlan,
    #[serde(default)]
    pub(crate) dialog: DialogPlan,
    #[serde(default)]
    pub(crate) device: DevicePlan,
    #[serde(default)]
    pub(crate) instagram: InstagramAnswers,
    #[serde(default)]
    pub(crate) instagram_dialog: InstagramDialogPlan,
    pub(crate) apps: Vec<App>,
    pub(crate) people: Vec<Person>,
    #[serde(default)]
    pub(crate) businesses: Vec<Business>,
    #[serde(default)]
    pub(crate) pages: Vec<Page>,
    #[serde(default)]
    pub(crate) page_series: Vec<PageSeries>,
    pub(crate) grants: Vec<Grant>,
    pub(crate) tokens: Vec<TokenPlan>,
    #[serde(default)]
    pub(crate) instagram_accounts: Vec<LoginAccount>,
    #[serde(default)]
    pub(crate) instagram_tokens: Vec<InstagramTokenPlan>,
    #[serde(default)]
    pub(crate) codes: Vec<CodePlan>,
    pub(crate) samples: SamplesPlan,
    #[serde(default)]
    pub(crate) faults: Vec<Fault>,
}

/// The style of all answers.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Answers {
    /// `\/` and `\uXXXX` in place of the plain characters.
    #[serde(default)]
    pub(crate) escaped: bool,
    /// Ids as numbers, `expires_in` as text.
    #[serde(default)]
    pub(crate) legacy_numbers: bool,
    /// In place of the version that serves, in `facebook-api-version`.
    #[serde(default)]
    pub(crate) version: Option<String>,
    /// Headers on every answer that has none of that name.
    #[serde(default)]
    pub(crate) headers: BTreeMap<String, String>,
}

/// How the exchange of a short token for a long one answers.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ExchangePlan {
    /// Leaves `expires_in` out.
    pub(crate) without_expires_in: bool,
    /// The query string of the years before 2015 in place of JSON.
    pub(crate) as_query_string: bool,
    /// Life of the long token, in seconds.
    pub(crate) life_seconds: i64,
}

impl Default for ExchangePlan {
    fn default() -> Self {
        Self {
            without_expires_in: false,
            as_query_string: false,
            life_seconds: 5_183_944,
        }
    }
}

/// What is odd about `/me/accounts`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct PageListPlan {
    /// After the last piece comes the first one again, for ever.
    pub(crate) is_endless: bool,
    /// Ids of Pages that stand in it a second time, at its end.
    pub(crate) repeats: Vec<String>,
}
