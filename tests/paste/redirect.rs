//! Redirect addresses: to the letter, or named.

use evertoken::paste::{Fault, Foreign, Repair, Wanted, read};

use super::{APP, CODE, INSTAGRAM, Row, SECRET, TOKEN, check, found, refused};

const WANTED: Wanted = Wanted::RedirectAddress;

fn address(text: impl Into<String>, value: &str, repairs: &[Repair]) -> Row {
    found(WANTED, text, value, repairs)
}

#[test]
fn an_address_keeps_every_letter() {
    for text in [
        "https://www.mywebsite.com/",
        "https://www.mywebsite.com",
        "https://www.mywebsite.com/CB//x/?a=1&b=%2F",
        "https://www.mywebsite.com/it's(me)",
        "http://localhost:8080/",
        "http://127.0.0.1:1",
    ] {
        check(&[
            address(text, text, &[]),
            address(format!(" {text}\n"), text, &[Repair::BlanksRemoved(2)]),
            address(format!("\"{text}\""), text, &[Repair::QuotesRemoved]),
            address(format!("“{text}”"), text, &[Repair::QuotesRemoved]),
            address(format!("REDIRECT_URI={text}"), text, &[Repair::TakenFromAssignment]),
            address(format!("Redirect URI: {text}"), text, &[Repair::TakenFromAssignment]),
        ]);
    }
    let site = "https://www.mywebsite.com/";
    check(&[
        address("https://www.myweb\nsite.com/", site, &[Repair::LineBreaksJoined(1)]),
        address(format!("<{site}>"), site, &[Repair::TrailingPunctuationRemoved]),
        address(
            format!(
                "https://www.instagram.com/oauth/authorize?client_id={APP}&redirect_uri=https%3A%2F%2Fwww.mywebsite.com%2F&response_type=code"
            ),
            site,
            &[Repair::TakenFromUrl],
        ),
        address(
            format!("https://www.facebook.com/v25.0/dialog/oauth?client_id={APP}&redirect_uri={site}"),
            site,
            &[Repair::TakenFromUrl],
        ),
    ]);
}

#[test]
fn what_is_no_redirect_address_is_named() {
    let misplaced = |text: &str, foreign| refused(WANTED, text, Fault::Misplaced(foreign, WANTED), &[]);
    check(&[
        refused(WANTED, "http://www.mywebsite.com/", Fault::AddressNotSecure, &[]),
        refused(WANTED, "https://www.mywebsite.com/#_", Fault::AddressWithFragment, &[]),
        refused(WANTED, "www.mywebsite.com", Fault::NoAddress, &[]),
        refused(WANTED, "ftp://www.mywebsite.com/", Fault::NoAddress, &[]),
        refused(WANTED, "https://", Fault::NoAddress, &[]),
        refused(WANTED, "my website", Fault::NoAddress, &[Repair::BlanksRemoved(1)]),
        misplaced(
            &format!("https://www.mywebsite.com/?code={CODE}&state=x#_=_"),
            Foreign::Landing,
        ),
        misplaced(
            &format!("https://www.mywebsite.com/#access_token={TOKEN}"),
            Foreign::Landing,
        ),
        misplaced("https://www.mywebsite.com/?error=access_denied", Foreign::Landing),
        misplaced(TOKEN, Foreign::FacebookToken),
        misplaced(INSTAGRAM, Foreign::InstagramToken),
        misplaced(CODE, Foreign::LoginCode),
        misplaced(SECRET, Foreign::AppSecret),
        misplaced(APP, Foreign::AppId),
        misplaced(&format!("{APP}|{SECRET}"), Foreign::AppToken),
        refused(WANTED, "••••••••", Fault::StillHidden, &[]),
        refused(WANTED, "https://www.myweb…", Fault::NoAddress, &[]),
    ]);
    for text in ["", " \n", "\"\""] {
        let reading = read(text, WANTED);
        assert!(reading.value.is_none() && reading.fault.is_none(), "{text}");
    }
}
