//! The list of Pages: numbered, twenty at a time, filtered by what is typed, several by their numbers. Pure.

use std::collections::BTreeSet;

use crate::{
    linear::line::{Line, prose},
    model::PageId,
    terminal::{fold::folded, measure},
    wizard::{
        event::Event,
        view::{ChoiceView, InstagramLink, Listing, PageLine, PageState},
    },
};

use super::Reply;

/// How many are listed at a time.
const AT_ONCE: usize = 20;
/// More numbers than a list has Pages that can be chosen.
const MOST_IN_RANGE: usize = 5000;
/// More of a name says nothing more, in columns.
const LONGEST_NAME: usize = 80;

/// What was typed to find a Page.
#[derive(Debug, Default)]
pub(super) struct PageDesk {
    filter: String,
    from: usize,
    /// The person does not want to wait for the rest of the list.
    is_impatient: bool,
}

impl PageDesk {
    /// Whether the list is still waited for.
    pub(super) fn waits(&self, choice: &ChoiceView<'_>) -> bool {
        let is_open =
            choice.listing == Listing::Loading || choice.pages.iter().any(|page| page.state == PageState::Asking);
        is_open && !self.is_impatient
    }

    /// Does not wait any longer.
    pub(super) fn hurry(&mut self) {
        self.is_impatient = true;
    }

    /// Lists the next ones, from the beginning again behind the last; `false` where all of them are listed.
    pub(super) fn turn(&mut self, choice: &ChoiceView<'_>) -> bool {
        let count = self.matching(choice).len();
        let next = self.from.saturating_add(AT_ONCE);
        self.from = if next < count { next } else { 0 };
        count > AT_ONCE
    }

    /// Takes the filter out; `false` where there is none.
    pub(super) fn clear(&mut self) -> bool {
        self.from = 0;
        !std::mem::take(&mut self.filter).is_empty()
    }

    /// The Pages that match what was typed, each with its number.
    fn matching<'a>(&self, choice: &ChoiceView<'a>) -> Vec<(usize, &'a PageLine)> {
        let wanted = folded(&self.filter);
        let fits = |page: &PageLine| {
            wanted.is_empty() || folded(page.name.as_str()).contains(&wanted) || page.id.as_str().contains(&wanted)
        };
        let numbered = (1..).zip(choice.pages);
        numbered.filter(|(_, page)| fits(page)).collect()
    }

    /// The lines of the list.
    pub(super) fn lines(&self, choice: &ChoiceView<'_>) -> Vec<Line> {
        let matching = self.matching(choice);
        let mut lines = Vec::new();
        if !self.filter.is_empty() {
            lines.push(prose(format!(
                "{} of {} match. Enter alone lists all again.",
                matching.len(),
                choice.pages.len()
            )));
        }
        for (number, page) in matching.iter().skip(self.from).take(AT_ONCE) {
            lines.push(prose(format!("{number}. {}", about(page, choice))));
        }
        let left = matching.len().saturating_sub(self.from.saturating_add(AT_ONCE));
        if left > 0 {
            lines.push(prose(format!("{left} more: type :more.")));
        }
        lines
    }

    /// How to answer.
    pub(super) fn prompt(choice: &ChoiceView<'_>) -> String {
        let mut words = vec![if choice.pages.is_empty() {
            "No Page is here.".to_owned()
        } else if choice.takes_several {
            "Type the number of a Page, several as 1,3 or 2-5, or a part of a name to filter.".to_owned()
        } else {
            "Type the number of a Page, or a part of a name to filter.".to_owned()
        }];
        if !choice.marked.is_empty() {
            words.push(format!("Enter: go on with the {} marked.", choice.marked.len()));
        }
        if choice.can_load_rest {
            words.push("Type :rest for the rest of the list.".to_owned());
        }
        if choice.can_find_missing {
            words.push("Is a Page missing? Type :missing, or :id for its number.".to_owned());
        }
        words.join(" ")
    }

    /// The first of these numbers whose Page the filter hides.
    fn hidden(&self, numbers: &[usize], choice: &ChoiceView<'_>) -> Option<usize> {
        let listed: BTreeSet<usize> = self.matching(choice).into_iter().map(|(number, _)| number).collect();
        let is_there = |number: &usize| (1..=choice.pages.len()).contains(number);
        let mut hidden = numbers
            .iter()
            .filter(|number| is_there(number) && !listed.contains(number));
        hidden.next().copied()
    }

    /// What an answer means: numbers choose, anything else filters.
    pub(super) fn answer(&mut self, text: &str, choice: &ChoiceView<'_>) -> Reply {
        let text = text.trim();
        if text.is_empty() {
            return match choice.marked.first() {
                _ if self.clear() => Reply::Refresh,
                Some(page) => Reply::Do(vec![Event::Pick(page.clone())]),
                None => Reply::Say("Type the number of a Page.".to_owned()),
            };
        }
        if let Some(numbers) = numbers(text) {
            if let Some(hidden) = self.hidden(&numbers, choice) {
                return Reply::Say(format!(
                    "Number {hidden} is not among the Pages that are listed now. An empty line lists all of them again."
                ));
            }
            return pick(&numbers, choice);
        }
        text.clone_into(&mut self.filter);
        self.from = 0;
        Reply::Refresh
    }
}

