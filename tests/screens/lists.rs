//! Lists of Pages and of results, made by hand.

use std::collections::BTreeSet;

use evertoken::{
    journey::INSTAGRAM,
    model::SafeText,
    wizard::{trouble::Way, view::*},
};

use super::{kept, view, view_of};

pub(crate) fn page(id: &str, name: &str, state: PageState) -> PageLine {
    PageLine {
        id: id.parse().unwrap(),
        name: SafeText::new(name),
        category: Some(SafeText::new("Bakery")),
        may: "post, moderate".to_owned(),
        instagram: InstagramLink::NotAsked,
        has_double: false,
        state,
    }
}

pub(crate) fn choice_of(pages: Vec<PageLine>, listing: Listing, remark: Option<Message<'static>>) -> View<'static> {
    view(
        Some(3),
        Body::Choice(ChoiceView {
            title: "Choose the Page",
            pages: kept(pages),
            revision: 0,
            listing,
            remark,
            can_load_rest: false,
            takes_several: false,
            marked: kept(BTreeSet::new()),
            chain_from: None,
            can_find_missing: false,
        }),
    )
}

pub(crate) fn choice() -> View<'static> {
    let mut pages = vec![
        page("100000000000001", "Alpenblick Bäckerei", PageState::Ready),
        page(
            "100000000000002",
            "Archive 2019",
            PageState::Unusable("your role on this Page does not allow posting".to_owned()),
        ),
        page("100000000000003", "Bakery", PageState::Ready),
        page("100000000000004", "Bakery", PageState::Ready),
        page("100000000000005", "", PageState::Asking),
        page("100000000000006", "日本語のパン屋さん 🥐", PageState::Ready),
        page("100000000000007", "מאפייה ירושלים", PageState::Ready),
        page(
            "100000000000008",
            "A name that is so very long that it could never fit into any column at all",
            PageState::Ready,
        ),
        page("100000000000009", "👩‍👩‍👧‍👦 Family café", PageState::Ready),
    ];
    pages[0].instagram = InstagramLink::Professional("@alpenblick".to_owned());
    pages[2].has_double = true;
    pages[3].has_double = true;
    choice_of(pages, Listing::Whole, None)
}

pub(crate) fn choice_long() -> View<'static> {
    let pages = (1..=200)
        .map(|number| {
            page(
                &format!("1{number:014}"),
                &format!("Page {number:03}"),
                PageState::Ready,
            )
        })
        .collect();
    choice_of(
        pages,
        Listing::Loading,
        Some(Message {
            tone: Tone::Calm,
            text: "Meta sends the list in pieces; you can choose from what is here.",
        }),
    )
}

pub(crate) fn choice_empty() -> View<'static> {
    choice_of(
        vec![],
        Listing::Whole,
        Some(Message {
            tone: Tone::Careful,
            text: "Meta lists no Page for this token. Most often no Page was ticked in the window that asked for \
                   permission.",
        }),
    )
}

/// A list where several can be chosen, with three of them marked.
pub(crate) fn choice_marked() -> View<'static> {
    let mut view = choice();
    if let Body::Choice(choice) = &mut view.body {
        choice.takes_several = true;
        choice.can_find_missing = true;
        let marked = [0, 2, 8].map(|at: usize| choice.pages[at].id.clone());
        choice.marked = kept(BTreeSet::from(marked));
    }
    view
}

/// A list that is about the Instagram accounts behind the Pages.
pub(crate) fn choice_chain() -> View<'static> {
    let unusable = |reason: &str| PageState::Unusable(reason.to_owned());
    let mut pages = vec![
        page("100000000000001", "Alpenblick Bäckerei", PageState::Ready),
        page(
            "100000000000002",
            "Archive 2019",
            unusable("no Instagram account is linked to it"),
        ),
        page(
            "100000000000003",
            "Bakery",
            unusable("its Instagram account is a personal one"),
        ),
        page("100000000000004", "Café", unusable("your role allows nothing")),
    ];
    pages[0].instagram = InstagramLink::Professional("@alpenblick".to_owned());
    pages[1].instagram = InstagramLink::Missing;
    pages[2].instagram = InstagramLink::Personal("@maria.bakes".to_owned());
    let mut view = view_of(&INSTAGRAM, 0, 3, choice_of(pages, Listing::Whole, None).body);
    if let Body::Choice(choice) = &mut view.body {
        choice.takes_several = true;
        choice.chain_from = Some("Bakery Poster");
        choice.can_find_missing = true;
    }
    view
}

/// What came of four Pages.
pub(crate) fn results() -> View<'static> {
    let row = |name, standing, headline, taken| ResultLine {
        name,
        standing,
        headline,
        taken,
    };
    view(
        Some(5),
        Body::Results(ResultsView {
            headline: "3 of 4 Page tokens are proved",
            rows: vec![
                row(
                    "Alpenblick Bäckerei (100000000000001)",
                    Standing::Proved,
                    "Proved: this Page token never expires",
                    Taken::Yes,
                ),
                row(
                    "Bakery (100000000000003)",
                    Standing::Proved,
                    "Proved: this Page token never expires",
                    Taken::No,
                ),
                row(
                    "A name that is so very long that it could never fit into any column (100000000000008)",
                    Standing::NotDone,
                    "The Page token ends in 58 minutes",
                    Taken::No,
                ),
                row(
                    "日本語のパン屋さん 🥐 (100000000000006)",
                    Standing::Proved,
                    "Proved: this Page token never expires",
                    Taken::No,
                ),
            ],
            ways: vec![Way::OtherPage],
        }),
    )
}
