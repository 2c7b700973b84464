//! The clipboard of this machine on X11: a real server, one that is not there, and ones that say nothing.

use std::{
    io::{Read, Write},
    net::TcpListener,
    process::{Command, Stdio},
};

use evertoken::{
    journey::Datum,
    model::Payload,
    runtime::{
        Environment, Runtime,
        clipboard::{Da1, osc52},
    },
    wizard::{
        effect::{Copyable, Effect},
        event::{CopyReport, Event},
    },
};

use crate::{KilledAtTheEnd, SECRET, at, copy, inside, is_there};

/// An X server with nobody at it.
fn x_server() -> Option<(KilledAtTheEnd, String)> {
    if !is_there("Xvfb") || !is_there("xclip") {
        return None;
    }
    let mut server = Command::new("Xvfb")
        .args(["-displayfd", "1", "-screen", "0", "64x64x8", "-nolisten", "tcp"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut number = String::new();
    let mut output = server.stdout.take().unwrap();
    let server = KilledAtTheEnd(server);
    while !number.ends_with('\n') {
        let mut byte = [0];
        output.read_exact(&mut byte).unwrap();
        number.push(char::from(byte[0]));
    }
    Some((server, format!(":{}", number.trim())))
}

fn xclip(arguments: &[&str]) -> Option<String> {
    let output = Command::new("xclip")
        .args(["-selection", "clipboard"])
        .args(arguments)
        .output()
        .unwrap();
    output
        .status
        .success()
        .then(|| String::from_utf8(output.stdout).unwrap())
}

fn x_of_somebody_else(text: &str) {
    let mut other = Command::new("xclip")
        .args(["-selection", "clipboard", "-i"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    other.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    assert!(other.wait().unwrap().success());
    // xclip goes on in the background, and takes the selection over only there.
    let is_theirs = (0..1_000).any(|_| xclip(&["-o"]).as_deref() == Some(text));
    assert!(is_theirs, "xclip did not take over");
}

#[test]
fn on_x11_a_secret_is_there_while_we_run_hidden_from_histories_and_gone_when_we_leave() {
    let Some((_server, display)) = x_server() else { return };
    inside("x11::inside_x11", &[("DISPLAY", &display)]);
}

#[tokio::test]
#[ignore = "run by the test above, with an X server"]
async fn inside_x11() {
    let settings = || at(Environment::of_this_process(), Da1::Silent);
    let (mut runtime, mut inbox) = Runtime::new(settings());
    for _ in 0..2 {
        assert_eq!(
            copy(&mut runtime, &mut inbox).await,
            (CopyReport::CopiedUntilExit, None)
        );
        assert_eq!(xclip(&["-o"]).as_deref(), Some(SECRET));
    }
    assert!(
        xclip(&["-o", "-t", "TARGETS"])
            .unwrap()
            .contains("x-kde-passwordManagerHint")
    );
    runtime.shutdown().await;
    assert_eq!(xclip(&["-o"]), None, "cleared on leaving");

    let (mut runtime, mut inbox) = Runtime::new(settings());
    assert_eq!(
        copy(&mut runtime, &mut inbox).await,
        (CopyReport::CopiedUntilExit, None)
    );
    x_of_somebody_else("theirs");
    runtime.shutdown().await;
    assert_eq!(
        xclip(&["-o"]).as_deref(),
        Some("theirs"),
        "never cleared when it is not ours"
    );

    let (mut runtime, mut inbox) = Runtime::new(settings());
    let plain = Effect::Copy(Copyable::Datum(Datum::PageId), Payload::Plain("1234".to_owned()));
    assert!(runtime.carry_out(plain).is_none());
    let event = inbox.recv().await.unwrap();
    assert!(
        matches!(
            event,
            Event::Copied(Copyable::Datum(Datum::PageId), CopyReport::CopiedUntilExit)
        ),
        "{event:?}"
    );
    assert!(
        !xclip(&["-o", "-t", "TARGETS"])
            .unwrap()
            .contains("x-kde-passwordManagerHint")
    );
    runtime.shutdown().await;
    assert_eq!(xclip(&["-o"]).as_deref(), Some("1234"), "what is no secret stays");
}

#[test]
fn a_display_that_is_not_there_leaves_it_to_the_terminal() {
    inside("x11::inside_with_the_terminal_as_second_way", &[("DISPLAY", ":59999")]);
}

#[test]
fn a_display_that_accepts_and_never_answers_leaves_it_to_the_terminal() {
    // A display N of a host is its port 6000 + N.
    let listener = (50_000..50_100).find_map(|number| {
        let port = u16::try_from(6_000 + number).unwrap();
        TcpListener::bind(("127.0.0.1", port))
            .ok()
            .map(|listener| (listener, number))
    });
    let (listener, number) = listener.unwrap();
    std::thread::spawn(move || {
        let held: Vec<_> = listener.incoming().take(10).collect();
        drop(held);
    });
    let display = format!("127.0.0.1:{number}");
    inside("x11::inside_with_the_terminal_as_second_way", &[("DISPLAY", &display)]);
}

#[tokio::test]
#[ignore = "run by the tests above, with displays that are none"]
async fn inside_with_the_terminal_as_second_way() {
    let (mut runtime, mut inbox) = Runtime::new(at(Environment::of_this_process(), Da1::Accepts52));
    for _ in 0..2 {
        let expected = (CopyReport::SentAccepted, Some(osc52::sequence(SECRET).to_vec()));
        assert_eq!(copy(&mut runtime, &mut inbox).await, expected);
    }
    runtime.shutdown().await;
}
