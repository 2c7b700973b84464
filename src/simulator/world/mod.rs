//! The world of a running simulator: apps with their secrets, people, Pages, grants, and every token alive or dead.
//! Started from a scenario's plan; changed by exchanges, logins and by taking permissions away; ends with the server.

mod device;
mod instagram;
mod login;
mod token;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::clock::Clock;
use super::dice::Dice;
use super::json::Writing;
use super::plan::{Access, App, Death, Grant, InstagramAccount, Page, Person, Plan};

pub(crate) use device::{DeviceLogin, DeviceState};
pub(crate) use instagram::InstagramToken;
pub(crate) use login::{Code, CodeFor, Question};
pub(crate) use token::Token;

const DAY: i64 = 24 * 60 * 60;
/// Length of the data-access window.
const DATA_ACCESS: i64 = 90 * DAY;

/// A grant and whether it was taken back.
#[derive(Debug, Clone)]
pub(crate) struct GrantState {
    /// What was ticked, as of now.
    pub(crate) grant: Grant,
    /// Why its tokens are dead, if they are.
    pub(crate) ended: Option<Death>,
}

/// Everything the simulator knows.
#[derive(Debug)]
pub(crate) struct World {
    /// As written in the scenario.
    pub(crate) plan: Plan,
    /// Random strings.
    pub(crate) dice: Dice,
    clock: Arc<Clock>,
    secrets: BTreeMap<String, Secrets>,
    grants: Vec<GrantState>,
    tokens: HashMap<String, Token>,
    instagram_tokens: HashMap<String, InstagramToken>,
    /// Texts of tokens and codes named in the scenario.
    names: HashMap<String, String>,
    app_tokens: HashMap<String, String>,
    page_tokens: HashMap<(String, String), String>,
    codes: HashMap<String, Code>,
    remembered: HashMap<(String, String), login::Remembered>,
    devices: Vec<DeviceLogin>,
    made_up_secret: String,
    fault_counts: Vec<u32>,
}

/// What only an app and Meta know, and the client token, which is no secret.
#[derive(Debug)]
struct Secrets {
    app: String,
    before_reset: String,
    instagram: String,
    client_token: String,
}

impl World {
    /// A world with new secrets and tokens.
    pub(crate) fn new(plan: Plan, clock: Arc<Clock>) -> Self {
        let mut dice = Dice::new();
        let secrets = plan
            .apps
            .iter()
            .map(|app| {
                let secrets = Secrets {
                    app: dice.secret(),
                    before_reset: dice.secret(),
                    instagram: dice.secret(),
                    client_token: dice.secret(),
                };
                (app.id.clone(), secrets)
            })
            .collect();
        let grants = plan
            .grants
            .iter()
            .map(|grant| GrantState {
                grant: grant.clone(),
                ended: None,
            })
            .collect();
        let made_up_secret = dice.secret();
        let mut world = Self {
            fault_counts: vec![0; plan.faults.len()],
            plan,
            dice,
            clock,
            secrets,
            grants,
            tokens: HashMap::new(),
            instagram_tokens: HashMap::new(),
            names: HashMap::new(),
            app_tokens: HashMap::new(),
            page_tokens: HashMap::new(),
            codes: HashMap::new(),
            remembered: HashMap::new(),
            devices: Vec::new(),
            made_up_secret,
        };
        world.mint_planned();
        world
    }

    fn mint_planned(&mut self) {
        for token in self.plan.tokens.clone() {
            self.mint_planned_token(&token);
        }
        for token in self.plan.instagram_tokens.clone() {
            self.mint_planned_instagram_token(&token);
        }
        for code in self.plan.codes.clone() {
            self.make_planned_code(&code);
        }
    }

    /// Unix seconds.
    pub(crate) fn now(&self) -> i64 {
        self.clock.now()
    }

    /// Unix milliseconds.
    pub(crate) fn now_milliseconds(&self) -> i64 {
        self.clock.now_milliseconds()
    }

    /// How answers are written.
    pub(crate) fn writing(&self) -> Writing {
        Writing {
            is_escaped: self.plan.answers.escaped,
            has_legacy_numbers: self.plan.answers.legacy_numbers,
        }
    }

    /// The text of a token or code named in the scenario.
    pub(crate) fn text_named(&self, name: &str) -> String {
        self.names.get(name).cloned().unwrap_or_default()
    }

    /// The grant at this place.
    pub(crate) fn grant(&self, place: usize) -> Option<&GrantState> {
        self.grants.get(place)
    }

    /// The grant at this place, to be changed.
    pub(crate) fn grant_mut(&mut self, place: usize) -> Option<&mut GrantState> {
        self.grants.get_mut(place)
    }

    /// Ends a grant as the person's own act, and the person's other logins to that app with it.
    pub(crate) fn remove_grant(&mut self, place: usize) {
        let Some(removed) = self.grants.get(place).map(|state| state.grant.clone()) else {
            return;
        };
        for (other, state) in self.grants.iter_mut().enumerate() {
            if other == place {
                state.ended = Some(Death::AppRemoved);
            } else if state.grant.person == removed.person && state.grant.app == removed.app {
                state.ended = state.ended.or(Some(Death::Revoked));
            }
        }
        self.remembered.remove(&(removed.person, removed.app));
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
        self.secrets.get(app).map(|secrets| secrets.app.as_str())
    }

    /// The secret an app had before it was reset.
    pub(crate) fn secret_before_reset(&self, app: &str) -> Option<&str> {
        self.secrets.get(app).map(|secrets| secrets.before_reset.as_str())
    }

    /// The secret of an app's Instagram half.
    pub(crate) fn instagram_secret(&self, app: &str) -> Option<&str> {
        self.secrets.get(app).map(|secrets| secrets.instagram.as_str())
    }

    /// The form of a secret that belongs to nothing.
    pub(crate) fn made_up_secret(&self) -> &str {
        &self.made_up_secret
    }

    /// The client token of an app: no secret, good for device login only.
    pub(crate) fn client_token(&self, app: &str) -> Option<&str> {
        self.secrets.get(app).map(|secrets| secrets.client_token.as_str())
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
