//! The scenarios by name, embedded in the program, and the check that a scenario file hangs together.
//! Started by `demo`, `simulate` or a test; ends in a `Scenario` that can be started without further failure.

use std::collections::HashSet;
use std::fmt;
use std::time::Duration;

use super::plan::{PageSeries, Plan, SampleSecret, SampleToken, TokenKind};

macro_rules! scenarios {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("../../assets/scenarios/", $name, ".toml")))),+]
    };
}

/// Names and texts, in the order to be shown.
const EMBEDDED: &[(&str, &str)] = scenarios![
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

/// What the simulator plays: a world, samples to paste, faults.
#[derive(Debug, Clone)]
pub struct Scenario {
    name: String,
    plan: Plan,
    delay: Duration,
}

/// A scenario to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScenarioName {
    /// What to type.
    pub name: &'static str,
    /// What it plays, in one line.
    pub title: String,
}

/// Why there is no scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScenarioError {
    /// Nothing has this name.
    Unknown {
        /// The name asked for.
        asked: String,
        /// The name it resembles most, if any.
        nearest: Option<&'static str>,
    },
    /// The text is not TOML, has an unknown key, or names something it does not describe.
    Unreadable {
        /// The scenario's name.
        name: String,
        /// What is wrong, with its place.
        why: String,
    },
}

impl fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { asked, nearest } => {
                write!(f, "there is no scenario {asked:?}")?;
                if let Some(nearest) = nearest {
                    write!(f, "; did you mean {nearest:?}?")?;
                }
                let names: Vec<_> = EMBEDDED.iter().map(|(name, _)| *name).collect();
                write!(f, " Scenarios: {}", names.join(", "))
            }
            Self::Unreadable { name, why } => {
                write!(f, "the scenario {name:?} cannot be read: {why}")
            }
        }
    }
}

impl std::error::Error for ScenarioError {}

impl Scenario {
    /// The scenario played when none is named.
    pub const DEFAULT: &str = "happy";

    /// All scenarios with their titles, in the order to be shown.
    pub fn all() -> impl Iterator<Item = ScenarioName> {
        EMBEDDED.iter().filter_map(|(name, toml)| {
            let scenario = Self::parse(name, toml).ok()?;
            Some(ScenarioName {
                name,
                title: scenario.plan.title,
            })
        })
    }

    /// The scenario of this name; the error names the nearest and all names.
    pub fn named(name: &str) -> Result<Self, ScenarioError> {
        match EMBEDDED.iter().find(|(known, _)| *known == name) {
            Some((name, toml)) => Self::parse(name, toml),
            None => Err(ScenarioError::Unknown {
                asked: name.to_owned(),
                nearest: nearest(name),
            }),
        }
    }

    /// Reads a scenario file; the error says what is wrong with it.
    pub fn parse(name: &str, toml: &str) -> Result<Self, ScenarioError> {
        let unreadable = |why: String| ScenarioError::Unreadable {
            name: name.to_owned(),
            why,
        };
        let mut plan: Plan = toml::from_str(toml).map_err(|error| unreadable(error.to_string()))?;
        let series: Vec<_> = plan.page_series.iter().flat_map(PageSeries::pages).collect();
        plan.pages.extend(series);
        check(&plan).map_err(unreadable)?;
        Ok(Self {
            name: name.to_owned(),
            delay: plan.delay.duration(),
            plan,
        })
    }

    /// What was typed to get it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it plays, in one line.
    pub fn title(&self) -> &str {
        &self.plan.title
    }

    /// What it plays and how it ends, in one paragraph.
    pub fn about(&self) -> &str {
        self.plan.about.trim()
    }

    /// The same with a fixed wait before each answer.
    #[must_use]
    pub fn with_delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// The world it describes, and the wait before each answer.
    pub(crate) fn into_parts(self) -> (Plan, Duration) {
        (self.plan, self.delay)
    }
}

/// Everything that is named must be described: a started simulator has no way to complain.
fn check(plan: &Plan) -> Result<(), String> {
    let apps: HashSet<_> = plan.apps.iter().map(|app| app.id.as_str()).collect();
    let people: HashSet<_> = plan.people.iter().map(|person| person.id.as_str()).collect();
    let businesses: HashSet<_> = plan.businesses.iter().map(|business| business.id.as_str()).collect();
    let pages: HashSet<_> = plan.pages.iter().map(|page| page.id.as_str()).collect();
    let grants: HashSet<_> = plan.grants.iter().map(|grant| grant.name.as_str()).collect();
    let tokens: HashSet<_> = plan.tokens.iter().map(|token| token.name.as_str()).collect();
    if pages.len() != plan.pages.len() {
        return Err("two Pages have the same id".to_owned());
    }
    for person in plan.apps.iter().flat_map(|app| &app.roles) {
        known("person", person, &people)?;
    }
    for page in &plan.pages {
        if let Some(business) = &page.business {
            known("business", business, &businesses)?;
        }
        for person in page.managed_by.iter().flatten() {
            known("person", person, &people)?;
        }
    }
    for grant in &plan.grants {
        known("person", &grant.person, &people)?;
        known("app", &grant.app, &apps)?;
        for page in grant.pages.iter().flatten() {
            known("page", page, &pages)?;
        }
    }
    for token in &plan.tokens {
        known("grant", &token.grant, &grants)?;
        match (token.kind, &token.page) {
            (TokenKind::Page, Some(page)) => known("page", page, &pages)?,
            (TokenKind::Page, None) => {
                return Err(format!("the page token {:?} names no page", token.name));
            }
            (TokenKind::User | TokenKind::SystemUser, _) => {}
        }
    }
    check_samples(plan, &apps, &tokens)
}

fn check_samples(plan: &Plan, apps: &HashSet<&str>, tokens: &HashSet<&str>) -> Result<(), String> {
    let samples = &plan.samples;
    if samples.app_ids.is_empty() || samples.app_secrets.is_empty() || samples.tokens.is_empty() {
        return Err("samples need at least one app id, one secret and one token".to_owned());
    }
    for secret in &samples.app_secrets {
        match secret {
            SampleSecret::Of(app) | SampleSecret::InstagramOf(app) => known("app", app, apps)?,
            SampleSecret::MadeUp => {}
        }
    }
    for token in &samples.tokens {
        match token {
            SampleToken::Whole(name) | SampleToken::Altered(name) | SampleToken::Cut(name) => {
                known("token", name, tokens)?;
            }
        }
    }
    Ok(())
}

fn known(what: &str, name: &str, described: &HashSet<&str>) -> Result<(), String> {
    if described.contains(name) {
        return Ok(());
    }
    Err(format!("the {what} {name:?} is named but not described"))
}

/// The embedded name with the fewest edits, when they are few.
fn nearest(asked: &str) -> Option<&'static str> {
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
    fn an_unknown_name_is_answered_with_the_nearest_and_all_names() {
        let error = Scenario::named("hapy").unwrap_err();
        assert_eq!(
            error,
            ScenarioError::Unknown {
                asked: "hapy".to_owned(),
                nearest: Some("happy"),
            }
        );
        let words = error.to_string();
        assert!(
            words.starts_with("there is no scenario \"hapy\"; did you mean \"happy\"? Scenarios: happy, wrong-secret,")
        );
        let far = Scenario::named("zzzzzzzzzzzz").unwrap_err();
        assert!(matches!(far, ScenarioError::Unknown { nearest: None, .. }));
    }

    #[test]
    fn edits_are_counted() {
        assert_eq!(edits("kitten", "sitting"), 3);
        assert_eq!(edits("", "abc"), 3);
        assert_eq!(edits("same", "same"), 0);
    }
}
