//! Standard input, output and error that are closed, full, broken, or a terminal.

use std::{
    fs::{File, OpenOptions},
    io::{self, BufRead as _, BufReader, Read as _},
    os::unix::process::ExitStatusExt as _,
    process::{Command, Stdio},
};

use rustix::process::{Pid, Signal, kill_process};

use crate::{
    pty::Program,
    support::{Call, EVERTOKEN, Ended, Stage},
};

fn full() -> File {
    OpenOptions::new().write(true).open("/dev/full").unwrap()
}

/// A run under a shell that does this to its streams.
fn redirected(call: &Call, how: &str) -> Ended {
    let program = call.command();
    let mut shell = Command::new("sh");
    shell
        .args(["-c", &format!("exec \"$@\" {how}"), "sh"])
        .arg(program.get_program())
        .args(program.get_args());
    shell.env_clear();
    for (name, value) in program.get_envs() {
        shell.env(name, value.unwrap());
    }
    let output = shell.stdin(Stdio::null()).output().unwrap();
    Ended {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

fn get(stage: &Stage) -> Call {
    stage
        .call(["get", "page", "--quiet", "--page", stage.page()])
        .with_variable("EVERTOKEN_TOKEN", stage.token())
        .with_variable("EVERTOKEN_APP_SECRET", stage.secret())
}

#[test]
fn a_token_that_would_go_nowhere_is_not_asked_for() {
    let stage = Stage::of("happy");
    for how in [">&-", ">/dev/null"] {
        let ended = redirected(&get(&stage), how);
        assert_eq!(ended.code, Some(1), "{how}");
        assert!(ended.err.contains("leads nowhere"), "{how}: {}", ended.err);
    }
    let (reader, writer) = io::pipe().unwrap();
    drop(reader);
    let output = get(&stage).command().stdout(writer).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("Nobody reads standard output")
    );
    assert_eq!(stage.asked(), Vec::<String>::new());
}

#[test]
fn a_disk_that_is_full_is_a_failure_of_every_command_that_prints() {
    let stage = Stage::of("happy");
    let check = stage.call(["check"]).with_variable("EVERTOKEN_TOKEN", stage.token());
    for call in [
        get(&stage),
        check,
        stage.call(["check", "--cron", "--file", "x"]),
        stage.call(["--help"]),
    ] {
        let output = call.command().stdout(full()).output().unwrap();
        let words = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{words}");
        assert!(words.contains("could not be written"), "{words}");
    }
    let lost = get(&stage).command().stdout(full()).output().unwrap();
    let words = String::from_utf8(lost.stderr).unwrap();
    assert!(words.contains("so it is gone"), "{words}");
    let records = stage.at(".local/state/evertoken/test-server/records.json");
    assert!(
        !records.exists(),
        "a token that did not arrive was recorded as delivered"
    );
}

#[test]
fn whoever_wants_the_code_alone_gets_it() {
    let stage = Stage::of("happy");
    let check = stage.call(["check"]).with_variable("EVERTOKEN_TOKEN", stage.token());
    // As Python's subprocess.DEVNULL opens it: for reading too, as Rust does with what was closed.
    let null = || OpenOptions::new().read(true).write(true).open("/dev/null").unwrap();
    let output = check.command().stdout(null()).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(10));
    assert!(said.starts_with("Test server: ") && said.lines().count() == 1, "{said}");
    let lost = get(&stage).command().stdout(null()).output().unwrap();
    assert_eq!(lost.status.code(), Some(1), "a token has to arrive somewhere");
}

#[test]
fn nobody_at_standard_error_is_no_reason_to_fail() {
    let stage = Stage::of("happy");
    let call = stage
        .call(["get", "page", "--page", stage.page()])
        .with_variable("EVERTOKEN_TOKEN", stage.token())
        .with_variable("EVERTOKEN_APP_SECRET", stage.secret());
    for how in ["2>&-", "2>/dev/full"] {
        let ended = redirected(&call, how);
        assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""), "{how}");
        assert!(ended.out.starts_with("EAA") && ended.out.lines().count() == 1, "{how}");
    }
    let failing = stage.call(["get", "page"]);
    assert_eq!(redirected(&failing, "2>&-").code, Some(2));
}

