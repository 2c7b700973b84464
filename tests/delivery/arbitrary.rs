//! Any bytes at all as what a file holds so far.

use evertoken::delivery::{ChangeKind, FileKind};
use proptest::{collection::vec, prelude::*};

use crate::{NAME, put, shown};

const OPTION: &str = "--fb-token";

/// Bytes that mean something to one of the kinds, and any others.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let pieces: Vec<&'static [u8]> = vec![
        b"FB_TOKEN",
        b"FB_TOKEN=",
        b"export ",
        b"--fb-token",
        b"\"FB_TOKEN\":",
        b"{",
        b"}",
        b"[",
        b"]",
        b",",
        b":",
        b"=",
        b"\"",
        b"'",
        b"`",
        b"\\",
        b"#",
        b" ",
        b"\t",
        b"\n",
        b"\r\n",
        b"\r",
        b"a",
        b"1",
        b"null",
        b"\xef\xbb\xbf",
        b"\xe9",
        b"\0",
        b"--",
    ];
    let piece = prop_oneof![
        12 => proptest::sample::select(pieces).prop_map(<[u8]>::to_vec),
        1 => vec(any::<u8>(), 1..4),
    ];
    vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// How many bytes two texts share at the beginning, and how many at the end of what is left.
fn shared(old: &[u8], new: &[u8]) -> (usize, usize) {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev());
    (head, tail.take_while(|(a, b)| a == b).count())
}

/// What is wrong with an edit, if anything: something on several lines went, or is put in a second time.
fn complaint(kind: FileKind, name: &str, old: &[u8]) -> Option<String> {
    let (new, change) = put(kind, name, "EAAnew", Some(old)).ok()?;
    let (head, tail) = shared(old, &new);
    let lost = &old[head..old.len() - tail];
    let is_one_value = match change {
        ChangeKind::Added => lost.is_empty(),
        ChangeKind::Replaced { .. } => !lost.contains(&b'\n'),
        ChangeKind::Same => new == old,
    };
    let again = put(kind, name, "EAAnew", Some(&new));
    let is_stable = again
        .as_ref()
        .is_ok_and(|(bytes, kind)| *bytes == new && *kind == ChangeKind::Same);
    (!is_one_value || !is_stable).then(|| format!("{} -> {}, then {again:?}", shown(old), shown(&new)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn any_bytes_are_refused_or_kept_but_for_one_value(old in bytes()) {
        for (kind, name) in [(FileKind::Env, NAME), (FileKind::Json, NAME), (FileKind::Options, OPTION)] {
            prop_assert_eq!(complaint(kind, name, &old), None);
        }
        if let Ok((new, _)) = put(FileKind::Token, "", "EAAnew", Some(&old)) {
            prop_assert_eq!(new, b"EAAnew");
        }
    }

    #[test]
    fn a_json_object_with_one_member_more_is_that_object_with_one_member_more(old in json()) {
        let text = serde_json::to_vec_pretty(&old).unwrap();
        let (new, _) = put(FileKind::Json, "a-name.of_no_other", "EAAnew", Some(&text)).unwrap();
        let mut expected = old;
        expected["a-name.of_no_other"] = serde_json::json!("EAAnew");
        let read: serde_json::Value = serde_json::from_slice(&new).unwrap();
        prop_assert_eq!(read, expected);
    }
}

/// An object with anything in it.
fn json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(serde_json::Value::from),
        any::<i64>().prop_map(serde_json::Value::from),
        any::<String>().prop_map(serde_json::Value::from),
    ];
    let any_value = leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(serde_json::Value::from),
            vec((any::<String>(), inner), 0..6)
                .prop_map(|pairs| serde_json::Value::Object(pairs.into_iter().collect())),
        ]
    });
    vec((any::<String>(), any_value), 0..6).prop_map(|pairs| serde_json::Value::Object(pairs.into_iter().collect()))
}
