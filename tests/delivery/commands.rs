//! The commands for the other side, run in a real bash: they find what was saved, and hand it to nobody else.

#![cfg(unix)]

use std::{
    fs,
    io::{Read, Write},
    net::TcpListener,
    os::unix::fs::PermissionsExt,
    path::PathBuf,
    process::{Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use evertoken::{
    delivery::{FileKind, SavedAt, compare_command, compare_typed_command, test_command},
    model::{Secret, kind::Sent},
};

use crate::{put, token};

/// Names of files and folders that a careless command trips over.
const FILES: &[&str] = &[
    ".env",
    "a b.env",
    "it's.env",
    "say \"so\".env",
    "$HOME.env",
    "-n",
    "--help",
    "`date`",
    "a;b&c|d",
    "*?.env",
    "\\back\\slash",
    "ключ-é.env",
    "a\nb",
    "!history",
    "#hash",
    "~",
    "in here/<x>.env",
];

fn fingerprint(value: &str) -> String {
    Secret::<Sent>::new(value.to_owned()).fingerprint()
}

fn has(program: &str) -> bool {
    let found = Command::new("bash")
        .args(["-c", &format!("command -v {program}")])
        .output();
    let is_here = found.is_ok_and(|output| output.status.success());
    if !is_here {
        eprintln!("SKIPPED: {program} is not installed");
    }
    is_here
}

/// A folder to run commands in, whose programs write down how they were called.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let place = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        fs::create_dir(place.programs()).unwrap();
        for program in ["sed", "tail", "tr", "cut", "sha256sum", "curl", "cat"] {
            let found = Command::new("bash")
                .args(["-c", &format!("command -v {program}")])
                .output();
            let real = String::from_utf8(found.unwrap().stdout).unwrap();
            let log = place.log();
            let script = format!(
                "#!/bin/bash\nprintf '%s\\n' \"$0 $*\" >> '{}'\nexec {} \"$@\"\n",
                log.display(),
                real.trim()
            );
            let path = place.programs().join(program);
            fs::write(&path, script).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
        }
        place
    }

    fn programs(&self) -> PathBuf {
        self.folder.path().join("programs")
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("calls")
    }

    /// How every program was called so far.
    fn calls(&self) -> String {
        fs::read_to_string(self.log()).unwrap_or_default()
    }

    fn write(&self, file: &str, bytes: &[u8]) {
        let path = self.folder.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// What a command prints, with `typed` as what a person pastes; nothing of it may be complained about.
    fn run(&self, command: &str, typed: &str) -> String {
        let path = format!("{}:{}", self.programs().display(), std::env::var("PATH").unwrap());
        let mut child = Command::new("bash")
            .args(["--norc", "--noprofile", "-c", command])
            .current_dir(self.folder.path())
            .env("PATH", path)
            .env("HOME", self.folder.path())
            .env("LC_ALL", "C.UTF-8")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        input.write_all(typed.as_bytes()).unwrap();
        drop(input);
        let output = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{command}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// What is wrong with how programs were called, if anything.
    fn complaint(&self, secret: &str) -> Option<String> {
        let calls = self.calls();
        calls.contains(secret).then_some(calls)
    }
}

fn saved(kind: FileKind, file: &str, name: &str) -> SavedAt {
    SavedAt {
        kind,
        file: file.to_owned(),
        name: name.to_owned(),
    }
}

const NAMES: &[(FileKind, &str)] = &[
    (FileKind::Env, "FB_TOKEN"),
    (FileKind::Json, "FB_TOKEN"),
    (FileKind::Token, ""),
    (FileKind::Options, "--fb-token"),
];

#[test]
fn the_fingerprint_of_what_was_saved_is_printed_whatever_the_file_is_called() {
    if !has("sha256sum") {
        return;
    }
    let place = Place::new();
    let token = token();
    for (kind, name) in NAMES {
        let (bytes, _) = put(*kind, name, &token, None).unwrap();
        for file in FILES {
            place.write(file, &bytes);
            let home = format!("~/{file}");
            let absolute = place.folder.path().join(file);
            for file in [file, home.as_str(), absolute.to_str().unwrap()] {
                let command = compare_command(&saved(*kind, file, name));
                assert!(!command.contains('\n') && !command.contains(&token), "{command}");
                let expected = format!("{}\n", fingerprint(&token));
                assert_eq!(place.run(&command, ""), expected, "{command}");
            }
        }
    }
    assert_eq!(place.complaint(&token), None);
}

#[test]
fn the_saved_value_is_found_among_others_and_in_every_form() {
    if !has("sha256sum") {
        return;
    }
    let place = Place::new();
    #[rustfmt::skip]
    let shapes: &[(FileKind, &str, &[u8])] = &[
        (FileKind::Env, "FB_TOKEN", b"FB_TOKEN=x\n#FB_TOKEN=y\nFB_TOKEN_OLD=z\n  export  FB_TOKEN = \"old\" # it's\r\nA=1\n# FB_TOKEN=w\n"),
        (FileKind::Env, "FB_TOKEN", b"\xef\xbb\xbfFB_TOKEN='old' # \xe4\xff\nMY_FB_TOKEN=z\nfb_token=y"),
        (FileKind::Env, "FB_TOKEN", b"A=1\r\nFB_TOKEN=old"),
        (FileKind::Json, "FB_TOKEN", b"{\"FB_TOKEN_OLD\": \"x\", \"FB_TOKEN\" :\"old\", \"n\": [1]}"),
        (FileKind::Json, "a.b \"c\" / $ [x] \\ it's é", b"{\r\n  \"aXb\": \"1\"\r\n}\r\n"),
        (FileKind::Options, "--fb-token", b"--fb-token-2\r\nx\r\n--fb-token\r\nold\r\n--flag\r\n"),
        (FileKind::Options, "--fb-token", b"--a=--fb-token=x\n--fb-token='old'\n--b=1\n"),
        (FileKind::Options, "--fb-token", b"--fb-token \"old\"\n--b 1\n"),
    ];
    for (kind, name, old) in shapes {
        for value in [token(), "123456|abc".to_owned(), "name.of_99".to_owned()] {
            let (bytes, _) = put(*kind, name, &value, Some(old)).unwrap();
            place.write("file", &bytes);
            let command = compare_command(&saved(*kind, "file", name));
            let expected = format!("{}\n", fingerprint(&value));
            assert_eq!(place.run(&command, ""), expected, "{command}\n{}", crate::shown(&bytes));
        }
    }
}

#[test]
fn nothing_saved_is_told_by_the_fingerprint_of_nothing() {
    if !has("sha256sum") {
        return;
    }
    let place = Place::new();
    place.write("file", b"#FB_TOKEN=x\n");
    let command = compare_command(&saved(FileKind::Env, "file", "FB_TOKEN"));
    assert_eq!(place.run(&command, ""), "e3b0c442\n");
}

#[test]
fn a_token_that_is_pasted_is_compared_without_an_echo_and_without_a_command_line() {
    if !has("sha256sum") {
        return;
    }
    let place = Place::new();
    let token = token();
    let printed = place.run(&compare_typed_command(), &format!("{token}\n"));
    assert_eq!(printed, format!("{}\n", fingerprint(&token)));
    assert_eq!(place.complaint(&token), None);
}

/// Answers one request on this machine, and hands over its head.
fn answer_one() -> (String, mpsc::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!(
        "http://{}/v25.0/me?fields=id,name&it's=1",
        listener.local_addr().unwrap()
    );
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let mut head = Vec::new();
        let mut byte = [0];
        while !head.ends_with(b"\r\n\r\n") && head.len() < 64 * 1024 && stream.read_exact(&mut byte).is_ok() {
            head.push(byte[0]);
        }
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
        let _ = sender.send(String::from_utf8_lossy(&head).into_owned());
    });
    (url, receiver)
}

