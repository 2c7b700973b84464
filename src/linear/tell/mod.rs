//! What a view says, as lines of plain text: where the person is first, then what is new there. Pure.
//!
//! Only what is new at the present place is said: the view is told whole each time, and the lines that stood there when it was
//! told last are left out, but for those about a field that was answered meanwhile. How to answer is `ask`'s.

mod ends;
mod stages;

use std::collections::HashMap;

use jiff::tz::TimeZone;

use crate::{
    journey::Field,
    wizard::view::{Body, CallLine, CallState, Hint, Message, Notice, OtherWay, Tone, View},
};

use super::line::{Line, lower_first, prose, sentence};

/// Something to be said once at a place: by which it is known, its lines, and the field whose answer it is about.
struct Item {
    key: String,
    lines: Vec<Line>,
    about: Option<Field>,
}

/// The items of one telling.
#[derive(Default)]
pub(super) struct Items {
    all: Vec<Item>,
    about: Option<Field>,
}

impl Items {
    /// What follows is about the answer to this field.
    const fn turn_to(&mut self, field: Option<Field>) {
        self.about = field;
    }

    /// A sentence.
    fn say(&mut self, text: impl Into<String>) {
        self.block(vec![prose(text)]);
    }

    /// A sentence, unless it is empty.
    fn say_if(&mut self, text: &str) {
        if !text.is_empty() {
            self.say(sentence(text));
        }
    }

    /// Lines that belong together.
    fn block(&mut self, lines: Vec<Line>) {
        let key = lines.iter().map(Line::text).collect::<Vec<_>>().join("\n");
        self.add(key, lines);
    }

    /// A sentence that is known by something else than its words, because they change with time.
    fn keyed(&mut self, key: &str, text: String) {
        self.add(key.to_owned(), vec![prose(text)]);
    }

    fn add(&mut self, key: String, lines: Vec<Line>) {
        let about = self.about;
        self.all.push(Item { key, lines, about });
    }

    /// What is to be copied, behind the words that say what it is.
    fn bare(&mut self, words: &str, text: &str) {
        self.block(vec![prose(words), Line::Bare(text.to_owned())]);
    }

    fn message(&mut self, before: &str, message: Message<'_>) {
        self.say(format!("{before}{}: {}", tone(message.tone), sentence(message.text)));
    }
}

/// What was said at a place and still stands, and the field that each is about.
type Said = HashMap<String, Option<Field>>;

/// What was said already.
#[derive(Debug, Default)]
pub struct Teller {
    place: String,
    said: Said,
    /// Whether a place for a file is being chosen there.
    is_saving: bool,
    /// The place to come back to, an outcome or where a place for a file was chosen, and what was said there: only the verdict
    /// of an outcome is said again.
    left: (String, Said),
    banner: Option<String>,
    journey: Option<&'static str>,
    stage: Option<usize>,
    notice: Option<Notice>,
    question: bool,
    /// The calls that were said to be under way, by their words.
    running: Vec<String>,
}

