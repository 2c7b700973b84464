//! Shapes of `.env` files, one by one (facts: safety F77).

use evertoken::delivery::{Change, ChangeKind, ContentFault, FileKind, edit};

use crate::{Marked, NAME, entry, put, shown, token};

/// What must become of a shape.
#[derive(Clone, Copy)]
enum Becomes {
    /// The marked value is replaced, and it is the only place of that name.
    Replaced,
    /// The marked value is replaced, and it is the last of several.
    LastOf(usize),
    /// The marked value is replaced by the token between single quotes.
    Quoted,
    /// This is added at the end, where `{}` is the token.
    With(&'static str),
    /// Nothing: it cannot be kept.
    Refused(ContentFault),
}
use Becomes::{LastOf, Quoted, Refused, Replaced, With};

const NEW: Becomes = With("FB_TOKEN={}\n");
const NEW_CRLF: Becomes = With("FB_TOKEN={}\r\n");
const FINISHED: Becomes = With("\nFB_TOKEN={}\n");

const fn open(line: usize) -> Becomes {
    Refused(ContentFault::OpenQuote { line })
}

const fn several(line: usize) -> Becomes {
    Refused(ContentFault::SeveralLines { line })
}

const fn unclear(line: usize) -> Becomes {
    Refused(ContentFault::Unclear { line })
}

#[rustfmt::skip]
const SHAPES: &[(&[u8], Becomes)] = &[
    // Nothing there.
    (b"", NEW),
    (b"\n", NEW),
    (b"\n\n\n", NEW),
    (b"   ", FINISHED),
    (b"\t\n", NEW),
    (b"# only a comment\n", NEW),
    (b"# only a comment", FINISHED),
    (b"# one\n# two\n\n", NEW),
    (b"\xef\xbb\xbf", NEW),
    (b"\xef\xbb\xbf# it's a comment\n", NEW),
    // Line ends.
    (b"A=1\nFB_TOKEN=[[old]]\nB=2\n", Replaced),
    (b"A=1\r\nFB_TOKEN=[[old]]\r\nB=2\r\n", Replaced),
    (b"A=1\r\nFB_TOKEN=[[old]]\nB=2\r\n", Replaced),
    (b"A=1\nFB_TOKEN=[[old]]\r\nB=2\n", Replaced),
    (b"A=1\nFB_TOKEN=[[old]]", Replaced),
    (b"A=1\r\nFB_TOKEN=[[old]]", Replaced),
    (b"A=1\nFB_TOKEN=[[old]]\r", Replaced),
    (b"FB_TOKEN=[[old]]", Replaced),
    (b"A=1\r\r\nFB_TOKEN=[[old]]\r\r\n", Replaced),
    (b"A=1\n", NEW),
    (b"A=1", FINISHED),
    (b"A=1\r\n", NEW_CRLF),
    (b"A=1\r\nB=2", With("\r\nFB_TOKEN={}\r\n")),
    (b"A=1\r\nB=2\n", NEW),
    (b"A=1\nB=2\r\n", NEW_CRLF),
    (b"A=1\r\nB=2\r", With("\nFB_TOKEN={}\r\n")),
    (b"A=1\rB=2\n", unclear(1)),
    (b"X=1\n# a\rFB_TOKEN=old\n", unclear(2)),
    (b"FB_TOKEN=a\rb\n", unclear(1)),
    (b"A='x\ry'\nFB_TOKEN=[[old]]\n", Replaced),
    (b"\n\n\nFB_TOKEN=[[old]]\n\n\n", Replaced),
    // Byte order mark.
    (b"\xef\xbb\xbfFB_TOKEN=[[old]]\n", Replaced),
    (b"\xef\xbb\xbfA=1\r\nFB_TOKEN=[[old]]\r\n", Replaced),
    (b"\xef\xbb\xbfA=1\n", NEW),
    // export, blanks.
    (b"export FB_TOKEN=[[old]]\n", Replaced),
    (b"export   FB_TOKEN=[[old]]\n", Replaced),
    (b"export\tFB_TOKEN=[[old]]\n", Replaced),
    (b"  export FB_TOKEN=[[old]]\n", Replaced),
    (b"export A=1\n", NEW),
    (b"export FB_TOKEN\n", NEW),
    (b"export=1\nFB_TOKEN=[[old]]\n", Replaced),
    (b"exportFB_TOKEN=1\n", NEW),
    (b"  FB_TOKEN=[[old]]\n", Replaced),
    (b"\tFB_TOKEN=[[old]]\n", Replaced),
    (b"FB_TOKEN = [[old]]\n", Replaced),
    (b"FB_TOKEN =[[old]]\n", Replaced),
    (b"FB_TOKEN= [[old]]\n", Replaced),
    (b"FB_TOKEN\t=\t[[old]]\n", Replaced),
    (b"FB_TOKEN=[[old]]   \n", Replaced),
    (b"FB_TOKEN=[[old]]\t\r\n", Replaced),
    (b"FB_TOKEN=[[]]\n", Replaced),
    (b"FB_TOKEN=[[]]", Replaced),
    (b"FB_TOKEN=[[]]   \n", Replaced),
    (b"FB_TOKEN=[[]]\r\n", Replaced),
    (b"FB_TOKEN=[[]] # none yet\n", Replaced),
    (b"FB_TOKEN=\"[[]]\"\n", Replaced),
    (b"FB_TOKEN='[[]]'\n", Replaced),
    // Quotes.
    (b"FB_TOKEN=\"[[old]]\"\n", Replaced),
    (b"FB_TOKEN='[[old]]'\n", Replaced),
    (b"FB_TOKEN=[[`old`]]\n", Quoted),
    (b"FB_TOKEN = \"[[old]]\" # c\n", Replaced),
    (b"FB_TOKEN = '[[old]]'\t# c\n", Replaced),
    (b"export FB_TOKEN = \"[[old]]\" # c\r\n", Replaced),
    (b"FB_TOKEN=\"[[o ld]]\"\n", Replaced),
    (b"FB_TOKEN=\"[[o # ld]]\"\n", Replaced),
    (b"FB_TOKEN='[[o\"ld]]'\n", Replaced),
    (b"FB_TOKEN=\"[[it's]]\"\n", Replaced),
    (b"FB_TOKEN=\"[[a\\\"b]]\"\n", Replaced),
    (b"FB_TOKEN=\"[[$OTHER]]\"\n", Replaced),
    (b"FB_TOKEN=[[$OTHER]]\n", Replaced),
    (b"FB_TOKEN=[[${OTHER:-x}]]\n", Replaced),
    (b"FB_TOKEN=[[$(pass show fb)]]\n", Replaced),
    (b"FB_TOKEN=[[a\"b\"c]]\n", Replaced),
    (b"FB_TOKEN=\"a\"b\n", unclear(1)),
    (b"FB_TOKEN=\"a\" b\n", unclear(1)),
    (b"FB_TOKEN=\"a\"# b\n", unclear(1)),
    (b"FB_TOKEN='a''b'\n", unclear(1)),
    (b"FB_TOKEN=a\" # \"b\n", unclear(1)),
    (b"FB_TOKEN=old; export FB_TOKEN\n", unclear(1)),
    (b"FB_TOKEN=old && export FB_TOKEN\n", unclear(1)),
    (b"A=1; export A\nFB_TOKEN=[[old]]\n", Replaced),
    // Comments behind the value.
    (b"FB_TOKEN=[[old]] # c\n", Replaced),
    (b"FB_TOKEN=[[old]]\t#c\n", Replaced),
    (b"FB_TOKEN=[[old]] # it's 'c\n", Replaced),
    (b"FB_TOKEN=[[o#ld]]\n", Replaced),
    (b"FB_TOKEN=[[#old]]\n", Replaced),
    (b"FB_TOKEN=[[o#ld]] # c # d\n", Replaced),
    (b"FB_TOKEN=[[two words]]\n", Replaced),
    (b"FB_TOKEN=[[two words]] # c\n", Replaced),
    (b"FB_TOKEN=[[a=b=c]]\n", Replaced),
    // What is no assignment of this name.
    (b"#FB_TOKEN=old\n", NEW),
    (b"# FB_TOKEN=old\n", NEW),
    (b"  # FB_TOKEN=old\nA=1\n", NEW),
    (b"#FB_TOKEN=old\nFB_TOKEN=[[old]]\n", Replaced),
    (b"FB_TOKEN=[[old]]\n#FB_TOKEN=older\n", Replaced),
    (b"FB_TOKEN_OLD=x\n", NEW),
    (b"FB_TOKEN_OLD=x\nFB_TOKEN=[[old]]\nFB_TOKEN_NEW=y\n", Replaced),
    (b"MY_FB_TOKEN=x\n", NEW),
    (b"FB_TOKEN.x=x\n", NEW),
    (b"FB_TOKEN-x=x\n", NEW),
    (b"fb_token=x\n", NEW),
    (b"Fb_Token=x\nFB_TOKEN=[[old]]\n", Replaced),
    (b"FB_TOKEN\n", NEW),
    (b"A=FB_TOKEN=old\n", NEW),
    (b"echo FB_TOKEN=old\n", NEW),
    (b"FB_TOKEN: old\n", unclear(1)),
    (b"A=1\nFB_TOKEN+=old\n", unclear(2)),
    (b"FB_TOKENS: old\n", NEW),
    (b"'FB_TOKEN'=old\n", NEW),
    (b"=old\n", NEW),
    // Values of several lines.
    (b"K=\"a\nFB_TOKEN=inside\nb\"\nFB_TOKEN=[[old]]\n", Replaced),
    (b"K='a\nFB_TOKEN=inside\nb'\nFB_TOKEN=[[old]]\n", Replaced),
    (b"K=`a\nFB_TOKEN=inside\nb`\nFB_TOKEN=[[old]]\n", Replaced),
    (b"FB_TOKEN=[[old]]\nK=\"a\nFB_TOKEN=inside\nb\"\n", Replaced),
    (b"K=\"a\nFB_TOKEN=inside\nb\"\n", NEW),
    (b"K=\"a\r\nFB_TOKEN=inside\r\nb\" # c\r\n", NEW_CRLF),
    (b"K = 'a\n\n# it is\nFB_TOKEN=\"inside\"\n'\nFB_TOKEN=[[old]]\n", Replaced),
    (b"K=\"a \\\" b\nFB_TOKEN=inside\n\"\nFB_TOKEN=[[old]]\n", Replaced),
    (b"KEY=\"-----BEGIN KEY-----\nMIIx+/=\n-----END KEY-----\"\nFB_TOKEN=[[old]]\n", Replaced),
    (b"FB_TOKEN=\"a\nb\"\n", several(1)),
    (b"A=1\nFB_TOKEN='a\n\nb'\nB=2\n", several(2)),
    (b"FB_TOKEN=[[one]]\nFB_TOKEN=\"a\nb\"\n", several(2)),
    // Quotes that are not closed, and lines that are joined.
    (b"FB_TOKEN=\"old\n", open(1)),
    (b"FB_TOKEN='old\nA=1\n", open(1)),
    (b"A=1\nB=\"x\nFB_TOKEN=old\n", open(2)),
    (b"B=it's\nFB_TOKEN=old\n", open(1)),
    (b"B=it's\n", open(1)),
    (b"FB_TOKEN=[[old]]\nB=it's\n", Replaced),
    (b"FB_TOKEN=[[old]]\nB=\"x\n", Replaced),
    (b"B=it's\nFB_TOKEN=old\nC=it's\n", unclear(2)),
    (b"B=it's Bob's\nFB_TOKEN=[[old]]\n", Replaced),
    (b"B=a\"b\"c\nFB_TOKEN=[[old]]\n", Replaced),
    (b"D=C:\\temp\\\nFB_TOKEN=old\n", unclear(2)),
    (b"D=C:\\temp\\\r\nFB_TOKEN=[[old]]\r\n", Replaced),
    (b"D=C:\\temp\\\n\nFB_TOKEN=[[old]]\n", Replaced),
    (b"D=C:\\temp\\\n", unclear(1)),
    (b"D=C:\\temp\\", unclear(1)),
    (b"D=C:\\temp\n", NEW),
    (b"D=\"C:\\temp\\\"\n", open(1)),
    (b"# it's \"quoted\nFB_TOKEN=[[old]]\n", Replaced),
    (b"B=1 # it's\nFB_TOKEN=[[old]]\n", Replaced),
    (b"B=1#it's\nFB_TOKEN=old\n", open(1)),
    (b"say \"hello\nFB_TOKEN=old\nbye\"\n", unclear(2)),
    // More than one.
    (b"FB_TOKEN=a\nFB_TOKEN=[[b]]\n", LastOf(2)),
    (b"FB_TOKEN=a\nA=1\nexport FB_TOKEN='b'\nFB_TOKEN = \"[[c]]\" # d\nB=2\n", LastOf(3)),
    (b"FB_TOKEN=a\n# FB_TOKEN=c\nFB_TOKEN=[[b]]\n#FB_TOKEN=d\n", LastOf(2)),
    (b"FB_TOKEN=\nFB_TOKEN=[[]]\n", LastOf(2)),
    // Bytes that are not UTF-8.
    (b"# Schl\xfcssel\nFB_TOKEN=[[old]]\n", Replaced),
    (b"NAME=Ren\xe9\nFB_TOKEN=[[old]] # \xe4\n", Replaced),
    (b"NAME='\xff\xfe\xfd'\n", NEW),
    (b"FB_TOKEN=[[\xe9\xe8]]\n", Replaced),
    (b"N\xe9=1\n", NEW),
    ("FB_TOKEN=[[ключ]]\n# ключ\n".as_bytes(), Replaced),
    (b"A=\x1b[31mred\nFB_TOKEN=[[old]]\n", Replaced),
    // No text.
    (b"A=1\0\nFB_TOKEN=old\n", Refused(ContentFault::NotText)),
    (b"\xff\xfeF\0B\0", Refused(ContentFault::NotText)),
    (b"\xfe\xff\0F\0B", Refused(ContentFault::NotText)),
    (b"\xff\xfe\x41\x42", Refused(ContentFault::NotText)),
];

#[test]
fn every_shape_of_a_dotenv_file_keeps_all_but_the_one_value() {
    assert!(SHAPES.len() >= 120, "{}", SHAPES.len());
    let token = token();
    for (shape, becomes) in SHAPES {
        let marked = Marked::read(shape);
        let old = &marked.old;
        let result = put(FileKind::Env, NAME, &token, Some(old));
        let replaced = |places| ChangeKind::Replaced {
            before: "…".to_owned(),
            places,
        };
        let expected = match becomes {
            Replaced => Ok((marked.with(&token), replaced(1))),
            LastOf(places) => Ok((marked.with(&token), replaced(*places))),
            Quoted => Ok((marked.with(&format!("'{token}'")), replaced(1))),
            With(end) => {
                let end = end.replace("{}", &token);
                Ok(([old.as_slice(), end.as_bytes()].concat(), ChangeKind::Added))
            }
            Refused(fault) => Err(*fault),
        };
        let show = |result: &Result<(Vec<u8>, ChangeKind), ContentFault>| {
            result
                .as_ref()
                .map(|(bytes, kind)| (shown(bytes), kind.clone()))
                .map_err(|fault| *fault)
        };
        assert_eq!(show(&result), show(&expected), "{}", shown(old));
        if let Ok((edited, _)) = result {
            let again = put(FileKind::Env, NAME, &token, Some(&edited));
            assert_eq!(show(&again), show(&Ok((edited, ChangeKind::Same))), "{}", shown(old));
        }
    }
}

#[test]
fn a_file_that_is_not_there_begins_with_the_assignment() {
    let token = token();
    assert_eq!(
        put(FileKind::Env, NAME, &token, None),
        Ok((format!("FB_TOKEN={token}\n").into_bytes(), ChangeKind::Added))
    );
}

#[test]
fn several_entries_are_put_in_one_after_another_and_told_in_their_order() {
    let token = token();
    let entries = [
        entry("INSTAGRAM_ACCESS_TOKEN", &token),
        entry("INSTAGRAM_USER_ID", "1784140"),
    ];
    let old = b"INSTAGRAM_USER_ID=\"1784140\"\r\nA=1";
    let edit = edit(FileKind::Env, &entries, Some(old)).unwrap();
    let expected = format!("INSTAGRAM_USER_ID=\"1784140\"\r\nA=1\r\nINSTAGRAM_ACCESS_TOKEN={token}\r\n");
    assert_eq!(shown(&edit.bytes), shown(expected.as_bytes()));
    let change = |name: &str, kind| Change {
        name: name.to_owned(),
        kind,
    };
    assert_eq!(
        edit.changes,
        [
            change("INSTAGRAM_ACCESS_TOKEN", ChangeKind::Added),
            change("INSTAGRAM_USER_ID", ChangeKind::Same)
        ]
    );
}

#[test]
fn a_value_that_a_shell_would_act_on_is_quoted_and_no_other_is() {
    let cases: &[(&[u8], &str)] = &[
        (b"", "FB_TOKEN='123|abc'\n"),
        (b"FB_TOKEN=old # c\n", "FB_TOKEN='123|abc' # c\n"),
        (b"FB_TOKEN=\"old\"\n", "FB_TOKEN=\"123|abc\"\n"),
        (b"FB_TOKEN='old'\n", "FB_TOKEN='123|abc'\n"),
        (b"FB_TOKEN=123|abc\n", "FB_TOKEN='123|abc'\n"),
    ];
    for (old, expected) in cases {
        let (edited, _) = put(FileKind::Env, NAME, "123|abc", Some(old)).unwrap();
        assert_eq!(shown(&edited), shown(expected.as_bytes()));
        let again = put(FileKind::Env, NAME, "123|abc", Some(&edited));
        assert_eq!(again, Ok((edited, ChangeKind::Same)));
    }
}

#[test]
fn the_end_of_a_long_old_value_is_told_whatever_its_quotes() {
    for quote in ["", "\"", "'", "`"] {
        let old = format!("FB_TOKEN={quote}EAAG0123456789012345673fZD{quote} # c\n");
        let (_, kind) = put(FileKind::Env, NAME, &token(), Some(old.as_bytes())).unwrap();
        let before = "…3fZD".to_owned();
        assert_eq!(kind, ChangeKind::Replaced { before, places: 1 });
    }
}

#[test]
fn eight_mebibytes_are_edited_and_one_byte_more_is_refused() {
    let tail = b"FB_TOKEN=old\n";
    let mut old = b"# 345678901234567890123456789012345678901234567890123456789 1234\n".repeat(130_000);
    old.truncate(8 * 1024 * 1024 - tail.len() - 1);
    old.push(b'\n');
    old.extend_from_slice(tail);
    let (edited, _) = put(FileKind::Env, NAME, "new", Some(&old)).unwrap();
    assert!(edited.starts_with(&old[..old.len() - 4]) && edited.ends_with(b"FB_TOKEN=new\n"));
    old.push(b'\n');
    assert_eq!(put(FileKind::Env, NAME, "new", Some(&old)), Err(ContentFault::TooLarge));
}

#[test]
fn a_hundred_thousand_assignments_of_one_name_are_counted_and_the_last_is_changed() {
    let old = [b"FB_TOKEN=old\n".repeat(100_000), b"B=it's\n".to_vec()].concat();
    let (edited, kind) = put(FileKind::Env, NAME, "new", Some(&old)).unwrap();
    let before = "…".to_owned();
    assert_eq!(
        kind,
        ChangeKind::Replaced {
            before,
            places: 100_000
        }
    );
    let kept = &old[..13 * 99_999];
    assert_eq!(edited.strip_prefix(kept), Some(b"FB_TOKEN=new\nB=it's\n".as_slice()));
    let torn = [b"B=it's\n".to_vec(), old].concat();
    assert_eq!(
        put(FileKind::Env, NAME, "new", Some(&torn)),
        Err(ContentFault::Unclear { line: 2 })
    );
}
