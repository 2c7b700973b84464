//! The promise about the log: it says what happened, and holds no part of a secret, whatever happens. Walked in process
//! through every scenario, and on the program itself. The search that finds nothing is shown to find what a careless log
//! would hold.

#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that meets something unexpected stops there"
)]

#[expect(dead_code, reason = "walks line by line stand beside the others in their own test")]
#[path = "journeys/person.rs"]
mod person;
#[path = "support/pty.rs"]
mod pty;

use std::{borrow::Cow, collections::BTreeSet, fs, os::unix::fs::PermissionsExt as _, path::Path, time::Duration};

use evertoken::{
    delivery::{Access, Entry, FileKind, Order},
    graph_api::{Host, Method, Request},
    journey,
    model::{Payload, Secret, looks_secret},
    runtime::{ApiRoot, Runtime, Settings, log::Log},
    simulator::{self, Exchange, Scenario},
    wizard::{
        effect::{Effect, Ticket},
        event::Event,
    },
};
use person::{Manner, Walk, walk, walk_in};
use pty::{Program, Pty};
use rustix::process::Signal;
use tokio::sync::mpsc::Receiver;

const EVERTOKEN: &str = env!("CARGO_BIN_EXE_evertoken");
const MENU: &str = "Post to and manage a Facebook Page";
/// Parts of a secret of this length are looked for.
const WINDOW: usize = 12;
/// The scenario that holds its answer back for longer than a test should take.
const TOO_LONG: &str = "no-answer";

/// Every secret that travelled in these exchanges: tokens, App secrets, codes, states and proofs.
fn travelled(log: &[Exchange]) -> Vec<String> {
    const NAMES: [&str; 8] = [
        "access_token",
        "input_token",
        "fb_exchange_token",
        "client_secret",
        "appsecret_proof",
        "code",
        "state",
        "refresh_token",
    ];
    let parameters = log.iter().flat_map(|exchange| {
        let named = |name: &&str| exchange.parameter(name);
        NAMES.iter().filter_map(named)
    });
    let bearers = log
        .iter()
        .filter_map(|exchange| exchange.header("authorization")?.strip_prefix("Bearer "));
    // The App ID before the bar of an app token is none.
    let secret_part = |text: &str| text.split_once('|').map_or(text, |(_, secret)| secret).to_owned();
    parameters.chain(bearers).map(secret_part).collect()
}

/// The first part of one of the secrets that stands in a text.
fn find(secrets: &[String], text: &str) -> Option<String> {
    let parts = secrets.iter().flat_map(|secret| secret.as_bytes().windows(WINDOW));
    let mut parts = parts.map(String::from_utf8_lossy);
    parts.find(|part| text.contains(part.as_ref())).map(Cow::into_owned)
}

/// A walk, the log that was kept of it, and every secret of it.
fn logged(scenario: &str, manner: Manner) -> (Walk, String, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log");
    let settings = Settings {
        log: Log::create(&path).unwrap(),
        ..Settings::default()
    };
    let walk = walk_in(Scenario::named(scenario).unwrap(), manner, settings);
    let mut secrets = travelled(&walk.log);
    secrets.extend(walk.secrets.iter().cloned());
    (walk, fs::read_to_string(path).unwrap(), secrets)
}

/// The value of a name in a line.
fn value<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let mut words = line.split(' ').filter_map(|word| word.split_once('='));
    words.find(|(other, _)| *other == name).map(|(_, value)| value)
}

fn kind(line: &str) -> &str {
    line.split(' ').nth(1).unwrap()
}

/// What the simulator saw of the client: not the browser's own visits, and not what only makes a connection ready.
fn calls(log: &[Exchange]) -> Vec<(String, String, String, String)> {
    let of_client = |exchange: &&Exchange| {
        ["graph.facebook.com", "graph.instagram.com", "api.instagram.com"].contains(&exchange.host.as_str())
            && exchange.path != "/"
    };
    let mut calls: Vec<_> = log
        .iter()
        .filter(of_client)
        .map(|exchange| {
            (
                exchange.method.clone(),
                exchange.host.clone(),
                exchange.path.clone(),
                exchange.status.to_string(),
            )
        })
        .collect();
    calls.sort();
    calls
}

/// What the log says about the same.
fn noted(text: &str) -> Vec<(String, String, String, String)> {
    let mut calls: Vec<_> = text
        .lines()
        .filter(|line| kind(line) == "call" && value(line, "status").is_some())
        .map(|line| ["method", "host", "path", "status"].map(|name| value(line, name).unwrap().to_owned()))
        .map(|[method, host, path, status]| (method, host, path, status))
        .collect();
    calls.sort();
    calls
}

