//! The promise about secrets, on the program itself: walked in a real terminal to the verdict, against the simulator, with
//! everything that left it kept and searched. A check that finds nothing is shown to find what a careless program leaves.

#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that meets something unexpected stops there"
)]

use std::{fs, path::Path, sync::mpsc, time::Duration};

use base64::Engine as _;
use evertoken::simulator::{self, Running, Scenario};

#[path = "support/pty.rs"]
mod pty;

use pty::{Program, Pty};

/// Parts of a secret of this length are looked for: shorter ones stand on the screen on purpose (`EAAG…3fZD`).
const WINDOW: usize = 12;

/// Where a part of one of the secrets can be found in these bytes: plain, percent-encoded, in base64 or backwards.
fn find(secrets: &[String], bytes: &[u8]) -> Option<String> {
    let whole = String::from_utf8_lossy(bytes);
    secrets.iter().find_map(|secret| {
        let encoded = base64::engine::general_purpose::STANDARD.encode(secret);
        let backwards: String = secret.chars().rev().collect();
        [secret.clone(), encoded, backwards].into_iter().find_map(|form| {
            let parts = form.as_bytes().windows(WINDOW).map(String::from_utf8_lossy);
            parts
                .into_iter()
                .find(|part| whole.contains(part.as_ref()))
                .map(std::borrow::Cow::into_owned)
        })
    })
}

/// A walk in a terminal of its own, with a home of its own.
struct Walk {
    pty: Pty,
    running: Running,
    home: tempfile::TempDir,
}

impl Walk {
    fn start(scenario: &str) -> Self {
        let running = simulator::start(Scenario::named(scenario).unwrap(), 0).unwrap();
        let home = tempfile::tempdir().unwrap();
        let pty = Program::new(env!("CARGO_BIN_EXE_evertoken"))
            .arg("--api-root")
            .arg(running.root())
            .env("HOME", home.path().to_str().unwrap())
            .env("XDG_STATE_HOME", home.path().to_str().unwrap())
            .env("RUST_LOG", "trace")
            .env("SSLKEYLOGFILE", home.path().join("keys").to_str().unwrap())
            .spawn();
        Self { pty, running, home }
    }

    fn secrets(&self) -> Vec<String> {
        let samples = self.running.samples();
        let mut secrets: Vec<String> = samples.tokens.iter().chain(&samples.app_secrets).cloned().collect();
        // Every token the simulator has seen in a header was handed out by it: the long one and those of the Pages.
        for exchange in self.running.log() {
            let bearer = exchange
                .header("authorization")
                .and_then(|header| header.strip_prefix("Bearer "));
            secrets.extend(bearer.filter(|token| !token.contains('|')).map(str::to_owned));
        }
        secrets.sort();
        secrets.dedup();
        secrets
    }

    /// To the Page list: three pastes at most, and Enter.
    fn to_choice(&self) {
        let samples = self.running.samples();
        self.pty.wait_for_text("Post to and manage a Facebook Page");
        self.pty.send("\r");
        self.pty.wait_for_text("Graph API Explorer");
        self.pty.send("\r");
        self.pty.wait_for_text("Access token");
        self.pty.paste(&samples.tokens[0]);
        self.pty.wait_for_text("User token of");
        self.pty.paste(&samples.app_secrets[0]);
        self.pty.wait_for_text("App secret received");
        self.pty.send("\r");
        self.pty.wait_for_text("Which Page is the token for?");
    }

    fn to_verdict(&self) {
        self.to_choice();
        self.pty.send("\r");
        self.pty.wait_for_text("never expires");
    }
}

fn files_below(folder: &Path) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_below(&path));
        } else {
            found.push(fs::read(&path).unwrap());
        }
    }
    found
}

#[test]
fn a_walk_to_the_verdict_leaves_no_part_of_a_secret_in_the_terminal_the_files_or_the_arguments() {
    let mut walk = Walk::start("happy");
    let process = walk.pty.pid().as_raw_nonzero().get();
    walk.to_verdict();
    let arguments = fs::read(format!("/proc/{process}/cmdline")).unwrap();
    walk.pty.send("\x03");
    walk.pty.wait_for_text("has not been copied or shown yet");
    walk.pty.send("y");
    assert_eq!(walk.pty.wait_exit().exit_code(), 130, "nothing was taken along");
    let secrets = walk.secrets();
    assert!(
        secrets.len() >= 4,
        "the pasted token, the App secret, the 60-day token and a Page's: {}",
        secrets.len()
    );
    assert_eq!(find(&secrets, &walk.pty.log()), None, "in the terminal");
    assert_eq!(find(&secrets, &arguments), None, "in the arguments");
    for file in files_below(walk.home.path()) {
        assert_eq!(find(&secrets, &file), None, "in a file");
    }
}

