//! The eight causes of an empty or short Page list (facts: graph-api 4.6): for each, what was found, and what to do next.

use super::{Wizard, count_of_pages, count_of_portfolios};
use crate::{
    journey::Call,
    model::{Permission, Targets},
    wizard::{
        Errand,
        page_book::PageBook,
        switchboard::Standing,
        trouble,
        view::{Finding, FindingState, PageState},
    },
};

/// The cause where an Instagram account is wanted.
pub(super) const NO_INSTAGRAM: &str = "No Page here has an Instagram account";

impl Wizard {
    /// Each cause that is known, what was found about it, and what to do next; the certain ones first.
    pub(super) fn findings(&self) -> Vec<Finding> {
        let mut findings = vec![
            self.on_ticks(),
            self.on_replaced_choice(),
            self.on_portfolios(),
            self.on_listing_permission(),
            self.on_account(),
            Self::on_page_role(),
            self.on_two_factor(),
            self.on_app_role(),
        ];
        findings.extend(self.on_instagram());
        findings.sort_by_key(|finding| finding.state);
        findings
    }

    fn targets(&self) -> Targets<'_> {
        match (Permission::new("pages_show_list"), self.lister()) {
            (Some(permission), Some(seen)) => seen.targets(&permission),
            _ => Targets::NotSaid,
        }
    }

    fn on_ticks(&self) -> Finding {
        let cause = "The Page was not ticked";
        match self.targets() {
            Targets::All => finding(
                FindingState::RuledOut,
                cause,
                "All Pages, also future ones, are shared with the app.",
            ),
            Targets::Only(ids) => {
                let words = format!(
                    "Only {} shared with the app, and each was asked for. Make a new token and tick every Page you want.",
                    match ids.len() {
                        0 => "no Page is".to_owned(),
                        1 => "1 Page is".to_owned(),
                        count => format!("{count} Pages are"),
                    }
                );
                let words = words.replace(
                    "Only no Page is shared with the app, and each was asked for.",
                    "No Page is shared with the app.",
                );
                finding(FindingState::Found, cause, &words)
            }
            Targets::NotSaid => finding(
                FindingState::CannotTell,
                cause,
                "Meta does not say which Pages are shared. Make a new token and tick every Page you want.",
            ),
        }
    }

    fn on_replaced_choice(&self) -> Finding {
        let cause = "A later login replaced your choice";
        match self.targets() {
            Targets::All => finding(FindingState::RuledOut, cause, "The latest login shares all Pages."),
            Targets::Only(_) | Targets::NotSaid => finding(
                FindingState::CannotTell,
                cause,
                "The newest choice of Pages counts alone. Tick the Pages you connected earlier as well.",
            ),
        }
    }

    fn on_portfolios(&self) -> Finding {
        let cause = "The Page is in a business portfolio";
        let state = |state, words: &str| finding(state, cause, words);
        match (self.lister_has("business_management"), &self.doctor.portfolios) {
            (Some(false), _) => state(
                FindingState::Found,
                "business_management is not on the token, and without it Pages of a portfolio stay hidden. Choose it too.",
            ),
            (None, _) => state(
                FindingState::CannotTell,
                "Choose business_management too when you make a new token: without it Pages of a portfolio stay hidden.",
            ),
            (Some(true), Some(portfolios)) => {
                let looked_into = portfolios.len().min(super::MOST_PORTFOLIOS);
                let words = match (looked_into, self.doctor.seen_in_portfolios) {
                    (0, _) => "This account has no portfolio to look into.".to_owned(),
                    (count, 0) => format!("Looked into {}: no Page there.", count_of_portfolios(count)),
                    (count, pages) => {
                        let pages = count_of_pages(pages);
                        format!("Looked into {}: {pages} there.", count_of_portfolios(count))
                    }
                };
                let has_gaps = looked_into < portfolios.len()
                    || self.doctor.has_failed(Call::ListOwnedPages)
                    || self.doctor.has_failed(Call::ListClientPages);
                let found = if has_gaps {
                    FindingState::CannotTell
                } else {
                    FindingState::RuledOut
                };
                state(found, &words)
            }
            (Some(true), None) => {
                let why = self
                    .doctor
                    .failures
                    .iter()
                    .find(|(call, _)| *call == Call::ListBusinesses);
                let words = why.map_or("The portfolios were not looked into.", |(_, why)| why.as_str());
                state(FindingState::CannotTell, words)
            }
        }
    }

    fn on_listing_permission(&self) -> Finding {
        let cause = "pages_show_list is missing";
        match self.lister_has("pages_show_list") {
            Some(true) => finding(FindingState::RuledOut, cause, "It is on the token."),
            Some(false) => finding(
                FindingState::Found,
                cause,
                "It is not on the token, so Meta shows an empty list. Choose it and make a new token.",
            ),
            None => finding(
                FindingState::CannotTell,
                cause,
                "Meta did not say what is on the token.",
            ),
        }
    }

    fn on_account(&self) -> Finding {
        let owner = self.facts.owner.as_ref().and_then(|owner| owner.name.as_ref());
        let words = match owner {
            Some(name) => format!("This token belongs to {name}. Is that the account that manages the Page?"),
            None => "Look which account is logged in on facebook.com, then make a new token.".to_owned(),
        };
        finding(
            FindingState::CannotTell,
            "Another Facebook account is logged in",
            &words,
        )
    }

    fn on_page_role() -> Finding {
        finding(
            FindingState::CannotTell,
            "The account has no role on the Page",
            "Someone with full control of the Page gives it under Page access. A role for the community alone is not enough.",
        )
    }

    /// No Page that is listed has an Instagram account, where one is wanted: how to link one.
    fn on_instagram(&self) -> Option<Finding> {
        let how = || trouble::named("no-instagram-account", &self.words(), None).remedy;
        self.lacks_instagram()
            .then(|| finding(FindingState::Found, NO_INSTAGRAM, &how()))
    }

    fn on_two_factor(&self) -> Finding {
        let cause = "The Page asks for two-factor login";
        let without_token = self
            .facts
            .pages
            .iter()
            .flat_map(PageBook::pages)
            .filter(|page| page.token.is_none())
            .count();
        let refused = self.doctor.has_failed(Call::FetchPage) || self.doctor.has_failed(Call::FetchPageToken);
        let words = "Switch on two-factor authentication in Accounts Centre, then make a new token.";
        let reason = trouble::named_in_short("page-unusable-two-factor");
        let because_of_it = self
            .facts
            .pages
            .iter()
            .flat_map(PageBook::lines)
            .filter(|line| matches!(&line.state, PageState::Unusable(why) if *why == reason))
            .count();
        if because_of_it > 0 {
            finding(
                FindingState::Found,
                cause,
                &format!(
                    "{} gave no token for that reason, or because your role on it has ended. {words}",
                    count_of_pages(because_of_it)
                ),
            )
        } else if without_token > 0 || refused || self.facts.pages.as_ref().is_none_or(|book| book.len() == 0) {
            finding(
                FindingState::CannotTell,
                cause,
                &format!("If a company runs the Page: {words}"),
            )
        } else {
            finding(
                FindingState::RuledOut,
                cause,
                "Every Page on the list came with its token.",
            )
        }
    }

    fn on_app_role(&self) -> Finding {
        let cause = "The account has no role on the app";
        let looked_at_itself = self
            .board
            .find(&Errand::of(Call::InspectPasted))
            .is_some_and(|asked| asked.standing == Standing::Done);
        if looked_at_itself {
            finding(
                FindingState::RuledOut,
                cause,
                "Meta describes the token to itself, as it does for people with a role.",
            )
        } else {
            finding(
                FindingState::CannotTell,
                cause,
                "In App roles, Roles, the account must be listed, and must have accepted the invitation.",
            )
        }
    }
}

fn finding(state: FindingState, cause: &'static str, words: &str) -> Finding {
    Finding {
        state,
        cause,
        words: words.to_owned(),
    }
}
