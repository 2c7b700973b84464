//! Every scenario without a person, against the same tables as the other two faces: where a person is told of a proof at
//! once, the token is handed over; where they meet a trouble first, the run ends with the words of that trouble, and with the
//! code that stands for it.

use std::{fs, thread};

use evertoken::{assets::explanations, simulator::Scenario};

use crate::{
    expected::{self, Exception},
    support::{Ended, Stage},
};

/// The scenario that holds its answer back for longer than a test should take.
const TOO_LONG: &str = "no-answer";

/// What may be met on the way to a proof without keeping a run from it.
const REMARKS: &[&str] = &[
    "remark on the list",
    "proved",
    // Nobody opens one here: the code is there already.
    "a page of the login that leads nowhere",
];

/// What a person meets first in a scenario, as far as it keeps them from the proof.
fn first_met(scenario: &str, exceptions: &[Exception]) -> Option<&'static str> {
    let met = exceptions.iter().find(|(name, _)| *name == scenario)?.1;
    let first = met.iter().find(|met| !REMARKS.contains(met))?;
    Some(first)
}

/// Words that speak to somebody at a screen.
const AT_A_SCREEN: &[&str] = &[
    "paste",
    "press ",
    "type it",
    "type the",
    "typed",
    "menu",
    "go back",
    "below",
    "above",
    "this step",
    "choose the page",
];

/// A line that speaks to somebody at a screen, where nobody is. Meta's own words are Meta's.
fn spoken_to_a_person(ended: &Ended) -> Option<&str> {
    let lines = ended.err.lines().filter(|line| !line.starts_with("Meta's words:"));
    let is_for_a_screen = |line: &&str| {
        let lower = line.to_lowercase();
        AT_A_SCREEN.iter().any(|word| lower.contains(word))
    };
    lines.into_iter().find(is_for_a_screen)
}

/// The words in which a run says what a person meets.
fn words_of(met: &str) -> String {
    if met == "said at the field" {
        return "Access token (".to_owned();
    }
    let verdict = ["not done: ", "found: "].iter().find_map(|sort| met.strip_prefix(sort));
    verdict.map_or_else(
        || {
            let entry = explanations().iter().find(|entry| entry.id == met);
            entry.unwrap().headline.clone()
        },
        str::to_owned,
    )
}

/// How a run is to end.
#[derive(Debug, Clone)]
struct Expected {
    code: i32,
    /// What standard output begins with; empty where nothing is to be there.
    out: &'static str,
    /// What is to be said.
    words: String,
}

impl Expected {
    fn failure(code: i32, words: impl Into<String>) -> Self {
        Self {
            code,
            out: "",
            words: words.into(),
        }
    }
}

/// What is wrong with the end of a run, as sentences.
fn faults(ended: &Ended, expected: &Expected) -> Vec<String> {
    let mut faults = Vec::new();
    if ended.code != Some(expected.code) {
        faults.push(format!("{} was expected", expected.code));
    }
    if !ended.err.to_lowercase().contains(&expected.words.to_lowercase()) {
        faults.push(format!("\"{}\" was expected", expected.words));
    }
    if expected.code != 0 && ended.err.trim().is_empty() {
        faults.push("nothing was said".to_owned());
    }
    let is_one_line = ended.out.lines().count() == 1 && ended.out.ends_with('\n');
    match expected.out {
        "" if !ended.out.is_empty() => faults.push("something is on standard output".to_owned()),
        "" => {}
        begin if !ended.out.starts_with(begin) => faults.push(format!("{begin} was expected")),
        _ if !is_one_line => faults.push("one line was expected".to_owned()),
        _ => {}
    }
    faults
}

/// What is given to `get`, and so the door it goes through.
#[derive(Debug, Clone, Copy)]
enum Given {
    Token,
    Code,
    InstagramToken,
    InstagramHour,
    InstagramCode,
    TokenToRenew,
}

