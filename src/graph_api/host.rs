//! Meta's servers, and which secret may travel to which.
//!
//! There are two families of tokens, and a token of one is junk at the other's servers (facts: graph-api 7.6, 7.7). A
//! refusal may repeat junk in clear (facts: graph-api 9.3), and who else keeps it nobody knows. So the compiler keeps the
//! families apart: a secret can be put into a request only where [`MayGoTo`] says so.

use crate::model::{SecretKind, kind};

/// A server of Meta's. Compiled in: nothing a person, a file or a reply says can add one (facts: safety T75).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Host {
    /// `graph.facebook.com`: everything with a token of Facebook's (facts: graph-api 1.1).
    GraphFacebook,
    /// `graph.instagram.com`: everything with a token of Instagram Login (facts: graph-api 7.5, 7.6).
    GraphInstagram,
    /// `api.instagram.com`: turns an Instagram login code into a token, and nothing else (facts: graph-api 7.4).
    ApiInstagram,
}

impl Host {
    /// Every server.
    pub const ALL: [Self; 3] = [Self::GraphFacebook, Self::GraphInstagram, Self::ApiInstagram];

    /// The host's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::GraphFacebook => "graph.facebook.com",
            Self::GraphInstagram => "graph.instagram.com",
            Self::ApiInstagram => "api.instagram.com",
        }
    }
}

/// A server as a type, so that the compiler knows where a request goes.
pub trait Server {
    /// The same server as a value.
    const HOST: Host;
}

/// [`Host::GraphFacebook`] as a type.
#[derive(Debug)]
pub enum GraphFacebook {}
/// [`Host::GraphInstagram`] as a type.
#[derive(Debug)]
pub enum GraphInstagram {}
/// [`Host::ApiInstagram`] as a type.
#[derive(Debug)]
pub enum ApiInstagram {}

impl Server for GraphFacebook {
    const HOST: Host = Host::GraphFacebook;
}
impl Server for GraphInstagram {
    const HOST: Host = Host::GraphInstagram;
}
impl Server for ApiInstagram {
    const HOST: Host = Host::ApiInstagram;
}

/// A kind of secret that may be sent to the server `S`.
///
/// Each token compiles with its own family's server:
///
/// ```
/// use evertoken::graph_api::{GraphInstagram, GraphVersion, MayGoTo, me};
/// use evertoken::model::{InstagramToken, Secret, UserToken};
///
/// fn send_to_instagram<K: MayGoTo<GraphInstagram>>(_: &Secret<K>) {}
/// send_to_instagram(&InstagramToken::new("IGAA".to_owned()));
/// me::who(&GraphVersion::default(), &UserToken::new("EAAG".to_owned()), None);
/// ```
///
/// and neither with the other's:
///
/// ```compile_fail,E0277
/// use evertoken::graph_api::{GraphVersion, me};
/// use evertoken::model::InstagramToken;
///
/// me::who(&GraphVersion::default(), &InstagramToken::new("IGAA".to_owned()), None);
/// ```
///
/// ```compile_fail,E0277
/// use evertoken::graph_api::{GraphInstagram, MayGoTo};
/// use evertoken::model::{Secret, UserToken};
///
/// fn send_to_instagram<K: MayGoTo<GraphInstagram>>(_: &Secret<K>) {}
/// send_to_instagram(&UserToken::new("EAAG".to_owned()));
/// ```
#[diagnostic::on_unimplemented(
    message = "a secret of kind `{Self}` must not be sent to `{S}`",
    note = "the whole list stands in `graph_api/host.rs`"
)]
pub trait MayGoTo<S: Server>: SecretKind {}

impl MayGoTo<GraphFacebook> for kind::Pasted {}
impl MayGoTo<GraphFacebook> for kind::User {}
impl MayGoTo<GraphFacebook> for kind::Page {}
impl MayGoTo<GraphFacebook> for kind::App {}
impl MayGoTo<GraphFacebook> for kind::AppSecret {}
impl MayGoTo<GraphFacebook> for kind::LoginCode {}

impl MayGoTo<GraphInstagram> for kind::Instagram {}
impl MayGoTo<GraphInstagram> for kind::InstagramAppSecret {}

impl MayGoTo<ApiInstagram> for kind::InstagramAppSecret {}
impl MayGoTo<ApiInstagram> for kind::LoginCode {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_server_as_a_type_is_the_server_as_a_value() {
        assert_eq!(
            [GraphFacebook::HOST, GraphInstagram::HOST, ApiInstagram::HOST],
            Host::ALL
        );
    }
}
