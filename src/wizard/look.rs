//! The live look at the pasted token: what Meta says about it, in words, while the person reads on.

use jiff::{SignedDuration, Timestamp};

use crate::{
    journey::{Field, Prize, Stage},
    model::{Expiry, Inspection, InstagramProfile, PageId, PermissionStatus, RedirectAddress, TokenKind},
};

use super::{
    Errand, Wizard, dates,
    facts::ChosenPage,
    page_book::Reason,
    switchboard::Standing,
    trouble,
    view::{Look, Message, PermissionTick, Seen, TickState, Tone},
};

/// Under this much time left, looking up the App secret may take too long.
const SOON: SignedDuration = SignedDuration::from_mins(10);

/// The look's sentences, made anew after each event.
#[derive(Debug, Default)]
pub(super) struct LookWords {
    kind: String,
    app: Option<String>,
    cannot: String,
    remarks: Vec<(Tone, String)>,
}

impl Wizard {
    pub(super) fn refresh_look(&mut self, now: Timestamp) {
        let seen = self.facts.inspection.as_ref().map(|seen| &seen.inspection);
        self.look = LookWords {
            kind: seen.map(kind_in_words).unwrap_or_default(),
            app: seen.and_then(app_in_words),
            cannot: self.why_not_seen(),
            remarks: seen.map(|seen| self.remarks(seen, now)).unwrap_or_default(),
        };
    }

    fn why_not_seen(&self) -> String {
        let is_waiting = self
            .board
            .find(&Errand::of(self.place_of_look()))
            .is_some_and(|asked| asked.standing == Standing::Failed);
        if let (Some(trouble), true) = (&self.brought.look_failure, is_waiting) {
            return format!("{}. You can go on", trouble.headline.trim_end_matches('.'));
        }
        match (&self.brought.fault, is_waiting) {
            (None, true) if self.facts.app_secret.is_some() => {
                "Meta does not let this token be looked at. You can go on".to_owned()
            }
            (None, true) => "Meta says more about this token once the App secret is there. You can go on".to_owned(),
            (Some(_), _) | (None, false) => String::new(),
        }
    }

    fn remarks(&self, seen: &Inspection, now: Timestamp) -> Vec<(Tone, String)> {
        let mut remarks = Vec::new();
        remarks.extend(self.remark_on_app(seen));
        match &seen.kind {
            Some(TokenKind::Page) if !self.is_about_a_token() => remarks.push(self.remark_on_page_token(seen, now)),
            Some(TokenKind::SystemUser) if !self.is_about_a_token() => remarks.push((
                Tone::Calm,
                "This is a system user's token. It needs no exchange".to_owned(),
            )),
            Some(TokenKind::User) if !self.is_about_a_token() && seen.expires.is_lasting(self.meta_time(now)) => {
                remarks.push((
                    Tone::Calm,
                    "This token is long-lived already. It needs no exchange".to_owned(),
                ));
            }
            _ => {}
        }
        if let Some(left) = seen
            .expires
            .left(self.meta_time(now))
            .filter(|left| left.is_positive() && *left < SOON)
        {
            remarks.push((
                Tone::Careful,
                format!("Only {} left. A fresh token gives you more time", dates::span(left)),
            ));
        }
        if !self.clock_offset.is_zero() {
            let minutes = dates::span(self.clock_offset.abs());
            remarks.push((
                Tone::Careful,
                format!("This computer's clock differs from Meta's by {minutes}. Times here follow Meta's"),
            ));
        }
        remarks
    }

    /// The token is of another app than the one that was typed, or than the one of the last time, whose secret the person may
    /// have at hand.
    fn remark_on_app(&self, seen: &Inspection) -> Option<(Tone, String)> {
        let app = seen.app.as_ref()?;
        let made_with = app_in_words(seen)?;
        if let Some(typed) = self.answers.app_id() {
            let words = format!(
                "This token was made with {made_with}, not with {typed}. Only its own app makes it last: give that App ID, or a \
                 token made with yours"
            );
            return (typed != *app).then_some((Tone::Bad, words));
        }
        let before = self.remembered.as_ref()?.app_id.as_ref()?;
        let is_open = self.answers.is_empty(Field::AppId);
        let words = format!(
            "This token was made with {made_with}, and not with {before} as last time. If that was not meant, make one with the \
             other app chosen"
        );
        (is_open && before != app).then_some((Tone::Careful, words))
    }

    /// A Page token, where something is to be made of it.
    fn remark_on_page_token(&self, seen: &Inspection, now: Timestamp) -> (Tone, String) {
        if self.prize() == Some(Prize::UserToken) {
            return (
                Tone::Bad,
                "This is a Page token, and a user token is needed here".to_owned(),
            );
        }
        if seen.expires.is_lasting(self.meta_time(now)) {
            return (
                Tone::Calm,
                "This is a Page token already. It will be checked as it is".to_owned(),
            );
        }
        (
            Tone::Bad,
            "This Page token ends soon, and a Page token cannot be made to last. A user token can, and gives one that does".to_owned(),
        )
    }

