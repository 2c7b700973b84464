//! Which question a view asks now, and what an answer to it means. Pure: one question at a time, and an answer that fits
//! nothing is explained and asked again.

mod act;
mod command;
mod form;
mod pages;
mod rows;

use zeroize::Zeroizing;

use crate::{
    journey::Field,
    wizard::{
        effect::{Copyable, Link},
        event::Event,
        trouble::Way,
        view::{Body, View},
    },
};

use super::line::Line;
use act::Act;
pub(super) use command::may_cut_in;
use command::{Command, Spoken, spoken};
use form::{Asked, FormDesk, field_lines, field_prompt};
use pages::PageDesk;
pub use rows::Means;
use rows::rows;

const NO_ADDRESS: &str = "There is no address for this.";

/// A question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What can be chosen, or what helps to answer; said when it changed.
    pub lines: Vec<Line>,
    /// How to answer, in one line; said each time.
    pub prompt: String,
    /// Whether what is typed must not be seen.
    pub is_hidden: bool,
    /// Whether there is nothing to answer yet: only Enter and commands mean something, and nothing else is to be seen, for what
    /// is pasted too early may be a secret.
    pub is_wait: bool,
    /// The field that it asks for, where it asks for one.
    pub field: Option<Field>,
}

impl Question {
    /// Whether an answer to one of the two answers the other as well: what there is to say about a field may change while
    /// somebody types.
    pub fn is_same_as(&self, other: &Self) -> bool {
        match (self.field, other.field) {
            (Some(one), Some(other)) => one == other,
            (None, None) => self == other,
            (Some(_), None) | (None, Some(_)) => false,
        }
    }
}

/// What an answer comes to.
#[derive(Debug)]
pub enum Reply {
    /// These happen; none may mean that the next question follows.
    Do(Vec<Event>),
    /// It fits nothing, for this reason: asked again.
    Say(String),
    /// Lines that were asked for.
    Tell(Vec<Line>),
    /// Everything is said once more.
    Repeat,
    /// The question is another one now.
    Refresh,
}

impl Reply {
    /// Whether it does something to the walk that the wizard may answer; what only this face says changes nothing there.
    pub fn is_deed(&self) -> bool {
        matches!(self, Self::Do(events) if !events.is_empty())
    }
}

/// Where the person is among the questions of a view.
#[derive(Debug, Default)]
pub struct Asker {
    form: Option<FormDesk>,
    pages: PageDesk,
    is_choosing: bool,
    /// The person is asked whether the token may be shown for good.
    may_show: bool,
    means: Means,
}

impl Asker {
    /// An asker with these means.
    pub fn new(means: Means) -> Self {
        Self {
            means,
            ..Self::default()
        }
    }

    /// Follows the view: to a new form, away from an old list, on from a field that was answered.
    pub fn follow(&mut self, view: &View<'_>) {
        if let Body::Form(form) = &view.body {
            let desk = match self.form.take() {
                Some(desk) if desk.is_of(form) => desk,
                Some(_) | None => FormDesk::new(form),
            };
            self.form.insert(desk).follow(form);
        } else {
            self.form = None;
        }
        let is_choosing = matches!(view.body, Body::Choice(_));
        if is_choosing != self.is_choosing {
            self.is_choosing = is_choosing;
            self.pages = PageDesk::default();
        }
        self.may_show &= matches!(view.body, Body::Outcome(_));
    }

    /// What happens by itself now: a form whose every field was answered is sent.
    pub fn push(&mut self, view: &View<'_>) -> Option<Event> {
        match (&view.body, &mut self.form, view.question) {
            (Body::Form(form), Some(desk), None) => desk.push(form),
            _ => None,
        }
    }

