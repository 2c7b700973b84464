//! Saving in words: what would be done, who could read it, and why it could not be done.

use std::path::Path;

use crate::{
    delivery::{Caution, Change, ChangeKind, ContentFault, FileKind, Mode, Prospect, SaveFault},
    model::SafeText,
    wizard::{
        Wizard,
        trouble::{self, Trouble},
        view::Tone,
    },
};

/// What would be done, line by line.
pub(super) fn of_prospect(prospect: &Prospect, kind: FileKind, access: Option<(Tone, String)>) -> Vec<(Tone, String)> {
    let file = shown(&prospect.file);
    let mut lines = vec![(
        Tone::Calm,
        if prospect.exists {
            format!("{file} is there, and will be changed")
        } else {
            format!("{file} will be made")
        },
    )];
    lines.extend(prospect.changes.iter().map(|change| of_change(change, kind)));
    lines.extend(access);
    lines.extend(prospect.cautions.iter().map(of_caution));
    lines
}

/// What becomes of one value in a file of this kind.
pub fn of_change(change: &Change, kind: FileKind) -> (Tone, String) {
    let name = match kind {
        FileKind::Token => "The token",
        FileKind::Env | FileKind::Json | FileKind::Options => change.name.as_str(),
    };
    match &change.kind {
        ChangeKind::Added => (Tone::Good, format!("{name} is added")),
        ChangeKind::Same => (Tone::Good, format!("{name} stands there already, with the same value")),
        ChangeKind::Replaced { before, places } => {
            let before = if before == "…" {
                "a value that is too short to be shown"
            } else {
                before
            };
            let words = match places {
                0 | 1 => format!("{name} replaces {before}"),
                several => format!("{name} stands there {several} times. The last one counts, and replaces {before}"),
            };
            (Tone::Careful, words)
        }
    }
}

/// Who will be able to read the file.
pub(super) fn of_access(mode: Mode, group: Option<&str>) -> (Tone, String) {
    let group = group.map_or_else(|| "the file's group".to_owned(), |group| format!("the group {group}"));
    if mode.everybody_reads() {
        (
            Tone::Careful,
            format!("Everybody with an account on this machine will be able to read it ({mode})"),
        )
    } else if mode.group_reads() {
        (
            Tone::Careful,
            format!("You and {group} will be able to read it ({mode})"),
        )
    } else {
        (Tone::Good, format!("Only you will be able to read it ({mode})"))
    }
}

/// What the person should know, or agree to, in a sentence without its full stop.
pub fn of_caution(caution: &Caution) -> (Tone, String) {
    let words = match caution {
        Caution::TrackedByGit => {
            "git keeps this file: with the next commit the token is in its history for good".to_owned()
        }
        Caution::NotIgnoredByGit => {
            "The file is in a git repository and nothing keeps it out: git add would take the token along".to_owned()
        }
        Caution::OthersWillRead(mode, Some(group)) => {
            format!("With the permissions {mode}, others than you can read the token, such as the group {group}")
        }
        Caution::OthersWillRead(mode, None) => {
            format!("With the permissions {mode}, others than you can read the token")
        }
        Caution::LooseFolder(folder) => format!(
            "Others can write into {}, and could put another file in its place",
            shown(folder)
        ),
        Caution::OtherNames(1) => "The file has another name as well, which will keep the old content".to_owned(),
        Caution::OtherNames(others) => {
            format!("The file has {others} other names, which will keep the old content")
        }
        Caution::WriteProtected => "The file is protected against writing".to_owned(),
        Caution::MakesFolder(folder) => format!("The folder {} is not there, and will be made", shown(folder)),
        Caution::OwnedBy(account) => format!("The file will belong to {account}, which this runs as, and not to you"),
        Caution::WebFolder(folder) => {
            format!("{folder} looks like a folder of a web server: what lies there may be read by anybody")
        }
        Caution::SyncedFolder(folder) => format!("{folder} looks like a folder that is copied to other machines"),
        Caution::NetworkDisk => "The file is on a disk of another machine".to_owned(),
        Caution::ThroughLink => "The path is a link to this file. The link stays".to_owned(),
        Caution::OthersCouldRead(mode) => format!("Others can read the file so far ({mode})"),
    };
    let tone = if caution.needs_consent() {
        Tone::Careful
    } else {
        Tone::Calm
    };
    (tone, words)
}

/// What the person has to agree to, as a question: the most serious in full, the others by their number. All of them
/// stand on the form, and a question must be read whole in a small window.
pub(super) fn question(prospect: &Prospect) -> String {
    let cautions: Vec<&Caution> = prospect
        .cautions
        .iter()
        .filter(|caution| caution.needs_consent())
        .collect();
    let first = cautions.first().map(|caution| format!("{}. ", of_caution(caution).1));
    let more = match cautions.len() {
        0 | 1 => String::new(),
        2 => "One more thing stands on the form. ".to_owned(),
        many => format!("{} more things stand on the form. ", many.saturating_sub(1)),
    };
    format!("{}{more}Save it there all the same?", first.unwrap_or_default())
}

impl Wizard {
    /// Why something could not be saved, with the ways from there.
    pub fn trouble_of_saving(&self, fault: &SaveFault) -> Trouble {
        let mut words = self.words();
        let (id, place) = named(fault);
        if let Some(place) = place {
            words.push(("place", place));
        }
        let mut trouble = trouble::named(id, &words, self.facts.app_id.as_ref());
        if let SaveFault::Other(word) = fault {
            trouble.details.push(("The system's word", SafeText::new(word)));
        }
        trouble
    }
}

