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
mod gnu_screen;
mod outer_terminal;
mod sequences;
mod tmux;
mod x11;

use std::process::{Child, Command};

use evertoken::{
    journey::Datum,
    model::{Payload, Secret},
    runtime::{Environment, Handover, Runtime, Settings, clipboard::Da1},
    wizard::{
        effect::{Copyable, Effect},
        event::{CopyReport, Event},
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
            event = inbox.recv() => return (report(event.unwrap()), None),
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

/// Runs an ignored test of this file in a process of its own, with these variables and none that lead elsewhere.
pub(crate) fn inside(test: &str, variables: &[(&str, &str)]) {
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
    let output = command.envs(variables.iter().copied()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{said}{complained}"
    );
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

pub(crate) struct KilledAtTheEnd(pub(crate) Child);

impl Drop for KilledAtTheEnd {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
