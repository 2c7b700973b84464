//! What was given instead of being typed, and what of it a walk still lacks: pure.
//!
//! Started by `gather` with texts from wherever they came; ends in the text for each field, or in a line for each one that is
//! missing, with every place it could come from.

use std::fmt;

use zeroize::Zeroizing;

use crate::{
    journey::{Field, Journey, Stage},
    wizard::is_whole,
};

use super::arguments::DoorName;

/// A text that may be secret. Wiped when it is dropped.
pub(super) type Text = Zeroizing<String>;

/// Where something that was given stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Origin {
    /// After an option.
    Option(&'static str),
    /// In a file, as its path is shown.
    File(String),
    /// In a file with other things, under this name.
    Entry(String, String),
    /// In a variable of the environment.
    Variable(&'static str),
    /// On standard input.
    Input,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Option(name) | Self::Variable(name) => f.write_str(name),
            Self::File(path) => f.write_str(path),
            Self::Entry(path, name) => write!(f, "{name} in {path}"),
            Self::Input => f.write_str("standard input"),
        }
    }
}

/// A text, and where it stood.
pub(super) struct Given {
    pub(super) text: Text,
    pub(super) origin: Origin,
}

/// What was given.
#[derive(Default)]
pub(super) struct Inputs {
    pub(super) token: Option<Given>,
    pub(super) app_secret: Option<Given>,
    pub(super) instagram_app_secret: Option<Given>,
    pub(super) code: Option<Given>,
    pub(super) app_id: Option<Given>,
    pub(super) instagram_app_id: Option<Given>,
    pub(super) redirect: Option<Given>,
}

impl Inputs {
    /// The text for a field.
    pub(super) fn of(&self, field: Field) -> Option<&Text> {
        self.given(field).map(|given| &given.text)
    }

    /// Where the text for a field stood.
    pub(super) fn origin(&self, field: Field) -> Option<&Origin> {
        self.given(field).map(|given| &given.origin)
    }

    fn given(&self, field: Field) -> Option<&Given> {
        match Name::of(field)? {
            Name::Token => self.token.as_ref(),
            Name::AppSecret => self.app_secret.as_ref(),
            Name::InstagramAppSecret => self.instagram_app_secret.as_ref(),
            Name::Code => self.code.as_ref(),
            Name::AppId => self.app_id.as_ref(),
            Name::InstagramAppId => self.instagram_app_id.as_ref(),
            Name::Redirect => self.redirect.as_ref(),
        }
    }

    const fn slot(&mut self, name: Name) -> &mut Option<Given> {
        match name {
            Name::Token => &mut self.token,
            Name::AppSecret => &mut self.app_secret,
            Name::InstagramAppSecret => &mut self.instagram_app_secret,
            Name::Code => &mut self.code,
            Name::AppId => &mut self.app_id,
            Name::InstagramAppId => &mut self.instagram_app_id,
            Name::Redirect => &mut self.redirect,
        }
    }

    /// Takes what came through a pipe. A text alone is what it looks like among `needed`, or else the first of it that is
    /// missing; where a login is a way, it may be the code of one. The error says what was given twice.
    pub(super) fn add(&mut self, piped: Piped, needed: &[Field], takes_code: bool) -> Result<(), String> {
        match piped {
            Piped::Alone(text) => {
                let name = self.meant(&text, needed, takes_code);
                self.put(name, text)
            }
            Piped::Named(lines) => lines.into_iter().try_for_each(|(name, text)| self.put(name, text)),
        }
    }

    fn meant(&self, text: &str, needed: &[Field], takes_code: bool) -> Name {
        let missing = || {
            let missing = self.missing(needed).into_iter();
            missing.filter(|field| field.is_secret())
        };
        let token = self.token.is_none().then_some(Field::AnyToken);
        let codes = [Field::FacebookLanding, Field::InstagramLanding];
        let codes = codes.into_iter().filter(|_| takes_code && self.code.is_none());
        let looks_like = missing()
            .chain(token)
            .chain(codes)
            .find(|field| is_whole(*field, text.trim()));
        let meant = looks_like.or_else(|| missing().next());
        meant.and_then(Name::of).unwrap_or(Name::Token)
    }

