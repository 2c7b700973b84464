//! The arguments of `get`, `check` and `renew`. None takes a secret: files and descriptors are named, never what is in them.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint, builder::PossibleValuesParser};

use crate::{
    delivery::{FileKind, Mode},
    graph_api::GraphVersion,
    journey::{Datum, INSTAGRAM, INSTAGRAM_LOGIN, PAGE, RENEW, USER},
    model::{AppId, InstagramAppId, PageId},
    runtime::ApiRoot,
};

/// Which server is asked, and how much is said.
#[derive(Debug, Args)]
pub struct Reach {
    /// The version of the Graph API to ask for
    #[arg(long, value_hint = ValueHint::Other, value_name = "vNN.N", default_value = GraphVersion::DEFAULT)]
    pub graph_version: GraphVersion,
    /// Send every request to a server on this machine instead of Meta's hosts, such as http://127.0.0.1:8080
    #[arg(long, value_hint = ValueHint::Other, value_name = "URL", value_parser = ApiRoot::parse)]
    pub api_root: Option<ApiRoot>,
    /// Say nothing but what keeps it from being done
    #[arg(long)]
    pub quiet: bool,
}

/// Where the values come from that are not the token.
#[derive(Debug, Default, Args)]
pub struct AppSources {
    /// The file that holds the App secret, or an inherited descriptor such as /dev/fd/3
    #[arg(long, value_hint = ValueHint::FilePath, value_name = "PATH")]
    pub app_secret_file: Option<PathBuf>,
    /// The App ID; without it, EVERTOKEN_APP_ID, or what Meta says of the token
    #[arg(long, value_hint = ValueHint::Other, value_name = "ID", value_parser = app_id)]
    pub app_id: Option<String>,
}

/// The arguments of `evertoken get`.
#[derive(Debug, Args)]
// The command has a group of this name already.
#[group(skip)]
#[command(after_help = GET_EXAMPLES)]
pub struct Get {
    /// What to end with
    #[arg(value_name = "JOURNEY", value_parser = PossibleValuesParser::new([PAGE.name, INSTAGRAM.name, USER.name, INSTAGRAM_LOGIN.name, RENEW.name]))]
    pub journey: String,
    /// Where the first token comes from, instead of by what is given
    #[arg(long, value_name = "DOOR")]
    pub door: Option<DoorName>,
    /// The file that holds the token, or an inherited descriptor such as /dev/fd/3
    #[arg(long, value_hint = ValueHint::FilePath, value_name = "PATH")]
    pub token_file: Option<PathBuf>,
    /// The App ID and App secret.
    #[command(flatten)]
    pub app: AppSources,
    /// The file that holds the secret of the app's Instagram half
    #[arg(long, value_hint = ValueHint::FilePath, value_name = "PATH")]
    pub instagram_app_secret_file: Option<PathBuf>,
    /// The number of the app's Instagram half, which a login with Instagram needs
    #[arg(long, value_hint = ValueHint::Other, value_name = "ID", value_parser = instagram_app_id)]
    pub instagram_app_id: Option<String>,
    /// The redirect address that a login code belongs to
    #[arg(long, value_hint = ValueHint::Other, value_name = "URL")]
    pub redirect: Option<String>,
    /// A Page by its number; more than one makes one token each
    #[arg(long, value_hint = ValueHint::Other, value_name = "ID", value_parser = page_id)]
    pub page: Vec<PageId>,
    /// A Page by its name
    #[arg(long, value_hint = ValueHint::Other, value_name = "NAME")]
    pub page_name: Vec<String>,
    /// Go on where the token lacks permissions that the journey wants
    #[arg(long)]
    pub without_permissions: bool,
    /// What is printed.
    #[command(flatten)]
    pub printing: Printing,
    /// What is saved.
    #[command(flatten)]
    pub saving: Saving,
    /// Which server is asked, and how much is said.
    #[command(flatten)]
    pub reach: Reach,
}

/// What `evertoken get` prints.
#[derive(Debug, Args)]
pub struct Printing {
    /// Print the token even where standard output is a terminal
    #[arg(long)]
    pub reveal: bool,
    /// Print a JSON object instead of the token alone (docs/json.md)
    #[arg(long)]
    pub json: bool,
}

