//! The program itself, walked to a token that it copies.

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::pty::Pty;

/// Walks the demo to the verdict and copies the token, of which this has to be said.
pub(crate) fn copy_token(pty: &Pty, said: &str) {
    for (screen, keys) in [
        ("Post to and manage a Facebook Page", "\r"),
        ("Graph API Explorer", "\r"),
        ("Sample token", "\x1bOQ"),
        ("User token of", "\x1bOQ"),
        ("App secret received", "\r"),
        ("Which Page is the token for?", "\r"),
        ("never expires", "c"),
    ] {
        pty.wait_for_text(screen);
        pty.send(keys);
    }
    pty.wait_for_text(said);
}

/// The same, and then shows the token alone: the token, from a screen that is wide enough.
pub(crate) fn copy_and_show(pty: &Pty, said: &str) -> String {
    copy_token(pty, said);
    pty.send("v");
    pty.wait_for_text("Press Enter to go back");
    let shown = pty.contents();
    let token = shown.lines().find(|line| line.starts_with("EAA")).unwrap();
    assert!(token.trim_end().len() > 100, "{token:?}");
    token.trim_end().to_owned()
}

/// What a terminal that got these bytes was asked to put on its clipboard, in order.
pub(crate) fn copied(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let requests = text.split("\x1b]52;").skip(1);
    requests
        .map(|request| {
            let (_selection, rest) = request.split_once(';').unwrap();
            let (base64, _) = rest.split_once('\x07').unwrap();
            String::from_utf8(STANDARD.decode(base64).unwrap()).unwrap()
        })
        .collect()
}
