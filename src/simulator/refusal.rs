//! Error objects of the Graph API with the exact words people meet. Started by a check that fails; ends as the body
//! `{"error":{…}}` with its status and its `WWW-Authenticate` header.

use super::json::Json;

/// The type name most errors carry.
pub(crate) const OAUTH: &str = "OAuthException";
/// The type name of errors about a node or an argument.
pub(crate) const GRAPH_METHOD: &str = "GraphMethodException";

/// The type name of errors about Instagram accounts.
pub(crate) const INSTAGRAM: &str = "IGApiException";

/// One error as the Graph API words it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// HTTP status, mostly 400.
    pub(crate) status: u16,
    /// `error.code`.
    pub(crate) code: i64,
    /// `error.error_subcode`.
    pub(crate) subcode: Option<i64>,
    /// `error.type`; when it is empty the answer has neither a type nor a trace id.
    pub(crate) kind: String,
    /// `error.message`.
    pub(crate) message: String,
    /// `error.is_transient`.
    pub(crate) is_transient: Option<bool>,
    /// Words meant to be shown; rare.
    pub(crate) user_words: Option<Box<UserWords>>,
}

/// What an error has to say to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UserWords {
    /// `error.error_user_title`.
    pub(crate) title: String,
    /// `error.error_user_msg`.
    pub(crate) message: String,
}

impl Refusal {
    /// An `OAuthException` with status 400.
    pub(crate) fn new(code: i64, message: impl Into<String>) -> Self {
        Self {
            status: 400,
            code,
            subcode: None,
            kind: OAUTH.to_owned(),
            message: message.into(),
            is_transient: None,
            user_words: None,
        }
    }

    /// The same with an `error_subcode`.
    pub(crate) fn with_subcode(mut self, subcode: i64) -> Self {
        self.subcode = Some(subcode);
        self
    }

    /// The same with another type name.
    pub(crate) fn of_kind(mut self, kind: &str) -> Self {
        kind.clone_into(&mut self.kind);
        self
    }

    /// The same with another HTTP status.
    pub(crate) fn with_status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// The same with words for a person.
    pub(crate) fn with_user_words(mut self, title: &str, message: &str) -> Self {
        self.user_words = Some(Box::new(UserWords {
            title: title.to_owned(),
            message: message.to_owned(),
        }));
        self
    }

    /// The body; `fbtrace_id` is new for each answer.
    pub(crate) fn body(&self, fbtrace_id: String) -> Json {
        let is_bare = self.kind.is_empty();
        let mut error = vec![("message".to_owned(), Json::text(&self.message))];
        if !is_bare {
            error.push(("type".to_owned(), Json::text(&self.kind)));
        }
        if let Some(is_transient) = self.is_transient {
            error.push(("is_transient".to_owned(), Json::Bool(is_transient)));
        }
        error.push(("code".to_owned(), Json::Number(self.code)));
        if let Some(subcode) = self.subcode {
            error.push(("error_subcode".to_owned(), Json::Number(subcode)));
        }
        if let Some(words) = &self.user_words {
            error.push(("error_user_title".to_owned(), Json::text(&words.title)));
            error.push(("error_user_msg".to_owned(), Json::text(&words.message)));
        }
        if !is_bare {
            error.push(("fbtrace_id".to_owned(), Json::text(fbtrace_id)));
        }
        Json::object([("error", Json::Object(error))])
    }

    /// The object inside `debug_token`'s `data`: other key for the subcode, no type, no trace id.
    pub(crate) fn inner(&self) -> Json {
        let mut error = vec![
            ("code".to_owned(), Json::Number(self.code)),
            ("message".to_owned(), Json::text(&self.message)),
        ];
        if let Some(subcode) = self.subcode {
            error.push(("subcode".to_owned(), Json::Number(subcode)));
        }
        Json::Object(error)
    }

    /// The `WWW-Authenticate` header; its last field repeats the message on one line.
    pub(crate) fn challenge(&self) -> String {
        let word = match self.code {
            102 | 104 | 190 | 2500 => "invalid_token",
            803 => "not_found",
            _ => "invalid_request",
        };
        let words: Vec<_> = self.message.split_whitespace().collect();
        let message: String = words
            .join(" ")
            .chars()
            .filter(|letter| (' '..='~').contains(letter) && *letter != '"' && *letter != '\\')
            .collect();
        format!("OAuth \"Facebook Platform\" \"{word}\" \"{message}\"")
    }
}

/// A path nobody serves.
pub(crate) fn unknown_path(path: &str) -> Refusal {
    Refusal::new(2500, format!("Unknown path components: {path}"))
}

/// `/me` without a token, or with an app token.
pub(crate) fn no_active_token() -> Refusal {
    Refusal::new(
        2500,
        "An active access token must be used to query information about the current user.",
    )
}

/// Any other node without a token.
pub(crate) fn token_required() -> Refusal {
    Refusal::new(104, "An access token is required to request this resource.")
}

/// App ID and secret do not match, or the App ID is unknown.
pub(crate) fn wrong_signature() -> Refusal {
    Refusal::new(190, "Invalid OAuth access token signature.")
}

/// Text that is no token of this family.
pub(crate) fn cannot_parse() -> Refusal {
    Refusal::new(190, "Invalid OAuth access token - Cannot parse access token")
}

/// A token with characters changed; the answer repeats it.
pub(crate) fn malformed(token: &str) -> Refusal {
    Refusal::new(190, format!("Malformed access token {token}"))
}

/// A token with characters lost.
pub(crate) fn cannot_decrypt() -> Refusal {
    Refusal::new(
        190,
        "Failed to decrypt: facebook::fbcrypto::CryptoException: Padded data size is not a multiple of block size",
    )
}

