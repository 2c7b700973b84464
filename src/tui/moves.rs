//! Keys that go somewhere: on, back, to another field, up and down.

use crate::{
    journey::Field,
    wizard::{
        event::Event,
        view::{Body, ChoiceView, FormView, PageLine, PageState, Tone, View},
    },
};

use super::{
    form_desk::{Focus, FormDesk},
    interaction::{Interaction, Reaction, kind, menu_lines, send, take},
    keys::{Action, Place},
    scroll::Scroll,
};

impl Interaction {
    /// The main thing of each screen.
    pub(super) fn go_on(&mut self, view: &View<'_>) -> Reaction {
        self.body_scroll.follow_focus();
        match &view.body {
            Body::Menu(menu) => {
                let first = usize::from(menu.unfinished.is_some());
                match self.menu_at.checked_sub(first).map(|at| menu.journeys.get(at)) {
                    None => send(Event::Resume),
                    Some(Some(journey)) => send(Event::Choose(journey)),
                    Some(None) => Reaction::Nothing,
                }
            }
            Body::Kinds(kinds) => match kinds.rows.get(self.kind_at) {
                Some(row) => send(Event::SaveAs(row.kind)),
                None => Reaction::Nothing,
            },
            Body::Guide(_) => send(Event::Next),
            Body::Form(form) => match self.desk.focus() {
                Focus::Button => send(Event::Next),
                Focus::Field(field) if FormDesk::is_last(form, field) => {
                    Reaction::Send(vec![Event::Settle(field), Event::Next])
                }
                Focus::Field(field) => self.leave_field(field, form),
            },
            Body::Progress(_) => Reaction::Nothing,
            Body::Results(results) if results.rows.is_empty() => Reaction::Nothing,
            Body::Results(_) => send(Event::ShowResult(self.result_at)),
            Body::Choice(choice) => self.pick(choice),
            Body::Outcome(outcome) => match outcome.ways.first() {
                Some(way) if !outcome.is_proved() => take(Some(way)),
                _ => send(Event::Leave),
            },
            Body::Trouble(trouble) => take(trouble.trouble.ways.first()),
        }
    }

    /// Enter on a field before the last. What keeps it from being of use is said, and Tab goes past it all the same.
    fn leave_field(&mut self, field: Field, form: &FormView<'_>) -> Reaction {
        if let Some(view) = self.desk.focused(form) {
            let label = view.label;
            if !view.is_optional && self.desk.is_empty(view) {
                return self.say(&format!(
                    "{label} is still empty. Paste it here, or go past it with Tab."
                ));
            }
            if view.is_settled && view.message.is_some_and(|message| message.tone == Tone::Bad) {
                return self.say(&format!(
                    "{label} cannot be used as it is: see the note below it. Tab goes past it."
                ));
            }
        }
        self.move_focus(self.desk.next_empty(form, Some(field)))
    }

    /// Marks the selected Page, or takes its mark back; the wizard says why one cannot be marked.
    pub(super) fn mark(&mut self, view: &View<'_>) -> Reaction {
        match &view.body {
            Body::Choice(choice) if choice.takes_several => match self.selected(choice) {
                Some(page) => send(Event::Mark(page.id.clone())),
                None => Reaction::Nothing,
            },
            _ => Reaction::Nothing,
        }
    }

