//! Leaving: what is asked first, and what is said afterwards.

use crate::{meta::Meta, walker::Walker};
use evertoken::{
    journey::Datum,
    wizard::{
        effect::{Copyable, Effect, Ending},
        event::{CopyReport, Event},
    },
};

fn exits(walker: &Walker) -> Vec<&Ending> {
    walker
        .others
        .iter()
        .filter_map(|effect| {
            if let Effect::Exit(ending) = effect {
                Some(ending)
            } else {
                None
            }
        })
        .collect()
}

#[test]
fn leaving_with_a_token_that_may_not_have_arrived_asks_and_one_that_was_saved_needs_no_question() {
    let mut walker = Walker::new();
    walker.go_to_outcome(&Meta::default()).give(Event::Leave);
    assert!(walker.view().question.is_some() && exits(&walker).is_empty());
    walker
        .give(Event::Decline)
        .give(Event::Copied(Copyable::Datum(Datum::Token), CopyReport::SentUnknown))
        .give(Event::Leave);
    assert!(walker.view().question.is_some(), "sent is not delivered");
    walker
        .give(Event::Decline)
        .give(Event::Copied(Copyable::Datum(Datum::Token), CopyReport::Copied))
        .give(Event::Leave);
    assert!(walker.view().question.is_some(), "the clipboard is emptied on leaving");
    walker
        .give(Event::Decline)
        .give(Event::ShowPlain)
        .give(Event::PlainShown)
        .give(Event::Leave);
    assert!(walker.view().question.is_some(), "nothing says that it was taken down");
    walker.give(Event::Decline).save_shown().give(Event::Leave);
    assert!(matches!(exits(&walker).as_slice(), [Ending::Finished(_)]));
}

#[test]
fn copying_the_page_id_delivers_no_token() {
    let mut walker = Walker::new();
    walker
        .go_to_outcome(&Meta::default())
        .give(Event::Copied(Copyable::Datum(Datum::PageId), CopyReport::Copied))
        .give(Event::Leave);
    assert!(walker.view().question.is_some());
}

#[test]
fn leaving_without_the_token_is_not_called_a_success() {
    let mut walker = Walker::new();
    walker
        .go_to_outcome(&Meta::default())
        .give(Event::Leave)
        .give(Event::Confirm);
    let ended = exits(&walker);
    let [Ending::Left(lines)] = ended.as_slice() else {
        panic!("{ended:?}")
    };
    assert!(lines.iter().any(|line| line.contains("gone")), "{lines:?}");
}

#[test]
fn a_proved_token_that_was_walked_away_from_is_still_asked_about() {
    let mut walker = Walker::new();
    walker
        .go_to_outcome(&Meta::default())
        .give(Event::Back)
        .give(Event::Leave);
    assert!(walker.view().question.is_some());
}
