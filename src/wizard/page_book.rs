//! The Pages of a person, as they arrive: each once, sorted by name, with the reasons why some cannot be chosen.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use unicode_security::skeleton;

use crate::{
    graph_api::pages::{Cursor, PageList},
    model::{InstagramAccount, Page, PageId},
};

use super::{
    trouble::Trouble,
    view::{InstagramLink, Listing, PageLine, PageState},
};

/// The most Pages that are listed; a list that is longer ends here and says so (facts: safety T79).
const MOST_PAGES: usize = 25_000;
/// The most answers that are asked for.
const MOST_ANSWERS: usize = 400;
/// How many empty answers in a row are believed.
const MOST_EMPTY_ANSWERS: usize = 20;

/// The Pages and how their list stands.
#[derive(Debug)]
pub(super) struct PageBook {
    pages: BTreeMap<PageId, Known>,
    reasons: BTreeMap<PageId, Reason>,
    lines: Vec<PageLine>,
    listing: Listing,
    cut: Option<CutShort>,
    cursors: BTreeSet<Cursor>,
    last_cursor: Option<Cursor>,
    answers: usize,
    empty_answers: usize,
    /// Whether a Page without an Instagram account is of no use.
    needs_instagram: bool,
    /// Whether the list was asked for the Instagram accounts at all.
    knows_instagram: bool,
    /// Pages of a portfolio: where its list names no Instagram account for one, the Page itself is asked.
    unasked: BTreeSet<PageId>,
    /// Whether Meta has closed the access to the person's data, so that an account it does not name may be there all the
    /// same.
    is_access_over: bool,
    /// Counts up with each change of the lines.
    revision: u64,
}

/// A Page, with what its name is compared by: a long list is sorted anew with each part of it.
#[derive(Debug)]
struct Known {
    page: Page,
    /// The name without regard to case.
    folded: String,
    /// The same for every name that looks the same, whatever letters it is made of (facts: safety T23).
    look: String,
}

impl From<Page> for Known {
    fn from(page: Page) -> Self {
        let name = page.name.as_str();
        Self {
            folded: name.to_lowercase(),
            look: skeleton(name).collect::<String>().to_lowercase(),
            page,
        }
    }
}

/// Why Meta gave no token for a Page.
#[derive(Debug, Clone)]
pub(super) struct Reason {
    /// Beside its name: under 40 characters.
    pub(super) short: String,
    /// In full, with what helps.
    pub(super) trouble: Trouble,
}

/// Why a list ended before its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CutShort {
    /// A cursor came back, or nothing but empty answers came.
    Looping,
    /// More Pages than are listed.
    TooMany,
    /// A later part could not be had.
    Failed,
}

impl Default for PageBook {
    fn default() -> Self {
        Self {
            pages: BTreeMap::new(),
            reasons: BTreeMap::new(),
            lines: Vec::new(),
            listing: Listing::Loading,
            cut: None,
            cursors: BTreeSet::new(),
            last_cursor: None,
            answers: 0,
            empty_answers: 0,
            needs_instagram: false,
            knows_instagram: false,
            unasked: BTreeSet::new(),
            is_access_over: false,
            revision: 0,
        }
    }
}

impl PageBook {
    /// An empty book. `needs_instagram`: a Page without an Instagram account is of no use; `knows_instagram`: the list
    /// is asked for the accounts.
    pub(super) fn new(needs_instagram: bool, knows_instagram: bool) -> Self {
        Self {
            needs_instagram,
            knows_instagram,
            ..Self::default()
        }
    }

    /// A book with one Page that is known without a list.
    pub(super) fn of_one(page: Page) -> Self {
        let mut book = Self::default();
        book.pages.insert(page.id.clone(), page.into());
        book.listing = Listing::Whole;
        book.sort();
        book
    }

