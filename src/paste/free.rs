//! Texts that are typed freely: a path, a name, and what arrived of a copy.
//!
//! Starts with the text of the field; ends in a [`Reading`]. A secret in such a field is named, and never becomes a part
//! of a path.

use super::{Fault, Foreign, Reading, Value, Wanted, instead_of_address, repair::Repairs};
use crate::model::Secret;

/// The longest path or name, in bytes: longer than any system takes.
const LONGEST: usize = 4096;

/// Reads a path or a name: white space around it goes, everything inside stays as it was typed.
pub(super) fn read(text: &str, wanted: Wanted, base: &Repairs) -> Reading {
    let text = text.trim();
    if let Some(named @ Fault::Misplaced(foreign, _)) = instead_of_address(text, wanted)
        && is_secret(foreign)
    {
        return Reading::refused(named, base.clone());
    }
    if text.len() > LONGEST || text.chars().any(char::is_control) {
        return Reading::refused(Fault::NothingInside(wanted), base.clone());
    }
    Reading::found(Value::Text(text.to_owned()), None, base.clone())
}

/// Takes what arrived of a copy as it is, but for the line end that some terminals add.
pub(super) fn copied(text: &str) -> Reading {
    let text = text.trim_end_matches(['\r', '\n']);
    Reading::found(Value::Copy(Secret::new(text.to_owned())), None, Repairs::default())
}

const fn is_secret(foreign: Foreign) -> bool {
    match foreign {
        Foreign::AppSecret
        | Foreign::AppToken
        | Foreign::LoginCode
        | Foreign::FacebookToken
        | Foreign::InstagramToken
        | Foreign::ThreadsToken
        | Foreign::AnyToken => true,
        Foreign::AppId | Foreign::MetaApp | Foreign::PageName | Foreign::Landing => false,
    }
}
