//! Values that must never be seen by accident: tokens and App secrets.
//!
//! A [`Secret`] has no `Display`, `Clone`, `Serialize` or `PartialEq`; its `Debug` names its kind and nothing else;
//! its bytes live once on the heap and are wiped when the last holder lets go.

use std::{fmt, marker::PhantomData, sync::Arc};

use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

/// What a secret is, as a marker on its type, so that a Page token cannot be sent where a user token belongs.
pub trait SecretKind: 'static {
    /// The kind in plain words, used by `Debug`.
    const NAME: &'static str;
}

/// The kinds of secrets.
pub mod kind {
    use super::SecretKind;

    macro_rules! kinds {
        ($($(#[$doc:meta])* $name:ident => $words:literal),+ $(,)?) => {$(
            $(#[$doc])*
            #[derive(Debug)]
            pub enum $name {}
            impl SecretKind for $name {
                const NAME: &'static str = $words;
            }
        )+};
    }

    kinds! {
        /// A token as it was pasted: its real kind is known only after Meta was asked.
        Pasted => "pasted token",
        /// A token that acts as a person, or as a system user.
        User => "user token",
        /// A token that acts as one Page.
        Page => "Page token",
        /// The App secret: 32 hexadecimal characters (facts: graph-api 10.1).
        AppSecret => "App secret",
        /// `APP_ID|APP_SECRET`, accepted wherever an app token is (facts: graph-api 2.3).
        App => "app token",
        /// A login code: can be turned into a token once.
        LoginCode => "login code",
        /// A token of Instagram Login, `IGAA…`: for graph.instagram.com and nobody else (facts: graph-api 7.5).
        Instagram => "Instagram token",
        /// The secret of an app's Instagram half; another one than its App secret (facts: graph-api 7.2).
        InstagramAppSecret => "Instagram App secret",
        /// Any of the above on its way to Meta.
        Sent => "sent secret",
    }
}

/// A token as it was pasted.
pub type PastedToken = Secret<kind::Pasted>;
/// A token that acts as a person or system user.
pub type UserToken = Secret<kind::User>;
/// The secret of a Meta app.
pub type AppSecret = Secret<kind::AppSecret>;
/// An app token, `APP_ID|APP_SECRET`.
pub type AppToken = Secret<kind::App>;

/// A login code, Facebook's or Instagram's.
pub type LoginCode = Secret<kind::LoginCode>;
/// A token of Instagram Login.
pub type InstagramToken = Secret<kind::Instagram>;
/// The secret of an app's Instagram half.
pub type InstagramAppSecret = Secret<kind::InstagramAppSecret>;

/// A secret text of kind `K`.
pub struct Secret<K: SecretKind> {
    text: Arc<SecretString>,
    kind: PhantomData<fn() -> K>,
}

impl<K: SecretKind> Secret<K> {
    /// Takes a text as a secret. The caller's own buffer is consumed, so no second copy stays behind.
    pub fn new(text: String) -> Self {
        Self {
            text: Arc::new(SecretString::from(text)),
            kind: PhantomData,
        }
    }

    /// Another handle on the same bytes; nothing is copied.
    #[must_use]
    pub fn share(&self) -> Self {
        self.read_as()
    }

    /// The same bytes under another kind, once something has proved that they are of that kind.
    pub fn read_as<Other: SecretKind>(&self) -> Secret<Other> {
        Secret {
            text: Arc::clone(&self.text),
            kind: PhantomData,
        }
    }

    /// The text itself. Only for the places where a secret really leaves: requests, proofs and ways out.
    pub fn expose(&self) -> &str {
        self.text.expose_secret()
    }

    /// Whether both hold the same text. Takes the same time wherever they differ.
    pub fn is_same_as(&self, other: &Self) -> bool {
        let (left, right) = (self.expose().as_bytes(), other.expose().as_bytes());
        left.len() == right.len() && left.iter().zip(right).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
    }

    /// Whether this begins with another, shorter one.
    pub fn begins_with(&self, other: &Self) -> bool {
        let beginning = other.expose();
        !beginning.is_empty() && self.expose().starts_with(beginning)
    }

    /// Whether another one stands in this.
    pub fn contains(&self, other: &Self) -> bool {
        self.expose().contains(other.expose())
    }

    /// The first eight hexadecimal digits of the SHA-256 of the text: enough to compare two copies by eye, useless to
    /// recover the text.
    pub fn fingerprint(&self) -> String {
        let digest = ring::digest::digest(&ring::digest::SHA256, self.expose().as_bytes());
        hex(digest.as_ref()).chars().take(8).collect()
    }

    /// A form that identifies the secret to its owner and nobody else: `EAAG…3fZD`. Secrets under 24 characters show
    /// nothing of themselves.
    pub fn masked(&self) -> String {
        let text = self.expose();
        let length = text.chars().count();
        if length < 24 {
            return "…".to_owned();
        }
        let head: String = text.chars().take(4).collect();
        let tail: String = text.chars().skip(length.saturating_sub(4)).collect();
        format!("{head}…{tail}")
    }
}

impl AppToken {
    /// `APP_ID|APP_SECRET`.
    pub fn from_parts(app: &super::AppId, secret: &AppSecret) -> Self {
        Self::new(format!("{app}|{}", secret.expose()))
    }
}

impl<K: SecretKind> Secret<K> {
    /// The proof that a call was made by someone who holds the App secret: lower-case hexadecimal HMAC-SHA256 of this
    /// token, keyed with the secret (facts: graph-api 5).
    pub fn appsecret_proof(&self, secret: &AppSecret) -> Zeroizing<String> {
        let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, secret.expose().as_bytes());
        Zeroizing::new(hex(ring::hmac::sign(&key, self.expose().as_bytes()).as_ref()))
    }
}

impl<K: SecretKind> fmt::Debug for Secret<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}>", K::NAME)
    }
}

