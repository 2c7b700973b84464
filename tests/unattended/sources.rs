//! Where the values come from, and what is said where they do not.

use std::{fs, os::unix::fs::PermissionsExt as _, process::Stdio};

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
