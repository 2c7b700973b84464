//! The loop: one wizard driven, one line read at a time. See `linear`.

use std::{
    io::{self, IsTerminal},
    time::{Duration, Instant},
};

use jiff::tz::TimeZone;
use tokio::sync::mpsc::Receiver;
use zeroize::Zeroizing;

use crate::{
    exit::{Code, Departure},
    journey::Datum,
    model::Payload,
    runtime::{
        Handover, Runtime,
        clipboard::Da1,
        clock,
        signals::{self, Deadly, Notice, Signals},
    },
    terminal::keyboard::Leaving,
    wizard::{
        Wizard,
        dates::Zone,
        effect::{Copyable, PlainText},
        event::{ClearReport, CopyReport, Event},
    },
};

use super::{
    ask::{Asker, Question, Reply, may_cut_in},
    entry::{Entered, Entry, Expected},
    line::{Line, prose},
    pending::Pending,
    tell::Teller,
    voice::Voice,
};

mod notices;

/// The least time between two moments at which the view changes by itself.
const APART: Duration = Duration::from_millis(200);
/// How long a job that was continued in the background listens before it stops again.
const GRACE: Duration = Duration::from_millis(50);
/// More than any form sends by itself.
const MOST_PUSHES: usize = 8;

/// What the loop woke up for.
enum Woken {
    Notice(Notice),
    Event(Option<Event>),
    Handover(Handover),
    Entered(Entered),
    Time,
}

/// Why the loop stops short: the run ends.
type Flow = Result<(), Departure>;

/// One run.
pub(super) struct Session {
    wizard: Wizard,
    runtime: Runtime,
    inbox: Receiver<Event>,
    signals: Signals,
    entry: Entry,
    voice: Voice,
    teller: Teller,
    asker: Asker,
    zone: Zone,
    pending: Pending,
    /// When the last answer was taken in its turn: what came through a pipe before that was typed ahead.
    answered_at: Instant,
    /// The question that was asked last.
    asked: Option<Question>,
    /// The lines of a question that stand last in the window.
    listed: Vec<Line>,
    ticked_at: Option<Instant>,
    stop_again_at: Option<Instant>,
    is_by_line: bool,
    /// How to answer is still to be said, once what the last answer began has ended.
    owes_prompt: bool,
    /// Something was done, and nothing was said about it yet.
    owes_word: bool,
}

impl Session {
    pub(super) fn new(
        wizard: Wizard,
        (runtime, inbox): (Runtime, Receiver<Event>),
        signals: Signals,
        entry: Entry,
        voice: Voice,
        asker: Asker,
        zone: Zone,
    ) -> Self {
        Self {
            wizard,
            runtime,
            inbox,
            signals,
            entry,
            voice,
            teller: Teller::default(),
            asker,
            zone,
            pending: Pending::default(),
            answered_at: clock::moment(),
            asked: None,
            listed: Vec::new(),
            ticked_at: None,
            stop_again_at: None,
            is_by_line: false,
            owes_prompt: false,
            owes_word: false,
        }
    }

    /// Runs to the end, gives the terminal back, and tidies up.
    pub(super) async fn run(mut self) -> Departure {
        let departure = match self.start() {
            Err(departure) => departure,
            Ok(()) => loop {
                if let Err(departure) = self.turn().await {
                    break departure;
                }
            },
        };
        let leaving = if self.is_by_line {
            Leaving::Calmly
        } else {
            Leaving::Abruptly
        };
        self.entry.give_back(leaving);
        let departure = departure
            .after(async { self.runtime.shutdown().await.words() }, &mut self.signals)
            .await;
        match departure {
            Departure::Ended(code @ (Code::Done | Code::Left), lines) => Departure::Ended(code, self.voice.rows(lines)),
            other => other,
        }
    }

    fn start(&mut self) -> Flow {
        if self.voice.takes_sequences() {
            self.runtime.terminal_said(Da1::Answered);
        }
        self.say(&[prose(
            "evertoken, line by line. Type an answer and press Enter. Type :help for what can be typed.",
        )])?;
        self.tell(Event::Begun)?;
        self.speak(true)
    }

    async fn turn(&mut self) -> Flow {
        self.entry.step_back().map_err(|error| self.lost(&error))?;
        let woken = self.wait().await;
        self.is_by_line = matches!(woken, Woken::Entered(_));
        match woken {
            Woken::Notice(notice) => self.take_notice(notice),
            Woken::Event(Some(event)) => {
                self.tell(event)?;
                self.speak(false)
            }
            // The runtime holds a sender as long as it lives.
            Woken::Event(None) => Err(Departure::failed("evertoken has lost its way.".to_owned())),
            Woken::Handover(handover) => {
                self.obey(handover)?;
                self.speak(false)
            }
            Woken::Entered(entered) => self.take(entered),
            Woken::Time => self.pass_time(),
        }
    }

