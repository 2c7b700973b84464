//! Walks a wizard with nothing around it: events in, requests answered by [`Meta`](super::meta::Meta), effects kept.

use std::collections::VecDeque;

use evertoken::{
    graph_api::{GraphVersion, NoAnswer, Request, Response},
    journey::{Field, PAGE},
    wizard::{
        Settings, Wizard,
        effect::{Effect, Ticket},
        event::{Entry, Event},
        view::{Body, Standing, View},
    },
};
use jiff::{Timestamp, tz::TimeZone};
use zeroize::Zeroizing;

use crate::meta::{Meta, NOW, PAGE as PAGE_ID, SECRET, SHORT};

pub(crate) fn settings() -> Settings {
    Settings {
        version: GraphVersion::default(),
        banner: None,
        server: None,
        root: None,
        samples: None,
        zone: std::sync::Arc::new(std::sync::LazyLock::new(|| TimeZone::UTC)),
    }
}

pub(crate) fn now() -> Timestamp {
    Timestamp::from_second(NOW).unwrap()
}

pub(crate) struct Walker {
    pub(crate) wizard: Wizard,
    pub(crate) pending: VecDeque<(Ticket, Request)>,
    pub(crate) sent: Vec<String>,
    pub(crate) others: Vec<Effect>,
}

impl Walker {
    pub(crate) fn new() -> Self {
        Self {
            wizard: Wizard::new(settings()),
            pending: VecDeque::new(),
            sent: Vec::new(),
            others: Vec::new(),
        }
    }

    /// Gives one event and sorts what comes of it.
    pub(crate) fn give(&mut self, event: Event) -> &mut Self {
        self.give_at(event, now())
    }

    pub(crate) fn give_at(&mut self, event: Event, now: Timestamp) -> &mut Self {
        for effect in self.wizard.update(event, now) {
            match effect {
                Effect::Send { ticket, request, .. } => {
                    self.sent.push(request.path.trim_start_matches("/v25.0").to_owned());
                    self.pending.push_back((ticket, request));
                }
                Effect::Abandon(ticket) => self.pending.retain(|(other, _)| *other != ticket),
                other => self.others.push(other),
            }
        }
        self
    }

    pub(crate) fn fill(&mut self, field: Field, text: &str) -> &mut Self {
        self.give(Event::Answer(field, Entry(Zeroizing::new(text.to_owned()))));
        self.give(Event::Settle(field))
    }

    /// Answers every request, and those that follow, until nothing is awaited.
    pub(crate) fn answer_all(&mut self, meta: &Meta) -> &mut Self {
        self.answer_with(|request| meta.reply(request))
    }

    pub(crate) fn answer_with(&mut self, mut reply: impl FnMut(&Request) -> Result<Response, NoAnswer>) -> &mut Self {
        for _ in 0..2_000 {
            let Some((ticket, request)) = self.pending.pop_front() else {
                return self;
            };
            let reply = reply(&request);
            self.give(Event::Answered(ticket, reply));
        }
        panic!("the wizard never stops asking");
    }

    pub(crate) fn go_to_form(&mut self) -> &mut Self {
        self.give(Event::Choose(&PAGE)).give(Event::Next)
    }

    /// Fills the form and sends it; nothing is answered yet but the look at the token.
    pub(crate) fn go_to_exchange(&mut self, meta: &Meta) -> &mut Self {
        self.go_to_form()
            .fill(Field::Token, SHORT)
            .answer_all(meta)
            .fill(Field::AppSecret, SECRET)
            .give(Event::Next)
    }

    pub(crate) fn go_to_choice(&mut self, meta: &Meta) -> &mut Self {
        self.go_to_exchange(meta).answer_all(meta)
    }

    pub(crate) fn go_to_outcome(&mut self, meta: &Meta) -> &mut Self {
        self.go_to_choice(meta)
            .give(Event::Pick(PAGE_ID.parse().unwrap()))
            .answer_all(meta)
    }

    pub(crate) fn view(&self) -> View<'_> {
        self.wizard.view(now())
    }

    /// The kind of screen, in one word, with the trouble's id where there is one.
    pub(crate) fn screen(&self) -> String {
        match self.view().body {
            Body::Menu(_) => "menu".to_owned(),
            Body::Guide(_) => "guide".to_owned(),
            Body::Form(_) => "form".to_owned(),
            Body::Progress(_) => "progress".to_owned(),
            Body::Choice(_) => "choice".to_owned(),
            Body::Outcome(outcome) if outcome.is_proved() => "proved".to_owned(),
            Body::Outcome(outcome) => match outcome.standing {
                Standing::Found(_) => format!("found: {}", outcome.headline),
                Standing::Proved | Standing::NotDone => "not done yet".to_owned(),
            },
            Body::Results(results) => format!("results: {}", results.headline),
            Body::Trouble(view) => format!("trouble {}", view.trouble.id),
        }
    }
}
