//! The full screen: one loop that draws, waits for whatever comes first, and hands it to the face.
//!
//! Started by [`run`] with a [`Face`]; ends in a [`Departure`] after the terminal was given back. Nothing runs while
//! nothing happens: no tick, only the moment the view itself names. A frame is drawn when something changed and 16 ms
//! have passed since the last one, so that a flood of keys costs a few frames and a single key is answered at once.
//!
//! What is pure stands apart: a key or a paste becomes events ([`Interaction`]), a [`View`](crate::wizard::view::View)
//! becomes cells (`screen`, made of `widget`s).

mod acts;
mod at_hand;
mod code;
pub mod edit_buffer;
mod face;
mod form_desk;
pub mod full_screen;
pub mod glyphs;
pub mod input;
mod interaction;
pub mod keys;
mod look;
mod moves;
mod offers;
mod page_cursor;
pub mod plain;
mod screen;
mod scroll;
mod session;
pub mod theme;
mod typing;
mod widget;

use std::future::Future;

use crossterm::event::KeyEvent;
use jiff::Timestamp;
use ratatui::Frame;
use zeroize::Zeroizing;

use crate::{
    exit::Departure,
    wizard::{
        effect::{Ending, PlainText},
        event::Event,
    },
};

use input::Focus;

pub use face::Screens;
pub use glyphs::Glyphs;
pub use interaction::{Interaction, Reaction};
pub use keys::readme_table;
pub use look::Look;
pub use theme::Theme;

/// What the loop drives: the wizard with its screens and its runtime, or a stand-in for them.
pub trait Face {
    /// Paints this moment.
    fn draw(&mut self, frame: &mut Frame<'_>, now: Timestamp);

    /// Takes what happened and says what the loop has to do about it, in order.
    fn hear(&mut self, heard: Heard, now: Timestamp) -> Vec<Order>;

    /// What a printable key would do now.
    fn focus(&self) -> Focus;

    /// Whether the picture shows a secret now. As long as it does, the terminal reports its focus, and `Heard::Hide` ends it.
    fn is_revealing(&self) -> bool;

    /// When the picture changes by itself, if it does.
    fn changes_at(&self, now: Timestamp) -> Option<Timestamp>;

    /// What to say when a signal ends the run: what is lost with it, and how to begin again.
    fn last_words(&self) -> Vec<String> {
        Vec::new()
    }

    /// The run is over and the terminal given back: tidies up what must still be tidied up. A sentence about it, if the
    /// person should know.
    fn end(self) -> impl Future<Output = Option<&'static str>>;

    /// The next thing from outside. Dropping the future loses none.
    fn next(&mut self) -> impl Future<Output = Next>;
}

/// What comes from outside.
#[derive(Debug)]
pub enum Next {
    /// Something happened; it is told as `Heard::Event`.
    Event(Event),
    /// Something has to be done here, and the face knows already.
    Order(Order),
}

/// What the loop tells the face.
#[derive(Debug)]
pub enum Heard {
    /// A key went down.
    Key(KeyEvent),
    /// Something was pasted, as it came.
    Paste(Pasted),
    /// Something was pasted without the terminal saying so; its first character may have come before as a key.
    Burst(Pasted),
    /// Something came back from outside.
    Event(Event),
    /// The moment that `changes_at` named is here.
    Time,
    /// Whatever secret the picture shows must go now: the window lost the focus or changes its size, or we are about to be
    /// stopped or were (facts: safety T26, T33).
    Hide,
    /// The terminal's answer to what it is: the numbers of its primary device attributes. `None` when it said nothing
    /// in the time it has; an answer may still come after that.
    Attributes(Option<Vec<u16>>),
}

/// What the face asks of the loop.
#[derive(Debug)]
pub enum Order {
    /// The picture changed.
    Redraw,
    /// Paint everything again: something else wrote over it.
    Repaint,
    /// Stop, as Ctrl-Z does.
    Suspend,
    /// Show this alone outside the full screen, as a code too where that is wanted and there is room; `Event::PlainShown` is
    /// heard when the person is back.
    ShowPlain(PlainText, bool),
    /// Write these bytes between two frames; the event is heard when the terminal has taken them.
    Write(Bytes, Event),
    /// Give the terminal back and end.
    Exit(Ending),
}

/// Bytes for the terminal that may hold a secret. `Debug` shows how many.
pub struct Bytes(pub Zeroizing<Vec<u8>>);

impl std::fmt::Debug for Bytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "<{} bytes>", self.0.len())
    }
}

pub use crate::terminal::decode::Pasted;

/// Holds the terminal and drives the face until the run ends; then the terminal has been given back.
pub async fn run<F: Face>(face: F) -> Departure {
    match session::Session::open(face) {
        Ok(session) => session.run().await,
        Err(refusal) => refusal,
    }
}
