//! What is said where something keeps a run from its end: why, and what is missing for it.

use crate::support::Stage;

#[test]
fn a_server_that_is_down_is_said_to_be_and_nothing_is_asked_for() {
    let stage = Stage::of("happy");
    let root = stage.simulator.root().trim_start_matches("http://").to_owned();
    let call = stage.call(["get", "page"]).with_input(&stage.secrets());
    drop(stage.simulator);
    let ended = call.run();
    assert_eq!((ended.code, ended.out.as_str()), (Some(1), ""));
    assert!(
        ended.err.contains("The connection was refused.\nThe connection to "),
        "{}",
        ended.err
    );
    assert!(ended.err.contains(&format!("asking {root}")), "{}", ended.err);
    for words in ["--app-id", "graph.facebook.com", "Missing:"] {
        assert!(!ended.err.contains(words), "{words} is in: {}", ended.err);
    }
}

#[test]
fn a_version_of_the_graph_api_that_is_not_there_is_told_whole() {
    let stage = Stage::of("happy");
    let ended = stage
        .call(["get", "page", "--quiet", "--graph-version", "v99.0"])
        .with_input(&stage.secrets())
        .run();
    assert_eq!(ended.code, Some(1));
    for words in [
        "If you started with --graph-version",
        "Meta's words: Unknown path components",
    ] {
        assert!(ended.err.contains(words), "{words} is not in: {}", ended.err);
    }
    assert!(!ended.err.contains("--app-id"), "{}", ended.err);
}

#[test]
fn where_an_app_demands_proof_only_what_is_missing_for_it_is_named() {
    let stage = Stage::of("proof-required");
    let ended = stage
        .call(["get", "page", "--quiet"])
        .with_input(&stage.secrets())
        .run();
    assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""));
    let lines: Vec<&str> = ended.err.lines().collect();
    assert_eq!(
        lines.first(),
        Some(&"This app answers only with its App secret."),
        "{}",
        ended.err
    );
    let missing: Vec<&&str> = lines.iter().skip_while(|line| **line != "Missing:").collect();
    assert_eq!(missing.len(), 2, "{}", ended.err);
    assert!(
        missing
            .iter()
            .any(|line| line.contains("  App ID: ") && line.contains("--app-id ID"))
    );
}

#[test]
fn what_meta_says_of_a_token_is_told_with_its_cause_and_its_codes() {
    let stage = Stage::of("expired");
    let ended = stage
        .call(["get", "page", "--quiet"])
        .with_input(&stage.secrets())
        .run();
    assert_eq!(ended.code, Some(1));
    for words in [
        "This token has expired.\n",
        "Its time is over",
        "  Meta's code: 190/463",
    ] {
        assert!(ended.err.contains(words), "{words} is not in: {}", ended.err);
    }
}

#[test]
fn what_does_not_fit_is_named_with_where_it_was_given() {
    let stage = Stage::of("wrong-secret");
    let secret = stage.file("secret", stage.secret());
    let secret = secret.to_str().unwrap();
    let call = stage.call(["get", "page", "--quiet", "--app-secret-file", secret]);
    let ended = call.with_input(stage.token()).run();
    assert_eq!(ended.code, Some(1));
    assert!(
        ended.err.contains(&format!("  App secret from: {secret}\n")),
        "{}",
        ended.err
    );
}
