//! What the paste reader makes of real shapes of pastes: every row is one text in one field, with the whole reading.

#![expect(clippy::unwrap_used, reason = "tests fail loudly")]

use evertoken::paste::{Amount, Fault, Foreign, LONGEST, LandingEnd, Reading, Repair, Value, Wanted, read};
use proptest::{prelude::*, test_runner::RngSeed};

use Repair::{
    BlanksRemoved as Blanks, FrameRemoved as Frame, InvisibleRemoved as Invisible, LineBreaksJoined as Breaks,
    Lowercased, MarkersRemoved as Markers, PercentDecoded as Percent, QuotesRemoved as Quotes,
    RepeatsRemoved as Repeats, TakenFromAssignment as FromName, TakenFromCurl as FromCurl,
    TakenFromHeader as FromHeader, TakenFromJson as FromJson, TakenFromPair as FromPair, TakenFromText as FromText,
    TakenFromUrl as FromUrl, TrailingPunctuationRemoved as Punctuation,
};

/// A made-up user token.
const TOKEN: &str = "EAAGU8JZpDE0iGXlD6gNCFbaEPFjbD0kH8Oool8DklZDOCj2ISaJiHkTj0rLGlkoZCMXGjtEkDnNfribxUdl7dXTPyLsxPFkThf4VucSmEHgaKwVJ7faC9qEwjky40ZBUVsWmflzdE1F8ResqEDusTpkr0cStY4qWB8dWKnHfDNxSIvPZZZDZD";
/// A made-up Page token.
const OTHER: &str = "EAAG63fFKcZjR4I0b3jRtaWr4Y9OJFLJOqOAf1lLQSAJaiXnkU8Is2g8nprvDd53x83rzjZZZZGeoZDMENcKHVmDGAkJiG8XnBE3NnYJoQ9WmXeHH2fdeeTFJGvVvQe1sKhBN88hXJsi6BwhTp3Fs2QhX6ZD";
/// A made-up token of Instagram Login.
const INSTAGRAM: &str = "IGAAKWxOiixgVoOnzyw2MzP0ZvzOMhfWuBByReQMsm9Wcz7uW9XFOGOeMVNen5n1Ae6pWzpF1qH6YytwMe4LbyoVFz8uZdZv8FuKKIBJl5dzpJn0meq7WJjjIBAzupGhv7Ib3M03NBQNSgPwlUQia1ID6vZD";
/// A made-up login code.
const CODE: &str = "AQDW5dql05ha064gIiJhgB3cxLmAxzJLJenuHjDUrhhjeyxG4jDPMRCxGgcjBw56EcUngmgMsRcgizeg8Psh4487Q7j58M1cIaHZcUE_qPbENqTyH5xJ8tpqXJQ4I9dOv8GZ4fKq1OKtbgZVaMWUFuXBVj-dctBYVhnSg9EH6yO4GFQRC5xLRwI0b26r08QZJi6";
/// A made-up App secret.
const SECRET: &str = "fa2815d2802827283e0ad84173581569";
/// A made-up App ID.
const APP: &str = "123456789012345";

const SECRET_FOR_TOKEN: Fault = Fault::Misplaced(Foreign::AppSecret, Wanted::FacebookToken);
const APP_FOR_TOKEN: Fault = Fault::Misplaced(Foreign::AppId, Wanted::FacebookToken);
const APP_TOKEN_FOR_TOKEN: Fault = Fault::Misplaced(Foreign::AppToken, Wanted::FacebookToken);
const CODE_FOR_TOKEN: Fault = Fault::Misplaced(Foreign::LoginCode, Wanted::FacebookToken);
const INSTAGRAM_FOR_TOKEN: Fault = Fault::Misplaced(Foreign::InstagramToken, Wanted::FacebookToken);
const THREADS_FOR_TOKEN: Fault = Fault::Misplaced(Foreign::ThreadsToken, Wanted::FacebookToken);
const TOKEN_FOR_APP: Fault = Fault::Misplaced(Foreign::AnyToken, Wanted::AppId);
const TOKEN_FOR_SECRET: Fault = Fault::Misplaced(Foreign::AnyToken, Wanted::AppSecret);
const SECRET_FOR_APP: Fault = Fault::Misplaced(Foreign::AppSecret, Wanted::AppId);
const APP_FOR_SECRET: Fault = Fault::Misplaced(Foreign::AppId, Wanted::AppSecret);

const FIELDS: [Wanted; 3] = [Wanted::FacebookToken, Wanted::AppId, Wanted::AppSecret];

/// One text in one field, and everything that must come of it.
struct Row {
    text: String,
    wanted: Wanted,
    value: Option<String>,
    repairs: Vec<Repair>,
    fault: Option<Fault>,
}

/// The token field: exactly [`TOKEN`], without a doubt.
fn token(text: impl Into<String>, repairs: &[Repair]) -> Row {
    found(Wanted::FacebookToken, text, TOKEN, repairs)
}

fn app(text: impl Into<String>, repairs: &[Repair]) -> Row {
    found(Wanted::AppId, text, APP, repairs)
}

fn secret(text: impl Into<String>, repairs: &[Repair]) -> Row {
    found(Wanted::AppSecret, text, SECRET, repairs)
}

fn found(wanted: Wanted, text: impl Into<String>, value: &str, repairs: &[Repair]) -> Row {
    Row {
        text: text.into(),
        wanted,
        value: Some(value.to_owned()),
        repairs: repairs.to_vec(),
        fault: None,
    }
}

fn refused(wanted: Wanted, text: impl Into<String>, fault: Fault, repairs: &[Repair]) -> Row {
    Row {
        text: text.into(),
        wanted,
        value: None,
        repairs: repairs.to_vec(),
        fault: Some(fault),
    }
}

/// The token field, refused.
fn no_token(text: impl Into<String>, fault: Fault, repairs: &[Repair]) -> Row {
    refused(Wanted::FacebookToken, text, fault, repairs)
}

fn doubtful(wanted: Wanted, text: impl Into<String>, value: &str, fault: Fault) -> Row {
    Row {
        fault: Some(fault),
        ..found(wanted, text, value, &[])
    }
}

fn empty(wanted: Wanted, text: impl Into<String>, repairs: &[Repair]) -> Row {
    Row {
        text: text.into(),
        wanted,
        value: None,
        repairs: repairs.to_vec(),
        fault: None,
    }
}

fn exposed(reading: &Reading) -> Option<String> {
    reading.value.as_ref().map(|value| match value {
        Value::Token(token) => token.expose().to_owned(),
        Value::AppId(id) => id.to_string(),
        Value::AppSecret(secret) => secret.expose().to_owned(),
        Value::InstagramToken(token) => token.expose().to_owned(),
        Value::InstagramAppId(id) => id.to_string(),
        Value::InstagramAppSecret(secret) => secret.expose().to_owned(),
        Value::PageId(id) => id.to_string(),
        Value::RedirectAddress(address) => address.to_string(),
        Value::Landing(landing) => match &landing.end {
            LandingEnd::Code(code) => code.expose().to_owned(),
            LandingEnd::Token(token) => token.expose().to_owned(),
            LandingEnd::Denied => "denied".to_owned(),
            LandingEnd::Failed { code, words } => format!("failed {code:?} {words}"),
        },
    })
}

