//! Lines from the terminal device: open ones by the terminal's own line editing, hidden ones key by key.
//!
//! Between two lines that are hidden, and behind the last, whatever still arrives of a paste is read and thrown away
//! before anything is echoed again: the tail of a secret must not stand in the window, nor be an answer (facts: safety T28).

use std::{
    collections::VecDeque,
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use tokio::sync::mpsc::UnboundedReceiver;
use zeroize::{Zeroize, Zeroizing};

use crate::{
    runtime::clock,
    terminal::{
        decode::{Decoder, LONGEST_PASTE, Typed},
        device::{Device, NoTerminal},
        keyboard::{self, Arrivals, Arrived, Leaving},
        on_panic,
    },
};

use super::{
    Entered,
    hidden::{Did, Hidden},
};

const PASTES_MARKED: &[u8] = b"\x1b[?2004h";
const PASTES_UNMARKED: &[u8] = b"\x1b[?2004l";

/// What was changed on the terminal and is not undone yet: shared with the panic hook.
#[derive(Debug)]
pub(in crate::linear) struct Hold {
    device: Device,
    arrivals: Arc<Arrivals>,
    is_hidden: AtomicBool,
    is_given_back: AtomicBool,
    marks_pastes: bool,
}

impl Hold {
    /// The terminal, to be written to.
    pub(in crate::linear) const fn device(&self) -> &Device {
        &self.device
    }

    fn hide(&self) -> io::Result<()> {
        if !self.is_hidden.swap(true, Ordering::SeqCst) {
            self.device.set_hidden()?;
            if self.marks_pastes {
                self.device.write_all(PASTES_MARKED)?;
            }
        }
        Ok(())
    }

    /// Waits until nothing arrives any more and gives the terminal its own modes. What arrives meanwhile is lost.
    fn unhide(&self, leaving: Leaving) {
        if self.is_hidden.swap(false, Ordering::SeqCst) {
            if self.marks_pastes {
                // It must not wait: the terminal may take nothing, and what it did not take changes little.
                let _ = self.device.write(PASTES_UNMARKED);
            }
            self.arrivals
                .wait_for_quiet(leaving, false, || self.device.has_unread());
            let _ = self.device.set_as_found();
        }
    }

    /// Gives the terminal back. Does nothing the second time.
    fn give_back(&self, leaving: Leaving) {
        if self.is_given_back.swap(true, Ordering::SeqCst) {
            return;
        }
        self.unhide(leaving);
        self.arrivals
            .wait_for_quiet(leaving, false, || self.device.has_unread());
        let _ = self.device.set_as_found();
    }
}

/// The terminal, read line by line.
#[derive(Debug)]
pub(in crate::linear) struct Lines {
    hold: Arc<Hold>,
    keys: UnboundedReceiver<Arrived>,
    decoder: Decoder,
    hidden: Hidden,
    /// What came of an open line so far.
    open: Zeroizing<Vec<u8>>,
    /// What was made of the bytes that came, and was not taken yet.
    ready: VecDeque<Entered>,
}

impl Lines {
    /// Opens the terminal and listens. Pastes are marked where the terminal understands that.
    pub(in crate::linear) fn open(marks_pastes: bool) -> Result<Self, NoTerminal> {
        let device = Device::open_for_lines()?;
        let arrivals = Arc::new(Arrivals::default());
        let hold = Arc::new(Hold {
            device,
            arrivals: Arc::clone(&arrivals),
            is_hidden: AtomicBool::new(false),
            is_given_back: AtomicBool::new(false),
            marks_pastes,
        });
        let in_panic = Arc::clone(&hold);
        on_panic(move || in_panic.give_back(Leaving::Abruptly));
        let keys = keyboard::listen(arrivals).map_err(NoTerminal::Missing)?;
        Ok(Self {
            hold,
            keys,
            decoder: Decoder::default(),
            hidden: Hidden::default(),
            open: Zeroizing::new(Vec::new()),
            ready: VecDeque::new(),
        })
    }

    /// What is held.
    pub(in crate::linear) const fn hold(&self) -> &Arc<Hold> {
        &self.hold
    }

    /// The next line is hidden, or is not. To be called before it is asked for, so that nothing of it is echoed.
    pub(in crate::linear) fn expect(&mut self, is_hidden: bool) -> io::Result<()> {
        if is_hidden {
            return self.hold.hide();
        }
        if self.is_hidden() {
            self.hold.unhide(Leaving::Calmly);
            self.forget();
            self.hold.arrivals.want();
        }
        Ok(())
    }

    fn is_hidden(&self) -> bool {
        self.hold.is_hidden.load(Ordering::SeqCst)
    }

    /// Gives the terminal to somebody else for now.
    pub(in crate::linear) fn pause(&mut self) {
        self.hold.unhide(Leaving::Calmly);
        self.hold.arrivals.wait_for_quiet(Leaving::Calmly, false, || false);
    }

    /// Takes it again. What was typed meanwhile was not for us.
    pub(in crate::linear) fn go_on(&mut self) {
        self.forget();
        self.hold.arrivals.want();
    }

    /// Gives it back for good.
    pub(in crate::linear) fn give_back(&self, leaving: Leaving) {
        self.hold.give_back(leaving);
    }

    /// The next thing that was entered. Dropping the future loses none.
    pub(in crate::linear) async fn next(&mut self) -> Entered {
        loop {
            if let Some(entered) = self.ready.pop_front() {
                return entered;
            }
            let deadline = self.decoder.deadline();
            let arrived = tokio::select! {
                biased;
                arrived = self.keys.recv() => arrived,
                () = clock::until(deadline) => {
                    let mut typed = Vec::new();
                    self.decoder.expire(clock::moment(), &mut typed);
                    self.take_typed(typed);
                    continue;
                }
            };
            match arrived {
                #[cfg(unix)]
                Some(Arrived::Bytes(at, bytes)) => {
                    self.hold.arrivals.read(bytes.len());
                    if self.is_hidden() {
                        let mut typed = Vec::new();
                        self.decoder.feed(&bytes, at, &mut typed);
                        self.take_typed(typed);
                    } else {
                        self.take_open(&bytes);
                    }
                }
                #[cfg(unix)]
                Some(Arrived::Ended) => return Entered::End,
                #[cfg(not(unix))]
                Some(Arrived::Typed(_, typed)) => {
                    self.hold.arrivals.read(typed.len());
                    self.take_typed(typed);
                }
                #[cfg(not(unix))]
                Some(Arrived::Resized) => {}
                Some(Arrived::Gone) | None => return Entered::Gone,
            }
        }
    }

    /// Bytes of lines that the terminal has edited.
    #[cfg(unix)]
    fn take_open(&mut self, bytes: &[u8]) {
        for byte in bytes {
            match byte {
                b'\n' => {
                    let mut text = Zeroizing::new(String::with_capacity(self.open.len()));
                    self.open.utf8_chunks().for_each(|chunk| text.push_str(chunk.valid()));
                    self.open.zeroize();
                    self.ready.push_back(Entered::Line(text));
                }
                byte if self.open.len() < LONGEST_PASTE => self.open.push(*byte),
                _ => {}
            }
        }
    }

    /// Shows a key of an open line, which the system does not do for a program that reads keys.
    #[cfg(not(unix))]
    fn echo(&self, key: &Typed) {
        use crossterm::event::{KeyCode, KeyModifiers};

        let mut letter = [0; 4];
        let shown = match key {
            Typed::Paste(pasted) | Typed::Burst(pasted) => pasted.0.as_bytes(),
            Typed::Key(key) if key.modifiers.contains(KeyModifiers::CONTROL) => return,
            Typed::Key(key) => match key.code {
                KeyCode::Char(c) => c.encode_utf8(&mut letter).as_bytes(),
                KeyCode::Backspace => b"\x08 \x08",
                KeyCode::Enter => b"\r\n",
                _ => return,
            },
            Typed::Attributes(_) | Typed::FocusLost => return,
        };
        // A console that takes nothing will be noticed by the next line that is said.
        let _ = self.hold.device.write_all(shown);
    }

    /// Keys of a hidden line. What stands behind its end is the rest of a paste.
    fn take_typed(&mut self, typed: Vec<Typed>) {
        let mut keys = typed.into_iter();
        for key in keys.by_ref() {
            let is_open = !self.is_hidden();
            #[cfg(not(unix))]
            if is_open {
                self.echo(&key);
            }
            let entered = match self.hidden.take(&key) {
                Did::Nothing => continue,
                // What arrived can be seen.
                Did::Arrived | Did::Emptied if is_open => continue,
                Did::Arrived => Entered::Something,
                Did::Emptied => Entered::Emptied,
                Did::Interrupt => Entered::Interrupt,
                Did::End => Entered::End,
                Did::Suspend => Entered::Suspend,
                Did::Done => {
                    self.ready.push_back(Entered::Line(self.hidden.finish()));
                    break;
                }
            };
            self.ready.push_back(entered);
        }
        if matches!(self.ready.back(), Some(Entered::Line(_))) {
            let has_more = keys.next().is_some();
            self.hold
                .arrivals
                .wait_for_quiet(Leaving::Calmly, false, || self.hold.device.has_unread());
            if self.forget() || has_more {
                self.ready.push_back(Entered::MoreLines);
            }
            self.hold.arrivals.want();
        }
    }

    /// Forgets what has come and was not made into an answer; says whether there was any.
    fn forget(&mut self) -> bool {
        let mut has_any = false;
        while let Ok(arrived) = self.keys.try_recv() {
            match arrived {
                #[cfg(unix)]
                Arrived::Bytes(_, bytes) => self.hold.arrivals.read(bytes.len()),
                #[cfg(not(unix))]
                Arrived::Typed(_, keys) => self.hold.arrivals.read(keys.len()),
                #[cfg(not(unix))]
                Arrived::Resized => continue,
                #[cfg(unix)]
                Arrived::Ended => continue,
                Arrived::Gone => {
                    self.ready.push_back(Entered::Gone);
                    continue;
                }
            }
            has_any = true;
        }
        self.decoder.reset();
        self.open.zeroize();
        drop(self.hidden.finish());
        has_any
    }
}

impl Drop for Lines {
    fn drop(&mut self) {
        self.hold.give_back(Leaving::Abruptly);
    }
}
