//! The bytes of a file once an order is carried out: a stand-in that knows assignments and bare tokens.

use zeroize::Zeroizing;

use super::{Change, ChangeKind, ContentFault, Entry, FileKind};

/// What a file will hold.
#[derive(Debug)]
pub struct Edit {
    /// All of its bytes.
    pub bytes: Zeroizing<Vec<u8>>,
    /// What becomes of each name, in the order of the entries.
    pub changes: Vec<Change>,
}

/// Carries out an order on what a file held.
pub fn edit(kind: FileKind, entries: &[Entry], old: Option<&[u8]>) -> Result<Edit, ContentFault> {
    let mut bytes = Zeroizing::new(Vec::new());
    let mut changes = Vec::new();
    match kind {
        FileKind::Token => {
            for entry in entries {
                bytes.extend_from_slice(entry.payload.expose().as_bytes());
                let kind = match old {
                    None => ChangeKind::Added,
                    Some(old) if old == bytes.as_slice() => ChangeKind::Same,
                    Some(_) => ChangeKind::Replaced {
                        before: "…".to_owned(),
                        places: 1,
                    },
                };
                changes.push(Change {
                    name: String::new(),
                    kind,
                });
            }
        }
        FileKind::Env | FileKind::Json | FileKind::Options => {
            let mut lines: Vec<Vec<u8>> = old
                .unwrap_or_default()
                .split_inclusive(|byte| *byte == b'\n')
                .map(<[u8]>::to_vec)
                .collect();
            for entry in entries {
                let start = format!("{}=", entry.name);
                let line = format!("{start}{}\n", entry.payload.expose()).into_bytes();
                let place = lines.iter().position(|line| line.starts_with(start.as_bytes()));
                let kind = match place.and_then(|place| lines.get_mut(place)) {
                    Some(old) if *old == line => ChangeKind::Same,
                    Some(old) => {
                        *old = line;
                        ChangeKind::Replaced {
                            before: "…".to_owned(),
                            places: 1,
                        }
                    }
                    None => {
                        lines.push(line);
                        ChangeKind::Added
                    }
                };
                changes.push(Change {
                    name: entry.name.clone(),
                    kind,
                });
            }
            bytes.extend(lines.concat());
        }
    }
    Ok(Edit { bytes, changes })
}
