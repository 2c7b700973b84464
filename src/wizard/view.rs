//! What a skin may show: borrowed, plain, with every decision already made.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use crate::{
    delivery::FileKind,
    journey::{Field, Journey},
    model::{Expiry, PageId, Permission, SafeText, Secret, kind},
};

use super::{
    effect::{Copyable, Link},
    trouble::{Trouble, Way},
};

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

/// What has to be done on the web before a field can be filled: a login in a browser.
#[derive(Debug)]
pub struct PreludeView<'a> {
    /// Its heading.
    pub title: &'a str,
    /// What it is about, one or two sentences.
    pub intro: &'a str,
    /// The steps, in order; none where nothing has to be done on the web, and then there is no address either.
    pub steps: &'a [String],
    /// Sentences for when something else than expected shows up.
    pub notes: &'a [String],
    /// The address where it begins; `None` until it can be made.
    pub link: Option<Link>,
    /// Whether this machine waits for the browser to come back: then nothing has to be pasted.
    pub is_listening: bool,
}

/// A form.
#[derive(Debug)]
pub struct FormView<'a> {
    /// What has to be done on the web first.
    pub prelude: Option<PreludeView<'a>>,
    /// The fields, in order.
    pub fields: Vec<FieldView<'a>>,
    /// Which field wants the person's attention, when a trouble sent them here. Skins move the focus there once, when
    /// the number beside it changes.
    pub attention: Option<(u64, Field)>,
    /// What Meta says about the token, live.
    pub look: Look<'a>,
    /// Whether Enter on the last field goes on.
    pub can_submit: bool,
    /// What still keeps it from going on, for when the person tries.
    pub missing: Vec<&'static str>,
    /// What sending it would save, where it is about that.
    pub saving: Option<SavingView>,
    /// Whether `Event::Save` can choose where the token will be saved.
    pub can_choose_place: bool,
}

/// One field of a form.
#[derive(Debug)]
pub struct FieldView<'a> {
    /// Which.
    pub field: Field,
    /// Its name.
    pub label: &'static str,
    /// Where its value is found.
    pub hint: &'static str,
    /// Whether its text is hidden.
    pub is_secret: bool,
    /// Whether the form can be sent without it.
    pub is_optional: bool,
    /// What the field holds, in words that give nothing away: "EAA… received". `None` while it is empty.
    pub received: Option<&'a str>,
    /// Whether everything has been said about what it holds: not while the person types.
    pub is_settled: bool,
    /// What an open field holds once it was tidied.
    pub tidied: Option<&'a str>,
    /// A value that was found out and stands here unless the person types another.
    pub known: Option<&'a str>,
    /// What was repaired, or what is wrong, in words.
    pub message: Option<Message<'a>>,
    /// The page where the value is found.
    pub link: Option<Link>,
    /// In the demo: the value to paste.
    pub sample: Option<Sample<'a>>,
}

/// A sentence and how serious it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Message<'a> {
    /// How serious.
    pub tone: Tone,
    /// The sentence.
    pub text: &'a str,
}

/// How serious something is. Every skin shows it as a glyph and a word beside a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Done, or as it should be.
    Good,
    /// For knowledge.
    Calm,
    /// Worth a look.
    Careful,
    /// Must be mended.
    Bad,
}

/// The live look at the pasted token.
#[derive(Debug)]
pub enum Look<'a> {
    /// No token yet.
    Nothing,
    /// Meta was asked.
    Looking,
    /// Meta could not be asked, or does not say without the App secret; a sentence. The form can still be sent.
    Cannot(&'a str),
    /// What Meta says.
    Seen(Seen<'a>),
}

/// What Meta says about the pasted token.
#[derive(Debug)]
pub struct Seen<'a> {
    /// What it is: "User token", "Page token".
    pub kind: &'a str,
    /// The app it was made for: name and number.
    pub app: Option<&'a str>,
    /// Whom it belongs to.
    pub owner: Option<&'a SafeText>,
    /// When it ends.
    pub expires: Expiry,
    /// The time left, when there is an end.
    pub left: Option<SignedDuration>,
    /// The journey's permissions, each with what became of it.
    pub ticks: Vec<PermissionTick<'a>>,
    /// Sentences about what was seen: wrong app, already long-lived, too little time left.
    pub remarks: Vec<Message<'a>>,
}

/// A permission of the journey against the token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PermissionTick<'a> {
    /// Which.
    pub permission: &'a Permission,
    /// What became of it.
    pub state: TickState,
    /// How much the journey depends on it.
    pub weight: Weight,
}

/// What became of a permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TickState {
    /// On the token.
    Granted,
    /// Never asked for, or not given.
    Missing,
    /// The person said no.
    Declined,
    /// Unused for 90 days.
    Lapsed,
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

/// The Page list.
#[derive(Debug)]
pub struct ChoiceView<'a> {
    /// What to do here.
    pub title: &'static str,
    /// The Pages, sorted by name; usable ones and others.
    pub pages: &'a [PageLine],
    /// A number that changes whenever one of these lines does: the same number means the same lines.
    pub revision: u64,
    /// How the list stands.
    pub listing: Listing,
    /// A sentence about the list, when there is something to say.
    pub remark: Option<Message<'a>>,
    /// Whether the rest of the list can be asked for: `Way::Retry` does it.
    pub can_load_rest: bool,
    /// Whether several can be marked (`Event::Mark`) and chosen at once.
    pub takes_several: bool,
    /// The marked ones, by number.
    pub marked: &'a BTreeSet<PageId>,
    /// The app of the walk by name or number, where the chain app - Page - Instagram account is to be shown.
    pub chain_from: Option<&'a str>,
    /// Whether `Way::FindMissing` can look for a Page that is not on the list.
    pub can_find_missing: bool,
}

/// How the Page list stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listing {
    /// More are on their way.
    Loading,
    /// All of them are here.
    Whole,
    /// It ended before its end; the remark says why.
    Part,
}

/// One Page in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageLine {
    /// Its number.
    pub id: PageId,
    /// Its name, as it came; may be empty: show "(no name)".
    pub name: SafeText,
    /// Its category.
    pub category: Option<SafeText>,
    /// What the person may do on it, in words: "post, moderate"; empty when Meta did not say.
    pub may: String,
    /// The Instagram account behind it.
    pub instagram: InstagramLink,
    /// Whether another Page in the list has a name that looks the same.
    pub has_double: bool,
    /// Whether it can be chosen.
    pub state: PageState,
}

/// The Instagram account behind a Page: "@name", or its number.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum InstagramLink {
    /// Meta was not asked.
    NotAsked,
    /// None is linked.
    Missing,
    /// Meta names none, and may hide one: it has closed the access to the person's data.
    Hidden,
    /// One that programs cannot use, because it is a personal account.
    Personal(String),
    /// A professional account.
    Professional(String),
}

impl InstagramLink {
    /// The account's name or number, if there is one.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Personal(name) | Self::Professional(name) => Some(name),
            Self::NotAsked | Self::Missing | Self::Hidden => None,
        }
    }
}

/// Whether a Page can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageState {
    /// Its token is here.
    Ready,
    /// Meta gave no token with the list and is being asked why.
    Asking,
    /// It cannot be chosen, for this reason.
    Unusable(String),
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
    /// The sentence.
    pub text: String,
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
