//! Scenarios whose trouble lies off the road that every scenario is walked along.

use std::collections::BTreeSet;
use std::sync::mpsc;
use std::time::Duration;

use evertoken::simulator::Scenario;
use serde_json::{Value, json};

use crate::line::{
    BAKERY, BAKERY_INSTAGRAM, BOOKS, BUSINESS, Line, MARKET, Play, Reply, in_query, is_about, names, now, text,
};

const MARKET_INSTAGRAM: &str = "17841461173920458";
const REDIRECT: &str = "https://www.example.com/callback/";

fn field(play: &mut Play, node: &str, fields: &str, token: &str) -> Value {
    play.get(&format!("/{node}"), &[("fields", fields), ("access_token", token)])
        .ok()
}

/// The address the dialog leads to at once, asked for posting.
fn dialog(play: &mut Play, more: &[(&str, &str)]) -> Reply {
    let (id, _) = play.pair(0);
    let usual = [
        ("client_id", id.as_str()),
        ("redirect_uri", REDIRECT),
        ("scope", "pages_show_list,pages_manage_posts"),
    ];
    let parameters: Vec<_> = usual.iter().chain(more).copied().collect();
    play.get_at("www.facebook.com", "/v25.0/dialog/oauth", &parameters)
}

fn redeem(play: &mut Play, code: &str) -> Reply {
    let (id, secret) = play.pair(0);
    let parameters = [
        ("client_id", id.as_str()),
        ("client_secret", secret.as_str()),
        ("redirect_uri", REDIRECT),
        ("code", code),
    ];
    play.post("/oauth/access_token", &parameters)
}

#[test]
fn an_account_is_professional_personal_or_not_there() {
    let both = "instagram_business_account,connected_instagram_account";
    let linked = |id: &str| json!({"id": id});
    let mut play = Play::of("happy");
    let token = play.token(0);
    let bakery = linked(BAKERY_INSTAGRAM);
    let professional =
        json!({"instagram_business_account": bakery, "connected_instagram_account": bakery, "id": BAKERY});
    assert_eq!(field(&mut play, BAKERY, both, &token), professional);
    let personal = json!({"connected_instagram_account": linked(MARKET_INSTAGRAM), "id": MARKET});
    assert_eq!(field(&mut play, MARKET, both, &token), personal);
    assert_eq!(field(&mut play, BOOKS, both, &token), json!({"id": BOOKS}));
    let refused = play.get(&format!("/{MARKET_INSTAGRAM}"), &[("access_token", &token)]);
    assert_eq!(refused.error().3, "(#10) The user is not an Instagram Business");

    let mut play = Play::of("instagram-happy");
    let token = play.token(0);
    let market = field(&mut play, MARKET, "instagram_business_account{username}", &token);
    assert_eq!(market["instagram_business_account"]["username"], "nightmarket.lisbon");
    let mut play = Play::of("personal-instagram");
    let token = play.token(0);
    assert_eq!(
        field(&mut play, BAKERY, "instagram_business_account", &token),
        json!({"id": BAKERY})
    );
    let mut play = Play::of("page-without-instagram");
    let token = play.token(0);
    for page in [BAKERY, MARKET, BOOKS] {
        assert_eq!(field(&mut play, page, both, &token), json!({"id": page}));
    }
}