const HOUR: Manner = Manner {
    door: 2,
    ..Manner::plain(&journey::INSTAGRAM_LOGIN)
};

#[test]
fn no_scenario_leaves_a_part_of_a_secret_in_the_log_and_each_answer_is_in_it() {
    walk_all(
        &[
            Manner::plain(&journey::PAGE),
            Manner::with_browser(&journey::INSTAGRAM_LOGIN, 0),
            Manner::plain(&journey::CHECK),
        ],
        &["call", "connect", "login"],
    );
}

#[test]
fn nor_does_one_on_the_other_journeys() {
    walk_all(
        &[
            Manner::with_browser(&journey::PAGE, 1),
            HOUR,
            Manner::plain(&journey::RENEW),
        ],
        &["call", "connect", "landed", "login"],
    );
}

/// Walks every scenario in these ways. What is noted on the way is of these kinds, each of them and no other: copies, files
/// and the ends of a run are no part of such a walk.
fn walk_all(manners: &[Manner], expected: &[&str]) {
    let documented = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/log.md")).unwrap();
    let mut kinds = BTreeSet::new();
    for manner in manners {
        for scenario in Scenario::all().filter(|scenario| scenario.name != TOO_LONG) {
            let (walk, text, secrets) = logged(scenario.name, *manner);
            let (met, facts) = (&walk.met, &walk.facts);
            assert_eq!(find(&secrets, &text), None, "{} {met:?}\n{text}", scenario.name);
            assert!(
                !text.lines().any(without_trace_looks_secret),
                "{}\n{text}",
                scenario.name
            );
            assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{}", scenario.name);
            // An answer that was on its way when the walk ended was seen by the simulator alone.
            let (mut seen, noted) = (calls(&walk.log), noted(&text));
            for call in &noted {
                let at = seen.iter().position(|other| other == call);
                seen.remove(at.unwrap_or_else(|| panic!("{call:?} was never made: {met:?} {facts:?}")));
            }
            let given_up = text.lines().filter(|line| value(line, "failed").is_some()).count();
            assert!(
                seen.len() <= given_up,
                "{}: {seen:?} were not noted\n{text}",
                scenario.name
            );
            kinds.extend(text.lines().map(|line| kind(line).to_owned()));
        }
    }
    assert_eq!(kinds.iter().map(String::as_str).collect::<Vec<_>>(), expected);
    for kind in kinds {
        assert!(
            documented.contains(&format!("| `{kind}` |")),
            "{kind} is not in docs/log.md"
        );
    }
}

/// Whether something in a line looks like a secret: a trace may begin as a login code does, and is too short to be one.
fn without_trace_looks_secret(line: &str) -> bool {
    let is_trace = |word: &&str| word.strip_prefix("trace=").is_some_and(|trace| trace.len() <= 24);
    let words: Vec<&str> = line.split(' ').filter(|word| !is_trace(word)).collect();
    looks_secret(&words.join(" "))
}

#[test]
fn a_careless_log_is_caught_by_the_same_search() {
    let careless = walk(Scenario::named("happy").unwrap(), Manner::plain(&journey::PAGE));
    let secrets = [travelled(&careless.log), careless.secrets].concat();
    let whole: String = careless.log.iter().map(Exchange::everything).collect();
    let mut caught = 0;
    for secret in travelled(&careless.log) {
        assert!(find(&[secret], &whole).is_some());
        caught += 1;
    }
    assert!(caught >= 4, "a token, a secret, a proof, another token: {caught}");
    // What a library would have written: the addresses alone.
    let addresses: Vec<String> = careless
        .log
        .iter()
        .map(|exchange| format!("{} {:?}", exchange.path, exchange.query))
        .collect();
    assert!(find(&secrets, &addresses.concat()).is_some());
}

