//! A walk that was broken off: kept as far as nothing of it is secret, and taken up again by the next run (facts: safety L5).

use jiff::Timestamp;

use crate::{
    journey::{self, Journey, Stage},
    model::{PageId, Remembered, Unfinished},
};

use super::{Wizard, effect::Effect, view::PageState, view::Tone, view::UnfinishedView};

impl Wizard {
    /// The run begins: what an earlier one kept is read.
    pub(super) fn recall(&mut self, effects: &mut Vec<Effect>) {
        if self.remembered.is_none() {
            self.remembered = Some(Remembered::default());
            effects.push(Effect::Recall);
        }
    }

    /// Keeps where the walk is, whenever that changes. Before an earlier run's is known, nothing is written over it.
    pub(super) fn note_progress(&mut self, effects: &mut Vec<Effect>) {
        let is_leaving = effects.iter().any(|effect| matches!(effect, Effect::Exit(_)));
        if !self.is_recalled || self.journey.is_none() || is_leaving {
            return;
        }
        let now = self.place_of_walk();
        let Some(kept) = &mut self.remembered else {
            return;
        };
        if kept.unfinished != now {
            kept.unfinished = now;
            effects.push(Effect::Remember(kept.clone()));
        }
    }

    /// Where the walk is; `None` where nothing would be gained by going on there.
    fn place_of_walk(&self) -> Option<Unfinished> {
        let journey = self.journey?;
        let is_over = !self.outcomes.is_empty() && self.outcomes.all.iter().all(super::delivery::is_finished);
        if self.at == 0 || is_over {
            return None;
        }
        let chosen = self.facts.chosen.iter().map(|page| page.id.clone());
        let marked = self.marked.iter().chain(&self.to_be_marked).cloned();
        let mut pages: Vec<PageId> = chosen.chain(marked).collect();
        pages.sort();
        pages.dedup();
        Some(Unfinished {
            journey: journey.name.to_owned(),
            door: self.door,
            stage: self.at,
            pages,
        })
    }

    /// The walk is given up, by the person's own wish: nothing of it is taken up again.
    pub(super) fn forget_progress(&mut self, effects: &mut Vec<Effect>) {
        if let Some(kept) = &mut self.remembered
            && kept.unfinished.take().is_some()
        {
            effects.push(Effect::Remember(kept.clone()));
        }
    }

    /// What the menu says about a walk that was broken off.
    pub(super) fn unfinished(&self) -> Option<UnfinishedView> {
        let kept = self.remembered.as_ref()?.unfinished.as_ref()?;
        let journey = named(&kept.journey)?;
        let stage = journey.path(kept.door).nth(kept.stage)?;
        Some(UnfinishedView {
            title: format!("Go on: {}", journey.title),
            sentence: format!(
                "It was broken off at \"{}\". What is secret was not kept, so it is asked for again.",
                stage.name()
            ),
        })
    }

    /// Takes up the walk that was broken off.
    pub(super) fn resume(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let kept = self.remembered.as_ref().and_then(|kept| kept.unfinished.clone());
        let Some((kept, journey)) = kept.and_then(|kept| Some((kept.clone(), named(&kept.journey)?))) else {
            return;
        };
        if self.journey.is_some() {
            return;
        }
        self.choose(journey, now, effects);
        self.take_door(kept.door);
        self.to_be_marked = kept.pages;
        let stage = journey.path(kept.door).nth(kept.stage).map(Stage::name);
        if matches!(self.stage(), Some(Stage::Guide { .. })) {
            self.advance(now, effects);
        }
        if let Some(stage) = stage {
            self.say(
                Tone::Calm,
                format!("What is secret was not kept: paste it again. Then it goes on to \"{stage}\""),
            );
        }
    }

    /// Marks what was marked or chosen before, as soon as it can be chosen again.
    pub(super) fn mark_again(&mut self) {
        let Some(book) = &self.facts.pages else {
            return;
        };
        let is_ready = |page: &PageId| book.line(page).is_some_and(|line| line.state == PageState::Ready);
        let (ready, others) = std::mem::take(&mut self.to_be_marked).into_iter().partition(is_ready);
        self.to_be_marked = others;
        let ready: Vec<PageId> = ready;
        self.marked.extend(ready);
    }
}

fn named(name: &str) -> Option<&'static Journey> {
    journey::ALL.iter().copied().find(|journey| journey.name == name)
}
