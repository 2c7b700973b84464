//! What is kept from one run to the next, in one small file that only this person can read. Nothing secret is in it
//! (safety T62).
//!
//! Started by `Effect::Recall` and `Effect::Remember`; the first ends in `Event::Recalled` when something was kept. That
//! a file cannot be read or written is never a reason to stop: the person types a number again.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use ring::rand::{SecureRandom as _, SystemRandom};
use tokio::{
    sync::{mpsc::Sender, oneshot},
    task::JoinHandle,
    time::timeout,
};

use crate::{model::Remembered, wizard::event::Event};

const FILE: &str = "remembered.json";
/// Where a file goes that cannot be what was written here, so that a person can still look at it.
const DAMAGED: &str = "remembered.json.damaged";
/// The largest file that is read, in bytes.
const LARGEST: u64 = 64 * 1024;
/// How long the end of the run waits for the last write.
const LAST_WRITE: Duration = Duration::from_secs(2);

/// Where things are kept from one run to the next.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum StateDir {
    /// Where this system wants it: `~/.local/state/evertoken` on Linux.
    Platform,
    /// Nowhere.
    #[default]
    Never,
    /// In this folder, which is made when something is to be kept.
    At(PathBuf),
}

impl StateDir {
    /// The folder. `None` also where this person has no home.
    fn folder(self) -> Option<PathBuf> {
        match self {
            Self::Platform => {
                let places = directories::ProjectDirs::from("", "", "evertoken")?;
                let place = places.state_dir().unwrap_or_else(|| places.data_local_dir());
                Some(place.to_owned())
            }
            Self::Never => None,
            Self::At(folder) => Some(folder),
        }
    }
}

/// The file, and what is being done with it.
pub(super) struct StateFile {
    place: StateDir,
    outbox: Sender<Event>,
    latest: Option<JoinHandle<()>>,
}

impl StateFile {
    pub(super) fn new(place: StateDir, outbox: Sender<Event>) -> Self {
        Self {
            place,
            outbox,
            latest: None,
        }
    }

    /// Reads what was kept, and reports it.
    pub(super) fn recall(&mut self) {
        let outbox = self.outbox.clone();
        self.queue(read, move |kept| async move {
            if let Some(kept) = kept {
                let _ = outbox.send(Event::Recalled(kept)).await;
            }
        });
    }

    /// Keeps this, in place of what was kept before.
    pub(super) fn remember(&mut self, remembered: Remembered) {
        let write = move |folder: &Path| write(folder, &remembered);
        // Not kept is not worth a word: the person would have to do something about it.
        self.queue(write, |_written| async {});
    }

    /// Waits for what is still being done; two seconds at most.
    pub(super) async fn finish(self) {
        if let Some(latest) = self.latest {
            let _ = timeout(LAST_WRITE, latest).await;
        }
    }

    /// Does this with the folder once everything before it is done.
    fn queue<T: Send + 'static, F: Future<Output = ()> + Send>(
        &mut self,
        act: impl FnOnce(&Path) -> T + Send + 'static,
        then: impl FnOnce(T) -> F + Send + 'static,
    ) {
        if self.place == StateDir::Never {
            return;
        }
        let (place, before) = (self.place.clone(), self.latest.take());
        self.latest = Some(tokio::spawn(async move {
            if let Some(before) = before {
                let _ = before.await;
            }
            let (answer, answered) = oneshot::channel();
            // A thread of its own: a home on a network may never answer, and tokio would wait for it at exit.
            let started = thread::Builder::new().name("remembered".to_owned()).spawn(move || {
                if let Some(folder) = place.folder() {
                    let _ = answer.send(act(&folder));
                }
            });
            if started.is_ok()
                && let Ok(done) = answered.await
            {
                then(done).await;
            }
        }));
    }
}

