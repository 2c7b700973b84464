//! The calls: which start, and whose answer is whose.

use jiff::Timestamp;

use crate::{
    graph_api::{Failure, NoAnswer, Request, Response},
    journey::{Call, Slot, SlotSet, Stage},
};

use super::{
    Errand, LateToken, Wizard,
    effect::{Effect, Ticket},
    readings::Arrival,
    switchboard::{About, Standing},
    view::Tone,
};

/// How many Pages that came without a token are asked why, at most.
const MOST_EXPLAINED: usize = 8;
/// How many calls may be under way at once where there is one for each of many Pages.
const MOST_AT_ONCE: usize = 6;

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
            if !self.is_of_use(*call, now) {
                continue;
            }
            // Two calls that fill the same slot are not made at once: the first in the list that can be made is the better
            // one. Nor does another one start while what it needs is being made anew.
            let is_spared = call.purpose().is_some_and(|slot| about_to_fill.has(slot));
            if is_spared || !self.facts.known().has_all(call.needs()) {
                continue;
            }
            about_to_fill = about_to_fill.and(call.fills());
            for errand in self.errands(*call) {
                let is_one_of_many = errand.about != About::Nothing;
                if !is_one_of_many || self.board.open() < MOST_AT_ONCE {
                    self.send(errand, now, effects);
                }
            }
        }
    }

    /// The errands of a call: one, or one for each chosen Page that still needs it.
    fn errands(&self, call: Call) -> Vec<Errand> {
        if !call.is_for_each_page() {
            return vec![Errand::of(call)];
        }
        let pages = self.facts.chosen.iter().filter(|page| page.trouble.is_none());
        pages.map(|page| Errand::about_page(call, page.id.clone())).collect()
    }

    /// Sends an errand that was not sent yet.
    pub(super) fn send(&mut self, errand: Errand, now: Timestamp, effects: &mut Vec<Effect>) {
        if self.board.find(&errand).is_some() {
            return;
        }
        if let Some(request) = self.request(&errand) {
            effects.push(self.board.send(errand, request, now));
        }
    }

    /// Whether a call would tell something new.
    pub(super) fn is_of_use(&self, call: Call, now: Timestamp) -> bool {
        let is_known = call.purpose().is_some_and(|slot| self.facts.has(slot));
        let is_open = self
            .board
            .all()
            .any(|asked| asked.errand.call == call && asked.is_open());
        if is_known && !is_open {
            return false;
        }
        match call {
            Call::Extend => !self.brought.is_page_token && self.is_exchanged(now),
            Call::InspectLong => !self.brought.is_page_token,
            Call::InspectByApp => self.facts.inspection.is_none(),
            _ => true,
        }
    }

    /// Whether the pasted token is exchanged at all, as far as is known.
    fn is_exchanged(&self, now: Timestamp) -> bool {
        match self.prize() {
            Some(crate::journey::Prize::Renewed) => self.renewal(now) == super::adoption::Renewal::Exchange,
            Some(_) | None => true,
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
            .map(|page| Errand::about_page(Call::FetchPageToken, page.clone()))
            .filter(|errand| self.board.find(errand).is_none())
            .collect();
        for (index, errand) in errands.into_iter().enumerate() {
            if index < room {
                if let Some(request) = self.request(&errand) {
                    effects.push(self.board.send(errand, request, now));
                }
            } else if let Some(page) = errand.about.page() {
                let reason = self.without_token(page);
                self.facts.settle_page(page, Err(reason));
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
        if self.take_test_answer(ticket, &result, now) {
            return;
        }
        // A second answer to the same question is none.
        let asked = self.board.by_ticket(ticket).filter(|asked| asked.is_open());
        let Some(errand) = asked.map(|asked| asked.errand.clone()) else {
            if let Ok(response) = result {
                self.take_late_token(ticket, &response, now);
            }
            return;
        };
        let arrival = match result {
            Ok(response) => {
                self.set_clock(&response, now);
                self.read(&errand, &response, now)
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
            Call::InspectPasted | Call::InspectByApp => self.learn_from_inspection(now, effects),
            Call::ReadPermissions => self.note_declined(),
            Call::ReadPastedProfile => self.see_refusal_anew(),
            Call::ReadOwner if self.brought.is_page_token => self.adopt_token(now, effects),
            Call::ListPages | Call::ListOwnedPages | Call::ListClientPages => self.ask_about_tokens(now, effects),
            Call::FetchPage => self.take_typed_page(errand, now, effects),
            _ => {}
        }
        self.go_on_looking(errand, now, effects);
        self.go_on_if_over(now, effects);
    }

    /// Starts what can start now, and goes on where the exchange has all it was made for.
    pub(super) fn go_on_if_over(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        self.start_ready(now, effects);
        if self.is_exchange_over(now, effects) {
            self.advance(now, effects);
        }
    }

    pub(super) fn request_again(&self, errand: &Errand) -> Option<Request> {
        match (&errand.call, &self.facts.pages) {
            (Call::ListPages, Some(book)) => self.list_request(book.last_cursor()),
            _ => self.request(errand),
        }
    }

    /// Tokens on their way that the person walks back from are kept if they still arrive.
    pub(super) fn keep_late_tokens(&mut self) {
        let open: Vec<(Ticket, Call)> = self
            .board
            .all()
            .filter(|asked| asked.is_open() && asked.errand.call.brings_token())
            .map(|asked| (asked.ticket, asked.errand.call))
            .collect();
        for (ticket, call) in open {
            if let Some(origin) = self.origin_of(call) {
                self.late.push(LateToken { ticket, call, origin });
            }
        }
    }

    fn take_late_token(&mut self, ticket: Ticket, response: &Response, now: Timestamp) {
        let Some(index) = self.late.iter().position(|late| late.ticket == ticket) else {
            return;
        };
        let late = self.late.swap_remove(index);
        let is_needed = late.call.purpose().is_some_and(|slot| !self.facts.has(slot));
        // A code is forgotten with its login, and what it became is of use all the same.
        let is_of_use = !late.call.is_repeatable() || self.origin_of(late.call).as_ref() == Some(&late.origin);
        if !is_of_use || !is_needed {
            return;
        }
        let errand = Errand::of(late.call);
        let is_kept = self.read(&errand, response, now).is_ok();
        if is_kept {
            self.say(
                Tone::Good,
                "The token arrived after you went back. It is kept and will be used",
            );
        }
    }

    /// Whether a login of this walk asked for its token, so that what is on it is known only now.
    pub(super) fn has_signed_in(&self) -> bool {
        self.has_stage(|stage| matches!(stage, Stage::SignIn { .. })) && self.facts.has(Slot::PastedToken)
    }
}
