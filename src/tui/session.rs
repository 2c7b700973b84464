//! The loop: one screen held, one face driven. See `tui`.

use std::{
    io,
    sync::Arc,
    time::{Duration, Instant},
};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use tokio::sync::mpsc::UnboundedReceiver;

use crate::{
    exit::Departure,
    runtime::{
        clock,
        signals::{self, Deadly, Notice, Signals},
    },
    wizard::event::Event,
};

use super::{
    Face, Heard, Next, Order,
    decode::{Decoder, Typed},
    input::Guard,
    keyboard::{self, Arrivals, Arrived, Leaving},
    plain::Plain,
    terminal::{Taken, Terminal},
};

/// The least time between two frames.
const FRAME: Duration = Duration::from_millis(16);
/// How long tidying up may take once the terminal is given back; less when whoever ends us may lose patience.
const TIDYING: Duration = Duration::from_secs(3);
const TIDYING_WHEN_KILLED: Duration = Duration::from_millis(500);
/// How long a job that was continued in the background listens before it stops again.
const GRACE: Duration = Duration::from_millis(50);
/// How many pieces of input are read before the loop looks at anything else.
const MOST_AT_ONCE: usize = 64;

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
    terminal: Terminal,
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
    /// The moment that the face named when the wait began: asked again at that moment, it would name the next one.
    change_due: Option<Instant>,
}

/// Why the loop stops short: it ends, or the terminal is gone.
type Flow = Result<(), Departure>;

fn gone(_: io::Error) -> Departure {
    Departure::Killed(Deadly::Hangup)
}

