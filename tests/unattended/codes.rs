//! The exit code of every kind of end, by scenario: what failed never ends with 0, and never leaves anything on standard output.

use std::{fs, thread};

use crate::support::{Ended, Stage};

/// What may be found when a run has ended with this code; sentences about what is wrong.
fn faults(ended: &Ended, code: i32, may_print: bool) -> Vec<String> {
    let mut faults = Vec::new();
    if ended.code != Some(code) {
        faults.push(format!("ended with {:?} and not {code}", ended.code));
    }
    if !may_print && !ended.out.is_empty() {
        faults.push("something is on standard output".to_owned());
    }
    if code != 0 && ended.err.is_empty() && ended.out.is_empty() {
        faults.push("nothing was said".to_owned());
    }
    if ended.err.contains("panicked") || ended.err.contains('\x1b') {
        faults.push("it panicked, or wrote for a terminal".to_owned());
    }
    faults
}

#[test]
fn get_ends_with_0_only_where_the_token_is_proved() {
    for (scenario, code, words) in [
        ("happy", 0, ""),
        ("many-pages", 0, ""),
        ("page-token-pasted", 0, ""),
        ("sixty-days-token", 0, ""),
        ("system-user", 0, ""),
        ("transient-then-fine", 0, ""),
        ("proof-required", 0, ""),
        ("wrong-secret", 1, "does not belong to this App ID"),
        ("wrong-app-id", 1, "no app with this App ID"),
        ("instagram-app-id", 1, "not an App ID that Facebook can use"),
        ("other-app", 1, "another app"),
        ("expired", 1, "expired"),
        ("password-changed", 1, "password"),
        ("missing-permission", 1, "--without-permissions"),
        ("no-pages", 1, "Page"),
        ("short-page-token", 1, "does not last"),
        ("granted-not-in-force", 1, "have no effect"),
        ("rate-limited", 1, "too often"),
        ("checkpoint", 1, "check the account"),
        ("app-token-pasted", 1, ""),
        ("instagram-token-pasted", 1, ""),
    ] {
        let stage = Stage::of(scenario);
        let given = stage.simulator.samples().clone();
        let mut arguments = vec!["get", "page", "--quiet", "--app-id", &given.app_ids[0]];
        if let Some(page) = given.page_ids.first() {
            arguments.extend(["--page", page]);
        }
        let ended = stage.call(&arguments).with_input(&stage.secrets()).run();
        assert_eq!(
            faults(&ended, code, code == 0),
            Vec::<String>::new(),
            "{scenario}: {ended:?}"
        );
        assert_eq!(ended.out.starts_with("EAA"), code == 0, "{scenario}");
        assert!(
            ended.err.contains(words),
            "{scenario} does not say {words}: {}",
            ended.err
        );
    }
}

#[test]
fn check_tells_fine_soon_dead_and_unknown_apart() {
    for (scenario, code) in [
        ("happy", 10),
        ("system-user", 0),
        ("page-token-pasted", 0),
        ("sixty-days-token", 0),
        ("renew-short-page-token", 10),
        ("renew-expired", 20),
        ("expired", 20),
        ("password-changed", 20),
        ("instagram-expired", 20),
        ("checkpoint", 30),
        ("proof-required", 30),
        ("no-role", 30),
        // They work, and Meta does not say until when.
        ("instagram-dashboard-token", 30),
        ("instagram-short-token", 30),
    ] {
        let stage = Stage::of(scenario);
        let token = stage.simulator.samples().check_tokens[0].clone();
        let ended = stage.call(["check"]).with_input(&token).run();
        assert_eq!(
            faults(&ended, code, true),
            Vec::<String>::new(),
            "{scenario}: {ended:?}"
        );
    }
}

#[test]
fn where_nothing_can_be_told_check_and_renew_say_so_alike() {
    for scenario in ["checkpoint", "proof-required", "no-role"] {
        let stage = Stage::of(scenario);
        let file = stage.file("token", &stage.simulator.samples().check_tokens[0]);
        for command in ["check", "renew"] {
            let ended = stage.call([command, "--quiet", "--file", file.to_str().unwrap()]).run();
            assert_eq!(
                faults(&ended, 30, false),
                Vec::<String>::new(),
                "{command}, {scenario}: {ended:?}"
            );
        }
    }
}

/// Every kind of fault that says nothing about the token.
const FAULTS: &[&str] = &[
    r#"answer = { graph-error = { code = 4, message = "(#4) Application request limit reached" } }"#,
    r#"answer = { graph-error = { code = 17, message = "(#17) User request limit reached" } }"#,
    r#"answer = { graph-error = { code = 613, message = "(#613) Calls to this api have exceeded the rate limit." } }"#,
    r#"answer = { graph-error = { status = 500, code = 2, message = "An unexpected error has occurred.", transient = true } }"#,
    r#"answer = { graph-error = { status = 500, code = 1, message = "An unknown error occurred" } }"#,
    "answer = { html = 502 }",
    "answer = { html = 200 }",
    r#"answer = { redirect = "http://127.0.0.1:9/" }"#,
    r#"answer = "cut-off""#,
    r#"answer = "not-json""#,
    r#"answer = "empty""#,
    r#"answer = "too-large""#,
];

#[test]
fn a_fault_on_the_way_is_never_taken_for_the_end_of_a_token() {
    let whats = FAULTS
        .iter()
        .flat_map(|fault| [false, true].map(|is_of_instagram| (*fault, is_of_instagram)));
    thread::scope(|scope| {
        for (fault, is_of_instagram) in whats {
            scope.spawn(move || {
                let stage = Stage::with_fault(&format!("call = \"any\"\n{fault}"));
                let given = stage.simulator.samples();
                let token = if is_of_instagram {
                    &given.instagram_tokens[0]
                } else {
                    &given.check_tokens[0]
                };
                let check = stage.call(["check"]).with_input(token).run();
                assert_eq!(
                    faults(&check, 30, false),
                    Vec::<String>::new(),
                    "check, {fault}: {check:?}"
                );
                let file = stage.file("token", token);
                let renew = stage.call(["renew", "--quiet", "--file", file.to_str().unwrap()]);
                let renew = renew.with_variable("EVERTOKEN_APP_SECRET", stage.secret()).run();
                assert_eq!(
                    faults(&renew, 30, false),
                    Vec::<String>::new(),
                    "renew, {fault}: {renew:?}"
                );
                assert_eq!(fs::read_to_string(&file).unwrap(), *token, "{fault}");
                let get = stage
                    .call(["get", "page", "--quiet"])
                    .with_input(&stage.secrets())
                    .run();
                assert_eq!(faults(&get, 1, false), Vec::<String>::new(), "get, {fault}: {get:?}");
            });
        }
    });
}

#[test]
fn an_end_that_lies_is_noticed() {
    let ended = |code, out: &str, err: &str| Ended {
        code: Some(code),
        out: out.to_owned(),
        err: err.to_owned(),
    };
    for (lie, code, may_print) in [
        (ended(0, "", "failed"), 1, false),
        (ended(1, "EAA", "failed"), 1, false),
        (ended(1, "", ""), 1, false),
        (ended(101, "", "panicked"), 101, false),
    ] {
        assert_eq!(faults(&lie, code, may_print).len(), 1, "{lie:?}");
    }
}
