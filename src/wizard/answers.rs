//! What the person has typed or pasted, field by field, and what was made of it. Back never empties it.

use std::collections::BTreeMap;

use crate::{
    journey::Field,
    model::{AppId, AppSecret, PastedToken},
    paste::{self, Reading, Value, Wanted},
};

use super::{
    event::Entry,
    view::{Message, Tone},
};

/// The form's content.
#[derive(Debug, Default)]
pub(super) struct Answers {
    fields: BTreeMap<Field, Answer>,
    /// What Meta said about a field's value, until the value changes.
    refusals: BTreeMap<Field, String>,
}

/// One field's content.
#[derive(Debug)]
struct Answer {
    reading: Reading,
    /// What there is to say about it.
    said: Said,
    /// What was said before: it stands still while the person types.
    before: Said,
    /// Whether the person is done with it for now.
    is_settled: bool,
}

/// What is said about a field.
#[derive(Debug, Default, Clone)]
struct Said {
    /// What it holds, in words that give nothing away.
    received: Option<String>,
    /// What was repaired, or what is wrong.
    message: Option<(Tone, String)>,
}

impl Answers {
    /// Takes a field's whole text. Says whether its value is another one than before.
    pub(super) fn fill(&mut self, field: Field, entry: &Entry) -> bool {
        let mut answer = Answer::read(field, &entry.0);
        let is_same = match self.fields.get(&field) {
            Some(before) => is_same_value(before.reading.value.as_ref(), answer.reading.value.as_ref()),
            None => answer.reading.value.is_none(),
        };
        if !is_same {
            self.refusals.remove(&field);
        }
        answer.before = self
            .fields
            .get(&field)
            .map(|before| before.shown().clone())
            .unwrap_or_default();
        self.fields.insert(field, answer);
        !is_same
    }

    /// The person is done with a field for now: what there is to say about it is said.
    pub(super) fn settle(&mut self, field: Field) {
        if let Some(answer) = self.fields.get_mut(&field) {
            answer.is_settled = true;
        }
    }

    /// Whether everything has been said about a field.
    pub(super) fn is_settled(&self, field: Field) -> bool {
        self.fields.get(&field).is_none_or(|answer| answer.is_settled)
    }

    /// Takes back what Meta said about a field.
    pub(super) fn forgive(&mut self, field: Field) {
        self.refusals.remove(&field);
    }

    /// Remembers that Meta refused a field's value, in a sentence.
    pub(super) fn refuse(&mut self, field: Field, why: String) {
        self.refusals.insert(field, why);
    }

    /// Whether a field holds anything.
    pub(super) fn is_empty(&self, field: Field) -> bool {
        self.fields
            .get(&field)
            .is_none_or(|answer| answer.reading.value.is_none() && answer.reading.fault.is_none())
    }

    /// What is wrong with a field so that its value cannot be used.
    pub(super) fn blocking(&self, field: Field) -> Option<&str> {
        let answer = self.fields.get(&field)?;
        let is_blocking = answer.reading.fault.as_ref().is_some_and(paste::Fault::is_blocking);
        answer
            .said
            .message
            .as_ref()
            .filter(|_| is_blocking)
            .map(|(_, words)| words.as_str())
    }

    fn value(&self, field: Field) -> Option<&Value> {
        self.fields.get(&field)?.reading.value.as_ref()
    }

    /// The token, if one can be used.
    pub(super) fn token(&self) -> Option<PastedToken> {
        match self.value(Field::Token)? {
            Value::Token(token) => Some(token.share()),
            Value::AppId(_)
            | Value::AppSecret(_)
            | Value::InstagramToken(_)
            | Value::InstagramAppId(_)
            | Value::InstagramAppSecret(_)
            | Value::PageId(_)
            | Value::RedirectAddress(_)
            | Value::Landing(_) => None,
        }
    }

    /// The App ID, if one was typed.
    pub(super) fn app_id(&self) -> Option<AppId> {
        match self.value(Field::AppId)? {
            Value::AppId(id) => Some(id.clone()),
            Value::Token(_)
            | Value::AppSecret(_)
            | Value::InstagramToken(_)
            | Value::InstagramAppId(_)
            | Value::InstagramAppSecret(_)
            | Value::PageId(_)
            | Value::RedirectAddress(_)
            | Value::Landing(_) => None,
        }
    }

