//! Every scenario, walked by the real runtime against the simulator over real HTTP, with a person who reads what the
//! screen offers and takes the first way: what they meet, in order, and where they end.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that meets something unexpected stops there"
)]

mod expected;
mod person;

use std::time::Duration;

use evertoken::{
    journey,
    simulator::{Exchange, Scenario},
};
use expected::Exception;
use person::{Manner, Walk, walk};

/// The scenario that holds its answer back for longer than a test should take; `tests/http_faults.rs` has that case.
const TOO_LONG: &str = "no-answer";

/// No token is shorter than this, and no state and no code of the simulator's is as long.
const SHORTEST_TOKEN: usize = 60;

/// Walks every scenario in one manner and compares what was met. Every exchange is looked at on the way: nothing goes to
/// the hosts of the other family.
fn walk_all(manner: Manner, usual: &[&str], exceptions: &[Exception]) {
    let mut wrong = Vec::new();
    let mut seen = Vec::new();
    for scenario in Scenario::all().filter(|scenario| scenario.name != TOO_LONG) {
        let walk = walk(Scenario::named(scenario.name).unwrap(), manner);
        let met: Vec<&str> = walk.met.iter().map(String::as_str).collect();
        seen.push(scenario.name);
        let exception = exceptions.iter().find(|(name, _)| *name == scenario.name);
        let expected = exception.map_or(usual, |(_, expected)| expected);
        if met != expected {
            wrong.push(format!("    (\"{}\", &{met:?}),", scenario.name));
        }
        assert!(
            !met.contains(&"unknown"),
            "{}: a raw message, without a cause",
            scenario.name
        );
        assert_to_its_own_family(scenario.name, &walk.log);
    }
    assert!(
        wrong.is_empty(),
        "these scenarios ended elsewhere:\n{}",
        wrong.join("\n")
    );
    for (name, _) in exceptions {
        assert!(seen.contains(name), "there is no scenario {name}");
    }
}

fn assert_to_its_own_family(scenario: &str, log: &[Exchange]) {
    for exchange in log {
        let foreign = if exchange.host.ends_with("facebook.com") {
            "IGAA"
        } else {
            "EAA"
        };
        assert!(
            !has_token(&exchange.everything(), foreign),
            "{scenario}: a token of the other family in {}",
            exchange.line()
        );
    }
}

/// Whether a token that begins with these letters stands in a text. In a code, a state or another token they may stand by
/// chance, after a `-` or `_` as well: a token is long, and something else comes before it.
fn has_token(text: &str, beginning: &str) -> bool {
    let mut words = text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_')));
    words.any(|word| word.len() >= SHORTEST_TOKEN && word.starts_with(beginning))
}

#[test]
fn the_beginning_of_a_token_inside_of_something_else_is_not_taken_for_one() {
    let rest = "x".repeat(SHORTEST_TOKEN);
    for (text, expected) in [
        (format!("access_token=EAA{rest}&a=b"), true),
        (format!("Bearer EAA{rest}"), true),
        (format!("\"EAA{rest}\""), true),
        (format!("code=AQB-EAA{rest}&a=b"), false),
        (format!("code=AQB_EAA{rest}&a=b"), false),
        ("state=EAAkj3-x_9dkQ2".to_owned(), false),
    ] {
        assert_eq!(has_token(&text, "EAA"), expected, "{text}");
    }
}

#[test]
fn a_token_of_the_other_family_is_noticed() {
    let walk = walk(Scenario::named("happy").unwrap(), Manner::plain(&journey::PAGE));
    let mut log = walk.log;
    for exchange in &mut log {
        exchange.host = "graph.instagram.com".to_owned();
    }
    let noticed = std::panic::catch_unwind(|| assert_to_its_own_family("happy", &log));
    assert!(noticed.is_err());
}

#[test]
fn every_scenario_of_page_ends_in_a_proof_or_in_a_named_cause_with_a_way_on() {
    walk_all(Manner::plain(&journey::PAGE), &["proved"], expected::PAGE);
}

#[test]
fn every_scenario_of_page_by_a_login_does_so_too() {
    walk_all(
        Manner::with_browser(&journey::PAGE, 1),
        &["proved"],
        expected::PAGE_BY_LOGIN,
    );
}

#[test]
fn every_scenario_of_instagram_does_so_too() {
    walk_all(Manner::plain(&journey::INSTAGRAM), &["proved"], expected::INSTAGRAM);
}

#[test]
fn every_scenario_of_user_does_so_too() {
    walk_all(Manner::plain(&journey::USER), &["proved"], expected::USER);
}

