//! `evertoken check`: the line, the object, and what cron sees.

use std::process::Command;

use serde_json::{Value, json};

use crate::support::{EVERTOKEN, Stage};

#[test]
fn one_line_says_what_it_is_whose_and_how_long() {
    let stage = Stage::of("page-token-pasted");
    let ended = stage.call(["check"]).with_input(stage.token()).run();
    assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""));
    assert!(
        ended
            .out
            .starts_with("Page token of Harbour Bakery (104857392016485): works, never expires"),
        "{}",
        ended.out
    );
    assert_eq!(ended.out.lines().count(), 1);
}

#[test]
fn within_decides_what_is_soon() {
    let stage = Stage::of("sixty-days-token");
    let code = |within: &str| {
        stage
            .call(["check", "--within", within, "--quiet"])
            .with_input(stage.token())
            .run()
            .code
    };
    assert_eq!((code("10"), code("61")), (Some(0), Some(10)));
}

#[test]
fn a_saved_token_is_found_where_it_was_saved() {
    let stage = Stage::of("page-token-pasted");
    let env = stage.file("env", &format!("A=1\nexport TOKEN='{}'\n", stage.token()));
    let json = stage.file("json", &json!({"token": stage.token()}).to_string());
    let alone = stage.file("alone", stage.token());
    let path = |path: &std::path::Path| path.to_str().unwrap().to_owned();
    for (arguments, code) in [
        (vec!["--env-file", &path(&env), "--key", "TOKEN"], 0),
        (vec!["--json-file", &path(&json), "--key", "token"], 0),
        (vec!["--file", &path(&alone)], 0),
        (vec!["--env-file", &path(&env), "--key", "OTHER"], 2),
        (vec!["--file", &path(&env)], 2),
        (vec!["--file", "/nonexistent"], 2),
        (vec!["--env-file", &path(&env)], 2),
    ] {
        let ended = stage.call(["check"].into_iter().chain(arguments.iter().copied())).run();
        assert_eq!(ended.code, Some(code), "{arguments:?}: {}", ended.err);
        assert_eq!(ended.err.is_empty(), code == 0, "{arguments:?}: {}", ended.err);
    }
}

#[test]
fn the_object_is_whole() {
    let stage = Stage::of("system-user");
    let ended = stage.call(["check", "--json"]).with_input(stage.token()).run();
    assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""));
    let mut value: Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!(value["fingerprint"].as_str().unwrap().len(), 8);
    for name in [
        "fingerprint",
        "server",
        "user",
        "permissions",
        "headline",
        "app",
        "data_access_ends",
    ] {
        assert!(!value[name].is_null(), "{name} in {value}");
        value.as_object_mut().unwrap().remove(name);
    }
    assert_eq!(
        value,
        json!({
            "version": 1,
            "verdict": "fine",
            "works": true,
            "kind": "system_user",
            "page": null,
            "instagram": null,
            "expires": "never",
            "expires_by": "meta",
        })
    );
}

#[test]
fn a_server_that_is_down_is_no_dead_token() {
    let stage = Stage::of("happy");
    let token = stage.file("token", stage.token());
    let token = token.to_str().unwrap().to_owned();
    let call = stage.call(["check", "--json", "--file", &token]);
    drop(stage.simulator);
    let ended = call.run();
    assert_eq!(ended.code, Some(30), "{}", ended.err);
    let value: Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!(
        (&value["verdict"], &value["works"]),
        (&json!("cannot_tell"), &Value::Null)
    );
    assert!(!ended.err.is_empty());
}

#[test]
fn what_only_the_app_may_ask_is_asked_with_its_secret() {
    let stage = Stage::of("no-role");
    let given = stage.simulator.samples().clone();
    let bare = stage.call(["check"]).with_input(&given.check_tokens[0]).run();
    assert_eq!((bare.code, bare.out.as_str()), (Some(30), ""));
    assert!(
        bare.err.contains("Meta answers only to the app") && bare.err.contains("App secret:"),
        "{}",
        bare.err
    );
    let call = stage
        .call(["check", "--app-id", &given.app_ids[0]])
        .with_input(&given.check_tokens[0]);
    let asked = call.with_variable("EVERTOKEN_APP_SECRET", &given.app_secrets[0]).run();
    assert!(matches!(asked.code, Some(0 | 10)), "{asked:?}");
}

