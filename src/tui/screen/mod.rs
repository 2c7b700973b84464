//! One screen for each kind of stage, inside the same frame:
//!
//! ```text
//! evertoken · title of the journey                      banner
//! ✓ Get a token ›  2 Details  › 3 Exchange › 4 Page
//!
//! body, which scrolls
//!
//! notice
//! keys
//! ```

mod choice;
mod chosen;
mod form;
mod guide;
mod help;
mod kinds;
mod menu;
mod outcome;
mod prelude;
mod progress;
mod question;
mod results;
mod seen;
mod too_small;
mod trouble;

use ratatui::{
    Frame,
    layout::{Constraint, Layout, Position, Rect},
};

use crate::wizard::view::{Body, View};

use super::{
    glyphs::Glyphs,
    interaction::Interaction,
    keys::Place,
    widget::{KeyBar, NoticeLine, RailBar, Sheet, SheetWindow, TitleBar},
};

/// The smallest window in which every screen works.
const LEAST: (u16, u16) = (40, 15);
/// From this height on there is room for an empty row under the rail.
const ROOMY: u16 = 20;

/// Draws one moment.
pub(crate) fn draw(interaction: &Interaction, frame: &mut Frame<'_>, view: &View<'_>) {
    let area = frame.area();
    let is_too_small = area.width < LEAST.0 || area.height < LEAST.1;
    interaction.is_too_small.set(is_too_small);
    if is_too_small {
        return too_small::draw(&interaction.look, frame, view.question);
    }
    let notice = NoticeLine {
        look: &interaction.look,
        // Under the help it would answer for a screen that nobody sees; it stands there again when the help is closed.
        notice: interaction
            .message
            .as_ref()
            .or(view.notice)
            .filter(|_| !interaction.is_help_open || view.question.is_some()),
    };
    let [title, rail, _, body, notice_area, keys] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Length(1),
        Constraint::Length(u16::from(area.height >= ROOMY)),
        Constraint::Fill(1),
        Constraint::Length(notice.height(area.width)),
        Constraint::Length(1),
    ])
    .areas(area);
    draw_top(interaction, frame, view, title, rail);
    let cursor = draw_body(interaction, frame, view, body);
    let cursor = match view.question {
        Some(question) => question::draw(&interaction.look, question, frame, body),
        None => cursor,
    };
    frame.render_widget(&notice, notice_area);
    let offers = interaction.offers(interaction.place(view), view);
    frame.render_widget(
        &KeyBar {
            look: &interaction.look,
            offers: &offers,
        },
        keys,
    );
    spell_in_ascii(interaction, frame);
    if let Some(cursor) = cursor {
        frame.set_cursor_position(cursor);
    }
}

/// Where the signs are ASCII, the punctuation of our own sentences is too. Names stay as they are: their owner knows them
/// best, and their ids stand beside them.
fn spell_in_ascii(interaction: &Interaction, frame: &mut Frame<'_>) {
    if interaction.look.glyphs != Glyphs::ascii() {
        return;
    }
    for cell in &mut frame.buffer_mut().content {
        let plain = match cell.symbol() {
            "…" => "~",
            "“" | "”" => "\"",
            "‘" | "’" => "'",
            "–" | "—" | "·" => "-",
            "\u{a0}" => " ",
            "›" => ">",
            _ => continue,
        };
        cell.set_symbol(plain);
    }
}

fn draw_top(interaction: &Interaction, frame: &mut Frame<'_>, view: &View<'_>, title: Rect, rail: Rect) {
    let look = &interaction.look;
    frame.render_widget(
        &TitleBar {
            look,
            title: view.rail.as_ref().map(|rail| rail.title),
            banner: view.banner,
        },
        title,
    );
    if let Some(stages) = &view.rail {
        frame.render_widget(&RailBar { look, rail: stages }, rail);
    }
}

/// Draws the body, or the help in its place, and says where the cursor belongs.
fn draw_body(interaction: &Interaction, frame: &mut Frame<'_>, view: &View<'_>, area: Rect) -> Option<Position> {
    if interaction.is_help_open {
        let place = interaction.place_below(view);
        let sheet = help::sheet(
            &interaction.look,
            area.width,
            (place, help::purpose(place, view)),
            &interaction.offers(place, view),
        );
        return window(&sheet, &interaction.help_scroll, frame, area);
    }
    let look = &interaction.look;
    let mut sheet = Sheet::new(look, area.width);
    match &view.body {
        Body::Menu(menu) => menu::write(&mut sheet, menu, interaction.menu_at, area.height),
        Body::Guide(guide) => guide::write(&mut sheet, guide),
        Body::Form(form) => form::write(&mut sheet, form, &interaction.desk, area.height),
        Body::Progress(progress) => progress::write(&mut sheet, progress),
        Body::Choice(choice) => return choice::draw(look, choice, &interaction.pages, frame, area),
        Body::Kinds(kinds) => kinds::write(&mut sheet, kinds, interaction.kind_at),
        Body::Results(results) => results::write(&mut sheet, results, interaction.result_at),
        Body::Outcome(outcome) => {
            outcome::write(&mut sheet, outcome, &interaction.offers(Place::Outcome, view));
        }
        Body::Trouble(trouble) => {
            trouble::write(
                &mut sheet,
                trouble,
                &interaction.offers(Place::Trouble, view),
                area.height,
            );
        }
    }
    window(&sheet, &interaction.body_scroll, frame, area)
}

fn window(sheet: &Sheet<'_>, scroll: &super::scroll::Scroll, frame: &mut Frame<'_>, area: Rect) -> Option<Position> {
    SheetWindow { sheet, scroll }.draw(area, frame.buffer_mut())
}
