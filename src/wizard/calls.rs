//! The calls: which start, what they send, what their answers fill, and what a failure means.

use jiff::{SignedDuration, Timestamp};

use crate::{
    graph_api::{
        Failure, NoAnswer, Request, Response, access_token, app, debug_token, me,
        pages::{self, Cursor, ListOptions},
    },
    journey::{Call, Field, SlotSet, Stage},
    model::{AppSecret, Owner, Permission, Secret, TokenKind},
};

use super::{
    Errand, Wizard, dates,
    effect::{Effect, Ticket},
    facts::ProvedApp,
    page_book::{CutShort, PageBook},
    switchboard::Standing,
    trouble::{self, Way},
    view::Tone,
};

/// How many Pages that came without a token are asked why, at most.
const MOST_EXPLAINED: usize = 8;
/// Clocks that differ by more than this are worth a word (facts: graph-api 3.4).
const CLOCKS_AGREE_WITHIN: SignedDuration = SignedDuration::from_mins(5);

/// What an answer meant.
enum Arrival {
    /// The call is done; what came of it, in words.
    Done(String),
    /// More of it is asked for.
    More(Request, String),
}

impl Wizard {
    /// Starts every call of this stage whose needs are known, that is of use, and that was not asked yet.
    pub(super) fn start_ready(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let Some(stage) = self.stage() else {
            return;
        };
        if self.trouble.is_some() {
            return;
        }
        let mut about_to_fill = SlotSet::EMPTY;
        for call in stage.calls() {
            if !self.is_of_use(*call) {
                continue;
            }
            let errand = Errand::of(*call);
            // Two calls that fill the same slot are not made at once: the first in the list is the better one.
            let is_spared = call.purpose().is_some_and(|slot| about_to_fill.has(slot));
            about_to_fill = about_to_fill.and(call.fills());
            if is_spared || self.board.find(&errand).is_some() || !self.facts.known().has_all(call.needs()) {
                continue;
            }
            if let Some(request) = self.request(&errand) {
                effects.push(self.board.send(errand, request, now));
            }
        }
    }

    /// Whether a call would tell something new.
    pub(super) fn is_of_use(&self, call: Call) -> bool {
        let is_known = call.purpose().is_some_and(|slot| self.facts.known().has(slot));
        let is_answered = is_known && self.board.find(&Errand::of(call)).is_none_or(|asked| !asked.is_open());
        match call {
            Call::Extend | Call::InspectLong => !is_answered && !self.has_page_token,
            Call::InspectPasted
            | Call::ReadOwner
            | Call::ReadPermissions
            | Call::CheckApp
            | Call::ListPages
            | Call::FetchPageToken
            | Call::InspectPage
            | Call::ReadAsPage => !is_answered,
        }
    }

    fn request(&self, errand: &Errand) -> Option<Request> {
        let version = &self.settings.version;
        let facts = &self.facts;
        let secret = self.proving_secret();
        Some(match errand.call {
            Call::InspectPasted => debug_token::of_itself(version, facts.pasted.as_ref()?, secret),
            Call::ReadOwner => me::who(version, facts.pasted.as_ref()?, secret),
            Call::ReadPermissions => me::permissions(version, facts.pasted.as_ref()?, secret),
            Call::CheckApp => app::check(version, facts.app_id.as_ref()?, &facts.app_token()?),
            Call::Extend => access_token::extend(
                version,
                facts.app_id.as_ref()?,
                facts.app_secret.as_ref()?,
                facts.pasted.as_ref()?,
            ),
            Call::InspectLong => debug_token::by_app(version, facts.long.as_ref()?, &facts.app_token()?),
            Call::ListPages => self.list_request(None)?,
            Call::FetchPageToken => pages::fetch_token(version, errand.page.as_ref()?, facts.long.as_ref()?, secret?),
            Call::InspectPage => debug_token::by_app(version, facts.page_token()?, &facts.app_token()?),
            Call::ReadAsPage => me::who(version, facts.page_token()?, secret),
        })
    }

    /// The App secret that proves calls, once it is known: not one that Meta has just refused, because a wrong proof fails
    /// even where none is demanded (facts: graph-api 5).
    fn proving_secret(&self) -> Option<&AppSecret> {
        let refused = self.refused_pair.as_ref().map(|(_, secret)| secret);
        let is_refused = |secret: &AppSecret| refused.is_some_and(|refused| refused.is_same_as(secret));
        self.facts.app_secret.as_ref().filter(|secret| !is_refused(secret))
    }

    fn list_request(&self, after: Option<&Cursor>) -> Option<Request> {
        let (user, secret) = (self.facts.long.as_ref()?, self.facts.app_secret.as_ref()?);
        Some(pages::list(
            &self.settings.version,
            user,
            secret,
            self.list_options(),
            after,
        ))
    }

