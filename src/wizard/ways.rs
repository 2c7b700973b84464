//! The ways on that a trouble or an outcome offers, and what taking each one does.

use jiff::Timestamp;

use crate::journey::{Call, Field, Slot, SlotSet, Stage};

use super::{
    Errand, Shown, Wizard,
    effect::Effect,
    trouble::{Trouble, Way},
};

impl Wizard {
    /// Shows a trouble, with the ways that lead somewhere from here.
    pub(super) fn show(&mut self, mut trouble: Trouble, errand: Option<super::Errand>) {
        let usable = |way: &Way| match way {
            Way::OtherPage => self.has_other_pages(),
            Way::GoOn => matches!(self.stage(), Some(Stage::Form { .. })) || self.facts.page_token().is_some(),
            Way::Retry | Way::Edit(_) | Way::NewToken | Way::Open(_) | Way::Menu => true,
        };
        trouble.ways.retain(usable);
        if trouble.ways.is_empty() {
            trouble.ways.push(Way::NewToken);
        }
        self.trouble = Some(Shown { trouble, errand });
    }

    /// Whether there is another Page to choose.
    pub(super) fn has_other_pages(&self) -> bool {
        !self.has_page_token && self.facts.pages.as_ref().is_some_and(|book| book.len() > 1)
    }

    /// Takes a way that the trouble or the outcome on the screen offers. Others do nothing.
    pub(super) fn take_way(&mut self, way: &Way, now: Timestamp, effects: &mut Vec<Effect>) {
        let offered = match (&self.trouble, &self.outcome) {
            (Some(shown), _) => &shown.trouble.ways,
            (None, Some(outcome)) => &outcome.ways,
            (None, None) if *way == Way::Retry && self.can_load_rest() => return self.load_rest(now, effects),
            (None, None) => return,
        };
        if !offered.contains(way) {
            return;
        }
        match way {
            Way::Retry => self.try_again(now, effects),
            Way::Edit(field) => self.edit(*field, effects),
            Way::NewToken => {
                if self.token_fault.is_none() {
                    self.use_next_sample(Field::Token);
                }
                self.begin_at = Some(Field::Token);
                if let Some(stage) = self.index_of(|stage| matches!(stage, Stage::Guide(_))) {
                    self.go_to(stage, effects);
                }
            }
            Way::OtherPage => {
                if let Some(stage) = self.index_of(|stage| matches!(stage, Stage::ChoosePage)) {
                    self.go_to(stage, effects);
                }
            }
            Way::GoOn => self.go_on(now, effects),
            Way::Open(link) => effects.push(Effect::Open(link.clone())),
            Way::Menu => self.go_to_menu(effects),
        }
    }

    /// Asks for the rest of a Page list, from the part that failed.
    fn load_rest(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let errand = Errand::of(Call::ListPages);
        self.board.forget(|asked| asked.errand == errand);
        if let Some(request) = self.request_again(&errand) {
            if let Some(book) = &mut self.facts.pages {
                book.resume();
            }
            effects.push(self.board.send(errand, request, now));
        }
    }

    /// Does the failed call again, and nothing else.
    fn try_again(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let errand = self.trouble.take().and_then(|shown| shown.errand);
        match (self.stage(), errand) {
            (Some(Stage::Outcome), _) => {
                self.outcome = None;
                self.at = self.at.saturating_sub(1);
                let proof = self.stage().map(Stage::calls).unwrap_or_default();
                self.abandon(proof, effects);
                let found = proof.iter().fold(SlotSet::EMPTY, |set, call| set.and(call.fills()));
                self.facts.forget(found);
            }
            (_, Some(errand)) => {
                self.facts.forget(errand.call.fills());
                self.board.forget(|asked| asked.errand == errand);
            }
            (_, None) => {
                // The fault was seen while the form was filled: look at the token again.
                self.token_fault = None;
                self.answers.forgive(Field::Token);
                self.forget(
                    SlotSet::of(&[Slot::PastedInspection, Slot::Owner, Slot::Permissions]),
                    effects,
                );
            }
        }
        self.start_ready(now, effects);
        if self.is_exchange_over() {
            self.advance(now, effects);
        }
    }

    fn edit(&mut self, field: Field, effects: &mut Vec<Effect>) {
        let headline = self.trouble.as_ref().map(|shown| shown.trouble.headline.clone());
        self.use_next_sample(field);
        if let Some(stage) = self.index_of(|stage| matches!(stage, Stage::Form { .. })) {
            self.go_to(stage, effects);
        }
        if let Some(headline) = headline {
            self.answers.refuse(field, headline);
        }
        self.attend(field);
    }

    pub(super) fn go_on(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        self.trouble = None;
        match self.stage() {
            Some(Stage::Form { .. }) => {
                self.goes_without_permissions = true;
                if self.fault_of_token(now).is_none() {
                    self.adopt_token(now, effects);
                    self.advance(now, effects);
                }
            }
            Some(Stage::Exchange { .. }) => self.advance(now, effects),
            Some(Stage::Guide(_) | Stage::ChoosePage | Stage::Outcome) | None => {}
        }
    }

    pub(super) fn use_next_sample(&mut self, field: Field) {
        let used = self.samples_used.entry(field).or_default();
        *used = used.saturating_add(1);
    }
}
