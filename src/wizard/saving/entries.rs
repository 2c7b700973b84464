//! What is saved, under which names, and where unless the person says otherwise.

use std::collections::BTreeMap;

use crate::{
    delivery::{Entry, FileKind},
    journey::{Datum, Field, Journey, Naming, Prize, Spelling},
    model::Payload,
};

use super::{What, Wizard, plan};
use crate::wizard::stage::outcome::Outcome;

/// What a member of JSON is called.
const JSON_NAMES: &[(Datum, &str)] = &[
    (Datum::Token, "access_token"),
    (Datum::PageId, "page_id"),
    (Datum::InstagramId, "instagram_user_id"),
    (Datum::InstagramName, "instagram_username"),
    (Datum::UserId, "user_id"),
];

/// What variables are called where the journey has no names of its own.
const VARIABLES_OF_FACEBOOK: &[(Datum, &str)] = &[(Datum::Token, "FACEBOOK_ACCESS_TOKEN")];
const VARIABLES_OF_A_PAGE: &[(Datum, &str)] = &[
    (Datum::Token, "FACEBOOK_PAGE_TOKEN"),
    (Datum::PageId, "FACEBOOK_PAGE_ID"),
];
const VARIABLES_OF_INSTAGRAM: &[(Datum, &str)] = &[
    (Datum::Token, "INSTAGRAM_ACCESS_TOKEN"),
    (Datum::InstagramId, "INSTAGRAM_USER_ID"),
];

impl Wizard {
    /// The outcomes that are saved: those with a token.
    pub(in crate::wizard) fn saved_outcomes(&self) -> Vec<&Outcome> {
        let all = match self.saving.what {
            What::Shown => self.outcomes.current().into_iter().collect(),
            What::All => self.outcomes.all.iter().filter(|outcome| outcome.is_proved()).collect(),
            What::Ahead => Vec::new(),
        };
        let has_token = |outcome: &&Outcome| outcome.takings.token.is_some();
        all.into_iter().filter(has_token).collect()
    }

    /// The names of the options that what is saved can stand under.
    pub(super) fn options_naming(&self) -> Option<&'static Naming> {
        let naming = naming(self.journey?, Spelling::Options)?;
        let has_all = |outcome: &Outcome| naming.pairs.iter().all(|(_, datum)| outcome.takings.has(*datum));
        let fits = self.saving.what == What::Ahead || self.saved_outcomes().into_iter().all(has_all);
        fits.then_some(naming)
    }

    /// What is saved in a file of this kind, and the name of each as programs know it.
    pub(super) fn named_data(&self, kind: FileKind) -> Vec<(Datum, &'static str)> {
        let Some(journey) = self.journey else {
            return Vec::new();
        };
        if self.saving.what == What::Ahead {
            return data_ahead(journey, kind);
        }
        let outcomes = self.saved_outcomes();
        let is_there = |datum: Datum| outcomes.iter().all(|outcome| outcome.takings.has(datum));
        let mut names = match kind {
            FileKind::Options => pairs(self.options_naming()),
            kind => names_of(journey, kind).unwrap_or_else(|| self.usual_variables().to_vec()),
        };
        names.retain(|(datum, _)| is_there(*datum));
        names
    }

    fn usual_variables(&self) -> &'static [(Datum, &'static str)] {
        let is_of_instagram = self.facts.instagram_long.is_some();
        let is_of_page = self
            .saved_outcomes()
            .first()
            .is_some_and(|outcome| outcome.takings.has(Datum::PageId));
        match (is_of_instagram, is_of_page) {
            (true, _) => VARIABLES_OF_INSTAGRAM,
            (false, true) => VARIABLES_OF_A_PAGE,
            (false, false) => VARIABLES_OF_FACEBOOK,
        }
    }

    /// What stands in the fields unless the person types something else: what was chosen last, or what programs expect.
    pub(super) fn defaults(&self, kind: FileKind) -> BTreeMap<Field, String> {
        let remembered = self.remembered.as_ref();
        let chosen = remembered.and_then(|kept| kept.saving.get(slug(kind)));
        let mut defaults = BTreeMap::new();
        let path = chosen
            .map(|chosen| chosen.path.clone())
            .filter(|_| kind != FileKind::Token);
        defaults.insert(Field::SavePath, path.unwrap_or_else(|| self.usual_path(kind)));
        for (datum, usual) in self.named_data(kind) {
            let name = chosen.and_then(|chosen| chosen.names.get(&name_of(datum)));
            defaults.insert(Field::NameOf(datum), name.cloned().unwrap_or_else(|| usual.to_owned()));
        }
        defaults.insert(Field::SaveMode, "600".to_owned());
        defaults
    }

    /// Where such a file is expected. A token alone has a file of its own, named after whose it is.
    fn usual_path(&self, kind: FileKind) -> String {
        match kind {
            FileKind::Env => ".env".to_owned(),
            FileKind::Json => "tokens.json".to_owned(),
            FileKind::Options => "options.txt".to_owned(),
            FileKind::Token => {
                let plain = self.outcomes.current().map(|outcome| &outcome.takings.plain);
                let of = |datum| plain.and_then(|plain| plain.get(&datum));
                match (of(Datum::InstagramName), of(Datum::PageId)) {
                    (Some(name), _) if is_file_name(bare(name)) => bare(name).to_owned(),
                    (_, Some(page)) => format!("facebook-page-{page}"),
                    _ if self.prize() == Some(Prize::InstagramToken) => "instagram.token".to_owned(),
                    _ => "facebook.token".to_owned(),
                }
            }
        }
    }

    /// What a file of this kind is to hold. Several Pages stand in it side by side, each name with its Page's number.
    pub(super) fn entries(&self, kind: FileKind) -> Vec<Entry> {
        if let (What::Ahead, Some(journey)) = (self.saving.what, self.journey) {
            return plan::stand_ins(journey, kind, &self.chosen_names(), None);
        }
        let outcomes = self.saved_outcomes();
        let mut entries = Vec::new();
        for outcome in &outcomes {
            for (datum, usual) in self.named_data(kind) {
                let Some(payload) = payload(outcome, datum) else {
                    continue;
                };
                entries.push(Entry {
                    name: self.entry_name(kind, outcome, datum, usual),
                    payload,
                });
            }
        }
        entries
    }

    /// The name of one thing of one outcome.
    pub(super) fn entry_name(&self, kind: FileKind, outcome: &Outcome, datum: Datum, usual: &str) -> String {
        let chosen = match kind {
            FileKind::Env | FileKind::Json => self.saving_value(Field::NameOf(datum)).unwrap_or(usual),
            FileKind::Token | FileKind::Options => usual,
        };
        match outcome.takings.plain.get(&Datum::PageId) {
            Some(page) if self.saving.what == What::All => name_of_page(chosen, page),
            Some(_) | None => chosen.to_owned(),
        }
    }
}

