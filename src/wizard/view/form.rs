//! A form: its fields, what is said about them, and what is known of a token that was pasted.

use jiff::SignedDuration;

use crate::{
    journey::Field,
    model::{Expiry, Permission, SafeText},
    wizard::{
        effect::Link,
        view::{Sample, SavingView, Weight},
    },
};

/// What has to be done on the web before a field can be filled: a login in a browser.
#[derive(Debug)]
pub struct PreludeView<'a> {
    /// Its heading.
    pub title: &'a str,
    /// What it is about, one or two sentences.
    pub intro: &'a str,
    /// The steps, in order; none where nothing has to be done on the web, and then there is no address either.
    pub steps: &'a [String],
    /// Sentences for when something else than expected shows up.
    pub notes: &'a [String],
    /// The address where it begins; `None` until it can be made.
    pub link: Option<Link>,
    /// Whether this machine waits for the browser to come back: then nothing has to be pasted.
    pub is_listening: bool,
}

/// A form.
#[derive(Debug)]
pub struct FormView<'a> {
    /// What has to be done on the web first.
    pub prelude: Option<PreludeView<'a>>,
    /// The fields, in order.
    pub fields: Vec<FieldView<'a>>,
    /// Which field wants the person's attention, when a trouble sent them here. Skins move the focus there once, when
    /// the number beside it changes.
    pub attention: Option<(u64, Field)>,
    /// What Meta says about the token, live.
    pub look: Look<'a>,
    /// Whether Enter on the last field goes on.
    pub can_submit: bool,
    /// What still keeps it from going on, for when the person tries.
    pub missing: Vec<&'static str>,
    /// What sending it would save, where it is about that.
    pub saving: Option<SavingView>,
    /// It was sent, and the place of a file is looked at before anything comes of that: there is nothing to answer.
    pub is_sending: bool,
    /// Whether `Event::Save` can choose where the token will be saved.
    pub can_choose_place: bool,
}

/// One field of a form.
#[derive(Debug)]
pub struct FieldView<'a> {
    /// Which.
    pub field: Field,
    /// Its name.
    pub label: &'static str,
    /// Where its value is found.
    pub hint: &'static str,
    /// Whether its text is hidden.
    pub is_secret: bool,
    /// Whether the form can be sent without it.
    pub is_optional: bool,
    /// What the field holds, in words that give nothing away: "EAA… received". `None` while it is empty.
    pub received: Option<&'a str>,
    /// Whether everything has been said about what it holds: not while the person types.
    pub is_settled: bool,
    /// What an open field holds once it was tidied.
    pub tidied: Option<&'a str>,
    /// A value that was found out and stands here unless the person types another.
    pub known: Option<&'a str>,
    /// What was repaired, or what is wrong, in words.
    pub message: Option<Message<'a>>,
    /// The message for a run without a person, where it is another one.
    pub unattended: Option<&'a str>,
    /// The page where the value is found.
    pub link: Option<Link>,
    /// In the demo: the value to paste.
    pub sample: Option<Sample<'a>>,
}

/// A sentence and how serious it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Message<'a> {
    /// How serious.
    pub tone: Tone,
    /// The sentence.
    pub text: &'a str,
}

/// How serious something is. Every skin shows it as a glyph and a word beside a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Done, or as it should be.
    Good,
    /// For knowledge.
    Calm,
    /// Worth a look.
    Careful,
    /// Must be mended.
    Bad,
}

/// The live look at the pasted token.
#[derive(Debug)]
pub enum Look<'a> {
    /// No token yet.
    Nothing,
    /// Meta was asked.
    Looking,
    /// Meta could not be asked, or does not say without the App secret; a sentence. The form can still be sent.
    Cannot(&'a str),
    /// What Meta says.
    Seen(Seen<'a>),
}

/// What Meta says about the pasted token.
#[derive(Debug)]
pub struct Seen<'a> {
    /// What it is: "User token", "Page token".
    pub kind: &'a str,
    /// The app it was made for: name and number.
    pub app: Option<&'a str>,
    /// Whom it belongs to.
    pub owner: Option<&'a SafeText>,
    /// When it ends.
    pub expires: Expiry,
    /// The time left, when there is an end.
    pub left: Option<SignedDuration>,
    /// The journey's permissions, each with what became of it.
    pub ticks: Vec<PermissionTick<'a>>,
    /// Sentences about what was seen: wrong app, already long-lived, too little time left.
    pub remarks: Vec<Message<'a>>,
}

/// A permission of the journey against the token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PermissionTick<'a> {
    /// Which.
    pub permission: &'a Permission,
    /// What became of it.
    pub state: TickState,
    /// How much the journey depends on it.
    pub weight: Weight,
}

/// What became of a permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TickState {
    /// On the token.
    Granted,
    /// Never asked for, or not given.
    Missing,
    /// The person said no.
    Declined,
    /// Unused for 90 days.
    Lapsed,
}
