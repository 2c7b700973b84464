//! What can happen to the wizard: things a person does, in meaning and never in keys, and things that come back.

use std::path::PathBuf;

use jiff::Timestamp;
use zeroize::Zeroizing;

use crate::{
    delivery::{FileKind, Prospect, SaveFault, Saved},
    graph_api::{NoAnswer, Response},
    journey::{Field, Journey},
    model::{LoginState, PageId, Remembered},
};

use super::{
    SavePlan,
    effect::{Copyable, Link, Ticket},
    trouble::Way,
};

/// One thing that happened. Its `Debug` shows no text a person typed.
#[derive(Debug)]
pub enum Event {
    /// The person chose a journey on the menu.
    Choose(&'static Journey),
    /// Take another of the journey's doors, by its place among them.
    Door(usize),
    /// The whole text of a field changed to this.
    Answer(Field, Entry),
    /// The person is done with a field for now: a paste has ended, or the focus went elsewhere.
    Settle(Field),
    /// Go on.
    Next,
    /// Go one stage back; what was typed stays.
    Back,
    /// Mark a Page to be chosen with others, or take its mark back.
    Mark(PageId),
    /// Choose the marked Pages, or this one where none is marked.
    Pick(PageId),
    /// Look at what came of one Page of several, by its place in the list of results.
    ShowResult(usize),
    /// Take one of the ways that a trouble or an outcome offers.
    Take(Way),
    /// Copy something.
    Copy(Copyable),
    /// Open a link in a browser.
    Open(Link),
    /// Show the token alone, outside the full screen.
    ShowPlain,
    /// Show an address or the permission list alone, outside the full screen, where the terminal breaks no line of it.
    ShowBare(Copyable),
    /// Show the token inside the full screen for a few seconds, or hide it again.
    Reveal,
    /// Hide what is revealed: nobody may be looking who should, or somebody who should not.
    Hide,
    /// Compare a paste with what was copied.
    CheckCopy,
    /// Empty the clipboard that the last copy went to.
    ClearClipboard,
    /// Try the token with one live read.
    TestCall,
    /// Save what the outcome holds; before a login's code is spent, choose where.
    Save,
    /// Save it in this kind of file.
    SaveAs(FileKind),
    /// Save it in this file, with all that the form would ask.
    SaveTo(SavePlan),
    /// Add a rule that keeps the file out of git.
    KeepOutOfGit,
    /// The run has begun and its first picture is there.
    Begun,
    /// Take up the walk that an earlier run broke off.
    Resume,
    /// The plain view was shown and the person has come back from it.
    PlainShown,
    /// The plain view could not be shown: what it goes to takes nothing.
    PlainNotShown,
    /// The person wants to leave. Asks first when something undelivered would be lost.
    Leave,
    /// The person answered the question with yes.
    Confirm,
    /// The person answered the question with no.
    Decline,
    /// An answer, or the reason why there is none.
    Answered(Ticket, Result<Response, NoAnswer>),
    /// What became of a copy.
    Copied(Copyable, CopyReport),
    /// What became of the wish to empty the clipboard.
    ClipboardCleared(ClearReport),
    /// What saving would do, or why it cannot be done.
    Probed(Ticket, Result<Prospect, SaveFault>),
    /// What was saved and read back, or why it was not.
    Saved(Ticket, Result<Saved, SaveFault>),
    /// Whether a file holds again what it held before.
    Restored(Ticket, Result<(), SaveFault>),
    /// The file that has a new rule for git now, or why it has none.
    Ignored(Ticket, Result<PathBuf, SaveFault>),
    /// What became of a record.
    Recorded(RecordReport),
    /// Whether a browser was started.
    Opened(Link, bool),
    /// A login has its state, and perhaps somebody waits for its browser.
    Listening(Ticket, Listening),
    /// A browser came back from that login: the whole address it came to.
    Landed(Ticket, Entry),
    /// What an earlier run kept; nothing, where it kept nothing.
    Recalled(Remembered),
    /// Time has passed: see `View::changes_at`.
    Tick,
}

/// What a login needs before it can begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listening {
    /// What must come back with the answer.
    pub state: LoginState,
    /// The port of this machine where somebody waits for the browser; `None` where nobody can.
    pub port: Option<u16>,
}

/// The text in a field. `Debug` shows that there is one and no more.
pub struct Entry(pub Zeroizing<String>);

impl std::fmt::Debug for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0.is_empty() { "<empty>" } else { "<typed>" })
    }
}

/// What was done about a copy: never more than is known (facts: terminal 1.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyReport {
    /// On the local clipboard, and read back equal; a secret is taken away again on leaving, unless this program is killed
    /// (macOS, Windows).
    Copied,
    /// On the local clipboard, read back equal; gone when this program ends (X11, Wayland).
    CopiedUntilExit,
    /// tmux has it and says that it passes it on to its terminal.
    SentThroughTmux,
    /// tmux has no way to reach its terminal's clipboard.
    TmuxCannotReach,
    /// Written to the terminal in the pieces that screen passes on.
    SentThroughScreen,
    /// Written to a multiplexer on the other side of the connection, in both forms.
    SentToFarMultiplexer,
    /// Written to a terminal that says it accepts clipboard writes.
    SentAccepted,
    /// Written to a terminal that says nothing about it.
    SentUnknown,
    /// No clipboard at all: it was written to standard output, and all of it was taken.
    HandedOver,
    /// No way: nothing was written.
    NoClipboard,
}

impl CopyReport {
    /// Whether the text is known to be there.
    pub const fn is_sure(self) -> bool {
        matches!(self, Self::Copied | Self::CopiedUntilExit)
    }

    /// Whether the text was put on a clipboard at all, and may have to be taken off it again.
    pub const fn is_on_a_clipboard(self) -> bool {
        self.went_somewhere() && !matches!(self, Self::HandedOver)
    }

    /// Whether the text went anywhere at all.
    pub const fn went_somewhere(self) -> bool {
        !matches!(self, Self::NoClipboard | Self::TmuxCannotReach)
    }
}

/// What became of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecordReport {
    /// It is kept.
    Kept,
    /// It is kept, in a new file: the one that was there is damaged, and lies here now.
    KeptBeside(PathBuf),
    /// It is not kept, for this reason, in a sentence.
    NotKept(String),
}

/// What became of the wish to empty the clipboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClearReport {
    /// It held our copy, and is empty now.
    Emptied,
    /// It held something else, which was left alone.
    HeldSomethingElse,
    /// The terminal was asked to empty its clipboard; nothing says that it did.
    AskedTerminal,
    /// Nothing could be done.
    Failed,
}

/// The time, given with every event: the wizard has no clock of its own.
pub type Now = Timestamp;
