//! `evertoken status`: the records of both folders, told on stdout; what cannot be read is said on stderr.
//!
//! Started by `run`; ends in a [`Departure`]. A list that cannot be written is a failure: a script may be waiting for it.

use std::io::{self, IsTerminal as _};

use jiff::tz::TimeZone;

use crate::{
    exit::{Code, Departure},
    model::{Record, SafeText},
    runtime::{
        StateDir, clock, is_home_anothers, outlet,
        records::{self, Kept},
        saved_file,
    },
    status::{self, Line},
};

/// Where records are, and whether a test server's.
const PLACES: [(StateDir, bool); 2] = [(StateDir::Platform, false), (StateDir::TestServer, true)];

/// Everything that was read, and what there is to say about the rest.
#[derive(Default)]
struct Found {
    lines: Vec<Line>,
    unreadable: usize,
    words: Vec<String>,
    has_failed: bool,
}

/// Lists what was made here.
pub(super) fn list(as_json: bool) -> Result<Departure, Departure> {
    let mut found = Found::default();
    for (place, is_test) in PLACES {
        match place.folder().map(|folder| records::read(&folder)) {
            Some(Ok(kept)) => found.add(kept, is_test),
            Some(Err(fault)) => found.fail(fault.to_string()),
            None => return Err(no_home()),
        }
    }
    if found.has_failed && found.lines.is_empty() {
        return Err(Departure::failed(found.words.join("\n")));
    }
    status::sort(&mut found.lines);
    let held = saved_file::look(found.lines.iter().map(|line| &line.record));
    for (line, held) in found.lines.iter_mut().zip(held) {
        line.held = held;
    }
    let now = clock::now();
    let is_known = found.words.is_empty() && found.unreadable == 0;
    let text = if as_json {
        status::to_json(&found.lines, found.unreadable, now).map_err(|error| unwritten(&error.into()))?
    } else {
        match found.lines.as_slice() {
            // Whoever has records that cannot be read has made tokens here.
            [] if !is_known => String::new(),
            lines => status::to_words(lines, now, &TimeZone::system(), width()),
        }
    };
    tell(&text)?;
    if found.has_failed {
        return Err(Departure::failed(found.words.join("\n")));
    }
    Ok(Departure::Ended(Code::Done, found.words))
}

/// Takes a record out.
pub(super) fn forget(fingerprint: &str) -> Result<Departure, Departure> {
    let mut taken: Vec<Record> = Vec::new();
    for (place, _) in PLACES {
        let folder = place.folder().ok_or_else(no_home)?;
        let record = records::forget(&folder, fingerprint).map_err(|fault| Departure::failed(fault.to_string()))?;
        taken.extend(record);
    }
    let Some(record) = taken.first() else {
        return Err(Departure::failed(format!(
            "There is no record with the fingerprint {fingerprint}. evertoken status shows them all."
        )));
    };
    tell(&format!(
        "Forgotten: {}, {}. The token itself was not touched, nor any file it was saved in.\n",
        record.label, record.kind
    ))?;
    Ok(Departure::Ended(Code::Done, Vec::new()))
}

impl Found {
    fn add(&mut self, kept: Kept, is_test: bool) {
        self.lines.extend(kept.records.into_iter().map(|record| Line {
            record,
            is_test,
            held: Vec::new(),
        }));
        self.unreadable = self.unreadable.saturating_add(kept.unreadable);
        match kept.unreadable {
            0 => {}
            1 => self
                .words
                .push("1 record cannot be read. It was left as it is.".to_owned()),
            count => self
                .words
                .push(format!("{count} records cannot be read. They were left as they are.")),
        }
        for path in kept.damaged {
            let path = SafeText::new(&path.display().to_string());
            self.words.push(format!(
                "A file of records is damaged, and nothing in it was read. Once you do not need it any more, delete it:\n  {path}"
            ));
        }
    }

    fn fail(&mut self, words: String) {
        self.has_failed = true;
        // Both folders are the same place to a person, and one reason is enough.
        if !self.words.contains(&words) {
            self.words.push(words);
        }
    }
}

/// The columns of the terminal; none where no terminal reads it.
fn width() -> Option<usize> {
    if !io::stdout().is_terminal() {
        return None;
    }
    let (columns, _) = crossterm::terminal::size().ok()?;
    (columns > 0).then_some(usize::from(columns))
}

fn tell(text: &str) -> Result<(), Departure> {
    outlet::write(text.as_bytes()).map_err(|error| unwritten(&error))
}

fn unwritten(error: &io::Error) -> Departure {
    Departure::failed(format!("The list could not be written: {}.", error.kind()))
}

fn no_home() -> Departure {
    Departure::failed(if is_home_anothers() {
        "The home folder that HOME names belongs to another account, so nothing is kept there and nothing can be listed."
    } else {
        "This account has no home folder, so nothing was kept and nothing can be listed."
    })
}
