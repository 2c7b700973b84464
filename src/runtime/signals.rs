//! What the system tells a program while it holds a terminal: end, stop, go on, the window changed.
//!
//! Started by the loop before the first frame. Signals are only reported here; the loop gives the terminal back, and
//! then the program dies of the signal as if it had never been caught (`exit`).

/// A signal that ends the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deadly {
    /// The terminal is gone.
    Hangup,
    /// Ctrl-C from elsewhere.
    Interrupt,
    /// Ctrl-\ from elsewhere.
    Quit,
    /// `kill`.
    Terminate,
}

impl Deadly {
    /// Its number, the same on every Unix.
    pub const fn number(self) -> u8 {
        match self {
            Self::Hangup => 1,
            Self::Interrupt => 2,
            Self::Quit => 3,
            Self::Terminate => 15,
        }
    }

    /// What a shell reports for it: 128 and its number.
    pub const fn exit_code(self) -> u8 {
        128_u8.saturating_add(self.number())
    }
}

/// What a signal asks of the loop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// End at once.
    Die(Deadly),
    /// Stop, as Ctrl-Z in a shell does.
    Stop,
    /// Running again after a stop, whoever stopped us.
    Continued,
    /// The window has another size.
    Resized,
}

pub use platform::{Signals, die_of, is_alone, stop_the_job};

#[cfg(unix)]
mod platform {
    use std::io;

    use rustix::process::{Signal as Number, getpgrp, getsid, kill_current_process_group};
    use tokio::signal::unix::{Signal, SignalKind, signal};

    use super::{Deadly, Notice};

    /// The signals that are listened to.
    #[derive(Debug)]
    pub struct Signals {
        hangup: Signal,
        interrupt: Signal,
        quit: Signal,
        terminate: Signal,
        stop: Signal,
        carry_on: Signal,
        window: Signal,
    }

    impl Signals {
        /// Starts listening. Needs the event loop to be running.
        pub fn listen() -> io::Result<Self> {
            Ok(Self {
                hangup: signal(SignalKind::hangup())?,
                interrupt: signal(SignalKind::interrupt())?,
                quit: signal(SignalKind::quit())?,
                terminate: signal(SignalKind::terminate())?,
                stop: signal(SignalKind::from_raw(Number::TSTP.as_raw()))?,
                carry_on: signal(SignalKind::from_raw(Number::CONT.as_raw()))?,
                window: signal(SignalKind::window_change())?,
            })
        }

        /// The next one; the deadly ones first, so that a stopped job that is killed does not try to draw again.
        pub async fn next(&mut self) -> Notice {
            tokio::select! {
                biased;
                _ = self.terminate.recv() => Notice::Die(Deadly::Terminate),
                _ = self.hangup.recv() => Notice::Die(Deadly::Hangup),
                _ = self.quit.recv() => Notice::Die(Deadly::Quit),
                _ = self.interrupt.recv() => Notice::Die(Deadly::Interrupt),
                _ = self.stop.recv() => Notice::Stop,
                _ = self.carry_on.recv() => Notice::Continued,
                _ = self.window.recv() => Notice::Resized,
            }
        }
    }

    /// Whether nobody could continue us after a stop: our process group is that of the session's leader, which is so
    /// for `ssh -t host evertoken` and for `xterm -e evertoken`, and never under a shell with job control.
    pub fn is_alone() -> bool {
        getsid(None).is_ok_and(|session| session == getpgrp())
    }

    /// Stops the whole job, as the kernel does on Ctrl-Z: a script that started us has to stop too, or its shell would
    /// not notice. `Notice::Continued` tells when it is over. Nothing happens where nobody could continue us.
    pub fn stop_the_job() {
        if is_alone() {
            return;
        }
        let _ = kill_current_process_group(Number::STOP);
    }

    /// Dies of the signal as if it had not been caught. Comes back only if the system refuses.
    pub fn die_of(deadly: Deadly) {
        let _ = signal_hook::low_level::emulate_default_handler(i32::from(deadly.number()));
    }
}

#[cfg(not(unix))]
mod platform {
    use std::io;

    use super::{Deadly, Notice};

    /// Ctrl-C from elsewhere is all there is here.
    #[derive(Debug)]
    pub struct Signals(());

    impl Signals {
        /// Starts listening.
        pub fn listen() -> io::Result<Self> {
            Ok(Self(()))
        }

        /// The next one.
        pub async fn next(&mut self) -> Notice {
            match tokio::signal::ctrl_c().await {
                Ok(()) => Notice::Die(Deadly::Interrupt),
                Err(_) => std::future::pending().await,
            }
        }
    }

    /// There are no jobs here.
    pub fn is_alone() -> bool {
        true
    }

    /// Nothing: we are always alone.
    pub fn stop_the_job() {}

    /// Signals do not kill here; the exit code says it.
    pub fn die_of(_: Deadly) {}
}
