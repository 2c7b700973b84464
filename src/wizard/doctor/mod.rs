//! The doctor of empty and short Page lists (facts: graph-api 4.6): looks where Pages may be that no list shows, and says
//! of each known cause whether it is so.
//!
//! Started when the list has ended, by what the token says it may see, or by the person; ends in more Pages, or in
//! findings. It asks with the same token and never falls back to another kind.

mod aside;
mod findings;

use jiff::Timestamp;

use crate::{
    graph_api::pages::Cursor,
    journey::{Call, Stage},
    model::{Business, Expiry, Inspection, PageId, Permission},
};

use super::{
    Errand, Shown, Wizard,
    effect::{Effect, Link},
    page_book::PageBook,
    readings::count_of_pages,
    trouble::{self, Trouble, Way},
    view::{FindingState, InstagramLink, Listing, PageState, Tone},
};

/// How many Pages that the token names and the list does not are asked one by one, at most.
const MOST_TARGETS: usize = 50;
/// How many portfolios are looked into, at most.
const MOST_PORTFOLIOS: usize = 25;
/// How many parts of one portfolio's list are asked for, at most.
const MOST_PARTS: usize = 20;
/// How many of the doctor's calls may be under way at once.
const MOST_AT_ONCE: usize = 6;

/// What is said while a Page is looked for that is not on the list.
const LOOKING: &str = "Looking in business portfolios and for every Page the token names";

/// What was looked into beside the list, and what came of it.
#[derive(Debug, Default)]
pub(super) struct Doctor {
    /// The person asked for a Page that is not on the list, so everything is looked into.
    is_asked: bool,
    /// How many Pages were known when the person asked.
    known_before: usize,
    /// It was explained that none of the listed Pages can be chosen.
    has_explained: bool,
    /// The portfolios of the person; `None` until Meta has answered.
    portfolios: Option<Vec<Business>>,
    /// Pages seen in portfolios.
    seen_in_portfolios: usize,
    /// Where a portfolio's list goes on, and which part that is.
    parts: Vec<(Errand, Cursor, usize)>,
    /// What could not be looked into, and why.
    failures: Vec<(Call, String)>,
}

/// "no portfolio", "1 portfolio", "2 portfolios".
fn count_of_portfolios(count: usize) -> String {
    match count {
        0 => "no portfolio".to_owned(),
        1 => "1 portfolio".to_owned(),
        count => format!("{count} portfolios"),
    }
}

impl Doctor {
    /// Takes in a part of the list of portfolios. What that says in words.
    pub(super) fn take_portfolios(&mut self, portfolios: Vec<Business>) -> String {
        let known = self.portfolios.get_or_insert_default();
        known.extend(portfolios);
        count_of_portfolios(known.len())
    }

    /// Takes in a part of a portfolio's list. What that says in words.
    pub(super) fn take_portfolio_pages(&mut self, found: usize, new: usize) -> String {
        self.seen_in_portfolios = self.seen_in_portfolios.saturating_add(found);
        format!("{}, {new} new", count_of_pages(found))
    }

    /// Whether a portfolio's list goes on, and where.
    pub(super) fn goes_on(&mut self, errand: &Errand, next: Option<Cursor>) -> bool {
        let known = self.parts.iter().position(|(other, _, _)| other == errand);
        let before = known.map(|index| self.parts.swap_remove(index));
        let part = before.as_ref().map_or(1, |(_, _, part)| part.saturating_add(1));
        let Some(cursor) = next.filter(|next| before.is_none_or(|(_, last, _)| last != *next)) else {
            return false;
        };
        self.parts.push((errand.clone(), cursor, part));
        part < MOST_PARTS
    }

    /// Where the next part of a portfolio's list begins.
    pub(super) fn cursor_of(&self, errand: &Errand) -> Option<&Cursor> {
        self.parts
            .iter()
            .find(|(other, _, _)| other == errand)
            .map(|(_, cursor, _)| cursor)
    }

    /// Something could not be looked into.
    pub(super) fn note_failure(&mut self, call: Call, why: String) {
        self.failures.push((call, why));
    }

    fn has_failed(&self, call: Call) -> bool {
        self.failures.iter().any(|(failed, _)| *failed == call)
    }
}

impl Wizard {
    /// What is known about the token that lists the Pages.
    fn lister(&self) -> Option<&Inspection> {
        let pasted = self.facts.inspection.as_ref().map(|seen| &seen.inspection);
        self.facts.long_inspection.as_ref().or(pasted)
    }

    pub(super) fn lister_has(&self, permission: &str) -> Option<bool> {
        let permission = Permission::new(permission)?;
        Some(self.lister()?.has(&permission))
    }

