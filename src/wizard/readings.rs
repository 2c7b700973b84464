//! What an answer means: which facts it fills, and what it says in words.

use jiff::{SignedDuration, Timestamp};

use crate::{
    graph_api::{
        Failure, NoAnswer, Request, Response, access_token, app, business, debug_token, instagram_account,
        instagram_login, me,
        pages::{self, Cursor, LinkedInstagram},
    },
    journey::{Call, Prize, Stage},
    model::{Owner, PageId, PermissionStatus, TokenKind},
};

use super::{
    Errand, Wizard, dates,
    effect::Effect,
    facts::{LastingInstagram, ProvedApp},
    page_book::PageBook,
};

/// Clocks that differ by more than this are worth a word (facts: graph-api 3.4).
const CLOCKS_AGREE_WITHIN: SignedDuration = SignedDuration::from_mins(5);
/// A token that Meta gives more time than this lasts: no other one is hours old (facts: graph-api 10.2).
const LASTS_OVER: i64 = 24 * 60 * 60;

/// What an answer meant.
pub(super) enum Arrival {
    /// The call is done; what came of it, in words.
    Done(String),
    /// More of it is asked for.
    More(Request, String),
}

impl Wizard {
    /// Reads an answer and fills what it tells.
    pub(super) fn read(&mut self, errand: &Errand, response: &Response, now: Timestamp) -> Result<Arrival, Failure> {
        let words = match errand.call {
            Call::InspectPasted | Call::InspectByApp => {
                self.facts.inspection = Some(debug_token::read(response)?);
                String::new()
            }
            Call::ReadOwner => {
                let (id, name) = me::read_who(response)?;
                self.facts.owner = Some(Owner { id, name });
                String::new()
            }
            Call::ReadPermissions => {
                self.facts.permissions = Some(me::read_permissions(response)?);
                String::new()
            }
            Call::CheckApp => self.read_app(response)?,
            Call::RedeemCode => self.read_redeemed(response)?,
            Call::Extend => {
                let extended = access_token::read(response)?;
                self.facts.long = Some(extended.token);
                self.facts.app = Some(ProvedApp::default());
                self.life_in_words(extended.expires_in, response)
            }
            Call::InspectLong => {
                let seen = debug_token::read(response)?.inspection;
                let words = self.expiry_in_words(seen.expires);
                self.facts.long_inspection = Some(seen);
                words
            }
            Call::ReadAsUser => {
                let (id, name) = me::read_who(response)?;
                let words = name.as_ref().map(|name| format!("it is {name}")).unwrap_or_default();
                self.facts.user_read = Some(Owner { id, name });
                words
            }
            Call::ListPages => return self.read_pages(response),
            Call::FetchPageToken | Call::FetchPage => self.read_one_page(errand, response)?,
            Call::ListBusinesses => {
                return self.read_portfolios(errand, response);
            }
            Call::ListOwnedPages | Call::ListClientPages => return self.read_portfolio(errand, response),
            Call::InspectPage | Call::ReadAsPage | Call::FindInstagram | Call::ReadInstagramAsPage => {
                let page = errand.about.page().ok_or(UNASKED)?;
                self.read_about_page(errand.call, page, response)?
            }
            Call::ReadInstagramAsUser | Call::ReadPublishing => self.read_as_user(errand.call, response)?,
            Call::RedeemInstagramCode => {
                let redeemed = instagram_login::read_redeemed(response)?;
                self.facts.instagram_permissions = redeemed.permissions;
                self.facts.instagram_short = Some(redeemed.token);
                "it works for an hour".to_owned()
            }
            Call::ExtendInstagram | Call::RefreshInstagram => self.read_instagram_token(response, now)?,
            Call::ReadPastedProfile | Call::ReadProfile => {
                let profile = instagram_login::read_me(response)?;
                let words = profile
                    .username
                    .as_ref()
                    .map(|name| format!("it is @{name}"))
                    .unwrap_or_default();
                self.facts.profile = Some(profile);
                words
            }
        };
        Ok(Arrival::Done(words))
    }

    fn read_app(&mut self, response: &Response) -> Result<String, Failure> {
        let app = self.facts.app_id.clone().ok_or(UNASKED)?;
        let name = app::read(response, &app)?;
        let words = name.as_ref().map(|name| format!("they belong to {name}"));
        self.facts.app = Some(ProvedApp { name });
        Ok(words.unwrap_or_default())
    }

