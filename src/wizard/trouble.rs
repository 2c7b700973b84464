//! A trouble: a failure that is explained. Its words come from `assets/troubles.toml`.
//!
//! Started by a call that failed ([`explain`]) or by a check of our own that found something ([`named`]); ends in a
//! [`Trouble`], always. Retrying by itself ([`may_repeat`]) is decided by the same entry as the words.

use jiff::{SignedDuration, Timestamp};

use crate::{
    assets::{Explanation, Repeat, Symptom, WayName, explanation, explanation_of, fill},
    graph_api::{Failure, NoAnswer, Refusal},
    journey::{self, Call, Datum, Field, Journey},
    model::{AppId, SafeText},
};

use super::{effect::Link, requests::host};

/// The longest wait that is advised, whatever an answer says (facts: safety F51).
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(1);

/// A failure that is explained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Its name in the catalogue.
    pub id: String,
    /// What happened, in one line.
    pub headline: String,
    /// Why.
    pub cause: String,
    /// What to do now.
    pub remedy: String,
    /// The same for a run without a person, where nothing is pasted, typed or pressed.
    pub unattended: String,
    /// What it says about the token.
    pub bearing: Bearing,
    /// Meta's own words, when they add something; shown inside a frame that says whose they are.
    pub quote: Option<SafeText>,
    /// Codes and numbers for a report, each with its label.
    pub details: Vec<(&'static str, SafeText)>,
    /// What the person can do, the best first.
    pub ways: Vec<Way>,
    /// Until when waiting is advised.
    pub wait_until: Option<Timestamp>,
}

/// What a trouble says about the token that it happened with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bearing {
    /// Nothing: it may pass, or somebody can do something about it, and the same token goes on.
    Passing,
    /// Nothing: something that was given beside the token is wrong or missing.
    Given,
    /// It has ended, or cannot become what is wanted: only a new one can.
    Token,
    /// Nothing that is known: Meta did not answer the question, for a reason that does not pass by itself.
    Silent,
}

/// One thing a person can do about a trouble, or at an outcome that is not done yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// Do the failed call again, and nothing else.
    Retry,
    /// Go to a field of the form, with the rest kept.
    Edit(Field),
    /// Go to the guide for a new token; what was typed stays.
    NewToken,
    /// Sign in with the browser once more.
    SignInAgain,
    /// Type the number of a Page that no list shows.
    TypePageId,
    /// Look further for Pages that are not on the list.
    FindMissing,
    /// Begin another journey with what is known.
    Begin(&'static Journey),
    /// Choose another Page.
    OtherPage,
    /// Go on in spite of it.
    GoOn,
    /// Open a page in a browser, or copy its address.
    Open(Link),
    /// Leave saving: the token can be copied or shown instead.
    LeaveSaving,
    /// Put back what a file held before the token was saved in it.
    PutBack,
    /// Go to the menu.
    Menu,
}

impl Way {
    /// What it does, in a few words that follow its key.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Retry => "try again",
            Self::Edit(field) => edit_words(*field),
            Self::NewToken => "get a new token",
            Self::SignInAgain => "sign in again",
            Self::TypePageId => "type a Page ID",
            Self::FindMissing => "look for a missing Page",
            Self::Begin(journey) => journey.invitation,
            Self::OtherPage => "choose another Page",
            Self::GoOn => "go on anyway",
            Self::Open(link) => link_words(link),
            Self::LeaveSaving => "copy it or show it instead",
            Self::PutBack => "put the file back as it was",
            Self::Menu => "back to the menu",
        }
    }
}

const fn edit_words(field: Field) -> &'static str {
    match field {
        Field::Token | Field::AnyToken | Field::InstagramToken | Field::InstagramHourToken => "change the token",
        Field::AppId => "change the App ID",
        Field::AppSecret => "change the App secret",
        Field::FacebookRedirect | Field::InstagramRedirect => "change the redirect address",
        Field::FacebookLanding | Field::InstagramLanding => "paste the address again",
        Field::InstagramAppId => "change the Instagram App ID",
        Field::InstagramAppSecret => "change the Instagram App secret",
        Field::PageId => "change the Page ID",
        Field::SavePath => "choose another place",
        Field::NameOf(_) => "change the name",
        Field::SaveMode => "change the permissions",
        Field::SaveGroup => "change the group",
        Field::CopyCheck => "paste it again",
    }
}

