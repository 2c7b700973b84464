//! Emptying the clipboard that the last secret went to, where it went through a terminal.

use std::fs;

use evertoken::{
    journey::Datum,
    model::Payload,
    runtime::{
        Runtime, Settings,
        clipboard::{ClipboardLeft, Da1},
    },
    wizard::{
        effect::{Copyable, Effect},
        event::{ClearReport, CopyReport},
    },
};

use crate::{
    at, clear, copy,
    tmux::{PASSING_ON, stand_in},
    with,
};

const SSH: (&str, &str) = ("SSH_TTY", "/dev/pts/1");

async fn clear_after_a_copy(settings: Settings) -> (CopyReport, ClearReport, Option<Vec<u8>>) {
    let (mut runtime, mut inbox) = Runtime::new(settings);
    let (copied, _) = copy(&mut runtime, &mut inbox).await;
    let (cleared, bytes) = clear(&mut runtime, &mut inbox).await;
    (copied, cleared, bytes)
}

#[tokio::test]
async fn where_no_secret_was_copied_there_is_nothing_to_empty() {
    let (mut runtime, mut inbox) = Runtime::new(with(&[SSH], Da1::Accepts52));
    assert_eq!(clear(&mut runtime, &mut inbox).await, (ClearReport::Failed, None));
    let plain = Effect::Copy(Copyable::Datum(Datum::PageId), Payload::Plain("1234".to_owned()));
    assert!(runtime.carry_out(plain).is_some(), "written to the terminal");
    assert_eq!(clear(&mut runtime, &mut inbox).await, (ClearReport::Failed, None));
    let nowhere = clear_after_a_copy(with(&[SSH], Da1::Silent)).await;
    assert_eq!(nowhere, (CopyReport::NoClipboard, ClearReport::Failed, None));
}

#[tokio::test]
async fn a_terminal_is_asked_in_the_form_that_whatever_stands_before_it_takes() {
    const EMPTY: &[u8] = b"\x1b]52;c;\x07";
    const SPACE: &[u8] = b"\x1b]52;c;IA==\x07";
    let wrapped = |bytes: &[u8]| [b"\x1bP", bytes, b"\x1b\\"].concat();
    for (variable, copied, bytes) in [
        (("LANG", "C"), CopyReport::SentAccepted, EMPTY.to_vec()),
        (("STY", "1.host"), CopyReport::SentThroughScreen, wrapped(EMPTY)),
        (
            ("TERM", "tmux-256color"),
            CopyReport::SentToFarMultiplexer,
            [SPACE.to_vec(), wrapped(SPACE)].concat(),
        ),
        (("ZELLIJ", "0"), CopyReport::SentUnknown, SPACE.to_vec()),
        // A tmux whose program is not there.
        (("TMUX", "/nowhere,1,0"), CopyReport::SentAccepted, SPACE.to_vec()),
    ] {
        let expected = (copied, ClearReport::AskedTerminal, Some(bytes));
        let settings = with(&[SSH, variable], Da1::Accepts52);
        assert_eq!(clear_after_a_copy(settings).await, expected, "{variable:?}");
    }
}

#[tokio::test]
async fn leaving_asks_no_terminal_for_anything() {
    let (mut runtime, mut inbox) = Runtime::new(with(&[SSH], Da1::Accepts52));
    copy(&mut runtime, &mut inbox).await;
    assert_eq!(runtime.shutdown().await, ClipboardLeft::AsItWas);
    assert!(inbox.recv().await.is_none(), "nothing more is reported");
}

#[tokio::test]
async fn tmux_gets_a_space_in_the_place_of_the_secret_and_keeps_no_buffer_of_it() {
    let place = tempfile::tempdir().unwrap();
    let expected = (CopyReport::SentThroughTmux, ClearReport::AskedTerminal, None);
    let settings = at(stand_in(place.path(), PASSING_ON), Da1::Answered);
    assert_eq!(clear_after_a_copy(settings).await, expected);
    let read = |name| fs::read_to_string(place.path().join(name)).unwrap();
    assert!(read("input").ends_with("0123456789 "), "{:?}", read("input"));
    let arguments = read("arguments");
    let commands: Vec<_> = arguments.lines().filter_map(|line| line.split(' ').next()).collect();
    let once = ["load-buffer", "delete-buffer", "display-message"];
    assert_eq!(commands, [once, once].concat());
}

#[tokio::test]
async fn a_tmux_that_takes_no_space_is_not_said_to_have_been_asked() {
    let place = tempfile::tempdir().unwrap();
    let script =
        "cat > input; [ -e copied ] && exit 1; [ \"$1\" = display-message ] && touch copied && echo clipboard; exit 0";
    let expected = (CopyReport::SentThroughTmux, ClearReport::Failed, None);
    let settings = at(stand_in(place.path(), script), Da1::Answered);
    assert_eq!(clear_after_a_copy(settings).await, expected);
}
