//! What is written down about a run, where somebody asked for it: one line an event, for a person who looks for a fault and
//! for whoever they show it to. `docs/log.md` describes the format.
//!
//! Started by `--log FILE`; ends with the run, or with the first line that cannot be written. Nothing is ever logged otherwise,
//! and no variable changes that (facts: safety T09). A [`Note`] has no place for a secret, nor for the text of an answer; what it holds
//! of words from outside loses everything that looks like a secret here, at the last moment, whoever wrote it there.

mod line;
mod note;
mod redaction;
mod words;

use std::{
    fmt,
    fs::File,
    io::{self, Write as _},
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use thiserror::Error;

use super::{clock, own_file};

pub use note::{Call, CallEnd, Connection, Note, Saving};

/// Where notes go. Clones write to the same file; [`Log::default`] writes nothing and costs nothing.
#[derive(Clone, Default)]
pub struct Log(Option<Arc<Sink>>);

struct Sink {
    state: Mutex<State>,
    redact: fn(&str) -> String,
}

enum State {
    Open(File),
    /// A line could not be written; the kind of error, until somebody has said so.
    Failed(Option<io::ErrorKind>),
}

/// Why no log can be begun. The run has not begun either then.
#[derive(Debug, Error)]
pub enum LogFault {
    /// Something of this name is there already: a log never takes the place of anything, nor follows a link.
    #[error("there is something of that name already")]
    Exists,
    /// The file cannot be made; the system's own words.
    #[error("{0}")]
    Other(io::Error),
}

impl Log {
    /// Begins a log in a new file, which only this person can read.
    pub fn create(path: &Path) -> Result<Self, LogFault> {
        let file = own_file::create(path).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => LogFault::Exists,
            _ => LogFault::Other(error),
        })?;
        Ok(Self::to(file, redaction::without_secrets))
    }

    fn to(file: File, redact: fn(&str) -> String) -> Self {
        Self(Some(Arc::new(Sink {
            state: Mutex::new(State::Open(file)),
            redact,
        })))
    }

    /// Whether anything is written down.
    pub const fn is_on(&self) -> bool {
        self.0.is_some()
    }

    /// Writes one line, in one piece. What cannot be written disturbs nobody now: see [`Log::fault`].
    pub fn note(&self, note: &Note<'_>) {
        let Some(sink) = &self.0 else { return };
        let line = note.line(clock::now(), sink.redact);
        let mut state = sink.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let State::Open(file) = &mut *state
            && let Err(error) = file.write_all(line.as_bytes())
        {
            *state = State::Failed(Some(error.kind()));
        }
    }

    /// Why the log ends before the run did, the first time that this is asked.
    pub fn fault(&self) -> Option<io::ErrorKind> {
        let mut state = self.0.as_ref()?.state.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut *state {
            State::Open(_) => None,
            State::Failed(kind) => kind.take(),
        }
    }
}

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_on() { "<log>" } else { "<no log>" })
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::delivery::SaveFault;

    /// Secrets of every family, as somebody might put them where they do not belong.
    fn canaries() -> Vec<String> {
        let letters = |count: usize| "kQ7zR2".repeat(count);
        vec![
            format!("EAA{}ZD", letters(30)),
            format!("EAA{}", letters(3)),
            format!("IGAA{}-_ZD", letters(25)),
            format!("IGQ{}", letters(6)),
            format!("THAA{}", letters(6)),
            format!("AQ{}", letters(40)),
            "0123456789abcdef".repeat(2),
            "0123456789ABCDEF".repeat(2),
            "0123456789abcdef".repeat(4),
            format!("482915730264718|{}", letters(4)),
            format!("482915730264718|{}", "0123456789abcdef".repeat(2)),
            format!("tok-EAA{}", letters(6)),
            format!("{}x", letters(7)),
        ]
    }

    /// Each canary in each of these settings, in a note whose words come from outside.
    fn misused(log: &Log) {
        for canary in canaries() {
            for text in [
                canary.clone(),
                format!("Malformed access token {canary}"),
                format!("https://graph.facebook.com/me?access_token={canary}&x=1"),
                format!("482915730264718%7C{canary}"),
                format!("\"{canary}\"\r\n{canary}\u{1b}]52;c;{canary}\u{7}"),
            ] {
                log.note(&Note::Saved(7, Err(&SaveFault::Other(text))));
            }
        }
    }

    fn what_is_found(text: &str) -> Vec<String> {
        let found = |canary: &String| text.contains(canary.as_str());
        canaries().into_iter().filter(found).collect()
    }

    /// What stands in the file of a log that is used wrongly, and redacts so.
    fn written(redact: fn(&str) -> String) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        misused(&Log::to(own_file::create(&path).unwrap(), redact));
        fs::read_to_string(path).unwrap()
    }

    #[test]
    fn a_note_that_is_used_wrongly_still_leaks_nothing_and_acts_on_no_terminal() {
        let text = written(redaction::without_secrets);
        assert_eq!(what_is_found(&text), Vec::<String>::new(), "{text}");
        assert_eq!(text.lines().count(), canaries().len() * 5, "one line a note");
        assert!(!text.chars().any(|c| c.is_control() && c != '\n'));
        assert!(text.contains("Malformed access token [hidden]"), "{text}");
    }

    #[test]
    fn a_sink_that_does_not_redact_is_caught_by_the_same_search() {
        assert_eq!(what_is_found(&written(str::to_owned)), canaries());
    }

    #[test]
    fn a_log_is_a_new_file_that_nobody_else_can_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run.log");
        let log = Log::create(&path).unwrap();
        log.note(&Note::Ended(0));
        assert!(fs::read_to_string(&path).unwrap().ends_with(" end code=0\n"));
        assert!(matches!(Log::create(&path), Err(LogFault::Exists)));
        assert!(matches!(
            Log::create(&folder.path().join("a/b")),
            Err(LogFault::Other(_))
        ));
        #[cfg(unix)]
        {
            use std::os::unix::fs::{PermissionsExt as _, symlink};
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
            let link = folder.path().join("link");
            symlink(folder.path().join("elsewhere"), &link).unwrap();
            assert!(matches!(Log::create(&link), Err(LogFault::Exists)));
            assert!(!folder.path().join("elsewhere").exists());
        }
    }

    #[test]
    fn a_line_that_cannot_be_written_is_told_once_and_ends_the_log() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        drop(own_file::create(&path).unwrap());
        let log = Log::to(File::open(&path).unwrap(), redaction::without_secrets);
        assert_eq!(log.fault(), None);
        log.note(&Note::Ended(0));
        log.note(&Note::Ended(0));
        assert!(log.fault().is_some());
        assert_eq!(log.fault(), None);
        assert_eq!(fs::read(&path).unwrap(), b"");
    }

    #[test]
    fn without_a_file_nothing_is_written_and_nothing_is_wrong() {
        let log = Log::default();
        log.note(&Note::Ended(1));
        assert_eq!((log.is_on(), log.fault()), (false, None));
    }
}