    /// The Pages that the token may see and the list does not show.
    fn unlisted_targets(&self) -> Vec<PageId> {
        let (Some(seen), Some(book)) = (self.lister(), &self.facts.pages) else {
            return Vec::new();
        };
        let of_pages = seen
            .granular
            .iter()
            .filter(|scope| scope.permission.as_str().starts_with("pages_"));
        let mut targets: Vec<PageId> = of_pages
            .flat_map(|scope| scope.targets.iter().flatten())
            .filter_map(|target| target.as_str().parse().ok())
            .filter(|id| book.page(id).is_none())
            .collect();
        targets.sort_unstable();
        targets.dedup();
        targets.truncate(MOST_TARGETS);
        targets
    }

    /// Looks on for Pages that no list shows, as far as there is a reason to.
    pub(super) fn go_on_looking(&mut self, errand: &Errand, now: Timestamp, effects: &mut Vec<Effect>) {
        let is_about_pages = matches!(
            errand.call,
            Call::ListPages
                | Call::InspectLong
                | Call::FetchPage
                | Call::FetchPageToken
                | Call::ListBusinesses
                | Call::ListOwnedPages
                | Call::ListClientPages
        );
        if is_about_pages && !self.brought.is_page_token {
            self.look_further(now, effects);
        }
    }

    /// Starts whatever is still to be looked into. Nothing while the list itself is under way.
    pub(super) fn look_further(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let is_access_over = self.is_data_access_over(now);
        if let Some(book) = &mut self.facts.pages {
            book.set_access_is_over(is_access_over);
        }
        for errand in self.still_to_ask() {
            if self.looking().count() < MOST_AT_ONCE {
                self.send(errand, now, effects);
            }
        }
        self.say_what_was_found();
    }

    /// Whether Meta has closed the access to the person's data, 90 days after their last login (facts: graph-api 3).
    pub(super) fn is_data_access_over(&self, now: Timestamp) -> bool {
        self.lister()
            .is_some_and(|seen| matches!(seen.data_access, Expiry::At(end) if end <= self.meta_time(now)))
    }

    /// What would be asked next.
    fn still_to_ask(&self) -> Vec<Errand> {
        let Some(book) = &self.facts.pages else {
            return Vec::new();
        };
        if book.listing() == Listing::Loading || self.is_inspecting() {
            return Vec::new();
        }
        let mut errands: Vec<Errand> = self
            .unlisted_targets()
            .into_iter()
            .map(|page| Errand::about_page(Call::FetchPage, page))
            .collect();
        let looks_into_portfolios =
            self.doctor.is_asked || (!book.has_use() && errands.iter().all(|errand| self.is_settled(errand)));
        if looks_into_portfolios && self.lister_has("business_management") == Some(true) {
            match &self.doctor.portfolios {
                None => errands.push(Errand::of(Call::ListBusinesses)),
                Some(portfolios) => errands.extend(portfolios.iter().take(MOST_PORTFOLIOS).flat_map(|portfolio| {
                    [Call::ListOwnedPages, Call::ListClientPages]
                        .map(|call| Errand::about_business(call, portfolio.id.clone()))
                })),
            }
        }
        errands.retain(|errand| self.board.find(errand).is_none());
        errands
    }

    fn is_settled(&self, errand: &Errand) -> bool {
        self.board.find(errand).is_some_and(|asked| !asked.is_open())
    }

    /// Whether Meta is still being asked what the listing token may see.
    pub(super) fn is_inspecting(&self) -> bool {
        let inspections = [Call::InspectLong, Call::InspectPasted];
        self.lister().is_none()
            && self
                .board
                .all()
                .any(|asked| inspections.contains(&asked.errand.call) && asked.is_open())
    }

    fn looking(&self) -> impl Iterator<Item = &super::switchboard::Asked> {
        self.board.all().filter(|asked| {
            asked.is_open()
                && matches!(
                    asked.errand.call,
                    Call::FetchPage | Call::ListBusinesses | Call::ListOwnedPages | Call::ListClientPages
                )
        })
    }

    /// Whether everything there is a reason to look into has been looked into.
    fn has_looked(&self) -> bool {
        !self.is_inspecting() && self.looking().next().is_none() && self.still_to_ask().is_empty()
    }

    /// Whether the listed Pages can be shown. An empty list is looked into first, and then explained.
    pub(super) fn is_list_of_use(&mut self, now: Timestamp, effects: &mut Vec<Effect>) -> bool {
        if self.brought.is_page_token {
            return true;
        }
        let Some(book) = &self.facts.pages else {
            return false;
        };
        let (count, listing, cut) = (book.len(), book.listing(), book.cut());
        let is_chosen_by_itself = self
            .path()
            .any(|stage| matches!(stage, Stage::Choice(choice) if !choice.takes_several()));
        if listing == Listing::Loading && (count == 0 || is_chosen_by_itself) {
            return false;
        }
        if !self.is_token_good_for_it() {
            return false;
        }
        if count > 0 && !is_chosen_by_itself {
            return true;
        }
        self.look_further(now, effects);
        if !self.has_looked() {
            return false;
        }
        if let Some(book) = self.facts.pages.as_ref().filter(|book| book.len() > 0) {
            // What is chosen without the person is chosen once nothing else can turn out to be a choice.
            return !is_chosen_by_itself || book.unexplained().next().is_none();
        }
        let id = match (cut, self.lister_has("business_management")) {
            (Some(_), _) => "list-cut-short",
            (None, Some(true)) => "no-pages-with-portfolios",
            (None, Some(false) | None) => "no-pages",
        };
        let trouble = trouble::named(id, &self.words(), self.facts.app_id.as_ref());
        self.show_with_findings(trouble);
        false
    }

