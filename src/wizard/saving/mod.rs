//! Saving: which kind of file, which file, under which names, for whose eyes.
//!
//! Begun by the person at an outcome, or before a login's code is spent, to choose the place ahead. Ends with what was
//! saved and read back, or with a trouble that names another way. The token stays with the outcome throughout.

mod act;
mod entries;
mod plan;
mod words;

pub(super) use words::shown;

use std::{collections::BTreeMap, path::PathBuf};

pub use plan::SavePlan;
pub use words::{of_caution, of_change};

use crate::{
    delivery::{Access, Caution, FileKind, Mode, Order, Prospect, SaveFault, check_name},
    journey::{Datum, Field, Stage},
};

use super::{
    Wizard,
    effect::{Effect, Ticket},
    view::{FormView, KindRow, KindsView, PreludeView, SavingView, Tone},
};

/// What is wrong where a name is given twice.
const DOUBLE_NAME: &str = "Two values cannot have the same name. Please change one of them";

/// What is being saved, and how far that has come.
#[derive(Debug, Default)]
pub(super) struct Saving {
    /// What of it is on the screen.
    screen: Option<Screen>,
    what: What,
    kind: Option<FileKind>,
    /// What stands in a field unless the person types something else.
    defaults: BTreeMap<Field, String>,
    trial: Trial,
    /// The person has pressed Enter before the place was tried: it goes on by itself then.
    goes_on: bool,
    /// In which file the person agreed to what.
    agreed: Option<(PathBuf, Vec<Caution>)>,
    /// A save that is under way.
    writing: Option<Ticket>,
    /// A file that is being put back.
    restoring: Option<(Ticket, PathBuf)>,
    /// A rule for git that is being added.
    ignoring: Option<Ticket>,
    /// The place was chosen before there was a token.
    is_chosen: bool,
    /// What was chosen is tried before the code of a login is spent.
    holds_login_back: bool,
}

/// What of saving is on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Screen {
    /// The kinds of file.
    Kinds,
    /// The place and the names.
    Form,
}

/// What is saved.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum What {
    /// The outcome on the screen.
    #[default]
    Shown,
    /// All outcomes of several, in one file.
    All,
    /// What will come of this walk.
    Ahead,
}

/// How the place is found to be.
#[derive(Debug, Default)]
enum Trial {
    /// Not tried since something about it changed.
    #[default]
    Untried,
    /// Being tried.
    Asked(Ticket),
    /// Tried.
    Known(Result<Prospect, SaveFault>),
}

impl Trial {
    const fn prospect(&self) -> Option<&Prospect> {
        match self {
            Self::Known(Ok(prospect)) => Some(prospect),
            Self::Untried | Self::Asked(_) | Self::Known(Err(_)) => None,
        }
    }
}

impl Wizard {
    /// Whether something about saving is on the screen.
    pub(super) const fn is_saving(&self) -> bool {
        self.saving.screen.is_some()
    }

    /// Whether the kinds of file are on the screen.
    pub(super) fn is_choosing_kind(&self) -> bool {
        self.saving.screen == Some(Screen::Kinds)
    }

    /// Whether this walk can be asked where its token goes before there is one: where a code is about to be spent.
    pub(super) fn can_choose_place(&self) -> bool {
        matches!(self.stage(), Some(Stage::SignIn { .. }))
            && self.trouble.is_none()
            && self.aside.is_none()
            && !self.is_saving()
    }

    /// Begins to save what the outcome holds, or to choose the place ahead.
    pub(super) fn begin_saving(&mut self, effects: &mut Vec<Effect>) {
        if self.trouble.is_some() || self.is_saving() || self.saving.writing.is_some() {
            return;
        }
        let what = match self.stage() {
            Some(Stage::Outcome(_)) if self.outcomes.current().is_some() => What::Shown,
            Some(Stage::Outcome(_)) => What::All,
            _ if self.can_choose_place() => What::Ahead,
            _ => return,
        };
        let before = std::mem::replace(&mut self.saving.what, what);
        if what != What::Ahead && self.saved_outcomes().is_empty() {
            return;
        }
        let is_ready = self.saving.is_chosen && before == What::Ahead && what != What::Ahead;
        match self.saving.kind.filter(|kind| is_ready && self.kinds().contains(kind)) {
            Some(kind) => self.open_form(kind, effects),
            None => self.saving.screen = Some(Screen::Kinds),
        }
    }

    /// Whether a form was sent that waits for what the disk says of a place.
    pub(super) const fn is_sending(&self) -> bool {
        let waits_for_place = self.saving.goes_on || self.saving.holds_login_back;
        self.saving.writing.is_some() || waits_for_place && matches!(self.saving.trial, Trial::Asked(_))
    }

