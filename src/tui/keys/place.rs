//! Where keys mean something.

use super::Key;

/// A kind of place where keys mean something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Place {
    /// The menu.
    Menu,
    /// A guide.
    Guide,
    /// A text field of a form.
    Field,
    /// The button under a form.
    Button,
    /// Calls under way.
    Progress,
    /// The Page list.
    Choice,
    /// The kinds of file something can be saved in.
    Kinds,
    /// What came of several Pages.
    Results,
    /// The result.
    Outcome,
    /// A failure that is explained.
    Trouble,
    /// A question that waits for yes or no.
    Question,
    /// The help.
    Help,
}

impl Place {
    pub(super) const ALL: [Self; 12] = [
        Self::Menu,
        Self::Guide,
        Self::Field,
        Self::Button,
        Self::Progress,
        Self::Choice,
        Self::Kinds,
        Self::Results,
        Self::Outcome,
        Self::Trouble,
        Self::Question,
        Self::Help,
    ];

    /// Its name in the README.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Menu => "Menu",
            Self::Guide => "Getting a token",
            Self::Field => "Text field",
            Self::Button => "Continue button",
            Self::Progress => "Exchange",
            Self::Choice => "Page list",
            Self::Kinds => "Kind of file",
            Self::Results => "List of results",
            Self::Outcome => "Result",
            Self::Trouble => "Something went wrong",
            Self::Question => "Question",
            Self::Help => "Help",
        }
    }

    /// What the place is for, for the help screen.
    pub const fn purpose(self) -> &'static str {
        match self {
            Self::Menu => {
                "Choose what you want to do. Every choice can be left again with Esc, and nothing is sent anywhere \
                 before you have pasted a token."
            }
            Self::Guide => {
                "These steps are done in a browser, on this machine or on any other. Come back and press Enter: the \
                 next screen takes what you found. Where there is another way to a token, Tab shows it."
            }
            Self::Field | Self::Button => {
                "Paste or type each value. Hidden values stay hidden, and go to Meta and nowhere else. A paste never \
                 goes on by itself. As soon as a token is here, Meta is asked about it and the answer stands below the \
                 fields."
            }
            Self::Progress => {
                "Meta is being asked. Each line is one question to it, with what came back. You can stop at any time; \
                 what you typed stays."
            }
            Self::Choice => {
                "These are the Pages that Meta lists for you. Type a part of a name, an ID, a category or an Instagram \
                 name to make the list shorter; blanks make no difference. A Page that cannot be chosen says why."
            }
            Self::Kinds => {
                "Choose how the token is written down. The next screen asks where, and shows what would become of what is \
                 there already."
            }
            Self::Results => {
                "Each Page has its own token, and one line here. Open a line to see what was proved about it and to \
                 take its token with you."
            }
            Self::Outcome => {
                "This is what was found out about the token. Where there is one to take, take it with you before you \
                 leave: save it to a file, copy it, or show it alone on a line and select it there. A number in front \
                 of a line copies what the line holds."
            }
            Self::Trouble => {
                "Something did not work. The screen says what happened, why, and what to do now. What you typed is \
                 kept whichever way you take."
            }
            Self::Question => "Something needs a yes or a no first. Enter always takes the safe answer.",
            Self::Help => "The keys of the screen you came from.",
        }
    }

    /// Whether printable keys are text here.
    pub const fn takes_text(self) -> bool {
        matches!(self, Self::Field | Self::Choice)
    }

    /// Whether this key is text here. A blank marks a Page in the list as long as there is no filter to go on with.
    pub const fn is_text(self, key: Key) -> bool {
        match key {
            Key::Char(' ') => matches!(self, Self::Field),
            Key::Char(_) => self.takes_text(),
            Key::Ctrl(_) | Key::F(_) | Key::Named(_) => false,
        }
    }
}

/// A set of places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Places(u16);

impl Places {
    /// No place.
    pub(super) const NONE: Self = Self(0);
    pub(super) const ALL: Self = Self(u16::MAX);
    pub(super) const TEXTS: Self = Self::of(&[Place::Field, Place::Choice]);
    pub(super) const FORM: Self = Self::of(&[Place::Field, Place::Button]);
    pub(super) const ENDS: Self = Self::of(&[Place::Outcome, Place::Trouble]);
    pub(super) const SCROLLED: Self = Self::of(&[
        Place::Guide,
        Place::Progress,
        Place::Outcome,
        Place::Trouble,
        Place::Help,
    ]);
    pub(super) const LISTS: Self = Self::of(&[Place::Menu, Place::Choice, Place::Kinds, Place::Results]);
    /// Everywhere but in a question and in the help itself.
    pub(super) const SCREENS: Self = Self(!Self::of(&[Place::Question, Place::Help]).0);

    pub(super) const fn one(place: Place) -> Self {
        Self(1 << place as u16)
    }

    pub(super) const fn of(places: &[Place]) -> Self {
        let mut bits = 0;
        let mut rest = places;
        while let [place, others @ ..] = rest {
            bits |= 1_u16 << *place as u16;
            rest = others;
        }
        Self(bits)
    }

    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// These places without others.
    pub(super) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether a place is in it.
    pub const fn has(self, place: Place) -> bool {
        self.0 & Self::one(place).0 != 0
    }

    /// Their names, for the README.
    pub(super) fn words(self) -> String {
        let (inside, outside): (Vec<_>, Vec<_>) = Place::ALL.into_iter().partition(|place| self.has(*place));
        let names = |places: &[Place]| places.iter().map(|place| place.name()).collect::<Vec<_>>().join(", ");
        match outside.as_slice() {
            [] => "Everywhere".to_owned(),
            [Place::Question, Place::Help] => "Every screen".to_owned(),
            [_] | [_, _] => format!("Everywhere but: {}", names(&outside)),
            _ => names(&inside),
        }
    }
}
