//! How far a body is scrolled. What there is to scroll is only known while drawing, so drawing leaves it here.

use std::{cell::Cell, ops::Range};

/// The first visible row of a body, kept within what the last frame measured.
#[derive(Debug, Default)]
pub(crate) struct Scroll {
    offset: Cell<usize>,
    page: Cell<usize>,
    end: Cell<usize>,
    ignores_focus: Cell<bool>,
}

impl Scroll {
    /// Back to the first row.
    pub(crate) fn reset(&self) {
        self.offset.set(0);
        self.ignores_focus.set(false);
    }

    /// Lets the next frame bring the focused row into view again.
    pub(crate) fn follow_focus(&self) {
        self.ignores_focus.set(false);
    }

    /// Stays where it is until the focus is asked for.
    pub(crate) fn ignore_focus(&self) {
        self.ignores_focus.set(true);
    }

    pub(crate) fn up(&self, rows: usize) -> bool {
        self.go_to(self.offset.get().saturating_sub(rows))
    }

    pub(crate) fn down(&self, rows: usize) -> bool {
        self.go_to(self.offset.get().saturating_add(rows))
    }

    pub(crate) fn page_up(&self) -> bool {
        self.up(self.step())
    }

    pub(crate) fn page_down(&self) -> bool {
        self.down(self.step())
    }

    pub(crate) fn jump_to_start(&self) -> bool {
        self.go_to(0)
    }

    pub(crate) fn jump_to_end(&self) -> bool {
        self.go_to(self.end.get())
    }

    /// Keeps the offset within `total` rows of which `visible` can be seen, brings `focus` into view unless the person has
    /// scrolled since the focus last moved, and gives the first visible row.
    pub(crate) fn settle(&self, total: usize, visible: usize, focus: Option<&Range<usize>>) -> usize {
        let end = total.saturating_sub(visible);
        self.page.set(visible);
        self.end.set(end);
        let mut offset = self.offset.get().min(end);
        if let (Some(focus), false) = (focus, self.ignores_focus.get()) {
            offset = offset.max(focus.end.saturating_sub(visible)).min(focus.start);
        }
        self.offset.set(offset);
        offset
    }

    fn step(&self) -> usize {
        self.page.get().saturating_sub(1).max(1)
    }

    /// Whether that moved anything.
    fn go_to(&self, offset: usize) -> bool {
        let offset = offset.min(self.end.get());
        self.ignores_focus.set(true);
        self.offset.replace(offset) != offset
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scrolling_stays_within_what_the_last_frame_measured() {
        let scroll = Scroll::default();
        assert_eq!(scroll.settle(30, 10, None), 0);
        assert!(scroll.page_down());
        assert_eq!(scroll.settle(30, 10, None), 9);
        assert!(scroll.jump_to_end());
        assert!(!scroll.down(1));
        assert_eq!(scroll.settle(30, 10, None), 20);
        assert_eq!(scroll.settle(12, 10, None), 2, "the body became shorter");
    }

    #[test]
    fn the_focus_is_brought_into_view_until_the_person_scrolls() {
        let scroll = Scroll::default();
        assert_eq!(scroll.settle(30, 10, Some(&(15..17))), 7);
        assert!(scroll.jump_to_start());
        assert_eq!(scroll.settle(30, 10, Some(&(15..17))), 0);
        scroll.follow_focus();
        assert_eq!(scroll.settle(30, 10, Some(&(15..17))), 7);
    }
}
