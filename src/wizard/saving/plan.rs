//! Everything about a place at once: for a skin that asks nobody, and for trying a place before there is anything to put there.

use std::collections::BTreeMap;

use zeroize::Zeroizing;

use crate::{
    delivery::{Access, Entry, FileKind, Order},
    journey::{Datum, Field, Journey},
    model::{PageId, Payload},
    wizard::{
        Wizard,
        effect::{Effect, Ticket},
        event,
    },
};

use super::{Screen, entries};

/// What stands for each thing while there is nothing yet: every kind of file takes it, and no secret looks like it.
const STAND_IN: &str = "0";

/// A file that something will be saved in, and how it is to stand there.
#[derive(Debug, Clone)]
pub struct SavePlan {
    /// The file, as it was given.
    pub path: String,
    /// How it is written.
    pub kind: FileKind,
    /// Names that stand there instead of those that programs know.
    pub names: BTreeMap<Datum, String>,
    /// Who may read it afterwards.
    pub access: Access,
}

impl Wizard {
    /// What saving at the end of this journey will write, with something else in the place of what is not there yet: so a place
    /// is tried before anything is spent (facts: safety L2). Where several tokens will stand side by side, `pages` are the numbers that
    /// their names end with, as far as they are known. The error is a sentence: two values would have the same name.
    pub fn look_ahead(
        &mut self,
        journey: &Journey,
        plan: &SavePlan,
        pages: Option<&[PageId]>,
    ) -> Result<(Ticket, Order), &'static str> {
        let order = Order {
            path: plan.path.clone(),
            kind: plan.kind,
            entries: stand_ins(journey, plan.kind, &plan.names, pages),
            access: plan.access.clone(),
        };
        let has_double = |(at, entry): (usize, &Entry)| {
            order
                .entries
                .iter()
                .skip(at.saturating_add(1))
                .any(|other| other.name == entry.name)
        };
        if order.entries.iter().enumerate().any(has_double) {
            return Err(super::DOUBLE_NAME);
        }
        Ok((self.board.reserve(), order))
    }

    /// The kind of file was chosen together with all that the form would ask: only that place is tried, and no usual one.
    pub(in crate::wizard) fn save_to(&mut self, plan: &SavePlan, effects: &mut Vec<Effect>) {
        if self.trouble.is_some() || !self.is_choosing_kind() || !self.kinds().contains(&plan.kind) {
            return;
        }
        self.saving.kind = Some(plan.kind);
        // The fields of the form are known, and can be filled, once it is the form that is on the screen.
        self.saving.screen = Some(Screen::Form);
        let names = plan.names.iter();
        let names = names.map(|(datum, name)| (Field::NameOf(*datum), name.clone()));
        let fixed = [
            (Field::SavePath, plan.path.clone()),
            (Field::SaveMode, plan.access.mode.to_string()),
            (Field::SaveGroup, plan.access.group.clone().unwrap_or_default()),
        ];
        let fields = self.saving_fields();
        for (field, text) in fixed
            .into_iter()
            .chain(names)
            .filter(|(field, _)| fields.contains(field))
        {
            self.answers.fill(field, &event::Entry(Zeroizing::new(text)));
            self.answers.settle(field);
        }
        self.forget_trial();
        self.open_form(plan.kind, effects);
    }
}

/// What a journey may end with, each thing under its name, before any of it is there.
pub(super) fn stand_ins(
    journey: &Journey,
    kind: FileKind,
    names: &BTreeMap<Datum, String>,
    pages: Option<&[PageId]>,
) -> Vec<Entry> {
    let entry = |name: String| Entry {
        name,
        payload: Payload::Plain(STAND_IN.to_owned()),
    };
    let of_each = entries::names_ahead(journey, kind, names);
    match pages {
        None => of_each.into_iter().map(entry).collect(),
        Some(pages) => {
            let of_page = |page: &PageId| {
                let page = page.to_string();
                let names = of_each.iter().map(move |name| entries::name_of_page(name, &page));
                names.collect::<Vec<_>>()
            };
            pages.iter().flat_map(of_page).map(entry).collect()
        }
    }
}
