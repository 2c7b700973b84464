//! Trying a place, saving there, and putting back what was there before.

use std::path::PathBuf;

use jiff::Timestamp;

use crate::{
    delivery::{Caution, FileKind, Prospect, SaveFault, Saved, SavedAt},
    journey::{Datum, Field},
    model::RememberedPlace,
};

use super::{Screen, Trial, What, Wizard, entries, words};
use crate::wizard::{
    Asking, Delivery, Question, Shown,
    effect::{Effect, Ticket},
    record::kept_place,
    trouble::{Trouble, Way},
    view::Tone,
};

impl Wizard {
    /// Has the place tried, as far as the form is filled.
    pub(super) fn try_place(&mut self, effects: &mut Vec<Effect>) {
        let Some(order) = self.order() else {
            return;
        };
        let ticket = self.board.reserve();
        self.saving.trial = Trial::Asked(ticket);
        effects.push(Effect::Probe(ticket, order));
    }

    /// The person goes on from the form.
    pub(in crate::wizard) fn submit_saving(&mut self, effects: &mut Vec<Effect>) {
        if self.saving.screen == Some(Screen::Kinds) {
            return;
        }
        if self.saving.writing.is_some() {
            return self.say(Tone::Calm, "It is being saved. One moment");
        }
        if self.first_missing(&self.saving_fields()).is_some() {
            return;
        }
        match std::mem::take(&mut self.saving.trial) {
            Trial::Known(Ok(prospect)) => {
                self.saving.trial = Trial::Known(Ok(prospect.clone()));
                self.go_on_saving(prospect, effects);
            }
            // A fault may be over by now, so the place is tried again before anything is said of it.
            Trial::Known(Err(_)) | Trial::Untried => {
                self.saving.goes_on = true;
                self.try_place(effects);
            }
            asked @ Trial::Asked(_) => {
                self.saving.trial = asked;
                self.saving.goes_on = true;
            }
        }
    }

    /// Saves, or asks first where something must be agreed to.
    fn go_on_saving(&mut self, prospect: Prospect, effects: &mut Vec<Effect>) {
        self.saving.goes_on = false;
        if !self.has_agreed(&prospect) {
            self.asking = Asking::Save;
            self.question = Some(Question {
                text: words::question(&prospect),
                yes: "save it there",
                no: "change something",
            });
            return;
        }
        if self.saving.what == What::Ahead {
            return self.keep_place();
        }
        let Some(order) = self.order() else {
            return;
        };
        let ticket = self.board.reserve();
        self.saving.writing = Some(ticket);
        self.say(Tone::Calm, "Saving");
        effects.push(Effect::Save(ticket, order, prospect));
    }

    /// Whether there is nothing to agree to in this place that was not agreed to.
    fn has_agreed(&self, prospect: &Prospect) -> bool {
        let agreed = self.saving.agreed.as_ref().filter(|(file, _)| *file == prospect.file);
        let is_agreed = |caution: &Caution| agreed.is_some_and(|(_, cautions)| cautions.contains(caution));
        let mut due = prospect.cautions.iter().filter(|caution| caution.needs_consent());
        due.all(is_agreed)
    }

    /// The person agreed to what was asked.
    pub(in crate::wizard) fn agree_to_save(&mut self, effects: &mut Vec<Effect>) {
        if let Some(prospect) = self.saving.trial.prospect().cloned() {
            let agreed = prospect.cautions.iter().filter(|caution| caution.needs_consent());
            self.saving.agreed = Some((prospect.file.clone(), agreed.cloned().collect()));
            self.go_on_saving(prospect, effects);
        }
    }

    /// The place is good: it is used once there is a token.
    fn keep_place(&mut self) {
        self.saving.is_chosen = true;
        self.close_saving();
        let place = self.saving_value(Field::SavePath).unwrap_or_default().to_owned();
        self.say(
            Tone::Good,
            format!("The place is kept. Once the token is here, save it, and {place} stands there already"),
        );
    }

    /// Whether a place was chosen that must be tried before the code of this login is spent (facts: safety L2).
    pub(in crate::wizard) fn holds_login_back(&mut self, effects: &mut Vec<Effect>) -> bool {
        let is_due = self.saving.is_chosen && self.saving.what == What::Ahead && !self.saving.holds_login_back;
        if is_due {
            self.saving.holds_login_back = true;
            self.try_place(effects);
        }
        is_due && matches!(self.saving.trial, Trial::Asked(_))
    }

