//! The thread that reads the terminal and does nothing else, and the record of what arrived when.
//!
//! Started with the full screen. It blocks until something arrives, so that idling costs nothing, and it notices a
//! hang-up by itself, also where SIGHUP is ignored. It is never joined: it ends with the process, or the terminal.

use std::{
    io,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::runtime::clock;

/// The most that may wait to be read by the loop; a flood beyond that is dropped (facts: safety F6A).
const MOST_UNREAD: usize = 1 << 20;
/// So many ends of input one after another are no person's: whatever it is, it must not spin.
#[cfg(unix)]
const MOST_ENDS: u8 = 32;
/// A piece longer than this is no single key.
#[cfg(any(unix, test))]
const LONGEST_KEY: usize = 8;

/// Whether bytes that came together can be one key: one byte, one character, or one sequence. Two keys in one piece are
/// more likely the beginning of a paste behind the key that says to leave.
#[cfg(any(unix, test))]
fn is_one_key(piece: &[u8]) -> bool {
    match piece {
        [] | [_] => true,
        [0x1b, byte] => *byte != 0x1b,
        [0x1b, b'[' | b'O', rest @ ..] => piece.len() <= LONGEST_KEY && !rest.contains(&0x1b),
        [0x1b, ..] => false,
        _ => std::str::from_utf8(piece).is_ok_and(|text| text.chars().count() == 1),
    }
}

/// What the thread hands over. Its `Debug` shows no text.
pub enum Arrived {
    /// Bytes, and when they came.
    #[cfg(unix)]
    Bytes(Instant, zeroize::Zeroizing<Vec<u8>>),
    /// Keys, and when they came: here the system reads them.
    #[cfg(not(unix))]
    Typed(Instant, Vec<super::decode::Typed>),
    /// The window has another size.
    #[cfg(not(unix))]
    Resized,
    /// Ctrl-D on an empty line, where the system reads lines.
    #[cfg(unix)]
    Ended,
    /// The terminal is gone.
    Gone,
}

impl std::fmt::Debug for Arrived {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if matches!(self, Self::Gone) { "Gone" } else { "Arrived" })
    }
}

/// How long it must be quiet before a terminal can be given back without a paste spilling into the shell, the longest
/// that this may take, and the short look when nothing suggests that more is coming (facts: safety T28).
pub const SILENCE: Duration = Duration::from_millis(250);
/// See `SILENCE`.
pub const LONGEST_WAIT: Duration = Duration::from_secs(2);
/// See `SILENCE`.
pub const SHORT_LOOK: Duration = Duration::from_millis(20);
/// Input this recent suggests that more is coming.
pub const RECENT: Duration = Duration::from_millis(500);

/// Why the terminal is given back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaving {
    /// The person said so with a key, which is why one recent key means nothing.
    Calmly,
    /// Something else said so; a paste may be under way.
    Abruptly,
}

#[derive(Debug, Default)]
struct Record {
    last: Option<Instant>,
    before: Option<Instant>,
    unread: usize,
    use_of: Use,
}

/// What becomes of what arrives.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Use {
    /// It is handed over.
    #[default]
    Wanted,
    /// It is read and thrown away: the terminal is being given back.
    Discarded,
    /// It is not read: the terminal is the shell's.
    Left,
}

impl Record {
    /// How long to wait for more before anything else is known.
    fn first_wait(&self, leaving: Leaving, now: Instant) -> Duration {
        let telling = match leaving {
            Leaving::Calmly => self.before,
            Leaving::Abruptly => self.last,
        };
        match telling {
            Some(at) if now.saturating_duration_since(at) < RECENT => SILENCE,
            Some(_) | None => SHORT_LOOK,
        }
    }
}

/// What arrived when, shared by the thread and whoever gives the terminal back.
#[derive(Debug, Default)]
pub struct Arrivals {
    record: Mutex<Record>,
    more: Condvar,
}

impl Arrivals {
    fn record(&self) -> MutexGuard<'_, Record> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes a piece; says whether it is wanted.
    fn note(&self, at: Instant, length: usize, is_one_key: bool) -> bool {
        let mut record = self.record();
        record.before = if is_one_key { record.last } else { Some(at) };
        record.last = Some(at);
        self.more.notify_all();
        let unread = record.unread.saturating_add(length);
        let is_wanted = record.use_of == Use::Wanted && unread <= MOST_UNREAD;
        if is_wanted {
            record.unread = unread;
        }
        is_wanted
    }

