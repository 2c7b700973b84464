//! The terminal device itself, not stdout: so that `TOKEN=$(evertoken)` shows its screen and captures nothing.
//!
//! Two openings of the same device: one to write, which never blocks, so that a stalled connection cannot keep the
//! loop from its signals; one to read, which does nothing else and blocks in its own thread.

use std::io;

use ratatui::layout::Size;

pub use platform::Device;

/// Why there is no terminal to draw on.
#[derive(Debug, thiserror::Error)]
pub enum NoTerminal {
    /// The environment says that the terminal can do nothing but print.
    #[error("the full screen needs a terminal that can move its cursor, and TERM says that this one cannot")]
    Dumb,
    /// There is none, or it does not answer.
    #[error("the full screen needs a terminal, and there is none here")]
    Missing(#[source] io::Error),
    /// It is a console that knows no sequences.
    #[cfg(not(unix))]
    #[error("the full screen needs a console of Windows 10 or newer; --plain works in this one")]
    Old,
}

/// The size taken where the device says 0 by 0, as serial lines do.
const UNKNOWN_SIZE: Size = Size { width: 80, height: 24 };

fn or_unknown(width: u16, height: u16) -> Size {
    if width == 0 || height == 0 {
        UNKNOWN_SIZE
    } else {
        Size { width, height }
    }
}

#[cfg(unix)]
mod platform {
    use std::{
        fs::{File, OpenOptions},
        io::{self, IsTerminal, Read, Write},
        os::unix::fs::OpenOptionsExt,
    };

    use ratatui::layout::Size;
    use rustix::{
        fs::OFlags,
        io::ioctl_fionread,
        process::getpgrp,
        termios::{
            Action, InputModes, OptionalActions, QueueSelector, Termios, tcflow, tcflush, tcgetattr, tcgetpgrp,
            tcgetwinsize, tcsetattr,
        },
    };

    use super::{NoTerminal, UNKNOWN_SIZE, or_unknown};

    const PATH: &str = "/dev/tty";
    /// In a session without a terminal of its own, as in a container, the one that stdin is.
    const STDIN: &str = "/dev/stdin";

    fn open(options: &OpenOptions) -> io::Result<File> {
        options.open(PATH).or_else(|error| {
            if io::stdin().is_terminal() {
                options.open(STDIN)
            } else {
                Err(error)
            }
        })
    }

    /// Waiting and reading are two steps, so that a stopped job does not read what is meant for the shell; a system
    /// that cannot wait for a terminal (macOS) waits in the read.
    #[cfg(not(target_os = "macos"))]
    const READ_FLAGS: OFlags = OFlags::NONBLOCK.union(OFlags::NOCTTY);
    #[cfg(target_os = "macos")]
    const READ_FLAGS: OFlags = OFlags::NOCTTY;

    /// The controlling terminal, opened to be read.
    #[derive(Debug)]
    pub struct Readable {
        tty: File,
    }

    impl Readable {
        /// Waits until there is something to read, or the terminal is gone.
        #[cfg(not(target_os = "macos"))]
        pub fn wait(&self) -> io::Result<()> {
            use rustix::event::{PollFd, PollFlags, poll};
            poll(&mut [PollFd::new(&self.tty, PollFlags::IN)], None)?;
            Ok(())
        }

        /// The read itself waits there.
        #[cfg(target_os = "macos")]
        #[expect(
            clippy::unused_self,
            clippy::unnecessary_wraps,
            reason = "the other systems' asks the device"
        )]
        pub fn wait(&self) -> io::Result<()> {
            Ok(())
        }

        /// Whether the terminal is still there: a read of nothing can also be Ctrl-D on an empty line.
        pub fn is_there(&self) -> bool {
            tcgetattr(&self.tty).is_ok()
        }

