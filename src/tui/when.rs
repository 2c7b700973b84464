//! Moments and spans in words.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};

/// A moment as "21 Jan 2027, 14:05".
pub(crate) fn date(moment: Timestamp, zone: &TimeZone) -> String {
    moment.to_zoned(zone.clone()).strftime("%-d %b %Y, %H:%M").to_string()
}

/// A moment and how far away it is: "21 Jan 2027, 14:05 (in 60 days)".
pub(crate) fn date_and_distance(moment: Timestamp, left: Option<SignedDuration>, zone: &TimeZone) -> String {
    let date = date(moment, zone);
    match left {
        Some(left) if left.is_negative() => format!("{date} ({} ago)", span(left)),
        Some(left) => format!("{date} (in {})", span(left)),
        None => date,
    }
}

/// A countdown: "1 h 12 min left", and under two minutes in seconds.
pub(crate) fn countdown(left: SignedDuration) -> String {
    if left.is_positive() {
        format!("{} left", span(left))
    } else {
        "no time left".to_owned()
    }
}

/// The length of a span, to what matters: days from two days on, then hours and minutes, then seconds.
pub(crate) fn span(length: SignedDuration) -> String {
    let length = length.unsigned_abs();
    let seconds = length.as_secs();
    let minutes = seconds / 60;
    let hours = minutes / 60;
    let days = hours / 24;
    if seconds < 120 {
        format!("{seconds} s")
    } else if minutes < 60 {
        format!("{minutes} min")
    } else if hours < 48 {
        format!("{hours} h {} min", minutes % 60)
    } else {
        format!("{days} days")
    }
}

/// How long a call has taken: whole seconds while it runs, so that nothing moves faster; tenths once it is over.
pub(crate) fn elapsed(length: SignedDuration, is_over: bool) -> String {
    let length = length.unsigned_abs();
    if length.as_secs() >= 120 || !is_over {
        return span(SignedDuration::from_secs(
            i64::try_from(length.as_secs()).unwrap_or(i64::MAX),
        ));
    }
    format!("{}.{} s", length.as_secs(), length.subsec_millis() / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_told_in_what_matters() {
        for (seconds, words) in [
            (0, "0 s"),
            (119, "119 s"),
            (120, "2 min"),
            (3_599, "59 min"),
            (4_320, "1 h 12 min"),
            (172_800, "2 days"),
            (5_184_000, "60 days"),
            (-180, "3 min"),
        ] {
            assert_eq!(span(SignedDuration::from_secs(seconds)), words);
        }
    }

    #[test]
    fn a_date_is_shown_in_the_persons_zone() {
        let moment: Timestamp = "2027-01-21T13:05:00Z".parse().unwrap();
        let zone = TimeZone::fixed(jiff::tz::offset(1));
        assert_eq!(
            date_and_distance(moment, Some(SignedDuration::from_hours(60 * 24)), &zone),
            "21 Jan 2027, 14:05 (in 60 days)"
        );
        assert_eq!(
            date_and_distance(moment, Some(SignedDuration::from_mins(-3)), &zone),
            "21 Jan 2027, 14:05 (3 min ago)"
        );
    }

    #[test]
    fn a_running_call_counts_whole_seconds_and_a_finished_one_tells_tenths() {
        assert_eq!(elapsed(SignedDuration::from_millis(1_460), false), "1 s");
        assert_eq!(elapsed(SignedDuration::from_millis(1_460), true), "1.4 s");
    }
}
