//! Under a real tmux and a real GNU screen, seen from the terminal they run in: the text of the plain view is one unbroken
//! line there too, is wiped from what they remember, and a secret on the frame goes when they say that the focus is lost.

use std::{os::unix::fs::PermissionsExt as _, path::Path};

use super::{
    plain_view::{is_line_broken, token},
    *,
};

/// Which one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Tmux,
    Screen,
}

/// One with the lab in it, on a terminal of its own. It ends with the test.
struct Multiplexer {
    kind: Kind,
    outer: Pty,
    place: tempfile::TempDir,
}

impl Multiplexer {
    /// Starts it with these lines of configuration; `None`, loudly, where it is not installed.
    fn start(kind: Kind, columns: u16, configuration: &str) -> Option<Self> {
        let name = match kind {
            Kind::Tmux => "tmux",
            Kind::Screen => "screen",
        };
        let Some(program) = ["/usr/bin", "/usr/local/bin", "/bin"]
            .iter()
            .map(|folder| Path::new(folder).join(name))
            .find(|path| path.exists())
        else {
            eprintln!("SKIPPED: {name} is not installed");
            return None;
        };
        let place = tempfile::tempdir().unwrap();
        std::fs::set_permissions(place.path(), std::fs::Permissions::from_mode(0o700)).unwrap();
        std::fs::write(place.path().join("configuration"), configuration).unwrap();
        let program = Program::new(program).size(columns, 24);
        let program = match kind {
            Kind::Tmux => program
                .arg("-S")
                .arg(place.path().join("socket"))
                .arg("-f")
                .arg(place.path().join("configuration"))
                .arg("new-session"),
            Kind::Screen => program
                .arg("-U")
                .arg("-c")
                .arg(place.path().join("configuration"))
                .arg("-S")
                .arg("evertoken"),
        };
        let outer = program
            .env("SCREENDIR", place.path().to_str().unwrap())
            .env("LAB", example("lab").to_str().unwrap())
            .arg("sh")
            .arg("-c")
            .arg("\"$LAB\"; echo it is over; exec cat")
            .spawn();
        outer.wait_for_text("attributes [");
        outer.send("\t");
        outer.wait_for_text("tab");
        Some(Self { kind, outer, place })
    }

    fn command(&self, arguments: &[&str]) -> String {
        let mut command = match self.kind {
            Kind::Tmux => Command::new("tmux"),
            Kind::Screen => Command::new("screen"),
        };
        match self.kind {
            Kind::Tmux => command.arg("-S").arg(self.place.path().join("socket")),
            Kind::Screen => command.args(["-S", "evertoken", "-X"]),
        };
        let output = command
            .args(arguments)
            .env("SCREENDIR", self.place.path())
            .env("LANG", "C.UTF-8")
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    }

    /// Everything it remembers: the screen and what has left it.
    fn everything(&self) -> String {
        match self.kind {
            Kind::Tmux => self.command(&["capture-pane", "-p", "-J", "-S", "-"]),
            Kind::Screen => {
                let copy = self.place.path().join("copy");
                let _ = std::fs::remove_file(&copy);
                self.command(&["hardcopy", "-h", copy.to_str().unwrap()]);
                // It is written by the other process, under its own name from the start.
                for _ in 0..1000 {
                    match std::fs::read(&copy) {
                        Ok(text) if text.ends_with(b"\n") => return String::from_utf8_lossy(&text).into_owned(),
                        _ => std::thread::yield_now(),
                    }
                    self.outer.bytes_within(Duration::from_millis(5));
                }
                panic!("screen writes no copy");
            }
        }
    }

    fn show_plain(&self) {
        self.outer.send("p");
        self.outer.wait_for_text("Press Enter to go back");
        assert!(self.everything().contains("xxx"), "the search finds what is there");
    }

    fn quit(&self) {
        self.outer.send("q");
        self.outer.wait_for_text("it is over");
    }
}

impl Drop for Multiplexer {
    fn drop(&mut self) {
        match self.kind {
            Kind::Tmux => self.command(&["kill-server"]),
            Kind::Screen => self.command(&["quit"]),
        };
    }
}

