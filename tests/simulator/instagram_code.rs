//! api.instagram.com: an Instagram login code for a token.

use evertoken::simulator::Scenario;
use serde_json::json;

use crate::line::{HAPPY, Play, encoded, text};

const API: &str = "api.instagram.com";
const CODE: &str = "/oauth/access_token";
const SCOPED_ID: &str = "26018374650293847";
const REDIRECT: &str = "https://www.example.com/callback/";

/// The fields of a good exchange, one of them replaced or, where the value is empty, left out.
fn fields(play: &Play, name: &str, value: &str) -> Vec<(&'static str, String)> {
    let samples = play.running.samples();
    let mut fields = vec![
        ("client_id", samples.instagram_app_ids[0].clone()),
        ("client_secret", samples.instagram_app_secrets[0].clone()),
        ("grant_type", "authorization_code".to_owned()),
        ("redirect_uri", samples.redirect_address.clone()),
        ("code", samples.instagram_codes[0].clone()),
    ];
    for field in &mut fields {
        if field.0 == name {
            value.clone_into(&mut field.1);
        }
    }
    fields.retain(|(_, value)| !value.is_empty());
    fields
}

fn borrowed<'a>(fields: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    fields.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

/// The message of an error in the shape of this host.
fn refused(play: &mut Play, name: &str, value: &str) -> String {
    let fields = fields(play, name, value);
    let reply = play.post_at(API, CODE, &borrowed(&fields));
    let answer = reply.json();
    let message = text(&answer["error_message"]);
    assert_eq!(
        (reply.status, answer),
        (
            400,
            json!({"error_type": "OAuthException", "code": 400, "error_message": message})
        )
    );
    message
}

#[test]
fn a_code_gives_a_token_once_in_each_of_the_four_shapes() {
    let permissions = [
        "instagram_business_basic",
        "instagram_business_content_publish",
        "instagram_business_manage_comments",
        "instagram_business_manage_messages",
        "instagram_business_manage_insights",
    ];
    let joined = permissions.join(",");
    let number = 26_018_374_650_293_847_i64;
    for shape in ["list", "text", "wrapped", "old"] {
        let mut play = Play::happy_with(&format!("[instagram]\ncode = \"{shape}\"\n"));
        let fields = fields(&play, "", "");
        let answer = play.post_at(API, CODE, &borrowed(&fields)).ok();
        let entry = if shape == "wrapped" {
            &answer["data"][0]
        } else {
            &answer
        };
        let token = text(&entry["access_token"]);
        assert!(token.starts_with("IGAA"), "{token}");
        let expected = match shape {
            "list" => json!({"access_token": token, "user_id": number, "permissions": permissions}),
            "text" => json!({"access_token": token, "user_id": SCOPED_ID, "permissions": joined}),
            "wrapped" => json!({"data": [{"access_token": token, "user_id": SCOPED_ID, "permissions": joined}]}),
            _ => json!({"access_token": token, "user_id": number}),
        };
        assert_eq!(answer, expected);
        let spent = "Matching code was not found or was already used";
        assert_eq!(refused(&mut play, "", ""), spent);
    }
}

#[test]
fn every_wrong_field_has_its_words() {
    let mut play = Play::of("happy");
    let gone = "Matching code was not found or was already used";
    let cases = [
        ("client_id", "482915730264718", "Invalid platform app"),
        ("client_id", "12", "Invalid Client ID"),
        ("client_id", "", "Missing required field client_id"),
        ("client_secret", "x", "Invalid Client Secret"),
        ("client_secret", "", "Missing required field client_secret"),
        ("grant_type", "password", "Invalid grant_type"),
        ("redirect_uri", "http://localhost:1/", "Invalid redirect_uri"),
        ("redirect_uri", "", "Missing required field redirect_uri"),
        ("code", "AQnobody", gone),
        ("code", "", "Missing required field code"),
    ];
    for (name, value, words) in cases {
        assert_eq!(refused(&mut play, name, value), words, "{name}={value}");
    }
    let glued = format!("{}#_", play.running.samples().instagram_codes[0]);
    assert_eq!(refused(&mut play, "code", &glued), gone);
    let of_facebook = play.running.samples().facebook_codes[0].clone();
    assert_eq!(refused(&mut play, "code", &of_facebook), gone);
}

#[test]
fn a_code_that_was_made_for_a_redirect_goes_with_no_other_and_lives_an_hour() {
    let codes = "[[codes]]\nname = \"bound\"\naccount = \"harbour.bakery\"\nredirect = \"https://www.example.com/callback\"\n\n[[codes]]\nname = \"old\"\naccount = \"harbour.bakery\"\nage = \"61m\"\n";
    let offered = "[samples]\ninstagram_codes = [\"bound\", \"old\"]";
    let happy = HAPPY.replacen("[samples]", offered, 1);
    let scenario = Scenario::parse("codes", &format!("{happy}\n{codes}")).unwrap();
    let mut play = Play::start(scenario);
    let codes = play.running.samples().instagram_codes.clone();
    let differs = "Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request";
    assert_eq!(refused(&mut play, "redirect_uri", REDIRECT), differs);
    let gone = "Matching code was not found or was already used";
    assert_eq!(refused(&mut play, "code", &codes[1]), gone);
    let fields = fields(&play, "redirect_uri", "https://www.example.com/callback");
    play.post_at(API, CODE, &borrowed(&fields)).ok();
}

#[test]
fn parameters_in_the_address_do_not_count_and_multipart_fields_do() {
    let mut play = Play::of("happy");
    let fields = fields(&play, "", "");
    let query = encoded(&borrowed(&fields));
    let reply = play.line.ask("POST", &format!("/{API}{CODE}?{query}"), &[], "");
    assert_eq!(reply.json()["error_message"], "Missing required field client_id");
    let parts = fields
        .iter()
        .map(|(name, value)| format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"));
    let body = format!("{}--edge--\r\n", parts.collect::<String>());
    let kind = [("Content-Type", "multipart/form-data; boundary=edge")];
    let answer = play.line.ask("POST", &format!("/{API}{CODE}"), &kind, &body).ok();
    assert!(text(&answer["access_token"]).starts_with("IGAA"));
}

#[test]
fn an_account_that_is_no_tester_at_all_is_told_so() {
    let refused_role = HAPPY.replacen(
        "name = \"Harbour Bakery\"\n\n[[instagram_tokens]]",
        "tester_role = \"refused\"\n\n[[instagram_tokens]]",
        1,
    );
    assert_ne!(refused_role, HAPPY);
    let scenario = Scenario::parse("refused", &refused_role).unwrap();
    let mut play = Play::start(scenario);
    assert_eq!(refused(&mut play, "", ""), "Insufficient developer role");
}

#[test]
fn the_old_address_of_the_authorise_page_leads_to_the_new_one() {
    let mut play = Play::of("happy");
    let reply = play.get_at(API, "/oauth/authorize", &[("client_id", "1"), ("scope", "a,b")]);
    assert_eq!(
        (reply.status, reply.header("location")),
        (302, Some("/www.instagram.com/oauth/authorize?client_id=1&scope=a%2Cb"))
    );
}