fn get(stage: &Stage, journey: &str, given: Given) -> Ended {
    let samples = stage.simulator.samples().clone();
    // Not every scenario has an app for Instagram, or a code.
    let first = |of: &[String]| of.first().cloned().unwrap_or_default();
    let (app, instagram_app) = (&samples.app_ids[0], &first(&samples.instagram_app_ids));
    let (secret, instagram_secret) = (&samples.app_secrets[0], &first(&samples.instagram_app_secrets));
    let redirect = ["--redirect", &samples.redirect_address];
    let mut arguments = vec!["get", journey, "--quiet"];
    let input = match given {
        Given::Token | Given::TokenToRenew => {
            arguments.extend(["--app-id", app]);
            let token = match given {
                Given::Token => &samples.tokens[0],
                _ => &samples.check_tokens[0],
            };
            format!("token={token}\napp_secret={secret}\n")
        }
        Given::Code => {
            arguments.extend(["--app-id", app]);
            arguments.extend(redirect);
            format!("code={}\napp_secret={secret}\n", first(&samples.facebook_codes))
        }
        Given::InstagramToken => format!("token={}\n", first(&samples.instagram_tokens)),
        Given::InstagramHour => {
            let token = first(&samples.instagram_hour_tokens);
            format!("token={token}\ninstagram_app_secret={instagram_secret}\n")
        }
        Given::InstagramCode => {
            arguments.extend(["--instagram-app-id", instagram_app]);
            arguments.extend(redirect);
            let code = first(&samples.instagram_codes);
            format!("code={code}\ninstagram_app_secret={instagram_secret}\n")
        }
    };
    if let (Some(page), "page" | "instagram" | "user") = (samples.page_ids.first(), journey) {
        arguments.extend(["--page", page]);
    }
    stage.call(&arguments).with_input(&input).run()
}

/// How a scenario ends that does so otherwise than with a person: its code, and words that say why.
type Otherwise = (&'static str, i32, &'static str);

/// Here the Page is named by its number, which a person chooses from the list: on every journey with Pages.
const BY_NUMBER: &[Otherwise] = &[
    ("no-pages", 1, "not shared with the app"),
    // It is asked for by its number and given, whatever the list says.
    ("portfolio-pages-hidden", 0, ""),
];

const PAGE_BY_NUMBER: &[Otherwise] = &[
    ("page-not-ticked", 1, "not shared with the app"),
    ("two-factor-page", 1, "no two-factor login"),
];

const INSTAGRAM_BY_NUMBER: &[Otherwise] = &[
    ("page-not-ticked", 1, "not shared with the app"),
    ("two-factor-page", 1, "no two-factor login"),
    ("many-pages", 1, "no Instagram account is linked"),
    ("granted-not-in-force", 1, "no Instagram account is linked"),
    ("page-without-instagram", 1, "no Instagram account is linked"),
    ("twenty-seven-pages", 1, "no Instagram account is linked"),
    ("ten-thousand-pages", 1, "no Instagram account is linked"),
    ("endless-cursor", 1, "no Instagram account is linked"),
    ("personal-instagram", 1, "is a personal one"),
    ("data-access-past", 1, "90 days without a login"),
];

/// A person knows where the token comes from; here it is refreshed to find out.
const DASHBOARD_ALONE: &[Otherwise] = &[
    ("instagram-short-token", 1, "a token of one hour"),
    ("instagram-refresh-refused", 1, "does not refresh this token yet"),
];

/// The code was handed out before, and not by the dialog of this scenario: what was declined there, or what that dialog
/// refuses, does not matter, and what is wrong with the code does.
const PAGE_BY_CODE: &[Otherwise] = &[
    ("missing-permission", 1, "(not asked for)"),
    ("declined-permission", 1, "(declined in the window)"),
    // It is asked for by its number and given, whatever the list says.
    ("pages-by-target-ids", 0, ""),
    ("login-declined", 0, ""),
    ("login-redirect-not-listed", 0, ""),
    (
        "login-redirect-differs",
        1,
        "redirect address is not the one of the login",
    ),
    ("login-code-spent", 1, "was used already or is too old"),
    ("login-code-expired", 1, "This login code is too old"),
];

/// Where Meta asks for the App secret, it is at hand.
const RENEW_ALONE: &[Otherwise] = &[("proof-required", 0, "")];

/// The codes of `renew` where the token is as it was.
const RENEW_CODES: &[(i32, &[&str])] = &[
    (1, &["wrong-secret", "wrong-app-id", "instagram-app-id", "secret-reset"]),
    (2, &["app-token-pasted"]),
    (
        11,
        &[
            "page-token-pasted",
            "system-user",
            "instagram-dashboard-token",
            "instagram-refresh-early",
        ],
    ),
    (
        20,
        &[
            "expired",
            "password-changed",
            "short-page-token",
            "token-echoed",
            "renew-expired",
            "renew-short-page-token",
            "instagram-short-token",
            "instagram-expired",
        ],
    ),
    (30, &["other-app", "checkpoint", "instagram-refresh-refused"]),
];

