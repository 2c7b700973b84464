//! A program on a real pseudo-terminal, and a model of what its screen shows. Every wait is for a condition, is woken
//! by the bytes that make it true, and has an end.

#![expect(
    dead_code,
    unreachable_pub,
    reason = "each test binary has it as a module of its own and uses a part of it"
)]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "tests fail loudly"
)]

use std::{
    ffi::OsString,
    fs::{File, OpenOptions},
    io::{Read, Write},
    num::NonZeroU16,
    os::unix::fs::OpenOptionsExt,
    path::PathBuf,
    process::{Command, Stdio},
    sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, mpsc},
    time::{Duration, Instant},
};

use portable_pty::{CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::{
    fs::OFlags,
    process::{Pid, Signal, kill_process},
    termios::{Action, Termios, tcflow, tcgetattr},
};

/// How long anything may take before a test fails.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// What an ordinary terminal answers when asked what it is.
pub const ORDINARY: &[u8] = b"\x1b[?62;22c";
const WHAT_ARE_YOU: &[u8] = b"\x1b[c";

/// A program to be started.
#[derive(Debug, Clone)]
pub struct Program {
    argv: Vec<OsString>,
    env: Vec<(String, String)>,
    columns: u16,
    rows: u16,
    answer: Option<&'static [u8]>,
}

impl Program {
    /// The program of this path, on 80x24, with an environment of nothing but TERM, PATH and a UTF-8 locale.
    pub fn new(path: impl Into<OsString>) -> Self {
        Self {
            argv: vec![path.into()],
            env: [
                ("TERM", "xterm-256color"),
                ("LANG", "C.UTF-8"),
                ("PATH", "/usr/bin:/bin"),
            ]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec(),
            columns: 80,
            rows: 24,
            answer: Some(ORDINARY),
        }
    }

    /// One more argument.
    pub fn arg(mut self, arg: impl Into<OsString>) -> Self {
        self.argv.push(arg.into());
        self
    }

    /// One more variable.
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.env.retain(|(known, _)| known != name);
        self.env.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Another window.
    pub fn size(mut self, columns: u16, rows: u16) -> Self {
        (self.columns, self.rows) = (columns, rows);
        self
    }

    /// What the terminal answers when asked what it is; nothing when `None`.
    pub fn answers(mut self, answer: Option<&'static [u8]>) -> Self {
        self.answer = answer;
        self
    }

    /// Starts it.
    pub fn spawn(self) -> Pty {
        Pty::spawn(self)
    }
}

struct State {
    parser: vt100::Parser,
    log: Vec<u8>,
    searched: usize,
    is_closing: bool,
    is_over: bool,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
    writer: Mutex<Option<Box<dyn Write + Send>>>,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn write(&self, bytes: &[u8]) {
        if let Some(writer) = self.writer.lock().unwrap().as_mut() {
            writer.write_all(bytes).unwrap();
            writer.flush().unwrap();
        }
    }
}

/// A running program and its terminal.
pub struct Pty {
    shared: Arc<Shared>,
    master: Option<Box<dyn MasterPty + Send>>,
    device: PathBuf,
    slave: File,
    found: Termios,
    pid: Pid,
    exit: mpsc::Receiver<ExitStatus>,
    status: Option<ExitStatus>,
    reader: Option<std::thread::JoinHandle<()>>,
}

fn size_of(columns: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols: columns,
        pixel_width: 0,
        pixel_height: 0,
    }
}

/// The model keeps at least one cell; the program may be told 0 by 0.
fn model_size(columns: u16, rows: u16) -> (NonZeroU16, NonZeroU16) {
    let at_least_one = |length: u16| NonZeroU16::new(length.max(1)).unwrap();
    (at_least_one(rows), at_least_one(columns))
}

