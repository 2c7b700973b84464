//! Bytes from a Unix terminal become keys and pastes. Pure: the time of arrival is an argument.
//!
//! Our own reader, because crossterm's cannot be fed the bytes that were typed before it started, waits for the rest
//! of a sequence while nothing else can happen, keeps copies of a paste that nobody can wipe, and stays deaf when the
//! end of a paste is lost (facts: terminal 0.10, 0.11, 0.17). What comes out is crossterm's key type.

use std::time::{Duration, Instant};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use zeroize::{Zeroize, Zeroizing};

mod sequence;

/// How long a lone ESC may turn out to be the start of a sequence (facts: terminal 2.2, rule 5).
pub const LONE_ESCAPE: Duration = Duration::from_millis(60);
/// How long an unfinished sequence or character is waited for; then it is forgotten.
pub const UNFINISHED: Duration = Duration::from_millis(250);
/// How long a paste may be silent before its end counts as lost.
pub const LOST_END: Duration = Duration::from_secs(1);
/// The longest paste; the rest of a longer one is dropped (facts: safety T30).
pub const LONGEST_PASTE: usize = 64 * 1024;

/// The longest sequence that is understood; anything longer is skipped to its end.
const LONGEST_SEQUENCE: usize = 64;
const END_OF_PASTE: &[u8] = b"\x1b[201~";

/// One thing that was typed, pasted, or answered by the terminal.
#[derive(Debug, PartialEq, Eq)]
pub enum Typed {
    /// A key went down.
    Key(KeyEvent),
    /// A bracketed paste.
    Paste(Pasted),
    /// A run of keys too fast to be typed: the rest of a paste whose first character may have gone before as a key.
    Burst(Pasted),
    /// The terminal's answer to "what are you" (primary device attributes), its numbers in order.
    Attributes(Vec<u16>),
    /// The window lost the focus, which a terminal says while it is asked to.
    FocusLost,
}

/// A pasted text. Its `Debug` says that there is one and no more.
#[derive(Clone, PartialEq, Eq)]
pub struct Pasted(pub Zeroizing<String>);

impl std::fmt::Debug for Pasted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("<pasted>")
    }
}

/// Where the reader stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Between keys.
    Ground,
    /// In a character of several bytes.
    Character,
    /// After ESC.
    Escape,
    /// After ESC O.
    Function,
    /// In ESC [ … up to its final byte.
    Control,
    /// After ESC [ [, as the Linux console sends F1 to F5.
    Console,
    /// In an answer nobody asked for, up to BEL or ESC \.
    Chatter,
    /// In a paste.
    Paste,
}

/// The reader. Its `Debug` shows no text.
pub struct Decoder {
    state: State,
    held: Zeroizing<Vec<u8>>,
    since: Option<Instant>,
    last: Option<Instant>,
}

impl std::fmt::Debug for Decoder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Decoder")
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

impl Default for Decoder {
    fn default() -> Self {
        Self {
            state: State::Ground,
            held: Zeroizing::new(Vec::with_capacity(1024)),
            since: None,
            last: None,
        }
    }
}

impl Decoder {
    /// Reads bytes that arrived together.
    pub fn feed(&mut self, bytes: &[u8], at: Instant, out: &mut Vec<Typed>) {
        self.expire(at, out);
        self.last = Some(at);
        for &byte in bytes {
            self.step(byte, at, out);
        }
    }

    /// Settles what has waited long enough: a lone ESC is the Esc key, the rest of anything else will not come.
    pub fn expire(&mut self, now: Instant, out: &mut Vec<Typed>) {
        if self.deadline().is_none_or(|deadline| now < deadline) {
            return;
        }
        match self.state {
            State::Escape => out.push(plain(KeyCode::Esc)),
            State::Function => out.push(with(KeyCode::Char('O'), KeyModifiers::ALT)),
            State::Paste => self.end_paste(out),
            State::Ground | State::Character | State::Control | State::Console | State::Chatter => {}
        }
        self.rest();
    }

    /// When `expire` is next needed.
    pub fn deadline(&self) -> Option<Instant> {
        match self.state {
            State::Ground => None,
            State::Escape | State::Function => self.since?.checked_add(LONE_ESCAPE),
            State::Character | State::Control | State::Console | State::Chatter => self.since?.checked_add(UNFINISHED),
            State::Paste => self.last?.checked_add(LOST_END),
        }
    }

    /// Whether the start of a paste has been seen and its end has not.
    pub fn is_in_paste(&self) -> bool {
        self.state == State::Paste
    }

    /// Forgets whatever is unfinished.
    pub fn reset(&mut self) {
        self.rest();
    }

    fn rest(&mut self) {
        self.state = State::Ground;
        self.held.zeroize();
        self.since = None;
    }

    fn begin(&mut self, state: State, at: Instant) {
        self.state = state;
        self.since.get_or_insert(at);
    }

    fn step(&mut self, byte: u8, at: Instant, out: &mut Vec<Typed>) {
        match self.state {
            State::Ground => self.step_ground(byte, at, out),
            State::Character => self.step_character(byte, at, out),
            State::Escape => self.step_escape(byte, at, out),
            State::Function => {
                self.rest();
                match sequence::function_key(byte) {
                    Some(code) => out.push(plain(code)),
                    None if byte == 0x1b => self.begin(State::Escape, at),
                    None => {}
                }
            }
            State::Control => self.step_control(byte, at, out),
            State::Console => {
                self.rest();
                if let b'A'..=b'E' = byte {
                    out.push(plain(KeyCode::F(byte.saturating_sub(b'A').saturating_add(1))));
                }
            }
            State::Chatter => self.step_chatter(byte, at),
            State::Paste => self.step_paste(byte, out),
        }
    }

