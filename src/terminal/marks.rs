//! What a terminal is asked to tell beside keys. A console of Windows tells events of its own instead: asked for marks in the
//! stream of keys, it would hand each character of them over as one more key.

/// Pastes are marked from now on.
#[cfg(unix)]
pub(crate) const PASTES_MARKED: &str = "\x1b[?2004h";
/// Pastes are not marked any more.
#[cfg(unix)]
pub(crate) const PASTES_UNMARKED: &str = "\x1b[?2004l";
/// "What are you?" (primary device attributes): a terminal that accepts clipboard writes says 52 (facts: terminal 1.5).
#[cfg(unix)]
pub(crate) const WHAT_ARE_YOU: Option<&str> = Some("\x1b[c");
/// It is told from now on when the window loses the focus (facts: safety T26).
#[cfg(unix)]
pub(crate) const FOCUS_REPORTED: &str = "\x1b[?1004h";
/// That is not told any more.
#[cfg(unix)]
pub(crate) const FOCUS_UNREPORTED: &str = "\x1b[?1004l";

/// A console has no marks.
#[cfg(not(unix))]
pub(crate) const PASTES_MARKED: &str = "";
/// A console has no marks.
#[cfg(not(unix))]
pub(crate) const PASTES_UNMARKED: &str = "";
/// Its answer would be keys.
#[cfg(not(unix))]
pub(crate) const WHAT_ARE_YOU: Option<&str> = None;
/// It tells that always.
#[cfg(not(unix))]
pub(crate) const FOCUS_REPORTED: &str = "";
/// It tells that always.
#[cfg(not(unix))]
pub(crate) const FOCUS_UNREPORTED: &str = "";
