//! What is kept of a token that was taken along, for `evertoken status`: nothing secret.

use jiff::Timestamp;

use crate::{
    delivery::{FileKind, SavedAt},
    journey::Datum,
    model::{Expiry, Id, IdKind, Inspection, Permission, Record, SafeText, SavedPlace},
};

use super::{
    Delivery, Wizard, effect::Effect, event::RecordReport, saving::shown, stage::outcome::Outcome, view::Tone,
};

impl Wizard {
    /// Has every token kept in the record that was taken along, as soon as that is so and when something about it changes.
    pub(super) fn record(&mut self, effects: &mut Vec<Effect>) {
        let records: Vec<Option<Record>> = self
            .outcomes
            .all
            .iter()
            .map(|outcome| self.record_of(outcome))
            .collect();
        for (outcome, record) in self.outcomes.all.iter_mut().zip(records) {
            if let Some(record) = record
                && outcome.recorded.as_ref() != Some(&record)
            {
                outcome.recorded = Some(record.clone());
                effects.push(Effect::Record(Box::new(record)));
            }
        }
    }

    /// What became of a record: nothing is said where it is kept as it should be.
    pub(super) fn recorded(&mut self, report: &RecordReport) {
        let words = match report {
            RecordReport::Kept => return,
            RecordReport::KeptBeside(aside) => {
                format!(
                    "The records of earlier tokens are damaged. They lie in {} now",
                    shown(aside)
                )
            }
            RecordReport::NotKept(why) => {
                format!(
                    "evertoken status will not know of this token. {}",
                    why.trim_end_matches('.')
                )
            }
        };
        match &mut self.notice {
            Some(before) => {
                before.tone = Tone::Careful;
                before.text = match before.copied {
                    // What is to be copied stays at the end.
                    Some(_) => format!("{words}. {}", before.text),
                    None => format!("{}. {words}", before.text),
                };
            }
            None => self.say(Tone::Careful, words),
        }
    }

    fn record_of(&self, outcome: &Outcome) -> Option<Record> {
        if outcome.delivery == Delivery::Undelivered {
            return None;
        }
        let life = outcome.life.as_ref()?;
        let plain = &outcome.takings.plain;
        Some(Record {
            fingerprint: outcome.fingerprint()?,
            journey: self.journey?.name.to_owned(),
            kind: outcome.takings.label.to_owned(),
            label: SafeText::new(&outcome.label),
            app: self.facts.app_id.clone().filter(|_| !outcome.takings.is_of_instagram),
            page: number(plain.get(&Datum::PageId)),
            instagram: number(plain.get(&Datum::InstagramId)),
            instagram_name: plain
                .get(&Datum::InstagramName)
                .map(|name| SafeText::new(name.trim_start_matches('@'))),
            user: number(plain.get(&Datum::UserId)),
            permissions: life.permissions.clone(),
            made: life.since,
            expires: life.expires,
            data_access_ends: life.data_access,
            saved: outcome.saved.iter().map(kept_place).collect(),
            server: self.settings.server.clone(),
        })
    }
}

/// A place as a record names it.
pub(super) fn kept_place(place: &SavedAt) -> SavedPlace {
    SavedPlace {
        file: place.file.clone(),
        name: (place.kind != FileKind::Token).then(|| place.name.clone()),
    }
}

fn number<K: IdKind>(text: Option<&String>) -> Option<Id<K>> {
    text?.parse().ok()
}

/// How long a token lasts, and what it may do.
#[derive(Debug)]
pub(super) struct Life {
    /// When that was found out.
    pub(super) since: Timestamp,
    pub(super) expires: Expiry,
    pub(super) data_access: Expiry,
    pub(super) permissions: Vec<Permission>,
}

impl Life {
    /// As Meta says it.
    pub(super) fn of(seen: &Inspection) -> Self {
        Self {
            since: seen.issued.unwrap_or_default(),
            expires: seen.expires,
            data_access: seen.data_access,
            permissions: seen.permissions.clone(),
        }
    }
}
