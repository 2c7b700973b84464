//! A Page token: proved when Meta says what it is and that it never ends, and the Page answered to it; for Instagram, when
//! the account behind the Page answered as well.

use jiff::Timestamp;

use crate::{
    journey::{Datum, Prize},
    model::{Expiry, Inspection, TokenKind},
};

use super::{Outcome, Takings, Wizard};
use crate::wizard::{
    facts::ChosenPage,
    record::Life,
    trouble::{self, Trouble, Way},
    view::Standing,
};

/// What would still end a token without an end date (facts: graph-api 10.3).
const ENDERS: &str = "It would still end if you change your Facebook password, remove the app in Business integrations, \
                      lose your role on the Page, or if the app is switched off.";

/// The same where the Page was reached through a system user (facts: graph-api 12).
const ENDERS_OF_SYSTEM_USER: &str = "It would still end if the system user loses the Page or is removed from the \
                                     business portfolio, or if the app is switched off.";

impl Wizard {
    /// What came of one Page.
    pub(super) fn page_outcome(&self, page: &ChosenPage, now: Timestamp) -> Outcome {
        let label = self.label_of_page(&page.id);
        let mut outcome = match self.first_fault(page, now) {
            None => self.proved_page(page),
            Some(trouble) => self.not_done(trouble),
        };
        outcome.summary = if outcome.is_proved() {
            format!("Page token for {label}: proved, it never expires")
        } else {
            format!("Page token for {label}: not done yet. {}", outcome.headline)
        };
        outcome.label = label;
        outcome.life = page.inspection.as_ref().map(|seen| Life::of(&seen.inspection));
        outcome.takings = Takings::of("Page token", "Page token", self.facts.token_of(&page.id));
        self.add_page_facts(&mut outcome, page, now);
        self.add_page_checks(&mut outcome, page, now);
        let seen = page
            .inspection
            .as_ref()
            .map(|seen| seen.inspection.permissions.as_slice());
        self.caution_about_posting(&mut outcome, seen);
        outcome
    }

    fn proved_page(&self, page: &ChosenPage) -> Outcome {
        let account = page.instagram_read.as_ref().filter(|_| self.is_about_instagram());
        let sentence = match account {
            Some(account) => format!(
                "Meta says so, and {} and {} answered to it just now.",
                self.label_of_page(&page.id),
                super::proof::instagram_in_words(account)
            ),
            None => format!(
                "Meta says so, and {} answered to it just now.",
                self.label_of_page(&page.id)
            ),
        };
        let mut outcome = Outcome::new(
            Standing::Proved,
            "Proved: this Page token never expires".to_owned(),
            sentence,
        );
        outcome.ways = self.has_other_pages().then_some(Way::OtherPage).into_iter().collect();
        outcome.enders = Some(if self.is_of_system_user() {
            ENDERS_OF_SYSTEM_USER
        } else {
            ENDERS
        });
        outcome
    }

    fn is_about_instagram(&self) -> bool {
        self.prize() == Some(Prize::PageTokenForInstagram)
    }

    /// The first thing that keeps the token from being what was wanted.
    fn first_fault(&self, page: &ChosenPage, now: Timestamp) -> Option<Trouble> {
        if let Some(trouble) = &page.trouble {
            return Some(trouble.clone());
        }
        let named = |id| Some(trouble::named(id, &self.words_about(page), self.facts.app_id.as_ref()));
        let Some(seen) = page.inspection.as_ref().map(|seen| &seen.inspection) else {
            return named("page-token-invalid");
        };
        let answers_as_itself = self.answers_as_itself(page);
        let belongs_here = is_this_page(page, seen) && self.is_this_app(seen) && answers_as_itself != Some(false);
        match seen.expires {
            _ if !seen.is_valid || seen.expires.is_over(self.meta_time(now)) => named("page-token-invalid"),
            _ if !belongs_here => named("page-token-belongs-elsewhere"),
            _ if answers_as_itself.is_none() => named("not-in-force"),
            // It was made to last first: the same once more would end the same way.
            Expiry::At(_) if self.has_lasting_parent(now) => named("page-token-short-all-the-same"),
            Expiry::At(_) if self.facts.long_inspection.is_some() => named("page-token-of-short-parent"),
            Expiry::At(_) => named("page-token-short"),
            Expiry::Unknown => named("expiry-unknown"),
            Expiry::Never if !self.permissions_not_on(seen).is_empty() => named("permissions-not-on-token"),
            Expiry::Never if self.is_about_instagram() && page.instagram_read.is_none() => named("instagram-unread"),
            Expiry::Never => None,
        }
    }