fn is_sent(head: &str, token: &str) -> bool {
    let mut lines = head.lines();
    lines.next() == Some("GET /v25.0/me?fields=id,name&it's=1 HTTP/1.1")
        && lines.any(|line| line == format!("Authorization: Bearer {token}"))
}

#[test]
fn one_live_read_takes_the_token_from_where_it_was_saved() {
    if !has("curl") {
        return;
    }
    let token = token();
    for (kind, name) in NAMES {
        let place = Place::new();
        let file = "it's a $file";
        place.write(file, &put(*kind, name, &token, None).unwrap().0);
        let (url, heads) = answer_one();
        let command = test_command(Some(&saved(*kind, file, name)), &url);
        assert_eq!(place.run(&command, ""), "ok", "{command}");
        let head = heads.recv_timeout(Duration::from_secs(20)).unwrap();
        assert!(is_sent(&head, &token), "{command}\n{head}");
        assert!(place.calls().contains(&url), "the calls are seen");
        assert_eq!(place.complaint(&token), None);
    }
}

#[test]
fn one_live_read_without_a_place_takes_the_token_that_is_pasted() {
    if !has("curl") {
        return;
    }
    let place = Place::new();
    let token = token();
    let (url, heads) = answer_one();
    let command = test_command(None, &url);
    assert_eq!(place.run(&command, &format!("{token}\n")), "ok", "{command}");
    let head = heads.recv_timeout(Duration::from_secs(20)).unwrap();
    assert!(is_sent(&head, &token), "{command}\n{head}");
    assert_eq!(place.complaint(&token), None);
}

#[test]
fn a_command_that_puts_the_token_on_a_command_line_is_noticed() {
    if !has("curl") {
        return;
    }
    let place = Place::new();
    let token = token();
    place.write("file", token.as_bytes());
    let (url, heads) = answer_one();
    place.run(
        &format!("curl -sS -H \"Authorization: Bearer $(cat file)\" \"{url}\""),
        "",
    );
    assert!(is_sent(&heads.recv_timeout(Duration::from_secs(20)).unwrap(), &token));
    assert!(place.complaint(&token).is_some());
}

#[test]
fn a_tilde_alone_and_a_folder_of_that_name_are_not_the_home() {
    let command = compare_command(&saved(FileKind::Token, "./~/x", ""));
    assert_eq!(command, "sha256sum < './~/x' | cut -c 1-8");
}
