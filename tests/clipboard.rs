//! Copies that really arrive: in a real X server, through a real tmux, and as the exact bytes that a terminal gets.

#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "tests fail loudly, and these scripts are short"
)]

use std::{
    fs,
    io::{Read, Write},
    net::TcpListener,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc,
    time::Duration,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use evertoken::{
    journey::Datum,
    model::{Payload, Secret},
    runtime::{
        Environment, Handover, Runtime, Settings,
        clipboard::{ClipboardChoice, Da1, osc52, screen},
    },
    wizard::{
        effect::{Copyable, Effect, Link},
        event::{CopyReport, Event},
    },
};

const SECRET: &str = "EAACANARYcanary0123456789EAACANARYcanary0123456789";

fn copy_secret() -> Effect {
    Effect::Copy(
        Copyable::Datum(Datum::Token),
        Payload::Secret(Secret::new(SECRET.to_owned())),
    )
}

fn at(environment: Environment, da1: Da1) -> Settings {
    Settings {
        environment,
        da1,
        ..Settings::default()
    }
}

fn with(pairs: &[(&str, &str)], da1: Da1) -> Settings {
    at(Environment::from_pairs(pairs), da1)
}

/// What became of one copy of the secret: the report, and what was to be written to the terminal.
async fn copy(runtime: &mut Runtime, inbox: &mut tokio::sync::mpsc::Receiver<Event>) -> (CopyReport, Option<Vec<u8>>) {
    let handover = if let Some(handover) = runtime.carry_out(copy_secret()) {
        handover
    } else {
        tokio::select! {
            handover = runtime.handover() => handover,
            event = inbox.recv() => return (report(event.unwrap()), None),
        }
    };
    assert!(!format!("{handover:?}").contains("CANARY"));
    match handover {
        Handover::WriteToTerminal { bytes, then } => (report(then), Some(bytes.to_vec())),
        other => panic!("{other:?}"),
    }
}

fn report(event: Event) -> CopyReport {
    match event {
        Event::Copied(Copyable::Datum(Datum::Token), report) => report,
        other => panic!("{other:?}"),
    }
}

async fn copy_once(settings: Settings) -> (CopyReport, Option<Vec<u8>>) {
    let (mut runtime, mut inbox) = Runtime::new(settings);
    copy(&mut runtime, &mut inbox).await
}

/// Runs an ignored test of this file in a process of its own, with these variables and none that lead elsewhere.
fn inside(test: &str, variables: &[(&str, &str)]) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--ignored", "--exact", "--nocapture", test]);
    for name in [
        "SSH_CONNECTION",
        "SSH_CLIENT",
        "SSH_TTY",
        "TMUX",
        "STY",
        "DISPLAY",
        "WAYLAND_DISPLAY",
        "BROWSER",
    ] {
        command.env_remove(name);
    }
    let output = command.envs(variables.iter().copied()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{said}{complained}"
    );
}

fn is_there(program: &str) -> bool {
    let found = Command::new("sh")
        .args(["-c", &format!("command -v {program}")])
        .output();
    let found = found.is_ok_and(|output| output.status.success());
    if !found {
        eprintln!("SKIPPED: {program} is not installed");
    }
    found
}

struct KilledAtTheEnd(Child);

