//! The world of a running simulator: apps with their secrets, people, Pages, grants, and every token alive or dead.
//! Started from a scenario's plan; changed by exchanges and by taking permissions away; ends with the server.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::clock::{self, Clock};
use super::dice::Dice;
use super::plan::{Access, App, Death, End, Grant, InstagramAccount, Page, Person, Plan, TokenKind, TokenPlan};
use super::refusal::{self, Refusal};

const DAY: i64 = 24 * 60 * 60;
/// Length of the data-access window.
const DATA_ACCESS: i64 = 90 * DAY;

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

/// A grant and whether it was taken back.
#[derive(Debug, Clone)]
pub(crate) struct GrantState {
    /// What was ticked, as of now.
    pub(crate) grant: Grant,
    /// The person removed the app.
    pub(crate) is_removed: bool,
}

/// Everything the simulator knows.
#[derive(Debug)]
pub(crate) struct World {
    /// As written in the scenario.
    pub(crate) plan: Plan,
    /// Random strings.
    pub(crate) dice: Dice,
    clock: Arc<Clock>,
    secrets: BTreeMap<String, String>,
    instagram_secrets: BTreeMap<String, String>,
    grants: Vec<GrantState>,
    tokens: HashMap<String, Token>,
    names: HashMap<String, String>,
    app_tokens: HashMap<String, String>,
    page_tokens: HashMap<(String, String), String>,
    fault_counts: Vec<u32>,
}

impl World {
    /// A world with new secrets and tokens.
    pub(crate) fn new(plan: Plan, clock: Arc<Clock>) -> Self {
        let mut dice = Dice::new();
        let secrets = plan.apps.iter().map(|app| (app.id.clone(), dice.secret())).collect();
        let instagram_secrets = plan.apps.iter().map(|app| (app.id.clone(), dice.secret())).collect();
        let grants = plan
            .grants
            .iter()
            .map(|grant| GrantState {
                grant: grant.clone(),
                is_removed: false,
            })
            .collect();
        let mut world = Self {
            fault_counts: vec![0; plan.faults.len()],
            plan,
            dice,
            clock,
            secrets,
            instagram_secrets,
            grants,
            tokens: HashMap::new(),
            names: HashMap::new(),
            app_tokens: HashMap::new(),
            page_tokens: HashMap::new(),
        };
        for token in world.plan.tokens.clone() {
            world.mint_planned(&token);
        }
        world
    }

    fn mint_planned(&mut self, planned: &TokenPlan) {
        let now = self.now();
        let issued_at = now.saturating_sub(planned.age.seconds());
        let token = Token {
            kind: planned.kind,
            grant: self
                .grants
                .iter()
                .position(|state| state.grant.name == planned.grant)
                .unwrap_or(0),
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
            dead: planned.dead,
            cannot_be_extended: planned.cannot_be_extended,
            parent: None,
        };
        let text = self.mint(token);
        self.names.insert(planned.name.clone(), text);
    }

    /// Unix seconds.
    pub(crate) fn now(&self) -> i64 {
        self.clock.now()
    }

    /// Adds a token under a new random text, which is returned.
    pub(crate) fn mint(&mut self, token: Token) -> String {
        let text = self.dice.token();
        self.tokens.insert(text.clone(), token);
        text
    }

