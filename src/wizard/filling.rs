//! Filling the form: what a person types and pastes, when it counts, and whether it can be sent.

use jiff::Timestamp;

use crate::{
    journey::{Call, Field, Prize},
    model::{Permission, RedirectAddress, Remembered, TokenKind},
};

use super::{
    Brought, Wizard,
    effect::Effect,
    event::Entry,
    switchboard::Standing,
    trouble::{self, Trouble},
    view::Tone,
};

impl Wizard {
    /// The fields that are on the screen.
    pub(super) fn fields_here(&self) -> Vec<Field> {
        if self.trouble.is_some() {
            return Vec::new();
        }
        if self.is_saving() {
            return if self.is_choosing_kind() {
                Vec::new()
            } else {
                self.saving_fields()
            };
        }
        match (&self.aside, self.stage()) {
            (Some(aside), _) => vec![aside.field],
            (None, Some(stage)) => stage.fields().to_vec(),
            (None, None) => Vec::new(),
        }
    }

    pub(super) fn answer(&mut self, field: Field, entry: &Entry, effects: &mut Vec<Effect>) {
        if !self.fields_here().contains(&field) {
            return;
        }
        let is_sample = self
            .sample(field)
            .is_some_and(|sample| sample.value == entry.0.as_str());
        let is_another = self.answers.fill(field, entry);
        // A sample that cannot be used makes way for the next one.
        if is_sample && self.answers.blocking(field).is_some() {
            self.use_next_sample(field);
        }
        if !is_another {
            return;
        }
        if self.is_saving() {
            return self.forget_trial();
        }
        self.last_filled = Some(field);
        self.forget(field.slots(), effects);
        if field.is_token() {
            self.brought = Brought::default();
        }
        self.settle_known();
    }

    /// A field is complete for now: its value counts, and the calls that waited for it start.
    pub(super) fn settle(&mut self, field: Field, now: Timestamp, effects: &mut Vec<Effect>) {
        if !self.fields_here().contains(&field) {
            return;
        }
        self.settle_value(field);
        if self.is_saving() {
            return self.settle_saving(effects);
        }
        if self.aside.is_none() {
            self.start_ready(now, effects);
        }
    }

    pub(super) fn settle_value(&mut self, field: Field) {
        self.answers.settle(field);
        if self.answers.blocking(field).is_some() {
            return;
        }
        self.settle_instagram_redirect(field);
        let (answers, facts) = (&self.answers, &mut self.facts);
        match field {
            Field::Token | Field::AnyToken | Field::InstagramToken => {
                if facts.pasted.is_none() {
                    facts.pasted = answers.token(field);
                }
                if facts.instagram_pasted.is_none() {
                    facts.instagram_pasted = answers.instagram_token(field);
                }
            }
            Field::InstagramHourToken if facts.instagram_short.is_none() => {
                facts.instagram_short = answers.instagram_token(field);
            }
            Field::AppSecret if facts.app_secret.is_none() => facts.app_secret = answers.app_secret(),
            Field::InstagramAppSecret if facts.instagram_app_secret.is_none() => {
                facts.instagram_app_secret = answers.instagram_app_secret();
            }
            Field::AppId | Field::InstagramAppId | Field::FacebookRedirect | Field::InstagramRedirect => {
                self.settle_known();
            }
            // Where a login ended counts when the person goes on, and a Page ID when it is asked for.
            Field::AppSecret
            | Field::InstagramAppSecret
            | Field::InstagramHourToken
            | Field::FacebookLanding
            | Field::InstagramLanding
            | Field::PageId
            | Field::SavePath
            | Field::NameOf(_)
            | Field::SaveMode
            | Field::SaveGroup
            | Field::CopyCheck => {}
        }
    }