    /// The loop has read this many bytes.
    pub fn read(&self, length: usize) {
        let mut record = self.record();
        record.unread = record.unread.saturating_sub(length);
    }

    /// From now on what arrives is wanted again.
    pub fn want(&self) {
        self.record().use_of = Use::Wanted;
        self.more.notify_all();
    }

    /// Waits while the terminal is the shell's.
    #[cfg(unix)]
    fn wait_for_turn(&self) {
        let mut record = self.record();
        while record.use_of == Use::Left {
            record = self.more.wait(record).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Throws away what arrives until it is quiet: at once when nothing is arriving, or after `SILENCE`. What is there and
    /// not yet read, as on a machine that is busy, counts as arriving. After that nothing is read until `want`.
    pub fn wait_for_quiet(&self, leaving: Leaving, is_answer_due: bool, has_unread: impl Fn() -> bool) {
        let start = clock::moment();
        let mut record = self.record();
        record.use_of = Use::Discarded;
        let first = if is_answer_due {
            SILENCE
        } else {
            record.first_wait(leaving, start)
        };
        let mut until = start.checked_add(first);
        let limit = start.checked_add(LONGEST_WAIT);
        loop {
            let now = clock::moment();
            let left = until
                .min(limit)
                .map_or(Duration::ZERO, |until| until.saturating_duration_since(now));
            if left.is_zero() {
                let is_over = limit.is_none_or(|limit| now >= limit);
                if is_over || !has_unread() {
                    record.use_of = Use::Left;
                    return;
                }
                until = now.checked_add(SILENCE);
                continue;
            }
            let seen = record.last;
            record = match self.more.wait_timeout(record, left) {
                Ok((record, _)) => record,
                Err(poisoned) => poisoned.into_inner().0,
            };
            if record.last != seen {
                until = record.last.and_then(|last| last.checked_add(SILENCE));
            }
        }
    }
}

/// Starts the thread.
pub fn listen(arrivals: Arc<Arrivals>) -> io::Result<UnboundedReceiver<Arrived>> {
    let (sender, receiver) = unbounded_channel();
    let read = reader()?;
    std::thread::Builder::new()
        .name("keyboard".to_owned())
        .stack_size(128 * 1024)
        .spawn(move || read(&arrivals, &sender))?;
    Ok(receiver)
}

type Reader = Box<dyn FnOnce(&Arrivals, &UnboundedSender<Arrived>) + Send>;

#[cfg(unix)]
fn reader() -> io::Result<Reader> {
    use zeroize::{Zeroize, Zeroizing};

    use super::device::Device;

    let tty = Device::open_to_read()?;
    Ok(Box::new(move |arrivals, sender| {
        let mut buffer = [0; 4096];
        let mut ends = 0_u8;
        loop {
            let waited = tty.wait();
            arrivals.wait_for_turn();
            let length = match waited.and_then(|()| tty.read(&mut buffer)) {
                Ok(0) if ends < MOST_ENDS && tty.is_there() => {
                    ends = ends.saturating_add(1);
                    if sender.send(Arrived::Ended).is_err() {
                        return;
                    }
                    continue;
                }
                Ok(0) => break,
                Ok(length) => {
                    ends = 0;
                    length
                }
                Err(error) if matches!(error.kind(), io::ErrorKind::Interrupted | io::ErrorKind::WouldBlock) => {
                    continue;
                }
                Err(_) => break,
            };
            let at = clock::moment();
            let piece = Zeroizing::new(buffer.get(..length).unwrap_or_default().to_vec());
            buffer.zeroize();
            if arrivals.note(at, length, is_one_key(&piece)) && sender.send(Arrived::Bytes(at, piece)).is_err() {
                return;
            }
        }
        let _ = sender.send(Arrived::Gone);
    }))
}

/// What the system read, as what was typed; nothing of the rest. A key counts when it goes down or repeats, and not once more when
/// it comes up, which only a Windows console tells.
#[cfg(any(not(unix), test))]
fn as_typed(event: crossterm::event::Event) -> Option<super::decode::Typed> {
    use crossterm::event::{Event, KeyEventKind};
    use zeroize::Zeroizing;

    use super::decode::{Pasted, Typed};

    match event {
        Event::Key(key) => (key.kind != KeyEventKind::Release).then_some(Typed::Key(key)),
        Event::Paste(text) => Some(Typed::Paste(Pasted(Zeroizing::new(text)))),
        Event::FocusLost => Some(Typed::FocusLost),
        Event::FocusGained | Event::Mouse(_) | Event::Resize(..) => None,
    }
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the other systems' opens a device")]
fn reader() -> io::Result<Reader> {
    use crossterm::event::{self, Event};

    Ok(Box::new(move |arrivals, sender| {
        while let Ok(event) = event::read() {
            let arrived = match event {
                Event::Resize(..) => Some(Arrived::Resized),
                other => as_typed(other).map(|typed| Arrived::Typed(clock::moment(), vec![typed])),
            };
            let Some(arrived) = arrived else {
                continue;
            };
            if arrivals.note(clock::moment(), 1, true) && sender.send(arrived).is_err() {
                return;
            }
        }
        let _ = sender.send(Arrived::Gone);
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_single_key_that_says_leave_does_not_make_leaving_slow_and_a_recent_paste_does() {
        let start = clock::moment();
        let first_wait = |leaving, pieces: &[(u64, usize)]| {
            let arrivals = Arrivals::default();
            for (ms, length) in pieces {
                assert!(arrivals.note(start + Duration::from_millis(*ms), *length, *length == 1));
            }
            arrivals.record().first_wait(leaving, start + Duration::from_secs(1))
        };
        for (leaving, pieces, expected) in [
            (Leaving::Calmly, [].as_slice(), SHORT_LOOK),
            (Leaving::Calmly, &[(999, 1)], SHORT_LOOK),
            (Leaving::Calmly, &[(400, 1), (999, 1)], SHORT_LOOK),
            (Leaving::Calmly, &[(600, 1), (999, 1)], SILENCE),
            (Leaving::Calmly, &[(995, 200)], SILENCE),
            (Leaving::Abruptly, &[(999, 1)], SILENCE),
            (Leaving::Abruptly, &[(500, 1)], SHORT_LOOK),
            (Leaving::Abruptly, &[], SHORT_LOOK),
        ] {
            assert_eq!(first_wait(leaving, pieces), expected, "{leaving:?} {pieces:?}");
        }
    }

    #[test]
    fn a_key_that_comes_up_is_not_a_second_key() {
        use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

        for (kind, is_key) in [
            (KeyEventKind::Press, true),
            (KeyEventKind::Repeat, true),
            (KeyEventKind::Release, false),
        ] {
            let key = KeyEvent::new_with_kind(KeyCode::Char('a'), KeyModifiers::NONE, kind);
            assert_eq!(as_typed(Event::Key(key)).is_some(), is_key, "{kind:?}");
        }
    }

    #[test]
    fn while_the_terminal_is_given_back_what_arrives_is_thrown_away() {
        let arrivals = Arrivals::default();
        arrivals.wait_for_quiet(Leaving::Calmly, false, || false);
        assert!(!arrivals.note(clock::moment(), 5, false));
        arrivals.want();
        assert!(arrivals.note(clock::moment(), 5, false));
    }

    #[test]
    fn a_flood_is_dropped_beyond_a_megabyte_until_the_loop_catches_up() {
        let arrivals = Arrivals::default();
        assert!(arrivals.note(clock::moment(), MOST_UNREAD, false));
        assert!(!arrivals.note(clock::moment(), 1, true));
        arrivals.read(MOST_UNREAD);
        assert!(arrivals.note(clock::moment(), 1, true));
    }

    #[test]
    fn a_key_with_the_beginning_of_a_paste_behind_it_is_no_single_key() {
        for key in [
            b"q".as_slice(),
            b"\x03",
            b"\x1b",
            b"\x1bq",
            b"\x1b[24;2~",
            b"\x1bOP",
            "é".as_bytes(),
        ] {
            assert!(is_one_key(key), "{key:?}");
        }
        for piece in [
            b"\x03E".as_slice(),
            b"qE",
            b"\x03\x1b",
            b"\x03\x1b[200~",
            b"\x1b[200~EAAG",
            b"\x1bqE",
            b"\x1b\x1b[200",
            "éE".as_bytes(),
        ] {
            assert!(!is_one_key(piece), "{piece:?}");
        }
    }

    #[test]
    fn what_is_there_and_not_yet_read_is_waited_for_too() {
        let arrivals = Arrivals::default();
        let looks = std::cell::Cell::new(0);
        arrivals.wait_for_quiet(Leaving::Calmly, false, || looks.replace(looks.get() + 1) == 0);
        assert_eq!(looks.get(), 2, "looked again after a silence");
    }
}