    /// What Meta says about the pasted token.
    pub(super) fn look(&self, now: Timestamp) -> Look<'_> {
        if self.facts.pasted.is_none() && self.facts.instagram_pasted.is_none() {
            return Look::Nothing;
        }
        // What is wrong with it stands at its field.
        if self.brought.fault.is_some() {
            return Look::Nothing;
        }
        if let Some(profile) = &self.facts.profile {
            return Look::Seen(seen_profile(profile));
        }
        match &self.facts.inspection {
            Some(seen) => Look::Seen(self.seen(&seen.inspection, now)),
            None if self.look.cannot.is_empty() => Look::Looking,
            None => Look::Cannot(&self.look.cannot),
        }
    }

    fn seen<'a>(&'a self, seen: &'a Inspection, now: Timestamp) -> Seen<'a> {
        let ticks = self.preset.weighed().map(|(permission, weight)| PermissionTick {
            permission,
            state: self.tick(seen, permission),
            weight,
        });
        Seen {
            kind: &self.look.kind,
            app: self.look.app.as_deref(),
            owner: self.facts.owner.as_ref().and_then(|owner| owner.name.as_ref()),
            expires: seen.expires,
            left: seen.expires.left(self.meta_time(now)),
            ticks: ticks.collect(),
            remarks: self
                .look
                .remarks
                .iter()
                .map(|(tone, text)| Message { tone: *tone, text })
                .collect(),
        }
    }

    fn tick(&self, seen: &Inspection, permission: &crate::model::Permission) -> TickState {
        if seen.has(permission) {
            return TickState::Granted;
        }
        let status = self.facts.permissions.as_ref().and_then(|permissions| {
            permissions
                .iter()
                .find(|entry| entry.permission == *permission)
                .map(|entry| entry.status)
        });
        match status {
            Some(PermissionStatus::Declined) => TickState::Declined,
            Some(PermissionStatus::Expired) => TickState::Lapsed,
            Some(PermissionStatus::Granted | PermissionStatus::Other) | None => TickState::Missing,
        }
    }

    /// What became of the permissions that are missing, where Meta has said it and it is the same for all of them.
    fn why_missing(&self) -> Option<&'static str> {
        let known = self.facts.permissions.as_ref()?;
        let mut states = self.missing_permissions().into_iter().map(|permission| {
            let entry = known.iter().find(|entry| entry.permission == *permission);
            entry.map(|entry| entry.status)
        });
        let first = states.next()?;
        if !states.all(|state| state == first) {
            return None;
        }
        match first {
            Some(PermissionStatus::Declined) => Some("declined in the window"),
            Some(PermissionStatus::Expired) => Some("not used for 90 days"),
            None => Some("not asked for"),
            Some(PermissionStatus::Granted | PermissionStatus::Other) => None,
        }
    }

    /// When the countdown of the pasted token changes next.
    pub(super) fn countdown_changes_at(&self, now: Timestamp) -> Option<Timestamp> {
        let Expiry::At(end) = self.facts.inspection.as_ref()?.inspection.expires else {
            return None;
        };
        let change = dates::next_change(end, self.meta_time(now))?;
        change.checked_sub(self.clock_offset).ok()
    }

    /// The pairs that fill the placeholders of a trouble's words.
    pub(super) fn words(&self) -> Vec<(&'static str, String)> {
        let seen = self.facts.inspection.as_ref().map(|seen| &seen.inspection);
        let mut words = Vec::new();
        let mut add = |name: &'static str, value: Option<String>| words.extend(value.map(|value| (name, value)));
        add("host", self.settings.server.clone());
        let number = self.facts.app_id.as_ref().map(ToString::to_string);
        let app = number.as_ref().map(|number| match self.facts.app_name() {
            Some(name) => format!("{name} ({number})"),
            None => number.clone(),
        });
        add("app", app);
        add("app_id", number);
        let other = seen.filter(|seen| seen.app != self.facts.app_id);
        let other = other
            .and_then(app_in_words)
            .map(|app| app.trim_start_matches("app ").to_owned());
        add(
            "token_app",
            other.or_else(|| seen.filter(|_| self.answers.app_id().is_none()).and_then(app_in_words)),
        );
        let missing: Vec<&str> = self
            .missing_permissions()
            .iter()
            .map(|permission| permission.as_str())
            .collect();
        add("permissions", (!missing.is_empty()).then(|| missing.join(", ")));
        add("missing_why", self.why_missing().map(str::to_owned));
        let chosen = self.facts.first_chosen();
        add("page", chosen.map(|page| self.label_of_page(&page.id)));
        // How a new token is had: at a screen, and where nobody is at one.
        let (new_token, fresh_token) = if self.has_stage(|stage| matches!(stage, Stage::SignIn { .. })) {
            (
                Some("Sign in with the browser once more"),
                Some("Log in once more for another login code"),
            )
        } else if self.has_stage(|stage| stage.fields().contains(&Field::InstagramToken)) {
            (
                Some("Press Generate token in the app's dashboard once more"),
                Some("Have the app's dashboard make another token"),
            )
        } else {
            (None, None)
        };
        add("new_token", new_token.map(str::to_owned));
        add("fresh_token", fresh_token.map(str::to_owned));
        add("redirect", self.redirect_in_use().map(ToString::to_string));
        let page_seen = chosen
            .and_then(|page| page.inspection.as_ref())
            .map(|seen| &seen.inspection);
        let end = page_seen
            .or(self.facts.long_inspection.as_ref())
            .or(seen)
            .map(|seen| seen.expires);
        if let Some(Expiry::At(end)) = end {
            add("end", Some(format!("on {}", dates::moment(end, &self.settings.zone))));
        }
        words
    }

    /// The same for one of several Pages.
    pub(super) fn words_about(&self, page: &ChosenPage) -> Vec<(&'static str, String)> {
        let mut words = self.words_about_page(&page.id);
        words.retain(|(name, _)| *name != "end");
        let end = page.inspection.as_ref().map(|seen| seen.inspection.expires);
        if let Some(Expiry::At(end)) = end {
            words.push(("end", format!("on {}", dates::moment(end, &self.settings.zone))));
        }
        words
    }

    /// The same for a Page that was not chosen.
    pub(super) fn words_about_page(&self, page: &PageId) -> Vec<(&'static str, String)> {
        let mut words = self.words();
        words.retain(|(name, _)| *name != "page");
        words.push(("page", self.label_of_page(page)));
        words
    }

    /// Why a Page has no token where Meta said nothing about it.
    pub(super) fn without_token(&self, page: &PageId) -> Reason {
        let words = self.words_about_page(page);
        let trouble = trouble::named("page-unusable-no-token", &words, self.facts.app_id.as_ref());
        Reason {
            short: trouble.headline.clone(),
            trouble,
        }
    }

    /// The redirect address of the journey's login.
    fn redirect_in_use(&self) -> Option<&RedirectAddress> {
        match self.prize()? {
            Prize::InstagramToken => self.facts.instagram_redirect.as_ref(),
            _ => self.facts.facebook_redirect.as_ref(),
        }
    }

    /// A Page's name, from the list or from the Page's own answer.
    pub(super) fn name_of_page(&self, id: &PageId) -> Option<String> {
        let listed = self
            .facts
            .pages
            .as_ref()
            .and_then(|book| book.page(id))
            .map(|page| &page.name);
        let answered = || {
            let page = self.facts.chosen.iter().find(|page| page.id == *id)?;
            page.read.as_ref()?.1.as_ref()
        };
        listed
            .filter(|name| !name.is_empty())
            .or_else(answered)
            .map(ToString::to_string)
    }

    /// A Page by name and number.
    pub(super) fn label_of_page(&self, id: &PageId) -> String {
        match self.name_of_page(id) {
            Some(name) => format!("{name} ({id})"),
            None => format!("Page {id}"),
        }
    }

    pub(super) fn expiry_in_words(&self, expires: Expiry) -> String {
        match expires {
            Expiry::Never => "never ends".to_owned(),
            Expiry::At(end) => format!("ends {}", dates::moment(end, &self.settings.zone)),
            Expiry::Unknown => "Meta did not say when it ends".to_owned(),
        }
    }
}

/// What an Instagram account's own answer tells about its token.
fn seen_profile(profile: &InstagramProfile) -> Seen<'_> {
    Seen {
        kind: "Instagram token",
        app: None,
        owner: profile.username.as_ref(),
        expires: Expiry::Unknown,
        left: None,
        ticks: Vec::new(),
        remarks: Vec::new(),
    }
}

fn kind_in_words(seen: &Inspection) -> String {
    match &seen.kind {
        Some(TokenKind::User) => "User token".to_owned(),
        Some(TokenKind::Page) => "Page token".to_owned(),
        Some(TokenKind::SystemUser) => "System user token".to_owned(),
        Some(TokenKind::App) => "App token".to_owned(),
        Some(TokenKind::Other(name)) => format!("Token of kind {name}"),
        None => "Token".to_owned(),
    }
}

fn app_in_words(seen: &Inspection) -> Option<String> {
    match (&seen.app_name, &seen.app) {
        (Some(name), Some(id)) => Some(format!("{name} ({id})")),
        (None, Some(id)) => Some(format!("app {id}")),
        (Some(name), None) => Some(name.to_string()),
        (None, None) => None,
    }
}
