//! Faults on the wire.

use std::io::Read as _;
use std::sync::mpsc;
use std::time::Duration;

use evertoken::simulator::Scenario;
use serde_json::json;

use crate::line::{BAKERY, GRAPH, HAPPY, Line, MARKET, PERSON, Play, SIXTY_DAYS, is_about, now};

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
