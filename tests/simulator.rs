//! The simulator over real HTTP: each call's success and error shapes, the order of checks, faults on the wire, the
//! log, and that every scenario begins and ends as it says.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    reason = "tests fail loudly, in their helpers too"
)]

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use evertoken::simulator::{Running, Scenario, ScenarioError, start};
use serde_json::{Value, json};

const GRAPH: &str = "/graph.facebook.com";
const BAKERY: &str = "104857392016485";
const MARKET: &str = "107392846150293";
const BOOKS: &str = "112038475629104";
const BAKERY_INSTAGRAM: &str = "17841460028451937";
const PERSON: &str = "10229847561203984";
const BUSINESS: &str = "203847561029384";
const SIXTY_DAYS: i64 = 5_183_944;
const HAPPY: &str = include_str!("../assets/scenarios/happy.toml");

/// A kept-alive connection that speaks plain HTTP/1.1, so that every byte can be looked at.
struct Line {
    reader: BufReader<TcpStream>,
}

/// An answer as it came over the wire.
#[derive(Debug)]
struct Reply {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Reply {
    fn header(&self, name: &str) -> Option<&str> {
        let header = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        header.map(|(_, value)| value.as_str())
    }

    fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {} {}", self.status, self.text()))
    }

    /// The answer of a success.
    fn ok(&self) -> Value {
        assert_eq!(self.status, 200, "{}", self.text());
        self.json()
    }

    /// Status, code, subcode (0 for none) and message of an error.
    fn error(&self) -> (u16, i64, i64, String) {
        let json = self.json();
        let error = &json["error"];
        (
            self.status,
            error["code"].as_i64().unwrap_or_else(|| panic!("no error: {json}")),
            error["error_subcode"].as_i64().unwrap_or(0),
            text(&error["message"]),
        )
    }

    fn code(&self) -> (i64, i64) {
        let (_, code, subcode, _) = self.error();
        (code, subcode)
    }
}

impl Line {
    fn open(running: &Running) -> Self {
        let address = running.root().strip_prefix("http://").unwrap();
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        Self {
            reader: BufReader::new(stream),
        }
    }

