//! A form, one field at a time: which field is asked for now, and when the form is sent. Pure.

use std::collections::BTreeSet;

use zeroize::Zeroizing;

use crate::{
    journey::Field,
    linear::line::{Line, prose, sentence},
    wizard::{
        event::{Entry, Event},
        view::{FieldView, FormView, Look, Tone},
    },
};

/// Where the person is in a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    /// At a field.
    Field(Field),
    /// Everything was asked; what is there can be looked over and changed.
    Review,
    /// Everything was asked and is in order: it is sent as soon as nothing is waited for.
    Sending,
}

/// The walk through a form.
#[derive(Debug)]
pub(super) struct FormDesk {
    fields: Vec<Field>,
    at: At,
    /// The number of the attention that was followed last.
    attention: u64,
    /// Fields that were asked for.
    asked: BTreeSet<Field>,
    /// A field that was answered, and whose answer was not looked at yet.
    answered: Option<Field>,
    /// The person does not want to wait for what Meta says about the token.
    is_impatient: bool,
}

/// What is asked in a form.
pub(super) enum Asked<'a, 'v> {
    /// Something has to come first.
    Wait(&'static str),
    /// This field.
    Field(&'a FieldView<'v>),
    /// Whether all of it is right.
    Review,
}

impl FormDesk {
    pub(super) fn new(form: &FormView<'_>) -> Self {
        let mut desk = Self {
            fields: form.fields.iter().map(|field| field.field).collect(),
            at: At::Review,
            attention: 0,
            asked: BTreeSet::new(),
            answered: None,
            is_impatient: false,
        };
        let first = form.fields.iter().find(|field| !is_filled(field) && !field.is_optional);
        if let Some(field) = first {
            desk.at = At::Field(field.field);
        }
        desk
    }

    /// Whether this is the walk through that form.
    pub(super) fn is_of(&self, form: &FormView<'_>) -> bool {
        self.fields.iter().eq(form.fields.iter().map(|field| &field.field))
    }

    /// Goes where the form sends the person, and on from a field whose answer is of use.
    pub(super) fn follow(&mut self, form: &FormView<'_>) {
        if let Some((number, field)) = form.attention
            && number != self.attention
            && self.fields.contains(&field)
        {
            self.attention = number;
            self.at = At::Field(field);
        }
        let Some(answered) = self.answered.take() else {
            return;
        };
        let is_of_no_use = form
            .fields
            .iter()
            .find(|field| field.field == answered)
            .and_then(|field| field.message)
            .is_some_and(|message| message.tone == Tone::Bad);
        if !is_of_no_use {
            self.advance(answered, form);
        }
    }

    /// The field behind this one that is still to be asked for; else what is missing; else the form is sent, unless there
    /// is something to think over.
    fn advance(&mut self, from: Field, form: &FormView<'_>) {
        self.asked.insert(from);
        if form.saving.is_some() {
            self.at = At::Review;
            return;
        }
        let behind = form.fields.iter().skip_while(|field| field.field != from).skip(1);
        let is_open = |field: &&FieldView<'_>| !is_entered(field) && !self.asked.contains(&field.field);
        let next = behind.clone().find(is_open);
        let missing = || form.fields.iter().find(|field| form.missing.contains(&field.label));
        self.at = match next.or_else(missing) {
            Some(field) => At::Field(field.field),
            None => At::Sending,
        };
    }

    /// The event that sends the form, when it is time.
    pub(super) fn push(&mut self, form: &FormView<'_>) -> Option<Event> {
        if self.at != At::Sending || self.waits_for_look(form) {
            return None;
        }
        self.at = At::Review;
        (form.can_submit && !has_second_thoughts(form)).then_some(Event::Next)
    }

    fn waits_for_look(&self, form: &FormView<'_>) -> bool {
        let is_at_token = matches!(self.at, At::Field(field) if field.is_token());
        matches!(form.look, Look::Looking) && !self.is_impatient && !is_at_token
    }

    /// What is asked now.
    pub(super) fn asked<'a, 'v>(&self, form: &'a FormView<'v>) -> Asked<'a, 'v> {
        let is_being_made = form
            .prelude
            .as_ref()
            .is_some_and(|prelude| !prelude.steps.is_empty() && prelude.link.is_none());
        if is_being_made {
            return Asked::Wait("The address is being made.");
        }
        if form.is_sending {
            return Asked::Wait("One moment: the disk is asked.");
        }
        if self.waits_for_look(form) {
            return Asked::Wait("Enter goes on without waiting.");
        }
        match self.at {
            At::Field(at) => match form.fields.iter().find(|field| field.field == at) {
                Some(field) => Asked::Field(field),
                None => Asked::Review,
            },
            At::Review | At::Sending => Asked::Review,
        }
    }

