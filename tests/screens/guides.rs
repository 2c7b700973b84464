//! Guides, made by hand.

use evertoken::{
    journey::{INSTAGRAM, INSTAGRAM_LOGIN, Journey},
    wizard::{effect::Link, trouble::Way, view::*},
};

use super::{DEMO, kept, view, view_of};

const FACEBOOK_DOORS: [&str; 2] = ["Graph API Explorer", "Sign in with the browser"];
const INSTAGRAM_DOORS: [&str; 3] = ["Sign in with the browser", "Token from the dashboard", "One-hour token"];

pub(crate) fn guide(in_demo: bool) -> View<'static> {
    let steps: &'static Vec<String> = kept(
        [
            "Open the Graph API Explorer and sign in with the account that manages the Page.",
            "At the top right, under \"Meta App\", choose your app.",
            "Under \"User or Page\", choose \"Get User Access Token\".",
            "Tick the permissions below, then press \"Generate Access Token\".",
            "In the window that opens, choose every Page you want to use, and confirm.",
            "Copy the text in the Access Token box.",
        ]
        .map(str::to_owned)
        .to_vec(),
    );
    let notes: &'static Vec<String> = kept(vec![
        "No app in the list? Then your account has no role in it: ask its owner, or make an app first.".to_owned(),
    ]);
    let mut view = view(
        Some(0),
        Body::Guide(GuideView {
            title: "Get a token from the Graph API Explorer",
            intro: "The web page hands out a token that lasts one hour. That is enough: the rest happens here.",
            steps,
            notes,
            link: Link::Explorer,
            permissions: vec![
                PermissionLine {
                    name: "pages_show_list",
                    why: "to see which Pages you manage",
                    weight: Weight::Required,
                },
                PermissionLine {
                    name: "pages_read_engagement",
                    why: "to read the Page's posts and prove that the token works",
                    weight: Weight::Required,
                },
                PermissionLine {
                    name: "pages_manage_posts",
                    why: "to post",
                    weight: Weight::Required,
                },
                PermissionLine {
                    name: "business_management",
                    why: "when the Page belongs to a business portfolio",
                    weight: Weight::Helpful,
                },
            ],
            doors: FACEBOOK_DOORS.to_vec(),
            door: 0,
            limit: None,
            ways: Vec::new(),
        }),
    );
    if in_demo {
        view.banner = Some(DEMO);
    }
    view
}

fn lines(texts: &[&str]) -> &'static Vec<String> {
    kept(texts.iter().map(|text| (*text).to_owned()).collect())
}

fn line(name: &'static str, why: &'static str, weight: Weight) -> PermissionLine<'static> {
    PermissionLine { name, why, weight }
}

fn guide_of(journey: &'static Journey, door: usize, guide: GuideView<'static>) -> View<'static> {
    view_of(journey, door, 0, Body::Guide(GuideView { door, ..guide }))
}

pub(crate) fn guide_facebook_login() -> View<'static> {
    guide_of(
        &INSTAGRAM,
        1,
        GuideView {
            title: "Allow the sign-in in the app's dashboard",
            intro: "A login through your own app gives a first token, and here it is made to last. The app must allow \
                    that login; this is set once.",
            steps: lines(&[
                "In the app's dashboard open \"Use cases\", then \"Facebook Login\", then \"Settings\".",
                "Set \"Client OAuth login\", \"Web OAuth login\" and \"Enforce HTTPS\" to Yes.",
                "While the app is in development mode, nothing more is needed: the browser can come back to this machine.",
                "For any other app, add an https address of yours under \"Valid OAuth Redirect URIs\", and save.",
                "Have the App ID and App secret ready from \"App settings\", \"Basic\", and go on.",
            ]),
            notes: lines(&["http://localhost works only while the app is in development mode."]),
            link: Link::LoginSettings(Some("9000000000000001".parse().unwrap())),
            permissions: vec![
                line("pages_show_list", "to see which Pages you manage", Weight::Required),
                line(
                    "instagram_basic",
                    "to find the Instagram account behind a Page",
                    Weight::Required,
                ),
                line("instagram_content_publish", "to post on Instagram", Weight::Wanted),
                line(
                    "business_management",
                    "when the Page belongs to a business portfolio",
                    Weight::Helpful,
                ),
            ],
            doors: FACEBOOK_DOORS.to_vec(),
            door: 1,
            limit: None,
            ways: Vec::new(),
        },
    )
}

pub(crate) fn guide_instagram_login() -> View<'static> {
    guide_of(
        &INSTAGRAM_LOGIN,
        0,
        GuideView {
            title: "Set the app up for Instagram login",
            intro: "Instagram login needs no Facebook Page. It gives a token of one hour, and here that is made to last \
                    60 days.",
            steps: lines(&[
                "Make the Instagram account professional: Settings, \"Account type and tools\", business or creator.",
                "In the app's dashboard open \"Instagram\", then \"API setup with Instagram login\".",
                "In \"Business login settings\" add an https redirect address of yours, and save.",
                "Come back here and go on.",
            ]),
            notes: lines(&["Without a redirect address, take another way here: \"Token from the dashboard\"."]),
            link: Link::Apps,
            permissions: vec![line(
                "instagram_business_basic",
                "to read the account",
                Weight::Required,
            )],
            doors: INSTAGRAM_DOORS.to_vec(),
            door: 0,
            limit: INSTAGRAM_LOGIN.limit.as_ref().map(|limit| limit.words),
            ways: vec![Way::Begin(&INSTAGRAM)],
        },
    )
}

pub(crate) fn guide_instagram_dashboard() -> View<'static> {
    guide_of(
        &INSTAGRAM_LOGIN,
        1,
        GuideView {
            title: "Get an Instagram token from the app's dashboard",
            intro: "The dashboard of an app makes tokens for your own Instagram account. Such a token lasts 60 days from \
                    the start.",
            steps: lines(&[
                "In the dashboard open \"Instagram\", then \"API setup with Instagram login\".",
                "Press \"Generate token\" beside the account, log in as that account, and leave every switch on.",
                "Copy the token, come back here and go on.",
            ]),
            notes: lines(&["If the account is not listed there, press \"Add account\" first."]),
            link: Link::Apps,
            permissions: vec![],
            doors: INSTAGRAM_DOORS.to_vec(),
            door: 1,
            limit: INSTAGRAM_LOGIN.limit.as_ref().map(|limit| limit.words),
            ways: vec![Way::Begin(&INSTAGRAM)],
        },
    )
}

pub(crate) fn guide_instagram_hour() -> View<'static> {
    guide_of(
        &INSTAGRAM_LOGIN,
        2,
        GuideView {
            title: "Make a one-hour Instagram token last",
            intro: "A login gives a token of one hour. With the Instagram App secret, Instagram makes it last 60 days.",
            steps: lines(&[
                "Copy the token that the login gave. It begins with IGAA, and its hour must not be over.",
                "There open \"Instagram\", then \"API setup with Instagram login\".",
                "Press \"Show\" beside \"Instagram App secret\", and copy it. It is not the one of \"App settings\".",
                "Come back here and go on.",
            ]),
            notes: lines(&["When the hour is over, take \"Sign in with the browser\" for a new token."]),
            link: Link::Apps,
            permissions: vec![],
            doors: INSTAGRAM_DOORS.to_vec(),
            door: 2,
            limit: INSTAGRAM_LOGIN.limit.as_ref().map(|limit| limit.words),
            ways: vec![Way::Begin(&INSTAGRAM)],
        },
    )
}
