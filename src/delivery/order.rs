//! What is to be saved.

use crate::model::Payload;

use super::Access;

/// The kinds of file a token can be saved in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKind {
    /// Assignments, `NAME=value`, one a line: one is changed, and every other byte is kept.
    Env,
    /// A JSON object: one member is changed, and every other byte is kept.
    Json,
    /// The token and nothing else, not even a line end.
    Token,
    /// Options for a program that reads them from a file: `--name`, then its value, one a line.
    Options,
}

/// One name and what it stands for.
#[derive(Debug)]
pub struct Entry {
    /// The name of the variable, the member or the option. Of no meaning in a file that holds a token alone.
    pub name: String,
    /// The value.
    pub payload: Payload,
}

/// What is to be saved, where, and for whose eyes.
#[derive(Debug)]
pub struct Order {
    /// The file, as the person wrote it: `~/` stands for their home, and anything relative is in the current folder.
    pub path: String,
    /// How the file is written.
    pub kind: FileKind,
    /// What it is to hold; one entry at most for [`FileKind::Token`]. None where a place is tried before there is a token.
    pub entries: Vec<Entry>,
    /// Who may read it afterwards.
    pub access: Access,
}

impl Order {
    /// Another handle on the same order; no secret is copied.
    #[must_use]
    pub fn share(&self) -> Self {
        Self {
            path: self.path.clone(),
            kind: self.kind,
            entries: self
                .entries
                .iter()
                .map(|entry| Entry {
                    name: entry.name.clone(),
                    payload: entry.payload.share(),
                })
                .collect(),
            access: self.access.clone(),
        }
    }
}
