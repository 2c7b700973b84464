//! `/me/accounts`: the Pages of a person, paged by cursor. A Page is listed when the person has a role on it, ticked
//! it, and granted `business_management` if it belongs to a portfolio. Ends in a page of entries with `next`.

use super::bearer::{Bearer, Held};
use super::node::{plain_wishes, wishes};
use super::page;
use crate::simulator::asked::Asked;
use crate::simulator::json::Json;
use crate::simulator::plan::{AboveMostPages, Page};
use crate::simulator::refusal::{self, Refusal};
use crate::simulator::world::{World, covers, has};

/// Entries per page without `limit`.
const USUAL_LIMIT: usize = 25;
/// Every cursor begins with these characters, as real ones do.
const CURSOR: &str = "QVFIUj";

/// One page of the list.
pub(super) fn list(
    world: &mut World,
    asked: &Asked,
    node: &str,
    bearer: &Bearer,
    version: u16,
) -> Result<Json, Refusal> {
    let held = lister(world, node, bearer)?;
    let Some(held) = held else {
        // `/APP_ID/accounts` lists test users, of which there are none.
        return Ok(envelope(Vec::new()));
    };
    let wished = wishes(asked)?;
    let default = plain_wishes(&["access_token", "category", "category_list", "name", "id", "tasks"]);
    let wished = if wished.is_empty() { default } else { wished };
    let places = visible(world, held);
    let window = Window::read(asked, places.len(), world)?;
    let shown = places.iter().skip(window.from).take(window.length());
    let shown: Vec<Page> = shown
        .filter_map(|place| world.plan.pages.get(*place).cloned())
        .collect();
    let mut entries = Vec::new();
    for page in &shown {
        entries.push(page::entry(world, held, page, &wished)?);
    }
    let mut answer = vec![("data".to_owned(), Json::List(entries))];
    if window.length() > 0 {
        answer.push(("paging".to_owned(), paging(asked, held, &window, version)));
    }
    if asked.is_on("summary") {
        let total = i64::try_from(window.total).unwrap_or(i64::MAX);
        answer.push((
            "summary".to_owned(),
            Json::object([("total_count", Json::Number(total))]),
        ));
    }
    Ok(Json::Object(answer))
}

fn lister<'a>(world: &World, node: &str, bearer: &'a Bearer) -> Result<Option<&'a Held>, Refusal> {
    match bearer {
        Bearer::App(app) if app == node => Ok(None),
        Bearer::App(_) if node == "me" => Err(refusal::no_active_token()),
        Bearer::Held(held) if held.is_page() && (node == "me" || world.page(node).is_some()) => {
            Err(refusal::nonexisting_field("accounts", "Page"))
        }
        Bearer::Held(held) if node == "me" || held.grant.person == node => Ok(Some(held)),
        Bearer::App(_) | Bearer::Held(_) => Err(refusal::unsupported_get(node)),
    }
}

/// Places of the Pages that are listed, those that stand in the list twice at its end.
fn visible(world: &World, held: &Held) -> Vec<usize> {
    let grant = &held.grant;
    if !has(grant, "pages_show_list") {
        return Vec::new();
    }
    let sees_portfolios = has(grant, "business_management");
    let is_listed = |page: &Page| {
        !page.is_unpublished
            && !page.is_hidden_from_list
            && covers(grant, page)
            && (page.business.is_none() || sees_portfolios)
    };
    let repeats = &world.plan.page_list.repeats;
    let pages = world.plan.pages.iter().enumerate().filter(|(_, page)| is_listed(page));
    let (places, again): (Vec<_>, Vec<_>) = pages
        .map(|(place, page)| (place, repeats.contains(&page.id).then_some(place)))
        .unzip();
    places.into_iter().chain(again.into_iter().flatten()).collect()
}

/// Which entries of the whole list one answer shows.
#[derive(Debug, PartialEq, Eq)]
struct Window {
    from: usize,
    to: usize,
    total: usize,
    limit: usize,
    has_next: bool,
}

