//! Facebook's login dialog in the browser.

use evertoken::simulator::Scenario;
use serde_json::{Value, json};

use crate::line::{BAKERY, HAPPY, Play, Reply, encoded, in_query, text};

const FACEBOOK: &str = "www.facebook.com";
const DIALOG: &str = "/v25.0/dialog/oauth";
const INSTAGRAM: &str = "www.instagram.com";
const REDIRECT: &str = "http://localhost:4242/callback";
const HTTPS: &str = "https://www.example.com/callback/";

/// The dialog with these parameters beside the App ID, the redirect and a state.
fn dialog(play: &mut Play, more: &[(&str, &str)]) -> Reply {
    let (id, _) = play.pair(0);
    let usual = [("client_id", id.as_str()), ("redirect_uri", REDIRECT), ("state", "a b")];
    let usual = usual
        .iter()
        .filter(|(name, _)| !more.iter().any(|(other, _)| other == name));
    let parameters: Vec<_> = usual.chain(more).copied().collect();
    play.get_at(FACEBOOK, DIALOG, &parameters)
}

fn redeem(play: &mut Play, code: &str, redirect: &str) -> Reply {
    let (id, secret) = play.pair(0);
    let parameters = [
        ("client_id", id.as_str()),
        ("client_secret", secret.as_str()),
        ("redirect_uri", redirect),
        ("code", code),
    ];
    play.post("/oauth/access_token", &parameters)
}

/// A login in which these permissions are asked for; ends with the token.
fn log_in(play: &mut Play, more: &[(&str, &str)]) -> String {
    let asked = [more, &[("simulate", "continue")]].concat();
    let code = in_query(&dialog(play, &asked).redirect(), "code").unwrap();
    text(&redeem(play, &code, REDIRECT).ok()["access_token"])
}

fn permissions(play: &mut Play, token: &str) -> Value {
    play.get("/me/permissions", &[("access_token", token)]).ok()["data"].clone()
}

fn happy_but(from: &str, to: &str) -> Play {
    let changed = HAPPY.replacen(from, to, 1);
    assert_ne!(changed, HAPPY);
    Play::start(Scenario::parse("changed", &changed).unwrap())
}