impl Pty {
    fn spawn(program: Program) -> Self {
        let pair = native_pty_system()
            .openpty(size_of(program.columns, program.rows))
            .unwrap();
        let device = pair.master.tty_name().unwrap();
        let slave = OpenOptions::new()
            .read(true)
            .write(true)
            .custom_flags(OFlags::NOCTTY.bits().cast_signed())
            .open(&device)
            .unwrap();
        let found = tcgetattr(&slave).unwrap();
        let mut command = CommandBuilder::from_argv(program.argv);
        command.env_clear();
        for (name, value) in &program.env {
            command.env(name, value);
        }
        command.cwd(std::env::temp_dir());
        let mut child = pair.slave.spawn_command(command).unwrap();
        let pid = Pid::from_raw(child.process_id().unwrap().cast_signed()).unwrap();
        drop(pair.slave);
        let (rows, columns) = model_size(program.columns, program.rows);
        let shared = Arc::new(Shared {
            state: Mutex::new(State {
                parser: vt100::Parser::new(rows, columns, 1000),
                log: Vec::new(),
                searched: 0,
                is_closing: false,
                is_over: false,
            }),
            changed: Condvar::new(),
            writer: Mutex::new(Some(pair.master.take_writer().unwrap())),
        });
        let source = pair.master.try_clone_reader().unwrap();
        let reader = {
            let shared = Arc::clone(&shared);
            std::thread::spawn(move || read(&shared, source, program.answer))
        };
        let (tell_exit, exit) = mpsc::channel();
        {
            let shared = Arc::clone(&shared);
            std::thread::spawn(move || {
                let _ = tell_exit.send(child.wait().unwrap());
                shared.state().is_over = true;
                shared.changed.notify_all();
            });
        }
        Self {
            shared,
            master: Some(pair.master),
            device,
            slave,
            found,
            pid,
            exit,
            status: None,
            reader: Some(reader),
        }
    }

    /// Sends bytes as they are.
    pub fn send(&self, bytes: impl AsRef<[u8]>) {
        self.shared.write(bytes.as_ref());
    }

    /// Pastes as a terminal does that marks pastes, if the program asked for it; unmarked otherwise.
    pub fn paste(&self, text: &str) {
        let text = text.replace('\n', "\r");
        let is_marked = self.shared.state().parser.screen().bracketed_paste();
        if is_marked {
            self.send(format!("\x1b[200~{text}\x1b[201~"));
        } else {
            self.send(text);
        }
    }

    /// Pastes as a terminal does that marks nothing.
    pub fn paste_unmarked(&self, text: &str) {
        self.send(text.replace('\n', "\r"));
    }

    /// Changes the window, which sends SIGWINCH.
    pub fn resize(&self, columns: u16, rows: u16) {
        {
            let mut state = self.shared.state();
            let (model_rows, model_columns) = model_size(columns, rows);
            state.parser.set_size(model_rows, model_columns);
        }
        self.master.as_ref().unwrap().resize(size_of(columns, rows)).unwrap();
    }

    /// Sends a signal to the program itself.
    pub fn signal(&self, signal: Signal) {
        kill_process(self.pid, signal).unwrap();
    }

    /// The program's process.
    pub fn pid(&self) -> Pid {
        self.pid
    }

    /// The terminal's device file.
    pub fn device(&self) -> &std::path::Path {
        &self.device
    }

    /// What the screen shows now.
    pub fn contents(&self) -> String {
        self.shared.state().parser.screen().contents()
    }

    /// Every byte the program has written so far.
    pub fn log(&self) -> Vec<u8> {
        self.shared.state().log.clone()
    }

    /// Looks at the screen as it is now.
    pub fn look<T>(&self, look: impl FnOnce(&vt100::Screen) -> T) -> T {
        look(self.shared.state().parser.screen())
    }

    /// Waits until the screen is as described.
    pub fn wait_for(&self, what: &str, mut is_so: impl FnMut(&vt100::Screen) -> bool) {
        self.wait(what, |state| is_so(state.parser.screen()));
    }

    /// Waits until the screen shows a text.
    pub fn wait_for_text(&self, text: &str) {
        self.wait(text, |state| state.parser.screen().contents().contains(text));
    }

    /// Waits until everything written so far is as described.
    pub fn wait_for_bytes(&self, what: &str, mut is_so: impl FnMut(&[u8]) -> bool) {
        self.wait(what, |state| is_so(&state.log));
    }

    fn wait(&self, what: &str, mut is_so: impl FnMut(&State) -> bool) {
        let end = Instant::now() + PATIENCE;
        let mut state = self.shared.state();
        while !is_so(&state) {
            let left = end.saturating_duration_since(Instant::now());
            let has_exited = state.is_over;
            assert!(
                !left.is_zero(),
                "waited in vain for {what:?}; exited: {has_exited}; the screen shows:\n{}",
                state.parser.screen().contents()
            );
            state = self.shared.changed.wait_timeout(state, left).unwrap().0;
        }
    }