#[test]
fn a_walk_to_the_proof_is_these_lines() {
    let (walk, text, _) = logged("happy", Manner::plain(&journey::PAGE));
    assert_eq!(walk.met, ["proved"]);
    let mut plain: Vec<String> = text
        .lines()
        .map(|line| {
            let (time, rest) = line.split_once(' ').unwrap();
            assert!(is_rfc_3339_with_milliseconds(time), "{line}");
            let words = rest.split(' ').map(|word| match word.split_once('=') {
                Some((name @ ("ms" | "trace" | "connection"), _)) => format!("{name}=*"),
                _ => word.to_owned(),
            });
            words.collect::<Vec<_>>().join(" ")
        })
        .collect();
    // Calls that overlap end in either order.
    plain.sort();
    insta::assert_snapshot!("a-walk-to-the-proof", plain.join("\n"));
    let new = text
        .lines()
        .filter(|line| value(line, "connection") == Some("new"))
        .count();
    let connections: BTreeSet<u64> = walk.log.iter().map(|exchange| exchange.connection).collect();
    assert_eq!(new, connections.len(), "{text}");
}

fn is_rfc_3339_with_milliseconds(time: &str) -> bool {
    let shape: String = time.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    shape == "0000-00-00T00:00:00.000Z" && time.parse::<jiff::Timestamp>().is_ok()
}

/// The program in a folder, with whatever a shell does before it.
fn program(folder: &Path, before: &str, arguments: &[&str]) -> Program {
    let script = format!("cd \"$1\" && shift && {before} exec \"$0\" \"$@\"");
    let mut program = Program::new("/bin/sh").arg("-c").arg(script).arg(EVERTOKEN).arg(folder);
    for argument in arguments {
        program = program.arg(*argument);
    }
    program.env("HOME", folder.to_str().unwrap()).env("RUST_LOG", "trace")
}

fn at_menu(program: Program) -> Pty {
    let pty = program.spawn();
    pty.wait_for_text(MENU);
    pty
}

#[test]
fn the_program_writes_its_log_to_a_new_file_for_one_person_from_its_begin_to_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let running = simulator::start(Scenario::named("token-echoed").unwrap(), 0).unwrap();
    let samples = running.samples();
    let arguments = ["--api-root", running.root(), "--clipboard", "osc52", "--log", "run.log"];
    let mut pty = at_menu(program(folder.path(), "", &arguments));
    let path = folder.path().join("run.log");
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    pty.send("\r");
    pty.wait_for_text("Graph API Explorer");
    pty.send("\r");
    pty.wait_for_text("Access token");
    pty.paste(&samples.tokens[0]);
    pty.wait_for_text("received");
    pty.send("\t");
    pty.paste(&samples.app_ids[0]);
    pty.wait_for_text(&samples.app_ids[0]);
    pty.send("\r");
    pty.paste(&samples.app_secrets[0]);
    pty.wait_for_text("App secret received");
    pty.send("\r");
    pty.wait_for("a trouble or a list", |screen| {
        let text = screen.contents();
        text.contains('✗') || text.contains("Which Page")
    });
    pty.send("\x03");
    assert_eq!(pty.wait_exit().exit_code(), 130);
    let text = fs::read_to_string(&path).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].ends_with(&format!(
        " begin version={} command=wizard server={}",
        env!("CARGO_PKG_VERSION"),
        running.root().strip_prefix("http://").unwrap()
    )));
    assert!(lines[lines.len() - 1].ends_with(" end code=130"), "{text}");
    assert!(noted(&text).len() >= 2, "{text}");
    let secrets = [
        travelled(&running.log()),
        samples.tokens.clone(),
        samples.app_secrets.clone(),
    ]
    .concat();
    assert_eq!(find(&secrets, &text), None, "{text}");
}

/// A runtime with a log in a folder, and whose server never answers.
fn runtime(folder: &Path, running: &simulator::Running) -> (Runtime, Receiver<Event>) {
    Runtime::new(Settings {
        api_root: Some(ApiRoot::parse(running.root()).unwrap()),
        log: Log::create(&folder.join("log")).unwrap(),
        ..Settings::default()
    })
}

