//! Which words explain which failure, and what goes with them.

use std::collections::BTreeSet;

use super::{
    recorded::{OF_INSTAGRAM, RECORDED},
    *,
};
use crate::{assets::explanations, graph_api::TlsFault};

fn now() -> Timestamp {
    "2026-11-22T12:00:00Z".parse().unwrap()
}

fn app() -> AppId {
    "1234567890".parse().unwrap()
}

fn refused(code: i64, subcode: Option<i64>, message: &str) -> Failure {
    Failure::Refused(Refusal {
        status: 400,
        code: Some(code),
        subcode,
        message: SafeText::new(message),
        ..Refusal::default()
    })
}

fn explained(failure: &Failure, place: Call) -> Trouble {
    explain(failure, place, &[], Some(&app()), now())
}

fn every_no_answer() -> Vec<NoAnswer> {
    let tls = [
        TlsFault::Expired,
        TlsFault::NotYetValid,
        TlsFault::WrongName,
        TlsFault::UnknownIssuer,
        TlsFault::BadCertificate,
        TlsFault::NotTls,
    ];
    let mut all = vec![
        NoAnswer::NameNotFound,
        NoAnswer::NoRoute,
        NoAnswer::ConnectionRefused,
        NoAnswer::ConnectTimedOut,
        NoAnswer::Proxy(SafeText::new("proxy.example:3128")),
        NoAnswer::NoReply,
        NoAnswer::CutOff,
        NoAnswer::Redirected(Some(SafeText::new("portal.example"))),
        NoAnswer::Redirected(None),
        NoAnswer::WebPage(200),
        NoAnswer::NotJson(200),
        NoAnswer::Unexpected("access_token"),
        NoAnswer::TooLarge,
        NoAnswer::Compressed,
        NoAnswer::Other("closed"),
    ];
    all.extend(tls.map(NoAnswer::Tls));
    all
}

#[test]
fn every_recorded_answer_finds_its_explanation() {
    for &(places, code, subcode, message, expected) in RECORDED {
        for &place in places {
            let trouble = explained(&refused(code, subcode, message), place);
            assert_eq!(trouble.id, expected, "{place:?} {code} {subcode:?} {message}");
        }
    }
}

#[test]
fn what_the_place_means_decides_only_where_code_and_message_do_not() {
    for (place, code, subcode, message, expected) in [
        (Call::Extend, 1, None, "words nobody has seen", "wrong-secret"),
        (Call::ListPages, 1, None, "words nobody has seen", "passing-fault"),
        (Call::Extend, 101, None, "words nobody has seen", "wrong-app-id"),
        (
            Call::InspectPage,
            100,
            None,
            "words nobody has seen",
            "no-right-to-inspect",
        ),
        (
            Call::InspectPage,
            100,
            None,
            "Invalid appsecret_proof provided",
            "proof-wrong",
        ),
        (Call::ListPages, 100, None, "words nobody has seen", "unknown"),
        (Call::ListPages, 190, Some(999), "words nobody has seen", "log-in-again"),
        (
            Call::ListPages,
            190,
            Some(463),
            "Cannot parse access token",
            "token-expired",
        ),
        (
            Call::ReadAsPage,
            299,
            None,
            "words nobody has seen",
            "permission-refused",
        ),
        (Call::ListPages, 80_014, None, "words nobody has seen", "call-limit"),
        (Call::ListPages, 80_015, None, "words nobody has seen", "unknown"),
    ] {
        let trouble = explained(&refused(code, subcode, message), place);
        assert_eq!(trouble.id, expected, "{place:?} {code} {subcode:?} {message}");
    }
}

#[test]
fn an_unknown_code_that_passes_is_repeated_and_one_that_does_not_is_not() {
    let refusal = Refusal {
        code: Some(999_999),
        is_transient: true,
        ..Refusal::default()
    };
    let passing = Failure::Refused(refusal.clone());
    assert_eq!(explained(&passing, Call::ListPages).id, "passing-fault");
    assert!(may_repeat(&passing, Call::ListPages));
    let lasting = Failure::Refused(Refusal {
        is_transient: false,
        ..refusal
    });
    assert_eq!(explained(&lasting, Call::ListPages).id, "unknown");
    assert!(!may_repeat(&lasting, Call::ListPages));
}