impl Window {
    fn read(asked: &Asked, total: usize, world: &World) -> Result<Self, Refusal> {
        let limit = limit(asked, world)?;
        let is_endless = world.plan.page_list.is_endless;
        let (from, to) = match (asked.parameter("after"), asked.parameter("before")) {
            (Some(after), _) if !after.is_empty() => {
                let from = place_of(after)?.saturating_add(1).min(total);
                let from = if is_endless && from == total { 0 } else { from };
                (from, from.saturating_add(limit).min(total))
            }
            (_, Some(before)) if !before.is_empty() => {
                let to = place_of(before)?.min(total);
                (to.saturating_sub(limit), to)
            }
            _ => (0, limit.min(total)),
        };
        Ok(Self {
            from,
            to,
            total,
            limit,
            has_next: to < total || is_endless,
        })
    }

    fn length(&self) -> usize {
        self.to.saturating_sub(self.from)
    }
}

/// How many entries are asked for at once.
fn limit(asked: &Asked, world: &World) -> Result<usize, Refusal> {
    let switches = &world.plan.switches;
    let most = usize::from(switches.most_pages);
    let Some(text) = asked.parameter("limit") else {
        return Ok(USUAL_LIMIT.min(most));
    };
    let limit: usize = text.parse().unwrap_or(0);
    match switches.above_most_pages {
        _ if limit == 0 => Err(Refusal::new(100, "(#100) param limit must be a positive integer.")),
        AboveMostPages::Refused if limit > most => Err(refusal::too_much_data()),
        AboveMostPages::Refused | AboveMostPages::Capped => Ok(limit.min(most)),
    }
}

/// A cursor for the entry at this place: opaque letters that only this server reads.
fn cursor(place: usize) -> String {
    let letters: String = format!("{place:06}")
        .bytes()
        .map(|digit| char::from(digit.saturating_add(b'a' - b'0')))
        .collect();
    format!("{CURSOR}{letters}ZD")
}

fn place_of(cursor: &str) -> Result<usize, Refusal> {
    let digits = cursor.strip_prefix(CURSOR).and_then(|rest| rest.strip_suffix("ZD"));
    let digits: Option<String> = digits.map(|letters| {
        letters
            .bytes()
            .map(|letter| char::from(letter.wrapping_sub(b'a' - b'0')))
            .collect()
    });
    digits
        .and_then(|digits| digits.parse().ok())
        .ok_or_else(|| Refusal::new(100, "(#100) Invalid cursors values, before or after is invalid."))
}

fn paging(asked: &Asked, held: &Held, window: &Window, version: u16) -> Json {
    let before = cursor(window.from);
    let after = cursor(window.to.saturating_sub(1));
    let mut entries = vec![(
        "cursors".to_owned(),
        Json::object([("before", Json::text(&before)), ("after", Json::text(&after))]),
    )];
    if window.has_next {
        entries.push(("next".to_owned(), link(asked, held, window, version, ("after", &after))));
    }
    if window.from > 0 {
        entries.push((
            "previous".to_owned(),
            link(asked, held, window, version, ("before", &before)),
        ));
    }
    Json::Object(entries)
}

/// The address of a neighbouring page as the service writes it: with the token in clear.
fn link(asked: &Asked, held: &Held, window: &Window, version: u16, (side, cursor): (&str, &str)) -> Json {
    let limit = window.limit.to_string();
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("access_token", &held.text).append_pair("pretty", "0");
    for name in ["fields", "summary"] {
        if let Some(value) = asked.parameter(name) {
            query.append_pair(name, value);
        }
    }
    query.append_pair("limit", &limit).append_pair(side, cursor);
    Json::Text(format!(
        "https://graph.facebook.com/v{version}.0/{}/accounts?{}",
        held.grant.person,
        query.finish()
    ))
}

/// A list that fits on one page; without `paging` when it is empty.
pub(super) fn envelope(entries: Vec<(String, Json)>) -> Json {
    let last = entries.len().saturating_sub(1);
    let is_empty = entries.is_empty();
    let data = Json::List(entries.into_iter().map(|(_, json)| json).collect());
    if is_empty {
        return Json::object([("data", data)]);
    }
    let cursors = Json::object([("before", Json::Text(cursor(0))), ("after", Json::Text(cursor(last)))]);
    Json::object([("data", data), ("paging", Json::object([("cursors", cursors)]))])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_leads_back_to_its_place_and_nothing_else_is_one() {
        for place in [0, 7, 25, 259, 99_999] {
            assert_eq!(place_of(&cursor(place)), Ok(place));
        }
        for bad in ["", "QVFIUj", "QVFIUjzzZD", "12"] {
            assert_eq!(place_of(bad).unwrap_err().code, 100, "{bad}");
        }
    }
}
