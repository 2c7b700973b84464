//! From stage to stage: choosing a journey, going on, going back.

use jiff::Timestamp;

use crate::{
    graph_api::Host,
    journey::{Call, Field, Journey, Slot, SlotSet, Stage},
    model::{PageId, Permission},
};

use super::{
    Preset, Wizard,
    effect::Effect,
    facts::dependents,
    stage::outcome::Outcome,
    trouble::{self},
    view::{Listing, PageState, Tone},
};

impl Wizard {
    pub(super) fn choose(&mut self, journey: &'static Journey) {
        if self.journey.is_some() {
            return;
        }
        let names = |names: &[&str]| names.iter().filter_map(|name| Permission::new(name)).collect();
        self.preset = Preset {
            required: names(journey.required),
            helpful: names(journey.helpful),
        };
        self.journey = Some(journey);
        self.at = 0;
    }

    pub(super) fn next(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if let Some(shown) = &self.trouble {
            if let Some(way) = shown.trouble.ways.first().cloned() {
                self.take_way(&way, now, effects);
            }
            return;
        }
        match self.stage() {
            Some(Stage::Guide(_)) => self.advance(now, effects),
            Some(Stage::Form { fields, .. }) => self.submit(fields, now, effects),
            Some(Stage::Outcome) => match self.outcome.as_ref().and_then(Outcome::next_way).cloned() {
                Some(way) => self.take_way(&way, now, effects),
                None => self.leave(effects),
            },
            Some(Stage::Exchange { .. } | Stage::ChoosePage) | None => {}
        }
    }

    /// Goes to the next stage that has something for the person, or for Meta, to do.
    pub(super) fn advance(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        loop {
            self.at = self.at.saturating_add(1);
            self.attention = None;
            match self.stage() {
                Some(Stage::Form { .. }) => {
                    effects.push(Effect::Warm(Host::GraphFacebook));
                    if let Some(field) = self.begin_at.take() {
                        self.attend(field);
                    }
                    self.start_ready(now, effects);
                    return;
                }
                Some(Stage::Exchange { .. }) => {
                    self.start_ready(now, effects);
                    if !self.is_exchange_over() {
                        return;
                    }
                }
                Some(Stage::ChoosePage) if self.has_page_token => {}
                Some(Stage::Outcome) => {
                    self.conclude(now);
                    return;
                }
                Some(Stage::Guide(_) | Stage::ChoosePage) | None => return,
            }
        }
    }

    /// Whether the exchange has all it was made for. An empty Page list is not that: it is explained.
    pub(super) fn is_exchange_over(&mut self) -> bool {
        let Some(Stage::Exchange { until, .. }) = self.stage() else {
            return false;
        };
        if self.trouble.is_some() || !self.facts.known().has_all(*until) {
            return false;
        }
        match &self.facts.pages {
            Some(book) if book.len() == 0 && book.listing() == Listing::Loading => false,
            Some(book) if book.len() == 0 => {
                let business = Permission::new("business_management");
                let seen = self.facts.long_inspection.as_ref();
                let sees_portfolios = business.zip(seen).is_some_and(|(business, seen)| seen.has(&business));
                let id = match book.cut() {
                    Some(_) => "list-cut-short",
                    None if sees_portfolios => "no-pages-with-portfolios",
                    None => "no-pages",
                };
                let trouble = trouble::named(id, &self.words(), self.facts.app_id.as_ref());
                self.show(trouble, Some(super::Errand::of(Call::ListPages)));
                false
            }
            Some(_) | None => true,
        }
    }

    pub(super) fn back(&mut self, effects: &mut Vec<Effect>) {
        let Some(journey) = self.journey else {
            return;
        };
        if self.trouble.take().is_some() && matches!(self.stage(), Some(Stage::Form { .. } | Stage::ChoosePage)) {
            return;
        }
        let before = journey.stages.get(..self.at).unwrap_or_default();
        let target = before.iter().rposition(|stage| match stage {
            Stage::Guide(_) | Stage::Form { .. } => true,
            Stage::ChoosePage => !self.has_page_token,
            Stage::Exchange { .. } | Stage::Outcome => false,
        });
        match target {
            Some(stage) => self.go_to(stage, effects),
            None => self.go_to_menu(effects),
        }
    }

    pub(super) fn go_to_menu(&mut self, effects: &mut Vec<Effect>) {
        self.go_to(0, effects);
        self.journey = None;
    }

    /// Goes back to a stage. What was typed stays; what the calls of later stages found is forgotten.
    pub(super) fn go_to(&mut self, stage: usize, effects: &mut Vec<Effect>) {
        let Some(journey) = self.journey else {
            return;
        };
        let later = journey.stages.get(stage.saturating_add(1)..).unwrap_or_default();
        let found = later
            .iter()
            .flat_map(Stage::calls)
            .fold(SlotSet::EMPTY, |set, call| set.and(call.fills()));
        self.at = stage;
        self.trouble = None;
        self.put_outcome_aside();
        self.keep_late_token();
        self.forget(found.and(SlotSet::of(&[Slot::ChosenPage])), effects);
        if found.has(Slot::Pages) {
            self.has_page_token = false;
        }
    }

    pub(super) fn index_of(&self, is_meant: impl Fn(&Stage) -> bool) -> Option<usize> {
        self.journey?.stages.iter().position(is_meant)
    }

    pub(super) fn pick(&mut self, page: &PageId, now: Timestamp, effects: &mut Vec<Effect>) {
        if !matches!(self.stage(), Some(Stage::ChoosePage)) || self.trouble.is_some() {
            return;
        }
        let Some(line) = self.facts.pages.as_ref().and_then(|book| book.line(page)) else {
            return;
        };
        match &line.state {
            PageState::Ready => {
                self.facts.chosen = Some(page.clone());
                self.advance(now, effects);
            }
            PageState::Asking => self.say(Tone::Calm, "Meta is being asked for this Page's token. One moment"),
            PageState::Unusable(reason) => {
                let reason = format!("This Page cannot be used: {reason}");
                self.say(Tone::Careful, reason);
            }
        }
    }

    pub(super) fn attend(&mut self, field: Field) {
        let number = self.attention.map_or(1, |(number, _)| number.saturating_add(1));
        self.attention = Some((number, field));
    }

    /// Forgets slots with all that hangs on them, and gives up the calls that were made from them.
    pub(super) fn forget(&mut self, slots: SlotSet, effects: &mut Vec<Effect>) {
        let Some(journey) = self.journey else {
            return;
        };
        let calls = journey
            .stages
            .iter()
            .flat_map(|stage| stage.calls().iter().copied())
            .chain([Call::FetchPageToken]);
        let lost = dependents(slots, &calls);
        self.facts.forget(lost);
        let open = self.board.forget(|asked| {
            let call = asked.errand.call;
            call.needs().has_any(lost) || call.fills().has_any(lost)
        });
        let late: Vec<_> = self.late.iter().map(|(ticket, _)| *ticket).collect();
        effects.extend(
            open.into_iter()
                .filter(|ticket| !late.contains(ticket))
                .map(Effect::Abandon),
        );
    }

    pub(super) fn abandon(&mut self, calls: &[Call], effects: &mut Vec<Effect>) {
        let open = self.board.forget(|asked| calls.contains(&asked.errand.call));
        effects.extend(open.into_iter().map(Effect::Abandon));
    }
}
