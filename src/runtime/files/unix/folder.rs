//! A folder that is held open, so that what happens in it happens in this one and no other.
//!
//! Started by a probe or a save; every call that the system interrupts is made again. Nothing here follows a link.

use std::{
    ffi::{OsStr, OsString},
    fs::{self, File},
    io::Read as _,
    os::{
        fd::OwnedFd,
        unix::{
            ffi::{OsStrExt as _, OsStringExt as _},
            fs::MetadataExt as _,
        },
    },
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use rustix::{
    fs::{Access, AtFlags, Dir, FlockOperation, Mode as Bits, OFlags, Stat},
    io::{Errno, retry_on_intr},
};
use zeroize::Zeroizing;

use crate::delivery::{ContentFault, Mode, SaveFault, Stamp};

use super::errno::{fault, is_unknown_there};

/// More of a file is not read, in bytes: nothing that holds tokens comes near.
const LARGEST: u64 = 8 * 1024 * 1024;
/// How long somebody else who saves in the same folder is waited for. A lock is a courtesy: whoever does not let go of
/// it must not keep anybody from their token, and that the file has not changed is looked at again in any case.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often it is looked whether the other is done.
const GLANCE: Duration = Duration::from_millis(1);

/// A folder that is held open.
#[derive(Debug)]
pub(super) struct Folder {
    handle: OwnedFd,
    path: PathBuf,
}

/// What a file holds.
#[derive(Debug)]
pub(super) struct Content {
    pub(super) bytes: Zeroizing<Vec<u8>>,
    pub(super) stamp: Stamp,
    pub(super) mode: Mode,
    /// The number of its group.
    pub(super) group: u32,
}

impl Folder {
    /// Opens a folder that is no link.
    pub(super) fn open(path: &Path) -> Result<Self, SaveFault> {
        let handle = retry_on_intr(|| rustix::fs::open(path, FOLDER, Bits::empty()));
        Ok(Self {
            handle: handle.map_err(|errno| fault(errno, path))?,
            path: path.to_owned(),
        })
    }

    /// Makes a folder in this one that only this person can enter. One that has appeared meanwhile is somebody else's.
    pub(super) fn make(&self, name: &OsStr) -> Result<Self, SaveFault> {
        let path = self.path.join(name);
        retry_on_intr(|| rustix::fs::mkdirat(&self.handle, name, Bits::RWXU)).map_err(|errno| fault(errno, &path))?;
        let handle = retry_on_intr(|| rustix::fs::openat(&self.handle, name, FOLDER, Bits::empty()));
        let made = handle.map(|handle| Self {
            handle,
            path: path.clone(),
        });
        made.map_err(|errno| {
            self.unmake(name);
            fault(errno, &path)
        })
    }

    /// Takes an empty folder away again, if that can be done.
    pub(super) fn unmake(&self, name: &OsStr) {
        let _ = retry_on_intr(|| rustix::fs::unlinkat(&self.handle, name, AtFlags::REMOVEDIR));
    }

    /// The path of a file in it.
    pub(super) fn path_of(&self, name: &OsStr) -> PathBuf {
        self.path.join(name)
    }

    /// Whether this person may put files into it, by the rights of the account that this runs as.
    pub(super) fn may_be_written(&self) -> Result<(), SaveFault> {
        let wanted = Access::WRITE_OK | Access::EXEC_OK;
        retry_on_intr(|| rustix::fs::accessat(&self.handle, ".", wanted, AtFlags::EACCESS))
            .map_err(|errno| fault(errno, &self.path))
    }

    /// What a file of it holds, if there is one. Waits for nothing: something that is no ordinary file is refused.
    pub(super) fn read(&self, name: &OsStr) -> Result<Option<Content>, SaveFault> {
        match self.open_file(name) {
            Ok(mut file) => Content::of(&mut file, &self.path_of(name)).map(Some),
            Err(Errno::NOENT) => Ok(None),
            // It was no link a moment ago.
            Err(Errno::LOOP | Errno::MLINK) => Err(SaveFault::ChangedMeanwhile),
            Err(errno) => Err(fault(errno, &self.path_of(name))),
        }
    }

    /// Opens a file for reading.
    pub(super) fn open_file(&self, name: &OsStr) -> Result<File, Errno> {
        let how = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        retry_on_intr(|| rustix::fs::openat(&self.handle, name, how, Bits::empty())).map(File::from)
    }

    /// Creates a file that was not there, for this person alone from its first moment, whatever the umask is.
    pub(super) fn create(&self, name: &OsStr) -> Result<File, Errno> {
        let how = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        retry_on_intr(|| rustix::fs::openat(&self.handle, name, how, Bits::RUSR | Bits::WUSR)).map(File::from)
    }

    /// Puts a file in another's place, in one step. Where nothing is to be replaced, nothing is: what has appeared there
    /// meanwhile stays.
    pub(super) fn rename(&self, from: &OsStr, to: &OsStr, replaces: bool) -> Result<(), Errno> {
        #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
        if !replaces {
            let only_new = rustix::fs::RenameFlags::NOREPLACE;
            let renamed = retry_on_intr(|| rustix::fs::renameat_with(&self.handle, from, &self.handle, to, only_new));
            if !renamed.is_err_and(is_unknown_there) {
                return renamed;
            }
        }
        let _ = replaces;
        retry_on_intr(|| rustix::fs::renameat(&self.handle, from, &self.handle, to))
    }

    /// Takes a file away.
    pub(super) fn remove(&self, name: &OsStr) -> Result<(), Errno> {
        retry_on_intr(|| rustix::fs::unlinkat(&self.handle, name, AtFlags::empty()))
    }

    /// What the system says of a file, without opening it.
    pub(super) fn stat(&self, name: &OsStr) -> Result<Stat, Errno> {
        retry_on_intr(|| rustix::fs::statat(&self.handle, name, AtFlags::SYMLINK_NOFOLLOW))
    }

    /// Has the disk keep what was renamed. Some network disks know no such thing for a folder.
    pub(super) fn sync(&self) -> Result<(), Errno> {
        match retry_on_intr(|| rustix::fs::fsync(&self.handle)) {
            Err(errno) if !is_unknown_there(errno) => Err(errno),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// Waits for everybody else who saves in this folder, and keeps those out who come later, as long as this folder is
    /// held. Leaves nothing behind, not even when this program is killed. Whether it was got; where not, whoever saves goes
    /// on all the same.
    pub(super) fn lock(&self) -> bool {
        let since = Instant::now();
        loop {
            match rustix::fs::flock(&self.handle, FlockOperation::NonBlockingLockExclusive) {
                Err(Errno::WOULDBLOCK | Errno::INTR) if since.elapsed() < PATIENCE => std::thread::sleep(GLANCE),
                Ok(()) => return true,
                // Some network disks lock no folders.
                Err(_) => return false,
            }
        }
    }

    /// The names of everything in it; none where it cannot be listed.
    pub(super) fn names(&self) -> Vec<OsString> {
        let Ok(entries) = Dir::read_from(&self.handle) else {
            return Vec::new();
        };
        entries
            .filter_map(Result::ok)
            .map(|entry| OsString::from_vec(entry.file_name().to_bytes().to_vec()))
            .collect()
    }
}

const FOLDER: OFlags = OFlags::RDONLY
    .union(OFlags::DIRECTORY)
    .union(OFlags::NOFOLLOW)
    .union(OFlags::CLOEXEC);

impl Content {
    /// Reads an open file from where it stands to its end.
    pub(super) fn of(file: &mut File, path: &Path) -> Result<Self, SaveFault> {
        let failed = |error: std::io::Error| fault(error, path);
        let found = file.metadata().map_err(failed)?;
        if !found.is_file() {
            return Err(SaveFault::Special(path.to_owned()));
        }
        // Room for all of it from the start: a buffer that grows leaves copies behind.
        let room = found.len().min(LARGEST).saturating_add(1);
        let mut bytes = Zeroizing::new(Vec::with_capacity(usize::try_from(room).unwrap_or_default()));
        file.take(LARGEST.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(failed)?;
        if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > LARGEST {
            return Err(ContentFault::TooLarge.into());
        }
        // Once more: somebody may have written while this was reading.
        let found = file.metadata().map_err(failed)?;
        Ok(Self {
            stamp: stamp(&found, &bytes),
            mode: Mode::from_bits(found.mode()),
            group: found.gid(),
            bytes,
        })
    }
}

fn stamp(found: &fs::Metadata, bytes: &[u8]) -> Stamp {
    let mut stamp = Vec::with_capacity(80);
    for number in [found.dev(), found.ino(), found.size()] {
        stamp.extend(number.to_be_bytes());
    }
    for number in [found.mtime(), found.mtime_nsec()] {
        stamp.extend(number.to_be_bytes());
    }
    stamp.extend(ring::digest::digest(&ring::digest::SHA256, bytes).as_ref());
    Stamp(stamp)
}

/// The name of a file of ours that is to take another's place: nobody can have put it there before.
pub(super) fn draft_name(random: &str) -> OsString {
    OsString::from(format!("{DRAFT_START}{random}{DRAFT_END}"))
}

/// Whether a name is one of those.
pub(super) fn is_draft_name(name: &OsStr) -> bool {
    let middle = name
        .as_bytes()
        .strip_prefix(DRAFT_START.as_bytes())
        .and_then(|rest| rest.strip_suffix(DRAFT_END.as_bytes()));
    middle
        .is_some_and(|middle| middle.len() == 16 && middle.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')))
}

const DRAFT_START: &str = ".evertoken-";
const DRAFT_END: &str = ".tmp";
