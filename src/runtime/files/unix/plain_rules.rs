//! The plain ones of git's rules, for machines without git: names and paths, `*` in a name, `/` at either end. A file is
//! said to be kept out only where no more than these has to be understood; in doubt it is not, and the person is asked
//! once too often.
//!
//! Libraries read all of the rules (`ignore`, `gix-ignore`), at a dozen crates; they would be needed where a repository
//! is and git is not, and there a question more does no harm.

use std::{
    ffi::OsStr,
    os::unix::ffi::OsStrExt as _,
    path::{Path, PathBuf},
};

use super::{folder::Folder, git::Standing};

/// What a file of this repository is to git, as far as can be told without it.
pub(super) fn standing(root: &Path, inside: &Path) -> Standing {
    if is_in_index(root, inside) {
        return Standing::Tracked;
    }
    let mut is_ignored = false;
    let mut at = root.to_owned();
    let mut rest = inside.to_owned();
    let mut rules = vec![(root.join(".git/info"), OsStr::new("exclude"), rest.clone())];
    loop {
        rules.push((at.clone(), OsStr::new(".gitignore"), rest.clone()));
        let mut parts = rest.components();
        let Some(first) = parts.next() else { break };
        at.push(first);
        rest = parts.as_path().to_owned();
        if rest.as_os_str().is_empty() {
            break;
        }
    }
    for (folder, name, path) in rules {
        match verdict(&read(&folder, name), &path) {
            Some(true) => is_ignored = true,
            Some(false) => {}
            // A rule that lets something in again: whether this file cannot be told here.
            None => return Standing::NotIgnored,
        }
    }
    if is_ignored {
        Standing::Ignored
    } else {
        Standing::NotIgnored
    }
}

fn read(folder: &Path, name: &OsStr) -> Vec<u8> {
    let content = Folder::open(folder).and_then(|folder| folder.read(name));
    content
        .ok()
        .flatten()
        .map(|content| content.bytes.to_vec())
        .unwrap_or_default()
}

/// Whether rules that stand above `path`, which is relative to them, keep it out. `None` where that is beyond plain rules.
fn verdict(rules: &[u8], path: &Path) -> Option<bool> {
    let mut is_ignored = false;
    for line in rules.split(|byte| *byte == b'\n') {
        let line = line.trim_ascii_end();
        match line.first() {
            None | Some(b'#') => {}
            Some(b'!') => return None,
            Some(_) => is_ignored |= is_match(line, path),
        }
    }
    Some(is_ignored)
}

fn is_match(rule: &[u8], path: &Path) -> bool {
    if rule.iter().any(|byte| matches!(byte, b'?' | b'[' | b'\\')) {
        return false;
    }
    let (rule, is_for_folders) = rule.strip_suffix(b"/").map_or((rule, false), |rule| (rule, true));
    let rule = rule
        .strip_prefix(b"**/")
        .filter(|rest| !rest.contains(&b'/'))
        .unwrap_or(rule);
    let count = path.components().count();
    // The file itself is the last of its path's beginnings; the others are folders.
    let mut beginnings = path.components().scan(PathBuf::new(), |at, part| {
        at.push(part);
        Some(at.clone())
    });
    let reaches = |beginning: &Path| !is_for_folders || beginning.components().count() < count;
    if rule.contains(&b'/') {
        let rule = rule.strip_prefix(b"/").unwrap_or(rule);
        let names: Vec<&[u8]> = rule.split(|byte| *byte == b'/').collect();
        return beginnings.any(|beginning| reaches(&beginning) && is_path(&names, &beginning));
    }
    beginnings.any(|beginning| {
        let name = beginning.file_name().unwrap_or_default();
        reaches(&beginning) && is_name(rule, name.as_bytes())
    })
}

fn is_path(names: &[&[u8]], path: &Path) -> bool {
    let parts: Vec<&OsStr> = path.iter().collect();
    names.len() == parts.len()
        && names
            .iter()
            .zip(parts)
            .all(|(rule, part)| *rule != b"**" && is_name(rule, part.as_bytes()))
}

/// Whether a name is what a rule says, in which `*` stands for anything.
fn is_name(rule: &[u8], name: &[u8]) -> bool {
    match rule.split_first() {
        None => name.is_empty(),
        Some((b'*', rest)) => {
            let ends = 0..=name.len();
            ends.filter_map(|start| name.get(start..))
                .any(|name| is_name(rest, name))
        }
        Some((byte, rest)) => name
            .split_first()
            .is_some_and(|(first, name)| first == byte && is_name(rest, name)),
    }
}

/// Whether the index holds this path. An entry ends in the length of its path, the path, and a 0; only the newest form
/// of an index, which has to be chosen, shortens paths.
fn is_in_index(root: &Path, inside: &Path) -> bool {
    const LONGEST_COUNTED: usize = 0xfff;
    let path = inside.as_os_str().as_bytes();
    let length = u16::try_from(path.len().min(LONGEST_COUNTED)).unwrap_or_default();
    let entry = [&length.to_be_bytes(), path, b"\0"].concat();
    let index = read(&root.join(".git"), OsStr::new("index"));
    index.windows(entry.len()).any(|window| window == entry)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_rules_keep_out_what_git_says_they_do() {
        for (rules, path, expected) in [
            (".env", ".env", Some(true)),
            (".env", "a/b/.env", Some(true)),
            ("/.env", ".env", Some(true)),
            ("/.env", "a/.env", Some(false)),
            ("a/.env", "a/.env", Some(true)),
            ("a/.env", "b/a/.env", Some(false)),
            ("a/", "a/.env", Some(true)),
            ("a/", "b/a/.env", Some(true)),
            (".env/", ".env", Some(false)),
            ("*.env", "x.env", Some(true)),
            ("*.env", ".env", Some(true)),
            (".env*", ".env.local", Some(true)),
            (".env.*", ".env", Some(false)),
            ("**/.env", "a/b/.env", Some(true)),
            ("*", "a/.env", Some(true)),
            ("a/*", "a/.env", Some(true)),
            ("# .env", ".env", Some(false)),
            (".env  ", ".env", Some(true)),
            (".env\r", ".env", Some(true)),
            ("x\n.env\n", ".env", Some(true)),
            (".en[v]", ".env", Some(false)),
            ("\\.env", ".env", Some(false)),
            (".env\n!.env", ".env", None),
            ("", ".env", Some(false)),
            ("a/**/b", "a/x/b", Some(false)),
        ] {
            assert_eq!(verdict(rules.as_bytes(), Path::new(path)), expected, "{rules:?} {path}");
        }
    }
}
