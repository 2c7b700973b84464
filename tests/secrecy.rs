//! The promise about secrets, on the program itself: walked in a real terminal to the verdict, against the simulator, with
//! everything that left it kept and searched. A check that finds nothing is shown to find what a careless program leaves.

#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that meets something unexpected stops there"
)]

use std::{
    fs,
    io::{Read as _, Write as _},
    net::TcpStream,
    path::Path,
    sync::mpsc,
    time::Duration,
};

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
        let given = [
            &samples.tokens,
            &samples.app_secrets,
            &samples.instagram_app_secrets,
            &samples.instagram_tokens,
        ];
        let mut secrets: Vec<String> = given.into_iter().flatten().cloned().collect();
        // Login codes are made by the dialogs, and are seen when they are redeemed.
        let log = self.running.log();
        let codes = log.iter().filter(|exchange| exchange.method == "POST");
        secrets.extend(
            codes
                .filter_map(|exchange| exchange.parameter("code"))
                .map(str::to_owned),
        );
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
        self.pty.send("\r");
        self.pty.paste(&samples.app_secrets[0]);
        self.pty.wait_for_text("App secret received");
        self.pty.send("\r");
        self.pty.wait_for_text("Which Page is the token for?");
    }

    /// The address of the login that is on the screen, put together from its rows.
    fn login_address(&self) -> String {
        self.pty
            .wait_for("a whole address", |screen| screen.contents().contains("state="));
        let screen = self.pty.contents();
        let rows = screen.lines().map(str::trim_end);
        let rows = rows.skip_while(|row| !row.starts_with("http://127.0.0.1"));
        rows.take_while(|row| !row.is_empty()).collect()
    }

    fn to_verdict(&self) {
        self.to_choice();
        self.pty.send("\r");
        self.pty.wait_for_text("never expires");
    }
}

