//! The switches for questions nobody outside Meta can answer, and the rarer corners of permissions and faults.

use std::time::Duration;

use evertoken::simulator::Scenario;
use serde_json::json;

use crate::line::{BAKERY, BAKERY_INSTAGRAM, GRAPH, HAPPY, PERSON, Play, is_about, now, text};

fn with(switches: &str) -> Play {
    Play::happy_with(&format!("[switches]\n{switches}\n"))
}

fn happy_but(from: &str, to: &str, addition: &str) -> Play {
    let changed = HAPPY.replacen(from, to, 1);
    assert_ne!(changed, HAPPY);
    Play::start(Scenario::parse("changed", &format!("{changed}\n{addition}")).unwrap())
}

#[test]
fn a_page_token_has_the_persons_data_access_end_or_none() {
    for (switch, expected) in [("false", now() + 90 * 86_400), ("true", 0)] {
        let mut play = with(&format!("page_tokens_have_no_data_access_end = {switch}"));
        let token = play.token(0);
        let page = play.page_token(&token, BAKERY);
        assert!(
            is_about(&play.inspect(&page)["data_access_expires_at"], expected),
            "{switch}"
        );
    }
}

#[test]
fn instagram_reads_may_go_on_after_the_data_access_end() {
    let old = "ends = \"1h 20m\"\ndata_access_ends = \"-1d\"";
    for (switch, status) in [("true", 400), ("false", 200)] {
        let switches = format!("[switches]\ninstagram_stops_with_data_access = {switch}\n");
        let mut play = happy_but("ends = \"1h 20m\"", old, &switches);
        let token = play.token(0);
        let read = play.get(&format!("/{BAKERY_INSTAGRAM}"), &[("access_token", &token)]);
        assert_eq!(read.status, status, "{switch}");
        let limit = format!("/{BAKERY_INSTAGRAM}/content_publishing_limit");
        assert_eq!(play.get(&limit, &[("access_token", &token)]).status, status, "{switch}");
        assert_eq!(play.get("/me", &[("access_token", &token)]).status, 200);
    }
}

#[test]
fn the_oauth_scheme_of_old_is_taken_only_where_it_says_so() {
    for (switch, status) in [("true", 200), ("false", 400)] {
        let mut play = with(&format!("takes_oauth_scheme = {switch}"));
        let header = format!("OAuth {}", play.token(0));
        let reply = play
            .line
            .ask("GET", &format!("{GRAPH}/me"), &[("Authorization", &header)], "");
        assert_eq!(reply.status, status, "{switch}");
    }
}

#[test]
fn a_secret_reset_may_kill_the_tokens_made_before_it() {
    for (switch, expected) in [("false", None), ("true", Some(452))] {
        let reset = "secret_was_reset = true\ninstagram_app_id";
        let older = format!(
            "[switches]\nsecret_reset_kills_user_tokens = {switch}\n[[tokens]]\nname = \"older\"\nkind = \"user\"\ngrant = \"everything\"\nends = \"1h\"\nage = \"20m\"\n"
        );
        let tokens = HAPPY.replacen("tokens = [{ whole", "tokens = [{ whole = \"older\" }, { whole", 1);
        let file = format!("{}\n{older}", tokens.replacen("instagram_app_id", reset, 1));
        let mut play = Play::start(Scenario::parse("reset", &file).unwrap());
        let (old, fresh) = (play.token(0), play.token(1));
        let subcode = play.inspect(&old)["error"]["subcode"].as_i64();
        assert_eq!(subcode, expected);
        assert_eq!(play.inspect(&fresh)["is_valid"], true);
    }
}

#[test]
fn a_limit_above_the_most_is_capped_or_refused() {
    let mut play = with("most_pages = 2");
    let token = play.token(0);
    let list = play
        .get("/me/accounts", &[("limit", "100"), ("access_token", &token)])
        .ok();
    assert_eq!(list["data"].as_array().unwrap().len(), 2);
    let mut play = with("most_pages = 2\nabove_most_pages = \"refused\"");
    let token = play.token(0);
    let words = "Please reduce the amount of data you're asking for, then retry your request";
    let refused = play.get("/me/accounts", &[("limit", "3"), ("access_token", &token)]);
    assert_eq!(refused.error(), (500, 1, 0, words.to_owned()));
    for limit in ["2", "1"] {
        play.get("/me/accounts", &[("limit", limit), ("access_token", &token)])
            .ok();
    }
    play.get("/me/accounts", &[("access_token", &token)]).ok();
}

