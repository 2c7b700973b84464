//! Calls under way.

use crate::{
    tui::{
        theme::Role,
        widget::{Sheet, call_list},
    },
    wizard::view::ProgressView,
};

/// ```text
/// Making the token last, and listing your Pages
///
/// ✓ done       Make the token last 60 days    graph.facebook.com  0.4 s
/// ```
pub(super) fn write(sheet: &mut Sheet<'_>, progress: &ProgressView<'_>) {
    sheet.prose(progress.title, Role::Heading);
    sheet.gap();
    call_list(sheet, &progress.calls);
}