/// What `evertoken get` saves, and where.
#[derive(Debug, Args)]
pub struct Saving {
    /// Save it: env:PATH, json:PATH, token:PATH or options:PATH
    #[arg(long, value_hint = ValueHint::Other, value_name = "KIND:PATH", value_parser = place)]
    pub save: Vec<Place>,
    /// What stands for what in that file: token=NAME, page-id=NAME, instagram-id=NAME, instagram-name=NAME, user-id=NAME
    #[arg(long, value_hint = ValueHint::Other, value_name = "WHAT=NAME", value_parser = name, requires = "save")]
    pub name: Vec<(Datum, String)>,
    /// The permissions of that file, such as 600 or 640
    #[arg(long, value_hint = ValueHint::Other, value_name = "MODE", value_parser = mode, requires = "save")]
    pub mode: Option<Mode>,
    /// The group of that file
    #[arg(long, value_hint = ValueHint::Other, value_name = "GROUP", requires = "save")]
    pub group: Option<String>,
    /// Agree to whatever is said about that place
    #[arg(long, requires = "save")]
    pub yes: bool,
}

/// The arguments of `evertoken check`.
#[derive(Debug, Args)]
// The command has a group of this name already.
#[group(skip)]
#[command(after_help = CHECK_EXAMPLES)]
pub struct Check {
    /// The token that is looked at.
    #[command(flatten)]
    pub saved: Saved,
    /// The file that holds the token, or an inherited descriptor such as /dev/fd/3
    #[arg(long, value_hint = ValueHint::FilePath, value_name = "PATH", conflicts_with_all = ["env_file", "json_file", "file"])]
    pub token_file: Option<PathBuf>,
    /// The App ID and App secret, where Meta does not answer to the token itself.
    #[command(flatten)]
    pub app: AppSources,
    /// How many days from now on count as soon
    #[arg(long, value_hint = ValueHint::Other, value_name = "DAYS", default_value_t = 14, value_parser = days)]
    pub within: u32,
    /// Print a JSON object instead of a line (docs/json.md)
    #[arg(long)]
    pub json: bool,
    /// Print the lines for cron and for systemd that do this every day, and do nothing else
    #[arg(long, conflicts_with = "log")]
    pub cron: bool,
    /// Which server is asked, and how much is said.
    #[command(flatten)]
    pub reach: Reach,
}

/// The arguments of `evertoken renew`.
#[derive(Debug, Args)]
// The command has a group of this name already.
#[group(skip)]
#[command(after_help = RENEW_EXAMPLES)]
pub struct Renew {
    /// The token that is renewed where it stands.
    #[command(flatten)]
    pub saved: Saved,
    /// The App ID and App secret, which a Facebook token of 60 days is renewed with.
    #[command(flatten)]
    pub app: AppSources,
    /// Renew only what ends within so many days; without it, whenever Meta gives new time
    #[arg(long, value_hint = ValueHint::Other, value_name = "DAYS", value_parser = days)]
    pub within: Option<u32>,
    /// Print a JSON object (docs/json.md); the token is never in it
    #[arg(long)]
    pub json: bool,
    /// Print the lines for cron and for systemd that do this every day, and do nothing else
    #[arg(long, conflicts_with = "log")]
    pub cron: bool,
    /// Which server is asked, and how much is said.
    #[command(flatten)]
    pub reach: Reach,
}

/// A file that a token was saved in.
#[derive(Debug, Default, Args)]
pub struct Saved {
    /// A file of NAME=value lines that holds the token
    #[arg(long, value_hint = ValueHint::FilePath, value_name = "PATH", group = "named", requires = "key", conflicts_with_all = ["json_file", "file"])]
    pub env_file: Option<PathBuf>,
    /// A JSON object that holds the token
    #[arg(long, value_hint = ValueHint::FilePath, value_name = "PATH", group = "named", requires = "key", conflicts_with = "file")]
    pub json_file: Option<PathBuf>,
    /// The name that the token stands under there
    #[arg(long, value_hint = ValueHint::Other, value_name = "NAME", requires = "named")]
    pub key: Option<String>,
    /// A file that holds the token alone
    #[arg(long, value_hint = ValueHint::FilePath, value_name = "PATH", conflicts_with = "key")]
    pub file: Option<PathBuf>,
}

