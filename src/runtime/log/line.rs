//! How a note becomes a line: `TIME KIND name=value …`, as `docs/log.md` describes it.
//!
//! Started by the sink, which says how values lose what looks like a secret; ends in one line with its end.

use std::{fmt::Write as _, path::Path, time::Duration};

use jiff::Timestamp;

use crate::{
    delivery::SaveFault,
    graph_api::{Refusal, Response},
    model::SafeText,
};

use super::{
    note::{Call, CallEnd, Connection, Note, Saving},
    words::{cleared, copied, copyable, file_kind, method, page},
};

impl Note<'_> {
    /// The line, with its end. Every value goes through `redact`.
    pub(super) fn line(&self, now: Timestamp, redact: fn(&str) -> String) -> String {
        let mut line = Line {
            text: format!("{} {}", now.strftime("%Y-%m-%dT%H:%M:%S.%3fZ"), self.kind()),
            redact,
        };
        self.fill(&mut line);
        line.text.push('\n');
        line.text
    }

    const fn kind(&self) -> &'static str {
        match self {
            Self::Began(..) => "begin",
            Self::Called(..) => "call",
            Self::Warmed(..) => "connect",
            Self::Copying(_) => "copy",
            Self::Copied(..) => "copied",
            Self::Cleared(_) => "clipboard",
            Self::Saving(_, Saving::Probe(_)) => "probe",
            Self::Saving(_, Saving::Save(_)) => "save",
            Self::Saving(_, Saving::Restore(_)) => "restore",
            Self::Saving(_, Saving::Ignore(_)) => "ignore",
            Self::Probed(..) => "probed",
            Self::Saved(..) => "saved",
            Self::ShownAlone => "shown",
            Self::Opened(..) => "browser",
            Self::Listening(_) => "login",
            Self::Landed => "landed",
            Self::Ended(_) => "end",
        }
    }

    fn fill(&self, line: &mut Line) {
        match self {
            Self::Began(command, server) => {
                line.put("version", env!("CARGO_PKG_VERSION"));
                line.put("command", command);
                line.put("server", server.unwrap_or("Meta"));
            }
            Self::Called(call, end) => line.call(call, end),
            Self::Warmed(host, connection, took) => {
                line.put("host", host.name());
                line.number("ms", millis(*took));
                line.connection(connection.as_ref());
            }
            Self::Copying(what) => line.put("what", copyable(what)),
            Self::Copied(what, report) => {
                line.put("what", copyable(what));
                let (route, report) = copied(*report);
                line.put("route", route);
                line.put("report", report);
            }
            Self::Cleared(report) => line.put("report", cleared(*report)),
            Self::Saving(number, saving) => {
                line.number("n", *number);
                line.saving(saving);
            }
            Self::Probed(number, outcome) => {
                line.number("n", *number);
                line.outcome("possible", *outcome);
            }
            Self::Saved(number, outcome) => {
                line.number("n", *number);
                line.outcome("done", *outcome);
            }
            Self::ShownAlone => {}
            Self::Opened(address, is_open) => {
                line.put("page", page(address));
                line.put("opened", if *is_open { "yes" } else { "no" });
            }
            Self::Listening(port) => match port {
                Some(port) => line.number("port", u64::from(*port)),
                None => line.put("port", "none"),
            },
            Self::Landed => line.put("state", "ours"),
            Self::Ended(code) => line.number("code", u64::from(*code)),
        }
    }
}

/// A line that is being written.
struct Line {
    text: String,
    redact: fn(&str) -> String,
}

impl Line {
    /// A value, quoted where it would not be read as one.
    fn put(&mut self, name: &'static str, value: &str) {
        let value = (self.redact)(value);
        let is_bare = !value.is_empty() && !value.contains([' ', '"', '=', '\\']);
        let _ = if is_bare {
            write!(self.text, " {name}={value}")
        } else {
            let value = value.replace('\\', "\\\\").replace('"', "\\\"");
            write!(self.text, " {name}=\"{value}\"")
        };
    }

    fn number(&mut self, name: &'static str, value: u64) {
        let _ = write!(self.text, " {name}={value}");
    }

