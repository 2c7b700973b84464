//! What comes in from the terminal: bytes become keys and pastes, the guard says what they are, and the scene says whom they
//! are for. Started by the loop with each piece; ends in the face being told.

use std::time::Instant;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::{
    exit::Departure,
    runtime::signals::Deadly,
    terminal::{decode::Typed, keyboard::Arrived},
};

use super::{
    super::{Face, Heard, input::Focus},
    Flow, Scene, Session,
};

/// How many pieces of input are read before the loop looks at anything else.
const MOST_AT_ONCE: usize = 64;

impl<F: Face> Session<F> {
    /// Reads what has arrived, all of it within reason, before a frame is drawn.
    pub(super) fn read(&mut self, arrived: Option<Arrived>) -> Flow {
        let mut next = arrived;
        for _ in 0..MOST_AT_ONCE {
            let Some(arrived) = next else {
                return Ok(());
            };
            self.take_piece(arrived)?;
            next = self.keys.try_recv().ok();
        }
        match next {
            Some(arrived) => self.take_piece(arrived),
            None => Ok(()),
        }
    }

    fn take_piece(&mut self, arrived: Arrived) -> Flow {
        let (at, typed) = match arrived {
            #[cfg(unix)]
            Arrived::Bytes(at, bytes) => {
                self.arrivals.read(bytes.len());
                let mut typed = Vec::new();
                self.decoder.feed(&bytes, at, &mut typed);
                (at, typed)
            }
            #[cfg(not(unix))]
            Arrived::Typed(at, keys) => {
                self.arrivals.read(keys.len());
                (at, keys)
            }
            // There are no lines here that could end.
            #[cfg(unix)]
            Arrived::Ended => return Ok(()),
            #[cfg(not(unix))]
            Arrived::Resized => return self.fit(),
            Arrived::Gone => return Err(Departure::Killed(Deadly::Hangup, Vec::new())),
        };
        self.sort_out(typed, at)
    }

    /// Puts keys through the guard and tells what comes out.
    pub(super) fn sort_out(&mut self, typed: Vec<Typed>, at: Instant) -> Flow {
        let mut certain = Vec::new();
        if typed.is_empty() {
            self.guard.expire(at, &mut certain);
        } else {
            // Outside the frames nothing is a field: a letter may be the first of a paste, and waits until it is told apart.
            let focus = match self.scene {
                Scene::Frames => self.face.focus(),
                Scene::Plain(_) | Scene::Stopped => Focus::Commands,
            };
            self.guard.feed(typed, at, focus, &mut certain);
        }
        for one in certain {
            self.tell_typed(one)?;
        }
        Ok(())
    }

    fn tell_typed(&mut self, typed: Typed) -> Flow {
        match (typed, &self.scene) {
            (Typed::Attributes(numbers), _) => {
                self.terminal.was_answered();
                self.tell(Heard::Attributes(Some(numbers)))
            }
            (_, Scene::Stopped) | (Typed::Paste(_) | Typed::Burst(_) | Typed::FocusLost, Scene::Plain(_)) => Ok(()),
            (Typed::FocusLost, Scene::Frames) => self.tell(Heard::Hide),
            (Typed::Key(key), Scene::Plain(_)) => self.press_in_plain(key),
            (Typed::Key(key), Scene::Frames) => self.tell(Heard::Key(key)),
            (Typed::Paste(pasted), Scene::Frames) => self.tell(Heard::Paste(pasted)),
            (Typed::Burst(pasted), Scene::Frames) => self.tell(Heard::Burst(pasted)),
        }
    }

    /// Any of the keys that go on or back elsewhere goes back; others are ignored, so that what is shown survives a slip.
    fn press_in_plain(&mut self, key: KeyEvent) -> Flow {
        let is_control = key.modifiers == KeyModifiers::CONTROL;
        match key.code {
            KeyCode::Char('c') if is_control => {
                self.end_plain()?;
                self.tell(Heard::Key(key))
            }
            KeyCode::Char('z') if is_control => self.suspend(),
            KeyCode::Enter | KeyCode::Esc => self.end_plain(),
            KeyCode::Char('q' | 'Q' | ' ') if key.modifiers.difference(KeyModifiers::SHIFT).is_empty() => {
                self.end_plain()
            }
            _ => Ok(()),
        }
    }
}
