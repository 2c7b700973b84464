//! Walks a wizard with nothing around it: events in, requests answered by [`Meta`](super::meta::Meta), effects kept.

use std::collections::VecDeque;

use evertoken::{
    graph_api::{GraphVersion, NoAnswer, Request, Response},
    journey::{Field, INSTAGRAM_LOGIN, Journey, PAGE},
    model::LoginState,
    wizard::{
        Settings, Wizard,
        effect::{Copyable, Effect, Ticket},
        event::{Entry, Event, Listening},
        trouble::Way,
        view::{Body, Standing, Tone, View},
    },
};
use jiff::{Timestamp, tz::TimeZone};
use zeroize::Zeroizing;

use crate::meta::{APP, INSTAGRAM_APP, INSTAGRAM_SECRET, Meta, NOW, PAGE as PAGE_ID, REDIRECT, SECRET, SHORT};

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

    /// Begins a journey at one of its doors and goes on to the form behind its guide.
    pub(crate) fn begin(&mut self, journey: &'static Journey, door: usize) -> &mut Self {
        self.give(Event::Choose(journey)).give(Event::Door(door));
        if self.screen() == "guide" {
            self.give(Event::Next);
        }
        self
    }

    /// Fills the form of a user token and goes on to where something has to be chosen, or to the end.
    pub(crate) fn walk_from_explorer(&mut self, journey: &'static Journey, meta: &Meta) -> &mut Self {
        self.begin(journey, 0)
            .fill(Field::Token, SHORT)
            .answer_all(meta)
            .fill(Field::AppSecret, SECRET)
            .give(Event::Next)
            .answer_all(meta)
    }

    /// Begins a journey of Facebook's by a login in the browser, up to where its address is made.
    pub(crate) fn go_to_sign_in(&mut self, journey: &'static Journey) -> &mut Self {
        self.begin(journey, 1)
            .fill(Field::AppId, APP)
            .fill(Field::AppSecret, SECRET)
            .give(Event::Next)
    }

    /// The same by Instagram's login.
    pub(crate) fn go_to_instagram_sign_in(&mut self) -> &mut Self {
        self.begin(&INSTAGRAM_LOGIN, 0)
            .fill(Field::InstagramAppId, INSTAGRAM_APP)
            .fill(Field::InstagramAppSecret, INSTAGRAM_SECRET)
            .fill(Field::InstagramRedirect, REDIRECT)
            .give(Event::Next)
    }

    /// The ticket of the login that was begun last.
    pub(crate) fn login(&self) -> Ticket {
        let begun = self.others.iter().rev().find_map(|effect| match effect {
            Effect::Listen(ticket) | Effect::MakeState(ticket) => Some(*ticket),
            _ => None,
        });
        begun.unwrap()
    }

    /// The login that was begun last gets its state, and somebody waits for its browser on this port.
    pub(crate) fn listen(&mut self, state: &str, port: Option<u16>) -> &mut Self {
        let listening = Listening {
            state: LoginState::new(state),
            port,
        };
        self.give(Event::Listening(self.login(), listening))
    }

    /// The browser comes back to this machine.
    pub(crate) fn land(&mut self, ticket: Ticket, address: &str) -> &mut Self {
        self.give(Event::Landed(ticket, Entry(Zeroizing::new(address.to_owned()))))
    }

    /// The address where the login begins.
    pub(crate) fn login_address(&self) -> Option<String> {
        match self.view().body {
            Body::Form(form) => form.prelude?.link.map(|link| link.url()),
            _ => None,
        }
    }

    /// What is said at a field of the form.
    pub(crate) fn said_at(&self, field: Field) -> Option<String> {
        let Body::Form(form) = self.view().body else {
            panic!("no form: {}", self.screen())
        };
        let field = form.fields.into_iter().find(|other| other.field == field)?;
        field.message.map(|message| message.text.to_owned())
    }

    /// The ways that a trouble or an outcome offers.
    pub(crate) fn ways(&self) -> Vec<Way> {
        match self.view().body {
            Body::Trouble(view) => view.trouble.ways.clone(),
            Body::Outcome(view) => view.ways.to_vec(),
            _ => Vec::new(),
        }
    }

    /// The outcome's facts, by label.
    pub(crate) fn facts(&self) -> Vec<(&'static str, String)> {
        let Body::Outcome(outcome) = self.view().body else {
            panic!("no outcome: {}", self.screen())
        };
        outcome
            .facts
            .iter()
            .map(|line| (line.label, line.value.clone()))
            .collect()
    }

    /// The outcome's fact with this label.
    pub(crate) fn fact(&self, label: &str) -> Option<String> {
        let facts = self.facts().into_iter();
        facts
            .filter(|(other, _)| *other == label)
            .map(|(_, value)| value)
            .next()
    }

    /// What was checked for the outcome.
    pub(crate) fn checks(&self) -> Vec<(Tone, String)> {
        match self.view().body {
            Body::Outcome(outcome) => outcome.checks.to_vec(),
            _ => panic!("no outcome: {}", self.screen()),
        }
    }

    /// What copying this would put on the clipboard.
    pub(crate) fn copy(&mut self, what: Copyable) -> Option<String> {
        let before = self.others.len();
        self.give(Event::Copy(what));
        self.others[before..].iter().find_map(|effect| match effect {
            Effect::Copy(_, text) => Some(text.expose().to_owned()),
            _ => None,
        })
    }

    pub(crate) fn view(&self) -> View<'_> {
        self.wizard.view(now())
    }

    /// The kind of screen, in one word, with the trouble's id where there is one.
    pub(crate) fn screen(&self) -> String {
        match self.view().body {
            Body::Menu(_) => "menu".to_owned(),
            Body::Guide(_) => "guide".to_owned(),
            Body::Form(form) if form.saving.is_some() => "saving".to_owned(),
            Body::Form(_) => "form".to_owned(),
            Body::Progress(_) => "progress".to_owned(),
            Body::Choice(_) => "choice".to_owned(),
            Body::Kinds(_) => "kinds".to_owned(),
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