    /// A code's token often lasts at once; then it needs no exchange (facts: graph-api 2.2).
    fn read_redeemed(&mut self, response: &Response) -> Result<String, Failure> {
        let redeemed = access_token::read_redeemed(response)?;
        if redeemed.expires_in.is_some_and(|seconds| seconds > LASTS_OVER) {
            self.facts.long = Some(redeemed.token.read_as());
        }
        self.facts.pasted = Some(redeemed.token);
        self.facts.app = Some(ProvedApp::default());
        Ok(self.life_in_words(redeemed.expires_in, response))
    }

    fn read_pages(&mut self, response: &Response) -> Result<Arrival, Failure> {
        let part = pages::read_list(response)?;
        let (needs, knows) = (self.needs_instagram(), self.list_options().with_instagram);
        let book = self.facts.pages.get_or_insert_with(|| PageBook::new(needs, knows));
        book.set_knows_instagram(knows);
        let next = book.take_in(part);
        let words = count_of_pages(book.len());
        self.mark_again();
        let request = next.and_then(|cursor| self.list_request(Some(&cursor)));
        Ok(match request {
            Some(request) => Arrival::More(request, format!("{words} so far")),
            None => Arrival::Done(words),
        })
    }

    /// Whether a Page without an Instagram account is of no use on this journey.
    pub(super) fn needs_instagram(&self) -> bool {
        self.path()
            .any(|stage| matches!(stage, Stage::Choice(choice) if choice.needs_instagram()))
    }

    fn read_one_page(&mut self, errand: &Errand, response: &Response) -> Result<String, Failure> {
        let id = errand.about.page().ok_or(UNASKED)?;
        if errand.call == Call::FetchPageToken {
            let token = pages::read_token(response, id)?;
            let token = token.ok_or_else(|| self.without_token(id));
            self.facts.settle_page(id, token);
            return Ok(String::new());
        }
        let page = pages::read_page(response, id)?;
        let words = format!("{} was found", page.name);
        let has_token = page.token.is_some();
        if let Some(book) = &mut self.facts.pages {
            book.add(page);
        }
        if !has_token {
            let reason = self.without_token(id);
            self.facts.settle_page(id, Err(reason));
        }
        Ok(words)
    }

    fn read_portfolios(&mut self, errand: &Errand, response: &Response) -> Result<Arrival, Failure> {
        let part = business::read_list(response)?;
        let words = self.doctor.take_portfolios(part.businesses);
        Ok(self.go_on_with(errand, part.next, words))
    }

    /// Asks for the next part of a list that the doctor reads.
    fn go_on_with(&mut self, errand: &Errand, next: Option<Cursor>, words: String) -> Arrival {
        let goes_on = self.doctor.goes_on(errand, next);
        let request = goes_on.then(|| self.request(errand)).flatten();
        match request {
            Some(request) => Arrival::More(request, words),
            None => Arrival::Done(words),
        }
    }

    fn read_portfolio(&mut self, errand: &Errand, response: &Response) -> Result<Arrival, Failure> {
        let part = pages::read_list(response)?;
        let found = part.pages.len();
        let mut new = 0;
        if let Some(book) = &mut self.facts.pages {
            new = book.add_from_portfolio(part.pages);
        }
        let words = self.doctor.take_portfolio_pages(found, new);
        Ok(self.go_on_with(errand, part.next, words))
    }

    fn read_about_page(&mut self, call: Call, page: &PageId, response: &Response) -> Result<String, Failure> {
        match call {
            Call::InspectPage => {
                let seen = debug_token::read(response)?;
                let words = self.expiry_in_words(seen.inspection.expires);
                self.chosen(page)?.inspection = Some(seen);
                Ok(words)
            }
            Call::ReadAsPage => {
                let (id, name) = me::read_who(response)?;
                let words = name.as_ref().map(|name| format!("it answered as {name}"));
                self.chosen(page)?.read = Some((id, name));
                Ok(words.unwrap_or_default())
            }
            Call::FindInstagram => {
                let LinkedInstagram {
                    professional,
                    connected,
                } = pages::read_instagram_of_page(response, page)?;
                let words = professional
                    .as_ref()
                    .and_then(|account| account.username.as_ref())
                    .map(|name| format!("it is @{name}"));
                let is_missing = professional.is_none();
                self.chosen(page)?.found_instagram = professional;
                if is_missing {
                    self.explain_missing_instagram(page, connected.is_some());
                }
                Ok(words.unwrap_or_default())
            }
            _ => self.read_instagram(page, response),
        }
    }

