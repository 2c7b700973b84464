//! What the bytes of one key mean, as xterm and the terminals that follow it send them.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// The key of a single byte below 0x80.
pub(super) fn single(byte: u8) -> KeyEvent {
    let letter = |first: u8, offset: u8| char::from(first.saturating_add(offset));
    let (code, modifiers) = match byte {
        b'\r' => (KeyCode::Enter, KeyModifiers::NONE),
        b'\t' => (KeyCode::Tab, KeyModifiers::NONE),
        0x08 | 0x7f => (KeyCode::Backspace, KeyModifiers::NONE),
        0x1b => (KeyCode::Esc, KeyModifiers::NONE),
        0x00 => (KeyCode::Char(' '), KeyModifiers::CONTROL),
        0x01..=0x1a => (
            KeyCode::Char(letter(b'a', byte.saturating_sub(0x01))),
            KeyModifiers::CONTROL,
        ),
        0x1c..=0x1f => (
            KeyCode::Char(letter(b'4', byte.saturating_sub(0x1c))),
            KeyModifiers::CONTROL,
        ),
        b'A'..=b'Z' => (KeyCode::Char(char::from(byte)), KeyModifiers::SHIFT),
        _ => (KeyCode::Char(char::from(byte)), KeyModifiers::NONE),
    };
    KeyEvent::new(code, modifiers)
}

/// The key of ESC O and this byte.
pub(super) fn function_key(byte: u8) -> Option<KeyCode> {
    Some(match byte {
        b'M' => KeyCode::Enter,
        b'P'..=b'S' => KeyCode::F(byte.saturating_sub(b'P').saturating_add(1)),
        _ => return cursor_key(byte),
    })
}

/// The key of ESC [ … and this final byte, where the final byte alone decides.
fn cursor_key(byte: u8) -> Option<KeyCode> {
    Some(match byte {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'Z' => KeyCode::BackTab,
        _ => return None,
    })
}

/// The key of ESC [ with these parameters and this final byte. `None` for anything that is no key going down: mouse,
/// a focus that was gained, positions, the end of a paste that never began, and the release of a key.
pub(super) fn control(parameters: &[u8], last: u8) -> Option<KeyEvent> {
    let mut fields = parameters.split(|&byte| byte == b';');
    let first = fields.next().unwrap_or_default();
    let second = fields.next().unwrap_or_default();
    let third = fields.next().unwrap_or_default();
    let mut state = second.split(|&byte| byte == b':');
    let modifiers = modifiers(state.next().and_then(number).unwrap_or(1));
    if state.next().and_then(number) == Some(3) {
        return None;
    }
    let first = first.split(|&byte| byte == b':').next().and_then(number);
    let code = match (last, first) {
        (b'~', Some(27)) => character(number(third)?)?,
        (b'~', Some(number)) => editing_key(number)?,
        (b'u', Some(number)) => character(number)?,
        (b'P'..=b'S', None | Some(1)) => KeyCode::F(last.saturating_sub(b'P').saturating_add(1)),
        (_, None | Some(1)) => cursor_key(last)?,
        (_, Some(_)) => return None,
    };
    let modifiers = match code {
        KeyCode::BackTab => modifiers | KeyModifiers::SHIFT,
        KeyCode::Char(c) if c.is_uppercase() => modifiers | KeyModifiers::SHIFT,
        _ => modifiers,
    };
    Some(KeyEvent::new(code, modifiers))
}

/// The key of ESC [ number ~.
fn editing_key(number: u16) -> Option<KeyCode> {
    let function = |first: u16, name: u16| u8::try_from(number.saturating_sub(first).saturating_add(name)).ok();
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => KeyCode::F(function(11, 1)?),
        17..=21 => KeyCode::F(function(17, 6)?),
        23..=24 => KeyCode::F(function(23, 11)?),
        _ => return None,
    })
}

/// The key of a character's number, for terminals that spell keys out.
fn character(number: u16) -> Option<KeyCode> {
    Some(match number {
        9 => KeyCode::Tab,
        13 => KeyCode::Enter,
        27 => KeyCode::Esc,
        8 | 127 => KeyCode::Backspace,
        // Control characters, and the private area, where keys without a character have their numbers.
        0..=31 | 0xe000..=0xf8ff => return None,
        _ => KeyCode::Char(char::from_u32(u32::from(number))?),
    })
}

/// xterm's modifier number: one more than the sum of its bits.
fn modifiers(number: u16) -> KeyModifiers {
    let bits = number.saturating_sub(1);
    let mut modifiers = KeyModifiers::NONE;
    for (bit, modifier) in [
        (1, KeyModifiers::SHIFT),
        (2, KeyModifiers::ALT),
        (4, KeyModifiers::CONTROL),
        (8, KeyModifiers::SUPER),
    ] {
        if bits & bit != 0 {
            modifiers |= modifier;
        }
    }
    modifiers
}

/// Decimal numbers between semicolons; whatever is not one is left out.
pub(super) fn numbers(parameters: &[u8]) -> Vec<u16> {
    parameters.split(|&byte| byte == b';').filter_map(number).collect()
}

fn number(digits: &[u8]) -> Option<u16> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}
