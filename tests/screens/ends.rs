//! Outcomes and troubles, made by hand.

use evertoken::{
    journey::{CHECK, Datum, Field, INSTAGRAM, INSTAGRAM_HOUR, INSTAGRAM_LOGIN, Journey, PAGE, RENEW, USER},
    model::SafeText,
    wizard::{
        effect::{Copyable, Link},
        trouble::{Trouble, Way},
        view::*,
    },
};
use jiff::SignedDuration;

use super::{call, kept, view, view_of};

pub(crate) fn fact(label: &'static str, value: &str, meaning: Option<&str>, copyable: Option<Copyable>) -> FactLine {
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
            standing: Standing::Proved,
            token: Some("Page token"),
            chain: &[],
            headline: "A Page token for Alpenblick Bäckerei that never expires",
            sentence: "Meta confirmed it, and the Page answered to it.",
            unattended: "",
            facts: kept(vec![
                fact("Page", "Alpenblick Bäckerei", None, None),
                token_line("Page token"),
                fact("Page ID", "100000000000001", None, Some(Copyable::Datum(Datum::PageId))),
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
                fact("Expires", "never", Some("The token itself has no end date."), None),
                fact(
                    "Data access ends",
                    "20 Feb 2027 (in 90 days)",
                    Some("After that, Meta may return less until you sign in to the app again."),
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
            commands: &[],
            revealed: None,
            can_check_copy: false,
            can_clear_clipboard: false,
        }),
    )
}