/// The codes of `check` where that is not the 10 of a token that ends within the day.
const CHECK_CODES: &[(i32, &[&str])] = &[
    (
        0,
        &[
            "page-token-pasted",
            "system-user",
            "sixty-days-token",
            "system-user-sixty-days",
        ],
    ),
    (2, &["app-token-pasted"]),
    (
        20,
        &[
            "expired",
            "password-changed",
            "token-echoed",
            "renew-expired",
            "instagram-expired",
        ],
    ),
    (
        30,
        &[
            "wrong-app-id",
            "instagram-app-id",
            "checkpoint",
            // They work, and nothing says until when.
            "instagram-token-pasted",
            "instagram-dashboard-token",
            "instagram-dashboard-exchanged",
            "instagram-short-token",
            "instagram-thirty-days-old",
            "instagram-refresh-early",
            "instagram-refresh-refused",
        ],
    ),
];

fn code_of(codes: &[(i32, &[&str])], scenario: &str) -> Option<i32> {
    let found = codes.iter().find(|(_, scenarios)| scenarios.contains(&scenario));
    found.map(|(code, _)| *code)
}

/// Runs every scenario, and lists what is wrong with each that ends otherwise than it should.
fn compare(run: impl Fn(&Stage, &str) -> (Ended, Expected) + Sync) -> Vec<String> {
    let names: Vec<&str> = Scenario::all().map(|scenario| scenario.name).collect();
    let names: Vec<&str> = names.into_iter().filter(|name| *name != TOO_LONG).collect();
    let fault = |name: &str| {
        let (ended, expected) = run(&Stage::of(name), name);
        let mut faults = faults(&ended, &expected);
        faults.extend(spoken_to_a_person(&ended).map(|line| format!("nobody is at a screen: {line}")));
        (!faults.is_empty()).then(|| {
            format!(
                "{name}: {faults:?}: {:?} {} {}",
                ended.code,
                ended.out.trim(),
                ended.err.trim()
            )
        })
    };
    let fault = &fault;
    thread::scope(|scope| {
        let halves = names.chunks(names.len().div_ceil(2).max(1));
        let workers: Vec<_> = halves
            .map(|half| scope.spawn(move || half.iter().filter_map(|name| fault(name)).collect::<Vec<_>>()))
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    })
}

/// Runs `get` in every scenario.
fn run_all(journey: &str, given: Given, exceptions: &[Exception], otherwise: &[&[Otherwise]]) {
    let wrong = compare(|stage, name| {
        let token = match given {
            Given::TokenToRenew if stage.simulator.samples().check_tokens[0].starts_with("IGAA") => "IGAA",
            Given::Token | Given::Code | Given::TokenToRenew => "EAA",
            Given::InstagramToken | Given::InstagramHour | Given::InstagramCode => "IGAA",
        };
        let other = otherwise.iter().copied().flatten().find(|(other, ..)| *other == name);
        let (code, words) = match (other, first_met(name, exceptions)) {
            (Some((_, code, words)), _) => (*code, (*words).to_owned()),
            (None, None) => (0, String::new()),
            // It was looked at, and there is nothing to renew.
            (None, Some(met)) if met.starts_with("found: ") => (11, words_of(met)),
            (None, Some(met)) => (1, words_of(met)),
        };
        let out = if code == 0 { token } else { "" };
        (get(stage, journey, given), Expected { code, out, words })
    });
    assert!(wrong.is_empty(), "{journey}, {given:?}:\n{}", wrong.join("\n"));
}

#[test]
fn every_scenario_of_page_ends_without_a_person_as_it_does_with_one() {
    run_all("page", Given::Token, expected::PAGE, &[BY_NUMBER, PAGE_BY_NUMBER]);
}

#[test]
fn every_scenario_of_page_with_a_login_code_does_so_too() {
    run_all(
        "page",
        Given::Code,
        expected::PAGE_BY_LOGIN,
        &[BY_NUMBER, PAGE_BY_NUMBER, PAGE_BY_CODE],
    );
}

#[test]
fn every_scenario_of_instagram_does_so_too() {
    run_all(
        "instagram",
        Given::Token,
        expected::INSTAGRAM,
        &[BY_NUMBER, INSTAGRAM_BY_NUMBER],
    );
}

#[test]
fn every_scenario_of_user_does_so_too() {
    run_all("user", Given::Token, expected::USER, &[BY_NUMBER]);
}

#[test]
fn every_scenario_of_instagram_login_does_so_too_through_each_of_its_doors() {
    let journey = "instagram-login";
    run_all(
        journey,
        Given::InstagramToken,
        expected::INSTAGRAM_DASHBOARD,
        &[DASHBOARD_ALONE],
    );
    run_all(journey, Given::InstagramHour, expected::INSTAGRAM_HOUR, &[]);
    run_all(journey, Given::InstagramCode, expected::INSTAGRAM_LOGIN_BY_CODE, &[]);
}

#[test]
fn every_scenario_of_get_renew_does_so_too() {
    run_all("renew", Given::TokenToRenew, expected::RENEW, &[RENEW_ALONE]);
}

