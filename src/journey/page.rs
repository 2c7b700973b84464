//! The journey `page`: a Page token that never expires (seed 001).

use super::{Call, Field, Journey, Slot, SlotSet, Stage};

/// Post to and manage a Facebook Page.
pub const PAGE: Journey = Journey {
    name: "page",
    title: "Post to and manage a Facebook Page",
    ends_with: "a Page token that never expires",
    needs: &[
        "a Facebook account that manages the Page",
        "a Meta app, its App ID and its App secret",
        "a browser, on this machine or any other",
    ],
    required: &["pages_show_list", "pages_read_engagement", "pages_manage_posts"],
    helpful: &["business_management"],
    stages: &[
        Stage::Guide("explorer"),
        Stage::Form {
            fields: &[Field::Token, Field::AppId, Field::AppSecret],
            calls: &[Call::InspectPasted, Call::ReadOwner, Call::ReadPermissions],
        },
        Stage::Exchange {
            title: "Making the token last, and listing your Pages",
            name: "Exchange",
            calls: &[Call::Extend, Call::CheckApp, Call::ListPages, Call::InspectLong],
            until: SlotSet::of(&[Slot::App, Slot::Pages]),
        },
        Stage::ChoosePage,
        Stage::Exchange {
            title: "Proving the Page token",
            name: "Proof",
            calls: &[Call::InspectPage, Call::ReadAsPage],
            until: SlotSet::of(&[Slot::PageInspection, Slot::PageRead]),
        },
        Stage::Outcome,
    ],
};