    /// The question of this moment.
    pub fn question(&self, view: &View<'_>) -> Question {
        let open = |lines, prompt: String| Question {
            lines,
            prompt,
            is_hidden: false,
            is_wait: false,
            field: None,
        };
        if let Some(question) = view.question {
            let prompt = format!(
                "Yes: {}. No: {}. Type yes or no; Enter is no.",
                question.yes, question.no
            );
            return open(Vec::new(), prompt);
        }
        if self.may_show {
            return open(Vec::new(), self.show_words().to_owned());
        }
        let wait = |prompt: &str| Question {
            lines: Vec::new(),
            prompt: prompt.to_owned(),
            is_hidden: false,
            is_wait: true,
            field: None,
        };
        match (&view.body, &self.form) {
            (Body::Form(form), Some(desk)) => match desk.asked(form) {
                Asked::Wait(words) => wait(words),
                Asked::Field(field) => Question {
                    is_hidden: field.is_secret,
                    field: Some(field.field),
                    ..open(field_lines(field, form), field_prompt(field, form))
                },
                Asked::Review => numbered(&view.body, self.means),
            },
            (Body::Progress(_), _) => wait("Working. Type :back to stop, :quit to leave."),
            (Body::Choice(choice), _) if self.pages.waits(choice) => {
                wait("The list is still coming. Enter shows what is there.")
            }
            (Body::Choice(choice), _) => open(self.pages.lines(choice), PageDesk::prompt(choice)),
            _ => numbered(&view.body, self.means),
        }
    }

