//! The wizard: a state machine that walks any journey. No clock, no socket, no key and no colour in it.
//!
//! [`Wizard::update`] takes an event and the time and returns what is to be done outside; [`Wizard::view`] says what a
//! skin may show. An event that is early, late, doubled or foreign does nothing.

mod adoption;
pub mod anew;
mod answers;
mod calls;
mod clipboard;
pub mod dates;
mod delivery;
mod doctor;
pub mod effect;
pub mod event;
mod facts;
mod failures;
mod filling;
mod login;
mod look;
mod page_book;
mod readings;
mod record;
pub mod report;
mod requests;
mod resume;
mod reveal;
mod saving;
mod stage;
mod switchboard;
mod test_call;
pub mod trouble;
pub mod view;
mod walk;
mod ways;

pub use answers::is_whole;
pub use saving::{SavePlan, of_caution as words_of_caution, of_change as words_of_change};

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use crate::{
    delivery::SavedAt,
    graph_api::{Failure, GraphVersion},
    journey::{Call, Field, Journey, Stage},
    model::{AppId, AppSecret, PageId, Permission, Remembered},
};

use answers::Answers;
use clipboard::Copied;
use doctor::Doctor;
use effect::{Copyable, Effect, Ticket};
use event::Event;
use facts::Facts;
use login::Login;
use look::LookWords;
use saving::Saving;
use stage::outcome::{Outcome, Outcomes};
use switchboard::{Errand, Switchboard};
use test_call::TestCall;
use trouble::Trouble;
use view::{Finding, Notice, Question, Tone, View, Weight};

/// What a run is set to.
#[derive(Debug)]
pub struct Settings {
    /// Which version of the Graph API is asked for.
    pub version: GraphVersion,
    /// What every screen says about the server, when it is not the real one.
    pub banner: Option<String>,
    /// The name of that server, for explanations.
    pub server: Option<String>,
    /// The root of that server, `http://127.0.0.1:PORT`: logins begin below it.
    pub root: Option<String>,
    /// The simulator's values, offered for pasting.
    pub samples: Option<Samples>,
    /// The person's time zone.
    pub zone: dates::Zone,
}

/// Values of the simulator's, by field: the first at once, each next one after the one before was refused.
#[derive(Default)]
pub struct Samples(pub BTreeMap<Field, Vec<String>>);

