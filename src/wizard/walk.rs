//! From stage to stage: choosing a journey, going on, going back, and the ways that a trouble offers.

use jiff::Timestamp;

use crate::{
    graph_api::Host,
    journey::{Call, Field, Journey, Slot, SlotSet, Stage},
    model::{Expiry, PageId, Permission, TokenKind},
};

use super::{
    Preset, Shown, Wizard, dates,
    effect::{CopyText, Copyable, Effect, Link, PlainText},
    event::Entry,
    facts::dependents,
    stage::outcome::Outcome,
    switchboard::Standing,
    trouble::{self, Trouble, Way},
    view::{Listing, PageState, Tone},
};

impl Wizard {
    pub(super) fn choose(&mut self, journey: &'static Journey) {
        if self.journey.is_some() {
            return;
        }
        let names = |names: &[&str]| names.iter().filter_map(|name| Permission::new(name)).collect();
        self.preset = Preset {
            required: names(journey.required),
            helpful: names(journey.helpful),
        };
        self.journey = Some(journey);
        self.at = 0;
    }

    pub(super) fn answer(&mut self, field: Field, entry: &Entry, effects: &mut Vec<Effect>) {
        let is_on_form = matches!(self.stage(), Some(Stage::Form { .. })) && self.trouble.is_none();
        if !is_on_form || !self.answers.fill(field, entry) {
            return;
        }
        self.forget(SlotSet::of(&[field.slot()]), effects);
        if field == Field::Token {
            self.has_page_token = false;
            self.token_fault = None;
            self.goes_without_permissions = false;
        }
        self.settle_app_id();
    }

    /// A field is complete for now: its value counts, and the calls that waited for it start.
    pub(super) fn settle(&mut self, field: Field, now: Timestamp, effects: &mut Vec<Effect>) {
        if !matches!(self.stage(), Some(Stage::Form { .. })) || self.trouble.is_some() {
            return;
        }
        self.settle_value(field);
        self.start_ready(now, effects);
    }

    fn settle_value(&mut self, field: Field) {
        self.answers.settle(field);
        let is_blocked = self.answers.blocking(field).is_some();
        match field {
            Field::Token if self.facts.pasted.is_none() && !is_blocked => self.facts.pasted = self.answers.token(),
            Field::AppSecret if self.facts.app_secret.is_none() && !is_blocked => {
                self.facts.app_secret = self.answers.app_secret();
            }
            Field::AppId => self.settle_app_id(),
            Field::Token | Field::AppSecret => {}
        }
    }

    /// The App ID is what the person typed, or else what Meta says about the token.
    pub(super) fn settle_app_id(&mut self) {
        let from_token = self
            .facts
            .inspection
            .as_ref()
            .and_then(|seen| seen.inspection.app.clone());
        self.facts.app_id = self
            .answers
            .app_id()
            .or(from_token.filter(|_| self.answers.is_empty(Field::AppId)));
    }

    pub(super) fn next(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if let Some(shown) = &self.trouble {
            if let Some(way) = shown.trouble.ways.first().cloned() {
                self.take_way(&way, now, effects);
            }
            return;
        }
        match self.stage() {
            Some(Stage::Guide(_)) => self.advance(now, effects),
            Some(Stage::Form { fields, .. }) => self.submit(fields, now, effects),
            Some(Stage::Outcome) => match self.outcome.as_ref().and_then(Outcome::next_way).cloned() {
                Some(way) => self.take_way(&way, now, effects),
                None => self.leave(effects),
            },
            Some(Stage::Exchange { .. } | Stage::ChoosePage) | None => {}
        }
    }

