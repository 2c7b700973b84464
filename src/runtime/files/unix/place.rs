//! The file that a path really leads to, and who could meddle with it on the way.
//!
//! Started by every probe and every save; ends in a [`Place`], whose folder is free of links, or in the reason why
//! nothing may be written there. Everything is judged by what it is before anything is opened: opening a pipe may wait
//! for ever (facts: safety T51, T52, F73, F74).

use std::{
    ffi::OsString,
    fs,
    io::ErrorKind,
    os::unix::fs::MetadataExt as _,
    path::{Component, Path, PathBuf},
};

use crate::delivery::SaveFault;

use super::{account, errno::fault};

/// As many links as systems follow themselves.
const MOST_LINKS: u32 = 40;
/// The longest name of a file, in bytes, on every file system that is common.
const LONGEST_NAME: usize = 255;

/// Where a file is, or will be.
#[derive(Debug)]
pub(super) struct Place {
    /// The last folder that exists: absolute, and behind every link.
    pub(super) base: PathBuf,
    /// The folders that have to be made in it, one in the other.
    pub(super) missing: Vec<OsString>,
    /// The name of the file.
    pub(super) name: OsString,
    /// What lies there now.
    pub(super) found: Option<fs::Metadata>,
    /// Whether a link led here.
    pub(super) is_behind_link: bool,
    /// The folders of the path that others can write into.
    pub(super) loose: Vec<PathBuf>,
}

impl Place {
    /// Follows a path to its end. `path` is absolute.
    pub(super) fn find(path: &Path) -> Result<Self, SaveFault> {
        let mut walk = Walk {
            at: PathBuf::from("/"),
            ahead: Vec::new(),
            links: 0,
            is_behind_link: false,
            loose: Vec::new(),
        };
        walk.take_up(path);
        loop {
            match walk.ahead.pop() {
                None => return Err(SaveFault::IsFolder(walk.at)),
                Some(Step::Up) => {
                    walk.at.pop();
                }
                Some(Step::Name(name)) => {
                    if let Some(place) = walk.enter(name)? {
                        return Ok(place);
                    }
                }
            }
        }
    }

    /// The folder of the file, which need not exist.
    pub(super) fn folder(&self) -> PathBuf {
        self.missing.iter().fold(self.base.clone(), |at, name| at.join(name))
    }

    /// The file.
    pub(super) fn file(&self) -> PathBuf {
        self.folder().join(&self.name)
    }
}

enum Step {
    Up,
    Name(OsString),
}

/// Who can put things into a folder.
#[derive(PartialEq, Eq)]
enum Standing {
    /// Nobody but this person and the system.
    Sound,
    /// Everybody, but nobody can take away or rename what is not theirs.
    Shared,
    /// Others, who can do anything there.
    Loose,
}

struct Walk {
    /// Where the walk is: a folder without a link in its path.
    at: PathBuf,
    /// What is still to be followed, the next one last.
    ahead: Vec<Step>,
    links: u32,
    is_behind_link: bool,
    loose: Vec<PathBuf>,
}

impl Walk {
    /// Puts the steps of a path before everything that is ahead.
    fn take_up(&mut self, path: &Path) {
        if path.is_absolute() {
            self.at = PathBuf::from("/");
        }
        for part in path.components().rev() {
            match part {
                Component::Normal(name) => self.ahead.push(Step::Name(name.to_owned())),
                Component::ParentDir => self.ahead.push(Step::Up),
                Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
            }
        }
    }

    /// One step. The place, once the walk is at its end.
    fn enter(&mut self, name: OsString) -> Result<Option<Place>, SaveFault> {
        let standing = standing(&self.at)?;
        if standing == Standing::Loose {
            self.remark();
        }
        let path = self.at.join(&name);
        let found = match fs::symlink_metadata(&path) {
            Ok(found) => found,
            Err(error) if error.kind() == ErrorKind::NotFound => return self.end(name, None, &standing).map(Some),
            Err(error) => return Err(fault(error, &path)),
        };
        if found.is_symlink() {
            self.follow(&path, &found)?;
        } else if self.ahead.is_empty() {
            match () {
                () if found.is_dir() => return Err(SaveFault::IsFolder(path)),
                () if !found.is_file() => return Err(SaveFault::Special(path)),
                () if found.uid() != account::me() => return Err(SaveFault::ForeignFile(path)),
                () => return self.end(name, Some(found), &standing).map(Some),
            }
        } else if !found.is_dir() {
            return Err(SaveFault::NotAFolder(path));
        } else if standing == Standing::Shared && !account::is_trusted(found.uid()) {
            // Somebody put it where everybody may put things.
            return Err(SaveFault::OpenFolder(self.at.clone()));
        } else {
            self.at = path;
        }
        Ok(None)
    }

    fn follow(&mut self, path: &Path, found: &fs::Metadata) -> Result<(), SaveFault> {
        if !account::is_trusted(found.uid()) {
            return Err(SaveFault::ForeignLink(path.to_owned()));
        }
        self.links = self.links.saturating_add(1);
        if self.links > MOST_LINKS {
            return Err(SaveFault::LinkLoop(path.to_owned()));
        }
        // Links of the system's own, such as `/var/run`, are part of its map and not worth a word.
        self.is_behind_link |= self.ahead.is_empty() || found.uid() == account::me();
        let leads_to = fs::read_link(path).map_err(|error| fault(error, path))?;
        self.take_up(&leads_to);
        Ok(())
    }

    /// The place, where `name` is a file, or is not there.
    fn end(&mut self, name: OsString, found: Option<fs::Metadata>, standing: &Standing) -> Result<Place, SaveFault> {
        if *standing == Standing::Shared {
            self.remark();
        }
        let mut names = vec![name];
        while let Some(step) = self.ahead.pop() {
            match step {
                Step::Name(name) => names.push(name),
                // Out of a folder that does not exist: no system follows that.
                Step::Up => return Err(SaveFault::PathUnclear),
            }
        }
        if names.iter().any(|name| name.len() > LONGEST_NAME) {
            return Err(SaveFault::NameTooLong);
        }
        let name = names.pop().ok_or(SaveFault::PathUnclear)?;
        Ok(Place {
            base: self.at.clone(),
            missing: names,
            name,
            found,
            is_behind_link: self.is_behind_link,
            loose: std::mem::take(&mut self.loose),
        })
    }

    fn remark(&mut self) {
        if !self.loose.contains(&self.at) {
            self.loose.push(self.at.clone());
        }
    }
}

fn standing(folder: &Path) -> Result<Standing, SaveFault> {
    const EVERYBODY_WRITES: u32 = 0o002;
    const GROUP_WRITES: u32 = 0o020;
    const STICKY: u32 = 0o1000;
    let found = fs::symlink_metadata(folder).map_err(|error| fault(error, folder))?;
    let (mode, uid) = (found.mode(), found.uid());
    let is_groups = mode & GROUP_WRITES != 0 && !account::is_private_group(found.gid(), uid);
    Ok(match () {
        () if !account::is_trusted(uid) => Standing::Loose,
        () if mode & STICKY != 0 && (mode & EVERYBODY_WRITES != 0 || is_groups) => Standing::Shared,
        () if mode & EVERYBODY_WRITES != 0 => return Err(SaveFault::OpenFolder(folder.to_owned())),
        () if is_groups => Standing::Loose,
        () => Standing::Sound,
    })
}