impl Teller {
    /// The lines about this view that were not said yet. `calls` are those that the walk has made so far.
    pub fn tell(&mut self, view: &View<'_>, calls: &[CallLine<'_>], zone: &TimeZone) -> Vec<Line> {
        let mut lines = self.finished(view, calls);
        lines.extend(self.whereabouts(view));
        let place = place(view);
        if place != self.place {
            self.go_to(place, view);
        }
        let mut items = Items::default();
        body(&view.body, zone, &mut items);
        let before = std::mem::take(&mut self.said);
        for item in items.all {
            let is_new = !before.contains_key(&item.key) && !self.said.contains_key(&item.key);
            self.said.insert(item.key, item.about);
            if is_new {
                lines.extend(item.lines);
            }
        }
        self.note_running(view);
        if view.notice != self.notice.as_ref() {
            self.notice = view.notice.cloned();
            lines.extend(view.notice.into_iter().flat_map(notice));
        }
        if let Some(question) = view.question
            && !self.question
        {
            lines.extend(stages::before_question(&question.text, &view.body).map(prose));
            lines.push(prose(sentence(&question.text)));
        }
        self.question = view.question.is_some();
        lines
    }

    fn go_to(&mut self, place: String, view: &View<'_>) {
        let said = std::mem::take(&mut self.said);
        let before = std::mem::replace(&mut self.place, place);
        let was_saving = std::mem::replace(&mut self.is_saving, is_saving(&view.body));
        if before.split(' ').nth(1) == Some(OUTCOME) || self.is_saving && !was_saving {
            self.left = (before, said);
        }
        if self.left.0 == self.place {
            self.said = std::mem::take(&mut self.left.1);
        }
        if let Body::Outcome(outcome) = &view.body {
            self.said.remove(&ends::verdict(outcome));
        }
    }

    /// The person did something: an answer to it that has the same words as the last one is news.
    pub fn expect_answer(&mut self) {
        self.notice = None;
    }

    /// The person has answered this field: what there is to say about the answer is news, whatever was said about the last one.
    pub fn expect_answer_about(&mut self, field: Field) {
        self.said.retain(|_, about| *about != Some(field));
    }

    /// Everything is to be said once more.
    pub fn forget(&mut self) {
        let running = std::mem::take(&mut self.running);
        *self = Self {
            running,
            ..Self::default()
        };
    }

    /// Where the person is, when that changed.
    fn whereabouts(&mut self, view: &View<'_>) -> Vec<Line> {
        let mut lines = Vec::new();
        if view.banner != self.banner.as_deref() {
            self.banner = view.banner.map(str::to_owned);
            lines.extend(view.banner.map(|banner| prose(sentence(banner))));
        }
        let (journey, stage) = (
            view.rail.as_ref().map(|rail| rail.title),
            view.rail.as_ref().map(|rail| rail.at),
        );
        if journey != self.journey {
            self.journey = journey;
            self.stage = None;
            lines.push(prose(journey.map_or("Menu.".to_owned(), sentence)));
        }
        if stage != self.stage
            && let Some(rail) = &view.rail
        {
            let name = rail.stages.get(rail.at).copied().unwrap_or_default();
            lines.push(prose(format!(
                "Step {} of {}, {}",
                rail.at.saturating_add(1),
                rail.stages.len(),
                sentence(name)
            )));
        }
        self.stage = stage;
        lines
    }

    /// What became of the calls that were under way when the walk went on: the view shows them no more. Of those that still
    /// are, nothing is said, because nobody waits for them.
    fn finished(&mut self, view: &View<'_>, calls: &[CallLine<'_>]) -> Vec<Line> {
        if matches!(view.body, Body::Progress(_)) {
            return Vec::new();
        }
        let running = std::mem::take(&mut self.running);
        // A trouble tells itself which calls have failed.
        let is_told = |call: &CallLine<'_>| {
            matches!(&view.body, Body::Trouble(trouble) if trouble.calls.contains(call))
                && call.state == CallState::Failed
        };
        let calls = calls.iter().filter(|call| !is_told(call)).flat_map(stages::by_page);
        let over = calls
            .filter(|(name, call)| running.contains(name) && matches!(call.state, CallState::Done | CallState::Failed));
        over.filter_map(|(name, call)| stages::call_in_words(&name, call))
            .map(prose)
            .collect()
    }

    fn note_running(&mut self, view: &View<'_>) {
        if let Body::Progress(progress) = &view.body {
            let calls = progress.calls.iter().flat_map(stages::by_page);
            let running = calls.filter(|(_, call)| matches!(call.state, CallState::Running(_)));
            self.running = running.map(|(name, _)| name).collect();
        }
    }
}

/// Whether a place for a file is chosen here.
const fn is_saving(body: &Body<'_>) -> bool {
    match body {
        Body::Kinds(_) => true,
        Body::Form(form) => form.saving.is_some(),
        Body::Menu(_)
        | Body::Guide(_)
        | Body::Progress(_)
        | Body::Choice(_)
        | Body::Outcome(_)
        | Body::Results(_)
        | Body::Trouble(_) => false,
    }
}

