//! Where secrets come in when nobody types them: standard input, a file, the environment.
//!
//! Started by a run without a person; each ends in a text that is wiped when it is dropped, or in why there is none. The
//! text is handed on as it came: what is in it, and what is wrong with it, is for the paste reader to say.

use std::{
    fs::File,
    io::{self, IsTerminal as _, Read},
    path::Path,
};

use thiserror::Error;
use zeroize::Zeroizing;

/// The most bytes that are taken for a secret and what stands around it: 256 KiB.
const LARGEST: u64 = 256 * 1024;

/// A text that may hold a secret.
#[derive(Debug)]
pub struct Arrived {
    /// The text.
    pub text: Zeroizing<String>,
    /// The permission bits of the file it stands in, where others than its owner can read that.
    pub open_to_others: Option<u32>,
}

/// Why nothing came in.
#[derive(Debug, Error)]
pub enum InletFault {
    /// The system says no, in its words.
    #[error("{}", words(.0))]
    System(#[from] io::Error),
    /// More than any secret has around it.
    #[error("it is larger than 256 KiB")]
    TooLarge,
    /// Bytes that are no text.
    #[error("it is not text in UTF-8")]
    NotText,
}

fn words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        kind => kind.to_string(),
    }
}

/// Reads all of standard input; `None` where that is a terminal, at which nobody was asked to type.
pub fn standard_input() -> Result<Option<Zeroizing<String>>, InletFault> {
    let input = io::stdin();
    if input.is_terminal() {
        return Ok(None);
    }
    read(input.lock()).map(Some)
}

/// Reads a file, a pipe with a name, or an inherited descriptor such as `/dev/fd/3`.
pub fn file(path: &Path) -> Result<Arrived, InletFault> {
    let file = File::open(path)?;
    let open_to_others = open_to_others(&file);
    Ok(Arrived {
        text: read(file)?,
        open_to_others,
    })
}

/// A variable of the environment that is set and not empty. One that is not text counts as missing.
pub fn variable(name: &str) -> Option<Zeroizing<String>> {
    let value = std::env::var(name).ok().map(Zeroizing::new)?;
    (!value.is_empty()).then_some(value)
}

/// Whether a variable of the environment is set at all.
pub fn is_set(name: &str) -> bool {
    std::env::var_os(name).is_some()
}

/// Room for all of it from the start: a buffer that grows leaves copies behind.
fn read(from: impl Read) -> Result<Zeroizing<String>, InletFault> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(
        usize::try_from(LARGEST).unwrap_or_default().saturating_add(1),
    ));
    from.take(LARGEST.saturating_add(1)).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > LARGEST {
        return Err(InletFault::TooLarge);
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| InletFault::NotText)?;
    Ok(Zeroizing::new(text.to_owned()))
}

#[cfg(unix)]
fn open_to_others(file: &File) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt as _;
    const OTHERS_READ: u32 = 0o044;
    let found = file.metadata().ok().filter(std::fs::Metadata::is_file)?;
    let mode = found.permissions().mode() & 0o777;
    (mode & OTHERS_READ != 0).then_some(mode)
}

/// The folder decides there, and says nothing that could be told in a word.
#[cfg(not(unix))]
fn open_to_others(_file: &File) -> Option<u32> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_large_or_no_text_is_refused() {
        let large = vec![b'a'; 256 * 1024 + 1];
        assert!(matches!(read(large.as_slice()), Err(InletFault::TooLarge)));
        let largest = large.get(1..).unwrap();
        assert_eq!(read(largest).unwrap().len(), 256 * 1024);
        assert!(matches!(read(b"\xff\xfe".as_slice()), Err(InletFault::NotText)));
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_others_can_read_is_told_apart_from_a_private_one() {
        use std::os::unix::fs::PermissionsExt as _;
        let around = tempfile::tempdir().unwrap();
        let path = around.path().join("secret");
        std::fs::write(&path, "x").unwrap();
        for (mode, told) in [(0o600, None), (0o640, Some(0o640)), (0o604, Some(0o604))] {
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
            assert_eq!(file(&path).unwrap().open_to_others, told, "{mode:o}");
        }
        assert!(matches!(file(around.path()), Err(InletFault::System(_))));
    }
}