#[test]
fn what_is_unknown_shows_the_words_of_meta_and_the_trace() {
    let failure = Failure::Refused(Refusal {
        status: 403,
        code: Some(999_999),
        subcode: Some(7),
        kind: Some(SafeText::new("OAuthException")),
        message: SafeText::new("(#999999) Something new"),
        trace: Some(SafeText::new("AbC123")),
        ..Refusal::default()
    });
    let trouble = explained(&failure, Call::ListPages);
    assert_eq!(trouble.id, "unknown");
    assert_eq!(trouble.quote, Some(SafeText::new("(#999999) Something new")));
    assert_eq!(
        trouble.details,
        [
            ("Meta's code", SafeText::new("999999/7")),
            ("Meta's type", SafeText::new("OAuthException")),
            ("HTTP status", SafeText::new("403")),
            ("Meta's trace", SafeText::new("AbC123")),
        ]
    );
}

#[test]
fn words_meant_for_people_are_quoted_before_the_message_and_empty_ones_are_not() {
    let quoted = |title: &str, message: &str| {
        let failure = Failure::Refused(Refusal {
            code: Some(999_999),
            message: SafeText::new("for programs"),
            user_title: Some(SafeText::new(title)),
            user_message: Some(SafeText::new(message)),
            ..Refusal::default()
        });
        explained(&failure, Call::ListPages).quote
    };
    assert_eq!(
        quoted("Blocked", "Try later"),
        Some(SafeText::new("Blocked: Try later"))
    );
    assert_eq!(quoted("", "Try later"), Some(SafeText::new("Try later")));
    assert_eq!(quoted("Blocked", ""), Some(SafeText::new("Blocked: for programs")));
    assert_eq!(quoted("", ""), Some(SafeText::new("for programs")));
    assert_eq!(explained(&refused(190, Some(463), "Session"), Call::Extend).quote, None);
    assert_eq!(
        explained(&Failure::Refused(Refusal::default()), Call::Extend).quote,
        None
    );
}

#[test]
fn a_wrong_secret_leads_to_the_secret_and_never_to_another_try() {
    let failure = refused(1, None, "Error validating client secret.");
    let trouble = explained(&failure, Call::Extend);
    assert_eq!(trouble.ways.first(), Some(&Way::Edit(Field::AppSecret)));
    assert!(!trouble.ways.contains(&Way::Retry));
    assert!(trouble.ways.contains(&Way::Open(Link::AppSettings(Some(app())))));
    assert!(!may_repeat(&failure, Call::Extend));
}

#[test]
fn a_permission_without_force_leads_to_a_role_and_not_to_another_login() {
    let trouble = named("not-in-force", &[], Some(&app()));
    assert_eq!(
        trouble.ways,
        [
            Way::Open(Link::AppRoles(Some(app()))),
            Way::Open(Link::RoleRequests),
            Way::Retry,
            Way::Menu
        ]
    );
}

#[test]
fn a_limit_waits_as_long_as_meta_says_or_its_usual_time_and_never_over_an_hour() {
    let limited = |code, wait: Option<SignedDuration>| {
        let failure = Failure::Refused(Refusal {
            code: Some(code),
            wait,
            ..Refusal::default()
        });
        assert!(!may_repeat(&failure, Call::ListPages));
        let trouble = explained(&failure, Call::ListPages);
        let minutes = trouble.wait_until.unwrap().duration_since(now()).as_mins();
        assert!(
            trouble.remedy.contains(&format!(
                "about {minutes} minute{},",
                if minutes == 1 { "" } else { "s" }
            )),
            "{}",
            trouble.remedy
        );
        minutes
    };
    assert_eq!(limited(4, None), 15);
    assert_eq!(limited(17, None), 60);
    assert_eq!(limited(80_004, Some(SignedDuration::from_mins(27))), 27);
    assert_eq!(limited(80_004, Some(SignedDuration::from_mins(1))), 1);
    assert_eq!(limited(4, Some(SignedDuration::ZERO)), 15);
    assert_eq!(limited(4, Some(SignedDuration::from_mins(-3))), 15);
    assert_eq!(limited(32, Some(SignedDuration::from_hours(87_600))), 60);
}