#[test]
fn every_scenario_of_instagram_login_does_so_too() {
    walk_all(
        Manner::with_browser(&journey::INSTAGRAM_LOGIN, 0),
        &["proved"],
        expected::INSTAGRAM_LOGIN,
    );
    walk_all(
        Manner::plain(&journey::INSTAGRAM_LOGIN),
        &["proved"],
        expected::INSTAGRAM_LOGIN_BY_CODE,
    );
    let dashboard = Manner {
        door: 1,
        ..Manner::plain(&journey::INSTAGRAM_LOGIN)
    };
    walk_all(dashboard, &["proved"], expected::INSTAGRAM_DASHBOARD);
    walk_all(HOUR, &["proved"], expected::INSTAGRAM_HOUR);
}

#[test]
fn every_scenario_of_renew_does_so_too() {
    walk_all(Manner::plain(&journey::RENEW), &["proved"], expected::RENEW);
}

#[test]
fn every_scenario_of_check_says_what_the_token_is() {
    walk_all(
        Manner::plain(&journey::CHECK),
        &["found: This user token works for 1 h 19 min more"],
        expected::CHECK,
    );
}

#[test]
fn every_scenario_of_page_ends_in_the_same_place_line_by_line() {
    walk_all(Manner::plain(&journey::PAGE).by_line(), &["proved"], expected::PAGE);
    walk_all(
        Manner::with_browser(&journey::PAGE, 1).by_line(),
        &["proved"],
        expected::PAGE_BY_LOGIN,
    );
}

#[test]
fn every_scenario_of_the_other_journeys_does_so_too() {
    let by_line = |journey| Manner::plain(journey).by_line();
    walk_all(by_line(&journey::INSTAGRAM), &["proved"], expected::INSTAGRAM);
    walk_all(by_line(&journey::USER), &["proved"], expected::USER);
    walk_all(
        by_line(&journey::INSTAGRAM_LOGIN),
        &["proved"],
        expected::INSTAGRAM_LOGIN_BY_CODE,
    );
    walk_all(HOUR.by_line(), &["proved"], expected::INSTAGRAM_HOUR);
    walk_all(by_line(&journey::RENEW), &["proved"], expected::RENEW);
    walk_all(
        by_line(&journey::CHECK),
        &["found: This user token works for 1 h 19 min more"],
        expected::CHECK,
    );
}

/// The values of an outcome under a label.
fn value<'a>(walk: &'a Walk, label: &str) -> &'a str {
    let found = walk.facts.iter().find(|(other, _)| other == label);
    &found.unwrap_or_else(|| panic!("no {label} in {:?}", walk.facts)).1
}

#[test]
fn what_each_seed_wanted_stands_in_the_outcome() {
    let happy = || Scenario::named("happy").unwrap();
    // Seed 001: a Page token for posting.
    let page = walk(happy(), Manner::plain(&journey::PAGE));
    assert_eq!(value(&page, "Page ID"), "104857392016485");
    assert!(value(&page, "Page token").starts_with("EAA"));
    assert_eq!(value(&page, "Expires"), "never");
    // Seeds 000 and 002: the same with Instagram behind it, and Agoras' two names for it.
    let instagram = walk(happy(), Manner::plain(&journey::INSTAGRAM));
    assert_eq!(value(&instagram, "Expires"), "never");
    assert!(value(&instagram, "Instagram ID").starts_with("17841"));
    assert!(value(&instagram, "Instagram name").starts_with('@'));
    assert_eq!(
        value(&instagram, "For Agoras"),
        "--instagram-access-token token, --instagram-object-id Page ID"
    );
    // Seed 004: a user token of 60 days with the Instagram user ID.
    let user = walk(happy(), Manner::plain(&journey::USER));
    assert!(value(&user, "Expires").ends_with("(in 60 days)"));
    assert!(value(&user, "User token").starts_with("EAA"));
    assert!(!value(&user, "User ID").is_empty());
    assert!(value(&user, "Instagram ID").starts_with("17841"));
    assert_eq!(
        value(&user, "As variables"),
        "INSTAGRAM_ACCESS_TOKEN = token, INSTAGRAM_USER_ID = Instagram ID"
    );
    // Seed 003: a token of Instagram's own, and its renewal.
    let own = walk(happy(), Manner::with_browser(&journey::INSTAGRAM_LOGIN, 0));
    assert!(value(&own, "Instagram token").starts_with("IGAA"));
    assert!(value(&own, "Expires").ends_with("(in 60 days)"));
    assert!(value(&own, "Instagram name").starts_with('@'));
    let renewed = walk(
        Scenario::named("instagram-thirty-days-old").unwrap(),
        Manner::plain(&journey::RENEW),
    );
    assert_eq!(renewed.met, ["proved"]);
    assert!(value(&renewed, "Expires").ends_with("(in 60 days)"));
}

