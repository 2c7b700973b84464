//! Where the values come from, and what is said where they do not.

use std::{fs, os::unix::fs::PermissionsExt as _, process::Stdio};

use evertoken::journey::{self, Spelling};

use crate::support::Stage;

#[test]
fn everything_that_is_missing_is_listed_at_once_and_nothing_is_sent() {
    let stage = Stage::of("happy");
    for (arguments, expected) in [
        (
            vec!["get", "page"],
            vec![
                "Access token:",
                "App secret:",
                "EVERTOKEN_TOKEN",
                "A login in a browser",
            ],
        ),
        (
            vec!["get", "page", "--door", "login"],
            vec!["App ID:", "App secret:", "Redirect address:", "Login code:"],
        ),
        (
            vec!["get", "instagram-login", "--door", "hour"],
            vec!["Instagram token:", "Instagram secret:"],
        ),
        (vec!["check"], vec!["Access token:", "--env-file PATH"]),
        (vec!["renew"], vec!["Which token?", "--env-file PATH"]),
    ] {
        let ended = stage.call(&arguments).run();
        assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""), "{arguments:?}");
        for words in expected {
            assert!(
                ended.err.contains(words),
                "{arguments:?} does not say {words}:\n{}",
                ended.err
            );
        }
    }
    assert_eq!(stage.asked(), Vec::<String>::new());
}

#[test]
fn token_and_secret_come_from_every_source() {
    let stage = Stage::of("happy");
    let token = stage.file("token", &format!("{}\n", stage.token()));
    let secret = stage.file("secret", stage.secret());
    let (token, secret) = (token.to_str().unwrap(), secret.to_str().unwrap());
    let get = |more: &[&str]| {
        let all = ["get", "page", "--quiet", "--page", stage.page()]
            .into_iter()
            .chain(more.iter().copied());
        stage.call(all)
    };
    for (what, call) in [
        ("files", get(&["--token-file", token, "--app-secret-file", secret])),
        ("lines", get(&[]).with_input(&stage.secrets())),
        (
            "a token alone",
            get(&["--app-secret-file", secret]).with_input(stage.token()),
        ),
        (
            "a secret alone",
            get(&["--token-file", token]).with_input(stage.secret()),
        ),
        (
            "variables",
            get(&[])
                .with_variable("EVERTOKEN_TOKEN", stage.token())
                .with_variable("EVERTOKEN_APP_SECRET", stage.secret()),
        ),
        (
            "an answer as it was copied",
            get(&["--app-secret-file", secret]).with_input(&format!("{{\"access_token\":\"{}\"}}", stage.token())),
        ),
    ] {
        let ended = call.run();
        assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""), "{what}");
        assert!(ended.out.starts_with("EAA"), "{what}");
    }
}

