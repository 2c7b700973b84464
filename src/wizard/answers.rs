//! What the person has typed or pasted, field by field, and what was made of it. Back never empties it.

use std::collections::BTreeMap;

use zeroize::Zeroizing;

use crate::{
    journey::Field,
    model::{
        AppId, AppSecret, InstagramAppId, InstagramAppSecret, InstagramToken, PageId, PastedToken, RedirectAddress,
        Secret, kind,
    },
    paste::{self, Landing, LandingEnd, Reading, Value, Wanted},
};

use super::{
    event::Entry,
    trouble::Trouble,
    view::{Message, Tone},
};

/// The form's content.
#[derive(Debug, Default)]
pub(super) struct Answers {
    fields: BTreeMap<Field, Answer>,
    /// What Meta said about a field's value, until the value changes.
    refusals: BTreeMap<Field, Words>,
}

/// Whether a text is a whole value of a field by itself, with nothing to repair.
pub fn is_whole(field: Field, text: &str) -> bool {
    let reading = paste::read(text, wanted(field));
    reading.value.is_some() && reading.repairs.is_empty()
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

/// A sentence, and the same for a run without a person where that is another one.
#[derive(Debug, Default, Clone)]
struct Words {
    /// At a screen.
    words: String,
    /// Where nobody is at one.
    unattended: Option<String>,
}

/// What is said about a field.
#[derive(Debug, Default, Clone)]
struct Said {
    /// What it holds, in words that give nothing away.
    received: Option<String>,
    /// What was repaired, or what is wrong.
    message: Option<(Tone, Words)>,
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
        // Of an empty field there is nothing to say, and nothing that was said of it before holds.
        answer.is_settled = entry.0.is_empty();
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
        let why = Words {
            words: why,
            unattended: None,
        };
        self.refusals.insert(field, why);
    }

    /// Remembers that a field's value is no good, in a sentence, and in another one for a run without a person.
    pub(super) fn refuse_apart(&mut self, field: Field, why: &str, unattended: &str) {
        let why = Words {
            words: why.to_owned(),
            unattended: Some(unattended.to_owned()),
        };
        self.refusals.insert(field, why);
    }

    /// Remembers that Meta refused a field's value, in the words of a trouble.
    pub(super) fn refuse_for(&mut self, field: Field, trouble: &Trouble) {
        let words = |remedy: &str| format!("{}. {remedy}", trouble.headline.trim_end_matches('.'));
        let why = Words {
            words: words(&trouble.remedy),
            unattended: Some(words(&trouble.unattended)),
        };
        self.refusals.insert(field, why);
    }

    /// Whether Meta refused what a field holds.
    pub(super) fn is_refused(&self, field: Field) -> bool {
        self.refusals.contains_key(&field)
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
            .map(|(_, words)| words.words.as_str())
    }

    fn value(&self, field: Field) -> Option<&Value> {
        self.fields.get(&field)?.reading.value.as_ref()
    }

    /// The Facebook token in a field, if one can be used.
    pub(super) fn token(&self, field: Field) -> Option<PastedToken> {
        match self.value(field)? {
            Value::Token(token) => Some(token.share()),
            _ => None,
        }
    }

    /// The Instagram token in a field, if one can be used.
    pub(super) fn instagram_token(&self, field: Field) -> Option<InstagramToken> {
        match self.value(field)? {
            Value::InstagramToken(token) => Some(token.share()),
            _ => None,
        }
    }

    /// The App ID, if one was typed.
    pub(super) fn app_id(&self) -> Option<AppId> {
        match self.value(Field::AppId)? {
            Value::AppId(id) => Some(id.clone()),
            _ => None,
        }
    }

    /// The App secret, if one was typed.
    pub(super) fn app_secret(&self) -> Option<AppSecret> {
        match self.value(Field::AppSecret)? {
            Value::AppSecret(secret) => Some(secret.share()),
            _ => None,
        }
    }

    /// The Instagram App ID, if one was typed.
    pub(super) fn instagram_app_id(&self) -> Option<InstagramAppId> {
        match self.value(Field::InstagramAppId)? {
            Value::InstagramAppId(id) => Some(id.clone()),
            _ => None,
        }
    }

    /// The Instagram App secret, if one was typed.
    pub(super) fn instagram_app_secret(&self) -> Option<InstagramAppSecret> {
        match self.value(Field::InstagramAppSecret)? {
            Value::InstagramAppSecret(secret) => Some(secret.share()),
            _ => None,
        }
    }

    /// The redirect address in a field, if one was typed.
    pub(super) fn redirect(&self, field: Field) -> Option<RedirectAddress> {
        match self.value(field)? {
            Value::RedirectAddress(address) => Some(address.clone()),
            _ => None,
        }
    }

    /// Where a login ended, if its address was pasted.
    pub(super) fn landing(&self, field: Field) -> Option<&Landing> {
        match self.value(field)? {
            Value::Landing(landing) => Some(landing),
            _ => None,
        }
    }

    /// The Page ID, if one was typed.
    pub(super) fn page_id(&self) -> Option<PageId> {
        match self.value(Field::PageId)? {
            Value::PageId(id) => Some(id.clone()),
            _ => None,
        }
    }

    /// Forgets what is in a field: it was of use once.
    pub(super) fn empty(&mut self, field: Field) {
        self.fields.remove(&field);
        self.refusals.remove(&field);
    }

    /// Takes a token from one field to another, when it is one for that field. Says whether it is.
    pub(super) fn carry_token(&mut self, from: Field, to: Field) -> bool {
        let Some(token) = self.token(from) else {
            return false;
        };
        self.fill(to, &Entry(Zeroizing::new(token.expose().to_owned())));
        self.settle(to);
        self.token(to).is_some()
    }

    /// Puts an Instagram token into a field, when it is one for that field. Says whether it is.
    pub(super) fn bring_instagram_token(&mut self, token: &InstagramToken, to: Field) -> bool {
        let is_for_it = matches!(to, Field::AnyToken | Field::InstagramToken | Field::InstagramHourToken);
        if is_for_it {
            self.fill(to, &Entry(Zeroizing::new(token.expose().to_owned())));
            self.settle(to);
        }
        is_for_it
    }

    /// The value of an open field, without what was taken off it.
    pub(super) fn tidied(&self, field: Field) -> Option<&str> {
        match self.value(field)? {
            Value::AppId(id) => Some(id.as_str()),
            Value::InstagramAppId(id) => Some(id.as_str()),
            Value::PageId(id) => Some(id.as_str()),
            Value::RedirectAddress(address) => Some(address.as_str()),
            Value::Token(_)
            | Value::AppSecret(_)
            | Value::InstagramToken(_)
            | Value::InstagramAppSecret(_)
            | Value::Landing(_)
            | Value::Copy(_) => None,
            Value::Text(text) => Some(text),
        }
    }

    /// The text of a free field, if there is one.
    pub(super) fn text(&self, field: Field) -> Option<&str> {
        match self.value(field)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// What arrived of a copy.
    pub(super) fn copy(&self) -> Option<&Secret<kind::Sent>> {
        match self.value(Field::CopyCheck)? {
            Value::Copy(copy) => Some(copy),
            _ => None,
        }
    }

    /// What a hidden field holds, in words that give nothing away.
    pub(super) fn received(&self, field: Field) -> Option<&str> {
        self.fields.get(&field)?.shown().received.as_deref()
    }

    /// What there is to say about a field, the worst first.
    pub(super) fn message(&self, field: Field) -> Option<Message<'_>> {
        let (tone, words) = self.said_of(field)?;
        Some(Message {
            tone,
            text: &words.words,
        })
    }

    /// The same for a run without a person.
    pub(super) fn unattended(&self, field: Field) -> Option<&str> {
        let (_, words) = self.said_of(field)?;
        words.unattended.as_deref()
    }

    fn said_of(&self, field: Field) -> Option<(Tone, &Words)> {
        if let Some(words) = self.refusals.get(&field) {
            return Some((Tone::Bad, words));
        }
        let (tone, words) = self.fields.get(&field)?.shown().message.as_ref()?;
        Some((*tone, words))
    }
}

