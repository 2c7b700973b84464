//! What a skin may show: borrowed, plain, with every decision already made.

mod choice;
mod form;

use jiff::{SignedDuration, Timestamp};

use crate::{
    delivery::FileKind,
    journey::{Field, Journey},
    model::{Secret, kind},
};

use super::{
    effect::{Copyable, Link},
    trouble::{Trouble, Way},
};

pub use choice::{ChoiceView, InstagramLink, Listing, PageLine, PageState};
pub use form::{FieldView, FormView, Look, Message, PermissionTick, PreludeView, Seen, TickState, Tone};

/// One moment of the wizard.
#[derive(Debug)]
pub struct View<'a> {
    /// Where the person is; `None` on the menu.
    pub rail: Option<Rail>,
    /// Which server is talked to, when it is not the real one: shown on every screen.
    pub banner: Option<&'a str>,
    /// What this stage shows.
    pub body: Body<'a>,
    /// One line that answers what the person just did.
    pub notice: Option<&'a Notice>,
    /// A question that must be answered before anything else.
    pub question: Option<&'a Question>,
    /// Whether Esc leads anywhere.
    pub can_go_back: bool,
    /// When the view changes by itself, if it does: the only moment a skin needs to wake up for.
    pub changes_at: Option<Timestamp>,
}

/// The stages of the journey, and which one this is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rail {
    /// The journey's title.
    pub title: &'static str,
    /// The stages' short names, in order.
    pub stages: Vec<&'static str>,
    /// Which one this is.
    pub at: usize,
}

/// The kinds of screens.
#[derive(Debug)]
pub enum Body<'a> {
    /// Choose a goal.
    Menu(MenuView),
    /// How to get the first token.
    Guide(GuideView<'a>),
    /// Fields to fill.
    Form(FormView<'a>),
    /// Calls under way.
    Progress(ProgressView<'a>),
    /// Choose a Page, or several.
    Choice(ChoiceView<'a>),
    /// Choose in which kind of file something is saved.
    Kinds(KindsView),
    /// What came of it.
    Outcome(OutcomeView<'a>),
    /// What came of several Pages, one line each.
    Results(ResultsView<'a>),
    /// Something went wrong and is explained.
    Trouble(TroubleView<'a>),
}

/// The menu.
#[derive(Debug)]
pub struct MenuView {
    /// What this program does, what to have ready, how long it takes.
    pub intro: &'static str,
    /// The journeys.
    pub journeys: &'static [&'static Journey],
    /// A walk that an earlier run broke off: `Event::Resume` takes it up.
    pub unfinished: Option<UnfinishedView>,
}

/// A walk that was broken off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnfinishedView {
    /// What it was about.
    pub title: String,
    /// Where it was broken off, and what is asked for again.
    pub sentence: String,
}

/// The kinds of file that something can be saved in.
#[derive(Debug)]
pub struct KindsView {
    /// What to do here.
    pub title: &'static str,
    /// The kinds, in order; `Event::SaveAs` takes one.
    pub rows: Vec<KindRow>,
    /// The one that was taken last.
    pub at: usize,
}

/// One kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KindRow {
    /// Which.
    pub kind: FileKind,
    /// Its name.
    pub title: &'static str,
    /// What it is for, in a sentence without a full stop.
    pub meaning: &'static str,
}

/// What saving would do.
#[derive(Debug)]
pub struct SavingView {
    /// What would be done, line by line: which file, what becomes of each name, who can read it, what to know first.
    pub lines: Vec<(Tone, String)>,
    /// What the button does.
    pub button: &'static str,
    /// Whether `Event::KeepOutOfGit` can add a rule for git.
    pub can_keep_out_of_git: bool,
}

/// A guide: numbered steps, a link, a list of permissions.
#[derive(Debug)]
pub struct GuideView<'a> {
    /// Its heading.
    pub title: &'a str,
    /// What it is about, one or two sentences.
    pub intro: &'a str,
    /// The steps, in order.
    pub steps: &'a [String],
    /// Sentences for when the page looks different.
    pub notes: &'a [String],
    /// The page to open.
    pub link: Link,
    /// What to tick, and why.
    pub permissions: Vec<PermissionLine<'a>>,
    /// The ways to a first token, by their titles; one alone needs no choice.
    pub doors: Vec<&'static str>,
    /// Which of them this guide is about: `Event::Door` goes to another.
    pub door: usize,
    /// What this journey cannot give, in a sentence.
    pub limit: Option<&'static str>,
    /// The way to the journey that can.
    pub ways: Vec<Way>,
}

/// A permission on the guide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PermissionLine<'a> {
    /// Its name.
    pub name: &'a str,
    /// Why it is asked, in one line.
    pub why: &'a str,
    /// How much the journey depends on it.
    pub weight: Weight,
}

/// How much a journey depends on a permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// The journey cannot end without it.
    Required,
    /// Most people on this journey are after it.
    Wanted,
    /// It helps in some situations.
    Helpful,
}