#[test]
fn an_inherited_descriptor_can_hold_a_secret() {
    let stage = Stage::of("happy");
    let (token, secret) = (stage.file("token", stage.token()), stage.file("secret", stage.secret()));
    let call = stage.call([
        "get",
        "page",
        "--quiet",
        "--page",
        stage.page(),
        "--app-secret-file",
        "/dev/fd/3",
    ]);
    let program = call.command();
    let mut shell = std::process::Command::new("sh");
    shell
        .args(["-c", "exec \"$@\" 3<\"$SECRET\"", "sh"])
        .arg(program.get_program())
        .args(program.get_args());
    shell
        .env_clear()
        .env("HOME", stage.around.path())
        .env("SECRET", &secret);
    let output = shell
        .stdin(fs::File::open(token).unwrap())
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn a_file_that_others_can_read_is_spoken_of() {
    let stage = Stage::of("happy");
    let token = stage.file("token", stage.token());
    fs::set_permissions(&token, fs::Permissions::from_mode(0o644)).unwrap();
    let ended = stage.call(["check", "--token-file", token.to_str().unwrap()]).run();
    assert!(
        ended.err.contains("Others on this machine can read") && ended.err.contains("0644"),
        "{}",
        ended.err
    );
    // Cron would mail it every day.
    let quiet = stage
        .call([
            "check",
            "--quiet",
            "--within",
            "0",
            "--token-file",
            token.to_str().unwrap(),
        ])
        .run();
    assert!(!quiet.err.contains("Others on this machine"), "{}", quiet.err);
}

#[test]
fn what_is_wrong_with_a_value_is_said_without_repeating_it() {
    let stage = Stage::of("happy");
    let input = format!("token={}\napp_secret={}\n", stage.secret(), stage.secret());
    let ended = stage.call(["get", "page", "--quiet"]).with_input(&input).run();
    assert_eq!((ended.code, ended.out.as_str()), (Some(1), ""));
    assert!(ended.err.contains("App secret"), "{}", ended.err);
    assert!(!ended.err.contains(stage.secret()));
    let odd = stage
        .call(["get", "page"])
        .with_input(&format!("token=x\nsecret={}\n", stage.secret()))
        .run();
    assert_eq!(odd.code, Some(2));
    assert!(
        odd.err.starts_with("Line 2 of standard input") && !odd.err.contains(stage.secret()),
        "{}",
        odd.err
    );
}

#[test]
fn a_secret_among_the_arguments_is_refused_unread() {
    let stage = Stage::of("happy");
    let ended = stage.call(["check", "--token-file", stage.token()]).run();
    assert_eq!(ended.code, Some(2));
    assert!(!ended.err.contains(stage.token()), "{}", ended.err);
}

#[test]
fn a_misspelt_journey_gets_a_suggestion() {
    let stage = Stage::of("happy");
    let ended = stage.call(["get", "pgae"]).run();
    assert_eq!(ended.code, Some(2));
    assert!(ended.err.contains("page"), "{}", ended.err);
}

#[test]
fn a_file_that_cannot_be_read_ends_every_command_with_2() {
    let stage = Stage::of("happy");
    let folder = stage.around.path().to_str().unwrap().to_owned();
    for arguments in [
        ["get", "page", "--token-file", "/nonexistent"],
        ["get", "page", "--app-secret-file", &folder],
        ["check", "--quiet", "--token-file", "/nonexistent"],
        ["check", "--quiet", "--file", "/nonexistent"],
        ["check", "--quiet", "--app-secret-file", "/nonexistent"],
        ["renew", "--quiet", "--file", "/nonexistent"],
        ["renew", "--quiet", "--file", &folder],
    ] {
        let ended = stage.call(arguments).run();
        assert_eq!(
            (ended.code, ended.out.as_str()),
            (Some(2), ""),
            "{arguments:?}: {}",
            ended.err
        );
        assert!(ended.err.contains(arguments[3]), "{arguments:?}: {}", ended.err);
    }
    assert_eq!(stage.asked(), Vec::<String>::new());
}

#[test]
fn an_empty_file_is_said_to_be_empty() {
    let stage = Stage::of("happy");
    let empty = stage.file("empty", "\u{feff} \n");
    let empty = empty.to_str().unwrap();
    for (arguments, what) in [
        (["get", "page", "--token-file", empty], "token"),
        (["get", "page", "--app-secret-file", empty], "App secret"),
        (["check", "--quiet", "--token-file", empty], "token"),
        (["check", "--quiet", "--file", empty], "token"),
        (["renew", "--quiet", "--file", empty], "token"),
    ] {
        let ended = stage.call(arguments).run();
        let expected = format!("{empty} is empty, so no {what} is in it.\n");
        assert_eq!((ended.code, ended.err), (Some(2), expected), "{arguments:?}");
    }
    let nothing = stage
        .call(["get", "page"])
        .with_input("")
        .with_variable("EVERTOKEN_TOKEN", "");
    let nothing = nothing.run();
    assert_eq!(nothing.code, Some(2));
    assert!(
        nothing
            .err
            .contains("EVERTOKEN_TOKEN is set, but holds no text.\nStandard input is empty.\n"),
        "{}",
        nothing.err
    );
}

#[test]
fn what_is_wrong_with_a_value_names_where_it_stands() {
    let stage = Stage::of("expired");
    let env = stage.file("env", "TOKEN=hello\n");
    let dead = stage.file("dead", &format!("TOKEN={}\n", stage.token()));
    let (env, dead) = (env.to_str().unwrap(), dead.to_str().unwrap());
    for command in ["check", "renew"] {
        let ended = stage.call([command, "--env-file", env, "--key", "TOKEN"]).run();
        let expected = format!("Access token (TOKEN in {env}): This is too short for a token.");
        assert_eq!(ended.code, Some(2), "{command}: {}", ended.err);
        assert!(ended.err.contains(&expected), "{command}: {}", ended.err);
        let ended = stage
            .call([command, "--quiet", "--env-file", dead, "--key", "TOKEN"])
            .run();
        assert_eq!(ended.code, Some(20), "{command}: {}", ended.err);
        assert!(
            ended.err.ends_with(&format!("  Token from: TOKEN in {dead}\n")),
            "{command}: {}",
            ended.err
        );
    }
    let variable = stage.call(["check"]).with_variable("EVERTOKEN_TOKEN", "hello").run();
    assert!(
        variable.err.starts_with("Access token (EVERTOKEN_TOKEN): "),
        "{}",
        variable.err
    );
}

#[test]
fn a_number_that_is_none_is_refused_when_it_is_read() {
    let stage = Stage::of("happy");
    for option in ["--app-id", "--instagram-app-id"] {
        let ended = stage
            .call(["get", "page", option, "my app"])
            .with_input(&stage.secrets())
            .run();
        assert_eq!(ended.code, Some(2), "{}", ended.err);
        assert!(ended.err.contains("App ID is a number"), "{}", ended.err);
    }
    let call = stage.call(["check"]).with_input(stage.token());
    let ended = call.with_variable("EVERTOKEN_APP_ID", "my app").run();
    assert_eq!(ended.code, Some(2), "{}", ended.err);
    assert!(ended.err.starts_with("EVERTOKEN_APP_ID is no App ID"), "{}", ended.err);
    assert_eq!(stage.asked(), Vec::<String>::new());
}

#[test]
fn standard_input_is_read_as_it_may_be_written() {
    let stage = Stage::of("happy");
    let given = stage.simulator.samples().clone();
    let (token, secret, id) = (stage.token(), stage.secret(), given.app_ids[0].as_str());
    let secret_file = stage.file("secret", secret);
    let secret_file = secret_file.to_str().unwrap();
    let login = [
        "--app-secret-file",
        secret_file,
        "--app-id",
        id,
        "--redirect",
        &given.redirect_address,
    ];
    for (what, more, input) in [
        (
            "a mark and capitals",
            vec![],
            format!("\u{feff}TOKEN={token}\r\nApp_Secret={secret}\r\n"),
        ),
        (
            "the names of the variables",
            vec![],
            format!("export EVERTOKEN_TOKEN='{token}'\nEVERTOKEN_APP_SECRET={secret}\nEVERTOKEN_APP_ID={id}\n"),
        ),
        (
            "the same twice",
            vec![],
            format!("token={token}\ntoken={token}\napp_secret={secret}\n"),
        ),
        ("a code alone", login.to_vec(), format!("{}\n", given.facebook_codes[0])),
    ] {
        let all = ["get", "page", "--quiet", "--page", stage.page()]
            .into_iter()
            .chain(more);
        let ended = stage.call(all).with_input(&input).run();
        assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""), "{what}");
        assert!(ended.out.starts_with("EAA"), "{what}");
    }
}

