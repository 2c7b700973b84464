//! A trouble: a failure that is explained. Its words come from `assets/troubles.toml`.
//!
//! Started by a call that failed ([`explain`]) or by a check of our own that found something ([`named`]); ends in a
//! [`Trouble`], always. Retrying by itself ([`may_repeat`]) is decided by the same entry as the words.

use jiff::{SignedDuration, Timestamp};

use crate::{
    assets::{Explanation, Repeat, Symptom, WayName, explanation, explanation_of, fill},
    graph_api::{Failure, Host, NoAnswer, Refusal},
    journey::{Call, Field},
    model::{AppId, SafeText},
};

use super::effect::Link;

/// The longest wait that is advised, whatever an answer says (safety F51).
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(1);

/// A failure that is explained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Its name in the catalogue.
    pub id: String,
    /// What happened, in one line.
    pub headline: String,
    /// Why.
    pub cause: String,
    /// What to do now.
    pub remedy: String,
    /// Meta's own words, when they add something; shown inside a frame that says whose they are.
    pub quote: Option<SafeText>,
    /// Codes and numbers for a report, each with its label.
    pub details: Vec<(&'static str, SafeText)>,
    /// What the person can do, the best first.
    pub ways: Vec<Way>,
    /// Until when waiting is advised.
    pub wait_until: Option<Timestamp>,
}

/// One thing a person can do about a trouble, or at an outcome that is not done yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// Do the failed call again, and nothing else.
    Retry,
    /// Go to a field of the form, with the rest kept.
    Edit(Field),
    /// Go to the guide for a new token; what was typed stays.
    NewToken,
    /// Choose another Page.
    OtherPage,
    /// Go on in spite of it.
    GoOn,
    /// Open a page in a browser, or copy its address.
    Open(Link),
    /// Go to the menu.
    Menu,
}

impl Way {
    /// What it does, in a few words that follow its key.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Retry => "try again",
            Self::Edit(Field::Token) => "change the token",
            Self::Edit(Field::AppId) => "change the App ID",
            Self::Edit(Field::AppSecret) => "change the App secret",
            Self::NewToken => "get a new token",
            Self::OtherPage => "choose another Page",
            Self::GoOn => "go on anyway",
            Self::Open(Link::Explorer) => "open the Graph API Explorer",
            Self::Open(Link::AppSettings(_)) => "open the app's settings",
            Self::Open(Link::AppRoles(_)) => "open the app's roles",
            Self::Open(Link::RoleRequests) => "open the role invitations",
            Self::Open(Link::BusinessIntegrations) => "open Business integrations",
            Self::Open(Link::Facebook) => "open facebook.com",
            Self::Menu => "back to the menu",
        }
    }
}

/// Explains why a call failed. `words` are what is known of the names the texts can hold, such as `("page", name)`;
/// `app` is the app of the journey; `now` is when the answer came.
pub fn explain(
    failure: &Failure,
    place: Call,
    words: &[(&str, String)],
    app: Option<&AppId>,
    now: Timestamp,
) -> Trouble {
    let entry = explanation_of(&symptom(failure), place.place());
    let wait = wait(failure, entry);
    let mut known = words.to_vec();
    known.extend(words_of(failure, wait));
    Trouble {
        quote: quote(failure, entry),
        details: details(failure),
        wait_until: wait.and_then(|wait| now.checked_add(wait).ok()),
        ..tell(entry, known, app)
    }
}

/// Explains something that no answer says by itself: a finding of our own, by its id in the catalogue.
pub fn named(id: &str, words: &[(&str, String)], app: Option<&AppId>) -> Trouble {
    tell(explanation(id), words.to_vec(), app)
}

/// The reason beside a greyed Page whose token could not be fetched: under 40 characters.
pub fn short_reason(failure: &Failure, place: Call) -> String {
    let general = match failure {
        Failure::Refused(_) => "page-unusable-no-token",
        Failure::NoAnswer(_) => "network",
    };
    let entry = explanation_of(&symptom(failure), place.place());
    let short = entry.short.as_ref().or(explanation(general).short.as_ref());
    short.unwrap_or(&entry.headline).clone()
}

/// Whether a failed call may be made again without asking: the fault passes, and asking twice does no harm.
pub fn may_repeat(failure: &Failure, place: Call) -> bool {
    let passes = match failure {
        Failure::Refused(_) => true,
        Failure::NoAnswer(no_answer) => no_answer.may_pass(),
    };
    passes && place.is_repeatable() && explanation_of(&symptom(failure), place.place()).retry == Repeat::Auto
}

fn symptom(failure: &Failure) -> Symptom<'_> {
    match failure {
        Failure::Refused(refusal) => Symptom::Refused {
            code: refusal.code,
            subcode: refusal.subcode,
            message: refusal.message.as_str(),
            status: refusal.status,
            is_transient: refusal.is_transient,
        },
        Failure::NoAnswer(no_answer) => Symptom::NoAnswer {
            name: no_answer.name(),
            status: status(no_answer),
        },
    }
}