    /// The kinds of file that what is saved can stand in.
    fn kinds(&self) -> Vec<FileKind> {
        let mut kinds = vec![FileKind::Env, FileKind::Json];
        if self.saving.what != What::All {
            kinds.push(FileKind::Token);
            kinds.extend(self.options_naming().map(|_| FileKind::Options));
        }
        kinds
    }

    pub(super) fn choose_kind(&mut self, kind: FileKind, effects: &mut Vec<Effect>) {
        if self.trouble.is_none() && self.is_choosing_kind() && self.kinds().contains(&kind) {
            self.open_form(kind, effects);
        }
    }

    fn open_form(&mut self, kind: FileKind, effects: &mut Vec<Effect>) {
        self.saving.kind = Some(kind);
        self.saving.screen = Some(Screen::Form);
        self.saving.defaults = self.defaults(kind);
        self.saving.goes_on = false;
        self.attention = None;
        self.notice = None;
        self.check_names();
        self.try_place(effects);
    }

    /// One step back within saving, and out of it.
    pub(super) fn leave_saving(&mut self) {
        self.attention = None;
        self.notice = None;
        self.saving.goes_on = false;
        self.saving.screen = match self.saving.screen {
            Some(Screen::Form) => Some(Screen::Kinds),
            Some(Screen::Kinds) | None => None,
        };
    }

    /// Out of saving, to where the person came from.
    pub(super) fn close_saving(&mut self) {
        self.saving.screen = None;
        self.saving.goes_on = false;
        self.attention = None;
    }

    /// The fields of the form, in order.
    pub(super) fn saving_fields(&self) -> Vec<Field> {
        let mut fields = vec![Field::SavePath];
        if let Some(kind @ (FileKind::Env | FileKind::Json)) = self.saving.kind {
            fields.extend(self.named_data(kind).into_iter().map(|(datum, _)| Field::NameOf(datum)));
        }
        if cfg!(unix) {
            fields.extend([Field::SaveMode, Field::SaveGroup]);
        }
        fields
    }

    /// What a field of the form holds: what was typed, or what stands there otherwise.
    pub(super) fn saving_value(&self, field: Field) -> Option<&str> {
        let typed = self.answers.text(field).filter(|text| !text.is_empty());
        typed.or_else(|| self.saving.defaults.get(&field).map(String::as_str))
    }

    /// What stands in a field unless the person types something else.
    pub(super) fn saving_default(&self, field: Field) -> Option<&str> {
        self.saving.defaults.get(&field).map(String::as_str)
    }

    /// Whether a field of the form holds what can be used.
    pub(super) fn is_saving_field_filled(&self, field: Field) -> bool {
        self.fault_of_saving_field(field).is_none()
    }