    /// How many bytes the program writes within a window of time; ends early when there are any.
    pub fn bytes_within(&self, window: Duration) -> usize {
        let end = Instant::now() + window;
        let mut state = self.shared.state();
        let before = state.log.len();
        loop {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() || state.log.len() > before {
                return state.log.len() - before;
            }
            state = self.shared.changed.wait_timeout(state, left).unwrap().0;
        }
    }

    /// The terminal's modes now, in words that can be compared.
    pub fn modes(&self) -> String {
        format!("{:?}", tcgetattr(&self.slave).unwrap())
    }

    /// The terminal's modes before the program started.
    pub fn found_modes(&self) -> String {
        format!("{:?}", self.found)
    }

    /// Waits until the program has ended and everything it wrote has been seen.
    pub fn wait_exit(&mut self) -> ExitStatus {
        let status = self.wait_end();
        self.see_all();
        status
    }

    /// Waits until the program has ended.
    pub fn wait_end(&mut self) -> ExitStatus {
        if self.status.is_none() {
            let received = self.exit.recv_timeout(PATIENCE);
            let Ok(status) = received else {
                panic!("the program does not end; the screen shows:\n{}", self.contents());
            };
            self.status = Some(status);
        }
        self.status.clone().unwrap()
    }

    /// The terminal takes no more bytes, as when a connection stalls.
    pub fn stall(&self) {
        tcflow(&self.slave, Action::OOff).unwrap();
    }

    /// The terminal takes bytes again.
    pub fn flow(&self) {
        tcflow(&self.slave, Action::OOn).unwrap();
    }

    /// Waits until every byte the program wrote has been read: a mark written after it comes out behind it.
    fn see_all(&self) {
        const MARK: &[u8] = b"\x1b_end\x1b\\";
        (&self.slave).write_all(MARK).unwrap();
        self.wait("the end of the output", |state| {
            state.log.windows(MARK.len()).any(|window| window == MARK)
        });
    }

    /// Closes the terminal as a vanished connection does, and waits until the program has ended.
    pub fn hang_up(mut self) -> ExitStatus {
        self.close();
        self.exit.recv_timeout(PATIENCE).expect("ends after a hang-up")
    }

    fn close(&mut self) {
        self.shared.state().is_closing = true;
        // The reader holds the master too, in a read that only bytes can end.
        let _ = (&self.slave).write_all(b"\0");
        if let Some(reader) = self.reader.take() {
            let _ = reader.join();
        }
        *self.shared.writer.lock().unwrap() = None;
        self.master = None;
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        self.close();
        if self.status.is_none() && self.exit.try_recv().is_err() {
            let _ = kill_process(self.pid, Signal::KILL);
        }
    }
}

fn read(shared: &Shared, mut source: Box<dyn Read + Send>, answer: Option<&'static [u8]>) {
    let mut buffer = [0; 16 * 1024];
    while let Ok(length) = source.read(&mut buffer) {
        let mut state = shared.state();
        if length == 0 || state.is_closing {
            return;
        }
        state.log.extend_from_slice(&buffer[..length]);
        state.parser.process(&buffer[..length]);
        let unanswered = take_questions(&mut state);
        drop(state);
        shared.changed.notify_all();
        for _ in 0..unanswered {
            if let Some(answer) = answer {
                shared.write(answer);
            }
        }
    }
}

/// How often the program has asked what the terminal is, since the last time this was counted.
fn take_questions(state: &mut State) -> usize {
    let from = state.searched;
    state.searched = state.log.len().saturating_sub(WHAT_ARE_YOU.len() - 1).max(from);
    state.log[from..]
        .windows(WHAT_ARE_YOU.len())
        .filter(|window| *window == WHAT_ARE_YOU)
        .count()
}

/// The path of an example program, built now if it is not: `cargo test --test NAME` alone builds no examples.
pub fn example(name: &str) -> PathBuf {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    let folder = BUILT.get_or_init(|| {
        let mut folder = std::env::current_exe().unwrap();
        folder.pop();
        folder.pop();
        let profile = match folder.file_name().and_then(|name| name.to_str()) {
            Some("debug") | None => "dev",
            Some(other) => other,
        };
        let status = Command::new(env!("CARGO"))
            .args(["build", "--offline", "--quiet", "--examples", "--profile", profile])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .stderr(Stdio::null())
            .status()
            .unwrap();
        assert!(status.success(), "the examples do not build");
        folder.join("examples")
    });
    folder.join(name)
}
