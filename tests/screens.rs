//! Every screen as a picture, at the design size, at the smallest size and at a large one.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::format_push_string,
    clippy::indexing_slicing,
    reason = "arithmetic on rows, columns and counters of a test"
)]

#[path = "screens/views.rs"]
mod views;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use evertoken::{
    journey::Field,
    model::SafeText,
    tui::{Glyphs, Interaction, Look as Appearance, Theme},
    wizard::view::{Body, InstagramLink, View},
};
use jiff::tz::TimeZone;
use proptest::prelude::*;
use ratatui::{
    Terminal, TerminalOptions, Viewport,
    backend::{CrosstermBackend, TestBackend},
    buffer::Buffer,
    layout::{Position, Rect},
    style::{Color, Modifier},
};
use zeroize::Zeroizing;

const SIZES: [(u16, u16); 3] = [(80, 24), (40, 15), (120, 40)];

/// One frame, and where the cursor is, if it is shown.
fn frame(interaction: &Interaction, view: &View<'_>, (width, height): (u16, u16)) -> (Buffer, Option<Position>) {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal.draw(|frame| interaction.draw(frame, view)).unwrap();
    let is_shown = terminal.backend().cursor_visible();
    let cursor = terminal.backend().cursor_position();
    (terminal.backend().buffer().clone(), is_shown.then_some(cursor))
}

/// The frame as text, with the place of the cursor below it.
fn picture(interaction: &Interaction, view: &View<'_>, size: (u16, u16)) -> String {
    let (buffer, cursor) = frame(interaction, view, size);
    let mut picture = rows(&buffer).join("\n");
    picture.push_str(&match cursor {
        Some(cursor) => format!("\n-- cursor in row {}, column {}", cursor.y + 1, cursor.x + 1),
        None => "\n-- no cursor".to_owned(),
    });
    picture
}

fn rows(buffer: &Buffer) -> Vec<String> {
    buffer
        .area
        .rows()
        .map(|row| {
            let mut text = String::new();
            let mut hidden = 0;
            for position in row.positions() {
                let symbol = buffer[position].symbol();
                if hidden == 0 {
                    text.push_str(symbol);
                    hidden = evertoken::terminal::measure::width(symbol).max(1);
                }
                hidden -= 1;
            }
            text.trim_end().to_owned()
        })
        .collect()
}

fn press(interaction: &mut Interaction, view: &View<'_>, code: KeyCode) {
    interaction.press(KeyEvent::new(code, KeyModifiers::NONE), view);
}

#[test]
fn every_screen_looks_as_in_its_picture() {
    for (name, view) in views::all() {
        for size in SIZES {
            let mut interaction = views::interaction();
            interaction.follow(&view);
            let picture = picture(&interaction, &view, size);
            insta::assert_snapshot!(format!("{name}-{}x{}", size.0, size.1), picture);
        }
    }
}

#[test]
fn the_help_and_a_filtered_list_look_as_in_their_pictures() {
    for size in [(80, 24), (40, 15)] {
        for (name, view) in [
            ("form", views::form_demo()),
            ("outcome", views::outcome()),
            ("trouble", views::trouble()),
        ] {
            let mut interaction = views::interaction();
            press(&mut interaction, &view, KeyCode::F(1));
            let picture = picture(&interaction, &view, size);
            insta::assert_snapshot!(format!("help-{name}-{}x{}", size.0, size.1), picture);
        }
        let view = views::choice();
        let mut interaction = views::interaction();
        for letter in "BACK".chars() {
            press(&mut interaction, &view, KeyCode::Char(letter));
        }
        let filtered = picture(&interaction, &view, size);
        insta::assert_snapshot!(format!("choice-filtered-{}x{}", size.0, size.1), filtered);
        press(&mut interaction, &view, KeyCode::Char('x'));
        let none = picture(&interaction, &view, size);
        insta::assert_snapshot!(format!("choice-no-match-{}x{}", size.0, size.1), none);
    }
}

#[test]
fn lines_further_down_look_as_in_their_pictures() {
    for (name, view, downs) in [
        ("menu-fourth", views::menu(), 3),
        ("menu-last", views::menu(), 5),
        ("choice-no-account", views::choice_chain(), 1),
        ("choice-personal", views::choice_chain(), 2),
        ("choice-no-role", views::choice_chain(), 3),
        ("results-not-done", views::results(), 2),
    ] {
        for size in [(80, 24), (40, 15)] {
            let mut interaction = views::interaction();
            interaction.follow(&view);
            for _ in 0..downs {
                press(&mut interaction, &view, KeyCode::Down);
            }
            let picture = picture(&interaction, &view, size);
            insta::assert_snapshot!(format!("{name}-{}x{}", size.0, size.1), picture);
        }
    }
}

