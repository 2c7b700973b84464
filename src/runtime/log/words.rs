//! The words of the log for what has names elsewhere. They are promised in `docs/log.md`: none changes its meaning.

use crate::{
    delivery::FileKind,
    graph_api::Method,
    wizard::{
        effect::{Copyable, Link},
        event::{ClearReport, CopyReport},
    },
};

pub(super) const fn method(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
    }
}

pub(super) const fn copyable(what: &Copyable) -> &'static str {
    match what {
        Copyable::Datum(datum) => datum.label(),
        Copyable::Named(_) => "named values",
        Copyable::Command(_) => "command",
        Copyable::Permissions => "permissions",
        Copyable::Link(_) => "link",
    }
}

/// The way that a copy took, and what is known about where it ended.
pub(super) const fn copied(report: CopyReport) -> (&'static str, &'static str) {
    match report {
        CopyReport::Copied => ("this-machine", "read-back"),
        CopyReport::CopiedUntilExit => ("this-machine", "read-back-until-exit"),
        CopyReport::SentThroughTmux => ("tmux", "passed-on"),
        CopyReport::TmuxCannotReach => ("tmux", "no-way-on"),
        CopyReport::SentThroughScreen => ("screen", "sent"),
        CopyReport::SentToFarMultiplexer => ("far-multiplexer", "sent"),
        CopyReport::SentAccepted => ("terminal", "accepts"),
        CopyReport::SentUnknown => ("terminal", "unknown"),
        CopyReport::HandedOver => ("stdout", "written"),
        CopyReport::NoClipboard => ("none", "nothing-sent"),
    }
}

pub(super) const fn cleared(report: ClearReport) -> &'static str {
    match report {
        ClearReport::Emptied => "emptied",
        ClearReport::HeldSomethingElse => "held-something-else",
        ClearReport::AskedTerminal => "asked-terminal",
        ClearReport::Failed => "failed",
    }
}

pub(super) const fn file_kind(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Env => "env",
        FileKind::Json => "json",
        FileKind::Token => "token",
        FileKind::Options => "options",
    }
}

/// Which page; never its address, which holds a login's state.
pub(super) const fn page(link: &Link) -> &'static str {
    match link {
        Link::Explorer => "explorer",
        Link::AppSettings(_) => "app-settings",
        Link::AppRoles(_) => "app-roles",
        Link::RoleRequests => "role-requests",
        Link::BusinessIntegrations => "business-integrations",
        Link::Facebook => "facebook",
        Link::Apps => "apps",
        Link::LoginSettings(_) => "login-settings",
        Link::Instagram => "instagram",
        Link::Login(_) => "login",
    }
}
