//! The loop: one screen held, one face driven. See `tui`.

use std::{
    io,
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::sync::mpsc::UnboundedReceiver;

use crate::{
    exit::{Code, Departure},
    runtime::{
        clock,
        signals::{self, Deadly, Notice, Signals},
    },
    terminal::{
        decode::Decoder,
        keyboard::{self, Arrivals, Arrived, Leaving},
    },
    wizard::event::Event,
};

use super::{
    Face, Heard, Next,
    full_screen::{FullScreen, Taken},
    input::Guard,
    plain::Plain,
};

mod change;
mod doing;
mod hearing;

use change::Change;

/// The least time between two frames.
const FRAME: Duration = Duration::from_millis(16);
/// How long a job that was continued in the background listens before it stops again.
const GRACE: Duration = Duration::from_millis(50);

/// What is on the screen.
#[derive(Debug)]
enum Scene {
    /// Frames of the face.
    Frames,
    /// A secret outside the full screen.
    Plain(Plain),
    /// Nothing of ours: we are stopped.
    Stopped,
}

/// What the loop woke up for.
#[expect(clippy::large_enum_variant, reason = "there is one at a time, on the stack")]
enum Woken {
    Notice(Notice),
    Arrived(Option<Arrived>),
    Next(Next),
    Time,
}

pub(super) struct Session<F> {
    face: F,
    terminal: FullScreen,
    signals: Signals,
    keys: UnboundedReceiver<Arrived>,
    arrivals: Arc<Arrivals>,
    decoder: Decoder,
    guard: Guard,
    scene: Scene,
    is_dirty: bool,
    is_stalled: bool,
    written_at: Option<Instant>,
    ticked_at: Option<Instant>,
    when_written: Vec<Event>,
    stop_again_at: Option<Instant>,
    /// Whether what happens now follows from a key, as far as the loop can tell.
    is_by_key: bool,
    /// The moment that the face named when the wait began: asked again at that moment, it would name the next one.
    change_due: Option<Change>,
}

/// Why the loop stops short: it ends, or the terminal is gone.
type Flow = Result<(), Departure>;

fn gone(_: io::Error) -> Departure {
    Departure::Killed(Deadly::Hangup, Vec::new())
}

impl<F: Face> Session<F> {
    /// Takes the terminal. The error is the end of the run.
    pub(super) fn open(face: F) -> Result<Self, Departure> {
        let failed = |error: &dyn std::fmt::Display| Departure::failed(format!("evertoken cannot start: {error}."));
        let arrivals = Arc::new(Arrivals::default());
        let mut terminal = FullScreen::open(Arc::clone(&arrivals)).map_err(|error| failed(&error))?;
        let signals = Signals::listen().map_err(|error| failed(&error))?;
        terminal.enter().map_err(|error| failed(&error))?;
        let keys = keyboard::listen(Arc::clone(&arrivals)).map_err(|error| failed(&error))?;
        Ok(Self {
            face,
            terminal,
            signals,
            keys,
            arrivals,
            decoder: Decoder::default(),
            guard: Guard::default(),
            scene: Scene::Frames,
            is_dirty: true,
            is_stalled: false,
            written_at: None,
            ticked_at: None,
            when_written: Vec::new(),
            stop_again_at: None,
            is_by_key: false,
            change_due: None,
        })
    }

    /// Runs to the end and gives the terminal back.
    pub(super) async fn run(mut self) -> Departure {
        let departure = match self.start() {
            Err(departure) => departure,
            Ok(()) => loop {
                if let Err(departure) = self.turn().await {
                    break departure;
                }
            },
        };
        let leaving = match departure {
            Departure::Ended(Code::Done | Code::Left, _) if self.is_by_key && !self.decoder.is_in_paste() => {
                Leaving::Calmly
            }
            _ => Leaving::Abruptly,
        };
        self.terminal.leave(leaving);
        departure.after(self.face.end(), &mut self.signals).await
    }

    /// The first frame, in one write with the question what the terminal is.
    fn start(&mut self) -> Flow {
        self.terminal.ask_what_it_is();
        self.write_if_due()
    }

    async fn turn(&mut self) -> Flow {
        self.write_if_due()?;
        let woken = self.wait().await;
        self.is_by_key = matches!(woken, Woken::Arrived(_) | Woken::Time);
        match woken {
            Woken::Notice(notice) => self.take_notice(notice),
            Woken::Next(Next::Event(event)) => self.tell(Heard::Event(event)),
            Woken::Next(Next::Order(order)) => self.obey(order),
            Woken::Arrived(arrived) => self.read(arrived),
            Woken::Time => self.pass_time(),
        }
    }

    /// Waits for the first of everything that can happen. Biased, so that no flood of input keeps us from signals.
    async fn wait(&mut self) -> Woken {
        self.change_due = self.next_change();
        let deadline = self.deadline();
        tokio::select! {
            biased;
            notice = self.signals.next() => Woken::Notice(notice),
            next = self.face.next() => Woken::Next(next),
            arrived = self.keys.recv() => Woken::Arrived(arrived),
            () = clock::until(deadline) => Woken::Time,
        }
    }

    /// When there is something to do even if nothing happens.
    fn deadline(&self) -> Option<Instant> {
        let frame = (self.is_stalled || self.can_draw()).then(|| self.next_frame().unwrap_or_else(clock::moment));
        [
            frame,
            self.decoder.deadline(),
            self.guard.deadline(),
            self.terminal.answer_due(),
            self.stop_again_at,
            self.change_due.as_ref().map(Change::look_at),
        ]
        .into_iter()
        .flatten()
        .min()
    }

    fn can_draw(&self) -> bool {
        self.is_dirty && matches!(self.scene, Scene::Frames)
    }

    /// When the next frame may be written; `None` for at once.
    fn next_frame(&self) -> Option<Instant> {
        self.written_at?.checked_add(FRAME)
    }

    /// The moment the face named; at most one per frame, whatever it names.
    fn next_change(&self) -> Option<Change> {
        if !matches!(self.scene, Scene::Frames) {
            return None;
        }
        let now = clock::now();
        let named = self.face.changes_at(now)?;
        let earliest = self.ticked_at.and_then(|ticked| ticked.checked_add(FRAME));
        Change::new(named, now, clock::moment(), earliest, self.face.is_revealing())
    }

    /// Writes what is left of the last frame, or draws the next one, when it is time.
    fn write_if_due(&mut self) -> Flow {
        let now = clock::moment();
        if self.next_frame().is_some_and(|at| now < at) {
            return Ok(());
        }
        if self.is_stalled {
            self.commit()?;
        }
        if self.is_stalled || !self.can_draw() {
            return Ok(());
        }
        self.is_dirty = false;
        let (face, now) = (&mut self.face, clock::now());
        let reveals = face.is_revealing();
        let taken = self
            .terminal
            .draw(reveals, |frame| face.draw(frame, now))
            .map_err(gone)?;
        self.note(taken)
    }

    fn commit(&mut self) -> Flow {
        let taken = self.terminal.commit().map_err(gone)?;
        self.note(taken)
    }

    fn note(&mut self, taken: Taken) -> Flow {
        self.written_at = Some(clock::moment());
        self.is_stalled = taken == Taken::Part;
        if taken == Taken::All {
            for event in std::mem::take(&mut self.when_written) {
                self.tell(Heard::Event(event))?;
            }
        }
        Ok(())
    }

    fn take_notice(&mut self, notice: Notice) -> Flow {
        match notice {
            Notice::Die(deadly) => Err(Departure::Killed(deadly, self.face.last_words())),
            Notice::Stop => self.suspend(),
            Notice::Continued => self.go_on(),
            Notice::Resized => self.fit(),
        }
    }

    fn pass_time(&mut self) -> Flow {
        let now = clock::moment();
        let mut typed = Vec::new();
        self.decoder.expire(now, &mut typed);
        self.sort_out(typed, now)?;
        if self.terminal.answer_due().is_some_and(|at| at <= now) {
            self.terminal.was_answered();
            self.tell(Heard::Attributes(None))?;
        }
        if self.stop_again_at.is_some_and(|at| at <= now) {
            self.stop_again_at = None;
            if !self.terminal.is_ours() {
                signals::stop_the_job();
                return Ok(());
            }
            self.come_back()?;
        }
        let wall = clock::now();
        if self.change_due.take_if(|change| change.is_due(wall, now)).is_some() {
            self.ticked_at = Some(now);
            self.tell(Heard::Time)?;
        }
        Ok(())
    }
}
