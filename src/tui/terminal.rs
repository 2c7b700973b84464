//! Holds the terminal, and gives it back as it was found, whichever way the run ends: by a key, an error, a signal, a
//! panic in any thread, or a stop. Started by the loop; ends in `leave`, which may be called any number of times.

use std::{
    cell::RefCell,
    fmt::Write as _,
    io::{self, Write},
    rc::Rc,
    sync::{
        Arc, Mutex, MutexGuard, TryLockError,
        atomic::{AtomicBool, AtomicU16, Ordering},
    },
    time::{Duration, Instant},
};

use ratatui::{
    Frame, TerminalOptions, Viewport,
    backend::CrosstermBackend,
    layout::{Rect, Size},
};
use zeroize::{Zeroize, Zeroizing};

use crate::{exit, runtime::clock};

use super::{
    device::{Device, NoTerminal},
    keyboard::{Arrivals, Leaving},
};

/// To the alternate screen, pastes marked, cursor hidden.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[?2004h\x1b[?25l";
/// "What are you?" (primary device attributes): a terminal that accepts clipboard writes says 52 (facts: terminal 1.5).
const WHAT_ARE_YOU: &[u8] = b"\x1b[c";
/// Ends whatever sequence a frame was cut in.
const CANCEL: &str = "\x18";
const PASTES_UNMARKED: &str = "\x1b[?2004l";
const MAIN_SCREEN: &str = "\x1b[?1049l";
const CURSOR_AND_COLOURS: &str = "\x1b[?25h\x1b[0m";

/// How long giving back may wait for a terminal that takes no bytes, in all and between two tries.
const STALLED: Duration = Duration::from_millis(250);
const RETRY: Duration = Duration::from_millis(5);
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

/// What has to be undone, shared with the panic hook.
#[derive(Debug)]
struct Hold {
    device: Device,
    arrivals: Arc<Arrivals>,
    is_held: AtomicBool,
    is_alternate: AtomicBool,
    is_cut: AtomicBool,
    /// Rows of a plain view above the cursor's row, with one for the cursor's own; 0 when none is shown.
    plain_rows: AtomicU16,
    answer_due_until: Mutex<Option<Instant>>,
    pen: Mutex<()>,
}

impl Hold {
    /// The right to write. A thread that died while writing must not keep anyone from giving the terminal back.
    fn pen(&self) -> Option<MutexGuard<'_, ()>> {
        let start = clock::moment();
        loop {
            match self.pen.try_lock() {
                Ok(pen) => return Some(pen),
                Err(TryLockError::Poisoned(poisoned)) => return Some(poisoned.into_inner()),
                Err(TryLockError::WouldBlock) if start.elapsed() > STALLED => return None,
                Err(TryLockError::WouldBlock) => std::thread::sleep(RETRY),
            }
        }
    }

    fn write_within_reason(&self, mut bytes: &[u8]) {
        let start = clock::moment();
        while !bytes.is_empty() && start.elapsed() < STALLED {
            match self.device.write(bytes) {
                Ok(length) => bytes = bytes.get(length..).unwrap_or_default(),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => std::thread::sleep(RETRY),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return,
            }
        }
    }

    fn answer_due(&self) -> Option<Instant> {
        self.answer_due_until.lock().map_or(None, |until| *until)
    }

    fn leave(&self, leaving: Leaving) {
        if !self.is_held.swap(false, Ordering::SeqCst) {
            return;
        }
        // In the background the terminal is somebody else's, and touching it would stop us.
        if !self.device.is_ours() {
            return;
        }
        let pen = self.pen();
        let mut bytes = String::with_capacity(64);
        if self.is_cut.swap(false, Ordering::SeqCst) {
            bytes.push_str(CANCEL);
        }
        bytes.push_str(PASTES_UNMARKED);
        push_wipe(&mut bytes, self.plain_rows.swap(0, Ordering::SeqCst));
        if self.is_alternate.swap(false, Ordering::SeqCst) {
            bytes.push_str(MAIN_SCREEN);
        }
        bytes.push_str(CURSOR_AND_COLOURS);
        self.write_within_reason(bytes.as_bytes());
        drop(pen);
        let is_answer_due = self.answer_due().is_some_and(|until| clock::moment() < until);
        self.arrivals.wait_for_quiet(leaving, is_answer_due);
        let _ = self.device.set_as_found();
    }
}

/// Clears these rows, from the cursor's upwards, and leaves the cursor on the first. Row by row: a terminal such as tmux
/// moves what is cleared in one piece into its history, where it would stay readable.
fn push_wipe(bytes: &mut String, rows: u16) {
    for row in 0..rows {
        bytes.push_str(if row == 0 { "\r\x1b[2K" } else { "\x1b[A\x1b[2K" });
    }
}

