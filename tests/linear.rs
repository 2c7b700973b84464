//! The line-by-line face of the program itself: on a real terminal, and through pipes.

#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::string_slice,
    reason = "tests fail loudly"
)]

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpListener,
    process::{Command, Output, Stdio},
    sync::{Arc, Barrier},
};

use rustix::process::Signal;

#[path = "linear/normal.rs"]
mod normal;
#[path = "support/pty.rs"]
mod pty;
#[path = "linear/reader.rs"]
mod reader;
#[path = "linear/transcripts.rs"]
mod transcripts;

use pty::Program;
use reader::Reader;

const EVERTOKEN: &str = env!("CARGO_BIN_EXE_evertoken");

fn demo(scenario: &str) -> Program {
    Program::new(EVERTOKEN).arg("demo").arg(scenario).arg("--plain")
}

fn read(scenario: &str) -> Reader {
    Reader::of(demo(scenario).spawn())
}

/// Runs it with these answers, one a line.
fn piped(arguments: &[&str], answers: &[&str]) -> Output {
    let mut child = Command::new(EVERTOKEN)
        .args(arguments)
        .env_clear()
        .env("TERM", "xterm")
        .env("LANG", "C.UTF-8")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let text = [answers, &[""]].concat().join("\n");
    // Whoever leaves early reads no more.
    let _ = stdin.write_all(text.as_bytes());
    drop(stdin);
    child.wait_with_output().unwrap()
}