#[test]
fn where_meta_demands_proof_of_the_app_secret_it_is_given_if_it_is_there() {
    let stage = Stage::of("proof-required");
    let given = stage.simulator.samples().clone();
    let call = || {
        let call = stage.call(["check", "--app-id", &given.app_ids[0]]);
        call.with_input(&given.check_tokens[0])
    };
    let bare = call().run();
    assert_eq!(bare.code, Some(30), "{bare:?}");
    assert!(
        bare.err.starts_with("Could not tell whether the token works."),
        "{}",
        bare.err
    );
    let proved = call()
        .with_variable("EVERTOKEN_APP_SECRET", &given.app_secrets[0])
        .run();
    assert_eq!(proved.code, Some(10), "{proved:?}");
}

#[test]
fn the_end_of_an_instagram_token_is_known_from_the_record_of_its_making() {
    let stage = Stage::of("instagram-happy");
    let given = stage.simulator.samples().clone();
    let input = format!(
        "token={}\ninstagram_app_secret={}\n",
        given.instagram_hour_tokens[0], given.instagram_app_secrets[0]
    );
    let made = stage
        .call(["get", "instagram-login", "--quiet"])
        .with_input(&input)
        .run();
    assert_eq!(made.code, Some(0), "{}", made.err);
    let ended = stage
        .call(["check", "--json", "--within", "61"])
        .with_input(&made.out)
        .run();
    assert_eq!(ended.code, Some(10), "{}", ended.err);
    let value: Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!(value["expires_by"], json!("record"));
}

#[test]
fn quiet_speaks_only_where_the_code_is_not_0() {
    let fine = Stage::of("system-user");
    let ended = fine.call(["check", "--quiet"]).with_input(fine.token()).run();
    assert_eq!((ended.code, ended.out.as_str(), ended.err.as_str()), (Some(0), "", ""));
    let soon = Stage::of("happy");
    let ended = soon.call(["check", "--quiet"]).with_input(soon.token()).run();
    assert_eq!((ended.code, ended.out.as_str()), (Some(10), ""));
    assert!(ended.err.starts_with("User token of Alex Example"), "{}", ended.err);
}

#[test]
fn it_works_where_cron_runs_it_without_any_variable_or_terminal() {
    let stage = Stage::of("page-token-pasted");
    let token = stage.file("token", stage.token());
    let program = stage
        .call(["check", "--file", token.to_str().unwrap()])
        .without_home()
        .command();
    let mut cron = Command::new("setsid");
    cron.args(["-w", "env", "-i", EVERTOKEN])
        .args(program.get_args())
        .stdin(std::process::Stdio::null());
    let output = cron.output().unwrap();
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(output.stdout.starts_with(b"Page token of Harbour Bakery"));
}

#[test]
fn the_lines_for_cron_hold_the_whole_command_and_no_secret_and_nothing_is_done() {
    let stage = Stage::of("happy");
    let token = stage.file("a token", stage.token());
    let secret = stage.file("secret", stage.secret());
    let (token, secret) = (token.to_str().unwrap(), secret.to_str().unwrap());
    for command in ["check", "renew"] {
        let all = [
            command,
            "--cron",
            "--file",
            token,
            "--app-secret-file",
            secret,
            "--within",
            "20",
        ];
        let ended = stage.call(all).run();
        assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""));
        let cron = ended.out.lines().nth(1).unwrap();
        let expected =
            format!("17 6 * * * {EVERTOKEN} {command} --file '{token}' --app-secret-file {secret} --within 20");
        assert!(cron.starts_with(&expected), "{cron}");
        assert!(
            ended
                .out
                .contains(&format!("ExecStart={EVERTOKEN} {command} --file \"{token}\"")),
            "{}",
            ended.out
        );
        assert!(!ended.out.contains(stage.token()) && !ended.out.contains(stage.secret()));
        let without = stage.call([command, "--cron", "--file", token]).run();
        assert!(without.out.contains("add --app-secret-file PATH"), "{}", without.out);
        let nobody = stage.call([command, "--cron"]).run();
        assert_eq!((nobody.code, nobody.out.as_str()), (Some(2), ""));
    }
    assert_eq!(stage.asked(), Vec::<String>::new());
}