#[tokio::test(flavor = "current_thread")]
async fn a_call_that_is_given_up_and_what_is_saved_are_in_the_log_and_the_token_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let running = simulator::start(Scenario::named(TOO_LONG).unwrap(), 0).unwrap();
    let (mut runtime, mut inbox) = runtime(folder.path(), &running);
    let token = format!("EAA{}", "kQ7zR2".repeat(20));
    let request = Request {
        method: Method::Get,
        host: Host::GraphFacebook,
        path: "/v25.0/me".to_owned(),
        query: Vec::new(),
        form: Vec::new(),
        bearer: Some(Secret::new(token.clone())),
    };
    let send = Effect::Send {
        ticket: Ticket(1),
        request,
        delay: Duration::ZERO,
    };
    assert!(runtime.carry_out(send).is_none());
    // Under way before it is given up.
    tokio::task::yield_now().await;
    assert!(runtime.carry_out(Effect::Abandon(Ticket(1))).is_none());
    let order = Order {
        path: folder.path().join("my token").to_str().unwrap().to_owned(),
        kind: FileKind::Token,
        entries: vec![Entry {
            name: String::new(),
            payload: Payload::Secret(Secret::new(token.clone())),
        }],
        access: Access::default(),
    };
    assert!(runtime.carry_out(Effect::Probe(Ticket(2), order.share())).is_none());
    let Some(Event::Probed(Ticket(2), Ok(prospect))) = inbox.recv().await else {
        panic!("it can be saved")
    };
    assert!(runtime.carry_out(Effect::Save(Ticket(3), order, prospect)).is_none());
    let Some(Event::Saved(Ticket(3), Ok(saved))) = inbox.recv().await else {
        panic!("it is saved")
    };
    assert_eq!(fs::read_to_string(&saved.file).unwrap(), token);
    let text = fs::read_to_string(folder.path().join("log")).unwrap();
    let file = saved.file.display();
    for expected in [
        "call n=1 method=GET host=graph.facebook.com path=/v25.0/me header=authorization failed=given-up ms=",
        &format!("save n=3 file=\"{file}\" kind=token"),
        &format!("saved n=3 outcome=done file=\"{file}\""),
    ] {
        assert!(text.contains(expected), "{expected} is not in\n{text}");
    }
    assert_eq!(find(&[token], &text), None);
}

#[test]
fn a_name_that_is_taken_is_refused_with_words_and_what_is_there_stays() {
    let folder = tempfile::tempdir().unwrap();
    let (taken, link) = (folder.path().join("taken"), folder.path().join("link"));
    fs::write(&taken, "theirs").unwrap();
    std::os::unix::fs::symlink(folder.path().join("nowhere"), &link).unwrap();
    for (path, words) in [
        (taken.as_path(), "exists already"),
        (&link, "exists already"),
        (Path::new("/dev/full"), "exists already"),
        (&folder.path().join("no/such/folder"), "cannot be written"),
    ] {
        let output = std::process::Command::new(EVERTOKEN)
            .args(["demo", "--log"])
            .arg(path)
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains(words), "{said}");
        assert_eq!(output.stdout, b"");
    }
    assert_eq!(fs::read_to_string(taken).unwrap(), "theirs");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn a_log_that_cannot_be_written_disturbs_nobody_and_is_told_once_at_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let before = "trap '' XFSZ; ulimit -f 0;";
    let mut pty = at_menu(program(folder.path(), before, &["demo", "--log", "run.log"]));
    pty.send("\r");
    pty.wait_for_text("Graph API Explorer");
    pty.send("\x03");
    assert_eq!(pty.wait_exit().exit_code(), 130);
    let said = String::from_utf8_lossy(&pty.log()).into_owned();
    assert_eq!(said.matches("The log is not complete").count(), 1, "{said}");
    assert_eq!(fs::read(folder.path().join("run.log")).unwrap(), b"");
}

#[test]
fn the_log_says_how_a_run_ended_that_a_signal_ended() {
    let folder = tempfile::tempdir().unwrap();
    let mut pty = at_menu(program(folder.path(), "", &["demo", "--log", "run.log"]));
    pty.signal(Signal::TERM);
    pty.wait_end();
    let text = fs::read_to_string(folder.path().join("run.log")).unwrap();
    assert!(text.ends_with(" end code=143\n"), "{text}");
}

#[test]
fn nothing_is_logged_unasked_and_no_variable_changes_that() {
    let folder = tempfile::tempdir().unwrap();
    let mut pty = at_menu(program(folder.path(), "", &["demo"]));
    pty.send("\r");
    pty.wait_for_text("Graph API Explorer");
    pty.send("\x03");
    pty.wait_exit();
    let said = String::from_utf8_lossy(&pty.log()).into_owned();
    for word in ["TRACE", "DEBUG", "INFO"] {
        assert!(!said.contains(word), "{word}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    // What a dependency would say, nobody is there to write down.
    let locked = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.lock")).unwrap();
    for listener in [
        "env_logger",
        "tracing-subscriber",
        "simple_logger",
        "simplelog",
        "fern",
        "flexi_logger",
    ] {
        assert!(!locked.contains(&format!("name = \"{listener}\"")), "{listener}");
    }
    assert!(
        locked.contains("name = \"clap_mangen\""),
        "the search finds what is there"
    );
}
