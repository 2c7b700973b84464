//! What a failure means: try again by itself, ask for less, blame a field, or explain.

use jiff::Timestamp;

use crate::{
    graph_api::Failure,
    journey::{Call, Field, Prize, Stage},
    model::{PageId, Secret},
};

use super::{
    Errand, Shown, Wizard,
    effect::{Effect, Ticket},
    page_book::{CutShort, Reason},
    switchboard::{About, Standing},
    trouble::{self, Trouble, Way},
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
        self.facts.app_demands_proof |= trouble::demands_proof(failure, errand.call);
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
        // What is looked into beside the way shows its failure nowhere else but in its own line.
        let is_beside = matches!(
            errand.call,
            Call::FetchPageToken
                | Call::FetchPage
                | Call::ListBusinesses
                | Call::ListOwnedPages
                | Call::ListClientPages
        );
        let why = is_beside.then(|| trouble::explain(failure, errand.call, &[], None, now).headline);
        self.board.close(ticket, Standing::Failed, why, now);
        if !was_never_sent(failure) {
            self.forget_code(errand.call);
        }
        match errand.call {
            Call::InspectPasted
            | Call::InspectByApp
            | Call::ReadOwner
            | Call::ReadPermissions
            | Call::ReadPastedProfile => {
                self.look_failed(errand, failure, now);
            }
            Call::FetchPageToken => {
                if let Some(page) = errand.about.page() {
                    let words = self.words_about_page(page);
                    let reason = Reason {
                        short: trouble::short_reason(failure, errand.call),
                        trouble: trouble::explain(failure, errand.call, &words, self.facts.app_id.as_ref(), now),
                    };
                    self.facts.settle_page(page, Err(reason));
                }
            }
            Call::FetchPage => self.fetch_failed(errand, failure, now),
            Call::ListBusinesses | Call::ListOwnedPages | Call::ListClientPages => {
                let why = trouble::explain(failure, errand.call, &[], None, now).headline;
                self.doctor.note_failure(errand.call, why);
            }
            Call::ListPages => match &mut self.facts.pages {
                Some(book) if book.len() > 0 => book.end(Some(CutShort::Failed)),
                Some(_) | None => {
                    self.facts.pages = None;
                    self.explain(errand, failure, now);
                }
            },
            Call::ReadPublishing => {
                let why = trouble::explain(failure, errand.call, &[], None, now).headline;
                self.facts.publishing = Some(Err(why));
            }
            _ if self.is_vital(errand.call, now) => self.explain(errand, failure, now),
            _ => {}
        }
    }

    /// A look at the token that was brought along failed: while it is typed the field says so, and where the look is
    /// what the stage is for, that is its result or its trouble.
    fn look_failed(&mut self, errand: &Errand, failure: &Failure, now: Timestamp) {
        let is_main = matches!(
            errand.call,
            Call::InspectPasted | Call::InspectByApp | Call::ReadPastedProfile
        );
        if failure.is_about_the_token() && errand.call != Call::InspectByApp {
            if self.brought.fault.is_none() {
                self.refuse_token(failure.clone(), now);
            }
            return;
        }
        if !is_main {
            return;
        }
        let words = self.words();
        let trouble = trouble::explain(failure, errand.call, &words, self.facts.app_id.as_ref(), now);
        let is_form = matches!(self.stage(), Some(Stage::Form { .. }));
        if trouble.id == "look-needs-secret" {
            self.brought.asks_as_app = true;
        } else if is_form {
            self.brought.look_failure = Some(trouble);
        } else if !is_form && self.is_about_a_token() {
            self.show(trouble, Some(errand.clone()));
        }
    }

    /// Whether the journey is about a token that was brought along.
    pub(super) fn is_about_a_token(&self) -> bool {
        matches!(self.prize(), Some(Prize::Findings | Prize::Renewed))
    }

    /// A single Page could not be had: beside its field where its number was typed, else as a finding.
    fn fetch_failed(&mut self, errand: &Errand, failure: &Failure, now: Timestamp) {
        let trouble = trouble::explain(failure, errand.call, &[], self.facts.app_id.as_ref(), now);
        let is_typed = self.is_aside() && self.answers.page_id().as_ref() == errand.about.page();
        if is_typed {
            self.notice = None;
            self.answers.refuse_for(Field::PageId, &trouble);
            self.attend(Field::PageId);
        } else {
            self.doctor.note_failure(errand.call, trouble.headline);
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
        let place = self.place_of_look();
        let trouble = trouble::explain(&failure, place, &words, self.facts.app_id.as_ref(), now);
        let field = self.token_field();
        self.answers.refuse_for(field, &trouble);
        self.brought.fault = Some(failure);
        if self.is_about_a_token() {
            // What is wrong with it is what the person came to hear.
            return;
        }
        self.use_next_sample(field);
        // Back to the token, unless the person is already busy with something else.
        let is_busy = self.last_filled != Some(field);
        if !is_busy && matches!(self.stage(), Some(Stage::Form { .. })) {
            self.attend(field);
        }
    }

    /// The field through which the token came.
    pub(super) fn token_field(&self) -> Field {
        token_field(self.path())
    }

    /// The Page that was to come with an Instagram account has none.
    pub(super) fn explain_missing_instagram(&mut self, page: &PageId, has_personal: bool) {
        let id = if has_personal {
            "instagram-is-personal"
        } else {
            "page-without-instagram"
        };
        let trouble = trouble::named(id, &self.words(), self.facts.app_id.as_ref());
        let errand = Errand::about_page(Call::FindInstagram, page.clone());
        self.show_or_note(trouble, &errand);
    }

    fn explain(&mut self, errand: &Errand, failure: &Failure, now: Timestamp) {
        let words = self.words();
        let mut trouble = trouble::explain(failure, errand.call, &words, self.facts.app_id.as_ref(), now);
        if trouble.id == "wrong-secret" && self.answers.app_id().is_none() && self.facts.inspection.is_some() {
            trouble = trouble::named("wrong-secret-for-token", &words, self.facts.app_id.as_ref());
        }
        // What is sent there of the app is its secret alone, so an app that Instagram does not know is a wrong secret.
        if trouble.id == "wrong-instagram-app-id" && errand.call == Call::ExtendInstagram {
            trouble = Trouble {
                quote: trouble.quote,
                details: trouble.details,
                ..trouble::named("wrong-instagram-secret", &words, None)
            };
        }
        if errand.call == Call::RefreshInstagram {
            self.brought.refused_refresh = Some(failure.clone());
            trouble = self.in_light_of_the_look(trouble);
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
        self.show_or_note(trouble, errand);
    }

    /// A refused refresh, in the light of what the look at the token brought: one that works and has no session key is a
    /// token of an hour, and only those of 60 days can be refreshed.
    fn in_light_of_the_look(&self, trouble: Trouble) -> Trouble {
        let is_session_key = self.brought.refused_refresh.as_ref().is_some_and(is_about_session_key);
        if trouble.id != ENDED || !is_session_key || self.facts.profile.is_none() {
            return trouble;
        }
        let mut new = trouble::named("instagram-one-hour", &self.words(), None);
        self.fit_ways(&mut new.ways);
        Trouble {
            quote: trouble.quote,
            details: trouble.details,
            ..new
        }
    }

    /// The look at the token is over; the refresh may have been refused before that.
    pub(super) fn see_refusal_anew(&mut self) {
        let is_refresh = |shown: &mut Shown| {
            let call = shown.errand.as_ref().map(|errand| errand.call);
            call == Some(Call::RefreshInstagram)
        };
        if let Some(mut shown) = self.trouble.take_if(is_refresh) {
            shown.trouble = self.in_light_of_the_look(shown.trouble);
            self.trouble = Some(shown);
        }
    }

    /// Shows a trouble; one of several Pages keeps its own to itself, so that it spoils nothing for the others.
    fn show_or_note(&mut self, trouble: Trouble, errand: &Errand) {
        let is_one_of_several = self.facts.chosen.len() > 1;
        match &errand.about {
            About::Page(page) if is_one_of_several => {
                if let Some(chosen) = self.facts.chosen_mut(page) {
                    chosen.trouble = Some(trouble);
                }
            }
            About::Page(_) | About::Nothing | About::Business(_) => self.show(trouble, Some(errand.clone())),
        }
    }

    /// Whether the stage cannot end without this call.
    fn is_vital(&self, call: Call, now: Timestamp) -> bool {
        let Some(Stage::Exchange { until, calls, .. }) = self.stage() else {
            return false;
        };
        let known = self.facts.known();
        let mut needed = until
            .iter()
            .fold(crate::journey::SlotSet::EMPTY, |all, set| all.and(*set));
        for _ in *calls {
            for other in *calls {
                let fills_something_needed = other.fills().without(known).has_any(needed);
                if fills_something_needed && self.is_of_use(*other, now) {
                    needed = needed.and(other.needs());
                }
            }
        }
        calls.contains(&call) && call.fills().without(known).has_any(needed)
    }
}

/// Whether Instagram's answer is about the session key, in any of its forms.
fn is_about_session_key(failure: &Failure) -> bool {
    let Failure::Refused(refusal) = failure else {
        return false;
    };
    refusal.code == Some(452)
        || refusal.subcode == Some(452)
        || refusal.message.as_str().to_ascii_lowercase().contains("session key")
}

/// What a refused refresh seems to mean as long as the token has not answered.
const ENDED: &str = "instagram-token-ended";

/// The field on these stages through which a token comes.
pub(super) fn token_field(stages: impl Iterator<Item = &'static Stage>) -> Field {
    let mut fields = stages.flat_map(Stage::fields).copied();
    fields.find(|field| field.is_token()).unwrap_or(Field::Token)
}

/// Whether the request never left this machine.
pub(super) fn was_never_sent(failure: &Failure) -> bool {
    matches!(failure, Failure::NoAnswer(no_answer) if no_answer.was_never_sent())
}

/// What stands for "not valid" where Meta gives no reason.
pub(super) fn expired_without_a_word() -> crate::graph_api::Refusal {
    crate::graph_api::Refusal {
        status: 200,
        code: Some(190),
        ..crate::graph_api::Refusal::default()
    }
}
