//! Moments and spans in words.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};

use crate::wizard::dates;

/// A moment and how far away it is: "21 Jan 2027, 14:05 +01 (in 60 days)".
pub(crate) fn date_and_distance(moment: Timestamp, left: Option<SignedDuration>, zone: &TimeZone) -> String {
    let date = dates::moment(moment, zone);
    match left {
        Some(left) if left.is_negative() => format!("{date} ({} ago)", dates::span(left.abs())),
        Some(left) => format!("{date} (in {})", dates::span(left)),
        None => date,
    }
}

/// A countdown: "1 h 12 min left", and under two minutes in seconds.
pub(crate) fn countdown(left: SignedDuration) -> String {
    if left.is_positive() {
        format!("{} left", dates::span(left))
    } else {
        "no time left".to_owned()
    }
}

/// How long a call has taken: whole seconds while it runs, so that nothing moves faster; tenths once it is over.
pub(crate) fn elapsed(length: SignedDuration, is_over: bool) -> String {
    let length = length.unsigned_abs();
    if length.as_secs() >= 120 || !is_over {
        return dates::span(SignedDuration::from_secs(
            i64::try_from(length.as_secs()).unwrap_or(i64::MAX),
        ));
    }
    format!("{}.{} s", length.as_secs(), length.subsec_millis() / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_shown_in_the_persons_zone() {
        let moment: Timestamp = "2027-01-21T13:05:00Z".parse().unwrap();
        let zone = TimeZone::fixed(jiff::tz::offset(1));
        assert_eq!(
            date_and_distance(moment, Some(SignedDuration::from_hours(60 * 24)), &zone),
            "21 Jan 2027, 14:05 +01 (in 60 days)"
        );
        assert_eq!(
            date_and_distance(moment, Some(SignedDuration::from_mins(-3)), &zone),
            "21 Jan 2027, 14:05 +01 (3 min ago)"
        );
    }

    #[test]
    fn a_running_call_counts_whole_seconds_and_a_finished_one_tells_tenths() {
        assert_eq!(elapsed(SignedDuration::from_millis(1_460), false), "1 s");
        assert_eq!(elapsed(SignedDuration::from_millis(1_460), true), "1.4 s");
    }
}