    fn submit(&mut self, fields: &'static [Field], now: Timestamp, effects: &mut Vec<Effect>) {
        for field in fields {
            self.settle_value(*field);
        }
        // What was to be asked again about the token would come too late, and without the proof of the secret.
        let late = self
            .board
            .forget(|asked| matches!(asked.standing, Standing::AboutToRetry(_)));
        effects.extend(late.into_iter().map(Effect::Abandon));
        let known = self.facts.known();
        if let Some(field) = fields.iter().find(|field| !known.has(field.slot())) {
            self.attend(*field);
            if self.answers.blocking(*field).is_none() {
                self.say(Tone::Calm, format!("{} is still missing", field.label()));
            }
            return;
        }
        if self.was_refused() {
            self.attend(Field::AppSecret);
            self.say(
                Tone::Careful,
                "This is the same App ID and App secret that Meta refused. Change one of them first",
            );
            return;
        }
        if let Some(trouble) = self.fault_of_token(now) {
            self.show(trouble, None);
            return;
        }
        self.adopt_token(now, effects);
        self.advance(now, effects);
    }

    fn was_refused(&self) -> bool {
        match (&self.refused_pair, &self.facts.app_id, &self.facts.app_secret) {
            (Some((refused_id, refused_secret)), Some(id), Some(secret)) => {
                refused_id == id && refused_secret.is_same_as(secret)
            }
            _ => false,
        }
    }

    /// What keeps the pasted token from being used, as far as Meta has told by now.
    pub(super) fn fault_of_token(&self, now: Timestamp) -> Option<Trouble> {
        let app = self.facts.app_id.as_ref();
        if let Some(failure) = &self.token_fault {
            return Some(trouble::explain(failure, Call::InspectPasted, &self.words(), app, now));
        }
        let seen = &self.facts.inspection.as_ref()?.inspection;
        // A token of another app is remarked upon in the form; which of the two is wrong, only the exchange can tell.
        if seen.kind == Some(TokenKind::App) {
            return Some(trouble::named("app-token-pasted", &self.words(), app));
        }
        let is_missing = !self.missing_permissions().is_empty();
        (is_missing && !self.goes_without_permissions)
            .then(|| trouble::named("missing-permissions", &self.words(), app))
    }

    /// The required permissions that are not on the pasted token.
    pub(super) fn missing_permissions(&self) -> Vec<&Permission> {
        let Some(seen) = &self.facts.inspection else {
            return Vec::new();
        };
        self.preset
            .required
            .iter()
            .filter(|permission| !seen.inspection.has(permission))
            .collect()
    }

    /// Uses the pasted token as what it is: a Page token needs no exchange and no list, a lasting one no exchange.
    pub(super) fn adopt_token(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let (Some(pasted), Some(seen)) = (&self.facts.pasted, &self.facts.inspection) else {
            return;
        };
        let seen = &seen.inspection;
        if !seen.is_valid {
            return;
        }
        match (&seen.kind, &seen.page) {
            (Some(TokenKind::Page), Some(page)) => {
                let page = crate::model::Page {
                    id: page.clone(),
                    name: self
                        .facts
                        .owner
                        .as_ref()
                        .and_then(|owner| owner.name.clone())
                        .unwrap_or_default(),
                    category: None,
                    tasks: Vec::new(),
                    token: Some(pasted.read_as()),
                    instagram: None,
                };
                let id = page.id.clone();
                self.abandon(&[Call::Extend, Call::ListPages, Call::InspectLong], effects);
                self.facts.pages = Some(super::page_book::PageBook::of_one(page));
                self.facts.chosen = Some(id);
                self.has_page_token = true;
            }
            (Some(TokenKind::User | TokenKind::SystemUser), _) if seen.expires.is_lasting(self.meta_time(now)) => {
                let is_asked = self.board.all().any(|asked| asked.errand.call == Call::Extend);
                if !is_asked && self.facts.long.is_none() {
                    self.facts.long = Some(pasted.read_as());
                    self.facts.long_inspection = Some(seen.clone());
                }
            }
            _ => {}
        }
    }

