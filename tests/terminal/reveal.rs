//! While a secret is on the frame the terminal says when its window loses the focus, and the secret goes then, before the
//! window changes, before and after a stop, and in time (facts: safety T26, T33, F62). Afterwards it is on no screen and in
//! no cell of the program's memory.

use std::{
    fs::File,
    io::{BufRead as _, BufReader},
    os::unix::fs::FileExt as _,
};

use ratatui::buffer::Cell;

use super::*;

const REPORTED: &str = "\x1b[?1004h";
const UNREPORTED: &str = "\x1b[?1004l";

/// What the lab reveals, by the same rule.
fn secret() -> String {
    (0..60_u32)
        .map(|place| char::from_digit((place * place + 7) % 36, 36).unwrap())
        .collect()
}

/// The lab, with its secret on the frame.
fn revealing() -> Pty {
    let pty = started(lab());
    assert!(!has(&pty.log(), REPORTED), "nothing is reported before");
    pty.send("\t");
    pty.wait_for_text("tab");
    pty.send("r");
    pty.wait_for_text(&secret());
    pty
}

/// What is wrong with a terminal on which the secret was hidden, if anything.
fn what_is_shown(pty: &Pty) -> Option<String> {
    let log = pty.log();
    if last(&log, UNREPORTED) <= last(&log, REPORTED) {
        return Some("the focus is still reported".to_owned());
    }
    // A row of it is enough.
    pty.contents().contains(&secret()[..12]).then(|| pty.contents())
}

fn wait_until_hidden(pty: &Pty) {
    wait_until_gone(pty, "hidden");
}

/// Why it is gone matters: after ten seconds it would be in any case.
fn wait_until_gone(pty: &Pty, why: &str) {
    pty.wait_for_text(why);
    pty.wait_for_bytes("the end of the frame", |log| {
        last(log, UNREPORTED) > last(log, REPORTED)
    });
    assert_eq!(what_is_shown(pty), None);
}

#[test]
fn a_lost_focus_hides_the_secret_and_nothing_else_that_looks_like_one_does() {
    let mut pty = revealing();
    assert!(what_is_shown(&pty).is_some(), "the check sees what is there");
    let log = pty.log();
    assert!(
        last(&log, REPORTED) < last(&log, &secret()),
        "reported before it is shown"
    );
    for innocent in ["\x1b[I", "\x1bOP", "\x1b[1;2P", "\x1b[A", "\x1b[1;2R"] {
        pty.send(innocent);
    }
    // A command that is heard after them, and drawn.
    pty.send("r");
    pty.bytes_within(Duration::from_millis(100));
    assert!(what_is_shown(&pty).is_some(), "still there");
    pty.send("\x1b[O");
    wait_until_hidden(&pty);
    assert_eq!(pty.log().windows(8).filter(|w| *w == REPORTED.as_bytes()).count(), 1);
    assert_eq!(end(&mut pty, End::Keys("\x03")), (130, None));
    assert_eq!(what_is_wrong(&pty), None);
}

#[test]
fn a_resize_and_the_end_of_its_time_hide_the_secret() {
    let mut pty = revealing();
    pty.resize(100, 30);
    wait_until_hidden(&pty);
    let log = pty.log();
    let shown = log.windows(60).filter(|w| *w == secret().as_bytes()).count();
    assert_eq!(shown, 1, "never drawn for the new size");
    pty.send("R");
    wait_until_gone(&pty, "its time is over");
    assert_eq!(end(&mut pty, End::Keys("\x03")), (130, None));
    assert_eq!(what_is_wrong(&pty), None);
}

/// Ways of leaving while the secret is on the frame.
const WAYS: [End; 8] = [
    End::Keys("\x03"),
    End::Keys("!"),
    End::Keys("t"),
    End::Signal(Signal::TERM),
    End::Signal(Signal::INT),
    End::Signal(Signal::HUP),
    End::Signal(Signal::QUIT),
    End::Signal(Signal::IO),
];

#[test]
fn whichever_way_a_run_ends_that_reveals_something_it_is_gone_and_the_focus_is_not_reported() {
    for way in WAYS {
        let mut pty = revealing();
        end(&mut pty, way);
        assert_eq!(what_is_shown(&pty), None, "{way:?}");
        assert_eq!(what_is_wrong(&pty), None, "{way:?}");
        // A terminal without an alternate screen would still show what was not wiped before the main screen came back.
        let log = pty.log();
        let (unreported, main) = (last(&log, UNREPORTED).unwrap(), last(&log, "\x1b[?1049l").unwrap());
        let between = String::from_utf8_lossy(&log[unreported..main]).into_owned();
        assert_eq!(between.matches("\x1b[2K").count(), 24, "{way:?} {between:?}");
    }
}

#[test]
fn the_same_check_sees_a_program_that_leaves_the_focus_reported() {
    let script = "printf '\\033[?1049h\\033[?1004hready\\033[?1049l'";
    let mut pty = Program::new("/bin/sh").arg("-c").arg(script).spawn();
    pty.wait_exit();
    assert!(what_is_wrong(&pty).is_some_and(|wrong| wrong.contains("1004")));
    assert!(what_is_shown(&pty).is_some());
}

