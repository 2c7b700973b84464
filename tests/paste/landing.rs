//! Where a browser ended after a login, in every shape in which people copy it.

use evertoken::{
    model::LoginState,
    paste::{Fault, Foreign, Landing, LandingEnd, Reading, Repair, Value, Wanted, read},
};

use super::{APP, CODE, INSTAGRAM, OTHER, SECRET, TOKEN, assert_no_leak, cut};

/// Where the made-up login was sent to.
const PLACE: &str = "https://www.mywebsite.com/cb/";
/// The made-up state that went out.
const STATE: &str = "k3Jq9PzX7vLw2RtYbN5mHs";
/// Another made-up login code.
const OTHER_CODE: &str = "AQBx7Zt4pQe1uVnK8sWc2yRj5mLf9aHd3gTi6oXb0kEwNqYvUzP-rSJC_MlDhGFaAItBOq2w8e4r6t1y3u5i7o9p0";

const LANDINGS: [Wanted; 2] = [Wanted::FacebookLanding, Wanted::InstagramLanding];

/// What a reading says, so that it can be compared: place, state, end, doubt.
#[derive(Debug, PartialEq, Eq)]
struct Seen {
    place: Option<String>,
    state: Option<String>,
    end: String,
    doubt: Option<Fault>,
}

fn seen(text: &str, wanted: Wanted) -> Result<Seen, Option<Fault>> {
    let reading = read(text, wanted);
    assert_no_leak(text, &reading);
    if let Some(fault) = reading.fault {
        assert_eq!(fault.is_blocking(), reading.value.is_none(), "{text}");
    }
    match reading {
        Reading {
            value: Some(Value::Landing(Landing { place, state, end })),
            fault,
            ..
        } => Ok(Seen {
            place,
            state: state.as_ref().map(LoginState::as_str).map(str::to_owned),
            end: said(&end),
            doubt: fault,
        }),
        Reading {
            value: Some(Value::InstagramToken(token)),
            fault,
            ..
        } => Ok(Seen {
            place: None,
            state: None,
            end: format!("instagram {}", token.expose()),
            doubt: fault,
        }),
        other => Err(other.fault),
    }
}

fn said(end: &LandingEnd) -> String {
    match end {
        LandingEnd::Code(code) => code.expose().to_owned(),
        LandingEnd::Denied => "denied".to_owned(),
        LandingEnd::Failed { code, words } => format!("failed {code:?}: {words}"),
        LandingEnd::Token(token) => format!("token {}", token.expose()),
    }
}

/// A whole landing at [`PLACE`] with [`STATE`].
fn whole(end: &str) -> Seen {
    Seen {
        place: Some(PLACE.to_owned()),
        state: Some(STATE.to_owned()),
        end: end.to_owned(),
        doubt: None,
    }
}

/// A code without place and state.
fn bare(end: &str) -> Seen {
    Seen {
        place: None,
        state: None,
        end: end.to_owned(),
        doubt: None,
    }
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}

