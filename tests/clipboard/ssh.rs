//! The program at the far end of a real ssh: what it copies reaches the terminal at the near end, or is not said to.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use crate::{
    is_there,
    machine::Onlooker,
    pty::Program,
    walk::{copied, copy_and_show},
    x11::x_server,
};

const SSHD: &str = "/usr/sbin/sshd";
/// What a terminal says that accepts clipboard writes (facts: terminal 1.5).
const ACCEPTING: &[u8] = b"\x1b[?62;22;52c";

/// A host of its own: keys, settings, and a server that lives as long as one connection and listens to nobody else.
struct Far {
    place: tempfile::TempDir,
}

impl Far {
    fn prepare() -> Option<Self> {
        if !is_there("ssh") || !is_there("ssh-keygen") || !is_there(SSHD) {
            return None;
        }
        let place = tempfile::tempdir().unwrap();
        let far = Self { place };
        for name in ["host", "person"] {
            let mut making = Command::new("ssh-keygen");
            making.args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(far.path(name));
            assert!(making.stdin(Stdio::null()).status().unwrap().success());
        }
        let settings = format!(
            "HostKey {}\nAuthorizedKeysFile {}\nStrictModes no\nUsePAM no\nPermitRootLogin yes\nPasswordAuthentication no\nX11Forwarding yes\nSetEnv XAUTHORITY={}\n",
            far.path("host"),
            far.path("person.pub"),
            far.path("display-keys"),
        );
        fs::write(far.path("settings"), settings).unwrap();
        if rustix::process::geteuid().is_root() {
            // Where the server of the system has never run, its empty folder is missing, and without it no other starts.
            fs::create_dir_all("/run/sshd").unwrap();
            return Some(far);
        }
        far.gives_terminals().then_some(far)
    }

    fn path(&self, name: &str) -> String {
        self.place.path().join(name).to_str().unwrap().to_owned()
    }

    /// Whether a command there gets a terminal. A server that is not root may not be able to hand one over: that depends
    /// on how this system mounts them.
    fn gives_terminals(&self) -> bool {
        let words = self.words("true");
        let trial = Command::new(&words[0]).args(&words[1..]).stdin(Stdio::null()).output();
        let does = trial.unwrap().status.success();
        if !does {
            eprintln!("SKIPPED: an ssh server of one's own gives no terminal here");
        }
        does
    }

    /// The words that run our program there, in a terminal.
    fn command(&self, options: &str) -> Vec<String> {
        let home = self.path("home");
        let program = env!("CARGO_BIN_EXE_evertoken");
        self.words(&format!(
            "HOME={home} XDG_STATE_HOME={home} exec {program} demo {options}"
        ))
    }

    fn words(&self, there: &str) -> Vec<String> {
        let mut words = ["ssh", "-tt", "-F", "none", "-i"].map(str::to_owned).to_vec();
        words.push(self.path("person"));
        for option in [
            format!("ProxyCommand={SSHD} -i -f {}", self.path("settings")),
            "StrictHostKeyChecking=no".to_owned(),
            "UserKnownHostsFile=/dev/null".to_owned(),
            "IdentitiesOnly=yes".to_owned(),
            "LogLevel=ERROR".to_owned(),
        ] {
            words.extend(["-o".to_owned(), option]);
        }
        words.push("far.invalid".to_owned());
        words.push(there.to_owned());
        words
    }
}

/// A terminal at the near end, wide enough for a token on one line.
fn terminal(words: Vec<String>) -> Program {
    let mut words = words.into_iter();
    let program = Program::new(words.next().unwrap()).size(500, 30);
    let program = words.fold(program, Program::arg);
    program.env("HOME", "/nonexistent")
}

#[test]
fn over_ssh_a_copy_reaches_the_terminal_at_the_near_end_whole_and_once() {
    let Some(far) = Far::prepare() else { return };
    for (answer, said) in [
        (
            None,
            "sent to your terminal, which must allow it. Press p and paste to check",
        ),
        (Some(ACCEPTING), "sent to your terminal, which accepts clipboard writes"),
    ] {
        let near = terminal(far.command(""));
        let near = answer.map_or(near.clone(), |answer| near.answers(Some(answer)));
        let pty = near.spawn();
        let token = copy_and_show(&pty, said);
        assert_eq!(copied(&pty.log()), [token]);
    }
}

/// The twin: where nothing is copied nothing is found, and nothing else is said.
#[test]
fn over_ssh_a_copy_that_is_not_wanted_reaches_no_terminal() {
    let Some(far) = Far::prepare() else { return };
    let pty = terminal(far.command("--clipboard=none")).spawn();
    copy_and_show(&pty, "No clipboard here");
    assert_eq!(copied(&pty.log()), [] as [String; 0]);
}

/// A tmux at the near end, which ends with the test.
struct NearTmux<'a>(&'a Path);

impl Drop for NearTmux<'_> {
    fn drop(&mut self) {
        // It has ended already where its only program has.
        let mut ending = Command::new("tmux");
        let _ = ending.arg("-S").arg(self.0).arg("kill-server").output();
    }
}

#[test]
fn over_ssh_out_of_a_tmux_a_copy_reaches_its_terminal_where_that_tmux_is_set_to_pass_it_on() {
    let Some(far) = Far::prepare() else { return };
    if !is_there("tmux") {
        return;
    }
    for setting in ["on", "external"] {
        let settings = far.path("tmux.conf");
        let lines =
            format!("set -s set-clipboard {setting}\nset -g default-terminal tmux-256color\nset -g status off\n");
        fs::write(&settings, lines).unwrap();
        let socket = far.path(setting);
        let _tmux = NearTmux(Path::new(&socket));
        let tmux = ["tmux", "-f", &settings, "-S", &socket, "new-session"].map(str::to_owned);
        let pty = terminal([tmux.to_vec(), far.command("")].concat()).spawn();
        let token = copy_and_show(&pty, "sent to your tmux or screen. tmux passes it on only after");
        let arrived = copied(&pty.log());
        // The twin is tmux itself, with its own settings: it passes nothing on, as was said.
        let expected = if setting == "on" { vec![token] } else { Vec::new() };
        assert_eq!(arrived, expected, "{setting}");
    }
}

/// Row 8 of the table: the display at the near end, through ssh, is a way that has to be asked for.
#[test]
fn over_ssh_the_clipboard_of_a_forwarded_display_is_taken_only_when_it_is_asked_for() {
    let Some(far) = Far::prepare() else { return };
    let Some((_server, display)) = x_server() else { return };
    if !is_there("xauth") {
        return;
    }
    let session = [("DISPLAY", display.as_str())];
    let near = |options: &str| {
        let mut words = far.command(options);
        words.insert(1, "-Y".to_owned());
        terminal(words)
            .env("DISPLAY", &display)
            .env("XAUTHORITY", "/nonexistent")
    };
    let pty = near("--clipboard=auto").spawn();
    let token = copy_and_show(&pty, "sent to your terminal");
    assert_eq!(copied(&pty.log()), [token]);
    assert_eq!(Onlooker(&session).paste(), None);

    let pty = near("--clipboard=native").spawn();
    let token = copy_and_show(&pty, "The clipboard is emptied 45 seconds from now");
    assert_eq!(copied(&pty.log()), [] as [String; 0]);
    assert_eq!(Onlooker(&session).paste(), Some(token));
}
