//! The happy road: an hour becomes sixty days, and the Page token never ends.

use std::time::Duration;

use serde_json::json;

use crate::line::{BAKERY, BOOKS, MARKET, PERSON, Play, SIXTY_DAYS, is_about, names, now, text};

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
        &samples.instagram_tokens[0],
        &samples.instagram_hour_tokens[0],
    ];
    for printed in [format!("{samples:?}"), format!("{:?}", play.running)] {
        for secret in secrets {
            assert!(!printed.contains(secret.as_str()), "{printed}");
        }
    }
    let root = play.running.root();
    let expected = format!(
        "{{\"root\":\"{root}\",\"app_id\":\"482915730264718\",\"app_secret\":\"{}\",\"token\":\"{}\",\"page_ids\":[\"{BAKERY}\",\"{MARKET}\",\"{BOOKS}\"],\"instagram_app_id\":\"1093847562019384\",\"instagram_app_secret\":\"{}\",\"instagram_code\":\"{}\",\"instagram_redirect\":\"{}\",\"instagram_token\":\"{}\",\"instagram_hour_token\":\"{}\"}}",
        secrets[0], secrets[1], secrets[2], secrets[3], samples.redirect_address, secrets[4], secrets[5]
    );
    assert_eq!(samples.to_json_line(root), expected);
}

#[test]
fn two_starts_of_a_scenario_share_no_token_and_no_secret() {
    let (one, two) = (Play::of("happy"), Play::of("happy"));
    assert_ne!(one.running.samples().tokens, two.running.samples().tokens);
    assert_ne!(one.running.samples().app_secrets, two.running.samples().app_secrets);
}
