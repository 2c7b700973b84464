//! A path as a person wrote it.
//!
//! Started by every probe; ends in an absolute path that may lead through links still, or in the reason why it says
//! nothing. Nothing is looked up here, but the current folder.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
};

use crate::delivery::SaveFault;

/// The absolute path that these words mean (facts: safety F79).
pub(super) fn read(written: &str, home: Option<&OsStr>) -> Result<PathBuf, SaveFault> {
    // A shell would have filled in a variable or somebody's home; taken as a name, it would be a file that nobody finds.
    let is_shells = written.starts_with('$') || (written.starts_with('~') && !is_home(written));
    if written.is_empty() || is_shells || written.chars().any(char::is_control) {
        return Err(SaveFault::PathUnclear);
    }
    let path = match written.strip_prefix('~') {
        Some(rest) => {
            let home = home.map(Path::new).filter(|home| home.is_absolute());
            home.ok_or(SaveFault::NoHome)?.join(rest.trim_start_matches('/'))
        }
        None if Path::new(written).is_absolute() => PathBuf::from(written),
        None => {
            let here = std::env::current_dir().map_err(|error| SaveFault::Other(error.to_string()))?;
            here.join(written)
        }
    };
    let last = written.rsplit(std::path::is_separator).next().unwrap_or_default();
    if matches!(last, "" | "." | ".." | "~") {
        return Err(SaveFault::IsFolder(path));
    }
    Ok(path)
}

fn is_home(written: &str) -> bool {
    written == "~" || written.starts_with("~/")
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;

    fn at_home(written: &str) -> Result<PathBuf, SaveFault> {
        read(written, Some(OsStr::new("/home/me")))
    }

    #[test]
    fn a_path_is_absolute_or_at_home_or_in_the_current_folder() {
        let here = std::env::current_dir().unwrap();
        for (written, expected) in [
            ("/srv/app/.env", "/srv/app/.env".into()),
            ("~/.env", "/home/me/.env".into()),
            ("~//x/.env", "/home/me/x/.env".into()),
            (".env", here.join(".env")),
            ("a b/$c/~d", here.join("a b/$c/~d")),
            ("../.env", here.join("../.env")),
        ] {
            assert_eq!(at_home(written), Ok(expected), "{written}");
        }
    }

    #[test]
    fn what_only_a_shell_understands_and_what_no_name_can_hold_is_refused() {
        for written in [
            "",
            "$HOME/.env",
            "${HOME}/.env",
            "~root/.env",
            "~x",
            "a\0b",
            "a\nb",
            "\u{1b}[2J",
        ] {
            assert_eq!(at_home(written), Err(SaveFault::PathUnclear), "{written:?}");
        }
        assert_eq!(read("~/.env", None), Err(SaveFault::NoHome));
        assert_eq!(read("~/.env", Some(OsStr::new("here"))), Err(SaveFault::NoHome));
    }

    #[test]
    fn a_path_that_ends_as_a_folder_does_is_one() {
        for (written, folder) in [
            ("/srv/", "/srv/"),
            ("/srv/.", "/srv/."),
            ("~", "/home/me"),
            ("/a/..", "/a/.."),
        ] {
            assert_eq!(at_home(written), Err(SaveFault::IsFolder(folder.into())), "{written}");
        }
    }
}