#[test]
fn a_path_that_is_relative_is_made_whole_for_cron() {
    let stage = Stage::of("happy");
    let folder = stage.around.path().canonicalize().unwrap();
    let call = stage.call(["renew", "--cron", "--file", "token"]);
    let output = call.command().current_dir(&folder).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let expected = format!("{EVERTOKEN} renew --file {}/token ", folder.display());
    assert!(text.contains(&expected), "{text}");
    assert!(text.contains("# token is not there now.\n"), "{text}");
}

#[test]
fn what_this_shell_alone_has_is_refused_for_cron_and_the_object_is_kept() {
    let stage = Stage::of("happy");
    let token = stage.file("token", stage.token());
    let token = token.to_str().unwrap();
    for arguments in [
        vec!["check", "--token-file", "/dev/stdin"],
        vec!["check", "--file", token, "--app-secret-file", "/dev/fd/3"],
        vec!["renew", "--file", token, "--app-secret-file", "/proc/self/fd/0"],
    ] {
        let ended = stage.call(arguments.iter().chain(&["--cron"])).run();
        assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(ended.err.contains("for this shell alone"), "{}", ended.err);
    }
    for command in ["check", "renew"] {
        let ended = stage.call([command, "--file", token, "--json", "--cron"]).run();
        assert_eq!(ended.out.matches(" --json ").count(), 2, "{}", ended.out);
    }
}

/// A Page token without an end, whose access to data ends then.
fn page_token(data_access_ends: &str) -> Stage {
    Stage::with_token(&format!(
        "kind = \"page\"\ngrant = \"everything\"\nends = \"never\"\npage = \"104857392016485\"\nis_long = true\nage = \"12d\"\n\
         data_access_ends = \"{data_access_ends}\""
    ))
}

#[test]
fn a_page_token_that_reads_instagram_ends_with_the_access_to_data() {
    for (ends, code, words) in [
        ("30d", 0, "works, never expires; data access ends in 30 days"),
        ("3d", 10, "works, never expires; data access ends in 3 days"),
        ("-3d", 10, "works, but the data access is over: make a new token"),
    ] {
        let stage = page_token(ends);
        let file = stage.file("token", stage.token());
        let ended = stage.call(["check", "--file", file.to_str().unwrap()]).run();
        assert_eq!(ended.code, Some(code), "{ends}: {}", ended.err);
        let (line, rest) = ended.out.split_once('\n').unwrap();
        assert!(line.contains(words), "{}", ended.out);
        let way = format!(
            "run evertoken, choose \"Use Instagram through its Facebook Page\", and save over {}",
            file.display()
        );
        assert_eq!(rest.contains(&way), code == 10, "{}", ended.out);
    }
}

#[test]
fn what_mends_it_is_said_as_a_command_for_this_machine() {
    let stage = Stage::of("sixty-days-token");
    let file = stage.file("a.env", &format!("TOKEN={}\n", stage.token()));
    let place = ["--env-file", file.to_str().unwrap(), "--key", "TOKEN"];
    let soon = stage.call(["check", "--within", "61"].into_iter().chain(place)).run();
    assert_eq!(soon.code, Some(10), "{}", soon.err);
    let renewal = format!(
        "This renews it: evertoken renew --env-file {} --key TOKEN --app-secret-file PATH --api-root {}\n",
        file.display(),
        stage.simulator.root()
    );
    assert!(soon.out.ends_with(&renewal), "{}", soon.out);

    let stage = Stage::of("password-changed");
    let file = stage.file(
        "a.env",
        &format!("TOKEN={}\n", stage.simulator.samples().check_tokens[0]),
    );
    let place = ["--env-file", file.to_str().unwrap(), "--key", "TOKEN"];
    for command in ["check", "renew"] {
        let call = stage.call([command, "--quiet"].into_iter().chain(place));
        let dead = call.with_variable("EVERTOKEN_APP_SECRET", stage.secret()).run();
        assert_eq!(dead.code, Some(20), "{}", dead.err);
        let way = format!("and save over {} (TOKEN)\n", file.display());
        assert!(
            dead.err.contains("run evertoken, choose") && dead.err.contains(&way),
            "{}",
            dead.err
        );
    }

    let stage = Stage::of("instagram-happy");
    let file = stage.file("token", &stage.simulator.samples().instagram_tokens[0]);
    let file = file.to_str().unwrap();
    let check = || stage.call(["check", "--file", file]).run();
    let unknown = check();
    assert_eq!(unknown.code, Some(30), "{}", unknown.err);
    assert!(
        unknown
            .err
            .contains(&format!("evertoken renew --file {file} --api-root ")),
        "{}",
        unknown.err
    );
    assert_eq!(stage.call(["renew", "--file", file]).run().code, Some(0));
    assert_eq!(check().code, Some(0));
}

