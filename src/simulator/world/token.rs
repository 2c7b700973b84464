//! Tokens of the Facebook family: how they come into being, why one does not work, and the Page tokens made from one.

use super::{DATA_ACCESS, World};
use crate::simulator::clock;
use crate::simulator::plan::{Death, End, Page, TokenKind, TokenPlan};
use crate::simulator::refusal::{self, Refusal};

/// A token's state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// User, Page or system user.
    pub(crate) kind: TokenKind,
    /// Place of its grant in the world.
    pub(crate) grant: usize,
    /// The Page it speaks for.
    pub(crate) page: Option<String>,
    /// Unix seconds.
    pub(crate) issued_at: i64,
    /// Unix seconds; `None` for never.
    pub(crate) ends_at: Option<i64>,
    /// Long-lived, or made from a long-lived one.
    pub(crate) is_long: bool,
    /// Unix seconds; 0 for no window.
    pub(crate) data_access_ends_at: i64,
    /// Why it is dead, besides its end.
    pub(crate) dead: Option<Death>,
    /// The exchange does not lengthen it.
    pub(crate) cannot_be_extended: bool,
    /// The token it dies with.
    pub(crate) parent: Option<String>,
}

impl World {
    pub(super) fn mint_planned_token(&mut self, planned: &TokenPlan) {
        let now = self.now();
        let issued_at = now.saturating_sub(planned.age.seconds());
        let grant = self
            .grants
            .iter()
            .position(|state| state.grant.name == planned.grant)
            .unwrap_or(0);
        let token = Token {
            kind: planned.kind,
            grant,
            page: planned.page.clone(),
            issued_at,
            ends_at: match planned.ends {
                End::Never => None,
                End::In(length) => Some(now.saturating_add(length.seconds())),
            },
            is_long: planned.is_long || planned.kind == TokenKind::SystemUser,
            data_access_ends_at: match (planned.data_access_ends, planned.kind) {
                (Some(length), _) => now.saturating_add(length.seconds()),
                (None, TokenKind::SystemUser) => 0,
                (None, TokenKind::User | TokenKind::Page) => issued_at.saturating_add(DATA_ACCESS),
            },
            dead: planned.dead.or_else(|| self.death_by_reset(grant, issued_at)),
            cannot_be_extended: planned.cannot_be_extended,
            parent: None,
        };
        let text = self.mint(token);
        self.names.insert(planned.name.clone(), text);
    }

    /// Whether the reset of the App secret, at the start, killed a token made before it.
    fn death_by_reset(&self, grant: usize, issued_at: i64) -> Option<Death> {
        let app = self.app(&self.grants.get(grant)?.grant.app)?;
        let is_killed = app.secret_was_reset && self.plan.switches.secret_reset_kills_user_tokens;
        (is_killed && issued_at < self.now()).then_some(Death::SessionChanged)
    }

    /// Adds a token under a new random text, which is returned.
    pub(crate) fn mint(&mut self, token: Token) -> String {
        let text = self.dice.token();
        self.tokens.insert(text.clone(), token);
        text
    }

    /// A token by its text.
    pub(crate) fn token(&self, text: &str) -> Option<&Token> {
        self.tokens.get(text)
    }

    /// Why a text that is no known token is refused: cut, changed, or nothing of this family.
    pub(crate) fn refuse_unknown(&self, text: &str) -> Refusal {
        if !text.starts_with("EAA") || !text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return refusal::cannot_parse();
        }
        let is_cut = self.tokens.keys().any(|known| known.starts_with(text));
        if is_cut || text.len() < 60 {
            return refusal::cannot_decrypt();
        }
        refusal::malformed(text)
    }

    /// Why a known token does not work now, if it does not.
    pub(crate) fn trouble_of(&self, token: &Token) -> Option<Refusal> {
        let state = self.grants.get(token.grant)?;
        if let Some(death) = state.ended.or(token.dead) {
            return Some(death_words(death, &state.grant.app));
        }
        let now = self.now();
        if let Some(end) = token.ends_at.filter(|end| *end <= now) {
            return Some(refusal::expired(&clock::in_words(end), &clock::in_words(now)));
        }
        let parent = token.parent.as_ref().and_then(|text| self.tokens.get(text))?;
        self.trouble_of(parent)
    }

    /// The token for a Page made from this one; the same one each time.
    pub(crate) fn page_token(&mut self, parent_text: &str, parent: &Token, page: &Page) -> String {
        let key = (parent_text.to_owned(), page.id.clone());
        if let Some(known) = self.page_tokens.get(&key) {
            return known.clone();
        }
        let token = Token {
            kind: TokenKind::Page,
            grant: parent.grant,
            page: Some(page.id.clone()),
            issued_at: self.now(),
            ends_at: if parent.is_long { None } else { parent.ends_at },
            is_long: parent.is_long,
            data_access_ends_at: if self.plan.switches.page_tokens_have_no_data_access_end {
                0
            } else {
                parent.data_access_ends_at
            },
            dead: page.tokens_are_dead,
            cannot_be_extended: false,
            parent: (!parent.is_long).then(|| parent_text.to_owned()),
        };
        let text = self.mint(token);
        self.page_tokens.insert(key, text.clone());
        text
    }
}

pub(super) fn death_words(death: Death, app: &str) -> Refusal {
    let (subcode, words) = match death {
        Death::AppRemoved => {
            let words = format!("Error validating access token: The user has not authorized application {app}.");
            return Refusal::new(190, words).with_subcode(458);
        }
        Death::RoleLost => return refusal::may_not_impersonate(),
        Death::DataAccessOver => return refusal::data_access_over(),
        Death::Checkpoint => (
            459,
            "Error validating access token: You cannot access the app till you log in to www.facebook.com and follow the instructions given.",
        ),
        Death::PasswordChanged => (
            460,
            "Error validating access token: The session has been invalidated because the user changed their password or Facebook has changed the session for security reasons.",
        ),
        Death::Unconfirmed => (
            464,
            "Error validating access token: Sessions for the user are not allowed because the user is not a confirmed user.",
        ),
        Death::Revoked => (
            466,
            "Error validating access token: The session was invalidated explicitly using an API call.",
        ),
        Death::LoggedOut => (
            467,
            "Error validating access token: The session is invalid because the user logged out.",
        ),
        Death::SessionChanged => (
            452,
            "Error validating access token: Session does not match current stored session. This may be because the user changed the password since the time the session was created or Facebook has changed the session for security reasons.",
        ),
    };
    Refusal::new(190, words).with_subcode(subcode)
}
