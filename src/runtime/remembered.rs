//! What is kept from one run to the next, in a folder that only this person can enter: what they typed, in one small file
//! here, and the records of tokens, in `records`. Nothing secret is in either (facts: safety T62).
//!
//! Started by `Effect::Recall`, `Effect::Remember` and `Effect::Record`; the first ends in `Event::Recalled`. That
//! a file cannot be read or written is never a reason to stop: the person types a number again.

use std::{
    fs, io,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use tokio::{sync::oneshot, task::JoinHandle, time::timeout};

use crate::{
    model::{Record, Remembered, SavedPlace},
    wizard::event::{Event, RecordReport},
};

use super::{clock, outbox::Outbox, own_file, records};

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
    /// In a folder of its own inside of that one, so that what a test server told never mixes with what is real.
    TestServer,
    /// Nowhere.
    #[default]
    Never,
    /// In this folder, which is made when something is to be kept.
    At(PathBuf),
}

impl StateDir {
    /// The folder, which need not exist. `None` also where this person has no home, or `HOME` is that of another account, in which
    /// nothing is ever made: its owner could not get rid of it.
    pub fn folder(&self) -> Option<PathBuf> {
        match self {
            Self::Platform => {
                let places = directories::ProjectDirs::from("", "", "evertoken")?;
                let place = places.state_dir().unwrap_or_else(|| places.data_local_dir());
                // A home that is relative is another one in each folder, so it is none.
                let above = place.parent()?;
                (place.is_absolute() && !own_file::is_inside_anothers(above)).then(|| place.to_owned())
            }
            Self::TestServer => Some(Self::Platform.folder()?.join("test-server")),
            Self::Never => None,
            Self::At(folder) => Some(folder.clone()),
        }
    }
}

/// Whether the home that the environment names is that of another account, as with `sudo -E`.
pub fn is_home_anothers() -> bool {
    directories::BaseDirs::new().is_some_and(|places| {
        let state = places.state_dir().unwrap_or_else(|| places.data_local_dir());
        own_file::is_inside_anothers(state)
    })
}

/// The files of the folder, and what is being done with them.
pub(super) struct StateFile {
    place: StateDir,
    outbox: Outbox,
    latest: Option<JoinHandle<()>>,
}

impl StateFile {
    pub(super) fn new(place: StateDir, outbox: Outbox) -> Self {
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
            // That nothing was kept is worth knowing too: from then on something may be.
            let _ = outbox.send(Event::Recalled(kept.unwrap_or_default())).await;
        });
    }

    /// Keeps this, in place of what was kept before.
    pub(super) fn remember(&mut self, remembered: Remembered) {
        let write = move |folder: &Path| write(folder, &remembered);
        // Not kept is not worth a word: the person would have to do something about it.
        self.queue(write, |_written| async {});
    }

    /// Keeps a record, in the place of one about the same token.
    pub(super) fn record(&mut self, record: Box<Record>) {
        let keep = move |folder: &Path| records::keep(folder, &record, clock::now());
        let outbox = self.outbox.clone();
        self.queue(keep, move |kept| async move {
            let report = match kept {
                Ok(None) => RecordReport::Kept,
                Ok(Some(aside)) => RecordReport::KeptBeside(aside),
                Err(fault) => RecordReport::NotKept(fault.to_string()),
            };
            let _ = outbox.send(Event::Recorded(report)).await;
        });
    }

    /// A token is not saved there any more.
    pub(super) fn forget_place(&mut self, fingerprint: String, place: SavedPlace) {
        let forget = move |folder: &Path| records::forget_place(folder, &fingerprint, &place);
        // That a record says too much is noticed by whoever reads it: the file is compared with it then.
        self.queue(forget, |_forgotten| async {});
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
            let started = thread::Builder::new().name("kept".to_owned()).spawn(move || {
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
    if !own_file::is_own(&fs::metadata(folder).ok()?) || fs::symlink_metadata(&path).is_err() {
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

fn read_file(path: &Path) -> io::Result<Remembered> {
    Ok(serde_json::from_slice(&own_file::read(path, LARGEST)?)?)
}

/// Puts this in the place of what was kept.
fn write(folder: &Path, remembered: &Remembered) -> io::Result<()> {
    own_file::replace(folder, FILE, &serde_json::to_vec_pretty(remembered)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_platform_has_a_folder_of_this_programs_own_and_never_is_none() {
        if let Some(folder) = StateDir::Platform.folder() {
            assert!(folder.is_absolute() && folder.iter().any(|part| part == "evertoken"));
        }
        let inside = StateDir::Platform.folder().map(|folder| folder.join("test-server"));
        assert_eq!(StateDir::TestServer.folder(), inside);
        assert_eq!(StateDir::Never.folder(), None);
        assert_eq!(StateDir::At("/x".into()).folder(), Some("/x".into()));
    }
}
