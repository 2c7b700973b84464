//! What keys and pastes mean on each screen.

#[path = "keys/ends.rs"]
mod ends;
#[path = "keys/lists.rs"]
mod lists;
#[path = "keys/logins.rs"]
mod logins;
#[path = "screens/views.rs"]
mod views;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use evertoken::{
    journey::Field,
    tui::{Interaction, Reaction, readme_table},
    wizard::{
        effect::Copyable,
        event::Event,
        trouble::Way,
        view::{Body, FieldView, Look, Message, Tone, View},
    },
};
use ratatui::{Terminal, backend::TestBackend};
use zeroize::Zeroizing;

/// A reaction as text, with the whole of what is typed, which `Debug` hides.
fn told(reaction: Reaction) -> String {
    let event = |event: &Event| match event {
        Event::Answer(field, entry) => format!("Answer({field:?}, {})", *entry.0),
        Event::Choose(journey) => format!("Choose({})", journey.name),
        Event::Take(Way::Begin(journey)) => format!("Begin({})", journey.name),
        Event::Copy(Copyable::Named(naming)) => format!("Copy({})", naming.title),
        other => format!("{other:?}"),
    };
    match reaction {
        Reaction::Nothing => "nothing".to_owned(),
        Reaction::Redraw => "redraw".to_owned(),
        Reaction::Suspend => "suspend".to_owned(),
        Reaction::Repaint => "repaint".to_owned(),
        Reaction::Send(events) => events.iter().map(event).collect::<Vec<_>>().join(" "),
    }
}

fn key(code: KeyCode) -> KeyEvent {
    KeyEvent::new(code, KeyModifiers::NONE)
}

fn letter(letter: char) -> KeyEvent {
    key(KeyCode::Char(letter))
}

fn ctrl(letter: char) -> KeyEvent {
    KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL)
}

/// What one key does on a fresh screen.
fn pressed(view: &View<'_>, key: KeyEvent) -> String {
    told(views::interaction().press(key, view))
}

fn paste(interaction: &mut Interaction, view: &View<'_>, text: &str) -> String {
    told(interaction.paste(Zeroizing::new(text.to_owned()), view))
}

fn drawn(interaction: &Interaction, view: &View<'_>, width: u16, height: u16) -> String {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal.draw(|frame| interaction.draw(frame, view)).unwrap();
    terminal.backend().to_string()
}

#[test]
fn where_no_browser_would_be_seen_the_address_is_offered_and_not_a_browser() {
    let view = views::guide(false);
    for (interaction, offered, other) in [
        (views::interaction(), "o open link", "F6 show link alone"),
        (
            views::interaction().without_browser(),
            "F6 show link alone",
            "o open link",
        ),
    ] {
        let screen = drawn(&interaction, &view, 120, 40);
        assert!(screen.contains(offered) && !screen.contains(other), "{screen}");
    }
}