/// What a browser gets from an address on this machine.
fn browse(address: &str) -> String {
    let address = address.split('#').next().unwrap();
    let (host, path) = address.strip_prefix("http://").unwrap().split_once('/').unwrap();
    let mut stream = TcpStream::connect(host.replace("localhost", "127.0.0.1")).unwrap();
    write!(
        stream,
        "GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// Agrees to a login, and says where that leads.
fn agree(address: &str) -> String {
    let answer = browse(&format!("{address}&simulate=continue"));
    let line = answer
        .lines()
        .find(|line| line.to_ascii_lowercase().starts_with("location:"));
    line.unwrap().split_once(": ").unwrap().1.trim().to_owned()
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
    walk.pty.wait_for_text("has not been saved, copied or shown yet");
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
fn a_token_that_is_saved_stands_in_that_file_alone_and_the_record_of_it_holds_no_part() {
    let mut walk = Walk::start("happy");
    walk.to_verdict();
    let file = walk.home.path().join("saved.env");
    walk.pty.send("s");
    walk.pty.wait_for_text("in which kind of file?");
    walk.pty.send("\r");
    walk.pty.wait_for_text("[ Save ]");
    // Up from the button to the first field, whose text is another one then.
    walk.pty.send("\x1b[Z".repeat(5));
    walk.pty.send(file.to_str().unwrap());
    walk.pty.send("\r");
    walk.pty.wait_for_text("saved.env will be made");
    walk.pty.send("\r");
    walk.pty.wait_for_text("and read back. Only you can read it");
    walk.pty.send("\x03");
    assert_eq!(walk.pty.wait_exit().exit_code(), 0, "it was delivered");
    let secrets = walk.secrets();
    let saved = fs::read(&file).unwrap();
    let token = find(&secrets, &saved).expect("the token is in the file");
    assert_eq!(find(&secrets, &walk.pty.log()), None, "in the terminal");
    fs::remove_file(&file).unwrap();
    let files = files_below(walk.home.path());
    let kept: String = files.iter().map(|file| String::from_utf8_lossy(file)).collect();
    assert!(kept.contains("saved.env") && kept.contains("fingerprint"), "{kept}");
    for file in files {
        assert_eq!(find(&secrets, &file), None, "in a file beside it: {}", token.len());
    }
}

#[test]
fn a_run_that_a_signal_ends_says_what_is_lost_and_the_next_one_goes_on_at_the_same_place() {
    let walk = Walk::start("happy");
    walk.to_choice();
    let process = walk.pty.pid();
    rustix::process::kill_process(process, rustix::process::Signal::TERM).unwrap();
    let mut pty = walk.pty;
    pty.wait_exit();
    let log = String::from_utf8_lossy(&pty.log()).into_owned();
    let (_, after) = log.rsplit_once("\x1b[?1049l").unwrap();
    assert!(after.contains("The token you pasted works until"), "{after}");
    let again = Program::new(env!("CARGO_BIN_EXE_evertoken"))
        .arg("--api-root")
        .arg(walk.running.root())
        .env("HOME", walk.home.path().to_str().unwrap())
        .env("XDG_STATE_HOME", walk.home.path().to_str().unwrap())
        .spawn();
    again.wait_for_text("Go on: Post to and manage a Facebook Page");
    again.wait_for_text("It was broken off at \"Page\"");
    again.send("\r");
    again.wait_for_text("filled in for you");
}

#[test]
fn an_instagram_login_with_a_pasted_address_leaves_no_part_of_a_secret_and_keeps_what_is_none() {
    let mut walk = Walk::start("happy");
    let samples = walk.running.samples();
    walk.pty.wait_for_text("Instagram without a Facebook Page");
    walk.pty.send("\x1b[B\x1b[B\x1b[B\r");
    walk.pty.wait_for_text("Token from the dashboard");
    walk.pty.send("\r");
    walk.pty.wait_for_text("Instagram App ID");
    walk.pty.paste(&samples.instagram_app_ids[0]);
    walk.pty.wait_for_text(&samples.instagram_app_ids[0]);
    walk.pty.send("\r");
    walk.pty.paste(&samples.instagram_app_secrets[0]);
    walk.pty.wait_for_text("Instagram secret received");
    walk.pty.send("\r");
    walk.pty.paste(&samples.redirect_address);
    // An Enter in one piece with the paste would be its line end.
    walk.pty.wait_for_text("https://www.example.com/callback/");
    walk.pty.send("\r");
    let landed = agree(&walk.login_address());
    walk.pty.paste(&landed);
    walk.pty.wait_for_text("login code received");
    walk.pty.send("\r");
    walk.pty.wait_for_text("lasts 60 days");
    walk.pty.send("\x03");
    walk.pty.wait_for_text("has not been saved, copied or shown yet");
    walk.pty.send("y");
    walk.pty.wait_exit();
    let secrets = walk.secrets();
    assert!(
        secrets.iter().any(|secret| secret.starts_with("AQ")),
        "the code is among them"
    );
    assert_eq!(find(&secrets, &walk.pty.log()), None, "in the terminal");
    let files = files_below(walk.home.path());
    for file in &files {
        assert_eq!(find(&secrets, file), None, "in a file");
    }
    let kept = files
        .iter()
        .map(|file| String::from_utf8_lossy(file))
        .collect::<String>();
    assert!(
        kept.contains(&samples.instagram_app_ids[0]) && kept.contains(&samples.redirect_address),
        "{kept}"
    );
}

#[test]
fn a_facebook_login_is_caught_on_this_machine_leaves_no_part_of_a_secret_and_nobody_listens_afterwards() {
    let mut walk = Walk::start("happy");
    let samples = walk.running.samples();
    walk.pty.wait_for_text("Post to and manage a Facebook Page");
    walk.pty.send("\r");
    walk.pty.wait_for_text("Graph API Explorer");
    walk.pty.send("\t\r");
    walk.pty.wait_for_text("Redirect address");
    walk.pty.paste(&samples.app_ids[0]);
    walk.pty.wait_for_text(&samples.app_ids[0]);
    walk.pty.send("\r");
    walk.pty.paste(&samples.app_secrets[0]);
    walk.pty.wait_for_text("App secret received");
    // Past the redirect address, which stays empty, to the button.
    walk.pty.send("\r\r");
    let landed = agree(&walk.login_address());
    let (host, _) = landed.strip_prefix("http://").unwrap().split_once('/').unwrap();
    let here = host.replace("localhost", "127.0.0.1");
    let forged = browse(&format!("http://{host}/?code=AQforgedforgedforged&state=forged"));
    assert!(forged.starts_with("HTTP/1.1 400 "), "{forged}");
    let answer = browse(&landed);
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    walk.pty.wait_for_text("Which Page is the token for?");
    assert!(TcpStream::connect(&here).is_err(), "nobody listens any more");
    walk.pty.send("\x03");
    walk.pty.wait_exit();
    let secrets = walk.secrets();
    assert!(
        secrets.iter().any(|secret| secret.starts_with("AQ")),
        "the code is among them"
    );
    assert_eq!(find(&secrets, &walk.pty.log()), None, "in the terminal");
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
        walk.pty.wait_for_text("received");
        // Enter stays where Meta has refused the token already.
        walk.pty.send("\t");
        walk.pty.paste(&samples.app_ids[0]);
        walk.pty.wait_for_text(&samples.app_ids[0]);
        walk.pty.send("\r");
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
    walk.pty.wait_for_text("nothing says that you have it");
    walk.pty.send("y");
    assert_eq!(
        walk.pty.wait_exit().exit_code(),
        0,
        "it was shown, and the person has it"
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
