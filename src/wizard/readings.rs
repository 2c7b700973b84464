//! What an answer means: which facts it fills, and what it says in words.

use jiff::{SignedDuration, Timestamp};

use crate::{
    graph_api::{
        Failure, NoAnswer, Request, Response, access_token, app, debug_token, me,
        pages::{self},
    },
    journey::{Call, Stage},
    model::{Owner, TokenKind},
};

use super::{
    Errand, Wizard, dates,
    effect::Effect,
    facts::ProvedApp,
    page_book::PageBook,
    trouble::{self},
};

/// Clocks that differ by more than this are worth a word (facts: graph-api 3.4).
const CLOCKS_AGREE_WITHIN: SignedDuration = SignedDuration::from_mins(5);

/// What an answer meant.
pub(super) enum Arrival {
    /// The call is done; what came of it, in words.
    Done(String),
    /// More of it is asked for.
    More(Request, String),
}

impl Wizard {
    /// Reads an answer and fills what it tells.
    pub(super) fn read(&mut self, errand: &Errand, response: &Response) -> Result<Arrival, Failure> {
        let words = match errand.call {
            Call::InspectPasted => {
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
            Call::CheckApp => {
                let app = self.facts.app_id.clone().ok_or(UNASKED)?;
                let name = app::read(response, &app)?;
                let words = name
                    .as_ref()
                    .map(|name| format!("they belong to {name}"))
                    .unwrap_or_default();
                self.facts.app = Some(ProvedApp { name });
                words
            }
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
            Call::ListPages => return self.read_pages(response),
            Call::FetchPageToken => {
                let id = errand.page.as_ref().ok_or(UNASKED)?;
                let token = pages::read_token(response, id)?;
                if let Some(book) = &mut self.facts.pages {
                    let why = || trouble::named("page-unusable-no-token", &[], None).headline;
                    book.settle(id, token.ok_or_else(why));
                }
                String::new()
            }
            Call::InspectPage => {
                let seen = debug_token::read(response)?;
                let words = self.expiry_in_words(seen.inspection.expires);
                self.facts.page_inspection = Some(seen);
                words
            }
            Call::ReadAsPage => {
                let (id, name) = me::read_who(response)?;
                let words = name
                    .as_ref()
                    .map(|name| format!("it answered as {name}"))
                    .unwrap_or_default();
                self.facts.page_read = Some((id, name));
                words
            }
        };
        Ok(Arrival::Done(words))
    }

    fn read_pages(&mut self, response: &Response) -> Result<Arrival, Failure> {
        let part = pages::read_list(response)?;
        let book = self.facts.pages.get_or_insert_with(PageBook::default);
        let next = book.take_in(part);
        let words = match book.len() {
            1 => "1 Page".to_owned(),
            count => format!("{count} Pages"),
        };
        let request = next.and_then(|cursor| self.list_request(Some(&cursor)));
        Ok(match request {
            Some(request) => Arrival::More(request, format!("{words} so far")),
            None => Arrival::Done(words),
        })
    }

    pub(super) fn learn_from_inspection(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        self.settle_app_id();
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
        // The exchange was started before this was known: a Page token needs another way through it.
        let is_page = seen.inspection.kind == Some(TokenKind::Page);
        if is_page && matches!(self.stage(), Some(Stage::Exchange { .. })) && !self.has_page_token {
            self.adopt_token(now, effects);
        }
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

/// The reader was called for an errand that was never sent: its answer belongs to nothing.
const UNASKED: Failure = Failure::NoAnswer(NoAnswer::Unexpected("an answer to a question that was asked"));
