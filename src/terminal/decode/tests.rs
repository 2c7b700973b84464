#![expect(clippy::arithmetic_side_effects, reason = "an overflow fails the test, as it should")]

use proptest::prelude::*;

use super::*;

/// Feeds pieces at their milliseconds and, unless told otherwise, waits for whatever is unfinished.
fn decode(pieces: &[(u64, &[u8])]) -> Vec<Typed> {
    let start = crate::runtime::clock::moment();
    let mut decoder = Decoder::default();
    let mut out = Vec::new();
    for (ms, bytes) in pieces {
        decoder.feed(bytes, start + Duration::from_millis(*ms), &mut out);
    }
    if let Some(deadline) = decoder.deadline() {
        decoder.expire(deadline, &mut out);
    }
    assert_eq!(decoder.deadline(), None, "nothing waits for ever");
    out
}

fn key(code: KeyCode, modifiers: KeyModifiers) -> Typed {
    with(code, modifiers)
}

fn paste(text: &str) -> Typed {
    Typed::Paste(Pasted(Zeroizing::new(text.to_owned())))
}

#[test]
fn keys_are_read_as_the_common_terminals_send_them() {
    let none = KeyModifiers::NONE;
    let table: &[(&[u8], KeyCode, KeyModifiers)] = &[
        (b"a", KeyCode::Char('a'), none),
        (b"A", KeyCode::Char('A'), KeyModifiers::SHIFT),
        (b" ", KeyCode::Char(' '), none),
        (b"\r", KeyCode::Enter, none),
        (b"\n", KeyCode::Char('j'), KeyModifiers::CONTROL),
        (b"\t", KeyCode::Tab, none),
        (b"\x7f", KeyCode::Backspace, none),
        (b"\x08", KeyCode::Backspace, none),
        (b"\x03", KeyCode::Char('c'), KeyModifiers::CONTROL),
        (b"\x1a", KeyCode::Char('z'), KeyModifiers::CONTROL),
        (b"\x1c", KeyCode::Char('4'), KeyModifiers::CONTROL),
        (b"\x1b", KeyCode::Esc, none),
        (b"\x1bq", KeyCode::Char('q'), KeyModifiers::ALT),
        (b"\x1b[A", KeyCode::Up, none),
        (b"\x1bOB", KeyCode::Down, none),
        (b"\x1b[1;5C", KeyCode::Right, KeyModifiers::CONTROL),
        (b"\x1b[D", KeyCode::Left, none),
        (b"\x1b[H", KeyCode::Home, none),
        (b"\x1b[4~", KeyCode::End, none),
        (b"\x1b[8~", KeyCode::End, none),
        (b"\x1b[5~", KeyCode::PageUp, none),
        (b"\x1b[6;2~", KeyCode::PageDown, KeyModifiers::SHIFT),
        (b"\x1b[3~", KeyCode::Delete, none),
        (b"\x1b[Z", KeyCode::BackTab, KeyModifiers::SHIFT),
        (b"\x1bOP", KeyCode::F(1), none),
        (b"\x1b[11~", KeyCode::F(1), none),
        (b"\x1b[[A", KeyCode::F(1), none),
        (b"\x1b[1;2P", KeyCode::F(1), KeyModifiers::SHIFT),
        (b"\x1b[15~", KeyCode::F(5), none),
        (b"\x1b[17~", KeyCode::F(6), none),
        (b"\x1b[24~", KeyCode::F(12), none),
        (b"\x1bOM", KeyCode::Enter, none),
        (b"\x1b[99;5u", KeyCode::Char('c'), KeyModifiers::CONTROL),
        (b"\x1b[27;5;99~", KeyCode::Char('c'), KeyModifiers::CONTROL),
        (b"\x1b[13u", KeyCode::Enter, none),
        ("é".as_bytes(), KeyCode::Char('é'), none),
        ("Ж".as_bytes(), KeyCode::Char('Ж'), KeyModifiers::SHIFT),
        ("🦀".as_bytes(), KeyCode::Char('🦀'), none),
    ];
    for (bytes, code, modifiers) in table {
        assert_eq!(decode(&[(0, bytes)]), [key(*code, *modifiers)], "{bytes:?}");
    }
}

#[test]
fn every_key_reads_the_same_in_pieces_that_come_30_ms_apart() {
    for bytes in [b"\x1b[1;5C".as_slice(), b"\x1bOP", b"\x1b[[A", "🦀".as_bytes()] {
        let whole = decode(&[(0, bytes)]);
        for cut in 1..bytes.len() {
            let (head, tail) = bytes.split_at(cut);
            assert_eq!(decode(&[(0, head), (30, tail)]), whole, "{bytes:?} cut at {cut}");
        }
    }
}

#[test]
fn what_is_no_key_going_down_says_nothing() {
    for bytes in [
        b"\x1b[I".as_slice(),
        b"\x1b[1O",
        b"\x1b[<0;10;10M",
        b"\x1b[12;40R",
        b"\x1b[201~",
        b"\x1b[97;1:3u",
        b"\x1b]11;rgb:0000/0000/0000\x07",
        b"\x1b]52;c;c2VjcmV0\x1b\\",
        b"\x1bP>|xterm(412)\x1b\\",
        b"\xff",
        b"\xc3",
        b"\x1b[",
        b"\x1b[57399u",
    ] {
        assert_eq!(decode(&[(0, bytes)]), [], "{bytes:?}");
    }
}

