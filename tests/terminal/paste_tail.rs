//! Whoever leaves while a paste arrives never gets the rest of it into the shell (facts: safety T28, G6): cut at every
//! byte, with the tail at once or later, on every way of leaving, under a real bash that keeps a history.
//!
//! A leak is anything at all: after each run the terminal must show, byte by byte, the words of the ending, a prompt, and
//! the line that is typed next; and the history must hold the typed lines alone.

use std::{
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};

use super::*;

/// What is pasted, without the marks.
const LENGTH: usize = 250;
/// How long after the head the tail comes.
const PAUSES: [u64; 3] = [0, 50, 150];
/// A head of so few bytes may be taken for a key.
const SHORT: usize = 8;
/// Longer than anything counts as recent.
const RECENT: Duration = Duration::from_millis(600);
/// Less than the silence that is waited for: a tail that is sent within it is in time.
const IN_TIME: Duration = Duration::from_millis(230);
/// How many terminals there are at a time. They mostly wait.
const TERMINALS: usize = 20;
/// How the lab gives back the terminal, and its last word to it.
const GIVEN_BACK: &str = "\x1b[?1049l\x1b[?25h\x1b[0m";

/// What ends the run between head and tail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// A key, with the head right behind it where its start is marked, and right before it where it is not.
    Key,
    /// A signal: the deadly ones; one that makes the lab panic; one upon which it ends by itself.
    Told(Signal),
}

const WAYS: [Way; 7] = [
    Way::Key,
    Way::Told(Signal::TERM),
    Way::Told(Signal::INT),
    Way::Told(Signal::HUP),
    Way::Told(Signal::QUIT),
    Way::Told(Signal::URG),
    Way::Told(Signal::IO),
];

/// The words of each ending, as a whole.
const ENDINGS: [&str; 8] = [
    "",
    "left",
    "ended",
    "Terminated",
    "Hangup",
    "Quit",
    "Interrupt",
    "evertoken has stopped because of a mistake in the program at",
];

/// One way through it.
#[derive(Debug, Clone, Copy)]
struct Run {
    is_marked: bool,
    cut: usize,
    pause: u64,
    way: Way,
}

impl Run {
    fn paste(self) -> String {
        let text: String = "echo canary\r".chars().cycle().take(LENGTH).collect();
        if self.is_marked {
            format!("\x1b[200~{text}\x1b[201~")
        } else {
            text
        }
    }
}

/// Every cut of a marked and of an unmarked paste, with the ways and the pauses in turn.
fn all_runs() -> Vec<Run> {
    let mut runs = Vec::new();
    for is_marked in [true, false] {
        let length = if is_marked { LENGTH + 12 } else { LENGTH };
        for cut in 1..=length {
            // Seven and three have no common part: each way meets each pause.
            let (way, pause) = (WAYS[cut % WAYS.len()], PAUSES[cut % PAUSES.len()]);
            let run = Run {
                is_marked,
                cut,
                pause,
                way,
            };
            runs.push(run);
            // So short a head looks most like a key.
            if cut <= SHORT {
                let others = WAYS.into_iter().filter(|other| *other != way);
                runs.extend(others.map(|way| Run { way, pause: 150, ..run }));
            }
        }
    }
    runs
}

/// What became of one run.
#[derive(Debug)]
enum Outcome {
    Clean,
    Late,
    Leak(String),
}

/// A bash with a history, and what was typed into it.
struct Shell {
    pty: Pty,
    place: tempfile::TempDir,
    typed: Vec<String>,
}

impl Shell {
    fn start(program: &str) -> Self {
        let place = tempfile::tempdir().unwrap();
        let pty = Program::new("/bin/bash")
            .arg("--norc")
            .arg("--noprofile")
            .arg("-i")
            .env("PS1", "ready> ")
            .env("HISTFILE", place.path().join("history").to_str().unwrap())
            .env("LAB", example(program).to_str().unwrap())
            .spawn();
        pty.wait_for_text("ready>");
        Self {
            pty,
            place,
            typed: Vec::new(),
        }
    }

    fn type_line(&mut self, line: &str) {
        self.pty.send(format!("{line}\r"));
        self.typed.push(line.to_owned());
    }

