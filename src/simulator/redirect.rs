//! Which redirects an app's login may lead back to, and how the answer is put into one.

use url::{Url, form_urlencoded};

use super::plan::{App, Mode};

/// What an app without any listed domain is told, on a page of the dialog and as code 191.
pub(crate) const CANNOT_LOAD: &str = "Can't Load URL: The domain of this URL isn't included in the app's domains. To be able to load this URL, add all domains and subdomains of your app to the App Domains field in your app settings.";

/// Whether Facebook's dialog leads back to this address (facts: graph-api 6.3): exactly as listed, `state` aside; while
/// the app is in development `http://localhost` with any port needs no entry. An app whose scenario lists nothing takes
/// every address that could be listed.
pub(crate) fn facebook_accepts(app: &App, redirect: &str) -> bool {
    let Some(kind) = Kind::of(redirect) else {
        return false;
    };
    match &app.redirects {
        None => true,
        Some(listed) => {
            let plain = without_state(redirect);
            let is_listed = listed.iter().any(|entry| without_state(entry) == plain);
            is_listed || kind == Kind::Localhost && app.mode == Mode::Development
        }
    }
}

/// Whether Instagram's page leads back to this address: https, and exactly as listed.
pub(crate) fn instagram_accepts(app: &App, redirect: &str) -> bool {
    let is_https = Kind::of(redirect) == Some(Kind::Https);
    let is_listed = |listed: &Vec<String>| listed.iter().any(|entry| entry == redirect);
    is_https && app.instagram_redirects.as_ref().is_none_or(is_listed)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Https,
    /// `http://localhost`, with or without a port.
    Localhost,
}

impl Kind {
    fn of(redirect: &str) -> Option<Self> {
        let url = Url::parse(redirect).ok()?;
        match (url.scheme(), url.host_str()) {
            ("https", Some(_)) => Some(Self::Https),
            ("http", Some("localhost")) => Some(Self::Localhost),
            _ => None,
        }
    }
}

/// Byte for byte, but for a `state` in the query.
fn without_state(address: &str) -> String {
    let Some((path, query)) = address.split_once('?') else {
        return address.to_owned();
    };
    let kept: Vec<_> = query.split('&').filter(|pair| !pair.starts_with("state=")).collect();
    if kept.is_empty() {
        return path.to_owned();
    }
    format!("{path}?{}", kept.join("&"))
}

/// The redirect with an answer in its query, and Meta's mark behind it: `#_=_` of Facebook, `#_` of Instagram.
pub(crate) fn with_query(redirect: &str, answer: &[(&str, &str)], mark: &str) -> String {
    let joint = if redirect.contains('?') { '&' } else { '?' };
    format!("{redirect}{joint}{}{mark}", encoded(answer))
}

/// The redirect with an answer in its fragment.
pub(crate) fn with_fragment(redirect: &str, answer: &[(&str, &str)]) -> String {
    format!("{redirect}#{}", encoded(answer))
}

fn encoded(answer: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(answer)
        .finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn app(more: &str) -> App {
        toml::from_str(&format!("id = \"1\"\nname = \"x\"\n{more}")).unwrap()
    }

    #[test]
    fn a_listed_redirect_matches_byte_for_byte_and_localhost_needs_no_entry_in_development() {
        let listed = "redirects = [\"https://a.example/b/?c=1\"]";
        let development = app(listed);
        let live = app(&format!("{listed}\nmode = \"live\""));
        for (redirect, in_development, when_live) in [
            ("https://a.example/b/?c=1", true, true),
            ("https://a.example/b/?c=1&state=9", true, true),
            ("https://a.example/b?c=1", false, false),
            ("https://a.example/b/?c=2", false, false),
            ("https://A.example/b/?c=1", false, false),
            ("http://a.example/b/?c=1", false, false),
            ("http://localhost:8765/callback", true, false),
            ("http://127.0.0.1:8765/callback", false, false),
            ("no address", false, false),
        ] {
            assert_eq!(facebook_accepts(&development, redirect), in_development, "{redirect}");
            assert_eq!(facebook_accepts(&live, redirect), when_live, "{redirect}");
        }
    }

    #[test]
    fn without_a_list_whatever_could_be_listed_is_taken_and_instagram_wants_https() {
        let app = app("");
        for (redirect, facebook, instagram) in [
            ("https://anything.example/", true, true),
            ("http://localhost:1/", true, false),
            ("http://anything.example/", false, false),
        ] {
            assert_eq!(facebook_accepts(&app, redirect), facebook, "{redirect}");
            assert_eq!(instagram_accepts(&app, redirect), instagram, "{redirect}");
        }
    }

    #[test]
    fn an_answer_joins_a_query_that_is_there() {
        assert_eq!(
            with_query("https://a/", &[("code", "A B")], "#_=_"),
            "https://a/?code=A+B#_=_"
        );
        assert_eq!(
            with_query("https://a/?b=1", &[("code", "A")], "#_"),
            "https://a/?b=1&code=A#_"
        );
    }
}