#[test]
fn a_secret_alone_is_no_token_and_two_values_are_not_one() {
    let stage = Stage::of("happy");
    let alone = stage.call(["get", "page"]).with_input(stage.secret()).run();
    assert_eq!(alone.code, Some(2));
    assert!(
        alone.err.contains("  Access token:") && !alone.err.contains("  App secret:"),
        "{}",
        alone.err
    );
    let file = stage.file("token", &format!("{}x", stage.token()));
    for (arguments, input) in [
        (vec![], format!("token={}\ntoken={}x\n", stage.token(), stage.token())),
        (vec!["--token-file", file.to_str().unwrap()], stage.secrets()),
    ] {
        let ended = stage
            .call(["get", "page"].into_iter().chain(arguments))
            .with_input(&input)
            .run();
        assert_eq!(ended.code, Some(2));
        assert!(ended.err.contains("Give only the one that is meant."), "{}", ended.err);
        assert!(!ended.err.contains(stage.token()));
    }
    assert_eq!(stage.asked(), Vec::<String>::new());
}

#[test]
fn an_option_that_would_be_passed_over_is_refused() {
    let stage = Stage::of("happy");
    let file = stage.file("value", stage.token());
    let file = file.to_str().unwrap();
    for (arguments, words) in [
        (
            vec!["get", "page", "--redirect", "https://localhost/"],
            "--redirect is of no use",
        ),
        (
            vec!["get", "page", "--instagram-app-id", "17"],
            "--instagram-app-id is of no use",
        ),
        (
            vec!["get", "page", "--instagram-app-secret-file", file],
            "--instagram-app-secret-file is of no use",
        ),
        (
            vec!["get", "page", "--door", "login", "--token-file", file],
            "--token-file is of no use",
        ),
        (
            vec!["get", "instagram-login", "--app-id", "17"],
            "--app-id is of no use",
        ),
        (
            vec!["get", "page", "--save", "token:t", "--name", "token=A"],
            "--name is of no use",
        ),
        (
            vec!["get", "renew", "--without-permissions"],
            "--without-permissions is of no use",
        ),
        (
            vec!["get", "page", "--door", "dashboard"],
            "Graph API Explorer, Sign in",
        ),
        (vec!["check", "--key", "TOKEN"], "--env-file"),
        (vec!["check", "--token-file", file, "--key", "TOKEN"], "--key"),
        (vec!["check", "--file", file, "--cron", "--log", "log"], "--log"),
    ] {
        let ended = stage.call(&arguments).with_input(&stage.secrets()).run();
        assert_eq!(ended.code, Some(2), "{arguments:?}: {}", ended.err);
        assert!(ended.err.contains(words), "{arguments:?}: {}", ended.err);
    }
    assert_eq!(stage.asked(), Vec::<String>::new());
}

