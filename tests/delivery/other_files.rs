//! Files that hold a token alone, files of options, and what is refused of every kind.

use evertoken::delivery::{ChangeKind, ContentFault, Entry, FileKind, edit};

use crate::{entry, put, shown, token};

const OPTION: &str = "--instagram-access-token";

fn replaced(places: usize) -> ChangeKind {
    ChangeKind::Replaced {
        before: "…".to_owned(),
        places,
    }
}

#[test]
fn a_token_file_holds_the_token_and_nothing_else() {
    let token = token();
    let with_line_end = format!("{token}\n");
    let marked = format!("\u{feff}  {token}\r\n");
    let cases: &[(Option<&[u8]>, ChangeKind)] = &[
        (None, ChangeKind::Added),
        (Some(b""), ChangeKind::Added),
        (Some(b"\n \r\n"), ChangeKind::Added),
        (Some(b"old"), replaced(1)),
        (Some(b"old\n"), replaced(1)),
        (Some(b" 123|abc\t\r\n"), replaced(1)),
        (Some(token.as_bytes()), ChangeKind::Same),
        (Some(with_line_end.as_bytes()), ChangeKind::Same),
        (Some(marked.as_bytes()), ChangeKind::Same),
    ];
    for (old, kind) in cases {
        let result = put(FileKind::Token, "", &token, *old);
        assert_eq!(result, Ok((token.clone().into_bytes(), kind.clone())), "{old:?}");
    }
    let old = b"EAAG0123456789012345673fZD\n";
    let (_, kind) = put(FileKind::Token, "", &token, Some(old)).unwrap();
    let before = "…3fZD".to_owned();
    assert_eq!(kind, ChangeKind::Replaced { before, places: 1 });
}

#[test]
fn a_file_that_holds_something_else_is_not_taken_for_a_token_file() {
    let large = "a".repeat(64 * 1024 + 1);
    let others: &[&[u8]] = &[
        b"A=1\n",
        b"A=1\nB=2\n",
        b"one two\n",
        b"one\ntwo\n",
        b"{\"a\":1}",
        b"# notes\n",
        b"\xff\xfea\0",
        b"a\0b",
        b"caf\xe9",
        large.as_bytes(),
    ];
    for other in others {
        let result = put(FileKind::Token, "", &token(), Some(other));
        assert_eq!(result, Err(ContentFault::NotAToken), "{}", shown(other));
    }
}

#[test]
fn a_token_file_takes_one_value_and_no_more() {
    let changes = |entries: &[Entry]| edit(FileKind::Token, entries, None).map(|edit| edit.changes);
    assert_eq!(changes(&[entry("", "a"), entry("", "b")]), Err(ContentFault::OddValue));
    assert_eq!(
        changes(&[]),
        Ok(Vec::new()),
        "a place can be tried before there is a token"
    );
}

#[test]
fn options_are_changed_in_their_own_form_and_added_on_two_lines() {
    let token = token();
    #[rustfmt::skip]
    let cases: &[(&str, &str, ChangeKind)] = &[
        ("", "--instagram-access-token\n{}\n", ChangeKind::Added),
        ("--a\n1\n", "--a\n1\n--instagram-access-token\n{}\n", ChangeKind::Added),
        ("--a\r\n1", "--a\r\n1\r\n--instagram-access-token\r\n{}\r\n", ChangeKind::Added),
        ("--flag\n", "--flag\n--instagram-access-token\n{}\n", ChangeKind::Added),
        ("--flag\n--a\n-1\n\n", "--flag\n--a\n-1\n\n--instagram-access-token\n{}\n", ChangeKind::Added),
        ("--instagram-access-token-2\nx\n", "--instagram-access-token-2\nx\n--instagram-access-token\n{}\n", ChangeKind::Added),
        ("--instagram-access-token\nold\n--a\n1\n", "--instagram-access-token\n{}\n--a\n1\n", replaced(1)),
        ("--instagram-access-token\r\nold", "--instagram-access-token\r\n{}", replaced(1)),
        ("--instagram-access-token\n  old \n", "--instagram-access-token\n  {} \n", replaced(1)),
        ("--instagram-access-token=old\n--a=1\n", "--instagram-access-token={}\n--a=1\n", replaced(1)),
        ("--instagram-access-token=\n", "--instagram-access-token={}\n", replaced(1)),
        ("--instagram-access-token \t old\n", "--instagram-access-token \t {}\n", replaced(1)),
        ("--instagram-access-token \"old\"\n", "--instagram-access-token \"{}\"\n", replaced(1)),
        ("--instagram-access-token\n'old'\n", "--instagram-access-token\n'{}'\n", replaced(1)),
        ("--instagram-access-token=a\n--instagram-access-token\nb\n", "--instagram-access-token=a\n--instagram-access-token\n{}\n", replaced(2)),
        ("\u{feff}--instagram-access-token\nold\n", "\u{feff}--instagram-access-token\n{}\n", replaced(1)),
    ];
    for (old, new, kind) in cases {
        let new = new.replace("{}", &token).into_bytes();
        let result = put(FileKind::Options, OPTION, &token, Some(old.as_bytes()));
        assert_eq!(result, Ok((new.clone(), kind.clone())), "{old}");
        let again = put(FileKind::Options, OPTION, &token, Some(&new));
        assert_eq!(again, Ok((new, ChangeKind::Same)), "{old}");
    }
}

