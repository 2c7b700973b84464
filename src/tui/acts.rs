//! What a key does: the action that the table names for it, here and now.

use crossterm::event::KeyEvent;

use crate::{
    journey::Datum,
    wizard::{effect::Copyable, event::Event, view::View},
};

use super::{
    at_hand,
    interaction::{Interaction, Reaction, redraw_if, send, take},
    keys::{self, Action, Key, Place},
    moves::change_door,
};

impl Interaction {
    pub(super) fn answer(&mut self, key: &KeyEvent, view: &View<'_>) -> Reaction {
        let place = self.place(view);
        let action = Key::of(key).and_then(|key| match (place, key) {
            // Nothing is searched for by a question mark alone.
            (Place::Choice, Key::Char('?')) if self.pages.filter().is_empty() => Some(Action::Help),
            // A name is typed with its blanks: marking in the middle of one would mark whatever Page is selected then.
            (Place::Choice, Key::Char(' ')) if !self.pages.filter().is_empty() => None,
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
            Action::NextDoor | Action::PreviousDoor => change_door(action == Action::NextDoor, view),
            Action::Up | Action::Down | Action::PageUp | Action::PageDown | Action::First | Action::Last => {
                redraw_if(self.travel(action, place, view))
            }
            Action::Left | Action::Right | Action::TextStart | Action::TextEnd => {
                redraw_if(self.move_in_text(action, view))
            }
            Action::Backspace | Action::Delete | Action::Clear => self.take_out(action, view),
            Action::Mark => self.mark(view),
            Action::Take(kind) => take(at_hand::way(view, kind, 1)),
            Action::TakeNumber(kind, number) => take(at_hand::way(view, kind, number)),
            Action::Suspend => Reaction::Suspend,
            Action::Repaint => Reaction::Repaint,
            Action::PasteSample => self.paste_sample(view),
            Action::CopyToken
            | Action::CopyLine(_)
            | Action::CopyPermissions
            | Action::CopyLink
            | Action::OpenLink
            | Action::ShowBare
            | Action::ShowPermissions
            | Action::ShowPlain
            | Action::Reveal
            | Action::Save
            | Action::TestCall
            | Action::CheckCopy
            | Action::ClearClipboard
            | Action::ChoosePlace
            | Action::KeepOutOfGit => self.hand_out(action, place, view),
        }
    }

    /// Copies, opens or shows alone what is there for it; nothing where it is not offered.
    fn hand_out(&self, action: Action, place: Place, view: &View<'_>) -> Reaction {
        let is_offered = self.offers(place, view).iter().any(|offer| offer.action == action);
        let link = || at_hand::link(&self.desk, view);
        let event = match action {
            _ if !is_offered => None,
            Action::CopyToken => Some(Event::Copy(Copyable::Datum(Datum::Token))),
            Action::CopyLine(number) => at_hand::copyable(view, number).map(Event::Copy),
            Action::CopyPermissions => Some(Event::Copy(Copyable::Permissions)),
            Action::CopyLink => link().map(|link| Event::Copy(Copyable::Link(link))),
            Action::OpenLink => link().map(Event::Open),
            Action::ShowBare => link().map(|link| Event::ShowBare(Copyable::Link(link))),
            Action::ShowPermissions => Some(Event::ShowBare(Copyable::Permissions)),
            Action::ShowPlain => Some(Event::ShowPlain),
            Action::Reveal => {
                // It stands at the top, whatever the person has scrolled to.
                self.body_scroll.jump_to_start();
                Some(Event::Reveal)
            }
            Action::Save | Action::ChoosePlace => Some(Event::Save),
            Action::TestCall => Some(Event::TestCall),
            Action::CheckCopy => Some(Event::CheckCopy),
            Action::ClearClipboard => Some(Event::ClearClipboard),
            Action::KeepOutOfGit => Some(Event::KeepOutOfGit),
            _ => None,
        };
        event.map_or(Reaction::Nothing, send)
    }
}
