//! What can be noted, as types: names, numbers, words of ours, and few texts from outside.
//!
//! Made wherever the runtime touches the world; ends in a line (`line.rs`).

use std::{net::SocketAddr, path::Path, time::Duration};

use crate::{
    delivery::{Order, SaveFault},
    graph_api::{Host, Method, NoAnswer, Request, Response},
    model::SafeText,
    wizard::{
        effect::{Copyable, Link},
        event::{ClearReport, CopyReport},
    },
};

/// One thing worth a line.
#[derive(Debug)]
pub enum Note<'a> {
    /// The run has begun: the command, and where requests go, if not to Meta.
    Began(&'static str, Option<&'a str>),
    /// A call has ended.
    Called(&'a Call, CallEnd<'a>),
    /// A connection was made ready before it was needed, or was not.
    Warmed(Host, Option<Connection>, Duration),
    /// Something is to be copied.
    Copying(&'a Copyable),
    /// What became of it.
    Copied(&'a Copyable, CopyReport),
    /// What became of the wish to empty the clipboard.
    Cleared(ClearReport),
    /// Something of the person's files is asked for, under this number.
    Saving(u64, Saving<'a>),
    /// What was found out about saving, under the number.
    Probed(u64, Result<&'a Path, &'a SaveFault>),
    /// What became of saving.
    Saved(u64, Result<&'a Path, &'a SaveFault>),
    /// The token is shown alone, outside the full screen.
    ShownAlone,
    /// Whether a browser was started, and for which page.
    Opened(&'a Link, bool),
    /// A login is begun, and on which port its browser is waited for.
    Listening(Option<u16>),
    /// A browser came back from a login.
    Landed,
    /// The run is over, with this exit code.
    Ended(u8),
}

/// What is done with the person's files.
#[derive(Debug)]
pub enum Saving<'a> {
    /// Look what saving would do.
    Probe(&'a Order),
    /// Save.
    Save(&'a Order),
    /// Put back what the file held.
    Restore(&'a Path),
    /// Keep the file out of git.
    Ignore(&'a Path),
}

/// A call on its way: the names of what it carries, never a value.
#[derive(Debug)]
pub struct Call {
    /// Its number in this run.
    pub number: u64,
    /// How it is made.
    pub method: Method,
    /// To whom.
    pub host: Host,
    /// The path, which holds names and ids.
    pub path: String,
    /// The names of the parameters in the address.
    pub query: Vec<&'static str>,
    /// The names of the parameters in the body.
    pub form: Vec<&'static str>,
    /// Whether a token travels in the header.
    pub has_bearer: bool,
    /// How long it was held back, because the one before it failed.
    pub pause: Duration,
}

impl Call {
    /// What may be known of a request.
    pub fn of(number: u64, request: &Request, pause: Duration) -> Self {
        Self {
            number,
            method: request.method,
            host: request.host,
            path: request.path.clone(),
            query: request.query.iter().map(|(name, _)| *name).collect(),
            form: request.form.iter().map(|(name, _)| *name).collect(),
            has_bearer: request.bearer.is_some(),
            pause,
        }
    }
}

/// How a call ended.
#[derive(Debug)]
pub struct CallEnd<'a> {
    /// From its first byte to its last, or to when it was given up.
    pub took: Duration,
    /// The connection, once there was one.
    pub connection: Option<Connection>,
    /// `x-fb-trace-id`: names the call to Meta's own people (facts: graph-api 1.4).
    pub trace: Option<&'a SafeText>,
    /// The answer, or why there is none; nothing when nobody wanted it any more.
    pub answer: Option<&'a Result<Response, NoAnswer>>,
}

/// A connection to a host, or to the proxy before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connection {
    /// Our end and the other.
    pub ends: (SocketAddr, SocketAddr),
    /// Whether something travelled on it before.
    pub is_reused: bool,
}
