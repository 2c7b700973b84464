//! Five readers that had no part in writing the files agree about the value (facts: safety T57): dotenvy, python-dotenv, bash,
//! ruby-dotenv and direnv.
//!
//! A share of the files; a hundred thousand when `EVERTOKEN_CAMPAIGN` is set (direnv, which reads one file a process,
//! gets a tenth). They are of the dialects that shells read, because a reader that takes a file apart otherwise says
//! nothing about the value that was put into it.

#![cfg(unix)]

use std::{fs, path::Path, process::Command};

use evertoken::delivery::ChangeKind;

use crate::{
    NAME,
    env_campaign::{changes_the_first, editor},
    env_generator::{Dialect, generate},
    shown,
};

/// How many files of each dialect are read, and how many by direnv, which reads one file a process.
fn shares() -> (u64, u64, u64) {
    match std::env::var_os("EVERTOKEN_CAMPAIGN") {
        Some(_) => (60_000, 40_000, 10_000),
        None => (1_500, 500, 200),
    }
}

/// A program that prints one value a line, for every file of a folder in the order of their names.
struct Reader {
    name: &'static str,
    /// What tells that it is there.
    probe: &'static [&'static str],
    command: &'static [&'static str],
}

const BASH: Reader = Reader {
    name: "bash",
    probe: &["bash", "-c", ":"],
    command: &[
        "bash",
        "-c",
        // Prints `declare -x FB_TOKEN="…"` where it is exported; anything else counts as not read.
        r#"for f in "$1"/*; do unset FB_TOKEN; set -a; . "$f"; set +a; declare -p FB_TOKEN || echo; done"#,
        "bash",
    ],
};

const PYTHON: Reader = Reader {
    name: "python-dotenv",
    probe: &["python3", "-c", "import dotenv"],
    command: &[
        "python3",
        "-c",
        "import glob, sys, dotenv\nfor f in sorted(glob.glob(sys.argv[1] + '/*')): print(dotenv.dotenv_values(f).get('FB_TOKEN'))",
    ],
};

const RUBY: Reader = Reader {
    name: "ruby-dotenv",
    probe: &["ruby", "-rdotenv", "-e", "1"],
    command: &[
        "ruby",
        "-rdotenv",
        "-e",
        "Dir[ARGV[0] + '/*'].sort.each { |f| puts Dotenv::Parser.call(File.read(f, encoding: 'utf-8'))['FB_TOKEN'] }",
    ],
};

const DIRENV: Reader = Reader {
    name: "direnv",
    probe: &["direnv", "version"],
    command: &[
        "bash",
        "-c",
        r#"for f in "$1"/*; do unset FB_TOKEN; eval "$(direnv dotenv bash "$f")"; printf '%s\n' "$FB_TOKEN"; done"#,
        "bash",
    ],
};

impl Reader {
    fn is_here(&self) -> bool {
        let found = Command::new(self.probe[0]).args(&self.probe[1..]).output();
        let is_here = found.is_ok_and(|output| output.status.success());
        if !is_here {
            eprintln!("SKIPPED: {} is not installed", self.name);
        }
        is_here
    }

    fn read(&self, folder: &Path) -> Vec<String> {
        let output = Command::new(self.command[0])
            .args(&self.command[1..])
            .arg(folder)
            .env("LC_ALL", "C.UTF-8")
            .env_remove(NAME)
            .output()
            .unwrap();
        let lines = String::from_utf8(output.stdout).unwrap();
        let exported = |line: &str| {
            let value = line.strip_prefix("declare -x FB_TOKEN=\"")?.strip_suffix('"')?;
            Some(value.to_owned())
        };
        let value = |line: &str| exported(line).unwrap_or_else(|| line.to_owned());
        lines.lines().map(value).collect()
    }
}

/// Writes what an editor makes of `count` files, and returns their values.
fn write(folder: &Path, dialect: Dialect, count: u64, editor: fn(&[u8], &str) -> (Vec<u8>, ChangeKind)) -> Vec<String> {
    let files = (0..count).map(|number| (number, generate(dialect, number)));
    files
        .map(|(number, file)| {
            let (bytes, _) = editor(&file.old, &file.value);
            fs::write(folder.join(format!("{number:08}.env")), bytes).unwrap();
            file.value
        })
        .collect()
}

/// The places where what was read is not what was put in.
fn differences(values: &[String], read: &[String]) -> Vec<usize> {
    assert_eq!(values.len(), read.len(), "one line a file");
    (0..values.len()).filter(|at| values[*at] != read[*at]).collect()
}

/// What dotenvy reads; the last assignment counts.
fn dotenvy(folder: &Path, count: u64) -> Vec<String> {
    (0..count)
        .map(|number| {
            let text = fs::read(folder.join(format!("{number:08}.env"))).unwrap();
            let all = dotenvy::from_read_iter(text.as_slice());
            let all: Vec<(String, String)> = all
                .collect::<Result<_, _>>()
                .unwrap_or_else(|error| panic!("{error}: {}", shown(&text)));
            let last = all.into_iter().rfind(|(name, _)| name == NAME);
            last.map(|(_, value)| value).unwrap_or_default()
        })
        .collect()
}

fn agree(dialect: Dialect, count: u64, readers: &[&Reader]) {
    let folder = tempfile::tempdir().unwrap();
    let values = write(folder.path(), dialect, count, editor);
    let wrong = differences(&values, &dotenvy(folder.path(), count));
    assert_eq!(wrong, Vec::<usize>::new(), "dotenvy");
    for reader in readers.iter().filter(|reader| reader.is_here()) {
        let wrong = differences(&values, &reader.read(folder.path()));
        let first = wrong.first().map(|at| {
            let text = fs::read(folder.path().join(format!("{at:08}.env"))).unwrap();
            shown(&text)
        });
        assert_eq!((wrong.len(), first), (0, None), "{}", reader.name);
    }
}

#[test]
fn five_readers_agree_about_files_whose_values_are_on_one_line() {
    let (lines, _, direnv) = shares();
    agree(Dialect::Lines, lines, &[&BASH, &PYTHON, &RUBY]);
    agree(Dialect::Lines, direnv, &[&DIRENV]);
}

#[test]
fn three_readers_agree_about_files_with_values_of_several_lines() {
    let (_, several, _) = shares();
    agree(Dialect::SeveralLines, several, &[&BASH, &PYTHON]);
}

#[test]
fn every_reader_notices_an_editor_that_changes_the_first_of_several() {
    let folder = tempfile::tempdir().unwrap();
    let values = write(folder.path(), Dialect::Lines, 100, changes_the_first);
    assert!(
        !differences(&values, &dotenvy(folder.path(), 100)).is_empty(),
        "dotenvy"
    );
    for reader in [&BASH, &PYTHON, &RUBY, &DIRENV] {
        if reader.is_here() {
            let read = reader.read(folder.path());
            assert!(!differences(&values, &read).is_empty(), "{}", reader.name);
        }
    }
}