    /// Takes what came through a pipe where nothing else gave it, or gave the same.
    fn put(&mut self, name: Name, text: Text) -> Result<(), String> {
        let slot = self.slot(name);
        match slot {
            Some(given) if given.text.trim() == text.trim() => Ok(()),
            Some(given) => Err(format!(
                "Two different values were given as {}: in {} and on standard input. Give only the one that is meant.",
                name.word(),
                given.origin
            )),
            None => {
                *slot = Some(Given {
                    text,
                    origin: Origin::Input,
                });
                Ok(())
            }
        }
    }

    /// The door of a journey that these lead through, by its place; or why that is unclear.
    pub(super) fn door(&self, journey: &Journey, asked: Option<DoorName>) -> Result<usize, String> {
        let by_code = self.code.is_some();
        let name = match asked {
            Some(name) => name,
            None if by_code && self.token.is_some() => {
                return Err("Both a token and a login code were given. --door says which of them counts.".to_owned());
            }
            // A redirect address belongs to a login.
            None if by_code || (self.redirect.is_some() && self.token.is_none()) => DoorName::Login,
            None if self.instagram_app_secret.is_some() => DoorName::Hour,
            None => DoorName::Explorer,
        };
        let place = |field| {
            let holds = |stage: &Stage| stage.fields().contains(&field);
            journey.doors.iter().position(|door| door.stages.iter().any(holds))
        };
        let found = match name {
            DoorName::Login => place(Field::FacebookLanding).or_else(|| place(Field::InstagramLanding)),
            DoorName::Hour if asked.is_some() => place(Field::InstagramHourToken),
            DoorName::Dashboard => place(Field::InstagramToken),
            DoorName::Explorer if asked.is_some() => place(Field::Token),
            DoorName::Hour => place(Field::InstagramHourToken)
                .or_else(|| place(Field::Token))
                .or_else(|| place(Field::AnyToken)),
            DoorName::Explorer => place(Field::Token)
                .or_else(|| place(Field::InstagramToken))
                .or_else(|| place(Field::AnyToken)),
        };
        found.ok_or_else(|| {
            let titles: Vec<&str> = journey.doors.iter().map(|door| door.title).collect();
            format!(
                "No such door leads to get {}. Its ways to a first token: {}.",
                journey.name,
                titles.join(", ")
            )
        })
    }

    /// What of this was not given.
    pub(super) fn missing(&self, needed: &[Field]) -> Vec<Field> {
        needed
            .iter()
            .copied()
            .filter(|field| self.of(*field).is_none())
            .collect()
    }
}

/// The fields that must be given for a walk through this door. The App ID is not among them where Meta can say it of the token.
pub(super) fn needed(journey: &Journey, door: usize) -> Vec<Field> {
    let stages = journey.doors.get(door).map_or(&[] as &[Stage], |door| door.stages);
    let fields: Vec<Field> = stages.iter().flat_map(Stage::fields).copied().collect();
    let has_token = fields.iter().any(|field| field.is_token());
    fields
        .into_iter()
        .filter(|field| *field != Field::AppId || !has_token)
        .collect()
}

/// What is missing, a line each with what it is for and where it could come from; no line where nothing is missing. `reads_input`
/// says whether standard input is looked at for it.
pub(super) fn lacking(fields: &[Field], reads_input: bool) -> Vec<String> {
    let head = (!fields.is_empty()).then(|| "Missing:".to_owned());
    let lines = fields.iter().map(|field| source(*field, reads_input));
    head.into_iter().chain(lines).collect()
}