fn talk(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The sample that was offered last under this label.
fn sample(talk: &str, label: &str) -> String {
    let behind = &talk[talk.rfind(label).unwrap() + label.len()..];
    behind.split_whitespace().next().unwrap().to_owned()
}

fn has(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn a_page_token_is_made_proved_and_saved_on_windows_of_two_widths() {
    for (columns, rows) in [(80, 24), (40, 15)] {
        let folder = tempfile::tempdir().unwrap();
        let mut reader = Reader::of(demo("happy").size(columns, rows).spawn());
        reader.answer("Type a number, 1 to 6.", "1");
        reader.answer("Enter: go on.", "");
        reader.until("Paste or type it, then Enter. It is not shown.");
        let token = sample(&reader.text(), "Sample token:");
        reader.paste(&token);
        reader.answer("Something arrived. Enter goes on.", "");
        reader.until("Meta says: User token");
        reader.answer("Enter keeps", "");
        reader.until("App secret. Paste or type it");
        let secret = sample(&reader.text(), "Sample App secret:");
        reader.send(&secret);
        reader.answer("Something arrived. Enter goes on.", "");
        reader.until("Step 4 of 6, Page.");
        reader.answer("Type the number of a Page", "1");
        reader.until("Proved: this Page token never expires.");
        reader.answer("Enter: finish.", ":save");
        reader.answer("type a number, 1 to 3", "1");
        reader.until("Change File");
        let place = reader.number_of("Change File");
        reader.send_line(&place);
        reader.answer(
            "File. Type or paste it, then Enter.",
            folder.path().join("a.env").to_str().unwrap(),
        );
        reader.until("FACEBOOK_PAGE_TOKEN");
        reader.answer("Enter: save", "");
        reader.until("Saved");
        reader.answer("Enter: finish.", "");
        assert_eq!(reader.exit().exit_code(), 0, "{}", reader.text());
        let saved = std::fs::read_to_string(folder.path().join("a.env")).unwrap();
        assert!(saved.contains("FACEBOOK_PAGE_TOKEN=EAA"));
        reader.is_plain(usize::from(columns));
        reader.is_given_back();
    }
}

#[test]
fn what_is_hidden_is_never_echoed() {
    let (token, secret) = (format!("EAA{}", "q".repeat(180)), "0f".repeat(16));
    let mut reader = read("happy");
    reader.answer("Type a number, 1 to 6.", "1");
    reader.answer("Enter: go on.", "");
    reader.until("It is not shown.");
    reader.send(&token);
    reader.answer("Something arrived. Enter goes on.", "");
    reader.until("Problem: The token is damaged");
    reader.answer("It is not shown.", ":sample");
    reader.answer("App ID. Type or paste it", "");
    reader.until("App secret. Paste or type it");
    reader.send(&secret);
    reader.answer("Something arrived. Enter goes on.", "");
    reader.until("Step 3 of 6");
    let log = reader.log();
    assert!(!has(&log, &secret) && !has(&log, "qqqq"), "{}", reader.text());
}

#[test]
fn a_secret_at_a_question_that_shows_its_answers_is_neither_shown_nor_passed_over_in_silence() {
    let (token, secret) = (format!("EAA{}", "q".repeat(180)), "0f".repeat(16));
    for is_marked in [true, false] {
        let mut reader = read("happy");
        for text in [&token, &secret] {
            reader.until("Type a number, 1 to 6.");
            if is_marked {
                reader.paste(text);
            } else {
                reader.send(text);
            }
            reader.answer("It looks like a secret, so it is not shown.", "");
            reader.until("Type a number from 1 to 6, or a command");
        }
        reader.until("Type a number, 1 to 6.");
        let (first, second) = secret.split_at(4);
        reader.send(first);
        reader.until(first);
        reader.send(second);
        reader.until("so it was rubbed out here");
        reader.send("\x15");
        reader.until("It was taken out again.");
        reader.send_line("1");
        reader.until("Enter: go on.");
        let log = reader.log();
        assert!(!has(&log, &secret) && !has(&log, "qqqq"), "{}", reader.text());
    }
}

#[test]
fn a_terminal_that_shows_lines_by_itself_shows_nothing_between_two_questions_and_a_secret_is_not_passed_over_in_silence()
 {
    let secret = "0f".repeat(16);
    let program = demo("happy").env("TERM", "dumb");
    let mut reader = Reader::of(program.spawn());
    reader.answer("Type a number, 1 to 6.", &secret);
    reader.until("It stands in this window now");
    assert!(has(&reader.log(), &secret));
    reader.until("Type a number from 1 to 6, or a command");
    reader.until("Type a number, 1 to 6.");
    reader.send("1\rcanary\rcanary");
    reader.until("It was not read.");
    reader.until("Enter: go on.");
    reader.send_line("");
    reader.until("It is not shown.");
    reader.send("\x03");
    reader.exit();
}

#[test]
fn what_is_typed_behind_an_answer_is_neither_shown_nor_used() {
    let secret = "0f".repeat(16);
    let mut reader = read("no-answer");
    reader.until("Type a number, 1 to 6.");
    reader.send(format!("1\r\r{secret}\r"));
    reader.until("It was not read.");
    reader.answer("Enter: go on.", "");
    reader.answer("Access token. Paste or type it", ":sample");
    reader.answer("App ID. Type or paste it", "");
    reader.answer("App secret. Paste or type it", ":sample");
    reader.until("Working.");
    reader.send_line("canary");
    reader.until("came too early");
    reader.send(":ba");
    reader.until(":ba");
    reader.send_line("ck");
    reader.until("Step 2 of 6");
    let log = reader.log();
    assert!(!has(&log, &secret) && !has(&log, "canary"), "{}", reader.text());
}

/// A server that refuses every token, once it is told to answer.
fn hesitant_server() -> (String, Arc<Barrier>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let root = format!("http://{}", listener.local_addr().unwrap());
    let barrier = Arc::new(Barrier::new(2));
    let gate = Arc::clone(&barrier);
    std::thread::spawn(move || {
        let mut is_open = false;
        for connection in listener.incoming() {
            let mut connection = connection.unwrap();
            let _ = connection.read(&mut [0; 4096]);
            if !std::mem::replace(&mut is_open, true) {
                gate.wait();
            }
            let body = r#"{"error":{"message":"Malformed access token","type":"OAuthException","code":190}}"#;
            let head = format!(
                "HTTP/1.1 400 Bad Request\r\ncontent-length: {}\r\nconnection: close\r\n",
                body.len()
            );
            let _ = connection.write_all(format!("{head}content-type: application/json\r\n\r\n{body}").as_bytes());
        }
    });
    (root, barrier)
}

#[test]
fn what_is_typed_ahead_of_its_question_is_neither_shown_nor_used() {
    let (root, gate) = hesitant_server();
    let home = tempfile::tempdir().unwrap();
    let program = Program::new(EVERTOKEN)
        .arg("--plain")
        .arg("--api-root")
        .arg(&root)
        .env("XDG_STATE_HOME", home.path().to_str().unwrap());
    let mut reader = Reader::of(program.spawn());
    reader.answer("Type a number, 1 to 6.", "1");
    reader.answer("Enter: go on.", "");
    reader.until("It is not shown.");
    reader.send(format!("EAA{}", "q".repeat(180)));
    reader.answer("Something arrived. Enter goes on.", "");
    reader.until("Enter goes on without waiting.");
    reader.send("canary");
    reader.until("Nothing is asked yet");
    gate.wait();
    reader.until("What was typed before this question was not read.");
    reader.until("Access token. Paste or type it");
    assert!(!has(&reader.log(), "canary"), "{}", reader.text());
}

#[test]
fn what_is_typed_is_shown_and_rubbed_out_where_answers_are() {
    let mut reader = read("happy");
    reader.until("Type a number, 1 to 6.");
    reader.send("1");
    reader.until("1");
    reader.send("2");
    reader.until("2");
    reader.send("\x7f");
    reader.until("\x08 \x08");
    reader.send("\r");
    reader.until("Enter: go on.");
}

#[test]
fn a_terminal_that_echoes_shows_what_is_typed_so_the_test_of_hidden_entry_can_fail() {
    let mut reader = read("happy");
    reader.answer("Type a number, 1 to 6.", "1");
    reader.answer("Enter: go on.", "");
    reader.until("It is not shown.");
    reader.echo();
    reader.send("canary");
    reader.until("canary");
    assert!(has(&reader.log(), "canary"));
}

#[test]
fn a_paste_of_a_hundred_thousand_bytes_is_taken_refused_with_words_and_asked_again() {
    for is_marked in [true, false] {
        let mut reader = read("happy");
        reader.answer("Type a number, 1 to 6.", "1");
        reader.answer("Enter: go on.", "");
        reader.until("It is not shown.");
        let long = "EAAlong".repeat(100_000 / 7);
        if is_marked {
            reader.paste(&long);
        } else {
            reader.send(&long);
        }
        reader.until("Something arrived. Enter goes on.");
        reader.answer("", "");
        reader.until("Problem:");
        reader.until("Access token. Paste or type it");
        assert!(!has(&reader.log(), "EAAlong"));
    }
}

#[test]
fn the_tail_of_a_paste_is_neither_shown_nor_an_answer() {
    let mut reader = read("happy");
    reader.answer("Type a number, 1 to 6.", "1");
    reader.answer("Enter: go on.", "");
    reader.until("It is not shown.");
    reader.send(format!("EAA{}\rsecondlinesecret\rthirdlinesecret\r", "z".repeat(150)));
    reader.until("It was not read.");
    reader.until("Problem: The token is damaged");
    assert!(!has(&reader.log(), "linesecret"));
}

#[test]
fn a_marked_paste_of_several_lines_is_one_answer() {
    let mut reader = read("happy");
    reader.answer("Type a number, 1 to 6.", "1");
    reader.answer("Enter: go on.", "");
    reader.until("It is not shown.");
    let token = sample(&reader.text(), "Sample token:");
    let (first, second) = token.split_at(60);
    reader.paste(&format!("{first}\n{second}\n"));
    reader.answer("Something arrived. Enter goes on.", "");
    reader.until("Meta says: User token");
}

#[test]
fn the_terminal_is_given_back_whichever_way_the_program_ends() {
    for is_hidden in [false, true] {
        for (signal, expected) in [
            (Some(Signal::TERM), Some("Terminated")),
            (Some(Signal::HUP), Some("Hangup")),
            (None, None),
        ] {
            let mut reader = read("happy");
            reader.until("Type a number, 1 to 6.");
            if is_hidden {
                reader.answer("", "1");
                reader.answer("Enter: go on.", "");
                reader.until("It is not shown.");
            }
            match signal {
                Some(signal) => reader.signal(signal),
                None => reader.send("\x03"),
            }
            let status = reader.exit();
            assert_eq!(status.signal(), expected);
            if signal.is_none() {
                assert_eq!(status.exit_code(), 130);
            }
            reader.is_given_back();
        }
    }
}

#[test]
fn leaving_with_a_token_that_went_nowhere_asks_and_staying_is_the_default() {
    let mut reader = at_result("happy");
    for word in [":quit", "\x04", "\x03"] {
        if word == ":quit" {
            reader.send_line(word);
        } else {
            reader.send(word);
        }
        reader.until("It is gone once you leave.");
        reader.answer("Enter is no.", "");
        reader.until("Enter: finish.");
    }
    reader.send_line("");
    reader.answer("Enter is no.", "perhaps");
    reader.answer("Type yes or no.", "yes");
    assert_eq!(reader.exit().exit_code(), 130);
}

/// A walk to the proof, with the samples.
fn at_result(scenario: &str) -> Reader {
    let mut reader = read(scenario);
    reader.answer("Type a number, 1 to 6.", "1");
    reader.answer("Enter: go on.", "");
    reader.answer("Access token. Paste or type it", ":sample");
    reader.answer("App ID. Type or paste it", "");
    reader.answer("App secret. Paste or type it", ":sample");
    reader.answer("Type the number of a Page", "1");
    reader.until("Proved:");
    reader.until("Enter: finish.");
    reader
}

#[test]
fn a_token_is_shown_alone_after_a_question_and_then_counts_as_taken() {
    let mut reader = at_result("happy");
    reader.send_line(":show");
    reader.answer("Show it?", "");
    reader.answer("Enter: finish.", ":show");
    reader.answer("Show it?", "yes");
    reader.until("Page token for Harbour Bakery");
    reader.until("EAA");
    reader.answer("Enter: finish.", "");
    reader.answer("nothing says that you have it.", "yes");
    assert_eq!(reader.exit().exit_code(), 0);
}

#[test]
fn back_keeps_the_answers() {
    let mut reader = read("happy");
    reader.answer("Type a number, 1 to 6.", "1");
    reader.answer("Enter: go on.", "");
    reader.answer("Access token. Paste or type it", ":sample");
    reader.answer("App ID. Type or paste it", ":back");
    reader.answer("Enter keeps what is filled in.", ":back");
    reader.until("Step 1 of 6");
    reader.answer("Enter: go on.", "");
    reader.until("Access token: EAA");
    reader.answer("Enter keeps", "");
    reader.until("App secret. Paste or type it");
}

#[test]
fn a_colon_that_begins_no_command_is_explained_and_help_lists_what_can_be_typed() {
    let mut reader = read("happy");
    reader.answer("Type a number, 1 to 6.", ":nonsense");
    reader.until("That is no command.");
    reader.answer("Type a number, 1 to 6.", ":save");
    reader.until("That does nothing here.");
    reader.answer("Type a number, 1 to 6.", "seven");
    reader.until("Type a number from 1 to 6, or a command");
    reader.answer("Type a number, 1 to 6.", ":help");
    reader.until(":again says everything here once more.");
    reader.answer("Type a number, 1 to 6.", ":again");
    reader.until("It takes about five minutes");
}

#[test]
fn a_terminal_that_can_only_print_gets_lines_without_being_asked_and_no_escape_sequence() {
    for (name, value) in [("TERM", "dumb"), ("TERM", ""), ("ACCESSIBLE", "1")] {
        let program = Program::new(EVERTOKEN).arg("demo").env(name, value);
        let mut reader = Reader::of(program.spawn());
        reader.answer("Type a number, 1 to 6.", "1");
        reader.answer("Enter: go on.", "");
        reader.answer("It is not shown.", ":quit");
        assert_eq!(reader.exit().exit_code(), 130);
        assert_eq!(
            has(&reader.log(), "\x1b[?2004h"),
            name == "ACCESSIBLE",
            "{name}={value}"
        );
        reader.is_plain(80);
    }
}

#[test]
fn a_wrong_secret_is_explained_and_the_next_one_is_taken() {
    let output = piped(
        &["demo", "wrong-secret"],
        &[
            "1", "", ":sample", "", ":sample", "", ":sample", "1", ":show", "yes", "", "yes",
        ],
    );
    let talk = talk(&output);
    assert!(
        talk.contains("Trouble: The App secret does not belong to this App ID."),
        "{talk}"
    );
    assert!(talk.contains("Proved: this Page token never expires."), "{talk}");
    assert_eq!(output.status.code(), Some(0), "{talk}");
    let token = String::from_utf8(output.stdout).unwrap();
    assert!(token.starts_with("EAA") && token.ends_with('\n') && token.lines().count() == 1);
    assert!(!talk.contains(token.trim()), "the token is on stdout alone");
}

#[test]
fn a_token_that_was_written_to_standard_output_has_arrived_and_leaving_asks_nothing() {
    let walk = ["1", "", ":sample", "", ":sample", "1", ":show", "yes"];
    // The input ends behind the last answer.
    for end in [[":quit"].as_slice(), &[]] {
        let output = piped(&["demo", "--plain"], &[walk.as_slice(), end].concat());
        let talk = talk(&output);
        assert!(
            talk.contains("Write the token to standard output, which is not this window?"),
            "{talk}"
        );
        assert!(talk.contains("OK: Token written to standard output."), "{talk}");
        assert!(!talk.contains("was shown") && !talk.contains("gone"), "{talk}");
        let token = String::from_utf8(output.stdout).unwrap();
        assert!(token.starts_with("EAA") && token.lines().count() == 1, "{token}");
        assert_eq!(output.status.code(), Some(0), "{talk}");
    }
}

#[test]
fn answers_that_were_piped_in_wait_until_the_one_before_has_had_its_effect() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.env");
    let output = piped(
        &["demo", "slow", "--plain"],
        &[
            "1",
            "",
            ":sample",
            "",
            ":sample",
            "1",
            ":save",
            "1",
            "1",
            file.to_str().unwrap(),
            "",
            "",
        ],
    );
    let talk = talk(&output);
    assert!(talk.contains("and read back."), "{talk}");
    assert_eq!(output.status.code(), Some(0), "{talk}");
    assert!(file.exists());
}

#[test]
fn a_command_that_comes_through_a_pipe_while_calls_are_under_way_acts_at_once() {
    let mut child = Command::new(EVERTOKEN)
        .args(["demo", "no-answer", "--plain"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut talk = BufReader::new(child.stderr.take().unwrap()).lines();
    let mut until = |words: &str| {
        let mut said = talk.by_ref().map(Result::unwrap).inspect(|line| {
            // Whoever waits for the calls to end sees this instead.
            assert!(!line.contains("no luck") && !line.contains("Trouble: "), "{line}");
        });
        assert!(said.any(|line| line.contains(words)), "{words}");
    };
    stdin.write_all(b"1\n\n:sample\n\n:sample\n").unwrap();
    until("Working. Type :back to stop, :quit to leave.");
    stdin.write_all(b":help\n").unwrap();
    until(":quit leaves.");
    stdin.write_all(b":back\n").unwrap();
    until("Step 2 of 6");
    stdin.write_all(b":quit\n").unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130));
}

#[test]
fn a_notice_is_told_once_whatever_is_asked_for_after_it_and_again_when_the_same_is_done() {
    let notices = |answers: &[&str]| {
        let talk = talk(&piped(&["demo", "--plain"], answers));
        talk.lines().filter(|line| line.contains("No clipboard here.")).count()
    };
    assert_eq!(notices(&["1", "1", ":help", ":bogus", "99", ":quit"]), 1);
    assert_eq!(notices(&["1", "1", "1", ":quit"]), 2);
}

#[test]
fn every_answer_gets_a_word_also_where_it_is_the_same_as_the_last() {
    let count = |answers: &[&str], words: &str| {
        let talk = talk(&piped(&["demo", "--plain"], answers));
        talk.lines().filter(|line| line.contains(words)).count()
    };
    let short = "This is too short for a token.";
    assert_eq!(count(&["1", "", "EAAshort", "EAAshort", "EAAshort", ":quit"], short), 3);
    let secret = "A part of the App secret is missing";
    assert_eq!(count(&["1", "", ":sample", "", "0f", "0f", ":quit"], secret), 2);
    let list = [
        "1", "", ":sample", "", ":sample", "harbour", "harbour", ":more", ":quit",
    ];
    assert_eq!(count(&list, "1 of 3 match."), 2);
    assert_eq!(count(&list, "There are no more."), 1);
}

#[test]
fn several_pages_are_chosen_by_their_numbers_and_proved() {
    let output = piped(
        &["demo", "--plain"],
        &["1", "", ":sample", "", ":sample", "harbour", "", "1,3", ":quit", "yes"],
    );
    let talk = talk(&output);
    assert!(talk.contains("1 of 3 match."), "{talk}");
    assert!(
        talk.contains("2. Tuesday Book Club") && talk.contains("proved."),
        "{talk}"
    );
    assert_eq!(output.status.code(), Some(130));
}

#[test]
fn more_pages_than_fit_are_listed_twenty_at_a_time() {
    let output = piped(
        &["demo", "twenty-seven-pages", "--plain"],
        &["1", "", ":sample", "", ":sample", ":more", "27"],
    );
    let talk = talk(&output);
    assert!(
        talk.contains("7 more: type :more.") && talk.contains("\n27. "),
        "{talk}"
    );
    assert!(talk.contains("Step 5 of 6"), "{talk}");
}

#[test]
fn an_empty_list_is_looked_into_and_every_cause_is_said() {
    let output = piped(
        &["demo", "no-pages", "--plain"],
        &["1", "", ":sample", "", ":sample", ":quit"],
    );
    let talk = talk(&output);
    for words in ["Trouble: ", "What was looked into:", "Ruled out: "] {
        assert!(talk.contains(words), "{words}: {talk}");
    }
}

#[test]
fn a_login_is_finished_with_a_pasted_address() {
    let output = piped(
        &["demo", "instagram-happy", "--plain"],
        &[
            "4", "", ":sample", ":sample", ":sample", ":sample", ":show", "yes", "", "yes",
        ],
    );
    let talk = talk(&output);
    assert!(talk.contains("Proved: "), "{talk}");
    assert_eq!(output.status.code(), Some(0), "{talk}");
    assert!(String::from_utf8(output.stdout).unwrap().starts_with("IG"));
}

#[test]
fn a_place_that_was_chosen_ahead_is_tried_without_a_question_and_the_guide_is_read_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.env");
    let file = file.to_str().unwrap();
    let output = piped(
        &["demo", "--plain"],
        &[
            "1", "4", "", ":sample", ":sample", "", ":save", "1", "1", file, "", ":sample", "1", ":save", "", "",
        ],
    );
    let talk = talk(&output);
    assert_eq!(output.status.code(), Some(0), "{talk}");
    assert_eq!(talk.matches("Sign in with Facebook.").count(), 1, "{talk}");
    assert!(!talk.contains("Change Final address"), "{talk}");
    assert!(std::fs::exists(file).unwrap());
}

