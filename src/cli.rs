//! The arguments, and the refusal of secrets among them.
//!
//! No option takes a secret as its value, and an argument that looks like one is refused before anything else reads it,
//! without being repeated: what stands on a command line stands in the shell's history and in `ps` (safety T01).

use std::ffi::OsString;

use clap::{Args, Parser, Subcommand, ValueEnum, error::ErrorKind};

use crate::{
    exit::Departure,
    graph_api::GraphVersion,
    model::{Record, looks_secret},
    runtime::{ApiRoot, clipboard::ClipboardChoice},
    simulator::Scenario,
};

/// From a one-hour Facebook or Instagram access token to one that lasts, proved.
///
/// Without a command, a full-screen wizard leads to a Page token that never expires, a 60-day user token or a 60-day
/// Instagram token, makes a token last again, or says what it is. It needs a Meta app and about five minutes.
#[derive(Debug, Parser)]
#[command(
    name = "evertoken",
    version,
    disable_help_subcommand = true,
    args_conflicts_with_subcommands = true
)]
#[command(after_help = EXAMPLES)]
pub struct Cli {
    /// What to do; without one, the wizard.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// How the wizard looks and copies.
    #[command(flatten)]
    pub options: Options,
    /// Send every request to a server on this machine instead of Meta's hosts, such as http://127.0.0.1:8080
    #[arg(long, value_name = "URL", value_parser = ApiRoot::parse)]
    pub api_root: Option<ApiRoot>,
}

const EXAMPLES: &str = "\
Examples:
  evertoken                    start the wizard
  evertoken --plain            the same line by line, as for a screen reader
  evertoken demo               the same against a simulated Meta on this machine
  evertoken demo wrong-secret  see what a failure looks like
  evertoken demo --list        all that can be played
  evertoken status             what was made here, and how long it lasts
  evertoken simulate --port 8080
                               the simulated Meta alone, for your own client

Secrets are never arguments. Type or paste them into the wizard.";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// The wizard against a simulated Meta on this machine, with sample values ready to paste
    Demo {
        /// What is played.
        #[command(flatten)]
        play: Play,
        /// How the wizard looks and copies.
        #[command(flatten)]
        options: Options,
    },
    /// What was made here, and how long it lasts; nothing of a token is kept, so none is shown
    Status {
        /// As one JSON object
        #[arg(long)]
        json: bool,
        /// Take out the record of a token that is gone, by the eight digits of its fingerprint; the token itself and its files stay
        #[arg(long, value_name = "FINGERPRINT", value_parser = fingerprint, conflicts_with = "json")]
        forget: Option<String>,
    },
    /// The simulated Meta alone; its first line on stdout is a JSON object with its address and sample values
    Simulate {
        /// What is played.
        #[command(flatten)]
        play: Play,
        /// The port on 127.0.0.1; 0 takes a free one
        #[arg(long, default_value_t = 0)]
        port: u16,
    },
}

/// Which scenario is played.
#[derive(Debug, Args)]
pub struct Play {
    /// What is played; --list shows all
    #[arg(default_value = Scenario::DEFAULT)]
    pub scenario: String,
    /// List the scenarios and end
    #[arg(long)]
    pub list: bool,
}

/// How the wizard looks and copies.
#[derive(Debug, Args)]
pub struct Options {
    /// The version of the Graph API to ask for
    #[arg(long, value_name = "vNN.N", default_value = GraphVersion::DEFAULT, value_parser = version)]
    pub graph_version: GraphVersion,
    /// No colours; NO_COLOR does the same
    #[arg(long)]
    pub no_color: bool,
    /// Only characters that every terminal can show
    #[arg(long)]
    pub ascii: bool,
    /// Line by line instead of the full screen: for a screen reader, a plain terminal, or a program that answers; ACCESSIBLE=1 does the same
    #[arg(long)]
    pub plain: bool,
    /// How to copy, instead of by what is found out about this terminal
    #[arg(long, value_name = "WAY", default_value = "auto")]
    pub clipboard: Clipboard,
}

/// The ways to a clipboard that can be chosen.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Clipboard {
    /// By what is found out about this terminal
    Auto,
    /// The clipboard of the machine that evertoken runs on; over SSH, with X forwarding, that of your display
    Native,
    /// The clipboard of your terminal, by the sequence OSC 52, also where nothing says that it takes one
    Osc52,
    /// The clipboard of the terminal that tmux runs in, by way of tmux
    Tmux,
    /// Not at all
    None,
}

