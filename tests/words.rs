//! Whatever the program names has its words: journeys their guides and permissions, the wizard its troubles.
#![expect(clippy::unwrap_used, reason = "a test that meets something unexpected stops there")]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use evertoken::{
    assets::{dead_permission, explanations, guide, permission_needs, permission_why},
    journey::{self, Call, Journey, Stage},
};

/// The guides that a journey names, on all of its ways.
fn guides(journey: &'static Journey) -> impl Iterator<Item = &'static str> {
    (0..journey.doors.len())
        .flat_map(|door| journey.path(door))
        .filter_map(|stage| match stage {
            Stage::Guide { text, .. } | Stage::SignIn { text, .. } => Some(*text),
            Stage::Form { .. } | Stage::Exchange { .. } | Stage::Choice(_) | Stage::Outcome(_) => None,
        })
}

#[test]
fn every_permission_of_every_journey_has_its_reason_and_is_asked_for_with_what_it_needs() {
    for journey in journey::ALL {
        for name in journey.permissions() {
            assert!(permission_why(name).is_some(), "{name}");
            assert_eq!(dead_permission(name), None, "{name}");
            for needed in permission_needs(name) {
                assert!(
                    journey.permissions().any(|other| other == needed),
                    "{name} needs {needed}, which {} does not ask for",
                    journey.name
                );
            }
        }
    }
    assert_eq!(permission_why("instagram_business_publish"), None);
}

#[test]
fn every_guide_of_every_journey_is_written_and_none_is_written_for_nobody() {
    let named: BTreeSet<_> = journey::ALL.iter().copied().flat_map(guides).collect();
    for name in &named {
        assert!(guide(name).is_some(), "{name}");
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/guides");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        assert!(named.contains(name), "{name}");
    }
}

#[test]
fn a_guide_speaks_of_the_login_its_stage_is_about() {
    for journey in journey::ALL {
        for name in guides(journey) {
            let is_instagram = journey.name == "instagram-login";
            assert_eq!(
                name.starts_with("instagram-"),
                is_instagram,
                "{name} in {}",
                journey.name
            );
        }
    }
}

/// Every source file of the wizard, without its tests.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|kind| kind == "rs") && !["tests.rs", "recorded.rs"].contains(&name) {
            found.push(path);
        }
    }
    found
}

/// The names of troubles in a piece of source: literals of small letters and dashes, outside its tests and comments.
fn named_in(source: &str) -> BTreeSet<&str> {
    let code = source.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines
        .flat_map(|line| line.split('"').skip(1).step_by(2))
        .filter(|word| {
            word.contains('-')
                && !word.starts_with('-')
                && !word.ends_with('-')
                && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
        })
        .collect()
}

#[test]
fn every_trouble_that_the_wizard_names_is_written() {
    let written: BTreeSet<_> = explanations().iter().map(|entry| entry.id.as_str()).collect();
    let mut named = BTreeSet::new();
    for path in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/wizard")) {
        let source = fs::read_to_string(&path).unwrap();
        for name in named_in(&source) {
            assert!(written.contains(name), "{name} in {}", path.display());
            named.insert(name.to_owned());
        }
    }
    assert!(named.len() > 20, "{named:?}");
    // One that nobody wrote would be noticed, and what only looks like one is passed over.
    let source = r#"named("nobody-wrote-this", "two words", "-dash", "a_b") // "at-the-end"
        // "in-a-comment"
        #[cfg(test)] "in-a-test""#;
    assert_eq!(named_in(source), BTreeSet::from(["nobody-wrote-this", "at-the-end"]));
}

#[test]
fn every_place_that_a_trouble_asks_for_is_a_call() {
    let places: BTreeSet<_> = Call::ALL.iter().map(|call| call.place()).collect();
    assert_eq!(places.len(), Call::ALL.len());
    for entry in explanations() {
        for place in entry.places() {
            assert!(places.contains(place), "{place} in {}", entry.id);
        }
    }
}