/// The name of a fault in the catalogue, and what it is about.
fn named(fault: &SaveFault) -> (&'static str, Option<String>) {
    let at = |path: &Path| Some(shown(path));
    match fault {
        SaveFault::PathUnclear => ("save-path-unclear", None),
        SaveFault::NoHome => ("save-no-home", None),
        SaveFault::NameTooLong => ("save-name-too-long", None),
        SaveFault::NotAFolder(path) => ("save-not-a-folder", at(path)),
        SaveFault::IsFolder(path) => ("save-is-folder", at(path)),
        SaveFault::Special(path) => ("save-special", at(path)),
        SaveFault::PermissionDenied(path) => ("save-permission-denied", at(path)),
        SaveFault::ForeignFile(path) => ("save-foreign-file", at(path)),
        SaveFault::ForeignLink(path) => ("save-foreign-link", at(path)),
        SaveFault::LinkLoop(path) => ("save-link-loop", at(path)),
        SaveFault::OpenFolder(path) => ("save-open-folder", at(path)),
        SaveFault::ReadOnlyDisk => ("save-read-only", None),
        SaveFault::DiskFull => ("save-disk-full", None),
        SaveFault::QuotaUsedUp => ("save-quota", None),
        SaveFault::TooLarge => ("save-too-large", None),
        SaveFault::UnknownGroup(group) => ("save-unknown-group", Some(SafeText::new(group).to_string())),
        SaveFault::NotInGroup(group) => ("save-not-in-group", Some(SafeText::new(group).to_string())),
        SaveFault::ChangedMeanwhile => ("save-changed", None),
        SaveFault::Content(fault) => of_content(*fault),
        SaveFault::ReadBackDiffers => ("save-differs", None),
        SaveFault::Unconfirmed(path) => ("save-unconfirmed", at(path)),
        SaveFault::NoRepository => ("save-no-repository", None),
        SaveFault::NoAnswer => ("save-no-answer", None),
        SaveFault::NothingToRestore => ("save-nothing-to-restore", None),
        SaveFault::Other(_) => ("save-other", None),
    }
}

fn of_content(fault: ContentFault) -> (&'static str, Option<String>) {
    let line = |line: usize| Some(format!("line {line}"));
    match fault {
        ContentFault::TooLarge => ("save-content-too-large", None),
        ContentFault::NotText => ("save-content-not-text", None),
        ContentFault::OpenQuote { line: at } => ("save-content-open-quote", line(at)),
        ContentFault::SeveralLines { line: at } => ("save-content-several-lines", line(at)),
        ContentFault::NotJson { line: at } => ("save-content-not-json", line(at)),
        ContentFault::NotAnObject => ("save-content-not-an-object", None),
        ContentFault::OddMember { line: at } => ("save-content-odd-member", line(at)),
        ContentFault::NotOptions { line: at } => ("save-content-not-options", line(at)),
        ContentFault::Unclear { line: at } => ("save-content-unclear", line(at)),
        ContentFault::NotAToken => ("save-content-not-a-token", None),
        ContentFault::OddName => ("save-content-odd-name", None),
        ContentFault::OddValue => ("save-content-odd-value", None),
    }
}

/// A path as it can be shown: whatever its bytes are, it cannot act on the terminal.
pub(in crate::wizard) fn shown(path: &Path) -> String {
    SafeText::new(&path.to_string_lossy()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_of_saving_has_its_own_words() {
        let path = || "/x".into();
        let contents = [
            ContentFault::TooLarge,
            ContentFault::NotText,
            ContentFault::OpenQuote { line: 3 },
            ContentFault::SeveralLines { line: 3 },
            ContentFault::NotJson { line: 3 },
            ContentFault::NotAnObject,
            ContentFault::OddMember { line: 3 },
            ContentFault::NotOptions { line: 3 },
            ContentFault::Unclear { line: 3 },
            ContentFault::NotAToken,
            ContentFault::OddName,
            ContentFault::OddValue,
        ];
        let faults = [
            SaveFault::PathUnclear,
            SaveFault::NoHome,
            SaveFault::NameTooLong,
            SaveFault::NotAFolder(path()),
            SaveFault::IsFolder(path()),
            SaveFault::Special(path()),
            SaveFault::PermissionDenied(path()),
            SaveFault::ForeignFile(path()),
            SaveFault::ForeignLink(path()),
            SaveFault::LinkLoop(path()),
            SaveFault::OpenFolder(path()),
            SaveFault::ReadOnlyDisk,
            SaveFault::DiskFull,
            SaveFault::QuotaUsedUp,
            SaveFault::TooLarge,
            SaveFault::UnknownGroup("apache".to_owned()),
            SaveFault::NotInGroup("apache".to_owned()),
            SaveFault::ChangedMeanwhile,
            SaveFault::ReadBackDiffers,
            SaveFault::Unconfirmed(path()),
            SaveFault::NoRepository,
            SaveFault::NoAnswer,
            SaveFault::NothingToRestore,
            SaveFault::Other("EIO".to_owned()),
        ];
        let all = faults.into_iter().chain(contents.map(SaveFault::Content));
        let mut seen = std::collections::BTreeSet::new();
        for fault in all {
            let (id, place) = named(&fault);
            let words: Vec<_> = place.map(|place| ("place", place)).into_iter().collect();
            let trouble = trouble::named(id, &words, None);
            assert_eq!(trouble.id, id, "{fault:?}");
            assert!(!trouble.ways.is_empty() && !trouble.cause.contains('{'), "{trouble:?}");
            assert!(seen.insert(id), "{id} is used twice");
        }
    }
}
