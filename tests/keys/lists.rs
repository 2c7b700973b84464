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
fn a_page_that_cannot_be_chosen_says_why() {
    let view = views::choice();
    let mut interaction = views::interaction();
    interaction.press(key(KeyCode::Down), &view);
    assert_eq!(told(interaction.press(key(KeyCode::Enter), &view)), "redraw");
    let screen = drawn(&interaction, &view, 80, 24);
    assert!(
        screen.contains("This Page cannot be chosen: your role on this Page"),
        "{screen}"
    );
    interaction.press(key(KeyCode::Down), &view);
    let screen = drawn(&interaction, &view, 80, 24);
    assert!(
        !screen.contains("This Page cannot be chosen"),
        "the next key takes it away"
    );
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
fn space_marks_pages_and_is_no_text_of_the_filter() {
    let view = views::choice_marked();
    let mut interaction = views::interaction();
    interaction.press(key(KeyCode::Down), &view);
    assert_eq!(
        told(interaction.press(letter(' '), &view)),
        "Mark(Page ID 100000000000002)"
    );
    for character in "family".chars() {
        interaction.press(letter(character), &view);
    }
    assert_eq!(
        told(interaction.press(letter(' '), &view)),
        "Mark(Page ID 100000000000009)"
    );
    assert!(drawn(&interaction, &view, 80, 24).contains("Filter: family "));
    assert_eq!(pressed(&views::choice(), letter(' ')), "nothing", "where one is chosen");
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
    for character in "nothing like it".chars().filter(|character| *character != ' ') {
        interaction.press(letter(character), &view);
    }
    assert_eq!(
        told(interaction.press(key(KeyCode::Enter), &view)),
        "Pick(Page ID 100000000000001)",
        "also when the filter leaves none"
    );
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