/// A field, and where it could come from. `reads_input` says whether standard input is looked at for it.
fn source(field: Field, reads_input: bool) -> String {
    let elsewhere = match field {
        Field::Token | Field::AnyToken | Field::InstagramToken | Field::InstagramHourToken => {
            "--token-file PATH, or EVERTOKEN_TOKEN"
        }
        Field::AppId => "--app-id ID, or EVERTOKEN_APP_ID",
        Field::AppSecret => "--app-secret-file PATH, or EVERTOKEN_APP_SECRET",
        Field::InstagramAppId => "--instagram-app-id ID",
        Field::InstagramAppSecret => "--instagram-app-secret-file PATH, or EVERTOKEN_INSTAGRAM_APP_SECRET",
        Field::FacebookRedirect | Field::InstagramRedirect => "--redirect URL",
        Field::PageId => "--page ID",
        Field::FacebookLanding
        | Field::InstagramLanding
        | Field::SavePath
        | Field::NameOf(_)
        | Field::SaveMode
        | Field::SaveGroup
        | Field::CopyCheck => "",
    };
    let line = match field {
        Field::Token | Field::AnyToken | Field::InstagramToken | Field::InstagramHourToken => "a line token=…",
        Field::AppSecret => "a line app_secret=…",
        Field::InstagramAppSecret => "a line instagram_app_secret=…",
        Field::FacebookLanding | Field::InstagramLanding => "a line code=…",
        Field::AppId => "a line app_id=…",
        Field::InstagramAppId => "a line instagram_app_id=…",
        Field::FacebookRedirect | Field::InstagramRedirect => "a line redirect=…",
        _ => "",
    };
    let from = match (line.is_empty() || !reads_input, elsewhere.is_empty()) {
        (true, _) => elsewhere.to_owned(),
        (false, true) => format!("{line} on standard input"),
        (false, false) => format!("{line} on standard input, {elsewhere}"),
    };
    let found = match found_at(field) {
        "" => String::new(),
        found => format!(" ({found})"),
    };
    format!("  {}: {from}{found}", name_of(field))
}

/// Where Meta has it, and what it is for.
const fn found_at(field: Field) -> &'static str {
    match field {
        Field::Token => "made in the Graph API Explorer",
        Field::InstagramToken => "made in the app's dashboard under Instagram, or by a login",
        Field::InstagramHourToken => "as a login gives it, for one hour",
        Field::AppId => "in the app's dashboard under App settings, Basic",
        Field::AppSecret => "in the app's dashboard under App settings, Basic; Meta makes no token last without it",
        Field::InstagramAppId => "in the app's dashboard under Instagram, API setup with Instagram login",
        Field::InstagramAppSecret => {
            "in the app's dashboard under Instagram, API setup with Instagram login; no token of an hour is made to last without it"
        }
        Field::FacebookRedirect | Field::InstagramRedirect => {
            "the one that the login code belongs to, as it stands in the app's settings"
        }
        Field::FacebookLanding | Field::InstagramLanding => {
            "what stands behind code= in the address where the login ended"
        }
        _ => "",
    }
}

/// What a field is called where nobody sees the form.
pub(super) const fn name_of(field: Field) -> &'static str {
    match field {
        Field::FacebookLanding | Field::InstagramLanding => "Login code",
        _ => field.label(),
    }
}

/// The fields that a walk through this door can use.
pub(super) fn used(journey: &Journey, door: usize) -> Vec<Field> {
    let own = journey.doors.get(door).map_or(&[] as &[Stage], |door| door.stages);
    let stages = own.iter().chain(journey.stages);
    stages.flat_map(Stage::fields).copied().collect()
}

/// The names that a line of standard input can begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Name {
    Token,
    AppSecret,
    InstagramAppSecret,
    Code,
    AppId,
    InstagramAppId,
    Redirect,
}

impl Name {
    const ALL: [Self; 7] = [
        Self::Token,
        Self::AppSecret,
        Self::InstagramAppSecret,
        Self::Code,
        Self::AppId,
        Self::InstagramAppId,
        Self::Redirect,
    ];

    /// How it is written.
    const fn word(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::AppSecret => "app_secret",
            Self::InstagramAppSecret => "instagram_app_secret",
            Self::Code => "code",
            Self::AppId => "app_id",
            Self::InstagramAppId => "instagram_app_id",
            Self::Redirect => "redirect",
        }
    }

    /// What fills a field.
    const fn of(field: Field) -> Option<Self> {
        match field {
            Field::Token | Field::AnyToken | Field::InstagramToken | Field::InstagramHourToken => Some(Self::Token),
            Field::AppId => Some(Self::AppId),
            Field::AppSecret => Some(Self::AppSecret),
            Field::InstagramAppId => Some(Self::InstagramAppId),
            Field::InstagramAppSecret => Some(Self::InstagramAppSecret),
            Field::FacebookRedirect | Field::InstagramRedirect => Some(Self::Redirect),
            Field::FacebookLanding | Field::InstagramLanding => Some(Self::Code),
            Field::PageId
            | Field::SavePath
            | Field::NameOf(_)
            | Field::SaveMode
            | Field::SaveGroup
            | Field::CopyCheck => None,
        }
    }

    /// Reads a name in whatever case, also as the variable of the environment is called, and as a shell exports it.
    fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = text.strip_prefix("export ").unwrap_or(text).trim();
        let text = text.to_ascii_lowercase();
        let text = text.strip_prefix("evertoken_").unwrap_or(&text);
        Self::ALL.into_iter().find(|name| name.word() == text)
    }
}

