//! The calls: which start, what they send, and whose answer is whose.

use jiff::Timestamp;

use crate::{
    graph_api::{
        Failure, NoAnswer, Request, Response, access_token, app, debug_token, me,
        pages::{self, Cursor, ListOptions},
    },
    journey::{Call, SlotSet},
    model::{AppSecret, Permission},
};

use super::{
    Errand, Wizard,
    effect::{Effect, Ticket},
    readings::Arrival,
    switchboard::Standing,
    trouble::{self},
    view::Tone,
};

/// How many Pages that came without a token are asked why, at most.
const MOST_EXPLAINED: usize = 8;
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
            Call::FetchPageToken => {
                pages::fetch_token(version, errand.page.as_ref()?, facts.long.as_ref()?, Some(secret?))
            }
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

    pub(super) fn list_request(&self, after: Option<&Cursor>) -> Option<Request> {
        let (user, secret) = (self.facts.long.as_ref()?, self.facts.app_secret.as_ref()?);
        Some(pages::list(
            &self.settings.version,
            user,
            Some(secret),
            self.list_options(),
            after,
        ))
    }

    /// What is asked of the Page list. The Instagram accounts only where the token may see them, because asking without
    /// that permission spoils the list (facts: graph-api 4.3).
    pub(super) fn list_options(&self) -> ListOptions {
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

    pub(super) fn request_again(&self, errand: &Errand) -> Option<Request> {
        match (&errand.call, &self.facts.pages) {
            (Call::ListPages, Some(book)) => self.list_request(book.last_cursor()),
            _ => self.request(errand),
        }
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
}