/// "1", "1,3,5", "1 3 5" or "2-5" as numbers; anything else is none, and so is the number of a Page itself.
fn numbers(text: &str) -> Option<Vec<usize>> {
    let number = |part: &str| {
        let is_number = part.len() <= 6 && part.chars().all(|c| c.is_ascii_digit());
        is_number.then(|| part.parse::<usize>().ok()).flatten()
    };
    let mut all = Vec::new();
    for part in text.split([',', ' ']).filter(|part| !part.is_empty()) {
        match part.split_once('-') {
            None => all.push(number(part)?),
            Some((first, last)) => {
                let (first, last) = (number(first)?, number(last)?);
                // A range that is longer than any list says at its first number beyond it that there is none.
                all.extend((first..=last).take(MOST_IN_RANGE));
                if first > last {
                    return None;
                }
            }
        }
    }
    Some(all)
}

/// Marks what is wanted and nothing else, and goes on with it.
fn pick(numbers: &[usize], choice: &ChoiceView<'_>) -> Reply {
    let mut wanted: BTreeSet<PageId> = BTreeSet::new();
    for number in numbers {
        let Some(page) = number.checked_sub(1).and_then(|place| choice.pages.get(place)) else {
            return Reply::Say(format!("There is no Page with the number {number} on this list."));
        };
        match &page.state {
            PageState::Ready => {}
            PageState::Asking => {
                return Reply::Say(format!(
                    "Meta is being asked about number {number}. One moment, or choose another."
                ));
            }
            // Alone it is explained.
            PageState::Unusable(_) if numbers.len() == 1 && choice.marked.is_empty() => {}
            PageState::Unusable(reason) => {
                return Reply::Say(format!("Number {number} cannot be chosen: {reason}."));
            }
        }
        wanted.insert(page.id.clone());
    }
    let Some(first) = wanted.first().cloned() else {
        return Reply::Say("Type the number of a Page.".to_owned());
    };
    if wanted.len() > 1 && !choice.takes_several {
        return Reply::Say("Only one Page can be chosen here.".to_owned());
    }
    if wanted.len() == 1 {
        wanted.clear();
    }
    let changed = choice.marked.symmetric_difference(&wanted).cloned().map(Event::Mark);
    Reply::Do(changed.chain([Event::Pick(first)]).collect())
}

/// Everything about a Page that helps to tell it from others.
fn about(page: &PageLine, choice: &ChoiceView<'_>) -> String {
    // In quotation marks, so that no name passes for words of ours.
    let name = match page.name.as_str() {
        "" => "(no name)".to_owned(),
        name => format!("\"{}\"", measure::cut(name, LONGEST_NAME, "...")),
    };
    let mut words = vec![name, format!("ID {}", page.id.as_str())];
    words.extend(page.category.as_ref().map(ToString::to_string));
    words.extend(match &page.instagram {
        InstagramLink::Professional(name) | InstagramLink::Personal(name) => Some(format!("Instagram {name}")),
        InstagramLink::Missing if choice.chain_from.is_some() => Some("no Instagram account".to_owned()),
        InstagramLink::Missing | InstagramLink::Hidden | InstagramLink::NotAsked => None,
    });
    let mut sentences = vec![words.join(", ")];
    if !page.may.is_empty() {
        sentences.push(format!("You may: {}", page.may));
    }
    if page.has_double {
        sentences.push("Another Page has a name that looks the same".to_owned());
    }
    if choice.marked.contains(&page.id) {
        sentences.push("Marked".to_owned());
    }
    match &page.state {
        PageState::Ready => {}
        PageState::Asking => sentences.push("Meta is being asked about it".to_owned()),
        PageState::Unusable(reason) => sentences.push(format!("Cannot be chosen: {reason}")),
    }
    format!("{}.", sentences.join(". ").trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_alone_or_in_a_row_and_the_id_of_a_page_is_text() {
        assert_eq!(numbers("3"), Some(vec![3]));
        assert_eq!(numbers("1, 3,5"), Some(vec![1, 3, 5]));
        assert_eq!(numbers("2 4"), Some(vec![2, 4]));
        assert_eq!(numbers("2-4, 7"), Some(vec![2, 3, 4, 7]));
        assert_eq!(numbers("1-999999").map(|all| all.len()), Some(MOST_IN_RANGE));
        for text in ["bakery 2", "4-2", "-3", "2-", "7-eleven"] {
            assert_eq!(numbers(text), None, "{text}");
        }
        assert_eq!(numbers("100000000000001"), None);
    }
}
