//! Every journey, as it is read.

use super::{normal::normal, piped, talk};

/// Every journey by a walk through it.
const WALKS: &[(&str, &str, &[&str])] = &[
    (
        "page",
        "happy",
        &["1", "", ":sample", "", ":sample", "1", ":quit", "yes"],
    ),
    (
        "instagram",
        "happy",
        &["2", "", ":sample", "", ":sample", "1", ":quit", "yes"],
    ),
    ("user", "happy", &["3", "", ":sample", "", ":sample", ":quit", "yes"]),
    (
        "instagram-login",
        "instagram-happy",
        &["4", "", ":sample", ":sample", ":sample", ":sample", ":quit", "yes"],
    ),
    (
        "renew",
        "sixty-days-token",
        &["5", ":sample", "", ":sample", ":quit", "yes"],
    ),
    ("check", "happy", &["6", ":sample", "", ":quit", "yes"]),
    (
        "wrong-secret",
        "wrong-secret",
        &["1", "", ":sample", "", ":sample", ":quit"],
    ),
    ("no-pages", "no-pages", &["1", "", ":sample", "", ":sample", ":quit"]),
];

fn transcript(scenario: &str, answers: &[&str]) -> String {
    talk(&piped(&["demo", scenario, "--plain"], answers))
}

#[test]
fn every_journey_reads_like_prose() {
    for (name, scenario, answers) in WALKS {
        let transcript = transcript(scenario, answers);
        let strange: Vec<_> = transcript.lines().filter(|line| !faults(line).is_empty()).collect();
        assert!(strange.is_empty(), "{name}: {strange:#?}");
        insta::assert_snapshot!(format!("linear-{name}"), normal(&transcript));
    }
}

#[test]
fn where_only_ascii_can_be_shown_every_line_is_ascii() {
    for (name, scenario, answers) in WALKS {
        let talk = talk(&piped(&["demo", scenario, "--plain", "--ascii"], answers));
        let strange: Vec<_> = talk.lines().filter(|line| !line.is_ascii()).collect();
        assert!(strange.is_empty(), "{name}: {strange:#?}");
    }
    let talk = transcript("happy", WALKS.first().unwrap().2);
    assert!(!talk.is_ascii(), "a walk that shows nothing else proves nothing");
}

/// What a screen reader would spell out, and what means nothing without a keyboard of the full screen.
fn faults(line: &str) -> Vec<&'static str> {
    let mut faults = Vec::new();
    let is_letter = |c: char| c.is_alphanumeric() || c.is_ascii() && !c.is_control() || c == '…';
    if !line.chars().all(is_letter) {
        faults.push("a sign");
    }
    let is_key = |word: &str| word.len() >= 2 && word.starts_with('F') && word[1..].chars().all(char::is_numeric);
    if line.split(|c: char| !c.is_alphanumeric()).any(is_key) {
        faults.push("a function key");
    }
    if ["Press s ", "Press p ", "Tab ", "Esc "]
        .iter()
        .any(|key| line.contains(key))
    {
        faults.push("a key");
    }
    if line.contains("..") || line.contains(". .") || line.contains(" ,") {
        faults.push("an end too many");
    }
    faults
}

#[test]
fn a_line_with_signs_or_keys_is_noticed() {
    for line in [
        "✓ done",
        "│ a frame",
        "Copied · twice",
        "F6 shows it",
        "Press s to save",
        "\x1b[1mbold",
        "Done..",
    ] {
        assert_eq!(faults(line).len(), 1, "{line}");
    }
    assert_eq!(faults("EAA… received, for Zoë's Page (482915730264718)."), [""; 0]);
}