    /// What saving would do is known, or why it cannot be done.
    pub(in crate::wizard) fn probed(
        &mut self,
        ticket: Ticket,
        result: Result<Prospect, SaveFault>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        if !matches!(self.saving.trial, Trial::Asked(asked) if asked == ticket) {
            return;
        }
        let mut result = result;
        if let (What::Ahead, Ok(prospect)) = (self.saving.what, &mut result) {
            // What was tried there stands for something else, and not all of it may come.
            prospect.changes.clear();
        }
        self.saving.trial = Trial::Known(result.clone());
        if self.saving.holds_login_back {
            return self.let_login_go_on(result.err().as_ref(), now, effects);
        }
        match result {
            Ok(prospect) if self.saving.goes_on => self.go_on_saving(prospect, effects),
            Err(fault) if self.saving.goes_on => self.show_saving_fault(&fault),
            Ok(_) | Err(_) => {}
        }
    }

    /// The chosen place was tried: the login's code is spent now, unless there is nowhere to put what it gives.
    fn let_login_go_on(&mut self, fault: Option<&SaveFault>, now: Timestamp, effects: &mut Vec<Effect>) {
        match fault {
            None => {
                let fields = self.stage().map(crate::journey::Stage::fields).unwrap_or_default();
                self.submit_landing(fields, now, effects);
                self.saving.holds_login_back = false;
            }
            Some(fault) => {
                self.saving.holds_login_back = false;
                self.saving.screen = Some(Screen::Form);
                let mut trouble = self.trouble_of_saving(fault);
                trouble.ways.retain(|way| *way != Way::LeaveSaving);
                trouble.ways.push(Way::GoOn);
                self.show_within_saving(trouble);
            }
        }
    }

    fn show_saving_fault(&mut self, fault: &SaveFault) {
        self.saving.goes_on = false;
        self.notice = None;
        if *fault == SaveFault::ChangedMeanwhile {
            self.forget_trial();
        }
        let trouble = self.trouble_of_saving(fault);
        self.show_within_saving(trouble);
    }

    fn show_within_saving(&mut self, trouble: Trouble) {
        self.trouble = Some(Shown {
            trouble,
            errand: None,
            findings: Vec::new(),
        });
    }

    /// Takes a way that a trouble of saving offers.
    pub(in crate::wizard) fn take_way_of_saving(&mut self, way: &Way, now: Timestamp, effects: &mut Vec<Effect>) {
        let is_offered = self
            .trouble
            .as_ref()
            .is_some_and(|shown| shown.trouble.ways.contains(way));
        if !is_offered {
            return;
        }
        let has_changed = self
            .trouble
            .take()
            .is_some_and(|shown| shown.trouble.id == "save-changed");
        match way {
            Way::Retry if has_changed => {
                // What would be changed now is another thing than what was agreed to: it is shown first.
                self.forget_trial();
                self.try_place(effects);
            }
            Way::Retry => {
                self.forget_trial();
                self.submit_saving(effects);
            }
            Way::Edit(field) => self.attend(*field),
            Way::GoOn => {
                // Without a place for it: the token will be on the screen, and can go any other way.
                self.saving.is_chosen = false;
                self.close_saving();
                let fields = self.stage().map(crate::journey::Stage::fields).unwrap_or_default();
                self.submit_landing(fields, now, effects);
            }
            _ => self.close_saving(),
        }
    }

    /// What was saved and read back, or why it was not.
    pub(in crate::wizard) fn saved(
        &mut self,
        ticket: Ticket,
        result: Result<Saved, SaveFault>,
        effects: &mut Vec<Effect>,
    ) {
        if self.saving.writing.take_if(|writing| *writing == ticket).is_none() {
            return;
        }
        self.saving.trial = Trial::Untried;
        match result {
            Err(fault) => self.show_saving_fault(&fault),
            Ok(saved) => {
                self.note_saved(&saved);
                self.remember_place(effects);
                self.close_saving();
                self.saving.is_chosen = false;
                let access = words::of_access(saved.mode, None).1;
                let reader = cfg!(unix).then(|| format!(". {access}")).unwrap_or_default();
                let reader = reader.replace("will be able to", "can");
                self.say(
                    Tone::Good,
                    format!("Saved to {} and read back{reader}", words::shown(&saved.file)),
                );
            }
        }
    }

    /// Each outcome that was saved knows where it is.
    fn note_saved(&mut self, saved: &Saved) {
        let kind = self.saving.kind.unwrap_or(FileKind::Env);
        let usual = self
            .named_data(kind)
            .into_iter()
            .find(|(datum, _)| *datum == Datum::Token);
        let usual = usual.map_or("", |(_, usual)| usual);
        let names: Vec<(String, String)> = self
            .saved_outcomes()
            .into_iter()
            .map(|outcome| {
                let name = self.entry_name(kind, outcome, Datum::Token, usual);
                (outcome.fingerprint().unwrap_or_default(), name)
            })
            .collect();
        for (fingerprint, name) in names {
            let place = SavedAt {
                kind,
                file: saved.file.to_string_lossy().into_owned(),
                name,
            };
            let outcomes = &mut self.outcomes.all;
            let meant = outcomes
                .iter_mut()
                .find(|outcome| outcome.fingerprint().as_ref() == Some(&fingerprint));
            if let Some(outcome) = meant {
                outcome.delivery = outcome.delivery.max(Delivery::Sure);
                outcome.note_place(place);
            }
        }
        self.fit_commands();
    }

