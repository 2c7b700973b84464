//! Files that a person has something saved to: looking at the place, saving, undoing that, and keeping the file out of
//! git.
//!
//! Started by `Effect::Probe`, `Effect::Save`, `Effect::Restore` and `Effect::Ignore`; each ends in exactly one event
//! under its ticket, within ten seconds. All of it happens on threads of its own, because a disk on a network may never
//! answer. One that is given up can do nothing any more that would be seen later: see [`Permit`].

mod spelling;
mod surroundings;

#[cfg(not(unix))]
mod elsewhere;
#[cfg(unix)]
mod unix;

#[cfg(not(unix))]
use elsewhere as system;
#[cfg(unix)]
use unix as system;

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use tokio::{sync::oneshot, task::JoinHandle, time::timeout};
use zeroize::Zeroizing;

use crate::{
    delivery::{Mode, Order, Prospect, SaveFault, Stamp},
    wizard::{effect::Ticket, event::Event},
};

use super::{environment::Environment, outbox::Outbox};

/// How long anything here may take.
const DEADLINE: Duration = Duration::from_secs(10);
/// How long the end of the run waits for the last save.
const LAST_SAVE: Duration = Duration::from_secs(2);

/// The files of this run.
pub(super) struct Files {
    desk: Arc<Desk>,
    outbox: Outbox,
    deadline: Duration,
    /// What writes, and was started last: the next one waits for it.
    latest: Option<JoinHandle<()>>,
}

/// What everybody who works on files has at hand.
#[cfg_attr(not(unix), expect(dead_code, reason = "what is found there needs no variables"))]
pub(super) struct Desk {
    environment: Environment,
    past: Past,
}

impl Files {
    pub(super) fn new(environment: Environment, outbox: Outbox) -> Self {
        Self {
            desk: Arc::new(Desk {
                environment,
                past: Past::default(),
            }),
            outbox,
            deadline: DEADLINE,
            latest: None,
        }
    }

    /// Finds out what saving would do.
    pub(super) fn probe(&self, ticket: Ticket, order: Order) {
        self.start(
            None,
            move |desk, _permit| system::probe(&order, desk),
            move |prospect| Event::Probed(ticket, prospect),
        );
    }

    /// Saves, once everything before it is saved.
    pub(super) fn save(&mut self, ticket: Ticket, order: Order, agreed: Prospect) {
        self.queue(
            move |desk, permit| system::save(&order, &agreed, desk, permit),
            move |saved| Event::Saved(ticket, saved),
        );
    }

    /// Puts back what a file held.
    pub(super) fn restore(&mut self, ticket: Ticket, file: PathBuf) {
        self.queue(
            move |desk, permit| system::restore(&file, desk, permit),
            move |restored| Event::Restored(ticket, restored),
        );
    }

    /// Adds a rule that keeps a file out of git.
    pub(super) fn ignore(&mut self, ticket: Ticket, file: PathBuf) {
        self.queue(
            move |desk, permit| system::ignore(&file, desk, permit),
            move |ignored| Event::Ignored(ticket, ignored),
        );
    }

    /// Waits for what is still being written; two seconds at most.
    pub(super) async fn finish(self) {
        if let Some(latest) = self.latest {
            let _ = timeout(LAST_SAVE, latest).await;
        }
    }

    fn queue<T: Send + 'static>(
        &mut self,
        act: impl FnOnce(&Desk, &Permit) -> Result<T, SaveFault> + Send + 'static,
        told: impl FnOnce(Result<T, SaveFault>) -> Event + Send + 'static,
    ) {
        let before = self.latest.take();
        self.latest = Some(self.start(before, act, told));
    }

    fn start<T: Send + 'static>(
        &self,
        before: Option<JoinHandle<()>>,
        act: impl FnOnce(&Desk, &Permit) -> Result<T, SaveFault> + Send + 'static,
        told: impl FnOnce(Result<T, SaveFault>) -> Event + Send + 'static,
    ) -> JoinHandle<()> {
        let (desk, outbox, deadline) = (Arc::clone(&self.desk), self.outbox.clone(), self.deadline);
        tokio::spawn(async move {
            if let Some(before) = before {
                let _ = before.await;
            }
            let done = on_a_thread(desk, deadline, act).await;
            let _ = outbox.send(told(done)).await;
        })
    }
}

/// Does this on a thread of its own, and waits no longer than the deadline.
async fn on_a_thread<T: Send + 'static>(
    desk: Arc<Desk>,
    deadline: Duration,
    act: impl FnOnce(&Desk, &Permit) -> Result<T, SaveFault> + Send + 'static,
) -> Result<T, SaveFault> {
    let (answer, answered) = oneshot::channel();
    let permit = Arc::new(Permit::default());
    let theirs = Arc::clone(&permit);
    let started = thread::Builder::new().name("files".to_owned()).spawn(move || {
        let _ = answer.send(act(&desk, &theirs));
    });
    if let Err(error) = started {
        return Err(SaveFault::Other(error.to_string()));
    }
    if let Ok(Ok(done)) = timeout(deadline, answered).await {
        return done;
    }
    permit.withdraw();
    Err(SaveFault::NoAnswer)
}

