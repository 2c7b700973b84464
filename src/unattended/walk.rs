//! The walk itself: each view of the wizard is answered by what was given, or waited at, or ends the run.
//!
//! Started by `get`, `check` and `renew` with what was given; ends at an outcome of the wizard, or in a [`Departure`] that says
//! what only a person could have answered, and which option answers it.

use std::{collections::BTreeSet, time::Duration};

use jiff::{SignedDuration, Timestamp};
use tokio::{sync::mpsc::Receiver, time::sleep};
use zeroize::Zeroizing;

use crate::{
    delivery::Order,
    exit::{Code, Departure},
    journey::{Field, Journey},
    model::{Expiry, PageId, Payload},
    runtime::{
        Environment, Runtime, Settings as RuntimeSettings,
        clipboard::ClipboardChoice,
        clock,
        signals::{self, Notice, Signals},
    },
    wizard::{
        Settings, Wizard,
        dates::span,
        effect::Effect,
        event::{Entry, Event},
        trouble::{Trouble, Way},
        view::{Body, ChoiceView, FormView, Look, Tone, TroubleView},
    },
};

use super::{
    arguments::Reach,
    ended,
    inputs::{self, Inputs},
    pages::{self, Pick, Wanted},
    state_of,
    teller::Teller,
    zone,
};

/// How long nothing at all may happen: more than all tries of one call take.
const PATIENCE: Duration = Duration::from_mins(4);
/// How many answers may follow one another with nothing coming back from outside: more than any journey has screens.
const MOST_IN_A_ROW: usize = 200;

/// What the run is for: it decides what a trouble means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Get,
    Check,
    Renew,
}

impl Purpose {
    /// What a trouble means for the caller: a fault that may pass says nothing about the token.
    fn code_of(self, trouble: &Trouble) -> Code {
        let leads_to_a_new_token = |way: &Way| matches!(way, Way::NewToken | Way::SignInAgain | Way::Begin(_));
        match self {
            Self::Check => Code::CannotTell,
            Self::Renew if trouble.ways.contains(&Way::Retry) => Code::CannotTell,
            Self::Renew if trouble.ways.first().is_some_and(leads_to_a_new_token) => Code::Dead,
            Self::Get | Self::Renew => Code::Failed,
        }
    }

    /// What it means that nobody answers at all.
    const fn code_of_silence(self) -> Code {
        match self {
            Self::Get => Code::Failed,
            Self::Check | Self::Renew => Code::CannotTell,
        }
    }

    /// What it means that a value is missing which only turned out to be needed on the way.
    const fn code_of_missing(self) -> Code {
        match self {
            Self::Get | Self::Renew => Code::Misused,
            Self::Check => Code::CannotTell,
        }
    }
}

/// What the walk is to do.
pub(super) struct Will {
    pub(super) journey: &'static Journey,
    pub(super) door: usize,
    pub(super) purpose: Purpose,
    pub(super) pages: Wanted,
    pub(super) goes_without_permissions: bool,
    /// A token that lasts longer is left as it is.
    pub(super) within: Option<SignedDuration>,
    /// How long it lasts by the record of its making, where Meta does not say.
    pub(super) recorded_left: Option<SignedDuration>,
    /// Of what is saved, only what stands under this name is written.
    pub(super) saves_only: Option<String>,
}

/// One walk.
pub(super) struct Walk {
    pub(super) wizard: Wizard,
    pub(super) runtime: Runtime,
    pub(super) teller: Teller,
    inbox: Receiver<Event>,
    signals: Signals,
    pub(super) will: Will,
    inputs: Inputs,
    given: BTreeSet<Field>,
    submitted: Option<Field>,
    asked: BTreeSet<PageId>,
    typing: Option<PageId>,
    /// What the wizard handed out to be copied.
    pub(super) copied: Option<Payload>,
}

