//! Shapes of JSON files, one by one (facts: safety F78).

use evertoken::delivery::{ChangeKind, ContentFault, FileKind};

use crate::{Marked, NAME, put, shown, token};

const fn not_json(line: usize) -> ContentFault {
    ContentFault::NotJson { line }
}

const fn odd(line: usize) -> ContentFault {
    ContentFault::OddMember { line }
}

/// The old file, and the new one with `{}` for the member.
#[rustfmt::skip]
const ADDED: &[(&str, &str)] = &[
    ("", "{\n  {}\n}\n"),
    ("{}", "{\n  {}\n}"),
    ("{}\n", "{\n  {}\n}\n"),
    ("{ }\n", "{\n  {}\n }\n"),
    ("{\n}\n", "{\n  {}\n}\n"),
    ("{\r\n}\r\n", "{\r\n  {}\r\n}\r\n"),
    ("  {}  ", "  {\n  {}\n}  "),
    ("\u{feff}{}\r\n", "\u{feff}{\r\n  {}\r\n}\r\n"),
    ("\u{feff}", "\u{feff}{\n  {}\n}\n"),
    ("\n", "\n{\n  {}\n}\n"),
    ("{\n  \"a\": 1\n}\n", "{\n  \"a\": 1,\n  {}\n}\n"),
    ("{\n    \"a\": 1,\n    \"b\": 2\n}", "{\n    \"a\": 1,\n    \"b\": 2,\n    {}\n}"),
    ("{\n\t\"a\": 1\n}\n", "{\n\t\"a\": 1,\n\t{}\n}\n"),
    ("{\r\n  \"a\": 1\r\n}\r\n", "{\r\n  \"a\": 1,\r\n  {}\r\n}\r\n"),
    ("{\n  \"a\": 1,\n\n\n  \"b\": 2\n\n}\n", "{\n  \"a\": 1,\n\n\n  \"b\": 2,\n  {}\n\n}\n"),
    ("{\"a\": 1}", "{\"a\": 1,{}}"),
    ("{ \"a\": 1 }", "{ \"a\": 1, {} }"),
    ("{\"a\": 1, \"b\": 2}", "{\"a\": 1, \"b\": 2, {}}"),
    ("{\n  \"b\": {\"FB_TOKEN\": \"nested\"}\n}", "{\n  \"b\": {\"FB_TOKEN\": \"nested\"},\n  {}\n}"),
    ("{\n  \"b\": [{\"FB_TOKEN\": 1}, \"}\"]\n}", "{\n  \"b\": [{\"FB_TOKEN\": 1}, \"}\"],\n  {}\n}"),
    ("{\n  \"n\": 1e400\n}", "{\n  \"n\": 1e400,\n  {}\n}"),
    ("{\n  \"n\": 123456789012345678901234567890.10\n}", "{\n  \"n\": 123456789012345678901234567890.10,\n  {}\n}"),
    ("{\n  \"a\": 1,\n  \"a\": 2\n}", "{\n  \"a\": 1,\n  \"a\": 2,\n  {}\n}"),
    ("{\n  \"z\": 1,\n  \"a\": 2\n}", "{\n  \"z\": 1,\n  \"a\": 2,\n  {}\n}"),
    ("{\n  \"fb_token\": \"x\"\n}", "{\n  \"fb_token\": \"x\",\n  {}\n}"),
    ("{\n  \"FB_TOKEN_OLD\": \"x\"\n}", "{\n  \"FB_TOKEN_OLD\": \"x\",\n  {}\n}"),
    ("{\n  \"a\": \"\\\"FB_TOKEN\\\": \\\"x\"\n}", "{\n  \"a\": \"\\\"FB_TOKEN\\\": \\\"x\",\n  {}\n}"),
    ("{\n  \"a\": \"// no comment, \\u00e9 é\"\n}", "{\n  \"a\": \"// no comment, \\u00e9 é\",\n  {}\n}"),
    ("{\n  \"a\": true, \"b\": null\n}", "{\n  \"a\": true, \"b\": null, {}\n}"),
    ("{\n  \"a\": \"\\\\\"\n}", "{\n  \"a\": \"\\\\\",\n  {}\n}"),
];

