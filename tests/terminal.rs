//! The terminal is given back as it was found, whichever way a run ends, and costs nothing while nothing happens.
//!
//! The programs under test are `examples/lab.rs`, which runs the real loop over a core of a few lines, and
//! `examples/careless.rs`, its sabotaged twin, for which the same checks must fail.

#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    reason = "a test that meets something unexpected stops there, and one that is skipped says so loudly"
)]

use std::{
    process::{Command, Stdio},
    time::Duration,
};

use rustix::process::{Pid, Signal, kill_process};

#[path = "terminal/multiplexers.rs"]
mod multiplexers;
#[path = "terminal/paste_tail.rs"]
mod paste_tail;
#[path = "terminal/plain_view.rs"]
mod plain_view;
#[path = "support/pty.rs"]
mod pty;
#[path = "terminal/reveal.rs"]
mod reveal;

use pty::{Program, Pty, example};

const CANARY: &str = "canary";
/// Long enough to see a program that ticks, short enough to wait for.
const IDLE: Duration = Duration::from_millis(1200);

fn lab() -> Program {
    Program::new(example("lab"))
}

/// Starts the lab and waits until it has heard what the terminal is: everything is set up then.
fn started(program: Program) -> Pty {
    let pty = program.spawn();
    pty.wait_for_text("attributes [62, 22]");
    pty
}

fn has(log: &[u8], bytes: &str) -> bool {
    log.windows(bytes.len()).any(|window| window == bytes.as_bytes())
}

fn last(log: &[u8], bytes: &str) -> Option<usize> {
    log.windows(bytes.len()).rposition(|window| window == bytes.as_bytes())
}

/// What is wrong with a terminal that a program has left, if anything.
fn what_is_wrong(pty: &Pty) -> Option<String> {
    let log = pty.log();
    for (on, off) in [
        ("\x1b[?1049h", "\x1b[?1049l"),
        ("\x1b[?2004h", "\x1b[?2004l"),
        ("\x1b[?1004h", "\x1b[?1004l"),
        ("\x1b[?25l", "\x1b[?25h"),
    ] {
        if last(&log, on).is_some_and(|on| last(&log, off).is_none_or(|off| off < on)) {
            return Some(format!("{on:?} is not undone"));
        }
    }
    if pty.modes() != pty.found_modes() {
        return Some(format!("the modes are {}, and were {}", pty.modes(), pty.found_modes()));
    }
    if has(&log, CANARY) {
        return Some("the message of a panic is shown".to_owned());
    }
    None
}

