//! A Page by its number: a form beside the way, from the findings or from the list.

use jiff::Timestamp;

use super::Wizard;
use crate::{
    journey::{Call, Field, Stage},
    wizard::{
        Errand,
        effect::Effect,
        page_book::PageBook,
        switchboard::Standing,
        view::{PageState, Tone},
    },
};

impl Wizard {
    /// Asks for a Page by the number that was typed.
    pub(in crate::wizard) fn submit_aside(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if !self.is_aside() {
            return self.check_copy();
        }
        if self.first_missing(&[Field::PageId]).is_some() {
            return;
        }
        let Some(page) = self.answers.page_id() else {
            return;
        };
        // One that is listed and cannot be chosen is asked for all the same: its own answer may say more than the list.
        let line = self.facts.pages.as_ref().and_then(|book| book.line(&page));
        if line.is_some_and(|line| !matches!(line.state, PageState::Unusable(_))) {
            return self.leave_aside(now, effects);
        }
        if self.facts.pages.is_none() {
            let mut book = PageBook::new(self.needs_instagram(), self.list_options().with_instagram);
            book.end(None);
            self.facts.pages = Some(book);
        }
        let errand = Errand::about_page(Call::FetchPage, page);
        self.board.forget(|asked| asked.errand == errand && !asked.is_open());
        self.say(Tone::Calm, "Meta is being asked for this Page. One moment");
        self.send(errand, now, effects);
    }

    /// A Page that was asked for by its number has come, or has not.
    pub(in crate::wizard) fn take_typed_page(&mut self, errand: &Errand, now: Timestamp, effects: &mut Vec<Effect>) {
        let typed = self.answers.page_id();
        let is_typed = self.is_aside() && errand.about.page() == typed.as_ref();
        let is_listed = typed
            .zip(self.facts.pages.as_ref())
            .is_some_and(|(id, book)| book.page(&id).is_some());
        let is_answered = self
            .board
            .find(errand)
            .is_some_and(|asked| asked.standing == Standing::Done);
        if is_typed && is_listed && is_answered {
            self.leave_aside(now, effects);
        }
    }

    /// Whether the form for a Page's number is on the screen.
    pub(in crate::wizard) fn is_aside(&self) -> bool {
        self.aside.as_ref().is_some_and(|aside| aside.field == Field::PageId)
    }

    fn leave_aside(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        self.aside = None;
        self.notice = None;
        let typed = self.answers.page_id();
        let line = typed.and_then(|id| self.facts.pages.as_ref()?.line(&id));
        let said = line.map(|line| match &line.state {
            PageState::Unusable(reason) => (Tone::Careful, format!("{} cannot be used: {reason}", line.name)),
            PageState::Ready | PageState::Asking => (Tone::Good, format!("{} stands on the list", line.name)),
        });
        if let Some((tone, text)) = said {
            self.say(tone, text);
        }
        if matches!(self.stage(), Some(Stage::Exchange { .. })) {
            self.go_on_if_over(now, effects);
        }
        self.say_what_was_found();
    }
}
