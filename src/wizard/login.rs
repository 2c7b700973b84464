//! A login in a browser: its address, its state, and what the browser came back with.
//!
//! Begun by coming to a stage `SignIn`; ends in a login code, or in a trouble that says why there is none. What comes from
//! outside counts only when it carries the state of this very login; anything else is said and changes nothing.

use jiff::{SignedDuration, Timestamp};

use crate::{
    graph_api::{
        Failure, Refusal,
        login::{self, LoginAddress},
    },
    journey::{Call, Field, SlotSet, Stage},
    model::{InstagramToken, LoginProvider, LoginState, Permission, RedirectAddress, Secret},
    paste::{Landing, LandingEnd},
};

use super::{
    Brought, Wizard,
    effect::{Effect, Ticket},
    event::{Entry, Listening},
    switchboard::Standing,
    trouble::{self},
    view::Tone,
};

/// How long somebody on this machine waits for a browser (facts: safety T90). After that its address can still be pasted.
const PATIENCE: SignedDuration = SignedDuration::from_mins(5);

/// The login that is under way.
#[derive(Debug)]
pub(super) struct Login {
    ticket: Ticket,
    provider: LoginProvider,
    /// `None` until it is made.
    state: Option<LoginState>,
    /// Until when somebody on this machine waits for the browser; `None` where nobody does.
    listens_until: Option<Timestamp>,
}

impl Wizard {
    /// Begins a new login. What an earlier one brought is forgotten: a code works once.
    pub(super) fn begin_login(&mut self, provider: LoginProvider, effects: &mut Vec<Effect>) {
        self.leave_login(effects);
        let fields = self.stage().map(Stage::fields).unwrap_or_default();
        let brought = fields.iter().fold(SlotSet::EMPTY, |set, field| set.and(field.slots()));
        for field in fields {
            self.answers.empty(*field);
        }
        self.forget(brought, effects);
        self.brought = Brought::default();
        let ticket = self.board.reserve();
        let comes_back_here =
            provider == LoginProvider::Facebook && self.answers.redirect(Field::FacebookRedirect).is_none();
        effects.push(if comes_back_here {
            self.facts.facebook_redirect = None;
            Effect::Listen(ticket)
        } else {
            Effect::MakeState(ticket)
        });
        self.login = Some(Login {
            ticket,
            provider,
            state: None,
            listens_until: None,
        });
    }

    /// Nobody waits for the browser any more.
    pub(super) fn leave_login(&mut self, effects: &mut Vec<Effect>) {
        if let Some(login) = self.login.take() {
            effects.push(Effect::StopListening(login.ticket));
        }
    }

    /// The login has its state, and perhaps somebody waits for its browser.
    pub(super) fn listening(&mut self, ticket: Ticket, listening: Listening, now: Timestamp) {
        let Some(login) = self.login.as_mut().filter(|login| login.ticket == ticket) else {
            return;
        };
        login.state = Some(listening.state);
        login.listens_until = listening.port.and_then(|_| now.checked_add(PATIENCE).ok());
        if login.provider == LoginProvider::Facebook && self.facts.facebook_redirect.is_none() {
            // Where nobody can listen, the browser ends at an address that does not load and still holds the code.
            self.facts.facebook_redirect = Some(RedirectAddress::of_this_machine(listening.port.unwrap_or(80)));
        }
    }

    /// The address where the login begins, once all of it is known.
    pub(super) fn login_address(&self) -> Option<LoginAddress> {
        let under_way = self.login.as_ref()?;
        let state = under_way.state.as_ref()?;
        let root = self.settings.root.as_deref();
        let permissions = self.asked_permissions();
        match under_way.provider {
            LoginProvider::Facebook => Some(login::facebook(
                &self.settings.version,
                root,
                self.facts.app_id.as_ref()?,
                self.facts.facebook_redirect.as_ref()?,
                state,
                &permissions,
                self.has_declined,
            )),
            LoginProvider::Instagram => Some(login::instagram(
                root,
                self.facts.instagram_app_id.as_ref()?,
                self.facts.instagram_redirect.as_ref()?,
                state,
                &permissions,
            )),
        }
    }

