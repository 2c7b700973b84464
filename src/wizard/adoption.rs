//! Using a token as what it is: a Page token needs no list, a lasting token no exchange, and some need nothing at all.

use jiff::Timestamp;

use crate::{
    journey::{Call, Prize, Stage},
    model::{Expiry, Inspection, Page, Secret, TokenKind},
};

use super::{
    Wizard,
    effect::Effect,
    facts::{ChosenPage, LastingInstagram},
    page_book::PageBook,
};

/// What becomes of a token that was brought along to be renewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Renewal {
    /// Nothing is known of it yet.
    Unknown,
    /// It is exchanged for one of 60 new days.
    Exchange,
    /// It has no end date, so there is nothing to do.
    NothingToDo,
    /// It cannot be renewed; another journey leads to a new one.
    Elsewhere,
}

impl Wizard {
    /// What the journey ends with.
    pub(super) fn prize(&self) -> Option<Prize> {
        self.journey?.prize()
    }

    /// Whether what the journey is about is known already, so that its other stages have nothing to do.
    pub(super) fn is_decided(&self, now: Timestamp) -> bool {
        let facts = &self.facts;
        if self.is_about_a_token() && !self.is_idle_here() {
            return false;
        }
        match self.prize() {
            Some(Prize::Findings) => {
                facts.inspection.is_some() || facts.profile.is_some() || self.brought.fault.is_some()
            }
            Some(Prize::Renewed) if facts.instagram_pasted.is_some() => {
                self.brought.fault.is_some() || (facts.instagram_long.is_some() && facts.profile.is_some())
            }
            Some(Prize::Renewed) => matches!(self.renewal(now), Renewal::NothingToDo | Renewal::Elsewhere),
            Some(Prize::PageToken | Prize::PageTokenForInstagram | Prize::UserToken | Prize::InstagramToken) | None => {
                false
            }
        }
    }

    /// What becomes of the pasted Facebook token on the way to a renewed one.
    pub(super) fn renewal(&self, now: Timestamp) -> Renewal {
        if self.brought.fault.is_some() {
            return Renewal::Elsewhere;
        }
        let Some(seen) = self.facts.inspection.as_ref().map(|seen| &seen.inspection) else {
            return Renewal::Unknown;
        };
        if !seen.is_valid || seen.expires.is_over(self.meta_time(now)) {
            return Renewal::Elsewhere;
        }
        match (&seen.kind, seen.expires) {
            (Some(TokenKind::User | TokenKind::Page | TokenKind::SystemUser), Expiry::Never) => Renewal::NothingToDo,
            (Some(TokenKind::User | TokenKind::SystemUser), _) => Renewal::Exchange,
            (Some(TokenKind::Page | TokenKind::App | TokenKind::Other(_)) | None, _) => Renewal::Elsewhere,
        }
    }

    /// Uses the pasted token as what it is: a Page token needs no exchange and no list, a lasting one no exchange.
    pub(super) fn adopt_token(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        match self.prize() {
            Some(Prize::InstagramToken) => self.adopt_instagram_token(now),
            Some(Prize::Renewed | Prize::Findings) | None => {}
            Some(Prize::PageToken | Prize::PageTokenForInstagram | Prize::UserToken) => {
                self.adopt_facebook_token(now, effects);
            }
        }
    }

    fn adopt_facebook_token(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let (Some(pasted), Some(seen)) = (&self.facts.pasted, &self.facts.inspection) else {
            return;
        };
        let seen = seen.inspection.clone();
        if !seen.is_valid {
            return;
        }
        match (&seen.kind, self.prize()) {
            (Some(TokenKind::Page), Some(Prize::PageToken | Prize::PageTokenForInstagram)) => {
                let token = pasted.read_as();
                self.adopt_page_token(&seen, token, effects);
            }
            (Some(TokenKind::User | TokenKind::SystemUser), _) if seen.expires.is_lasting(self.meta_time(now)) => {
                let is_asked = self.board.all().any(|asked| asked.errand.call == Call::Extend);
                if !is_asked && self.facts.long.is_none() {
                    self.facts.long = Some(pasted.read_as());
                    self.facts.long_inspection = Some(seen);
                }
            }
            _ => {}
        }
    }

    fn adopt_page_token(
        &mut self,
        seen: &Inspection,
        token: Secret<crate::model::kind::Page>,
        effects: &mut Vec<Effect>,
    ) {
        let Some(id) = seen.page.clone() else {
            return;
        };
        let name = self.facts.owner.as_ref().and_then(|owner| owner.name.clone());
        self.abandon(&[Call::Extend, Call::ListPages, Call::InspectLong], effects);
        self.facts.pages = Some(PageBook::of_one(Page {
            id: id.clone(),
            name: name.unwrap_or_default(),
            category: None,
            tasks: Vec::new(),
            token: Some(token),
            instagram: None,
            connected_instagram: None,
        }));
        // It is adopted once more when its name becomes known; what is proved by then stays.
        if self.facts.first_chosen().is_none_or(|page| page.id != id) {
            self.facts.chosen = vec![ChosenPage::new(id)];
        }
        self.brought.is_page_token = true;
    }

    /// A token that the dashboard made lasts already (facts: graph-api 7.5). Where nobody is there who knows that it was made
    /// there, the journey refreshes it instead.
    fn adopt_instagram_token(&mut self, now: Timestamp) {
        if self
            .path()
            .flat_map(Stage::calls)
            .any(|call| *call == Call::RefreshInstagram)
        {
            return;
        }
        if let (Some(pasted), None) = (&self.facts.instagram_pasted, &self.facts.instagram_long) {
            self.facts.instagram_long = Some(LastingInstagram {
                token: pasted.share(),
                expires_in: None,
                since: now.as_second(),
                is_unchanged: true,
            });
        }
    }
}
