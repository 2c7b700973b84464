//! graph.facebook.com: which call a path means, and the order of checks that every call goes through.
//! Started for each request to that host; ends in an answer.

mod accounts;
mod app;
mod bearer;
mod business;
mod debug_token;
mod device;
mod instagram_account;
mod login_code;
mod node;
mod oauth;
mod page;
mod permissions;
mod person;

use super::answer::Answer;
use super::asked::Asked;
use super::clock;
use super::fault;
use super::json::Json;
use super::plan::CallName;
use super::refusal::{self, Refusal};
use super::version;
use super::world::World;
use bearer::Bearer;

/// What a path means.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Call {
    Oauth,
    DebugToken,
    /// `device/login` and `device/login_status`.
    Device(device::Step),
    /// `/me`, `/app` or an id.
    Node(String),
    /// What lies behind a node: `/me/accounts`.
    Edge(String, Edge),
    /// `/me/permissions/{permission}`.
    Permission(String, String),
}

/// Edges that are served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edge {
    Accounts,
    Permissions,
    Businesses,
    OwnedPages,
    ClientPages,
    PublishingLimit,
}

/// What a call gives back.
enum Given {
    Json(Json),
    /// The query string that exchanges gave back before 2015.
    Text(String),
}

impl From<Json> for Given {
    fn from(json: Json) -> Self {
        Self::Json(json)
    }
}

/// The answer to a request to graph.facebook.com.
pub(crate) fn answer(world: &mut World, asked: &Asked) -> Answer {
    let writing = world.writing();
    let today = clock::as_date(world.now());
    let (version, call) = match read_path(asked, &today) {
        Ok(read) => read,
        Err(refusal) => {
            let oldest = version::oldest_usable(&today);
            return Answer::refusal(&refusal, oldest, writing, &mut world.dice);
        }
    };
    let name = name_of(world, &call, asked);
    let strike = fault::strike(world, name, node_of(&call), asked, version, writing);
    strike.around(|| match serve(world, asked, &call, version) {
        Ok(Given::Json(json)) => Answer::graph(&json, version, writing, &mut world.dice),
        Ok(Given::Text(text)) => Answer::plain(200, "text/plain; charset=UTF-8", text),
        Err(refusal) => Answer::refusal(&refusal, version, writing, &mut world.dice),
    })
}

/// The version that serves, and what the path means.
fn read_path(asked: &Asked, today: &str) -> Result<(u16, Call), Refusal> {
    let unknown = || refusal::unknown_path(&asked.path);
    let path = asked.path.strip_prefix('/').unwrap_or(&asked.path);
    let path = path.strip_suffix('/').unwrap_or(path);
    let mut segments: Vec<&str> = path.split('/').collect();
    let version = match version::read(segments.first().copied().unwrap_or(""), today) {
        version::Asked::NeverExisted => return Err(unknown()),
        version::Asked::NoVersion => version::oldest_usable(today),
        version::Asked::ServedBy(major) => {
            segments.remove(0);
            major
        }
    };
    let call = match segments.as_slice() {
        ["oauth", "access_token"] => Call::Oauth,
        ["debug_token"] => Call::DebugToken,
        ["device", "login"] => Call::Device(device::Step::Begin),
        ["device", "login_status"] => Call::Device(device::Step::Status),
        [node] if is_node(node) || asked.token().is_some() && is_alias(node) => Call::Node((*node).to_owned()),
        [node, edge] if is_node(node) => {
            let edge = edge_named(edge).ok_or_else(unknown)?;
            Call::Edge((*node).to_owned(), edge)
        }
        [node, "permissions", permission] if is_node(node) => {
            Call::Permission((*node).to_owned(), (*permission).to_owned())
        }
        _ => return Err(unknown()),
    };
    Ok((version, call))
}

fn edge_named(name: &str) -> Option<Edge> {
    Some(match name {
        "accounts" => Edge::Accounts,
        "permissions" => Edge::Permissions,
        "businesses" => Edge::Businesses,
        "owned_pages" => Edge::OwnedPages,
        "client_pages" => Edge::ClientPages,
        "content_publishing_limit" => Edge::PublishingLimit,
        _ => return None,
    })
}

fn is_node(segment: &str) -> bool {
    matches!(segment, "me" | "app") || is_number(segment)
}

fn is_number(segment: &str) -> bool {
    !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_digit())
}

/// A name that could be somebody's; without a token it is taken for a wrong path.
fn is_alias(segment: &str) -> bool {
    segment.len() >= 5 && segment.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.')
}

fn node_of(call: &Call) -> &str {
    match call {
        Call::Oauth | Call::DebugToken | Call::Device(_) => "",
        Call::Node(node) | Call::Edge(node, _) | Call::Permission(node, _) => node,
    }
}