/// The value between the marks is replaced.
#[rustfmt::skip]
const REPLACED: &[&str] = &[
    "{\n  \"FB_TOKEN\": [[\"old\"]]\n}\n",
    "{\n  \"a\": 1,\n  \"FB_TOKEN\": [[\"old\"]],\n  \"b\": 2\n}\n",
    "{\"FB_TOKEN\":[[\"old\"]]}",
    "{\"FB_TOKEN\" : [[\"old\"]] , \"b\":[1,2,{\"c\":3}]}",
    "{\r\n\t\"FB_TOKEN\":\r\n\t\t[[\"old\"]]\r\n}",
    "\u{feff}{\"FB_TOKEN\": [[\"old\"]]}",
    "{\"FB_TOKEN\": [[null]]}",
    "{\"FB_TOKEN\": [[\"\"]]}",
    "{\"FB_TOKEN\": [[\"a\\\"b\\\\\"]]}",
    "{\"FB_TOKEN\": [[\"\\u0041\"]]}",
    "{\"FB\\u005fTOKEN\": [[\"old\"]]}",
    "{\"x\": {\"FB_TOKEN\": \"nested\"}, \"FB_TOKEN\": [[\"old\"]]}",
    "{\"FB_TOKEN\": [[\"old\"]], \"n\": 1e400, \"m\": -0.0, \"a\": 1, \"a\": 2}",
    "  \n{\"FB_TOKEN\": [[\"old\"]]}\n\n",
    "{\"x\": \"}, \\\"FB_TOKEN\\\": 1\", \"FB_TOKEN\": [[\"old\"]]}",
];

#[rustfmt::skip]
const REFUSED: &[(&[u8], ContentFault)] = &[
    (b"[]", ContentFault::NotAnObject),
    (b"[{\"FB_TOKEN\": \"x\"}]\n", ContentFault::NotAnObject),
    (b"\"text\"", ContentFault::NotAnObject),
    (b"17", ContentFault::NotAnObject),
    (b"null\n", ContentFault::NotAnObject),
    (b"{", not_json(1)),
    (b"{\n  \"a\": 1\n", not_json(3)),
    (b"{\n  \"a\": 1,\n}\n", not_json(3)),
    (b"{\n  // comment\n  \"a\": 1\n}\n", not_json(2)),
    (b"{\n  \"a\": 1 /* c */\n}\n", not_json(2)),
    (b"{\n  \"a\": 1\n}\n// end\n", not_json(4)),
    (b"{\n  a: 1\n}\n", not_json(2)),
    (b"{\n  'a': 1\n}\n", not_json(2)),
    (b"{\n  \"a\": 01\n}\n", not_json(2)),
    (b"{\n  \"a\": \"x\ny\"\n}\n", not_json(2)),
    (b"{\n  \"a\": NaN\n}\n", not_json(2)),
    (b"{}{}", not_json(1)),
    (b"A=1\n", not_json(1)),
    (b"{\n  \"a\": \"\xe9\"\n}\n", not_json(2)),
    (b"{\"FB_TOKEN\": 1}", odd(1)),
    (b"{\n\"FB_TOKEN\": true}", odd(2)),
    (b"{\n\n\"FB_TOKEN\": [\"old\"]}", odd(3)),
    (b"{\"FB_TOKEN\": {}}", odd(1)),
    (b"{\n\"FB_TOKEN\": \"a\",\n\"FB_TOKEN\": \"b\"\n}", odd(3)),
    (b"{\n\"FB_TOKEN\": \"a\",\n\"FB\\u005fTOKEN\": \"b\"\n}", odd(3)),
    (b"{\"a\": \"\0\"}", ContentFault::NotText),
    (b"\xff\xfe{\0}\0", ContentFault::NotText),
];

