//! Files on systems that know owners, modes and links.
//!
//! Started on a thread of its own for each effect; ends in what the event says.

mod account;
mod disk;
mod draft;
mod errno;
mod folder;
mod git;
mod place;
mod plain_rules;
mod rule;
mod survey;

use std::path::Path;

use crate::delivery::{Order, Prospect, SaveFault, Saved};

use super::{Before, Desk, Permit, spelling, surroundings};

use draft::Replacement;
use folder::{Content, Folder};
use place::Place;
use survey::Survey;

pub(super) use rule::ignore;

/// What saving would do.
pub(super) fn probe(order: &Order, desk: &Desk) -> Result<Prospect, SaveFault> {
    Survey::make(order, &desk.environment).map(|survey| survey.prospect)
}

/// Saves, if everything still is as the person has agreed to.
pub(super) fn save(order: &Order, agreed: &Prospect, desk: &Desk, permit: &Permit) -> Result<Saved, SaveFault> {
    let survey = Survey::make(order, &desk.environment)?;
    if survey.prospect != *agreed {
        return Err(SaveFault::ChangedMeanwhile);
    }
    let Survey {
        place,
        base,
        old,
        edit,
        group,
        prospect,
    } = survey;
    let made = Made::below(base, &place)?;
    let folder = made.innermost();
    // Without the lock, what looks left behind may have been begun this moment by another.
    if folder.lock() {
        draft::clear_leftovers(folder);
    }
    let new = Replacement {
        name: &place.name,
        bytes: &edit.bytes,
        mode: order.access.mode,
        group,
        before: old.as_ref().map(|old| &old.stamp),
    };
    let written = draft::put(folder, &new, permit);
    let after = match &written {
        Ok(after) => Some(after.clone()),
        // What may be in place can be undone like what is.
        Err(SaveFault::Unconfirmed(_)) => folder.read(&place.name).ok().flatten().map(|content| content.stamp),
        Err(_) => None,
    };
    if let Some(after) = after {
        desk.past
            .keep(&prospect.file, old.map(Before::from), &prospect.stamp, after);
    }
    written?;
    made.keep();
    Ok(Saved {
        file: prospect.file,
        mode: order.access.mode,
        changes: edit.changes,
    })
}

/// Puts back what a file held before it was saved to in this run.
pub(super) fn restore(file: &Path, desk: &Desk, permit: &Permit) -> Result<(), SaveFault> {
    let place = Place::find(file)?;
    if !place.missing.is_empty() || place.file() != file {
        return Err(SaveFault::NothingToRestore);
    }
    let folder = Folder::open(&place.base)?;
    let _ = folder.lock();
    let found = folder.read(&place.name)?.ok_or(SaveFault::NothingToRestore)?.stamp;
    let kept = desk.past.take(file, &found)?;
    let restored = match &kept.before {
        Some(before) => {
            let old = Replacement {
                name: &place.name,
                bytes: &before.bytes,
                mode: before.mode,
                group: before.group,
                before: Some(&found),
            };
            draft::put(&folder, &old, permit).map(drop)
        }
        None => permit.use_up().and_then(|()| {
            folder.remove(&place.name).map_err(|errno| errno::fault(errno, file))?;
            folder.sync().map_err(|_| SaveFault::Unconfirmed(file.to_owned()))
        }),
    };
    if restored.is_err() {
        desk.past.give_back(file, kept);
    }
    restored
}

impl From<Content> for Before {
    fn from(content: Content) -> Self {
        Self {
            bytes: content.bytes,
            mode: content.mode,
            group: content.group,
        }
    }
}

/// The folders that were made for a file, one in the other; taken away again unless they are kept.
struct Made {
    base: Folder,
    below: Vec<(std::ffi::OsString, Folder)>,
    is_kept: bool,
}

impl Made {
    fn below(base: Folder, place: &Place) -> Result<Self, SaveFault> {
        let mut made = Self {
            base,
            below: Vec::new(),
            is_kept: false,
        };
        for name in &place.missing {
            let folder = made.innermost().make(name)?;
            made.below.push((name.clone(), folder));
        }
        Ok(made)
    }

    fn innermost(&self) -> &Folder {
        self.below.last().map_or(&self.base, |(_, folder)| folder)
    }

    fn keep(mut self) {
        self.is_kept = true;
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        if self.is_kept {
            return;
        }
        while let Some((name, _)) = self.below.pop() {
            // One that holds something is not taken away.
            self.innermost().unmake(&name);
        }
    }
}
