//! Every scenario, walked by the real runtime against the simulator over real HTTP, with a person who reads what the
//! screen offers and takes the first way: what they meet, in order, and where they end.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that meets something unexpected stops there"
)]

mod person;

use std::time::Duration;

use evertoken::journey::{self, Journey};
use evertoken::simulator::{Exchange, Scenario};
use person::{Manner, Walk, walk};

/// What a walk meets: the ids of its troubles in order, then `proved` or `not done yet`.
const EXPECTED: &[(&str, &[&str])] = &[
    ("happy", &["proved"]),
    ("wrong-secret", &["wrong-secret-for-token", "proved"]),
    ("wrong-app-id", &["wrong-app-id", "proved"]),
    ("instagram-app-id", &["instagram-app-id", "wrong-secret", "proved"]),
    ("other-app", &["other-app", "proved"]),
    ("expired", &["token-expired", "proved"]),
    ("password-changed", &["password-changed", "proved"]),
    ("missing-permission", &["missing-permissions", "proved"]),
    ("no-pages", &["no-pages", "proved"]),
    ("many-pages", &["proved"]),
    ("page-without-token", &["proved"]),
    ("short-page-token", &["not done yet"]),
    ("granted-not-in-force", &["not-in-force"]),
    ("transient-then-fine", &["proved"]),
    ("rate-limited", &["app-limit", "app-limit", "proved"]),
    ("hostile-names", &["proved"]),
    ("page-token-pasted", &["proved"]),
    ("system-user", &["proved"]),
    ("proof-required", &["proved"]),
    ("no-role", &["proved"]),
    ("missing-expires-in", &["proved"]),
    ("declined-permission", &["missing-permissions", "proved"]),
    ("checkpoint", &["checkpoint"]),
    ("html-502", &["proved"]),
    ("slow", &["proved"]),
    ("legacy-numbers", &["proved"]),
];

#[test]
fn every_scenario_ends_in_a_proof_or_in_a_named_cause_with_a_way_on() {
    let mut wrong = Vec::new();
    let mut seen = Vec::new();
    for scenario in Scenario::all() {
        let walk = walk(Scenario::named(scenario.name).unwrap(), Manner::plain(&journey::PAGE));
        let met: Vec<&str> = walk.met.iter().map(String::as_str).collect();
        seen.push(scenario.name);
        match EXPECTED.iter().find(|(name, _)| *name == scenario.name) {
            Some((_, expected)) if *expected == met.as_slice() => {}
            Some(_) | None => wrong.push(format!("    (\"{}\", &{met:?}),", scenario.name)),
        }
    }
    assert!(
        wrong.is_empty(),
        "these scenarios ended elsewhere:\n{}",
        wrong.join("\n")
    );
    for (name, _) in EXPECTED {
        assert!(seen.contains(name), "there is no scenario {name}");
    }
}

#[test]
fn no_secret_stands_in_an_address_but_the_token_that_is_looked_at() {
    for scenario in Scenario::all() {
        let Walk { log, secrets, .. } = walk(Scenario::named(scenario.name).unwrap(), Manner::plain(&journey::PAGE));
        for exchange in &log {
            assert!(exchange.header("referer").is_none());
            for (name, value) in &exchange.query {
                let holds_secret = secrets.iter().any(|secret| value.contains(secret.as_str()));
                let is_listed = exchange.path.ends_with("/debug_token") && name == "input_token";
                assert!(
                    !holds_secret || is_listed,
                    "{}: {} has a secret in {name}",
                    scenario.name,
                    exchange.line()
                );
            }
            assert!(!secrets.iter().any(|secret| exchange.path.contains(secret.as_str())));
        }
    }
}

#[test]
fn every_call_with_a_user_or_page_token_carries_the_proof_once_the_secret_is_known() {
    let Walk { log, .. } = walk(
        Scenario::named("proof-required").unwrap(),
        Manner::plain(&journey::PAGE),
    );
    let exchanged = log
        .iter()
        .position(|exchange| exchange.path.ends_with("/oauth/access_token"))
        .unwrap();
    let mut checked = 0;
    for exchange in &log[exchanged + 1..] {
        let is_app_token = exchange
            .header("authorization")
            .is_some_and(|header| header.contains('|'));
        if !is_app_token {
            assert!(exchange.parameter("appsecret_proof").is_some(), "{}", exchange.line());
            checked += 1;
        }
    }
    assert!(checked >= 2, "the list and the live read");
}

