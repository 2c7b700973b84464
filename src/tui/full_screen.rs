//! Holds the terminal, and gives it back as it was found, whichever way the run ends: by a key, an error, a signal, a
//! panic in any thread, or a stop. Started by the loop; ends in `leave`, which may be called any number of times.

use std::{
    cell::RefCell,
    io::{self, Write},
    rc::Rc,
    sync::{Arc, atomic::Ordering},
    time::{Duration, Instant},
};

use ratatui::{
    Frame,
    backend::CrosstermBackend,
    layout::{Position, Rect, Size},
};
use zeroize::{Zeroize, Zeroizing};

use crate::{
    runtime::{clock, held},
    terminal::{
        device::{Device, NoTerminal},
        keyboard::{Arrivals, Leaving},
        marks::{FOCUS_REPORTED, FOCUS_UNREPORTED, PASTES_MARKED, WHAT_ARE_YOU},
    },
};

mod canvas;
mod hold;

use canvas::Canvas;
use hold::{CURSOR_AND_COLOURS, Hold, MAIN_SCREEN, push_wipe, push_wipe_screen};

/// To the alternate screen, cursor hidden.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[?25l";
/// How long the answer to `WHAT_ARE_YOU` may be on its way.
const ANSWER_HERE: Duration = Duration::from_millis(250);
const ANSWER_FROM_AFAR: Duration = Duration::from_secs(1);
/// More than any frame of an ordinary window.
const FRAME_BYTES: usize = 64 * 1024;

/// How much of what is to be written the terminal has taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// Everything.
    All,
    /// Not everything yet; ask again later.
    Part,
}

/// Collects a frame, so that it leaves in one write, and never waits for the terminal.
#[derive(Debug)]
struct Output {
    hold: Arc<Hold>,
    bytes: Zeroizing<Vec<u8>>,
    taken: usize,
    /// Whether the last frame among the bytes, or the last one written, holds a secret.
    reveals: bool,
}