impl Words {
    fn of(fault: paste::Fault) -> Self {
        Self {
            words: fault.sentence(),
            unattended: Some(fault.unattended()),
        }
    }
}

impl Answer {
    fn read(field: Field, text: &str) -> Self {
        let reading = paste::read(text, wanted(field));
        let received = reading.value.as_ref().and_then(|value| match value {
            Value::Token(token) if token.expose().starts_with("EAA") => Some("EAA… received".to_owned()),
            Value::InstagramToken(_) => Some("IGAA… received".to_owned()),
            Value::Token(_) => Some("token received".to_owned()),
            Value::AppSecret(_) => Some("App secret received".to_owned()),
            Value::InstagramAppSecret(_) => Some("Instagram secret received".to_owned()),
            Value::Landing(Landing {
                end: LandingEnd::Code(_),
                ..
            }) => Some("login code received".to_owned()),
            Value::Landing(_) => Some("address received".to_owned()),
            Value::Copy(_) => Some("something received".to_owned()),
            Value::AppId(_)
            | Value::InstagramAppId(_)
            | Value::PageId(_)
            | Value::RedirectAddress(_)
            | Value::Text(_) => None,
        });
        let received = received.or_else(|| (reading.fault.is_some()).then(|| "something received".to_owned()));
        let message = match &reading.fault {
            Some(fault) if fault.is_blocking() => Some((Tone::Bad, Words::of(*fault))),
            Some(fault) => Some((Tone::Careful, Words::of(*fault))),
            None if reading.repairs.is_empty() => None,
            None => Some((
                Tone::Calm,
                Words {
                    words: repairs(&reading),
                    unattended: None,
                },
            )),
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

const fn wanted(field: Field) -> Wanted {
    match field {
        Field::Token => Wanted::FacebookToken,
        Field::AnyToken => Wanted::AnyToken,
        Field::AppId => Wanted::AppId,
        Field::AppSecret => Wanted::AppSecret,
        Field::FacebookRedirect | Field::InstagramRedirect => Wanted::RedirectAddress,
        Field::FacebookLanding => Wanted::FacebookLanding,
        Field::InstagramAppId => Wanted::InstagramAppId,
        Field::InstagramAppSecret => Wanted::InstagramAppSecret,
        Field::InstagramLanding => Wanted::InstagramLanding,
        Field::InstagramToken | Field::InstagramHourToken => Wanted::InstagramToken,
        Field::PageId => Wanted::PageId,
        Field::SavePath => Wanted::Path,
        Field::NameOf(_) | Field::SaveMode | Field::SaveGroup => Wanted::Word,
        Field::CopyCheck => Wanted::Copy,
    }
}

/// Whether both are the same. Where a login ended is taken for another place each time: it is used once.
fn is_same_value(left: Option<&Value>, right: Option<&Value>) -> bool {
    match (left, right) {
        (Some(Value::Token(left)), Some(Value::Token(right))) => left.is_same_as(right),
        (Some(Value::AppSecret(left)), Some(Value::AppSecret(right))) => left.is_same_as(right),
        (Some(Value::InstagramToken(left)), Some(Value::InstagramToken(right))) => left.is_same_as(right),
        (Some(Value::InstagramAppSecret(left)), Some(Value::InstagramAppSecret(right))) => left.is_same_as(right),
        (Some(Value::AppId(left)), Some(Value::AppId(right))) => left == right,
        (Some(Value::InstagramAppId(left)), Some(Value::InstagramAppId(right))) => left == right,
        (Some(Value::PageId(left)), Some(Value::PageId(right))) => left == right,
        (Some(Value::RedirectAddress(left)), Some(Value::RedirectAddress(right))) => left == right,
        (Some(Value::Text(left)), Some(Value::Text(right))) => left == right,
        (Some(Value::Copy(left)), Some(Value::Copy(right))) => left.is_same_as(right),
        (None, None) => true,
        (Some(_) | None, Some(_) | None) => false,
    }
}