    /// Leaves in the middle of a paste; what the shell saw of it, or anything else that does not belong there.
    ///
    /// A machine that is busy may send the tail later than it should; what leaks then says nothing, and it is `Late`.
    fn leave_in(&mut self, run: Run) -> Outcome {
        let number = self.typed.len();
        let from = self.pty.log().len();
        start_in(&self.pty);
        self.typed.push("$LAB".to_owned());
        let child = child_of(&self.pty);
        let paste = run.paste();
        let (head, tail) = paste.split_at(run.cut);
        if run.cut <= SHORT {
            // Until nothing that arrived before suggests that more is coming.
            self.pty.bytes_within(RECENT);
        }
        let mut begun = Instant::now();
        match run.way {
            Way::Key if run.is_marked => self.pty.send(format!("\x03{head}")),
            // A key in one piece with an unmarked paste would belong to it: it is pressed once the head is on the screen.
            Way::Key => {
                self.pty.send(head);
                self.pty.bytes_within(Duration::from_secs(10));
                begun = Instant::now();
                self.pty.send("\x03");
                self.pty
                    .wait_for_bytes("the terminal", |log| has(&log[from..], GIVEN_BACK));
            }
            Way::Told(signal) => {
                self.pty.send(head);
                kill_process(child, signal).unwrap();
            }
        }
        // The pause is what is tested; there is nothing to wait for.
        std::thread::sleep(Duration::from_millis(run.pause));
        self.pty.send(tail);
        let is_late = begun.elapsed() > IN_TIME;
        self.pty.wait_for_bytes("the prompt", |log| {
            last(&log[from..], GIVEN_BACK).is_some_and(|end| has(&log[from + end..], "ready> "))
        });
        let mark = format!("true mark-{number}");
        self.type_line(&mark);
        self.pty.wait_for_bytes("the next prompt", |log| {
            let tail = &log[from..];
            last(tail, &mark).is_some_and(|place| has(&tail[place..], "ready> "))
        });
        let log = self.pty.log();
        let since = last(&log[from..], GIVEN_BACK).unwrap() + from + GIVEN_BACK.len();
        match is_anything_else(&String::from_utf8_lossy(&log[since..]), &mark) {
            None => Outcome::Clean,
            Some(_) if is_late => Outcome::Late,
            Some(leak) => Outcome::Leak(leak),
        }
    }

    /// What the history holds beside what was typed.
    fn end(mut self) -> Option<String> {
        self.type_line("exit");
        self.pty.wait_end();
        let history = std::fs::read_to_string(self.place.path().join("history")).unwrap();
        let typed = self.typed.join("\n") + "\n";
        (history != typed).then_some(history)
    }
}

/// What the terminal shows beside an ending, the prompt, and the line that is typed next.
fn is_anything_else(shown: &str, mark: &str) -> Option<String> {
    let plain = shown
        .replace("\x1b[?2004h", "")
        .replace("\x1b[?2004l", "")
        .replace('\r', "");
    let mut parts = plain.split("ready> ");
    let ending = parts.next().unwrap_or_default();
    let is_ending = |line: &str| {
        ENDINGS.contains(&line)
            || line.starts_with(ENDINGS[7])
            || line == "Nothing was changed on your account. Please report this line."
    };
    let is_right = ending.lines().all(is_ending)
        && parts.next() == Some(&format!("{mark}\n"))
        && parts.next() == Some("")
        && parts.next().is_none();
    (!is_right).then_some(plain)
}

/// Leaves in the middle of a paste whose tail comes when it should; what leaked.
fn leave_in_time(shell: &mut Shell, program: &str, run: Run) -> Option<String> {
    for _ in 0..5 {
        match shell.leave_in(run) {
            Outcome::Clean => return None,
            Outcome::Leak(leak) => return Some(leak),
            Outcome::Late => *shell = Shell::start(program),
        }
    }
    Some("the tail is never in time on this machine".to_owned())
}

/// Everything that leaked in these runs.
fn leaks(program: &str, runs: &[Run]) -> Vec<(Option<Run>, String)> {
    example(program);
    let (next, found) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..TERMINALS.min(runs.len()) {
            scope.spawn(|| {
                let mut shell = Shell::start(program);
                while let Some(run) = runs.get(next.fetch_add(1, Ordering::SeqCst)) {
                    if let Some(leak) = leave_in_time(&mut shell, program, *run) {
                        found.lock().unwrap().push((Some(*run), leak));
                        break;
                    }
                }
                let history = shell.end();
                found.lock().unwrap().extend(history.map(|history| (None, history)));
            });
        }
    });
    found.into_inner().unwrap()
}

#[test]
fn the_tail_of_a_paste_never_reaches_the_shell() {
    let runs = all_runs();
    assert_eq!(runs.len(), 2 * LENGTH + 12 + 2 * SHORT * (WAYS.len() - 1));
    for way in WAYS {
        assert!(runs.iter().filter(|run| run.way == way).count() > 70, "{way:?}");
    }
    let leaks = leaks("lab", &runs);
    assert!(leaks.is_empty(), "{} leaks: {leaks:#?}", leaks.len());
}

#[test]
fn the_same_check_sees_a_program_that_does_not_wait() {
    let runs: Vec<Run> = [1, 5, 100, 200, 249]
        .into_iter()
        .flat_map(|cut| {
            [true, false].map(|is_marked| Run {
                is_marked,
                cut,
                pause: 150,
                way: Way::Told(Signal::TERM),
            })
        })
        .collect();
    let leaks = leaks("hasty", &runs);
    let seen = leaks.iter().filter(|(run, _)| run.is_some()).count();
    assert_eq!(seen, runs.len(), "each of them, however short its tail: {leaks:#?}");
    assert!(leaks.iter().any(|(run, _)| run.is_none()), "and in the history");
}

#[test]
fn a_paste_that_never_stops_keeps_nobody_from_leaving() {
    let mut pty = started(lab());
    let is_over = std::sync::atomic::AtomicBool::new(false);
    let keyboard = pty.keyboard();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !is_over.load(Ordering::SeqCst) {
                keyboard.send("canary");
                std::thread::sleep(Duration::from_millis(10));
            }
        });
        pty.signal(Signal::TERM);
        let status = pty.wait_end();
        is_over.store(true, Ordering::SeqCst);
        assert_eq!(status.signal(), Some("Terminated"));
    });
    assert_eq!(pty.modes(), pty.found_modes());
}
