//! What the system tells a program while it holds a terminal: end, stop, go on, the window changed.
//!
//! Started by the loop before the first frame. Signals are only reported here; the loop gives the terminal back, and
//! then the program dies of the signal as if it had never been caught (`exit`). A loop that cannot hear, because something it
//! writes is taken by nobody, is ended by a thread that sleeps until a signal arrives. A signal that was ignored when the
//! program began, as by `nohup`, stays ignored.

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
    /// Any other that ends a program which does not know it, by its number on this system.
    Other(u8),
}

impl Deadly {
    /// Its number. Those that have a name here have the same on every Unix.
    pub const fn number(self) -> u8 {
        match self {
            Self::Hangup => 1,
            Self::Interrupt => 2,
            Self::Quit => 3,
            Self::Terminate => 15,
            Self::Other(number) => number,
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
    use std::{future::poll_fn, io, task::Poll};

    use rustix::process::{Signal as Number, getpgrp, getsid, kill_current_process_group};
    use tokio::signal::unix::{Signal, SignalKind, signal};

    use super::{Deadly, Notice, watchdog::Watchdog};

    /// Every signal that ends a program and can be heard, those first that say most clearly what is wanted.
    const DEADLY: [(Number, Option<Deadly>); 13] = [
        (Number::TERM, Some(Deadly::Terminate)),
        (Number::HUP, Some(Deadly::Hangup)),
        (Number::QUIT, Some(Deadly::Quit)),
        (Number::INT, Some(Deadly::Interrupt)),
        (Number::USR1, None),
        (Number::USR2, None),
        (Number::ALARM, None),
        (Number::VTALARM, None),
        (Number::PROF, None),
        (Number::XCPU, None),
        (Number::XFSZ, None),
        (Number::ABORT, None),
        (Number::SYS, None),
    ];
    /// Those that only Linux knows.
    #[cfg(any(target_os = "linux", target_os = "android"))]
    const DEADLY_HERE: [Number; 2] = [Number::POWER, Number::STKFLT];
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    const DEADLY_HERE: [Number; 0] = [];

    /// The signals that are listened to.
    #[derive(Debug)]
    pub struct Signals {
        deadly: Vec<(Deadly, Signal)>,
        stop: Option<Signal>,
        carry_on: Signal,
        window: Signal,
        watchdog: Watchdog,
    }

    impl Signals {
        /// Starts listening. Needs the event loop to be running.
        pub fn listen() -> io::Result<Self> {
            let is_ignored = super::ignored::at_the_beginning();
            let is_heard = |number: &Number| !is_ignored.contains(number.as_raw());
            let deadly: Vec<Deadly> = DEADLY
                .into_iter()
                .chain(DEADLY_HERE.map(|number| (number, None)))
                .filter(|(number, _)| is_heard(number))
                .filter_map(|(number, named)| named.or_else(|| u8::try_from(number.as_raw()).ok().map(Deadly::Other)))
                .collect();
            let watchdog = Watchdog::start(&deadly)?;
            let listen = |number: Number| signal(SignalKind::from_raw(number.as_raw()));
            Ok(Self {
                deadly: deadly
                    .into_iter()
                    .map(|deadly| Ok((deadly, signal(SignalKind::from_raw(deadly.number().into()))?)))
                    .collect::<io::Result<_>>()?,
                stop: is_heard(&Number::TSTP).then(|| listen(Number::TSTP)).transpose()?,
                carry_on: listen(Number::CONT)?,
                window: listen(Number::WINCH)?,
                watchdog,
            })
        }

        /// The next one; the deadly ones first, so that a stopped job that is killed does not try to draw again.
        pub async fn next(&mut self) -> Notice {
            poll_fn(|context| {
                for (deadly, signal) in &mut self.deadly {
                    if signal.poll_recv(context).is_ready() {
                        return Poll::Ready(Notice::Die(*deadly));
                    }
                }
                if self
                    .stop
                    .as_mut()
                    .is_some_and(|stop| stop.poll_recv(context).is_ready())
                {
                    return Poll::Ready(Notice::Stop);
                }
                if self.carry_on.poll_recv(context).is_ready() {
                    return Poll::Ready(Notice::Continued);
                }
                if self.window.poll_recv(context).is_ready() {
                    return Poll::Ready(Notice::Resized);
                }
                Poll::Pending
            })
            .await
        }

        /// The deadly signal that was heard just now does not end the program: the person is asked first.
        pub fn spare(&self) {
            self.watchdog.spare();
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

/// What ends a program that a deadly signal does not: one whose only thread waits for a pipe that is full, or a terminal that
/// takes nothing.
#[cfg(unix)]
mod watchdog {
    use std::{
        io,
        sync::{Arc, Mutex, PoisonError},
        thread,
        time::{Duration, Instant},
    };

    use signal_hook::iterator::{Signals, SignalsInfo};

    use super::{super::clock, super::held, Deadly, die_of};

    /// How long the program may take to end by itself: longer than it does where nothing holds it up.
    const PATIENCE: Duration = Duration::from_secs(3);
    /// How much later than the loop the watchdog may hear of the same signal.
    const APART: Duration = Duration::from_secs(1);

    /// The thread. It sleeps in the system until a signal arrives, and ends with the process.
    #[derive(Debug)]
    pub(super) struct Watchdog {
        spared_at: Arc<Mutex<Option<Instant>>>,
    }

    impl Watchdog {
        pub(super) fn start(deadly: &[Deadly]) -> io::Result<Self> {
            let signals = Signals::new(deadly.iter().map(|deadly| i32::from(deadly.number())))?;
            let spared_at = Arc::new(Mutex::new(None));
            let (deadly, spared) = (deadly.to_vec(), Arc::clone(&spared_at));
            thread::Builder::new()
                .name("watchdog".to_owned())
                .stack_size(64 * 1024)
                .spawn(move || watch(signals, &deadly, &spared))?;
            Ok(Self { spared_at })
        }

        pub(super) fn spare(&self) {
            *self.spared_at.lock().unwrap_or_else(PoisonError::into_inner) = Some(clock::moment());
        }
    }

    fn watch(mut signals: SignalsInfo, deadly: &[Deadly], spared_at: &Mutex<Option<Instant>>) {
        for number in signals.forever() {
            let Some(deadly) = deadly.iter().find(|deadly| i32::from(deadly.number()) == number) else {
                continue;
            };
            let heard_at = clock::moment();
            thread::sleep(PATIENCE);
            let spared_at = *spared_at.lock().unwrap_or_else(PoisonError::into_inner);
            let is_spared = spared_at
                .and_then(|at| at.checked_add(APART))
                .is_some_and(|at| at > heard_at);
            if is_spared {
                continue;
            }
            held::give_back();
            die_of(*deadly);
            // One that the system does not end a program for by itself.
            signal_hook::low_level::exit(deadly.exit_code().into());
        }
    }
}

/// Which signals were ignored before this program listened to any.
#[cfg(unix)]
mod ignored {
    use std::sync::OnceLock;

    /// A set of signals.
    #[derive(Debug, Clone, Copy)]
    pub(super) struct Set(u64);

    impl Set {
        pub(super) fn contains(self, number: i32) -> bool {
            let at = u32::try_from(number).ok().and_then(|number| number.checked_sub(1));
            at.and_then(|at| self.0.checked_shr(at))
                .is_some_and(|rest| rest & 1 == 1)
        }
    }

    /// Asked for once: a signal that is listened to is ignored no more.
    pub(super) fn at_the_beginning() -> Set {
        static SET: OnceLock<Set> = OnceLock::new();
        // Where there is no such file (macOS, the BSDs), nothing but unsafe code could tell.
        *SET.get_or_init(|| read(&std::fs::read_to_string("/proc/self/status").unwrap_or_default()))
    }

    /// The line `SigIgn:` of `/proc/PID/status`: one bit a signal, in hexadecimal digits.
    fn read(status: &str) -> Set {
        let digits = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        Set(digits
            .and_then(|digits| u64::from_str_radix(digits.trim(), 16).ok())
            .unwrap_or_default())
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn a_signal_is_ignored_where_its_bit_says_so() {
            let set = read("Name:\tx\nSigIgn:\t0000000000001003\nSigCgt:\tffff\n");
            let ignored: Vec<i32> = (-1..80).filter(|number| set.contains(*number)).collect();
            assert_eq!(ignored, [1, 2, 13]);
            assert!(!read("").contains(1) && !read("SigIgn:\tx\n").contains(1));
        }
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

        /// Nothing: no thread waits for the end here.
        pub fn spare(&self) {}
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
