//! Random strings in the documented forms: tokens, secrets, codes, trace ids. Every start of the simulator rolls
//! new ones; nothing here is predictable, so a test can search whole logs for one of them.

use ring::rand::{SecureRandom as _, SystemRandom};

const BASE62: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const BASE64_URL: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const EASY: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const HEX: &[u8] = b"0123456789abcdef";

/// The source of every random string of one running simulator.
#[derive(Debug)]
pub(crate) struct Dice {
    source: SystemRandom,
    rolls: u64,
}

impl Dice {
    /// A fresh source.
    pub(crate) fn new() -> Self {
        Self {
            source: SystemRandom::new(),
            rolls: 0,
        }
    }

    /// A Facebook token: `EAA`, base62, `ZD`; 190 to 230 characters.
    pub(crate) fn token(&mut self) -> String {
        let spread = self.bytes(1).first().map_or(0, |byte| usize::from(*byte) % 41);
        format!("EAA{}ZD", self.letters(BASE62, spread.saturating_add(185)))
    }

    /// An Instagram Login token: `IGAA`, base62 with `-` and `_`, `ZD`; 166 characters.
    pub(crate) fn instagram_token(&mut self) -> String {
        format!("IGAA{}ZD", self.letters(BASE64_URL, 160))
    }

    /// What a person types to approve a device: eight letters and digits that are hard to mistake.
    pub(crate) fn user_code(&mut self) -> String {
        self.letters(EASY, 8)
    }

    /// Whether one throw in `sides` hits.
    pub(crate) fn hits_one_in(&mut self, sides: u32) -> bool {
        let bytes = self.bytes(4).try_into().unwrap_or_default();
        u32::from_le_bytes(bytes)
            .checked_rem(sides)
            .is_none_or(|rest| rest == 0)
    }

    /// A login code, `AQ…`.
    pub(crate) fn code(&mut self) -> String {
        format!("AQ{}", self.letters(BASE64_URL, 250))
    }

    /// An App secret: 32 lower-case hex digits.
    pub(crate) fn secret(&mut self) -> String {
        self.letters(HEX, 32)
    }

    /// The part of an app token after the bar: 27 characters.
    pub(crate) fn app_token_tail(&mut self) -> String {
        self.letters(BASE64_URL, 27)
    }

    /// `length` hex digits.
    pub(crate) fn hex(&mut self, length: usize) -> String {
        self.letters(HEX, length)
    }

    /// An old-form trace id: 11 characters.
    pub(crate) fn short_trace(&mut self) -> String {
        self.letters(BASE64_URL, 11)
    }

    /// A new-form trace id: 23 characters that begin with `A`.
    pub(crate) fn trace(&mut self) -> String {
        format!("A{}", self.letters(BASE64_URL, 22))
    }

    fn letters(&mut self, alphabet: &[u8], length: usize) -> String {
        self.bytes(length)
            .into_iter()
            .filter_map(|byte| {
                let place = usize::from(byte).checked_rem(alphabet.len())?;
                alphabet.get(place).map(|letter| char::from(*letter))
            })
            .collect()
    }

    fn bytes(&mut self, length: usize) -> Vec<u8> {
        self.rolls = self.rolls.wrapping_add(1);
        let mut bytes = vec![0; length];
        if self.source.fill(&mut bytes).is_err() {
            // Without a system source strings must still differ from one another.
            for (byte, count) in bytes.iter_mut().zip(self.rolls.to_le_bytes()) {
                *byte = count;
            }
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_have_the_documented_form_and_never_repeat() {
        let mut dice = Dice::new();
        let mut seen = std::collections::HashSet::new();
        for _ in 0..500 {
            let token = dice.token();
            assert!(token.starts_with("EAA") && token.ends_with("ZD"));
            assert!((190..=230).contains(&token.len()), "{}", token.len());
            assert!(token.bytes().all(|byte| byte.is_ascii_alphanumeric()));
            assert!(seen.insert(token));
        }
    }
}
