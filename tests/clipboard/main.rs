//! Copies that really arrive, and clipboards that are really emptied: in real X servers and Wayland compositors, through
//! a real tmux, screen and ssh, and as the exact bytes that a terminal gets.

#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "tests fail loudly, and these scripts are short"
)]

mod browser;
mod clearing;
mod fakes;
mod gnu_screen;
mod leaving;
mod machine;
mod outer_terminal;
mod planted;
#[path = "../support/pty.rs"]
mod pty;
mod sequences;
mod ssh;
mod tmux;
mod walk;
mod wayland;
mod x11;

use std::{
    path::Path,
    process::{Child, Command},
    time::Duration,
};

use evertoken::{
    journey::Datum,
    model::{Payload, Secret},
    runtime::{
        Environment, Handover, Runtime, Settings,
        clipboard::{Da1, Platform},
    },
    wizard::{
        effect::{Copyable, Effect},
        event::{ClearReport, CopyReport, Event},
    },
};

pub(crate) const SECRET: &str = "EAACANARYcanary0123456789EAACANARYcanary0123456789";

pub(crate) fn copy_secret() -> Effect {
    Effect::Copy(
        Copyable::Datum(Datum::Token),
        Payload::Secret(Secret::new(SECRET.to_owned())),
    )
}

pub(crate) fn at(environment: Environment, da1: Da1) -> Settings {
    Settings {
        environment,
        da1,
        ..Settings::default()
    }
}

pub(crate) fn with(pairs: &[(&str, &str)], da1: Da1) -> Settings {
    at(Environment::from_pairs(pairs), da1)
}

/// How long anything of the clipboard may keep a person waiting before a test fails: a few times what it may take.
const PATIENCE: Duration = Duration::from_secs(8);

pub(crate) async fn in_time<T>(work: impl Future<Output = T>) -> T {
    let done = tokio::time::timeout(PATIENCE, work).await;
    done.unwrap_or_else(|_| panic!("a person would be kept waiting"))
}

/// What became of one copy of the secret: the report, and what was to be written to the terminal.
pub(crate) async fn copy(
    runtime: &mut Runtime,
    inbox: &mut tokio::sync::mpsc::Receiver<Event>,
) -> (CopyReport, Option<Vec<u8>>) {
    let handover = if let Some(handover) = runtime.carry_out(copy_secret()) {
        handover
    } else {
        tokio::select! {
            handover = runtime.handover() => handover,
            event = in_time(inbox.recv()) => return (report(event.unwrap()), None),
        }
    };
    assert!(!format!("{handover:?}").contains("CANARY"));
    match handover {
        Handover::WriteToTerminal { bytes, then } => (report(then), Some(bytes.to_vec())),
        other => panic!("{other:?}"),
    }
}

pub(crate) fn report(event: Event) -> CopyReport {
    match event {
        Event::Copied(Copyable::Datum(Datum::Token), report) => report,
        other => panic!("{other:?}"),
    }
}

pub(crate) async fn copy_once(settings: Settings) -> (CopyReport, Option<Vec<u8>>) {
    let (mut runtime, mut inbox) = Runtime::new(settings);
    copy(&mut runtime, &mut inbox).await
}

/// What became of the wish to empty the clipboard: the report, and what was to be written to the terminal.
pub(crate) async fn clear(
    runtime: &mut Runtime,
    inbox: &mut tokio::sync::mpsc::Receiver<Event>,
) -> (ClearReport, Option<Vec<u8>>) {
    let (event, bytes) = match runtime.carry_out(Effect::ClearClipboard) {
        Some(Handover::WriteToTerminal { bytes, then }) => (then, Some(bytes.to_vec())),
        Some(other) => panic!("{other:?}"),
        None => (in_time(inbox.recv()).await.unwrap(), None),
    };
    match event {
        Event::ClipboardCleared(report) => (report, bytes),
        other => panic!("{other:?}"),
    }
}

/// An ignored test of this program as a process of its own, with these variables and none that lead elsewhere.
pub(crate) fn command_inside(test: &str, variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--ignored", "--exact", "--nocapture", test]);
    for name in [
        "SSH_CONNECTION",
        "SSH_CLIENT",
        "SSH_TTY",
        "TMUX",
        "STY",
        "DISPLAY",
        "WAYLAND_DISPLAY",
        "BROWSER",
    ] {
        command.env_remove(name);
    }
    command.envs(variables.iter().copied());
    command
}

/// Runs an ignored test to its end. The error is what it said.
pub(crate) fn try_inside(test: &str, variables: &[(&str, &str)]) -> Result<(), String> {
    let output = command_inside(test, variables).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    if output.status.success() && said.contains("1 passed") {
        return Ok(());
    }
    Err(format!("{said}{}", String::from_utf8_lossy(&output.stderr)))
}

/// Runs an ignored test, which has to pass.
pub(crate) fn inside(test: &str, variables: &[(&str, &str)]) {
    if let Err(said) = try_inside(test, variables) {
        panic!("{said}");
    }
}

/// Writes a program by way of another process: while a file that is run is open for writing anywhere, also in a child
/// that another test starts at that moment, it cannot be run.
pub(crate) fn write_program(path: &Path, script: &str) {
    let mut writer = Command::new("sh");
    writer.args(["-c", "printf %s \"$2\" > \"$1\" && chmod 755 \"$1\"", "sh"]);
    assert!(writer.arg(path).arg(script).status().unwrap().success());
}

pub(crate) fn is_there(program: &str) -> bool {
    let found = Command::new("sh")
        .args(["-c", &format!("command -v {program}")])
        .output();
    let found = found.is_ok_and(|output| output.status.success());
    if !found {
        eprintln!("SKIPPED: {program} is not installed");
    }
    found
}

/// Whether the clipboard is that of a display, which a variable can lead elsewhere, and not a person's own.
pub(crate) fn is_of_a_display() -> bool {
    let is_so = Platform::HERE == Platform::Display;
    if !is_so {
        eprintln!("SKIPPED: the clipboard here is that of whoever runs this test");
    }
    is_so
}

pub(crate) struct KilledAtTheEnd(pub(crate) Child);

impl Drop for KilledAtTheEnd {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