/// How a run may be ended.
#[derive(Debug, Clone, Copy)]
enum End {
    Keys(&'static str),
    Signal(Signal),
}

fn end(pty: &mut Pty, end: End) -> (u32, Option<String>) {
    match end {
        End::Keys(keys) => pty.send(keys),
        End::Signal(signal) => pty.signal(signal),
    }
    let status = pty.wait_exit();
    (status.exit_code(), status.signal().map(str::to_owned))
}

#[test]
fn whichever_way_a_run_ends_the_terminal_is_as_it_was_and_the_shell_is_told_how() {
    for (way, code, signal) in [
        (End::Keys("\x03"), 130, None),
        (End::Signal(Signal::TERM), 1, Some("Terminated")),
        (End::Signal(Signal::INT), 1, Some("Interrupt")),
        (End::Signal(Signal::QUIT), 1, Some("Quit")),
        (End::Signal(Signal::HUP), 1, Some("Hangup")),
    ] {
        let mut pty = started(lab());
        assert_eq!(end(&mut pty, way), (code, signal.map(str::to_owned)), "{way:?}");
        assert_eq!(what_is_wrong(&pty), None, "{way:?}");
    }
}

#[test]
fn a_panic_in_any_thread_gives_the_terminal_back_and_says_where_and_not_what() {
    for keys in ["!", "t"] {
        let mut pty = started(lab());
        pty.send("\t");
        pty.wait_for_text("tab");
        assert_eq!(end(&mut pty, End::Keys(keys)), (1, None), "{keys}");
        assert_eq!(what_is_wrong(&pty), None, "{keys}");
        assert!(pty.contents().contains("examples/lab.rs:"), "{}", pty.contents());
    }
}

#[test]
fn the_same_checks_fail_for_a_program_that_takes_no_care() {
    for way in [
        End::Signal(Signal::TERM),
        End::Signal(Signal::HUP),
        End::Keys("q"),
        End::Keys("!"),
    ] {
        let mut pty = Program::new(example("careless")).spawn();
        pty.wait_for_text("evertoken lab");
        end(&mut pty, way);
        assert!(what_is_wrong(&pty).is_some(), "{way:?}");
    }
}

#[test]
fn tidying_up_that_hangs_keeps_nobody_from_ending_the_run() {
    for (way, expected) in [
        (End::Signal(Signal::TERM), (1, Some("Terminated".to_owned()))),
        (End::Keys("q"), (0, None)),
    ] {
        let mut pty = started(lab());
        pty.send("\t");
        pty.wait_for_text("tab");
        pty.send("h");
        pty.wait_for_text("stuck");
        assert_eq!(end(&mut pty, way), expected);
        assert_eq!(what_is_wrong(&pty), None);
    }
}

#[test]
fn leaving_says_its_last_lines_on_the_screen_that_was_there_before() {
    let mut pty = started(lab());
    pty.send("\t");
    pty.wait_for_text("tab");
    assert_eq!(end(&mut pty, End::Keys("q")), (0, None));
    assert_eq!(pty.contents().trim(), "finished");
}

#[test]
fn a_vanished_terminal_ends_the_run_even_where_hang_ups_are_ignored() {
    let status = started(lab()).hang_up();
    assert_eq!(status.signal(), Some("Hangup"));
    let deaf = Program::new("/bin/sh")
        .arg("-c")
        .arg("trap '' HUP; exec \"$0\"")
        .arg(example("lab"));
    let status = started(deaf).hang_up();
    assert_eq!(status.signal(), Some("Hangup"));
}

#[test]
fn a_terminal_that_takes_no_bytes_keeps_nobody_from_ending_the_run() {
    let mut pty = started(lab());
    pty.stall();
    pty.send("abc");
    pty.signal(Signal::TERM);
    assert_eq!(pty.wait_end().signal(), Some("Terminated"));
    pty.flow();
    assert_eq!(pty.modes(), pty.found_modes());
}

#[test]
fn a_stalled_terminal_gets_the_newest_picture_when_it_flows_again() {
    let mut pty = started(lab());
    pty.stall();
    for piece in ["abc", "def", "ghi"] {
        pty.send(piece);
        assert_eq!(pty.bytes_within(Duration::from_millis(40)), 0);
    }
    pty.flow();
    pty.wait_for_text("text abcdefghi");
    assert_eq!(end(&mut pty, End::Keys("\x03")), (130, None));
}

/// How often all threads of a process have gone to sleep by themselves.
fn sleeps(pid: Pid) -> u64 {
    let tasks = std::fs::read_dir(format!("/proc/{}/task", pid.as_raw_nonzero())).unwrap();
    tasks
        .map(|task| std::fs::read_to_string(task.unwrap().path().join("status")).unwrap())
        .map(|status| {
            let line = status.lines().find(|line| line.starts_with("voluntary_ctxt_switches"));
            line.and_then(|line| line.split_whitespace().nth(1))
                .unwrap()
                .parse::<u64>()
                .unwrap()
        })
        .sum()
}

#[test]
fn while_nothing_happens_nothing_is_written_and_nothing_wakes_up() {
    let pty = started(lab());
    assert_eq!(pty.bytes_within(Duration::from_millis(300)), 0, "everything is drawn");
    let before = sleeps(pty.pid());
    assert_eq!(pty.bytes_within(IDLE), 0);
    assert_eq!(sleeps(pty.pid()), before);
}

#[test]
fn the_same_window_sees_a_program_that_ticks() {
    let pty = started(lab());
    let before = sleeps(pty.pid());
    pty.send("\t");
    pty.wait_for_text("tab");
    pty.send("s");
    assert_ne!(pty.bytes_within(IDLE), 0);
    assert_ne!(sleeps(pty.pid()), before);
}

#[test]
fn a_key_costs_the_terminal_tens_of_bytes() {
    let pty = started(lab());
    for text in ["a", "ab", "abc"] {
        let before = pty.log().len();
        pty.send(&text[text.len() - 1..]);
        pty.wait_for_text(&format!("text {text} "));
        let cost = pty.log().len() - before;
        assert!(cost < 100, "{cost} bytes");
    }
}

#[test]
fn what_is_typed_before_the_first_frame_is_not_lost() {
    let pty = lab().spawn();
    pty.send("early");
    pty.wait_for_text("text early");
    pty.wait_for_text("attributes [62, 22]");
}

#[test]
fn a_terminal_that_does_not_say_what_it_is_is_not_waited_for() {
    let pty = lab().answers(None).spawn();
    pty.wait_for_text("evertoken lab");
    pty.wait_for_text("no attributes");
    let asked = pty.log().windows(3).filter(|window| window == b"\x1b[c").count();
    assert_eq!(asked, 1);
}

#[test]
fn a_paste_is_a_paste_whether_the_terminal_marks_it_or_not() {
    let mut pty = started(lab());
    pty.paste("EAAG0123456789\n");
    pty.wait_for_text("pasted 14");
    assert!(!pty.contents().contains("enter"));
    assert_eq!(end(&mut pty, End::Keys("\x03")), (130, None));

    let mut pty = started(lab());
    pty.paste_unmarked("EAAG0123456789\n");
    pty.wait_for_text("pasted 14");
    assert!(!pty.contents().contains("enter"));
    assert_eq!(end(&mut pty, End::Keys("\x03")), (130, None));
}

#[test]
fn a_paste_whose_end_is_lost_does_not_make_us_deaf() {
    let mut pty = started(lab());
    pty.send("\x1b[200~EAAG");
    pty.wait_for_text("pasted 4");
    assert_eq!(end(&mut pty, End::Keys("\x03")), (130, None));
}

#[test]
fn a_long_unmarked_paste_arrives_whole() {
    let pty = started(lab());
    pty.paste_unmarked(&"x".repeat(3000));
    pty.wait_for_text("pasted 3000");
}

#[test]
fn a_flood_of_anything_is_survived_and_the_next_key_is_heard() {
    let mut pty = started(lab());
    let mut state = 1_u32;
    for _ in 0..64 {
        let noise: Vec<u8> = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            // Ctrl-C and Ctrl-Z would end or stop it, which is right and not the question.
            match state.to_be_bytes()[0] {
                0x03 | 0x1a => b' ',
                byte => byte,
            }
        })
        .take(4096)
        .collect();
        pty.send(noise);
    }
    pty.wait_for_text("evertoken lab");
    pty.signal(Signal::TERM);
    assert_eq!(pty.wait_exit().signal(), Some("Terminated"));
    assert_eq!(what_is_wrong(&pty), None);
}