    /// Waits for the first of everything that can happen. Answers from a pipe are read only when they are asked for; what
    /// was piped in ahead waits, and a command that comes while there is nothing to answer stops what is under way.
    async fn wait(&mut self) -> Woken {
        let busy_since = (!self.is_asked()).then_some(self.answered_at);
        let listens = self.stop_again_at.is_none();
        let deadline = self.deadline();
        tokio::select! {
            biased;
            notice = self.signals.next() => Woken::Notice(notice),
            event = self.inbox.recv() => Woken::Event(event),
            handover = self.runtime.handover() => Woken::Handover(handover),
            entered = self.entry.next(busy_since, may_cut_in), if listens => Woken::Entered(entered),
            () = clock::until(deadline) => Woken::Time,
        }
    }

    /// Whether there is something to answer, and nothing under way that may change it.
    fn is_asked(&self) -> bool {
        self.asked.as_ref().is_some_and(|question| !question.is_wait) && self.pending.is_empty()
    }

    fn deadline(&self) -> Option<Instant> {
        if self.stop_again_at.is_some() {
            return self.stop_again_at;
        }
        let now = clock::now();
        let named = self.wizard.view(now).changes_at?;
        let left = Duration::try_from(named.duration_since(now)).unwrap_or(Duration::ZERO);
        let at = clock::moment().checked_add(left)?;
        let earliest = self.ticked_at.and_then(|ticked| ticked.checked_add(APART));
        Some(earliest.map_or(at, |earliest| at.max(earliest)))
    }

    fn pass_time(&mut self) -> Flow {
        if self.stop_again_at.take().is_some() {
            if self.is_ours() {
                return self.come_back();
            }
            signals::stop_the_job();
            return Ok(());
        }
        self.ticked_at = Some(clock::moment());
        self.tell(Event::Tick)?;
        self.speak(false)
    }

    fn take(&mut self, entered: Entered) -> Flow {
        match entered {
            Entered::Line(text) => self.answer(text),
            Entered::Something => self.say(&[prose("Something arrived. Enter goes on.")]),
            Entered::Emptied => self.say(&[prose("It was taken out again.")]),
            Entered::Covered => self.say(&[prose(
                "Something arrived. It looks like a secret, so it is not shown. Enter goes on, Ctrl-U takes it out again.",
            )]),
            Entered::RubbedOut => self.say(&[prose(
                "That looks like a secret, so it was rubbed out here, and the rest is not shown. Enter goes on, Ctrl-U takes \
                 it out again.",
            )]),
            Entered::Exposed => self.say(&[prose(
                "That looks like a secret. It stands in this window now, and in what can be scrolled back to: clear both.",
            )]),
            Entered::Early => self.say(&[prose(
                "Nothing is asked yet: what you type now is not shown, and not used.",
            )]),
            Entered::MoreLines => self.say(&[prose("More came behind the end of that line. It was not read.")]),
            #[cfg(not(unix))]
            Entered::Resized => {
                self.voice.fit();
                Ok(())
            }
            Entered::Interrupt | Entered::End => self.interrupt(),
            Entered::Suspend => {
                self.suspend();
                Ok(())
            }
            Entered::Gone => Err(Departure::Killed(Deadly::Hangup, Vec::new())),
            Entered::Over => Err(self.end_of_input()),
        }
    }

    /// Nobody will answer any more: leaves as a person would, and does not wait for an answer about it.
    fn end_of_input(&mut self) -> Departure {
        let mut words = vec!["The answers have ended before the journey was done.".to_owned()];
        for event in [Event::Decline, Event::Leave] {
            match self.tell(event) {
                Ok(()) => {}
                Err(Departure::Ended(Code::Left, lines)) => {
                    words.extend(lines);
                    return Departure::Ended(Code::Left, words);
                }
                Err(departure) => return departure,
            }
        }
        words.extend(self.wizard.last_words());
        Departure::Ended(Code::Left, words)
    }

    fn answer(&mut self, text: Zeroizing<String>) -> Flow {
        if self.is_asked() {
            self.answered_at = clock::moment();
        }
        let view = self.wizard.view(clock::now());
        let reply = self.asker.answer(text, &view);
        // An answer to a question leaves the notice behind it as it was.
        if reply.is_deed() && view.question.is_none() {
            self.teller.expect_answer();
        }
        self.owes_word = reply.is_deed();
        match reply {
            Reply::Do(events) => {
                for event in events {
                    if let Event::Answer(field, _) = &event {
                        self.teller.expect_answer_about(*field);
                    }
                    self.tell(event)?;
                }
            }
            Reply::Say(sentence) => self.say(&[prose(sentence)])?,
            Reply::Tell(lines) => self.say(&lines)?,
            Reply::Repeat => {
                self.teller.forget();
                self.listed.clear();
            }
            // What was asked for is said, also where it is the same as before.
            Reply::Refresh => self.listed.clear(),
        }
        self.speak(true)
    }

