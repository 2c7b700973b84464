//! Lengths of time and ends of tokens, as scenario files write them.

use std::time::Duration;

use serde::Deserialize;

/// A length of time such as `1h 20m`, `60d` or `-3h`; days are 24 hours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Length {
    milliseconds: i64,
}

impl Length {
    /// Whole seconds, negative for the past.
    pub(crate) fn seconds(self) -> i64 {
        self.milliseconds / 1000
    }

    /// Whole seconds of this many minutes.
    pub(crate) const fn of_minutes(minutes: i64) -> Self {
        Self {
            milliseconds: minutes.saturating_mul(60_000),
        }
    }

    /// As a duration; nothing for the past.
    pub(crate) fn duration(self) -> Duration {
        Duration::from_millis(u64::try_from(self.milliseconds).unwrap_or(0))
    }
}

impl TryFrom<String> for Length {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let span: jiff::Span = text
            .parse()
            .map_err(|_| format!("{text:?} is no length of time such as \"1h 20m\""))?;
        let length = span
            .to_duration(jiff::SpanRelativeTo::days_are_24_hours())
            .map_err(|_| format!("{text:?} has no fixed length; use days, hours, minutes"))?;
        i64::try_from(length.as_millis())
            .map(|milliseconds| Self { milliseconds })
            .map_err(|_| format!("{text:?} is too long"))
    }
}

/// When a token ends: `never`, or a length counted from the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) enum End {
    Never,
    In(Length),
}

impl TryFrom<String> for End {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if text == "never" {
            return Ok(Self::Never);
        }
        Length::try_from(text).map(Self::In)
    }
}
