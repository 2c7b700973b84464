//! A connection that speaks plain HTTP, so that every byte can be looked at, and a running scenario behind it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use evertoken::simulator::{Running, Scenario, start};
use serde_json::Value;
use url::Url;

pub(crate) const GRAPH: &str = "/graph.facebook.com";
pub(crate) const BAKERY: &str = "104857392016485";
pub(crate) const MARKET: &str = "107392846150293";
pub(crate) const BOOKS: &str = "112038475629104";
pub(crate) const BAKERY_INSTAGRAM: &str = "17841460028451937";
pub(crate) const PERSON: &str = "10229847561203984";
pub(crate) const BUSINESS: &str = "203847561029384";
pub(crate) const SIXTY_DAYS: i64 = 5_183_944;
pub(crate) const HAPPY: &str = include_str!("../../assets/scenarios/happy.toml");

/// A kept-alive connection that speaks plain HTTP/1.1, so that every byte can be looked at.
pub(crate) struct Line {
    pub(crate) reader: BufReader<TcpStream>,
}

/// An answer as it came over the wire.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let header = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        header.map(|(_, value)| value.as_str())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {} {}", self.status, self.text()))
    }

    /// The answer of a success.
    pub(crate) fn ok(&self) -> Value {
        assert_eq!(self.status, 200, "{}", self.text());
        self.json()
    }

    /// Status, code, subcode (0 for none) and message of an error.
    pub(crate) fn error(&self) -> (u16, i64, i64, String) {
        let json = self.json();
        let error = &json["error"];
        (
            self.status,
            error["code"].as_i64().unwrap_or_else(|| panic!("no error: {json}")),
            error["error_subcode"].as_i64().unwrap_or(0),
            text(&error["message"]),
        )
    }

    /// The address a redirect leads to.
    pub(crate) fn redirect(&self) -> Url {
        assert_eq!(self.status, 302, "{}", self.text());
        Url::parse(self.header("location").unwrap()).unwrap()
    }

    /// The text of a page for people.
    pub(crate) fn page(&self) -> String {
        assert_eq!(self.header("content-type"), Some("text/html; charset=utf-8"));
        self.text()
    }

    pub(crate) fn code(&self) -> (i64, i64) {
        let (_, code, subcode, _) = self.error();
        (code, subcode)
    }
}

impl Line {
    pub(crate) fn open(running: &Running) -> Self {
        let address = running.root().strip_prefix("http://").unwrap();
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        Self {
            reader: BufReader::new(stream),
        }
    }

    pub(crate) fn send(&mut self, method: &str, address: &str, headers: &[(&str, &str)], body: &str) {
        let length = body.len().to_string();
        let mut lines = vec![format!("{method} {address} HTTP/1.1")];
        for (name, value) in [("Host", "127.0.0.1"), ("Content-Length", length.as_str())]
            .iter()
            .chain(headers)
        {
            lines.push(format!("{name}: {value}"));
        }
        let text = format!("{}\r\n\r\n{body}", lines.join("\r\n"));
        self.reader.get_mut().write_all(text.as_bytes()).unwrap();
    }

    pub(crate) fn receive_head(&mut self) -> (u16, Vec<(String, String)>) {
        let mut lines = Vec::new();
        for _ in 0..100 {
            let mut line = String::new();
            self.reader.read_line(&mut line).unwrap();
            let line = line.trim_end().to_owned();
            if line.is_empty() {
                break;
            }
            lines.push(line);
        }
        let status = lines[0].split(' ').nth(1).unwrap().parse().unwrap();
        let headers = lines[1..].iter().map(|line| line.split_once(": ").unwrap());
        (
            status,
            headers
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
        )
    }

    pub(crate) fn receive(&mut self, has_body: bool) -> Reply {
        let (status, headers) = self.receive_head();
        let mut reply = Reply {
            status,
            headers,
            body: Vec::new(),
        };
        let length = reply
            .header("content-length")
            .map_or(0, |length| length.parse().unwrap());
        if has_body {
            reply.body = vec![0; length];
            self.reader.read_exact(&mut reply.body).unwrap();
        }
        reply
    }

    pub(crate) fn ask(&mut self, method: &str, address: &str, headers: &[(&str, &str)], body: &str) -> Reply {
        self.send(method, address, headers, body);
        self.receive(method != "HEAD")
    }
}