const fn link_words(link: &Link) -> &'static str {
    match link {
        Link::Explorer => "open the Graph API Explorer",
        Link::AppSettings(_) => "open the app's settings",
        Link::AppRoles(_) => "open the app's roles",
        Link::RoleRequests => "open the role invitations",
        Link::BusinessIntegrations => "open Business integrations",
        Link::Facebook => "open facebook.com",
        Link::Apps => "open your apps",
        Link::LoginSettings(_) => "open the login settings",
        Link::Instagram => "open instagram.com",
        Link::Login(_) => "open the login",
    }
}

/// Explains why a call failed. `words` are what is known of the names the texts can hold, such as `("page", name)`;
/// `app` is the app of the journey; `now` is when the answer came.
pub fn explain(
    failure: &Failure,
    place: Call,
    words: &[(&str, String)],
    app: Option<&AppId>,
    now: Timestamp,
) -> Trouble {
    let entry = explanation_of(&symptom(failure), place.place());
    let wait = wait(failure, entry);
    // A server in Meta's place goes by its own name; where there is none, the host of the call is named.
    let mut known = words.to_vec();
    if !known.iter().any(|(name, _)| *name == "host") {
        known.push(("host", host(place).name().to_owned()));
    }
    let server = known.iter().find(|(name, _)| *name == "host");
    let server = server.map(|(_, host)| host.clone()).unwrap_or_default();
    known.extend(words_of(failure, wait));
    let mut trouble = tell(entry, known, app);
    let was_sent = !matches!(failure, Failure::NoAnswer(no_answer) if no_answer.was_never_sent());
    if was_sent && !place.is_repeatable() {
        // What it sent works once and is gone: trying again is to sign in again.
        for way in trouble.ways.iter_mut().filter(|way| **way == Way::Retry) {
            *way = Way::SignInAgain;
        }
    }
    Trouble {
        bearing: bearing(entry, failure.is_about_the_token()),
        quote: quote(failure, entry),
        details: details_at(failure, &server),
        wait_until: wait.and_then(|wait| now.checked_add(wait).ok()),
        ..trouble
    }
}

/// Explains something that no answer says by itself: a finding of our own, by its id in the catalogue.
pub fn named(id: &str, words: &[(&str, String)], app: Option<&AppId>) -> Trouble {
    tell(explanation(id), words.to_vec(), app)
}

/// The same as a reason beside a greyed Page; its headline where it has none.
pub fn named_in_short(id: &str) -> &'static str {
    let entry = explanation(id);
    entry.short.as_ref().unwrap_or(&entry.headline)
}

/// The reason beside a greyed Page whose token could not be fetched: under 40 characters.
pub fn short_reason(failure: &Failure, place: Call) -> String {
    let general = match failure {
        Failure::Refused(_) => "page-unusable-no-token",
        Failure::NoAnswer(_) => "network",
    };
    let entry = explanation_of(&symptom(failure), place.place());
    let short = entry.short.as_ref().or(explanation(general).short.as_ref());
    short.unwrap_or(&entry.headline).clone()
}

/// Whether a failed call may be made again without asking: the fault passes, and asking twice does no harm.
pub fn may_repeat(failure: &Failure, place: Call) -> bool {
    let passes = match failure {
        Failure::Refused(_) => true,
        Failure::NoAnswer(no_answer) => no_answer.may_pass(),
    };
    passes && place.is_repeatable() && explanation_of(&symptom(failure), place.place()).retry == Repeat::Auto
}

/// What an entry says about the token. `is_about_the_token` says whether what happened is.
fn bearing(entry: &Explanation, is_about_the_token: bool) -> Bearing {
    const OF_THE_APP: &[WayName] = &[
        WayName::EditAppId,
        WayName::EditAppSecret,
        WayName::EditInstagramAppId,
        WayName::EditInstagramAppSecret,
    ];
    let is_first = |names: &[WayName]| entry.ways.first().is_some_and(|way| names.contains(way));
    match () {
        // A token that was refused for a reason that passes is not dead.
        () if entry.retry != Repeat::None => Bearing::Passing,
        () if is_first(OF_THE_APP) => Bearing::Given,
        () if is_about_the_token => Bearing::Token,
        () => Bearing::Silent,
    }
}

/// Whether an entry sends the person to a new token before anything else.
fn leads_to_a_new_token(entry: &Explanation) -> bool {
    let leads = |way: &WayName| {
        matches!(
            way,
            WayName::NewToken
                | WayName::SignInAgain
                | WayName::BeginPage
                | WayName::BeginInstagram
                | WayName::BeginUser
                | WayName::BeginInstagramLogin
                | WayName::BeginInstagramHour
                | WayName::BeginRenew
        )
    };
    entry.ways.first().is_some_and(leads)
}

