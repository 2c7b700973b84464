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