#[test]
fn failures_of_every_kind_leave_no_part_of_a_secret_either() {
    for scenario in ["wrong-secret", "hostile-names", "expired", "rate-limited"] {
        let mut walk = Walk::start(scenario);
        let samples = walk.running.samples();
        walk.pty.wait_for_text("Post to and manage a Facebook Page");
        walk.pty.send("\r");
        walk.pty.wait_for_text("Graph API Explorer");
        walk.pty.send("\r");
        walk.pty.wait_for_text("Access token");
        walk.pty.paste(samples.tokens.last().unwrap());
        walk.pty.paste(&samples.app_ids[0]);
        walk.pty.paste(&samples.app_secrets[0]);
        walk.pty.wait_for_text("App secret received");
        walk.pty.send("\r");
        walk.pty.wait_for(scenario, |screen| {
            let text = screen.contents();
            text.contains('✗') || text.contains("Which Page")
        });
        walk.pty.send("\x03");
        walk.pty.wait_exit();
        assert_eq!(find(&walk.secrets(), &walk.pty.log()), None, "{scenario}");
    }
}

#[test]
fn the_plain_view_is_the_only_place_where_the_token_stands_and_it_is_wiped_from_there() {
    let mut walk = Walk::start("happy");
    walk.to_verdict();
    walk.pty.send("v");
    walk.pty.wait_for_text("Press Enter to go back");
    let secrets = walk.secrets();
    assert!(
        find(&secrets, &walk.pty.log()).is_some(),
        "the search finds what is there"
    );
    walk.pty.send("\r");
    walk.pty.wait_for_text("never expires");
    walk.pty.send("\x03");
    assert_eq!(
        walk.pty.wait_exit().exit_code(),
        0,
        "shown is delivered: nothing is asked"
    );
    assert_eq!(
        find(&secrets, walk.pty.contents().as_bytes()),
        None,
        "on the screen afterwards"
    );
}

#[test]
fn text_from_outside_never_acts_on_the_terminal() {
    let walk = Walk::start("hostile-names");
    walk.to_choice();
    let log = walk.pty.log();
    let text = String::from_utf8_lossy(&log);
    for sequence in [
        "\x1b]0;",
        "\x1b]2;",
        "\x1b]52;",
        "\x1b]8;",
        "\x1bP",
        "\x1b[2J\x1b[3J",
        "\u{9b}",
        "\u{202e}",
        "\x07",
    ] {
        assert!(!text.contains(sequence), "{sequence:?}");
    }
}

#[test]
fn a_program_that_echoes_what_it_is_given_is_caught() {
    let secret = "EAAcanaryEchoed0123456789abcdefghijklmnopqrstuvwxyz".to_owned();
    let mut pty = Program::new("/bin/cat").spawn();
    pty.send(format!("{secret}\r"));
    pty.wait_for_text("EAAcanaryEchoed");
    pty.send("\x04");
    pty.wait_end();
    assert!(find(&[secret], &pty.log()).is_some());
}

#[test]
fn no_child_and_no_other_program_gets_to_see_a_secret_in_its_arguments() {
    // While the walk goes on, every process of this machine is looked at, again and again.
    let (stop, stopped) = mpsc::channel::<()>();
    let sampler = std::thread::spawn(move || {
        let mut seen = Vec::new();
        while stopped.recv_timeout(Duration::from_millis(1)) == Err(mpsc::RecvTimeoutError::Timeout) {
            for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
                let is_process = entry
                    .file_name()
                    .to_string_lossy()
                    .bytes()
                    .all(|byte| byte.is_ascii_digit());
                if is_process {
                    seen.extend(fs::read(entry.path().join("cmdline")).unwrap_or_default());
                    seen.push(b'\n');
                }
            }
        }
        seen
    });
    let mut walk = Walk::start("happy");
    walk.to_verdict();
    walk.pty.send("c");
    walk.pty.wait_for(" an answer to the copy", |screen| {
        let text = screen.contents();
        text.contains("terminal") || text.contains("clipboard")
    });
    walk.pty.send("\x03");
    walk.pty.send("y");
    walk.pty.wait_end();
    stop.send(()).unwrap();
    assert_eq!(find(&walk.secrets(), &sampler.join().unwrap()), None);
}