/// The right to change something, once: used up right before the one step that others can see, or withdrawn before.
#[derive(Debug, Default)]
pub(super) struct Permit(AtomicBool);

impl Permit {
    /// To be called right before that step, which must not follow where this fails.
    fn use_up(&self) -> Result<(), SaveFault> {
        let is_gone = self.0.swap(true, Ordering::SeqCst);
        (!is_gone).then_some(()).ok_or(SaveFault::NoAnswer)
    }

    /// From here on nothing new begins. What had begun may still happen.
    fn withdraw(&self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// What files held before they were saved to in this run; wiped when the run ends (facts: safety L8).
#[derive(Default)]
pub(super) struct Past(Mutex<HashMap<PathBuf, Kept>>);

/// What one file held, and what it has been since.
pub(super) struct Kept {
    /// `None` where there was no file.
    before: Option<Before>,
    /// What it was right after the last save.
    after: Stamp,
}

/// All that is needed to make a file what it was.
#[cfg_attr(not(unix), expect(dead_code, reason = "a file has no mode and no group there"))]
pub(super) struct Before {
    bytes: Zeroizing<Vec<u8>>,
    mode: Mode,
    /// The number of its group.
    group: u32,
}

impl Past {
    /// Keeps what a file held. What it held before an earlier save of this run is kept instead, unless somebody else has
    /// written since.
    fn keep(&self, file: &Path, before: Option<Before>, found: &Stamp, after: Stamp) {
        let mut past = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match past.get_mut(file).filter(|kept| kept.after.has_same_content(found)) {
            Some(kept) => kept.after = after,
            None => {
                past.insert(file.to_owned(), Kept { before, after });
            }
        }
    }

    /// Takes what a file held, if it holds what was saved to it in this run. What somebody else has made of it may come
    /// back to that: until then it is kept.
    fn take(&self, file: &Path, found: &Stamp) -> Result<Kept, SaveFault> {
        let mut past = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = past.get(file).ok_or(SaveFault::NothingToRestore)?;
        if !kept.after.has_same_content(found) {
            return Err(SaveFault::ChangedMeanwhile);
        }
        past.remove(file).ok_or(SaveFault::NothingToRestore)
    }

    /// Gives back what was taken and could not be used.
    fn give_back(&self, file: &Path, kept: Kept) {
        let mut past = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        past.insert(file.to_owned(), kept);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[tokio::test]
    async fn a_disk_that_does_not_answer_ends_in_a_fault_and_can_change_nothing_later() {
        let (release, released) = mpsc::channel::<()>();
        let (tell, told) = mpsc::channel();
        let desk = Arc::new(Desk {
            environment: Environment::default(),
            past: Past::default(),
        });
        let done = on_a_thread(desk, Duration::from_millis(1), move |_desk, permit| {
            let _ = released.recv();
            let _ = tell.send(permit.use_up());
            Ok(())
        });
        assert_eq!(done.await, Err(SaveFault::NoAnswer));
        drop(release);
        let later = tokio::task::spawn_blocking(move || told.recv()).await.unwrap();
        assert_eq!(later, Ok(Err(SaveFault::NoAnswer)));
    }

    #[test]
    fn a_permit_is_good_for_one_change_and_for_none_once_it_is_withdrawn() {
        let permit = Permit::default();
        assert_eq!([permit.use_up(), permit.use_up()], [Ok(()), Err(SaveFault::NoAnswer)]);
        let permit = Permit::default();
        permit.withdraw();
        assert_eq!(permit.use_up(), Err(SaveFault::NoAnswer));
    }

    #[test]
    fn what_a_file_held_at_first_is_kept_through_saves_until_somebody_else_writes() {
        let (past, file) = (Past::default(), Path::new("/x"));
        let stamp = |number: u8| Stamp(vec![number]);
        let held = |text: &str| {
            Some(Before {
                bytes: Zeroizing::new(text.as_bytes().to_vec()),
                mode: Mode::PRIVATE,
                group: 0,
            })
        };
        let bytes = |kept: Result<Kept, SaveFault>| kept.map(|kept| kept.before.map(|before| before.bytes.to_vec()));
        past.keep(file, held("first"), &stamp(0), stamp(1));
        past.keep(file, held("second"), &stamp(1), stamp(2));
        assert_eq!(bytes(past.take(file, &stamp(1))), Err(SaveFault::ChangedMeanwhile));
        assert_eq!(bytes(past.take(file, &stamp(2))), Ok(Some(b"first".to_vec())));
        assert_eq!(bytes(past.take(file, &stamp(2))), Err(SaveFault::NothingToRestore));
        past.keep(file, None, &stamp(0), stamp(1));
        past.keep(file, held("theirs"), &stamp(5), stamp(6));
        assert_eq!(bytes(past.take(file, &stamp(6))), Ok(Some(b"theirs".to_vec())));
    }
}
