//! The clipboard of this machine on Wayland: in a compositor that lets programs without a window at it, and in one that
//! does not.

use std::{
    fs,
    io::{BufRead, BufReader},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::{KilledAtTheEnd, inside, is_there, machine, try_inside};

/// A compositor without a screen, in a folder of its own.
struct Compositor {
    _process: KilledAtTheEnd,
    place: tempfile::TempDir,
    name: String,
}

/// sway ends at once when it is root: then it runs as the user who owns nothing.
const NOBODY: u32 = 65_534;

impl Compositor {
    /// sway, which has the protocol for clipboard programs.
    fn sway() -> Option<Self> {
        if !is_there("sway") || !is_there("wl-paste") || !is_there("setpriv") {
            return None;
        }
        let place = tempfile::tempdir().unwrap();
        let settings = place.path().join("settings");
        fs::write(&settings, "xwayland disable\nexec echo $WAYLAND_DISPLAY\n").unwrap();
        fs::set_permissions(place.path(), fs::Permissions::from_mode(0o700)).unwrap();
        let mut command = if rustix::process::geteuid().is_root() {
            std::os::unix::fs::chown(place.path(), Some(NOBODY), Some(NOBODY)).unwrap();
            let mut command = Command::new("setpriv");
            let (user, group) = (format!("--reuid={NOBODY}"), format!("--regid={NOBODY}"));
            command.args([user.as_str(), &group, "--clear-groups", "sway"]);
            command
        } else {
            Command::new("sway")
        };
        command.arg("-c").arg(settings);
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        Some(Self::start(command, place, |process, _| {
            let mut name = String::new();
            let mut said = BufReader::new(process.0.stdout.take().unwrap());
            said.read_line(&mut name).unwrap();
            name.trim().to_owned()
        }))
    }

    /// weston, which does not have it.
    fn weston() -> Option<Self> {
        if !is_there("weston") {
            return None;
        }
        let place = tempfile::tempdir().unwrap();
        fs::set_permissions(place.path(), fs::Permissions::from_mode(0o700)).unwrap();
        let mut command = Command::new("weston");
        command.args(["--backend=headless-backend.so", "--socket=wayland-test", "--no-config"]);
        command.stdout(Stdio::null()).stderr(Stdio::piped());
        Some(Self::start(command, place, |process, place| {
            let said = BufReader::new(process.0.stderr.take().unwrap());
            let mut lines = said.lines();
            // Its own programs are started once the socket is there.
            assert!(lines.any(|line| line.unwrap().contains("launching")));
            std::thread::spawn(move || lines.for_each(drop));
            assert!(place.join("wayland-test").exists());
            "wayland-test".to_owned()
        }))
    }

    fn start(
        mut command: Command,
        place: tempfile::TempDir,
        name: impl FnOnce(&mut KilledAtTheEnd, &Path) -> String,
    ) -> Self {
        command
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("XDG_RUNTIME_DIR", place.path())
            .env("WLR_BACKENDS", "headless")
            .env("WLR_RENDERER", "pixman")
            .env("WLR_LIBINPUT_NO_DEVICES", "1")
            .stdin(Stdio::null());
        let mut process = KilledAtTheEnd(command.spawn().unwrap());
        let name = name(&mut process, place.path());
        Self {
            _process: process,
            place,
            name,
        }
    }

    fn folder(&self) -> PathBuf {
        self.place.path().to_owned()
    }

    fn session(&self, run: impl FnOnce(&[(&str, &str)])) {
        let folder = self.folder();
        run(&[
            ("WAYLAND_DISPLAY", &self.name),
            ("XDG_RUNTIME_DIR", folder.to_str().unwrap()),
        ]);
    }
}

#[test]
fn on_wayland_a_secret_is_hidden_from_histories_and_can_be_taken_away_while_it_is_ours() {
    let Some(sway) = Compositor::sway() else { return };
    sway.session(|session| {
        for test in [
            "machine::a_secret_is_there_hidden_from_histories_and_gone_when_we_leave",
            "machine::what_is_no_secret_goes_into_histories_and_stays",
            "machine::emptying_takes_our_secret_away_and_nothing_else",
        ] {
            inside(test, session);
        }
    });
}

#[test]
fn on_wayland_a_process_that_is_killed_leaves_nothing_on_the_clipboard() {
    let Some(sway) = Compositor::sway() else { return };
    sway.session(machine::a_killed_process_leaves_nothing);
    sway.session(machine::a_killed_process_that_used_a_helper_leaves_the_secret);
}

#[test]
fn a_compositor_that_lets_no_program_without_a_window_at_its_clipboard_leaves_it_to_the_terminal() {
    let second_way = "machine::the_terminal_is_the_second_way";
    let Some(weston) = Compositor::weston() else { return };
    weston.session(|session| inside(second_way, session));
    // The twin: where the clipboard can be had, the terminal is not the way, and that is noticed.
    let Some(sway) = Compositor::sway() else { return };
    sway.session(|session| {
        let said = try_inside(second_way, session).unwrap_err();
        assert!(said.contains("CopiedUntilExit"), "{said}");
    });
}
