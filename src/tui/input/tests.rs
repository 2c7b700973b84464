#![expect(clippy::arithmetic_side_effects, reason = "an overflow fails the test, as it should")]

use super::*;

/// One step of a table: what arrives how many milliseconds after the beginning.
enum Step {
    /// These characters in one piece.
    Text(&'static str),
    /// A key that is no character.
    Key(KeyCode),
    /// A paste the terminal marked.
    Marked(&'static str),
}
use Step::{Key, Marked, Text};

fn keys(text: &str) -> Vec<Typed> {
    text.bytes()
        .map(|byte| {
            let key = match byte {
                b'\r' => KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE),
                b'\n' => KeyEvent::new(KeyCode::Char('j'), KeyModifiers::CONTROL),
                b'\t' => KeyEvent::new(KeyCode::Tab, KeyModifiers::NONE),
                0x7f => KeyEvent::new(KeyCode::Backspace, KeyModifiers::NONE),
                0x03 => KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL),
                _ => KeyEvent::new(KeyCode::Char(char::from(byte)), KeyModifiers::NONE),
            };
            Typed::Key(key)
        })
        .collect()
}

/// What comes out, each with the millisecond it comes out at: `a` for a key, `"text"` for a paste.
fn run(focus: Focus, steps: &[(u64, Step)]) -> Vec<(u64, String)> {
    let start = crate::runtime::clock::moment();
    let at = |ms: u64| start + Duration::from_millis(ms);
    let mut guard = Guard::default();
    let mut seen = Vec::new();
    let note = |ms: u64, out: &mut Vec<Typed>, seen: &mut Vec<(u64, String)>| {
        for typed in out.drain(..) {
            seen.push((
                ms,
                match typed {
                    Typed::Key(key) => match key.code {
                        KeyCode::Char(c) if key.modifiers == KeyModifiers::CONTROL => format!("^{c}"),
                        KeyCode::Char(c) => c.to_string(),
                        code => format!("{code:?}"),
                    },
                    Typed::Paste(Pasted(text)) | Typed::Burst(Pasted(text)) => format!("{:?}", text.as_str()),
                    Typed::Attributes(numbers) => format!("{numbers:?}"),
                    Typed::FocusLost => "focus lost".to_owned(),
                },
            ));
        }
    };
    let mut out = Vec::new();
    let mut steps = steps.iter().peekable();
    while let Some((ms, step)) = steps.next() {
        let typed = match step {
            Text(text) => keys(text),
            Key(code) => vec![Typed::Key(KeyEvent::new(*code, KeyModifiers::NONE))],
            Marked(text) => vec![Typed::Paste(Pasted(Zeroizing::new((*text).to_owned())))],
        };
        guard.feed(typed, at(*ms), focus, &mut out);
        note(*ms, &mut out, &mut seen);
        let deadline = guard.deadline();
        let next = steps.peek().map_or(u64::MAX, |(ms, _)| *ms);
        if let Some(deadline) = deadline {
            let due = u64::try_from(deadline.duration_since(start).as_millis()).unwrap();
            if due <= next {
                guard.expire(deadline, &mut out);
                note(due, &mut out, &mut seen);
            }
        }
    }
    assert_eq!(guard.deadline(), None, "nothing waits for ever");
    seen
}

fn shown(seen: &[(u64, &str)]) -> Vec<(u64, String)> {
    seen.iter().map(|(ms, text)| (*ms, (*text).to_owned())).collect()
}

#[test]
fn a_typed_character_reaches_a_field_at_once_and_anything_else_within_15_ms() {
    let typing = [(0, Text("a")), (80, Text("b")), (160, Text("\r"))];
    assert_eq!(run(Focus::Text, &typing), shown(&[(0, "a"), (80, "b"), (175, "Enter")]));
    assert_eq!(
        run(Focus::Commands, &typing),
        shown(&[(15, "a"), (95, "b"), (175, "Enter")])
    );
}

#[test]
fn moving_and_erasing_never_wait_however_fast_they_come() {
    let steps = [
        (0, Key(KeyCode::Down)),
        (1, Key(KeyCode::Down)),
        (2, Key(KeyCode::Backspace)),
    ];
    assert_eq!(
        run(Focus::Commands, &steps),
        shown(&[(0, "Down"), (1, "Down"), (2, "Backspace")])
    );
}

#[test]
fn an_unmarked_paste_is_a_paste_and_its_newlines_press_nothing() {
    for text in ["EAAGtoken12\r", "EAAGtoken12\n"] {
        assert_eq!(
            run(Focus::Text, &[(0, Text(text))]),
            shown(&[(50, "\"EAAGtoken12\\n\"")])
        );
        assert_eq!(
            run(Focus::Commands, &[(0, Text(text))]),
            shown(&[(50, "\"EAAGtoken12\\n\"")])
        );
    }
}

#[test]
fn a_paste_that_arrives_byte_by_byte_loses_nothing_and_presses_nothing() {
    let steps: Vec<_> = ["q", "E", "A", "A", "G", "c", "s", "v", "\r", "x", "\r"]
        .into_iter()
        .enumerate()
        .map(|(place, text)| (place as u64 * 5, Text(text)))
        .collect();
    assert_eq!(
        run(Focus::Text, &steps),
        shown(&[(0, "q"), (100, "\"EAAGcsv\\nx\\n\"")])
    );
    assert_eq!(run(Focus::Commands, &steps), shown(&[(100, "\"qEAAGcsv\\nx\\n\"")]));
}

