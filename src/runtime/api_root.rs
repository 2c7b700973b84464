//! The one address that may stand in for Meta's: a server on this machine.
//!
//! Started by `--api-root` and by the demo; ends in an [`ApiRoot`], or in words that say what to write instead.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    str::FromStr,
};

/// `http://`, a loopback address written as numbers, a port, and nothing else. Requests to host `H` go to `ROOT/H/…`.
///
/// A name is no proof of where a request goes, so none is accepted (facts: safety T75).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ApiRoot(SocketAddr);

/// Why a text is not an [`ApiRoot`]. The text itself is never repeated: it may be a secret in the wrong place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ApiRootError {
    /// Another scheme, or none.
    #[error("The address starts with http:// in small letters")]
    Scheme,
    /// `localhost`, which a hosts file can point anywhere.
    #[error("Write 127.0.0.1 instead of localhost")]
    Localhost,
    /// A host that is not a loopback address written as numbers.
    #[error("Only an address on this machine is accepted: 127.0.0.1 or [::1]")]
    NotLoopback,
    /// No port, or not a number from 1 to 65535.
    #[error("The port is missing, as in http://127.0.0.1:8080")]
    Port,
    /// A path, a query, a fragment or a user name.
    #[error("Nothing may follow the port or stand before the host, as in http://127.0.0.1:8080")]
    Extra,
}

impl ApiRoot {
    /// Reads `http://127.x.y.z:PORT` or `http://[::1]:PORT`, to the letter.
    pub fn parse(text: &str) -> Result<Self, ApiRootError> {
        let authority = text.strip_prefix("http://").ok_or(ApiRootError::Scheme)?;
        if authority.contains(['/', '\\', '?', '#', '@']) {
            return Err(ApiRootError::Extra);
        }
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !host.is_empty() => (host, port),
            _ => (authority, ""),
        };
        let host = if host == "[::1]" {
            IpAddr::V6(Ipv6Addr::LOCALHOST)
        } else if host.eq_ignore_ascii_case("localhost") {
            return Err(ApiRootError::Localhost);
        } else {
            // The standard library reads four decimal numbers without leading zeros, and nothing else.
            let address = Ipv4Addr::from_str(host).map_err(|_| ApiRootError::NotLoopback)?;
            if !address.is_loopback() {
                return Err(ApiRootError::NotLoopback);
            }
            IpAddr::V4(address)
        };
        Ok(Self(SocketAddr::new(host, port_of(port).ok_or(ApiRootError::Port)?)))
    }

    /// The address for a banner: `127.0.0.1:8080`.
    pub fn label(&self) -> String {
        self.0.to_string()
    }
}

impl fmt::Display for ApiRoot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "http://{}", self.0)
    }
}

fn port_of(text: &str) -> Option<u16> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    text.parse().ok().filter(|_| is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loopback_address_in_numbers_with_a_port_is_a_root() {
        for (text, label) in [
            ("http://127.0.0.1:8080", "127.0.0.1:8080"),
            ("http://127.0.0.1:1", "127.0.0.1:1"),
            ("http://127.255.254.253:65535", "127.255.254.253:65535"),
            ("http://[::1]:8080", "[::1]:8080"),
        ] {
            let root = ApiRoot::parse(text).unwrap();
            assert_eq!((root.label().as_str(), root.to_string().as_str()), (label, text));
        }
    }

    #[test]
    fn each_kind_of_mistake_is_told_what_to_write() {
        for (text, error) in [
            ("https://127.0.0.1:8080", ApiRootError::Scheme),
            ("http://localhost:8080", ApiRootError::Localhost),
            ("http://LocalHost", ApiRootError::Localhost),
            ("http://10.0.0.1:8080", ApiRootError::NotLoopback),
            ("http://127.0.0.1", ApiRootError::Port),
            ("http://[::1]", ApiRootError::NotLoopback),
            ("http://127.0.0.1:8080/", ApiRootError::Extra),
            ("http://someone@127.0.0.1:8080", ApiRootError::Extra),
        ] {
            assert_eq!(ApiRoot::parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn look_alikes_of_a_loopback_address_and_of_meta_are_refused() {
        const LOOK_ALIKES: [&str; 72] = [
            "",
            " ",
            "http",
            "http:",
            "http:/",
            "http://",
            "http:///",
            "http:127.0.0.1:80",
            "http:/127.0.0.1:80",
            "HTTP://127.0.0.1:80",
            "Http://127.0.0.1:80",
            " http://127.0.0.1:80",
            "http://127.0.0.1:80 ",
            "http://127.0.0.1:80\n",
            "http:// 127.0.0.1:80",
            "http://127.0.0.1 :80",
            "http://127.0.0.1:80\r\nHost: evil.example",
            "https://127.0.0.1:443",
            "ftp://127.0.0.1:80",
            "file:///etc/passwd",
            "ws://127.0.0.1:80",
            "//127.0.0.1:80",
            "127.0.0.1:80",
            "http://127.0.0.1",
            "http://127.0.0.1:",
            "http://127.0.0.1:0",
            "http://127.0.0.1:00080",
            "http://127.0.0.1:+80",
            "http://127.0.0.1:-80",
            "http://127.0.0.1:65536",
            "http://127.0.0.1:0x50",
            "http://127.0.0.1:80:81",
            "http://127.0.0.1:80/",
            "http://127.0.0.1:80/graph.facebook.com",
            "http://127.0.0.1:80?x=1",
            "http://127.0.0.1:80#x",
            "http://127.0.0.1:80\\@evil.example",
            "http://127.0.0.1:80@evil.example:80",
            "http://127.0.0.1@evil.example:80",
            "http://evil.example@127.0.0.1:80",
            "http://user:pass@127.0.0.1:80",
            "http://:@127.0.0.1:80",
            "http://localhost",
            "http://localhost:80",
            "http://LOCALHOST:80",
            "http://localhost.:80",
            "http://localhost.localdomain:80",
            "http://sub.localhost:80",
            "http://127.0.0.1.:80",
            "http://127.0.0.1.evil.example:80",
            "http://127.0.0.1.nip.io:80",
            "http://127.1:80",
            "http://127.0.1:80",
            "http://127.0.0.01:80",
            "http://0127.0.0.1:80",
            "http://0177.0.0.1:80",
            "http://0x7f.0.0.1:80",
            "http://0x7f000001:80",
            "http://2130706433:80",
            "http://128.0.0.1:80",
            "http://0.0.0.0:80",
            "http://①②⑦.0.0.1:80",
            "http://127。0。0。1:80",
            "http://::1:80",
            "http://[::]:80",
            "http://[::1%25lo]:80",
            "http://[::1%lo]:80",
            "http://[::2]:80",
            "http://[::ffff:127.0.0.1]:80",
            "http://[::ffff:7f00:1]:80",
            "http://graph.facebook.com:80",
            "http://graph.facebook.com.evil.example:80",
        ];
        for text in LOOK_ALIKES {
            assert!(ApiRoot::parse(text).is_err(), "{text:?}");
        }
    }
}
