//! What saving would do, what it did, and why it could not.

use std::path::PathBuf;

use thiserror::Error;

use crate::model::SafeText;

use super::Mode;

/// What will become of one name of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The name; empty for a file that holds a token alone.
    pub name: String,
    /// What becomes of it.
    pub kind: ChangeKind,
}

/// What will become of one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeKind {
    /// It was not there.
    Added,
    /// It stands for something else so far.
    Replaced {
        /// The end of what it stands for so far, such as `…3fZD`; `…` where that would give too much away.
        before: String,
        /// How often it is assigned in the file. The last one counts for those who read it, and is the one changed.
        places: usize,
    },
    /// It stands for the same already.
    Same,
}

/// What saving would do, found out without writing anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prospect {
    /// The file that is really written: absolute, and behind every link.
    pub file: PathBuf,
    /// Whether it exists.
    pub exists: bool,
    /// Its permission bits now, where it exists.
    pub mode: Option<Mode>,
    /// What becomes of each name, in the order of the entries.
    pub changes: Vec<Change>,
    /// What the person should know or agree to first, the most serious first.
    pub cautions: Vec<Caution>,
    /// What the file was when it was looked at.
    pub stamp: Stamp,
}

impl Prospect {
    /// Whether something of it must be agreed to.
    pub fn needs_consent(&self) -> bool {
        self.cautions.iter().any(Caution::needs_consent)
    }
}

/// What tells a file from what it becomes when somebody else writes it: device, number, size, time of change, and the
/// SHA-256 of its bytes. Never leaves this program.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stamp(pub Vec<u8>);

impl Stamp {
    /// Whether both are of the same bytes, whatever else about the file has changed: the SHA-256 stands at the end.
    pub fn has_same_content(&self, other: &Self) -> bool {
        const DIGEST: usize = 32;
        let digest = |stamp: &Self| stamp.0.get(stamp.0.len().saturating_sub(DIGEST)..).map(<[u8]>::to_vec);
        digest(self) == digest(other)
    }
}

/// What the person should know, or agree to, before something is saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caution {
    /// git keeps this file: with the next commit the token would be in the history for good (facts: safety T58).
    TrackedByGit,
    /// The file is inside a git repository and no rule keeps it out (facts: safety T58). `Effect::Ignore` adds one.
    NotIgnoredByGit,
    /// Others than the owner will be able to read it, as was asked for.
    OthersWillRead(Mode, Option<String>),
    /// A folder of the path can be written by others, who could take the file away or put another in its place.
    LooseFolder(PathBuf),
    /// The file has this many other names, which will keep what it held (facts: safety T53).
    OtherNames(u64),
    /// The file is protected against writing.
    WriteProtected,
    /// The folder does not exist and will be made, for the person alone.
    MakesFolder(PathBuf),
    /// It runs as another account than the person's, and that account will own the file (facts: safety T14).
    OwnedBy(SafeText),
    /// A folder of the path looks like one that a web server serves (facts: safety T59).
    WebFolder(SafeText),
    /// A folder of the path looks like one that is copied to other machines (facts: safety T59).
    SyncedFolder(SafeText),
    /// The file is on a disk of another machine.
    NetworkDisk,
    /// The path leads through a link of the person's own to this file; the link stays.
    ThroughLink,
    /// Others could read it so far, by these permission bits, and will not be able to.
    OthersCouldRead(Mode),
}

impl Caution {
    /// Whether the person must agree; the others are for knowledge.
    pub const fn needs_consent(&self) -> bool {
        match self {
            Self::TrackedByGit
            | Self::NotIgnoredByGit
            | Self::OthersWillRead(..)
            | Self::LooseFolder(_)
            | Self::OtherNames(_)
            | Self::WriteProtected
            | Self::MakesFolder(_)
            | Self::OwnedBy(_)
            | Self::WebFolder(_) => true,
            Self::SyncedFolder(_) | Self::NetworkDisk | Self::ThroughLink | Self::OthersCouldRead(_) => false,
        }
    }
}

/// What was saved, after it was read back and compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// The file that was written.
    pub file: PathBuf,
    /// Its permission bits now.
    pub mode: Mode,
    /// What became of each name.
    pub changes: Vec<Change>,
}

