//! Collecting what was given: files first, then the environment, then standard input for what is still missing.
//!
//! Started with the options that name files; ends in the inputs and words about the files, or in the end of the run.

use std::path::Path;

use zeroize::Zeroizing;

use crate::{
    delivery::{FileKind, Mode, value_in},
    exit::{Code, Departure},
    journey::Field,
    model::{AppId, SafeText},
    runtime::inlet::{self, InletFault},
};

use super::{
    arguments::AppSources,
    inputs::{Given, Inputs, Origin, Text, piped},
};

/// What was collected, and what there is to say about it.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) inputs: Inputs,
    /// Sentences for stderr, about files that others can read.
    pub(super) words: Vec<String>,
    /// Sentences that say why something may be missing.
    pub(super) remarks: Vec<String>,
}

impl Gathered {
    /// The token, from a file that holds it or from the environment.
    pub(super) fn take_token(&mut self, file: Option<&Path>) -> Result<(), Departure> {
        self.inputs.token = self.one(file, "EVERTOKEN_TOKEN", "token")?;
        Ok(())
    }

    /// App ID and App secret.
    pub(super) fn take_app(&mut self, app: &AppSources) -> Result<(), Departure> {
        self.inputs.app_secret = self.one(app.app_secret_file.as_deref(), "EVERTOKEN_APP_SECRET", "App secret")?;
        self.inputs.app_id = match &app.app_id {
            Some(id) => Some(option("--app-id", id)),
            None => self.variable("EVERTOKEN_APP_ID"),
        };
        let wrong = |given: &Given| given.text.trim().parse::<AppId>().err();
        match self.inputs.app_id.as_ref().and_then(wrong) {
            Some(fault) => Err(Departure::misused(format!("EVERTOKEN_APP_ID is no App ID: {fault}."))),
            None => Ok(()),
        }
    }

    /// The secret of the app's Instagram half.
    pub(super) fn take_instagram_secret(&mut self, file: Option<&Path>) -> Result<(), Departure> {
        self.inputs.instagram_app_secret = self.one(file, "EVERTOKEN_INSTAGRAM_APP_SECRET", "Instagram App secret")?;
        Ok(())
    }

    /// The token out of a file that it was saved in.
    pub(super) fn take_saved(&mut self, (kind, path, key): (FileKind, &Path, &str)) -> Result<(), Departure> {
        let shown = shown(path);
        let key_shown = SafeText::new(key);
        // A wrong name in a line for cron must not look like an outage of Meta's.
        let failed = |why: String| Departure::misused(format!("{shown} cannot be used: {why}."));
        if is_no_file(path) {
            return Err(failed(
                "a token is saved in an ordinary file, and this is none".to_owned(),
            ));
        }
        let text = self.read(path).map_err(|fault| unread(path, &fault))?;
        let (nothing, origin) = match kind {
            FileKind::Env | FileKind::Json => (
                failed(format!("{key_shown} is not in it, or has no value")),
                Origin::Entry(shown.clone(), key_shown.to_string()),
            ),
            FileKind::Token | FileKind::Options => (empty(&shown, "token"), Origin::File(shown.clone())),
        };
        let found = value_in(kind, key, text.as_bytes()).map_err(|fault| failed(fault.to_string()))?;
        let text = found.ok_or(nothing)?;
        self.inputs.token = Some(Given { text, origin });
        Ok(())
    }

    /// Standard input, where it is no terminal. `takes_code` says whether a login code is of use.
    pub(super) fn take_piped(&mut self, needed: &[Field], takes_code: bool) -> Result<(), Departure> {
        let unread = |fault: InletFault| Departure::misused(format!("Standard input cannot be read: {fault}."));
        let Some(text) = inlet::standard_input().map_err(unread)? else {
            let words = "Standard input is a terminal, so nothing was read from it.";
            self.remarks.push(words.to_owned());
            return Ok(());
        };
        let Some(piped) = piped(&text).map_err(Departure::misused)? else {
            self.remarks.push("Standard input is empty.".to_owned());
            return Ok(());
        };
        let added = self.inputs.add(piped, needed, takes_code);
        added.map_err(Departure::misused)
    }

    /// What is missing, what may be why, and more lines behind it, as the end of the run.
    pub(super) fn lacking(self, lines: Vec<String>, more: Option<String>) -> Departure {
        let lines = lines.into_iter().chain(more).chain(self.remarks);
        Departure::Ended(Code::Misused, lines.collect())
    }

    fn one(&mut self, file: Option<&Path>, variable: &'static str, what: &str) -> Result<Option<Given>, Departure> {
        let Some(path) = file else {
            return Ok(self.variable(variable));
        };
        let text = self.read(path).map_err(|fault| unread(path, &fault))?;
        let shown = shown(path);
        let is_blank = |letter: char| letter.is_whitespace() || letter == '\u{feff}';
        if text.trim_matches(is_blank).is_empty() {
            return Err(empty(&shown, what));
        }
        let origin = Origin::File(shown);
        Ok(Some(Given { text, origin }))
    }

    fn variable(&mut self, name: &'static str) -> Option<Given> {
        let found = inlet::variable(name);
        if found.is_none() && inlet::is_set(name) {
            self.remarks.push(format!("{name} is set, but holds no text."));
        }
        let origin = Origin::Variable(name);
        found.map(|text| Given { text, origin })
    }

    fn read(&mut self, path: &Path) -> Result<Text, InletFault> {
        let arrived = inlet::file(path)?;
        if let Some(mode) = arrived.open_to_others {
            let (shown, mode) = (shown(path), Mode::from_bits(mode));
            self.words.push(format!(
                "Others on this machine can read {shown} ({mode}). chmod 600 lets only you read it."
            ));
        }
        Ok(arrived.text)
    }
}

/// What stood after an option.
pub(super) fn option(name: &'static str, text: &str) -> Given {
    Given {
        text: Zeroizing::new(text.to_owned()),
        origin: Origin::Option(name),
    }
}

/// The same end, which also says where the token stands if it says anything: cron runs several of these.
pub(super) fn naming(departure: Departure, origin: Option<&Origin>) -> Departure {
    match (departure, origin) {
        (Departure::Ended(code, lines), Some(origin))
            if !lines.is_empty() && *origin != Origin::Input && !matches!(code, Code::Done | Code::NotDue) =>
        {
            let place = origin.to_string();
            let is_told = |line: &String| line.starts_with(&place) || line.contains(&format!("({place})"));
            let is_told = lines.iter().any(is_told);
            let more = (!is_told).then(|| format!("  Token from: {place}"));
            Departure::Ended(code, lines.into_iter().chain(more).collect())
        }
        (departure, _) => departure,
    }
}

fn shown(path: &Path) -> String {
    SafeText::new(&path.to_string_lossy()).to_string()
}

/// A file that is missing or cannot be read is a wrong argument, wherever it was named.
fn unread(path: &Path, fault: &InletFault) -> Departure {
    Departure::misused(format!("{} cannot be read: {fault}.", shown(path)))
}

fn empty(shown: &str, what: &str) -> Departure {
    Departure::misused(format!("{shown} is empty, so no {what} is in it."))
}

/// Whether something else than a file lies there: nothing can be saved in a pipe, and reading one may wait for ever.
fn is_no_file(path: &Path) -> bool {
    path.metadata().is_ok_and(|found| !found.is_file())
}