pub(crate) fn outcome_not_done() -> View<'static> {
    view(
        Some(5),
        Body::Outcome(OutcomeView {
            standing: Standing::NotDone,
            token: Some("Page token"),
            chain: &[],
            headline: "The Page token ends in 58 minutes",
            sentence: "It was made from a short-lived token, so it ends with it.",
            unattended: "",
            facts: kept(vec![
                fact("Page", "Alpenblick Bäckerei", None, None),
                token_line("Page token"),
                fact("Page ID", "100000000000001", None, Some(Copyable::Datum(Datum::PageId))),
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
            commands: &[],
            revealed: None,
            can_check_copy: false,
            can_clear_clipboard: false,
        }),
    )
}

pub(crate) fn trouble_of(ways: Vec<Way>, quote: Option<&str>) -> View<'static> {
    let trouble = Trouble {
        id: "wrong-app-secret".to_owned(),
        headline: "The App ID and the App secret do not belong together".to_owned(),
        cause: "Meta refused the pair. Most often the secret is from another app, or was reset since.".to_owned(),
        remedy: "Open the app's settings, press Show beside the App secret, and copy it again.".to_owned(),
        unattended: String::new(),
        bearing: evertoken::wizard::trouble::Bearing::Given,
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
            wants: Vec::new(),
            lacks_permissions: false,
            trouble: kept(trouble),
            calls: vec![
                call("Make the token last 60 days", CallState::Failed, Some(412), None),
                call("Check App ID and secret", CallState::Failed, Some(390), None),
                call("List your Pages", CallState::Waiting, None, None),
            ],
            wait: None,
            findings: &[],
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

fn token_line(kind: &'static str) -> FactLine {
    fact(
        kind,
        "EAA…ZDZD   fingerprint ba7816bf",
        None,
        Some(Copyable::Datum(Datum::Token)),
    )
}

fn datum(label: &'static str, value: &str, datum: Datum) -> FactLine {
    fact(label, value, None, Some(Copyable::Datum(datum)))
}

/// The names under which programs know what a journey ends with, as the wizard spells them.
fn names(journey: &'static Journey) -> Vec<FactLine> {
    journey
        .names
        .iter()
        .map(|naming| {
            let between = match naming.spelling {
                evertoken::journey::Spelling::Variables => " = ",
                evertoken::journey::Spelling::Options => " ",
            };
            let pairs: Vec<_> = naming
                .pairs
                .iter()
                .map(|(name, datum)| format!("{name}{between}{}", datum.label()))
                .collect();
            fact(naming.title, &pairs.join(", "), None, Some(Copyable::Named(naming)))
        })
        .collect()
}

fn link(label: &'static str, name: &str, holds: bool) -> ChainLink {
    ChainLink {
        label,
        name: name.to_owned(),
        holds,
    }
}

fn good(words: &str) -> (Tone, String) {
    (Tone::Good, words.to_owned())
}

/// An outcome with a verdict alone, at the end of a journey.
fn ending(
    journey: &'static Journey,
    standing: Standing,
    headline: &'static str,
    sentence: &'static str,
    fill: impl FnOnce(&mut OutcomeView<'static>),
) -> View<'static> {
    let mut outcome = OutcomeView {
        standing,
        token: None,
        chain: &[],
        headline,
        sentence,
        unattended: "",
        facts: &[],
        dates: &[],
        enders: None,
        checks: &[],
        ways: &[],
        commands: &[],
        revealed: None,
        can_check_copy: false,
        can_clear_clipboard: false,
    };
    fill(&mut outcome);
    let last = journey.path(0).count().saturating_sub(1);
    view_of(journey, 0, last, Body::Outcome(outcome))
}

fn never() -> FactLine {
    fact("Expires", "never", Some("The token itself has no end date."), None)
}

fn in_60_days() -> FactLine {
    fact(
        "Expires",
        "21 Jan 2027, 14:05 UTC (in 60 days)",
        Some("After that it is dead."),
        None,
    )
}

fn data_access() -> FactLine {
    fact(
        "Data access ends",
        "20 Feb 2027 (in 90 days)",
        Some("After that, Meta may return less until you sign in to the app again."),
        None,
    )
}

pub(crate) fn outcome_instagram() -> View<'static> {
    ending(
        &INSTAGRAM,
        Standing::Proved,
        "Proved: this Page token never expires",
        "Meta says so, and Alpenblick Bäckerei and @alpenblick answered to it just now.",
        |outcome| {
            outcome.token = Some("Page token");
            outcome.chain = kept(vec![
                link("App", "Bakery Poster (9000000000000001)", true),
                link("Page", "Alpenblick Bäckerei (100000000000001)", true),
                link("Instagram", "@alpenblick (17841400000000001)", true),
            ]);
            outcome.dates = kept(vec![never(), data_access()]);
            let mut facts = vec![
                fact("Page", "Alpenblick Bäckerei", None, None),
                token_line("Page token"),
                datum("Page ID", "100000000000001", Datum::PageId),
                datum("Instagram ID", "17841400000000001", Datum::InstagramId),
                datum("Instagram name", "@alpenblick", Datum::InstagramName),
                fact("App", "Bakery Poster (9000000000000001)", None, None),
            ];
            facts.extend(names(&INSTAGRAM));
            outcome.facts = kept(facts);
            outcome.checks = kept(vec![
                good("It is a Page token, and of this Page"),
                good("The Instagram account could be read with it"),
            ]);
            outcome.enders = Some("It would still end if you change your Facebook password or remove the app.");
            outcome.ways = kept(vec![Way::OtherPage]);
        },
    )
}

pub(crate) fn outcome_chain_broken() -> View<'static> {
    ending(
        &USER,
        Standing::NotDone,
        "No Instagram account answers to this token",
        "None of your Pages has a professional Instagram account. Link one to a Page, then list them again.",
        |outcome| {
            outcome.token = Some("User token");
            outcome.chain = kept(vec![
                link("App", "Bakery Poster", true),
                link("Page", "Alpenblick", true),
                link("Instagram", "no professional account linked", false),
            ]);
            outcome.dates = kept(vec![in_60_days()]);
            outcome.facts = kept(vec![
                fact("Person", "Maria Muster (100000000000042)", None, None),
                token_line("User token"),
                datum("User ID", "100000000000042", Datum::UserId),
            ]);
            outcome.checks = kept(vec![(
                Tone::Bad,
                "No Instagram account could be read with it".to_owned(),
            )]);
            outcome.ways = kept(vec![
                Way::Retry,
                Way::Open(Link::Instagram),
                Way::Open(Link::Facebook),
                Way::Begin(&PAGE),
                Way::Begin(&INSTAGRAM_LOGIN),
                Way::SignInAgain,
                Way::Menu,
            ]);
        },
    )
}

