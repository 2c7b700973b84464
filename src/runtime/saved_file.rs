//! Whether a file that a token was saved in still holds it. The token is not known any more, only its fingerprint: each
//! run of characters that could be one is compared by its own. Nothing of what the file holds leaves this module.
//!
//! Started by `evertoken status`; ends in a [`Held`] for each place. A disk that does not answer costs two seconds, once.

use std::{
    fs, io,
    path::Path,
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::{Duration, Instant},
};

use zeroize::Zeroizing;

use crate::model::{Held, PastedToken, Record, is_token_character};

use super::{clock, own_file};

/// The largest file that is looked into, in bytes; nothing larger is saved into.
const LARGEST: u64 = 8 * 1024 * 1024;
/// How long all files together may take.
const PATIENCE: Duration = Duration::from_secs(2);
/// What is shorter is no token, in bytes.
const SHORTEST: usize = 16;

/// What the places of each of these records hold, in their order. Where the disks do not answer in time it is unclear.
pub fn look<'a>(records: impl IntoIterator<Item = &'a Record>) -> Vec<Vec<Held>> {
    let asked: Vec<(String, Vec<String>)> = records
        .into_iter()
        .map(|record| {
            let files = record.saved.iter().map(|place| place.file.clone()).collect();
            (record.fingerprint.clone(), files)
        })
        .collect();
    let mut answers: Vec<Vec<Held>> = asked
        .iter()
        .map(|(_, files)| vec![Held::Unclear; files.len()])
        .collect();
    let (found, finds) = mpsc::channel();
    // A thread of its own, which is never waited for: a disk on a network may never answer.
    let started = thread::Builder::new().name("saved".to_owned()).spawn(move || {
        for (fingerprint, files) in asked {
            for file in files {
                let _ = found.send(held(Path::new(&file), &fingerprint));
            }
        }
    });
    if started.is_err() {
        return answers;
    }
    let until = clock::moment().checked_add(PATIENCE);
    for answer in answers.iter_mut().flatten() {
        match finds.recv_timeout(left(until)) {
            Ok(held) => *answer = held,
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
        }
    }
    answers
}

fn left(until: Option<Instant>) -> Duration {
    until.map_or(PATIENCE, |until| until.saturating_duration_since(clock::moment()))
}

/// What a file holds. One that is not this person's own and ordinary is not looked into, nor one behind a link.
fn held(path: &Path, fingerprint: &str) -> Held {
    // A name that could not be written down as it is, is not the name of the file.
    let is_exact = path
        .to_str()
        .is_some_and(|text| !text.contains('\u{fffd}') && !text.contains("\\u{"));
    if !path.is_absolute() || !is_exact {
        return Held::Unclear;
    }
    // Looked at first: to open a device can do something to it.
    let read = fs::symlink_metadata(path).and_then(|found| {
        if found.is_file() {
            own_file::read(path, LARGEST).map(Zeroizing::new)
        } else {
            Err(io::ErrorKind::InvalidData.into())
        }
    });
    match read {
        Ok(bytes) if holds(&bytes, fingerprint) => Held::This,
        Ok(_) => Held::Another,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Held::Gone,
        Err(_) => Held::Unclear,
    }
}

fn holds(bytes: &[u8], fingerprint: &str) -> bool {
    let runs = bytes.split(|byte| !is_token_character(char::from(*byte)));
    runs.filter(|run| run.len() >= SHORTEST)
        .filter_map(|run| str::from_utf8(run).ok())
        .any(|run| PastedToken::new(run.to_owned()).fingerprint() == fingerprint)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(letter: &str) -> String {
        format!("EAAG{}", letter.repeat(150))
    }

    fn fingerprint() -> String {
        PastedToken::new(token("a")).fingerprint()
    }

    #[test]
    fn a_token_is_found_in_every_kind_of_file_by_its_fingerprint_alone() {
        let token = token("a");
        for text in [
            token.clone(),
            format!("{token}\n"),
            format!("A=1\nexport TOKEN='{token}' # mine\n"),
            format!(r#"{{"token": "{token}"}}"#),
            format!("--access-token\r\n{token}\r\n"),
            format!("OLD={}\u{e9}\nTOKEN={token}", self::token("b")),
        ] {
            assert!(holds(text.as_bytes(), &fingerprint()), "{text}");
        }
        for text in [
            String::new(),
            self::token("b"),
            format!("{token}a"),
            format!("x{token}"),
        ] {
            assert!(!holds(text.as_bytes(), &fingerprint()), "{text}");
        }
    }

    #[test]
    fn a_file_holds_this_token_or_another_or_is_gone_and_what_is_not_ordinary_stays_unclear() {
        let around = tempfile::tempdir().unwrap();
        let at = |name: &str| around.path().join(name);
        std::fs::write(at("this"), token("a")).unwrap();
        std::fs::write(at("another"), token("b")).unwrap();
        std::fs::create_dir(at("folder")).unwrap();
        for (path, expected) in [
            (at("this"), Held::This),
            (at("another"), Held::Another),
            (at("nothing"), Held::Gone),
            (at("nothing/at/all"), Held::Gone),
            (at("folder"), Held::Unclear),
            (at("odd\u{fffd}name"), Held::Unclear),
            ("this".into(), Held::Unclear),
        ] {
            assert_eq!(held(&path, &fingerprint()), expected, "{}", path.display());
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_and_a_pipe_are_not_looked_into_and_make_nobody_wait() {
        let around = tempfile::tempdir().unwrap();
        let at = |name: &str| around.path().join(name);
        std::fs::write(at("this"), token("a")).unwrap();
        std::os::unix::fs::symlink(at("this"), at("link")).unwrap();
        rustix::fs::mkfifoat(rustix::fs::CWD, at("pipe"), rustix::fs::Mode::RUSR).unwrap();
        for name in ["link", "pipe"] {
            assert_eq!(held(&at(name), &fingerprint()), Held::Unclear, "{name}");
        }
    }
}
