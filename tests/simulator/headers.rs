//! Versions, paths and headers.

use crate::line::{GRAPH, Play, text};

#[test]
fn an_old_version_is_served_by_a_usable_one_and_the_header_says_so() {
    let mut play = Play::of("happy");
    let token = play.token(0);
    let newest = play
        .line
        .ask("GET", &format!("{GRAPH}/v26.0/me?access_token={token}"), &[], "");
    assert_eq!(
        (newest.status, newest.header("facebook-api-version")),
        (200, Some("v26.0"))
    );
    for version in ["/v2.3", "/v19.0", ""] {
        let reply = play
            .line
            .ask("GET", &format!("{GRAPH}{version}/me?access_token={token}"), &[], "");
        assert_eq!(reply.status, 200);
        let served = reply.header("facebook-api-version").unwrap();
        let major: u16 = served.trim_start_matches('v').trim_end_matches(".0").parse().unwrap();
        assert!((21..=26).contains(&major), "{served}");
    }
    let unknown = [
        (GRAPH, "/v99.0/me"),
        (GRAPH, "/v24/me"),
        (GRAPH, "/"),
        (GRAPH, "/v25.0/me/nothing"),
        ("/graph.instagram.com", "/v25.0/me/nothing"),
        ("/graph.instagram.com", "/"),
        ("/elsewhere.example", "/me"),
        ("/api.instagram.com", "/oauth/access_token"),
    ];
    for (host, path) in unknown {
        let reply = play
            .line
            .ask("GET", &format!("{host}{path}?access_token={token}"), &[], "");
        assert_eq!(
            reply.error(),
            (400, 2500, 0, format!("Unknown path components: {path}"))
        );
    }
}

#[test]
fn a_head_request_is_answered_without_a_body_and_the_connection_stays() {
    let mut play = Play::of("happy");
    let token = play.token(0);
    let challenge = "OAuth \"Facebook Platform\" \"invalid_token\" \"Unknown path components: /\"";
    for host in [GRAPH, "/graph.instagram.com"] {
        let reply = play.line.ask("HEAD", &format!("{host}/"), &[], "");
        assert_eq!((reply.status, reply.header("www-authenticate")), (400, Some(challenge)));
    }
    assert_eq!(play.get("/me", &[("access_token", &token)]).status, 200);
    let connections: Vec<_> = play.running.log().iter().map(|exchange| exchange.connection).collect();
    assert_eq!(connections, [1, 1, 1]);
}

#[test]
fn answers_carry_the_headers_of_the_service() {
    let mut play = Play::of("happy");
    let token = play.token(0);
    let reply = play.get("/me", &[("access_token", &token)]);
    assert_eq!(reply.header("content-type"), Some("application/json; charset=UTF-8"));
    assert_eq!(reply.header("facebook-api-version"), Some("v25.0"));
    assert_eq!(reply.header("x-fb-trace-id").map(str::len), Some(11));
    assert_eq!(reply.header("x-fb-request-id").map(str::len), Some(23));
    assert_eq!(reply.header("etag").map(str::len), Some(42));
    assert!(reply.header("date").unwrap().ends_with(" GMT"));
    assert_eq!(reply.header("x-app-usage"), None);
    let refused = play.get("/me", &[]);
    assert_eq!(refused.header("cache-control"), Some("no-store"));
    let trace = text(&refused.json()["error"]["fbtrace_id"]);
    assert!(trace.starts_with('A') && trace.len() == 23);
}
