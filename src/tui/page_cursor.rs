//! The Page list under the fingers: the filter, which Pages it leaves, and which of them is selected.

use std::{cell::Cell, collections::BTreeSet};

use crate::{
    model::PageId,
    terminal::fold::folded,
    wizard::view::{ChoiceView, PageLine, PageState},
};

use super::edit_buffer::{EditBuffer, Fit};

/// The filter and the cursor. What the filter leaves is kept, and worked out again only when the filter or the list
/// changes.
#[derive(Debug)]
pub(crate) struct PageCursor {
    filter: EditBuffer,
    /// What each Page is searched in, in the order of the list.
    searched: Vec<Searched>,
    /// What `searched` was made from.
    followed: Followed,
    /// The most digits an id in the list has.
    longest_id: usize,
    /// The Pages that the filter leaves, as places in the list.
    left: Vec<usize>,
    /// The selected one, as a place in `left`.
    at: usize,
    /// The first visible one and how many are visible, as the last frame had it.
    top: Cell<usize>,
    visible: Cell<usize>,
}

/// Which list it is, told without reading a line of it: 10,000 lines would be read at every key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Followed {
    revision: u64,
    address: usize,
    count: usize,
}

impl Followed {
    fn of(choice: &ChoiceView<'_>) -> Self {
        Self {
            revision: choice.revision,
            address: choice.pages.as_ptr().addr(),
            count: choice.pages.len(),
        }
    }
}

#[derive(Debug)]
struct Searched {
    id: PageId,
    text: String,
    is_ready: bool,
}

impl PageCursor {
    pub(crate) fn new() -> Self {
        Self {
            filter: EditBuffer::new(),
            searched: Vec::new(),
            followed: Followed::default(),
            longest_id: 0,
            left: Vec::new(),
            at: 0,
            top: Cell::new(0),
            visible: Cell::new(1),
        }
    }

    /// Brings the kept list up to date, and stays on the Page that was selected.
    pub(crate) fn follow(&mut self, choice: &ChoiceView<'_>) {
        let followed = Followed::of(choice);
        if std::mem::replace(&mut self.followed, followed) == followed {
            return;
        }
        let pages = choice.pages;
        let selected = self.selected().map(|searched| searched.id.clone());
        self.searched = pages.iter().map(searched).collect();
        self.longest_id = pages.iter().map(|page| page.id.as_str().len()).max().unwrap_or(0);
        self.apply(selected.as_ref());
    }

    pub(crate) fn filter(&self) -> &str {
        self.filter.text()
    }

    pub(crate) fn filter_column(&self) -> usize {
        self.filter.column()
    }

    /// Adds to the filter.
    pub(crate) fn type_in(&mut self, text: &str) -> Fit {
        let fit = self.filter.insert(text);
        self.refilter();
        fit
    }

    /// Takes the last character out of the filter. Says whether there was one.
    pub(crate) fn backspace(&mut self) -> bool {
        let changed = self.filter.backspace();
        if changed {
            self.refilter();
        }
        changed
    }

    /// Shows all Pages again. Says whether there was a filter.
    pub(crate) fn clear(&mut self) -> bool {
        let changed = !self.filter.is_empty();
        if changed {
            self.filter.clear();
            self.refilter();
        }
        changed
    }

    /// The most digits an id in the list has: the width of its column.
    pub(crate) fn longest_id(&self) -> usize {
        self.longest_id
    }

    /// How many Pages the filter leaves.
    pub(crate) fn count(&self) -> usize {
        self.left.len()
    }

    /// The place in the list of the selected Page.
    pub(crate) fn index(&self) -> Option<usize> {
        self.left.get(self.at).copied()
    }

    /// How many of these Pages the filter hides.
    pub(crate) fn hidden(&self, pages: &BTreeSet<PageId>) -> usize {
        if pages.is_empty() || self.filter.is_empty() {
            return 0;
        }
        let shown = self.left.iter().filter_map(|index| self.searched.get(*index));
        let shown = shown.filter(|searched| pages.contains(&searched.id)).count();
        pages.len().saturating_sub(shown)
    }

    /// Shows all Pages and selects this one.
    pub(crate) fn reveal(&mut self, page: &PageId) {
        self.filter.clear();
        self.apply(Some(page));
    }

    pub(crate) fn up(&mut self, lines: usize) -> bool {
        self.go_to(self.at.saturating_sub(lines))
    }

    pub(crate) fn down(&mut self, lines: usize) -> bool {
        self.go_to(self.at.saturating_add(lines))
    }

    pub(crate) fn page_up(&mut self) -> bool {
        self.up(self.step())
    }

    pub(crate) fn page_down(&mut self) -> bool {
        self.down(self.step())
    }

    pub(crate) fn jump_to_start(&mut self) -> bool {
        self.go_to(0)
    }

    pub(crate) fn jump_to_end(&mut self) -> bool {
        self.go_to(usize::MAX)
    }

    /// The Pages to draw on `visible` rows: whether each is selected, and its place in the list.
    pub(crate) fn window(&self, visible: usize) -> Vec<(bool, usize)> {
        self.visible.set(visible);
        let end = self.left.len().saturating_sub(visible);
        let lowest = self.at.saturating_add(1).saturating_sub(visible);
        let top = self.top.get().min(end).max(lowest).min(self.at);
        self.top.set(top);
        self.left
            .iter()
            .enumerate()
            .skip(top)
            .take(visible)
            .map(|(at, index)| (at == self.at, *index))
            .collect()
    }

    /// How many Pages lie above and below what was last drawn.
    pub(crate) fn beyond(&self) -> (usize, usize) {
        let above = self.top.get().min(self.left.len());
        let below = self.left.len().saturating_sub(above).saturating_sub(self.visible.get());
        (above, below)
    }

