//! The real program beside the built-in simulator: what it is given, and what comes of it.

use std::{
    ffi::{OsStr, OsString},
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use evertoken::simulator::{self, Exchange, Running, Scenario};

pub(crate) const EVERTOKEN: &str = env!("CARGO_BIN_EXE_evertoken");

/// A simulator, and a folder of its own for everything that is written.
pub(crate) struct Stage {
    pub(crate) simulator: Running,
    pub(crate) around: tempfile::TempDir,
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// One run of the program.
pub(crate) struct Call {
    arguments: Vec<OsString>,
    environment: Vec<(&'static str, OsString)>,
    input: Option<String>,
}

impl Stage {
    pub(crate) fn of(scenario: &str) -> Self {
        Self::playing(Scenario::named(scenario).unwrap())
    }

    /// Everything goes well but for a fault, in the words of a scenario file.
    pub(crate) fn with_fault(fault: &str) -> Self {
        Self::like("sixty-days-token", fault)
    }

    /// The same where all else goes as in this scenario.
    pub(crate) fn like(scenario: &str, fault: &str) -> Self {
        let text = format!(
            "title = \"A fault\"\nabout = \"A fault of one kind.\"\nlike = \"{scenario}\"\n[[faults]]\n{fault}\n"
        );
        Self::playing(Scenario::parse("fault", &text).unwrap())
    }

    /// Everything goes well with this one token, in the words of a scenario file.
    pub(crate) fn with_token(token: &str) -> Self {
        let text = format!(
            "title = \"A token\"\nabout = \"One token.\"\nlike = \"happy\"\n[samples]\ntokens = [{{ whole = \"own\" }}]\n\
             [[tokens]]\nname = \"own\"\n{token}\n"
        );
        Self::playing(Scenario::parse("own", &text).unwrap())
    }

    fn playing(scenario: Scenario) -> Self {
        Self {
            simulator: simulator::start(scenario, 0).unwrap(),
            around: tempfile::tempdir().unwrap(),
        }
    }

    pub(crate) fn at(&self, name: &str) -> PathBuf {
        self.around.path().join(name)
    }

    /// A private file of this text.
    pub(crate) fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.at(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        path
    }

    pub(crate) fn token(&self) -> &str {
        &self.simulator.samples().tokens[0]
    }

    pub(crate) fn secret(&self) -> &str {
        &self.simulator.samples().app_secrets[0]
    }

    pub(crate) fn page(&self) -> &str {
        &self.simulator.samples().page_ids[0]
    }

    /// Token and App secret as lines for standard input.
    pub(crate) fn secrets(&self) -> String {
        format!("token={}\napp_secret={}\n", self.token(), self.secret())
    }

    /// A run against this simulator, with nothing on standard input.
    pub(crate) fn call<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Call {
        let arguments = arguments.into_iter().map(|argument| argument.as_ref().to_owned());
        let root = ["--api-root", self.simulator.root()].map(OsString::from);
        Call {
            arguments: arguments.chain(root).collect(),
            environment: vec![("HOME", self.around.path().as_os_str().to_owned())],
            input: None,
        }
    }

    /// What the simulator was asked, as `METHOD path`.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.simulator.log().iter().map(Exchange::line).collect()
    }
}

impl Call {
    pub(crate) fn with_input(mut self, text: &str) -> Self {
        self.input = Some(text.to_owned());
        self
    }

    pub(crate) fn with_variable(mut self, name: &'static str, value: impl AsRef<OsStr>) -> Self {
        self.environment.push((name, value.as_ref().to_owned()));
        self
    }

    pub(crate) fn without_home(mut self) -> Self {
        self.environment.clear();
        self
    }

    /// The program with its arguments and an environment of nothing else.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(EVERTOKEN);
        command.args(&self.arguments).env_clear();
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.stdin(if self.input.is_some() {
            Stdio::piped()
        } else {
            Stdio::null()
        });
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub(crate) fn run(&self) -> Ended {
        let mut child = self.command().spawn().unwrap();
        self.feed(&mut child);
        let output = child.wait_with_output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Ended {
            code: output.status.code(),
            out: text(output.stdout),
            err: ungreeted(text(output.stderr)),
        }
    }

    /// A run during which something is done once it has said that a call is made again: a second before it goes on.
    pub(crate) fn run_and_meanwhile(&self, act: impl FnOnce()) -> Ended {
        let mut child = self.command().spawn().unwrap();
        self.feed(&mut child);
        let mut said = BufReader::new(child.stderr.take().unwrap());
        let mut err = String::new();
        while !err.contains("follows") {
            assert_ne!(said.read_line(&mut err).unwrap(), 0, "{err}");
        }
        act();
        said.read_to_string(&mut err).unwrap();
        let output = child.wait_with_output().unwrap();
        Ended {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: ungreeted(err),
        }
    }

    /// Gives the child its input. One that did not want it may be gone.
    pub(crate) fn feed(&self, child: &mut Child) {
        if let (Some(mut stdin), Some(input)) = (child.stdin.take(), &self.input) {
            let _ = stdin.write_all(input.as_bytes());
        }
    }
}

/// What was said without the line that names the simulator, which every run against it begins with.
fn ungreeted(err: String) -> String {
    match err.split_once('\n') {
        Some((first, rest)) if first.starts_with("Test server: ") => rest.to_owned(),
        _ => err,
    }
}

pub(crate) fn mode_of(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}