/// Whether a character can stand in a token: letters, digits, `_`, `-`, `.` and the `|` of app tokens
/// (facts: graph-api 10.1).
pub fn is_token_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '_' | '-' | '.' | '|')
}

/// How the tokens of each family, and login codes, begin (facts: graph-api 10.1).
const BEGINNINGS: [&str; 7] = ["EAA", "IGAA", "IGQ", "THAA", "THQ", "CAA", "AQ"];

/// Whether something in a text that should hold none looks like a secret: a token of any family, an App secret, an app token or
/// a login code (facts: graph-api 10.1). Also where it is glued to something else.
pub fn looks_secret(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '|');
    text.split(|c| !is_part(c)).any(|part| {
        let bare = part.trim_start_matches(['-', '_']);
        let is_token = BEGINNINGS.iter().any(|beginning| bare.starts_with(beginning)) && bare.len() >= 20;
        let is_app_token = part.split_once('|').is_some_and(|(id, rest)| {
            let digits = id.bytes().rev().take_while(u8::is_ascii_digit);
            digits.count() >= 8 && !rest.is_empty()
        });
        is_token || is_app_token || has_token_within(part) || has_app_secret(part)
    })
}

/// Whether a token begins somewhere in a run: what is long enough behind a known beginning, in one piece, is no word.
fn has_token_within(part: &str) -> bool {
    let is_long = |beginning: &str, rest: &str| {
        let in_one_piece = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        // Two letters stand in many a word.
        in_one_piece >= if beginning.len() > 2 { 30 } else { 60 } || rest.len() >= 100
    };
    BEGINNINGS.iter().any(|beginning| {
        let mut found = part.match_indices(beginning);
        found.any(|(at, _)| part.get(at..).is_some_and(|rest| is_long(beginning, rest)))
    })
}

/// Whether 32 hexadecimal digits stand somewhere in a run. A few more may be letters that something glued to them ends with; 40
/// and more are the fingerprint of something.
fn has_app_secret(part: &str) -> bool {
    part.split(|c: char| !c.is_ascii_hexdigit())
        .any(|digits| (32..40).contains(&digits.len()))
}

fn hex(bytes: &[u8]) -> String {
    use fmt::Write as _;
    bytes.iter().fold(
        String::with_capacity(bytes.len().saturating_mul(2)),
        |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_names_the_kind_and_shows_nothing_of_the_text() {
        let token = UserToken::new("EAAB0123456789secretsecretZD".to_owned());
        assert_eq!(format!("{token:?}"), "<user token>");
    }

    #[test]
    fn the_proof_matches_the_published_vectors() {
        let secret = AppSecret::new("foo_secret".to_owned());
        let proof_of = |text: &str| UserToken::new(text.to_owned()).appsecret_proof(&secret).to_string();
        assert_eq!(
            proof_of("foo_token"),
            "df4256903ba4e23636cc142117aa632133d75c642bd2a68955be1443bd14deb9"
        );
        assert_eq!(
            proof_of("long_token"),
            "7e91300ea91be4166282611d4fc700b473466f3ea2981dafbf492fc096995bf1"
        );
    }

    #[test]
    fn a_mask_shows_four_characters_at_each_end_of_a_long_secret_and_none_of_a_short_one() {
        assert_eq!(
            UserToken::new(format!("EAAG{}3fZD", "x".repeat(180))).masked(),
            "EAAG…3fZD"
        );
        assert_eq!(UserToken::new("EAAGshort".to_owned()).masked(), "…");
    }

    #[test]
    fn a_fingerprint_is_the_start_of_the_sha_256() {
        assert_eq!(UserToken::new("abc".to_owned()).fingerprint(), "ba7816bf");
    }

    #[test]
    fn a_secret_is_found_wherever_it_is_glued_to_and_ordinary_words_are_not_taken_for_one() {
        let token = format!("EAA{}", "b4c".repeat(30));
        let secret = "0123456789abcdef".repeat(2);
        for text in [
            token.clone(),
            format!("--{token}"),
            format!("--token{token}"),
            format!("_{token}"),
            "--EAA0123456789abcdefgh".to_owned(),
            format!("token{token}"),
            format!("x-IGQV{}_", "b4c".repeat(30)),
            format!("--code=xAQ{}", "b4c".repeat(30)),
            secret.clone(),
            format!("--secret{secret}"),
            format!("{secret}x"),
            format!("--face{secret}"),
            format!("--token12345678|{secret}"),
            "--token12345678|abc".to_owned(),
        ] {
            assert!(looks_secret(&text), "{text}");
        }
        for text in [
            "--instagram-app-secret-file",
            "/home/ada/AQUARIUM/token",
            "MY_FACEBOOK_PAGE_ACCESS_TOKEN",
            "/srv/my-CAA-records-of-the-year/.env",
            "/nix/store/0123456789abcdef0123456789abcdef01234567-site/.env",
            "0123456789abcdef",
            "https://developers.facebook.com/tools/explorer/",
        ] {
            assert!(!looks_secret(text), "{text}");
        }
    }

    #[test]
    fn two_secrets_are_the_same_only_when_every_character_is() {
        let token = |text: &str| UserToken::new(text.to_owned());
        assert!(token("abc").is_same_as(&token("abc")));
        assert!(!token("abc").is_same_as(&token("abd")));
        assert!(!token("abc").is_same_as(&token("ab")));
    }
}
