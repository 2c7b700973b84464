//! Going back: to the stage where the person was before, or to the menu.
//!
//! Started by the person, or by a way out of a trouble; ends on a stage on which a person stays. What was typed stays, what later
//! stages found is forgotten, and a login that would be lost is asked about first.

use jiff::Timestamp;

use crate::{
    journey::{Slot, SlotSet, Stage},
    wizard::{Asking, Brought, Doctor, Wizard, effect::Effect, view::Question},
};

impl Wizard {
    pub(in crate::wizard) fn back(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if self.journey.is_none() {
            return;
        }
        if self.is_saving() {
            if self.trouble.take().is_none() {
                self.leave_saving();
            }
            return;
        }
        if let Some(aside) = self.aside.take() {
            self.trouble = aside.from;
            return self.say_what_was_found();
        }
        let stays = self.stage().is_some_and(is_a_stop);
        if self.trouble.is_some() && stays {
            self.trouble = None;
            if matches!(self.stage(), Some(Stage::SignIn { .. })) {
                self.arrive(now, effects);
            }
            return;
        }
        if self.outcomes.close() {
            return;
        }
        let leads_to_login = matches!(self.stop_before(), Some((_, Stage::SignIn { .. })));
        if leads_to_login && self.has_token_of_login() {
            // A code works once: the same login never gives its token again.
            self.asking = Asking::EndLogin;
            self.question = Some(Question {
                text: "Going back gives up this login and its token. You would sign in with the browser again"
                    .to_owned(),
                yes: "go back",
                no: "stay",
            });
            return;
        }
        self.go_back(now, effects);
    }

    /// The last stage before this one on which the person stayed.
    fn stop_before(&self) -> Option<(usize, &'static Stage)> {
        let before = self.path().take(self.at).enumerate();
        before
            .filter(|(index, stage)| self.seen.contains(index) && is_a_stop(stage))
            .last()
    }

    /// Whether a login of this walk has brought a token.
    fn has_token_of_login(&self) -> bool {
        self.has_signed_in() || self.facts.instagram_short.is_some() || self.facts.instagram_long.is_some()
    }

    /// Goes back to where the person was before, or to the menu.
    pub(in crate::wizard) fn go_back(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        match self.stop_before() {
            Some((stage, _)) => {
                self.go_to(stage, effects);
                if matches!(self.stage(), Some(Stage::SignIn { .. })) {
                    self.arrive(now, effects);
                }
            }
            None => self.go_to_menu(effects),
        }
    }

    /// Goes to the menu, where the next walk begins anew: what was typed stays in its fields, and counts again on a form
    /// that asks for it.
    pub(in crate::wizard) fn go_to_menu(&mut self, effects: &mut Vec<Effect>) {
        self.go_to(0, effects);
        self.forget(Slot::ALL.iter().copied().collect(), effects);
        self.brought = Brought::default();
        self.journey = None;
        self.forget_progress(effects);
    }

    /// Goes back to a stage. What was typed stays; what the calls of later stages found is forgotten.
    pub(in crate::wizard) fn go_to(&mut self, stage: usize, effects: &mut Vec<Effect>) {
        if self.journey.is_none() {
            return;
        }
        let found_on = |stages: &mut dyn Iterator<Item = &'static Stage>| {
            stages.fold(SlotSet::EMPTY, |set, stage| {
                let typed = stage.fields().iter().fold(set, |set, field| set.and(field.slots()));
                stage.calls().iter().fold(typed, |set, call| set.and(call.fills()))
            })
        };
        let kept = found_on(&mut self.path().take(stage.saturating_add(1)));
        let later = self
            .path()
            .skip(stage.saturating_add(1))
            .flat_map(Stage::calls)
            .fold(SlotSet::EMPTY, |set, call| set.and(call.fills()));
        let found = later.without(kept);
        self.leave_login(effects);
        self.at = stage;
        self.seen.retain(|seen| *seen < stage);
        self.seen.insert(stage);
        self.trouble = None;
        self.gone_past = None;
        self.aside = None;
        self.close_saving();
        self.put_outcomes_aside();
        self.keep_late_tokens();
        self.forget(found.and(SlotSet::of(&[Slot::ChosenPage])), effects);
        if found.has(Slot::Pages) {
            self.brought.is_page_token = false;
            self.to_be_marked.extend(std::mem::take(&mut self.marked));
            self.doctor = Doctor::default();
        }
    }
}

/// Whether the person stays on such a stage until they go on: going back ends there.
const fn is_a_stop(stage: &Stage) -> bool {
    match stage {
        Stage::Guide { .. } | Stage::Form { .. } | Stage::SignIn { .. } | Stage::Choice(_) => true,
        Stage::Exchange { .. } | Stage::Outcome(_) => false,
    }
}
