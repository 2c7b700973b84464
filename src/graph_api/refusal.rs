//! A "no" from Meta, in whichever of its shapes (facts: graph-api 9.1), and the failures a call can end in.

use jiff::SignedDuration;

use crate::model::SafeText;

use super::NoAnswer;

/// How a call failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// Meta answered, and said no.
    Refused(Refusal),
    /// There was no answer of Meta's.
    NoAnswer(NoAnswer),
}

/// An error object of Meta's. Texts are safe to show, with every secret of the request taken out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Refusal {
    /// The HTTP status; decides nothing by itself (facts: graph-api 9.2).
    pub status: u16,
    /// `code`; answers before 2012 have none.
    pub code: Option<i64>,
    /// `error_subcode`, or `subcode` inside `debug_token`.
    pub subcode: Option<i64>,
    /// `type`, such as `OAuthException`.
    pub kind: Option<SafeText>,
    /// `message`, in English.
    pub message: SafeText,
    /// `error_user_title`, meant to be shown.
    pub user_title: Option<SafeText>,
    /// `error_user_msg`, meant to be shown.
    pub user_message: Option<SafeText>,
    /// `is_transient`
    pub is_transient: bool,
    /// `fbtrace_id`: safe to show, useful in a report.
    pub trace: Option<SafeText>,
    /// How long to wait, when the headers say so.
    pub wait: Option<SignedDuration>,
}
