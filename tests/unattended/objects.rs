//! Every object that is printed, against the tables of `docs/json.md`: its members, all of them, and what each may be.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::{Ended, Stage};

const DOCUMENTATION: &str = include_str!("../../docs/json.md");

/// The members of a table of the documentation, and what is said of each.
type Table = BTreeMap<String, String>;

/// The rows below the heading that begins so.
fn table(documentation: &str, heading: &str) -> Table {
    let section = documentation
        .split("\n## ")
        .find(|section| section.starts_with(heading));
    let rows = section.unwrap().lines().filter_map(|line| line.strip_prefix("| `"));
    let rows = rows.filter_map(|row| row.trim_end_matches(" |").split_once("` | "));
    rows.map(|(name, words)| (name.to_owned(), words.to_owned())).collect()
}

fn both(one: &Table, other: &Table) -> Table {
    one.iter()
        .chain(other)
        .map(|(name, words)| (name.clone(), words.clone()))
        .collect()
}

fn of_token() -> Table {
    table(DOCUMENTATION, "What `get` and `check` say of a token")
}

fn of_get() -> Table {
    both(&of_token(), &table(DOCUMENTATION, "`evertoken get JOURNEY --json`"))
}

fn of_check() -> Table {
    both(&of_token(), &table(DOCUMENTATION, "`evertoken check --json`"))
}

fn of_renew() -> Table {
    table(DOCUMENTATION, "`evertoken renew --json`")
}

fn only(table: &Table, names: &[&str]) -> Table {
    let rows = table.iter().filter(|(name, _)| names.contains(&name.as_str()));
    rows.map(|(name, words)| (name.clone(), words.clone())).collect()
}

/// Whether a value is one of those that the words speak of.
fn is_told(words: &str, value: &Value) -> bool {
    match value {
        Value::Null => words.contains("`null`"),
        Value::Bool(value) => words.contains(&format!("`{value}`")),
        Value::Number(number) => words == number.to_string(),
        Value::Array(_) => words.starts_with("a list"),
        Value::Object(members) => members.keys().all(|name| words.contains(&format!("\"{name}\": "))),
        Value::String(text) if words.contains(&format!("`\"{text}\"`")) => true,
        Value::String(text) if words.starts_with("a time") => {
            text.ends_with('Z') && text.parse::<jiff::Timestamp>().is_ok()
        }
        // Where some texts are listed, no other one is meant.
        Value::String(text) => !text.is_empty() && !words.contains("`\""),
    }
}

/// What is wrong with an object, as sentences.
fn faults(object: &Value, table: &Table) -> Vec<String> {
    let members = object.as_object().unwrap();
    let missing = table.keys().filter(|name| !members.contains_key(*name));
    let missing = missing.map(|name| format!("{name} is documented and not there"));
    let told = members.iter().filter_map(|(name, value)| match table.get(name) {
        None => Some(format!("{name} is not documented")),
        Some(words) if !is_told(words, value) => Some(format!("{name} is {value}, and documented as {words}")),
        Some(_) => None,
    });
    missing.chain(told).collect()
}

fn object(ended: &Ended) -> Value {
    assert!(
        ended.out.starts_with('{') && ended.out.lines().count() == 1,
        "no object: {ended:?}"
    );
    serde_json::from_str(&ended.out).unwrap()
}

fn assert_told(what: &str, object: &Value, table: &Table) {
    assert_eq!(faults(object, table), Vec::<String>::new(), "{what}: {object}");
}

#[test]
fn what_get_prints_is_documented_and_what_is_documented_is_printed() {
    for (scenario, journey) in [
        ("happy", "page"),
        ("happy", "instagram"),
        ("happy", "user"),
        ("system-user", "page"),
        ("sixty-days-token", "renew"),
        ("instagram-happy", "instagram-login"),
    ] {
        let stage = Stage::of(scenario);
        let given = stage.simulator.samples().clone();
        let (mut arguments, mut input) = (vec!["get", journey, "--json", "--quiet"], stage.secrets());
        if matches!(journey, "page" | "instagram") {
            arguments.extend(["--page", &given.page_ids[0]]);
        }
        if journey == "instagram-login" {
            input.clone_from(&given.instagram_tokens[0]);
        }
        let value = object(&stage.call(&arguments).with_input(&input).run());
        assert_told(&format!("{scenario}, {journey}"), &value, &of_get());
        assert_eq!((&value["journey"], &value["proved"]), (&journey.into(), &true.into()));
        let whose = if journey == "instagram-login" {
            "instagram"
        } else {
            "app"
        };
        assert!(value[whose].is_object(), "{value}");
        assert_eq!(value["user"].is_object(), value["kind"] == "user", "{value}");
        if value["kind"] == "instagram" {
            assert_eq!(value["data_access_ends"], value["expires"], "{value}");
        }
    }
}

