//! The wizard, its screens and its runtime, as the one thing that the loop drives.

use crossterm::event::KeyEvent;
use jiff::Timestamp;
use ratatui::Frame;
use tokio::sync::mpsc::Receiver;

use crate::{
    runtime::{Handover, Runtime, clipboard::Da1},
    wizard::{Wizard, event::Event, view::Body},
};

use super::{Bytes, Face, Heard, Interaction, Look, Next, Order, Reaction, input::Focus};

/// The full screen of one run.
#[derive(Debug)]
pub struct Screens {
    wizard: Wizard,
    interaction: Interaction,
    runtime: Runtime,
    inbox: Receiver<Event>,
    has_begun: bool,
}

impl Screens {
    /// Screens of a wizard, whose effects a runtime carries out and reports to `inbox`.
    pub fn new(wizard: Wizard, look: Look, (runtime, inbox): (Runtime, Receiver<Event>)) -> Self {
        let interaction = Interaction::new(look);
        let interaction = if runtime.can_open_browser() {
            interaction
        } else {
            interaction.without_browser()
        };
        Self {
            wizard,
            interaction,
            runtime,
            inbox,
            has_begun: false,
        }
    }

    fn react(&mut self, reaction: Reaction, now: Timestamp) -> Vec<Order> {
        match reaction {
            Reaction::Nothing => Vec::new(),
            Reaction::Redraw => vec![Order::Redraw],
            Reaction::Suspend => vec![Order::Suspend],
            Reaction::Repaint => vec![Order::Repaint],
            Reaction::Send(events) => events.into_iter().flat_map(|event| self.tell(event, now)).collect(),
        }
    }

    /// Gives an event to the wizard, and has what it asks for carried out.
    fn tell(&mut self, event: Event, now: Timestamp) -> Vec<Order> {
        let effects = self.wizard.update(event, now);
        let mut orders = vec![Order::Redraw];
        orders.extend(
            effects
                .into_iter()
                .filter_map(|effect| self.runtime.carry_out(effect))
                .map(|handover| order(handover, &self.interaction.look)),
        );
        self.interaction.follow(&self.wizard.view(now));
        orders
    }

    fn press(&mut self, key: KeyEvent, now: Timestamp) -> Vec<Order> {
        let reaction = self.interaction.press(key, &self.wizard.view(now));
        self.react(reaction, now)
    }
}

impl Face for Screens {
    fn draw(&mut self, frame: &mut Frame<'_>, now: Timestamp) {
        self.interaction.draw(frame, &self.wizard.view(now));
    }

    fn hear(&mut self, heard: Heard, now: Timestamp) -> Vec<Order> {
        match heard {
            Heard::Key(key) => self.press(key, now),
            Heard::Paste(pasted) => {
                let reaction = self.interaction.paste(pasted.0, &self.wizard.view(now));
                self.react(reaction, now)
            }
            Heard::Burst(pasted) => {
                let reaction = self.interaction.burst(pasted.0, &self.wizard.view(now));
                self.react(reaction, now)
            }
            // That the run has begun changes nothing that can be seen.
            Heard::Event(Event::Begun) => {
                let mut orders = self.tell(Event::Begun, now);
                orders.retain(|order| !matches!(order, Order::Redraw));
                orders
            }
            Heard::Event(event) => self.tell(event, now),
            Heard::Time => self.tell(Event::Tick, now),
            Heard::Hide => self.tell(Event::Hide, now),
            Heard::Attributes(numbers) => {
                self.runtime.terminal_said(clipboard_writes(numbers.as_deref()));
                Vec::new()
            }
        }
    }

    fn focus(&self) -> Focus {
        let view = self.wizard.view(crate::runtime::clock::now());
        if self.interaction.takes_text(&view) {
            Focus::Text
        } else {
            Focus::Commands
        }
    }

    fn is_revealing(&self) -> bool {
        let view = self.wizard.view(crate::runtime::clock::now());
        matches!(view.body, Body::Outcome(outcome) if outcome.revealed.is_some())
    }

    fn changes_at(&self, now: Timestamp) -> Option<Timestamp> {
        self.wizard.view(now).changes_at
    }

    async fn next(&mut self) -> Next {
        // Asked for the first time when the first frame is there.
        if !std::mem::replace(&mut self.has_begun, true) {
            return Next::Event(Event::Begun);
        }
        tokio::select! {
            biased;
            event = self.inbox.recv() => match event {
                Some(event) => Next::Event(event),
                // The runtime holds a sender as long as it lives.
                None => std::future::pending().await,
            },
            handover = self.runtime.handover() => Next::Order(order(handover, &self.interaction.look)),
        }
    }

    fn last_words(&self) -> Vec<String> {
        self.wizard.last_words()
    }

    async fn end(self) -> Option<&'static str> {
        self.runtime.shutdown().await.words()
    }
}

fn order(handover: Handover, look: &Look) -> Order {
    match handover {
        Handover::ShowPlain(text) => {
            let with_code = text.is_for_phones && look.draws_codes();
            Order::ShowPlain(text, with_code)
        }
        Handover::Exit(ending) => Order::Exit(ending),
        Handover::WriteToTerminal { bytes, then } => Order::Write(Bytes(bytes), then),
    }
}

/// What a terminal's primary device attributes say about clipboard writes: `52` permits them (facts: terminal 1.5).
fn clipboard_writes(attributes: Option<&[u16]>) -> Da1 {
    match attributes {
        Some(numbers) if numbers.contains(&52) => Da1::Accepts52,
        Some(_) => Da1::Answered,
        None => Da1::Silent,
    }
}