    fn send(&mut self, method: &str, address: &str, headers: &[(&str, &str)], body: &str) {
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

    fn receive_head(&mut self) -> (u16, Vec<(String, String)>) {
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

    fn receive(&mut self, has_body: bool) -> Reply {
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

    fn ask(&mut self, method: &str, address: &str, headers: &[(&str, &str)], body: &str) -> Reply {
        self.send(method, address, headers, body);
        self.receive(method != "HEAD")
    }
}

/// A running scenario and a connection to its graph.facebook.com.
struct Play {
    running: Running,
    line: Line,
}

impl Play {
    fn of(name: &str) -> Self {
        Self::start(Scenario::named(name).unwrap())
    }

    fn start(scenario: Scenario) -> Self {
        let running = start(scenario, 0).unwrap();
        let line = Line::open(&running);
        Self { running, line }
    }

    /// The happy world with this added to its file.
    fn happy_with(addition: &str) -> Self {
        Self::start(Scenario::parse("test", &format!("{HAPPY}\n{addition}")).unwrap())
    }

    fn get(&mut self, path: &str, parameters: &[(&str, &str)]) -> Reply {
        let query = encoded(parameters);
        self.line.ask("GET", &format!("{GRAPH}/v25.0{path}?{query}"), &[], "")
    }

    fn post(&mut self, path: &str, parameters: &[(&str, &str)]) -> Reply {
        let form = [("Content-Type", "application/x-www-form-urlencoded")];
        let address = format!("{GRAPH}/v25.0{path}");
        self.line.ask("POST", &address, &form, &encoded(parameters))
    }

    fn token(&self, place: usize) -> String {
        self.running.samples().tokens[place].clone()
    }

    /// The App ID and secret at this place, or the last ones.
    fn pair(&self, place: usize) -> (String, String) {
        let samples = self.running.samples();
        let at = |values: &[String]| values[place.min(values.len() - 1)].clone();
        (at(&samples.app_ids), at(&samples.app_secrets))
    }

    /// `APP_ID|APP_SECRET` of the sample at this place, or of the last one.
    fn app_token(&self, place: usize) -> String {
        let (id, secret) = self.pair(place);
        format!("{id}|{secret}")
    }

    fn exchange(&mut self, pair: usize, token: &str) -> Reply {
        let (id, secret) = self.pair(pair);
        let parameters = [
            ("grant_type", "fb_exchange_token"),
            ("client_id", id.as_str()),
            ("client_secret", secret.as_str()),
            ("fb_exchange_token", token),
        ];
        self.post("/oauth/access_token", &parameters)
    }

    fn long(&mut self, token: &str) -> String {
        text(&self.exchange(9, token).ok()["access_token"])
    }

    fn inspect(&mut self, token: &str) -> Value {
        let asker = self.app_token(9);
        self.get("/debug_token", &[("input_token", token), ("access_token", &asker)])
            .ok()["data"]
            .clone()
    }

    fn page_token(&mut self, token: &str, page: &str) -> String {
        let parameters = [("fields", "access_token"), ("access_token", token)];
        text(&self.get(&format!("/{page}"), &parameters).ok()["access_token"])
    }
}

fn encoded(parameters: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(parameters)
        .finish()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

fn names(list: &Value) -> Vec<String> {
    list["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| text(&entry["name"]))
        .collect()
}

fn proof(secret: &str, message: &str) -> String {
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, secret.as_bytes());
    let tag = ring::hmac::sign(&key, message.as_bytes());
    let hex: Vec<_> = tag.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
    hex.concat()
}

fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}

fn is_about(actual: &Value, expected: i64) -> bool {
    actual.as_i64().unwrap().abs_diff(expected) <= 60
}

// The happy road.

#[test]
fn a_short_token_is_exchanged_for_sixty_days_and_its_page_token_never_expires() {
    let mut play = Play::of("happy");
    let short = play.token(0);

    let inspected = play.inspect(&short);
    assert_eq!(inspected["type"], "USER");
    assert_eq!(inspected["app_id"], "482915730264718");
    assert_eq!(inspected["application"], "Harbour Poster");
    assert_eq!(inspected["user_id"], PERSON);
    assert_eq!(inspected["is_valid"], true);
    assert!(is_about(&inspected["expires_at"], now() + 80 * 60));
    assert!(is_about(&inspected["data_access_expires_at"], now() + 90 * 86_400));
    assert_eq!(inspected.get("issued_at"), None);
    assert_eq!(inspected["granular_scopes"][0], json!({"scope": "pages_show_list"}));

    let answer = play.exchange(0, &short).ok();
    let long = text(&answer["access_token"]);
    assert_eq!(
        answer,
        json!({"access_token": long, "token_type": "bearer", "expires_in": SIXTY_DAYS})
    );
    assert_ne!(long, short);
    let inspected = play.inspect(&long);
    assert!(is_about(&inspected["expires_at"], now() + SIXTY_DAYS));
    assert!(is_about(&inspected["issued_at"], now()));

    let list = play.get("/me/accounts", &[("access_token", &long)]).ok();
    assert_eq!(
        names(&list),
        ["Harbour Bakery", "Night Market Lisbon", "Tuesday Book Club"]
    );
    let page = text(&list["data"][0]["access_token"]);
    assert_eq!(page, play.page_token(&long, BAKERY));
    let inspected = play.inspect(&page);
    assert_eq!(inspected["type"], "PAGE");
    assert_eq!(inspected["profile_id"], BAKERY);
    assert_eq!(inspected["expires_at"], 0);
    assert_eq!(inspected["is_valid"], true);
    assert_eq!(
        play.get("/me", &[("fields", "id,name"), ("access_token", &page)])
            .text(),
        format!("{{\"id\":\"{BAKERY}\",\"name\":\"Harbour Bakery\"}}")
    );

    play.running.turn_clock(Duration::from_hours(61 * 24));
    assert_eq!(play.inspect(&long)["error"]["subcode"], 463);
    assert_eq!(play.inspect(&page)["is_valid"], true);
}

#[test]
fn a_page_token_made_from_a_short_token_dies_with_it() {
    let mut play = Play::of("happy");
    let short = play.token(0);
    let page = play.page_token(&short, BAKERY);
    let inspected = play.inspect(&page);
    assert_eq!(inspected["expires_at"], play.inspect(&short)["expires_at"]);
    assert_eq!(inspected.get("issued_at"), None);
    play.running.turn_clock(Duration::from_mins(90));
    let (status, code, subcode, message) = play.get("/me", &[("access_token", &page)]).error();
    assert_eq!((status, code, subcode), (400, 190, 463));
    assert!(
        message.starts_with("Error validating access token: Session has expired on "),
        "{message}"
    );
    assert!(message.contains(" PST. The current time is "), "{message}");
}

#[test]
fn samples_have_the_documented_forms_and_debug_shows_no_secret() {
    let play = Play::of("happy");
    let samples = play.running.samples();
    assert_eq!(samples.app_secrets[0].len(), 32);
    assert!(
        samples.app_secrets[0]
            .bytes()
            .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
    );
    assert!(samples.tokens[0].starts_with("EAA") && samples.tokens[0].ends_with("ZD"));
    assert!(samples.instagram_codes[0].starts_with("AQ"));
    let secrets = [
        &samples.app_secrets[0],
        &samples.tokens[0],
        &samples.instagram_app_secrets[0],
        &samples.instagram_codes[0],
    ];
    for printed in [format!("{samples:?}"), format!("{:?}", play.running)] {
        for secret in secrets {
            assert!(!printed.contains(secret.as_str()), "{printed}");
        }
    }
    let root = play.running.root();
    let expected = format!(
        "{{\"root\":\"{root}\",\"app_id\":\"482915730264718\",\"app_secret\":\"{}\",\"token\":\"{}\",\"page_ids\":[\"{BAKERY}\",\"{MARKET}\",\"{BOOKS}\"],\"instagram_app_id\":\"1093847562019384\",\"instagram_app_secret\":\"{}\",\"instagram_code\":\"{}\"}}",
        secrets[0], secrets[1], secrets[2], secrets[3]
    );
    assert_eq!(samples.to_json_line(root), expected);
}

#[test]
fn two_starts_of_a_scenario_share_no_token_and_no_secret() {
    let (one, two) = (Play::of("happy"), Play::of("happy"));
    assert_ne!(one.running.samples().tokens, two.running.samples().tokens);
    assert_ne!(one.running.samples().app_secrets, two.running.samples().app_secrets);
}

// oauth/access_token.

#[test]
fn the_exchange_checks_app_then_secret_by_get_and_by_post() {
    let mut play = Play::of("happy");
    let (id, secret) = play.pair(0);
    let good = play.token(0);
    let mut refused = |parameters: &[(&str, &str)]| {
        let parameters = [&[("grant_type", "fb_exchange_token")], parameters].concat();
        let by_post = play.post("/oauth/access_token", &parameters).error();
        assert_eq!(play.get("/oauth/access_token", &parameters).error(), by_post);
        (by_post.1, by_post.3)
    };
    assert_eq!(refused(&[]), (101, "Missing client_id parameter.".to_owned()));
    let invalid = (101, "Error validating application. Invalid application ID.".to_owned());
    assert_eq!(refused(&[("client_id", "1"), ("client_secret", "x")]), invalid);
    assert_eq!(refused(&[("client_id", "no number"), ("client_secret", "x")]), invalid);
    let system = "Error validating application. Cannot get application info due to a system error.";
    let instagram = [("client_id", "1093847562019384"), ("client_secret", &secret)];
    assert_eq!(refused(&instagram), (101, system.to_owned()));
    let wrong = (1, "Error validating client secret.".to_owned());
    for bad in ["", "x", &format!("{secret} "), &format!("{secret}\n")] {
        let parameters = [
            ("client_id", id.as_str()),
            ("client_secret", bad),
            ("fb_exchange_token", &good),
        ];
        assert_eq!(refused(&parameters), wrong);
    }
    let pair = [("client_id", id.as_str()), ("client_secret", secret.as_str())];
    assert_eq!(
        refused(&pair),
        (1, "fb_exchange_token parameter not specified".to_owned())
    );
}

#[test]
fn the_exchange_tells_junk_a_cut_a_changed_and_a_foreign_token_apart() {
    let mut play = Play::of("other-app");
    let (other, good) = (play.token(0), play.token(1));
    let mut refused = |token: &str| {
        let (_, code, subcode, message) = play.exchange(0, token).error();
        (code, subcode, message)
    };
    let parse = (
        190,
        0,
        "Invalid OAuth access token - Cannot parse access token".to_owned(),
    );
    assert_eq!(refused("junk"), parse);
    assert_eq!(refused("IGAAabc"), parse);
    let cut =
        "Failed to decrypt: facebook::fbcrypto::CryptoException: Padded data size is not a multiple of block size";
    assert_eq!(refused(&good[..100]), (190, 0, cut.to_owned()));
    let changed = good.replacen("EAA", "EAAx", 1);
    assert_eq!(refused(&changed), (190, 0, format!("Malformed access token {changed}")));
    let foreign = "The access token does not belong to application 482915730264718";
    assert_eq!(refused(&other), (100, 0, foreign.to_owned()));
}

#[test]
fn an_app_token_is_handed_out_and_works_like_the_pair() {
    let mut play = Play::of("happy");
    let (id, secret) = play.pair(0);
    let parameters = [
        ("grant_type", "client_credentials"),
        ("client_id", id.as_str()),
        ("client_secret", secret.as_str()),
    ];
    let answer = play.get("/oauth/access_token", &parameters).ok();
    let token = text(&answer["access_token"]);
    assert_eq!(answer, json!({"access_token": token, "token_type": "bearer"}));
    assert_eq!(
        token.split_once('|').map(|(app, tail)| (app.to_owned(), tail.len())),
        Some((id.clone(), 27))
    );
    let short = play.token(0);
    let mut look = |input: &str| {
        play.get("/debug_token", &[("input_token", input), ("access_token", &token)])
            .ok()
    };
    assert_eq!(look(&short)["data"]["is_valid"], true);
    let own = json!({"app_id": id, "type": "APP", "application": "Harbour Poster", "is_valid": true, "scopes": []});
    assert_eq!(look(&token), json!({"data": own}));
}

#[test]
fn a_login_code_nobody_made_is_refused_as_spent_or_mangled() {
    let mut play = Play::of("happy");
    let (id, secret) = play.pair(0);
    let pair = [("client_id", id.as_str()), ("client_secret", secret.as_str())];
    let mut refused = |more: &[(&str, &str)]| play.get("/oauth/access_token", &[&pair, more].concat()).error();
    let redirect = ("redirect_uri", "http://localhost:1/");
    let used = (400, 100, 36009, "This authorization code has been used.".to_owned());
    assert_eq!(refused(&[("code", "AQabc"), redirect]), used);
    let mangled = (400, 100, 0, "Invalid verification code format.".to_owned());
    assert_eq!(refused(&[("code", "AQabc#_=_"), redirect]), mangled);
    assert_eq!(refused(&[("code", "AQabc")]).1, 191);
    assert_eq!(refused(&[]).3, "Missing authorization code");
}

#[test]
fn a_long_token_exchanged_again_comes_back_and_is_renewed_after_a_day() {
    let mut play = Play::of("happy");
    let short = play.token(0);
    let long = play.long(&short);
    assert_eq!(
        play.exchange(0, &long).ok(),
        json!({"access_token": long, "token_type": "bearer"})
    );
    play.running.turn_clock(Duration::from_hours(48));
    let renewed = play.long(&long);
    assert_ne!(renewed, long);
    assert!(is_about(
        &play.inspect(&renewed)["expires_at"],
        now() + 2 * 86_400 + SIXTY_DAYS
    ));
    assert_eq!(play.inspect(&long)["is_valid"], true);
}

// debug_token.

#[test]
fn dead_and_unreadable_tokens_are_described_with_status_200() {
    let mut play = Play::of("expired");
    let old = play.token(0);
    let data = play.inspect(&old);
    assert_eq!(
        (&data["is_valid"], &data["app_id"]),
        (&json!(false), &json!("482915730264718"))
    );
    assert_eq!(
        (&data["error"]["code"], &data["error"]["subcode"]),
        (&json!(190), &json!(463))
    );
    assert_eq!(data["error"].as_object().unwrap().len(), 3);
    let expected = json!({
        "error": {"code": 190, "message": "Invalid OAuth access token - Cannot parse access token"},
        "is_valid": false,
        "scopes": [],
    });
    for junk in ["invalid-token", "IGAAabcdef"] {
        assert_eq!(play.inspect(junk), expected);
    }
}

#[test]
fn debug_token_refuses_a_missing_input_a_wrong_pair_and_another_app() {
    let mut play = Play::of("other-app");
    let (asker, other) = (play.app_token(0), play.token(0));
    let missing = (400, 100, 0, "(#100) The parameter input_token is required".to_owned());
    assert_eq!(play.get("/debug_token", &[("access_token", &asker)]).error(), missing);
    let signature = (400, 190, 0, "Invalid OAuth access token signature.".to_owned());
    for wrong in ["482915730264718|0123456789abcdef0123456789abcdef", "1|x", "abc|x"] {
        let refused = play.get("/debug_token", &[("input_token", &other), ("access_token", wrong)]);
        assert_eq!(refused.error(), signature);
    }
    let viewing = (
        400,
        100,
        0,
        "(#100) The App_id in the input_token did not match the Viewing App".to_owned(),
    );
    assert_eq!(
        play.get("/debug_token", &[("input_token", &other), ("access_token", &asker)])
            .error(),
        viewing
    );
    assert_eq!(play.get("/debug_token", &[("input_token", &other)]).code(), (104, 0));
}

#[test]
fn a_token_inspects_itself_only_when_its_owner_has_a_role_on_the_app() {
    let mut play = Play::of("happy");
    let token = play.token(0);
    let own = play
        .get("/debug_token", &[("input_token", &token), ("access_token", &token)])
        .ok();
    assert_eq!(own["data"]["is_valid"], true);
    let mut play = Play::of("no-role");
    let token = play.token(0);
    let refused = play
        .get("/debug_token", &[("input_token", &token), ("access_token", &token)])
        .error();
    let words =
        "(#100) You must provide an app access token, or a user access token that is an owner or developer of the app";
    assert_eq!(refused, (400, 100, 0, words.to_owned()));
    assert_eq!(play.inspect(&token)["is_valid"], true);
}

#[test]
fn debug_token_is_a_get_or_a_post_that_says_so() {
    let mut play = Play::of("happy");
    let (token, asker) = (play.token(0), play.app_token(0));
    let parameters = [("input_token", token.as_str()), ("access_token", asker.as_str())];
    assert_eq!(play.post("/debug_token", &parameters).code(), (100, 33));
    let overridden = [parameters[0], parameters[1], ("method", "get")];
    assert_eq!(play.post("/debug_token", &overridden).ok()["data"]["is_valid"], true);
}

// Nodes and edges.

#[test]
fn fields_come_in_the_order_they_were_wished_for_and_unknown_ones_are_refused() {
    let mut play = Play::of("happy");
    let token = play.token(0);
    let mut me = |fields: &str| play.get("/me", &[("fields", fields), ("access_token", &token)]);
    assert_eq!(
        me("id,name").text(),
        format!("{{\"id\":\"{PERSON}\",\"name\":\"Alex Example\"}}")
    );
    assert_eq!(
        me("name").text(),
        format!("{{\"name\":\"Alex Example\",\"id\":\"{PERSON}\"}}")
    );
    assert_eq!(
        me("").text(),
        format!("{{\"name\":\"Alex Example\",\"id\":\"{PERSON}\"}}")
    );
    let unknown = (
        400,
        100,
        0,
        "(#100) Tried accessing nonexisting field (shoe_size) on node type (User)".to_owned(),
    );
    assert_eq!(me("id,shoe_size").error(), unknown);
    assert_eq!(me("id{").code(), (2500, 0));
}

#[test]
fn a_page_tells_its_instagram_account_and_braces_reach_into_it() {
    let mut play = Play::of("happy");
    let token = play.token(0);
    let mut node =
        |id: &str, fields: &str| play.get(&format!("/{id}"), &[("fields", fields), ("access_token", &token)]);
    assert_eq!(
        node(BAKERY, "instagram_business_account{username,id},name").text(),
        format!(
            "{{\"instagram_business_account\":{{\"username\":\"harbour.bakery\",\"id\":\"{BAKERY_INSTAGRAM}\"}},\"name\":\"Harbour Bakery\",\"id\":\"{BAKERY}\"}}"
        )
    );
    assert_eq!(node(BOOKS, "instagram_business_account").ok(), json!({"id": BOOKS}));
    let account = json!({"id": BAKERY_INSTAGRAM, "username": "harbour.bakery"});
    assert_eq!(node(BAKERY_INSTAGRAM, "id,username").ok(), account);
    let unknown = "(#100) Tried accessing nonexisting field (account_type) on node type (IGUser)";
    assert_eq!(node(BAKERY_INSTAGRAM, "account_type").error().3, unknown);
    assert_eq!(node("999", "id").code(), (100, 33));
    let alias = "(#803) Some of the aliases you requested do not exist: harbourbakery";
    assert_eq!(node("harbourbakery", "id").error(), (404, 803, 0, alias.to_owned()));
    let limit = play
        .get(
            &format!("/{BAKERY_INSTAGRAM}/content_publishing_limit"),
            &[("access_token", &token)],
        )
        .ok();
    assert_eq!(limit["data"][0]["quota_usage"], 0);
}

#[test]
fn the_app_node_proves_that_an_id_and_a_secret_belong_together() {
    let mut play = Play::of("happy");
    let (asker, token) = (play.app_token(0), play.token(0));
    let id = "482915730264718";
    let named = play
        .get(&format!("/{id}"), &[("fields", "name"), ("access_token", &asker)])
        .ok();
    assert_eq!(named, json!({"name": "Harbour Poster", "id": id}));
    assert_eq!(play.get("/app", &[("access_token", &token)]).ok()["id"], id);
    let wrong = format!("{id}|0123456789abcdef0123456789abcdef");
    let refused = play.get(&format!("/{id}"), &[("fields", "name"), ("access_token", &wrong)]);
    assert_eq!(
        refused.error(),
        (400, 190, 0, "Invalid OAuth access token signature.".to_owned())
    );
    let challenge = "OAuth \"Facebook Platform\" \"invalid_token\" \"Invalid OAuth access token signature.\"";
    assert_eq!(refused.header("www-authenticate"), Some(challenge));
    assert_eq!(play.get("/me", &[("access_token", &asker)]).code(), (2500, 0));
}

#[test]
fn a_page_token_is_told_that_a_page_has_no_accounts() {
    let mut play = Play::of("happy");
    let token = play.token(0);
    let page = play.page_token(&token, BAKERY);
    let words = "(#100) Tried accessing nonexisting field (accounts) on node type (Page)";
    assert_eq!(
        play.get("/me/accounts", &[("access_token", &page)]).error(),
        (400, 100, 0, words.to_owned())
    );
    assert_eq!(
        play.get(&format!("/{MARKET}"), &[("access_token", &page)]).code(),
        (100, 0)
    );
    assert_eq!(play.page_token(&page, BAKERY), page);
}

#[test]
fn portfolios_and_their_pages_are_listed_with_business_management_only() {
    let mut play = Play::of("happy");
    let token = play.token(0);
    let with = [("fields", "id,name,access_token"), ("access_token", token.as_str())];
    let portfolios = json!([{"id": BUSINESS, "name": "Lisbon Evenings"}]);
    assert_eq!(play.get("/me/businesses", &with[1..]).ok()["data"], portfolios);
    let owned = play.get(&format!("/{BUSINESS}/owned_pages"), &with).ok();
    assert_eq!(names(&owned), ["Night Market Lisbon"]);
    assert!(text(&owned["data"][0]["access_token"]).starts_with("EAA"));
    assert_eq!(
        play.get(&format!("/{BUSINESS}/client_pages"), &with).ok(),
        json!({"data": []})
    );
    let mut play = Play::of("no-pages");
    let token = play.token(0);
    let refused = play.get("/me/businesses", &[("access_token", &token)]).error();
    assert_eq!(refused, (400, 100, 0, "(#100) Missing Permission".to_owned()));
}

#[test]
fn permissions_are_listed_filtered_and_taken_back_with_every_token() {
    let mut play = Play::of("declined-permission");
    let token = play.token(0);
    let page = play.page_token(&token, BAKERY);
    let declined = play
        .get("/me/permissions", &[("status", "declined"), ("access_token", &token)])
        .ok();
    let expected = json!([
        {"permission": "pages_manage_posts", "status": "declined"},
        {"permission": "instagram_content_publish", "status": "declined"},
    ]);
    assert_eq!(declined["data"], expected);
    let one = play
        .get(
            "/me/permissions",
            &[("permission", "public_profile"), ("access_token", &token)],
        )
        .ok();
    assert_eq!(
        one["data"],
        json!([{"permission": "public_profile", "status": "granted"}])
    );
    let address = |path: &str| format!("{GRAPH}/v25.0{path}?access_token={token}");
    let success = json!({"success": true});
    assert_eq!(
        play.line
            .ask("DELETE", &address("/me/permissions/read_insights"), &[], "")
            .ok(),
        success
    );
    assert!(
        !play.inspect(&token)["scopes"]
            .as_array()
            .unwrap()
            .contains(&json!("read_insights"))
    );
    assert_eq!(
        play.line.ask("DELETE", &address("/me/permissions"), &[], "").ok(),
        success
    );
    let words = "Error validating access token: The user has not authorized application 482915730264718.";
    assert_eq!(
        play.get("/me", &[("access_token", &page)]).error(),
        (400, 190, 458, words.to_owned())
    );
}

// Paging.

#[test]
fn many_pages_come_by_twenty_five_and_at_most_by_a_hundred() {
    let mut play = Play::of("many-pages");
    let token = play.token(0);
    for (limit, per_page, rounds) in [(None, 25, 11), (Some("100"), 100, 3), (Some("1000"), 100, 3)] {
        let mut seen = BTreeSet::new();
        let mut after = String::new();
        for round in 1..=rounds {
            let mut parameters = vec![("fields", "id"), ("summary", "1"), ("access_token", token.as_str())];
            parameters.extend(limit.map(|limit| ("limit", limit)));
            if !after.is_empty() {
                parameters.push(("after", &after));
            }
            let page = play.get("/me/accounts", &parameters).ok();
            let entries = page["data"].as_array().unwrap();
            assert!(entries.len() == per_page || round == rounds);
            seen.extend(entries.iter().map(|entry| text(&entry["id"])));
            assert_eq!(page["summary"], json!({"total_count": 260}));
            let paging = &page["paging"];
            assert_eq!(paging.get("next").is_some(), round < rounds);
            assert_eq!(paging.get("previous").is_some(), round > 1);
            if let Some(next) = paging.get("next") {
                let begin = format!("https://graph.facebook.com/v25.0/{PERSON}/accounts?access_token={token}&pretty=0");
                assert!(text(next).starts_with(&begin), "{next}");
            }
            after = text(&paging["cursors"]["after"]);
        }
        assert_eq!(seen.len(), 260);
    }
}

#[test]
fn a_bad_limit_or_cursor_is_refused_and_before_leads_back() {
    let mut play = Play::of("many-pages");
    let token = play.token(0);
    let mut list = |name: &str, value: &str| play.get("/me/accounts", &[(name, value), ("access_token", &token)]);
    for (name, value) in [("limit", "0"), ("limit", "many"), ("after", "elsewhere")] {
        assert_eq!(list(name, value).code(), (100, 0), "{name}={value}");
    }
    let first = list("limit", "25").ok();
    let second = list("after", &text(&first["paging"]["cursors"]["after"])).ok();
    let back = list("before", &text(&second["paging"]["cursors"]["before"])).ok();
    assert_eq!(back["data"], first["data"]);
}

// Tokens and proof.

#[test]
fn a_token_is_taken_from_the_parameter_then_from_the_header() {
    let mut play = Play::of("happy");
    let token = play.token(0);
    let bearer = format!("Bearer {token}");
    let me = format!("{GRAPH}/v25.0/me");
    assert_eq!(
        play.line.ask("GET", &me, &[("Authorization", &bearer)], "").ok()["id"],
        PERSON
    );
    let both = format!("{me}?access_token=junk");
    assert_eq!(
        play.line.ask("GET", &both, &[("Authorization", &bearer)], "").code(),
        (190, 0)
    );
    let words = "An active access token must be used to query information about the current user.";
    let none = (400, 2500, 0, words.to_owned());
    assert_eq!(play.line.ask("GET", &me, &[], "").error(), none);
    assert_eq!(play.get("/me/accounts", &[("access_token", "")]).error(), none);
    assert_eq!(play.get(&format!("/{BAKERY}"), &[]).code(), (104, 0));
}

#[test]
fn a_proof_is_checked_when_it_is_there_and_demanded_where_the_app_says_so() {
    for (scenario, without) in [("happy", None), ("proof-required", Some((100, 0)))] {
        let mut play = Play::of(scenario);
        let token = play.token(0);
        let (_, secret) = play.pair(0);
        let bare = play.get("/me", &[("access_token", &token)]);
        assert_eq!((bare.status != 200).then(|| bare.code()), without);
        let right = proof(&secret, &token);
        assert_eq!(
            play.get("/me", &[("access_token", &token), ("appsecret_proof", &right)])
                .ok()["id"],
            PERSON
        );
        let wrong = play.get("/me", &[("access_token", &token), ("appsecret_proof", "00")]);
        assert_eq!(
            wrong.error(),
            (
                400,
                100,
                0,
                "Invalid appsecret_proof provided in the API argument".to_owned()
            )
        );
        assert_eq!(wrong.json()["error"]["type"], "GraphMethodException");
        let time = now().to_string();
        let timed = proof(&secret, &format!("{token}|{time}"));
        let parameters = [
            ("access_token", token.as_str()),
            ("appsecret_proof", &timed),
            ("appsecret_time", &time),
        ];
        assert_eq!(play.get("/me", &parameters).ok()["id"], PERSON);
        play.running.turn_clock(Duration::from_mins(20));
        assert_eq!(play.get("/me", &parameters).code(), (100, 0));
    }
}

// Versions, paths, headers.

#[test]
fn an_old_version_is_served_by_a_usable_one_and_the_header_says_so() {
    let mut play = Play::of("happy");
    let token = play.token(0);
    let newest = play
        .line
        .ask("GET", &format!("{GRAPH}/v26.0/me?access_token={token}"), &[], "");
    assert_eq!(
        (newest.status, newest.header("facebook-api-version")),
        (200, Some("v26.0"))
    );
    for version in ["/v2.3", "/v19.0", ""] {
        let reply = play
            .line
            .ask("GET", &format!("{GRAPH}{version}/me?access_token={token}"), &[], "");
        assert_eq!(reply.status, 200);
        let served = reply.header("facebook-api-version").unwrap();
        let major: u16 = served.trim_start_matches('v').trim_end_matches(".0").parse().unwrap();
        assert!((21..=26).contains(&major), "{served}");
    }
    let unknown = [
        (GRAPH, "/v99.0/me"),
        (GRAPH, "/v24/me"),
        (GRAPH, "/"),
        (GRAPH, "/v25.0/me/nothing"),
        ("/graph.instagram.com", "/me"),
        ("/api.instagram.com", "/oauth/access_token"),
    ];
    for (host, path) in unknown {
        let reply = play
            .line
            .ask("GET", &format!("{host}{path}?access_token={token}"), &[], "");
        assert_eq!(
            reply.error(),
            (400, 2500, 0, format!("Unknown path components: {path}"))
        );
    }
}

#[test]
fn a_head_request_is_answered_without_a_body_and_the_connection_stays() {
    let mut play = Play::of("happy");
    let token = play.token(0);
    let challenge = "OAuth \"Facebook Platform\" \"invalid_token\" \"Unknown path components: /\"";
    for host in [GRAPH, "/graph.instagram.com"] {
        let reply = play.line.ask("HEAD", &format!("{host}/"), &[], "");
        assert_eq!((reply.status, reply.header("www-authenticate")), (400, Some(challenge)));
    }
    assert_eq!(play.get("/me", &[("access_token", &token)]).status, 200);
    let connections: Vec<_> = play.running.log().iter().map(|exchange| exchange.connection).collect();
    assert_eq!(connections, [1, 1, 1]);
}

#[test]
fn answers_carry_the_headers_of_the_service() {
    let mut play = Play::of("happy");
    let token = play.token(0);
    let reply = play.get("/me", &[("access_token", &token)]);
    assert_eq!(reply.header("content-type"), Some("application/json; charset=UTF-8"));
    assert_eq!(reply.header("facebook-api-version"), Some("v25.0"));
    assert_eq!(reply.header("x-fb-trace-id").map(str::len), Some(11));
    assert_eq!(reply.header("x-fb-request-id").map(str::len), Some(23));
    assert_eq!(reply.header("etag").map(str::len), Some(42));
    assert!(reply.header("date").unwrap().ends_with(" GMT"));
    assert_eq!(reply.header("x-app-usage"), None);
    let refused = play.get("/me", &[]);
    assert_eq!(refused.header("cache-control"), Some("no-store"));
    let trace = text(&refused.json()["error"]["fbtrace_id"]);
    assert!(trace.starts_with('A') && trace.len() == 23);
}

// The log.

#[test]
fn the_log_numbers_connections_and_keeps_every_value_without_printing_one() {
    let mut play = Play::of("happy");
    let token = play.token(0);
    let (send, heard) = mpsc::channel();
    play.running
        .on_exchange(move |exchange| send.send(exchange.line()).unwrap());
    play.get("/me", &[("access_token", &token)]).ok();
    let mut second = Line::open(&play.running);
    let bearer = format!("Bearer {token}");
    let headers = [("Authorization", bearer.as_str()), ("User-Agent", "test/1")];
    second
        .ask("GET", &format!("{GRAPH}/v25.0/me?fields=id"), &headers, "")
        .ok();
    play.exchange(0, &token).ok();

    let log = play.running.log();
    assert_eq!(
        log.iter().map(|exchange| exchange.connection).collect::<Vec<_>>(),
        [1, 2, 1]
    );
    assert_eq!(log[0].query, [("access_token".to_owned(), token.clone())]);
    assert_eq!(log[1].header("authorization"), Some(bearer.as_str()));
    assert_eq!(log[1].header("user-agent"), Some("test/1"));
    assert_eq!(log[2].parameter("fb_exchange_token"), Some(token.as_str()));
    assert!(log[2].query.is_empty());
    for exchange in &log {
        assert_eq!((exchange.status, exchange.host.as_str()), (200, "graph.facebook.com"));
        assert!(exchange.at <= exchange.answered_at);
        assert!(exchange.everything().contains(&token));
        assert!(!format!("{exchange:?}").contains(&token));
        assert_eq!(heard.recv_timeout(Duration::from_secs(30)).unwrap(), exchange.line());
    }
    assert!(
        log[0]
            .line()
            .starts_with("GET graph.facebook.com/v25.0/me ?access_token -> 200, connection 1, ")
    );
}

// Faults on the wire.

fn fault(call: &str, times: u32, answer: &str) -> String {
    format!("[[faults]]\ncall = \"{call}\"\ntimes = {times}\nanswer = {answer}\n")
}

#[test]
fn html_redirects_and_bodies_that_are_no_json_come_as_written_then_the_right_answer() {
    let cases = [
        ("{ html = 502 }", 502, "<!DOCTYPE html>"),
        ("{ html = 403 }", 403, "<!DOCTYPE html>"),
        ("{ redirect = \"https://example.com/elsewhere\" }", 302, ""),
        ("\"not-json\"", 200, "for (;;);"),
        ("\"empty\"", 200, ""),
    ];
    for (answer, status, begins) in cases {
        let mut play = Play::happy_with(&fault("me", 2, answer));
        let token = play.token(0);
        for _ in 0..2 {
            let reply = play.get("/me", &[("access_token", &token)]);
            assert_eq!(reply.status, status);
            assert!(reply.text().starts_with(begins));
            assert_eq!(
                reply.header("location"),
                (status == 302).then_some("https://example.com/elsewhere")
            );
        }
        assert_eq!(play.get("/me", &[("access_token", &token)]).ok()["id"], PERSON);
    }
}

#[test]
fn a_cut_body_ends_before_its_length_and_only_that_connection_closes() {
    let mut play = Play::happy_with(&fault("me", 1, "\"cut-off\""));
    let token = play.token(0);
    play.line
        .send("GET", &format!("{GRAPH}/v25.0/me?access_token={token}"), &[], "");
    let (status, headers) = play.line.receive_head();
    let announced = headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    assert_eq!(
        (status, announced.map(|(_, length)| length.as_str())),
        (200, Some("1046"))
    );
    let mut rest = Vec::new();
    play.line.reader.read_to_end(&mut rest).unwrap();
    assert_eq!(rest.len(), 512);
    play.line = Line::open(&play.running);
    assert_eq!(play.get("/me", &[("access_token", &token)]).ok()["id"], PERSON);
}

#[test]
fn a_body_that_is_too_large_is_sent_whole() {
    let mut play = Play::happy_with(&fault("me", 1, "\"too-large\""));
    let token = play.token(0);
    let reply = play.get("/me", &[("access_token", &token)]);
    assert_eq!(reply.status, 200);
    assert!(reply.body.len() > 4 * 1024 * 1024);
    assert_eq!(play.get("/me", &[("access_token", &token)]).ok()["id"], PERSON);
}

#[test]
fn a_request_without_an_answer_is_held_until_the_client_leaves() {
    let mut play = Play::happy_with(&fault("me", 1, "\"no-answer\""));
    let token = play.token(0);
    let (send, heard) = mpsc::channel();
    play.running
        .on_exchange(move |exchange| send.send(exchange.status).unwrap());
    let path = format!("{GRAPH}/v25.0/me?access_token={token}");
    let wait = Duration::from_secs(30);

    let mut held = Line::open(&play.running);
    held.send("GET", &path, &[], "");
    assert_eq!(
        play.get(&format!("/{PERSON}"), &[("access_token", &token)]).ok()["id"],
        PERSON
    );
    assert_eq!(heard.recv_timeout(wait).unwrap(), 200);
    held.reader.get_ref().set_nonblocking(true).unwrap();
    let nothing = held.reader.read(&mut [0]).unwrap_err();
    assert_eq!(nothing.kind(), std::io::ErrorKind::WouldBlock);
    drop(held);
    assert_eq!(heard.recv_timeout(wait).unwrap(), 0);
    assert_eq!(play.get("/me", &[("access_token", &token)]).ok()["id"], PERSON);
    assert_eq!(heard.recv_timeout(wait).unwrap(), 200);
}

#[test]
fn graph_errors_are_written_out_with_every_part_and_may_repeat_the_token() {
    let mut play = Play::happy_with(
        r#"
[[faults]]
call = "page"
node = "104857392016485"
after = 1
times = 1
headers = { "x-app-usage" = '{"call_count":100}' }
[faults.answer.graph-error]
status = 403
code = 368
subcode = 1404006
kind = "FacebookApiException"
message = "Seen with {token}"
transient = false
user_words = { title = "A title", message = "" }
"#,
    );
    let token = play.token(0);
    let mut page = |id: &str| play.get(&format!("/{id}"), &[("access_token", &token)]);
    assert_eq!(page(BAKERY).status, 200);
    assert_eq!(page(MARKET).status, 200);
    let refused = page(BAKERY);
    let mut json = refused.json();
    json["error"].as_object_mut().unwrap().remove("fbtrace_id");
    let expected = json!({
        "message": format!("Seen with {token}"),
        "type": "FacebookApiException",
        "is_transient": false,
        "code": 368,
        "error_subcode": 1_404_006,
        "error_user_title": "A title",
        "error_user_msg": "",
    });
    assert_eq!(json, json!({"error": expected}));
    assert_eq!(
        (refused.status, refused.header("x-app-usage")),
        (403, Some("{\"call_count\":100}"))
    );
    assert_eq!(page(BAKERY).status, 200);
}

#[test]
fn slow_answers_and_extra_headers_leave_the_right_answer_as_it_is() {
    let mut play = Play::happy_with(
        r#"
[[faults]]
call = "me"
answer = { slow = "30ms" }
headers = { "x-app-usage" = "{}" }

[[faults]]
call = "any"
answer = "only-headers"
headers = { "x-other" = "1" }
"#,
    );
    let token = play.token(0);
    let reply = play.get("/me", &[("access_token", &token)]);
    assert_eq!(
        (reply.header("x-app-usage"), reply.header("x-other")),
        (Some("{}"), Some("1"))
    );
    assert_eq!(reply.ok()["id"], PERSON);
    let exchange = &play.running.log()[0];
    assert!(exchange.answered_at.saturating_sub(exchange.at) >= Duration::from_millis(30));
}

#[test]
fn a_delay_comes_before_every_answer_and_a_clock_may_run_ahead() {
    let scenario = Scenario::named("happy").unwrap().with_delay(Duration::from_millis(25));
    let mut play = Play::start(scenario);
    play.get("/me", &[]);
    let exchange = &play.running.log()[0];
    assert!(exchange.answered_at.saturating_sub(exchange.at) >= Duration::from_millis(25));

    let ahead = format!("clock_ahead = \"10d\"\n{HAPPY}");
    let mut play = Play::start(Scenario::parse("ahead", &ahead).unwrap());
    let token = play.token(0);
    assert!(is_about(
        &play.inspect(&token)["expires_at"],
        now() + 10 * 86_400 + 80 * 60
    ));
}

#[test]
fn the_old_query_string_answer_can_be_played() {
    let mut play = Play::happy_with("[exchange]\nas_query_string = true\n");
    let token = play.token(0);
    let reply = play.exchange(0, &token);
    assert!(reply.header("content-type").unwrap().starts_with("text/plain"));
    let pairs: Vec<_> = url::form_urlencoded::parse(&reply.body).into_owned().collect();
    assert_eq!(pairs[0].0, "access_token");
    assert_eq!(pairs[1], ("expires".to_owned(), SIXTY_DAYS.to_string()));
}

// Scenarios.

const NAMES: [&str; 26] = [
    "happy",
    "wrong-secret",
    "wrong-app-id",
    "instagram-app-id",
    "other-app",
    "expired",
    "password-changed",
    "missing-permission",
    "no-pages",
    "many-pages",
    "page-without-token",
    "short-page-token",
    "granted-not-in-force",
    "transient-then-fine",
    "rate-limited",
    "hostile-names",
    "page-token-pasted",
    "system-user",
    "proof-required",
    "no-role",
    "missing-expires-in",
    "declined-permission",
    "checkpoint",
    "html-502",
    "slow",
    "legacy-numbers",
];

#[test]
fn the_scenarios_are_listed_in_their_order_and_every_file_is_one_of_them() {
    let listed: Vec<_> = Scenario::all().map(|scenario| scenario.name).collect();
    assert_eq!(listed, NAMES);
    assert_eq!(Scenario::DEFAULT, "happy");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/scenarios");
    let files: BTreeSet<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().file_name())
        .collect();
    assert_eq!(files, NAMES.iter().map(|name| format!("{name}.toml").into()).collect());
    for name in NAMES {
        let scenario = Scenario::named(name).unwrap();
        assert_eq!(scenario.name(), name);
        assert!(!scenario.title().is_empty() && scenario.title().len() < 60, "{name}");
        assert!(scenario.about().len() > 40, "{name}");
    }
}

#[test]
fn an_unknown_key_or_an_undescribed_name_is_refused_everywhere() {
    let with = |from: &str, to: &str| HAPPY.replacen(from, to, 1);
    let and = |addition: &str| format!("{HAPPY}\n{addition}\n");
    let red = "colour = \"red\"";
    let broken = [
        format!("{red}\n{HAPPY}"),
        with("[[apps]]", &format!("[[apps]]\n{red}")),
        with("[[people]]", &format!("[[people]]\n{red}")),
        with("[[businesses]]", &format!("[[businesses]]\n{red}")),
        with("[[pages]]", &format!("[[pages]]\n{red}")),
        with("username =", &format!("{red}, username =")),
        with("[[grants]]", &format!("[[grants]]\n{red}")),
        with("[[tokens]]", &format!("[[tokens]]\n{red}")),
        with("[samples]", &format!("[samples]\n{red}")),
        and(&format!("[exchange]\n{red}")),
        and(&format!("[answers]\n{red}")),
        and("[[faults]]\ncall = \"me\"\nanswer = \"burn\""),
        and("[[faults]]\ncall = \"mee\"\nanswer = \"empty\""),
        and(&format!("[[faults]]\ncall = \"me\"\n{red}\nanswer = \"empty\"")),
        and(&format!(
            "[[faults]]\ncall = \"me\"\nanswer.graph-error = {{ code = 1, message = \"\", {red} }}"
        )),
        with("ends = \"1h 20m\"", "ends = \"soon\""),
        with("whole = \"pasted\"", "whole = \"lost\""),
        with("grant = \"everything\"", "grant = \"nothing\""),
        with("business = \"203847561029384\"", "business = \"1\""),
    ];
    for (place, toml) in broken.iter().enumerate() {
        assert_ne!(toml, HAPPY, "{place}");
        let error = Scenario::parse("broken", toml).map(|scenario| scenario.name().to_owned());
        assert!(matches!(error, Err(ScenarioError::Unreadable { .. })), "{place}");
    }
}

type Refused = Option<(i64, i64)>;

/// What a walk along the happy road meets, step by step; `None` where a step is not refused.
#[derive(Debug, Default, PartialEq, Eq)]
struct Walk {
    pair: Refused,
    own_look: Refused,
    /// Subcode of the error inside the answer of `debug_token`.
    dead: Option<i64>,
    exchange: Refused,
    list: Refused,
    pages: usize,
    without_token: usize,
    page_never_expires: bool,
    live_read: Refused,
}

fn refusal(reply: &Reply) -> Refused {
    reply.json().get("error").map(|_| reply.code())
}

/// Walks with the samples at these places, or the last ones, proving the secret where a person's or Page's token is used.
fn walk(play: &mut Play, pair: usize, token: usize) -> Walk {
    let mut walk = Walk::default();
    let (app, secret) = play.pair(pair);
    let token = play.token(token.min(play.running.samples().tokens.len() - 1));
    let asker = format!("{app}|{secret}");
    let proved = |token: &str| {
        [
            ("access_token", token.to_owned()),
            ("appsecret_proof", proof(&secret, token)),
        ]
    };
    let mut ask = |path: &str, more: &[(&str, &str)], token: &str| {
        let proved = proved(token);
        let known = proved.iter().map(|(name, value)| (*name, value.as_str()));
        play.get(path, &more.iter().copied().chain(known).collect::<Vec<_>>())
    };
    walk.own_look = refusal(&ask("/debug_token", &[("input_token", &token)], &token));
    walk.pair = refusal(&play.get(&format!("/{app}"), &[("access_token", &asker)]));
    let looked = play
        .get("/debug_token", &[("input_token", &token), ("access_token", &asker)])
        .json();
    walk.dead = looked["data"]["error"]["subcode"].as_i64();
    let exchanged = play.exchange(pair, &token);
    walk.exchange = refusal(&exchanged);
    let long = exchanged.json()["access_token"].as_str().map_or(token, str::to_owned);
    let mut ask = |path: &str, more: &[(&str, &str)], token: &str| {
        let proved = proved(token);
        let known = proved.iter().map(|(name, value)| (*name, value.as_str()));
        play.get(path, &more.iter().copied().chain(known).collect::<Vec<_>>())
    };
    let list = ask("/me/accounts", &[("limit", "100")], &long);
    walk.list = refusal(&list);
    let list = list.json();
    let entries = list["data"].as_array().cloned().unwrap_or_default();
    walk.pages = entries.len();
    walk.without_token = entries
        .iter()
        .filter(|entry| entry.get("access_token").is_none())
        .count();
    if let Some(page) = entries.iter().find_map(|entry| entry["access_token"].as_str()) {
        walk.live_read = refusal(&ask("/me", &[("fields", "id,name")], page));
        let looked = play
            .get("/debug_token", &[("input_token", page), ("access_token", &asker)])
            .json();
        walk.page_never_expires = looked["data"]["expires_at"] == 0;
    }
    walk
}

fn good_walk() -> Walk {
    Walk {
        pages: 3,
        page_never_expires: true,
        ..Walk::default()
    }
}

/// How each scenario without passing faults begins.
fn beginning(name: &str) -> Option<Walk> {
    let dead = |subcode: i64| Walk {
        own_look: Some((190, subcode)),
        dead: Some(subcode),
        exchange: Some((190, subcode)),
        list: Some((190, subcode)),
        ..Walk::default()
    };
    // A wrong secret also makes a wrong proof.
    let wrong_pair = |code: i64| Walk {
        pair: Some((190, 0)),
        own_look: Some((100, 0)),
        exchange: Some((code, 0)),
        list: Some((100, 0)),
        ..Walk::default()
    };
    Some(match name {
        "wrong-secret" => wrong_pair(1),
        "wrong-app-id" => Walk {
            pair: Some((190, 0)),
            own_look: Some((100, 0)),
            exchange: Some((101, 0)),
            pages: 3,
            ..Walk::default()
        },
        "instagram-app-id" => wrong_pair(101),
        "other-app" => Walk {
            own_look: Some((100, 0)),
            exchange: Some((100, 0)),
            list: Some((100, 0)),
            ..Walk::default()
        },
        "expired" => dead(463),
        "password-changed" => dead(460),
        "checkpoint" => dead(459),
        "missing-permission" => Walk {
            live_read: Some((100, 0)),
            ..good_walk()
        },
        "no-pages" => Walk::default(),
        "short-page-token" => Walk {
            page_never_expires: false,
            ..good_walk()
        },
        "granted-not-in-force" => Walk {
            own_look: Some((100, 0)),
            live_read: Some((100, 0)),
            ..good_walk()
        },
        "hostile-names" => Walk {
            pages: 20,
            ..good_walk()
        },
        "page-token-pasted" => Walk {
            list: Some((100, 0)),
            ..Walk::default()
        },
        "transient-then-fine" | "rate-limited" | "html-502" => return None,
        _ => end(name),
    })
}

/// How each scenario ends with its last samples.
fn end(name: &str) -> Walk {
    match name {
        "many-pages" => Walk {
            pages: 100,
            ..good_walk()
        },
        "page-without-token" => Walk {
            without_token: 1,
            ..good_walk()
        },
        "no-role" | "wrong-app-id" | "instagram-app-id" => Walk {
            own_look: Some((100, 0)),
            ..good_walk()
        },
        _ => good_walk(),
    }
}

#[test]
fn every_scenario_begins_with_its_trouble() {
    for name in NAMES {
        if let Some(expected) = beginning(name) {
            assert_eq!(walk(&mut Play::of(name), 0, 0), expected, "{name}");
        }
    }
}

#[test]
fn the_cure_in_the_later_samples_ends_every_scenario_well() {
    let without_cure = [
        "transient-then-fine",
        "rate-limited",
        "html-502",
        "page-token-pasted",
        "hostile-names",
    ];
    for name in NAMES.iter().filter(|name| !without_cure.contains(name)) {
        assert_eq!(walk(&mut Play::of(name), 9, 9), end(name), "{name}");
    }
}

#[test]
fn an_empty_list_is_without_paging_and_the_ticked_page_is_closed() {
    let mut play = Play::of("no-pages");
    let token = play.token(0);
    assert_eq!(
        play.get("/me/accounts", &[("access_token", &token)]).text(),
        "{\"data\":[]}"
    );
    let data = play.inspect(&token);
    let ticked = &data["granular_scopes"][0]["target_ids"];
    assert_eq!(ticked.as_array().unwrap().len(), 1);
    let mut wish = |page: &str| {
        play.get(
            &format!("/{page}"),
            &[("fields", "access_token"), ("access_token", &token)],
        )
    };
    assert_eq!(wish(&text(&ticked[0])).code(), (100, 33));
    for page in [BAKERY, MARKET] {
        let (_, code, _, message) = wish(page).error();
        assert_eq!(code, 100);
        assert!(message.starts_with("(#100) Object does not exist, cannot be loaded due to missing permission"));
    }
}

#[test]
fn a_page_that_demands_two_factor_login_is_listed_without_token_and_refuses_its_own() {
    let mut play = Play::of("page-without-token");
    let token = play.token(0);
    let refused = play.get(
        &format!("/{MARKET}"),
        &[("fields", "access_token"), ("access_token", &token)],
    );
    assert_eq!(refused.code(), (190, 492));
    assert!(play.page_token(&token, BAKERY).starts_with("EAA"));
}

#[test]
fn the_short_exchange_looks_like_success_and_ends_within_the_hour() {
    let mut play = Play::of("short-page-token");
    let stuck = play.token(0);
    let given = play.long(&stuck);
    assert_ne!(given, stuck);
    let end = play.inspect(&given)["expires_at"].clone();
    assert!(end.as_i64().unwrap() < now() + 3600);
    let page = play.page_token(&given, BAKERY);
    assert_eq!(play.inspect(&page)["expires_at"], end);
    assert_eq!(play.inspect(&page)["is_valid"], true);
}

#[test]
fn passing_faults_pass() {
    let mut play = Play::of("transient-then-fine");
    let token = play.token(0);
    let first = play.exchange(0, &token);
    let words = "An unexpected error has occurred. Please retry your request later.";
    assert_eq!(first.error(), (500, 2, 0, words.to_owned()));
    assert_eq!(first.json()["error"]["is_transient"], true);
    assert_eq!(play.exchange(0, &token).status, 200);
    let mut play = Play::of("html-502");
    let token = play.token(0);
    let first = play.exchange(0, &token);
    assert_eq!(
        (first.status, first.header("content-type")),
        (502, Some("text/html; charset=utf-8"))
    );
    assert_eq!(play.exchange(0, &token).status, 200);
    let cases = [
        ("transient-then-fine", [500, 500, 200, 200]),
        ("rate-limited", [403, 403, 200, 200]),
        ("html-502", [502, 200, 200, 200]),
    ];
    for (scenario, expected) in cases {
        let mut play = Play::of(scenario);
        let token = play.token(0);
        let statuses = expected.map(|_| play.get("/me/accounts", &[("access_token", &token)]).status);
        assert_eq!(statuses, expected, "{scenario}");
    }
}

#[test]
fn the_rate_limit_names_its_minutes_in_headers() {
    let mut play = Play::of("rate-limited");
    let token = play.token(0);
    let refused = play.get("/me/accounts", &[("access_token", &token)]);
    assert_eq!(
        refused.error(),
        (403, 4, 0, "(#4) Application request limit reached".to_owned())
    );
    let usage = |name: &str| serde_json::from_str::<Value>(refused.header(name).unwrap()).unwrap();
    assert_eq!(usage("x-app-usage")["call_count"], 100);
    assert_eq!(
        usage("x-business-use-case-usage")[PERSON][0]["estimated_time_to_regain_access"],
        12
    );
}

#[test]
fn hostile_names_arrive_as_they_are_and_a_mistyped_token_is_repeated() {
    let mut play = Play::of("hostile-names");
    let (token, altered) = (play.token(0), play.token(1));
    let list = names(
        &play
            .get("/me/accounts", &[("limit", "100"), ("access_token", &token)])
            .ok(),
    );
    let all = list.concat();
    for dangerous in [
        '\u{1b}', '\u{9b}', '\u{202e}', '\u{200b}', '\u{301}', '\u{0}', '\u{7}', '\n', '\u{2028}',
    ] {
        assert!(all.contains(dangerous), "{dangerous:?}");
    }
    assert!(list.contains(&String::new()) && list.iter().any(|name| name.len() > 400));
    assert_eq!(altered.len(), token.len());
    let refused = play.get("/me", &[("access_token", &altered)]).error();
    assert_eq!(refused, (400, 190, 0, format!("Malformed access token {altered}")));
    let me = play.get("/me", &[("access_token", &token)]).ok();
    assert!(text(&me["name"]).contains('\u{1b}'));
}

#[test]
fn old_answers_have_ids_as_numbers_and_lives_as_text() {
    let mut play = Play::of("legacy-numbers");
    let token = play.token(0);
    assert_eq!(play.exchange(0, &token).ok()["expires_in"], SIXTY_DAYS.to_string());
    let me = play.get("/me", &[("access_token", &token)]).text();
    assert_eq!(me, format!("{{\"name\":\"Alex Example\",\"id\":{PERSON}}}"));
    let list = play
        .get("/me/accounts", &[("limit", "1"), ("access_token", &token)])
        .text();
    assert!(list.contains("https:\\/\\/graph.facebook.com\\/v25.0\\/"), "{list}");
}

#[test]
fn a_system_user_token_has_no_end_and_a_pasted_page_token_names_its_page() {
    let mut play = Play::of("system-user");
    let token = play.token(0);
    let data = play.inspect(&token);
    assert_eq!(data["type"], "SYSTEM_USER");
    assert_eq!(
        (&data["expires_at"], &data["data_access_expires_at"]),
        (&json!(0), &json!(0))
    );
    assert_eq!(
        play.get("/me/permissions", &[("access_token", &token)]).ok(),
        json!({"data": []})
    );
    let mut play = Play::of("page-token-pasted");
    let token = play.token(0);
    let data = play.inspect(&token);
    assert_eq!(data["type"], "PAGE");
    assert_eq!((&data["expires_at"], &data["profile_id"]), (&json!(0), &json!(BAKERY)));
    assert_eq!(play.exchange(0, &token).ok()["access_token"], token);
}

// The server.

#[test]
fn a_dropped_simulator_frees_its_port_and_a_taken_port_is_an_error() {
    let mut play = Play::of("happy");
    play.get("/me", &[]);
    let port: u16 = play.running.root().rsplit(':').next().unwrap().parse().unwrap();
    let scenario = Scenario::named("happy").unwrap();
    assert_eq!(start(scenario, port).unwrap_err().kind(), std::io::ErrorKind::AddrInUse);
    drop(play);
    assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
}

#[test]
fn requests_on_several_connections_are_answered_side_by_side() {
    let play = Play::of("happy");
    let token = play.token(0);
    let mut lines: Vec<_> = (0..8).map(|_| Line::open(&play.running)).collect();
    let address = format!("{GRAPH}/v25.0/me?access_token={token}");
    for line in &mut lines {
        line.send("GET", &address, &[], "");
    }
    for line in lines.iter_mut().rev() {
        assert_eq!(line.receive(true).ok()["id"], PERSON);
    }
    let connections: BTreeSet<_> = play.running.log().iter().map(|exchange| exchange.connection).collect();
    assert_eq!(connections.len(), 8);
}

// Independence.

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// Mentions of our own crate outside the simulator.
fn foreign_mentions(source: &str) -> Vec<String> {
    let starts = source
        .match_indices("crate::")
        .chain(source.match_indices("evertoken::"));
    starts
        .map(|(place, name)| &source[place + name.len()..])
        .filter(|rest| !rest.starts_with("simulator::"))
        .map(|rest| rest.lines().next().unwrap_or("").to_owned())
        .collect()
}

#[test]
fn the_simulator_imports_nothing_of_ours() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/simulator");
    let mut files = Vec::new();
    sources(&root, &mut files);
    assert!(files.len() > 20);
    for file in files {
        let source = std::fs::read_to_string(&file).unwrap();
        assert_eq!(foreign_mentions(&source), Vec::<String>::new(), "{}", file.display());
        // A module `depth` folders down leaves the simulator with one more `super::` than that; its tests with two.
        let is_folder = file.file_name().unwrap() == "mod.rs";
        let depth = file.strip_prefix(&root).unwrap().components().count() - usize::from(is_folder);
        let climb = "super::".repeat(depth + 1);
        assert!(
            !source.contains(&climb),
            "{} climbs out of the simulator",
            file.display()
        );
    }
}

#[test]
fn a_mention_of_ours_would_be_found() {
    let source = "use crate::model::Secret;\nuse crate::simulator::json;\nlet x = evertoken::paste::read();";
    assert_eq!(foreign_mentions(source), ["model::Secret;", "paste::read();"]);
}