    const fn show_words(&self) -> &'static str {
        if self.means.shows_elsewhere {
            "Write the token to standard output, which is not this window? Type yes or no; Enter is no."
        } else {
            "Shown here, the token stays in this window and in what can be scrolled back to. Show it? Type yes or no; \
             Enter is no."
        }
    }

    /// What an answer means here.
    pub fn answer(&mut self, text: Zeroizing<String>, view: &View<'_>) -> Reply {
        match spoken(&text) {
            Spoken::Command(command) => return self.obey(command, view),
            Spoken::Unknown => {
                return Reply::Say("That is no command. Type :help for those that can be typed here.".to_owned());
            }
            Spoken::Answer => {}
        }
        if view.question.is_some() {
            return match yes_or_no(&text) {
                Some(true) => Reply::Do(vec![Event::Confirm]),
                Some(false) => Reply::Do(vec![Event::Decline]),
                None => Reply::Say("Type yes or no.".to_owned()),
            };
        }
        if self.may_show {
            return match yes_or_no(&text) {
                Some(is_yes) => {
                    self.may_show = false;
                    Reply::Do(is_yes.then_some(Event::ShowPlain).into_iter().collect())
                }
                None => Reply::Say("Type yes or no.".to_owned()),
            };
        }
        if self.question(view).is_wait {
            return self.wait_no_longer(&text);
        }
        match (&view.body, &mut self.form) {
            (Body::Form(form), Some(desk)) => match desk.asked(form) {
                Asked::Field(field) => match desk.take(field, text, form) {
                    Ok(events) => Reply::Do(events),
                    Err(why) => Reply::Say(why),
                },
                Asked::Review | Asked::Wait(_) => self.choose(&text, view),
            },
            (Body::Choice(choice), _) => self.pages.answer(&text, choice),
            _ => self.choose(&text, view),
        }
    }

    fn wait_no_longer(&mut self, text: &str) -> Reply {
        if !text.trim().is_empty() {
            return Reply::Say("One moment: that came too early and was not used.".to_owned());
        }
        if let Some(desk) = &mut self.form {
            desk.hurry();
        }
        self.pages.hurry();
        Reply::Refresh
    }

    /// Enter alone, or a number.
    fn choose(&mut self, text: &str, view: &View<'_>) -> Reply {
        let rows = rows(&view.body, self.means);
        let text = text.trim();
        let act = if text.is_empty() {
            rows.enter.as_ref().map(|(_, act)| act.clone())
        } else {
            let place = text.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
            place.and_then(|place| rows.rows.get(place)).map(|row| row.act.clone())
        };
        match act {
            Some(act) => self.act(&act),
            None => Reply::Say(rows.range()),
        }
    }

    fn act(&mut self, act: &Act) -> Reply {
        match act {
            Act::ShowAlone => {
                self.may_show = true;
                Reply::Refresh
            }
            Act::Edit(field) => {
                if let Some(desk) = &mut self.form {
                    desk.edit(*field);
                }
                Reply::Refresh
            }
            other => Reply::Do(other.event().into_iter().collect()),
        }
    }

    fn obey(&mut self, command: Command, view: &View<'_>) -> Reply {
        if self.may_show && matches!(command, Command::Back | Command::Show) {
            self.may_show = false;
            return Reply::Refresh;
        }
        if view.question.is_some() && command == Command::Back {
            return Reply::Do(vec![Event::Decline]);
        }
        if view.question.is_some() && !matches!(command, Command::Help | Command::Again) {
            return Reply::Say("Answer the question first: yes or no.".to_owned());
        }
        if !command::is_usable(command, view) {
            return Reply::Say("That does nothing here. Type :help for what can be typed.".to_owned());
        }
        match command {
            Command::Help => Reply::Tell(command::help(view, self.means)),
            Command::Again => Reply::Repeat,
            Command::Quit => self.act(&Act::Leave),
            Command::Back => self.back(view),
            Command::Copy => match self.link(view) {
                _ if matches!(view.body, Body::Outcome(_)) => self.act(&Act::copy_token()),
                Some(link) => self.act(&Act::Copy(Copyable::Link(link))),
                None => Reply::Say(NO_ADDRESS.to_owned()),
            },
            Command::Open => match self.link(view) {
                Some(link) => self.act(&Act::Open(link)),
                None => Reply::Say(NO_ADDRESS.to_owned()),
            },
            Command::Save => self.act(&Act::Save),
            Command::Show => self.act(&Act::ShowAlone),
            Command::Sample => self.sample(view),
            Command::Rest => self.act(&Act::Take(Way::Retry)),
            Command::Missing => self.act(&Act::Take(Way::FindMissing)),
            Command::Id => self.act(&Act::Take(Way::TypePageId)),
            Command::More => {
                if let Body::Choice(choice) = &view.body
                    && !self.pages.turn(choice)
                {
                    return Reply::Say("There are no more.".to_owned());
                }
                Reply::Refresh
            }
        }
    }

    /// The address that belongs to the field that is asked for, or else to the place.
    fn link(&self, view: &View<'_>) -> Option<Link> {
        if let (Body::Form(form), Some(desk)) = (&view.body, &self.form)
            && form.prelude.as_ref().is_none_or(|prelude| prelude.link.is_none())
            && let Asked::Field(field) = desk.asked(form)
        {
            return field.link.clone();
        }
        link(view)
    }

    fn back(&mut self, view: &View<'_>) -> Reply {
        let has_stepped = match (&view.body, &mut self.form) {
            (Body::Form(_), Some(desk)) => desk.step_back(),
            (Body::Choice(_), _) => self.pages.clear(),
            _ => false,
        };
        if has_stepped {
            Reply::Refresh
        } else {
            self.act(&Act::Back)
        }
    }

    fn sample(&mut self, view: &View<'_>) -> Reply {
        let (Body::Form(form), Some(desk)) = (&view.body, &mut self.form) else {
            return Reply::Refresh;
        };
        let Asked::Field(field) = desk.asked(form) else {
            return Reply::Say("There is no sample for this.".to_owned());
        };
        let Some(sample) = field.sample else {
            return Reply::Say("There is no sample for this.".to_owned());
        };
        match desk.take(field, Zeroizing::new(sample.value.to_owned()), form) {
            Ok(events) => Reply::Do(events),
            Err(why) => Reply::Say(why),
        }
    }
}

/// Numbered lines, and Enter.
fn numbered(body: &Body<'_>, means: Means) -> Question {
    let rows = rows(body, means);
    Question {
        lines: rows.lines(),
        prompt: rows.prompt(),
        is_hidden: false,
        is_wait: false,
        field: None,
    }
}

/// An address that this place is about.
fn link(view: &View<'_>) -> Option<Link> {
    match &view.body {
        Body::Guide(guide) => Some(guide.link.clone()),
        Body::Form(form) => {
            let login = form.prelude.as_ref().and_then(|prelude| prelude.link.clone());
            login.or_else(|| form.fields.iter().find_map(|field| field.link.clone()))
        }
        Body::Trouble(trouble) => trouble.trouble.ways.iter().find_map(|way| match way {
            Way::Open(link) => Some(link.clone()),
            _ => None,
        }),
        _ => None,
    }
}

fn yes_or_no(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "y" | "yes" => Some(true),
        "" | "n" | "no" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
