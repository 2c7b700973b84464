//! What saving would do, without writing anything: what a probe reports, and what a save compares with before it writes.

use std::os::unix::fs::MetadataExt as _;

use crate::{
    delivery::{self, Caution, Edit, Order, Prospect, SaveFault, Stamp},
    runtime::environment::Environment,
};

use super::{
    account, disk,
    folder::{Content, Folder},
    git,
    place::Place,
    spelling, surroundings,
};

/// Everything that a save needs to know.
#[derive(Debug)]
pub(super) struct Survey {
    pub(super) place: Place,
    /// The last folder that exists.
    pub(super) base: Folder,
    /// What the file holds.
    pub(super) old: Option<Content>,
    /// What it will hold.
    pub(super) edit: Edit,
    /// The number of the group that it will belong to.
    pub(super) group: u32,
    pub(super) prospect: Prospect,
}

impl Survey {
    /// Looks at the place of an order.
    pub(super) fn make(order: &Order, environment: &Environment) -> Result<Self, SaveFault> {
        let home = environment.get("HOME").map(std::ffi::OsString::as_os_str);
        let place = Place::find(&spelling::read(&order.path, home)?)?;
        if disk::kind(&place.base) == disk::Kind::Systems {
            return Err(SaveFault::Special(place.file()));
        }
        let base = Folder::open(&place.base)?;
        base.may_be_written()?;
        let old = match &place.found {
            Some(_) => base.read(&place.name)?,
            None => None,
        };
        if old.is_some() != place.found.is_some() {
            return Err(SaveFault::ChangedMeanwhile);
        }
        let group = match (&order.access.group, &old) {
            (Some(name), _) => account::group_of_mine(name)?,
            (None, Some(old)) => old.group,
            (None, None) => account::own_group(),
        };
        let edit = delivery::edit(order.kind, &order.entries, old.as_ref().map(|old| old.bytes.as_slice()))?;
        disk::has_room(&place.base, edit.bytes.len())?;
        let prospect = Prospect {
            file: place.file(),
            exists: old.is_some(),
            mode: old.as_ref().map(|old| old.mode),
            changes: edit.changes.clone(),
            cautions: cautions(order, &place, old.as_ref(), environment),
            stamp: old.as_ref().map_or_else(Stamp::default, |old| old.stamp.clone()),
        };
        Ok(Self {
            place,
            base,
            old,
            edit,
            group,
            prospect,
        })
    }
}

/// What the person should know, the most serious first.
fn cautions(order: &Order, place: &Place, old: Option<&Content>, environment: &Environment) -> Vec<Caution> {
    const OWNER_WRITES: u32 = 0o200;
    let (folder, access) = (place.folder(), &order.access);
    let mut cautions = Vec::new();
    cautions.extend(match git::standing(&place.file(), environment) {
        git::Standing::Outside | git::Standing::Ignored => None,
        git::Standing::Tracked => Some(Caution::TrackedByGit),
        git::Standing::NotIgnored => Some(Caution::NotIgnoredByGit),
    });
    if !access.mode.is_private() {
        cautions.push(Caution::OthersWillRead(access.mode, access.group.clone()));
    }
    cautions.extend(surroundings::web_folder(&folder).map(Caution::WebFolder));
    cautions.extend(place.loose.iter().cloned().map(Caution::LooseFolder));
    if let Some(found) = &place.found {
        let others = found.nlink().saturating_sub(1);
        cautions.extend((others > 0).then_some(Caution::OtherNames(others)));
        cautions.extend((found.mode() & OWNER_WRITES == 0).then_some(Caution::WriteProtected));
    }
    cautions.extend(account::borrowed(environment).map(Caution::OwnedBy));
    cautions.extend((!place.missing.is_empty()).then(|| Caution::MakesFolder(folder.clone())));
    cautions.extend(surroundings::synced_folder(&folder).map(Caution::SyncedFolder));
    cautions.extend((disk::kind(&place.base) == disk::Kind::Network).then_some(Caution::NetworkDisk));
    cautions.extend(place.is_behind_link.then_some(Caution::ThroughLink));
    if let Some(old) = old
        && readers(old.mode) & !readers(access.mode) != 0
    {
        cautions.push(Caution::OthersCouldRead(old.mode));
    }
    cautions
}

/// The bits that let others read.
fn readers(mode: delivery::Mode) -> u32 {
    mode.bits() & 0o044
}
