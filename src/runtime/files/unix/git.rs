//! Whether git would take a file into a commit (facts: safety T58).
//!
//! Started by every probe; ends in a [`Standing`] within four seconds. git itself is asked where it can be trusted to be
//! git, for nobody else knows all of its rules; a repository may be anybody's, so it is asked in a way in which nothing
//! that the repository says is run. Where git cannot be asked, the plain ones of the rules are read here.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use crate::runtime::{environment::Environment, program};

use super::plain_rules;

/// How long one question to git may take.
const DEADLINE: Duration = Duration::from_secs(2);
/// What git needs to find the person's own settings; it gets nothing else of our environment.
const PASSED_ON: [&str; 3] = ["HOME", "PATH", "XDG_CONFIG_HOME"];
/// Settings that win over those of the repository, each of which would have git run something or talk to somebody.
const HARMLESS: [&str; 8] = [
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.untrackedCache=false",
    "core.pager=cat",
    "core.sshCommand=false",
    "diff.external=",
    "protocol.allow=never",
    "safe.bareRepository=explicit",
];

/// What a file is to git.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// In no repository.
    Outside,
    /// git keeps it already.
    Tracked,
    /// A rule keeps it out.
    Ignored,
    /// The next `git add .` would take it.
    NotIgnored,
}

/// What this file, which need not exist, is to git. The path is absolute and free of links.
pub(super) fn standing(file: &Path, environment: &Environment) -> Standing {
    let Some(root) = root(file) else {
        return Standing::Outside;
    };
    match file.strip_prefix(&root) {
        Ok(inside) if !inside.iter().any(|part| part == ".git") => {
            let asked = Git::find(&root, environment).and_then(|git| git.standing(inside));
            asked.unwrap_or_else(|| plain_rules::standing(&root, inside))
        }
        // What lies in git's own folder is never committed.
        Ok(_) | Err(_) => Standing::Outside,
    }
}

/// The folder of the repository around a file: the nearest one in which there is a `.git`, which is a folder, or in a
/// worktree or a submodule a file.
pub(super) fn root(file: &Path) -> Option<PathBuf> {
    let is_root = |folder: &&Path| {
        let git = folder.join(".git");
        fs::symlink_metadata(&git).is_ok_and(|found| found.is_file() || git.join("HEAD").exists())
    };
    file.parent()?.ancestors().find(is_root).map(Path::to_owned)
}

struct Git<'a> {
    program: PathBuf,
    root: &'a Path,
    environment: &'a Environment,
}

impl<'a> Git<'a> {
    fn find(root: &'a Path, environment: &'a Environment) -> Option<Self> {
        Some(Self {
            program: program::find("git", environment)?,
            root,
            environment,
        })
    }

    /// `None` when git does not say: it failed, took too long, or does not trust the owner of the repository.
    fn standing(&self, inside: &Path) -> Option<Standing> {
        if self.ask(&["--literal-pathspecs", "ls-files", "--error-unmatch"], inside)? {
            return Some(Standing::Tracked);
        }
        Some(if self.ask(&["check-ignore", "--quiet"], inside)? {
            Standing::Ignored
        } else {
            Standing::NotIgnored
        })
    }

    /// A question that git answers by ending with 0 or 1.
    fn ask(&self, question: &[&str], inside: &Path) -> Option<bool> {
        let mut command = Command::new(&self.program);
        command
            .env_clear()
            .envs(self.environment.only(&PASSED_ON))
            .envs([
                ("LC_ALL", "C"),
                ("GIT_OPTIONAL_LOCKS", "0"),
                ("GIT_TERMINAL_PROMPT", "0"),
                ("GIT_NO_LAZY_FETCH", "1"),
            ])
            .args(["--no-pager", "--no-optional-locks"])
            .args(HARMLESS.iter().flat_map(|setting| ["-c", setting]))
            .args(question)
            .arg("--")
            // A name that begins with a colon would be taken for more than a name.
            .arg(Path::new(".").join(inside))
            .current_dir(self.root)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        match program::ended_with(&mut command, DEADLINE)? {
            0 => Some(true),
            1 => Some(false),
            _ => None,
        }
    }
}