    /// Whether somebody on this machine waits for the browser.
    pub(super) fn is_listening(&self) -> bool {
        self.listens_until().is_some()
    }

    /// The same, also while the login is still being made ready.
    pub(super) fn is_or_will_be_listening(&self) -> bool {
        let is_being_made = self.login.as_ref().is_none_or(|login| login.state.is_none());
        self.is_listening() || (is_being_made && self.answers.redirect(Field::FacebookRedirect).is_none())
    }

    /// Until when that is so.
    pub(super) fn listens_until(&self) -> Option<Timestamp> {
        self.login.as_ref()?.listens_until
    }

    /// Nobody waits for a browser for ever.
    pub(super) fn end_patience(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let Some(login) = &mut self.login else {
            return;
        };
        if login.listens_until.take_if(|until| *until <= now).is_some() {
            effects.push(Effect::StopListening(login.ticket));
            self.say(
                Tone::Careful,
                "Five minutes have passed, so this window waits no more. Paste the address that the browser ends on",
            );
        }
    }

    /// The permissions a login asks for: all of the journey's.
    fn asked_permissions(&self) -> Vec<Permission> {
        let preset = &self.preset;
        preset
            .required
            .iter()
            .chain(&preset.wanted)
            .chain(&preset.helpful)
            .cloned()
            .collect()
    }

    /// A browser came back to this machine with this login's state.
    pub(super) fn landed(&mut self, ticket: Ticket, address: &Entry, now: Timestamp, effects: &mut Vec<Effect>) {
        let is_ours = self.login.as_ref().is_some_and(|login| login.ticket == ticket);
        let Some(Stage::SignIn { fields, .. }) = self.stage() else {
            return;
        };
        if let (true, Some(field)) = (is_ours, fields.first()) {
            // Whoever said no, went back and agreed is heard as well, and what was missing has come.
            self.trouble = None;
            self.notice = None;
            self.close_saving();
            self.answers.fill(*field, address);
            self.submit_landing(fields, now, effects);
            if self.trouble.is_none() && self.notice.is_none() {
                self.say(Tone::Good, "The browser has come back");
            }
        }
    }

    /// Goes on with what the browser came back with.
    pub(super) fn submit_landing(&mut self, fields: &'static [Field], now: Timestamp, effects: &mut Vec<Effect>) {
        if self.first_missing(fields).is_some() {
            return;
        }
        let Some(field) = fields.first().copied() else {
            return;
        };
        if let Some(token) = self.answers.instagram_token(field) {
            return self.go_on_with_token(field, token, now, effects);
        }
        let Some(landing) = self.answers.landing(field) else {
            // The token of an earlier login arrived late.
            return self.advance(now, effects);
        };
        if self.login.as_ref().is_none_or(|login| login.state.is_none()) {
            return self.say(
                Tone::Calm,
                "The login is still being made ready. One moment, then try again",
            );
        }
        if let Some((why, unattended)) = self.why_not_ours(field, landing) {
            self.answers.refuse_apart(field, why, unattended);
            self.attend(field);
            return;
        }
        if matches!(landing.end, LandingEnd::Code(_)) && self.holds_login_back(effects) {
            return;
        }
        let Some(landing) = self.answers.landing(field) else {
            return;
        };
        match &landing.end {
            LandingEnd::Code(code) => {
                let code = code.share();
                match field {
                    Field::InstagramLanding => self.facts.instagram_code = Some(code),
                    _ => self.facts.login_code = Some(code),
                }
            }
            LandingEnd::Token(token) => self.facts.pasted = Some(token.share()),
            LandingEnd::Denied => {
                let trouble = trouble::named("login-denied", &self.words(), self.facts.app_id.as_ref());
                return self.show(trouble, None);
            }
            LandingEnd::Failed { code, words } => {
                let failure = Failure::Refused(Refusal {
                    status: 302,
                    code: *code,
                    message: words.clone(),
                    ..Refusal::default()
                });
                let app = self.facts.app_id.as_ref();
                let trouble = trouble::explain(&failure, redeeming(field), &self.words(), app, now);
                return self.show(trouble, None);
            }
        }
        // It is used once: what is left of it in the field would only mislead.
        self.answers.empty(field);
        self.advance(now, effects);
    }