#[test]
fn nothing_is_waited_for_where_waiting_does_not_help() {
    let failure = Failure::Refused(Refusal {
        code: Some(190),
        subcode: Some(463),
        wait: Some(SignedDuration::from_mins(5)),
        ..Refusal::default()
    });
    assert_eq!(explained(&failure, Call::Extend).wait_until, None);
}

#[test]
fn what_happens_at_instagram_is_not_explained_with_pages_of_facebook() {
    let answered = RECORDED.iter().flat_map(|(places, code, subcode, message, _)| {
        places.iter().map(|place| (*place, refused(*code, *subcode, message)))
    });
    let unanswered = OF_INSTAGRAM.iter().flat_map(|place| {
        every_no_answer()
            .into_iter()
            .map(|no_answer| (*place, Failure::NoAnswer(no_answer)))
    });
    for (place, failure) in answered
        .chain(unanswered)
        .filter(|(place, _)| OF_INSTAGRAM.contains(place))
    {
        let Trouble {
            id,
            headline,
            cause,
            remedy,
            ways,
            ..
        } = explained(&failure, place);
        for words in [headline, cause, remedy] {
            assert!(
                !words.contains("Facebook") && !words.contains("Explorer"),
                "{id}: {words}"
            );
        }
        for way in ways {
            assert!(
                !matches!(
                    way,
                    Way::Open(Link::Explorer | Link::Facebook | Link::BusinessIntegrations | Link::LoginSettings(_))
                ),
                "{id}: {way:?}"
            );
        }
    }
}

#[test]
fn after_a_login_no_words_send_anybody_to_the_graph_api_explorer() {
    let of_the_explorer = [
        "Explorer",
        "Access Token box",
        "Add a Permission",
        "User or Page",
        "under Meta App",
    ];
    let words = [("new_token", "Sign in with the browser once more".to_owned())];
    let mut changed = 0_usize;
    for entry in explanations() {
        let (here, there) = (named(&entry.id, &words, None), named(&entry.id, &[], None));
        for (text, pasted) in [
            (here.headline, there.headline),
            (here.cause, there.cause),
            (here.remedy, there.remedy),
        ] {
            assert!(!of_the_explorer.iter().any(|words| text.contains(words)), "{text}");
            changed = changed.saturating_add(usize::from(pasted.contains("Explorer")));
        }
    }
    // Where the Explorer is the way, it is named.
    assert!(changed > 15, "{changed}");
}

#[test]
fn what_works_once_is_not_tried_again_but_signed_in_for_again() {
    let failures = every_no_answer().into_iter().map(Failure::NoAnswer).chain([
        refused(2, None, ""),
        refused(4, None, ""),
        refused(999_999, None, ""),
    ]);
    for failure in failures {
        for place in [Call::RedeemCode, Call::RedeemInstagramCode] {
            let trouble = explained(&failure, place);
            let was_never_sent = matches!(&failure, Failure::NoAnswer(no_answer) if no_answer.was_never_sent());
            // What never left works as well as before.
            assert_eq!(trouble.ways.contains(&Way::Retry), was_never_sent, "{}", trouble.id);
            assert_eq!(
                trouble.ways.contains(&Way::SignInAgain),
                !was_never_sent,
                "{}",
                trouble.id
            );
            assert!(!may_repeat(&failure, place));
            assert!(!trouble.remedy.contains("asking twice"), "{}", trouble.remedy);
        }
        assert!(explained(&failure, Call::ListPages).ways.contains(&Way::Retry));
    }
}

#[test]
fn an_answer_that_was_lost_may_have_cost_the_code_and_one_that_was_never_sent_for_has_not() {
    let id = |no_answer, place| explained(&Failure::NoAnswer(no_answer), place).id;
    for place in [Call::RedeemCode, Call::RedeemInstagramCode] {
        for lost in [
            NoAnswer::NoReply,
            NoAnswer::CutOff,
            NoAnswer::NotJson(200),
            NoAnswer::NotJson(500),
            NoAnswer::WebPage(502),
            NoAnswer::Unexpected("access_token"),
            NoAnswer::TooLarge,
            NoAnswer::Compressed,
        ] {
            assert_eq!(id(lost.clone(), place), "code-may-be-spent", "{lost:?}");
        }
        for never_sent in [NoAnswer::NameNotFound, NoAnswer::NoRoute, NoAnswer::ConnectTimedOut] {
            assert_eq!(id(never_sent.clone(), place), never_sent.name());
        }
        assert_eq!(id(NoAnswer::WebPage(200), place), "web-page");
    }
    assert_eq!(id(NoAnswer::NoReply, Call::Extend), "no-reply");
}

