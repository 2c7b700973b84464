//! Moments of the wizard made by hand, for the pictures and the key tests.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a view that cannot be made is a fault of the test"
)]

use evertoken::{
    journey::{self, Field, PAGE, Stage},
    model::{Expiry, Permission, SafeText},
    tui::{Glyphs, Interaction, Look as Appearance, Theme},
    wizard::{
        effect::{Copyable, Link},
        trouble::{Trouble, Way},
        view::*,
    },
};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};

pub(crate) fn appearance() -> Appearance {
    Appearance {
        theme: Theme::ansi(),
        glyphs: Glyphs::unicode(),
        time_zone: std::sync::Arc::new(std::sync::LazyLock::new(|| TimeZone::UTC)),
    }
}

pub(crate) fn interaction() -> Interaction {
    Interaction::new(appearance())
}

pub(crate) fn kept<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

pub(crate) fn rail(at: usize) -> Rail {
    let journey = &PAGE;
    Rail {
        title: journey.title,
        stages: journey.stages.iter().map(Stage::name).collect(),
        at,
    }
}

pub(crate) fn view(at: Option<usize>, body: Body<'static>) -> View<'static> {
    View {
        rail: at.map(rail),
        banner: None,
        body,
        notice: None,
        question: None,
        can_go_back: at.is_some(),
        changes_at: None,
    }
}

pub(crate) fn menu() -> View<'static> {
    view(
        None,
        Body::Menu(MenuView {
            intro: "This program takes you from a one-hour Facebook token to one that lasts, and proves it. It takes \
                    about five minutes. Nothing is stored unless you say so.",
            journeys: journey::ALL,
        }),
    )
}

pub(crate) const SAMPLE_TOKEN: &str = "EAAGm0PX4ZCpsBAKZCsimulatedxQ7PZBvWmYhJ2kLr9TnE5dUoXc3VbGs8RyKfHwNqA1iMpDtSuZl6Oe4Cj0BxaPvWgYkTnRhLdEsQmFzUoIc2V7b9GxKt3JyNfHwArMp1DiSuZl5Oe8Cj4BxQaPv6WgYkTnRhLdEsQmFzUoZD";

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
                    is_required: true,
                },
                PermissionLine {
                    name: "pages_read_engagement",
                    why: "to read the Page's posts and prove that the token works",
                    is_required: true,
                },
                PermissionLine {
                    name: "pages_manage_posts",
                    why: "to post",
                    is_required: true,
                },
                PermissionLine {
                    name: "business_management",
                    why: "when the Page belongs to a business portfolio",
                    is_required: false,
                },
            ],
        }),
    );
    if in_demo {
        view.banner = Some("demo: simulated Facebook");
    }
    view
}