    /// The Instagram account's own answer, to whichever token asked it.
    fn read_instagram(&mut self, page: &PageId, response: &Response) -> Result<String, Failure> {
        let chosen = self.facts.chosen.iter().find(|chosen| chosen.id == *page);
        let account = chosen.and_then(|chosen| self.facts.instagram_of(chosen));
        let id = account.map(|account| account.id.clone()).ok_or(UNASKED)?;
        let account = instagram_account::read_account(response, &id)?;
        let words = account.username.as_ref().map(|name| format!("it answered as @{name}"));
        self.chosen(page)?.instagram_read = Some(account);
        Ok(words.unwrap_or_default())
    }

    fn chosen(&mut self, page: &PageId) -> Result<&mut super::facts::ChosenPage, Failure> {
        self.facts.chosen_mut(page).ok_or(UNASKED)
    }

    fn read_as_user(&mut self, call: Call, response: &Response) -> Result<String, Failure> {
        if call == Call::ReadPublishing {
            let limit = instagram_account::read_publishing_limit(response)?;
            self.facts.publishing = Some(Ok(limit));
            return Ok(match limit.total {
                Some(total) => format!("{} of {total} posts used", limit.used),
                None => format!("{} posts used", limit.used),
            });
        }
        let page = self.facts.first_chosen().map(|chosen| chosen.id.clone());
        self.read_instagram(&page.ok_or(UNASKED)?, response)
    }

    fn read_instagram_token(&mut self, response: &Response, now: Timestamp) -> Result<String, Failure> {
        let lasting = instagram_login::read_token(response)?;
        let is_unchanged = self
            .facts
            .instagram_pasted
            .as_ref()
            .is_some_and(|pasted| pasted.is_same_as(&lasting.token));
        if let Some(permissions) = lasting.permissions {
            self.facts.instagram_permissions = Some(permissions);
        }
        if !is_unchanged && self.prize() == Some(Prize::InstagramToken) {
            // Whoever answered, answered to another token: the one real read is made with this one.
            self.facts.profile = None;
        }
        self.facts.instagram_long = Some(LastingInstagram {
            token: lasting.token,
            expires_in: lasting.expires_in,
            since: response.headers.date.unwrap_or(now.as_second()),
            is_unchanged,
        });
        Ok(self.life_in_words(lasting.expires_in, response))
    }

    pub(super) fn learn_from_inspection(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        self.settle_known();
        let Some(seen) = &self.facts.inspection else {
            return;
        };
        if !seen.inspection.is_valid {
            let fault = seen
                .fault
                .clone()
                .unwrap_or_else(super::failures::expired_without_a_word);
            self.refuse_token(Failure::Refused(fault), now);
            return;
        }
        if !matches!(self.stage(), Some(Stage::Exchange { .. })) {
            return;
        }
        // The exchange was started before this was known: a Page token needs another way through it.
        let is_page = seen.inspection.kind == Some(TokenKind::Page);
        if is_page && !self.brought.is_page_token {
            self.adopt_token(now, effects);
        }
    }

    /// Whether the person said no to a permission of the journey: a new login has to ask for it in so many words.
    pub(super) fn note_declined(&mut self) {
        let declined = self.facts.permissions.iter().flatten().any(|entry| {
            entry.status == PermissionStatus::Declined
                && self
                    .journey
                    .is_some_and(|journey| journey.permissions().any(|name| entry.permission == *name))
        });
        self.has_declined |= declined;
    }

    pub(super) fn set_clock(&mut self, response: &Response, now: Timestamp) {
        let theirs = response
            .headers
            .date
            .and_then(|seconds| Timestamp::from_second(seconds).ok());
        if let Some(theirs) = theirs {
            let offset = theirs.duration_since(now);
            let is_far = offset.abs() > CLOCKS_AGREE_WITHIN;
            self.clock_offset = if is_far { offset } else { SignedDuration::ZERO };
        }
    }

    fn life_in_words(&self, expires_in: Option<i64>, response: &Response) -> String {
        let Some(seconds) = expires_in.filter(|seconds| *seconds > 0) else {
            return "Meta did not say how long it lasts".to_owned();
        };
        let life = SignedDuration::from_secs(seconds);
        let start = response.headers.date.and_then(|date| Timestamp::from_second(date).ok());
        match start.and_then(|start| start.checked_add(life).ok()) {
            Some(end) => format!("{}, until {}", dates::span(life), dates::day(end, &self.settings.zone)),
            None => dates::span(life),
        }
    }
}

/// So many Pages, in words.
pub(super) fn count_of_pages(count: usize) -> String {
    match count {
        1 => "1 Page".to_owned(),
        count => format!("{count} Pages"),
    }
}

/// The reader was called for an errand that was never sent: its answer belongs to nothing.
const UNASKED: Failure = Failure::NoAnswer(NoAnswer::Unexpected("an answer to a question that was asked"));