#[test]
fn ascii_signs_and_no_colours_still_tell_everything() {
    let look = || Appearance {
        theme: Theme::plain(),
        glyphs: Glyphs::ascii(),
        time_zone: std::sync::Arc::new(std::sync::LazyLock::new(|| TimeZone::UTC)),
    };
    for (name, view) in [
        ("form-filled", views::form_filled()),
        ("trouble", views::trouble()),
        ("progress", views::progress()),
        ("choice-chain", views::choice_chain()),
        ("choice-marked", views::choice_marked()),
        ("results", views::results()),
        ("outcome-chain-broken", views::outcome_chain_broken()),
        ("findings", views::trouble_findings()),
    ] {
        let mut interaction = Interaction::new(look());
        interaction.follow(&view);
        let (buffer, _) = frame(&interaction, &view, (80, 24));
        for cell in &buffer.content {
            assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset), "{name}");
            assert!(!cell.modifier.contains(Modifier::DIM), "{name}");
        }
        let picture = picture(&interaction, &view, (80, 24));
        insta::assert_snapshot!(format!("ascii-{name}"), picture);
    }
    for (name, view) in [
        ("menu", views::menu()),
        ("guide", views::guide(false)),
        ("progress", views::progress()),
        ("sign-in", views::sign_in_listening()),
        ("findings", views::trouble_findings()),
    ] {
        let interaction = Interaction::new(look());
        let (buffer, _) = frame(&interaction, &view, (80, 24));
        assert!(buffer.content.iter().all(|cell| cell.symbol().is_ascii()), "{name}");
    }
}

#[test]
fn a_window_that_is_too_small_says_so_and_shows_a_question() {
    let view = views::menu();
    let small = picture(&views::interaction(), &view, (39, 14));
    insta::assert_snapshot!("too-small", small);
    let mut asked = views::outcome();
    asked.question = Some(views::question());
    let asking = picture(&views::interaction(), &asked, (30, 6));
    insta::assert_snapshot!("too-small-question", asking);
}

#[test]
fn no_size_makes_a_screen_panic() {
    for (_, view) in views::all() {
        for width in (0..6).chain([38, 39, 40, 41, 59, 60, 61, 71, 72, 79, 200]) {
            for height in (0..5).chain([14, 15, 16, 17, 19, 20, 21, 60]) {
                let mut interaction = views::interaction();
                frame(&interaction, &view, (width, height));
                press(&mut interaction, &view, KeyCode::F(1));
                frame(&interaction, &view, (width, height));
            }
        }
    }
}

#[test]
fn a_secret_of_100_characters_and_one_of_300_give_the_same_frame() {
    let frames: Vec<_> = [100, 300]
        .map(|length| {
            let mut view = views::form_empty();
            let mut interaction = views::interaction();
            interaction.paste(Zeroizing::new(format!("EAAB{}", "x".repeat(length - 4))), &view);
            if let Body::Form(form) = &mut view.body {
                form.fields[0].received = Some("EAA… received");
            }
            frame(&interaction, &view, (80, 24))
        })
        .into();
    assert_eq!(frames[0], frames[1]);
    assert!(!rows(&frames[0].0).concat().contains("xxx"));
}

#[test]
fn a_key_in_a_hidden_field_changes_no_cell_and_in_an_open_field_one() {
    let view = views::form_empty();
    let mut interaction = views::interaction();
    press(&mut interaction, &view, KeyCode::Char('E'));
    let before = frame(&interaction, &view, (80, 24));
    press(&mut interaction, &view, KeyCode::Char('A'));
    assert_eq!(frame(&interaction, &view, (80, 24)), before);

    press(&mut interaction, &view, KeyCode::Tab);
    press(&mut interaction, &view, KeyCode::Char('1'));
    let (before, _) = frame(&interaction, &view, (80, 24));
    press(&mut interaction, &view, KeyCode::Char('2'));
    let (after, cursor) = frame(&interaction, &view, (80, 24));
    assert_eq!(before.diff(&after).len(), 1);
    assert_eq!(cursor.map(|cursor| cursor.x), Some(22));
}

/// What a frame writes, counted.
#[derive(Clone, Default)]
struct Written(std::rc::Rc<std::cell::RefCell<Vec<u8>>>);

