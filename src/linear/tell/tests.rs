use std::{fs, path::Path};

use jiff::{SignedDuration, Timestamp};

use super::*;
use crate::{
    model::Expiry,
    wizard::view::{
        FieldView, FormView, KindsView, Look, MenuView, OutcomeView, PreludeView, ProgressView, Question, Rail,
        SavingView, Seen, Standing,
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

fn at(at: usize, body: Body<'_>) -> View<'_> {
    View {
        rail: Some(Rail {
            title: "Make a token last again",
            stages: vec!["Details", "Exchange", "Result"],
            at,
        }),
        ..view(body)
    }
}

fn said(teller: &mut Teller, view: &View<'_>) -> Vec<String> {
    said_after(teller, view, &[])
}

fn said_after(teller: &mut Teller, view: &View<'_>, calls: &[CallLine<'_>]) -> Vec<String> {
    let lines = teller.tell(view, calls, &TimeZone::UTC);
    lines.iter().map(|line| line.text().to_owned()).collect()
}

fn call(state: CallState, milliseconds: Option<i64>, result: Option<&str>) -> Body<'_> {
    Body::Progress(ProgressView {
        title: "Making the token last",
        calls: vec![CallLine {
            words: "Make the token last 60 days",
            host: "graph.facebook.com",
            state,
            elapsed: milliseconds.map(SignedDuration::from_millis),
            result,
            pages: Vec::new(),
        }],
    })
}

fn outcome(facts: &[crate::wizard::view::FactLine]) -> Body<'_> {
    Body::Outcome(OutcomeView {
        standing: Standing::NotDone,
        token: None,
        chain: &[],
        headline: "this token ends soon",
        sentence: "",
        unattended: "",
        facts,
        dates: &[],
        enders: None,
        checks: &[],
        ways: &[],
        commands: &[],
        revealed: None,
        can_check_copy: false,
        can_clear_clipboard: false,
    })
}

#[test]
fn where_the_person_is_comes_first_and_progress_is_one_line_for_each_change() {
    let mut teller = Teller::default();
    let waiting = at(1, call(CallState::Waiting, None, None));
    assert_eq!(
        said(&mut teller, &waiting),
        [
            "Make a token last again.",
            "Step 2 of 3, Exchange.",
            "Making the token last."
        ]
    );
    let running = |ms| at(1, call(CallState::Running(1), Some(ms), None));
    assert_eq!(
        said(&mut teller, &running(0)),
        ["Make the token last 60 days: asking graph.facebook.com."]
    );
    assert_eq!(said(&mut teller, &running(1000)), [""; 0], "time alone is no news");
    let again = at(1, call(CallState::AboutToRetry(2), Some(2000), Some("Meta is busy")));
    assert_eq!(
        said(&mut teller, &again),
        ["Make the token last 60 days: no luck, try 2 comes soon. Meta is busy."]
    );
    let done = at(1, call(CallState::Done, Some(460), Some("60 days, until 21 Jan 2027")));
    assert_eq!(
        said(&mut teller, &done),
        ["Make the token last 60 days: done in 0.4 s. 60 days, until 21 Jan 2027."]
    );
}

#[test]
fn of_a_call_that_was_under_way_when_the_walk_went_on_is_said_what_became_of_it() {
    for (state, words) in [
        (CallState::Done, Some("Make the token last 60 days: done in 0.4 s.")),
        (CallState::Failed, Some("Make the token last 60 days: failed in 0.4 s.")),
        (CallState::Running(1), None),
    ] {
        let mut teller = Teller::default();
        said(&mut teller, &at(1, call(CallState::Running(1), Some(0), None)));
        let Body::Progress(after) = call(state, Some(460), None) else {
            unreachable!()
        };
        let expected: Vec<_> = words
            .into_iter()
            .chain(["Step 3 of 3, Result.", "Not done yet: This token ends soon."])
            .collect();
        assert_eq!(said_after(&mut teller, &at(2, outcome(&[])), &after.calls), expected);
    }
}

