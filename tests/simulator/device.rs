//! Login from devices.

use std::time::Duration;

use evertoken::simulator::Scenario;
use serde_json::{Value, json};

use crate::line::{HAPPY, PERSON, Play, Reply, text};

const DEVICE: &str = "/device";

fn client(play: &Play) -> String {
    let (id, _) = play.pair(0);
    format!("{id}|{}", play.running.samples().client_tokens[0])
}

fn begin(play: &mut Play) -> Value {
    let client = client(play);
    let parameters = [
        ("access_token", client.as_str()),
        ("scope", "pages_show_list,pages_manage_posts"),
    ];
    play.post("/device/login", &parameters).ok()
}

fn status(play: &mut Play, code: &str) -> Reply {
    let client = client(play);
    play.post("/device/login_status", &[("access_token", &client), ("code", code)])
}

/// Code, subcode and title of an error without type and trace id.
fn refusal(reply: &Reply) -> (i64, i64, String) {
    let answer = reply.json();
    let error = answer["error"].as_object().unwrap();
    assert!(
        !error.contains_key("type") && !error.contains_key("fbtrace_id"),
        "{answer}"
    );
    assert_eq!(reply.status, 400);
    let (code, subcode) = reply.code();
    (code, subcode, text(&error["error_user_title"]))
}

fn wait(play: &Play) {
    play.running.turn_clock(Duration::from_secs(5));
}

#[test]
fn a_code_is_typed_in_the_browser_and_the_device_gets_its_token_once() {
    let mut play = Play::happy_with("[dialog]\ndeclines = [\"pages_manage_posts\"]\n");
    let login = begin(&mut play);
    let (code, user_code) = (text(&login["code"]), text(&login["user_code"]));
    let expected = json!({
        "code": code,
        "user_code": user_code,
        "verification_uri": "https://www.facebook.com/device",
        "expires_in": 420,
        "interval": 5,
    });
    assert_eq!(login, expected);
    assert_eq!((code.len(), user_code.len()), (32, 8));
    let pending = (31, 1_349_174, "Device Login Authorization Pending".to_owned());
    assert_eq!(refusal(&status(&mut play, &code)), pending);

    let host = "www.facebook.com";
    assert!(
        play.get_at(host, DEVICE, &[])
            .page()
            .contains("<input name=\"user_code\"")
    );
    let typed = user_code.to_lowercase();
    let page = play.get_at(host, DEVICE, &[("user_code", &typed)]).page();
    assert!(
        page.contains("Harbour Poster asks for access") && page.contains("<li>pages_show_list</li>"),
        "{page}"
    );
    let path = format!("{DEVICE}?user_code={user_code}");
    assert!(
        play.post_at(host, &path, &[("simulate", "continue")])
            .page()
            .contains("<h1>Success</h1>")
    );
    let again = play.get_at(host, DEVICE, &[("user_code", &user_code)]).page();
    assert!(again.contains("This code has been used."), "{again}");

    wait(&play);
    let answer = status(&mut play, &code).ok();
    assert_eq!(answer["expires_in"], 5_183_996);
    assert!(answer["data_access_expiration_time"].is_number());
    let token = text(&answer["access_token"]);
    assert_eq!(play.get("/me", &[("access_token", &token)]).ok()["id"], PERSON);
    assert_eq!(
        play.inspect(&token)["scopes"],
        json!(["pages_show_list", "public_profile"])
    );
    wait(&play);
    assert_eq!(status(&mut play, &code).code(), (463, 1_349_152));
}

#[test]
fn asking_too_often_is_told_apart_from_waiting() {
    let mut play = Play::of("happy");
    let code = text(&begin(&mut play)["code"]);
    assert_eq!(status(&mut play, &code).code(), (31, 1_349_174));
    let fast = (17, 1_349_172, "OAuth Device Excessive Polling".to_owned());
    assert_eq!(refusal(&status(&mut play, &code)), fast);
    wait(&play);
    assert_eq!(status(&mut play, &code).code(), (31, 1_349_174));
}

#[test]
fn a_code_ends_after_its_seven_minutes_and_an_unknown_one_is_over_too() {
    let mut play = Play::of("happy");
    let login = begin(&mut play);
    play.running.turn_clock(Duration::from_secs(421));
    let over = (463, 1_349_152, "Activation Code Expired".to_owned());
    assert_eq!(refusal(&status(&mut play, &text(&login["code"]))), over);
    let typed = [("user_code", login["user_code"].as_str().unwrap())];
    assert!(
        play.get_at("www.facebook.com", DEVICE, &typed)
            .page()
            .contains("This code has expired.")
    );
    assert_eq!(refusal(&status(&mut play, "nobody")), over);
    let unknown = play
        .get_at("www.facebook.com", DEVICE, &[("user_code", "NOBODY00")])
        .page();
    assert!(unknown.contains("This code is not valid."), "{unknown}");
}

#[test]
fn a_declined_login_says_so_from_the_page_or_from_the_scenario() {
    let mut play = Play::of("happy");
    let login = begin(&mut play);
    let path = format!("{DEVICE}?user_code={}", text(&login["user_code"]));
    play.post_at("www.facebook.com", &path, &[("simulate", "cancel")])
        .page();
    assert_eq!(refusal(&status(&mut play, &text(&login["code"]))).1, 1_349_173);

    let mut play = Play::happy_with("[device]\nanswer = \"decline\"\npending = 0\n");
    let code = text(&begin(&mut play)["code"]);
    assert_eq!(status(&mut play, &code).code().1, 1_349_173);
}

#[test]
fn the_scenario_can_approve_after_a_while() {
    let mut play = Play::happy_with("[device]\nanswer = \"approve\"\npending = 2\n");
    let code = text(&begin(&mut play)["code"]);
    for _ in 0..2 {
        assert_eq!(status(&mut play, &code).code(), (31, 1_349_174));
        wait(&play);
    }
    assert!(text(&status(&mut play, &code).ok()["access_token"]).starts_with("EAA"));
}

#[test]
fn the_feature_can_be_off_a_get_is_refused_and_the_client_token_is_good_for_nothing_else() {
    let mut play = Play::of("happy");
    let (client, token) = (client(&play), play.token(0));
    let off = (400, 3, 0, "Invalid API method".to_owned());
    assert_eq!(play.get("/device/login", &[("access_token", &client)]).error(), off);
    assert_eq!(
        play.get("/device/login_status", &[("access_token", &client)]).error(),
        off
    );
    let signature = "Invalid OAuth access token signature.";
    assert_eq!(
        play.post("/device/login", &[("access_token", "482915730264718|x")])
            .error()
            .3,
        signature
    );
    assert_eq!(play.post("/device/login", &[]).code(), (104, 0));
    assert_eq!(play.get("/app", &[("access_token", &client)]).error().3, signature);
    let looked = play.get("/debug_token", &[("input_token", &token), ("access_token", &client)]);
    assert!(
        looked
            .error()
            .3
            .starts_with("(#100) You must provide an app access token")
    );

    let file = HAPPY.replacen("instagram_app_id", "refuses_device_login = true\ninstagram_app_id", 1);
    let mut play = Play::start(Scenario::parse("off", &file).unwrap());
    let client = self::client(&play);
    assert_eq!(play.post("/device/login", &[("access_token", &client)]).error(), off);
}