#[test]
fn so_is_the_list_of_several() {
    let stage = Stage::of("happy");
    let pages = &stage.simulator.samples().page_ids;
    let wanted = pages.iter().take(2).flat_map(|page| ["--page", page.as_str()]);
    let all = ["get", "page", "--json", "--quiet"].into_iter().chain(wanted);
    let value = object(&stage.call(all).with_input(&stage.secrets()).run());
    let names: Vec<&String> = value.as_object().unwrap().keys().collect();
    assert_eq!(names, ["journey", "tokens", "version"]);
    let of_each = both(&of_token(), &only(&of_get(), &["token", "proved"]));
    let each = value["tokens"].as_array().unwrap();
    assert_eq!(each.len(), 2);
    for (one, page) in each.iter().zip(pages) {
        assert_told("one of several", one, &of_each);
        assert_eq!(
            one["page"]["id"],
            page.as_str(),
            "in the order in which they were named"
        );
    }
}

#[test]
fn so_is_each_verdict_of_check() {
    for (scenario, verdict, works, user) in [
        ("happy", "ends_soon", Some(true), true),
        ("sixty-days-token", "fine", Some(true), true),
        ("system-user", "fine", Some(true), true),
        // It acts as its Page.
        ("page-token-pasted", "fine", Some(true), false),
        ("expired", "dead", Some(false), false),
        ("instagram-expired", "dead", Some(false), false),
        ("checkpoint", "cannot_tell", None, false),
        // It works, and nothing says until when.
        ("instagram-dashboard-token", "cannot_tell", Some(true), false),
    ] {
        let stage = Stage::of(scenario);
        let token = &stage.simulator.samples().check_tokens[0];
        let value = object(&stage.call(["check", "--json"]).with_input(token).run());
        assert_told(scenario, &value, &of_check());
        assert_eq!(value["verdict"], verdict, "{scenario}: {value}");
        assert_eq!(value["works"].as_bool(), works, "{scenario}: {value}");
        assert_eq!(value["user"].is_object(), user, "{scenario}: {value}");
    }
    let stage = Stage::of("no-role");
    let token = &stage.simulator.samples().check_tokens[0];
    let untold = object(&stage.call(["check", "--json"]).with_input(token).run());
    let four = only(&of_check(), &["version", "verdict", "works", "headline"]);
    assert_eq!(four.len(), 4);
    assert_told("untold", &untold, &four);
}

#[test]
fn so_is_each_result_of_renew() {
    for (scenario, result) in [
        ("sixty-days-token", "renewed"),
        ("system-user", "not_due"),
        ("password-changed", "sign_in_again"),
        ("checkpoint", "cannot_tell"),
    ] {
        let stage = Stage::of(scenario);
        let file = stage.file("token", &stage.simulator.samples().check_tokens[0]);
        let call = stage.call(["renew", "--json", "--quiet", "--file", file.to_str().unwrap()]);
        let value = object(&call.with_variable("EVERTOKEN_APP_SECRET", stage.secret()).run());
        assert_told(scenario, &value, &of_renew());
        assert_eq!(value["result"], result, "{scenario}: {value}");
    }
}

#[test]
fn an_object_that_departs_from_its_table_is_noticed() {
    let table = of_check();
    let stage = Stage::of("system-user");
    let good = object(&stage.call(["check", "--json"]).with_input(stage.token()).run());
    assert_eq!(faults(&good, &table), Vec::<String>::new());
    for (name, value) in [
        ("version", 2.into()),
        ("verdict", "good".into()),
        ("works", "yes".into()),
        ("kind", Value::Null),
        ("expires", "tomorrow".into()),
        ("user", serde_json::json!({"number": 1})),
        ("more", true.into()),
    ] {
        let mut bad = good.clone();
        bad[name] = value;
        assert_eq!(faults(&bad, &table).len(), 1, "{name}");
    }
    for name in table.keys() {
        let mut bad = good.clone();
        bad.as_object_mut().unwrap().remove(name);
        assert_eq!(faults(&bad, &table).len(), 1, "{name}");
    }
}
