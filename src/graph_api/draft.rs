//! A request while it is written: where it goes is in its type, and only what may go there can be put into it.

use std::marker::PhantomData;

use crate::model::{AppSecret, Secret, SecretKind};

use super::{
    Host, MayGoTo, Method, Parameter, Request,
    host::{GraphFacebook, Server},
};

/// A request to the server `S` that is not finished yet; [`Draft::ready`] ends it.
pub(super) struct Draft<S> {
    request: Request,
    server: PhantomData<fn() -> S>,
}

/// The secrets that Meta takes in an address and nowhere else: the whole list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OnlyInTarget {
    /// The token that `debug_token` looks at: GET is the one documented verb (facts: graph-api 1.3).
    InputToken,
    /// The Instagram App secret that makes a token last: GET is the one documented verb (facts: graph-api 7.5).
    ClientSecret,
}

impl OnlyInTarget {
    const fn name(self) -> &'static str {
        match self {
            Self::InputToken => "input_token",
            Self::ClientSecret => "client_secret",
        }
    }
}

impl<S: Server> Draft<S> {
    pub(super) fn get(path: impl Into<String>) -> Self {
        Self::to(S::HOST, Method::Get, path.into())
    }

    pub(super) fn post(path: impl Into<String>) -> Self {
        Self::to(S::HOST, Method::Post, path.into())
    }

    fn to(host: Host, method: Method, path: String) -> Self {
        Self {
            request: Request {
                method,
                host,
                path,
                query: Vec::new(),
                form: Vec::new(),
                bearer: None,
            },
            server: PhantomData,
        }
    }

    pub(super) fn with_bearer<K: MayGoTo<S>>(mut self, token: &Secret<K>) -> Self {
        self.request.bearer = Some(token.read_as());
        self
    }

    pub(super) fn with_query(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.request.query.push((name, Parameter::Plain(value.into())));
        self
    }

    pub(super) fn with_form(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.request.form.push((name, Parameter::Plain(value.into())));
        self
    }

    pub(super) fn with_secret_form<K: MayGoTo<S>>(mut self, name: &'static str, secret: &Secret<K>) -> Self {
        self.request.form.push((name, Parameter::Secret(secret.read_as())));
        self
    }

    /// Puts a secret into the address, because Meta takes it nowhere else.
    pub(super) fn with_secret_in_target<K: MayGoTo<S>>(mut self, place: OnlyInTarget, secret: &Secret<K>) -> Self {
        self.request
            .query
            .push((place.name(), Parameter::Secret(secret.read_as())));
        self
    }

    pub(super) fn ready(self) -> Request {
        self.request
    }
}

impl Draft<GraphFacebook> {
    /// Adds the proof that this call comes from someone who holds the App secret, once the secret is known
    /// (facts: graph-api 5). It is a parameter, never a header; worthless without the token in the header. Instagram's
    /// servers know no such proof.
    pub(super) fn with_proof<K: SecretKind>(mut self, token: &Secret<K>, secret: Option<&AppSecret>) -> Self {
        if let Some(secret) = secret {
            let proof = Parameter::Proof(token.appsecret_proof(secret));
            self.request.query.push(("appsecret_proof", proof));
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_of_a_request_shows_its_shape_and_none_of_its_secrets() {
        let request = Draft::<GraphFacebook>::post("/v25.0/oauth/access_token")
            .with_form("client_id", "1")
            .with_secret_form("client_secret", &AppSecret::new("canarycanary".to_owned()))
            .ready();
        let shown = format!("{request:?}");
        assert!(
            shown.contains("client_secret") && shown.contains("<sent secret>"),
            "{shown}"
        );
        assert!(!shown.contains("canary"), "{shown}");
    }
}
