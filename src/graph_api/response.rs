//! What came back, before anybody has understood it, and what kept an answer from coming back.

use std::fmt;

use zeroize::Zeroizing;

use crate::model::SafeText;

/// One answer as it arrived. Its `Debug` shows no body: an answer may hold a token.
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The headers that matter.
    pub headers: Headers,
    /// The body, at most 4 MiB of a list and 1 MiB of anything else.
    pub body: Zeroizing<Vec<u8>>,
}

/// The headers of an answer that somebody reads. All made safe; all optional.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Headers {
    /// `content-type`
    pub content_type: Option<SafeText>,
    /// `content-encoding`: never asked for, so anything here is refused (facts: safety T78).
    pub content_encoding: Option<SafeText>,
    /// `date`, as Unix seconds.
    pub date: Option<i64>,
    /// `retry-after`, as sent.
    pub retry_after: Option<SafeText>,
    /// `x-app-usage`: JSON, percent of the hour's allowance (facts: graph-api 11).
    pub app_usage: Option<String>,
    /// `x-business-use-case-usage`: JSON, with minutes until access returns.
    pub business_usage: Option<String>,
    /// `facebook-api-version`: the version that really answered.
    pub api_version: Option<SafeText>,
    /// The host named in `location`, never the rest of it.
    pub location_host: Option<SafeText>,
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("body", &format_args!("<{} bytes>", self.body.len()))
            .finish()
    }
}

/// Why there is no answer of Meta's. Each has its own words in `assets/troubles.toml`, found by [`NoAnswer::name`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoAnswer {
    /// The host's name could not be resolved.
    NameNotFound,
    /// There is no way to the host's address.
    NoRoute,
    /// The host refused the connection.
    ConnectionRefused,
    /// No connection within 10 seconds.
    ConnectTimedOut,
    /// The proxy from the environment failed; its `host:port`.
    Proxy(SafeText),
    /// The certificate or the handshake is not to be trusted.
    Tls(TlsFault),
    /// Connected and sent, and nothing came within 30 seconds. Whether Meta acted on it is unknown.
    NoReply,
    /// The connection broke before the whole answer was there.
    CutOff,
    /// The answer sends us to another address; the host it names.
    Redirected(Option<SafeText>),
    /// A web page came instead of an answer; its HTTP status.
    WebPage(u16),
    /// Something that is not JSON; its HTTP status.
    NotJson(u16),
    /// JSON, but not what this call answers with; what was missing, in our own words.
    Unexpected(&'static str),
    /// More than any answer of its kind holds, in its body or before it.
    TooLarge,
    /// Compressed, which was not asked for.
    Compressed,
    /// Anything else below HTTP; a fixed word for it.
    Other(&'static str),
}

/// What was wrong with a TLS handshake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TlsFault {
    /// The certificate's time is over.
    Expired,
    /// The certificate's time has not begun.
    NotYetValid,
    /// It was made for another host.
    WrongName,
    /// Nobody this machine trusts has signed it.
    UnknownIssuer,
    /// Any other fault of the certificate.
    BadCertificate,
    /// The other side does not speak TLS, or not a version that is safe.
    NotTls,
}

impl NoAnswer {
    /// The name by which `assets/troubles.toml` knows it.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::NameNotFound => "name-not-found",
            Self::NoRoute => "no-route",
            Self::ConnectionRefused => "connection-refused",
            Self::ConnectTimedOut => "connect-timed-out",
            Self::Proxy(_) => "proxy",
            Self::Tls(TlsFault::Expired) => "tls-expired",
            Self::Tls(TlsFault::NotYetValid) => "tls-not-yet-valid",
            Self::Tls(TlsFault::WrongName) => "tls-wrong-name",
            Self::Tls(TlsFault::UnknownIssuer) => "tls-unknown-issuer",
            Self::Tls(TlsFault::BadCertificate) => "tls-bad-certificate",
            Self::Tls(TlsFault::NotTls) => "tls-not-tls",
            Self::NoReply => "no-reply",
            Self::CutOff => "cut-off",
            Self::Redirected(_) => "redirected",
            Self::WebPage(_) => "web-page",
            Self::NotJson(_) => "not-json",
            Self::Unexpected(_) => "unexpected",
            Self::TooLarge => "too-large",
            Self::Compressed => "compressed",
            Self::Other(_) => "network",
        }
    }

    /// Whether the request never left: what it carried is as good as before.
    pub const fn was_never_sent(&self) -> bool {
        matches!(
            self,
            Self::NameNotFound
                | Self::NoRoute
                | Self::ConnectionRefused
                | Self::ConnectTimedOut
                | Self::Proxy(_)
                | Self::Tls(_)
        )
    }

    /// Whether trying again by itself may help: the fault passes, and the call did not get an answer that says no.
    pub const fn may_pass(&self) -> bool {
        match self {
            Self::NoRoute | Self::ConnectionRefused | Self::CutOff => true,
            Self::WebPage(status) | Self::NotJson(status) => *status >= 500,
            // Half a minute has gone by already: the person decides about another one.
            Self::ConnectTimedOut
            | Self::NoReply
            | Self::NameNotFound
            | Self::Proxy(_)
            | Self::Tls(_)
            | Self::Redirected(_)
            | Self::Unexpected(_)
            | Self::TooLarge
            | Self::Compressed
            | Self::Other(_) => false,
        }
    }
}
