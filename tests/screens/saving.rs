//! Screens about saving, and what a result shows of the ways out.

use evertoken::{
    delivery::FileKind,
    journey::{self, Datum, Field},
    model::Secret,
    wizard::{
        effect::Copyable,
        trouble::Way,
        view::{
            Body, FieldView, FormView, KindRow, KindsView, Look, MenuView, PreludeView, SavingView, Tone,
            UnfinishedView, View,
        },
    },
};

use super::{ends, fact, forms, kept, view};

pub(crate) fn menu_unfinished() -> View<'static> {
    view(
        None,
        Body::Menu(MenuView {
            intro: "Facebook and Instagram hand out tokens that stop after an hour. This takes one of those and ends with \
                    a token that lasts, checked with Meta. It takes about five minutes, and talks to nobody but Meta.",
            journeys: journey::ALL,
            unfinished: Some(UnfinishedView {
                title: "Go on: Post to and manage a Facebook Page".to_owned(),
                sentence: "It was broken off at \"Page\". What is secret was not kept, so it is asked for again."
                    .to_owned(),
            }),
        }),
    )
}

pub(crate) fn kinds() -> View<'static> {
    let row = |kind, title, meaning| KindRow { kind, title, meaning };
    view(
        Some(5),
        Body::Kinds(KindsView {
            title: "Save the token: in which kind of file?",
            rows: vec![
                row(
                    FileKind::Env,
                    "Variables (.env)",
                    "NAME=value lines. One value is changed, and everything else in the file stays as it is",
                ),
                row(
                    FileKind::Json,
                    "JSON",
                    "One object. One member is changed, and everything else in the file stays as it is",
                ),
                row(
                    FileKind::Token,
                    "The token alone",
                    "For a program that reads a file with nothing else in it",
                ),
            ],
            at: 0,
        }),
    )
}

fn known(field: Field, value: &'static str) -> FieldView<'static> {
    FieldView {
        known: Some(value),
        ..forms::field(field)
    }
}

fn saving_of(lines: Vec<(Tone, &'static str)>, can_keep_out_of_git: bool) -> View<'static> {
    view(
        Some(5),
        Body::Form(FormView {
            prelude: Some(PreludeView {
                title: "Save as a variable",
                intro: "Nothing is written before you choose to save.",
                steps: &[],
                notes: &[],
                link: None,
                is_listening: false,
            }),
            fields: vec![
                known(Field::SavePath, ".env"),
                known(Field::NameOf(Datum::Token), "FACEBOOK_PAGE_TOKEN"),
                known(Field::NameOf(Datum::PageId), "FACEBOOK_PAGE_ID"),
                known(Field::SaveMode, "600"),
                forms::field(Field::SaveGroup),
            ],
            attention: None,
            look: Look::Nothing,
            can_submit: true,
            missing: Vec::new(),
            saving: Some(SavingView {
                lines: lines.into_iter().map(|(tone, line)| (tone, line.to_owned())).collect(),
                button: "Save",
                can_keep_out_of_git,
            }),
            is_sending: false,
            can_choose_place: false,
        }),
    )
}

pub(crate) fn saving() -> View<'static> {
    saving_of(
        vec![
            (Tone::Calm, "/home/maria/bakery/.env is there, and will be changed"),
            (Tone::Careful, "FACEBOOK_PAGE_TOKEN replaces …3fZD"),
            (Tone::Good, "FACEBOOK_PAGE_ID is added"),
            (Tone::Good, "Only you will be able to read it (0600)"),
        ],
        false,
    )
}

pub(crate) fn saving_in_git() -> View<'static> {
    saving_of(
        vec![
            (Tone::Calm, "/home/maria/bakery/.env will be made"),
            (Tone::Good, "FACEBOOK_PAGE_TOKEN is added"),
            (Tone::Good, "FACEBOOK_PAGE_ID is added"),
            (Tone::Good, "Only you will be able to read it (0600)"),
            (
                Tone::Careful,
                "The file is in a git repository and nothing keeps it out: git add would take the token along",
            ),
        ],
        true,
    )
}

pub(crate) fn outcome_saved() -> View<'static> {
    let mut view = ends::outcome();
    if let Body::Outcome(outcome) = &mut view.body {
        let mut facts = outcome.facts.to_vec();
        facts.push(fact(
            "Saved in",
            "/home/maria/bakery/.env as FACEBOOK_PAGE_TOKEN",
            None,
            None,
        ));
        outcome.facts = kept(facts);
        outcome.ways = kept(vec![Way::OtherPage, Way::PutBack]);
        outcome.commands = kept(vec![
            fact(
                "Compare",
                "sed -n 's/^FACEBOOK_PAGE_TOKEN=//p' '/home/maria/bakery/.env' | tr -d '\\n' | sha256sum | cut -c 1-8",
                Some("prints ba7816bf where the file arrived whole"),
                Some(Copyable::Command("Compare")),
            ),
            fact(
                "Try with curl",
                "sed -n 's/^FACEBOOK_PAGE_TOKEN=/Authorization: Bearer /p' '/home/maria/bakery/.env' | curl -sS -H @- \
                 'https://graph.facebook.com/v25.0/me?fields=id,name'",
                Some("asks Meta once, with the token from the file"),
                Some(Copyable::Command("Try with curl")),
            ),
        ]);
        outcome.can_check_copy = true;
        outcome.can_clear_clipboard = true;
    }
    view
}

pub(crate) fn outcome_revealed() -> View<'static> {
    let mut view = ends::outcome();
    if let Body::Outcome(outcome) = &mut view.body {
        let text = format!("EAAG{}3fZD", "x0Y".repeat(60));
        outcome.revealed = Some(Box::leak(Box::new(Secret::new(text))));
    }
    view
}