    fn go_on_with_token(&mut self, field: Field, token: InstagramToken, now: Timestamp, effects: &mut Vec<Effect>) {
        self.facts.instagram_pasted = Some(token);
        self.answers.empty(field);
        self.adopt_token(now, effects);
        self.advance(now, effects);
    }

    /// Why an address does not belong to this login, if it does not; at a screen, and in a run without a person, whose login was
    /// made elsewhere. A bare code says nothing about that.
    fn why_not_ours(&self, field: Field, landing: &Landing) -> Option<(&'static str, &'static str)> {
        let place = landing.place.as_ref()?;
        let redirect = match field {
            Field::InstagramLanding => self.facts.instagram_redirect.as_ref(),
            _ => self.facts.facebook_redirect.as_ref(),
        };
        if !redirect.is_some_and(|redirect| redirect.is_start_of(place)) {
            return Some((
                "This address is not where the login ends. Copy the address that the browser shows after the login",
                "This address is not the one of --redirect. A login code goes only with the redirect address of its own login",
            ));
        }
        let own = self.login.as_ref().and_then(|login| login.state.as_ref());
        (landing.state.is_none() || landing.state.as_ref() != own)
            .then_some((
                "This address belongs to another login. Open the address above once more and log in there",
                "This is the address of a login that was begun elsewhere, which evertoken cannot check. Give the login code out of \
                 it alone: what stands behind code= up to the next &",
            ))
    }

    /// Whether the token of a login carries what the journey needs. Where it was pasted, the form has asked already.
    pub(super) fn is_token_good_for_it(&mut self) -> bool {
        if !self.has_signed_in() || self.brought.goes_without_permissions {
            return true;
        }
        if self.is_inspecting() || self.is_reading_permissions() {
            return false;
        }
        if self.missing_permissions().is_empty() {
            return true;
        }
        self.has_declined = true;
        let trouble = trouble::named("missing-permissions", &self.words(), self.facts.app_id.as_ref());
        self.show(trouble, None);
        false
    }

    fn is_reading_permissions(&self) -> bool {
        self.board
            .all()
            .any(|asked| asked.errand.call == Call::ReadPermissions && matches!(asked.standing, Standing::Running))
    }

    /// A code was sent and did not become a token: it is not sent again.
    pub(super) fn forget_code(&mut self, call: Call) {
        match call {
            Call::RedeemCode => self.facts.login_code = None,
            Call::RedeemInstagramCode => self.facts.instagram_code = None,
            _ => {}
        }
    }

    /// The fingerprint of what a call makes its token from, to tell whether a late answer is still of use.
    pub(super) fn origin_of(&self, call: Call) -> Option<String> {
        match call {
            Call::Extend => self.facts.pasted.as_ref().map(Secret::fingerprint),
            Call::RedeemCode => self.facts.login_code.as_ref().map(Secret::fingerprint),
            Call::RedeemInstagramCode => self.facts.instagram_code.as_ref().map(Secret::fingerprint),
            Call::ExtendInstagram => self.facts.instagram_short.as_ref().map(Secret::fingerprint),
            Call::RefreshInstagram => self.facts.instagram_pasted.as_ref().map(Secret::fingerprint),
            _ => None,
        }
    }
}

/// The call that a code in this field is for.
const fn redeeming(field: Field) -> Call {
    match field {
        Field::InstagramLanding => Call::RedeemInstagramCode,
        _ => Call::RedeemCode,
    }
}
