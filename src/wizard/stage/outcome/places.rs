//! Where the token of an outcome is, and the commands with which the other side compares and tries it.

use super::{Outcome, Wizard};
use crate::{
    delivery::{self, SavedAt},
    model::SafeText,
    wizard::{
        Delivery,
        effect::Copyable,
        trouble::Way,
        view::{FactLine, Tone},
    },
};

/// The label of the command that prints a fingerprint.
const COMPARE: &str = "Compare";
/// What whoever uses the token has to know where the app demands proof.
const SIGNS: &str = "The app demands proof of its secret: whoever uses this token has to send appsecret_proof along, which is the \
                     token's HMAC-SHA256 with the App secret as its key. Require App Secret in App settings, Advanced, switches that off";
/// The label of the command that tries a token.
const TRY: &str = "Try with curl";

impl Outcome {
    /// The fingerprint of its token.
    pub(in crate::wizard) fn fingerprint(&self) -> Option<String> {
        self.takings.token.as_ref().map(crate::model::Secret::fingerprint)
    }

    /// It was saved there, and can be put back.
    pub(in crate::wizard) fn note_place(&mut self, place: SavedAt) {
        self.saved.retain(|other| *other != place);
        self.saved.push(place);
        self.fit_places();
    }

    /// It is not saved there any more.
    pub(in crate::wizard) fn forget_place(&mut self, file: &str) {
        let had = self.saved.len();
        self.saved.retain(|place| place.file != file);
        if self.saved.len() < had && self.saved.is_empty() && self.delivery == Delivery::Sure {
            self.delivery = Delivery::Undelivered;
        }
        self.fit_places();
    }

    /// The lines and the way that follow from where it is saved.
    fn fit_places(&mut self) {
        self.facts.retain(|line| line.label != "Saved in");
        for place in &self.saved {
            let file = SafeText::new(&place.file);
            let value = if place.name.is_empty() {
                file.to_string()
            } else {
                format!("{file} as {}", place.name)
            };
            self.facts.push(FactLine {
                label: "Saved in",
                value,
                meaning: None,
                copyable: None,
            });
        }
        self.ways.retain(|way| *way != Way::PutBack);
        if !self.saved.is_empty() {
            self.ways.push(Way::PutBack);
        }
    }
}

impl Wizard {
    /// Makes the commands of every outcome fit where its token is.
    pub(in crate::wizard) fn fit_commands(&mut self) {
        let addresses = [false, true].map(|is_of_instagram| self.test_address(is_of_instagram));
        let [of_facebook, of_instagram] = addresses;
        for outcome in &mut self.outcomes.all {
            if outcome.takings.token.is_none() {
                continue;
            }
            let place = outcome.saved.last();
            let address = if outcome.takings.is_of_instagram {
                &of_instagram
            } else {
                &of_facebook
            };
            let compare = place.map_or_else(delivery::compare_typed_command, delivery::compare_command);
            outcome.commands = vec![line(COMPARE, compare, compare_words(place, outcome.fingerprint()))];
            if self.facts.app_demands_proof && !outcome.takings.is_of_instagram {
                // A command that signs would have to hold the App secret.
                let signs = (Tone::Careful, SIGNS.to_owned());
                if !outcome.checks.contains(&signs) {
                    outcome.checks.push(signs);
                }
            } else {
                let command = delivery::test_command(place, address);
                outcome.commands.push(line(TRY, command, try_words(place)));
            }
            outcome.fit_places();
        }
    }
}

fn line(label: &'static str, command: String, meaning: String) -> FactLine {
    FactLine {
        label,
        value: command,
        meaning: Some(meaning),
        copyable: Some(Copyable::Command(label)),
    }
}

fn compare_words(place: Option<&SavedAt>, fingerprint: Option<String>) -> String {
    let fingerprint = fingerprint.unwrap_or_default();
    match place {
        Some(_) => format!("prints {fingerprint} where the file arrived whole"),
        None => format!("paste the token there, then Enter: it prints {fingerprint} where all of it arrived"),
    }
}

fn try_words(place: Option<&SavedAt>) -> String {
    match place {
        Some(_) => "asks Meta once, with the token from the file".to_owned(),
        None => "asks Meta once, with the token that you paste there".to_owned(),
    }
}