pub(crate) fn outcome_user() -> View<'static> {
    ending(
        &USER,
        Standing::Proved,
        "Proved: this user token lasts 60 days",
        "Meta says so, and you and @alpenblick (17841400000000001) answered to it just now.",
        |outcome| {
            outcome.token = Some("User token");
            outcome.chain = kept(vec![
                link("App", "Bakery Poster", true),
                link("Page", "Alpenblick", true),
                link("Instagram", "@alpenblick", true),
            ]);
            outcome.dates = kept(vec![in_60_days(), data_access()]);
            let mut facts = vec![
                fact("Person", "Maria Muster (100000000000042)", None, None),
                token_line("User token"),
                datum("User ID", "100000000000042", Datum::UserId),
                datum("Instagram ID", "17841400000000001", Datum::InstagramId),
                datum("Instagram name", "@alpenblick", Datum::InstagramName),
            ];
            facts.extend(names(&USER));
            outcome.facts = kept(facts);
            outcome.checks = kept(vec![
                good("It is a user token"),
                good("Your name could be read with it"),
                (Tone::Careful, "It cannot publish on Instagram".to_owned()),
            ]);
            outcome.enders = Some(
                "It would end sooner if you change your Facebook password. Before its date, \"Make a token last again\" \
                 gives it 60 new days.",
            );
        },
    )
}

pub(crate) fn outcome_instagram_login() -> View<'static> {
    ending(
        &INSTAGRAM_LOGIN,
        Standing::Proved,
        "Proved: this Instagram token lasts 60 days",
        "Instagram says so, and @alpenblick (17841400000000001) answered to it just now.",
        |outcome| {
            outcome.token = Some("Instagram token");
            outcome.dates = kept(vec![in_60_days()]);
            let mut facts = vec![
                fact(
                    "Instagram token",
                    "IGAA…ZDZD   fingerprint ba7816bf",
                    None,
                    Some(Copyable::Datum(Datum::Token)),
                ),
                datum("Instagram ID", "17841400000000001", Datum::InstagramId),
                datum("Instagram name", "@alpenblick", Datum::InstagramName),
                fact("Account", "professional, business", None, None),
            ];
            facts.extend(names(&INSTAGRAM_LOGIN));
            outcome.facts = kept(facts);
            outcome.checks = kept(vec![good("The account could be read with it")]);
            outcome.ways = kept(vec![Way::Begin(&INSTAGRAM)]);
        },
    )
}

pub(crate) fn outcome_instagram_pasted() -> View<'static> {
    ending(
        &INSTAGRAM_LOGIN,
        Standing::Proved,
        "Proved: this Instagram token works",
        "@alpenblick (17841400000000001) answered to it just now. Meta does not tell when it ends: from the dashboard \
         it lasts 60 days from the day it was made, from a login one hour. If it is of an hour, make it last by the way below.",
        |outcome| {
            outcome.token = Some("Instagram token");
            outcome.dates = kept(vec![fact(
                "Expires",
                "not said",
                Some("60 days after it was made, or one hour if a login gave it. Meta does not tell."),
                None,
            )]);
            outcome.facts = kept(vec![
                fact(
                    "Instagram token",
                    "IGAA…ZDZD   fingerprint ba7816bf",
                    None,
                    Some(Copyable::Datum(Datum::Token)),
                ),
                datum("Instagram ID", "17841400000000001", Datum::InstagramId),
            ]);
            outcome.checks = kept(vec![good("The account could be read with it")]);
            outcome.ways = kept(vec![Way::Begin(&INSTAGRAM_HOUR), Way::Begin(&INSTAGRAM)]);
        },
    )
}

