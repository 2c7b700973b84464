//! Lines from the terminal device, key by key: what is shown of them is written here, so that it is decided here.
//!
//! An answer is what arrives behind its question. What arrives behind the end of an answered line is read until it is quiet
//! and thrown away with a word, before anything else is asked: the second line of a paste is no answer, and the tail of a
//! secret must not stand in the window (facts: safety T28). Nothing waits for that but the answer itself.
//!
//! A terminal that can only print (`TERM=dumb`) edits lines that are shown by itself: it may be no terminal at all, but a
//! program that sends whole lines. There, nothing is echoed between two questions, and what is hidden is read key by key.

use std::{
    collections::VecDeque,
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use tokio::sync::mpsc::UnboundedReceiver;
use zeroize::{Zeroize, Zeroizing};

use crate::{
    runtime::{clock, held},
    terminal::{
        decode::{Decoder, Pasted, Typed},
        device::{Device, NoTerminal},
        keyboard::{self, Arrivals, Arrived, LONGEST_WAIT, Leaving, RECENT, SHORT_LOOK, SILENCE},
        marks::{PASTES_MARKED, PASTES_UNMARKED},
    },
};

use super::{
    Entered,
    draft::{Did, Draft, Shown},
};

/// What was changed on the terminal and is not undone yet: shared with whoever gives it back by force.
#[derive(Debug)]
pub(in crate::linear) struct Hold {
    device: Device,
    arrivals: Arc<Arrivals>,
    /// Keys come one by one and are not echoed.
    is_taken: AtomicBool,
    is_given_back: AtomicBool,
    /// Whether the terminal understands more than text: it marks pastes, and does not edit lines.
    is_able: bool,
}

impl Hold {
    /// The terminal, to be written to.
    pub(in crate::linear) const fn device(&self) -> &Device {
        &self.device
    }

    fn take(&self) -> io::Result<()> {
        if !self.is_taken.swap(true, Ordering::SeqCst) {
            self.device.set_hidden()?;
            if self.is_able {
                self.device.write_all(PASTES_MARKED.as_bytes())?;
            }
        }
        Ok(())
    }

    /// Waits until nothing arrives any more and gives the terminal its own modes. What arrives meanwhile is lost.
    fn let_go(&self, leaving: Leaving) {
        if self.is_taken.swap(false, Ordering::SeqCst) {
            if self.is_able {
                self.device.write_by_force(PASTES_UNMARKED.as_bytes());
            }
            self.arrivals
                .wait_for_quiet(leaving, false, || self.device.has_unread());
            let _ = self.device.set_as_found();
        }
    }

    /// Lets the terminal itself edit the next line.
    fn lend(&self) -> io::Result<()> {
        if self.is_taken.swap(false, Ordering::SeqCst) {
            self.device.set_as_found()?;
        }
        Ok(())
    }

    /// Gives the terminal back. Does nothing the second time.
    fn give_back(&self, leaving: Leaving) {
        if self.is_given_back.swap(true, Ordering::SeqCst) {
            return;
        }
        self.let_go(leaving);
        self.arrivals
            .wait_for_quiet(leaving, false, || self.device.has_unread());
        let _ = self.device.set_as_found();
    }
}

/// Which line is expected next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::linear) struct Expected {
    /// Nothing of it is shown.
    pub(in crate::linear) is_hidden: bool,
    /// There is nothing to answer yet.
    pub(in crate::linear) is_early: bool,
    /// It answers another question than the last one.
    pub(in crate::linear) is_another: bool,
}

/// An answer that is whole, and is handed over as soon as nothing comes behind it.
#[derive(Debug)]
struct Answered {
    entered: Vec<Entered>,
    quiet_at: Instant,
    /// Whoever never stops is not waited for.
    latest: Instant,
    has_more: bool,
}

/// The terminal, read line by line.
#[derive(Debug)]
pub(in crate::linear) struct Lines {
    hold: Arc<Hold>,
    keys: UnboundedReceiver<Arrived>,
    decoder: Decoder,
    draft: Draft,
    /// When several keys came in one piece, as those of a paste do.
    rushed_at: Option<Instant>,
    answered: Option<Answered>,
    /// What was typed so far was left in a row above: it is written once more when there is nothing else to be said.
    is_aside: bool,
    /// What was made of what came, and was not taken yet.
    ready: VecDeque<Entered>,
}

