//! Every scenario without a person, against the same table as the other two faces: where a person is told of a proof at
//! once, the token is handed over; where they meet a trouble first, the run ends with the words of that trouble.

use std::thread;

use evertoken::{assets::explanations, simulator::Scenario};

use crate::{
    expected::{self, Exception},
    support::{Ended, Stage},
};

/// The scenario that holds its answer back for longer than a test should take.
const TOO_LONG: &str = "no-answer";

/// What may be met on the way to a proof without keeping a run from it.
const REMARKS: &[&str] = &["remark on the list", "proved"];

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

/// What is wrong with the end of a run, as sentences.
fn faults(ended: &Ended, first: Option<&str>) -> Option<String> {
    let headline = first.and_then(|first| {
        let entry = explanations().iter().find(|entry| entry.id == first);
        entry.map(|entry| entry.headline.clone())
    });
    match (first, ended.code, headline) {
        (None, Some(0), _) if !ended.out.trim().is_empty() => None,
        (None, ..) => Some("a proof was expected".to_owned()),
        (Some(_), Some(0), _) => Some("a failure was expected".to_owned()),
        (Some(_), ..) if !ended.out.is_empty() => Some("something is on standard output".to_owned()),
        (Some(_), _, Some(headline)) if !ended.err.to_lowercase().contains(&headline.to_lowercase()) => {
            Some(format!("\"{headline}\" was expected"))
        }
        (Some(_), ..) => None,
    }
}

fn run(scenario: &str, journey: &str) -> Ended {
    let stage = Stage::of(scenario);
    let given = stage.simulator.samples().clone();
    let mut arguments = vec!["get", journey, "--quiet"];
    let input = if journey == "instagram-login" {
        format!("token={}\n", given.instagram_tokens[0])
    } else {
        arguments.extend(["--app-id", &given.app_ids[0]]);
        stage.secrets()
    };
    if let (Some(page), "page" | "instagram" | "user") = (given.page_ids.first(), journey) {
        arguments.extend(["--page", page]);
    }
    stage.call(&arguments).with_input(&input).run()
}

/// How a scenario ends where the Page is named by its number, which a person chooses from the list: its code, and words
/// that say why.
type ByNumber = (&'static str, i32, &'static str);

/// On every journey with Pages.
const BY_NUMBER: &[ByNumber] = &[
    ("no-pages", 1, "not shared with the app"),
    // It is asked for by its number and given, whatever the list says.
    ("portfolio-pages-hidden", 0, ""),
];

const PAGE_BY_NUMBER: &[ByNumber] = &[
    ("page-not-ticked", 1, "not shared with the app"),
    ("two-factor-page", 1, "no two-factor login"),
];

const INSTAGRAM_BY_NUMBER: &[ByNumber] = &[
    ("page-not-ticked", 1, "not shared with the app"),
    ("two-factor-page", 1, "no two-factor login"),
    ("many-pages", 1, "no Instagram account is linked"),
    ("granted-not-in-force", 1, "no Instagram account is linked"),
    ("page-without-instagram", 1, "no Instagram account is linked"),
    ("twenty-seven-pages", 1, "no Instagram account is linked"),
    ("ten-thousand-pages", 1, "no Instagram account is linked"),
    ("personal-instagram", 1, "is a personal one"),
    ("data-access-past", 1, "90 days without a login"),
];

/// Runs every scenario on a journey, and compares.
fn run_all(journey: &str, exceptions: &[Exception], by_number: &[&[ByNumber]]) {
    let names: Vec<&str> = Scenario::all().map(|scenario| scenario.name).collect();
    let names: Vec<&str> = names.into_iter().filter(|name| *name != TOO_LONG).collect();
    let fault = |name: &str| {
        let ended = run(name, journey);
        let otherwise = by_number.iter().copied().flatten().find(|(other, ..)| *other == name);
        let fault = spoken_to_a_person(&ended).map(|line| format!("nobody is at a screen: {line}"));
        let fault = fault.or_else(|| match otherwise {
            Some((_, code, words)) => {
                let is_so =
                    ended.code == Some(*code) && ended.err.contains(words) && (*code == 0) != ended.out.is_empty();
                (!is_so).then(|| format!("{code} with \"{words}\" was expected"))
            }
            None => faults(&ended, first_met(name, exceptions)),
        });
        fault.map(|fault| format!("{name}: {fault}: {:?} {}", ended.code, ended.err.trim()))
    };
    let wrong: Vec<String> = thread::scope(|scope| {
        let halves = names.chunks(names.len().div_ceil(2).max(1));
        let workers: Vec<_> = halves
            .map(|half| scope.spawn(move || half.iter().filter_map(|name| fault(name)).collect::<Vec<_>>()))
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    assert!(wrong.is_empty(), "{journey}:\n{}", wrong.join("\n"));
}

#[test]
fn every_scenario_of_page_ends_without_a_person_as_it_does_with_one() {
    run_all("page", expected::PAGE, &[BY_NUMBER, PAGE_BY_NUMBER]);
}

#[test]
fn every_scenario_of_instagram_does_so_too() {
    run_all("instagram", expected::INSTAGRAM, &[BY_NUMBER, INSTAGRAM_BY_NUMBER]);
}

#[test]
fn every_scenario_of_user_does_so_too() {
    run_all("user", expected::USER, &[BY_NUMBER]);
}

#[test]
fn every_scenario_of_instagram_login_with_a_token_of_the_dashboard_does_so_too() {
    run_all("instagram-login", expected::INSTAGRAM_DASHBOARD, &[]);
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
    let secret = Some("wrong-secret");
    assert_eq!(
        spoken_to_a_person(&ended(1, "", "Meta's words: go back\nPlease paste it again.")),
        Some("Please paste it again.")
    );
    assert_eq!(faults(&ended(0, "EAA", ""), None), None);
    assert_eq!(
        faults(&ended(1, "", "The App secret does not belong to this App ID."), secret),
        None
    );
    for (ended, first) in [
        (ended(1, "", "x"), None),
        (ended(0, "", ""), None),
        (ended(0, "EAA", ""), secret),
        (ended(1, "EAA", "The App secret does not belong to this App ID"), secret),
        (ended(1, "", "Something went wrong"), secret),
    ] {
        assert!(faults(&ended, first).is_some(), "{ended:?}");
    }
}
