//! Keys on the way to a first token: doors, logins in a browser, fields that may stay empty.

use evertoken::{
    journey::Field,
    wizard::view::{Body, View},
};

use super::*;

#[test]
fn tab_and_the_arrows_go_through_the_other_door_and_nowhere_where_there_is_one() {
    let shift_tab = KeyEvent::new(KeyCode::Tab, KeyModifiers::SHIFT);
    for other in [key(KeyCode::Tab), key(KeyCode::Right), key(KeyCode::Left), shift_tab] {
        assert_eq!(pressed(&views::guide(false), other), "Door(1)", "{other:?}");
        assert_eq!(pressed(&views::guide_facebook_login(), other), "Door(0)", "{other:?}");
    }
    let mut view = views::guide(false);
    if let Body::Guide(guide) = &mut view.body {
        guide.doors.truncate(1);
    }
    assert_eq!(pressed(&view, key(KeyCode::Tab)), "nothing");
    assert!(
        !drawn(&views::interaction(), &view, 80, 24).contains("way"),
        "nothing is said of ways"
    );
}

#[test]
fn another_door_is_read_from_its_start() {
    let mut interaction = views::interaction();
    let first = views::guide(false);
    interaction.follow(&first);
    drawn(&interaction, &first, 40, 15);
    interaction.press(key(KeyCode::End), &first);
    let other = views::guide_facebook_login();
    let other = View {
        rail: first.rail.clone(),
        ..other
    };
    interaction.follow(&other);
    assert!(drawn(&interaction, &other, 40, 15).contains("Allow the sign-in"));
}

#[test]
fn permissions_are_copied_only_where_there_are_any() {
    assert_eq!(pressed(&views::guide_instagram_dashboard(), letter('c')), "nothing");
    assert_eq!(
        pressed(&views::guide_instagram_dashboard(), key(KeyCode::F(6))),
        "ShowBare(Link(Apps))"
    );
    assert_eq!(
        pressed(&views::guide_instagram_dashboard(), letter('b')),
        "Begin(instagram)"
    );
}

#[test]
fn the_address_of_a_login_is_opened_copied_and_shown_alone_from_the_field_and_the_button() {
    let view = views::sign_in_listening();
    let login = "Login(<Facebook login address>)";
    let mut interaction = views::interaction();
    for place in ["field", "button"] {
        for (number, expected) in [
            (3, format!("Open({login})")),
            (4, format!("Copy(Link({login}))")),
            (6, format!("ShowBare(Link({login}))")),
        ] {
            assert_eq!(
                told(interaction.press(key(KeyCode::F(number)), &view)),
                expected,
                "{place}"
            );
        }
        interaction.press(key(KeyCode::Tab), &view);
    }
    for number in [3, 4, 6] {
        assert_eq!(pressed(&views::sign_in_making(), key(KeyCode::F(number))), "nothing");
    }
}

#[test]
fn a_sign_in_opens_at_its_top_and_shows_its_field_with_the_first_key() {
    let view = views::sign_in_listening();
    for press in [letter('x'), key(KeyCode::Enter)] {
        let mut interaction = views::interaction();
        interaction.follow(&view);
        for _ in 0..2 {
            let screen = drawn(&interaction, &view, 40, 15);
            assert!(screen.contains("Sign in with Facebook"), "{screen}");
            assert!(!screen.contains("Final address"), "{screen}");
            interaction.follow(&view);
        }
        interaction.press(press, &view);
        let screen = drawn(&interaction, &view, 40, 15);
        assert!(screen.contains("Final address"), "{screen}");
    }
}

#[test]
fn the_help_of_a_form_speaks_of_what_its_fields_ask_for() {
    let page = views::form_of(vec![views::field(Field::PageId)], Look::Nothing, vec![]);
    let (about_token, about_code, about_page) = (
        "a token is here",
        "Sign in with the browser first",
        "number of the Page",
    );
    for (view, word) in [
        (views::form_empty(), about_token),
        (views::sign_in_listening(), about_code),
        (page, about_page),
    ] {
        let mut interaction = views::interaction();
        interaction.press(key(KeyCode::F(1)), &view);
        let screen = drawn(&interaction, &view, 120, 40);
        for other in [about_token, about_code, about_page] {
            assert_eq!(screen.contains(other), other == word, "{screen}");
        }
    }
}

#[test]
fn a_notice_waits_until_the_help_is_closed() {
    let notice = evertoken::wizard::view::Notice::new(Tone::Careful, "tmux cannot reach your terminal");
    let mut view = views::outcome();
    view.notice = Some(&notice);
    let mut interaction = views::interaction();
    let is_shown = |interaction: &Interaction| drawn(interaction, &view, 80, 24).contains("tmux cannot reach");
    assert!(is_shown(&interaction));
    interaction.press(key(KeyCode::F(1)), &view);
    assert!(!is_shown(&interaction));
    interaction.press(key(KeyCode::Esc), &view);
    assert!(is_shown(&interaction));
}

#[test]
fn a_pasted_landing_address_is_sent_only_by_enter() {
    let view = views::sign_in_pasting();
    let mut interaction = views::interaction();
    assert_eq!(
        paste(&mut interaction, &view, "https://bakery.example/?code=AQD"),
        "Answer(InstagramLanding, https://bakery.example/?code=AQD) Settle(InstagramLanding)"
    );
    interaction.follow(&view);
    assert_eq!(
        told(interaction.press(key(KeyCode::Enter), &view)),
        "Settle(InstagramLanding) Next"
    );
}

#[test]
fn a_landing_field_that_the_wizard_emptied_is_empty_when_the_login_begins_anew() {
    let mut interaction = views::interaction();
    let view = views::sign_in_pasting();
    paste(&mut interaction, &view, "AQDcode");
    interaction.follow(&views::trouble());
    interaction.follow(&view);
    assert_eq!(
        told(interaction.press(letter('x'), &view)),
        "Answer(InstagramLanding, x)"
    );
}

#[test]
fn a_field_that_may_stay_empty_is_passed_over_and_still_takes_a_paste() {
    let view = views::form_optional();
    let mut interaction = views::interaction();
    assert_eq!(told(interaction.press(key(KeyCode::Enter), &view)), "Next");
    assert_eq!(
        paste(&mut interaction, &view, "https://bakery.example/back"),
        "Answer(FacebookRedirect, https://bakery.example/back) Settle(FacebookRedirect)"
    );
    let shown = drawn(&interaction, &view, 80, 24);
    assert!(shown.contains("[https://bakery.example/back"), "{shown}");
}

#[test]
fn attention_that_begins_anew_on_a_form_moves_the_focus_again() {
    let mut view = views::form_empty();
    if let Body::Form(form) = &mut view.body {
        form.attention = Some((1, Field::AppSecret));
    }
    let mut interaction = views::interaction();
    interaction.follow(&view);
    interaction.press(key(KeyCode::Up), &view);
    interaction.follow(&views::trouble());
    assert_eq!(told(interaction.press(letter('x'), &view)), "Answer(AppSecret, x)");
}
