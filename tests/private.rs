//! The memory of the program itself: nobody else may look into it, it leaves no core file, and what was taken out of a field is
//! nowhere in it. `/proc` is Linux's.

#![cfg(target_os = "linux")]
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::arithmetic_side_effects,
    reason = "tests fail loudly, and say what they skip"
)]

use std::{
    fs::{self, File},
    io::{BufRead as _, BufReader},
    os::unix::fs::{FileExt as _, PermissionsExt as _},
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use rustix::process::{Pid, geteuid};

#[path = "support/pty.rs"]
mod pty;

use pty::{Program, Pty, example};

const EVERTOKEN: &str = env!("CARGO_BIN_EXE_evertoken");
/// Made up, of the shape of an App secret.
const SECRET: &str = "c0ffee5eed5ca1ab1e0ddba11deadbee";
/// An account that nobody uses.
const NOBODY: &str = "64008";

fn limit_of_core_files(pid: u32) -> String {
    let limits = fs::read_to_string(format!("/proc/{pid}/limits")).unwrap();
    let line = limits.lines().find(|line| line.starts_with("Max core file size"));
    line.unwrap()
        .split_whitespace()
        .skip(4)
        .take(2)
        .collect::<Vec<_>>()
        .join(" ")
}

struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// This program under an account that is neither root nor anybody else's, or under our own.
fn as_nobody(program: &Path) -> Command {
    if geteuid().is_root() {
        let mut command = Command::new("setpriv");
        command.args(["--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"]);
        command.arg(program);
        command
    } else {
        Command::new(program)
    }
}

/// Whether another program of the same account can open the memory of this one.
fn can_be_opened(pid: u32) -> bool {
    let mut look = as_nobody(Path::new("sh"));
    look.args(["-c", &format!("exec 3</proc/{pid}/mem")]);
    look.stderr(Stdio::null()).status().unwrap().success()
}

/// The program, or another one, running as that account and waiting.
fn waiting(program: &Path, arguments: &[&str]) -> Ended {
    let mut command = as_nobody(program);
    command.args(arguments).env("HOME", "/nonexistent");
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
    let mut child = Ended(child);
    // Both say a line once they run.
    let mut line = String::new();
    BufReader::new(child.0.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    child
}

#[test]
fn it_leaves_no_core_file_and_no_other_program_of_the_same_account_opens_its_memory() {
    let open = tempfile::tempdir().unwrap();
    fs::set_permissions(open.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let copy = open.path().join("evertoken");
    fs::copy(EVERTOKEN, &copy).unwrap();
    let program = waiting(&copy, &["simulate", "happy"]);
    assert_eq!(limit_of_core_files(program.0.id()), "0 0");
    assert!(!can_be_opened(program.0.id()));
}

/// How often this stands in the memory that a process can write to; `None`, loudly, where we may not look.
fn copies_in_memory(pid: Pid, text: &str) -> Option<usize> {
    let pid = pid.as_raw_nonzero();
    let Ok(memory) = File::open(format!("/proc/{pid}/mem")) else {
        eprintln!("SKIPPED: the memory of another process may not be looked at here");
        return None;
    };
    let maps = fs::read_to_string(format!("/proc/{pid}/maps")).unwrap();
    let mut found = 0;
    for line in maps.lines() {
        let mut words = line.split_whitespace();
        let (range, rights) = (words.next().unwrap(), words.next().unwrap());
        let (from, to) = range.split_once('-').unwrap();
        let from = u64::from_str_radix(from, 16).unwrap();
        let length = usize::try_from(u64::from_str_radix(to, 16).unwrap().wrapping_sub(from)).unwrap();
        if !rights.starts_with("rw") || length > 256 << 20 {
            continue;
        }
        let mut bytes = vec![0; length];
        if memory.read_exact_at(&mut bytes, from).is_err() {
            continue;
        }
        let text = text.as_bytes();
        let first = text.first().unwrap();
        found += bytes
            .iter()
            .enumerate()
            .filter(|(_, byte)| *byte == first)
            .filter(|(place, _)| bytes.get(*place..).is_some_and(|rest| rest.starts_with(text)))
            .count();
    }
    Some(found)
}

/// At the field of the App secret, with a secret in it.
fn with_a_secret(program: Program) -> Pty {
    const SAMPLE: &str = "\x1bOQ";
    let pty = program.arg("demo").size(100, 40).spawn();
    pty.wait_for_text("Post to and manage a Facebook Page");
    pty.send("\r");
    pty.wait_for_text("Graph API Explorer");
    pty.send("\r");
    pty.wait_for_text("Access token");
    pty.send(SAMPLE);
    pty.wait_for_text("User token of");
    pty.send("\r");
    pty.paste(SECRET);
    pty.wait_for_text("App secret received");
    pty
}

/// Takes the secret out of the field again, and does a little more, which frees what was held for the last frame.
fn take_out(pty: &Pty) {
    // A key this soon behind a paste is taken for a part of it.
    pty.bytes_within(Duration::from_millis(600));
    pty.send("\x15");
    pty.wait_for_text("still needed: App secret");
    pty.send("abc\x15");
    pty.bytes_within(Duration::from_millis(200));
}

#[test]
fn an_app_secret_that_was_taken_out_of_its_field_is_nowhere_in_memory() {
    let pty = with_a_secret(Program::new(EVERTOKEN));
    let Some(held) = copies_in_memory(pty.pid(), SECRET) else {
        return;
    };
    assert_ne!(held, 0, "the search finds what is held");
    take_out(&pty);
    assert_eq!(copies_in_memory(pty.pid(), SECRET), Some(0));
}

/// How often the line that the simulator has said, and then freed, stands in the memory of this program.
fn copies_of_what_was_freed(program: &Path) -> Option<usize> {
    let mut command = Command::new(program);
    command.args(["simulate", "happy"]).stdin(Stdio::null());
    let mut child = Ended(command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap());
    let mut line = String::new();
    let mut said = BufReader::new(child.0.stdout.take().unwrap());
    said.read_line(&mut line).unwrap();
    // With its key, as it stands in this line alone; the secret itself is in use.
    let (_, behind) = line.split_once("\"app_secret\":").unwrap();
    let pattern: String = "\"app_secret\":".chars().chain(behind.chars().take(24)).collect();
    let pid = Pid::from_raw(child.0.id().cast_signed()).unwrap();
    // It is freed right behind the write, and then its thread sleeps.
    std::thread::sleep(Duration::from_millis(300));
    copies_in_memory(pid, &pattern)
}

#[test]
fn what_is_freed_is_wiped_by_this_program_and_not_by_one_without_its_allocator() {
    let (Some(here), Some(there)) = (
        copies_of_what_was_freed(Path::new(EVERTOKEN)),
        copies_of_what_was_freed(&example("forgetful")),
    ) else {
        return;
    };
    assert_eq!(here, 0);
    assert_ne!(there, 0, "the search finds what is freed and not wiped");
}

#[test]
fn a_program_that_does_not_keep_its_memory_to_itself_is_caught() {
    let open = tempfile::tempdir().unwrap();
    fs::set_permissions(open.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let copy = open.path().join("forgetful");
    fs::copy(example("forgetful"), &copy).unwrap();
    let program = waiting(&copy, &["simulate", "happy"]);
    if can_be_opened(program.0.id()) {
        return;
    }
    eprintln!("SKIPPED: here nobody may look into another program at all");
}
