//! graph.instagram.com: short Instagram tokens for long ones, refreshing, and reading the account (facts: graph-api 7.5,
//! 7.6). Started for each request to that host; ends in an answer.

mod account;
mod bearer;
mod tokens;

use super::answer::Answer;
use super::asked::Asked;
use super::clock;
use super::fault;
use super::json::Json;
use super::plan::CallName;
use super::refusal::{self, Refusal};
use super::version;
use super::world::World;

/// What a path means.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Call {
    Exchange,
    Refresh,
    /// `/me` or an id.
    Account(String),
}

/// The answer to a request to graph.instagram.com.
pub(crate) fn answer(world: &mut World, asked: &Asked) -> Answer {
    let writing = world.writing();
    let today = clock::as_date(world.now());
    let Some((version, call)) = read_path(asked, &today) else {
        let refusal = refusal::unknown_path(&asked.path).of_kind(refusal::INSTAGRAM);
        let oldest = version::oldest_usable(&today);
        return Answer::refusal(&refusal, oldest, writing, &mut world.dice);
    };
    let (name, node) = match &call {
        Call::Exchange => (CallName::InstagramExchange, ""),
        Call::Refresh => (CallName::InstagramRefresh, ""),
        Call::Account(node) => (CallName::InstagramMe, node.as_str()),
    };
    let strike = fault::strike(world, name, node, asked, version, writing);
    strike.around(|| match serve(world, asked, &call) {
        Ok(json) => Answer::graph(&json, version, writing, &mut world.dice),
        Err(refusal) => Answer::refusal(&refusal, version, writing, &mut world.dice),
    })
}

/// The version that serves, and what the path means; every call goes with and without a version.
fn read_path(asked: &Asked, today: &str) -> Option<(u16, Call)> {
    let path = asked.path.strip_prefix('/').unwrap_or(&asked.path);
    let path = path.strip_suffix('/').unwrap_or(path);
    let mut segments: Vec<&str> = path.split('/').collect();
    let version = match version::read(segments.first().copied().unwrap_or(""), today) {
        version::Asked::NeverExisted => return None,
        version::Asked::NoVersion => version::oldest_usable(today),
        version::Asked::ServedBy(major) => {
            segments.remove(0);
            major
        }
    };
    let is_id = |segment: &str| !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_digit());
    let call = match segments.as_slice() {
        ["access_token"] => Call::Exchange,
        ["refresh_access_token"] => Call::Refresh,
        [node] if *node == "me" || is_id(node) => Call::Account((*node).to_owned()),
        _ => return None,
    };
    Some((version, call))
}

fn serve(world: &mut World, asked: &Asked, call: &Call) -> Result<Json, Refusal> {
    let verb = asked.verb();
    if verb != "get" {
        return Err(unsupported_request(&verb));
    }
    match call {
        Call::Exchange => tokens::exchange(world, asked),
        Call::Refresh => tokens::refresh(world, asked),
        Call::Account(node) => account::read(world, asked, node),
    }
}

/// A verb that is not served, and every read of an account without a role on the app.
fn unsupported_request(verb: &str) -> Refusal {
    Refusal::new(100, format!("Unsupported request - method type: {verb}")).of_kind(refusal::INSTAGRAM)
}
