//! What is done about each view of the wizard: it is answered by what was given, waited at, or ends the run.
//!
//! Started by the walk whenever something has changed; ends in a [`Step`]. Looks only at the view, and so knows of no journey.

use jiff::Timestamp;

use crate::{
    exit::{Code, Departure},
    journey::Field,
    model::{Expiry, PageId},
    wizard::{
        dates::span,
        event::Event,
        trouble::{Bearing, Trouble, Way},
        view::{Body, ChoiceView, FormView, Look, Tone, TroubleView},
    },
};

use super::{
    inputs::{self, name_of},
    pages::{self, Pick},
    walk::Walk,
    will::Purpose,
};

/// What is done about a view.
pub(super) enum Step {
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

/// What is said first where nothing says whether a token works.
const COULD_NOT_TELL: &str = "Could not tell whether the token works.";

impl Walk {
    /// What is to be done now.
    pub(super) fn step(&self, now: Timestamp) -> Step {
        let view = self.wizard.view(now);
        match &view.body {
            Body::Menu(_) | Body::Kinds(_) => Step::Stop(Departure::ended(Code::Failed, "It ended without a result.")),
            Body::Guide(guide) if guide.door != self.will.door => Step::Give(vec![Event::Door(self.will.door)]),
            Body::Guide(_) => Step::Give(vec![Event::Next]),
            Body::Form(form) => self.at_form(form, now),
            Body::Progress(_) => Step::Wait,
            Body::Choice(choice) => self.at_choice(choice),
            Body::Outcome(_) | Body::Results(_) => Step::Arrive,
            Body::Trouble(trouble) => self.at_trouble(trouble),
        }
    }

    fn at_form(&self, form: &FormView<'_>, now: Timestamp) -> Step {
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
            let bad = self.faults_of(form);
            if !bad.is_empty() {
                // What Meta said of it is told whole.
                let refused = self.wizard.refused_token(now).as_ref().map(words_of);
                // A file that holds no token is a wrong argument where nothing else could be wrong.
                let code = match self.will.purpose {
                    Purpose::Check | Purpose::Renew if !has_tried => Code::Misused,
                    _ => Code::Failed,
                };
                return Step::Stop(Departure::Ended(code, refused.unwrap_or(bad)));
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
        Some(Departure::ended(
            Code::NotDue,
            format!("Not due yet: this token works for {} more.", span(left)),
        ))
    }

    fn missing_at(&self, form: &FormView<'_>) -> Departure {
        let missing = form.fields.iter().filter(|field| form.missing.contains(&field.label));
        let missing: Vec<Field> = missing.map(|field| field.field).collect();
        let purpose = self.will.purpose;
        let (code, mut lines) = match self.wizard.failed_look() {
            // What Meta demands was not all given.
            Some(why) if why.bearing == Bearing::Given => {
                let words = vec![sentence(&why.headline), why.cause.clone()];
                (purpose.code_of(why.bearing, true), words)
            }
            // Whatever else is given, it will not be answered either.
            Some(why) => return stopped(purpose.code_of(why.bearing, false), words_of(why)),
            None if self.wizard.has_seen_the_token() || !self.gave_a_token() => (purpose.code_of_missing(), Vec::new()),
            None => {
                let words = "Meta answers only to the app about this token.".to_owned();
                (purpose.code_of_missing_for_the_look(), vec![words])
            }
        };
        lines.extend(self.lacking(&missing));
        stopped(code, lines)
    }

    /// Whether the walk began with a token, of which Meta can say something.
    fn gave_a_token(&self) -> bool {
        self.given.iter().any(|field| field.is_token())
    }

    /// What is wrong with the values of a form, a sentence each, with where the value stood.
    pub(super) fn faults_of(&self, form: &FormView<'_>) -> Vec<String> {
        let bad = form.fields.iter().filter_map(|field| {
            let message = field.message.filter(|message| message.tone == Tone::Bad)?;
            let words = sentence(field.unattended.unwrap_or(message.text));
            let name = name_of(field.field);
            Some(match self.inputs.origin(field.field) {
                Some(origin) => format!("{name} ({origin}): {words}"),
                None => format!("{name}: {words}"),
            })
        });
        bad.collect()
    }

    /// What is missing, a line each with where it could come from.
    fn lacking(&self, fields: &[Field]) -> Vec<String> {
        let reads_input = self.will.purpose == Purpose::Get;
        inputs::lacking(fields, reads_input)
    }

    fn at_choice(&self, choice: &ChoiceView<'_>) -> Step {
        match pages::pick(choice.pages, choice.listing, &self.will.pages, &self.asked) {
            Pick::Wait => Step::Wait,
            Pick::Ask(page) => Step::AskFor(page),
            Pick::Refuse(code, lines) => Step::Stop(Departure::Ended(code, lines)),
            Pick::Take(chosen) if chosen.len() > 1 && !choice.takes_several => Step::Stop(Departure::ended(
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

    fn at_trouble(&self, view: &TroubleView<'_>) -> Step {
        let trouble = view.trouble;
        let offers = |way: &Way| trouble.ways.contains(way);
        if view.lacks_permissions && self.will.goes_without_permissions && offers(&Way::GoOn) {
            return Step::Give(vec![Event::Take(Way::GoOn)]);
        }
        // What was given and was not needed so far is what Meta asks for now.
        let is_answer = |way: &&Way| matches!(way, Way::Edit(field) if self.inputs.of(*field).is_some() && !self.given.contains(field));
        if let Some(way) = trouble.ways.iter().find(is_answer) {
            return Step::Give(vec![Event::Take(way.clone())]);
        }
        let unasked = self.will.pages.ids.iter().find(|id| !self.asked.contains(*id));
        if let (Some(page), true) = (unasked, offers(&Way::TypePageId)) {
            return Step::AskFor(page.clone());
        }
        let mut lines = words_of(trouble);
        let findings = view.findings.iter();
        lines.extend(findings.map(|finding| format!("  {}: {}", finding.cause, finding.words)));
        let lacking: Vec<Field> = view
            .wants
            .iter()
            .copied()
            .filter(|field| self.inputs.of(*field).is_none())
            .collect();
        let given = view
            .wants
            .iter()
            .filter_map(|field| Some((*field, self.inputs.origin(*field)?)));
        lines.extend(given.map(|(field, origin)| format!("  {} from: {origin}", name_of(field))));
        lines.extend(self.lacking(&lacking));
        let code = self.will.purpose.code_of(trouble.bearing, !lacking.is_empty());
        Step::Stop(stopped(code, lines))
    }
}

/// The end of the run; where nothing can be told of the token, that is said first.
fn stopped(code: Code, mut lines: Vec<String>) -> Departure {
    if code == Code::CannotTell {
        lines.insert(0, COULD_NOT_TELL.to_owned());
    }
    Departure::Ended(code, lines)
}

/// Headline, cause and what to do, Meta's own words where they add something, and the codes for a report.
pub(super) fn words_of(trouble: &Trouble) -> Vec<String> {
    let mut lines = vec![
        sentence(&trouble.headline),
        trouble.cause.clone(),
        trouble.unattended.clone(),
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
