//! `evertoken get --save`: every kind of file, and what has to be agreed to.

use std::{fs, path::Path};

use serde_json::Value;

use crate::support::{Ended, Stage, mode_of};

fn get(stage: &Stage, journey: &str, more: &[&str]) -> Ended {
    let all = ["get", journey, "--quiet", "--page", stage.page()]
        .into_iter()
        .chain(more.iter().copied());
    stage.call(all).with_input(&stage.secrets()).run()
}

fn at(kind: &str, path: &Path) -> String {
    format!("{kind}:{}", path.to_str().unwrap())
}

#[test]
fn each_kind_of_file_holds_the_token_and_standard_output_nothing() {
    let stage = Stage::of("happy");
    let [env, json, token, options] = ["env", "json", "token", "options"].map(|kind| (kind, stage.at(kind)));
    for (kind, path) in [&env, &json, &token, &options] {
        let journey = if *kind == "options" { "instagram" } else { "page" };
        let ended = get(&stage, journey, &["--save", &at(kind, path), "--yes"]);
        assert_eq!((ended.code, ended.out.as_str()), (Some(0), ""), "{kind}: {}", ended.err);
        assert_eq!(mode_of(path), 0o600, "{kind}");
    }
    let text = |path: &Path| fs::read_to_string(path).unwrap();
    assert!(text(&env.1).starts_with("FACEBOOK_PAGE_TOKEN=EAA"));
    assert!(text(&env.1).contains("\nFACEBOOK_PAGE_ID=104857392016485\n"));
    let value: Value = serde_json::from_str(&text(&json.1)).unwrap();
    assert!(value["access_token"].as_str().unwrap().starts_with("EAA"));
    assert_eq!(value["page_id"], "104857392016485");
    assert!(text(&token.1).starts_with("EAA") && !text(&token.1).contains('\n'));
    assert!(text(&options.1).contains("--") && text(&options.1).contains("EAA"));
}

#[test]
fn what_is_replaced_is_said_before_it_is() {
    let stage = Stage::of("happy");
    let env = stage.file("env", "FACEBOOK_PAGE_TOKEN=EAAanothertokenthatstoodhereabcd\n");
    let save = at("env", &env);
    let call = stage.call(["get", "page", "--page", stage.page(), "--save", &save]);
    let ended = call.with_input(&stage.secrets()).run();
    assert_eq!((ended.code, ended.out.as_str()), (Some(0), ""), "{}", ended.err);
    let words = format!("{}: FACEBOOK_PAGE_TOKEN replaces …abcd.", env.display());
    assert!(ended.err.contains(&words), "{}", ended.err);
}

#[test]
fn names_permissions_and_several_places_are_as_they_were_asked_for() {
    let stage = Stage::of("happy");
    let (env, json) = (stage.at("env"), stage.at("json"));
    let ended = get(
        &stage,
        "page",
        &[
            "--save",
            &at("env", &env),
            "--save",
            &at("json", &json),
            "--name",
            "token=MINE",
            "--name",
            "page-id=MY_PAGE",
            "--mode",
            "640",
            "--yes",
            "--json",
        ],
    );
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let printed: Value = serde_json::from_str(&ended.out).unwrap();
    let token = printed["token"].as_str().unwrap();
    assert_eq!(
        fs::read_to_string(&env).unwrap(),
        format!("MINE={token}\nMY_PAGE=104857392016485\n")
    );
    let saved: Value = serde_json::from_str(&fs::read_to_string(&json).unwrap()).unwrap();
    assert_eq!(saved, serde_json::json!({"MINE": token, "MY_PAGE": "104857392016485"}));
    assert_eq!((mode_of(&env), mode_of(&json)), (0o640, 0o640));
    assert!(
        ended.err.contains("others than you can read the token"),
        "{}",
        ended.err
    );
}

#[test]
fn what_must_be_agreed_to_is_said_and_without_a_yes_nothing_is_sent() {
    let stage = Stage::of("happy");
    let env = stage.at("env");
    let ended = get(&stage, "page", &["--save", &at("env", &env), "--mode", "640"]);
    assert_eq!((ended.code, ended.out.as_str()), (Some(1), ""));
    assert!(
        ended.err.contains("others than you can read the token") && ended.err.contains("--yes"),
        "{}",
        ended.err
    );
    assert!(!env.exists());
    assert_eq!(stage.asked(), Vec::<String>::new());
}

