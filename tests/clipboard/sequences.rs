//! What is written to a terminal, byte for byte, and what is said about it.

use evertoken::{
    journey::Datum,
    model::{Payload, Secret},
    runtime::{
        Handover, Runtime, Settings,
        clipboard::{ClipboardChoice, Da1, osc52, screen},
    },
    wizard::{
        effect::{Copyable, Effect},
        event::CopyReport,
    },
};

use crate::{SECRET, copy_once, with};

#[test]
fn osc_52_names_the_selection_and_ends_with_bel() {
    assert_eq!(&osc52::sequence("abcd")[..], b"\x1b]52;c;YWJjZA==\x07");
    assert_eq!(&osc52::sequence("")[..], b"\x1b]52;c;\x07");
}

#[test]
fn screen_gets_pieces_of_200_bytes_that_make_up_the_whole() {
    assert_eq!(&screen::pieces("abcd")[..], b"\x1bP\x1b]52;c;YWJjZA==\x07\x1b\\");
    for length in [0, 142, 143, 144, 145, 212, 300, 5_000] {
        let text = "x".repeat(length);
        let bytes = screen::pieces(&text);
        let mut rest = &bytes[..];
        let mut whole = Vec::new();
        while !rest.is_empty() {
            let inner = rest.strip_prefix(b"\x1bP").unwrap();
            let end = inner.windows(2).position(|pair| pair == b"\x1b\\").unwrap();
            assert!((1..=200).contains(&end), "{length}: a piece of {end} bytes");
            whole.extend_from_slice(&inner[..end]);
            rest = &inner[end + 2..];
        }
        assert_eq!(whole, osc52::sequence(&text)[..], "{length}");
    }
}

#[test]
fn a_multiplexer_far_away_gets_the_plain_form_and_then_the_pieces() {
    let expected = [&osc52::sequence(SECRET)[..], &screen::pieces(SECRET)[..]].concat();
    assert_eq!(screen::plain_and_pieces(SECRET)[..], expected);
}

#[tokio::test]
async fn bytes_for_the_terminal_are_handed_over_at_once_with_a_report_that_claims_no_more_than_is_known() {
    let ssh = ("SSH_TTY", "/dev/pts/1");
    let plain = Some(osc52::sequence(SECRET).to_vec());
    let pieces = Some(screen::pieces(SECRET).to_vec());
    let both = Some(screen::plain_and_pieces(SECRET).to_vec());
    for (pairs, da1, expected) in [
        (
            &[ssh] as &[_],
            Da1::Accepts52,
            (CopyReport::SentAccepted, plain.clone()),
        ),
        (&[ssh], Da1::Answered, (CopyReport::SentUnknown, plain)),
        (
            &[ssh, ("STY", "1.host")],
            Da1::Answered,
            (CopyReport::SentThroughScreen, pieces),
        ),
        (
            &[ssh, ("TERM", "tmux-256color")],
            Da1::Answered,
            (CopyReport::SentToFarMultiplexer, both),
        ),
        (&[ssh], Da1::Silent, (CopyReport::NoClipboard, None)),
        (&[("TERM", "linux")], Da1::NotAsked, (CopyReport::NoClipboard, None)),
    ] {
        assert_eq!(copy_once(with(pairs, da1)).await, expected, "{pairs:?} {da1:?}");
    }
    let settings = Settings {
        clipboard: Some(ClipboardChoice::None),
        ..with(&[ssh], Da1::Accepts52)
    };
    assert_eq!(copy_once(settings).await, (CopyReport::NoClipboard, None));
}

#[tokio::test]
async fn of_a_long_text_a_multiplexer_far_away_gets_the_one_form_that_it_does_not_print() {
    let text = "x".repeat(571);
    let payload = || Payload::Secret(Secret::new(text.clone()));
    for (term, bytes, report) in [
        (
            "tmux-256color",
            osc52::sequence(&text),
            CopyReport::SentToFarMultiplexer,
        ),
        ("screen", screen::pieces(&text), CopyReport::SentThroughScreen),
    ] {
        let (mut runtime, _inbox) = Runtime::new(with(&[("SSH_TTY", "x"), ("TERM", term)], Da1::Answered));
        let written = runtime.carry_out(Effect::Copy(Copyable::Datum(Datum::Token), payload()));
        let Some(Handover::WriteToTerminal { bytes: found, then }) = written else {
            panic!("{written:?}");
        };
        assert_eq!(found, bytes, "{term}");
        assert_eq!(crate::report(then), report, "{term}");
    }
}
