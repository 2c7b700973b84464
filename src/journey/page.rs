//! The journey `page`: a Page token that never expires.

use super::{Call, Choice, Datum, Journey, Naming, Prize, Slot, SlotSet, Spelling, Stage, door};

/// Up to the list of the person's Pages, whichever door they came through.
pub(super) const TO_THE_PAGES: Stage = Stage::Exchange {
    title: "Making the token last, and listing your Pages",
    name: "Exchange",
    calls: &[
        Call::RedeemCode,
        Call::Extend,
        Call::CheckApp,
        Call::ListPages,
        Call::InspectLong,
        Call::InspectPasted,
        Call::ReadOwner,
        Call::ReadPermissions,
    ],
    until: &[SlotSet::of(&[Slot::App, Slot::Pages])],
};

/// Post to and manage a Facebook Page.
pub const PAGE: Journey = Journey {
    name: "page",
    title: "Post to and manage a Facebook Page",
    ends_with: "a Page token that never expires",
    invitation: "get a Page token",
    needs: &[
        "a Facebook account that manages the Page",
        "a Meta app, its App ID and its App secret",
        "a browser, on this machine or any other",
    ],
    required: &["pages_show_list", "pages_read_engagement", "pages_manage_posts"],
    wanted: &[],
    helpful: &["business_management"],
    posts_with: &[],
    doors: door::FACEBOOK,
    stages: &[
        TO_THE_PAGES,
        Stage::Choice(Choice::Pages),
        Stage::Exchange {
            title: "Proving the Page token",
            name: "Proof",
            calls: &[Call::InspectPage, Call::ReadAsPage],
            until: &[SlotSet::of(&[Slot::PageInspection, Slot::PageRead])],
        },
        Stage::Outcome(Prize::PageToken),
    ],
    names: &[Naming {
        title: "As variables",
        spelling: Spelling::Variables,
        pairs: &[
            ("FACEBOOK_PAGE_TOKEN", Datum::Token),
            ("FACEBOOK_PAGE_ID", Datum::PageId),
        ],
    }],
    limit: None,
};
