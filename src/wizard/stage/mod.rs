//! What each kind of stage shows.

mod choice;
mod exchange;
mod form;
mod guide;
pub(super) mod outcome;

use jiff::{SignedDuration, Timestamp};

use crate::journey::{self, Stage};

use super::{
    Wizard,
    view::{Body, CallState, MenuView, Rail, TroubleView},
};

/// What this program does, what to have ready, and how long it takes.
const INTRO: &str = "Facebook and Instagram hand out tokens that stop after an hour. This takes one of those and ends with \
                     a token that lasts, checked with Meta. It takes about five minutes, and talks to nobody but Meta.";

impl Wizard {
    /// What the screen shows now.
    pub(super) fn body(&self, now: Timestamp) -> Body<'_> {
        if let Some(shown) = &self.trouble {
            return Body::Trouble(TroubleView {
                trouble: &shown.trouble,
                findings: &shown.findings,
                calls: self.call_lines(now),
                wait: shown
                    .trouble
                    .wait_until
                    .map(|until| until.duration_since(now))
                    .filter(SignedDuration::is_positive),
            });
        }
        if let Some(aside) = &self.aside {
            return Body::Form(self.aside_form(aside.field, now));
        }
        match self.stage() {
            None => Body::Menu(MenuView {
                intro: INTRO,
                journeys: journey::ALL,
            }),
            Some(Stage::Guide { text, page }) => self.guide(text, *page),
            Some(Stage::Form { fields, .. }) => Body::Form(self.form(fields, None, now)),
            Some(Stage::SignIn { text, fields, .. }) => Body::Form(self.form(fields, Some(self.prelude(text)), now)),
            Some(Stage::Exchange { title, .. }) => Body::Progress(self.progress(title, now)),
            Some(Stage::Choice(_)) => Body::Choice(self.choice()),
            Some(Stage::Outcome(_)) => self.outcome_body(),
        }
    }

    /// Where the person is.
    pub(super) fn rail(&self) -> Option<Rail> {
        let journey = self.journey?;
        Some(Rail {
            title: journey.title,
            stages: self.path().map(Stage::name).collect(),
            at: self.at,
        })
    }

    /// When the view changes by itself.
    pub(super) fn changes_at(&self, body: &Body<'_>, now: Timestamp) -> Option<Timestamp> {
        let next_second = || self.next_second_of_calls(now);
        match body {
            Body::Form(_) => self
                .countdown_changes_at(now)
                .into_iter()
                .chain(self.listens_until())
                .min(),
            Body::Progress(progress) => {
                let is_moving = progress
                    .calls
                    .iter()
                    .any(|call| matches!(call.state, CallState::Running(_) | CallState::AboutToRetry(_)));
                is_moving.then(next_second).flatten()
            }
            Body::Trouble(trouble) => trouble.wait.and_then(|wait| {
                let end = now.checked_add(wait).ok()?;
                super::dates::next_change(end, now)
            }),
            Body::Menu(_) | Body::Guide(_) | Body::Choice(_) | Body::Outcome(_) | Body::Results(_) => None,
        }
    }
}
