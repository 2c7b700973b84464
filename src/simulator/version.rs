//! Graph API versions and which of them serves a request: an expired one is served by the oldest that is still
//! usable, and only the `facebook-api-version` header tells. Started by the first path segment of a request.

/// Versions with the day their life ended or ends; `None` for the newest, which has no end yet.
const VERSIONS: &[(u16, Option<&str>)] = &[
    (13, Some("2024-05-28")),
    (14, Some("2024-09-17")),
    (15, Some("2024-11-20")),
    (16, Some("2025-05-14")),
    (17, Some("2025-09-12")),
    (18, Some("2026-01-26")),
    (19, Some("2026-05-21")),
    (20, Some("2026-09-24")),
    (21, Some("2027-01-21")),
    (22, Some("2027-05-20")),
    (23, Some("2027-10-08")),
    (24, Some("2028-02-18")),
    (25, Some("2028-07-29")),
    (26, None),
];

/// What a first path segment is, seen as a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    /// Not written like a version at all.
    NoVersion,
    /// `v25.0`: the major number that serves it today.
    ServedBy(u16),
    /// Written like a version, but there never was such a one.
    NeverExisted,
}

/// Reads `segment` as a version, as of the ISO date `today`.
pub(crate) fn read(segment: &str, today: &str) -> Asked {
    let Some(rest) = segment.strip_prefix('v') else {
        return Asked::NoVersion;
    };
    if !rest.starts_with(|first: char| first.is_ascii_digit()) {
        return Asked::NoVersion;
    }
    let Some((major, minor)) = rest.split_once('.') else {
        return Asked::NeverExisted;
    };
    let (Ok(major), Ok(minor)) = (major.parse::<u16>(), minor.parse::<u16>()) else {
        return Asked::NeverExisted;
    };
    if !existed(major, minor) {
        return Asked::NeverExisted;
    }
    Asked::ServedBy(major.max(oldest_usable(today)))
}

/// The version that serves a path without one.
pub(crate) fn oldest_usable(today: &str) -> u16 {
    VERSIONS
        .iter()
        .find(|(_, end)| end.is_none_or(|end| end > today))
        .map_or(26, |(major, _)| *major)
}

fn existed(major: u16, minor: u16) -> bool {
    match major {
        2 => minor <= 12,
        3 => minor <= 3,
        1 | 4..=26 => minor == 0,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expired_version_is_served_by_the_oldest_usable_one() {
        let today = "2026-11-22";
        assert_eq!(read("v19.0", today), Asked::ServedBy(21));
        assert_eq!(read("v2.3", today), Asked::ServedBy(21));
        assert_eq!(read("v25.0", today), Asked::ServedBy(25));
        assert_eq!(read("v25.0", "2029-01-01"), Asked::ServedBy(26));
        assert_eq!(oldest_usable(today), 21);
    }

    #[test]
    fn what_never_was_a_version_is_told_from_what_is_none() {
        let today = "2026-11-22";
        for never in ["v99.0", "v24", "v25.1", "v2.13", "v1.x", "v0.0"] {
            assert_eq!(read(never, today), Asked::NeverExisted, "{never}");
        }
        for none in ["me", "videos", "v", "103456789012345"] {
            assert_eq!(read(none, today), Asked::NoVersion, "{none}");
        }
    }
}