    /// Takes in one part of the list. The cursor to go on with, if there is more and the list may go on.
    pub(super) fn take_in(&mut self, part: PageList) -> Option<Cursor> {
        self.answers = self.answers.saturating_add(1);
        self.empty_answers = if part.pages.is_empty() {
            self.empty_answers.saturating_add(1)
        } else {
            0
        };
        for page in part.pages {
            self.unasked.remove(&page.id);
            self.pages.insert(page.id.clone(), page.into());
        }
        self.sort();
        let Some(cursor) = part.next else {
            self.end(part.is_cut.then_some(CutShort::Looping));
            return None;
        };
        let is_looping = self.empty_answers >= MOST_EMPTY_ANSWERS || !self.cursors.insert(cursor.clone());
        let is_long = self.answers >= MOST_ANSWERS || self.pages.len() >= MOST_PAGES;
        if is_looping || is_long {
            self.end(Some(if is_looping {
                CutShort::Looping
            } else {
                CutShort::TooMany
            }));
            return None;
        }
        self.last_cursor = Some(cursor.clone());
        Some(cursor)
    }

    /// Takes in Pages of a portfolio. One that is there already stays as it is, but for what it had not: a token, or its
    /// Instagram account. Says how many are new.
    pub(super) fn add_from_portfolio(&mut self, pages: Vec<Page>) -> usize {
        let mut new = 0_usize;
        for page in pages {
            if let Some(Known { page: known, .. }) = self.pages.get_mut(&page.id) {
                known.token = known.token.take().or(page.token);
                known.instagram = known.instagram.take().or(page.instagram);
                known.connected_instagram = known.connected_instagram.take().or(page.connected_instagram);
            } else {
                new = new.saturating_add(1);
                self.unasked.insert(page.id.clone());
                self.pages.insert(page.id.clone(), page.into());
            }
        }
        self.sort();
        new
    }

    /// Takes in a Page that was asked for by its number.
    pub(super) fn add(&mut self, page: Page) {
        self.unasked.remove(&page.id);
        self.pages.insert(page.id.clone(), page.into());
        self.sort();
    }

    /// Whether the list is asked for the Instagram accounts.
    pub(super) fn set_knows_instagram(&mut self, knows: bool) {
        self.knows_instagram = knows;
    }

    /// Meta has closed the access to the person's data, or has not.
    pub(super) fn set_access_is_over(&mut self, is_over: bool) {
        if self.is_access_over != is_over {
            self.is_access_over = is_over;
            self.sort();
        }
    }

    /// The Pages, in the order of their numbers.
    pub(super) fn pages(&self) -> impl Iterator<Item = &Page> {
        self.pages.values().map(|known| &known.page)
    }

    /// Whether any Page can be chosen, or may still turn out to be.
    pub(super) fn has_use(&self) -> bool {
        self.lines
            .iter()
            .any(|line| !matches!(line.state, PageState::Unusable(_)))
    }

    /// Where the part begins that was asked for last; `None` for the first part.
    pub(super) fn last_cursor(&self) -> Option<&Cursor> {
        self.last_cursor.as_ref()
    }

    /// The list has ended: at its end, or before it.
    pub(super) fn end(&mut self, cut: Option<CutShort>) {
        self.cut = cut;
        self.listing = if cut.is_some() { Listing::Part } else { Listing::Whole };
    }

    /// The list goes on after a part of it had failed.
    pub(super) fn resume(&mut self) {
        self.cut = None;
        self.listing = Listing::Loading;
    }

    /// Meta gave a Page's token after all, or said why not.
    pub(super) fn settle(&mut self, id: &PageId, token: Result<crate::model::PageToken, Reason>) {
        match token {
            Ok(token) => {
                if let Some(known) = self.pages.get_mut(id) {
                    known.page.token = Some(token);
                }
            }
            Err(reason) => {
                self.reasons.insert(id.clone(), reason);
            }
        }
        self.sort();
    }

    /// Why a Page has no token, where that is known.
    pub(super) fn reason(&self, id: &PageId) -> Option<&Reason> {
        let page = self.page(id)?;
        self.reasons.get(id).filter(|_| page.token.is_none())
    }

    /// The Pages that came without a token, and have no reason yet.
    pub(super) fn unexplained(&self) -> impl Iterator<Item = &PageId> {
        self.pages()
            .filter(|page| page.token.is_none() && !self.reasons.contains_key(&page.id))
            .map(|page| &page.id)
    }