#[test]
fn each_screen_answers_its_keys() {
    let explorer = "Link(Explorer)";
    for (view, key, expected) in [
        (views::menu(), key(KeyCode::Enter), "Choose(page)"),
        (views::menu(), key(KeyCode::Esc), "redraw"),
        (views::menu(), letter('q'), "nothing"),
        (views::guide(false), key(KeyCode::Enter), "Next"),
        (views::guide(false), key(KeyCode::Esc), "Back"),
        (views::guide(false), letter('c'), "Copy(Permissions)"),
        (views::guide(false), letter('C'), "Copy(Permissions)"),
        (views::guide(false), letter('l'), &format!("Copy({explorer})")),
        (views::guide(false), letter('o'), "Open(Explorer)"),
        (views::progress(), key(KeyCode::Enter), "nothing"),
        (views::progress(), key(KeyCode::Esc), "Back"),
        (views::choice(), key(KeyCode::Enter), "Pick(Page ID 100000000000001)"),
        (views::choice(), key(KeyCode::Esc), "Back"),
        (views::outcome(), letter('c'), "Copy(Datum(Token))"),
        (views::outcome(), letter('i'), "nothing"),
        (views::outcome(), letter('v'), "ShowPlain"),
        (views::outcome(), letter('n'), "Take(OtherPage)"),
        (views::outcome(), letter('m'), "Take(Menu)"),
        (views::outcome(), letter('k'), "nothing"),
        (views::outcome(), key(KeyCode::Enter), "Leave"),
        (views::outcome_not_done(), key(KeyCode::Enter), "Take(Retry)"),
        (views::outcome_not_done(), letter('k'), "Take(NewToken)"),
        (views::outcome_not_done(), letter('y'), "Take(Retry)"),
        (views::trouble(), key(KeyCode::Enter), "Take(Edit(AppSecret))"),
        (views::trouble(), letter('s'), "Take(Edit(AppSecret))"),
        (views::trouble(), letter('a'), "Take(Edit(AppId))"),
        (views::trouble(), letter('r'), "Take(Retry)"),
        (
            views::trouble(),
            letter('o'),
            "Take(Open(AppSettings(Some(App ID 9000000000000001))))",
        ),
        (
            views::trouble(),
            letter('l'),
            "Copy(Link(AppSettings(Some(App ID 9000000000000001))))",
        ),
        (views::trouble(), letter('2'), "Take(Open(AppRoles(None)))"),
        (views::trouble(), letter('3'), "nothing"),
        (views::trouble(), letter('p'), "nothing"),
    ] {
        assert_eq!(pressed(&view, key), expected, "{key:?} on {:?}", view.body);
    }
}

#[test]
fn some_keys_mean_the_same_everywhere() {
    for (name, view) in views::all() {
        assert_eq!(pressed(&view, ctrl('c')), "Leave", "{name}");
        assert_eq!(pressed(&view, ctrl('z')), "suspend", "{name}");
        assert_eq!(pressed(&view, ctrl('l')), "repaint", "{name}");
        let with_alt = KeyEvent::new(KeyCode::Char('c'), KeyModifiers::ALT);
        assert_eq!(pressed(&view, with_alt), "nothing", "{name}");
    }
}

#[test]
fn every_printable_key_is_text_in_a_field() {
    let view = views::form_empty();
    for character in (' '..='~').chain(['é', '日', '€']) {
        let mut interaction = views::interaction();
        let reaction = told(interaction.press(letter(character), &view));
        assert_eq!(reaction, format!("Answer(Token, {character})"));
    }
    let mut interaction = views::interaction();
    let typed: Vec<_> = "q?cY"
        .chars()
        .map(|c| told(interaction.press(letter(c), &view)))
        .collect();
    assert_eq!(typed.last().map(String::as_str), Some("Answer(Token, q?cY)"));
}

#[test]
fn keys_edit_an_open_field_and_only_the_end_of_a_hidden_one() {
    let view = views::form_empty();
    let mut interaction = views::interaction();
    interaction.press(key(KeyCode::Tab), &view);
    for character in "123".chars() {
        interaction.press(letter(character), &view);
    }
    for (code, expected) in [
        (KeyCode::Left, "redraw"),
        (KeyCode::Backspace, "Answer(AppId, 13)"),
        (KeyCode::Home, "redraw"),
        (KeyCode::Backspace, "nothing"),
        (KeyCode::Delete, "Answer(AppId, 3)"),
        (KeyCode::End, "redraw"),
        (KeyCode::Right, "nothing"),
    ] {
        assert_eq!(told(interaction.press(key(code), &view)), expected, "{code:?}");
    }
    assert_eq!(told(interaction.press(ctrl('u'), &view)), "Answer(AppId, )");
    assert_eq!(told(interaction.press(ctrl('u'), &view)), "nothing");

    let mut interaction = views::interaction();
    for character in "abc".chars() {
        interaction.press(letter(character), &view);
    }
    for code in [KeyCode::Left, KeyCode::Home, KeyCode::Right, KeyCode::Delete] {
        assert_eq!(told(interaction.press(key(code), &view)), "nothing", "{code:?}");
    }
    assert_eq!(told(interaction.press(ctrl('h'), &view)), "Answer(Token, ab)");
}