    /// Goes to the next stage that has something for the person, or for Meta, to do.
    pub(super) fn advance(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        loop {
            self.at = self.at.saturating_add(1);
            self.attention = None;
            match self.stage() {
                Some(Stage::Form { .. }) => {
                    effects.push(Effect::Warm(Host::GraphFacebook));
                    if let Some(field) = self.begin_at.take() {
                        self.attend(field);
                    }
                    self.start_ready(now, effects);
                    return;
                }
                Some(Stage::Exchange { .. }) => {
                    self.start_ready(now, effects);
                    if !self.is_exchange_over() {
                        return;
                    }
                }
                Some(Stage::ChoosePage) if self.has_page_token => {}
                Some(Stage::Outcome) => {
                    self.conclude(now);
                    return;
                }
                Some(Stage::Guide(_) | Stage::ChoosePage) | None => return,
            }
        }
    }

    /// Whether the exchange has all it was made for. An empty Page list is not that: it is explained.
    pub(super) fn is_exchange_over(&mut self) -> bool {
        let Some(Stage::Exchange { until, .. }) = self.stage() else {
            return false;
        };
        if self.trouble.is_some() || !self.facts.known().has_all(*until) {
            return false;
        }
        match &self.facts.pages {
            Some(book) if book.len() == 0 && book.listing() == Listing::Loading => false,
            Some(book) if book.len() == 0 => {
                let business = Permission::new("business_management");
                let seen = self.facts.long_inspection.as_ref();
                let sees_portfolios = business.zip(seen).is_some_and(|(business, seen)| seen.has(&business));
                let id = match book.cut() {
                    Some(_) => "list-cut-short",
                    None if sees_portfolios => "no-pages-with-portfolios",
                    None => "no-pages",
                };
                let trouble = trouble::named(id, &self.words(), self.facts.app_id.as_ref());
                self.show(trouble, Some(super::Errand::of(Call::ListPages)));
                false
            }
            Some(_) | None => true,
        }
    }

    pub(super) fn back(&mut self, effects: &mut Vec<Effect>) {
        let Some(journey) = self.journey else {
            return;
        };
        if self.trouble.take().is_some() && matches!(self.stage(), Some(Stage::Form { .. } | Stage::ChoosePage)) {
            return;
        }
        let before = journey.stages.get(..self.at).unwrap_or_default();
        let target = before.iter().rposition(|stage| match stage {
            Stage::Guide(_) | Stage::Form { .. } => true,
            Stage::ChoosePage => !self.has_page_token,
            Stage::Exchange { .. } | Stage::Outcome => false,
        });
        match target {
            Some(stage) => self.go_to(stage, effects),
            None => self.go_to_menu(effects),
        }
    }

    fn go_to_menu(&mut self, effects: &mut Vec<Effect>) {
        self.go_to(0, effects);
        self.journey = None;
    }

    /// Goes back to a stage. What was typed stays; what the calls of later stages found is forgotten.
    fn go_to(&mut self, stage: usize, effects: &mut Vec<Effect>) {
        let Some(journey) = self.journey else {
            return;
        };
        let later = journey.stages.get(stage.saturating_add(1)..).unwrap_or_default();
        let found = later
            .iter()
            .flat_map(Stage::calls)
            .fold(SlotSet::EMPTY, |set, call| set.and(call.fills()));
        self.at = stage;
        self.trouble = None;
        self.put_outcome_aside();
        self.keep_late_token();
        self.forget(found.and(SlotSet::of(&[Slot::ChosenPage])), effects);
        if found.has(Slot::Pages) {
            self.has_page_token = false;
        }
    }

    fn index_of(&self, is_meant: impl Fn(&Stage) -> bool) -> Option<usize> {
        self.journey?.stages.iter().position(is_meant)
    }