#[test]
fn what_a_login_comes_back_with_is_told_apart() {
    let came_back = |code, message: &str, place| {
        let failure = Failure::Refused(Refusal {
            status: 302,
            code,
            message: SafeText::new(message),
            ..Refusal::default()
        });
        explained(&failure, place)
    };
    let facebook = [
        (Some(191), "", "return-address-unlisted"),
        (Some(1_349_125), "", "login-permission-unknown"),
        (
            Some(1_349_126),
            "App not set up: This app is still in development mode",
            "login-role-missing",
        ),
        (Some(100), "Invalid Scopes: manage_pages", "login-permission-unknown"),
        (Some(100), "words nobody has seen", "login-failed"),
        (Some(200), "Permissions error", "login-denied"),
        (Some(2), "Something went wrong", "code-may-be-spent"),
        (None, "server_error", "login-failed"),
    ];
    for (code, message, expected) in facebook {
        assert_eq!(came_back(code, message, Call::RedeemCode).id, expected, "{message}");
    }
    for (message, expected) in [
        ("Invalid platform app", "meta-app-id"),
        ("Invalid redirect_uri", "instagram-return-address-unlisted"),
        ("words nobody has seen", "login-failed"),
    ] {
        let trouble = came_back(None, message, Call::RedeemInstagramCode);
        assert_eq!(trouble.id, expected, "{message}");
        assert!(
            trouble.ways.contains(&Way::SignInAgain) || expected == "meta-app-id",
            "{:?}",
            trouble.ways
        );
    }
    let quoted = came_back(None, "words nobody has seen", Call::RedeemCode).quote;
    assert_eq!(quoted, Some(SafeText::new("words nobody has seen")));
    // A code 200 that is no answer of the dialog is about something else.
    assert_eq!(
        explained(&refused(200, None, ""), Call::RedeemCode).id,
        "permission-refused"
    );
}

#[test]
fn a_page_that_is_missed_can_be_asked_for_by_its_number_after_the_best_way() {
    for id in ["no-pages", "no-pages-with-portfolios", "list-cut-short", "page-missing"] {
        let ways = named(id, &[], None).ways;
        assert_eq!(ways.get(1), Some(&Way::TypePageId), "{id}");
    }
}

#[test]
fn the_redirect_address_stands_in_the_words_about_it() {
    let words = [("redirect", "https://shop.example/back/".to_owned())];
    for id in [
        "return-address-differs",
        "return-address-unlisted",
        "instagram-return-address-unlisted",
    ] {
        let trouble = named(id, &words, None);
        assert!(
            trouble.cause.contains("https://shop.example/back/ "),
            "{}",
            trouble.cause
        );
    }
}

#[test]
fn every_fault_below_an_answer_has_its_own_words() {
    let mut causes = BTreeSet::new();
    for no_answer in every_no_answer() {
        let trouble = explained(&Failure::NoAnswer(no_answer.clone()), Call::Extend);
        assert_eq!(trouble.id, no_answer.name());
        assert!(trouble.ways.contains(&Way::Retry), "{}", trouble.id);
        assert!(causes.insert(trouble.cause), "{}", trouble.id);
    }
}

#[test]
fn what_may_pass_is_what_is_repeated() {
    let servers = [
        NoAnswer::WebPage(502),
        NoAnswer::NotJson(503),
        NoAnswer::WebPage(404),
        NoAnswer::WebPage(429),
    ];
    for no_answer in every_no_answer().into_iter().chain(servers) {
        let may_pass = no_answer.may_pass();
        assert_eq!(
            may_repeat(&Failure::NoAnswer(no_answer.clone()), Call::ListPages),
            may_pass,
            "{no_answer:?}"
        );
    }
    let portal = Failure::NoAnswer(NoAnswer::WebPage(511));
    assert!(!may_repeat(&portal, Call::ListPages));
}

