//! What saving makes of a file's bytes: by tables, by generated files, by five independent readers, and by the commands
//! that are run where the file is.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stderr,
    reason = "a test that meets something unexpected stops there, and one that is skipped says so loudly"
)]

mod arbitrary;
mod commands;
mod env_campaign;
mod env_generator;
mod env_readers;
mod env_table;
mod json_table;
mod other_files;

use evertoken::{
    delivery::{Change, ChangeKind, ContentFault, Entry, FileKind, edit},
    model::{Payload, Secret},
};

/// The name that is saved under.
const NAME: &str = "FB_TOKEN";

/// A text in the shape of a token, which no source of this repository holds.
fn token() -> String {
    format!("EAA{}ZD", "b4Xq".repeat(12))
}

fn entry(name: &str, value: &str) -> Entry {
    Entry {
        name: name.to_owned(),
        payload: Payload::Secret(Secret::new(value.to_owned())),
    }
}

/// What becomes of a file in which one value is put.
fn put(kind: FileKind, name: &str, value: &str, old: Option<&[u8]>) -> Result<(Vec<u8>, ChangeKind), ContentFault> {
    let edit = edit(kind, &[entry(name, value)], old)?;
    let mut changes = edit.changes;
    let change = changes.pop().unwrap();
    let expected = if kind == FileKind::Token { "" } else { name };
    assert_eq!(
        (change.name.as_str(), changes),
        (expected, Vec::<Change>::new()),
        "one change an entry"
    );
    Ok((edit.bytes.to_vec(), change.kind))
}

/// Bytes as a person can read them in a message.
fn shown(bytes: &[u8]) -> String {
    bytes.escape_ascii().to_string()
}

/// A file of a table.
struct Marked {
    /// The whole of it, without marks.
    old: Vec<u8>,
    /// What stands before the marked value and behind it; nothing where none is marked.
    around: Option<[Vec<u8>; 2]>,
}

impl Marked {
    /// From a text in which the value stands as `[[value]]`.
    fn read(text: &[u8]) -> Self {
        let find = |needle: &[u8]| text.windows(needle.len()).position(|part| part == needle);
        match (find(b"[["), find(b"]]")) {
            (Some(open), Some(close)) => {
                let (before, old, after) = (&text[..open], &text[open + 2..close], &text[close + 2..]);
                Self {
                    old: [before, old, after].concat(),
                    around: Some([before.to_vec(), after.to_vec()]),
                }
            }
            _ => Self {
                old: text.to_vec(),
                around: None,
            },
        }
    }

    /// The file with another value.
    fn with(&self, value: &str) -> Vec<u8> {
        let [before, after] = self.around.as_ref().unwrap();
        [before, value.as_bytes(), after].concat()
    }
}
