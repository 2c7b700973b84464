//! Walks every journey while the program is compiled, so that one that cannot be walked never gets out.
#![expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "runs at compile time, where a slip stops the build, and where iterators do not work"
)]

use super::{ALL, Call, Journey, Slot, SlotSet, Stage};

const _: () = {
    let mut at = 0;
    while at < ALL.len() {
        walk(ALL[at]);
        at += 1;
    }
};

/// Walks a journey at compile time: every call must find what it needs, and every exchange must be able to end.
const fn walk(journey: &Journey) {
    let mut known = SlotSet::EMPTY;
    let mut at = 0;
    while at < journey.stages.len() {
        let stage = &journey.stages[at];
        match stage {
            Stage::Form { fields, calls } => {
                let mut field = 0;
                while field < fields.len() {
                    known = known.and(SlotSet::of(&[fields[field].slot()]));
                    field += 1;
                }
                known = known_after(known, calls);
            }
            Stage::Exchange { calls, until, .. } => {
                known = known_after(known, calls);
                assert!(
                    known.has_all(*until),
                    "an exchange waits for something that no call fills"
                );
            }
            Stage::ChoosePage => {
                assert!(
                    known.has(Slot::Pages),
                    "a choice among Pages comes before the Pages are listed"
                );
                known = known.and(SlotSet::of(&[Slot::ChosenPage]));
            }
            Stage::Guide(_) | Stage::Outcome => {}
        }
        at += 1;
    }
    assert!(
        matches!(journey.stages[journey.stages.len() - 1], Stage::Outcome),
        "a journey must end in an outcome"
    );
}

/// What is known once all of these calls have run; stops the build if one of them can never start.
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
            known.has_all(calls[at].needs()),
            "a call needs something that nothing before it fills"
        );
        at += 1;
    }
    known
}
