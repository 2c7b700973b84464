//! The walk itself: each view of the wizard is answered by what was given, or waited at, or ends the run.
//!
//! Started by `get`, `check` and `renew` with what was given; ends at an outcome of the wizard, or in a [`Departure`] that says
//! what only a person could have answered, and which option answers it.

use std::{collections::BTreeSet, time::Duration};

use tokio::{sync::mpsc::Receiver, time::sleep};
use zeroize::Zeroizing;

use crate::{
    delivery::Order,
    exit::Departure,
    graph_api::Host,
    journey::Field,
    model::{PageId, Payload, SafeText},
    runtime::{
        Environment, Runtime, Settings as RuntimeSettings,
        clipboard::ClipboardChoice,
        clock,
        log::Log,
        signals::{self, Notice, Signals},
    },
    wizard::{
        Settings, Wizard,
        effect::Effect,
        event::{Entry, Event},
        report::Party,
        trouble::Way,
        view::{Body, PageLine},
    },
};

use super::{
    arguments::Reach,
    check::in_words,
    inputs::Inputs,
    state_of,
    step::Step,
    teller::{Teller, warn},
    will::Will,
    zone,
};

/// What stands between this run and Meta, or in Meta's place: said once, before anything is sent (facts: safety T75).
fn way_to_meta(runtime: &Runtime, server: Option<&str>) -> Vec<String> {
    let server = server.map(|server| format!("Test server: {server}. Every request goes there, and none to Meta."));
    let mut proxies: Vec<SafeText> = Vec::new();
    for proxy in Host::ALL.into_iter().filter_map(|host| runtime.proxy_for(host)) {
        if !proxies.contains(&proxy) {
            proxies.push(proxy);
        }
    }
    let proxies = proxies.iter().map(|proxy| format!("Through the proxy {proxy}."));
    let trust = runtime.trusts_by().map(|variable| {
        format!("{variable} is set: whose certificates it names can read everything, and stands in for Meta.")
    });
    server.into_iter().chain(proxies).chain(trust).collect()
}

/// How long nothing at all may happen: more than all tries of one call take.
const PATIENCE: Duration = Duration::from_mins(4);
/// How many answers may follow one another with nothing coming back from outside: more than any journey has screens.
const MOST_IN_A_ROW: usize = 200;

/// One walk.
pub(super) struct Walk {
    pub(super) wizard: Wizard,
    pub(super) runtime: Runtime,
    pub(super) teller: Teller,
    inbox: Receiver<Event>,
    signals: Signals,
    pub(super) will: Will,
    pub(super) inputs: Inputs,
    pub(super) given: BTreeSet<Field>,
    pub(super) submitted: Option<Field>,
    pub(super) asked: BTreeSet<PageId>,
    /// What the wizard handed out to be copied.
    pub(super) copied: Option<Payload>,
    /// The Pages that were named on stderr.
    named: BTreeSet<String>,
}

impl Walk {
    /// A walk that has not begun. Needs the event loop to be running.
    pub(super) fn new(
        reach: &Reach,
        will: Will,
        inputs: Inputs,
        mut teller: Teller,
        log: Log,
    ) -> Result<Self, Departure> {
        let signals = Signals::listen()
            .map_err(|error| Departure::failed(format!("evertoken cannot start: {}.", error.kind())))?;
        let server = reach.api_root.as_ref().map(crate::runtime::ApiRoot::label);
        let root = reach.api_root.as_ref().map(ToString::to_string);
        teller.server.clone_from(&server);
        let (runtime, inbox) = Runtime::new(RuntimeSettings {
            api_root: reach.api_root,
            clipboard: Some(ClipboardChoice::None),
            environment: Environment::of_this_process(),
            state: state_of(reach),
            log,
            ..RuntimeSettings::default()
        });
        if let Some(fault) = runtime.proxy_fault() {
            return Err(Departure::misused(fault.sentence()));
        }
        if !reach.quiet {
            for line in way_to_meta(&runtime, server.as_deref()) {
                warn(&line);
            }
        }
        let wizard = Wizard::new(Settings {
            version: reach.graph_version.clone(),
            banner: server.clone(),
            server,
            root,
            samples: None,
            zone: zone(),
        });
        Ok(Self {
            wizard,
            runtime,
            teller,
            inbox,
            signals,
            will,
            inputs,
            given: BTreeSet::new(),
            submitted: None,
            asked: BTreeSet::new(),
            copied: None,
            named: BTreeSet::new(),
        })
    }

