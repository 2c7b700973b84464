//! One outcome or several: for each of several Pages there is one, and a list of them all.

use jiff::Timestamp;

use super::{Outcome, Wizard};
use crate::wizard::{
    Delivery,
    trouble::Way,
    view::{Body, ResultLine, ResultsView, Taken},
};

/// The outcomes of a walk: one, or one for each of several Pages.
#[derive(Debug, Default)]
pub(in crate::wizard) struct Outcomes {
    pub(in crate::wizard) all: Vec<Outcome>,
    /// The one that is looked at, where there are several.
    shown: Option<usize>,
    headline: String,
}

impl Outcomes {
    pub(in crate::wizard) fn of(all: Vec<Outcome>) -> Self {
        let proved = all.iter().filter(|outcome| outcome.is_proved()).count();
        let headline = if proved == all.len() {
            format!("All {proved} are proved")
        } else {
            format!("{proved} of {} are proved", all.len())
        };
        Self {
            all,
            shown: None,
            headline,
        }
    }

    /// The outcome on the screen; none while a list of several is.
    pub(in crate::wizard) fn current(&self) -> Option<&Outcome> {
        match self.all.as_slice() {
            [only] => Some(only),
            several => several.get(self.shown?),
        }
    }

    /// The outcome on the screen, to be changed.
    pub(in crate::wizard) fn current_mut(&mut self) -> Option<&mut Outcome> {
        match self.all.as_mut_slice() {
            [only] => Some(only),
            several => several.get_mut(self.shown?),
        }
    }

    /// Whether there is nothing.
    pub(in crate::wizard) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Looks at one of several.
    pub(in crate::wizard) fn show(&mut self, place: usize) {
        if self.all.len() > 1 && place < self.all.len() && self.shown.is_none() {
            self.shown = Some(place);
        }
    }

    /// Goes back to the list of several. Says whether one was looked at.
    pub(in crate::wizard) fn close(&mut self) -> bool {
        self.shown.take().is_some()
    }

    /// What Enter does: the first way while something is missing; nothing more to do once all is proved.
    pub(in crate::wizard) fn next_way(&self) -> Option<&Way> {
        self.current()
            .filter(|outcome| !outcome.is_proved())
            .and_then(|outcome| outcome.ways.first())
    }
}

impl Wizard {
    /// What can be done about all of several outcomes.
    pub(in crate::wizard) fn ways_of_results(&self) -> Vec<Way> {
        let is_saved = self.outcomes.all.iter().any(|outcome| !outcome.saved.is_empty());
        let put_back = is_saved.then_some(Way::PutBack);
        [Way::OtherPage].into_iter().chain(put_back).collect()
    }

    pub(in crate::wizard::stage) fn outcome_body(&self, now: Timestamp) -> Body<'_> {
        match self.outcomes.current() {
            Some(outcome) => Body::Outcome(outcome.view(self, now)),
            None => Body::Results(ResultsView {
                headline: &self.outcomes.headline,
                rows: self.outcomes.all.iter().map(result_line).collect(),
                ways: self.ways_of_results(),
            }),
        }
    }
}

fn result_line(outcome: &Outcome) -> ResultLine<'_> {
    ResultLine {
        name: &outcome.label,
        standing: outcome.standing,
        headline: &outcome.headline,
        taken: match outcome.delivery {
            Delivery::Undelivered => Taken::No,
            Delivery::Sent | Delivery::Copied | Delivery::Shown => Taken::Perhaps,
            Delivery::Sure => Taken::Yes,
        },
    }
}
