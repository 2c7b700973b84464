//! What a numbered line or Enter does, as a value.

use crate::{
    delivery::FileKind,
    journey::{Datum, Field, Journey},
    wizard::{
        effect::{Copyable, Link},
        event::Event,
        trouble::Way,
    },
};

/// One thing that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Act {
    Choose(&'static Journey),
    Resume,
    Door(usize),
    Next,
    Back,
    Leave,
    ShowResult(usize),
    SaveAs(FileKind),
    Take(Way),
    Copy(Copyable),
    Open(Link),
    CheckCopy,
    ClearClipboard,
    TestCall,
    Save,
    KeepOutOfGit,
    /// Ask first, and then show the token alone: nothing that was shown here can be wiped.
    ShowAlone,
    /// Go to a field of the form.
    Edit(Field),
}

impl Act {
    /// A copy of the token.
    pub(super) const fn copy_token() -> Self {
        Self::Copy(Copyable::Datum(Datum::Token))
    }

    /// The event it is; `None` where this face has something to do first.
    pub(super) fn event(&self) -> Option<Event> {
        Some(match self {
            Self::Choose(journey) => Event::Choose(journey),
            Self::Resume => Event::Resume,
            Self::Door(door) => Event::Door(*door),
            Self::Next => Event::Next,
            Self::Back => Event::Back,
            Self::Leave => Event::Leave,
            Self::ShowResult(place) => Event::ShowResult(*place),
            Self::SaveAs(kind) => Event::SaveAs(*kind),
            Self::Take(way) => Event::Take(way.clone()),
            Self::Copy(what) => Event::Copy(what.clone()),
            Self::Open(link) => Event::Open(link.clone()),
            Self::CheckCopy => Event::CheckCopy,
            Self::ClearClipboard => Event::ClearClipboard,
            Self::TestCall => Event::TestCall,
            Self::Save => Event::Save,
            Self::KeepOutOfGit => Event::KeepOutOfGit,
            Self::ShowAlone | Self::Edit(_) => return None,
        })
    }
}
