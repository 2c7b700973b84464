//! `evertoken renew`: in place, or not at all.

use std::{fs, os::unix::fs::PermissionsExt as _};

use crate::support::{Stage, mode_of};

#[test]
fn a_token_is_renewed_where_it_stands_and_every_other_byte_is_kept() {
    let stage = Stage::of("sixty-days-token");
    let before = format!("# mine\nA='1'\nTOKEN=\"{}\" # old\nB=2\n", stage.token());
    let file = stage.file("env", &before);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    let call = stage.call(["renew", "--env-file", file.to_str().unwrap(), "--key", "TOKEN"]);
    let ended = call.with_variable("EVERTOKEN_APP_SECRET", stage.secret()).run();
    assert_eq!((ended.code, ended.out.as_str()), (Some(0), ""), "{}", ended.err);
    let after = fs::read_to_string(&file).unwrap();
    let value = after.split('"').nth(1).unwrap().to_owned();
    assert!(value.starts_with("EAA") && value != stage.token());
    assert_eq!(after, before.replace(stage.token(), &value));
    assert_eq!(mode_of(&file), 0o640);
    assert!(!ended.err.contains(&value), "the token was printed");
}

#[test]
fn of_an_instagram_token_nothing_but_its_own_name_is_written() {
    let stage = Stage::of("instagram-happy");
    let token = stage.simulator.samples().instagram_tokens[0].clone();
    let env = stage.file("env", &format!("IG={token}\n"));
    let json = stage.file("json", &format!("{{\"a\": 1, \"ig\": \"{token}\"}}\n"));
    for (option, file, key) in [("--env-file", &env, "IG"), ("--json-file", &json, "ig")] {
        let before = fs::read_to_string(file).unwrap();
        let ended = stage
            .call(["renew", option, file.to_str().unwrap(), "--key", key])
            .run();
        assert_eq!(ended.code, Some(0), "{}", ended.err);
        let after = fs::read_to_string(file).unwrap();
        assert_eq!(after.lines().count(), before.lines().count(), "something was added");
        assert!(!after.contains("USER_ID") && !after.contains("user_id"));
    }
}

#[test]
fn what_lasts_longer_than_asked_is_left_alone_before_anything_is_exchanged() {
    let stage = Stage::of("sixty-days-token");
    let file = stage.file("token", stage.token());
    let call = |within: &str| {
        let all = ["renew", "--file", file.to_str().unwrap(), "--within", within];
        stage
            .call(all)
            .with_variable("EVERTOKEN_APP_SECRET", stage.secret())
            .run()
    };
    let early = call("10");
    assert_eq!((early.code, early.out.as_str()), (Some(11), ""));
    assert!(early.err.contains("Not due yet: this token works for"), "{}", early.err);
    assert_eq!(fs::read_to_string(&file).unwrap(), stage.token());
    assert!(!stage.asked().iter().any(|line| line.contains("oauth/access_token")));
    assert_eq!(call("61").code, Some(0));
    assert_ne!(fs::read_to_string(&file).unwrap(), stage.token());
}

#[test]
fn until_when_it_works_is_said_and_a_second_time_that_wins_nothing_is_no_renewal() {
    let stage = Stage::of("sixty-days-token");
    let file = stage.file("token", stage.token());
    let renew = |json: bool| {
        let all = ["renew", "--file", file.to_str().unwrap()];
        let call = stage.call(all.into_iter().chain(json.then_some("--json")));
        call.with_variable("EVERTOKEN_APP_SECRET", stage.secret()).run()
    };
    let first = renew(false);
    assert_eq!(first.code, Some(0), "{}", first.err);
    let told = first.err.lines().last().unwrap();
    assert!(
        told.starts_with("Renewed: it works until ") && told.ends_with(" (in 60 days)."),
        "{told}"
    );
    let renewed = fs::read_to_string(&file).unwrap();
    let second = renew(true);
    assert_eq!(second.code, Some(11), "{}", second.err);
    assert!(second.out.contains("\"result\":\"not_due\""), "{}", second.out);
    assert!(
        second.err.contains("got its time less than a day ago"),
        "{}",
        second.err
    );
    assert_eq!(fs::read_to_string(&file).unwrap(), renewed);
}

#[test]
fn get_renew_tells_that_there_is_nothing_to_renew_from_a_failure() {
    for (scenario, code) in [
        ("system-user", 11),
        ("page-token-pasted", 11),
        ("secret-reset", 1),
        ("renew-expired", 1),
    ] {
        let stage = Stage::of(scenario);
        let given = stage.simulator.samples().clone();
        let input = format!("token={}\napp_secret={}\n", given.check_tokens[0], given.app_secrets[0]);
        let ended = stage.call(["get", "renew", "--quiet"]).with_input(&input).run();
        assert_eq!(
            (ended.code, ended.out.as_str()),
            (Some(code), ""),
            "{scenario}: {}",
            ended.err
        );
        assert!(!ended.err.is_empty(), "{scenario}");
    }
}

