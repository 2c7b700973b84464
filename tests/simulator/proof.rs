//! Where a token may stand, and the proof of the secret.

use std::time::Duration;

use crate::line::{BAKERY, GRAPH, PERSON, Play, now, proof};

#[test]
fn a_token_is_taken_from_the_parameter_then_from_the_header() {
    let mut play = Play::of("happy");
    let token = play.token(0);
    let bearer = format!("Bearer {token}");
    let me = format!("{GRAPH}/v25.0/me");
    assert_eq!(
        play.line.ask("GET", &me, &[("Authorization", &bearer)], "").ok()["id"],
        PERSON
    );
    let both = format!("{me}?access_token=junk");
    assert_eq!(
        play.line.ask("GET", &both, &[("Authorization", &bearer)], "").code(),
        (190, 0)
    );
    let words = "An active access token must be used to query information about the current user.";
    let none = (400, 2500, 0, words.to_owned());
    assert_eq!(play.line.ask("GET", &me, &[], "").error(), none);
    assert_eq!(play.get("/me/accounts", &[("access_token", "")]).error(), none);
    assert_eq!(play.get(&format!("/{BAKERY}"), &[]).code(), (104, 0));
}

#[test]
fn a_proof_is_checked_when_it_is_there_and_demanded_where_the_app_says_so() {
    for (scenario, without) in [("happy", None), ("proof-required", Some((100, 0)))] {
        let mut play = Play::of(scenario);
        let token = play.token(0);
        let (_, secret) = play.pair(0);
        let bare = play.get("/me", &[("access_token", &token)]);
        assert_eq!((bare.status != 200).then(|| bare.code()), without);
        let right = proof(&secret, &token);
        assert_eq!(
            play.get("/me", &[("access_token", &token), ("appsecret_proof", &right)])
                .ok()["id"],
            PERSON
        );
        let wrong = play.get("/me", &[("access_token", &token), ("appsecret_proof", "00")]);
        assert_eq!(
            wrong.error(),
            (
                400,
                100,
                0,
                "Invalid appsecret_proof provided in the API argument".to_owned()
            )
        );
        assert_eq!(wrong.json()["error"]["type"], "GraphMethodException");
        let time = now().to_string();
        let timed = proof(&secret, &format!("{token}|{time}"));
        let parameters = [
            ("access_token", token.as_str()),
            ("appsecret_proof", &timed),
            ("appsecret_time", &time),
        ];
        assert_eq!(play.get("/me", &parameters).ok()["id"], PERSON);
        play.running.turn_clock(Duration::from_mins(20));
        assert_eq!(play.get("/me", &parameters).code(), (100, 0));
    }
}