#[test]
fn a_stop_hides_the_secret_before_and_after() {
    let pty = bash();
    let before = ask(&pty, "stty -g", "before");
    for (stops, key) in [(1, true), (2, false)] {
        start_in(&pty);
        pty.send("\t");
        pty.wait_for_text("tab");
        pty.send("r");
        pty.wait_for_text(&secret());
        if key {
            pty.send("\x1a");
        } else {
            kill_process(child_of(&pty), Signal::TSTP).unwrap();
        }
        wait_for_stop(&pty, stops);
        assert_eq!(what_is_shown(&pty), None);
        assert_eq!(ask(&pty, "stty -g", &format!("round{stops}")), before);
        let drawn = pty.log().len();
        pty.send("fg\r");
        pty.wait_for("the lab", |screen| {
            screen.alternate_screen() && screen.contents().contains("hidden")
        });
        assert_eq!(what_is_shown(&pty), None);
        assert!(
            !has(&pty.log()[drawn..], REPORTED),
            "what was hidden comes back with nothing"
        );
        pty.send("\x03");
        pty.wait_for_text("left\nready>");
    }
}

#[test]
fn a_stop_that_nobody_can_foresee_hides_it_as_soon_as_it_is_over() {
    let pty = revealing();
    pty.signal(Signal::STOP);
    pty.bytes_within(Duration::from_millis(20));
    pty.signal(Signal::CONT);
    wait_until_hidden(&pty);
}

#[test]
fn the_mouse_is_never_captured_and_a_plain_view_is_not_ended_by_a_click_elsewhere() {
    let pty = revealing();
    pty.send("p");
    pty.wait_for_text("Press Enter to go back");
    assert_eq!(what_is_shown(&pty), None);
    pty.send("\x1b[O");
    assert_eq!(pty.bytes_within(Duration::from_millis(150)), 0);
    pty.look(|screen| assert!(!screen.alternate_screen()));
    pty.send("\r");
    pty.wait_for("the frames", vt100::Screen::alternate_screen);
    let log = pty.log();
    for mouse in ["\x1b[?9h", "\x1b[?1000h", "\x1b[?1002h", "\x1b[?1003h", "\x1b[?1006h"] {
        assert!(!has(&log, mouse), "{mouse:?}");
    }
}

/// Memory is looked at in pieces of this length.
const PAGE: usize = 4096;

/// How often the first characters of the secret stand in cells one after the other in the memory of a process; `None`,
/// loudly, where we may not look.
fn cells_with_the_secret(pid: Pid) -> Option<usize> {
    let pid = pid.as_raw_nonzero();
    let Ok(memory) = File::open(format!("/proc/{pid}/mem")) else {
        eprintln!("SKIPPED: the memory of another process may not be looked at here");
        return None;
    };
    let pattern = secret().into_bytes();
    let pattern = &pattern[..12];
    let stride = size_of::<Cell>();
    let mut found = 0;
    for line in BufReader::new(File::open(format!("/proc/{pid}/maps")).unwrap()).lines() {
        let line = line.unwrap();
        let mut words = line.split_whitespace();
        let (Some(range), Some(rights)) = (words.next(), words.next()) else {
            continue;
        };
        let (from, to) = range.split_once('-').unwrap();
        let from = u64::from_str_radix(from, 16).unwrap();
        let to = u64::from_str_radix(to, 16).unwrap();
        if !rights.starts_with("rw") || to - from > 256 << 20 {
            continue;
        }
        let mut bytes = vec![0; usize::try_from(to - from).unwrap()];
        if memory.read_exact_at(&mut bytes, from).is_err() {
            continue;
        }
        let reach = (pattern.len() - 1) * stride;
        // Most of it has never been written to, and is passed over quickly.
        for (page, starts) in bytes
            .chunks(PAGE)
            .enumerate()
            .filter(|(_, page)| *page != &[0; PAGE][..page.len()])
        {
            let is_here = |start: &usize| {
                let cells = bytes.get(*start..=*start + reach);
                cells.is_some_and(|cells| cells.iter().step_by(stride).eq(pattern))
            };
            let candidates = (0..starts.len()).filter(|place| starts[*place] == pattern[0]);
            found += candidates.map(|place| page * PAGE + place).filter(is_here).count();
        }
    }
    Some(found)
}

#[test]
fn what_was_revealed_is_in_no_cell_of_the_memory_once_it_is_hidden() {
    let pty = revealing();
    pty.resize(81, 24);
    wait_until_hidden(&pty);
    for _ in 0..2 {
        pty.send("r");
        pty.wait_for_text(&secret());
        pty.send("g");
        pty.bytes_within(Duration::from_millis(50));
        let Some(shown) = cells_with_the_secret(pty.pid()) else {
            return;
        };
        assert_ne!(shown, 0, "the search finds what is shown");
        pty.send("\x1b[O");
        wait_until_hidden(&pty);
        assert_eq!(cells_with_the_secret(pty.pid()), Some(0), "after a frame");
    }
    pty.send("r");
    pty.wait_for_text(&secret());
    pty.resize(30, 5);
    wait_until_hidden(&pty);
    assert_eq!(cells_with_the_secret(pty.pid()), Some(0), "after cells were cut off");
    pty.resize(80, 24);
    pty.wait_for_text("evertoken lab");
    pty.send("r");
    pty.wait_for_text(&secret());
    pty.send("p");
    pty.wait_for_text("Press Enter to go back");
    assert_eq!(cells_with_the_secret(pty.pid()), Some(0), "outside the frames");
}