impl Lines {
    /// Opens the terminal and listens. One that is not able to do more than print is left to edit lines by itself.
    pub(in crate::linear) fn open(is_able: bool) -> Result<Self, NoTerminal> {
        let device = Device::open_for_lines()?;
        let arrivals = Arc::new(Arrivals::default());
        let hold = Arc::new(Hold {
            device,
            arrivals: Arc::clone(&arrivals),
            is_taken: AtomicBool::new(false),
            is_given_back: AtomicBool::new(false),
            is_able,
        });
        let held_here = Arc::clone(&hold);
        held::hold(move || held_here.give_back(Leaving::Abruptly));
        hold.take().map_err(NoTerminal::Missing)?;
        let keys = keyboard::listen(arrivals).map_err(NoTerminal::Missing)?;
        Ok(Self {
            hold,
            keys,
            decoder: Decoder::default(),
            draft: Draft::default(),
            rushed_at: None,
            answered: None,
            is_aside: false,
            ready: VecDeque::new(),
        })
    }

    /// What is held.
    pub(in crate::linear) const fn hold(&self) -> &Arc<Hold> {
        &self.hold
    }

    /// A line is expected. To be called before it is asked for. Says whether something was typed that answers nothing any more,
    /// and is forgotten.
    pub(in crate::linear) fn expect(&mut self, expected: Expected) -> io::Result<bool> {
        let is_able = self.hold.is_able || cfg!(not(unix));
        let has_typed = expected.is_another && self.forget();
        let may_lend = !is_able && !expected.is_hidden && !expected.is_early;
        if expected.is_another {
            self.draft = Draft::new(match (expected.is_early, expected.is_hidden) {
                (true, _) if is_able => Shown::Commands,
                (true, _) | (false, true) => Shown::Never,
                (false, false) => Shown::Whole,
            });
        }
        if may_lend {
            self.hold.lend()?;
        } else {
            self.hold.take()?;
        }
        Ok(has_typed)
    }

    /// Whether the terminal edits the line by itself.
    fn is_lent(&self) -> bool {
        !self.hold.is_taken.load(Ordering::SeqCst)
    }

    /// Makes way for something that is said: on a row of its own.
    pub(in crate::linear) fn step_aside(&mut self) -> io::Result<()> {
        if !self.is_aside && !self.draft.in_window().is_empty() {
            self.is_aside = true;
            self.hold.device.write_all(b"\n")?;
        }
        Ok(())
    }

    /// Behind what the terminal itself has written for a key that means something to it: on a row of its own.
    #[cfg(unix)]
    pub(in crate::linear) fn end_row(&self) -> io::Result<()> {
        if self.is_lent() {
            self.hold.device.write_all(b"\n")?;
        }
        Ok(())
    }

    /// Shows what was typed so far once more, behind what was said meanwhile; unless the terminal is somebody else's for now.
    pub(in crate::linear) fn step_back(&mut self) -> io::Result<()> {
        if !self.is_lent() && std::mem::take(&mut self.is_aside) {
            self.hold.device.write_all(self.draft.in_window().as_bytes())?;
        }
        Ok(())
    }

    /// Gives the terminal to somebody else for now.
    pub(in crate::linear) fn pause(&mut self) {
        // Where it takes nothing, the row is the least of it.
        let _ = self.step_aside();
        self.hold.let_go(Leaving::Calmly);
        self.hold.arrivals.wait_for_quiet(Leaving::Calmly, false, || false);
    }

    /// Takes it again. What was typed meanwhile was not for us. Says whether something had been typed for us before, which is
    /// forgotten.
    pub(in crate::linear) fn go_on(&mut self) -> bool {
        let has_typed = !self.draft.is_empty();
        self.forget();
        self.hold.arrivals.want();
        has_typed
    }

    /// Gives it back for good.
    pub(in crate::linear) fn give_back(&mut self, leaving: Leaving) {
        let _ = self.step_aside();
        self.hold.give_back(leaving);
    }

    /// The next thing that was entered. Dropping the future loses none.
    pub(in crate::linear) async fn next(&mut self) -> Entered {
        loop {
            if let Some(entered) = self.ready.pop_front() {
                return entered;
            }
            let quiet_at = self.answered.as_ref().map(|answered| answered.quiet_at);
            let deadline = self.decoder.deadline().into_iter().chain(quiet_at).min();
            let arrived = tokio::select! {
                biased;
                arrived = self.keys.recv() => arrived,
                () = clock::until(deadline) => {
                    self.pass_time(clock::moment());
                    continue;
                }
            };
            match arrived {
                #[cfg(unix)]
                Some(Arrived::Bytes(at, bytes)) => {
                    self.hold.arrivals.read(bytes.len());
                    if self.answered.is_some() || !self.is_lent() {
                        let mut typed = Vec::new();
                        self.decoder.feed(&bytes, at, &mut typed);
                        self.take_typed(at, typed);
                    } else {
                        self.take_line(at, &bytes);
                    }
                }
                #[cfg(unix)]
                Some(Arrived::Ended) => return Entered::End,
                #[cfg(not(unix))]
                Some(Arrived::Typed(at, typed)) => {
                    self.hold.arrivals.read(typed.len());
                    self.take_typed(at, typed);
                }
                #[cfg(not(unix))]
                Some(Arrived::Resized) => return Entered::Resized,
                Some(Arrived::Gone) | None => return Entered::Gone,
            }
        }
    }

