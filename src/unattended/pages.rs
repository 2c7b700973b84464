//! Which Pages are meant: by number, by name, or because there is only one. Pure.

use std::collections::BTreeSet;

use crate::{
    exit::Code,
    model::PageId,
    wizard::view::{Listing, PageLine, PageState},
};

/// The Pages that were asked for.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    pub(super) ids: Vec<PageId>,
    pub(super) names: Vec<String>,
}

impl Wanted {
    /// Whether a Page of this number and name was asked for; any is where none was named.
    pub(super) fn has(&self, id: &str, name: &str) -> bool {
        let folded = name.trim().to_lowercase();
        self.count() == 0
            || self.ids.iter().any(|wanted| wanted.as_str() == id)
            || self.names.iter().any(|wanted| wanted.trim().to_lowercase() == folded)
    }

    /// How many were named.
    pub(super) fn count(&self) -> usize {
        self.ids.len().saturating_add(self.names.len())
    }
}

/// What follows from the list so far.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Pick {
    /// More of it is on its way, or the wizard is looking into why it is empty.
    Wait,
    /// These.
    Take(Vec<PageId>),
    /// This one is not on the list, and can be asked for by its number.
    Ask(PageId),
    /// It cannot be decided, or not be had; why.
    Refuse(Code, Vec<String>),
}

/// Finds out which Pages are meant. `asked` are those that were asked for by number in vain.
pub(super) fn pick(lines: &[PageLine], listing: Listing, wanted: &Wanted, asked: &BTreeSet<PageId>) -> Pick {
    let by_id = |id: &PageId| lines.iter().find(|line| line.id == *id);
    let is_ready = |id: &PageId| by_id(id).is_some_and(|line| line.state == PageState::Ready);
    if !wanted.ids.is_empty() && wanted.names.is_empty() && wanted.ids.iter().all(is_ready) {
        return Pick::Take(once_each(wanted.ids.clone()));
    }
    if listing == Listing::Loading || lines.iter().any(|line| line.state == PageState::Asking) {
        return Pick::Wait;
    }
    if wanted.count() == 0 {
        return the_only_one(lines, listing);
    }
    let mut chosen = Vec::new();
    for id in &wanted.ids {
        match by_id(id) {
            Some(line) => chosen.push(line),
            None if asked.contains(id) => {
                let words = format!("There is no Page with the number {id} that this token reaches.");
                return Pick::Refuse(Code::Failed, with_list(words, lines));
            }
            None => return Pick::Ask(id.clone()),
        }
    }
    if lines.is_empty() {
        return nothing(listing);
    }
    if listing == Listing::Part && !wanted.names.is_empty() {
        // Another Page of that name may stand where the list was cut, and the wrong one must not be taken for it.
        let words = "The list of Pages ended before its end, so a name may be that of a Page which is not on it. Try again, or \
                     name the Page by its number with --page ID. These came:";
        return Pick::Refuse(Code::Failed, with_list(words.to_owned(), lines));
    }
    for name in &wanted.names {
        match named(lines, name) {
            Ok(line) => chosen.push(line),
            Err(refusal) => return refusal,
        }
    }
    if let Some((line, reason)) = chosen.iter().find_map(|line| Some((line, unusable(line)?))) {
        return Pick::Refuse(Code::Failed, vec![format!("{} cannot be used: {reason}.", shown(line))]);
    }
    Pick::Take(once_each(chosen.into_iter().map(|line| line.id.clone()).collect()))
}

fn the_only_one(lines: &[PageLine], listing: Listing) -> Pick {
    let ready: Vec<&PageLine> = lines.iter().filter(|line| line.state == PageState::Ready).collect();
    match ready.as_slice() {
        [] => nothing(listing),
        [_] if listing == Listing::Part => {
            let words = "The list of Pages ended before its end, so this may not be the only Page. Try again, or name it with --page ID.";
            Pick::Refuse(Code::Failed, with_list(words.to_owned(), lines))
        }
        [only] => Pick::Take(vec![only.id.clone()]),
        _ => Pick::Refuse(
            Code::Misused,
            with_list("Which Page? --page ID or --page-name NAME says it.".to_owned(), lines),
        ),
    }
}