#[test]
fn a_wrong_secret_travels_once() {
    let Walk { log, secrets, .. } = walk(Scenario::named("wrong-secret").unwrap(), Manner::plain(&journey::PAGE));
    let wrong = &secrets[0];
    let carried = log
        .iter()
        .filter(|exchange| exchange.everything().contains(wrong.as_str()))
        .count();
    assert_eq!(carried, 1);
}

/// Arrival and answer of an exchange whose path ends so.
fn times(log: &[Exchange], path: &str) -> (Duration, Duration, u64) {
    let exchange = log.iter().find(|exchange| exchange.path.ends_with(path)).unwrap();
    (exchange.at, exchange.answered_at, exchange.connection)
}

#[test]
fn from_the_secret_to_the_page_list_two_round_trips_follow_one_another_on_one_kept_connection() {
    let delay = Duration::from_millis(60);
    let Walk { log, .. } = walk(
        Scenario::named("happy").unwrap().with_delay(delay),
        Manner::plain(&journey::PAGE),
    );
    let (_, extended, first_connection) = times(&log, "/oauth/access_token");
    let (listed_from, listed, second_connection) = times(&log, "/me/accounts");
    assert!(extended <= listed_from, "the list needs the token");
    assert_eq!(first_connection, second_connection, "one kept connection");
    let between: Vec<String> = log
        .iter()
        .filter(|exchange| exchange.at >= extended && exchange.answered_at <= listed_from)
        .map(Exchange::line)
        .collect();
    assert!(between.is_empty(), "nothing stands between the two: {between:?}");
    let first = log
        .iter()
        .find(|exchange| exchange.path.ends_with("/oauth/access_token"))
        .unwrap()
        .at;
    let trips = log
        .iter()
        .filter(|exchange| exchange.at >= first && exchange.answered_at <= listed)
        .count();
    assert!(
        trips <= 3,
        "the two, and at most the look at the 60-day token beside the second"
    );
}

#[test]
fn survey() {
    for (name, manner) in [
        ("page", Manner::plain(&journey::PAGE)),
        ("page-browser", Manner::with_browser(&journey::PAGE, 1)),
        ("instagram", Manner::plain(&journey::INSTAGRAM)),
        ("user", Manner::plain(&journey::USER)),
        ("ig-login", Manner::with_browser(&journey::INSTAGRAM_LOGIN, 0)),
        ("ig-login-code", Manner::plain(&journey::INSTAGRAM_LOGIN)),
        (
            "ig-dashboard",
            Manner {
                door: 1,
                ..Manner::plain(&journey::INSTAGRAM_LOGIN)
            },
        ),
        ("renew", Manner::plain(&journey::RENEW)),
        ("check", Manner::plain(&journey::CHECK)),
    ] {
        if std::env::var("ONLY").is_ok_and(|only| only != name) {
            continue;
        }
        for scenario in Scenario::all() {
            if scenario.name == "no-answer" {
                continue;
            }
            if std::env::var("SCENARIO").is_ok_and(|only| only != scenario.name) {
                continue;
            }
            let result = std::panic::catch_unwind(|| walk(Scenario::named(scenario.name).unwrap(), manner));
            match result {
                Ok(walk) => {
                    println!("{name:14} {:30} {:?}", scenario.name, walk.met);
                    if std::env::var("LOG").is_ok() {
                        for e in &walk.log {
                            println!("   {}", e.line());
                        }
                        println!("   {:#?}", walk.facts);
                    }
                }
                Err(error) => println!(
                    "{name:14} {:30} PANIC {:.400}",
                    scenario.name,
                    error.downcast_ref::<String>().cloned().unwrap_or_default()
                ),
            }
        }
    }
}