const fn status(no_answer: &NoAnswer) -> Option<u16> {
    match no_answer {
        NoAnswer::WebPage(status) | NoAnswer::NotJson(status) => Some(*status),
        NoAnswer::NameNotFound
        | NoAnswer::NoRoute
        | NoAnswer::ConnectionRefused
        | NoAnswer::ConnectTimedOut
        | NoAnswer::Proxy(_)
        | NoAnswer::Tls(_)
        | NoAnswer::NoReply
        | NoAnswer::CutOff
        | NoAnswer::Redirected(_)
        | NoAnswer::Unexpected(_)
        | NoAnswer::TooLarge
        | NoAnswer::Compressed
        | NoAnswer::Other(_) => None,
    }
}

/// An entry's texts with their words filled in, and nothing about the failure itself.
fn tell(entry: &Explanation, mut words: Vec<(&str, String)>, app: Option<&AppId>) -> Trouble {
    words.extend(app.map(|app| ("app_id", app.to_string())));
    words.push(("host", Host::GraphFacebook.name().to_owned()));
    Trouble {
        id: entry.id.clone(),
        headline: fill(&entry.headline, &words),
        cause: fill(&entry.cause, &words),
        remedy: fill(&entry.remedy, &words),
        quote: None,
        details: Vec::new(),
        ways: entry.ways.iter().map(|name| way(*name, app)).collect(),
        wait_until: None,
    }
}

fn way(name: WayName, app: Option<&AppId>) -> Way {
    match name {
        WayName::Retry => Way::Retry,
        WayName::EditToken => Way::Edit(Field::Token),
        WayName::EditAppId => Way::Edit(Field::AppId),
        WayName::EditAppSecret => Way::Edit(Field::AppSecret),
        WayName::NewToken => Way::NewToken,
        WayName::OtherPage => Way::OtherPage,
        WayName::GoOn => Way::GoOn,
        WayName::OpenAppSettings => Way::Open(Link::AppSettings(app.cloned())),
        WayName::OpenAppRoles => Way::Open(Link::AppRoles(app.cloned())),
        WayName::OpenRoleRequests => Way::Open(Link::RoleRequests),
        WayName::OpenBusinessIntegrations => Way::Open(Link::BusinessIntegrations),
        WayName::OpenExplorer => Way::Open(Link::Explorer),
        WayName::OpenFacebook => Way::Open(Link::Facebook),
        WayName::Menu => Way::Menu,
    }
}

/// How long to wait: what Meta said where repeating helps at all, or else the entry's own number.
fn wait(failure: &Failure, entry: &Explanation) -> Option<SignedDuration> {
    let said = match failure {
        Failure::Refused(refusal) if entry.retry != Repeat::None => refusal.wait,
        Failure::Refused(_) | Failure::NoAnswer(_) => None,
    };
    let usual = entry.wait.map(|minutes| SignedDuration::from_mins(minutes.into()));
    said.filter(SignedDuration::is_positive)
        .or(usual)
        .map(|wait| wait.min(LONGEST_WAIT))
}

/// What the failure itself knows of the names the texts can hold.
fn words_of(failure: &Failure, wait: Option<SignedDuration>) -> Vec<(&'static str, String)> {
    let mut words = Vec::new();
    if let Some(wait) = wait {
        let minutes = wait.as_secs().saturating_add(59) / 60;
        words.push(("minutes", minutes.to_string()));
    }
    match failure {
        Failure::NoAnswer(NoAnswer::Proxy(proxy)) => words.push(("proxy", proxy.to_string())),
        Failure::NoAnswer(NoAnswer::Redirected(Some(host))) => words.push(("elsewhere", host.to_string())),
        Failure::NoAnswer(_) | Failure::Refused(_) => {}
    }
    words
}

/// Meta's own words, where they add something: those meant for people if there are any.
fn quote(failure: &Failure, entry: &Explanation) -> Option<SafeText> {
    let Failure::Refused(refusal) = failure else {
        return None;
    };
    let filled = |text: &Option<SafeText>| text.clone().filter(|text| !text.is_empty());
    let message = filled(&refusal.user_message).or_else(|| filled(&Some(refusal.message.clone())));
    let said = match (filled(&refusal.user_title), message) {
        (Some(title), Some(message)) => Some(SafeText::new(&format!("{title}: {message}"))),
        (title, message) => message.or(title),
    };
    said.filter(|_| entry.quote)
}

/// Codes and numbers for a report.
fn details(failure: &Failure) -> Vec<(&'static str, SafeText)> {
    match failure {
        Failure::Refused(refusal) => details_of_refusal(refusal),
        Failure::NoAnswer(no_answer) => {
            let mut details = vec![("Server", SafeText::new(Host::GraphFacebook.name()))];
            details.extend(status(no_answer).map(|status| ("HTTP status", SafeText::new(&status.to_string()))));
            match no_answer {
                NoAnswer::Unexpected(missing) => details.push(("Missing", SafeText::new(missing))),
                NoAnswer::Other(fault) => details.push(("Fault", SafeText::new(fault))),
                _ => {}
            }
            details
        }
    }
}

