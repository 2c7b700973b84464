//! Every scenario, walked along the happy road: how it begins and how it ends.

use crate::line::{Play, Reply, proof};
use crate::scenarios::NAMES;

type Refused = Option<(i64, i64)>;

/// What a walk along the happy road meets, step by step; `None` where a step is not refused.
#[derive(Debug, Default, PartialEq, Eq)]
struct Walk {
    pair: Refused,
    own_look: Refused,
    /// Subcode of the error inside the answer of `debug_token`.
    dead: Option<i64>,
    exchange: Refused,
    list: Refused,
    pages: usize,
    without_token: usize,
    page_never_expires: bool,
    live_read: Refused,
}

fn refusal(reply: &Reply) -> Refused {
    reply.json().get("error").map(|_| reply.code())
}

/// Walks with the samples at these places, or the last ones, proving the secret where a person's or Page's token is used.
fn walk(play: &mut Play, pair: usize, token: usize) -> Walk {
    let mut walk = Walk::default();
    let (app, secret) = play.pair(pair);
    let token = play.token(token.min(play.running.samples().tokens.len() - 1));
    let asker = format!("{app}|{secret}");
    let proved = |token: &str| {
        [
            ("access_token", token.to_owned()),
            ("appsecret_proof", proof(&secret, token)),
        ]
    };
    let mut ask = |path: &str, more: &[(&str, &str)], token: &str| {
        let proved = proved(token);
        let known = proved.iter().map(|(name, value)| (*name, value.as_str()));
        play.get(path, &more.iter().copied().chain(known).collect::<Vec<_>>())
    };
    walk.own_look = refusal(&ask("/debug_token", &[("input_token", &token)], &token));
    walk.pair = refusal(&play.get(&format!("/{app}"), &[("access_token", &asker)]));
    let looked = play
        .get("/debug_token", &[("input_token", &token), ("access_token", &asker)])
        .json();
    walk.dead = looked["data"]["error"]["subcode"].as_i64();
    let exchanged = play.exchange(pair, &token);
    walk.exchange = refusal(&exchanged);
    let long = exchanged.json()["access_token"].as_str().map_or(token, str::to_owned);
    let mut ask = |path: &str, more: &[(&str, &str)], token: &str| {
        let proved = proved(token);
        let known = proved.iter().map(|(name, value)| (*name, value.as_str()));
        play.get(path, &more.iter().copied().chain(known).collect::<Vec<_>>())
    };
    let list = ask("/me/accounts", &[("limit", "100")], &long);
    walk.list = refusal(&list);
    let list = list.json();
    let entries = list["data"].as_array().cloned().unwrap_or_default();
    walk.pages = entries.len();
    walk.without_token = entries
        .iter()
        .filter(|entry| entry.get("access_token").is_none())
        .count();
    if let Some(page) = entries.iter().find_map(|entry| entry["access_token"].as_str()) {
        walk.live_read = refusal(&ask("/me", &[("fields", "id,name")], page));
        let looked = play
            .get("/debug_token", &[("input_token", page), ("access_token", &asker)])
            .json();
        walk.page_never_expires = looked["data"]["expires_at"] == 0;
    }
    walk
}

fn good_walk() -> Walk {
    Walk {
        pages: 3,
        page_never_expires: true,
        ..Walk::default()
    }
}

/// How each scenario without passing faults begins.
fn beginning(name: &str) -> Option<Walk> {
    let dead = |subcode: i64| Walk {
        own_look: Some((190, subcode)),
        dead: Some(subcode),
        exchange: Some((190, subcode)),
        list: Some((190, subcode)),
        ..Walk::default()
    };
    // A wrong secret also makes a wrong proof.
    let wrong_pair = |code: i64| Walk {
        pair: Some((190, 0)),
        own_look: Some((100, 0)),
        exchange: Some((code, 0)),
        list: Some((100, 0)),
        ..Walk::default()
    };
    Some(match name {
        "wrong-secret" | "secret-reset" => wrong_pair(1),
        "wrong-app-id" => Walk {
            pair: Some((190, 0)),
            own_look: Some((100, 0)),
            exchange: Some((101, 0)),
            pages: 3,
            ..Walk::default()
        },
        "instagram-app-id" => wrong_pair(101),
        "other-app" => Walk {
            own_look: Some((100, 0)),
            exchange: Some((100, 0)),
            list: Some((100, 0)),
            ..Walk::default()
        },
        "expired" | "renew-expired" => dead(463),
        "token-echoed" | "instagram-token-pasted" => Walk {
            own_look: Some((190, 0)),
            exchange: Some((190, 0)),
            list: Some((190, 0)),
            ..Walk::default()
        },
        "app-token-pasted" => Walk {
            exchange: Some((190, 0)),
            list: Some((2500, 0)),
            ..Walk::default()
        },
        "password-changed" => dead(460),
        "checkpoint" => dead(459),
        "missing-permission" => Walk {
            live_read: Some((100, 0)),
            ..good_walk()
        },
        "no-pages" | "portfolio-pages-hidden" => Walk::default(),
        "page-not-ticked" => Walk {
            pages: 1,
            ..good_walk()
        },
        "two-factor-page" => Walk {
            pages: 1,
            without_token: 1,
            ..Walk::default()
        },
        "short-page-token" => Walk {
            page_never_expires: false,
            ..good_walk()
        },
        "granted-not-in-force" => Walk {
            own_look: Some((100, 0)),
            live_read: Some((100, 0)),
            ..good_walk()
        },
        "hostile-names" => Walk {
            pages: 20,
            ..good_walk()
        },
        "page-token-pasted" => Walk {
            list: Some((100, 0)),
            ..Walk::default()
        },
        "transient-then-fine" | "rate-limited" | "html-502" | "no-answer" => return None,
        _ => end(name),
    })
}

/// How each scenario ends with its last samples.
fn end(name: &str) -> Walk {
    match name {
        "many-pages" | "ten-thousand-pages" => Walk {
            pages: 100,
            ..good_walk()
        },
        "twenty-seven-pages" | "endless-cursor" => Walk {
            pages: 25,
            ..good_walk()
        },
        "repeated-pages" => Walk {
            pages: 5,
            ..good_walk()
        },
        "several-instagram-accounts" => Walk {
            pages: 4,
            ..good_walk()
        },
        "two-factor-page" => Walk {
            pages: 1,
            ..good_walk()
        },
        "portfolio-pages-only" | "pages-by-target-ids" => Walk::default(),
        "page-without-token" => Walk {
            without_token: 1,
            ..good_walk()
        },
        "no-role" | "wrong-app-id" | "instagram-app-id" => Walk {
            own_look: Some((100, 0)),
            ..good_walk()
        },
        _ => good_walk(),
    }
}

#[test]
fn every_scenario_begins_with_its_trouble() {
    for name in NAMES {
        if let Some(expected) = beginning(name) {
            assert_eq!(walk(&mut Play::of(name), 0, 0), expected, "{name}");
        }
    }
}

#[test]
fn the_cure_in_the_later_samples_ends_every_scenario_well() {
    let without_cure = [
        "transient-then-fine",
        "rate-limited",
        "html-502",
        "no-answer",
        "page-token-pasted",
        "hostile-names",
    ];
    for name in NAMES.iter().filter(|name| !without_cure.contains(name)) {
        assert_eq!(walk(&mut Play::of(name), 9, 9), end(name), "{name}");
    }
}