#[test]
fn leaving_a_field_settles_it_and_enter_goes_to_the_next_empty_one() {
    let view = views::form_empty();
    let mut interaction = views::interaction();
    interaction.press(letter('x'), &view);
    assert_eq!(told(interaction.press(key(KeyCode::Enter), &view)), "Settle(Token)");
    assert_eq!(told(interaction.press(key(KeyCode::Down), &view)), "Settle(AppId)");
    assert_eq!(
        told(interaction.press(key(KeyCode::Enter), &view)),
        "Settle(AppSecret) Next"
    );
    assert_eq!(told(interaction.press(key(KeyCode::Tab), &view)), "Settle(AppSecret)");
    assert_eq!(
        told(interaction.press(key(KeyCode::Enter), &view)),
        "Next",
        "on the button"
    );
    assert_eq!(
        told(interaction.press(key(KeyCode::Tab), &view)),
        "redraw",
        "from the button"
    );
    assert_eq!(told(interaction.press(key(KeyCode::BackTab), &view)), "Settle(Token)");
    let shift_tab = KeyEvent::new(KeyCode::Tab, KeyModifiers::SHIFT);
    assert_eq!(told(interaction.press(shift_tab, &view)), "redraw");
    assert_eq!(told(interaction.press(key(KeyCode::Up), &view)), "Settle(AppSecret)");

    let filled = views::form_filled();
    let mut interaction = views::interaction();
    interaction.press(key(KeyCode::Up), &filled);
    interaction.press(key(KeyCode::Up), &filled);
    interaction.press(key(KeyCode::Enter), &filled);
    assert_eq!(
        told(interaction.press(letter('x'), &filled)),
        "Answer(AppSecret, x)",
        "the App ID is known, so Enter on the token passes it over"
    );
}

#[test]
fn a_paste_answers_and_settles_and_enter_is_what_moves_on() {
    let view = views::form_empty();
    let mut interaction = views::interaction();
    for (text, field, enter) in [
        ("EAAB\nx\r", "Token", "Settle(Token)"),
        ("123", "AppId", "Settle(AppId)"),
        ("s", "AppSecret", "Settle(AppSecret) Next"),
    ] {
        assert_eq!(
            paste(&mut interaction, &view, text),
            format!("Answer({field}, {text}) Settle({field})")
        );
        interaction.follow(&view);
        assert_eq!(told(interaction.press(key(KeyCode::Enter), &view)), enter);
    }
    assert_eq!(
        paste(&mut interaction, &view, "t"),
        "Answer(AppSecret, t) Settle(AppSecret)",
        "it takes the place of what was there"
    );
    interaction.press(key(KeyCode::Tab), &view);
    assert_eq!(
        paste(&mut interaction, &view, "more"),
        "redraw",
        "nothing is empty any more"
    );
    assert_eq!(
        told(interaction.press(key(KeyCode::Enter), &view)),
        "Next",
        "the button has the focus"
    );
}

#[test]
fn enter_stays_on_a_needed_field_that_is_empty_or_of_no_use_and_says_so() {
    let bad = FieldView {
        received: Some("something received"),
        message: Some(Message {
            tone: Tone::Bad,
            text: "This looks like an App ID, not a token.",
        }),
        ..views::field(Field::Token)
    };
    for (token, words) in [
        (views::field(Field::Token), "Access token is still empty"),
        (bad, "Access token cannot be used as it is"),
    ] {
        let fields = vec![token, views::field(Field::AppId), views::field(Field::AppSecret)];
        let view = views::form_of(fields, Look::Nothing, vec!["Access token"]);
        let mut interaction = views::interaction();
        interaction.follow(&view);
        if words.contains("cannot") {
            interaction.press(key(KeyCode::BackTab), &view);
        }
        assert_eq!(told(interaction.press(key(KeyCode::Enter), &view)), "redraw");
        let screen = drawn(&interaction, &view, 80, 24);
        assert!(screen.contains(words), "{screen}");
        assert_eq!(
            told(interaction.press(key(KeyCode::Tab), &view)),
            "Settle(Token)",
            "Tab goes past it"
        );
    }
}

fn burst(interaction: &mut Interaction, view: &View<'_>, text: &str) -> String {
    told(interaction.burst(Zeroizing::new(text.to_owned()), view))
}