    /// Says what is new, and asks.
    fn speak(&mut self, asks_again: bool) -> Flow {
        let zone: TimeZone = TimeZone::clone(&self.zone);
        let mut has_said = false;
        for _ in 0..MOST_PUSHES {
            let now = clock::now();
            let view = self.wizard.view(now);
            let told = self.teller.tell(&view, &self.wizard.calls_made(now), &zone);
            self.asker.follow(&view);
            let push = self.asker.push(&view);
            has_said |= !told.is_empty();
            self.say(&told)?;
            match push {
                Some(event) => self.tell(event)?,
                None => break,
            }
        }
        let question = self.asker.question(&self.wizard.view(clock::now()));
        let expected = Expected {
            is_hidden: question.is_hidden,
            is_early: question.is_wait,
            is_another: !self.asked.as_ref().is_some_and(|asked| asked.is_same_as(&question)),
        };
        if self.entry.expect(expected).map_err(|error| self.lost(&error))? {
            self.say(&[prose("What was typed before this question was not read.")])?;
        }
        let is_new = self.asked.as_ref() != Some(&question);
        self.owes_word &= !has_said && !is_new;
        if self.owes_word && self.pending.is_empty() {
            self.owes_word = false;
            self.say(&[prose("Nothing came of that.")])?;
        }
        // Of a field that is being filled, only what asks for it is said again.
        let is_same_field = question.field.is_some() && !expected.is_another;
        if self.listed.is_empty() || question.lines != self.listed && !is_same_field {
            self.say(&question.lines)?;
            self.listed.clone_from(&question.lines);
        }
        self.owes_prompt |= is_new || asks_again || has_said && !question.is_wait;
        if self.owes_prompt && (is_new || self.pending.is_empty()) {
            self.owes_prompt = false;
            self.say(&[prose(&question.prompt)])?;
        }
        self.asked = Some(question);
        Ok(())
    }

    /// Gives an event to the wizard, and has what it asks for carried out.
    fn tell(&mut self, event: Event) -> Flow {
        self.pending.happened(&event);
        for effect in self.wizard.update(event, clock::now()) {
            self.pending.asked(&effect);
            if let Some(handover) = self.runtime.carry_out(effect) {
                self.obey(handover)?;
            }
        }
        Ok(())
    }

    fn obey(&mut self, handover: Handover) -> Flow {
        match handover {
            Handover::Exit(ending) => Err(ending.into()),
            Handover::ShowPlain(text) => self.show(&text),
            Handover::WriteToTerminal { bytes, then } if self.voice.takes_sequences() => {
                self.voice.write(&bytes).map_err(|error| self.lost(&error))?;
                self.tell(then)
            }
            Handover::WriteToTerminal { then, .. } => self.tell(not_written(then)),
        }
    }

    /// A token or an address alone on its line.
    fn show(&mut self, text: &PlainText) -> Flow {
        self.say(&[prose(&text.label)])?;
        match &text.text {
            Payload::Plain(plain) => self.say(&[Line::Bare(plain.clone())])?,
            secret @ Payload::Secret(_) => {
                let Ok(()) = Voice::hand_out(secret) else {
                    return self.tell(Event::PlainNotShown);
                };
                if !io::stdout().is_terminal() {
                    // Nobody reads it there, and all of it was taken.
                    self.tell(Event::Copied(Copyable::Datum(Datum::Token), CopyReport::HandedOver))?;
                }
            }
        }
        self.tell(Event::PlainShown)
    }

    fn say(&mut self, lines: &[Line]) -> Flow {
        if lines.is_empty() {
            return Ok(());
        }
        let said = self.entry.step_aside().and_then(|()| self.voice.say(lines));
        said.map_err(|error| self.lost(&error))
    }

    /// Nobody reads what is said any more.
    fn lost(&self, _: &io::Error) -> Departure {
        if self.entry.is_terminal() {
            Departure::Killed(Deadly::Hangup, Vec::new())
        } else {
            Departure::failed("Nobody reads what evertoken says any more.".to_owned())
        }
    }
}

/// The report of a copy for which there was no terminal.
fn not_written(then: Event) -> Event {
    match then {
        Event::Copied(what, _) => Event::Copied(what, CopyReport::NoClipboard),
        Event::ClipboardCleared(_) => Event::ClipboardCleared(ClearReport::Failed),
        other => other,
    }
}