/// A token past its end; both moments in Meta's wording.
pub(crate) fn expired(ended: &str, now: &str) -> Refusal {
    Refusal::new(
        190,
        format!("Error validating access token: Session has expired on {ended}. The current time is {now}."),
    )
    .with_subcode(463)
}

/// A node that does not exist or may not be seen.
pub(crate) fn unsupported_get(id: &str) -> Refusal {
    unsupported("get", id)
}

/// A verb the node does not know.
pub(crate) fn unsupported(verb: &str, id: &str) -> Refusal {
    Refusal::new(
        100,
        format!(
            "Unsupported {verb} request. Object with ID '{id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api"
        ),
    )
    .of_kind(GRAPH_METHOD)
    .with_subcode(33)
}

/// A name where a number belongs.
pub(crate) fn unknown_alias(alias: &str) -> Refusal {
    Refusal::new(
        803,
        format!("(#803) Some of the aliases you requested do not exist: {alias}"),
    )
    .with_status(404)
}

/// A Page that this token has no permission for, so that it counts as a stranger's.
pub(crate) fn page_not_readable() -> Refusal {
    Refusal::new(
        100,
        "(#100) Object does not exist, cannot be loaded due to missing permission or reviewable feature, or does not support this operation. This endpoint requires the 'pages_read_engagement' permission or the 'Page Public Content Access' feature or the 'Page Public Metadata Access' feature. Refer to https://developers.facebook.com/docs/apps/review/login-permissions#manage-pages, https://developers.facebook.com/docs/apps/review/feature#reference-PAGES_ACCESS and https://developers.facebook.com/docs/apps/review/feature#page-public-metadata-access for details.",
    )
}

/// A Page token wished for without any Page permission.
pub(crate) fn no_page_permission() -> Refusal {
    Refusal::new(
        190,
        "Any of the pages_read_engagement, pages_manage_metadata,\n        pages_read_user_content, pages_manage_ads, pages_show_list or\n        pages_messaging permission(s) must be granted before impersonating a\n        user's page.",
    )
}

/// Role on the Page lost, or two-factor login demanded and not on.
pub(crate) fn may_not_impersonate() -> Refusal {
    Refusal::new(
        190,
        "The user must be an administrator, editor, or moderator of the page in order to impersonate it. If the page business requires Two Factor Authentication, the user also needs to enable Two Factor Authentication.",
    )
    .with_subcode(492)
}

/// A Page token whose Page is unpublished.
pub(crate) fn page_not_accessible() -> Refusal {
    Refusal::new(190, "This Page access token belongs to a Page that is not accessible.")
}

/// A field the node does not have; `node_type` as the answer names it, such as `Page`.
pub(crate) fn nonexisting_field(field: &str, node_type: &str) -> Refusal {
    Refusal::new(
        100,
        format!("(#100) Tried accessing nonexisting field ({field}) on node type ({node_type})"),
    )
}

/// More wished for at once than is given.
pub(crate) fn too_much_data() -> Refusal {
    Refusal::new(
        1,
        "Please reduce the amount of data you're asking for, then retry your request",
    )
    .with_status(500)
}

/// The data-access window of a token is over.
pub(crate) fn data_access_over() -> Refusal {
    Refusal::new(
        190,
        "The access token is invalid since the user hasn't engaged the app in longer than 90 days.",
    )
    .with_subcode(493)
}

/// A `fields` text that cannot be read.
pub(crate) fn fields_syntax() -> Refusal {
    Refusal::new(
        2500,
        "Syntax error \"Expected end of string instead of \"}\".\" in the fields parameter",
    )
}

/// A parameter that must be there.
pub(crate) fn parameter_required(name: &str) -> Refusal {
    Refusal::new(100, format!("(#100) The parameter {name} is required"))
}

/// Business portfolios asked for without `business_management` in force.
pub(crate) fn missing_permission() -> Refusal {
    Refusal::new(100, "(#100) Missing Permission")
}

/// An app that enforcement or inactivity has shut.
pub(crate) fn api_blocked() -> Refusal {
    Refusal::new(200, "API access blocked.")
}

/// The proof of the secret is demanded and absent.
pub(crate) fn proof_required() -> Refusal {
    Refusal::new(100, "API calls from the server require an appsecret_proof argument").of_kind(GRAPH_METHOD)
}

/// The proof of the secret is wrong.
pub(crate) fn proof_wrong() -> Refusal {
    Refusal::new(100, "Invalid appsecret_proof provided in the API argument").of_kind(GRAPH_METHOD)
}

/// The asker of `debug_token` has no role on the app.
pub(crate) fn not_owner_or_developer() -> Refusal {
    Refusal::new(
        100,
        "(#100) You must provide an app access token, or a user access token that is an owner or developer of the app",
    )
}

/// `debug_token` of another app's token.
pub(crate) fn other_viewing_app() -> Refusal {
    Refusal::new(
        100,
        "(#100) The App_id in the input_token did not match the Viewing App",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::json::Writing;

    #[test]
    fn the_body_and_the_challenge_have_the_recorded_form() {
        let refusal = may_not_impersonate();
        assert_eq!(
            refusal.body("Atrace".to_owned()).write(Writing::default()),
            "{\"error\":{\"message\":\"The user must be an administrator, editor, or moderator of the page in order to impersonate it. If the page business requires Two Factor Authentication, the user also needs to enable Two Factor Authentication.\",\"type\":\"OAuthException\",\"code\":190,\"error_subcode\":492,\"fbtrace_id\":\"Atrace\"}}"
        );
        assert_eq!(
            wrong_signature().challenge(),
            "OAuth \"Facebook Platform\" \"invalid_token\" \"Invalid OAuth access token signature.\""
        );
        assert!(!no_page_permission().challenge().contains('\n'));
    }
}