#[test]
fn argparse_reads_what_was_put_in() {
    let script = "import argparse, sys\np = argparse.ArgumentParser(fromfile_prefix_chars='@')\np.add_argument('--instagram-access-token')\np.add_argument('--instagram-object-id')\np.add_argument('--flag', action='store_true')\na = p.parse_args(['@' + sys.argv[1]])\nprint(a.instagram_access_token, a.instagram_object_id)";
    let token = token();
    for old in [
        "",
        "--flag",
        "--instagram-access-token\nold\n--flag\n",
        "--instagram-object-id=1",
    ] {
        let entries = [entry(OPTION, &token), entry("--instagram-object-id", "1784140")];
        let made = edit(FileKind::Options, &entries, Some(old.as_bytes())).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("options");
        std::fs::write(&file, &*made.bytes).unwrap();
        let output = std::process::Command::new("python3")
            .args(["-c", script])
            .arg(&file)
            .output();
        let Ok(output) = output else {
            eprintln!("SKIPPED: python3 is not installed");
            return;
        };
        let printed = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        assert_eq!(printed, format!("{token} 1784140"), "{old}");
    }
}

#[test]
fn a_line_that_is_neither_an_option_nor_its_value_is_named() {
    let cases: &[(&[u8], usize)] = &[
        (b"A=1\n", 1),
        (b"# c\n", 1),
        (b"--a\n1\n2\n", 3),
        (b"--\n", 1),
        (b"--a?\n", 1),
        (b"--flag\n--a=1\npublish\n", 3),
        (b"--instagram-access-token\n", 1),
        (b"--a\n1\n--instagram-access-token\n--b\n", 3),
        (b"--instagram-access-token\n\nx\n", 2),
        (b"--a\rb\n", 1),
    ];
    for (old, line) in cases {
        let result = put(FileKind::Options, OPTION, &token(), Some(old));
        let line = *line;
        assert_eq!(result, Err(ContentFault::NotOptions { line }), "{}", shown(old));
    }
}

#[test]
fn no_value_and_no_name_can_break_out_of_its_place() {
    let names = [
        (FileKind::Env, "FB_TOKEN"),
        (FileKind::Json, "FB_TOKEN"),
        (FileKind::Token, ""),
        (FileKind::Options, OPTION),
    ];
    let values = [
        "",
        " ",
        "a b",
        "a\nPATH=x",
        "a\r",
        "a'b",
        "a\"b",
        "a`b",
        "a$b",
        "a#b",
        "a\\b",
        "a;b",
        "a\0b",
        "a,b",
        "é",
        "@name",
        "a=b",
    ];
    for (kind, name) in names {
        for value in values {
            assert_eq!(
                put(kind, name, value, None),
                Err(ContentFault::OddValue),
                "{kind:?} {value:?}"
            );
        }
        assert!(put(kind, name, "name.of_99", None).is_ok());
    }
    assert_eq!(put(FileKind::Options, OPTION, "-x", None), Err(ContentFault::OddValue));
    let names = [
        (FileKind::Env, "A\nB"),
        (FileKind::Env, "A=1;B"),
        (FileKind::Env, "PATH"),
        (FileKind::Json, "a\nb"),
        (FileKind::Options, "--a\n--b"),
    ];
    for (kind, name) in names {
        assert_eq!(put(kind, name, "x", None), Err(ContentFault::OddName), "{name:?}");
    }
}