/// What saving at the end of a journey may write, before it is known what of it there will be, and the name of each as programs
/// know it.
fn data_ahead(journey: &Journey, kind: FileKind) -> Vec<(Datum, &'static str)> {
    let names = names_of(journey, kind).unwrap_or_default();
    names
        .into_iter()
        .filter(|(datum, _)| may_bring(journey, *datum))
        .collect()
}

/// The names that saving at the end of a journey will write: those that were chosen, or those that programs know.
pub(super) fn names_ahead(journey: &Journey, kind: FileKind, chosen: &BTreeMap<Datum, String>) -> Vec<String> {
    let takes_names = matches!(kind, FileKind::Env | FileKind::Json);
    let chosen = |datum: Datum| chosen.get(&datum).filter(|_| takes_names).cloned();
    match data_ahead(journey, kind).as_slice() {
        // What programs call it follows from what kind of token it is, and that is not known yet.
        [] => chosen(Datum::Token).into_iter().collect(),
        data => {
            let names = data.iter();
            names
                .map(|(datum, usual)| chosen(*datum).unwrap_or_else(|| (*usual).to_owned()))
                .collect()
        }
    }
}

/// The names of things in a file of this kind; nothing where the journey has none of its own for variables.
fn names_of(journey: &Journey, kind: FileKind) -> Option<Vec<(Datum, &'static str)>> {
    match kind {
        FileKind::Token => Some(vec![(Datum::Token, "")]),
        FileKind::Json => Some(JSON_NAMES.to_vec()),
        FileKind::Options => Some(pairs(naming(journey, Spelling::Options))),
        FileKind::Env => naming(journey, Spelling::Variables).map(|naming| pairs(Some(naming))),
    }
}

fn naming(journey: &Journey, spelling: Spelling) -> Option<&'static Naming> {
    journey.names.iter().find(|naming| naming.spelling == spelling)
}

/// Whether a journey may end with such a thing.
fn may_bring(journey: &Journey, datum: Datum) -> bool {
    let prize = journey.prize();
    let is_of_page = matches!(prize, Some(Prize::PageToken | Prize::PageTokenForInstagram));
    let is_of_person = prize == Some(Prize::UserToken);
    let is_of_instagram = is_of_person || matches!(prize, Some(Prize::PageTokenForInstagram | Prize::InstagramToken));
    match datum {
        Datum::Token => true,
        Datum::PageId => is_of_page,
        Datum::InstagramId | Datum::InstagramName => is_of_instagram,
        Datum::UserId => is_of_person,
    }
}

/// The name of something of one Page among several in the same file.
pub(super) fn name_of_page(name: &str, page: &str) -> String {
    format!("{name}_{page}")
}

/// A thing of an outcome as it stands in a file: an Instagram name without its sign.
fn payload(outcome: &Outcome, datum: Datum) -> Option<Payload> {
    match outcome.takings.text(datum)? {
        Payload::Plain(text) if datum == Datum::InstagramName => Some(Payload::Plain(bare(&text).to_owned())),
        payload => Some(payload),
    }
}

fn pairs(naming: Option<&'static Naming>) -> Vec<(Datum, &'static str)> {
    let pairs = naming.map(|naming| naming.pairs).unwrap_or_default();
    pairs.iter().map(|(name, datum)| (*datum, *name)).collect()
}

fn bare(name: &str) -> &str {
    name.strip_prefix('@').unwrap_or(name)
}

fn is_file_name(name: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_');
    !name.is_empty() && !name.starts_with('.') && name.chars().all(is_plain)
}

/// The name of a kind of file, as it is remembered.
pub(super) const fn slug(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Env => "env",
        FileKind::Json => "json",
        FileKind::Token => "token",
        FileKind::Options => "options",
    }
}

/// The name of a thing, as it is remembered.
pub(super) fn name_of(datum: Datum) -> String {
    datum.label().replace(' ', "_").to_ascii_lowercase()
}