#[test]
fn a_lost_focus_is_told_from_the_function_keys_that_look_like_it() {
    let shifted = key(KeyCode::F(1), KeyModifiers::SHIFT);
    let function = key(KeyCode::F(1), KeyModifiers::NONE);
    let shift_f3 = key(KeyCode::F(3), KeyModifiers::SHIFT);
    let alt_o = key(KeyCode::Char('O'), KeyModifiers::ALT);
    for (pieces, expected) in [
        ([(0, b"\x1b[O".as_slice()), (0, b"")], vec![Typed::FocusLost]),
        ([(0, b"\x1b"), (30, b"[O")], vec![Typed::FocusLost]),
        ([(0, b"\x1b["), (30, b"O")], vec![Typed::FocusLost]),
        ([(0, b"\x1b[I\x1b[O"), (0, b"\x1b[I")], vec![Typed::FocusLost]),
        (
            [(0, b"\x1bOP\x1b[O"), (0, b"\x1b[1;2P")],
            vec![function, Typed::FocusLost, shifted],
        ),
        ([(0, b"\x1b[13;2~"), (0, b"\x1b[O")], vec![shift_f3, Typed::FocusLost]),
        ([(0, b"\x1bO"), (61, b"\x1b[O")], vec![alt_o, Typed::FocusLost]),
        ([(0, b"\x1b[200~a\x1b[Ob\x1b[201~"), (0, b"")], vec![paste("a\x1b[Ob")]),
    ] {
        assert_eq!(decode(&pieces), expected, "{pieces:?}");
    }
}

#[test]
fn esc_counts_after_60_ms_and_only_then() {
    let esc = key(KeyCode::Esc, KeyModifiers::NONE);
    let start = crate::runtime::clock::moment();
    let mut decoder = Decoder::default();
    let mut out = Vec::new();
    decoder.feed(b"\x1b", start, &mut out);
    decoder.expire(start + Duration::from_millis(59), &mut out);
    assert_eq!(out, []);
    decoder.expire(start + Duration::from_millis(60), &mut out);
    assert_eq!(out, [esc]);
}

#[test]
fn a_key_after_an_esc_that_has_waited_is_a_key_of_its_own() {
    assert_eq!(
        decode(&[(0, b"\x1b"), (61, b"[")]),
        [
            key(KeyCode::Esc, KeyModifiers::NONE),
            key(KeyCode::Char('['), KeyModifiers::NONE)
        ]
    );
}

#[test]
fn esc_held_down_is_one_esc() {
    assert_eq!(
        decode(&[(0, b"\x1b"), (30, b"\x1b"), (60, b"\x1b")]),
        [key(KeyCode::Esc, KeyModifiers::NONE)]
    );
}

#[test]
fn a_paste_reads_the_same_wherever_it_is_cut() {
    let bytes = b"\x1b[200~EAAG\r\nto\x1bken\x1b[201~x";
    let expected = [paste("EAAG\r\nto\x1bken"), key(KeyCode::Char('x'), KeyModifiers::NONE)];
    for cut in 0..bytes.len() {
        let (head, tail) = bytes.split_at(cut);
        assert_eq!(decode(&[(0, head), (30, tail)]), expected, "cut at {cut}");
    }
}

#[test]
fn a_paste_whose_end_is_lost_ends_after_a_second_and_the_next_key_is_heard() {
    assert_eq!(
        decode(&[(0, b"\x1b[200~EAAG"), (1000, b"\x03")]),
        [paste("EAAG"), key(KeyCode::Char('c'), KeyModifiers::CONTROL)]
    );
}

#[test]
fn a_paste_of_a_megabyte_is_cut_and_its_end_is_still_found() {
    let mut bytes = b"\x1b[200~".to_vec();
    bytes.resize(1 << 20, b'x');
    bytes.extend_from_slice(b"\x1b[201~q");
    let seen = decode(&[(0, &bytes)]);
    let [Typed::Paste(Pasted(text)), Typed::Key(after)] = seen.as_slice() else {
        panic!("one paste and one key");
    };
    assert!(text.len() <= LONGEST_PASTE && text.bytes().all(|byte| byte == b'x'));
    assert_eq!(after.code, KeyCode::Char('q'));
}

#[test]
fn the_answer_to_what_are_you_is_told_from_keys() {
    assert_eq!(
        decode(&[(0, b"a\x1b[?62;22;52cb")]),
        [
            key(KeyCode::Char('a'), KeyModifiers::NONE),
            Typed::Attributes(vec![62, 22, 52]),
            key(KeyCode::Char('b'), KeyModifiers::NONE)
        ]
    );
}

#[test]
fn debug_shows_nothing_that_was_pasted() {
    let mut decoder = Decoder::default();
    let mut out = Vec::new();
    decoder.feed(b"\x1b[200~EAAGcanary", crate::runtime::clock::moment(), &mut out);
    assert!(!format!("{decoder:?}").contains("canary"));
    out.push(paste("canary"));
    assert_eq!(format!("{out:?}"), "[Paste(<pasted>)]");
}

proptest! {
    #[test]
    fn no_bytes_panic_or_wait_for_ever(pieces in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..40), 0..12)) {
        let pieces: Vec<(u64, &[u8])> = pieces.iter().enumerate().map(|(n, bytes)| (n as u64 * 20, bytes.as_slice())).collect();
        decode(&pieces);
    }

    #[test]
    fn within_a_paste_nothing_acts(text in "[^\x1b]{0,200}") {
        let bytes = [b"\x1b[200~".as_slice(), text.as_bytes(), b"\x1b[201~"].concat();
        prop_assert_eq!(decode(&[(0, &bytes)]), [paste(&text)]);
    }
}