    /// Whether an Instagram account is wanted, and Meta says of every listed Page that none is linked.
    fn lacks_instagram(&self) -> bool {
        let lines = self.facts.pages.as_ref().map(PageBook::lines).unwrap_or_default();
        self.needs_instagram() && !lines.is_empty() && lines.iter().all(|line| line.instagram == InstagramLink::Missing)
    }

    fn show_with_findings(&mut self, trouble: Trouble) {
        let mut findings = self.findings();
        let lacks_instagram = self.lacks_instagram();
        match trouble.id.as_str() {
            // The cause is known then, and no other is looked for.
            "data-access-over" => findings.clear(),
            // So it is here. What is sure of other Pages may help all the same; the rest would only bury the cause, and is told
            // to whoever misses a Page.
            "no-instagram-account" | "instagram-is-personal" => {
                findings
                    .retain(|finding| finding.state == FindingState::Found && finding.cause != findings::NO_INSTAGRAM);
            }
            _ => {}
        }
        self.show(trouble, Some(Errand::of(Call::ListPages)));
        if let Some(Shown {
            findings: shown,
            trouble,
            ..
        }) = &mut self.trouble
        {
            *shown = findings;
            if lacks_instagram && !trouble.ways.contains(&Way::Open(Link::Facebook)) {
                trouble.ways.push(Way::Open(Link::Facebook));
            }
        }
    }

    /// The person misses a Page: everything is looked into, and then explained.
    pub(super) fn find_missing(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        self.doctor.is_asked = true;
        self.doctor.known_before = self.facts.pages.as_ref().map_or(0, PageBook::len);
        self.trouble = None;
        self.say(Tone::Calm, LOOKING);
        self.look_further(now, effects);
    }

    /// Says on the list what the search has come to: more Pages, or why there are none. A list of which nothing can be
    /// chosen is explained without being asked, once.
    pub(super) fn say_what_was_found(&mut self) {
        if self.choice_here().is_none() || !self.has_looked() {
            return;
        }
        let Some(book) = self.facts.pages.as_ref() else {
            return;
        };
        let (count, listing) = (book.len(), book.listing());
        let has_none = listing == Listing::Whole && count > 0 && !book.has_use();
        let new = count.saturating_sub(self.doctor.known_before);
        if std::mem::take(&mut self.doctor.is_asked) {
            self.notice.take_if(|notice| notice.text == LOOKING);
            if new == 0 {
                let trouble = trouble::named("page-missing", &self.words(), self.facts.app_id.as_ref());
                return self.show_with_findings(trouble);
            }
            let words = match new {
                1 => "One more Page was found. It is on the list now".to_owned(),
                count => format!("{count} more Pages were found. They are on the list now"),
            };
            self.say(Tone::Good, words);
        }
        if has_none && !std::mem::replace(&mut self.doctor.has_explained, true) {
            let trouble = self.why_none_can_be_chosen();
            self.show_with_findings(trouble);
        }
    }

    /// Why none of the Pages can be chosen: what is best known about the Pages that came with a token, or why none did.
    pub(super) fn why_none_can_be_chosen(&self) -> Trouble {
        let lines = self.facts.pages.as_ref().map(PageBook::lines).unwrap_or_default();
        let find = |is_meant: fn(&InstagramLink) -> bool| lines.iter().find(|line| is_meant(&line.instagram));
        let (id, line) = if !self.needs_instagram() {
            ("no-usable-pages", lines.first())
        } else if let Some(line) = find(|link| *link == InstagramLink::Hidden) {
            ("data-access-over", Some(line))
        } else if let Some(line) = find(|link| matches!(link, InstagramLink::Personal(_))) {
            ("instagram-is-personal", Some(line))
        } else if lines.is_empty() || find(|link| *link == InstagramLink::Missing).is_some() {
            ("no-instagram-account", None)
        } else {
            ("no-usable-pages", lines.first())
        };
        let mut words = self.words();
        if let Some(line) = line {
            words.retain(|(name, _)| *name != "page");
            words.push(("page", line.name.to_string()));
            if let PageState::Unusable(reason) = &line.state {
                words.push(("reason", format!("{}: {reason}", line.name)));
            }
        }
        trouble::named(id, &words, self.facts.app_id.as_ref())
    }
}