/// What is done about a view.
enum Step {
    Give(Vec<Event>),
    /// Answer these fields of the form.
    Fill(Vec<Field>),
    /// Send the form that begins with this field.
    Submit(Field),
    /// Ask for a Page by its number.
    AskFor(PageId),
    Wait,
    /// An outcome, or a list of outcomes, is there.
    Arrive,
    Stop(Departure),
}

impl Walk {
    /// A walk that has not begun. Needs the event loop to be running.
    pub(super) fn new(reach: &Reach, will: Will, inputs: Inputs, teller: Teller) -> Result<Self, Departure> {
        let signals = Signals::listen()
            .map_err(|error| Departure::Failed(format!("evertoken cannot start: {}.", error.kind())))?;
        let server = reach.api_root.as_ref().map(crate::runtime::ApiRoot::label);
        let root = reach.api_root.as_ref().map(ToString::to_string);
        let (runtime, inbox) = Runtime::new(RuntimeSettings {
            api_root: reach.api_root,
            clipboard: Some(ClipboardChoice::None),
            environment: Environment::of_this_process(),
            state: state_of(reach),
            ..RuntimeSettings::default()
        });
        let wizard = Wizard::new(Settings {
            version: reach.graph_version.clone(),
            banner: server.clone(),
            server,
            root,
            samples: None,
            zone: zone(),
        });
        Ok(Self {
            wizard,
            runtime,
            teller,
            inbox,
            signals,
            will,
            inputs,
            given: BTreeSet::new(),
            submitted: None,
            asked: BTreeSet::new(),
            typing: None,
            copied: None,
        })
    }

    /// Walks to the outcome. The error is the end of the run.
    pub(super) async fn walk(&mut self) -> Result<(), Departure> {
        self.give(Event::Choose(self.will.journey));
        let mut in_a_row = 0_usize;
        while in_a_row < MOST_IN_A_ROW {
            in_a_row = in_a_row.saturating_add(1);
            match self.step(clock::now()) {
                Step::Give(events) => events.into_iter().for_each(|event| self.give(event)),
                Step::Fill(fields) => self.fill(fields),
                Step::Submit(field) => {
                    self.submitted = Some(field);
                    self.give(Event::Next);
                }
                Step::AskFor(page) => self.ask_for(page),
                Step::Wait => {
                    let event = self.wait().await?;
                    self.give(event);
                    in_a_row = 0;
                }
                Step::Arrive => return Ok(()),
                Step::Stop(departure) => return Err(departure),
            }
        }
        Err(ended(
            self.will.purpose.code_of_silence(),
            "The walk goes round in circles, so it was given up.",
        ))
    }

    /// Tells the wizard, and has what it asks for carried out. What only a person at a screen could want is not done.
    pub(super) fn give(&mut self, event: Event) {
        for effect in self.wizard.update(event, clock::now()) {
            match effect {
                Effect::Copy(_, payload) => self.copied = Some(payload),
                // What another run kept is no answer to anything here, nor is anything of this run kept for one at a screen.
                Effect::Recall
                | Effect::Remember(_)
                | Effect::Open(_)
                | Effect::ClearClipboard
                | Effect::ShowPlain(_)
                | Effect::Exit(_) => {}
                Effect::Probe(ticket, order) => self.carry_out(Effect::Probe(ticket, self.narrowed(order))),
                Effect::Save(ticket, order, agreed) => {
                    self.carry_out(Effect::Save(ticket, self.narrowed(order), agreed));
                }
                effect => self.carry_out(effect),
            }
        }
        self.teller.follow(&self.wizard.view(clock::now()));
    }

    /// Nothing that is carried out here is handed back: no terminal is ours.
    pub(super) fn carry_out(&mut self, effect: Effect) {
        let _nothing = self.runtime.carry_out(effect);
    }

    /// An order without what is not to be written.
    fn narrowed(&self, mut order: Order) -> Order {
        if let Some(only) = &self.will.saves_only {
            order.entries.retain(|entry| entry.name == *only);
        }
        order
    }

