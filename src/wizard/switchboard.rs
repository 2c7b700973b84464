//! The calls of a walk: which were asked, under which ticket, at which try, and how each stands.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::{
    graph_api::Request,
    journey::Call,
    model::{BusinessId, PageId},
};

use super::{
    effect::{Effect, Ticket},
    view::CallState,
};

/// How often a call is tried in all before the person is asked (facts: safety 4.1).
pub(super) const MOST_TRIES: u8 = 3;

/// A call, and what in particular it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Errand {
    pub(super) call: Call,
    pub(super) about: About,
}

/// What a call is about, where it is made more than once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum About {
    /// Nothing in particular.
    Nothing,
    /// One Page.
    Page(PageId),
    /// One business portfolio.
    Business(BusinessId),
}

impl About {
    /// The Page, when it is one.
    pub(super) const fn page(&self) -> Option<&PageId> {
        match self {
            Self::Page(page) => Some(page),
            Self::Nothing | Self::Business(_) => None,
        }
    }
}

impl Errand {
    /// A call that is about nothing in particular.
    pub(super) const fn of(call: Call) -> Self {
        Self {
            call,
            about: About::Nothing,
        }
    }

    /// A call about one Page.
    pub(super) const fn about_page(call: Call, page: PageId) -> Self {
        Self {
            call,
            about: About::Page(page),
        }
    }

    /// A call about one business portfolio.
    pub(super) const fn about_business(call: Call, business: BusinessId) -> Self {
        Self {
            call,
            about: About::Business(business),
        }
    }
}

/// One errand and how it stands.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) errand: Errand,
    pub(super) ticket: Ticket,
    attempt: u8,
    started: Timestamp,
    ended: Option<Timestamp>,
    pub(super) standing: Standing,
    /// What came of it, in words.
    pub(super) result: Option<String>,
}

/// How an errand stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Sent, or about to be.
    Running,
    /// Failed, and sent again with a delay that ends then.
    AboutToRetry(Timestamp),
    /// Done.
    Done,
    /// Failed.
    Failed,
}

impl Asked {
    /// How it stands, for the screen.
    pub(super) fn state(&self, now: Timestamp) -> CallState {
        match self.standing {
            Standing::AboutToRetry(at) if at > now => CallState::AboutToRetry(self.attempt),
            Standing::Running | Standing::AboutToRetry(_) => CallState::Running(self.attempt),
            Standing::Done => CallState::Done,
            Standing::Failed => CallState::Failed,
        }
    }

    /// How long it has taken so far, or took.
    pub(super) fn elapsed(&self, now: Timestamp) -> SignedDuration {
        self.ended.unwrap_or(now).duration_since(self.started)
    }

    /// Whether an answer is awaited.
    pub(super) fn is_open(&self) -> bool {
        matches!(self.standing, Standing::Running | Standing::AboutToRetry(_))
    }
}

/// All errands of the walk.
#[derive(Debug, Default)]
pub(super) struct Switchboard {
    asked: Vec<Asked>,
    last_ticket: u64,
}

impl Switchboard {
    fn next_ticket(&mut self) -> Ticket {
        self.last_ticket = self.last_ticket.saturating_add(1);
        Ticket(self.last_ticket)
    }

    /// A ticket for something that is waited for and is no request.
    pub(super) fn reserve(&mut self) -> Ticket {
        self.next_ticket()
    }

    /// Sends an errand for the first time.
    pub(super) fn send(&mut self, errand: Errand, request: Request, now: Timestamp) -> Effect {
        let ticket = self.next_ticket();
        self.asked.push(Asked {
            errand,
            ticket,
            attempt: 1,
            started: now,
            ended: None,
            standing: Standing::Running,
            result: None,
        });
        Effect::Send {
            ticket,
            request,
            delay: Duration::ZERO,
        }
    }

    /// Sends the next part of an errand that is going on.
    pub(super) fn go_on(&mut self, ticket: Ticket, request: Request, result: String) -> Option<Effect> {
        let next = self.next_ticket();
        let asked = self.by_ticket_mut(ticket)?;
        asked.ticket = next;
        asked.attempt = 1;
        asked.standing = Standing::Running;
        asked.result = Some(result);
        Some(Effect::Send {
            ticket: next,
            request,
            delay: Duration::ZERO,
        })
    }

    /// Sends an errand again after a pause, if it has tries left.
    pub(super) fn retry(&mut self, ticket: Ticket, request: Request, why: String, now: Timestamp) -> Option<Effect> {
        let next = self.next_ticket();
        let asked = self.by_ticket_mut(ticket)?;
        if asked.attempt >= MOST_TRIES {
            return None;
        }
        let delay = if asked.attempt == 1 {
            Duration::from_secs(1)
        } else {
            Duration::from_secs(3)
        };
        asked.ticket = next;
        asked.attempt = asked.attempt.saturating_add(1);
        asked.result = Some(why);
        let wait = SignedDuration::try_from(delay).unwrap_or_default();
        asked.standing = Standing::AboutToRetry(now.checked_add(wait).unwrap_or(now));
        Some(Effect::Send {
            ticket: next,
            request,
            delay,
        })
    }

    /// Whether an errand has tries left.
    pub(super) fn has_tries_left(&self, ticket: Ticket) -> bool {
        self.by_ticket(ticket).is_some_and(|asked| asked.attempt < MOST_TRIES)
    }

    /// Closes an errand.
    pub(super) fn close(&mut self, ticket: Ticket, standing: Standing, result: Option<String>, now: Timestamp) {
        if let Some(asked) = self.by_ticket_mut(ticket) {
            asked.standing = standing;
            asked.ended = Some(now);
            asked.result = result;
        }
    }

    /// The errand of a ticket.
    pub(super) fn by_ticket(&self, ticket: Ticket) -> Option<&Asked> {
        self.asked.iter().find(|asked| asked.ticket == ticket)
    }

    fn by_ticket_mut(&mut self, ticket: Ticket) -> Option<&mut Asked> {
        self.asked.iter_mut().find(|asked| asked.ticket == ticket)
    }

    /// An errand.
    pub(super) fn find(&self, errand: &Errand) -> Option<&Asked> {
        self.asked.iter().find(|asked| asked.errand == *errand)
    }

    /// How many errands wait for their answer.
    pub(super) fn open(&self) -> usize {
        self.all().filter(|asked| asked.is_open()).count()
    }

    /// Every errand.
    pub(super) fn all(&self) -> impl Iterator<Item = &Asked> {
        self.asked.iter()
    }

    /// Forgets the errands that match. The tickets of those that were still awaited are returned.
    pub(super) fn forget(&mut self, is_meant: impl Fn(&Asked) -> bool) -> Vec<Ticket> {
        let open = self
            .asked
            .iter()
            .filter(|asked| is_meant(asked) && asked.is_open())
            .map(|asked| asked.ticket)
            .collect();
        self.asked.retain(|asked| !is_meant(asked));
        open
    }
}
