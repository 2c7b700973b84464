//! What a failure means: try again by itself, ask for less, blame a field, or explain.

use jiff::Timestamp;

use crate::{
    graph_api::Failure,
    journey::{Call, Field, Stage},
    model::Secret,
};

use super::{
    Errand, Wizard,
    effect::{Effect, Ticket},
    page_book::CutShort,
    switchboard::Standing,
    trouble::{self, Way},
};

impl Wizard {
    pub(super) fn failed(
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
            Call::InspectPasted if matches!(failure, Failure::NoAnswer(_)) => {
                let words = self.words();
                let trouble = trouble::explain(failure, errand.call, &words, self.facts.app_id.as_ref(), now);
                self.look_failure = Some(trouble.headline);
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

    pub(super) fn refuse_token(&mut self, failure: Failure, now: Timestamp) {
        let words = self.words();
        let trouble = trouble::explain(&failure, Call::InspectPasted, &words, self.facts.app_id.as_ref(), now);
        self.answers.refuse(
            Field::Token,
            format!("{}. {}", trouble.headline.trim_end_matches('.'), trouble.remedy),
        );
        self.token_fault = Some(failure);
        self.use_next_sample(Field::Token);
        // Back to the token, unless the person is already busy with something else.
        let is_busy = self.last_filled != Some(Field::Token);
        if !is_busy && matches!(self.stage(), Some(Stage::Form { .. })) {
            self.attend(Field::Token);
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
}
/// What stands for "not valid" where Meta gives no reason.
pub(super) fn expired_without_a_word() -> crate::graph_api::Refusal {
    crate::graph_api::Refusal {
        status: 200,
        code: Some(190),
        ..crate::graph_api::Refusal::default()
    }
}
