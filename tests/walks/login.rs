//! Logins in a browser: the address, what comes back, and what becomes of a code.

use crate::{
    meta::{APP, CODE, Meta, REDIRECT, SECRET, refusal},
    walker::Walker,
};
use evertoken::{
    graph_api::{NoAnswer, Request},
    journey::{Field, INSTAGRAM, Journey, PAGE, USER},
    wizard::{
        effect::{Copyable, Effect, Ticket},
        event::{Event, Listening},
        trouble::Way,
        view::{Body, Tone},
    },
};

/// The address at which a browser ends that came back to this machine.
fn landing(rest: &str) -> String {
    format!("http://localhost:40000/?{rest}")
}

/// A login of this journey that waits for its browser.
fn waiting(journey: &'static Journey) -> Walker {
    let mut walker = Walker::new();
    walker.go_to_sign_in(journey).listen("first-state", Some(40_000));
    walker
}

/// The login comes back with its code.
fn redeem(walker: &mut Walker) -> &mut Walker {
    let ticket = walker.login();
    walker.land(ticket, &landing(&format!("code={CODE}&state=first-state#_=_")))
}

fn carries_code(request: &Request) -> bool {
    request.secrets().any(|secret| secret == CODE)
}

fn stopped(walker: &Walker) -> Vec<Ticket> {
    let stopped = walker.others.iter().filter_map(|effect| match effect {
        Effect::StopListening(ticket) => Some(*ticket),
        _ => None,
    });
    stopped.collect()
}

#[test]
fn the_address_is_there_once_the_state_is_and_asks_for_exactly_the_journeys_permissions() {
    for journey in [&PAGE, &INSTAGRAM, &USER] {
        let mut walker = Walker::new();
        walker.go_to_sign_in(journey);
        assert_eq!(walker.login_address(), None, "{}", journey.name);
        walker.listen("first-state", Some(40_000));
        let scope: Vec<&str> = journey.permissions().collect();
        assert_eq!(
            walker.login_address().unwrap(),
            format!(
                "https://www.facebook.com/v25.0/dialog/oauth?client_id={APP}&redirect_uri=http%3A%2F%2Flocalhost%3A40000%2F\
                 &state=first-state&response_type=code&scope={}",
                scope.join("%2C")
            )
        );
    }
    let mut walker = Walker::new();
    walker.go_to_instagram_sign_in();
    assert_eq!(walker.login_address(), None);
    walker.listen("first-state", None);
    assert_eq!(
        walker.login_address().unwrap(),
        "https://www.instagram.com/oauth/authorize?client_id=801234567890123\
         &redirect_uri=https%3A%2F%2Fwww.example.com%2Fcallback%2F&response_type=code\
         &scope=instagram_business_basic%2Cinstagram_business_content_publish%2Cinstagram_business_manage_comments\
         %2Cinstagram_business_manage_messages%2Cinstagram_business_manage_insights&state=first-state"
    );
}

#[test]
fn an_address_is_for_phones_but_where_their_browser_would_have_to_come_back_to_this_machine() {
    let is_for_phones = |walker: &mut Walker| {
        let link = match walker.view().body {
            Body::Guide(guide) => guide.link,
            Body::Form(form) => form.prelude.unwrap().link.unwrap(),
            _ => panic!("{}", walker.screen()),
        };
        walker.give(Event::ShowBare(Copyable::Link(link)));
        match walker.others.last() {
            Some(Effect::ShowPlain(shown)) => shown.is_for_phones,
            other => panic!("{other:?}"),
        }
    };
    let mut walker = Walker::new();
    assert!(is_for_phones(walker.give(Event::Choose(&PAGE))));
    assert!(!is_for_phones(&mut waiting(&PAGE)));
    let mut walker = Walker::new();
    walker.go_to_sign_in(&PAGE).listen("first-state", None);
    assert!(is_for_phones(&mut walker), "nobody waits here: the address is pasted");
}

#[test]
fn each_login_has_its_own_ticket_and_a_state_for_an_earlier_one_is_not_taken() {
    let mut walker = waiting(&PAGE);
    let first = walker.login();
    walker.give(Event::Back).give(Event::Next);
    let second = walker.login();
    assert_ne!(first, second);
    assert_eq!(stopped(&walker), [first]);
    walker.give(Event::Listening(
        first,
        Listening {
            state: evertoken::model::LoginState::new("late-state"),
            port: Some(40_001),
        },
    ));
    assert_eq!(walker.login_address(), None);
    walker.listen("second-state", Some(40_002));
    assert!(walker.login_address().unwrap().contains("&state=second-state&"));
}

