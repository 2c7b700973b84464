//! The records of tokens that were made here, in one file of the state folder. Nothing secret is in it (facts: safety T62, L5).
//!
//! Started by `Effect::Record` and by `evertoken status`; ends in the file, or in what it holds. One record a fingerprint.
//! What this release does not understand is never thrown away: fields and entries it cannot read are written back as they
//! were, a file of a later version is left alone, and one that is no such file is set aside. Writers take turns by a lock
//! beside the file; a reader needs none, because the file is replaced whole.

mod book;

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use thiserror::Error;

use crate::model::{Record, SafeText, SavedPlace};

use super::{own_file, turn};
use book::{Book, Misread};

const FILE: &str = "records.json";
/// Held by whoever writes; it stays behind, because taking it away could give two writers each a lock of their own.
const LOCK: &str = "records.lock";
/// How the name of a file begins that was set aside, so that a person can still look at it.
const DAMAGED: &str = "records.json.damaged";
/// The largest file that is read or written, in bytes.
const LARGEST: u64 = 16 * 1024 * 1024;

/// What the records of a folder are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kept {
    /// Those that can be read, in no order of meaning.
    pub records: Vec<Record>,
    /// How many entries cannot; they stay in the file as they are.
    pub unreadable: usize,
    /// Files of this folder that hold no records but should, set aside now or earlier.
    pub damaged: Vec<PathBuf>,
}

/// Why records cannot be read or written at all.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RecordsFault {
    /// The folder is another account's (facts: safety T51).
    #[error("The folder {} belongs to somebody else, so nothing in it is read or written.", shown(.0))]
    Foreign(PathBuf),
    /// A file or something else stands where the folder should be.
    #[error("{} is no folder, so no records can be in it.", shown(.0))]
    NoFolder(PathBuf),
    /// A later release wrote the file in a way that this one does not know.
    #[error("{} was written by a later release of evertoken, which can read it. It was left as it is.", shown(.0))]
    Later(PathBuf),
    /// The system says no, in its words.
    #[error("{}: {words}.", shown(.0), words = .1)]
    System(PathBuf, String),
}

fn shown(path: &Path) -> SafeText {
    SafeText::new(&path.display().to_string())
}

/// Keeps a record, in the place of one about the same token; files where that was saved are still named. Where a damaged
/// file was moved out of the way, that is its new place.
pub fn keep(folder: &Path, record: &Record, now: Timestamp) -> Result<Option<PathBuf>, RecordsFault> {
    own_file::prepare(folder).map_err(|error| unusable(folder, &error))?;
    let _turn = turn::take(folder, LOCK);
    let (mut book, aside) = open_or_set_aside(folder)?;
    book.put(record);
    book.drop_beyond_limit(now);
    write(folder, &book)?;
    Ok(aside)
}

/// Takes a place out of the record of this fingerprint, where there is one.
pub fn forget_place(folder: &Path, fingerprint: &str, place: &SavedPlace) -> Result<(), RecordsFault> {
    if !is_there(folder)? {
        return Ok(());
    }
    let _turn = turn::take(folder, LOCK);
    let Some(mut book) = open(folder)? else {
        return Ok(());
    };
    if book.forget_place(fingerprint, place) {
        write(folder, &book)?;
    }
    Ok(())
}

/// Takes the record of this fingerprint out, and hands it back; `None` where there is none.
pub fn forget(folder: &Path, fingerprint: &str) -> Result<Option<Record>, RecordsFault> {
    if !is_there(folder)? {
        return Ok(None);
    }
    let _turn = turn::take(folder, LOCK);
    let Some(mut book) = open(folder)? else {
        return Ok(None);
    };
    let taken = book.take(fingerprint);
    if taken.is_some() {
        write(folder, &book)?;
    }
    Ok(taken)
}

/// What is recorded in a folder. A damaged file is set aside; what is missing holds nothing.
pub fn read(folder: &Path) -> Result<Kept, RecordsFault> {
    if !is_there(folder)? {
        return Ok(Kept::default());
    }
    let mut damaged = Vec::new();
    let book = if let Some(book) = open(folder)? {
        book
    } else {
        // Somebody may have put a sound one there since.
        let _turn = turn::take(folder, LOCK);
        match open_or_set_aside(folder) {
            Ok((book, _)) => book,
            Err(RecordsFault::System(path, _)) => {
                damaged.push(path);
                Book::default()
            }
            Err(fault) => return Err(fault),
        }
    };
    damaged.extend(set_aside_earlier(folder));
    let (records, unreadable) = book.into_records();
    Ok(Kept {
        records,
        unreadable,
        damaged,
    })
}

/// Whether there is such a folder, and it is this person's.
fn is_there(folder: &Path) -> Result<bool, RecordsFault> {
    match fs::metadata(folder) {
        Ok(found) if !found.is_dir() => Err(RecordsFault::NoFolder(folder.to_owned())),
        Ok(found) if !own_file::is_own(&found) => Err(RecordsFault::Foreign(folder.to_owned())),
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(system(folder, &error)),
    }
}

/// The book of a folder, empty where there is no file; `None` when what stands there is no book.
fn open(folder: &Path) -> Result<Option<Book>, RecordsFault> {
    let path = folder.join(FILE);
    let found = match fs::symlink_metadata(&path) {
        Ok(found) => found,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Some(Book::default())),
        Err(error) => return Err(system(&path, &error)),
    };
    if !found.is_file() {
        return Ok(None);
    }
    match own_file::read(&path, LARGEST) {
        Ok(bytes) => match Book::read(&bytes) {
            Ok(book) => Ok(Some(book)),
            Err(Misread::Damaged) => Ok(None),
            Err(Misread::Later) => Err(RecordsFault::Later(path)),
        },
        Err(error) if error.kind() == io::ErrorKind::InvalidData => Ok(None),
        Err(error) => Err(system(&path, &error)),
    }
}

/// The book of a folder, and an empty one where a damaged file could be moved out of the way. To be called by whoever
/// holds the lock.
fn open_or_set_aside(folder: &Path) -> Result<(Book, Option<PathBuf>), RecordsFault> {
    if let Some(book) = open(folder)? {
        return Ok((book, None));
    }
    let path = folder.join(FILE);
    let mut aside = folder.join(DAMAGED);
    if fs::symlink_metadata(&aside).is_ok() {
        let name = own_file::random_name().map_err(|error| system(&path, &error))?;
        aside = folder.join(format!("{DAMAGED}.{name}"));
    }
    fs::rename(&path, &aside).map_err(|error| system(&path, &error))?;
    Ok((Book::default(), Some(aside)))
}

/// The damaged files that lie in a folder.
fn set_aside_earlier(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(DAMAGED))
        .map(|entry| entry.path())
        .collect();
    found.sort();
    found
}

fn write(folder: &Path, book: &Book) -> Result<(), RecordsFault> {
    let path = folder.join(FILE);
    let bytes = book
        .to_bytes()
        // Better the old file than a new one that nobody reads.
        .filter(|bytes| u64::try_from(bytes.len()).is_ok_and(|length| length <= LARGEST))
        .ok_or_else(|| RecordsFault::System(path.clone(), "too large".to_owned()))?;
    own_file::replace(folder, FILE, &bytes).map_err(|error| system(&path, &error))
}

fn unusable(folder: &Path, error: &io::Error) -> RecordsFault {
    is_there(folder).err().unwrap_or_else(|| system(folder, error))
}

fn system(path: &Path, error: &io::Error) -> RecordsFault {
    RecordsFault::System(path.to_owned(), error.kind().to_string())
}
