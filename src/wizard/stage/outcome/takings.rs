//! What can be taken along from an outcome: the token, and the numbers and names beside it.

use std::collections::BTreeMap;

use crate::{
    journey::{Datum, Naming},
    model::{Payload, Secret, SecretKind, kind},
    wizard::effect,
};

/// What can be taken along from an outcome.
#[derive(Debug, Default)]
pub(in crate::wizard) struct Takings {
    /// The token.
    pub(in crate::wizard) token: Option<Secret<kind::Sent>>,
    /// What kind of token it is, in a sentence: "user token".
    pub(in crate::wizard) kind: &'static str,
    /// The same as a label.
    pub(in crate::wizard) label: &'static str,
    /// Whether it is for Instagram's own servers.
    pub(in crate::wizard) is_of_instagram: bool,
    /// The rest, by what it is.
    pub(in crate::wizard) plain: BTreeMap<Datum, String>,
}

impl Takings {
    pub(super) fn of<K: SecretKind>(kind: &'static str, label: &'static str, token: Option<&Secret<K>>) -> Self {
        Self {
            token: token.map(Secret::read_as),
            kind,
            label,
            is_of_instagram: K::NAME == kind::Instagram::NAME,
            plain: BTreeMap::new(),
        }
    }

    pub(in crate::wizard) fn has(&self, datum: Datum) -> bool {
        match datum {
            Datum::Token => self.token.is_some(),
            _ => self.plain.contains_key(&datum),
        }
    }

    /// The text of one thing.
    pub(in crate::wizard) fn text(&self, datum: Datum) -> Option<Payload> {
        match datum {
            Datum::Token => self.token.as_ref().map(|token| Payload::Secret(token.share())),
            _ => self.plain.get(&datum).cloned().map(Payload::Plain),
        }
    }

    /// The text of several things under their names, ready to be pasted.
    pub(in crate::wizard) fn named(&self, naming: &Naming) -> Option<Payload> {
        effect::named(naming, |datum| self.text(datum))
    }
}
