//! `debug_token`.

use serde_json::json;

use crate::line::Play;

#[test]
fn dead_and_unreadable_tokens_are_described_with_status_200() {
    let mut play = Play::of("expired");
    let old = play.token(0);
    let data = play.inspect(&old);
    assert_eq!(
        (&data["is_valid"], &data["app_id"]),
        (&json!(false), &json!("482915730264718"))
    );
    assert_eq!(
        (&data["error"]["code"], &data["error"]["subcode"]),
        (&json!(190), &json!(463))
    );
    assert_eq!(data["error"].as_object().unwrap().len(), 3);
    let expected = json!({
        "error": {"code": 190, "message": "Invalid OAuth access token - Cannot parse access token"},
        "is_valid": false,
        "scopes": [],
    });
    for junk in ["invalid-token", "IGAAabcdef"] {
        assert_eq!(play.inspect(junk), expected);
    }
}

#[test]
fn debug_token_refuses_a_missing_input_a_wrong_pair_and_another_app() {
    let mut play = Play::of("other-app");
    let (asker, other) = (play.app_token(0), play.token(0));
    let missing = (400, 100, 0, "(#100) The parameter input_token is required".to_owned());
    assert_eq!(play.get("/debug_token", &[("access_token", &asker)]).error(), missing);
    let signature = (400, 190, 0, "Invalid OAuth access token signature.".to_owned());
    for wrong in ["482915730264718|0123456789abcdef0123456789abcdef", "1|x", "abc|x"] {
        let refused = play.get("/debug_token", &[("input_token", &other), ("access_token", wrong)]);
        assert_eq!(refused.error(), signature);
    }
    let viewing = (
        400,
        100,
        0,
        "(#100) The App_id in the input_token did not match the Viewing App".to_owned(),
    );
    assert_eq!(
        play.get("/debug_token", &[("input_token", &other), ("access_token", &asker)])
            .error(),
        viewing
    );
    assert_eq!(play.get("/debug_token", &[("input_token", &other)]).code(), (104, 0));
}

#[test]
fn a_token_inspects_itself_only_when_its_owner_has_a_role_on_the_app() {
    let mut play = Play::of("happy");
    let token = play.token(0);
    let own = play
        .get("/debug_token", &[("input_token", &token), ("access_token", &token)])
        .ok();
    assert_eq!(own["data"]["is_valid"], true);
    let mut play = Play::of("no-role");
    let token = play.token(0);
    let refused = play
        .get("/debug_token", &[("input_token", &token), ("access_token", &token)])
        .error();
    let words =
        "(#100) You must provide an app access token, or a user access token that is an owner or developer of the app";
    assert_eq!(refused, (400, 100, 0, words.to_owned()));
    assert_eq!(play.inspect(&token)["is_valid"], true);
}

#[test]
fn debug_token_is_a_get_or_a_post_that_says_so() {
    let mut play = Play::of("happy");
    let (token, asker) = (play.token(0), play.app_token(0));
    let parameters = [("input_token", token.as_str()), ("access_token", asker.as_str())];
    assert_eq!(play.post("/debug_token", &parameters).code(), (100, 33));
    let overridden = [parameters[0], parameters[1], ("method", "get")];
    assert_eq!(play.post("/debug_token", &overridden).ok()["data"]["is_valid"], true);
}