/// How the place of an outcome begins.
const OUTCOME: &str = "outcome";

/// What tells one place from another: coming to another one, everything there is news.
fn place(view: &View<'_>) -> String {
    let at = view.rail.as_ref().map_or(usize::MAX, |rail| rail.at);
    let name = match &view.body {
        Body::Menu(_) => "menu".to_owned(),
        Body::Guide(guide) => format!("guide {} {}", guide.door, guide.title),
        Body::Form(form) => {
            let title = form.prelude.as_ref().map_or("", |prelude| prelude.title);
            format!("form {title} {:?}", form.fields.first().map(|field| field.field))
        }
        Body::Progress(progress) => format!("progress {}", progress.title),
        Body::Choice(_) => "choice".to_owned(),
        Body::Kinds(_) => "kinds".to_owned(),
        Body::Outcome(outcome) => format!("{OUTCOME} {} {}", outcome.headline, outcome.sentence),
        Body::Results(_) => "results".to_owned(),
        Body::Trouble(trouble) => format!("trouble {} {}", trouble.trouble.id, trouble.trouble.headline),
    };
    format!("{at} {name}")
}

/// A state, always as a word.
pub(super) const fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Good => "OK",
        Tone::Calm => "Note",
        Tone::Careful => "Careful",
        Tone::Bad => "Problem",
    }
}

/// A notice, with what can be done now in the words of this face.
fn notice(notice: &Notice) -> Vec<Line> {
    let hints = notice.hints.iter().map(|hint| match hint {
        Hint::CheckCopy => "Choose to compare the copy, and paste it to check.".to_owned(),
        Hint::Instead(other) => instead(*other).to_owned(),
        Hint::IfMissing(other) => format!("If it is not there: {}", lower_first(instead(*other))),
        Hint::OpenElsewhere => "The address stands on a line of its own above, to be opened on any machine.".to_owned(),
    });
    let told = |text: String| format!("{}: {text}", tone(notice.tone));
    if let Some(copied) = &notice.copied {
        return vec![prose(told(format!("{}:", notice.text))), Line::Bare(copied.clone())];
    }
    let sentences: Vec<_> = std::iter::once(sentence(&notice.text)).chain(hints).collect();
    vec![prose(told(sentences.join(" ")))]
}

/// How something can be taken that was not copied.
const fn instead(other: OtherWay) -> &'static str {
    match other {
        OtherWay::Address => "The address stands on a line of its own above.",
        OtherWay::Permissions => "The list stands on a line of its own above.",
        OtherWay::Command => "It stands on a line of its own above.",
        OtherWay::Token => "Type :save to save it, or :show to see the token alone on its line.",
    }
}

fn body(body: &Body<'_>, zone: &TimeZone, items: &mut Items) {
    match body {
        Body::Menu(menu) => items.say_if(menu.intro),
        Body::Guide(view) => stages::guide(view, items),
        Body::Form(view) => stages::form(view, zone, items),
        Body::Progress(progress) => {
            items.say_if(progress.title);
            stages::calls(progress.calls.iter(), items);
        }
        Body::Choice(view) => stages::choice(view, items),
        Body::Kinds(kinds) => items.say_if(kinds.title),
        Body::Outcome(view) => ends::outcome(view, items),
        Body::Results(results) => items.say_if(results.headline),
        Body::Trouble(view) => ends::trouble(view, items),
    }
}

/// With a full stop, but not straight behind a number, a name, a path or a fingerprint, which people copy, and with no other
/// letter than it has.
fn sentence_as_is(text: &str) -> String {
    let last = text.rsplit(' ').next().unwrap_or_default();
    let is_number = last.contains(|c: char| c.is_ascii_digit()) && last.chars().all(char::is_alphanumeric);
    let is_copied = is_number || last.contains(['_', '/', '\\', '@']);
    let end = if is_copied || text.ends_with(['.', '?', '!']) {
        ""
    } else {
        "."
    };
    format!("{text}{end}")
}

#[cfg(test)]
mod tests;