/// What came through a pipe.
pub(super) enum Piped {
    /// One text, whatever it is.
    Alone(Text),
    /// Lines of `name=value`.
    Named(Vec<(Name, Text)>),
}

/// Reads what came through a pipe; `None` where nothing did. The error is the number of a line that has no known name among
/// others that have one.
pub(super) fn piped(text: &str) -> Result<Option<Piped>, String> {
    // Some editors, and some shells of Windows, begin a text with a mark.
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        return Ok(None);
    }
    let mut named: Vec<(Name, Text)> = Vec::new();
    let mut odd = None;
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let number = index.saturating_add(1);
        let split = line.split_once('=');
        let Some((name, value)) = split.and_then(|(name, value)| Some((Name::parse(name)?, value.trim_start()))) else {
            odd = odd.or(Some(number));
            continue;
        };
        match named.iter().find(|(other, _)| *other == name) {
            Some((_, first)) if first.as_str() == value => {}
            Some(_) => {
                return Err(format!(
                    "Line {number} of standard input gives another {} than a line before it. Give only the one that is meant.",
                    name.word()
                ));
            }
            None => named.push((name, Zeroizing::new(value.to_owned()))),
        }
    }
    match (named.is_empty(), odd) {
        (true, _) => Ok(Some(Piped::Alone(Zeroizing::new(text.to_owned())))),
        (false, None) => Ok(Some(Piped::Named(named))),
        (false, Some(line)) => {
            let known = Name::ALL.map(Name::word).join(", ");
            Err(format!(
                "Line {line} of standard input has none of these names: {known}."
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journey::{INSTAGRAM_LOGIN, PAGE, RENEW};

    fn given(text: &str) -> Given {
        Given {
            text: Zeroizing::new(text.to_owned()),
            origin: Origin::File("a file".to_owned()),
        }
    }

    #[test]
    fn lines_with_known_names_are_taken_apart_and_anything_else_stays_whole() {
        for (text, expected) in [
            ("", Ok(None)),
            (" \n\n", Ok(None)),
            ("abc\n", Ok(Some(vec!["alone abc\n"]))),
            ("access_token=abc", Ok(Some(vec!["alone access_token=abc"]))),
            (
                "token = abc\n\n# mine\napp_secret=d=e\r\n",
                Ok(Some(vec!["Token abc", "AppSecret d=e"])),
            ),
            (
                "code=x\ninstagram_app_secret=y",
                Ok(Some(vec!["Code x", "InstagramAppSecret y"])),
            ),
            (
                "\u{feff}TOKEN=abc\nEVERTOKEN_APP_SECRET=d\nexport EVERTOKEN_APP_ID=1\nRedirect=https://a/?b=c",
                Ok(Some(vec![
                    "Token abc",
                    "AppSecret d",
                    "AppId 1",
                    "Redirect https://a/?b=c",
                ])),
            ),
            ("token=abc\ntoken=abc", Ok(Some(vec!["Token abc"]))),
            ("token=abc\nsecret=d", Err("Line 2")),
            ("token=abc\napp_secret=d\ntoken=e", Err("Line 3")),
        ] {
            let read = piped(text).map(|piped| {
                piped.map(|piped| match piped {
                    Piped::Alone(text) => vec![format!("alone {}", &*text)],
                    Piped::Named(lines) => lines
                        .iter()
                        .map(|(name, text)| format!("{name:?} {}", &**text))
                        .collect(),
                })
            });
            let expected =
                expected.map(|lines| lines.map(|lines| lines.into_iter().map(str::to_owned).collect::<Vec<_>>()));
            let read = read.map_err(|words| words.split(" of ").next().unwrap().to_owned());
            assert_eq!(read, expected.map_err(str::to_owned), "{text:?}");
        }
    }

    #[test]
    fn the_door_follows_from_what_was_given() {
        let token = || Inputs {
            token: Some(given("t")),
            ..Inputs::default()
        };
        let code = || Inputs {
            code: Some(given("c")),
            ..Inputs::default()
        };
        let hour = || Inputs {
            instagram_app_secret: Some(given("s")),
            ..token()
        };
        for (inputs, journey, asked, expected) in [
            (Inputs::default(), &PAGE, None, Some(0)),
            (token(), &PAGE, None, Some(0)),
            (hour(), &PAGE, None, Some(0)),
            (code(), &PAGE, None, Some(1)),
            (
                Inputs {
                    redirect: Some(given("r")),
                    ..Inputs::default()
                },
                &PAGE,
                None,
                Some(1),
            ),
            (token(), &PAGE, Some(DoorName::Login), Some(1)),
            (token(), &PAGE, Some(DoorName::Dashboard), None),
            (token(), &INSTAGRAM_LOGIN, None, Some(1)),
            (hour(), &INSTAGRAM_LOGIN, None, Some(2)),
            (hour(), &INSTAGRAM_LOGIN, Some(DoorName::Dashboard), Some(1)),
            (code(), &INSTAGRAM_LOGIN, None, Some(0)),
            (token(), &RENEW, None, Some(0)),
            (hour(), &RENEW, None, Some(0)),
            (
                Inputs {
                    code: Some(given("c")),
                    ..token()
                },
                &PAGE,
                None,
                None,
            ),
        ] {
            assert_eq!(inputs.door(journey, asked).ok(), expected, "{journey:?} {asked:?}");
        }
    }

    #[test]
    fn everything_that_is_missing_is_named_with_its_sources_at_once() {
        let nothing = Inputs::default();
        let missing = nothing.missing(&needed(&PAGE, 0));
        assert_eq!(
            lacking(&missing, true),
            [
                "Missing:",
                "  Access token: a line token=… on standard input, --token-file PATH, or EVERTOKEN_TOKEN (made in the Graph API \
                 Explorer)",
                "  App secret: a line app_secret=… on standard input, --app-secret-file PATH, or EVERTOKEN_APP_SECRET (in the \
                 app's dashboard under App settings, Basic; Meta makes no token last without it)",
            ]
        );
        assert!(lacking(&[], true).is_empty());
        let labels = |journey, door| -> Vec<&str> { needed(journey, door).into_iter().map(name_of).collect() };
        assert_eq!(
            labels(&PAGE, 1),
            ["App ID", "App secret", "Redirect address", "Login code"]
        );
        assert_eq!(labels(&INSTAGRAM_LOGIN, 2), ["Instagram token", "Instagram secret"]);
        assert_eq!(labels(&RENEW, 0), ["Access token"]);
    }

    /// What a text alone is taken for, beside what was given already.
    fn taken(text: &str, token: Option<&str>, takes_code: bool) -> Vec<Name> {
        let mut inputs = Inputs {
            token: token.map(given),
            ..Inputs::default()
        };
        let text = Zeroizing::new(text.to_owned());
        inputs.add(Piped::Alone(text), &needed(&PAGE, 0), takes_code).unwrap();
        let is_new = |name: &Name| {
            let given = inputs.slot(*name).as_ref();
            given.is_some_and(|given| given.origin == Origin::Input)
        };
        Name::ALL.into_iter().filter(is_new).collect()
    }

    #[test]
    fn a_text_alone_is_what_it_looks_like_or_else_the_first_that_is_missing() {
        let secret = "0123456789abcdef".repeat(2);
        let token = format!("EAA{}", "b".repeat(80));
        let code = format!("AQ{}", "c".repeat(80));
        for (text, given, takes_code, expected) in [
            ("s", Some("t"), true, Name::AppSecret),
            ("t", None, true, Name::Token),
            (secret.as_str(), None, true, Name::AppSecret),
            (&secret, Some("t"), true, Name::AppSecret),
            (&format!("{token}\n"), None, true, Name::Token),
            (&code, None, true, Name::Code),
            (&code, None, false, Name::Token),
        ] {
            assert_eq!(taken(text, given, takes_code), [expected], "{text} {given:?}");
        }
    }

    #[test]
    fn what_is_given_twice_has_to_be_the_same() {
        let add = |text: &str| {
            let mut inputs = Inputs {
                token: Some(given("t\n")),
                ..Inputs::default()
            };
            inputs.add(piped(text).unwrap().unwrap(), &[], false)
        };
        assert_eq!(add("token=t"), Ok(()));
        assert_eq!(
            add("token=other").unwrap_err(),
            "Two different values were given as token: in a file and on standard input. Give only the one that is meant."
        );
    }
}
