//! Instagram's authorise page in the browser.

use evertoken::simulator::Scenario;
use serde_json::json;

use crate::line::{HAPPY, Play, Reply, in_query};

const HOST: &str = "www.instagram.com";
const HTTPS: &str = "https://www.example.com/callback/";

/// The authorise page with these parameters beside the usual ones.
fn authorize(play: &mut Play, more: &[(&str, &str)]) -> Reply {
    let id = play.running.samples().instagram_app_ids[0].clone();
    let usual = [
        ("client_id", id.as_str()),
        ("redirect_uri", HTTPS),
        ("response_type", "code"),
        ("scope", "instagram_business_basic,instagram_business_manage_comments"),
        ("state", "s"),
    ];
    let usual = usual
        .iter()
        .filter(|(name, _)| !more.iter().any(|(other, _)| other == name));
    let parameters: Vec<_> = usual.chain(more).copied().collect();
    play.get_at(HOST, "/oauth/authorize", &parameters)
}

fn happy_but(from: &str, to: &str) -> Play {
    let changed = HAPPY.replacen(from, to, 1);
    assert_ne!(changed, HAPPY);
    Play::start(Scenario::parse("changed", &changed).unwrap())
}

#[test]
fn instagram_asks_and_brings_a_code_for_what_was_ticked() {
    let declines = "[instagram_dialog]\ndeclines = [\"instagram_business_manage_comments\"]\n";
    let mut play = Play::happy_with(declines);
    let page = authorize(&mut play, &[]).page();
    assert!(page.contains("You are logged in as harbour.bakery."), "{page}");
    assert!(
        page.contains("<li>instagram_business_manage_comments (not ticked)</li>"),
        "{page}"
    );
    let back = authorize(&mut play, &[("simulate", "continue")]).redirect();
    assert!(back.as_str().ends_with("&state=s#_"), "{back}");
    let samples = play.running.samples().clone();
    let fields = [
        ("client_id", samples.instagram_app_ids[0].as_str()),
        ("client_secret", &samples.instagram_app_secrets[0]),
        ("grant_type", "authorization_code"),
        ("redirect_uri", HTTPS),
        ("code", &in_query(&back, "code").unwrap()),
    ];
    let answer = play.post_at("api.instagram.com", "/oauth/access_token", &fields).ok();
    assert_eq!(answer["permissions"], json!(["instagram_business_basic"]));
}

#[test]
fn a_cancelled_instagram_login_may_or_may_not_bring_the_state_back() {
    let cancelled = "https://www.example.com/callback/?error=access_denied&error_reason=user_denied&error_description=The+user+denied+your+request";
    for (switch, mark) in [("true", "&state=s"), ("false", "")] {
        let mut play = Play::happy_with(&format!("[switches]\ninstagram_cancel_has_state = {switch}\n"));
        let back = authorize(&mut play, &[("simulate", "cancel")]);
        assert_eq!(back.header("location"), Some(format!("{cancelled}{mark}").as_str()));
    }
}

#[test]
fn what_instagram_refuses_before_it_asks_has_its_own_shapes() {
    let mut play = Play::of("happy");
    let invalid = "Invalid Request: Request parameters are invalid: Invalid platform app";
    assert!(
        authorize(&mut play, &[("client_id", "482915730264718")])
            .page()
            .contains(invalid)
    );
    assert!(
        authorize(&mut play, &[("client_id", "1")])
            .page()
            .contains("Invalid Client ID")
    );
    let cases = [
        ("redirect_uri", "http://localhost:1/", "Invalid redirect_uri"),
        ("response_type", "token", "Invalid response_type"),
        ("scope", "user_profile,user_media", "Invalid scope: user_profile"),
        ("scope", "business_basic", "Invalid scope: business_basic"),
    ];
    for (name, value, words) in cases {
        let refused = authorize(&mut play, &[(name, value)]);
        let expected = json!({"error_type": "OAuthException", "code": 400, "error_message": words});
        assert_eq!((refused.status, refused.json()), (400, expected));
    }
    for wrong in ["instagram_business_content_publishing", "instagram_basic"] {
        let refused = authorize(&mut play, &[("scope", wrong)]).json();
        let words = "Business and user permissions are mutually exclusive";
        assert_eq!(refused, json!({"message": words, "status": "fail"}));
    }
    let listed = "instagram_app_id = \"1093847562019384\"\ninstagram_redirects = [\"https://a.example/\"]";
    let mut play = happy_but("instagram_app_id = \"1093847562019384\"", listed);
    assert_eq!(
        authorize(&mut play, &[]).json()["error_message"],
        "Invalid redirect_uri"
    );
    assert_eq!(
        authorize(&mut play, &[("redirect_uri", "https://a.example/")]).status,
        200
    );
    let mut play = happy_but(
        "username = \"harbour.bakery\"\nname",
        "username = \"harbour.bakery\"\ntester_role = \"refused\"\nname",
    );
    assert_eq!(
        authorize(&mut play, &[]).json()["error_message"],
        "Insufficient developer role"
    );
}