fn details_of_refusal(refusal: &Refusal) -> Vec<(&'static str, SafeText)> {
    let code = match (refusal.code, refusal.subcode) {
        (Some(code), Some(subcode)) => Some(format!("{code}/{subcode}")),
        (Some(code), None) => Some(code.to_string()),
        (None, Some(subcode)) => Some(format!("-/{subcode}")),
        (None, None) => None,
    };
    let texts = [
        ("Meta's code", code.map(|code| SafeText::new(&code))),
        ("Meta's type", refusal.kind.clone()),
        ("HTTP status", Some(SafeText::new(&refusal.status.to_string()))),
        ("Meta's trace", refusal.trace.clone()),
    ];
    texts
        .into_iter()
        .filter_map(|(label, text)| Some((label, text.filter(|text| !text.is_empty())?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{
        assets::{explanations, guide, permission_why},
        graph_api::TlsFault,
        journey::{ALL, Stage},
    };

    const CALLS: [Call; 10] = [
        Call::InspectPasted,
        Call::ReadOwner,
        Call::ReadPermissions,
        Call::CheckApp,
        Call::Extend,
        Call::InspectLong,
        Call::ListPages,
        Call::FetchPageToken,
        Call::InspectPage,
        Call::ReadAsPage,
    ];

    fn now() -> Timestamp {
        "2026-11-22T12:00:00Z".parse().unwrap()
    }

    fn app() -> AppId {
        "1234567890".parse().unwrap()
    }

    fn refused(code: i64, subcode: Option<i64>, message: &str) -> Failure {
        Failure::Refused(Refusal {
            status: 400,
            code: Some(code),
            subcode,
            message: SafeText::new(message),
            ..Refusal::default()
        })
    }

    fn explained(failure: &Failure, place: Call) -> Trouble {
        explain(failure, place, &[], Some(&app()), now())
    }

    fn every_no_answer() -> Vec<NoAnswer> {
        let tls = [
            TlsFault::Expired,
            TlsFault::NotYetValid,
            TlsFault::WrongName,
            TlsFault::UnknownIssuer,
            TlsFault::BadCertificate,
            TlsFault::NotTls,
        ];
        let mut all = vec![
            NoAnswer::NameNotFound,
            NoAnswer::NoRoute,
            NoAnswer::ConnectionRefused,
            NoAnswer::ConnectTimedOut,
            NoAnswer::Proxy(SafeText::new("proxy.example:3128")),
            NoAnswer::NoReply,
            NoAnswer::CutOff,
            NoAnswer::Redirected(Some(SafeText::new("portal.example"))),
            NoAnswer::Redirected(None),
            NoAnswer::WebPage(200),
            NoAnswer::NotJson(200),
            NoAnswer::Unexpected("access_token"),
            NoAnswer::TooLarge,
            NoAnswer::Compressed,
            NoAnswer::Other("closed"),
        ];
        all.extend(tls.map(NoAnswer::Tls));
        all
    }

    #[test]
    fn every_recorded_answer_finds_its_explanation() {
        use Call::{
            CheckApp, Extend, FetchPageToken, InspectLong, InspectPage, InspectPasted, ListPages, ReadAsPage, ReadOwner,
        };
        let not_found = "Unsupported get request. Object with ID '166353470416259' does not exist, cannot be loaded due to missing permissions, or does not support this operation. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api";
        let not_entitled = "(#100) Object does not exist, cannot be loaded due to missing permission or reviewable feature, or does not support this operation. This endpoint requires the 'pages_read_engagement' permission or the 'Page Public Content Access' feature or the 'Page Public Metadata Access' feature.";
        let impersonate = "The user must be an administrator, editor, or moderator of the page in order to impersonate it. If the page business requires Two Factor Authentication, the user also needs to enable Two Factor Authentication.";
        let session = "Error validating access token: Session does not match current stored session. This may be because the user changed the password since the time the session was created or Facebook has changed the session for security reasons.";
        let redirect = "Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request";
        for (place, code, subcode, message, expected) in [
            (Extend, 1, None, "Error validating client secret.", "wrong-secret"),
            (
                Extend,
                1,
                None,
                "fb_exchange_token parameter not specified",
                "bad-question",
            ),
            (
                ListPages,
                10,
                None,
                "(#10) Application does not have permission for this action",
                "permission-refused",
            ),
            (
                ListPages,
                10,
                None,
                "(#10) Requires instagram_content_publish permission to manage the object",
                "permission-refused",
            ),
            (
                ListPages,
                100,
                Some(33),
                &not_found.replace("166353470416259", "me"),
                "cannot-be-shown",
            ),
            (FetchPageToken, 100, Some(33), not_found, "page-unusable-not-ticked"),
            (CheckApp, 100, Some(33), not_found, "wrong-app-id"),
            (Extend, 100, Some(36008), redirect, "return-address-differs"),
            (
                ReadOwner,
                100,
                None,
                "API calls from the server require an appsecret_proof argument",
                "proof-required",
            ),
            (
                Extend,
                100,
                None,
                "This authorization code has been used.",
                "login-code-spent",
            ),
            (
                InspectPasted,
                100,
                None,
                "(#100) You must provide an app access token, or a user access token that is an owner or developer of the app",
                "look-needs-secret",
            ),
            (
                InspectLong,
                100,
                None,
                "(#100) You must provide an app access token, or a user access token that is an owner or developer of the app",
                "no-right-to-inspect",
            ),
            (
                InspectLong,
                100,
                None,
                "(#100) The App_id in the input_token did not match the Viewing App",
                "other-app",
            ),
            (
                ListPages,
                100,
                None,
                "Invalid appsecret_proof provided in the API argument",
                "proof-wrong",
            ),
            (FetchPageToken, 100, None, "No node specified", "bad-question"),
            (
                ListPages,
                100,
                None,
                "(#100) Tried accessing nonexisting field (accounts) on node type (Page)",
                "page-token-pasted",
            ),
            (
                ListPages,
                100,
                None,
                "(#100) Tried accessing nonexisting field (accounts)",
                "page-token-pasted",
            ),
            (
                ListPages,
                100,
                None,
                "(#100) Tried accessing nonexisting field (instagram_business_account) on node type (Application)",
                "app-token-pasted",
            ),
            (
                FetchPageToken,
                100,
                None,
                "(#100) Tried accessing nonexisting field (instagram_business_account) on node type (Application)",
                "bad-question",
            ),
            (FetchPageToken, 100, None, not_entitled, "page-unusable-not-ticked"),
            (ReadAsPage, 100, None, not_entitled, "not-in-force"),
            (
                FetchPageToken,
                100,
                None,
                "(#100) Page Public Metadata Access requires either app secret proof or an app token",
                "page-unusable-not-ticked",
            ),
            (
                FetchPageToken,
                100,
                None,
                "(#100) Pages Public Content Access requires either app secret proof or an app token",
                "page-unusable-not-ticked",
            ),
            (
                Extend,
                101,
                None,
                "Error validating application. Cannot get application info due to a system error.",
                "instagram-app-id",
            ),
            (
                Extend,
                101,
                None,
                "Error validating application. Invalid application ID.",
                "wrong-app-id",
            ),
            (Extend, 101, None, "Missing client_id parameter.", "wrong-app-id"),
            (
                Extend,
                101,
                None,
                "Error validating application. Application has been deleted.",
                "app-deleted",
            ),
            (
                ReadOwner,
                104,
                None,
                "An access token is required to request this resource.",
                "token-missing",
            ),
            (ListPages, 17, None, "(#17) User request limit reached", "person-limit"),
            (ListPages, 190, Some(452), session, "password-changed"),
            (ListPages, 190, Some(460), session, "password-changed"),
            (ListPages, 190, None, session, "password-changed"),
            (ListPages, 190, Some(458), "App Not Installed", "app-removed"),
            (
                ListPages,
                190,
                Some(458),
                "Error validating access token: The user has not authorized application 123456.",
                "app-removed",
            ),
            (
                ListPages,
                190,
                Some(459),
                "Error validating access token: You cannot access the app till you log in to www.facebook.com and follow the instructions given.",
                "checkpoint",
            ),
            (
                ReadOwner,
                190,
                Some(460),
                "Message describing the error",
                "password-changed",
            ),
            (
                ReadOwner,
                190,
                Some(460),
                "Error validating access token: The session has been invalidated because the user changed their password or Facebook has changed the session for security reasons.",
                "password-changed",
            ),
            (
                Extend,
                190,
                Some(463),
                "Error validating access token: Session has expired on Monday, 24-Oct-16 21:00:00 PDT. The current time is Monday, 24-Oct-16 21:08:52 PDT.",
                "token-expired",
            ),
            (
                Extend,
                190,
                Some(463),
                "Error validating access token: Session has expired on Wednesday, 14-Feb-18 18:00:00 PST. The current time is Thursday, 15-Feb-18 13:46:35 PST.",
                "token-expired",
            ),
            (
                Extend,
                190,
                None,
                "Error validating access token: Session has expired at unix time 1342389600. The current unix time is 1342475283.",
                "token-expired",
            ),
            (
                ReadOwner,
                190,
                Some(464),
                "Error validating access token: Sessions for the user are not allowed because the user is not a confirmed user.",
                "account-unconfirmed",
            ),
            (
                ReadOwner,
                190,
                Some(466),
                "Error validating access token: The session was invalidated explicitly using an API call.",
                "token-revoked",
            ),
            (
                ReadOwner,
                190,
                Some(467),
                "Error validating access token: The session is invalid because the user logged out.",
                "logged-out",
            ),
            (
                ReadOwner,
                190,
                Some(467),
                "Error validating access token: This may be because the user logged out or may be due to a system error.",
                "logged-out",
            ),
            (
                ReadOwner,
                190,
                Some(490),
                "Error validating access token: The user is enrolled in a blocking, logged-in checkpoint",
                "checkpoint",
            ),
            (FetchPageToken, 190, Some(492), impersonate, "page-unusable-two-factor"),
            (ReadAsPage, 190, Some(492), impersonate, "page-role-lost"),
            (
                FetchPageToken,
                190,
                None,
                "The user must be an administrator of the page in order to impersonate it.",
                "page-unusable-two-factor",
            ),
            (
                ReadAsPage,
                190,
                Some(493),
                "The access token is invalid since the user hasn't engaged the app in longer than 90 days.",
                "data-access-over",
            ),
            (
                ReadOwner,
                190,
                None,
                "Failed to decrypt: facebook::fbcrypto::CryptoException: Padded data size is not a multiple of block size",
                "damaged-token",
            ),
            (
                FetchPageToken,
                190,
                None,
                "Any of the pages_read_engagement, pages_manage_metadata,\n        pages_read_user_content, pages_manage_ads, pages_show_list or\n        pages_messaging permission(s) must be granted before impersonating a\n        user's page.",
                "page-permissions-missing",
            ),
            (
                CheckApp,
                190,
                None,
                "Invalid OAuth access token signature.",
                "app-pair-wrong",
            ),
            (
                InspectPage,
                190,
                None,
                "Invalid OAuth access token signature.",
                "app-pair-wrong",
            ),
            (
                ReadOwner,
                190,
                None,
                "Invalid OAuth access token signature.",
                "damaged-token",
            ),
            (Extend, 190, None, "Malformed access token [hidden]", "damaged-token"),
            (
                Extend,
                190,
                None,
                "Invalid OAuth access token - Cannot parse access token",
                "damaged-token",
            ),
            (Extend, 190, None, "Invalid OAuth access token.", "damaged-token"),
            (
                ReadAsPage,
                190,
                None,
                "This Page access token belongs to a Page that is not accessible.",
                "page-unreachable",
            ),
            (
                ReadAsPage,
                190,
                None,
                "This Page access token belongs to a Page that has been deleted.",
                "page-unreachable",
            ),
            (
                ReadAsPage,
                190,
                None,
                "(#190) This method must be called with a Page Access Token",
                "page-token-needed",
            ),
            (
                ReadAsPage,
                190,
                Some(2_069_032),
                "A Page access token is required for this call for the new Pages experience.",
                "page-token-needed",
            ),
            (
                ReadAsPage,
                210,
                None,
                "(#210) A page access token is required to request this resource.",
                "page-token-needed",
            ),
            (ReadOwner, 190, None, "Error loading application", "app-unavailable"),
            (
                ListPages,
                2,
                None,
                "An unexpected error has occurred. Please retry your request later.",
                "passing-fault",
            ),
            (
                ListPages,
                2,
                Some(1_504_044),
                "Service temporarily unavailable",
                "passing-fault",
            ),
            (ListPages, 1, None, "An unknown error occurred", "passing-fault"),
            (Extend, 1, None, "An unknown error occurred", "passing-fault"),
            (
                ListPages,
                1,
                None,
                "Please reduce the amount of data you're asking for, then retry your request",
                "answer-too-big",
            ),
            (
                ReadAsPage,
                1,
                Some(2_853_006),
                "Viewer doesn't have permission to perform this action.",
                "page-task-missing",
            ),
            (
                ListPages,
                200,
                None,
                "(#200) The user hasn't authorized the application to perform this action",
                "permission-refused",
            ),
            (ListPages, 200, None, "(#200) Permissions error", "permission-refused"),
            (
                ReadAsPage,
                200,
                None,
                "(#200) If posting to a page, requires both pages_read_engagement and pages_manage_posts as an admin with sufficient administrative permission",
                "not-in-force",
            ),
            (ReadOwner, 200, None, "(#200) Provide valid app ID", "token-missing"),
            (
                ReadOwner,
                200,
                None,
                "Cannot call API on behalf of this user",
                "app-excludes-person",
            ),
            (CheckApp, 200, None, "API access blocked.", "app-blocked"),
            (ReadAsPage, 200, None, "API access blocked.", "app-blocked"),
            (
                CheckApp,
                200,
                None,
                "API access deactivated. To reactivate, go to the app dashboard.",
                "app-inactive",
            ),
            (
                ListPages,
                200,
                None,
                "(#200) Access to this data is temporarily disabled for non-active apps or apps that have not recently accessed this data",
                "app-inactive",
            ),
            (
                ListPages,
                283,
                None,
                "(#283) Requires pages_read_engagement permission to manage the object",
                "permission-refused",
            ),
            (ListPages, 100, None, "(#100) Missing Permission", "permission-refused"),
            (
                ReadOwner,
                2500,
                None,
                "An active access token must be used to query information about the current user.",
                "token-missing",
            ),
            (
                ReadOwner,
                2500,
                None,
                "Unknown path components: /301396262700/posts",
                "unknown-address",
            ),
            (ListPages, 3, None, "Invalid API method", "app-lacks-feature"),
            (ReadAsPage, 32, None, "(#32) Page request limit reached", "page-limit"),
            (
                ListPages,
                4,
                None,
                "(#4) Application request limit reached",
                "app-limit",
            ),
            (
                ListPages,
                4,
                Some(2_207_051),
                "Application request limit reached",
                "account-blocked",
            ),
            (ListPages, 341, None, "Application limit reached", "app-limit"),
            (
                ListPages,
                613,
                Some(1996),
                "(#613) Calls to this api have exceeded the rate limit.",
                "call-limit",
            ),
            (
                ListPages,
                80_002,
                None,
                "(#80002) There have been too many calls from this Instagram account. Wait a bit and try again.",
                "call-limit",
            ),
            (
                ListPages,
                80_001,
                None,
                "(#80001) There have been too many calls to this Page account.",
                "page-limit",
            ),
            (
                ListPages,
                368,
                None,
                "The action attempted has been deemed abusive or is otherwise disallowed",
                "account-blocked",
            ),
            (
                ListPages,
                368,
                Some(1_404_006),
                "A security check is required to proceed.",
                "checkpoint",
            ),
            (
                ReadAsPage,
                368,
                Some(1_404_078),
                "You're restricted from acting as your Page until you complete Page Publishing Authorization.",
                "page-authorisation-needed",
            ),
            (
                FetchPageToken,
                803,
                None,
                "(#803) Some of the aliases you requested do not exist: bakery",
                "bad-question",
            ),
            (
                FetchPageToken,
                21,
                None,
                "(#21) Page ID 1 was migrated to page ID 2.",
                "page-moved",
            ),
            (
                InspectLong,
                100,
                None,
                "(#100) The parameter input_token is required",
                "bad-question",
            ),
            (
                Extend,
                100,
                None,
                "The access token does not belong to application 1234567890",
                "other-app",
            ),
            (
                Extend,
                190,
                None,
                "The access token does not belong to application 1234567890",
                "other-app",
            ),
            (
                ListPages,
                102,
                None,
                "(#102) A user access token is required to request this resource.",
                "log-in-again",
            ),
            (
                ReadOwner,
                100,
                None,
                "Unsupported request - method type: get",
                "instagram-role-missing",
            ),
            (
                Extend,
                400,
                None,
                "Matching code was not found or was already used",
                "login-code-spent",
            ),
            (Extend, 400, None, redirect, "return-address-differs"),
            (
                Extend,
                400,
                None,
                "Insufficient developer role",
                "instagram-role-missing",
            ),
            (Extend, 400, None, "Invalid redirect_uri", "return-address-unlisted"),
        ] {
            let trouble = explained(&refused(code, subcode, message), place);
            assert_eq!(trouble.id, expected, "{place:?} {code} {subcode:?} {message}");
        }
    }

    #[test]
    fn what_the_place_means_decides_only_where_code_and_message_do_not() {
        for (place, code, subcode, message, expected) in [
            (Call::Extend, 1, None, "words nobody has seen", "wrong-secret"),
            (Call::ListPages, 1, None, "words nobody has seen", "passing-fault"),
            (Call::Extend, 101, None, "words nobody has seen", "wrong-app-id"),
            (
                Call::InspectPage,
                100,
                None,
                "words nobody has seen",
                "no-right-to-inspect",
            ),
            (
                Call::InspectPage,
                100,
                None,
                "Invalid appsecret_proof provided",
                "proof-wrong",
            ),
            (Call::ListPages, 100, None, "words nobody has seen", "unknown"),
            (Call::ListPages, 190, Some(999), "words nobody has seen", "log-in-again"),
            (
                Call::ListPages,
                190,
                Some(463),
                "Cannot parse access token",
                "token-expired",
            ),
            (
                Call::ReadAsPage,
                299,
                None,
                "words nobody has seen",
                "permission-refused",
            ),
            (Call::ListPages, 80_014, None, "words nobody has seen", "call-limit"),
            (Call::ListPages, 80_015, None, "words nobody has seen", "unknown"),
        ] {
            let trouble = explained(&refused(code, subcode, message), place);
            assert_eq!(trouble.id, expected, "{place:?} {code} {subcode:?} {message}");
        }
    }

    #[test]
    fn an_unknown_code_that_passes_is_repeated_and_one_that_does_not_is_not() {
        let refusal = Refusal {
            code: Some(999_999),
            is_transient: true,
            ..Refusal::default()
        };
        let passing = Failure::Refused(refusal.clone());
        assert_eq!(explained(&passing, Call::ListPages).id, "passing-fault");
        assert!(may_repeat(&passing, Call::ListPages));
        let lasting = Failure::Refused(Refusal {
            is_transient: false,
            ..refusal
        });
        assert_eq!(explained(&lasting, Call::ListPages).id, "unknown");
        assert!(!may_repeat(&lasting, Call::ListPages));
    }

    #[test]
    fn what_is_unknown_shows_the_words_of_meta_and_the_trace() {
        let failure = Failure::Refused(Refusal {
            status: 403,
            code: Some(999_999),
            subcode: Some(7),
            kind: Some(SafeText::new("OAuthException")),
            message: SafeText::new("(#999999) Something new"),
            trace: Some(SafeText::new("AbC123")),
            ..Refusal::default()
        });
        let trouble = explained(&failure, Call::ListPages);
        assert_eq!(trouble.id, "unknown");
        assert_eq!(trouble.quote, Some(SafeText::new("(#999999) Something new")));
        assert_eq!(
            trouble.details,
            [
                ("Meta's code", SafeText::new("999999/7")),
                ("Meta's type", SafeText::new("OAuthException")),
                ("HTTP status", SafeText::new("403")),
                ("Meta's trace", SafeText::new("AbC123")),
            ]
        );
    }

    #[test]
    fn words_meant_for_people_are_quoted_before_the_message_and_empty_ones_are_not() {
        let quoted = |title: &str, message: &str| {
            let failure = Failure::Refused(Refusal {
                code: Some(999_999),
                message: SafeText::new("for programs"),
                user_title: Some(SafeText::new(title)),
                user_message: Some(SafeText::new(message)),
                ..Refusal::default()
            });
            explained(&failure, Call::ListPages).quote
        };
        assert_eq!(
            quoted("Blocked", "Try later"),
            Some(SafeText::new("Blocked: Try later"))
        );
        assert_eq!(quoted("", "Try later"), Some(SafeText::new("Try later")));
        assert_eq!(quoted("Blocked", ""), Some(SafeText::new("Blocked: for programs")));
        assert_eq!(quoted("", ""), Some(SafeText::new("for programs")));
        assert_eq!(explained(&refused(190, Some(463), "Session"), Call::Extend).quote, None);
        assert_eq!(
            explained(&Failure::Refused(Refusal::default()), Call::Extend).quote,
            None
        );
    }

    #[test]
    fn a_wrong_secret_leads_to_the_secret_and_never_to_another_try() {
        let failure = refused(1, None, "Error validating client secret.");
        let trouble = explained(&failure, Call::Extend);
        assert_eq!(trouble.ways.first(), Some(&Way::Edit(Field::AppSecret)));
        assert!(!trouble.ways.contains(&Way::Retry));
        assert!(trouble.ways.contains(&Way::Open(Link::AppSettings(Some(app())))));
        assert!(!may_repeat(&failure, Call::Extend));
    }

    #[test]
    fn a_permission_without_force_leads_to_a_role_and_not_to_another_login() {
        let trouble = named("not-in-force", &[], Some(&app()));
        assert_eq!(
            trouble.ways,
            [
                Way::Open(Link::AppRoles(Some(app()))),
                Way::Open(Link::RoleRequests),
                Way::Retry,
                Way::Menu
            ]
        );
    }

    #[test]
    fn a_limit_waits_as_long_as_meta_says_or_its_usual_time_and_never_over_an_hour() {
        let limited = |code, wait: Option<SignedDuration>| {
            let failure = Failure::Refused(Refusal {
                code: Some(code),
                wait,
                ..Refusal::default()
            });
            assert!(!may_repeat(&failure, Call::ListPages));
            let trouble = explained(&failure, Call::ListPages);
            let minutes = trouble.wait_until.unwrap().duration_since(now()).as_mins();
            assert!(
                trouble.remedy.contains(&format!("about {minutes} minutes")),
                "{}",
                trouble.remedy
            );
            minutes
        };
        assert_eq!(limited(4, None), 15);
        assert_eq!(limited(17, None), 60);
        assert_eq!(limited(80_004, Some(SignedDuration::from_mins(27))), 27);
        assert_eq!(limited(4, Some(SignedDuration::ZERO)), 15);
        assert_eq!(limited(4, Some(SignedDuration::from_mins(-3))), 15);
        assert_eq!(limited(32, Some(SignedDuration::from_hours(87_600))), 60);
    }

    #[test]
    fn nothing_is_waited_for_where_waiting_does_not_help() {
        let failure = Failure::Refused(Refusal {
            code: Some(190),
            subcode: Some(463),
            wait: Some(SignedDuration::from_mins(5)),
            ..Refusal::default()
        });
        assert_eq!(explained(&failure, Call::Extend).wait_until, None);
    }

    #[test]
    fn every_fault_below_an_answer_has_its_own_words() {
        let mut causes = BTreeSet::new();
        for no_answer in every_no_answer() {
            let trouble = explained(&Failure::NoAnswer(no_answer.clone()), Call::Extend);
            assert_eq!(trouble.id, no_answer.name());
            assert!(trouble.ways.contains(&Way::Retry), "{}", trouble.id);
            assert!(causes.insert(trouble.cause), "{}", trouble.id);
        }
    }

    #[test]
    fn what_may_pass_is_what_is_repeated() {
        let servers = [
            NoAnswer::WebPage(502),
            NoAnswer::NotJson(503),
            NoAnswer::WebPage(404),
            NoAnswer::WebPage(429),
        ];
        for no_answer in every_no_answer().into_iter().chain(servers) {
            let may_pass = no_answer.may_pass();
            assert_eq!(
                may_repeat(&Failure::NoAnswer(no_answer.clone()), Call::ListPages),
                may_pass,
                "{no_answer:?}"
            );
        }
        let portal = Failure::NoAnswer(NoAnswer::WebPage(511));
        assert!(!may_repeat(&portal, Call::ListPages));
    }

    #[test]
    fn a_status_tells_a_fault_of_the_servers_and_a_limit_from_a_portal() {
        for (no_answer, expected) in [
            (NoAnswer::WebPage(200), "web-page"),
            (NoAnswer::WebPage(403), "web-page"),
            (NoAnswer::WebPage(429), "call-limit"),
            (NoAnswer::WebPage(502), "server-fault"),
            (NoAnswer::WebPage(511), "web-page"),
            (NoAnswer::NotJson(500), "server-fault"),
            (NoAnswer::NotJson(400), "not-json"),
        ] {
            assert_eq!(explained(&Failure::NoAnswer(no_answer), Call::Extend).id, expected);
        }
    }

    #[test]
    fn what_a_failure_knows_is_named_in_its_words() {
        let cause = |no_answer| explained(&Failure::NoAnswer(no_answer), Call::Extend).cause;
        assert!(cause(NoAnswer::Proxy(SafeText::new("proxy.example:3128"))).contains("proxy.example:3128"));
        assert!(cause(NoAnswer::Redirected(Some(SafeText::new("portal.example")))).contains("portal.example"));
        assert!(cause(NoAnswer::Redirected(None)).contains("another address"));
        assert!(cause(NoAnswer::NameNotFound).contains("graph.facebook.com"));
        let details = explained(&Failure::NoAnswer(NoAnswer::Unexpected("access_token")), Call::Extend).details;
        assert!(
            details.contains(&("Missing", SafeText::new("access_token"))),
            "{details:?}"
        );
    }

    #[test]
    fn what_the_wizard_knows_stands_in_the_texts() {
        let words = [
            ("token_app", "Bakery (42)".to_owned()),
            ("app", "Florist (43)".to_owned()),
            ("end", "on 22 Nov 2026 at 18:30".to_owned()),
            ("permissions", "pages_show_list".to_owned()),
        ];
        let trouble = named("other-app", &words, None);
        assert!(trouble.cause.contains("Bakery (42)") && trouble.cause.contains("Florist (43)"));
        assert!(
            named("page-token-short", &words, None)
                .cause
                .contains("ends on 22 Nov 2026 at 18:30")
        );
        assert!(
            named("missing-permissions", &words, None)
                .cause
                .contains("pages_show_list")
        );
        assert!(named("wrong-app-id", &[], Some(&app())).cause.contains("1234567890"));
    }

    #[test]
    fn every_finding_of_our_own_has_its_words() {
        for id in [
            "app-token-pasted",
            "expiry-unknown",
            "list-cut-short",
            "missing-permissions",
            "no-pages",
            "no-usable-pages",
            "not-in-force",
            "other-app",
            "page-token-belongs-elsewhere",
            "page-token-invalid",
            "page-token-short",
            "page-unusable-no-token",
            "page-unusable-not-ticked",
            "page-unusable-two-factor",
            "permissions-not-on-token",
            "still-short",
            "token-ends-soon",
            "unknown",
        ] {
            assert_eq!(named(id, &[], None).id, id);
        }
        assert_eq!(named("nobody wrote this", &[], None).id, "unknown");
    }

    #[test]
    fn a_greyed_page_always_has_a_short_reason() {
        for (failure, expected) in [
            (refused(100, Some(33), ""), "Not ticked when the token was made"),
            (refused(190, Some(492), ""), "No role, or no two-factor login"),
            (
                refused(190, None, "belongs to a Page that is not accessible"),
                "Unpublished, restricted or deleted",
            ),
            (refused(101, None, ""), "Meta gave no token for it"),
            (Failure::NoAnswer(NoAnswer::CutOff), "The connection broke off"),
        ] {
            assert_eq!(short_reason(&failure, Call::FetchPageToken), expected);
        }
    }

    #[test]
    fn every_place_in_the_catalogue_is_a_call() {
        let places: BTreeSet<_> = CALLS.iter().map(|call| call.place()).collect();
        for entry in explanations() {
            for place in entry.places() {
                assert!(places.contains(place), "{place} in {}", entry.id);
            }
        }
    }

    #[test]
    fn whatever_a_journey_names_is_written() {
        for journey in ALL {
            for name in journey.required.iter().chain(journey.helpful) {
                assert!(permission_why(name).is_some(), "{name}");
            }
            for stage in journey.stages {
                if let Stage::Guide(name) = stage {
                    assert!(guide(name).is_some(), "{name}");
                }
            }
        }
    }
}
