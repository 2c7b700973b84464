//! Everything about the selected Page, below the list.

use ratatui::layout::Rect;

use crate::{
    terminal::measure,
    tui::{
        look::Look,
        theme::Role,
        widget::{Hold, Link, Sheet, about, chain, page_name},
    },
    wizard::view::{ChoiceView, InstagramLink, Message, PageLine, PageState, Tone},
};

/// From this height on the selected Page is shown in full below the list.
const ROOMY: u16 = 16;

/// ```text
/// Name of the Page
/// ✓ App Bakery Poster ─ ✓ Page Name of the Page ─ ✓ Instagram @insta
/// Bakery · you may post, moderate
/// ```
pub(super) fn chosen<'a>(
    look: &'a Look,
    choice: &ChoiceView<'_>,
    page: Option<&PageLine>,
    area: Rect,
    name_room: usize,
) -> Sheet<'a> {
    let mut sheet = Sheet::new(look, area.width);
    let Some(page) = page else { return sheet };
    let is_roomy = area.height >= ROOMY;
    if is_roomy {
        sheet.blank();
    }
    // Where the chain says why the Page cannot be chosen, it is not said again.
    let mut says_why = false;
    if let Some(app) = choice.chain_from {
        says_why = write_chain(&mut sheet, app, page);
    } else if is_roomy || measure::width(page_name(page)) > name_room {
        sheet.prose(page_name(page), Role::Heading);
    }
    let category = page.category.as_ref().map(ToString::to_string);
    let mut parts = vec![match choice.chain_from {
        // The chain has named the account.
        Some(_) => category.unwrap_or_default(),
        None => about(page, look.glyphs.between, false),
    }];
    if !page.may.is_empty() {
        parts.push(format!("you may {}", page.may));
    }
    parts.retain(|part| !part.is_empty());
    if !parts.is_empty() {
        sheet.prose(&parts.join(&format!(" {} ", look.glyphs.between)), Role::Text);
    }
    if page.has_double {
        sheet.message(
            0,
            Message {
                tone: Tone::Careful,
                text: "another Page has a name that looks the same. Compare the IDs.",
            },
        );
    }
    if !says_why {
        write_state(&mut sheet, page);
    }
    sheet
}

/// From the app over the Page to the account. Where the Page itself cannot be used, the chain breaks there. Says whether
/// it breaks at the account, which is then the reason.
fn write_chain(sheet: &mut Sheet<'_>, app: &str, page: &PageLine) -> bool {
    let (account, hold) = match &page.instagram {
        InstagramLink::NotAsked => ("not asked yet".to_owned(), Hold::Unknown),
        InstagramLink::Hidden => ("not shown: 90 days without a login".to_owned(), Hold::Broken),
        InstagramLink::Missing => ("no account is linked".to_owned(), Hold::Broken),
        InstagramLink::Personal(name) => (format!("{name} is a personal account"), Hold::Broken),
        InstagramLink::Professional(name) => (name.clone(), Hold::Holds),
    };
    let is_page_broken = matches!(page.state, PageState::Unusable(_)) && hold != Hold::Broken;
    let links = [
        Link {
            label: "App",
            name: app,
            hold: Hold::Holds,
        },
        Link {
            label: "Page",
            name: page_name(page),
            hold: if is_page_broken { Hold::Broken } else { Hold::Holds },
        },
        Link {
            label: "Instagram",
            name: &account,
            hold: if is_page_broken { Hold::Unknown } else { hold },
        },
    ];
    chain(sheet, &links);
    hold == Hold::Broken
}

fn write_state(sheet: &mut Sheet<'_>, page: &PageLine) {
    let (tone, text) = match &page.state {
        PageState::Ready => return,
        PageState::Asking => (Tone::Calm, "no token came with this Page; Meta is being asked why."),
        PageState::Unusable(reason) => (Tone::Careful, reason.as_str()),
    };
    sheet.message(0, Message { tone, text });
}
