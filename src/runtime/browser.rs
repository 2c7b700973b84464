//! A link in a browser, where there is one to be seen.
//!
//! Started by `Effect::Open`; ends in `Event::Opened`. The opener gets one address of ours as one argument, of the environment
//! only what a desktop needs (a token may stand in the rest), and its output goes nowhere. One that ends at once with a failure has
//! opened nothing; one that is still there after a moment is the browser itself.

use std::{
    process::{Child, Command, Stdio},
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::Duration,
};

use tokio::{sync::oneshot, time::timeout};

use crate::wizard::effect::Link;

use super::{
    clipboard::Platform,
    environment::{Environment, OF_THE_DESKTOP},
    program,
};

/// How long starting a browser may take before the person is told that it did not work.
const DEADLINE: Duration = Duration::from_secs(5);
/// How long an opener has to fail.
const MOMENT: Duration = Duration::from_secs(1);
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
    // A thread of its own: an opener is waited for, and tokio would wait for that at exit.
    let started = thread::Builder::new().name("browser".to_owned()).spawn(move || {
        // On macOS the system opens it, and `PATH` plays no part.
        let is_sound = cfg!(target_os = "macos") || program::is_path_sound(&environment);
        let _ = answer.send(is_sound && open_one(&address, &environment));
    });
    match started {
        Ok(_) => matches!(timeout(DEADLINE, answered).await, Ok(Ok(true))),
        Err(_) => false,
    }
}

/// What became of an opener.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Became {
    /// It could not be started.
    Nothing,
    /// It ended at once, and not well.
    Failed,
    /// It did what it should, or is still there.
    Opened,
}

/// Tries the person's own choice, and where nothing of it is here, the system's.
fn open_one(address: &str, environment: &Environment) -> bool {
    let mut has_failed = false;
    for words in chosen(environment, address) {
        match start(&words, environment) {
            Became::Opened => return true,
            Became::Failed => has_failed = true,
            Became::Nothing => {}
        }
    }
    // Whoever chose a browser that fails does not want another one.
    !has_failed
        && openers(environment, address)
            .iter()
            .any(|words| start(words, environment) == Became::Opened)
}

/// What `BROWSER` names, as commands: several behind colons, with `%s` where the address belongs, or without. The system opens
/// links itself on macOS and Windows.
fn chosen(environment: &Environment, address: &str) -> Vec<Vec<String>> {
    if Platform::HERE == Platform::Desktop {
        return Vec::new();
    }
    let named = environment.text("BROWSER").unwrap_or_default();
    named
        .split(':')
        .map(|command| {
            let words = command.split_ascii_whitespace();
            let mut words: Vec<String> = words.map(|word| fill_in(word, address)).collect();
            if !words.is_empty() && !words.iter().any(|word| word.contains(address)) {
                words.push(address.to_owned());
            }
            words
        })
        .filter(|words| !words.is_empty())
        .collect()
}

/// A word of `BROWSER` with the address in the place of `%s`, a colon in that of `%c`, and a per cent sign in that of `%%`.
fn fill_in(word: &str, address: &str) -> String {
    let mut filled = String::new();
    let mut rest = word;
    while let Some((before, behind)) = rest.split_once('%') {
        filled.push_str(before);
        let mut letters = behind.chars();
        match letters.next() {
            Some('s') => filled.push_str(address),
            Some('c') => filled.push(':'),
            Some('%') | None => filled.push('%'),
            Some(other) => filled.extend(['%', other]),
        }
        rest = letters.as_str();
    }
    filled + rest
}

/// The system's own ways to open an address, the best first.
#[cfg(not(any(target_os = "macos", windows)))]
fn openers(environment: &Environment, address: &str) -> Vec<Vec<String>> {
    let ways: &[&[&str]] = &[
        &["xdg-open"],
        &["gio", "open"],
        &["kde-open"],
        &["exo-open"],
        &["x-www-browser"],
    ];
    let on_wsl: &[&[&str]] = &[&["wslview"], &["rundll32.exe", "url.dll,FileProtocolHandler"]];
    let on_wsl = if environment.has("WSL_DISTRO_NAME") {
        on_wsl
    } else {
        &[]
    };
    let all = on_wsl.iter().chain(ways);
    all.map(|words| words.iter().chain([&address]).map(|word| (*word).to_owned()).collect())
        .collect()
}

