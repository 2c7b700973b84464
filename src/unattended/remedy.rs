//! What mends a token that has ended, or soon will, as words to follow on this machine: the record of its making knows the
//! journey, and what was given knows the place. Pure but for reading the records.

use std::path::absolute;

use jiff::Timestamp;

use crate::{
    delivery::FileKind,
    model::{Expiry, Record, SafeText},
    runtime::records,
    wizard::{
        anew,
        report::{Kind, Report},
    },
};

use super::{
    arguments::{Reach, Saved},
    schedule::quoted_for_shell as quoted,
    state_of,
};

/// What is known of a token beside what Meta says of it.
pub(super) struct Background<'a> {
    /// The record of its making.
    pub(super) made: Option<Record>,
    /// Where there is none, that of the one that was saved in its place last.
    before: Option<Record>,
    /// The file it stands in, made whole, and the name in it.
    place: Option<(FileKind, String, &'a str)>,
    /// The server in Meta's place, if there is one.
    api_root: Option<String>,
}

impl<'a> Background<'a> {
    /// Looks for the record of the token with this fingerprint, or else for the latest one that was saved in this place.
    pub(super) fn of(fingerprint: Option<&str>, saved: &'a Saved, reach: &Reach) -> Self {
        let place = saved.place().map(|(kind, path, key)| {
            let whole = absolute(path).unwrap_or_else(|_| path.clone());
            (kind, SafeText::new(&whole.to_string_lossy()).to_string(), key)
        });
        let (made, before) = look_up(fingerprint, place.as_ref(), reach);
        Self {
            made,
            before,
            place,
            api_root: reach.api_root.as_ref().map(ToString::to_string),
        }
    }

    /// The way to a new token.
    pub(super) fn way_to_a_new_one(&self, report: Option<&Report>) -> String {
        let record = self.made.as_ref().or(self.before.as_ref());
        let journey = record.and_then(anew::journey_of);
        let journey = journey.or_else(|| anew::journey_like(report?));
        let kept = record.and_then(|record| record.saved.first());
        let place = match &self.place {
            Some((_, path, key)) => Some((path.as_str(), (!key.is_empty()).then_some(*key))),
            None => kept.map(|place| (place.file.as_str(), place.name.as_deref())),
        };
        format!("For a new one, {}", anew::way(journey, place))
    }

    /// What to do about a token that ends soon.
    pub(super) fn before_the_end(&self, report: &Report, now: Timestamp) -> String {
        let is_renewable = match report.kind {
            Kind::User | Kind::SystemUser | Kind::Instagram => matches!(report.expires, Expiry::At(_)),
            Kind::Page | Kind::App | Kind::Unknown => false,
        };
        let is_first_to_end = match (report.expires, report.data_access_ends) {
            (Expiry::At(end), Expiry::At(access)) => end <= access,
            (Expiry::At(_), _) => true,
            _ => false,
        };
        if is_renewable && is_first_to_end {
            return format!("This renews it: {}", self.renewal(report.kind));
        }
        match report.data_access_ends {
            Expiry::At(access) if access > now && !is_first_to_end => {
                format!(
                    "Log in with the app once more before then, or make a new token. {}",
                    self.way_to_a_new_one(Some(report))
                )
            }
            _ => self.way_to_a_new_one(Some(report)),
        }
    }

    /// What to do about an Instagram token of which nobody knows when it ends: renewing it tells, and that is kept.
    pub(super) fn to_learn_the_end(&self) -> String {
        format!(
            "Instagram does not say when it ends, and it was not made here. This makes it last again once, and its end is known \
             from then on: {}",
            self.renewal(Kind::Instagram)
        )
    }

    fn renewal(&self, kind: Kind) -> String {
        let place = match &self.place {
            Some((FileKind::Env, path, key)) => format!("--env-file {} --key {}", quoted(path), quoted(key)),
            Some((FileKind::Json, path, key)) => format!("--json-file {} --key {}", quoted(path), quoted(key)),
            Some((FileKind::Token | FileKind::Options, path, _)) => format!("--file {}", quoted(path)),
            None => "--file PATH".to_owned(),
        };
        let secret = match kind {
            Kind::User | Kind::SystemUser => " --app-secret-file PATH",
            _ => "",
        };
        let server = self.api_root.as_ref();
        let server = server.map_or_else(String::new, |root| format!(" --api-root {}", quoted(root)));
        format!("evertoken renew {place}{secret}{server}")
    }
}

/// The record of this token, and the latest one of whatever was saved in this place.
fn look_up(
    fingerprint: Option<&str>,
    place: Option<&(FileKind, String, &str)>,
    reach: &Reach,
) -> (Option<Record>, Option<Record>) {
    let kept = state_of(reach).folder().and_then(|folder| records::read(&folder).ok());
    let kept = kept.map(|kept| kept.records).unwrap_or_default();
    let is_there = |record: &&Record| {
        let named = place.map(|(_, path, key)| (path.as_str(), (!key.is_empty()).then_some(*key)));
        let mut saved = record.saved.iter();
        saved.any(|saved| Some((saved.file.as_str(), saved.name.as_deref())) == named)
    };
    let is_of_it = |record: &&Record| Some(record.fingerprint.as_str()) == fingerprint;
    let made = kept.iter().find(is_of_it).cloned();
    let before = kept.iter().filter(is_there).max_by_key(|record| record.made).cloned();
    (made, before)
}
