//! The list of Pages, piece by piece.

use std::collections::BTreeSet;

use serde_json::json;

use crate::line::{PERSON, Play, text};

#[test]
fn many_pages_come_by_twenty_five_and_at_most_by_a_hundred() {
    let mut play = Play::of("many-pages");
    let token = play.token(0);
    for (limit, per_page, rounds) in [(None, 25, 11), (Some("100"), 100, 3), (Some("1000"), 100, 3)] {
        let mut seen = BTreeSet::new();
        let mut after = String::new();
        for round in 1..=rounds {
            let mut parameters = vec![("fields", "id"), ("summary", "1"), ("access_token", token.as_str())];
            parameters.extend(limit.map(|limit| ("limit", limit)));
            if !after.is_empty() {
                parameters.push(("after", &after));
            }
            let page = play.get("/me/accounts", &parameters).ok();
            let entries = page["data"].as_array().unwrap();
            assert!(entries.len() == per_page || round == rounds);
            seen.extend(entries.iter().map(|entry| text(&entry["id"])));
            assert_eq!(page["summary"], json!({"total_count": 260}));
            let paging = &page["paging"];
            assert_eq!(paging.get("next").is_some(), round < rounds);
            assert_eq!(paging.get("previous").is_some(), round > 1);
            if let Some(next) = paging.get("next") {
                let begin = format!("https://graph.facebook.com/v25.0/{PERSON}/accounts?access_token={token}&pretty=0");
                assert!(text(next).starts_with(&begin), "{next}");
            }
            after = text(&paging["cursors"]["after"]);
        }
        assert_eq!(seen.len(), 260);
    }
}

#[test]
fn a_bad_limit_or_cursor_is_refused_and_before_leads_back() {
    let mut play = Play::of("many-pages");
    let token = play.token(0);
    let mut list = |name: &str, value: &str| play.get("/me/accounts", &[(name, value), ("access_token", &token)]);
    for (name, value) in [("limit", "0"), ("limit", "many"), ("after", "elsewhere")] {
        assert_eq!(list(name, value).code(), (100, 0), "{name}={value}");
    }
    let first = list("limit", "25").ok();
    let second = list("after", &text(&first["paging"]["cursors"]["after"])).ok();
    let back = list("before", &text(&second["paging"]["cursors"]["before"])).ok();
    assert_eq!(back["data"], first["data"]);
}