#[test]
fn a_place_where_nothing_can_be_saved_is_found_out_before_a_code_is_spent() {
    let stage = Stage::of("happy");
    let odd = stage.file("odd", "A='\n");
    let folder = stage.around.path().to_path_buf();
    // What stands there under a name of ours cannot be replaced by a text.
    let list = stage.file("list", "{\"page_id\": [1, 2]}\n");
    let list_of_one = stage.file("list of one", "{\"page_id_104857392016485\": [1, 2]}\n");
    for more in [
        vec!["--save", &at("json", &list)],
        vec!["--save", &at("json", &list_of_one), "--page", "107392846150293"],
    ] {
        let ended = get(&stage, "page", &more);
        assert_eq!(
            (ended.code, ended.out.as_str()),
            (Some(1), ""),
            "{more:?}: {}",
            ended.err
        );
    }
    for save in [
        at("env", &odd),
        at("json", &odd),
        at("token", &folder),
        at("token", &odd),
    ] {
        let ended = get(&stage, "page", &["--save", &save, "--yes"]);
        assert_eq!((ended.code, ended.out.as_str()), (Some(1), ""), "{save}: {}", ended.err);
    }
    for (more, words) in [
        (vec!["--save", "yaml:x"], "env:PATH"),
        (vec!["--save", "options:x"], "No program"),
        (vec!["--save", "env:x", "--name", "token=A B"], "name"),
        (vec!["--save", "env:x", "--mode", "666"], "others could change it"),
        (
            vec!["--save", "env:x", "--name", "token=FACEBOOK_PAGE_ID"],
            "the same name",
        ),
        (
            vec!["--save", "token:x", "--page", "107392846150293"],
            "--save env:PATH",
        ),
        (vec!["--page", "107392846150293"], "--json"),
        (vec!["--yes"], "--save"),
    ] {
        let ended = get(&stage, "page", &more);
        assert_eq!(ended.code, Some(2), "{more:?}: {}", ended.err);
        assert!(ended.err.contains(words), "{more:?}: {}", ended.err);
    }
    assert_eq!(stage.asked(), Vec::<String>::new());
}

#[test]
fn where_a_save_fails_after_the_token_was_made_it_is_said_what_became_of_it() {
    let stage = Stage::of("happy");
    // The first is made by the run itself, and the second finds it as something else than it was when it was tried.
    let (first, second) = (stage.at("first"), stage.at("second"));
    std::os::unix::fs::symlink(&first, &second).unwrap();
    let saves = [at("token", &first), at("json", &second)];
    let more = ["--save", &saves[0], "--save", &saves[1], "--yes"];
    let ended = get(&stage, "page", &more);
    assert_eq!((ended.code, ended.out.as_str()), (Some(1), ""), "{}", ended.err);
    assert!(
        ended.err.contains(&format!("Saved in {}\n", first.display())) && !ended.err.contains("so it is gone"),
        "{}",
        ended.err
    );
    // This one stumbles, and waits a second: after the place was tried, and before there is a token.
    let stage = Stage::of("transient-then-fine");
    let spoiled = stage.file("spoiled", "");
    let save = at("env", &spoiled);
    let all = ["get", "page", "--page", stage.page(), "--save", &save, "--yes"];
    let call = stage.call(all).with_input(&stage.secrets());
    let ended = call.run_and_meanwhile(|| fs::write(&spoiled, "A='\n").unwrap());
    assert_eq!((ended.code, ended.out.as_str()), (Some(1), ""), "{}", ended.err);
    for words in [
        "It was not saved, copied or shown, so it is gone.",
        "Until then you can start again with it.",
    ] {
        assert!(ended.err.contains(words), "{}", ended.err);
    }
}

#[test]
fn several_tokens_stand_in_one_file_side_by_side() {
    let stage = Stage::of("happy");
    let env = stage.at("env");
    let ended = get(
        &stage,
        "page",
        &["--page", "107392846150293", "--save", &at("env", &env), "--yes"],
    );
    assert_eq!((ended.code, ended.out.as_str()), (Some(0), ""), "{}", ended.err);
    let text = fs::read_to_string(&env).unwrap();
    for name in [
        "FACEBOOK_PAGE_TOKEN_104857392016485=EAA",
        "FACEBOOK_PAGE_TOKEN_107392846150293=EAA",
    ] {
        assert!(text.contains(name), "{name}");
    }
}

#[test]
fn what_was_saved_is_found_by_status_check_and_renew() {
    let stage = Stage::of("happy");
    let env = stage.at("env");
    let ended = get(
        &stage,
        "user",
        &["--save", &at("env", &env), "--name", "token=USER_TOKEN", "--yes"],
    );
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let file = stage.at(".local/state/evertoken/test-server/records.json");
    let records = fs::read_to_string(&file).unwrap();
    assert!(
        records.contains(env.to_str().unwrap()) && !records.contains("EAA"),
        "{records}"
    );
    let saved = ["--env-file", env.to_str().unwrap(), "--key", "USER_TOKEN"];
    let check = stage.call(["check"].into_iter().chain(saved)).run();
    assert_eq!(check.code, Some(0), "{}", check.err);
    let renew = stage
        .call(["renew"].into_iter().chain(saved))
        .with_variable("EVERTOKEN_APP_SECRET", stage.secret())
        .run();
    // It was made just now, so there is no new time to be had.
    assert_eq!(renew.code, Some(11), "{}", renew.err);
}
