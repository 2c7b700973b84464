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
