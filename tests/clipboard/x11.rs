//! The clipboard of this machine on X11: a real server, one that is not there, and ones that say nothing.

use std::{
    io::{BufRead, BufReader, Read},
    net::TcpListener,
    process::{Command, Stdio},
    sync::mpsc,
    time::Duration,
};

use evertoken::{
    runtime::{
        Environment, Runtime,
        clipboard::{ClipboardLeft, Da1, osc52},
    },
    wizard::event::{ClearReport, CopyReport},
};
use rustix::process::{Pid, Signal, kill_process};

use crate::{KilledAtTheEnd, SECRET, at, clear, copy, in_time, inside, is_of_a_display, is_there, machine};

/// An X server with nobody at it.
pub(crate) fn x_server() -> Option<(KilledAtTheEnd, String)> {
    if !is_of_a_display() || !is_there("Xvfb") || !is_there("xclip") {
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

#[test]
fn on_x11_a_secret_is_hidden_from_histories_and_can_be_taken_away_while_it_is_ours() {
    let Some((_server, display)) = x_server() else { return };
    let session = [("DISPLAY", display.as_str())];
    for test in [
        "machine::a_secret_is_there_hidden_from_histories_and_gone_when_we_leave",
        "machine::what_is_no_secret_goes_into_histories_and_stays",
        "machine::emptying_takes_our_secret_away_and_nothing_else",
    ] {
        inside(test, &session);
    }
}

#[test]
fn on_x11_a_process_that_is_killed_leaves_nothing_on_the_clipboard() {
    let Some((_server, display)) = x_server() else { return };
    let session = [("DISPLAY", display.as_str())];
    machine::a_killed_process_leaves_nothing(&session);
    machine::a_killed_process_that_used_a_helper_leaves_the_secret(&session);
}

#[test]
fn a_display_that_is_not_there_leaves_it_to_the_terminal() {
    if !is_of_a_display() {
        return;
    }
    inside("machine::the_terminal_is_the_second_way", &[("DISPLAY", ":59999")]);
}

#[test]
fn a_display_that_accepts_and_never_answers_leaves_it_to_the_terminal() {
    if !is_of_a_display() {
        return;
    }
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
    inside("machine::the_terminal_is_the_second_way", &[("DISPLAY", &display)]);
}

/// Stops an X server in its tracks, and lets it go on at the end.
struct Frozen(Pid);

impl Frozen {
    fn new(server: &KilledAtTheEnd) -> Self {
        let id = Pid::from_child(&server.0);
        kill_process(id, Signal::STOP).unwrap();
        Self(id)
    }
}

impl Drop for Frozen {
    fn drop(&mut self) {
        let _ = kill_process(self.0, Signal::CONT);
    }
}

#[test]
fn an_x_server_that_is_frozen_leaves_it_to_the_terminal() {
    let Some((server, display)) = x_server() else { return };
    let _frozen = Frozen::new(&server);
    inside("machine::the_terminal_is_the_second_way", &[("DISPLAY", &display)]);
}

#[test]
fn an_x_server_that_freezes_after_a_copy_keeps_nobody_from_leaving() {
    let Some((server, display)) = x_server() else { return };
    let id = server.0.id().to_string();
    inside(
        "x11::inside_a_server_that_freezes",
        &[("DISPLAY", &display), ("SERVER", &id)],
    );
}

#[tokio::test]
#[ignore = "run by the test above, with an X server"]
async fn inside_a_server_that_freezes() {
    let server: i32 = std::env::var("SERVER").unwrap().parse().unwrap();
    let (mut runtime, mut inbox) = Runtime::new(at(Environment::of_this_process(), Da1::Accepts52));
    let expected = (CopyReport::CopiedUntilExit, None);
    assert_eq!(copy(&mut runtime, &mut inbox).await, expected);
    kill_process(Pid::from_raw(server).unwrap(), Signal::STOP).unwrap();
    assert_eq!(clear(&mut runtime, &mut inbox).await, (ClearReport::Failed, None));
    let expected = (CopyReport::SentAccepted, Some(osc52::sequence(SECRET).to_vec()));
    assert_eq!(copy(&mut runtime, &mut inbox).await, expected);
    assert_eq!(
        in_time(runtime.shutdown()).await,
        ClipboardLeft::AsItWas,
        "it ends with this process"
    );
}

#[test]
fn an_x_server_that_comes_back_gets_no_copy_that_went_another_way_meanwhile() {
    let Some((server, display)) = x_server() else { return };
    let id = server.0.id().to_string();
    let _frozen = Frozen::new(&server);
    inside(
        "x11::inside_a_server_that_comes_back",
        &[("DISPLAY", &display), ("SERVER", &id)],
    );
}

#[tokio::test]
#[ignore = "run by the test above, with a frozen X server"]
async fn inside_a_server_that_comes_back() {
    let server: i32 = std::env::var("SERVER").unwrap().parse().unwrap();
    let (mut runtime, mut inbox) = Runtime::new(at(Environment::of_this_process(), Da1::Accepts52));
    let expected = (CopyReport::SentAccepted, Some(osc52::sequence(SECRET).to_vec()));
    assert_eq!(copy(&mut runtime, &mut inbox).await, expected);
    kill_process(Pid::from_raw(server).unwrap(), Signal::CONT).unwrap();
    machine::nothing_appears();
}

/// The twin: without a deadline, whoever asks a frozen server does not come back.
#[test]
fn whoever_asks_a_frozen_x_server_itself_waits_for_as_long_as_it_is_frozen() {
    let Some((server, display)) = x_server() else { return };
    let frozen = Frozen::new(&server);
    let mut asking = Command::new("xclip")
        .args(["-selection", "clipboard", "-o"])
        .env("DISPLAY", display)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let complaint = asking.stderr.take().unwrap();
    let mut asking = KilledAtTheEnd(asking);
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || tell.send(BufReader::new(complaint).lines().count()));
    assert!(told.recv_timeout(Duration::from_secs(3)).is_err(), "it is still asking");
    drop(frozen);
    assert!(told.recv_timeout(Duration::from_secs(20)).is_ok(), "it has its answer");
    asking.0.wait().unwrap();
}
