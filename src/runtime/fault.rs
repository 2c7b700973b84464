//! What an error of the HTTP client was, by its kind.
//!
//! Started by a request that failed; ends in a [`NoAnswer`]. The client's own words hold whole addresses, tokens
//! included, so they are never looked at, kept or shown (facts: safety T10).

use std::{error::Error, io};

use rustls::CertificateError;

use crate::graph_api::{NoAnswer, TlsFault};

use super::proxy::Proxy;

/// What came is no HTTP.
pub(super) const NOT_HTTP: NoAnswer = NoAnswer::Other("not HTTP");
/// The request cannot be written as HTTP.
pub(super) const UNSENDABLE: NoAnswer = NoAnswer::Other("request");
/// No client could be made: no TLS, or a proxy address that cannot be read.
pub(super) const NO_CLIENT: NoAnswer = NoAnswer::Other("set-up");

/// Reads an error of the client. `proxy` names the proxy that the request went through.
pub(super) fn read(error: &reqwest::Error, proxy: Option<&Proxy>) -> NoAnswer {
    let found = Found::in_chain(error);
    if error.is_builder() {
        UNSENDABLE
    } else if error.is_connect() {
        while_connecting(error, &found, proxy)
    } else {
        after_connecting(error, &found)
    }
}

fn while_connecting(error: &reqwest::Error, found: &Found, proxy: Option<&Proxy>) -> NoAnswer {
    match (found.tls, proxy) {
        // What speaks no TLS is the first to be asked for it, and that is the proxy.
        (Some(TlsFault::NotTls), Some(proxy)) if proxy.speaks_tls => return NoAnswer::Proxy(proxy.name.clone()),
        (Some(fault), _) => return NoAnswer::Tls(fault),
        (None, _) => {}
    }
    // Behind a proxy nothing but TLS speaks of Meta's host: names, routes and refusals are all the proxy's.
    if let Some(proxy) = proxy {
        return NoAnswer::Proxy(proxy.name.clone());
    }
    if error.is_dns() {
        return NoAnswer::NameNotFound;
    }
    if error.is_timeout() {
        return NoAnswer::ConnectTimedOut;
    }
    match found.io {
        Some(io::ErrorKind::ConnectionRefused) => NoAnswer::ConnectionRefused,
        Some(
            io::ErrorKind::NetworkUnreachable
            | io::ErrorKind::HostUnreachable
            | io::ErrorKind::NetworkDown
            | io::ErrorKind::AddrNotAvailable,
        ) => NoAnswer::NoRoute,
        Some(
            io::ErrorKind::UnexpectedEof
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe,
        ) => NoAnswer::CutOff,
        Some(_) | None => NoAnswer::Other("connection"),
    }
}

fn after_connecting(error: &reqwest::Error, found: &Found) -> NoAnswer {
    if error.is_timeout() {
        return NoAnswer::NoReply;
    }
    match (found.http, found.io) {
        (Some(Http::TooLarge), _) => NoAnswer::TooLarge,
        (Some(Http::Malformed), _) | (_, Some(io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData)) => NOT_HTTP,
        (Some(Http::Broken) | None, _) => NoAnswer::CutOff,
    }
}

/// What the chain of causes holds that can be told apart by type.
#[derive(Default)]
struct Found {
    tls: Option<TlsFault>,
    io: Option<io::ErrorKind>,
    http: Option<Http>,
}

#[derive(Clone, Copy)]
enum Http {
    /// The head is larger than the client reads.
    TooLarge,
    /// No HTTP, or HTTP that contradicts itself.
    Malformed,
    /// Anything else that ended the exchange.
    Broken,
}

/// Longer chains do not occur; the bound is for an error that is its own cause.
const LONGEST_CHAIN: usize = 16;

impl Found {
    fn in_chain(error: &reqwest::Error) -> Self {
        let mut found = Self::default();
        let mut next = error.source();
        for _ in 0..LONGEST_CHAIN {
            let Some(cause) = next else { break };
            found.add(cause);
            // An `io::Error` passes over what it wraps: its source is the source of that.
            next = match cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
                Some(wrapped) => Some(wrapped),
                None => cause.source(),
            };
        }
        found
    }

    fn add(&mut self, cause: &(dyn Error + 'static)) {
        if let Some(error) = cause.downcast_ref::<rustls::Error>() {
            self.tls = Some(tls_fault(error));
        } else if let Some(error) = cause.downcast_ref::<hyper::Error>() {
            self.http = Some(if error.is_parse_too_large() {
                Http::TooLarge
            } else if error.is_parse() {
                Http::Malformed
            } else {
                Http::Broken
            });
        } else if let Some(error) = cause.downcast_ref::<io::Error>() {
            // The innermost kind is the system's own.
            if error.kind() != io::ErrorKind::Other {
                self.io = Some(error.kind());
            }
        }
    }
}

fn tls_fault(error: &rustls::Error) -> TlsFault {
    match error {
        rustls::Error::InvalidCertificate(fault) => certificate_fault(fault),
        rustls::Error::NoCertificatesPresented
        | rustls::Error::UnsupportedNameType
        | rustls::Error::InvalidCertRevocationList(_)
        | rustls::Error::General(_)
        | rustls::Error::Other(_) => TlsFault::BadCertificate,
        // Everything else is about the conversation: no TLS at all, a version that is too old, or an alert.
        _ => TlsFault::NotTls,
    }
}

fn certificate_fault(fault: &CertificateError) -> TlsFault {
    match fault {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => TlsFault::Expired,
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => TlsFault::NotYetValid,
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => TlsFault::WrongName,
        CertificateError::UnknownIssuer => TlsFault::UnknownIssuer,
        _ => TlsFault::BadCertificate,
    }
}