    /// Says at its field that an address of this machine is none that Instagram takes.
    fn settle_instagram_redirect(&mut self, field: Field) {
        if field != Field::InstagramRedirect {
            return;
        }
        self.settle_known();
        let typed = self.answers.redirect(field);
        if typed.is_some() && self.facts.instagram_redirect.is_none() {
            let why = "Instagram takes no http address, not even this machine's. Use one that begins with https://";
            self.answers.refuse(field, why.to_owned());
        }
    }

    /// The open values: what the person typed, or else what Meta says about the token, or what an earlier run kept.
    pub(super) fn settle_known(&mut self) {
        let from_token = self
            .facts
            .inspection
            .as_ref()
            .and_then(|seen| seen.inspection.app.clone());
        let kept = self.remembered.clone().unwrap_or_default();
        let (answers, facts) = (&self.answers, &mut self.facts);
        // A field in which something is written counts for itself alone.
        let is_open = |field| answers.is_empty(field);
        facts.app_id = answers
            .app_id()
            .or_else(|| from_token.or(kept.app_id).filter(|_| is_open(Field::AppId)));
        facts.instagram_app_id = answers
            .instagram_app_id()
            .or_else(|| kept.instagram_app_id.filter(|_| is_open(Field::InstagramAppId)));
        // Instagram takes https alone; the demo's dialog is on this machine, and so is where it ends.
        let root = self.settings.root.as_deref();
        facts.instagram_redirect = answers
            .redirect(Field::InstagramRedirect)
            .or_else(|| kept.instagram_redirect.filter(|_| is_open(Field::InstagramRedirect)))
            .filter(|address| address.is_secure() || root.is_some_and(is_of_this_machine));
        // Left empty, it is this machine, which a login says as soon as somebody listens.
        if let Some(typed) = answers.redirect(Field::FacebookRedirect) {
            facts.facebook_redirect = Some(typed);
        }
    }

    /// What an earlier run kept.
    pub(super) fn recalled(&mut self, remembered: Remembered) {
        self.remembered = Some(remembered);
        self.is_recalled = true;
        self.settle_known();
    }

    /// Keeps what is not secret for later runs, where it has changed.
    fn remember(&mut self, effects: &mut Vec<Effect>) {
        let before = self.remembered.clone().unwrap_or_default();
        let facts = &self.facts;
        let now = Remembered {
            app_id: facts.app_id.clone().or(before.app_id.clone()),
            instagram_app_id: facts.instagram_app_id.clone().or(before.instagram_app_id.clone()),
            instagram_redirect: facts.instagram_redirect.clone().or(before.instagram_redirect.clone()),
            ..before.clone()
        };
        if now != before {
            self.remembered = Some(now.clone());
            effects.push(Effect::Remember(now));
        }
    }

    /// The first field that keeps a form from being sent. Says what is missing.
    pub(super) fn first_missing(&mut self, fields: &[Field]) -> Option<Field> {
        for field in fields {
            self.settle_value(*field);
        }
        let field = *fields.iter().find(|field| !self.is_filled(**field))?;
        self.attend(field);
        let label = field.label();
        let is_wrong = self.answers.message(field).is_some_and(|said| said.tone == Tone::Bad);
        if is_wrong {
            self.say(
                Tone::Careful,
                format!("{label} cannot be used as it is: see the note below it"),
            );
        } else {
            self.say(Tone::Calm, format!("{label} is still missing"));
        }
        Some(field)
    }

