//! A form under the fingers: what was typed into each field, and which of them has the focus.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    journey::Field,
    wizard::{
        is_whole,
        view::{FieldView, FormView, Tone},
    },
};

use super::edit_buffer::EditBuffer;

/// What has the focus on a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Focus {
    /// A field.
    Field(Field),
    /// The button that goes on.
    Button,
}

/// The texts and the focus.
#[derive(Debug)]
pub(crate) struct FormDesk {
    typed: BTreeMap<Field, EditBuffer>,
    focus: Focus,
    attention: Option<u64>,
    /// The fields whose value was found out by now.
    known: Vec<Field>,
    /// The fields in which something was typed since the person came here: whoever empties one is not done with it.
    touched: BTreeSet<Field>,
    /// The field that took the last paste, until it is known what came of it.
    pasted: Option<Field>,
    /// Whether the focus goes on from there by itself: it was a sample, put in by a key.
    goes_on: bool,
}

impl FormDesk {
    pub(crate) fn new() -> Self {
        Self {
            typed: BTreeMap::new(),
            focus: Focus::Button,
            attention: None,
            known: Vec::new(),
            touched: BTreeSet::new(),
            pasted: None,
            goes_on: false,
        }
    }

    /// The person has come to this form: texts that the wizard has dropped go, and the first empty field gets the focus.
    pub(crate) fn enter(&mut self, form: &FormView<'_>) {
        for field in &form.fields {
            let typed = self.typed.entry(field.field).or_default();
            // An open text stays as it was typed; only a hidden one may have been wiped and forgotten meanwhile.
            if field.is_secret && field.received.is_none() {
                typed.clear();
            }
        }
        self.focus = self.next_empty(form, None);
        self.pasted = None;
        self.touched.clear();
        // Numbers of attention begin anew on each form.
        self.attention = None;
    }

    /// Moves the focus where the wizard wants it, once for each time it asks. Says whether it moved.
    pub(crate) fn follow(&mut self, form: &FormView<'_>) -> bool {
        let before = self.focus;
        if let Focus::Field(field) = self.focus
            && !form.fields.iter().any(|view| view.field == field)
        {
            self.focus = self.next_empty(form, None);
        }
        self.tidy_after_paste(form);
        self.pass_over_found_out(form);
        if let Some((number, field)) = form.attention
            && self.attention != Some(number)
        {
            self.attention = Some(number);
            self.focus = Focus::Field(field);
        }
        self.focus != before
    }

    /// A paste was taken by this field, and it keeps the focus: whoever presses Enter next means to leave this field and
    /// no other.
    pub(crate) fn took_paste(&mut self, field: Field) {
        self.pasted = Some(field);
        self.goes_on = false;
        self.focus = Focus::Field(field);
    }

    /// A key put the sample into this field: the same key puts the next one into the next.
    pub(crate) fn took_sample(&mut self, field: Field) {
        self.took_paste(field);
        self.goes_on = true;
    }

    /// Shows what was pasted as it was tidied. After a sample with which nothing is wrong the focus goes on.
    fn tidy_after_paste(&mut self, form: &FormView<'_>) {
        let Some(view) = form.fields.iter().find(|view| Some(view.field) == self.pasted) else {
            return;
        };
        if !view.is_settled {
            return;
        }
        self.pasted = None;
        if let Some(tidied) = view.tidied {
            self.typed.entry(view.field).or_default().replace(tidied);
        }
        let is_wrong = view.message.is_some_and(|message| message.tone == Tone::Bad);
        if self.goes_on && !is_wrong && self.focus == Focus::Field(view.field) {
            self.focus = self.next_empty(form, Some(view.field));
        }
    }

    /// Leaves a field that nobody has begun to fill when its value has just been found out.
    fn pass_over_found_out(&mut self, form: &FormView<'_>) {
        let known: Vec<Field> = form
            .fields
            .iter()
            .filter(|view| view.known.is_some())
            .map(|view| view.field)
            .collect();
        let typed = form.fields.iter().map(|view| view.field);
        let typed = typed.filter(|field| self.typed(*field).is_some_and(|typed| !typed.is_empty()));
        let typed: Vec<Field> = typed.collect();
        self.touched.extend(typed);
        if let Focus::Field(field) = self.focus
            && known.contains(&field)
            && !self.known.contains(&field)
            && !self.touched.contains(&field)
            && self.typed(field).is_none_or(EditBuffer::is_empty)
        {
            self.focus = self.next_empty(form, Some(field));
        }
        self.known = known;
    }

