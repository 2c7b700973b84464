//! What terminals, editors and web pages add to a text on its way: paste marks, invisible characters, frames.
//!
//! Starts with the text as it arrived; ends in a text that holds nothing a person could not see, or in the fault that
//! two pastes ran together (facts: terminal 2.1, 2.2).

use zeroize::Zeroizing;

use super::{Fault, repair::Repair, repair::Repairs};

/// How a paste begins when its mark became text; the longest spelling first.
const STARTS: [&str; 4] = ["\u{1b}[200~", "\u{9b}200~", "^[[200~", "[200~"];
/// How a paste ends when its mark became text.
const ENDS: [&str; 4] = ["\u{1b}[201~", "\u{9b}201~", "^[[201~", "[201~"];
/// Marks of which the terminal swallowed the first part: taken as marks only when both are there.
const REMNANTS: [(&str, &str); 3] = [("200~", "201~"), ("00~", "01~"), ("0~", "1~")];

/// The text without what nobody typed or meant to copy.
pub(super) fn without_additions(text: &str, repairs: &mut Repairs) -> Result<Zeroizing<String>, Fault> {
    let inner = without_markers(text, repairs);
    let mixed = inner.contains(['\u{1b}', '\u{9b}']) || inner.contains("[200~") || inner.contains("[201~");
    if mixed {
        return Err(Fault::PasteMixedUp);
    }
    let mut kept = Zeroizing::new(String::with_capacity(inner.len()));
    let mut invisible = 0_usize;
    for character in inner.chars() {
        if is_frame(character) {
            repairs.note(Repair::FrameRemoved);
        } else if is_invisible(character) {
            invisible = invisible.saturating_add(1);
        } else {
            kept.push(character);
        }
    }
    repairs.note(Repair::InvisibleRemoved(invisible));
    Ok(kept)
}

/// The text between its marks. White space outside them goes too: it is not part of the paste.
fn without_markers<'a>(text: &'a str, repairs: &mut Repairs) -> &'a str {
    let mut inner = text;
    loop {
        let around = |character: char| character.is_whitespace() || is_invisible(character);
        let trimmed = inner.trim_matches(|character: char| around(character) && !is_escape(character));
        let starting = STARTS.iter().find_map(|mark| trimmed.strip_prefix(mark));
        let ending = ENDS.iter().find_map(|mark| trimmed.strip_suffix(mark));
        let remnants = REMNANTS
            .iter()
            .find_map(|(start, end)| trimmed.strip_prefix(start)?.strip_suffix(end));
        let Some(rest) = starting.or(ending).or(remnants) else {
            return inner.trim_matches(is_escape);
        };
        repairs.note(Repair::MarkersRemoved);
        inner = rest;
    }
}

fn is_escape(character: char) -> bool {
    matches!(character, '\u{1b}' | '\u{9b}')
}

/// Box drawing: what a selection in a full-screen program takes along.
fn is_frame(character: char) -> bool {
    matches!(character, '\u{2500}'..='\u{257f}')
}

/// Characters that show nothing and are not white space: controls, format characters, fillers, variation selectors.
fn is_invisible(character: char) -> bool {
    (character.is_control() && !character.is_whitespace())
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}')
}