    /// What is asked of the Page list. The Instagram accounts only where the token may see them, because asking without
    /// that permission spoils the list (facts: graph-api 4.3).
    fn list_options(&self) -> ListOptions {
        let permission = Permission::new("instagram_basic");
        let seen = self.facts.inspection.as_ref();
        let may_see = permission
            .zip(seen)
            .is_some_and(|(permission, seen)| seen.inspection.has(&permission));
        ListOptions {
            with_instagram: may_see && !self.list_cuts.is_plain,
            in_small_parts: self.list_cuts.is_small,
        }
    }

    /// Asks for less where Meta found that the list asks for too much: without the Instagram accounts, in smaller parts.
    fn ask_for_less(&mut self, failure: &Failure) -> bool {
        let Failure::Refused(refusal) = failure else {
            return false;
        };
        let options = self.list_options();
        let is_too_big = refusal.code == Some(1) && refusal.message.as_str().contains("reduce the amount");
        match refusal.code {
            Some(1) if is_too_big && !options.in_small_parts => self.list_cuts.is_small = true,
            Some(10 | 100 | 200..=299) if options.with_instagram => self.list_cuts.is_plain = true,
            _ => return false,
        }
        true
    }

    /// Takes an answer, or the reason why there is none.
    pub(super) fn answered(
        &mut self,
        ticket: Ticket,
        result: Result<Response, NoAnswer>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let Some(errand) = self.board.by_ticket(ticket).map(|asked| asked.errand.clone()) else {
            if let Ok(response) = result {
                self.take_late_token(ticket, &response);
            }
            return;
        };
        let arrival = match result {
            Ok(response) => {
                self.set_clock(&response, now);
                self.read(&errand, &response)
            }
            Err(no_answer) => Err(Failure::NoAnswer(no_answer)),
        };
        match arrival {
            Ok(Arrival::Done(words)) => self.board.close(ticket, Standing::Done, Some(words), now),
            Ok(Arrival::More(request, words)) => effects.extend(self.board.go_on(ticket, request, words)),
            Err(failure) => {
                let failure = failure.without(&self.facts.secrets());
                self.failed(ticket, &errand, &failure, now, effects);
            }
        }
        self.after_answer(&errand, now, effects);
    }

    fn after_answer(&mut self, errand: &Errand, now: Timestamp, effects: &mut Vec<Effect>) {
        match errand.call {
            Call::InspectPasted => self.learn_from_inspection(now, effects),
            Call::ReadOwner if self.has_page_token => self.adopt_token(now, effects),
            Call::ListPages => self.ask_about_tokens(now, effects),
            _ => {}
        }
        self.start_ready(now, effects);
        if self.is_exchange_over() {
            self.advance(now, effects);
        }
    }

    fn learn_from_inspection(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        self.settle_app_id();
        let Some(seen) = &self.facts.inspection else {
            return;
        };
        if !seen.inspection.is_valid {
            let fault = seen.fault.clone().unwrap_or_else(expired_without_a_word);
            self.refuse_token(Failure::Refused(fault), now);
            return;
        }
        // The exchange was started before this was known: a Page token needs another way through it.
        let is_page = seen.inspection.kind == Some(TokenKind::Page);
        if is_page && matches!(self.stage(), Some(Stage::Exchange { .. })) && !self.has_page_token {
            self.adopt_token(now, effects);
        }
    }

    fn refuse_token(&mut self, failure: Failure, now: Timestamp) {
        let words = self.words();
        let trouble = trouble::explain(&failure, Call::InspectPasted, &words, self.facts.app_id.as_ref(), now);
        self.answers.refuse(
            Field::Token,
            format!("{}. {}", trouble.headline.trim_end_matches('.'), trouble.remedy),
        );
        self.token_fault = Some(failure);
        // Back to the token, unless the person is already busy with something else.
        let is_busy = !self.answers.is_empty(Field::AppId) || !self.answers.is_empty(Field::AppSecret);
        if !is_busy && matches!(self.stage(), Some(Stage::Form { .. })) {
            self.attend(Field::Token);
        }
    }

