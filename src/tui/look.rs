//! How everything looks: theme, signs, and the time zone in which dates are shown.

use ratatui::{style::Style, text::Span};

use crate::wizard::{
    dates::Zone,
    view::{CallState, TickState, Tone},
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

    pub(crate) fn permission(&self, state: TickState, is_required: bool) -> Mark {
        let grave = if is_required { Role::Bad } else { Role::Careful };
        let (sign, word, role) = match state {
            TickState::Granted => (self.glyphs.tick, "granted", Role::Good),
            TickState::Missing => (self.glyphs.cross, "missing", grave),
            TickState::Declined => (self.glyphs.cross, "declined", grave),
            TickState::Lapsed => (self.glyphs.careful, "lapsed", grave),
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
