//! A scenario file as it is written in TOML: the world, the samples, the faults. Unknown keys are refused, so that a
//! misspelt one cannot silently do nothing. Started by `Scenario::parse`; ends in the world of a running simulator.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;

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
    pub(crate) samples: SamplesPlan,
    #[serde(default)]
    pub(crate) faults: Vec<Fault>,
}

/// A length of time such as `1h 20m`, `60d` or `-3h`; days are 24 hours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Length {
    milliseconds: i64,
}

impl Length {
    /// Whole seconds, negative for the past.
    pub(crate) fn seconds(self) -> i64 {
        self.milliseconds / 1000
    }

    /// As a duration; nothing for the past.
    pub(crate) fn duration(self) -> Duration {
        Duration::from_millis(u64::try_from(self.milliseconds).unwrap_or(0))
    }
}

impl TryFrom<String> for Length {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let span: jiff::Span = text
            .parse()
            .map_err(|_| format!("{text:?} is no length of time such as \"1h 20m\""))?;
        let length = span
            .to_duration(jiff::SpanRelativeTo::days_are_24_hours())
            .map_err(|_| format!("{text:?} has no fixed length; use days, hours, minutes"))?;
        i64::try_from(length.as_millis())
            .map(|milliseconds| Self { milliseconds })
            .map_err(|_| format!("{text:?} is too long"))
    }
}

/// When a token ends: `never`, or a length counted from the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) enum End {
    Never,
    In(Length),
}

impl TryFrom<String> for End {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if text == "never" {
            return Ok(Self::Never);
        }
        Length::try_from(text).map(Self::In)
    }
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

/// An app registered at Meta.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
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

/// A person, or a system user, with an app-scoped id.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Person {
    pub(crate) id: String,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) has_two_factor: bool,
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

/// An Instagram account linked to a Page.
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
            tasks: every_task(),
            managed_by: None,
            instagram: None,
        })
    }
}

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

/// What a person is given to paste: the first of each list first, then what cures the trouble.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SamplesPlan {
    pub(crate) app_ids: Vec<String>,
    pub(crate) app_secrets: Vec<SampleSecret>,
    pub(crate) tokens: Vec<SampleToken>,
    pub(crate) page_ids: Vec<String>,
}

/// A secret to paste.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum SampleSecret {
    /// The secret of this app.
    Of(String),
    /// The Instagram App secret of this app.
    InstagramOf(String),
    /// 32 hex digits that belong to nothing.
    MadeUp,
}

/// A token to paste, by its name.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum SampleToken {
    /// As it is.
    Whole(String),
    /// With one character changed.
    Altered(String),
    /// With its tail missing.
    Cut(String),
}

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
    super::refusal::OAUTH.to_owned()
}