/// Whether it failed because the app answers only what is signed with its secret (facts: graph-api 5).
pub(super) fn demands_proof(failure: &Failure, place: Call) -> bool {
    explanation_of(&symptom(failure), place.place()).id == "proof-required"
}

fn symptom(failure: &Failure) -> Symptom<'_> {
    match failure {
        Failure::Refused(refusal) => Symptom::Refused {
            code: refusal.code,
            subcode: refusal.subcode,
            message: refusal.message.as_str(),
            status: refusal.status,
            is_transient: refusal.is_transient,
        },
        Failure::NoAnswer(no_answer) => Symptom::NoAnswer {
            name: no_answer.name(),
            status: status(no_answer),
        },
    }
}

const fn status(no_answer: &NoAnswer) -> Option<u16> {
    match no_answer {
        NoAnswer::WebPage(status) | NoAnswer::NotJson(status) => Some(*status),
        NoAnswer::NameNotFound
        | NoAnswer::NoRoute
        | NoAnswer::ConnectionRefused
        | NoAnswer::ConnectTimedOut
        | NoAnswer::Proxy(_)
        | NoAnswer::Tls(_)
        | NoAnswer::NoReply
        | NoAnswer::CutOff
        | NoAnswer::Redirected(_)
        | NoAnswer::Unexpected(_)
        | NoAnswer::TooLarge
        | NoAnswer::Compressed
        | NoAnswer::Other(_) => None,
    }
}

/// An entry's texts with their words filled in, and nothing about the failure itself.
fn tell(entry: &Explanation, mut words: Vec<(&str, String)>, app: Option<&AppId>) -> Trouble {
    words.extend(app.map(|app| ("app_id", app.to_string())));
    let apart = without_person(&words);
    Trouble {
        id: entry.id.clone(),
        headline: fill(&entry.headline, &words),
        cause: fill(&entry.cause, &words),
        remedy: fill(&entry.remedy, &words),
        unattended: fill(entry.unattended.as_ref().unwrap_or(&entry.remedy), &apart),
        // What no answer says by itself was found out about the token.
        bearing: bearing(entry, leads_to_a_new_token(entry)),
        quote: None,
        details: Vec::new(),
        ways: entry.ways.iter().map(|name| way(*name, app)).collect(),
        wait_until: None,
    }
}

/// The same words for a run without a person: how a new token is had is another matter there.
fn without_person<'a>(words: &[(&'a str, String)]) -> Vec<(&'a str, String)> {
    let fresh = words.iter().find(|(name, _)| *name == "fresh_token");
    let fresh = fresh.map(|(_, words)| ("new_token", words.clone()));
    let others = words.iter().filter(|(name, _)| *name != "new_token").cloned();
    others.chain(fresh).collect()
}

fn way(name: WayName, app: Option<&AppId>) -> Way {
    match name {
        WayName::Retry => Way::Retry,
        WayName::EditToken => Way::Edit(Field::Token),
        WayName::EditAppId => Way::Edit(Field::AppId),
        WayName::EditAppSecret => Way::Edit(Field::AppSecret),
        WayName::EditFacebookRedirect => Way::Edit(Field::FacebookRedirect),
        WayName::EditInstagramAppId => Way::Edit(Field::InstagramAppId),
        WayName::EditInstagramAppSecret => Way::Edit(Field::InstagramAppSecret),
        WayName::EditInstagramRedirect => Way::Edit(Field::InstagramRedirect),
        WayName::NewToken => Way::NewToken,
        WayName::SignInAgain => Way::SignInAgain,
        WayName::TypePageId => Way::TypePageId,
        WayName::FindMissing => Way::FindMissing,
        WayName::BeginPage => Way::Begin(&journey::PAGE),
        WayName::BeginInstagram => Way::Begin(&journey::INSTAGRAM),
        WayName::BeginUser => Way::Begin(&journey::USER),
        WayName::BeginInstagramLogin => Way::Begin(&journey::INSTAGRAM_LOGIN),
        WayName::BeginInstagramHour => Way::Begin(&journey::INSTAGRAM_HOUR),
        WayName::BeginRenew => Way::Begin(&journey::RENEW),
        WayName::OtherPage => Way::OtherPage,
        WayName::GoOn => Way::GoOn,
        WayName::OpenAppSettings => Way::Open(Link::AppSettings(app.cloned())),
        WayName::OpenAppRoles => Way::Open(Link::AppRoles(app.cloned())),
        WayName::OpenRoleRequests => Way::Open(Link::RoleRequests),
        WayName::OpenBusinessIntegrations => Way::Open(Link::BusinessIntegrations),
        WayName::OpenExplorer => Way::Open(Link::Explorer),
        WayName::OpenFacebook => Way::Open(Link::Facebook),
        WayName::OpenApps => Way::Open(Link::Apps),
        WayName::OpenLoginSettings => Way::Open(Link::LoginSettings(app.cloned())),
        WayName::OpenInstagram => Way::Open(Link::Instagram),
        WayName::EditSavePath => Way::Edit(Field::SavePath),
        WayName::EditSaveGroup => Way::Edit(Field::SaveGroup),
        WayName::EditTokenName => Way::Edit(Field::NameOf(Datum::Token)),
        WayName::LeaveSaving => Way::LeaveSaving,
        WayName::Menu => Way::Menu,
    }
}

