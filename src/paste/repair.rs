//! What was put right in a text that arrived, in words a person can check.

/// One kind of repair. Counts are of what was taken away, never of what is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Repair {
    /// Paste markers of the terminal (`[200~`, `[201~`) that had become text.
    MarkersRemoved,
    /// Control characters, zero-width characters and direction marks.
    InvisibleRemoved(usize),
    /// Lines of a drawn frame.
    FrameRemoved,
    /// The value was picked out of a curl command.
    TakenFromCurl,
    /// The value was picked out of a JSON answer, or a piece of one.
    TakenFromJson,
    /// The value was picked out of a web address.
    TakenFromUrl,
    /// The value stood behind `Bearer` or `OAuth`.
    TakenFromHeader,
    /// The value stood behind a name and a sign: `export X=`, `KEY=`, `access_token=`, `App ID:`.
    TakenFromAssignment,
    /// Other words stood around the value.
    TakenFromText,
    /// The wanted half of `APP_ID|APP_SECRET`.
    TakenFromPair,
    /// Quotes of any kind around the value.
    QuotesRemoved,
    /// Line breaks inside the value; a break counts once with the blanks around it.
    LineBreaksJoined(usize),
    /// Blanks inside the value, and white space around it.
    BlanksRemoved(usize),
    /// `%7C` and its like.
    PercentDecoded,
    /// Commas, brackets, full stops and their like around the value.
    TrailingPunctuationRemoved,
    /// The same value had arrived several times in a row.
    RepeatsRemoved,
    /// Capital letters of an App secret.
    Lowercased,
}

impl Repair {
    /// The repair in a few words, without a capital and without a full stop.
    pub fn words(&self) -> String {
        match self {
            Self::MarkersRemoved => "paste marks of the terminal removed".to_owned(),
            Self::InvisibleRemoved(count) => {
                counted(*count, "invisible character removed", "invisible characters removed")
            }
            Self::FrameRemoved => "lines of a frame removed".to_owned(),
            Self::TakenFromCurl => "taken out of the curl command".to_owned(),
            Self::TakenFromJson => "taken out of the JSON answer".to_owned(),
            Self::TakenFromUrl => "taken out of the address".to_owned(),
            Self::TakenFromHeader => "taken out of the header".to_owned(),
            Self::TakenFromAssignment => "the name before it removed".to_owned(),
            Self::TakenFromText => "the words around it removed".to_owned(),
            Self::TakenFromPair => "taken out of App ID and App secret".to_owned(),
            Self::QuotesRemoved => "quotes removed".to_owned(),
            Self::LineBreaksJoined(count) => counted(*count, "line break joined", "line breaks joined"),
            Self::BlanksRemoved(count) => counted(*count, "blank removed", "blanks removed"),
            Self::PercentDecoded => "percent signs decoded".to_owned(),
            Self::TrailingPunctuationRemoved => "punctuation around it removed".to_owned(),
            Self::RepeatsRemoved => "it had arrived more than once, kept once".to_owned(),
            Self::Lowercased => "capital letters made small".to_owned(),
        }
    }
}

fn counted(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

/// The repairs made so far, one per kind.
#[derive(Debug, Clone, Default)]
pub(super) struct Repairs(Vec<Repair>);

impl Repairs {
    /// Notes a repair; counts of the same kind are added up, and a count of nothing is no repair.
    pub(super) fn note(&mut self, new: Repair) {
        use Repair::{BlanksRemoved, InvisibleRemoved, LineBreaksJoined};
        if matches!(new, InvisibleRemoved(0) | LineBreaksJoined(0) | BlanksRemoved(0)) {
            return;
        }
        if self.0.contains(&new) && !matches!(new, InvisibleRemoved(_) | LineBreaksJoined(_) | BlanksRemoved(_)) {
            return;
        }
        for old in &mut self.0 {
            match (&mut *old, new) {
                (InvisibleRemoved(count), InvisibleRemoved(more))
                | (LineBreaksJoined(count), LineBreaksJoined(more))
                | (BlanksRemoved(count), BlanksRemoved(more)) => {
                    *count = count.saturating_add(more);
                    return;
                }
                _ => {}
            }
        }
        self.0.push(new);
    }

    /// These repairs and one more.
    pub(super) fn with(mut self, new: Repair) -> Self {
        self.note(new);
        self
    }

    /// These repairs and others.
    pub(super) fn and(mut self, others: &Self) -> Self {
        for repair in &others.0 {
            self.note(*repair);
        }
        self
    }

    /// The repairs in the order of [`Repair`].
    pub(super) fn in_order(mut self) -> Vec<Repair> {
        self.0.sort_unstable();
        self.0
    }
}

impl From<Vec<Repair>> for Repairs {
    fn from(repairs: Vec<Repair>) -> Self {
        Self(repairs)
    }
}
