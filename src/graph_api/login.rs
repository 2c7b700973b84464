//! Where a browser goes to log in: Facebook's dialog (facts: graph-api 6.1) and Instagram's (facts: graph-api 7.3).
//!
//! Nothing is sent from here. The address is opened in a browser or shown to be copied, and holds no secret but its
//! state, which is worth nothing once the login has ended.

use std::fmt;

use url::form_urlencoded::Serializer;

use crate::model::{AppId, InstagramAppId, LoginProvider, LoginState, Permission, RedirectAddress};

use super::GraphVersion;

/// The address of one login. Its `Debug` names whose login it is and shows no state.
#[derive(Clone, PartialEq, Eq)]
pub struct LoginAddress {
    address: Box<str>,
    provider: LoginProvider,
}

impl LoginAddress {
    /// The whole address, percent-encoded.
    pub fn as_str(&self) -> &str {
        &self.address
    }

    /// Whose login it is.
    pub fn provider(&self) -> LoginProvider {
        self.provider
    }
}

impl fmt::Debug for LoginAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{:?} login address>", self.provider)
    }
}

/// Facebook's dialog, which ends in a code (facts: graph-api 6.1). `root` stands in for Meta: a server on this machine,
/// `http://127.0.0.1:PORT`. With `is_rerequest` it asks again for what the person declined before; otherwise that is
/// never shown again.
pub fn facebook(
    version: &GraphVersion,
    root: Option<&str>,
    app: &AppId,
    redirect: &RedirectAddress,
    state: &LoginState,
    permissions: &[Permission],
    is_rerequest: bool,
) -> LoginAddress {
    let mut query = query_at(root, "www.facebook.com", &format!("/{version}/dialog/oauth"));
    query
        .append_pair("client_id", app.as_str())
        .append_pair("redirect_uri", redirect.as_str())
        .append_pair("state", state.as_str())
        .append_pair("response_type", "code");
    append_scope(&mut query, permissions);
    if is_rerequest {
        query.append_pair("auth_type", "rerequest");
    }
    LoginAddress {
        address: query.finish().into(),
        provider: LoginProvider::Facebook,
    }
}

/// Instagram's dialog, which ends in a code that lives an hour (facts: graph-api 7.3). `app` is the number of the app's
/// Instagram half; `root` as in [`facebook`].
pub fn instagram(
    root: Option<&str>,
    app: &InstagramAppId,
    redirect: &RedirectAddress,
    state: &LoginState,
    permissions: &[Permission],
) -> LoginAddress {
    let mut query = query_at(root, "www.instagram.com", "/oauth/authorize");
    query
        .append_pair("client_id", app.as_str())
        .append_pair("redirect_uri", redirect.as_str())
        .append_pair("response_type", "code");
    append_scope(&mut query, permissions);
    query.append_pair("state", state.as_str());
    LoginAddress {
        address: query.finish().into(),
        provider: LoginProvider::Instagram,
    }
}

/// The address up to its question mark, ready to take parameters.
fn query_at(root: Option<&str>, host: &str, path: &str) -> Serializer<'static, String> {
    let place = match root {
        Some(root) => format!("{root}/{host}{path}?"),
        None => format!("https://{host}{path}?"),
    };
    let start = place.len();
    Serializer::for_suffix(place, start)
}

fn append_scope(query: &mut Serializer<'static, String>, permissions: &[Permission]) {
    let names: Vec<&str> = permissions.iter().map(Permission::as_str).collect();
    if !names.is_empty() {
        query.append_pair("scope", &names.join(","));
    }
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;
    use crate::graph_api::tests::{app, instagram_app, redirect, version};

    fn permissions(names: &[&str]) -> Vec<Permission> {
        names.iter().filter_map(|name| Permission::new(name)).collect()
    }

    fn state() -> LoginState {
        LoginState::new("canary&x=1#_")
    }

    #[test]
    fn facebooks_dialog_has_every_parameter_percent_encoded() {
        let asked = permissions(&["pages_show_list", "instagram_basic"]);
        let address = facebook(&version(), None, &app(), &redirect(), &state(), &asked, false);
        assert_eq!(
            address.as_str(),
            "https://www.facebook.com/v25.0/dialog/oauth?client_id=701234567890123\
             &redirect_uri=https%3A%2F%2Fwww.example.com%2Fcb%3Fx%3D1&state=canary%26x%3D1%23_&response_type=code\
             &scope=pages_show_list%2Cinstagram_basic"
        );
    }

    #[test]
    fn asking_again_says_so_and_asking_for_nothing_names_no_scope() {
        let address = facebook(&version(), None, &app(), &redirect(), &state(), &[], true);
        let parsed = Url::parse(address.as_str()).unwrap();
        let names: Vec<_> = parsed.query_pairs().map(|(name, _)| name.into_owned()).collect();
        assert_eq!(
            names,
            ["client_id", "redirect_uri", "state", "response_type", "auth_type"]
        );
    }

    #[test]
    fn instagrams_dialog_has_every_parameter_percent_encoded() {
        let asked = permissions(&["instagram_business_basic", "instagram_business_content_publish"]);
        let address = instagram(None, &instagram_app(), &redirect(), &state(), &asked);
        assert_eq!(
            address.as_str(),
            "https://www.instagram.com/oauth/authorize?client_id=801234567890123\
             &redirect_uri=https%3A%2F%2Fwww.example.com%2Fcb%3Fx%3D1&response_type=code\
             &scope=instagram_business_basic%2Cinstagram_business_content_publish&state=canary%26x%3D1%23_"
        );
    }

    #[test]
    fn a_server_on_this_machine_stands_in_for_both() {
        let root = Some("http://127.0.0.1:8080");
        let facebook = facebook(&version(), root, &app(), &redirect(), &state(), &[], false);
        let instagram = instagram(root, &instagram_app(), &redirect(), &state(), &[]);
        for (address, start) in [
            (
                facebook,
                "http://127.0.0.1:8080/www.facebook.com/v25.0/dialog/oauth?client_id=",
            ),
            (
                instagram,
                "http://127.0.0.1:8080/www.instagram.com/oauth/authorize?client_id=",
            ),
        ] {
            assert!(address.as_str().starts_with(start), "{}", address.as_str());
        }
    }

    #[test]
    fn debug_says_whose_login_it_is_and_shows_no_state() {
        let address = instagram(None, &instagram_app(), &redirect(), &state(), &[]);
        assert_eq!(format!("{address:?}"), "<Instagram login address>");
    }
}
