//! Putting bytes in a file's place: whoever reads finds the old file or the new one, whole, and nobody else reads any
//! of it on the way (facts: safety T50, T54, T55).
//!
//! Started by a save, an undo, or a rule for git; ends in the stamp of what was written, or in a fault before which
//! nothing was changed. The exceptions are [`SaveFault::NoAnswer`] and [`SaveFault::Unconfirmed`], which say so.

use std::{
    ffi::{OsStr, OsString},
    fs::File,
    io::{Seek as _, SeekFrom},
    os::unix::fs::{FileExt as _, MetadataExt as _, PermissionsExt},
    path::Path,
};

use rustix::{
    fs::{FlockOperation, Gid, Stat},
    io::{Errno, retry_on_intr},
};

use crate::{
    delivery::{Mode, SaveFault, Stamp},
    runtime::own_file::{is_own, random_name},
};

use super::{
    Permit, account,
    errno::fault,
    folder::{Content, Folder, draft_name, is_draft_name},
};

/// What is to stand in a file's place.
#[derive(Debug)]
pub(super) struct Replacement<'a> {
    pub(super) name: &'a OsStr,
    pub(super) bytes: &'a [u8],
    pub(super) mode: Mode,
    /// The number of the group that it will belong to.
    pub(super) group: u32,
    /// What it was when it was looked at; `None` where there was no file.
    pub(super) before: Option<&'a Stamp>,
}

/// Puts it there. The folder is locked by the caller.
pub(super) fn put(folder: &Folder, new: &Replacement<'_>, permit: &Permit) -> Result<Stamp, SaveFault> {
    let path = folder.path_of(new.name);
    let failed = |errno: Errno| fault(errno, &path);
    let mut draft = Draft::create(folder).map_err(|error| fault(error, &path))?;
    let mut proof = draft.fill(new)?;
    draft.hand_over(new)?;
    if folder.read(new.name)?.map(|content| content.stamp).as_ref() != new.before {
        return Err(SaveFault::ChangedMeanwhile);
    }
    permit.use_up()?;
    draft.take_place(new).map_err(failed)?;
    let unconfirmed = || SaveFault::Unconfirmed(path.clone());
    folder.sync().map_err(|_| unconfirmed())?;
    // What lies there by this name is this very file, and holds what was written.
    let there = folder.stat(new.name).map_err(|_| unconfirmed())?;
    let ours = retry_on_intr(|| rustix::fs::fstat(&proof)).map_err(|_| unconfirmed())?;
    let written = read_again(&mut proof, &path).map_err(|_| unconfirmed())?;
    let is_there = is_same_file(&there, &ours) && *written.bytes == new.bytes && written.mode == new.mode;
    is_there.then_some(written.stamp).ok_or_else(unconfirmed)
}

fn read_again(file: &mut File, path: &Path) -> Result<Content, SaveFault> {
    file.seek(SeekFrom::Start(0)).map_err(|error| fault(error, path))?;
    Content::of(file, path)
}

fn is_same_file(one: &Stat, other: &Stat) -> bool {
    (one.st_dev, one.st_ino) == (other.st_dev, other.st_ino)
}

/// A file of ours on its way to its place. Taken away again unless it got there.
struct Draft<'a> {
    folder: &'a Folder,
    name: OsString,
    file: File,
    is_in_place: bool,
}

impl<'a> Draft<'a> {
    fn create(folder: &'a Folder) -> std::io::Result<Self> {
        let name = draft_name(&random_name()?);
        let draft = Self {
            file: folder.create(&name)?,
            folder,
            name,
            is_in_place: false,
        };
        // Held as long as this program lives: so the next one can tell what was left behind.
        let _ = retry_on_intr(|| rustix::fs::flock(&draft.file, FlockOperation::NonBlockingLockExclusive));
        // The umask may have taken even the owner's rights.
        draft.set_mode(Mode::PRIVATE)?;
        Ok(draft)
    }

    /// Writes, has the disk keep it, and reads it back by its name: the open file that it was read by.
    fn fill(&mut self, new: &Replacement<'_>) -> Result<File, SaveFault> {
        let path = self.folder.path_of(new.name);
        self.file
            .write_all_at(new.bytes, 0)
            .and_then(|()| self.sync())
            .map_err(|error| fault(error, &path))?;
        let mut proof = self.folder.open_file(&self.name).map_err(|errno| fault(errno, &path))?;
        let written = Content::of(&mut proof, &path)?;
        (*written.bytes == new.bytes)
            .then_some(proof)
            .ok_or(SaveFault::ReadBackDiffers)
    }

    /// Gives it to its group and its readers. The group first: the old one must not get a look at it.
    fn hand_over(&self, new: &Replacement<'_>) -> Result<(), SaveFault> {
        let failed = |error: std::io::Error| fault(error, &self.folder.path_of(new.name));
        let found = self.file.metadata().map_err(failed)?;
        let has_group = found.gid() == new.group;
        let counts = new.mode.bits() & 0o070 != 0;
        if !has_group {
            let group = Some(Gid::from_raw(new.group));
            let given = retry_on_intr(|| rustix::fs::fchown(&self.file, None, group));
            match given {
                Err(_) if !counts => {}
                Err(Errno::PERM) => return Err(SaveFault::NotInGroup(account::group_name(new.group))),
                given => given.map_err(|errno| failed(errno.into()))?,
            }
        }
        if new.mode != Mode::PRIVATE {
            self.set_mode(new.mode).and_then(|()| self.sync()).map_err(failed)?;
        }
        Ok(())
    }

    fn take_place(&mut self, new: &Replacement<'_>) -> Result<(), Errno> {
        self.folder.rename(&self.name, new.name, new.before.is_some())?;
        self.is_in_place = true;
        Ok(())
    }

    fn set_mode(&self, mode: Mode) -> std::io::Result<()> {
        let found = self.file.metadata()?.mode();
        if Mode::from_bits(found) != mode {
            self.file.set_permissions(PermissionsExt::from_mode(mode.bits()))?;
        }
        Ok(())
    }

    fn sync(&self) -> std::io::Result<()> {
        Ok(retry_on_intr(|| rustix::fs::fsync(&self.file))?)
    }
}

impl Drop for Draft<'_> {
    fn drop(&mut self) {
        if !self.is_in_place {
            // Where not even this works, the next save takes it away.
            let _ = self.folder.remove(&self.name);
        }
    }
}

/// Takes away what earlier runs left when they were killed: files of our own pattern that belong to this person and that
/// nobody holds any more. Their mode does not matter: one that was killed as it handed over has the mode it was to have.
/// The folder is locked by the caller.
pub(super) fn clear_leftovers(folder: &Folder) {
    for name in folder.names().iter().filter(|name| is_draft_name(name)) {
        let Ok(file) = folder.open_file(name) else {
            continue;
        };
        let is_ours = file.metadata().is_ok_and(|found| found.is_file() && is_own(&found));
        let is_left = || retry_on_intr(|| rustix::fs::flock(&file, FlockOperation::NonBlockingLockExclusive)).is_ok();
        if is_ours && is_left() {
            let _ = folder.remove(name);
        }
    }
}
