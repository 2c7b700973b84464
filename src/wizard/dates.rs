//! Moments and spans in words.

use std::sync::{Arc, LazyLock};

use jiff::{SignedDuration, Timestamp, tz::TimeZone};

/// The person's time zone, looked up when the first date is shown: that reads files, and the first frame has no date.
pub type Zone = Arc<LazyLock<TimeZone>>;

/// A moment in the person's own time zone: `21 Jan 2027, 14:05 CET`.
pub fn moment(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%-d %b %Y, %H:%M %Z").to_string()
}

/// A day in the person's own time zone: `21 Jan 2027`.
pub fn day(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%-d %b %Y").to_string()
}

/// A time of day in the person's own time zone: `14:05`.
pub fn time_of_day(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%H:%M").to_string()
}

/// A span in the two largest units that matter: `60 days`, `1 day 4 h`, `1 h 12 min`, `12 min`, `90 s`.
/// Under two minutes it is in seconds. Nothing is left of a span that is over: `0 s`.
pub fn span(span: SignedDuration) -> String {
    let seconds = span.as_secs().max(0);
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
    match () {
        () if days >= 2 => format!("{} days", to_nearest_day(seconds)),
        () if days == 1 => format!("1 day {} h", hours % 24),
        () if hours >= 1 => format!("{hours} h {} min", minutes % 60),
        () if minutes >= 2 => format!("{minutes} min"),
        () => format!("{seconds} s"),
    }
}

/// Meta's "60 days" are some seconds short of it: from two days on the nearest day is said.
const fn to_nearest_day(seconds: i64) -> i64 {
    seconds.saturating_add(43_200) / 86_400
}

/// A moment and how far away it is: "21 Jan 2027, 14:05 +01 (in 60 days)".
pub fn date_and_distance(at: Timestamp, left: Option<SignedDuration>, zone: &TimeZone) -> String {
    let date = moment(at, zone);
    match left {
        Some(left) if left.is_negative() => format!("{date} ({} ago)", span(left.abs())),
        Some(left) => format!("{date} (in {})", span(left)),
        None => date,
    }
}

/// A countdown: "1 h 12 min left", and under two minutes in seconds.
pub fn countdown(left: SignedDuration) -> String {
    if left.is_positive() {
        format!("{} left", span(left))
    } else {
        "no time left".to_owned()
    }
}

/// How long a call has taken: whole seconds while it runs, so that nothing moves faster; tenths once it is over.
pub fn elapsed(length: SignedDuration, is_over: bool) -> String {
    let length = length.unsigned_abs();
    if length.as_secs() >= 120 || !is_over {
        return span(SignedDuration::from_secs(
            i64::try_from(length.as_secs()).unwrap_or(i64::MAX),
        ));
    }
    format!("{}.{} s", length.as_secs(), length.subsec_millis() / 100)
}

/// When the words of [`span`] for the time left until `end` change next.
pub fn next_change(end: Timestamp, now: Timestamp) -> Option<Timestamp> {
    let left = end.duration_since(now);
    let seconds = left.as_secs();
    if seconds < 0 {
        return None;
    }
    let unit = match seconds {
        0..120 => 1,
        120..86_400 => 60,
        86_400..172_800 => 3600,
        _ => 86_400,
    };
    // Days change at noon, so to speak; but below two days hours are counted.
    let past = if unit == 86_400 {
        seconds.saturating_add(43_200)
    } else {
        seconds
    };
    let step = past.checked_rem(unit)?.saturating_add(1);
    let step = if unit == 86_400 {
        step.min(seconds.saturating_sub(172_799))
    } else {
        step
    };
    let step = SignedDuration::from_secs(step);
    now.checked_add(step).ok()
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

    #[test]
    fn spans_are_said_in_the_units_that_matter() {
        for (seconds, words) in [
            (-5, "0 s"),
            (0, "0 s"),
            (119, "119 s"),
            (120, "2 min"),
            (3_599, "59 min"),
            (4_320, "1 h 12 min"),
            (90_000, "1 day 1 h"),
            (5_183_944, "60 days"),
        ] {
            assert_eq!(span(SignedDuration::from_secs(seconds)), words);
        }
    }

    #[test]
    fn the_next_change_is_the_first_moment_with_other_words() {
        let now = Timestamp::from_second(1_000_000).unwrap();
        for seconds in [1_i64, 59, 60, 119, 120, 121, 179, 3_600, 86_399, 86_400, 200_000] {
            let end = now + SignedDuration::from_secs(seconds);
            let change = next_change(end, now).unwrap();
            let before = change - SignedDuration::from_secs(1);
            assert_eq!(
                span(end.duration_since(before)),
                span(end.duration_since(now)),
                "{seconds}"
            );
            assert_ne!(
                span(end.duration_since(change)),
                span(end.duration_since(now)),
                "{seconds}"
            );
        }
    }
}
