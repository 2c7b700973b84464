//! The moment at which the picture changes by itself. Pure: both clocks are arguments.
//!
//! The face names it by the date and time; a wait can only be told a moment of the clock that never jumps, and that clock
//! stands still while the machine sleeps. While a secret is shown the other one is looked at every second, so that a machine
//! that wakes up hides it soon (facts: safety F62).

use std::time::{Duration, Instant};

use jiff::Timestamp;

/// How soon the date and time are looked at again while a secret is shown.
const LOOK: Duration = Duration::from_secs(1);

/// A change that was named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Change {
    named: Timestamp,
    at: Instant,
    look_at: Instant,
}

impl Change {
    /// The change that was named at `now`, which is `moment`, but not before `earliest`.
    pub(super) fn new(
        named: Timestamp,
        now: Timestamp,
        moment: Instant,
        earliest: Option<Instant>,
        is_revealing: bool,
    ) -> Option<Self> {
        let left = Duration::try_from(named.duration_since(now)).unwrap_or(Duration::ZERO);
        let at = moment.checked_add(left)?;
        let at = earliest.map_or(at, |earliest| at.max(earliest));
        let look_at = moment.checked_add(LOOK).filter(|_| is_revealing);
        Some(Self {
            named,
            at,
            look_at: look_at.map_or(at, |look_at| look_at.min(at)),
        })
    }

    /// When to look whether it is due.
    pub(super) const fn look_at(&self) -> Instant {
        self.look_at
    }

    /// Whether it is due by either clock.
    pub(super) fn is_due(&self, now: Timestamp, moment: Instant) -> bool {
        moment >= self.at || moment >= self.look_at && now >= self.named
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::clock;

    const NOON: Timestamp = Timestamp::constant(1_790_000_000, 0);

    fn later(seconds: u64) -> Timestamp {
        NOON.checked_add(Duration::from_secs(seconds)).unwrap()
    }

    fn in_ten_seconds(start: Instant, is_revealing: bool) -> Change {
        Change::new(later(10), NOON, start, None, is_revealing).unwrap()
    }

    #[test]
    fn a_change_is_due_at_its_moment_and_is_looked_for_then() {
        let start = clock::moment();
        let after = |seconds| start + Duration::from_secs(seconds);
        let change = in_ten_seconds(start, false);
        assert_eq!(change.look_at(), after(10));
        assert!(!change.is_due(later(9), after(9)));
        assert!(change.is_due(later(10), after(10)));
        assert!(
            change.is_due(NOON, after(10)),
            "a clock that was set back keeps nothing waiting"
        );
    }

    #[test]
    fn while_a_secret_is_shown_a_machine_that_slept_is_noticed_within_a_second() {
        let start = clock::moment();
        let second = start + Duration::from_secs(1);
        let hour = later(3600);
        assert_eq!(in_ten_seconds(start, true).look_at(), second);
        assert!(in_ten_seconds(start, true).is_due(hour, second));
        assert!(!in_ten_seconds(start, true).is_due(later(1), second));
        assert!(
            !in_ten_seconds(start, false).is_due(hour, second),
            "nobody looks where nothing is shown"
        );
    }

    #[test]
    fn a_change_is_never_due_before_the_next_frame() {
        let start = clock::moment();
        let earliest = start + Duration::from_millis(16);
        let change = Change::new(NOON, NOON, start, Some(earliest), false).unwrap();
        assert!(!change.is_due(NOON, start));
        assert!(change.is_due(NOON, earliest));
    }
}
