//! The ways to a first token: each is a guide and the stages behind it.

use super::{Call, Field, Stage, WebPage};
use crate::model::LoginProvider;

/// One way to the first token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Door {
    /// What it is, in a few words, as a choice beside the other doors.
    pub title: &'static str,
    /// Its own stages, before those of the journey.
    pub stages: &'static [Stage],
}

/// The two ways to a user token of Facebook's.
pub(super) const FACEBOOK: &[Door] = &[
    Door {
        title: "Graph API Explorer",
        stages: &[
            Stage::Guide {
                text: "explorer",
                page: WebPage::Explorer,
            },
            Stage::Form {
                fields: &[Field::Token, Field::AppId, Field::AppSecret],
                calls: &[Call::InspectPasted, Call::ReadOwner, Call::ReadPermissions],
            },
        ],
    },
    Door {
        title: "Sign in with the browser",
        stages: &[
            Stage::Guide {
                text: "facebook-login",
                page: WebPage::LoginSettings,
            },
            Stage::Form {
                fields: &[Field::AppId, Field::AppSecret, Field::FacebookRedirect],
                calls: &[],
            },
            Stage::SignIn {
                provider: LoginProvider::Facebook,
                text: "facebook-sign-in",
                fields: &[Field::FacebookLanding],
            },
        ],
    },
];

/// Signing in with Instagram, for a token of an hour that is made to last.
const INSTAGRAM_SIGN_IN: Door = Door {
    title: "Sign in with the browser",
    stages: &[
        Stage::Guide {
            text: "instagram-login",
            page: WebPage::Apps,
        },
        Stage::Form {
            fields: &[
                Field::InstagramAppId,
                Field::InstagramAppSecret,
                Field::InstagramRedirect,
            ],
            calls: &[],
        },
        Stage::SignIn {
            provider: LoginProvider::Instagram,
            text: "instagram-sign-in",
            fields: &[Field::InstagramLanding],
        },
    ],
};

/// A token of the app's dashboard, which lasts already.
const INSTAGRAM_DASHBOARD: Door = Door {
    title: "Token from the dashboard",
    stages: &[
        Stage::Guide {
            text: "instagram-dashboard",
            page: WebPage::Apps,
        },
        Stage::Form {
            fields: &[Field::InstagramToken],
            calls: &[Call::ReadPastedProfile],
        },
    ],
};

/// A token of an hour that is there already. Nothing is asked with it before it lasts: the one real read is made with the
/// token that comes of it.
const INSTAGRAM_HOUR: Door = Door {
    title: "One-hour token",
    stages: &[
        Stage::Guide {
            text: "instagram-hour",
            page: WebPage::Apps,
        },
        Stage::Form {
            fields: &[Field::InstagramHourToken, Field::InstagramAppSecret],
            calls: &[],
        },
    ],
};

/// The three ways to a token of Instagram Login.
pub(super) const INSTAGRAM: &[Door] = &[INSTAGRAM_SIGN_IN, INSTAGRAM_DASHBOARD, INSTAGRAM_HOUR];

/// The same for those who come with a token of an hour.
pub(super) const INSTAGRAM_WITH_TOKEN: &[Door] = &[INSTAGRAM_HOUR, INSTAGRAM_SIGN_IN, INSTAGRAM_DASHBOARD];

/// Beginning at once with a token that is there already.
pub(super) const TOKEN_AT_HAND: &[Door] = &[Door {
    title: "A token you have",
    stages: &[Stage::Form {
        fields: &[Field::AnyToken],
        calls: &[
            Call::InspectPasted,
            Call::ReadOwner,
            Call::ReadPermissions,
            Call::ReadPastedProfile,
        ],
    }],
}];
