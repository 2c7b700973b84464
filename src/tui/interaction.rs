//! The person's side of the full screen: what is typed, focused, scrolled and open, and what keys and pastes mean.
//!
//! Nothing of it is the wizard's. A key becomes [`Event`]s, or changes only what is shown.

use std::cell::Cell;

use crossterm::event::KeyEvent;
use ratatui::Frame;
use zeroize::Zeroizing;

use crate::wizard::{
    event::Event,
    trouble::Way,
    view::{Body, MenuView, Notice, Tone, View},
};

use super::{
    form_desk::{Focus, FormDesk},
    keys::Place,
    look::Look,
    offers::{self, Situation},
    page_cursor::PageCursor,
    screen,
    scroll::Scroll,
    widget::Offer,
};

/// The state of the full screen that the wizard does not know.
#[derive(Debug)]
pub struct Interaction {
    pub(crate) look: Look,
    /// Whether a browser that is started on this machine would not be seen.
    lacks_browser: bool,
    pub(crate) desk: FormDesk,
    pub(crate) pages: PageCursor,
    pub(crate) menu_at: usize,
    menu_lines: usize,
    /// The selected kind of file.
    pub(crate) kind_at: usize,
    /// The selected line of the results. It stays while one of them is looked at.
    pub(crate) result_at: usize,
    pub(crate) body_scroll: Scroll,
    pub(crate) help_scroll: Scroll,
    pub(crate) is_help_open: bool,
    pub(crate) message: Option<Notice>,
    stage: Option<Stage>,
    pub(crate) is_too_small: Cell<bool>,
}

/// What the loop does after a key or a paste.
#[derive(Debug)]
pub enum Reaction {
    /// Nothing.
    Nothing,
    /// Draw: something that only the screen knows has changed.
    Redraw,
    /// Hand these to the wizard in this order, then draw.
    Send(Vec<Event>),
    /// Stop the process, as Ctrl-Z does.
    Suspend,
    /// Draw every cell again.
    Repaint,
}

/// Which screen this is, to notice that it has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stage {
    kind: Place,
    journey: Option<&'static str>,
    at: usize,
    /// The door of a guide.
    door: Option<usize>,
    /// The name of a trouble.
    trouble: Option<String>,
    /// Whether a form is about saving.
    is_saving: bool,
}

impl Stage {
    fn of(view: &View<'_>) -> Self {
        let (door, trouble) = match &view.body {
            Body::Guide(guide) => (Some(guide.door), None),
            Body::Trouble(trouble) => (None, Some(trouble.trouble.id.clone())),
            Body::Menu(_)
            | Body::Form(_)
            | Body::Progress(_)
            | Body::Choice(_)
            | Body::Kinds(_)
            | Body::Results(_)
            | Body::Outcome(_) => (None, None),
        };
        Self {
            kind: kind(&view.body),
            journey: view.rail.as_ref().map(|rail| rail.title),
            at: view.rail.as_ref().map_or(0, |rail| rail.at),
            door,
            trouble,
            is_saving: matches!(&view.body, Body::Form(form) if form.saving.is_some()),
        }
    }
}

impl Interaction {
    /// Nothing typed yet.
    pub fn new(look: Look) -> Self {
        Self {
            look,
            lacks_browser: false,
            desk: FormDesk::new(),
            pages: PageCursor::new(),
            menu_at: 0,
            menu_lines: 0,
            kind_at: 0,
            result_at: 0,
            body_scroll: Scroll::default(),
            help_scroll: Scroll::default(),
            is_help_open: false,
            message: None,
            stage: None,
            is_too_small: Cell::new(false),
        }
    }

    /// The same where a browser that is started on this machine would not be seen: it offers none.
    #[must_use]
    pub fn without_browser(self) -> Self {
        Self {
            lacks_browser: true,
            ..self
        }
    }

    /// Takes in what has changed in the view. Called after every update; doing it twice changes nothing.
    pub fn follow(&mut self, view: &View<'_>) {
        let stage = Stage::of(view);
        let is_new = self.stage.as_ref() != Some(&stage);
        let before = if is_new { self.stage.replace(stage) } else { None };
        if is_new {
            self.body_scroll.reset();
            self.message = None;
        }
        match &view.body {
            Body::Menu(menu) => {
                let lines = menu_lines(menu);
                // What was broken off comes in above what is selected, and is what most people are here for.
                if is_new || std::mem::replace(&mut self.menu_lines, lines) != lines {
                    self.menu_at = if menu.unfinished.is_some() { 0 } else { self.menu_at };
                }
                self.menu_lines = lines;
                self.menu_at = self.menu_at.min(lines.saturating_sub(1));
            }
            Body::Kinds(kinds) => {
                if is_new {
                    self.kind_at = kinds.at;
                }
                self.kind_at = self.kind_at.min(kinds.rows.len().saturating_sub(1));
            }
            Body::Form(form) => {
                if is_new {
                    self.desk.enter(form);
                    let has_steps = form.prelude.as_ref().is_some_and(|prelude| !prelude.steps.is_empty());
                    if has_steps && form.attention.is_none() {
                        // What is to be done before the field can be filled is read first.
                        self.body_scroll.ignore_focus();
                    }
                }
                if self.desk.follow(form) {
                    self.body_scroll.follow_focus();
                }
            }
            Body::Choice(choice) => {
                if is_new {
                    self.pages.clear();
                }
                self.pages.follow(choice);
            }
            Body::Results(results) => {
                if is_new {
                    self.desk.wipe_secrets();
                    // Whoever comes back from one of them finds it selected.
                    if before.is_none_or(|before| before.kind != Place::Outcome) {
                        self.result_at = 0;
                    }
                }
                self.result_at = self.result_at.min(results.rows.len().saturating_sub(1));
            }
            Body::Outcome(_) if is_new => self.desk.wipe_secrets(),
            Body::Guide(_) | Body::Progress(_) | Body::Outcome(_) | Body::Trouble(_) => {}
        }
    }