pub(crate) fn field(field: Field) -> FieldView<'static> {
    FieldView {
        field,
        label: field.label(),
        hint: field.hint(),
        is_secret: field.is_secret(),
        received: None,
        is_settled: true,
        tidied: None,
        known: None,
        message: None,
        link: match field {
            Field::Token => Some(Link::Explorer),
            Field::AppId | Field::AppSecret => Some(Link::AppSettings(None)),
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
            fields,
            attention: None,
            look,
            can_submit: missing.is_empty(),
            missing,
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
    view.banner = Some("demo: simulated Facebook");
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

fn tick(name: &str, state: TickState, is_required: bool) -> PermissionTick<'static> {
    PermissionTick {
        permission: kept(Permission::new(name).unwrap()),
        state,
        is_required,
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
                tick("pages_show_list", TickState::Granted, true),
                tick("pages_read_engagement", TickState::Granted, true),
                tick("pages_manage_posts", TickState::Declined, true),
                tick("business_management", TickState::Missing, false),
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

fn call(
    words: &'static str,
    state: CallState,
    elapsed: Option<i64>,
    result: Option<&'static str>,
) -> CallLine<'static> {
    CallLine {
        words,
        host: "graph.facebook.com",
        state,
        elapsed: elapsed.map(SignedDuration::from_millis),
        result,
    }
}

pub(crate) fn progress() -> View<'static> {
    view(
        Some(2),
        Body::Progress(ProgressView {
            title: "Making the token last, and listing your Pages",
            calls: vec![
                call(
                    "Make the token last 60 days",
                    CallState::Done,
                    Some(412),
                    Some("60 days, until 21 Jan 2027"),
                ),
                call("Check App ID and secret", CallState::AboutToRetry(2), Some(1_400), None),
                call(
                    "List your Pages",
                    CallState::Running(1),
                    Some(2_700),
                    Some("37 Pages so far"),
                ),
                call("Look at the 60-day token", CallState::Waiting, None, None),
            ],
        }),
    )
}

pub(crate) fn page(id: &str, name: &str, state: PageState) -> PageLine {
    PageLine {
        id: id.parse().unwrap(),
        name: SafeText::new(name),
        category: Some(SafeText::new("Bakery")),
        may: "post, moderate".to_owned(),
        instagram: None,
        has_double: false,
        state,
    }
}

pub(crate) fn choice_of(pages: Vec<PageLine>, listing: Listing, remark: Option<Message<'static>>) -> View<'static> {
    view(
        Some(3),
        Body::Choice(ChoiceView {
            title: "Choose the Page",
            pages: kept(pages),
            listing,
            remark,
            can_load_rest: false,
        }),
    )
}

pub(crate) fn choice() -> View<'static> {
    let mut pages = vec![
        page("100000000000001", "Alpenblick Bäckerei", PageState::Ready),
        page(
            "100000000000002",
            "Archive 2019",
            PageState::Unusable("your role on this Page does not allow posting".to_owned()),
        ),
        page("100000000000003", "Bakery", PageState::Ready),
        page("100000000000004", "Bakery", PageState::Ready),
        page("100000000000005", "", PageState::Asking),
        page("100000000000006", "日本語のパン屋さん 🥐", PageState::Ready),
        page("100000000000007", "מאפייה ירושלים", PageState::Ready),
        page(
            "100000000000008",
            "A name that is so very long that it could never fit into any column at all",
            PageState::Ready,
        ),
        page("100000000000009", "👩‍👩‍👧‍👦 Family café", PageState::Ready),
    ];
    pages[0].instagram = Some("@alpenblick".to_owned());
    pages[2].has_double = true;
    pages[3].has_double = true;
    choice_of(pages, Listing::Whole, None)
}

pub(crate) fn choice_long() -> View<'static> {
    let pages = (1..=200)
        .map(|number| {
            page(
                &format!("1{number:014}"),
                &format!("Page {number:03}"),
                PageState::Ready,
            )
        })
        .collect();
    choice_of(
        pages,
        Listing::Loading,
        Some(Message {
            tone: Tone::Calm,
            text: "Facebook sends the list in pieces; you can choose from what is here.",
        }),
    )
}

pub(crate) fn choice_empty() -> View<'static> {
    choice_of(
        vec![],
        Listing::Whole,
        Some(Message {
            tone: Tone::Careful,
            text: "Facebook lists no Page for this token. Most often no Page was ticked in the window that asked for \
                   permission.",
        }),
    )
}

fn fact(label: &'static str, value: &str, meaning: Option<&str>, copyable: Option<Copyable>) -> FactLine {
    FactLine {
        label,
        value: value.to_owned(),
        meaning: meaning.map(str::to_owned),
        copyable,
    }
}

pub(crate) fn outcome() -> View<'static> {
    view(
        Some(5),
        Body::Outcome(OutcomeView {
            is_proved: true,
            headline: "A Page token for Alpenblick Bäckerei that never expires",
            sentence: "Facebook confirmed it, and the Page answered to it.",
            facts: kept(vec![
                fact("Page", "Alpenblick Bäckerei", None, None),
                fact("Page ID", "100000000000001", None, Some(Copyable::PageId)),
                fact("App", "Bakery Poster (9000000000000001)", None, None),
                fact(
                    "Permissions",
                    "pages_show_list, pages_read_engagement, pages_manage_posts",
                    None,
                    None,
                ),
                fact(
                    "Fingerprint",
                    "ba7816bf",
                    Some("The first 8 digits of its SHA-256, to compare copies."),
                    None,
                ),
            ]),
            dates: kept(vec![
                fact(
                    "Expires",
                    "never",
                    Some("The token itself has no end date."),
                    Some(Copyable::Token),
                ),
                fact(
                    "Data access ends",
                    "20 Feb 2027 (in 90 days)",
                    Some("After that, Facebook may return less until you sign in to the app again."),
                    None,
                ),
            ]),
            enders: Some(
                "It would still end if you change your Facebook password, remove the app, lose your role on the Page, \
                 or if the App secret is reset.",
            ),
            checks: kept(vec![
                (Tone::Good, "It is a Page token of this app".to_owned()),
                (Tone::Good, "It carries every permission this goal needs".to_owned()),
                (Tone::Good, "The Page answered to it".to_owned()),
            ]),
            ways: kept(vec![Way::OtherPage, Way::Menu]),
        }),
    )
}

