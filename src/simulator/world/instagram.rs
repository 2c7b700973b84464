//! Tokens of Instagram Login: how they come into being and why one does not work.

use super::World;
use super::token::death_words;
use crate::simulator::clock;
use crate::simulator::plan::{Death, End, InstagramTokenPlan, LoginAccount};
use crate::simulator::refusal::{self, Refusal};

/// An Instagram token's state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct InstagramToken {
    /// The app's Meta id.
    pub(crate) app: String,
    /// The account's username.
    pub(crate) account: String,
    /// What was granted.
    pub(crate) permissions: Vec<String>,
    /// Unix seconds of its making or its last refresh.
    pub(crate) renewed_at: i64,
    /// Unix seconds; `None` for never.
    pub(crate) ends_at: Option<i64>,
    /// From an exchange or from the dashboard's button.
    pub(crate) is_long: bool,
    /// Why it is dead, besides its end.
    pub(crate) dead: Option<Death>,
}

impl World {
    pub(super) fn mint_planned_instagram_token(&mut self, planned: &InstagramTokenPlan) {
        let Some(app) = self.plan.apps.iter().find(|app| app.instagram_app_id.is_some()) else {
            return;
        };
        let now = self.now();
        let token = InstagramToken {
            app: app.id.clone(),
            account: planned.account.clone(),
            permissions: planned.permissions.clone(),
            renewed_at: now.saturating_sub(planned.age.seconds()),
            ends_at: match planned.ends {
                End::Never => None,
                End::In(length) => Some(now.saturating_add(length.seconds())),
            },
            is_long: planned.is_long,
            dead: planned.dead,
        };
        let text = self.mint_instagram(token);
        self.names.insert(planned.name.clone(), text);
    }

    /// Adds an Instagram token under a new random text, which is returned.
    pub(crate) fn mint_instagram(&mut self, token: InstagramToken) -> String {
        let text = self.dice.instagram_token();
        self.instagram_tokens.insert(text.clone(), token);
        text
    }

    /// An Instagram token by its text.
    pub(crate) fn instagram_token(&self, text: &str) -> Option<&InstagramToken> {
        self.instagram_tokens.get(text)
    }

    /// Puts another state in the place of a token's, which keeps its text.
    pub(crate) fn renew_instagram(&mut self, text: &str, token: InstagramToken) {
        self.instagram_tokens.insert(text.to_owned(), token);
    }

    /// Why a known Instagram token does not work now, if it does not.
    pub(crate) fn trouble_of_instagram(&self, token: &InstagramToken) -> Option<Refusal> {
        if let Some(death) = token.dead {
            return Some(death_words(death, &token.app));
        }
        let now = self.now();
        let end = token.ends_at.filter(|end| *end <= now)?;
        Some(refusal::expired(&clock::in_words(end), &clock::in_words(now)))
    }

    /// An account of Instagram Login by its username.
    pub(crate) fn login_account(&self, username: &str) -> Option<&LoginAccount> {
        self.plan
            .instagram_accounts
            .iter()
            .find(|account| account.username == username)
    }
}