impl From<Clipboard> for ClipboardChoice {
    fn from(way: Clipboard) -> Self {
        match way {
            Clipboard::Auto => Self::Auto,
            Clipboard::Native => Self::Native,
            Clipboard::Osc52 => Self::Osc52,
            Clipboard::Tmux => Self::Tmux,
            Clipboard::None => Self::None,
        }
    }
}

fn version(text: &str) -> Result<GraphVersion, &'static str> {
    GraphVersion::parse(text).ok_or("a version is written as v25.0")
}

fn fingerprint(text: &str) -> Result<String, &'static str> {
    Record::fingerprint_of(text).ok_or("a fingerprint is eight hexadecimal digits, as evertoken status shows them")
}

/// Reads the arguments, the program's name first. The error is the end of the run: help and version as well.
pub fn read(arguments: Vec<OsString>) -> Result<Cli, Departure> {
    if arguments
        .iter()
        .skip(1)
        .any(|argument| argument.to_str().is_some_and(looks_secret))
    {
        return Err(Departure::Misused(REFUSAL.to_owned()));
    }
    Cli::try_parse_from(arguments).map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Departure::Told(error.to_string()),
        _ => Departure::Misused(without_advice(&error.to_string())),
    })
}

/// A usage error without clap's advice how to pass an unknown option as a value: that leads nowhere here.
fn without_advice(error: &str) -> String {
    let lines: Vec<&str> = error
        .lines()
        .filter(|line| !line.trim_start().starts_with("tip: to pass"))
        .collect();
    lines.join("\n")
}

const REFUSAL: &str = "\
One of the arguments looks like a token or an App secret, so it was not read.
Arguments stay in the shell's history, and others on this machine can see them while a program runs.
Start evertoken without it and paste it there. Then remove that line from your shell's history.";

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn parse(arguments: &[&str]) -> Result<Cli, Departure> {
        read(
            std::iter::once("evertoken")
                .chain(arguments.iter().copied())
                .map(OsString::from)
                .collect(),
        )
    }

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn what_looks_like_a_secret_is_refused_and_never_repeated() {
        let token = format!("EAA{}", "b".repeat(60));
        for argument in [
            token.clone(),
            format!("--token={token}"),
            format!("https://graph.facebook.com/me?access_token={token}"),
            "0123456789abcdef0123456789abcdef".to_owned(),
            "1234567890|abc".to_owned(),
            format!("AQ{}", "c".repeat(100)),
        ] {
            for arguments in [
                vec![argument.as_str()],
                vec!["demo", &argument],
                vec!["--api-root", &argument],
            ] {
                let Err(Departure::Misused(words)) = parse(&arguments) else {
                    panic!("{arguments:?} was accepted");
                };
                assert!(!words.contains("bbbb") && !words.contains("0123456789abcdef") && !words.contains("cccc"));
            }
        }
    }

    #[test]
    fn ordinary_arguments_are_not_taken_for_secrets() {
        for arguments in [
            &["demo", "wrong-secret"] as &[&str],
            &["--api-root", "http://127.0.0.1:8080"],
            &["simulate", "--port", "0"],
            &["status", "--json"],
            &["status", "--forget", "0903A420"],
        ] {
            assert!(parse(arguments).is_ok(), "{arguments:?}");
        }
    }

    #[test]
    fn no_option_is_named_after_a_secret() {
        fn names(command: &clap::Command) -> Vec<String> {
            let own = command.get_arguments().map(|argument| argument.get_id().to_string());
            own.chain(command.get_subcommands().flat_map(names)).collect()
        }
        for name in names(&Cli::command()) {
            assert!(
                !["token", "secret", "code", "password"]
                    .iter()
                    .any(|word| name.contains(word)),
                "{name}"
            );
        }
    }

    #[test]
    fn a_root_that_is_not_on_this_machine_is_refused() {
        assert!(matches!(
            parse(&["--api-root", "http://example.com:80"]),
            Err(Departure::Misused(_))
        ));
    }

    #[test]
    fn help_and_version_are_no_failures() {
        for argument in ["--help", "-h", "--version"] {
            assert!(matches!(parse(&[argument]), Err(Departure::Told(_))), "{argument}");
        }
    }
}