    /// Keeps the place and the names for the next run.
    fn remember_place(&mut self, effects: &mut Vec<Effect>) {
        let Some(kind) = self.saving.kind else {
            return;
        };
        let names = self.chosen_names();
        let place = RememberedPlace {
            path: self.saving_value(Field::SavePath).unwrap_or_default().to_owned(),
            names: names
                .into_iter()
                .map(|(datum, name)| (entries::name_of(datum), name))
                .collect(),
        };
        let mut kept = self.remembered.clone().unwrap_or_default();
        kept.saving.insert(entries::slug(kind).to_owned(), place);
        if self.remembered.as_ref() != Some(&kept) {
            self.remembered = Some(kept.clone());
            effects.push(Effect::Remember(kept));
        }
    }

    /// Puts back what the file held before it was saved to.
    pub(in crate::wizard) fn put_back(&mut self, effects: &mut Vec<Effect>) {
        let shown = self.outcomes.current().into_iter();
        let all = self.outcomes.all.iter().filter(|_| self.outcomes.current().is_none());
        let place = shown.chain(all).find_map(|outcome| outcome.saved.last());
        let Some(file) = place.map(|place| PathBuf::from(&place.file)) else {
            return;
        };
        if self.saving.restoring.is_none() {
            let ticket = self.board.reserve();
            self.saving.restoring = Some((ticket, file.clone()));
            effects.push(Effect::Restore(ticket, file));
        }
    }

    /// Whether the file holds again what it held before.
    pub(in crate::wizard) fn restored(
        &mut self,
        ticket: Ticket,
        result: Result<(), SaveFault>,
        effects: &mut Vec<Effect>,
    ) {
        let Some((_, file)) = self.saving.restoring.take_if(|(asked, _)| *asked == ticket) else {
            return;
        };
        match result {
            Ok(()) => {
                let path = file.to_string_lossy();
                for outcome in &mut self.outcomes.all {
                    let fingerprint = outcome.fingerprint().unwrap_or_default();
                    let gone = outcome.saved.iter().filter(|place| place.file == path);
                    effects.extend(gone.map(|place| Effect::ForgetPlace(fingerprint.clone(), kept_place(place))));
                    outcome.forget_place(&path);
                }
                self.fit_commands();
                self.say(
                    Tone::Careful,
                    format!(
                        "{} is as it was before. What was saved there is not there any more",
                        words::shown(&file)
                    ),
                );
            }
            Err(SaveFault::ChangedMeanwhile) => self.say(
                Tone::Careful,
                format!(
                    "{} was changed since it was saved, so it was left alone. It can be put back once it holds that again",
                    words::shown(&file)
                ),
            ),
            Err(fault) => {
                let trouble = self.trouble_of_saving(&fault);
                self.say(Tone::Careful, format!("{}. {}", trouble.headline, trouble.remedy));
            }
        }
    }

    /// Adds a rule that keeps the file out of git.
    pub(in crate::wizard) fn keep_out_of_git(&mut self, effects: &mut Vec<Effect>) {
        let file = self.saving.trial.prospect().map(|prospect| prospect.file.clone());
        let is_offered = self.has_caution(&Caution::NotIgnoredByGit) && self.saving.ignoring.is_none();
        if let (Some(file), true) = (file, is_offered) {
            let ticket = self.board.reserve();
            self.saving.ignoring = Some(ticket);
            effects.push(Effect::Ignore(ticket, file));
        }
    }

    /// The file that has a new rule for git, or why it has none.
    pub(in crate::wizard) fn ignored(
        &mut self,
        ticket: Ticket,
        result: Result<PathBuf, SaveFault>,
        effects: &mut Vec<Effect>,
    ) {
        if self.saving.ignoring.take_if(|asked| *asked == ticket).is_none() {
            return;
        }
        match result {
            Ok(rules) => {
                self.say(
                    Tone::Good,
                    format!("{} has a new line that keeps the file out of git", words::shown(&rules)),
                );
                if self.saving.screen == Some(Screen::Form) {
                    self.forget_trial();
                    self.try_place(effects);
                }
            }
            Err(fault) => {
                let trouble = self.trouble_of_saving(&fault);
                self.say(
                    Tone::Careful,
                    format!("No line could be added for git: {}", trouble.headline.to_lowercase()),
                );
            }
        }
    }
}