    /// One Page.
    pub(super) fn page(&self, id: &PageId) -> Option<&Page> {
        self.pages.get(id).map(|known| &known.page)
    }

    /// One Page's line.
    pub(super) fn line(&self, id: &PageId) -> Option<&PageLine> {
        self.lines.iter().find(|line| line.id == *id)
    }

    /// How many Pages there are.
    pub(super) fn len(&self) -> usize {
        self.pages.len()
    }

    /// The lines, sorted by name.
    pub(super) fn lines(&self) -> &[PageLine] {
        &self.lines
    }

    /// Which state of the lines this is.
    pub(super) fn revision(&self) -> u64 {
        self.revision
    }

    /// How the list stands.
    pub(super) fn listing(&self) -> Listing {
        self.listing
    }

    /// Why the list ended early.
    pub(super) fn cut(&self) -> Option<CutShort> {
        self.cut
    }

    fn sort(&mut self) {
        let mut alike: HashMap<&str, usize> = HashMap::with_capacity(self.pages.len());
        let mut looks: HashMap<&str, usize> = HashMap::with_capacity(self.pages.len());
        for known in self.pages.values() {
            for (names, name) in [(&mut alike, &known.folded), (&mut looks, &known.look)] {
                let count = names.entry(name).or_default();
                *count = count.saturating_add(1);
            }
        }
        let is_double = |names: &HashMap<&str, usize>, name: &str| names.get(name).is_some_and(|count| *count > 1);
        let mut lines: Vec<(&str, PageLine)> = self
            .pages
            .values()
            .map(|known| {
                let has_double = is_double(&alike, &known.folded) || is_double(&looks, &known.look);
                (known.folded.as_str(), self.draw_line(&known.page, has_double))
            })
            .collect();
        lines.sort_by_key(|(name, _)| *name);
        self.lines = lines.into_iter().map(|(_, line)| line).collect();
        self.revision = self.revision.saturating_add(1);
    }

    fn draw_line(&self, page: &Page, has_double: bool) -> PageLine {
        PageLine {
            id: page.id.clone(),
            name: page.name.clone(),
            category: page.category.clone(),
            may: page
                .tasks
                .iter()
                .map(|task| task.words())
                .collect::<Vec<_>>()
                .join(", "),
            instagram: self.instagram_link(page),
            has_double,
            state: self.state(page),
        }
    }

    fn state(&self, page: &Page) -> PageState {
        match (&page.token, self.reasons.get(&page.id)) {
            (None, Some(reason)) => PageState::Unusable(reason.short.clone()),
            (None, None) => PageState::Asking,
            (Some(_), _) if !self.needs_instagram => PageState::Ready,
            (Some(_), _) => match self.instagram_link(page) {
                InstagramLink::Professional(_) | InstagramLink::NotAsked => PageState::Ready,
                InstagramLink::Personal(_) => PageState::Unusable("its Instagram account is a personal one".to_owned()),
                InstagramLink::Missing => PageState::Unusable("no Instagram account is linked to it".to_owned()),
                InstagramLink::Hidden => PageState::Unusable("90 days without a login".to_owned()),
            },
        }
    }

