//! The Page list.

use crate::{
    journey::Choice,
    model::{Id, SafeText},
};

use super::super::{
    Wizard,
    page_book::{CutShort, PageBook},
    view::{ChoiceView, Listing, Message, Tone},
};

impl Wizard {
    pub(super) fn choice(&self) -> ChoiceView<'_> {
        let book = self.facts.pages.as_ref();
        let choice = self.choice_ahead().unwrap_or(Choice::Pages);
        ChoiceView {
            title: match choice {
                Choice::Pages | Choice::PagesWithInstagram => "Which Page is the token for?",
                Choice::InstagramAccount => "Which Instagram account is it for?",
            },
            pages: book.map(PageBook::lines).unwrap_or_default(),
            revision: book.map_or(0, PageBook::revision),
            listing: book.map_or(Listing::Loading, PageBook::listing),
            remark: self.remark_on_list(),
            can_load_rest: self.can_load_rest(),
            takes_several: choice.takes_several(),
            marked: &self.marked,
            chain_from: choice.needs_instagram().then(|| {
                let name = self.facts.app_name().map(SafeText::as_str);
                name.or(self.facts.app_id.as_ref().map(Id::as_str))
                    .unwrap_or("your app")
            }),
            can_find_missing: self.can_find_missing(),
        }
    }

    /// Whether a part of the list failed that can be asked for again.
    pub(in super::super) fn can_load_rest(&self) -> bool {
        self.facts.pages.as_ref().and_then(PageBook::cut) == Some(CutShort::Failed)
    }

    fn remark_on_list(&self) -> Option<Message<'_>> {
        let book = self.facts.pages.as_ref()?;
        let text = match book.cut() {
            Some(CutShort::Looping) => "Meta kept sending the same part of the list. These are the Pages that came",
            Some(CutShort::TooMany) => "The list is longer than this. Type the Page's name or ID to find it",
            Some(CutShort::Failed) => {
                "A part of the list could not be read. The Pages that came can be used, and the rest can be asked for"
            }
            None if book.listing() == Listing::Whole && !book.has_use() => {
                "None of these Pages can be chosen; the reason stands beside each. Others can be looked for"
            }
            None if self.has_short_parent() => {
                "Meta's new token still ends soon, and a Page token made from it would end with it"
            }
            None if book.listing() == Listing::Whole && self.lister_has("business_management") == Some(false) => {
                return Some(Message {
                    tone: Tone::Calm,
                    text: "Pages of a business portfolio may be missing: business_management is not on the token",
                });
            }
            None => return None,
        };
        Some(Message {
            tone: Tone::Careful,
            text,
        })
    }

    /// Whether the token that was to last ends within a day all the same.
    fn has_short_parent(&self) -> bool {
        self.facts
            .long_inspection
            .as_ref()
            .is_some_and(|seen| match (seen.expires, seen.issued) {
                (crate::model::Expiry::At(end), Some(issued)) => end.duration_since(issued).as_hours() < 24,
                (crate::model::Expiry::At(_), None) => true,
                (crate::model::Expiry::Never | crate::model::Expiry::Unknown, _) => false,
            })
    }
}