/// A value of the simulator's, offered for pasting. Shown in full: it opens nothing but the simulator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample<'a> {
    /// What it is, such as "Sample token".
    pub label: &'a str,
    /// The value.
    pub value: &'a str,
}

/// Calls under way.
#[derive(Debug)]
pub struct ProgressView<'a> {
    /// What is being done.
    pub title: &'static str,
    /// The calls, in order.
    pub calls: Vec<CallLine<'a>>,
}

/// One call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallLine<'a> {
    /// What it does, in words.
    pub words: &'static str,
    /// The host that is asked.
    pub host: &'static str,
    /// How it stands.
    pub state: CallState,
    /// How long it has taken so far, or took.
    pub elapsed: Option<SignedDuration>,
    /// What came of it, or what it waits for.
    pub result: Option<&'a str>,
    /// Where it is made for several Pages at once: each of them by its name and number, in the order in which they were asked
    /// about. The line itself speaks of the one that is still under way, else of the last.
    pub pages: Vec<(String, CallLine<'a>)>,
}

/// How a call stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallState {
    /// It needs something that is not known yet.
    Waiting,
    /// Asked; which try this is, from 1.
    Running(u8),
    /// It failed in a way that may pass, and will be tried again; which try comes next.
    AboutToRetry(u8),
    /// Done.
    Done,
    /// Failed; explained below.
    Failed,
}

/// What came of a journey, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Everything was proved.
    Proved,
    /// Something is missing; the headline says what.
    NotDone,
    /// Nothing was to be made: this is what was found, and how serious it is.
    Found(Tone),
}

/// What came of several Pages.
#[derive(Debug)]
pub struct ResultsView<'a> {
    /// How many were proved, in one line.
    pub headline: &'a str,
    /// One line for each, in the order in which they were chosen; `Event::ShowResult` opens one.
    pub rows: Vec<ResultLine<'a>>,
    /// The ways on: another Page, and once all were saved, putting the file back.
    pub ways: Vec<Way>,
}

/// What came of one Page of several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultLine<'a> {
    /// The Page's name and number.
    pub name: &'a str,
    /// How it stands.
    pub standing: Standing,
    /// The verdict in one line.
    pub headline: &'a str,
    /// Whether its token was taken along.
    pub taken: Taken,
}

/// Whether a token was taken along.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Taken {
    /// It never left this program.
    No,
    /// It was copied, sent or shown, and nothing says that it arrived.
    Perhaps,
    /// It is known to be where the person wanted it.
    Yes,
}

