//! Keys in the list of Pages and in the list of results.

use evertoken::wizard::view::{Body, PageState, View};

use super::*;

#[test]
fn typing_filters_the_pages_and_esc_clears_the_filter_before_it_goes_back() {
    let view = views::choice();
    let mut interaction = views::interaction();
    for character in "family".chars() {
        assert_eq!(told(interaction.press(letter(character), &view)), "redraw");
    }
    assert_eq!(
        told(interaction.press(key(KeyCode::Enter), &view)),
        "Pick(Page ID 100000000000009)"
    );
    assert_eq!(told(interaction.press(letter('?'), &view)), "redraw", "text after text");
    assert_eq!(
        told(interaction.press(key(KeyCode::Enter), &view)),
        "nothing",
        "nothing matches"
    );
    assert_eq!(told(interaction.press(key(KeyCode::Esc), &view)), "redraw");
    assert_eq!(told(interaction.press(key(KeyCode::Esc), &view)), "Back");
}

#[test]
fn a_page_that_cannot_be_chosen_is_picked_all_the_same_and_explained_by_the_wizard() {
    let view = views::choice();
    let mut interaction = views::interaction();
    interaction.press(key(KeyCode::Down), &view);
    let picked = told(interaction.press(key(KeyCode::Enter), &view));
    assert!(picked.starts_with("Pick("), "{picked}");
}

#[test]
fn the_cursor_starts_on_a_page_that_can_be_chosen() {
    let unusable = PageState::Unusable("no role".to_owned());
    let view = views::choice_of(
        vec![
            views::page("1", "A", unusable),
            views::page("2", "B", PageState::Asking),
            views::page("3", "C", PageState::Ready),
        ],
        evertoken::wizard::view::Listing::Whole,
        None,
    );
    assert_eq!(pressed(&view, key(KeyCode::Enter)), "Pick(Page ID 3)");
}

#[test]
fn tab_marks_pages_and_space_does_only_before_a_filter_is_typed() {
    let view = views::choice_marked();
    let mut interaction = views::interaction();
    interaction.press(key(KeyCode::Down), &view);
    for mark in [letter(' '), key(KeyCode::Tab)] {
        assert_eq!(told(interaction.press(mark, &view)), "Mark(Page ID 100000000000002)");
    }
    for character in "family".chars() {
        interaction.press(letter(character), &view);
    }
    assert_eq!(
        told(interaction.press(key(KeyCode::Tab), &view)),
        "Mark(Page ID 100000000000009)"
    );
    assert!(drawn(&interaction, &view, 80, 24).contains("Filter: family "));
    assert_eq!(pressed(&views::choice(), letter(' ')), "nothing", "where one is chosen");
}

#[test]
fn a_name_is_typed_with_its_blanks_and_marks_nothing() {
    let mut view = views::choice_marked();
    let none = std::collections::BTreeSet::new();
    if let Body::Choice(choice) = &mut view.body {
        choice.marked = &none;
    }
    let mut interaction = views::interaction();
    for character in "fam ily".chars() {
        assert_eq!(
            told(interaction.press(letter(character), &view)),
            "redraw",
            "{character:?}"
        );
    }
    assert!(drawn(&interaction, &view, 80, 24).contains("Filter: fam ily"));
    interaction.press(key(KeyCode::F(1)), &view);
    assert!(
        !drawn(&interaction, &view, 120, 40).contains("Space"),
        "the help says so"
    );
    interaction.press(key(KeyCode::Esc), &view);
    assert_eq!(
        told(interaction.press(key(KeyCode::Enter), &view)),
        "Pick(Page ID 100000000000009)"
    );
}

#[test]
fn enter_goes_on_with_the_marked_pages_wherever_the_cursor_is() {
    let view = views::choice_marked();
    let mut interaction = views::interaction();
    interaction.press(key(KeyCode::Down), &view);
    assert_eq!(
        told(interaction.press(key(KeyCode::Enter), &view)),
        "Pick(Page ID 100000000000001)",
        "the wizard takes all that are marked"
    );
}

#[test]
fn enter_never_goes_on_with_a_marked_page_that_the_filter_hides() {
    let view = views::choice_marked();
    for filter in ["family", "nothinglikeit"] {
        let mut interaction = views::interaction();
        for character in filter.chars() {
            interaction.press(letter(character), &view);
        }
        let screen = drawn(&interaction, &view, 80, 24);
        assert!(screen.contains("hidden by the filter"), "{screen}");
        assert!(screen.contains("Enter show what is marked"), "{screen}");
        assert_eq!(
            told(interaction.press(key(KeyCode::Enter), &view)),
            "redraw",
            "{filter}"
        );
        let screen = drawn(&interaction, &view, 80, 24);
        assert!(screen.contains("type to filter"), "{screen}");
        assert!(!screen.contains("hidden by the filter"), "{screen}");
        assert_eq!(
            told(interaction.press(key(KeyCode::Enter), &view)),
            "Pick(Page ID 100000000000001)"
        );
    }
}

#[test]
fn the_one_marked_page_is_named_where_enter_goes_on_with_it() {
    let mut view = views::choice_marked();
    let one = std::collections::BTreeSet::from(["100000000000009".parse().unwrap()]);
    if let Body::Choice(choice) = &mut view.body {
        choice.marked = &one;
    }
    let interaction = &mut views::interaction();
    interaction.follow(&view);
    let screen = drawn(interaction, &view, 80, 24);
    assert!(screen.contains("Enter go on with "), "{screen}");
    assert!(!screen.contains("Enter go on with 1"), "{screen}");
}

#[test]
fn a_list_offers_its_rest_a_missing_page_and_a_typed_one_only_where_they_can_be_had() {
    let keys = [5, 6, 7];
    let pressed_all = |view: &View<'_>| keys.map(|number| pressed(view, key(KeyCode::F(number))));
    let mut view = views::choice_marked();
    assert_eq!(pressed_all(&view), ["nothing", "Take(FindMissing)", "Take(TypePageId)"]);
    if let Body::Choice(choice) = &mut view.body {
        choice.can_load_rest = true;
        choice.can_find_missing = false;
    }
    assert_eq!(pressed_all(&view), ["Take(Retry)", "nothing", "nothing"]);
}

#[test]
fn the_results_open_one_by_one_and_the_one_that_was_open_stays_selected() {
    let view = views::results();
    let mut interaction = views::interaction();
    interaction.press(key(KeyCode::Down), &view);
    interaction.press(key(KeyCode::Down), &view);
    assert_eq!(told(interaction.press(key(KeyCode::Enter), &view)), "ShowResult(2)");
    interaction.follow(&views::outcome_not_done());
    interaction.follow(&view);
    assert_eq!(told(interaction.press(key(KeyCode::Enter), &view)), "ShowResult(2)");
    interaction.press(key(KeyCode::End), &view);
    assert_eq!(told(interaction.press(key(KeyCode::Enter), &view)), "ShowResult(3)");
    interaction.follow(&views::choice());
    interaction.follow(&view);
    assert_eq!(
        told(interaction.press(key(KeyCode::Enter), &view)),
        "ShowResult(0)",
        "other Pages begin at the top"
    );
    assert_eq!(told(interaction.press(key(KeyCode::Esc), &view)), "Back");
    assert_eq!(told(interaction.press(letter('n'), &view)), "Take(OtherPage)");
}
