//! What each call sends, made from what is known.

use crate::{
    graph_api::{
        Host, Request, access_token, app, business, debug_token, instagram_account, instagram_login, me,
        pages::{self, Cursor, ListOptions},
    },
    journey::Call,
    model::{AppSecret, Permission, TokenKind},
};

use super::{Errand, Wizard, switchboard::About};

/// The host that a call goes to.
pub(super) const fn host(call: Call) -> Host {
    match call {
        Call::RedeemInstagramCode => Host::ApiInstagram,
        Call::ExtendInstagram | Call::RefreshInstagram | Call::ReadPastedProfile | Call::ReadProfile => {
            Host::GraphInstagram
        }
        Call::RedeemCode
        | Call::InspectPasted
        | Call::InspectByApp
        | Call::ReadOwner
        | Call::ReadPermissions
        | Call::CheckApp
        | Call::Extend
        | Call::InspectLong
        | Call::ReadAsUser
        | Call::ListPages
        | Call::FetchPageToken
        | Call::FetchPage
        | Call::ListBusinesses
        | Call::ListOwnedPages
        | Call::ListClientPages
        | Call::InspectPage
        | Call::ReadAsPage
        | Call::FindInstagram
        | Call::ReadInstagramAsPage
        | Call::ReadInstagramAsUser
        | Call::ReadPublishing => Host::GraphFacebook,
    }
}

impl Wizard {
    /// The request of an errand; `None` while something it needs is not known.
    pub(super) fn request(&self, errand: &Errand) -> Option<Request> {
        let version = &self.settings.version;
        let facts = &self.facts;
        let secret = self.proving_secret();
        let page = errand.about.page();
        Some(match errand.call {
            Call::InspectPasted => debug_token::of_itself(version, facts.pasted.as_ref()?, secret),
            Call::InspectByApp => debug_token::by_app(version, facts.pasted.as_ref()?, &facts.app_token()?),
            Call::ReadOwner => me::who(version, facts.pasted.as_ref()?, secret),
            Call::ReadPermissions => me::permissions(version, facts.pasted.as_ref()?, secret),
            Call::CheckApp => app::check(version, facts.app_id.as_ref()?, &facts.app_token()?),
            Call::Extend => self.extend_request()?,
            Call::InspectLong => debug_token::by_app(version, facts.long.as_ref()?, &facts.app_token()?),
            Call::ReadAsUser => me::who(version, facts.long.as_ref()?, secret),
            Call::ListPages => self.list_request(None)?,
            Call::FetchPageToken => pages::fetch_token(version, page?, facts.long.as_ref()?, secret),
            Call::FetchPage => {
                let with_instagram = self.list_options().with_instagram;
                pages::fetch(version, page?, facts.long.as_ref()?, secret, with_instagram)
            }
            Call::ListBusinesses => {
                business::list(version, facts.long.as_ref()?, secret, self.doctor.cursor_of(errand))
            }
            Call::ListOwnedPages | Call::ListClientPages => self.portfolio_request(errand)?,
            Call::InspectPage => debug_token::by_app(version, facts.token_of(page?)?, &facts.app_token()?),
            Call::ReadAsPage => me::who(version, facts.token_of(page?)?, secret),
            Call::FindInstagram => pages::instagram_of_page(version, page?, facts.token_of(page?)?, secret),
            Call::ReadInstagramAsPage => {
                let account = self.chosen_instagram(page?)?;
                instagram_account::account(version, &account, facts.token_of(page?)?, secret)
            }
            Call::ReadInstagramAsUser => {
                let account = self.chosen_instagram(&facts.first_chosen()?.id)?;
                instagram_account::account(version, &account, facts.long.as_ref()?, secret)
            }
            Call::ReadPublishing => {
                let account = self.chosen_instagram(&facts.first_chosen()?.id)?;
                instagram_account::publishing_limit(version, &account, facts.long.as_ref()?, secret)
            }
            Call::RedeemCode
            | Call::RedeemInstagramCode
            | Call::ExtendInstagram
            | Call::RefreshInstagram
            | Call::ReadPastedProfile
            | Call::ReadProfile => return self.login_request(errand.call),
        })
    }