#[test]
fn the_lines_of_an_unmarked_paste_fill_the_fields_they_belong_to() {
    let view = views::form_empty();
    let (token, id, secret) = (
        views::SAMPLE_TOKEN,
        "9000000000000001",
        "0123456789abcdef0123456789abcdef",
    );
    let filled = |field: &str, text: &str| format!("Answer({field}, {text}) Settle({field})");
    let all = [filled("Token", token), filled("AppId", id), filled("AppSecret", secret)];
    let mut interaction = views::interaction();
    assert_eq!(
        burst(&mut interaction, &view, &format!("{token}\n{id}\n{secret}\n")),
        all.join(" ")
    );
    assert_eq!(
        told(interaction.press(key(KeyCode::Enter), &view)),
        "Next",
        "nothing was sent by a line end"
    );

    // The same in pieces, each line end by itself.
    let mut interaction = views::interaction();
    for (text, expected) in [token, id, secret].into_iter().zip(&all) {
        assert_eq!(burst(&mut interaction, &view, text), *expected);
        let _ = burst(&mut interaction, &view, "\n");
    }
    assert_eq!(told(interaction.press(key(KeyCode::Enter), &view)), "Next");
}

#[test]
fn a_line_end_within_one_value_leaves_nothing_out() {
    let view = views::form_empty();
    let mut interaction = views::interaction();
    let broken = format!("{}\nabcdefghij", views::SAMPLE_TOKEN);
    assert_eq!(
        burst(&mut interaction, &view, &broken),
        format!("Answer(Token, {broken}) Settle(Token)")
    );
    assert_eq!(burst(&mut views::interaction(), &view, "\n"), "redraw");
}

#[test]
fn pastes_elsewhere_do_nothing_or_filter() {
    for (view, expected) in [
        (views::menu(), "nothing"),
        (views::guide(true), "redraw"),
        (views::progress(), "nothing"),
        (views::choice(), "redraw"),
        (views::outcome(), "nothing"),
        (views::trouble(), "nothing"),
    ] {
        assert_eq!(paste(&mut views::interaction(), &view, "EAAB\nx"), expected);
    }
    let mut interaction = views::interaction();
    interaction.press(key(KeyCode::F(1)), &views::form_empty());
    assert_eq!(
        paste(&mut interaction, &views::form_empty(), "x"),
        "nothing",
        "with the help open"
    );
}

#[test]
fn f2_pastes_the_sample_of_each_field_in_turn() {
    let view = views::form_demo();
    let mut interaction = views::interaction();
    let first = told(interaction.press(key(KeyCode::F(2)), &view));
    assert_eq!(first, format!("Answer(Token, {}) Settle(Token)", views::SAMPLE_TOKEN));
    assert_eq!(
        told(interaction.press(key(KeyCode::F(2)), &view)),
        "Answer(AppId, 9000000000000001) Settle(AppId)"
    );
    assert_eq!(
        told(interaction.press(key(KeyCode::F(2)), &view)),
        "Answer(AppSecret, 0123456789abcdef0123456789abcdef) Settle(AppSecret)"
    );
    assert_eq!(told(interaction.press(key(KeyCode::Enter), &view)), "Next");
    assert_eq!(
        pressed(&views::form_empty(), key(KeyCode::F(2))),
        "nothing",
        "outside the demo"
    );
}

#[test]
fn the_links_of_a_field_have_keys_that_are_not_text() {
    let view = views::form_empty();
    assert_eq!(pressed(&view, key(KeyCode::F(3))), "Open(Explorer)");
    assert_eq!(pressed(&view, key(KeyCode::F(4))), "Copy(Link(Explorer))");
}

#[test]
fn a_question_takes_every_key_and_enter_is_the_safe_answer() {
    for (name, mut view) in views::all() {
        view.question = Some(views::question());
        for (key, expected) in [
            (key(KeyCode::Enter), "Decline"),
            (key(KeyCode::Esc), "Decline"),
            (letter('n'), "Decline"),
            (letter('y'), "Confirm"),
            (letter('Y'), "Confirm"),
            (letter('c'), "nothing"),
            (key(KeyCode::Tab), "nothing"),
            (key(KeyCode::F(1)), "nothing"),
            (ctrl('c'), "Leave"),
        ] {
            assert_eq!(pressed(&view, key), expected, "{key:?} on {name}");
        }
        assert_eq!(paste(&mut views::interaction(), &view, "y"), "nothing", "{name}");
    }
}

