//! Somebody else who opens everything in the folder all the time: they never see a token (facts: safety T50).

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _},
    path::Path,
    process::{Command, Stdio},
};

use crate::desk::{folder, folder_in_memory, have, is_root, saver, set_mode};

/// How often somebody else looked, and how often they saw a token, while so many were saved over an old file.
fn seen(times: usize, old: u32, umask: &str, twin: &str) -> (u64, u64) {
    let (_tools, tools) = folder();
    let (_held, at) = folder_in_memory();
    let file = at.join("f");
    fs::write(&file, "oldoldold").unwrap();
    set_mode(&file, old);
    let mut watcher = Command::new("setpriv")
        .args(["--reuid", "65534", "--regid", "65534", "--clear-groups"])
        .arg(saver(&tools))
        .arg("watch")
        .arg(&at)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut heard = BufReader::new(watcher.stdout.take().unwrap());
    let mut line = String::new();
    heard.read_line(&mut line).unwrap();
    assert_eq!(line, "watching\n");
    save(&saver(&tools), &file, times, umask, twin);
    drop(watcher.stdin.take());
    let mut counts = String::new();
    heard.read_to_string(&mut counts).unwrap();
    assert!(watcher.wait().unwrap().success());
    let (looks, seen) = counts.trim().split_once(' ').unwrap();
    (looks.parse().unwrap(), seen.parse().unwrap())
}

fn save(saver: &Path, file: &Path, times: usize, umask: &str, twin: &str) {
    // The same name again and again: the file stays small.
    let line = format!("umask {umask}; exec \"$0\" \"$1\" kind=token times={times} {twin}");
    let status = Command::new("sh")
        .args(["-c", &line])
        .arg(saver)
        .arg(file)
        .stdout(Stdio::null())
        .status();
    assert!(status.unwrap().success());
}

#[test]
fn somebody_else_never_reads_a_byte_of_a_token_and_sees_every_one_of_a_saver_without_care() {
    if !is_root() || !have(&["setpriv"]) {
        return;
    }
    for (old, umask) in [
        (0o600, "000"),
        (0o644, "000"),
        (0o666, "000"),
        (0o600, "022"),
        (0o644, "022"),
        (0o666, "022"),
        (0o600, "077"),
        (0o644, "077"),
        (0o666, "077"),
    ] {
        let (looks, seen) = seen(112, old, umask, "");
        assert!(looks > 112 && seen == 0, "{old:o} {umask}: {seen} of {looks}");
    }
    for twin in ["twin=plain", "twin=draft"] {
        let (looks, seen) = seen(200, 0o644, "022", twin);
        assert!(seen > 0, "{twin}: {seen} of {looks}");
    }
}
