//! The token shown inside the full screen, for ten seconds at most (facts: safety T26).

use jiff::{SignedDuration, Timestamp};

use super::{Delivery, Wizard};

/// How long it is shown.
const SHOWN: SignedDuration = SignedDuration::from_secs(10);

impl Wizard {
    /// Shows the token of the outcome on the screen.
    pub(super) fn reveal(&mut self, now: Timestamp) {
        let has_token = self
            .outcomes
            .current()
            .is_some_and(|outcome| outcome.takings.token.is_some());
        if has_token && self.trouble.is_none() && self.aside.is_none() && !self.is_saving() {
            self.revealed_until = now.checked_add(SHOWN).ok();
            self.deliver(Delivery::Shown);
        }
    }

    /// Whether it is shown now.
    pub(super) fn is_revealed(&self, now: Timestamp) -> bool {
        self.revealed_until.is_some_and(|until| now < until)
    }
}
