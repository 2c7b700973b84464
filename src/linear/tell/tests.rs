use std::{fs, path::Path};

use jiff::{SignedDuration, Timestamp};

use super::*;
use crate::{
    linear::line::BEFORE_COPIED,
    model::Expiry,
    wizard::view::{FormView, Look, MenuView, OutcomeView, ProgressView, Question, Rail, Seen, Standing},
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
fn coming_back_to_an_outcome_only_the_verdict_and_what_is_new_is_said() {
    let fact = |label, value: &str| crate::wizard::view::FactLine {
        label,
        value: value.to_owned(),
        meaning: None,
        copyable: None,
    };
    let before = [fact("Page", "Harbour Bakery")];
    let after = [fact("Page", "Harbour Bakery"), fact("Saved in", "/tmp/a.env as TOKEN")];
    let mut teller = Teller::default();
    said(&mut teller, &at(2, outcome(&before)));
    said(&mut teller, &at(2, call(CallState::Waiting, None, None)));
    assert_eq!(
        said(&mut teller, &at(2, outcome(&after))),
        ["Not done yet: This token ends soon.", "Saved in: /tmp/a.env as TOKEN."]
    );
}

#[test]
fn a_notice_is_said_once_and_again_when_it_answers_something_new() {
    let notice = Notice {
        tone: Tone::Careful,
        text: "F7 shows the list alone".to_owned(),
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
    let words = ["Careful: The list stands on a line of its own above."];
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
fn every_sentence_of_the_wizard_that_names_a_key_has_other_words_here() {
    let sources = wizard_sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/wizard"));
    for line in lines_with_keys(&sources) {
        assert!(
            KEYS.iter().any(|(words, _)| line.contains(words)),
            "this names a key and is said line by line as well: {line}"
        );
    }
    for words in BEFORE_COPIED {
        assert!(sources.contains(words), "nobody says {words:?} any more");
    }
    for (words, _) in KEYS {
        assert!(sources.contains(words), "nobody says {words:?} any more");
    }
}

#[test]
fn no_key_is_left_wherever_in_a_notice_the_words_stand() {
    for (words, other) in KEYS {
        for said in [
            format!("Copied. {words}"),
            format!("If it is not there: {}", lower_first(words)),
        ] {
            assert!(!names_key(&without_keys(&said)), "{said}: {}", without_keys(&said));
        }
        assert_eq!(
            without_keys(&format!("If it is not there: {}", lower_first(words))),
            format!("If it is not there: {}", lower_first(other))
        );
    }
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
    assert!(
        names_key("f6 shows it") && names_key("press s"),
        "a table with holes is noticed"
    );
}