/// The end of a journey.
#[derive(Debug)]
pub struct OutcomeView<'a> {
    /// How it stands.
    pub standing: Standing,
    /// What kind of token can be copied and shown alone, such as "Page token"; `None` where there is none to take.
    pub token: Option<&'static str>,
    /// The chain from the app to the Instagram account, where the journey is about that.
    pub chain: &'a [ChainLink],
    /// The verdict in one line.
    pub headline: &'a str,
    /// What that means, or what keeps it from being done.
    pub sentence: &'a str,
    /// The same for a run without a person.
    pub unattended: &'a str,
    /// The facts, each with its label.
    pub facts: &'a [FactLine],
    /// The dates: the token's end and the data-access end, each with one sentence of meaning.
    pub dates: &'a [FactLine],
    /// What would still end the token, once, in one sentence.
    pub enders: Option<&'a str>,
    /// What was checked, each a short sentence with its tone.
    pub checks: &'a [(Tone, String)],
    /// The ways on, the first on Enter unless everything was proved.
    pub ways: &'a [Way],
    /// Commands for the other side, each with what it does.
    pub commands: &'a [FactLine],
    /// The token itself, while it is revealed.
    pub revealed: Option<&'a Secret<kind::Sent>>,
    /// Whether a paste can be compared with what was copied.
    pub can_check_copy: bool,
    /// Whether there is something to be taken off a clipboard.
    pub can_clear_clipboard: bool,
}

impl OutcomeView<'_> {
    /// Whether everything was proved.
    pub fn is_proved(&self) -> bool {
        self.standing == Standing::Proved
    }
}

/// One link of the chain app - Page - Instagram account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainLink {
    /// What it is, such as "Page".
    pub label: &'static str,
    /// Its name, or what is missing.
    pub name: String,
    /// Whether it holds; the first that does not is the broken one.
    pub holds: bool,
}

/// A label, a value, and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactLine {
    /// What it is.
    pub label: &'static str,
    /// Its value.
    pub value: String,
    /// One sentence of meaning.
    pub meaning: Option<String>,
    /// What can be copied of it.
    pub copyable: Option<Copyable>,
}

/// A trouble, and the calls it happened among.
#[derive(Debug)]
pub struct TroubleView<'a> {
    /// What happened.
    pub trouble: &'a Trouble,
    /// The calls of the stage; empty when it did not happen in one.
    pub calls: Vec<CallLine<'a>>,
    /// Until when waiting is advised.
    pub wait: Option<SignedDuration>,
    /// The possible causes, and what was found for each.
    pub findings: &'a [Finding],
    /// What must be given for the way out of it, where that is what it is about.
    pub wants: Vec<Field>,
    /// Whether it is only that permissions are missing, and the person may go on without them.
    pub lacks_permissions: bool,
}

/// A possible cause, and what was found about it (facts: graph-api 4.6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was found.
    pub state: FindingState,
    /// The cause, in a few words.
    pub cause: &'static str,
    /// What was seen, and what to do next.
    pub words: String,
}

/// What was found about a possible cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingState {
    /// It is so.
    Found,
    /// Nothing says whether it is so.
    CannotTell,
    /// It is not so.
    RuledOut,
}

/// One line that answers what the person just did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// How serious.
    pub tone: Tone,
    /// What happened, in a sentence or more, without the last full stop.
    pub text: String,
    /// What the text ends with, to be copied: an address, a number, a command.
    pub copied: Option<String>,
    /// What can be done now, in this order: behind the text, each skin says it with its own keys.
    pub hints: Vec<Hint>,
}

impl Notice {
    /// A sentence and nothing more.
    pub fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self {
            tone,
            text: text.into(),
            copied: None,
            hints: Vec::new(),
        }
    }
}

/// Something that can be done now, and that each skin has another key for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    /// Paste what was copied, to have it compared.
    CheckCopy,
    /// Take it another way.
    Instead(OtherWay),
    /// The same, where it turns out not to have arrived.
    IfMissing(OtherWay),
    /// See the address alone, to open it on any machine.
    OpenElsewhere,
}

/// How something can be taken that was not copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherWay {
    /// See the address alone.
    Address,
    /// See the list of permissions alone.
    Permissions,
    /// See the command alone: copying it once more does that.
    Command,
    /// Save the token, or see it alone.
    Token,
}

/// A question with a yes and a no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The question, one or two sentences.
    pub text: String,
    /// What yes does, in a few words: "leave without it".
    pub yes: &'static str,
    /// What no does, in a few words: "stay".
    pub no: &'static str,
}
