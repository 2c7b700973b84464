//! A rule that keeps a file out of git (facts: safety T58).
//!
//! Started by `Effect::Ignore`; ends in the file that has the rule. It names this one file from the root of its
//! repository, so that nothing else is kept out, and is not added where another rule does the same.

use std::{
    ffi::OsStr,
    os::unix::ffi::OsStrExt as _,
    path::{Path, PathBuf},
};

use crate::delivery::{Mode, SaveFault};

use super::{
    Desk, Permit, account,
    draft::{self, Replacement},
    folder::Folder,
    git::{self, Standing},
    place::Place,
};

/// What anybody may read: names of files are no secret, and others work with the repository too.
const FOR_EVERYBODY: Mode = Mode::from_bits(0o644);

/// Keeps this file out of the repository around it.
pub(in super::super) fn ignore(file: &Path, desk: &Desk, permit: &Permit) -> Result<PathBuf, SaveFault> {
    let root = git::root(file).ok_or(SaveFault::NoRepository)?;
    let inside = file.strip_prefix(&root).map_err(|_| SaveFault::PathUnclear)?;
    let rules = root.join(".gitignore");
    // git reads no rules through a link, so there is nothing to be followed here.
    let place = Place::find(&rules)?;
    if place.file() != rules {
        return Err(SaveFault::Special(rules));
    }
    let folder = Folder::open(&root)?;
    let _ = folder.lock();
    let old = folder.read(&place.name)?;
    if git::standing(file, &desk.environment) == Standing::Ignored {
        return Ok(rules);
    }
    let line = line_for(inside).ok_or(SaveFault::PathUnclear)?;
    let text = old.as_ref().map(|old| old.bytes.as_slice()).unwrap_or_default();
    if text
        .split(|byte| *byte == b'\n')
        .any(|other| other.trim_ascii_end() == line)
    {
        return Ok(rules);
    }
    let new = Replacement {
        name: OsStr::new(".gitignore"),
        bytes: &with_line(text, &line),
        mode: old.as_ref().map_or(FOR_EVERYBODY, |old| old.mode),
        group: old.as_ref().map_or_else(account::own_group, |old| old.group),
        before: old.as_ref().map(|old| &old.stamp),
    };
    draft::put(&folder, &new, permit)?;
    Ok(rules)
}

fn with_line(text: &[u8], line: &[u8]) -> Vec<u8> {
    let ends_line = text.is_empty() || text.ends_with(b"\n");
    let between: &[u8] = if ends_line { b"" } else { b"\n" };
    [text, between, line, b"\n"].concat()
}

/// The rule for one path, anchored at the root. `None` for a name that no rule can hold.
fn line_for(inside: &Path) -> Option<Vec<u8>> {
    let mut line = vec![b'/'];
    let bytes = inside.as_os_str().as_bytes();
    for (index, byte) in bytes.iter().enumerate() {
        let is_last = index.saturating_add(1) == bytes.len();
        match byte {
            b'\n' | b'\r' => return None,
            // A space counts at the end of a line only when it is marked.
            b'*' | b'?' | b'[' | b'\\' => line.push(b'\\'),
            b' ' | b'\t' if is_last => line.push(b'\\'),
            _ => {}
        }
        line.push(*byte);
    }
    Some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_names_one_file_from_the_root_and_marks_what_git_would_read_otherwise() {
        for (path, line) in [
            (".env", "/.env"),
            ("a b/.env", "/a b/.env"),
            ("#x", "/#x"),
            ("!x", "/!x"),
            ("a*b?c[d]e", "/a\\*b\\?c\\[d]e"),
            ("a\\b", "/a\\\\b"),
            ("x ", "/x\\ "),
        ] {
            assert_eq!(line_for(Path::new(path)), Some(line.into()), "{path}");
        }
        assert_eq!(line_for(Path::new("a\nb")), None);
    }

    #[test]
    fn a_rule_stands_on_a_line_of_its_own() {
        for (text, expected) in [("", "/x\n"), ("a\n", "a\n/x\n"), ("a", "a\n/x\n")] {
            assert_eq!(with_line(text.as_bytes(), b"/x"), expected.as_bytes());
        }
    }
}