    fn fault_of_saving_field(&self, field: Field) -> Option<&'static str> {
        let value = self.saving_value(field);
        match field {
            Field::NameOf(_) => {
                let kind = self.saving.kind.unwrap_or(FileKind::Env);
                let own = check_name(kind, value.unwrap_or_default()).err();
                own.map(crate::delivery::NameFault::sentence)
                    .or_else(|| self.has_double(field).then_some(DOUBLE_NAME))
            }
            Field::SaveMode => match value.and_then(Mode::parse) {
                None => Some("Permissions are three digits from 0 to 7, such as 600 or 640"),
                Some(mode) if !mode.owner_reads() => {
                    Some("With these permissions you could not read the file yourself")
                }
                Some(mode) if mode.others_write() => Some(
                    "With these permissions others could change the file. 644 lets everybody read it, and only you change it",
                ),
                Some(_) => None,
            },
            Field::SavePath => value.is_none().then_some("A file is needed"),
            _ => None,
        }
    }

    fn has_double(&self, field: Field) -> bool {
        let value = self.saving_value(field);
        let fields = self.saving_fields();
        fields
            .iter()
            .any(|other| matches!(other, Field::NameOf(_)) && *other != field && self.saving_value(*other) == value)
    }

    /// A field of the form is complete for now.
    pub(super) fn settle_saving(&mut self, effects: &mut Vec<Effect>) {
        if self.saving.screen == Some(Screen::Form) {
            self.check_names();
            if matches!(self.saving.trial, Trial::Untried) {
                self.try_place(effects);
            }
        }
    }

    /// Says what is wrong with a name or the permissions.
    fn check_names(&mut self) {
        for field in self.saving_fields() {
            let is_empty = self.answers.is_empty(field);
            match self.fault_of_saving_field(field) {
                Some(why) if !is_empty && self.answers.is_settled(field) => self.answers.refuse(field, why.to_owned()),
                Some(_) | None => self.answers.forgive(field),
            }
        }
    }

    /// Something about the order has changed: what was found out about the place is about another one.
    pub(super) fn forget_trial(&mut self) {
        self.saving.trial = Trial::Untried;
        self.saving.goes_on = false;
    }

    /// What is to be written where; `None` while something is missing.
    fn order(&self) -> Option<Order> {
        let fields = self.saving_fields();
        if fields.iter().any(|field| !self.is_filled(*field)) {
            return None;
        }
        let kind = self.saving.kind?;
        Some(Order {
            path: self.saving_value(Field::SavePath)?.to_owned(),
            kind,
            entries: self.entries(kind),
            access: Access {
                mode: self
                    .saving_value(Field::SaveMode)
                    .and_then(Mode::parse)
                    .unwrap_or(Mode::PRIVATE),
                group: self
                    .saving_value(Field::SaveGroup)
                    .filter(|group| !group.is_empty())
                    .map(str::to_owned),
            },
        })
    }

    /// The kinds of file, for the screen.
    pub(super) fn kinds_view(&self) -> KindsView {
        let kinds = self.kinds();
        let chosen = self
            .saving
            .kind
            .and_then(|kind| kinds.iter().position(|other| *other == kind));
        KindsView {
            title: match self.saving.what {
                What::Shown => "Save the token: in which kind of file?",
                What::All => "Save all tokens in one file: of which kind?",
                What::Ahead => "Where will the token be saved?",
            },
            rows: kinds.iter().map(|kind| self.kind_row(*kind)).collect(),
            at: chosen.unwrap_or_default(),
        }
    }

    fn kind_row(&self, kind: FileKind) -> KindRow {
        let (title, meaning) = match kind {
            FileKind::Env => (
                "Variables (.env)",
                "NAME=value lines. Only these are changed, and everything else in the file stays as it is",
            ),
            FileKind::Json => (
                "JSON",
                "One object. Only these members are changed, and everything else in the file stays as it is",
            ),
            FileKind::Token => (
                "The token alone",
                "For a program that reads a file with nothing else in it",
            ),
            FileKind::Options => (
                self.options_naming().map_or("Options", |naming| naming.title),
                "Command-line options, for a program that reads them from a file",
            ),
        };
        KindRow { kind, title, meaning }
    }

    /// The form, for the screen.
    pub(super) fn saving_form(&self, now: jiff::Timestamp) -> FormView<'_> {
        let prelude = PreludeView {
            title: match self.saving.kind {
                Some(FileKind::Env) | None if self.saving.what == What::All => "Save all as variables",
                Some(FileKind::Env) | None => "Save as a variable",
                Some(FileKind::Json) => "Save as JSON",
                Some(FileKind::Token) => "Save the token alone",
                Some(FileKind::Options) => "Save as options",
            },
            intro: match self.saving.what {
                What::Ahead => "The place is tried before the login's code is spent. Nothing is written now.",
                What::Shown | What::All => "Nothing is written before you choose to save.",
            },
            steps: &[],
            notes: &[],
            link: None,
            is_listening: false,
        };
        let mut form = self.form(&self.saving_fields(), Some(prelude), now);
        form.saving = Some(SavingView {
            lines: self.preview(),
            button: if self.saving.what == What::Ahead {
                "Keep this place"
            } else {
                "Save"
            },
            can_keep_out_of_git: self.has_caution(&Caution::NotIgnoredByGit),
        });
        form
    }

    fn has_caution(&self, caution: &Caution) -> bool {
        let prospect = self.saving.trial.prospect();
        prospect.is_some_and(|prospect| prospect.cautions.contains(caution))
    }

    /// What would be done, line by line.
    fn preview(&self) -> Vec<(Tone, String)> {
        let kind = self.saving.kind.unwrap_or(FileKind::Env);
        match &self.saving.trial {
            Trial::Untried => Vec::new(),
            Trial::Asked(_) => vec![(Tone::Calm, "Looking at the place".to_owned())],
            Trial::Known(Ok(prospect)) => words::of_prospect(prospect, kind, self.access_words()),
            Trial::Known(Err(fault)) => {
                let trouble = self.trouble_of_saving(fault);
                vec![(Tone::Bad, format!("{}. {}", trouble.headline, trouble.remedy))]
            }
        }
    }

    /// Who will be able to read the file.
    fn access_words(&self) -> Option<(Tone, String)> {
        let mode = self.saving_value(Field::SaveMode).and_then(Mode::parse)?;
        let group = self.saving_value(Field::SaveGroup).filter(|group| !group.is_empty());
        cfg!(unix).then(|| words::of_access(mode, group))
    }

    /// The names and the place that the next run begins with.
    fn chosen_names(&self) -> BTreeMap<Datum, String> {
        self.saving_fields()
            .into_iter()
            .filter_map(|field| match field {
                Field::NameOf(datum) => Some((datum, self.saving_value(field)?.to_owned())),
                _ => None,
            })
            .collect()
    }
}