    fn step(&self) -> usize {
        self.visible.get().saturating_sub(1).max(1)
    }

    fn go_to(&mut self, at: usize) -> bool {
        let at = at.min(self.left.len().saturating_sub(1));
        std::mem::replace(&mut self.at, at) != at
    }

    fn selected(&self) -> Option<&Searched> {
        self.left.get(self.at).and_then(|index| self.searched.get(*index))
    }

    fn refilter(&mut self) {
        let selected = self.selected().map(|searched| searched.id.clone());
        self.apply(selected.as_ref());
    }

    fn apply(&mut self, selected: Option<&PageId>) {
        let wanted = searchable(self.filter.text());
        self.left.clear();
        self.left.extend(
            self.searched
                .iter()
                .enumerate()
                .filter(|(_, searched)| searched.text.contains(&wanted))
                .map(|(index, _)| index),
        );
        let place_of = |fits: &dyn Fn(&Searched) -> bool| {
            self.left
                .iter()
                .position(|index| self.searched.get(*index).is_some_and(fits))
        };
        self.at = place_of(&|searched| Some(&searched.id) == selected)
            .or_else(|| place_of(&|searched| searched.is_ready))
            .unwrap_or(0);
    }
}

/// A text as it is searched: folded, and without blanks, which nobody counts.
fn searchable(text: &str) -> String {
    folded(text).chars().filter(|letter| !letter.is_whitespace()).collect()
}

/// Everything a person may remember of a Page, each part on a line of its own so that no match spans two.
fn searched(page: &PageLine) -> Searched {
    let category = page.category.as_ref().map_or("", |category| category.as_str());
    let instagram = page.instagram.name().unwrap_or("");
    let parts = [page.name.as_str(), page.id.as_str(), category, instagram];
    Searched {
        id: page.id.clone(),
        text: parts.map(searchable).join("\n"),
        is_ready: is_ready(page),
    }
}

fn is_ready(page: &PageLine) -> bool {
    match page.state {
        PageState::Ready => true,
        PageState::Asking | PageState::Unusable(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        model::SafeText,
        wizard::view::{InstagramLink, Listing},
    };

    use super::*;

    static NO_MARKS: BTreeSet<PageId> = BTreeSet::new();

    fn page(id: &str, name: &str) -> PageLine {
        PageLine {
            id: id.parse().unwrap(),
            name: SafeText::new(name),
            category: Some(SafeText::new("Bäckerei")),
            may: String::new(),
            instagram: InstagramLink::Professional("@brot.und.butter".to_owned()),
            has_double: false,
            state: PageState::Ready,
        }
    }

    fn list(pages: &[PageLine], revision: u64) -> ChoiceView<'_> {
        ChoiceView {
            title: "",
            pages,
            revision,
            listing: Listing::Whole,
            remark: None,
            can_load_rest: false,
            takes_several: true,
            marked: &NO_MARKS,
            chain_from: None,
            can_find_missing: false,
        }
    }

    #[test]
    fn the_filter_looks_at_name_id_category_and_instagram_and_no_match_spans_two_of_them() {
        let mut cursor = PageCursor::new();
        cursor.follow(&list(&[page("111", "Café Zürich"), page("222", "Other")], 1));
        for (filter, count) in [
            ("zurich", 1),
            ("CAFE", 1),
            ("22", 1),
            ("backerei", 2),
            ("@brot", 2),
            ("zurich111", 0),
            ("", 2),
        ] {
            cursor.clear();
            cursor.type_in(filter);
            assert_eq!(cursor.count(), count, "{filter}");
        }
    }

    #[test]
    fn blanks_make_no_difference_to_the_filter_on_either_side() {
        let mut cursor = PageCursor::new();
        cursor.follow(&list(&[page("1", "Café  am Markt"), page("2", "Cafeteria")], 1));
        for (filter, count) in [("cafeam", 1), ("cafe am", 1), (" c a f e ", 2), ("   ", 2)] {
            cursor.clear();
            cursor.type_in(filter);
            assert_eq!(cursor.count(), count, "{filter:?}");
        }
    }

    #[test]
    fn the_selected_page_stays_selected_while_the_list_grows_above_it() {
        let mut cursor = PageCursor::new();
        cursor.follow(&list(&[page("5", "m"), page("6", "n")], 1));
        cursor.down(1);
        let grown = [page("1", "a"), page("2", "b"), page("5", "m"), page("6", "n")];
        cursor.follow(&list(&grown, 2));
        assert_eq!(cursor.index(), Some(3));
    }

    #[test]
    fn a_list_of_the_same_revision_is_not_read_again_and_another_revision_is() {
        let mut pages = vec![page("1", "Alpha"), page("2", "Beta")];
        let mut cursor = PageCursor::new();
        cursor.follow(&list(&pages, 7));
        cursor.type_in("gamma");
        pages[1].name = SafeText::new("Gamma");
        cursor.follow(&list(&pages, 7));
        assert_eq!(cursor.count(), 0, "a line was read");
        cursor.follow(&list(&pages, 8));
        assert_eq!(cursor.count(), 1, "a change was missed");
    }

    #[test]
    fn the_window_holds_the_selected_page_wherever_it_is() {
        let mut cursor = PageCursor::new();
        let pages: Vec<_> = (0..100).map(|number| page(&number.to_string(), "x")).collect();
        cursor.follow(&list(&pages, 1));
        cursor.down(50);
        let window = cursor.window(10);
        assert_eq!(window.len(), 10);
        assert!(window.contains(&(true, 50)));
        cursor.jump_to_end();
        assert_eq!(cursor.window(10).last(), Some(&(true, 99)));
        assert_eq!(cursor.beyond(), (90, 0));
        assert!(cursor.window(0).is_empty());
    }
}
