//! Terminals that do with a copy what terminals do: whatever that is, what was reported is true (facts: safety T41).

use base64::{Engine, engine::general_purpose::STANDARD};
use evertoken::{
    journey::Datum,
    model::{Payload, Secret},
    runtime::{Handover, Runtime, clipboard::Da1},
    wizard::{
        effect::{Copyable, Effect},
        event::{ClearReport, CopyReport, Event},
    },
};

use crate::with;

/// What a terminal does with a request to take a text.
#[derive(Debug, Clone, Copy)]
enum Habit {
    Honours,
    Ignores,
    /// Takes that many base64 characters, and drops the rest.
    CutsAt(usize),
}

/// The clipboard of a terminal after these bytes; `None` while nothing was put there.
fn clipboard_after(habit: Habit, bytes: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(bytes).unwrap();
    let base64 = text.strip_prefix("\x1b]52;c;")?.strip_suffix('\x07')?;
    match habit {
        Habit::Honours => Some(STANDARD.decode(base64).unwrap()),
        Habit::Ignores => None,
        Habit::CutsAt(most) => {
            let kept = base64.get(..most).unwrap_or(base64);
            Some(STANDARD.decode(kept).unwrap())
        }
    }
}

/// Whether a report is true of what a clipboard holds: who says that a text is there must be right.
fn is_true(report: CopyReport, text: &str, clipboard: Option<&[u8]>) -> bool {
    !report.is_sure() || clipboard == Some(text.as_bytes())
}

fn copy_to_terminal(text: &str, da1: Da1) -> (Runtime, CopyReport, Vec<u8>) {
    let (mut runtime, _inbox) = Runtime::new(with(&[("SSH_TTY", "/dev/pts/1")], da1));
    let payload = Payload::Secret(Secret::new(text.to_owned()));
    match runtime.carry_out(Effect::Copy(Copyable::Datum(Datum::Token), payload)) {
        Some(Handover::WriteToTerminal {
            bytes,
            then: Event::Copied(_, report),
        }) => (runtime, report, bytes.to_vec()),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn whatever_a_terminal_does_with_a_copy_nothing_false_is_said_of_it() {
    let text = "x".repeat(900);
    for da1 in [Da1::Accepts52, Da1::Answered, Da1::NotAsked] {
        let (_, report, bytes) = copy_to_terminal(&text, da1);
        let expected = match da1 {
            Da1::Accepts52 => CopyReport::SentAccepted,
            _ => CopyReport::SentUnknown,
        };
        assert_eq!(report, expected);
        for habit in [Habit::Honours, Habit::Ignores, Habit::CutsAt(1_024)] {
            let clipboard = clipboard_after(habit, &bytes);
            assert!(is_true(report, &text, clipboard.as_deref()), "{habit:?}");
        }
    }
}

#[tokio::test]
async fn whatever_a_terminal_does_with_the_wish_to_empty_its_clipboard_nobody_says_that_it_did() {
    let (mut runtime, _, copied) = copy_to_terminal("x", Da1::Accepts52);
    let Some(Handover::WriteToTerminal { bytes, then }) = runtime.carry_out(Effect::ClearClipboard) else {
        panic!("nothing is written");
    };
    assert!(
        matches!(then, Event::ClipboardCleared(ClearReport::AskedTerminal)),
        "{then:?}"
    );
    assert_eq!(clipboard_after(Habit::Honours, &copied).as_deref(), Some(&b"x"[..]));
    assert_eq!(clipboard_after(Habit::Honours, &bytes).as_deref(), Some(&b""[..]));
    assert_eq!(
        clipboard_after(Habit::Ignores, &bytes),
        None,
        "and it still holds the secret"
    );
}

/// The twin: a report that says "copied" on the strength of having written is caught by both lying terminals.
#[test]
fn a_report_that_claims_too_much_is_noticed() {
    let text = "x".repeat(900);
    let (_, _, bytes) = copy_to_terminal(&text, Da1::Answered);
    let is_caught = |habit| {
        let clipboard = clipboard_after(habit, &bytes);
        !is_true(CopyReport::Copied, &text, clipboard.as_deref())
    };
    assert_eq!(
        [Habit::Honours, Habit::Ignores, Habit::CutsAt(1_024)].map(is_caught),
        [false, true, true]
    );
}