    fn names(&mut self, name: &'static str, names: &[&'static str]) {
        if !names.is_empty() {
            self.put(name, &names.join(","));
        }
    }

    /// A trace of Meta's: told apart from everything else where it was read, and so short that it is no token, though some
    /// begin as login codes do.
    fn trace(&mut self, trace: &SafeText) {
        const LONGEST: usize = 24;
        let text = trace.as_str();
        let is_trace = |byte: u8| byte.is_ascii_alphanumeric() || b"+/_-".contains(&byte);
        if text.starts_with("AQ") && text.len() <= LONGEST && text.bytes().all(is_trace) {
            let _ = write!(self.text, " trace={text}");
        } else {
            self.put("trace", text);
        }
    }

    fn call(&mut self, call: &Call, end: &CallEnd<'_>) {
        self.number("n", call.number);
        self.put("method", method(call.method));
        self.put("host", call.host.name());
        self.put("path", &call.path);
        self.names("query", &call.query);
        self.names("form", &call.form);
        if call.has_bearer {
            self.put("header", "authorization");
        }
        if !call.pause.is_zero() {
            self.number("retry_after_ms", millis(call.pause));
        }
        match end.answer {
            Some(Ok(response)) => self.answer(response, end.trace),
            Some(Err(why)) => self.put("failed", why.name()),
            None => self.put("failed", "given-up"),
        }
        self.number("ms", millis(end.took));
        self.connection(end.connection.as_ref());
    }

    fn answer(&mut self, response: &Response, of_head: Option<&SafeText>) {
        self.number("status", u64::from(response.status));
        let refusal = Refusal::of(response);
        let code = |code: Option<i64>| code.map(|code| code.to_string());
        if let Some(code) = refusal.as_ref().and_then(|refusal| code(refusal.code)) {
            self.put("code", &code);
        }
        if let Some(subcode) = refusal.as_ref().and_then(|refusal| code(refusal.subcode)) {
            self.put("subcode", &subcode);
        }
        let of_body = refusal.as_ref().and_then(|refusal| refusal.trace.as_ref());
        if let Some(trace) = of_body.or(of_head) {
            self.trace(trace);
        }
    }

    fn connection(&mut self, connection: Option<&Connection>) {
        let word = match connection {
            Some(connection) if connection.is_reused => "reused",
            Some(_) => "new",
            None => "none",
        };
        self.put("connection", word);
    }

    fn saving(&mut self, saving: &Saving<'_>) {
        match saving {
            Saving::Probe(order) | Saving::Save(order) => {
                self.put("file", &order.path);
                self.put("kind", file_kind(order.kind));
                // The token alone has no name, and before a Page is known those of several are not either.
                let names = order.entries.iter().map(|entry| entry.name.as_str());
                let names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
                if !names.is_empty() {
                    self.put("names", &names.join(","));
                }
            }
            Saving::Restore(file) | Saving::Ignore(file) => self.put("file", &file.to_string_lossy()),
        }
    }

    fn outcome(&mut self, good: &'static str, outcome: Result<&Path, &SaveFault>) {
        match outcome {
            Ok(file) => {
                self.put("outcome", good);
                if file != Path::new("") {
                    self.put("file", &file.to_string_lossy());
                }
            }
            Err(fault) => self.put("outcome", &fault.to_string()),
        }
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use zeroize::Zeroizing;

    use super::*;
    use crate::{
        delivery::{Access, Entry, FileKind, Order},
        graph_api::{Headers, Host, Method, NoAnswer, Parameter, Request},
        model::{Payload, Secret},
        wizard::{
            effect::{Copyable, Link},
            event::{ClearReport, CopyReport},
        },
    };

    fn line(note: &Note<'_>) -> String {
        let now = Timestamp::from_millisecond(1_795_655_123_045).unwrap();
        note.line(now, super::super::redaction::without_secrets)
    }

    fn request() -> Request {
        let secret = || Secret::new(format!("EAA{}", "b".repeat(60)));
        Request {
            method: Method::Get,
            host: Host::GraphFacebook,
            path: "/v25.0/104857392016485".to_owned(),
            query: vec![
                ("fields", Parameter::Plain("id,name".to_owned())),
                ("input_token", Parameter::Secret(secret())),
            ],
            form: Vec::new(),
            bearer: Some(secret()),
        }
    }

    fn ended(pause: Duration, is_reused: Option<bool>, answer: Option<&Result<Response, NoAnswer>>) -> String {
        let end = SocketAddr::from(([127, 0, 0, 1], 1));
        line(&Note::Called(
            &Call::of(4, &request(), pause),
            CallEnd {
                took: Duration::from_micros(61_999),
                connection: is_reused.map(|is_reused| Connection {
                    ends: (end, end),
                    is_reused,
                }),
                trace: None,
                answer,
            },
        ))
    }

    fn refused(body: &str) -> Response {
        Response {
            status: 400,
            headers: Headers::default(),
            body: Zeroizing::new(body.as_bytes().to_vec()),
        }
    }

    const START: &str = "2026-11-26T01:05:23.045Z call n=4 method=GET host=graph.facebook.com path=/v25.0/104857392016485 \
                         query=fields,input_token header=authorization";

    #[test]
    fn a_call_is_noted_by_names_numbers_and_its_trace() {
        let body =
            r#"{"error":{"message":"no","code":190,"error_subcode":463,"fbtrace_id":"AQ2kmvVEuYzxQ1b7X9k3LmN"}}"#;
        let answer = Ok(refused(body));
        assert_eq!(
            ended(Duration::from_secs(1), Some(true), Some(&answer)),
            format!(
                "{START} retry_after_ms=1000 status=400 code=190 subcode=463 trace=AQ2kmvVEuYzxQ1b7X9k3LmN ms=61 \
                 connection=reused\n"
            )
        );
    }

    #[test]
    fn a_call_without_an_answer_says_why() {
        let failed = Err(NoAnswer::NameNotFound);
        assert_eq!(
            ended(Duration::ZERO, None, Some(&failed)),
            format!("{START} failed=name-not-found ms=61 connection=none\n")
        );
        assert_eq!(
            ended(Duration::ZERO, Some(false), None),
            format!("{START} failed=given-up ms=61 connection=new\n")
        );
    }

    #[test]
    fn what_is_in_the_header_alone_is_a_trace_too_and_a_token_in_its_place_is_none() {
        let with = |trace: &str| {
            let answer = Ok(refused("{}"));
            let end = CallEnd {
                took: Duration::ZERO,
                connection: None,
                trace: Some(&SafeText::new(trace)),
                answer: Some(&answer),
            };
            line(&Note::Called(&Call::of(1, &request(), Duration::ZERO), end))
        };
        assert!(with("DPsOqE2Ubys").contains(" status=400 trace=DPsOqE2Ubys ms="));
        for token in ["EAAcanarycanarycanary12", &format!("AQ{}", "x".repeat(60))] {
            assert!(with(token).contains(" trace=[hidden] "), "{}", with(token));
        }
    }

    #[test]
    fn a_value_that_would_not_be_read_as_one_is_quoted() {
        for (path, expected) in [
            ("/tmp/.env", "file=/tmp/.env"),
            ("/my files/a=b", "file=\"/my files/a=b\""),
            ("/a\"b\n", "file=\"/a\\\"b\\\\u{a}\""),
        ] {
            assert_eq!(
                line(&Note::Saved(2, Ok(Path::new(path)))),
                format!("2026-11-26T01:05:23.045Z saved n=2 outcome=done {expected}\n")
            );
        }
    }

    #[test]
    fn every_kind_of_line_is_documented() {
        let (copyable, report) = (Copyable::Permissions, CopyReport::NoClipboard);
        let (call, file) = (Call::of(1, &request(), Duration::ZERO), Path::new("/file"));
        let end = CallEnd {
            took: Duration::ZERO,
            connection: None,
            trace: None,
            answer: None,
        };
        let notes = [
            Note::Began("demo", None),
            Note::Called(&call, end),
            Note::Warmed(Host::GraphFacebook, None, Duration::ZERO),
            Note::Copying(&copyable),
            Note::Copied(&copyable, report),
            Note::Cleared(ClearReport::Emptied),
            Note::Saving(1, Saving::Restore(file)),
            Note::Saving(1, Saving::Ignore(file)),
            Note::Probed(1, Ok(file)),
            Note::Saved(1, Ok(file)),
            Note::ShownAlone,
            Note::Opened(&Link::Explorer, true),
            Note::Listening(None),
            Note::Landed,
            Note::Ended(0),
        ];
        let documented = include_str!("../../../docs/log.md");
        for note in &notes {
            let line = line(note);
            let mut words = line.trim_end().split(' ').skip(1);
            let kind = words.next().unwrap();
            let rows = documented.lines().filter(|row| row.starts_with('|'));
            let row = rows.into_iter().find(|row| row.contains(&format!("`{kind}`")));
            let row = row.unwrap_or_else(|| panic!("{kind} is not documented"));
            for (name, _) in words.filter_map(|word| word.split_once('=')) {
                assert!(row.contains(&format!("`{name}")), "{kind} says {name}");
            }
        }
    }

    #[test]
    fn what_has_no_name_in_its_file_is_noted_without_one() {
        let order = |kind: FileKind, names: &[&str]| Order {
            path: "kept".to_owned(),
            kind,
            entries: names
                .iter()
                .map(|name| Entry {
                    name: (*name).to_owned(),
                    payload: Payload::Plain("0".to_owned()),
                })
                .collect(),
            access: Access::default(),
        };
        for (order, expected) in [
            (order(FileKind::Token, &[""]), " save n=3 file=kept kind=token\n"),
            (order(FileKind::Env, &[]), " save n=3 file=kept kind=env\n"),
            (
                order(FileKind::Env, &["A", "B"]),
                " save n=3 file=kept kind=env names=A,B\n",
            ),
        ] {
            let line = line(&Note::Saving(3, Saving::Save(&order)));
            assert!(line.ends_with(expected), "{line}");
        }
    }

    #[test]
    fn a_login_is_noted_without_its_address() {
        assert!(line(&Note::Opened(&Link::Explorer, true)).ends_with(" browser page=explorer opened=yes\n"));
        assert!(line(&Note::Listening(Some(8080))).ends_with(" login port=8080\n"));
        assert!(line(&Note::Listening(None)).ends_with(" login port=none\n"));
        assert!(line(&Note::Landed).ends_with(" landed state=ours\n"));
    }
}
