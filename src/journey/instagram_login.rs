//! The journey `instagram-login`: a 60-day token of Instagram Login.

use super::{Call, Datum, INSTAGRAM, Journey, Limit, Naming, Prize, Slot, SlotSet, Spelling, Stage, door};

/// Instagram without a Facebook Page.
pub const INSTAGRAM_LOGIN: Journey = Journey {
    name: "instagram-login",
    title: "Instagram without a Facebook Page",
    ends_with: "an Instagram token of 60 days, and the account's ID and @name",
    invitation: "sign in with Instagram",
    needs: &[
        "a professional Instagram account; a Facebook Page is not needed",
        "a Meta app set up for Instagram login, its Instagram App ID and secret",
        "an invitation as Instagram tester, accepted by the account",
    ],
    required: &["instagram_business_basic"],
    wanted: &[],
    helpful: &[
        "instagram_business_content_publish",
        "instagram_business_manage_comments",
        "instagram_business_manage_messages",
        "instagram_business_manage_insights",
    ],
    posts_with: &["instagram_business_content_publish"],
    doors: door::INSTAGRAM,
    stages: &[
        Stage::Exchange {
            title: "Making the token last, and reading the account with it",
            name: "Exchange",
            calls: &[Call::RedeemInstagramCode, Call::ExtendInstagram, Call::ReadProfile],
            until: &[SlotSet::of(&[Slot::InstagramLong, Slot::InstagramProfile])],
        },
        Stage::Outcome(Prize::InstagramToken),
    ],
    names: &[Naming {
        title: "As variables",
        spelling: Spelling::Variables,
        pairs: &[
            ("INSTAGRAM_ACCESS_TOKEN", Datum::Token),
            ("INSTAGRAM_USER_ID", Datum::InstagramId),
        ],
    }],
    limit: Some(Limit {
        words: "A token of Instagram login always ends after 60 days, and is refreshed before that. For one that never expires, the account must be linked to a Facebook Page.",
        instead: &INSTAGRAM,
    }),
};

/// The same journey for those who come with a token of an hour: it begins at the door where that one is made to last.
pub const INSTAGRAM_HOUR: Journey = Journey {
    invitation: "make a one-hour token last",
    doors: door::INSTAGRAM_WITH_TOKEN,
    ..INSTAGRAM_LOGIN
};

/// The same journey where nobody is there who knows of a token whether it is of the dashboard or of an hour: Instagram says
/// neither, so it is refreshed, which is done for one of 60 days alone and tells when it ends.
pub const INSTAGRAM_UNATTENDED: Journey = Journey {
    stages: &[
        Stage::Exchange {
            title: "Making the token last, and reading the account with it",
            name: "Exchange",
            calls: &[
                Call::RedeemInstagramCode,
                Call::ExtendInstagram,
                Call::RefreshInstagram,
                Call::ReadProfile,
            ],
            until: &[SlotSet::of(&[Slot::InstagramLong, Slot::InstagramProfile])],
        },
        Stage::Outcome(Prize::InstagramToken),
    ],
    ..INSTAGRAM_LOGIN
};
