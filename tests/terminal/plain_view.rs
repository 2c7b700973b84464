//! The plain view on a terminal of its own: the token alone on one line, and wiped on every way out (facts: safety T26).

use super::*;

/// Starts the lab and asks for the plain view.
fn in_plain_view() -> Pty {
    let pty = started(lab());
    pty.send("\t");
    pty.wait_for_text("tab");
    pty.send("p");
    pty.wait_for("the main screen", |screen| !screen.alternate_screen());
    pty.wait_for_text("Press Enter to go back");
    pty
}

/// Everything the main screen holds and what has scrolled out of it.
fn main_screen(pty: &Pty) -> String {
    pty.look(|screen| {
        assert!(!screen.alternate_screen());
        assert_eq!(screen.scrollback_len(), 0);
        screen.contents()
    })
}

#[test]
fn the_plain_view_shows_the_secret_alone_on_one_line_and_wipes_it() {
    let mut pty = in_plain_view();
    let secret = "x".repeat(200);
    pty.look(|screen| {
        // A line that the terminal wrapped itself is one line to a selection.
        assert!(
            screen.contents().lines().any(|line| line == secret),
            "{}",
            screen.contents()
        );
        assert!(!screen.hide_cursor());
    });
    pty.paste("pasted into the plain view\n");
    // What comes in one piece with a paste belongs to it, and nothing on the screen says that it has been read.
    pty.bytes_within(Duration::from_millis(50));
    pty.send("\r");
    pty.wait_for_text("plain shown");
    assert!(!pty.contents().contains("pasted 2"));
    pty.look(|screen| assert!(screen.alternate_screen()));
    assert_eq!(end(&mut pty, End::Keys("q")), (0, None));
    assert_eq!(main_screen(&pty).trim(), "finished");
    assert_eq!(what_is_wrong(&pty), None);
}

/// The token of the lab.
pub(super) fn token() -> String {
    "x".repeat(200)
}

/// What is wrong with the way a text stands on the terminal, if anything: on a line of its own that only the terminal
/// breaks, at its full width, with no blank before or behind it.
fn what_is_wrong_with_the_line(pty: &Pty, columns: u16) -> Option<String> {
    let log = String::from_utf8_lossy(&pty.log()).into_owned();
    if !log.contains(&format!("\r\n{}\r\n", token())) {
        return Some("it is not written in one piece between two line ends".to_owned());
    }
    pty.look(|screen| is_line_broken(screen, columns))
}

/// What the screen shows where the token does not stand alone on one line; nothing where it does.
pub(super) fn is_line_broken(screen: &vt100::Screen, columns: u16) -> Option<String> {
    let rows: Vec<String> = screen.rows(0, columns).collect();
    let Some(first) = rows.iter().position(|row| row.starts_with("xx")) else {
        return Some(screen.contents());
    };
    let count = token().len().div_ceil(usize::from(columns));
    let is_wrapped = |row: usize| screen.row_wrapped(u16::try_from(row).unwrap());
    let is_broken = (first..first + count - 1).any(|row| !is_wrapped(row)) || is_wrapped(first + count - 1);
    let whole: String = rows[first..first + count].concat();
    let is_alone = rows[first - 1].is_empty() && rows[first + count].is_empty();
    (is_broken || whole != token() || !is_alone).then(|| screen.contents())
}

#[test]
fn at_any_width_the_terminal_alone_breaks_the_line() {
    for columns in [40, 80, 100, 200] {
        let pty = started(lab().size(columns, 24));
        pty.send("\tp");
        pty.wait_for_text("Press Enter to go back");
        assert_eq!(what_is_wrong_with_the_line(&pty, columns), None, "{columns}");
    }
}

