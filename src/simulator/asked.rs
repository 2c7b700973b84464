//! One request as the virtual hosts see it: host, path, parameters, token. Started by the HTTP handler; ends with
//! the answer. The address `ROOT/H/p/q` means path `/p/q` on host `H`.

use axum::http::{HeaderMap, Method, Uri, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use url::form_urlencoded;

/// A request, taken apart.
#[derive(Clone)]
pub(crate) struct Asked {
    /// The verb as sent.
    pub(crate) method: String,
    /// The first segment of the address.
    pub(crate) host: String,
    /// The path on that host, with its leading slash.
    pub(crate) path: String,
    /// Query parameters, decoded.
    pub(crate) query: Vec<(String, String)>,
    /// Body parameters, decoded, from a form or a flat JSON object.
    pub(crate) form: Vec<(String, String)>,
    /// Headers worth recording, names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    /// Whether `Authorization: OAuth` counts like `Bearer`.
    pub(crate) takes_oauth_scheme: bool,
}

impl Asked {
    /// Takes a request apart.
    pub(crate) fn read(method: &Method, uri: &Uri, headers: &HeaderMap, body: &[u8]) -> Self {
        let address = uri.path().trim_start_matches('/');
        let (host, path) = address.split_once('/').unwrap_or((address, ""));
        Self {
            method: method.as_str().to_owned(),
            host: host.to_owned(),
            path: format!("/{path}"),
            query: pairs(uri.query().unwrap_or("").as_bytes()),
            form: read_body(headers, body),
            headers: recorded(headers),
            takes_oauth_scheme: false,
        }
    }

    /// The last value of a parameter of the body.
    pub(crate) fn form_parameter(&self, name: &str) -> Option<&str> {
        let last = self.form.iter().rev().find(|(key, _)| key == name);
        last.map(|(_, value)| value.as_str())
    }

    /// The last value of a parameter; the body wins over the query.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        self.form
            .iter()
            .rev()
            .chain(self.query.iter().rev())
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Whether a switch such as `summary=1` is on.
    pub(crate) fn is_on(&self, name: &str) -> bool {
        self.parameter(name)
            .is_some_and(|value| matches!(value, "1" | "true" | "total_count"))
    }

    /// The token: the parameter, else the `Authorization: Bearer` header; never empty.
    pub(crate) fn token(&self) -> Option<&str> {
        self.parameter("access_token")
            .or_else(|| self.bearer())
            .filter(|token| !token.is_empty())
    }

    /// Name and password of `Authorization: Basic`, as OAuth libraries send an app's id and secret.
    pub(crate) fn basic(&self) -> Option<(String, String)> {
        let (scheme, encoded) = self.authorization()?;
        let decoded = STANDARD.decode(encoded.trim()).ok()?;
        let decoded = String::from_utf8(decoded).ok()?;
        let (name, password) = decoded.split_once(':')?;
        scheme
            .eq_ignore_ascii_case("basic")
            .then(|| (name.to_owned(), password.to_owned()))
    }

    fn authorization(&self) -> Option<(&str, &str)> {
        let name = header::AUTHORIZATION.as_str();
        let (_, value) = self.headers.iter().find(|(known, _)| known == name)?;
        value.split_once(' ')
    }

    fn bearer(&self) -> Option<&str> {
        let (scheme, token) = self.authorization()?;
        let is_taken =
            scheme.eq_ignore_ascii_case("bearer") || self.takes_oauth_scheme && scheme.eq_ignore_ascii_case("oauth");
        is_taken.then(|| token.trim())
    }

    /// The verb that counts, in lower case: `method=` on a POST overrides it, HEAD is a GET without a body.
    pub(crate) fn verb(&self) -> String {
        let sent = self.method.to_ascii_lowercase();
        match sent.as_str() {
            "post" => self.parameter("method").map_or(sent, str::to_ascii_lowercase),
            "head" => "get".to_owned(),
            _ => sent,
        }
    }
}

fn pairs(text: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(text)
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect()
}

fn read_body(headers: &HeaderMap, body: &[u8]) -> Vec<(String, String)> {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("");
    if kind.starts_with("application/x-www-form-urlencoded") {
        return pairs(body);
    }
    if let Some(boundary) = multipart_boundary(kind) {
        return read_multipart(&boundary, body);
    }
    if !kind.starts_with("application/json") {
        return Vec::new();
    }
    let Ok(serde_json::Value::Object(object)) = serde_json::from_slice(body) else {
        return Vec::new();
    };
    object
        .into_iter()
        .map(|(name, value)| match value {
            serde_json::Value::String(text) => (name, text),
            other => (name, other.to_string()),
        })
        .collect()
}

fn multipart_boundary(kind: &str) -> Option<String> {
    let parameters = kind.strip_prefix("multipart/form-data")?;
    let mut parameters = parameters
        .split(';')
        .filter_map(|parameter| parameter.trim().split_once('='));
    let (_, boundary) = parameters.find(|(name, _)| name.eq_ignore_ascii_case("boundary"))?;
    Some(boundary.trim_matches('"').to_owned())
}

/// The text fields of a multipart form; files and parts without a name are left out.
fn read_multipart(boundary: &str, body: &[u8]) -> Vec<(String, String)> {
    let text = String::from_utf8_lossy(body);
    let delimiter = format!("--{boundary}");
    let parts = text.split(delimiter.as_str()).skip(1);
    parts
        .take_while(|part| !part.starts_with("--"))
        .filter_map(|part| {
            let (head, value) = part.split_once("\r\n\r\n")?;
            let disposition = head
                .lines()
                .find(|line| line.to_ascii_lowercase().starts_with("content-disposition:"))?;
            let mut parameters = disposition
                .split(';')
                .filter_map(|parameter| parameter.trim().split_once('='));
            let (_, name) = parameters.find(|(name, _)| *name == "name")?;
            let value = value.strip_suffix("\r\n").unwrap_or(value);
            Some((name.trim_matches('"').to_owned(), value.to_owned()))
        })
        .collect()
}

fn recorded(headers: &HeaderMap) -> Vec<(String, String)> {
    [
        header::AUTHORIZATION,
        header::USER_AGENT,
        header::REFERER,
        header::CONTENT_TYPE,
        header::ACCEPT,
        header::COOKIE,
    ]
    .iter()
    .filter_map(|name| {
        let value = headers.get(name)?;
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        Some((name.as_str().to_owned(), value))
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(method: &Method, address: &str, headers: &[(header::HeaderName, &str)], body: &str) -> Asked {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(name, value.parse().unwrap());
        }
        Asked::read(method, &address.parse().unwrap(), &map, body.as_bytes())
    }

    #[test]
    fn an_address_is_split_into_host_path_and_parameters() {
        let asked = asked(
            &Method::GET,
            "/graph.facebook.com/v25.0/me?fields=id%2Cname&access_token=12%7Cab",
            &[],
            "",
        );
        assert_eq!(asked.host, "graph.facebook.com");
        assert_eq!(asked.path, "/v25.0/me");
        assert_eq!(asked.parameter("fields"), Some("id,name"));
        assert_eq!(asked.token(), Some("12|ab"));
    }

    #[test]
    fn a_parameter_wins_over_the_bearer_header_and_method_overrides_a_post() {
        let asked = asked(
            &Method::POST,
            "/graph.facebook.com/me",
            &[
                (header::AUTHORIZATION, "Bearer from-header"),
                (header::CONTENT_TYPE, "application/x-www-form-urlencoded"),
            ],
            "access_token=from-form&method=DELETE",
        );
        assert_eq!(asked.token(), Some("from-form"));
        assert_eq!(asked.verb(), "delete");
    }

    #[test]
    fn basic_authorization_is_a_name_and_a_password() {
        let basic = |value: &str| asked(&Method::GET, "/h/p", &[(header::AUTHORIZATION, value)], "").basic();
        assert_eq!(basic("Basic MTI6YWI="), Some(("12".to_owned(), "ab".to_owned())));
        for other in ["Bearer MTI6YWI=", "Basic ?", "Basic MTI="] {
            assert_eq!(basic(other), None, "{other}");
        }
    }

    #[test]
    fn a_multipart_form_is_read_field_by_field() {
        let body = "--x\r\nContent-Disposition: form-data; name=\"code\"\r\n\r\nAQ1\r\n--x\r\ncontent-disposition: form-data; name=redirect_uri\r\n\r\nhttps://a/\r\n--x--\r\n";
        let kind = "multipart/form-data; boundary=\"x\"";
        let asked = asked(&Method::POST, "/h/p?code=other", &[(header::CONTENT_TYPE, kind)], body);
        assert_eq!(asked.form_parameter("code"), Some("AQ1"));
        assert_eq!(asked.form_parameter("redirect_uri"), Some("https://a/"));
        assert_eq!(asked.form_parameter("client_id"), None);
    }

    #[test]
    fn a_json_body_and_a_bearer_header_are_read_too() {
        let asked = asked(
            &Method::POST,
            "/graph.facebook.com/oauth/access_token",
            &[
                (header::AUTHORIZATION, "bearer from-header"),
                (header::CONTENT_TYPE, "application/json"),
            ],
            "{\"client_id\":123,\"client_secret\":\"x\"}",
        );
        assert_eq!(asked.parameter("client_id"), Some("123"));
        assert_eq!(asked.parameter("client_secret"), Some("x"));
        assert_eq!(asked.token(), Some("from-header"));
    }
}
