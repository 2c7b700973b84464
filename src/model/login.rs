//! What a login in a browser is made of: where it ends, and what proves that an answer belongs to it.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The longest address that is kept, in bytes.
const LONGEST: usize = 2048;

/// Where a login sends the browser back to. Kept to the letter: Meta compares it byte for byte, in the dialog and again
/// when the code is redeemed (facts: graph-api 6.3, 7.3).
#[derive(Clone, PartialEq, Eq)]
pub struct RedirectAddress(Box<str>);

/// Why a text is no redirect address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RedirectError {
    /// Not an address at all, or one with blanks, a user name or something longer than 2,048 bytes.
    #[error("it is no web address")]
    NoAddress,
    /// Plain `http` to another machine: Meta takes that from nobody.
    #[error("it must begin with https://")]
    NotSecure,
    /// `#…`, which a redirect address cannot have.
    #[error("it has a part behind #")]
    Fragment,
}

impl RedirectAddress {
    /// Reads an `https` address, or an `http` one of this machine, without changing a letter of it.
    pub fn parse(text: &str) -> Result<Self, RedirectError> {
        let is_plain = text.len() <= LONGEST && text.bytes().all(|byte| byte.is_ascii_graphic());
        let address = url::Url::parse(text)
            .ok()
            .filter(|address| is_plain && address.username().is_empty() && address.password().is_none())
            .ok_or(RedirectError::NoAddress)?;
        if address.fragment().is_some() {
            return Err(RedirectError::Fragment);
        }
        let host = address.host_str().ok_or(RedirectError::NoAddress)?;
        let is_here = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
        match address.scheme() {
            "https" => Ok(Self(text.into())),
            "http" if is_here => Ok(Self(text.into())),
            "http" => Err(RedirectError::NotSecure),
            _ => Err(RedirectError::NoAddress),
        }
    }

    /// This machine, on a port where somebody listens. `localhost` and not `127.0.0.1`: Meta takes that one without an
    /// entry in the app's settings while the app is in development mode (facts: graph-api 6.3).
    pub fn of_this_machine(port: u16) -> Self {
        Self(format!("http://localhost:{port}/").into())
    }

    /// Whether it is an `https` address. The others are all of this machine.
    pub fn is_secure(&self) -> bool {
        self.0
            .get(..6)
            .is_some_and(|scheme| scheme.eq_ignore_ascii_case("https:"))
    }

    /// The address, as it was typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a login that was sent to this address can have ended at `landed`: the same scheme, host, port and path.
    pub fn is_start_of(&self, landed: &str) -> bool {
        let place = |text: &str| {
            let address = url::Url::parse(text).ok()?;
            let host = address.host_str()?.to_owned();
            let path = match address.path() {
                "" => "/".to_owned(),
                path => path.to_owned(),
            };
            Some((address.scheme().to_owned(), host, address.port_or_known_default(), path))
        };
        place(&self.0).is_some_and(|own| place(landed).is_some_and(|other| own == other))
    }
}

impl<'de> Deserialize<'de> for RedirectAddress {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

impl Serialize for RedirectAddress {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl fmt::Debug for RedirectAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for RedirectAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A random word that goes out with a login and must come back with its answer; made for one login, with at least 128
/// random bits. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct LoginState(Box<str>);

impl LoginState {
    /// Takes a random word.
    pub fn new(random: &str) -> Self {
        Self(random.into())
    }

    /// The word.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for LoginState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<login state>")
    }
}

/// Whose login it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LoginProvider {
    /// Facebook Login.
    Facebook,
    /// Business Login for Instagram.
    Instagram,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redirect_address_is_https_or_this_machine_and_keeps_every_letter() {
        for text in [
            "https://www.mywebsite.com/",
            "https://www.mywebsite.com",
            "https://example.com/cb?x=1",
            "http://localhost:8080/",
            "http://127.0.0.1:1",
        ] {
            assert_eq!(RedirectAddress::parse(text).unwrap().as_str(), text);
        }
        for (text, error) in [
            ("", RedirectError::NoAddress),
            ("www.mywebsite.com", RedirectError::NoAddress),
            ("ftp://example.com/", RedirectError::NoAddress),
            ("https://a@example.com/", RedirectError::NoAddress),
            ("https://exa mple.com/", RedirectError::NoAddress),
            ("http://example.com/", RedirectError::NotSecure),
            ("https://example.com/#_", RedirectError::Fragment),
        ] {
            assert_eq!(RedirectAddress::parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn a_landed_address_begins_with_the_same_scheme_host_port_and_path() {
        let address = RedirectAddress::parse("https://www.mywebsite.com/cb").unwrap();
        assert!(address.is_start_of("https://www.mywebsite.com/cb?code=1&state=2#_"));
        assert!(address.is_start_of("https://www.mywebsite.com:443/cb?code=1"));
        for other in [
            "https://mywebsite.com/cb?code=1",
            "http://www.mywebsite.com/cb?code=1",
            "https://www.mywebsite.com/cb/?code=1",
            "https://www.mywebsite.com:444/cb?code=1",
            "code",
        ] {
            assert!(!address.is_start_of(other), "{other}");
        }
        let bare = RedirectAddress::parse("https://www.mywebsite.com").unwrap();
        assert!(bare.is_start_of("https://www.mywebsite.com/?code=1"));
    }

    #[test]
    fn debug_does_not_show_a_state() {
        assert_eq!(format!("{:?}", LoginState::new("canary")), "<login state>");
    }
}
