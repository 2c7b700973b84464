//! A link in a browser, where there is one to be seen.
//!
//! Started by `Effect::Open`; ends in `Event::Opened`. The browser gets one address of ours as one argument, and its
//! output goes nowhere.

use std::{thread, time::Duration};

use tokio::{sync::oneshot, time::timeout};

use crate::wizard::effect::Link;

use super::{clipboard::Platform, environment::Environment, program};

/// How long starting a browser may take before the person is told that it did not work.
const DEADLINE: Duration = Duration::from_secs(5);
/// Browsers that would draw over our screen. `BROWSER` names them where they are wanted.
const IN_THE_TERMINAL: [&str; 14] = [
    "browsh",
    "carbonyl",
    "chawan",
    "cha",
    "curl",
    "elinks",
    "eww",
    "links",
    "links2",
    "lynx",
    "netrik",
    "retawq",
    "w3m",
    "www-browser",
];

/// Whether a browser that is started here would be seen: not over SSH, with a graphical session, and none that runs in
/// the terminal.
pub(super) fn can_be_seen(environment: &Environment, platform: Platform) -> bool {
    let has_screen = match platform {
        Platform::Desktop => true,
        Platform::Display => environment.has_display() || environment.has("WSL_DISTRO_NAME"),
    };
    let chosen = environment.text("BROWSER").unwrap_or_default();
    has_screen && !environment.is_remote() && !chosen.split(':').any(runs_in_terminal)
}

fn runs_in_terminal(command: &str) -> bool {
    let program = command.split_ascii_whitespace().next().unwrap_or_default();
    let name = program.rsplit('/').next().unwrap_or_default();
    IN_THE_TERMINAL.contains(&name)
}

/// Starts a browser. Whether one was started in time.
pub(super) async fn open(link: &Link, environment: Environment) -> bool {
    let address = link.url();
    let (answer, answered) = oneshot::channel();
    // A thread of its own: looking for the default browser runs other programs, and tokio would wait for them at exit.
    let started = thread::Builder::new().name("browser".to_owned()).spawn(move || {
        // On macOS the system opens it, and `PATH` plays no part.
        let is_sound = cfg!(target_os = "macos") || program::is_path_sound(&environment);
        let mut options = webbrowser::BrowserOptions::new();
        options.with_suppress_output(true);
        let browser = webbrowser::Browser::Default;
        let opened = is_sound && webbrowser::open_browser_with_options(browser, &address, &options).is_ok();
        let _ = answer.send(opened);
    });
    match started {
        Ok(_) => matches!(timeout(DEADLINE, answered).await, Ok(Ok(true))),
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_started_only_where_it_would_be_seen() {
        let display = ("DISPLAY", ":0");
        for (pairs, expected) in [
            (&[display] as &[_], true),
            (&[("WAYLAND_DISPLAY", "wayland-0")], true),
            (&[("WSL_DISTRO_NAME", "Debian")], true),
            (&[display, ("BROWSER", "firefox %s:chromium")], true),
            (&[], false),
            (&[display, ("SSH_TTY", "/dev/pts/1")], false),
            (&[display, ("BROWSER", "w3m")], false),
            (&[display, ("BROWSER", "firefox:/usr/bin/lynx -force_html %s")], false),
        ] {
            let environment = Environment::from_pairs(pairs);
            assert_eq!(can_be_seen(&environment, Platform::Display), expected, "{pairs:?}");
        }
        assert!(can_be_seen(&Environment::default(), Platform::Desktop));
    }
}
