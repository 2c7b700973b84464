//! The scenarios: their files, how each begins and how it ends.

use std::collections::BTreeSet;
use std::path::Path;

use evertoken::simulator::{Scenario, ScenarioError};
use serde_json::{Value, json};

use crate::line::{BAKERY, HAPPY, MARKET, PERSON, Play, SIXTY_DAYS, names, now, text};

pub(crate) const NAMES: [&str; 82] = [
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
    "instagram-happy",
    "page-without-instagram",
    "personal-instagram",
    "several-instagram-accounts",
    "profile-plus-tasks",
    "twenty-seven-pages",
    "ten-thousand-pages",
    "endless-cursor",
    "repeated-pages",
    "portfolio-pages-hidden",
    "portfolio-pages-only",
    "page-not-ticked",
    "pages-by-target-ids",
    "two-factor-page",
    "one-page-fails",
    "app-token-pasted",
    "instagram-token-pasted",
    "token-echoed",
    "data-access-past",
    "secret-reset",
    "unknown-version",
    "no-answer",
    "sixty-days-token",
    "renew-expired",
    "renew-short-page-token",
    "system-user-sixty-days",
    "login-cancelled",
    "login-declined",
    "login-one-page",
    "login-no-role",
    "login-redirect-not-listed",
    "login-redirect-differs",
    "login-feature-unavailable",
    "login-scope-missing",
    "login-code-spent",
    "login-code-expired",
    "login-short-token",
    "device-approved",
    "device-declined",
    "device-off",
    "instagram-dashboard-token",
    "instagram-dashboard-exchanged",
    "instagram-short-token",
    "instagram-thirty-days-old",
    "instagram-refresh-early",
    "instagram-refresh-refused",
    "instagram-expired",
    "instagram-no-tester-role",
    "instagram-login-refused",
    "instagram-code-spent",
    "instagram-redirect-mismatch",
    "instagram-wrong-app-id",
    "instagram-wrong-secret",
    "instagram-user-id-number",
    "instagram-permissions-text",
    "instagram-wrapped",
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

/// Names of the fields of a struct, from its source.
fn fields_of(source: &str, name: &str) -> Vec<String> {
    let body = source.split(&format!("struct {name} {{")).nth(1).unwrap();
    let body = body.split("\n}").next().unwrap();
    let lines = body.lines().filter_map(|line| line.trim().strip_prefix("pub(crate) "));
    lines.map(|line| line.split(':').next().unwrap().to_owned()).collect()
}

#[test]
fn the_documentation_names_every_scenario_with_its_title_and_every_switch() {
    let page = include_str!("../../docs/simulator.md");
    let rows = Scenario::all().map(|scenario| format!("| `{}` | {} |\n", scenario.name, scenario.title));
    let scenarios = rows.collect::<Vec<_>>().concat();
    assert!(page.ends_with(&scenarios), "the list of scenarios is:\n{scenarios}");
    let switches = fields_of(include_str!("../../src/simulator/plan/switches.rs"), "Switches");
    assert!(switches.len() >= 16);
    for switch in switches {
        assert!(page.contains(&format!("| `{switch}` |")), "{switch}");
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
