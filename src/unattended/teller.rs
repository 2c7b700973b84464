//! What is said on stderr while a walk goes on: one line a change. Nobody may be listening, which changes nothing.

use std::{
    collections::BTreeMap,
    io::{self, Write as _},
};

use crate::wizard::view::{CallLine, CallState};

/// Says what changes.
pub(super) struct Teller {
    is_quiet: bool,
    /// The server in Meta's place, where there is one: it is the only one that is asked.
    pub(super) server: Option<String>,
    /// What was said last of each call, by its words.
    said: BTreeMap<&'static str, CallState>,
}

impl Teller {
    /// One that says nothing of the progress where nobody wants to hear of it.
    pub(super) const fn new(is_quiet: bool) -> Self {
        Self {
            is_quiet,
            server: None,
            said: BTreeMap::new(),
        }
    }

    /// A line that is part of the progress.
    pub(super) fn say(&self, line: &str) {
        if !self.is_quiet {
            warn(line);
        }
    }

    /// Says which calls have begun, are done, or failed since the last time.
    pub(super) fn follow(&mut self, calls: &[CallLine<'_>]) {
        for call in calls {
            if self.said.insert(call.words, call.state) != Some(call.state)
                && let Some(line) = line_of(call, self.server.as_deref())
            {
                self.say(&line);
            }
        }
    }
}

fn line_of(call: &CallLine<'_>, server: Option<&str>) -> Option<String> {
    let result = call.result.filter(|result| !result.is_empty());
    let behind = result.map(|result| format!(", {result}")).unwrap_or_default();
    match call.state {
        CallState::Waiting => None,
        CallState::Running(1) => Some(format!("{}: asking {}", call.words, server.unwrap_or(call.host))),
        CallState::Running(again) => Some(format!("{}: asking again, try {again}", call.words)),
        CallState::AboutToRetry(again) => Some(format!("{}: failed{behind}, try {again} follows", call.words)),
        CallState::Done => Some(format!("{}: done{behind}", call.words)),
        CallState::Failed => Some(format!("{}: failed{behind}", call.words)),
    }
}

/// A line on stderr that is said in any case.
pub(super) fn warn(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_state_of_a_call_has_its_own_line() {
        let line = |state, result| {
            let call = CallLine {
                words: "List your Pages",
                host: "graph.facebook.com",
                state,
                elapsed: None,
                result,
                pages: Vec::new(),
            };
            line_of(&call, None)
        };
        for (state, result, expected) in [
            (CallState::Waiting, None, None),
            (
                CallState::Running(1),
                None,
                Some("List your Pages: asking graph.facebook.com"),
            ),
            (
                CallState::Running(2),
                None,
                Some("List your Pages: asking again, try 2"),
            ),
            (
                CallState::AboutToRetry(2),
                Some("cut"),
                Some("List your Pages: failed, cut, try 2 follows"),
            ),
            (CallState::Done, Some(""), Some("List your Pages: done")),
            (CallState::Done, Some("3 Pages"), Some("List your Pages: done, 3 Pages")),
            (CallState::Failed, None, Some("List your Pages: failed")),
        ] {
            assert_eq!(line(state, result).as_deref(), expected);
        }
    }

    #[test]
    fn a_server_in_the_place_of_meta_is_the_only_one_that_is_named() {
        let call = CallLine {
            words: "List your Pages",
            host: "graph.facebook.com",
            state: CallState::Running(1),
            elapsed: None,
            result: None,
            pages: Vec::new(),
        };
        let line = line_of(&call, Some("127.0.0.1:8080"));
        assert_eq!(line.as_deref(), Some("List your Pages: asking 127.0.0.1:8080"));
    }
}