    /// A key.
    pub fn press(&mut self, key: KeyEvent, view: &View<'_>) -> Reaction {
        self.follow(view);
        let had_message = self.message.take().is_some();
        match self.answer(&key, view) {
            Reaction::Nothing if had_message => Reaction::Redraw,
            reaction => reaction,
        }
    }

    /// A paste: into the focused field or the filter. It never goes on by itself.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "a paste is given away, so that it is wiped as soon as it has been taken in"
    )]
    pub fn paste(&mut self, text: Zeroizing<String>, view: &View<'_>) -> Reaction {
        self.follow(view);
        self.message = None;
        if text.is_empty() {
            return Reaction::Nothing;
        }
        if self.is_too_small.get() {
            return self.say("The window was too small to show a paste, so it was not taken. Please paste again.");
        }
        match (self.place(view), &view.body) {
            (Place::Field | Place::Button, Body::Form(form)) => self.paste_into_field(&text, form),
            (Place::Choice, Body::Choice(_)) => {
                let line: Zeroizing<String> = Zeroizing::new(text.chars().filter(|c| !c.is_control()).collect());
                let fit = self.pages.type_in(&line);
                self.told(fit)
            }
            (Place::Guide, _) => {
                self.say("Press Enter first: the next screen takes what you found. Then paste it there.")
            }
            _ => Reaction::Nothing,
        }
    }

    /// A paste that the terminal did not mark: it goes on from what is in the field, because its first character came
    /// as a key.
    pub fn burst(&mut self, text: Zeroizing<String>, view: &View<'_>) -> Reaction {
        self.follow(view);
        let (Body::Form(form), Place::Field) = (&view.body, self.place(view)) else {
            return self.paste(text, view);
        };
        self.message = None;
        self.add_to_field(&text, form)
    }

    /// Draws everything, and puts the terminal's cursor into the field or onto the selected line.
    pub fn draw(&self, frame: &mut Frame<'_>, view: &View<'_>) {
        screen::draw(self, frame, view);
    }

    /// Whether a printable key would be text now.
    pub fn takes_text(&self, view: &View<'_>) -> bool {
        matches!(self.place(view), Place::Field | Place::Choice)
    }

    /// Where keys go.
    pub(crate) fn place(&self, view: &View<'_>) -> Place {
        if view.question.is_some() {
            Place::Question
        } else if self.is_help_open {
            Place::Help
        } else {
            self.place_below(view)
        }
    }

    /// Where keys go once the help is closed.
    pub(crate) fn place_below(&self, view: &View<'_>) -> Place {
        match (kind(&view.body), self.desk.focus()) {
            (Place::Field, Focus::Button) => Place::Button,
            (kind, _) => kind,
        }
    }

    /// The keys that do something in a place, most important first.
    pub(crate) fn offers(&self, place: Place, view: &View<'_>) -> Vec<Offer> {
        let situation = Situation {
            place,
            lacks_browser: self.lacks_browser,
            desk: &self.desk,
            has_filter: !self.pages.filter().is_empty(),
            has_choice: self.pages.index().is_some(),
            hides_marks: match &view.body {
                Body::Choice(choice) => self.pages.hidden(choice.marked) > 0,
                _ => false,
            },
        };
        offers::offers(situation, view)
    }

    pub(super) fn say(&mut self, words: &str) -> Reaction {
        self.message = Some(Notice::new(Tone::Calm, words));
        Reaction::Redraw
    }
}

/// How many lines the menu has.
pub(crate) fn menu_lines(menu: &MenuView) -> usize {
    menu.journeys
        .len()
        .saturating_add(usize::from(menu.unfinished.is_some()))
}

/// The kind of a screen. A form is a field until the focus says otherwise.
pub(crate) fn kind(body: &Body<'_>) -> Place {
    match body {
        Body::Menu(_) => Place::Menu,
        Body::Guide(_) => Place::Guide,
        Body::Form(_) => Place::Field,
        Body::Progress(_) => Place::Progress,
        Body::Choice(_) => Place::Choice,
        Body::Kinds(_) => Place::Kinds,
        Body::Results(_) => Place::Results,
        Body::Outcome(_) => Place::Outcome,
        Body::Trouble(_) => Place::Trouble,
    }
}

pub(super) fn send(event: Event) -> Reaction {
    Reaction::Send(vec![event])
}

pub(super) fn take(way: Option<&Way>) -> Reaction {
    way.map_or(Reaction::Nothing, |way| send(Event::Take(way.clone())))
}

pub(super) fn redraw_if(changed: bool) -> Reaction {
    if changed { Reaction::Redraw } else { Reaction::Nothing }
}
