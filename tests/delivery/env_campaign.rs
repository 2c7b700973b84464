//! A hundred thousand generated `.env` files, edited: all bytes but the one value are as they were (facts: safety T56).

use evertoken::delivery::{ChangeKind, FileKind};

use crate::{
    NAME,
    env_generator::{Dialect, Generated, generate},
    put, shown,
};

/// What makes a new content out of an old one: the editor, or one that was broken on purpose.
type Editor = fn(&[u8], &str) -> (Vec<u8>, ChangeKind);

pub(crate) fn editor(old: &[u8], value: &str) -> (Vec<u8>, ChangeKind) {
    put(FileKind::Env, NAME, value, Some(old)).unwrap_or_else(|fault| panic!("{fault:?}: {}", shown(old)))
}

/// What is wrong with what an editor made of a file.
fn complaint(file: &Generated, editor: Editor) -> Option<String> {
    let (bytes, kind) = editor(&file.old, &file.value);
    if bytes != file.new {
        let (old, new, made) = (shown(&file.old), shown(&file.new), shown(&bytes));
        return Some(format!("of     {old}\nmust be {new}\nand is  {made}"));
    }
    (kind != file.kind).then(|| format!("{kind:?} is not {:?}: {}", file.kind, shown(&file.old)))
}

fn complaints(editor: Editor, count: u64) -> Vec<String> {
    [Dialect::Wide, Dialect::Lines, Dialect::SeveralLines]
        .into_iter()
        .flat_map(|dialect| (0..count).map(move |number| generate(dialect, number)))
        .filter_map(|file| complaint(&file, editor))
        .collect()
}

#[test]
fn a_hundred_thousand_files_keep_every_byte_but_the_value() {
    let wide = (0..80_000).map(|number| generate(Dialect::Wide, number));
    let others = [Dialect::Lines, Dialect::SeveralLines]
        .into_iter()
        .flat_map(|dialect| (0..10_000).map(move |number| generate(dialect, number)));
    let mut count = 0;
    for file in wide.chain(others) {
        count += 1;
        let complaint = complaint(&file, editor);
        assert!(complaint.is_none(), "{}", complaint.unwrap_or_default());
        let again = editor(&file.new, &file.value);
        assert_eq!(again, (file.new, ChangeKind::Same), "{}", shown(&file.old));
    }
    assert_eq!(count, 100_000);
}

/// Lets a return go before a line end.
fn drops_a_return(old: &[u8], value: &str) -> (Vec<u8>, ChangeKind) {
    let (mut bytes, kind) = editor(old, value);
    if let Some(at) = bytes.windows(2).position(|pair| pair == b"\r\n") {
        bytes.remove(at);
    }
    (bytes, kind)
}

/// Changes the first assignment of several.
pub(crate) fn changes_the_first(old: &[u8], value: &str) -> (Vec<u8>, ChangeKind) {
    let (_, kind) = editor(old, value);
    let needle = format!("{NAME}=").into_bytes();
    let at_line = |at: usize| at == 0 || old[at - 1] == b'\n';
    let first = (0..old.len()).find(|at| at_line(*at) && old[*at..].starts_with(&needle));
    let Some(first) = first else {
        return editor(old, value);
    };
    let end = (first..old.len()).find(|at| old[*at] == b'\n').unwrap_or(old.len());
    let line = format!("{NAME}='{value}'").into_bytes();
    ([&old[..first], &line, &old[end..]].concat(), kind)
}

/// Takes the quotes away.
fn unquotes(old: &[u8], value: &str) -> (Vec<u8>, ChangeKind) {
    let (bytes, kind) = editor(old, value);
    let text = [b"'", value.as_bytes(), b"'"].concat();
    let plain = match bytes.windows(text.len()).position(|part| part == text) {
        Some(at) => [&bytes[..at], value.as_bytes(), &bytes[at + text.len()..]].concat(),
        None => bytes,
    };
    (plain, kind)
}

/// Changes what is commented out.
fn touches_a_comment(old: &[u8], value: &str) -> (Vec<u8>, ChangeKind) {
    let (bytes, kind) = editor(old, value);
    let needle = format!("#{NAME}=commented-out").into_bytes();
    let changed = match bytes.windows(needle.len()).position(|part| part == needle) {
        Some(at) => {
            let line = format!("{NAME}={value}").into_bytes();
            [&bytes[..at], &line, &bytes[at + needle.len()..]].concat()
        }
        None => bytes,
    };
    (changed, kind)
}

#[test]
fn an_editor_that_is_broken_in_one_way_is_noticed() {
    let broken: &[(&str, Editor)] = &[
        ("drops a return", drops_a_return),
        ("changes the first", changes_the_first),
        ("unquotes", unquotes),
        ("touches a comment", touches_a_comment),
    ];
    assert_eq!(complaints(editor, 1_000), Vec::<String>::new());
    for (way, editor) in broken {
        assert!(complaints(*editor, 1_000).len() > 10, "{way} went unnoticed");
    }
}
