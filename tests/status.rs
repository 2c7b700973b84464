//! `evertoken status` as a person or a script meets it: the real program, with a state folder of its own.

#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail loudly, and these scripts are short"
)]

use std::{
    fs::{self, OpenOptions},
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use evertoken::{
    model::PastedToken,
    simulator::{self, Scenario},
};
use serde_json::{Value, json};

#[path = "support/pty.rs"]
mod pty;

use pty::Program;

const EVERTOKEN: &str = env!("CARGO_BIN_EXE_evertoken");
const FILE: &str = "records.json";

/// A home of its own, and the program in it.
struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// The folder that this system gives the program in this home.
    fn state(&self) -> PathBuf {
        if cfg!(target_os = "macos") {
            self.0.path().join("Library/Application Support/evertoken")
        } else {
            self.0.path().join("state/evertoken")
        }
    }

    fn test_server(&self) -> PathBuf {
        self.state().join("test-server")
    }

    fn environment(&self) -> [(&'static str, String); 3] {
        let text = |path: PathBuf| path.to_str().unwrap().to_owned();
        [
            ("HOME", text(self.0.path().to_owned())),
            ("XDG_STATE_HOME", text(self.0.path().join("state"))),
            ("TZ", "UTC".to_owned()),
        ]
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(EVERTOKEN);
        command.arg("status").args(arguments).stdin(Stdio::null());
        command.envs(self.environment());
        command
    }

    fn status(&self, arguments: &[&str]) -> Told {
        Told::from(self.command(arguments).output().unwrap())
    }

    /// On a terminal of this width, to its end.
    fn on_terminal(&self, columns: u16) -> (String, Vec<u8>) {
        let mut program = Program::new(EVERTOKEN).arg("status").size(columns, 60);
        for (name, value) in self.environment() {
            program = program.env(name, &value);
        }
        let mut pty = program.spawn();
        assert_eq!(pty.wait_exit().exit_code(), 0);
        let log = pty.log();
        // What follows is the test's own mark that everything has arrived.
        let end = log.windows(2).rposition(|pair| pair == b"\x1b_").unwrap_or(log.len());
        (pty.contents(), log.into_iter().take(end).collect())
    }
}

/// What a run said.
#[derive(Debug, PartialEq, Eq)]
struct Told {
    code: Option<i32>,
    out: String,
    err: String,
}

impl From<Output> for Told {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Told {
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap()
    }
}

fn record(fingerprint: &str, expires: &str) -> Value {
    json!({
        "fingerprint": fingerprint,
        "journey": "page",
        "kind": "Page token",
        "label": "Harbour Bakery (104857392016485)",
        "app": "482915730264718",
        "page": "104857392016485",
        "permissions": ["pages_show_list"],
        "made": "2026-11-25T22:10:03Z",
        "expires": expires,
        "data_access_ends": "unknown",
        "saved": [{ "file": "/home/ada/sites/harbour-bakery/.env", "name": "FACEBOOK_PAGE_TOKEN" }],
    })
}

fn write(folder: &Path, text: &str) {
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join(FILE), text).unwrap();
}

fn write_records(folder: &Path, records: &[Value]) {
    write(folder, &json!({ "version": 1, "records": records }).to_string());
}

/// What a program reads about a record.
fn read_back(fingerprint: &str, expires: &str, is_test: bool) -> Value {
    let mut token = record(fingerprint, expires);
    token["saved"][0]["holds"] = "gone".into();
    for (name, value) in [
        ("instagram", Value::Null),
        ("instagram_name", Value::Null),
        ("user", Value::Null),
        ("days_left", Value::Null),
        ("seconds_left", Value::Null),
        ("data_access_days_left", Value::Null),
        ("is_test", is_test.into()),
        ("server", Value::Null),
    ] {
        token[name] = value;
    }
    token
}

