//! The journey `instagram`: a Page token that reaches an Instagram account, and the links between the two.

use crate::{
    meta::{INSTAGRAM_ID, Meta, PAGE as PAGE_ID, PAGE_TOKEN, SECRET, answer, refusal},
    walker::Walker,
};
use evertoken::{
    graph_api::Request,
    journey::{Field, INSTAGRAM, INSTAGRAM_LOGIN},
    wizard::{
        effect::{Copyable, Link},
        event::Event,
        trouble::Way,
        view::{Body, InstagramLink, PageState, Tone},
    },
};
use serde_json::{Value, json};

fn asks_for_instagram(request: &Request) -> bool {
    let fields = request.query.iter().find(|(name, _)| *name == "fields");
    fields.is_some_and(|(_, fields)| fields.expose().contains("instagram"))
}

/// A Page with an Instagram account as the list names it.
fn page(id: &str, account: &Value) -> Value {
    let mut page = json!({"id": id, "name": format!("Page {id}"), "access_token": PAGE_TOKEN});
    if let (Some(page), Some(account)) = (page.as_object_mut(), account.as_object()) {
        page.extend(account.clone());
    }
    page
}

fn pick(walker: &mut Walker) -> &mut Walker {
    walker.give(Event::Pick(PAGE_ID.parse().unwrap()))
}

#[test]
fn the_proof_reads_the_instagram_account_and_the_outcome_shows_the_whole_chain() {
    let meta = Meta::default();
    let mut walker = Walker::new();
    walker.walk_from_explorer(&INSTAGRAM, &meta);
    let before = walker.sent.len();
    pick(&mut walker).answer_all(&meta);
    assert_eq!(walker.screen(), "proved");
    assert_eq!(
        walker.sent[before..],
        ["/debug_token", "/me", &format!("/{INSTAGRAM_ID}")],
        "the list has named the account already"
    );
    let view = walker.view();
    let Body::Outcome(outcome) = view.body else {
        panic!("{view:?}")
    };
    let chain: Vec<_> = outcome
        .chain
        .iter()
        .map(|link| (link.label, link.name.as_str(), link.holds))
        .collect();
    assert_eq!(
        chain,
        [
            ("App", "My Poster (701234567890123)", true),
            ("Page", "Harbour Bakery (103456789012345)", true),
            ("Instagram", "@harbourbakery (17841405822304914)", true),
        ]
    );
    assert_eq!(
        outcome.sentence,
        "Meta says so, and Harbour Bakery (103456789012345) and @harbourbakery (17841405822304914) answered to it just now."
    );
}

#[test]
fn without_the_read_of_the_instagram_account_it_is_not_proved() {
    let meta = Meta::default();
    let mut walker = Walker::new();
    walker.walk_from_explorer(&INSTAGRAM, &meta);
    pick(&mut walker).answer_with(|request| {
        if request.path.ends_with(INSTAGRAM_ID) {
            return refusal(10, None, "(#10) Application does not have permission for this action");
        }
        meta.reply(request)
    });
    assert_eq!(walker.screen(), "trouble instagram-not-in-force");
}

#[test]
fn what_is_copied_under_names_is_exactly_what_the_other_program_reads() {
    let meta = Meta::default();
    let mut walker = Walker::new();
    walker.walk_from_explorer(&INSTAGRAM, &meta);
    pick(&mut walker).answer_all(&meta);
    let [agoras, variables] = INSTAGRAM.names else {
        panic!("{:?}", INSTAGRAM.names)
    };
    assert_eq!(
        walker.copy(Copyable::Named(agoras)),
        Some(format!(
            "--instagram-access-token {PAGE_TOKEN} --instagram-object-id {PAGE_ID}"
        ))
    );
    assert_eq!(
        walker.copy(Copyable::Named(variables)),
        Some(format!(
            "INSTAGRAM_ACCESS_TOKEN={PAGE_TOKEN}\nINSTAGRAM_USER_ID={INSTAGRAM_ID}"
        ))
    );
    let named: Vec<_> = walker
        .facts()
        .into_iter()
        .filter(|(_, value)| value.contains("nstagram-") || value.contains(" = "))
        .collect();
    assert_eq!(
        named,
        [
            (
                "For Agoras",
                "--instagram-access-token token, --instagram-object-id Page ID".to_owned()
            ),
            (
                "As variables",
                "INSTAGRAM_ACCESS_TOKEN = token, INSTAGRAM_USER_ID = Instagram ID".to_owned()
            ),
        ]
    );
}

#[test]
fn each_page_says_what_keeps_it_from_reaching_an_account() {
    let meta = Meta {
        pages: vec![
            page(
                "301",
                &json!({"instagram_business_account": {"id": "11", "username": "a"}}),
            ),
            page(
                "302",
                &json!({"connected_instagram_account": {"id": "12", "username": "b"}}),
            ),
            page("303", &json!({})),
            page("304", &json!({"instagram_business_account": {"id": "14"}})),
        ],
        ..Meta::default()
    };
    let mut walker = Walker::new();
    walker.walk_from_explorer(&INSTAGRAM, &meta);
    let view = walker.view();
    let Body::Choice(choice) = view.body else {
        panic!("{view:?}")
    };
    assert_eq!(choice.chain_from, Some("My Poster"));
    let lines: Vec<_> = choice
        .pages
        .iter()
        .map(|line| (line.instagram.clone(), line.state.clone()))
        .collect();
    let unusable = |why: &str| PageState::Unusable(why.to_owned());
    assert_eq!(
        lines,
        [
            (InstagramLink::Professional("@a".to_owned()), PageState::Ready),
            (
                InstagramLink::Personal("@b".to_owned()),
                unusable("its Instagram account is a personal one")
            ),
            (InstagramLink::Missing, unusable("no Instagram account is linked to it")),
            (InstagramLink::Professional("14".to_owned()), PageState::Ready),
        ]
    );
}

