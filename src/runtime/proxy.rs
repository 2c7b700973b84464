//! The proxy between this machine and Meta, if there is one: which, and its name without its password.

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

    /// The `host:port` of the proxy that requests to `host` go through.
    pub(super) fn name_for(&self, host: Host) -> Option<SafeText> {
        let matcher = match self {
            Self::System => Matcher::from_system(),
            Self::Never => return None,
            Self::At(address) => Matcher::builder().all(address.as_str()).build(),
        };
        let target: hyper::Uri = format!("https://{}/", host.name()).parse().ok()?;
        let proxy = matcher.intercept(&target)?;
        // The matcher has cut the user name and password off.
        proxy
            .uri()
            .authority()
            .map(|authority| SafeText::new(authority.as_str()))
    }
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

    #[test]
    fn a_proxy_is_named_without_its_password() {
        let choice = ProxyChoice::At("http://person:canary@proxy.example:3128".to_owned());
        let name = choice.name_for(Host::GraphFacebook);
        assert_eq!(name, Some(SafeText::new("proxy.example:3128")));
        assert!(!format!("{choice:?}").contains("canary"));
    }

    #[test]
    fn without_a_proxy_there_is_no_name() {
        assert_eq!(ProxyChoice::Never.name_for(Host::GraphFacebook), None);
    }
}