#[test]
fn tasks_of_the_new_experience_carry_their_prefix() {
    let mut play = Play::of("profile-plus-tasks");
    let token = play.token(0);
    let list = play.get("/me/accounts", &[("access_token", &token)]).ok();
    let tasks: Vec<_> = list["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|page| page["tasks"].clone())
        .collect();
    assert_eq!(tasks[0][0], "PROFILE_PLUS_FULL_CONTROL");
    assert_eq!(tasks[2], json!(["PROFILE_PLUS_ANALYZE"]));
}

/// Follows cursors until one comes back or there is no next; how often each Page was seen, and how many requests.
fn follow(play: &mut Play, token: &str) -> (Vec<String>, usize) {
    let mut seen = Vec::new();
    let mut cursors = BTreeSet::new();
    let mut after = String::new();
    for round in 1..=200 {
        let parameters = [
            ("fields", "id"),
            ("limit", "100"),
            ("after", &after),
            ("access_token", token),
        ];
        let piece = play.get("/me/accounts", &parameters).ok();
        let ids = piece["data"].as_array().unwrap().iter().map(|page| text(&page["id"]));
        seen.extend(ids);
        after = text(&piece["paging"]["cursors"]["after"]);
        if piece["paging"].get("next").is_none() || !cursors.insert(after.clone()) {
            return (seen, round);
        }
    }
    panic!("the list never ends");
}

#[test]
fn long_odd_and_endless_lists_come_as_they_say() {
    for (scenario, entries, pages, rounds) in [
        ("twenty-seven-pages", 27, 27, 2),
        ("ten-thousand-pages", 10_000, 10_000, 100),
        ("endless-cursor", 85, 60, 4),
        ("repeated-pages", 5, 3, 1),
    ] {
        let mut play = Play::of(scenario);
        let token = play.token(0);
        let (seen, asked) = follow(&mut play, &token);
        let distinct: BTreeSet<_> = seen.iter().collect();
        assert_eq!(
            (seen.len(), distinct.len(), asked),
            (entries, pages, rounds),
            "{scenario}"
        );
    }
}

#[test]
fn pages_out_of_the_list_are_found_in_their_portfolio_or_among_the_targets() {
    let mut play = Play::of("portfolio-pages-only");
    let token = play.token(0);
    assert_eq!(
        play.get("/me/accounts", &[("access_token", &token)]).ok(),
        json!({"data": []})
    );
    let with = [("fields", "id,name,access_token"), ("access_token", token.as_str())];
    let owned = play.get(&format!("/{BUSINESS}/owned_pages"), &with).ok();
    assert_eq!(names(&owned), ["Harbour Bakery", "Night Market Lisbon"]);
    assert_eq!(owned["data"][0].get("access_token"), None);
    assert!(owned["data"][1]["access_token"].is_string());
    assert_eq!(
        names(&play.get(&format!("/{BUSINESS}/client_pages"), &with).ok()),
        ["Tuesday Book Club"]
    );
    assert!(play.page_token(&token, BAKERY).starts_with("EAA"));

    let mut play = Play::of("portfolio-pages-hidden");
    let token = play.token(0);
    let refused = play.get("/me/businesses", &[("access_token", &token)]).error();
    assert_eq!(refused, (400, 100, 0, "(#100) Missing Permission".to_owned()));

    let mut play = Play::of("pages-by-target-ids");
    let token = play.token(0);
    assert_eq!(
        play.get("/me/businesses", &[("access_token", &token)]).ok(),
        json!({"data": []})
    );
    let data = play.inspect(&token);
    let listed = json!({"scope": "pages_show_list", "target_ids": [BAKERY, BOOKS]});
    assert_eq!(data["granular_scopes"][0], listed);
    for page in [BAKERY, BOOKS] {
        assert!(play.page_token(&token, page).starts_with("EAA"));
    }

    let mut play = Play::of("page-not-ticked");
    let token = play.token(0);
    assert_eq!(
        names(&play.get("/me/accounts", &[("access_token", &token)]).ok()),
        ["Tuesday Book Club"]
    );
    let refused = play.get(
        &format!("/{BAKERY}"),
        &[("fields", "access_token"), ("access_token", &token)],
    );
    assert_eq!(refused.code(), (100, 0));
    assert_eq!(play.inspect(&token)["granular_scopes"][0]["target_ids"], json!([BOOKS]));
}

#[test]
fn one_page_token_is_dead_from_the_start_and_the_others_live() {
    let mut play = Play::of("one-page-fails");
    let token = play.token(0);
    let long = play.long(&token);
    let dead = play.page_token(&long, BOOKS);
    assert_eq!(play.inspect(&dead)["error"]["subcode"], 452);
    assert_eq!(play.get("/me", &[("access_token", &dead)]).code(), (190, 452));
    let live = play.page_token(&long, BAKERY);
    assert_eq!(play.inspect(&live)["is_valid"], true);
}

#[test]
fn after_the_data_access_window_pages_are_read_and_instagram_is_not() {
    let mut play = Play::of("data-access-past");
    let token = play.token(0);
    let data = play.inspect(&token);
    assert_eq!(data["is_valid"], true);
    assert!(is_about(&data["data_access_expires_at"], now() - 3 * 86_400));
    let long = play.long(&token);
    let page = play.page_token(&long, BAKERY);
    assert_eq!(play.get("/me", &[("access_token", &page)]).ok()["id"], BAKERY);
    assert_eq!(
        field(&mut play, BAKERY, "instagram_business_account", &page),
        json!({"id": BAKERY})
    );
    let refused = play.get(&format!("/{BAKERY_INSTAGRAM}"), &[("access_token", &page)]);
    let words = "The access token is invalid since the user hasn't engaged the app in longer than 90 days.";
    assert_eq!(refused.error(), (400, 190, 493, words.to_owned()));
    let fresh = play.token(1);
    assert_eq!(
        field(&mut play, BAKERY_INSTAGRAM, "username", &fresh)["username"],
        "harbour.bakery"
    );
}

#[test]
fn tokens_to_renew_have_the_ends_they_say() {
    let mut play = Play::of("sixty-days-token");
    let token = play.token(0);
    assert!(is_about(&play.inspect(&token)["expires_at"], now() + 20 * 86_400));
    let answer = play.exchange(0, &token).ok();
    assert_eq!(answer.get("expires_in"), None);
    let renewed = text(&answer["access_token"]);
    assert!(is_about(&play.inspect(&renewed)["expires_at"], now() + 5_183_944));

    let mut play = Play::of("renew-short-page-token");
    let token = play.running.samples().check_tokens[0].clone();
    let data = play.inspect(&token);
    assert_eq!((&data["type"], &data["profile_id"]), (&json!("PAGE"), &json!(BAKERY)));
    assert!(is_about(&data["expires_at"], now() + 50 * 60));
    assert_eq!(play.exchange(0, &token).ok()["access_token"], token);

    let mut play = Play::of("system-user-sixty-days");
    let token = play.token(0);
    let data = play.inspect(&token);
    assert_eq!(data["type"], "SYSTEM_USER");
    assert!(is_about(&data["expires_at"], now() + 20 * 86_400));
    let (id, secret) = play.pair(0);
    let parameters = [
        ("grant_type", "fb_exchange_token"),
        ("client_id", id.as_str()),
        ("client_secret", &secret),
        ("set_token_expires_in_60_days", "true"),
        ("fb_exchange_token", &token),
    ];
    let answer = play.post("/oauth/access_token", &parameters).ok();
    assert_eq!(answer["expires_in"], 60 * 86_400);
    assert!(is_about(
        &play.inspect(&text(&answer["access_token"]))["expires_at"],
        now() + 60 * 86_400
    ));

    for scenario in Scenario::all() {
        let play = Play::of(scenario.name);
        let samples = play.running.samples();
        let has_own = ["renew-expired", "renew-short-page-token"].contains(&scenario.name);
        // What such a scenario is about is the first token to be renewed or looked at.
        let is_about_instagram_token = [
            "instagram-thirty-days-old",
            "instagram-refresh-early",
            "instagram-refresh-refused",
            "instagram-expired",
            "instagram-short-token",
            "instagram-dashboard-token",
            "instagram-dashboard-exchanged",
        ]
        .contains(&scenario.name);
        let expected = if is_about_instagram_token {
            &samples.instagram_tokens
        } else {
            &samples.tokens
        };
        assert!(has_own || samples.check_tokens == *expected, "{}", scenario.name);
        assert!(
            samples
                .instagram_hour_tokens
                .iter()
                .all(|token| token.starts_with("IGAA")),
            "{}",
            scenario.name
        );
    }
}

#[test]
fn logins_end_as_their_scenarios_say() {
    let back = |scenario: &str| dialog(&mut Play::of(scenario), &[]).redirect();
    assert_eq!(
        in_query(&back("login-cancelled"), "error").as_deref(),
        Some("access_denied")
    );
    let shown = |scenario: &str| dialog(&mut Play::of(scenario), &[]).page();
    for (scenario, words) in [
        ("login-declined", "<li>pages_manage_posts (not ticked)</li>"),
        ("login-one-page", "<li>Tuesday Book Club</li>"),
        ("login-no-role", "App not active:"),
        ("login-feature-unavailable", "Feature Unavailable:"),
        ("login-scope-missing", "Invalid Scopes: pages_manage_posts."),
        ("login-redirect-not-listed", "Harbour Poster asks for access"),
    ] {
        assert!(shown(scenario).contains(words), "{scenario}");
    }
    let mut play = Play::of("login-redirect-not-listed");
    let elsewhere = [("redirect_uri", "http://localhost:4242/")];
    assert!(dialog(&mut play, &elsewhere).page().contains("URL Blocked:"));

    for (scenario, expected) in [
        ("login-code-spent", (100, 36009)),
        ("login-code-expired", (100, 36007)),
        ("login-redirect-differs", (100, 36008)),
    ] {
        let mut play = Play::of(scenario);
        let codes = play.running.samples().facebook_codes.clone();
        assert_eq!(redeem(&mut play, &codes[0]).code(), expected, "{scenario}");
        assert_eq!(redeem(&mut play, &codes[1]).ok()["expires_in"], 5_183_944);
    }
    let mut play = Play::of("login-short-token");
    let code = play.running.samples().facebook_codes[0].clone();
    assert_eq!(redeem(&mut play, &code).ok()["expires_in"], 5400);
}

#[test]
fn device_logins_end_as_their_scenarios_say() {
    for (scenario, expected) in [
        ("device-approved", vec![(31, 1_349_174), (31, 1_349_174), (0, 0)]),
        ("device-declined", vec![(31, 1_349_174), (100, 1_349_173)]),
    ] {
        let mut play = Play::of(scenario);
        let client = format!("{}|{}", play.pair(0).0, play.running.samples().client_tokens[0]);
        let login = play.post("/device/login", &[("access_token", &client)]).ok();
        let code = text(&login["code"]);
        for step in expected {
            let reply = play.post("/device/login_status", &[("access_token", &client), ("code", &code)]);
            let met = if reply.status == 200 { (0, 0) } else { reply.code() };
            assert_eq!(met, step, "{scenario}");
            play.running.turn_clock(Duration::from_secs(5));
        }
    }
    let mut play = Play::of("device-off");
    let client = format!("{}|{}", play.pair(0).0, play.running.samples().client_tokens[0]);
    assert_eq!(play.post("/device/login", &[("access_token", &client)]).code(), (3, 0));
}

#[test]
fn an_unknown_version_stands_in_every_header_and_the_silent_exchange_is_silent_once() {
    let mut play = Play::of("unknown-version");
    let token = play.token(0);
    let reply = play.get("/me", &[("access_token", &token)]);
    assert_eq!(
        (reply.status, reply.header("facebook-api-version")),
        (200, Some("v31.0"))
    );
    let refused = play.get("/me", &[]);
    assert_eq!(refused.header("facebook-api-version"), Some("v31.0"));

    let mut play = Play::of("no-answer");
    let token = play.token(0);
    let (send, heard) = mpsc::channel();
    play.running
        .on_exchange(move |exchange| send.send(exchange.status).unwrap());
    let mut held = Line::open(&play.running);
    held.send(
        "GET",
        "/graph.facebook.com/oauth/access_token?grant_type=fb_exchange_token",
        &[],
        "",
    );
    drop(held);
    assert_eq!(
        heard.recv_timeout(Duration::from_secs(30)).unwrap(),
        0,
        "left without an answer"
    );
    play.exchange(0, &token).ok();
}