    /// Reads an answer and fills what it tells.
    fn read(&mut self, errand: &Errand, response: &Response) -> Result<Arrival, Failure> {
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

    /// Asks the Pages that came without a token why, beside everything else.
    fn ask_about_tokens(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let Some(book) = &self.facts.pages else {
            return;
        };
        let asked = self
            .board
            .all()
            .filter(|asked| asked.errand.call == Call::FetchPageToken)
            .count();
        let room = MOST_EXPLAINED.saturating_sub(asked);
        let errands: Vec<Errand> = book
            .unexplained()
            .map(|page| Errand {
                call: Call::FetchPageToken,
                page: Some(page.clone()),
            })
            .filter(|errand| self.board.find(errand).is_none())
            .collect();
        for (index, errand) in errands.into_iter().enumerate() {
            if index < room {
                if let Some(request) = self.request(&errand) {
                    effects.push(self.board.send(errand, request, now));
                }
            } else if let (Some(book), Some(page)) = (&mut self.facts.pages, &errand.page) {
                book.settle(page, Err(trouble::named("page-unusable-no-token", &[], None).headline));
            }
        }
    }

    fn failed(
        &mut self,
        ticket: Ticket,
        errand: &Errand,
        failure: &Failure,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        if errand.call == Call::ListPages
            && self.ask_for_less(failure)
            && let Some(request) = self.request_again(errand)
        {
            let words = self
                .board
                .by_ticket(ticket)
                .and_then(|asked| asked.result.clone())
                .unwrap_or_default();
            effects.extend(self.board.go_on(ticket, request, words));
            return;
        }
        let may_repeat = errand.call.is_repeatable() && trouble::may_repeat(failure, errand.call);
        if may_repeat && self.board.has_tries_left(ticket) {
            // A list that had begun goes on from where it was: its request is made anew from the cursor that failed.
            if let Some(request) = self.request_again(errand) {
                let why = trouble::explain(failure, errand.call, &[], None, now).headline;
                effects.extend(self.board.retry(ticket, request, why, now));
                return;
            }
        }
        self.board.close(ticket, Standing::Failed, None, now);
        match errand.call {
            Call::InspectPasted | Call::ReadOwner | Call::ReadPermissions
                if failure.is_about_the_token() && self.token_fault.is_none() =>
            {
                self.refuse_token(failure.clone(), now);
            }
            Call::FetchPageToken => {
                if let (Some(book), Some(page)) = (&mut self.facts.pages, &errand.page) {
                    book.settle(page, Err(trouble::short_reason(failure, errand.call)));
                }
            }
            Call::ListPages => match &mut self.facts.pages {
                Some(book) if book.len() > 0 => book.end(Some(CutShort::Failed)),
                Some(_) | None => {
                    self.facts.pages = None;
                    self.explain(errand, failure, now);
                }
            },
            _ if self.is_vital(errand.call) => self.explain(errand, failure, now),
            _ => {}
        }
    }

    fn request_again(&self, errand: &Errand) -> Option<Request> {
        match (&errand.call, &self.facts.pages) {
            (Call::ListPages, Some(book)) => self.list_request(book.last_cursor()),
            _ => self.request(errand),
        }
    }

    fn explain(&mut self, errand: &Errand, failure: &Failure, now: Timestamp) {
        let words = self.words();
        let mut trouble = trouble::explain(failure, errand.call, &words, self.facts.app_id.as_ref(), now);
        if trouble.id == "wrong-secret" && self.answers.app_id().is_none() {
            trouble = trouble::named("wrong-secret-for-token", &words, self.facts.app_id.as_ref());
        }
        if trouble.id == "not-in-force" && !self.missing_permissions().is_empty() {
            trouble = trouble::named("permissions-not-on-token", &words, self.facts.app_id.as_ref());
        }
        if let Some(Way::Edit(Field::AppId | Field::AppSecret)) = trouble.ways.first() {
            self.refused_pair = self
                .facts
                .app_id
                .clone()
                .zip(self.facts.app_secret.as_ref().map(Secret::share));
        }
        self.show(trouble, Some(errand.clone()));
    }

    /// Whether the stage cannot end without this call.
    fn is_vital(&self, call: Call) -> bool {
        let Some(Stage::Exchange { until, calls, .. }) = self.stage() else {
            return false;
        };
        let known = self.facts.known();
        let mut needed = *until;
        for _ in *calls {
            for other in *calls {
                let fills_something_needed = other.fills().without(known).has_any(needed);
                if fills_something_needed && self.is_of_use(*other) {
                    needed = needed.and(other.needs());
                }
            }
        }
        calls.contains(&call) && call.fills().without(known).has_any(needed)
    }

    /// A token on its way that the person walks back from is kept if it still arrives.
    pub(super) fn keep_late_token(&mut self) {
        let open = self
            .board
            .all()
            .find(|asked| asked.errand.call == Call::Extend && asked.is_open());
        if let (Some(asked), Some(pasted)) = (open, &self.facts.pasted) {
            self.late.push((asked.ticket, pasted.share()));
        }
    }

    fn take_late_token(&mut self, ticket: Ticket, response: &Response) {
        let Some(index) = self.late.iter().position(|(late, _)| *late == ticket) else {
            return;
        };
        let (_, pasted) = self.late.swap_remove(index);
        let is_same = self.facts.pasted.as_ref().is_some_and(|now| now.is_same_as(&pasted));
        if let (true, None, Ok(extended)) = (is_same, &self.facts.long, access_token::read(response)) {
            self.facts.long = Some(extended.token);
            self.say(
                Tone::Good,
                "The 60-day token arrived after you went back. It is kept and will be used",
            );
        }
    }

    fn set_clock(&mut self, response: &Response, now: Timestamp) {
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

/// What stands for "not valid" where Meta gives no reason.
fn expired_without_a_word() -> crate::graph_api::Refusal {
    crate::graph_api::Refusal {
        status: 200,
        code: Some(190),
        ..crate::graph_api::Refusal::default()
    }
}
