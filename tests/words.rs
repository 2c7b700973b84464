//! Whatever the program names has its words: journeys their guides and permissions, the wizard its troubles.
#![expect(clippy::unwrap_used, reason = "a test that meets something unexpected stops there")]

use std::{collections::BTreeSet, fs, path::Path};

use evertoken::{
    assets::{dead_permission, guide, permission_needs, permission_why},
    journey::{self, Journey, Stage},
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
