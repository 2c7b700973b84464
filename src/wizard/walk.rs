//! From stage to stage: choosing a journey and a door, going on, going back.

mod back;

use jiff::Timestamp;

use crate::{
    graph_api::Host,
    journey::{Call, Choice, Field, Journey, SlotSet, Stage},
    model::{PageId, Permission},
};

use super::{
    Errand, Preset, Wizard,
    effect::Effect,
    facts::{ChosenPage, dependents},
    page_book::PageBook,
    switchboard::Standing,
    trouble,
    view::{InstagramLink, PageState, Tone},
};

impl Wizard {
    pub(super) fn choose(&mut self, journey: &'static Journey, now: Timestamp, effects: &mut Vec<Effect>) {
        if self.journey.is_some() {
            return;
        }
        self.recall(effects);
        let names = |names: &[&str]| names.iter().filter_map(|name| Permission::new(name)).collect();
        self.preset = Preset {
            required: names(journey.required),
            wanted: names(journey.wanted),
            helpful: names(journey.helpful),
        };
        self.journey = Some(journey);
        self.door = 0;
        self.at = 0;
        self.seen.clear();
        self.brought.goes_without_permissions = false;
        self.marked.clear();
        self.to_be_marked.clear();
        self.arrive(now, effects);
    }

    /// Goes to another of the journey's doors. They are chosen on their guides, the first stage of each.
    pub(super) fn take_door(&mut self, door: usize) {
        let is_there = self.journey.is_some_and(|journey| door < journey.doors.len());
        if is_there && self.at == 0 && self.trouble.is_none() {
            self.door = door;
        }
    }

    pub(super) fn next(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if let Some(shown) = &self.trouble {
            if let Some(way) = shown.trouble.ways.first().cloned() {
                self.take_way(&way, now, effects);
            }
            return;
        }
        if self.is_saving() {
            return self.submit_saving(effects);
        }
        if self.aside.is_some() {
            return self.submit_aside(now, effects);
        }
        match self.stage() {
            Some(Stage::Guide { .. }) => self.advance(now, effects),
            Some(Stage::Form { fields, .. }) => self.submit(fields, now, effects),
            Some(Stage::SignIn { fields, .. }) => self.submit_landing(fields, now, effects),
            Some(Stage::Outcome(_)) => match self.outcomes.next_way().cloned() {
                Some(way) => self.take_way(&way, now, effects),
                None => self.leave(effects),
            },
            Some(Stage::Exchange { .. } | Stage::Choice(_)) | None => {}
        }
    }

    /// Goes to the next stage that has something for the person, or for Meta, to do.
    pub(super) fn advance(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        self.leave_login(effects);
        self.at = self.at.saturating_add(1);
        self.arrive(now, effects);
    }

    /// Begins the stage the person has come to, or the next one where this one has nothing to do.
    pub(super) fn arrive(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        self.begin_stage(now, effects);
        self.seen.insert(self.at);
    }

    fn begin_stage(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        loop {
            self.attention = None;
            let Some(stage) = self.stage() else {
                return;
            };
            match stage {
                Stage::Outcome(_) => return self.conclude(now),
                Stage::Guide { .. } => return,
                _ if self.is_decided(now) => {}
                Stage::Form { fields, .. } => {
                    effects.extend(self.host_ahead().map(Effect::Warm));
                    if let Some(field) = self.begin_at.take_if(|field| fields.contains(field)) {
                        self.attend(field);
                    }
                    // What was typed on an earlier visit counts at once, and the calls that wait for it start.
                    for field in *fields {
                        if self.answers.is_settled(*field) {
                            self.settle_value(*field);
                        }
                    }
                    self.settle_known();
                    self.start_ready(now, effects);
                    return;
                }
                Stage::SignIn { provider, .. } => return self.begin_login(*provider, effects),
                Stage::Exchange { calls, .. } => {
                    // What failed before is asked again where it counts, but for what only the app can ask.
                    let is_for_the_app = |call| self.brought.asks_as_app && call == Call::InspectPasted;
                    self.board.forget(|asked| {
                        let call = asked.errand.call;
                        asked.standing == Standing::Failed && calls.contains(&call) && !is_for_the_app(call)
                    });
                    self.start_ready(now, effects);
                    if !self.is_exchange_over(now, effects) {
                        return;
                    }
                }
                Stage::Choice(choice) => {
                    self.mark_again();
                    if self.is_chosen(*choice) {
                        self.at = self.at.saturating_add(1);
                        continue;
                    }
                    return self.look_further(now, effects);
                }
            }
            self.at = self.at.saturating_add(1);
        }
    }