impl Saved {
    /// The file with its kind and the name in it.
    pub fn place(&self) -> Option<(FileKind, &PathBuf, &str)> {
        let key = self.key.as_deref().unwrap_or_default();
        let env = self.env_file.as_ref().map(|path| (FileKind::Env, path, key));
        let json = self.json_file.as_ref().map(|path| (FileKind::Json, path, key));
        let alone = self.file.as_ref().map(|path| (FileKind::Token, path, ""));
        env.or(json).or(alone)
    }
}

/// The doors that need no person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DoorName {
    /// A token of the Graph API Explorer
    Explorer,
    /// The code of a login, with its redirect address
    Login,
    /// An Instagram token of the app's dashboard
    Dashboard,
    /// An Instagram token of one hour
    Hour,
}

/// A file that something is saved in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// How it is written.
    pub kind: FileKind,
    /// The path, as it was given.
    pub path: String,
}

fn place(text: &str) -> Result<Place, String> {
    const KINDS: [(&str, FileKind); 4] = [
        ("env", FileKind::Env),
        ("json", FileKind::Json),
        ("token", FileKind::Token),
        ("options", FileKind::Options),
    ];
    let (word, path) = text.split_once(':').ok_or(NO_PLACE)?;
    let kind = KINDS.iter().find(|(name, _)| *name == word).map(|(_, kind)| *kind);
    let kind = kind.ok_or_else(|| with_nearest(NO_PLACE, word, KINDS.map(|(name, _)| name)))?;
    if path.is_empty() {
        return Err(NO_PLACE.to_owned());
    }
    Ok(Place {
        kind,
        path: path.to_owned(),
    })
}

const NO_PLACE: &str = "a place is written as env:PATH, json:PATH, token:PATH or options:PATH";

fn name(text: &str) -> Result<(Datum, String), String> {
    const DATA: [(&str, Datum); 5] = [
        ("token", Datum::Token),
        ("page-id", Datum::PageId),
        ("instagram-id", Datum::InstagramId),
        ("instagram-name", Datum::InstagramName),
        ("user-id", Datum::UserId),
    ];
    let (word, name) = text.split_once('=').ok_or(NO_NAME)?;
    let datum = DATA.iter().find(|(other, _)| *other == word).map(|(_, datum)| *datum);
    let datum = datum.ok_or_else(|| with_nearest(NO_NAME, word, DATA.map(|(name, _)| name)))?;
    Ok((datum, name.to_owned()))
}

const NO_NAME: &str =
    "a name is written as token=NAME, page-id=NAME, instagram-id=NAME, instagram-name=NAME or user-id=NAME";

/// What is wrong, with the word that may have been meant: one of the same letters, or one that begins alike.
fn with_nearest<const N: usize>(fault: &str, word: &str, known: [&str; N]) -> String {
    let plain = |text: &str| text.to_lowercase().replace('_', "-");
    let letters = |text: &str| {
        let mut letters: Vec<char> = text.chars().collect();
        letters.sort_unstable();
        letters
    };
    let word = plain(word);
    let is_near = |other: &&str| {
        let begins_alike = word.len() > 2 && (other.starts_with(&word) || word.starts_with(other));
        begins_alike || letters(other) == letters(&word)
    };
    let nearest = known.into_iter().find(|other| *other == word);
    match nearest.or_else(|| known.into_iter().find(is_near)) {
        Some(nearest) => format!("{fault}. Did you mean {nearest}?"),
        None => fault.to_owned(),
    }
}

fn mode(text: &str) -> Result<Mode, &'static str> {
    Mode::parse(text).ok_or("permissions are three digits from 0 to 7, such as 600 or 640")
}

fn days(text: &str) -> Result<u32, &'static str> {
    text.parse().map_err(|_| "a number of days, such as 14")
}

fn page_id(text: &str) -> Result<PageId, &'static str> {
    text.parse().map_err(|_| "a Page ID is a number")
}

fn app_id(text: &str) -> Result<String, &'static str> {
    let id = text.trim().parse::<AppId>();
    id.map(|id| id.to_string())
        .map_err(|_| "an App ID is a number, most often of 15 or 16 digits")
}

