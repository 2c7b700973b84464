//! Walks every journey while the program is compiled, so that one that cannot be walked never gets out.
#![expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "runs at compile time, where a slip stops the build, and where iterators do not work"
)]

use super::{ALL, Call, INSTAGRAM_HOUR, INSTAGRAM_UNATTENDED, Journey, Slot, SlotSet, Stage};

const _: () = {
    let mut at = 0;
    while at < ALL.len() {
        walk(ALL[at]);
        at += 1;
    }
    walk(&INSTAGRAM_HOUR);
    walk(&INSTAGRAM_UNATTENDED);
};

/// Walks a journey through each of its doors: every call must find what it needs or what it is made for, and every
/// exchange must be able to end.
pub(super) const fn walk(journey: &Journey) {
    assert!(!journey.doors.is_empty(), "a journey begins at a door");
    let mut door = 0;
    while door < journey.doors.len() {
        let known = walk_stages(journey.doors[door].stages, SlotSet::EMPTY);
        walk_stages(journey.stages, known);
        if journey.doors.len() > 1 {
            assert!(
                matches!(journey.doors[door].stages[0], Stage::Guide { .. }),
                "where there are several doors, each begins with a guide: that is where they are chosen"
            );
        }
        door += 1;
    }
    assert!(
        matches!(journey.stages[journey.stages.len() - 1], Stage::Outcome(_)),
        "a journey must end in an outcome"
    );
}

/// What is known after these stages.
const fn walk_stages(stages: &[Stage], mut known: SlotSet) -> SlotSet {
    let mut at = 0;
    while at < stages.len() {
        let stage = &stages[at];
        let fields = stage.fields();
        let mut field = 0;
        while field < fields.len() {
            known = known.and(fields[field].slots());
            field += 1;
        }
        known = known_after(known, stage.calls());
        match stage {
            Stage::Exchange { until, .. } => {
                let mut set = 0;
                while set < until.len() {
                    assert!(
                        known.has_all(until[set]),
                        "an exchange waits for something that no call fills"
                    );
                    set += 1;
                }
            }
            Stage::Choice(choice) => {
                assert!(
                    known.has(Slot::Pages),
                    "a choice among Pages comes before the Pages are listed"
                );
                known = known.and(SlotSet::of(&[Slot::ChosenPage]));
                if choice.needs_instagram() {
                    known = known.and(SlotSet::of(&[Slot::ChosenInstagram]));
                }
            }
            Stage::Guide { .. } | Stage::Form { .. } | Stage::SignIn { .. } | Stage::Outcome(_) => {}
        }
        at += 1;
    }
    known
}

/// What is known once all of these calls have run; stops the build if one of them can never start and is needed.
const fn known_after(mut known: SlotSet, calls: &[Call]) -> SlotSet {
    let mut round = 0;
    while round < calls.len() {
        let mut at = 0;
        while at < calls.len() {
            if known.has_all(calls[at].needs()) {
                known = known.and(calls[at].fills());
            }
            at += 1;
        }
        round += 1;
    }
    let mut at = 0;
    while at < calls.len() {
        assert!(
            known.has_all(calls[at].needs()) || is_needless(calls[at], calls, known),
            "a call needs something that nothing before it fills"
        );
        at += 1;
    }
    known
}

/// Whether what a call is made for is known without it, or is needed by nothing but calls of which that is true.
const fn is_needless(call: Call, calls: &[Call], known: SlotSet) -> bool {
    let Some(purpose) = call.purpose() else {
        return false;
    };
    if known.has(purpose) {
        return true;
    }
    let mut is_asked_for = false;
    let mut at = 0;
    while at < calls.len() {
        if calls[at].needs().has(purpose) {
            is_asked_for = true;
            match calls[at].purpose() {
                Some(further) if known.has(further) => {}
                _ => return false,
            }
        }
        at += 1;
    }
    is_asked_for
}