#[test]
fn a_call_for_several_pages_names_each_and_of_very_many_their_number() {
    let line = |state, result, pages| CallLine {
        words: "Ask Meta when it ends",
        host: "graph.facebook.com",
        state,
        elapsed: None,
        result,
        pages,
    };
    let (done, asking) = (CallState::Done, CallState::Running(1));
    let of = |pages| {
        at(
            1,
            Body::Progress(ProgressView {
                title: "",
                calls: vec![line(asking, None, pages)],
            }),
        )
    };
    let two = of(vec![
        ("Bakery (1)".to_owned(), line(done, Some("Never ends"), Vec::new())),
        ("Market (2)".to_owned(), line(asking, None, Vec::new())),
    ]);
    let told = said(&mut Teller::default(), &two);
    assert_eq!(
        told[2..],
        [
            "Ask Meta when it ends, Bakery (1): done. Never ends.",
            "Ask Meta when it ends, Market (2): asking graph.facebook.com."
        ]
    );
    let many = (0..50).map(|number| (format!("Page {number}"), line(asking, None, Vec::new())));
    let told = said(&mut Teller::default(), &of(many.collect()));
    assert_eq!(
        told[2..],
        ["Ask Meta when it ends, 50 Pages: asking graph.facebook.com."]
    );
}

#[test]
fn a_call_that_took_no_time_to_speak_of_is_done_and_no_more() {
    let mut teller = Teller::default();
    let quick = at(1, call(CallState::Done, Some(99), None));
    assert!(said(&mut teller, &quick).contains(&"Make the token last 60 days: done.".to_owned()));
}

#[test]
fn what_stands_in_columns_elsewhere_is_told_apart_by_commas() {
    let fact = crate::wizard::view::FactLine {
        label: "Page token",
        value: "EAA5…fYZD   fingerprint fd77bb76".to_owned(),
        meaning: None,
        copyable: None,
    };
    let facts = [fact];
    let mut teller = Teller::default();
    let told = said(&mut teller, &at(2, outcome(&facts)));
    assert_eq!(told.last().unwrap(), "Page token: EAA5…fYZD, fingerprint fd77bb76");
}

#[test]
fn coming_back_to_an_outcome_only_the_verdict_and_what_is_new_is_said() {
    let fact = |label, value: &str| crate::wizard::view::FactLine {
        label,
        value: value.to_owned(),
        meaning: None,
        copyable: None,
    };
    let before = [fact("Page", "Harbour Bakery")];
    let after = [
        fact("Page", "Harbour Bakery"),
        fact("Saved in", "/tmp/a.env as PAGE_TOKEN"),
    ];
    let mut teller = Teller::default();
    said(&mut teller, &at(2, outcome(&before)));
    said(&mut teller, &at(2, call(CallState::Waiting, None, None)));
    assert_eq!(
        said(&mut teller, &at(2, outcome(&after))),
        [
            "Not done yet: This token ends soon.",
            "Saved in: /tmp/a.env as PAGE_TOKEN"
        ]
    );
}

#[test]
fn a_notice_is_said_once_and_again_when_it_answers_something_new() {
    let notice = Notice {
        hints: vec![Hint::Instead(OtherWay::Permissions)],
        ..Notice::new(Tone::Careful, "No clipboard here")
    };
    let menu = || {
        Body::Menu(MenuView {
            intro: "",
            journeys: &[],
            unfinished: None,
        })
    };
    let with_notice = View {
        notice: Some(&notice),
        ..view(menu())
    };
    let words = ["Careful: No clipboard here. The list stands on a line of its own above."];
    let mut teller = Teller::default();
    assert_eq!(said(&mut teller, &with_notice), words);
    assert_eq!(said(&mut teller, &with_notice), [""; 0]);
    teller.expect_answer();
    assert_eq!(said(&mut teller, &with_notice), words);
}

#[test]
fn a_question_is_said_when_it_comes_up() {
    let question = Question {
        text: "It is gone once you leave".to_owned(),
        yes: "leave",
        no: "stay",
    };
    let mut teller = Teller::default();
    let quiet = view(outcome(&[]));
    let asking = View {
        question: Some(&question),
        ..view(outcome(&[]))
    };
    said(&mut teller, &quiet);
    assert_eq!(said(&mut teller, &asking), ["It is gone once you leave."]);
    assert_eq!(said(&mut teller, &asking), [""; 0]);
    said(&mut teller, &quiet);
    assert_eq!(said(&mut teller, &asking), ["It is gone once you leave."]);
}

#[test]
fn a_countdown_is_not_said_again_as_it_counts() {
    let end = Timestamp::from_second(1_790_000_000).unwrap();
    let seen = |minutes| {
        Look::Seen(Seen {
            kind: "User token",
            app: None,
            owner: None,
            expires: Expiry::At(end),
            left: Some(SignedDuration::from_mins(minutes)),
            ticks: Vec::new(),
            remarks: Vec::new(),
        })
    };
    let form = |minutes| {
        view(Body::Form(FormView {
            prelude: None,
            fields: Vec::new(),
            attention: None,
            look: seen(minutes),
            can_submit: true,
            missing: Vec::new(),
            saving: None,
            is_sending: false,
            can_choose_place: false,
        }))
    };
    let mut teller = Teller::default();
    assert_eq!(
        said(&mut teller, &form(54)),
        ["Meta says: User token.", "54 min left, until 21 Sep 2026, 14:13 UTC."]
    );
    assert_eq!(said(&mut teller, &form(53)), [""; 0]);
    teller.forget();
    assert_eq!(said(&mut teller, &form(52)).len(), 2, "said again when it is asked for");
}

