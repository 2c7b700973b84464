//! The journey `check`: what a token is (the debugger of seeds 001, 002, 004).

use super::{Call, Field, Journey, Prize, Slot, SlotSet, Stage, door};

/// What is this token?
pub const CHECK: Journey = Journey {
    name: "check",
    title: "What is this token?",
    ends_with: "its kind, app, owner, end dates and permissions, and what it is good for",
    invitation: "look at a token",
    needs: &[
        "the token",
        "its App ID and App secret, only where Meta does not answer to the token itself",
    ],
    required: &[],
    wanted: &[],
    helpful: &[],
    posts_with: &[],
    doors: door::TOKEN_AT_HAND,
    stages: &[
        Stage::Exchange {
            title: "Asking Meta about the token",
            name: "Look",
            calls: &[
                Call::InspectPasted,
                Call::ReadOwner,
                Call::ReadPermissions,
                Call::ReadPastedProfile,
            ],
            until: &[
                SlotSet::of(&[Slot::PastedInspection]),
                SlotSet::of(&[Slot::InstagramProfile]),
            ],
        },
        Stage::Form {
            fields: &[Field::AppId, Field::AppSecret],
            calls: &[],
        },
        Stage::Exchange {
            title: "Asking Meta about the token as its app",
            name: "Ask again",
            calls: &[Call::InspectByApp],
            until: &[SlotSet::of(&[Slot::PastedInspection])],
        },
        Stage::Outcome(Prize::Findings),
    ],
    names: &[],
    limit: None,
};
