//! The exchange, live: one line a call.

use jiff::{SignedDuration, Timestamp};

use crate::journey::{Call, SlotSet, Stage};

use super::super::{
    Wizard, requests,
    switchboard::Asked,
    view::{CallLine, CallState, ProgressView},
};

impl Wizard {
    pub(super) fn progress(&self, title: &'static str, now: Timestamp) -> ProgressView<'_> {
        ProgressView {
            title,
            calls: self.call_lines(now),
        }
    }

    /// Every call that this walk has made so far, in the order in which each was first made: also those that no screen shows
    /// now. Errands of the same call share a line.
    pub fn calls_made(&self, now: Timestamp) -> Vec<CallLine<'_>> {
        let mut made: Vec<Call> = Vec::new();
        for asked in self.board.all() {
            if !made.contains(&asked.errand.call) {
                made.push(asked.errand.call);
            }
        }
        let coming = self.coming();
        made.into_iter()
            .filter_map(|call| self.call_line(call, coming, now))
            .collect()
    }

    /// The lines of this stage's calls. Those that were not needed are left out.
    pub(super) fn call_lines(&self, now: Timestamp) -> Vec<CallLine<'_>> {
        let Some(Stage::Exchange { calls, .. }) = self.stage() else {
            return Vec::new();
        };
        let coming = self.coming();
        let own = calls.iter().filter_map(|call| self.call_line(*call, coming, now));
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
            .filter_map(|call| self.call_line(call, coming, now));
        own.chain(beside).collect()
    }

    /// One line for a call, also where it is made for several Pages at once.
    fn call_line<'a>(&'a self, call: Call, coming: SlotSet, now: Timestamp) -> Option<CallLine<'a>> {
        let line = CallLine {
            words: call.words(),
            host: requests::host(call).name(),
            state: CallState::Waiting,
            elapsed: None,
            result: None,
            pages: Vec::new(),
        };
        let all = || self.board.all().filter(|asked| asked.errand.call == call);
        // Of several, the one that is still under way speaks for all; else the last.
        let speaker = all().find(|asked| asked.is_open()).or_else(|| all().last());
        let line_of = |asked: &'a Asked| CallLine {
            state: asked.state(now),
            elapsed: Some(asked.elapsed(now)),
            result: asked.result.as_deref().filter(|words| !words.is_empty()),
            ..line.clone()
        };
        let of_page = |asked: &'a Asked| Some((self.label_of_page(asked.errand.about.page()?), line_of(asked)));
        match speaker {
            Some(asked) => Some(CallLine {
                pages: if all().nth(1).is_some() {
                    all().filter_map(of_page).collect()
                } else {
                    Vec::new()
                },
                ..line_of(asked)
            }),
            // Some calls are made only where another one is not: what was not needed is left out.
            None if Self::is_spare(call, coming) || !self.is_of_use(call, now) => None,
            None => Some(line),
        }
    }

    /// Whether a call that was not made may well never be: another one proves the same, or something it needs will not
    /// come on this way.
    fn is_spare(call: Call, coming: SlotSet) -> bool {
        call == Call::CheckApp || !coming.has_all(call.needs())
    }

    /// What is known or may still be found out on this stage. A field of an earlier stage that was left empty stays so.
    fn coming(&self) -> SlotSet {
        let typed = |stage: &Stage| {
            let fields = stage.fields().iter();
            fields.fold(SlotSet::EMPTY, |set, field| set.and(field.slots()))
        };
        let past = self
            .path()
            .take(self.at)
            .fold(SlotSet::EMPTY, |set, stage| set.and(typed(stage)));
        let called = self
            .path()
            .take(self.at.saturating_add(1))
            .flat_map(Stage::calls)
            .fold(SlotSet::EMPTY, |set, call| set.and(call.fills()));
        self.facts.known().and(called.without(past))
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
