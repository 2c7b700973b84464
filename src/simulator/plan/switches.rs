//! Where nobody outside Meta knows the answer (facts: graph-api 15): one switch each, with what is played without it.
//! `docs/simulator.md` has the same table for people.

use serde::Deserialize;

use super::length::Length;

/// The open questions and the answers of a scenario.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a question of its own with two answers"
)]
pub(crate) struct Switches {
    /// Expired and spent Facebook codes carry the subcodes 36007 and 36009.
    pub(crate) code_refusals_have_subcodes: bool,
    /// What a spent Facebook code is told.
    pub(crate) spent_code: SpentCode,
    /// Life of a Facebook login code.
    pub(crate) facebook_code_life: Length,
    /// What a Facebook login code gives.
    pub(crate) facebook_code_gives: CodeGives,
    /// A refresh within 24 hours.
    pub(crate) early_refresh: EarlyRefresh,
    /// The text of a refreshed token.
    pub(crate) refresh_gives: RefreshGives,
    /// The JSON of "Session key invalid".
    pub(crate) session_key_invalid: SessionKeyInvalid,
    /// Page tokens have `data_access_expires_at` 0 in place of the person's date.
    pub(crate) page_tokens_have_no_data_access_end: bool,
    /// Instagram reads on graph.facebook.com stop at `data_access_expires_at`.
    pub(crate) instagram_stops_with_data_access: bool,
    /// `debug_token` of an Instagram Login token.
    pub(crate) instagram_token_inspected: InstagramTokenInspected,
    /// `Authorization: OAuth TOKEN` is taken like `Bearer`.
    pub(crate) takes_oauth_scheme: bool,
    /// A reset of the App secret kills user tokens made before it.
    pub(crate) secret_reset_kills_user_tokens: bool,
    /// Entries in one piece of `/me/accounts` at most.
    pub(crate) most_pages: u16,
    /// A `limit` above that.
    pub(crate) above_most_pages: AboveMostPages,
    /// A Page's Instagram account wished for without `instagram_basic`.
    pub(crate) instagram_field_unpermitted: InstagramFieldUnpermitted,
    /// Instagram sends `state` back when the person cancels.
    pub(crate) instagram_cancel_has_state: bool,
}

impl Default for Switches {
    fn default() -> Self {
        Self {
            code_refusals_have_subcodes: true,
            spent_code: SpentCode::default(),
            facebook_code_life: Length::of_minutes(10),
            facebook_code_gives: CodeGives::default(),
            early_refresh: EarlyRefresh::default(),
            refresh_gives: RefreshGives::default(),
            session_key_invalid: SessionKeyInvalid::default(),
            page_tokens_have_no_data_access_end: false,
            instagram_stops_with_data_access: true,
            instagram_token_inspected: InstagramTokenInspected::default(),
            takes_oauth_scheme: false,
            secret_reset_kills_user_tokens: false,
            most_pages: 100,
            above_most_pages: AboveMostPages::default(),
            instagram_field_unpermitted: InstagramFieldUnpermitted::default(),
            instagram_cancel_has_state: true,
        }
    }
}

/// What a spent code is told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum SpentCode {
    /// `This authorization code has been used.`
    #[default]
    Used,
    /// The words about a `redirect_uri` that differs.
    RedirectDiffers,
}

/// What a login code gives.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum CodeGives {
    /// A token of sixty days at once.
    #[default]
    SixtyDays,
    /// A token of one to two hours.
    Hours,
}

/// A refresh within 24 hours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum EarlyRefresh {
    /// A success with the same token and the same end.
    #[default]
    SameToken,
    /// Code 190 without a subcode.
    Refused,
}

/// The text of a refreshed token.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum RefreshGives {
    #[default]
    NewToken,
    SameToken,
}

/// The JSON of "Session key invalid".
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum SessionKeyInvalid {
    /// Code 190, subcode 452.
    #[default]
    Subcode,
    /// Code 452.
    Code,
    /// Code 190 without a subcode.
    Bare,
}

/// `debug_token` of an Instagram Login token.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum InstagramTokenInspected {
    /// Status 200 with `is_valid:false`.
    #[default]
    Invalid,
    /// Status 400, code 190.
    Refused,
}

/// A `limit` above what is given at once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum AboveMostPages {
    /// Counts as the most.
    #[default]
    Capped,
    /// Code 1, "Please reduce the amount of data".
    Refused,
}

/// A field whose permission is missing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum InstagramFieldUnpermitted {
    #[default]
    LeftOut,
    /// Code 10.
    Refused,
}