pub(crate) fn outcome_nothing_to_do() -> View<'static> {
    ending(
        &RENEW,
        Standing::Found(Tone::Good),
        "Nothing to do: this Page token never expires",
        "Meta gives it no end date, so there is nothing to renew.",
        |outcome| {
            outcome.dates = kept(vec![never()]);
            outcome.facts = kept(vec![
                fact("Token", "EAA…ZDZD   fingerprint ba7816bf", None, None),
                fact("Kind", "Page token", None, None),
                fact("App", "Bakery Poster (9000000000000001)", None, None),
            ]);
            outcome.checks = kept(vec![good("Meta accepts it")]);
            outcome.ways = kept(vec![Way::Menu]);
        },
    )
}

pub(crate) fn outcome_check_alive() -> View<'static> {
    ending(
        &CHECK,
        Standing::Found(Tone::Careful),
        "This user token works for 54 min more",
        "It acts as Maria Muster, for the app Bakery Poster.",
        |outcome| {
            outcome.dates = kept(vec![
                fact(
                    "Expires",
                    "22 Nov 2026, 23:10 UTC (in 54 min)",
                    Some("After that it is dead."),
                    None,
                ),
                data_access(),
            ]);
            outcome.facts = kept(vec![
                fact("Token", "EAA…ZDZD   fingerprint ba7816bf", None, None),
                fact("Kind", "user token", None, None),
                fact("Permissions", "pages_show_list, pages_manage_posts", None, None),
            ]);
            outcome.checks = kept(vec![
                good("Meta accepts it"),
                (
                    Tone::Careful,
                    "Post to and manage a Facebook Page: it lacks pages_read_engagement".to_owned(),
                ),
            ]);
            outcome.ways = kept(vec![Way::Begin(&RENEW), Way::Begin(&PAGE), Way::Menu]);
        },
    )
}

pub(crate) fn outcome_check_dead() -> View<'static> {
    ending(
        &CHECK,
        Standing::Found(Tone::Bad),
        "This token has ended",
        "Its time is over, or the password was changed since. Only a new login gives a new token.",
        |outcome| {
            outcome.facts = kept(vec![
                fact("Token", "EAA…ZDZD   fingerprint ba7816bf", None, None),
                fact("Meta's code", "190/463", None, None),
                fact("HTTP status", "400", None, None),
            ]);
            outcome.ways = kept(vec![Way::Begin(&PAGE), Way::Begin(&USER), Way::Menu]);
        },
    )
}

pub(crate) fn trouble_findings() -> View<'static> {
    let finding = |state, cause, words: &str| Finding {
        state,
        cause,
        words: words.to_owned(),
    };
    let mut view = trouble_of(
        vec![
            Way::NewToken,
            Way::TypePageId,
            Way::SignInAgain,
            Way::Begin(&INSTAGRAM_LOGIN),
            Way::Menu,
        ],
        None,
    );
    if let Body::Trouble(trouble) = &mut view.body {
        trouble.trouble = kept(Trouble {
            id: "no-pages".to_owned(),
            headline: "Meta lists no Page for you".to_owned(),
            cause: "The token works, but no Page came with it.".to_owned(),
            remedy: "Go through the list below, the certain causes first.".to_owned(),
            details: vec![],
            ..trouble.trouble.clone()
        });
        trouble.calls = vec![];
        trouble.findings = kept(vec![
            finding(
                FindingState::Found,
                "The Page was not ticked",
                "No Page is shared with the app. Make a new token and tick every Page you want.",
            ),
            finding(
                FindingState::Found,
                "The Page is in a business portfolio",
                "business_management is not on the token, and without it Pages of a portfolio stay hidden. Choose it too.",
            ),
            finding(
                FindingState::CannotTell,
                "Another Facebook account is logged in",
                "This token belongs to Maria Muster. Is that the account that manages the Page?",
            ),
            finding(
                FindingState::RuledOut,
                "pages_show_list is missing",
                "It is on the token.",
            ),
        ]);
    }
    view
}
