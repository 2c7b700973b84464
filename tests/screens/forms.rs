//! Forms, made by hand.

use evertoken::{
    graph_api::{GraphVersion, login},
    journey::{Field, INSTAGRAM_LOGIN, PAGE, USER},
    model::{Expiry, LoginState, Permission, RedirectAddress, SafeText},
    wizard::{effect::Link, view::*},
};
use jiff::{SignedDuration, Timestamp};

use super::{DEMO, SAMPLE_TOKEN, kept, view, view_of};

pub(crate) fn field(field: Field) -> FieldView<'static> {
    FieldView {
        field,
        label: field.label(),
        hint: field.hint(),
        is_secret: field.is_secret(),
        is_optional: field.is_optional(),
        received: None,
        is_settled: true,
        tidied: None,
        known: None,
        message: None,
        unattended: None,
        link: match field {
            Field::Token => Some(Link::Explorer),
            Field::AppId | Field::AppSecret => Some(Link::AppSettings(None)),
            _ => None,
        },
        sample: None,
    }
}

pub(crate) fn form_of(
    fields: Vec<FieldView<'static>>,
    look: Look<'static>,
    missing: Vec<&'static str>,
) -> View<'static> {
    view(
        Some(1),
        Body::Form(FormView {
            prelude: None,
            fields,
            attention: None,
            look,
            can_submit: missing.is_empty(),
            missing,
            saving: None,
            is_sending: false,
            can_choose_place: false,
        }),
    )
}

pub(crate) fn form_empty() -> View<'static> {
    form_of(
        vec![field(Field::Token), field(Field::AppId), field(Field::AppSecret)],
        Look::Nothing,
        vec!["access token", "App ID", "App secret"],
    )
}

pub(crate) fn form_demo() -> View<'static> {
    let mut view = form_empty();
    view.banner = Some(DEMO);
    if let Body::Form(form) = &mut view.body {
        for (shown, (label, value)) in form.fields.iter_mut().zip([
            ("Sample token", SAMPLE_TOKEN),
            ("Sample App ID", "9000000000000001"),
            ("Sample App secret", "0123456789abcdef0123456789abcdef"),
        ]) {
            shown.sample = Some(Sample { label, value });
            shown.link = None;
        }
    }
    view
}

fn tick(name: &str, state: TickState, weight: Weight) -> PermissionTick<'static> {
    PermissionTick {
        permission: kept(Permission::new(name).unwrap()),
        state,
        weight,
    }
}

pub(crate) fn form_filled() -> View<'static> {
    let token = FieldView {
        received: Some("EAA… received"),
        message: Some(Message {
            tone: Tone::Good,
            text: "two line breaks and a pair of quotes were taken out",
        }),
        ..field(Field::Token)
    };
    let app = FieldView {
        known: Some("9000000000000001"),
        ..field(Field::AppId)
    };
    let end: Timestamp = "2026-11-22T23:10:00Z".parse().unwrap();
    form_of(
        vec![token, app, field(Field::AppSecret)],
        Look::Seen(Seen {
            kind: "User token",
            app: Some("Bakery Poster (9000000000000001)"),
            owner: Some(kept(SafeText::new("Maria Muster"))),
            expires: Expiry::At(end),
            left: Some(SignedDuration::from_mins(54)),
            ticks: vec![
                tick("pages_show_list", TickState::Granted, Weight::Required),
                tick("pages_read_engagement", TickState::Granted, Weight::Required),
                tick("pages_manage_posts", TickState::Declined, Weight::Required),
                tick("business_management", TickState::Missing, Weight::Helpful),
            ],
            remarks: vec![Message {
                tone: Tone::Careful,
                text: "without pages_manage_posts you cannot post with the Page token",
            }],
        }),
        vec!["App secret"],
    )
}

pub(crate) fn form_wrong() -> View<'static> {
    let token = FieldView {
        received: Some("something received"),
        message: Some(Message {
            tone: Tone::Bad,
            text: "this looks like an App secret. The access token is longer and starts with EAA.",
        }),
        ..field(Field::Token)
    };
    form_of(
        vec![token, field(Field::AppId), field(Field::AppSecret)],
        Look::Cannot("the token cannot be looked at before it is complete."),
        vec!["access token", "App ID", "App secret"],
    )
}

/// A form with a field that may stay empty, and with everything else filled.
pub(crate) fn form_optional() -> View<'static> {
    let id = FieldView {
        known: Some("9000000000000001"),
        ..field(Field::AppId)
    };
    let secret = FieldView {
        received: Some("32 characters received"),
        ..field(Field::AppSecret)
    };
    let mut view = form_of(vec![id, secret, field(Field::FacebookRedirect)], Look::Nothing, vec![]);
    view.rail = Some(super::rail(&PAGE, 1, 1));
    view
}

/// A token that lacks a permission most people are after.
pub(crate) fn form_wanted() -> View<'static> {
    let mut view = form_filled();
    view.rail = Some(super::rail(&USER, 0, 1));
    if let Body::Form(form) = &mut view.body
        && let Look::Seen(seen) = &mut form.look
    {
        seen.ticks = vec![
            tick("pages_show_list", TickState::Granted, Weight::Required),
            tick("pages_read_engagement", TickState::Missing, Weight::Required),
            tick("instagram_basic", TickState::Granted, Weight::Required),
            tick("instagram_content_publish", TickState::Missing, Weight::Wanted),
            tick("instagram_manage_comments", TickState::Missing, Weight::Helpful),
            tick("instagram_manage_insights", TickState::Granted, Weight::Helpful),
            tick("business_management", TickState::Missing, Weight::Helpful),
        ];
        seen.remarks = vec![Message {
            tone: Tone::Careful,
            text: "without instagram_content_publish the token cannot post on Instagram",
        }];
    }
    view
}

