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

#[test]
fn every_recorded_refusal_finds_its_explanation() {
    for (name, body) in recorded().into_iter().filter(|(name, _)| name.starts_with("err-")) {
        let failure = failures(&response(400, &body)).swap_remove(0).unwrap();
        let trouble = trouble::explain(&failure, Call::ListPages, &[], None, Timestamp::UNIX_EPOCH);
        assert_ne!(trouble.id, "unknown", "{name}: {failure:?}");
    }
}

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
