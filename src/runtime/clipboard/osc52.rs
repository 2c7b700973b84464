//! The bytes that ask a terminal to put a text on its clipboard.
//!
//! Pure. The bytes hold a secret, so each buffer is wiped, and large enough from the start that it never moves.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use zeroize::Zeroizing;

const START: &[u8] = b"\x1b]52;c;";
/// BEL and not ESC \: inside a multiplexer's wrapping that would end the wrapping.
const END: u8 = 0x07;

/// `ESC ] 52 ; c ; BASE64 BEL`. The `c` is always written: without it some terminals take the other selection.
pub fn sequence(text: &str) -> Zeroizing<Vec<u8>> {
    let encoded = base64::encoded_len(text.len(), true).unwrap_or_default();
    let room = START.len().saturating_add(encoded).saturating_add(1);
    let mut base64 = Zeroizing::new(vec![0; encoded]);
    let mut bytes = Zeroizing::new(Vec::with_capacity(room));
    bytes.extend_from_slice(START);
    if let Ok(length) = STANDARD.encode_slice(text, &mut base64) {
        bytes.extend_from_slice(base64.get(..length).unwrap_or_default());
    }
    bytes.push(END);
    bytes
}