    /// Goes to a field.
    pub(super) fn edit(&mut self, field: Field) {
        self.at = At::Field(field);
    }

    /// Does not wait any longer.
    pub(super) fn hurry(&mut self) {
        self.is_impatient = true;
    }

    /// Goes one field back; `false` at the first, from which the stage before is next.
    pub(super) fn step_back(&mut self) -> bool {
        let At::Field(at) = self.at else {
            return false;
        };
        let before = self
            .fields
            .iter()
            .position(|field| *field == at)
            .and_then(|place| place.checked_sub(1));
        match before.and_then(|place| self.fields.get(place)) {
            Some(field) => {
                self.asked.remove(&at);
                self.at = At::Field(*field);
                true
            }
            None => false,
        }
    }

    /// Takes a text for the field that is asked for.
    pub(super) fn take(
        &mut self,
        field: &FieldView<'_>,
        text: Zeroizing<String>,
        form: &FormView<'_>,
    ) -> Result<Vec<Event>, String> {
        if !text.trim().is_empty() {
            self.answered = Some(field.field);
            if field.field.is_token() {
                self.is_impatient = false;
            }
            return Ok(vec![
                Event::Answer(field.field, Entry(text)),
                Event::Settle(field.field),
            ]);
        }
        // What is only doubted can be kept: Meta decides.
        if is_refused(field, form) {
            return Err(format!(
                "{} cannot be used as it is. Type or paste another one.",
                field.label
            ));
        }
        if is_filled(field) || field.is_optional {
            self.advance(field.field, form);
            return Ok(Vec::new());
        }
        Err(format!("{} is needed here. {}", field.label, sentence(field.hint)))
    }
}

/// Whether it holds something that was typed.
const fn is_entered(field: &FieldView<'_>) -> bool {
    field.received.is_some() || field.tidied.is_some()
}

/// Whether what was typed is of no use, so that Enter does not go on with it.
fn is_refused(field: &FieldView<'_>, form: &FormView<'_>) -> bool {
    is_entered(field) && form.missing.contains(&field.label)
}

/// Whether something was found to be wrong with what is there, though another answer may be the one to change.
pub(super) fn is_found_wrong(field: &FieldView<'_>) -> bool {
    is_entered(field) && field.message.is_some_and(|message| message.tone == Tone::Bad)
}

/// Whether it holds something, typed or known.
const fn is_filled(field: &FieldView<'_>) -> bool {
    is_entered(field) || field.known.is_some()
}

/// Whether something was said about what is there that a person may want to think over first.
fn has_second_thoughts(form: &FormView<'_>) -> bool {
    let is_grave = |tone: Tone| matches!(tone, Tone::Careful | Tone::Bad);
    let seen = match &form.look {
        Look::Seen(seen) => seen.remarks.iter().any(|remark| is_grave(remark.tone)),
        Look::Nothing | Look::Looking | Look::Cannot(_) => false,
    };
    seen || form
        .fields
        .iter()
        .any(|field| field.message.is_some_and(|message| message.tone == Tone::Bad))
}

/// What is said before a field is asked for: where its value is found, its page, its sample, and how to answer.
pub(super) fn field_lines(field: &FieldView<'_>, form: &FormView<'_>) -> Vec<Line> {
    let mut lines = Vec::new();
    if !field.hint.is_empty() {
        lines.push(prose(format!("{}. {}", field.label, sentence(field.hint))));
    }
    let has_login = form.prelude.as_ref().is_some_and(|prelude| prelude.link.is_some());
    if let (Some(link), false) = (&field.link, has_login) {
        lines.push(prose(format!("{} is found here:", field.label)));
        lines.push(Line::Bare(link.url()));
    }
    if let Some(sample) = field.sample {
        lines.push(prose(format!("{}:", sample.label)));
        lines.push(Line::Bare(sample.value.to_owned()));
        lines.push(prose("Type :sample to use it."));
    }
    lines
}

/// How a field is answered; what Enter alone does, where it goes on.
pub(super) fn field_prompt(field: &FieldView<'_>, form: &FormView<'_>) -> String {
    let how = if field.is_secret {
        "Paste or type it, then Enter. It is not shown."
    } else {
        "Type or paste it, then Enter."
    };
    let held = match (field.tidied.or(field.known), field.received) {
        _ if is_refused(field, form) => String::new(),
        // What was just said to be wrong is not offered as an answer.
        _ if is_found_wrong(field) => " Enter leaves it as it is.".to_owned(),
        (Some(value), _) if !field.is_secret => format!(" Enter keeps {value}"),
        (_, Some(_)) => " Enter keeps what is filled in.".to_owned(),
        _ if field.is_optional => " Enter leaves it empty.".to_owned(),
        _ => String::new(),
    };
    format!("{}. {how}{held}", field.label)
}
