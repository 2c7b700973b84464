//! graph.instagram.com: exchange, refresh, and the account.

use std::time::Duration;

use evertoken::simulator::Scenario;
use serde_json::json;

use crate::line::{HAPPY, Play, Reply, SIXTY_DAYS, text};

const HOST: &str = "graph.instagram.com";
const ACCOUNT: &str = "17841460028451937";
const SCOPED_ID: &str = "26018374650293847";
const PARSE: &str = "Invalid OAuth access token - Cannot parse access token";
const SESSION_KEY: &str = "Session key invalid. This could be because the session key has an incorrect format, or because the user has revoked this session";

fn dashboard(play: &Play) -> String {
    play.running.samples().instagram_tokens[0].clone()
}

fn secret(play: &Play) -> String {
    play.running.samples().instagram_app_secrets[0].clone()
}

/// A token of one hour, as a code gives it.
fn short(play: &mut Play) -> String {
    let samples = play.running.samples().clone();
    let fields = [
        ("client_id", samples.instagram_app_ids[0].as_str()),
        ("client_secret", &samples.instagram_app_secrets[0]),
        ("grant_type", "authorization_code"),
        ("redirect_uri", "https://www.example.com/callback/"),
        ("code", &samples.instagram_codes[0]),
    ];
    let answer = play.post_at("api.instagram.com", "/oauth/access_token", &fields).ok();
    text(&answer["access_token"])
}

fn exchange(play: &mut Play, token: &str) -> Reply {
    let secret = secret(play);
    let parameters = [
        ("grant_type", "ig_exchange_token"),
        ("client_secret", secret.as_str()),
        ("access_token", token),
    ];
    play.get_at(HOST, "/access_token", &parameters)
}

fn refresh(play: &mut Play, token: &str) -> Reply {
    let parameters = [("grant_type", "ig_refresh_token"), ("access_token", token)];
    play.get_at(HOST, "/refresh_access_token", &parameters)
}

fn me(play: &mut Play, token: &str) -> Reply {
    play.get_at(
        HOST,
        "/v25.0/me",
        &[("fields", "user_id,username"), ("access_token", token)],
    )
}

/// The happy world with one text in its file replaced.
fn happy_but(from: &str, to: &str) -> Play {
    let changed = HAPPY.replacen(from, to, 1);
    assert_ne!(changed, HAPPY);
    Play::start(Scenario::parse("changed", &changed).unwrap())
}

#[test]
fn an_hours_token_becomes_sixty_days_and_is_refreshed_after_a_day() {
    let mut play = Play::of("happy");
    let short = short(&mut play);
    let answer = exchange(&mut play, &short).ok();
    let long = text(&answer["access_token"]);
    assert_eq!(
        answer,
        json!({"access_token": long, "token_type": "bearer", "expires_in": SIXTY_DAYS})
    );
    assert!(long.starts_with("IGAA") && long != short);

    let early = refresh(&mut play, &long).ok();
    assert_eq!(early["access_token"], long);
    assert!(early["expires_in"].as_i64().unwrap() <= SIXTY_DAYS);
    play.running.turn_clock(Duration::from_hours(24));
    assert_eq!(me(&mut play, &short).code(), (190, 463));
    let late = refresh(&mut play, &long).ok();
    assert_eq!(late["expires_in"], SIXTY_DAYS);
    let renewed = text(&late["access_token"]);
    assert_ne!(renewed, long);
    play.running.turn_clock(Duration::from_hours(24 * 60));
    assert_eq!(refresh(&mut play, &long).code(), (190, 463));
    assert_eq!(me(&mut play, &renewed).code(), (190, 463));
}

#[test]
fn a_token_is_taken_from_the_header_at_every_call() {
    let mut play = Play::of("happy");
    let long = dashboard(&play);
    let short = short(&mut play);
    let secret = secret(&play);
    let mut with_header = |path: &str, token: &str| {
        let bearer = format!("Bearer {token}");
        play.line
            .ask("GET", &format!("/{HOST}{path}"), &[("Authorization", &bearer)], "")
            .ok()
    };
    let exchange = format!("/access_token?grant_type=ig_exchange_token&client_secret={secret}");
    assert_eq!(with_header(&exchange, &short)["expires_in"], SIXTY_DAYS);
    let refresh = "/v25.0/refresh_access_token?grant_type=ig_refresh_token";
    assert_eq!(with_header(refresh, &long)["expires_in"], SIXTY_DAYS);
    assert_eq!(with_header("/me?fields=username", &long)["username"], "harbour.bakery");
}

#[test]
fn the_early_refresh_can_be_a_refusal_and_the_text_can_stay() {
    let mut play = Play::happy_with("[switches]\nearly_refresh = \"refused\"\nrefresh_gives = \"same-token\"\n");
    let long = dashboard(&play);
    assert_eq!(refresh(&mut play, &long).ok()["access_token"], long);
    let (status, code, subcode, _) = refresh(&mut play, &long).error();
    assert_eq!((status, code, subcode), (400, 190, 0));
    assert_eq!(me(&mut play, &long).ok()["username"], "harbour.bakery");
}

#[test]
fn a_long_token_is_not_exchanged_and_a_short_one_not_refreshed() {
    for (form, code, subcode) in [("subcode", 190, 452), ("code", 452, 0), ("bare", 190, 0)] {
        let mut play = Play::happy_with(&format!("[switches]\nsession_key_invalid = \"{form}\"\n"));
        let refusal = (400, code, subcode, SESSION_KEY.to_owned());
        let long = dashboard(&play);
        assert_eq!(exchange(&mut play, &long).error(), refusal);
        let short = short(&mut play);
        assert_eq!(refresh(&mut play, &short).error(), refusal);
    }
}

