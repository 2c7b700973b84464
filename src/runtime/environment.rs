//! What the surroundings say, read once: variables that tell where this program runs, and none that may hold a secret.

use std::{collections::BTreeMap, ffi::OsString};

/// The variables that are looked at and are nobody else's business. No others are read, so that a secret in the environment gets
/// no further copy.
const OURS: [&str; 15] = [
    "ACCESSIBLE",
    "CLICOLOR",
    "COLUMNS",
    "NO_COLOR",
    "SSH_CLIENT",
    "SSH_CONNECTION",
    "SSH_TTY",
    "STY",
    "SUDO_UID",
    "TERM",
    "TMUX",
    "TMUX_PANE",
    "TMUX_TMPDIR",
    "VTE_VERSION",
    "ZELLIJ",
];
/// What a program of the desktop, such as a browser, needs to know as well.
#[cfg(not(windows))]
pub(super) const OF_THE_DESKTOP: [&str; 45] = OF_A_UNIX_DESKTOP;
/// The same where the desktop is one of Unix. Others may have one beside their own, and are asked for it too.
const OF_A_UNIX_DESKTOP: [&str; 45] = [
    "BROWSER",
    "DBUS_SESSION_BUS_ADDRESS",
    "DESKTOP_SESSION",
    "DISPLAY",
    "GDK_BACKEND",
    "GNOME_DESKTOP_SESSION_ID",
    "GTK_IM_MODULE",
    "HOME",
    "ICEAUTHORITY",
    "KDE_FULL_SESSION",
    "KDE_SESSION_VERSION",
    "LANG",
    "LANGUAGE",
    "LC_ALL",
    "LC_CTYPE",
    "LC_MESSAGES",
    "LC_NUMERIC",
    "LC_TIME",
    "LOGNAME",
    "MOZ_ENABLE_WAYLAND",
    "PATH",
    "QT_IM_MODULE",
    "QT_QPA_PLATFORM",
    "SESSION_MANAGER",
    "SHELL",
    "TMPDIR",
    "TZ",
    "USER",
    "WAYLAND_DISPLAY",
    "WSLENV",
    "WSL_DISTRO_NAME",
    "WSL_INTEROP",
    "XAUTHORITY",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_DIRS",
    "XDG_CONFIG_HOME",
    "XDG_CURRENT_DESKTOP",
    "XDG_DATA_DIRS",
    "XDG_DATA_HOME",
    "XDG_RUNTIME_DIR",
    "XDG_SESSION_DESKTOP",
    "XDG_SESSION_ID",
    "XDG_SESSION_TYPE",
    "XDG_STATE_HOME",
    "XMODIFIERS",
];
/// What a program of the desktop, such as a browser, needs to know as well.
#[cfg(windows)]
pub(super) const OF_THE_DESKTOP: [&str; 26] = [
    "ALLUSERSPROFILE",
    "APPDATA",
    "CommonProgramFiles",
    "CommonProgramFiles(x86)",
    "CommonProgramW6432",
    "COMSPEC",
    "HOMEDRIVE",
    "HOMEPATH",
    "LOCALAPPDATA",
    "NUMBER_OF_PROCESSORS",
    "OS",
    "PATH",
    "PATHEXT",
    "PROCESSOR_ARCHITECTURE",
    "ProgramData",
    "ProgramFiles",
    "ProgramFiles(x86)",
    "ProgramW6432",
    "PUBLIC",
    "SystemDrive",
    "SystemRoot",
    "TEMP",
    "TMP",
    "USERDOMAIN",
    "USERNAME",
    "USERPROFILE",
];

/// The variables that matter, as they were when the program started. Empty ones count as missing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Environment(BTreeMap<&'static str, OsString>);

impl Environment {
    /// Reads the environment of this process.
    pub fn of_this_process() -> Self {
        Self::from_lookup(|name| std::env::var_os(name))
    }

    /// Asks `lookup` for each variable that matters.
    pub fn from_lookup(lookup: impl Fn(&str) -> Option<OsString>) -> Self {
        let found = OURS
            .into_iter()
            .chain(OF_A_UNIX_DESKTOP)
            .chain(OF_THE_DESKTOP)
            .filter_map(|name| Some((name, lookup(name)?)))
            .filter(|(_, value)| !value.is_empty());
        Self(found.collect())
    }

    /// An environment of these variables; names that do not matter are left out.
    pub fn from_pairs(pairs: &[(&str, &str)]) -> Self {
        Self::from_lookup(|name| {
            pairs
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).into())
        })
    }

    /// The value of a variable that is set and not empty.
    pub fn get(&self, name: &str) -> Option<&OsString> {
        self.0.get(name)
    }

    /// Whether a variable is set and not empty.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// A variable as text; one that is not UTF-8 counts as missing.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.to_str()
    }

    /// Whether the terminal is on another machine. `sudo` drops these variables, so no is not certain.
    pub fn is_remote(&self) -> bool {
        ["SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"]
            .iter()
            .any(|name| self.has(name))
    }

    /// Whether a graphical session of X11 or Wayland is named.
    pub fn has_display(&self) -> bool {
        self.has("DISPLAY") || self.has("WAYLAND_DISPLAY")
    }

    /// Those of the named variables that are set, for a child that shall get no others.
    pub(super) fn only<'a>(&'a self, names: &'a [&str]) -> impl Iterator<Item = (&'static str, &'a OsString)> {
        self.0
            .iter()
            .filter(|(name, _)| names.contains(name))
            .map(|(name, value)| (*name, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_variable_counts_as_missing_and_an_unknown_one_is_not_kept() {
        let environment = Environment::from_pairs(&[("DISPLAY", ""), ("TERM", "xterm"), ("APP_SECRET", "canary")]);
        assert_eq!(environment, Environment::from_pairs(&[("TERM", "xterm")]));
        assert!(!environment.has_display());
        assert!(!format!("{environment:?}").contains("canary"));
    }

    #[test]
    fn each_of_three_variables_says_that_the_terminal_is_elsewhere() {
        for name in ["SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"] {
            assert!(Environment::from_pairs(&[(name, "x")]).is_remote(), "{name}");
        }
        assert!(!Environment::from_pairs(&[("DISPLAY", ":0")]).is_remote());
    }
}
