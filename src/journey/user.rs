//! The journey `user`: a 60-day user token with the Instagram account it reaches.

use super::{Call, Choice, Datum, Journey, Naming, Prize, Slot, SlotSet, Spelling, Stage, door, page::TO_THE_PAGES};

/// A 60-day user token, with the Instagram user ID.
pub const USER: Journey = Journey {
    name: "user",
    title: "A 60-day user token, with the Instagram user ID",
    ends_with: "a user token of 60 days, your user ID and the Instagram account's ID",
    invitation: "get a 60-day user token",
    needs: &[
        "a professional Instagram account that is linked to a Facebook Page",
        "a Facebook account that manages that Page",
        "a Meta app, its App ID and its App secret",
    ],
    required: &["pages_show_list", "pages_read_engagement", "instagram_basic"],
    wanted: &["instagram_content_publish"],
    helpful: &[
        "instagram_manage_comments",
        "instagram_manage_insights",
        "business_management",
    ],
    posts_with: &[],
    doors: door::FACEBOOK,
    stages: &[
        TO_THE_PAGES,
        Stage::Choice(Choice::InstagramAccount),
        Stage::Exchange {
            title: "Proving the user token, and reading Instagram with it",
            name: "Proof",
            calls: &[
                Call::InspectLong,
                Call::ReadAsUser,
                Call::FindInstagram,
                Call::ReadInstagramAsUser,
                Call::ReadPublishing,
            ],
            until: &[SlotSet::of(&[
                Slot::LongInspection,
                Slot::UserRead,
                Slot::InstagramRead,
                Slot::Publishing,
            ])],
        },
        Stage::Outcome(Prize::UserToken),
    ],
    names: &[Naming {
        title: "As variables",
        spelling: Spelling::Variables,
        pairs: &[
            ("INSTAGRAM_ACCESS_TOKEN", Datum::Token),
            ("INSTAGRAM_USER_ID", Datum::InstagramId),
        ],
    }],
    limit: None,
};
