//! What the log is told of one call: how long it took, on which connection, and how it ended.
//!
//! Started with the call, where somebody keeps a log; ends in one line, also where the call is dropped.

use std::{
    collections::HashSet,
    net::SocketAddr,
    sync::{Mutex, PoisonError},
    time::Instant,
};

use hyper_util::client::legacy::connect::HttpInfo;

use crate::{
    graph_api::{NoAnswer, Response},
    model::SafeText,
    runtime::{
        clock,
        log::{Call, CallEnd, Connection, Log, Note},
    },
};

/// No trace is longer, in bytes (facts: graph-api 1.4).
const LONGEST_TRACE: usize = 24;

/// The connections of a run by their two ends: one that was seen before is used again.
#[derive(Debug, Default)]
pub(super) struct Connections(Mutex<HashSet<(SocketAddr, SocketAddr)>>);

impl Connections {
    /// The connection that an answer came on.
    pub(super) fn of(&self, answer: &reqwest::Response) -> Option<Connection> {
        let found = answer.extensions().get::<HttpInfo>()?;
        let ends = (found.local_addr(), found.remote_addr());
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Some(Connection {
            ends,
            is_reused: !seen.insert(ends),
        })
    }
}

/// A call that is under way.
#[derive(Debug)]
pub(super) struct Pulse<'a> {
    log: &'a Log,
    call: Call,
    began: Instant,
    connection: Option<Connection>,
    trace: Option<SafeText>,
    is_over: bool,
}

impl<'a> Pulse<'a> {
    pub(super) fn new(log: &'a Log, call: Call) -> Self {
        Self {
            log,
            call,
            began: clock::moment(),
            connection: None,
            trace: None,
            is_over: false,
        }
    }

    /// The head of the answer is there: the connection it came on, and its name for Meta's own people.
    pub(super) fn beat(&mut self, answer: &reqwest::Response, connections: &Connections) {
        self.connection = connections.of(answer);
        let trace = answer.headers().get("x-fb-trace-id");
        let trace = trace.and_then(|value| value.to_str().ok());
        self.trace = trace.filter(|text| text.len() <= LONGEST_TRACE).map(SafeText::new);
    }

    /// The call has ended by itself.
    pub(super) fn end(mut self, answer: &Result<Response, NoAnswer>) {
        self.is_over = true;
        self.note(Some(answer));
    }

    fn note(&self, answer: Option<&Result<Response, NoAnswer>>) {
        let end = CallEnd {
            took: self.began.elapsed(),
            connection: self.connection,
            trace: self.trace.as_ref(),
            answer,
        };
        self.log.note(&Note::Called(&self.call, end));
    }
}

impl Drop for Pulse<'_> {
    fn drop(&mut self) {
        if !self.is_over {
            self.note(None);
        }
    }
}