    fn selected<'a>(&self, choice: &ChoiceView<'a>) -> Option<&'a PageLine> {
        choice.pages.get(self.pages.index()?)
    }

    /// Chooses the marked Pages, wherever the cursor is, or else the selected one. Nobody goes on with a Page that cannot
    /// be seen: where the filter hides a marked one, all are shown first.
    pub(super) fn pick(&mut self, choice: &ChoiceView<'_>) -> Reaction {
        if let Some(marked) = choice.marked.first() {
            if self.pages.hidden(choice.marked) > 0 {
                self.pages.reveal(marked);
                return self.say(
                    "The filter was hiding a marked Page, so all Pages are shown again. Enter goes on with what is \
                     marked, Tab takes a mark back.",
                );
            }
            return send(Event::Pick(marked.clone()));
        }
        let Some(page) = self.selected(choice) else {
            return Reaction::Nothing;
        };
        match &page.state {
            // One that cannot be chosen is explained.
            PageState::Ready | PageState::Unusable(_) => send(Event::Pick(page.id.clone())),
            PageState::Asking => {
                self.say("Meta gave no token for this Page yet and is being asked why. One moment, or choose another.")
            }
        }
    }

    pub(super) fn back(&mut self, view: &View<'_>) -> Reaction {
        if kind(&view.body) == Place::Choice && self.pages.clear() {
            Reaction::Redraw
        } else if view.can_go_back {
            send(Event::Back)
        } else {
            self.say("There is nothing before this screen. Ctrl-C leaves.")
        }
    }

    /// Moves the focus to the neighbour.
    pub(super) fn step(&mut self, is_forward: bool, view: &View<'_>) -> Reaction {
        match &view.body {
            Body::Form(form) => self.move_focus(self.desk.neighbour(form, is_forward)),
            _ => Reaction::Nothing,
        }
    }

    /// Moves the focus, and settles the field it leaves.
    pub(super) fn move_focus(&mut self, to: Focus) -> Reaction {
        let from = self.desk.focus();
        self.desk.set_focus(to);
        self.body_scroll.follow_focus();
        match from {
            Focus::Field(field) => send(Event::Settle(field)),
            Focus::Button => Reaction::Redraw,
        }
    }

    /// Up and down in lists and bodies. Says whether anything moved.
    pub(super) fn travel(&mut self, action: Action, place: Place, view: &View<'_>) -> bool {
        match (&view.body, place) {
            (_, Place::Help) => scroll(&self.help_scroll, action),
            (Body::Choice(_), _) => match action {
                Action::Up => self.pages.up(1),
                Action::Down => self.pages.down(1),
                Action::PageUp => self.pages.page_up(),
                Action::PageDown => self.pages.page_down(),
                Action::First => self.pages.jump_to_start(),
                _ => self.pages.jump_to_end(),
            },
            (Body::Menu(menu), _) => travel_lines(&mut self.menu_at, menu_lines(menu), &self.body_scroll, action),
            (Body::Kinds(kinds), _) => travel_lines(&mut self.kind_at, kinds.rows.len(), &self.body_scroll, action),
            (Body::Results(results), _) => {
                travel_lines(&mut self.result_at, results.rows.len(), &self.body_scroll, action)
            }
            _ => scroll(&self.body_scroll, action),
        }
    }
}

/// Another of the ways to a token; past the last one it starts over.
pub(super) fn change_door(is_forward: bool, view: &View<'_>) -> Reaction {
    let Body::Guide(guide) = &view.body else {
        return Reaction::Nothing;
    };
    let count = guide.doors.len();
    let step = if is_forward { 1 } else { count.saturating_sub(1) };
    match guide.door.saturating_add(step).checked_rem(count) {
        Some(door) if door != guide.door => send(Event::Door(door)),
        Some(_) | None => Reaction::Nothing,
    }
}

/// Moves through `count` lines, of which the one at `at` is selected; whole pages scroll what is drawn around them.
fn travel_lines(at: &mut usize, count: usize, body: &Scroll, action: Action) -> bool {
    let last = count.saturating_sub(1);
    let has_scrolled = action == Action::First && body.jump_to_start();
    let to = match action {
        Action::Up => at.saturating_sub(1),
        Action::Down => at.saturating_add(1).min(last),
        Action::First => 0,
        Action::Last => last,
        _ => return scroll(body, action),
    };
    body.follow_focus();
    std::mem::replace(at, to) != to || has_scrolled
}

fn scroll(scroll: &Scroll, action: Action) -> bool {
    match action {
        Action::Up => scroll.up(1),
        Action::Down => scroll.down(1),
        Action::PageUp => scroll.page_up(),
        Action::PageDown => scroll.page_down(),
        Action::First => scroll.jump_to_start(),
        Action::Last => scroll.jump_to_end(),
        _ => false,
    }
}
