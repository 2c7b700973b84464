//! Turns between programs that change the same file: whoever holds the lock of a file beside it.
//!
//! Started by whoever writes; ends when the file that was handed out is dropped, or its program ends in whatever way.

use std::{fs::File, io, path::Path};

use super::own_file;

/// Waits for this file's turn, which lasts until what is returned is dropped. `None` where there can be no lock: then
/// two who write at once may undo each other, which is less than nobody writing.
pub(super) fn take(folder: &Path, name: &str) -> Option<File> {
    let file = open(&folder.join(name)).ok()?;
    let found = file.metadata().ok()?;
    (found.is_file() && own_file::is_own(&found)).then_some(())?;
    file.lock().ok()?;
    Some(file)
}

#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use rustix::fs::{Mode, OFlags};
    let how = OFlags::RDWR | OFlags::CREATE | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    Ok(rustix::fs::open(path, how, Mode::RUSR | Mode::WUSR)?.into())
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
}