    /// Whether the user token that the Page's token comes from lasts.
    fn has_lasting_parent(&self, now: Timestamp) -> bool {
        let parent = self.facts.long_inspection.as_ref();
        parent.is_some_and(|seen| seen.is_valid && seen.expires.is_lasting(self.meta_time(now)))
    }

    pub(super) fn is_this_app(&self, seen: &Inspection) -> bool {
        seen.app.is_some() && seen.app == self.facts.app_id
    }

    /// Whether the Page's own answer to its token names that Page; `None` when there was no answer.
    #[expect(clippy::unused_self, reason = "reads beside the other questions about a Page")]
    fn answers_as_itself(&self, page: &ChosenPage) -> Option<bool> {
        let (id, _) = page.read.as_ref()?;
        Some(*id == page.id)
    }

    fn add_page_facts(&self, outcome: &mut Outcome, page: &ChosenPage, now: Timestamp) {
        let seen = page.inspection.as_ref().map(|seen| &seen.inspection);
        outcome.dates = vec![self.expires_line_of(seen, now), self.data_access_line(seen, now)];
        outcome.add_fact(
            "Page",
            self.name_of_page(&page.id).unwrap_or_else(|| "(no name)".to_owned()),
        );
        outcome.add_token_line();
        outcome.add_datum("Page ID", Datum::PageId, page.id.to_string());
        if self.is_about_instagram() {
            outcome.chain = self.chain(Some(page));
            if let Some(account) = self.facts.instagram_of(page) {
                outcome.add_datum("Instagram ID", Datum::InstagramId, account.id.to_string());
                let name = account
                    .username
                    .as_ref()
                    .or_else(|| page.instagram_read.as_ref()?.username.as_ref());
                if let Some(name) = name {
                    outcome.add_datum("Instagram name", Datum::InstagramName, format!("@{name}"));
                }
            }
        }
        if let Some(app) = self.app_in_words() {
            outcome.add_fact("App", app);
        }
        if let Some(seen) = seen {
            outcome.add_fact("Permissions", self.permissions_in_words(&seen.permissions));
        }
    }

    fn add_page_checks(&self, outcome: &mut Outcome, page: &ChosenPage, now: Timestamp) {
        let Some(seen) = page.inspection.as_ref().map(|seen| &seen.inspection) else {
            return outcome.check(false, "", "Meta did not say what this token is");
        };
        self.check_life(outcome, seen, now);
        outcome.check(
            is_this_page(page, seen),
            "It is a Page token, and of this Page",
            "It is not a token of this Page",
        );
        outcome.check(
            self.is_this_app(seen),
            "It belongs to your app",
            "It belongs to another app",
        );
        match seen.expires {
            Expiry::Never => outcome.check(true, "It has no end date", ""),
            Expiry::At(_) => outcome.check(false, "", "It has an end date"),
            Expiry::Unknown => outcome.check(false, "", "Meta did not say when it ends"),
        }
        self.check_permissions(outcome, seen);
        match self.answers_as_itself(page) {
            Some(true) => outcome.check(true, "The Page could be read with it", ""),
            Some(false) => outcome.check(false, "", "Another Page answered to it"),
            None => outcome.check(false, "", "The Page could not be read with it"),
        }
        if self.is_about_instagram() {
            outcome.check(
                page.instagram_read.is_some(),
                "The Instagram account could be read with it",
                "The Instagram account could not be read with it",
            );
        }
    }
}

fn is_this_page(page: &ChosenPage, seen: &Inspection) -> bool {
    seen.kind == Some(TokenKind::Page) && seen.page.as_ref() == Some(&page.id)
}
