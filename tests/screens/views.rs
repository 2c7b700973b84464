//! Moments of the wizard made by hand, for the pictures and the key tests.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a view that cannot be made is a fault of the test"
)]

mod ends;
mod forms;
mod guides;
mod lists;
mod saving;

use evertoken::{
    journey::{self, Journey, PAGE, Stage},
    tui::{Glyphs, Interaction, Look as Appearance, Theme},
    wizard::view::*,
};
use jiff::{SignedDuration, tz::TimeZone};

pub(crate) use ends::*;
pub(crate) use forms::*;
pub(crate) use guides::*;
pub(crate) use lists::*;
pub(crate) use saving::*;

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

pub(crate) fn rail(journey: &'static Journey, door: usize, at: usize) -> Rail {
    Rail {
        title: journey.title,
        stages: journey.path(door).map(Stage::name).collect(),
        at,
    }
}

/// A moment of the journey `page`, at its first door.
pub(crate) fn view(at: Option<usize>, body: Body<'static>) -> View<'static> {
    View {
        rail: at.map(|at| rail(&PAGE, 0, at)),
        banner: None,
        body,
        notice: None,
        question: None,
        can_go_back: at.is_some(),
        changes_at: None,
    }
}

/// A moment of any journey.
pub(crate) fn view_of(journey: &'static Journey, door: usize, at: usize, body: Body<'static>) -> View<'static> {
    View {
        rail: Some(rail(journey, door, at)),
        ..view(Some(at), body)
    }
}

pub(crate) fn menu() -> View<'static> {
    view(
        None,
        Body::Menu(MenuView {
            intro: "Facebook and Instagram hand out tokens that stop after an hour. This takes one of those and ends with \
                    a token that lasts, checked with Meta. It takes about five minutes, and talks to nobody but Meta.",
            journeys: journey::ALL,
            unfinished: None,
        }),
    )
}

pub(crate) const DEMO: &str = "demo: simulated Meta";

pub(crate) const SAMPLE_TOKEN: &str = "EAAGm0PX4ZCpsBAKZCsimulatedxQ7PZBvWmYhJ2kLr9TnE5dUoXc3VbGs8RyKfHwNqA1iMpDtSuZl6Oe4Cj0BxaPvWgYkTnRhLdEsQmFzUoIc2V7b9GxKt3JyNfHwArMp1DiSuZl5Oe8Cj4BxQaPv6WgYkTnRhLdEsQmFzUoZD";

pub(crate) fn call(
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
        pages: Vec::new(),
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

pub(crate) fn question() -> &'static Question {
    kept(Question {
        text: "The token was not copied yet. If you leave now, it is gone and has to be made again.".to_owned(),
        yes: "leave without it",
        no: "stay",
    })
}

pub(crate) fn notice(tone: Tone, text: &str) -> &'static Notice {
    kept(Notice::new(tone, text))
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
        ("menu-unfinished", menu_unfinished()),
        ("guide", guide(false)),
        ("guide-demo", guide(true)),
        ("guide-facebook-login", guide_facebook_login()),
        ("guide-instagram-login", guide_instagram_login()),
        ("guide-instagram-dashboard", guide_instagram_dashboard()),
        ("guide-instagram-hour", guide_instagram_hour()),
        ("form-empty", form_empty()),
        ("form-demo", form_demo()),
        ("form-filled", form_filled()),
        ("form-wrong", form_wrong()),
        ("form-optional", form_optional()),
        ("form-wanted", form_wanted()),
        ("form-page-id", form_page_id()),
        ("sign-in-making", sign_in_making()),
        ("sign-in-listening", sign_in_listening()),
        ("sign-in-pasting", sign_in_pasting()),
        ("progress", progress()),
        ("choice", choice()),
        ("choice-marked", choice_marked()),
        ("choice-chain", choice_chain()),
        ("choice-long", choice_long()),
        ("choice-empty", choice_empty()),
        ("kinds", kinds()),
        ("saving", saving()),
        ("saving-in-git", saving_in_git()),
        ("results", results()),
        ("outcome", copied),
        ("outcome-not-done", outcome_not_done()),
        ("outcome-question", asked),
        ("outcome-saved", outcome_saved()),
        ("outcome-revealed", outcome_revealed()),
        ("outcome-instagram", outcome_instagram()),
        ("outcome-chain-broken", outcome_chain_broken()),
        ("outcome-user", outcome_user()),
        ("outcome-instagram-login", outcome_instagram_login()),
        ("outcome-instagram-pasted", outcome_instagram_pasted()),
        ("outcome-nothing-to-do", outcome_nothing_to_do()),
        ("outcome-check-alive", outcome_check_alive()),
        ("outcome-check-dead", outcome_check_dead()),
        ("trouble", trouble()),
        ("trouble-waiting", trouble_waiting()),
        ("trouble-findings", trouble_findings()),
    ]
}