    fn step_ground(&mut self, byte: u8, at: Instant, out: &mut Vec<Typed>) {
        match byte {
            0x1b => self.begin(State::Escape, at),
            0x80.. => {
                self.held.push(byte);
                self.begin(State::Character, at);
                self.try_character(KeyModifiers::NONE, out);
            }
            0x00..=0x7f => out.push(Typed::Key(sequence::single(byte))),
        }
    }

    fn step_character(&mut self, byte: u8, at: Instant, out: &mut Vec<Typed>) {
        if byte & 0xc0 != 0x80 {
            self.rest();
            self.step_ground(byte, at, out);
            return;
        }
        self.held.push(byte);
        self.try_character(KeyModifiers::NONE, out);
    }

    /// Emits the held bytes once they are a character; drops them once they cannot become one.
    fn try_character(&mut self, modifiers: KeyModifiers, out: &mut Vec<Typed>) {
        match std::str::from_utf8(&self.held) {
            Ok(text) => {
                out.extend(text.chars().map(|c| with(KeyCode::Char(c), modifiers | shift_of(c))));
                self.rest();
            }
            Err(error) if error.error_len().is_some() => self.rest(),
            Err(_) => {}
        }
    }

    fn step_escape(&mut self, byte: u8, at: Instant, out: &mut Vec<Typed>) {
        match byte {
            b'[' => self.begin(State::Control, at),
            b'O' => self.begin(State::Function, at),
            b']' | b'P' | b'_' | b'^' => self.begin(State::Chatter, at),
            // One ESC after another: only the last can be the Esc key, and it has not waited yet.
            0x1b => {
                self.rest();
                self.begin(State::Escape, at);
            }
            0x80.. => {
                self.rest();
                self.step_ground(byte, at, out);
            }
            0x00..=0x7f => {
                self.rest();
                let key = sequence::single(byte);
                out.push(with(key.code, key.modifiers | KeyModifiers::ALT));
            }
        }
    }

    fn step_control(&mut self, byte: u8, at: Instant, out: &mut Vec<Typed>) {
        match byte {
            b'[' if self.held.is_empty() => self.begin(State::Console, at),
            0x20..=0x3f => {
                if self.held.len() < LONGEST_SEQUENCE {
                    self.held.push(byte);
                }
            }
            0x40..=0x7e => {
                let parameters = std::mem::take(&mut *self.held);
                self.rest();
                self.finish_control(&parameters, byte, out);
            }
            0x1b => {
                self.rest();
                self.begin(State::Escape, at);
            }
            0x00..=0x1a | 0x1c..=0x1f | 0x7f.. => {
                self.rest();
                self.step_ground(byte, at, out);
            }
        }
    }

    fn finish_control(&mut self, parameters: &[u8], last: u8, out: &mut Vec<Typed>) {
        match (parameters, last) {
            (b"200", b'~') => {
                self.state = State::Paste;
                self.held.reserve(4096);
            }
            (b"", b'O') => out.push(Typed::FocusLost),
            (_, b'c') => {
                if let Some(numbers) = parameters.strip_prefix(b"?") {
                    out.push(Typed::Attributes(sequence::numbers(numbers)));
                }
            }
            _ => out.extend(sequence::control(parameters, last).map(Typed::Key)),
        }
    }

    fn step_chatter(&mut self, byte: u8, at: Instant) {
        match byte {
            0x07 => self.rest(),
            0x1b => self.held.push(byte),
            b'\\' if !self.held.is_empty() => self.rest(),
            b'[' if !self.held.is_empty() => {
                self.rest();
                self.begin(State::Control, at);
            }
            _ => self.held.clear(),
        }
    }

    fn step_paste(&mut self, byte: u8, out: &mut Vec<Typed>) {
        if self.held.len() < LONGEST_PASTE {
            self.held.push(byte);
        } else {
            // The end marker must still be found: the last bytes slide along, at the price of the paste's own tail.
            let tail = self.held.len().saturating_sub(END_OF_PASTE.len());
            if let Some(tail) = self.held.get_mut(tail..) {
                tail.rotate_left(1);
                if let Some(end) = tail.last_mut() {
                    *end = byte;
                }
            }
        }
        if self.held.ends_with(END_OF_PASTE) {
            let length = self.held.len().saturating_sub(END_OF_PASTE.len());
            self.held.truncate(length);
            self.end_paste(out);
            self.rest();
        }
    }

    fn end_paste(&self, out: &mut Vec<Typed>) {
        let mut text = Zeroizing::new(String::with_capacity(self.held.len()));
        for chunk in self.held.utf8_chunks() {
            text.push_str(chunk.valid());
        }
        out.push(Typed::Paste(Pasted(text)));
    }
}

fn plain(code: KeyCode) -> Typed {
    with(code, KeyModifiers::NONE)
}

fn with(code: KeyCode, modifiers: KeyModifiers) -> Typed {
    Typed::Key(KeyEvent::new(code, modifiers))
}

fn shift_of(c: char) -> KeyModifiers {
    if c.is_uppercase() {
        KeyModifiers::SHIFT
    } else {
        KeyModifiers::NONE
    }
}

#[cfg(test)]
mod tests;