fn form_of<'a>(received: Option<&'a str>, message: Option<&'a str>, lines: &[(Tone, &str)]) -> Body<'a> {
    let field = Field::AppSecret;
    Body::Form(FormView {
        prelude: None,
        fields: vec![FieldView {
            field,
            label: field.label(),
            hint: "",
            is_secret: true,
            is_optional: false,
            received,
            is_settled: true,
            tidied: None,
            known: None,
            message: message.map(|text| Message { tone: Tone::Bad, text }),
            unattended: None,
            link: None,
            sample: None,
        }],
        attention: None,
        look: Look::Nothing,
        can_submit: true,
        missing: Vec::new(),
        saving: Some(SavingView {
            lines: lines.iter().map(|(tone, line)| (*tone, (*line).to_owned())).collect(),
            button: "Save",
            can_keep_out_of_git: false,
        }),
        is_sending: false,
        can_choose_place: false,
    })
}

#[test]
fn the_same_mistake_made_again_is_told_again() {
    let wrong = || view(form_of(Some("something received"), Some("It is too short"), &[]));
    let words = [
        "App secret: something received.",
        "App secret. Problem: It is too short.",
    ];
    let mut teller = Teller::default();
    assert_eq!(said(&mut teller, &wrong()), words);
    assert_eq!(said(&mut teller, &wrong()), [""; 0], "nothing was done");
    teller.expect_answer_about(Field::AppSecret);
    assert_eq!(said(&mut teller, &wrong()), words);
    teller.expect_answer_about(Field::AppId);
    assert_eq!(said(&mut teller, &wrong()), [""; 0], "that was about another field");
    let right = view(form_of(Some("App secret received"), None, &[]));
    assert_eq!(said(&mut teller, &right), ["App secret received."], "named once");
    assert_eq!(said(&mut teller, &wrong()), words, "what is true again is told again");
}

#[test]
fn what_a_save_would_do_is_told_as_a_whole_whenever_something_of_it_changes() {
    let mut teller = Teller::default();
    let save = |lines: &[(Tone, &str)]| view(form_of(None, None, lines));
    let (made, added) = ((Tone::Calm, "a.env will be made"), (Tone::Good, "TOKEN is added"));
    said(
        &mut teller,
        &save(&[made, (Tone::Careful, "git keeps this file"), added]),
    );
    let other = save(&[(Tone::Calm, "b.env will be made"), added]);
    assert_eq!(
        said(&mut teller, &other),
        ["Note: b.env will be made.", "OK: TOKEN is added."]
    );
    assert_eq!(said(&mut teller, &other), [""; 0]);
}

#[test]
fn what_a_question_counts_is_said_before_it() {
    let lines = [(Tone::Careful, "A file of git"), (Tone::Careful, "Others can read it")];
    let ask = |text: &str| Question {
        text: text.to_owned(),
        yes: "save",
        no: "change",
    };
    let mut teller = Teller::default();
    said(&mut teller, &view(form_of(None, None, &lines)));
    for (text, expected) in [
        (
            "A file of git. One more thing stands on the form. Save?",
            vec!["Careful: Others can read it."],
        ),
        ("It is gone once you leave. Leave?", vec![]),
    ] {
        let question = ask(text);
        let asking = View {
            question: Some(&question),
            ..view(form_of(None, None, &lines))
        };
        let expected: Vec<_> = expected.into_iter().chain([text]).collect();
        assert_eq!(said(&mut teller, &asking), expected);
        said(&mut teller, &view(form_of(None, None, &lines)));
    }
}