#[test]
fn a_list_without_instagram_accounts_still_lets_a_page_be_chosen_and_the_page_is_asked() {
    for code in [10, 100, 200, 283] {
        let meta = Meta::default();
        let mut walker = Walker::new();
        walker
            .begin(&INSTAGRAM, 0)
            .fill(Field::Token, crate::meta::SHORT)
            .answer_all(&meta)
            .fill(Field::AppSecret, SECRET)
            .give(Event::Next)
            .answer_with(|request| {
                if request.path.ends_with("/me/accounts") && asks_for_instagram(request) {
                    return refusal(code, None, "(#10) not this");
                }
                let mut plain = meta.clone();
                plain.pages = vec![page(PAGE_ID, &json!({}))];
                plain.reply(request)
            });
        let view = walker.view();
        let Body::Choice(choice) = view.body else {
            panic!("{code}: {view:?}")
        };
        assert_eq!(
            (&choice.pages[0].instagram, &choice.pages[0].state),
            (&InstagramLink::NotAsked, &PageState::Ready)
        );
        let before = walker.sent.len();
        pick(&mut walker).answer_all(&meta);
        assert_eq!(walker.screen(), "proved", "{code}");
        assert_eq!(
            walker.sent[before..],
            [
                "/debug_token",
                "/me",
                &format!("/{PAGE_ID}"),
                &format!("/{INSTAGRAM_ID}")
            ]
        );
    }
}

#[test]
fn a_pasted_page_token_finds_its_instagram_account_through_the_page() {
    let meta = Meta {
        pasted_kind: "PAGE",
        pasted_ends: 0,
        ..Meta::default()
    };
    let mut walker = Walker::new();
    walker
        .begin(&INSTAGRAM, 0)
        .fill(Field::Token, PAGE_TOKEN)
        .answer_all(&meta)
        .fill(Field::AppSecret, SECRET)
        .give(Event::Next)
        .answer_all(&meta);
    assert_eq!(walker.screen(), "proved");
    assert!(walker.sent.contains(&format!("/{PAGE_ID}")) && !walker.sent.contains(&"/me/accounts".to_owned()));
    assert_eq!(walker.fact("Instagram ID").as_deref(), Some(INSTAGRAM_ID));
}

#[test]
fn a_page_token_whose_page_reaches_no_account_says_which_link_is_missing() {
    for (linked, id) in [
        (json!({"id": PAGE_ID}), "page-without-instagram"),
        (
            json!({"id": PAGE_ID, "connected_instagram_account": {"id": "12", "username": "b"}}),
            "instagram-is-personal",
        ),
    ] {
        let meta = Meta {
            pasted_kind: "PAGE",
            pasted_ends: 0,
            ..Meta::default()
        };
        let mut walker = Walker::new();
        walker
            .begin(&INSTAGRAM, 0)
            .fill(Field::Token, PAGE_TOKEN)
            .answer_all(&meta)
            .fill(Field::AppSecret, SECRET)
            .give(Event::Next)
            .answer_with(|request| {
                if request.path.ends_with(PAGE_ID) {
                    return answer(200, &linked);
                }
                meta.reply(request)
            });
        assert_eq!(walker.screen(), format!("trouble {id}"));
        let ways = walker.ways();
        assert!(
            ways.contains(&Way::Retry) && !ways.contains(&Way::OtherPage),
            "{ways:?}"
        );
        walker.give(Event::Take(Way::Retry)).answer_all(&meta);
        assert_eq!(walker.screen(), "proved", "once the account is linked");
    }
}

#[test]
fn a_page_without_an_account_offers_the_way_without_a_page() {
    let meta = Meta {
        pasted_kind: "PAGE",
        pasted_ends: 0,
        ..Meta::default()
    };
    let mut walker = Walker::new();
    walker
        .begin(&INSTAGRAM, 0)
        .fill(Field::Token, PAGE_TOKEN)
        .answer_all(&meta)
        .fill(Field::AppSecret, SECRET)
        .give(Event::Next)
        .answer_with(|request| {
            if request.path.ends_with(PAGE_ID) {
                return answer(200, &json!({"id": PAGE_ID}));
            }
            meta.reply(request)
        });
    assert_eq!(
        walker.ways(),
        [
            Way::Open(Link::Facebook),
            Way::Retry,
            Way::Begin(&INSTAGRAM_LOGIN),
            Way::GoOn,
            Way::Menu
        ]
    );
    // The token is there all the same, and is not called proved.
    walker.give(Event::Take(Way::GoOn));
    assert_eq!(walker.screen(), "not done yet");
    assert!(walker.fact("Page token").is_some());
    walker.give(Event::Take(Way::Begin(&INSTAGRAM_LOGIN)));
    assert_eq!(walker.screen(), "guide");
    assert_eq!(walker.view().rail.unwrap().title, "Instagram without a Facebook Page");
}

#[test]
fn a_proof_without_a_required_permission_is_not_done() {
    let meta = Meta {
        scopes: vec!["pages_show_list", "pages_read_engagement"],
        ..Meta::default()
    };
    let mut walker = Walker::new();
    walker.walk_from_explorer(&INSTAGRAM, &meta);
    assert_eq!(walker.screen(), "trouble missing-permissions");
    walker.give(Event::Take(Way::GoOn)).answer_all(&meta);
    pick(&mut walker).answer_all(&meta);
    assert_eq!(walker.screen(), "not done yet");
    assert!(
        walker
            .checks()
            .contains(&(Tone::Bad, "It lacks instagram_basic".to_owned())),
        "{:?}",
        walker.checks()
    );
}
