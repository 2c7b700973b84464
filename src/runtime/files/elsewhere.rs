//! Files on systems without owners, modes and links of the Unix kind: the folder decides who reads a file, as everywhere
//! in a profile there. What is promised is less: the file is replaced whole, and what it held is looked at right before.
//!
//! Started on a thread of its own for each effect; ends in what the event says. git is not asked there: a file inside a
//! repository is one that no rule is known to keep out.

use std::{
    fs::{self, File},
    io::{ErrorKind, Read as _, Write as _},
    path::{Path, PathBuf},
};

use zeroize::Zeroizing;

use crate::delivery::{self, Caution, ContentFault, Edit, Mode, Order, Prospect, SaveFault, Saved, Stamp};

use super::{Before, Desk, Permit, spelling, surroundings};

/// More of a file is not read, in bytes.
const LARGEST: u64 = 8 * 1024 * 1024;

/// What saving would do.
pub(super) fn probe(order: &Order, _desk: &Desk) -> Result<Prospect, SaveFault> {
    look(order).map(|(prospect, ..)| prospect)
}

/// Saves, if everything still is as the person has agreed to.
pub(super) fn save(order: &Order, agreed: &Prospect, desk: &Desk, permit: &Permit) -> Result<Saved, SaveFault> {
    let (prospect, old, edit) = look(order)?;
    if prospect != *agreed {
        return Err(SaveFault::ChangedMeanwhile);
    }
    let folder = prospect.file.parent().ok_or(SaveFault::PathUnclear)?;
    fs::create_dir_all(folder).map_err(|error| fault(&error, folder))?;
    put(&prospect.file, &edit.bytes, &prospect.stamp, permit)?;
    let after = read(&prospect.file)?.map(|(_, stamp)| stamp);
    let after = after.ok_or_else(|| SaveFault::Unconfirmed(prospect.file.clone()))?;
    let before = old.map(|bytes| Before {
        bytes,
        mode: Mode::PRIVATE,
        group: 0,
    });
    desk.past.keep(&prospect.file, before, &prospect.stamp, after);
    Ok(Saved {
        file: prospect.file,
        mode: order.access.mode,
        changes: edit.changes,
    })
}

/// Puts back what a file held before it was saved to in this run.
pub(super) fn restore(file: &Path, desk: &Desk, permit: &Permit) -> Result<(), SaveFault> {
    let (_, found) = read(file)?.ok_or(SaveFault::NothingToRestore)?;
    let kept = desk.past.take(file, &found)?;
    let restored = match &kept.before {
        Some(before) => put(file, &before.bytes, &found, permit),
        None => permit
            .use_up()
            .and_then(|()| fs::remove_file(file).map_err(|error| fault(&error, file))),
    };
    if restored.is_err() {
        desk.past.give_back(file, kept);
    }
    restored
}

/// Adds a rule for this file to the repository around it.
pub(super) fn ignore(file: &Path, _desk: &Desk, permit: &Permit) -> Result<PathBuf, SaveFault> {
    let root = root(file).ok_or(SaveFault::NoRepository)?;
    let inside = file.strip_prefix(&root).map_err(|_| SaveFault::PathUnclear)?;
    let inside = inside.to_str().ok_or(SaveFault::PathUnclear)?.replace('\\', "/");
    // The names that those systems allow hold nothing else that git would read otherwise.
    let line = format!("/{}", inside.replace('[', "\\["));
    let rules = root.join(".gitignore");
    let (text, stamp) = match read(&rules)? {
        Some((bytes, stamp)) => (bytes, stamp),
        None => (Zeroizing::new(Vec::new()), Stamp::default()),
    };
    let is_there = text
        .split(|byte| *byte == b'\n')
        .any(|other| other.trim_ascii_end() == line.as_bytes());
    if !is_there {
        let between: &[u8] = if text.is_empty() || text.ends_with(b"\n") {
            b""
        } else {
            b"\n"
        };
        let new = [text.as_slice(), between, line.as_bytes(), b"\n"].concat();
        put(&rules, &new, &stamp, permit)?;
    }
    Ok(rules)
}

type Looked = (Prospect, Option<Zeroizing<Vec<u8>>>, Edit);

fn look(order: &Order) -> Result<Looked, SaveFault> {
    if let Some(group) = &order.access.group {
        return Err(SaveFault::UnknownGroup(group.clone()));
    }
    let home = directories::BaseDirs::new().map(|places| places.home_dir().to_owned());
    let written = spelling::read(&order.path, home.as_deref().map(Path::as_os_str))?;
    let file = real(&written)?;
    let (old, stamp) = match read(&file)? {
        Some((bytes, stamp)) => (Some(bytes), stamp),
        None => (None, Stamp::default()),
    };
    let edit = delivery::edit(order.kind, &order.entries, old.as_ref().map(|old| old.as_slice()))?;
    let prospect = Prospect {
        exists: old.is_some(),
        mode: None,
        changes: edit.changes.clone(),
        cautions: cautions(&file, &written),
        stamp,
        file,
    };
    Ok((prospect, old, edit))
}

