//! Tells a paste from typing where the terminal does not, so that a newline in a paste never presses Enter and a
//! letter in a paste never is a command. Pure: the time of arrival is an argument.
//!
//! Keys less than 15 ms apart are a run; a run of eight characters or more is a burst, and a burst is a paste. So
//! that typing feels no delay, a key goes on at once where it can do no harm: a single character into a text field,
//! and the keys that only move or erase. Anything else waits for the end of its run, which for a typed key is 15 ms:
//! by then either the rest of a paste is there, or it was typed. What waits keeps its order. A burst waits a little longer
//! for more of itself, and because a slow connection delivers a paste in pieces, an Enter soon after it is a line end of
//! the paste: it may leave a field that is filled, and sends nothing.
//!
//! Once the terminal has marked a paste itself, it marks them all, and keys are keys from then on; only what comes in
//! one piece with the end of such a paste still belongs to it, because an end marker within the pasted text ends it
//! early.

use std::time::{Duration, Instant};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use zeroize::Zeroizing;

use crate::terminal::decode::{LONGEST_PASTE, Pasted, Typed};

/// Keys closer than this are one run: people do not type so, terminals that paste do (facts: terminal 2.2).
pub const GAP: Duration = Duration::from_millis(15);
/// A run with this many characters is a paste.
pub const BURST: usize = 8;
/// How long it must be quiet after a burst before Enter is Enter again: a slow connection delivers a paste in pieces.
pub const QUIET: Duration = Duration::from_millis(450);

/// How long a burst may pause and still be taken in as one. What comes later in the field goes behind it.
pub const PAUSE: Duration = Duration::from_millis(50);

/// The most keys that wait for the end of a run; a flood beyond that is dropped.
const MOST_HELD: usize = 256;

/// What a printable key does at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    /// It is text for a field.
    Text,
    /// It may be a command.
    Commands,
}

/// The guard. Its `Debug` shows no text.
pub struct Guard {
    held: Vec<KeyEvent>,
    burst: Option<Zeroizing<String>>,
    characters: usize,
    last: Option<Instant>,
    calm_at: Option<Instant>,
    focus: Focus,
    marks_pastes: bool,
}

impl std::fmt::Debug for Guard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Guard")
            .field("characters", &self.characters)
            .field("marks_pastes", &self.marks_pastes)
            .finish_non_exhaustive()
    }
}

impl Default for Guard {
    fn default() -> Self {
        Self {
            held: Vec::with_capacity(MOST_HELD),
            burst: None,
            characters: 0,
            last: None,
            calm_at: None,
            focus: Focus::Commands,
            marks_pastes: false,
        }
    }
}

impl Guard {
    /// Takes what was typed at one moment and gives on what is certain.
    pub fn feed(&mut self, typed: Vec<Typed>, at: Instant, focus: Focus, out: &mut Vec<Typed>) {
        self.expire(at, out);
        self.focus = focus;
        let is_alone = typed.len() == 1;
        for one in typed {
            match one {
                Typed::Key(key) => self.key(key, at, is_alone, out),
                Typed::Paste(pasted) => {
                    self.settle(out);
                    out.push(Typed::Paste(pasted));
                    self.marks_pastes = true;
                    self.burst = Some(Zeroizing::new(String::new()));
                    self.last = Some(at);
                }
                Typed::Burst(pasted) => out.push(Typed::Burst(pasted)),
                Typed::Attributes(numbers) => out.push(Typed::Attributes(numbers)),
                // Whatever still waits may wait on; a secret is hidden at once.
                Typed::FocusLost => out.push(Typed::FocusLost),
            }
        }
        // A marked paste that nothing followed in the same piece has ended where it said.
        if self.marks_pastes && self.burst.as_ref().is_some_and(|text| text.is_empty()) {
            self.settle(out);
        }
    }

    /// Gives on what has waited for the end of its run.
    pub fn expire(&mut self, now: Instant, out: &mut Vec<Typed>) {
        let is_over = |last: Instant| now.saturating_duration_since(last) >= self.patience();
        if self.last.is_some_and(is_over) {
            self.settle(out);
        }
    }

    /// When `expire` is next needed.
    pub fn deadline(&self) -> Option<Instant> {
        let waits = !self.held.is_empty() || self.burst.as_ref().is_some_and(|text| !text.is_empty());
        self.last.filter(|_| waits)?.checked_add(self.patience())
    }

    /// How long it must be quiet before a run is over.
    fn patience(&self) -> Duration {
        let is_burst = self.burst.as_ref().is_some_and(|text| !text.is_empty());
        if is_burst { PAUSE } else { GAP }
    }