    fn instagram_link(&self, page: &Page) -> InstagramLink {
        let name = |account: &InstagramAccount| match &account.username {
            Some(name) => format!("@{name}"),
            None => account.id.to_string(),
        };
        match (&page.instagram, &page.connected_instagram) {
            (Some(account), _) => InstagramLink::Professional(name(account)),
            (None, Some(account)) => InstagramLink::Personal(name(account)),
            (None, None) if self.knows_instagram && !self.unasked.contains(&page.id) => {
                if self.is_access_over {
                    InstagramLink::Hidden
                } else {
                    InstagramLink::Missing
                }
            }
            (None, None) => InstagramLink::NotAsked,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SafeText;

    fn page(id: &str, name: &str) -> Page {
        Page {
            id: id.parse().unwrap(),
            name: SafeText::new(name),
            category: None,
            tasks: Vec::new(),
            token: Some(crate::model::PageToken::new(format!("EAAtoken{id}"))),
            instagram: None,
            connected_instagram: None,
        }
    }

    fn part(pages: Vec<Page>, next: Option<&str>) -> PageList {
        let body = serde_json::json!({"data": [], "paging": {"cursors": {"after": next}, "next": next}});
        let response = crate::graph_api::Response {
            status: 200,
            headers: crate::graph_api::Headers::default(),
            body: zeroize::Zeroizing::new(body.to_string().into_bytes()),
        };
        let mut list = crate::graph_api::pages::read_list(&response).unwrap();
        list.pages = pages;
        list
    }

    fn names(book: &PageBook) -> Vec<&str> {
        book.lines().iter().map(|line| line.name.as_str()).collect()
    }

    #[test]
    fn pages_are_sorted_by_name_and_each_stands_there_once() {
        let mut book = PageBook::default();
        assert!(
            book.take_in(part(vec![page("1", "b"), page("2", "A")], Some("next")))
                .is_some()
        );
        assert!(book.take_in(part(vec![page("2", "A"), page("3", "c")], None)).is_none());
        assert_eq!(names(&book), ["A", "b", "c"]);
    }

    #[test]
    fn what_a_portfolio_knows_of_a_listed_page_is_added_to_it() {
        let mut book = PageBook::new(true, true);
        book.take_in(part(vec![page("1", "a")], None));
        let state = |book: &PageBook| book.lines()[0].state.clone();
        assert!(matches!(state(&book), PageState::Unusable(_)));
        let linked = Page {
            instagram: Some(InstagramAccount {
                id: "17841400000000001".parse().unwrap(),
                username: None,
            }),
            ..page("1", "a")
        };
        assert_eq!(book.add_from_portfolio(vec![linked]), 0, "it is no new one");
        assert_eq!(state(&book), PageState::Ready);
    }

    #[test]
    fn names_that_look_the_same_are_marked() {
        let mut book = PageBook::default();
        book.take_in(part(
            vec![page("1", "Shop"), page("2", "shop"), page("3", "Other")],
            None,
        ));
        let doubles: Vec<bool> = book.lines().iter().map(|line| line.has_double).collect();
        assert_eq!(doubles, [false, true, true]);
    }

    #[test]
    fn so_are_names_of_other_letters_that_look_the_same() {
        let has_doubles = |one: &str, other: &str| {
            let mut book = PageBook::default();
            book.take_in(part(vec![page("1", one), page("2", other)], None));
            book.lines().iter().all(|line| line.has_double)
        };
        // A Cyrillic o, a capital i, a zero, and an accent beside its letter.
        for (one, other) in [
            ("Shop", "Sh\u{43e}p"),
            ("Alpenblick", "AIpenblick"),
            ("Foto", "F0t0"),
            ("Italia", "italia"),
            ("Café", "Cafe\u{301}"),
        ] {
            assert!(has_doubles(one, other), "{one} and {other}");
        }
        assert!(!has_doubles("Shop", "Ship"));
        assert!(!has_doubles("Bäckerei", "Backerei"), "an accent can be seen");
    }

    #[test]
    fn a_cursor_that_comes_back_ends_the_list_with_what_there_is() {
        let mut book = PageBook::default();
        assert!(book.take_in(part(vec![page("1", "a")], Some("A"))).is_some());
        assert!(book.take_in(part(vec![page("2", "b")], Some("B"))).is_some());
        assert!(book.take_in(part(vec![page("3", "c")], Some("A"))).is_none());
        assert_eq!(
            (book.listing(), book.cut(), book.len()),
            (Listing::Part, Some(CutShort::Looping), 3)
        );
    }

    #[test]
    fn too_many_empty_answers_in_a_row_end_the_list() {
        let mut book = PageBook::default();
        for cursor in 1..MOST_EMPTY_ANSWERS {
            assert!(book.take_in(part(Vec::new(), Some(&cursor.to_string()))).is_some());
        }
        assert!(book.take_in(part(Vec::new(), Some("last"))).is_none());
        assert_eq!(book.cut(), Some(CutShort::Looping));
    }
}