#[test]
fn an_object_that_does_not_arrive_is_a_failure_and_what_is_in_the_file_is_said() {
    for (scenario, words, of_file) in [
        (
            "sixty-days-token",
            "Renewed: it works until ",
            " holds the renewed token.",
        ),
        ("system-user", "Nothing to do: ", " is as it was."),
        (
            "password-changed",
            "A password change ended this token.",
            " is as it was.",
        ),
    ] {
        let stage = Stage::of(scenario);
        let given = stage.simulator.samples().clone();
        let file = stage.file("token", &given.check_tokens[0]);
        let call = stage
            .call(["renew", "--json", "--quiet", "--file", file.to_str().unwrap()])
            .with_variable("EVERTOKEN_APP_SECRET", &given.app_secrets[0]);
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = call.command().stdout(full).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{scenario}: {said}");
        let lines: Vec<&str> = said.lines().collect();
        assert!(
            lines[0].starts_with("The result could not be written to standard output:"),
            "{said}"
        );
        assert!(lines[1].starts_with(words), "{scenario}: {said}");
        assert_eq!(lines[lines.len() - 1], format!("{}{of_file}", file.display()));
        let is_renewed = fs::read_to_string(&file).unwrap() != given.check_tokens[0];
        assert_eq!(is_renewed, scenario == "sixty-days-token", "{scenario}");
    }
}

#[test]
fn where_the_renewed_token_cannot_be_saved_any_more_it_is_said_what_became_of_it() {
    const STUMBLES: &str =
        r#"answer = { graph-error = { status = 500, code = 2, message = "Please retry.", transient = true } }"#;
    for (scenario, call, words) in [
        (
            "sixty-days-token",
            "me",
            "It was not saved, copied or shown, so it is gone.",
        ),
        (
            "instagram-happy",
            "instagram-me",
            "It was not saved, copied or shown, so it is gone.",
        ),
        // Instagram gave the same text, which is not lost.
        (
            "instagram-thirty-days-old",
            "instagram-me",
            "Its text is the one that it had",
        ),
    ] {
        let stage = Stage::like(scenario, &format!("call = \"{call}\"\ntimes = 1\n{STUMBLES}"));
        let given = stage.simulator.samples().clone();
        let token = if scenario == "instagram-happy" {
            &given.instagram_tokens[0]
        } else {
            &given.check_tokens[0]
        };
        let file = stage.file("env", &format!("TOKEN={token}\n"));
        let renew = stage
            .call(["renew", "--env-file", file.to_str().unwrap(), "--key", "TOKEN"])
            .with_variable("EVERTOKEN_APP_SECRET", &given.app_secrets[0]);
        let spoiled = format!("A='\nTOKEN={token}\n");
        let ended = renew.run_and_meanwhile(|| fs::write(&file, &spoiled).unwrap());
        assert_eq!(ended.code, Some(1), "{scenario}: {}", ended.err);
        assert!(ended.err.contains(words), "{scenario}: {}", ended.err);
        assert_eq!(
            ended.err.contains("so it is gone"),
            words.contains("so it is gone"),
            "{scenario}: {}",
            ended.err
        );
        assert_eq!(fs::read_to_string(&file).unwrap(), spoiled, "{scenario}");
    }
}

#[test]
fn on_every_failure_the_file_keeps_every_byte() {
    for (scenario, with_secret, code) in [
        ("sixty-days-token", false, 2),
        ("renew-expired", true, 20),
        ("renew-short-page-token", true, 20),
        ("system-user", true, 11),
        ("secret-reset", true, 1),
        ("password-changed", true, 20),
        ("checkpoint", true, 30),
        ("instagram-refresh-early", true, 11),
        ("instagram-short-token", true, 20),
        ("instagram-expired", true, 20),
    ] {
        let stage = Stage::of(scenario);
        let given = stage.simulator.samples().clone();
        let file = stage.file("token", &given.check_tokens[0]);
        let mut call = stage.call(["renew", "--quiet", "--file", file.to_str().unwrap()]);
        if with_secret {
            call = call.with_variable("EVERTOKEN_APP_SECRET", &given.app_secrets[0]);
        }
        let ended = call.run();
        assert_eq!(
            (ended.code, ended.out.as_str()),
            (Some(code), ""),
            "{scenario}: {}",
            ended.err
        );
        // Cron would mail every day that it is not due yet.
        assert_eq!(ended.err.is_empty(), code == 11, "{scenario}");
        assert_eq!(fs::read_to_string(&file).unwrap(), given.check_tokens[0], "{scenario}");
    }
}

#[test]
fn a_server_that_is_down_leaves_the_file_and_says_that_nothing_can_be_told() {
    let stage = Stage::of("sixty-days-token");
    let file = stage.file("token", stage.token());
    let token = stage.token().to_owned();
    let call = stage.call(["renew", "--quiet", "--file", file.to_str().unwrap()]);
    drop(stage.simulator);
    let ended = call.run();
    assert_eq!(ended.code, Some(30), "{}", ended.err);
    assert_eq!(fs::read_to_string(&file).unwrap(), token);
}