#[test]
fn the_same_check_sees_a_program_that_breaks_or_pads_the_line_itself() {
    for (script, columns) in [
        (
            "printf '\\r\\n'; printf 'x%.0s' $(seq 80); printf '\\r\\n'; printf 'x%.0s' $(seq 80); printf '\\r\\n'; printf 'x%.0s' $(seq 40)",
            80,
        ),
        ("printf '\\r\\n'; printf 'x%.0s' $(seq 200); printf ' \\r\\n'", 80),
        ("printf 'Token: '; printf 'x%.0s' $(seq 200)", 80),
    ] {
        let script = format!("{script}; printf '\\r\\n\\r\\nready'");
        let mut pty = Program::new("/bin/bash").arg("-c").arg(script).spawn();
        pty.wait_exit();
        assert!(what_is_wrong_with_the_line(&pty, columns).is_some());
    }
}

#[test]
fn enter_esc_q_and_space_go_back_and_other_keys_and_pastes_do_not() {
    for way_back in ["\r", "\x1b", "q", " "] {
        let mut pty = in_plain_view();
        for ignored in ["x", "7", "\x1b[A", "\t", "\x1b[200~q q\r\x1b[201~"] {
            pty.send(ignored);
            assert_eq!(pty.bytes_within(Duration::from_millis(80)), 0, "{ignored:?}");
        }
        pty.send(way_back);
        pty.wait_for("the frames", vt100::Screen::alternate_screen);
        pty.wait_for_text("plain shown");
        assert_eq!(end(&mut pty, End::Keys("\x03")), (130, None), "{way_back:?}");
        assert_eq!(main_screen(&pty).trim(), "left", "{way_back:?}");
    }
}

#[test]
fn an_unmarked_paste_with_the_letter_that_goes_back_does_not_go_back() {
    let pty = in_plain_view();
    pty.paste_unmarked("q quick brown fox\n");
    assert_eq!(pty.bytes_within(Duration::from_millis(200)), 0);
    assert!(pty.contents().contains(&"x".repeat(80)));
}

#[test]
fn a_run_that_ends_in_the_plain_view_wipes_it_too() {
    for (way, said) in [
        (End::Keys("\x03"), "left"),
        (End::Signal(Signal::TERM), ""),
        (End::Signal(Signal::INT), ""),
        (End::Signal(Signal::QUIT), ""),
        (End::Signal(Signal::HUP), ""),
        (End::Signal(Signal::IO), "ended"),
    ] {
        let mut pty = in_plain_view();
        end(&mut pty, way);
        assert_eq!(main_screen(&pty).trim(), said, "{way:?}");
        assert_eq!(what_is_wrong(&pty), None, "{way:?}");
    }
    let mut pty = in_plain_view();
    end(&mut pty, End::Signal(Signal::URG));
    assert!(main_screen(&pty).starts_with("evertoken has stopped"), "a panic");
    assert_eq!(what_is_wrong(&pty), None);
    assert_eq!(in_plain_view().hang_up().signal(), Some("Hangup"));
}

#[test]
fn a_stop_wipes_the_plain_view_and_the_shell_gets_its_terminal() {
    let pty = bash();
    let before = ask(&pty, "stty -g", "before");
    start_in(&pty);
    pty.send("\tp");
    pty.wait_for_text("Press Enter to go back");
    pty.send("\x1a");
    wait_for_stop(&pty, 1);
    assert!(!pty.contents().contains("xx"), "{}", pty.contents());
    assert_eq!(ask(&pty, "stty -g", "stopped"), before);
    pty.send("fg\r");
    pty.wait_for("the lab", |screen| {
        screen.alternate_screen() && screen.contents().contains("plain shown")
    });
    pty.send("p");
    pty.wait_for_text("Press Enter to go back");
    // Nobody was asked this time: the shell has written below the text, and everything on the screen goes.
    kill_process(child_of(&pty), Signal::STOP).unwrap();
    pty.wait_for_bytes("the shell", |log| {
        String::from_utf8_lossy(log).matches("Stopped").count() == 2
    });
    pty.send("fg\r");
    pty.wait_for("the lab", vt100::Screen::alternate_screen);
    pty.send("\x03");
    pty.wait_for_text("left\nready>");
    assert!(!pty.contents().contains("xx"), "{}", pty.contents());
}