impl std::io::Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_key_in_a_field_costs_the_terminal_less_than_100_bytes() {
    let written = Written::default();
    let options = TerminalOptions {
        viewport: Viewport::Fixed(Rect::new(0, 0, 80, 24)),
    };
    let mut terminal = Terminal::with_options(CrosstermBackend::new(written.clone()), options).unwrap();
    let view = views::form_empty();
    let mut interaction = views::interaction();
    interaction.follow(&view);
    for (code, is_measured) in [
        (KeyCode::Char('E'), false),
        (KeyCode::Char('A'), true),
        (KeyCode::Char('A'), true),
        (KeyCode::Tab, false),
        (KeyCode::Char('1'), true),
        (KeyCode::Char('2'), true),
        (KeyCode::Backspace, true),
    ] {
        press(&mut interaction, &view, code);
        written.0.borrow_mut().clear();
        terminal.draw(|frame| interaction.draw(frame, &view)).unwrap();
        let bytes = written.0.borrow().len();
        assert!(!is_measured || bytes < 100, "{code:?}: {bytes}");
    }
}

#[test]
fn a_secret_in_a_field_that_is_not_hidden_is_hidden_all_the_same() {
    let view = views::form_empty();
    let mut interaction = views::interaction();
    press(&mut interaction, &view, KeyCode::Tab);
    interaction.paste(Zeroizing::new("EAABsecretsecretsecretsecretsecret".to_owned()), &view);
    let (buffer, _) = frame(&interaction, &view, (80, 24));
    assert!(!rows(&buffer).concat().contains("EAAB"));
}

#[test]
fn what_people_copy_starts_in_the_first_column_and_is_whole() {
    let login = views::facebook_login().url();
    assert!(login.len() > 380, "a long one: {login}");
    for (view, text) in [
        (views::form_demo(), views::SAMPLE_TOKEN),
        (views::guide(false), "https://developers.facebook.com/tools/explorer/"),
        (views::sign_in_listening(), login.as_str()),
    ] {
        for size in [(80, 40), (40, 60)] {
            let mut interaction = views::interaction();
            interaction.follow(&view);
            let (buffer, _) = frame(&interaction, &view, size);
            let rows = rows(&buffer);
            let start = rows
                .iter()
                .position(|row| !row.is_empty() && text.starts_with(row.as_str()))
                .unwrap();
            let length = text.len().div_ceil(usize::from(size.0));
            assert_eq!(rows[start..start + length].concat(), text, "{size:?}");
        }
    }
}

#[test]
fn everything_on_the_smallest_screen_can_be_reached_by_scrolling() {
    for (name, view, last) in [
        ("menu", views::menu(), "a browser, on this machine"),
        ("guide", views::guide(true), "make an app first."),
        ("sign-in", views::sign_in_listening(), "switch is off."),
        ("findings", views::trouble_findings(), "It is on the token."),
        ("results", views::results(), "never expires"),
        ("instagram", views::outcome_instagram(), "another Page"),
        ("outcome", views::outcome(), "secret is reset."),
        ("trouble", views::trouble(), "Trace: AbCdEfGhIjK"),
        ("progress", views::progress(), "Look at the 60-day token"),
    ] {
        let mut interaction = views::interaction();
        let mut seen = String::new();
        for _ in 0..30 {
            let (buffer, _) = frame(&interaction, &view, (40, 15));
            seen.push_str(&rows(&buffer).join("\n"));
            press(&mut interaction, &view, KeyCode::PageDown);
        }
        assert!(seen.contains(last), "{name}: {seen}");
        for _ in 0..30 {
            press(&mut interaction, &view, KeyCode::PageUp);
            frame(&interaction, &view, (40, 15));
        }
        let (buffer, _) = frame(&interaction, &view, (40, 15));
        assert!(rows(&buffer).join("\n").contains("more below"), "{name}");
    }
}

#[test]
fn ten_thousand_pages_are_filtered_and_only_the_visible_ones_are_drawn() {
    let pages: Vec<_> = (0..10_000_u64)
        .map(|number| {
            let state = evertoken::wizard::view::PageState::Ready;
            views::page(
                &(1_000_000 + number).to_string(),
                &format!("Seite Nummer {number}"),
                state,
            )
        })
        .collect();
    let view = views::choice_of(pages, evertoken::wizard::view::Listing::Whole, None);
    let mut interaction = views::interaction();
    for letter in "NUMMER 4242".chars() {
        press(&mut interaction, &view, KeyCode::Char(letter));
    }
    let (buffer, _) = frame(&interaction, &view, (80, 24));
    assert!(rows(&buffer).concat().contains("1 of 10000 Pages"));
    assert!(rows(&buffer).concat().contains("ID 1004242"));
}

