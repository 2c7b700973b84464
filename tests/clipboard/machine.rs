//! The clipboard of this machine: what holds on X11 and on Wayland alike, told by another program of the same session.

use std::{
    io::{BufRead, BufReader, Write},
    process::{Command, Stdio},
};

use evertoken::{
    journey::Datum,
    model::Payload,
    runtime::{
        Environment, Runtime,
        clipboard::{ClipboardLeft, Da1, osc52},
    },
    wizard::{
        effect::{Copyable, Effect},
        event::{ClearReport, CopyReport, Event},
    },
};

use crate::{KilledAtTheEnd, SECRET, at, clear, command_inside, copy, in_time};

/// What keeps a text out of histories there (facts: terminal 1.1).
const HINT: &str = "x-kde-passwordManagerHint";
/// How often it is looked again for what another process has to notice first.
const GLANCES: usize = 1_000;

/// Another program's view of the clipboard of a session.
pub(crate) struct Onlooker<'a>(pub(crate) &'a [(&'a str, &'a str)]);

impl Onlooker<'_> {
    /// The one of the session that this process runs in.
    const HERE: Onlooker<'static> = Onlooker(&[]);

    fn is_on_wayland(&self) -> bool {
        self.0.iter().any(|(name, _)| *name == "WAYLAND_DISPLAY") || std::env::var_os("WAYLAND_DISPLAY").is_some()
    }

    fn command(&self, on_x11: &[&str], on_wayland: &[&str]) -> Command {
        let words = if self.is_on_wayland() { on_wayland } else { on_x11 };
        let mut command = Command::new(words[0]);
        command
            .args(&words[1..])
            .envs(self.0.iter().copied())
            .stdin(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    fn read(&self, on_x11: &[&str], on_wayland: &[&str]) -> Option<String> {
        let output = self.command(on_x11, on_wayland).output().unwrap();
        let is_read = output.status.success();
        is_read.then(|| String::from_utf8(output.stdout).unwrap())
    }

    /// What a paste would bring.
    pub(crate) fn paste(&self) -> Option<String> {
        self.read(
            &["xclip", "-selection", "clipboard", "-o"],
            &["wl-paste", "--no-newline"],
        )
    }

    /// In which forms it is offered.
    fn kinds(&self) -> String {
        self.read(
            &["xclip", "-selection", "clipboard", "-o", "-t", "TARGETS"],
            &["wl-paste", "--list-types"],
        )
        .unwrap()
    }

    /// Copies as another program does, which goes on by itself.
    fn copy(&self, text: &str) {
        let mut other = self
            .command(&["xclip", "-selection", "clipboard", "-i"], &["wl-copy"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        other.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        assert!(other.wait().unwrap().success());
        self.comes_to(Some(text));
    }

    /// The clipboard holds this after all: whoever holds it has to notice first.
    fn comes_to(&self, text: Option<&str>) {
        let is_so = (0..GLANCES).any(|_| self.paste().as_deref() == text);
        assert!(is_so, "{:?} in the place of {text:?}", self.paste());
    }
}

/// A runtime of this session with the secret on the clipboard.
async fn copied() -> (Runtime, tokio::sync::mpsc::Receiver<Event>) {
    let (mut runtime, mut inbox) = Runtime::new(at(Environment::of_this_process(), Da1::Silent));
    let expected = (CopyReport::CopiedUntilExit, None);
    assert_eq!(copy(&mut runtime, &mut inbox).await, expected);
    assert_eq!(Onlooker::HERE.paste().as_deref(), Some(SECRET));
    (runtime, inbox)
}

#[tokio::test]
#[ignore = "run in an X server and in a Wayland compositor"]
async fn a_secret_is_there_hidden_from_histories_and_gone_when_we_leave() {
    let (mut runtime, mut inbox) = copied().await;
    let again = copy(&mut runtime, &mut inbox).await;
    assert_eq!(again, (CopyReport::CopiedUntilExit, None));
    assert_eq!(Onlooker::HERE.paste().as_deref(), Some(SECRET));
    assert!(Onlooker::HERE.kinds().contains(HINT));
    assert_eq!(in_time(runtime.shutdown()).await, ClipboardLeft::Emptied);
    assert_eq!(Onlooker::HERE.paste(), None, "emptied on leaving");

    let (runtime, _inbox) = copied().await;
    Onlooker::HERE.copy("theirs");
    assert_eq!(in_time(runtime.shutdown()).await, ClipboardLeft::AsItWas);
    assert_eq!(Onlooker::HERE.paste().as_deref(), Some("theirs"), "not ours to empty");
}

#[tokio::test]
#[ignore = "run in an X server and in a Wayland compositor"]
async fn what_is_no_secret_goes_into_histories_and_stays() {
    let (mut runtime, mut inbox) = Runtime::new(at(Environment::of_this_process(), Da1::Silent));
    let plain = Effect::Copy(Copyable::Datum(Datum::PageId), Payload::Plain("1234".to_owned()));
    assert!(runtime.carry_out(plain).is_none());
    let event = inbox.recv().await.unwrap();
    let is_copied = matches!(
        event,
        Event::Copied(Copyable::Datum(Datum::PageId), CopyReport::CopiedUntilExit)
    );
    assert!(is_copied, "{event:?}");
    assert!(!Onlooker::HERE.kinds().contains(HINT));
    assert_eq!(clear(&mut runtime, &mut inbox).await, (ClearReport::Failed, None));
    assert_eq!(in_time(runtime.shutdown()).await, ClipboardLeft::AsItWas);
    assert_eq!(Onlooker::HERE.paste().as_deref(), Some("1234"));
}

#[tokio::test]
#[ignore = "run in an X server and in a Wayland compositor"]
async fn emptying_takes_our_secret_away_and_nothing_else() {
    let (mut runtime, mut inbox) = copied().await;
    assert_eq!(clear(&mut runtime, &mut inbox).await, (ClearReport::Emptied, None));
    assert_eq!(Onlooker::HERE.paste(), None);
    let again = clear(&mut runtime, &mut inbox).await;
    assert_eq!(again, (ClearReport::Failed, None), "there is nothing of ours any more");

    let expected = (CopyReport::CopiedUntilExit, None);
    assert_eq!(copy(&mut runtime, &mut inbox).await, expected);
    Onlooker::HERE.copy("theirs");
    let theirs = clear(&mut runtime, &mut inbox).await;
    assert_eq!(theirs, (ClearReport::HeldSomethingElse, None));
    assert_eq!(Onlooker::HERE.paste().as_deref(), Some("theirs"));
    assert_eq!(in_time(runtime.shutdown()).await, ClipboardLeft::AsItWas);
}

#[tokio::test]
#[ignore = "run with displays that are none"]
async fn the_terminal_is_the_second_way() {
    let (mut runtime, mut inbox) = Runtime::new(at(Environment::of_this_process(), Da1::Accepts52));
    for _ in 0..2 {
        let expected = (CopyReport::SentAccepted, Some(osc52::sequence(SECRET).to_vec()));
        assert_eq!(copy(&mut runtime, &mut inbox).await, expected);
    }
    let expected = (ClearReport::AskedTerminal, Some(osc52::sequence("").to_vec()));
    assert_eq!(clear(&mut runtime, &mut inbox).await, expected);
    assert_eq!(in_time(runtime.shutdown()).await, ClipboardLeft::AsItWas);
}

/// Nothing of ours comes to the clipboard of this session, however often it is looked.
pub(crate) fn nothing_appears() {
    let is_empty = (0..GLANCES / 5).all(|_| Onlooker::HERE.paste().is_none());
    assert!(is_empty, "{:?}", Onlooker::HERE.paste());
}

/// What the one below says once the secret is there.
const IT_IS_THERE: &str = "the secret is there";

#[tokio::test]
#[ignore = "run in an X server and in a Wayland compositor, until it is killed"]
async fn it_copies_and_waits_to_be_killed() {
    let _copied = copied().await;
    println!("{IT_IS_THERE}");
    std::future::pending::<()>().await;
}

/// Kills a process that says that its secret is on the clipboard, as nothing can be caught.
fn kill_once_it_is_there(mut command: Command, session: &[(&str, &str)]) {
    let started = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
    let mut process = KilledAtTheEnd(started);
    let said = BufReader::new(process.0.stdout.take().unwrap());
    let is_there = said.lines().any(|line| line.unwrap().contains(IT_IS_THERE));
    assert!(is_there, "ended before that");
    Onlooker(session).comes_to(Some(SECRET));
    process.0.kill().unwrap();
    process.0.wait().unwrap();
}

/// A process that is killed leaves nothing on the clipboard (facts: safety T44).
pub(crate) fn a_killed_process_leaves_nothing(session: &[(&str, &str)]) {
    kill_once_it_is_there(
        command_inside("machine::it_copies_and_waits_to_be_killed", session),
        session,
    );
    Onlooker(session).comes_to(None);
}

/// The same with a program that gave the secret to another one to hold: there it stays, and is seen.
pub(crate) fn a_killed_process_that_used_a_helper_leaves_the_secret(session: &[(&str, &str)]) {
    let onlooker = Onlooker(session);
    let words = |helper: &str| format!("printf %s {SECRET} | {helper}; echo {IT_IS_THERE}; exec sleep 600");
    let x11 = words("xclip -selection clipboard -i >/dev/null 2>&1");
    let wayland = words("wl-copy >/dev/null 2>&1");
    let careless = onlooker.command(&["sh", "-c", &x11], &["sh", "-c", &wayland]);
    kill_once_it_is_there(careless, session);
    onlooker.comes_to(Some(SECRET));
}
