//! JSON that was pasted whole: an exchange answer, a list of Pages, a settings file (facts: graph-api 2, 4).
//!
//! Only the strings that may be wanted are copied, each into memory that is wiped.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use zeroize::Zeroizing;

use super::{
    address, family,
    pick::{Candidate, MOST_CANDIDATES, Role},
    repair::Repair,
};

/// How many JSON values in a row are read, as a log with one answer per line has.
const MOST_DOCUMENTS: usize = 100;

/// The candidates in the JSON a text begins with; `None` when it is not JSON to its end.
pub(super) fn candidates(text: &str) -> Option<Vec<Candidate>> {
    if !text.trim_start().starts_with(['{', '[']) {
        return None;
    }
    read(text).or_else(|| read(&with_breaks_escaped(text)))
}

fn read(text: &str) -> Option<Vec<Candidate>> {
    let mut found = Vec::new();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    for _ in 0..MOST_DOCUMENTS {
        Walk {
            found: &mut found,
            role: Role::Other,
        }
        .deserialize(&mut deserializer)
        .ok()?;
        if deserializer.end().is_ok() {
            return Some(found);
        }
    }
    None
}

/// The text with line breaks inside strings written as escapes, and without those between: a terminal that wraps tears
/// strings and numbers apart.
fn with_breaks_escaped(text: &str) -> Zeroizing<String> {
    // Room for every break to become two characters, so that growing leaves no copy behind.
    let mut mended = Zeroizing::new(String::with_capacity(text.len().saturating_mul(2)));
    let mut in_string = false;
    let mut is_escaped = false;
    for character in text.chars() {
        match character {
            '"' if !is_escaped => in_string = !in_string,
            '\n' | '\r' | '\t' if in_string => {
                mended.push_str(match character {
                    '\n' => "\\n",
                    '\r' => "\\r",
                    _ => "\\t",
                });
                is_escaped = false;
                continue;
            }
            '\n' | '\r' => continue,
            _ => {}
        }
        is_escaped = in_string && character == '\\' && !is_escaped;
        mended.push(character);
    }
    mended
}

impl<'de> de::Deserialize<'de> for Role {
    /// What the name of a member says; the name itself is not kept.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Name;

        impl Visitor<'_> for Name {
            type Value = Role;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<Role, E> {
                Ok(Role::of(name))
            }
        }

        deserializer.deserialize_str(Name)
    }
}

/// A walk through any JSON, keeping what may be wanted.
struct Walk<'a> {
    found: &'a mut Vec<Candidate>,
    /// What the name above this value says.
    role: Role,
}

impl Walk<'_> {
    fn keep(&mut self, text: &str) {
        if self.found.len() >= MOST_CANDIDATES {
            return;
        }
        if text.contains("://") {
            for mut candidate in address::candidates(text) {
                candidate.repairs.note(Repair::TakenFromJson);
                candidate.is_aside = true;
                self.found.push(candidate);
            }
        } else if !matches!(self.role, Role::Other | Role::Error) || family::begins_as_token(text.trim()) {
            self.found.push(Candidate::new(self.role, text, Repair::TakenFromJson));
        }
    }
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: de::Error>(mut self, number: u64) -> Result<(), E> {
        if matches!(self.role, Role::AppId(_) | Role::PageId) {
            self.keep(&number.to_string());
        }
        Ok(())
    }

    fn visit_str<E: de::Error>(mut self, text: &str) -> Result<(), E> {
        self.keep(text);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items
            .next_element_seed(Walk {
                found: &mut *self.found,
                role: self.role,
            })?
            .is_some()
        {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        while let Some(role) = entries.next_key::<Role>()? {
            if role == Role::Error && self.found.len() < MOST_CANDIDATES {
                self.found.push(Candidate::new(role, "", Repair::TakenFromJson));
            }
            entries.next_value_seed(Walk {
                found: &mut *self.found,
                role,
            })?;
        }
        Ok(())
    }
}
