//! What the system tells and what Ctrl-C and Ctrl-Z mean: end, stop, go on, another window.

use crate::{
    exit::Departure,
    linear::line::prose,
    runtime::{
        clock,
        signals::{self, Deadly, Notice},
    },
    wizard::event::Event,
};

use super::{Flow, GRACE, Session};

impl Session {
    pub(super) fn take_notice(&mut self, notice: Notice) -> Flow {
        match notice {
            // Where the system reads lines, Ctrl-C comes as a signal.
            Notice::Die(Deadly::Interrupt) if self.entry.is_terminal() => {
                #[cfg(unix)]
                self.entry.end_row().map_err(|error| self.lost(&error))?;
                self.interrupt()?;
                self.signals.spare();
                Ok(())
            }
            Notice::Die(deadly) => Err(Departure::Killed(deadly, self.wizard.last_words())),
            Notice::Stop => {
                self.suspend();
                Ok(())
            }
            Notice::Continued if self.is_ours() => self.come_back(),
            // In the background nothing can be read; stop again, unless a signal that ends us comes with this one.
            Notice::Continued => {
                self.stop_again_at = clock::moment().checked_add(GRACE);
                Ok(())
            }
            Notice::Resized => {
                self.voice.fit();
                Ok(())
            }
        }
    }

    pub(super) fn is_ours(&self) -> bool {
        self.entry.hold().is_none_or(|hold| hold.device().is_ours())
    }

    /// Leaves, and asks first where something would be lost; whoever says so twice is not asked again.
    pub(super) fn interrupt(&mut self) -> Flow {
        if self.wizard.view(clock::now()).question.is_some() {
            return Err(Departure::Killed(Deadly::Interrupt, self.wizard.last_words()));
        }
        self.teller.expect_answer();
        self.tell(Event::Leave)?;
        self.speak(true)
    }

    /// Stops the job, unless nobody could continue it.
    pub(super) fn suspend(&mut self) {
        if !signals::is_alone() {
            self.entry.pause();
            signals::stop_the_job();
        }
    }

    pub(super) fn come_back(&mut self) -> Flow {
        self.stop_again_at = None;
        let has_lost = self.entry.go_on();
        if has_lost {
            self.say(&[prose(
                "What was typed before the stop was not kept. Please type or paste it again.",
            )])?;
        }
        self.listed.clear();
        self.speak(true)
    }
}