#[test]
fn every_scenario_of_renew_in_place_does_so_too_and_what_is_not_renewed_keeps_its_file() {
    let wrong = compare(|stage, name| {
        let samples = stage.simulator.samples();
        let file = stage.file("token", &samples.check_tokens[0]);
        let call = stage.call([
            "renew",
            "--app-id",
            &samples.app_ids[0],
            "--file",
            file.to_str().unwrap(),
        ]);
        let ended = call
            .with_variable("EVERTOKEN_APP_SECRET", &samples.app_secrets[0])
            .run();
        let is_as_it_was = fs::read_to_string(&file).unwrap() == samples.check_tokens[0];
        let expected = match first_met(name, expected::RENEW).filter(|_| name != "proof-required") {
            None => Expected::failure(0, "Renewed: it works until "),
            Some(met) => Expected::failure(code_of(RENEW_CODES, name).unwrap(), words_of(met)),
        };
        // Instagram may give the same text a new end.
        assert!(is_as_it_was || ended.code == Some(0), "{name}: {ended:?}");
        (ended, expected)
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_scenario_of_check_has_its_verdict() {
    let wrong = compare(|stage, name| {
        let samples = stage.simulator.samples();
        let call = stage.call(["check", "--json", "--app-id", &samples.app_ids[0]]);
        let call = call.with_input(&samples.check_tokens[0]);
        let mut ended = call
            .with_variable("EVERTOKEN_APP_SECRET", &samples.app_secrets[0])
            .run();
        let met = match name {
            // The secret that Meta asks for is at hand.
            "proof-required" => None,
            name => first_met(name, expected::CHECK),
        };
        let code = code_of(CHECK_CODES, name).unwrap_or(10);
        let out = match code {
            0 => r#"{"version":1,"verdict":"fine""#,
            10 => r#"{"version":1,"verdict":"ends_soon""#,
            20 => r#"{"version":1,"verdict":"dead""#,
            30 => r#"{"version":1,"verdict":"cannot_tell""#,
            _ => "",
        };
        // The headline is in the object, and what follows from it beside it.
        ended.err = format!("{}{}", ended.out, ended.err);
        let words = words_of(met.unwrap_or("found: This user token works for 1 h 19 min more"));
        (ended, Expected { code, out, words })
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn check_and_renew_speak_to_nobody_at_a_screen_in_any_scenario() {
    for scenario in Scenario::all()
        .map(|scenario| scenario.name)
        .filter(|name| *name != TOO_LONG)
    {
        let stage = Stage::of(scenario);
        let given = stage.simulator.samples().clone();
        let Some(token) = given.check_tokens.first() else {
            continue;
        };
        let file = stage.file("token", token);
        for command in ["check", "renew"] {
            let call = stage.call([command, "--quiet", "--file", file.to_str().unwrap()]);
            let ended = call.with_variable("EVERTOKEN_APP_SECRET", stage.secret()).run();
            assert_eq!(spoken_to_a_person(&ended), None, "{command}, {scenario}: {}", ended.err);
        }
    }
}

#[test]
fn a_run_that_ends_elsewhere_is_noticed() {
    let ended = |code, out: &str, err: &str| Ended {
        code: Some(code),
        out: out.to_owned(),
        err: err.to_owned(),
    };
    assert_eq!(
        spoken_to_a_person(&ended(1, "", "Meta's words: go back\nPlease paste it again.")),
        Some("Please paste it again.")
    );
    let proof = Expected {
        code: 0,
        out: "EAA",
        words: String::new(),
    };
    let secret = Expected::failure(1, words_of("wrong-secret"));
    let sentence = "The App secret does not belong to this App ID.";
    assert_eq!(faults(&ended(0, "EAAx\n", ""), &proof), Vec::<String>::new());
    assert_eq!(faults(&ended(1, "", sentence), &secret), Vec::<String>::new());
    for (ended, expected) in [
        (ended(1, "EAAx\n", "x"), &proof),
        (ended(0, "", ""), &proof),
        (ended(0, "IGAA\n", ""), &proof),
        (ended(0, "EAAx\nEAAy\n", ""), &proof),
        (ended(0, "EAAx", ""), &proof),
        (ended(2, "", sentence), &secret),
        (ended(1, "EAA\n", sentence), &secret),
        (ended(1, "", "Something went wrong"), &secret),
    ] {
        assert_eq!(faults(&ended, expected).len(), 1, "{ended:?}");
    }
    let nothing = Expected::failure(1, "");
    assert_eq!(faults(&ended(1, "", ""), &nothing).len(), 1);
    assert!(std::panic::catch_unwind(|| words_of("no-such-trouble")).is_err());
}