fn hostile_view(name: &str, other: &str) -> Vec<View<'static>> {
    let text = SafeText::new(name);
    let mut choice = views::choice();
    if let Body::Choice(body) = &mut choice.body {
        let mut pages = body.pages.to_vec();
        pages[0].name = text.clone();
        pages[1].category = Some(SafeText::new(other));
        pages[2].instagram = InstagramLink::Professional(SafeText::new(other).as_str().to_owned());
        body.pages = views::kept(pages);
    }
    let mut form = views::form_filled();
    if let Body::Form(body) = &mut form.body
        && let evertoken::wizard::view::Look::Seen(seen) = &mut body.look
    {
        seen.owner = Some(views::kept(text.clone()));
    }
    let mut outcome = views::outcome_instagram();
    if let Body::Outcome(body) = &mut outcome.body {
        let mut chain = body.chain.to_vec();
        chain[1].name = text.to_string();
        body.chain = views::kept(chain);
    }
    let mut results = views::results();
    if let Body::Results(body) = &mut results.body {
        body.rows[0].name = views::kept(text.to_string());
    }
    let trouble = views::trouble_of(vec![], Some(text.as_str()));
    vec![choice, form, outcome, results, trouble]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_text_from_outside_breaks_a_column_or_a_frame(name in any::<String>(), other in any::<String>()) {
        for view in hostile_view(&name, &other) {
            for size in [(80, 24), (41, 15)] {
                let interaction = {
                    let mut interaction = views::interaction();
                    interaction.follow(&view);
                    interaction
                };
                let (buffer, _) = frame(&interaction, &view, size);
                let rows = rows(&buffer);
                for row in &rows {
                    prop_assert!(evertoken::terminal::measure::width(row) <= usize::from(size.0), "{row:?}");
                }
                if let (Body::Choice(_), 80) = (&view.body, size.0) {
                    // Every id stands in the same column, whatever the names before it hold.
                    let ids: Vec<_> = buffer.area.rows().filter_map(|row| {
                        let text: Vec<_> = row.positions().map(|at| buffer[at].symbol()).collect();
                        text.windows(4).position(|cells| cells == ["I", "D", " ", "1"])
                    }).collect();
                    prop_assert_eq!(ids.len(), 9);
                    prop_assert!(ids.iter().all(|at| *at == ids[0]), "{:?}", rows);
                }
            }
        }
    }

    #[test]
    fn no_keys_and_pastes_panic_or_show_a_secret(
        steps in prop::collection::vec((0_usize..16, 0_u8..40, any::<char>()), 1..60),
    ) {
        const SECRET: &str = "EAABcanarycanarycanarycanarycanary";
        let views = views::all();
        let mut interaction = views::interaction();
        for (at, key, letter) in steps {
            let (_, view) = &views[at % views.len()];
            let code = match key {
                0 => KeyCode::Enter,
                1 => KeyCode::Esc,
                2 => KeyCode::Tab,
                3 => KeyCode::BackTab,
                4 => KeyCode::Up,
                5 => KeyCode::Down,
                6 => KeyCode::PageUp,
                7 => KeyCode::PageDown,
                8 => KeyCode::Home,
                9 => KeyCode::End,
                10 => KeyCode::Left,
                11 => KeyCode::Right,
                12 => KeyCode::Backspace,
                13 => KeyCode::Delete,
                14 => KeyCode::F(1),
                15 => KeyCode::F(3),
                16 => KeyCode::F(4),
                17 => KeyCode::Null,
                18..=20 => {
                    interaction.paste(Zeroizing::new(SECRET.to_owned()), view);
                    continue;
                }
                _ => KeyCode::Char(letter),
            };
            let modifiers = if letter.len_utf8() == 3 { KeyModifiers::CONTROL } else { KeyModifiers::NONE };
            interaction.press(KeyEvent::new(code, modifiers), view);
            let size = SIZES[at % 2];
            let (buffer, cursor) = frame(&interaction, view, size);
            if let Some(cursor) = cursor {
                prop_assert!(buffer.area.contains(cursor));
            }
            prop_assert!(!rows(&buffer).concat().contains("canarycanary"));
            let shown = format!("{interaction:?}");
            prop_assert!(!shown.contains("canary"), "a text in Debug");
        }
    }
}

#[test]
fn a_field_of_every_kind_is_in_the_pictures() {
    let view = views::form_empty();
    let Body::Form(form) = &view.body else {
        panic!("a form is a form")
    };
    let fields: Vec<_> = form.fields.iter().map(|field| field.field).collect();
    assert_eq!(fields, [Field::Token, Field::AppId, Field::AppSecret]);
}