#[test]
fn the_page_says_what_is_asked_and_loads_nothing() {
    let mut play = Play::of("happy");
    let page = dialog(&mut play, &[("scope", "pages_show_list,instagram_basic")]).page();
    for words in [
        "<h1>Harbour Poster asks for access</h1>",
        "You are logged in as Alex Example.",
        "<li>pages_show_list</li>\n<li>instagram_basic</li>",
        "<li>All current and future Pages</li>",
        "Afterwards you go to http://localhost:4242/callback",
        "<button name=\"simulate\" value=\"continue\">Continue</button>",
        "<button name=\"simulate\" value=\"cancel\">Cancel</button>",
        "<form method=\"post\">",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    for loaded in ["<script", "<link", "<img", "src=", "href=", "@import"] {
        assert!(!page.contains(loaded), "{loaded}");
    }
}

#[test]
fn continue_brings_a_code_that_is_bound_to_the_redirect_and_to_what_was_granted() {
    let mut play = Play::of("happy");
    let back = dialog(
        &mut play,
        &[
            ("scope", "pages_show_list pages_read_engagement"),
            ("simulate", "continue"),
        ],
    )
    .redirect();
    assert_eq!(back.fragment(), Some("_=_"));
    assert_eq!(in_query(&back, "state"), Some("a b".to_owned()));
    let code = in_query(&back, "code").unwrap();
    assert_eq!(redeem(&mut play, &code, HTTPS).code(), (100, 36008));
    let token = text(&redeem(&mut play, &code, REDIRECT).ok()["access_token"]);
    assert_eq!(redeem(&mut play, &code, REDIRECT).code(), (100, 36009));
    let granted = json!([
        {"permission": "pages_show_list", "status": "granted"},
        {"permission": "pages_read_engagement", "status": "granted"},
        {"permission": "public_profile", "status": "granted"},
    ]);
    assert_eq!(permissions(&mut play, &token), granted);
    let list = play.get("/me/accounts", &[("access_token", &token)]).ok();
    assert_eq!(
        list["data"].as_array().unwrap().len(),
        2,
        "the Page in the portfolio is not listed"
    );
}

#[test]
fn the_buttons_of_the_page_are_a_form_to_the_same_address() {
    let mut play = Play::of("happy");
    let (id, _) = play.pair(0);
    let query = encoded(&[
        ("client_id", &id),
        ("redirect_uri", "https://a.example/?b=1"),
        ("state", "s"),
    ]);
    let path = format!("/dialog/oauth?{query}");
    let back = play.post_at(FACEBOOK, &path, &[("simulate", "continue")]);
    let address = back.header("location").unwrap();
    assert!(
        address.starts_with("https://a.example/?b=1&code=AQ") && address.ends_with("&state=s#_=_"),
        "{address}"
    );
    let back = play.post_at(FACEBOOK, &path, &[("simulate", "cancel")]);
    let cancelled = "https://a.example/?b=1&error=access_denied&error_code=200&error_description=Permissions+error&error_reason=user_denied&state=s#_=_";
    assert_eq!(back.header("location"), Some(cancelled));
}

#[test]
fn a_token_can_come_in_the_fragment_with_what_was_granted() {
    let mut play = Play::happy_with("[dialog]\ndeclines = [\"email\"]\n");
    let more = [
        ("response_type", "token,granted_scopes"),
        ("scope", "pages_show_list,email"),
        ("simulate", "continue"),
    ];
    let back = dialog(&mut play, &more).redirect();
    assert_eq!(back.query(), None);
    let fragment = back.fragment().unwrap();
    let pairs: Vec<_> = url::form_urlencoded::parse(fragment.as_bytes()).into_owned().collect();
    let value = |name: &str| {
        pairs
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.clone())
    };
    assert_eq!(
        value("granted_scopes").as_deref(),
        Some("pages_show_list,public_profile")
    );
    assert_eq!(value("denied_scopes").as_deref(), Some("email"));
    assert_eq!((value("state").as_deref(), value("code")), (Some("a b"), None));
    let (short, long) = (value("access_token").unwrap(), value("long_lived_token").unwrap());
    assert_eq!(play.inspect(&short).get("issued_at"), None);
    assert!(play.inspect(&long)["issued_at"].is_number());
}

#[test]
fn what_was_declined_is_asked_again_only_with_rerequest() {
    let mut play = Play::happy_with(&format!(
        "[dialog]\ndeclines = [\"pages_manage_posts\"]\npages = [\"{BAKERY}\"]\n"
    ));
    let scope = ("scope", "pages_show_list,pages_manage_posts");
    let page = dialog(&mut play, &[scope]).page();
    assert!(page.contains("<li>pages_manage_posts (not ticked)</li>"), "{page}");
    assert!(page.contains("<li>Harbour Bakery</li>"), "{page}");
    let token = log_in(&mut play, &[scope]);
    let declined = json!({"permission": "pages_manage_posts", "status": "declined"});
    assert!(permissions(&mut play, &token).as_array().unwrap().contains(&declined));
    let ticked = play.inspect(&token)["granular_scopes"][0].clone();
    assert_eq!(ticked, json!({"scope": "pages_show_list", "target_ids": [BAKERY]}));

    assert!(!dialog(&mut play, &[scope]).page().contains("pages_manage_posts"));
    let token = log_in(&mut play, &[scope]);
    assert!(permissions(&mut play, &token).as_array().unwrap().contains(&declined));

    let again = [scope, ("auth_type", "rerequest")];
    assert!(dialog(&mut play, &again).page().contains("<li>pages_manage_posts</li>"));
    let token = log_in(&mut play, &again);
    let granted = json!({"permission": "pages_manage_posts", "status": "granted"});
    assert!(permissions(&mut play, &token).as_array().unwrap().contains(&granted));
    assert_eq!(
        play.inspect(&token)["granular_scopes"][0],
        json!({"scope": "pages_show_list"})
    );
}