/// An empty list is explained by the wizard, where it is whole.
fn nothing(listing: Listing) -> Pick {
    match listing {
        Listing::Loading | Listing::Whole => Pick::Wait,
        Listing::Part => Pick::Refuse(
            Code::Failed,
            vec!["The list of Pages ended before its end. Try again, or name a Page with --page ID.".to_owned()],
        ),
    }
}

/// The one Page of this name: to the letter, or else in whatever case.
fn named<'a>(lines: &'a [PageLine], name: &str) -> Result<&'a PageLine, Pick> {
    let folded = name.trim().to_lowercase();
    let exact: Vec<&PageLine> = lines.iter().filter(|line| line.name.as_str() == name).collect();
    let found = if exact.is_empty() {
        let is_alike = |line: &&PageLine| line.name.as_str().trim().to_lowercase() == folded;
        lines.iter().filter(is_alike).collect()
    } else {
        exact
    };
    match found.as_slice() {
        [only] => Ok(only),
        [] => Err(Pick::Refuse(
            Code::Failed,
            with_list("There is no Page of that name.".to_owned(), lines),
        )),
        several => Err(Pick::Refuse(
            Code::Misused,
            with_list(
                "More than one Page has that name. --page ID says which.".to_owned(),
                several.iter().copied(),
            ),
        )),
    }
}

fn with_list<'a>(words: String, lines: impl IntoIterator<Item = &'a PageLine>) -> Vec<String> {
    let listed = lines.into_iter().map(|line| match unusable(line) {
        Some(reason) => format!("  {} (cannot be used: {reason})", shown(line)),
        None => format!("  {}", shown(line)),
    });
    std::iter::once(words).chain(listed).collect()
}

fn shown(line: &PageLine) -> String {
    let name = line.name.as_str();
    let name = if name.is_empty() { "(no name)" } else { name };
    let double = if line.has_double {
        " (another Page has a name that looks the same)"
    } else {
        ""
    };
    format!("{}  {name}{double}", line.id)
}

fn unusable(line: &PageLine) -> Option<&str> {
    match &line.state {
        PageState::Unusable(reason) => Some(reason),
        PageState::Ready | PageState::Asking => None,
    }
}

