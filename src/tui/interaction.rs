//! The person's side of the full screen: what is typed, focused, scrolled and open, and what keys and pastes mean.
//!
//! Nothing of it is the wizard's. A key becomes [`Event`]s, or changes only what is shown.

use std::cell::Cell;

use crossterm::event::{KeyEvent, KeyEventKind};
use ratatui::Frame;
use zeroize::Zeroizing;

use crate::journey::Datum;
use crate::wizard::{
    effect::Copyable,
    event::Event,
    trouble::Way,
    view::{Body, Notice, Tone, View},
};

use super::{
    form_desk::{Focus, FormDesk},
    keys::{self, Action, Key, Place},
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
    pub(crate) desk: FormDesk,
    pub(crate) pages: PageCursor,
    pub(crate) menu_at: usize,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stage {
    kind: Place,
    journey: Option<&'static str>,
    at: usize,
}

impl Interaction {
    /// Nothing typed yet.
    pub fn new(look: Look) -> Self {
        Self {
            look,
            desk: FormDesk::new(),
            pages: PageCursor::new(),
            menu_at: 0,
            body_scroll: Scroll::default(),
            help_scroll: Scroll::default(),
            is_help_open: false,
            message: None,
            stage: None,
            is_too_small: Cell::new(false),
        }
    }

    /// Takes in what has changed in the view. Called after every update; doing it twice changes nothing.
    pub fn follow(&mut self, view: &View<'_>) {
        let stage = Stage {
            kind: kind(&view.body),
            journey: view.rail.as_ref().map(|rail| rail.title),
            at: view.rail.as_ref().map_or(0, |rail| rail.at),
        };
        let is_new = self.stage.replace(stage) != Some(stage);
        if is_new {
            self.body_scroll.reset();
            self.message = None;
        }
        match &view.body {
            Body::Menu(menu) => self.menu_at = self.menu_at.min(menu.journeys.len().saturating_sub(1)),
            Body::Form(form) => {
                if is_new {
                    self.desk.enter(form);
                }
                if self.desk.follow(form) {
                    self.body_scroll.follow_focus();
                }
            }
            Body::Choice(choice) => {
                if is_new {
                    self.pages.clear();
                }
                self.pages.follow(choice.pages);
            }
            Body::Outcome(_) if is_new => self.desk.wipe_secrets(),
            Body::Guide(_) | Body::Progress(_) | Body::Outcome(_) | Body::Results(_) | Body::Trouble(_) => {}
        }
    }

    /// A key.
    pub fn press(&mut self, key: KeyEvent, view: &View<'_>) -> Reaction {
        if key.kind == KeyEventKind::Release {
            return Reaction::Nothing;
        }
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
            (Place::Guide, _) => self.say("Press Enter first: the next screen takes the token. Then paste it there."),
            _ => Reaction::Nothing,
        }
    }

    /// A paste that the terminal did not mark: it goes on from what is in the field, because its first character came
    /// as a key.
    pub fn burst(&mut self, text: Zeroizing<String>, view: &View<'_>) -> Reaction {
        let (Body::Form(form), Place::Field) = (&view.body, self.place(view)) else {
            return self.paste(text, view);
        };
        self.follow(view);
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
            desk: &self.desk,
            has_filter: !self.pages.filter().is_empty(),
            has_choice: self.pages.index().is_some(),
        };
        offers::offers(situation, view)
    }

    fn answer(&mut self, key: &KeyEvent, view: &View<'_>) -> Reaction {
        let place = self.place(view);
        let action = Key::of(key).and_then(|key| match (place, key) {
            // Nothing is searched for by a question mark alone.
            (Place::Choice, Key::Char('?')) if self.pages.filter().is_empty() => Some(Action::Help),
            _ => keys::action(place, key),
        });
        let is_blind = self.is_too_small.get() && place != Place::Question;
        match action {
            Some(Action::Leave | Action::Suspend | Action::Repaint) | None => {}
            Some(_) if is_blind => return Reaction::Nothing,
            Some(_) => {}
        }
        match (action, keys::typed(key)) {
            (Some(action), _) => self.act(action, place, view),
            (None, Some(character)) if place.takes_text() && !is_blind => self.type_in(character, view),
            (None, _) => Reaction::Nothing,
        }
    }

    fn act(&mut self, action: Action, place: Place, view: &View<'_>) -> Reaction {
        match action {
            Action::Main => self.go_on(view),
            Action::No => send(Event::Decline),
            Action::Yes => send(Event::Confirm),
            Action::Help | Action::CloseHelp => {
                self.is_help_open = action == Action::Help;
                self.help_scroll.reset();
                Reaction::Redraw
            }
            Action::Back => self.back(view),
            Action::Leave => send(Event::Leave),
            Action::NextField | Action::PreviousField => self.step(action == Action::NextField, view),
            Action::Up | Action::Down | Action::PageUp | Action::PageDown | Action::First | Action::Last => {
                redraw_if(self.travel(action, place, view))
            }
            Action::Left | Action::Right | Action::TextStart | Action::TextEnd => {
                redraw_if(self.move_in_text(action, view))
            }
            Action::Backspace | Action::Delete | Action::Clear => self.take_out(action, view),
            Action::PasteSample => self.paste_sample(view),
            Action::CopyToken => send(Event::Copy(Copyable::Datum(Datum::Token))),
            Action::CopyPageId if self.is_offered(action, place, view) => {
                send(Event::Copy(Copyable::Datum(Datum::PageId)))
            }
            Action::CopyPermissions => send(Event::Copy(Copyable::Permissions)),
            Action::CopyLink => match offers::link(&self.desk, view) {
                Some(link) => send(Event::Copy(Copyable::Link(link))),
                None => Reaction::Nothing,
            },
            Action::OpenLink => match offers::link(&self.desk, view) {
                Some(link) => send(Event::Open(link)),
                None => Reaction::Nothing,
            },
            Action::ShowPlain => send(Event::ShowPlain),
            Action::Take(kind) => take(offers::first_of(offers::ways(view), kind).map(|(_, way)| way)),
            Action::OpenNumber(number) => take(offers::link_way(offers::ways(view), number).map(|(_, way)| way)),
            Action::Suspend => Reaction::Suspend,
            Action::Repaint => Reaction::Repaint,
            Action::LoadRest if self.is_offered(Action::LoadRest, place, view) => send(Event::Take(Way::Retry)),
            Action::CopyPageId | Action::LoadRest => Reaction::Nothing,
        }
    }

    fn is_offered(&self, action: Action, place: Place, view: &View<'_>) -> bool {
        self.offers(place, view).iter().any(|offer| offer.action == action)
    }

    pub(super) fn say(&mut self, words: &str) -> Reaction {
        self.message = Some(Notice {
            tone: Tone::Calm,
            text: words.to_owned(),
        });
        Reaction::Redraw
    }
}

/// The kind of a screen. A form is a field until the focus says otherwise.
pub(crate) fn kind(body: &Body<'_>) -> Place {
    match body {
        Body::Menu(_) => Place::Menu,
        Body::Guide(_) => Place::Guide,
        Body::Form(_) => Place::Field,
        Body::Progress(_) => Place::Progress,
        Body::Choice(_) => Place::Choice,
        Body::Outcome(_) | Body::Results(_) => Place::Outcome,
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
