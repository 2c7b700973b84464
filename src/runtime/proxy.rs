//! The proxy between this machine and Meta, if there is one: which, and its name without its password.

use std::ffi::OsString;

use hyper_util::client::proxy::matcher::Matcher;
use reqwest::ClientBuilder;

use crate::{graph_api::Host, model::SafeText};

/// Where a proxy is looked for. Requests to a server on this machine never take one.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum ProxyChoice {
    /// In `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`, and in the system's settings on macOS and Windows.
    #[default]
    System,
    /// Nowhere.
    Never,
    /// At this address.
    At(String),
}

impl std::fmt::Debug for ProxyChoice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::System => "System",
            Self::Never => "Never",
            // The address may hold a password.
            Self::At(_) => "At(..)",
        })
    }
}

impl ProxyChoice {
    /// Reads the address. One that cannot be read makes no client: going without would be going another way than was
    /// asked for.
    pub(super) fn read(&self) -> reqwest::Result<ChosenProxy> {
        Ok(match self {
            Self::System => ChosenProxy::System,
            Self::Never => ChosenProxy::Never,
            Self::At(address) => ChosenProxy::This(Box::new(reqwest::Proxy::all(address.as_str())?)),
        })
    }

    /// The proxy that requests to `host` go through.
    pub(super) fn of(&self, host: Host) -> Option<Proxy> {
        let matcher = match self {
            Self::System => Matcher::from_system(),
            Self::Never => return None,
            Self::At(address) => Matcher::builder().all(address.as_str()).build(),
        };
        let proxy = matcher.intercept(&target(host)?)?;
        // The matcher has cut the user name and password off, unless a sign in the password has led it astray.
        let authority = proxy.uri().authority()?.as_str();
        let name = authority.rsplit('@').next().unwrap_or_default();
        Some(Proxy {
            name: SafeText::new(name),
            speaks_tls: proxy.uri().scheme() == Some(&hyper::http::uri::Scheme::HTTPS),
        })
    }

    /// What keeps the proxy that was asked for from being used, if anything does. The client would pass over it without a word,
    /// and go to Meta without one.
    pub(super) fn fault(&self) -> Option<ProxyFault> {
        match self {
            Self::System => fault_in(std::env::var_os),
            Self::Never => None,
            Self::At(address) => fault_of("The proxy", address),
        }
    }
}

/// The proxy that requests go through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Proxy {
    /// Its `host:port`.
    pub(super) name: SafeText,
    /// Whether the way to the proxy itself is by TLS.
    pub(super) speaks_tls: bool,
}