/// Reads every text in both landing fields and shows all that differ at once.
fn check_both(rows: Vec<(String, Result<Seen, Fault>)>) {
    let mut different = Vec::new();
    for (text, expected) in rows {
        let expected = expected.map_err(Some);
        for wanted in LANDINGS {
            let seen = seen(&text, wanted);
            if seen != expected {
                different.push(format!(
                    "{wanted:?} {text:?}\n  expected {expected:?}\n  seen     {seen:?}"
                ));
            }
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
}

#[test]
fn a_whole_address_gives_its_place_its_state_and_its_code() {
    let address = format!("{PLACE}?code={CODE}&state={STATE}");
    let texts = [
        address.clone(),
        format!("{address}#_"),
        format!("{address}#_=_"),
        format!("{address}#"),
        format!("{PLACE}?state={STATE}&code={CODE}#_=_"),
        format!("{PLACE}?state={STATE}&code={CODE}#_"),
        format!("{PLACE}?code={CODE}%23_&state={STATE}"),
        format!("{PLACE}?code={CODE}%23_%3D_&state={STATE}%23_"),
        format!("{PLACE}?code={CODE}#_&state={STATE}"),
        format!("{PLACE}#code={CODE}&state={STATE}"),
        format!("  {address}#_=_\r\n"),
        format!("\"{address}#_=_\""),
        format!("'{address}'"),
        format!("“{address}#_”"),
        format!("<{address}#_>"),
        format!("({address})"),
        format!("{address}#_,"),
        format!("[login]({address}#_)"),
        format!("<a href=\"{address}#_=_\">here</a>"),
        address.replace('&', "&amp;"),
        address.replace('&', "\\u0026"),
        address.replace('?', "\\?").replace('=', "\\=").replace('&', "\\&"),
        format!("{}\\#_\\=_", address.replace('/', "\\/")),
        format!("Location: {address}#_=_"),
        format!("GET {address} HTTP/1.1"),
        format!("curl '{address}'"),
        format!("I ended at {address}#_=_ and nothing was there"),
        format!("{address}#_=_\n\nIs that right?"),
        format!("[200~{address}#_[201~"),
        format!("\u{feff}{address}\u{200b}"),
        format!("{address}#_=_\n{address}#_=_\n"),
        format!("{address}#_=_{address}#_=_"),
        format!("{PLACE}?code={CODE}&state={STATE}&granted_scopes=email%2Cpages_show_list&x=a+b"),
    ];
    check_both(texts.into_iter().map(|text| (text, Ok(whole(CODE)))).collect());
}

#[test]
fn an_address_that_was_torn_or_encoded_too_often_is_whole_again() {
    let address = format!("{PLACE}?code={CODE}&state={STATE}#_=_");
    let twice = format!("{PLACE}?code={CODE}%23_&state={STATE}");
    let mut texts = vec![
        encoded(&address),
        encoded(&encoded(&address)),
        encoded(&twice),
        format!("https://l.facebook.com/l.php?u={}&h=AT0", encoded(&address)),
    ];
    for width in [20, 33, 40, 72, 80, 100, 132] {
        texts.push(cut(&address, width, "\n"));
        texts.push(cut(&address, width, "\r\n"));
        texts.push(cut(&address, width, "\n    "));
        texts.push(cut(&address, width, " \\\n"));
        texts.push(format!("\"{}\"", cut(&address, width, "\n")));
        texts.push(format!("│{}│", cut(&address, width, "│\n│")));
    }
    check_both(texts.into_iter().map(|text| (text, Ok(whole(CODE)))).collect());
}

#[test]
fn a_code_without_its_address_is_enough() {
    let mut rows: Vec<(String, Result<Seen, Fault>)> = [
        CODE.to_owned(),
        format!("{CODE}#_"),
        format!("{CODE}#_=_"),
        format!("{CODE}#"),
        format!("{CODE}%23_"),
        format!("\"{CODE}#_\""),
        format!("<{CODE}>"),
        format!("{CODE}\n"),
        format!("code={CODE}"),
        format!("?code={CODE}#_=_"),
        format!("code: {CODE}"),
        format!("LOGIN_CODE={CODE}"),
        format!("export CODE='{CODE}'"),
        format!("{{\"code\":\"{CODE}\"}}"),
        format!("\"code\": \"{CODE}\","),
        format!("my code is {CODE} thanks"),
        format!("The code:\n{CODE}\nCopy"),
        format!("curl -d code={CODE}#_ -d client_id={APP} https://api.instagram.com/oauth/access_token"),
        format!("{CODE}{CODE}"),
        format!("{CODE}\n{CODE}"),
        cut(CODE, 80, "\n"),
        cut(&format!("{CODE}#_=_"), 72, "\r\n  "),
        cut(CODE, 60, " "),
    ]
    .into_iter()
    .map(|text| (text, Ok(bare(CODE))))
    .collect();
    let with_state = Seen {
        state: Some(STATE.to_owned()),
        ..bare(CODE)
    };
    rows.push((format!("code={CODE}&state={STATE}#_=_"), Ok(with_state)));
    check_both(rows);
}

#[test]
fn the_place_is_kept_with_its_port_and_without_what_nobody_may_see() {
    for (address, place) in [
        ("http://localhost:8080/", "http://localhost:8080/"),
        ("http://localhost:8080", "http://localhost:8080/"),
        ("https://www.mywebsite.com", "https://www.mywebsite.com/"),
        ("https://www.mywebsite.com:443/cb", "https://www.mywebsite.com/cb"),
        ("https://anna:word@example.org/cb", "https://example.org/cb"),
        ("HTTPS://Example.ORG/Cb", "https://example.org/Cb"),
    ] {
        let text = format!("{address}?code={CODE}&state={STATE}#_=_");
        let expected = Seen {
            place: Some(place.to_owned()),
            ..whole(CODE)
        };
        assert_eq!(seen(&text, Wanted::FacebookLanding), Ok(expected), "{text}");
    }
    for beginning in ["www.mywebsite.com/cb", "localhost:8080/", "/cb"] {
        let text = format!("{beginning}?code={CODE}&state={STATE}#_=_");
        let expected = Seen {
            place: None,
            ..whole(CODE)
        };
        assert_eq!(seen(&text, Wanted::FacebookLanding), Ok(expected), "{text}");
    }
}

#[test]
fn a_login_that_ended_otherwise_says_how() {
    let failed = |end: &str| Ok(whole(end));
    check_both(vec![
        (
            format!(
                "{PLACE}?error=access_denied&error_code=200&error_description=Permissions+error&error_reason=user_denied&state={STATE}#_=_"
            ),
            failed("denied"),
        ),
        (
            format!(
                "{PLACE}?error=access_denied&error_reason=user_denied&error_description=The+user+denied+your+request&state={STATE}"
            ),
            failed("denied"),
        ),
        (
            format!("{PLACE}?error_code=1349126&error_message=App+not+set+up%3A+This+app&state={STATE}#_=_"),
            failed("failed Some(1349126): App not set up: This app"),
        ),
        (
            format!("{PLACE}?error=server_error&state={STATE}"),
            failed("failed None: server_error"),
        ),
        (
            format!("{PLACE}?error_code=100&error_message=a%1B%5B31m%E2%80%AEb%0Ac&state={STATE}"),
            failed("failed Some(100): a[31mb c"),
        ),
        (
            format!("{PLACE}?error_code=190&error_message=Malformed+token+{TOKEN}.+Sorry&state={STATE}"),
            failed("failed Some(190): Malformed token [hidden] Sorry"),
        ),
        (
            format!("{PLACE}?error=access_denied&state=x\n{PLACE}?code={CODE}&state={STATE}#_=_"),
            failed(CODE),
        ),
    ]);
}

#[test]
fn a_token_that_came_instead_is_taken_by_the_login_it_belongs_to() {
    let fragment = |token: &str| {
        format!("{PLACE}#access_token={token}&data_access_expiration_time=1790000000&expires_in=5183&state={STATE}")
    };
    let (facebook, instagram) = (Wanted::FacebookLanding, Wanted::InstagramLanding);
    let misplaced = |foreign, wanted| Err(Some(Fault::Misplaced(foreign, wanted)));
    for (text, wanted, expected) in [
        (fragment(TOKEN), facebook, Ok(whole(&format!("token {TOKEN}")))),
        (TOKEN.to_owned(), facebook, Ok(bare(&format!("token {TOKEN}")))),
        (cut(TOKEN, 60, "\n"), facebook, Ok(bare(&format!("token {TOKEN}")))),
        (
            format!("{{\"access_token\":\"{TOKEN}\"}}"),
            facebook,
            Ok(bare(&format!("token {TOKEN}"))),
        ),
        (
            format!("https://www.facebook.com/connect/login_success.html#access_token={TOKEN}&expires_in=0"),
            facebook,
            Ok(Seen {
                place: Some("https://www.facebook.com/connect/login_success.html".to_owned()),
                ..bare(&format!("token {TOKEN}"))
            }),
        ),
        (
            format!("{PLACE}#access_token={TOKEN}&code={CODE}&state={STATE}"),
            facebook,
            Ok(whole(CODE)),
        ),
        (
            INSTAGRAM.to_owned(),
            instagram,
            Ok(bare(&format!("instagram {INSTAGRAM}"))),
        ),
        (
            format!("\"{INSTAGRAM}\"\n"),
            instagram,
            Ok(bare(&format!("instagram {INSTAGRAM}"))),
        ),
        (
            fragment(INSTAGRAM),
            instagram,
            Ok(bare(&format!("instagram {INSTAGRAM}"))),
        ),
        (
            INSTAGRAM.to_owned(),
            facebook,
            misplaced(Foreign::InstagramToken, facebook),
        ),
        (
            fragment(INSTAGRAM),
            facebook,
            misplaced(Foreign::InstagramToken, facebook),
        ),
        (
            TOKEN.to_owned(),
            instagram,
            misplaced(Foreign::FacebookToken, instagram),
        ),
        (fragment(TOKEN), instagram, misplaced(Foreign::FacebookToken, instagram)),
        (
            format!("{TOKEN}\n{OTHER}"),
            facebook,
            Err(Some(Fault::SeveralTokens(2))),
        ),
    ] {
        assert_eq!(seen(&text, wanted), expected, "{text}");
    }
}

#[test]
fn what_is_no_landing_is_named() {
    let facebook = format!(
        "https://www.facebook.com/v25.0/dialog/oauth?client_id={APP}&redirect_uri=https%3A%2F%2Fwww.mywebsite.com%2Fcb%2F&state={STATE}&scope=email"
    );
    let instagram = format!(
        "https://www.instagram.com/oauth/authorize?client_id={APP}&redirect_uri=https://www.mywebsite.com/cb/&response_type=code&state={STATE}"
    );
    let login = format!(
        "https://www.facebook.com/login.php?skip_api_login=1&next={}",
        encoded(&facebook)
    );
    let refused = |text: &str, fault| (text.to_owned(), Err(fault));
    check_both(vec![
        refused(&facebook, Fault::LoginNotDone),
        refused(&cut(&facebook, 70, "\n"), Fault::LoginNotDone),
        refused(&instagram, Fault::LoginNotDone),
        refused(&login, Fault::LoginNotDone),
        refused(
            "https://www.instagram.com/accounts/login/?force_authentication=1",
            Fault::LoginNotDone,
        ),
        refused(
            "https://www.facebook.com/connect/login_success.html",
            Fault::AddressEmptied,
        ),
        refused(
            "https://www.facebook.com/connect/login_success.html#_=_",
            Fault::AddressEmptied,
        ),
        refused(
            "https://www.facebook.com/connect/login_success.html#",
            Fault::AddressEmptied,
        ),
        refused(PLACE, Fault::NoLoginInAddress),
        refused("www.mywebsite.com/", Fault::NoLoginInAddress),
        refused(&format!("{PLACE}?state={STATE}#_=_"), Fault::NoLoginInAddress),
        refused(&format!("{PLACE}?code=&state={STATE}"), Fault::NoLoginInAddress),
        refused(&format!("{PLACE}#_=_"), Fault::NoLoginInAddress),
        refused(
            &format!("{PLACE}?code={CODE}#_\n{PLACE}?code={OTHER_CODE}#_"),
            Fault::SeveralCodes,
        ),
        refused(&format!("{CODE}\n{OTHER_CODE}"), Fault::SeveralCodes),
        refused(&format!("{CODE} or {OTHER_CODE}"), Fault::SeveralCodes),
        refused(&format!("{PLACE}?code={CODE}\n{OTHER_CODE}"), Fault::SeveralCodes),
        refused(&format!("{PLACE}?code={CODE}#_=_ {OTHER_CODE}#_"), Fault::SeveralCodes),
        refused(&format!("{PLACE}?code=AQBx7Zt4&state={STATE}"), Fault::CodeTooShort),
        refused("AQBx7Zt4", Fault::CodeTooShort),
        refused(&format!("{PLACE}?code=AQBx7Zt4…&state={STATE}"), Fault::Shortened),
        refused("AQBx7Zt4pQe1uVnK8sWc2yR...", Fault::Shortened),
        refused("••••••••", Fault::StillHidden),
        refused(
            &format!("{PLACE}?code={}&state=x", CODE.replacen("5d", "%C3%A9", 1)),
            Fault::SpoiltCode,
        ),
        refused(&CODE.replacen("5d", "é", 1), Fault::SpoiltCode),
        refused("{\"error\":{\"message\":\"x\",\"code\":190}}", Fault::ErrorAnswer),
        refused(&INSTAGRAM.replacen("IGAA", "IGQV", 1), Fault::OldBasicDisplayToken),
    ]);
    for wanted in LANDINGS {
        for (text, foreign) in [
            (SECRET.to_owned(), Foreign::AppSecret),
            (APP.to_owned(), Foreign::AppId),
            (format!("{APP}|{SECRET}"), Foreign::AppToken),
            (INSTAGRAM.replacen("IGAA", "THAA", 1), Foreign::ThreadsToken),
        ] {
            let expected = Err(Some(Fault::Misplaced(foreign, wanted)));
            assert_eq!(seen(&text, wanted), expected, "{text} in {wanted:?}");
        }
        let nothing = Err(Some(Fault::NothingInside(wanted)));
        assert_eq!(seen("I do not know where to find it", wanted), nothing);
        assert_eq!(seen(" \n\u{200b}", wanted), Err(None));
        assert_eq!(seen("\"\"", wanted), Err(None));
    }
}

#[test]
fn a_code_of_unknown_shape_is_doubted_and_taken() {
    let strange = CODE.replacen("AQ", "xy", 1);
    let doubted = |seen: Seen| {
        Ok(Seen {
            doubt: Some(Fault::UnusualCode),
            ..seen
        })
    };
    check_both(vec![
        (strange.clone(), doubted(bare(&strange))),
        (format!("{strange}#_"), doubted(bare(&strange))),
        (cut(&strange, 80, "\n"), doubted(bare(&strange))),
        (format!("{PLACE}?code={SECRET}&state={STATE}"), doubted(whole(SECRET))),
    ]);
}

#[test]
fn an_untouched_address_needs_no_repair_and_a_torn_one_says_so() {
    let address = format!("{PLACE}?code={CODE}&state={STATE}#_=_");
    let repairs = |text: &str| read(text, Wanted::FacebookLanding).repairs;
    assert_eq!(repairs(&address), []);
    assert_eq!(repairs(&cut(&address, 100, "\n")), [Repair::LineBreaksJoined(2)]);
    assert_eq!(repairs(&encoded(&address)), [Repair::PercentDecoded]);
    assert_eq!(repairs(&format!("code is {CODE} there")), [Repair::TakenFromText]);
}

#[test]
fn debug_shows_nothing_of_a_landing_and_the_check_would_notice() {
    for text in [
        format!("https://example.org/{CODE}?code={CODE}&state={STATE}"),
        format!("{PLACE}?error_message={STATE}&state={STATE}"),
        format!("{PLACE}#access_token={TOKEN}&state={STATE}"),
    ] {
        let shown = format!("{:?}", read(&text, Wanted::FacebookLanding));
        for secret in [CODE, STATE, TOKEN, PLACE] {
            assert!(!shown.contains(secret.get(..12).unwrap()), "{shown}");
        }
    }
    let broken = format!("{:?}", Some(STATE));
    assert!(broken.contains(STATE.get(..12).unwrap()));
}