#[test]
fn any_size_is_survived_and_the_picture_comes_back() {
    let mut pty = started(lab());
    for (columns, rows) in [(1, 1), (500, 200), (0, 0), (2, 50), (300, 1), (40, 15)] {
        let before = pty.log().len();
        pty.resize(columns, rows);
        pty.wait_for_bytes("a frame for the new size", |log| log.len() > before);
    }
    pty.resize(80, 24);
    pty.wait_for_text("attributes [62, 22]");
    pty.wait_for_text("evertoken lab");
    assert_eq!(end(&mut pty, End::Keys("\x03")), (130, None));
    assert_eq!(what_is_wrong(&pty), None);
}

#[test]
fn bytes_for_the_terminal_are_written_in_one_piece_and_then_reported() {
    let pty = started(lab());
    pty.send("\t");
    pty.wait_for_text("tab");
    pty.send("w");
    pty.wait_for_text("written");
    assert!(has(&pty.log(), "\x1b]52;c;bGFi\x07"));
}

#[test]
fn without_colour_the_terminal_gets_none() {
    let colours = |program: Program| {
        let pty = started(program);
        pty.send("\t");
        pty.wait_for_text("tab");
        let before = pty.log().len();
        pty.send("g");
        pty.wait_for_bytes("the title again", |log| has(&log[before..], "evertoken lab"));
        let log = pty.log();
        has(&log, "\x1b[38;") || has(&log, "\x1b[48;") || has(&log, ";38;")
    };
    assert!(colours(lab()), "the check sees a colour where there is one");
    assert!(!colours(lab().env("NO_COLOR", "1")));
}

