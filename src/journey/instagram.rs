//! The journey `instagram`: a Page token that never expires and reaches an Instagram account.

use super::{Call, Choice, Datum, Journey, Naming, Prize, Slot, SlotSet, Spelling, Stage, door, page::TO_THE_PAGES};

/// Use Instagram through its Facebook Page.
pub const INSTAGRAM: Journey = Journey {
    name: "instagram",
    title: "Use Instagram through its Facebook Page",
    ends_with: "a Page token that never expires, and the Instagram account's ID",
    invitation: "go through the Facebook Page",
    needs: &[
        "a professional Instagram account that is linked to a Facebook Page",
        "a Facebook account that manages that Page",
        "a Meta app, its App ID and its App secret",
    ],
    required: &["pages_show_list", "pages_read_engagement", "instagram_basic"],
    wanted: &[],
    helpful: &[
        "instagram_content_publish",
        "instagram_manage_comments",
        "instagram_manage_insights",
        "pages_read_user_content",
        "pages_manage_engagement",
        "business_management",
    ],
    posts_with: &["instagram_content_publish"],
    doors: door::FACEBOOK,
    stages: &[
        TO_THE_PAGES,
        Stage::Choice(Choice::PagesWithInstagram),
        Stage::Exchange {
            title: "Proving the Page token, and reading Instagram with it",
            name: "Proof",
            calls: &[
                Call::InspectPage,
                Call::ReadAsPage,
                Call::FindInstagram,
                Call::ReadInstagramAsPage,
            ],
            until: &[SlotSet::of(&[
                Slot::PageInspection,
                Slot::PageRead,
                Slot::InstagramRead,
            ])],
        },
        Stage::Outcome(Prize::PageTokenForInstagram),
    ],
    names: &[
        Naming {
            title: "For Agoras",
            spelling: Spelling::Options,
            pairs: &[
                ("--instagram-access-token", Datum::Token),
                ("--instagram-object-id", Datum::PageId),
            ],
        },
        Naming {
            title: "As variables",
            spelling: Spelling::Variables,
            pairs: &[
                ("INSTAGRAM_ACCESS_TOKEN", Datum::Token),
                ("INSTAGRAM_USER_ID", Datum::InstagramId),
            ],
        },
    ],
    limit: None,
};
