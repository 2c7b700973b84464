//! The objects for programs, as `docs/json.md` describes them. Pure.

use std::io;

use serde::{Serialize, Serializer};
use zeroize::Zeroizing;

use crate::{
    exit::Code,
    model::{Expiry, Payload, Permission},
    wizard::{
        report::{Kind, Party, Report},
        view::{Standing, Tone},
    },
};

/// The version of these shapes. It grows when a member is taken away or means something else, never when one is added.
const VERSION: u32 = 1;

/// What is said of a token.
#[derive(Serialize)]
struct Facts<'a> {
    kind: &'static str,
    page: Option<Named<'a>>,
    instagram: Option<Account<'a>>,
    user: Option<Named<'a>>,
    app: Option<Named<'a>>,
    expires: Expiry,
    data_access_ends: Expiry,
    permissions: Option<&'a [Permission]>,
    fingerprint: Option<&'a str>,
    server: Option<&'a str>,
}

#[derive(Serialize)]
struct Named<'a> {
    id: &'a str,
    name: Option<&'a str>,
}

#[derive(Serialize)]
struct Account<'a> {
    id: &'a str,
    username: Option<&'a str>,
}

impl<'a> Facts<'a> {
    fn of(report: &'a Report) -> Self {
        let named = |party: &'a Party| Named {
            id: &party.id,
            name: party.name.as_ref().map(crate::model::SafeText::as_str),
        };
        Self {
            kind: kind(report.kind),
            page: report.page.as_ref().map(named),
            instagram: report.instagram.as_ref().map(|party| Account {
                id: &party.id,
                username: party.name.as_ref().map(crate::model::SafeText::as_str),
            }),
            user: report.user.as_ref().map(named),
            app: report.app.as_ref().map(named),
            expires: report.expires,
            // There, access to data ends with the token, whoever knows when that is.
            data_access_ends: match report.kind {
                Kind::Instagram => report.expires,
                _ => report.data_access_ends,
            },
            permissions: report.permissions.as_deref(),
            fingerprint: report.fingerprint.as_deref(),
            server: report.server.as_deref(),
        }
    }
}

const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::User => "user",
        Kind::Page => "page",
        Kind::SystemUser => "system_user",
        Kind::App => "app",
        Kind::Instagram => "instagram",
        Kind::Unknown => "unknown",
    }
}

/// A token that was made, with what is known of it.
pub(super) struct Made {
    pub(super) report: Report,
    pub(super) token: Payload,
}

#[derive(Serialize)]
struct MadeFacts<'a> {
    #[serde(flatten)]
    facts: Facts<'a>,
    token: Exposed<'a>,
    proved: bool,
}

impl<'a> MadeFacts<'a> {
    fn of(made: &'a Made) -> Self {
        Self {
            facts: Facts::of(&made.report),
            token: Exposed(&made.token),
            proved: made.report.standing == Standing::Proved,
        }
    }
}

/// A token as it leaves in an object. One alone leaves by `outlet::write_alone`.
struct Exposed<'a>(&'a Payload);

impl Serialize for Exposed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.expose())
    }
}

#[derive(Serialize)]
struct One<'a> {
    version: u32,
    journey: &'a str,
    #[serde(flatten)]
    made: MadeFacts<'a>,
}

#[derive(Serialize)]
struct Several<'a> {
    version: u32,
    journey: &'a str,
    tokens: Vec<MadeFacts<'a>>,
}

/// The result of `get` on one line: one token, or a list where several were asked for. Which of the two it is follows from
/// the arguments alone, so a program knows before.
pub(super) fn of_made(journey: &str, made: &[Made], is_list: bool) -> serde_json::Result<Zeroizing<Vec<u8>>> {
    match made {
        [one] if !is_list => line(&One {
            version: VERSION,
            journey,
            made: MadeFacts::of(one),
        }),
        several => line(&Several {
            version: VERSION,
            journey,
            tokens: several.iter().map(MadeFacts::of).collect(),
        }),
    }
}