impl Output {
    fn commit(&mut self) -> io::Result<Taken> {
        let hold = Arc::clone(&self.hold);
        let Some(_pen) = hold.pen() else {
            return Ok(Taken::Part);
        };
        while self.taken < self.bytes.len() && hold.is_held.load(Ordering::SeqCst) {
            match hold.device.write(self.bytes.get(self.taken..).unwrap_or_default()) {
                Ok(length) => self.taken = self.taken.saturating_add(length),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    hold.is_cut.store(self.taken > 0, Ordering::SeqCst);
                    return Ok(Taken::Part);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        hold.is_cut.store(false, Ordering::SeqCst);
        if !self.reveals {
            hold.is_revealed.store(false, Ordering::SeqCst);
        }
        self.forget();
        Ok(Taken::All)
    }

    fn forget(&mut self) {
        self.bytes.zeroize();
        self.taken = 0;
    }
}

/// The writer ratatui is given. Flushing does nothing: ratatui flushes several times a frame.
#[derive(Debug, Clone)]
struct Pen(Rc<RefCell<Output>>);

impl Write for Pen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The terminal, held.
#[derive(Debug)]
pub struct FullScreen {
    hold: Arc<Hold>,
    output: Rc<RefCell<Output>>,
    canvas: Canvas<CrosstermBackend<Pen>>,
}

impl FullScreen {
    /// Opens the terminal device without changing anything on it, and sees to it that a panic, or a signal to a program that is stuck,
    /// gives it back.
    pub fn open(arrivals: Arc<Arrivals>) -> Result<Self, NoTerminal> {
        let device = Device::open()?;
        let area = Rect::from((Position::ORIGIN, device.size()));
        let hold = Arc::new(Hold::new(device, arrivals));
        let output = Rc::new(RefCell::new(Output {
            hold: Arc::clone(&hold),
            bytes: Zeroizing::new(Vec::with_capacity(FRAME_BYTES)),
            taken: 0,
            reveals: false,
        }));
        let backend = CrosstermBackend::new(Pen(Rc::clone(&output)));
        let canvas = Canvas::new(backend, area).map_err(NoTerminal::Missing)?;
        let held_here = Arc::clone(&hold);
        held::hold(move || held_here.leave(Leaving::Abruptly));
        Ok(Self { hold, output, canvas })
    }

    /// Takes the terminal, or takes it again after a stop. The next frame paints everything.
    pub fn enter(&mut self) -> io::Result<()> {
        self.hold.device.set_raw()?;
        self.hold.is_held.store(true, Ordering::SeqCst);
        self.hold.arrivals.want();
        self.output.borrow_mut().forget();
        self.output.borrow_mut().reveals = false;
        self.begin_frames()
    }

    fn begin_frames(&mut self) -> io::Result<()> {
        self.hold.is_alternate.store(true, Ordering::SeqCst);
        self.push(ENTER);
        self.push(PASTES_MARKED.as_bytes());
        self.fit()
    }

    /// Asks what the terminal is, once, with the next thing that is written. The answer comes as `Typed::Attributes`,
    /// or never.
    pub fn ask_what_it_is(&mut self) {
        let is_far = ["SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"]
            .iter()
            .any(|name| std::env::var_os(name).is_some());
        let limit = if is_far { ANSWER_FROM_AFAR } else { ANSWER_HERE };
        let Some(question) = WHAT_ARE_YOU else {
            return;
        };
        if std::env::var_os("TERM").is_some_and(|term| term == "linux") {
            return;
        }
        self.push(question.as_bytes());
        self.set_answer_due(clock::moment().checked_add(limit));
    }

    /// Until when the answer is waited for, if it is.
    pub fn answer_due(&self) -> Option<Instant> {
        self.hold.answer_due()
    }

    /// The answer is here, or is not waited for any more.
    pub fn was_answered(&self) {
        self.set_answer_due(None);
    }

    fn set_answer_due(&self, until: Option<Instant>) {
        if let Ok(mut due) = self.hold.answer_due_until.lock() {
            *due = until;
        }
    }

    /// Gives the terminal back. Never fails, never waits for long, and does nothing the second time.
    pub fn leave(&mut self, leaving: Leaving) {
        let _ = self.commit();
        self.canvas.forget_secret();
        self.hold.leave(leaving);
    }

    /// Whether the terminal is ours to take: whether our job runs in the foreground.
    pub fn is_ours(&self) -> bool {
        self.hold.device.is_ours()
    }

    /// How many columns and rows the terminal has now.
    pub fn size(&self) -> Size {
        self.hold.device.size()
    }

    /// Fits the frames to the window as it is now; the next one paints everything.
    pub fn fit(&mut self) -> io::Result<()> {
        let size = self.size();
        if self.hold.is_revealed.load(Ordering::SeqCst) {
            // What is cleared in one piece, as is done next, GNU screen keeps in its history.
            let mut wipe = String::new();
            push_wipe_screen(&mut wipe, size.height);
            self.push(wipe.as_bytes());
        }
        self.canvas.resize(Rect::new(0, 0, size.width, size.height))
    }

    /// Draws a frame and writes what differs from the one before. As long as frames reveal a secret, the terminal is to
    /// report its focus, as `Typed::FocusLost`; both begin and end in one write.
    pub fn draw(&mut self, reveals: bool, paint: impl FnOnce(&mut Frame<'_>)) -> io::Result<Taken> {
        let is_reported = self.hold.is_revealed.load(Ordering::SeqCst);
        if reveals {
            self.hold.is_revealed.store(true, Ordering::SeqCst);
        }
        match (is_reported, reveals) {
            (false, true) => self.push(FOCUS_REPORTED.as_bytes()),
            (true, false) => self.push(FOCUS_UNREPORTED.as_bytes()),
            (false, false) | (true, true) => {}
        }
        self.output.borrow_mut().reveals = reveals;
        self.canvas.draw(reveals, paint)?;
        self.commit()
    }

    /// Whether the last frame reveals a secret.
    pub fn reveals(&self) -> bool {
        self.canvas.reveals()
    }

    /// Adds bytes behind whatever is still to be written.
    pub fn push(&mut self, bytes: &[u8]) {
        self.output.borrow_mut().bytes.extend_from_slice(bytes);
    }

    /// Writes what the terminal takes now.
    pub fn commit(&mut self) -> io::Result<Taken> {
        self.output.borrow_mut().commit()
    }

    /// Leaves the alternate screen for a text of so many rows, the last of which is the cursor's.
    pub fn show_plain(&mut self, text: &[u8], rows: u16) {
        self.hold.is_alternate.store(false, Ordering::SeqCst);
        let mut unreveal = String::new();
        self.hold.push_unreveal(&mut unreveal);
        self.push(unreveal.as_bytes());
        self.output.borrow_mut().reveals = false;
        self.canvas.forget_secret();
        self.push(MAIN_SCREEN.as_bytes());
        self.push(CURSOR_AND_COLOURS.as_bytes());
        // Where there is no alternate screen to leave, the frame is still there.
        self.push(b"\r\x1b[J");
        self.push(text);
        self.expect_plain_rows(rows);
    }

    /// The text may take more rows now: the window became narrower.
    pub fn expect_plain_rows(&self, rows: u16) {
        self.hold.plain_rows.fetch_max(rows, Ordering::SeqCst);
    }

    /// Something else has written below that text, and nobody knows where it stands: clears the whole screen.
    pub fn abandon_plain(&mut self) {
        self.hold.plain_rows.store(0, Ordering::SeqCst);
        let mut wipe = String::new();
        push_wipe_screen(&mut wipe, self.size().height);
        self.hold.write_within_reason(wipe.as_bytes());
    }

    /// Wipes that text and comes back to the alternate screen. The next frame paints everything.
    pub fn end_plain(&mut self) -> io::Result<()> {
        let mut wipe = String::new();
        push_wipe(&mut wipe, self.hold.plain_rows.swap(0, Ordering::SeqCst));
        self.push(wipe.as_bytes());
        self.begin_frames()
    }
}

impl Drop for FullScreen {
    fn drop(&mut self) {
        self.leave(Leaving::Abruptly);
    }
}