/// What is kept in a folder: nothing when there is none, when it is not ours, or when nothing in it says anything. A
/// file that cannot be ours is moved aside.
fn read(folder: &Path) -> Option<Remembered> {
    let path = folder.join(FILE);
    if !is_own(&fs::metadata(folder).ok()?) || fs::symlink_metadata(&path).is_err() {
        return None;
    }
    match read_file(&path) {
        Ok(remembered) => (remembered != Remembered::default()).then_some(remembered),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => None,
        Err(_) => {
            let _ = fs::rename(path, folder.join(DAMAGED));
            None
        }
    }
}

/// Reads a file of ours, and never waits for one that is none: a pipe would be silent for ever.
fn read_file(path: &Path) -> io::Result<Remembered> {
    let file = open(path)?;
    let found = file.metadata()?;
    if !found.is_file() || !is_own(&found) || found.len() > LARGEST {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut bytes = Vec::new();
    file.take(LARGEST).read_to_end(&mut bytes)?;
    Ok(serde_json::from_slice(&bytes)?)
}

/// Opens for reading without following a link and without waiting.
#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use rustix::fs::{Mode, OFlags};
    let how = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    Ok(rustix::fs::open(path, how, Mode::empty())?.into())
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    if !fs::symlink_metadata(path)?.is_file() {
        return Err(io::ErrorKind::InvalidData.into());
    }
    File::open(path)
}

/// Puts this in the place of what was kept: a reader finds the old file or the new one, whole.
fn write(folder: &Path, remembered: &Remembered) -> io::Result<()> {
    let bytes = serde_json::to_vec_pretty(remembered)?;
    prepare(folder)?;
    let fresh = folder.join(format!("{FILE}.{}", random_name()?));
    let written = create(&fresh)
        .and_then(|mut file| {
            file.write_all(&bytes)?;
            file.sync_all()
        })
        .and_then(|()| fs::rename(&fresh, folder.join(FILE)));
    if written.is_err() {
        let _ = fs::remove_file(&fresh);
    }
    written
}

/// Makes the folder, which only this person can enter. One of somebody else's is refused (safety T51).
fn prepare(folder: &Path) -> io::Result<()> {
    let mut making = fs::DirBuilder::new();
    making.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut making, 0o700);
    making.create(folder)?;
    let found = fs::metadata(folder)?;
    if !found.is_dir() || !is_own(&found) {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    #[cfg(unix)]
    fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
    Ok(())
}

/// Creates a file that was not there, follows no link to it, and lets nobody else read it from its first moment.
fn create(path: &Path) -> io::Result<File> {
    let mut how = OpenOptions::new();
    how.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut how, 0o600);
    how.open(path)
}

/// A name that nobody can have put there before.
fn random_name() -> io::Result<String> {
    let mut bytes = [0; 8];
    SystemRandom::new()
        .fill(&mut bytes)
        .map_err(|_| io::Error::other("no random bytes"))?;
    Ok(format!("{:016x}", u64::from_be_bytes(bytes)))
}

#[cfg(unix)]
fn is_own(found: &fs::Metadata) -> bool {
    std::os::unix::fs::MetadataExt::uid(found) == rustix::process::geteuid().as_raw()
}

/// A profile belongs to its person there.
#[cfg(not(unix))]
fn is_own(_found: &fs::Metadata) -> bool {
    true
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_never_created_where_something_lies_already_not_even_a_link_to_nowhere() {
        let around = tempfile::tempdir().unwrap();
        let (file, link) = (around.path().join("file"), around.path().join("link"));
        let elsewhere = around.path().join("elsewhere");
        fs::write(&file, "theirs").unwrap();
        std::os::unix::fs::symlink(&elsewhere, &link).unwrap();
        for path in [&file, &link] {
            assert_eq!(create(path).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        }
        assert_eq!(fs::read_to_string(file).unwrap(), "theirs");
        assert!(!elsewhere.exists());
    }

    #[test]
    fn the_platform_has_a_folder_of_this_programs_own_and_never_is_none() {
        if let Some(folder) = StateDir::Platform.folder() {
            assert!(folder.is_absolute() && folder.iter().any(|part| part == "evertoken"));
        }
        assert_eq!(StateDir::Never.folder(), None);
        assert_eq!(StateDir::At("/x".into()).folder(), Some("/x".into()));
    }
}
