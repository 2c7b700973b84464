//! The same request in the form that GNU screen passes on to its terminal.
//!
//! Pure. screen prints a string of more than 768 bytes on the screen, wrapped or not, where the secret would stand
//! readable in base64, so it is cut (facts: terminal 1.3).

use zeroize::Zeroizing;

use super::osc52;

/// The longest piece, without its wrapping.
const LONGEST_PIECE: usize = 200;
/// The longest request that screen drops in silence when it is not wrapped.
const LONGEST_PLAIN: usize = 768;
const OPEN: &[u8] = b"\x1bP";
const CLOSE: &[u8] = b"\x1b\\";

/// `ESC P piece ESC \` for each piece of the OSC 52 sequence.
pub fn pieces(text: &str) -> Zeroizing<Vec<u8>> {
    let sequence = osc52::sequence(text);
    let pieces = sequence.chunks(LONGEST_PIECE);
    let wrapping = pieces.len().saturating_mul(OPEN.len().saturating_add(CLOSE.len()));
    let mut bytes = Zeroizing::new(Vec::with_capacity(sequence.len().saturating_add(wrapping)));
    for piece in pieces {
        bytes.extend_from_slice(OPEN);
        bytes.extend_from_slice(piece);
        bytes.extend_from_slice(CLOSE);
    }
    bytes
}

/// Whether screen would print nothing of this text if it got the plain request.
pub fn drops_plain(text: &str) -> bool {
    osc52::sequence(text).len() <= LONGEST_PLAIN
}

/// Plain and then in pieces, for a multiplexer that cannot be told apart: screen takes the second, tmux the first where
/// it is set to, and neither prints anything (facts: terminal 1.7, row 4b). Only for a text of which screen drops the
/// plain form: see [`drops_plain`].
pub fn plain_and_pieces(text: &str) -> Zeroizing<Vec<u8>> {
    let (plain, pieces) = (osc52::sequence(text), pieces(text));
    let mut bytes = Zeroizing::new(Vec::with_capacity(plain.len().saturating_add(pieces.len())));
    bytes.extend_from_slice(&plain);
    bytes.extend_from_slice(&pieces);
    bytes
}
