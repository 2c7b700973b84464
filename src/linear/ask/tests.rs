use std::collections::BTreeSet;

use super::*;
use crate::{
    journey::{self, Field},
    model::{PageId, SafeText},
    wizard::{
        trouble::{Bearing, Trouble},
        view::{
            ChoiceView, FieldView, FormView, InstagramLink, Listing, Look, MenuView, Message, OutcomeView, PageLine,
            PageState, ProgressView, SavingView, Standing, Tone, TroubleView,
        },
    },
};

fn view(body: Body<'_>) -> View<'_> {
    View {
        rail: None,
        banner: None,
        body,
        notice: None,
        question: None,
        can_go_back: true,
        changes_at: None,
    }
}

fn menu() -> View<'static> {
    view(Body::Menu(MenuView {
        intro: "",
        journeys: journey::ALL,
        unfinished: None,
    }))
}

fn field(field: Field, received: Option<&'static str>, tone: Option<Tone>) -> FieldView<'static> {
    FieldView {
        field,
        label: field.label(),
        hint: "Where it is found",
        is_secret: field.is_secret(),
        is_optional: false,
        received,
        is_settled: true,
        tidied: None,
        known: None,
        message: tone.map(|tone| Message {
            tone,
            text: "Something about it",
        }),
        unattended: None,
        link: None,
        sample: None,
    }
}

fn form(fields: Vec<FieldView<'static>>, missing: Vec<&'static str>) -> View<'static> {
    view(Body::Form(FormView {
        prelude: None,
        can_submit: missing.is_empty(),
        fields,
        attention: None,
        look: Look::Nothing,
        missing,
        saving: None,
        is_sending: false,
        can_choose_place: false,
    }))
}

fn answer(asker: &mut Asker, text: &str, view: &View<'_>) -> String {
    asker.follow(view);
    format!("{:?}", asker.answer(Zeroizing::new(text.to_owned()), view))
}

#[test]
fn a_menu_is_answered_with_a_number_and_anything_else_is_explained() {
    let mut asker = Asker::default();
    let menu = menu();
    assert!(answer(&mut asker, "1", &menu).starts_with("Do([Choose("));
    for nonsense in ["", "0", "7", "-1", "one", "99999999999999999999"] {
        assert!(answer(&mut asker, nonsense, &menu).starts_with("Say("), "{nonsense}");
    }
    assert!(answer(&mut asker, ":nothing", &menu).contains("no command"));
    assert_eq!(answer(&mut asker, ":quit", &menu), "Do([Leave])");
}

#[test]
fn an_explanation_never_repeats_the_answer() {
    let mut asker = Asker::default();
    assert!(!answer(&mut asker, "EAAcanarycanary", &menu()).contains("canary"));
    assert!(!answer(&mut asker, ":EAAcanary", &menu()).contains("canary"));
}

#[test]
fn a_form_asks_for_one_field_at_a_time_and_is_sent_when_all_are_there() {
    let mut asker = Asker::default();
    let (token, app) = (Field::Token, Field::AppSecret);
    let empty = form(
        vec![field(token, None, None), field(app, None, None)],
        vec!["Access token", "App secret"],
    );
    asker.follow(&empty);
    let question = asker.question(&empty);
    assert!(
        question.is_hidden && question.prompt.starts_with("Access token. "),
        "{question:?}"
    );
    assert!(answer(&mut asker, "", &empty).contains("is needed here"));
    assert_eq!(
        answer(&mut asker, "EAAx", &empty),
        "Do([Answer(Token, <typed>), Settle(Token)])"
    );
    let half = form(
        vec![field(token, Some("received"), None), field(app, None, None)],
        vec!["App secret"],
    );
    asker.follow(&half);
    assert!(asker.question(&half).prompt.starts_with("App secret. "));
    assert!(asker.push(&half).is_none());
    answer(&mut asker, "0f", &half);
    let full = form(
        vec![field(token, Some("received"), None), field(app, Some("received"), None)],
        vec![],
    );
    asker.follow(&full);
    assert!(matches!(asker.push(&full), Some(Event::Next)));
    assert!(asker.push(&full).is_none(), "once");
}

