//! The journey `renew`: a token that is made to last again.

use super::{Call, Field, Journey, Prize, Slot, SlotSet, Stage, door};

/// Make a token last again.
pub const RENEW: Journey = Journey {
    name: "renew",
    title: "Make a token last again",
    ends_with: "the renewed token, or the word that there is nothing to do",
    invitation: "make it last again",
    needs: &[
        "the token, while it still works",
        "for a Facebook token of 60 days: its App ID and App secret",
    ],
    required: &[],
    wanted: &[],
    helpful: &[],
    posts_with: &[],
    doors: door::TOKEN_AT_HAND,
    stages: &[
        Stage::Exchange {
            title: "Looking at the token",
            name: "Look",
            calls: &[
                Call::InspectPasted,
                Call::ReadOwner,
                Call::RefreshInstagram,
                Call::ReadProfile,
            ],
            until: &[
                SlotSet::of(&[Slot::PastedInspection]),
                SlotSet::of(&[Slot::InstagramLong, Slot::InstagramProfile]),
            ],
        },
        Stage::Form {
            fields: &[Field::AppId, Field::AppSecret],
            calls: &[],
        },
        Stage::Exchange {
            title: "Making the token last again",
            name: "Exchange",
            calls: &[Call::InspectByApp, Call::Extend, Call::InspectLong, Call::ReadAsUser],
            until: &[SlotSet::of(&[Slot::LongToken, Slot::LongInspection, Slot::UserRead])],
        },
        Stage::Outcome(Prize::Renewed),
    ],
    names: &[],
    limit: None,
};
