//! The ways on that a trouble or an outcome offers, and what taking each one does.

use jiff::Timestamp;

use crate::{
    journey::{self, Call, Choice, Field, Journey, Prize, Slot, SlotSet, Stage, WebPage},
    model::Secret,
};

use super::{
    Aside, Errand, Shown, Wizard,
    effect::{Effect, Link},
    failures::token_field,
    switchboard::Standing,
    trouble::{Trouble, Way},
    view::Tone,
};

impl Wizard {
    /// Shows a trouble, with the ways that lead somewhere from here.
    pub(super) fn show(&mut self, mut trouble: Trouble, errand: Option<Errand>) {
        self.fit_ways(&mut trouble.ways);
        if self.holds_prize() && !trouble.ways.contains(&Way::GoOn) {
            let last = trouble.ways.iter().position(|way| *way == Way::Menu);
            trouble.ways.insert(last.unwrap_or(trouble.ways.len()), Way::GoOn);
        }
        self.trouble = Some(Shown {
            trouble,
            errand,
            findings: Vec::new(),
        });
    }

    /// Turns the ways of an explanation into those that lead somewhere from here.
    pub(super) fn fit_ways(&self, ways: &mut Vec<Way>) {
        for way in ways.iter_mut() {
            self.fit_way(way);
        }
        ways.retain(|way| self.is_usable(way));
        let mut seen: Vec<Way> = Vec::new();
        ways.retain(|way| {
            let is_new = !seen.contains(way);
            if is_new {
                seen.push(way.clone());
            }
            is_new
        });
        if ways.is_empty() {
            let mut way = Way::NewToken;
            self.fit_way(&mut way);
            ways.push(way);
        }
    }

    /// Turns a way into what it means on this walk: a new token comes from where the first one came from.
    fn fit_way(&self, way: &mut Way) {
        match way {
            Way::NewToken if self.has_stage(|stage| matches!(stage, Stage::SignIn { .. })) => *way = Way::SignInAgain,
            Way::NewToken if !self.has_stage(|stage| matches!(stage, Stage::Guide { .. })) => {
                *way = if self.facts.instagram_pasted.is_some() {
                    Way::Begin(&journey::INSTAGRAM_LOGIN)
                } else {
                    Way::Begin(&journey::USER)
                };
            }
            Way::Edit(field) if field.is_token() => *field = self.token_field(),
            _ => {}
        }
    }

    pub(super) fn has_stage(&self, is_meant: impl Fn(&Stage) -> bool) -> bool {
        self.path().any(is_meant)
    }

    /// Whether the token that the journey is for is here, and only its proof is not: it can be had all the same.
    pub(super) fn holds_prize(&self) -> bool {
        let is_last = matches!(self.path().nth(self.at.saturating_add(1)), Some(Stage::Outcome(_)));
        let is_here = match self.prize() {
            Some(Prize::PageToken | Prize::PageTokenForInstagram) => self.facts.page_token().is_some(),
            Some(Prize::UserToken) => self.facts.long.is_some(),
            Some(Prize::InstagramToken) => self.facts.instagram_long.is_some(),
            Some(Prize::Renewed) => self.facts.long.is_some() || self.facts.instagram_long.is_some(),
            Some(Prize::Findings) | None => false,
        };
        is_last && is_here && matches!(self.stage(), Some(Stage::Exchange { .. }))
    }

    /// Whether a way leads somewhere from here.
    pub(super) fn is_usable(&self, way: &Way) -> bool {
        match way {
            Way::OtherPage => self.has_other_pages(),
            Way::GoOn => {
                let stage = self.stage();
                matches!(stage, Some(Stage::Form { .. } | Stage::Choice(_)))
                    || self.has_signed_in()
                    || self.holds_prize()
                    || self.facts.page_token().is_some()
            }
            Way::Edit(field) => self.has_stage(|stage| stage.fields().contains(field)),
            Way::NewToken => self.has_stage(|stage| matches!(stage, Stage::Guide { .. })),
            Way::SignInAgain => self.has_stage(|stage| matches!(stage, Stage::SignIn { .. })),
            Way::TypePageId | Way::FindMissing => self.facts.has(Slot::LongToken) && self.lists_pages(),
            Way::Begin(journey) => self.journey != Some(*journey),
            Way::Open(Link::Explorer) => self.has_stage(|stage| {
                matches!(
                    stage,
                    Stage::Guide {
                        page: WebPage::Explorer,
                        ..
                    }
                )
            }),
            Way::Open(Link::LoginSettings(_) | Link::BusinessIntegrations | Link::Facebook) => {
                self.prize() != Some(Prize::InstagramToken)
            }
            Way::PutBack => self.outcomes.current().is_some_and(|outcome| !outcome.saved.is_empty()),
            Way::Retry | Way::Open(_) | Way::Menu | Way::LeaveSaving => true,
        }
    }