    fn pass_time(&mut self, now: Instant) {
        let mut typed = Vec::new();
        self.decoder.expire(now, &mut typed);
        if !typed.is_empty() {
            self.take_typed(now, typed);
        }
        let has_unread = self.hold.device.has_unread();
        let Some(answered) = self.answered.as_mut().filter(|answered| answered.quiet_at <= now) else {
            return;
        };
        if has_unread && now < answered.latest {
            answered.quiet_at = now.checked_add(SILENCE).unwrap_or(now);
            return;
        }
        if let Some(answered) = self.answered.take() {
            self.decoder.reset();
            // Before the answer, so that the next question stands behind it.
            self.ready.extend(answered.has_more.then_some(Entered::MoreLines));
            self.ready.extend(answered.entered);
        }
    }

    /// The line is whole: handed over once it is quiet behind it.
    fn finish(&mut self, at: Instant, entered: Vec<Entered>, has_more: bool) {
        let is_rushed = self
            .rushed_at
            .is_some_and(|rushed| at.saturating_duration_since(rushed) < RECENT);
        let wait = if is_rushed { SILENCE } else { SHORT_LOOK };
        self.answered = Some(Answered {
            entered,
            quiet_at: at.checked_add(wait).unwrap_or(at),
            latest: at.checked_add(LONGEST_WAIT).unwrap_or(at),
            has_more,
        });
    }

    /// What came behind a line that is whole is thrown away, but for Ctrl-C, which comes behind the answer.
    fn take_more(&mut self, at: Instant, typed: &[Typed]) {
        let Some(answered) = &mut self.answered else {
            return;
        };
        for one in typed {
            match one {
                Typed::Key(key) if is_interrupt(key) => answered.entered.push(Entered::Interrupt),
                Typed::Key(_) | Typed::Paste(_) | Typed::Burst(_) => {
                    answered.has_more = true;
                    answered.quiet_at = at.checked_add(SILENCE).map_or(at, |quiet| quiet.min(answered.latest));
                }
                Typed::Attributes(_) | Typed::FocusLost => {}
            }
        }
    }

    /// A line that the terminal has edited and shown. From its end on nothing is echoed.
    #[cfg(unix)]
    fn take_line(&mut self, at: Instant, bytes: &[u8]) {
        let mut columns = bytes.splitn(2, |byte| *byte == b'\n');
        let piece = Zeroizing::new(columns.next().unwrap_or_default().to_vec());
        for chunk in piece.utf8_chunks() {
            let text = Zeroizing::new(chunk.valid().to_owned());
            let _ = self
                .draft
                .take(&Typed::Paste(Pasted(text)), usize::MAX, &mut String::new());
        }
        let Some(rest) = columns.next() else {
            return;
        };
        // Where that fails, the terminal is gone, which is told soon.
        let _ = self.hold.take();
        self.rushed_at = Some(at);
        let text = self.draft.finish();
        let is_exposed = crate::model::looks_secret(&text);
        let entered = is_exposed.then_some(Entered::Exposed).into_iter();
        self.finish(at, entered.chain([Entered::Line(text)]).collect(), !rest.is_empty());
    }

    /// Keys, of which those that came in one piece are taken in one piece.
    fn take_typed(&mut self, at: Instant, typed: Vec<Typed>) {
        if self.answered.is_some() {
            self.take_more(at, &typed);
            return;
        }
        let columns = usize::from(self.hold.device.size().width).max(1);
        let mut echo = String::new();
        let mut keys = in_runs(typed).into_iter();
        while let Some(key) = keys.next() {
            if matches!(key, Typed::Paste(_) | Typed::Burst(_)) {
                self.rushed_at = Some(at);
            }
            let entered = match self.draft.take(&key, columns, &mut echo) {
                Did::Nothing => continue,
                Did::Arrived => Entered::Something,
                Did::Emptied => Entered::Emptied,
                Did::Covered => Entered::Covered,
                Did::RubbedOut => Entered::RubbedOut,
                Did::Exposed => Entered::Exposed,
                Did::Early => Entered::Early,
                Did::Interrupt => {
                    self.give_up(&mut echo);
                    Entered::Interrupt
                }
                Did::End => Entered::End,
                Did::Suspend => Entered::Suspend,
                Did::Done => {
                    let text = self.draft.finish();
                    self.finish(at, vec![Entered::Line(text)], false);
                    let rest: Vec<_> = keys.by_ref().collect();
                    self.take_more(at, &rest);
                    break;
                }
            };
            self.ready.push_back(entered);
        }
        if !echo.is_empty() {
            // A terminal that takes nothing will be noticed by the next line that is said.
            let _ = self.hold.device.write_all(echo.as_bytes());
        }
    }

