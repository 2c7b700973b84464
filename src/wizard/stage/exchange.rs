//! The exchange, live: one line a call.

use jiff::{SignedDuration, Timestamp};

use crate::{
    graph_api::Host,
    journey::{Call, Stage},
};

use super::super::{
    Errand, Wizard,
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
        calls.iter().filter_map(|call| self.call_line(*call, now)).collect()
    }

    fn call_line(&self, call: Call, now: Timestamp) -> Option<CallLine<'_>> {
        let line = CallLine {
            words: call.words(),
            host: Host::GraphFacebook.name(),
            state: CallState::Waiting,
            elapsed: None,
            result: None,
        };
        match self.board.find(&Errand::of(call)) {
            Some(asked) => Some(CallLine {
                state: asked.state(now),
                elapsed: Some(asked.elapsed(now)),
                result: asked.result.as_deref().filter(|words| !words.is_empty()),
                ..line
            }),
            // The pair of App ID and secret is proved by the exchange itself wherever there is one.
            None if call == Call::CheckApp || !self.is_of_use(call) => None,
            None => Some(line),
        }
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
