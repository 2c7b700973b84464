//! Through a real GNU screen.

use std::{fs, os::unix::fs::PermissionsExt, process::Command};

use evertoken::{
    journey::Datum,
    model::{Payload, Secret},
    runtime::{
        Handover, Runtime,
        clipboard::{Da1, osc52, screen},
    },
    wizard::effect::{Copyable, Effect},
};

use crate::{is_there, outer_terminal::OuterTerminal, with};

/// What reaches the terminal around a real screen in which these bytes are written; `None`, loudly, without a screen.
fn shown_around_screen(bytes: &[u8]) -> Option<String> {
    if !is_there("screen") {
        return None;
    }
    let place = tempfile::tempdir().unwrap();
    let sockets = place.path().join("sockets");
    fs::create_dir(&sockets).unwrap();
    fs::set_permissions(&sockets, fs::Permissions::from_mode(0o700)).unwrap();
    fs::write(place.path().join("bytes"), bytes).unwrap();
    let mut program = portable_pty::CommandBuilder::new("screen");
    let script = "cat bytes; echo finished; exec cat";
    program.args(["-c", "/dev/null", "-S", "evertoken", "sh", "-c", script]);
    program.cwd(place.path());
    program.env_remove("STY");
    program.env("SCREENDIR", &sockets);
    let shown = OuterTerminal::start(program, "xterm-256color").shown_until("finished");
    // screen outlives its terminal.
    let mut quit = Command::new("screen");
    quit.args(["-S", "evertoken", "-X", "quit"]).env("SCREENDIR", &sockets);
    assert!(quit.status().unwrap().success());
    Some(shown)
}

/// What is shown besides the whole request for a text; `None` when the whole did not arrive in one piece.
fn besides(shown: &str, text: &str) -> Option<String> {
    let whole = osc52::sequence(text);
    let whole = std::str::from_utf8(&whole).unwrap();
    shown.contains(whole).then(|| shown.replace(whole, ""))
}

/// Part of what `y`s are in base64.
const READABLE: &str = "eXl5";

#[test]
fn a_real_screen_passes_the_pieces_on_to_its_terminal_as_one_whole_and_prints_nothing_of_them() {
    for length in [0, 50, 212, 300, 900, 3_000] {
        let text = "y".repeat(length);
        let Some(shown) = shown_around_screen(&screen::pieces(&text)) else {
            return;
        };
        let rest = besides(&shown, &text);
        assert!(rest.is_some_and(|rest| !rest.contains(READABLE)), "{length}: {shown:?}");
    }
}

/// The twin: in one piece, a longer token does not arrive and stands on the screen, and that is noticed.
#[test]
fn a_long_token_in_one_piece_is_printed_by_a_real_screen() {
    let text = "y".repeat(900);
    let one_piece = [b"\x1bP", &osc52::sequence(&text)[..], b"\x1b\\"].concat();
    let Some(shown) = shown_around_screen(&one_piece) else {
        return;
    };
    assert_eq!(besides(&shown, &text), None);
    assert!(shown.contains(READABLE), "{shown:?}");
}

/// What a program at the far end of a connection writes for a screen at the near end.
fn for_far_screen(text: &str) -> Vec<u8> {
    let settings = with(&[("SSH_TTY", "/dev/pts/1"), ("TERM", "screen-256color")], Da1::Answered);
    let (mut runtime, _inbox) = Runtime::new(settings);
    let payload = Payload::Secret(Secret::new(text.to_owned()));
    match runtime.carry_out(Effect::Copy(Copyable::Datum(Datum::Token), payload)) {
        Some(Handover::WriteToTerminal { bytes, .. }) => bytes.to_vec(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_real_screen_at_the_near_end_passes_a_copy_on_once_and_prints_nothing_of_it() {
    // The longest text that goes in both forms, and the shortest that does not.
    for length in [1, 300, 570, 571, 900] {
        let text = "y".repeat(length);
        let Some(shown) = shown_around_screen(&for_far_screen(&text)) else {
            return;
        };
        let rest = besides(&shown, &text);
        assert!(rest.is_some_and(|rest| !rest.contains(READABLE)), "{length}: {shown:?}");
        let whole = osc52::sequence(&text);
        assert_eq!(shown.matches(std::str::from_utf8(&whole).unwrap()).count(), 1);
    }
}

/// The twin: a long text in both forms arrives, but stands on the screen as well, and that is noticed.
#[test]
fn a_long_token_in_the_plain_form_is_printed_by_a_real_screen() {
    let text = "y".repeat(900);
    let Some(shown) = shown_around_screen(&screen::plain_and_pieces(&text)) else {
        return;
    };
    assert!(besides(&shown, &text).unwrap().contains(READABLE), "{shown:?}");
}
