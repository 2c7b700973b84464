//! Whether the next commit would hold the token: asked of the real git, and without it of the plain rules; a repository
//! that is somebody else's trap runs nothing (facts: safety T58).

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use evertoken::delivery::{Caution, SaveFault};

use crate::desk::{Desk, folder, have, is_root, mode, order, script, set_mode};

const TRACKED: Option<Caution> = Some(Caution::TrackedByGit);
const OPEN: Option<Caution> = Some(Caution::NotIgnoredByGit);

/// A name, a script that makes the shape in `$D`, the file below it, what is said with git, and what without.
type Shape = (
    &'static str,
    &'static str,
    &'static str,
    Option<Caution>,
    Option<Caution>,
);

const SHAPES: &[Shape] = &[
    ("no repository", ":", ".env", None, None),
    ("a folder that is called like one", "mkdir .git", ".env", None, None),
    ("no rules", "g init", ".env", OPEN, OPEN),
    (
        "a rule for the name",
        "g init; echo .env > .gitignore",
        ".env",
        None,
        None,
    ),
    (
        "a rule for the name, far below",
        "g init; echo .env > .gitignore; mkdir -p a/b",
        "a/b/.env",
        None,
        None,
    ),
    (
        "a rule for the path",
        "g init; echo /a/.env > .gitignore; mkdir a",
        "a/.env",
        None,
        None,
    ),
    (
        "a rule for another path",
        "g init; echo /.env > .gitignore; mkdir a",
        "a/.env",
        OPEN,
        OPEN,
    ),
    (
        "a rule below",
        "g init; mkdir a; echo .env > a/.gitignore",
        "a/.env",
        None,
        None,
    ),
    (
        "a rule for the folder",
        "g init; mkdir secrets; echo secrets/ > .gitignore",
        "secrets/.env",
        None,
        None,
    ),
    ("a rule for all", "g init; echo '*' > .gitignore", ".env", None, None),
    (
        "a rule of the person's own",
        "g init; mkdir -p home/git; echo .env > home/git/ignore",
        ".env",
        None,
        OPEN,
    ),
    (
        "a rule of this copy",
        "g init; echo .env > .git/info/exclude",
        ".env",
        None,
        None,
    ),
    (
        "a rule that is taken back",
        "g init; printf '*.env\\n!.env\\n' > .gitignore",
        ".env",
        OPEN,
        OPEN,
    ),
    (
        "a rule that is taken back below",
        "g init; mkdir a; echo .env > .gitignore; echo '!.env' > a/.gitignore",
        "a/.env",
        OPEN,
        OPEN,
    ),
    (
        "a rule that is hard to read",
        "g init; echo '.en[v]' > .gitignore",
        ".env",
        None,
        OPEN,
    ),
    (
        "a rule behind a link",
        "g init; echo .env > rules; ln -s rules .gitignore",
        ".env",
        OPEN,
        OPEN,
    ),
    (
        "a tracked file",
        "g init; echo x > .env; g add .env",
        ".env",
        TRACKED,
        TRACKED,
    ),
    (
        "a tracked file with a rule",
        "g init; echo x > .env; g add .env; echo .env > .gitignore",
        ".env",
        TRACKED,
        TRACKED,
    ),
    (
        "a tracked file that is gone",
        "g init; echo x > .env; g add .env; rm .env",
        ".env",
        TRACKED,
        TRACKED,
    ),
    (
        "a file that a tracked one is a pattern of",
        "g init; echo x > '[ab].env'; g add .; rm *.env",
        "a.env",
        OPEN,
        OPEN,
    ),
    (
        "a worktree",
        "g init; g commit --allow-empty -m x; g worktree add w",
        "w/.env",
        OPEN,
        OPEN,
    ),
    (
        "a worktree with a rule",
        "g init; echo .env > .gitignore; g add .; g commit -m x; g worktree add w",
        "w/.env",
        None,
        None,
    ),
    (
        "a submodule, whose rules are its own",
        "mkdir o; (cd o; g init; g commit --allow-empty -m x); mkdir r; cd r; g init; echo .env > .gitignore; g submodule add \"$D/o\" s",
        "r/s/.env",
        OPEN,
        OPEN,
    ),
    ("git's own folder", "g init", ".git/.env", None, None),
    (
        "a folder that is missing",
        "g init; echo .env > .gitignore",
        "a/b/.env",
        None,
        None,
    ),
    (
        "a rule for a folder that is missing",
        "g init; echo /a/ > .gitignore",
        "a/b/.env",
        None,
        None,
    ),
];

/// Makes a shape; `g` is a git that knows nobody and says nothing.
fn make(shape: &str) -> (tempfile::TempDir, PathBuf) {
    let (held, at) = folder();
    let quiet = "export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1; cd \"$D\"; g() { git -c user.name=x -c user.email=x@example.com \
                 -c protocol.file.allow=always \"$@\" > /dev/null 2>&1; }";
    let output = script(&format!("{quiet}; {shape}"), &at);
    assert!(output.status.success(), "{shape}: {output:?}");
    (held, at)
}

/// What is said of git.
fn of_git(cautions: Vec<Caution>) -> Option<Caution> {
    cautions
        .into_iter()
        .find(|caution| matches!(caution, Caution::TrackedByGit | Caution::NotIgnoredByGit))
}

