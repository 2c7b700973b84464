//! Faults: what a scenario lets happen to some requests. Started for every request whose path is known, before any
//! other check; ends in an answer in place of the right one, or in a wait or headers added to the right one.

use std::time::Duration;

use super::answer::{Answer, Manner};
use super::asked::Asked;
use super::json::Writing;
use super::plan::{CallName, Fault, FaultAnswer, GraphErrorPlan};
use super::refusal::{Refusal, UserWords};
use super::world::World;

/// More than the 4 MiB a careful client reads.
const TOO_LARGE: usize = 5 * 1024 * 1024;
const HTML: &str = "text/html; charset=utf-8";

/// What befalls a request.
#[derive(Debug, Default)]
pub(crate) struct Strike {
    /// Sent in place of the right answer.
    pub(crate) instead: Option<Answer>,
    /// Waited before the right answer.
    pub(crate) wait: Duration,
    /// Added to the right answer.
    pub(crate) headers: Vec<(String, String)>,
}

impl Strike {
    /// What is sent: the replacement, or the right answer with what is added to it.
    pub(crate) fn around(self, right: impl FnOnce() -> Answer) -> Answer {
        let mut answer = self.instead.unwrap_or_else(right);
        answer.wait = answer.wait.saturating_add(self.wait);
        for (header, value) in self.headers {
            answer.set(&header, value);
        }
        answer
    }
}

/// What befalls this request. Each fault counts the requests for its call; the first that replaces the answer wins.
pub(crate) fn strike(
    world: &mut World,
    call: CallName,
    node: &str,
    asked: &Asked,
    version: u16,
    writing: Writing,
) -> Strike {
    let mut strike = Strike::default();
    for (place, fault) in world.plan.faults.clone().iter().enumerate() {
        if !is_meant(fault, call, node) || strike.instead.is_some() {
            continue;
        }
        let before = world.count_fault(place);
        let is_over = fault
            .times
            .is_some_and(|times| before >= fault.after.saturating_add(times));
        if before < fault.after || is_over {
            continue;
        }
        if fault.one_in.is_some_and(|sides| !world.dice.hits_one_in(sides)) {
            continue;
        }
        let headers = fault.headers.iter().map(|(name, value)| (name.clone(), value.clone()));
        match &fault.answer {
            FaultAnswer::Slow(length) => {
                strike.wait = strike.wait.saturating_add(length.duration());
                strike.headers.extend(headers);
            }
            FaultAnswer::OnlyHeaders => strike.headers.extend(headers),
            other => {
                let mut answer = replacement(other, world, asked, version, writing);
                for (name, value) in headers {
                    answer.set(&name, value);
                }
                strike.instead = Some(answer);
            }
        }
    }
    strike
}

fn is_meant(fault: &Fault, call: CallName, node: &str) -> bool {
    let is_call = fault.call == CallName::Any || fault.call == call;
    is_call && fault.node.as_ref().is_none_or(|wanted| wanted == node)
}

fn replacement(fault: &FaultAnswer, world: &mut World, asked: &Asked, version: u16, writing: Writing) -> Answer {
    match fault {
        FaultAnswer::GraphError(error) => {
            let refusal = written_out(error, asked.token().unwrap_or(""));
            Answer::refusal(&refusal, version, writing, &mut world.dice)
        }
        FaultAnswer::InstagramError(message) => Answer::instagram_refusal(message),
        FaultAnswer::Html(status) => Answer::plain(
            *status,
            HTML,
            "<!DOCTYPE html>\n<html><head><title>Error</title></head><body><h1>Sorry, something went wrong.</h1><p>We're working on it and we'll get it fixed as soon as we can.</p></body></html>\n",
        ),
        FaultAnswer::Redirect(address) => Answer::redirect(address),
        FaultAnswer::CutOff => {
            let mut answer = Answer::plain(
                200,
                "application/json; charset=UTF-8",
                format!("{{\"data\":[{{\"name\":\"{}\"}}]}}", "cut ".repeat(256)),
            );
            answer.manner = Manner::CutAfter(512);
            answer
        }
        FaultAnswer::NotJson => Answer::plain(200, "application/json; charset=UTF-8", "for (;;);{\"data\":["),
        FaultAnswer::Empty => Answer::plain(200, "application/json; charset=UTF-8", ""),
        FaultAnswer::TooLarge => Answer::plain(
            200,
            "application/json; charset=UTF-8",
            format!("{{\"data\":[],\"padding\":\"{}\"}}", "x".repeat(TOO_LARGE)),
        ),
        FaultAnswer::NoAnswer | FaultAnswer::Slow(_) | FaultAnswer::OnlyHeaders => {
            let mut answer = Answer::plain(200, HTML, "");
            answer.manner = Manner::Never;
            answer
        }
    }
}

fn written_out(error: &GraphErrorPlan, token: &str) -> Refusal {
    Refusal {
        status: error.status,
        code: error.code,
        subcode: error.subcode,
        kind: error.kind.clone(),
        message: error.message.replace("{token}", token),
        is_transient: error.transient,
        user_words: error.user_words.as_ref().map(|words| {
            Box::new(UserWords {
                title: words.title.clone(),
                message: words.message.clone(),
            })
        }),
    }
}
