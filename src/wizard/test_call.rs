//! One live read with the token of an outcome, when the person asks for it.

use jiff::{SignedDuration, Timestamp};

use crate::{
    graph_api::{Failure, Host, NoAnswer, Request, Response, instagram_login, me},
    journey::Call,
    model::{Secret, kind},
};

use super::{
    Wizard,
    effect::{Effect, Ticket},
    trouble,
    view::Tone,
};

/// A test call under way.
#[derive(Debug)]
pub(super) struct TestCall {
    ticket: Ticket,
    /// Which token is tried.
    fingerprint: String,
    since: Timestamp,
}

impl Wizard {
    /// Tries the token of the outcome on the screen.
    pub(super) fn begin_test_call(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if self.test_call.is_some() || self.trouble.is_some() || self.is_saving() {
            return;
        }
        let outcome = self.outcomes.current();
        let Some((token, is_of_instagram)) = outcome.and_then(|outcome| {
            let token = outcome.takings.token.as_ref()?;
            Some((token.share(), outcome.takings.is_of_instagram))
        }) else {
            return;
        };
        let ticket = self.board.reserve();
        let request = self.test_request(&token, is_of_instagram);
        self.test_call = Some(TestCall {
            ticket,
            fingerprint: token.fingerprint(),
            since: now,
        });
        self.say(Tone::Calm, "Asking Meta with this token");
        effects.push(Effect::Send {
            ticket,
            request,
            delay: std::time::Duration::ZERO,
        });
    }

    fn test_request(&self, token: &Secret<kind::Sent>, is_of_instagram: bool) -> Request {
        let version = &self.settings.version;
        if is_of_instagram {
            instagram_login::me(version, &token.read_as())
        } else {
            me::who::<kind::User>(version, &token.read_as(), self.proving_secret())
        }
    }

    /// The address of the same read for other programs, and under which root it is found.
    pub(super) fn test_address(&self, is_of_instagram: bool) -> String {
        let (host, fields) = if is_of_instagram {
            (Host::GraphInstagram, "user_id,username")
        } else {
            (Host::GraphFacebook, "id,name")
        };
        let version = &self.settings.version;
        let base = match &self.settings.root {
            Some(root) => format!("{}/{}", root.trim_end_matches('/'), host.name()),
            None => format!("https://{}", host.name()),
        };
        format!("{base}/{version}/me?fields={fields}")
    }

    /// Takes the answer of a test call. Says whether it was one.
    pub(super) fn take_test_answer(
        &mut self,
        ticket: Ticket,
        result: &Result<Response, NoAnswer>,
        now: Timestamp,
    ) -> bool {
        let Some(test) = self.test_call.take_if(|test| test.ticket == ticket) else {
            return false;
        };
        let took = now.duration_since(test.since);
        let shown = self.outcomes.current();
        let is_shown = shown.and_then(super::stage::outcome::Outcome::fingerprint) == Some(test.fingerprint);
        let is_of_instagram = shown.is_some_and(|outcome| outcome.takings.is_of_instagram);
        if !is_shown {
            return true;
        }
        let (tone, words) = match read(result, is_of_instagram) {
            Ok(who) => (
                Tone::Good,
                format!("Test call: {who} answered to this token in {}", seconds(took)),
            ),
            Err(failure) => {
                let place = if is_of_instagram {
                    Call::ReadProfile
                } else {
                    Call::ReadAsPage
                };
                let trouble = trouble::explain(&failure, place, &self.words(), self.facts.app_id.as_ref(), now);
                (
                    Tone::Bad,
                    format!(
                        "Test call: {}. {}",
                        super::stage::outcome::lower_first(&trouble.headline),
                        trouble.remedy
                    ),
                )
            }
        };
        self.say(tone, words);
        true
    }
}

/// Who answered.
fn read(result: &Result<Response, NoAnswer>, is_of_instagram: bool) -> Result<String, Failure> {
    let response = result
        .as_ref()
        .map_err(|no_answer| Failure::NoAnswer(no_answer.clone()))?;
    if is_of_instagram {
        let profile = instagram_login::read_me(response)?;
        return Ok(profile
            .username
            .map_or_else(|| profile.id.to_string(), |name| format!("@{name}")));
    }
    let (id, name) = me::read_who::<crate::model::UserNode>(response)?;
    Ok(name.map_or_else(|| id.to_string(), |name| format!("{name} ({id})")))
}

fn seconds(took: SignedDuration) -> String {
    if took < SignedDuration::from_millis(100) {
        return "under 0.1 s".to_owned();
    }
    format!("{:.1} s", took.as_secs_f64())
}