/// Collects a frame, so that it leaves in one write, and never waits for the terminal.
#[derive(Debug)]
struct Output {
    hold: Arc<Hold>,
    bytes: Zeroizing<Vec<u8>>,
    taken: usize,
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
pub struct Terminal {
    hold: Arc<Hold>,
    output: Rc<RefCell<Output>>,
    screen: ratatui::Terminal<CrosstermBackend<Pen>>,
}

impl Terminal {
    /// Opens the terminal device without changing anything on it, and sees to it that a panic gives it back.
    pub fn open(arrivals: Arc<Arrivals>) -> Result<Self, NoTerminal> {
        let device = Device::open()?;
        let area = Rect::from((ratatui::layout::Position::ORIGIN, device.size()));
        let hold = Arc::new(Hold {
            device,
            arrivals,
            is_held: AtomicBool::new(false),
            is_alternate: AtomicBool::new(false),
            is_cut: AtomicBool::new(false),
            plain_rows: AtomicU16::new(0),
            answer_due_until: Mutex::new(None),
            pen: Mutex::new(()),
        });
        let output = Rc::new(RefCell::new(Output {
            hold: Arc::clone(&hold),
            bytes: Zeroizing::new(Vec::with_capacity(FRAME_BYTES)),
            taken: 0,
        }));
        let options = TerminalOptions {
            // Fixed, so that ratatui asks nobody for the size: it would open the device again for every frame.
            viewport: Viewport::Fixed(area),
        };
        let screen = ratatui::Terminal::with_options(CrosstermBackend::new(Pen(Rc::clone(&output))), options)
            .map_err(NoTerminal::Missing)?;
        give_back_on_panic(Arc::clone(&hold));
        Ok(Self { hold, output, screen })
    }

    /// Takes the terminal, or takes it again after a stop. The next frame paints everything.
    pub fn enter(&mut self) -> io::Result<()> {
        self.hold.device.set_raw()?;
        self.hold.is_held.store(true, Ordering::SeqCst);
        self.hold.arrivals.want();
        self.output.borrow_mut().forget();
        self.begin_frames()
    }

    fn begin_frames(&mut self) -> io::Result<()> {
        self.hold.is_alternate.store(true, Ordering::SeqCst);
        self.push(ENTER);
        self.fit()
    }

    /// Asks what the terminal is, once, with the next thing that is written. The answer comes as `Typed::Attributes`,
    /// or never.
    pub fn ask_what_it_is(&mut self) {
        let is_far = ["SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"]
            .iter()
            .any(|name| std::env::var_os(name).is_some());
        let limit = if is_far { ANSWER_FROM_AFAR } else { ANSWER_HERE };
        if std::env::var_os("TERM").is_some_and(|term| term == "linux") {
            return;
        }
        self.push(WHAT_ARE_YOU);
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
        self.screen.resize(Rect::new(0, 0, size.width, size.height))
    }

    /// Draws a frame and writes what differs from the one before.
    pub fn draw(&mut self, paint: impl FnOnce(&mut Frame<'_>)) -> io::Result<Taken> {
        self.screen.draw(paint)?;
        self.commit()
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
        for row in 1..=self.size().height {
            let _ = write!(wipe, "\x1b[{row};1H\x1b[2K");
        }
        wipe.push_str("\x1b[H");
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

impl Drop for Terminal {
    fn drop(&mut self) {
        self.leave(Leaving::Abruptly);
    }
}

/// A panic in any thread gives the terminal back, says where, and ends the run. What the panic says is not shown: it
/// may quote a secret (facts: safety T08).
fn give_back_on_panic(hold: Arc<Hold>) {
    std::panic::set_hook(Box::new(move |panic| {
        hold.leave(Leaving::Abruptly);
        let place = panic
            .location()
            .map_or_else(String::new, |place| format!(" at {}:{}", place.file(), place.line()));
        exit::Departure::Failed(format!(
            "evertoken has stopped because of a mistake in the program{place}.\n\
             Nothing was changed on your account. Please report this line."
        ))
        .depart();
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wiping_goes_up_to_the_first_row_and_clears_from_there() {
        let wipe = |rows| {
            let mut bytes = String::new();
            push_wipe(&mut bytes, rows);
            bytes
        };
        assert_eq!(wipe(0), "");
        assert_eq!(wipe(1), "\r\x1b[2K");
        assert_eq!(wipe(3), "\r\x1b[2K\x1b[A\x1b[2K\x1b[A\x1b[2K");
    }
}