#[test]
fn memory_stays_private() {
    let pty = started(lab());
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", pty.pid().as_raw_nonzero())).unwrap();
    let core = limits
        .lines()
        .find(|line| line.starts_with("Max core file size"))
        .unwrap();
    let numbers: Vec<_> = core.split_whitespace().filter(|word| *word == "0").collect();
    assert_eq!(numbers, ["0", "0"]);
}

#[test]
fn without_a_terminal_it_says_so_and_fails() {
    let output = Command::new("setsid")
        .arg("-w")
        .arg(example("lab"))
        .env("TERM", "xterm")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let words = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(words.contains("there is none here"), "{words}");
    for term in ["", "dumb"] {
        let mut pty = lab().env("TERM", term).spawn();
        assert_eq!(pty.wait_exit().exit_code(), 1);
        assert!(pty.contents().contains("TERM says"), "{}", pty.contents());
        assert!(!has(&pty.log(), "\x1b["));
    }
}

/// An interactive bash with job control, whose prompt is `ready>`.
fn bash() -> Pty {
    let pty = Program::new("/bin/bash")
        .arg("--norc")
        .arg("--noprofile")
        .arg("-i")
        .env("PS1", "ready> ")
        .env("LAB", example("lab").to_str().unwrap())
        .spawn();
    pty.wait_for_text("ready>");
    pty
}

/// Runs a line in the shell and gives the one line it prints.
fn ask(pty: &Pty, line: &str, mark: &str) -> String {
    pty.send(format!("echo {mark}'[['$({line})']]'\r"));
    let whole = format!("{mark}[[");
    let find = move |text: &str| {
        let text = text.replace('\n', "");
        let from = text.rfind(&whole)? + whole.len();
        let to = from + text[from..].find("]]")?;
        Some(text[from..to].to_owned())
    };
    pty.wait_for(mark, |screen| find(&screen.contents()).is_some());
    find(&pty.contents()).unwrap()
}

/// The process that the shell has started.
fn child_of(shell: &Pty) -> Pid {
    let pid = shell.pid().as_raw_nonzero();
    let children = std::fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap();
    Pid::from_raw(children.split_whitespace().next_back().unwrap().parse().unwrap()).unwrap()
}

/// Whether the process is stopped, gone, or anything else.
fn state_of(pid: Pid) -> Option<char> {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero())).ok()?;
    stat.rsplit(')').next()?.trim().chars().next()
}

/// Looks again and again until it is so; what the shell prints meanwhile does not matter.
fn until(shell: &Pty, what: &str, is_so: impl Fn() -> bool) {
    for _ in 0..1000 {
        if is_so() {
            return;
        }
        shell.bytes_within(Duration::from_millis(10));
    }
    panic!("waited in vain for {what}; the screen shows:\n{}", shell.contents());
}