#[test]
fn a_field_that_is_of_no_use_is_asked_for_again_and_a_doubt_is_thought_over_before_the_form_is_sent() {
    let mut asker = Asker::default();
    let empty = form(vec![field(Field::Token, None, None)], vec!["Access token"]);
    answer(&mut asker, "EAAx", &empty);
    let bad = form(
        vec![field(Field::Token, Some("received"), Some(Tone::Bad))],
        vec!["Access token"],
    );
    asker.follow(&bad);
    assert!(asker.push(&bad).is_none());
    assert!(asker.question(&bad).prompt.starts_with("Access token. "));
    assert!(!asker.question(&bad).prompt.contains("Enter keeps"));
    assert!(answer(&mut asker, "", &bad).contains("cannot be used"));
    let doubted = form(vec![field(Field::Token, Some("received"), Some(Tone::Bad))], vec![]);
    assert!(asker.question(&doubted).prompt.ends_with("Enter leaves it as it is."));
    assert_eq!(answer(&mut asker, "", &doubted), "Do([])");
    assert!(asker.push(&doubted).is_none(), "not by itself");
    assert!(
        asker
            .question(&doubted)
            .prompt
            .starts_with("Enter: go on all the same.")
    );
    assert_eq!(answer(&mut asker, "", &doubted), "Do([Next])");
}

#[test]
fn a_place_where_nothing_can_be_saved_is_not_offered_as_if_it_could() {
    let saving = |tone: Tone| {
        view(Body::Form(FormView {
            prelude: None,
            fields: vec![FieldView {
                known: Some("/tmp/a.env"),
                ..field(Field::SavePath, None, None)
            }],
            attention: None,
            look: Look::Nothing,
            can_submit: true,
            missing: Vec::new(),
            saving: Some(SavingView {
                lines: vec![(tone, "Something about the place".to_owned())],
                button: "Save",
                can_keep_out_of_git: false,
            }),
            is_sending: false,
            can_choose_place: false,
        }))
    };
    for (tone, expected) in [
        (Tone::Careful, "Enter: save."),
        (Tone::Bad, "Enter: try this place again."),
    ] {
        let mut asker = Asker::default();
        let view = saving(tone);
        asker.follow(&view);
        let question = asker.question(&view);
        assert!(question.prompt.starts_with(expected), "{}", question.prompt);
        let lines: Vec<_> = question.lines.iter().map(Line::text).collect();
        assert_eq!(
            lines,
            ["1. Change File, now /tmp/a.env"],
            "nothing behind what is copied"
        );
    }
}

#[test]
fn where_no_browser_would_be_seen_enter_does_not_open_one() {
    let open = Way::Open(Link::RoleRequests);
    let trouble = Trouble {
        id: "no-role".to_owned(),
        headline: String::new(),
        cause: String::new(),
        remedy: String::new(),
        unattended: String::new(),
        bearing: Bearing::Silent,
        ways: vec![open, Way::Retry],
        wait_until: None,
        quote: None,
        details: Vec::new(),
    };
    let view = view(Body::Trouble(TroubleView {
        trouble: &trouble,
        calls: Vec::new(),
        wait: None,
        findings: &[],
        wants: Vec::new(),
        lacks_permissions: false,
    }));
    for (lacks_browser, expected) in [(false, "Do([Take(Open(RoleRequests))])"), (true, "Do([Take(Retry)])")] {
        let mut asker = Asker::new(Means {
            lacks_browser,
            ..Means::default()
        });
        assert_eq!(answer(&mut asker, "", &view), expected);
        assert!(asker.question(&view).prompt.ends_with("Or type 1 or 2."));
    }
}

#[test]
fn help_says_what_a_command_does_here() {
    let help = |means: Means, view: &View<'_>| {
        let mut asker = Asker::new(means);
        answer(&mut asker, ":help", view)
    };
    let outcome = || {
        view(Body::Outcome(OutcomeView {
            standing: Standing::Proved,
            token: Some("Page token"),
            chain: &[],
            headline: "",
            sentence: "",
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
        }))
    };
    let here = help(Means::default(), &outcome());
    assert!(
        here.contains(":copy copies the token.") && here.contains(":show shows the token"),
        "{here}"
    );
    let elsewhere = Means {
        shows_elsewhere: true,
        ..Means::default()
    };
    assert!(help(elsewhere, &outcome()).contains(":show writes the token to standard output."));
}

fn page(id: &str, state: PageState) -> PageLine {
    PageLine {
        id: id.parse().unwrap(),
        name: SafeText::new(&format!("Bäckerei {id}")),
        category: None,
        may: String::new(),
        instagram: InstagramLink::NotAsked,
        has_double: false,
        state,
    }
}

fn choice<'a>(pages: &'a [PageLine], marked: &'a BTreeSet<PageId>, listing: Listing) -> View<'a> {
    view(Body::Choice(ChoiceView {
        title: "Which Page?",
        pages,
        revision: 1,
        listing,
        remark: None,
        can_load_rest: false,
        takes_several: true,
        marked,
        chain_from: None,
        can_find_missing: false,
    }))
}

