//! Accounts and groups, by the names that this machine knows, and who of them is trusted with a path.
//!
//! Started by what a probe finds; a directory service may be asked, which is why no probe runs on the thread that draws.

use std::{fs, os::unix::fs::MetadataExt as _, path::Path};

use nix::unistd::{Gid, Group, Uid, User};
use rustix::process::{getegid, geteuid, getgroups};

use crate::{delivery::SaveFault, model::SafeText, runtime::environment::Environment};

/// The number of this person's account.
pub(super) fn me() -> u32 {
    geteuid().as_raw()
}

/// Whether an account is this person's or the system's own.
pub(super) fn is_trusted(uid: u32) -> bool {
    [0, me()].contains(&uid)
}

/// The number of a group that this person may give a file to.
pub(super) fn group_of_mine(name: &str) -> Result<u32, SaveFault> {
    let unknown = || SaveFault::UnknownGroup(name.to_owned());
    let group = Group::from_name(name).ok().flatten().ok_or_else(unknown)?;
    let gid = group.gid.as_raw();
    let is_mine =
        me() == 0 || gid == own_group() || getgroups().unwrap_or_default().iter().any(|one| one.as_raw() == gid);
    is_mine
        .then_some(gid)
        .ok_or_else(|| SaveFault::NotInGroup(name.to_owned()))
}

/// The group that new files of this person's belong to.
pub(super) fn own_group() -> u32 {
    getegid().as_raw()
}

/// The name of a group, or its number where it has none.
pub(super) fn group_name(gid: u32) -> String {
    let group = Group::from_gid(Gid::from_raw(gid)).ok().flatten();
    group.map_or_else(|| gid.to_string(), |group| group.name)
}

/// Whether a group is the one that systems make for each account, with nobody else in it: what it can write is no more
/// open than what its owner can.
pub(super) fn is_private_group(gid: u32, owner: u32) -> bool {
    let group = Group::from_gid(Gid::from_raw(gid)).ok().flatten();
    let owner = User::from_uid(Uid::from_raw(owner)).ok().flatten();
    let (Some(group), Some(owner)) = (group, owner) else {
        return false;
    };
    group.name == owner.name && group.mem.iter().all(|member| *member == owner.name)
}

/// The account that this runs as, where the person's own seems to be another: by `sudo`, or because their home is not
/// this account's (facts: safety T14).
pub(super) fn borrowed(environment: &Environment) -> Option<SafeText> {
    let by_sudo = environment.text("SUDO_UID").and_then(|uid| uid.parse().ok());
    let by_home = environment.get("HOME").and_then(|home| owner(Path::new(home)));
    let is_borrowed = [by_sudo, by_home].into_iter().flatten().any(|uid: u32| uid != me());
    is_borrowed.then(|| {
        let account = User::from_uid(Uid::from_raw(me())).ok().flatten();
        SafeText::new(&account.map_or_else(|| me().to_string(), |account| account.name))
    })
}

fn owner(path: &Path) -> Option<u32> {
    fs::metadata(path).ok().map(|found| found.uid())
}