    /// The App secret, if one was typed.
    pub(super) fn app_secret(&self) -> Option<AppSecret> {
        match self.value(Field::AppSecret)? {
            Value::AppSecret(secret) => Some(secret.share()),
            Value::Token(_)
            | Value::AppId(_)
            | Value::InstagramToken(_)
            | Value::InstagramAppId(_)
            | Value::InstagramAppSecret(_)
            | Value::PageId(_)
            | Value::RedirectAddress(_)
            | Value::Landing(_) => None,
        }
    }

    /// The value of an open field, without what was taken off it.
    pub(super) fn tidied(&self, field: Field) -> Option<&str> {
        match self.value(field)? {
            Value::AppId(id) => Some(id.as_str()),
            Value::Token(_)
            | Value::AppSecret(_)
            | Value::InstagramToken(_)
            | Value::InstagramAppId(_)
            | Value::InstagramAppSecret(_)
            | Value::PageId(_)
            | Value::RedirectAddress(_)
            | Value::Landing(_) => None,
        }
    }

    /// What a hidden field holds, in words that give nothing away.
    pub(super) fn received(&self, field: Field) -> Option<&str> {
        self.fields.get(&field)?.shown().received.as_deref()
    }

    /// What there is to say about a field, the worst first.
    pub(super) fn message(&self, field: Field) -> Option<Message<'_>> {
        if let Some(text) = self.refusals.get(&field) {
            return Some(Message { tone: Tone::Bad, text });
        }
        let (tone, text) = self.fields.get(&field)?.shown().message.as_ref()?;
        Some(Message { tone: *tone, text })
    }
}

impl Answer {
    fn read(field: Field, text: &str) -> Self {
        let reading = paste::read(text, wanted(field));
        let received = reading.value.as_ref().and_then(|value| match value {
            Value::Token(token) if token.expose().starts_with("EAA") => Some("EAA… received".to_owned()),
            Value::Token(_) => Some("token received".to_owned()),
            Value::AppSecret(_) => Some("App secret received".to_owned()),
            Value::AppId(_)
            | Value::InstagramToken(_)
            | Value::InstagramAppId(_)
            | Value::InstagramAppSecret(_)
            | Value::PageId(_)
            | Value::RedirectAddress(_)
            | Value::Landing(_) => None,
        });
        let received = received.or_else(|| (reading.fault.is_some()).then(|| "something received".to_owned()));
        let message = match &reading.fault {
            Some(fault) if fault.is_blocking() => Some((Tone::Bad, fault.sentence())),
            Some(fault) => Some((Tone::Careful, fault.sentence())),
            None if reading.repairs.is_empty() => None,
            None => Some((Tone::Calm, repairs(&reading))),
        };
        Self {
            reading,
            said: Said { received, message },
            before: Said::default(),
            is_settled: false,
        }
    }

    /// What is said about it now.
    const fn shown(&self) -> &Said {
        if self.is_settled { &self.said } else { &self.before }
    }
}

fn repairs(reading: &Reading) -> String {
    let words: Vec<String> = reading.repairs.iter().map(paste::Repair::words).collect();
    format!("Tidied: {}", words.join(", "))
}

fn wanted(field: Field) -> Wanted {
    match field {
        Field::Token => Wanted::FacebookToken,
        Field::AppId => Wanted::AppId,
        Field::AppSecret => Wanted::AppSecret,
    }
}

fn is_same_value(left: Option<&Value>, right: Option<&Value>) -> bool {
    match (left, right) {
        (Some(Value::Token(left)), Some(Value::Token(right))) => left.is_same_as(right),
        (Some(Value::AppSecret(left)), Some(Value::AppSecret(right))) => left.is_same_as(right),
        (Some(Value::AppId(left)), Some(Value::AppId(right))) => left == right,
        (None, None) => true,
        (Some(_) | None, Some(_) | None) => false,
    }
}