impl std::fmt::Debug for Samples {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// The whole state. Its `Debug` is safe to print.
#[derive(Debug)]
pub struct Wizard {
    settings: Settings,
    journey: Option<&'static Journey>,
    /// The door the person came through, by its place among the journey's.
    door: usize,
    /// The index of the stage on the way through that door.
    at: usize,
    /// The stages that were on the screen on the way here, by their indices.
    seen: BTreeSet<usize>,
    preset: Preset,
    answers: Answers,
    facts: Facts,
    board: Switchboard,
    /// Tokens on their way that the person walked back from: if one arrives, it is kept.
    late: Vec<LateToken>,
    /// The login that is under way.
    login: Option<Login>,
    /// A permission was declined in an earlier login: it has to be asked for again in so many words.
    has_declined: bool,
    brought: Brought,
    /// What the Page list is asked for without, because Meta refused it otherwise.
    list_cuts: ListCuts,
    /// Pages that are marked to be chosen together.
    marked: BTreeSet<PageId>,
    doctor: Doctor,
    /// A form that stands beside the way, for one value.
    aside: Option<Aside>,
    /// The field at which the form begins when the person comes back to it.
    begin_at: Option<Field>,
    /// The App ID and App secret that were refused together: not sent again by themselves.
    refused_pair: Option<(AppId, AppSecret)>,
    trouble: Option<Shown>,
    /// What kept a token from being proved when the person went on with it all the same.
    gone_past: Option<Trouble>,
    outcomes: Outcomes,
    earlier: Earlier,
    attention: Option<(u64, Field)>,
    /// The field that was filled last.
    last_filled: Option<Field>,
    notice: Option<Notice>,
    question: Option<Question>,
    /// What a yes to the question does.
    asking: Asking,
    look: LookWords,
    /// How far Meta's clock is ahead of this machine's, when it is more than five minutes.
    clock_offset: SignedDuration,
    samples_used: BTreeMap<Field, usize>,
    /// What an earlier run kept; `None` until somebody asked.
    remembered: Option<Remembered>,
    /// Whether it is known what an earlier run kept.
    is_recalled: bool,
    /// Pages to be marked as soon as the list has them: they were marked before it was forgotten, or chosen on a walk that was
    /// broken off.
    to_be_marked: Vec<PageId>,
    saving: Saving,
    /// The secret that was copied last.
    on_clipboard: Option<Copied>,
    /// What could not be copied just now.
    failed_copy: Option<Copyable>,
    /// Until when the token stands on the screen.
    revealed_until: Option<Timestamp>,
    /// What had become of the token before the plain view that is being shown.
    delivery_before_showing: Option<Delivery>,
    test_call: Option<TestCall>,
}

/// A token on its way that the person walked back from.
#[derive(Debug)]
struct LateToken {
    ticket: Ticket,
    call: Call,
    /// What it is made from, told by its fingerprint: with anything else it would be of no use.
    origin: String,
}

/// The journey's permissions.
#[derive(Debug, Default)]
struct Preset {
    required: Vec<Permission>,
    wanted: Vec<Permission>,
    helpful: Vec<Permission>,
}

impl Preset {
    /// Every permission and how much the journey depends on it.
    fn weighed(&self) -> impl Iterator<Item = (&Permission, Weight)> {
        let of = |weight| move |permission| (permission, weight);
        let required = self.required.iter().map(of(Weight::Required));
        let wanted = self.wanted.iter().map(of(Weight::Wanted));
        let helpful = self.helpful.iter().map(of(Weight::Helpful));
        required.chain(wanted).chain(helpful)
    }
}

/// A trouble on the screen, the errand it came from, and what was found about its causes.
#[derive(Debug)]
struct Shown {
    trouble: Trouble,
    errand: Option<Errand>,
    findings: Vec<Finding>,
}

/// What follows from the token that was brought along, until it is another one.
#[derive(Debug, Default)]
struct Brought {
    /// It is a Page token, so nothing is listed and nothing is chosen.
    is_page_token: bool,
    /// Why Meta says that it is no good.
    fault: Option<Failure>,
    /// Why there was no answer about it, when there was none.
    look_failure: Option<Trouble>,
    /// Meta does not answer to the token itself; the app has to ask.
    asks_as_app: bool,
    /// The person goes on without some permissions.
    goes_without_permissions: bool,
    /// Why Instagram did not refresh it, when it did not.
    refused_refresh: Option<Failure>,
}

/// A form beside the way.
#[derive(Debug)]
struct Aside {
    /// Its one field.
    field: Field,
    /// The trouble from which the person came to it, and goes back.
    from: Option<Shown>,
}

/// What the Page list is asked for without.
#[derive(Debug, Default)]
struct ListCuts {
    /// Without the Instagram accounts: Meta refused it with them.
    is_plain: bool,
    /// In small parts: Meta found it too big.
    is_small: bool,
}

/// What became of the outcomes that the person has walked away from.
#[derive(Debug, Default)]
struct Earlier {
    /// Tokens that were delivered.
    delivered: Vec<Delivered>,
    /// What was proved, and not known to be anywhere when the person walked away from it: it is kept until it is.
    kept: Vec<KeptOutcome>,
}

/// An outcome that the person walked away from.
#[derive(Debug)]
struct KeptOutcome {
    journey: &'static Journey,
    door: usize,
    outcome: Outcome,
}

/// A token that was delivered before the person walked away from its outcome.
#[derive(Debug)]
struct Delivered {
    fingerprint: String,
    /// A line about it, for after the screen.
    line: String,
    delivery: Delivery,
    /// Where it was saved.
    saved: Vec<SavedAt>,
}

/// What a yes to a question does.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Asking {
    /// The program ends.
    #[default]
    Leave,
    /// A login is given up, with the token that it brought.
    EndLogin,
    /// Something is saved in spite of what was said about the place.
    Save,
    /// The program ends, or the person goes back to what they walked away from.
    LeaveKept,
}

/// What became of the token of an outcome.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Delivery {
    /// It never left this program.
    #[default]
    Undelivered,
    /// It was sent somewhere, and nothing says that it arrived.
    Sent,
    /// It was put on this machine's clipboard, and nothing says that it was taken from there.
    Copied,
    /// It was shown, and nothing says that it was taken down.
    Shown,
    /// It is known to be where the person wanted it.
    Sure,
}

impl Wizard {
    /// A wizard at its menu.
    pub fn new(settings: Settings) -> Self {
        Self {
            settings,
            journey: None,
            door: 0,
            at: 0,
            seen: BTreeSet::new(),
            preset: Preset::default(),
            answers: Answers::default(),
            facts: Facts::default(),
            board: Switchboard::default(),
            late: Vec::new(),
            login: None,
            has_declined: false,
            brought: Brought::default(),
            list_cuts: ListCuts::default(),
            marked: BTreeSet::new(),
            doctor: Doctor::default(),
            aside: None,
            begin_at: None,
            refused_pair: None,
            trouble: None,
            gone_past: None,
            outcomes: Outcomes::default(),
            earlier: Earlier::default(),
            attention: None,
            last_filled: None,
            notice: None,
            question: None,
            asking: Asking::default(),
            look: LookWords::default(),
            clock_offset: SignedDuration::ZERO,
            samples_used: BTreeMap::new(),
            remembered: None,
            is_recalled: false,
            to_be_marked: Vec::new(),
            saving: Saving::default(),
            on_clipboard: None,
            failed_copy: None,
            revealed_until: None,
            delivery_before_showing: None,
            test_call: None,
        }
    }

