//! A program that cannot go on, because nobody takes what it says or the system has nothing left: it still ends when it is told
//! to, and in words. `/proc`, by which it is watched, is Linux's.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail loudly")]

use std::{
    fs::{self, File},
    io::{self, PipeReader, Read as _, Write as _},
    os::unix::process::ExitStatusExt as _,
    process::{Child, Command, ExitStatus, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

use evertoken::simulator::{self, Running, Scenario};
use rustix::{
    fs::{OFlags, fcntl_setfl},
    process::{Pid, Signal, geteuid, kill_process},
};

#[path = "support/pty.rs"]
mod pty;

use pty::{PATIENCE, Program};

const EVERTOKEN: &str = env!("CARGO_BIN_EXE_evertoken");
const ALL: [Signal; 3] = [Signal::TERM, Signal::INT, Signal::HUP];

/// Waits until this is so.
fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < PATIENCE, "never came: {what}");
        thread::sleep(Duration::from_millis(5));
    }
}

/// A pipe that takes nothing more. Whoever reads it never does.
fn full_pipe() -> (PipeReader, File) {
    let (reader, mut writer) = io::pipe().unwrap();
    fcntl_setfl(&writer, OFlags::NONBLOCK).unwrap();
    while writer.write(&[b' '; 4096]).is_ok() {}
    while writer.write(b" ").is_ok() {}
    fcntl_setfl(&writer, OFlags::empty()).unwrap();
    (reader, File::from(std::os::fd::OwnedFd::from(writer)))
}

fn status_line(child: &Child, name: &str) -> String {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    line.unwrap_or_default().trim().to_owned()
}

/// Whether its first thread has slept for a while without having been woken.
fn sleeps(child: &Child) -> bool {
    let woken = || status_line(child, "voluntary_ctxt_switches:");
    let before = woken();
    thread::sleep(Duration::from_millis(150));
    before == woken()
}

/// Sends it a signal, and waits for its end.
fn end(mut child: Child, signal: Signal) -> ExitStatus {
    kill_process(Pid::from_raw(child.id().cast_signed()).unwrap(), signal).unwrap();
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        if start.elapsed() > PATIENCE {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("{signal:?} does not end it");
        }
        thread::sleep(Duration::from_millis(5));
    }
}

fn stage() -> (Running, tempfile::TempDir) {
    let simulator = simulator::start(Scenario::named("happy").unwrap(), 0).unwrap();
    (simulator, tempfile::tempdir().unwrap())
}

fn run(stage: &(Running, tempfile::TempDir), arguments: &[&str]) -> Command {
    let samples = stage.0.samples();
    let mut command = Command::new(EVERTOKEN);
    command.args(arguments);
    if !arguments.contains(&"demo") {
        command.args(["--api-root", stage.0.root()]);
    }
    command
        .env_clear()
        .env("HOME", stage.1.path())
        .env("TERM", "xterm")
        .env("EVERTOKEN_TOKEN", samples.tokens.first().unwrap())
        .env("EVERTOKEN_APP_SECRET", samples.app_secrets.first().unwrap())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

#[test]
fn a_signal_ends_a_run_of_which_nobody_takes_what_it_says() {
    let stage = stage();
    let page = stage.0.samples().page_ids.first().unwrap().clone();
    let get = ["get", "page", "--page", page.as_str()];
    let faces: [(&[&str], bool); 5] = [
        (&get, false),
        (&get, true),
        (&["check", "--json"], false),
        (&["demo", "--plain"], true),
        (&["check"], false),
    ];
    thread::scope(|scope| {
        for (arguments, is_talk) in faces {
            for signal in ALL {
                let stage = &stage;
                scope.spawn(move || {
                    let (_reader, writer) = full_pipe();
                    let mut command = run(stage, arguments);
                    if is_talk {
                        command.stderr(writer);
                    } else {
                        command.stdout(writer);
                    }
                    if arguments.contains(&"demo") {
                        // It stays open: answers that have ended would end the run.
                        command.stdin(Stdio::piped());
                    }
                    let mut child = command.spawn().unwrap();
                    let _stdin = child.stdin.take();
                    until("it is stuck", || sleeps(&child));
                    let status = end(child, signal);
                    assert_eq!(status.signal(), Some(signal.as_raw()), "{arguments:?}");
                });
            }
        }
    });
}

#[test]
fn a_signal_ends_the_face_of_lines_on_a_terminal_that_takes_nothing_and_gives_that_back() {
    thread::scope(|scope| {
        // A terminal that edits lines by itself is written to in one place only, and waited for there.
        for (term, signal) in ["xterm", "dumb"]
            .into_iter()
            .flat_map(|term| ALL.map(|signal| (term, signal)))
        {
            scope.spawn(move || {
                let program = Program::new(EVERTOKEN).env("TERM", term);
                let mut pty = program.arg("demo").arg("--plain").spawn();
                pty.wait_for_bytes("the menu", |log| {
                    String::from_utf8_lossy(log).contains("Type a number, 1 to 6.")
                });
                pty.stall();
                // Answered with words, none of which the terminal takes.
                pty.send(":help\r");
                until("it is stuck", || is_stuck(&pty));
                pty.signal(signal);
                let status = pty.wait_end();
                // What was not taken can be read now, which closing it waits for.
                pty.flow();
                // Once it is given back, the terminal takes words again, and with an interrupt the loop ends as at a key.
                let is_left = signal == Signal::INT && status.exit_code() == 130;
                assert!(status.signal().is_some() || is_left, "{term} {signal:?} {status:?}");
                assert_eq!(pty.modes(), pty.found_modes(), "{term} {signal:?}");
                pty.look(|screen| assert!(!screen.bracketed_paste(), "{term} {signal:?}"));
            });
        }
    });
}

/// Whether its first thread has slept for a while.
fn is_stuck(pty: &pty::Pty) -> bool {
    let path = format!("/proc/{}/status", pty.pid().as_raw_nonzero());
    let woken = || {
        let status = fs::read_to_string(&path).unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with("voluntary_ctxt_switches:"));
        line.map(str::to_owned)
    };
    let before = woken();
    thread::sleep(Duration::from_millis(300));
    before == woken()
}

