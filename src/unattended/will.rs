//! What a walk is to do, and what its troubles mean for whoever asked.

use jiff::SignedDuration;

use crate::{exit::Code, journey::Journey, wizard::trouble::Bearing};

use super::pages::Wanted;

/// What the run is for: it decides what a trouble means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Get,
    Check,
    Renew,
}

impl Purpose {
    /// What a trouble means for the caller. `is_lacking` says that the way out of it is a value that was not given.
    pub(super) const fn code_of(self, bearing: Bearing, is_lacking: bool) -> Code {
        match (self, bearing) {
            (Self::Get, Bearing::Given) if is_lacking => Code::Misused,
            // What nothing is known of is never taken for the end of a token.
            (Self::Check, _) | (Self::Renew, Bearing::Passing | Bearing::Silent) => Code::CannotTell,
            (Self::Renew, Bearing::Token) => Code::Dead,
            (Self::Renew, Bearing::Given) if is_lacking => Code::CannotTell,
            (Self::Get, _) | (Self::Renew, Bearing::Given) => Code::Failed,
        }
    }

    /// What it means that nobody answers at all.
    pub(super) const fn code_of_silence(self) -> Code {
        match self {
            Self::Get => Code::Failed,
            Self::Check | Self::Renew => Code::CannotTell,
        }
    }

    /// What it means that a value is missing which only turned out to be needed on the way.
    pub(super) const fn code_of_missing(self) -> Code {
        match self {
            Self::Get | Self::Renew => Code::Misused,
            Self::Check => Code::CannotTell,
        }
    }

    /// The same where Meta tells nothing of the token without it.
    pub(super) const fn code_of_missing_for_the_look(self) -> Code {
        match self {
            Self::Get => Code::Misused,
            Self::Renew | Self::Check => Code::CannotTell,
        }
    }
}

/// What the walk is to do.
pub(super) struct Will {
    pub(super) journey: &'static Journey,
    pub(super) door: usize,
    pub(super) purpose: Purpose,
    pub(super) pages: Wanted,
    pub(super) goes_without_permissions: bool,
    /// A token that lasts longer is left as it is.
    pub(super) within: Option<SignedDuration>,
    /// How long it lasts by the record of its making, where Meta does not say.
    pub(super) recorded_left: Option<SignedDuration>,
    /// Of what is saved, only what stands under this name is written.
    pub(super) saves_only: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_held_against_the_token_itself_is_its_end() {
        use Bearing::{Given, Passing, Silent, Token};
        for (purpose, bearing, is_lacking, expected) in [
            (Purpose::Get, Token, false, Code::Failed),
            (Purpose::Get, Passing, false, Code::Failed),
            (Purpose::Get, Given, false, Code::Failed),
            (Purpose::Get, Given, true, Code::Misused),
            (Purpose::Renew, Token, false, Code::Dead),
            (Purpose::Renew, Passing, false, Code::CannotTell),
            (Purpose::Renew, Silent, false, Code::CannotTell),
            (Purpose::Renew, Given, true, Code::CannotTell),
            (Purpose::Renew, Given, false, Code::Failed),
            (Purpose::Check, Token, false, Code::CannotTell),
            (Purpose::Check, Passing, false, Code::CannotTell),
        ] {
            assert_eq!(
                purpose.code_of(bearing, is_lacking),
                expected,
                "{purpose:?} {bearing:?} {is_lacking}"
            );
        }
    }
}