#[test]
fn a_test_server_is_named_once_at_the_start_and_in_the_line() {
    let stage = Stage::of("page-token-pasted");
    let file = stage.file("token", stage.token());
    for (command, expected) in [("check", 0), ("renew", 11)] {
        let said = |quiet: bool| {
            let all = [command, "--file", file.to_str().unwrap()];
            let call = stage.call(all.into_iter().chain(quiet.then_some("--quiet")));
            let output = call.command().output().unwrap();
            assert_eq!(output.status.code(), Some(expected));
            (
                String::from_utf8(output.stderr).unwrap(),
                String::from_utf8(output.stdout).unwrap(),
            )
        };
        let (err, out) = said(false);
        assert!(err.starts_with("Test server: 127.0.0.1:"), "{err}");
        assert_eq!(err.matches("Test server: ").count(), 1, "{err}");
        assert_eq!(out.contains(" (test server 127.0.0.1:"), command == "check", "{out}");
        assert!(!said(true).0.contains("Test server"));
    }
}

/// What a run without a test server says, with this in its environment; no request of it leaves this machine.
fn outside(variables: &[(&str, &str)], quiet: bool) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    std::fs::write(&file, format!("EAA{}", "b".repeat(60))).unwrap();
    let mut command = Command::new(EVERTOKEN);
    command
        .args(["check", "--file"])
        .arg(&file)
        .args(quiet.then_some("--quiet"));
    command
        .env_clear()
        .env("HOME", folder.path())
        .envs(variables.iter().copied());
    let output = command.output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn what_stands_between_here_and_meta_is_said_before_anything_is_sent() {
    let proxy = ("HTTPS_PROXY", "http://person:canary@127.0.0.1:9");
    let (code, said) = outside(&[proxy, ("SSL_CERT_FILE", "/dev/null")], false);
    assert_eq!(code, Some(30), "{said}");
    assert!(
        said.contains("Through the proxy 127.0.0.1:9.\n") && !said.contains("canary"),
        "{said}"
    );
    assert!(
        cfg!(target_vendor = "apple") || said.contains("SSL_CERT_FILE is set: "),
        "{said}"
    );
    assert!(!outside(&[proxy], true).1.contains("Through the proxy"));
}

#[test]
fn a_proxy_that_cannot_be_used_is_refused_before_anything_is_sent() {
    for (address, words) in [
        (
            "garbage://canary",
            "HTTPS_PROXY cannot be read as the address of a proxy",
        ),
        (
            "http://u:canary/x@127.0.0.1:9",
            "HTTPS_PROXY cannot be read as the address of a proxy",
        ),
        (
            " http://127.0.0.1:9",
            "HTTPS_PROXY cannot be read as the address of a proxy",
        ),
        ("socks5://canary:9", "HTTPS_PROXY names a SOCKS proxy"),
    ] {
        let (code, said) = outside(&[("HTTPS_PROXY", address)], true);
        assert_eq!(code, Some(2), "{address}: {said}");
        assert!(said.starts_with(words) && !said.contains("canary"), "{said}");
    }
}
