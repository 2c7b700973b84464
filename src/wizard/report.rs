//! What a walk ended with, as values for programs: the same facts that the outcome says in words.
//!
//! Asked for by a skin that writes for programs, at an outcome; nothing secret is in it.

use jiff::{SignedDuration, Timestamp};

use crate::{
    journey::Datum,
    model::{Expiry, Inspection, PastedToken, Permission, SafeText, Secret, TokenKind},
};

use super::{
    Wizard,
    stage::outcome::Outcome,
    trouble::{Bearing, Trouble},
    view::Standing,
};

/// What is known of the token of an outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The journey's name.
    pub journey: &'static str,
    /// What the token acts as.
    pub kind: Kind,
    /// How the outcome stands.
    pub standing: Standing,
    /// What is held against it, where something is.
    pub bearing: Option<Bearing>,
    /// The Page it acts as.
    pub page: Option<Party>,
    /// The Instagram account it reaches.
    pub instagram: Option<Party>,
    /// The person, or system user, it acts as.
    pub user: Option<Party>,
    /// The app it was made with.
    pub app: Option<Party>,
    /// When it ends.
    pub expires: Expiry,
    /// The time left by Meta's clock, where there is an end.
    pub left: Option<SignedDuration>,
    /// When Meta closes its access to the person's data.
    pub data_access_ends: Expiry,
    /// The time left until then, where there is an end.
    pub data_access_left: Option<SignedDuration>,
    /// What it may do; `None` where nobody says.
    pub permissions: Option<Vec<Permission>>,
    /// The first eight digits of its SHA-256.
    pub fingerprint: Option<String>,
    /// The server it was made with, where that is not Meta.
    pub server: Option<String>,
}

/// Somebody or something by number and name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// The number.
    pub id: String,
    /// The name, where it is known.
    pub name: Option<SafeText>,
}

/// What a token acts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A person.
    User,
    /// A Page.
    Page,
    /// A system user of a business portfolio.
    SystemUser,
    /// An app.
    App,
    /// An Instagram account.
    Instagram,
    /// Something that nobody named.
    Unknown,
}

impl Report {
    /// Whether something of the token is closed once the access to data has ended, as [`Inspection::hangs_on_data_access`] says.
    pub fn hangs_on_data_access(&self) -> bool {
        self.kind != Kind::Page || self.permissions.iter().flatten().any(Permission::is_of_instagram)
    }
}

impl Kind {
    fn of(seen: Option<&TokenKind>) -> Self {
        match seen {
            Some(TokenKind::User) => Self::User,
            Some(TokenKind::Page) => Self::Page,
            Some(TokenKind::SystemUser) => Self::SystemUser,
            Some(TokenKind::App) => Self::App,
            Some(TokenKind::Other(_)) | None => Self::Unknown,
        }
    }
}

impl Wizard {
    /// What is known of the token of the outcome on the screen; `None` where there is none on the screen.
    pub fn report(&self, now: Timestamp) -> Option<Report> {
        let outcome = self.outcomes.current()?;
        if outcome.takings.token.is_some() {
            self.report_of_made(outcome, now)
        } else {
            self.report_of_brought(outcome, now)
        }
    }

    /// Why the look at the token that was brought along failed, where it did: what it would have told is not known.
    pub fn failed_look(&self) -> Option<&Trouble> {
        self.brought.look_failure.as_ref()
    }

    /// What Meta holds against the token that was brought along, where that keeps it from being used.
    pub fn refused_token(&self, now: Timestamp) -> Option<Trouble> {
        self.brought.fault.as_ref()?;
        self.fault_of_token(now)
    }

    /// Whether the token that this ends with, or that was brought along, works and is shut out all the same: its access to data
    /// has ended, which new time does not mend.
    pub fn has_lost_data_access(&self, now: Timestamp) -> bool {
        let brought = self.facts.inspection.as_ref().map(|seen| &seen.inspection);
        let seen = self.facts.long_inspection.as_ref().or(brought);
        seen.is_some_and(|seen| seen.is_valid && self.is_shut_out(seen, now))
    }

    /// Whether Meta has told anything of the token that was brought along.
    pub fn has_seen_the_token(&self) -> bool {
        self.facts.inspection.is_some() || self.facts.profile.is_some()
    }

