//! Standard output: what it is, which a run without a person wants to know before anything is sent (facts: safety L2), and the one
//! way to write there.

use std::io::{self, IsTerminal as _, Write as _};

use zeroize::Zeroizing;

use crate::model::Payload;

/// What standard output is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outlet {
    /// A terminal, where everybody near it reads along (facts: safety T60).
    Terminal,
    /// Closed, or led to where everything vanishes.
    Nowhere,
    /// A pipe of which nobody holds the other end any more.
    Abandoned,
    /// A file, or a pipe that somebody reads.
    Open,
}

/// Finds out what standard output is.
pub fn standard_output() -> Outlet {
    let out = io::stdout();
    if out.is_terminal() {
        Outlet::Terminal
    } else {
        platform::what_is(&out)
    }
}

/// Writes all of it, or says why not. What was written before a failure cannot be taken back.
///
/// Where standard output was closed when this program began, this succeeds: Rust's standard library has opened `/dev/null` in
/// its place, just as a program does that wants the exit code alone. A token asks [`standard_output`] first.
pub fn write(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

/// Writes something to be taken away, alone on its line. The buffer holds all of it from the start and is wiped: one that grew
/// would leave a part of it behind.
pub fn write_alone(text: &Payload) -> io::Result<()> {
    let text = text.expose().as_bytes();
    let mut line = Zeroizing::new(Vec::with_capacity(text.len().saturating_add(1)));
    line.extend_from_slice(text);
    line.push(b'\n');
    write(&line)
}

#[cfg(unix)]
mod platform {
    use std::{os::fd::AsFd, path::Path};

    use rustix::{
        event::{PollFd, PollFlags, Timespec, poll},
        fs::{fstat, stat},
    };

    use super::Outlet;

    fn is_null(out: impl AsFd) -> bool {
        let null = stat(Path::new("/dev/null")).map(|null| null.st_rdev);
        fstat(out).is_ok_and(|found| found.st_rdev != 0 && Ok(found.st_rdev) == null)
    }

    /// A closed descriptor is opened again on `/dev/null` before `main` runs, so the two look alike. A pipe that nobody reads
    /// any more is an error to Linux and a hang-up to others, and some say neither unless they are asked for room to write.
    pub(super) fn what_is(out: impl AsFd) -> Outlet {
        if is_null(&out) {
            return Outlet::Nowhere;
        }
        let mut asked = [PollFd::new(&out, PollFlags::OUT)];
        let at_once = Timespec { tv_sec: 0, tv_nsec: 0 };
        let gone = PollFlags::ERR.union(PollFlags::HUP);
        match poll(&mut asked, Some(&at_once)) {
            Ok(_) if asked.iter().any(|fd| fd.revents().intersects(gone)) => Outlet::Abandoned,
            Ok(_) | Err(_) => Outlet::Open,
        }
    }

    #[cfg(test)]
    mod tests {
        use std::{
            fs::OpenOptions,
            io::{self, Write as _},
            os::unix::{fs::OpenOptionsExt as _, net::UnixStream},
            process::{Command, Stdio},
        };

        use portable_pty::{PtySize, native_pty_system};
        use rustix::fs::{OFlags, fcntl_setfl};

        use super::*;

        #[test]
        fn a_pipe_is_open_as_long_as_somebody_reads_it_also_when_it_is_full() {
            let (reader, mut writer) = io::pipe().unwrap();
            assert_eq!(what_is(&writer), Outlet::Open);
            fcntl_setfl(&writer, OFlags::NONBLOCK).unwrap();
            while writer.write(&[0; 4096]).is_ok() {}
            assert_eq!(what_is(&writer), Outlet::Open);
            drop(reader);
            assert_eq!(what_is(&writer), Outlet::Abandoned);
        }

        #[test]
        fn so_is_a_pipe_of_another_process() {
            let mut child = Command::new("cat").stdin(Stdio::piped()).spawn().unwrap();
            let stdin = child.stdin.take().unwrap();
            assert_eq!(what_is(&stdin), Outlet::Open);
            child.kill().unwrap();
            child.wait().unwrap();
            assert_eq!(what_is(&stdin), Outlet::Abandoned);
        }

        #[test]
        fn a_file_a_device_a_socket_and_a_terminal_are_open() {
            let file = tempfile::tempfile().unwrap();
            let device = OpenOptions::new().write(true).open("/dev/zero").unwrap();
            let (ours, theirs) = UnixStream::pair().unwrap();
            let pair = native_pty_system().openpty(PtySize::default()).unwrap();
            let mut options = OpenOptions::new();
            options.write(true).custom_flags(OFlags::NOCTTY.bits().cast_signed());
            let terminal = options.open(pair.master.tty_name().unwrap()).unwrap();
            assert_eq!(what_is(&file), Outlet::Open);
            assert_eq!(what_is(&device), Outlet::Open);
            assert_eq!(what_is(&ours), Outlet::Open);
            assert_eq!(what_is(&terminal), Outlet::Open);
            drop((theirs, pair));
            assert_eq!(what_is(&ours), Outlet::Abandoned);
            assert_eq!(what_is(&terminal), Outlet::Abandoned);
        }

        #[test]
        fn where_everything_vanishes_is_nowhere() {
            let null = OpenOptions::new().write(true).open("/dev/null").unwrap();
            assert_eq!(what_is(&null), Outlet::Nowhere);
        }
    }
}

#[cfg(not(unix))]
mod platform {
    use std::io::Stdout;

    use super::Outlet;

    /// Found out only by writing there.
    pub(super) fn what_is(_: &Stdout) -> Outlet {
        Outlet::Open
    }
}