#[cfg(target_os = "macos")]
fn openers(_environment: &Environment, address: &str) -> Vec<Vec<String>> {
    vec![["/usr/bin/open", address].map(str::to_owned).to_vec()]
}

#[cfg(windows)]
fn openers(environment: &Environment, address: &str) -> Vec<Vec<String>> {
    let root = environment.text("SystemRoot").unwrap_or("C:\\Windows");
    let program = format!("{root}\\System32\\rundll32.exe");
    vec![vec![
        program,
        "url.dll,FileProtocolHandler".to_owned(),
        address.to_owned(),
    ]]
}

/// Starts an opener, and waits for a moment whether it fails.
fn start(words: &[String], environment: &Environment) -> Became {
    let Some(child) = command(words, environment).and_then(|mut command| command.spawn().ok()) else {
        return Became::Nothing;
    };
    let (tell, told) = mpsc::channel();
    // It waits for as long as the browser runs, so that what ends is not left behind as a zombie.
    let waits = thread::Builder::new()
        .name("browser-end".to_owned())
        .stack_size(64 * 1024)
        .spawn(move || wait(child, &tell));
    match waits.map(|_| told.recv_timeout(MOMENT)) {
        Ok(Ok(false)) => Became::Failed,
        Ok(Ok(true) | Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected)) | Err(_) => Became::Opened,
    }
}

fn wait(mut child: Child, tell: &mpsc::Sender<bool>) {
    let ended = child.wait();
    let _ = tell.send(ended.is_ok_and(|status| status.success()));
}

fn command(words: &[String], environment: &Environment) -> Option<Command> {
    /// Those that `xdg-open` may choose from where the desktop names none: its own list ends with some that draw on the terminal.
    #[cfg(not(any(target_os = "macos", windows)))]
    const ON_A_DESKTOP: &str = "x-www-browser:firefox:epiphany:konqueror:chromium:chromium-browser:google-chrome";

    let (program, arguments) = words.split_first()?;
    let mut command = Command::new(program);
    command.args(arguments).env_clear();
    #[cfg(not(any(target_os = "macos", windows)))]
    command.env("BROWSER", ON_A_DESKTOP);
    command
        .envs(environment.only(&OF_THE_DESKTOP))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    // A job of its own: it neither stops with ours, nor can it draw over our screen unnoticed.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    Some(command)
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

    #[test]
    fn an_opener_may_know_only_of_variables_that_are_looked_at_and_none_that_can_hold_a_secret() {
        let all = Environment::from_lookup(|_| Some("x".into()));
        for name in OF_THE_DESKTOP {
            assert!(all.has(name), "{name}");
            assert!(!name.starts_with("EVERTOKEN_") && !name.contains("PROXY") && !name.contains("TOKEN"));
        }
    }

    #[cfg(not(any(target_os = "macos", windows)))]
    #[test]
    fn the_address_stands_where_the_choice_says_or_at_its_end() {
        let words = |browser: &str| chosen(&Environment::from_pairs(&[("BROWSER", browser)]), "http://x/%s?a=b:c");
        assert_eq!(words(""), Vec::<Vec<String>>::new());
        assert_eq!(
            words("firefox:: chromium --app=%s --x%c%%%d %"),
            [
                vec!["firefox", "http://x/%s?a=b:c"],
                vec!["chromium", "--app=http://x/%s?a=b:c", "--x:%%d", "%"],
            ]
        );
    }

    #[cfg(not(any(target_os = "macos", windows)))]
    #[test]
    fn a_choice_that_fails_is_the_end_of_it_and_one_that_is_not_here_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let opener = folder.path().join("xdg-open");
        std::fs::write(&opener, "#!/bin/sh\nexit 0\n").unwrap();
        std::fs::set_permissions(&opener, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        let path = folder.path().to_str().unwrap();
        let opens = |browser: &str| {
            open_one(
                "http://x/",
                &Environment::from_pairs(&[("PATH", path), ("BROWSER", browser)]),
            )
        };
        assert!(opens(""));
        assert!(opens("nowhere-to-be-found"));
        assert!(!opens("/bin/false"));
        assert!(opens("/bin/false:/bin/true"));
    }
}