#[test]
fn an_address_that_is_not_this_logins_changes_nothing_and_says_so() {
    const ELSEWHERE: &str =
        "This address is not where the login ends. Copy the address that the browser shows after the login";
    const ANOTHER: &str = "This address belongs to another login. Open the address above once more and log in there";
    let own = format!("code={CODE}&state=first-state");
    for (address, said) in [
        (landing(&format!("code={CODE}&state=other-state")), ANOTHER),
        (landing(&format!("code={CODE}&state=FIRST-STATE")), ANOTHER),
        (landing(&format!("code={CODE}")), ANOTHER),
        (landing("error=access_denied&state=other-state"), ANOTHER),
        (format!("https://localhost:40000/?{own}"), ELSEWHERE),
        (format!("http://127.0.0.1:40000/?{own}"), ELSEWHERE),
        (format!("http://localhost:40001/?{own}"), ELSEWHERE),
        (format!("http://localhost:40000/elsewhere?{own}"), ELSEWHERE),
        (format!("https://www.example.com/?{own}"), ELSEWHERE),
    ] {
        for is_pasted in [true, false] {
            let mut walker = waiting(&PAGE);
            let ticket = walker.login();
            if is_pasted {
                walker.fill(Field::FacebookLanding, &address).give(Event::Next);
            } else {
                walker.land(ticket, &address);
            }
            assert_eq!(walker.screen(), "form", "{address}");
            assert_eq!(
                walker.said_at(Field::FacebookLanding).as_deref(),
                Some(said),
                "{address}"
            );
            assert!(walker.sent.is_empty() && stopped(&walker).is_empty(), "{address}");
            redeem(&mut walker).answer_all(&Meta::default());
            assert_eq!(walker.screen(), "choice", "the login goes on after {address}");
        }
    }
}

#[test]
fn what_lands_under_the_ticket_of_an_earlier_login_is_not_even_looked_at() {
    let mut walker = waiting(&PAGE);
    let first = walker.login();
    walker
        .give(Event::Back)
        .give(Event::Next)
        .listen("second-state", Some(40_000));
    walker.land(first, &landing(&format!("code={CODE}&state=second-state")));
    assert_eq!(walker.screen(), "form");
    assert_eq!(walker.said_at(Field::FacebookLanding), None);
    assert!(walker.sent.is_empty());
}

#[test]
fn a_bare_code_says_nothing_about_its_login_and_is_taken() {
    let mut walker = waiting(&PAGE);
    walker.fill(Field::FacebookLanding, CODE).give(Event::Next);
    assert_eq!(walker.sent, ["/oauth/access_token"]);
    assert!(carries_code(&walker.pending[0].1));
}

#[test]
fn before_the_state_is_there_an_address_waits_in_its_field() {
    let mut walker = Walker::new();
    walker
        .go_to_sign_in(&PAGE)
        .fill(Field::FacebookLanding, CODE)
        .give(Event::Next);
    assert_eq!(
        walker.view().notice.unwrap().text,
        "The login is still being made ready. One moment, then try again"
    );
    walker.listen("first-state", None).give(Event::Next);
    assert_eq!(walker.sent, ["/oauth/access_token"]);
}

#[test]
fn who_said_no_is_told_so_and_may_still_agree_in_the_same_browser() {
    let mut walker = waiting(&PAGE);
    let ticket = walker.login();
    walker.land(
        ticket,
        &landing("error=access_denied&error_reason=user_denied&state=first-state"),
    );
    assert_eq!(walker.screen(), "trouble login-denied");
    assert_eq!(walker.ways(), [Way::SignInAgain, Way::Menu]);
    assert!(stopped(&walker).is_empty(), "somebody still waits for that browser");
    redeem(&mut walker).answer_all(&Meta::default());
    assert_eq!(walker.screen(), "choice");
}

#[test]
fn going_back_from_a_no_begins_a_new_login_and_nobody_waits_for_the_old_one() {
    let mut walker = waiting(&PAGE);
    let first = walker.login();
    walker.land(first, &landing("error=access_denied&state=first-state"));
    walker.give(Event::Back);
    assert_eq!(walker.screen(), "form");
    assert_eq!(stopped(&walker), [first]);
    assert_ne!(walker.login(), first);
}

