//! What a walk with Instagram Login meets in each of its scenarios, first with the first samples, then with the last.

use evertoken::simulator::Scenario;
use serde_json::Value;

use crate::line::{Play, Reply};

/// What a walk meets: the words of a refusal, or what came of the call.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Met {
    Refused(String),
    Hour,
    /// Sixty days from now.
    SixtyDays,
    /// A success that moves no end.
    Unmoved,
    Read,
}

use Met::{Hour, Read, SixtyDays, Unmoved};

fn refused(words: &str) -> Met {
    Met::Refused(words.to_owned())
}

/// The code for a token, that token exchanged; the pasted token exchanged, refreshed, and read with.
#[derive(Debug, PartialEq, Eq)]
struct Walk {
    code: Met,
    /// Of the token the code gave, if it gave one.
    code_exchanged: Option<Met>,
    exchanged: Met,
    refreshed: Met,
    read: Met,
}

const SESSION_KEY: &str = "Session key invalid. This could be because the session key has an incorrect format, or because the user has revoked this session";
const NO_READ: &str = "Unsupported request - method type: get";
const GONE: &str = "Matching code was not found or was already used";
const DIFFERS: &str = "Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request";

/// Where nothing is wrong: a token that is long already is refreshed, not exchanged.
fn good() -> Walk {
    Walk {
        code: Hour,
        code_exchanged: Some(SixtyDays),
        exchanged: refused(SESSION_KEY),
        refreshed: SixtyDays,
        read: Read,
    }
}

fn met(reply: &Reply, success: Met) -> Met {
    if reply.status == 200 {
        return success;
    }
    let answer = reply.json();
    let words = answer["error_message"]
        .as_str()
        .or(answer["error"]["message"].as_str())
        .unwrap();
    let words = words.split(" on ").next().unwrap();
    refused(words)
}

fn life(reply: &Reply) -> Met {
    let success = if reply.status == 200 && reply.json()["expires_in"] == 5_183_944 {
        SixtyDays
    } else {
        Unmoved
    };
    met(reply, success)
}

fn at(values: &[String], place: usize) -> String {
    values[place.min(values.len() - 1)].clone()
}

/// Walks with the samples at this place, or the last ones.
fn walk(play: &mut Play, place: usize) -> Walk {
    let host = "graph.instagram.com";
    let samples = play.running.samples().clone();
    let (id, secret) = (
        at(&samples.instagram_app_ids, place),
        at(&samples.instagram_app_secrets, place),
    );
    let fields = [
        ("client_id", id.as_str()),
        ("client_secret", &secret),
        ("grant_type", "authorization_code"),
        ("redirect_uri", &samples.redirect_address),
        ("code", &at(&samples.instagram_codes, place)),
    ];
    let answer = play.post_at("api.instagram.com", "/oauth/access_token", &fields);
    let code = met(&answer, Hour);
    let mut exchange = |token: &str| {
        let parameters = [
            ("grant_type", "ig_exchange_token"),
            ("client_secret", secret.as_str()),
            ("access_token", token),
        ];
        life(&play.get_at(host, "/access_token", &parameters))
    };
    let given = answer.json();
    let given = [&given["access_token"], &given["data"][0]["access_token"]];
    let code_exchanged = given.into_iter().find_map(Value::as_str).map(&mut exchange);
    let token = at(&samples.instagram_tokens, place);
    let exchanged = exchange(&token);
    let refresh = [("grant_type", "ig_refresh_token"), ("access_token", token.as_str())];
    let refreshed = life(&play.get_at(host, "/refresh_access_token", &refresh));
    let read = [("fields", "user_id,username"), ("access_token", token.as_str())];
    Walk {
        code,
        code_exchanged,
        exchanged,
        refreshed,
        read: met(&play.get_at(host, "/v25.0/me", &read), Read),
    }
}

/// How each scenario begins; `good` where nothing differs.
fn beginning(name: &str) -> Walk {
    let ended = refused("Error validating access token: Session has expired");
    let of_code = |words: &str| Walk {
        code: refused(words),
        code_exchanged: None,
        ..good()
    };
    match name {
        "instagram-expired" => Walk {
            exchanged: ended.clone(),
            refreshed: ended.clone(),
            read: ended,
            ..good()
        },
        "instagram-code-spent" => of_code(GONE),
        "instagram-redirect-mismatch" => of_code(DIFFERS),
        "instagram-wrong-app-id" => Walk {
            exchanged: refused("Error validating client secret."),
            ..of_code("Invalid platform app")
        },
        "instagram-wrong-secret" => Walk {
            exchanged: refused("Error validating client secret."),
            ..of_code("Invalid Client Secret")
        },
        "instagram-dashboard-exchanged" => good(),
        _ => end(name),
    }
}

/// How each scenario ends.
fn end(name: &str) -> Walk {
    let short = Walk {
        exchanged: SixtyDays,
        refreshed: refused(SESSION_KEY),
        ..good()
    };
    match name {
        "instagram-dashboard-token" | "instagram-refresh-early" => Walk {
            refreshed: Unmoved,
            ..good()
        },
        "instagram-refresh-refused" => Walk {
            refreshed: refused(
                "Error validating access token: The access token can only be refreshed when it is at least 24 hours old.",
            ),
            ..good()
        },
        "instagram-no-tester-role" => Walk {
            read: refused(NO_READ),
            ..good()
        },
        "instagram-login-refused" => Walk {
            code: refused("Insufficient developer role"),
            code_exchanged: None,
            read: refused(NO_READ),
            ..good()
        },
        "instagram-short-token" | "instagram-dashboard-exchanged" => short,
        _ => good(),
    }
}

#[test]
fn every_instagram_scenario_begins_with_its_trouble_and_ends_as_it_says() {
    let names: Vec<_> = Scenario::all().map(|scenario| scenario.name).collect();
    let names = names
        .iter()
        .filter(|name| name.starts_with("instagram-") || **name == "happy");
    let mut walked = 0;
    for name in names {
        assert_eq!(walk(&mut Play::of(name), 0), beginning(name), "{name}");
        assert_eq!(walk(&mut Play::of(name), 9), end(name), "{name}");
        walked += 1;
    }
    assert!(walked > 18, "{walked}");
}