/// A running scenario and a connection to its graph.facebook.com.
pub(crate) struct Play {
    pub(crate) running: Running,
    pub(crate) line: Line,
}

impl Play {
    pub(crate) fn of(name: &str) -> Self {
        Self::start(Scenario::named(name).unwrap())
    }

    pub(crate) fn start(scenario: Scenario) -> Self {
        let running = start(scenario, 0).unwrap();
        let line = Line::open(&running);
        Self { running, line }
    }

    /// The happy world with this added to its file.
    pub(crate) fn happy_with(addition: &str) -> Self {
        Self::start(Scenario::parse("test", &format!("{HAPPY}\n{addition}")).unwrap())
    }

    pub(crate) fn get(&mut self, path: &str, parameters: &[(&str, &str)]) -> Reply {
        let query = encoded(parameters);
        self.line.ask("GET", &format!("{GRAPH}/v25.0{path}?{query}"), &[], "")
    }

    pub(crate) fn post(&mut self, path: &str, parameters: &[(&str, &str)]) -> Reply {
        let form = [("Content-Type", "application/x-www-form-urlencoded")];
        let address = format!("{GRAPH}/v25.0{path}");
        self.line.ask("POST", &address, &form, &encoded(parameters))
    }

    /// A GET on any host.
    pub(crate) fn get_at(&mut self, host: &str, path: &str, parameters: &[(&str, &str)]) -> Reply {
        let address = format!("/{host}{path}?{}", encoded(parameters));
        self.line.ask("GET", &address, &[], "")
    }

    /// A POST of a form to any host.
    pub(crate) fn post_at(&mut self, host: &str, path: &str, parameters: &[(&str, &str)]) -> Reply {
        let form = [("Content-Type", "application/x-www-form-urlencoded")];
        self.line
            .ask("POST", &format!("/{host}{path}"), &form, &encoded(parameters))
    }

    pub(crate) fn token(&self, place: usize) -> String {
        self.running.samples().tokens[place].clone()
    }

    /// The App ID and secret at this place, or the last ones.
    pub(crate) fn pair(&self, place: usize) -> (String, String) {
        let samples = self.running.samples();
        let at = |values: &[String]| values[place.min(values.len() - 1)].clone();
        (at(&samples.app_ids), at(&samples.app_secrets))
    }

    /// `APP_ID|APP_SECRET` of the sample at this place, or of the last one.
    pub(crate) fn app_token(&self, place: usize) -> String {
        let (id, secret) = self.pair(place);
        format!("{id}|{secret}")
    }

    pub(crate) fn exchange(&mut self, pair: usize, token: &str) -> Reply {
        let (id, secret) = self.pair(pair);
        let parameters = [
            ("grant_type", "fb_exchange_token"),
            ("client_id", id.as_str()),
            ("client_secret", secret.as_str()),
            ("fb_exchange_token", token),
        ];
        self.post("/oauth/access_token", &parameters)
    }

    pub(crate) fn long(&mut self, token: &str) -> String {
        text(&self.exchange(9, token).ok()["access_token"])
    }

    pub(crate) fn inspect(&mut self, token: &str) -> Value {
        let asker = self.app_token(9);
        self.get("/debug_token", &[("input_token", token), ("access_token", &asker)])
            .ok()["data"]
            .clone()
    }

    pub(crate) fn page_token(&mut self, token: &str, page: &str) -> String {
        let parameters = [("fields", "access_token"), ("access_token", token)];
        text(&self.get(&format!("/{page}"), &parameters).ok()["access_token"])
    }
}

/// The value of a parameter in the query of an address.
pub(crate) fn in_query(address: &Url, name: &str) -> Option<String> {
    let mut pairs = address.query_pairs();
    pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

pub(crate) fn encoded(parameters: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(parameters)
        .finish()
}

pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

pub(crate) fn names(list: &Value) -> Vec<String> {
    list["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| text(&entry["name"]))
        .collect()
}

pub(crate) fn proof(secret: &str, message: &str) -> String {
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, secret.as_bytes());
    let tag = ring::hmac::sign(&key, message.as_bytes());
    let hex: Vec<_> = tag.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
    hex.concat()
}

pub(crate) fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}

pub(crate) fn is_about(actual: &Value, expected: i64) -> bool {
    actual.as_i64().unwrap().abs_diff(expected) <= 60
}