#[test]
fn what_the_dialog_sends_instead_of_a_code_is_explained() {
    for (rest, id) in [
        ("error_code=1349126&error_message=App+not+set+up", "login-role-missing"),
        (
            "error_code=1349125&error_message=Invalid+Scopes",
            "login-permission-unknown",
        ),
        (
            "error_code=191&error_message=Can%27t+Load+URL",
            "return-address-unlisted",
        ),
        ("error_code=200&error_message=Permissions+error", "login-denied"),
        (
            "error=server_error&error_description=Words+nobody+has+seen",
            "login-failed",
        ),
    ] {
        let mut walker = waiting(&PAGE);
        let ticket = walker.login();
        walker.land(ticket, &landing(&format!("{rest}&state=first-state")));
        assert_eq!(walker.screen(), format!("trouble {id}"), "{rest}");
        assert!(walker.sent.is_empty());
    }
}

#[test]
fn whichever_way_the_login_is_left_nobody_waits_for_its_browser_any_more() {
    type Leaving = fn(&mut Walker);
    let ways: [(&str, Leaving); 4] = [
        ("back", |walker| {
            walker.give(Event::Back);
        }),
        ("on", |walker| {
            redeem(walker);
        }),
        ("the menu", |walker| {
            let ticket = walker.login();
            walker
                .land(ticket, &landing("error=access_denied&state=first-state"))
                .give(Event::Take(Way::Menu));
        }),
        ("out", |walker| {
            walker.give(Event::Leave);
        }),
    ];
    for (name, leave) in ways {
        let mut walker = waiting(&PAGE);
        let ticket = walker.login();
        leave(&mut walker);
        assert_eq!(stopped(&walker), [ticket], "{name}");
    }
}

#[test]
fn a_code_that_was_sent_is_never_sent_again_and_the_way_on_is_a_new_login() {
    let cut_off: Vec<(&str, Result<_, NoAnswer>)> = vec![
        ("code-may-be-spent", Err(NoAnswer::NoReply)),
        ("code-may-be-spent", Err(NoAnswer::CutOff)),
        ("code-may-be-spent", Err(NoAnswer::WebPage(502))),
        (
            "login-code-spent",
            Ok((100, Some(36009), "This authorization code has been used.")),
        ),
        (
            "login-code-expired",
            Ok((100, Some(36007), "This authorization code has expired.")),
        ),
        ("code-may-be-spent", Ok((2, None, "An unexpected error has occurred."))),
    ];
    for (id, reply) in cut_off {
        let mut walker = waiting(&PAGE);
        redeem(&mut walker);
        let mut sent = 0;
        walker.answer_with(|request| {
            sent += usize::from(carries_code(request));
            match &reply {
                Ok((code, subcode, message)) => refusal(*code, *subcode, message),
                Err(no_answer) => Err(no_answer.clone()),
            }
        });
        assert_eq!((sent, walker.screen()), (1, format!("trouble {id}")));
        assert!(!walker.ways().contains(&Way::Retry), "{id}");
        let before = walker.sent.len();
        walker.give(Event::Take(Way::SignInAgain));
        assert_eq!((walker.screen().as_str(), walker.login_address()), ("form", None));
        assert_eq!(walker.sent.len(), before, "nothing of the old login is sent: {id}");
        walker.listen("second-state", Some(40_000));
        let ticket = walker.login();
        walker
            .land(ticket, &landing(&format!("code={CODE}&state=second-state")))
            .answer_all(&Meta::default());
        assert_eq!(walker.screen(), "choice");
    }
}

#[test]
fn a_code_that_never_left_this_machine_is_sent_when_the_person_tries_again() {
    for failure in [NoAnswer::NameNotFound, NoAnswer::ConnectionRefused, NoAnswer::NoRoute] {
        let mut walker = waiting(&PAGE);
        let mut tries = 0;
        redeem(&mut walker).answer_with(|_| {
            tries += 1;
            Err(failure.clone())
        });
        assert_eq!(tries, 1, "nothing is repeated unasked");
        assert!(walker.ways().contains(&Way::Retry), "{failure:?}: {:?}", walker.ways());
        walker.give(Event::Take(Way::Retry));
        let carried = walker
            .pending
            .iter()
            .filter(|(_, request)| carries_code(request))
            .count();
        assert_eq!(carried, 1);
        walker.answer_all(&Meta::default());
        assert_eq!(walker.screen(), "choice");
    }
}

#[test]
fn only_a_redeemed_token_that_ends_within_a_day_is_exchanged() {
    for (life, exchanges) in [(5_183_944, 0), (86_401, 0), (86_400, 1), (3_600, 1), (0, 1)] {
        let meta = Meta {
            redeemed_life: life,
            ..Meta::default()
        };
        let mut walker = waiting(&PAGE);
        redeem(&mut walker).answer_all(&meta);
        let asked = walker.sent.iter().filter(|path| *path == "/oauth/access_token").count();
        assert_eq!((walker.screen().as_str(), asked), ("choice", 1 + exchanges), "{life}");
    }
}