/// How long to wait: what Meta said where repeating helps at all, or else the entry's own number.
fn wait(failure: &Failure, entry: &Explanation) -> Option<SignedDuration> {
    let said = match failure {
        Failure::Refused(refusal) if entry.retry != Repeat::None => refusal.wait,
        Failure::Refused(_) | Failure::NoAnswer(_) => None,
    };
    let usual = entry.wait.map(|minutes| SignedDuration::from_mins(minutes.into()));
    said.filter(SignedDuration::is_positive)
        .or(usual)
        .map(|wait| wait.min(LONGEST_WAIT))
}

/// What the failure itself knows of the names the texts can hold.
fn words_of(failure: &Failure, wait: Option<SignedDuration>) -> Vec<(&'static str, String)> {
    let mut words = Vec::new();
    if let Some(wait) = wait {
        let minutes = wait.as_secs().saturating_add(59) / 60;
        let words_for_it = match minutes {
            1 => "1 minute".to_owned(),
            minutes => format!("{minutes} minutes"),
        };
        words.push(("minutes", words_for_it));
    }
    match failure {
        Failure::NoAnswer(NoAnswer::Proxy(proxy)) => words.push(("proxy", proxy.to_string())),
        Failure::NoAnswer(NoAnswer::Redirected(Some(host))) => words.push(("elsewhere", host.to_string())),
        Failure::NoAnswer(_) | Failure::Refused(_) => {}
    }
    words
}

/// Meta's own words, where they add something: those meant for people if there are any.
fn quote(failure: &Failure, entry: &Explanation) -> Option<SafeText> {
    let Failure::Refused(refusal) = failure else {
        return None;
    };
    let filled = |text: &Option<SafeText>| text.clone().filter(|text| !text.is_empty());
    let message = filled(&refusal.user_message).or_else(|| filled(&Some(refusal.message.clone())));
    let said = match (filled(&refusal.user_title), message) {
        (Some(title), Some(message)) => Some(SafeText::new(&format!("{title}: {message}"))),
        (title, message) => message.or(title),
    };
    said.filter(|_| entry.quote)
}

/// Codes and numbers for a report.
fn details_at(failure: &Failure, server: &str) -> Vec<(&'static str, SafeText)> {
    match failure {
        Failure::Refused(refusal) => details_of_refusal(refusal),
        Failure::NoAnswer(no_answer) => {
            let mut details = vec![("Server", SafeText::new(server))];
            details.extend(status(no_answer).map(|status| ("HTTP status", SafeText::new(&status.to_string()))));
            match no_answer {
                NoAnswer::Unexpected(missing) => details.push(("Missing", SafeText::new(missing))),
                NoAnswer::Other(fault) => details.push(("Fault", SafeText::new(fault))),
                _ => {}
            }
            details
        }
    }
}

fn details_of_refusal(refusal: &Refusal) -> Vec<(&'static str, SafeText)> {
    let code = match (refusal.code, refusal.subcode) {
        (Some(code), Some(subcode)) => Some(format!("{code}/{subcode}")),
        (Some(code), None) => Some(code.to_string()),
        (None, Some(subcode)) => Some(format!("-/{subcode}")),
        (None, None) => None,
    };
    let texts = [
        ("Meta's code", code.map(|code| SafeText::new(&code))),
        ("Meta's type", refusal.kind.clone()),
        ("HTTP status", Some(SafeText::new(&refusal.status.to_string()))),
        ("Meta's trace", refusal.trace.clone()),
    ];
    texts
        .into_iter()
        .filter_map(|(label, text)| Some((label, text.filter(|text| !text.is_empty())?)))
        .collect()
}

#[cfg(test)]
mod recorded;
#[cfg(test)]
mod tests;