    /// A token that this walk ended with.
    fn report_of_made(&self, outcome: &Outcome, now: Timestamp) -> Option<Report> {
        let plain = &outcome.takings.plain;
        let party = |datum, name| Some(party(plain.get(&datum)?, name));
        let page_name = plain.get(&Datum::PageId).and_then(|id| self.listed_name(id));
        let instagram_name = plain.get(&Datum::InstagramName);
        let instagram_name = instagram_name.map(|name| SafeText::new(name.trim_start_matches('@')));
        let user = self.facts.user_read.as_ref().or(self.facts.owner.as_ref());
        let life = outcome.life.as_ref();
        let expires = life.map_or(Expiry::Unknown, |life| life.expires);
        let data_access_ends = life.map_or(Expiry::Unknown, |life| life.data_access);
        let is_of_instagram = outcome.takings.is_of_instagram;
        let permissions = life.map(|life| life.permissions.clone());
        Some(Report {
            journey: self.journey?.name,
            kind: match () {
                () if is_of_instagram => Kind::Instagram,
                () if plain.contains_key(&Datum::PageId) => Kind::Page,
                () => Kind::of(self.facts.long_inspection.as_ref().and_then(|seen| seen.kind.as_ref())),
            },
            standing: outcome.standing,
            bearing: outcome.bearing,
            page: party(Datum::PageId, page_name),
            instagram: party(Datum::InstagramId, instagram_name),
            user: party(Datum::UserId, user.and_then(|owner| owner.name.clone())),
            app: self.app_party().filter(|_| !is_of_instagram),
            expires,
            left: expires.left(self.meta_time(now)),
            data_access_ends,
            data_access_left: data_access_ends.left(self.meta_time(now)),
            permissions: permissions.filter(|names| !is_of_instagram || !names.is_empty()),
            fingerprint: outcome.fingerprint(),
            server: self.settings.server.clone(),
        })
    }

    /// A token that was brought along, and was looked at.
    fn report_of_brought(&self, outcome: &Outcome, now: Timestamp) -> Option<Report> {
        let seen = self.facts.inspection.as_ref().map(|seen| &seen.inspection);
        let pasted = self.facts.pasted.as_ref().map(PastedToken::fingerprint);
        let of_instagram = self.facts.instagram_pasted.as_ref().map(Secret::fingerprint);
        let expires = seen.map_or(Expiry::Unknown, |seen| seen.expires);
        let data_access_ends = seen.map_or(Expiry::Unknown, |seen| seen.data_access);
        let kind = match &of_instagram {
            Some(_) => Kind::Instagram,
            None => Kind::of(seen.and_then(|seen| seen.kind.as_ref())),
        };
        let owner = self.facts.owner.as_ref();
        let owner = owner.map(|owner| party(owner.id.as_str(), owner.name.clone()));
        let is_page = kind == Kind::Page;
        let profile = self.facts.profile.as_ref();
        Some(Report {
            journey: self.journey?.name,
            kind,
            standing: outcome.standing,
            bearing: outcome.bearing,
            page: owner.clone().filter(|_| is_page).or_else(|| page_of(seen?)),
            instagram: profile.map(|profile| party(profile.id.as_str(), profile.username.clone())),
            // A Page token acts as its Page, whoever it was given to.
            user: if is_page {
                None
            } else {
                owner.or_else(|| user_of(seen?))
            },
            app: seen.and_then(app_of),
            expires,
            left: expires.left(self.meta_time(now)),
            data_access_ends,
            data_access_left: data_access_ends.left(self.meta_time(now)),
            permissions: seen.map(|seen| seen.permissions.clone()),
            fingerprint: pasted.or(of_instagram),
            server: self.settings.server.clone(),
        })
    }

    fn app_party(&self) -> Option<Party> {
        let id = self.facts.app_id.as_ref()?;
        Some(party(id.as_str(), self.facts.app_name().cloned()))
    }

    fn listed_name(&self, id: &str) -> Option<SafeText> {
        let page = self.facts.pages.as_ref()?.page(&id.parse().ok()?)?;
        (!page.name.as_str().is_empty()).then(|| page.name.clone())
    }
}

fn party(id: &str, name: Option<SafeText>) -> Party {
    Party {
        id: id.to_owned(),
        name,
    }
}

fn page_of(seen: &Inspection) -> Option<Party> {
    Some(party(seen.page.as_ref()?.as_str(), None))
}

fn user_of(seen: &Inspection) -> Option<Party> {
    Some(party(seen.user.as_ref()?.as_str(), None))
}

fn app_of(seen: &Inspection) -> Option<Party> {
    Some(party(seen.app.as_ref()?.as_str(), seen.app_name.clone()))
}