#[test]
fn pages_are_chosen_by_number_alone_or_several_and_text_filters() {
    let pages: Vec<_> = (1..=25).map(|n| page(&format!("10{n:02}"), PageState::Ready)).collect();
    let none = BTreeSet::new();
    let view = choice(&pages, &none, Listing::Whole);
    let mut asker = Asker::default();
    asker.follow(&view);
    assert_eq!(
        asker.question(&view).lines.len(),
        21,
        "twenty, and the word that there are more"
    );
    assert_eq!(answer(&mut asker, "2", &view), "Do([Pick(Page ID 1002)])");
    assert_eq!(
        answer(&mut asker, "1,3", &view),
        "Do([Mark(Page ID 1001), Mark(Page ID 1003), Pick(Page ID 1001)])"
    );
    assert!(answer(&mut asker, "26", &view).contains("no Page with the number 26"));
    assert_eq!(answer(&mut asker, "BACKEREI 1007", &view), "Refresh");
    let lines = asker.question(&view).lines;
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(
        lines.iter().any(|line| line.text().starts_with("7. \"Bäckerei 1007\"")),
        "numbers never move"
    );
    assert_eq!(answer(&mut asker, "", &view), "Refresh");
    assert_eq!(answer(&mut asker, ":more", &view), "Refresh");
    assert!(
        asker
            .question(&view)
            .lines
            .iter()
            .any(|line| line.text().starts_with("25. "))
    );
}

#[test]
fn what_was_marked_before_and_is_not_wanted_loses_its_mark() {
    let pages = [page("1001", PageState::Ready), page("1002", PageState::Ready)];
    let marked = BTreeSet::from(["1001".parse().unwrap()]);
    let view = choice(&pages, &marked, Listing::Whole);
    let mut asker = Asker::default();
    assert_eq!(
        answer(&mut asker, "2", &view),
        "Do([Mark(Page ID 1001), Pick(Page ID 1002)])"
    );
    assert_eq!(answer(&mut asker, "", &view), "Do([Pick(Page ID 1001)])");
}

#[test]
fn a_number_that_the_filter_hides_chooses_nothing() {
    let pages = [page("1001", PageState::Ready), page("2002", PageState::Ready)];
    let none = BTreeSet::new();
    let view = choice(&pages, &none, Listing::Whole);
    let mut asker = Asker::default();
    asker.follow(&view);
    answer(&mut asker, "bäckerei 2002", &view);
    assert!(answer(&mut asker, "1", &view).contains("Number 1 is not among the Pages that are listed now"));
    assert_eq!(answer(&mut asker, "2", &view), "Do([Pick(Page ID 2002)])");
}

#[test]
fn a_page_that_cannot_be_chosen_says_why() {
    let pages = [page("1001", PageState::Unusable("no role".to_owned()))];
    let none = BTreeSet::new();
    let view = choice(&pages, &none, Listing::Whole);
    assert_eq!(answer(&mut Asker::default(), "1", &view), "Do([Pick(Page ID 1001)])");
    let pages = [
        page("1001", PageState::Unusable("no role".to_owned())),
        page("1002", PageState::Ready),
    ];
    let view = choice(&pages, &none, Listing::Whole);
    assert!(answer(&mut Asker::default(), "1 2", &view).contains("cannot be chosen: no role"));
}

#[test]
fn while_something_is_under_way_an_answer_is_not_taken_and_commands_are() {
    let progress = view(Body::Progress(ProgressView {
        title: "Working",
        calls: Vec::new(),
    }));
    let mut asker = Asker::default();
    asker.follow(&progress);
    assert!(asker.question(&progress).is_wait);
    assert!(answer(&mut asker, "1", &progress).contains("too early"));
    assert_eq!(answer(&mut asker, ":back", &progress), "Do([Back])");
    let none = BTreeSet::new();
    let loading = choice(&[], &none, Listing::Loading);
    asker.follow(&loading);
    assert!(asker.question(&loading).is_wait);
    assert_eq!(answer(&mut asker, "", &loading), "Refresh");
    assert!(!asker.question(&loading).is_wait, "nobody has to wait");
}

#[test]
fn a_question_takes_yes_or_no_and_nothing_is_no() {
    let question = crate::wizard::view::Question {
        text: "Leave?".to_owned(),
        yes: "leave",
        no: "stay",
    };
    let asking = View {
        question: Some(&question),
        ..menu()
    };
    let mut asker = Asker::default();
    for (text, expected) in [
        ("yes", "Do([Confirm])"),
        ("Y", "Do([Confirm])"),
        ("", "Do([Decline])"),
        ("no", "Do([Decline])"),
        (":back", "Do([Decline])"),
    ] {
        assert_eq!(answer(&mut asker, text, &asking), expected, "{text}");
    }
    for text in ["1", "perhaps", ":save", ":quit"] {
        assert!(answer(&mut asker, text, &asking).starts_with("Say("), "{text}");
    }
}