    /// Forgets slots with all that hangs on them, and gives up the calls that were made from them.
    pub(super) fn forget(&mut self, slots: SlotSet, effects: &mut Vec<Effect>) {
        let Some(journey) = self.journey else {
            return;
        };
        let calls = journey
            .stages
            .iter()
            .flat_map(|stage| stage.calls().iter().copied())
            .chain([Call::FetchPageToken]);
        let lost = dependents(slots, &calls);
        self.facts.forget(lost);
        let open = self.board.forget(|asked| {
            let call = asked.errand.call;
            call.needs().has_any(lost) || call.fills().has_any(lost)
        });
        let late: Vec<_> = self.late.iter().map(|(ticket, _)| *ticket).collect();
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

    pub(super) fn pick(&mut self, page: &PageId, now: Timestamp, effects: &mut Vec<Effect>) {
        if !matches!(self.stage(), Some(Stage::ChoosePage)) || self.trouble.is_some() {
            return;
        }
        let Some(line) = self.facts.pages.as_ref().and_then(|book| book.line(page)) else {
            return;
        };
        match &line.state {
            PageState::Ready => {
                self.facts.chosen = Some(page.clone());
                self.advance(now, effects);
            }
            PageState::Asking => self.say(Tone::Calm, "Meta is being asked for this Page's token. One moment"),
            PageState::Unusable(reason) => {
                let reason = format!("This Page cannot be used: {reason}");
                self.say(Tone::Careful, reason);
            }
        }
    }

    /// Shows a trouble, with the ways that lead somewhere from here.
    pub(super) fn show(&mut self, mut trouble: Trouble, errand: Option<super::Errand>) {
        let usable = |way: &Way| match way {
            Way::OtherPage => self.has_other_pages(),
            Way::GoOn => matches!(self.stage(), Some(Stage::Form { .. })) || self.facts.page_token().is_some(),
            Way::Retry | Way::Edit(_) | Way::NewToken | Way::Open(_) | Way::Menu => true,
        };
        trouble.ways.retain(usable);
        if trouble.ways.is_empty() {
            trouble.ways.push(Way::NewToken);
        }
        self.trouble = Some(Shown { trouble, errand });
    }

    /// Whether there is another Page to choose.
    pub(super) fn has_other_pages(&self) -> bool {
        !self.has_page_token && self.facts.pages.as_ref().is_some_and(|book| book.len() > 1)
    }

    pub(super) fn attend(&mut self, field: Field) {
        let number = self.attention.map_or(1, |(number, _)| number.saturating_add(1));
        self.attention = Some((number, field));
    }

    /// Takes a way that the trouble or the outcome on the screen offers. Others do nothing.
    pub(super) fn take_way(&mut self, way: &Way, now: Timestamp, effects: &mut Vec<Effect>) {
        let offered = match (&self.trouble, &self.outcome) {
            (Some(shown), _) => &shown.trouble.ways,
            (None, Some(outcome)) => &outcome.ways,
            (None, None) => return,
        };
        if !offered.contains(way) {
            return;
        }
        match way {
            Way::Retry => self.try_again(now, effects),
            Way::Edit(field) => self.edit(*field, effects),
            Way::NewToken => {
                self.use_next_sample(Field::Token);
                self.begin_at = Some(Field::Token);
                if let Some(stage) = self.index_of(|stage| matches!(stage, Stage::Guide(_))) {
                    self.go_to(stage, effects);
                }
            }
            Way::OtherPage => {
                if let Some(stage) = self.index_of(|stage| matches!(stage, Stage::ChoosePage)) {
                    self.go_to(stage, effects);
                }
            }
            Way::GoOn => self.go_on(now, effects),
            Way::Open(link) => effects.push(Effect::Open(link.clone())),
            Way::Menu => self.go_to_menu(effects),
        }
    }

    /// Does the failed call again, and nothing else.
    fn try_again(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let errand = self.trouble.take().and_then(|shown| shown.errand);
        match (self.stage(), errand) {
            (Some(Stage::Outcome), _) => {
                self.outcome = None;
                self.at = self.at.saturating_sub(1);
                let proof = self.stage().map(Stage::calls).unwrap_or_default();
                self.abandon(proof, effects);
                let found = proof.iter().fold(SlotSet::EMPTY, |set, call| set.and(call.fills()));
                self.facts.forget(found);
            }
            (_, Some(errand)) => {
                self.facts.forget(errand.call.fills());
                self.board.forget(|asked| asked.errand == errand);
            }
            (_, None) => {
                // The fault was seen while the form was filled: look at the token again.
                self.token_fault = None;
                self.answers.forgive(Field::Token);
                self.forget(
                    SlotSet::of(&[Slot::PastedInspection, Slot::Owner, Slot::Permissions]),
                    effects,
                );
            }
        }
        self.start_ready(now, effects);
        if self.is_exchange_over() {
            self.advance(now, effects);
        }
    }

    fn edit(&mut self, field: Field, effects: &mut Vec<Effect>) {
        let headline = self.trouble.as_ref().map(|shown| shown.trouble.headline.clone());
        self.use_next_sample(field);
        if let Some(stage) = self.index_of(|stage| matches!(stage, Stage::Form { .. })) {
            self.go_to(stage, effects);
        }
        if let Some(headline) = headline {
            self.answers.refuse(field, headline);
        }
        self.attend(field);
    }

    fn go_on(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        self.trouble = None;
        match self.stage() {
            Some(Stage::Form { .. }) => {
                self.goes_without_permissions = true;
                if self.fault_of_token(now).is_none() {
                    self.adopt_token(now, effects);
                    self.advance(now, effects);
                }
            }
            Some(Stage::Exchange { .. }) => self.advance(now, effects),
            Some(Stage::Guide(_) | Stage::ChoosePage | Stage::Outcome) | None => {}
        }
    }

    fn use_next_sample(&mut self, field: Field) {
        let used = self.samples_used.entry(field).or_default();
        *used = used.saturating_add(1);
    }

    pub(super) fn copy(&mut self, what: Copyable, effects: &mut Vec<Effect>) {
        let text = match &what {
            Copyable::Token => match self.facts.page_token() {
                Some(token) if self.outcome.is_some() => CopyText::Secret(token.read_as()),
                Some(_) | None => return,
            },
            Copyable::PageId => match &self.facts.chosen {
                Some(page) => CopyText::Plain(page.to_string()),
                None => return,
            },
            Copyable::Permissions => CopyText::Plain(self.permission_list()),
            Copyable::Link(link) => CopyText::Plain(link.url()),
        };
        effects.push(Effect::Copy(what, text));
    }

    /// The journey's permissions as one line.
    pub(super) fn permission_list(&self) -> String {
        let names: Vec<&str> = self
            .preset
            .required
            .iter()
            .chain(&self.preset.helpful)
            .map(Permission::as_str)
            .collect();
        names.join(",")
    }

    pub(super) fn show_plain(&mut self, effects: &mut Vec<Effect>) {
        if self.outcome.is_none() {
            return;
        }
        if let Some(token) = self.facts.page_token() {
            effects.push(Effect::ShowPlain(PlainText {
                label: format!("Page token for {}", self.page_label()),
                secret: token.read_as(),
            }));
        }
    }

    pub(super) fn opened(&mut self, link: &Link, has_opened: bool) {
        let text = if has_opened {
            "Opened in your browser".to_owned()
        } else {
            format!(
                "No browser can be opened from here. Open this address on any machine: {}",
                link.url()
            )
        };
        self.say(Tone::Calm, text);
    }

    /// What to say when the person leaves before the end: how long the token they pasted still works.
    pub(super) fn way_back(&self) -> Vec<String> {
        let expires = self.facts.inspection.as_ref().map(|seen| seen.inspection.expires);
        match expires {
            Some(Expiry::At(end)) if self.settings.samples.is_none() => vec![
                format!(
                    "The token you pasted works until {}.",
                    dates::moment(end, &self.settings.zone)
                ),
                "Until then you can start again with it.".to_owned(),
            ],
            Some(Expiry::At(_) | Expiry::Never | Expiry::Unknown) | None => Vec::new(),
        }
    }
}