#[test]
fn standard_input_that_is_closed_holds_nothing() {
    let stage = Stage::of("happy");
    let ended = redirected(&stage.call(["get", "page"]), "<&-");
    assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""));
    assert!(ended.err.starts_with("Missing:"), "{}", ended.err);
    let all = redirected(&stage.call(["check"]), "<&- >&- 2>&-");
    assert_eq!(all.code, Some(2));
}

fn on_a_terminal(stage: &Stage, more: &[&str]) -> (u32, String) {
    let mut program = Program::new(EVERTOKEN)
        .env("HOME", stage.around.path().to_str().unwrap())
        .env("EVERTOKEN_TOKEN", stage.token())
        .env("EVERTOKEN_APP_SECRET", stage.secret())
        .size(200, 50);
    let arguments = [
        "get",
        "page",
        "--page",
        stage.page(),
        "--api-root",
        stage.simulator.root(),
    ];
    for argument in arguments.iter().chain(more) {
        program = program.arg(*argument);
    }
    let mut pty = program.spawn();
    let status = pty.wait_exit();
    (status.exit_code(), String::from_utf8_lossy(&pty.log()).into_owned())
}

#[test]
fn a_terminal_gets_the_token_only_where_that_was_asked_for() {
    let stage = Stage::of("happy");
    for more in [&[] as &[&str], &["--json"]] {
        let (code, log) = on_a_terminal(&stage, more);
        assert_eq!(code, 1, "{log}");
        assert!(
            log.contains("Standard output is a terminal") && !log.contains("EAA"),
            "{log}"
        );
    }
    assert_eq!(stage.asked(), Vec::<String>::new());
    let (code, log) = on_a_terminal(&stage, &["--reveal"]);
    assert_eq!(code, 0, "{log}");
    assert!(log.contains("\nEAA"), "{log}");
}

#[test]
fn a_shell_takes_the_token_into_a_variable() {
    let Ok(version) = Command::new("bash").arg("--version").output() else {
        eprintln!("SKIPPED: there is no bash here");
        return;
    };
    assert!(version.status.success());
    let stage = Stage::of("happy");
    let secrets = stage.file("secret", &stage.secrets());
    let script = format!(
        "set -e; token=$('{EVERTOKEN}' get page --page {} --api-root {} <'{}' 2>err); \
         case $token in EAA*[!A-Za-z0-9]*) exit 9;; EAA*) exit 7;; esac; exit 8",
        stage.page(),
        stage.simulator.root(),
        secrets.display()
    );
    let mut bash = Command::new("bash");
    bash.args(["-c", &script])
        .env_clear()
        .env("HOME", stage.around.path())
        .current_dir(stage.around.path());
    assert_eq!(bash.status().unwrap().code(), Some(7));
    let failing = script.replace(stage.page(), "999999999999999");
    let mut bash = Command::new("bash");
    bash.args(["-c", &failing])
        .env_clear()
        .env("HOME", stage.around.path())
        .current_dir(stage.around.path());
    assert_eq!(bash.status().unwrap().code(), Some(1), "set -e goes by the code");
}

#[test]
fn a_signal_ends_a_run_at_once_and_says_how_to_begin_again() {
    for (signal, number) in [(Signal::INT, 2), (Signal::TERM, 15)] {
        let stage = Stage::of("no-answer");
        let call = stage
            .call(["get", "page", "--page", stage.page()])
            .with_variable("EVERTOKEN_TOKEN", stage.token())
            .with_variable("EVERTOKEN_APP_SECRET", stage.secret());
        let mut child = call.command().spawn().unwrap();
        let mut said = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        while !line.contains("Make the token last") {
            line.clear();
            assert_ne!(said.read_line(&mut line).unwrap(), 0, "it ended by itself");
        }
        let id = Pid::from_raw(child.id().cast_signed()).unwrap();
        kill_process(id, signal).unwrap();
        let mut rest = String::new();
        said.read_to_string(&mut rest).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(
            (output.status.signal(), output.stdout.as_slice()),
            (Some(number), b"".as_slice())
        );
        assert!(rest.contains("Until then you can start again with it."), "{rest}");
    }
}
