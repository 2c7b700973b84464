//! `oauth/access_token`: tokens for tokens, and the app token.

use std::time::Duration;

use serde_json::json;

use crate::line::{Play, SIXTY_DAYS, is_about, now, text};

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
