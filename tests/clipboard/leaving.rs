//! The program itself, left with a copy on the clipboard of this machine.

use crate::{
    machine::Onlooker,
    pty::{Program, Pty},
    walk::copy_token,
    x11::x_server,
};

const EMPTIED: &str = "The clipboard was emptied.";

fn demo(display: &str, way: &str) -> (Pty, tempfile::TempDir) {
    let home = tempfile::tempdir().unwrap();
    let pty = Program::new(env!("CARGO_BIN_EXE_evertoken"))
        .arg("demo")
        .arg(format!("--clipboard={way}"))
        .env("DISPLAY", display)
        .env("HOME", home.path().to_str().unwrap())
        .env("XDG_STATE_HOME", home.path().to_str().unwrap())
        .spawn();
    (pty, home)
}

/// Everything that was written once the program has ended, and the screen was given back.
fn said_after(mut pty: Pty) -> String {
    pty.wait_exit();
    let log = String::from_utf8(pty.log()).unwrap();
    log.rsplit_once("\x1b[?1049l").unwrap().1.to_owned()
}

#[test]
fn leaving_empties_the_clipboard_and_says_so_once_the_screen_is_given_back() {
    let Some((_server, display)) = x_server() else { return };
    let session = [("DISPLAY", display.as_str())];
    let onlooker = Onlooker(&session);
    let (pty, _home) = demo(&display, "auto");
    copy_token(&pty, "The clipboard is emptied 45 seconds from now");
    let token = onlooker.paste().unwrap();
    assert!(token.starts_with("EAA"), "{token:?}");
    pty.send("\x03");
    pty.wait_for_text("which is emptied when you leave");
    pty.send("y");
    let said = said_after(pty);
    assert!(said.contains(EMPTIED), "{said:?}");
    assert_eq!(onlooker.paste(), None);
}

/// The twin: what was copied by another way stays, and nothing is said to have been emptied.
#[test]
fn leaving_says_nothing_of_a_clipboard_that_holds_nothing_of_ours() {
    let Some((_server, display)) = x_server() else { return };
    let (pty, _home) = demo(&display, "osc52");
    copy_token(&pty, "sent to your terminal");
    pty.send("\x03");
    pty.wait_for_text("nothing says that it arrived");
    pty.send("y");
    let said = said_after(pty);
    assert!(
        said.contains("It was sent to your terminal's clipboard.") && !said.contains(EMPTIED),
        "{said:?}"
    );
}
