//! The scenarios that are part of the program, and which of their names somebody may have meant.

macro_rules! scenarios {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("../../../assets/scenarios/", $name, ".toml")))),+]
    };
}

/// Names and texts, in the order to be shown.
pub(super) const EMBEDDED: &[(&str, &str)] = scenarios![
    "happy",
    "wrong-secret",
    "wrong-app-id",
    "instagram-app-id",
    "other-app",
    "expired",
    "password-changed",
    "missing-permission",
    "no-pages",
    "many-pages",
    "page-without-token",
    "short-page-token",
    "granted-not-in-force",
    "transient-then-fine",
    "rate-limited",
    "hostile-names",
    "page-token-pasted",
    "system-user",
    "proof-required",
    "no-role",
    "missing-expires-in",
    "declined-permission",
    "checkpoint",
    "html-502",
    "slow",
    "legacy-numbers",
    "instagram-happy",
    "page-without-instagram",
    "personal-instagram",
    "several-instagram-accounts",
    "profile-plus-tasks",
    "twenty-seven-pages",
    "ten-thousand-pages",
    "endless-cursor",
    "repeated-pages",
    "portfolio-pages-hidden",
    "portfolio-pages-only",
    "page-not-ticked",
    "pages-by-target-ids",
    "two-factor-page",
    "one-page-fails",
    "app-token-pasted",
    "instagram-token-pasted",
    "token-echoed",
    "data-access-past",
    "secret-reset",
    "unknown-version",
    "no-answer",
    "sixty-days-token",
    "renew-expired",
    "renew-short-page-token",
    "system-user-sixty-days",
    "login-cancelled",
    "login-declined",
    "login-one-page",
    "login-no-role",
    "login-redirect-not-listed",
    "login-redirect-differs",
    "login-feature-unavailable",
    "login-scope-missing",
    "login-code-spent",
    "login-code-expired",
    "login-short-token",
    "device-approved",
    "device-declined",
    "device-off",
    "instagram-dashboard-token",
    "instagram-dashboard-exchanged",
    "instagram-short-token",
    "instagram-thirty-days-old",
    "instagram-refresh-early",
    "instagram-refresh-refused",
    "instagram-expired",
    "instagram-no-tester-role",
    "instagram-login-refused",
    "instagram-code-spent",
    "instagram-redirect-mismatch",
    "instagram-wrong-app-id",
    "instagram-wrong-secret",
    "instagram-user-id-number",
    "instagram-permissions-text",
    "instagram-wrapped",
];

/// The embedded name with the fewest edits, when they are few.
pub(super) fn nearest(asked: &str) -> Option<&'static str> {
    let asked: String = asked.chars().take(64).collect::<String>().to_lowercase();
    let (distance, name) = EMBEDDED.iter().map(|(name, _)| (edits(&asked, name), *name)).min()?;
    (distance <= 3 || (asked.len() >= 3 && name.starts_with(&asked))).then_some(name)
}

fn edits(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (line, from) in left.chars().enumerate() {
        let mut next = vec![line.saturating_add(1)];
        for ((above, diagonal), to) in row.iter().skip(1).zip(&row).zip(&right) {
            let before = next.last().copied().unwrap_or(0);
            let kept = diagonal.saturating_add(usize::from(from != *to));
            next.push(kept.min(above.saturating_add(1)).min(before.saturating_add(1)));
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted() {
        assert_eq!(edits("kitten", "sitting"), 3);
        assert_eq!(edits("", "abc"), 3);
        assert_eq!(edits("same", "same"), 0);
    }
}
