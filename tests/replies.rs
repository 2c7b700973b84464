//! Recorded answers of the real API, where they lie beside the project: no reader panics on any of them, each success is
//! read whole by the call it belongs to, and each refusal finds its explanation.
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test that meets something unexpected stops there, and one that is skipped says so loudly"
)]

use std::{fs, path::PathBuf};

use evertoken::{
    graph_api::{Failure, Headers, Response, access_token, app, debug_token, me, pages},
    journey::Call,
    model::{Expiry, SafeText, UserId},
    wizard::trouble,
};
use jiff::Timestamp;
use zeroize::Zeroizing;

/// Every recorded JSON answer by its name; empty where there are none.
fn recorded() -> Vec<(String, String)> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/replies");
    let mut found = Vec::new();
    for folder in [root.clone(), root.join("composed")] {
        let Ok(entries) = fs::read_dir(&folder) else {
            eprintln!("SKIPPED: no recorded answers at {}", folder.display());
            continue;
        };
        for entry in entries {
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
    vec![
        debug_token::read(response).err(),
        access_token::read(response).err(),
        app::read(response, &id).err(),
        me::read_who::<evertoken::model::PageNode>(response).err(),
        me::read_permissions(response).err(),
        pages::read_list(response).err(),
        pages::read_token(response, &page).err(),
    ]
}

#[test]
fn no_recorded_answer_makes_a_reader_panic_and_none_is_cut_anywhere_into_a_token() {
    for (_, body) in recorded() {
        for status in [200, 400, 500] {
            failures(&response(status, &body));
        }
        let whole = access_token::read(&response(200, &body))
            .ok()
            .map(|extended| extended.token.expose().len());
        for end in (0..body.len()).filter(|end| body.is_char_boundary(*end)) {
            let cut = body.get(..end).unwrap().trim_end();
            let is_whole = cut.len() == body.trim_end().len();
            let read = access_token::read(&response(200, cut))
                .ok()
                .map(|extended| extended.token.expose().len());
            assert!(
                read.is_none() || is_whole && read == whole,
                "an answer cut after {end} bytes gave a token"
            );
        }
    }
}

#[test]
fn every_recorded_refusal_is_read_as_one_and_finds_its_explanation() {
    for (name, body) in recorded().into_iter().filter(|(name, _)| name.starts_with("err-")) {
        for failure in failures(&response(400, &body)) {
            let Some(Failure::Refused(refusal)) = &failure else {
                panic!("{name}: {failure:?}");
            };
            assert!(!refusal.message.is_empty(), "{name}");
        }
        let failure = failures(&response(400, &body)).swap_remove(0).unwrap();
        let trouble = trouble::explain(&failure, Call::ListPages, &[], None, Timestamp::UNIX_EPOCH);
        assert_ne!(trouble.id, "unknown", "{name}: {failure:?}");
    }
}

#[test]
fn every_recorded_success_is_read_whole_by_its_call() {
    for (name, body) in recorded() {
        let whole = response(200, &body);
        match name.as_str() {
            "exchange-long-lived-user-token.json" | "code-exchange-user-token.json" => {
                let extended = access_token::read(&whole).unwrap();
                assert!(extended.expires_in.is_some_and(|seconds| seconds > 5_000_000), "{name}");
            }
            "exchange-no-expires-in.json" => assert_eq!(access_token::read(&whole).unwrap().expires_in, None),
            "debug-token-page-never-expires-inner.json" => {
                let seen = debug_token::read(&response(200, &format!("{{\"data\":{body}}}")))
                    .unwrap()
                    .inspection;
                assert_eq!((seen.is_valid, seen.expires), (true, Expiry::Never));
                assert!(seen.page.is_some());
            }
            "debug-token-user-expired.json" => {
                let seen = debug_token::read(&whole).unwrap();
                assert!(!seen.inspection.is_valid && seen.fault.is_some_and(|fault| fault.subcode.is_some()));
            }
            "debug-token-user-granular-no-targets.json" | "debug-token-user-granular-with-targets-2019.json" => {
                let seen = debug_token::read(&whole).unwrap().inspection;
                assert!(seen.is_valid && !seen.granular.is_empty(), "{name}");
            }
            "accounts-empty.json" => assert!(pages::read_list(&whole).unwrap().pages.is_empty()),
            "accounts-two-pages-paged-p1.json" => assert!(pages::read_list(&whole).unwrap().next.is_some()),
            "accounts-two-pages-paged-p2.json" => assert!(pages::read_list(&whole).unwrap().next.is_none()),
            "accounts-profile-plus-tasks.json" => {
                assert!(
                    pages::read_list(&whole)
                        .unwrap()
                        .pages
                        .iter()
                        .all(|page| !page.tasks.is_empty())
                );
            }
            "accounts-with-instagram-nested.json" => {
                assert!(
                    pages::read_list(&whole)
                        .unwrap()
                        .pages
                        .iter()
                        .any(|page| page.instagram.is_some())
                );
            }
            "me-default.json" | "me-fields-app-scoped.json" => {
                let (id, name): (UserId, _) = me::read_who(&whole).unwrap();
                assert!(!id.as_str().is_empty() && name.is_some());
            }
            "permissions-granted-and-declined.json" => assert!(me::read_permissions(&whole).unwrap().len() >= 2),
            "page-access-token-field.json" => {
                let value: serde_json::Value = serde_json::from_str(&body).unwrap();
                let page = value
                    .get("id")
                    .and_then(serde_json::Value::as_str)
                    .unwrap()
                    .parse()
                    .unwrap();
                assert!(pages::read_token(&whole, &page).unwrap().is_some());
            }
            _ => {}
        }
    }
}
