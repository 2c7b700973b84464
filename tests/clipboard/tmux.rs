//! Through tmux: stand-ins that note what they are told or fail, and a real one.

use std::{fs, os::unix::fs::PermissionsExt, path::Path, process::Command};

use base64::{Engine, engine::general_purpose::STANDARD};
use evertoken::{
    runtime::{
        Environment, Runtime, Settings,
        clipboard::{Da1, osc52},
    },
    wizard::event::{ClearReport, CopyReport},
};

use crate::{SECRET, at, clear, copy, copy_once, is_there, outer_terminal::OuterTerminal, with, write_program};

/// What the stand-in may see; its shell adds the last four.
const PASSED_ON: [&str; 7] = ["PATH", "TMUX", "TERM", "PWD", "OLDPWD", "SHLVL", "_"];

/// A tmux that notes everything and has a terminal.
pub(crate) const PASSING_ON: &str =
    "echo \"$@\" >> arguments; env >> environment; cat >> input; echo 256,clipboard,title";

/// A stand-in for tmux that notes what it is told, in a folder of its own.
pub(crate) fn stand_in(place: &Path, script: &str) -> Environment {
    let program = place.join("tmux");
    write_program(&program, &format!("#!/bin/sh\ncd '{}'\n{script}\n", place.display()));
    fs::set_permissions(place, fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:/usr/bin:/bin", place.display());
    Environment::from_pairs(&[
        ("PATH", &path),
        ("TMUX", "/nowhere,1,0"),
        ("TERM", "tmux-256color"),
        ("SSH_TTY", "/dev/pts/1"),
    ])
}

#[tokio::test]
async fn tmux_gets_the_secret_on_its_standard_input_and_nothing_of_our_environment_but_its_own() {
    let place = tempfile::tempdir().unwrap();
    let (report, bytes) = copy_once(at(stand_in(place.path(), PASSING_ON), Da1::Answered)).await;
    assert_eq!((report, bytes), (CopyReport::SentThroughTmux, None));
    let read = |name| fs::read_to_string(place.path().join(name)).unwrap();
    let buffer = format!("evertoken-{}", std::process::id());
    assert_eq!(
        read("arguments"),
        format!(
            "load-buffer -w -b {buffer} -\ndelete-buffer -b {buffer}\ndisplay-message -p #{{client_termfeatures}}\n"
        )
    );
    assert_eq!(read("input"), SECRET);
    let environment = read("environment");
    let names = environment
        .lines()
        .filter_map(|line| line.split_once('='))
        .map(|(name, _)| name);
    let foreign: Vec<_> = names.filter(|name| !PASSED_ON.contains(name)).collect();
    assert_eq!(foreign, [] as [&str; 0]);
}

#[tokio::test]
async fn a_tmux_that_does_not_know_the_way_leaves_it_to_the_terminal_and_no_buffer_behind() {
    let place = tempfile::tempdir().unwrap();
    let settings = at(stand_in(place.path(), "echo \"$1\" >> commands; exit 1"), Da1::Answered);
    let expected = (CopyReport::SentUnknown, Some(osc52::sequence(SECRET).to_vec()));
    assert_eq!(copy_once(settings).await, expected);
    let commands = fs::read_to_string(place.path().join("commands")).unwrap();
    assert_eq!(commands, "load-buffer\ndelete-buffer\n");
}

#[tokio::test]
async fn a_tmux_that_hangs_is_left_after_two_seconds() {
    let place = tempfile::tempdir().unwrap();
    let settings = at(stand_in(place.path(), "echo $$ >> ids; exec sleep 600"), Da1::Silent);
    assert_eq!(copy_once(settings).await, (CopyReport::NoClipboard, None));
    let ids = fs::read_to_string(place.path().join("ids")).unwrap();
    for id in ids.lines() {
        assert!(!Path::new(&format!("/proc/{id}")).exists(), "{id} still runs");
    }
}

#[tokio::test]
async fn a_tmux_that_succeeds_at_nothing_is_not_said_to_have_passed_anything_on() {
    let place = tempfile::tempdir().unwrap();
    let settings = at(stand_in(place.path(), "cat > /dev/null"), Da1::Answered);
    assert_eq!(copy_once(settings).await, (CopyReport::TmuxCannotReach, None));
}

#[tokio::test]
async fn a_tmux_that_has_the_text_and_says_nothing_more_gets_it_by_no_other_way_as_well() {
    let place = tempfile::tempdir().unwrap();
    let script = "cat > /dev/null; [ \"$1\" != display-message ]";
    let settings = at(stand_in(place.path(), script), Da1::Answered);
    assert_eq!(copy_once(settings).await, (CopyReport::SentUnknown, None));
}

/// A tmux server of its own, with its default settings.
struct RealTmux {
    place: tempfile::TempDir,
}

impl RealTmux {
    fn start() -> Option<Self> {
        if !is_there("tmux") {
            return None;
        }
        let tmux = Self {
            place: tempfile::tempdir().unwrap(),
        };
        tmux.run(&["-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", "cat"]);
        Some(tmux)
    }

    fn run(&self, arguments: &[&str]) -> String {
        let output = Command::new("tmux")
            .args(arguments)
            .env_remove("TMUX")
            .env("TMUX_TMPDIR", self.place.path())
            .output()
            .unwrap();
        assert!(output.status.success(), "{arguments:?} {output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// A terminal of this kind, once tmux knows it.
    fn attach(&self, term: &str) -> OuterTerminal {
        self.run(&["set-hook", "-g", "client-attached", "wait-for -S attached"]);
        let mut attach = portable_pty::CommandBuilder::new("tmux");
        attach.arg("attach-session");
        attach.env_remove("TMUX");
        attach.env("TMUX_TMPDIR", self.place.path());
        let terminal = OuterTerminal::start(attach, term);
        self.run(&["wait-for", "attached"]);
        terminal
    }

    /// What a program inside its only pane sees.
    fn inside(&self) -> Settings {
        let socket = self.run(&["display-message", "-p", "#{socket_path},#{pid},0"]);
        with(
            &[
                ("TMUX", socket.trim()),
                ("TMUX_PANE", "%0"),
                ("TERM", "tmux-256color"),
                ("PATH", "/usr/local/bin:/usr/bin:/bin"),
                ("TMUX_TMPDIR", self.place.path().to_str().unwrap()),
                ("SSH_TTY", "/dev/pts/1"),
            ],
            Da1::Answered,
        )
    }
}

impl Drop for RealTmux {
    fn drop(&mut self) {
        self.run(&["kill-server"]);
    }
}

#[tokio::test]
async fn a_real_tmux_without_a_terminal_says_that_it_cannot_reach_one_and_keeps_no_buffer() {
    let Some(tmux) = RealTmux::start() else { return };
    assert_eq!(copy_once(tmux.inside()).await, (CopyReport::TmuxCannotReach, None));
    assert_eq!(tmux.run(&["list-buffers"]), "");
}

#[tokio::test]
async fn a_real_tmux_passes_the_secret_on_to_its_terminal_whatever_its_settings_and_keeps_no_buffer() {
    for setting in ["external", "on", "off"] {
        let Some(tmux) = RealTmux::start() else { return };
        tmux.run(&["set-option", "-s", "set-clipboard", setting]);
        let mut terminal = tmux.attach("xterm-256color");

        let (mut runtime, mut inbox) = Runtime::new(tmux.inside());
        let copied = copy(&mut runtime, &mut inbox).await;
        assert_eq!(copied, (CopyReport::SentThroughTmux, None), "{setting}");
        assert_eq!(tmux.run(&["list-buffers"]), "", "{setting}");
        let shown = terminal.shown_until(&format!("{}\x07", STANDARD.encode(SECRET)));
        assert!(shown.contains("\x1b]52;") && !shown.contains(SECRET), "{shown:?}");

        let cleared = clear(&mut runtime, &mut inbox).await;
        assert_eq!(cleared, (ClearReport::AskedTerminal, None), "{setting}");
        assert_eq!(tmux.run(&["list-buffers"]), "", "{setting}");
        let shown = terminal.shown_until("IA==\x07");
        assert!(shown.contains("\x1b]52;"), "{shown:?}");
    }
}

#[tokio::test]
async fn a_real_tmux_in_a_terminal_that_takes_no_copies_says_so_and_keeps_no_buffer() {
    let Some(tmux) = RealTmux::start() else { return };
    let _terminal = tmux.attach("vt220");
    let (mut runtime, mut inbox) = Runtime::new(tmux.inside());
    let copied = copy(&mut runtime, &mut inbox).await;
    assert_eq!(copied, (CopyReport::TmuxCannotReach, None));
    assert_eq!(tmux.run(&["list-buffers"]), "");
    let cleared = clear(&mut runtime, &mut inbox).await;
    assert_eq!(cleared, (ClearReport::Failed, None), "nothing of ours went there");
}

/// The twin: a copy as other programs make it leaves the secret in a buffer of tmux, and that is noticed.
#[test]
fn a_copy_that_deletes_no_buffer_is_noticed() {
    let Some(tmux) = RealTmux::start() else { return };
    tmux.run(&["set-buffer", SECRET]);
    assert!(tmux.run(&["list-buffers"]).contains(SECRET));
}