/// A form beside the way, without anything to be done on the web.
pub(crate) fn form_page_id() -> View<'static> {
    let field = FieldView {
        link: Some(Link::Facebook),
        ..field(Field::PageId)
    };
    let mut view = form_of(vec![field], Look::Nothing, vec!["Page ID"]);
    view.rail = Some(super::rail(&PAGE, 0, 3));
    if let Body::Form(form) = &mut view.body {
        form.prelude = Some(PreludeView {
            title: "Ask for a Page by its ID",
            intro: "Meta gives a Page's token also where its list is empty, if the Page was ticked. The ID is a number.",
            steps: &[],
            notes: &[],
            link: None,
            is_listening: false,
        });
    }
    view
}

fn permissions(names: &[&str]) -> Vec<Permission> {
    names.iter().map(|name| Permission::new(name).unwrap()).collect()
}

/// The address of a login at Facebook: more than 400 characters.
pub(crate) fn facebook_login() -> Link {
    Link::Login(login::facebook(
        &GraphVersion::parse("v25.0").unwrap(),
        None,
        &"9000000000000001".parse().unwrap(),
        &RedirectAddress::of_this_machine(42_817),
        &LoginState::new("q3Zk8TtXw0nB5yLr7VdUeA"),
        &permissions(&[
            "pages_show_list",
            "pages_read_engagement",
            "instagram_basic",
            "instagram_content_publish",
            "instagram_manage_comments",
            "instagram_manage_insights",
            "pages_read_user_content",
            "pages_manage_engagement",
            "business_management",
        ]),
        false,
    ))
}

fn instagram_login() -> Link {
    Link::Login(login::instagram(
        None,
        &"9000000000000002".parse().unwrap(),
        &RedirectAddress::parse("https://bakery-poster.example.com/back").unwrap(),
        &LoginState::new("q3Zk8TtXw0nB5yLr7VdUeA"),
        &permissions(&["instagram_business_basic", "instagram_business_content_publish"]),
    ))
}

fn facebook_prelude(link: Option<Link>, is_listening: bool) -> PreludeView<'static> {
    PreludeView {
        title: "Sign in with Facebook",
        intro: "The address on this screen leads to the login. Where the browser ends stands a code, and that becomes \
                the first token.",
        steps: kept(
            [
                "Open the address in a browser, on this machine or any other, as the person who manages the Page.",
                "Leave every switch on, and tick every Page you want, and also the Pages you connected earlier.",
                "Where the browser comes back to this machine, it goes on here by itself.",
                "Otherwise copy the whole address from the address bar, and paste it here at once.",
            ]
            .map(str::to_owned)
            .to_vec(),
        ),
        notes: kept(
            [
                "Over SSH the last page does not load. The address bar still holds all that is needed: copy it from there.",
                "\"URL Blocked\": the address is missing under \"Valid OAuth Redirect URIs\", or a login switch is off.",
            ]
            .map(str::to_owned)
            .to_vec(),
        ),
        link,
        is_listening,
    }
}

fn sign_in(prelude: PreludeView<'static>) -> View<'static> {
    let landing = FieldView {
        link: prelude.link.clone(),
        ..field(Field::FacebookLanding)
    };
    let mut view = form_of(vec![landing], Look::Nothing, vec!["Final address"]);
    view.rail = Some(super::rail(&PAGE, 1, 2));
    if let Body::Form(form) = &mut view.body {
        form.prelude = Some(prelude);
    }
    view
}

pub(crate) fn sign_in_making() -> View<'static> {
    sign_in(facebook_prelude(None, false))
}

pub(crate) fn sign_in_listening() -> View<'static> {
    sign_in(facebook_prelude(Some(facebook_login()), true))
}

pub(crate) fn sign_in_pasting() -> View<'static> {
    let link = instagram_login();
    let landing = FieldView {
        link: Some(link.clone()),
        sample: Some(Sample {
            label: "Sample login code",
            value: "AQDsimulatedcode",
        }),
        ..field(Field::InstagramLanding)
    };
    let mut view = view_of(
        &INSTAGRAM_LOGIN,
        0,
        2,
        Body::Form(FormView {
            prelude: Some(PreludeView {
                title: "Sign in with Instagram",
                intro: "The address on this screen leads to the login. Where the browser ends stands a code, and that \
                        becomes a token.",
                steps: kept(
                    [
                        "Open the address in a browser, on this machine or any other, as the professional account.",
                        "Leave every switch on, and press \"Allow\".",
                        "The browser ends at your redirect address. It does not matter whether that page loads.",
                        "Copy the whole address from the address bar, and paste it here.",
                    ]
                    .map(str::to_owned)
                    .to_vec(),
                ),
                notes: kept(vec![
                    "\"Invalid redirect_uri\": the address is not the one in \"Business login settings\", to the letter."
                        .to_owned(),
                ]),
                link: Some(link),
                is_listening: false,
            }),
            fields: vec![landing],
            attention: None,
            look: Look::Nothing,
            can_submit: false,
            missing: vec!["Final address"],
            saving: None,
            is_sending: false,
            can_choose_place: false,
        }),
    );
    view.banner = Some(DEMO);
    view
}