    fn lists_pages(&self) -> bool {
        self.has_stage(|stage| stage.calls().contains(&Call::ListPages))
    }

    /// Whether there is another Page to choose.
    pub(super) fn has_other_pages(&self) -> bool {
        !self.brought.is_page_token && self.facts.pages.as_ref().is_some_and(|book| book.len() > 1)
    }

    /// Whether the Page list offers to look for a Page that is not on it.
    pub(super) fn can_find_missing(&self) -> bool {
        self.choice_here().is_some() && self.facts.has(Slot::LongToken)
    }

    /// Takes a way that the trouble or the outcome on the screen offers. Others do nothing.
    pub(super) fn take_way(&mut self, way: &Way, now: Timestamp, effects: &mut Vec<Effect>) {
        if self.is_saving() {
            return self.take_way_of_saving(way, now, effects);
        }
        let is_offered = match (&self.trouble, self.outcomes.current()) {
            (Some(shown), _) => shown.trouble.ways.contains(way),
            (None, Some(outcome)) => outcome.ways.contains(way),
            (None, None) => match way {
                Way::Retry if self.can_load_rest() => return self.load_rest(now, effects),
                Way::FindMissing | Way::TypePageId => self.can_find_missing(),
                // A guide says what its journey cannot give, and leads to the one that can.
                Way::Begin(other) if matches!(self.stage(), Some(Stage::Guide { .. })) => {
                    self.limit().is_some_and(|limit| limit.instead == *other)
                }
                // A list of results leads back to the Pages.
                Way::OtherPage | Way::PutBack => !self.outcomes.is_empty() && self.ways_of_results().contains(way),
                _ => false,
            },
        };
        if !is_offered {
            return;
        }
        match way {
            Way::Retry => self.try_again(now, effects),
            Way::Edit(field) => self.edit(*field, now, effects),
            Way::NewToken => {
                if self.brought.fault.is_none() {
                    self.use_next_sample(Field::Token);
                }
                self.begin_at = Some(self.token_field());
                if let Some(stage) = self.index_of(|stage| matches!(stage, Stage::Guide { .. })) {
                    self.go_to(stage, effects);
                }
            }
            Way::SignInAgain => self.come_back_to(|stage| matches!(stage, Stage::SignIn { .. }), now, effects),
            Way::TypePageId => {
                self.aside = Some(Aside {
                    field: Field::PageId,
                    from: self.trouble.take(),
                });
                self.attend(Field::PageId);
            }
            Way::FindMissing => self.find_missing(now, effects),
            Way::Begin(journey) => self.begin(journey, now, effects),
            Way::OtherPage => {
                self.come_back_to(|stage| matches!(stage, Stage::Choice(_)), now, effects);
            }
            Way::GoOn => self.go_on(now, effects),
            Way::Open(link) => effects.push(Effect::Open(link.clone())),
            Way::PutBack => self.put_back(effects),
            Way::LeaveSaving => {}
            Way::Menu => self.go_to_menu(effects),
        }
    }

    /// Goes back to a stage and begins it.
    fn come_back_to(&mut self, is_meant: impl Fn(&Stage) -> bool, now: Timestamp, effects: &mut Vec<Effect>) {
        let Some(stage) = self.index_of(is_meant) else {
            return;
        };
        self.go_to(stage, effects);
        if matches!(self.stage(), Some(Stage::SignIn { .. })) {
            self.arrive(now, effects);
        }
    }

    /// Begins another journey with what is known: ids and secrets stay, and a token that it can use is taken along.
    fn begin(&mut self, journey: &'static Journey, now: Timestamp, effects: &mut Vec<Effect>) {
        let is_usable = self.brought.fault.is_none();
        let (from, to) = (self.token_field(), token_field(journey.path(0)));
        let facts = &self.facts;
        let of_instagram = facts.instagram_pasted.as_ref().or(facts.instagram_short.as_ref());
        let of_instagram = of_instagram.map(Secret::share);
        self.go_to_menu(effects);
        let is_taken_along = match of_instagram {
            Some(token) if is_usable => self.answers.bring_instagram_token(&token, to),
            None if is_usable && from != to => self.answers.carry_token(from, to),
            Some(_) | None => false,
        };
        self.choose(journey, now, effects);
        // Nobody is told how to get a token that is here: the guide is one step back.
        let is_asked_next = self
            .path()
            .nth(self.at.saturating_add(1))
            .is_some_and(|stage| stage.fields().contains(&to));
        if is_taken_along && is_asked_next && matches!(self.stage(), Some(Stage::Guide { .. })) {
            self.advance(now, effects);
            self.say(Tone::Calm, "The token is taken along");
        }
    }

