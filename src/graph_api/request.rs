//! What is sent to Meta: a plain value that shows where each secret travels.

use std::{fmt, str::FromStr};

use zeroize::Zeroizing;

use crate::model::{Secret, kind};

use super::Host;

/// The version of the Graph API that is asked for, such as `v25.0`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphVersion(Box<str>);

impl GraphVersion {
    /// One behind the newest: well tried, and usable until July 2028 (facts: graph-api 1.2).
    pub const DEFAULT: &'static str = "v25.0";

    /// Reads `v` and two numbers, `v25.0`; the `v` may be missing.
    pub fn parse(text: &str) -> Option<Self> {
        let numbers = text.strip_prefix('v').unwrap_or(text);
        let (major, minor) = numbers.split_once('.')?;
        let fits = |part: &str, longest: usize| {
            (1..=longest).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        (fits(major, 3) && fits(minor, 1)).then(|| Self(format!("v{numbers}").into()))
    }

    /// The version as it stands in a path.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// As an argument; the error is the end of a sentence for whoever typed it.
impl FromStr for GraphVersion {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text).ok_or("a version is written as v25.0")
    }
}

impl Default for GraphVersion {
    fn default() -> Self {
        Self(Self::DEFAULT.into())
    }
}

impl fmt::Display for GraphVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How a request is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Everything in the query, except secrets in the `Authorization` header.
    Get,
    /// Everything in a form body.
    Post,
}

/// The value of a parameter.
pub enum Parameter {
    /// Nothing secret.
    Plain(String),
    /// A secret. In a query it is one of the two exceptions that `Request::secrets_in_target` names.
    Secret(Secret<kind::Sent>),
    /// A proof derived from two secrets; worthless without the token it belongs to, and not shown either.
    Proof(Zeroizing<String>),
}

impl Parameter {
    /// The text that is sent.
    pub fn expose(&self) -> &str {
        match self {
            Self::Plain(text) => text,
            Self::Secret(secret) => secret.expose(),
            Self::Proof(proof) => proof,
        }
    }
}

impl fmt::Debug for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain(text) => fmt::Debug::fmt(text, f),
            Self::Secret(secret) => fmt::Debug::fmt(secret, f),
            Self::Proof(_) => f.write_str("<proof>"),
        }
    }
}

/// One request, ready to be sent. Its `Debug` is safe to print.
#[derive(Debug)]
pub struct Request {
    /// How.
    pub method: Method,
    /// To whom.
    pub host: Host,
    /// The path, with its leading slash; digits, letters, `_`, `.` and `/` only.
    pub path: String,
    /// Parameters in the address.
    pub query: Vec<(&'static str, Parameter)>,
    /// Parameters in the body.
    pub form: Vec<(&'static str, Parameter)>,
    /// The token in the `Authorization: Bearer` header.
    pub bearer: Option<Secret<kind::Sent>>,
}

impl Request {
    /// The names of query parameters that hold a secret. There are exactly two, because Meta documents their calls with GET
    /// only: `input_token` of `debug_token` (facts: graph-api 1.3), and `client_secret` where an Instagram token is made
    /// to last (facts: graph-api 7.5).
    pub fn secrets_in_target(&self) -> impl Iterator<Item = &'static str> {
        self.query
            .iter()
            .filter(|(_, value)| matches!(value, Parameter::Secret(_)))
            .map(|(name, _)| *name)
    }

    /// Whether a list is asked for, which may be long; any other answer is short.
    pub fn is_for_a_list(&self) -> bool {
        const LISTS: [&str; 4] = ["accounts", "businesses", "owned_pages", "client_pages"];
        LISTS.iter().any(|list| self.path.rsplit('/').next() == Some(*list))
    }

    /// Every secret the request carries, so that they can be taken out of the answer's texts.
    pub fn secrets(&self) -> impl Iterator<Item = &str> {
        let parameters = self
            .query
            .iter()
            .chain(&self.form)
            .filter_map(|(_, value)| match value {
                Parameter::Plain(_) => None,
                Parameter::Secret(_) | Parameter::Proof(_) => Some(value.expose()),
            });
        parameters.chain(self.bearer.iter().map(Secret::expose))
    }

    /// The query string, percent-encoded, without its question mark.
    pub fn encoded_query(&self) -> Zeroizing<String> {
        encode(&self.query)
    }

    /// The form body, percent-encoded.
    pub fn encoded_form(&self) -> Zeroizing<String> {
        encode(&self.form)
    }
}

fn encode(pairs: &[(&'static str, Parameter)]) -> Zeroizing<String> {
    let mut text = url::form_urlencoded::Serializer::new(String::with_capacity(1024));
    for (name, value) in pairs {
        text.append_pair(name, value.expose());
    }
    Zeroizing::new(text.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_v_and_two_numbers_and_nothing_that_could_change_a_path() {
        for (text, expected) in [
            ("v25.0", Some("v25.0")),
            ("24.0", Some("v24.0")),
            ("v25", None),
            ("v25.0/me", None),
            ("../x.0", None),
            ("v1234.0", None),
            ("", None),
        ] {
            assert_eq!(
                GraphVersion::parse(text).as_ref().map(GraphVersion::as_str),
                expected,
                "{text}"
            );
        }
    }
}
