//! Inside a real tmux: what the plain view showed is gone from the screen and from the history, and a copy goes the way
//! that tmux passes on.

#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test that meets something unexpected stops there, and one that is skipped says so loudly"
)]

use std::{
    process::Command,
    time::{Duration, Instant},
};

/// A tmux server of its own, ended with the test.
struct Tmux {
    socket: tempfile::TempDir,
}

impl Tmux {
    /// Starts one with a shell in it; `None`, loudly, where there is no tmux.
    fn start() -> Option<Self> {
        let socket = tempfile::tempdir().unwrap();
        let tmux = Self { socket };
        let started = tmux.command(&[
            "-f",
            "/dev/null",
            "new-session",
            "-d",
            "-x",
            "80",
            "-y",
            "24",
            "bash --norc",
        ]);
        if started.is_none() {
            eprintln!("SKIPPED: there is no tmux here");
        }
        started.map(|_| tmux)
    }

    fn command(&self, arguments: &[&str]) -> Option<String> {
        let output = Command::new("tmux")
            .arg("-S")
            .arg(self.socket.path().join("socket"))
            .args(arguments)
            .env("LANG", "C.UTF-8")
            .env("TERM", "xterm-256color")
            .env_remove("TMUX")
            .output()
            .ok()?;
        assert!(
            output.status.success(),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        Some(String::from_utf8(output.stdout).unwrap())
    }

    fn keys(&self, keys: &[&str]) {
        self.command(&[&["send-keys"], keys].concat());
    }

    /// The screen and the history, with wrapped lines joined.
    fn everything(&self) -> String {
        self.command(&["capture-pane", "-p", "-J", "-S", "-"]).unwrap()
    }

    fn wait_for(&self, text: &str) {
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(30) {
            if self.command(&["capture-pane", "-p"]).unwrap().contains(text) {
                return;
            }
            std::thread::yield_now();
        }
        panic!("waited in vain for {text:?}:\n{}", self.everything());
    }

    /// Walks the demo to the verdict.
    fn walk(&self) {
        self.keys(&["clear", "Enter"]);
        self.keys(&[
            concat!(env!("CARGO_BIN_EXE_evertoken"), " demo; echo ended-with-$?"),
            "Enter",
        ]);
        self.wait_for("Post to and manage a Facebook Page");
        self.keys(&["Enter"]);
        self.wait_for("Graph API Explorer");
        self.keys(&["Enter"]);
        self.wait_for("Sample token");
        self.keys(&["F2"]);
        self.wait_for("User token of");
        self.keys(&["F2"]);
        self.wait_for("App secret received");
        self.keys(&["Enter"]);
        self.wait_for("Which Page is the token for?");
        self.keys(&["Enter"]);
        self.wait_for("never expires");
    }
}

impl Drop for Tmux {
    fn drop(&mut self) {
        self.command(&["kill-server"]);
    }
}

#[test]
fn what_the_plain_view_showed_is_on_no_line_of_the_screen_or_the_history_afterwards() {
    for ending in ["Enter", "Escape", "q", "Space", "C-c"] {
        let Some(tmux) = Tmux::start() else { return };
        tmux.walk();
        tmux.keys(&["v"]);
        tmux.wait_for("Press Enter to go back");
        let shown = tmux.everything();
        let token = shown.lines().find(|line| line.contains("EAA")).unwrap().to_owned();
        assert!(token.len() > 100, "the whole token stands on one line");
        assert!(
            token.bytes().all(|byte| byte.is_ascii_alphanumeric()),
            "and nothing else, not even a blank: {token:?}"
        );
        tmux.keys(&[ending]);
        if ending != "C-c" {
            tmux.wait_for("never expires");
            tmux.keys(&["C-c"]);
        }
        tmux.wait_for("nothing says that you have it");
        tmux.keys(&["y"]);
        tmux.wait_for("ended-with-0");
        let part: String = token.chars().take(20).collect();
        assert!(!tmux.everything().contains(&part), "after {ending}");
    }
}

#[test]
fn a_copy_inside_tmux_leaves_no_buffer_behind_and_says_what_became_of_it() {
    let Some(tmux) = Tmux::start() else { return };
    tmux.walk();
    tmux.keys(&["c"]);
    // Nobody is attached to this tmux, so it has no terminal to pass the copy on to, and that is what is said.
    tmux.wait_for("tmux cannot reach your terminal's clipboard");
    assert_eq!(tmux.command(&["list-buffers"]).unwrap(), "");
}
