//! What is done: the face is told, its orders are obeyed, a text is shown outside the frames, and the job is stopped and
//! goes on. Started by whatever the loop woke up for.

use crate::{
    exit::Departure,
    runtime::{
        clock,
        signals::{self, Deadly},
    },
    terminal::keyboard::{Arrived, Leaving},
    wizard::event::Event,
};

use super::{
    super::{Face, Heard, Order, plain::Plain},
    Flow, GRACE, Scene, Session, gone,
};

impl<F: Face> Session<F> {
    /// The window has another size.
    pub(super) fn fit(&mut self) -> Flow {
        if let Scene::Plain(plain) = &self.scene {
            self.terminal.expect_plain_rows(plain.rows(self.terminal.size().width));
            return Ok(());
        }
        self.tell(Heard::Hide)?;
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

    pub(super) fn end_plain(&mut self) -> Flow {
        self.scene = Scene::Frames;
        self.is_dirty = true;
        self.terminal.end_plain().map_err(gone)?;
        self.tell(Heard::Event(Event::PlainShown))
    }

    /// Tells the face and does what it asks.
    pub(super) fn tell(&mut self, heard: Heard) -> Flow {
        for order in self.face.hear(heard, clock::now()) {
            self.obey(order)?;
        }
        // Revealing begins and ends with a frame, whether or not one was asked for.
        self.is_dirty |= self.face.is_revealing() != self.terminal.reveals();
        Ok(())
    }

    pub(super) fn obey(&mut self, order: Order) -> Flow {
        match order {
            Order::Redraw => self.is_dirty = true,
            Order::Repaint => self.repaint()?,
            Order::Suspend => self.suspend()?,
            Order::ShowPlain(text, with_code) => {
                self.show_plain(Plain::new(&text, with_code, self.terminal.size()))?;
            }
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
    pub(super) fn suspend(&mut self) -> Flow {
        if signals::is_alone() {
            return Ok(());
        }
        self.tell(Heard::Hide)?;
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
    pub(super) fn go_on(&mut self) -> Flow {
        // Nobody was asked before SIGSTOP.
        self.tell(Heard::Hide)?;
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
    pub(super) fn come_back(&mut self) -> Flow {
        self.stop_again_at = None;
        while let Ok(arrived) = self.keys.try_recv() {
            match arrived {
                #[cfg(unix)]
                Arrived::Bytes(_, bytes) => self.arrivals.read(bytes.len()),
                #[cfg(not(unix))]
                Arrived::Typed(_, keys) => self.arrivals.read(keys.len()),
                #[cfg(unix)]
                Arrived::Ended => {}
                #[cfg(not(unix))]
                Arrived::Resized => {}
                Arrived::Gone => return Err(Departure::Killed(Deadly::Hangup, Vec::new())),
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