    /// Wipes hidden texts: the wizard holds what is still needed of them.
    pub(crate) fn wipe_secrets(&mut self) {
        for (field, typed) in &mut self.typed {
            if field.is_secret() {
                typed.clear();
            }
        }
    }

    pub(crate) fn focus(&self) -> Focus {
        self.focus
    }

    pub(crate) fn set_focus(&mut self, focus: Focus) {
        self.focus = focus;
    }

    /// Puts a value that was found out into its empty field, so that it can be edited.
    pub(crate) fn take_up_known(&mut self, form: &FormView<'_>) {
        if let Focus::Field(field) = self.focus
            && let Some(known) = form
                .fields
                .iter()
                .find(|view| view.field == field)
                .and_then(|view| view.known)
            && self.typed(field).is_none_or(EditBuffer::is_empty)
        {
            self.typed_mut(field).replace(known);
        }
    }

    pub(crate) fn typed(&self, field: Field) -> Option<&EditBuffer> {
        self.typed.get(&field)
    }

    pub(crate) fn typed_mut(&mut self, field: Field) -> &mut EditBuffer {
        self.typed.entry(field).or_default()
    }

    /// The field with the focus, as the wizard shows it.
    pub(crate) fn focused<'f, 'v>(&self, form: &'f FormView<'v>) -> Option<&'f FieldView<'v>> {
        match self.focus {
            Focus::Field(field) => form.fields.iter().find(|view| view.field == field),
            Focus::Button => None,
        }
    }

    /// Whether a field is the last of the form.
    pub(crate) fn is_last(form: &FormView<'_>, field: Field) -> bool {
        form.fields.last().is_some_and(|view| view.field == field)
    }

    /// Where the focus goes after a field is done: to the next one that is needed, empty and not known, starting over at
    /// the top, else to the button.
    pub(crate) fn next_empty(&self, form: &FormView<'_>, after: Option<Field>) -> Focus {
        let place = form.fields.iter().position(|view| Some(view.field) == after);
        let start = place.map_or(0, |place| place.saturating_add(1));
        let later = form.fields.iter().skip(start);
        let earlier = form.fields.iter().take(place.unwrap_or(0));
        later
            .chain(earlier)
            .find(|view| !view.is_optional && self.is_empty(view))
            .map_or(Focus::Button, |view| Focus::Field(view.field))
    }

    /// The field for a paste while the button has the focus: the first that is needed and empty, else the first that is
    /// empty at all.
    pub(crate) fn first_room(&self, form: &FormView<'_>) -> Option<Field> {
        // Where every field has its value already, a paste is meant for one of them and for no other.
        if form.saving.is_some() {
            return None;
        }
        let empty = || form.fields.iter().filter(|view| self.is_empty(view));
        let needed = empty().find(|view| !view.is_optional);
        needed.or_else(|| empty().next()).map(|view| view.field)
    }

    /// The neighbour of what has the focus; past the end it starts over.
    pub(crate) fn neighbour(&self, form: &FormView<'_>, is_forward: bool) -> Focus {
        let mut stops: Vec<_> = form.fields.iter().map(|view| Focus::Field(view.field)).collect();
        stops.push(Focus::Button);
        if !is_forward {
            stops.reverse();
        }
        let mut round = stops.iter().cycle().skip_while(|stop| **stop != self.focus).skip(1);
        // The focus is always one of the stops; were it not, the first stop would do.
        if stops.contains(&self.focus) {
            round.next().copied().unwrap_or(Focus::Button)
        } else {
            stops.first().copied().unwrap_or(Focus::Button)
        }
    }

    /// Where a further line of an unmarked paste belongs: to the first field behind this one that is empty and that it
    /// fills.
    pub(crate) fn place_of_line(&self, form: &FormView<'_>, after: Field, line: &str) -> Option<Field> {
        let later = form.fields.iter().skip_while(|view| view.field != after).skip(1);
        later
            .filter(|view| self.typed(view.field).is_none_or(EditBuffer::is_empty))
            .map(|view| view.field)
            .find(|field| is_whole(*field, line))
    }

    /// Whether nothing is in a field, and nothing is known of it.
    pub(crate) fn is_empty(&self, view: &FieldView<'_>) -> bool {
        let is_typed = self.typed(view.field).is_some_and(|typed| !typed.is_empty());
        !is_typed && view.received.is_none() && view.known.is_none()
    }
}
