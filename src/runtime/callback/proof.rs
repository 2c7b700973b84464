//! What tells the answer of a login from anybody else's: the login's state, kept as what it can be compared with.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    error::Unspecified,
    hmac,
    rand::{SecureRandom, SystemRandom},
};
use zeroize::Zeroizing;

use crate::model::LoginState;

/// The random bytes of a state: 192 bits, 32 letters. More than the 128 bits that nobody can guess (facts: safety T91).
const STATE_BYTES: usize = 24;

/// Knows a state without holding it.
pub(super) struct Proof {
    key: hmac::Key,
    tag: hmac::Tag,
}

impl Proof {
    /// Makes a state, of letters that no address ever encodes, and what will know it again. Fails when the system has no
    /// random bytes.
    pub(super) fn new() -> Result<(LoginState, Self), Unspecified> {
        let random = SystemRandom::new();
        let mut bytes = Zeroizing::new([0; STATE_BYTES]);
        random.fill(bytes.as_mut_slice())?;
        let state = LoginState::new(&URL_SAFE_NO_PAD.encode(bytes.as_slice()));
        let key = hmac::Key::generate(hmac::HMAC_SHA256, &random)?;
        let tag = hmac::sign(&key, state.as_str().as_bytes());
        Ok((state, Self { key, tag }))
    }

    /// Whether the query of an answer carries the state: once, and to the letter. Takes as long for a wrong state as for
    /// a right one.
    pub(super) fn is_in(&self, query: &str) -> bool {
        let mut states = query.split('&').filter_map(|pair| pair.strip_prefix("state="));
        let (Some(state), None) = (states.next(), states.next()) else {
            return false;
        };
        hmac::verify(&self.key, state.as_bytes(), self.tag.as_ref()).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is wrong with a way of telling answers apart, for a login with this state.
    fn faults(state: &str, is_in: impl Fn(&str) -> bool) -> Vec<String> {
        let right = [
            format!("code=1&state={state}"),
            format!("state={state}&code=1"),
            format!("error=access_denied&error_code=200&state={state}"),
        ];
        let (cut, _) = state.split_at(state.len().saturating_sub(1));
        let other = if state.starts_with('A') { "B" } else { "A" };
        let wrong = [
            String::new(),
            "code=1".to_owned(),
            "code=1&state=".to_owned(),
            format!("code=1&state={cut}"),
            format!("code=1&state={state}x"),
            format!("code=1&state={other}{}", state.get(1..).unwrap()),
            format!("code=1&state={}", state.to_ascii_lowercase()),
            format!("code=1&state={state}&state={state}"),
            format!("code=1&state=wrong&state={state}"),
            format!("code=1&State={state}"),
            format!("code=1&xstate={state}"),
            format!("code={state}"),
            format!("code=1#state={state}"),
        ];
        let missed = right.iter().filter(|query| !is_in(query));
        let let_in = wrong.iter().filter(|query| is_in(query));
        missed.chain(let_in).cloned().collect()
    }

    #[test]
    fn only_the_state_of_this_login_is_known_again() {
        let (state, proof) = Proof::new().unwrap();
        assert_eq!(faults(state.as_str(), |query| proof.is_in(query)), [""; 0]);
        let (earlier, _) = Proof::new().unwrap();
        assert!(!proof.is_in(&format!("code=1&state={}", earlier.as_str())));
    }

    #[test]
    fn a_check_of_the_state_that_is_careless_is_noticed() {
        let (state, _) = Proof::new().unwrap();
        let state = state.as_str();
        let last = |query: &str| query.rsplit("state=").next().unwrap_or_default().to_owned();
        assert!(!faults(state, |_| true).is_empty());
        assert!(!faults(state, |_| false).is_empty());
        assert!(!faults(state, |query| query.contains(state)).is_empty());
        assert!(!faults(state, |query| query.contains("state=")).is_empty());
        assert!(!faults(state, |query| query.ends_with(&format!("state={state}"))).is_empty());
        assert!(!faults(state, |query| state.starts_with(&last(query))).is_empty());
        assert!(!faults(state, |query| last(query).eq_ignore_ascii_case(state)).is_empty());
    }

    #[test]
    fn each_login_has_another_state_which_stands_in_an_address_as_it_is() {
        let states: Vec<_> = (0..100).map(|_| Proof::new().unwrap().0).collect();
        for (index, state) in states.iter().enumerate() {
            assert!(!states.iter().skip(index.saturating_add(1)).any(|other| other == state));
            let encoded: String = url::form_urlencoded::byte_serialize(state.as_str().as_bytes()).collect();
            assert_eq!((encoded.as_str(), encoded.len()), (state.as_str(), 32));
        }
    }
}