#[test]
fn an_instagram_field_without_its_permission_is_left_out_or_refused() {
    for (switch, status) in [("left-out", 200), ("refused", 400)] {
        let switches = format!("[switches]\ninstagram_field_unpermitted = \"{switch}\"\n");
        let mut play = happy_but("  \"instagram_basic\",\n", "", &switches);
        let token = play.token(0);
        let fields = [
            ("fields", "id,instagram_business_account"),
            ("access_token", token.as_str()),
        ];
        let list = play.get("/me/accounts", &fields);
        assert_eq!(list.status, status);
        match status {
            200 => assert_eq!(list.json()["data"][0], json!({"id": BAKERY})),
            _ => assert_eq!(list.code(), (10, 0)),
        }
    }
}

#[test]
fn removing_the_app_kills_that_login_by_458_and_the_persons_others_by_466() {
    let second = "[[grants]]\nname = \"second\"\nperson = \"10229847561203984\"\napp = \"482915730264718\"\ngranted = []\n[[tokens]]\nname = \"second\"\nkind = \"user\"\ngrant = \"second\"\nends = \"1h\"\n";
    let mut play = happy_but("tokens = [{ whole", "tokens = [{ whole = \"second\" }, { whole", second);
    let (other, token) = (play.token(0), play.token(1));
    let address = format!("{GRAPH}/v25.0/{PERSON}/permissions?access_token={token}");
    assert_eq!(
        play.line.ask("DELETE", &address, &[], "").ok(),
        json!({"success": true})
    );
    assert_eq!(play.get("/me", &[("access_token", &token)]).code(), (190, 458));
    assert_eq!(play.get("/me", &[("access_token", &other)]).code(), (190, 466));
}

#[test]
fn every_kind_of_dead_token_has_its_subcode() {
    for (death, code) in [
        ("app-removed", (190, 458)),
        ("checkpoint", (190, 459)),
        ("password-changed", (190, 460)),
        ("unconfirmed", (190, 464)),
        ("revoked", (190, 466)),
        ("logged-out", (190, 467)),
        ("session-changed", (190, 452)),
        ("role-lost", (190, 492)),
        ("data-access-over", (190, 493)),
    ] {
        let dead = format!("ends = \"1h 20m\"\ndead = \"{death}\"");
        let mut play = happy_but("ends = \"1h 20m\"", &dead, "");
        let token = play.token(0);
        assert_eq!(play.get("/me", &[("access_token", &token)]).code(), code, "{death}");
        assert_eq!(play.inspect(&token)["error"]["subcode"], code.1, "{death}");
    }
}

#[test]
fn an_app_that_is_blocked_deleted_or_native_is_refused_in_its_words() {
    let blocked = (200, "API access blocked.");
    let deleted = (101, "Error validating application. Application has been deleted.");
    for (setting, of_person, of_app) in [
        ("state = \"blocked\"", Some(blocked), blocked),
        ("state = \"deleted\"", Some(deleted), deleted),
        ("is_native = true", None, (190, "Invalid OAuth access token signature.")),
    ] {
        let mut play = happy_but("instagram_app_id", &format!("{setting}\ninstagram_app_id"), "");
        let (token, asker) = (play.token(0), play.app_token(0));
        let mut met = |path: &str, token: &str| {
            let reply = play.get(path, &[("input_token", token), ("access_token", token)]);
            (reply.status != 200)
                .then(|| reply.error())
                .map(|(_, code, _, words)| (code, words))
        };
        let owned = |(code, words): (i64, &str)| (code, words.to_owned());
        assert_eq!(met("/me", &token), of_person.map(owned), "{setting}");
        assert_eq!(met("/debug_token", &asker), Some(owned(of_app)), "{setting}");
        let exchanged = play.exchange(0, &token);
        assert_eq!(exchanged.status == 200, of_person.is_none(), "{setting}");
    }
}

