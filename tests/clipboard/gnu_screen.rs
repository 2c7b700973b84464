//! Through a real GNU screen.

use std::{fs, os::unix::fs::PermissionsExt, process::Command};

use evertoken::runtime::clipboard::{osc52, screen};

use crate::{is_there, outer_terminal::OuterTerminal};

#[test]
fn a_real_screen_passes_the_pieces_on_to_its_terminal_as_one_whole_and_prints_nothing_of_them() {
    if !is_there("screen") {
        return;
    }
    for length in [50, 212, 3_000] {
        let place = tempfile::tempdir().unwrap();
        let sockets = place.path().join("sockets");
        fs::create_dir(&sockets).unwrap();
        fs::set_permissions(&sockets, fs::Permissions::from_mode(0o700)).unwrap();
        let text = "y".repeat(length);
        fs::write(place.path().join("bytes"), &screen::pieces(&text)[..]).unwrap();
        let mut program = portable_pty::CommandBuilder::new("screen");
        program.args([
            "-c",
            "/dev/null",
            "-S",
            "evertoken",
            "sh",
            "-c",
            "cat bytes; echo finished; exec cat",
        ]);
        program.cwd(place.path());
        program.env_remove("STY");
        program.env("SCREENDIR", &sockets);
        let shown = OuterTerminal::start(program).shown_until("finished");
        // screen outlives its terminal.
        let mut quit = Command::new("screen");
        quit.args(["-S", "evertoken", "-X", "quit"]).env("SCREENDIR", &sockets);
        assert!(quit.status().unwrap().success());
        let whole = osc52::sequence(&text);
        let whole = std::str::from_utf8(&whole).unwrap();
        assert!(shown.contains(whole), "{length}: {shown:?}");
        let rest = shown.replace(whole, "");
        assert!(!rest.contains("eXl5"), "{length}: {rest:?}");
    }
}