/// What scenarios call this call.
fn name_of(world: &World, call: &Call, asked: &Asked) -> CallName {
    match call {
        Call::Oauth => match asked.parameter("grant_type") {
            Some("fb_exchange_token") => CallName::Exchange,
            Some("client_credentials") => CallName::AppToken,
            _ => CallName::Code,
        },
        Call::DebugToken => CallName::DebugToken,
        Call::Device(device::Step::Begin) => CallName::Device,
        Call::Device(device::Step::Status) => CallName::DeviceStatus,
        Call::Permission(..) | Call::Edge(_, Edge::Permissions) => CallName::Permissions,
        Call::Edge(_, Edge::Accounts) => CallName::Accounts,
        Call::Edge(_, Edge::Businesses) => CallName::Businesses,
        Call::Edge(_, Edge::OwnedPages) => CallName::OwnedPages,
        Call::Edge(_, Edge::ClientPages) => CallName::ClientPages,
        Call::Edge(_, Edge::PublishingLimit) => CallName::PublishingLimit,
        Call::Node(node) if node == "me" => CallName::Me,
        Call::Node(node) if node == "app" || world.app(node).is_some() => CallName::App,
        Call::Node(node) if world.page(node).is_some() => CallName::Page,
        Call::Node(node) if world.instagram(node).is_some() => CallName::InstagramAccount,
        Call::Node(_) => CallName::Other,
    }
}

/// The right answer, or the refusal of the first check that fails.
fn serve(world: &mut World, asked: &Asked, call: &Call, version: u16) -> Result<Given, Refusal> {
    let verb = asked.verb();
    if *call == Call::Oauth {
        return match verb.as_str() {
            "get" | "post" => oauth::access_token(world, asked),
            _ => Err(refusal::unsupported(&verb, "oauth")),
        };
    }
    if let Call::Device(step) = call {
        return device::answer(world, asked, &verb, *step).map(Given::from);
    }
    let is_about_me = node_of(call) == "me";
    let bearer = match bearer::read(world, asked, is_about_me) {
        // A client token tells which app asks, and may look at nothing (facts: graph-api 2.4).
        Err(_) if *call == Call::DebugToken && bearer::is_client_token(world, asked) => {
            return Err(refusal::not_owner_or_developer());
        }
        read => read?,
    };
    match (verb.as_str(), call) {
        ("get", _) => read(world, asked, call, &bearer, version).map(Given::from),
        ("delete", Call::Edge(node, Edge::Permissions)) => {
            permissions::remove(world, node, None, &bearer).map(Given::from)
        }
        ("delete", Call::Permission(node, permission)) => {
            permissions::remove(world, node, Some(permission), &bearer).map(Given::from)
        }
        _ => Err(refusal::unsupported(
            &verb,
            match call {
                Call::DebugToken => "debug_token",
                other => node_of(other),
            },
        )),
    }
}

fn read(world: &mut World, asked: &Asked, call: &Call, bearer: &Bearer, version: u16) -> Result<Json, Refusal> {
    match call {
        Call::Oauth | Call::Device(_) => Err(refusal::unknown_path(&asked.path)),
        Call::DebugToken => debug_token::inspect(world, asked, bearer),
        Call::Node(node) => node::read(world, asked, node, bearer),
        Call::Permission(node, _) => Err(refusal::unsupported_get(node)),
        Call::Edge(node, edge) => match edge {
            Edge::Accounts => accounts::list(world, asked, node, bearer, version),
            Edge::Permissions => permissions::list(world, asked, node, bearer),
            Edge::Businesses => business::list(world, node, bearer),
            Edge::OwnedPages => business::pages(world, asked, node, bearer, false),
            Edge::ClientPages => business::pages(world, asked, node, bearer, true),
            Edge::PublishingLimit => instagram_account::publishing_limit(world, node, bearer),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderMap, Method};

    fn read(address: &str) -> Result<(u16, Call), Refusal> {
        let address = format!("/graph.facebook.com{address}");
        let asked = Asked::read(&Method::GET, &address.parse().unwrap(), &HeaderMap::new(), b"");
        read_path(&asked, "2026-11-22")
    }

    #[test]
    fn paths_are_read_with_and_without_a_version() {
        assert_eq!(read("/v25.0/me"), Ok((25, Call::Node("me".to_owned()))));
        assert_eq!(read("/v19.0/oauth/access_token"), Ok((21, Call::Oauth)));
        assert_eq!(read("/debug_token/"), Ok((21, Call::DebugToken)));
        assert_eq!(
            read("/v26.0/103456789012345/owned_pages"),
            Ok((26, Call::Edge("103456789012345".to_owned(), Edge::OwnedPages)))
        );
    }

    #[test]
    fn other_paths_are_unknown_and_named_in_the_answer() {
        for path in [
            "/",
            "/v25.0",
            "/v25.0/",
            "/v99.0/me",
            "/v24/me",
            "/nonsense",
            "/me/nothing",
            "//me",
            "/oauth",
        ] {
            let refusal = read(path).unwrap_err();
            assert_eq!(refusal.code, 2500, "{path}");
            assert_eq!(refusal.message, format!("Unknown path components: {path}"));
        }
    }
}