        /// Reads what there is; 0 when the terminal is gone, or the person has ended the input.
        pub fn read(&self, buffer: &mut [u8]) -> io::Result<usize> {
            (&self.tty).read(buffer)
        }
    }

    /// The controlling terminal, opened to be written, with the modes it had when we came.
    #[derive(Debug)]
    pub struct Device {
        tty: File,
        found: Termios,
    }

    impl Device {
        /// Opens it to be drawn on, and remembers its modes.
        pub fn open() -> Result<Self, NoTerminal> {
            if std::env::var_os("TERM").is_none_or(|term| term.is_empty() || term == "dumb") {
                return Err(NoTerminal::Dumb);
            }
            Self::open_for_lines()
        }

        /// Opens it for lines of plain text, which every terminal can show, and remembers its modes.
        pub fn open_for_lines() -> Result<Self, NoTerminal> {
            let flags = OFlags::NONBLOCK.union(OFlags::NOCTTY).bits().cast_signed();
            let tty =
                open(OpenOptions::new().read(true).write(true).custom_flags(flags)).map_err(NoTerminal::Missing)?;
            let found = tcgetattr(&tty).map_err(|error| NoTerminal::Missing(error.into()))?;
            Ok(Self { tty, found })
        }

        /// A second opening, to be read by one thread.
        pub fn open_to_read() -> io::Result<Readable> {
            let flags = READ_FLAGS.bits().cast_signed();
            let tty = open(OpenOptions::new().read(true).custom_flags(flags))?;
            Ok(Readable { tty })
        }

        /// Keys come one by one, unechoed, and mean nothing to the system.
        pub fn set_raw(&self) -> io::Result<()> {
            let mut raw = self.found.clone();
            raw.make_raw();
            Ok(tcsetattr(&self.tty, OptionalActions::Now, &raw)?)
        }

        /// Keys come one by one, unechoed, and none of them means anything to the system but those that hold the output up,
        /// where they did so before; what is written stays as it is.
        pub fn set_hidden(&self) -> io::Result<()> {
            let mut hidden = self.found.clone();
            hidden.make_raw();
            hidden.output_modes = self.found.output_modes;
            hidden.input_modes |= self.found.input_modes & InputModes::IXON;
            Ok(tcsetattr(&self.tty, OptionalActions::Now, &hidden)?)
        }

        /// The modes it had when we came; whatever was not read yet is thrown away.
        pub fn set_as_found(&self) -> io::Result<()> {
            let _ = tcflush(&self.tty, QueueSelector::IFlush);
            Ok(tcsetattr(&self.tty, OptionalActions::Now, &self.found)?)
        }

        /// Whether something was typed that nobody has read yet.
        pub fn has_unread(&self) -> bool {
            ioctl_fionread(&self.tty).is_ok_and(|length| length > 0)
        }

        /// Whether it is ours to take: whether our job runs in the foreground.
        pub fn is_ours(&self) -> bool {
            tcgetpgrp(&self.tty).map_or(true, |group| group == getpgrp())
        }

        /// How many columns and rows it has.
        pub fn size(&self) -> Size {
            tcgetwinsize(&self.tty).map_or(UNKNOWN_SIZE, |size| or_unknown(size.ws_col, size.ws_row))
        }

        /// Writes all of it, and waits as long as that takes.
        pub fn write_all(&self, bytes: &[u8]) -> io::Result<()> {
            use rustix::event::{PollFd, PollFlags, poll};
            let mut rest = bytes;
            while !rest.is_empty() {
                match self.write(rest) {
                    Ok(length) => rest = rest.get(length..).unwrap_or_default(),
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                        poll(&mut [PollFd::new(&self.tty, PollFlags::OUT)], None)?;
                    }
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    Err(error) => return Err(error),
                }
            }
            Ok(())
        }

        /// Writes what it takes now; `WouldBlock` when that is nothing.
        pub fn write(&self, bytes: &[u8]) -> io::Result<usize> {
            (&self.tty).write(bytes)
        }

        /// Writes these few bytes without waiting. Where the terminal takes nothing, it is let go on if a person has stopped it,
        /// and after that what it was sent and has not taken yet is thrown away: it is the last thing that it is sent.
        pub fn write_by_force(&self, bytes: &[u8]) {
            let is_taken = || self.write(bytes).is_ok_and(|length| length == bytes.len());
            if is_taken() {
                return;
            }
            let _ = tcflow(&self.tty, Action::OOn);
            if is_taken() {
                return;
            }
            let _ = tcflush(&self.tty, QueueSelector::OFlush);
            let _ = is_taken();
        }
    }
}

#[cfg(not(unix))]
mod platform {
    use std::io;

    use crossterm_winapi::{Console, Handle};
    use ratatui::layout::Size;

    use super::{NoTerminal, UNKNOWN_SIZE, or_unknown};

    /// The console, opened to be written. Its modes are kept by crossterm. It takes text, and not bytes in a code page.
    #[derive(Debug)]
    pub struct Device {
        console: Console,
    }

    impl Device {
        /// Opens it to be drawn on.
        pub fn open() -> Result<Self, NoTerminal> {
            let device = Self::open_for_lines()?;
            // Asking switches it on.
            if crossterm::ansi_support::supports_ansi() {
                Ok(device)
            } else {
                Err(NoTerminal::Old)
            }
        }

        /// Opens it for lines of plain text.
        pub fn open_for_lines() -> Result<Self, NoTerminal> {
            // Where standard output leads elsewhere, this is the window all the same.
            let console = Handle::current_out_handle().map_err(NoTerminal::Missing)?;
            Ok(Self {
                console: console.into(),
            })
        }

        /// Keys come one by one, unechoed.
        pub fn set_raw(&self) -> io::Result<()> {
            crossterm::terminal::enable_raw_mode()
        }

        /// Keys come one by one, unechoed.
        pub fn set_hidden(&self) -> io::Result<()> {
            self.set_raw()
        }

        /// The modes it had when we came.
        pub fn set_as_found(&self) -> io::Result<()> {
            crossterm::terminal::disable_raw_mode()
        }

        /// Nobody can say here.
        pub const fn has_unread(&self) -> bool {
            false
        }

        /// There are no jobs here.
        pub const fn is_ours(&self) -> bool {
            true
        }

        /// How many columns and rows it has.
        pub fn size(&self) -> Size {
            crossterm::terminal::size().map_or(UNKNOWN_SIZE, |(width, height)| or_unknown(width, height))
        }

        /// Writes all of it, which is text in UTF-8.
        pub fn write_all(&self, bytes: &[u8]) -> io::Result<()> {
            self.write(bytes).map(drop)
        }

        /// Writes text in UTF-8 to the console, which takes all of it.
        pub fn write(&self, bytes: &[u8]) -> io::Result<usize> {
            if bytes.is_empty() {
                return Ok(0);
            }
            self.console.write_char_buffer(bytes)
        }

        /// Writes to the console, which takes everything.
        pub fn write_by_force(&self, bytes: &[u8]) {
            let _ = self.write(bytes);
        }
    }
}