#[derive(Serialize)]
struct Checked<'a> {
    version: u32,
    verdict: &'static str,
    works: Option<bool>,
    headline: &'a str,
    #[serde(flatten)]
    facts: Facts<'a>,
    expires_by: Option<&'static str>,
}

/// Who says when a token ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Witness {
    /// Meta, just now.
    Meta,
    /// What was kept when it was made here.
    Record,
}

/// The result of `check` on one line.
pub(super) fn of_checked(
    code: Code,
    headline: &str,
    report: &Report,
    witness: Witness,
) -> serde_json::Result<Zeroizing<Vec<u8>>> {
    let by = match witness {
        Witness::Meta => "meta",
        Witness::Record => "record",
    };
    line(&Checked {
        version: VERSION,
        verdict: verdict(code),
        works: works(code, report),
        headline,
        facts: Facts::of(report),
        expires_by: (report.expires != Expiry::Unknown).then_some(by),
    })
}

/// It may work and nothing say until when; what Meta holds against it may pass, and then nothing says whether it works.
fn works(code: Code, report: &Report) -> Option<bool> {
    let is_held_back = matches!(report.standing, Standing::Found(Tone::Bad) | Standing::NotDone);
    match code {
        Code::CannotTell if is_held_back => None,
        code => Some(code != Code::Dead),
    }
}

#[derive(Serialize)]
struct Untold<'a> {
    version: u32,
    verdict: &'static str,
    works: Option<bool>,
    headline: &'a str,
}

/// The result of `check` where nothing can be told.
pub(super) fn of_untold(headline: &str) -> serde_json::Result<Zeroizing<Vec<u8>>> {
    line(&Untold {
        version: VERSION,
        verdict: verdict(Code::CannotTell),
        works: None,
        headline,
    })
}

#[derive(Serialize)]
struct Renewed<'a> {
    version: u32,
    result: &'static str,
    headline: &'a str,
}

/// The result of `renew`; `None` where it failed and there is none.
pub(super) fn of_renewed(code: Code, headline: &str) -> Option<serde_json::Result<Zeroizing<Vec<u8>>>> {
    let result = match code {
        Code::Done => "renewed",
        Code::NotDue => "not_due",
        Code::Dead => "sign_in_again",
        Code::CannotTell => "cannot_tell",
        Code::Failed | Code::Misused | Code::EndsSoon | Code::Left => return None,
    };
    Some(line(&Renewed {
        version: VERSION,
        result,
        headline,
    }))
}

const fn verdict(code: Code) -> &'static str {
    match code {
        Code::Done => "fine",
        Code::EndsSoon => "ends_soon",
        Code::Dead => "dead",
        _ => "cannot_tell",
    }
}

/// On one line, in a buffer that holds all of it from the start: one that grew would leave tokens behind where it was. So it is
/// measured first, by writing it to where nothing stays.
fn line(object: &impl Serialize) -> serde_json::Result<Zeroizing<Vec<u8>>> {
    let mut length = Length(0);
    serde_json::to_writer(&mut length, object)?;
    let mut bytes = Zeroizing::new(Vec::with_capacity(length.0.saturating_add(1)));
    serde_json::to_writer(&mut *bytes, object)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Counts what is written, and keeps nothing of it.
struct Length(usize);

impl io::Write for Length {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self.0.saturating_add(bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_any_length_stands_in_a_buffer_that_never_grew() {
        for count in [0, 1, 7, 10_000] {
            let names: Vec<String> = (0..count).map(|number| format!("\"{number}\u{1f9c1}")).collect();
            let line = line(&names).unwrap();
            assert_eq!(line.capacity(), line.len(), "it has grown, or holds more than it needs");
            let read: Vec<String> = serde_json::from_slice(&line).unwrap();
            assert_eq!((read, line.last()), (names, Some(&b'\n')));
        }
    }
}
