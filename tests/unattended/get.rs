//! Each journey to its token, and what is printed of it.

use serde_json::{Value, json};

use crate::support::Stage;

/// The object on standard output, without what differs from run to run once that has been looked at.
fn settled(out: &str) -> Value {
    assert_eq!(out.lines().count(), 1, "{out}");
    let mut value: Value = serde_json::from_str(out).unwrap();
    let tokens = match value.get_mut("tokens") {
        Some(Value::Array(tokens)) => tokens.iter_mut().collect(),
        _ => vec![&mut value],
    };
    for one in tokens {
        let token = one["token"].as_str().unwrap();
        assert!(token.len() > 100, "{one}");
        assert_eq!(one["fingerprint"].as_str().unwrap().len(), 8);
        for name in ["token", "fingerprint", "server"] {
            one[name] = json!(format!("a {name}"));
        }
        for name in ["expires", "data_access_ends"] {
            if one[name].as_str().unwrap().parse::<jiff::Timestamp>().is_ok() {
                one[name] = json!("a time");
            }
        }
    }
    value
}

fn permissions() -> Value {
    json!([
        "pages_show_list",
        "pages_read_engagement",
        "pages_read_user_content",
        "pages_manage_posts",
        "pages_manage_engagement",
        "pages_manage_metadata",
        "read_insights",
        "business_management",
        "instagram_basic",
        "instagram_content_publish",
        "instagram_manage_comments",
        "instagram_manage_insights",
        "public_profile",
    ])
}

fn page_token(id: &str, name: &str) -> Value {
    json!({
        "kind": "page",
        "page": {"id": id, "name": name},
        "instagram": null,
        "user": null,
        "app": {"id": "482915730264718", "name": "Harbour Poster"},
        "expires": "never",
        "data_access_ends": "a time",
        "permissions": permissions(),
        "fingerprint": "a fingerprint",
        "server": "a server",
        "token": "a token",
        "proved": true,
    })
}

fn with(mut value: Value, members: &Value) -> Value {
    for (name, member) in members.as_object().unwrap() {
        value[name] = member.clone();
    }
    value
}

const BAKERY: &str = "104857392016485";
const MARKET: &str = "107392846150293";

#[test]
fn a_page_token_stands_alone_on_standard_output() {
    let stage = Stage::of("happy");
    let ended = stage
        .call(["get", "page", "--page", BAKERY])
        .with_input(&stage.secrets())
        .run();
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert!(ended.out.starts_with("EAA") && ended.out.ends_with('\n'), "one line");
    assert_eq!(ended.out.lines().count(), 1);
    assert!(
        ended.err.contains("Proved: this Page token never expires."),
        "{}",
        ended.err
    );
    assert!(!ended.err.contains(ended.out.trim()) && !ended.err.contains(stage.token()));
    assert!(!ended.err.contains(stage.secret()) && !ended.err.contains('\x1b'));
}

#[test]
fn quiet_says_nothing_but_the_token() {
    let stage = Stage::of("happy");
    let call = stage.call(["get", "page", "--page", BAKERY, "--quiet"]);
    let ended = call.with_input(&stage.secrets()).run();
    assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""));
}

#[test]
fn each_journey_is_told_whole_as_json() {
    let head = json!({"version": 1, "journey": "page"});
    let instagram = json!({"id": "17841460028451937", "username": "harbour.bakery"});
    let user = json!({"id": "10229847561203984", "name": "Alex Example"});
    let bakery = || page_token(BAKERY, "Harbour Bakery");
    for (arguments, expected) in [
        (vec!["page", "--page-name", "HARBOUR bakery"], with(bakery(), &head)),
        (
            vec!["instagram"],
            with(
                with(bakery(), &head),
                &json!({"journey": "instagram", "instagram": instagram}),
            ),
        ),
        (
            vec!["user"],
            with(
                with(bakery(), &head),
                &json!({"journey": "user", "kind": "user", "page": null, "user": user, "instagram": instagram, "expires": "a time"}),
            ),
        ),
        (
            vec!["page", "--page", BAKERY, "--page-name", "Night Market Lisbon"],
            with(
                head.clone(),
                &json!({"tokens": [bakery(), page_token(MARKET, "Night Market Lisbon")]}),
            ),
        ),
    ] {
        let stage = Stage::of("happy");
        let all = ["get"].into_iter().chain(arguments).chain(["--json", "--quiet"]);
        let ended = stage.call(all).with_input(&stage.secrets()).run();
        assert_eq!(ended.code, Some(0), "{}", ended.err);
        assert_eq!(settled(&ended.out), expected);
    }
}

