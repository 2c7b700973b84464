//! Keys and pastes that are text.

use zeroize::Zeroizing;

use crate::{
    journey::Field,
    wizard::{
        event::{Entry, Event},
        is_whole,
        view::{Body, FormView, View},
    },
};

use super::{
    edit_buffer::{EditBuffer, Fit},
    form_desk::{Focus, FormDesk},
    interaction::{Interaction, Reaction, kind, redraw_if, send},
    keys::{Action, Place},
};

impl Interaction {
    /// The text with the focus. A hidden text is only typed at its end: its cursor could not be seen.
    pub(super) fn focused_text(&mut self, view: &View<'_>) -> Option<(Focus, bool, &mut EditBuffer)> {
        match (&view.body, self.desk.focus()) {
            (Body::Form(_), focus @ Focus::Field(field)) => {
                Some((focus, field.is_secret(), self.desk.typed_mut(field)))
            }
            _ => None,
        }
    }

    pub(super) fn move_in_text(&mut self, action: Action, view: &View<'_>) -> bool {
        if let Body::Form(form) = &view.body {
            self.desk.take_up_known(form);
        }
        match self.focused_text(view) {
            Some((_, false, text)) => match action {
                Action::Left => text.left(),
                Action::Right => text.right(),
                Action::TextStart => text.jump_to_start(),
                _ => text.jump_to_end(),
            },
            _ => false,
        }
    }

    pub(super) fn take_out(&mut self, action: Action, view: &View<'_>) -> Reaction {
        if kind(&view.body) == Place::Choice {
            return redraw_if(match action {
                Action::Clear => self.pages.clear(),
                _ => self.pages.backspace(),
            });
        }
        if let (Body::Form(form), Action::Backspace | Action::Delete) = (&view.body, action) {
            self.desk.take_up_known(form);
        }
        let (Body::Form(form), Some((Focus::Field(field), _, text))) = (&view.body, self.focused_text(view)) else {
            return Reaction::Nothing;
        };
        let was_held = form
            .fields
            .iter()
            .any(|shown| shown.field == field && shown.received.is_some());
        let changed = match action {
            Action::Backspace => text.backspace(),
            Action::Delete => text.delete(),
            _ => {
                let had_text = !text.is_empty();
                text.clear();
                had_text
            }
        };
        // The wizard can hold a text that is no longer here: taking out then empties the field.
        if changed || (text.is_empty() && was_held) {
            send(Event::Answer(field, Entry(text.copy())))
        } else {
            Reaction::Nothing
        }
    }

    pub(super) fn type_in(&mut self, character: char, view: &View<'_>) -> Reaction {
        let mut bytes = [0; 4];
        let typed = character.encode_utf8(&mut bytes);
        if kind(&view.body) == Place::Choice {
            let fit = self.pages.type_in(typed);
            return self.told(fit);
        }
        let Some((Focus::Field(field), _, text)) = self.focused_text(view) else {
            return Reaction::Nothing;
        };
        let fit = text.insert(typed);
        let entry = Entry(text.copy());
        self.body_scroll.follow_focus();
        match fit {
            Fit::Whole => send(Event::Answer(field, entry)),
            Fit::Cut => self.told(fit),
        }
    }

    pub(super) fn paste_sample(&mut self, view: &View<'_>) -> Reaction {
        let Body::Form(form) = &view.body else {
            return Reaction::Nothing;
        };
        match self.desk.focused(form).and_then(|field| field.sample) {
            Some(sample) => {
                let reaction = self.paste_into_field(sample.value, form);
                if let Focus::Field(field) = self.desk.focus() {
                    self.desk.took_sample(field);
                }
                reaction
            }
            None => Reaction::Nothing,
        }
    }

    /// The rest of an unmarked paste goes behind what is there. A line end leaves a field that now holds a whole value,
    /// where nothing follows it or another field's value does; nothing is ever sent by one.
    pub(super) fn add_to_field(&mut self, text: &str, form: &FormView<'_>) -> Reaction {
        let mut events = Vec::new();
        let mut rest = text;
        while let Focus::Field(field) = self.desk.focus() {
            let typed = self.desk.typed_mut(field);
            let _ = typed.jump_to_end();
            let before = typed.copy();
            let line_end = ended_line(field, &before, rest, form, &self.desk);
            let (line, next, later) = match line_end {
                Some((line, next, later)) => (line, Some(next), later),
                None if rest.trim().is_empty() => break,
                None => (rest, None, ""),
            };
            let typed = self.desk.typed_mut(field);
            let fit = typed.insert(line);
            let entry = Entry(typed.copy());
            self.desk.took_paste(field);
            self.told(fit);
            events.extend([Event::Answer(field, entry), Event::Settle(field)]);
            if let Some(next) = next {
                self.desk
                    .set_focus(next.map_or_else(|| self.desk.next_empty(form, Some(field)), Focus::Field));
            }
            rest = later;
            if rest.trim().is_empty() {
                break;
            }
        }
        self.body_scroll.follow_focus();
        if events.is_empty() {
            Reaction::Redraw
        } else {
            Reaction::Send(events)
        }
    }

    /// A paste takes the place of what the field held: a field holds one value, and it comes whole.
    pub(super) fn paste_into_field(&mut self, text: &str, form: &FormView<'_>) -> Reaction {
        let target = match self.desk.focus() {
            Focus::Button => self.desk.first_room(form),
            Focus::Field(field) => Some(field),
        };
        let Some(field) = target else {
            return self.say("Every field is filled. Go to the one to replace with Tab, then paste.");
        };
        let typed = self.desk.typed_mut(field);
        let fit = typed.replace(text);
        let entry = Entry(typed.copy());
        self.desk.took_paste(field);
        self.body_scroll.follow_focus();
        self.told(fit);
        Reaction::Send(vec![Event::Answer(field, entry), Event::Settle(field)])
    }

    /// Says so when a text did not fit.
    pub(super) fn told(&mut self, fit: Fit) -> Reaction {
        match fit {
            Fit::Whole => Reaction::Redraw,
            Fit::Cut => self.say("That is more than a field holds: what came after 65,536 characters was left out."),
        }
    }
}

/// The line of an unmarked paste with which a field is done, the field of the next line if there is one, and what follows.
fn ended_line<'t>(
    field: Field,
    before: &str,
    text: &'t str,
    form: &FormView<'_>,
    desk: &FormDesk,
) -> Option<(&'t str, Option<Field>, &'t str)> {
    let (line, later) = text.split_once('\n')?;
    let whole = Zeroizing::new([before, line].concat());
    if !is_whole(field, whole.trim()) {
        return None;
    }
    if later.trim().is_empty() {
        return Some((line, None, later));
    }
    let next_line = later.trim_start().split('\n').next().unwrap_or_default();
    let next = desk.place_of_line(form, field, next_line.trim())?;
    Some((line, Some(next), later.trim_start()))
}