    fn key(&mut self, key: KeyEvent, at: Instant, is_alone: bool, out: &mut Vec<Typed>) {
        let is_first = self.last.is_none();
        if self.marks_pastes && self.burst.is_none() {
            out.push(Typed::Key(key));
            return;
        }
        self.last = Some(at);
        if character_of(key).is_some() {
            self.characters = self.characters.saturating_add(1);
        }
        if let Some(text) = &mut self.burst {
            append(text, key);
        } else if self.held.is_empty() && (is_harmless(key) || is_first && is_alone && self.is_text(key)) {
            out.push(Typed::Key(key));
        } else if self.held.len() < MOST_HELD {
            self.held.push(key);
        }
        if self.characters >= BURST && self.burst.is_none() {
            self.recognise();
        }
    }

    fn is_text(&self, key: KeyEvent) -> bool {
        self.focus == Focus::Text && is_printable(key)
    }

    /// The run has become a burst: what was held is text now.
    fn recognise(&mut self) {
        let mut text = Zeroizing::new(String::with_capacity(1024));
        for key in &self.held {
            append(&mut text, *key);
        }
        self.burst = Some(text);
        self.forget_held();
    }

    /// The run is over.
    fn settle(&mut self, out: &mut Vec<Typed>) {
        let last = self.last.take();
        self.characters = 0;
        if let Some(text) = self.burst.take() {
            // A real paste that nothing followed leaves an empty burst and no need for quiet.
            if !text.is_empty() {
                self.calm_at = last.and_then(|last| last.checked_add(QUIET));
            }
            // Behind a marked paste an Enter may come in the same piece: it is a line end, and not nothing.
            let ends_line = self.marks_pastes && self.focus == Focus::Text && text.contains('\n');
            if ends_line || text.chars().any(|c| !c.is_whitespace()) {
                out.push(Typed::Burst(Pasted(text)));
            }
            return;
        }
        let still_pasting = self.calm_at.zip(last).is_some_and(|(calm_at, last)| last < calm_at);
        let held = std::mem::take(&mut self.held);
        // Somebody who presses Enter again and again is not a paste that goes on.
        if still_pasting && !held.iter().all(|key| is_line_end(*key)) {
            self.calm_at = last.and_then(|last| last.checked_add(QUIET));
        }
        for key in &held {
            if still_pasting && is_line_end(*key) && self.focus == Focus::Text {
                out.push(Typed::Burst(Pasted(Zeroizing::new("\n".to_owned()))));
                continue;
            }
            // Outside a field, a late piece of a paste is no command either.
            let is_lost = still_pasting && (is_line_end(*key) || self.focus == Focus::Commands && is_printable(*key));
            if !is_lost {
                out.push(Typed::Key(*key));
            }
        }
        self.held = held;
        self.forget_held();
    }

    fn forget_held(&mut self) {
        self.held.fill(KeyEvent::new(KeyCode::Null, KeyModifiers::NONE));
        self.held.clear();
    }
}

/// A character without Ctrl or Alt.
fn is_printable(key: KeyEvent) -> bool {
    matches!(key.code, KeyCode::Char(_)) && key.modifiers.difference(KeyModifiers::SHIFT).is_empty()
}

fn is_line_end(key: KeyEvent) -> bool {
    key.code == KeyCode::Enter || key.code == KeyCode::Char('j') && key.modifiers == KeyModifiers::CONTROL
}

/// The character that a key stands for if it was pasted.
fn character_of(key: KeyEvent) -> Option<char> {
    match key.code {
        _ if is_line_end(key) => Some('\n'),
        KeyCode::Tab => Some('\t'),
        KeyCode::Char(c) if is_printable(key) => Some(c),
        _ => None,
    }
}

/// Keys that neither go on nor add anything: they move, or take one character away.
fn is_harmless(key: KeyEvent) -> bool {
    matches!(
        key.code,
        KeyCode::Backspace
            | KeyCode::Delete
            | KeyCode::Up
            | KeyCode::Down
            | KeyCode::Left
            | KeyCode::Right
            | KeyCode::Home
            | KeyCode::End
            | KeyCode::PageUp
            | KeyCode::PageDown
    )
}

/// Adds what a key stands for to a pasted text. On a slow connection typing arrives in bursts too, so that erasing
/// keeps its meaning; every other key in a burst means nothing.
fn append(text: &mut String, key: KeyEvent) {
    if key.code == KeyCode::Backspace {
        text.pop();
    } else if let Some(c) = character_of(key)
        && text.len() < LONGEST_PASTE
    {
        text.push(c);
    }
}

#[cfg(test)]
mod tests;
