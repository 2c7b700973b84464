//! The exchange, live: one line a call.

use jiff::{SignedDuration, Timestamp};

use crate::journey::{Call, Slot, SlotSet, Stage};

use super::super::{
    Wizard, requests,
    view::{CallLine, CallState, ProgressView},
};

impl Wizard {
    pub(super) fn progress(&self, title: &'static str, now: Timestamp) -> ProgressView<'_> {
        ProgressView {
            title,
            calls: self.call_lines(now),
        }
    }

    /// The lines of this stage's calls. Those that were not needed are left out.
    pub(super) fn call_lines(&self, now: Timestamp) -> Vec<CallLine<'_>> {
        let Some(Stage::Exchange { calls, .. }) = self.stage() else {
            return Vec::new();
        };
        let own = calls.iter().filter_map(|call| self.call_line(*call, now));
        // What the doctor of empty lists asks beside them.
        let looked = [
            Call::FetchPage,
            Call::ListBusinesses,
            Call::ListOwnedPages,
            Call::ListClientPages,
        ];
        let beside = looked
            .into_iter()
            .filter(|call| self.board.all().any(|asked| asked.errand.call == *call))
            .filter_map(|call| self.call_line(call, now));
        own.chain(beside).collect()
    }

    /// One line for a call, also where it is made for several Pages at once.
    fn call_line(&self, call: Call, now: Timestamp) -> Option<CallLine<'_>> {
        let line = CallLine {
            words: call.words(),
            host: requests::host(call).name(),
            state: CallState::Waiting,
            elapsed: None,
            result: None,
        };
        let all = || self.board.all().filter(|asked| asked.errand.call == call);
        // Of several, the one that is still under way speaks for all; else the last.
        let speaker = all().find(|asked| asked.is_open()).or_else(|| all().last());
        match speaker {
            Some(asked) => Some(CallLine {
                state: asked.state(now),
                elapsed: Some(asked.elapsed(now)),
                result: asked.result.as_deref().filter(|words| !words.is_empty()),
                ..line
            }),
            // Some calls are made only where another one is not: what was not needed is left out.
            None if self.is_spare(call) || !self.is_of_use(call, now) => None,
            None => Some(line),
        }
    }

    /// Whether a call that was not made may well never be: another one proves the same, or something it needs will not
    /// come on this way.
    fn is_spare(&self, call: Call) -> bool {
        let comes = |slot: Slot| {
            let stages = self.path().take(self.at.saturating_add(1));
            let filled = stages.fold(SlotSet::EMPTY, |set, stage| {
                let typed = stage.fields().iter().fold(set, |set, field| set.and(field.slots()));
                stage.calls().iter().fold(typed, |set, call| set.and(call.fills()))
            });
            self.facts.has(slot) || (filled.has(slot) && !self.is_past(slot))
        };
        let needs_what_never_comes = Slot::ALL.iter().any(|slot| call.needs().has(*slot) && !comes(*slot));
        call == Call::CheckApp || needs_what_never_comes
    }

    /// Whether a slot was to be typed on an earlier stage and was not: it will not be.
    fn is_past(&self, slot: Slot) -> bool {
        self.path()
            .take(self.at)
            .any(|stage| stage.fields().iter().any(|field| field.slots().has(slot)))
    }

    /// The next moment at which a running call has taken another whole second, or a retry begins.
    pub(super) fn next_second_of_calls(&self, now: Timestamp) -> Option<Timestamp> {
        let open = self.board.all().filter(|asked| asked.is_open());
        let next = |elapsed: SignedDuration| {
            let whole = SignedDuration::from_secs(elapsed.as_secs().saturating_add(1));
            now.checked_add(whole.checked_sub(elapsed)?).ok()
        };
        open.filter_map(|asked| next(asked.elapsed(now))).min()
    }
}
