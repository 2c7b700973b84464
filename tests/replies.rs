//! Recorded answers of the real API, where they lie beside the project: no reader panics on any of them, each success is
//! read whole by every call it belongs to, and each refusal keeps its code and finds its explanation.
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test that meets something unexpected stops there, and one that is skipped says so loudly"
)]

use std::{fs, path::Path};

use evertoken::{
    graph_api::{
        Failure, Headers, Refusal, Response, access_token, app, business, debug_token, instagram_account,
        instagram_login, me, pages,
    },
    journey::Call,
    model::{
        Business, Expiry, Inspection, InstagramAccount, InstagramProfile, Page, PageNode, Permission, PermissionStatus,
        PublishingLimit, SafeText, Secret, Targets, Task, TokenKind, UserNode,
    },
    wizard::trouble,
};
use jiff::Timestamp;
use serde_json::Value;
use zeroize::Zeroizing;

/// Every recorded answer by its name, from the nearest folder of recordings above the project; empty where there is none.
fn recorded() -> Vec<(String, String)> {
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().skip(1);
    let Some(root) = above
        .map(|folder| folder.join("shared/replies"))
        .find(|root| root.is_dir())
    else {
        eprintln!("SKIPPED: no recorded answers beside the project");
        return Vec::new();
    };
    let mut found = Vec::new();
    for folder in [root.clone(), root.join("composed")] {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if path.is_file() && path.extension().is_some_and(|kind| kind == "json" || kind == "txt") {
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

fn response(status: u16, body: &str) -> Response {
    Response {
        status,
        headers: Headers {
            content_type: Some(SafeText::new("text/javascript; charset=UTF-8")),
            ..Headers::default()
        },
        body: Zeroizing::new(body.as_bytes().to_vec()),
    }
}

/// What each reader makes of an answer: its failure, or nothing.
fn failures(response: &Response) -> Vec<Option<Failure>> {
    let (id, page) = ("103456789012345".parse().unwrap(), "103456789012345".parse().unwrap());
    let instagram = "17841405822304914".parse().unwrap();
    vec![
        debug_token::read(response).err(),
        access_token::read(response).err(),
        access_token::read_redeemed(response).err(),
        app::read(response, &id).err(),
        me::read_who::<PageNode>(response).err(),
        me::read_permissions(response).err(),
        pages::read_list(response).err(),
        pages::read_page(response, &page).err(),
        pages::read_token(response, &page).err(),
        pages::read_instagram_of_page(response, &page).err(),
        business::read_list(response).err(),
        instagram_account::read_account(response, &instagram).err(),
        instagram_account::read_publishing_limit(response).err(),
        instagram_login::read_redeemed(response).err(),
        instagram_login::read_token(response).err(),
        instagram_login::read_me(response).err(),
    ]
}

/// The length of the token that each call takes from an answer.
fn tokens(response: &Response) -> [Option<usize>; 4] {
    [
        access_token::read(response).ok().map(|read| read.token.expose().len()),
        access_token::read_redeemed(response)
            .ok()
            .map(|read| read.token.expose().len()),
        instagram_login::read_redeemed(response)
            .ok()
            .map(|read| read.token.expose().len()),
        instagram_login::read_token(response)
            .ok()
            .map(|read| read.token.expose().len()),
    ]
}

/// Code and subcode of a recorded error, read without the help of the code under test; `None` for what is no error.
fn error_of(body: &str) -> Option<(Option<i64>, Option<i64>)> {
    let whole: Value = serde_json::from_str(body).ok()?;
    let error = match whole.get("error") {
        Some(error) => error,
        None => whole.get("error_type").map(|_| &whole)?,
    };
    let number = |name| error.get(name).and_then(Value::as_i64);
    Some((number("code"), number("error_subcode")))
}

#[test]
fn no_recorded_answer_makes_a_reader_panic_and_none_is_cut_anywhere_into_a_token() {
    for (_, body) in recorded() {
        for status in [200, 400, 500] {
            failures(&response(status, &body));
        }
        let whole = tokens(&response(200, &body));
        for end in (0..body.len()).filter(|end| body.is_char_boundary(*end)) {
            let cut = body.get(..end).unwrap().trim_end();
            let is_whole = cut.len() == body.trim_end().len();
            let read = tokens(&response(200, cut));
            assert!(
                read == [None; 4] || is_whole && read == whole,
                "an answer cut after {end} bytes gave a token"
            );
        }
    }
}

#[test]
fn every_recorded_refusal_is_read_as_one_by_every_call_with_its_code_and_subcode() {
    for (name, body) in recorded() {
        let Some(expected) = error_of(&body) else {
            assert!(!name.starts_with("err-"), "{name}");
            continue;
        };
        for failure in failures(&response(400, &body)) {
            let Some(Failure::Refused(Refusal {
                status,
                code,
                subcode,
                message,
                ..
            })) = failure
            else {
                panic!("{name}: {failure:?}");
            };
            assert_eq!((status, (code, subcode)), (400, expected), "{name}");
            assert!(!message.is_empty(), "{name}");
        }
    }
}

/// The trouble that a refusal becomes at a call.
fn trouble_at(body: &str, call: Call) -> String {
    let failure = failures(&response(400, body)).swap_remove(0).unwrap();
    trouble::explain(&failure, call, &[], None, Timestamp::UNIX_EPOCH).id
}

#[test]
fn every_recorded_refusal_becomes_its_trouble_at_every_call_it_can_belong_to() {
    let recorded = recorded();
    for (known, ..) in REFUSED.iter().filter(|_| !recorded.is_empty()) {
        assert!(
            recorded.iter().any(|(name, _)| name == known),
            "nothing is recorded as {known}"
        );
    }
    for (name, body) in recorded.into_iter().filter(|(name, _)| name.starts_with("err-")) {
        let known: Vec<_> = REFUSED.iter().filter(|(known, ..)| *known == name).collect();
        assert!(!known.is_empty(), "nobody explains {name}");
        for (_, calls, expected) in known {
            for call in *calls {
                assert_eq!(&trouble_at(&body, *call), expected, "{name} at {call:?}");
            }
        }
        for call in Call::ALL {
            assert_ne!(trouble_at(&body, *call), "unknown", "{name} at {call:?}");
        }
    }
}

#[test]
fn every_refusal_that_is_documented_becomes_its_trouble_at_every_call_it_can_belong_to() {
    for (body, calls, expected) in DOCUMENTED {
        for call in *calls {
            assert_eq!(&trouble_at(body, *call), expected, "{body} at {call:?}");
        }
    }
}

#[test]
fn a_token_that_is_described_as_dead_becomes_the_trouble_of_what_killed_it() {
    for (fault, expected) in [
        (
            r#"{"code":190,"message":"Error validating access token: Session has expired on Thursday","subcode":463}"#,
            "token-expired",
        ),
        (
            r#"{"code":190,"message":"Error validating access token: The session has been invalidated","subcode":460}"#,
            "password-changed",
        ),
        (
            r#"{"code":190,"message":"Error validating access token: The user has not authorized application 1.","subcode":458}"#,
            "app-removed",
        ),
        (
            r#"{"code":190,"message":"Invalid OAuth access token - Cannot parse access token"}"#,
            "damaged-token",
        ),
    ] {
        let body = format!(r#"{{"data":{{"is_valid":false,"scopes":[],"error":{fault}}}}}"#);
        let fault = debug_token::read(&response(200, &body)).unwrap().fault.unwrap();
        for call in [
            Call::InspectPasted,
            Call::InspectByApp,
            Call::InspectLong,
            Call::InspectPage,
        ] {
            let failure = Failure::Refused(fault.clone());
            let trouble = trouble::explain(&failure, call, &[], None, Timestamp::UNIX_EPOCH);
            assert_eq!(trouble.id, expected, "{call:?}");
        }
    }
}

/// The calls that Facebook's servers answer to a person's or a Page's own token.
const FACEBOOK: &[Call] = &[
    Call::InspectPasted,
    Call::ReadOwner,
    Call::ReadPermissions,
    Call::Extend,
    Call::ReadAsUser,
    Call::ListPages,
    Call::FetchPageToken,
    Call::FetchPage,
    Call::ListBusinesses,
    Call::ListOwnedPages,
    Call::ListClientPages,
    Call::ReadAsPage,
    Call::FindInstagram,
    Call::ReadInstagramAsPage,
    Call::ReadInstagramAsUser,
    Call::ReadPublishing,
];
/// Those among them that ask about a Page by its number.
const BY_PAGE: &[Call] = &[Call::FetchPageToken, Call::FetchPage];
/// The calls that read with a Page's token.
const AS_PAGE: &[Call] = &[Call::ReadAsPage, Call::FindInstagram];
/// The calls that read the Instagram account behind a Page.
const ACCOUNT: &[Call] = &[Call::ReadInstagramAsPage, Call::ReadInstagramAsUser];
/// The calls that ask for portfolios and what is in them.
const PORTFOLIOS: &[Call] = &[Call::ListBusinesses, Call::ListOwnedPages, Call::ListClientPages];
/// The calls that ask about a token as its app.
const AS_APP: &[Call] = &[Call::InspectByApp, Call::InspectLong, Call::InspectPage];
/// The calls that prove App ID and App secret.
const PAIR: &[Call] = &[Call::Extend, Call::RedeemCode];
/// The calls that Instagram's servers answer to a token of theirs.
const INSTAGRAM: &[Call] = &[
    Call::ExtendInstagram,
    Call::RefreshInstagram,
    Call::ReadPastedProfile,
    Call::ReadProfile,
];
const ANYBODY: &[Call] = &[
    Call::ReadOwner,
    Call::ReadPermissions,
    Call::ReadAsUser,
    Call::ListPages,
];
const BY_CODE: &[Call] = &[Call::RedeemInstagramCode];

/// Each recorded refusal, calls that it can belong to, and the trouble it is there (facts: graph-api 9.3).
#[rustfmt::skip]
const REFUSED: &[(&str, &[Call], &str)] = &[
    ("err-1-error-validating-client-secret.json", PAIR, "wrong-secret"),
    ("err-1-error-validating-client-secret.json", &[Call::ExtendInstagram, Call::RedeemInstagramCode], "wrong-instagram-secret"),
    ("err-1-fb-exchange-token-not-specified.json", &[Call::Extend], "bad-question"),
    ("err-10-app-no-permission.json", ANYBODY, "permission-refused"),
    ("err-10-app-no-permission.json", BY_PAGE, "page-unusable-not-ticked"),
    ("err-10-app-no-permission.json", PORTFOLIOS, "portfolios-refused"),
    ("err-10-app-no-permission.json", AS_PAGE, "not-in-force"),
    ("err-10-app-no-permission.json", ACCOUNT, "instagram-not-in-force"),
    ("err-10-app-no-permission.json", &[Call::ReadPublishing], "publishing-not-allowed"),
    ("err-10-app-no-permission.json", INSTAGRAM, "instagram-permission-missing"),
    ("err-10-requires-instagram-content-publish.json", &[Call::ReadPublishing], "publishing-not-allowed"),
    ("err-100-33-unsupported-get-me.json", ANYBODY, "cannot-be-shown"),
    ("err-100-33-unsupported-get-me.json", &[Call::ReadAsPage], "not-in-force"),
    ("err-100-33-unsupported-get.json", &[Call::FetchPageToken], "page-unusable-not-ticked"),
    ("err-100-33-unsupported-get.json", &[Call::FetchPage], "page-not-shown"),
    ("err-100-33-unsupported-get.json", PORTFOLIOS, "portfolios-refused"),
    ("err-100-33-unsupported-get.json", &[Call::FindInstagram], "not-in-force"),
    ("err-100-33-unsupported-get.json", ACCOUNT, "instagram-unread"),
    ("err-100-33-unsupported-get.json", &[Call::ReadPublishing], "publishing-not-allowed"),
    ("err-100-33-unsupported-get.json", &[Call::CheckApp], "wrong-app-id"),
    ("err-100-36008-redirect-mismatch.json", &[Call::RedeemCode], "return-address-differs"),
    ("err-100-appsecret-proof-required.json", FACEBOOK, "proof-required"),
    ("err-100-code-already-used.json", &[Call::RedeemCode], "login-code-spent"),
    ("err-100-debug-token-needs-app-token.json", &[Call::InspectPasted], "look-needs-secret"),
    ("err-100-debug-token-needs-app-token.json", AS_APP, "no-right-to-inspect"),
    ("err-100-debug-token-other-app.json", &[Call::InspectPasted], "other-app"),
    ("err-100-debug-token-other-app.json", AS_APP, "other-app"),
    ("err-100-input-token-required.json", AS_APP, "bad-question"),
    ("err-100-invalid-appsecret-proof.json", FACEBOOK, "proof-wrong"),
    ("err-100-missing-permission-businesses.json", PORTFOLIOS, "portfolios-refused"),
    ("err-100-missing-permission-businesses.json", AS_PAGE, "not-in-force"),
    ("err-100-no-node-specified.json", BY_PAGE, "bad-question"),
    ("err-100-nonexisting-field-accounts-page.json", &[Call::ListPages], "page-token-pasted"),
    ("err-100-nonexisting-field-iba-application.json", &[Call::ListPages], "app-token-pasted"),
    ("err-100-nonexisting-field-iba-application.json", &[Call::FetchPage], "page-id-wrong"),
    ("err-100-nonexisting-field-iba-application.json", &[Call::FetchPageToken, Call::FindInstagram], "bad-question"),
    ("err-100-page-public-content-missing-permission.json", BY_PAGE, "page-unusable-not-ticked"),
    ("err-100-page-public-content-missing-permission.json", AS_PAGE, "not-in-force"),
    ("err-100-page-public-metadata-access.json", BY_PAGE, "page-unusable-not-ticked"),
    ("err-100-page-public-metadata-access.json", AS_PAGE, "not-in-force"),
    ("err-100-ppca-requires-appsecret-proof-or-app-token.json", BY_PAGE, "page-unusable-not-ticked"),
    ("err-100-ppca-requires-appsecret-proof-or-app-token.json", AS_PAGE, "not-in-force"),
    ("err-101-cannot-get-application-info.json", PAIR, "instagram-app-id"),
    ("err-101-cannot-get-application-info.json", BY_CODE, "wrong-instagram-app-id"),
    ("err-101-invalid-application-id.json", PAIR, "wrong-app-id"),
    ("err-101-invalid-application-id.json", BY_CODE, "wrong-instagram-app-id"),
    ("err-101-missing-client-id.json", PAIR, "wrong-app-id"),
    ("err-104-token-required.json", FACEBOOK, "token-missing"),
    ("err-17-user-limit.json", FACEBOOK, "person-limit"),
    ("err-17-user-limit.json", INSTAGRAM, "person-limit"),
    ("err-190-452-session-mismatch.json", FACEBOOK, "password-changed"),
    ("err-190-452-session-mismatch.json", INSTAGRAM, "instagram-token-ended"),
    ("err-190-458-app-not-installed-short.json", FACEBOOK, "app-removed"),
    ("err-190-458-app-not-installed-short.json", INSTAGRAM, "instagram-token-ended"),
    ("err-190-458-not-authorized.json", FACEBOOK, "app-removed"),
    ("err-190-458-not-authorized.json", INSTAGRAM, "instagram-token-ended"),
    ("err-190-459-checkpoint.json", FACEBOOK, "checkpoint"),
    ("err-190-459-checkpoint.json", INSTAGRAM, "instagram-checkpoint"),
    ("err-190-460-doc-sample.json", FACEBOOK, "password-changed"),
    ("err-190-460-password-changed.json", FACEBOOK, "password-changed"),
    ("err-190-460-password-changed.json", INSTAGRAM, "instagram-token-ended"),
    ("err-190-463-expired-2016.json", FACEBOOK, "token-expired"),
    ("err-190-463-expired-2018-doc.json", FACEBOOK, "token-expired"),
    ("err-190-463-expired-2018-doc.json", INSTAGRAM, "instagram-token-expired"),
    ("err-190-463-unix-time-wording.json", FACEBOOK, "token-expired"),
    ("err-190-463-unix-time-wording.json", INSTAGRAM, "instagram-token-expired"),
    ("err-190-467-logged-out-or-system.json", FACEBOOK, "logged-out"),
    ("err-190-467-logged-out-or-system.json", INSTAGRAM, "instagram-token-ended"),
    ("err-190-467-user-logged-out.json", FACEBOOK, "logged-out"),
    ("err-190-467-user-logged-out.json", INSTAGRAM, "instagram-token-ended"),
    ("err-190-492-not-page-admin-or-2fa.json", BY_PAGE, "page-unusable-two-factor"),
    ("err-190-492-not-page-admin-or-2fa.json", AS_PAGE, "page-role-lost"),
    ("err-190-492-not-page-admin-or-2fa.json", &[Call::ReadInstagramAsPage], "page-role-lost"),
    ("err-190-failed-to-decrypt.json", FACEBOOK, "damaged-token"),
    ("err-190-failed-to-decrypt.json", INSTAGRAM, "instagram-token-damaged"),
    ("err-190-impersonate-permissions.json", BY_PAGE, "page-permissions-missing"),
    ("err-190-invalid-signature.json", &[Call::CheckApp], "app-pair-wrong"),
    ("err-190-invalid-signature.json", AS_APP, "app-pair-wrong"),
    ("err-190-invalid-signature.json", FACEBOOK, "damaged-token"),
    ("err-190-malformed.json", FACEBOOK, "damaged-token"),
    ("err-190-malformed.json", INSTAGRAM, "instagram-token-damaged"),
    ("err-190-no-subcode-cannot-parse.json", FACEBOOK, "damaged-token"),
    ("err-190-no-subcode-cannot-parse.json", INSTAGRAM, "instagram-token-damaged"),
    ("err-190-page-not-accessible.json", AS_PAGE, "page-unreachable"),
    ("err-190-page-not-accessible.json", &[Call::ReadInstagramAsPage], "page-unreachable"),
    ("err-2-transient-retry-later.json", FACEBOOK, "passing-fault"),
    ("err-2-transient-retry-later.json", INSTAGRAM, "passing-fault"),
    ("err-2-transient-retry-later.json", &[Call::RedeemCode, Call::RedeemInstagramCode], "code-may-be-spent"),
    ("err-200-not-authorized-action.json", ANYBODY, "permission-refused"),
    ("err-200-permissions-error.json", ANYBODY, "permission-refused"),
    ("err-200-permissions-error.json", PORTFOLIOS, "portfolios-refused"),
    ("err-200-permissions-error.json", AS_PAGE, "not-in-force"),
    ("err-200-permissions-error.json", ACCOUNT, "instagram-not-in-force"),
    ("err-200-permissions-error.json", &[Call::ReadPublishing], "publishing-not-allowed"),
    ("err-200-permissions-error.json", INSTAGRAM, "instagram-permission-missing"),
    ("err-200-posting-requires-both.json", AS_PAGE, "not-in-force"),
    ("err-200-provide-valid-app-id.json", FACEBOOK, "token-missing"),
    ("err-2500-no-active-token.json", ANYBODY, "token-missing"),
    ("err-2500-unknown-path.json", FACEBOOK, "unknown-address"),
    ("err-2500-unknown-path.json", INSTAGRAM, "unknown-address"),
    ("err-3-device-login-disabled.json", &[Call::Extend, Call::RedeemCode, Call::RedeemInstagramCode], "exchange-not-taken"),
    ("err-3-device-login-disabled.json", ANYBODY, "app-lacks-feature"),
    ("err-3-device-login-disabled.json", INSTAGRAM, "instagram-not-set-up"),
    ("err-32-page-request-limit.json", BY_PAGE, "page-limit"),
    ("err-32-page-request-limit.json", AS_PAGE, "page-limit"),
    ("err-4-app-limit.json", FACEBOOK, "app-limit"),
    ("err-4-app-limit.json", INSTAGRAM, "app-limit"),
    ("err-80002-instagram-buc.json", ACCOUNT, "instagram-limit"),
    ("err-80002-instagram-buc.json", INSTAGRAM, "instagram-limit"),
    ("err-api-access-deactivated.json", FACEBOOK, "app-inactive"),
    ("err-api-access-deactivated.json", AS_APP, "app-inactive"),
    ("err-api-access-deactivated.json", INSTAGRAM, "app-inactive"),
    ("err-ig-100-unsupported-request-get.json", INSTAGRAM, "instagram-role-missing"),
    ("err-ig-code-not-found-or-used.json", BY_CODE, "login-code-spent"),
    ("err-ig-code-redirect-mismatch.json", BY_CODE, "return-address-differs"),
    ("err-ig-insufficient-developer-role.json", BY_CODE, "instagram-role-missing"),
    ("err-ig-invalid-redirect-uri.json", BY_CODE, "instagram-return-address-unlisted"),
];

/// Refusals that are described without a recording (facts: graph-api 2.2, 4.5, 7.4 to 7.6, 9.3), the calls that they can
/// belong to, and the trouble they are there.
#[rustfmt::skip]
const DOCUMENTED: &[(&str, &[Call], &str)] = &[
    (r#"{"error":{"message":"This authorization code has been used.","type":"OAuthException","code":100,"error_subcode":36009}}"#, &[Call::RedeemCode], "login-code-spent"),
    (r#"{"error":{"message":"This authorization code has expired.","type":"OAuthException","code":100,"error_subcode":36007}}"#, &[Call::RedeemCode], "login-code-expired"),
    (r#"{"error":{"message":"Invalid verification code format.","type":"OAuthException","code":100}}"#, &[Call::RedeemCode], "login-code-damaged"),
    (r#"{"error":{"message":"Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request","type":"OAuthException","code":100,"error_subcode":36008}}"#, &[Call::RedeemCode], "return-address-differs"),
    (r#"{"error":{"message":"Can't Load URL: The domain of this URL isn't included in the app's domains. To be able to load this URL, add all domains and subdomains of your app to the App Domains field in your app settings.","type":"OAuthException","code":191}}"#, &[Call::RedeemCode], "return-address-unlisted"),
    (r#"{"error":{"message":"Error validating client secret.","type":"OAuthException","code":1}}"#, PAIR, "wrong-secret"),
    (r#"{"error":{"message":"Missing client_secret parameter.","type":"OAuthException","code":101}}"#, PAIR, "wrong-secret"),
    (r#"{"error":{"message":"Error validating application. Application has been deleted.","type":"OAuthException","code":101}}"#, PAIR, "app-deleted"),
    (r#"{"error":{"message":"The access token does not belong to application 1234567890","type":"OAuthException","code":100}}"#, &[Call::Extend], "other-app"),
    (r#"{"error":{"message":"(#803) Some of the aliases you requested do not exist: bakery","type":"OAuthException","code":803}}"#, &[Call::FetchPage], "page-id-wrong"),
    (r#"{"error":{"message":"(#100) Tried accessing nonexisting field (category) on node type (User)","type":"OAuthException","code":100}}"#, &[Call::FetchPage], "page-id-wrong"),
    (r#"{"error":{"message":"Unsupported get request. Object with ID '1' does not exist, cannot be loaded due to missing permissions, or does not support this operation.","type":"GraphMethodException","code":100,"error_subcode":33}}"#, &[Call::FetchPage], "page-not-shown"),
    (r#"{"error":{"message":"(#100) Missing Permission","type":"OAuthException","code":100}}"#, PORTFOLIOS, "portfolios-refused"),
    (r#"{"error":{"message":"(#21) Page ID 1 was migrated to page ID 2. Please update your API calls to the new ID","type":"OAuthException","code":21}}"#, BY_PAGE, "page-moved"),
    (r#"{"error":{"message":"(#10) The user is not an Instagram Business","type":"OAuthException","code":10}}"#, &[Call::FindInstagram, Call::ReadInstagramAsPage, Call::ReadInstagramAsUser, Call::ReadPublishing, Call::ReadPastedProfile, Call::ReadProfile], "instagram-not-professional"),
    (r#"{"error":{"message":"User access is restricted","type":"OAuthException","code":25,"error_subcode":2207050}}"#, ACCOUNT, "instagram-restricted"),
    (r#"{"error":{"message":"User access is restricted","type":"IGApiException","code":25,"error_subcode":2207050}}"#, INSTAGRAM, "instagram-restricted"),
    (r#"{"error":{"message":"A security check is required to proceed.","type":"OAuthException","code":368,"error_subcode":1404006,"error_user_msg":""}}"#, FACEBOOK, "checkpoint"),
    (r#"{"error":{"message":"Unsupported request - method type: get","type":"IGApiException","code":100}}"#, INSTAGRAM, "instagram-role-missing"),
    (r#"{"error":{"message":"Session key invalid. This could be because the session key has an incorrect format, or because the user has revoked this session","type":"OAuthException","code":190,"error_subcode":452}}"#, &[Call::ExtendInstagram], "instagram-already-long"),
    (r#"{"error":{"message":"Session key invalid. This could be because the session key has an incorrect format, or because the user has revoked this session","type":"IGApiException","code":190}}"#, &[Call::ExtendInstagram], "instagram-already-long"),
    (r#"{"error":{"message":"The access token is too young","type":"OAuthException","code":190}}"#, &[Call::RefreshInstagram], "instagram-too-young"),
    (r#"{"error":{"message":"Error validating access token: Session has expired on Wednesday, 14-Feb-18 18:00:00 PST.","type":"OAuthException","code":190,"error_subcode":463}}"#, INSTAGRAM, "instagram-token-expired"),
    (r#"{"error":{"message":"(#4) Application request limit reached","type":"OAuthException","code":4,"error_subcode":2207051,"error_user_title":"Action is blocked"}}"#, FACEBOOK, "account-blocked"),
    (r#"{"error_type":"OAuthException","code":400,"error_message":"Matching code was not found or was already used"}"#, BY_CODE, "login-code-spent"),
    (r#"{"error_type":"OAuthException","code":400,"error_message":"Invalid redirect_uri"}"#, BY_CODE, "instagram-return-address-unlisted"),
    (r#"{"error_type":"OAuthException","code":400,"error_message":"Redirect URI does not match registered redirect URI"}"#, BY_CODE, "instagram-return-address-unlisted"),
    (r#"{"error_type":"OAuthException","code":400,"error_message":"Invalid Client ID"}"#, BY_CODE, "wrong-instagram-app-id"),
    (r#"{"error_type":"OAuthException","code":400,"error_message":"Invalid platform app"}"#, BY_CODE, "meta-app-id"),
    (r#"{"error_type":"OAuthException","code":400,"error_message":"Invalid Client Secret"}"#, BY_CODE, "wrong-instagram-secret"),
    (r#"{"error_type":"OAuthException","code":400,"error_message":"Insufficient developer role"}"#, BY_CODE, "instagram-role-missing"),
    (r#"{"error_type":"OAuthException","code":400,"error_message":"Invalid scope: user_profile"}"#, BY_CODE, "login-permission-unknown"),
    (r#"{"message":"Business and user permissions are mutually exclusive","status":"fail"}"#, BY_CODE, "login-permission-unknown"),
];

#[test]
fn every_recorded_success_is_read_whole_by_every_call_it_belongs_to() {
    for (name, body) in recorded() {
        let is_json = serde_json::from_str::<Value>(&body).is_ok();
        if !is_json || error_of(&body).is_some() || OF_OTHER_CALLS.contains(&name.as_str()) {
            continue;
        }
        let (_, check) = READ
            .iter()
            .find(|(known, _)| *known == name)
            .unwrap_or_else(|| panic!("nobody reads {name}"));
        let body = if name.ends_with("-inner.json") {
            format!("{{\"data\":{body}}}")
        } else {
            body
        };
        check(&response(200, &body));
    }
}

/// Answers of calls that this program does not make.
const OF_OTHER_CALLS: &[&str] = &[
    "app-access-token.json",
    "app-test-users-accounts.json",
    "client-code.json",
    "delete-permissions-success.json",
    "device-login-code.json",
    "device-token.json",
    "permission-entry.json",
];

/// Holds an answer against what its calls must make of it.
type Check = fn(&Response);

/// Each success with its check.
const READ: &[(&str, Check)] = &[
    ("account-object-no-token.json", |answer| {
        let page = pages::read_page(answer, &"123123123123".parse().unwrap()).unwrap();
        assert_eq!(
            (page.name.as_str(), page.tasks.as_slice()),
            ("Test Company Page", ALL_BUT_FULL)
        );
        assert!(page.token.is_none());
    }),
    ("accounts-empty.json", |answer| {
        let list = pages::read_list(answer).unwrap();
        assert_eq!((list.pages.len(), list.next, list.is_cut), (0, None, false));
    }),
    ("accounts-profile-plus-tasks.json", |answer| {
        let list = pages::read_list(answer).unwrap();
        let [page] = list.pages.as_slice() else {
            unreachable!("one Page is recorded")
        };
        assert_eq!(
            in_short(page),
            (
                "103456789012345",
                "Tea Shop",
                Some("EAAPAGETOKEN0000000000000000000000ZD")
            )
        );
        assert_eq!(page.tasks, [&[Task::FullControl], ALL_BUT_FULL].concat());
    }),
    ("accounts-two-pages-paged-p1.json", |answer| {
        let list = pages::read_list(answer).unwrap();
        let token = Some("access_token");
        assert_eq!(
            list.pages.iter().map(in_short).collect::<Vec<_>>(),
            [
                ("123", "AAAAAAAAA", token),
                ("1234", "BBBBBBBB", token),
                ("123512", "EEEEEEEE", token),
                ("1234624", "FFFFFFFFFF", token)
            ]
        );
        assert!(list.pages.iter().all(|page| page.tasks == ALL_BUT_FULL));
        assert!(list.next.is_some() && !list.is_cut);
    }),
    ("accounts-two-pages-paged-p2.json", |answer| {
        let list = pages::read_list(answer).unwrap();
        let token = Some("access_token");
        assert_eq!(
            list.pages.iter().map(in_short).collect::<Vec<_>>(),
            [("123456", "CCCCCCCCC", token), ("12345678", "DDDDDDDD", token)]
        );
        assert_eq!((list.next, list.is_cut), (None, false));
    }),
    ("accounts-with-instagram-nested.json", |answer| {
        let list = pages::read_list(answer).unwrap();
        assert_eq!(
            list.pages.iter().map(in_short).collect::<Vec<_>>(),
            [
                (
                    "103456789012345",
                    "Tea Shop",
                    Some("EAAPAGETOKEN0000000000000000000000ZD")
                ),
                ("103456789012346", "Old Shop", None)
            ]
        );
        let linked: Vec<_> = list.pages.iter().map(|page| page.instagram.clone()).collect();
        assert_eq!(linked, [Some(account("17841405822304914", Some("tea.shop"))), None]);
    }),
    ("app-node-default-fields.json", |answer| {
        let name = app::read(answer, &"123456789".parse().unwrap()).unwrap();
        assert_eq!(name, Some(SafeText::new("Facebook")));
    }),
    ("business-owned-pages.json", |answer| {
        let list = pages::read_list(answer).unwrap();
        assert_eq!(
            list.pages.iter().map(in_short).collect::<Vec<_>>(),
            [
                (
                    "103456789012345",
                    "Tea Shop",
                    Some("EAAPAGETOKEN0000000000000000000000ZD")
                ),
                ("103456789012346", "Second Shop", None)
            ]
        );
        assert_eq!((list.next, list.is_cut), (None, false));
    }),
    ("code-exchange-user-token.json", |answer| {
        let redeemed = access_token::read_redeemed(answer).unwrap();
        assert_eq!(
            (redeemed.token.expose(), redeemed.expires_in),
            ("EAASHORT0000000000000000000000000000ZD", Some(5_183_944))
        );
    }),
    ("debug-all-messages.json", |answer| {
        assert!(pages::read_list(answer).unwrap().pages.is_empty());
        assert!(business::read_list(answer).unwrap().businesses.is_empty());
        assert!(me::read_permissions(answer).unwrap().is_empty());
    }),
    ("debug-token-page-never-expires-inner.json", |answer| {
        let expected = Inspection {
            is_valid: true,
            kind: None,
            app: Some("100000000000".parse().unwrap()),
            app_name: Some(SafeText::new("Social Cafe")),
            expires: Expiry::Never,
            data_access: Expiry::Unknown,
            issued: Some(at(1_347_235_328)),
            permissions: permissions(&["email", "publish_actions"]),
            granular: Vec::new(),
            user: Some("1207059".parse().unwrap()),
            page: Some("123456789".parse().unwrap()),
        };
        assert_eq!(inspection(answer), expected);
    }),
    ("debug-token-system-user.json", |answer| {
        let seen = inspection(answer);
        assert_eq!(
            (seen.is_valid, &seen.kind, seen.expires, seen.data_access, seen.issued),
            (
                true,
                &Some(TokenKind::SystemUser),
                Expiry::Never,
                Expiry::Never,
                Some(at(1_712_345_678))
            )
        );
        let pages = [SafeText::new("103456789012345")];
        assert_eq!(seen.targets(&permission("pages_show_list")), Targets::Only(&pages));
        assert_eq!(seen.targets(&permission("instagram_basic")), Targets::NotSaid);
    }),
    ("debug-token-threads-doc.json", |answer| {
        let seen = inspection(answer);
        assert_eq!(
            (seen.app, seen.permissions, seen.expires),
            (
                None,
                permissions(&["threads_basic", "threads_content_publish"]),
                Expiry::At(at(1_752_254_132))
            )
        );
    }),
    ("debug-token-user-expired.json", |answer| {
        let seen = debug_token::read(answer).unwrap();
        let fault = seen.fault.unwrap();
        assert_eq!(
            (
                seen.inspection.is_valid,
                seen.inspection.expires,
                fault.code,
                fault.subcode
            ),
            (false, Expiry::At(at(1_352_419_328)), Some(190), Some(463))
        );
        assert!(fault.message.as_str().contains("has expired on Thursday"));
    }),
    ("debug-token-user-granular-no-targets.json", |answer| {
        let seen = inspection(answer);
        assert_eq!(
            (seen.is_valid, &seen.kind, seen.expires),
            (true, &Some(TokenKind::User), Expiry::At(at(1_577_347_200)))
        );
        assert_eq!(seen.targets(&permission("pages_show_list")), Targets::All);
        assert_eq!(seen.targets(&permission("email")), Targets::NotSaid);
    }),
    ("debug-token-user-granular-with-targets-2019.json", |answer| {
        let seen = inspection(answer);
        assert_eq!((seen.is_valid, seen.issued), (true, None));
        let pages = [SafeText::new("103456789012345"), SafeText::new("103456789012346")];
        assert_eq!(seen.targets(&permission("pages_show_list")), Targets::Only(&pages));
    }),
    ("debug-token-user-ig-granular-inner.json", |answer| {
        let seen = inspection(answer);
        assert_eq!(
            (seen.expires, seen.data_access),
            (Expiry::At(at(1_641_733_200)), Expiry::At(at(1_649_504_517)))
        );
        let accounts = [SafeText::new("{connected-ig-user-id}")];
        assert_eq!(seen.targets(&permission("instagram_basic")), Targets::Only(&accounts));
        assert_eq!(seen.targets(&permission("pages_show_list")), Targets::All);
    }),
    ("exchange-long-lived-user-token.json", |answer| {
        let extended = access_token::read(answer).unwrap();
        assert_eq!(
            (extended.token.expose(), extended.expires_in),
            ("token", Some(5_184_000))
        );
        let redeemed = access_token::read_redeemed(answer).unwrap();
        assert_eq!(
            (redeemed.token.expose(), redeemed.expires_in),
            ("token", Some(5_184_000))
        );
    }),
    ("exchange-no-expires-in.json", |answer| {
        let extended = access_token::read(answer).unwrap();
        assert_eq!(
            (extended.token.expose(), extended.expires_in),
            ("EAALONGLIVED000000000000000000000000ZD", None)
        );
    }),
    ("ig-code-exchange-flat-permissions-array.json", |answer| {
        let redeemed = instagram_login::read_redeemed(answer).unwrap();
        assert_eq!(redeemed.token.expose(), "EAACEdEose0...");
        assert_eq!(redeemed.scoped_id, Some("1234567890".parse().unwrap()));
        let granted = permissions(&[
            "instagram_business_basic",
            "instagram_business_manage_messages",
            "instagram_business_manage_comments",
            "instagram_business_content_publish",
        ]);
        assert_eq!(redeemed.permissions, Some(granted));
    }),
    ("ig-content-publishing-limit.json", |answer| {
        let limit = instagram_account::read_publishing_limit(answer).unwrap();
        assert_eq!(
            limit,
            PublishingLimit {
                used: 0,
                total: Some(25)
            }
        );
    }),
    ("ig-long-lived.json", |answer| {
        let lasting = instagram_login::read_token(answer).unwrap();
        assert_eq!(
            (lasting.token.expose(), lasting.expires_in, lasting.permissions),
            ("EAACEdEose0...", Some(5_183_944), None)
        );
    }),
    ("ig-me-doc-data-array.json", |answer| {
        let expected = InstagramProfile {
            id: "17841400000000001".parse().unwrap(),
            scoped_id: None,
            username: Some(SafeText::new("shop.example")),
            account_type: None,
        };
        assert_eq!(instagram_login::read_me(answer), Ok(expected));
    }),
    ("ig-me-flat.json", |answer| {
        let expected = InstagramProfile {
            id: "17841400000000001".parse().unwrap(),
            scoped_id: Some("9000000000000001".parse().unwrap()),
            username: Some(SafeText::new("shop")),
            account_type: Some(SafeText::new("BUSINESS")),
        };
        assert_eq!(instagram_login::read_me(answer), Ok(expected));
    }),
    ("ig-user-fields-facebook-login.json", |answer| {
        let expected = account("17841407673135339", Some("facebookfordevelopers"));
        assert_eq!(
            instagram_account::read_account(answer, &expected.id),
            Ok(expected.clone())
        );
    }),
    ("me-businesses.json", |answer| {
        let business = |id: &str, name| Business {
            id: id.parse().unwrap(),
            name: Some(SafeText::new(name)),
        };
        let list = business::read_list(answer).unwrap();
        assert_eq!(
            list.businesses,
            [business("123456789", "App"), business("987654321", "LKApp")]
        );
        assert_eq!((list.next, list.is_cut), (None, false));
    }),
    ("me-default.json", is_ada),
    ("me-fields-app-scoped.json", is_ada),
    ("page-access-token-field.json", |answer| {
        let id = "103456789012345".parse().unwrap();
        let token = pages::read_token(answer, &id).unwrap();
        assert_eq!(
            token.as_ref().map(Secret::expose),
            Some("EAAPAGETOKEN0000000000000000000000ZD")
        );
        let page = pages::read_page(answer, &id).unwrap();
        assert_eq!(
            in_short(&page),
            ("103456789012345", "", Some("EAAPAGETOKEN0000000000000000000000ZD"))
        );
    }),
    ("page-instagram-business-account-doc.json", |answer| {
        let linked = pages::read_instagram_of_page(answer, &"134895793791914".parse().unwrap()).unwrap();
        assert_eq!(
            (linked.professional, linked.connected),
            (Some(account("17841405822304914", None)), None)
        );
    }),
    ("page-no-instagram-linked.json", |answer| {
        let id = "134895793791914".parse().unwrap();
        let linked = pages::read_instagram_of_page(answer, &id).unwrap();
        assert_eq!((linked.professional, linked.connected), (None, None));
        assert!(pages::read_token(answer, &id).unwrap().is_none());
    }),
    ("permissions-granted-and-declined.json", |answer| {
        let read = me::read_permissions(answer).unwrap();
        let read: Vec<_> = read
            .iter()
            .map(|entry| (entry.permission.as_str(), entry.status))
            .collect();
        assert_eq!(
            read,
            [
                ("public_profile", PermissionStatus::Granted),
                ("email", PermissionStatus::Granted),
                ("user_friends", PermissionStatus::Declined)
            ]
        );
    }),
];

/// What a person with every classic task may do, in the order of `Task`.
const ALL_BUT_FULL: &[Task] = &[
    Task::Manage,
    Task::CreateContent,
    Task::Moderate,
    Task::Messaging,
    Task::Analyze,
    Task::Advertise,
];

fn is_ada(answer: &Response) {
    let (id, name) = me::read_who::<UserNode>(answer).unwrap();
    assert_eq!(
        (id.as_str(), name),
        ("10155555555555555", Some(SafeText::new("Ada Example")))
    );
}

fn in_short(page: &Page) -> (&str, &str, Option<&str>) {
    (
        page.id.as_str(),
        page.name.as_str(),
        page.token.as_ref().map(Secret::expose),
    )
}

fn account(id: &str, username: Option<&str>) -> InstagramAccount {
    InstagramAccount {
        id: id.parse().unwrap(),
        username: username.map(SafeText::new),
    }
}

fn inspection(answer: &Response) -> Inspection {
    debug_token::read(answer).unwrap().inspection
}

fn permission(name: &str) -> Permission {
    Permission::new(name).unwrap()
}

fn permissions(names: &[&str]) -> Vec<Permission> {
    names.iter().map(|name| permission(name)).collect()
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap()
}