fn cautions(file: &Path, written: &Path) -> Vec<Caution> {
    let folder = file.parent().unwrap_or(file);
    let is_link = fs::symlink_metadata(written).is_ok_and(|found| found.is_symlink());
    let is_protected = fs::metadata(file).is_ok_and(|found| found.permissions().readonly());
    let mut cautions = Vec::new();
    cautions.extend(root(file).map(|_| Caution::NotIgnoredByGit));
    cautions.extend(surroundings::web_folder(folder).map(Caution::WebFolder));
    cautions.extend(is_protected.then_some(Caution::WriteProtected));
    cautions.extend((!folder.exists()).then(|| Caution::MakesFolder(folder.to_owned())));
    cautions.extend(surroundings::synced_folder(folder).map(Caution::SyncedFolder));
    cautions.extend(is_link.then_some(Caution::ThroughLink));
    cautions
}

/// The file behind every link; of one that does not exist, behind every link of the folders that do.
fn real(written: &Path) -> Result<PathBuf, SaveFault> {
    match fs::metadata(written) {
        Ok(found) if found.is_dir() => Err(SaveFault::IsFolder(written.to_owned())),
        Ok(found) if !found.is_file() => Err(SaveFault::Special(written.to_owned())),
        Ok(_) => dunce::canonicalize(written).map_err(|error| fault(&error, written)),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let (Some(folder), Some(name)) = (written.parent(), written.file_name()) else {
                return Err(SaveFault::PathUnclear);
            };
            let there = folder.ancestors().find(|folder| folder.exists());
            let there = there.ok_or(SaveFault::PathUnclear)?;
            let rest = folder.strip_prefix(there).map_err(|_| SaveFault::PathUnclear)?;
            let there = dunce::canonicalize(there).map_err(|error| fault(&error, there))?;
            Ok(there.join(rest).join(name))
        }
        Err(error) => Err(fault(&error, written)),
    }
}

type Content = (Zeroizing<Vec<u8>>, Stamp);

fn read(file: &Path) -> Result<Option<Content>, SaveFault> {
    let failed = |error: std::io::Error| fault(&error, file);
    let opened = match File::open(file) {
        Ok(opened) => opened,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error)),
    };
    let found = opened.metadata().map_err(failed)?;
    let mut bytes = Zeroizing::new(Vec::new());
    opened
        .take(LARGEST.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > LARGEST {
        return Err(ContentFault::TooLarge.into());
    }
    let mut stamp = found.len().to_be_bytes().to_vec();
    stamp.extend(format!("{:?}", found.modified().ok()).bytes());
    stamp.extend(ring::digest::digest(&ring::digest::SHA256, &bytes).as_ref());
    Ok(Some((bytes, Stamp(stamp))))
}

fn put(file: &Path, bytes: &[u8], before: &Stamp, permit: &Permit) -> Result<(), SaveFault> {
    let failed = |error: std::io::Error| fault(&error, file);
    let folder = file.parent().ok_or(SaveFault::PathUnclear)?;
    let mut draft = tempfile::Builder::new()
        .prefix(".evertoken-")
        .suffix(".tmp")
        .tempfile_in(folder)
        .map_err(failed)?;
    draft
        .write_all(bytes)
        .and_then(|()| draft.as_file().sync_all())
        .map_err(failed)?;
    if read(file)?.map(|(_, stamp)| stamp).unwrap_or_default() != *before {
        return Err(SaveFault::ChangedMeanwhile);
    }
    permit.use_up()?;
    draft.persist(file).map_err(|error| failed(error.error))?;
    let is_there = read(file).is_ok_and(|found| found.is_some_and(|(found, _)| *found == bytes));
    is_there
        .then_some(())
        .ok_or_else(|| SaveFault::Unconfirmed(file.to_owned()))
}

fn root(file: &Path) -> Option<PathBuf> {
    let mut folders = file.parent()?.ancestors();
    folders.find(|folder| folder.join(".git").exists()).map(Path::to_owned)
}

fn fault(error: &std::io::Error, path: &Path) -> SaveFault {
    let path = path.to_owned();
    match error.kind() {
        ErrorKind::StorageFull => SaveFault::DiskFull,
        ErrorKind::QuotaExceeded => SaveFault::QuotaUsedUp,
        ErrorKind::ReadOnlyFilesystem => SaveFault::ReadOnlyDisk,
        ErrorKind::FileTooLarge => SaveFault::TooLarge,
        ErrorKind::PermissionDenied => SaveFault::PermissionDenied(path),
        ErrorKind::InvalidFilename => SaveFault::NameTooLong,
        ErrorKind::NotADirectory => SaveFault::NotAFolder(path),
        ErrorKind::IsADirectory => SaveFault::IsFolder(path),
        ErrorKind::NotFound | ErrorKind::AlreadyExists => SaveFault::ChangedMeanwhile,
        ErrorKind::TimedOut => SaveFault::NoAnswer,
        _ => SaveFault::Other(error.to_string()),
    }
}
