//! The scenarios by name, embedded in the program, and the check that a scenario file hangs together.
//! Started by `demo`, `simulate` or a test; ends in a `Scenario` that can be started without further failure.

mod check;
mod embedded;
mod likeness;

use std::fmt;
use std::time::Duration;

use super::plan::{PageSeries, Plan};
use embedded::EMBEDDED;

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
                nearest: embedded::nearest(name),
            }),
        }
    }

    /// Reads a scenario file; the error says what is wrong with it.
    pub fn parse(name: &str, toml: &str) -> Result<Self, ScenarioError> {
        let unreadable = |why: String| ScenarioError::Unreadable {
            name: name.to_owned(),
            why,
        };
        let mut plan: Plan = likeness::read(toml).map_err(unreadable)?;
        let series: Vec<_> = plan.page_series.iter().flat_map(PageSeries::pages).collect();
        plan.pages.extend(series);
        check::check(&plan).map_err(unreadable)?;
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
}
