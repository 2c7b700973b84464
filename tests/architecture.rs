//! The house rules that a compiler does not know: which room may import which, and what may be said only where.

#![expect(clippy::unwrap_used, reason = "a test that meets something unexpected stops there")]

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Which rooms each room may import from, beside itself. A room is a folder or file of `src`.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("assets", &["model"]),
    ("graph_api", &["model"]),
    ("journey", &["model"]),
    ("delivery", &["model"]),
    ("paste", &["model"]),
    (
        "wizard",
        &["assets", "delivery", "graph_api", "journey", "model", "paste"],
    ),
    ("runtime", &["delivery", "graph_api", "model", "wizard"]),
    ("exit", &["runtime", "wizard"]),
    ("terminal", &["exit", "runtime"]),
    (
        "tui",
        &[
            "delivery",
            "exit",
            "graph_api",
            "journey",
            "model",
            "runtime",
            "terminal",
            "wizard",
        ],
    ),
    (
        "linear",
        &["delivery", "exit", "journey", "model", "runtime", "terminal", "wizard"],
    ),
    ("status", &["model", "terminal", "wizard"]),
    (
        "unattended",
        &["delivery", "exit", "graph_api", "journey", "model", "runtime", "wizard"],
    ),
    ("simulator", &[]),
];

/// What may be written only in some files: a needle, the places where it may stand, and why.
const ONLY_IN: &[(&str, &[&str], &str)] = &[
    (
        ".expose(",
        &[
            "model/secret.rs",
            "model/payload.rs",
            "delivery/",
            "graph_api/request.rs",
            "wizard/facts.rs",
            "wizard/effect.rs",
            "wizard/answers.rs",
            "runtime/",
            "tui/plain.rs",
            "tui/screen/outcome.rs",
            "wizard/clipboard.rs",
            "unattended/json.rs",
        ],
        "a secret leaves only through requests, ways out, and what takes it out of texts",
    ),
    ("Color::", &["tui/theme.rs"], "colours belong to roles"),
    ("SystemTime::now", &["runtime/clock.rs"], "the time is an argument"),
    (
        "Timestamp::now",
        &["runtime/clock.rs", "simulator/"],
        "the time is an argument",
    ),
    (
        "std::process::Command",
        &["runtime/"],
        "other programs are started by the runtime alone",
    ),
    (
        "std::net::",
        &["runtime/", "simulator/"],
        "only the runtime and the simulator touch the network",
    ),
    (
        "tokio::net::",
        &["runtime/", "simulator/"],
        "only the runtime and the simulator touch the network",
    ),
    (
        "std::fs",
        &["runtime/", "terminal/device.rs"],
        "the pure rooms open no files",
    ),
    ("thread_local!", &[], "no hidden state"),
    ("static mut", &[], "no hidden state"),
    ("#[allow(", &[], "an exception is expected, with its reason"),
];

fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
    found
}

/// Every file of `src` by its path inside it, without what only its tests say.
fn house() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    sources(&root)
        .into_iter()
        .map(|(path, text)| {
            (
                path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/"),
                text,
            )
        })
        .filter(|(name, _)| !name.ends_with("tests.rs") && !name.ends_with("recorded.rs"))
        .map(|(name, text)| (name, text.split("#[cfg(test)]").next().unwrap_or_default().to_owned()))
        .collect()
}

fn room(name: &str) -> &str {
    name.split(['/', '.']).next().unwrap_or_default()
}

/// The rooms that a file names after `crate::`, also inside braces.
fn imports(text: &str) -> Vec<String> {
    let mut rooms = Vec::new();
    for part in text.split("crate::").skip(1) {
        match part.strip_prefix('{') {
            None => rooms.push(word(part)),
            Some(list) => {
                let mut depth = 1_i32;
                let mut at_start = true;
                for (index, character) in list.char_indices() {
                    match character {
                        '{' => depth = depth.saturating_add(1),
                        '}' => depth = depth.saturating_sub(1),
                        ',' if depth == 1 => at_start = true,
                        _ if at_start && !character.is_whitespace() => {
                            rooms.push(word(list.get(index..).unwrap_or_default()));
                            at_start = false;
                        }
                        _ => {}
                    }
                    if depth == 0 {
                        break;
                    }
                }
            }
        }
    }
    rooms
}

fn word(text: &str) -> String {
    text.chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
        .collect()
}

/// What is wrong with a house, as sentences.
fn faults(house: &[(String, String)]) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, text) in house {
        let code: String = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect::<Vec<_>>()
            .join("\n");
        if let Some((own, allowed)) = MAY_IMPORT.iter().find(|(own, _)| *own == room(name)) {
            for import in imports(&code) {
                let is_room = MAY_IMPORT.iter().any(|(other, _)| *other == import);
                if is_room && import != *own && !allowed.contains(&import.as_str()) {
                    faults.push(format!("src/{name} imports {import}, which {own} may not"));
                }
            }
        }
        for (needle, places, why) in ONLY_IN {
            if code.contains(needle) && !places.iter().any(|place| name.starts_with(place)) {
                faults.push(format!("src/{name} says {needle}: {why}"));
            }
        }
    }
    faults
}

#[test]
fn every_room_imports_only_from_the_rooms_below_it() {
    let faults = faults(&house());
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn a_house_that_breaks_the_rules_is_noticed() {
    let broken = [
        ("model/page.rs", "use crate::wizard::Wizard;"),
        (
            "simulator/mod.rs",
            "use crate::{\n    graph_api::{Request, Response},\n    simulator::x,\n};",
        ),
        ("tui/screen/menu.rs", "let c = Color::Red;"),
        ("wizard/walk.rs", "let now = Timestamp::now();"),
        ("assets/mod.rs", "token.expose()"),
        ("linear/tell/mod.rs", "token.expose()"),
        ("linear/ask/mod.rs", "use crate::run::run;\nuse crate::status::list;"),
    ];
    for (name, text) in broken {
        assert_eq!(faults(&[(name.to_owned(), text.to_owned())]).len(), 1, "{name}");
    }
}

#[test]
fn main_stays_small() {
    let (_, main) = house().into_iter().find(|(name, _)| name == "main.rs").unwrap();
    assert!(main.lines().count() < 40);
}