pub(crate) fn outcome_not_done() -> View<'static> {
    view(
        Some(5),
        Body::Outcome(OutcomeView {
            is_proved: false,
            headline: "The Page token ends in 58 minutes",
            sentence: "It was made from a short-lived token, so it ends with it.",
            facts: kept(vec![
                fact("Page", "Alpenblick Bäckerei", None, None),
                fact("Page ID", "100000000000001", None, Some(Copyable::PageId)),
            ]),
            dates: kept(vec![fact(
                "Expires",
                "22 Nov 2026, 23:10 (in 58 min)",
                Some("After that it is dead."),
                None,
            )]),
            enders: None,
            checks: kept(vec![
                (Tone::Good, "It is a Page token of this app".to_owned()),
                (Tone::Bad, "It has an end date".to_owned()),
            ]),
            ways: kept(vec![Way::Retry, Way::NewToken, Way::OtherPage, Way::Menu]),
        }),
    )
}

pub(crate) fn trouble_of(ways: Vec<Way>, quote: Option<&str>) -> View<'static> {
    let trouble = Trouble {
        id: "wrong-app-secret".to_owned(),
        headline: "The App ID and the App secret do not belong together".to_owned(),
        cause: "Facebook refused the pair. Most often the secret is from another app, or was reset since.".to_owned(),
        remedy: "Open the app's settings, press Show beside the App secret, and copy it again.".to_owned(),
        quote: quote.map(SafeText::new),
        details: vec![
            ("Error code", SafeText::new("1")),
            ("Trace", SafeText::new("AbCdEfGhIjK")),
        ],
        ways,
        wait_until: None,
    };
    view(
        Some(2),
        Body::Trouble(TroubleView {
            trouble: kept(trouble),
            calls: vec![
                call("Make the token last 60 days", CallState::Failed, Some(412), None),
                call("Check App ID and secret", CallState::Failed, Some(390), None),
                call("List your Pages", CallState::Waiting, None, None),
            ],
            wait: None,
        }),
    )
}

pub(crate) fn trouble() -> View<'static> {
    trouble_of(
        vec![
            Way::Edit(Field::AppSecret),
            Way::Edit(Field::AppId),
            Way::Open(Link::AppSettings(Some("9000000000000001".parse().unwrap()))),
            Way::Open(Link::AppRoles(None)),
            Way::Retry,
            Way::Menu,
        ],
        Some("Error validating client secret."),
    )
}

pub(crate) fn trouble_waiting() -> View<'static> {
    let mut view = trouble_of(vec![Way::Retry, Way::GoOn, Way::Menu], None);
    if let Body::Trouble(trouble) = &mut view.body {
        trouble.wait = Some(SignedDuration::from_secs(95));
    }
    view
}

pub(crate) fn question() -> &'static Question {
    kept(Question {
        text: "The token was not copied yet. If you leave now, it is gone and has to be made again.".to_owned(),
        yes: "leave without it",
        no: "stay",
    })
}

pub(crate) fn notice(tone: Tone, text: &str) -> &'static Notice {
    kept(Notice {
        tone,
        text: text.to_owned(),
    })
}

/// Every screen, each with a name.
pub(crate) fn all() -> Vec<(&'static str, View<'static>)> {
    let mut copied = outcome();
    copied.notice = Some(notice(
        Tone::Good,
        "The token was sent to your terminal. Paste it once to check that it arrived.",
    ));
    let mut asked = outcome();
    asked.question = Some(question());
    vec![
        ("menu", menu()),
        ("guide", guide(false)),
        ("guide-demo", guide(true)),
        ("form-empty", form_empty()),
        ("form-demo", form_demo()),
        ("form-filled", form_filled()),
        ("form-wrong", form_wrong()),
        ("progress", progress()),
        ("choice", choice()),
        ("choice-long", choice_long()),
        ("choice-empty", choice_empty()),
        ("outcome", copied),
        ("outcome-not-done", outcome_not_done()),
        ("outcome-question", asked),
        ("trouble", trouble()),
        ("trouble-waiting", trouble_waiting()),
    ]
}