#[test]
fn a_token_of_instagram_login_comes_through_each_of_its_doors() {
    let stage = Stage::of("instagram-happy");
    let given = stage.simulator.samples().clone();
    let (id, redirect) = (given.instagram_app_ids[0].as_str(), given.redirect_address.as_str());
    let secret = &given.instagram_app_secrets[0];
    let hour = format!(
        "token={}\ninstagram_app_secret={secret}\n",
        given.instagram_hour_tokens[0]
    );
    let code = format!("code={}\ninstagram_app_secret={secret}\n", given.instagram_codes[0]);
    for (more, input) in [
        (vec![], given.instagram_tokens[0].clone()),
        (vec!["--door", "dashboard"], given.instagram_tokens[0].clone()),
        (vec![], hour),
        (vec!["--instagram-app-id", id, "--redirect", redirect], code),
    ] {
        let all = ["get", "instagram-login", "--json", "--quiet"].into_iter().chain(more);
        let ended = stage.call(all).with_input(&input).run();
        assert_eq!(ended.code, Some(0), "{}", ended.err);
        let value: Value = serde_json::from_str(&ended.out).unwrap();
        assert_eq!(
            (&value["kind"], &value["instagram"], &value["proved"]),
            (
                &json!("instagram"),
                &json!({"id": "17841460028451937", "username": "harbour.bakery"}),
                &json!(true)
            )
        );
    }
}

#[test]
fn an_instagram_token_of_an_hour_is_made_to_last_or_refused_and_never_handed_over() {
    let stage = Stage::of("instagram-short-token");
    let given = stage.simulator.samples().clone();
    let file = stage.at("env");
    let save = format!("env:{}", file.display());
    for more in [
        vec![],
        vec!["--door", "dashboard"],
        vec!["--json"],
        vec!["--save", &save, "--yes"],
    ] {
        let all = ["get", "instagram-login", "--quiet"]
            .into_iter()
            .chain(more.iter().copied());
        let ended = stage.call(all).with_input(&given.instagram_tokens[0]).run();
        assert_eq!((ended.code, ended.out.as_str()), (Some(1), ""), "{more:?}");
        assert!(
            ended.err.starts_with("Only a 60-day Instagram token can be refreshed.")
                && ended.err.contains("--instagram-app-secret-file"),
            "{more:?}: {}",
            ended.err
        );
        assert!(!file.exists());
    }
    let input = format!(
        "token={}\ninstagram_app_secret={}\n",
        given.instagram_tokens[0], given.instagram_app_secrets[0]
    );
    let exchanged = stage
        .call(["get", "instagram-login", "--quiet"])
        .with_input(&input)
        .run();
    assert_eq!(exchanged.code, Some(0), "{}", exchanged.err);
    assert_ne!(exchanged.out.trim(), given.instagram_tokens[0]);
}

#[test]
fn of_a_token_of_the_dashboard_it_is_known_when_it_ends() {
    for (scenario, is_new) in [
        ("instagram-happy", true),
        ("instagram-dashboard-token", false),
        ("instagram-thirty-days-old", false),
    ] {
        let stage = Stage::of(scenario);
        let given = &stage.simulator.samples().check_tokens;
        let given = if scenario == "instagram-happy" {
            &stage.simulator.samples().instagram_tokens[0]
        } else {
            &given[0]
        };
        let call = stage.call(["get", "instagram-login", "--json", "--quiet"]);
        let ended = call.with_input(given).run();
        assert_eq!(ended.code, Some(0), "{scenario}: {}", ended.err);
        let value: Value = serde_json::from_str(&ended.out).unwrap();
        let end: jiff::Timestamp = value["expires"].as_str().unwrap().parse().unwrap();
        let left = end.duration_since(jiff::Timestamp::now());
        assert!(left > jiff::SignedDuration::from_hours(59 * 24), "{scenario}: {left}");
        assert_eq!(value["token"].as_str() != Some(given.as_str()), is_new, "{scenario}");
        // What is handed over is what the account answered to.
        let reads = stage.asked().iter().filter(|line| line.contains("/me")).count();
        assert_eq!(reads, if is_new { 2 } else { 1 }, "{scenario}");
    }
    let stage = Stage::of("instagram-dashboard-exchanged");
    let given = stage.simulator.samples().clone();
    let input = format!(
        "token={}\ninstagram_app_secret={}\n",
        given.instagram_tokens[0], given.instagram_app_secrets[0]
    );
    let exchanged = stage
        .call(["get", "instagram-login", "--quiet"])
        .with_input(&input)
        .run();
    assert_eq!(exchanged.code, Some(1));
    assert!(exchanged.err.contains("--door dashboard"), "{}", exchanged.err);
}

