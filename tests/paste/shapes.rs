//! The shapes in which tokens, App IDs and App secrets arrive.

use evertoken::paste::{Fault, Repair, Wanted};

use super::*;

use Repair::{
    BlanksRemoved as Blanks, FrameRemoved as Frame, InvisibleRemoved as Invisible, LineBreaksJoined as Breaks,
    Lowercased, MarkersRemoved as Markers, PercentDecoded as Percent, QuotesRemoved as Quotes,
    RepeatsRemoved as Repeats, TakenFromAssignment as FromName, TakenFromCurl as FromCurl,
    TakenFromHeader as FromHeader, TakenFromJson as FromJson, TakenFromPair as FromPair, TakenFromText as FromText,
    TakenFromUrl as FromUrl, TrailingPunctuationRemoved as Punctuation,
};

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
        no_token(format!("{TOKEN}\n{SECRET}\n"), Fault::SecretBesideToken, &[]),
        no_token(format!("{SECRET}\r\n\r\n  {TOKEN}"), Fault::SecretBesideToken, &[]),
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
