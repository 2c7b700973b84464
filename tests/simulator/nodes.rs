//! Nodes and edges of graph.facebook.com.

use serde_json::json;

use crate::line::{BAKERY, BAKERY_INSTAGRAM, BOOKS, BUSINESS, GRAPH, MARKET, PERSON, Play, names, text};

#[test]
fn fields_come_in_the_order_they_were_wished_for_and_unknown_ones_are_refused() {
    let mut play = Play::of("happy");
    let token = play.token(0);
    let mut me = |fields: &str| play.get("/me", &[("fields", fields), ("access_token", &token)]);
    assert_eq!(
        me("id,name").text(),
        format!("{{\"id\":\"{PERSON}\",\"name\":\"Alex Example\"}}")
    );
    assert_eq!(
        me("name").text(),
        format!("{{\"name\":\"Alex Example\",\"id\":\"{PERSON}\"}}")
    );
    assert_eq!(
        me("").text(),
        format!("{{\"name\":\"Alex Example\",\"id\":\"{PERSON}\"}}")
    );
    let unknown = (
        400,
        100,
        0,
        "(#100) Tried accessing nonexisting field (shoe_size) on node type (User)".to_owned(),
    );
    assert_eq!(me("id,shoe_size").error(), unknown);
    assert_eq!(me("id{").code(), (2500, 0));
}

#[test]
fn a_page_tells_its_instagram_account_and_braces_reach_into_it() {
    let mut play = Play::of("happy");
    let token = play.token(0);
    let mut node =
        |id: &str, fields: &str| play.get(&format!("/{id}"), &[("fields", fields), ("access_token", &token)]);
    assert_eq!(
        node(BAKERY, "instagram_business_account{username,id},name").text(),
        format!(
            "{{\"instagram_business_account\":{{\"username\":\"harbour.bakery\",\"id\":\"{BAKERY_INSTAGRAM}\"}},\"name\":\"Harbour Bakery\",\"id\":\"{BAKERY}\"}}"
        )
    );
    assert_eq!(node(BOOKS, "instagram_business_account").ok(), json!({"id": BOOKS}));
    let account = json!({"id": BAKERY_INSTAGRAM, "username": "harbour.bakery"});
    assert_eq!(node(BAKERY_INSTAGRAM, "id,username").ok(), account);
    let unknown = "(#100) Tried accessing nonexisting field (account_type) on node type (IGUser)";
    assert_eq!(node(BAKERY_INSTAGRAM, "account_type").error().3, unknown);
    assert_eq!(node("999", "id").code(), (100, 33));
    let alias = "(#803) Some of the aliases you requested do not exist: harbourbakery";
    assert_eq!(node("harbourbakery", "id").error(), (404, 803, 0, alias.to_owned()));
    let limit = play
        .get(
            &format!("/{BAKERY_INSTAGRAM}/content_publishing_limit"),
            &[("access_token", &token)],
        )
        .ok();
    assert_eq!(limit["data"][0]["quota_usage"], 0);
}

#[test]
fn the_app_node_proves_that_an_id_and_a_secret_belong_together() {
    let mut play = Play::of("happy");
    let (asker, token) = (play.app_token(0), play.token(0));
    let id = "482915730264718";
    let named = play
        .get(&format!("/{id}"), &[("fields", "name"), ("access_token", &asker)])
        .ok();
    assert_eq!(named, json!({"name": "Harbour Poster", "id": id}));
    assert_eq!(play.get("/app", &[("access_token", &token)]).ok()["id"], id);
    let wrong = format!("{id}|0123456789abcdef0123456789abcdef");
    let refused = play.get(&format!("/{id}"), &[("fields", "name"), ("access_token", &wrong)]);
    assert_eq!(
        refused.error(),
        (400, 190, 0, "Invalid OAuth access token signature.".to_owned())
    );
    let challenge = "OAuth \"Facebook Platform\" \"invalid_token\" \"Invalid OAuth access token signature.\"";
    assert_eq!(refused.header("www-authenticate"), Some(challenge));
    assert_eq!(play.get("/me", &[("access_token", &asker)]).code(), (2500, 0));
}

#[test]
fn a_page_token_is_told_that_a_page_has_no_accounts() {
    let mut play = Play::of("happy");
    let token = play.token(0);
    let page = play.page_token(&token, BAKERY);
    let words = "(#100) Tried accessing nonexisting field (accounts) on node type (Page)";
    assert_eq!(
        play.get("/me/accounts", &[("access_token", &page)]).error(),
        (400, 100, 0, words.to_owned())
    );
    assert_eq!(
        play.get(&format!("/{MARKET}"), &[("access_token", &page)]).code(),
        (100, 0)
    );
    assert_eq!(play.page_token(&page, BAKERY), page);
}

#[test]
fn portfolios_and_their_pages_are_listed_with_business_management_only() {
    let mut play = Play::of("happy");
    let token = play.token(0);
    let with = [("fields", "id,name,access_token"), ("access_token", token.as_str())];
    let portfolios = json!([{"id": BUSINESS, "name": "Lisbon Evenings"}]);
    assert_eq!(play.get("/me/businesses", &with[1..]).ok()["data"], portfolios);
    let owned = play.get(&format!("/{BUSINESS}/owned_pages"), &with).ok();
    assert_eq!(names(&owned), ["Night Market Lisbon"]);
    assert!(text(&owned["data"][0]["access_token"]).starts_with("EAA"));
    assert_eq!(
        play.get(&format!("/{BUSINESS}/client_pages"), &with).ok(),
        json!({"data": []})
    );
    let mut play = Play::of("no-pages");
    let token = play.token(0);
    let refused = play.get("/me/businesses", &[("access_token", &token)]).error();
    assert_eq!(refused, (400, 100, 0, "(#100) Missing Permission".to_owned()));
}

#[test]
fn permissions_are_listed_filtered_and_taken_back_with_every_token() {
    let mut play = Play::of("declined-permission");
    let token = play.token(0);
    let page = play.page_token(&token, BAKERY);
    let declined = play
        .get("/me/permissions", &[("status", "declined"), ("access_token", &token)])
        .ok();
    let expected = json!([
        {"permission": "pages_manage_posts", "status": "declined"},
        {"permission": "instagram_content_publish", "status": "declined"},
    ]);
    assert_eq!(declined["data"], expected);
    let one = play
        .get(
            "/me/permissions",
            &[("permission", "public_profile"), ("access_token", &token)],
        )
        .ok();
    assert_eq!(
        one["data"],
        json!([{"permission": "public_profile", "status": "granted"}])
    );
    let address = |path: &str| format!("{GRAPH}/v25.0{path}?access_token={token}");
    let success = json!({"success": true});
    assert_eq!(
        play.line
            .ask("DELETE", &address("/me/permissions/read_insights"), &[], "")
            .ok(),
        success
    );
    assert!(
        !play.inspect(&token)["scopes"]
            .as_array()
            .unwrap()
            .contains(&json!("read_insights"))
    );
    assert_eq!(
        play.line.ask("DELETE", &address("/me/permissions"), &[], "").ok(),
        success
    );
    let words = "Error validating access token: The user has not authorized application 482915730264718.";
    assert_eq!(
        play.get("/me", &[("access_token", &page)]).error(),
        (400, 190, 458, words.to_owned())
    );
}