    /// The text of a token named in the scenario.
    pub(crate) fn token_named(&self, name: &str) -> String {
        self.names.get(name).cloned().unwrap_or_default()
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

    /// The grant at this place.
    pub(crate) fn grant(&self, place: usize) -> Option<&GrantState> {
        self.grants.get(place)
    }

    /// The grant at this place, to be changed.
    pub(crate) fn grant_mut(&mut self, place: usize) -> Option<&mut GrantState> {
        self.grants.get_mut(place)
    }

    /// Why a known token does not work now, if it does not.
    pub(crate) fn trouble_of(&self, token: &Token) -> Option<Refusal> {
        let state = self.grants.get(token.grant)?;
        if state.is_removed {
            return Some(death_words(Death::AppRemoved, &state.grant.app));
        }
        if let Some(death) = token.dead {
            return Some(death_words(death, &state.grant.app));
        }
        let now = self.now();
        if let Some(end) = token.ends_at.filter(|end| *end <= now) {
            return Some(refusal::expired(&clock::in_words(end), &clock::in_words(now)));
        }
        let parent = token.parent.as_ref().and_then(|text| self.tokens.get(text))?;
        self.trouble_of(parent)
    }

    /// An app by its id.
    pub(crate) fn app(&self, id: &str) -> Option<&App> {
        self.plan.apps.iter().find(|app| app.id == id)
    }

    /// An app by its Instagram App ID.
    pub(crate) fn app_with_instagram_id(&self, id: &str) -> Option<&App> {
        self.plan
            .apps
            .iter()
            .find(|app| app.instagram_app_id.as_deref() == Some(id))
    }

    /// The secret of an app.
    pub(crate) fn secret(&self, app: &str) -> Option<&str> {
        self.secrets.get(app).map(String::as_str)
    }

    /// The secret of an app's Instagram half.
    pub(crate) fn instagram_secret(&self, app: &str) -> Option<&str> {
        self.instagram_secrets.get(app).map(String::as_str)
    }

    /// The app token without the secret in it; the same one each time.
    pub(crate) fn app_token(&mut self, app: &str) -> String {
        let known = self.app_tokens.iter().find(|(_, id)| *id == app);
        if let Some((text, _)) = known {
            return text.clone();
        }
        let text = format!("{app}|{}", self.dice.app_token_tail());
        self.app_tokens.insert(text.clone(), app.to_owned());
        text
    }

    /// The app that an app token speaks for: `APP_ID|APP_SECRET`, or one that was handed out.
    pub(crate) fn app_of(&self, text: &str) -> Option<&App> {
        let (id, tail) = text.split_once('|')?;
        let app = self.app(id)?;
        let is_right = self.secret(id) == Some(tail) || self.app_tokens.contains_key(text);
        (is_right && !app.is_native).then_some(app)
    }

    /// A person by id.
    pub(crate) fn person(&self, id: &str) -> Option<&Person> {
        self.plan.people.iter().find(|person| person.id == id)
    }

    /// A Page by id.
    pub(crate) fn page(&self, id: &str) -> Option<&Page> {
        self.plan.pages.iter().find(|page| page.id == id)
    }

    /// The Page an Instagram account is linked to, and the account.
    pub(crate) fn instagram(&self, id: &str) -> Option<(&Page, &InstagramAccount)> {
        self.plan.pages.iter().find_map(|page| {
            let account = page.instagram.as_ref().filter(|account| account.id == id)?;
            Some((page, account))
        })
    }

    /// Whether what this grant holds is in force: the person has a role on the app, or the app has advanced access.
    pub(crate) fn is_in_force(&self, grant: &Grant) -> bool {
        self.app(&grant.app).is_some_and(|app| match app.access {
            Access::Advanced => true,
            Access::Standard => app.roles.contains(&grant.person),
        })
    }

    /// The token for a Page made from this one; the same one each time.
    pub(crate) fn page_token(&mut self, parent_text: &str, parent: &Token, page: &str) -> String {
        let key = (parent_text.to_owned(), page.to_owned());
        if let Some(known) = self.page_tokens.get(&key) {
            return known.clone();
        }
        let token = Token {
            kind: TokenKind::Page,
            grant: parent.grant,
            page: Some(page.to_owned()),
            issued_at: self.now(),
            ends_at: if parent.is_long { None } else { parent.ends_at },
            is_long: parent.is_long,
            data_access_ends_at: parent.data_access_ends_at,
            dead: None,
            cannot_be_extended: false,
            parent: (!parent.is_long).then(|| parent_text.to_owned()),
        };
        let text = self.mint(token);
        self.page_tokens.insert(key, text.clone());
        text
    }

    /// How often a fault's call was asked before this request; counts this one.
    pub(crate) fn count_fault(&mut self, place: usize) -> u32 {
        let Some(count) = self.fault_counts.get_mut(place) else {
            return 0;
        };
        let before = *count;
        *count = count.saturating_add(1);
        before
    }
}

/// Whether a Page is among those this grant covers and this person has a role on.
pub(crate) fn covers(grant: &Grant, page: &Page) -> bool {
    is_ticked(grant, page) && is_managed(grant, page)
}

/// Whether the person ticked this Page.
pub(crate) fn is_ticked(grant: &Grant, page: &Page) -> bool {
    grant.pages.as_ref().is_none_or(|pages| pages.contains(&page.id))
}

/// Whether the person has a role on this Page.
pub(crate) fn is_managed(grant: &Grant, page: &Page) -> bool {
    page.managed_by
        .as_ref()
        .is_none_or(|people| people.contains(&grant.person))
}

/// Whether this grant holds a permission.
pub(crate) fn has(grant: &Grant, permission: &str) -> bool {
    permission == "public_profile" || grant.granted.iter().any(|granted| granted == permission)
}

fn death_words(death: Death, app: &str) -> Refusal {
    let (subcode, words) = match death {
        Death::AppRemoved => {
            let words = format!("Error validating access token: The user has not authorized application {app}.");
            return Refusal::new(190, words).with_subcode(458);
        }
        Death::RoleLost => return refusal::may_not_impersonate(),
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
        Death::DataAccessOver => (
            493,
            "The access token is invalid since the user hasn't engaged the app in longer than 90 days.",
        ),
    };
    Refusal::new(190, words).with_subcode(subcode)
}