#[test]
fn a_permission_that_was_switched_off_is_asked_about_and_asked_for_in_so_many_words() {
    let meta = Meta {
        scopes: vec!["pages_show_list", "pages_read_engagement"],
        ..Meta::default()
    };
    let mut walker = waiting(&PAGE);
    redeem(&mut walker).answer_all(&meta);
    assert_eq!(walker.screen(), "trouble missing-permissions");
    assert_eq!(walker.ways(), [Way::SignInAgain, Way::GoOn, Way::Menu]);
    walker.give(Event::Next).listen("second-state", Some(40_000));
    assert!(walker.login_address().unwrap().ends_with("&auth_type=rerequest"));
    let ticket = walker.login();
    walker
        .land(ticket, &landing(&format!("code={CODE}&state=second-state")))
        .answer_all(&Meta::default());
    assert_eq!(walker.screen(), "choice", "with everything switched on");
}

#[test]
fn a_login_without_a_permission_goes_on_when_the_person_says_so() {
    let meta = Meta {
        scopes: vec!["pages_show_list", "pages_read_engagement"],
        ..Meta::default()
    };
    let mut walker = waiting(&PAGE);
    redeem(&mut walker).answer_all(&meta).give(Event::Take(Way::GoOn));
    assert_eq!(walker.screen(), "choice");
}

#[test]
fn a_token_that_arrived_after_the_person_went_back_is_asked_about_like_any_other() {
    let meta = Meta {
        scopes: vec!["pages_show_list"],
        ..Meta::default()
    };
    let mut walker = waiting(&PAGE);
    redeem(&mut walker);
    let (ticket, request) = walker.pending.pop_front().unwrap();
    walker.give(Event::Back);
    walker.give(Event::Answered(ticket, meta.reply(&request)));
    assert_eq!(walker.view().notice.map(|notice| notice.tone), Some(Tone::Good));
    walker.give(Event::Next).answer_all(&meta);
    assert_eq!(walker.screen(), "trouble missing-permissions");
}

#[test]
fn a_typed_redirect_address_is_used_to_the_letter_and_nobody_listens_there() {
    let mut walker = Walker::new();
    walker
        .begin(&PAGE, 1)
        .fill(Field::AppId, APP)
        .fill(Field::AppSecret, SECRET)
        .fill(Field::FacebookRedirect, "https://www.Example.com/Back?x=1")
        .give(Event::Next);
    assert!(!walker.others.iter().any(|effect| matches!(effect, Effect::Listen(_))));
    assert!(
        walker
            .others
            .iter()
            .any(|effect| matches!(effect, Effect::MakeState(_)))
    );
    walker.listen("first-state", None);
    assert!(
        walker
            .login_address()
            .unwrap()
            .contains("&redirect_uri=https%3A%2F%2Fwww.Example.com%2FBack%3Fx%3D1&")
    );
    walker
        .fill(
            Field::FacebookLanding,
            &format!("https://www.example.com/Back?x=1&code={CODE}&state=first-state#_=_"),
        )
        .give(Event::Next);
    let (_, request) = &walker.pending[0];
    let sent = request.form.iter().find(|(name, _)| *name == "redirect_uri");
    assert_eq!(
        sent.map(|(_, value)| value.expose()),
        Some("https://www.Example.com/Back?x=1")
    );
}

#[test]
fn instagrams_login_comes_back_to_somebody_elses_address_so_nobody_listens() {
    let mut walker = Walker::new();
    walker.go_to_instagram_sign_in().listen("first-state", None);
    walker
        .fill(
            Field::InstagramLanding,
            &format!("{REDIRECT}?code={CODE}&state=first-state#_"),
        )
        .give(Event::Next)
        .answer_all(&Meta::default());
    assert_eq!(walker.screen(), "proved");
    assert!(!walker.others.iter().any(|effect| matches!(effect, Effect::Listen(_))));
}

#[test]
fn what_was_said_to_be_missing_is_not_said_any_more_once_the_browser_has_come_back() {
    let mut walker = waiting(&PAGE);
    walker.give(Event::Next);
    assert!(walker.view().notice.is_some());
    redeem(&mut walker);
    assert_eq!(walker.view().notice.unwrap().text, "The browser has come back");
}