#[test]
fn a_signal_that_was_ignored_when_it_began_stays_ignored() {
    let stage = stage();
    for (name, signal) in [("HUP", Signal::HUP), ("INT", Signal::INT), ("USR1", Signal::USR1)] {
        let demo = run(&stage, &["demo", "--plain"]);
        let mut shell = Command::new("sh");
        shell
            .args(["-c", &format!("trap '' {name}; exec \"$@\""), "sh"])
            .arg(demo.get_program())
            .args(demo.get_args())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let mut child = shell.spawn().unwrap();
        let mut talk = child.stderr.take().unwrap();
        let mut said = String::new();
        let mut read_until = |words: &str| {
            let mut byte = [0; 1024];
            while !said.contains(words) {
                let length = talk.read(&mut byte).unwrap();
                assert_ne!(length, 0, "it ended: {said}");
                said.push_str(&String::from_utf8_lossy(byte.get(..length).unwrap()));
            }
            said.clear();
        };
        read_until("Type a number, 1 to 6.");
        kill_process(Pid::from_raw(child.id().cast_signed()).unwrap(), signal).unwrap();
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(b":help\n").unwrap();
        read_until(":quit");
        let status = end(child, Signal::TERM);
        assert_eq!(status.signal(), Some(15), "{name}");
    }
}

fn in_words(output: &Output) {
    let said = String::from_utf8_lossy(&output.stderr);
    // What stands between here and Meta is said before anything else.
    let lines = said.lines().filter(|line| !line.starts_with("Test server: "));
    let said = lines.collect::<Vec<_>>().join("\n");
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(
        said.starts_with("evertoken cannot start: ") || said.starts_with("evertoken has stopped because of a mistake"),
        "{said}"
    );
    assert!(!said.contains("panicked") && !said.contains("backtrace"), "{said}");
}

fn limited(stage: &(Running, tempfile::TempDir), limit: &str) -> Output {
    let check = run(stage, &["check"]);
    let mut shell = Command::new("sh");
    shell
        .args(["-c", &format!("ulimit {limit}; exec \"$@\""), "sh"])
        .arg(check.get_program())
        .args(check.get_args())
        .env_clear()
        .envs(check.get_envs().filter_map(|(name, value)| Some((name, value?))))
        .env("PATH", "/usr/bin:/bin")
        .env("RUST_BACKTRACE", "full")
        .stdin(Stdio::null());
    shell.output().unwrap()
}

#[test]
fn where_no_file_can_be_opened_it_says_so_and_panics_nowhere() {
    let stage = stage();
    for files in [4, 6, 9, 12] {
        in_words(&limited(&stage, &format!("-n {files}")));
    }
}

#[test]
fn where_no_thread_can_be_started_it_says_so_and_a_panic_says_nothing_but_its_place() {
    if !geteuid().is_root() {
        eprintln!("SKIPPED: only root can be an account whose threads nobody else counts");
        return;
    }
    let stage = stage();
    // Where the binary lies, another account may not look: it gets a copy.
    let open = tempfile::tempdir().unwrap();
    fs::set_permissions(open.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    for threads in [1, 2] {
        let output = limited_copy(&stage, open.path(), threads);
        in_words(&output);
    }
}

fn limited_copy(stage: &(Running, tempfile::TempDir), folder: &std::path::Path, threads: u32) -> Output {
    let copy = folder.join(format!("evertoken-{threads}"));
    fs::copy(EVERTOKEN, &copy).unwrap();
    let mut shell = Command::new("setpriv");
    shell
        .args(["--reuid", "64007", "--regid", "64007", "--clear-groups", "prlimit"])
        .arg(format!("--nproc={threads}"))
        .arg(copy)
        .args(["check", "--api-root", stage.0.root()])
        .env_clear()
        .env("HOME", "/nonexistent")
        .env("PATH", "/usr/bin:/bin")
        .env("RUST_BACKTRACE", "full")
        .env("EVERTOKEN_TOKEN", stage.0.samples().tokens.first().unwrap())
        .stdin(Stdio::null());
    shell.output().unwrap()
}
