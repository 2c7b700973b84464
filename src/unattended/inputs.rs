//! What was given instead of being typed, and what of it a walk still lacks: pure.
//!
//! Started by `gather` with texts from wherever they came; ends in the text for each field, or in a line for each one that is
//! missing, with every place it could come from.

use zeroize::Zeroizing;

use crate::journey::{Field, Journey, Stage};

use super::arguments::DoorName;

/// A text that may be secret. Wiped when it is dropped.
pub(super) type Given = Zeroizing<String>;

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
    pub(super) fn of(&self, field: Field) -> Option<&Given> {
        match field {
            Field::Token | Field::AnyToken | Field::InstagramToken | Field::InstagramHourToken => self.token.as_ref(),
            Field::AppId => self.app_id.as_ref(),
            Field::AppSecret => self.app_secret.as_ref(),
            Field::InstagramAppId => self.instagram_app_id.as_ref(),
            Field::InstagramAppSecret => self.instagram_app_secret.as_ref(),
            Field::FacebookRedirect | Field::InstagramRedirect => self.redirect.as_ref(),
            Field::FacebookLanding | Field::InstagramLanding => self.code.as_ref(),
            Field::PageId
            | Field::SavePath
            | Field::NameOf(_)
            | Field::SaveMode
            | Field::SaveGroup
            | Field::CopyCheck => None,
        }
    }

    /// Takes what came through a pipe where nothing else gave it. A text alone is the first of `needed` that is missing.
    pub(super) fn add(&mut self, piped: Piped, needed: &[Field]) {
        match piped {
            Piped::Alone(text) => {
                let missing = needed
                    .iter()
                    .find(|field| field.is_secret() && self.of(**field).is_none());
                match missing {
                    Some(Field::AppSecret) => self.app_secret = Some(text),
                    Some(Field::InstagramAppSecret) => self.instagram_app_secret = Some(text),
                    Some(Field::FacebookLanding | Field::InstagramLanding) => self.code = Some(text),
                    _ => self.token = Some(text),
                }
            }
            Piped::Named(lines) => {
                for (name, text) in lines {
                    let slot = match name {
                        Name::Token => &mut self.token,
                        Name::AppSecret => &mut self.app_secret,
                        Name::InstagramAppSecret => &mut self.instagram_app_secret,
                        Name::Code => &mut self.code,
                    };
                    slot.get_or_insert(text);
                }
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
            None if by_code => DoorName::Login,
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
        found.ok_or_else(|| format!("The journey {} has no such door.", journey.name))
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
        Field::FacebookRedirect | Field::InstagramRedirect => "--redirect URL, the one that the login code belongs to",
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
        Field::FacebookRedirect | Field::InstagramRedirect => "as it stands in the app's settings",
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

/// The names that a line of standard input can begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Name {
    Token,
    AppSecret,
    InstagramAppSecret,
    Code,
}

impl Name {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "token" => Some(Self::Token),
            "app_secret" => Some(Self::AppSecret),
            "instagram_app_secret" => Some(Self::InstagramAppSecret),
            "code" => Some(Self::Code),
            _ => None,
        }
    }
}

/// What came through a pipe.
pub(super) enum Piped {
    /// One text, whatever it is.
    Alone(Given),
    /// Lines of `name=value`.
    Named(Vec<(Name, Given)>),
}

/// Reads what came through a pipe; `None` where nothing did. The error is the number of a line that has no known name among
/// others that have one.
pub(super) fn piped(text: &str) -> Result<Option<Piped>, usize> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let mut named = Vec::new();
    let mut odd = None;
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let split = line.split_once('=');
        match split.and_then(|(name, value)| Some((Name::parse(name.trim_end())?, value))) {
            Some((name, value)) => named.push((name, Zeroizing::new(value.trim_start().to_owned()))),
            None => odd = odd.or(Some(index.saturating_add(1))),
        }
    }
    match (named.is_empty(), odd) {
        (true, _) => Ok(Some(Piped::Alone(Zeroizing::new(text.to_owned())))),
        (false, None) => Ok(Some(Piped::Named(named))),
        (false, Some(line)) => Err(line),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journey::{INSTAGRAM_LOGIN, PAGE, RENEW};

    fn given(text: &str) -> Given {
        Zeroizing::new(text.to_owned())
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
            ("token=abc\nsecret=d", Err(2)),
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
            assert_eq!(read, expected, "{text:?}");
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

    #[test]
    fn a_secret_alone_is_the_first_that_is_missing() {
        let mut inputs = Inputs {
            token: Some(given("t")),
            ..Inputs::default()
        };
        inputs.add(Piped::Alone(Zeroizing::new("s".to_owned())), &needed(&PAGE, 0));
        assert_eq!((inputs.token, inputs.app_secret), (Some(given("t")), Some(given("s"))));
        let mut inputs = Inputs::default();
        inputs.add(Piped::Alone(Zeroizing::new("t".to_owned())), &needed(&PAGE, 0));
        assert_eq!((inputs.token, inputs.app_secret), (Some(given("t")), None));
    }
}
