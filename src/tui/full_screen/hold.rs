//! What has to be undone before the terminal is somebody else's again: shared by the loop, which sets it up, and the panic
//! hook, which may have to undo it from any thread. Ends in [`Hold::leave`], the second call of which does nothing.

use std::{
    fmt::Write as _,
    io,
    sync::{
        Arc, Mutex, MutexGuard, TryLockError,
        atomic::{AtomicBool, AtomicU16, Ordering},
    },
    time::{Duration, Instant},
};

use crate::{
    runtime::clock,
    terminal::{
        device::Device,
        keyboard::{Arrivals, Leaving},
        marks::{FOCUS_UNREPORTED, PASTES_UNMARKED},
    },
};

/// Ends whatever sequence a frame was cut in.
const CANCEL: &str = "\x18";
pub(super) const MAIN_SCREEN: &str = "\x1b[?1049l";
pub(super) const CURSOR_AND_COLOURS: &str = "\x1b[?25h\x1b[0m";

/// How long giving back may wait for a terminal that takes no bytes, in all and between two tries.
const STALLED: Duration = Duration::from_millis(250);
const RETRY: Duration = Duration::from_millis(5);

/// What was changed on the terminal and is not undone yet.
#[derive(Debug)]
pub(super) struct Hold {
    pub(super) device: Device,
    pub(super) arrivals: Arc<Arrivals>,
    pub(super) is_held: AtomicBool,
    pub(super) is_alternate: AtomicBool,
    pub(super) is_cut: AtomicBool,
    /// From before a frame with a secret is written until one without is there: so long the focus is reported.
    pub(super) is_revealed: AtomicBool,
    /// Rows of a plain view above the cursor's row, with one for the cursor's own; 0 when none is shown.
    pub(super) plain_rows: AtomicU16,
    pub(super) answer_due_until: Mutex<Option<Instant>>,
    pen: Mutex<()>,
}

impl Hold {
    /// Nothing is held yet.
    pub(super) fn new(device: Device, arrivals: Arc<Arrivals>) -> Self {
        Self {
            device,
            arrivals,
            is_held: AtomicBool::new(false),
            is_alternate: AtomicBool::new(false),
            is_cut: AtomicBool::new(false),
            is_revealed: AtomicBool::new(false),
            plain_rows: AtomicU16::new(0),
            answer_due_until: Mutex::new(None),
            pen: Mutex::new(()),
        }
    }

    /// The right to write. A thread that died while writing must not keep anyone from giving the terminal back.
    pub(super) fn pen(&self) -> Option<MutexGuard<'_, ()>> {
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

    pub(super) fn write_within_reason(&self, mut bytes: &[u8]) {
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

    pub(super) fn answer_due(&self) -> Option<Instant> {
        self.answer_due_until.lock().map_or(None, |until| *until)
    }

    /// Gives the terminal back.
    pub(super) fn leave(&self, leaving: Leaving) {
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
        self.push_unreveal(&mut bytes);
        let was_revealed = self.is_revealed.swap(false, Ordering::SeqCst);
        push_wipe(&mut bytes, self.plain_rows.swap(0, Ordering::SeqCst));
        if self.is_alternate.swap(false, Ordering::SeqCst) {
            bytes.push_str(MAIN_SCREEN);
        }
        bytes.push_str(CURSOR_AND_COLOURS);
        self.write_within_reason(bytes.as_bytes());
        drop(pen);
        let is_answer_due = self.answer_due().is_some_and(|until| clock::moment() < until);
        // Some terminals answer at once to whoever asks them to report their focus.
        self.arrivals
            .wait_for_quiet(leaving, is_answer_due || was_revealed, || self.device.has_unread());
        let _ = self.device.set_as_found();
    }

    /// Where a secret is on the frame: wipes the frame, and has the focus no longer reported.
    pub(super) fn push_unreveal(&self, bytes: &mut String) {
        if self.is_revealed.load(Ordering::SeqCst) {
            bytes.push_str(FOCUS_UNREPORTED);
            push_wipe_screen(bytes, self.device.size().height);
        }
    }
}

/// Clears these rows, from the cursor's upwards, and leaves the cursor on the first. Row by row: a terminal such as tmux
/// moves what is cleared in one piece into its history, where it would stay readable.
pub(super) fn push_wipe(bytes: &mut String, rows: u16) {
    for row in 0..rows {
        bytes.push_str(if row == 0 { "\r\x1b[2K" } else { "\x1b[A\x1b[2K" });
    }
}

/// Clears a screen of so many rows, row by row for the same reason, and leaves the cursor on the first.
pub(super) fn push_wipe_screen(bytes: &mut String, rows: u16) {
    for row in 1..=rows {
        let _ = write!(bytes, "\x1b[{row};1H\x1b[2K");
    }
    bytes.push_str("\x1b[H");
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

    #[test]
    fn wiping_the_screen_clears_every_row_and_nothing_in_one_piece() {
        let mut bytes = String::new();
        push_wipe_screen(&mut bytes, 2);
        assert_eq!(bytes, "\x1b[1;1H\x1b[2K\x1b[2;1H\x1b[2K\x1b[H");
    }
}