fn start_in(shell: &Pty) {
    shell.send("$LAB\r");
    shell.wait_for("the lab", |screen| {
        screen.alternate_screen() && screen.contents().contains("attributes [62, 22]")
    });
}

/// Waits until the shell has said for the so many-th time that its job stopped. Counted in all that was written: what was
/// said first may have left the screen by then.
fn wait_for_stop(shell: &Pty, times: usize) {
    shell.wait_for_bytes("the shell", |log| {
        String::from_utf8_lossy(log).matches("Stopped").count() == times
    });
    shell.wait_for("the screen of the shell", |screen| !screen.alternate_screen());
}

#[test]
fn ctrl_z_gives_the_shell_its_terminal_and_fg_brings_the_picture_back() {
    let pty = bash();
    let before = ask(&pty, "stty -g", "before");
    start_in(&pty);
    pty.send("abc");
    pty.wait_for_text("text abc");
    for (stops, round) in [(1, "first"), (2, "second"), (3, "third")] {
        pty.send("\x1a");
        wait_for_stop(&pty, stops);
        assert_eq!(ask(&pty, "stty -g", round), before);
        pty.send("fg\r");
        pty.wait_for("the lab", |screen| {
            screen.alternate_screen() && screen.contents().contains("text abc")
        });
    }
    pty.send("d");
    pty.wait_for_text("text abcd");
    kill_process(child_of(&pty), Signal::TSTP).unwrap();
    wait_for_stop(&pty, 4);
    assert_eq!(ask(&pty, "stty -g", "told"), before);
    pty.send("fg\r");
    pty.wait_for_text("text abcd");
    pty.send("\x03");
    pty.wait_for_text("left\nready>");
    assert_eq!(ask(&pty, "echo $?", "code"), "130");
    assert_eq!(ask(&pty, "stty -g", "after"), before);
}

#[test]
fn a_stopped_run_that_is_killed_does_not_touch_the_terminal_again() {
    let pty = bash();
    start_in(&pty);
    let child = child_of(&pty);
    pty.send("\x1a");
    pty.wait_for_text("Stopped");
    let before = ask(&pty, "stty -g", "before");
    pty.send("kill %1\r");
    until(&pty, "the end", || state_of(child).is_none());
    assert!(!pty.look(vt100::Screen::alternate_screen));
    assert_eq!(ask(&pty, "stty -g", "after"), before);
}

#[test]
fn in_the_background_it_stops_again_and_leaves_the_terminal_alone() {
    let pty = bash();
    start_in(&pty);
    pty.send("\x1a");
    pty.wait_for_text("Stopped");
    let before = ask(&pty, "stty -g", "before");
    let child = child_of(&pty);
    assert_eq!(state_of(child), Some('T'));
    pty.send("bg\r");
    until(&pty, "running", || state_of(child) != Some('T'));
    until(&pty, "stopped again", || state_of(child) == Some('T'));
    assert_eq!(ask(&pty, "stty -g", "after"), before);
    assert!(!pty.look(vt100::Screen::alternate_screen));
    pty.send("fg\r");
    pty.wait_for("the lab", |screen| {
        screen.alternate_screen() && screen.contents().contains("evertoken lab")
    });
    pty.send("\x03");
    pty.wait_for_text("left\nready>");
}

#[test]
fn ctrl_z_does_nothing_where_nobody_could_continue_us() {
    let mut pty = started(lab());
    pty.send("\x1a");
    pty.send("abc");
    pty.wait_for_text("text abc");
    assert_eq!(end(&mut pty, End::Keys("\x03")), (130, None));
}

#[test]
fn what_it_draws_is_not_what_a_shell_captures() {
    let pty = bash();
    pty.send("T=$($LAB); echo \"captured[$T]\"\r");
    pty.wait_for("the lab", |screen| {
        screen.alternate_screen() && screen.contents().contains("attributes [62, 22]")
    });
    pty.send("\x03");
    pty.wait_for_text("captured[]");
}