#[test]
fn coming_back_from_choosing_a_place_what_was_said_before_is_not_read_again() {
    let sign_in = || {
        let Body::Form(form) = form_of(Some("something received"), None, &[]) else {
            unreachable!()
        };
        view(Body::Form(FormView {
            saving: None,
            prelude: Some(PreludeView {
                title: "Sign in",
                intro: "A long way",
                steps: &[],
                notes: &[],
                link: None,
                is_listening: false,
            }),
            ..form
        }))
    };
    let kinds = view(Body::Kinds(KindsView {
        title: "Where?",
        rows: Vec::new(),
        at: 0,
    }));
    let mut teller = Teller::default();
    assert_eq!(said(&mut teller, &sign_in()).len(), 3);
    assert_eq!(said(&mut teller, &kinds), ["Where?"]);
    said(
        &mut teller,
        &view(form_of(None, None, &[(Tone::Calm, "a.env will be made")])),
    );
    assert_eq!(said(&mut teller, &sign_in()), [""; 0]);
    said(&mut teller, &at(1, outcome(&[])));
    assert_eq!(said(&mut teller, &sign_in()).len(), 4, "from anywhere else all is said");
}

/// Whether these words name a key of the full screen, in whatever letters.
fn names_key(text: &str) -> bool {
    let words: Vec<_> = text
        .split(|c: char| !c.is_alphanumeric())
        .map(str::to_lowercase)
        .collect();
    let is_function_key = |word: &String| {
        let number = word.strip_prefix('f').and_then(|rest| rest.parse::<u8>().ok());
        number.is_some_and(|number| (1..=12).contains(&number))
    };
    let is_pressed =
        |pair: &[String]| pair[0] == "press" && (pair[1].len() == 1 || ["tab", "esc"].contains(&&*pair[1]));
    words.iter().any(is_function_key)
        || words.windows(2).any(is_pressed)
        || ["same key", "Tab ", "Esc "].iter().any(|key| text.contains(key))
}

/// The lines of the wizard's source that name a key of the full screen; Enter, where it may be another one here.
fn lines_with_keys(source: &str) -> Vec<&str> {
    source
        .lines()
        .filter(|line| !line.trim_start().starts_with("//") && line.contains('"'))
        .filter(|line| names_key(line) || line.contains("press Enter"))
        .collect()
}

fn wizard_sources(folder: &Path) -> String {
    let mut text = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            text.push_str(&wizard_sources(&path));
        } else if !path.ends_with("tests.rs") {
            let source = fs::read_to_string(&path).unwrap();
            text.push_str(source.split("#[cfg(test)]").next().unwrap());
        }
    }
    text
}

#[test]
fn no_sentence_of_the_wizard_names_a_key() {
    let sources = wizard_sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/wizard"));
    assert_eq!(lines_with_keys(&sources), [""; 0], "a hint leaves the key to each face");
}

#[test]
fn a_hint_is_said_without_a_key_and_what_is_copied_stands_alone() {
    let notice = |copied: Option<&str>, hints: &[Hint]| Notice {
        copied: copied.map(str::to_owned),
        hints: hints.to_vec(),
        ..Notice::new(Tone::Calm, "Token sent to your terminal")
    };
    let text = |notice: &Notice| {
        let lines = super::notice(notice);
        lines.iter().map(|line| line.text().to_owned()).collect::<Vec<_>>()
    };
    let others = [
        OtherWay::Address,
        OtherWay::Permissions,
        OtherWay::Command,
        OtherWay::Token,
    ];
    for hint in others
        .into_iter()
        .flat_map(|other| [Hint::Instead(other), Hint::IfMissing(other)])
    {
        let told = text(&notice(None, &[Hint::CheckCopy, hint]));
        assert!(
            !names_key(&told.join(" ")) && !told.join(" ").contains(".."),
            "{told:?}"
        );
    }
    assert_eq!(
        text(&notice(None, &[Hint::CheckCopy, Hint::IfMissing(OtherWay::Token)])),
        [
            "Note: Token sent to your terminal. Choose to compare the copy, and paste it to check. If it is not there: type \
             :save to save it, or :show to see the token alone on its line."
        ]
    );
    assert_eq!(
        text(&notice(Some("tmux set -s set-clipboard on"), &[])),
        ["Note: Token sent to your terminal:", "tmux set -s set-clipboard on"]
    );
}

#[test]
fn a_sentence_that_names_a_key_is_noticed() {
    let named = [
        "say(\"F8 does it\");",
        "say(\"If not: f12 does it\");",
        "say(\"Press x for it\");",
        "say(\"or press s\");",
        "say(\"Then press Enter\");",
        "say(\"The same key does it\");",
    ];
    for line in named {
        assert_eq!(lines_with_keys(line), [line]);
    }
    let source = "say(\"The first one\");\n// F9 is \"free\"\nlet f3 = 1;\nsay(\"press on\", 1_f64);";
    assert_eq!(lines_with_keys(source), [""; 0]);
    assert!(names_key("f6 shows it") && names_key("press s"));
}