#[test]
fn a_pipe_is_no_place_where_a_token_was_saved() {
    let stage = Stage::of("happy");
    let pipe = stage.at("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    for command in ["check", "renew"] {
        let ended = stage.call([command, "--file", pipe.to_str().unwrap()]).run();
        assert_eq!(ended.code, Some(2), "{}", ended.err);
        assert!(ended.err.contains("ordinary file"), "{}", ended.err);
    }
}

/// The names in a file of variables that a line of commands asks for and no line before it saves there.
fn asked_and_never_saved(text: &str) -> Vec<&str> {
    let mut saved = Vec::new();
    let mut asked = Vec::new();
    for line in text.lines() {
        let word_behind = |mark: &str| {
            line.split_once(mark)
                .and_then(|(_, rest)| rest.split_whitespace().next())
        };
        if let (Some(name), true) = (word_behind("evertoken get "), line.contains("--save env:")) {
            let journey = journey::ALL.iter().find(|journey| journey.name == name).unwrap();
            let namings = journey
                .names
                .iter()
                .filter(|naming| naming.spelling == Spelling::Variables);
            saved.extend(namings.flat_map(|naming| naming.pairs).map(|(name, _)| *name));
        }
        asked.extend(word_behind("--env-file .env --key ").filter(|name| !saved.contains(name)));
    }
    asked
}

#[test]
fn the_names_in_the_readme_are_those_that_are_saved() {
    let readme = include_str!("../../README.md");
    let (_, block) = readme.split_once("## Without a person").unwrap();
    let block = block.split("```").nth(1).unwrap();
    assert!(block.matches("--env-file .env --key ").count() > 1);
    assert_eq!(asked_and_never_saved(block), Vec::<&str>::new());
    assert_eq!(
        asked_and_never_saved(
            "evertoken get instagram --save env:.env\nevertoken check --env-file .env --key FACEBOOK_PAGE_TOKEN"
        ),
        ["FACEBOOK_PAGE_TOKEN"]
    );
}