    /// Takes what happened, and says what is to be done.
    pub fn update(&mut self, event: Event, now: Timestamp) -> Vec<Effect> {
        let mut effects = Vec::new();
        let was_revealed = self.is_revealed(now);
        if is_of_the_person(&event) {
            self.revealed_until = None;
        }
        // Whoever looks at the token and wants out of that is not sent away from it.
        if matches!(event, Event::Reveal | Event::Back) && was_revealed {
            return effects;
        }
        if self.question.is_some() && is_of_the_person(&event) {
            self.answer_question(&event, now, &mut effects);
        } else {
            if is_of_the_person(&event) {
                self.notice = None;
            }
            self.take(event, now, &mut effects);
        }
        self.record(&mut effects);
        self.note_progress(&mut effects);
        self.refresh_look(now);
        effects
    }

    fn take(&mut self, event: Event, now: Timestamp, effects: &mut Vec<Effect>) {
        match event {
            Event::Choose(journey) => self.choose(journey, now, effects),
            Event::Door(door) => self.take_door(door),
            Event::Answer(field, entry) => self.answer(field, &entry, effects),
            Event::Settle(field) => self.settle(field, now, effects),
            Event::Next => self.next(now, effects),
            Event::Back => self.back(now, effects),
            Event::Mark(page) => self.mark(&page),
            Event::Pick(page) => self.pick(&page, now, effects),
            Event::ShowResult(place) if !self.is_saving() => self.outcomes.show(place),
            Event::Take(way) => self.take_way(&way, now, effects),
            Event::Copy(what) => self.copy(what, effects),
            Event::Open(link) => effects.push(Effect::Open(link)),
            Event::ShowPlain => self.show_plain(effects),
            Event::ShowBare(what) => self.show_bare(&what, effects),
            Event::Leave => self.leave(effects),
            Event::Answered(ticket, result) => self.answered(ticket, result, now, effects),
            Event::Copied(what, report) => self.copied(&what, report, now),
            Event::Opened(link, has_opened) => self.opened(&link, has_opened),
            Event::Listening(ticket, listening) => self.listening(ticket, listening, now),
            Event::Landed(ticket, address) => self.landed(ticket, &address, now, effects),
            Event::Recalled(remembered) => self.recalled(remembered),
            Event::Tick => {
                self.end_patience(now, effects);
                self.empty_clipboard_in_time(now, effects);
            }
            Event::ClipboardCleared(report) => self.clipboard_cleared(report),
            Event::Reveal => self.reveal(now),
            Event::Hide => self.revealed_until = None,
            Event::CheckCopy => self.begin_copy_check(),
            Event::ClearClipboard => self.clear_clipboard(effects),
            Event::TestCall => self.begin_test_call(now, effects),
            Event::Save => self.begin_saving(effects),
            Event::SaveAs(kind) => self.choose_kind(kind, effects),
            Event::SaveTo(plan) => self.save_to(&plan, effects),
            Event::KeepOutOfGit => self.keep_out_of_git(effects),
            Event::Probed(ticket, result) => self.probed(ticket, result, now, effects),
            Event::Saved(ticket, result) => self.saved(ticket, result, effects),
            Event::Restored(ticket, result) => self.restored(ticket, result, effects),
            Event::Ignored(ticket, result) => self.ignored(ticket, result, effects),
            Event::Recorded(report) => self.recorded(&report),
            Event::Begun => self.recall(effects),
            Event::Resume => self.resume(now, effects),
            Event::PlainNotShown => self.take_back_showing(),
            Event::PlainShown => self.delivery_before_showing = None,
            Event::ShowResult(_) | Event::Confirm | Event::Decline => {}
        }
    }

    /// What a skin may show at this moment.
    pub fn view(&self, now: Timestamp) -> View<'_> {
        let body = self.body(now);
        View {
            rail: self.rail(),
            banner: self.settings.banner.as_deref(),
            changes_at: self.changes_at(&body, now),
            body,
            notice: self.notice.as_ref(),
            question: self.question.as_ref(),
            can_go_back: self.journey.is_some(),
        }
    }

    /// The stages of the walk, in order; none on the menu.
    fn path(&self) -> impl DoubleEndedIterator<Item = &'static Stage> + Clone + use<> {
        let door = self.door;
        self.journey.into_iter().flat_map(move |journey| journey.path(door))
    }

    fn stage(&self) -> Option<&'static Stage> {
        self.path().nth(self.at)
    }

    /// Meta's time, as far as its answers told.
    fn meta_time(&self, now: Timestamp) -> Timestamp {
        now.checked_add(self.clock_offset).unwrap_or(now)
    }

    fn say(&mut self, tone: Tone, text: impl Into<String>) {
        self.notice = Some(Notice::new(tone, text));
    }
}

/// Whether an event is something the person did.
const fn is_of_the_person(event: &Event) -> bool {
    !matches!(
        event,
        Event::Answered(..)
            | Event::Copied(..)
            | Event::ClipboardCleared(_)
            | Event::Probed(..)
            | Event::Saved(..)
            | Event::Restored(..)
            | Event::Ignored(..)
            | Event::Recorded(_)
            | Event::Opened(..)
            | Event::Listening(..)
            | Event::Landed(..)
            | Event::Recalled(_)
            | Event::PlainShown
            | Event::PlainNotShown
            | Event::Begun
            | Event::Hide
            | Event::Tick
    )
}
