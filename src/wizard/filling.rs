//! Filling the form: what a person types and pastes, when it counts, and whether it can be sent.

use jiff::Timestamp;

use crate::{
    journey::{Call, Field, SlotSet, Stage},
    model::{Permission, TokenKind},
};

use super::{
    Wizard,
    effect::Effect,
    event::Entry,
    switchboard::Standing,
    trouble::{self, Trouble},
    view::Tone,
};

impl Wizard {
    pub(super) fn answer(&mut self, field: Field, entry: &Entry, effects: &mut Vec<Effect>) {
        let is_on_form = matches!(self.stage(), Some(Stage::Form { .. })) && self.trouble.is_none();
        if !is_on_form || !self.answers.fill(field, entry) {
            return;
        }
        self.last_filled = Some(field);
        self.forget(SlotSet::of(&[field.slot()]), effects);
        if field == Field::Token {
            self.has_page_token = false;
            self.token_fault = None;
            self.look_failure = None;
            self.goes_without_permissions = false;
        }
        self.settle_app_id();
    }

    /// A field is complete for now: its value counts, and the calls that waited for it start.
    pub(super) fn settle(&mut self, field: Field, now: Timestamp, effects: &mut Vec<Effect>) {
        if !matches!(self.stage(), Some(Stage::Form { .. })) || self.trouble.is_some() {
            return;
        }
        self.settle_value(field);
        self.start_ready(now, effects);
    }

    fn settle_value(&mut self, field: Field) {
        self.answers.settle(field);
        let is_blocked = self.answers.blocking(field).is_some();
        match field {
            Field::Token if self.facts.pasted.is_none() && !is_blocked => self.facts.pasted = self.answers.token(),
            Field::AppSecret if self.facts.app_secret.is_none() && !is_blocked => {
                self.facts.app_secret = self.answers.app_secret();
            }
            Field::AppId => self.settle_app_id(),
            Field::Token | Field::AppSecret => {}
        }
    }

    /// The App ID is what the person typed, or else what Meta says about the token.
    pub(super) fn settle_app_id(&mut self) {
        let from_token = self
            .facts
            .inspection
            .as_ref()
            .and_then(|seen| seen.inspection.app.clone());
        self.facts.app_id = self
            .answers
            .app_id()
            .or(from_token.filter(|_| self.answers.is_empty(Field::AppId)));
    }

    pub(super) fn submit(&mut self, fields: &'static [Field], now: Timestamp, effects: &mut Vec<Effect>) {
        for field in fields {
            self.settle_value(*field);
        }
        // What was to be asked again about the token would come too late, and without the proof of the secret.
        let late = self
            .board
            .forget(|asked| matches!(asked.standing, Standing::AboutToRetry(_)));
        effects.extend(late.into_iter().map(Effect::Abandon));
        let known = self.facts.known();
        if let Some(field) = fields.iter().find(|field| !known.has(field.slot())) {
            self.attend(*field);
            if self.answers.blocking(*field).is_none() {
                self.say(Tone::Calm, format!("{} is still missing", field.label()));
            }
            return;
        }
        if self.was_refused() {
            self.attend(Field::AppSecret);
            self.say(
                Tone::Careful,
                "This is the same App ID and App secret that Meta refused. Change one of them first",
            );
            return;
        }
        if let Some(trouble) = self.fault_of_token(now) {
            self.show(trouble, None);
            return;
        }
        self.adopt_token(now, effects);
        self.advance(now, effects);
    }

    fn was_refused(&self) -> bool {
        match (&self.refused_pair, &self.facts.app_id, &self.facts.app_secret) {
            (Some((refused_id, refused_secret)), Some(id), Some(secret)) => {
                refused_id == id && refused_secret.is_same_as(secret)
            }
            _ => false,
        }
    }

    /// What keeps the pasted token from being used, as far as Meta has told by now.
    pub(super) fn fault_of_token(&self, now: Timestamp) -> Option<Trouble> {
        let app = self.facts.app_id.as_ref();
        if let Some(failure) = &self.token_fault {
            return Some(trouble::explain(failure, Call::InspectPasted, &self.words(), app, now));
        }
        let seen = &self.facts.inspection.as_ref()?.inspection;
        // A token of another app is remarked upon in the form; which of the two is wrong, only the exchange can tell.
        if seen.kind == Some(TokenKind::App) {
            return Some(trouble::named("app-token-pasted", &self.words(), app));
        }
        let is_missing = !self.missing_permissions().is_empty();
        (is_missing && !self.goes_without_permissions)
            .then(|| trouble::named("missing-permissions", &self.words(), app))
    }

    /// The required permissions that are not on the pasted token.
    pub(super) fn missing_permissions(&self) -> Vec<&Permission> {
        let Some(seen) = &self.facts.inspection else {
            return Vec::new();
        };
        self.preset
            .required
            .iter()
            .filter(|permission| !seen.inspection.has(permission))
            .collect()
    }

    /// Uses the pasted token as what it is: a Page token needs no exchange and no list, a lasting one no exchange.
    pub(super) fn adopt_token(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let (Some(pasted), Some(seen)) = (&self.facts.pasted, &self.facts.inspection) else {
            return;
        };
        let seen = &seen.inspection;
        if !seen.is_valid {
            return;
        }
        match (&seen.kind, &seen.page) {
            (Some(TokenKind::Page), Some(page)) => {
                let page = crate::model::Page {
                    id: page.clone(),
                    name: self
                        .facts
                        .owner
                        .as_ref()
                        .and_then(|owner| owner.name.clone())
                        .unwrap_or_default(),
                    category: None,
                    tasks: Vec::new(),
                    token: Some(pasted.read_as()),
                    instagram: None,
                    connected_instagram: None,
                };
                let id = page.id.clone();
                self.abandon(&[Call::Extend, Call::ListPages, Call::InspectLong], effects);
                self.facts.pages = Some(super::page_book::PageBook::of_one(page));
                self.facts.chosen = Some(id);
                self.has_page_token = true;
            }
            (Some(TokenKind::User | TokenKind::SystemUser), _) if seen.expires.is_lasting(self.meta_time(now)) => {
                let is_asked = self.board.all().any(|asked| asked.errand.call == Call::Extend);
                if !is_asked && self.facts.long.is_none() {
                    self.facts.long = Some(pasted.read_as());
                    self.facts.long_inspection = Some(seen.clone());
                }
            }
            _ => {}
        }
    }
}