#[test]
fn a_file_that_cannot_be_written_is_found_out_before_anything_is_sent() {
    let stage = Stage::of("sixty-days-token");
    let file = stage.file("env", &format!("OPEN='\nTOKEN={}\n", stage.token()));
    let ended = stage
        .call(["renew", "--env-file", file.to_str().unwrap(), "--key", "TOKEN"])
        .run();
    assert_eq!(ended.code, Some(2), "{}", ended.err);
    let loose = stage.file("loose", stage.token());
    fs::set_permissions(&loose, fs::Permissions::from_mode(0o666)).unwrap();
    let ended = stage.call(["renew", "--file", loose.to_str().unwrap()]).run();
    assert_eq!(ended.code, Some(1), "{}", ended.err);
    assert_eq!(stage.asked(), Vec::<String>::new());
}

#[test]
fn an_instagram_token_of_which_only_a_record_knows_the_end_waits_for_its_time() {
    let stage = Stage::of("instagram-happy");
    let given = stage.simulator.samples().clone();
    let input = format!(
        "token={}\ninstagram_app_secret={}\n",
        given.instagram_hour_tokens[0], given.instagram_app_secrets[0]
    );
    let file = stage.at("token");
    let save = format!("token:{}", file.display());
    let made = stage
        .call(["get", "instagram-login", "--quiet", "--save", &save, "--yes"])
        .with_input(&input)
        .run();
    assert_eq!(made.code, Some(0), "{}", made.err);
    let ended = stage
        .call(["renew", "--file", file.to_str().unwrap(), "--within", "20"])
        .run();
    assert_eq!(ended.code, Some(11), "{}", ended.err);
    assert!(
        !stage.asked().iter().any(|line| line.contains("refresh_access_token")),
        "it was refreshed"
    );
}

#[test]
fn each_result_has_its_object_and_what_failed_has_none() {
    for (scenario, with_secret, code, result) in [
        ("sixty-days-token", true, 0, Some("renewed")),
        ("system-user", true, 11, Some("not_due")),
        ("password-changed", true, 20, Some("sign_in_again")),
        ("checkpoint", true, 30, Some("cannot_tell")),
        ("secret-reset", true, 1, None),
        ("sixty-days-token", false, 2, None),
    ] {
        let stage = Stage::of(scenario);
        let given = stage.simulator.samples().clone();
        let file = stage.file("token", &given.check_tokens[0]);
        let mut call = stage.call(["renew", "--json", "--quiet", "--file", file.to_str().unwrap()]);
        if with_secret {
            call = call.with_variable("EVERTOKEN_APP_SECRET", &given.app_secrets[0]);
        }
        let ended = call.run();
        assert_eq!(ended.code, Some(code), "{scenario}: {ended:?}");
        let value: Option<serde_json::Value> = serde_json::from_str(&ended.out).ok();
        let told = value.as_ref().and_then(|value| value["result"].as_str());
        assert_eq!(told, result, "{scenario}: {ended:?}");
        assert_eq!(ended.out.is_empty(), result.is_none(), "{scenario}: {ended:?}");
        for secret in [&given.check_tokens[0], &given.app_secrets[0]] {
            assert!(!ended.out.contains(secret), "{scenario}");
        }
    }
}

#[test]
fn where_meta_demands_proof_of_the_app_secret_it_is_given_if_it_is_there() {
    let stage = Stage::of("proof-required");
    let given = stage.simulator.samples().clone();
    for (with_secret, code) in [(false, 30), (true, 0)] {
        let file = stage.file("token", &given.check_tokens[0]);
        let mut call = stage.call([
            "renew",
            "--quiet",
            "--app-id",
            &given.app_ids[0],
            "--file",
            file.to_str().unwrap(),
        ]);
        if with_secret {
            call = call.with_variable("EVERTOKEN_APP_SECRET", &given.app_secrets[0]);
        }
        let ended = call.run();
        assert_eq!(ended.code, Some(code), "{ended:?}");
        assert_eq!(ended.err.contains("--app-secret-file"), !with_secret, "{ended:?}");
    }
}

#[test]
fn that_new_time_does_not_open_the_access_to_data_is_said_even_where_it_is_quiet() {
    for (token, code) in [
        ("kind = \"user\"\nends = \"20d\"\nage = \"40d\"", 0),
        (
            "kind = \"page\"\nends = \"never\"\nage = \"12d\"\npage = \"104857392016485\"",
            11,
        ),
    ] {
        let stage = Stage::with_token(&format!(
            "{token}\ngrant = \"everything\"\nis_long = true\ndata_access_ends = \"-3d\""
        ));
        let file = stage.file("token", stage.token());
        let all = ["renew", "--quiet", "--json", "--file", file.to_str().unwrap()];
        let call = stage.call(all).with_variable("EVERTOKEN_APP_SECRET", stage.secret());
        let ended = call.run();
        assert_eq!(ended.code, Some(code), "{}", ended.err);
        assert!(ended.err.contains("The data access is over"), "{}", ended.err);
        assert!(ended.err.contains("run evertoken, choose \""), "{}", ended.err);
    }
}
