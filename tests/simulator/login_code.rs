//! A login code for a token at graph.facebook.com.

use std::time::Duration;

use evertoken::simulator::Scenario;

use crate::line::{BAKERY, HAPPY, PERSON, Play, Reply, SIXTY_DAYS, is_about, now, text};

const DIFFERS: &str = "Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request";
const USED: &str = "This authorization code has been used.";
const EXPIRED: &str = "This authorization code has expired.";
const BOUND: &str = "https://www.example.com/callback/";

fn redeem(play: &mut Play, code: &str, redirect: &str) -> Reply {
    let (id, secret) = play.pair(0);
    let parameters = [
        ("client_id", id.as_str()),
        ("client_secret", secret.as_str()),
        ("redirect_uri", redirect),
        ("code", code),
    ];
    play.post("/oauth/access_token", &parameters)
}

/// The happy world with a bound, an old and a spent code, and these switches.
fn with_codes(switches: &str) -> Play {
    let offered = "[samples]\nfacebook_codes = [\"bound\", \"old\", \"spent\"]";
    let codes = format!(
        "\n[[codes]]\nname = \"bound\"\ngrant = \"everything\"\nredirect = \"{BOUND}\"\nage = \"0s\"\n\n[[codes]]\nname = \"old\"\ngrant = \"everything\"\nage = \"11m\"\n\n[[codes]]\nname = \"spent\"\ngrant = \"everything\"\nis_spent = true\n"
    );
    let file = format!(
        "{}{codes}\n[switches]\n{switches}\n",
        HAPPY.replacen("[samples]", offered, 1)
    );
    Play::start(Scenario::parse("codes", &file).unwrap())
}

fn codes(play: &Play) -> Vec<String> {
    play.running.samples().facebook_codes.clone()
}

#[test]
fn a_sample_code_goes_with_any_redirect_and_gives_sixty_days_once() {
    let mut play = Play::of("happy");
    let samples = codes(&play);
    for (code, redirect) in [
        (&samples[0], "http://localhost:4242/"),
        (&samples[1], "https://anything.example/x"),
    ] {
        play.running.turn_clock(Duration::from_hours(1));
        let answer = redeem(&mut play, code, redirect).ok();
        assert_eq!(
            (&answer["token_type"], &answer["expires_in"]),
            (&"bearer".into(), &SIXTY_DAYS.into())
        );
        let token = text(&answer["access_token"]);
        assert_eq!(play.get("/me", &[("access_token", &token)]).ok()["id"], PERSON);
        assert_eq!(
            redeem(&mut play, code, redirect).error(),
            (400, 100, 36009, USED.to_owned())
        );
    }
    let page = redeem(&mut play, &samples[2], BOUND).ok();
    let page = play.page_token(&text(&page["access_token"]), BAKERY);
    assert_eq!(play.inspect(&page)["expires_at"], 0);
}

#[test]
fn a_bound_code_wants_its_redirect_byte_for_byte_and_an_old_one_is_refused() {
    let mut play = with_codes("");
    let samples = codes(&play);
    for other in [
        "https://www.example.com/callback",
        "https://www.example.com/callback/?",
        "https://WWW.example.com/callback/",
    ] {
        assert_eq!(
            redeem(&mut play, &samples[0], other).error(),
            (400, 100, 36008, DIFFERS.to_owned())
        );
    }
    assert_eq!(
        redeem(&mut play, &samples[1], BOUND).error(),
        (400, 100, 36007, EXPIRED.to_owned())
    );
    assert_eq!(
        redeem(&mut play, &samples[2], BOUND).error(),
        (400, 100, 36009, USED.to_owned())
    );
    redeem(&mut play, &samples[0], BOUND).ok();
}

#[test]
fn subcodes_the_words_for_a_spent_code_lives_and_kinds_of_token_are_switches() {
    let mut play = with_codes("code_refusals_have_subcodes = false\nfacebook_code_gives = \"hours\"");
    let samples = codes(&play);
    assert_eq!(
        redeem(&mut play, &samples[1], BOUND).error(),
        (400, 100, 0, EXPIRED.to_owned())
    );
    assert_eq!(
        redeem(&mut play, &samples[2], BOUND).error(),
        (400, 100, 0, USED.to_owned())
    );
    let answer = redeem(&mut play, &samples[0], BOUND).ok();
    assert_eq!(answer["expires_in"], 5400);
    let token = text(&answer["access_token"]);
    let page = play.page_token(&token, BAKERY);
    assert!(is_about(&play.inspect(&page)["expires_at"], now() + 5400));

    let mut play = with_codes("spent_code = \"redirect-differs\"\nfacebook_code_life = \"20m\"");
    let samples = codes(&play);
    assert_eq!(
        redeem(&mut play, &samples[2], BOUND).error(),
        (400, 100, 36008, DIFFERS.to_owned())
    );
    redeem(&mut play, &samples[1], BOUND).ok();
}

#[test]
fn a_redirect_that_the_app_does_not_list_is_named_by_its_domain() {
    let listed = "roles = [\"10229847561203984\"]\nredirects = [\"https://www.example.com/callback/\"]";
    let file = HAPPY.replacen("roles = [\"10229847561203984\"]", listed, 1);
    let mut play = Play::start(Scenario::parse("listed", &file).unwrap());
    let code = codes(&play)[0].clone();
    let refused = redeem(&mut play, &code, "https://elsewhere.example/").error();
    assert_eq!((refused.1, refused.2), (191, 0));
    assert!(
        refused
            .3
            .starts_with("Can't Load URL: The domain of this URL isn't included"),
        "{}",
        refused.3
    );
    redeem(&mut play, &code, BOUND).ok();
}

#[test]
fn an_instagram_code_is_no_facebook_code_and_a_wrong_secret_spends_nothing() {
    let mut play = Play::of("happy");
    let of_instagram = play.running.samples().instagram_codes[0].clone();
    assert_eq!(redeem(&mut play, &of_instagram, BOUND).code(), (100, 36009));
    let code = codes(&play)[0].clone();
    let (id, _) = play.pair(0);
    let wrong = [
        ("client_id", id.as_str()),
        ("client_secret", "x"),
        ("redirect_uri", BOUND),
        ("code", &code),
    ];
    assert_eq!(
        play.post("/oauth/access_token", &wrong).error().3,
        "Error validating client secret."
    );
    redeem(&mut play, &code, BOUND).ok();
}

#[test]
fn sample_codes_give_what_the_sample_tokens_hold_in_their_order() {
    let mut play = Play::of("no-pages");
    let codes = codes(&play);
    assert_eq!(codes.len(), 3);
    for (code, pages) in codes.iter().zip([0, 3, 3]) {
        let token = text(&redeem(&mut play, code, BOUND).ok()["access_token"]);
        let list = play.get("/me/accounts", &[("access_token", &token)]).ok();
        assert_eq!(list["data"].as_array().unwrap().len(), pages);
    }
    for scenario in Scenario::all() {
        let play = Play::of(scenario.name);
        let samples = play.running.samples();
        for codes in [&samples.facebook_codes, &samples.instagram_codes] {
            assert!(
                codes.len() >= 2 && codes.iter().all(|code| code.starts_with("AQ")),
                "{}",
                scenario.name
            );
        }
        assert!(
            samples.instagram_tokens.iter().all(|token| token.starts_with("IGAA")),
            "{}",
            scenario.name
        );
    }
}