#[test]
fn a_status_tells_a_fault_of_the_servers_and_a_limit_from_a_portal() {
    for (no_answer, expected) in [
        (NoAnswer::WebPage(200), "web-page"),
        (NoAnswer::WebPage(403), "web-page"),
        (NoAnswer::WebPage(429), "call-limit"),
        (NoAnswer::WebPage(502), "server-fault"),
        (NoAnswer::WebPage(511), "web-page"),
        (NoAnswer::NotJson(500), "server-fault"),
        (NoAnswer::NotJson(400), "not-json"),
    ] {
        assert_eq!(explained(&Failure::NoAnswer(no_answer), Call::Extend).id, expected);
    }
}

#[test]
fn what_a_failure_knows_is_named_in_its_words() {
    let cause = |no_answer| explained(&Failure::NoAnswer(no_answer), Call::Extend).cause;
    assert!(cause(NoAnswer::Proxy(SafeText::new("proxy.example:3128"))).contains("proxy.example:3128"));
    assert!(cause(NoAnswer::Redirected(Some(SafeText::new("portal.example")))).contains("portal.example"));
    assert!(cause(NoAnswer::Redirected(None)).contains("another address"));
    assert!(cause(NoAnswer::NameNotFound).contains("graph.facebook.com"));
    let details = explained(&Failure::NoAnswer(NoAnswer::Unexpected("access_token")), Call::Extend).details;
    assert!(
        details.contains(&("Missing", SafeText::new("access_token"))),
        "{details:?}"
    );
}

#[test]
fn what_the_wizard_knows_stands_in_the_texts() {
    let words = [
        ("token_app", "Bakery (42)".to_owned()),
        ("app", "Florist (43)".to_owned()),
        ("end", "on 22 Nov 2026 at 18:30".to_owned()),
        ("permissions", "pages_show_list".to_owned()),
    ];
    let trouble = named("other-app", &words, None);
    assert!(trouble.cause.contains("Bakery (42)") && trouble.cause.contains("Florist (43)"));
    assert!(
        named("page-token-short", &words, None)
            .cause
            .contains("ends on 22 Nov 2026 at 18:30")
    );
    assert!(
        named("missing-permissions", &words, None)
            .cause
            .contains("pages_show_list")
    );
    assert!(named("wrong-app-id", &[], Some(&app())).cause.contains("1234567890"));
}

#[test]
fn every_finding_of_our_own_has_its_words() {
    for id in [
        "app-token-pasted",
        "expiry-unknown",
        "instagram-is-personal",
        "instagram-token-short",
        "instagram-unread",
        "list-cut-short",
        "log-in-again",
        "login-denied",
        "missing-permissions",
        "no-instagram-account",
        "no-pages",
        "no-pages-with-portfolios",
        "no-usable-pages",
        "not-in-force",
        "other-app",
        "page-missing",
        "page-token-belongs-elsewhere",
        "page-token-for-user",
        "page-token-invalid",
        "page-token-not-renewable",
        "page-token-short",
        "page-token-short-all-the-same",
        "page-unusable-no-token",
        "page-unusable-not-ticked",
        "page-unusable-two-factor",
        "page-without-instagram",
        "permissions-not-on-token",
        "permissions-not-on-user-token",
        "still-short",
        "token-ends-soon",
        "token-not-renewable",
        "token-past-renewal",
        "unknown",
        "user-token-invalid",
        "wrong-secret-for-token",
    ] {
        assert_eq!(named(id, &[], None).id, id);
    }
    assert_eq!(named("nobody wrote this", &[], None).id, "unknown");
}

#[test]
fn a_greyed_page_always_has_a_short_reason() {
    for (failure, expected) in [
        (refused(100, Some(33), ""), "Not ticked when the token was made"),
        (refused(190, Some(492), ""), "No role, or no two-factor login"),
        (
            refused(190, None, "belongs to a Page that is not accessible"),
            "Unpublished, restricted or deleted",
        ),
        (refused(101, None, ""), "Meta gave no token for it"),
        (Failure::NoAnswer(NoAnswer::CutOff), "The connection broke off"),
    ] {
        assert_eq!(short_reason(&failure, Call::FetchPageToken), expected);
    }
}
