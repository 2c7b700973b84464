//! Collecting what was given: files first, then the environment, then standard input for what is still missing.
//!
//! Started with the options that name files; ends in the inputs and words about the files, or in the end of the run.

use std::path::Path;

use zeroize::Zeroizing;

use crate::{
    delivery::{FileKind, Mode, value_in},
    exit::{Code, Departure},
    journey::Field,
    model::SafeText,
    runtime::inlet::{self, InletFault},
};

use super::{
    arguments::AppSources,
    inputs::{Given, Inputs, piped},
};

/// What was collected, and what there is to say about it.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) inputs: Inputs,
    /// Sentences for stderr, about files that others can read.
    pub(super) words: Vec<String>,
}

impl Gathered {
    /// The token, from a file that holds it or from the environment.
    pub(super) fn take_token(&mut self, file: Option<&Path>) -> Result<(), Departure> {
        self.inputs.token = self.one(file, "EVERTOKEN_TOKEN")?;
        Ok(())
    }

    /// App ID and App secret.
    pub(super) fn take_app(&mut self, app: &AppSources) -> Result<(), Departure> {
        self.inputs.app_secret = self.one(app.app_secret_file.as_deref(), "EVERTOKEN_APP_SECRET")?;
        let id = app.app_id.clone().map(Zeroizing::new);
        self.inputs.app_id = id.or_else(|| inlet::variable("EVERTOKEN_APP_ID"));
        Ok(())
    }

    /// The secret of the app's Instagram half.
    pub(super) fn take_instagram_secret(&mut self, file: Option<&Path>) -> Result<(), Departure> {
        self.inputs.instagram_app_secret = self.one(file, "EVERTOKEN_INSTAGRAM_APP_SECRET")?;
        Ok(())
    }

    /// The token out of a file that it was saved in.
    pub(super) fn take_saved(&mut self, (kind, path, key): (FileKind, &Path, &str)) -> Result<(), Departure> {
        let shown = SafeText::new(&path.to_string_lossy());
        // A wrong name in a line for cron must not look like an outage of Meta's.
        let failed = |why: String| Departure::ended(Code::Misused, format!("{shown} cannot be read: {why}."));
        let text = self.read(path).map_err(|fault| failed(fault.to_string()))?;
        let found = value_in(kind, key, text.as_bytes()).map_err(|fault| failed(fault.to_string()))?;
        let nothing = || match kind {
            FileKind::Env | FileKind::Json => failed(format!("nothing stands there as {}", SafeText::new(key))),
            FileKind::Token | FileKind::Options => failed("it is empty".to_owned()),
        };
        self.inputs.token = Some(found.ok_or_else(nothing)?);
        Ok(())
    }

    /// Standard input, where it is no terminal.
    pub(super) fn take_piped(&mut self, needed: &[Field]) -> Result<(), Departure> {
        let unread = |why: String| Departure::ended(Code::Failed, format!("Standard input cannot be read: {why}."));
        let text = inlet::standard_input().map_err(|fault| unread(fault.to_string()))?;
        let Some(text) = text else {
            return Ok(());
        };
        let piped = piped(&text).map_err(|line| {
            let names = "token, app_secret, instagram_app_secret and code";
            let words = format!("Line {line} of standard input has none of the names {names}.");
            Departure::ended(Code::Misused, words)
        })?;
        if let Some(piped) = piped {
            self.inputs.add(piped, needed);
        }
        Ok(())
    }

    fn one(&mut self, file: Option<&Path>, variable: &str) -> Result<Option<Given>, Departure> {
        match file {
            Some(path) => {
                let shown = SafeText::new(&path.to_string_lossy());
                let failed = |fault| Departure::ended(Code::Failed, format!("{shown} cannot be read: {fault}."));
                self.read(path).map(Some).map_err(failed)
            }
            None => Ok(inlet::variable(variable)),
        }
    }

    fn read(&mut self, path: &Path) -> Result<Given, InletFault> {
        let arrived = inlet::file(path)?;
        let shown = SafeText::new(&path.to_string_lossy());
        if let Some(mode) = arrived.open_to_others {
            let mode = Mode::from_bits(mode);
            self.words.push(format!(
                "Others on this machine can read {shown} ({mode}). chmod 600 lets only you read it."
            ));
        }
        Ok(arrived.text)
    }
}