impl<F: Face> Session<F> {
    /// Takes the terminal. The error is the end of the run.
    pub(super) fn open(face: F) -> Result<Self, Departure> {
        let failed = |error: &dyn std::fmt::Display| Departure::Failed(format!("evertoken cannot start: {error}."));
        let arrivals = Arc::new(Arrivals::default());
        let mut terminal = Terminal::open(Arc::clone(&arrivals)).map_err(|error| failed(&error))?;
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
            Departure::Finished(_) | Departure::Left(_) if !self.decoder.is_in_paste() => Leaving::Calmly,
            _ => Leaving::Abruptly,
        };
        self.terminal.leave(leaving);
        let patience = match departure {
            Departure::Killed(_) => TIDYING_WHEN_KILLED,
            _ => TIDYING,
        };
        let last_words = tokio::select! {
            biased;
            () = another_signal(&mut self.signals) => None,
            ended = tokio::time::timeout(patience, self.face.end()) => ended.ok().flatten(),
        };
        departure.saying_last(last_words)
    }

    /// The first frame, in one write with the question what the terminal is.
    fn start(&mut self) -> Flow {
        self.terminal.ask_what_it_is();
        self.write_if_due()
    }

    async fn turn(&mut self) -> Flow {
        self.write_if_due()?;
        match self.wait().await {
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
            () = until(deadline) => Woken::Time,
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
            self.change_due,
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
    fn next_change(&self) -> Option<Instant> {
        if !matches!(self.scene, Scene::Frames) {
            return None;
        }
        let now = clock::now();
        let left = self.face.changes_at(now)?.duration_since(now);
        let left = Duration::try_from(left).unwrap_or(Duration::ZERO);
        let at = clock::moment().checked_add(left)?;
        let earliest = self.ticked_at.and_then(|ticked| ticked.checked_add(FRAME));
        Some(earliest.map_or(at, |earliest| at.max(earliest)))
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
        let taken = self.terminal.draw(|frame| face.draw(frame, now)).map_err(gone)?;
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
            Notice::Die(deadly) => Err(Departure::Killed(deadly)),
            Notice::Stop => self.suspend(),
            Notice::Continued => self.go_on(),
            Notice::Resized => self.fit(),
        }
    }

    fn fit(&mut self) -> Flow {
        if let Scene::Plain(plain) = &self.scene {
            self.terminal.expect_plain_rows(plain.rows(self.terminal.size().width));
            return Ok(());
        }
        self.repaint()
    }

    /// Everything anew. Outside the frames nothing of ours is there to be painted, and coming back paints it all.
    fn repaint(&mut self) -> Flow {
        self.is_dirty = true;
        match self.scene {
            Scene::Frames => self.terminal.fit().map_err(gone),
            Scene::Plain(_) | Scene::Stopped => Ok(()),
        }
    }

    /// Reads what has arrived, all of it within reason, before a frame is drawn.
    fn read(&mut self, arrived: Option<Arrived>) -> Flow {
        let mut next = arrived;
        for _ in 0..MOST_AT_ONCE {
            let Some(arrived) = next else {
                return Ok(());
            };
            self.take_piece(arrived)?;
            next = self.keys.try_recv().ok();
        }
        match next {
            Some(arrived) => self.take_piece(arrived),
            None => Ok(()),
        }
    }

    fn take_piece(&mut self, arrived: Arrived) -> Flow {
        let mut typed = Vec::new();
        let at = match arrived {
            #[cfg(unix)]
            Arrived::Bytes(at, bytes) => {
                self.arrivals.read(bytes.len());
                self.decoder.feed(&bytes, at, &mut typed);
                at
            }
            #[cfg(not(unix))]
            Arrived::Typed(at, keys) => {
                self.arrivals.read(keys.len());
                typed = keys;
                at
            }
            #[cfg(not(unix))]
            Arrived::Resized => return self.fit(),
            Arrived::Gone => return Err(Departure::Killed(Deadly::Hangup)),
        };
        self.sort_out(typed, at)
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
        if self.change_due.take_if(|at| *at <= now).is_some() {
            self.ticked_at = Some(now);
            self.tell(Heard::Time)?;
        }
        Ok(())
    }

    /// Puts keys through the guard and tells what comes out.
    fn sort_out(&mut self, typed: Vec<Typed>, at: Instant) -> Flow {
        let mut certain = Vec::new();
        if typed.is_empty() {
            self.guard.expire(at, &mut certain);
        } else {
            self.guard.feed(typed, at, self.face.focus(), &mut certain);
        }
        for one in certain {
            self.tell_typed(one)?;
        }
        Ok(())
    }

    fn tell_typed(&mut self, typed: Typed) -> Flow {
        match (typed, &self.scene) {
            (Typed::Attributes(numbers), _) => {
                self.terminal.was_answered();
                self.tell(Heard::Attributes(Some(numbers)))
            }
            (_, Scene::Stopped) | (Typed::Paste(_) | Typed::Burst(_), Scene::Plain(_)) => Ok(()),
            (Typed::Key(key), Scene::Plain(_)) => self.press_in_plain(key),
            (Typed::Key(key), Scene::Frames) => self.tell(Heard::Key(key)),
            (Typed::Paste(pasted), Scene::Frames) => self.tell(Heard::Paste(pasted)),
            (Typed::Burst(pasted), Scene::Frames) => self.tell(Heard::Burst(pasted)),
        }
    }

    fn press_in_plain(&mut self, key: KeyEvent) -> Flow {
        let is_control = key.modifiers == KeyModifiers::CONTROL;
        match key.code {
            KeyCode::Enter => self.end_plain(),
            KeyCode::Char('c') if is_control => {
                self.end_plain()?;
                self.tell(Heard::Key(key))
            }
            KeyCode::Char('z') if is_control => self.suspend(),
            _ => Ok(()),
        }
    }

    fn end_plain(&mut self) -> Flow {
        self.scene = Scene::Frames;
        self.is_dirty = true;
        self.terminal.end_plain().map_err(gone)?;
        self.tell(Heard::Event(Event::PlainShown))
    }

    /// Tells the face and does what it asks.
    fn tell(&mut self, heard: Heard) -> Flow {
        for order in self.face.hear(heard, clock::now()) {
            self.obey(order)?;
        }
        Ok(())
    }

    fn obey(&mut self, order: Order) -> Flow {
        match order {
            Order::Redraw => self.is_dirty = true,
            Order::Repaint => self.repaint()?,
            Order::Suspend => self.suspend()?,
            Order::ShowPlain(text) => self.show_plain(Plain::new(&text, self.terminal.size().width))?,
            Order::Write(bytes, then) => {
                self.when_written.push(then);
                self.terminal.push(&bytes.0);
                self.commit()?;
            }
            Order::Exit(ending) => return Err(ending.into()),
        }
        Ok(())
    }

    fn show_plain(&mut self, plain: Plain) -> Flow {
        let rows = plain.rows(self.terminal.size().width);
        self.terminal.show_plain(plain.bytes(), rows);
        self.scene = Scene::Plain(plain);
        self.commit()
    }

    /// Stops the job, unless nobody could continue it.
    fn suspend(&mut self) -> Flow {
        if signals::is_alone() {
            return Ok(());
        }
        self.terminal.leave(Leaving::Calmly);
        let before = std::mem::replace(&mut self.scene, Scene::Stopped);
        if matches!(before, Scene::Plain(_)) {
            self.tell(Heard::Event(Event::PlainShown))?;
        }
        signals::stop_the_job();
        Ok(())
    }

    /// Running again. In the background the terminal is not ours to take, and there is nothing to do without it: stop
    /// again, but not before a signal that was sent with this one has arrived, such as that of `kill %1`.
    fn go_on(&mut self) -> Flow {
        if self.terminal.is_ours() {
            return self.come_back();
        }
        if matches!(self.scene, Scene::Frames) {
            self.scene = Scene::Stopped;
        }
        self.stop_again_at = clock::moment().checked_add(GRACE);
        Ok(())
    }

    /// Takes the terminal again; what was typed for the shell meanwhile is not for us.
    fn come_back(&mut self) -> Flow {
        self.stop_again_at = None;
        while let Ok(arrived) = self.keys.try_recv() {
            match arrived {
                #[cfg(unix)]
                Arrived::Bytes(_, bytes) => self.arrivals.read(bytes.len()),
                #[cfg(not(unix))]
                Arrived::Typed(_, keys) => self.arrivals.read(keys.len()),
                #[cfg(not(unix))]
                Arrived::Resized => {}
                Arrived::Gone => return Err(Departure::Killed(Deadly::Hangup)),
            }
        }
        self.decoder.reset();
        let before = std::mem::replace(&mut self.scene, Scene::Frames);
        self.is_dirty = true;
        if matches!(before, Scene::Plain(_)) {
            self.terminal.abandon_plain();
            self.tell(Heard::Event(Event::PlainShown))?;
        }
        self.terminal.enter().map_err(gone)
    }
}

/// Whoever asks twice means it.
async fn another_signal(signals: &mut Signals) {
    while !matches!(signals.next().await, Notice::Die(_)) {}
}

async fn until(deadline: Option<Instant>) {
    match deadline {
        Some(at) => tokio::time::sleep_until(at.into()).await,
        None => std::future::pending().await,
    }
}
