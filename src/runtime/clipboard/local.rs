//! The clipboard of this machine.
//!
//! Started by the first copy; ends with the process. It lives on a thread of its own, because a display that accepts and
//! does not answer blocks for ever (facts: terminal 1.1): whoever asks waits two seconds and then goes on without it.

use std::{
    mem::ManuallyDrop,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        mpsc::{self, Receiver, Sender},
    },
    thread,
    time::Duration,
};

use ring::digest::{self, Digest};
use tokio::{sync::oneshot, time::timeout};
use zeroize::Zeroizing;

use crate::{model::Payload, wizard::event::ClearReport};

/// How long the clipboard may take.
const DEADLINE: Duration = Duration::from_secs(2);

/// The clipboard of this machine. Cheap until the first copy.
#[derive(Clone, Default)]
pub(super) struct Local(Arc<Mutex<Thread>>);

#[derive(Default)]
enum Thread {
    #[default]
    NotStarted,
    Running(Sender<Job>),
    /// It missed a deadline. It is not asked again: what it would still do would come when nobody expects it.
    GivenUp,
}

enum Job {
    Put(Arc<Payload>, oneshot::Sender<bool>),
    Empty(oneshot::Sender<Option<ClearReport>>),
}

impl Local {
    /// Puts a text on the clipboard. Whether it was there when read back.
    pub(super) async fn put(&self, text: Arc<Payload>) -> bool {
        let (answer, answered) = oneshot::channel();
        let is_sent = self
            .thread()
            .is_some_and(|jobs| jobs.send(Job::Put(text, answer)).is_ok());
        if !is_sent {
            return false;
        }
        let Ok(outcome) = timeout(DEADLINE, answered).await else {
            self.give_up();
            return false;
        };
        outcome.unwrap_or(false)
    }

    /// Empties the clipboard if it still holds the last secret that was put there; two seconds at most. `None` when no
    /// secret was, or when it is gone already.
    pub(super) async fn empty(&self) -> Option<ClearReport> {
        let jobs = match &*self.lock() {
            Thread::NotStarted => return None,
            Thread::GivenUp => return Some(ClearReport::Failed),
            Thread::Running(jobs) => jobs.clone(),
        };
        let (answer, answered) = oneshot::channel();
        if jobs.send(Job::Empty(answer)).is_err() {
            return Some(ClearReport::Failed);
        }
        match timeout(DEADLINE, answered).await {
            Ok(Ok(report)) => report,
            Ok(Err(_)) | Err(_) => Some(ClearReport::Failed),
        }
    }

    fn thread(&self) -> Option<Sender<Job>> {
        let mut thread = self.lock();
        if let Thread::NotStarted = *thread {
            let (jobs, received) = mpsc::channel();
            let started = thread::Builder::new()
                .name("clipboard".to_owned())
                .spawn(move || work(&received));
            *thread = match started {
                Ok(_) => Thread::Running(jobs),
                Err(_) => Thread::GivenUp,
            };
        }
        match &*thread {
            Thread::Running(jobs) => Some(jobs.clone()),
            Thread::NotStarted | Thread::GivenUp => None,
        }
    }

    fn give_up(&self) {
        *self.lock() = Thread::GivenUp;
    }

    fn lock(&self) -> MutexGuard<'_, Thread> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The thread's whole life.
fn work(jobs: &Receiver<Job>) {
    let mut desk = Desk::default();
    while let Ok(job) = jobs.recv() {
        match job {
            Job::Put(text, answer) => {
                desk.open();
                // Whoever asked may have gone on by another way meanwhile; then nothing may appear here.
                let is_there = !answer.is_closed() && desk.put(&text);
                let _ = answer.send(is_there);
            }
            Job::Empty(answer) => {
                let _ = answer.send(desk.empty());
            }
        }
    }
}

/// What the thread holds.
#[derive(Default)]
struct Desk {
    /// Never dropped: dropping waits for a clipboard manager, and takes the text away while the process still lives.
    clipboard: Option<ManuallyDrop<arboard::Clipboard>>,
    /// The last secret that was put there and not taken away since.
    ours: Option<Fingerprint>,
}

impl Desk {
    /// Finds the clipboard, which may take for ever.
    fn open(&mut self) {
        if self.clipboard.is_none() {
            self.clipboard = arboard::Clipboard::new().ok().map(ManuallyDrop::new);
        }
    }

    fn put(&mut self, text: &Payload) -> bool {
        let Some(clipboard) = self.clipboard.as_mut() else {
            return false;
        };
        let set = match text {
            Payload::Secret(_) => kept_out_of_histories(clipboard.set()),
            Payload::Plain(_) => clipboard.set(),
        };
        if set.text(text.expose()).is_err() {
            return false;
        }
        let fingerprint = Fingerprint::of(text.expose());
        let is_there = content(clipboard).is_ok_and(|found| found.is_some_and(|found| fingerprint.is_of(&found)));
        if text.is_secret() {
            self.ours = Some(fingerprint);
        }
        is_there
    }

    /// Looks before it empties, so that nothing of anybody else's is lost, and afterwards, so that it is true.
    fn empty(&mut self) -> Option<ClearReport> {
        let (clipboard, ours) = (self.clipboard.as_mut()?, self.ours.as_ref()?);
        let is_ours = match content(clipboard) {
            Ok(found) => found.is_some_and(|found| ours.is_of(&found)),
            Err(_) => return Some(ClearReport::Failed),
        };
        if !is_ours {
            return Some(ClearReport::HeldSomethingElse);
        }
        let is_gone = clipboard.clear().is_ok()
            && content(clipboard).is_ok_and(|found| found.is_none_or(|found| !ours.is_of(&found)));
        if !is_gone {
            return Some(ClearReport::Failed);
        }
        self.ours = None;
        Some(ClearReport::Emptied)
    }
}

/// What stands for a secret once it has been put: enough to know it again, and nothing to be read out of memory.
struct Fingerprint(Digest);

impl Fingerprint {
    fn of(text: &str) -> Self {
        Self(digest::digest(&digest::SHA256, text.as_bytes()))
    }

    fn is_of(&self, text: &str) -> bool {
        self.0.as_ref() == Self::of(text).0.as_ref()
    }
}

/// The text on the clipboard; `None` when it is empty or holds something other than text.
fn content(clipboard: &mut arboard::Clipboard) -> Result<Option<Zeroizing<String>>, arboard::Error> {
    match clipboard.get_text() {
        Ok(text) => Ok(Some(Zeroizing::new(text))),
        Err(arboard::Error::ContentNotAvailable | arboard::Error::ConversionFailure) => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(target_os = "macos")]
fn kept_out_of_histories(set: arboard::Set<'_>) -> arboard::Set<'_> {
    arboard::SetExtApple::exclude_from_history(set)
}

#[cfg(windows)]
fn kept_out_of_histories(set: arboard::Set<'_>) -> arboard::Set<'_> {
    arboard::SetExtWindows::exclude_from_monitoring(set)
}

#[cfg(all(unix, not(target_os = "macos")))]
fn kept_out_of_histories(set: arboard::Set<'_>) -> arboard::Set<'_> {
    arboard::SetExtLinux::exclude_from_history(set)
}