#[test]
fn a_bare_login_code_of_facebook_goes_with_its_redirect() {
    let stage = Stage::of("happy");
    let given = stage.simulator.samples().clone();
    let input = format!("code={}\napp_secret={}\n", given.facebook_codes[0], stage.secret());
    let arguments = [
        "get",
        "page",
        "--page",
        BAKERY,
        "--quiet",
        "--app-id",
        &given.app_ids[0],
    ];
    let without = stage.call(arguments).with_input(&input).run();
    assert_eq!(without.code, Some(2));
    assert!(without.err.contains("--redirect URL"), "{}", without.err);
    assert_eq!(stage.asked(), Vec::<String>::new());
    let all = arguments.into_iter().chain(["--redirect", &given.redirect_address]);
    let ended = stage.call(all).with_input(&input).run();
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert!(ended.out.starts_with("EAA"));
}

#[test]
fn a_renewed_token_can_be_printed_too() {
    let stage = Stage::of("sixty-days-token");
    let ended = stage
        .call(["get", "renew", "--quiet"])
        .with_input(&stage.secrets())
        .run();
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert!(ended.out.starts_with("EAA"));
}

#[test]
fn one_of_several_pages_is_never_guessed() {
    let stage = Stage::of("happy");
    let ended = stage
        .call(["get", "page", "--quiet"])
        .with_input(&stage.secrets())
        .run();
    assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""));
    assert_eq!(
        ended.err,
        "Which Page? --page ID or --page-name NAME says it.\n  104857392016485  Harbour Bakery\n  \
         107392846150293  Night Market Lisbon\n  112038475629104  Tuesday Book Club\n"
    );
}

#[test]
fn a_page_that_no_list_shows_is_asked_for_by_its_number() {
    let stage = Stage::of("pages-by-target-ids");
    let ended = stage
        .call(["get", "page", "--page", stage.page(), "--quiet"])
        .with_input(&stage.secrets())
        .run();
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert!(ended.out.starts_with("EAA"));
}

#[test]
fn permissions_that_are_missing_are_gone_without_only_where_that_was_said() {
    let stage = Stage::of("declined-permission");
    let call = |more: &[&str]| {
        let all = ["get", "page", "--page", stage.page(), "--quiet"]
            .into_iter()
            .chain(more.iter().copied());
        stage.call(all).with_input(&stage.secrets()).run()
    };
    let refused = call(&[]);
    assert_eq!((refused.code, refused.out.as_str()), (Some(1), ""));
    assert!(
        refused.err.ends_with("--without-permissions goes on all the same.\n"),
        "{}",
        refused.err
    );
    // Gone without, what cannot be proved is still not handed over.
    let agreed = call(&["--without-permissions"]);
    assert_eq!((agreed.code, agreed.out.as_str()), (Some(1), ""));
    assert!(
        agreed.err.starts_with("The Page token lacks permissions."),
        "{}",
        agreed.err
    );
    let user = ["get", "user", "--without-permissions", "--quiet"];
    let user = stage.call(user).with_input(&stage.secrets()).run();
    assert_eq!(user.code, Some(0), "{}", user.err);
}

#[test]
fn of_several_pages_none_is_handed_over_where_one_is_not_proved() {
    let stage = Stage::of("one-page-fails");
    let pages = stage.simulator.samples().page_ids.clone();
    let named = pages.iter().flat_map(|page| ["--page", page.as_str()]);
    let all = ["get", "page", "--json", "--quiet"].into_iter().chain(named);
    let ended = stage.call(all).with_input(&stage.secrets()).run();
    assert_eq!((ended.code, ended.out.as_str()), (Some(1), ""), "{}", ended.err);
}

#[test]
fn a_page_token_of_another_page_than_the_one_asked_for_is_not_handed_over() {
    let stage = Stage::of("page-token-pasted");
    let ended = stage
        .call(["get", "page", "--quiet", "--page", MARKET])
        .with_input(&stage.secrets())
        .run();
    assert_eq!((ended.code, ended.out.as_str()), (Some(1), ""));
    assert!(
        ended.err.contains("of another Page, Harbour Bakery (104857392016485)."),
        "{}",
        ended.err
    );
}

#[test]
fn a_page_token_is_of_one_page_and_of_several_that_were_named_none_is_left_out_silently() {
    let stage = Stage::of("page-token-pasted");
    for (more, lacking) in [
        (["--page", MARKET], MARKET),
        (["--page-name", "Night Market"], "Night Market"),
    ] {
        let all = ["get", "page", "--quiet", "--json", "--page", BAKERY]
            .into_iter()
            .chain(more);
        let ended = stage.call(all).with_input(&stage.secrets()).run();
        assert_eq!((ended.code, ended.out.as_str()), (Some(1), ""), "{more:?}");
        assert!(
            ended.err.ends_with(&format!("So there is none of these: {lacking}.\n")),
            "{}",
            ended.err
        );
    }
}