    /// Waits for the next thing from outside.
    pub(super) async fn wait(&mut self) -> Result<Event, Departure> {
        loop {
            tokio::select! {
                biased;
                notice = self.signals.next() => match notice {
                    Notice::Die(deadly) => return Err(Departure::Killed(deadly, self.wizard.last_words())),
                    Notice::Stop => signals::stop_the_job(),
                    Notice::Continued | Notice::Resized => {}
                },
                Some(event) = self.inbox.recv() => return Ok(event),
                () = sleep(PATIENCE) => {
                    return Err(ended(
                        self.will.purpose.code_of_silence(),
                        "Nothing came back for four minutes, so it was given up.",
                    ));
                }
            }
        }
    }

    /// Ends what is on its way, once everything that is being written is written.
    pub(super) async fn close(self) {
        let _clipboard = self.runtime.shutdown().await;
    }

    fn step(&mut self, now: Timestamp) -> Step {
        let view = self.wizard.view(now);
        if !matches!(view.body, Body::Form(_)) {
            self.submitted = None;
        }
        match &view.body {
            Body::Menu(_) | Body::Kinds(_) => Step::Stop(ended(Code::Failed, "The walk ended without a result.")),
            Body::Guide(guide) if guide.door != self.will.door => Step::Give(vec![Event::Door(self.will.door)]),
            Body::Guide(_) => Step::Give(vec![Event::Next]),
            Body::Form(form) => self.at_form(form),
            Body::Progress(_) => Step::Wait,
            Body::Choice(choice) => self.at_choice(choice),
            Body::Outcome(_) | Body::Results(_) => Step::Arrive,
            Body::Trouble(trouble) => self.at_trouble(trouble),
        }
    }

    fn at_form(&self, form: &FormView<'_>) -> Step {
        let Some(first) = form.fields.first().map(|field| field.field) else {
            return Step::Wait;
        };
        let is_login = matches!(first, Field::FacebookLanding | Field::InstagramLanding);
        if is_login && form.prelude.as_ref().is_some_and(|prelude| prelude.link.is_none()) {
            // The login is still being made ready.
            return Step::Wait;
        }
        let open: Vec<Field> = form
            .fields
            .iter()
            .map(|field| field.field)
            .filter(|field| !self.given.contains(field) && self.inputs.of(*field).is_some())
            .collect();
        if !open.is_empty() {
            return Step::Fill(open);
        }
        if let Some(departure) = self.not_due(form) {
            return Step::Stop(departure);
        }
        if matches!(form.look, Look::Looking) {
            return Step::Wait;
        }
        let has_tried = self.submitted == Some(first);
        if !form.can_submit || has_tried {
            let bad: Vec<String> = form
                .fields
                .iter()
                .filter_map(|field| Some((field.label, field.message.filter(|message| message.tone == Tone::Bad)?)))
                .map(|(label, message)| format!("{label}: {}", sentence(message.text)))
                .collect();
            if !bad.is_empty() {
                return Step::Stop(Departure::Concluded(Code::Failed, bad));
            }
        }
        if !form.can_submit {
            return Step::Stop(self.missing_at(form));
        }
        // Sent, and nothing is wrong with it: something is still under way.
        if has_tried { Step::Wait } else { Step::Submit(first) }
    }

    /// The end of a run that renews only what ends soon, where this one does not.
    fn not_due(&self, form: &FormView<'_>) -> Option<Departure> {
        let within = self.will.within?;
        let Look::Seen(seen) = &form.look else {
            return None;
        };
        let recorded = self.will.recorded_left.filter(|_| seen.expires == Expiry::Unknown);
        let left = seen.left.or(recorded).filter(|left| *left > within)?;
        Some(ended(
            Code::NotDue,
            format!("Not due yet: this token works for {} more.", span(left)),
        ))
    }