/// Why a proxy cannot be used; where its address stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProxyFault {
    /// It is no address of a proxy, or one that is written so that half a password would pass for the name of a machine.
    Unreadable(&'static str),
    /// It is a SOCKS proxy.
    Socks(&'static str),
}

impl ProxyFault {
    /// What is wrong and what mends it. Nothing of the address is in it, which may hold a password.
    pub fn sentence(self) -> String {
        match self {
            Self::Unreadable(place) => format!(
                "{place} cannot be read as the address of a proxy, so nothing was sent. It is written as http://HOST:PORT or \
                 http://USER:PASSWORD@HOST:PORT, without blanks; in a password, / is %2F, ? is %3F, # is %23 and @ is %40."
            ),
            Self::Socks(place) => format!(
                "{place} names a SOCKS proxy, which evertoken does not support, so nothing was sent. Give it an HTTP proxy, \
                 http://HOST:PORT, or take the variable away."
            ),
        }
    }
}

/// The variables that name a proxy for Meta's hosts, in the order in which the client looks at them.
const VARIABLES: [[&str; 2]; 2] = [["HTTPS_PROXY", "https_proxy"], ["ALL_PROXY", "all_proxy"]];

fn fault_in(variable: impl Fn(&'static str) -> Option<OsString>) -> Option<ProxyFault> {
    let except = ["NO_PROXY", "no_proxy"].into_iter().find_map(&variable);
    let except = except.unwrap_or_default().to_string_lossy().into_owned();
    let is_for = |host: &Host| {
        let matcher = Matcher::builder().all("http://proxy:1").no(except.as_str()).build();
        target(*host).is_some_and(|target| matcher.intercept(&target).is_some())
    };
    if !Host::ALL.iter().any(is_for) {
        return None;
    }
    for names in VARIABLES {
        let found = names.into_iter().find_map(|name| Some((name, variable(name)?)));
        match found {
            Some((_, text)) if text.is_empty() => {}
            Some((name, text)) => {
                return match text.to_str() {
                    Some(text) => fault_of(name, text),
                    None => Some(ProxyFault::Unreadable(name)),
                };
            }
            None => {}
        }
    }
    None
}

fn fault_of(place: &'static str, text: &str) -> Option<ProxyFault> {
    if text.trim_start().to_ascii_lowercase().starts_with("socks") && text.contains("://") {
        return Some(ProxyFault::Socks(place));
    }
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    // An `@` behind what ends the name of a machine, or a second one, belongs to a password that is not written as it must be.
    let is_odd = rest.matches('@').count() > 1
        || rest
            .split_once(['/', '?', '#'])
            .is_some_and(|(_, behind)| behind.contains('@'));
    let is_read = || {
        let matcher = Matcher::builder().all(text).build();
        let proxy = matcher.intercept(&target(Host::GraphFacebook)?)?;
        proxy.uri().host().map(|host| !host.is_empty())
    };
    (is_odd || is_read() != Some(true)).then_some(ProxyFault::Unreadable(place))
}

fn target(host: Host) -> Option<hyper::Uri> {
    format!("https://{}/", host.name()).parse().ok()
}

/// A choice whose address could be read.
pub(super) enum ChosenProxy {
    System,
    Never,
    This(Box<reqwest::Proxy>),
}

impl ChosenProxy {
    pub(super) fn apply(&self, builder: ClientBuilder) -> ClientBuilder {
        match self {
            Self::System => builder,
            Self::Never => builder.no_proxy(),
            Self::This(proxy) => builder.proxy(reqwest::Proxy::clone(proxy)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(address: &str) -> Option<String> {
        let proxy = ProxyChoice::At(address.to_owned()).of(Host::GraphFacebook)?;
        Some(proxy.name.to_string())
    }

    #[test]
    fn a_proxy_is_named_without_its_password() {
        let choice = ProxyChoice::At("http://person:canary@proxy.example:3128".to_owned());
        let proxy = choice.of(Host::GraphFacebook).unwrap();
        assert_eq!((proxy.name.as_str(), proxy.speaks_tls), ("proxy.example:3128", false));
        assert!(!format!("{choice:?}").contains("canary"));
        assert_eq!(
            named("http://u:can@ary@proxy.example:9")
                .unwrap_or_default()
                .find("ary"),
            None
        );
    }

    #[test]
    fn without_a_proxy_there_is_no_name() {
        assert_eq!(ProxyChoice::Never.of(Host::GraphFacebook), None);
    }

    #[test]
    fn what_the_client_would_pass_over_is_a_fault_and_nothing_of_it_is_said() {
        let unreadable = Some(ProxyFault::Unreadable("HTTPS_PROXY"));
        let socks = Some(ProxyFault::Socks("HTTPS_PROXY"));
        for (text, expected) in [
            ("http://proxy.example:3128", None),
            ("http://proxy.example:3128/", None),
            ("proxy.example:3128", None),
            ("https://u:p%2F@proxy.example", None),
            ("http://u:canary/ss@host:9", unreadable),
            ("http://u:canary?s@host:9", unreadable),
            ("http://u:canary#s@host:9", unreadable),
            ("http://u:canary@ss@host:9", unreadable),
            ("garbage://canary", unreadable),
            (" http://proxy.example:3128", unreadable),
            ("http://pro xy:1", unreadable),
            (" ", unreadable),
            ("socks5://canary:1", socks),
            ("SOCKS5H://canary:1", socks),
            ("socks4://canary:1", socks),
            ("", None),
        ] {
            let fault = fault_in(|name| (name == "HTTPS_PROXY").then(|| text.into()));
            assert_eq!(fault, expected, "{text:?}");
            assert!(fault.is_none_or(|fault| !fault.sentence().contains("canary")), "{text}");
        }
    }

    #[test]
    fn the_variable_that_counts_is_the_one_that_is_judged() {
        let fault = |set: &[(&str, &str)]| {
            fault_in(|name| {
                let (_, text) = set.iter().find(|(other, _)| *other == name)?;
                Some((*text).into())
            })
        };
        for (set, expected) in [
            (&[] as &[(&str, &str)], None),
            (&[("HTTPS_PROXY", "http://a:1"), ("ALL_PROXY", "x://y")], None),
            (
                &[("HTTPS_PROXY", ""), ("ALL_PROXY", "x://y")],
                Some(ProxyFault::Unreadable("ALL_PROXY")),
            ),
            (&[("https_proxy", "x://y")], Some(ProxyFault::Unreadable("https_proxy"))),
            (
                &[("HTTPS_PROXY", "x://y"), ("NO_PROXY", "facebook.com,instagram.com")],
                None,
            ),
            (
                &[("HTTPS_PROXY", "x://y"), ("NO_PROXY", "facebook.com")],
                Some(ProxyFault::Unreadable("HTTPS_PROXY")),
            ),
            (&[("HTTP_PROXY", "x://y")], None),
        ] {
            assert_eq!(fault(set), expected, "{set:?}");
        }
    }
}