fn show(result: &Result<(Vec<u8>, ChangeKind), ContentFault>) -> Result<(String, ChangeKind), ContentFault> {
    let (bytes, kind) = result.as_ref().map_err(|fault| *fault)?;
    Ok((shown(bytes), kind.clone()))
}

fn is_kept_when_put_again(edited: Vec<u8>) {
    let again = put(FileKind::Json, NAME, &token(), Some(&edited));
    assert_eq!(show(&again), show(&Ok((edited, ChangeKind::Same))));
}

#[test]
fn a_member_that_is_not_there_comes_last_and_looks_like_its_neighbour() {
    let token = token();
    for (old, new) in ADDED {
        let colon = if old.contains("\" :") { " : " } else { ": " };
        let new = new.replacen("{}", &format!("\"FB_TOKEN\"{colon}\"{token}\""), 1);
        let result = put(FileKind::Json, NAME, &token, Some(old.as_bytes()));
        let expected = Ok((new.into_bytes(), ChangeKind::Added));
        assert_eq!(show(&result), show(&expected), "{old}");
        let (edited, _) = result.unwrap();
        let text = String::from_utf8(edited.clone()).unwrap();
        let read: serde_json::Result<serde_json::Value> = serde_json::from_str(text.trim_start_matches('\u{feff}'));
        if !old.contains("1e400") {
            assert_eq!(read.unwrap()[NAME], serde_json::json!(token));
        }
        is_kept_when_put_again(edited);
    }
}

#[test]
fn colons_without_blanks_stay_without_blanks() {
    let (edited, _) = put(FileKind::Json, NAME, "new", Some(b"{\"a\":1,\"b\":[1, 2]}")).unwrap();
    assert_eq!(shown(&edited), shown(b"{\"a\":1,\"b\":[1, 2],\"FB_TOKEN\":\"new\"}"));
}

#[test]
fn a_member_that_is_a_text_or_null_is_replaced_in_its_place() {
    let token = token();
    for shape in REPLACED {
        let marked = Marked::read(shape.as_bytes());
        let expected = marked.with(&format!("\"{token}\""));
        let result = put(FileKind::Json, NAME, &token, Some(&marked.old));
        let kind = ChangeKind::Replaced {
            before: "…".to_owned(),
            places: 1,
        };
        assert_eq!(show(&result), show(&Ok((expected.clone(), kind))), "{shape}");
        is_kept_when_put_again(expected);
    }
}

#[test]
fn what_cannot_be_kept_is_refused_with_its_line() {
    for (old, fault) in REFUSED {
        let result = put(FileKind::Json, NAME, &token(), Some(old));
        assert_eq!(show(&result), Err(*fault), "{}", shown(old));
    }
}

#[test]
fn a_new_file_is_laid_out_for_people_and_holds_ids_as_texts() {
    let token = token();
    let entries = [
        crate::entry("page token \"x\"", &token),
        crate::entry("page_id", "1784140"),
    ];
    let edit = evertoken::delivery::edit(FileKind::Json, &entries, None).unwrap();
    let expected = format!("{{\n  \"page token \\\"x\\\"\": \"{token}\",\n  \"page_id\": \"1784140\"\n}}\n");
    assert_eq!(shown(&edit.bytes), shown(expected.as_bytes()));
    let kinds: Vec<ChangeKind> = edit.changes.into_iter().map(|change| change.kind).collect();
    assert_eq!(kinds, [ChangeKind::Added, ChangeKind::Added]);
}

#[test]
fn a_hundred_thousand_brackets_do_no_harm() {
    let depth = 100_000;
    let old = format!("{{\"a\": {}{}}}", "[".repeat(depth), "]".repeat(depth));
    let (edited, _) = put(FileKind::Json, NAME, "new", Some(old.as_bytes())).unwrap();
    assert!(edited.ends_with(b"],\"FB_TOKEN\": \"new\"}"));
}
