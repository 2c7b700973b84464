//! Whom TLS trusts: the machine's own certificates, or those built in when the machine has none.
//!
//! Started when the first request needs a client; ends in a client that verifies every certificate. There is no way to
//! switch that off.

use reqwest::{Certificate, Client, ClientBuilder};
use rustls::pki_types::CertificateDer;

/// The root certificates that are trusted.
#[derive(Debug, Clone, Default)]
pub enum Roots {
    /// Those of this machine; where it has none at all, Mozilla's, which are built in.
    #[default]
    Machine,
    /// These alone.
    Only(Vec<CertificateDer<'static>>),
}

/// The variables by which the machine's store is another one. Only where the store is made of files do they count.
const VARIABLES: [&str; 2] = ["SSL_CERT_FILE", "SSL_CERT_DIR"];

impl Roots {
    /// The variable that says whose certificates are trusted, where one does: whoever it names can read everything.
    pub(super) fn named_by(&self) -> Option<&'static str> {
        let counts = matches!(self, Self::Machine) && cfg!(all(unix, not(target_vendor = "apple")));
        let is_set = |name: &&str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        VARIABLES.into_iter().find(is_set).filter(|_| counts)
    }

    /// Builds a client upon `base`. Reads the machine's certificate store: 4 to 18 ms (facts: terminal 4), so this is
    /// not for the thread that draws.
    pub(super) fn build(&self, base: impl Fn() -> ClientBuilder) -> reqwest::Result<Client> {
        install_provider();
        match self {
            Self::Machine => base().build().or_else(|_| with_built_in(base())),
            Self::Only(roots) => base().tls_certs_only(certificates(roots)?).build(),
        }
    }
}

/// Without a single root on the machine reqwest refuses to make a client, for `http:` too (facts: terminal 4).
fn with_built_in(base: ClientBuilder) -> reqwest::Result<Client> {
    base.tls_certs_only(certificates(webpki_root_certs::TLS_SERVER_ROOT_CERTS)?)
        .build()
}

fn certificates(roots: &[CertificateDer<'_>]) -> reqwest::Result<Vec<Certificate>> {
    roots.iter().map(|root| Certificate::from_der(root)).collect()
}

/// reqwest takes the process-wide provider and panics when there is none, so this comes before every client.
fn install_provider() {
    // Fails when there is one already: ours, from an earlier client.
    let _ = rustls::crypto::ring::default_provider().install_default();
}