    /// Asks for the rest of a Page list, from the part that failed.
    fn load_rest(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let errand = Errand::of(Call::ListPages);
        self.board.forget(|asked| asked.errand == errand);
        if let Some(request) = self.request_again(&errand) {
            if let Some(book) = &mut self.facts.pages {
                book.resume();
            }
            effects.push(self.board.send(errand, request, now));
        }
    }

    /// Does the failed call again, and nothing else.
    fn try_again(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let errand = self.trouble.take().and_then(|shown| shown.errand);
        if errand.as_ref().is_some_and(|errand| errand.call == Call::ListPages) {
            // A list that was already shown is made anew where it was made.
            let is_shown = matches!(self.stage(), Some(Stage::Choice(_)));
            let made_on = self.index_of(|stage| stage.calls().contains(&Call::ListPages));
            if let Some(stage) = made_on.filter(|_| is_shown) {
                self.go_to(stage, effects);
            }
        }
        match (self.stage(), errand) {
            (Some(Stage::Outcome(_)), _) => self.prove_again(effects),
            (_, Some(errand)) => {
                if errand.call == Call::ListPages {
                    self.doctor = super::Doctor::default();
                }
                // What came and was of no use is asked for anew; what another call has found meanwhile stays.
                if self
                    .board
                    .find(&errand)
                    .is_some_and(|asked| asked.standing == Standing::Done)
                {
                    self.facts.forget(errand.call.fills());
                }
                // Another call of the stage may have failed beside it: whatever failed is asked again.
                let stage = self.stage().map(Stage::calls).unwrap_or_default();
                let beside_the_list = [
                    Call::FetchPageToken,
                    Call::FetchPage,
                    Call::ListBusinesses,
                    Call::ListOwnedPages,
                    Call::ListClientPages,
                ];
                self.board.forget(|asked| {
                    let call = asked.errand.call;
                    asked.errand == errand
                        || (asked.standing == Standing::Failed && stage.contains(&call))
                        || (errand.call == Call::ListPages && beside_the_list.contains(&call))
                });
            }
            (_, None) => {
                // The fault was seen while the form was filled: look at the token again.
                self.brought.fault = None;
                self.answers.forgive(self.token_field());
                self.forget(
                    SlotSet::of(&[
                        Slot::PastedInspection,
                        Slot::Owner,
                        Slot::Permissions,
                        Slot::InstagramProfile,
                    ]),
                    effects,
                );
            }
        }
        self.go_on_if_over(now, effects);
    }

    /// Makes the calls of the proof again.
    fn prove_again(&mut self, effects: &mut Vec<Effect>) {
        self.put_outcomes_aside();
        self.gone_past = None;
        self.at = self.at.saturating_sub(1);
        let proof = self.stage().map(Stage::calls).unwrap_or_default();
        self.abandon(proof, effects);
        let found = proof.iter().fold(SlotSet::EMPTY, |set, call| set.and(call.fills()));
        self.facts.forget(found);
        for page in &mut self.facts.chosen {
            page.trouble = None;
        }
    }

    fn edit(&mut self, field: Field, now: Timestamp, effects: &mut Vec<Effect>) {
        let headline = self.trouble.as_ref().map(|shown| shown.trouble.headline.clone());
        self.use_next_sample(field);
        self.come_back_to(|stage| stage.fields().contains(&field), now, effects);
        if let Some(headline) = headline {
            self.answers.refuse(field, headline);
        }
        self.attend(field);
    }

    pub(super) fn go_on(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let trouble = self.trouble.take().map(|shown| shown.trouble);
        match self.stage() {
            Some(Stage::Exchange { .. }) if self.holds_prize() => {
                self.gone_past = trouble;
                self.advance(now, effects);
            }
            Some(Stage::Form { .. }) => {
                self.brought.goes_without_permissions = true;
                if self.fault_of_token(now).is_none() {
                    self.adopt_token(now, effects);
                    self.advance(now, effects);
                }
            }
            Some(Stage::Exchange { .. }) if self.facts.page_token().is_some() => self.advance(now, effects),
            Some(Stage::Exchange { .. }) => {
                self.brought.goes_without_permissions = true;
                self.go_on_if_over(now, effects);
            }
            Some(Stage::Guide { .. } | Stage::SignIn { .. } | Stage::Choice(_) | Stage::Outcome(_)) | None => {}
        }
    }

    pub(super) fn use_next_sample(&mut self, field: Field) {
        let used = self.samples_used.entry(field).or_default();
        *used = used.saturating_add(1);
    }

    /// The choice that this walk comes to, when there is one.
    pub(super) fn choice_ahead(&self) -> Option<Choice> {
        self.path().find_map(|stage| match stage {
            Stage::Choice(choice) => Some(*choice),
            _ => None,
        })
    }
}