/// Characters that a terminal could act on.
fn acting(text: &str) -> Vec<char> {
    let acts = |c: &char| {
        (c.is_control() && *c != '\n')
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().filter(acts).collect()
}

#[test]
fn where_nothing_was_made_yet_it_says_how_to_begin_and_makes_nothing() {
    let home = Home::new();
    let told = home.status(&[]);
    assert_eq!((told.code, told.err.as_str()), (Some(0), ""));
    assert!(told.out.starts_with("No token was made here yet."), "{}", told.out);
    assert!(told.out.contains("\n  evertoken\n"), "{}", told.out);
    let told = home.status(&["--json"]);
    assert_eq!((told.code, told.err.as_str()), (Some(0), ""));
    assert_eq!(told.json()["tokens"], json!([]));
    assert_eq!(fs::read_dir(home.0.path()).unwrap().count(), 0);
}

#[test]
fn what_was_made_is_told_with_the_soonest_end_first_and_a_test_servers_is_marked() {
    let home = Home::new();
    write_records(
        &home.state(),
        &[record("00000003", "never"), record("00000001", "2001-01-24T10:00:00Z")],
    );
    let mut test = record("00000002", "2999-01-24T10:00:00Z");
    test["server"] = "127.0.0.1:8080".into();
    write_records(&home.test_server(), &[test]);
    let told = home.status(&[]);
    assert_eq!((told.code, told.err.as_str()), (Some(0), ""));
    let told: Vec<&str> = told.out.lines().filter(|line| !line.contains(" ago, on ")).collect();
    let days = told
        .iter()
        .position(|line| line.contains(" days left, until "))
        .unwrap();
    let rest: Vec<&str> = told
        .iter()
        .enumerate()
        .filter(|(at, _)| *at != days)
        .map(|(_, line)| *line)
        .collect();
    let body = |ends: &[&str], fingerprint: &str| {
        let mut lines = vec!["", "Harbour Bakery (104857392016485)"];
        lines.extend(ends);
        lines.extend([
            "  Token        Page token, by the journey page",
            "  App          482915730264718",
            "  Made         25 Nov 2026",
            "  Saved in     /home/ada/sites/harbour-bakery/.env as FACEBOOK_PAGE_TOKEN",
            "               (the file is gone)",
        ]);
        let mut lines: Vec<String> = lines.into_iter().map(str::to_owned).collect();
        lines.push(format!("  Fingerprint  {fingerprint}"));
        lines
    };
    let expected = [
        vec!["3 tokens were made here. The one that ends first comes first.".to_owned()],
        body(&[], "00000001"),
        body(&["  made with test server 127.0.0.1:8080"], "00000002"),
        body(&["  never expires; the end of data access is unknown"], "00000003"),
    ];
    assert_eq!(rest, expected.concat());
}

#[test]
fn a_program_reads_the_same_as_one_object() {
    let home = Home::new();
    write_records(
        &home.state(),
        &[record("00000003", "never"), record("00000001", "2001-01-24T10:00:00Z")],
    );
    write_records(&home.test_server(), &[record("00000002", "unknown")]);
    let told = home.status(&["--json"]);
    assert_eq!((told.code, told.err.as_str()), (Some(0), ""));
    let mut status = told.json();
    assert!(status["now"].take().as_str().unwrap().ends_with('Z'));
    let ended = &mut status["tokens"][0];
    let (days, seconds) = (ended["days_left"].take(), ended["seconds_left"].take());
    assert_eq!(seconds.as_i64().unwrap().div_euclid(86_400), days.as_i64().unwrap());
    assert!(days.as_i64().unwrap() < -9_000, "{days}");
    let expected = json!({
        "version": 1,
        "now": null,
        "tokens": [
            read_back("00000001", "2001-01-24T10:00:00Z", false),
            read_back("00000003", "never", false),
            read_back("00000002", "unknown", true),
        ],
        "unreadable": 0,
    });
    assert_eq!(status, expected);
}

#[test]
fn on_a_terminal_it_keeps_to_the_width_and_sends_no_escape_sequence() {
    let home = Home::new();
    write_records(&home.state(), &[record("00000001", "never")]);
    let (narrow, log) = home.on_terminal(40);
    let expected = "\
1 token was made here.

Harbour Bakery (104857392016485)
  never expires; the end of data access
  is unknown
  Token        Page token, by the
               journey page
  App          482915730264718
  Made         25 Nov 2026
  Saved in     /home/ada/sites/harbour-b
               akery/.env as
               FACEBOOK_PAGE_TOKEN
               (the file is gone)
  Fingerprint  00000001";
    assert_eq!(narrow.trim_end(), expected);
    assert!(!log.contains(&0x1b), "{}", String::from_utf8_lossy(&log));
    let (wide, log) = home.on_terminal(80);
    assert_eq!(wide.trim_end(), home.status(&[]).out.trim_end());
    assert!(!log.contains(&0x1b), "{}", String::from_utf8_lossy(&log));
}

#[test]
fn a_file_that_holds_another_token_now_is_told_and_nothing_of_it_is() {
    let home = Home::new();
    let (file, gone) = (home.0.path().join("env"), home.0.path().join("gone"));
    let (this, other) = (["EAAG", &"a1".repeat(80)].concat(), ["EAAG", &"b2".repeat(80)].concat());
    let mut saved = record(&PastedToken::new(this.clone()).fingerprint(), "never");
    saved["saved"] = json!([{ "file": file, "name": "TOKEN" }, { "file": gone }]);
    write_records(&home.state(), &[saved]);
    for (text, holds) in [
        (format!("TOKEN={this}\n"), "this"),
        (format!("TOKEN={other}\n"), "another"),
    ] {
        fs::write(&file, &text).unwrap();
        let told = home.status(&["--json"]);
        let expected = json!([
            { "file": file, "name": "TOKEN", "holds": holds },
            { "file": gone, "name": null, "holds": "gone" },
        ]);
        assert_eq!(told.json()["tokens"][0]["saved"], expected);
        let words = home.status(&[]);
        assert_eq!(
            words.out.contains("(this token is not in it any more)"),
            holds == "another"
        );
        for out in [told.out, told.err, words.out, words.err] {
            assert!(!out.contains("a1a1") && !out.contains("b2b2"), "{out}");
        }
        assert_eq!(fs::read_to_string(&file).unwrap(), text);
    }
}

#[test]
fn a_damaged_file_is_set_aside_with_a_word_and_the_rest_is_told() {
    for text in ["", "{", "null", r#"{"version":1}"#, "\u{1b}[31m\u{0}"] {
        let home = Home::new();
        write(&home.state(), text);
        write_records(&home.test_server(), &[record("00000001", "never")]);
        // The word stays until the file is gone: the one who made it may not be the one who reads it.
        for _ in 0..2 {
            let told = home.status(&["--json"]);
            assert_eq!(told.code, Some(0));
            assert_eq!(told.json()["tokens"], json!([read_back("00000001", "never", true)]));
            assert!(told.err.starts_with("A file of records is damaged"), "{}", told.err);
            assert!(told.err.trim_end().ends_with("records.json.damaged"), "{}", told.err);
        }
        let aside = home.state().join("records.json.damaged");
        assert_eq!(fs::read_to_string(aside).unwrap(), text);
        assert!(!home.state().join(FILE).exists());
    }
}

#[test]
fn an_entry_that_cannot_be_read_is_counted_and_left_where_it_is() {
    let home = Home::new();
    let odd = record("not one", "never");
    write_records(
        &home.state(),
        &[odd.clone(), record("00000001", "never"), record("00000002", "never")],
    );
    let told = home.status(&["--json"]);
    assert_eq!((told.code, told.json()["unreadable"].as_u64()), (Some(0), Some(1)));
    assert_eq!(told.err, "1 record cannot be read. It was left as it is.\n");
    assert_eq!(home.status(&["--forget", "00000001"]).code, Some(0));
    let kept: Value = serde_json::from_slice(&fs::read(home.state().join(FILE)).unwrap()).unwrap();
    assert_eq!(
        kept,
        json!({ "version": 1, "records": [odd, record("00000002", "never")] })
    );
}

#[test]
fn a_file_of_a_later_version_is_refused_with_a_word_and_left_alone() {
    let home = Home::new();
    let later = r#"{"version":2}"#;
    write(&home.state(), later);
    let told = home.status(&[]);
    assert_eq!((told.code, told.out.as_str()), (Some(1), ""));
    assert!(told.err.contains("a later release of evertoken"), "{}", told.err);
    assert_eq!(fs::read_to_string(home.state().join(FILE)).unwrap(), later);
}

#[test]
fn a_state_folder_that_cannot_be_read_is_a_failure_with_words() {
    let home = Home::new();
    fs::create_dir_all(home.state().parent().unwrap()).unwrap();
    fs::write(home.state(), "a file").unwrap();
    for arguments in [&[] as &[&str], &["--json"], &["--forget", "00000001"]] {
        let told = home.status(arguments);
        assert_eq!((told.code, told.out.as_str()), (Some(1), ""));
        assert!(told.err.contains("is no folder"), "{}", told.err);
    }
}

#[test]
fn a_folder_of_somebody_else_is_not_read() {
    let home = Home::new();
    write_records(&home.state(), &[record("00000001", "never")]);
    if std::os::unix::fs::chown(home.state(), Some(65_533), None).is_err() {
        eprintln!("SKIPPED: only root can give a folder away");
        return;
    }
    let told = home.status(&[]);
    assert_eq!((told.code, told.out.as_str()), (Some(1), ""));
    assert!(told.err.contains("belongs to somebody else"), "{}", told.err);
}

#[test]
fn a_link_leads_to_a_folder_of_ones_own_and_never_to_a_file() {
    let home = Home::new();
    let behind = home.0.path().join("behind");
    write_records(&behind, &[record("00000001", "never")]);
    fs::create_dir_all(home.state().parent().unwrap()).unwrap();
    symlink(&behind, home.state()).unwrap();
    let expected = json!([read_back("00000001", "never", false)]);
    assert_eq!(home.status(&["--json"]).json()["tokens"], expected);

    let home = Home::new();
    fs::create_dir_all(home.state()).unwrap();
    symlink(behind.join(FILE), home.state().join(FILE)).unwrap();
    let told = home.status(&["--json"]);
    assert_eq!((told.code, &told.json()["tokens"]), (Some(0), &json!([])));
    assert!(told.err.starts_with("A file of records is damaged"), "{}", told.err);
    assert!(behind.join(FILE).exists());
}

#[test]
fn names_that_somebody_wrote_into_the_file_act_on_no_terminal() {
    let hostile = "\u{1b}[2J\u{9b}31m\u{202e}txt.exe\u{7}\r\n\u{200f}Fingerprint";
    let home = Home::new();
    let mut odd = record("00000001", "never");
    for field in ["journey", "kind", "label", "instagram_name", "server"] {
        odd[field] = hostile.into();
    }
    odd["saved"] = json!([{ "file": hostile, "name": hostile }]);
    write_records(&home.state(), &[odd]);
    assert!(!acting(hostile).is_empty(), "the search finds what is there");
    let words = home.status(&[]);
    assert_eq!(
        (words.code, acting(&words.out), words.out.lines().count()),
        (Some(0), Vec::new(), 11)
    );
    let json = home.status(&["--json"]);
    assert_eq!((json.code, acting(&json.out)), (Some(0), Vec::new()));
    let (_, log) = home.on_terminal(40);
    assert!(
        !log.contains(&0x1b) && !log.contains(&7),
        "{}",
        String::from_utf8_lossy(&log)
    );
}

#[test]
fn a_record_is_forgotten_by_its_fingerprint_and_nothing_else_is() {
    let home = Home::new();
    let records = ["0000000a", "0000000b"].map(|name| record(name, "never"));
    write_records(&home.state(), &records);
    write_records(&home.test_server(), &[record("0000000c", "never")]);
    let told = home.status(&["--forget", "0000000A"]);
    assert_eq!((told.code, told.err.as_str()), (Some(0), ""));
    assert!(
        told.out.starts_with("Forgotten: Harbour Bakery (104857392016485)"),
        "{}",
        told.out
    );
    let told = home.status(&["--forget", "0000000c"]);
    assert_eq!(told.code, Some(0));
    assert_eq!(
        home.status(&["--json"]).json()["tokens"],
        json!([read_back("0000000b", "never", false)])
    );
    let told = home.status(&["--forget", "0000000a"]);
    assert_eq!((told.code, told.out.as_str()), (Some(1), ""));
    assert!(
        told.err.contains("no record with the fingerprint 0000000a"),
        "{}",
        told.err
    );
    assert_eq!(home.status(&["--forget", "all"]).code, Some(2));
}

#[test]
fn a_list_that_cannot_be_written_is_a_failure_with_words() {
    let home = Home::new();
    write_records(&home.state(), &[record("00000001", "never")]);
    let (reader, nobody_reads) = std::io::pipe().unwrap();
    drop(reader);
    let mut outs = vec![Stdio::from(nobody_reads)];
    match OpenOptions::new().write(true).open("/dev/full") {
        Ok(full) => outs.push(full.into()),
        Err(_) => eprintln!("SKIPPED in part: there is no /dev/full here"),
    }
    for (out, arguments) in outs.into_iter().zip([&[] as &[&str], &["--json"]]) {
        let mut command = home.command(arguments);
        let output = command.stdout(out).stderr(Stdio::piped()).spawn().unwrap();
        let told = Told::from(output.wait_with_output().unwrap());
        assert_eq!(told.code, Some(1), "{}", told.err);
        assert!(told.err.starts_with("The list could not be written: "), "{}", told.err);
    }
}

/// To the Page list with pasted samples, and away: this far the App ID is kept for the next run.
fn walk_and_leave(mut program: Program, home: &Home, paste: [&str; 2]) {
    for (name, value) in home.environment() {
        program = program.env(name, &value);
    }
    let mut pty = program.spawn();
    pty.wait_for_text("Post to and manage a Facebook Page");
    pty.send("\r");
    pty.wait_for_text("Graph API Explorer");
    pty.send("\r");
    pty.wait_for_text("Access token");
    let [token, secret] = paste;
    pty.send(token);
    pty.wait_for_text("User token of");
    pty.send("\r");
    pty.send(secret);
    pty.wait_for_text("App secret received");
    pty.send("\r");
    pty.wait_for_text("Which Page is the token for?");
    pty.send("\x03");
    pty.wait_exit();
}

#[test]
fn the_demo_keeps_nothing_and_a_test_server_keeps_apart() {
    const SAMPLE: &str = "\x1bOQ";
    let home = Home::new();
    walk_and_leave(Program::new(EVERTOKEN).arg("demo"), &home, [SAMPLE; 2]);
    assert_eq!(fs::read_dir(home.0.path()).unwrap().count(), 0);

    let running = simulator::start(Scenario::named("happy").unwrap(), 0).unwrap();
    let program = Program::new(EVERTOKEN).arg("--api-root").arg(running.root());
    let pasted = |text: &str| format!("\x1b[200~{text}\x1b[201~");
    let samples = running.samples();
    let [token, secret] = [pasted(&samples.tokens[0]), pasted(&samples.app_secrets[0])];
    walk_and_leave(program, &home, [&token, &secret]);
    let remembered = fs::read_to_string(home.test_server().join("remembered.json")).unwrap();
    assert!(remembered.contains(&samples.app_ids[0]), "{remembered}");
    assert_eq!(fs::read_dir(home.state()).unwrap().count(), 1);
}

#[test]
fn in_the_home_of_another_account_nothing_is_kept_and_that_is_said() {
    let home = Home::new();
    if std::os::unix::fs::chown(home.0.path(), Some(65_533), None).is_err() {
        eprintln!("SKIPPED: only root can give a folder away");
        return;
    }
    let running = simulator::start(Scenario::named("happy").unwrap(), 0).unwrap();
    let program = Program::new(EVERTOKEN).arg("--api-root").arg(running.root());
    let pasted = |text: &str| format!("\x1b[200~{text}\x1b[201~");
    let samples = running.samples();
    let [token, secret] = [pasted(&samples.tokens[0]), pasted(&samples.app_secrets[0])];
    walk_and_leave(program, &home, [&token, &secret]);
    assert_eq!(fs::read_dir(home.0.path()).unwrap().count(), 0);
    for arguments in [&[] as &[&str], &["--forget", "00000001"]] {
        let told = home.status(arguments);
        assert_eq!((told.code, told.out.as_str()), (Some(1), ""));
        assert!(told.err.contains("belongs to another account"), "{}", told.err);
        assert_eq!(told.err.lines().count(), 1, "{}", told.err);
    }
}

#[test]
fn a_home_that_is_relative_is_none() {
    let around = tempfile::tempdir().unwrap();
    let mut status = Command::new(EVERTOKEN);
    status.arg("status").env_clear().current_dir(around.path());
    let told = Told::from(
        status
            .env("HOME", "home")
            .env("XDG_STATE_HOME", "state")
            .output()
            .unwrap(),
    );
    assert_eq!((told.code, told.out.as_str()), (Some(1), ""));
    assert!(told.err.contains("no home folder"), "{}", told.err);
    assert_eq!(fs::read_dir(around.path()).unwrap().count(), 0);
}
