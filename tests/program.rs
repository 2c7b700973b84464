//! The program itself, as a person meets it: on a terminal, in a shell, with the arguments they might try.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "tests fail loudly")]

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Command, Output, Stdio},
    time::Duration,
};

use rustix::process::Signal;

#[path = "support/pty.rs"]
mod pty;

use pty::{Program, Pty};

const EVERTOKEN: &str = env!("CARGO_BIN_EXE_evertoken");
const MENU: &str = "Post to and manage a Facebook Page";
/// Made up, and long enough to be taken for one.
const TOKEN: &str = "EAAcanarycanarycanarycanarycanarycanarycanarycanary";

fn demo() -> Program {
    Program::new(EVERTOKEN).arg("demo")
}

fn at_menu(program: Program) -> Pty {
    let pty = program.spawn();
    pty.wait_for_text(MENU);
    pty
}

fn has(log: &[u8], bytes: &str) -> bool {
    log.windows(bytes.len()).any(|window| window == bytes.as_bytes())
}

/// Runs the program without a terminal of its own.
fn told(arguments: &[&str]) -> Output {
    Command::new(EVERTOKEN)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

#[test]
fn the_terminal_is_as_it_was_whichever_way_the_program_ends() {
    for (signal, expected) in [
        (None, (130, None)),
        (Some(Signal::TERM), (1, Some("Terminated"))),
        (Some(Signal::INT), (1, Some("Interrupt"))),
        (Some(Signal::HUP), (1, Some("Hangup"))),
        (Some(Signal::USR1), (1, Some("User defined signal 1"))),
        (Some(Signal::USR2), (1, Some("User defined signal 2"))),
        (Some(Signal::ALARM), (1, Some("Alarm clock"))),
        (Some(Signal::VTALARM), (1, Some("Virtual timer expired"))),
        (Some(Signal::XCPU), (1, Some("CPU time limit exceeded"))),
        #[cfg(target_os = "linux")]
        (Some(Signal::POWER), (128 + 30, None)),
    ] {
        let mut pty = at_menu(demo());
        match signal {
            Some(signal) => pty.signal(signal),
            None => pty.send("\x03"),
        }
        let status = pty.wait_exit();
        assert_eq!((status.exit_code(), status.signal()), expected);
        assert_eq!(pty.modes(), pty.found_modes(), "{signal:?}");
        pty.look(|screen| {
            assert!(
                !screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste(),
                "{signal:?}"
            );
        });
    }
}

#[test]
fn a_vanished_terminal_ends_the_program() {
    assert_eq!(at_menu(demo()).hang_up().signal(), Some("Hangup"));
}

#[test]
fn the_terminal_is_asked_once_what_it_is_and_nothing_else_ever() {
    let pty = at_menu(demo());
    pty.send("\r");
    pty.wait_for_text("Graph API Explorer");
    let log = pty.log();
    let count = |bytes: &str| {
        log.windows(bytes.len())
            .filter(|window| *window == bytes.as_bytes())
            .count()
    };
    assert_eq!(count("\x1b[c"), 1);
    for question in [
        "\x1b[6n",
        "\x1b[5n",
        "\x1b[>c",
        "\x1b]10;?",
        "\x1b]11;?",
        "\x1b]52;c;?",
        "\x1bP+q",
        "\x1b[?u",
    ] {
        assert_eq!(count(question), 0, "{question:?}");
    }
}

#[test]
fn the_menu_costs_nothing_while_nobody_does_anything() {
    let pty = at_menu(demo());
    assert_eq!(pty.bytes_within(Duration::from_millis(300)), 0, "everything is drawn");
    assert_eq!(pty.bytes_within(Duration::from_millis(1200)), 0);
}

#[test]
fn a_character_in_a_field_costs_the_terminal_tens_of_bytes() {
    let pty = at_menu(demo());
    pty.send("\r");
    pty.wait_for_text("Enter");
    pty.wait_for_text("Get a user token");
    pty.send("\r");
    pty.wait_for_text("still needed");
    pty.send("\t");
    pty.wait_for_text("> App ID");
    let mut typed = String::new();
    for digit in ["1", "2", "3", "4", "5", "6"] {
        let before = pty.log().len();
        typed.push_str(digit);
        pty.send(digit);
        pty.wait_for_text(&format!("[{typed} "));
        let cost = pty.log().len() - before;
        assert!(cost < 100, "{cost} bytes for {typed}");
    }
}

#[test]
fn without_colour_the_terminal_gets_none() {
    let has_colour = |program: Program| {
        let pty = at_menu(program);
        pty.send("\r");
        pty.wait_for_text("Get a user token");
        let log = pty.log();
        has(&log, "\x1b[38;") || has(&log, ";38;") || has(&log, "\x1b[48;") || has(&log, ";48;")
    };
    assert!(has_colour(demo()), "the check sees a colour where there is one");
    assert!(!has_colour(demo().env("NO_COLOR", "1")));
    assert!(!has_colour(demo().arg("--no-color")));
}

#[test]
fn a_shell_that_captures_its_output_captures_nothing_of_its_screen() {
    let pty = Program::new("/bin/sh")
        .arg("-c")
        .arg("T=$(\"$0\" demo); echo \"captured[$T] and $?\"")
        .arg(EVERTOKEN)
        .spawn();
    pty.wait_for_text(MENU);
    pty.send("\x03");
    pty.wait_for_text("captured[] and 130");
}

#[test]
fn a_secret_among_the_arguments_is_refused_and_not_repeated() {
    for arguments in [
        &[TOKEN] as &[&str],
        &["demo", TOKEN],
        &["--token", TOKEN],
        &["--nonsense=EAAcanarycanarycanarycanarycanarycanarycanarycanary"],
        &["simulate", "--port", TOKEN],
        &["0123456789abcdef0123456789abcdef"],
        &["--", "123456789012345|canarycanarycanarycanaryca"],
    ] {
        let output = told(arguments);
        let words = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{words}");
        assert_eq!(output.stdout, b"");
        assert!(
            !words.contains("canary") && !words.contains("0123456789abcdef"),
            "{words}"
        );
        assert!(words.contains("history"), "{words}");
    }
}

#[test]
fn wrong_arguments_end_with_2_and_help_with_0() {
    for (arguments, code) in [
        (&["--help"] as &[&str], 0),
        (&["--version"], 0),
        (&["demo", "--list"], 0),
        (&["simulate", "--list"], 0),
        (&["demo", "no-such-scenario"], 2),
        (&["--nonsense"], 2),
        (&["nonsense"], 2),
        (&["--api-root", "http://example.com"], 2),
        (&["--graph-version", "latest"], 2),
    ] {
        let output = told(arguments);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
        assert_eq!(output.stdout.is_empty(), code != 0, "{arguments:?}");
        assert_eq!(output.stderr.is_empty(), code == 0, "{arguments:?}");
    }
}

#[test]
fn a_misspelt_scenario_gets_a_suggestion() {
    let output = told(&["demo", "wrong-secrt"]);
    let words = String::from_utf8(output.stderr).unwrap();
    assert!(words.contains("Did you mean wrong-secret?"), "{words}");
}

#[test]
fn without_a_terminal_it_says_so_in_a_sentence() {
    let output = Command::new("setsid")
        .args(["-w", EVERTOKEN])
        .env("TERM", "xterm")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(output.stdout, b"");
    let words = String::from_utf8(output.stderr).unwrap();
    assert!(words.contains("terminal") && !words.contains('\x1b'), "{words}");
}

/// Ends a child with the test, however the test ends.
struct Ended(std::process::Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_simulator_alone_says_where_it_is_in_one_line_and_names_each_request_without_its_values() {
    let child = Command::new(EVERTOKEN)
        .arg("simulate")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut child = Ended(child);
    let mut first = String::new();
    BufReader::new(child.0.stdout.take().unwrap())
        .read_line(&mut first)
        .unwrap();
    let values: serde_json::Value = serde_json::from_str(&first).unwrap();
    let names: Vec<_> = values.as_object().unwrap().keys().map(String::as_str).collect();
    for name in ["root", "app_id", "app_secret", "token", "page_ids"] {
        assert!(names.contains(&name), "{name}");
    }
    let token = values["token"].as_str().unwrap();
    let address = values["root"].as_str().unwrap().strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "GET /graph.facebook.com/v25.0/me?access_token={token} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 "), "{answer}");
    let mut line = String::new();
    BufReader::new(child.0.stderr.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    for word in ["GET", "graph.facebook.com", "/v25.0/me", "access_token"] {
        assert!(line.contains(word), "{line}");
    }
    assert!(!line.contains(token), "{line}");
}