/// In the order in which they were asked for, none twice.
fn once_each(ids: Vec<PageId>) -> Vec<PageId> {
    let mut seen = BTreeSet::new();
    ids.into_iter().filter(|id| seen.insert(id.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{model::SafeText, wizard::view::InstagramLink};

    fn line(id: &str, name: &str, state: PageState) -> PageLine {
        PageLine {
            id: id.parse().unwrap(),
            name: SafeText::new(name),
            category: None,
            may: String::new(),
            instagram: InstagramLink::NotAsked,
            has_double: false,
            state,
        }
    }

    fn lines() -> Vec<PageLine> {
        vec![
            line("101234567890123", "Bakery", PageState::Ready),
            line("102234567890123", "bakery", PageState::Ready),
            line("103234567890123", "Market", PageState::Ready),
            line("104234567890123", "Closed", PageState::Unusable("no role".to_owned())),
        ]
    }

    fn wanted(ids: &[&str], names: &[&str]) -> Wanted {
        Wanted {
            ids: ids.iter().map(|id| id.parse().unwrap()).collect(),
            names: names.iter().map(|name| (*name).to_owned()).collect(),
        }
    }

    fn take(ids: &[&str]) -> Pick {
        Pick::Take(ids.iter().map(|id| id.parse().unwrap()).collect())
    }

    fn picked(lines: &[PageLine], ids: &[&str], names: &[&str]) -> Pick {
        pick(lines, Listing::Whole, &wanted(ids, names), &BTreeSet::new())
    }

    #[test]
    fn a_name_is_taken_to_the_letter_and_else_in_whatever_case() {
        assert_eq!(picked(&lines(), &[], &["Bakery"]), take(&["101234567890123"]));
        assert_eq!(picked(&lines(), &[], &["bakery"]), take(&["102234567890123"]));
        assert_eq!(picked(&lines(), &[], &["MARKET"]), take(&["103234567890123"]));
        assert_eq!(
            picked(&lines(), &["103234567890123"], &["Market", "Bakery"]),
            take(&["103234567890123", "101234567890123"])
        );
    }

    #[test]
    fn a_name_of_several_pages_is_refused_with_those_pages() {
        assert_eq!(
            picked(&lines(), &[], &["BAKERY"]),
            Pick::Refuse(
                Code::Misused,
                vec![
                    "More than one Page has that name. --page ID says which.".to_owned(),
                    "  101234567890123  Bakery".to_owned(),
                    "  102234567890123  bakery".to_owned(),
                ]
            )
        );
    }

    #[test]
    fn without_a_wish_only_a_page_alone_is_taken() {
        let Pick::Refuse(Code::Misused, words) = picked(&lines(), &[], &[]) else {
            panic!("one of several was taken");
        };
        assert_eq!(words.len(), 5);
        assert_eq!(picked(&lines()[2..], &[], &[]), take(&["103234567890123"]));
        assert_eq!(picked(&lines()[3..], &[], &[]), Pick::Wait);
    }

    #[test]
    fn what_is_not_on_the_list_is_asked_for_once_and_what_cannot_be_used_says_why() {
        let unknown: PageId = "109234567890123".parse().unwrap();
        assert_eq!(picked(&lines(), &["109234567890123"], &[]), Pick::Ask(unknown.clone()));
        let asked = BTreeSet::from([unknown]);
        let again = pick(&lines(), Listing::Whole, &wanted(&["109234567890123"], &[]), &asked);
        assert!(matches!(again, Pick::Refuse(Code::Failed, _)), "{again:?}");
        assert_eq!(
            picked(&lines(), &["104234567890123"], &[]),
            Pick::Refuse(
                Code::Failed,
                vec!["104234567890123  Closed cannot be used: no role.".to_owned()]
            )
        );
    }

    #[test]
    fn a_page_that_was_not_asked_for_is_told_from_one_that_was() {
        let meant = wanted(&["101234567890123"], &["Market"]);
        assert!(meant.has("101234567890123", "x") && meant.has("7", "market"));
        assert!(!meant.has("7", "Bakery") && wanted(&[], &[]).has("7", "Bakery"));
    }

    #[test]
    fn names_that_look_alike_are_marked() {
        let double = PageLine {
            has_double: true,
            ..line("101234567890123", "Bakery", PageState::Ready)
        };
        let Pick::Refuse(_, words) = picked(&[double, lines().remove(2)], &[], &[]) else {
            panic!("one of several was taken");
        };
        assert_eq!(
            words.get(1..),
            Some(
                &[
                    "  101234567890123  Bakery (another Page has a name that looks the same)".to_owned(),
                    "  103234567890123  Market".to_owned()
                ][..]
            )
        );
    }

    #[test]
    fn a_name_is_not_looked_for_in_a_list_that_ended_early() {
        let part = |ids: &[&str], names: &[&str]| pick(&lines(), Listing::Part, &wanted(ids, names), &BTreeSet::new());
        let Pick::Refuse(Code::Failed, words) = part(&[], &["Market"]) else {
            panic!("it was taken");
        };
        assert!(
            words[0].contains("ended before its end") && words.len() == 5,
            "{words:?}"
        );
        assert_eq!(part(&["103234567890123"], &[]), take(&["103234567890123"]));
        let alone = pick(&lines()[2..], Listing::Part, &wanted(&[], &[]), &BTreeSet::new());
        assert!(matches!(alone, Pick::Refuse(Code::Failed, _)), "{alone:?}");
    }

    #[test]
    fn a_number_is_taken_from_the_first_part_of_the_list_and_a_name_waits_for_all_of_it() {
        let part =
            |ids: &[&str], names: &[&str]| pick(&lines(), Listing::Loading, &wanted(ids, names), &BTreeSet::new());
        assert_eq!(part(&["101234567890123"], &[]), take(&["101234567890123"]));
        assert_eq!(part(&[], &["Market"]), Pick::Wait);
        assert_eq!(part(&[], &[]), Pick::Wait);
    }
}