#[test]
fn the_shape_of_the_object_follows_from_how_many_pages_were_named() {
    let stage = Stage::of("happy");
    for (more, code, is_list) in [
        (vec![BAKERY], 0, false),
        (vec![BAKERY, "--page", BAKERY], 0, false),
        (vec![BAKERY, "--page", MARKET], 0, true),
        (vec![BAKERY, "--page-name", "Harbour Bakery"], 2, true),
    ] {
        let all = ["get", "page", "--quiet", "--json", "--page"]
            .into_iter()
            .chain(more.iter().copied());
        let ended = stage.call(all).with_input(&stage.secrets()).run();
        assert_eq!(ended.code, Some(code), "{more:?}: {}", ended.err);
        if code == 0 {
            let value: Value = serde_json::from_str(&ended.out).unwrap();
            assert_eq!(value["tokens"].is_array(), is_list, "{more:?}");
            assert_eq!(value["token"].is_string(), !is_list, "{more:?}");
        } else {
            assert_eq!(ended.out, "");
            assert!(ended.err.contains("name the same Page"), "{}", ended.err);
        }
    }
    let user = ["get", "user", "--json", "--page", BAKERY, "--page", MARKET];
    let before = stage.asked().len();
    let ended = stage.call(user).with_input(&stage.secrets()).run();
    assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""));
    assert_eq!(stage.asked().len(), before, "it was known before anything was sent");
}

#[test]
fn which_page_was_taken_is_said_also_where_nobody_named_it() {
    let happy = Stage::of("happy");
    let only = Stage::of("page-token-pasted");
    let two: &[&str] = &["--page", BAKERY, "--page", MARKET, "--json"];
    for (stage, more, expected) in [
        (&only, &[] as &[&str], &["Page: Harbour Bakery (104857392016485)."][..]),
        (
            &happy,
            two,
            &[
                "Page: Harbour Bakery (104857392016485).",
                "Page: Night Market Lisbon (107392846150293).",
            ],
        ),
    ] {
        let all = ["get", "page"].into_iter().chain(more.iter().copied());
        let ended = stage.call(all).with_input(&stage.secrets()).run();
        assert_eq!(ended.code, Some(0), "{}", ended.err);
        let said: Vec<&str> = ended.err.lines().filter(|line| line.starts_with("Page:")).collect();
        assert_eq!(said, expected);
    }
    let failing = Stage::of("granted-not-in-force");
    let app = &failing.simulator.samples().app_ids[0];
    let ended = failing
        .call(["get", "page", "--page", failing.page(), "--app-id", app])
        .with_input(&failing.secrets())
        .run();
    assert_eq!(ended.code, Some(1));
    assert!(ended.err.contains(&format!("({}).\n", failing.page())), "{}", ended.err);
}

#[test]
fn a_journey_without_pages_takes_none() {
    let stage = Stage::of("instagram-happy");
    let ended = stage.call(["get", "instagram-login", "--page", BAKERY]).run();
    assert_eq!(ended.code, Some(2));
    assert!(ended.err.contains("chooses no Page"), "{}", ended.err);
}

#[test]
fn an_app_id_comes_from_the_environment_and_is_not_asked_of_the_token_then() {
    let stage = Stage::of("other-app");
    let call = stage.call(["get", "page", "--quiet"]).with_input(&stage.secrets());
    let given = &stage.simulator.samples().app_ids[0];
    let ended = call.with_variable("EVERTOKEN_APP_ID", given).run();
    assert_eq!(ended.code, Some(1));
    assert!(
        ended.err.starts_with("This token was made with another app."),
        "{}",
        ended.err
    );
}

#[test]
fn a_token_that_ends_is_not_handed_over_and_where_it_is_to_be_had_is_said() {
    let stage = Stage::of("short-page-token");
    let call = stage.call(["get", "page", "--quiet", "--page", stage.page()]);
    let ended = call.with_input(&stage.secrets()).run();
    assert_eq!((ended.code, ended.out.as_str()), (Some(1), ""));
    assert!(
        ended
            .err
            .contains("The wizard hands it over all the same: run evertoken"),
        "{}",
        ended.err
    );
    let stage = Stage::of("wrong-secret");
    let call = stage.call(["get", "page", "--quiet", "--page", stage.page()]);
    let ended = call.with_input(&stage.secrets()).run();
    assert!(
        ended.code == Some(1) && !ended.err.contains("hands it over"),
        "{}",
        ended.err
    );
}