#[test]
fn enter_after_a_burst_counts_only_when_the_burst_is_over_and_it_has_been_quiet() {
    let with_enter_at = |ms| run(Focus::Text, &[(0, Text("EAAGtoken12")), (ms, Text("\r"))]);
    assert_eq!(with_enter_at(20), shown(&[(70, "\"EAAGtoken12\\n\"")]));
    let line_end = |ms| shown(&[(50, "\"EAAGtoken12\""), (ms, "\"\\n\"")]);
    assert_eq!(with_enter_at(50), line_end(65));
    assert_eq!(with_enter_at(449), line_end(464));
    assert_eq!(with_enter_at(450), shown(&[(50, "\"EAAGtoken12\""), (465, "Enter")]));
}

#[test]
fn enter_that_is_pressed_again_and_again_after_a_burst_is_enter_in_the_end() {
    let steps = [
        (0, Text("EAAGtoken12")),
        (200, Text("\r")),
        (400, Text("\r")),
        (600, Text("\r")),
    ];
    assert_eq!(
        run(Focus::Text, &steps),
        shown(&[
            (50, "\"EAAGtoken12\""),
            (215, "\"\\n\""),
            (415, "\"\\n\""),
            (615, "Enter")
        ])
    );
}

#[test]
fn what_a_slow_connection_delivers_in_pieces_loses_nothing_and_presses_nothing() {
    let steps = [(0, Text("EAAGtoken12")), (400, Text("cs34")), (800, Text("56\r"))];
    let seen = run(Focus::Text, &steps);
    let told: String = seen.iter().map(|(_, text)| text.trim_matches('"')).collect();
    assert_eq!(told, "EAAGtoken12cs3456\\n");
}

#[test]
fn a_few_keys_that_a_slow_connection_delivers_together_are_typing() {
    assert_eq!(
        run(Focus::Text, &[(0, Text("ab\r"))]),
        shown(&[(15, "a"), (15, "b"), (15, "Enter")])
    );
    assert_eq!(
        run(Focus::Text, &[(0, Text("tokem\x7fnumber"))]),
        shown(&[(50, "\"tokenumber\"")])
    );
}

#[test]
fn control_keys_within_a_burst_mean_nothing() {
    assert_eq!(
        run(Focus::Text, &[(0, Text("EAAGtok\x03en12\t"))]),
        shown(&[(50, "\"EAAGtoken12\\t\"")])
    );
}

#[test]
fn a_burst_of_nothing_but_newlines_is_nothing() {
    assert_eq!(run(Focus::Text, &[(0, Text("\r\r\r\r\r\r\r\r\r\r"))]), shown(&[]));
}

#[test]
fn once_the_terminal_marks_pastes_keys_are_keys_however_fast() {
    let steps = [(0, Marked("EAAG")), (20, Text("abcdefghij\r"))];
    let seen = run(Focus::Commands, &steps);
    assert_eq!(seen.first(), Some(&(0, "\"EAAG\"".to_owned())));
    assert_eq!(seen.len(), 12);
    assert_eq!(seen.last(), Some(&(20, "Enter".to_owned())));
}

#[test]
fn what_comes_in_one_piece_with_the_end_of_a_marked_paste_still_belongs_to_it() {
    let start = crate::runtime::clock::moment();
    let mut guard = Guard::default();
    let mut out = Vec::new();
    let pasted = |text: &str| Typed::Paste(Pasted(Zeroizing::new(text.to_owned())));
    let mut piece = vec![pasted("EAAG")];
    piece.extend(keys("c\r"));
    guard.feed(piece, start, Focus::Commands, &mut out);
    guard.feed(keys("\r"), start + Duration::from_millis(5), Focus::Commands, &mut out);
    guard.expire(start + Duration::from_millis(5) + PAUSE, &mut out);
    let rest = Typed::Burst(Pasted(Zeroizing::new("c\n\n".to_owned())));
    assert_eq!(out, [pasted("EAAG"), rest]);
}

#[test]
fn enter_in_one_piece_with_a_marked_paste_is_a_line_end_between_two_pastes() {
    let start = crate::runtime::clock::moment();
    let mut guard = Guard::default();
    let mut out = Vec::new();
    let pasted = |text: &str| Typed::Paste(Pasted(Zeroizing::new(text.to_owned())));
    let mut piece = vec![pasted("EAAG")];
    piece.extend(keys("\r"));
    piece.push(pasted("123"));
    guard.feed(piece, start, Focus::Text, &mut out);
    let line_end = Typed::Burst(Pasted(Zeroizing::new("\n".to_owned())));
    assert_eq!(out, [pasted("EAAG"), line_end, pasted("123")]);
}

#[test]
fn enter_right_after_a_marked_paste_is_enter() {
    assert_eq!(
        run(Focus::Text, &[(0, Marked("EAAG")), (1, Text("\r"))]),
        shown(&[(0, "\"EAAG\""), (1, "Enter")])
    );
}

#[test]
fn a_marked_paste_settles_what_was_typed_before_it_first() {
    let seen = run(Focus::Commands, &[(0, Text("n")), (5, Marked("EAAG"))]);
    assert_eq!(seen, shown(&[(5, "n"), (5, "\"EAAG\"")]));
}

#[test]
fn a_flood_keeps_its_memory_bounded() {
    let start = crate::runtime::clock::moment();
    let mut guard = Guard::default();
    let mut out = Vec::new();
    for _ in 0..40 {
        guard.feed(keys(&"x".repeat(4096)), start, Focus::Text, &mut out);
    }
    guard.expire(start + PAUSE, &mut out);
    let lengths: Vec<_> = out
        .iter()
        .map(|typed| match typed {
            Typed::Paste(Pasted(text)) | Typed::Burst(Pasted(text)) => text.len(),
            Typed::Key(_) | Typed::Attributes(_) | Typed::FocusLost => 0,
        })
        .collect();
    assert_eq!(lengths, [LONGEST_PASTE]);
}