    /// Walks to the outcome. The error is the end of the run.
    pub(super) async fn walk(&mut self) -> Result<(), Departure> {
        self.give(Event::Choose(self.will.journey));
        let mut in_a_row = 0_usize;
        while in_a_row < MOST_IN_A_ROW {
            in_a_row = in_a_row.saturating_add(1);
            // What was sent is known to be another form once anything else has been on the screen.
            if !matches!(self.wizard.view(clock::now()).body, Body::Form(_)) {
                self.submitted = None;
            }
            match self.step(clock::now()) {
                Step::Give(events) => {
                    self.name_picked(&events);
                    for event in events {
                        self.give(event);
                    }
                }
                Step::Fill(fields) => self.fill(fields),
                Step::Submit(field) => {
                    self.submitted = Some(field);
                    self.give(Event::Next);
                }
                Step::AskFor(page) => self.ask_for(&page),
                Step::Wait => {
                    let event = self.wait().await?;
                    self.give(event);
                    in_a_row = 0;
                }
                Step::Arrive => return Ok(()),
                Step::Stop(departure) => return Err(departure),
            }
        }
        Err(Departure::ended(
            self.will.purpose.code_of_silence(),
            "The same comes round again and again, so it was given up.",
        ))
    }

    /// Tells the wizard, and has what it asks for carried out. What only a person at a screen could want is not done.
    pub(super) fn give(&mut self, event: Event) {
        for effect in self.wizard.update(event, clock::now()) {
            match effect {
                Effect::Copy(_, payload) => self.copied = Some(payload),
                // What another run kept is no answer to anything here, nor is anything of this run kept for one at a screen.
                Effect::Recall
                | Effect::Remember(_)
                | Effect::Open(_)
                | Effect::ClearClipboard
                | Effect::ShowPlain(_)
                | Effect::Exit(_) => {}
                Effect::Probe(ticket, order) => self.carry_out(Effect::Probe(ticket, self.narrowed(order))),
                Effect::Save(ticket, order, agreed) => {
                    self.carry_out(Effect::Save(ticket, self.narrowed(order), agreed));
                }
                effect => self.carry_out(effect),
            }
        }
        self.teller.follow(&self.wizard.calls_made(clock::now()));
    }

    /// Nothing that is carried out here is handed back: no terminal is ours.
    pub(super) fn carry_out(&mut self, effect: Effect) {
        let _nothing = self.runtime.carry_out(effect);
    }

    /// An order without what is not to be written.
    fn narrowed(&self, mut order: Order) -> Order {
        if let Some(only) = &self.will.saves_only {
            order.entries.retain(|entry| entry.name == *only);
        }
        order
    }

    /// Waits for the next thing from outside.
    pub(super) async fn wait(&mut self) -> Result<Event, Departure> {
        loop {
            tokio::select! {
                biased;
                notice = self.signals.next() => match notice {
                    Notice::Die(deadly) => return Err(Departure::Killed(deadly, self.wizard.last_words())),
                    Notice::Stop => signals::stop_the_job(),
                    Notice::Continued | Notice::Resized => {}
                },
                Some(event) = self.inbox.recv() => return Ok(event),
                () = sleep(PATIENCE) => {
                    return Err(Departure::ended(
                        self.will.purpose.code_of_silence(),
                        "Nothing came back for four minutes, so it was given up.",
                    ));
                }
            }
        }
    }

    /// Ends what is on its way, once everything that is being written is written.
    pub(super) async fn close(mut self, result: Result<Departure, Departure>) -> Departure {
        let departure = result.unwrap_or_else(|departure| departure);
        departure
            .after(async { self.runtime.shutdown().await.words() }, &mut self.signals)
            .await
    }

    /// Says which Pages are taken, before anything can go wrong with one of them.
    fn name_picked(&mut self, events: &[Event]) {
        let picked: Vec<String> = match self.wizard.view(clock::now()).body {
            Body::Choice(choice) => {
                let is_picked = |id: &PageId| {
                    events
                        .iter()
                        .any(|event| matches!(event, Event::Pick(page) | Event::Mark(page) if page == id))
                };
                let lines = choice.pages.iter().filter(|line| is_picked(&line.id));
                let party = |line: &PageLine| Party {
                    id: line.id.to_string(),
                    name: Some(line.name.clone()).filter(|name| !name.as_str().is_empty()),
                };
                lines.map(|line| in_words(&party(line))).collect()
            }
            _ => return,
        };
        for page in picked {
            self.name_page(page);
        }
    }

    /// Says that this Page is taken, once.
    pub(super) fn name_page(&mut self, page: String) {
        if !self.named.contains(&page) {
            self.teller.say(&format!("Page: {page}."));
            self.named.insert(page);
        }
    }

    fn fill(&mut self, fields: Vec<Field>) {
        for field in fields {
            self.given.insert(field);
            if let Some(text) = self.inputs.of(field).cloned() {
                self.give(Event::Answer(field, Entry(text)));
                self.give(Event::Settle(field));
            }
        }
    }

    /// Asks Meta for a Page by its number: in the form that the wizard opens for that.
    fn ask_for(&mut self, page: &PageId) {
        self.asked.insert(page.clone());
        self.give(Event::Take(Way::TypePageId));
        let text = Zeroizing::new(page.to_string());
        self.give(Event::Answer(Field::PageId, Entry(text)));
        self.give(Event::Settle(Field::PageId));
        self.submitted = Some(Field::PageId);
        self.give(Event::Next);
    }
}