/// Reads every row and shows all that differ at once.
fn check(rows: &[Row]) {
    let mut different = Vec::new();
    for (nth, row) in rows.iter().enumerate() {
        let reading = read(&row.text, row.wanted);
        let seen = (exposed(&reading), reading.repairs.clone(), reading.fault);
        let expected = (row.value.clone(), row.repairs.clone(), row.fault);
        if seen != expected {
            different.push(format!(
                "row {nth} {:?} {:?}\n  expected {expected:?}\n  seen     {seen:?}",
                row.wanted, row.text
            ));
        }
        if let Some(fault) = reading.fault {
            assert_eq!(fault.is_blocking(), reading.value.is_none(), "row {nth}: {fault:?}");
        }
        assert_no_leak(&row.text, &reading);
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
}

/// No sentence, word or `Debug` form holds eight characters in a row of any secret in the text.
fn assert_no_leak(text: &str, reading: &Reading) {
    let mut said = format!("{reading:?}");
    for repair in &reading.repairs {
        said.push_str(&repair.words());
    }
    if let Some(fault) = reading.fault {
        said.push_str(&fault.sentence());
    }
    for secret in [TOKEN, OTHER, INSTAGRAM, CODE, SECRET] {
        for window in secret.as_bytes().windows(8) {
            let window = std::str::from_utf8(window).unwrap();
            assert!(!said.contains(window), "{window} of {text} is in {said}");
        }
    }
}

fn cut(text: &str, every: usize, between: &str) -> String {
    let pieces: Vec<String> = text
        .as_bytes()
        .chunks(every)
        .map(|piece| String::from_utf8(piece.to_vec()).unwrap())
        .collect();
    pieces.join(between)
}

#[test]
fn a_token_alone_is_taken_whatever_blanks_and_line_breaks_came_with_it() {
    check(&[
        token(TOKEN, &[]),
        token(format!("{TOKEN}\n"), &[Blanks(1)]),
        token(format!("{TOKEN}\r\n"), &[Blanks(2)]),
        token(format!("  {TOKEN}\t"), &[Blanks(3)]),
        token(format!("\u{a0}{TOKEN}\u{2003}"), &[Blanks(2)]),
        token(cut(TOKEN, 80, "\n"), &[Breaks(2)]),
        token(cut(TOKEN, 80, "\r\n"), &[Breaks(2)]),
        token(cut(TOKEN, 76, "\n    "), &[Breaks(2)]),
        token(cut(TOKEN, 76, "   \n"), &[Breaks(2)]),
        token(cut(TOKEN, 40, "\u{2028}"), &[Breaks(4)]),
        token(cut(TOKEN, 90, " \\\n"), &[Breaks(2), Blanks(2)]),
        token(cut(TOKEN, 90, "\\\n"), &[Breaks(2)]),
        token(cut(TOKEN, 60, " "), &[Blanks(3)]),
        token(cut(TOKEN, 10, " "), &[Blanks(18)]),
        token(cut(TOKEN, 100, "\t"), &[Blanks(1)]),
        token(format!("\n\n{}\n\n", cut(TOKEN, 100, "\n")), &[Breaks(1), Blanks(4)]),
        token(format!("> {}", cut(TOKEN, 70, "\n> ")), &[FromText, Breaks(2)]),
        token(TOKEN.replacen("EAAG", "EA AG", 1), &[Blanks(1)]),
        token(TOKEN.replacen("EAAG", "EAAG\n", 1), &[Breaks(1)]),
    ]);
}

#[test]
fn what_cannot_be_seen_is_removed_and_counted() {
    check(&[
        token(format!("\u{feff}{TOKEN}"), &[Invisible(1)]),
        token(format!("\u{200b}{TOKEN}\u{200b}"), &[Invisible(2)]),
        token(TOKEN.replacen("EAAG", "EA\u{200d}AG\u{ad}", 1), &[Invisible(2)]),
        token(format!("\u{202a}{TOKEN}\u{202c}"), &[Invisible(2)]),
        token(format!("\u{200e}{TOKEN}\u{200f}"), &[Invisible(2)]),
        token(format!("{TOKEN}\u{2060}"), &[Invisible(1)]),
        token(format!("{TOKEN}\0"), &[Invisible(1)]),
        token(format!("\u{7f}{TOKEN}\u{8}"), &[Invisible(2)]),
        token(format!("{TOKEN}\u{fe0f}"), &[Invisible(1)]),
        token(format!("{TOKEN}\u{e0020}"), &[Invisible(1)]),
        token(format!("\u{feff}\u{a0}{TOKEN}\u{200b}\n"), &[Invisible(2), Blanks(2)]),
        token(format!("│ {TOKEN} │"), &[Frame, Blanks(2)]),
        token(
            format!("┃ {} ┃", cut(TOKEN, 70, " ┃\n┃ ")),
            &[Frame, Breaks(2), Blanks(2)],
        ),
        app(format!("\u{200b}{APP}\u{feff}"), &[Invisible(2)]),
        secret(format!("\u{feff}{SECRET}"), &[Invisible(1)]),
    ]);
}

#[test]
fn paste_marks_that_became_text_are_removed_and_mixed_pastes_are_refused() {
    let wanted = Wanted::FacebookToken;
    check(&[
        token(format!("\u{1b}[200~{TOKEN}\u{1b}[201~"), &[Markers]),
        token(format!("[200~{TOKEN}[201~"), &[Markers]),
        token(format!("^[[200~{TOKEN}^[[201~"), &[Markers]),
        token(format!("\u{9b}200~{TOKEN}\u{9b}201~"), &[Markers]),
        token(format!("[200~{TOKEN}"), &[Markers]),
        token(format!("{TOKEN}[201~"), &[Markers]),
        token(format!("{TOKEN}[201~\n"), &[Markers]),
        token(format!("[200~{TOKEN}\n[201~"), &[Markers, Blanks(1)]),
        token(format!("200~{TOKEN}201~"), &[Markers]),
        token(format!("0~{TOKEN}1~"), &[Markers]),
        token(format!("[200~\"{TOKEN}\"[201~"), &[Markers, Quotes]),
        token(format!("\u{1b}{TOKEN}"), &[]),
        app(format!("[200~{APP}[201~"), &[Markers]),
        secret(format!("[200~{SECRET}[201~"), &[Markers]),
        no_token(format!("{TOKEN}\u{1b}[200~{TOKEN}"), Fault::PasteMixedUp, &[]),
        no_token(
            format!("[200~{TOKEN}[201~[200~{TOKEN}[201~"),
            Fault::PasteMixedUp,
            &[Markers],
        ),
        no_token(format!("{TOKEN}[201~jj{TOKEN}"), Fault::PasteMixedUp, &[]),
        no_token(TOKEN.replacen("EAAG", "EAAG\u{1b}[D", 1), Fault::PasteMixedUp, &[]),
        refused(
            Wanted::AppSecret,
            format!("{SECRET}[200~{SECRET}"),
            Fault::PasteMixedUp,
            &[],
        ),
        empty(wanted, "[200~[201~", &[]),
    ]);
}

#[test]
fn quotes_and_punctuation_around_a_value_go() {
    check(&[
        token(format!("\"{TOKEN}\""), &[Quotes]),
        token(format!("'{TOKEN}'"), &[Quotes]),
        token(format!("“{TOKEN}”"), &[Quotes]),
        token(format!("„{TOKEN}“"), &[Quotes]),
        token(format!("‘{TOKEN}’"), &[Quotes]),
        token(format!("«{TOKEN}»"), &[Quotes]),
        token(format!("`{TOKEN}`"), &[Quotes]),
        token(format!("```\n{TOKEN}\n```"), &[FromText]),
        token(format!("\"{TOKEN}"), &[Quotes]),
        token(format!("{TOKEN}\","), &[Quotes, Punctuation]),
        token(format!("\\\"{TOKEN}\\\""), &[Quotes, Punctuation]),
        token(format!("{TOKEN},"), &[Punctuation]),
        token(format!("{TOKEN};"), &[Punctuation]),
        token(format!("{TOKEN}."), &[Punctuation]),
        token(format!("{TOKEN}\\"), &[Punctuation]),
        token(format!("{TOKEN})"), &[Punctuation]),
        token(format!("({TOKEN})"), &[Punctuation]),
        token(format!("<{TOKEN}>"), &[Punctuation]),
        token(format!("[{TOKEN}]"), &[Punctuation]),
        token(format!("{{{TOKEN}}}"), &[Punctuation]),
        token(format!("**{TOKEN}**"), &[Punctuation]),
        token(format!("| {TOKEN} |"), &[FromText]),
        token(format!("{TOKEN}%"), &[Punctuation]),
        token(format!("={TOKEN}"), &[Punctuation]),
        token(format!("{TOKEN}#_"), &[Punctuation]),
        token(format!("{TOKEN}#_=_"), &[Punctuation]),
        token(format!("[\"{TOKEN}\"]"), &[FromJson]),
        token(format!("\"{}\"", cut(TOKEN, 80, "\n")), &[Quotes, Breaks(2)]),
        app(format!("\"{APP}\","), &[Quotes, Punctuation]),
        secret(format!("'{SECRET}';"), &[Quotes, Punctuation]),
    ]);
}

#[test]
fn a_name_or_a_header_before_the_token_goes() {
    check(&[
        token(format!("access_token={TOKEN}"), &[FromName]),
        token(format!("INSTAGRAM_ACCESS_TOKEN={TOKEN}"), &[FromName]),
        token(format!("export FB_TOKEN={TOKEN}"), &[FromName]),
        token(format!("export FB_TOKEN=\"{TOKEN}\""), &[FromName]),
        token(format!("export X={TOKEN}\n"), &[FromName]),
        token(format!("set FB_TOKEN={TOKEN}"), &[FromName]),
        token(format!("$env:FB_TOKEN = '{TOKEN}'"), &[FromName]),
        token(format!("FB_TOKEN='{TOKEN}' # my token = good"), &[FromName]),
        token(format!("FB_TOKEN={TOKEN} # for the shop"), &[FromName]),
        token(format!("TOKEN = {TOKEN}"), &[FromName]),
        token(format!("token: {TOKEN}"), &[FromName]),
        token(format!("Access token: {TOKEN}"), &[FromName]),
        token(format!("Access Token:\n{TOKEN}\nCopy"), &[FromName]),
        token(format!("Access Token:\n{TOKEN}\n"), &[FromName]),
        token(format!("const token = \"{TOKEN}\";"), &[FromName]),
        token(format!("$ export TOKEN={TOKEN}"), &[FromName]),
        token(format!("'access_token' => '{TOKEN}',"), &[FromName]),
        token(format!("TOKEN={}", cut(TOKEN, 70, "\n")), &[FromName, Breaks(2)]),
        token(format!("TOKEN=\"{}\"", cut(TOKEN, 70, "\n")), &[FromName, Breaks(2)]),
        token(format!("--access-token={TOKEN}"), &[FromName]),
        token(format!("--access-token {TOKEN}"), &[FromText]),
        token(format!("access_token={TOKEN}&expires=5183999"), &[FromName]),
        token(format!("{TOKEN}&expires_in=4721&x=1"), &[FromUrl]),
        token(format!("Bearer {TOKEN}"), &[FromHeader]),
        token(format!("bearer  {TOKEN}\n"), &[FromHeader]),
        token(format!("Bearer{TOKEN}"), &[FromHeader]),
        token(format!("OAuth {TOKEN}"), &[FromHeader]),
        token(format!("Authorization: Bearer {TOKEN}"), &[FromHeader]),
        token(format!("authorization: OAuth {TOKEN}"), &[FromHeader]),
        token(format!("-H \"Authorization: Bearer {TOKEN}\""), &[FromHeader]),
        token(format!("Bearer {}", cut(TOKEN, 70, "\n")), &[FromHeader, Breaks(2)]),
        token(
            format!("GET /v25.0/me HTTP/1.1\nHost: graph.facebook.com\nAuthorization: Bearer {TOKEN}\nAccept: */*\n"),
            &[FromHeader],
        ),
        token(
            format!("{{\"headers\": {{\"Authorization\": \"Bearer {TOKEN}\"}}}}"),
            &[FromJson, FromHeader],
        ),
        empty(Wanted::FacebookToken, "ACCESS_TOKEN=", &[FromName]),
        empty(Wanted::FacebookToken, "ACCESS_TOKEN=\"\"", &[FromName]),
    ]);
}

#[test]
fn a_settings_file_gives_the_one_value_each_field_wants() {
    let file = format!(
        "# shop\nAPP_NAME=shop\nFACEBOOK_APP_ID={APP}\nexport FACEBOOK_APP_SECRET=\"{SECRET}\"\n\nPAGE_ID=103456789012345 \
         # main\nREDIRECT_URI=https://example.org/back?x=1\nFB={TOKEN}\nMODE=live\n"
    );
    let two = format!("USER_TOKEN={TOKEN}\nPAGE_TOKEN={OTHER}\n");
    let same = format!("USER_TOKEN={TOKEN}\nPAGE_TOKEN='{TOKEN}'\n");
    let commented = format!("#TOKEN={OTHER}\nTOKEN={TOKEN}\n");
    check(&[
        token(file.clone(), &[FromName]),
        app(file.clone(), &[FromName]),
        secret(file, &[FromName]),
        no_token(two, Fault::SeveralTokens(2), &[]),
        token(same, &[FromName]),
        token(commented, &[FromName]),
        refused(
            Wanted::AppId,
            "FACEBOOK_APP_ID=123456789012345\nOTHER_APP_ID=123456789012346\n",
            Fault::MoreThanOne(Wanted::AppId),
            &[],
        ),
        no_token(
            "NAME=shop\nMODE=live\n",
            Fault::NothingInside(Wanted::FacebookToken),
            &[],
        ),
        app(format!("APP_ID={APP}"), &[FromName]),
        app(format!("App ID: {APP}"), &[FromName]),
        app(format!("\"app_id\": \"{APP}\","), &[FromJson]),
        secret(format!("App secret: {SECRET}"), &[FromName]),
        secret(format!("APP_SECRET={}", SECRET.to_uppercase()), &[FromName, Lowercased]),
        no_token(format!("APP_SECRET={SECRET}"), SECRET_FOR_TOKEN, &[FromName]),
        no_token(format!("APP_ID={APP}"), APP_FOR_TOKEN, &[FromName]),
    ]);
}

#[test]
fn the_token_is_taken_out_of_an_address() {
    let graph = "https://graph.facebook.com/v25.0/me";
    check(&[
        token(format!("{graph}?access_token={TOKEN}"), &[FromUrl]),
        token(
            format!("{graph}?fields=id,name&access_token={TOKEN}&limit=25"),
            &[FromUrl],
        ),
        token(format!("\"{graph}?access_token={TOKEN}\""), &[FromUrl]),
        token(format!("<{graph}?access_token={TOKEN}>"), &[FromUrl]),
        token(format!("{graph}?fields=id&amp;access_token={TOKEN}"), &[FromUrl]),
        token(
            format!(
                "https://example.org/back#access_token={TOKEN}&data_access_expiration_time=1790000000&expires_in=5183"
            ),
            &[FromUrl],
        ),
        token(
            format!("https://example.org/back?#access_token={TOKEN}&expires_in=0&long_lived_token={OTHER}&state=x"),
            &[FromUrl],
        ),
        token(
            format!("https://example.org/back?state=1#access_token={TOKEN}"),
            &[FromUrl],
        ),
        token(
            format!("https://developers.facebook.com/tools/debug/accesstoken/?access_token={TOKEN}&version=v25.0"),
            &[FromUrl],
        ),
        token(
            format!("https://graph.facebook.com/debug_token?input_token={TOKEN}&access_token={APP}|{SECRET}"),
            &[FromUrl],
        ),
        token(
            format!("https://graph.facebook.com/debug_token?input_token={TOKEN}&access_token={APP}%7C{SECRET}"),
            &[FromUrl],
        ),
        token(
            format!("https://graph.facebook.com/debug_token?input_token={TOKEN}&access_token={TOKEN}"),
            &[FromUrl],
        ),
        token(
            format!(
                "https://graph.facebook.com/oauth/access_token?grant_type=fb_exchange_token&client_id={APP}&client_secret={SECRET}&fb_exchange_token={TOKEN}"
            ),
            &[FromUrl],
        ),
        token(format!("graph.facebook.com/me?access_token={TOKEN}"), &[FromUrl]),
        token(format!("/me?access_token={TOKEN}"), &[FromUrl]),
        token(format!("#access_token={TOKEN}&expires_in=5183"), &[FromUrl]),
        token(format!("?access_token={TOKEN}"), &[FromUrl]),
        token(
            cut(&format!("{graph}?access_token={TOKEN}&limit=25"), 80, "\n"),
            &[FromUrl, Breaks(2)],
        ),
        token(
            format!("{graph}?access_token={}", cut(TOKEN, 100, "  \r\n  ")),
            &[FromUrl, Breaks(1)],
        ),
        token(
            format!("{graph}?access_token={}", cut(TOKEN, 100, " ")),
            &[FromUrl, Blanks(1)],
        ),
        token(format!("GET {graph}?access_token={TOKEN} HTTP/1.1"), &[FromUrl]),
        token(
            format!("Here it is: {graph}?access_token={TOKEN} as you asked"),
            &[FromUrl],
        ),
        token(
            format!("{graph}?access_token={TOKEN}\n\n{graph}?access_token={TOKEN}\n"),
            &[FromUrl],
        ),
        token(
            format!(
                "https://www.facebook.com/x?next=https%3A%2F%2Fgraph.facebook.com%2Fme%3Faccess_token%3D{TOKEN}%26limit%3D1"
            ),
            &[FromUrl],
        ),
        token(format!("<a href=\"{graph}?access_token={TOKEN}\">link</a>"), &[FromUrl]),
        token(
            format!("{graph}?access_token={}%20", TOKEN.replace("ZC", "%5AC")),
            &[FromUrl, Percent],
        ),
        token(
            format!("https://developers.facebook.com/tools/explorer/\n{TOKEN}"),
            &[FromText],
        ),
    ]);
}

#[test]
fn an_address_without_one_token_is_named_for_what_it_is() {
    let graph = "https://graph.facebook.com/v25.0/me";
    check(&[
        no_token(
            format!("{graph}?access_token={TOKEN}\n{graph}?access_token={OTHER}\n"),
            Fault::SeveralTokens(2),
            &[],
        ),
        no_token(
            format!("{graph}?fields=id,name"),
            Fault::NothingInside(Wanted::FacebookToken),
            &[],
        ),
        no_token("https://example.org/", Fault::NothingInside(Wanted::FacebookToken), &[]),
        no_token(
            format!("https://example.org/back?code={CODE}#_=_"),
            CODE_FOR_TOKEN,
            &[FromUrl],
        ),
        no_token(
            "https://example.org/back?error=access_denied&error_code=200&error_reason=user_denied#_=_",
            Fault::ErrorAnswer,
            &[],
        ),
        no_token(
            format!("{graph}?access_token={APP}%7C{SECRET}"),
            APP_TOKEN_FOR_TOKEN,
            &[FromUrl, Percent],
        ),
        no_token(
            format!("{graph}?access_token=EAAGm0PX4ZCps..."),
            Fault::Shortened,
            &[FromUrl],
        ),
    ]);
}

#[test]
fn the_token_is_taken_out_of_a_json_answer() {
    let exchange = format!("{{\"access_token\":\"{TOKEN}\",\"token_type\":\"bearer\",\"expires_in\":5183944}}");
    let pretty =
        format!("{{\n  \"access_token\": \"{TOKEN}\",\n  \"token_type\": \"bearer\",\n  \"expires_in\": 5183944\n}}\n");
    let page =
        |token: &str, id: u64| format!("{{\"access_token\":\"{token}\",\"name\":\"Corner Bakery\",\"id\":\"{id}\"}}");
    let paging = format!(
        "\"paging\":{{\"next\":\"https:\\/\\/graph.facebook.com\\/v25.0\\/1\\/accounts?access_token={OTHER}\\u0026after=QVFI\"}}"
    );
    check(&[
        token(exchange.clone(), &[FromJson]),
        token(pretty.clone(), &[FromJson]),
        token(format!("{exchange}\n{exchange}\n"), &[FromJson]),
        token(format!("{exchange}%"), &[FromJson]),
        token(format!("{exchange}\nuser@host:~$ "), &[FromJson]),
        token(
            format!("HTTP/2 200\r\ncontent-type: application/json\r\n\r\n{exchange}"),
            &[FromJson],
        ),
        token(format!("\"access_token\": \"{TOKEN}\","), &[FromJson]),
        token(format!("{{\"access_token\":\"{TOKEN}"), &[FromJson]),
        token(
            format!("{{'access_token': '{TOKEN}', 'token_type': 'bearer'}}"),
            &[FromJson],
        ),
        token(
            format!("{{access_token: '{TOKEN}', token_type: 'bearer'}}"),
            &[FromName],
        ),
        token(
            format!("\"{{\\\"access_token\\\":\\\"{TOKEN}\\\",\\\"expires_in\\\":5}}\""),
            &[FromJson],
        ),
        token(format!("{{“access_token”:“{TOKEN}”}}"), &[FromJson]),
        token(cut(&exchange, 80, "\n"), &[FromJson, Breaks(2)]),
        token(format!("{{\"data\":[{}]}}", page(TOKEN, 1)), &[FromJson]),
        token(format!("{{\"data\":[{}],{paging}}}", page(TOKEN, 1)), &[FromJson]),
        token(
            format!(
                "{{\"data\":[{{\"id\":\"1\",\"name\":\"x\"}}],{}}}",
                paging.replace(OTHER, TOKEN)
            ),
            &[FromJson, FromUrl],
        ),
        token(
            format!("{{\"id\":\"1\",\"accounts\":{{\"data\":[{}]}}}}", page(TOKEN, 1)),
            &[FromJson],
        ),
        token(
            format!("{{\"data\":[{},{}]}}", page(TOKEN, 1), page(TOKEN, 2)),
            &[FromJson],
        ),
        no_token(
            format!("{{\"data\":[{},{}],{paging}}}", page(TOKEN, 1), page(INSTAGRAM, 2)).replace(INSTAGRAM, OTHER),
            Fault::SeveralTokens(2),
            &[],
        ),
        no_token(
            format!("{{\"data\":{{\"app_id\":\"{APP}\",\"type\":\"USER\",\"is_valid\":true,\"scopes\":[\"email\"]}}}}"),
            Fault::NothingInside(Wanted::FacebookToken),
            &[],
        ),
        no_token(
            "{\"error\":{\"message\":\"Invalid OAuth access token.\",\"type\":\"OAuthException\",\"code\":190}}",
            Fault::ErrorAnswer,
            &[],
        ),
        no_token(
            format!(
                "{{\"error\":{{\"message\":\"Malformed access token {TOKEN}\",\"type\":\"OAuthException\",\"code\":190}}}}"
            ),
            Fault::ErrorAnswer,
            &[],
        ),
        no_token(
            "{\"error_type\":\"OAuthException\",\"code\":400,\"error_message\":\"x\"}",
            Fault::ErrorAnswer,
            &[],
        ),
        no_token("{\"data\":[]}", Fault::NothingInside(Wanted::FacebookToken), &[]),
        no_token("{}", Fault::NothingInside(Wanted::FacebookToken), &[]),
    ]);
}

#[test]
fn a_json_answer_gives_each_field_its_part_or_is_named() {
    let exchange = format!("{{\"access_token\":\"{TOKEN}\",\"token_type\":\"bearer\",\"expires_in\":5183944}}");
    check(&[
        no_token(format!("{{\"code\":\"{CODE}\"}}"), CODE_FOR_TOKEN, &[FromJson]),
        no_token(
            format!("{{\"access_token\":\"{INSTAGRAM}\",\"user_id\":17841400000000001}}"),
            INSTAGRAM_FOR_TOKEN,
            &[FromJson],
        ),
        no_token(
            format!("{{\"access_token\":\"{APP}|{SECRET}\",\"token_type\":\"bearer\"}}"),
            APP_TOKEN_FOR_TOKEN,
            &[FromJson],
        ),
        app(
            format!("{{\"data\":{{\"app_id\":\"{APP}\",\"type\":\"USER\"}}}}"),
            &[FromJson],
        ),
        app(
            format!("{{\"client_id\":{APP},\"client_secret\":\"{SECRET}\"}}"),
            &[FromJson],
        ),
        secret(
            format!("{{\"client_id\":{APP},\"client_secret\":\"{SECRET}\"}}"),
            &[FromJson],
        ),
        app(
            format!("{{\"access_token\":\"{APP}\\u007C{SECRET}\"}}"),
            &[FromJson, FromPair],
        ),
        secret(
            format!("{{\"access_token\":\"{APP}|{SECRET}\"}}"),
            &[FromJson, FromPair],
        ),
        refused(Wanted::AppId, exchange.clone(), TOKEN_FOR_APP, &[]),
        refused(Wanted::AppSecret, exchange, TOKEN_FOR_SECRET, &[]),
    ]);
}

#[test]
fn a_curl_command_gives_each_field_its_part() {
    let exchange = format!(
        "curl -i -X GET \"https://graph.facebook.com/v25.0/oauth/access_token?grant_type=fb_exchange_token&client_id={APP}&\
         client_secret={SECRET}&fb_exchange_token={TOKEN}\""
    );
    check(&[
        token(
            format!("curl -i -X GET \"https://graph.facebook.com/v25.0/me?access_token={TOKEN}\""),
            &[FromCurl],
        ),
        token(
            format!("curl -i -X GET \\\n \"https://graph.facebook.com/v25.0/me?fields=id&access_token={TOKEN}\"\n"),
            &[FromCurl],
        ),
        token(
            format!("$ curl 'https://graph.facebook.com/me?access_token={TOKEN}&fields=id'"),
            &[FromCurl],
        ),
        token(
            format!("curl -H \"Authorization: Bearer {TOKEN}\" https://graph.facebook.com/me"),
            &[FromCurl],
        ),
        token(
            format!("curl -H 'Authorization: OAuth {TOKEN}' \\\n  https://graph.facebook.com/me"),
            &[FromCurl],
        ),
        token(
            format!("curl -F access_token={TOKEN} -F message=hi https://graph.facebook.com/1/feed"),
            &[FromCurl],
        ),
        token(
            format!("curl -d 'access_token={TOKEN}&message=hi' https://graph.facebook.com/1/feed"),
            &[FromCurl],
        ),
        token(
            format!("curl -d '{{\"access_token\":\"{TOKEN}\"}}' https://graph.facebook.com/1/feed"),
            &[FromCurl],
        ),
        token(
            format!(
                "curl https://graph.facebook.com/me?access_token={}",
                cut(TOKEN, 80, "\n")
            ),
            &[FromCurl, Breaks(2)],
        ),
        token(
            format!("curl -G -d \"access_token={TOKEN}\" \\\n-d \"fields=id\" \\\n\"https://graph.facebook.com/me\""),
            &[FromCurl],
        ),
        token(
            format!("curl.exe \"https://graph.facebook.com/me?access_token={TOKEN}\""),
            &[FromCurl],
        ),
        token(exchange.clone(), &[FromCurl]),
        app(exchange.clone(), &[FromCurl]),
        secret(exchange, &[FromCurl]),
        app(
            format!("curl 'https://graph.facebook.com/{APP}?access_token={APP}%7C{SECRET}'"),
            &[FromCurl, FromPair, Percent],
        ),
        secret(
            format!("curl 'https://graph.facebook.com/{APP}?access_token={APP}|{SECRET}'"),
            &[FromCurl, FromPair],
        ),
        no_token(
            "curl https://graph.facebook.com/me",
            Fault::NothingInside(Wanted::FacebookToken),
            &[],
        ),
        no_token(
            format!("curl 'https://graph.facebook.com/{APP}?access_token={APP}|{SECRET}'"),
            APP_TOKEN_FOR_TOKEN,
            &[FromCurl],
        ),
    ]);
}

#[test]
fn a_token_among_words_is_found_and_several_are_asked_about() {
    let twice = format!("{TOKEN}{TOKEN}");
    check(&[
        token(format!("my token is {TOKEN}"), &[FromText]),
        token(format!("{TOKEN} expires in 60 days"), &[FromText]),
        token(format!("Access Token\n{TOKEN}\nCopy"), &[FromText]),
        token(
            format!("Access Token\n{}\nCopy", cut(TOKEN, 80, "\n")),
            &[FromText, Breaks(2)],
        ),
        token(format!("{TOKEN}\nCopied"), &[FromText]),
        token(format!("{TOKEN}\n$"), &[FromText]),
        token(format!("{TOKEN}\nuser@host:~$"), &[FromText]),
        token(format!("- {TOKEN}"), &[FromText]),
        token(format!("• {TOKEN}"), &[FromText]),
        token(format!("12:30 {TOKEN}"), &[FromText]),
        token(
            format!("requests.get(url, params={{'access_token': '{TOKEN}'}})"),
            &[FromJson],
        ),
        token(format!("FB.api('/me', {{access_token: '{TOKEN}'}})"), &[FromName]),
        token(format!("setx FB_TOKEN \"{TOKEN}\""), &[FromText, Quotes]),
        token(twice, &[Repeats]),
        token(format!("{TOKEN}{TOKEN}{TOKEN}"), &[Repeats]),
        token(format!("{TOKEN}\n{TOKEN}\n"), &[Repeats]),
        no_token(format!("{TOKEN}\n{OTHER}\n"), Fault::SeveralTokens(2), &[]),
        no_token(format!("{TOKEN} {OTHER} {TOKEN}"), Fault::SeveralTokens(2), &[]),
        no_token(
            "I do not know where to find it",
            Fault::NothingInside(Wanted::FacebookToken),
            &[],
        ),
        app(format!("App ID\n{APP}\nApp secret\n••••••••\nShow"), &[FromText]),
        refused(
            Wanted::AppSecret,
            format!("App ID\n{APP}\nApp secret\n••••••••\nShow"),
            Fault::StillHidden,
            &[],
        ),
        secret(format!("App ID\n{APP}\nApp secret\n{SECRET}\nReset"), &[FromText]),
        app("123 456 789 012 345", &[Blanks(4)]),
        app(format!("my app is {APP}."), &[FromText, Punctuation]),
        app(
            format!("https://developers.facebook.com/apps/{APP}/settings/basic/"),
            &[FromUrl],
        ),
        app(
            format!("https://developers.facebook.com/apps/{APP}/dashboard/?business_id=987654321098765"),
            &[FromUrl],
        ),
        app(
            format!(
                "https://www.facebook.com/v25.0/dialog/oauth?client_id={APP}&redirect_uri=https%3A%2F%2Fexample.org%2F"
            ),
            &[FromUrl],
        ),
        app(format!("{APP}|{SECRET}"), &[FromPair]),
        app(format!("{APP}%7C{SECRET}"), &[FromPair, Percent]),
        secret(format!("{APP}|{SECRET}"), &[FromPair]),
        secret(format!("{APP} | {SECRET}"), &[FromPair, Blanks(2)]),
        secret(cut(SECRET, 16, "\n"), &[Breaks(1)]),
        secret(format!("{SECRET}{SECRET}"), &[Repeats]),
        secret(SECRET.to_uppercase(), &[Lowercased]),
        app(format!("{APP}\n"), &[Blanks(1)]),
    ]);
}

#[test]
fn what_is_wrong_or_doubtful_is_named() {
    let (token, app, secret) = (Wanted::FacebookToken, Wanted::AppId, Wanted::AppSecret);
    let forty = TOKEN.get(..40).unwrap();
    let unknown = TOKEN.replacen("EAAG", "XYZG", 1);
    let old = TOKEN.replacen("EAAG", "CAAG", 1);
    check(&[
        empty(token, "", &[]),
        empty(token, " \t\r\n\u{200b}", &[]),
        empty(token, "\"\"", &[Quotes]),
        no_token("EAAG", Fault::TooShort, &[]),
        no_token("hello", Fault::TooShort, &[]),
        doubtful(token, forty, forty, Fault::LooksShort),
        doubtful(token, unknown.clone(), &unknown, Fault::UnknownPrefix),
        doubtful(token, old.clone(), &old, Fault::OldFacebookToken),
        no_token(format!("{}…{}", "EAAGm0PX", "3fZD"), Fault::Shortened, &[]),
        no_token(format!("{forty}..."), Fault::Shortened, &[]),
        no_token(format!("{forty}...{forty}"), Fault::Shortened, &[]),
        no_token("••••••••••••", Fault::StillHidden, &[]),
        no_token("EAAG************", Fault::StillHidden, &[]),
        no_token(INSTAGRAM, INSTAGRAM_FOR_TOKEN, &[]),
        no_token(INSTAGRAM.replacen("IGAA", "IGQV", 1), Fault::OldBasicDisplayToken, &[]),
        no_token(INSTAGRAM.replacen("IGAA", "IGQW", 1), Fault::OldBasicDisplayToken, &[]),
        no_token(INSTAGRAM.replacen("IGAA", "THAA", 1), THREADS_FOR_TOKEN, &[]),
        no_token(INSTAGRAM.replacen("IGAA", "THQV", 1), THREADS_FOR_TOKEN, &[]),
        no_token(CODE, CODE_FOR_TOKEN, &[]),
        no_token(format!("{CODE}#_=_"), CODE_FOR_TOKEN, &[Punctuation]),
        no_token(SECRET.to_uppercase(), SECRET_FOR_TOKEN, &[]),
        no_token(format!("{APP}%7C{SECRET}"), APP_TOKEN_FOR_TOKEN, &[Percent]),
        no_token(format!("{APP}|h2c0YyvKcVm4tC9W1kQxJdP3_-s"), APP_TOKEN_FOR_TOKEN, &[]),
        no_token(TOKEN.replacen("EAAG", "ЕААG", 1), Fault::StrayCharacters(3), &[]),
        no_token(TOKEN.replacen("EAAG", "EAAG$", 1), Fault::StrayCharacters(1), &[]),
        no_token(format!("{TOKEN}{}", "x".repeat(LONGEST)), Fault::TooLong, &[]),
        refused(
            app,
            "12345",
            Fault::WrongDigitCount(Wanted::AppId, Amount::TooLittle),
            &[],
        ),
        refused(
            app,
            "123456789012345678901",
            Fault::WrongDigitCount(Wanted::AppId, Amount::TooMuch),
            &[],
        ),
        doubtful(app, "1234567890", "1234567890", Fault::UnusualDigitCount(Wanted::AppId)),
        doubtful(
            app,
            "123456789012345678",
            "123456789012345678",
            Fault::UnusualDigitCount(Wanted::AppId),
        ),
        refused(app, "my-app", Fault::NotDigits(Wanted::AppId), &[]),
        refused(app, "12345678901234O", Fault::NotDigits(Wanted::AppId), &[]),
        refused(
            app,
            "１２３４５６７８９０１２３４５",
            Fault::NotDigits(Wanted::AppId),
            &[],
        ),
        refused(app, "1234567890...", Fault::Shortened, &[]),
        refused(
            secret,
            "0123456789abcdef",
            Fault::SecretWrongLength(Wanted::AppSecret, Amount::TooLittle),
            &[],
        ),
        refused(
            secret,
            format!("{SECRET}0"),
            Fault::SecretWrongLength(Wanted::AppSecret, Amount::TooMuch),
            &[],
        ),
        refused(
            secret,
            SECRET.replacen(|character: char| character.is_ascii_digit(), "O", 1),
            Fault::NotHex(Wanted::AppSecret, 1),
            &[],
        ),
        refused(secret, "not a secret at all", Fault::NothingInside(secret), &[]),
        refused(secret, "********************************", Fault::StillHidden, &[]),
        refused(secret, "●●●●●●●●", Fault::StillHidden, &[]),
        refused(
            secret,
            format!("{APP}|h2c0YyvKcVm4tC9W1kQxJdP3_-s"),
            TOKEN_FOR_SECRET,
            &[],
        ),
    ]);
}

#[test]
fn every_kind_of_text_in_every_field_is_taken_or_named() {
    let like_instagram = |prefix: &str| INSTAGRAM.replacen("IGAA", prefix, 1);
    let error = "{\"error\":{\"message\":\"x\",\"code\":190}}";
    let hidden = "••••••••";
    // Text, then what the token, App ID and App secret fields make of it; no fault means that it is taken.
    let matrix: [(String, [Option<Fault>; 3]); 12] = [
        (TOKEN.into(), [None, Some(TOKEN_FOR_APP), Some(TOKEN_FOR_SECRET)]),
        (
            INSTAGRAM.into(),
            [Some(INSTAGRAM_FOR_TOKEN), Some(TOKEN_FOR_APP), Some(TOKEN_FOR_SECRET)],
        ),
        (
            like_instagram("IGQV"),
            [
                Some(Fault::OldBasicDisplayToken),
                Some(TOKEN_FOR_APP),
                Some(TOKEN_FOR_SECRET),
            ],
        ),
        (
            like_instagram("THAA"),
            [Some(THREADS_FOR_TOKEN), Some(TOKEN_FOR_APP), Some(TOKEN_FOR_SECRET)],
        ),
        (format!("{APP}|{SECRET}"), [Some(APP_TOKEN_FOR_TOKEN), None, None]),
        (
            format!("{APP}|h2c0YyvKcVm4tC9W1kQxJdP3_-s"),
            [Some(APP_TOKEN_FOR_TOKEN), None, Some(TOKEN_FOR_SECRET)],
        ),
        (
            CODE.into(),
            [Some(CODE_FOR_TOKEN), Some(TOKEN_FOR_APP), Some(TOKEN_FOR_SECRET)],
        ),
        (SECRET.into(), [Some(SECRET_FOR_TOKEN), Some(SECRET_FOR_APP), None]),
        (APP.into(), [Some(APP_FOR_TOKEN), None, Some(APP_FOR_SECRET)]),
        (
            hidden.into(),
            [
                Some(Fault::StillHidden),
                Some(Fault::StillHidden),
                Some(Fault::StillHidden),
            ],
        ),
        (
            error.into(),
            [
                Some(Fault::ErrorAnswer),
                Some(Fault::ErrorAnswer),
                Some(Fault::ErrorAnswer),
            ],
        ),
        (
            "my-shop".into(),
            [
                Some(Fault::TooShort),
                Some(Fault::NotDigits(Wanted::AppId)),
                Some(Fault::NotHex(Wanted::AppSecret, 7)),
            ],
        ),
    ];
    for (text, expected) in matrix {
        for (wanted, fault) in FIELDS.into_iter().zip(expected) {
            let reading = read(&text, wanted);
            assert_eq!(
                (reading.value.is_some(), reading.fault),
                (fault.is_none(), fault),
                "{text} in {wanted:?}"
            );
            assert_no_leak(&text, &reading);
        }
    }
}

#[test]
fn every_fault_and_repair_has_words_of_its_own() {
    let faults = [
        SECRET_FOR_TOKEN,
        APP_FOR_TOKEN,
        APP_TOKEN_FOR_TOKEN,
        CODE_FOR_TOKEN,
        INSTAGRAM_FOR_TOKEN,
        THREADS_FOR_TOKEN,
        Fault::OldBasicDisplayToken,
        Fault::OldFacebookToken,
        TOKEN_FOR_APP,
        TOKEN_FOR_SECRET,
        SECRET_FOR_APP,
        APP_FOR_SECRET,
        Fault::Shortened,
        Fault::StillHidden,
        Fault::SeveralTokens(3),
        Fault::MoreThanOne(Wanted::AppId),
        Fault::NothingInside(Wanted::AppSecret),
        Fault::TooShort,
        Fault::LooksShort,
        Fault::UnknownPrefix,
        Fault::NotHex(Wanted::AppSecret, 1),
        Fault::NotHex(Wanted::AppSecret, 2),
        Fault::SecretWrongLength(Wanted::AppSecret, Amount::TooLittle),
        Fault::SecretWrongLength(Wanted::AppSecret, Amount::TooMuch),
        Fault::NotDigits(Wanted::AppId),
        Fault::WrongDigitCount(Wanted::AppId, Amount::TooLittle),
        Fault::WrongDigitCount(Wanted::AppId, Amount::TooMuch),
        Fault::UnusualDigitCount(Wanted::AppId),
        Fault::StrayCharacters(1),
        Fault::StrayCharacters(2),
        Fault::TooLong,
        Fault::ErrorAnswer,
        Fault::PasteMixedUp,
    ];
    let mut sentences: Vec<String> = faults.iter().map(Fault::sentence).collect();
    for sentence in &sentences {
        assert!(
            sentence.ends_with('.') && !sentence.contains('!') && !sentence.contains("  "),
            "{sentence}"
        );
        assert!((20..200).contains(&sentence.chars().count()), "{sentence}");
    }
    sentences.sort();
    sentences.dedup();
    assert_eq!(sentences.len(), faults.len());
    assert_eq!(Repair::InvisibleRemoved(3).words(), "3 invisible characters removed");
    assert_eq!(Repair::LineBreaksJoined(1).words(), "1 line break joined");
    assert_eq!(Repair::TakenFromUrl.words(), "taken out of the address");
}

#[test]
fn two_tokens_never_become_one() {
    let between = [
        "\n",
        "\r\n",
        "\n\n",
        " ",
        "\t",
        ",",
        ", ",
        ";",
        "|",
        " | ",
        "&",
        "/",
        ":",
        " and ",
        "\nPage token: ",
        "\",\"",
        "'\n'",
        "\nTOKEN=",
        "&access_token=",
        "\nAuthorization: Bearer ",
        "\nhttps://graph.facebook.com/me?access_token=",
    ];
    let before = [
        "",
        "TOKEN=",
        "access_token: ",
        "Bearer ",
        "https://graph.facebook.com/me?access_token=",
        "curl -d access_token=",
    ];
    for (before, between) in before
        .iter()
        .flat_map(|before| between.iter().map(move |between| (before, between)))
    {
        let text = format!("{before}{TOKEN}{between}{OTHER}");
        let value = exposed(&read(&text, Wanted::FacebookToken));
        assert!(
            value.as_deref().is_none_or(|value| value == TOKEN || value == OTHER),
            "{before:?} {between:?}"
        );
    }
}

#[test]
fn a_megabyte_is_refused_without_being_read() {
    let megabyte = "EAAG".repeat(256 * 1024);
    for wanted in FIELDS {
        let reading = read(&megabyte, wanted);
        assert!(reading.value.is_none() && reading.repairs.is_empty());
        assert_eq!(reading.fault, Some(Fault::TooLong));
    }
}

#[test]
fn texts_of_full_length_made_to_be_slow_are_read_to_their_end() {
    let pieces = [
        "( \" ",
        "\"'",
        "access_token=",
        "access_token=\"",
        "access_token:'\n",
        "?access_token=",
        "https://a?b=",
        "bearer ",
        "{\"a\":",
        "[",
        "EAA ",
        "EAAGxxxxxxxxxxxxxxxxxxxxx\n",
        "A=\n",
        "a\n",
        "%41",
        "%25",
        "\\\n",
        "[200~",
        "\u{200b}",
        "│",
        "*",
        ". ",
        "&amp;",
        "\\u0026",
        "0",
        "1|",
        "{\"access_token\":\"x\"}\n",
        "curl access_token=x\n",
        "…",
        "/apps/1?",
        "EAA",
        "# a=\n",
        "\"\\",
        "a:\"",
        "://",
        "?a=b&",
        "\u{1b}",
    ];
    for piece in pieces {
        for before in ["", "curl -d "] {
            let text = format!("{before}{}", piece.repeat((LONGEST - before.len()) / piece.len()));
            let reading = read(&text, Wanted::FacebookToken);
            let is_blocked = reading.fault.is_some_and(|fault| fault.is_blocking());
            assert!(reading.value.is_none() || !is_blocked, "{piece}");
        }
    }
}

/// A token of 60 to 280 characters.
fn any_token() -> impl Strategy<Value = String> {
    let alphabet: Vec<char> = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
        .chars()
        .collect();
    prop::collection::vec(prop::sample::select(alphabet), 57..278)
        .prop_map(|characters| format!("EAA{}", characters.into_iter().collect::<String>()))
}

/// Texts that look like what people paste, broken in every way.
fn any_paste() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => any_token(),
        2 => prop::sample::select(vec![
            TOKEN, OTHER, INSTAGRAM, CODE, SECRET, APP, "access_token", "client_secret", "client_id", "=", ":", "\"", "'", "{", "}",
            "[", "]", ",", "&", "?", "#", "|", "%7C", "%", "\\", "\\\"", "\n", "\r\n", " ", "\t", "https://graph.facebook.com/me",
            "curl ", "-H ", "Bearer ", "OAuth ", "Authorization: ", "export ", "\u{200b}", "\u{feff}", "[200~", "\u{1b}[201~", "…",
            "...", "•••", "code", "error", "EAA", "\\u0026", "&amp;", "│",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

type Wrapper = (&'static str, fn(&str) -> String);

/// Every way a token is known to come wrapped.
fn wrappers() -> Vec<Wrapper> {
    vec![
        ("alone", str::to_owned),
        ("line", |token| format!("{token}\r\n")),
        ("terminal of 80", |token| cut(token, 80, "\n")),
        ("terminal of 120, indented", |token| cut(token, 120, "\n  ")),
        ("quotes", |token| format!("\"{token}\"")),
        ("smart quotes", |token| format!("“{token}”")),
        ("comma", |token| format!("{token},")),
        ("invisible", |token| format!("\u{feff}{token}\u{200b}")),
        ("marks", |token| format!("\u{1b}[200~{token}\u{1b}[201~")),
        ("parameter", |token| format!("access_token={token}")),
        ("export", |token| format!("export FB_TOKEN='{token}'")),
        ("commented", |token| {
            format!("# shop\nFB_TOKEN={token} # main\nMODE=live\n")
        }),
        ("bearer", |token| format!("Authorization: Bearer {token}")),
        ("oauth", |token| format!("OAuth {token}")),
        ("query", |token| {
            format!("https://graph.facebook.com/v25.0/me?fields=id&access_token={token}&limit=1")
        }),
        ("fragment", |token| {
            format!("https://example.org/#access_token={token}&expires_in=5183")
        }),
        ("torn address", |token| {
            cut(
                &format!("https://graph.facebook.com/v25.0/me?access_token={token}"),
                80,
                "\n",
            )
        }),
        ("exchange", |token| {
            format!("{{\"access_token\":\"{token}\",\"token_type\":\"bearer\",\"expires_in\":5183944}}")
        }),
        ("torn exchange", |token| {
            cut(
                &format!("{{\"access_token\":\"{token}\",\"token_type\":\"bearer\"}}"),
                80,
                "\n",
            )
        }),
        ("one Page", |token| {
            format!("{{\"data\":[{{\"access_token\":\"{token}\",\"id\":\"1\"}}],\"paging\":{{}}}}")
        }),
        ("cut JSON", |token| {
            format!("  \"access_token\": \"{token}\",\n  \"token_type\": \"bearer\"")
        }),
        ("curl", |token| {
            format!("curl -i -X GET \"https://graph.facebook.com/me?access_token={token}\"")
        }),
        ("curl header", |token| {
            format!("curl -H 'Authorization: Bearer {token}' https://graph.facebook.com/me")
        }),
        ("label", |token| format!("Access Token\n{token}\nCopy")),
        ("sentence", |token| format!("my token is {token} and it expires soon")),
        ("debugger", |token| {
            format!("https://developers.facebook.com/tools/debug/accesstoken/?access_token={token}")
        }),
        ("debug_token", |token| {
            format!("https://graph.facebook.com/debug_token?input_token={token}&access_token={APP}%7C{SECRET}")
        }),
    ]
}

proptest! {
    // The same texts every time, so that a failure is about the change at hand.
    #![proptest_config(ProptestConfig { failure_persistence: None, rng_seed: RngSeed::Fixed(20_261_122), ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_the_reader_panic_or_contradict_itself(text in prop_oneof![any::<String>(), any_paste()]) {
        for wanted in FIELDS {
            let reading = read(&text, wanted);
            if let Some(fault) = reading.fault {
                prop_assert_eq!(fault.is_blocking(), reading.value.is_none());
            }
        }
    }

    #[test]
    fn a_valid_token_is_never_altered(token in any_token()) {
        let reading = read(&token, Wanted::FacebookToken);
        prop_assert_eq!(exposed(&reading), Some(token));
        prop_assert_eq!(reading.repairs, vec![]);
        prop_assert_eq!(reading.fault, None);
    }

    #[test]
    fn a_token_comes_out_of_every_known_wrapper_exactly(token in any_token()) {
        for (name, wrap) in wrappers() {
            let reading = read(&wrap(&token), Wanted::FacebookToken);
            prop_assert_eq!(exposed(&reading), Some(token.clone()), "{}", name);
            prop_assert_eq!(reading.fault, None, "{}", name);
        }
    }

    #[test]
    fn what_was_read_is_read_the_same_again(text in any_paste()) {
        for wanted in FIELDS {
            let Some(value) = exposed(&read(&text, wanted)) else { continue };
            prop_assert_eq!(exposed(&read(&value, wanted)), Some(value));
        }
    }

    #[test]
    fn nothing_that_is_said_holds_any_of_the_text(token in any_token(), text in any_paste()) {
        for wanted in FIELDS {
            for text in [format!("{token}{text}"), format!("{text}{token}"), format!("{text}\n{token}\n{text}")] {
                let reading = read(&text, wanted);
                assert_no_leak(&text, &reading);
                let mut said = format!("{reading:?}");
                said.extend(reading.fault.map(|fault| fault.sentence()));
                said.extend(reading.repairs.iter().map(Repair::words));
                for window in token.as_bytes().windows(8) {
                    prop_assert!(!said.contains(std::str::from_utf8(window).unwrap()));
                }
            }
        }
    }
}