    pub(super) fn submit(&mut self, fields: &'static [Field], now: Timestamp, effects: &mut Vec<Effect>) {
        // What was to be asked again about the token would come too late, and without the proof of the secret.
        let late = self
            .board
            .forget(|asked| matches!(asked.standing, Standing::AboutToRetry(_)));
        effects.extend(late.into_iter().map(Effect::Abandon));
        if self.first_missing(fields).is_some() {
            return;
        }
        if self.was_refused() {
            // The person chose which of the two to change; else the secret, which is mistaken more often.
            let is_about_id = self.answers.is_refused(Field::AppId) && !self.answers.is_refused(Field::AppSecret);
            self.attend(if is_about_id { Field::AppId } else { Field::AppSecret });
            self.say(
                Tone::Careful,
                "This is the same App ID and App secret that Meta refused. Change one of them first",
            );
            return;
        }
        self.remember(effects);
        let is_about_token = fields.iter().any(|field| field.is_token());
        if is_about_token && let Some(trouble) = self.fault_of_token(now) {
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

    /// What keeps the pasted token from being used, as far as Meta has told by now. Where the journey is about what a
    /// token is, nothing does.
    pub(super) fn fault_of_token(&self, now: Timestamp) -> Option<Trouble> {
        if matches!(self.prize(), Some(Prize::Findings | Prize::Renewed)) {
            return None;
        }
        let app = self.facts.app_id.as_ref();
        if let Some(failure) = &self.brought.fault {
            let place = self.place_of_look();
            return Some(trouble::explain(failure, place, &self.words(), app, now));
        }
        let seen = &self.facts.inspection.as_ref()?.inspection;
        // A token of another app is remarked upon in the form; which of the two is wrong, only the exchange can tell.
        if seen.kind == Some(TokenKind::App) {
            return Some(trouble::named("app-token-pasted", &self.words(), app));
        }
        if seen.kind == Some(TokenKind::Page) && self.prize() == Some(Prize::UserToken) {
            return Some(trouble::named("page-token-for-user", &self.words(), app));
        }
        let is_missing = !self.missing_permissions().is_empty();
        (is_missing && !self.brought.goes_without_permissions)
            .then(|| trouble::named("missing-permissions", &self.words(), app))
    }

    /// The call that looked at the pasted token.
    pub(super) fn place_of_look(&self) -> Call {
        if self.facts.instagram_pasted.is_some() {
            Call::ReadPastedProfile
        } else {
            Call::InspectPasted
        }
    }

    /// The permissions that are not on the token and that the person is asked about before going on without.
    pub(super) fn missing_permissions(&self) -> Vec<&Permission> {
        let seen = self.facts.inspection.as_ref().map(|seen| &seen.inspection);
        let Some(seen) = seen.or(self.facts.long_inspection.as_ref()) else {
            return Vec::new();
        };
        let preset = self.preset.required.iter().chain(&self.preset.wanted);
        preset.filter(|permission| !seen.has(permission)).collect()
    }

    /// Whether a field holds what can be sent, or may stay empty.
    pub(super) fn is_filled(&self, field: Field) -> bool {
        let (answers, facts) = (&self.answers, &self.facts);
        if answers.blocking(field).is_some() {
            return false;
        }
        match field {
            Field::Token | Field::AnyToken | Field::InstagramToken => {
                answers.token(field).is_some() || answers.instagram_token(field).is_some()
            }
            Field::InstagramHourToken => answers.instagram_token(field).is_some(),
            Field::AppId => facts.app_id.is_some(),
            Field::AppSecret => answers.app_secret().is_some(),
            Field::FacebookRedirect => true,
            // A token that arrived after the person went back is as good as an address.
            Field::FacebookLanding => answers.landing(field).is_some() || facts.pasted.is_some(),
            Field::InstagramLanding => {
                answers.landing(field).is_some()
                    || answers.instagram_token(field).is_some()
                    || facts.instagram_short.is_some()
            }
            Field::InstagramAppId => facts.instagram_app_id.is_some(),
            Field::InstagramAppSecret => answers.instagram_app_secret().is_some(),
            Field::InstagramRedirect => facts.instagram_redirect.is_some(),
            Field::PageId => answers.page_id().is_some(),
            Field::CopyCheck => answers.copy().is_some(),
            Field::SavePath | Field::NameOf(_) | Field::SaveMode | Field::SaveGroup => {
                self.is_saving_field_filled(field)
            }
        }
    }
}

/// Whether the address of a server in Meta's place leads to this machine.
fn is_of_this_machine(root: &str) -> bool {
    RedirectAddress::parse(root).is_ok_and(|root| !root.is_secure())
}