#[test]
fn the_help_opens_and_closes_without_touching_the_screen_below() {
    let view = views::outcome();
    let mut interaction = views::interaction();
    assert_eq!(told(interaction.press(letter('?'), &view)), "redraw");
    assert_eq!(told(interaction.press(letter('c'), &view)), "nothing");
    assert_eq!(told(interaction.press(key(KeyCode::Esc), &view)), "redraw");
    assert_eq!(told(interaction.press(letter('c'), &view)), "Copy(Datum(Token))");
    assert_eq!(pressed(&views::form_empty(), letter('?')), "Answer(Token, ?)");
    assert_eq!(pressed(&views::form_empty(), key(KeyCode::F(1))), "redraw");
}

#[test]
fn attention_moves_the_focus_once_for_each_number() {
    let with_attention = |number| {
        let mut view = views::form_empty();
        if let Body::Form(form) = &mut view.body {
            form.attention = Some((number, Field::AppSecret));
        }
        view
    };
    let mut interaction = views::interaction();
    let first = with_attention(1);
    interaction.follow(&first);
    assert_eq!(told(interaction.press(letter('x'), &first)), "Answer(AppSecret, x)");
    interaction.press(key(KeyCode::Up), &first);
    assert_eq!(
        told(interaction.press(letter('1'), &first)),
        "Answer(AppId, 1)",
        "it is not moved back"
    );
    let second = with_attention(2);
    assert_eq!(told(interaction.press(letter('y'), &second)), "Answer(AppSecret, xy)");
}

#[test]
fn what_was_typed_stays_on_the_way_back_unless_the_wizard_has_dropped_it() {
    let mut view = views::form_empty();
    let mut interaction = views::interaction();
    paste(&mut interaction, &view, "EAAB1");
    interaction.press(key(KeyCode::Enter), &view);
    paste(&mut interaction, &view, "123");
    interaction.follow(&views::guide(false));
    if let Body::Form(form) = &mut view.body {
        form.fields[1].received = Some("3 digits received");
        form.fields[0].message = Some(Message {
            tone: Tone::Bad,
            text: "this token is dead",
        });
    }
    interaction.follow(&view);
    assert_eq!(
        told(interaction.press(letter('x'), &view)),
        "Answer(Token, x)",
        "dropped"
    );
    interaction.press(key(KeyCode::Tab), &view);
    assert_eq!(
        told(interaction.press(letter('4'), &view)),
        "Answer(AppId, 1234)",
        "kept"
    );
}

#[test]
fn a_field_whose_text_only_the_wizard_still_holds_can_be_emptied() {
    let mut view = views::form_empty();
    if let Body::Form(form) = &mut view.body {
        form.fields[0].received = Some("EAA… received");
    }
    let mut interaction = views::interaction();
    interaction.press(key(KeyCode::Up), &view);
    assert_eq!(
        told(interaction.press(key(KeyCode::Backspace), &view)),
        "Answer(Token, )"
    );
}

#[test]
fn a_full_field_says_so_and_keeps_what_it_has() {
    let view = views::form_empty();
    let mut interaction = views::interaction();
    let long = "x".repeat(70_000);
    let pasted = paste(&mut interaction, &view, &long);
    assert_eq!(pasted.matches('x').count(), 65_536);
    let screen = drawn(&interaction, &view, 80, 24);
    assert!(screen.contains("more than a field holds"), "{screen}");
}

#[test]
fn a_window_that_is_too_small_takes_only_the_keys_that_are_safe_unseen() {
    let mut view = views::form_empty();
    let mut interaction = views::interaction();
    interaction.press(letter('x'), &view);
    drawn(&interaction, &view, 30, 10);
    assert_eq!(told(interaction.press(letter('y'), &view)), "nothing");
    assert_eq!(told(interaction.press(key(KeyCode::Enter), &view)), "nothing");
    assert_eq!(told(interaction.press(ctrl('c'), &view)), "Leave");
    assert_eq!(paste(&mut interaction, &view, "z"), "redraw");
    view.question = Some(views::question());
    assert_eq!(
        told(interaction.press(letter('y'), &view)),
        "Confirm",
        "a question is shown and can be answered"
    );
    view.question = None;
    drawn(&interaction, &view, 80, 24);
    assert_eq!(
        told(interaction.press(letter('z'), &view)),
        "Answer(Token, xz)",
        "nothing was lost"
    );
}