fn with_git(at: &Path) -> Desk {
    let own = at.join("home");
    Desk::with(&[
        ("PATH", "/usr/local/bin:/usr/bin:/bin"),
        ("HOME", at.to_str().unwrap()),
        ("XDG_CONFIG_HOME", own.to_str().unwrap()),
    ])
}

#[tokio::test]
async fn a_file_that_a_commit_would_hold_is_said_to_be_one_with_git_and_without() {
    if !have(&["git"]) {
        return;
    }
    for (name, shape, file, with, without) in SHAPES {
        let (_held, at) = make(shape);
        let order = order(&at.join(file), "x");
        let prospect = with_git(&at).probe(&order).await.unwrap();
        assert_eq!(of_git(prospect.cautions), *with, "{name}");
        let prospect = Desk::with(&[("PATH", "/nonexistent")]).probe(&order).await.unwrap();
        assert_eq!(of_git(prospect.cautions), *without, "{name}, without git");
    }
}

#[tokio::test]
async fn a_repository_that_wants_something_run_is_read_and_nothing_is_run() {
    if !have(&["git"]) {
        return;
    }
    let (_held, at) = make(
        "g init; printf '#!/bin/sh\\ntouch \"%s/ran\"\\n' \"$D\" > trap; chmod 755 trap; for key in core.fsmonitor core.pager \
         core.sshCommand diff.external core.editor credential.helper uploadpack.packObjectsHook; do g config $key \"$D/trap\"; done; \
         g config alias.ls-files \"!$D/trap\"; g config core.hooksPath \"$D/hooks\"; mkdir hooks; cp trap hooks/post-index-change; \
         cp trap hooks/fsmonitor-watchman; echo x > tracked; git -c core.fsmonitor=false -c core.hooksPath=/dev/null add tracked",
    );
    let trapped = at.join("ran");
    let _ = fs::remove_file(&trapped);
    for (file, expected) in [("tracked", TRACKED), (".env", OPEN)] {
        let prospect = with_git(&at).probe(&order(&at.join(file), "x")).await.unwrap();
        assert_eq!(of_git(prospect.cautions), expected);
        assert!(!trapped.exists());
    }
    // The trap is one: git falls into it when it is asked without care.
    let plain = Command::new("git").args(["status"]).current_dir(&at).output().unwrap();
    assert!(trapped.exists(), "{plain:?}");
}

#[tokio::test]
async fn a_repository_of_somebody_elses_is_judged_by_its_plain_rules() {
    if !have(&["git"]) || !is_root() {
        return;
    }
    for (shape, expected) in [("g init; echo .env > .gitignore", None), ("g init", OPEN)] {
        let (_held, at) = make(&format!("mkdir r; cd r; {shape}; chown -R 65534:65534 ."));
        let prospect = with_git(&at).probe(&order(&at.join("r/.env"), "x")).await.unwrap();
        assert_eq!(of_git(prospect.cautions), expected, "{shape}");
    }
}

#[tokio::test]
async fn a_rule_is_added_once_and_keeps_the_file_out() {
    if !have(&["git"]) {
        return;
    }
    for (shape, file, expected, mode_after) in [
        ("g init", ".env", "/.env\n", 0o644),
        (
            "g init; printf 'a\\nb' > .gitignore; chmod 664 .gitignore",
            "x/.env",
            "a\nb\n/x/.env\n",
            0o664,
        ),
        (
            "g init; printf '*.env\\n!.env\\n' > .gitignore",
            ".env",
            "*.env\n!.env\n/.env\n",
            0o644,
        ),
        (
            "g init; mkdir 'a b'",
            "a b/[x]*?.env ",
            "/a b/\\[x]\\*\\?.env\\ \n",
            0o644,
        ),
        ("g init; echo .env > .gitignore", ".env", ".env\n", 0o644),
    ] {
        let (_held, at) = make(&format!("umask 022; {shape}"));
        let (mut desk, file) = (with_git(&at), at.join(file));
        let rules = at.join(".gitignore");
        for _ in 0..2 {
            assert_eq!(desk.ignore(&file).await, Ok(rules.clone()), "{shape}");
            assert_eq!(fs::read_to_string(&rules).unwrap(), expected, "{shape}");
            assert_eq!(mode(&rules), mode_after, "{shape}");
        }
        let prospect = desk.probe(&order(&file, "x")).await.unwrap();
        assert_eq!(of_git(prospect.cautions), None, "{shape}");
    }
}

#[tokio::test]
async fn a_rule_is_not_added_where_there_is_no_repository_or_git_would_not_read_it() {
    if !have(&["git"]) {
        return;
    }
    let (_held, at) = folder();
    assert_eq!(
        with_git(&at).ignore(&at.join(".env")).await,
        Err(SaveFault::NoRepository)
    );
    let (_held, at) = make("g init; echo x > rules; ln -s rules .gitignore");
    let rules = at.join(".gitignore");
    assert_eq!(
        with_git(&at).ignore(&at.join(".env")).await,
        Err(SaveFault::Special(rules))
    );
    assert_eq!(fs::read_to_string(at.join("rules")).unwrap(), "x\n");
    let (_held, at) = make("g init");
    set_mode(&at, 0o777);
    assert_eq!(
        with_git(&at).ignore(&at.join(".env")).await,
        Err(SaveFault::OpenFolder(at))
    );
}
