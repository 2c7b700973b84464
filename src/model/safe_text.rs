//! Text that came from outside and can do nothing to the terminal, nor pass for ours.
//!
//! A Page name, an app name or an error message is somebody else's text. It becomes a [`SafeText`] where it is read,
//! after JSON unescaping, and widgets take nothing else from outside.

use std::{borrow::Cow, fmt};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use unicode_segmentation::UnicodeSegmentation;

/// The longest text kept, in characters a person would count. Names are shorter; error messages are cut here.
const LONGEST: usize = 600;
/// How many code points one visible character may be made of: enough for a flag or an accented letter, too few for a
/// pile of marks that would paint over other rows.
const MOST_PER_CHARACTER: usize = 4;

/// Text without control characters, invisible characters, direction overrides or piles of combining marks.
///
/// White space is folded to single spaces. What was taken out is counted, so that a screen can say so.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SafeText {
    text: Box<str>,
    hidden: usize,
}

impl SafeText {
    /// Makes text from outside safe to show.
    pub fn new(outside: &str) -> Self {
        let mut text = String::with_capacity(outside.len().min(4 * LONGEST));
        let mut hidden = 0_usize;
        let mut characters = 0_usize;
        for cluster in outside.graphemes(true) {
            let mut kept = 0_usize;
            for character in cluster.chars() {
                if character.is_whitespace() {
                    if !text.is_empty() && !text.ends_with(' ') {
                        text.push(' ');
                    }
                } else if is_hidden(character) || kept >= MOST_PER_CHARACTER {
                    hidden = hidden.saturating_add(1);
                } else {
                    text.push(character);
                    kept = kept.saturating_add(1);
                }
            }
            characters = characters.saturating_add(1);
            if characters >= LONGEST {
                text.push('…');
                break;
            }
        }
        let trimmed = text.trim_end().len();
        text.truncate(trimmed);
        Self {
            text: text.into(),
            hidden,
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether nothing visible is left.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// How many characters that cannot be seen, or that could act on a terminal, were taken out.
    pub fn hidden(&self) -> usize {
        self.hidden
    }

    /// The text with every occurrence of `secret` replaced. Meta echoes tokens in some messages (facts: graph-api 9.3).
    #[must_use]
    pub fn without(&self, secret: &str) -> Self {
        if secret.len() < 6 || !self.text.contains(secret) {
            return self.clone();
        }
        Self {
            text: self.text.replace(secret, "[hidden]").into(),
            hidden: self.hidden,
        }
    }
}

/// The text with each character that is not seen, or that acts, spelled out as `\u{1b}`: for what must stay the same when
/// it is read back, as a path, and is shown all the same. A text that went through this does not change in it again.
pub(super) fn with_hidden_spelled_out(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if is_hidden(character) {
            out.extend(character.escape_unicode());
        } else {
            out.push(character);
        }
    }
    Cow::Owned(out)
}

/// Characters that are not seen or that act: controls (Cc), formats (Cf: zero width, bidi, tags), separators that
/// break lines, fillers that look empty, variation selectors of the supplement, private use and non-characters.
/// The ranges are Unicode's general categories Cc, Cf, Zl, Zp, Co and its Default_Ignorable_Code_Point.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{890}' | '\u{891}'
            | '\u{8e2}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
            | '\u{e000}'..='\u{f8ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
            | '\u{fffe}' | '\u{ffff}' | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1345f}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
            // Halves of flags: terminals disagree about their width, and a wrong guess leaves litter on the screen.
            | '\u{1f1e6}'..='\u{1f1ff}' | '\u{f0000}'..='\u{10ffff}')
}

impl fmt::Display for SafeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl fmt::Debug for SafeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, f)
    }
}

impl Serialize for SafeText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for SafeText {
    /// Reads a JSON string; numbers become their digits, because some old answers have them where text belongs.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Raw {
            Text(String),
            Number(serde_json::Number),
        }
        Ok(match Raw::deserialize(deserializer)? {
            Raw::Text(text) => Self::new(&text),
            Raw::Number(number) => Self::new(&number.to_string()),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn escapes_overrides_and_invisible_characters_are_taken_out_and_counted() {
        for (outside, shown, hidden) in [
            ("\u{1b}[31mred\u{1b}[0m", "[31mred[0m", 2),
            ("\u{9b}2J", "2J", 1),
            ("a\u{202e}b\u{202c}", "ab", 2),
            ("no\u{200b}thing\u{feff}", "nothing", 2),
            ("two\n\tlines  and \r\n more", "two lines and more", 0),
            ("   ", "", 0),
            ("Café ☕ Zürich", "Café ☕ Zürich", 0),
            ("\u{0}\u{7}", "", 2),
        ] {
            let text = SafeText::new(outside);
            assert_eq!((text.as_str(), text.hidden()), (shown, hidden), "{outside:?}");
        }
    }

    #[test]
    fn a_pile_of_marks_becomes_one_small_character() {
        let pile = format!("Z{}", "\u{301}".repeat(1_000));
        assert!(SafeText::new(&pile).as_str().chars().count() <= MOST_PER_CHARACTER);
    }

    #[test]
    fn a_secret_that_was_echoed_is_replaced() {
        let text = SafeText::new("Malformed access token EAAGsecretsecret");
        assert_eq!(
            text.without("EAAGsecretsecret").as_str(),
            "Malformed access token [hidden]"
        );
    }

    proptest! {
        #[test]
        fn no_text_from_outside_keeps_a_control_or_hidden_character(outside in any::<String>()) {
            prop_assert!(!SafeText::new(&outside).as_str().chars().any(is_hidden));
        }

        #[test]
        fn making_safe_text_safe_again_changes_nothing(outside in any::<String>()) {
            let once = SafeText::new(&outside);
            let twice = SafeText::new(once.as_str());
            prop_assert_eq!(twice.as_str(), once.as_str());
        }
    }
}
