//! The clipboard of tmux's terminal, by way of tmux itself: the only way that a tmux with its own settings lets through
//! (facts: terminal 1.3).
//!
//! Started by a copy inside tmux; ends with what tmux says, within two seconds. The text goes to tmux through a pipe,
//! never on a command line, and the buffer that tmux made of it is deleted at once.

use std::{
    io::{Read as _, Write as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::sync::oneshot;

use crate::{
    model::Payload,
    wizard::event::{ClearReport, CopyReport},
};

use super::super::{environment::Environment, program};

/// How long all of tmux's work may take.
const DEADLINE: Duration = Duration::from_secs(2);
/// How much of that taking the text may use; the rest is for deleting it.
const LOADING: Duration = Duration::from_millis(1_500);
/// How often it is looked whether tmux is done.
const GLANCE: Duration = Duration::from_millis(2);
/// More would fill the pipe before tmux reads it. Nothing that is copied comes near.
const LARGEST_TEXT: usize = 32 * 1024;
/// More of tmux's answer is not read.
const LARGEST_ANSWER: u64 = 4096;
/// What tmux needs to find its server and its terminal; it gets nothing else of our environment.
const PASSED_ON: [&str; 12] = [
    "HOME",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "LOGNAME",
    "PATH",
    "TERM",
    "TMPDIR",
    "TMUX",
    "TMUX_PANE",
    "TMUX_TMPDIR",
    "USER",
];

/// Hands a text to tmux. `None` when there is no tmux, or when it did not take the text.
pub(super) async fn put(environment: Environment, text: Arc<Payload>) -> Option<CopyReport> {
    let (answer, answered) = oneshot::channel();
    // A thread of its own: tokio would wait for one of its own at exit.
    std::thread::Builder::new()
        .name("tmux".to_owned())
        .spawn(move || {
            let report = Tmux::find(&environment).and_then(|tmux| tmux.put(text.expose()));
            let _ = answer.send(report);
        })
        .ok()?;
    answered.await.ok().flatten()
}

/// Has tmux put a space where the secret was: tmux takes no empty text, and nothing else empties its terminal's
/// clipboard.
pub(super) async fn empty(environment: Environment) -> ClearReport {
    let space = Arc::new(Payload::Plain(" ".to_owned()));
    match put(environment, space).await {
        Some(report) if report.went_somewhere() => ClearReport::AskedTerminal,
        Some(_) | None => ClearReport::Failed,
    }
}

struct Tmux<'a> {
    program: PathBuf,
    environment: &'a Environment,
    since: Instant,
}

impl<'a> Tmux<'a> {
    fn find(environment: &'a Environment) -> Option<Self> {
        Some(Self {
            program: program::find("tmux", environment)?,
            environment,
            since: Instant::now(),
        })
    }

    fn put(&self, text: &str) -> Option<CopyReport> {
        let buffer = format!("evertoken-{}", std::process::id());
        let loading = ["load-buffer", "-w", "-b", &buffer, "-"];
        let is_loaded = self.run(&loading, text, LOADING).is_some();
        // Also after a failure: it may have come too late to be seen, and the buffer would hold the text for good.
        let _ = self.run(&["delete-buffer", "-b", &buffer], "", DEADLINE);
        if !is_loaded {
            return None;
        }
        let asking = ["display-message", "-p", "#{client_termfeatures}"];
        let Some(features) = self.run(&asking, "", DEADLINE) else {
            // It has the text: to send it by another way as well would put it there twice.
            return Some(CopyReport::SentUnknown);
        };
        let can_reach = features.split(',').any(|feature| feature.trim() == "clipboard");
        Some(if can_reach {
            CopyReport::SentThroughTmux
        } else {
            CopyReport::TmuxCannotReach
        })
    }

    /// Runs one command with `input` on its standard input; its output when it succeeded before this time was over,
    /// counted from the start of the copy.
    fn run(&self, arguments: &[&str], input: &str, limit: Duration) -> Option<String> {
        if input.len() > LARGEST_TEXT {
            return None;
        }
        let mut child = self.command(arguments).spawn().ok()?;
        let fed = feed(&mut child, input);
        let success = self.wait(&mut child, limit);
        let mut output = String::new();
        if fed && success {
            let answer = child.stdout.take()?;
            answer.take(LARGEST_ANSWER).read_to_string(&mut output).ok()?;
        }
        (fed && success).then_some(output)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(arguments)
            .env_clear()
            .envs(self.environment.only(&PASSED_ON))
            .current_dir(Path::new("/"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        command
    }

    fn wait(&self, child: &mut Child, limit: Duration) -> bool {
        loop {
            match child.try_wait() {
                Ok(Some(status)) => return status.success(),
                Ok(None) if self.since.elapsed() < limit => std::thread::sleep(GLANCE),
                Ok(None) | Err(_) => {
                    let _ = child.kill();
                    let _ = child.wait();
                    return false;
                }
            }
        }
    }
}

fn feed(child: &mut Child, input: &str) -> bool {
    child
        .stdin
        .take()
        .is_some_and(|mut pipe| pipe.write_all(input.as_bytes()).is_ok())
}
