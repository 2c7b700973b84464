//! What a scenario hands a person to paste.

use serde::Deserialize;

/// What a person is given to paste: the first of each list first, then what cures the trouble.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SamplesPlan {
    pub(crate) app_ids: Vec<String>,
    pub(crate) app_secrets: Vec<SampleSecret>,
    pub(crate) tokens: Vec<SampleToken>,
    pub(crate) page_ids: Vec<String>,
    /// Tokens to renew or look at; left out for `tokens`.
    #[serde(default)]
    pub(crate) check_tokens: Vec<SampleToken>,
    /// Left out for those of all apps that have one.
    #[serde(default)]
    pub(crate) instagram_app_ids: Vec<String>,
    /// Left out for those of all apps with an Instagram App ID.
    #[serde(default)]
    pub(crate) instagram_app_secrets: Vec<SampleSecret>,
    /// Left out for all Instagram tokens of the scenario that are long-lived.
    #[serde(default)]
    pub(crate) instagram_tokens: Vec<SampleToken>,
    /// Left out for all those of an hour.
    #[serde(default)]
    pub(crate) instagram_hour_tokens: Vec<SampleToken>,
    /// Names of codes; left out for fresh ones of the first Instagram account.
    #[serde(default)]
    pub(crate) instagram_codes: Vec<String>,
    /// Names of codes; left out for fresh ones that give what the tokens hold, in their order.
    #[serde(default)]
    pub(crate) facebook_codes: Vec<String>,
    /// Where the person's login leads back to.
    #[serde(default = "example_redirect")]
    pub(crate) redirect_address: String,
}

fn example_redirect() -> String {
    "https://www.example.com/callback/".to_owned()
}

/// A secret to paste.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum SampleSecret {
    /// The secret of this app.
    Of(String),
    /// The secret this app had before it was reset.
    OldOf(String),
    /// The Instagram App secret of this app.
    InstagramOf(String),
    /// 32 hex digits that belong to nothing.
    MadeUp,
}

impl SampleSecret {
    /// The app it is about.
    pub(crate) fn app(&self) -> Option<&str> {
        match self {
            Self::Of(app) | Self::OldOf(app) | Self::InstagramOf(app) => Some(app),
            Self::MadeUp => None,
        }
    }
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
    /// `APP_ID|APP_SECRET` of this app.
    AppToken(String),
}
