//! How everything looks: theme, signs, and the time zone in which dates are shown.

use ratatui::{style::Style, text::Span};

use crate::wizard::{
    dates::Zone,
    view::{CallState, FindingState, Standing, TickState, Tone, Weight},
};

use super::{
    glyphs::Glyphs,
    theme::{Role, Theme},
};

/// Chosen once at the start, from the environment.
#[derive(Debug, Clone)]
pub struct Look {
    /// The styles.
    pub theme: Theme,
    /// The signs.
    pub glyphs: Glyphs,
    /// Where the person is, for dates.
    pub time_zone: Zone,
}

/// A state: its sign, its word and its role, so that no state is a colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) sign: &'static str,
    pub(crate) word: &'static str,
    pub(crate) role: Role,
}

impl Look {
    /// Whether a code for phones can be drawn: it takes half blocks, and black on white.
    pub(crate) fn draws_codes(&self) -> bool {
        self.theme == Theme::ansi() && self.glyphs == Glyphs::unicode()
    }

    pub(crate) fn style(&self, role: Role) -> Style {
        self.theme.style(role)
    }

    pub(crate) fn span(&self, text: impl Into<String>, role: Role) -> Span<'static> {
        Span::styled(text.into(), self.style(role))
    }

    pub(crate) fn tone(&self, tone: Tone) -> Mark {
        let (sign, word, role) = match tone {
            Tone::Good => (self.glyphs.tick, "OK", Role::Good),
            Tone::Calm => (self.glyphs.dot, "Note", Role::Calm),
            Tone::Careful => (self.glyphs.careful, "Careful", Role::Careful),
            Tone::Bad => (self.glyphs.cross, "Problem", Role::Bad),
        };
        Mark { sign, word, role }
    }

    /// A missing permission is as grave as the journey depends on it.
    pub(crate) fn permission(&self, state: TickState, weight: Weight) -> Mark {
        let word = match state {
            TickState::Granted => "granted",
            TickState::Missing => "missing",
            TickState::Declined => "declined",
            TickState::Lapsed => "lapsed",
        };
        let (sign, role) = match (state, weight) {
            (TickState::Granted, _) => (self.glyphs.tick, Role::Good),
            (TickState::Missing | TickState::Declined | TickState::Lapsed, Weight::Required) => {
                (self.glyphs.cross, Role::Bad)
            }
            (TickState::Missing | TickState::Declined | TickState::Lapsed, Weight::Wanted) => {
                (self.glyphs.careful, Role::Careful)
            }
            (TickState::Missing | TickState::Declined | TickState::Lapsed, Weight::Helpful) => {
                (self.glyphs.dot, Role::Quiet)
            }
        };
        Mark { sign, word, role }
    }

    pub(crate) fn standing(&self, standing: Standing) -> Mark {
        let (sign, word, role) = match standing {
            Standing::Proved => (self.glyphs.tick, "proved", Role::Good),
            Standing::NotDone => (self.glyphs.careful, "not done", Role::Careful),
            Standing::Found(tone) => {
                let mark = self.tone(tone);
                (mark.sign, "found", mark.role)
            }
        };
        Mark { sign, word, role }
    }

    pub(crate) fn finding(&self, state: FindingState) -> Mark {
        let (sign, word, role) = match state {
            FindingState::Found => (self.glyphs.careful, "found", Role::Careful),
            FindingState::CannotTell => (self.glyphs.dot, "cannot tell", Role::Calm),
            FindingState::RuledOut => (self.glyphs.tick, "ruled out", Role::Good),
        };
        Mark { sign, word, role }
    }

    pub(crate) fn call(&self, state: CallState) -> Mark {
        let (sign, word, role) = match state {
            CallState::Waiting => (self.glyphs.dot, "waiting", Role::Quiet),
            CallState::Running(_) => (self.glyphs.running, "asking", Role::Calm),
            CallState::AboutToRetry(_) => (self.glyphs.again, "again soon", Role::Careful),
            CallState::Done => (self.glyphs.tick, "done", Role::Good),
            CallState::Failed => (self.glyphs.cross, "failed", Role::Bad),
        };
        Mark { sign, word, role }
    }
}