impl Drop for KilledAtTheEnd {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

// What is written to the terminal.

#[test]
fn osc_52_names_the_selection_and_ends_with_bel() {
    assert_eq!(&osc52::sequence("abcd")[..], b"\x1b]52;c;YWJjZA==\x07");
    assert_eq!(&osc52::sequence("")[..], b"\x1b]52;c;\x07");
}

#[test]
fn screen_gets_pieces_of_200_bytes_that_make_up_the_whole() {
    assert_eq!(&screen::pieces("abcd")[..], b"\x1bP\x1b]52;c;YWJjZA==\x07\x1b\\");
    for length in [0, 142, 143, 144, 145, 212, 300, 5_000] {
        let text = "x".repeat(length);
        let bytes = screen::pieces(&text);
        let mut rest = &bytes[..];
        let mut whole = Vec::new();
        while !rest.is_empty() {
            let inner = rest.strip_prefix(b"\x1bP").unwrap();
            let end = inner.windows(2).position(|pair| pair == b"\x1b\\").unwrap();
            assert!((1..=200).contains(&end), "{length}: a piece of {end} bytes");
            whole.extend_from_slice(&inner[..end]);
            rest = &inner[end + 2..];
        }
        assert_eq!(whole, osc52::sequence(&text)[..], "{length}");
    }
}

#[test]
fn a_multiplexer_far_away_gets_the_plain_form_and_then_the_pieces() {
    let expected = [&osc52::sequence(SECRET)[..], &screen::pieces(SECRET)[..]].concat();
    assert_eq!(screen::plain_and_pieces(SECRET)[..], expected);
}

#[tokio::test]
async fn bytes_for_the_terminal_are_handed_over_at_once_with_a_report_that_claims_no_more_than_is_known() {
    let ssh = ("SSH_TTY", "/dev/pts/1");
    let plain = Some(osc52::sequence(SECRET).to_vec());
    let pieces = Some(screen::pieces(SECRET).to_vec());
    let both = Some(screen::plain_and_pieces(SECRET).to_vec());
    for (pairs, da1, expected) in [
        (
            &[ssh] as &[_],
            Da1::Accepts52,
            (CopyReport::SentAccepted, plain.clone()),
        ),
        (&[ssh], Da1::Answered, (CopyReport::SentUnknown, plain)),
        (
            &[ssh, ("STY", "1.host")],
            Da1::Answered,
            (CopyReport::SentThroughScreen, pieces),
        ),
        (
            &[ssh, ("TERM", "tmux-256color")],
            Da1::Answered,
            (CopyReport::SentToFarMultiplexer, both),
        ),
        (&[ssh], Da1::Silent, (CopyReport::NoClipboard, None)),
        (&[("TERM", "linux")], Da1::NotAsked, (CopyReport::NoClipboard, None)),
    ] {
        assert_eq!(copy_once(with(pairs, da1)).await, expected, "{pairs:?} {da1:?}");
    }
    let settings = Settings {
        clipboard: Some(ClipboardChoice::None),
        ..with(&[ssh], Da1::Accepts52)
    };
    assert_eq!(copy_once(settings).await, (CopyReport::NoClipboard, None));
}

// tmux.

/// What the stand-in may see; its shell adds the last four.
const PASSED_ON: [&str; 7] = ["PATH", "TMUX", "TERM", "PWD", "OLDPWD", "SHLVL", "_"];

/// A stand-in for tmux that notes what it is told, in a folder of its own.
fn stand_in(place: &Path, script: &str) -> Environment {
    let program = place.join("tmux");
    fs::write(&program, format!("#!/bin/sh\ncd '{}'\n{script}\n", place.display())).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(place, fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:/usr/bin:/bin", place.display());
    Environment::from_pairs(&[
        ("PATH", &path),
        ("TMUX", "/nowhere,1,0"),
        ("TERM", "tmux-256color"),
        ("SSH_TTY", "/dev/pts/1"),
    ])
}

#[tokio::test]
async fn tmux_gets_the_secret_on_its_standard_input_and_nothing_of_our_environment_but_its_own() {
    let place = tempfile::tempdir().unwrap();
    let script = "echo \"$@\" >> arguments; env >> environment; cat >> input; echo 256,clipboard,title";
    let (report, bytes) = copy_once(at(stand_in(place.path(), script), Da1::Answered)).await;
    assert_eq!((report, bytes), (CopyReport::SentThroughTmux, None));
    let read = |name| fs::read_to_string(place.path().join(name)).unwrap();
    let buffer = format!("evertoken-{}", std::process::id());
    assert_eq!(
        read("arguments"),
        format!(
            "load-buffer -w -b {buffer} -\ndelete-buffer -b {buffer}\ndisplay-message -p #{{client_termfeatures}}\n"
        )
    );
    assert_eq!(read("input"), SECRET);
    let environment = read("environment");
    let names = environment
        .lines()
        .filter_map(|line| line.split_once('='))
        .map(|(name, _)| name);
    let foreign: Vec<_> = names.filter(|name| !PASSED_ON.contains(name)).collect();
    assert_eq!(foreign, [] as [&str; 0]);
}

#[tokio::test]
async fn a_tmux_that_does_not_know_the_way_leaves_it_to_the_terminal_and_no_buffer_behind() {
    let place = tempfile::tempdir().unwrap();
    let settings = at(stand_in(place.path(), "echo \"$1\" >> commands; exit 1"), Da1::Answered);
    let expected = (CopyReport::SentUnknown, Some(osc52::sequence(SECRET).to_vec()));
    assert_eq!(copy_once(settings).await, expected);
    let commands = fs::read_to_string(place.path().join("commands")).unwrap();
    assert_eq!(commands, "load-buffer\ndelete-buffer\n");
}

#[tokio::test]
async fn a_tmux_that_hangs_is_left_after_two_seconds() {
    let place = tempfile::tempdir().unwrap();
    let settings = at(stand_in(place.path(), "echo $$ >> ids; exec sleep 600"), Da1::Silent);
    assert_eq!(copy_once(settings).await, (CopyReport::NoClipboard, None));
    let ids = fs::read_to_string(place.path().join("ids")).unwrap();
    for id in ids.lines() {
        assert!(!Path::new(&format!("/proc/{id}")).exists(), "{id} still runs");
    }
}

#[tokio::test]
async fn a_tmux_planted_where_others_can_write_is_never_run() {
    let place = tempfile::tempdir().unwrap();
    stand_in(place.path(), "echo run >> run");
    fs::set_permissions(place.path(), fs::Permissions::from_mode(0o777)).unwrap();
    let path = format!(".::{}", place.path().display());
    let pairs = [("PATH", path.as_str()), ("TMUX", "/nowhere,1,0"), ("SSH_TTY", "x")];
    assert_eq!(
        copy_once(with(&pairs, Da1::Silent)).await,
        (CopyReport::NoClipboard, None)
    );
    assert!(!place.path().join("run").exists());
}

/// A tmux server of its own, with its default settings.
struct RealTmux {
    place: tempfile::TempDir,
}

impl RealTmux {
    fn start() -> Option<Self> {
        if !is_there("tmux") {
            return None;
        }
        let tmux = Self {
            place: tempfile::tempdir().unwrap(),
        };
        tmux.run(&["-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", "cat"]);
        Some(tmux)
    }

    fn run(&self, arguments: &[&str]) -> String {
        let output = Command::new("tmux")
            .args(arguments)
            .env_remove("TMUX")
            .env("TMUX_TMPDIR", self.place.path())
            .output()
            .unwrap();
        assert!(output.status.success(), "{arguments:?} {output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// What a program inside its only pane sees.
    fn inside(&self) -> Settings {
        let socket = self.run(&["display-message", "-p", "#{socket_path},#{pid},0"]);
        with(
            &[
                ("TMUX", socket.trim()),
                ("TMUX_PANE", "%0"),
                ("TERM", "tmux-256color"),
                ("PATH", "/usr/local/bin:/usr/bin:/bin"),
                ("TMUX_TMPDIR", self.place.path().to_str().unwrap()),
                ("SSH_TTY", "/dev/pts/1"),
            ],
            Da1::Answered,
        )
    }
}

impl Drop for RealTmux {
    fn drop(&mut self) {
        self.run(&["kill-server"]);
    }
}

#[tokio::test]
async fn a_real_tmux_without_a_terminal_says_that_it_cannot_reach_one_and_keeps_no_buffer() {
    let Some(tmux) = RealTmux::start() else { return };
    assert_eq!(copy_once(tmux.inside()).await, (CopyReport::TmuxCannotReach, None));
    assert_eq!(tmux.run(&["list-buffers"]), "");
}

#[tokio::test]
async fn a_real_tmux_with_its_own_settings_passes_the_secret_on_to_its_terminal_and_keeps_no_buffer() {
    let Some(tmux) = RealTmux::start() else { return };
    tmux.run(&["set-hook", "-g", "client-attached", "wait-for -S attached"]);
    let mut attach = portable_pty::CommandBuilder::new("tmux");
    attach.arg("attach-session");
    attach.env_remove("TMUX");
    attach.env("TMUX_TMPDIR", tmux.place.path());
    let mut terminal = OuterTerminal::start(attach);
    tmux.run(&["wait-for", "attached"]);

    assert_eq!(copy_once(tmux.inside()).await, (CopyReport::SentThroughTmux, None));
    assert_eq!(tmux.run(&["list-buffers"]), "");
    let shown = terminal.shown_until(&format!("{}\x07", STANDARD.encode(SECRET)));
    assert!(shown.contains("\x1b]52;") && !shown.contains(SECRET), "{shown:?}");
}

/// What a program writes to the terminal it runs in.
struct OuterTerminal {
    program: Box<dyn portable_pty::Child + Send + Sync>,
    pieces: mpsc::Receiver<Vec<u8>>,
    _pair: portable_pty::PtyPair,
}

impl OuterTerminal {
    fn start(mut program: portable_pty::CommandBuilder) -> Self {
        let pair = portable_pty::native_pty_system()
            .openpty(portable_pty::PtySize::default())
            .unwrap();
        program.env("TERM", "xterm-256color");
        let program = pair.slave.spawn_command(program).unwrap();
        let mut screen = pair.master.try_clone_reader().unwrap();
        let (tell, pieces) = mpsc::channel();
        std::thread::spawn(move || {
            let mut piece = [0; 4096];
            while let Ok(length @ 1..) = screen.read(&mut piece) {
                if tell.send(piece[..length].to_vec()).is_err() {
                    return;
                }
            }
        });
        Self {
            program,
            pieces,
            _pair: pair,
        }
    }

    /// Everything up to a text, which has to come.
    fn shown_until(&mut self, expected: &str) -> String {
        let mut shown = String::new();
        while !shown.contains(expected) {
            let piece = self.pieces.recv_timeout(Duration::from_secs(20));
            let piece = piece.unwrap_or_else(|_| panic!("only {shown:?}"));
            shown.push_str(&String::from_utf8_lossy(&piece));
        }
        shown
    }
}

impl Drop for OuterTerminal {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

#[test]
fn a_real_screen_passes_the_pieces_on_to_its_terminal_as_one_whole_and_prints_nothing_of_them() {
    if !is_there("screen") {
        return;
    }
    for length in [50, 212, 3_000] {
        let place = tempfile::tempdir().unwrap();
        let sockets = place.path().join("sockets");
        fs::create_dir(&sockets).unwrap();
        fs::set_permissions(&sockets, fs::Permissions::from_mode(0o700)).unwrap();
        let text = "y".repeat(length);
        fs::write(place.path().join("bytes"), &screen::pieces(&text)[..]).unwrap();
        let mut program = portable_pty::CommandBuilder::new("screen");
        program.args([
            "-c",
            "/dev/null",
            "-S",
            "evertoken",
            "sh",
            "-c",
            "cat bytes; echo finished; exec cat",
        ]);
        program.cwd(place.path());
        program.env_remove("STY");
        program.env("SCREENDIR", &sockets);
        let shown = OuterTerminal::start(program).shown_until("finished");
        // screen outlives its terminal.
        let mut quit = Command::new("screen");
        quit.args(["-S", "evertoken", "-X", "quit"]).env("SCREENDIR", &sockets);
        assert!(quit.status().unwrap().success());
        let whole = osc52::sequence(&text);
        let whole = std::str::from_utf8(&whole).unwrap();
        assert!(shown.contains(whole), "{length}: {shown:?}");
        let rest = shown.replace(whole, "");
        assert!(!rest.contains("eXl5"), "{length}: {rest:?}");
    }
}

// The clipboard of this machine.

/// An X server with nobody at it.
fn x_server() -> Option<(KilledAtTheEnd, String)> {
    if !is_there("Xvfb") || !is_there("xclip") {
        return None;
    }
    let mut server = Command::new("Xvfb")
        .args(["-displayfd", "1", "-screen", "0", "64x64x8", "-nolisten", "tcp"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut number = String::new();
    let mut output = server.stdout.take().unwrap();
    let server = KilledAtTheEnd(server);
    while !number.ends_with('\n') {
        let mut byte = [0];
        output.read_exact(&mut byte).unwrap();
        number.push(char::from(byte[0]));
    }
    Some((server, format!(":{}", number.trim())))
}

fn xclip(arguments: &[&str]) -> Option<String> {
    let output = Command::new("xclip")
        .args(["-selection", "clipboard"])
        .args(arguments)
        .output()
        .unwrap();
    output
        .status
        .success()
        .then(|| String::from_utf8(output.stdout).unwrap())
}

fn x_of_somebody_else(text: &str) {
    let mut other = Command::new("xclip")
        .args(["-selection", "clipboard", "-i"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    other.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    assert!(other.wait().unwrap().success());
    // xclip goes on in the background, and takes the selection over only there.
    let is_theirs = (0..1_000).any(|_| xclip(&["-o"]).as_deref() == Some(text));
    assert!(is_theirs, "xclip did not take over");
}

#[test]
fn on_x11_a_secret_is_there_while_we_run_hidden_from_histories_and_gone_when_we_leave() {
    let Some((_server, display)) = x_server() else { return };
    inside("inside_x11", &[("DISPLAY", &display)]);
}

#[tokio::test]
#[ignore = "run by the test above, with an X server"]
async fn inside_x11() {
    let settings = || at(Environment::of_this_process(), Da1::Silent);
    let (mut runtime, mut inbox) = Runtime::new(settings());
    for _ in 0..2 {
        assert_eq!(
            copy(&mut runtime, &mut inbox).await,
            (CopyReport::CopiedUntilExit, None)
        );
        assert_eq!(xclip(&["-o"]).as_deref(), Some(SECRET));
    }
    assert!(
        xclip(&["-o", "-t", "TARGETS"])
            .unwrap()
            .contains("x-kde-passwordManagerHint")
    );
    runtime.shutdown().await;
    assert_eq!(xclip(&["-o"]), None, "cleared on leaving");

    let (mut runtime, mut inbox) = Runtime::new(settings());
    assert_eq!(
        copy(&mut runtime, &mut inbox).await,
        (CopyReport::CopiedUntilExit, None)
    );
    x_of_somebody_else("theirs");
    runtime.shutdown().await;
    assert_eq!(
        xclip(&["-o"]).as_deref(),
        Some("theirs"),
        "never cleared when it is not ours"
    );

    let (mut runtime, mut inbox) = Runtime::new(settings());
    let plain = Effect::Copy(Copyable::Datum(Datum::PageId), Payload::Plain("1234".to_owned()));
    assert!(runtime.carry_out(plain).is_none());
    let event = inbox.recv().await.unwrap();
    assert!(
        matches!(
            event,
            Event::Copied(Copyable::Datum(Datum::PageId), CopyReport::CopiedUntilExit)
        ),
        "{event:?}"
    );
    assert!(
        !xclip(&["-o", "-t", "TARGETS"])
            .unwrap()
            .contains("x-kde-passwordManagerHint")
    );
    runtime.shutdown().await;
    assert_eq!(xclip(&["-o"]).as_deref(), Some("1234"), "what is no secret stays");
}

#[test]
fn a_display_that_is_not_there_leaves_it_to_the_terminal() {
    inside("inside_with_the_terminal_as_second_way", &[("DISPLAY", ":59999")]);
}

#[test]
fn a_display_that_accepts_and_never_answers_leaves_it_to_the_terminal() {
    // A display N of a host is its port 6000 + N.
    let listener = (50_000..50_100).find_map(|number| {
        let port = u16::try_from(6_000 + number).unwrap();
        TcpListener::bind(("127.0.0.1", port))
            .ok()
            .map(|listener| (listener, number))
    });
    let (listener, number) = listener.unwrap();
    std::thread::spawn(move || {
        let held: Vec<_> = listener.incoming().take(10).collect();
        drop(held);
    });
    let display = format!("127.0.0.1:{number}");
    inside("inside_with_the_terminal_as_second_way", &[("DISPLAY", &display)]);
}

#[tokio::test]
#[ignore = "run by the tests above, with displays that are none"]
async fn inside_with_the_terminal_as_second_way() {
    let (mut runtime, mut inbox) = Runtime::new(at(Environment::of_this_process(), Da1::Accepts52));
    for _ in 0..2 {
        let expected = (CopyReport::SentAccepted, Some(osc52::sequence(SECRET).to_vec()));
        assert_eq!(copy(&mut runtime, &mut inbox).await, expected);
    }
    runtime.shutdown().await;
}

// The browser.

#[test]
fn a_browser_gets_one_address_as_one_argument_and_its_output_goes_nowhere() {
    let place = tempfile::tempdir().unwrap();
    let program = place.path().join("browser");
    // Written under another name first: whoever waits for the file must find it whole.
    let script =
        "#!/bin/sh\necho loud; echo louder >&2\nprintf '%s\\n' $# \"$@\" > \"$0.part\"\nmv \"$0.part\" \"$0.said\"\n";
    fs::write(&program, script).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let variables = [("DISPLAY", ":59999"), ("BROWSER", program.to_str().unwrap())];
    inside("inside_with_a_browser", &variables);
}

#[tokio::test]
#[ignore = "run by the test above, with a browser"]
async fn inside_with_a_browser() {
    let environment = Environment::of_this_process();
    let said = format!("{}.said", environment.text("BROWSER").unwrap());
    let (mut runtime, mut inbox) = Runtime::new(at(environment, Da1::Silent));
    assert!(runtime.can_open_links());
    assert!(runtime.carry_out(Effect::Open(Link::Explorer)).is_none());
    let event = inbox.recv().await.unwrap();
    assert!(matches!(event, Event::Opened(Link::Explorer, true)), "{event:?}");
    let mut waiting = tokio::time::interval(Duration::from_millis(10));
    for _ in 0..1_000 {
        if Path::new(&said).exists() {
            break;
        }
        waiting.tick().await;
    }
    assert_eq!(
        fs::read_to_string(said).unwrap(),
        format!("1\n{}\n", Link::Explorer.url())
    );
}

#[tokio::test]
async fn over_ssh_no_browser_is_started() {
    let (mut runtime, mut inbox) = Runtime::new(with(&[("DISPLAY", ":0"), ("SSH_TTY", "x")], Da1::Silent));
    assert!(runtime.carry_out(Effect::Open(Link::Facebook)).is_none());
    let event = inbox.recv().await.unwrap();
    assert!(matches!(event, Event::Opened(Link::Facebook, false)), "{event:?}");
}