    /// The host that the first call from here on goes to.
    fn host_ahead(&self) -> Option<Host> {
        let call = self.path().skip(self.at).flat_map(Stage::calls).next()?;
        Some(super::requests::host(*call))
    }

    /// Whether there is nothing to choose: the Page came with its token, or only one account is there.
    fn is_chosen(&mut self, choice: Choice) -> bool {
        if self.brought.is_page_token {
            return true;
        }
        if choice != Choice::InstagramAccount {
            return false;
        }
        let Some(book) = &self.facts.pages else {
            return false;
        };
        if book.listing() == super::view::Listing::Loading {
            return false;
        }
        let lines = book.lines().iter();
        let mut ready = lines.filter(|line| line.state == PageState::Ready);
        match (ready.next(), ready.next()) {
            (None, _) => self.facts.has_no_instagram = true,
            (Some(only), None) => {
                let words = format!("{} is the only Page here that can be used, so it was taken", only.name);
                self.facts.chosen = vec![ChosenPage::new(only.id.clone())];
                self.say(Tone::Calm, words);
            }
            (Some(_), Some(_)) => return false,
        }
        true
    }

    /// Whether the exchange has all it was made for. A Page list without anything of use is not that: it is explained.
    pub(super) fn is_exchange_over(&mut self, now: Timestamp, effects: &mut Vec<Effect>) -> bool {
        let Some(Stage::Exchange { until, calls, .. }) = self.stage() else {
            return false;
        };
        // Nor is it while the person types the number of a Page beside it.
        if self.trouble.is_some() || self.aside.is_some() {
            return false;
        }
        let known = self.facts.known();
        let is_known = until.iter().any(|set| known.has_all(*set));
        // Meta does not answer to the token itself: the next stage asks as the app.
        let is_passed_on = self.brought.asks_as_app && calls.contains(&Call::InspectPasted) && self.is_idle(calls);
        if !(is_known || is_passed_on || self.is_decided(now)) {
            return false;
        }
        // Where the token itself is the subject, every answer about it belongs to the result.
        if self.is_about_a_token() && !self.is_idle(calls) {
            return false;
        }
        if calls.contains(&Call::ListPages) {
            return self.is_list_of_use(now, effects);
        }
        true
    }

    /// Whether no call of this stage is under way.
    pub(super) fn is_idle_here(&self) -> bool {
        self.is_idle(self.stage().map(Stage::calls).unwrap_or_default())
    }

    /// Whether none of these calls is under way.
    fn is_idle(&self, calls: &[Call]) -> bool {
        !self
            .board
            .all()
            .any(|asked| asked.is_open() && calls.contains(&asked.errand.call))
    }

    pub(super) fn index_of(&self, is_meant: impl Fn(&Stage) -> bool) -> Option<usize> {
        self.path().position(is_meant)
    }

    /// The choice of this stage, when it is one.
    pub(super) fn choice_here(&self) -> Option<Choice> {
        match self.stage() {
            Some(Stage::Choice(choice)) if self.trouble.is_none() && self.aside.is_none() => Some(*choice),
            Some(_) | None => None,
        }
    }

    pub(super) fn mark(&mut self, page: &PageId) {
        let takes_several = self.choice_here().is_some_and(Choice::takes_several);
        if takes_several && !self.marked.remove(page) && self.is_choosable(page) {
            self.marked.insert(page.clone());
        }
    }

