//! Logins: what a person grants in a dialog, and the codes that a dialog hands out.

use super::{DATA_ACCESS, GrantState, Token, World};
use crate::simulator::plan::{CodePlan, Grant, SampleToken, TokenKind, all_permissions};

/// A login code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Code {
    /// What it gives.
    pub(crate) gives: CodeFor,
    /// The redirect it was made for; `None` for any.
    pub(crate) redirect: Option<String>,
    /// Unix seconds; `None` for one that is always fresh.
    pub(crate) made_at: Option<i64>,
    /// Whether it was exchanged.
    pub(crate) is_spent: bool,
}

/// What a login code gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum CodeFor {
    /// A token of Facebook Login.
    Facebook {
        /// Place of its grant in the world.
        grant: usize,
    },
    /// A token of Instagram Login.
    Instagram {
        /// The app's Meta id.
        app: String,
        /// The account's username.
        account: String,
        /// What was granted.
        permissions: Vec<String>,
    },
}

/// What a person was asked before by one app.
#[derive(Debug, Clone, Default)]
pub(super) struct Remembered {
    granted: Vec<String>,
    declined: Vec<String>,
}

/// One question of Facebook's dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Question {
    /// The person in the browser.
    pub(crate) person: String,
    /// The app that asks.
    pub(crate) app: String,
    /// Permissions that are shown, with whether the person leaves the tick.
    pub(crate) shown: Vec<(String, bool)>,
    /// Ticked Pages; `None` for all.
    pub(crate) pages: Option<Vec<String>>,
}

impl World {
    /// Who is logged in in the browser: the person the scenario names, else the one whose token comes first.
    pub(crate) fn person_in_browser(&self) -> String {
        let mut of_tokens = self.plan.samples.tokens.iter().filter_map(|token| self.grant_of(token));
        let first = of_tokens.next().and_then(|place| self.grants.get(place));
        let planned = self.plan.dialog.person.clone();
        planned
            .or_else(|| first.map(|state| state.grant.person.clone()))
            .or_else(|| self.plan.grants.first().map(|grant| grant.person.clone()))
            .unwrap_or_default()
    }

    /// What the dialog asks the person: what was declined before only when it is asked for again.
    pub(crate) fn question(&self, app: &str, asked: &[String], is_rerequest: bool) -> Question {
        let person = self.person_in_browser();
        let before = self.remembered.get(&(person.clone(), app.to_owned()));
        let was_declined = |name: &String| before.is_some_and(|before| before.declined.contains(name));
        let shown = asked
            .iter()
            .filter(|name| *name != "public_profile" && (is_rerequest || !was_declined(name)))
            .map(|name| (name.clone(), is_rerequest || !self.plan.dialog.declines.contains(name)))
            .collect();
        Question {
            person,
            app: app.to_owned(),
            shown,
            pages: self.plan.dialog.pages.clone().filter(|_| !is_rerequest),
        }
    }

    /// The grant that comes of an answered question, on top of what was granted before.
    pub(crate) fn log_in(&mut self, question: &Question) -> usize {
        let key = (question.person.clone(), question.app.clone());
        let remembered = self.remembered.entry(key).or_default();
        for (name, is_ticked) in &question.shown {
            remembered.granted.retain(|known| known != name);
            remembered.declined.retain(|known| known != name);
            if *is_ticked {
                remembered.granted.push(name.clone());
            } else {
                remembered.declined.push(name.clone());
            }
        }
        let grant = Grant {
            name: format!("login {}", self.grants.len()),
            person: question.person.clone(),
            app: question.app.clone(),
            granted: remembered.granted.clone(),
            declined: remembered.declined.clone(),
            lapsed: Vec::new(),
            pages: question.pages.clone(),
        };
        self.grants.push(GrantState { grant, ended: None });
        self.grants.len().saturating_sub(1)
    }

    /// A new user token for what a grant holds; it ends in `life` seconds.
    pub(crate) fn mint_user_token(&mut self, grant: usize, life: i64, is_long: bool) -> String {
        let now = self.now();
        self.mint(Token {
            kind: TokenKind::User,
            grant,
            page: None,
            issued_at: now,
            ends_at: Some(now.saturating_add(life)),
            is_long,
            data_access_ends_at: now.saturating_add(DATA_ACCESS),
            dead: None,
            cannot_be_extended: false,
            parent: None,
        })
    }

    /// Hands out a code under a new random text, which is returned.
    pub(crate) fn make_code(&mut self, code: Code) -> String {
        let text = self.dice.code();
        self.codes.insert(text.clone(), code);
        text
    }

    pub(super) fn make_planned_code(&mut self, planned: &CodePlan) {
        let gives = match (&planned.grant, &planned.account) {
            (Some(grant), _) => self
                .grants
                .iter()
                .position(|state| state.grant.name == *grant)
                .map(|grant| CodeFor::Facebook { grant }),
            (None, Some(account)) => self.instagram_code_for(account),
            (None, None) => None,
        };
        let Some(gives) = gives else {
            return;
        };
        let text = self.make_code(Code {
            gives,
            redirect: planned.redirect.clone(),
            made_at: planned.age.map(|age| self.now().saturating_sub(age.seconds())),
            is_spent: planned.is_spent,
        });
        self.names.insert(planned.name.clone(), text);
    }

    /// What a code of this account gives, with every permission granted.
    fn instagram_code_for(&self, account: &str) -> Option<CodeFor> {
        let app = self.plan.apps.iter().find(|app| app.instagram_app_id.is_some())?;
        Some(CodeFor::Instagram {
            app: app.id.clone(),
            account: account.to_owned(),
            permissions: all_permissions(),
        })
    }

    /// Always fresh codes for any redirect: one for what each sample token holds, in their order.
    pub(crate) fn make_fresh_codes(&mut self) -> Vec<String> {
        let samples = &self.plan.samples;
        let grants: Vec<_> = samples.tokens.iter().filter_map(|token| self.grant_of(token)).collect();
        grants
            .into_iter()
            .map(|grant| self.make_fresh_code(CodeFor::Facebook { grant }))
            .collect()
    }

    /// The place of the grant that a sample token stands on, if it is of an app whose id is offered.
    fn grant_of(&self, token: &SampleToken) -> Option<usize> {
        let (SampleToken::Whole(name) | SampleToken::Altered(name) | SampleToken::Cut(name)) = token else {
            return None;
        };
        let token = self.plan.tokens.iter().find(|token| token.name == *name)?;
        self.grants
            .iter()
            .position(|state| state.grant.name == token.grant && self.plan.samples.app_ids.contains(&state.grant.app))
    }

    /// An always fresh code of the first Instagram account, for any redirect.
    pub(crate) fn make_fresh_instagram_code(&mut self) -> Option<String> {
        let account = self.plan.instagram_accounts.first()?.username.clone();
        let gives = self.instagram_code_for(&account)?;
        Some(self.make_fresh_code(gives))
    }

    fn make_fresh_code(&mut self, gives: CodeFor) -> String {
        self.make_code(Code {
            gives,
            redirect: None,
            made_at: None,
            is_spent: false,
        })
    }

    /// A code by its text.
    pub(crate) fn code(&self, text: &str) -> Option<&Code> {
        self.codes.get(text)
    }

    /// Marks a code as exchanged.
    pub(crate) fn spend_code(&mut self, text: &str) {
        if let Some(code) = self.codes.get_mut(text) {
            code.is_spent = true;
        }
    }
}
