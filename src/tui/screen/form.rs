//! A form: what is done on the web first, its fields, the button, what Meta says about the token, and where the focused
//! value is found.

use crate::{
    tui::{
        form_desk::{Focus, FormDesk},
        theme::Role,
        widget::{Sheet, TextField},
    },
    wizard::view::{FieldView, FormView, SavingView},
};

use super::{guide::write_sample, prelude, seen};

/// From this height on the fields stand apart.
const ROOMY: u16 = 26;

/// ```text
/// What is done on the web first
///
/// > Access token     [••••••••••••••••                ] EAA… received
///
///   App ID           [                                ]
///                    where it is found
///   [ Continue ]  still needed: App ID
///
/// User token of its owner for the app
/// 54 min left, until 22 Nov 2026, 23:10
/// ✓ granted   pages_show_list         ✗ missing   pages_manage_posts
///
/// Where the focused value is found, or its sample
///
/// If something else shows up
/// ```
pub(super) fn write(sheet: &mut Sheet<'_>, form: &FormView<'_>, desk: &FormDesk, height: u16) {
    if let Some(prelude) = &form.prelude {
        prelude::write(sheet, prelude);
    }
    for (index, view) in form.fields.iter().enumerate() {
        if index > 0 && height >= ROOMY && form.saving.is_none() {
            sheet.blank();
        }
        TextField {
            view,
            typed: desk.typed(view.field),
            is_focused: desk.focus() == Focus::Field(view.field),
            is_compact: form.saving.is_some(),
        }
        .write(sheet);
    }
    if let Some(saving) = &form.saving {
        write_preview(sheet, saving);
    }
    sheet.gap();
    write_button(sheet, form, desk);
    if form.can_choose_place {
        let key = sheet.look.span("F8 ", Role::Key);
        sheet.hang_at(
            2,
            vec![key],
            "chooses already now where the token will be saved",
            Role::Quiet,
        );
    }
    sheet.gap();
    seen::write(sheet, &form.look);
    if let Some(field) = desk.focused(form) {
        write_source(sheet, field, form);
    }
    if let Some(prelude) = &form.prelude {
        prelude::write_after(sheet, prelude);
    }
}

/// What saving would do, line by line.
fn write_preview(sheet: &mut Sheet<'_>, saving: &SavingView) {
    if !saving.lines.is_empty() {
        sheet.gap();
    }
    for (tone, line) in &saving.lines {
        let mark = sheet.look.tone(*tone);
        let sign = sheet.look.span(format!("{} ", mark.sign), mark.role);
        sheet.hang_at(2, vec![sign], line, Role::Text);
    }
    if saving.can_keep_out_of_git {
        sheet.hang_at(
            2,
            vec![sheet.look.span("F9 ", Role::Key)],
            "adds a line to .gitignore that keeps it out",
            Role::Quiet,
        );
    }
}

fn write_button(sheet: &mut Sheet<'_>, form: &FormView<'_>, desk: &FormDesk) {
    let look = sheet.look;
    let start = sheet.height();
    let is_focused = desk.focus() == Focus::Button;
    let (sign, role) = if is_focused {
        (look.glyphs.selected, Role::Selected)
    } else {
        (" ", Role::Text)
    };
    let words = if form.can_submit || form.missing.is_empty() {
        String::new()
    } else {
        format!("still needed: {}", form.missing.join(", "))
    };
    sheet.hang(
        vec![
            look.span(format!("{sign} "), Role::Key),
            look.span(
                format!(
                    "[ {} ]",
                    form.saving.as_ref().map_or("Continue", |saving| saving.button)
                ),
                role,
            ),
            look.span("  ", Role::Text),
        ],
        &words,
        Role::Quiet,
    );
    if is_focused {
        sheet.put_cursor(start, 0);
        sheet.focus_from(start);
    }
}

/// Where the value of the focused field is found: the page, and in the demo the value itself.
fn write_source(sheet: &mut Sheet<'_>, field: &FieldView<'_>, form: &FormView<'_>) {
    if let Some(sample) = field.sample {
        sheet.gap();
        write_sample(sheet, sample, "F2 pastes it");
    }
    // The keys mean the address of the login where there is one, and it stands above.
    let has_login = form.prelude.as_ref().is_some_and(|prelude| prelude.link.is_some());
    if let (Some(link), false) = (&field.link, has_login) {
        sheet.gap();
        let words = format!("{} is found here: ", field.label);
        let before = sheet.look.span(words, Role::Heading);
        sheet.hang(vec![before], "F4 copies the address, F3 opens it", Role::Quiet);
        sheet.bare(&link.url(), Role::Link);
    }
}
