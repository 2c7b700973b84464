//! The exit code of every kind of end, by scenario: what failed never ends with 0, and never leaves anything on standard output.

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
        ("instagram-dashboard-token", 0),
        ("instagram-short-token", 0),
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
