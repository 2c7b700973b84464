//! The simulator's clock: real time plus an offset that a scenario or a test may set, and dates in the wording of
//! the answers. Started with the world; read once per request.

use std::sync::atomic::{AtomicI64, Ordering};

use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

/// Real time plus an offset.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    offset_seconds: AtomicI64,
}

impl Clock {
    /// A clock that is `offset_seconds` ahead of real time.
    pub(crate) fn ahead_by(offset_seconds: i64) -> Self {
        Self {
            offset_seconds: AtomicI64::new(offset_seconds),
        }
    }

    /// Moves the clock by that many seconds.
    pub(crate) fn turn(&self, seconds: i64) {
        self.offset_seconds.fetch_add(seconds, Ordering::Relaxed);
    }

    /// Unix seconds.
    pub(crate) fn now(&self) -> i64 {
        Timestamp::now()
            .as_second()
            .saturating_add(self.offset_seconds.load(Ordering::Relaxed))
    }

    /// Unix milliseconds.
    pub(crate) fn now_milliseconds(&self) -> i64 {
        let offset = self.offset_seconds.load(Ordering::Relaxed).saturating_mul(1000);
        Timestamp::now().as_millisecond().saturating_add(offset)
    }
}

/// A moment as error messages word it: `Wednesday, 14-Feb-18 18:00:00 PST`.
pub(crate) fn in_words(unix_seconds: i64) -> String {
    at(unix_seconds, Offset::constant(-8))
        .strftime("%A, %d-%b-%y %H:%M:%S PST")
        .to_string()
}

/// A moment as the `Date` header words it.
pub(crate) fn as_http_date(unix_seconds: i64) -> String {
    at(unix_seconds, Offset::UTC)
        .strftime("%a, %d %b %Y %H:%M:%S GMT")
        .to_string()
}

/// A moment as an ISO date, `2026-11-22`.
pub(crate) fn as_date(unix_seconds: i64) -> String {
    at(unix_seconds, Offset::UTC).strftime("%Y-%m-%d").to_string()
}

fn at(unix_seconds: i64, offset: Offset) -> jiff::Zoned {
    Timestamp::UNIX_EPOCH
        .saturating_add(SignedDuration::from_secs(unix_seconds))
        .unwrap_or_default()
        .to_zoned(TimeZone::fixed(offset))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_worded_as_in_recorded_answers() {
        assert_eq!(in_words(1_518_660_000), "Wednesday, 14-Feb-18 18:00:00 PST");
        assert_eq!(as_http_date(1_596_794_811), "Fri, 07 Aug 2020 10:06:51 GMT");
        assert_eq!(as_date(1_596_794_811), "2020-08-07");
    }
}