#[test]
fn a_system_user_of_a_business_integration_names_its_portfolio() {
    let system = "kind = \"system-user\"";
    let person = "name = \"Alex Example\"\nclient_business = \"203847561029384\"";
    let file = HAPPY
        .replacen("kind = \"user\"", system, 1)
        .replacen("name = \"Alex Example\"", person, 1);
    let mut play = Play::start(Scenario::parse("integration", &file).unwrap());
    let token = play.token(0);
    let me = play
        .get("/me", &[("fields", "client_business_id"), ("access_token", &token)])
        .ok();
    assert_eq!(me, json!({"client_business_id": "203847561029384", "id": PERSON}));
    let mut play = Play::of("happy");
    let token = play.token(0);
    let refused = play.get("/me", &[("fields", "client_business_id"), ("access_token", &token)]);
    assert_eq!(refused.code(), (100, 0));
}

#[test]
fn a_random_fault_befalls_some_requests_and_not_others() {
    let mut play = Play::happy_with(
        "[[faults]]\ncall = \"me\"\none_in = 2\nanswer.graph-error = { code = 2, status = 500, message = \"x\", transient = true }\n",
    );
    let token = play.token(0);
    let mut statuses = std::collections::BTreeSet::new();
    for _ in 0..200 {
        statuses.insert(play.get("/me", &[("access_token", &token)]).status);
    }
    assert_eq!(statuses.into_iter().collect::<Vec<_>>(), [200, 500]);
}

#[test]
fn instagram_hosts_have_faults_in_their_own_shapes() {
    let mut play = Play::happy_with(
        "[[faults]]\ncall = \"instagram-code\"\ntimes = 1\nanswer = { instagram-error = \"Try later\" }\n[[faults]]\ncall = \"instagram-refresh\"\ntimes = 1\nanswer.graph-error = { code = 4, status = 403, message = \"(#4) Application request limit reached\" }\n",
    );
    let refused = play.post_at("api.instagram.com", "/oauth/access_token", &[]);
    assert_eq!(
        (refused.status, text(&refused.json()["error_message"])),
        (400, "Try later".to_owned())
    );
    assert_eq!(
        play.get_at("graph.instagram.com", "/refresh_access_token", &[]).code(),
        (4, 0)
    );
    assert_eq!(
        play.get_at("graph.instagram.com", "/refresh_access_token", &[]).code(),
        (100, 0)
    );
    play.running.turn_clock(Duration::from_hours(1));
}

#[test]
fn scenario_files_name_only_what_they_describe_in_logins_too() {
    for addition in [
        "[dialog]\nperson = \"1\"",
        "[dialog]\npages = [\"1\"]",
        "[instagram_dialog]\naccount = \"nobody\"",
        "[page_list]\nrepeats = [\"1\"]",
        "[[codes]]\nname = \"x\"",
        "[[codes]]\nname = \"x\"\ngrant = \"nothing\"",
        "[[codes]]\nname = \"x\"\naccount = \"nobody\"",
        "[[instagram_tokens]]\nname = \"x\"\naccount = \"nobody\"\nends = \"1h\"",
        "[switches]\ncolour = \"red\"",
        "[device]\nanswer = \"perhaps\"",
    ] {
        assert!(
            Scenario::parse("broken", &format!("{HAPPY}\n{addition}\n")).is_err(),
            "{addition}"
        );
    }
    for samples in [
        "check_tokens = [{ whole = \"lost\" }]",
        "instagram_tokens = [{ whole = \"lost\" }]",
        "instagram_app_secrets = [{ of = \"1\" }]",
        "facebook_codes = [\"lost\"]",
        "instagram_codes = [\"lost\"]",
    ] {
        let file = HAPPY.replacen("[samples]", &format!("[samples]\n{samples}"), 1);
        assert!(Scenario::parse("broken", &file).is_err(), "{samples}");
    }
}