#[test]
fn a_saved_configuration_takes_the_place_of_the_scope() {
    let mut play = Play::of("happy");
    let page = dialog(&mut play, &[("config_id", "748291650384756"), ("scope", "email")]).page();
    assert!(
        page.contains("<li>pages_manage_posts</li>") && !page.contains("email"),
        "{page}"
    );
    let page = dialog(&mut play, &[("config_id", "1")]).page();
    assert!(page.contains("It looks like this app isn&#39;t available"), "{page}");
}

#[test]
fn each_full_page_error_has_its_cause() {
    let mut play = Play::of("happy");
    let mut shown = |more: &[(&str, &str)]| dialog(&mut play, more).page();
    for id in ["", "1", "1093847562019384"] {
        assert!(shown(&[("client_id", id)]).contains("Invalid App ID: The provided app ID"));
    }
    assert!(shown(&[("redirect_uri", "")]).contains("The parameter redirect_uri is required"));
    assert!(shown(&[("redirect_uri", "http://a.example/")]).contains("URL Blocked: This redirect failed"));
    let scopes = shown(&[("scope", "pages_show_list,manage_pages,pages_manage_read_engagement")]);
    assert!(
        scopes.contains("Invalid Scopes: manage_pages, pages_manage_read_engagement. This message"),
        "{scopes}"
    );

    let roles = "roles = [\"10229847561203984\"]";
    let causes = [
        ("roles = []", "App not active: This app is not currently accessible"),
        ("roles = []\nmode = \"live\"", "Harbour Poster asks for access"),
        (&format!("{roles}\nstate = \"blocked\""), "App not active: This app"),
        (
            &format!("{roles}\nredirects = []\nmode = \"live\""),
            "Can&#39;t Load URL: The domain",
        ),
        (
            &format!("{roles}\nredirects = [\"{HTTPS}\"]\nmode = \"live\""),
            "URL Blocked:",
        ),
        (
            &format!("{roles}\nredirects = [\"{HTTPS}\"]"),
            "Harbour Poster asks for access",
        ),
        (
            &format!("{roles}\nwithout_permissions = [\"email\"]"),
            "Invalid Scopes: email.",
        ),
    ];
    for (app, words) in causes {
        let page = dialog(&mut happy_but(roles, app), &[("scope", "email")]).page();
        assert!(page.contains(words), "{app}: {page}");
    }
    for (trouble, words) in [
        (
            "feature-unavailable",
            "Feature Unavailable: Facebook Login is currently unavailable",
        ),
        ("app-not-active", "App not active:"),
    ] {
        let mut play = Play::happy_with(&format!("[dialog]\ntrouble = \"{trouble}\"\n"));
        assert!(dialog(&mut play, &[]).page().contains(words), "{trouble}");
    }
}

#[test]
fn the_scenario_can_answer_in_the_persons_place() {
    let answered = |answer: &str| {
        let mut play = Play::happy_with(&format!("[dialog]\nanswer = \"{answer}\"\n"));
        dialog(&mut play, &[]).redirect()
    };
    assert!(in_query(&answered("continue"), "code").is_some());
    assert_eq!(
        in_query(&answered("cancel"), "error_reason").as_deref(),
        Some("user_denied")
    );
    let failed = answered("fail");
    assert_eq!(in_query(&failed, "error_code").as_deref(), Some("1349126"));
    assert!(
        in_query(&failed, "error_message")
            .unwrap()
            .starts_with("App not set up")
    );
    let mut play = Play::happy_with("[[faults]]\ncall = \"dialog\"\nanswer = { html = 502 }\n");
    assert_eq!(dialog(&mut play, &[]).status, 502);
}

#[test]
fn other_addresses_of_the_site_have_little_to_show() {
    let mut play = Play::of("happy");
    let page = play.get_at(FACEBOOK, "/connect/login_success.html", &[]);
    assert!(page.status == 200 && page.page().contains("<h1>Success</h1>"));
    for (host, path) in [
        (FACEBOOK, "/"),
        (FACEBOOK, "/settings"),
        (INSTAGRAM, "/"),
        (FACEBOOK, "/dialog"),
    ] {
        assert_eq!(play.get_at(host, path, &[]).status, 404, "{host}{path}");
    }
}