    fn missing_at(&self, form: &FormView<'_>) -> Departure {
        let missing = form.fields.iter().filter(|field| form.missing.contains(&field.label));
        let lines = missing.map(|field| inputs::source(field.field, self.will.purpose == Purpose::Get));
        let head = match self.will.purpose {
            Purpose::Check => "Meta answers only to the app about this token. Needed for that:",
            Purpose::Get | Purpose::Renew => "Missing:",
        };
        let lines = std::iter::once(head.to_owned()).chain(lines).collect();
        Departure::Concluded(self.will.purpose.code_of_missing(), lines)
    }

    fn fill(&mut self, fields: Vec<Field>) {
        for field in fields {
            self.given.insert(field);
            if let Some(text) = self.inputs.of(field).cloned() {
                self.give(Event::Answer(field, Entry(text)));
                self.give(Event::Settle(field));
            }
        }
    }

    fn at_choice(&self, choice: &ChoiceView<'_>) -> Step {
        match pages::pick(choice.pages, choice.listing, &self.will.pages, &self.asked) {
            Pick::Wait => Step::Wait,
            Pick::Ask(page) => Step::AskFor(page),
            Pick::Refuse(code, lines) => Step::Stop(Departure::Concluded(code, lines)),
            Pick::Take(chosen) if chosen.len() > 1 && !choice.takes_several => Step::Stop(ended(
                Code::Misused,
                format!("The journey {} takes one Page at a time.", self.will.journey.name),
            )),
            Pick::Take(chosen) => {
                let Some(first) = chosen.first().cloned() else {
                    return Step::Wait;
                };
                let marks = chosen.into_iter().map(Event::Mark);
                let marks = marks.filter(|_| choice.takes_several);
                Step::Give(marks.chain([Event::Pick(first)]).collect())
            }
        }
    }

    /// Asks Meta for a Page by its number: in the form that the wizard opens for that.
    fn ask_for(&mut self, page: PageId) {
        self.asked.insert(page.clone());
        self.give(Event::Take(Way::TypePageId));
        let text = Zeroizing::new(page.to_string());
        self.typing = Some(page);
        self.give(Event::Answer(Field::PageId, Entry(text)));
        self.give(Event::Settle(Field::PageId));
        self.submitted = Some(Field::PageId);
        self.give(Event::Next);
    }

    fn at_trouble(&self, view: &TroubleView<'_>) -> Step {
        let trouble = view.trouble;
        let offers = |way: &Way| trouble.ways.contains(way);
        if trouble.id == "missing-permissions" && self.will.goes_without_permissions && offers(&Way::GoOn) {
            return Step::Give(vec![Event::Take(Way::GoOn)]);
        }
        let unasked = self.will.pages.ids.iter().find(|id| !self.asked.contains(*id));
        if let (Some(page), true) = (unasked, offers(&Way::TypePageId)) {
            return Step::AskFor(page.clone());
        }
        let mut lines = words_of(trouble);
        let findings = view.findings.iter();
        lines.extend(findings.map(|finding| format!("  {}: {}", finding.cause, finding.words)));
        if trouble.id == "missing-permissions" {
            lines.push("--without-permissions goes on all the same.".to_owned());
        }
        Step::Stop(Departure::Concluded(self.will.purpose.code_of(trouble), lines))
    }
}

/// Headline, cause and remedy, Meta's own words where they add something, and the codes for a report.
pub(super) fn words_of(trouble: &Trouble) -> Vec<String> {
    let mut lines = vec![
        sentence(&trouble.headline),
        trouble.cause.clone(),
        trouble.remedy.clone(),
    ];
    lines.extend(trouble.quote.iter().map(|quote| format!("Meta's words: {quote}")));
    lines.extend(
        trouble
            .details
            .iter()
            .map(|(label, value)| format!("  {label}: {value}")),
    );
    lines.retain(|line| !line.is_empty());
    lines
}

/// A text as a sentence with its full stop.
pub(super) fn sentence(text: &str) -> String {
    format!("{}.", text.trim_end_matches('.'))
}