/// Why something could not be saved. Nothing was changed then, but for the two that say otherwise:
/// [`SaveFault::NoAnswer`] and [`SaveFault::Unconfirmed`].
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SaveFault {
    /// The path begins with `$` or `~name`, or holds what no file name can.
    #[error("the path cannot be understood")]
    PathUnclear,
    /// `~/` was written and no home is known.
    #[error("there is no home folder")]
    NoHome,
    /// A name in it is longer than the file system takes.
    #[error("the name is too long")]
    NameTooLong,
    /// A part of the path that should be a folder is none.
    #[error("a part of the path is not a folder")]
    NotAFolder(PathBuf),
    /// The file is a folder.
    #[error("this is a folder")]
    IsFolder(PathBuf),
    /// The file is a pipe, a socket, a device, or something of the system's own.
    #[error("this is not an ordinary file")]
    Special(PathBuf),
    /// Nothing may be written here.
    #[error("permission denied")]
    PermissionDenied(PathBuf),
    /// The file belongs to another account.
    #[error("the file belongs to somebody else")]
    ForeignFile(PathBuf),
    /// The path leads through a link of another account's (facts: safety T51).
    #[error("the path leads through somebody else's link")]
    ForeignLink(PathBuf),
    /// The links of the path lead in a circle.
    #[error("the links lead in a circle")]
    LinkLoop(PathBuf),
    /// Everybody can write into a folder of the path (facts: safety T51, T53).
    #[error("everybody can write into this folder")]
    OpenFolder(PathBuf),
    /// The disk is set to be read only.
    #[error("the disk is read only")]
    ReadOnlyDisk,
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull,
    /// The person's share of the disk is used up.
    #[error("the quota is used up")]
    QuotaUsedUp,
    /// The file would be larger than is allowed.
    #[error("the file would be too large")]
    TooLarge,
    /// No such group.
    #[error("there is no such group")]
    UnknownGroup(String),
    /// A group that the person is not in.
    #[error("not a member of the group")]
    NotInGroup(String),
    /// Somebody else changed the file since it was looked at.
    #[error("the file has changed meanwhile")]
    ChangedMeanwhile,
    /// What the file holds cannot be kept beside what is to be saved.
    #[error("the file cannot be changed without loss")]
    Content(#[from] ContentFault),
    /// What was read back before it was put in place is not what was written.
    #[error("what was read back differs")]
    ReadBackDiffers,
    /// It was put in place, and then the disk failed to confirm it, or somebody else wrote there at once: the file may
    /// hold the old or the new.
    #[error("the disk did not confirm what was saved")]
    Unconfirmed(PathBuf),
    /// There is no git repository around the file that a rule could be added to.
    #[error("there is no git repository")]
    NoRepository,
    /// The disk did not answer in time: it is unknown whether the file holds the old or the new. Nothing begins to be
    /// written after this was said.
    #[error("the disk does not answer")]
    NoAnswer,
    /// The old content is not there any more to be put back, or somebody has changed the file since.
    #[error("there is nothing to put back")]
    NothingToRestore,
    /// Anything else, by the system's own word for it.
    #[error("{0}")]
    Other(String),
}

/// Why a file's content cannot be kept beside what is to be saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ContentFault {
    /// It is larger than anything of this kind: more than 8 MiB.
    #[error("too large")]
    TooLarge,
    /// It is not text: a byte 0 stands in it, or it is UTF-16.
    #[error("not text")]
    NotText,
    /// A quote is opened on this line and never closed.
    #[error("a quote is not closed")]
    OpenQuote {
        /// The line, from 1.
        line: usize,
    },
    /// The value of a name runs over several lines: it is no token, and changing it might break what follows.
    #[error("the value has several lines")]
    SeveralLines {
        /// The first line, from 1.
        line: usize,
    },
    /// It is not JSON.
    #[error("not JSON")]
    NotJson {
        /// The line, from 1.
        line: usize,
    },
    /// It is JSON, but not an object.
    #[error("not an object")]
    NotAnObject,
    /// A member of this name stands there more than once, or stands for more than a text.
    #[error("the member cannot be replaced")]
    OddMember {
        /// The line, from 1.
        line: usize,
    },
    /// It holds more than options, so that it cannot be told what belongs to what.
    #[error("not a file of options")]
    NotOptions {
        /// The line, from 1.
        line: usize,
    },
    /// Readers of such files disagree about what this line means, or to which line it belongs.
    #[error("readers disagree about a line")]
    Unclear {
        /// The line, from 1.
        line: usize,
    },
    /// It is meant to hold a token alone, and holds something else: a line that is no token, several, or 64 KiB.
    #[error("not a token")]
    NotAToken,
    /// A name cannot stand in a file of this kind; `check_name` says why.
    #[error("the name cannot be written")]
    OddName,
    /// A value is empty or has a character that no token has, or a file for one token is given none or several (facts: safety
    /// T24).
    #[error("the value cannot be written")]
    OddValue,
}
