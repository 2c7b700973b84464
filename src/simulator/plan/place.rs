//! People, business portfolios, Pages and the Instagram accounts behind them, as a scenario describes them.

use serde::Deserialize;

use super::token::Death;

/// A person, or a system user, with an app-scoped id.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Person {
    pub(crate) id: String,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) has_two_factor: bool,
    /// The portfolio that a business integration's system user works for.
    #[serde(default)]
    pub(crate) client_business: Option<String>,
}

/// A business portfolio.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Business {
    pub(crate) id: String,
    pub(crate) name: String,
}

/// A Page.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a setting of its own, on or off")]
pub(crate) struct Page {
    pub(crate) id: String,
    pub(crate) name: String,
    #[serde(default = "local_business")]
    pub(crate) category: String,
    #[serde(default = "local_business_id")]
    pub(crate) category_id: String,
    /// The portfolio it belongs to.
    #[serde(default)]
    pub(crate) business: Option<String>,
    /// In the portfolio as a client's Page, not as an owned one.
    #[serde(default)]
    pub(crate) belongs_to_client: bool,
    /// The portfolio demands two-factor login.
    #[serde(default)]
    pub(crate) needs_two_factor: bool,
    #[serde(default)]
    pub(crate) is_unpublished: bool,
    /// Missing in `/me/accounts`, although the person manages it.
    #[serde(default)]
    pub(crate) is_hidden_from_list: bool,
    /// Lists of a portfolio show it without its token.
    #[serde(default)]
    pub(crate) has_no_token_in_portfolio: bool,
    /// Page tokens made for it are dead from the start.
    #[serde(default)]
    pub(crate) tokens_are_dead: Option<Death>,
    #[serde(default = "every_task")]
    pub(crate) tasks: Vec<String>,
    /// People with a role on it; left out for everybody.
    #[serde(default)]
    pub(crate) managed_by: Option<Vec<String>>,
    #[serde(default)]
    pub(crate) instagram: Option<InstagramAccount>,
}

fn local_business() -> String {
    "Local business".to_owned()
}

fn local_business_id() -> String {
    "2500".to_owned()
}

fn every_task() -> Vec<String> {
    [
        "ADVERTISE",
        "ANALYZE",
        "CREATE_CONTENT",
        "MESSAGING",
        "MODERATE",
        "MANAGE",
    ]
    .map(str::to_owned)
    .to_vec()
}

/// An Instagram account linked to a Page, as graph.facebook.com shows it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct InstagramAccount {
    pub(crate) id: String,
    pub(crate) username: String,
    #[serde(default)]
    pub(crate) name: Option<String>,
    /// Linked, but not a professional account.
    #[serde(default)]
    pub(crate) is_personal: bool,
}

/// Many Pages at once: `{n}` in the name counts from 1, ids count up from the first.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PageSeries {
    pub(crate) first_id: u64,
    pub(crate) count: u16,
    /// Names, taken in turn.
    pub(crate) names: Vec<String>,
}

impl PageSeries {
    /// The Pages of the series.
    pub(crate) fn pages(&self) -> impl Iterator<Item = Page> + '_ {
        let names = self.names.iter().cycle();
        (0..u64::from(self.count)).zip(names).map(|(place, name)| Page {
            id: self.first_id.saturating_add(place).to_string(),
            name: name.replace("{n}", &place.saturating_add(1).to_string()),
            category: local_business(),
            category_id: local_business_id(),
            business: None,
            belongs_to_client: false,
            needs_two_factor: false,
            is_unpublished: false,
            is_hidden_from_list: false,
            has_no_token_in_portfolio: false,
            tokens_are_dead: None,
            tasks: every_task(),
            managed_by: None,
            instagram: None,
        })
    }
}