#[test]
fn the_table_in_the_documentation_is_the_key_table() {
    let keys = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/keys.md")).unwrap();
    assert!(
        keys.ends_with(&readme_table()),
        "docs/keys.md should end with:\n{}",
        readme_table()
    );
}

#[test]
fn a_typed_app_id_is_still_there_when_the_person_comes_back_to_the_form() {
    let form = views::form_empty();
    let mut interaction = views::interaction();
    interaction.press(key(KeyCode::Tab), &form);
    paste(&mut interaction, &form, "482915730264718");
    interaction.follow(&views::guide(false));
    interaction.follow(&form);
    assert!(drawn(&interaction, &form, 80, 24).contains("482915730264718"));
}

#[test]
fn the_focus_passes_over_an_app_id_that_has_just_been_found_out() {
    let form = views::form_empty();
    let mut interaction = views::interaction();
    paste(&mut interaction, &form, "EAAG");
    let found_out = FieldView {
        known: Some("482915730264718"),
        ..views::field(Field::AppId)
    };
    let token = FieldView {
        received: Some("EAA… received"),
        ..views::field(Field::Token)
    };
    let before = views::form_of(
        vec![token, views::field(Field::AppId), views::field(Field::AppSecret)],
        Look::Looking,
        vec![],
    );
    interaction.press(key(KeyCode::Enter), &before);
    let token = FieldView {
        received: Some("EAA… received"),
        ..views::field(Field::Token)
    };
    let after = views::form_of(
        vec![token, found_out, views::field(Field::AppSecret)],
        Look::Looking,
        vec![],
    );
    interaction.follow(&after);
    assert!(told(interaction.press(letter('f'), &after)).starts_with("Answer(AppSecret"));
}

#[test]
fn an_app_id_that_was_found_out_can_be_edited() {
    let found_out = FieldView {
        known: Some("482915730264718"),
        ..views::field(Field::AppId)
    };
    let fields = vec![views::field(Field::Token), found_out, views::field(Field::AppSecret)];
    let view = views::form_of(fields, Look::Nothing, vec![]);
    let mut interaction = views::interaction();
    interaction.follow(&view);
    interaction.press(key(KeyCode::Tab), &view);
    assert_eq!(
        told(interaction.press(key(KeyCode::Backspace), &view)),
        "Answer(AppId, 48291573026471)"
    );
}

#[test]
fn an_unmarked_paste_goes_behind_the_first_character_that_came_as_a_key() {
    let view = views::form_empty();
    let mut interaction = views::interaction();
    interaction.press(letter('E'), &view);
    let told = told(interaction.burst(Zeroizing::new("AAGtoken".to_owned()), &view));
    assert_eq!(told, "Answer(Token, EAAGtoken) Settle(Token)");
}

#[test]
fn whoever_empties_a_field_that_is_filled_in_stays_in_it_and_enter_does_not_go_on() {
    let view = views::saving();
    let mut interaction = views::interaction();
    interaction.follow(&view);
    for _ in 0..5 {
        interaction.press(key(KeyCode::BackTab), &view);
    }
    assert_eq!(told(interaction.press(letter('x'), &view)), "Answer(SavePath, x)");
    assert_eq!(told(interaction.press(ctrl('u'), &view)), "Answer(SavePath, )");
    interaction.follow(&view);
    assert_eq!(
        told(interaction.press(letter('y'), &view)),
        "Answer(SavePath, y)",
        "what is typed next goes into the same field"
    );
}

#[test]
fn where_every_field_is_filled_a_paste_on_the_button_goes_nowhere() {
    let view = views::saving();
    let mut interaction = views::interaction();
    interaction.follow(&view);
    let pasted = interaction.paste(Zeroizing::new("/srv/app/.env".to_owned()), &view);
    assert_eq!(told(pasted), "redraw");
}