    /// Ctrl-C: what was typed so far answers nothing.
    fn give_up(&mut self, echo: &mut String) {
        if !self.draft.in_window().is_empty() {
            echo.push('\n');
        }
        drop(self.draft.finish());
    }

    /// Forgets what has come and was not made into an answer, but for Ctrl-C; says whether there was any.
    fn forget(&mut self) -> bool {
        let mut has_any = !self.draft.is_empty();
        while let Ok(arrived) = self.keys.try_recv() {
            match arrived {
                #[cfg(unix)]
                Arrived::Bytes(_, bytes) => {
                    self.hold.arrivals.read(bytes.len());
                    if bytes.as_slice() == b"\x03" {
                        self.ready.push_back(Entered::Interrupt);
                        continue;
                    }
                }
                #[cfg(not(unix))]
                Arrived::Typed(_, keys) => {
                    self.hold.arrivals.read(keys.len());
                    if keys
                        .iter()
                        .any(|typed| matches!(typed, Typed::Key(key) if is_interrupt(key)))
                    {
                        self.ready.push_back(Entered::Interrupt);
                        continue;
                    }
                }
                #[cfg(not(unix))]
                Arrived::Resized => {
                    self.ready.push_back(Entered::Resized);
                    continue;
                }
                #[cfg(unix)]
                Arrived::Ended => continue,
                Arrived::Gone => {
                    self.ready.push_back(Entered::Gone);
                    continue;
                }
            }
            has_any = true;
        }
        self.decoder.reset();
        self.is_aside = false;
        drop(self.draft.finish());
        has_any
    }
}

impl Drop for Lines {
    fn drop(&mut self) {
        self.hold.give_back(Leaving::Abruptly);
    }
}

/// Whether it is Ctrl-C.
fn is_interrupt(key: &KeyEvent) -> bool {
    key.code == KeyCode::Char('c') && key.modifiers.contains(KeyModifiers::CONTROL)
}

/// Letters that came together, each run of them as one thing: what a paste without marks holds is looked at whole, before any
/// of it is shown.
fn in_runs(typed: Vec<Typed>) -> Vec<Typed> {
    let mut runs = Vec::new();
    let mut run = Zeroizing::new(String::new());
    let end = |run: &mut Zeroizing<String>, runs: &mut Vec<Typed>| {
        let mut letters = run.chars();
        match (letters.next(), letters.next()) {
            (None, _) => {}
            (Some(letter), None) => runs.push(Typed::Key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE))),
            (Some(_), Some(_)) => runs.push(Typed::Burst(Pasted(std::mem::take(run)))),
        }
        run.zeroize();
    };
    // In one piece, so that growing leaves no copies behind.
    run.reserve(typed.len().saturating_mul(4));
    for one in typed {
        let letter = match &one {
            Typed::Key(key) if !key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) => match key.code {
                KeyCode::Char(letter) => Some(letter),
                _ => None,
            },
            _ => None,
        };
        if let Some(letter) = letter {
            run.push(letter);
        } else {
            end(&mut run, &mut runs);
            runs.push(one);
        }
    }
    end(&mut run, &mut runs);
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(bytes: &[u8]) -> Vec<String> {
        let mut typed = Vec::new();
        Decoder::default().feed(bytes, clock::moment(), &mut typed);
        let name = |typed: &Typed| match typed {
            Typed::Key(key) => format!("{}", key.code),
            Typed::Paste(Pasted(text)) => format!("paste {}", text.as_str()),
            Typed::Burst(Pasted(text)) => format!("run {}", text.as_str()),
            other => format!("{other:?}"),
        };
        in_runs(typed).iter().map(name).collect()
    }

    #[test]
    fn letters_that_came_together_are_one_run_up_to_the_end_of_the_line() {
        assert_eq!(runs(b"a"), ["a"]);
        assert_eq!(runs(b"12\rEAAG\r"), ["run 12", "Enter", "run EAAG", "Enter"]);
        assert_eq!(
            runs("dé\x7fx\x1b[200~a\nb\x1b[201~".as_bytes()),
            ["run dé", "Backspace", "x", "paste a\nb"]
        );
        assert_eq!(runs(b"\x03ab"), ["c", "run ab"]);
    }
}
