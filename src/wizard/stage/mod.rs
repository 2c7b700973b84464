//! What each kind of stage shows.

mod choice;
mod exchange;
mod form;
mod guide;
pub(super) mod outcome;

use std::ops::Range;

use jiff::{SignedDuration, Timestamp};

use crate::journey::{self, Field, INSTAGRAM_HOUR, Stage};

use super::{
    Wizard,
    trouble::{Bearing, Trouble, Way},
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
                wants: self.wants_for(&shown.trouble),
                lacks_permissions: shown.trouble.id == "missing-permissions",
                calls: self.call_lines(now),
                wait: shown
                    .trouble
                    .wait_until
                    .map(|until| until.duration_since(now))
                    .filter(SignedDuration::is_positive),
            });
        }
        if self.is_choosing_kind() {
            return Body::Kinds(self.kinds_view());
        }
        if self.is_saving() {
            return Body::Form(self.saving_form(now));
        }
        if let Some(aside) = &self.aside {
            return Body::Form(self.aside_form(aside.field, now));
        }
        match self.stage() {
            None => Body::Menu(MenuView {
                intro: INTRO,
                journeys: journey::ALL,
                unfinished: self.unfinished(),
            }),
            Some(Stage::Guide { text, page }) => self.guide(text, *page),
            Some(Stage::Form { fields, .. }) => Body::Form(self.form(fields, None, now)),
            Some(Stage::SignIn { text, fields, .. }) => Body::Form(self.form(fields, Some(self.prelude(text)), now)),
            Some(Stage::Exchange { title, .. }) => Body::Progress(self.progress(title, now)),
            Some(Stage::Choice(_)) => Body::Choice(self.choice()),
            Some(Stage::Outcome(_)) => self.outcome_body(now),
        }
    }

    /// What must be given for the way out of a trouble that is about something given. An App secret is of no use without the
    /// App ID.
    fn wants_for(&self, trouble: &Trouble) -> Vec<Field> {
        let field = match (trouble.bearing, trouble.ways.first()) {
            (Bearing::Given, Some(Way::Edit(field))) => *field,
            // Its secret is all that was not given.
            (_, Some(Way::Begin(journey))) if **journey == INSTAGRAM_HOUR => Field::InstagramAppSecret,
            _ => return Vec::new(),
        };
        let app = (field == Field::AppSecret && self.facts.app_id.is_none()).then_some(Field::AppId);
        std::iter::once(field).chain(app).collect()
    }

    /// Where the person is.
    pub(super) fn rail(&self) -> Option<Rail> {
        let journey = self.journey?;
        let optional = self.optional_stages();
        let is_entered = self.at >= optional.start;
        let shown = self.path().enumerate().filter(|(index, _)| {
            !optional.contains(index) || self.seen.contains(index) || is_entered && *index >= self.at
        });
        Some(Rail {
            title: journey.title,
            stages: shown.clone().map(|(_, stage)| stage.name()).collect(),
            at: shown.take_while(|(index, _)| *index < self.at).count(),
        })
    }

    /// The stages that only some walks come to: what is asked for once more after Meta was asked, and what follows from
    /// that, up to the outcome.
    fn optional_stages(&self) -> Range<usize> {
        let end = self.path().count().saturating_sub(1);
        let is_exchange = |stage: &Stage| matches!(stage, Stage::Exchange { .. });
        let after = self.path().position(is_exchange).unwrap_or(end);
        let is_form = |stage: &Stage| matches!(stage, Stage::Form { .. });
        let start = self.path().skip(after).position(is_form);
        start.map_or(end, |start| after.saturating_add(start))..end
    }

    /// When the view changes by itself.
    pub(super) fn changes_at(&self, body: &Body<'_>, now: Timestamp) -> Option<Timestamp> {
        let next_second = || self.next_second_of_calls(now);
        let of_body = match body {
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
            Body::Menu(_) | Body::Guide(_) | Body::Choice(_) | Body::Kinds(_) | Body::Outcome(_) | Body::Results(_) => {
                None
            }
        };
        let revealed = self.revealed_until.filter(|until| now < *until);
        of_body
            .into_iter()
            .chain(revealed)
            .chain(self.clipboard_empties_at())
            .min()
    }
}