#[test]
fn several_pages_are_proved_each_on_its_own_and_one_that_fails_spoils_nothing() {
    let all = Manner {
        takes_all_pages: true,
        ..Manner::plain(&journey::PAGE)
    };
    let happy = walk(Scenario::named("happy").unwrap(), all);
    assert_eq!(happy.met, ["All 3 are proved"]);
    assert_eq!(walk(Scenario::named("happy").unwrap(), all.by_line()).met, happy.met);
    let mixed = walk(Scenario::named("one-page-fails").unwrap(), all);
    assert_eq!(mixed.met.len(), 1);
    let proved = mixed.facts.iter().filter(|(_, words)| words.starts_with("Proved"));
    assert_eq!(proved.count() + 1, mixed.facts.len(), "{:?}", mixed.facts);
}

#[test]
fn a_login_code_travels_once_and_a_declined_permission_is_asked_for_again_in_so_many_words() {
    let walk = walk(
        Scenario::named("login-declined").unwrap(),
        Manner::with_browser(&journey::PAGE, 1),
    );
    assert_eq!(walk.met, ["missing-permissions", "proved"]);
    let dialogs: Vec<_> = walk
        .log
        .iter()
        .filter(|exchange| exchange.path.ends_with("/dialog/oauth"))
        .collect();
    let (first, last) = (dialogs[0], dialogs[dialogs.len() - 1]);
    assert_eq!(first.parameter("auth_type"), None);
    assert_eq!(last.parameter("auth_type"), Some("rerequest"));
    assert_ne!(
        first.parameter("state"),
        last.parameter("state"),
        "a state is used once"
    );
    assert!(first.parameter("state").unwrap().len() >= 22, "128 bits or more");
    let codes: Vec<_> = walk
        .log
        .iter()
        .filter(|exchange| exchange.path.ends_with("/oauth/access_token"))
        .filter_map(|exchange| exchange.parameter("code"))
        .collect();
    let different: std::collections::BTreeSet<_> = codes.iter().collect();
    assert_eq!(codes.len(), different.len(), "no code is sent twice");
    assert_eq!(codes.len(), 2);
}

/// The door of `instagram-login` for a token of an hour.
const HOUR: Manner = Manner {
    door: 2,
    ..Manner::plain(&journey::INSTAGRAM_LOGIN)
};

#[test]
fn a_token_of_an_hour_becomes_one_of_sixty_days_that_is_proved() {
    let walk = walk(Scenario::named("instagram-short-token").unwrap(), HOUR);
    assert_eq!(walk.met, ["proved"]);
    assert!(value(&walk, "Expires").ends_with("(in 60 days)"));
    assert!(value(&walk, "Instagram name").starts_with('@'));
    // The connection that was made ready asks for nothing.
    let asked: Vec<&Exchange> = walk.log.iter().filter(|exchange| exchange.path != "/").collect();
    let [exchange, read] = asked.as_slice() else {
        panic!("{:?}", asked.iter().map(|exchange| exchange.line()).collect::<Vec<_>>())
    };
    assert_eq!(exchange.path, "/access_token");
    assert_eq!(exchange.parameter("grant_type"), Some("ig_exchange_token"));
    assert!(read.path.ends_with("/me"), "{}", read.path);
    assert_ne!(
        read.header("authorization"),
        exchange.header("authorization"),
        "the read is made with the token that came of it"
    );
}

#[test]
fn no_secret_stands_in_an_address_but_the_token_that_is_looked_at() {
    assert_no_secret_in_an_address(Manner::plain(&journey::PAGE), |_| true);
}

#[test]
fn nor_does_one_where_a_token_of_an_hour_is_made_to_last_but_in_the_documented_call() {
    assert_no_secret_in_an_address(HOUR, |name| name.starts_with("instagram-"));
    assert_no_secret_in_an_address(Manner::plain(&journey::RENEW), |name| name.starts_with("instagram-"));
}

fn assert_no_secret_in_an_address(manner: Manner, is_meant: impl Fn(&str) -> bool) {
    for scenario in Scenario::all().filter(|scenario| scenario.name != TOO_LONG && is_meant(scenario.name)) {
        let Walk { log, secrets, .. } = walk(Scenario::named(scenario.name).unwrap(), manner);
        for exchange in &log {
            assert!(exchange.header("referer").is_none());
            for (name, value) in &exchange.query {
                let holds_secret = secrets.iter().any(|secret| value.contains(secret.as_str()));
                let is_listed = exchange.path.ends_with("/debug_token") && name == "input_token"
                    || exchange.host == "graph.instagram.com"
                        && exchange.path == "/access_token"
                        && name == "client_secret";
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
