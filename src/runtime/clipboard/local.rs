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

use tokio::{sync::oneshot, time::timeout};

use crate::model::Payload;

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
    ClearIfOurs(oneshot::Sender<()>),
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

    /// Empties the clipboard if it still holds a secret of ours.
    pub(super) async fn clear_if_ours(&self) {
        let Some(jobs) = self.running() else { return };
        let (answer, answered) = oneshot::channel();
        if jobs.send(Job::ClearIfOurs(answer)).is_ok() {
            let _ = timeout(DEADLINE, answered).await;
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

    fn running(&self) -> Option<Sender<Job>> {
        match &*self.lock() {
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
    // Never dropped: dropping waits for a clipboard manager, and takes the text away while the process still lives.
    let mut clipboard: Option<ManuallyDrop<arboard::Clipboard>> = None;
    let mut ours: Option<Arc<Payload>> = None;
    while let Ok(job) = jobs.recv() {
        match job {
            Job::Put(text, answer) => {
                if clipboard.is_none() {
                    clipboard = arboard::Clipboard::new().ok().map(ManuallyDrop::new);
                }
                // Whoever asked may have gone on by another way meanwhile; then nothing may appear here.
                let is_there = !answer.is_closed() && clipboard.as_mut().is_some_and(|clipboard| put(clipboard, &text));
                ours = Some(text).filter(|text| matches!(**text, Payload::Secret(_)));
                let _ = answer.send(is_there);
            }
            Job::ClearIfOurs(answer) => {
                if let (Some(clipboard), Some(ours)) = (clipboard.as_mut(), ours.take())
                    && holds(clipboard, ours.expose())
                {
                    let _ = clipboard.clear();
                }
                let _ = answer.send(());
            }
        }
    }
}

fn put(clipboard: &mut arboard::Clipboard, text: &Payload) -> bool {
    let set = match text {
        Payload::Secret(_) => kept_out_of_histories(clipboard.set()),
        Payload::Plain(_) => clipboard.set(),
    };
    set.text(text.expose()).is_ok() && holds(clipboard, text.expose())
}

fn holds(clipboard: &mut arboard::Clipboard, text: &str) -> bool {
    clipboard
        .get_text()
        .is_ok_and(|found| zeroize::Zeroizing::new(found).as_str() == text)
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