    pub(super) fn pick(&mut self, page: &PageId, now: Timestamp, effects: &mut Vec<Effect>) {
        if self.choice_here().is_none() {
            return;
        }
        // In the order of the list, as they were seen when they were marked.
        let listed = self.facts.pages.iter().flat_map(PageBook::lines);
        let several: Vec<PageId> = listed
            .map(|line| &line.id)
            .filter(|id| self.marked.contains(*id))
            .cloned()
            .collect();
        let chosen = if several.is_empty() {
            if !self.is_choosable(page) {
                return self.explain_unusable(page);
            }
            vec![page.clone()]
        } else {
            several
        };
        self.facts.chosen = chosen.into_iter().map(ChosenPage::new).collect();
        self.advance(now, effects);
    }

    /// Says of a Page that cannot be chosen why, and what helps.
    fn explain_unusable(&mut self, page: &PageId) {
        let Some(book) = &self.facts.pages else {
            return;
        };
        if let Some(reason) = book.reason(page) {
            let trouble = reason.trouble.clone();
            self.notice = None;
            return self.show(trouble, Some(Errand::about_page(Call::FetchPageToken, page.clone())));
        }
        let id = match book.line(page).map(|line| (&line.state, &line.instagram)) {
            Some((PageState::Unusable(_), InstagramLink::Missing)) => "page-without-instagram",
            Some((PageState::Unusable(_), InstagramLink::Personal(_))) => "instagram-is-personal",
            Some((PageState::Unusable(_), InstagramLink::Hidden)) => "data-access-over",
            Some(_) | None => return,
        };
        let trouble = trouble::named(id, &self.words_about_page(page), self.facts.app_id.as_ref());
        self.notice = None;
        self.show(trouble, Some(Errand::of(Call::ListPages)));
    }

    /// Whether a Page can be chosen; says why not.
    fn is_choosable(&mut self, page: &PageId) -> bool {
        let Some(line) = self.facts.pages.as_ref().and_then(|book| book.line(page)) else {
            return false;
        };
        match &line.state {
            PageState::Ready => true,
            PageState::Asking => {
                self.say(Tone::Calm, "Meta is being asked for this Page's token. One moment");
                false
            }
            PageState::Unusable(reason) => {
                let reason = format!("This Page cannot be used: {reason}");
                self.say(Tone::Careful, reason);
                false
            }
        }
    }

    pub(super) fn attend(&mut self, field: Field) {
        let number = self.attention.map_or(1, |(number, _)| number.saturating_add(1));
        self.attention = Some((number, field));
    }

    /// Forgets slots with all that hangs on them, and gives up the calls that were made from them.
    pub(super) fn forget(&mut self, slots: SlotSet, effects: &mut Vec<Effect>) {
        let was_asked = |call: Call| self.board.all().any(|asked| asked.errand.call == call);
        let calls: Vec<Call> = self
            .path()
            .flat_map(Stage::calls)
            .copied()
            // A token that was pasted hangs on nothing; one that a code was turned into does. Nor does a look at it hang on
            // the App secret, unless the app was asked.
            .filter(|call| (call.is_repeatable() && *call != Call::InspectByApp) || was_asked(*call))
            .chain([Call::FetchPageToken, Call::FetchPage, Call::RefreshInstagram])
            .collect();
        let lost = dependents(slots, &calls.iter().copied());
        self.facts.forget(lost);
        let open = self.board.forget(|asked| {
            let call = asked.errand.call;
            call.needs().has_any(lost) || call.fills().has_any(lost)
        });
        let late: Vec<_> = self.late.iter().map(|late| late.ticket).collect();
        effects.extend(
            open.into_iter()
                .filter(|ticket| !late.contains(ticket))
                .map(Effect::Abandon),
        );
    }

    pub(super) fn abandon(&mut self, calls: &[Call], effects: &mut Vec<Effect>) {
        let open = self.board.forget(|asked| calls.contains(&asked.errand.call));
        effects.extend(open.into_iter().map(Effect::Abandon));
    }
}
