//! Standard output: what it is, which a run without a person wants to know before anything is sent (safety L2), and the one
//! way to write there.

use std::io::{self, IsTerminal as _, Write as _};

/// What standard output is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outlet {
    /// A terminal, where everybody near it reads along (safety T60).
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

#[cfg(unix)]
mod platform {
    use std::{io::Stdout, os::fd::AsFd, path::Path};

    use rustix::{
        event::{PollFd, PollFlags, Timespec, poll},
        fs::{fstat, stat},
    };

    use super::Outlet;

    fn is_null(out: impl AsFd) -> bool {
        let null = stat(Path::new("/dev/null")).map(|null| null.st_rdev);
        fstat(out).is_ok_and(|found| found.st_rdev != 0 && Ok(found.st_rdev) == null)
    }

    /// A closed descriptor is opened again on `/dev/null` before `main` runs, so the two look alike.
    pub(super) fn what_is(out: &Stdout) -> Outlet {
        if is_null(out) {
            return Outlet::Nowhere;
        }
        let mut asked = [PollFd::new(out, PollFlags::empty())];
        let at_once = Timespec { tv_sec: 0, tv_nsec: 0 };
        match poll(&mut asked, Some(&at_once)) {
            Ok(_) if asked.iter().any(|fd| fd.revents().contains(PollFlags::ERR)) => Outlet::Abandoned,
            Ok(_) | Err(_) => Outlet::Open,
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
