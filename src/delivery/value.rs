//! What a file that a token was saved in holds under a name: the way back from saving.
//!
//! Started by a run that checks or renews a saved token; ends in the value, or in the fault for which saving would refuse
//! the file as well: what cannot be changed without loss is not read either.

use serde_json::Value;
use zeroize::Zeroizing;

use crate::model::is_token_character;

use super::{
    ContentFault, FileKind,
    edit::{line_of, mark_length},
    env_reading,
};

/// The value that stands under a name, or the whole of a file that holds a token alone; `None` where there is none.
pub fn value_in(kind: FileKind, name: &str, bytes: &[u8]) -> Result<Option<Zeroizing<String>>, ContentFault> {
    match kind {
        FileKind::Env => in_env(name, bytes),
        FileKind::Json => in_json(name, bytes),
        FileKind::Token => {
            let text = bytes.get(mark_length(bytes)..).unwrap_or_default().trim_ascii();
            plain(text).ok_or(ContentFault::NotAToken).map(non_empty)
        }
        FileKind::Options => Err(ContentFault::NotAToken),
    }
}

/// The last assignment counts, as it does for those who read the file.
fn in_env(name: &str, bytes: &[u8]) -> Result<Option<Zeroizing<String>>, ContentFault> {
    let Some(last) = env_reading::assignments(bytes, name)?.found.pop() else {
        return Ok(None);
    };
    let start = last.place.start;
    let text = bytes.get(last.place).unwrap_or_default();
    let inner = match last.quote {
        Some(_) => text.get(1..text.len().saturating_sub(1)).unwrap_or_default(),
        None => text,
    };
    let line = line_of(bytes, start);
    plain(inner).ok_or(ContentFault::Unclear { line }).map(non_empty)
}

fn in_json(name: &str, bytes: &[u8]) -> Result<Option<Zeroizing<String>>, ContentFault> {
    let text = bytes.get(mark_length(bytes)..).unwrap_or_default();
    let read: Value = serde_json::from_slice(text).map_err(|error| ContentFault::NotJson {
        line: error.line().max(1),
    })?;
    let Value::Object(mut members) = read else {
        return Err(ContentFault::NotAnObject);
    };
    match members.remove(name) {
        Some(Value::String(value)) => Ok(non_empty(Zeroizing::new(value))),
        Some(Value::Null) | None => Ok(None),
        Some(_) => Err(ContentFault::OddMember { line: 1 }),
    }
}

/// A text of nothing but what tokens consist of.
fn plain(text: &[u8]) -> Option<Zeroizing<String>> {
    let text = std::str::from_utf8(text).ok()?;
    text.chars()
        .all(is_token_character)
        .then(|| Zeroizing::new(text.to_owned()))
}

fn non_empty(text: Zeroizing<String>) -> Option<Zeroizing<String>> {
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(kind: FileKind, text: &str) -> Result<Option<String>, ContentFault> {
        value_in(kind, "TOKEN", text.as_bytes()).map(|value| value.map(|value| value.to_string()))
    }

    #[test]
    fn what_was_saved_is_found_again_in_every_spelling() {
        let value = Ok(Some("EAAabc".to_owned()));
        for text in [
            "TOKEN=EAAabc",
            "A=1\nTOKEN=EAAabc\nB=2\n",
            "export TOKEN='EAAabc' # mine\n",
            "TOKEN=\"EAAabc\"\r\n",
            "TOKEN=old\nTOKEN=EAAabc\n",
        ] {
            assert_eq!(found(FileKind::Env, text), value, "{text:?}");
        }
        assert_eq!(found(FileKind::Json, "{\"TOKEN\": \"EAAabc\"}"), value);
        assert_eq!(found(FileKind::Token, "EAAabc\n"), value);
    }

    #[test]
    fn an_empty_place_and_a_missing_one_hold_nothing() {
        for (kind, text) in [
            (FileKind::Env, "TOKENS=x\n"),
            (FileKind::Env, "TOKEN=\n"),
            (FileKind::Env, ""),
            (FileKind::Json, "{\"TOKEN\": null}"),
            (FileKind::Json, "{}"),
            (FileKind::Token, " \n"),
        ] {
            assert_eq!(found(kind, text), Ok(None), "{text:?}");
        }
    }

    #[test]
    fn what_readers_disagree_about_is_not_read() {
        assert_eq!(
            found(FileKind::Env, "A=1\nTOKEN=$OTHER\n"),
            Err(ContentFault::Unclear { line: 2 })
        );
        assert_eq!(
            found(FileKind::Env, "A='\nTOKEN=x\n"),
            Err(ContentFault::OpenQuote { line: 1 })
        );
        assert_eq!(found(FileKind::Json, "{"), Err(ContentFault::NotJson { line: 1 }));
        assert_eq!(found(FileKind::Json, "[]"), Err(ContentFault::NotAnObject));
        assert_eq!(found(FileKind::Token, "TOKEN=x"), Err(ContentFault::NotAToken));
    }
}