#[test]
fn input_that_ends_too_early_leaves_with_words() {
    let output = piped(&["demo", "--plain"], &["1", ""]);
    assert_eq!(output.status.code(), Some(130));
    assert_eq!(output.stdout, b"");
    assert!(
        talk(&output).contains("The answers have ended before the journey was done."),
        "{}",
        talk(&output)
    );
}

#[test]
fn a_result_that_cannot_be_written_is_said_and_leaving_asks_all_the_same() {
    let mut child = Command::new(EVERTOKEN)
        .args(["demo", "--plain"])
        .stdin(Stdio::piped())
        .stdout(std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let answers = [
        "1", "", ":sample", "", ":sample", "1", ":show", "yes", ":quit", "yes", "",
    ]
    .join("\n");
    child.stdin.take().unwrap().write_all(answers.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let talk = talk(&output);
    assert!(talk.contains("what it goes to takes nothing"), "{talk}");
    assert!(
        talk.contains("has not been saved, copied or shown yet. It is gone once you leave."),
        "{talk}"
    );
    assert!(
        talk.contains("It was not saved, copied or shown, so it is gone."),
        "{talk}"
    );
    assert_eq!(output.status.code(), Some(130), "{talk}");
}

#[test]
fn when_nobody_reads_what_is_said_the_program_fails() {
    let mut child = Command::new(EVERTOKEN)
        .args(["demo", "--plain"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stderr.take());
    let _ = child.stdin.as_ref().unwrap().write_all(b"1\n");
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn a_hidden_line_is_hidden_again_after_a_stop() {
    let shell = Program::new("/bin/bash")
        .arg("--norc")
        .arg("--noprofile")
        .arg("-i")
        .env("PS1", "ready> ")
        .env("EVERTOKEN", EVERTOKEN);
    let mut reader = Reader::of(shell.spawn());
    reader.answer("ready>", "$EVERTOKEN demo --plain");
    reader.answer("Type a number, 1 to 6.", "1");
    reader.answer("Enter: go on.", "");
    reader.until("It is not shown.");
    reader.send("halfcanary\x1a");
    reader.until("Stopped");
    reader.answer("ready>", "echo be\"\"tween; fg");
    reader.until("between");
    reader.until("What was typed before the stop was not kept.");
    reader.until("It is not shown.");
    reader.send("canary");
    reader.answer("Something arrived. Enter goes on.", "");
    reader.until("Problem:");
    reader.send("\x03");
    reader.answer("ready>", "exit");
    reader.exit();
    assert!(!has(&reader.log(), "canary"), "{}", reader.text());
}

#[test]
fn what_stood_in_an_open_line_before_a_stop_is_not_shown_as_if_it_still_did() {
    let shell = Program::new("/bin/bash")
        .arg("--norc")
        .arg("--noprofile")
        .arg("-i")
        .env("PS1", "ready> ")
        .env("EVERTOKEN", EVERTOKEN);
    let mut reader = Reader::of(shell.spawn());
    reader.answer("ready>", "$EVERTOKEN demo --plain");
    reader.until("Type a number, 1 to 6.");
    reader.send("half");
    reader.until("half");
    reader.send("\x1a");
    reader.until("Stopped");
    reader.answer("ready>", "fg");
    reader.until("What was typed before the stop was not kept.");
    reader.answer("Type a number, 1 to 6.", ":quit");
    reader.answer("ready>", "exit");
    reader.exit();
    assert_eq!(reader.text().matches("half").count(), 1, "{}", reader.text());
}

#[test]
fn with_neither_a_terminal_nor_answers_it_says_so() {
    let output = Command::new("setsid")
        .args(["-w", EVERTOKEN, "demo", "--plain"])
        .env("TERM", "xterm")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        talk(&output).contains("neither a terminal nor standard input"),
        "{}",
        talk(&output)
    );
}