#[test]
fn the_line_is_unbroken_on_the_terminal_around_it_and_wiped_from_what_it_remembers() {
    for (kind, columns) in [
        (Kind::Tmux, 40),
        (Kind::Tmux, 80),
        (Kind::Screen, 40),
        (Kind::Screen, 80),
    ] {
        let Some(multiplexer) = Multiplexer::start(kind, columns, "") else {
            continue;
        };
        for way_back in ["\r", "\x1b", "q", " "] {
            multiplexer.show_plain();
            let broken = multiplexer.outer.look(|screen| is_line_broken(screen, columns));
            assert_eq!(broken, None, "{kind:?} {columns}");
            if kind == Kind::Tmux {
                let shown = multiplexer.everything();
                let lines: Vec<_> = shown
                    .lines()
                    .filter(|line| line.contains('x') && !line.contains(' '))
                    .collect();
                assert_eq!(lines, [token()], "joined, with whatever blanks there are");
            }
            multiplexer.outer.send(way_back);
            multiplexer.outer.wait_for_text("plain shown");
            assert!(
                !multiplexer.everything().contains("xxx"),
                "{kind:?} {columns} {way_back:?}"
            );
        }
        multiplexer.quit();
        let rest = multiplexer.everything();
        assert!(!rest.contains("xxx"), "{kind:?} {columns}: {rest}");
    }
}

#[test]
fn a_window_that_changes_while_the_line_is_shown_leaves_nothing_of_it_behind() {
    for kind in [Kind::Tmux, Kind::Screen] {
        for sizes in [[(40, 24), (40, 24)], [(120, 24), (120, 30)], [(50, 24), (100, 20)]] {
            let Some(multiplexer) = Multiplexer::start(kind, 80, "") else {
                continue;
            };
            multiplexer.show_plain();
            for (columns, rows) in sizes {
                multiplexer.outer.resize(columns, rows);
                // However much it draws, until it has drawn it all; and tmux tells a size up to 250 ms later to who is inside.
                for _ in 0..100 {
                    if multiplexer.outer.bytes_within(Duration::from_millis(400)) == 0 {
                        break;
                    }
                }
            }
            multiplexer.outer.send("\r");
            multiplexer.outer.wait_for_text("plain shown");
            multiplexer.quit();
            let rest = multiplexer.everything();
            assert!(!rest.contains("xxx"), "{kind:?} {sizes:?}: {rest}");
        }
    }
}

#[test]
fn the_same_search_finds_what_a_program_clears_in_one_piece() {
    let Some(multiplexer) = Multiplexer::start(Kind::Tmux, 80, "") else {
        return;
    };
    multiplexer.quit();
    let script = format!("printf '{}\\n\\033[H\\033[J'; echo cleared", token());
    multiplexer.command(&["respawn-pane", "-k", &format!("sh -c \"{script}; exec cat\"")]);
    multiplexer.outer.wait_for_text("cleared");
    let remembered = multiplexer.everything();
    assert!(remembered.contains("xxx"), "{remembered}");
}

/// The beginning of what the lab reveals.
const REVEALED: &str = "78bgnw7k";

#[test]
fn a_multiplexer_that_passes_the_focus_on_hides_the_secret_and_one_that_does_not_breaks_nothing() {
    for (kind, configuration, is_told) in [
        (Kind::Tmux, "set -g focus-events on", true),
        (Kind::Tmux, "set -g focus-events off", false),
        (Kind::Screen, "", false),
    ] {
        let Some(multiplexer) = Multiplexer::start(kind, 80, configuration) else {
            continue;
        };
        let outer = &multiplexer.outer;
        outer.send("r");
        outer.wait_for_text(REVEALED);
        if is_told {
            outer.send("\x1b[O");
        } else {
            outer.resize(90, 24);
        }
        outer.wait_for_text("hidden");
        outer.wait_for("the frame without it", |screen| !screen.contents().contains(REVEALED));
        assert!(!multiplexer.everything().contains(REVEALED), "{kind:?}");
        outer.send("r");
        outer.wait_for_text(REVEALED);
        multiplexer.quit();
        let rest = multiplexer.everything();
        assert!(!rest.contains(REVEALED), "{kind:?}: {rest}");
        assert!(!outer.contents().contains(REVEALED), "{kind:?}");
    }
}