    /// The requests of a login, and those of Instagram's own tokens.
    fn login_request(&self, call: Call) -> Option<Request> {
        let version = &self.settings.version;
        let facts = &self.facts;
        match call {
            Call::RedeemCode => Some(access_token::redeem(
                version,
                facts.app_id.as_ref()?,
                facts.app_secret.as_ref()?,
                facts.facebook_redirect.as_ref()?,
                facts.login_code.as_ref()?,
            )),
            Call::RedeemInstagramCode => Some(instagram_login::redeem(
                facts.instagram_app_id.as_ref()?,
                facts.instagram_app_secret.as_ref()?,
                facts.instagram_redirect.as_ref()?,
                facts.instagram_code.as_ref()?,
            )),
            Call::ExtendInstagram => Some(instagram_login::extend(
                facts.instagram_app_secret.as_ref()?,
                facts.instagram_short.as_ref()?,
            )),
            Call::RefreshInstagram => Some(instagram_login::refresh(facts.instagram_pasted.as_ref()?)),
            Call::ReadPastedProfile => Some(instagram_login::me(version, facts.instagram_pasted.as_ref()?)),
            Call::ReadProfile => Some(instagram_login::me(version, &facts.instagram_long.as_ref()?.token)),
            _ => None,
        }
    }

    /// The exchange; a system user's token is asked to last 60 days again, which a person's does by itself
    /// (facts: graph-api 12).
    fn extend_request(&self) -> Option<Request> {
        let facts = &self.facts;
        let seen = facts.inspection.as_ref().map(|seen| &seen.inspection);
        let is_system_user = seen.is_some_and(|seen| seen.kind == Some(TokenKind::SystemUser));
        let extend = if is_system_user {
            access_token::extend_system_user
        } else {
            access_token::extend
        };
        Some(extend(
            &self.settings.version,
            facts.app_id.as_ref()?,
            facts.app_secret.as_ref()?,
            facts.pasted.as_ref()?,
        ))
    }

    fn portfolio_request(&self, errand: &Errand) -> Option<Request> {
        let About::Business(portfolio) = &errand.about else {
            return None;
        };
        let list = if errand.call == Call::ListOwnedPages {
            business::owned_pages
        } else {
            business::client_pages
        };
        let after = self.doctor.cursor_of(errand);
        Some(list(
            &self.settings.version,
            portfolio,
            self.facts.long.as_ref()?,
            self.proving_secret(),
            self.list_options().with_instagram,
            after,
        ))
    }

    /// The number of the Instagram account behind a chosen Page.
    fn chosen_instagram(&self, page: &crate::model::PageId) -> Option<crate::model::InstagramId> {
        let chosen = self.facts.chosen.iter().find(|chosen| chosen.id == *page)?;
        Some(self.facts.instagram_of(chosen)?.id.clone())
    }

    /// The App secret that proves calls, once it is known: not one that Meta has just refused, because a wrong proof fails
    /// even where none is demanded (facts: graph-api 5).
    pub(super) fn proving_secret(&self) -> Option<&AppSecret> {
        let refused = self.refused_pair.as_ref().map(|(_, secret)| secret);
        let is_refused = |secret: &AppSecret| refused.is_some_and(|refused| refused.is_same_as(secret));
        self.facts.app_secret.as_ref().filter(|secret| !is_refused(secret))
    }

    pub(super) fn list_request(&self, after: Option<&Cursor>) -> Option<Request> {
        Some(pages::list(
            &self.settings.version,
            self.facts.long.as_ref()?,
            self.facts.app_secret.as_ref(),
            self.list_options(),
            after,
        ))
    }

    /// What is asked of the Page list. The Instagram accounts only where the token may see them, because asking without
    /// that permission spoils the list (facts: graph-api 4.3).
    pub(super) fn list_options(&self) -> ListOptions {
        let permission = Permission::new("instagram_basic");
        let seen = self.facts.inspection.as_ref().map(|seen| &seen.inspection);
        let seen = seen.or(self.facts.long_inspection.as_ref());
        let is_on_token = permission
            .as_ref()
            .zip(seen)
            .is_some_and(|(permission, seen)| seen.has(permission));
        // After a login nothing may be known of the token yet: what was asked for is expected then.
        let is_asked_for = seen.is_none() && permission.is_some_and(|wanted| self.preset.required.contains(&wanted));
        ListOptions {
            with_instagram: (is_on_token || is_asked_for) && !self.list_cuts.is_plain,
            in_small_parts: self.list_cuts.is_small,
        }
    }
}