fn instagram_app_id(text: &str) -> Result<String, &'static str> {
    let id = text.trim().parse::<InstagramAppId>();
    id.map(|id| id.to_string())
        .map_err(|_| "an Instagram App ID is a number, most often of 15 or 16 digits")
}

const GET_EXAMPLES: &str = "\
Where the values come from (an option counts before a variable, standard input for the rest):
  standard input   a secret alone, or lines token=…, app_secret=…, instagram_app_secret=… or
                   code=… (of a login); also app_id=…, instagram_app_id=… and redirect=…
  files            --token-file, --app-secret-file, --instagram-app-secret-file
  environment      EVERTOKEN_TOKEN, EVERTOKEN_APP_SECRET, EVERTOKEN_APP_ID,
                   EVERTOKEN_INSTAGRAM_APP_SECRET

What a journey needs:
  page, instagram, user
                   a token of the Graph API Explorer and the App secret of its app;
                   or a login code with --redirect, the App ID and the App secret
  instagram-login  an Instagram token of the app's dashboard;
                   or one of an hour and the Instagram App secret;
                   or a login code with --redirect, --instagram-app-id and the Instagram App secret
  renew            a token that still works; for a Facebook token of 60 days the App secret too

Examples:
  evertoken get page --page-name 'Harbour Bakery' --app-secret-file secret <token
  token=$(evertoken get page --page 104857392016485 <secrets)
  evertoken get page --page 104857392016485 --save env:.env --yes <secrets
  evertoken get user --json <secrets
  evertoken get page --app-id 482915730264718 --redirect https://localhost/ <code-and-secret

Exit codes: 0 done, 1 failed, 2 the arguments make no sense or something is missing, 11 nothing to
renew (get renew). Where it is not 0, stdout holds nothing.";

const CHECK_EXAMPLES: &str = "\
The token comes from where it was saved, from --token-file, EVERTOKEN_TOKEN or standard input.
Where Meta answers only to the app, --app-id and --app-secret-file or their variables,
EVERTOKEN_APP_ID and EVERTOKEN_APP_SECRET, are needed too.

Examples:
  evertoken check --env-file .env --key FACEBOOK_PAGE_TOKEN
  evertoken check --file token --within 30 --quiet
  evertoken check --file token --cron

Exit codes: 0 fine, 10 ends within --within days, 20 dead, 30 could not tell, 1 failed,
2 the arguments make no sense or something is missing.";

const RENEW_EXAMPLES: &str = "\
A Facebook token of 60 days is renewed with the App secret of its app: --app-secret-file or
EVERTOKEN_APP_SECRET.

Examples:
  evertoken renew --env-file .env --key INSTAGRAM_ACCESS_TOKEN
  evertoken renew --file token --app-secret-file secret --within 20
  evertoken renew --file token --app-secret-file secret --cron

Exit codes: 0 renewed, 11 not due yet, 20 sign in again, 30 could not tell, 1 failed,
2 the arguments make no sense or something is missing.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_has_a_kind_and_a_path() {
        let parsed = place("env:/a:b").unwrap();
        assert_eq!((parsed.kind, parsed.path.as_str()), (FileKind::Env, "/a:b"));
        for text in ["", "env", "env:", "yaml:x", ":x"] {
            assert_eq!(place(text), Err(NO_PLACE.to_owned()), "{text}");
        }
        for (text, nearest) in [
            ("ENV:x", "env"),
            ("evn:x", "env"),
            ("tokens:x", "token"),
            ("option:x", "options"),
        ] {
            let words = place(text).unwrap_err();
            assert_eq!(words, format!("{NO_PLACE}. Did you mean {nearest}?"), "{text}");
        }
    }

    #[test]
    fn a_name_says_what_it_is_for() {
        assert_eq!(name("page-id=A"), Ok((Datum::PageId, "A".to_owned())));
        for text in ["", "token", "secret=A"] {
            assert_eq!(name(text), Err(NO_NAME.to_owned()), "{text}");
        }
        let words = name("PAGE_ID=A").unwrap_err();
        assert!(words.ends_with("Did you mean page-id?"), "{words}");
    }
}