#[test]
fn a_wrong_grant_a_wrong_secret_and_a_missing_token_are_refused() {
    let mut play = Play::of("happy");
    let token = dashboard(&play);
    let mut asked = |path: &str, parameters: &[(&str, &str)]| {
        let (_, code, _, message) = play.get_at(HOST, path, parameters).error();
        (code, message)
    };
    let secret = (1, "Error validating client secret.".to_owned());
    let wrong = [
        ("grant_type", "ig_exchange_token"),
        ("client_secret", "x"),
        ("access_token", token.as_str()),
    ];
    assert_eq!(asked("/access_token", &wrong), secret);
    assert_eq!(
        asked("/access_token", &wrong[..1]).1,
        "(#100) The parameter client_secret is required"
    );
    assert_eq!(
        asked("/access_token", &wrong[1..]).1,
        "(#100) The parameter grant_type is required"
    );
    assert_eq!(asked("/refresh_access_token", &wrong).0, 100);
    let nobody = [("grant_type", "ig_refresh_token")];
    assert_eq!(asked("/refresh_access_token", &nobody).0, 104);
    assert_eq!(asked("/me", &[]).0, 104);
}

#[test]
fn tokens_of_another_family_cannot_be_parsed_and_those_of_basic_display_are_dead() {
    let mut play = Play::of("happy");
    let of_facebook = play.token(0);
    for token in [of_facebook.as_str(), "IGAAnobody", "junk"] {
        assert_eq!(me(&mut play, token).error(), (400, 190, 0, PARSE.to_owned()));
    }
    let dead = me(&mut play, "IGQVJabc");
    assert_eq!(dead.error().3, "Unsupported request - method type: get");
    assert_eq!(dead.json()["error"]["type"], "IGApiException");
    let of_instagram = dashboard(&play);
    assert_eq!(
        play.get("/me", &[("access_token", &of_instagram)]).error(),
        (400, 190, 0, PARSE.to_owned())
    );
}

#[test]
fn the_account_is_read_by_me_and_by_both_ids_flat_or_wrapped() {
    let mut play = Play::of("happy");
    let token = dashboard(&play);
    let whole = json!({"user_id": ACCOUNT, "username": "harbour.bakery", "id": SCOPED_ID});
    for path in [
        "/me",
        "/v25.0/me",
        &format!("/{SCOPED_ID}"),
        &format!("/v25.0/{ACCOUNT}"),
    ] {
        let parameters = [("fields", "user_id,username"), ("access_token", token.as_str())];
        assert_eq!(play.get_at(HOST, path, &parameters).ok(), whole, "{path}");
    }
    let all = "id,name,account_type,profile_picture_url,followers_count,follows_count,media_count";
    let all = play
        .get_at(HOST, "/me", &[("fields", all), ("access_token", &token)])
        .ok();
    assert_eq!(
        (&all["account_type"], &all["name"]),
        (&json!("BUSINESS"), &json!("Harbour Bakery"))
    );
    let unknown = play.get_at(HOST, "/me", &[("fields", "shoe_size"), ("access_token", &token)]);
    assert_eq!(
        (unknown.code(), &unknown.json()["error"]["type"]),
        ((100, 0), &json!("IGApiException"))
    );
    assert_eq!(play.get_at(HOST, "/999", &[("access_token", &token)]).code(), (100, 33));
    assert_eq!(play.post_at(HOST, "/me", &[("access_token", &token)]).code(), (100, 0));

    let mut play = Play::happy_with("[instagram]\nme = \"wrapped\"\nhas_number_ids = true\n");
    let token = dashboard(&play);
    let number: i64 = ACCOUNT.parse().unwrap();
    assert_eq!(
        me(&mut play, &token).ok(),
        json!({"data": [{"user_id": number, "username": "harbour.bakery"}]})
    );
}

#[test]
fn without_an_accepted_tester_role_everything_works_but_reading() {
    let mut play = happy_but(
        "name = \"Harbour Bakery\"\n\n[[instagram_tokens]]",
        "tester_role = \"missing\"\n\n[[instagram_tokens]]",
    );
    let short = short(&mut play);
    let long = text(&exchange(&mut play, &short).ok()["access_token"]);
    let refused = me(&mut play, &long);
    let words = "Unsupported request - method type: get";
    assert_eq!(refused.error(), (400, 100, 0, words.to_owned()));
    assert_eq!(refused.json()["error"]["type"], "IGApiException");
}

#[test]
fn without_the_basic_permission_no_call_works_and_a_dead_session_says_why() {
    let mut play = happy_but(
        "age = \"30d\"",
        "age = \"30d\"\npermissions = [\"instagram_business_manage_comments\"]",
    );
    let token = dashboard(&play);
    assert_eq!(me(&mut play, &token).code(), (10, 0));
    assert_eq!(refresh(&mut play, &token).code(), (10, 0));
    let mut play = happy_but("age = \"30d\"", "age = \"30d\"\ndead = \"password-changed\"");
    let token = dashboard(&play);
    assert_eq!(me(&mut play, &token).code(), (190, 460));
}

#[test]
fn facebook_cannot_look_at_an_instagram_token() {
    let mut play = Play::of("happy");
    let token = dashboard(&play);
    let data = play.inspect(&token);
    assert_eq!(
        (&data["is_valid"], &data["error"]["message"]),
        (&json!(false), &json!(PARSE))
    );
    let mut play = Play::happy_with("[switches]\ninstagram_token_inspected = \"refused\"\n");
    let (token, asker) = (dashboard(&play), play.app_token(0));
    let refused = play.get("/debug_token", &[("input_token", &token), ("access_token", &asker)]);
    assert_eq!(refused.error(), (400, 190, 0, PARSE.to_owned()));
}
